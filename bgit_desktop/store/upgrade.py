"""After an upgrade: what a newer program had sent, and this one could only store, is folded.

Operations on record types and fields that were unknown when they came are kept verbatim (``op_unknown``). Once a
migration has brought the tables, they get the number of the type now declared and their records are made anew.
"""

from __future__ import annotations

import json
import sqlite3

from bgit_desktop.core.registry import BY_NUMBER, TYPES
from bgit_desktop.store import refold
from bgit_desktop.store.refold import Applied


def fold_unknown(db: sqlite3.Connection) -> Applied:
    """Fold the operations that this program understands now; in a transaction of its own.

    Returns:
        What changed.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        for name, number in db.execute("SELECT name, n FROM record_type").fetchall():
            if name in TYPES and number != TYPES[name].number:
                # only operations met as unknown carry the stand-in number
                db.execute(
                    "UPDATE op SET tbl = ? WHERE tbl = ? AND n IN (SELECT n FROM op_unknown)",
                    (TYPES[name].number, number),
                )
                db.execute("DELETE FROM record_type WHERE n = ?", (number,))
        rows: set[tuple[int, bytes]] = set()
        known: list[tuple[int]] = []
        for n, number, row, fields in db.execute("SELECT n, tbl, row, fields FROM op_unknown JOIN op USING (n)"):
            kind = BY_NUMBER.get(number)
            if kind is None:
                continue
            names = json.loads(fields).keys()
            if names & kind.by_name.keys() or not names:
                rows.add((number, bytes(row)))
            if names <= kind.by_name.keys():
                known.append((n,))
        applied = refold.refold(db, sorted(rows))
        db.executemany("DELETE FROM op_unknown WHERE n = ?", known)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return applied
