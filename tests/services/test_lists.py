"""What list pages ask for: rows, order, options, detail, printing and export, the status line."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from bgit_desktop.core.fields import Value
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.services import lists, printing, records, status
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.detail import detail, history
from bgit_desktop.services.lists import Lister, Query
from bgit_desktop.services.printing import ListShown
from bgit_desktop.store import ordering

NAMES = ("Nguyễn Thị Hà", "Trần Văn Hùng", "Lê Ánh", "Phạm Thị Hương")


@pytest.fixture
def session(unit_store: Path) -> Session:
    return open_session(unit_store)


@pytest.fixture
def ids(session: Session) -> list[str]:
    return [records.add(session, "officer", {"full_name": name}) for name in NAMES]


def test_rows_are_as_people_read_them(session: Session, ids: list[str]) -> None:
    task: dict[str, Value] = {"title": "Cài đặt", "clause": "QyD.6.2.b", "officers": ids[:2], "status": "done"}
    records.add(session, "task", task)
    rows = Lister(session, TYPES["task"]).first(Query("task"), ["clause", "officers", "status"], 10)
    assert rows[0].cells == ("Điều 6.2.b", "Nguyễn Thị Hà; Trần Văn Hùng", "Đã hoàn thành")


def test_the_first_rows_of_a_search_are_the_first_of_the_whole_search(session: Session) -> None:
    with session.store.write("import", "many", "test"):
        from bgit_desktop.store import records as rows

        for at in range(2500):
            name = ("Bùi An", "Vũ Yến", "Nguyễn Hà")[at % 3] if at < 2400 else "Ông Ưng Hoa"
            rows.insert(session.store.db, TYPES["officer"], session.new_id(), "217", {"full_name": f"{name} {at}"})
    kind = TYPES["officer"]
    for words in ("b", "vu", "nguyen", "hoa", "ong hoa", "o", "24", "nguyen h 1", "khong co"):
        for sort in ("full_name", "-full_name"):
            query = Query("officer", search=words, sort=sort)
            whole = ordering.read(session.store.db, kind, ordering.numbers(session.store.db, query))
            first = ordering.first_found(session.store.db, query, 40)
            assert [each["id"] for each in first] == [each["id"] for each in whole[:40]], (words, sort)


@pytest.mark.parametrize("falling", [False, True])
def test_the_place_of_a_record_is_found_without_reading_the_list(
    session: Session, ids: list[str], falling: bool
) -> None:
    kind = TYPES["officer"]
    query = Query("officer", sort="-full_name" if falling else "full_name")
    order = [str(each["id"]) for each in records.listing(session, query)]
    for record_id in ids:
        found = ordering.place_by_title(session.store.db, kind, record_id, falling=falling)
        assert found == order.index(record_id)


def test_detail_shows_what_is_inside_and_what_refers(session: Session, ids: list[str]) -> None:
    records.add(session, "certificate", {"officer": ids[0], "name": "CCNA"})
    records.add(session, "training", {"officer": ids[0], "title": "An toàn thông tin"})
    shown = detail(session, "officer", ids[0])
    assert shown.title == "Nguyễn Thị Hà"
    assert shown.editable
    assert {group.type: group.total for group in shown.inside} == {"qualification": 0, "certificate": 1}
    assert [(group.type, group.rows[0].text) for group in shown.related] == [("training", "An toàn thông tin")]
    assert {each.clause for each in shown.verdicts} >= {"QyD.4"}


def test_history_tells_from_what_to_what(session: Session, ids: list[str]) -> None:
    records.change(session, "officer", ids[0], {"sex": "female"})
    records.change(session, "officer", ids[0], {"sex": "male"})
    newest, middle, oldest = history(session, "officer", ids[0])
    assert newest.lines == (("Giới tính", "Nữ", "Nam"),)
    assert middle.lines == (("Giới tính", "—", "Nữ"),)
    assert (oldest.what, newest.what) == ("Thêm", "Sửa")


def test_the_list_shown_is_printed(session: Session, ids: list[str], tmp_path: Path) -> None:
    target = tmp_path / "ds.pdf"
    shown = ListShown(Query("officer", search="thi", sort="full_name"), ("full_name", "verdict"), None, ("“thi”",))
    assert printing.print_list(session, shown, target) == 1
    assert target.read_bytes().startswith(b"%PDF")
    assert [each.name for each in tmp_path.glob("*.pdf")] == ["ds.pdf"]


def test_the_list_shown_is_exported_in_its_order(session: Session, ids: list[str], tmp_path: Path) -> None:
    records.change(session, "officer", ids[0], {"birth_date": "1988-03-12", "phone": "0912345678"})
    target = tmp_path / "ds.xlsx"
    shown = ListShown(Query("officer", sort="full_name"), ("full_name", "birth_date", "phone", "verdict"))
    assert printing.export_xlsx(session, shown, target) == 4
    rows = list(load_workbook(target).active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Họ và tên", "Lê Ánh", "Nguyễn Thị Hà", "Trần Văn Hùng", "Phạm Thị Hương"]
    assert f"{rows[2][1]:%d/%m/%Y}" == "12/03/1988"
    assert rows[2][2:] == ("0912345678", "Thiếu căn cứ")


def test_a_folder_that_is_not_there_is_said_and_leaves_nothing(
    session: Session, ids: list[str], tmp_path: Path
) -> None:
    shown = ListShown(Query("officer"), ("full_name",))
    with pytest.raises(EnvironmentProblem, match=r"ds\.xlsx"):
        printing.export_xlsx(session, shown, tmp_path / "none" / "ds.xlsx")
    assert not (tmp_path / "none").exists()


def test_a_department_is_suggested_from_the_catalogue(session: Session) -> None:
    names = [each.label for each in lists.suggestions(session, TYPES["officer"].by_name["department"])]
    assert any("Văn hóa và Thông tin" in name for name in names)
    assert lists.suggestions(session, TYPES["officer"].by_name["email"]) == []


def test_the_status_line_has_its_facts(session: Session) -> None:
    from bgit_desktop.services import backup

    assert status.facts(session) == status.StatusFacts(None, None)
    backup.daily(session)
    assert status.facts(session).backup_tested == session.today()
