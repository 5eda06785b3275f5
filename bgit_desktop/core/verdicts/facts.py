"""What the rules look at: the records, the units, the work calendar and the day, gathered once and never changed.

A rule reads nothing but these facts, so that the same facts give the same verdicts, byte for byte. Records are held by
type; what a rule asks of one unit or of one parent record is grouped the first time it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import Final

from bgit_desktop.core.catalogue import RECEIVING_CODE, Catalogue, Unit
from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import Period, Window, WorkCalendar, as_date
from bgit_desktop.core.reporting import Due, due_for
from bgit_desktop.core.text import name_key
from bgit_desktop.core.verdicts.scope import Scope, officer_scope, text_of

SENT: Final = ("sent", "received", "returned", "accepted")
"""States of a report that has left the unit."""
PERIODIC: Final = "periodic"
"""Kind of the reports that Điều 7.1 asks for by period."""


@dataclass(frozen=True)
class Facts:
    """The facts of one asking.

    Attributes:
        catalogue: the units.
        day: the day asked for; what is dated later does not count.
        units: codes of the units asked about.
        records: the records by type, with ``id`` and ``unit``; a type that was not gathered has none.
        calendar: which days are worked.
        asked: the period asked for; None for the one that contains the day.
        at_department: whether this is the Sở's store, in which nothing is known of what a unit did not send.
        home: code of the unit whose store this is.
        moments: report's id → the day it was marked as sent there, the day it was taken in here.
        documents: ids of the documents on file; None takes each named one as there.
        named: the incidents and awards were asked for by their ids: they are judged whatever their dates.
        ended: clause → the last day it was in force, for those that ended before the day.
    """

    catalogue: Catalogue
    day: date
    units: tuple[str, ...]
    records: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    asked: Period | None = None
    at_department: bool = False
    home: str = ""
    moments: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    documents: Collection[str] | None = None
    named: bool = False
    ended: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def _groups(self) -> dict[tuple[str, str], dict[str, list[Record]]]:
        return {}

    def all(self, type_name: str) -> Sequence[Record]:
        """Give the records of a type."""
        return self.records.get(type_name, ())

    def by(self, type_name: str, name: str, value: str) -> Sequence[Record]:
        """Give the records of a type whose field has a value; ``unit`` is asked for like a field."""
        groups = self._groups.get((type_name, name))
        if groups is None:
            groups = self._groups[type_name, name] = defaultdict(list)
            for record in sorted(self.all(type_name), key=itemgetter("id")):
                value_of = record.get(name)
                groups[value_of if isinstance(value_of, str) else ""].append(record)
        return groups.get(value, ())

    def of(self, type_name: str, unit: str) -> Sequence[Record]:
        """Give a unit's records of a type, by id."""
        return self.by(type_name, "unit", unit)

    # -- people ------------------------------------------------------------------------------------------------------

    @cached_property
    def _people(self) -> dict[str, list[tuple[Record, Scope]]]:
        return {}

    def people(self, unit: str) -> list[tuple[Record, Scope]]:
        """Give a unit's officers by tên, họ, đệm, each with whether the clauses bind that officer on the day."""
        found = self._people.get(unit)
        if found is None:
            rows = sorted(
                self.of("officer", unit), key=lambda each: (name_key(text_of(each, "full_name")), text_of(each, "id"))
            )
            found = [(officer, officer_scope(self.catalogue, officer, self.day)) for officer in rows]
            self._people[unit] = found
        return found

    # -- periods -----------------------------------------------------------------------------------------------------

    @cached_property
    def _dues(self) -> dict[tuple[Period, str], Due]:
        return {}

    def due(self, period: Period, unit: str) -> Due:
        """Give what is asked of a unit for a period, with the window of its data."""
        key = (period, unit)
        found = self._dues.get(key)
        if found is None:
            found = self._dues[key] = due_for(period, unit, self.all("deadline"), self.all("extension"), self.calendar)
        return found

    def window(self, period: Period, unit: str) -> Window:
        """Give the days whose data belong to a period: those of the Sở's deadline, else the calendar's."""
        return self.due(period, unit).window

    def period_of(self, unit: str) -> Period:
        """Give the period judged: the one asked for, else the half-year whose window contains the day."""
        if self.asked is not None:
            return self.asked
        half = Period.half_year_of(self.day)
        for each in (half, half.following, half.previous):
            due = self.due(each, unit)
            if (due.document or due.draft) and due.window.contains(self.day):
                return each
        return half

    def inside(self, window: Window) -> date:
        """Give the day by which a unit is looked up for a window: the day asked for, kept within the window."""
        return max(window.start, min(self.day, window.end))

    @property
    def year(self) -> int:
        """The year judged where a clause speaks of a year."""
        return self.asked.year if self.asked is not None else self.day.year

    def dated_by(self, record: Record, name: str) -> date | None:
        """Give a date of a record; None where it is empty or lies after the day asked for."""
        found = as_date(record.get(name))
        return found if found is not None and found <= self.day else None

    def known_sent(self, report: Record) -> date | None:
        """Give the day a report was sent: noted by the unit, else the day it was marked as sent."""
        noted = as_date(report.get("sent_on"))
        moments = self.moments.get(text_of(report, "id"))
        return noted or (moments[0] if moments else None)

    def sent_on(self, report: Record) -> date | None:
        """Give the day a report was sent, where it is known and not after the day asked for."""
        found = self.known_sent(report)
        return found if found is not None and found <= self.day else None

    def received_on(self, report: Record) -> date | None:
        """Give the day the Sở received a report: noted by the Sở, else the day it came into the Sở's store."""
        found = as_date(report.get("received_on"))
        if found is None and self.at_department:
            moments = self.moments.get(text_of(report, "id"))
            found = moments[1] if moments else None
        return found if found is not None and found <= self.day else None

    # -- the Sở ------------------------------------------------------------------------------------------------------

    def department(self, day: date) -> Unit | None:
        """Give the Sở of Điều 9 on a day."""
        if day not in self._departments:
            self._departments[day] = self.catalogue.receiving_department(day)
        return self._departments[day]

    @cached_property
    def _departments(self) -> dict[date, Unit | None]:
        return {}

    def is_department(self, code: str, day: date) -> bool:
        """Tell whether a unit is the Sở of Điều 9 on a day, or wrote in its store."""
        found = self.department(day)
        return code == RECEIVING_CODE or (found is not None and found.code == code)


def names_of(units: Iterable[Unit]) -> str:
    """Name units in a sentence."""
    return ", ".join(unit.label for unit in units)
