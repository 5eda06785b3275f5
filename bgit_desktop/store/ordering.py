"""Long lists in an order that is dear to find: the order once, as row numbers, then any page of it at once.

:func:`bgit_desktop.store.records.select` finds the first rows of a list soon. Further pages by OFFSET would sort, or
search, all over again each time; a list that is filtered or sorted by something other than its index is therefore read
once as an array of row numbers (8 bytes a row) and its pages by number.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Sequence

from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import search_terms
from bgit_desktop.store import records
from bgit_desktop.store.codec import row_reader
from bgit_desktop.store.journal import uuid_bytes
from bgit_desktop.store.records import Query
from bgit_desktop.store.schema import quote
from bgit_desktop.store.search import match_expression

_SLICE = 500


def numbers(db: sqlite3.Connection, query: Query, keep: Collection[str] | None = None) -> array[int]:
    """Give the row numbers of all records a query asks for, in its order, whatever its limit.

    Args:
        db: the database.
        query: which records.
        keep: ids of the only records wanted; None for no such limit.
    """
    kind = TYPES[query.type]
    tests, values = records._conditions(kind, query)
    expression = match_expression(query.search)
    if query.search.strip() and expression is None:
        return array("q")
    if expression is not None:
        fts = quote(kind.name + "_fts")
        tests.append(f"t.n IN (SELECT rowid FROM {fts} WHERE {fts} MATCH ?)")
        values.append(expression)
    rest = records._where(tests) + " " + records._order(kind, query.sort)
    if keep is None:
        return array("q", (row[0] for row in db.execute(f"SELECT t.n FROM {quote(kind.name)} t{rest}", values)))
    wanted = {uuid_bytes(each) for each in keep}
    rows = db.execute(f"SELECT t.n, t.id FROM {quote(kind.name)} t{rest}", values)
    return array("q", (n for n, raw in rows if raw in wanted))


def read(db: sqlite3.Connection, kind: RecordType, wanted: Sequence[int]) -> list[dict[str, Value]]:
    """Give the records of some row numbers, in the order given; numbers that are gone are left out."""
    reader = row_reader(kind)
    found: dict[int, dict[str, Value]] = {}
    for start in range(0, len(wanted), _SLICE):
        part = wanted[start : start + _SLICE]
        marks = ",".join("?" * len(part))
        sql = f"SELECT t.n, {records._columns(kind)} FROM {quote(kind.name)} t WHERE t.n IN ({marks})"
        for row in db.execute(sql, list(part)):
            found[row[0]] = reader(row[1:])
    return [found[n] for n in wanted if n in found]


def first_found(db: sqlite3.Connection, query: Query, limit: int) -> list[dict[str, Value]]:
    """Give the first records of a search in the order of their titles, soon enough to keep up with typing.

    A word of one or two letters stands in much of the index, and FTS5 reads all of that before it gives the first hit
    (11 ms for "p" over 100,000 records). So rows from all over are looked at to judge how rare it is. What is common
    is found by walking the top of the list, looking at each row's words, until there are as many as wanted. What is
    rarer is asked of the index, by the words that are rare themselves; the others are looked up in the rows found.
    """
    kind = TYPES[query.type]
    terms = search_terms(query.search)
    if not terms:
        return []
    tests, values = records._conditions(kind, query)
    table, fts = quote(kind.name), quote(kind.name + "_fts")
    falling = " DESC" if query.sort.startswith("-") else ""
    # without other tests the sort index alone is read, which is four times as fast
    tested = [quote(each.name) for each in kind.fields if any(each.name in test for test in tests)]
    columns = ["n", "id", "_unit", *tested] if tests else ["n"]
    top = f"(SELECT {', '.join(columns)} FROM {table} ORDER BY _sort{falling}, n{falling} LIMIT ?)"
    walk = _WALK if tests else 4 * _WALK
    look, wanted = _looked_up(kind, terms)
    sums = ", ".join(f"sum({each})" for each in (*look, " AND ".join([*tests, *look])))
    sql = f"SELECT count(*), {sums} FROM json_each(?) JOIN {table} t ON t.n = value"
    seen, *counts = db.execute(sql, (*wanted, *values, *wanted, _spread(db, kind))).fetchone()
    *single, together = (count or 0 for count in counts)
    found: list[int] = []
    if together * walk >= 3 * limit * seen > 0:  # three times as many as are wanted: they are not spread evenly
        sql = f"SELECT t.n FROM {top} t{records._where([*tests, *look])} LIMIT ?"
        found = [row[0] for row in db.execute(sql, (walk, *values, *wanted, limit))]
    if len(found) < limit:
        rare = [term for term, count in zip(terms, single, strict=True) if count * 4 < seen]
        asked = rare or [terms[single.index(min(single))]]
        look, wanted = _looked_up(kind, [term for term in terms if term not in asked])
        hits = f"t.n IN (SELECT rowid FROM {fts} WHERE {fts} MATCH ?)"
        expression = " AND ".join(f'"{term}"*' for term in asked)
        order = records._order(kind, query.sort)
        sql = f"SELECT t.n FROM {table} t{records._where([*tests, hits, *look])} {order} LIMIT {limit}"
        found = [row[0] for row in db.execute(sql, (*values, expression, *wanted))]
    return read(db, kind, found)


def _spread(db: sqlite3.Connection, kind: RecordType) -> str:
    """Give row numbers from all over a table, as a JSON array; some may be gone."""
    last = db.execute(f"SELECT max(n) FROM {quote(kind.name)}").fetchone()[0] or 0
    return str([*range(1, last + 1, max(1, last // _SAMPLE))])


_SAMPLE = 400
"""Rows from all over a table by which it is judged how rare words are: 1 ms."""
_WALK = 1000
"""Rows of the top of a list that are walked rather than asking the index (four times as many in the sort index): 3 ms."""


def _looked_up(kind: RecordType, terms: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the tests that each term begins a word of a row, and what they are to be given."""
    words = f"' ' || (SELECT c0 FROM {quote(kind.name + '_fts_content')} WHERE id = t.n)"
    return [f"instr({words}, ?) > 0"] * len(terms), [f" {term}" for term in terms]


def number_of(db: sqlite3.Connection, kind: RecordType, record_id: str) -> int | None:
    """Give the row number of a record; None where there is no such record."""
    row = db.execute(f"SELECT n FROM {quote(kind.name)} WHERE id = ?", (uuid_bytes(record_id),)).fetchone()
    return None if row is None else int(row[0])


def place_by_title(db: sqlite3.Connection, kind: RecordType, record_id: str, *, falling: bool = False) -> int | None:
    """Give how many records stand before one in the whole list sorted by title; None where it is not there."""
    row = db.execute(f"SELECT _sort, n FROM {quote(kind.name)} WHERE id = ?", (uuid_bytes(record_id),)).fetchone()
    if row is None:
        return None
    sign = ">" if falling else "<"
    key, n = row
    # empty titles come first, as SQLite sorts NULL
    empty = "_sort IS NULL" if not falling else "0"
    if key is None:
        test = f"_sort IS NULL AND n {sign} ?" + (" OR _sort IS NOT NULL" if falling else "")
        values = [n]
    else:
        test = f"{empty} OR _sort {sign} ? OR (_sort = ? AND n {sign} ?)"
        values = [key, key, n]
    return int(db.execute(f"SELECT count(*) FROM {quote(kind.name)} WHERE {test}", values).fetchone()[0])


def referring(
    db: sqlite3.Connection, kind: RecordType, field: str, record_id: str, limit: int
) -> list[dict[str, Value]]:
    """Give records whose ``ref`` or ``refs`` field names a record, newest first."""
    sort = kind.default_sort
    return records.select(db, Query(kind.name, where=((field, record_id),), sort=sort, limit=limit))
