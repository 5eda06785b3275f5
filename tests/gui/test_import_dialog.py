from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import Cancelled
from bgit_desktop.gui.import_dialog import ImportDialog
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Query


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["UBND HUYỆN LẠNG GIANG"])
    sheet.append(["DANH SÁCH CÁN BỘ CHUYÊN TRÁCH CNTT"])
    sheet.append([])
    sheet.append(["STT", "Họ và tên", "Ngày sinh", "Giới tính", "SĐT"])
    sheet.append([1, "Nguyễn Thị Hà", "12/03/1988", "Nữ", 912345678])
    sheet.append([2, "Trần Văn Hùng", "31/02/1990", "Nam", "0987 654 321"])
    path = tmp_path / "danh sách.xlsx"
    book.save(path)
    return path


@pytest.fixture
def dialog(qtbot: QtBot, workspace: Workspace, workbook: Path) -> ImportDialog:
    made = ImportDialog(workspace, TYPES["officer"], str(workbook))
    made.show()
    qtbot.waitUntil(lambda: made.outcome is not None, timeout=10_000)
    return made


def count(session: Session) -> int:
    return records.count(session, Query("officer"))


def test_shows_what_would_happen_before_anything_is_written(dialog: ImportDialog, session: Session) -> None:
    assert count(session) == 0
    headers = [dialog.columns_table.item(at, 1).text() for at in range(dialog.columns_table.rowCount())]
    assert headers[:3] == ["STT", "Họ và tên", "Ngày sinh"]
    assert "31/02/1990" in [dialog.problem_table.item(at, 1).text() for at in range(dialog.problem_table.rowCount())]
    assert dialog.summary.text().startswith("Chưa ghi gì.")


def test_imports_in_one_action_that_one_undo_takes_back(
    qtbot: QtBot, dialog: ImportDialog, session: Session, workspace: Workspace
) -> None:
    ready = dialog.outcome.created
    assert ready >= 1
    with qtbot.waitSignal(workspace.changed, timeout=10_000):
        dialog.apply()
    qtbot.waitUntil(lambda: dialog.imported)
    assert count(session) == ready
    assert workspace.messages.action_text == "Hoàn tác"
    workspace.undo()
    assert count(session) == 0


def test_a_column_can_be_taken_for_another_field(qtbot: QtBot, dialog: ImportDialog) -> None:
    sheet = dialog.mappings[0].sheet
    before = dialog.outcome
    dialog._map(sheet, 4, None)
    qtbot.waitUntil(lambda: dialog.outcome is not before, timeout=10_000)
    assert ("officer", "phone") not in dialog.mappings[0].targets
    assert dialog.columns_table.cellWidget(4, 3).currentText() == "(không nhập)"


def test_a_file_that_is_no_workbook_is_refused_in_words(
    qtbot: QtBot, workspace: Workspace, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "không phải.xlsx"
    path.write_bytes(b"this is no workbook")
    made = ImportDialog(workspace, TYPES["officer"], str(path))
    made.show()
    qtbot.waitUntil(lambda: path.name in made.summary.text() and not workspace.operations.running, timeout=10_000)
    assert not made.import_button.isEnabled()
    assert count(session) == 0


def test_speaks_english(qtbot: QtBot, workspace: Workspace, workbook: Path, english: None) -> None:
    made = ImportDialog(workspace, TYPES["officer"], str(workbook))
    qtbot.waitUntil(lambda: made.outcome is not None, timeout=10_000)
    assert made.views.tabText(0) == "Columns"
    assert made.summary.text().startswith("Nothing written yet.")


def test_an_import_that_was_stopped_can_be_tried_again(dialog: ImportDialog, session: Session) -> None:
    before = dialog.import_button.text()
    dialog._wait("Đang nhập…")
    assert not dialog.import_button.isEnabled()
    dialog._not_applied(Cancelled("Đã dừng: Nhập Excel. Chưa có gì thay đổi."))
    assert dialog.import_button.isEnabled()
    assert dialog.import_button.text() == before
    assert dialog.summary.text().startswith("Đã dừng")
    assert count(session) == 0
