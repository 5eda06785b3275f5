"""Choosing the scans that go along with a package: none, the new ones, all, or one by one with their sizes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.packages_common import quiet
from bgit_desktop.services.along import Chosen, which_of
from bgit_desktop.services.scans_due import Lacking, Offer

FEW = 8
"""So many scans stand in the card itself; more are listed in a dialog."""
CHOSEN = "chosen"


class ScanList(QListWidget):
    """Scans with their sizes, each with a box to tick.

    Attributes:
        ticked: a person has ticked or cleared one.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Bản quét gửi kèm, từng bản"))
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    def show_scans(self, offers: Sequence[Offer], ticked: frozenset[str]) -> None:
        """List scans; those that are not here cannot be ticked."""
        with QSignalBlocker(self):
            self.clear()
            for each in offers:
                item = QListWidgetItem(each.text)
                item.setData(Qt.ItemDataRole.UserRole, each.reference)
                item.setToolTip(each.text)
                flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled if each.size is not None else flags)
                on = each.reference in ticked and each.size is not None
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                self.addItem(item)
        self.setMaximumHeight(max(1, len(offers)) * theme.ROW_HEIGHT + 2 * theme.GRID)

    def chosen(self) -> tuple[str, ...]:
        """Give the references ticked."""
        items = [self.item(at) for at in range(self.count())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        )


class ScanChoice(QWidget):
    """The choice in the card *Gửi Sở*.

    Attributes:
        changed: another choice stands.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._offers: list[Offer] = []
        self._chosen: tuple[str, ...] = ()
        self.which = QComboBox(self)
        self.which.setAccessibleName(tr("Bản quét gửi kèm"))
        for which, text in (
            ("none", tr("Không kèm bản quét")),
            ("new", tr("Kèm bản quét mới hoặc Sở đang thiếu")),
            ("all", tr("Kèm mọi bản quét")),
            (CHOSEN, tr("Chọn từng bản quét")),
        ):
            self.which.addItem(text, which)
        self.which.currentIndexChanged.connect(self._take_which)
        self.list = ScanList(self)
        self.list.ticked.connect(lambda: self._tick(self.list.chosen()))
        self.more = QPushButton(icons.icon("list-checks"), "", self)
        self.more.clicked.connect(lambda: self.choose_from_all())
        row = QHBoxLayout()
        row.addWidget(self.which)
        row.addWidget(self.more)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(row)
        column.addWidget(self.list)
        self.show_scans([])

    def show_scans(self, offers: list[Offer]) -> None:
        """Show the scans that may go along; what was chosen stays chosen."""
        self._offers = offers
        self.more.setText(tr("&Xem danh sách {count} bản…", count=len(offers)))
        self.more.setVisible(len(offers) > FEW)
        self.list.setVisible(0 < len(offers) <= FEW)
        self.list.show_scans(offers, self._ticked())

    def chosen(self) -> Chosen:
        """Give the choice."""
        which = str(self.which.currentData())
        return self._chosen if which == CHOSEN else which_of(which)

    def reset(self) -> None:
        """Choose none."""
        self._chosen = ()
        self.which.setCurrentIndex(0)

    def _ticked(self) -> frozenset[str]:
        match str(self.which.currentData()):
            case "new":
                return frozenset(each.reference for each in self._offers if each.is_new)
            case "all":
                return frozenset(each.reference for each in self._offers)
            case "chosen":
                return frozenset(self._chosen)
            case _:
                return frozenset()

    def _take_which(self) -> None:
        if self.which.currentData() == CHOSEN and len(self._offers) > FEW:
            self.choose_from_all()
        self.list.show_scans(self._offers, self._ticked())
        self.changed.emit()

    def _tick(self, chosen: tuple[str, ...]) -> None:
        self._chosen = chosen
        with QSignalBlocker(self.which):
            self.which.setCurrentIndex(self.which.findData(CHOSEN) if chosen else 0)
        self.changed.emit()

    def choose_from_all(self) -> QDialog:
        """Open the list of all scans."""
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Bản quét gửi kèm"))
        shown = ScanList(dialog)
        shown.show_scans(self._offers, self._ticked())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
        primary(buttons, tr("&Chọn"))
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        dialog.accepted.connect(lambda: self._tick(shown.chosen()))
        column = QVBoxLayout(dialog)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.addWidget(shown)
        column.addWidget(buttons)
        fit(dialog, 620, 420)
        dialog.open()
        return dialog


def show_lacking(parent: QWidget, found: Sequence[Lacking], names: dict[str, str]) -> QDialog:
    """Show the scans that are not here: of which unit, for which record, whether they were asked for."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Bản quét còn thiếu"))
    table = CalmTable(dialog.windowTitle(), [tr("Đơn vị"), tr("Bản ghi"), tr("Tình trạng")], dialog)
    table.setRowCount(len(found))
    for at, each in enumerate(found):
        for column, text in enumerate((names.get(each.unit, each.unit), each.title, each.state)):
            table.put(at, column, text)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    column_ = QVBoxLayout(dialog)
    column_.setContentsMargins(*([2 * theme.GRID] * 4))
    column_.addWidget(table)
    column_.addWidget(buttons)
    fit(dialog, 720, 360)
    dialog.open()
    return dialog


class LackingLine(QWidget):
    """One line that says how many scans are not here and whether they were asked for, with the list behind a button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._found: list[Lacking] = []
        self._names: dict[str, str] = {}
        self.text = quiet(self)
        self.open_button = QPushButton(icons.icon("list-checks"), tr("Xem &bản quét còn thiếu…"), self)
        self.open_button.clicked.connect(lambda: show_lacking(self, self._found, self._names))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.open_button)
        self.hide()

    def show_lacking(self, said: str, found: list[Lacking], names: dict[str, str]) -> None:
        """Show what is not here; the line hides where nothing is missing."""
        self._found, self._names = found, names
        self.text.setText(said)
        self.setVisible(bool(found))
