"""The Sở's answers to units: to difficulties (Điều 11.2) and to training requests (Điều 10.2.d)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, BgitError
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.sheet import Sheet
from bgit_desktop.services import courses, difficulties, records


def _words(parent: QWidget, text: str) -> QPlainTextEdit:
    made = QPlainTextEdit(text, parent)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(100)
    return made


class DifficultyDialog(Sheet):
    """Answers difficulties, puts them to UBND tỉnh, or notes that they are settled."""

    def __init__(self, workspace: Workspace, ids: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent, tr("Trả lời khó khăn, vướng mắc"), tr("&Ghi"))
        self._workspace = workspace
        self._ids = list(ids)
        session = workspace.session
        first = records.show(session, "difficulty", self._ids[0])
        about = (
            str(first["description"]) if len(ids) == 1 else tr("{count} khó khăn, vướng mắc đang chọn", count=len(ids))
        )
        self._note(about)
        if len(ids) == 1 and first["proposal"]:
            self._note(tr("Đề xuất: {proposal}", proposal=first["proposal"]))
        self.status = QComboBox(self)
        for choice in TYPES["difficulty"].by_name["status"].choices:
            if choice.value in difficulties.SETTLED:
                self.status.addItem(str(choice.label), choice.value)
        self.answer = _words(self, str(first["answer"] or "") if len(ids) == 1 else "")
        self.document = QLineEdit(str(first["answer_document"] or "") if len(ids) == 1 else "", self)
        today = session.today()
        self.day = QDateEdit(QDate(today.year, today.month, today.day), self)
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self._row(tr("&Tình trạng"), self.status)
        self._row(tr("Trả &lời"), self.answer)
        self._row(tr("Số, ngày &văn bản"), self.document)
        self._row(tr("&Ngày"), self.day)
        self._end()
        fit(self, 520, 440)
        self.answer.setFocus()

    def _check(self) -> None:
        try:
            difficulties.settle(
                self._workspace.session, self._ids, str(self.status.currentData()), answer=self.answer.toPlainText(),
                document=self.document.text(), on=self.day.date().toString(Qt.DateFormat.ISODate),
            )  # fmt: skip
        except BgitError as error:
            late = isinstance(error, BadInput) and error.field == "answered_on"
            self.problem(str(error), self.day if late else self.answer)
            return
        self.accept()
        self._workspace.changed.emit(frozenset({"difficulty"}))
        self._workspace.say_done(tr("Đã ghi trả lời cho {count} khó khăn, vướng mắc", count=len(self._ids)))


class RequestDialog(Sheet):
    """Answers a unit's training request."""

    def __init__(self, workspace: Workspace, record: str, parent: QWidget) -> None:
        super().__init__(parent, tr("Trả lời đề nghị đào tạo"), tr("&Ghi"))
        self._workspace = workspace
        self._record = record
        row = records.show(workspace.session, "training_request", record)
        name = courses.officer_names(workspace.session, [row]).get(str(row["officer"]), "")
        self._note(": ".join(filter(None, (name, str(row["content"])))))
        self.answer = _words(self, str(row["answer"] or ""))
        self._row(tr("Ý &kiến của Sở *"), self.answer)
        self._end()
        fit(self, 480, 280)
        self.answer.setFocus()

    def _check(self) -> None:
        try:
            courses.answer_request(self._workspace.session, self._record, self.answer.toPlainText())
        except BgitError as error:
            self.problem(str(error), self.answer)
            return
        self.accept()
        self._workspace.changed.emit(frozenset({"training_request"}))
        self._workspace.say_done(tr("Đã trả lời đề nghị đào tạo"))
