"""The list page: one page for every record type, made from its declaration.

Left the filter bar, the tools and the table; right the record chosen, with its history. What the page can do stands in
the tools, in the table's own menu and on the keyboard alike. A change made here is followed by the quiet line with its
undo; the row chosen stays chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.text import in_sentence
from bgit_desktop.core.values import show_count
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.filter_bar import FilterBar
from bgit_desktop.gui.list_actions import MoreActions
from bgit_desktop.gui.list_parts import Columns, EmptyState, ListTools, ListView, default_columns
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.table_model import ID_ROLE, TableModel

HELP_TOPICS = {"officer": "officers", "task": "tasks", "incident": "incidents", "training": "training"}
AFTER_PAINT = 60
"""Milliseconds after which what the first paint does not need is made."""
NARROW = 820
"""Below so many pixels the detail pane gives way to the table until a record is opened."""


class ListPage(Page):
    """The list of one record type.

    Args:
        workspace: what the pages share.
        kind: the record type.
    """

    def __init__(self, workspace: Workspace, kind: RecordType) -> None:
        super().__init__(workspace)
        self.kind = kind
        self.help_topic = HELP_TOPICS.get(kind.name, "lists")
        self._may_write = kind.scope == "unit" or self.session.is_province
        columns = default_columns(kind, self.session, workspace.preferences)
        self.model = TableModel(self.session, workspace.operations, kind, columns, self)
        self.model.counted.connect(self._counted)
        self.filter = FilterBar(self.session, kind, self)
        self.filter.changed.connect(self._filter_changed)
        self.view = ListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(str(kind.plural))
        self.columns = Columns(self.view, self.model, kind, self.session, workspace.preferences)
        self.tools = ListTools(self)
        self.empty = EmptyState(self)
        self.empty.built.connect(self._connect_empty)
        self._detail: QWidget | None = None
        self._layout()
        self._actions()
        self._detail_timer = QTimer(self)
        self._detail_timer.setSingleShot(True)
        self._detail_timer.setInterval(40)
        self._detail_timer.timeout.connect(self._show_detail)
        self._keep: str | None = None
        self._shown_once = False
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.view.horizontalHeader().sortIndicatorChanged.connect(self._sorted)
        self.model.load(self.model.query)
        self.columns.show_sort()
        self._enable()
        self._first_painted = (self.view.viewport(), self.empty)  # one of the two is what the page shows
        for each in self._first_painted:
            each.installEventFilter(self)

    # -- layout ------------------------------------------------------------------------------------------------------

    def _layout(self) -> None:
        self._table = QWidget(self)
        self._stacked = QStackedLayout(self._table)
        self._stacked.addWidget(self.view)
        self._stacked.addWidget(self.empty)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.filter)
        column.addWidget(self.tools)
        column.addWidget(self._table, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.setStretchFactor(0, 1)
        self._place = QFrame(self)  # keeps the detail pane's room until that is made
        self._place.setObjectName("card")
        self._place.setMinimumWidth(220)
        self._splitter.addWidget(self._place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make the detail pane once the list is on the screen, however long that took."""
        if event.type() == QEvent.Type.Paint and watched in self._first_painted:
            for each in self._first_painted:
                each.removeEventFilter(self)
            QTimer.singleShot(AFTER_PAINT, self._make_detail)
        return super().eventFilter(watched, event)

    def _make_detail(self) -> None:
        """Make the detail pane after the first paint."""
        if self._detail is not None:
            return
        from bgit_desktop.gui import record_papers
        from bgit_desktop.gui.detail_pane import DetailPane

        pane = DetailPane(self.workspace, self.kind, self)
        self._detail = pane
        pane.edit_asked.connect(self.edit)
        self.filter.complete()
        QTimer.singleShot(4 * AFTER_PAINT, self, lambda: record_papers.offer(self))
        sizes = self._splitter.sizes()
        self._splitter.replaceWidget(1, pane)
        self._place.deleteLater()
        pane.setVisible(self.width() >= NARROW)
        self._splitter.setSizes(sizes)
        self._show_detail()  # a row may have been chosen before there was a pane

    def _connect_empty(self) -> None:
        self.empty.add.clicked.connect(self.new_record)
        self.empty.take.clicked.connect(self.import_excel)
        self.empty.clear.clicked.connect(self.filter.clear)

    def _divide(self) -> None:
        width = self._splitter.width()
        pane = min(400, max(240, width * 3 // 10))
        self._splitter.setSizes([width - pane, pane])

    def showEvent(self, event: QShowEvent) -> None:
        """Show the record chosen, which may have changed meanwhile."""
        super().showEvent(event)
        self._detail_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the detail pane its share of a window of another size."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            (self._detail or self._place).setVisible(event.size().width() >= NARROW)
            self._divide()

    def _actions(self) -> None:
        def action(text: str, icon: str, do: object, keys: str = "") -> QAction:
            made = QAction(icons.icon(icon), text, self)
            made.setIconText(text)  # Qt would drop the "…" that says a question follows
            made.triggered.connect(do)
            if keys:
                made.setShortcut(QKeySequence(keys))
                made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                made.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
                self.view.addAction(made)
            return made

        self.add_action = action(tr("Thêm"), "plus", self.new_record)
        self.add_action.setToolTip(tr("Thêm {type} (Ctrl+N)", type=in_sentence(str(self.kind.label))))
        self.edit_action = action(tr("Sửa"), "pencil", self.edit, "Return")
        self.delete_action = action(tr("Xóa"), "trash-2", self.delete, "Del")
        self.undo_action = action(tr("Hoàn tác"), "undo-2", self.workspace.undo)
        self.undo_action.setToolTip(tr("Hoàn tác thao tác gần nhất (Ctrl+Z)"))
        self.import_action = action(tr("Nhập Excel…"), "file-up", self.import_excel)
        self.print_action = action(tr("In…"), "printer", self.print_list)
        self.export_action = action(tr("Xuất Excel…"), "file-spreadsheet", self.export_excel)
        self.columns_action = action(tr("Cột"), "eye", self._choose_columns)
        own = [self.edit_action, self.delete_action, self.undo_action]
        own = own if self.kind.attached else [self.add_action, *own, self.import_action]
        if not self._may_write:
            own = [self.edit_action]
            self.edit_action.setText(tr("Xem"))
            self.edit_action.setIconText(tr("Xem"))
            self.edit_action.setIcon(icons.icon("eye"))
            self.edit_action.setToolTip(tr("Xem"))
        self.more = MoreActions(self, action)
        self.tools.fill([own, *self.more.group, [self.print_action, self.export_action, self.columns_action]])
        self.view.doubleClicked.connect(lambda _index: self.edit())
        self.view.opened.connect(self.edit)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)

    def _choose_columns(self) -> None:
        button = self.tools.widgetForAction(self.columns_action)
        self.columns.choose(button if button is not None and button.isVisible() and button.hasFocus() else None)

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions([self.edit_action, self.delete_action] if self._may_write else [self.edit_action])
        menu.addActions(self.more.actions)
        menu.addSeparator()
        menu.addActions([self.print_action, self.export_action, self.columns_action])
        menu.exec(self.view.viewport().mapToGlobal(at))

    # -- showing -----------------------------------------------------------------------------------------------------

    def _filter_changed(self) -> None:
        self._keep = self.current_id()
        self.model.load(self.filter.query(self.model.query), self.filter.state())

    def _sorted(self, column: int, order: Qt.SortOrder) -> None:
        self._keep = self.current_id()
        self.model.sort(column, order)

    def _counted(self) -> None:
        """All rows are known: choose the one that was chosen before, teach where there is none."""
        count = self.model.rowCount()
        if count == 0:
            self.empty.teach(self.kind, filtered=self.filter.filtered, may_write=self._may_write)
        self._stacked.setCurrentWidget(self.view if count else self.empty)
        keep, self._keep = self._keep, None
        if keep is not None:
            self.select(keep)
        elif not self._shown_once and count:
            self.view.selectRow(0)
        self._shown_once = True
        self._enable()
        self._detail_timer.start()
        self.workspace.status_changed.emit()

    def select(self, record_id: str) -> bool:
        """Choose a record's row; False where it is not in the list shown."""
        at = self.model.find(record_id)
        if at is None or self.model.fetched(at) is None:
            return False
        index = self.model.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(index, flags)
        self.view.scrollTo(index)
        return True

    def current_id(self) -> str | None:
        """Give the id of the row chosen."""
        found = self.view.currentIndex().data(ID_ROLE) if self.view.currentIndex().isValid() else None
        return str(found) if found else None

    def selected_ids(self) -> list[str]:
        """Give the ids of all rows chosen; fetches those not on the screen."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        fetched = [self.model.fetched(at) for at in rows]
        return [row.id for row in fetched if row is not None]

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._enable()
        self._detail_timer.start()

    def _show_detail(self) -> None:
        from bgit_desktop.gui.detail_pane import DetailPane

        if isinstance(self._detail, DetailPane) and self.isVisible():
            self._detail.show_record(self.current_id())

    def _enable(self) -> None:
        chosen = self.view.selectionModel().hasSelection()
        self.edit_action.setEnabled(chosen)
        self.delete_action.setEnabled(chosen and self._may_write)
        self.more.enable(chosen)
        self.print_action.setEnabled(self.model.rowCount() > 0)
        self.export_action.setEnabled(self.model.rowCount() > 0)

    # -- what the window asks ----------------------------------------------------------------------------------------

    def refresh(self, types: frozenset[str]) -> None:
        """Read the list anew; the row chosen stays chosen."""
        del types  # labels and verdicts in the cells come from other types as well
        self._keep = self._keep or self.current_id()
        self.model.refresh()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Take ``where``, ``search``, the ``records`` a figure ``counted``; choose ``record`` (``act`` on it), open ``new``."""
        where, record, new, only = map(arguments.get, ("where", "record", "new", "records"))
        if isinstance(only, tuple):
            self.filter.show_only(only, str(arguments.get("counted", "")))
            record = record or next(iter(only), None)
        if isinstance(where, Mapping) or "search" in arguments:
            self.filter.set_where(dict(where) if isinstance(where, Mapping) else {}, str(arguments.get("search", "")))
        if isinstance(record, str):
            if self.filter.filtered and not isinstance(where, Mapping) and only is None:
                self.filter.clear()
            self._keep = record
            if self.model.known:
                self._counted()
        if isinstance(new, Mapping):
            self.add(dict(new))
        self.more.act(arguments.get("act"), record)

    def status_text(self) -> str:
        """Say how many there are."""
        if not self.model.known:
            return ""
        count = show_count(self.model.rowCount())
        return f"{count} {self._called(self.model.rowCount())}"

    def _called(self, count: int) -> str:
        """Give the name of so many records, within a sentence."""
        return in_sentence(str(self.kind.label if count == 1 else self.kind.plural))

    def start_search(self) -> None:
        """Go to the search field."""
        self.filter.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.search.selectAll()

    def drop_files(self, paths: list[str]) -> bool:
        """Take a workbook dropped on the page, or a scan for the record shown."""
        from bgit_desktop.gui.detail_pane import DetailPane

        if isinstance(self._detail, DetailPane) and self._detail.take_dropped(paths):
            return True
        books = [path for path in paths if path.lower().endswith((".xlsx", ".xls", ".xlsm", ".ods"))]
        if not books or not self._may_write:
            return False
        self.import_excel(books[0])
        return True

    # -- actions -----------------------------------------------------------------------------------------------------

    def new_record(self) -> None:
        """Open the form of a new record."""
        self.add({})

    def add(self, values: dict[str, Value]) -> None:
        """Open the form of a new record with some values filled in."""
        if not self._may_write or self.kind.attached:
            return
        from bgit_desktop.gui.record_form import RecordForm

        form = RecordForm(self.workspace, self.kind, values=values, parent=self)
        form.saved.connect(self._saved)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def edit(self) -> None:
        """Open the form of the record chosen."""
        record_id = self.current_id()
        if record_id is None:
            return
        from bgit_desktop.gui.record_form import RecordForm

        def open_form() -> None:
            form = RecordForm(self.workspace, self.kind, record_id=record_id, parent=self)
            form.saved.connect(self._saved)
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()

        self.workspace.attempt(open_form)

    def _saved(self, record_id: str) -> None:
        self._keep = record_id
        self.workspace.changed.emit(frozenset({self.kind.name}))

    def delete(self) -> None:
        """Delete the records chosen; the line offers to undo it."""
        ids = self.selected_ids()
        if not ids or not self._may_write:
            return
        at = self.view.currentIndex().row()
        from bgit_desktop.services import records

        def do() -> None:
            records.delete(self.session, self.kind.name, ids)
            self._keep = None
            self.workspace.changed.emit(frozenset({self.kind.name}))
            self.workspace.say_done(tr("Đã xóa {count} {type}", count=len(ids), type=self._called(len(ids))))
            row = min(at, self.model.rowCount() - 1)
            if row >= 0:
                self.view.selectRow(row)

        self.workspace.attempt(do)

    def import_excel(self, path: object = None) -> None:
        """Open the import of an Excel list."""
        from bgit_desktop.gui.import_dialog import ImportDialog

        dialog = ImportDialog(self.workspace, self.kind, path if isinstance(path, str) else "", self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def print_list(self) -> None:
        """Print the list shown: a PDF to save or to open."""
        from bgit_desktop.gui.list_output import list_shown, print_list

        print_list(self, list_shown(self.model, self.filter), self.model.rowCount())

    def export_excel(self) -> None:
        """Save the list shown as a workbook."""
        from bgit_desktop.gui.list_output import export_excel, list_shown

        export_excel(self, list_shown(self.model, self.filter))
