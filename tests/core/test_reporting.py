"""When a report is due: only a document binds, an extension moves or excuses, terms end on working days (Điều 7.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bgit_desktop.core.periods import Period, WorkCalendar
from bgit_desktop.core.reporting import due_for, propose

H1 = Period(2024, 1)


def deadline(**values: Any) -> dict[str, Any]:
    return {
        "id": "d1",
        "kind": "half_year",
        "period": "2024-H1",
        "due_on": "2024-06-20",
        "document": "12/STTTT",
        **values,
    }


def extension(**values: Any) -> dict[str, Any]:
    return {"id": "e1", "deadline": "d1", "for_unit": "217", "reason": "Lũ lụt", "due_on": "2024-07-01", **values}


CASES: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]], date | None, str]] = {
    "nothing issued": ([], [], date(2024, 6, 20), "no_deadline"),
    "a draft without a document binds nobody": ([deadline(document="")], [], date(2024, 12, 1), "no_deadline"),
    "white space is no document": ([deadline(document="  ")], [], date(2024, 12, 1), "no_deadline"),
    "another period": ([deadline(period="2023-H1")], [], date(2024, 12, 1), "no_deadline"),
    "another kind": ([deadline(kind="year")], [], date(2024, 12, 1), "no_deadline"),
    "for other units": ([deadline(units=["218"])], [], date(2024, 12, 1), "no_deadline"),
    "for this unit among others": ([deadline(units=["218", "217"])], [], date(2024, 6, 21), "late"),
    "on the day": ([deadline()], [], date(2024, 6, 20), "on_time"),
    "the day after": ([deadline()], [], date(2024, 6, 21), "late"),
    "not done": ([deadline()], [], None, "not_done"),
    "extended, in time": ([deadline()], [extension()], date(2024, 7, 1), "on_time"),
    "extended, late all the same": ([deadline()], [extension()], date(2024, 7, 2), "late"),
    "extended for another unit": ([deadline()], [extension(for_unit="218")], date(2024, 7, 1), "late"),
    "extended twice, the later day counts": (
        [deadline()], [extension(), extension(id="e2", due_on="2024-07-10")], date(2024, 7, 9), "on_time",
    ),
    "excused": ([deadline()], [extension(due_on=None)], None, "excused"),
    "excused beats a moved day": ([deadline()], [extension(), extension(id="e2", due_on=None)], None, "excused"),
    "two rows, the later day counts": (
        [deadline(), deadline(id="d2", due_on="2024-06-30", document="15/STTTT")], [], date(2024, 6, 30), "on_time",
    ),
    "a later draft moves nothing": (
        [deadline(), deadline(id="d2", due_on="2024-09-30", document=None)], [], date(2024, 7, 1), "late",
    ),
    "an extension of a draft moves nothing": (
        [deadline(), deadline(id="d2", document=None)], [extension(deadline="d2")], date(2024, 6, 25), "late",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_timeliness(name: str) -> None:
    deadlines, extensions, done, wanted = CASES[name]
    assert due_for(H1, "217", deadlines, extensions).judge(done) == wanted


def test_the_window_is_the_guidances_and_by_the_calendar_without_one() -> None:
    assert due_for(H1, "217", []).window == H1.window()
    set_by = due_for(H1, "217", [deadline(window_start="2023-12-15", window_end="2024-06-14")])
    assert (set_by.window.start, set_by.window.end) == (date(2023, 12, 15), date(2024, 6, 14))


def test_the_deadlines_of_a_year_end_on_working_days_after_tet() -> None:
    tet = WorkCalendar(frozenset(date(2026, 2, day) for day in range(16, 21)))
    first, second, year = propose(2026, "nd09", 5, tet)
    assert (first.window.end, first.due_on) == (date(2026, 6, 14), date(2026, 6, 19))
    assert (second.window.start, second.window.end) == (date(2026, 6, 15), date(2026, 12, 14))
    assert year.period == Period(2026)
    # a term of one day from a Friday: Saturday runs on to Monday, then a working day must lie between
    friday = next(each for each in propose(2020, "calendar", 1, WorkCalendar()) if each.period == Period(2020, 2))
    assert friday.window.end == date(2020, 12, 31)
    assert friday.due_on == date(2021, 1, 4)
    assert WorkCalendar().working_days_between(friday.window.end, friday.due_on) >= 1
