"""The audit log as it lies in the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple


class AuditRow(NamedTuple):
    """One entry: when (milliseconds UTC), who, the code of what, and the rest in words."""

    at: int
    actor: str
    what: str
    detail: str


def entries(db: sqlite3.Connection) -> Iterator[AuditRow]:
    """Give the entries, the newest first."""
    for row in db.execute("SELECT at, actor, what, detail FROM audit ORDER BY n DESC"):
        yield AuditRow(*row)
