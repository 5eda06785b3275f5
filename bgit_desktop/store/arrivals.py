"""When things came: how far each unit's log reaches, and when a field of a record first took a value here.

Read from the journal; nothing of it is kept apart. "Here" is this store's own time, of the batch with which the
operation was taken in; "there" is the time at which the unit wrote it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bgit_desktop.core.fields import RecordType
from bgit_desktop.store.journal import uuid_text
from bgit_desktop.store.schema import of_row_sql


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a unit's data reach.

    Attributes:
        written_at: when its last operation known here was written, milliseconds UTC.
        taken_at: when its log last grew here, milliseconds UTC.
        operations: lines known of all its PCs.
    """

    written_at: int
    taken_at: int
    operations: int


def reach(db: sqlite3.Connection) -> dict[str, Reach]:
    """Give how far the data of each unit reach, this PC's own unit included."""
    rows = db.execute(
        "SELECT l.unit, max(coalesce(o.hlc, 0) >> 16), max(l.updated), sum(l.head) FROM log l "
        "LEFT JOIN op o ON o.n = (l.n << 40 | l.head) WHERE l.n > 0 GROUP BY l.unit"
    )
    return {
        str(unit): Reach(int(written or 0), int(taken or 0), int(operations or 0))
        for unit, written, taken, operations in rows
    }


def first_set(
    db: sqlite3.Connection, kind: RecordType, field: str, values: tuple[str, ...]
) -> dict[str, tuple[int, int]]:
    """Find when a field first took one of some values, for every record of a type.

    Returns:
        Record id → (written there, taken in here), milliseconds UTC each.
    """
    marks = ",".join("?" * len(values))
    found: dict[str, tuple[int, int]] = {}
    # by record, for which there is an index, so that a journal of millions of lines is not walked
    for raw, hlc, at in db.execute(
        f'SELECT op.row, op.hlc, b.at FROM "{kind.name}" r CROSS JOIN op ON {of_row_sql(kind, "r.id")} '
        f'JOIN batch b ON b.n = op.batch WHERE op.active = 1 AND CASE WHEN op.fields IS NULL THEN r."{field}" '
        f"ELSE json_extract(op.fields, '$.' || ?) END IN ({marks}) ORDER BY op.hlc",
        (field, *values),
    ):
        found.setdefault(uuid_text(raw), (int(hlc) >> 16, int(at)))
    return found


def last_batch(db: sqlite3.Connection, kinds: tuple[str, ...]) -> int | None:
    """Give when the last batch of these kinds was made, milliseconds UTC; None where there is none."""
    marks = ",".join("?" * len(kinds))
    row = db.execute(f"SELECT max(at) FROM batch WHERE kind IN ({marks})", kinds).fetchone()
    return None if row is None or row[0] is None else int(row[0])
