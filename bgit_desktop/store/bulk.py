"""Settings for a while in which very many rows are written.

The page cache of every day is small, and the write-ahead log is copied into the database every 4 MB. Where twenty
thousand rows come at once, the same pages of the indexes would be read, written and copied over and over. Python's
search for reference cycles, too, goes through all those rows again and again, and there are no cycles in them.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

CACHE_KIB = 64_000
CHECKPOINT_PAGES = 32_000
LONG_LOG = 8 << 20
AT_ONCE = 20


@contextmanager
def many_rows(db: sqlite3.Connection) -> Iterator[None]:
    """Widen the cache, checkpoint seldom and leave cycles alone, until the block ends; outside a transaction.

    Durability is the same: each commit is synced into the write-ahead log. A log that has become long is copied into the
    database at the end, so that it does not stay on the disk.
    """
    settings = {"cache_size": -CACHE_KIB, "wal_autocheckpoint": CHECKPOINT_PAGES}
    before = {name: int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in settings}
    for name, value in settings.items():
        db.execute(f"PRAGMA {name} = {value}")
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        for name, value in before.items():
            db.execute(f"PRAGMA {name} = {value}")
        if not db.in_transaction and _log_bytes(db) > LONG_LOG:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _log_bytes(db: sqlite3.Connection) -> int:
    """Give the length of the write-ahead log."""
    path = db.execute("PRAGMA database_list").fetchone()[2]
    try:
        return os.stat(f"{path}-wal").st_size
    except OSError:  # none, or a database in memory
        return 0


def insert(db: sqlite3.Connection, sql: str, rows: Iterable[Sequence[object]], tail: str = "") -> None:
    """Insert rows, twenty with one statement: for narrow rows that is a quarter less work than one by one.

    Args:
        db: the database.
        sql: the statement up to ``VALUES``.
        rows: the rows, all of one width; taken as they come.
        tail: what follows the values.
    """
    source = iter(rows)
    first = list(islice(source, AT_ONCE))
    if not first:
        return
    marks = "(" + ",".join("?" * len(first[0])) + ")"

    def statement(count: int) -> str:
        return f"{sql} {','.join([marks] * count)}{tail}"

    left: list[Sequence[object]] = []

    def groups() -> Iterator[tuple[object, ...]]:
        nonlocal left
        left = first
        while len(left) == AT_ONCE:
            yield tuple(chain.from_iterable(left))
            left = list(islice(source, AT_ONCE))

    db.executemany(statement(AT_ONCE), groups())
    if left:
        db.execute(statement(len(left)), tuple(chain.from_iterable(left)))
