"""The fields of a form in two columns under their sections, with those folded away that another clause asks for.

Which fields a clause asks for stands in the declaration (``Field.points``). Folding only hides: the order, and with it
the way of the Tab key, stays that of the declaration, and a field that holds a value is never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from bgit_desktop.core.fields import Field
from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons, theme

WIDE = frozenset({"long", "list", "refs", "clause"})
"""Kinds that take the whole width of the form."""


class FieldGrid(QWidget):
    """The cells of a form.

    Args:
        fields: those asked for, in order, the fields of a section together.
        make: makes the cell of a field.
        parent: where it stands.

    Attributes:
        unfolded: what was folded is shown now.
    """

    unfolded = Signal()

    def __init__(
        self, fields: Sequence[Field], make: Callable[[Field, QWidget], QWidget], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, theme.GRID)
        self._grid.setHorizontalSpacing(2 * theme.GRID)
        self._grid.setVerticalSpacing(theme.GRID)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._headings: dict[str, QLabel] = {}
        self._cells: dict[str, QWidget] = {}
        self._folded: frozenset[str] = frozenset()
        self._open = False
        for field in fields:
            heading = str(field.section) if field.section else ""
            if heading and heading not in self._headings:
                label = self._headings[heading] = QLabel(heading, self)
                label.setProperty("role", "title")
            self._cells[field.name] = make(field, self)
        self.more = QPushButton(icons.icon("chevron-down"), "", self)
        self.more.setProperty("role", "link")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self.unfold)
        self._place()

    @property
    def foldable(self) -> bool:
        """Whether any field is asked for by some clauses only."""
        return any(field.points for field in self._fields)

    def fold(self, clause: str, filled: Collection[str]) -> None:
        """Fold what a clause does not ask for.

        Args:
            clause: of the record; "" while none is chosen.
            filled: fields that hold a value, which stay.
        """
        folded = frozenset(
            field.name for field in self._fields if not field.asked_under(clause) and field.name not in filled
        )
        if folded != self._folded and not self._open:
            self._folded = folded
            self._place()

    def unfold_for(self, names: Collection[str]) -> None:
        """Show every field where one of these is folded."""
        if self._folded & frozenset(names):
            self.unfold()

    def unfold(self) -> None:
        """Show every field."""
        self._open = True
        if self._folded:
            self._folded = frozenset()
            self._place()
            self.unfolded.emit()

    def _place(self) -> None:
        """Put what is shown into its rows, without the gaps of what is not."""
        while self._grid.count():
            self._grid.takeAt(0)
        for at in range(self._grid.rowCount()):
            self._grid.setRowStretch(at, 0)
        row, column, section = 0, 0, ""
        shown = [field for field in self._fields if field.name not in self._folded]
        headed = {str(field.section) for field in shown if field.section}
        for name, label in self._headings.items():
            label.setVisible(name in headed)
        for field in self._fields:
            self._cells[field.name].setVisible(field.name not in self._folded)
        for field in shown:
            heading = str(field.section) if field.section else ""
            if heading != section:
                row, column = row + (1 if column else 0), 0
                section = heading
                self._grid.addWidget(self._headings[heading], row, 0, 1, 2)
                row += 1
            wide = field.kind in WIDE
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(self._cells[field.name], row, column, 1, 2 if wide else 1)
            if wide or column:
                row, column = row + 1, 0
            else:
                column = 1
        row += 1 if column else 0
        self.more.setText(tr("&Các mục của điểm khác ({count})", count=len(self._folded)))
        self.more.setVisible(bool(self._folded))
        self._grid.addWidget(self.more, row, 0, 1, 2)
        self._grid.setRowStretch(row + 1, 1)
