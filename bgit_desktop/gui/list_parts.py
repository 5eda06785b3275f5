"""The parts of a list page: the table view, its columns, the tools above it, what an empty list teaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCursor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QStyleOptionHeader,
    QTableView,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.text import in_sentence
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.gui.table_model import VERDICT, TableModel, column_label
from bgit_desktop.services import lists
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import UNIT

VERDICT_WIDTH = 16
UNIT_WIDTH = 16
MOST_CHARACTERS = 40


class ColumnHeader(QHeaderView):
    """The header of a list: the arrow points up where the order ascends, as in every file manager."""

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, column: int, /) -> None:
        """Turn the arrow, which the style draws the other way round."""
        super().initStyleOptionForIndex(option, column)
        arrow = QStyleOptionHeader.SortIndicator
        drawn = cast(Any, option).sortIndicator
        if drawn != arrow.None_:
            cast(Any, option).sortIndicator = arrow.SortUp if drawn == arrow.SortDown else arrow.SortDown


class ListView(QTableView):
    """A calm table: whole rows, no grid, fixed height, so that 100,000 rows cost no more than twenty."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(ColumnHeader(Qt.Orientation.Horizontal, self))
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme.ROW_HEIGHT)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        columns.setSectionsClickable(True)
        columns.setStretchLastSection(True)
        columns.setSortIndicatorShown(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter open the row chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)


def default_columns(kind: RecordType, session: Session, preferences: Preferences) -> list[str]:
    """Give the columns a list shows: those chosen before, else those the declaration gives a width."""
    known = [*all_columns(kind, session)]
    remembered = preferences.texts(f"columns.{kind.name}")
    if remembered is not None:
        kept = [name for name in remembered if name in known]
        if kept:
            late = UNIT in known and UNIT not in kept and not session.is_province  # taken over since they were chosen
            return [UNIT, *kept] if late else kept
    shown = [each.name for each in kind.columns]
    if kind.name == "officer":
        shown = ["full_name", "department", VERDICT, "role", "employment", "start_date", "phone"]
    if UNIT in known:
        shown.insert(1 if kind.person else 0, UNIT)
    return shown


def all_columns(kind: RecordType, session: Session) -> list[str]:
    """Give every column a list can show."""
    names = [each.name for each in kind.fields]
    if kind.name == "officer":
        names.insert(1, VERDICT)
    if lists.names_units(session, kind):
        names.insert(0, UNIT)
    return names


class Columns:
    """Widths and choice of a list's columns, remembered between runs."""

    def __init__(
        self, view: ListView, model: TableModel, kind: RecordType, session: Session, preferences: Preferences
    ) -> None:
        self._view, self._model, self._kind, self._session = view, model, kind, session
        self._preferences = preferences
        self._save_timer = QTimer(view)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(800)
        self._save_timer.timeout.connect(self._save_widths)
        self.set_widths()
        view.horizontalHeader().sectionResized.connect(lambda *_: self._save_timer.start())

    def set_widths(self) -> None:
        """Give each column its width: the remembered one, else what the declaration says, in characters."""
        remembered = self._preferences.numbers(f"widths.{self._kind.name}")
        character = self._view.fontMetrics().averageCharWidth()
        for at, name in enumerate(self._model.columns):
            declared = self._kind.by_name.get(name)
            characters = declared.width if declared else {VERDICT: VERDICT_WIDTH, UNIT: UNIT_WIDTH}.get(name, 16)
            header = self._view.fontMetrics().horizontalAdvance(column_label(self._kind, name)) + 32
            width = max(header, min(characters or 16, MOST_CHARACTERS) * character + 16)
            self._view.setColumnWidth(at, remembered.get(name, width))

    def show_sort(self) -> None:
        """Show by which column the list is sorted."""
        sort = self._model.query.sort
        name = sort.removeprefix("-")
        header = self._view.horizontalHeader()
        header.blockSignals(True)
        if name in self._model.columns:
            order = Qt.SortOrder.DescendingOrder if sort.startswith("-") else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(self._model.columns.index(name), order)
        else:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)

    def choose(self, below: QWidget | None = None) -> None:
        """Offer all columns in a menu under the button pressed, else at the pointer."""
        menu = self.menu()
        menu.exec(below.mapToGlobal(below.rect().bottomLeft()) if below is not None else QCursor.pos())

    def menu(self) -> QMenu:
        """Make the menu of all columns; those shown are checked."""
        menu = QMenu(self._view)
        for name in all_columns(self._kind, self._session):
            action = QAction(literal(column_label(self._kind, name)), menu)
            action.setCheckable(True)
            action.setChecked(name in self._model.columns)
            action.setEnabled(name != self._kind.title)
            action.toggled.connect(lambda shown, name=name: self.show_column(name, shown))
            menu.addAction(action)
        return menu

    def show_column(self, name: str, shown: bool) -> None:
        """Show or hide a column, at its place in the declaration."""
        wanted = [
            each
            for each in all_columns(self._kind, self._session)
            if (each in self._model.columns or each == name) and (shown or each != name)
        ]
        self._preferences.set(f"columns.{self._kind.name}", wanted)
        self._model.load(self._model.query, self._model.state, columns=wanted)
        self.set_widths()
        self.show_sort()

    def _save_widths(self) -> None:
        widths = {name: self._view.columnWidth(at) for at, name in enumerate(self._model.columns[:-1])}
        self._preferences.set(f"widths.{self._kind.name}", widths)


class ListTools(QToolBar):
    """The tools of a list; what does not fit is behind the arrow at the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setMovable(False)
        self.setFloatable(False)
        self.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(tr("Công cụ của danh sách"))
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            more.setAccessibleName(tr("Công cụ khác"))
            more.setToolTip(tr("Công cụ khác"))
            more.setIcon(icons.icon("chevron-right"))

    def fill(self, groups: Sequence[Sequence[QAction]]) -> None:
        """Show actions in groups."""
        self.clear()
        for at, group in enumerate(groups):
            if at:
                self.addSeparator()
            for action in group:
                self.addAction(action)
                button = self.widgetForAction(action)
                if button is not None:
                    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class EmptyState(QFrame):
    """What stands in place of an empty list: a sentence that teaches, and the buttons it speaks of.

    Attributes:
        built: its parts have just been made; they are when it teaches for the first time.
    """

    built = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._made = False

    def _build(self) -> None:
        self._made = True
        self._icon = QLabel(self)
        self._icon.setPixmap(icons.pixmap("inbox", theme.colours().quiet, 32))
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.add = QPushButton(icons.icon("plus"), tr("Thêm"), self)
        self.take = QPushButton(icons.icon("file-up"), tr("Nhập Excel…"), self)
        self.clear = QPushButton(tr("Bỏ lọc"), self)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.add, self.take, self.clear):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([3 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addStretch(1)
        column.addWidget(self._icon)
        column.addWidget(self.text)
        column.addLayout(row)
        column.addStretch(2)
        self.built.emit()

    def teach_only(self, words: str) -> None:
        """Say what to do first where the buttons for it stand elsewhere."""
        if not self._made:
            self._build()
        self.text.setText(words)
        for button in (self.add, self.take, self.clear):
            button.hide()

    def teach(self, kind: RecordType, *, filtered: bool, may_write: bool) -> None:
        """Say why nothing is shown, and what to do first."""
        if not self._made:
            self._build()
        if filtered:
            self.text.setText(tr("Không có {type} nào khớp với bộ lọc.", type=in_sentence(str(kind.label))))
        elif kind.empty is not None:
            self.text.setText(str(kind.empty))
        else:
            self.text.setText(tr("Chưa có {type} nào.", type=in_sentence(str(kind.label))))
        if not may_write and not filtered:
            self.text.setText(f"{self.text.text()} {tr('Sở cập nhật và gửi về trong gói trả lời.')}")
        self.clear.setVisible(filtered)
        for button in (self.add, self.take):
            button.setVisible(may_write and not filtered and not kind.attached)
