"""The catalogue of units: dated data that the Sở keeps, asked about a given day.

Nothing here knows a district by name. Units begin, are renamed, absorbed, split and end; each state is a row
with the days on which it stands, and rows point to what they came from and went into. ``valid_to`` is the
last day on which a row stands. The divisions of a unit are rows of kind ``division`` under it; ``it_host``
marks the one in which Điều 5 places the officer.

People write the name of a division as they please ("P. VH&TT", "phòng văn hóa - thông tin huyện Lạng Giang");
:meth:`Catalogue.recognise` finds the row meant, and nothing where two could be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal, cast

from bgit_desktop.core.days import as_date
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.text import fold

UnitKind = Literal["department", "agency", "district", "city", "town", "division", "province"]
DISTRICT_KINDS: Final[frozenset[str]] = frozenset({"district", "city", "town"})

RECEIVING_CODE: Final = "STTTT"
"""The Sở that the regulation names as receiving department (Điều 9); its dated successors follow it."""

PROVINCE_CODE: Final = "UBNDT"
"""UBND tỉnh, which stands above every unit; its dated successors follow it."""

# Words by which a division's name may begin, short and long.
_FIRST_WORDS: Final = {"p": "phong", "pg": "phong", "vp": "van phong", "tt": "trung tam"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or a division of one, as it stands between two days.

    Attributes:
        id: the record's id.
        code: its code: the statistics office's for a district, an abbreviation for a department.
        name: official name.
        short_name: what lists show.
        aliases: what else people call it.
        kind: department, agency, district, city, town, division, or province for UBND tỉnh itself.
        parent: id of the unit it belongs to, or None.
        valid_from: first day it stands; None where it always has.
        valid_to: last day it stands; None while it does.
        in_scope: the regulation covers it (Điều 2).
        it_host: Điều 5 places the dedicated officer here.
        predecessors: ids of what it came from.
        successors: ids of what it went into.
        document: legal basis.
    """

    id: str
    code: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: UnitKind = "division"
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    in_scope: bool = True
    it_host: bool = False
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    document: str = ""

    @classmethod
    def from_record(cls, record: Record) -> Unit:
        """Build a unit from a ``unit`` record (and its ``id``)."""
        in_scope = record.get("in_scope")
        return cls(
            id=_text(record.get("id")),
            code=_text(record.get("code")),
            name=_text(record.get("name")),
            short_name=_text(record.get("short_name")),
            aliases=_texts(record.get("aliases")),
            kind=cast("UnitKind", _text(record.get("kind")) or "division"),
            parent=_text(record.get("parent")) or None,
            valid_from=as_date(record.get("valid_from")),
            valid_to=as_date(record.get("valid_to")),
            in_scope=in_scope is None or bool(in_scope),
            it_host=bool(record.get("it_host")),
            predecessors=_texts(record.get("predecessors")),
            successors=_texts(record.get("successors")),
            document=_text(record.get("document")),
        )

    @classmethod
    def named(cls, code: str, name: str) -> Unit:
        """Give a unit of which only code and name are known yet: the rest comes with the Sở's catalogue."""
        levels: tuple[tuple[str, UnitKind], ...] = (("huyện", "district"), ("thị xã", "town"), ("thành phố", "city"))
        kind: UnitKind = next((kind for word, kind in levels if word in name.lower()), "department")
        return cls(id="", code=code, name=name, kind=kind)

    @property
    def label(self) -> str:
        """What lists show: the short name, or the name where there is none."""
        return self.short_name or self.name

    @property
    def is_district(self) -> bool:
        """It belongs to the district level, whatever it is called now (huyện, thành phố, thị xã)."""
        return self.kind in DISTRICT_KINDS

    @property
    def is_division(self) -> bool:
        """It is a part of another unit, not a unit of its own."""
        return self.kind == "division"

    def stands_on(self, day: date) -> bool:
        """Tell whether it exists on a day; both ends of its time count."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()


@lru_cache(maxsize=8192)
def recognition_key(text: str) -> str:
    """Give the key under which the ways to write one name meet.

    Marks, case, spaces and punctuation are dropped, so are "&" and "và"; a short first word is written out.
    """
    words = [word for word in fold(text).split() if word != "va"]
    if words:
        words[0] = _FIRST_WORDS.get(words[0], words[0])
    return "".join(words).replace(" ", "")


class Catalogue:
    """All units known, asked by code, day and name.

    Args:
        units: the rows; the order does not matter, answers are ordered by code.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = sorted(units, key=lambda unit: (unit.code, unit.valid_from or date.min, unit.id))
        self._by_id = {unit.id: unit for unit in self._units}
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._children: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._units:
            if unit.code:
                self._by_code[unit.code].append(unit)
        for unit in self._units:
            if unit.parent is not None:
                self._children[self._stem(unit.parent)].append(unit)
        self._names: dict[str | None, dict[str, list[Unit]]] = {}

    @classmethod
    def from_records(cls, records: Iterable[Record]) -> Catalogue:
        """Build the catalogue from ``unit`` records."""
        return cls(Unit.from_record(record) for record in records)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def _stem(self, unit_id: str) -> str:
        """Give what the dated rows of one unit have in common: a huyện that became a thị xã keeps its divisions."""
        unit = self._by_id.get(unit_id)
        return unit.code if unit is not None and unit.code else unit_id

    def by_id(self, unit_id: str) -> Unit | None:
        """Find a unit by its record's id."""
        return self._by_id.get(unit_id)

    def by_code(self, code: str, day: date | None = None) -> Unit | None:
        """Find a unit by its code.

        Args:
            code: the unit's code.
            day: where several rows carry the code, the one standing on this day is meant.

        Returns:
            The row standing that day; else the latest one; None where no row has the code.
        """
        rows = self._by_code.get(code)
        if not rows:
            return None
        if day is not None:
            for row in reversed(rows):
                if row.stands_on(day):
                    return row
        return rows[-1]

    def doubled(self) -> list[tuple[Unit, Unit, date | None]]:
        """Give the pairs of units that carry one code on one day, with the first such day; None for no beginning."""
        found = []
        for rows in self._by_code.values():
            for one, other in combinations(rows, 2):
                first = max((each.valid_from for each in (one, other) if each.valid_from), default=None)
                last = min((each.valid_to for each in (one, other) if each.valid_to), default=None)
                if first is None or last is None or first <= last:
                    found.append((one, other, first))
        return found

    def by_typed_code(self, text: str) -> Unit | None:
        """Find a unit by a code as people type it: case and marks apart ("sgdđt"), where only one is meant."""
        if exact := self.by_code(text.strip()):
            return exact
        folded = fold(text)
        codes = {code for code in self._by_code if fold(code) == folded}
        return self.by_code(codes.pop()) if len(codes) == 1 else None

    def ended_on(self, code: str) -> date | None:
        """Give the last day on which a unit stands, whatever it was called; None where it has no end or is not known."""
        ends = [row.valid_to for row in self._by_code.get(code, ())]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    def standing_on(self, day: date) -> list[Unit]:
        """Give all units and divisions that stand on a day, by code."""
        return [unit for unit in self._units if unit.stands_on(day)]

    def bound_on(self, day: date) -> list[Unit]:
        """Give the units bound on a day (Điều 2): standing, in scope, no division of another."""
        return [unit for unit in self._units if not unit.is_division and unit.in_scope and unit.stands_on(day)]

    def divisions_of(self, unit: Unit, day: date | None = None) -> list[Unit]:
        """Give the divisions of a unit that stand on a day, or all there ever were, by code."""
        rows = self._children.get(self._stem(unit.id), [])
        return [row for row in rows if row.is_division and (day is None or row.stands_on(day))]

    def it_hosts_of(self, unit: Unit, day: date) -> list[Unit]:
        """Give the divisions in which Điều 5 places the officers of a unit on a day, by code."""
        return [row for row in self.divisions_of(unit, day) if row.it_host]

    def it_host_of(self, unit: Unit, day: date) -> Unit | None:
        """Give the first of :meth:`it_hosts_of`, or None."""
        return next(iter(self.it_hosts_of(unit, day)), None)

    def successors_on(self, unit: Unit, day: date) -> list[Unit]:
        """Follow a unit to what stands in its place on a day.

        Returns:
            The unit itself where it stands, else those of its successors, near or far, that do.
        """
        found: list[Unit] = []
        seen: set[str] = set()
        waiting = [unit.id]
        while waiting:
            current = self._by_id.get(waiting.pop(0))
            if current is None or current.id in seen:
                continue
            seen.add(current.id)
            if current.stands_on(day):
                found.append(current)
            else:
                waiting += current.successors
                waiting += [other.id for other in self._units if current.id in other.predecessors]
        return found

    def in_its_place(self, code: str, day: date) -> str:
        """Give the code of the unit that stands in the place of another on a day.

        Returns:
            The unit's own code while it stands, and where nothing took its place; the first of several successors.
        """
        unit = self.by_code(code, day)
        if unit is None or unit.stands_on(day):
            return code
        heirs = [row for row in self.successors_on(unit, day) if row.code and not row.is_division]
        return heirs[0].code if heirs else code

    def bound_between(self, start: date, end: date) -> list[Unit]:
        """Give the units bound on any day of a window, one row a code, by code: the latest row that was."""
        found: dict[str, Unit] = {}
        for unit in self._units:
            begun = unit.valid_from is None or unit.valid_from <= end
            if unit.in_scope and not unit.is_division and begun and (unit.valid_to is None or start <= unit.valid_to):
                found[unit.code] = unit
        return [found[code] for code in sorted(found)]

    def receiving_department(self, day: date) -> Unit | None:
        """Give the Sở that receives reports on a day: the one that Điều 9 names, or what took its place."""
        named = self.by_code(RECEIVING_CODE)
        return next(iter(self.successors_on(named, day)), None) if named else None

    def province(self, day: date) -> Unit | None:
        """Give UBND tỉnh as it is called on a day: the row of 2013, or what took its place."""
        named = self.by_code(PROVINCE_CODE, day)
        return next(iter(self.successors_on(named, day)), named) if named else None

    def duties_of(self, unit: Unit, day: date) -> str:
        """Give the clause of a unit's duties: 9.1 for the receiving Sở, 6.2 for districts, else 6.1."""
        if unit.is_district:
            return "QyD.6.2"
        receiver = self.receiving_department(day)
        return "QyD.9.1" if receiver is not None and receiver.id == unit.id else "QyD.6.1"

    def recognise(self, text: str, within: Unit | None = None, day: date | None = None) -> Unit | None:
        """Find the unit or division that a text names.

        Args:
            text: a name, short name or alias, as somebody wrote it.
            within: look among the divisions of this unit; among the units themselves where None.
            day: only what stands on this day; whatever there ever was where None.

        Returns:
            The one row meant; None where none is, or more than one.
        """
        names = self._names_within(within)
        for key in self._keys_of(text, within):
            rows = [row for row in names.get(key, []) if day is None or row.stands_on(day)]
            if len({row.code or row.id for row in rows}) == 1:  # the dated rows of one unit are one: the latest
                return rows[-1]
        return None

    def _names_within(self, within: Unit | None) -> dict[str, list[Unit]]:
        scope = self._stem(within.id) if within else None
        names = self._names.get(scope)
        if names is None:
            units = [row for row in self._units if not row.is_division]
            rows = self.divisions_of(within) if within else units
            names = self._names[scope] = defaultdict(list)
            for row in rows:
                written = (row.code, row.name, row.short_name, *row.aliases)
                for key in {recognition_key(name) for name in written} - {""}:
                    names[key].append(row)
        return names

    def _keys_of(self, text: str, within: Unit | None) -> Iterator[str]:
        """Give the key of a text, then its keys without the name of the unit around it at the end."""
        key = recognition_key(text)
        yield key
        if within is not None:
            around = {recognition_key(name) for name in (within.name, within.short_name, *within.aliases)}
            for tail in sorted(around, key=len, reverse=True):
                if tail and key.endswith(tail) and len(key) > len(tail):
                    yield key[: -len(tail)]
