"""Records: reading with search, filters, sort and pages; writing one at a time.

What comes out are plain values (``core/fields.py``); SQL stays in here. Writing touches only the record table: the
triggers journal it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bgit_desktop.core.fields import Field, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import BY_NUMBER, TYPES
from bgit_desktop.core.text import search_terms
from bgit_desktop.errors import NotFound
from bgit_desktop.store.codec import SqlValue, row_reader, to_sql
from bgit_desktop.store.journal import uuid_bytes, uuid_text
from bgit_desktop.store.schema import quote
from bgit_desktop.store.search import match_expression

FEW_MATCHES = 2000
"""Up to so many hits are sorted by themselves; more are found by walking down the sort index."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which records of a type, in which order.

    Attributes:
        type: the record type.
        search: words as typed; every one must begin a word of the record.
        where: (field, value) pairs that must hold; ``unit`` and ``id`` besides the declared fields. None means empty.
        sort: field name, "-" in front for falling order; "" for by id.
        limit: how many at most; None for all.
        offset: how many to leave out first.
        ranges: (field, least, most) for dates and numbers, either end None for open.
        standing_on: a day on which the record must stand, by the pair of dates its type has (``start_date`` to
            ``end_date``, ``valid_from`` to ``valid_to``), empty ends being open; "" for any.
        fields: read only these fields, ``id`` and ``unit``; all of them where empty.
        ids: only records among these, such as those a figure counts; None for no such limit.
        either: besides all that, what at least one of these asks for with its ``where`` and ``ranges``; any where empty.
    """

    type: str
    search: str = ""
    where: tuple[tuple[str, Value], ...] = ()
    sort: str = ""
    limit: int | None = None
    offset: int = 0
    ranges: tuple[tuple[str, Value, Value], ...] = ()
    standing_on: str = ""
    fields: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None
    either: tuple[Query, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it asks for every record of its type."""
        return self.ids is None and not (self.search or self.where or self.ranges or self.standing_on or self.either)


def _columns(kind: RecordType, fields: Sequence[Field] = ()) -> str:
    return ", ".join(["t.id", "t._unit", *(f"t.{quote(each.name)}" for each in fields or kind.fields)])


def _field(kind: RecordType, name: str) -> Field:
    try:
        return kind.by_name[name]
    except KeyError:
        raise NotFound(
            tr(
                "“{type}” không có trường “{name}”. Các trường có: {fields}.",
                type=kind.name,
                name=name,
                fields=", ".join(["unit", *kind.by_name]),
            ),
            field=name,
        ) from None


def _conditions(kind: RecordType, query: Query) -> tuple[list[str], list[SqlValue]]:
    tests: list[str] = []
    values: list[SqlValue] = []
    for name, value in query.where:
        if name == "unit":
            tests.append("t._unit = ?")
            values.append(str(value))
        elif name == "id":
            tests.append("t.id = ?")
            values.append(uuid_bytes(str(value)))
        else:
            field = _field(kind, name)
            column = f"t.{quote(name)}"
            if value is None or value == []:
                tests.append(f"{column} IS NULL")
            elif field.kind in ("refs", "list"):
                wanted = value if isinstance(value, list) else [str(value)]
                for each in wanted:
                    tests.append(f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = ?)")
                    values.append(each)
            else:
                tests.append(f"{column} = ?")
                values.append(to_sql(field, value))
    for first, last in (("start_date", "end_date"), ("valid_from", "valid_to")):
        if query.standing_on and first in kind.by_name and last in kind.by_name:
            tests.append(f"(t.{first} IS NULL OR t.{first} <= ?) AND (t.{last} IS NULL OR t.{last} >= ?)")
            values += [query.standing_on, query.standing_on]
    if query.ids is not None:  # one value however many they are: SQLite limits the marks of a statement
        tests.append("t.id IN (SELECT id_bytes(value) FROM json_each(?))")
        values.append(json.dumps([uuid_bytes(each).hex() for each in query.ids]))
    for name, least, most in query.ranges:
        field = _field(kind, name)
        if least is not None:
            tests.append(f"t.{quote(name)} >= ?")
            values.append(to_sql(field, least))
        if most is not None:
            # a day stands for all its hours
            suffix = "T23:59" if field.kind == "datetime" and len(str(most)) == 10 else ""
            tests.append(f"t.{quote(name)} <= ?")
            values.append(str(most) + suffix if suffix else to_sql(field, most))
    if query.either:
        parts = [_conditions(kind, each) for each in query.either]
        tests.append("(" + " OR ".join(" AND ".join(found) for found, _ in parts) + ")")
        values += [value for _, found in parts for value in found]
    return tests, values


def _order(kind: RecordType, sort: str) -> str:
    if not sort:
        return "ORDER BY t.id"
    name, falling = sort.removeprefix("-"), " DESC" if sort.startswith("-") else ""
    if name == kind.title and kind.by_name[name].kind in ("text", "long"):
        return f"ORDER BY t._sort{falling}, t.n{falling}"
    if name in ("unit", "id"):
        return f"ORDER BY t.{'_unit' if name == 'unit' else 'id'}{falling}, t.n{falling}"
    field = _field(kind, name)
    column = f"t.{quote(name)}"
    key = f"vi_key({column})" if field.kind in ("text", "long", "list") else column
    return f"ORDER BY {column} IS NULL, {key}{falling}, t.n{falling}"


def _where(tests: Sequence[str]) -> str:
    return " WHERE " + " AND ".join(tests) if tests else ""


def select(db: sqlite3.Connection, query: Query) -> list[dict[str, Value]]:
    """Give the records a query asks for.

    Raises:
        NotFound: it names a field the type does not have.
    """
    kind = TYPES[query.type]
    tests, values = _conditions(kind, query)
    limit = f" LIMIT {query.limit if query.limit is not None else -1} OFFSET {query.offset}"
    wanted = tuple(_field(kind, name) for name in query.fields)
    sql = f"SELECT {_columns(kind, wanted)} FROM {quote(kind.name)} t"
    expression = match_expression(query.search)
    if query.search.strip() and expression is None:
        return []
    read = row_reader(kind, wanted)
    if expression is None:
        return [read(row) for row in db.execute(sql + _where(tests) + " " + _order(kind, query.sort) + limit, values)]
    fts = quote(kind.name + "_fts")
    few = db.execute(f"SELECT rowid FROM {fts} WHERE {fts} MATCH ? LIMIT {FEW_MATCHES + 1}", (expression,)).fetchall()
    if len(few) <= FEW_MATCHES or query.sort.removeprefix("-") != kind.title:
        hits = f"t.n IN (SELECT rowid FROM {fts} WHERE {fts} MATCH ?)"
        rows = db.execute(sql + _where([*tests, hits]) + " " + _order(kind, query.sort) + limit, (*values, expression))
    else:
        # So many hits that the first page is found soonest by walking down the list in its order. Each row's words
        # are looked at themselves: asking the index once a row would search it anew each time.
        words = f"' ' || (SELECT c0 FROM {quote(kind.name + '_fts_content')} WHERE id = t.n)"
        terms = search_terms(query.search)
        hits = " AND ".join([f"instr({words}, ?) > 0"] * len(terms))
        ordered = sql + _where([*tests, hits]) + " " + _order(kind, query.sort) + limit
        rows = db.execute(ordered, (*values, *(f" {term}" for term in terms)))
    return [read(row) for row in rows]


def count(db: sqlite3.Connection, query: Query) -> int:
    """Count the records a query asks for, whatever its limit."""
    kind = TYPES[query.type]
    tests, values = _conditions(kind, query)
    expression = match_expression(query.search)
    if query.search.strip() and expression is None:
        return 0
    if expression is not None:
        fts = quote(kind.name + "_fts")
        if not tests:
            return int(db.execute(f"SELECT count(*) FROM {fts} WHERE {fts} MATCH ?", (expression,)).fetchone()[0])
        tests.append(f"t.n IN (SELECT rowid FROM {fts} WHERE {fts} MATCH ?)")
        values.append(expression)
    return int(db.execute(f"SELECT count(*) FROM {quote(kind.name)} t{_where(tests)}", values).fetchone()[0])


def group_count(db: sqlite3.Connection, query: Query, field: str) -> dict[str, int]:
    """Count the records a query asks for by the value of one field (or ``unit``); empty values under ""."""
    kind = TYPES[query.type]
    tests, values = _conditions(kind, replace(query, search=""))
    column = "t._unit" if field == "unit" else f"t.{quote(_field(kind, field).name)}"
    rows = db.execute(
        f"SELECT {column}, count(*) FROM {quote(kind.name)} t{_where(tests)} GROUP BY 1 ORDER BY 1", values
    )
    return {"" if value is None else str(value): int(number) for value, number in rows}


def distinct(db: sqlite3.Connection, kind: RecordType, field: str, limit: int = 200) -> list[str]:
    """Give the different texts a field holds, in Vietnamese order, for the filter bar."""
    column = "_unit" if field == "unit" else quote(_field(kind, field).name)
    rows = db.execute(
        f"SELECT DISTINCT {column} FROM {quote(kind.name)} WHERE {column} IS NOT NULL ORDER BY vi_key({column}) LIMIT ?",
        (limit,),
    )
    return [str(value) for (value,) in rows]


def get(db: sqlite3.Connection, kind: RecordType, record_id: str) -> dict[str, Value]:
    """Give one record.

    Raises:
        NotFound: there is none with this id.
    """
    raw = _raw_id(kind, record_id)
    row = db.execute(f"SELECT {_columns(kind)} FROM {quote(kind.name)} t WHERE t.id = ?", (raw,)).fetchone()
    if row is None:
        raise _missing(kind, record_id)
    return row_reader(kind)(row)


def _missing(kind: RecordType, record_id: str) -> NotFound:
    return NotFound(tr("Không có {type} nào mang mã {id}.", type=str(kind.label).lower(), id=record_id))


def _raw_id(kind: RecordType, record_id: str) -> bytes:
    try:
        return uuid_bytes(record_id)
    except ValueError:
        raise _missing(kind, record_id) from None


def titles(db: sqlite3.Connection, kind: RecordType, ids: Sequence[str]) -> dict[str, str]:
    """Give the titles of records by id; records that are not here are left out."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        part = [uuid_bytes(each) for each in ids[start : start + 500]]
        marks = ",".join("?" * len(part))
        for raw, title in db.execute(
            f"SELECT id, {quote(kind.title)} FROM {quote(kind.name)} WHERE id IN ({marks})", part
        ):
            found[uuid_text(raw)] = "" if title is None else str(title)
    return found


def totals(db: sqlite3.Connection) -> dict[str, int]:
    """Count the records of every type."""
    return {name: int(db.execute(f"SELECT count(*) FROM {quote(name)}").fetchone()[0]) for name in TYPES}


# -- writing; within a transaction -----------------------------------------------------------------------------------


def insert(db: sqlite3.Connection, kind: RecordType, record_id: str, unit: str, values: Mapping[str, Value]) -> None:
    """Insert a record."""
    names = ["id", "_unit"]
    row: list[SqlValue] = [uuid_bytes(record_id), unit]
    for name, value in values.items():
        names.append(name)
        row.append(to_sql(_field(kind, name), value))
    marks = ",".join("?" * len(row))
    db.execute(f"INSERT INTO {quote(kind.name)}({', '.join(map(quote, names))}) VALUES ({marks})", row)


def update(db: sqlite3.Connection, kind: RecordType, record_id: str, values: Mapping[str, Value]) -> None:
    """Change fields of a record.

    Raises:
        NotFound: there is no such record.
    """
    sets = ", ".join(f"{quote(name)} = ?" for name in values)
    row = [to_sql(_field(kind, name), value) for name, value in values.items()]
    cursor = db.execute(f"UPDATE {quote(kind.name)} SET {sets} WHERE id = ?", (*row, _raw_id(kind, record_id)))
    if not cursor.rowcount:
        raise _missing(kind, record_id)


def delete(db: sqlite3.Connection, kind: RecordType, record_id: str) -> None:
    """Delete a record; its history stays in the journal.

    Raises:
        NotFound: there is no such record.
    """
    cursor = db.execute(f"DELETE FROM {quote(kind.name)} WHERE id = ?", (_raw_id(kind, record_id),))
    if not cursor.rowcount:
        raise _missing(kind, record_id)


def conflict_count(db: sqlite3.Connection) -> int:
    """Count the conflicts that wait for a person."""
    known = ",".join(str(number) for number in BY_NUMBER)
    return int(db.execute(f"SELECT count(*) FROM conflict WHERE tbl IN ({known})").fetchone()[0])


def conflicts(db: sqlite3.Connection, kind: RecordType | None = None) -> list[tuple[str, str, str]]:
    """Give the conflicts that wait for a person: type, id, field ('' = deleted here, edited there)."""
    rows = db.execute("SELECT tbl, row, field FROM conflict ORDER BY tbl, row, field")
    return [
        (BY_NUMBER[number].name, uuid_text(raw), field)
        for number, raw, field in rows
        if number in BY_NUMBER and (kind is None or number == kind.number)
    ]
