"""One field's value in its three forms: JSON (lines), SQLite (columns), Python (services).

JSON and Python agree but for booleans written as 0/1 by another program; SQLite keeps references as 16 bytes, booleans
as 0/1 and lists as compact JSON text. The readers from JSON are strict and fast: they run for each field of each line
that is taken in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

from bgit_desktop.core.fields import LIST_KINDS, MASK, Field, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput
from bgit_desktop.store.journal import uuid_bytes, uuid_text

SqlValue = str | int | float | bytes | None
FromJson = Callable[[Any], SqlValue]

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d")


class WrongType(ValueError):
    """A JSON value does not have the type its field declares."""


def _text(value: Any) -> str:
    if type(value) is not str:
        raise WrongType
    return value


@cache
def _day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _date(value: Any) -> str:
    if type(value) is not str or not _day(value):
        raise WrongType
    return value


def _datetime(value: Any) -> str:
    if type(value) is not str or not _DATETIME.fullmatch(value) or not _day(value[:10]):
        raise WrongType
    return value


def _int(value: Any) -> int:
    if type(value) is not int:
        raise WrongType
    return value


def _number(value: Any) -> int | float:
    if type(value) is not int and type(value) is not float:
        raise WrongType
    return value


def _bool(value: Any) -> int:
    if value is True or value is False or (type(value) is int and value in (0, 1)):
        return int(value)
    raise WrongType


def _ref(value: Any) -> bytes:
    if type(value) is not str:
        raise WrongType
    try:
        return uuid_bytes(value)
    except ValueError:
        raise WrongType from None


def _list(value: Any) -> str:
    if type(value) is not list or any(type(each) is not str for each in value):
        raise WrongType
    return _compact(value)


def _refs(value: Any) -> str:
    text = _list(value)
    for each in value:
        _ref(each)
    return text


is_reference = re.compile("[0-9a-f]{64}").fullmatch
"""A restricted value or a scan is named by a SHA-256 in lowercase hex."""


def _reference(value: Any) -> str:
    if type(value) is not str or not is_reference(value):
        raise WrongType
    return value


@cache
def _or_reference(reader: FromJson) -> FromJson:
    """Give the reader of a field that is restricted in some records only."""
    if reader is _text:
        return _text

    def read(value: Any) -> SqlValue:
        return value if type(value) is str and is_reference(value) else reader(value)

    return read


_READERS: dict[str, FromJson] = {
    "date": _date,
    "datetime": _datetime,
    "int": _int,
    "number": _number,
    "bool": _bool,
    "ref": _ref,
    "refs": _refs,
    "list": _list,
}

RIGHT_BY_TYPE: frozenset[FromJson] = frozenset((_text, _int, _number))
"""Readers that look at nothing but the value's type and give it back unchanged."""


@cache
def json_readers(table: str) -> dict[str, FromJson]:
    """Give, for each field of a type, the function from a JSON value (never null) to the SQLite value.

    They raise :class:`WrongType`.
    """
    return {each.name: json_readers_of(each) for each in TYPES[table].fields}


def to_sql(field: Field, value: Value) -> SqlValue:
    """Turn a service's value into what the column holds.

    Raises:
        BadInput: it has not the type of the field.
    """
    if value is None or value == "" or value == []:
        return None
    try:
        return json_readers_of(field)(value)
    except WrongType:
        raise BadInput(
            tr("“{label}”: giá trị “{value}” không đúng kiểu dữ liệu.", label=field.label, value=value),
            field=field.name,
        ) from None


def json_readers_of(field: Field) -> FromJson:
    """Give the reader of one field."""
    reader = _READERS.get(field.kind, _text)
    if not field.restricted:
        return reader
    return _reference if field.restricted is True else _or_reference(reader)


_TURNED = LIST_KINDS | {"ref", "bool"}
"""Kinds whose columns hold something else than the service's value."""


def to_value(field: Field, value: SqlValue) -> Value:
    """Turn a column's content into the service's value; a restricted one is masked."""
    if value is None:
        return None
    if field.restricted and type(value) is str and is_reference(value):
        return MASK
    if field.kind == "ref":
        assert isinstance(value, bytes)
        return uuid_text(value)
    if field.kind == "bool":
        return bool(value)
    if field.kind in LIST_KINDS:
        found = json.loads(str(value))
        return [str(each) for each in found]
    assert not isinstance(value, bytes)
    return value


def row_reader(kind: RecordType, only: Sequence[Field] = ()) -> Callable[[tuple[Any, ...]], dict[str, Value]]:
    """Give the function from a row ``(id, _unit, field…)`` to a record.

    Args:
        kind: the record type.
        only: the fields of the row, in its order; all of the type where empty.
    """
    fields = only or kind.fields
    names = ("id", "unit", *(field.name for field in fields))
    # most columns hold what services see: only the rest is looked at, row after row
    turned = [(field.name, field) for field in fields if field.restricted or field.kind in _TURNED]

    def read(row: tuple[Any, ...]) -> dict[str, Value]:
        record: dict[str, Value] = dict(zip(names, row, strict=True))
        record["id"] = uuid_text(row[0])
        for name, field in turned:
            record[name] = to_value(field, record[name])  # type: ignore[arg-type]  # as the column has it
        return record

    return read
