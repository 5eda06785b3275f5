"""The page Sao lưu và khôi phục, and the guide back to a backup."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from exchange_world import World
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.pages.backups import BackupsPage
from bgit_desktop.services import copies, records
from bgit_desktop.services.context import Session

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a",))
    yield made
    made.close()


def page_of(window: MainWindow) -> BackupsPage:
    page = window.current_page()
    assert isinstance(page, BackupsPage)
    return page


def test_a_copy_is_made_looked_into_and_restored_into_a_new_folder(
    world: World, opened: Open, settled: Settled, qtbot: QtBot
) -> None:
    session = world["217a"].session
    records.add(session, "officer", {"full_name": "Nguyễn Thị Hà"})
    window = opened(session, "backups")
    page = page_of(window)
    assert not page.empty.isHidden()
    page.copy_now()
    settled(window)
    assert page.table.rowCount() == 1
    assert page.table.item(0, 3).text() == "Đạt, 10/06/2024"
    world.now += 24 * 3_600_000
    qtbot.mouseClick(page.strip.buttons[0], Qt.MouseButton.LeftButton)  # Mở thử lại
    settled(window)
    assert page.table.item(0, 3).text() == "Đạt, 11/06/2024"
    assert "Đã mở thử 11/06/2024" in page.strip.text
    assert page.table.item(0, 4).text().startswith("Đơn vị 217, 1 bản ghi")
    dialog = page.restore(page.shown[0].path)
    settled(window)
    assert "Đã mở thử: đạt" in dialog.what.text()
    assert dialog.folder.parent == world.folder
    dialog.use_folder(world.folder / "moi")
    dialog.start()
    settled(window)
    assert "dữ liệu nguyên vẹn" in dialog.what.text()
    assert (world.folder / "moi" / "store.sqlite3").is_file()
    assert dialog.go.text().replace("&", "") == "Mở kho vừa khôi phục"
    reopened: list[Path] = []
    window.workspace.open_store.disconnect(window.open_store)
    window.workspace.open_store.connect(reopened.append)
    dialog.start()
    assert reopened == [world.folder / "moi"]


def test_a_file_that_is_no_backup_is_told_and_nothing_can_be_pressed(
    world: World, opened: Open, settled: Settled, tmp_path: Path
) -> None:
    bad = tmp_path / "anh.bgbackup"
    bad.write_bytes(b"no backup")
    window = opened(world["217a"].session, "backups")
    dialog = page_of(window).restore(bad)
    settled(window)
    assert "anh.bgbackup không phải là bản sao lưu" in dialog.what.text()
    assert not dialog.go.isEnabled()


def test_a_damaged_copy_leaves_the_list(world: World, opened: Open, settled: Settled) -> None:
    session = world["217a"].session
    made = copies.copy_now(session)
    made.path.write_bytes(b"x" * 9000)
    window = opened(session, "backups")
    page_of(window).look()
    settled(window)
    assert "đã hỏng" in window.messages.text
    assert page_of(window).table.rowCount() == 0
