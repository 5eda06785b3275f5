"""Lines of one shape, brought into the columns' order and form: the work is planned once, then done row after row.

Thousands of lines of a package name the same fields with JSON values of the same types. What such a *shape* needs
(which column each value goes to, which values have to be checked or changed) is found when it is first met. A text or
a number is right by its type alone; dates, references, lists and truth values are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
class Spelling:
    """How long the canonical text of fields is, where no letter is escaped in it.

    Attributes:
        fixed: characters beside the values, and those of references.
        texts: places of the values that stand as they are.
        integers: places of the numbers.
        truths: places of the truth values.
    """

    fixed: int
    texts: tuple[int, ...]
    integers: tuple[int, ...]
    truths: tuple[int, ...]

    def rest(self, columns: Sequence[Sequence[Any]]) -> int:
        """Give the characters of the values of some lines, beside what is fixed.

        Args:
            columns: for each place, what columns hold of the lines' values there.
        """
        found = 0
        for place in self.texts:
            found += sum(map(len, columns[place]))
        for place in self.integers:
            found += len("".join(map(str, columns[place])))
        for place in self.truths:
            found += 5 * len(columns[place]) - sum(columns[place])
        return found


@dataclass(frozen=True, slots=True)
class Shape:
    """How lines of one shape go into a record type's columns.

    Attributes:
        columns: (place among the line's fields, column) of each declared field.
        checked: (place, reader) of the values that their type does not settle.
        spelling: how long the fields are in canonical spelling; None where the text cannot be written again from the
            row alone.
        unknown: the line has fields that this version does not know.
        marked: every field is one that the province may write.
    """

    columns: tuple[tuple[int, int], ...]
    checked: tuple[tuple[int, FromJson], ...]
    spelling: Spelling | None
    unknown: bool
    marked: bool

    def cells(self, fields: Mapping[str, Any]) -> list[tuple[int, SqlValue]]:
        """Give (column, value) of each declared field of a line.

        Raises:
            WrongField: a value has the wrong type.
        """
        values = list(fields.values())
        try:
            for place, reader in self.checked:
                values[place] = reader(values[place])
        except WrongType:
            raise WrongField(list(fields)[place]) from None
        return [(column, values[place]) for place, column in self.columns]


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
    marked = {each.name for each in kind.fields if each.by_province}
    return Shape(
        columns=tuple((places[each.name], column) for column, each in enumerate(kind.fields) if each.name in places),
        checked=tuple(checked),
        spelling=_spelling(table, fields),
        unknown=any(name not in readers for name in fields),
        marked=marked.issuperset(fields),
    )


def _spelling(table: str, fields: Mapping[str, Any]) -> Spelling | None:
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
            fixed += UUID_LENGTH + 2
        elif type(value) is str and kind != "ref":
            fixed += 2
            texts.append(place)
        elif type(value) is list:
            texts.append(place)  # in the column as JSON text already
        else:
            return None  # NULL says nothing in a row, and a fraction may be spelled in many ways
    return Spelling(fixed, tuple(texts), tuple(integers), tuple(truths))
