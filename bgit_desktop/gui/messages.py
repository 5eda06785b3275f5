"""The quiet line: what has just happened, with its undo; what went wrong, with the next step. No message boxes.

Code says ``messages.done("Đã xóa 1 cán bộ", (tr("Hoàn tác"), undo))`` or ``messages.problem(str(error))``; the line
shows it above the page, for screen readers too. A success goes away by itself; a problem stays until it is closed or
something else is said.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons, theme

Action = tuple[str, Callable[[], object]]
"""A button on the line: its words, and what it does."""

DONE_FOR = 12_000
"""Milliseconds for which a success stays."""


class MessageBar(QFrame):
    """The line; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self._do: Callable[[], object] | None = None
        self._built = False
        self.hide()

    def _build(self) -> None:
        """Make the parts, when there is something to say for the first time."""
        self._built = True
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setAccessibleName(tr("Thông báo"))
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.setProperty("role", "link")
        self._action.clicked.connect(self._act)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setIcon(icons.icon("x"))
        self._close.setAccessibleName(tr("Đóng thông báo"))
        self._close.setToolTip(tr("Đóng thông báo"))
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GRID, theme.GRID // 2, theme.GRID // 2, theme.GRID // 2)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)

    @property
    def text(self) -> str:
        """What the line says now; "" while it is hidden."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def action_text(self) -> str:
        """The words of the button on the line; "" without one."""
        return self._action.text() if self._do is not None else ""

    def done(self, text: str, action: Action | None = None) -> None:
        """Say that something was done, with its undo where there is one."""
        self._show("circle-check", theme.colours().good, text, action)
        self._timer.start(DONE_FOR)

    def note(self, text: str, action: Action | None = None) -> None:
        """Say something worth knowing that needs no action."""
        self._show("info", theme.colours().text, text, action)
        self._timer.start(DONE_FOR)

    def problem(self, text: str, action: Action | None = None) -> None:
        """Say what went wrong; stays until closed."""
        self._timer.stop()
        self._show("circle-alert", theme.colours().bad, text, action)

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._do = None
        self.hide()

    def _show(self, name: str, colour: str, text: str, action: Action | None) -> None:
        if not self._built:
            self._build()
        self._icon.setPixmap(icons.pixmap(name, colour))
        self._text.setText(text)
        self._do = action[1] if action else None
        self._action.setText(action[0] if action else "")
        self._action.setVisible(action is not None)
        self.show()

    def _act(self) -> None:
        do = self._do
        self.clear()
        if do is not None:
            do()
