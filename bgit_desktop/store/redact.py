"""Redaction: lines of the journal reduced to their digest, here and wherever the order to do so arrives.

The order is an ordinary record (type ``redaction``) in the log of the unit that gives it: it names lines, not values. A
unit can name lines of its own logs only. An order may come before the lines it names, so that it is kept; a line that
comes in full afterwards is reduced at once.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from bgit_desktop.core.chain import line_digest
from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.redacted import redacted_line
from bgit_desktop.core.registry import BY_NUMBER
from bgit_desktop.core.strict_json import REDACTED
from bgit_desktop.store import journal, secrets
from bgit_desktop.store.codec import is_reference
from bgit_desktop.store.journal import Log
from bgit_desktop.store.prepared import REDACTION, Prepared
from bgit_desktop.store.refold import Tally, refold_row
from bgit_desktop.store.schema import SEQ_BITS, fields_sql, of_row_sql, quote

TYPE = REDACTION

_NAMED = re.compile(r"([A-Za-z0-9._-]{1,64}):([1-9]\d{0,8}):([1-9]\d{0,14})").fullmatch

Row = tuple[int, bytes]


def name_of(replica: str, incarnation: int, seq: int) -> str:
    """Write which line is meant, as an order names it."""
    return f"{replica}:{incarnation}:{seq}"


def count(db: sqlite3.Connection) -> int:
    """Count the lines of which only the digest is left."""
    return int(db.execute("SELECT count(*) FROM op WHERE kind = ?", (REDACTED,)).fetchone()[0])


def order(db: sqlite3.Connection, unit: str, named: Iterable[str]) -> set[Row]:
    """Keep an order and reduce the lines that are here; within a transaction.

    Args:
        db: the database.
        unit: the unit that gives it; lines of other units are left alone.
        named: the lines, as :func:`name_of` writes them; what is no such name is left out.

    Returns:
        The records they were on, which are to be folded again.
    """
    touched: set[Row] = set()
    for text in named:
        found = _NAMED(text)
        if found is None:
            continue
        replica, incarnation, seq = found[1], int(found[2]), int(found[3])
        db.execute("INSERT OR IGNORE INTO redaction_order VALUES (?, ?, ?, ?)", (replica, incarnation, seq, unit))
        log = journal.find_log(db, replica, incarnation)
        if log is not None and log.unit == unit:
            touched |= _reduce(db, log, seq)
    return touched


def _reduce(db: sqlite3.Connection, log: Log, seq: int) -> set[Row]:
    """Reduce one line; what it referred to as a restricted value goes too."""
    db.execute("PRAGMA secure_delete = ON")  # what is overwritten is gone from the file too
    n = journal.key(log.n, seq)
    found = db.execute(f"SELECT kind, tbl, row, {fields_sql()} FROM op WHERE n = ?", (n,)).fetchone()
    if found is None or found[0] not in ("i", "u", REDACTED):
        return set()
    kind, table, row, fields = found
    [line] = journal.lines(db, log.n, seq, seq)
    if kind != REDACTED and table in BY_NUMBER:
        values = json.loads(fields)
        for each in BY_NUMBER[table].fields:
            value = values.get(each.name)
            if not isinstance(value, str) or not is_reference(value):
                continue
            if each.restricted:
                secrets.drop(db, value)
            elif each.blob:
                db.execute("INSERT OR IGNORE INTO blob_drop VALUES (?)", (value,))
    db.execute("UPDATE op SET kind = ?, hlc = 0, tbl = 0, row = NULL, fields = '{}' WHERE n = ?", (REDACTED, n))
    db.execute("INSERT OR REPLACE INTO op_raw VALUES (?, ?)", (n, redacted_line(line_digest(line))))
    db.execute("DELETE FROM op_unknown WHERE n = ?", (n,))
    return set() if row is None else {(table, row)}


def follow(db: sqlite3.Connection, log: Log, window: Prepared, unit: str, tally: Tally) -> None:
    """Carry out orders in a window just stored, and those kept for its lines; within its transaction."""
    touched: set[Row] = set()
    for named in window.orders:
        touched |= order(db, unit, named)
    for seq in window.redacted:
        touched |= _reduce(db, log, seq)  # it was here in full, from before it was taken back
    kept = db.execute(
        "SELECT seq FROM redaction_order WHERE replica = ? AND incarnation = ? AND unit = ? AND seq BETWEEN ? AND ?",
        (log.replica, log.incarnation, log.unit, window.first, window.last),
    ).fetchall()
    numbers = journal.type_numbers(db) if kept else {}
    for (seq,) in kept:
        touched |= _reduce(db, log, seq)
        kind, table, _ = window.writer(seq)
        row = window.rows[seq - window.first]
        if kind in ("i", "u") and table in numbers and row is not None:
            touched.add((numbers[table], row))  # it came in full once more
    fold_again(db, touched, tally)


def fold_again(db: sqlite3.Connection, touched: Iterable[Row], tally: Tally) -> None:
    """Make records anew of what is left of their lines; the triggers must be silent."""
    rows = sorted(each for each in touched if each[0] in BY_NUMBER)
    for table, row in rows:
        refold_row(db, BY_NUMBER[table], row, tally)
    for table in {table for table, _ in rows}:  # the index keeps deleted words until its parts are merged
        index = quote(BY_NUMBER[table].name + "_fts")
        db.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")


def lines_with(db: sqlite3.Connection, kind: RecordType, row: bytes, unit: str, names: Iterable[str]) -> list[str]:
    """Name the lines of a unit's logs that gave any of some fields of a record a value."""
    wanted = set(names)
    rows = db.execute(
        f"SELECT op.n, log.replica, log.incarnation, {fields_sql()} FROM op JOIN log ON log.n = op.n >> :bits "
        f"WHERE {of_row_sql(kind, ':row')} AND op.kind IN ('i', 'u') AND log.unit = :unit ORDER BY op.n",
        {"bits": SEQ_BITS, "row": row, "unit": unit},
    )
    return [
        name_of(replica, incarnation, journal.split(n)[1])
        for n, replica, incarnation, fields in rows
        if any(value is not None for name, value in json.loads(fields).items() if name in wanted)
    ]


def packages_with(db: sqlite3.Connection, named: Iterable[str]) -> list[str]:
    """Give the kept copies of packages that carried any of some lines, and note that they are kept no more."""
    stored: list[str] = []
    for text in named:
        replica, _, rest = text.partition(":")
        incarnation, _, seq = rest.partition(":")
        stored += [
            row[0]
            for row in db.execute(
                "SELECT stored FROM package WHERE stored <> '' AND replica = ? AND incarnation = ? "
                "AND ? BETWEEN from_seq AND to_seq AND status NOT LIKE 'held-%'",
                (replica, int(incarnation), int(seq)),
            )
        ]
    found = list(dict.fromkeys(stored))
    db.executemany("UPDATE package SET stored = '' WHERE stored = ?", [(each,) for each in found])
    return found


def remove_copies(store: Path, stored: Iterable[str]) -> None:
    """Delete copies of packages; one that cannot be deleted stays, it is encrypted."""
    from contextlib import suppress

    for each in stored:
        with suppress(OSError):
            (store / each).unlink(missing_ok=True)
