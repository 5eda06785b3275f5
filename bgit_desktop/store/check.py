"""Proving a store sound: what can be derived is derived anew and compared with what is stored.

The record tables are the fold of the journal, the search index is made of the record tables, and every log's chain
follows from its lines. So nothing has to be trusted: a difference is a fault, of the disk, of a foreign tool or of
ours. Each function only reads; what it finds comes back as data, in words by ``services/check.py``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from bgit_desktop.core.chain import chain_link, line_digest
from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.fold import EXISTENCE, FoldOp, fold
from bgit_desktop.core.operations import INSERT
from bgit_desktop.core.registry import BY_NUMBER, TYPES
from bgit_desktop.store import heirs, journal, search
from bgit_desktop.store.codec import SqlValue, json_readers
from bgit_desktop.store.journal import Log, key, split, uuid_text
from bgit_desktop.store.refold import Sight, column_value, entitled, first_unit
from bgit_desktop.store.schema import SEQ_BITS, fields_sql, quote

UNREADABLE = (LookupError, TypeError, ValueError)
"""What reading a row ends with that another tool wrote: a name that is not there, no JSON, text for a number."""


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """A log whose stored hashes do not follow from its lines.

    Attributes:
        log: the log.
        seq: the first position known to be wrong; 0 where lines are missing.
    """

    log: Log
    seq: int


@dataclass(frozen=True, slots=True)
class WrongRecord:
    """A record whose row is not the fold of its operations.

    Attributes:
        type: number of the record type.
        raw: its UUID.
        fields: names of the fields that differ; ``("",)`` where the row should not stand, or should.
        journaled: whether the journal knows the record at all.
    """

    type: int
    raw: bytes
    fields: tuple[str, ...]
    journaled: bool = True

    @property
    def id(self) -> str:
        """Its UUID as text."""
        return uuid_text(self.raw)


def file_faults(db: sqlite3.Connection) -> list[str]:
    """Ask SQLite itself whether the file is sound; gives its complaints."""
    try:
        return [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
    except sqlite3.DatabaseError as error:  # so damaged that it cannot even be gone through
        return [str(error)]


def broken_chains(db: sqlite3.Connection) -> list[BrokenChain]:
    """Run every log's chain anew from its start and compare it with each hash that was kept."""
    return [broken for log in journal.logs(db) if (broken := _broken(db, log)) is not None]


def _broken(db: sqlite3.Connection, log: Log) -> BrokenChain | None:
    kept = dict(db.execute("SELECT seq, hash FROM chain WHERE log = ?", (log.n,)))
    kept[log.head] = log.head_hash
    stored, last = db.execute(
        "SELECT count(*), max(n) FROM op WHERE n BETWEEN ? AND ?", (key(log.n, 1), key(log.n + 1, 0) - 1)
    ).fetchone()
    if stored != log.known or (last is not None and split(last)[1] != log.known):
        return BrokenChain(log, 0)
    hash_ = log.start
    if kept.get(0, hash_) != hash_:
        return BrokenChain(log, 1)
    seq = 0
    try:
        for seq, line in enumerate(journal.lines(db, log.n, 1, log.known), start=1):
            hash_ = chain_link(hash_, line_digest(line))
            if seq in kept and kept[seq] != hash_:
                return BrokenChain(log, seq)
    except UNREADABLE:
        return BrokenChain(log, seq + 1)
    return None


def operations(db: sqlite3.Connection) -> int:
    """Count the lines of all logs but the shipped one."""
    return int(db.execute("SELECT count(*) FROM op WHERE n >= ?", (key(1, 0),)).fetchone()[0])


def wrong_records(db: sqlite3.Connection) -> Iterator[WrongRecord]:
    """Fold every record of the journal and compare it with its row, its owner and its conflicts."""
    saw, standing = Sight(db).saw, heirs.heirs(db)
    conflicts: dict[tuple[int, bytes], set[str]] = {}
    for number, row, name in db.execute("SELECT tbl, row, field FROM conflict"):
        conflicts.setdefault((number, row), set()).add(name)
    for kind in TYPES.values():
        rows = _rows(db, kind)
        largest = frozenset(each.name for each in kind.fields if each.merge == "max")
        for raw, ops in _by_row(db, kind):
            found = rows.pop(raw, None)
            owner = first_unit([(op, unit) for op, unit, _ in ops if op.kind == INSERT], saw)
            counted = entitled(kind, [(op, unit) for op, unit, active in ops if active], owner, lambda: standing)
            folded = fold(counted, saw, largest)
            declared = {name for name in folded.conflicts if name == EXISTENCE or name in kind.by_name}
            if folded.alive != (found is not None):
                yield WrongRecord(kind.number, raw, (EXISTENCE,))
            elif found is not None:
                wrong = [*_differences(kind, found, folded.values)]
                wrong += sorted(declared ^ conflicts.get((kind.number, raw), set()))
                if found[0] != owner:
                    wrong.append("unit")
                if wrong:
                    yield WrongRecord(kind.number, raw, tuple(wrong))
        for raw in rows:
            yield WrongRecord(kind.number, raw, (EXISTENCE,), journaled=False)


_Journaled = tuple[FoldOp, str, bool]  # the operation, the unit of its log, whether it counts


def _by_row(db: sqlite3.Connection, kind: RecordType) -> Iterator[tuple[bytes, list[_Journaled]]]:
    found = db.execute(
        f"SELECT op.row, op.n, op.hlc, log.replica, op.kind, {fields_sql()}, log.unit, op.active FROM op "
        "JOIN log ON log.n = op.n >> ? WHERE op.tbl = ? AND op.row IS NOT NULL ORDER BY op.row, op.n",
        (SEQ_BITS, kind.number),
    )
    for raw, group in groupby(found, key=lambda each: bytes(each[0])):
        yield (
            raw,
            [
                (FoldOp(*split(n), hlc, replica, op, json.loads(fields)), unit, bool(active))
                for _, n, hlc, replica, op, fields, unit, active in group
            ],
        )


def _rows(db: sqlite3.Connection, kind: RecordType) -> dict[bytes, tuple[SqlValue, ...]]:
    columns = ", ".join(["id", "_unit", *(quote(each.name) for each in kind.fields)])
    return {bytes(row[0]): tuple(row[1:]) for row in db.execute(f"SELECT {columns} FROM {quote(kind.name)}")}


def _differences(kind: RecordType, row: tuple[SqlValue, ...], values: dict[str, Any]) -> Iterator[str]:
    readers = json_readers(kind.name)
    for field, stored in zip(kind.fields, row[1:], strict=True):
        if stored != column_value(readers[field.name], values.get(field.name)):
            yield field.name


def wrong_index(db: sqlite3.Connection) -> dict[str, int]:
    """Count by type the rows whose search words or sort key are not what they should be, and the lines not found.

    Words and keys of a program that makes them otherwise are no fault: they are made anew when the store is next opened
    for writing.
    """
    current = search.is_current(db)
    found = {name: search.verify(db, kind) if current else 0 for name, kind in TYPES.items()}
    for (number,) in db.execute("SELECT DISTINCT tbl FROM op WHERE fields IS NULL").fetchall():
        if kind := BY_NUMBER.get(number):
            found[kind.name] += int(db.execute(f"SELECT count(*) FROM op WHERE {_not_led_to(kind)}").fetchone()[0])
    return {name: count for name, count in found.items() if count}


def _not_led_to(kind: RecordType) -> str:
    """Give the SQL condition of lines left to a row that does not lead to them (docs/adr/0021)."""
    led = f"SELECT 1 FROM {quote(kind.name)} r WHERE r.id = op.row AND r._op = op.n"
    return f"op.tbl = {kind.number} AND op.fields IS NULL AND NOT EXISTS ({led})"


def rebuild_index(db: sqlite3.Connection, name: str) -> None:
    """Make the search index and sort keys of a type anew, and write out the lines not found; within a transaction."""
    search.rebuild(db, TYPES[name])
    index = quote(name + "_fts")  # whatever wrote other words may have left the index itself behind
    db.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    db.execute(f"UPDATE op SET fields = {fields_sql()} WHERE {_not_led_to(TYPES[name])}")


def half_done(db: sqlite3.Connection) -> bool:
    """Tell whether a transaction left its marks: the triggers silenced, or rows not indexed."""
    applying = db.execute("SELECT applying FROM session").fetchone()[0]
    return bool(applying) or db.execute("SELECT 1 FROM dirty LIMIT 1").fetchone() is not None


def wrong_attachments(folder: Path) -> Iterator[str]:
    """Give the names of attachments whose bytes are not those of their name (SHA-256)."""
    for path in sorted(folder.glob("*")):
        if path.is_file() and not path.name.startswith(".") and _digest(path) != path.stem:
            yield path.name


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def type_label(number: int) -> str:
    """Give the label of a record type by its number."""
    return str(BY_NUMBER[number].label)
