"""Making records anew from the journal: one record's fold written into its table, its words and its conflicts.

This is the slow and sure way, for records that several PCs have written, and after operations were taken back or given
again. The fast way for the rest is :mod:`bgit_desktop.store.apply`.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.fold import EXISTENCE, Folded, FoldOp, Saw, fold
from bgit_desktop.core.heirs import Heirs
from bgit_desktop.core.operations import INSERT, UPDATE
from bgit_desktop.core.registry import BY_NUMBER
from bgit_desktop.store import heirs, search
from bgit_desktop.store.codec import FromJson, SqlValue, WrongType, json_readers
from bgit_desktop.store.journal import SHIPPED_LOG, split
from bgit_desktop.store.schema import SEQ_BITS, fields_sql, of_row_sql, quote


@dataclass(frozen=True, slots=True)
class Applied:
    """What taking in did.

    Attributes:
        operations: lines taken in.
        new: records that stand now and did not before.
        changed: records that were changed.
        deleted: records that stood before and do not now.
        conflicts: conflicts that are new.
        by_type: record type → (new, changed, deleted).
        quarrels: record type → conflicts that are new.
    """

    operations: int = 0
    new: int = 0
    changed: int = 0
    deleted: int = 0
    conflicts: int = 0
    by_type: tuple[tuple[str, int, int, int], ...] = ()
    quarrels: tuple[tuple[str, int], ...] = ()

    def plus(self, other: Applied) -> Applied:
        """Give the sums of both."""
        counts: dict[str, list[int]] = {}
        for name, *numbers in (*self.by_type, *other.by_type):
            before = counts.setdefault(name, [0, 0, 0])
            counts[name] = [a + b for a, b in zip(before, numbers, strict=True)]
        quarrels = Counter(dict(self.quarrels)) + Counter(dict(other.quarrels))
        return Applied(
            self.operations + other.operations,
            self.new + other.new,
            self.changed + other.changed,
            self.deleted + other.deleted,
            self.conflicts + other.conflicts,
            tuple((name, new, changed, deleted) for name, (new, changed, deleted) in sorted(counts.items())),
            tuple(sorted(quarrels.items())),
        )


class Tally:
    """Counts new, changed and deleted records by type."""

    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.quarrels: Counter[str] = Counter()

    def add(self, table: str, new: int = 0, changed: int = 0, deleted: int = 0) -> None:
        """Count records of a type."""
        count = self.counts.setdefault(table, [0, 0, 0])
        count[0] += new
        count[1] += changed
        count[2] += deleted

    def result(self, operations: int) -> Applied:
        """Give the sums."""
        new, changed, deleted = (sum(count[i] for count in self.counts.values()) for i in range(3))
        by_type = tuple((name, *self.counts[name]) for name in sorted(self.counts) if any(self.counts[name]))
        quarrels = tuple(sorted((+self.quarrels).items()))
        return Applied(operations, new, changed, deleted, self.quarrels.total(), by_type, quarrels)  # type: ignore[arg-type]  # three counts


def refold(db: sqlite3.Connection, rows: Iterable[tuple[int, bytes]]) -> Applied:
    """Make records anew from the journal; within a transaction.

    Args:
        db: the database.
        rows: number of the record type and UUID of each.
    """
    db.execute("UPDATE session SET applying = 1")
    tally = Tally()
    for number, row in rows:
        if number in BY_NUMBER:
            refold_row(db, BY_NUMBER[number], row, tally)
    db.execute("UPDATE session SET applying = 0")
    return tally.result(0)


def settle(db: sqlite3.Connection, batch: int) -> None:
    """Bring conflicts in line where this PC has just written, having seen all the values; within a transaction.

    The triggers write the row and the journal; only what is in conflict needs the fold to know that it is settled.
    """
    rows = db.execute(
        "SELECT DISTINCT tbl, row FROM conflict WHERE row IN (SELECT row FROM op WHERE batch = ? AND row IS NOT NULL)",
        (batch,),
    ).fetchall()
    if rows:
        refold(db, rows)


def fold_row(db: sqlite3.Connection, kind: RecordType, row: bytes, without_batch: int = 0) -> Folded:
    """Fold one record from the journal.

    Args:
        db: the database.
        kind: its type.
        row: its UUID.
        without_batch: leave out the operations of this batch, and those of batches undone before together with what
            undid them: what the record was before it.
    """
    return _fold_with_owner(db, kind, row, without_batch)[0]


def _fold_with_owner(db: sqlite3.Connection, kind: RecordType, row: bytes, without_batch: int) -> tuple[Folded, str]:
    without = ""
    if without_batch:
        without = (
            " AND op.batch NOT IN (SELECT n FROM batch WHERE n = :batch OR undoes IS NOT NULL"
            " OR (undone_by IS NOT NULL AND kind IN ('edit', 'import')))"
        )
    ops = [
        (FoldOp(*split(n), hlc, replica, op_kind, json.loads(fields), actor), unit)
        for n, hlc, replica, op_kind, fields, actor, unit in db.execute(
            f"SELECT op.n, op.hlc, log.replica, op.kind, {fields_sql()}, actor.name, log.unit "
            "FROM op JOIN log ON log.n = op.n >> :bits "
            f"JOIN actor ON actor.n = op.actor WHERE {of_row_sql(kind, ':row')} AND op.active = 1"
            f"{without} ORDER BY op.n",
            {"bits": SEQ_BITS, "row": row, "batch": without_batch},
        )
    ]
    largest = frozenset(each.name for each in kind.fields if each.merge == "max")
    owner = owner_of(db, kind, row)
    return fold(entitled(kind, ops, owner, lambda: heirs.heirs(db)), Sight(db).saw, largest), owner


def entitled(
    kind: RecordType, ops: Sequence[tuple[FoldOp, str]], owner: str, heirs_now: Callable[[], Heirs]
) -> list[FoldOp]:
    """Give the operations that count, each given with the unit of its log.

    A unit's log cannot be refused for touching a record that nobody here has inserted yet (it may be a sibling's, still
    on its way). Where it turns out to be another unit's, those operations do not count, unless that unit has ended and
    the writer carries its records on; nor does a field count that only the owner may write.

    Args:
        kind: the record's type.
        ops: the operations.
        owner: the unit the record belongs to.
        heirs_now: gives the heirs of the catalogue as it stands; asked only where it matters.
    """
    if len({unit for _, unit in ops}) <= 1 or kind.scope == "province" or not owner:
        return [op for op, _ in ops]
    marked = {each.name for each in kind.fields if each.by_province}
    found: list[FoldOp] = []
    heirs: Heirs | None = None
    for op, unit in ops:
        if unit in (owner, "") or (op.kind == UPDATE and marked.issuperset(op.fields)):
            found.append(op)
            continue
        heirs = heirs_now() if heirs is None else heirs
        if heirs.wrote_rightly(unit, owner, op.hlc):
            found.append(op)
    return found


def refold_row(db: sqlite3.Connection, kind: RecordType, row: bytes, tally: Tally) -> None:
    """Bring one record's row, words and conflicts in line with the journal."""
    folded, owner = _fold_with_owner(db, kind, row, 0)
    table = quote(kind.name)
    readers = json_readers(kind.name)
    found = db.execute(f"SELECT n, _unit FROM {table} WHERE id = ?", (row,)).fetchone()
    if found is not None and folded.alive and found[1] != owner:
        # what an heir wrote came before the record itself: a row keeps whose it is, so that it is made anew
        db.execute(f"DELETE FROM {table} WHERE id = ?", (row,))
        search.reindex(db, kind, [found[0]])
        found = None
    if folded.alive:
        values = [column_value(readers[each.name], folded.values.get(each.name)) for each in kind.fields]
        if found is None:
            names = ", ".join(quote(each.name) for each in kind.fields)
            marks = ",".join("?" * (len(values) + 2))
            cursor = db.execute(f"INSERT INTO {table}(id, _unit, {names}) VALUES ({marks})", (row, owner, *values))
            search.reindex(db, kind, [int(cursor.lastrowid or 0)])
            tally.add(kind.name, new=1)
        else:
            sets = ", ".join(f"{quote(each.name)} = ?" for each in kind.fields)
            db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values, row))
            search.reindex(db, kind, [found[0]])
            tally.add(kind.name, changed=1)
    elif found is not None:
        db.execute(f"DELETE FROM {table} WHERE id = ?", (row,))
        search.reindex(db, kind, [found[0]])
        tally.add(kind.name, deleted=1)
    before = {
        name for (name,) in db.execute("SELECT field FROM conflict WHERE tbl = ? AND row = ?", (kind.number, row))
    }
    declared = {name for name in folded.conflicts if name == EXISTENCE or name in kind.by_name}
    db.executemany(
        "DELETE FROM conflict WHERE tbl = ? AND row = ? AND field = ?",
        [(kind.number, row, f) for f in before - declared],
    )
    db.executemany("INSERT INTO conflict VALUES (?, ?, ?)", [(kind.number, row, f) for f in declared - before])
    tally.quarrels[kind.name] += len(declared - before)


def column_value(reader: FromJson, value: Any) -> SqlValue:
    """Give what a column holds of a folded value.

    A value that came before its field was declared may be of another type than the field has now: the column then stays
    empty, the journal keeps it.
    """
    try:
        return None if value is None else reader(value)
    except WrongType:
        return None


def owner_of(db: sqlite3.Connection, kind: RecordType, row: bytes) -> str:
    """Give the unit a record belongs to: that of the log which inserted it first; '' for shipped reference data."""
    inserts = [
        (FoldOp(*split(n), hlc, replica, INSERT, {}), str(unit))
        for n, hlc, replica, unit in db.execute(
            "SELECT op.n, op.hlc, log.replica, log.unit FROM op JOIN log ON log.n = op.n >> :bits "
            f"WHERE {of_row_sql(kind, ':row')} AND op.kind = 'i'",
            {"bits": SEQ_BITS, "row": row},
        )
    ]
    several = len({unit for _, unit in inserts}) > 1
    return first_unit(inserts, Sight(db).saw if several else lambda _later, _earlier: False)


def first_unit(inserts: Sequence[tuple[FoldOp, str]], saw: Saw) -> str:
    """Give the unit of the first of some inserts of one record; "" where there is none.

    Clocks may be wrong, so that an insert that had seen another one (an heir that brought a record back) is never the
    first, whatever its time.
    """
    first = [
        (op.hlc, op.replica, unit)
        for op, unit in inserts
        if not any(other is not op and saw(op, other) for other, _ in inserts)
    ]
    return min(first or [(op.hlc, op.replica, unit) for op, unit in inserts], default=(0, "", ""))[2]


SEEN_LINES = (
    "SELECT s.seq, s.seen_seq FROM log own JOIN log l JOIN seen s "
    "ON s.log = own.n AND s.replica = l.replica AND s.incarnation = l.incarnation WHERE own.n = ? AND l.n = ? "
    "AND (l.replica <> own.replica OR l.incarnation < own.incarnation) ORDER BY s.seq"
)
"""What a log says, and where, to have seen of another one."""

ADOPTED = (
    "SELECT l.n, s.seen_seq FROM seen s JOIN log own ON own.n = s.log JOIN log l ON l.replica = s.replica "
    "AND l.incarnation = s.incarnation WHERE s.log = ? AND s.seq = 1 AND l.replica = own.replica "
    "AND l.incarnation < own.incarnation"
)
"""What a log goes on from: its first line says it."""


class Sight:
    """Answers whether one operation had seen another, from the lines of kind ``m`` and ``n``.

    A new incarnation has seen what it adopted of the one before, and all that that one had seen up to there. Read are
    only lines of logs that are asked about, when they are: there is one more of them for each package ever taken in.

    Args:
        db: the database; what it holds must not change meanwhile.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._seen: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        self._adopted: dict[int, tuple[int, int] | None] = {}

    def saw(self, later: FoldOp, earlier: FoldOp) -> bool:
        """Tell whether the writer of ``later`` had taken in ``earlier``."""
        if earlier.log == SHIPPED_LOG:
            return later.log != SHIPPED_LOG
        if later.log == earlier.log:
            return later.seq > earlier.seq
        return self._upto(later.log, later.seq, earlier.log) >= earlier.seq

    def _upto(self, log: int, seq: int, other: int) -> int:
        at, best = self._lines(log, other)
        i = bisect_right(at, seq - 1)
        direct = best[i - 1] if i else 0
        adopted = self._adopted_by(log) if seq > 1 else None
        return direct if adopted is None else max(direct, self._upto(adopted[0], adopted[1] + 1, other))

    def _lines(self, log: int, other: int) -> tuple[list[int], list[int]]:
        """Give the lines of a log about another one, and up to where the other had been seen from each of them on."""
        found = self._seen.get((log, other))
        if found is None:
            rows = self._db.execute(SEEN_LINES, (log, other)).fetchall()
            found = [seq for seq, _ in rows], list(accumulate((upto for _, upto in rows), max))
            self._seen[log, other] = found
        return found

    def _adopted_by(self, log: int) -> tuple[int, int] | None:
        """Give the log that another one goes on from, and up to where; None for a first life."""
        if log not in self._adopted:
            self._adopted[log] = self._db.execute(ADOPTED, (log,)).fetchone()
        return self._adopted[log]
