"""The search index and the sort keys: derived, never journaled, made anew for rows marked dirty.

The words of a record's searchable fields are folded (no tones, no đ) before they go into FTS5; the query is folded the
same way, so that "nguyen thi ha" finds "Nguyễn Thị Hà".
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any

from bgit_desktop.core.collation import collation_key, name_key
from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.registry import BY_NUMBER
from bgit_desktop.core.text import fold, fold_all, search_terms
from bgit_desktop.store.schema import quote


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
    make_key = sort_key(kind)
    keys = [make_key(str(each)) if each else None for each in title] or [None] * count
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


def verify(db: sqlite3.Connection, kind: RecordType) -> int:
    """Count the rows whose words in the index, or sort key, are not what they should be."""
    columns = ", ".join(f"t.{quote(each.name)}" for each in kind.searchable) or "NULL"
    key = sort_key(kind)
    wrong = 0
    for row in db.execute(
        f"SELECT t.{quote(kind.title)}, t._sort, f.words, {columns} FROM {quote(kind.name)} t "
        f"LEFT JOIN {quote(kind.name + '_fts')} f ON f.rowid = t.n"
    ):
        words = words_of(kind, row[3:]) if kind.searchable else ""
        if row[2] != words or row[1] != (key(str(row[0])) if row[0] else None):
            wrong += 1
    entries = db.execute(f"SELECT count(*) FROM {quote(kind.name + '_fts')}").fetchone()[0]
    records = db.execute(f"SELECT count(*) FROM {quote(kind.name)}").fetchone()[0]
    return wrong + max(0, int(entries) - int(records))


def rebuild(db: sqlite3.Connection, kind: RecordType) -> None:
    """Make the index and the sort keys of a whole type anew; within a transaction."""
    db.execute(f"DELETE FROM {quote(kind.name + '_fts')}")
    reindex(db, kind, [row[0] for row in db.execute(f"SELECT n FROM {quote(kind.name)}")])
