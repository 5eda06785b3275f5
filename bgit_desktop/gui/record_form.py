"""The form: one for every record type, made from its declaration.

Sections in the order of the declaration, labels above fields, required ones marked, the error under its field and the
first one focused. Enter does not save; Ctrl+S does. Esc closes, and asks (inside the form) only if something would be
lost. What is not this user's to write is shown, not hidden, and cannot be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.fields import MASK, Field, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.text import in_sentence
from bgit_desktop.errors import BadInput, BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.editors import make_editor
from bgit_desktop.gui.field_editors import FieldEditor
from bgit_desktop.gui.form_authority import authority_note, editable_fields
from bgit_desktop.gui.form_grid import FieldGrid
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.scan_editor import FILE
from bgit_desktop.services import attachments, records, restricted
from bgit_desktop.services.checking import Invalid, problems_of


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands in the form for one field."""

    editor: FieldEditor
    error: QLabel


class RecordForm(QDialog):
    """The form of one record, new or there already.

    Args:
        workspace: what the pages share.
        kind: the record type.
        record_id: the record; None for a new one.
        values: values a new record starts with; a parent named here is not asked for.

    Attributes:
        saved: the record was saved; its id.

    Raises:
        NotFound: the record is gone.
    """

    saved = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        kind: RecordType,
        *,
        record_id: str | None = None,
        values: Mapping[str, Value] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.kind = kind
        self.record_id = record_id
        self._given = dict(values or {})
        self._before = self._start_values()
        self._cells: dict[str, _Cell] = {}
        self._masked = {name for name, value in self._before.items() if value == MASK}
        self._editable = editable_fields(workspace.session, kind, None if record_id is None else self._before)
        name = str(kind.label)
        if record_id is None:
            self.setWindowTitle(tr("Thêm {type}", type=in_sentence(name)))
        else:
            self.setWindowTitle(f"{name}: {self._before.get(kind.title) or '—'}")
        self._build()
        self._fill()
        QShortcut(QKeySequence("Ctrl+S"), self, activated=self.save)  # type: ignore[call-overload]
        self._fit()
        self._focus_first()

    def _fill(self) -> None:
        """Put the values into the editors; what is restricted stays out until somebody asks to see it."""
        for name, cell in self._cells.items():
            hidden = name in self._masked
            cell.editor.set_value(None if hidden else self._before.get(name))
            cell.editor.setEnabled(name in self._editable and not hidden)
        self._shown = self._typed()
        if self._body.foldable:
            self._fold()

    def _fold(self) -> None:
        """Fold the fields that the clause chosen does not ask for."""
        try:
            clause = self._cells["clause"].editor.value()
        except BadInput:
            return  # half typed
        filled = [name for name, value in self._typed().items() if value not in (None, "", [])]
        self._body.fold(clause if isinstance(clause, str) else "", filled)

    def reveal(self) -> None:
        """Show the restricted values kept on this PC, which is noted in the audit."""
        assert self.record_id is not None  # a new record has none yet
        seen = restricted.reveal(self.workspace.session, self.kind.name, self.record_id)
        typed = {name: cell.editor.value() for name, cell in self._cells.items() if name not in self._masked}
        self._before |= {name: value for name, value in seen.items() if value is not None}
        self._masked = {name for name in self._masked if seen.get(name) is None}
        self._fill()
        for name, value in typed.items():
            self._cells[name].editor.set_value(value)
        self.reveal_button.setEnabled(False)
        if self._masked:
            self._problem.setText(tr("Giá trị hạn chế không giữ ở máy này; chỉ máy đã nhập mới xem được."))

    # -- what is shown -----------------------------------------------------------------------------------------------

    def _start_values(self) -> dict[str, Value]:
        if self.record_id is not None:
            return records.show(self.workspace.session, self.kind.name, self.record_id)
        defaults = {each.name: each.default for each in self.kind.fields if each.default is not None}
        return defaults | self._given

    def _fields(self) -> list[Field]:
        """Give the fields asked for: not the parent where it is known, nor what the program writes by itself."""
        asked = [
            each
            for each in self.kind.fields
            if not (each.name == self.kind.parent and self._before.get(each.name)) and not each.by_program
        ]
        sections = list(dict.fromkeys(each.section for each in asked))  # a heading stands once
        return sorted(asked, key=lambda each: sections.index(each.section))

    def _build(self) -> None:
        body = FieldGrid(self._fields(), self._cell, self)
        body.unfolded.connect(self._fit)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(body)
        self._body = body
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.GRID, 0, theme.GRID)
        note = authority_note(self.kind, self._editable)
        if note:
            label = QLabel(note, self)
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
            label.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, 0)
            whole.addWidget(label)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self._leave_strip())
        whole.addLayout(self._buttons())

    def _cell(self, field: Field, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        name = literal(str(field.label))
        label = QLabel(f"{name} *" if field.required else name, holder)
        unit = str(self._before.get("unit") or "")
        editor = make_editor(self.workspace.session, field, holder, unit, self._add_other)
        label.setBuddy(editor.target())
        if field.required:
            editor.target().setAccessibleName(tr("{label}, bắt buộc", label=field.label))
        editor.changed.connect(lambda name=field.name: self._forget_error(name))
        if field.name == "clause":
            editor.changed.connect(lambda: self._fold() if self._body.foldable else None)
        editor.setEnabled(field.name in self._editable)
        error = QLabel(holder)
        error.setProperty("role", "error")
        error.setWordWrap(True)
        error.hide()
        column.addWidget(label)
        column.addWidget(editor)
        if field.help:
            hint = QLabel(str(field.help), holder)
            hint.setProperty("role", "quiet")
            hint.setWordWrap(True)
            column.addWidget(hint)
        column.addWidget(error)
        column.addStretch(1)
        self._cells[field.name] = _Cell(editor, error)
        return holder

    def _add_other(self, kind: RecordType, take: Callable[[str], None]) -> None:
        """Open the form of a record of another type, to point to it."""
        form = RecordForm(self.workspace, kind, parent=self)
        form.saved.connect(take)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _leave_strip(self) -> QFrame:
        """Make the question that Esc asks where something would be lost."""
        self._leave = QFrame(self)
        self._leave.setObjectName("strip")
        row = QHBoxLayout(self._leave)
        row.setContentsMargins(2 * theme.GRID, theme.GRID // 2, 2 * theme.GRID, theme.GRID // 2)
        text = QLabel(tr("Có thay đổi chưa lưu."), self._leave)
        self.keep_button = QPushButton(tr("Sửa &tiếp"), self._leave)
        self.drop_button = QPushButton(tr("&Bỏ thay đổi"), self._leave)
        for button in (self.keep_button, self.drop_button):
            button.setAutoDefault(False)
        self.keep_button.clicked.connect(self._leave.hide)
        self.drop_button.clicked.connect(lambda: self.done(QDialog.DialogCode.Rejected))
        row.addWidget(text, 1)
        row.addWidget(self.keep_button)
        row.addWidget(self.drop_button)
        self._leave.hide()
        return self._leave

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(2 * theme.GRID, 0, 2 * theme.GRID, 0)
        self._problem = QLabel(self)
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        row.addWidget(self._problem, 1)
        self.close_button = QPushButton(tr("Đón&g"), self)
        self.close_button.clicked.connect(self.reject)
        self.reveal_button = QPushButton(icons.icon("eye"), tr("&Hiện giá trị hạn chế"), self)
        self.reveal_button.setToolTip(tr("Việc xem được ghi lại."))
        self.reveal_button.setAutoDefault(False)
        self.reveal_button.setVisible(bool(self._masked))
        self.reveal_button.clicked.connect(self.reveal)
        row.addWidget(self.reveal_button)
        self.save_button = QPushButton(tr("&Lưu"), self)
        self.save_button.setProperty("role", "primary")
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        self.save_button.setVisible(bool(self._editable))
        for button in (self.close_button, self.save_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def _fit(self) -> None:
        """Take as much room as the fields need and the screen gives."""
        fit(self, 760, self._body.sizeHint().height() + 130)

    def _focus_first(self) -> None:
        for name, cell in self._cells.items():
            if name in self._editable and (self.record_id is not None or not self._given.get(name)):
                cell.editor.setFocus()
                return
        self.close_button.setFocus()

    # -- saving ------------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, object]:
        """Give what stands in the editors, readable or not, to tell whether anything was changed."""
        found: dict[str, object] = {}
        for name, cell in self._cells.items():
            try:
                found[name] = cell.editor.value()
            except BadInput as error:
                found[name] = error.args
        return found

    @property
    def dirty(self) -> bool:
        """Whether something would be lost if the form closed now."""
        QGuiApplication.inputMethod().commit()
        return bool(self._editable) and self._typed() != self._shown

    def save(self) -> bool:
        """Save; where a value is wrong the error stands under its field and nothing is saved.

        Returns:
            Whether it was saved.
        """
        if not self._editable:
            return False
        QGuiApplication.inputMethod().commit()  # what an input method still holds belongs to the text
        values: dict[str, Value] = {}
        problems: dict[str, str] = {}
        for name, cell in self._cells.items():
            if name not in self._editable or name in self._masked:
                continue
            try:
                values[name] = cell.editor.value()
            except BadInput as error:
                problems[name] = str(error)
        if problems:
            # what else is wrong is said at the same time, not one field after the other
            rest = {name: value for name, value in self._before.items() if name in self.kind.by_name} | values
            for each in problems_of(self.workspace.session, self.kind.name, rest):
                file = str(values.get(each.field) or "").startswith(FILE)  # not in the store yet
                if each.field in values and not file:
                    problems.setdefault(each.field, each.reason)
        else:
            try:
                record_id, said = self._write(values)
            except Invalid as error:
                problems = {each.field: each.reason for each in reversed(error.problems)}
            except BgitError as error:
                self._problem.setText(str(error))
                return False
            else:
                self._leave.hide()
                self.done(QDialog.DialogCode.Accepted)
                self.saved.emit(record_id)
                self._say_saved(said, restricted.warnings_of(self.kind, self._before | values))
                return True
        self._show_problems(problems)
        return False

    def _say_saved(self, said: str, warnings: list[str]) -> None:
        """Say what was done with its undo, and what looks wrong all the same; nothing where nothing changed."""
        if said:
            self.workspace.say_done(" ".join([f"{said}.", *warnings]) if warnings else said)
        elif warnings:
            self.workspace.messages.note(" ".join(warnings))

    def _write(self, values: dict[str, Value]) -> tuple[str, str]:
        """Write the record; gives its id and what was done, "" where nothing was different."""
        type_ = in_sentence(str(self.kind.label))
        session = self.workspace.session
        if self.record_id is None:
            hidden = {name: value for name, value in self._given.items() if name not in self._cells}
            filled = {name: value for name, value in values.items() if value is not None}
            whole = attachments.with_files(session, self.kind, hidden | filled)
            return records.add(session, self.kind.name, whole), tr("Đã thêm 1 {type}", type=type_)
        values = attachments.with_files(session, self.kind, values)
        changed = records.change(session, self.kind.name, self.record_id, values)
        return self.record_id, tr("Đã sửa 1 {type}", type=type_) if changed else ""

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        first: FieldEditor | None = None
        self._body.unfold_for(problems)
        for name, cell in self._cells.items():
            reason = problems.get(name, "")
            cell.error.setText(reason)
            cell.error.setVisible(bool(reason))
            cell.editor.set_wrong(bool(reason))
            cell.editor.target().setAccessibleDescription(reason)
            if reason and first is None:
                first = cell.editor
        others = [reason for name, reason in problems.items() if name not in self._cells]
        self._problem.setText(" ".join(others))
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll.ensureWidgetVisible(first, 0, 4 * theme.GRID)

    def _forget_error(self, name: str) -> None:
        cell = self._cells.get(name)
        if cell is not None and not cell.error.isHidden():
            cell.error.hide()
            cell.editor.set_wrong(False)
        self._problem.clear()

    def error_at(self, name: str) -> str:
        """Give the error that stands under a field; "" for none."""
        cell = self._cells[name]
        return cell.error.text() if not cell.error.isHidden() else ""

    def editor(self, name: str) -> FieldEditor:
        """Give the editor of a field."""
        return self._cells[name].editor

    # -- leaving -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Close; where something would be lost, ask first, inside the form."""
        if not self.dirty:
            super().reject()
        elif self._leave.isVisible():
            self._leave.hide()
        else:
            self._leave.show()
            self.keep_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do nothing by accident."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)
