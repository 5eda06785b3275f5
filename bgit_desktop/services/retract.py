"""Undoing an import: a batch taken back, and what that PC sent after it; other units are untouched.

The operations stay in the journal, inactive, so that the chain stays whole and the same package can be taken in again
when somebody asks for it. It is never tried again by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services.context import Session
from bgit_desktop.services.copies import before_risk
from bgit_desktop.store import journal, peers, refold
from bgit_desktop.store.journal import key, split
from bgit_desktop.store.refold import Applied
from bgit_desktop.store.schema import SEQ_BITS


@dataclass(frozen=True, slots=True)
class Retracted:
    """What was taken back.

    Attributes:
        batches: the batches, the one asked for first.
        operations: how many operations.
        files: the packages they came in.
        detail: what became of the records.
    """

    batches: tuple[int, ...]
    operations: int
    files: tuple[str, ...]
    detail: Applied


def undo_batch(session: Session, batch: int) -> Retracted:
    """Take back a received batch and the later ones of the same PCs.

    Args:
        session: the session.
        batch: its number, as ``package list`` shows it.

    Raises:
        NotFound: no package came in under this number.
        Refused: it was taken back already.
    """
    db = session.store.db
    rows = peers.packages(db, "direction = 'in' AND batch = ?", (batch,))
    if not rows:
        raise NotFound(tr("Không có lần nhận gói nào mang số {batch}; xem lệnh “package list”.", batch=batch))
    if all(row.status == "undone" for row in rows):
        raise Refused(tr("Lần nhận gói số {batch} đã được rút lại rồi.", batch=batch))
    before_risk(session, "undo")
    first: dict[int, int] = {}
    for (n,) in db.execute("SELECT n FROM op WHERE batch = ? AND active = 1", (batch,)):
        log, seq = split(n)
        if not _own(session, log):
            first[log] = min(seq, first.get(log, seq))
    logs = {log.n: log for log in journal.logs(db)}
    for later in logs.values():  # what a PC wrote in later lives rests on the earlier one
        for taken in [logs[n] for n in first]:
            if later.replica == taken.replica and later.incarnation > taken.incarnation and later.head:
                first[later.n] = 1
    with session.store.write("retract", tr("Rút lại lần nhận số {batch}", batch=batch), session.actor) as own:
        found = take_back(session, first, own)
    session.forget()
    ordered = (batch, *(each for each in found.batches if each != batch))
    return Retracted(ordered, found.operations, found.files, found.detail)


def take_back(session: Session, first: Mapping[int, int], own: int, *, keep_parts: bool = False) -> Retracted:
    """Take back what some logs brought from a position on; within a transaction.

    Args:
        session: the session.
        first: number of the log → the first operation to take back.
        own: the batch under which this is done.
        keep_parts: a package of which some operations stay is not called undone.

    Returns:
        What was taken back.
    """
    db = session.store.db
    touched: set[tuple[int, bytes]] = set()
    batches: set[int] = set()
    operations = 0
    for log, seq in sorted(first.items()):
        window = (key(log, seq), key(log + 1, 0) - 1)
        for number, row, of_batch in db.execute(
            "SELECT tbl, row, batch FROM op WHERE n BETWEEN ? AND ? AND active = 1", window
        ):
            operations += 1
            batches.add(of_batch)
            if row is not None:
                touched.add((number, row))
        db.execute("UPDATE op SET active = 0 WHERE n BETWEEN ? AND ?", window)
        db.execute("DELETE FROM seen WHERE log = ? AND seq >= ?", (log, seq))
        _wind_back(session, log, seq - 1)
    detail = refold.refold(db, sorted(touched))
    marks = ",".join("?" * len(batches)) or "NULL"
    undone = peers.packages(db, f"direction = 'in' AND batch IN ({marks})", sorted(batches))
    left = "SELECT 1 FROM op JOIN log ON log.n = op.n >> ? WHERE op.batch = ? AND op.active = 1 AND log.own = 0 LIMIT 1"
    whole = [each for each in sorted(batches) if not (keep_parts and db.execute(left, (SEQ_BITS, each)).fetchone())]
    marks = ",".join("?" * len(whole)) or "NULL"
    db.execute(f"UPDATE package SET status = 'undone' WHERE batch IN ({marks})", whole)
    db.execute(f"UPDATE batch SET undone_by = ? WHERE n IN ({marks})", (own, *whole))
    files = tuple(row.file for row in undone)
    said = f"{', '.join(files)} ({' '.join(map(str, sorted(batches)))}): −{operations}"
    session.store.audit(session.actor, "retract", said)
    return Retracted(tuple(sorted(batches)), operations, files, detail)


def _own(session: Session, log: int) -> bool:
    found = session.store.db.execute("SELECT own FROM log WHERE n = ?", (log,)).fetchone()
    return bool(found[0])


def _wind_back(session: Session, log: int, seq: int) -> None:
    """Set a log's head back; what lies beyond stays known, so that a fork would still be seen."""
    db = session.store.db
    found = next(each for each in journal.logs(db) if each.n == log)
    hash_ = journal.hash_at(db, found, seq)
    assert hash_ is not None  # before the window lies what was taken in earlier
    db.execute("UPDATE log SET head = ?, head_hash = ? WHERE n = ?", (seq, hash_, log))
