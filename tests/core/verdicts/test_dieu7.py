"""Điều 7: reports in time by sending and by receipt; incidents reported to the head and to the Sở."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bgit_desktop.core.fields import Value
from bgit_desktop.core.verdicts import dieu7_1, dieu7_2
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Verdict

Record = dict[str, Value]
FactsOf = Callable[..., Facts]
Records = dict[str, list[Record]]

DUE: Record = {"kind": "half_year", "period": "2024-H1", "due_on": "2024-06-20", "document": "45/STTTT-CNTT"}
DRAFT = DUE | {"document": None}
ON_TET = DUE | {"period": "2023-H2", "due_on": "2024-02-10"}


def report(status: str = "sent", sent: str | None = "2024-06-18", received: str | None = None, **more: Value) -> Record:
    row: Record = {"kind": "periodic", "period": "2024-H1", "version": 1, "status": status}
    return row | {"sent_on": sent, "received_on": received} | more


def both_on(day: str) -> Record:
    return report(sent=day, received=day)


def both(facts: Facts, period: str = "2024-H1") -> dict[str, Verdict]:
    found = dieu7_1.judge_unit(facts, facts.units[0])
    return {each.rule: each for each in found if each.period == period}


def answers(facts: Facts, period: str = "2024-H1") -> tuple[str, str]:
    found = both(facts, period)
    return found["sending"].verdict, found["receipt"].verdict


EXTENDED: Record = {"deadline": "deadline00", "for_unit": "217", "due_on": "2024-06-25", "reason": "Mưa lũ"}
EXCUSED: Record = {"deadline": "deadline00", "for_unit": "217", "due_on": None, "reason": "Sáp nhập"}

IN_TIME = report(received="2024-06-19")
SECOND = report(version=2, sent="2024-07-05", received="2024-07-05")
OK, LATE, SLOW, UNKNOWN = ("met", "met"), ("not_met", "not_met"), ("met", "not_met"), ("missing", "missing")
UNSENT, NOT_IN, APART = ("not_met", "missing"), ("missing", "not_met"), ("not_applicable", "not_applicable")
SET: Records = {"deadline": [DUE]}
MOVED: Records = {**SET, "extension": [EXTENDED]}
UNGROUNDED: Records = {"deadline": [DRAFT]}
JULY = "2024-07-10"

# name, day, records, in the unit's own store, at the Sở
REPORTS: list[tuple[str, str, Records, tuple[str, str], tuple[str, str]]] = [
    ("in time", JULY, {**SET, "report": [report(received="2024-06-19")]}, OK, OK),
    ("on the last day", JULY, {**SET, "report": [both_on("2024-06-20")]}, OK, OK),
    ("sent in time, received late", JULY, {**SET, "report": [both_on("2024-06-20") | {"received_on": "2024-06-24"}]}, SLOW, SLOW),
    ("a day late", JULY, {**SET, "report": [both_on("2024-06-21")]}, LATE, LATE),
    ("nothing sent, overdue", JULY, {"deadline": [DUE]}, UNSENT, NOT_IN),
    ("nothing sent, not due yet", "2024-06-20", {"deadline": [DUE]}, UNKNOWN, UNKNOWN),
    ("a draft is not sent", JULY, {**SET, "report": [report("draft", None)]}, UNSENT, NOT_IN),
    ("signed is not sent", JULY, {**SET, "report": [report("signed", None)]}, UNSENT, NOT_IN),
    ("no deadline at all", JULY, {"report": [report(received="2024-06-19")]}, UNKNOWN, UNKNOWN),
    ("no guidance document: nobody is late", JULY, {**UNGROUNDED, "report": [report(sent="2024-07-09")]}, UNKNOWN, UNKNOWN),
    ("no guidance document and nothing sent", JULY, {"deadline": [DRAFT]}, UNKNOWN, UNKNOWN),
    ("extended", JULY, {**MOVED, "report": [both_on("2024-06-25")]}, OK, OK),
    ("later than the extension", JULY, {**MOVED, "report": [both_on("2024-06-26")]}, LATE, LATE),
    ("an extension for another unit", JULY, {"deadline": [DUE], "extension": [EXTENDED | {"for_unit": "213"}]}, UNSENT, NOT_IN),
    ("excused", JULY, {"deadline": [DUE], "extension": [EXCUSED]}, APART, APART),
    ("a deadline for others", JULY, {"deadline": [DUE | {"units": ["213"]}]}, UNKNOWN, UNKNOWN),
    ("a deadline for some, this one too", JULY, {"deadline": [DUE | {"units": ["213", "217"]}]}, UNSENT, NOT_IN),
    ("a correction sent late", JULY, {**SET, "report": [IN_TIME | {"status": "returned"}, SECOND]}, OK, OK),
    ("a second version in draft", JULY, {**SET, "report": [IN_TIME, report("draft", None, version=2)]}, OK, OK),
    ("sent, day not recorded", JULY, {**SET, "report": [report(sent=None)]}, UNKNOWN, UNKNOWN),
    ("sent after the day asked for", "2024-06-22", {**SET, "report": [report(sent="2024-06-25")]}, UNSENT, NOT_IN),
    ("another kind of report", JULY, {**SET, "report": [report(kind="incident")]}, UNSENT, NOT_IN),
    ("another unit's report", JULY, {**SET, "report": [report(unit="213")]}, UNSENT, NOT_IN),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "records", "own", "department"), [case[1:] for case in REPORTS], ids=[case[0] for case in REPORTS]
)
def test_a_report(
    facts_of: FactsOf,
    day: str,
    records: Records,
    own: tuple[str, str],
    department: tuple[str, str],
) -> None:
    assert answers(facts_of("217", day, **records)) == own
    at_department = facts_of("217", day, at_department=True, **records)
    assert answers(at_department) == department
    for verdict in both(at_department).values():
        assert "2024" in verdict.reasons[0]
        assert (verdict.owner is None) == (verdict.verdict in ("met", "not_applicable"))


def test_no_ground_is_the_departments_to_give_and_says_so(facts_of: FactsOf) -> None:
    for verdict in both(facts_of("217", "2024-07-10", at_department=True, deadline=[DRAFT])).values():
        assert "Chưa có căn cứ thời hạn" in " ".join(verdict.reasons)
        assert (verdict.owner, verdict.mend) == ("department", ("deadline", ""))


def test_tet_moves_the_last_day(facts_of: FactsOf) -> None:
    # Saturday 10/02/2024 is the first day of Tết; the next working day is Thursday 15/02
    for day, expected in (("2024-02-15", "met"), ("2024-02-16", "not_met")):
        row = report(sent=day, received=day, period="2023-H2")
        found = both(facts_of("217", "2024-03-01", deadline=[ON_TET], report=[row]), "2023-H2")
        assert found["sending"].verdict == expected
        assert "15/02/2024" in " ".join(found["sending"].reasons)
    assert answers(facts_of("217", "2024-02-15", deadline=[ON_TET]), "2023-H2") == UNKNOWN


def test_arrival_counts_where_the_department_noted_no_day(facts_of: FactsOf) -> None:
    rows = {**SET, "report": [report(sent=None)]}
    late = {"report00": (date(2024, 6, 19), date(2024, 6, 23))}
    assert answers(facts_of("217", "2024-07-10", at_department=True, moments=late, **rows)) == ("met", "not_met")
    # in the unit's own store the day it was marked as sent is no receipt
    assert answers(facts_of("217", "2024-07-10", moments=late, **rows)) == ("met", "missing")


@pytest.mark.parametrize(
    ("unit", "day", "expected", "word"),
    [
        ("OUT", "2024-07-10", "not_applicable", "phạm vi"),
        ("500", "2024-07-10", "not_applicable", "01/01/2025"),
        ("221", "2024-07-10", "not_applicable", "TP Bắc Giang"),
        ("800", "2024-07-10", "not_applicable", "chưa ghi đơn vị kế thừa"),
        ("777", "2024-07-10", "missing", "777"),
    ],
)
def test_of_whom_nothing_is_asked(facts_of: FactsOf, unit: str, day: str, expected: str, word: str) -> None:
    for verdict in both(facts_of(unit, day, at_department=True, deadline=[DUE])).values():
        assert verdict.verdict == expected
        assert word in " ".join(verdict.reasons)


def test_a_unit_that_ended_before_the_window_is_asked_nothing(facts_of: FactsOf) -> None:
    found = both(facts_of("221", "2025-01-10", period="2024-H2", at_department=True), "2024-H2")
    assert {each.verdict for each in found.values()} == {"not_applicable"}
    assert "trước kỳ" in found["sending"].reasons[1]


def test_the_department_does_not_report_to_itself(facts_of: FactsOf) -> None:
    assert list(dieu7_1.judge_unit(facts_of("STTTT", at_department=True), "STTTT")) == []


@pytest.mark.parametrize(
    ("day", "records", "expected"),
    [
        ("2024-09-01", {}, ["2024-H1"]),
        ("2025-02-01", {}, ["2024"]),
        ("2024-06-10", {"deadline": [DUE]}, ["2024-H1", "2023"]),
        ("2025-02-01", {"deadline": [DUE | {"period": "2024-H2"}]}, ["2024-H2", "2024"]),
        ("2025-02-01", {"report": [report(period="2024-H2")]}, ["2024-H2", "2024"]),
    ],
)
def test_which_periods_are_due(facts_of: FactsOf, day: str, records: Records, expected: list[str]) -> None:
    facts = facts_of("217", day, **records)
    assert sorted(each.code for each in dieu7_1.periods_due(facts, "217")) == sorted(expected)


ASKED: Record = {"kind": "ad_hoc", "period": "Rà soát máy chủ", "due_on": "2024-06-14", "document": "77/STTTT"}
ANSWERED = report(kind="ad_hoc", period="Rà soát máy chủ", sent="2024-06-14", received="2024-06-17")


@pytest.mark.parametrize(
    ("deadline", "rows", "day", "expected"),
    [
        (ASKED, [], "2024-06-30", UNSENT),
        (ASKED, [], "2024-06-14", UNKNOWN),
        (ASKED, [ANSWERED], "2024-06-30", SLOW),
        (ASKED | {"document": None}, [], "2024-06-30", None),
        (ASKED | {"due_on": None}, [], "2024-06-30", None),
        (ASKED | {"units": ["213"]}, [], "2024-06-30", None),
        (ASKED, [], "2025-06-30", None),  # long past
        (ASKED | {"due_on": "2024-06-15"}, [], "2024-06-17", UNKNOWN),  # a Saturday: due on Monday
    ],
)
def test_an_ad_hoc_report(
    facts_of: FactsOf, deadline: Record, rows: list[Record], day: str, expected: tuple[str, str] | None
) -> None:
    found = both(facts_of("217", day, deadline=[deadline], report=rows), "Rà soát máy chủ")
    assert ((found["sending"].verdict, found["receipt"].verdict) if found else None) == expected
    assert all("đột xuất Rà soát máy chủ" in each.reasons[0] for each in found.values())


# -- incidents -------------------------------------------------------------------------------------------------------

TO_SO: Record = {"recipient": "department"}
HOURS: Record = {"kind": "incident", "hours": 4, "document": "20/2017/TT-BTTTT"}


def incident(head: str | None = "09:00", department: str | None = "11:00", **more: Value) -> Record:
    row: Record = {
        "title": "Máy chủ ngừng", "category": "A1", "status": "closed", "detected_at": "2024-06-03T08:00",
        "head_informed_at": head and f"2024-06-03T{head}", "department_informed_at": department and f"2024-06-03T{department}",
    }  # fmt: skip
    return row | more


INCIDENTS: list[tuple[str, Record, list[Record], tuple[str, str]]] = [
    ("both in time", incident(), [HOURS], OK),
    ("at the very limit", incident("12:00", "12:00"), [HOURS], OK),
    ("a minute late", incident("12:01", "12:01"), [HOURS], LATE),
    ("the head in time, the Sở late", incident("08:30", "15:00"), [HOURS], ("met", "not_met")),
    ("at once", incident("08:00", "08:00"), [HOURS], OK),
    ("not recorded", incident(None, None), [HOURS], UNKNOWN),
    ("the Sở not recorded", incident("09:00", None), [HOURS], ("met", "missing")),
    ("no limit", incident(), [], UNKNOWN),
    ("a limit without a document", incident("23:00", "23:00"), [HOURS | {"document": None}], UNKNOWN),
    ("a limit without hours", incident("23:00", "23:00"), [HOURS | {"hours": None}], UNKNOWN),
    ("a limit for the Sở only", incident("23:00", "11:00"), [HOURS | TO_SO], ("missing", "met")),
    ("a limit for the head only", incident("09:00", "23:00"), [HOURS | {"recipient": "head"}], ("met", "missing")),
    ("a longer one for the Sở", incident("13:00", "13:00"), [HOURS, HOURS | {"hours": 24} | TO_SO], ("not_met", "met")),
    ("a limit for other units", incident("23:00", "23:00"), [HOURS | {"units": ["213"]}], UNKNOWN),
    ("the shorter of two", incident("11:00", "11:00"), [HOURS, HOURS | {"hours": 2}], LATE),
    ("a limit that came later", incident("23:00", "23:00"), [HOURS | {"window_start": "2024-06-04"}], UNKNOWN),
    ("a limit that had ended", incident("23:00", "23:00"), [HOURS | {"window_end": "2024-06-02"}], UNKNOWN),
    ("reported before it was found", incident("07:00", "11:00"), [HOURS], ("review", "met")),
    ("another kind: 6.x.b only", incident("23:00", None, category="X0"), [HOURS], APART),
    ("reported after the day asked for", incident(None, None, head_informed_at="2024-07-01T08:00"), [HOURS], UNKNOWN),
    ("no time of finding", incident(detected_at="2024-06-03"), [HOURS], UNKNOWN),
    ("no hours at all", incident("08:00", "08:01"), [HOURS | {"hours": 0}], ("met", "not_met")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "limits", "expected"), [case[1:] for case in INCIDENTS], ids=[c[0] for c in INCIDENTS])
def test_an_incident(facts_of: FactsOf, row: Record, limits: list[Record], expected: tuple[str, str]) -> None:
    facts = facts_of("217", incident=[row], deadline=limits)
    found = {each.rule: each for each in dieu7_2.judge_unit(facts, "217")}
    assert (found["head"].verdict, found["department"].verdict) == expected
    for rule, verdict in found.items():
        if verdict.verdict == "not_met":
            assert verdict.owner == ("officer" if rule == "head" else "agency")
        assert verdict.subject_type == "incident"
        assert verdict.reasons


def test_incidents_of_the_period_and_those_still_open(facts_of: FactsOf) -> None:
    rows = [
        incident(title="cũ, đã xong", detected_at="2023-12-01T08:00"),
        incident(title="cũ, còn mở", detected_at="2023-12-02T08:00", status="handling"),
        incident(title="trong kỳ"),
        incident(title="về sau", detected_at="2024-07-01T08:00"),
    ]
    found = [each.name for each in dieu7_2.judge_unit(facts_of("217", incident=rows), "217")]
    assert found == ["cũ, còn mở", "cũ, còn mở", "trong kỳ", "trong kỳ"]
    later = incident(title="kỳ sau, còn mở", detected_at="2024-08-01T08:00", status="open")
    facts = facts_of("217", "2024-09-01", period="2024-H1", incident=[*rows, later])
    assert {each.name for each in dieu7_2.judge_unit(facts, "217")} == {"cũ, còn mở", "trong kỳ"}


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("OUT", ("not_applicable",) * 2), ("500", ("not_applicable",) * 2), ("STTTT", ("met", "not_applicable"))],
)
def test_whose_incident(facts_of: FactsOf, unit: str, expected: tuple[str, str]) -> None:
    facts = facts_of(unit, incident=[incident()], deadline=[HOURS | {"unit": "STTTT"}])
    assert tuple(each.verdict for each in dieu7_2.judge_unit(facts, unit)) == expected
