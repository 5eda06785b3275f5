"""Answering: the Sở's return package for a unit.

It carries confirmations, the Sở's own log (catalogue, deadlines, answers), the logs of the unit's other PCs, what one
of them has lost, and the trust list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.exchange.payload import LogHeader, LogLines
from bgit_desktop.services import along, evaluation, trustlist
from bgit_desktop.services.along import Which
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.sending import Exported, all_acks, new_draft, own_log, send
from bgit_desktop.store import journal, peers
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import Peer


def reply(
    session: Session,
    keyring: Keyring,
    unit: str,
    out: Path,
    progress: Progress = no_progress,
    *,
    attach: Which = "none",
    restricted: Sequence[str] = (),
) -> Exported:
    """Write the return package for a unit: confirmations, the Sở's own log, sibling PCs' logs, the trust list.

    Args:
        session: the Sở's session.
        keyring: the unlocked keys; with the root key, a changed trust list is signed.
        unit: code of the unit.
        out: the file.
        progress: told how far it is.
        attach: which of the Sở's own scans go along.
        restricted: ids of the evaluations of this unit's officers whose values go along, or ``all`` of them; none
            unless somebody chose them.

    Raises:
        Refused: this is no province's store, or a value named is not about this unit.
        NotFound: the unit has no enrolled PC, or a record named holds no such value here.
        EnvironmentProblem: the file cannot be written.
    """
    if not session.is_province:
        raise Refused(tr("Chỉ kho của Sở lập gói trả lời; đơn vị dùng “Xuất gói cho Sở”."))
    session.store.renew(session.actor)
    db = session.store.db
    machines = [each for each in peers.peers(db, unit) if each.status != "revoked"]
    if not machines:
        raise NotFound(tr("Đơn vị {code} chưa đăng ký khóa máy nào; chưa lập được gói trả lời.", code=unit))
    progress(0, 2, tr("Đang gom dữ liệu"))
    trust = trustlist.chain(session, keyring)
    log = own_log(session)
    first = 1 + min(_confirmed(session, each, log) for each in machines)
    base = journal.hash_at(db, log, first - 1)
    assert base is not None  # our own log is whole
    lines = list(journal.lines(db, log.n, first, log.head))
    draft = new_draft(session, "return", log, first, base, "", all_acks(session, unit))
    draft = replace(draft, wants=along.wants(session, unit))
    chosen = along.choose(session, unit, attach, _about(session, unit, restricted))
    progress(1, 2, tr("Đang ký và mã hóa"))
    recipients = [each.age for each in machines]
    siblings = _siblings(session, machines)
    written = send(
        session, out, draft, lines, keyring, recipients, unit, siblings=siblings, trust=trust,
        blobs=along.files(session, chosen),
    )  # fmt: skip
    return replace(written, along=chosen)


def _about(session: Session, unit: str, chosen: Sequence[str]) -> list[str]:
    """Give the records whose restricted values go along: evaluations of this unit's officers and nothing else."""
    own = evaluation.ids_of_unit(session, unit)
    if along.ALL in chosen:
        return own
    for each in chosen:
        if each not in own:
            raise Refused(
                tr(
                    "{id} không phải kết quả đánh giá đã chốt của cán bộ đơn vị {unit}; không gửi kèm.",
                    id=each,
                    unit=unit,
                )
            )
    return list(chosen)


def _siblings(session: Session, machines: Sequence[Peer]) -> list[LogLines]:
    """Give what one of a unit's PCs does not have: its siblings' lines, its own lost ones, the Sở's earlier lives."""
    db = session.store.db
    newest = own_log(session)
    unit = machines[0].unit
    passed_on = {unit, *session.heirs().taken_over(unit, session.today())}
    restored = {machine.replica for machine in machines if machine.status == "restored"}
    logs = []
    for log in journal.logs(db):
        # a restored PC must hear of lines that were taken back here too: their numbers are used
        upto = log.known if log.replica in restored else log.head
        if upto and log.n != newest.n and (log.own or log.unit in passed_on):
            logs.append((log, upto))
    found = []
    for log, upto in logs:
        first = 1 + min(_has(session, machine, log, [each for each, _ in logs]) for machine in machines)
        base, head = journal.hash_at(db, log, first - 1), journal.hash_at(db, log, upto)
        if first > upto or base is None or head is None:
            continue
        header = LogHeader(log.unit, log.replica, log.incarnation, first, upto, base.hex(), head.hex())
        found.append(LogLines(header, list(journal.lines(db, log.n, first, upto))))
    return found


def _has(session: Session, machine: Peer, log: Log, logs: Sequence[Log]) -> int:
    """Tell up to where a PC has a log of its unit.

    Its own log it has whole, unless a person said that it was restored; an older incarnation of its own as far as its
    newest one says; a sibling's as far as it has confirmed.
    """
    db = session.store.db
    if machine.replica != log.replica or machine.status == "restored":
        return _confirmed(session, machine, log)
    newest = max((each for each in logs if each.replica == log.replica), key=lambda each: each.incarnation)
    if newest.n == log.n:
        return log.head
    return journal.seen_by(db, newest, log)


def _confirmed(session: Session, machine: Peer, log: Log) -> int:
    """Tell up to where a PC says that it has a log of another; nothing of what a restored one said before counts."""
    found = None if machine.status == "restored" else peers.confirmation(session.store.db, log.n, machine.replica)
    return 0 if found is None else found.seq
