"""One editor for each kind of field: what a form is made of.

An editor shows a value, lets it be typed freely, and gives it back checked: what was typed is read only when it is
asked for, never key by key, so that input methods that rewrite what was typed (UniKey) are left in peace. A date is
typed as 31/12/2024 or chosen from a calendar; 31/02 is refused in words when it is read.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, QRect, QRectF, Qt, QTime, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from bgit_desktop.core.fields import Field, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.values import format_date, format_datetime, format_value, parse_text
from bgit_desktop.errors import BadInput
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.completion import FoldCompleter
from bgit_desktop.services.lists import Option

LINES = 3
"""Lines shown of a long text."""
CONTROL = 24
"""Pixels of the height of an editor of one line and of the buttons beside it, so that they stand in one row."""


class WrongFrame(QWidget):
    """The frame around an editor that holds an error; laid over it, so that every kind of editor keeps its look."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().bad), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 3, 3)
        painter.end()


class WholeLine(QLineEdit):
    """A line that shows the beginning of its text when the keyboard comes to it, not the end."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything with the cursor at the beginning."""
        super().focusInEvent(event)
        if self.text() and self.selectedText() == self.text():
            self.setSelection(len(self.text()), -len(self.text()))


class FieldEditor(QWidget):
    """Base of the editors.

    Attributes:
        field: the declared field.
        changed: something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._frame: WrongFrame | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GRID // 2)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        raise NotImplementedError

    def value(self) -> Value:
        """Give the value.

        Raises:
            BadInput: what was typed is none; the sentence says why.
        """
        raise NotImplementedError

    def set_value(self, value: Value) -> None:
        """Show a value."""
        raise NotImplementedError

    def set_wrong(self, wrong: bool) -> None:
        """Mark the editor as holding an error, or no longer."""
        if wrong and self._frame is None:
            self._frame = WrongFrame(self)
        if self._frame is not None:
            self._frame.setVisible(wrong)
            self._frame.raise_()
            self._set_frame()

    @property
    def wrong(self) -> bool:
        """Whether the editor is marked as holding an error."""
        return self._frame is not None and not self._frame.isHidden()

    def _set_frame(self) -> None:
        if self._frame is not None:
            target = self.target()
            self._frame.setGeometry(QRect(target.mapTo(self, QPoint(0, 0)), target.size()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the frame around the control."""
        super().resizeEvent(event)
        self._set_frame()

    def _use(self, target: QWidget) -> None:
        self._row.insertWidget(0, target, 1)
        if isinstance(target, QLineEdit | QComboBox):
            target.setFixedHeight(CONTROL)
        self.setFocusProxy(target)
        target.setAccessibleName(str(self.field.label))
        if self.field.help:
            target.setAccessibleDescription(str(self.field.help))


class LineEditor(FieldEditor):
    """One line of text; also numbers, read when asked for."""

    def __init__(self, field: Field, parent: QWidget | None = None, suggestions: list[Option] | None = None) -> None:
        super().__init__(field, parent)
        self.line = WholeLine(self)
        self.line.textChanged.connect(self.changed)
        self._use(self.line)
        if field.kind in ("int", "number"):
            self.line.setMaximumWidth(140)
            self._row.addStretch(1)
        if suggestions:
            completer = FoldCompleter(suggestions, self)
            self.line.setCompleter(completer)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.line

    def value(self) -> Value:
        """Give the value, or say what is wrong with it."""
        return parse_text(self.field, self.line.text())

    def set_value(self, value: Value) -> None:
        """Show a value."""
        self.line.setText(format_value(self.field, value))


class LongEditor(FieldEditor):
    """Several lines of text; for a list, one entry a line. Tab leaves it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * LINES + 14)
        self.text.textChanged.connect(self.changed)
        self._use(self.text)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.text

    def value(self) -> Value:
        """Give the value, or say what is wrong with it."""
        written = self.text.toPlainText()
        if self.field.kind == "list":
            return [line.strip() for line in written.splitlines() if line.strip()] or None
        return parse_text(self.field, written)

    def set_value(self, value: Value) -> None:
        """Show a value."""
        if isinstance(value, list):
            self.text.setPlainText("\n".join(value))
        else:
            self.text.setPlainText("" if value is None else str(value))


class DateEditor(FieldEditor):
    """A date, or a date with its time: typed freely, or the day chosen from a calendar."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(tr("ngày/tháng/năm") if field.kind == "date" else tr("giờ:phút ngày/tháng/năm"))
        self.line.textChanged.connect(self.changed)
        self._use(self.line)
        self.line.setMaximumWidth(140 if field.kind == "date" else 230)
        self.button = QToolButton(self)
        self.button.setIcon(icons.icon("calendar-days"))
        self.button.setToolTip(tr("Chọn ngày"))
        self.button.setAccessibleName(tr("Chọn ngày: {label}", label=field.label))
        self.button.setAutoRaise(True)
        self.button.setFixedHeight(CONTROL)
        self.button.clicked.connect(self._open_calendar)
        self._row.addWidget(self.button)
        self._row.addStretch(1)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.line

    def value(self) -> Value:
        """Give the value, or say what is wrong with it."""
        return parse_text(self.field, self.line.text())

    def set_value(self, value: Value) -> None:
        """Show a value."""
        text = "" if value is None else str(value)
        self.line.setText(format_date(text) if self.field.kind == "date" else format_datetime(text))

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget()
        calendar.setAccessibleName(tr("Chọn ngày: {label}", label=self.field.label))
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        try:
            now = self.value()
        except BadInput:
            now = None
        if isinstance(now, str):
            calendar.setSelectedDate(QDate.fromString(now[:10], "yyyy-MM-dd"))
        menu = QMenu(self)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(lambda day: self._choose(day, menu))
        calendar.activated.connect(lambda day: self._choose(day, menu))
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        calendar.setFocus()

    def _choose(self, day: QDate, menu: QMenu) -> None:
        menu.close()
        iso = day.toString("yyyy-MM-dd")
        if self.field.kind == "date":
            self.set_value(iso)
        else:
            try:
                now = self.value()
            except BadInput:
                now = None
            time = now[11:] if isinstance(now, str) else QTime.currentTime().toString("HH:mm")
            self.set_value(f"{iso}T{time}")
        self.line.setFocus()


class ChoiceEditor(FieldEditor):
    """One of a closed list, or nothing; typing finds it without marks where the list is long."""

    LONG_LIST = 9

    def __init__(self, field: Field, options: list[Option], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QComboBox(self)
        self.box.addItem("" if field.required else "—", None)
        for option in options:
            self.box.addItem(option.label, option.value)
        self._options = options
        self.box.setMaxVisibleItems(14)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        if len(options) > self.LONG_LIST:
            self.box.setEditable(True)
            self.box.setLineEdit(WholeLine(self.box))
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = FoldCompleter(options, self)
            self.box.setCompleter(completer)
            line = self.box.lineEdit()
            assert line is not None  # the box is editable
            line.setPlaceholderText(tr("Gõ để tìm, không cần dấu"))
            line.setAccessibleName(str(field.label))
            self.box.editTextChanged.connect(self.changed)
            self.box.setItemText(0, "")
        self.box.currentIndexChanged.connect(self.changed)
        self._use(self.box)

    def target(self) -> QWidget:
        """Give the widget that takes the focus."""
        return self.box

    def value(self) -> Value:
        """Give the value, or say what is wrong with it."""
        if self.box.isEditable():
            written = self.box.currentText().strip()
            if not written:
                return None
            for option in self._options:
                if option.label == written:
                    return option.value
            raise BadInput(
                tr(
                    "“{label}”: “{text}” không có trong danh sách; hãy chọn một dòng.",
                    label=self.field.label, text=written,
                ),
                field=self.field.name,
            )  # fmt: skip
        found: Value = self.box.currentData()
        return found

    def set_value(self, value: Value) -> None:
        """Show a value."""
        at = next((at for at in range(self.box.count()) if self.box.itemData(at) == value), -1)
        if at < 0 and value is not None:
            # a code that is no longer offered stays as it is until somebody changes it
            option = Option(value, str(value))
            self._options = [*self._options, option]
            self.box.addItem(option.label, option.value)
            at = self.box.count() - 1
        self.box.setCurrentIndex(max(at, 0))
        line = self.box.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the box."""
        event.ignore()
