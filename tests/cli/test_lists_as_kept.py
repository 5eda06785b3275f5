"""Lists as offices keep them, through the command line: what an outside tester's workbooks showed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook


def book(path: Path, *rows: list[Any], title: str = "DS") -> Path:
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


def test_progress_is_told_from_status_by_its_cells(cli, unit_store: Path, tmp_path: Path) -> None:
    header = ["TT", "Nội dung công việc", "Tiến độ", "Tình trạng", "Khoản"]
    rows = [
        [1, "Quản trị mạng", "50%", "Đang thực hiện", "6.2.b"],
        [2, "Tham mưu", 0.5, "Đang thực hiện", "Điều 6.2.a"],
        [3, "Tập huấn", 1, "xong", "điểm d"],
    ]
    answer = cli("import-xlsx", book(tmp_path / "a.xlsx", header, *rows), "--json", store=unit_store)
    assert (answer.code, answer.json["created"], answer.json["problems"]) == (0, 3, [])
    found = {row["title"]: row for row in cli("records", "list", "task", "--json", store=unit_store).rows}
    assert {name: row["progress"] for name, row in found.items()} == {
        "Quản trị mạng": 50, "Tham mưu": 50, "Tập huấn": 100,
    }  # fmt: skip
    assert {row["clause"] for row in found.values()} == {"QyD.6.2.b", "QyD.6.2.a", "QyD.6.2.d"}
    assert found["Tập huấn"]["status"] == "done"


def test_progress_in_words_is_still_a_status(cli, unit_store: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["TT", "Công việc", "Tiến độ", "Khoản"], [1, "Quản trị mạng", "đang làm", "6.2.b"])
    assert cli("import-xlsx", path, store=unit_store).code == 0
    assert cli("records", "list", "task", "--json", store=unit_store).json["status"] == "doing"


def test_a_formula_without_its_result_is_named(cli, unit_store: Path, tmp_path: Path) -> None:
    header = ["Họ và tên", "Ngày sinh", "Điện thoại"]
    path = book(tmp_path / "a.xlsx", header, ["Lê Văn An", "=DATE(1985,1,2)", 912345678], ["=A2", None, None])
    answer = cli("import-xlsx", path, "--json", store=unit_store)
    assert answer.code == 0
    assert [(each["cell"], "công thức" in each["reason"]) for each in answer.json["problems"]] == [("B2", True)]
    assert answer.json["read"] == answer.json["created"] == 1, "a row that is nothing but a formula holds no record"
    found = cli("records", "list", "officer", "--json", store=unit_store).json
    assert (found["birth_date"], found["phone"]) == (None, "0912345678")


def test_a_name_that_is_such_a_formula_leaves_its_row_out(cli, unit_store: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["Họ và tên", "Giới tính"], ['="Lê "&"An"', "Nam"])
    answer = cli("import-xlsx", path, "--json", store=unit_store)
    assert (answer.code, answer.json["refused"]) == (3, 1)
    assert "công thức" in answer.json["problems"][0]["reason"]


def test_what_cannot_be_true_is_left_empty_and_named(cli, unit_store: Path, tmp_path: Path) -> None:
    header = ["Họ và tên", "Ngày sinh", "Điện thoại", "Email"]
    path = book(tmp_path / "a.xlsx", header, ["Lê Văn An", "01/01/2990", "không có", "chưa lập"])
    answer = cli("import-xlsx", path, "--json", store=unit_store)
    assert (answer.code, answer.json["created"]) == (0, 1)
    assert {each["cell"] for each in answer.json["problems"]} == {"B2", "C2", "D2"}
    found = cli("records", "list", "officer", "--json", store=unit_store).json
    assert (found["birth_date"], found["phone"], found["email"]) == (None, None, None)
    again = cli("import-xlsx", path, "--json", store=unit_store).json
    assert (again["unchanged"], again["created"], again["updated"]) == (1, 0, 0)
