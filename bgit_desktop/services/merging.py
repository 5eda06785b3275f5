"""Merging one package that passed the checks of the format: decide on each log's window, and take in what is new.

Everything happens in one transaction: the operations, the confirmations, the trust list, the row in the list of
packages. The first log that cannot be taken in takes the whole package back. The logs of a return package are decided
on one after the other, because a PC's next incarnation rests on the one before, which may come in the same package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from bgit_desktop.core.heirs import day_of
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.operations import INSERT, RECORD_KINDS
from bgit_desktop.core.periods import show_date
from bgit_desktop.exchange.manifest import Manifest
from bgit_desktop.exchange.package_reader import OpenedLog, OpenedPackage, Sender
from bgit_desktop.exchange.trust import Decision, Head, KnownReplica, Revocation, decide_window
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services import along, incarnation, peer_keys, siblings, urgent
from bgit_desktop.services.confirmations import notice_older, take_confirmations
from bgit_desktop.services.context import Session
from bgit_desktop.services.inbox import Outcome, note
from bgit_desktop.store import apply, heirs, journal, peers
from bgit_desktop.store.journal import Log
from bgit_desktop.store.prepared import Prepared
from bgit_desktop.store.preparing import prepare
from bgit_desktop.store.refold import Applied


@dataclass(frozen=True, slots=True)
class Leave:
    """What a person has decided about a held package.

    Attributes:
        any_clock: its clock may be far ahead.
        as_restored: its PC was restored; what it sent before that may still be taken in.
    """

    any_clock: bool = False
    as_restored: bool = False


NO_LEAVE = Leave()


class _Refusal(Exception):
    """Ends the transaction: a log of the package cannot be taken in."""

    def __init__(self, decision: Decision, replica: str) -> None:
        super().__init__(decision.reason)
        self.decision = decision
        self.replica = replica


def sender_of(session: Session, province: str, unit: str, replica: str, _incarnation: int) -> Sender | None:
    """Give the keys by which a manifest is believed: those pinned for that very PC of that very unit."""
    peer = peers.find_peer(session.store.db, replica)
    if peer is None or peer.unit != unit or province != session.province:
        return None
    return peer_keys.sender(session, peer)


def merge(session: Session, opened: OpenedPackage, path: Path, leave: Leave = NO_LEAVE) -> Outcome:
    """Take a package in, or say why not.

    Args:
        session: the session.
        opened: the package.
        path: the file, of which a copy is kept where it is taken in.
        leave: what a person has decided.

    Returns:
        What became of it. Where it is neither accepted nor a duplicate, nothing has changed.

    Raises:
        EnvironmentProblem: the disk is full or read-only; nothing has changed.
    """
    manifest = opened.manifest
    outcome = Outcome(
        path.name, path, Verdict.ACCEPTED, unit=manifest.unit, replica=manifest.replica, kind=manifest.kind,
        from_seq=manifest.from_seq, to_seq=manifest.to_seq, incident=manifest.incident,
    )  # fmt: skip
    if manifest.kind in ("enrol", "trust"):
        reason = tr("Đây là tệp khóa, không phải gói dữ liệu; hãy dùng chức năng đăng ký khóa.")
        return replace(outcome, verdict=Verdict.REJECTED_RECIPIENT, reason=reason)
    direct = siblings.is_direct(session, manifest)
    if session.is_province == (manifest.kind == "return") and not direct:
        reason = tr("Gói này không gửi cho nơi đây: gói của đơn vị gửi cho Sở, gói trả lời gửi cho đơn vị.")
        return replace(outcome, verdict=Verdict.REJECTED_RECIPIENT, reason=reason)
    if direct and not siblings.is_listed(session, manifest.replica):
        reason = tr(
            "Máy gửi chưa có trong danh sách tin cậy của Sở; hãy đăng ký máy đó với Sở và nhận gói trả lời mới."
        )
        return replace(outcome, verdict=Verdict.HELD_UNKNOWN_KEY, reason=reason)
    if stale := peer_keys.overstepped(session, opened):
        return replace(outcome, verdict=Verdict.REJECTED_SIGNATURE, reason=stale, alarm=True)
    try:
        with session.store.write("receive", tr("Nhận gói {name}", name=outcome.file), session.actor) as batch:
            found = _take(session, opened, outcome, leave, batch)
            session.store.audit(session.actor, "receive", f"{outcome.file} {opened.sha256} {found.verdict}")
            note(session, path, found)
    except _Refusal as refusal:
        return _not_taken(session, manifest, outcome, refusal)
    except apply.BadOperation as error:
        reason = tr("Dòng {seq} của nhật ký có giá trị sai kiểu ({detail}).", seq=error.seq, detail=error.detail)
        return replace(outcome, verdict=Verdict.REJECTED_CORRUPT, reason=reason)
    except apply.BeyondAuthority as error:
        reason = tr(
            "Dòng {seq} của nhật ký sửa dữ liệu không thuộc quyền của đơn vị gửi ({table}); cả gói bị từ chối.",
            seq=error.seq,
            table=error.table,
        )
        return replace(outcome, verdict=Verdict.REJECTED_AUTHORITY, reason=reason, alarm=True)
    return found


def _not_taken(session: Session, manifest: Manifest, outcome: Outcome, refusal: _Refusal) -> Outcome:
    """Give the outcome of a package that was not taken in.

    A held return package may still be what tells a restored PC that it is one: that much of it counts.
    """
    decision = refusal.decision
    alarms: list[str] = []
    if manifest.kind == "return" and decision.verdict.is_held:
        with session.store.write("older", "", session.actor):
            older = notice_older(session, manifest)
            alarms += [older.sentence] if older else []
    forked = refusal.replica if decision.verdict is Verdict.HELD_FORK and refusal.replica != session.replica else ""
    told = siblings.advice(decision.verdict) if siblings.is_direct(session, manifest) else []
    return replace(
        outcome,
        verdict=decision.verdict,
        reason=" ".join([decision.reason, *told, *alarms]),
        alarm=decision.alarm or bool(alarms),
        forked=forked,
    )


def _take(session: Session, opened: OpenedPackage, outcome: Outcome, leave: Leave, batch: int) -> Outcome:
    """Take the logs in one after the other, then confirmations and trust list; within a transaction."""
    manifest = opened.manifest
    peer_keys.learn(session, opened)
    ours = [log for log in opened.logs if log.header.replica == session.replica]
    theirs = [log for log in opened.logs if log.header.replica != session.replica]
    alarms: list[str] = []
    if older := notice_older(
        session, manifest, siblings.told_of_us(session, theirs)
    ):  # before anything is written under numbers that are used already
        alarms.append(older.sentence)
        incarnation.begin_anew(session, manifest.replica, older.heard)
    for log in ours:
        _check_returned(session, log)
    total = incarnation.take_back(session, ours, batch)
    warnings: list[str] = []
    gone: list[siblings.GaveWay] = []
    reason = tr("Đã nhận đủ từ trước; không có gì thay đổi.")
    for log in sorted(theirs, key=lambda each: _order(manifest, each)):
        if log.header.replica != manifest.replica:
            gone.append(siblings.give_way(session, log))
        decision = _decide(session, manifest, log, leave)
        if not decision.verdict.is_ok:
            raise _Refusal(decision, log.header.replica)
        if decision.verdict is Verdict.ACCEPTED:
            total = total.plus(_take_log(session, log, decision, batch))
            warnings += _after_the_end(session, log, decision.apply_from)
        warnings += decision.warnings
    said = along.arrive(session, opened)
    newest, told = take_confirmations(session, manifest)
    alarms += told
    if manifest.kind == "return":
        if newest:
            gone.append(siblings.never_sent(session, manifest.acks))
            siblings.thaw(session, manifest.acks)
        alarms += siblings.write_again(session, gone)
        alarms += peer_keys.take_lists(session, opened.trust, batch)
    changed = bool(total.operations or any(each.lines for each in gone))
    if manifest.kind == "incident" and changed:
        alarms.insert(0, urgent.told(session, manifest.incident, manifest.unit))
    return replace(
        outcome,
        verdict=Verdict.ACCEPTED if changed else Verdict.DUPLICATE,
        reason=" ".join(([] if changed or said else [reason]) + said + alarms),
        applied=total.operations,
        conflicts=total.conflicts,
        detail=total,
        batch=batch if changed else None,
        alarm=bool(alarms),
        warnings=tuple(warnings),
    )


def _order(manifest: Manifest, log: OpenedLog) -> tuple[bool, str, int]:
    """Order logs: the sender's first, and each PC's incarnations as they followed."""
    header = log.header
    return header.replica != manifest.replica, header.replica, header.incarnation


def _check_returned(session: Session, log: OpenedLog) -> None:
    """Refuse a return package whose copy of our own log does not go with ours.

    Raises:
        _Refusal: it does not.
    """
    header = log.header
    found = incarnation.compare(session, log)
    assert found is not None  # it is one of our own
    if found.gap:
        reason = tr("Gói trả lời thiếu phần đầu nhật ký của chính máy này; hãy xuất gói gửi Sở rồi xin gói mới.")
        raise _Refusal(Decision(Verdict.HELD_GAP, reason, header.to_seq + 1), header.replica)
    if not found.fits:
        reason = tr("Nhật ký của chính máy này trong gói trả lời không khớp từ đầu; hãy gọi cho Sở để đối chiếu.")
        raise _Refusal(Decision(Verdict.HELD_FORK, reason, header.to_seq + 1, alarm=True), header.replica)


def _decide(session: Session, manifest: Manifest, log: OpenedLog, leave: Leave) -> Decision:
    db = session.store.db
    header = log.header
    if header.replica != manifest.replica and header.unit != session.unit and not _carried_on(session, header.unit):
        reason = tr("Gói trả lời mang nhật ký của đơn vị khác ({unit}).", unit=header.unit)
        return Decision(Verdict.REJECTED_AUTHORITY, reason, header.to_seq + 1, alarm=True)
    known_logs = {each.incarnation: each for each in journal.logs(db) if each.replica == header.replica}
    peer = peers.find_peer(db, header.replica)

    def hash_at(number: int, seq: int) -> bytes | None:
        if number in known_logs:
            return journal.hash_at(db, known_logs[number], seq)
        if seq == 0 and peer is not None:
            claimed = log.hash_at(0) if number == header.incarnation and header.from_seq == 1 else None
            return peer_keys.start_of(session, peer, number, claimed)
        return None

    # a log that was taken back to its beginning counts as one that has not come yet
    heads = {number: Head(each.head, each.head_hash) for number, each in known_logs.items() if each.head}
    revoked = None
    if peer is not None and peer.good is not None:
        revoked = Revocation(peer.good.incarnation, peer.good.seq, peer.good.hash)
    frozen = peer is not None and peer.status == "frozen"
    relayed = header.replica != manifest.replica  # of a sibling's log the Sở has decided already
    if leave.as_restored or relayed:  # what was sent before the restore is no fork where it goes on from what is known
        heads = {number: head for number, head in heads.items() if number <= header.incarnation}
        frozen = False
    known = KnownReplica(heads, hash_at, revoked, frozen)
    created = datetime.strptime(manifest.created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    window = log.window(round(created.timestamp() * 1000))
    decision = decide_window(known, window, session.store.clock(), any_clock=leave.any_clock)
    if decision.verdict is Verdict.ACCEPTED and _differs_from_undone(session, known_logs.get(header.incarnation), log):
        reason = tr("Gói khác với gói đã nhận rồi rút lại của cùng máy; hãy gọi cho đơn vị để đối chiếu.")
        return Decision(Verdict.HELD_FORK, reason, header.to_seq + 1, alarm=True)
    return decision


def _carried_on(session: Session, unit: str) -> bool:
    """Tell whether this unit carries on another's records, by the catalogue as the Sở has it in this very package."""
    return any(
        found.may_write(session.unit, unit, date.max) for found in (session.heirs(), heirs.ever(session.store.db))
    )


def _differs_from_undone(session: Session, known: Log | None, log: OpenedLog) -> bool:
    """Tell whether a window says otherwise than what was taken in and taken back before."""
    if known is None:
        return False
    upto = min(log.header.to_seq, known.known)
    return upto > known.head and journal.hash_at(session.store.db, known, upto) != log.hash_at(upto)


def _take_log(session: Session, opened: OpenedLog, decision: Decision, batch: int) -> Applied:
    """Take in the part of a log's window that is new."""
    db = session.store.db
    header = opened.header
    log = journal.find_log(db, header.replica, header.incarnation)
    if log is None:
        log = journal.add_log(db, header.unit, header.replica, header.incarnation, opened.hash_at(header.from_seq - 1))
    window, raw = _prepared(opened, log, decision.apply_from)
    authority = apply.Authority(header.unit, province=_is_province_log(session, log))
    applied = apply.take_in(db, log, window, raw, batch, authority, opened.hash_at)
    # Else two PCs would tell each other for ever that they have told.
    if any(kind in RECORD_KINDS for kind, _, _ in window.writers):
        journal.note_merge(db, log, header.to_seq, opened.hash_at(header.to_seq))
    if header.incarnation > 1 and decision.apply_from == 1:
        peer = peers.find_peer(db, header.replica)
        if peer is not None and peer.status in ("restored", "frozen"):
            peers.set_peer_status(db, header.replica, "enrolled")  # the restored PC has begun anew
    return applied


def _prepared(opened: OpenedLog, log: Log, first: int) -> tuple[Prepared, Sequence[bytes]]:
    """Give a log's lines from a number on ready to be taken in, and as they came."""
    if opened.prepared is not None and first == opened.header.from_seq and log.unit == opened.header.unit:
        return Prepared(*opened.prepared), list(opened.lines)  # whoever read the file ahead has made it
    raw, said = opened.tail(first)
    return prepare(log.unit, said, raw), raw


def _after_the_end(session: Session, opened: OpenedLog, first: int) -> list[str]:
    """Warn of records that a unit made after its last day: they are taken in, but somebody else should make them now."""
    if not session.is_province:
        return []
    catalogue, code = session.catalogue(), opened.header.unit
    last = catalogue.ended_on(code)
    if last is None:
        return []
    _, lines = opened.tail(first)
    inserted = (clock for clock, kind in zip(lines.clocks, lines.kinds, strict=True) if kind == INSERT)
    count = sum(day_of(clock) > last for clock in inserted)
    if not count:
        return []
    heirs_now = [catalogue.by_code(each, session.today()) for each in session.heirs().of(code, session.today())]
    names = ", ".join(each.label for each in heirs_now if each is not None)
    unit = catalogue.by_code(code)
    said = tr(
        "{unit} đã kết thúc ngày {day} mà vẫn lập {count} bản ghi sau ngày đó; đã nhận đủ.",
        unit=unit.label if unit else code,
        day=show_date(last),
        count=count,
    )
    return [f"{said} {tr('Từ nay {heirs} ghi tiếp.', heirs=names)}" if names else said]


def _is_province_log(session: Session, log: Log) -> bool:
    return not session.is_province and log.replica == session.store.meta("sender")
