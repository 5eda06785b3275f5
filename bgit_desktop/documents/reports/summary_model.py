"""What the province's summary says: plain values over all units that the services count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bgit_desktop.documents.reports.formalities import Formalities

# How a unit's report stands, by code, with the words printed.
STANDINGS = {
    "on_time": "Đúng hạn",
    "late": "Quá hạn",
    "no_deadline": "Đã nhận, chưa có căn cứ thời hạn",
    "not_received": "Chưa nhận",
    "excused": "Được miễn báo cáo kỳ này",
    "ended": "Đã kết thúc trong kỳ",
}


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """What the province knows of one unit in the period.

    Attributes:
        name: short name of the unit.
        standing: on_time, late, no_deadline, not_received, excused or ended, by the day of receipt.
        received_on: when its report came in.
        sent_on: when the unit sent it.
        sending: as ``standing``, by the day of sending.
        data_until: until when its data have arrived.
        officers: dedicated officers on the last day; ``officers_judged`` of them fall under Điều 4,
            ``officers_met`` meet it.
        tasks, tasks_done, tasks_overdue: of the period; ``tasks_doing`` the rest that runs.
        incidents, incidents_open: of the period.
        trainings, trainings_present: attendances expected and had.
        difficulties: put forward.
    """

    name: str
    standing: str
    received_on: date | None = None
    sent_on: date | None = None
    sending: str = "not_done"
    data_until: date | None = None
    officers: int = 0
    officers_judged: int = 0
    officers_met: int = 0
    tasks: int = 0
    tasks_done: int = 0
    tasks_doing: int = 0
    tasks_overdue: int = 0
    incidents: int = 0
    incidents_open: int = 0
    trainings: int = 0
    trainings_present: int = 0
    difficulties: int = 0


@dataclass(frozen=True, slots=True)
class ClauseSummary:
    """Tasks of all units under one clause; ``units`` of them have work there."""

    clause: str
    label: str
    tasks: int
    done: int
    units: int


@dataclass(frozen=True, slots=True)
class IncidentSummary:
    """Incidents of all units in one category, by its label."""

    category: str
    total: int
    fixed: int


@dataclass(frozen=True, slots=True)
class DifficultySummary:
    """A difficulty a unit put forward; status is a label."""

    unit: str
    description: str
    proposal: str = ""
    clause: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class SummaryReport:
    """All the summary says.

    Attributes:
        formalities: issuer (the Sở), addressees (UBND tỉnh), signer, basis.
        period: "2024-H1", "2024-H2", "2024".
        window_start, window_end: days the figures cover, both included.
        units: every unit in scope in the period, in the order to be printed.
        clauses: of Điều 6.2 and others that units work under.
        incidents: by category.
        difficulties: of all units.
        general, evaluation, plan, proposals: text typed in; may be empty.
        counted: which units that ended are counted under which; "" where each counts under itself.
    """

    formalities: Formalities
    period: str
    window_start: date
    window_end: date
    units: tuple[UnitSummary, ...]
    clauses: tuple[ClauseSummary, ...] = ()
    incidents: tuple[IncidentSummary, ...] = ()
    difficulties: tuple[DifficultySummary, ...] = ()
    general: str = ""
    evaluation: str = ""
    plan: str = ""
    proposals: str = ""
    counted: str = ""
