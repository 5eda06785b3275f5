"""Whose records a unit carries on, as the ``unit`` records here have it now, and as the Sở has ever had it.

What counts in a record is decided by the catalogue as it stands (:func:`heirs`), so that the state stays a function of
the operations. Whether a log may be believed is decided by all that the catalogue ever said (:func:`ever`), so that a
unit is not cut off for what it rightly wrote before the Sở thought better of it. Where heirs change, the records that
more than one unit wrote are folded anew (:func:`follow`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.heirs import Heirs, ever_heirs, heirs_of
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.store import records
from bgit_desktop.store.journal import key, uuid_bytes
from bgit_desktop.store.records import Query
from bgit_desktop.store.schema import SEQ_BITS, fields_sql

_UNIT = TYPES["unit"]
_META = "heirs"
"""Where the heirs are noted for which the records were folded."""


def heirs(db: sqlite3.Connection) -> Heirs:
    """Give the heirs of all units as the catalogue stands here."""
    if db.execute("SELECT 1 FROM unit WHERE valid_to IS NOT NULL LIMIT 1").fetchone() is None:
        return Heirs({})
    return heirs_of(Catalogue.from_records(records.select(db, Query("unit"))))


def ever(db: sqlite3.Connection) -> Heirs:
    """Give the heirs that any state of the catalogue known here has named; reads the journal's lines on units."""
    codes: dict[bytes, set[str]] = {}
    last: dict[bytes, date] = {}
    pairs: set[tuple[bytes, bytes]] = set()
    for row, text in db.execute(unit_lines_sql()):
        raw, fields = bytes(row), json.loads(text)
        if code := fields.get("code"):
            codes.setdefault(raw, set()).add(str(code))
        if ended := as_date(fields.get("valid_to")):
            last[raw] = min(ended, last.get(raw, ended))
        pairs |= {(raw, each) for each in _ids(fields.get("successors"))}
        pairs |= {(each, raw) for each in _ids(fields.get("predecessors"))}
    return ever_heirs(
        (owner, heir, last[before])
        for before, after in pairs
        if before in last
        for owner in codes.get(before, ())
        for heir in codes.get(after, ())
    )


def unit_lines_sql() -> str:
    """Give the statement that reads the lines on units; worded as the index ``op_unit`` is, so that it is used."""
    return f"SELECT op.row, {fields_sql()} FROM op WHERE op.tbl + 0 = {_UNIT.number} AND +op.row IS NOT NULL"


def _ids(value: object) -> Iterator[bytes]:
    for each in value if isinstance(value, list) else ():
        try:
            yield uuid_bytes(str(each))
        except ValueError:
            continue


def may_change_with(db: sqlite3.Connection, batch: int) -> bool:
    """Tell whether a batch has an operation on a unit."""
    found = db.execute("SELECT 1 FROM op WHERE batch = ? AND tbl = ? LIMIT 1", (batch, _UNIT.number))
    return found.fetchone() is not None


def follow(db: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """Give the records to be folded anew because heirs have changed since they were; within a transaction.

    Returns:
        Number of the record type and UUID of each; none where the heirs are as they were.
    """
    now = heirs(db).since
    text = json.dumps({owner: {heir: f"{day}" for heir, day in found.items()} for owner, found in now.items()})
    noted = db.execute("SELECT value FROM meta WHERE key = ?", (_META,)).fetchone()
    before = "{}" if noted is None else str(noted[0])
    if text == before:
        return []
    db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (_META, text))
    was = {(owner, heir): day for owner, found in json.loads(before).items() for heir, day in found.items()}
    is_now = {(owner, heir): f"{day}" for owner, found in now.items() for heir, day in found.items()}
    changed = {pair for pair in was.keys() | is_now.keys() if was.get(pair) != is_now.get(pair)}
    return sorted(_written_by(db, changed))


def _written_by(db: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> set[tuple[int, bytes]]:
    """Find the records of one unit that another one's logs have lines on, for each pair of both."""
    owners: dict[str, set[str]] = {}
    for owner, heir in pairs:
        owners.setdefault(heir, set()).add(owner)
    found: set[tuple[int, bytes]] = set()
    for heir, whose in owners.items():
        for (n,) in db.execute("SELECT n FROM log WHERE unit = ? AND n > 0", (heir,)).fetchall():
            marks = ",".join("?" * len(whose))
            found |= {
                (int(number), bytes(row))
                for number, row in db.execute(
                    # a line left to its row is the only one on it: never one of two
                    "SELECT DISTINCT o.tbl, o.row FROM op o JOIN op i ON i.row = o.row AND i.tbl = o.tbl "
                    "AND i.kind = 'i' AND i.fields IS NOT NULL "
                    f"JOIN log ON log.n = i.n >> ? WHERE o.n BETWEEN ? AND ? AND log.unit IN ({marks})",
                    (SEQ_BITS, key(n, 1), key(n + 1, 0) - 1, *whose),
                )
            }
    return found
