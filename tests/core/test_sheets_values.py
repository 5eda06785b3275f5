"""Cells as offices write them: dates, hours, codes, clauses, documents, certificates, names."""

import csv
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bgit_desktop.core.fields import Field
from bgit_desktop.core.i18n import Label, use_language
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.cells import read_cell
from bgit_desktop.core.sheets.codes import CodeTable, Lookups, find_clause
from bgit_desktop.core.sheets.compound import bare_name, split_certificates, split_document, split_people
from bgit_desktop.core.sheets.dates import read_date, read_datetime, read_range
from bgit_desktop.core.sheets.majors_listed import listed_field
from bgit_desktop.core.sheets.model import Cell, Problem, address, cell_text

REFERENCE = Path(__file__).parents[2] / "db" / "reference"


@pytest.fixture(scope="module")
def lookups() -> Lookups:
    with (REFERENCE / "codes.csv").open(encoding="utf-8", newline="") as lines:
        rows = [{**row, "aliases": row["aliases"].split("|")} for row in csv.DictReader(lines)]
    with (REFERENCE / "clauses.csv").open(encoding="utf-8", newline="") as lines:
        clauses = frozenset(row["code"] for row in csv.DictReader(lines))
    names = {str(row["list"]) for row in rows}
    tables = {name: CodeTable.of_records(row for row in rows if row["list"] == name) for name in names}
    return Lookups(tables, clauses, "QyD.6.2")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(1988, 3, 12), "1988-03-12"),
        (datetime(1988, 3, 12, 9, 30), "1988-03-12"),
        (32874, "1990-01-01"),
        (32874.0, "1990-01-01"),
        ("32874", "1990-01-01"),
        ("05/11/1991", "1991-11-05"),
        ("1/2/1993", "1993-02-01"),
        (" 5 . 11 . 1991 ", "1991-11-05"),
        ("5-11-1991", "1991-11-05"),
        ("1991-11-05", "1991-11-05"),
        ("1991-11-05 00:00:00", "1991-11-05"),
        ("ngày 5 tháng 11 năm 1991", "1991-11-05"),
        ("29/2/2024", "2024-02-29"),
    ],
)
def test_dates(cell: Cell, expected: str) -> None:
    assert read_date(cell) == expected


@pytest.mark.parametrize("cell", [1979, 1979.0, "1979", "năm 1979", "3/1985", "tháng 3/1985", "Tháng 3 năm 1985"])
def test_a_partial_date_is_no_date(cell: Cell) -> None:
    with pytest.raises(ValueError, match="chưa có ngày"):
        read_date(cell)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31/02/1990", "không có trong lịch"),
        ("29/2/2023", "không có trong lịch"),
        ("05/11/91", "hai chữ số"),
        ("không nhớ", "không phải là ngày"),
        (True, "không phải là ngày"),
        (time(8, 0), "không phải là ngày"),
        (99999999, "không phải là ngày"),
        ("2010 - 2014", "không phải là ngày"),
    ],
)
def test_what_is_no_date_says_why(cell: Cell, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_date(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("08h15 ngày 12/01/2024", "2024-01-12T08:15"),
        ("8h30 12/01/2024", "2024-01-12T08:30"),
        ("20/5/2024 10:05", "2024-05-20T10:05"),
        (datetime(2024, 3, 4, 14, 20), "2024-03-04T14:20"),
        (datetime(2024, 3, 4, 14, 19, 59, 999000), "2024-03-04T14:20"),
        (45303.34375, "2024-01-12T08:15"),
        ("10 giờ 5 phút ngày 20/5/2024", "2024-05-20T10:05"),
        ("8h15, ngày 12/01/2024", "2024-01-12T08:15"),
        ("8h15 - 12/01/2024", "2024-01-12T08:15"),
        ("12/01/2024 (8h15)", "2024-01-12T08:15"),
        ("lúc 8g05 ngày 12 tháng 01 năm 2024", "2024-01-12T08:05"),
        ("2024-01-12T08:15", "2024-01-12T08:15"),
        ("16h ngày 12/01/2024", "2024-01-12T16:00"),
    ],
)
def test_times(cell: Cell, expected: str) -> None:
    assert read_datetime(cell) == expected


@pytest.mark.parametrize("cell", ["15/6/2024", date(2024, 6, 15), 45458, "ngày 15/6/2024"])
def test_no_hour_is_invented(cell: Cell) -> None:
    with pytest.raises(ValueError, match="chưa có giờ phút"):
        read_datetime(cell)


@pytest.mark.parametrize("cell", ["Chưa báo cáo", "31/02/2024 8:00", "25h00 12/01/2024", "6/2024"])
def test_what_is_no_time_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match="hãy"):
        read_datetime(cell)


def test_two_dates_in_one_cell() -> None:
    assert read_range("từ 12/3/2024 đến 14/3/2024") == ("2024-03-12", "2024-03-14")
    assert read_range("12-14/3/2024") == ("2024-03-12", "2024-03-14")
    assert read_range("30/3 - 2/4/2024") == ("2024-03-30", "2024-04-02")
    assert read_range("14/3/2024 - 12/3/2024") is None
    assert read_range("31/2/2024 - 12/3/2024") is None
    assert read_range("12/3/2024") is None
    assert read_range(45303) is None


@pytest.mark.parametrize(
    ("table", "cell", "code"),
    [
        ("degree_level", "ĐH", "bachelor"),
        ("degree_level", "Kỹ sư CNTT", "bachelor"),
        ("degree_level", "Cử nhân Tin học", "bachelor"),
        ("degree_level", "Th.S", "master"),
        ("degree_level", "thạc sỹ", "master"),
        ("degree_level", "CĐ", "college"),
        ("training_mode", "CQ", "regular"),
        ("training_mode", "Tại chức", "in_service"),
        ("training_mode", "Đại học - tại chức", "in_service"),
        ("incident_category", "Mất ATTT - thay đổi giao diện", "D5"),
        ("incident_category", "Mã độc", "D3"),
        ("incident_category", "Máy chủ", "A1"),
        ("incident_category", "ĐƯỜNG TRUYỀN", "C1"),
        ("incident_category", "d5", "D5"),
        ("grade", "01.003", "01.003"),
        ("grade", 1.003, "01.003"),
        ("grade", "01003", "01.003"),
        ("grade", "Chuyên viên (01.003)", "01.003"),
        ("grade", 13.095, "13.095"),
    ],
)
def test_codes(lookups: Lookups, table: str, cell: Cell, code: str) -> None:
    assert lookups.codes[table].find(cell) == code


@pytest.mark.parametrize("text", ["Trên đại học", "Sau đại học", "12/12", "Đại học, Thạc sĩ", "bằng ĐH"])
def test_a_name_inside_a_text_is_not_taken_for_the_code(lookups: Lookups, text: str) -> None:
    with pytest.raises(ValueError, match="Trung cấp, Cao đẳng, Đại học"):
        lookups.codes["degree_level"].find(text)


@pytest.mark.parametrize(
    "text",
    [
        "6.2.b",
        "Điểm b",
        "b",
        "B",
        "b)",
        "Điều 6.2.b",
        "QyD.6.2.b",
        "6.2b",
        "6.2 b",
        "điểm b khoản 2 Điều 6",
        "Điều 6.2 điểm b",
    ],
)
def test_clauses(lookups: Lookups, text: str) -> None:
    assert find_clause(text, lookups) == "QyD.6.2.b"


def test_a_bare_letter_means_the_units_own_duties(lookups: Lookups) -> None:
    department = Lookups({}, lookups.clauses, "QyD.6.1")
    assert find_clause("Điểm b", department) == "QyD.6.1.b"
    assert find_clause("6.2.b", department) == "QyD.6.2.b"
    assert find_clause("9.1.a", department) == "QyD.9.1.a"


@pytest.mark.parametrize("text", ["đ", "điểm đ", "h", "6.2.h", "khoản 2", "việc khác", "12.3.a"])
def test_there_is_no_clause_d_with_a_stroke(lookups: Lookups, text: str) -> None:
    with pytest.raises(ValueError, match=r"6\.2\.a … 6\.2\.g"):
        find_clause(text, lookups)


@pytest.mark.parametrize(
    ("text", "number", "day", "kind"),
    [
        ("12/QĐ-UBND ngày 05/01/2015", "12/QĐ-UBND", "2015-01-05", "decision"),
        ("QĐ số 12/QĐ-UBND ngày 5 tháng 1 năm 2015", "12/QĐ-UBND", "2015-01-05", "decision"),
        ("Quyết định số 45 / QĐ-UBND, 20/3/2017", "45/QĐ-UBND", "2017-03-20", "decision"),
        ("12/QĐ-UBND (05/01/2015)", "12/QĐ-UBND", "2015-01-05", "decision"),
        ("7/KH-UBND", "7/KH-UBND", None, "plan"),
        ("15/UBND-VHTT ngày 3/4/2016", "15/UBND-VHTT", "2016-04-03", None),
        ("12/2015/QĐ-UBND", "12/2015/QĐ-UBND", None, "decision"),
    ],
)
def test_documents(text: str, number: str, day: str | None, kind: str | None) -> None:
    found = split_document(text)
    assert found is not None
    assert (found.number, found.values.get("issued_on"), found.values.get("kind")) == (number, day, kind)
    assert not found.wrong_day


def test_the_issuer_of_a_document() -> None:
    found = split_document("Quyết định số 12/QĐ-UBND ngày 5/1/2015 của UBND huyện Lạng Giang")
    assert found is not None
    assert found.number == "12/QĐ-UBND"
    assert found.values["issuer"] == "UBND huyện Lạng Giang"


def test_a_document_with_a_day_that_is_none() -> None:
    for text in ("12/QĐ-UBND ngày 31/02/2015", "12/QĐ-UBND năm 2015"):
        found = split_document(text)
        assert found is not None
        assert found.number == "12/QĐ-UBND"
        assert "issued_on" not in found.values
        assert found.wrong_day
    assert split_document("Có") is None
    assert split_document("Đã phân công") is None


def test_certificates() -> None:
    assert split_certificates("CCNA; Aptech") == ["CCNA", "Aptech"]
    assert split_certificates("CCNA/MCSA, CEH và LPIC\nccna") == ["CCNA", "MCSA", "CEH", "LPIC"]
    assert split_certificates("CCNA (Cisco, 2015); MCSA") == ["CCNA (Cisco, 2015)", "MCSA"]
    assert split_certificates("Chứng chỉ quản trị mạng") == ["Chứng chỉ quản trị mạng"]
    assert split_certificates("Không") == split_certificates("chưa có") == []


def test_people() -> None:
    assert split_people("Đ/c Nguyễn Thị Hà, Trần Văn Hùng và bà Lê A") == ["Nguyễn Thị Hà", "Trần Văn Hùng", "Lê A"]
    assert split_people("1. Nguyễn A\n2. Trần B") == ["Nguyễn A", "Trần B"]
    assert bare_name("Chu Văn An") == "Chu Văn An"
    assert bare_name("Ông Bà Văn C") == "Văn C"


def test_majors_listed_by_name() -> None:
    assert listed_field("công nghệ THÔNG TIN") == "it"
    assert listed_field("Điện tử, viễn thông") == "near"
    assert listed_field("Luật") is None
    assert listed_field("Quản trị văn phòng, tin học") is None, "only the whole name counts"


def field(kind: str, name: str) -> Field:
    return TYPES[kind].by_name[name]


@pytest.mark.parametrize(
    ("declared", "cell", "value"),
    [
        (field("officer", "phone"), 912345678, "0912345678"),
        (field("officer", "phone"), 912345678.0, "0912345678"),
        (field("officer", "phone"), "+84 978111222", "0978111222"),
        (field("officer", "phone"), "(0204)3881234", "02043881234"),
        (field("officer", "employment"), "CC", "civil_servant"),
        (field("officer", "employment"), "VC", "public_employee"),
        (field("officer", "employment"), "HĐ", "contract"),
        (field("officer", "sex"), "nữ", "female"),
        (field("officer", "full_time"), "x", True),
        (field("officer", "full_time"), "kiêm nhiệm", False),
        (field("qualification", "year"), 2016.0, 2016),
        (field("qualification", "year"), "2012", 2012),
        (field("qualification", "year"), "6/2012", 2012),
        (field("qualification", "year"), date(2012, 6, 1), 2012),
        (field("task", "progress"), 0.5, 50),
        (field("task", "progress"), "50%", 50),
        (field("task", "progress"), 80, 80),
        (field("training", "hours"), "16 giờ", 16),
        (field("training", "attendance"), "x", "present"),
        (field("officer", "note"), 12, "12"),
        (field("officer", "note"), "–", None),
        (field("officer", "note"), "  ", None),
        (field("officer", "full_name"), "Nguye\u0302\u0303n  Thị\u00a0Hà", "Nguyễn Thị Hà"),
    ],
)
def test_cells_of_fields(lookups: Lookups, declared: Field, cell: Cell, value: object) -> None:
    assert read_cell(declared, cell, lookups) == value


@pytest.mark.parametrize(
    ("declared", "cell"),
    [
        (field("officer", "employment"), "Cán bộ"),
        (field("qualification", "year"), "2010-2014"),
        (field("qualification", "year"), 3012),
        (field("task", "progress"), 180),
        (field("officer", "note"), "#REF!"),
        (field("officer", "full_time"), "đôi khi"),
    ],
)
def test_what_is_no_value_says_why(lookups: Lookups, declared: Field, cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"[^.]$"):
        read_cell(declared, cell, lookups)


def test_messages_follow_the_language() -> None:
    declared = Field("x", Label("Giới", "Sex"), "choice", choices=field("officer", "sex").choices)
    with pytest.raises(ValueError, match="Nam, Nữ"):
        read_cell(declared, "?", Lookups())
    use_language("en", {})
    with pytest.raises(ValueError, match="Male, Female"):
        read_cell(declared, "?", Lookups())


def test_addresses_and_problems() -> None:
    assert [address(0, 0), address(11, 2), address(9, 26), address(0, 701), address(0, 702)] == [
        "A1", "C12", "AA10", "ZZ1", "AAA1",
    ]  # fmt: skip
    problem = Problem("DS", "C12", "1979", "Chưa có ngày.")
    assert str(problem) == "DS!C12: Chưa có ngày."
    assert problem.as_json() == {"sheet": "DS", "cell": "C12", "value": "1979", "reason": "Chưa có ngày."}
    assert cell_text(datetime(2024, 3, 4, 14, 20)) == "14:20 04/03/2024"
    assert cell_text(date(2024, 3, 4)) == "04/03/2024"
    assert cell_text(time(8, 5)) == "08:05"
    assert cell_text(2016.0) == "2016"
    assert cell_text(None) == ""
