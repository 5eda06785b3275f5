"""Taking values out by rule: until which day, what would go and by which rule, why; then all of it at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from bgit_desktop.core.fields import Field
from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import format_date
from bgit_desktop.errors import BadInput, BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.field_editors import DateEditor
from bgit_desktop.gui.page import ALL, Workspace
from bgit_desktop.services import redaction
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.redaction import Due

_BEFORE = Field("before", Label("Kết thúc trước ngày", "Ended before"), "date")


class RetainDialog(QDialog):
    """Previews and takes out the values that the rules of retention name.

    Args:
        parent: the window.
        workspace: what the pages share.
    """

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self.due: list[Due] = []
        self.setWindowTitle(tr("Lược bỏ theo thời hạn"))
        about = QLabel(
            tr(
                "Quy định không đặt thời hạn giữ; người phụ trách chọn ngày. Tên, chức vụ và các ngày của bản ghi được "
                "giữ lại cho báo cáo các năm trước. Giá trị lược bỏ biến mất khỏi bản ghi, lịch sử, tìm kiếm, các gói "
                "còn lưu; gói kế tiếp mang lệnh này tới Sở. Không hoàn tác được. Bản sao lưu và tệp đã chép ra ngoài "
                "phải xử lý riêng."
            ),
            self,
        )
        about.setWordWrap(True)
        self.before = DateEditor(_BEFORE, self)
        self.before.changed.connect(self.preview)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(tr("Lý do (văn bản, yêu cầu của ai)"))
        self.reason.textChanged.connect(lambda _text: self._enable())
        form = QFormLayout()
        form.addRow(tr("&Kết thúc trước ngày"), self.before)
        form.addRow(tr("&Lý do"), self.reason)
        self.found = QLabel(self)
        self.found.setWordWrap(True)
        headers = [tr("Bản ghi"), tr("Kết thúc"), tr("Giá trị sẽ bỏ"), tr("Theo quy tắc")]
        self.table = CalmTable(tr("Giá trị sẽ lược bỏ"), headers, self)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = primary(buttons, tr("&Lược bỏ hẳn"))
        buttons.accepted.connect(self.start)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addWidget(about)
        column.addLayout(form)
        column.addWidget(self.found)
        column.addWidget(self.table, 1)
        column.addWidget(self.error)
        column.addWidget(buttons)
        fit(self, 860, 520)
        self.preview()

    def day(self) -> str:
        """Give the day chosen, ``YYYY-MM-DD``; "" for none yet, or for one that is not complete."""
        try:
            return str(self.before.value() or "")
        except BadInput:
            return ""

    def preview(self) -> None:
        """Show what would go."""
        day = self.day()
        self.due = redaction.due(self._workspace.session, day) if day else []
        self.table.setRowCount(len(self.due))
        for at, each in enumerate(self.due):
            fields = TYPES[each.type].by_name
            values = ", ".join(str(fields[name].label) for name in each.fields)
            for column, text in enumerate((each.title, format_date(each.ended), values, str(each.rule))):
                self.table.put(at, column, text)
        self.found.setText(
            tr("Ghi ngày để xem trước những gì sẽ bỏ.") if not day
            else tr("{count} bản ghi có giá trị sẽ bỏ:", count=len(self.due)) if self.due
            else tr("Không bản ghi nào kết thúc trước ngày này còn giá trị phải bỏ.")
        )  # fmt: skip
        self._enable()

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.due and self.reason.text().strip()))

    def start(self) -> None:
        """Take the values out, off the window's thread."""
        day, reason = self.day(), self.reason.text().strip()
        self.go.setEnabled(False)

        def work(session: Session, progress: Progress) -> int:
            return len(redaction.retain(session, day, reason, progress))

        self._workspace.operations.run(tr("Lược bỏ giá trị"), work, self._done, failed=self._refused, writes=())

    def _done(self, count: int) -> None:
        self.accept()
        self._workspace.messages.done(
            tr("Đã lược bỏ giá trị của {count} bản ghi; việc này được ghi vào nhật ký kiểm tra.", count=count)
        )
        self._workspace.changed.emit(ALL)

    def _refused(self, error: BgitError) -> None:
        self.error.setText(str(error))
        self.error.show()
        self.preview()
