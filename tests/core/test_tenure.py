"""What an officer did while in charge, cut at the handovers (Điều 6.3)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.fields import Record
from bgit_desktop.core.tenure import tenures

A: Record = {"id": "A", "start_date": "2020-01-01", "end_date": None}
B: Record = {"id": "B", "start_date": "2021-01-01", "end_date": None}
TODAY = date(2024, 12, 31)


def task(record: str, day: str | None, officer: str = "A", status: str = "done", due: str | None = None) -> Record:
    return {"id": record, "assigned_on": day, "due_on": due, "officers": [officer], "status": status}


def handover(day: str, *tasks: str, giver: str = "A", taker: str = "B", record: str = "h") -> Record:
    return {"id": record, "from_officer": giver, "to_officer": taker, "handed_on": day, "tasks": list(tasks)}


def test_without_a_handover_all_is_one_time() -> None:
    (only,) = tenures(A, [task("1", "2024-02-01"), task("2", "2024-05-01", "B")], [], TODAY)
    assert (only.start, only.end, only.tasks, only.handover) == (date(2020, 1, 1), None, ("1",), "")


def test_a_handover_parts_before_and_after_and_what_was_handed_over_is_the_receivers() -> None:
    tasks = [
        task("1", "2024-02-01"),
        task("2", "2024-06-29", status="doing", due="2024-07-15"),
        task("3", "2024-07-01", "B"),
        task("4", "2024-06-30", "A", "planned"),
    ]
    rows = [handover("2024-07-01", "2")]
    (before,) = tenures(A, tasks, rows, TODAY)
    assert (before.end, before.tasks, before.handed, before.handover) == (date(2024, 6, 30), ("1", "4"), 1, "h")
    assert before.figures.overdue == 0  # what was late after the handover is not the giver's
    early, late = tenures(B, tasks, rows, TODAY)
    assert (early.tasks, late.start) == ((), date(2024, 7, 1))
    assert (late.tasks, late.received, late.figures.overdue) == (("2", "3"), 1, 1)


def test_a_task_handed_on_twice_counts_for_the_last_receiver_only() -> None:
    tasks = [task("1", "2024-01-10", status="done")]
    rows = [
        handover("2024-03-01", "1", record="h1"),
        handover("2024-06-01", "1", giver="B", taker="C", record="h2"),
    ]
    c: Record = {"id": "C", "start_date": "2024-06-01"}
    counted = {
        str(officer["id"]): [each.tasks for each in tenures(officer, tasks, rows, TODAY) if each.tasks]
        for officer in (A, B, c)
    }
    assert counted == {"A": [], "B": [], "C": [("1",)]}
    assert sum(each.handed for each in tenures(B, tasks, rows, TODAY)) == 1


def test_what_has_no_day_counts_for_nobody_by_day_and_a_handover_without_a_day_parts_nothing() -> None:
    (only,) = tenures(A, [task("1", None)], [{**handover("2024-07-01"), "handed_on": None}], TODAY)
    assert (only.tasks, only.figures.total) == ((), 0)


@given(
    st.lists(st.integers(0, 700), max_size=12),
    st.lists(st.tuples(st.integers(1, 700), st.lists(st.integers(0, 11), max_size=4, unique=True)), max_size=3),
)
def test_each_task_counts_once_at_most_over_giver_and_receiver(
    days: list[int], cuts: list[tuple[int, list[int]]]
) -> None:
    start = date(2023, 1, 1)
    tasks = [task(str(at), (start + timedelta(day)).isoformat()) for at, day in enumerate(days)]
    rows = [
        handover(
            (start + timedelta(day)).isoformat(), *(str(each) for each in given if each < len(days)), record=f"h{at}"
        )
        for at, (day, given) in enumerate(cuts)
    ]
    counted = [each for officer in (A, B) for part in tenures(officer, tasks, rows, TODAY) for each in part.tasks]
    assert len(counted) == len(set(counted))
