"""Qt's own widgets speak Vietnamese: the whole catalogue is served, and the common widgets show it."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTreeView,
    QWidget,
)

from bgit_desktop.assets import load_qt_vietnamese
from bgit_desktop.gui.qt_translation import install_qt_vietnamese, remove_qt_vietnamese

STRINGS = [(context, source, text) for context, texts in load_qt_vietnamese().items() for source, text in texts.items()]


@pytest.fixture
def vietnamese(qapp: QApplication) -> Iterator[None]:
    translator = install_qt_vietnamese(qapp)
    yield
    remove_qt_vietnamese(qapp, translator)


def labels(widget: QWidget) -> set[str]:
    """All texts on the buttons of a widget, without mnemonics."""
    return {button.text().replace("&", "") for button in widget.findChildren(QWidget) if hasattr(button, "text")}


def menu_texts(menu: QMenu | None) -> list[str]:
    assert menu is not None
    actions: list[QAction] = menu.actions()
    return [action.text().split("\t")[0].replace("&", "") for action in actions if not action.isSeparator()]


def test_the_catalogue_is_large_enough_to_be_the_whole_one() -> None:
    assert len(STRINGS) > 600
    assert {"QPlatformTheme", "QFileDialog", "QPrintDialog", "QLineEdit", "QWizard"} <= {c for c, _, _ in STRINGS}


def test_every_string_of_the_catalogue_is_served(vietnamese: None) -> None:
    served = {(c, s): QCoreApplication.translate(c, s) for c, s, _ in STRINGS}
    assert served == {(c, s): text for c, s, text in STRINGS}


def test_a_string_outside_the_catalogue_stays(vietnamese: None) -> None:
    assert QCoreApplication.translate("QFileDialog", "No such string") == "No such string"
    assert QCoreApplication.translate("NoSuchWidget", "Cancel") == "Cancel"


def test_english_comes_back_when_the_translator_goes(qapp: QApplication) -> None:
    translator = install_qt_vietnamese(qapp)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Hủy"
    remove_qt_vietnamese(qapp, translator)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_numbers_and_mnemonics_are_kept() -> None:
    changed = []
    for context, source, text in STRINGS:
        numbers = sorted(re.findall(r"%\d|%n|%p", source)) == sorted(re.findall(r"%\d|%n|%p", text))
        mnemonic = source.count("&") == text.count("&") == len(re.findall(r"&[a-zA-Z]", text))
        if not (numbers and mnemonic):
            changed.append((context, source, text))
    assert not changed, "the same %1, and a mnemonic on a key of every keyboard where Qt has one"


def test_standard_buttons_are_vietnamese(qtbot: object, vietnamese: None) -> None:
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok
        | QDialogButtonBox.StandardButton.Cancel
        | QDialogButtonBox.StandardButton.Save
        | QDialogButtonBox.StandardButton.Discard
        | QDialogButtonBox.StandardButton.Yes
        | QDialogButtonBox.StandardButton.No
        | QDialogButtonBox.StandardButton.Close
        | QDialogButtonBox.StandardButton.RestoreDefaults
    )
    assert {button.text().replace("&", "") for button in box.buttons()} == {
        "Đồng ý", "Hủy", "Lưu", "Bỏ thay đổi", "Có", "Không", "Đóng", "Khôi phục mặc định",
    }  # fmt: skip


def test_yes_and_no_have_different_mnemonics(qtbot: object, vietnamese: None) -> None:
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Yes
        | QDialogButtonBox.StandardButton.No
        | QDialogButtonBox.StandardButton.YesToAll
        | QDialogButtonBox.StandardButton.NoToAll
    )
    keys = [found.group(1).lower() for b in box.buttons() if (found := re.search(r"&(.)", b.text()))]
    assert len(keys) == len(set(keys)) == 4


def test_the_details_of_a_message_are_vietnamese(qtbot: object, vietnamese: None) -> None:
    message = QMessageBox()
    message.setDetailedText("…")
    assert "Hiện chi tiết…" in {button.text() for button in message.buttons()}


def test_the_file_dialog_is_vietnamese(qtbot: object, vietnamese: None) -> None:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.show()
    assert {"Mở", "Hủy", "Tên tệp:", "Loại tệp:", "Tìm trong:"} <= labels(dialog)
    tree = dialog.findChild(QTreeView, "treeView")
    assert tree is not None
    headers = [tree.model().headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert headers == ["Tên", "Cỡ", "Loại", "Ngày sửa"]
    dialog.close()


def test_edit_menus_are_vietnamese(qtbot: object, vietnamese: None) -> None:
    expected = ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]
    line, text = QLineEdit(), QPlainTextEdit()
    assert menu_texts(line.createStandardContextMenu()) == expected
    assert menu_texts(text.createStandardContextMenu())[:7] == expected


def test_the_progress_dialog_is_vietnamese(qtbot: object, vietnamese: None) -> None:
    progress = QProgressDialog()
    assert "Hủy" in labels(progress)
    progress.reset()


def test_the_print_dialog_is_vietnamese(qtbot: object, vietnamese: None) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog = QPrintDialog(printer)
    assert {"In", "Hủy"} <= labels(dialog)
