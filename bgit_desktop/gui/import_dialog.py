"""Nhập Excel…: choose or drop a workbook, confirm what its columns hold, see what would happen, then import.

Three views of one import: the columns and what they are taken for, every row and what becomes of it, every cell that
was not taken with its reason. Nothing is written before "Nhập"; what is written is one transaction with one undo.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.mapping import SheetMapping
from bgit_desktop.core.sheets.model import Target, Workbook
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.import_tables import MappingTable, ProblemTable, RowTable
from bgit_desktop.gui.list_output import ask_target, documents_folder, open_file
from bgit_desktop.gui.operations import ProgressStrip
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import importing
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.importing import ImportResult

Read = tuple[Workbook, list[SheetMapping], ImportResult]


class ImportDialog(QDialog):
    """The import of one workbook.

    Args:
        workspace: what the pages share.
        kind: the type of the list it was opened from.
        path: a workbook dropped; "" to ask for one.
    """

    def __init__(self, workspace: Workspace, kind: RecordType, path: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.kind = kind
        self.workbook: Workbook | None = None
        self.mappings: list[SheetMapping] = []
        self.outcome: ImportResult | None = None
        self.imported = False
        self._path: Path | None = None
        self._choices: dict[tuple[str, int], str] = {}
        self._asked = 0
        self.setWindowTitle(tr("Nhập từ Excel"))
        self.setAcceptDrops(True)
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(150)
        self._timer.timeout.connect(self._preview)
        fit(self, 940, 560)
        if path:
            self.take(Path(path))

    def _build(self) -> None:
        self.choose_button = QPushButton(icons.icon("folder-open"), tr("&Chọn tệp…"), self)
        self.choose_button.clicked.connect(self._choose)
        self.template_button = QPushButton(icons.icon("file-down"), tr("Tải &biểu mẫu…"), self)
        self.template_button.clicked.connect(self._save_template)
        self.file_label = QLabel(tr("Chọn một tệp .xlsx, hoặc kéo thả tệp vào đây."), self)
        self.file_label.setWordWrap(True)
        self.types = QComboBox(self)
        self.types.setAccessibleName(tr("Loại danh sách"))
        self.types.addItem(tr("Tự nhận ra"), None)
        for name in importing.importable_types(self.workspace.session):
            self.types.addItem(str(TYPES[name].plural), name)
        self.types.setCurrentIndex(max(0, self.types.findData(self.kind.name)))
        self.types.activated.connect(lambda _at: self._read())
        top = QHBoxLayout()
        top.addWidget(self.choose_button)
        top.addWidget(self.file_label, 1)
        top.addWidget(self.types)
        top.addWidget(self.template_button)
        self.columns_table = MappingTable(self)
        self.columns_table.changed.connect(self._map)
        self.row_table = RowTable(self.workspace.session, self)
        self.row_table.chosen.connect(self._choose_person)
        self.problem_table = ProblemTable(self)
        self.views = QTabWidget(self)
        self.views.setAccessibleName(tr("Cột, dòng và ô của tệp"))
        self.views.addTab(self.columns_table, tr("Cột"))
        self.views.addTab(self.row_table, tr("Xem trước"))
        self.views.addTab(self.problem_table, tr("Cần xem lại"))
        self.views.setEnabled(False)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.import_button = QPushButton(tr("&Nhập"), self)
        self.import_button.setProperty("role", "primary")
        self.import_button.clicked.connect(self.apply)
        self.import_button.setEnabled(False)
        self.close_button = QPushButton(tr("Đón&g"), self)
        self.close_button.clicked.connect(self.reject)
        for button in (self.choose_button, self.template_button, self.import_button, self.close_button):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addLayout(top)
        column.addWidget(ProgressStrip(self.workspace.operations, self))
        column.addWidget(self.views, 1)
        column.addLayout(foot)

    # -- choosing ----------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Chọn tệp Excel"), str(documents_folder()), tr("Sổ tính Excel (*.xlsx *.xlsm *.xls *.ods)")
        )
        if chosen:
            self.take(Path(chosen))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a file be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.take(Path(paths[0]))

    def take(self, path: Path) -> None:
        """Read a workbook and show what would happen."""
        self._path = path
        self.imported = False
        self._choices.clear()
        self.file_label.setText(path.name)
        self._read()

    def _read(self) -> None:
        path, type_name = self._path, self.types.currentData()
        if path is None:
            return

        def work(session: Session, progress: Progress) -> Read:
            workbook = importing.read_workbook(path)
            mappings = importing.propose(session, workbook, type_name)
            return workbook, mappings, importing.preview(session, workbook, mappings, {}, progress)

        self._wait(tr("Đang đọc {name}…", name=path.name))
        asked = self._asked

        def then(read: Read) -> None:
            if asked == self._asked:
                self.workbook, self.mappings = read[0], list(read[1])
                self.columns_table.fill(self.workbook, self.mappings)
                self._show(read[2])
                self.views.setCurrentIndex(0)

        self.workspace.operations.run(tr("Đọc tệp Excel"), work, then, failed=self._failed)

    def _wait(self, words: str) -> None:
        self._asked += 1
        self.import_button.setEnabled(False)
        self.summary.setProperty("role", "")
        self.summary.setText(words)

    def _failed(self, error: BgitError) -> None:
        self.views.setEnabled(self.workbook is not None)
        self.summary.setText(str(error))

    # -- mapping and preview -----------------------------------------------------------------------------------------

    def _map(self, sheet: str, column: int, target: Target | None) -> None:
        """Take a column for another field."""
        self.mappings = [each.with_column(column, target) if each.sheet == sheet else each for each in self.mappings]
        if self.workbook is not None:
            self.columns_table.fill(self.workbook, self.mappings)
        self._timer.start()

    def _choose_person(self, sheet: str, row: int, choice: str) -> None:
        """Take a row for the person chosen."""
        if choice:
            self._choices[(sheet, row)] = choice
        else:
            self._choices.pop((sheet, row), None)
        self._timer.start()

    def _preview(self) -> None:
        workbook, mappings, choices = self.workbook, list(self.mappings), dict(self._choices)
        if workbook is None:
            return
        self._wait(tr("Đang đối chiếu…"))
        asked = self._asked

        def then(result: ImportResult) -> None:
            if asked == self._asked:
                self._show(result)

        self.workspace.operations.run(
            tr("Đối chiếu"),
            lambda session, progress: importing.preview(session, workbook, mappings, choices, progress),
            then,
            failed=self._failed,
        )

    def _show(self, result: ImportResult) -> None:
        self.outcome = result
        self.views.setEnabled(True)
        self.row_table.fill(result, self._choices)
        self.problem_table.fill(result)
        self.views.setTabText(1, tr("Xem trước ({count})", count=result.read))
        self.views.setTabText(2, tr("Cần xem lại ({count})", count=len(result.problems) + len(result.notes)))
        words = importing_words(result, done=self.imported)
        self.summary.setText(words)
        ready = result.created + result.updated
        self.import_button.setEnabled(ready > 0 and not self.imported)
        self.import_button.setText(
            tr("&Nhập {count} dòng", count=ready) if ready and not self.imported else tr("&Nhập")
        )

    # -- importing ---------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Import what the preview shows."""
        workbook, mappings, choices = self.workbook, list(self.mappings), dict(self._choices)
        if workbook is None or not self.import_button.isEnabled():
            return
        self._wait(tr("Đang nhập…"))
        self.workspace.operations.run(
            tr("Nhập Excel"),
            lambda session, progress: importing.apply(session, workbook, mappings, choices, progress),
            self._applied,
            failed=self._not_applied,
            writes=(),
        )

    def _applied(self, result: ImportResult) -> None:
        self.imported = True
        self.workspace.say_done(importing_words(result, done=True))
        if result.refused:
            self._show(result)
            self.views.setCurrentIndex(2)
        else:
            self.accept()

    def _not_applied(self, error: BgitError) -> None:
        """Say why nothing was imported; it can be tried again."""
        if self.outcome is not None:
            self._show(self.outcome)
        self.summary.setText(str(error))

    def _save_template(self) -> None:
        name = self.types.currentData() or self.kind.name
        target = ask_target(
            self.workspace, self, tr("Lưu biểu mẫu"), f"bieu-mau-{name}.xlsx", tr("Sổ tính Excel (*.xlsx)")
        )
        if target is None:
            return

        def work(session: Session, _progress: Progress) -> Path:
            importing.template(session, name, target)
            return target

        self.workspace.operations.run(tr("Ghi biểu mẫu"), work, self._template_saved, failed=self._failed)

    def _template_saved(self, path: Path) -> None:
        self.summary.setText(tr("Đã lưu biểu mẫu: {path}", path=path))
        open_file(path)

    def reject(self) -> None:
        """Close; an import under way is asked to stop first and rolls back."""
        if self.workspace.operations.writing:
            for each in self.workspace.operations.running:
                each.stop()
            return
        super().reject()

    def keyPressEvent(self, event: object) -> None:
        """Let Enter do nothing by accident."""
        from PySide6.QtGui import QKeyEvent

        assert isinstance(event, QKeyEvent)  # Qt gives no other
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def importing_words(result: ImportResult, *, done: bool) -> str:
    """Say what an import did or would do."""
    return result.summary() if done else tr("Chưa ghi gì. {summary}", summary=result.summary())
