"""The composer of a report: sections at the left, the words to edit, the figures beside those of the period before.

It holds what is typed until it is saved; leaving the composer saves the draft, so that nothing is lost and nothing is
asked. What the records suggest and what was written for the last period are each one press away.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.values import EMPTY, format_date, show_number
from bgit_desktop.gui import icons, theme
from bgit_desktop.services.report_model import RETURNED_WHOLE, Composition, Figure, Section


class FigureTable(QTableWidget):
    """The figures of the period, right-aligned, beside those of the one before.

    Attributes:
        opened: the records that a figure counts are wanted; the figure.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setAccessibleName(tr("Số liệu trong kỳ và kỳ trước"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setHorizontalHeaderLabels([tr("Chỉ tiêu"), tr("Kỳ này"), tr("Kỳ trước")])
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = QTableWidgetItem(tr("Chỉ tiêu"))
        name.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, name)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

        self._figures: tuple[Figure, ...] = ()
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def _open(self, row: int) -> None:
        """Ask for the records of the figure in a row, where it counts any."""
        if 0 <= row < len(self._figures) and self._figures[row].records:
            self.opened.emit(self._figures[row])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter open the records of the figure chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentRow())
            return
        super().keyPressEvent(event)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show figures; one that is not known is a dash."""
        self._figures = figures
        self.setRowCount(len(figures))
        for row, figure in enumerate(figures):
            label = QTableWidgetItem(figure.label)
            hint = tr("{figure}: nhấp đúp hoặc Enter để xem các bản ghi được đếm", figure=figure.label)
            label.setToolTip(hint if figure.records else figure.label)
            self.setItem(row, 0, label)
            for column, value in ((1, figure.now), (2, figure.before)):
                cell = QTableWidgetItem(EMPTY if value is None else show_number(value))
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, cell)


class Composer(QWidget):
    """Edits the words of one composition.

    Attributes:
        changed: something was typed.
        save_asked: Ctrl+S was pressed.
    """

    changed = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composition: Composition | None = None
        self.words: dict[str, str] = {}
        self.dirty = False
        self._at = -1
        self.notes = QLabel(self)
        self.notes.setWordWrap(True)
        self.notes.setProperty("role", "quiet")
        self.sections = QListWidget(self)
        self.sections.setAccessibleName(tr("Các mục của báo cáo"))
        self.sections.setMinimumWidth(150)
        self.sections.setIconSize(QSize(16, 16))
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.currentRowChanged.connect(self._choose)
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        self.returned = QLabel(self)
        self.returned.setProperty("role", "error")
        self.returned.setWordWrap(True)
        self.returned.hide()
        self.editor = QPlainTextEdit(self)
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._typed)
        self._title.setBuddy(self.editor)
        self.suggest = QPushButton(icons.icon("refresh-cw"), tr("Lấy lại &gợi ý từ dữ liệu"), self)
        self.suggest.clicked.connect(lambda: self._take("suggested"))
        self.earlier = QPushButton(icons.icon("history"), tr("Lấy lời văn &kỳ trước"), self)
        self.earlier.clicked.connect(lambda: self._take("earlier"))
        self.figures = FigureTable(self)
        self._hint = QLabel(
            tr("Mỗi dòng là một đoạn; dòng bắt đầu bằng “-” thành gạch đầu dòng. Số liệu tự lấy khi in."), self
        )
        self._hint.setProperty("role", "quiet")
        self._hint.setWordWrap(True)
        self._build()
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save_asked)

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self.suggest)
        tools.addWidget(self.earlier)
        tools.addStretch(1)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self._title)
        column.addWidget(self.returned)
        column.addWidget(self.editor, 1)
        column.addWidget(self._hint)
        column.addLayout(tools)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.sections, 2), (middle, 5), (self.figures, 3)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([220, 520, 320])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.GRID // 2)
        whole.addWidget(self.notes)
        whole.addWidget(splitter, 1)
        self.sections.setFrameShape(QFrame.Shape.StyledPanel)

    def show_composition(self, composition: Composition, *, editable: bool) -> None:
        """Show a composition.

        Args:
            composition: what was composed.
            editable: whether its words may be changed here.
        """
        chosen = self.sections.currentRow() if self.composition is not None else 0
        self.composition = composition
        self.words = {each.key: each.text for each in composition.sections}
        self.dirty = False
        self._at = -1
        self.editor.setReadOnly(not editable)
        self.sections.blockSignals(True)
        self.sections.clear()
        for section in composition.sections:
            item = QListWidgetItem(section.title)
            item.setToolTip(section.title)
            self.sections.addItem(item)
        self.sections.blockSignals(False)
        for at in range(len(composition.sections)):
            self._mark(at)
        self.figures.show_figures(composition.figures)
        basis = ""
        if composition.due_on:
            basis = tr("Hạn {day}, theo {document}.", day=format_date(composition.due_on), document=composition.basis)
        whole = composition.returned.get(RETURNED_WHOLE, "")
        if whole:
            basis = " ".join(filter(None, (tr("Sở trả lại: {reason}", reason=whole), basis)))
        self.notes.setText(" ".join(filter(None, (basis, *composition.warnings))))
        self.notes.setVisible(bool(self.notes.text()))
        self.sections.setCurrentRow(min(max(chosen, 0), len(composition.sections) - 1))
        self._choose(self.sections.currentRow())

    def _section(self) -> Section | None:
        if self.composition is None or not 0 <= self._at < len(self.composition.sections):
            return None
        return self.composition.sections[self._at]

    def _choose(self, at: int) -> None:
        self._at = at
        section = self._section()
        if section is None:
            return
        self._title.setText(section.title)
        reason = self.composition.returned.get(section.key, "") if self.composition else ""
        self.returned.setText(tr("Sở trả lại: {reason}", reason=reason))
        self.returned.setVisible(bool(reason))
        self.editor.blockSignals(True)
        self.editor.setPlainText(self.words[section.key])
        self.editor.blockSignals(False)
        self.editor.setAccessibleName(section.title)
        may = not self.editor.isReadOnly()
        self.suggest.setEnabled(may and bool(section.suggested) and section.suggested != self.words[section.key])
        self.earlier.setEnabled(may and bool(section.earlier))
        self.earlier.setVisible(bool(section.earlier))

    def _typed(self) -> None:
        section = self._section()
        if section is None:
            return
        self.words[section.key] = self.editor.toPlainText()
        self._note_change(section)

    def _note_change(self, section: Section) -> None:
        self.dirty = True
        self._mark(self._at)
        self.suggest.setEnabled(bool(section.suggested) and section.suggested != self.words[section.key])
        self.changed.emit()

    def _take(self, what: str) -> None:
        """Put the suggested or the earlier words in the editor; Ctrl+Z there brings back what was."""
        section = self._section()
        if section is None:
            return
        cursor = self.editor.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(getattr(section, what))
        self.editor.setFocus()

    def _mark(self, at: int) -> None:
        """Show by an icon which sections have words."""
        if self.composition is None:
            return
        item, section = self.sections.item(at), self.composition.sections[at]
        if item is None:
            return
        written = bool(self.words[section.key].strip())
        returned = section.key in self.composition.returned
        item.setIcon(icons.icon("undo-2" if returned else "check" if written else "circle-minus"))
        told = tr("Sở trả lại") if returned else tr("có lời văn") if written else tr("chưa có lời văn")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{section.title}, {told}")
