from datetime import date

import pytest

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import Period, Window
from bgit_desktop.core.verdicts.model import Verdict

TODAY = date(2024, 7, 10)
HALF = Period.parse("2024-H1").window()


def task(clause: str, status: str, assigned: str | None, due: str | None = None) -> Record:
    return {"clause": clause, "status": status, "assigned_on": assigned, "due_on": due}


TASKS = [
    task("QyD.6.2.a", "done", "2024-01-01"),
    task("QyD.6.2.a", "doing", "2024-06-30", "2024-07-09"),
    task("QyD.6.2.b", "planned", "2024-03-02", "2024-07-10"),
    task("QyD.6.2.g", "cancelled", None, "2024-02-01"),
    task("QyD.6.2.b", "doing", "2023-12-31", "2024-01-31"),
    task("QyD.6.2.b", "done", "2023-11-01"),
    task("QyD.6.2.b", "done", None, None),
]


def test_a_task_belongs_to_the_period_it_was_assigned_in_else_to_the_one_it_was_due_in() -> None:
    assert statistics.tasks_in(TASKS, HALF) == TASKS[:4]


def test_the_halves_add_up_to_the_year() -> None:
    year = statistics.tasks_in(TASKS, Period.parse("2024").window())
    halves = [statistics.tasks_in(TASKS, Period.parse(half).window()) for half in ("2024-H1", "2024-H2")]
    assert len(year) == sum(map(len, halves)) == 4


def test_what_is_open_from_before_is_carried_over_and_counted_apart() -> None:
    assert statistics.carried_over(TASKS, HALF) == [TASKS[4]]


def test_figures_by_clause_name_every_clause_asked_about_and_add_others_behind() -> None:
    rows = statistics.tasks_in(TASKS, HALF)
    figures = statistics.tasks_by_clause(rows, ["QyD.6.2.a", "QyD.6.2.b", "QyD.6.2.c"], TODAY)
    assert list(figures) == ["QyD.6.2.a", "QyD.6.2.b", "QyD.6.2.c", "QyD.6.2.g"]
    assert figures["QyD.6.2.a"] == statistics.TaskFigures(done=1, doing=1, overdue=1)
    assert figures["QyD.6.2.b"] == statistics.TaskFigures(planned=1)
    assert figures["QyD.6.2.c"].total == 0
    total = statistics.total_of(figures.values())
    assert (total.total, total.open, total.overdue) == (4, 2, 1)


def test_a_task_is_not_overdue_on_its_due_day() -> None:
    assert statistics.is_overdue(TASKS[1], TODAY)
    assert not statistics.is_overdue(TASKS[2], TODAY)
    assert not statistics.is_overdue(task("QyD.6.2.a", "done", None, "2020-01-01"), TODAY)


@pytest.mark.parametrize(
    ("counts", "share", "warned"),
    [
        ({}, None, False),
        ({"QyD.9.1.g": 5}, None, False),
        ({"QyD.6.2.a": 6, "QyD.6.2.g": 4}, 0.4, False),
        ({"QyD.6.2.a": 59, "QyD.6.2.g": 41}, 0.41, True),
        ({"QyD.6.1.a": 1, "QyD.6.1.g": 1, "QyD.9.1.g": 50}, 0.5, True),
    ],
)
def test_more_than_forty_per_cent_under_point_g_warns(
    counts: dict[str, int], share: float | None, warned: bool
) -> None:
    assert statistics.other_duties_share(counts) == share
    assert statistics.too_many_other_duties(counts) is warned


INCIDENTS: list[Record] = [
    {
        "category": "A1", "severity": "high", "status": "closed", "detected_at": "2024-01-31T08:00",
        "head_informed_at": "2024-01-31T08:30", "department_informed_at": "2024-01-31T12:00",
        "fixed_at": "2024-02-01T08:00",
    },
    {
        "category": "D3", "severity": None, "status": "handling", "detected_at": "2024-06-30T23:59",
        "head_informed_at": "2024-07-01T01:59", "department_informed_at": None, "fixed_at": None,
    },
    {"category": "D3", "severity": "low", "status": "open", "detected_at": "2023-12-31T23:59"},
]  # fmt: skip


def test_incidents_are_counted_by_category_severity_and_month_of_the_window() -> None:
    figures = statistics.incident_figures(INCIDENTS, HALF)
    assert (figures.total, figures.open) == (2, 1)
    assert figures.by_category == {"A1": 1, "D3": 1}
    assert figures.by_severity == {"": 1, "high": 1}
    assert figures.by_month == {"2024-01": 1, "2024-02": 0, "2024-03": 0, "2024-04": 0, "2024-05": 0, "2024-06": 1}
    assert figures.of_group("D") == 1


def test_months_of_a_window_may_run_over_new_year() -> None:
    assert statistics.months_of(Window(date(2023, 12, 15), date(2024, 2, 1))) == ["2023-12", "2024-01", "2024-02"]


def test_an_hour_not_noted_is_unknown() -> None:
    rows = statistics.incidents_in(INCIDENTS, HALF)
    figures = statistics.timeliness(rows)
    assert figures.to_head == statistics.Gap(2, 0, 1.25, 2.0)
    assert figures.to_department == statistics.Gap(1, 1, 4.0, 4.0)
    assert statistics.timeliness([]).to_fix == statistics.Gap(0, 0, None, None)


def test_training_hours_are_of_those_who_went_and_not_being_sent_is_told_apart() -> None:
    rows: list[Record] = [
        {"officer": "a", "kind": "course", "topic": "security", "attendance": "present", "hours": 16},
        {"officer": "a", "kind": "giao_ban", "topic": None, "attendance": "present", "hours": 3.5},
        {"officer": "b", "kind": "course", "attendance": "absent", "hours": 16, "absence_reason": "Không được cử"},
        {"officer": "b", "kind": "course", "attendance": "substitute", "hours": 16},
    ]
    figures = statistics.training_figures(rows)
    assert (figures.total, figures.present, figures.substitute, figures.absent, figures.not_sent) == (4, 2, 1, 1, 1)
    assert figures.hours == 19.5
    assert figures.by_kind == {"course": 3, "giao_ban": 1}
    assert figures.officers == 1


def verdict(unit: str, state: str, clause: str = "QyD.4") -> Verdict:
    return Verdict("officer", "x", "N", unit, clause, state, "2024-07-10")  # type: ignore[arg-type]


def test_those_to_whom_the_standard_does_not_apply_leave_the_denominator() -> None:
    rows = [
        verdict("217", "met"), verdict("217", "missing"), verdict("217", "not_applicable"),
        verdict("218", "not_applicable"), verdict("217", "not_met", "QyD.5.2"),
    ]  # fmt: skip
    figures = statistics.verdict_figures(rows)
    assert (figures.met, figures.judged, figures.share) == (1, 2, 0.5)
    by_unit = statistics.units_meeting(rows)
    assert by_unit["218"].share is None
    assert by_unit["217"].of("missing") == 1
    assert statistics.verdict_figures(rows, "QyD.5").not_met == 1
