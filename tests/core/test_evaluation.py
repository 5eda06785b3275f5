"""Points by criteria: shares of what is known, no points without data, what is nobody's fault left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bgit_desktop.core.evaluation import (
    Criterion,
    DoneOn,
    Item,
    Outcome,
    attendance,
    coverage,
    given,
    rating_of,
    read_points,
    score,
    tasks_done,
    tasks_on_time,
    total,
    write_points,
)
from bgit_desktop.core.verdicts.model import State, Verdict

DAY = date(2024, 6, 30)


def criterion(code: str = "A1", points: str = "20", measure: str = "tasks_done") -> Criterion:
    return Criterion(code, "Nhiệm vụ", measure, Decimal(points), "unit")


def items(word: str) -> list[Item]:
    outcomes: dict[str, Outcome] = {"+": "good", "-": "bad", "?": "unknown", ".": "excluded"}
    return [Item("task", f"id{at}", f"việc {at}", outcomes[sign]) for at, sign in enumerate(word)]


@pytest.mark.parametrize(
    ("word", "most", "points"),
    [
        ("++++", "20", "20"),
        ("----", "20", "0"),
        ("++-", "20", "13.3"),
        ("+--", "20", "6.7"),
        ("+-", "25", "12.5"),
        ("+???", "20", "20"),
        ("+-..", "20", "10"),
        ("+-?.", "30", "15"),
        ("", "20", None),
        ("???", "20", None),
        ("...", "20", None),
        ("?.", "20", None),
        ("+", "0", "0"),
        ("+++++++-", "10", "8.8"),
    ],
)
def test_points_are_the_share_of_what_is_known(word: str, most: str, points: str | None) -> None:
    found = score(criterion(points=most), items(word))
    assert found.points == (None if points is None else Decimal(points))
    if points is None:
        assert "Chưa có dữ liệu" in found.said
    assert len(found.counted) == word.count("+") + word.count("-")


def task(status: str, due: str | None = "2024-05-31", key: str = "t") -> dict[str, Any]:
    return {"id": key, "title": "Việc", "status": status, "due_on": due}


@pytest.mark.parametrize(
    ("row", "done", "outcome"),
    [
        (task("done"), DoneOn(date(2024, 5, 31), date(2024, 5, 1)), "good"),
        (task("done"), DoneOn(date(2024, 6, 1), date(2024, 5, 1)), "bad"),
        (task("done"), DoneOn(date(2024, 6, 20), date(2024, 6, 20)), "unknown"),
        (task("done"), DoneOn(date(2024, 5, 20), date(2024, 5, 20)), "good"),
        (task("done"), None, "unknown"),
        (task("doing"), None, "bad"),
        (task("planned", "2024-06-30"), None, "excluded"),
        (task("planned", "2024-06-29"), None, "bad"),
        (task("cancelled"), None, "excluded"),
        (task("done", None), DoneOn(DAY, None), "excluded"),
    ],
)
def test_whether_a_task_was_in_time(row: dict[str, Any], done: DoneOn | None, outcome: str) -> None:
    (found,) = tasks_on_time([row], {"t": done} if done else {}, DAY)
    assert found.outcome == outcome


def test_tasks_done() -> None:
    found = tasks_done([task(each) for each in ("done", "doing", "planned", "cancelled")])
    assert [each.outcome for each in found] == ["good", "bad", "bad", "excluded"]


@pytest.mark.parametrize(
    ("row", "unit", "officer"),
    [
        ({"attendance": "present"}, "good", "good"),
        ({"attendance": None}, "good", "good"),
        ({"attendance": "substitute"}, "good", "excluded"),
        ({"attendance": "absent"}, "bad", "bad"),
        ({"attendance": "absent", "absence_kind": "other"}, "bad", "bad"),
        ({"attendance": "absent", "absence_kind": "not_sent"}, "bad", "excluded"),
        ({"attendance": "absent", "absence_reason": "Không được cử"}, "bad", "excluded"),
        ({"attendance": "absent", "absence_kind": "duty"}, "bad", "excluded"),
        ({"attendance": "absent", "absence_kind": "leave"}, "excluded", "excluded"),
    ],
)
def test_an_absence_counts_against_whose_doing_it_is(row: dict[str, Any], unit: str, officer: str) -> None:
    assert attendance([row], "unit")[0].outcome == unit
    assert attendance([row], "officer")[0].outcome == officer


def verdict(clause: str, state: State) -> Verdict:
    return Verdict("unit", "u", "Huyện", "217", clause, state, "2024-06-30")


@pytest.mark.parametrize(
    ("states", "outcomes"),
    [
        (("met", "missing"), ("good", "bad")),
        (("missing", "missing"), ("unknown", "unknown")),
        (("met", "not_applicable"), ("good", "excluded")),
        (("review", "not_met"), ("good", "bad")),
        (("missing", "not_applicable"), ("unknown", "excluded")),
    ],
)
def test_coverage_of_dieu_6(states: tuple[State, State], outcomes: tuple[str, str]) -> None:
    found = coverage([verdict(f"QyD.6.2.{'ab'[at]}", state) for at, state in enumerate(states)])
    assert tuple(each.outcome for each in found) == outcomes


@pytest.mark.parametrize(
    ("points", "of", "rating"),
    [("90", "100", "excellent"), ("89.9", "100", "good"), ("37.5", "50", "good"), ("50", "100", "fair"),
     ("49.9", "100", "poor"), ("0", "100", "poor"), ("0", "0", "")],
)  # fmt: skip
def test_ratings(points: str, of: str, rating: str) -> None:
    found = rating_of(Decimal(points), Decimal(of), {"excellent": 90, "good": 75, "fair": 50, "poor": 0})
    assert found == rating


def test_a_sum_says_what_is_missing_and_proposes_nothing_of_too_little() -> None:
    some = [score(criterion("A1", "40"), items("++")), score(criterion("A2", "60"), [])]
    found = total(some)
    assert (found.points, found.of, found.most, found.without, found.rating) == (40, 40, 100, ("A2",), "")
    enough = [score(criterion("A1", "60"), items("++")), given(criterion("A2", "40"), None, "")]
    assert total(enough).rating == "excellent"
    assert total([]).rating == ""


def test_points_are_read_back_as_they_were_written() -> None:
    made = [
        score(criterion("A1"), items("++-?")),
        given(criterion("A2", "10", "manual"), Decimal("7.5"), "Có sáng kiến | cấp tỉnh"),
        given(criterion("A3", "10", "manual"), None, ""),
    ]
    read = read_points(write_points(made))
    assert read["A1"].points == Decimal("13.3")
    assert [(each.type, each.id, each.outcome) for each in read["A1"].items] == [
        ("task", "id0", "good"), ("task", "id1", "good"), ("task", "id2", "bad"),
    ]  # fmt: skip
    assert (read["A2"].points, read["A2"].by_person, read["A2"].said) == (
        Decimal("7.5"), True, "Có sáng kiến / cấp tỉnh",
    )  # fmt: skip
    assert read["A3"].points is None
    assert read_points("chữ viết tay\nB1=x\nB2 = 4,5 | ghi tay\nB3=NaN") == {
        "B2": read_points("B2=4.5 | ghi tay")["B2"]
    }
