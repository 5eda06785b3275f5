"""Room for dialogs: never larger than the screen, and large enough for an error that has just appeared."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

ACROSS, DOWN = 40, 60
"""Pixels of the screen left free beside a dialog, and for its title bar."""


def fit(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog the size it wants, as far as the screen has room for it.

    Args:
        dialog: the dialog.
        width: its width where there is room.
        height: its height where there is room.
    """
    room = (dialog.screen() or QGuiApplication.primaryScreen()).availableGeometry().size()
    dialog.resize(min(width, room.width() - ACROSS), min(height, room.height() - DOWN))


def make_room(dialog: QDialog) -> None:
    """Let a dialog grow to the height its texts need now, so that an error under a field pushes nothing out."""
    layout = dialog.layout()
    if layout is None:
        return
    layout.activate()
    needed = layout.totalHeightForWidth(dialog.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
    if needed > dialog.height():
        fit(dialog, dialog.width(), needed)
