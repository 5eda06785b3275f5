"""Who is invited, what the units answered, who was never trained: pure, with its edge cases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bgit_desktop.core.attendance import (
    concerns,
    course_event,
    meeting_event,
    session_event,
    topics_had,
    topics_missing,
    unit_answers,
)

COURSE: dict[str, Any] = {
    "id": "c",
    "title": "Tập huấn ATTT",
    "invitees": ["217", "218"],
    "start_on": None,
    "end_on": None,
}


def part(identity: str, start: str, end: str | None, invitees: list[str] | None = None) -> dict[str, Any]:
    return {"id": identity, "course": "c", "title": "Buổi", "starts_at": start, "ends_at": end, "invitees": invitees}


def said(unit: str, officer: str, attendance: str | None = "present", **more: Any) -> dict[str, Any]:
    return {"id": f"{unit}{officer}", "unit": unit, "officer": officer, "attendance": attendance, "course": "c", **more}


def test_a_course_without_days_has_those_of_its_sessions_and_their_hours() -> None:
    parts = [part("s1", "2024-05-14T08:00", "2024-05-14T11:30"), part("s2", "2024-05-15T13:30", "2024-05-15T17:00")]
    event = course_event(COURSE, parts)
    assert (event.start, event.end, event.hours) == (date(2024, 5, 14), date(2024, 5, 15), 7.0)
    assert course_event(COURSE, [parts[0], part("s3", "2024-05-16T08:00", None)]).hours is None


def test_sessions_with_units_of_their_own_make_up_the_invitees_of_a_course_that_names_none() -> None:
    open_course = {**COURSE, "invitees": None}
    parts = [part("s1", "2024-05-14T08:00", None, ["217"]), part("s2", "2024-05-15T08:00", None, ["218", "217"])]
    assert course_event(open_course, parts).invitees == ("217", "218")
    assert course_event(open_course, [*parts, part("s3", "2024-05-16T08:00", None)]).invitees == ()
    assert session_event(part("s", "2024-05-14T08:00", None), COURSE).invitees == ("217", "218")


@pytest.mark.parametrize(
    ("invitees", "codes", "bound", "invited"),
    [
        ([], ("217",), True, True),
        ([], ("217",), False, False),
        (["217"], ("217",), False, True),
        (["218"], ("217",), True, False),
        (["221"], ("213", "221"), True, True),  # the unit it carries on was invited
    ],
)
def test_who_is_invited(invitees: list[str], codes: tuple[str, ...], bound: bool, invited: bool) -> None:
    event = meeting_event({"id": "m", "title": "Giao ban", "starts_at": "2024-06-20T08:00", "invitees": invitees})
    assert event.invites(codes, bound=bound) is invited


def test_people_are_counted_once_and_the_best_that_is_known_of_each_counts() -> None:
    event = course_event(COURSE, [])
    rows = [
        said("217", "ha", "absent", absence_kind="duty"), said("217", "ha", "present", session="s1"),
        said("217", "hung", "absent", absence_kind="not_sent"), said("217", "an", "substitute"),
        said("218", "b", "absent", absence_reason="Cơ quan không cử"), said("219", "x"),
        said("217", "y") | {"course": "other"},
    ]  # fmt: skip
    first, second, third = unit_answers(event, ["217", "218", "220"], rows)
    assert (first.present, first.substitutes, first.absent, first.not_sent, first.state) == (1, 1, 1, 1, "present")
    assert (second.state, second.not_sent) == ("absent", 1)
    assert third.state == "not_answered"


def test_an_answer_for_the_whole_course_counts_for_each_session_and_not_the_other_way_round() -> None:
    whole, one = said("217", "ha"), said("217", "ha", session="s1")
    first = session_event(part("s1", "2024-05-14T08:00", None), COURSE)
    second = session_event(part("s2", "2024-05-15T08:00", None), COURSE)
    assert concerns(whole, first)
    assert concerns(whole, second)
    assert concerns(one, first)
    assert not concerns(one, second)
    assert concerns(one, course_event(COURSE, []))


def test_who_carries_a_unit_on_answers_for_it_unless_it_is_invited_itself() -> None:
    event = course_event(COURSE, [])
    rows = [said("213", "ha")]
    (answer,) = unit_answers(event, ["221"], rows, {"221": ["213"]})
    assert answer.state == "present"
    old, new = unit_answers(event, ["221", "213"], rows, {"221": ["213"]})
    assert (old.state, new.state) == ("not_answered", "present")


def test_topics_are_those_of_courses_attended_up_to_the_day() -> None:
    rows = [
        {"officer": "a", "kind": "course", "attendance": "present", "topic": "security", "start_on": "2024-05-01"},
        {"officer": "a", "kind": "course", "attendance": "present", "topic": "policy", "start_on": "2024-08-01"},
        {"officer": "a", "kind": "meeting", "attendance": "present", "topic": "operation", "start_on": "2024-05-01"},
        {"officer": "b", "kind": "course", "attendance": "absent", "topic": "security", "start_on": "2024-05-01"},
    ]
    had = topics_had(rows, date(2024, 7, 1))
    assert had == {"a": frozenset({"security"})}
    assert topics_missing(had["a"]) == ("policy", "administration", "operation")
    assert topics_missing(frozenset()) == ("policy", "administration", "operation", "security")
