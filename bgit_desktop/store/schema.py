"""Tables and triggers, made from the declarations.

Each record type has one table: ``n`` (a small local number, by which the search index knows the row), ``id`` (UUID,
16 bytes), ``_unit`` (code of the unit whose log made it, '' for shipped reference data), one column a field, and
``_sort`` (the Vietnamese sort key of its title; kept by :mod:`bgit_desktop.store.search`, never journaled) and ``_op``
(the key of the received line that inserted it whole; NULL where there is no such line).

The triggers write every change into the journal ``op``, whoever makes it and by whatever SQL, in pure SQL: no
function of ours is needed, so that a repair by hand is journaled too. An UPDATE journals only what changed. They
are silent while ``session.applying`` is 1, which only the code that takes in another log sets, inside its
transaction. What a received line inserted is not written a second time while the row stands as it was inserted
(``op.fields`` is NULL): two triggers that are never silent write it out before the row changes, and whoever reads the
journal reads :func:`fields_sql`. Such a line is not in the index of lines by record either: the row's ``_op`` leads to
it, and whoever looks for a record's lines asks :func:`lines_sql`.

The tables themselves are created and altered by the numbered migrations in ``db/migrations``; ``tests/store``
checks that what they leave is what the declarations ask for. Triggers are not migrated but replaced.
"""

from __future__ import annotations

from functools import cache

from bgit_desktop.core.fields import Field, RecordType
from bgit_desktop.core.registry import TYPES

_SQL_TYPES = {
    "int": "INTEGER",
    "bool": "INTEGER",
    "number": "NUMERIC",
    "ref": "BLOB",
}

SEQ_BITS = 40
"""An operation's key is ``log << 40 | seq``: journal rows of one log lie together, in order."""


def quote(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def sql_type(field: Field) -> str:
    """Give the column type of a field."""
    return _SQL_TYPES.get(field.kind, "TEXT")


def table_sql(kind: RecordType) -> list[str]:
    """Give the statements that create the table of a record type, its search index and its indexes."""
    columns = ",\n  ".join(f"{quote(each.name)} {sql_type(each)}" for each in kind.fields)
    statements = [
        f"CREATE TABLE {quote(kind.name)} (\n  n INTEGER PRIMARY KEY,\n  id BLOB NOT NULL UNIQUE,\n"
        f"  _unit TEXT NOT NULL,\n  {columns},\n  _sort BLOB,\n  _op INTEGER\n)",
        f"CREATE INDEX {quote(kind.name + '_sort')} ON {quote(kind.name)}(_sort)",
        f"CREATE VIRTUAL TABLE {quote(kind.name + '_fts')} USING fts5(words, columnsize=0, detail=none)",
    ]
    if kind.parent:
        statements.append(f"CREATE INDEX {quote(kind.name + '_parent')} ON {quote(kind.name)}({quote(kind.parent)})")
    return statements


def uuid_sql(column: str) -> str:
    """Give the SQL expression that writes a 16-byte UUID as hyphenated lowercase text."""
    h = f"lower(hex({column}))"
    parts = [f"substr({h},{start},{length})" for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
    return "||'-'||".join(parts)


def _json_sql(field: Field, row: str) -> str:
    """Give the SQL expression of a field's value as JSON text; NULL where it is empty."""
    column = f"{row}.{quote(field.name)}"
    if field.restricted and field.kind == "ref":  # a record's UUID as bytes, or a reference as text
        uuid = f"""'"'||{uuid_sql(column)}||'"'"""
        return f"CASE typeof({column}) WHEN 'blob' THEN {uuid} WHEN 'text' THEN json_quote({column}) END"
    match field.kind:
        case "bool":
            return f"CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"
        case "ref":
            return f"""CASE WHEN {column} IS NOT NULL THEN '"'||{uuid_sql(column)}||'"' END"""
        case "refs" | "list":
            return f"json({column})"
        case _:
            return f"CASE WHEN {column} IS NOT NULL THEN json_quote({column}) END"


def _inserted_sql(kind: RecordType, row: str) -> str:
    """Give the SQL expression of the fields of a line that inserts a row as it stands; the keys sorted, no NULL."""
    fields = sorted(kind.fields, key=lambda each: each.name)
    parts = "||".join(f"""coalesce(',"{each.name}":'||{_json_sql(each, row)},'')""" for each in fields)
    return f"'{{'||substr({parts},2)||'}}'"


@cache
def fields_sql() -> str:
    """Give the SQL expression of a line's fields as JSON text, for a statement that reads ``op`` under that name."""
    standing = " ".join(
        f"WHEN {kind.number} THEN (SELECT {_inserted_sql(kind, 'r')} FROM {quote(kind.name)} r WHERE r.id = op.row)"
        for kind in TYPES.values()
    )
    return f"coalesce(op.fields, CASE op.tbl {standing} END, '{{}}')"


def of_row_sql(kind: RecordType, row: str) -> str:
    """Give the SQL condition that a line, under the name ``op``, is on a record.

    Args:
        kind: the record's type.
        row: the SQL expression of its UUID: a parameter, or a column of another table.
    """
    standing = f"(SELECT _op FROM {quote(kind.name)} WHERE id = {row})"
    return (
        f"(op.row = {row} AND op.tbl = {kind.number} AND op.fields IS NOT NULL"
        f" OR op.n = {standing} AND op.row = {row} AND op.tbl = {kind.number})"
    )


def trigger_sql(kind: RecordType) -> dict[str, str]:
    """Give the triggers of a record type by name.

    They capture inserts, updates (changed fields only) and deletes into ``op`` and note the row in ``dirty`` for the
    search index; before a row changes, they write out what a received line inserted. An identity (``id``,
    ``_unit``) never changes, nor does ``_op``.
    """
    table = quote(kind.name)
    fields = sorted(kind.fields, key=lambda each: each.name)  # the canonical line has its keys sorted
    changed = "||".join(
        f"""CASE WHEN NEW.{quote(each.name)} IS NOT OLD.{quote(each.name)} """
        f"""THEN ',"{each.name}":'||coalesce({_json_sql(each, "NEW")},'null') ELSE '' END"""
        for each in fields
    )
    differs = " OR ".join(f"NEW.{quote(each.name)} IS NOT OLD.{quote(each.name)}" for each in fields)
    names = ", ".join(quote(each.name) for each in kind.fields)

    def journal(op: str, row: str, text: str) -> str:
        return (
            "UPDATE session SET seq = seq + 1, hlc = max(hlc + 1, now << 16);\n"
            "  INSERT INTO op(n, hlc, kind, tbl, row, fields, actor, batch)\n"
            f"  SELECT (log << {SEQ_BITS}) | seq, hlc, '{op}', {kind.number}, {row}.id, {text}, actor, batch"
            " FROM session;\n"
        )

    guard = "(SELECT applying FROM session) = 0"
    inserted = _inserted_sql(kind, "NEW")
    as_it_stands = inserted.replace("NEW.", "OLD.")
    write_out = f"UPDATE op SET fields = {as_it_stands} WHERE n = OLD._op AND row = OLD.id AND fields IS NULL"
    dirty = f"INSERT OR IGNORE INTO dirty(tbl, n) VALUES ({kind.number}, {{row}}.n);\n"
    name = kind.name
    return {
        f"{name}_insert": f"CREATE TRIGGER {quote(name + '_insert')} AFTER INSERT ON {table}\n"
        f"WHEN {guard}\nBEGIN\n  " + journal("i", "NEW", inserted) + "  " + dirty.format(row="NEW") + "END",
        f"{name}_update": f"CREATE TRIGGER {quote(name + '_update')} AFTER UPDATE OF {names} ON {table}\n"
        f"WHEN {guard} AND ({differs})\nBEGIN\n  "
        + journal("u", "NEW", f"'{{'||substr({changed},2)||'}}'")
        + "  "
        + dirty.format(row="NEW")
        + "END",
        f"{name}_delete": f"CREATE TRIGGER {quote(name + '_delete')} AFTER DELETE ON {table}\n"
        f"WHEN {guard}\nBEGIN\n  " + journal("d", "OLD", "'{}'") + "  " + dirty.format(row="OLD") + "END",
        f"{name}_update_inserted": f"CREATE TRIGGER {quote(name + '_update_inserted')} BEFORE UPDATE OF {names} ON {table}\n"
        f"WHEN {differs}\nBEGIN\n  {write_out};\nEND",
        f"{name}_delete_inserted": f"CREATE TRIGGER {quote(name + '_delete_inserted')} BEFORE DELETE ON {table}\n"
        f"BEGIN\n  {write_out};\nEND",
        f"{name}_identity": f"CREATE TRIGGER {quote(name + '_identity')} BEFORE UPDATE OF n, id, _unit, _op ON {table}\n"
        "WHEN NEW.n IS NOT OLD.n OR NEW.id IS NOT OLD.id OR NEW._unit IS NOT OLD._unit OR NEW._op IS NOT OLD._op\n"
        "BEGIN\n  SELECT RAISE(ABORT, 'a record keeps its identity');\nEND",
    }


def all_triggers() -> dict[str, str]:
    """Give every trigger the database must hold, by name."""
    return {name: sql for kind in TYPES.values() for name, sql in trigger_sql(kind).items()}
