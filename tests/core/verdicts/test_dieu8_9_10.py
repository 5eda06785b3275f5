"""Điều 8.2, 9.2.c, 9.2.e, 10.2.a, 10.2.b, 10.2.d: what the Sở and the agency owe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bgit_desktop.core.fields import MASK, Value
from bgit_desktop.core.verdicts import dieu8, dieu9, dieu10
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Verdict

Record = dict[str, Value]
FactsOf = Callable[..., Facts]
Records = dict[str, list[Record]]

HUNG: Record = {"id": "o1", "full_name": "Trần Văn Hùng", "employment": "civil_servant"}
CONTRACT = HUNG | {"employment": "contract"}
LEFT = HUNG | {"end_date": "2024-05-31"}


def only(found: list[Verdict]) -> Verdict:
    assert len(found) == 1
    return found[0]


# -- 8.2 -------------------------------------------------------------------------------------------------------------


def award(decided: str | None = "2024-03-01", executed: str | None = None, **more: Value) -> Record:
    row: Record = {"kind": "award", "title": "Giấy khen", "decided_on": decided, "executed_on": executed}
    return row | more


AWARDS: list[tuple[str, list[Record], list[str]]] = [
    ("carried out", [award(executed="2024-03-20")], ["met"]),
    ("carried out on the day of the decision", [award(executed="2024-03-01")], ["met"]),
    ("not carried out", [award()], ["missing"]),
    ("carried out after the day asked for", [award(executed="2024-07-01")], ["missing"]),
    ("carried out on the day asked for", [award(executed="2024-06-30")], ["met"]),
    ("carried out before it was decided", [award(executed="2024-02-01")], ["review"]),
    ("not decided yet", [award(None)], []),
    ("decided after the day asked for", [award("2024-07-01")], []),
    ("decided on the day asked for", [award("2024-06-30")], ["missing"]),
    ("of another year, done", [award("2022-03-01", "2022-03-20")], []),
    ("of another year, still not done", [award("2022-03-01")], ["missing"]),
    ("discipline, sealed", [{"kind": MASK, "title": MASK, "decided_on": MASK, "executed_on": MASK}], []),
    ("discipline, by its plain name", [award(kind="discipline")], []),
    ("another unit's", [award(unit="213")], []),
    ("two", [award(executed="2024-03-20"), award("2024-04-01")], ["met", "missing"]),
    ("no awards", [], []),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in AWARDS], ids=[case[0] for case in AWARDS])
def test_awards(facts_of: FactsOf, rows: list[Record], expected: list[str]) -> None:
    found = list(dieu8.judge_unit(facts_of("217", award=rows), "217"))
    assert [each.verdict for each in found] == expected
    for each in found:
        assert each.owner == (None if each.verdict == "met" else "agency")
        assert each.subject_type == "award"


# -- 9.2.c, 10.2.d ---------------------------------------------------------------------------------------------------


def course(attendance: str = "present", on: str | None = "2024-04-10", **more: Value) -> Record:
    row: Record = {"officer": "o1", "title": "Lớp ATTT", "kind": "course", "topic": "security", "start_on": on}
    return row | {"attendance": attendance} | more


NOT_SENT = course("absent", absence_kind="not_sent")
IN_WORDS = course("absent", absence_reason="Không được cử đi")
BUSY = course("absent", absence_kind="duty")
OF_SO: Record = {"title": "Lớp của Sở", "start_on": "2024-04-10", "invitees": ["217"], "unit": "STTTT"}

TRAINED: list[tuple[str, Records, str, str | None, str]] = [
    ("present", {"training": [course()]}, "met", None, "an toàn thông tin"),
    ("a substitute went", {"training": [course("substitute")]}, "met", None, ""),
    ("present years ago: no number of years is set", {"training": [course(on="2014-04-10")]}, "met", None, ""),
    ("present once, absent later", {"training": [course(), BUSY]}, "met", None, ""),
    ("present, no day", {"training": [course(on=None)]}, "met", None, ""),
    ("present after the day asked for", {"training": [course(on="2024-07-01")]}, "missing", "department", ""),
    ("nothing recorded, no course", {}, "missing", "department", "chưa có lớp nào"),
    ("nothing recorded, the Sở invited", {"course": [OF_SO]}, "missing", "agency", "mời đơn vị 1 lớp"),
    ("the Sở invited all", {"course": [OF_SO | {"invitees": None}]}, "missing", "agency", ""),
    ("the Sở invited others", {"course": [OF_SO | {"invitees": ["213"]}]}, "missing", "department", ""),
    ("the course has not begun", {"course": [OF_SO | {"start_on": "2024-07-01"}]}, "missing", "department", ""),
    ("not sent: the agency's matter", {"training": [NOT_SENT]}, "missing", "agency", "10.2.d"),
    ("not sent, in words", {"training": [IN_WORDS]}, "missing", "agency", "10.2.d"),
    ("absent for another reason", {"training": [BUSY]}, "review", "agency", ""),
    ("absent, no reason", {"training": [course("absent")]}, "review", "agency", ""),
    ("a meeting is no training", {"training": [course(kind="meeting")]}, "missing", "department", ""),
    ("another officer's", {"training": [course(officer="o2")]}, "missing", "department", ""),
    ("contract staff", {"officer": [CONTRACT]}, "not_applicable", None, "3.1"),
    ("left", {"officer": [LEFT]}, "not_applicable", None, "31/05/2024"),
]


@pytest.mark.parametrize(
    ("records", "expected", "owner", "word"), [case[1:] for case in TRAINED], ids=[case[0] for case in TRAINED]
)
def test_training(facts_of: FactsOf, records: Records, expected: str, owner: str | None, word: str) -> None:
    verdict = only(list(dieu9.judge_officers(facts_of("217", **({"officer": [HUNG]} | records)), "217")))
    assert (verdict.verdict, verdict.owner) == (expected, owner)
    assert word in " ".join(verdict.reasons)


def test_the_topics_never_had_are_named(facts_of: FactsOf) -> None:
    verdict = only(list(dieu9.judge_officers(facts_of("217", officer=[HUNG], training=[course()]), "217")))
    assert "Chưa tập huấn chủ đề" in verdict.reasons[-1]
    assert "an toàn" not in verdict.reasons[-1]
    rows = [course(topic=topic) for topic in ("policy", "administration", "operation", "security")]
    verdict = only(list(dieu9.judge_officers(facts_of("217", officer=[HUNG], training=rows), "217")))
    assert not any("Chưa" in reason for reason in verdict.reasons)


def request(status: str = "requested", on: str | None = "2024-02-01", **more: Value) -> Record:
    row: Record = {"officer": "o1", "content": "Quản trị mạng", "requested_on": on, "status": status}
    return row | more


SENT: list[tuple[str, Records, str | None]] = [
    ("present", {"training": [course()]}, "met"),
    ("nothing recorded: no occasion", {}, None),
    ("not sent", {"training": [NOT_SENT]}, "not_met"),
    ("not sent, in words", {"training": [IN_WORDS]}, "not_met"),
    ("not sent, words without marks", {"training": [course("absent", absence_reason="co quan KHONG CU di")]}, "not_met"),
    ("the kind says otherwise than the words", {"training": [IN_WORDS | {"absence_kind": "leave"}]}, "review"),
    ("not sent once, present once", {"training": [course(), NOT_SENT]}, "not_met"),
    ("absent on leave", {"training": [course("absent", absence_kind="leave")]}, "review"),
    ("absent, no reason", {"training": [course("absent")]}, "review"),
    ("not sent to a giao ban", {"training": [NOT_SENT | {"kind": "giao_ban"}]}, "not_met"),
    ("not sent last year", {"training": [NOT_SENT | {"start_on": "2023-12-31"}]}, None),
    ("not sent after the day asked for", {"training": [NOT_SENT | {"start_on": "2024-07-01"}]}, None),
    ("a request declined", {"training_request": [request("declined")]}, "not_met"),
    ("a request granted", {"training_request": [request("approved")]}, "met"),
    ("a request done", {"training_request": [request("done")]}, "met"),
    ("a request waiting", {"training_request": [request()]}, "missing"),
    ("a request of last year declined", {"training_request": [request("declined", "2023-05-01")]}, None),
    ("contract staff not sent", {"officer": [CONTRACT], "training": [NOT_SENT]}, "not_applicable"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), [case[1:] for case in SENT], ids=[case[0] for case in SENT])
def test_sending(facts_of: FactsOf, records: Records, expected: str | None) -> None:
    found = list(dieu10.judge_sending(facts_of("217", **({"officer": [HUNG]} | records)), "217"))
    assert [each.verdict for each in found] == ([expected] if expected else [])
    for each in found:
        assert each.owner == (None if expected in ("met", "not_applicable") else "agency")  # never the officer
        assert each.clause == "QyD.10.2.d"


# -- 9.2.e -----------------------------------------------------------------------------------------------------------


def meeting(on: str = "2024-06-05", status: str = "held", kind: str = "half_year", **more: Value) -> Record:
    row: Record = {"title": "Giao ban", "kind": kind, "status": status, "starts_at": f"{on}T08:00", "unit": "STTTT"}
    return row | more


KEPT = meeting("2022-06-01")

MEETINGS: list[tuple[str, str, str, list[Record], str]] = [
    ("held", "2024-06-30", "2024-H1", [meeting()], "met"),
    ("held on the day asked for", "2024-06-05", "2024-H1", [meeting()], "met"),
    ("planned for later", "2024-06-04", "2024-H1", [meeting(status="planned")], "missing"),
    ("marked as held before its day", "2024-06-04", "2024-H1", [meeting()], "missing"),
    ("the day is past, still planned", "2024-06-30", "2024-H1", [meeting(status="planned")], "missing"),
    ("cancelled, period running", "2024-06-30", "2024-H1", [meeting(status="cancelled")], "missing"),
    ("cancelled, period over", "2024-07-01", "2024-H1", [meeting(status="cancelled")], "not_met"),
    ("none, period running", "2024-06-30", "2024-H1", [KEPT], "missing"),
    ("none, period over, the log was kept", "2024-07-01", "2024-H1", [KEPT], "not_met"),
    ("none, period over, no log then", "2024-07-01", "2024-H1", [], "missing"),
    ("none, period over, the log began later", "2024-08-01", "2024-H1", [meeting("2024-07-15")], "missing"),
    ("only an ad hoc one", "2024-07-01", "2024-H1", [meeting(kind="ad_hoc")], "not_met"),
    ("held later, named for the period", "2024-07-15", "2024-H1", [meeting("2024-07-10", period="2024-H1")], "met"),
    ("held in the days, named for another period", "2024-07-01", "2024-H1", [meeting("2024-01-10", period="2023-H2")], "not_met"),
    ("an annual one is none of the first half", "2024-07-01", "2024-H1", [meeting(kind="year")], "not_met"),
    ("an annual one is that of the second half", "2024-12-31", "2024-H2", [meeting("2024-12-20", kind="year")], "met"),
    ("an annual one for the year", "2024-12-31", "2024", [meeting("2024-12-20", kind="year")], "met"),
    ("a half-year one is none for the year", "2025-01-10", "2024", [meeting("2024-12-20")], "not_met"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "period", "rows", "expected"), [case[1:] for case in MEETINGS], ids=[case[0] for case in MEETINGS]
)
def test_meetings(facts_of: FactsOf, day: str, period: str, rows: list[Record], expected: str) -> None:
    verdict = only(list(dieu9.judge_meetings(facts_of("STTTT", day, period=period, meeting=rows), "STTTT")))
    assert verdict.verdict == expected
    assert verdict.owner == (None if expected == "met" else "department")
    assert verdict.period == period


def test_meetings_are_the_departments_only_and_of_two_periods(facts_of: FactsOf) -> None:
    assert list(dieu9.judge_meetings(facts_of("217"), "217")) == []
    found = list(dieu9.judge_meetings(facts_of("STTTT", "2024-09-01"), "STTTT"))
    assert [each.period for each in found] == ["2024-H1", "2024-H2"]
    assert [each.unit for each in dieu9.judge_meetings(facts_of("SKHCN", "2025-09-01"), "SKHCN")] == ["SKHCN"] * 2


# -- 10.2.a ----------------------------------------------------------------------------------------------------------

ASSIGNED = HUNG | {"assignment_document": "d1", "assignment_sent_on": "2024-02-01"}

RECEIVED = ASSIGNED | {"assignment_received_on": "2024-02-03"}

ASSIGNMENTS: list[tuple[str, Record, str, str, str]] = [
    ("document and sent", ASSIGNED, "217", "met", "chưa ghi ngày nhận"),
    ("and received", RECEIVED, "217", "met", "03/02/2024"),
    ("received after the day asked for", ASSIGNED | {"assignment_received_on": "2024-07-03"}, "217", "met", "chưa ghi ngày nhận"),
    ("received, sending not noted", RECEIVED | {"assignment_sent_on": None}, "217", "met", ""),
    ("no document", HUNG, "217", "missing", "Chưa ghi văn bản phân công"),
    ("sent, no document", HUNG | {"assignment_sent_on": "2024-02-01"}, "217", "missing", ""),
    ("not sent", ASSIGNED | {"assignment_sent_on": None}, "217", "missing", "chưa ghi ngày gửi"),
    ("sent after the day asked for", ASSIGNED | {"assignment_sent_on": "2024-07-01"}, "217", "missing", ""),
    ("sent on the day asked for", ASSIGNED | {"assignment_sent_on": "2024-06-30"}, "217", "met", ""),
    ("the document is gone", ASSIGNED | {"assignment_document": "d9"}, "217", "missing", "không còn"),
    ("contract staff", CONTRACT, "217", "not_applicable", "3.1"),
    ("left", LEFT, "217", "not_applicable", "31/05/2024"),
    ("left today", HUNG | {"end_date": "2024-06-30"}, "217", "missing", ""),
    ("starts later", ASSIGNED | {"start_date": "2024-07-01"}, "217", "not_applicable", ""),
    ("the unit ended", ASSIGNED, "221", "not_applicable", ""),
    ("the unit is out of scope", ASSIGNED, "OUT", "not_applicable", ""),
    ("the unit is unknown", ASSIGNED, "777", "missing", "777"),
    ("public employee", ASSIGNED | {"employment": "public_employee"}, "217", "met", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("officer", "unit", "expected", "word"), [case[1:] for case in ASSIGNMENTS], ids=[case[0] for case in ASSIGNMENTS]
)
def test_assignments(facts_of: FactsOf, officer: Record, unit: str, expected: str, word: str) -> None:
    verdict = only(list(dieu10.judge_assignments(facts_of(unit, officer=[officer], documents={"d1"}), unit)))
    assert verdict.verdict == expected
    assert word in " ".join(verdict.reasons)
    if expected == "missing":
        assert verdict.owner == ("department" if unit == "777" else "agency")
        assert verdict.missing


# -- 10.2.b ----------------------------------------------------------------------------------------------------------


def appraisal(
    asked: str | None = "2024-05-01", comment: str | None = None, on: str | None = None, **more: Value
) -> Record:
    row: Record = {"officer": "o1", "year": 2024, "asked_on": asked, "comment": comment, "commented_on": on}
    return row | more


APPRAISALS: list[tuple[str, list[Record], str, str | None]] = [
    ("none", [], "missing", "agency"),
    ("asked and commented", [appraisal(comment="Đồng ý", on="2024-05-20")], "met", None),
    ("commented, no day", [appraisal(comment="Đồng ý")], "met", None),
    ("a day of comment, no words", [appraisal(on="2024-05-20")], "met", None),
    ("commented after the day asked for", [appraisal(comment="Đồng ý", on="2024-07-20")], "missing", "department"),
    ("asked, waiting", [appraisal()], "missing", "department"),
    ("asked on the day asked for", [appraisal("2024-06-30")], "missing", "department"),
    ("asked after the day asked for", [appraisal("2024-07-01")], "review", "agency"),
    ("never asked", [appraisal(None)], "review", "agency"),
    ("commented without being asked", [appraisal(None, "Đồng ý", "2024-05-20")], "met", None),
    ("an empty comment is none", [appraisal(comment="  ")], "missing", "department"),
    ("of last year", [appraisal(comment="Đồng ý", on="2023-12-20", year=2023)], "missing", "agency"),
    ("another officer's", [appraisal(comment="Đồng ý", officer="o2")], "missing", "agency"),
    ("two, one commented", [appraisal(None), appraisal(comment="Đồng ý", on="2024-05-20")], "met", None),
    ("two, one asked", [appraisal(), appraisal(None)], "missing", "department"),
    ("two, none asked", [appraisal(None), appraisal(None)], "review", "agency"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected", "owner"), [case[1:] for case in APPRAISALS], ids=[case[0] for case in APPRAISALS]
)
def test_appraisals(facts_of: FactsOf, rows: list[Record], expected: str, owner: str | None) -> None:
    for order in (rows, rows[::-1]):
        verdict = only(list(dieu10.judge_appraisals(facts_of("217", officer=[HUNG], appraisal=order), "217")))
        assert (verdict.verdict, verdict.owner) == (expected, owner)
        assert "2024" in verdict.reasons[0]


def test_appraisals_of_the_year_asked_for_and_of_whom(facts_of: FactsOf) -> None:
    rows = [appraisal(comment="Đồng ý", year=2023)]
    facts = facts_of("217", period="2023", officer=[HUNG, CONTRACT | {"id": "o2"}], appraisal=rows)
    assert [each.verdict for each in dieu10.judge_appraisals(facts, "217")] == ["met", "not_applicable"]
