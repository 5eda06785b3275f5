"""Editors for references: one record of another type, or several.

The record is found by typing words of it, in a list that opens below; where this user may add records of that type, a
button adds one in place (a decision just issued) and takes it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.fields import Field, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import in_sentence
from bgit_desktop.errors import BadInput
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.completion import VALUE_ROLE, fill
from bgit_desktop.gui.field_editors import CONTROL, FieldEditor, WholeLine
from bgit_desktop.services import lists
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Option

AddNew = Callable[[RecordType, Callable[[str], None]], object]
"""Opens the form of a new record of a type; what it calls with the id once it is saved."""


class SearchLine(WholeLine):
    """A line that finds records of a type as one types.

    Attributes:
        picked: a record was chosen: its id and how it reads.
    """

    picked = Signal(str, str)

    def __init__(self, session: Session, target: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._target = target
        kind = in_sentence(str(TYPES[target].label))
        self.setPlaceholderText(tr("Gõ để tìm {type}", type=kind))
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._pick)  # type: ignore[index]
        self.textEdited.connect(self._look)

    def _look(self, text: str) -> None:
        fill(self._found, lists.search_titles(self._session, self._target, text))
        if self._found.rowCount():
            self._completer.complete()
        else:
            self._popup().hide()

    def _popup(self) -> QAbstractItemView:
        popup = self._completer.popup()
        assert popup is not None  # made with the completer
        return popup

    def offer(self) -> None:
        """Open the list with the first records."""
        self._look(self.text())

    def _pick(self, index: QModelIndex | QPersistentModelIndex) -> None:
        record_id, label = str(index.data(VALUE_ROLE)), str(index.data(Qt.ItemDataRole.DisplayRole))
        # the completer writes its own text into the line after this signal
        QTimer.singleShot(0, lambda: self.picked.emit(record_id, label))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Down open the list."""
        if event.key() == Qt.Key.Key_Down and not self._popup().isVisible():
            self.offer()
            return
        super().keyPressEvent(event)


class _WithNew(FieldEditor):
    """What both editors share: the button that adds a record in place."""

    def __init__(self, session: Session, field: Field, add_new: AddNew, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._session = session
        self._kind = TYPES[field.target]
        self.new_button = QToolButton(self)
        self.new_button.setIcon(icons.icon("plus"))
        self.new_button.setAutoRaise(True)
        words = tr("Thêm {type} mới", type=in_sentence(str(self._kind.label)))
        self.new_button.setToolTip(words)
        self.new_button.setAccessibleName(words)
        self.new_button.setFixedHeight(CONTROL)
        self.new_button.clicked.connect(lambda: add_new(self._kind, self._added))
        may_add = self._kind.name == "document"  # people and units are not made in passing
        self.new_button.setVisible(may_add)

    def _added(self, record_id: str) -> None:
        raise NotImplementedError

    def _label(self, record_id: str) -> str:
        return lists.title_of(self._session, self._kind, record_id) or record_id


class RefEditor(_WithNew):
    """One record of another type."""

    def __init__(self, session: Session, field: Field, add_new: AddNew, parent: QWidget | None = None) -> None:
        super().__init__(session, field, add_new, parent)
        self._chosen: tuple[str, str] | None = None
        self.line = SearchLine(session, field.target, self)
        self.line.picked.connect(self._choose)
        self.line.textChanged.connect(self.changed)
        self.line.setClearButtonEnabled(True)
        self._use(self.line)
        self.button = QToolButton(self)
        self.button.setIcon(icons.icon("chevron-down"))
        self.button.setAutoRaise(True)
        self.button.setAccessibleName(tr("Mở danh sách: {label}", label=field.label))
        self.button.setToolTip(tr("Mở danh sách"))
        self.button.setFixedHeight(CONTROL)
        self.button.clicked.connect(self._open)
        self._row.addWidget(self.button)
        self._row.addWidget(self.new_button)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.line

    def value(self) -> Value:
        """Give the value, or say what is wrong with it."""
        text = self.line.text().strip()
        if not text:
            return None
        if self._chosen is not None and self._chosen[1] == text:
            return self._chosen[0]
        found = lists.search_titles(self._session, self.field.target, text, 3)
        exact = [each for each in found if each.label == text or each.label.split(" — ")[0] == text]
        if len(exact) == 1:
            return str(exact[0].value)
        raise BadInput(
            tr("“{label}”: hãy chọn một dòng trong danh sách hiện ra khi gõ.", label=self.field.label),
            field=self.field.name,
        )

    def set_value(self, value: Value) -> None:
        """Show a value."""
        if isinstance(value, str) and value:
            self._choose(value, self._label(value))
        else:
            self._chosen = None
            self.line.clear()

    def _open(self) -> None:
        self.line.setFocus()
        self.line.selectAll()
        fill(self.line._found, lists.search_titles(self._session, self.field.target, ""))
        self.line._completer.complete()

    def _choose(self, record_id: str, label: str) -> None:
        self._chosen = (record_id, label.strip())
        self.line.setText(label)
        self.line.setCursorPosition(0)
        self.changed.emit()

    def _added(self, record_id: str) -> None:
        self.set_value(record_id)
        self.line.setFocus()


class RefsEditor(_WithNew):
    """Several records of another type: those chosen above, a line to find more below."""

    def __init__(self, session: Session, field: Field, add_new: AddNew, parent: QWidget | None = None) -> None:
        super().__init__(session, field, add_new, parent)
        self.chosen = QListWidget(self)
        self.chosen.setAccessibleName(tr("Đã chọn: {label}", label=field.label))
        self.chosen.setToolTip(tr("Delete để bỏ dòng đang chọn"))
        self.chosen.installEventFilter(self)
        self.line = SearchLine(session, field.target, self)
        self.line.picked.connect(self._choose)
        self.line.setFixedHeight(CONTROL)
        self.remove_button = QToolButton(self)
        self.remove_button.setIcon(icons.icon("x"))
        self.remove_button.setAutoRaise(True)
        self.remove_button.setToolTip(tr("Bỏ dòng đang chọn"))
        self.remove_button.setAccessibleName(tr("Bỏ dòng đang chọn: {label}", label=field.label))
        self.remove_button.setFixedHeight(CONTROL)
        self.remove_button.clicked.connect(self._remove)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.chosen)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID // 2)
        row.addWidget(self.line, 1)
        row.addWidget(self.remove_button)
        row.addWidget(self.new_button)
        column.addLayout(row)
        self._row.addWidget(holder, 1)
        self.line.setAccessibleName(str(field.label))
        self.setFocusProxy(self.line)
        self._fit()

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.line

    def value(self) -> Value:
        """Give the value, or say what is wrong with it."""
        if self.line.text().strip():
            raise BadInput(
                tr("“{label}”: hãy chọn một dòng trong danh sách hiện ra khi gõ.", label=self.field.label),
                field=self.field.name,
            )
        return [str(self.chosen.item(at).data(VALUE_ROLE)) for at in range(self.chosen.count())] or None

    def set_value(self, value: Value) -> None:
        """Show a value."""
        self.chosen.clear()
        for record_id in value if isinstance(value, list) else []:
            self._append(Option(record_id, self._label(record_id)))
        self._fit()

    def _append(self, option: Option) -> None:
        item = QListWidgetItem(option.label)
        item.setData(VALUE_ROLE, option.value)
        self.chosen.addItem(item)

    def _choose(self, record_id: str, label: str) -> None:
        known = {str(self.chosen.item(at).data(VALUE_ROLE)) for at in range(self.chosen.count())}
        if record_id not in known:
            self._append(Option(record_id, label))
        self.line.clear()
        self._fit()
        self.changed.emit()

    def _added(self, record_id: str) -> None:
        self._choose(record_id, self._label(record_id))

    def _remove(self) -> None:
        at = self.chosen.currentRow()
        if at < 0 and self.chosen.count() == 1:
            at = 0
        if at >= 0:
            self.chosen.takeItem(at)
            self._fit()
            self.changed.emit()

    def _fit(self) -> None:
        rows = min(max(self.chosen.count(), 1), 4)
        self.chosen.setFixedHeight(rows * (self.fontMetrics().lineSpacing() + 10) + 6)
        self.chosen.setVisible(self.chosen.count() > 0)
        self.remove_button.setVisible(self.chosen.count() > 0)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Let Delete take a chosen record out."""
        if watched is self.chosen and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            if event.type() == QKeyEvent.Type.KeyPress:
                self._remove()
            return True
        return False
