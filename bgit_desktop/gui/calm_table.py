"""A short table that looks like the lists: whole rows, no grid, word and icon in a cell, Enter opens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from bgit_desktop.core.values import EMPTY
from bgit_desktop.gui import theme


class CalmTable(QTableWidget):
    """A short table that looks like the lists: whole rows, no grid, Enter opens.

    Attributes:
        opened: the row on which Enter was pressed or that was double-clicked.
    """

    opened = Signal(int)

    def __init__(self, name: str, headers: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(0, len(headers), parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headers))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setIconSize(QSize(16, 16))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.cellDoubleClicked.connect(lambda row, _column: self.opened.emit(row))

    def sizeHintForColumn(self, column: int) -> int:
        """Give the width of a column's content with air beside it."""
        return super().sizeHintForColumn(column) + theme.GRID

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.opened.emit(self.currentRow())
            return
        super().keyPressEvent(event)

    def put(self, row: int, column: int, text: str, *, right: bool = False, tip: str = "") -> QTableWidgetItem:
        """Fill a cell; an empty one shows a dash."""
        item = QTableWidgetItem(text or EMPTY)
        item.setToolTip(tip or text)
        if right:
            aside = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            item.setTextAlignment(aside)
            header = self.horizontalHeaderItem(column)
            if header is not None:
                header.setTextAlignment(aside)
        self.setItem(row, column, item)
        return item
