"""The page Xung đột over a store in which two PCs of one unit quarrel."""

from collections.abc import Callable, Iterator

import pytest
from exchange_world import World
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.pages.conflicts import ConflictsPage
from bgit_desktop.services import conflicts, records
from bgit_desktop.services.context import Session

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "217b"))
    first, second = made["217a"], made["217b"]
    ids = [records.add(first.session, "officer", {"full_name": name}) for name in ("Nguyễn Thị Hà", "Trần Văn Hùng")]
    second.receive(_through(made))
    records.change(first.session, "officer", ids[0], {"phone": "0912000001"})
    records.delete(first.session, "officer", [ids[1]])
    made.now += 60_000
    records.change(second.session, "officer", ids[0], {"phone": "0912000002"})
    records.change(second.session, "officer", ids[1], {"phone": "0912000003"})
    made.so.receive(*made.export("217b"))
    first.receive(_through(made))
    yield made
    made.close()


def _through(world: World) -> object:
    world.so.receive(*world.export("217a"))
    return world.reply("217")


def page_of(window: MainWindow) -> ConflictsPage:
    page = window.current_page()
    assert isinstance(page, ConflictsPage)
    return page


def test_the_status_line_leads_to_the_page_and_one_click_settles(
    world: World, opened: Open, settled: Settled, qtbot: QtBot
) -> None:
    window = opened(world["217a"].session, "officer")
    qtbot.waitUntil(lambda: window.conflicts_button.text() == "2 xung đột chờ chọn")
    qtbot.mouseClick(window.conflicts_button, Qt.MouseButton.LeftButton)
    settled(window)
    page = page_of(window)
    assert page.table.rowCount() == 2
    at = next(n for n, each in enumerate(page.shown) if each.field == "phone")
    page.table.selectRow(at)
    assert [button.text() for button in page.choice.buttons] == ["&1. Chọn giá trị này", "&2. Chọn giá trị này"]
    qtbot.mouseClick(page.choice.buttons[1], Qt.MouseButton.LeftButton)
    settled(window)
    assert "0912000001" in window.messages.text
    assert window.messages.action_text == "Hoàn tác"
    assert page.table.rowCount() == 1
    assert page.shown[0].field == ""
    words = [button.text() for button in page.choice.buttons]
    assert sorted(word[4:] for word in words) == ["Giữ", "Xóa bản ghi"]
    qtbot.mouseClick(
        page.choice.buttons[words.index(next(w for w in words if w.endswith("Giữ")))], Qt.MouseButton.LeftButton
    )
    settled(window)
    assert conflicts.count(window.session) == 0
    assert not page.empty.isHidden()
    qtbot.waitUntil(lambda: window.conflicts_button.isHidden())


def test_at_the_so_there_are_no_buttons_and_it_says_who_decides(world: World, opened: Open, settled: Settled) -> None:
    window = opened(world.so.session, "conflicts")
    settled(window)
    page = page_of(window)
    assert page.table.rowCount() == 2
    assert page.table.item(0, 1).text() == "Huyện Lạng Giang"
    assert all(button.isHidden() for button in page.choice.buttons)
    page.settle(0)
    assert conflicts.count(window.session) == 2


def test_the_record_opens_from_there(world: World, opened: Open, settled: Settled) -> None:
    window = opened(world["217a"].session, "conflicts")
    settled(window)
    page_of(window).table.opened.emit(0)
    settled(window)
    page = window.current_page()
    assert page is not None
    assert page.help_topic == "officers"
