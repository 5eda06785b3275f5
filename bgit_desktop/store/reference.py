"""The reference data every program ships, as log 0 of every store.

``db/reference/*.csv`` holds units, clauses, code tables, holidays and legal texts. Their rows have ids made from their codes, so
that they are the same records in every store; their operations are older than any other and seen by everybody, so
that whatever the Sở edits supersedes them without a conflict. A new release that ships other data replaces log 0 and
folds again; the Sở's edits stand.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from bgit_desktop.assets import db_path
from bgit_desktop.core.fields import Field, Value
from bgit_desktop.core.operations import INSERT, fields_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.store import journal, refold
from bgit_desktop.store.journal import SHIPPED_LOG, key, uuid_bytes

_NAMESPACE = uuid5(NAMESPACE_URL, "bgit-desktop:reference")


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of reference data: its record type and the columns whose values name a row."""

    file: str
    table: str
    key: tuple[str, ...]


_SOURCES = (
    _Source("units.csv", "unit", ("code",)),
    _Source("clauses.csv", "clause", ("code",)),
    _Source("codes.csv", "code", ("list", "code")),
    _Source("holidays.csv", "holiday", ("day", "label")),
    _Source("legal_texts.csv", "legal_text", ("number",)),
)


def shipped_id(table: str, *names: str) -> str:
    """Give the id of a shipped record from what names it, e.g. ``shipped_id("unit", "217")``."""
    return str(uuid5(_NAMESPACE, ":".join((table, *names))))


def rows() -> list[tuple[str, str, dict[str, Value]]]:
    """Read all shipped records: type, id, values."""
    found = []
    for source in _SOURCES:
        fields = TYPES[source.table].by_name
        with (db_path("reference") / source.file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                values = {name: _value(fields[name], text) for name, text in row.items() if text}
                found.append((source.table, shipped_id(source.table, *(row[name] for name in source.key)), values))
    return found


def _value(field: Field, text: str) -> Value:
    """Read a cell: lists separated by ``|``, references by the code of the unit meant."""
    match field.kind:
        case "bool":
            return text == "true"
        case "int":
            return int(text)
        case "list":
            return text.split("|")
        case "ref":
            return shipped_id(field.target, text)
        case "refs":
            return [shipped_id(field.target, each) for each in text.split("|")]
        case _:
            return text


def _files() -> list[Path]:
    return [db_path("reference") / source.file for source in _SOURCES]


def load(db: sqlite3.Connection, now: int) -> bool:
    """Put the shipped data into a store where it is missing or of another release.

    Args:
        db: the database.
        now: milliseconds since 1970 UTC.

    Returns:
        Whether anything was loaded.
    """
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in _files())).hexdigest()
    noted = db.execute("SELECT value FROM meta WHERE key = 'reference'").fetchone()
    if noted is not None and noted[0] == digest:
        return False
    db.execute("BEGIN IMMEDIATE")
    try:
        _replace(db, now)
        db.execute(
            "INSERT INTO meta VALUES ('reference', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (digest,),
        )
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return True


def _replace(db: sqlite3.Connection, now: int) -> None:
    db.execute(
        "INSERT OR IGNORE INTO log(n, unit, replica, incarnation, start, head_hash) VALUES (0, '', 'shipped', 0, x'', x'')"
    )
    last = key(SHIPPED_LOG + 1, 0) - 1
    touched = set(db.execute("SELECT tbl, row FROM op WHERE n BETWEEN 0 AND ?", (last,)))
    db.execute("DELETE FROM op WHERE n BETWEEN 0 AND ?", (last,))
    batch = journal.begin(db, "shipped", "", "bgit-desktop", now)
    actor = journal.intern_actor(db, "bgit-desktop")
    for seq, (table, row, values) in enumerate(rows(), start=1):
        number, raw = TYPES[table].number, uuid_bytes(row)
        db.execute(
            "INSERT INTO op(n, hlc, kind, tbl, row, fields, actor, batch) VALUES (?, 0, ?, ?, ?, ?, ?, ?)",
            (key(SHIPPED_LOG, seq), INSERT, number, raw, fields_text(dict(values)), actor, batch),
        )
        touched.add((number, raw))
    refold.refold(db, sorted(touched))
