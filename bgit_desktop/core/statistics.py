"""Figures over records: tasks by clause, incidents, timeliness, training, Điều 4 — for reports and for Tổng quan.

Everything is counted from plain records and a window of days, so that the same records give the same figures in the
window, in a printed report and in a test. Three rules decide what lies in a period. A task belongs to the period in
which it was assigned (where that day is empty, in which it was due), so the halves of a year add up to the year; what
is still open from before is *carried over* and counted apart. An incident belongs to the day it was found. A training
belongs to the day it began. What cannot be known (an hour not noted) is counted as unknown, never as late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Final

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.periods import Window, as_date
from bgit_desktop.core.verdicts.absence import not_sent
from bgit_desktop.core.verdicts.model import State, Verdict

OTHER_DUTIES_LIMIT: Final = 0.40
"""Above this share of tasks under point g ("other duties") the officer is hardly a dedicated one."""

OPEN_TASKS: Final = ("planned", "doing")
OPEN_INCIDENTS: Final = ("open", "handling")


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


# -- tasks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Tasks by status; ``overdue`` are those among them not done on their due day."""

    done: int = 0
    doing: int = 0
    planned: int = 0
    cancelled: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """Number of tasks."""
        return self.done + self.doing + self.planned + self.cancelled

    @property
    def open(self) -> int:
        """Tasks neither done nor cancelled."""
        return self.doing + self.planned

    def __add__(self, other: TaskFigures) -> TaskFigures:
        return TaskFigures(
            self.done + other.done,
            self.doing + other.doing,
            self.planned + other.planned,
            self.cancelled + other.cancelled,
            self.overdue + other.overdue,
        )


def task_day(task: Record) -> date | None:
    """Give the day by which a task is counted: assigned on, else due on; None where neither is known."""
    return as_date(task.get("assigned_on")) or as_date(task.get("due_on"))


def is_overdue(task: Record, today: date) -> bool:
    """Tell whether a task is open past its due day."""
    due = as_date(task.get("due_on"))
    return _text(task, "status") in OPEN_TASKS and due is not None and due < today


def tasks_in(tasks: Iterable[Record], window: Window) -> list[Record]:
    """Give the tasks that belong to a window, in the order they came."""
    return [task for task in tasks if window.contains(task_day(task))]


def carried_over(tasks: Iterable[Record], window: Window) -> list[Record]:
    """Give the tasks of before a window that are open still."""
    return [
        task
        for task in tasks
        if _text(task, "status") in OPEN_TASKS and (day := task_day(task)) is not None and day < window.start
    ]


def task_figures(tasks: Iterable[Record], today: date) -> TaskFigures:
    """Count tasks by status.

    Args:
        tasks: ``task`` records.
        today: the day on which being overdue is asked.
    """
    found = list(tasks)
    status = Counter(_text(task, "status") for task in found)
    return TaskFigures(
        status["done"],
        status["doing"],
        status["planned"],
        status["cancelled"],
        sum(is_overdue(task, today) for task in found),
    )


def tasks_by_clause(tasks: Iterable[Record], clauses: Sequence[str], today: date) -> dict[str, TaskFigures]:
    """Count tasks by clause and status.

    Args:
        tasks: those of the period.
        clauses: the clauses asked about; each has its figures, be they zero. Others found are added behind, in order.
        today: see :func:`task_figures`.
    """
    grouped: dict[str, list[Record]] = {clause: [] for clause in clauses}
    others: dict[str, list[Record]] = {}
    for task in tasks:
        clause = _text(task, "clause")
        (grouped if clause in grouped else others).setdefault(clause, []).append(task)
    return {clause: task_figures(rows, today) for clause, rows in (*grouped.items(), *sorted(others.items()))}


def total_of(figures: Iterable[TaskFigures]) -> TaskFigures:
    """Add figures up."""
    return sum(figures, TaskFigures())


def other_duties_share(by_clause: dict[str, int]) -> float | None:
    """Give the share of tasks under point g of 6.1 or 6.2 among those under 6.1 and 6.2.

    Args:
        by_clause: clause → number of tasks.

    Returns:
        0 … 1; None where there are no such tasks. In 9.1 point g is the duty to report and does not count.
    """
    duties = {clause: number for clause, number in by_clause.items() if clause.startswith(("QyD.6.1.", "QyD.6.2."))}
    whole = sum(duties.values())
    return sum(number for clause, number in duties.items() if clause.endswith(".g")) / whole if whole else None


def too_many_other_duties(by_clause: dict[str, int]) -> bool:
    """Tell whether point g takes more than :data:`OTHER_DUTIES_LIMIT` of the tasks."""
    share = other_duties_share(by_clause)
    return share is not None and share > OTHER_DUTIES_LIMIT


# -- incidents -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """Incidents of a window.

    Attributes:
        total: all.
        open: not closed yet.
        by_category: code → number, most first.
        by_severity: severity → number; "" where none was noted.
        by_month: ``YYYY-MM`` → number, every month of the window, zero included.
    """

    total: int
    open: int
    by_category: dict[str, int]
    by_severity: dict[str, int]
    by_month: dict[str, int]

    def of_group(self, letter: str) -> int:
        """Count the incidents of a group of Điều 7.2: A, B, C, D, or X for others."""
        return sum(number for code, number in self.by_category.items() if code.startswith(letter))


def incidents_in(incidents: Iterable[Record], window: Window) -> list[Record]:
    """Give the incidents found in a window."""
    return [incident for incident in incidents if window.contains(as_date(incident.get("detected_at")))]


def months_of(window: Window) -> list[str]:
    """Give the months a window touches, as ``YYYY-MM``."""
    found = []
    year, month = window.start.year, window.start.month
    while (year, month) <= (window.end.year, window.end.month):
        found.append(f"{year:04d}-{month:02d}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def incident_figures(incidents: Iterable[Record], window: Window) -> IncidentFigures:
    """Count the incidents found in a window."""
    found = incidents_in(incidents, window)
    months = Counter(_text(each, "detected_at")[:7] for each in found)
    categories = Counter(_text(each, "category") for each in found)
    return IncidentFigures(
        len(found),
        sum(_text(each, "status") in OPEN_INCIDENTS for each in found),
        dict(sorted(categories.items(), key=lambda item: (-item[1], item[0]))),
        dict(sorted(Counter(_text(each, "severity") for each in found).items())),
        {month: months[month] for month in months_of(window)},
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """How long something took, over several incidents.

    Attributes:
        known: incidents of which both moments are noted.
        unknown: the others.
        median_hours: None where nothing is known.
        longest_hours: None where nothing is known.
    """

    known: int
    unknown: int
    median_hours: float | None
    longest_hours: float | None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How long it took to tell the head and the Sở, and to mend."""

    to_head: Gap
    to_department: Gap
    to_fix: Gap


def moment(value: Value) -> datetime | None:
    """Read a stored ``YYYY-MM-DDTHH:MM``; None where it is empty or is none."""
    if not isinstance(value, str) or len(value) < 16:
        return None
    try:
        return datetime.fromisoformat(value[:16])
    except ValueError:
        return None


def hours_between(incident: Record, first: str, last: str) -> float | None:
    """Give the hours between two moments of an incident; None where one is not noted."""
    start, end = moment(incident.get(first)), moment(incident.get(last))
    return None if start is None or end is None else (end - start).total_seconds() / 3600


def _gap(incidents: Sequence[Record], last: str) -> Gap:
    hours = [each for each in (hours_between(row, "detected_at", last) for row in incidents) if each is not None]
    return Gap(len(hours), len(incidents) - len(hours), median(hours) if hours else None, max(hours) if hours else None)


def timeliness(incidents: Iterable[Record]) -> Timeliness:
    """Measure how soon incidents were reported and mended; whether that was in time is judged under Điều 7.2."""
    rows = list(incidents)
    return Timeliness(_gap(rows, "head_informed_at"), _gap(rows, "department_informed_at"), _gap(rows, "fixed_at"))


# -- training --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrainingFigures:
    """Training, meetings and giao ban of a window, one record an officer.

    Attributes:
        total: invitations.
        present: attended, in person.
        substitute: somebody else went.
        absent: nobody went.
        not_sent: of the absent, those the agency did not send — its matter, not the officer's (Điều 10.2.d).
        hours: of those who attended in person.
        by_kind: course, meeting, giao_ban → number.
        by_topic: topic → number; "" where none was noted.
        officers: how many officers attended at least once.
    """

    total: int
    present: int
    substitute: int
    absent: int
    not_sent: int
    hours: float
    by_kind: dict[str, int]
    by_topic: dict[str, int]
    officers: int


def trainings_in(trainings: Iterable[Record], window: Window) -> list[Record]:
    """Give the trainings that began in a window (where that is not noted: ended)."""
    return [row for row in trainings if window.contains(as_date(row.get("start_on")) or as_date(row.get("end_on")))]


def attended(training: Record) -> bool:
    """Tell whether the officer was there in person; where nothing was noted it is taken so."""
    return _text(training, "attendance") in ("present", "")


def training_figures(trainings: Iterable[Record]) -> TrainingFigures:
    """Count trainings by attendance, kind and topic."""
    rows = list(trainings)
    present = [row for row in rows if attended(row)]
    absent = [row for row in rows if _text(row, "attendance") == "absent"]
    hours = (row.get("hours") for row in present)
    return TrainingFigures(
        len(rows),
        len(present),
        sum(_text(row, "attendance") == "substitute" for row in rows),
        len(absent),
        sum(not_sent(row) for row in absent),
        float(sum(each for each in hours if isinstance(each, int | float))),
        dict(sorted(Counter(_text(row, "kind") for row in rows).items())),
        dict(sorted(Counter(_text(row, "topic") for row in rows).items())),
        len({_text(row, "officer") for row in present} - {""}),
    )


# -- Điều 4, Điều 5 --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VerdictFigures:
    """Verdicts by answer; ``judged`` leaves those out to whom the clause does not apply."""

    met: int = 0
    not_met: int = 0
    missing: int = 0
    review: int = 0
    not_applicable: int = 0

    @property
    def judged(self) -> int:
        """Number to whom the clause applies."""
        return self.met + self.not_met + self.missing + self.review

    @property
    def share(self) -> float | None:
        """Share that meets the clause, 0 … 1; None where it applies to nobody."""
        return self.met / self.judged if self.judged else None

    def of(self, state: State) -> int:
        """Give the number of one answer."""
        return int(getattr(self, state))


def verdict_figures(verdicts: Iterable[Verdict], clause: str = "QyD.4") -> VerdictFigures:
    """Count the officers' verdicts under a clause (and under those it contains)."""
    states = Counter(
        each.verdict
        for each in verdicts
        if each.subject_type == "officer" and (each.clause == clause or each.clause.startswith(clause + "."))
    )
    return VerdictFigures(
        states["met"], states["not_met"], states["missing"], states["review"], states["not_applicable"]
    )


def units_meeting(verdicts: Iterable[Verdict], clause: str = "QyD.4") -> dict[str, VerdictFigures]:
    """Give the figures of :func:`verdict_figures` for each unit that has officers, by its code."""
    grouped: dict[str, list[Verdict]] = {}
    for each in verdicts:
        if each.subject_type == "officer":
            grouped.setdefault(each.unit, []).append(each)
    return {code: verdict_figures(rows, clause) for code, rows in sorted(grouped.items())}
