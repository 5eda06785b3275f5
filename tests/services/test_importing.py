"""Import into a store: the two workbooks of an office, twice; previews; one transaction; templates; refusals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.plan import NEW
from bgit_desktop.errors import BadInput, Cancelled, EnvironmentProblem, NotFound, Refused
from bgit_desktop.services import importing, records, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query

SAMPLES = Path(__file__).parents[1] / "fixtures" / "xlsx"
STAFF = SAMPLES / "danh-sach-can-bo-lang-giang.xlsx"
LOG = SAMPLES / "so-theo-doi-su-co-2024.xlsx"


@pytest.fixture
def session(tmp_path: Path, office: ModuleType) -> Iterator[Session]:
    with office.new_store(tmp_path / "217", "unit", "217") as opened:
        yield opened


def listed(session: Session, type_name: str) -> list[dict[str, Any]]:
    return records.listing(session, Query(type_name, sort=TYPES[type_name].title))


def operations(session: Session) -> int:
    return int(session.store.db.execute("SELECT count(*) FROM op").fetchone()[0])


def book(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    made = openpyxl.Workbook(write_only=True)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def counts(result: importing.ImportResult) -> tuple[int, ...]:
    return (result.read, result.created, result.updated, result.unchanged, result.refused)


# -- the two workbooks -----------------------------------------------------------------------------------------------


def test_the_staff_list(session: Session) -> None:
    result = importing.import_file(session, STAFF)
    assert counts(result) == (5, 5, 0, 0, 0)
    assert [(each.cell, each.value, each.refused) for each in result.problems] == [
        ("F9", "Chuyên viên", False),
        ("C11", "31/02/1990", False),
        ("C12", "1979", False),
        ("F12", "Phó Trưởng phòng", False),
    ]
    assert all(each.sheet == "DS CBCT CNTT" and "hãy" in each.reason for each in result.problems)
    assert [each.cell for each in result.notes] == ["I8", "I9", "I10", "I11", "I12"]
    people = {each["full_name"]: each for each in listed(session, "officer")}
    fields = ("birth_date", "sex", "employment", "role", "phone")
    assert {name: tuple(each[field] for field in fields) for name, each in people.items()} == {
        "Nguyễn Thị Hà": ("1988-03-12", "female", "civil_servant", "state_management", "0912345678"),
        "Trần Văn Hùng": ("1991-11-05", "male", "civil_servant", None, "0987654321"),
        "Đặng Thuỳ Dương": ("1993-02-01", "female", "public_employee", "administration", "02043881234"),
        "Hoàng Minh Đức": (None, "male", "contract", "administration", "0978111222"),
        "Lê Quang Vịnh": (None, "male", "civil_servant", None, "0978333444"),
    }  # fmt: skip
    assert people["Đặng Thuỳ Dương"]["note"] == "kiêm nhiệm"
    assert people["Nguyễn Thị Hà"]["department"] == "Phòng VH&TT"
    documents = {each["id"]: (each["number"], each["issued_on"], each["kind"]) for each in listed(session, "document")}
    assert {name: documents.get(each["assignment_document"]) for name, each in people.items()} == {
        "Nguyễn Thị Hà": ("12/QĐ-UBND", "2015-01-05", "decision"),
        "Trần Văn Hùng": ("45/QĐ-UBND", "2017-03-20", "decision"),
        "Đặng Thuỳ Dương": None,
        "Hoàng Minh Đức": None,
        "Lê Quang Vịnh": ("08/QĐ-UBND", "2013-09-11", "decision"),
    }
    names = {each["id"]: name for name, each in people.items()}
    assert {
        names[each["officer"]]: (each["level"], each["major"], each["field"], each["mode"], each["year"])
        for each in listed(session, "qualification")
    } == {
        "Nguyễn Thị Hà": ("master", "Khoa học máy tính", "it", None, 2016),
        "Trần Văn Hùng": ("bachelor", "Công nghệ thông tin", "it", "regular", 2014),
        "Đặng Thuỳ Dương": ("bachelor", "Điện tử - Viễn thông", "near", "regular", 2016),
        "Hoàng Minh Đức": ("college", "Tin học ứng dụng", "it", "regular", 2012),
        "Lê Quang Vịnh": ("bachelor", "Tin học", "it", "in_service", 2005),
    }
    assert sorted((names[each["officer"]], each["name"]) for each in listed(session, "certificate")) == [
        ("Lê Quang Vịnh", "Chứng chỉ quản trị mạng"),
        ("Nguyễn Thị Hà", "Aptech"),
        ("Nguyễn Thị Hà", "CCNA"),
        ("Đặng Thuỳ Dương", "MCSA"),
    ]
    assert {each["unit"] for each in people.values()} == {"217"}


def test_the_incident_log(session: Session) -> None:
    result = importing.import_file(session, LOG)
    assert counts(result) == (4, 3, 0, 0, 1)
    assert [(each.sheet, each.cell, each.value, each.refused) for each in result.problems] == [
        ("Sổ sự cố", "B7", "15/6/2024", True),
        ("Sổ sự cố", "G7", "15/6/2024", False),
    ]
    assert not result.notes
    found = {each["category"]: each for each in listed(session, "incident")}
    times = ("detected_at", "head_informed_at", "department_informed_at", "fixed_at")
    assert {key: tuple(each[name] for name in times) for key, each in found.items()} == {
        "A1": ("2024-01-12T08:15", "2024-01-12T08:30", "2024-01-12T09:00", "2024-01-12T16:45"),
        "C1": ("2024-03-04T14:20", "2024-03-04T14:40", None, "2024-03-05T09:00"),
        "D5": ("2024-05-20T10:05", "2024-05-20T10:10", "2024-05-20T10:30", "2024-05-21T17:00"),
    }
    assert {each["severity"] for each in found.values()} == {"high", "medium", "critical"}
    assert {each["status"] for each in found.values()} == {"closed"}
    assert found["A1"]["system"] == "Máy chủ một cửa điện tử"
    assert found["D5"]["action"] == "Gỡ mã độc, vá lỗi, đổi mật khẩu"


@pytest.mark.parametrize("path", [STAFF, LOG])
def test_the_same_file_again_changes_nothing(session: Session, path: Path) -> None:
    first = importing.import_file(session, path)
    before, head = operations(session), session.store.db.execute("SELECT max(n) FROM batch").fetchone()
    second = importing.import_file(session, path)
    assert counts(second) == (first.read, 0, 0, first.created, first.refused)
    assert second.problems == first.problems
    assert operations(session) == before
    assert session.store.db.execute("SELECT max(n) FROM batch").fetchone() == head


@pytest.mark.parametrize("path", [STAFF, LOG])
def test_a_preview_says_the_same_and_writes_nothing(session: Session, path: Path) -> None:
    before = operations(session)
    dry = importing.import_file(session, path, dry_run=True)
    assert operations(session) == before
    assert dry.as_json() == importing.import_file(session, path).as_json()
    assert set(dry.as_json()) == {"read", "created", "updated", "unchanged", "refused", "problems"}
    problems = dry.as_json()["problems"]
    assert isinstance(problems, list)
    assert all(set(each) == {"sheet", "cell", "value", "reason"} for each in problems)


def test_the_verdicts_follow_from_the_list(session: Session) -> None:
    importing.import_file(session, STAFF)
    found = {each.name: each.verdict for each in verdicts.verdicts(session) if each.clause == "QyD.4"}
    assert found == {
        "Nguyễn Thị Hà": "review",  # a master's without the bachelor's under it
        "Trần Văn Hùng": "missing",  # no diploma
        "Đặng Thuỳ Dương": "review",  # a bordering major
        "Hoàng Minh Đức": "not_applicable",  # contract
        "Lê Quang Vịnh": "not_met",  # in-service
    }


# -- one transaction -------------------------------------------------------------------------------------------------


def test_one_undo_takes_the_whole_import_back(session: Session) -> None:
    importing.import_file(session, STAFF)
    assert records.last_action(session) == "Nhập Excel: danh-sach-can-bo-lang-giang.xlsx"
    records.undo(session)
    assert not any(listed(session, each) for each in ("officer", "qualification", "certificate", "document"))


def test_a_cancelled_import_leaves_nothing(session: Session) -> None:
    def stop(done: int, of: int, what: str) -> None:
        if what == "Đang ghi" and done == of:
            raise Cancelled

    workbook = importing.read_workbook(STAFF)
    mappings = importing.propose(session, workbook)
    before = operations(session)
    with pytest.raises(Cancelled):
        importing.apply(session, workbook, mappings, progress=stop)
    assert operations(session) == before
    assert not listed(session, "officer")
    assert importing.apply(session, workbook, mappings).created == 5


def test_a_write_that_fails_halfway_leaves_nothing(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    insert = store_records.insert

    def failing(db: Any, kind: Any, *rest: Any) -> None:
        if kind.name == "certificate":
            raise EnvironmentProblem("Ổ đĩa đã đầy.")
        insert(db, kind, *rest)

    monkeypatch.setattr(store_records, "insert", failing)
    with pytest.raises(EnvironmentProblem):
        importing.import_file(session, STAFF)
    monkeypatch.undo()
    assert not listed(session, "officer")


def test_what_changed_while_planning_is_planned_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = chain([1, 1], repeat(2))  # asked before planning, by the catalogue, in the transaction …
    monkeypatch.setattr(session.store, "data_version", lambda: next(versions))
    planned: list[int] = []
    plan = importing.plan_import
    monkeypatch.setattr(importing, "plan_import", lambda *a, **k: planned.append(1) or plan(*a, **k))
    assert importing.import_file(session, STAFF).created == 5
    assert len(planned) == 2


# -- choices and corrections -----------------------------------------------------------------------------------------


def test_a_person_chooses_whom_a_row_without_birth_date_means(session: Session, tmp_path: Path) -> None:
    importing.import_file(session, STAFF)
    path = book(tmp_path / "x.xlsx", ("DS", [["Họ và tên", "Số ĐT"], ["Lê Quang Vịnh", 900111222]]))
    workbook = importing.read_workbook(path)
    mappings = importing.propose(session, workbook)
    first = importing.preview(session, workbook, mappings)
    assert counts(first) == (1, 0, 0, 0, 1)
    [candidate] = first.rows[0].candidates
    assert records.show(session, "officer", candidate)["full_name"] == "Lê Quang Vịnh"
    done = importing.apply(session, workbook, mappings, {("DS", 2): candidate})
    assert counts(done) == (1, 0, 1, 0, 0)
    assert records.show(session, "officer", candidate)["phone"] == "0900111222"
    assert counts(importing.import_file(session, path)) == (1, 0, 0, 1, 0)
    other = book(tmp_path / "y.xlsx", ("DS", [["Họ và tên", "Số ĐT"], ["Lê Quang Vịnh", 900333444]]))
    workbook = importing.read_workbook(other)
    assert importing.apply(session, workbook, importing.propose(session, workbook), {("DS", 2): NEW}).created == 1
    assert len(listed(session, "officer")) == 6


def test_a_corrected_mapping_is_obeyed(session: Session, tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", ("DS", [["Họ và tên", "Ngày sinh", "Bí danh"], ["A", "1/1/1980", "Ba"]]))
    workbook = importing.read_workbook(path)
    [mapping] = importing.propose(session, workbook)
    plain = importing.preview(session, workbook, [mapping])
    assert [(each.cell, each.value) for each in plain.notes] == [("C1", "Bí danh")]
    importing.apply(session, workbook, [mapping.with_column(2, ("officer", "note"))])
    assert listed(session, "officer")[0]["note"] == "Ba"


def test_contradicting_times_are_named_and_left_out(session: Session, tmp_path: Path) -> None:
    header = ["Thời gian phát hiện", "Mô tả sự cố", "Loại", "Khắc phục xong"]
    path = book(tmp_path / "x.xlsx", ("Sự cố", [header, ["8h 2/2/2024", "Treo", "Máy chủ", "8h 1/2/2024"]]))
    result = importing.import_file(session, path)
    assert counts(result) == (1, 1, 0, 0, 0)
    assert [each.cell for each in result.problems] == ["D2"]
    assert listed(session, "incident")[0]["fixed_at"] is None


def test_several_sheets_and_the_clauses_of_the_unit(session: Session, tmp_path: Path, office: ModuleType) -> None:
    tasks: list[list[object]] = [
        ["Điều", "Nội dung công việc", "Người thực hiện"],
        ["Điểm b", "Sửa máy", "Nguyễn Văn A"],
    ]
    path = book(
        tmp_path / "x.xlsx",
        ("Nhiệm vụ", tasks),
        ("Ghi chú", [["Bảng này chưa đủ"]]),
        ("Cán bộ", [["Họ và tên", "Ngày sinh"], ["Nguyễn Văn A", "1/1/1980"]]),
    )
    assert counts(importing.import_file(session, path)) == (2, 2, 0, 0, 0)
    assert listed(session, "task")[0]["clause"] == "QyD.6.2.b"
    assert listed(session, "task")[0]["officers"] == [listed(session, "officer")[0]["id"]]
    with office.new_store(tmp_path / "so", "unit", "STC") as department:
        importing.import_file(department, path)
        assert listed(department, "task")[0]["clause"] == "QyD.6.1.b"


# -- refusals --------------------------------------------------------------------------------------------------------


def test_what_cannot_be_imported_is_refused_with_a_sentence(session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Không có loại bản ghi"):
        importing.import_file(session, STAFF, type_name="staff")
    with pytest.raises(Refused, match="do Sở cập nhật"):
        importing.import_file(session, STAFF, type_name="unit")
    with pytest.raises(Refused, match="Không nhập"):
        importing.import_file(session, STAFF, type_name="report")
    with pytest.raises(BadInput, match="không có bảng nào giống danh sách “Sự cố”"):
        importing.import_file(session, STAFF, type_name="incident")
    with pytest.raises(BadInput, match="không có bảng nào nhận ra được"):
        importing.import_file(session, book(tmp_path / "x.xlsx", ("1", [["Tên hàng", "Số lượng"], ["Bút", 3]])))
    (tmp_path / "y.xlsx").write_text("không phải bảng tính", encoding="utf-8")
    with pytest.raises(BadInput, match="không phải là bảng tính"):
        importing.import_file(session, tmp_path / "y.xlsx")
    assert not listed(session, "officer")


# -- templates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("type_name", [name for name in TYPES if name != "report" and TYPES[name].from_sheets])
def test_every_column_of_a_template_is_known_for_certain(
    session: Session, tmp_path: Path, office: ModuleType, type_name: str
) -> None:
    path = tmp_path / "mau.xlsx"
    importing.template(session, type_name, path)
    workbook = importing.read_workbook(path)
    with office.new_store(tmp_path / "so", "province", "STTTT") as province:
        [mapping] = importing.propose(province, workbook, type_name)
    assert mapping.sheet == workbook.sheets[0].name
    assert all(each.confidence == 1.0 for each in mapping.columns)
    required = {field.name for field in TYPES[type_name].fields if field.required}
    assert required <= {each.field for each in mapping.columns if each.type == type_name}
    if TYPES[type_name].scope == "unit":
        assert [each.type for each in importing.propose(session, workbook)] == [type_name]


def test_a_filled_template_is_imported(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    importing.template(session, "officer", path)
    filled = openpyxl.load_workbook(path)
    sheet = filled.worksheets[0]
    labels = [str(cell.value) for cell in sheet[1]]
    values = {"Họ và tên": "Nguyễn Văn A", "Ngày sinh": "01/01/1980", "Trình độ": "Đại học", "Chuyên ngành": "Tin học"}
    for label, value in values.items():
        sheet.cell(2, labels.index(label) + 1).value = value
    filled.save(path)
    result = importing.import_file(session, path)
    assert (counts(result), result.problems) == ((1, 1, 0, 0, 0), ())
    assert listed(session, "qualification")[0]["level"] == "bachelor"


def test_a_template_that_cannot_be_written(session: Session, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="Không ghi được tệp"):
        importing.template(session, "officer", tmp_path / "x" / "mau.xlsx")
    with pytest.raises(Refused):
        importing.template(session, "report", tmp_path / "mau.xlsx")
    with pytest.raises(NotFound):
        importing.template(session, "x", tmp_path / "mau.xlsx")


# -- size ------------------------------------------------------------------------------------------------------------


def test_ten_thousand_rows(session: Session, tmp_path: Path) -> None:
    header: list[object] = ["STT", "Họ và tên", "Ngày sinh", "Số ĐT", "Trình độ CM", "Chuyên ngành", "Chứng chỉ"]
    rows = [
        [n, f"Nguyễn Văn {n}", f"{n % 28 + 1}/{n % 12 + 1}/1980", 912_000_000 + n, "ĐH", "Tin học", "CCNA"]
        for n in range(1, 10_001)
    ]
    path = book(tmp_path / "x.xlsx", ("DS", [header, *rows]))
    steps: list[tuple[int, int]] = []
    workbook = importing.read_workbook(path)
    mappings = importing.propose(session, workbook)
    result = importing.apply(session, workbook, mappings, progress=lambda done, of, _: steps.append((done, of)))
    assert counts(result) == (10_000, 10_000, 0, 0, 0)
    assert len(steps) > 100
    assert all(done <= of for done, of in steps)


def test_a_text_too_long_for_its_field_is_named_by_its_cell(session: Session, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Họ và tên", "Ngày sinh", "Nơi sinh hoạt"], ["Nguyễn Thị Hà", "12/03/1985", ""]]
    rows[0][2] = str(TYPES["officer"].by_name["department"].label)
    rows[1][2] = "Phòng " * 120
    result = importing.import_file(session, book(tmp_path / "dai.xlsx", ("Cán bộ", rows)), type_name="officer")
    assert [each.cell for each in result.problems] == ["C2"]
    assert "nhiều nhất 500" in result.problems[0].reason
    assert all(len(str(each["department"] or "")) <= 500 for each in listed(session, "officer"))
