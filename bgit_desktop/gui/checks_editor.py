"""Editor of a list whose entries are declared: one box to tick for each."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from bgit_desktop.core.fields import Field, Value
from bgit_desktop.gui import theme
from bgit_desktop.gui.field_editors import FieldEditor

COLUMNS = 2


class ChecksEditor(FieldEditor):
    """Boxes to tick; entries stored by a newer version stay as they are."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._unknown: list[str] = []
        inside = QWidget(self)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * theme.GRID)
        grid.setVerticalSpacing(theme.GRID // 2)
        self.boxes = {each.value: QCheckBox(str(each.label).replace("&", "&&"), inside) for each in field.choices}
        for at, box in enumerate(self.boxes.values()):
            box.toggled.connect(lambda _on: self.changed.emit())
            grid.addWidget(box, at // COLUMNS, at % COLUMNS)
        self._use(inside)
        inside.setFocusProxy(next(iter(self.boxes.values())))
        self._inside = inside

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self._inside

    def value(self) -> Value:
        """Give the entries ticked, in the declared order."""
        return [each for each, box in self.boxes.items() if box.isChecked()] + self._unknown or None

    def set_value(self, value: Value) -> None:
        """Tick the entries of a value."""
        given = value if isinstance(value, list) else []
        self._unknown = [each for each in given if each not in self.boxes]
        for each, box in self.boxes.items():
            box.setChecked(each in given)
