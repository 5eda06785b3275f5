"""Điều 6.1, 6.2, 9.1: coverage of a unit's duties in a period."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bgit_desktop.core.fields import Value
from bgit_desktop.core.verdicts.dieu6 import judge_unit
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Verdict

Record = dict[str, Value]
FactsOf = Callable[..., Facts]
Records = dict[str, list[Record]]


def task(clause: str, status: str = "done", on: str | None = "2024-03-05", **more: Value) -> Record:
    return {"clause": f"QyD.{clause}", "title": f"Việc {clause}", "status": status, "assigned_on": on} | more


def incident(status: str) -> Records:
    return {"incident": [{"detected_at": "2024-02-02T08:00", "status": status}]}


def training(on: str, attendance: str) -> Records:
    return {"training": [{"start_on": on, "attendance": attendance}]}


def plan(status: str) -> Records:
    return {"plan": [{"clause": "QyD.6.2.a", "status": status, "start_date": "2024-01-15"}]}


def declared(start: str | None, end: str | None = None, clause: str = "QyD.6.1.d") -> Records:
    return {"exemption": [{"clause": clause, "reason": "Sở không có thủ tục", "start_date": start, "end_date": end}]}


def asked(facts: Facts, clause: str) -> Verdict:
    unit = facts.units[0]
    return next(each for each in judge_unit(facts, unit) if each.clause == f"QyD.{clause}")


OF_DISTRICTS: list[tuple[str, str, Records, str, str]] = [
    ("a task done", "6.2.a", {"task": [task("6.2.a")]}, "met", "Việc 6.2.a"),
    ("a task under way is named", "6.2.a", {"task": [task("6.2.a", "doing")]}, "met", "Đang thực hiện 1"),
    ("nothing recorded", "6.2.c", {}, "missing", "Chưa ghi nhiệm vụ nào"),
    ("only planned", "6.2.c", {"task": [task("6.2.c", "planned")]}, "missing", "chưa bắt đầu"),
    ("only cancelled", "6.2.c", {"task": [task("6.2.c", "cancelled")]}, "missing", "đã hủy"),
    ("planned beside done", "6.2.c", {"task": [task("6.2.c", "planned"), task("6.2.c")]}, "met", "1 nhiệm vụ"),
    ("of another point", "6.2.c", {"task": [task("6.2.b")]}, "missing", "Chưa ghi"),
    ("of a department's point", "6.2.c", {"task": [task("6.1.c")]}, "missing", "Chưa ghi"),
    ("given the last day of the period before", "6.2.c", {"task": [task("6.2.c", on="2023-12-31")]}, "missing", ""),
    ("given the first day", "6.2.c", {"task": [task("6.2.c", on="2024-01-01")]}, "met", ""),
    ("given on the day asked for", "6.2.c", {"task": [task("6.2.c", on="2024-06-30")]}, "met", ""),
    ("given after the day asked for", "6.2.c", {"task": [task("6.2.c", on="2024-07-01")]}, "missing", ""),
    ("of before and still under way", "6.2.c", {"task": [task("6.2.c", "doing", "2023-02-01")]}, "met", ""),
    ("of before and never begun", "6.2.c", {"task": [task("6.2.c", "planned", "2023-02-01")]}, "missing", ""),
    ("no day, due in the period", "6.2.c", {"task": [task("6.2.c", on=None, due_on="2024-05-01")]}, "met", ""),
    ("no day at all", "6.2.c", {"task": [task("6.2.c", on=None)]}, "missing", ""),
    ("another unit's task", "6.2.c", {"task": [task("6.2.c", unit="213")]}, "missing", ""),
    ("an incident handled counts for b", "6.2.b", incident("closed"), "met", "1 sự cố"),
    ("an incident nobody handled does not", "6.2.b", incident("open"), "missing", ""),
    ("training attended counts for e", "6.2.e", training("2024-04-01", "present"), "met", "1 lượt"),
    ("a substitute counts for e", "6.2.e", training("2024-04-01", "substitute"), "met", ""),
    ("absence does not", "6.2.e", training("2024-04-01", "absent"), "missing", ""),
    ("training of another year", "6.2.e", training("2023-04-01", "present"), "missing", ""),
    ("a report sent counts for f", "6.2.f", {"report": [{"status": "sent", "sent_on": "2024-06-18"}]}, "met", "1 báo cáo"),
    ("a draft does not", "6.2.f", {"report": [{"status": "draft"}]}, "missing", ""),
    ("a plan issued counts for its point", "6.2.a", plan("approved"), "met", "1 kế hoạch"),
    ("a plan in draft does not", "6.2.a", plan("draft"), "missing", ""),
    ("d of 6.2 cannot be declared away", "6.2.d", declared("2024-01-01", clause="QyD.6.2.d"), "missing", "luôn bắt buộc"),
    ("g within the limit", "6.2.g", {"task": [task(f"6.2.{point}") for point in "ggabc"]}, "met", ""),
    ("g above 40 %", "6.2.g", {"task": [task(f"6.2.{point}") for point in "gga"]}, "review", "67 %"),
    ("g above 40 % but nothing done under it", "6.2.g", {"task": [task("6.2.g", "planned"), task("6.2.a")]}, "missing", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "records", "expected", "word"),
    [case[1:] for case in OF_DISTRICTS],
    ids=[case[0] for case in OF_DISTRICTS],
)
def test_a_district(facts_of: FactsOf, clause: str, records: Records, expected: str, word: str) -> None:
    verdict = asked(facts_of("217", **records), clause)
    assert verdict.verdict == expected
    assert word in " ".join(verdict.reasons)
    assert "01/01/2024" in verdict.reasons[0]
    assert verdict.period == "2024-H1"
    if expected == "missing":
        assert verdict.owner == "officer"
        assert verdict.missing
        assert verdict.mend is not None


D_DONE, C_DONE = {"task": [task("6.1.d")]}, {"task": [task("6.1.c")]}
C_DECLARED = declared("2024-01-01", clause="QyD.6.1.c")

OF_DEPARTMENTS: list[tuple[str, str, Records, str, str]] = [
    ("d, declared", "6.1.d", declared("2024-01-01"), "not_applicable", "Sở không có thủ tục"),
    ("d, declared without a beginning", "6.1.d", declared(None), "not_applicable", ""),
    ("d, declared on the day itself", "6.1.d", declared("2024-06-30"), "not_applicable", ""),
    ("d, declared for later", "6.1.d", declared("2024-07-01"), "missing", ""),
    ("d, no longer", "6.1.d", declared("2020-01-01", "2024-06-29"), "missing", ""),
    ("d, declared, with work all the same", "6.1.d", {**declared("2024-01-01"), **D_DONE}, "not_applicable", "vẫn ghi 1"),
    ("d, not declared", "6.1.d", {}, "missing", ""),
    ("d, done", "6.1.d", {"task": [task("6.1.d")]}, "met", ""),
    ("another point declared", "6.1.c", C_DECLARED, "missing", "luôn bắt buộc"),
    ("another point declared and done", "6.1.c", {**C_DECLARED, **C_DONE}, "met", ""),
    ("a district's task", "6.1.c", {"task": [task("6.2.c")]}, "missing", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "records", "expected", "word"),
    [case[1:] for case in OF_DEPARTMENTS],
    ids=[case[0] for case in OF_DEPARTMENTS],
)
def test_a_department(facts_of: FactsOf, clause: str, records: Records, expected: str, word: str) -> None:
    verdict = asked(facts_of("SNV", **records), clause)
    assert verdict.verdict == expected
    assert word in " ".join(verdict.reasons)


@pytest.mark.parametrize(
    ("unit", "day", "clause", "expected"),
    [
        ("STTTT", "2024-06-30", "9.1.a", "missing"),
        ("SKHCN", "2025-06-30", "9.1.a", "missing"),  # the Sở's work goes on in its successor
        ("SKHCN", "2024-06-30", "6.1.a", "missing"),
        ("OUT", "2024-06-30", "6.1.a", "not_applicable"),
        ("221", "2024-09-30", "6.2.a", "not_applicable"),
        ("500", "2024-06-30", "6.2.a", "not_applicable"),
        ("221", "2024-05-31", "6.2.a", "missing"),
    ],
)
def test_whose_duties(facts_of: FactsOf, unit: str, day: str, clause: str, expected: str) -> None:
    verdict = asked(facts_of(unit, day), clause)
    assert verdict.verdict == expected
    if clause.startswith("9.1"):
        assert verdict.owner == "department"


def test_a_unit_nobody_knows_gets_no_verdict(facts_of: FactsOf) -> None:
    assert list(judge_unit(facts_of("777"), "777")) == []


def test_every_point_has_one_verdict(facts_of: FactsOf) -> None:
    assert [each.clause for each in judge_unit(facts_of("217"), "217")] == [f"QyD.6.2.{point}" for point in "abcdefg"]


ND09: Record = {
    "kind": "half_year", "period": "2024-H2", "window_start": "2024-06-15", "window_end": "2024-12-14",
    "due_on": "2024-12-20", "document": "12/STTTT",
}  # fmt: skip


def test_the_window_of_the_guidance_decides_the_period(facts_of: FactsOf) -> None:
    facts = facts_of("217", "2024-06-20", deadline=[ND09], task=[task("6.2.c", on="2024-06-16")])
    verdict = asked(facts, "6.2.c")
    assert (verdict.verdict, verdict.period) == ("met", "2024-H2")
    assert "15/06/2024" in verdict.reasons[0]


def test_a_period_asked_for_overrides_the_day(facts_of: FactsOf) -> None:
    facts = facts_of("217", "2025-03-01", period="2024-H1", task=[task("6.2.c")])
    assert asked(facts, "6.2.c").verdict == "met"
    assert asked(facts_of("217", "2025-03-01", task=[task("6.2.c")]), "6.2.c").verdict == "missing"
    year = asked(facts_of("217", "2025-03-01", period="2024", task=[task("6.2.c", on="2024-11-01")]), "6.2.c")
    assert (year.verdict, year.period) == ("met", "2024")
