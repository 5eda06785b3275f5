from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.pages import reports as module
from bgit_desktop.gui.pages.reports import ReportsPage
from bgit_desktop.gui.report_parts import SignDialog
from bgit_desktop.services import reports
from bgit_desktop.services.context import Session

Open = Callable[[Session, str], MainWindow]
Settled = Callable[[MainWindow], None]


def page_of(window: MainWindow) -> ReportsPage:
    page = window.current_page()
    assert isinstance(page, ReportsPage)
    return page


def composed(window: MainWindow, settled: Settled) -> ReportsPage:
    page = page_of(window)
    page.open({"kind": "periodic", "period": "2024-H1"})
    settled(window)
    assert page.composer.composition is not None
    return page


def test_an_empty_list_teaches_and_the_row_above_begins_a_report(
    district: Session, opened: Open, qtbot: QtBot, settled: Settled
) -> None:
    window = opened(district, "reports")
    page = page_of(window)
    assert "Chưa lập báo cáo nào" in page._empty.text.text()
    assert not page._empty.isHidden()
    assert page.begin.unit.isHidden()
    page.begin.choose(module.Period.parse("2024-H1"))
    with qtbot.waitSignal(page.begin.asked) as asked:
        qtbot.mouseClick(page.begin.begin, Qt.MouseButton.LeftButton)
    assert asked.args == ["periodic", "2024-H1", ""]
    settled(window)
    assert page.stack.currentIndex() == 1
    assert page.composer.sections.count() == 11


def test_figures_stand_beside_those_of_the_period_before(district: Session, opened: Open, settled: Settled) -> None:
    page = composed(opened(district, "reports"), settled)
    table = page.composer.figures
    rows = {
        table.item(at, 0).text(): (table.item(at, 1).text(), table.item(at, 2).text()) for at in range(table.rowCount())
    }
    assert rows["Nhiệm vụ trong kỳ"] == ("8", "2")
    assert rows["Cán bộ chuyên trách"] == ("2", "—")


def test_words_are_typed_saved_and_stay(district: Session, opened: Open, qtbot: QtBot, settled: Settled) -> None:
    window = opened(district, "reports")
    page = composed(window, settled)
    page.composer.sections.setCurrentRow(0)
    page.composer.editor.clear()
    qtbot.keyClicks(page.composer.editor, "Da trien khai.")
    assert page.composer.dirty
    assert page.save_button.isEnabled()
    page.composer.save_asked.emit()
    settled(window)
    assert not page.composer.dirty
    assert "Đã lưu nháp" in window.messages.text
    found = reports.saved(district, "periodic", "2024-H1", "")
    assert reports.words_of(found)["general"] == "Da trien khai."
    page.leave()
    assert page.list.rowCount() == 1
    assert page.list.item(0, 3).text() == "Nháp"


def test_leaving_saves_what_was_typed(district: Session, opened: Open, settled: Settled) -> None:
    window = opened(district, "reports")
    page = composed(window, settled)
    page.composer.editor.setPlainText("Một.")
    page.leave()
    settled(window)
    assert page.stack.currentIndex() == 0
    assert reports.saved(district, "periodic", "2024-H1", "") is not None
    assert page.may_close()


def test_the_suggestion_and_last_periods_words_are_one_press_away(
    district: Session, opened: Open, qtbot: QtBot, settled: Settled
) -> None:
    earlier = reports.compose(district, "periodic", "2023-H2")
    reports.save(district, earlier, {"general": "Kỳ trước."})
    page = composed(opened(district, "reports"), settled)
    page.composer.sections.setCurrentRow(0)
    suggested = page.composer.editor.toPlainText()
    assert not page.composer.suggest.isEnabled()
    qtbot.mouseClick(page.composer.earlier, Qt.MouseButton.LeftButton)
    assert page.composer.editor.toPlainText() == "Kỳ trước."
    qtbot.mouseClick(page.composer.suggest, Qt.MouseButton.LeftButton)
    assert page.composer.editor.toPlainText() == suggested


def test_signing_takes_number_and_date_and_freezes(district: Session, opened: Open, settled: Settled) -> None:
    window = opened(district, "reports")
    page = composed(window, settled)
    page.save()
    settled(window)
    page.sign()
    dialog = page.findChild(SignDialog)
    assert dialog is not None
    dialog._check()
    assert not dialog.error.isHidden()
    dialog.number.setText("5/BC-VHTT")
    dialog._check()
    settled(window)
    found = reports.saved(district, "periodic", "2024-H1", "")
    assert found is not None
    assert found["status"] == "signed"
    assert page.composer.editor.isReadOnly()
    assert not page.save_button.isEnabled()
    page.leave()
    assert page.list.item(0, 4).text() == "5/BC-VHTT"


def test_export_writes_the_file_with_the_words_on_the_screen(
    district: Session, opened: Open, settled: Settled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(district, "reports")
    page = composed(window, settled)
    asked: list[str] = []

    def ask(_workspace: object, _parent: object, _title: str, name: str, _filter: str) -> Path:
        asked.append(name)
        return tmp_path / name

    monkeypatch.setattr(module, "ask_target", ask)
    page.export("pdf")
    page.export("docx")
    page.export("xlsx")
    settled(window)
    assert asked == [f"bao-cao-217-2024-h1.{suffix}" for suffix in ("pdf", "docx", "xlsx")]
    assert all((tmp_path / name).stat().st_size > 1000 for name in asked)
    assert window.messages.action_text == "Mở tệp"


def test_preview_opens_the_pdf_with_the_systems_viewer(
    district: Session, opened: Open, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(district, "reports")
    page = composed(window, settled)
    shown: list[Path] = []
    monkeypatch.setattr(module, "open_file", shown.append)
    page.preview()
    settled(window)
    assert [path.suffix for path in shown] == [".pdf"]
    assert shown[0].is_file()


def test_the_so_reads_a_units_report_and_decides_on_it(
    province: Session, opened: Open, settled: Settled, office: ModuleType
) -> None:
    office.Office(province, "217").add(
        "report", kind="periodic", period="2024-H1", version=1, status="sent", narrative=["general\nĐã làm."]
    )
    window = opened(province, "reports")
    page = page_of(window)
    page.list.selectRow(0)
    page.list.opened.emit(0)
    settled(window)
    assert page.composer.editor.isReadOnly()
    assert page.composer.editor.toPlainText() == "Đã làm."
    steps = [action.text() for action in page.state_menu.actions()]
    assert steps == ["Sở đã nhận", "Chấp nhận", "Trả lại đơn vị…"]
    page.state_menu.actions()[1].trigger()
    settled(window)
    found = reports.saved(province, "periodic", "2024-H1", "217")
    assert found is not None
    assert found["status"] == "accepted"


def test_the_summary_is_over_all_units(province: Session, opened: Open, settled: Settled) -> None:
    window = opened(province, "reports")
    page = page_of(window)
    page.begin.kind.setCurrentIndex(page.begin.kind.findData("summary"))
    assert not page.begin.unit.isEnabled()
    assert page.begin.unit.itemText(0) == "Mọi đơn vị"
    page.compose("summary", "2024-H1")
    settled(window)
    assert page.composer.sections.count() == 4


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_two_controls_of_the_composer_answer_to_one_key(
    district: Session, opened: Open, settled: Settled, request: pytest.FixtureRequest, language: str
) -> None:
    if language == "en":
        request.getfixturevalue("english")
    window = opened(district, "reports")
    composed(window, settled)
    keys = ["Alt+M"]  # opens the menu beside the tabs
    for each in window.findChildren(QAbstractButton):
        if each.isVisible():
            keys += [QKeySequence.mnemonic(each.text()).toString()]
    taken = [key for key in keys if key]
    assert sorted(taken) == sorted(set(taken))
