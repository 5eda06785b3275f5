"""A small dialog: a column of labelled fields, one sentence for what is wrong, a primary button."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room


class Sheet(QDialog):
    """A column of labelled fields with one sentence for what is wrong and a primary button."""

    def __init__(self, parent: QWidget, title: str, action: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*([2 * theme.GRID] * 4))
        self._column.setSpacing(theme.GRID // 2)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = primary(self.buttons, action)
        self.buttons.accepted.connect(self._check)
        self.buttons.rejected.connect(self.reject)

    def _row(self, text: str, widget: QWidget) -> None:
        label = QLabel(text, self)
        label.setBuddy(widget)
        widget.setAccessibleName(text.replace("&", "").replace(" *", ""))
        self._column.addWidget(label)
        self._column.addWidget(widget)

    def _end(self) -> None:
        self._column.addWidget(self.error)
        self._column.addWidget(self.buttons)

    def _note(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "quiet")
        label.setWordWrap(True)
        self._column.addWidget(label)
        return label

    def problem(self, text: str, widget: QWidget | None = None) -> None:
        """Say what is wrong and go to the field concerned."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        make_room(self)
        if widget is not None:
            widget.setFocus()

    def _check(self) -> None:
        self.accept()
