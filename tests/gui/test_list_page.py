import pytest
from PySide6.QtCore import QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.detail_pane import DetailPane
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.record_form import RecordForm
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Query


def page_of(qtbot: QtBot, workspace: Workspace, type_name: str = "officer") -> ListPage:
    page = ListPage(workspace, TYPES[type_name])
    page.resize(1200, 600)
    workspace.changed.connect(page.refresh)
    page.show()
    qtbot.waitUntil(lambda: page.model.known and isinstance(page._detail, DetailPane), timeout=5000)
    return page


def names(page: ListPage) -> list[str]:
    return [str(page.model.index(at, 0).data()) for at in range(page.model.rowCount())]


def pane(page: ListPage) -> DetailPane:
    assert isinstance(page._detail, DetailPane)
    return page._detail


@pytest.mark.parametrize("type_name", [name for name in TYPES if name != "report"])
def test_every_type_has_a_list(qtbot: QtBot, workspace: Workspace, type_name: str) -> None:
    page = page_of(qtbot, workspace, type_name)
    assert page.model.columnCount() >= 2
    assert page.view.isVisible() == (page.model.rowCount() > 0)


def test_an_empty_list_teaches(qtbot: QtBot, workspace: Workspace) -> None:
    page = page_of(qtbot, workspace)
    assert page.empty.isVisible()
    assert "Chưa có cán bộ nào" in page.empty.text.text()
    assert page.empty.add.isVisible()
    page.filter.search.setText("ai đó")
    assert "bộ lọc" in page.empty.text.text()
    page.empty.clear.click()
    assert page.filter.search.text() == ""


def test_search_as_you_type(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    page = page_of(qtbot, workspace)
    QTest.keyClicks(page.filter.search, "thi ha")
    assert names(page) == ["Nguyễn Thị Hà"]
    assert page.status_text() == "1 cán bộ chuyên trách"


def test_filters_combine(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    page = page_of(qtbot, workspace)
    page.filter.set_where({"sex": "male"})
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    page.filter.boxes["standing"].choose(page.session.today().isoformat())
    page.filter.boxes["standing"].chosen.emit()
    qtbot.waitUntil(lambda: names(page) == ["Trần Văn Hùng"])
    assert page.filter.in_words() == ["Công tác: Đang công tác", "Giới tính: Nam"]
    page.filter.clear()
    qtbot.waitUntil(lambda: len(names(page)) == 5)


def test_deleting_offers_undo_and_undo_brings_it_back(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    records.add(session, "qualification", {"officer": people[0], "level": "bachelor", "major": "Tin học"})
    page = page_of(qtbot, workspace)
    assert page.select(people[0])
    page.delete()
    assert "Nguyễn Thị Hà" not in names(page)
    assert workspace.messages.text == "Đã xóa 1 cán bộ chuyên trách"
    assert workspace.messages.action_text == "Hoàn tác"
    workspace.messages._act()
    assert "Nguyễn Thị Hà" in names(page)
    assert records.count(session, Query("qualification")) == 1


def test_the_row_chosen_stays_chosen_when_the_list_changes(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    page = page_of(qtbot, workspace)
    assert page.select(people[1])
    records.change(session, "officer", people[1], {"full_name": "Trần Văn An"})
    workspace.changed.emit(frozenset({"officer"}))
    qtbot.waitUntil(lambda: page.current_id() == people[1])
    assert names(page)[0] == "Trần Văn An"


def test_a_row_chosen_before_there_was_a_pane_is_shown_in_it(
    qtbot: QtBot, workspace: Workspace, people: list[str]
) -> None:
    page = ListPage(workspace, TYPES["officer"])
    page.show()
    assert page.select(people[1])
    assert page._detail is None
    qtbot.waitUntil(lambda: isinstance(page._detail, DetailPane) and "Trần Văn Hùng" in pane(page).text, timeout=5000)


def test_adding_shows_the_new_record(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    page = page_of(qtbot, workspace)
    page.new_record()
    form = next(each for each in page.findChildren(RecordForm) if each.isVisible())
    form.editor("full_name").set_value("Vũ Thị Yến")
    assert form.save()
    qtbot.waitUntil(lambda: "Vũ Thị Yến" in names(page))
    assert page.model.row(page.view.currentIndex().row()).cells[0] == "Vũ Thị Yến"


def test_the_pane_tells_verdicts_and_history_and_changes_degrees(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    records.change(session, "officer", people[0], {"department": "Phòng VH&TT"})
    degree = records.add(session, "qualification", {"officer": people[0], "level": "master", "major": "CNTT"})
    page = page_of(qtbot, workspace)
    page.select(people[0])
    qtbot.waitUntil(lambda: "Nguyễn Thị Hà" in pane(page).text)
    text = pane(page).text
    assert "Điều 4" in text
    assert "CNTT" in text
    assert "Nơi bố trí: — → Phòng VH&TT" in text
    pane(page)._follow(QUrl(f"delete:qualification:{degree}"))
    qtbot.waitUntil(lambda: "Bằng cấp (0)" in pane(page).text)
    workspace.undo()
    qtbot.waitUntil(lambda: "Bằng cấp (1)" in pane(page).text)
    pane(page)._follow(QUrl("add:certificate"))
    form = next(each for each in page.findChildren(RecordForm) if each.isVisible())
    form.editor("name").set_value("CCNA")
    assert form.save()
    qtbot.waitUntil(lambda: "CCNA" in pane(page).text)


def test_columns_are_chosen_and_remembered(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    page = page_of(qtbot, workspace)
    assert "email" not in page.model.columns
    page.columns.show_column("email", True)
    assert "email" in page.model.columns
    again = page_of(qtbot, workspace)
    assert again.model.columns == page.model.columns


def test_other_pages_can_ask_for_a_record(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    page = page_of(qtbot, workspace)
    page.filter.search.setText("hung")
    page.open({"record": people[2]})
    qtbot.waitUntil(lambda: page.current_id() == people[2])


def test_the_so_sees_units_and_writes_only_answers(
    qtbot: QtBot, province_workspace: Workspace, province: Session
) -> None:
    page = page_of(qtbot, province_workspace, "difficulty")
    assert page.model.columns[0] == "unit"
    assert "unit" in page.filter.boxes
    units = page_of(qtbot, province_workspace, "unit")
    assert units.model.rowCount() > 20
    form = RecordForm(province_workspace, TYPES["unit"], record_id=units.model.row(0).id)
    assert form.editor("name").isEnabled()


def test_speaks_english(qtbot: QtBot, workspace: Workspace, english: None, people: list[str]) -> None:
    page = page_of(qtbot, workspace)
    assert page.add_action.text() == "Add"
    assert page.model.headerData(0, page.view.horizontalHeader().orientation()) == "Full name"
    page.select(people[0])
    page.delete()
    assert workspace.messages.text == "Deleted 1 dedicated officer"
