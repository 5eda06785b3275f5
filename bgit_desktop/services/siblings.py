"""The PCs of one unit among themselves: whose packages one takes in directly, and what gives way to the Sở's word.

A sibling's package is believed by the keys that the Sở's signed trust list names for it, and by nothing else. What came
directly may be more than the Sở has; it may even be a branch of the sibling's log that the Sở never sees, where that PC
was put back to an older copy. The Sở's return package decides: its lines take the place of such a branch. What this PC
shows because of the lines that go is not lost with them: it is written again, as this PC's own changes
(docs/adr/0018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.operations import MERGED
from bgit_desktop.core.registry import BY_NUMBER
from bgit_desktop.core.strict_json import parse_line
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.exchange.manifest import Ack, Manifest
from bgit_desktop.exchange.package_reader import OpenedLog
from bgit_desktop.exchange.trust_list import parse_trust_list
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services import trustlist
from bgit_desktop.services.context import Session
from bgit_desktop.store import journal, peers, records, refold
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import Peer

ALL = "sibling"
"""In place of one PC's id: whichever PCs of this unit are enrolled."""

ORDINARY = ("baseline", "delta", "incident")
"""The kinds of packages that a unit's PC writes."""


def is_direct(session: Session, manifest: Manifest) -> bool:
    """Tell whether a package is another PC's of this very unit, given from hand to hand."""
    return not session.is_province and manifest.kind in ORDINARY and manifest.unit == session.unit


def is_listed(session: Session, replica: str) -> bool:
    """Tell whether the newest trust list signed by the Sở's root names a PC as one of this unit's, revoked or not."""
    signed = trustlist.held(session)
    return signed is not None and parse_trust_list(signed.text).find(session.unit, replica) is not None


def enrolled(session: Session) -> list[Peer]:
    """Give the unit's other PCs that may be sent to; none on the Sở's PC, whose packages go to units."""
    if session.is_province:
        return []
    return [each for each in peers.peers(session.store.db, session.unit) if each.status != "revoked"]


def label(session: Session, peer: Peer) -> str:
    """Give what people call a sibling: where several bear one label, with the end of its id."""
    same = [each for each in peers.peers(session.store.db, peer.unit) if each.label == peer.label]
    return peer.label if len(same) <= 1 else f"{peer.label} …{peer.replica[-4:]}"


def chosen(session: Session, to: str) -> list[Peer]:
    """Find the siblings that a package is for.

    Args:
        session: the unit's session.
        to: ``sibling`` for all of them, else the id of one, or the beginning or end of it.

    Raises:
        Refused: this is the Sở's store, or the unit has no other PC.
        NotFound: none bears this id.
        BadInput: several do.
    """
    if session.is_province:
        raise Refused(tr("Kho của Sở không có máy cùng đơn vị để gửi; hãy lập gói trả lời cho đơn vị."))
    found = enrolled(session)
    if not found:
        raise Refused(
            tr(
                "Đơn vị chưa có máy thứ hai trong danh sách tin cậy của Sở; hãy đăng ký máy đó với Sở "
                "và nhận gói trả lời mới nhất."
            )
        )
    if to == ALL:
        return found
    named = [each for each in found if len(to) >= 4 and (each.replica.startswith(to) or each.replica.endswith(to))]
    if not named:
        names = ", ".join(each.replica for each in found)
        raise NotFound(tr("Không có máy cùng đơn vị nào mang mã “{id}”; có: {names}.", id=to, names=names))
    if len(named) > 1:
        raise BadInput(tr("Nhiều máy mang mã “{id}”; hãy ghi đủ mã.", id=to), field="to")
    return named


def confirmed(session: Session, log: Log, to: Sequence[Peer]) -> int:
    """Tell up to where all of some PCs have confirmed a log of ours."""
    found = [peers.confirmation(session.store.db, log.n, each.replica) for each in to]
    return min((each.seq if each else 0 for each in found), default=0)


def told_the_so(session: Session, log: Log) -> tuple[int, bytes]:
    """Give how far a package for the Sở says that this PC has a sibling's log, with the hash there.

    Of what came directly the Sở may know nothing yet: it could neither check nor use a confirmation of it, and would
    begin from the start. So a package says what both have.
    """
    stated = peers.confirmation(session.store.db, log.n, session.store.meta("sender"))
    if stated is None or log.own or log.head <= stated.seq:
        return log.head, log.head_hash
    return stated.seq, stated.hash


def advice(verdict: Verdict) -> list[str]:
    """Say what to do about a sibling's package that has to wait; nothing where the verdict says it all."""
    if verdict is Verdict.HELD_GAP:
        return [tr("Ở máy gửi hãy xuất đủ cho máy cùng đơn vị (không phải gói cho Sở), hoặc nhận gói trả lời của Sở.")]
    if verdict is Verdict.HELD_FORK:
        return [
            tr(
                "Chỉ Sở xử lý được: ở máy gửi hãy xuất gói cho Sở, rồi nhận gói trả lời mới của Sở ở cả hai máy; "
                "gói này được giữ đến lúc đó."
            )
        ]
    return []


def told_of_us(session: Session, logs: Sequence[OpenedLog]) -> list[Ack]:
    """Give what other PCs of this unit say, in lines of kind ``m`` that a package brings, to have taken in of ours.

    What went from this PC to a sibling only is known to nobody else: where this database has since been put back to an
    older copy, these lines alone give it away.
    """
    if session.is_province:
        return []
    ours = session.replica.encode()
    found = []
    for log in logs:
        for line in log.lines if log.header.unit == session.unit else ():
            if ours not in line:
                continue
            _, _, kind, _, _, fields, _ = parse_line(line)
            incarnation, seq = fields.get("incarnation"), fields.get("seq")
            if kind != MERGED or fields.get("replica") != session.replica:
                continue
            if type(incarnation) is int and type(seq) is int:
                found.append(Ack(session.unit, session.replica, incarnation, seq, str(fields.get("hash")), "", ""))
    return found


# -- the Sở's word ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one record showed before some lines went, and what it shows without them."""

    kind: RecordType
    id: str
    owner: str
    before: dict[str, Value] | None
    after: dict[str, Value] | None


@dataclass(frozen=True, slots=True)
class GaveWay:
    """Lines of a sibling that went, and what was shown because of them."""

    lines: int
    shown: tuple[_Shown, ...] = ()


def give_way(session: Session, opened: OpenedLog) -> GaveWay:
    """Take out what we have of another PC's log where the Sở passes on another branch of it; within a transaction.

    Args:
        session: the unit's session.
        opened: the log as a return package brings it.

    Returns:
        What went; nothing where the two agree, or part before the window.
    """
    db, header = session.store.db, opened.header
    log = journal.find_log(db, header.replica, header.incarnation)
    low, high = header.from_seq - 1, min(header.to_seq, log.known if log else 0)
    if log is None or log.own or high <= low or journal.hash_at(db, log, low) != opened.hash_at(low):
        return GaveWay(0)
    if journal.hash_at(db, log, high) == opened.hash_at(high):
        return GaveWay(0)
    while high - low > 1:  # the chains agree up to some line and never again after it
        middle = (low + high) // 2
        if journal.hash_at(db, log, middle) == opened.hash_at(middle):
            low = middle
        else:
            high = middle
    return _cut(session, log, low)


def never_sent(session: Session, acks: Sequence[Ack]) -> GaveWay:
    """Take out what came directly of a sibling's earlier life and that the Sở does not have; within a transaction.

    That PC was put back to an older copy: it has begun a new life without these lines, and nobody sends them any more.

    Args:
        session: the unit's session.
        acks: what the Sở says it has of this unit's logs, from its newest return package.
    """
    told = {(each.replica, each.incarnation): each.seq for each in acks if each.unit == session.unit}
    newest: dict[str, int] = {}
    for (replica, incarnation), seq in told.items():
        if seq:
            newest[replica] = max(incarnation, newest.get(replica, 0))
    lines = 0
    shown: list[_Shown] = []
    for log in journal.logs(session.store.db):
        upto = told.get((log.replica, log.incarnation), 0)
        if (
            not log.own
            and log.unit == session.unit
            and log.incarnation < newest.get(log.replica, 0)
            and log.known > upto
        ):
            gone = _cut(session, log, upto)
            lines, shown = lines + gone.lines, [*shown, *gone.shown]
    return GaveWay(lines, tuple(shown))


def _cut(session: Session, log: Log, seq: int) -> GaveWay:
    db = session.store.db
    seq = min(seq, log.head)  # what was taken back here goes too: it comes again with the Sở's lines
    touched = db.execute(
        "SELECT DISTINCT tbl, row FROM op WHERE n BETWEEN ? AND ? AND row IS NOT NULL AND active = 1",
        (journal.key(log.n, seq + 1), journal.key(log.n, log.head)),
    ).fetchall()
    known = [(BY_NUMBER[number], raw, journal.uuid_text(raw)) for number, raw in touched if number in BY_NUMBER]
    before = [(refold.owner_of(db, kind, raw), _now(session, kind, record)) for kind, raw, record in known]
    gone = log.head - seq
    journal.cut_log(db, log, seq)
    refold.refold(db, touched)
    shown = tuple(
        _Shown(kind, record, owner, was, _now(session, kind, record))
        for (kind, _, record), (owner, was) in zip(known, before, strict=True)
    )
    session.store.audit(session.actor, "gave-way", f"{log.unit} {log.replica} {log.incarnation}:{seq} −{gone}")
    return GaveWay(gone, shown)


def _now(session: Session, kind: RecordType, record: str) -> dict[str, Value] | None:
    try:
        return records.get(session.store.db, kind, record)
    except NotFound:
        return None


def write_again(session: Session, gone: Sequence[GaveWay]) -> list[str]:
    """Write as our own what was shown because of lines that went, but for what the Sở's lines have changed since.

    Args:
        session: the unit's session, within the transaction that took the lines out.
        gone: what went.

    Returns:
        A sentence for whoever takes the package in; none where nothing was written.
    """
    written = sum(_write(session, each) for part in gone for each in part.shown)
    if not any(part.lines for part in gone):
        return []
    session.forget()
    return [
        tr(
            "Một máy cùng đơn vị đã được khôi phục: {lines} thao tác nhận trực tiếp từ máy đó mà Sở không có đã được thay "
            "bằng nhật ký của Sở; {count} bản ghi được ghi lại từ máy này để không mất gì. Hãy cùng xem lại.",
            lines=sum(part.lines for part in gone),
            count=written,
        )
    ]


def _write(session: Session, shown: _Shown) -> bool:
    """Write one record as it was shown; tells whether anything had to be written."""
    db, kind = session.store.db, shown.kind
    now = _now(session, kind, shown.id)
    if shown.before is None or shown.after is None or now is None:
        if now != shown.after or shown.before == shown.after:
            return False
        if shown.before is None:
            records.delete(db, kind, shown.id)
        else:
            kept = {name: shown.before[name] for name in kind.by_name if shown.before[name] is not None}
            records.insert(db, kind, shown.id, shown.owner, kept)
        return True
    values = {
        name: shown.before[name]
        for name in kind.by_name
        if shown.before[name] != shown.after[name] and now[name] == shown.after[name]
    }
    if values:
        records.update(db, kind, shown.id, values)
    return bool(values)


def thaw(session: Session, acks: Sequence[Ack]) -> None:
    """Go on with siblings that wait for the Sở, where it has settled what stood against them; within a transaction."""
    db = session.store.db
    told = {each.replica: each.verdict for each in acks if each.unit == session.unit}
    for peer in peers.peers(db, session.unit):
        if peer.status == "frozen" and told.get(peer.replica) in ("accepted", "duplicate"):
            peers.set_peer_status(db, peer.replica, "enrolled")
