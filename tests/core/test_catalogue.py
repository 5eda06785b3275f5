"""The dated catalogue of units."""

from __future__ import annotations

from datetime import date

import pytest

from bgit_desktop.core.catalogue import Catalogue, Unit, recognition_key

DAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("Phòng Văn hóa và Thông tin", "217", "217-VHTT"),
        ("phòng văn hoá & thông tin", "217", "217-VHTT"),
        ("PHÒNG VĂN HÓA - THÔNG TIN", "217", "217-VHTT"),
        ("Phòng VH&TT", "217", "217-VHTT"),
        ("Phòng VHTT", "217", "217-VHTT"),
        ("P. VH&TT", "217", "217-VHTT"),
        ("P.VH-TT", "217", "217-VHTT"),
        ("V.H.T.T", "217", "217-VHTT"),
        ("Phong Van hoa va Thong tin", "217", "217-VHTT"),
        ("Phòng VH&TT huyện Lạng Giang", "217", "217-VHTT"),
        ("Phòng VHTT - UBND huyện Lạng Giang", "217", "217-VHTT"),
        ("Trung tâm VH-TT&TT", "217", "217-TTVHTT"),
        ("TT VH-TT&TT", "217", "217-TTVHTT"),
        ("Văn phòng HĐND - UBND", "217", "217-VP"),
        ("VP HĐND&UBND huyện", "217", None),
        ("VP", "217", "217-VP"),
        ("Văn phòng Sở", "SNV", "SNV-VP"),
        ("VP Sở Nội vụ", "SNV", "SNV-VP"),
        ("văn phòng", "BDT", "BDT-VP"),
        ("Phòng CNTT", "STTTT", "STTTT-CNTT"),
        ("Phòng VH&TT huyện Yên Thế", "217", None),
        ("Phòng Kinh tế", "217", None),
        ("", "217", None),
        ("&", "217", None),
        ("Huyện Lạng Giang", None, "217"),
        ("UBND huyện Lạng Giang", None, "217"),
        ("Lạng Giang", None, "217"),
        ("217", None, "217"),
        ("TP. Bắc Giang", None, "213"),
        ("Sở KHĐT", None, "SKHDT"),
        ("skhđt", None, "SKHDT"),
        ("Sở Văn hóa - Thể thao và Du lịch", None, "SVHTTDL"),
        ("Phòng VH&TT", None, None),
    ],
)
def test_recognise(shipped: Catalogue, text: str, within: str | None, code: str | None) -> None:
    around = shipped.by_code(within) if within else None
    found = shipped.recognise(text, around, DAY)
    assert (found.code if found else None) == code


def test_every_written_name_of_every_unit_is_recognised(shipped: Catalogue) -> None:
    for unit in shipped:
        around = shipped.by_id(unit.parent) if unit.parent else None
        for name in (unit.code, unit.name, unit.short_name, *unit.aliases):
            assert shipped.recognise(name, around, DAY) is unit, name
            assert shipped.recognise(name.upper(), around, DAY) is unit, name


def test_two_divisions_of_one_name_are_not_guessed_between() -> None:
    catalogue = Catalogue(
        [
            Unit("1", "A", "Sở A", kind="department"),
            Unit("2", "A-1", "Phòng Kỹ thuật", parent="1"),
            Unit("3", "A-2", "Phòng kỹ thuật", parent="1", valid_to=date(2020, 1, 1)),
        ]
    )
    unit = catalogue.by_code("A")
    assert unit is not None
    assert catalogue.recognise("Phòng Kỹ thuật", unit) is None
    found = catalogue.recognise("Phòng Kỹ thuật", unit, DAY)
    assert found is not None
    assert found.id == "2"


def test_recognition_key_ignores_marks_case_and_signs() -> None:
    assert recognition_key("P. VH & TT") == recognition_key("phòng vh và tt") == "phongvhtt"


@pytest.mark.parametrize(
    ("code", "clause"),
    [("217", "QyD.6.2"), ("213", "QyD.6.2"), ("SNV", "QyD.6.1"), ("VPUBND", "QyD.6.1"), ("STTTT", "QyD.9.1")],
)
def test_duties(shipped: Catalogue, code: str, clause: str) -> None:
    unit = shipped.by_code(code)
    assert unit is not None
    assert shipped.duties_of(unit, DAY) == clause


def test_bound_units_leave_divisions_out(shipped: Catalogue) -> None:
    bound = shipped.bound_on(DAY)
    assert len(bound) == 30
    assert sum(unit.is_district for unit in bound) == 10
    assert shipped.bound_on(date(2013, 9, 12)) == []


def test_districts_have_one_host_and_departments_none_but_the_receiving_one(shipped: Catalogue) -> None:
    for unit in shipped.bound_on(DAY):
        hosts = [host.code for host in shipped.it_hosts_of(unit, DAY)]
        if unit.is_district:
            assert hosts == [f"{unit.code}-VHTT"]
        else:
            assert hosts == (["STTTT-CNTT", "STTTT-TTCNTT"] if unit.code == "STTTT" else [])


CHANGED = Catalogue(
    [
        Unit("vy1", "222", "Huyện Việt Yên", kind="district", valid_to=date(2024, 1, 31), successors=("vy2",)),
        Unit("vy2", "222", "Thị xã Việt Yên", kind="town", valid_from=date(2024, 2, 1), predecessors=("vy1",)),
        Unit("vy-p", "222-VHTT", "Phòng VH&TT", parent="vy1", it_host=True, valid_to=date(2025, 2, 28)),
        Unit("vy-k", "222-VHKHTT", "Phòng VH, KH&TT", parent="vy2", it_host=True, valid_from=date(2025, 3, 1)),
        Unit("t", "STTTT", "Sở TT&TT", kind="department", valid_to=date(2025, 2, 28), successors=("k",)),
        Unit("k", "SKHCN", "Sở KH&CN", kind="department"),
        Unit("o", "X", "Ngoài phạm vi", kind="agency", in_scope=False),
    ]
)


def test_rows_of_one_code_are_told_apart_by_the_day() -> None:
    for day, kind in ((date(2024, 1, 31), "district"), (date(2024, 2, 1), "town")):
        unit = CHANGED.by_code("222", day)
        assert unit is not None
        assert unit.kind == kind
        assert unit.is_district
        host = CHANGED.it_host_of(unit, day)
        assert host is not None
        assert host.code == "222-VHTT"


def test_a_division_gives_way_to_its_successor_on_its_day() -> None:
    unit = CHANGED.by_code("222", date(2025, 3, 1))
    assert unit is not None
    days = (date(2025, 2, 28), date(2025, 3, 1))
    assert [[host.id for host in CHANGED.it_hosts_of(unit, day)] for day in days] == [["vy-p"], ["vy-k"]]


def test_the_receiving_department_follows_its_successor() -> None:
    before, after = date(2025, 2, 28), date(2025, 3, 1)
    receivers = [CHANGED.receiving_department(day) for day in (before, after)]
    assert [unit.code for unit in receivers if unit] == ["STTTT", "SKHCN"]
    science = CHANGED.by_code("SKHCN")
    assert science is not None
    assert CHANGED.duties_of(science, before) == "QyD.6.1"
    assert CHANGED.duties_of(science, after) == "QyD.9.1"


def test_a_circle_of_successors_ends() -> None:
    gone = date(2020, 1, 1)
    circle = Catalogue(
        [
            Unit("a", "STTTT", "A", kind="department", valid_to=gone, successors=("b",)),
            Unit("b", "B", "B", kind="department", valid_to=gone, successors=("a",)),
        ]
    )
    assert circle.receiving_department(DAY) is None


def test_standing_and_lookup() -> None:
    standing = [unit.code for unit in CHANGED.standing_on(date(2025, 3, 1))]
    assert standing == ["222", "222-VHKHTT", "SKHCN", "X"]
    assert [unit.code for unit in CHANGED.bound_on(date(2025, 3, 1))] == ["222", "SKHCN"]
    assert CHANGED.by_code("none") is None
    latest = CHANGED.by_code("STTTT", DAY.replace(year=2026))
    assert latest is not None
    assert latest.valid_to == date(2025, 2, 28)
