"""What a period holds: its records gathered once, with the names they refer to, and turned into a report's rows.

One :class:`Gathered` serves the composer, the document and the workbook, so that they can never disagree. Figures are
counted by :mod:`bgit_desktop.core.statistics`; the roster is that of the last day of the period, or of today where the
period still runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.periods import Period, Window, as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.reporting import Due
from bgit_desktop.core.text import name_key
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.core.verdicts.scope import service_scope
from bgit_desktop.services import verdicts as judging
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.report_letterhead import guidance
from bgit_desktop.services.report_model import CountedBy
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

Row = dict[str, Value]

_CLOSED_DIFFICULTIES = ("answered", "closed")


@dataclass(frozen=True)
class Places:
    """Under which unit each unit's records count.

    Attributes:
        of_ended: code of a unit that ended → code of the one under which its records count.
        left_out: codes of units whose records do not count: the Sở does not report to itself, whatever it is called.
    """

    of_ended: dict[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, session: Session, day: date | None, left_out: frozenset[str] = frozenset()) -> Places:
        """Find what stands in the place of ended units on a day; every unit in its own place where None."""
        if day is None:
            return cls({}, left_out)
        catalogue = session.catalogue()
        found = {code: catalogue.in_its_place(code, day) for code in session.heirs().since if code not in left_out}
        return cls({code: place for code, place in found.items() if place != code}, left_out)

    def units(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Give the units under which the records of some count, by code where any of them ended."""
        counting = (code for code in codes if code not in self.left_out)
        found = tuple(dict.fromkeys(self.of_ended.get(code, code) for code in counting))
        return tuple(sorted(found)) if self.of_ended else found

    def members(self, code: str) -> tuple[str, ...]:
        """Give the units whose records count under one."""
        return (code, *sorted(each for each, place in self.of_ended.items() if place == code))

    def counted(self, rows: list[Row]) -> list[Row]:
        """Give the rows that count, with the unit under which they do."""
        if self.left_out:
            rows = [row for row in rows if row["unit"] not in self.left_out]
        if not self.of_ended:
            return rows
        return [{**row, "unit": self.of_ended.get(str(row["unit"]), row["unit"])} for row in rows]


@dataclass(frozen=True)
class Gathered:
    """The records of one period, of one unit or of all.

    Attributes:
        period: the period.
        window: the days the figures cover.
        guide: what the Sở's guidance sets.
        units: codes of the units; one, or all of the province.
        today: the day of asking.
        places: under which unit each one's records count.
        tasks, incidents, trainings: of the window, by day.
        carried: tasks of before that are open still.
        difficulties: those not settled, and those put forward in the window.
        officers: in service on :attr:`roster_day`, by unit and name.
        qualifications, certificates: of those officers, by officer.
        verdicts: of those officers and units on :attr:`roster_day`.
        names: id → what to print for officers and documents referred to.
    """

    period: Period
    window: Window
    guide: Due
    units: tuple[str, ...]
    today: date
    places: Places = field(default_factory=Places)
    tasks: list[Row] = field(default_factory=list)
    carried: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    trainings: list[Row] = field(default_factory=list)
    difficulties: list[Row] = field(default_factory=list)
    officers: list[Row] = field(default_factory=list)
    qualifications: dict[str, list[Row]] = field(default_factory=dict)
    certificates: dict[str, list[Row]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def roster_day(self) -> date:
        """The day whose roster counts: the window's last, or today where that is earlier."""
        return min(self.window.end, self.today)

    @cached_property
    def standard(self) -> dict[str, Verdict]:
        """The verdict of Điều 4 by officer."""
        return {each.subject: each for each in self.verdicts if each.clause == "QyD.4"}

    def figures(self, clauses: Iterable[str]) -> dict[str, statistics.TaskFigures]:
        """Count the tasks by clause; overdue as of the roster day."""
        return statistics.tasks_by_clause(self.tasks, list(clauses), self.roster_day)


def gather(
    session: Session,
    period: Period,
    unit: str | None,
    *,
    people: bool = True,
    without: str = "",
    counted_by: CountedBy = "then",
) -> Gathered:
    """Gather the records of a period.

    Args:
        session: the session.
        period: the period.
        unit: code of the unit; None for all units of the province.
        people: whether officers, degrees and verdicts are wanted too.
        without: code of the Sở, which is left out by whatever name it goes then: it does not report to itself.
        counted_by: see :data:`CountedBy`; by the units of now, a unit's records are also those of the units in whose
            place it stands.
    """
    own = unit or session.unit
    guide = guidance(session, period, own)
    window, today = guide.window, session.today()
    left_out: frozenset[str] = frozenset()
    if without:
        so = session.own_unit(min(window.end, today))
        left_out = frozenset((without, so.code if so else without))
    places = Places.of(session, today if counted_by == "now" else None, left_out)
    units = _units(session, unit, window, today)
    found = Gathered(period, window, guide, places.units(units), today, places)
    start, end = window.start.isoformat(), window.end.isoformat()
    task = _Reader(session, "task", unit, places)
    found.tasks.extend(task.between("assigned_on", start, end))
    found.tasks.extend(task.between("due_on", start, end, where=(("assigned_on", None),)))
    found.tasks.sort(key=lambda row: (str(row["assigned_on"] or row["due_on"]), str(row["id"])))
    for status in statistics.OPEN_TASKS:
        earlier = task.between("assigned_on", None, start, where=(("status", status),))
        found.carried.extend(row for row in earlier if str(row["assigned_on"]) < start)
    found.carried.sort(key=lambda row: (str(row["assigned_on"]), str(row["id"])))
    found.incidents.extend(
        _Reader(session, "incident", unit, places).between("detected_at", start + "T00:00", end + "T23:59")
    )
    training = _Reader(session, "training", unit, places)
    found.trainings.extend(training.between("start_on", start, end))
    found.trainings.extend(training.between("end_on", start, end, where=(("start_on", None),)))
    found.difficulties.extend(
        row
        for row in _Reader(session, "difficulty", unit, places).all()
        if row["status"] not in _CLOSED_DIFFICULTIES or window.contains(made_on(str(row["id"])))
    )
    if people:
        _people(session, found, unit, places)
    _name(session, found)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads one type of what counts under one unit, or of all."""

    session: Session
    type: str
    unit: str | None
    places: Places

    def between(
        self, name: str, least: str | None, most: str | None, where: tuple[tuple[str, Value], ...] = ()
    ) -> list[Row]:
        rows = self._read(where, name, ((name, least, most),))
        return sorted(rows, key=lambda row: str(row[name])) if len(self._units) > 1 else rows

    def all(self) -> list[Row]:
        return self._read()

    @property
    def _units(self) -> tuple[tuple[tuple[str, Value], ...], ...]:
        return tuple((("unit", code),) for code in self.places.members(self.unit)) if self.unit else ((),)

    def _read(
        self,
        where: tuple[tuple[str, Value], ...] = (),
        sort: str = "",
        ranges: tuple[tuple[str, Value, Value], ...] = (),
    ) -> list[Row]:
        db, rows = self.session.store.db, []
        for whose in self._units:
            rows += records.select(db, Query(self.type, where=(*whose, *where), sort=sort, ranges=ranges))
        return self.places.counted(rows)


def made_on(record_id: str) -> date | None:
    """Give the day a record was made: the time in front of its id (UUID version 7); None for other ids."""
    if len(record_id) != 36 or record_id[14] != "7":
        return None
    return datetime.fromtimestamp(int(record_id[:8] + record_id[9:13], 16) / 1000, LOCAL_TIME).date()


def _units(session: Session, unit: str | None, window: Window, today: date) -> tuple[str, ...]:
    """Give the units asked about: of the province those bound on any day of the window, so that no record is left out."""
    if unit is not None:
        return (unit,)
    if not session.is_province:
        return (session.unit,)
    bound = session.catalogue().bound_between(window.start, max(window.start, min(window.end, today)))
    return tuple(each.code for each in bound)


def _people(session: Session, found: Gathered, unit: str | None, places: Places) -> None:
    day = found.roster_day
    known = _Reader(session, "officer", unit, places).all()
    officers = [row for row in known if not service_scope(row, day)]
    order = {code: at for at, code in enumerate(found.units)}
    officers.sort(
        key=lambda row: (
            order.get(str(row["unit"]), len(order)), str(row["unit"]), name_key(str(row["full_name"])), str(row["id"]),
        )
    )  # fmt: skip
    found.officers.extend(officers)
    for name, kept in (("qualification", found.qualifications), ("certificate", found.certificates)):
        for row in _Reader(session, name, unit, places).all():
            kept.setdefault(str(row["officer"]), []).append(row)
    # an officer of a unit that ended is judged with what stands in its place, and counted where the officer counts
    counted = {str(row["id"]): str(row["unit"]) for row in known}
    judged: dict[tuple[str, str, str], Verdict] = {}
    for code in places.members(unit) if unit else (None,):
        for each in judging.verdicts(session, code, day, clauses=judging.STAFF):
            if each.subject not in counted and (each.subject_type == "officer" or each.unit in places.left_out):
                continue  # of a unit whose records count under itself, or not at all
            place = counted.get(each.subject, places.of_ended.get(each.unit, each.unit))
            judged.setdefault((each.subject, each.clause, each.rule), replace(each, unit=place))
    found.verdicts.extend(judged.values())


def _name(session: Session, found: Gathered) -> None:
    """Look up the officers and documents that the records name."""
    db = session.store.db
    people: set[str] = set()
    papers: set[str] = set()
    for row in (*found.tasks, *found.carried):
        officers = row["officers"]
        people.update(officers if isinstance(officers, list) else ())
        papers.update(_ids(row["document"]))
    for row in found.trainings:
        people.update(_ids(row["officer"]))
    for row in found.officers:
        papers.update(_ids(row["assignment_document"]))
    found.names.update(records.titles(db, TYPES["officer"], sorted(people)))
    for paper in sorted(papers):
        rows = records.select(db, Query("document", where=(("id", paper),)))
        if rows:
            found.names[paper] = cite_document(rows[0])


def _ids(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) and value else ()


def cite_document(document: Record) -> str:
    """Cite a document in a list: "12/KH-UBND ngày 05/3/2024"."""
    from bgit_desktop.documents.nd30.wording import short_date

    day = as_date(document.get("issued_on"))
    number = str(document.get("number") or "")
    return f"{number} ngày {short_date(day)}" if day else number
