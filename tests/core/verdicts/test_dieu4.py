"""Điều 4: the standard, judged per degree; the best degree decides."""

from __future__ import annotations

from datetime import date

import pytest

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.verdicts.dieu4 import judge_officer
from bgit_desktop.core.verdicts.majors import suggest_field
from bgit_desktop.core.verdicts.model import Verdict

DAY = date(2024, 6, 30)
CATALOGUE = Catalogue(
    [
        Unit("u217", "217", "UBND huyện Lạng Giang", kind="district", valid_from=date(2013, 9, 13)),
        Unit("u221", "221", "UBND huyện Yên Dũng", kind="district", valid_to=date(2024, 5, 31)),
        Unit("u999", "999", "Ngoài phạm vi", kind="agency", in_scope=False),
        Unit("u500", "500", "Thị xã mới", kind="town", valid_from=date(2025, 1, 1)),
    ]
)
Record = dict[str, Value]


def officer(**values: Value) -> Record:
    record: Record = {"id": "o1", "unit": "217", "full_name": "Trần Văn Hùng", "employment": "civil_servant"}
    return record | values


def degree(**values: Value) -> Record:
    record: Record = {
        "id": "q1",
        "officer": "o1",
        "level": "bachelor",
        "major": "Công nghệ thông tin",
        "field": "it",
        "mode": "regular",
        "year": 2014,
        "document": "d1",
    }
    return record | values


def ask(*degrees: Record, day: date = DAY, **values: Value) -> Verdict:
    return judge_officer(CATALOGUE, officer(**values), degrees, day)


LAW = degree(id="q0", major="Luật", field="other")
IN_SERVICE = degree(id="q0", mode="in_service")
MASTER = degree(id="q9", level="master", year=2018)

CASES = [
    ("the plain good case", [degree()], "met"),
    ("nothing recorded", [], "missing"),
    ("no document", [degree(document=None)], "missing"),
    ("mode unknown", [degree(mode="unknown")], "missing"),
    ("mode empty", [degree(mode=None)], "missing"),
    ("field empty though the major says IT", [degree(field=None)], "missing"),
    ("field empty and the major unknown to the list", [degree(field=None, major="Thú y")], "missing"),
    ("level empty", [degree(level=None)], "missing"),
    ("a level the program does not know", [degree(level="postdoc")], "missing"),
    ("college", [degree(level="college")], "not_met"),
    ("secondary", [degree(level="secondary")], "not_met"),
    ("field other", [degree(field="other", major="Kinh tế")], "not_met"),
    ("in-service", [degree(mode="in_service")], "not_met"),
    ("distance", [degree(mode="distance")], "not_met"),
    ("specialised", [degree(mode="specialised")], "not_met"),
    ("transfer", [degree(mode="transfer")], "review"),
    ("near IT", [degree(field="near", major="Điện tử - Viễn thông")], "review"),
    ("known failure beats unknown: college without document", [degree(level="college", document=None)], "not_met"),
    ("known failure beats unknown: in-service, field empty", [degree(mode="in_service", field=None)], "not_met"),
    ("known failure beats borderline", [degree(field="near", mode="distance")], "not_met"),
    ("borderline and without evidence", [degree(field="near", document=None)], "review"),
    ("never mixed: regular law and in-service IT", [LAW, degree(id="q2", mode="in_service")], "not_met"),
    ("the best decides: in-service and regular", [IN_SERVICE, degree()], "met"),
    (
        "the best decides: college, then a bachelor's without document",
        [degree(id="q0", level="college"), degree(document=None)],
        "missing",
    ),
    (
        "the best decides: near with document, IT without",
        [degree(id="q0", field="near"), degree(document=None)],
        "missing",
    ),
    ("a master's alone", [MASTER], "review"),
    ("a doctorate alone", [degree(level="doctorate")], "review"),
    ("a master's over an in-service bachelor's", [IN_SERVICE, MASTER], "review"),
    ("a master's over a bachelor's in law", [LAW, MASTER], "review"),
    ("a master's over a qualifying bachelor's", [degree(), MASTER], "met"),
    ("a master's over a bachelor's without document", [degree(document=None), MASTER], "missing"),
    ("a master's in law over a bachelor's in IT", [degree(), degree(id="q9", level="master", field="other")], "met"),
    ("a master's in law alone", [degree(level="master", field="other")], "not_met"),
    ("a master's by distance alone", [degree(level="master", mode="distance")], "not_met"),
    ("a master's without mode or document", [degree(level="master", mode=None, document=None)], "review"),
    ("dated after the day", [degree(year=2025)], "missing"),
    ("dated in the year of the day", [degree(year=2024)], "met"),
    ("undated", [degree(year=None)], "met"),
    (
        "the good one is dated after the day",
        [degree(id="q0", level="college", year=2010), degree(year=2025)],
        "not_met",
    ),
]


@pytest.mark.parametrize(("degrees", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_standard(degrees: list[Record], expected: str) -> None:
    verdict = ask(*degrees)
    assert verdict.verdict == expected
    assert verdict.clause == "QyD.4"
    assert verdict.as_of == "2024-06-30"
    assert "30/06/2024" in verdict.reasons[0]
    assert verdict == ask(*reversed(degrees))
    owners = {"met": None, "missing": "officer", "review": "department", "not_met": "agency"}
    assert verdict.owner == owners[expected]
    if expected == "missing":
        assert verdict.missing


SCOPE = [
    ("contract", {"employment": "contract"}, "not_applicable", "3.1"),
    ("public employee", {"employment": "public_employee"}, "met", "chính quy"),
    ("left before", {"end_date": "2024-06-29"}, "not_applicable", "29/06/2024"),
    ("last day is today", {"end_date": "2024-06-30"}, "met", "chính quy"),
    ("starts tomorrow", {"start_date": "2024-07-01"}, "not_applicable", "01/07/2024"),
    ("starts today", {"start_date": "2024-06-30"}, "met", "chính quy"),
    ("unit ended", {"unit": "221"}, "not_applicable", "31/05/2024"),
    ("unit out of scope", {"unit": "999"}, "not_applicable", "phạm vi"),
    ("unit not there yet", {"unit": "500"}, "not_applicable", "01/01/2025"),
    ("unit unknown", {"unit": "777"}, "missing", "777"),
    ("unit unknown and contract", {"unit": "777", "employment": "contract"}, "not_applicable", "3.1"),
]


@pytest.mark.parametrize(("values", "expected", "word"), [case[1:] for case in SCOPE], ids=[c[0] for c in SCOPE])
def test_whom_it_binds(values: Record, expected: str, word: str) -> None:
    verdict = ask(degree(), **values)
    assert verdict.verdict == expected
    assert word in " ".join(verdict.reasons)


def test_contract_staff_see_their_standard_for_information() -> None:
    verdict = ask(degree(mode="in_service"), employment="contract")
    assert verdict.verdict == "not_applicable"
    assert verdict.owner is None
    assert verdict.missing == ()
    assert [check.state for check in verdict.checks] == ["met", "met", "not_met", "met"]


def test_an_empty_employment_is_named_but_decides_nothing() -> None:
    verdict = ask(degree(), employment=None)
    assert verdict.verdict == "met"
    assert any("3.1" in each for each in verdict.missing)


def test_certificates_never_fail_and_never_help() -> None:
    expired: Record = {"id": "c1", "name": "CCNA", "expires_on": "2010-01-01"}
    for degrees, expected in (([degree()], "met"), ([degree(mode="distance")], "not_met"), ([], "missing")):
        plain = judge_officer(CATALOGUE, officer(), degrees, DAY)
        with_one = judge_officer(CATALOGUE, officer(), degrees, DAY, certificates=[expired])
        assert plain.verdict == with_one.verdict == expected
        assert with_one.checks[-1].state == "note"
        assert "CCNA" in with_one.checks[-1].explanation


def test_a_document_that_is_gone_is_no_evidence() -> None:
    assert judge_officer(CATALOGUE, officer(), [degree()], DAY, documents={"d1"}).verdict == "met"
    gone = judge_officer(CATALOGUE, officer(), [degree()], DAY, documents=set())
    assert gone.verdict == "missing"
    assert "không còn" in " ".join(gone.reasons)


def test_an_empty_field_names_the_suggestion() -> None:
    assert "gợi ý" in " ".join(ask(degree(field=None, major="Khoa học máy tính")).reasons)
    assert "gợi ý" not in " ".join(ask(degree(field=None, major="Thú y")).reasons)


def test_reasons_say_that_a_degree_of_the_year_counts() -> None:
    assert any("2024" in reason and "đầu năm" in reason for reason in ask(degree(year=2024)).reasons)
    assert any("sau ngày xét" in reason for reason in ask(degree(year=2025)).reasons)


def test_json_has_the_fields_of_the_contract() -> None:
    assert list(ask(degree()).as_json()) == [
        *("subject_type", "subject", "name", "unit", "clause", "verdict", "as_of", "reasons", "missing", "owner"),
    ]


@pytest.mark.parametrize(
    ("major", "field"),
    [
        ("Công nghệ thông tin", "it"),
        ("CNTT", "it"),
        ("Tin học", "it"),
        ("tin học ứng dụng", "it"),
        ("Điện tử tin học", "it"),
        ("Khoa học máy tính", "it"),
        ("Truyền thông và mạng máy tính", "it"),
        ("Kỹ thuật phần mềm", "it"),
        ("Hệ thống thông tin quản lý", "it"),
        ("HTTT quản lý", "it"),
        ("An toàn thông tin", "it"),
        ("Công nghệ kỹ thuật máy tính", "it"),
        ("Công nghệ truyền thông", "it"),
        ("Toán ứng dụng", "it"),
        ("Sư phạm Tin học", "near"),
        ("SP Tin", "near"),
        ("Điện tử - Viễn thông", "near"),
        ("ĐTVT", "near"),
        ("Toán - Tin", "near"),
        ("Toán Tin ứng dụng", "near"),
        ("Luật", None),
        ("Quản trị kinh doanh", None),
        ("Thông tin - Thư viện", None),
        ("", None),
    ],
)
def test_majors(major: str, field: str | None) -> None:
    assert suggest_field(major) == field
