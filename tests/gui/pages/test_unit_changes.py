"""The dialog of changes of units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.page_registry import duties_label
from bgit_desktop.gui.pages.units import UnitsPage
from bgit_desktop.gui.unit_changes_dialog import UnitChangesDialog
from bgit_desktop.services import lists, unit_changes
from bgit_desktop.services.context import Session
from bgit_desktop.services.unit_changes import Chosen

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]
Opened = tuple[MainWindow, UnitChangesDialog]

YEN_DUNG = "yen-dung-luc-ngan-2025/221"
CHU = "yen-dung-luc-ngan-2025/219"
SO = "so-tttt-2025/STTTT"
VIET_YEN = "viet-yen-2024/222"


@pytest.fixture
def looked(province: Session, opened: Open, settled: Settled) -> Opened:
    unit_changes.apply(province, [Chosen(VIET_YEN)])
    window = opened(province, "units")
    page = window.current_page()
    assert isinstance(page, UnitsPage)
    page.look_at_changes()
    (dialog,) = page.findChildren(UnitChangesDialog)
    settled(window)
    return window, dialog


def mark(dialog: UnitChangesDialog, key: str) -> None:
    dialog.items[key].setCheckState(0, Qt.CheckState.Checked)


def look_at(dialog: UnitChangesDialog, key: str) -> str:
    dialog.tree.setCurrentItem(dialog.items[key])
    return dialog.about.toPlainText()


def test_it_lists_the_changes_by_day_with_their_state(looked: Opened) -> None:
    _, dialog = looked
    top = [dialog.tree.topLevelItem(at) for at in range(dialog.tree.topLevelItemCount())]
    assert [item.text(1) for item in top if item] == [
        "01/02/2024",
        "01/01/2025",
        "01/03/2025",
        "01/03/2025",
        "01/07/2025",
    ]
    assert dialog.items[VIET_YEN].text(2) == "Đã áp dụng"
    assert dialog.items[VIET_YEN].data(0, Qt.ItemDataRole.CheckStateRole) is None  # nothing to mark
    assert dialog.items[YEN_DUNG].text(2) == "Chưa áp dụng"
    assert dialog.items[CHU].text(2) == "Cần nhập mã"
    assert not dialog.apply_button.isEnabled()


def test_the_change_looked_at_says_what_it_does(looked: Opened) -> None:
    _, dialog = looked
    told = look_at(dialog, "hop-nhat-2025/217")
    assert "kết thúc sau ngày 30/06/2025" in told
    assert "Nghị quyết 202/2025/QH15; Nghị quyết 203/2025/QH15" in told
    assert "nhiệm vụ chưa xong" in told
    group = dialog.items["hop-nhat-2025/217"].parent()
    assert group is not None
    dialog.tree.setCurrentItem(group)
    assert "30 thay đổi, 0 đã áp dụng." in dialog.about.toPlainText()
    assert look_at(dialog, VIET_YEN).count("không áp dụng lần nữa") == 1
    assert not dialog.form.isRowVisible(dialog.basis)


def test_a_missing_code_is_asked_for_and_nothing_is_written_before(looked: Opened, settled: Settled) -> None:
    window, dialog = looked
    group = dialog.items[CHU].parent()
    assert group is not None
    group.setCheckState(0, Qt.CheckState.Checked)
    assert len(dialog.chosen()) == 2
    look_at(dialog, YEN_DUNG)
    assert not dialog.form.isRowVisible(dialog.code)
    dialog.apply()
    settled(window)
    assert "mã" in dialog.error.text()
    assert dialog.error.isVisibleTo(dialog)
    current = dialog.current()
    assert current is not None
    assert current.key == CHU
    assert dialog.form.isRowVisible(dialog.code)
    assert window.session.catalogue().by_code("221").valid_to is None  # type: ignore[union-attr]
    dialog.code.setText("224")
    dialog.apply_button.click()
    settled(window)
    catalogue = window.session.catalogue()
    town = catalogue.by_code("224")
    assert town is not None
    assert town.label == "Thị xã Chũ"
    assert catalogue.by_code("221").valid_to is not None  # type: ignore[union-attr]
    assert window.messages.text.startswith("Đã áp dụng 2 thay đổi")
    assert window.messages.action_text == "Hoàn tác"
    window.workspace.undo()
    assert window.session.catalogue().by_code("224") is None
    settled(window)


def test_day_and_document_can_be_corrected(looked: Opened, settled: Settled) -> None:
    window, dialog = looked
    look_at(dialog, SO)
    dialog.day.line.setText("31/02/2025")
    assert dialog.error.isVisibleTo(dialog)
    dialog.day.line.setText("10/03/2025")
    dialog.basis.setText("Nghị quyết 01/NQ-HĐND")
    assert not dialog.error.isVisibleTo(dialog)
    dialog.ask()
    settled(window)
    assert "sau ngày 09/03/2025" in dialog.about.toPlainText()
    mark(dialog, SO)
    assert dialog.apply_button.text().replace("&", "") == "Áp dụng 1 thay đổi"
    dialog.apply()
    settled(window)
    old = window.session.catalogue().by_code("STTTT")
    assert old is not None
    assert old.valid_to is not None
    assert old.valid_to.isoformat() == "2025-03-09"
    assert old.document.endswith("Nghị quyết 01/NQ-HĐND")


def test_the_window_of_the_so_goes_on_under_its_successor(province: Session, opened: Open) -> None:
    unit_changes.apply(province, [Chosen(SO, day=date(2024, 1, 1))])  # before the clock of these records
    window = opened(province, "units")
    assert "Khoa học và Công nghệ" in window.windowTitle()
    assert duties_label(province, lists.own_part(province)) == "Nhiệm vụ (Điều 9.1)"
