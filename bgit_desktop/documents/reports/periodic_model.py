"""What a periodic report (Điều 7.1) says: plain values that the services fill from the records of the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bgit_desktop.documents.reports.formalities import Formalities


@dataclass(frozen=True, slots=True)
class ClauseWork:
    """The work under one clause in the period.

    Attributes:
        clause: its id ("QyD.6.2.a").
        label: its content in our own words.
        narrative: the officer's text; may be empty.
        done, doing, planned, cancelled: tasks by status; their sum is the number of tasks.
        overdue: of them, not done by their due day.
        previous: tasks in the same period before; None where it is not known.
        not_applicable: the basis on which the unit declares the clause not applicable; empty otherwise.
    """

    clause: str
    label: str
    narrative: str = ""
    done: int = 0
    doing: int = 0
    planned: int = 0
    cancelled: int = 0
    overdue: int = 0
    previous: int | None = None
    not_applicable: str = ""

    @property
    def total(self) -> int:
        """Number of tasks."""
        return sum(self.by_status)

    @property
    def by_status(self) -> tuple[int, int, int, int]:
        """Tasks done, doing, planned, cancelled."""
        return self.done, self.doing, self.planned, self.cancelled


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as the appendix lists it; ``status`` and ``officers`` are text to print."""

    clause: str
    title: str
    status: str
    assigned_by: str = ""
    assigned_on: date | None = None
    due_on: date | None = None
    progress: int | None = None
    officers: str = ""
    result: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as the appendix lists it; category, severity and status are labels."""

    title: str
    category: str
    status: str
    open: bool
    system: str = ""
    severity: str = ""
    detected_at: datetime | None = None
    department_informed_at: datetime | None = None
    fixed_at: datetime | None = None
    cause: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training, meeting or giao ban one officer was invited to; kind and attendance are labels."""

    title: str
    kind: str
    officer: str
    attendance: str
    present: bool
    organizer: str = ""
    start_on: date | None = None
    end_on: date | None = None
    hours: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An officer in the staff table; all text is ready to print, ``verdict`` the one of Điều 4."""

    full_name: str
    department: str
    employment: str = ""
    qualification: str = ""
    role: str = ""
    verdict: str = ""
    assignment: str = ""


@dataclass(frozen=True, slots=True)
class DifficultyRow:
    """A difficulty met and what is proposed."""

    description: str
    proposal: str = ""
    clause: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class PeriodicReport:
    """All a periodic report says.

    Attributes:
        formalities: issuer, addressees, signer, basis.
        period: "2024-H1", "2024-H2", "2024".
        window_start, window_end: days the figures cover, both included.
        clauses: the duties of Điều 6 that bind the unit, in order.
        staff, tasks, incidents, trainings, difficulties: the records of the period.
        general: the officer's text on the general situation; may be empty, as the following.
        evaluation: strengths, weaknesses, causes.
        plan: work of the next period.
        proposals: requests to the Sở and UBND tỉnh.
        version: 2 and on are corrections of a report sent before.
    """

    formalities: Formalities
    period: str
    window_start: date
    window_end: date
    clauses: tuple[ClauseWork, ...]
    staff: tuple[StaffRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    incidents: tuple[IncidentRow, ...] = ()
    trainings: tuple[TrainingRow, ...] = ()
    difficulties: tuple[DifficultyRow, ...] = ()
    general: str = ""
    evaluation: str = ""
    plan: str = ""
    proposals: str = ""
    version: int = 1
