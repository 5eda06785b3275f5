"""Periods, their windows, and counting days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.periods import Period, Window, WorkCalendar, as_date, show_date
from bgit_desktop.errors import BadInput

PERIODS = st.builds(Period, st.integers(2001, 2098), st.sampled_from([0, 1, 2]))


@pytest.mark.parametrize(
    ("code", "start", "end", "title", "english", "previous"),
    [
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30), "6 tháng đầu năm 2024", "first half of 2024", "2023-H2"),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31), "6 tháng cuối năm 2024", "second half of 2024", "2024-H1"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "năm 2024", "year 2024", "2023"),
    ],
)
def test_a_period(code: str, start: date, end: date, title: str, english: str, previous: str) -> None:
    period = Period.parse(code)
    assert (period.start, period.end) == (start, end)
    assert (period.title, period.label.en) == (title, english)
    assert (period.code, str(period), period.previous.code) == (code, code, previous)


@pytest.mark.parametrize("text", ["", "2024-H3", "2024-Q1", "24-H1", "2024H1", "1899", "2100", "2024-H1-x", "٢٠٢٤"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="2024-H1") as refusal:
        Period.parse(text)
    assert refusal.value.field == "period"


def test_small_letters_and_spaces_are_forgiven() -> None:
    assert Period.parse(" 2024-h2 ") == Period(2024, 2)


@pytest.mark.parametrize(
    ("code", "window"),
    [
        ("2024-H1", Window(date(2023, 12, 15), date(2024, 6, 14))),
        ("2024-H2", Window(date(2024, 6, 15), date(2024, 12, 14))),
        ("2024", Window(date(2023, 12, 15), date(2024, 12, 14))),
    ],
)
def test_windows_of_decree_09(code: str, window: Window) -> None:
    assert Period.parse(code).window("nd09") == window


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ("2024-01-01", True),
        ("2024-06-30T23:59", True),
        (date(2024, 6, 30), True),
        ("2023-12-31T23:59", False),
        ("2024-07-01", False),
        ("", False),
        (None, False),
        ("không rõ", False),
    ],
)
def test_contains(value: str | date | None, inside: bool) -> None:
    assert Period(2024, 1).contains(value) is inside


@given(PERIODS)
def test_periods_follow_one_another_without_gap(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert period.following.previous == period
    for preset in ("calendar", "nd09"):
        assert period.window(preset).end + timedelta(days=1) == period.following.window(preset).start


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_day_lies_in_its_half_year(day: date) -> None:
    assert Period.half_year_of(day).contains(day)


TET = WorkCalendar(
    holidays=frozenset(date(2024, 2, day) for day in range(8, 15)), worked=frozenset({date(2024, 2, 17)})
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 2, 7), True),
        (date(2024, 2, 8), False),
        (date(2024, 2, 15), True),
        (date(2024, 2, 17), True),  # a Saturday worked instead
        (date(2024, 2, 18), False),
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert TET.is_working(day) is working


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2024, 1, 29), 3, date(2024, 2, 1)),  # the first day is not counted
        (date(2024, 1, 31), 3, date(2024, 2, 5)),  # Saturday: runs to Monday
        (date(2024, 2, 7), 1, date(2024, 2, 15)),  # over Tết
        (date(2024, 2, 7), 0, date(2024, 2, 7)),
    ],
)
def test_the_end_of_a_term(start: date, days: int, end: date) -> None:
    assert TET.end_of_term(start, days) == end


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2024, 2, 7), 1, date(2024, 2, 15)),
        (date(2024, 2, 7), 3, date(2024, 2, 17)),
        (date(2024, 2, 2), 1, date(2024, 2, 5)),
        (date(2024, 2, 7), 0, date(2024, 2, 7)),
    ],
)
def test_adding_working_days(start: date, days: int, end: date) -> None:
    assert TET.add_working_days(start, days) == end


def test_working_days_between_leaves_out_both_ends() -> None:
    assert TET.working_days_between(date(2024, 2, 7), date(2024, 2, 15)) == 0
    assert TET.working_days_between(date(2024, 6, 14), date(2024, 6, 18)) == 1
    assert TET.working_days_between(date(2024, 6, 18), date(2024, 6, 14)) == 0


@given(st.dates(date(2024, 1, 1), date(2024, 12, 31)), st.integers(0, 60))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    end = TET.add_working_days(start, days)
    assert TET.working_days_between(start, end + timedelta(days=1)) == days


def test_a_calendar_from_records() -> None:
    calendar = WorkCalendar.from_records(
        [
            {"day": "2024-09-02", "working": False},
            {"day": "2024-08-31", "working": True},
            {"day": None, "working": None},
        ]
    )
    assert not calendar.is_working(date(2024, 9, 2))
    assert calendar.is_working(date(2024, 8, 31))


def test_dates_of_records() -> None:
    assert as_date("2024-02-29T08:15") == date(2024, 2, 29)
    assert as_date("2023-02-29") is None
    assert as_date(20240229) is None
    assert show_date(date(2024, 2, 9)) == "09/02/2024"
