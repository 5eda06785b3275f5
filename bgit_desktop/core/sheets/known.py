"""The records there are, the ones the import has planned so far included, and how a row finds its own among them.

Officers are found by name (case, place of tones and order of marks apart); everything else by what makes it one thing:
an incident by title, hour and system, a task by clause, title and day, a document by number and day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.compound import bare_name, document_key
from bgit_desktop.core.text import same_text_key


@dataclass(frozen=True, slots=True)
class Change:
    """One record to insert, or fields of one to change.

    Attributes:
        kind: ``insert`` or ``update``.
        type: the record type.
        id: the record.
        values: field → value; none is empty.
    """

    kind: Literal["insert", "update"]
    type: str
    id: str
    values: Mapping[str, Value]


def _key_part(value: Value) -> str:
    return "" if value is None else same_text_key(str(value))


class Known:
    """Records by id and by what makes them the same; grows as rows are planned.

    Args:
        existing: the records of each type that the import may change or refer to.
    """

    def __init__(self, existing: Mapping[str, Sequence[Record]]) -> None:
        self._records: dict[str, dict[str, dict[str, Value]]] = defaultdict(dict)
        self._index: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        for type_name, records in existing.items():
            for record in records:
                self._add(type_name, str(record["id"]), record)

    def _add(self, type_name: str, record_id: str, values: Record) -> None:
        self._records[type_name][record_id] = dict(values)
        self._index[type_name, self._key(type_name, values)].append(record_id)

    @staticmethod
    def _key(type_name: str, values: Record) -> tuple[str, ...]:
        if type_name == "document":
            return (document_key(str(values.get("number") or "")),)
        return tuple(_key_part(values.get(name)) for name in TYPES[type_name].natural_key)

    def get(self, type_name: str, record_id: str) -> dict[str, Value]:
        """Give a record as it stands or is planned; empty for one not known."""
        return self._records[type_name].get(record_id, {})

    def same(self, type_name: str, values: Record) -> list[str]:
        """Give the ids of the records that are what these values say, in the order they were made."""
        return list(self._index.get((type_name, self._key(type_name, values)), ()))

    def people(self, name: str) -> list[str]:
        """Give the ids of the officers of this name; a form of address in front does not count."""
        return self.same("officer", {"full_name": name}) or self.same("officer", {"full_name": bare_name(name)})

    def titled(self, type_name: str, title: str) -> list[str]:
        """Give the ids of the records of a type with this title."""
        wanted, field = same_text_key(title), TYPES[type_name].title
        return [key for key, record in self._records[type_name].items() if _key_part(record.get(field)) == wanted]

    def take(self, change: Change) -> None:
        """Take a planned change as done."""
        if change.kind == "insert":
            self._add(change.type, change.id, {"id": change.id, **change.values})
        else:
            self._records[change.type][change.id].update(change.values)


def differences(type_name: str, before: Record, wanted: Mapping[str, Value]) -> dict[str, Value]:
    """Give what a row changes in a record: values that are there and different; it never empties a field."""
    keys = TYPES[type_name].natural_key
    found: dict[str, Value] = {}
    for name, value in wanted.items():
        old = before.get(name)
        if value is None or value == [] or old == value:
            continue
        if name in keys and _key_part(old) == _key_part(value):
            continue
        if isinstance(old, list) and isinstance(value, list) and sorted(old) == sorted(value):
            continue
        found[name] = value
    return found
