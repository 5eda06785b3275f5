"""The search index and the sort keys: derived, never journaled, made anew for rows marked dirty.

The words of a record's searchable fields are folded (no tones, no đ) before they go into FTS5; the query is folded the
same way, so that "nguyen thi ha" finds "Nguyễn Thị Hà".

How they are made changes with this program, with Python's Unicode data and with what the declarations let be searched. A
store notes how its own were made; one that is opened for writing by a program that makes them otherwise has all of
them made anew (:func:`renew`).
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from bgit_desktop.core.collation import collation_key, collation_keys, name_key
from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.registry import BY_NUMBER, TYPES
from bgit_desktop.core.text import fold, fold_all, search_terms
from bgit_desktop.store.schema import quote

DERIVATION = 2
"""Raised by one whenever the program makes other words or sort keys of the same record than before."""

_META = "derived"
"""Where a store notes how its words and sort keys were made."""

_SLICE = 2000  # rows read, and then written, at once


def words_of(kind: RecordType, values: Sequence[Any]) -> str:
    """Give the folded words of a record from the SQLite values of its searchable fields."""
    parts = []
    for field, value in zip(kind.searchable, values, strict=True):
        if value:
            parts.append(" ".join(json.loads(value)) if field.kind == "list" else value)
    return fold(" ".join(parts))


def sort_key(kind: RecordType) -> Callable[[str], bytes]:
    """Give the function that makes the sort key of a type's titles."""
    return name_key if kind.person else collation_key


def derive(kind: RecordType, columns: Mapping[int, Sequence[Any]], count: int) -> tuple[list[bytes | None], list[str]]:
    """Give what is made of records beside their fields, for many of them.

    Args:
        kind: their type.
        columns: values by the column's place; a column that is not there is empty.
        count: how many records there are.

    Returns:
        The sort keys of their titles, and their folded words.
    """
    title = columns.get(next(at for at, each in enumerate(kind.fields) if each.name == kind.title), ())
    keys: list[bytes | None] = [None] * count
    if kind.person or not all(title):
        make_key = sort_key(kind)
        keys = [make_key(str(each)) if each else None for each in title] or keys
    elif title:
        keys = [*collation_keys(list(map(str, title)))]
    searched = [columns.get(at) for at, each in enumerate(kind.fields) if each in kind.searchable]
    if any(each.kind == "list" for each in kind.searchable):
        filled = [repeat(None, count) if each is None else each for each in searched]
        return keys, [words_of(kind, values) for values in zip(*filled, strict=True)]
    texts = [each for each in searched if each is not None]
    if not texts:
        return keys, [""] * count
    return keys, fold_all([" ".join(filter(None, values)) for values in zip(*texts, strict=True)])


def flush(db: sqlite3.Connection) -> int:
    """Make words and sort keys of dirty rows anew; within a transaction.

    Returns:
        How many rows there were.
    """
    numbers = [row[0] for row in db.execute("SELECT DISTINCT tbl FROM dirty")]
    count = 0
    for number in numbers:
        kind = BY_NUMBER.get(number)
        if kind is not None:
            rows = [row[0] for row in db.execute("SELECT n FROM dirty WHERE tbl = ?", (number,))]
            reindex(db, kind, rows)
            count += len(rows)
    if numbers:
        db.execute("DELETE FROM dirty")
    return count


def reindex(db: sqlite3.Connection, kind: RecordType, rows: Sequence[int]) -> None:
    """Make words and sort keys of some rows anew; rows that are gone leave the index."""
    table, fts = quote(kind.name), quote(kind.name + "_fts")
    columns = ", ".join(quote(each.name) for each in kind.searchable) or "NULL"
    key = sort_key(kind)
    for n in rows:
        found = db.execute(f"SELECT {quote(kind.title)}, {columns} FROM {table} WHERE n = ?", (n,)).fetchone()
        db.execute(f"DELETE FROM {fts} WHERE rowid = ?", (n,))
        if found is not None:
            words = words_of(kind, found[1:]) if kind.searchable else ""
            db.execute(f"INSERT INTO {fts}(rowid, words) VALUES (?, ?)", (n, words))
            # _sort is no field: the triggers do not watch it
            db.execute(f"UPDATE {table} SET _sort = ? WHERE n = ?", (key(str(found[0])) if found[0] else None, n))


def match_expression(text: str) -> str | None:
    """Give the FTS5 query for what a person typed: every word must begin a word; None where nothing is left."""
    terms = search_terms(text)
    return " AND ".join(f'"{term}"*' for term in terms) if terms else None


class _Stored(NamedTuple):
    """A record's words and sort key as they should be, and as they are stored (None: not at all)."""

    n: int
    words: str
    key: bytes | None
    words_there: str | None
    key_there: bytes | None


def _stored(db: sqlite3.Connection, kind: RecordType) -> Iterator[list[_Stored]]:
    """Go through all rows of a type, a slice at a time, so that the caller may write in between."""
    columns = ", ".join(f"t.{quote(each.name)}" for each in kind.searchable) or "NULL"
    sql = (
        f"SELECT t.n, t._sort, f.words, t.{quote(kind.title)}, {columns} FROM {quote(kind.name)} t "
        f"LEFT JOIN {quote(kind.name + '_fts')} f ON f.rowid = t.n WHERE t.n > ? ORDER BY t.n LIMIT {_SLICE}"
    )
    make_key, last = sort_key(kind), -1 << 63
    while rows := db.execute(sql, (last,)).fetchall():
        last = rows[-1][0]
        yield [
            _Stored(
                n,
                words_of(kind, values) if kind.searchable else "",
                make_key(str(title)) if title else None,
                words_there,
                key_there,
            )
            for n, key_there, words_there, title, *values in rows
        ]


def verify(db: sqlite3.Connection, kind: RecordType) -> int:
    """Count the rows whose words in the index, or sort key, are not what they should be."""
    wrong = sum(
        each.words != each.words_there or each.key != each.key_there for rows in _stored(db, kind) for each in rows
    )
    entries = db.execute(f"SELECT count(*) FROM {quote(kind.name + '_fts')}").fetchone()[0]
    records = db.execute(f"SELECT count(*) FROM {quote(kind.name)}").fetchone()[0]
    return wrong + max(0, int(entries) - int(records))


def rebuild(db: sqlite3.Connection, kind: RecordType) -> None:
    """Make the words and the sort keys of a whole type anew; within a transaction. Only what differs is written."""
    table, fts = quote(kind.name), quote(kind.name + "_fts")
    db.execute(f"DELETE FROM {fts} WHERE rowid NOT IN (SELECT n FROM {table})")
    for rows in _stored(db, kind):
        db.executemany(
            f"UPDATE {fts} SET words = ? WHERE rowid = ?",
            [(each.words, each.n) for each in rows if each.words_there not in (None, each.words)],
        )
        db.executemany(
            f"INSERT INTO {fts}(rowid, words) VALUES (?, ?)",
            [(each.n, each.words) for each in rows if each.words_there is None],
        )
        db.executemany(
            f"UPDATE {table} SET _sort = ? WHERE n = ?",
            [(each.key, each.n) for each in rows if each.key != each.key_there],
        )


# -- made otherwise than before ----------------------------------------------------------------------------------------


def derivation() -> str:
    """Say how this program makes words and sort keys: its own version, Python's Unicode data, what is declared."""
    declared = [
        (kind.name, kind.title, kind.person, [each.name for each in kind.searchable]) for kind in TYPES.values()
    ]
    return f"{DERIVATION} {unicodedata.unidata_version} {zlib.crc32(repr(declared).encode()):08x}"


def is_current(db: sqlite3.Connection) -> bool:
    """Tell whether a store's words and sort keys were made as this program makes them."""
    noted = db.execute("SELECT value FROM meta WHERE key = ?", (_META,)).fetchone()
    return noted is not None and noted[0] == derivation()


def note_derivation(db: sqlite3.Connection) -> None:
    """Note that a store's words and sort keys are made as this program makes them, from now on or anew."""
    db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (_META, derivation()))


def renew(db: sqlite3.Connection) -> bool:
    """Make the words and sort keys of all types anew where they were made otherwise; in a transaction of its own.

    Returns:
        Whether anything had to be done.
    """
    if is_current(db):
        return False
    from bgit_desktop.store import bulk  # hardly any start needs it

    with bulk.many_rows(db):
        db.execute("BEGIN IMMEDIATE")
        try:
            for kind in TYPES.values():
                rebuild(db, kind)
            note_derivation(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    return True
