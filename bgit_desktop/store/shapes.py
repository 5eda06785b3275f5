"""Lines of one shape, brought into the columns' order and form: the work is planned once, then done row after row.

Thousands of lines of a package name the same fields with JSON values of the same types. What such a *shape* needs
(which column each value goes to, which values have to be checked or changed) is found when it is first met. A text or
a number is right by its type alone; dates, references, lists and truth values are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, TypeAlias

from bgit_desktop.core.operations import json_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.store.codec import RIGHT_BY_TYPE, FromJson, SqlValue, WrongType, json_readers

_KEPT: Final = 4096  # shapes; more come only from somebody who makes them up


class WrongField(ValueError):
    """A field's value has not the type the declaration asks for.

    Attributes:
        name: the field.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Shape:
    """How lines of one shape go into a record type's columns.

    Attributes:
        columns: (place among the line's fields, column) of each declared field.
        in_order: from the line's values, and None behind them, to all columns' values.
        checked: (place, reader) of the values that their type does not settle.
        length: gives how long the canonical text of the fields is, from what :meth:`values` gave, where no letter is
            escaped in it; None where the text cannot be written again from the row alone.
        unknown: the line has fields that this version does not know.
        marked: every field is one that the province may write.
    """

    columns: tuple[tuple[int, int], ...]
    in_order: Callable[[list[Any]], tuple[SqlValue, ...]]
    checked: tuple[tuple[int, FromJson], ...]
    length: Callable[[list[Any]], int] | None
    unknown: bool
    marked: bool

    def values(self, fields: Mapping[str, Any]) -> list[Any]:
        """Give a line's values as columns take them, in the line's order, and None behind them.

        Raises:
            WrongField: one has the wrong type.
        """
        values = [*fields.values(), None]
        try:
            for place, reader in self.checked:
                values[place] = reader(values[place])
        except WrongType:
            raise WrongField(list(fields)[place]) from None
        return values

    def cells(self, values: list[Any]) -> list[tuple[int, SqlValue]]:
        """Give (column, value) of each declared field from what :meth:`values` gave."""
        return [(column, values[place]) for place, column in self.columns]


Ready: TypeAlias = tuple[tuple[SqlValue, ...], bytes | None, str, bool]
"""What a line that inserts a record will need: the columns' values, sort key, words, whether it is canonical."""

UUID_LENGTH: Final = 36


@dataclass(frozen=True, slots=True)
class Frame:
    """What lines of one kind, on one table, by one person have in common in their canonical spelling.

    Attributes:
        opening: what stands between clock and row.
        closing: what stands after the fields.
        length: characters of the two, and of what else is there beside the fields, the numbers.
    """

    opening: str
    closing: str
    length: int

    @classmethod
    def of(cls, kind: str, table: str | None, actor: str) -> Frame:
        """Give the frame of a kind of line."""
        opening = f',"{kind}",null,null,' if table is None else f',"{kind}",{json_text(table)},"'
        closing = f",{json_text(actor)}]"
        return cls(opening, closing, len(f'[,{opening}",{closing}') + UUID_LENGTH)

    def is_canonical(self, line: bytes, seq: int, hlc: int, shape: Shape, values: list[Any]) -> bool:
        """Tell whether a line on a record is spelled as the record alone would be (docs/adr/0015)."""
        if shape.length is None:
            return False
        text = line.decode()
        wanted = self.length + len(str(seq)) + len(str(hlc)) + shape.length(values)
        return len(text) == wanted and "\\" not in text


class Shapes:
    """The shapes met so far."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Shape] = {}

    def of(self, table: str, fields: Mapping[str, Any]) -> Shape:
        """Give the shape of a line's fields.

        Args:
            table: a declared record type.
            fields: the line's fields.

        Raises:
            WrongField: a value has the wrong type.
        """
        key = (table, *fields, *map(type, fields.values()))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[key] = _plan(table, fields)
        return found


def _plan(table: str, fields: Mapping[str, Any]) -> Shape:
    kind, readers = TYPES[table], json_readers(table)
    places = {name: place for place, name in enumerate(fields)}
    checked = []
    for name, value in fields.items():
        reader = readers.get(name)
        if reader is None or value is None:
            continue
        if reader in RIGHT_BY_TYPE:
            try:
                reader(value)
            except WrongType:
                raise WrongField(name) from None
        else:
            checked.append((places[name], reader))
    order = [places.get(each.name, len(fields)) for each in kind.fields]
    marked = {each.name for each in kind.fields if each.by_province}
    return Shape(
        columns=tuple((places[each.name], column) for column, each in enumerate(kind.fields) if each.name in places),
        in_order=itemgetter(*order),
        checked=tuple(checked),
        length=_length(table, fields),
        unknown=any(name not in readers for name in fields),
        marked=marked.issuperset(fields),
    )


def _length(table: str, fields: Mapping[str, Any]) -> Callable[[list[Any]], int] | None:
    """Plan how long the canonical text is: one that is as long, and escapes nothing, is that very text."""
    by_name = TYPES[table].by_name
    if list(fields) != sorted(fields) or not by_name.keys() >= fields.keys():
        return None
    fixed = 2 + max(0, len(fields) - 1) + sum(len(name) + 3 for name in fields)
    texts, integers, truths = [], [], []
    for place, (name, value) in enumerate(fields.items()):
        kind = by_name[name].kind
        if type(value) is bool:
            truths.append(place)
        elif type(value) is int and kind != "bool":
            integers.append(place)
        elif type(value) is str and kind == "ref" and not by_name[name].restricted:
            fixed += 38
        elif type(value) is str and kind != "ref":
            fixed += 2
            texts.append(place)
        elif type(value) is list:
            texts.append(place)  # in the column as JSON text already
        else:
            return None  # NULL says nothing in a row, and a fraction may be spelled in many ways

    def length(values: list[Any]) -> int:
        found = fixed
        for place in texts:
            found += len(values[place])
        for place in integers:
            found += len(str(values[place]))
        for place in truths:
            found += 4 if values[place] else 5
        return found

    return length
