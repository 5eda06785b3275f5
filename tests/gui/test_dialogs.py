"""Dialogs: room for errors, never larger than the screen, nothing said to a dialog that was closed meanwhile."""

import threading

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QCalendarWidget, QDialog, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bgit_desktop.core.i18n import use_language
from bgit_desktop.errors import BgitError, Cancelled
from bgit_desktop.gui.application import silence, speak
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.dialog_room import DOWN, fit, make_room
from bgit_desktop.gui.operations import gone
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.passphrase import PassphraseDialog
from bgit_desktop.gui.report_parts import SignDialog
from bgit_desktop.services.context import Progress, Session


def cut_labels(dialog: QDialog) -> list[str]:
    """Texts that need more height than they have."""
    labels = [each for each in dialog.findChildren(QLabel) if each.isVisible() and each.wordWrap()]
    return [each.text() for each in labels if each.heightForWidth(each.width()) > each.height() + 1]


def test_an_error_pushes_nothing_out_of_the_passphrase_dialog(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = PassphraseDialog(workspace.parent(), workspace.operations, lambda _keys: None)  # type: ignore[arg-type]
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog._try()
    qtbot.waitUntil(lambda: not cut_labels(dialog))
    assert dialog.error.isVisible()


def test_an_error_pushes_nothing_out_of_the_sign_dialog(qtbot: QtBot, workspace: Workspace) -> None:
    parent = workspace.parent()
    assert isinstance(parent, QWidget)
    dialog = SignDialog(parent, workspace.session.today())
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog._check()
    qtbot.waitUntil(lambda: not cut_labels(dialog))
    assert dialog.error.isVisible()
    assert dialog.number.hasFocus() or dialog.focusWidget() is dialog.number


def test_a_dialog_is_never_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    fit(dialog, 5000, 5000)
    room = dialog.screen().availableGeometry()
    assert dialog.width() < room.width()
    assert dialog.height() == room.height() - DOWN


def test_room_is_made_for_what_appears(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    late = QLabel("một\nhai\nba\nbốn", dialog)
    late.hide()
    column.addWidget(late)
    column.addWidget(QPushButton("Lưu", dialog))
    dialog.show()
    before = dialog.height()
    late.show()
    make_room(dialog)
    assert dialog.height() > before


def test_a_dialog_closed_meanwhile_hears_nothing_more(qtbot: QtBot, workspace: Workspace) -> None:
    dialog, told, release = QDialog(), [], threading.Event()

    def work(_session: Session, _progress: Progress) -> int:
        release.wait(5)
        return 1

    workspace.operations.run("Việc", work, lambda _one: told.append(dialog.width()))
    problems: list[str] = []
    workspace.operations.problem.connect(problems.append)
    dialog.deleteLater()
    QApplication.sendPostedEvents(dialog, 52)  # DeferredDelete
    with qtbot.waitSignal(workspace.operations.ended):
        release.set()
    assert not told
    assert not problems


def test_what_is_gone_is_found_in_methods_and_closures(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    assert not gone(None)
    assert not gone(label.setText)
    assert not gone(lambda: label.text())


@pytest.mark.parametrize("fault", [Cancelled("Đã dừng."), ValueError("a bug")])
def test_who_waits_is_set_free_however_the_work_ends(qtbot: QtBot, workspace: Workspace, fault: Exception) -> None:
    heard: list[BgitError] = []

    def work(_session: Session, _progress: Progress) -> None:
        raise fault

    with qtbot.waitSignal(workspace.operations.ended):
        workspace.operations.run("Việc", work, failed=heard.append)
    assert len(heard) == 1
    assert isinstance(heard[0], BgitError)
    assert "a bug" not in str(heard[0])


def test_an_ampersand_in_a_name_marks_no_key() -> None:
    assert literal("Phòng VH&TT") == "Phòng VH&&TT"


@pytest.mark.parametrize(("language", "month"), [("vi", "Tháng 11"), ("en", "November")])
def test_the_calendar_speaks_the_language_chosen(qtbot: QtBot, qapp: QApplication, language: str, month: str) -> None:
    use_language(language, {} if language == "en" else None)  # type: ignore[arg-type]
    speak(qapp)
    calendar = QCalendarWidget()
    qtbot.addWidget(calendar)
    assert calendar.locale().standaloneMonthName(11).capitalize() == month
    assert QLocale().toString(calendar.selectedDate(), "dd/MM/yyyy")
    use_language("vi")
    speak(qapp)
    silence(qapp)
