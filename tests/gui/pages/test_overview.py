from collections.abc import Callable
from types import ModuleType

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.overview_parts import LineButton
from bgit_desktop.gui.page import ALL
from bgit_desktop.gui.pages.overview import OverviewPage
from bgit_desktop.services.context import Session

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]


def page_of(window: MainWindow) -> OverviewPage:
    page = window.current_page()
    assert isinstance(page, OverviewPage)
    return page


def test_a_unit_sees_four_blocks_and_the_chart(district: Session, opened: Open) -> None:
    page = page_of(opened(district, "overview"))
    assert [card.block.key for card in page.cards if card.block] == ["due", "missing", "open", "exchange"]
    assert page.chart is not None
    assert not page.chart.picture.isHidden()
    assert page.units is None
    assert "việc cần xem" in page.status_text()


def test_a_line_says_its_status_in_words_and_opens_its_place(
    district: Session, opened: Open, qtbot: QtBot, settled: Settled
) -> None:
    window = opened(district, "overview")
    page = page_of(window)
    line = next(line for line in page.cards[2].lines() if line.item.page == "incident")
    assert line.accessibleName().startswith("Máy trạm nhiễm mã độc, Đang xử lý")
    assert line.focusPolicy() == Qt.FocusPolicy.StrongFocus
    with qtbot.waitSignal(window.workspace.open_page) as asked:
        qtbot.keyClick(line, Qt.Key.Key_Space)
    assert asked.args == ["incident", {"record": line.item.arguments["record"]}]
    settled(window)


def test_it_keeps_up_with_the_records(district: Session, opened: Open, office: ModuleType, settled: Settled) -> None:
    window = opened(district, "overview")
    page = page_of(window)
    before = page.cards[2].block
    assert before is not None
    office.Office(district, "217").add("incident", title="Mất điện", category="A1", detected_at="2024-07-09T08:00")
    window.workspace.changed.emit(ALL)
    settled(window)
    after = page.cards[2].block
    assert after is not None
    assert after.total == before.total + 1


def test_a_narrow_window_sets_the_blocks_in_one_column(district: Session, opened: Open, qtbot: QtBot) -> None:
    window = opened(district, "overview")
    page = page_of(window)
    assert page.cards[0].y() == page.cards[1].y()
    page.resize(600, 480)
    page._arrange(page._wanted_columns())
    qtbot.waitUntil(lambda: page.cards[1].y() > page.cards[0].y())


def test_the_so_sees_its_table_and_blocks(province: Session, opened: Open, qtbot: QtBot) -> None:
    window = opened(province, "overview")
    page = page_of(window)
    assert [card.block.key for card in page.cards if card.block] == ["packages", "open", "standard", "difficulties"]
    assert page.units is not None
    assert page.units.rowCount() == 29
    row = next(at for at in range(29) if page.units.item(at, 0).text() == "Huyện Lạng Giang")
    cell = page.units.item(row, 1)
    assert cell.text() == "Chưa nhận"
    assert not cell.icon().isNull()
    page.units.selectRow(row)
    with qtbot.waitSignal(window.workspace.open_page) as asked:
        qtbot.keyClick(page.units, Qt.Key.Key_Return)
    assert asked.args == ["units", {"unit": "217"}]


def test_every_line_can_be_reached_by_keyboard_or_opens_nothing(province: Session, opened: Open) -> None:
    page = page_of(opened(province, "overview"))
    lines = page.findChildren(LineButton)
    assert lines
    assert all((line.focusPolicy() == Qt.FocusPolicy.StrongFocus) == bool(line.item.page) for line in lines)
