"""Settling a verdict that "Cần xem xét": the answer, the reason, who rules."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.errors import BgitError
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.sheet import Sheet
from bgit_desktop.services import rulings


class RulingDialog(Sheet):
    """Asks for an answer with its reason and writes it; what is wrong is said in place and nothing is lost."""

    def __init__(self, workspace: Workspace, verdict: Verdict, parent: QWidget) -> None:
        clause = "Điều " + verdict.clause.removeprefix("QyD.")
        super().__init__(parent, tr("Kết luận: {clause}", clause=clause), tr("&Ghi kết luận"))
        self._workspace = workspace
        self._verdict = verdict
        about = QLabel(f"<b>{verdict.name}</b>", self)
        self._column.addWidget(about)
        self._note("\n".join(verdict.reasons))
        self.answer = QComboBox(self)
        self.answer.addItem(tr("Chọn…"), "")
        for state, words in rulings.answers():
            self.answer.addItem(words, state)
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumHeight(90)
        self.by = QLineEdit(workspace.session.actor, self)
        self._row(tr("&Kết luận *"), self.answer)
        self._row(tr("&Lý do *"), self.reason)
        self._row(tr("&Người kết luận"), self.by)
        if workspace.session.is_province:
            self._note(tr("Kết luận của Sở được gửi tới mọi đơn vị; không ghi chi tiết riêng tư vào lý do."))
        self._end()
        fit(self, 520, 440)
        self.answer.setFocus()

    def _check(self) -> None:
        answer, reason = str(self.answer.currentData()), self.reason.toPlainText()
        if not answer:
            self.problem(tr("Hãy chọn kết luận."), self.answer)
            return
        if not reason.strip():
            self.problem(tr("Hãy ghi lý do kết luận; lý do được lưu cùng kết quả."), self.reason)
            return
        asked = self._verdict
        try:
            rulings.rule(
                self._workspace.session, asked.clause, asked.subject, answer, reason, decided_by=self.by.text()
            )
        except BgitError as error:
            self.problem(str(error))
            return
        self.accept()
        self._workspace.changed.emit(frozenset({"ruling", asked.subject_type}))
        self._workspace.say_done(tr("Đã ghi kết luận"))
