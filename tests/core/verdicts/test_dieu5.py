"""Điều 5: where the officer is placed, and units without one."""

from __future__ import annotations

from datetime import date

import pytest

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.verdicts.dieu5 import judge_officer, judge_unit

DAY = date(2024, 6, 30)
Record = dict[str, Value]

CATALOGUE = Catalogue(
    [
        Unit("u217", "217", "UBND huyện Lạng Giang", "Lạng Giang", ("Huyện Lạng Giang",), kind="district"),
        Unit(
            "p1",
            "217-VHTT",
            "Phòng Văn hóa và Thông tin",
            "Phòng VH&TT",
            parent="u217",
            it_host=True,
            valid_to=date(2025, 2, 28),
            successors=("p2",),
        ),
        Unit(
            "p2",
            "217-VHKHTT",
            "Phòng Văn hóa, Khoa học và Thông tin",
            parent="u217",
            it_host=True,
            valid_from=date(2025, 3, 1),
            predecessors=("p1",),
        ),
        Unit("p3", "217-TT", "Trung tâm Văn hóa - Thông tin và Thể thao", "Trung tâm VH-TT&TT", parent="u217"),
        Unit("u218", "218", "UBND huyện Lục Nam", kind="district"),
        Unit("s1", "SNV", "Sở Nội vụ", kind="department"),
        Unit("s1v", "SNV-VP", "Văn phòng Sở Nội vụ", "Văn phòng Sở", ("Văn phòng",), parent="s1"),
        Unit("s1p", "SNV-CC", "Phòng Công chức", parent="s1"),
        Unit("s2", "STTTT", "Sở Thông tin và Truyền thông", kind="department"),
        Unit("s2v", "STTTT-VP", "Văn phòng Sở TT&TT", "Văn phòng Sở", ("Văn phòng",), parent="s2"),
        Unit("s2p", "STTTT-CNTT", "Phòng Công nghệ thông tin", "Phòng CNTT", parent="s2", it_host=True),
        Unit("s2t", "STTTT-TT", "Trung tâm CNTT và Truyền thông", "Trung tâm CNTT&TT", parent="s2", it_host=True),
        Unit("s3", "BDT", "Ban Dân tộc", kind="agency"),
        Unit("u9", "OUT", "Ngoài phạm vi", kind="agency", in_scope=False),
    ]
)
CENTER: Record = {"id": "du1", "unit": "SNV", "name": "Trung tâm Tin học", "kind": "center", "start_date": "2020-01-01"}
CLOSED = CENTER | {"end_date": "2024-06-29"}
LATER = CENTER | {"start_date": "2024-07-01"}


def officer(unit: str, department: str | None, **values: Value) -> Record:
    record: Record = {"id": "o1", "unit": unit, "full_name": "Nguyễn Thị Hà", "employment": "civil_servant"}
    return record | {"department": department} | values


DISTRICT_CASES = [
    ("the name in full", "217", "Phòng Văn hóa và Thông tin", DAY, "met", None),
    ("the short name", "217", "Phòng VH&TT", DAY, "met", None),
    ("marks and case apart", "217", "PHONG VH-TT", DAY, "met", None),
    ("with the district's name after it", "217", "P. VH&TT huyện Lạng Giang", DAY, "met", None),
    ("with the short name of the district", "217", "Phòng VH&TT Lạng Giang", DAY, "met", None),
    ("another division", "217", "Trung tâm VH-TT&TT", DAY, "not_met", "agency"),
    ("a division nobody knows", "217", "Tổ công tác số", DAY, "review", "agency"),
    ("empty", "217", None, DAY, "missing", "agency"),
    ("only spaces", "217", "  ", DAY, "missing", "agency"),
    ("last day of the old division", "217", "Phòng VH&TT", date(2025, 2, 28), "met", None),
    ("first day of its successor, old name", "217", "Phòng VH&TT", date(2025, 3, 1), "review", "agency"),
    (
        "first day of its successor, new name",
        "217",
        "Phòng Văn hóa, Khoa học và Thông tin",
        date(2025, 3, 1),
        "met",
        None,
    ),
    ("the successor's name before its day", "217", "Phòng Văn hóa, Khoa học và Thông tin", DAY, "review", "agency"),
    ("the catalogue marks no host", "218", "Phòng VH&TT", DAY, "missing", "department"),
    ("the unit is unknown", "777", "Phòng VH&TT", DAY, "missing", "department"),
    ("another district's division", "218", "Phòng VH&TT huyện Lạng Giang", DAY, "missing", "department"),
]


@pytest.mark.parametrize(
    ("unit", "department", "day", "expected", "owner"),
    [case[1:] for case in DISTRICT_CASES],
    ids=[case[0] for case in DISTRICT_CASES],
)
def test_districts(unit: str, department: str | None, day: date, expected: str, owner: str | None) -> None:
    verdict = judge_officer(CATALOGUE, officer(unit, department), day)
    assert (verdict.verdict, verdict.owner) == (expected, owner)
    if unit != "777":
        assert verdict.clause == "QyD.5.2"
    assert any(day.strftime("%d/%m/%Y") in reason for reason in verdict.reasons)
    assert bool(verdict.missing) is (expected == "missing")
    if expected == "not_met":
        assert any("10.2.a" in reason for reason in verdict.reasons)


DEPARTMENT_CASES = [
    ("the office", "SNV", "Văn phòng Sở", [], "met", None),
    ("the office by its full name", "SNV", "Văn phòng Sở Nội vụ", [], "met", None),
    ("the office in short", "SNV", "VP Sở", [], "met", None),
    ("the bare word", "SNV", "văn phòng", [], "met", None),
    ("another division", "SNV", "Phòng Công chức", [], "not_met", "agency"),
    ("a division nobody knows", "SNV", "Phòng Một cửa", [], "review", "agency"),
    ("empty", "SNV", "", [], "missing", "agency"),
    ("the office while a center stands", "SNV", "Văn phòng Sở", [CENTER], "not_met", "agency"),
    ("the center", "SNV", "Trung tâm Tin học", [CENTER], "met", None),
    ("the center, other spelling", "SNV", "TT TIN HOC", [CENTER], "met", None),
    ("the office after the center closed", "SNV", "Văn phòng Sở", [CLOSED], "met", None),
    ("the office before the center opens", "SNV", "Văn phòng Sở", [LATER], "met", None),
    ("the closed center", "SNV", "Trung tâm Tin học", [CLOSED], "review", "agency"),
    ("another division while a center stands", "SNV", "Phòng Công chức", [CENTER], "not_met", "agency"),
    ("an unknown one while a center stands", "SNV", "Phòng Một cửa", [CENTER], "review", "agency"),
    ("the catalogue's division", "STTTT", "P. CNTT", [], "met", None),
    ("the catalogue's center", "STTTT", "Trung tâm CNTT&TT", [], "met", None),
    ("the office where the catalogue has a division", "STTTT", "Văn phòng Sở", [], "not_met", "agency"),
    ("no office in the catalogue, the word says it", "BDT", "Văn phòng Ban", [], "met", None),
    ("no office in the catalogue, another word", "BDT", "Phòng Chính sách", [], "review", "agency"),
]


@pytest.mark.parametrize(
    ("unit", "department", "dedicated", "expected", "owner"),
    [case[1:] for case in DEPARTMENT_CASES],
    ids=[case[0] for case in DEPARTMENT_CASES],
)
def test_departments(unit: str, department: str, dedicated: list[Record], expected: str, owner: str | None) -> None:
    verdict = judge_officer(CATALOGUE, officer(unit, department), DAY, dedicated_units=dedicated)
    assert (verdict.verdict, verdict.owner, verdict.clause) == (expected, owner, "QyD.5.1")


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"employment": "contract"}, "3.1"),
        ({"end_date": "2024-06-29"}, "29/06/2024"),
        ({"start_date": "2024-07-01"}, "01/07/2024"),
        ({"unit": "OUT"}, "phạm vi"),
    ],
)
def test_whom_it_does_not_bind(values: Record, word: str) -> None:
    verdict = judge_officer(CATALOGUE, officer("217", "Trung tâm VH-TT&TT") | values, DAY)
    assert verdict.verdict == "not_applicable"
    assert verdict.owner is None
    assert word in verdict.reasons[0]


PERSON = officer("217", None)
LEFT = PERSON | {"end_date": "2024-05-31"}
EARLIER = PERSON | {"id": "o2", "end_date": "2020-01-01"}
CONTRACT = PERSON | {"employment": "contract"}

UNIT_CASES = [
    ("somebody serves", "217", [PERSON], [], None, None),
    ("somebody serves today for the last day", "217", [PERSON | {"end_date": "2024-06-30"}], [], None, None),
    ("nobody was ever recorded", "217", [], [], "missing", "agency"),
    ("the last one left", "217", [LEFT], [], "not_met", "agency"),
    ("only contract staff", "217", [CONTRACT], [], "review", "agency"),
    ("contract staff after the last one left", "217", [LEFT, CONTRACT], [], "review", "agency"),
    ("contract staff who left", "217", [CONTRACT | {"end_date": "2024-01-01"}], [], "missing", "agency"),
    ("somebody starts later", "217", [PERSON | {"start_date": "2024-07-01"}], [], "missing", "agency"),
    ("one left, one starts later", "217", [LEFT, PERSON | {"start_date": "2024-07-01"}], [], "not_met", "agency"),
    ("a dedicated unit in a department", "SNV", [], [CENTER], "met", None),
    ("a dedicated unit that closed", "SNV", [], [CLOSED], "missing", "agency"),
    ("a dedicated unit in a district", "217", [], [CENTER], "missing", "agency"),
    ("a department with nobody", "SNV", [], [], "missing", "agency"),
    ("out of scope", "OUT", [], [], "not_applicable", None),
    ("out of scope, with an officer", "OUT", [officer("OUT", None)], [], "not_applicable", None),
    ("unknown", "777", [], [], "missing", "department"),
]


@pytest.mark.parametrize(
    ("unit", "people", "dedicated", "expected", "owner"),
    [case[1:] for case in UNIT_CASES],
    ids=[case[0] for case in UNIT_CASES],
)
def test_units(
    unit: str, people: list[Record], dedicated: list[Record], expected: str | None, owner: str | None
) -> None:
    verdict = judge_unit(CATALOGUE, unit, people, DAY, dedicated_units=dedicated)
    if expected is None:
        assert verdict is None
        return
    assert verdict is not None
    assert (verdict.subject_type, verdict.verdict, verdict.owner) == ("unit", expected, owner)
    assert verdict.reasons


def test_the_gap_is_counted_from_the_one_who_left_last() -> None:
    verdict = judge_unit(CATALOGUE, "217", [EARLIER, LEFT], DAY)
    assert verdict is not None
    assert "31/05/2024" in verdict.reasons[0]
    assert "30 ngày" in verdict.reasons[0]
