"""What the SQLite of this machine can do: the program needs FTS5 and the JSON functions."""

from __future__ import annotations

import sqlite3
from contextlib import closing

_NEEDED = {
    "FTS5": "CREATE VIRTUAL TABLE t USING fts5(words, columnsize=0, detail=none, prefix='1 2 3')",
    "JSON": "SELECT json_quote('á'), json('[1]'), value FROM json_each('[1]')",
    "UPSERT": "INSERT INTO u VALUES (1) ON CONFLICT (k) DO UPDATE SET k = excluded.k",
}


def lacking() -> list[str]:
    """Give the names of what is missing; empty on any machine the program can run on."""
    found = []
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE u (k INTEGER PRIMARY KEY)")
        for name, statement in _NEEDED.items():
            try:
                db.execute(statement)
            except sqlite3.OperationalError:
                found.append(name)
    return found


def version() -> str:
    """Give the version of the SQLite library."""
    return sqlite3.sqlite_version
