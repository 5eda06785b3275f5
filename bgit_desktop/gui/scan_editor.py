"""The editor of a scan: choose a file, take it out again; the file is taken into the store when the form is saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from bgit_desktop.core.fields import Field, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.field_editors import CONTROL, FieldEditor

FILE = "@"
"""What stands before a path in the value, as on the command line: the file is not in the store yet."""


class ScanEditor(FieldEditor):
    """Shows whether there is a scan, and takes a file for it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._value: str | None = None
        self.button = QPushButton(icons.icon("file-up"), tr("Chọn tệp…"), self)
        self.button.setAutoDefault(False)
        self.button.setFixedHeight(CONTROL)
        self.button.clicked.connect(self._choose)
        self.name = QLabel(self)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remove = QToolButton(self)
        self.remove.setIcon(icons.icon("x"))
        self.remove.setAutoRaise(True)
        self.remove.setToolTip(tr("Bỏ bản quét"))
        self.remove.setAccessibleName(self.remove.toolTip())
        self.remove.clicked.connect(lambda: self._take(None))
        for widget in (self.button, self.name, self.remove):
            self._row.addWidget(widget, 1 if widget is self.name else 0)
        self.setFocusProxy(self.button)
        self.set_value(None)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.button

    def value(self) -> Value:
        """Give the SHA-256 that was there, or the file chosen with ``@`` before it; None for no scan."""
        return self._value

    def set_value(self, value: Value) -> None:
        """Show a value."""
        self._value = value if isinstance(value, str) and value else None
        chosen = self._value or ""
        name = Path(chosen[1:]).name if chosen.startswith(FILE) else tr("Đã có bản quét") if chosen else tr("chưa có")
        self.name.setText(literal(name))
        self.button.setAccessibleName(f"{self.field.label}: {name}")
        self.remove.setVisible(bool(chosen))

    def _choose(self) -> None:
        from bgit_desktop.gui.scans import ask_scan

        path = ask_scan(self)
        if path is not None:
            self._take(f"{FILE}{path}")

    def _take(self, value: str | None) -> None:
        self.set_value(value)
        self.changed.emit()
