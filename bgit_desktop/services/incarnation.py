"""A PC that was restored or copied gets back what it had sent, and goes on as a new incarnation.

The Sở returns this PC's own logs. Where the database simply ends before one of them, the missing lines are taken in.
Where the two differ from some line on (the PC went on writing from an old copy), the Sở's lines take the place of ours,
and what was written here meanwhile is written again, as the first lines of a new incarnation that goes on from where
the two parted: nothing is lost on either side, and what contradicts shows as a conflict. Later incarnations that were
built on lines the Sở does not have are written again in the same way, for the Sở can never take them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.operations import MERGED, NEW_INCARNATION, RECORD_KINDS
from bgit_desktop.core.strict_json import Line, parse_line
from bgit_desktop.exchange.manifest import Ack
from bgit_desktop.exchange.package_reader import OpenedLog
from bgit_desktop.services.context import Session
from bgit_desktop.services.ownkeys import own_signing_keys
from bgit_desktop.store import apply, journal, peers, refold
from bgit_desktop.store.journal import Log
from bgit_desktop.store.preparing import prepare
from bgit_desktop.store.refold import Applied


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return package brings of one of our own logs.

    Attributes:
        log: our log of that incarnation; None where this database has never heard of it.
        common: up to where both say the same.
        gap: the window begins beyond what we hold.
        fits: False where the window does not begin with what we know.
    """

    log: Log | None
    common: int
    gap: bool = False
    fits: bool = True


def compare(session: Session, opened: OpenedLog) -> Returned | None:
    """Compare a log in a return package with ours; None where it is not this PC's."""
    header = opened.header
    if header.replica != session.replica:
        return None
    db = session.store.db
    base = header.from_seq - 1
    log = journal.find_log(db, header.replica, header.incarnation)
    if log is None:
        starts = [
            chain_start(session.province, session.unit, session.replica, header.incarnation, key)
            for key in own_signing_keys(session)
        ]
        return Returned(None, 0, gap=base > 0, fits=base > 0 or opened.hash_at(0) in starts)
    if base > log.known:
        return Returned(log, log.head, gap=True)
    if journal.hash_at(db, log, base) != opened.hash_at(base):
        return Returned(log, 0, fits=False)
    low, high = base, min(header.to_seq, log.head)
    if low < high and journal.hash_at(db, log, high) == opened.hash_at(high):
        low = high  # nearly always: looking for where they part would read half a thousand lines at each step
    while low < high:  # the chains agree up to some line and never again after it
        middle = (low + high + 1) // 2
        if journal.hash_at(db, log, middle) == opened.hash_at(middle):
            low = middle
        else:
            high = middle - 1
    return Returned(log, low)


def take_back(session: Session, logs: Sequence[OpenedLog], batch: int) -> Applied:
    """Take in what the Sở has of our own logs beyond what both know; within a transaction.

    Args:
        session: the unit's session.
        logs: our logs as they came; each fits (see :func:`compare`).
        batch: under which the lines are kept.

    Returns:
        What changed; nothing where we know it all.
    """
    db = session.store.db
    current = _own(session)
    applied = Applied()
    rewritten: list[Line] = []
    parted: tuple[Log, int] | None = None
    extended: list[tuple[Log, int, bytes]] = []
    renew = False
    for opened in sorted(logs, key=lambda each: each.header.incarnation):
        header = opened.header
        found = compare(session, opened)
        if found is None or header.to_seq <= found.common:
            continue
        log = found.log or journal.add_log(
            db, header.unit, header.replica, header.incarnation, opened.hash_at(0), lost=True
        )
        if log.head > found.common:
            taken = _take_out(session, log, found.common)
            parted = parted or _going_on_from(session, log, found.common, taken)
            rewritten += taken
            renew = True
        log = journal.find_log(db, log.replica, log.incarnation) or log
        applied = applied.plus(_extend(session, log, opened, found.common, batch))
        extended.append((log, header.to_seq, opened.hash_at(header.to_seq)))
        renew = renew or header.incarnation >= current.incarnation
    if not extended:
        return applied
    if renew:
        session.store.start_incarnation(session.actor, *(parted or (None, 0)))
    if parted:
        back = {log.n for log, _, _ in extended}
        for log in journal.logs(db):  # what else of our own we know, we know now too
            if log.own and log.head and log.n not in back and log.n != _own(session).n:
                journal.note_merge(db, log, log.head, log.head_hash)
    _write_again(session, rewritten)
    if parted or not renew:
        for log, seq, hash_ in extended:
            journal.note_merge(db, log, seq, hash_)
    _refold(session, rewritten)
    return applied


def begin_anew(session: Session, replica: str, heard: Sequence[Ack]) -> None:
    """Begin the next incarnation of this PC, which another one has shown to be an older copy; within a transaction.

    A unit's PC goes on from all it has: what differs comes back from the Sở. Nobody sends the Sở's lines back, and units
    may have lines of its lost life under the numbers of lines written here since. So the Sở's PC goes on from the last
    line that the other one had confirmed before the loss, writes again what came after it, and says that it has seen
    its lost life: what it writes from now on stands over what was lost.

    Args:
        session: the session.
        replica: the PC that has shown it.
        heard: what that PC has of this one's logs.
    """
    db = session.store.db
    own = _own(session)
    if not session.is_province:
        session.store.start_incarnation(session.actor)
        return
    confirmed = peers.confirmation(db, own.n, replica)
    common = 0 if confirmed is None else confirmed.seq
    taken = [parse_line(line) for line in journal.lines(db, own.n, common + 1, own.head)]
    adopted, seq = _going_on_from(session, own, common, taken)
    journal.cut_log(db, own, common)
    session.store.start_incarnation(session.actor, adopted, seq)
    journal.note_merge(db, own, own.head, own.head_hash)  # what came after it may stand under its old numbers somewhere
    for ack in heard:
        said = {name: getattr(ack, name) for name in ("unit", "replica", "incarnation", "seq", "hash")}
        journal.note_merge_again(db, said)
    _write_again(session, taken)
    _refold(session, taken)


def _going_on_from(session: Session, log: Log, common: int, taken: Sequence[Line]) -> tuple[Log, int]:
    """Give the last line to go on from where a log of ours counts up to a position only.

    Where nothing of it counts, that is what it had itself gone on from: else what we had taken in before would seem
    never to have been seen.

    Args:
        session: the session.
        log: the log.
        common: the last line that counts, 0 for none.
        taken: what came after it.
    """
    if common == 0 and taken and taken[0][2] == NEW_INCARNATION:
        incarnation, seq = taken[0][5].get("incarnation"), taken[0][5].get("adopted_seq")
        if type(incarnation) is int and type(seq) is int:
            before = journal.find_log(session.store.db, log.replica, incarnation)
            if before is not None and seq <= before.known:
                return before, seq
    return log, common


def _refold(session: Session, lines: Sequence[Line]) -> None:
    """Make the records anew that lines are about."""
    db = session.store.db
    numbers = journal.type_numbers(db)
    records = [op for op in lines if op[2] in RECORD_KINDS]
    refold.refold(db, {(numbers[op[3] or ""], journal.uuid_bytes(op[4] or "")) for op in records})


def _own(session: Session) -> Log:
    log = journal.own_log(session.store.db)
    assert log is not None  # a store has its log from setup on
    return log


def _extend(session: Session, log: Log, opened: OpenedLog, common: int, batch: int) -> Applied:
    """Take in the lines after a position."""
    raw, said = opened.tail(common + 1)
    if not raw:
        return Applied()
    window = prepare(log.unit, said, raw)
    return apply.take_in(session.store.db, log, window, raw, batch, apply.Authority(session.unit, province=False))


def _take_out(session: Session, log: Log, common: int) -> list[Line]:
    """Take our own lines after a position out, and every later incarnation built on them; gives the lines."""
    db = session.store.db
    taken = [parse_line(line) for line in journal.lines(db, log.n, common + 1, log.head)]
    journal.cut_log(db, log, common)
    good = {log.incarnation: common}
    for later in journal.logs(db):
        if not later.own or later.incarnation <= log.incarnation or not later.head:
            continue
        first = parse_line(next(journal.lines(db, later.n, 1, 1)))
        adopted, seq = first[5].get("incarnation"), first[5].get("adopted_seq")
        if first[2] == NEW_INCARNATION and type(adopted) is int and type(seq) is int and seq > good.get(adopted, seq):
            taken += [parse_line(line) for line in journal.lines(db, later.n, 1, later.head)]
            journal.drop_log(db, later)
            good[later.incarnation] = 0
    return taken


def _write_again(session: Session, lines: Sequence[Line]) -> None:
    """Write lines that were taken out once more, at the end of the log under way."""
    db = session.store.db
    for line in lines:
        if line[2] in RECORD_KINDS:
            journal.write_again(db, line)
        elif line[2] == MERGED and line[5].get("replica") != session.replica:
            journal.note_merge_again(db, line[5])
