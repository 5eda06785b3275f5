"""The rows of a report's tables: records with codes, choices and references written out in Vietnamese.

Documents are always Vietnamese, so labels are taken in Vietnamese here whatever language the window speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.model import STATE_LABELS, Verdict
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Gathered, Row

if TYPE_CHECKING:
    from bgit_desktop.documents.reports.officers import OfficerRow
    from bgit_desktop.documents.reports.periodic_model import (
        DifficultyRow,
        IncidentRow,
        StaffRow,
        TaskRow,
        TrainingRow,
    )


def text(record: Record, name: str) -> str:
    """Give a text value, "" where it is empty."""
    value = record.get(name)
    return value if isinstance(value, str) else ""


def choice(type_name: str, field: str, value: Value) -> str:
    """Give a choice's Vietnamese label, "" where it is empty."""
    declared = TYPES[type_name].by_name[field].choices
    return next((each.label.vi for each in declared if each.value == value), str(value or ""))


@dataclass(frozen=True)
class Labels:
    """The Vietnamese labels of the code tables and clauses, read once a report."""

    clauses: dict[str, str]
    categories: dict[str, str]
    levels: dict[str, str]
    modes: dict[str, str]
    grades: dict[str, str]

    @classmethod
    def of(cls, session: Session) -> Labels:
        """Read the labels of a store."""

        def table(name: str) -> dict[str, str]:
            return {str(row["code"]): str(row["label"]) for row in session.codes(name)}

        return cls(
            {str(row["code"]): str(row["label"]) for row in session.clauses()},
            table("incident_category"),
            table("degree_level"),
            table("training_mode"),
            table("grade"),
        )

    def category(self, code: str) -> str:
        """Name an incident category as reports do: "Nhóm D - Tấn công sử dụng mã độc"."""
        label = self.categories.get(code, code)
        return label if code.startswith("X") or not code else f"Nhóm {code[:1]} - {label[:1].lower()}{label[1:]}"


def task_row(found: Gathered, task: Row) -> TaskRow:
    """Give a task's row."""
    from bgit_desktop.documents.reports.periodic_model import TaskRow

    officers = task["officers"]
    progress = task["progress"]
    return TaskRow(
        clause=text(task, "clause"),
        title=text(task, "title"),
        status=choice("task", "status", task["status"]),
        assigned_by=text(task, "assigned_by"),
        assigned_on=as_date(task["assigned_on"]),
        due_on=as_date(task["due_on"]),
        progress=progress if isinstance(progress, int) else None,
        officers=", ".join(found.names.get(each, "") for each in officers) if isinstance(officers, list) else "",
        result=text(task, "result"),
        document=found.names.get(text(task, "document"), ""),
    )


def incident_row(labels: Labels, incident: Row) -> IncidentRow:
    """Give an incident's row."""
    from bgit_desktop.documents.reports.periodic_model import IncidentRow

    return IncidentRow(
        title=text(incident, "title"),
        category=labels.category(text(incident, "category")),
        status=choice("incident", "status", incident["status"]),
        open=text(incident, "status") in statistics.OPEN_INCIDENTS,
        system=text(incident, "system"),
        severity=choice("incident", "severity", incident["severity"]),
        detected_at=statistics.moment(incident["detected_at"]),
        department_informed_at=statistics.moment(incident["department_informed_at"]),
        fixed_at=statistics.moment(incident["fixed_at"]),
        cause=text(incident, "cause"),
        result=text(incident, "result"),
    )


def training_row(found: Gathered, training: Row) -> TrainingRow:
    """Give a training's row."""
    from bgit_desktop.documents.reports.periodic_model import TrainingRow

    hours = training["hours"]
    absent = text(training, "attendance") == "absent"
    return TrainingRow(
        title=text(training, "title"),
        kind=choice("training", "kind", training["kind"]) or "Khác",
        officer=found.names.get(text(training, "officer"), ""),
        attendance=choice("training", "attendance", training["attendance"]) or "Có mặt",
        present=text(training, "attendance") in ("present", ""),
        organizer=text(training, "organizer"),
        start_on=as_date(training["start_on"]),
        end_on=as_date(training["end_on"]),
        hours=float(hours) if isinstance(hours, int | float) else None,
        note=(text(training, "absence_reason") or choice("training", "absence_kind", training["absence_kind"]))
        if absent
        else text(training, "result"),
    )


def difficulty_row(difficulty: Row) -> DifficultyRow:
    """Give a difficulty's row."""
    from bgit_desktop.documents.reports.periodic_model import DifficultyRow

    return DifficultyRow(
        description=text(difficulty, "description"),
        proposal=text(difficulty, "proposal"),
        clause=text(difficulty, "clause"),
        status=choice("difficulty", "status", difficulty["status"]),
    )


def best_degree(found: Gathered, officer: Row) -> Row | None:
    """Give the degree an officer is listed with: one in IT before others, then the highest, then the latest."""
    levels = ("secondary", "college", "bachelor", "master", "doctorate")
    fields = ("other", "near", "it")

    def rank(degree: Row) -> tuple[int, int, int]:
        year = degree["year"]
        level, of = text(degree, "level"), text(degree, "field")
        return (
            fields.index(of) if of in fields else -1,
            levels.index(level) if level in levels else -1,
            year if isinstance(year, int) else 0,
        )

    return max(found.qualifications.get(str(officer["id"]), ()), key=rank, default=None)


def staff_row(found: Gathered, labels: Labels, officer: Row) -> StaffRow:
    """Give an officer's row of the staff table."""
    from bgit_desktop.documents.reports.periodic_model import StaffRow

    row = officer_row(found, labels, officer, "")
    degree = ", ".join(part for part in (row.level, row.major, row.mode.lower()) if part)
    return StaffRow(
        full_name=row.full_name,
        department=row.department,
        employment=row.employment,
        qualification=degree,
        role=row.role,
        verdict=STATE_LABELS[found.standard[str(officer["id"])].verdict].vi if found.standard else "",
        assignment=row.assignment,
    )


def officer_row(found: Gathered, labels: Labels, officer: Row, unit: str) -> OfficerRow:
    """Give an officer's row of the list with verdicts."""
    from bgit_desktop.documents.reports.officers import OfficerRow

    degree = best_degree(found, officer) or {}
    verdict = found.standard.get(str(officer["id"]))
    grade = text(officer, "grade_code")
    certificates = found.certificates.get(str(officer["id"]), [])
    return OfficerRow(
        unit=unit,
        full_name=text(officer, "full_name"),
        verdict=verdict.verdict if verdict else "missing",
        birth_date=as_date(officer["birth_date"]),
        sex=choice("officer", "sex", officer["sex"]),
        employment=choice("officer", "employment", officer["employment"]),
        grade=f"{labels.grades.get(grade, '')} ({grade})".strip() if grade else "",
        department=text(officer, "department"),
        role=choice("officer", "role", officer["role"]),
        level=labels.levels.get(text(degree, "level"), ""),
        major=text(degree, "major"),
        mode=labels.modes.get(text(degree, "mode"), ""),
        institution=text(degree, "institution"),
        certificates=", ".join(sorted(text(each, "name") for each in certificates)),
        assignment=found.names.get(text(officer, "assignment_document"), ""),
        reasons=verdict.reasons if verdict else (),
        missing=verdict.missing if verdict else (),
        deciding=_deciding(verdict) if verdict else (),
    )


def _deciding(verdict: Verdict) -> tuple[str, ...]:
    """Give the sentences that say why a verdict is not better; none where it is met."""
    if verdict.verdict == "met":
        return ()
    if verdict.verdict == "not_applicable" or len(verdict.reasons) == 1:
        return verdict.reasons[:1]
    told = tuple(check.explanation for check in verdict.checks if check.state not in ("met", "note"))
    return told or verdict.reasons[1:2]  # without a degree; the first sentence states the rule
