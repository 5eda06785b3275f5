"""What list pages ask for: rows as people read them, the order of long lists, what a filter offers, verdicts of rows.

The same for every record type, from its declaration. A list asks for its first rows at once; the whole order of a list
that is filtered or sorted by something other than its title is found off the window's thread (:func:`order`).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.fields import Field, Record, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.states import State
from bgit_desktop.services.context import Session
from bgit_desktop.services.display import Display, titles
from bgit_desktop.store import ordering, records
from bgit_desktop.store.records import Query

__all__ = ["Lister", "Option", "Query", "Row", "filter_options", "options", "order", "title_of", "unit_options"]

MAX_OPTIONS = 300
"""How many different texts a filter offers."""

MANY = 10_000
"""From so many records on, what counting them has read is let go: 5 MB of 100,000."""

UNIT = "unit"
"""Name of the column that shows whose record it is (in the Sở's lists)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list.

    Attributes:
        id: the record.
        unit: code of the unit it belongs to.
        cells: the texts of the columns asked for; "" where empty.
    """

    id: str
    unit: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen, and how people read it."""

    value: Value
    label: str


class Lister:
    """Reads rows of one record type for a list on the screen.

    Args:
        session: the session.
        kind: the record type.
    """

    def __init__(self, session: Session, kind: RecordType) -> None:
        self._session = session
        self._kind = kind
        self._display = Display(session)

    def forget(self) -> None:
        """Read labels anew at the next call: other records may have changed."""
        self._display = Display(self._session)

    def first(self, query: Query, columns: Sequence[str], limit: int, offset: int = 0) -> list[Row]:
        """Give some rows of a query in its order."""
        if query.search.strip() and not offset and query.sort.removeprefix("-") == self._kind.title:
            return self._rows(ordering.first_found(self._session.store.db, query, limit), columns)
        found = records.select(self._session.store.db, replace(query, limit=limit, offset=offset))
        return self._rows(found, columns)

    def at(self, numbers: Sequence[int], columns: Sequence[str]) -> list[Row]:
        """Give the rows of some row numbers (see :func:`order`)."""
        return self._rows(ordering.read(self._session.store.db, self._kind, numbers), columns)

    def count(self, query: Query) -> int:
        """Count the records a query asks for."""
        found = records.count(self._session.store.db, query)
        if found > MANY:
            self._session.store.let_go()
        return found

    def place(self, query: Query, record_id: str, known: array[int] | None) -> int | None:
        """Give the row in which a record stands; None where it is not in the list, or not cheaply found."""
        db = self._session.store.db
        if known is not None:
            number = ordering.number_of(db, self._kind, record_id)
            return known.index(number) if number is not None and number in known else None
        plain = query.plain
        if plain and query.sort.removeprefix("-") == self._kind.title:
            return ordering.place_by_title(db, self._kind, record_id, falling=query.sort.startswith("-"))
        return None

    def _rows(self, found: Sequence[Record], columns: Sequence[str]) -> list[Row]:
        fields = [self._kind.by_name.get(name) for name in columns]
        self._display.prepare([field for field in fields if field is not None], found)
        text = self._display.text
        units = self._display.units if UNIT in columns else {}
        rows = []
        for record in found:
            unit = str(record["unit"])
            cells = [
                units.get(unit, unit)
                if field is None
                else clause_name(str(record[field.name] or ""))
                if field.kind == "clause"
                else text(field, record.get(field.name))
                for field in fields
            ]
            rows.append(Row(str(record["id"]), unit, tuple(cells)))
        return rows


def names_units(session: Session, kind: RecordType) -> bool:
    """Tell whether a list shows whose a record is: the Sở's do, and a unit's that carries on what another has left."""
    if kind.scope != "unit" or session.is_province:
        return kind.scope == "unit"
    ended = Query("unit", ranges=(("valid_to", "0001-01-01", None),))  # the whole catalogue is dear at the start
    if not records.count(session.store.db, ended):
        return False
    return bool(session.heirs().taken_over(session.unit, session.today()))


def order(session: Session, query: Query, state: State | None = None) -> array[int]:
    """Find the whole order of a list, as row numbers; dear for long lists, so off the window's thread.

    Args:
        session: a session of the thread.
        query: the list.
        state: only officers whose verdict under Điều 4 is this.
    """
    keep = None if state is None else _with_state(session, state)
    return ordering.numbers(session.store.db, query, keep)


def _with_state(session: Session, state: State) -> set[str]:
    from bgit_desktop.services import verdicts  # its rules are only needed where officers are judged

    return {
        each.subject
        for each in verdicts.verdicts(session, clauses=("QyD.4",))
        if each.subject_type == "officer" and each.clause == "QyD.4" and each.verdict == state
    }


def officer_states(session: Session, ids: Sequence[str]) -> dict[str, State]:
    """Give the verdict under Điều 4 of some officers, for the rows on the screen."""
    from bgit_desktop.services import verdicts

    return {
        officer: each.verdict
        for officer, found in verdicts.of_records(session, "officer", ids, clauses=("QyD.4",)).items()
        for each in found
        if each.clause == "QyD.4"
    }


def filter_options(session: Session, kind: RecordType, field: Field) -> list[Option]:
    """Give what a filter offers: declared choices, codes, clauses, or the texts that occur."""
    if field.kind in ("choice", "bool", "code", "clause"):
        return options(session, field)
    found = records.distinct(session.store.db, kind, field.name, MAX_OPTIONS)
    return [Option(each, Display(session).text(field, each)) for each in found]


def options(session: Session, field: Field) -> list[Option]:
    """Give what can be chosen for a field with a closed list of values."""
    match field.kind:
        case "choice":
            return [Option(each.value, str(each.label)) for each in field.choices]
        case "bool":
            return [Option(True, tr("Có")), Option(False, tr("Không"))]
        case "code":
            labels = session.code_labels(field.codes)
            show_code = field.codes == "grade"  # officials know a grade by its number
            return [Option(code, f"{code} — {label}" if show_code else label) for code, label in labels.items()]
        case "clause":
            return [Option(code, f"{clause_name(code)} — {label}") for code, label in session.clause_labels().items()]
        case _:
            return []


def clause_name(code: str) -> str:
    """Write a clause id the way people cite it: ``QyD.6.2.b`` → ``Điều 6.2.b``."""
    return f"Điều {code.removeprefix('QyD.')}" if code.startswith("QyD.") else code


def unit_options(session: Session, kind: RecordType) -> list[Option]:
    """Give the units that have records of a type, for the unit filter of the Sở."""
    names = Display(session).units
    found = records.group_count(session.store.db, Query(kind.name), "unit")
    return sorted(
        (Option(code, names.get(code, code)) for code in found if code),
        key=lambda each: (each.label.casefold(), str(each.value)),
    )


def title_of(session: Session, kind: RecordType, record_id: str) -> str:
    """Give the title of a record, also of one that was deleted; "" where it was never here."""
    return titles(session, kind, [record_id])[record_id]


def search_titles(session: Session, type_name: str, text: str, limit: int = 30) -> list[Option]:
    """Find records by words, for choosing one as a reference."""
    kind = TYPES[type_name]
    found = records.select(session.store.db, Query(type_name, search=text, sort=kind.title, limit=limit))
    return [Option(str(each["id"]), reference_label(kind, each)) for each in found]


def reference_label(kind: RecordType, record: Record) -> str:
    """Write a record so that it can be told from others of the same title."""
    extra = {"officer": "department", "document": "subject", "unit": "code", "course": "start_on"}.get(kind.name, "")
    title, more = str(record.get(kind.title) or "—"), record.get(extra) if extra else None
    return f"{title} — {more}" if more else title


def suggestions(session: Session, field: Field, unit: str = "") -> list[Option]:
    """Give what a text field suggests: the divisions of the unit for an officer's place of work."""
    if field.name != "department":
        return []
    catalogue, today = session.catalogue(), session.today()
    own = catalogue.by_code(unit or session.unit, today)
    return [Option(each.name, each.name) for each in catalogue.divisions_of(own, today)] if own else []


def person_label(session: Session, kind: RecordType, record_id: str) -> str:
    """Write a person so that two of the same name can be told apart: name, birth date, place of work."""
    found = records.select(session.store.db, Query(kind.name, where=(("id", record_id),)))
    if not found:
        return record_id
    shown = [found[0].get(name) for name in ("full_name", "birth_date", "department")]
    parts = [
        Display(session).text(kind.by_name[name], value)
        for name, value in zip(("full_name", "birth_date", "department"), shown, strict=True)
    ]
    return " · ".join(part for part in parts if part)


def own_part(session: Session) -> Catalogue:
    """Give the part of the catalogue that tells whose store this is: the unit's rows and its divisions.

    The whole catalogue costs several milliseconds, which the first paint does not have.
    """
    own = records.select(session.store.db, Query("unit", where=(("code", session.unit),)))
    inside = [
        row for unit in own for row in records.select(session.store.db, Query("unit", where=(("parent", unit["id"]),)))
    ]
    return Catalogue.from_records([*own, *inside])
