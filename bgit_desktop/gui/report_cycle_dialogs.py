"""Dialogs of the reporting cycle at the Sở: why a report is returned, the deadlines of a year, an exception for a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import PRESET_LABELS, show_date
from bgit_desktop.errors import BadInput
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.sheet import Sheet
from bgit_desktop.services import deadlines
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_model import RETURNED_WHOLE, Section


class ReturnDialog(Sheet):
    """Takes why a report is returned, for the whole of it or by section."""

    def __init__(self, parent: QWidget, sections: Sequence[Section]) -> None:
        super().__init__(parent, tr("Trả lại báo cáo"), tr("&Trả lại đơn vị"))
        self._reasons: dict[str, str] = {}
        self.section = QComboBox(self)
        self.section.addItem(tr("Cả báo cáo"), RETURNED_WHOLE)
        for each in sections:
            self.section.addItem(each.title, each.key)
        self.section.setMinimumContentsLength(30)
        self.section.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setMinimumHeight(110)
        self._row(tr("&Mục"), self.section)
        self._row(tr("&Lý do, yêu cầu sửa *"), self.reason)
        self._said = self._note(tr("Có thể ghi lý do cho nhiều mục: chọn mục khác rồi ghi tiếp."))
        self._end()
        self._at = RETURNED_WHOLE
        self.section.currentIndexChanged.connect(lambda _at: self._choose())
        fit(self, 520, 340)
        self.reason.setFocus()

    def _keep(self) -> None:
        text = self.reason.toPlainText().strip()
        self._reasons.pop(self._at, None)
        if text:
            self._reasons[self._at] = text

    def _choose(self) -> None:
        self._keep()
        self._at = str(self.section.currentData())
        self.reason.setPlainText(self._reasons.get(self._at, ""))
        if self._reasons:
            self._said.setText(tr("Đã ghi lý do cho {count} mục.", count=len(self._reasons)))

    def _check(self) -> None:
        self._keep()
        if not self._reasons:
            self.problem(tr("Hãy ghi lý do; đơn vị cần biết phải sửa gì."), self.reason)
            return
        self.accept()

    @property
    def reasons(self) -> dict[str, str]:
        """Section → why."""
        return dict(self._reasons)


class DeadlinesDialog(Sheet):
    """Issues the deadlines of a year: preset, days, guidance document, with what will be written beneath."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, tr("Ban hành thời hạn báo cáo"), tr("&Ban hành"))
        self._session = session
        self.year = QSpinBox(self)
        self.year.setRange(2013, 2099)
        self.year.setValue(session.today().year)
        self.preset = QComboBox(self)
        for name, label in reversed(PRESET_LABELS.items()):
            self.preset.addItem(str(label), name)
        self.days = QSpinBox(self)
        self.days.setRange(1, 120)
        self.days.setValue(5)
        self.document = QLineEdit(self)
        self.document.setPlaceholderText(tr("Ví dụ: Công văn số 12/STTTT-CNTT ngày 05/01/2026"))
        self._row(tr("&Năm"), self.year)
        self._row(tr("&Kỳ số liệu"), self.preset)
        self._row(tr("&Số ngày từ ngày chốt số liệu đến hạn nộp"), self.days)
        self._row(tr("&Văn bản hướng dẫn"), self.document)
        self._note(tr("Chưa có văn bản thì thời hạn chỉ là dự kiến, không đơn vị nào bị coi là quá hạn."))
        headers = [tr("Kỳ"), tr("Số liệu từ"), tr("đến"), tr("Hạn nộp"), tr("Sẽ làm")]
        self.table = CalmTable(tr("Các thời hạn sẽ ban hành"), headers, self)
        self.table.setMinimumHeight(4 * theme.ROW_HEIGHT)
        self._column.addWidget(self.table, 1)
        self._end()
        self.year.valueChanged.connect(self._show)
        self.days.valueChanged.connect(self._show)
        self.preset.currentIndexChanged.connect(self._show)
        self.document.textChanged.connect(self._show)
        fit(self, 560, 520)
        self._show()

    @property
    def chosen(self) -> tuple[int, str, int, str]:
        """Year, preset, days and document."""
        return self.year.value(), str(self.preset.currentData()), self.days.value(), self.document.text().strip()

    def _show(self, *_: object) -> None:
        try:
            planned = deadlines.plan(self._session, *self.chosen)
        except BadInput as error:
            self.problem(str(error))
            return
        self.problem("")
        self.table.setRowCount(len(planned))
        for row, each in enumerate(planned):
            proposed = each.proposed
            said = tr("Không đổi") if not each.differs else tr("Sửa") if each.existing else tr("Thêm mới")
            window = proposed.window
            cells = (str(proposed.period.label), show_date(window.start), show_date(window.end))
            for column, text in enumerate((*cells, show_date(proposed.due_on), said)):
                self.table.put(row, column, text)
        self.go.setEnabled(any(each.differs for each in planned))


class ExtensionDialog(Sheet):
    """Moves a unit's day for a period, or excuses it."""

    def __init__(self, parent: QWidget, unit: str, due_on: date) -> None:
        super().__init__(parent, tr("Gia hạn, miễn báo cáo: {unit}", unit=unit), tr("&Ghi"))
        self.day = QDateEdit(QDate(due_on.year, due_on.month, due_on.day).addDays(7), self)
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self.excused = QCheckBox(tr("&Miễn báo cáo kỳ này"), self)
        self.excused.toggled.connect(self.day.setDisabled)
        self.reason = QLineEdit(self)
        self.document = QLineEdit(self)
        self._note(tr("Hạn hiện nay: {day}.", day=show_date(due_on)))
        self._row(tr("&Hạn mới"), self.day)
        self._column.addWidget(self.excused)
        self._row(tr("&Lý do *"), self.reason)
        self._row(tr("&Văn bản đồng ý"), self.document)
        self._end()
        self.setMinimumWidth(420)

    def _check(self) -> None:
        if not self.reason.text().strip():
            self.problem(tr("Hãy ghi lý do; ngoại lệ không có lý do thì không được ghi."), self.reason)
            return
        self.accept()

    @property
    def chosen(self) -> tuple[str, str, str]:
        """Reason, the new day ("" where excused), document."""
        day = "" if self.excused.isChecked() else self.day.date().toString(Qt.DateFormat.ISODate)
        return self.reason.text().strip(), day, self.document.text().strip()
