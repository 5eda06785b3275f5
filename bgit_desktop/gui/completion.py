"""Completion in a popup list that needs no marks: "lang giang" finds "Lạng Giang".

Never inline: what an input method has typed stays as it is until a line is chosen.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from bgit_desktop.core.text import fold
from bgit_desktop.services.lists import Option

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)
FOLD_ROLE = VALUE_ROLE + 1


def fill(model: QStandardItemModel, options: list[Option]) -> None:
    """Put options into a model: label, value, folded label."""
    model.clear()
    for option in options:
        item = QStandardItem(option.label)
        item.setData(option.value, VALUE_ROLE)
        item.setData(fold(option.label), FOLD_ROLE)
        item.setEditable(False)
        model.appendRow(item)


class FoldCompleter(QCompleter):
    """Offers the options that contain what was typed, marks and case apart."""

    def __init__(self, options: list[Option], parent: QObject | None = None) -> None:
        super().__init__(parent)
        model = QStandardItemModel(self)
        fill(model, options)
        self.setModel(model)
        self.setCompletionRole(FOLD_ROLE)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(12)

    def splitPath(self, path: str) -> list[str]:
        """Fold what was typed before it is compared."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Give the label of the line chosen, not what it was compared by."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")
