from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from bgit_desktop.documents.xlsx_write import Column, Sheet, write_template, write_workbook

COLUMNS = (
    Column("full_name", "Họ và tên", required=True, example="Nguyễn Thị Hà", help="Họ tên đầy đủ."),
    Column("birth_date", "Ngày sinh", "date"),
    Column("phone", "Điện thoại"),
    Column("hours", "Số giờ", "number"),
    Column("sex", "Giới tính", choices=("Nam", "Nữ")),
    Column("full_time", "Chuyên trách", "bool"),
    Column("at", "Lúc", "datetime"),
)
ROW = ("Nguyễn Thị Hà", "1985-02-05", "0912345678", 12.5, "Nữ", True, "2024-02-05T08:05")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_cells_are_typed(path: Path) -> None:
    write_workbook([Sheet("Cán bộ", COLUMNS, [ROW])], path)
    cells = openpyxl.load_workbook(path).active[2]
    assert cells[1].value == datetime(1985, 2, 5)
    assert cells[1].number_format == "dd/mm/yyyy"
    assert (cells[2].value, cells[2].data_type) == ("0912345678", "s")
    assert (cells[3].value, cells[3].alignment.horizontal) == (12.5, "right")
    assert cells[5].value == "Có"
    assert cells[6].value == datetime(2024, 2, 5, 8, 5)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0] == [column.label for column in COLUMNS]
    assert rows[1][1] == date(1985, 2, 5)
    assert rows[1][2] == "0912345678"


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "#N/A", "\t=2"])
def test_text_is_never_a_formula(path: Path, text: str) -> None:
    write_workbook([Sheet("S", COLUMNS[:1], [(text,)])], path)
    cell = openpyxl.load_workbook(path).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] != "#")
    inside = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in inside
    assert b"<f " not in inside


def test_header_is_frozen_and_filtered(path: Path) -> None:
    write_workbook([Sheet("S", COLUMNS, [ROW, ROW], ("Danh sách", "Lọc: tất cả"))], path)
    tab = openpyxl.load_workbook(path).active
    assert tab["A1"].value == "Danh sách"
    assert tab["A3"].value == "Họ và tên"
    assert tab["A3"].font.b
    assert tab.freeze_panes == "A4"
    assert tab.auto_filter.ref == "A3:G5"


def test_titles_are_made_fit_for_excel(path: Path) -> None:
    write_workbook(
        [Sheet("Điều 6.2/6.1: [nhiệm vụ]?", COLUMNS, []), Sheet("x" * 40, COLUMNS, []), Sheet("X" * 40, COLUMNS, [])],
        path,
    )
    names = openpyxl.load_workbook(path).sheetnames
    assert names[0] == "Điều 6.2-6.1- -nhiệm vụ--"
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 for name in names)


def test_control_characters_and_wrong_dates_do_no_harm(path: Path) -> None:
    write_workbook([Sheet("S", COLUMNS, [("a\x00b\x1fc", "31/02/1985", "", None, "", False, "hôm qua")])], path)
    cells = openpyxl.load_workbook(path).active[2]
    assert [cell.value for cell in cells] == ["abc", "31/02/1985", None, None, None, "Không", "hôm qua"]


def test_template_offers_choices_and_explains(path: Path) -> None:
    write_template(Sheet("Cán bộ", COLUMNS, []), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Cán bộ", "Hướng dẫn", "Danh mục"]
    assert book["Danh mục"].sheet_state == "hidden"
    tab = book["Cán bộ"]
    assert [cell.value for cell in tab[1]] == [column.label for column in COLUMNS]
    assert tab.max_row == 1
    rules = {str(rule.sqref): rule for rule in tab.data_validations.dataValidation}
    assert rules["E2:E2001"].formula1 == "'Danh mục'!$A$1:$A$2"
    assert [book["Danh mục"][cell].value for cell in ("A1", "A2", "B1", "B2")] == ["Nam", "Nữ", "Có", "Không"]
    assert rules["A2:A2001"].prompt.startswith("Họ tên đầy đủ.")
    guide = [[cell.value for cell in row] for row in book["Hướng dẫn"].iter_rows(min_row=6)]
    assert guide[0] == ["Họ và tên", "Có", "Chữ", "Họ tên đầy đủ.", "Nguyễn Thị Hà"]
    assert len(guide) == len(COLUMNS)
