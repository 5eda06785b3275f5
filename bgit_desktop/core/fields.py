"""The one declaration: what a record type and its fields are.

A :class:`RecordType` is declared once (``core/types/``) and everything else is made from it: the table and its
triggers (``store/schema.py``), the form, the list with its columns and filter bar, the Excel sheet and its import
mapping, the package's allow-list, the search index, the printed list. Adding a field is one line there and one
``ALTER TABLE`` in ``db/migrations``.

Values in memory are plain: ``str`` for text, dates (``YYYY-MM-DD``), times (``YYYY-MM-DDTHH:MM``), choices, codes,
clauses and references (a UUID); ``int``, ``float``, ``bool``; ``list[str]`` for lists; ``None`` for empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from bgit_desktop.core.i18n import Label

Value: TypeAlias = str | int | float | bool | list[str] | None
Record: TypeAlias = Mapping[str, Value]

Kind = Literal[
    "text",  # one line
    "long",  # several lines
    "date",
    "datetime",
    "int",
    "number",
    "bool",
    "choice",  # a fixed enumeration, declared here
    "code",  # a row of a code table (type ``code``), dated and editable by the Sở
    "clause",  # a clause id such as QyD.6.2.b (type ``clause``)
    "ref",  # one record of another type, by id
    "refs",  # several records of another type, by id
    "list",  # several texts
]

LIST_KINDS: frozenset[Kind] = frozenset({"refs", "list"})

Scope = Literal["unit", "province"]

MASK = "•••••"
"""What stands for a restricted value wherever nobody has asked to see it."""

SEALABLE: frozenset[Kind] = frozenset({"text", "long", "date", "datetime", "choice", "ref"})
"""Kinds a restricted field may have: columns that also hold the text of a reference."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fixed enumeration: what is stored and how people read it."""

    value: str
    label: Label
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type, with all that any layer needs to know of it.

    Attributes:
        name: what the command line, Excel and packages call it.
        label: how people read it.
        kind: see :data:`Kind`.
        required: a record is not saved without it.
        choices: the enumeration of a ``choice``, or of the entries of a ``list``.
        codes: the code table of a ``code`` (column ``list`` of type ``code``).
        target: the record type of a ``ref`` or ``refs``; ``unit`` where a ``list`` holds units' codes, ``type`` where a
            ``text`` is the name of a record type.
        section: heading under which the form shows it.
        width: width in characters as a column of the list; 0 keeps it out of the list at first.
        filter: offered in the filter bar.
        searchable: its words are in the search index.
        aliases: what Excel headers call it besides its label and name.
        by_province: the Sở may write it in a unit's record (an answer, a receipt).
        merge: ``conflict`` shows concurrent values to a person; ``max`` takes the larger one silently.
        minimum: least value of an ``int`` or ``number``.
        maximum: greatest value of an ``int`` or ``number``.
        help: what to type, shown under the field's label.
        default: value a new form starts with.
        blob: it holds the SHA-256 of a file in ``attachments/``, which travels only where somebody chose to.
        fixed_when: (field, values): while that field has one of these values, this one cannot be changed.
        restricted: its value is journaled by reference and stays on this PC unless somebody chose otherwise: True for
            every record, ``(field, value)`` for the records whose field has that value.
        by_program: the program fills it in; no form asks for it.
        points: the points of Điều 6 that ask for it ("bcd"); "" where it is asked for whatever the record's clause.
    """

    name: str
    label: Label
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    codes: str = ""
    target: str = ""
    section: Label | None = None
    width: int = 0
    filter: bool = False
    searchable: bool = False
    aliases: tuple[str, ...] = ()
    by_province: bool = False
    merge: Literal["conflict", "max"] = "conflict"
    minimum: float | None = None
    maximum: float | None = None
    help: Label | None = None
    default: Value = None
    blob: bool = False
    restricted: bool | tuple[str, str] = False
    fixed_when: tuple[str, tuple[str, ...]] | None = None
    by_program: bool = False
    points: str = ""

    def asked_under(self, clause: str) -> bool:
        """Tell whether a record under a clause is asked for it; one without a clause is asked for what all are."""
        article, _, point = clause.rpartition(".")
        if not self.points or article not in ("QyD.6.1", "QyD.6.2"):
            return not self.points or bool(article)
        return bool(point) and point in self.points

    def choice_label(self, value: str) -> str:
        """Give the label of a choice in the current language; the value itself where it is unknown."""
        return next((str(choice.label) for choice in self.choices if choice.value == value), value)


@dataclass(frozen=True)
class RecordType:
    """A kind of record.

    Attributes:
        name: TYPE of the command line and ``table`` of the journal's lines.
        number: stands for the type inside the database; never reused.
        label: singular, for buttons and titles.
        plural: for lists.
        scope: who writes it: each unit its own, or only the province.
        fields: in the order of the form.
        title: the field that names a record in lists and references.
        parent: the reference field that places the record inside another one (a degree in its officer), or "".
        sort: the field a list is sorted by at first; "-" in front for falling order.
        province_sort: the same for the Sở's list over all units, where that is another.
        person: the title is a person's name and sorts by tên, họ, đệm.
        clause: the clause of the regulation that asks for it.
        empty: what an empty list teaches.
        aliases: sheet titles by which an Excel list of this type is recognised.
        made: the program writes it by itself; nobody adds, changes or deletes one by hand.
        same: the fields that make two records the same thing, by which an Excel row finds its record; its parent and
            title where it is empty.
        flat: a row of its parent's Excel list may hold it too (the degree in a list of officers).
    """

    name: str
    number: int
    label: Label
    plural: Label
    scope: Scope
    fields: tuple[Field, ...]
    title: str
    parent: str = ""
    sort: str = ""
    province_sort: str = ""
    person: bool = False
    clause: str = ""
    empty: Label | None = None
    aliases: tuple[str, ...] = field(default=())
    made: bool = False
    same: tuple[str, ...] = ()
    flat: bool = False

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by name."""
        return {each.name: each for each in self.fields}

    @cached_property
    def searchable(self) -> tuple[Field, ...]:
        """The fields whose words are searched."""
        return tuple(each for each in self.fields if each.searchable)

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields shown as columns of a list at first."""
        return tuple(each for each in self.fields if each.width)

    @cached_property
    def filters(self) -> tuple[Field, ...]:
        """The fields offered in the filter bar."""
        return tuple(each for each in self.fields if each.filter)

    @property
    def attached(self) -> bool:
        """Whether a record of it is only made from the record it belongs to, never by itself."""
        return any(each.required and each.by_program for each in self.fields)

    @property
    def natural_key(self) -> tuple[str, ...]:
        """The fields that make two records of this type the same thing."""
        return self.same or ((self.parent, self.title) if self.parent else (self.title,))

    @property
    def from_sheets(self) -> bool:
        """Whether lists of it are taken in from Excel: not where a row may hold what is restricted."""
        return (
            not self.made and not self.attached and not any(isinstance(each.restricted, tuple) for each in self.fields)
        )

    @property
    def default_sort(self) -> str:
        """The field a list is sorted by at first."""
        return self.sort or self.title

    def sort_at(self, *, province: bool) -> str:
        """Give the field the window's list is sorted by at first, at the Sở or in a unit."""
        return (self.province_sort if province else "") or self.default_sort
