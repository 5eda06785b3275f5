"""A sheet from its cells to a plan: headers, which rows are records, who is who, what a row creates or changes."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.core.fields import Record
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.codes import CodeTable, Lookups
from bgit_desktop.core.sheets.extent import data_rows
from bgit_desktop.core.sheets.headers import map_as, propose_mapping
from bgit_desktop.core.sheets.known import Change
from bgit_desktop.core.sheets.mapping import targets_of
from bgit_desktop.core.sheets.model import Cell, Sheet
from bgit_desktop.core.sheets.plan import NEW, ImportPlan, plan_import
from bgit_desktop.core.sheets.rows import read_rows

UNIT_TYPES = [name for name, kind in TYPES.items() if kind.scope == "unit" and name != "report"]
LOOKUPS = Lookups(
    {
        "degree_level": CodeTable.of_records(
            [
                {"code": "college", "label": "Cao đẳng", "aliases": ["CĐ"]},
                {"code": "bachelor", "label": "Đại học", "aliases": ["ĐH", "kỹ sư"]},
                {"code": "master", "label": "Thạc sĩ", "aliases": ["ThS"]},
            ]
        ),
        "training_mode": CodeTable.of_records([{"code": "regular", "label": "Chính quy", "aliases": ["CQ"]}]),
        "incident_category": CodeTable.of_records(
            [{"code": "A1", "label": "Máy chủ", "aliases": []}, {"code": "C1", "label": "Đường truyền", "aliases": []}]
        ),
    },
    frozenset({"QyD.6.2.a", "QyD.6.2.b"}),
    "QyD.6.2",
)
HEADER: list[Cell] = [
    "STT",
    "Họ và tên",
    "Ngày, tháng, năm sinh",
    "Số ĐT",
    "Trình độ CM",
    "Chuyên ngành ĐT",
    "Chứng chỉ",
]


def people(*rows: Sequence[Cell], header: Sequence[Cell] = HEADER, above: Sequence[Sequence[Cell]] = ()) -> Sheet:
    return Sheet("DS", [*map(list, above), list(header), *map(list, rows)])


def plan(
    *sheets: Sheet,
    existing: Mapping[str, Sequence[Record]] | None = None,
    type_name: str | None = None,
    choices: Mapping[tuple[str, int], str] | None = None,
) -> ImportPlan:
    mappings = []
    for sheet in sheets:
        mapping = propose_mapping(sheet, [type_name] if type_name else UNIT_TYPES)
        assert mapping is not None
        mappings.append((sheet, mapping))
    rows = [row for sheet, mapping in mappings for row in read_rows(sheet, mapping, LOOKUPS)]
    numbers = itertools.count(1 + sum(map(len, (existing or {}).values())))
    return plan_import(rows, existing or {}, new_id=lambda: f"id{next(numbers)}", choices=choices)


def outcomes(found: ImportPlan) -> list[str]:
    return [row.outcome for row in found.rows]


def applied(found: ImportPlan, before: Mapping[str, Sequence[Record]] | None = None) -> dict[str, list[dict[str, Any]]]:
    """The records after an import."""
    records: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in TYPES}
    for name, rows in (before or {}).items():
        records[name] = {str(row["id"]): dict(row) for row in rows}
    for change in found.changes:
        if change.kind == "insert":
            assert change.id not in records[change.type]
            records[change.type][change.id] = {"id": change.id}
        records[change.type][change.id].update(change.values)
    return {name: list(rows.values()) for name, rows in records.items()}


HA: list[Cell] = [1, "Nguyễn Thị Hà", "12/3/1988", 912345678, "Thạc sĩ", "Khoa học máy tính", "CCNA; Aptech"]
HUNG: list[Cell] = [2, "Trần Văn Hùng", "05/11/1991", "0987 654 321", "ĐH", "Luật", None]
VINH: list[Cell] = [3, "Lê Quang Vịnh", 1979, "978333444", "Đại học", "Tin học", None]


# -- headers ---------------------------------------------------------------------------------------------------------


def mapped(sheet: Sheet, type_name: str | None = None) -> dict[str, tuple[str, str]]:
    mapping = propose_mapping(sheet, [type_name] if type_name else UNIT_TYPES)
    assert mapping is not None
    return {each.header: each.target for each in mapping.columns if each.target is not None}


def test_the_header_stands_under_titles() -> None:
    above: list[list[Cell]] = [["UBND HUYỆN"], [], ["DANH SÁCH CÁN BỘ CHUYÊN TRÁCH"], ["(Tính đến ngày 15/6/2024)"]]
    mapping = propose_mapping(people(HA, above=above), UNIT_TYPES)
    assert mapping is not None
    assert (mapping.type, mapping.header_row, mapping.first_row, mapping.serial_column) == ("officer", 4, 5, 0)


@pytest.mark.parametrize(
    "header",
    ["HỌ VÀ TÊN", "họ tên", "Họ,  tên", "Ho va ten", "full_name", "Full name", "Họ\nvà tên", "Họ và tên (*)"],
)
def test_a_header_is_known_by_label_alias_or_field_name(header: str) -> None:
    found = mapped(people(HA, header=["TT", header, *HEADER[2:]]))
    assert found[" ".join(header.split())] == ("officer", "full_name")


def test_foreign_words_of_the_same_stem_are_left_alone() -> None:
    header = [*HEADER, "Trình độ ngoại ngữ", "Trình độ lý luận chính trị", "Dân tộc"]
    found = mapped(people(HA, header=header))
    assert found["Trình độ CM"] == ("qualification", "level")
    assert not {"Trình độ ngoại ngữ", "Trình độ lý luận chính trị", "Dân tộc"} & set(found)


def test_a_header_over_two_rows() -> None:
    sheet = Sheet(
        "DS",
        [
            ["STT", "Họ và tên", "Ngày sinh", "Trình độ đào tạo", None, None, "Điện thoại"],
            [None, None, None, "Trình độ", "Chuyên ngành", "Năm TN", None],
            [1, "Nguyễn Thị Hà", "12/3/1988", "Thạc sĩ", "Tin học", 2016, 912345678],
        ],
    )
    mapping = propose_mapping(sheet, UNIT_TYPES)
    assert mapping is not None
    assert (mapping.header_row, mapping.first_row) == (0, 2)
    assert [each.target for each in mapping.columns] == [
        None, ("officer", "full_name"), ("officer", "birth_date"), ("qualification", "level"),
        ("qualification", "major"), ("qualification", "year"), ("officer", "phone"),
    ]  # fmt: skip
    found = plan(sheet)
    assert outcomes(found) == ["created"]
    assert applied(found)["qualification"][0]["year"] == 2016


@pytest.mark.parametrize(
    ("group", "man", "woman", "birth"),
    [("Ngày, tháng, năm sinh", "1/2/1980", "3/4/1985", True), ("Giới tính", "x", "x", False)],
)
def test_men_and_women_in_a_column_each(group: str, man: str, woman: str, birth: bool) -> None:
    sheet = Sheet(
        "DS",
        [
            ["STT", "Họ và tên", group, None, "Điện thoại"],
            [None, None, "Nam", "Nữ", None],
            [1, "Nguyễn Văn A", man, None, 912345678],
            [2, "Lê Thị B", None, woman, 912345679],
            [3, "Trần C", None, None, 912345670],
        ],
    )
    found = plan(sheet)
    assert (outcomes(found), found.problems) == (["created"] * 3, ())
    officers = applied(found)["officer"]
    assert [each.get("sex") for each in officers] == ["male", "female", None]
    assert [each.get("birth_date") for each in officers] == (
        ["1980-02-01", "1985-04-03", None] if birth else [None] * 3
    )
    broken = plan(Sheet("DS", [*sheet.rows[:3], [2, "Lê Thị B", None, "31/02/1985", None]]))
    assert [problem.cell for problem in broken.problems] == (["D4"] if birth else [])


def test_which_type_a_sheet_holds() -> None:
    sheets = {
        "officer": ["STT", "Họ và tên", "Ngày sinh", "Chức vụ"],
        "task": ["STT", "Điều", "Nội dung công việc", "Người thực hiện", "Hạn", "Tiến độ"],
        "incident": ["TT", "Thời gian phát hiện", "Thiết bị/ hệ thống", "Mô tả sự cố", "Loại"],
        "training": ["STT", "Họ và tên", "Tên lớp", "Từ ngày", "Đến ngày", "Kết quả"],
        "certificate": ["Cán bộ", "Tên chứng chỉ", "Nơi cấp", "Ngày cấp"],
        "document": ["Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Người ký"],
    }
    for name, header in sheets.items():
        mapping = propose_mapping(Sheet("Trang 1", [list(header)]), UNIT_TYPES)
        assert mapping is not None
        assert mapping.type == name


def test_the_title_decides_between_types() -> None:
    header = ["STT", "Họ và tên", "Nội dung", "Ngày bắt đầu"]
    training = propose_mapping(Sheet("1", [["DANH SÁCH TẬP HUẤN NĂM 2024"], list(header)]), UNIT_TYPES)
    assert training is not None
    assert training.type == "training"


def test_a_sheet_without_a_table_is_passed_over() -> None:
    assert propose_mapping(Sheet("Ghi chú", [["Danh sách này chưa đầy đủ"], ["Cập nhật sau"]]), UNIT_TYPES) is None
    assert propose_mapping(Sheet("Trống", []), UNIT_TYPES) is None
    assert map_as(Sheet("x", [["Tên", "Số lượng", "Đơn giá"]]), "incident") is None


def test_a_list_of_names_alone_is_taken_where_the_type_is_given() -> None:
    sheet = Sheet("x", [["Họ và tên"], ["Nguyễn Thị Hà"]])
    assert propose_mapping(sheet, UNIT_TYPES) is None
    assert outcomes(plan(sheet, type_name="officer")) == ["created"]


def test_no_field_is_given_to_two_columns() -> None:
    mapping = propose_mapping(people(header=[*HEADER, "Họ tên", "Điện thoại di động"]), UNIT_TYPES)
    assert mapping is not None
    targets = [each.target for each in mapping.columns if each.target]
    assert len(targets) == len(set(targets))


def test_a_person_may_correct_the_mapping() -> None:
    mapping = propose_mapping(people(HA), UNIT_TYPES)
    assert mapping is not None
    changed = mapping.with_column(6, ("officer", "note")).with_column(3, None)
    assert changed.targets["officer", "note"] == 6
    assert ("officer", "phone") not in changed.targets
    moved = changed.with_column(5, ("officer", "note"))
    assert moved.targets["officer", "note"] == 5
    assert moved.columns[6].target is None


def test_every_type_can_be_matched_and_its_labels_are_known() -> None:
    for name in TYPES:
        if not TYPES[name].from_sheets:
            assert all(target[0] != name for target, _ in targets_of(name))
            continue
        assert TYPES[name].natural_key
        assert all(key in TYPES[name].by_name for key in TYPES[name].natural_key)
        own = [field for target, field in targets_of(name) if target[0] == name]
        mapping = map_as(Sheet("x", [[str(field.label) for field in own]]), name)
        assert mapping is not None
        assert {each.target for each in mapping.columns} == {(name, field.name) for field in own}


# -- which rows are records ------------------------------------------------------------------------------------------


def numbers_of(sheet: Sheet) -> list[int]:
    mapping = propose_mapping(sheet, UNIT_TYPES)
    assert mapping is not None
    return [row + 1 for row in data_rows(sheet, mapping)]


def test_totals_signatures_and_empty_rows_are_not_read() -> None:
    sheet = people(
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        HA,
        [],
        HUNG,
        [None, "Tổng cộng: 02 người"],
        [],
        [None, None, None, None, "Lạng Giang, ngày 15 tháng 6 năm 2024"],
        [None, "Người lập biểu", None, None, "TRƯỞNG PHÒNG"],
        [None, "Nguyễn Thị Hà", None, None, "Lê Quang Vịnh"],
    )
    assert numbers_of(sheet) == [3, 5]


def test_the_same_without_running_numbers() -> None:
    rows = [HA[1:], HUNG[1:], ["Cộng: 2"], ["Người lập biểu", None, None, "TRƯỞNG PHÒNG"], ["Nguyễn Thị Hà"]]
    assert numbers_of(people(*rows, header=HEADER[1:])) == [2, 3]


def test_group_headings_are_not_read_but_what_stands_under_them_is() -> None:
    sheet = people(["I", "Khối phòng ban"], HA, ["II", "Khối xã"], HUNG, ["A. Đơn vị khác"], VINH)
    assert numbers_of(sheet) == [3, 5, 7]


def test_a_row_without_its_number_is_still_read() -> None:
    assert numbers_of(people(HA, [None, *HUNG[1:]], VINH)) == [2, 3, 4]


def test_names_that_begin_like_a_total() -> None:
    assert numbers_of(people([1, "Tống Văn An", "1/1/1980"], [2, "Công Tôn Nữ Hà", "1/1/1981"])) == [2, 3]
    assert numbers_of(people(["Tống Văn An", "1/1/1980", None], header=HEADER[1:4])) == [2]


# -- officers --------------------------------------------------------------------------------------------------------


def test_a_flat_row_makes_the_officer_the_degree_and_the_certificates() -> None:
    records = applied(plan(people(HA)))
    [officer] = records["officer"]
    assert officer == {
        "id": officer["id"], "full_name": "Nguyễn Thị Hà", "birth_date": "1988-03-12", "phone": "0912345678",
    }  # fmt: skip
    [degree] = records["qualification"]
    assert {**degree, "id": ""} == {
        "id": "", "officer": officer["id"], "level": "master", "major": "Khoa học máy tính", "field": "it",
    }  # fmt: skip
    assert [(each["officer"], each["name"]) for each in records["certificate"]] == [
        (officer["id"], "CCNA"), (officer["id"], "Aptech"),
    ]  # fmt: skip


def test_the_group_of_a_major_is_filled_in_only_where_the_circular_names_it() -> None:
    found = plan(people(HA, HUNG))
    assert [each.get("field") for each in applied(found)["qualification"]] == ["it", None]
    assert [note.cell for note in found.notes] == ["F2"]


def test_the_same_file_again_changes_nothing() -> None:
    sheet = people(HA, HUNG, VINH)
    first = plan(sheet)
    assert outcomes(first) == ["created"] * 3
    again = plan(sheet, existing=applied(first))
    assert outcomes(again) == ["unchanged"] * 3
    assert not again.changes
    assert [problem.cell for problem in again.problems] == ["C4"], "the partial date is named again"


def test_a_row_given_twice_counts_once() -> None:
    assert outcomes(plan(people(HA, [2, *HA[1:]], VINH, VINH))) == ["created", "unchanged", "created", "unchanged"]


def test_new_values_update_and_blanks_never_empty() -> None:
    before = applied(plan(people(HA, HUNG)))
    found = plan(
        people([1, "NGUYỄN THỊ HÀ", "12/3/1988", 987000111, None, None, "CEH"], [2, *HUNG[1:3]]), existing=before
    )
    assert outcomes(found) == ["updated", "unchanged"]
    after = applied(found, before)
    assert after["officer"][0]["phone"] == "0987000111"
    assert after["officer"][0]["full_name"] == "Nguyễn Thị Hà", "the spelling on record stays"
    assert [each["name"] for each in after["certificate"]] == ["CCNA", "Aptech", "CEH"]
    assert after["officer"][1] == before["officer"][1]


def test_the_place_of_tones_and_the_order_of_marks_do_not_make_another_person() -> None:
    before = applied(plan(people([1, "Đặng Thuỳ Hoà", "1/2/1993"])))
    assert outcomes(plan(people([1, "Ðặng Thùy Hòa", "01/02/1993"]), existing=before)) == ["unchanged"]
    assert outcomes(plan(people([1, "Đặng Thùy Hoa", "01/02/1993"]), existing=before)) == ["created"]


def test_another_birth_date_is_another_person() -> None:
    before = applied(plan(people(HA)))
    assert outcomes(plan(people([1, "Nguyễn Thị Hà", "1/1/1970"]), existing=before)) == ["created"]


def test_without_a_birth_date_a_person_must_choose() -> None:
    before = applied(plan(people(HA)))
    row = [1, "Nguyễn Thị Hà", None, 999888777]
    found = plan(people(row), existing=before)
    assert outcomes(found) == ["refused"]
    assert found.rows[0].candidates == ("id1",)
    [problem] = found.problems
    assert (problem.cell, problem.refused) == ("B2", True)
    assert "12/03/1988" in problem.reason
    assert not found.changes
    chosen = plan(people(row), existing=before, choices={("DS", 2): "id1"})
    assert outcomes(chosen) == ["updated"]
    made = plan(people(row), existing=before, choices={("DS", 2): NEW})
    assert outcomes(made) == ["created"]
    after = {name: [*rows, *(each for each in applied(made)[name])] for name, rows in before.items()}
    assert outcomes(plan(people(row), existing=after, choices={("DS", 2): NEW})) == ["unchanged"]


def test_a_record_without_a_birth_date_is_not_taken_for_one_with_it() -> None:
    before = applied(plan(people(VINH)))
    found = plan(people([1, "Lê Quang Vịnh", "1/5/1979"]), existing=before)
    assert outcomes(found) == ["refused"]
    assert found.rows[0].candidates == ("id1",)


def test_two_people_of_one_name() -> None:
    before = applied(plan(people(HA, [2, "Nguyễn Thị Hà", "1/1/1970", 911000222])))
    assert outcomes(plan(people(HA, [2, "Nguyễn Thị Hà", "1/1/1970", 911000222]), existing=before)) == ["unchanged"] * 2
    found = plan(people([1, "Nguyễn Thị Hà"]), existing=before)
    assert outcomes(found) == ["refused"], "even where the row says nothing new, it is not clear of whom"
    assert len(found.rows[0].candidates) == 2


def test_a_degree_without_its_level_is_named_and_the_officer_stays() -> None:
    found = plan(people([1, "A", "1/1/1980", None, None, "Tin học"], [2, "B", "1/1/1980", None, "12/12", "Tin học"]))
    assert outcomes(found) == ["created", "created"]
    assert [problem.cell for problem in found.problems] == ["E2", "E3"]
    assert not applied(found)["qualification"]


def test_an_assignment_document_is_made_once_and_its_date_completed() -> None:
    header = ["Họ và tên", "Ngày sinh", "Số QĐ phân công"]
    first = plan(Sheet("DS", [list(header), ["A", "1/1/1980", "12/QĐ-UBND"], ["B", "1/1/1981", "Có"]]))
    assert outcomes(first) == ["created", "created"]
    assert [problem.cell for problem in first.problems] == ["C3"]
    before = applied(first)
    assert [each["number"] for each in before["document"]] == ["12/QĐ-UBND"]
    rows: list[list[Cell]] = [
        ["A", "1/1/1980", "12/QĐ-UBND ngày 5/1/2015"],
        ["B", "1/1/1981", "QĐ 12/QĐ-UBND, 5/1/2015"],
    ]
    second = plan(Sheet("DS", [list(header), *rows]), existing=before)
    assert outcomes(second) == ["updated", "updated"]
    after = applied(second, before)
    [document] = after["document"]
    assert (document["issued_on"], document["kind"]) == ("2015-01-05", "decision")
    assert {each["assignment_document"] for each in after["officer"]} == {document["id"]}
    third = plan(Sheet("DS", [list(header), ["A", "1/1/1980", "12/QĐ-UBND ngày 7/2/2016"]]), existing=after)
    assert len(applied(third, after)["document"]) == 2, "numbers begin anew each year"


def test_the_date_of_the_document_may_have_a_column_of_its_own() -> None:
    header = ["Họ và tên", "Ngày sinh", "Số QĐ phân công", "Ngày QĐ"]
    found = plan(Sheet("DS", [list(header), ["A", "1/1/1980", "12/QĐ-UBND", "5/1/2015"]]))
    assert applied(found)["document"][0]["issued_on"] == "2015-01-05"


# -- incidents, tasks, trainings -------------------------------------------------------------------------------------

LOG = ["TT", "Thời gian phát hiện", "Thiết bị/ hệ thống", "Mô tả sự cố", "Loại", "Khắc phục xong"]


def test_an_incident_without_its_hour_is_refused_and_others_are_taken() -> None:
    sheet = Sheet(
        "Sổ",
        [
            list(LOG),
            [1, "08h15 ngày 12/01/2024", "Máy chủ", "Hỏng đĩa", "Máy chủ", "16h45 ngày 12/01/2024"],
            [2, "15/6/2024", "Máy trạm", "Mã độc", "Máy chủ", None],
            [3, "8h 1/2/2024", "Máy chủ", "Treo", "Sét đánh", None],
            [4, "8h 1/3/2024", "Máy chủ", None, "Máy chủ", None],
            [5, "8h 1/4/2024", "Máy chủ", "Treo", "Máy chủ", "31/02/2024 8:00"],
        ],
    )
    found = plan(sheet)
    assert outcomes(found) == ["created", "refused", "refused", "refused", "created"]
    assert [(each.cell, each.refused) for each in found.problems] == [
        ("B3", True), ("E4", True), ("D5", True), ("F6", False),
    ]  # fmt: skip
    assert [each["status"] for each in applied(found)["incident"]] == ["closed", "open"]
    assert outcomes(plan(sheet, existing=applied(found)))[0] == "unchanged"


def test_an_incident_fixed_later_is_closed() -> None:
    row: list[Cell] = [1, "08h15 ngày 12/01/2024", "Máy chủ", "Hỏng đĩa", "Máy chủ", None]
    before = applied(plan(Sheet("Sổ", [list(LOG), row])))
    assert before["incident"][0]["status"] == "open"
    fixed = plan(Sheet("Sổ", [list(LOG), [*row[:5], "16h 12/01/2024"]]), existing=before)
    assert outcomes(fixed) == ["updated"]
    assert fixed.changes == [
        Change("update", "incident", "id1", {"fixed_at": "2024-01-12T16:00", "status": "closed"}),
    ]


def test_a_table_without_a_needed_column_refuses_each_row() -> None:
    sheet = Sheet("Sổ", [["Mô tả sự cố", "Mức độ", "Nguyên nhân"], ["Mất mạng", "Cao", "Đứt cáp"]])
    found = plan(sheet, type_name="incident")
    assert outcomes(found) == ["refused"]
    [problem] = found.problems
    assert problem.cell == "A2"
    assert "“Loại sự cố”, “Phát hiện lúc”" in problem.reason


def test_tasks_name_clauses_and_people() -> None:
    before = applied(plan(people(HA, HUNG)))
    sheet = Sheet(
        "Nhiệm vụ",
        [
            ["STT", "Điều", "Nội dung công việc", "Người thực hiện", "Ngày giao", "Văn bản", "Tình trạng"],
            [1, "Điểm b", "Sửa máy", "Đ/c Nguyễn Thị Hà, Trần Văn Hùng", "5/2/2024", "7/KH-UBND", "xong"],
            [2, "6.2.a", "Kế hoạch", "Nguyễn Thị Hà; Lê Lạ", "6/2/2024", None, None],
            [3, "đ", "Việc khác", None, "7/2/2024", None, None],
        ],
    )
    found = plan(sheet, existing=before)
    assert outcomes(found) == ["created", "created", "refused"]
    assert [problem.cell for problem in found.problems] == ["D3", "B4"]
    tasks = applied(found, before)["task"]
    assert tasks[0]["clause"] == "QyD.6.2.b"
    assert len(tasks[0]["officers"]) == 2
    assert (tasks[0]["status"], tasks[1]["status"]) == ("done", "planned")
    assert len(tasks[1]["officers"]) == 1
    again = plan(sheet, existing=applied(found, before))
    assert outcomes(again) == ["unchanged", "unchanged", "refused"]


def test_trainings_name_their_officer_even_from_the_same_workbook() -> None:
    trainings = Sheet(
        "Tập huấn",
        [
            ["STT", "Họ và tên", "Tên lớp", "Thời gian"],
            [1, "Nguyễn Thị Hà", "An toàn thông tin", "12-14/3/2024"],
            [2, "Người Lạ", "An toàn thông tin", "12/3/2024"],
        ],
    )
    found = plan(people(HA), trainings)
    assert outcomes(found) == ["created", "created", "refused"]
    [training] = applied(found)["training"]
    assert (training["start_on"], training["end_on"]) == ("2024-03-12", "2024-03-14")
    assert (training["kind"], training["attendance"]) == ("course", "present")
    assert found.problems[-1].cell == "B3"


# -- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(len(HEADER))), st.booleans())
def test_any_order_of_columns_gives_the_same_plan(order: list[int], with_title: bool) -> None:
    def shuffled(row: Sequence[Cell]) -> list[Cell]:
        return [row[column] for column in order]

    above: list[list[Cell]] = [["DANH SÁCH CÁN BỘ"], []] if with_title else []
    rows = [HA, HUNG, VINH, [4, "Hoàng Minh Đức", "31/02/1990", None, "ĐH", "Tin học", "MCSA"]]
    straight = plan(people(*rows))
    other = plan(people(*map(shuffled, rows), header=shuffled(HEADER), above=above))
    assert outcomes(other) == outcomes(straight)
    assert other.changes == straight.changes
    assert sorted(problem.value for problem in other.problems) == sorted(problem.value for problem in straight.problems)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-10, 10**7),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["Tổng cộng", "Nguyễn Thị Hà", "31/02/1990", "ĐH", "CCNA; CEH", "12/QĐ-UBND ngày 5/1/2015", "-"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=6), st.sampled_from([HEADER, LOG]))
def test_whatever_stands_in_the_cells_rows_add_up_and_again_changes_nothing(
    rows: list[list[Cell]], header: list[Cell]
) -> None:
    sheet = Sheet("DS", [list(header), *rows])
    found = plan(sheet)
    assert len(found.rows) == sum(found.count(each) for each in ("created", "updated", "unchanged", "refused"))
    refused = {row.number for row in found.rows if row.outcome == "refused"}
    named = {int("".join(filter(str.isdigit, problem.cell))) for problem in found.problems if problem.refused}
    assert refused == named, "each refused row is named by a cell"
    records = applied(found)
    for record in records["officer"] + records["incident"]:
        assert all(value not in (None, "", []) for value in record.values())
    if "refused" not in outcomes(found) and "updated" not in outcomes(found):
        assert not plan(sheet, existing=records).changes


def test_ten_thousand_rows() -> None:
    rows: list[list[Cell]] = [
        [
            n,
            f"Nguyễn Văn {n % 500} {n // 500}",
            f"{n % 28 + 1}/{n % 12 + 1}/1980",
            912000000 + n,
            "ĐH",
            "Tin học",
            "CCNA",
        ]
        for n in range(1, 10_001)
    ]
    found = plan(people(*rows))
    assert found.count("created") == 10_000
    assert len(found.changes) == 30_000
    again = plan(people(*rows), existing=applied(found))
    assert again.count("unchanged") == 10_000
