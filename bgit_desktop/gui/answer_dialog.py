"""Answering an invitation of the Sở: which officers come, who is absent and why (Điều 6.x.e, 10.2.d)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import format_date
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.sheet import Sheet
from bgit_desktop.services import invitations

ANSWERED = frozenset({"training"})


class AnswerDialog(Sheet):
    """Registers officers for a course, a session or a giao ban, or reports them absent.

    Args:
        workspace: what the pages share.
        event: id of the course, session or giao ban.
        parent: the page.

    Raises:
        NotFound: there is no such event.
    """

    def __init__(self, workspace: Workspace, event: str, parent: QWidget) -> None:
        session = workspace.session
        found = invitations.find_event(session, event)
        super().__init__(parent, tr("Đăng ký, xác nhận tham dự"), tr("&Ghi"))
        self._workspace = workspace
        self.part = QComboBox(self)
        self.part.addItem(tr("Cả lớp") if found.type == "course" else found.title, found.id)
        for row in invitations.course_sessions(session, event) if found.type == "course" else ():
            self.part.addItem(str(row["title"]), str(row["id"]))
        day = format_date(found.start.isoformat()) if found.start else ""
        self._note(" · ".join(filter(None, (found.title, day, found.place))))
        self.officers = QListWidget(self)
        self.officers.setMinimumHeight(4 * theme.ROW_HEIGHT)
        self.attendance = QComboBox(self)
        self.absence = QComboBox(self)
        self.absence.addItem(tr("Chọn…"), "")
        for combo, name in ((self.attendance, "attendance"), (self.absence, "absence_kind")):
            for choice in TYPES["training"].by_name[name].choices:
                combo.addItem(str(choice.label), choice.value)
        self.reason = QLineEdit(self)
        if self.part.count() > 1:
            self._row(tr("&Buổi"), self.part)
        else:
            self.part.hide()
        self._row(tr("&Cán bộ *"), self.officers)
        self._row(tr("&Tham dự"), self.attendance)
        self._row(tr("&Nhóm lý do vắng"), self.absence)
        self._row(tr("&Lý do vắng"), self.reason)
        self._note(tr("“Không được cử” là trách nhiệm của cơ quan, không phải của cán bộ (Điều 10.2.d)."))
        self._end()
        self.part.currentIndexChanged.connect(lambda _at: self._fill())
        self.attendance.currentIndexChanged.connect(lambda _at: self._enable())
        self._fill()
        self._enable()
        fit(self, 460, 480)
        self.officers.setFocus()

    def _fill(self) -> None:
        """Show the officers in service, with what was answered for each."""
        session = self._workspace.session
        event = invitations.find_event(session, str(self.part.currentData()))
        answered = {str(row["officer"]): row for row in invitations.answers_of(session, event)}
        kind = TYPES["training"].by_name["attendance"]
        self.officers.clear()
        for person, name in invitations.people(session):
            row = answered.get(person)
            said = f" — {kind.choice_label(str(row['attendance']))}" if row is not None else ""
            item = QListWidgetItem(name + said, self.officers)
            item.setData(Qt.ItemDataRole.UserRole, person)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        if self.officers.count() == 1:
            self.officers.item(0).setCheckState(Qt.CheckState.Checked)
        if self.officers.count():
            self.officers.setCurrentRow(0)

    def _enable(self) -> None:
        absent = self.attendance.currentData() == "absent"
        self.absence.setEnabled(absent)
        self.reason.setEnabled(absent)

    @property
    def chosen(self) -> list[str]:
        """The officers checked."""
        items = [self.officers.item(at) for at in range(self.officers.count())]
        return [
            str(each.data(Qt.ItemDataRole.UserRole)) for each in items if each.checkState() == Qt.CheckState.Checked
        ]

    def _check(self) -> None:
        absent = self.attendance.currentData() == "absent"
        try:
            made = invitations.answer(
                self._workspace.session, str(self.part.currentData()), self.chosen, str(self.attendance.currentData()),
                absence_kind=str(self.absence.currentData()) if absent else "",
                reason=self.reason.text() if absent else "",
            )  # fmt: skip
        except BgitError as error:
            self.problem(str(error), self.absence if self.chosen and absent else self.officers)
            return
        self.accept()
        self._workspace.changed.emit(ANSWERED)
        self._workspace.say_done(tr("Đã trả lời giấy mời cho {count} cán bộ", count=len(made)))
