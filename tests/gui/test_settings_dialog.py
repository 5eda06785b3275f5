"""The settings dialog saves, and asks for the one thing it needs."""

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.gui.settings_dialog import SettingsDialog
from bgit_desktop.services import settings
from bgit_desktop.services.context import Session


def test_saves_and_refuses_an_empty_name(qtbot: QtBot, session: Session, preferences: Preferences) -> None:
    window = MainWindow(session, preferences)
    qtbot.addWidget(window)
    dialog = SettingsDialog(window, window.workspace)
    qtbot.addWidget(dialog)
    dialog.fields["actor"].setText(" ")
    dialog._save()
    assert dialog.missing.text()
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.fields["actor"].setText("Lê Ánh")
    dialog.fields["signer_name"].setText("Nguyễn Đức Thịnh")
    dialog._save()
    assert dialog.result() == QDialog.DialogCode.Accepted
    found = settings.read(session)
    assert (found.actor, found.signer_name) == ("Lê Ánh", "Nguyễn Đức Thịnh")
