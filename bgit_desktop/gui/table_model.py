"""A long list for the screen: pages of rows, fetched between paints, the few last used kept.

``data()`` never asks the store. A row that is not there yet shows empty, its page is noted and fetched when the paint
is over. Loading reads the first rows at once, so that they are painted with the next frame; how many there are in all
is found after that paint: by counting where the list stands in its index's order, else by finding the whole order off
the window's thread.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.text import in_sentence
from bgit_desktop.core.values import EMPTY
from bgit_desktop.core.verdicts.states import STATE_LABELS, State
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.operations import Operations
from bgit_desktop.services import lists
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Lister, Query, Row

PAGE = 256
"""Rows fetched at once."""
FIRST = 28
"""Rows read before the first paint: as many as the smaller screens show; the rest follows at once."""
KEPT = 16
"""Pages kept."""
PAUSE = 200
"""Milliseconds without a key after which the whole order of a search is found."""
COUNT_AFTER = 120
"""Milliseconds after the first rows were read at which all are counted: painting comes first."""
LONG = 5000
"""From so many rows on a list is sorted off the window's thread."""

VERDICT = "verdict"
"""Name of the column with the verdict under Điều 4 (officers only)."""

STATE_ICONS: dict[State, str] = {
    "met": "circle-check",
    "not_met": "circle-x",
    "missing": "circle-help",
    "review": "eye",
    "not_applicable": "circle-minus",
}

Index = QModelIndex | QPersistentModelIndex

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ID_ROLE = int(Qt.ItemDataRole.UserRole)
_SERVED = frozenset((_DISPLAY, _ALIGNMENT, _DECORATION, _TOOL_TIP, ID_ROLE))
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def state_colour(state: State) -> str:
    """Give the colour of the icon beside a verdict's word."""
    scheme = theme.colours()
    return {"met": scheme.good, "not_met": scheme.bad, "missing": scheme.warning, "review": scheme.warning}.get(
        state, scheme.quiet
    )


class TableModel(QAbstractTableModel):
    """Rows of one record type.

    Args:
        session: the store, for the window's thread.
        operations: for finding the order of long lists.
        kind: the record type.
        columns: names of fields, ``unit`` or ``verdict``.
        parent: the owner, usually the page.

    Attributes:
        counted: how many rows there are is known now.
        query: what is shown.
    """

    counted = Signal()

    def __init__(
        self,
        session: Session,
        operations: Operations,
        kind: RecordType,
        columns: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._operations = operations
        self._kind = kind
        self.columns: list[str] = list(columns)
        self.query = Query(kind.name, sort=kind.sort_at(province=session.is_province))
        self.state: State | None = None
        self._lister = Lister(session, kind)
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._rows = 0
        self._order: array[int] | None = None
        self._known = False
        self._generation = 0
        self._wanted: set[int] = set()
        self._states: dict[str, State | None] = {}
        self._ask_states: list[str] = []
        self._columns_to_be = self.columns
        self._longest = 0
        self._set_up_columns()
        self._fetching = self._timer(self._fetch)
        self._completing = self._timer(self._complete)
        self._judging = self._timer(self._judge)

    def _timer(self, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(action)
        return timer

    def _set_up_columns(self) -> None:
        # a verdict column takes no cell of a row: its place in the cells is found by the columns before it
        self._cell_names = [name for name in self.columns if name != VERDICT]
        self._cell_of = {at: self._cell_names.index(name) for at, name in enumerate(self.columns) if name != VERDICT}
        self._right = {
            at
            for at, name in enumerate(self.columns)
            if name in self._kind.by_name and self._kind.by_name[name].kind in ("int", "number")
        }
        self._verdict = self.columns.index(VERDICT) if VERDICT in self.columns else -1
        self._labels = [column_label(self._kind, name) for name in self.columns]

    # -- loading -----------------------------------------------------------------------------------------------------

    def load(self, query: Query, state: State | None = None, *, columns: Sequence[str] | None = None) -> None:
        """Show what a query asks for.

        Args:
            query: which records in which order.
            state: only officers with this verdict under Điều 4.
            columns: other columns from now on.
        """
        self._generation += 1
        self.query, self.state = query, state
        self._longest = max(self._longest, self._rows)
        self._known = False
        dear = self._longest > LONG and query.sort.removeprefix("-") != self._kind.title
        if state is not None or dear:
            # what is shown stays until the order is found
            if columns is not None:
                self._columns_to_be = list(columns)
            self._completing.start(0)
            return
        self._columns_to_be = list(columns or self._columns_to_be)
        first = self._lister.first(query, [name for name in self._columns_to_be if name != VERDICT], FIRST)
        self._show_anew(first, len(first), None)
        if len(first) < FIRST:
            self._known = True
            self.counted.emit()
        else:
            # the order of a search is worth finding only when the typing pauses
            self._completing.start(PAUSE if query.search else COUNT_AFTER)

    def _show_anew(self, first: list[Row], count: int, order: array[int] | None) -> None:
        """Replace everything shown."""
        self.beginResetModel()
        if self.columns != self._columns_to_be:
            self.columns = list(self._columns_to_be)
            self._set_up_columns()
        self._pages.clear()
        self._states.clear()
        self._ask_states.clear()
        self._wanted.clear()
        self._order = order
        self._pages[0] = first
        self._rows = count
        self.endResetModel()

    def refresh(self) -> None:
        """Read everything anew: records were changed."""
        self._lister.forget()
        self.load(self.query, self.state)

    @property
    def known(self) -> bool:
        """Whether :meth:`rowCount` is the whole number of rows."""
        return self._known

    def _complete(self) -> None:
        """Find out how many rows there are, now that the first are painted."""
        query = self.query
        plain = query.plain and not self.state
        if plain and query.sort.removeprefix("-") == self._kind.title:
            self._grow(self._lister.count(query))
            return
        generation, state = self._generation, self.state

        def then(found: array[int]) -> None:
            if generation == self._generation:
                self._take_order(found)

        self._operations.run(
            tr("Sắp xếp {type}", type=in_sentence(str(self._kind.plural))),
            lambda session, _progress: lists.order(session, query, state),
            then,
        )

    def _take_order(self, found: array[int]) -> None:
        shown = self._pages.get(0, [])
        names = [name for name in self._columns_to_be if name != VERDICT]
        first = self._lister.at(found[:PAGE], names)
        same = [row.id for row in shown] == [row.id for row in first[: len(shown)]]
        if shown and same and len(shown) == self._rows and self.columns == self._columns_to_be:
            self._order = found
            self._grow(len(found))
        else:
            self._show_anew(first, len(found), found)
            self._known = True
            self.counted.emit()

    def _grow(self, count: int) -> None:
        if count > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, count - 1)
            self._rows = count
            self.endInsertRows()
        self._known = True
        self.counted.emit()

    def _fetch(self) -> None:
        """Fetch the pages that painting missed."""
        wanted, self._wanted = sorted(self._wanted), set()
        for number in wanted:
            self._pages[number] = self._read(number)
            self._pages.move_to_end(number)
            first = number * PAGE
            last = min(first + PAGE, self._rows) - 1
            if last >= first:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def _read(self, number: int) -> list[Row]:
        start = number * PAGE
        if self._order is not None:
            return self._lister.at(self._order[start : start + PAGE], self._cell_names)
        return self._lister.first(self.query, self._cell_names, PAGE, start)

    # -- rows --------------------------------------------------------------------------------------------------------

    def row(self, at: int) -> Row | None:
        """Give a row that has been fetched; None where it has not."""
        page = self._pages.get(at // PAGE)
        place = at % PAGE
        return page[place] if page is not None and place < len(page) else None

    def fetched(self, at: int) -> Row | None:
        """Give a row, fetching its page at once; None where there is no such row."""
        if self.row(at) is None and 0 <= at < self._rows:
            self._wanted.add(at // PAGE)
            self._fetch()
        return self.row(at)

    def find(self, record_id: str) -> int | None:
        """Give the row in which a record stands; None where it is not shown, or its place is not known yet."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row.id == record_id:
                    return number * PAGE + place
        found = self._lister.place(self.query, record_id, self._order)
        return found if found is not None and found < self._rows else None

    # -- what the view asks ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Give the number of rows known."""
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Give the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Give what the view paints; at once, never from the store."""
        if role not in _SERVED:
            return None
        at, column = index.row(), index.column()
        if role == _ALIGNMENT:
            return _RIGHT if column in self._right else None
        page = self._pages.get(at // PAGE)
        place = at % PAGE
        if page is None or place >= len(page):
            if at < self._rows and role == _DISPLAY:
                self._wanted.add(at // PAGE)
                self._fetching.start()
            return None
        row = page[place]
        if role == ID_ROLE:
            return row.id
        if column == self._verdict:
            return self._verdict_data(row.id, role)
        if role == _DECORATION:
            return None
        return row.cells[self._cell_of[column]] or (EMPTY if role == _DISPLAY else None)

    def _verdict_data(self, record_id: str, role: int) -> Any:
        if record_id not in self._states and role == _DISPLAY:
            self._states[record_id] = None
            self._ask_states.append(record_id)
            self._judging.start()
        state = self._states.get(record_id)
        if state is None:
            return "…" if role == _DISPLAY else None
        if role == _DECORATION:
            return icons.icon(STATE_ICONS[state], state_colour(state))
        return str(STATE_LABELS[state])

    def _judge(self) -> None:
        """Judge the officers whose verdict was painted empty, a screen at a time."""
        asked, self._ask_states = self._ask_states[:50], self._ask_states[50:]
        found = lists.officer_states(self._session, asked)
        for record_id in asked:
            self._states[record_id] = found.get(record_id, "not_applicable")
        if self._ask_states:
            self._judging.start()
        if self._rows:
            self.dataChanged.emit(self.index(0, self._verdict), self.index(self._rows - 1, self._verdict))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Give the name of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_DISPLAY, _TOOL_TIP):
            return self._labels[section]
        return (_RIGHT if section in self._right else _LEFT) if role == _ALIGNMENT else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column: the service is asked for the list in that order."""
        if not 0 <= column < len(self.columns) or column == self._verdict:
            return
        name = self.columns[column]
        wanted = name if order == Qt.SortOrder.AscendingOrder else f"-{name}"
        if wanted != self.query.sort:
            self.load(replace(self.query, sort=wanted), self.state)


def column_label(kind: RecordType, name: str) -> str:
    """Give the header of a column."""
    if name == VERDICT:
        return "Điều 4"
    if name == lists.UNIT:
        return tr("Đơn vị")
    return str(kind.by_name[name].label)
