"""The filter bar: search as you type, the filters most used beside it, the rest behind one button.

What a filter offers is read when it is first opened: a start must not wait for the different values of a column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.verdicts.states import STATE_LABELS, State
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.table_model import column_label
from bgit_desktop.services import lists
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Option, Query

STANDING = "standing"
VERDICT = "verdict"
IN_BAR = 2
"""How many filters stand beside the search field; the others are behind "Lọc"."""

_ANY = object()


class FilterBox(QComboBox):
    """One filter: "any" first, then its values; they are read when it is first opened or focused.

    Args:
        label: what is filtered.
        read: gives the values.
    """

    chosen = Signal()

    def __init__(self, label: str, read: Callable[[], list[Option]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self._read: Callable[[], list[Option]] | None = read
        self.setAccessibleName(tr("Lọc theo {label}", label=label))
        self.setToolTip(tr("Lọc theo {label}", label=label))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        self.setMaxVisibleItems(16)
        self.addItem(tr("{label}: tất cả", label=label), _ANY)
        self.setMinimumWidth(min(self.fontMetrics().horizontalAdvance(self.itemText(0)) + 32, 200))
        self.activated.connect(self.chosen)

    def fill(self) -> None:
        """Read the values, once."""
        if self._read is None:
            return
        read, self._read = self._read, None
        for option in read():
            self.addItem(option.label, option.value)
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0)
        self.view().setMinimumWidth(min(widest + 40, 520))

    @property
    def active(self) -> bool:
        """Whether something is chosen."""
        return self.currentIndex() > 0

    def value(self) -> Value:
        """Give the value chosen."""
        found: Value = self.currentData()
        return found

    def choose(self, value: Value) -> bool:
        """Choose a value; False where it is not offered."""
        self.fill()
        for at in range(1, self.count()):
            if self.itemData(at) == value:
                self.setCurrentIndex(at)
                return True
        return False

    def showPopup(self) -> None:
        """Read the values before they are shown."""
        self.fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Read the values before the arrow keys walk through them."""
        self.fill()
        super().focusInEvent(event)


class FilterBar(QWidget):
    """Search and filters of a list.

    Args:
        session: the store.
        kind: the record type.

    Attributes:
        changed: other records are wanted now.
    """

    changed = Signal()

    def __init__(self, session: Session, kind: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Tìm (không cần dấu)"))
        self.search.setAccessibleName(tr("Tìm trong danh sách"))
        glass = self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        glass.setToolTip(tr("Tìm trong danh sách"))
        self.search.setMinimumWidth(140)
        self.search.textChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.search, 1)
        self._only: tuple[str, ...] | None = None
        self.only = QToolButton(self)
        self.only.setIcon(icons.icon("x"))
        self.only.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.only.clicked.connect(self.clear)
        self.only.hide()
        row.addWidget(self.only)
        self.boxes: dict[str, FilterBox] = {}
        self._readers = self._offered()
        for name in list(self._readers)[:IN_BAR]:
            self._add(name)
            row.addWidget(self.boxes[name])
        self._behind: list[FilterBox] = []
        self.more = QToolButton(self)
        self.more.setText(tr("Lọc"))
        self.more.setIcon(icons.icon("filter"))
        self.more.setAutoRaise(True)
        self.more.setAccessibleName(tr("Các bộ lọc khác"))
        self.more.setVisible(len(self._readers) > IN_BAR)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(self.more)
        self.clear_button = QToolButton(self)
        self.clear_button.setText(tr("Bỏ lọc"))
        self.clear_button.setAutoRaise(True)
        self.clear_button.clicked.connect(self.clear)
        self.clear_button.hide()
        row.addWidget(self.clear_button)

    def _offered(self) -> dict[str, tuple[str, Callable[[], list[Option]]]]:
        """Give all filters by name: label, and what reads their values."""
        kind, session = self._kind, self._session
        found: dict[str, tuple[str, Callable[[], list[Option]]]] = {}
        today = session.today().isoformat()
        if lists.names_units(session, kind):
            found[lists.UNIT] = (tr("Đơn vị"), lambda: lists.unit_options(session, kind))
        if kind.name == "officer":
            states = [Option(state, str(label)) for state, label in STATE_LABELS.items()]
            found[STANDING] = (tr("Công tác"), lambda: [Option(today, tr("Đang công tác"))])
            found[VERDICT] = ("Điều 4", lambda: states)
        elif "valid_to" in kind.by_name:
            found[STANDING] = (tr("Hiệu lực"), lambda: [Option(today, tr("Đang có hiệu lực"))])
        for field in kind.filters:
            found[field.name] = (column_label(kind, field.name), partial(lists.filter_options, session, kind, field))
        return found

    def _add(self, name: str) -> FilterBox:
        box = FilterBox(*self._readers[name], self)
        box.chosen.connect(self._chosen)
        self.boxes[name] = box
        return box

    def complete(self) -> None:
        """Make what the first paint does not need: the filters behind "Lọc"; a second call does nothing."""
        self.search.setClearButtonEnabled(True)
        waiting = [name for name in self._readers if name not in self.boxes]
        if not waiting:
            return
        panel = QWidget(self)
        form = QFormLayout(panel)
        form.setContentsMargins(*([theme.GRID] * 4))
        form.setSpacing(theme.GRID)
        for name in waiting:
            box = self._add(name)
            box.setMinimumContentsLength(22)
            form.addRow(literal(box.label), box)
            self._behind.append(box)
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        self.more.setMenu(menu)

    def _chosen(self) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        behind = sum(box.active for box in self._behind)
        self.more.setText(tr("Lọc ({count})", count=behind) if behind else tr("Lọc"))
        self.clear_button.setVisible(any(box.active for box in self.boxes.values()))
        self.only.setVisible(self._only is not None)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        typed = self._only is not None or bool(self.search.text().strip())
        return typed or any(box.active for box in self.boxes.values())

    def clear(self) -> None:
        """Show everything again."""
        self._only = None
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        for box in self.boxes.values():
            box.setCurrentIndex(0)
        self._chosen()

    def show_only(self, records: tuple[str, ...], counted: str) -> None:
        """Show only some records: those that a figure counts, which the bar names."""
        self.blockSignals(True)
        self.clear()
        self._only = records
        shown = self.only.fontMetrics().elidedText(counted, Qt.TextElideMode.ElideRight, 220)
        self.only.setText(literal(shown))
        self.only.setToolTip(tr("Chỉ các bản ghi được đếm trong “{figure}”; bấm để xem lại tất cả", figure=counted))
        self.only.setAccessibleName(self.only.toolTip())
        self.blockSignals(False)
        self._show_state()
        self.changed.emit()

    def set_where(self, where: dict[str, Value], search: str = "") -> None:
        """Choose filters by field name, dropping those there were."""
        self.complete()
        self.blockSignals(True)
        self.clear()
        self.search.setText(search)
        for name, value in where.items():
            if name in self.boxes:
                self.boxes[name].choose(value)
        self.blockSignals(False)
        self._show_state()
        self.changed.emit()

    def query(self, before: Query) -> Query:
        """Give the query with what is typed and chosen, in the order of the one before."""
        where = tuple(
            (name, box.value()) for name, box in self.boxes.items() if box.active and name not in (STANDING, VERDICT)
        )
        standing = self.boxes.get(STANDING)
        day = str(standing.value()) if standing is not None and standing.active else ""
        return replace(before, search=self.search.text(), where=where, standing_on=day, ids=self._only)

    def state(self) -> State | None:
        """Give the verdict chosen."""
        box = self.boxes.get(VERDICT)
        if box is None or not box.active:
            return None
        found: State = box.currentData()
        return found

    def in_words(self) -> list[str]:
        """Say what the list is filtered by, for its printed form."""
        words = [self.only.text().replace("&&", "&")] if self._only is not None else []
        words += [f"“{self.search.text().strip()}”"] if self.search.text().strip() else []
        return words + [f"{box.label}: {box.currentText()}" for box in self.boxes.values() if box.active]
