"""Taking values of a record out for good: which fields, why; what it cannot reach is said before."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room
from bgit_desktop.gui.page import ALL, Workspace
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.detail import Detail


def redact_html(shown: Detail) -> str:
    """Write the link that takes values out for good; "" where the record is not ours."""
    if not (shown.editable and shown.own) or TYPES[shown.type].scope != "unit" or TYPES[shown.type].made:
        return ""
    return f"<p><a href='redact:'>{escape(tr('Lược bỏ giá trị…'))}</a></p>"


class RedactDialog(QDialog):
    """Chooses the fields of one record whose values go.

    Args:
        workspace: what the pages share.
        parent: the pane it stands on.
        shown: the record.
    """

    def __init__(self, workspace: Workspace, parent: QWidget, shown: Detail) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._shown = shown
        self.setWindowTitle(tr("Lược bỏ giá trị"))
        kind = TYPES[shown.type]
        about = QLabel(
            tr(
                "{title}: đánh dấu các giá trị phải bỏ hẳn. Chúng biến mất khỏi bản ghi, lịch sử, tìm kiếm và các gói còn "
                "lưu; gói kế tiếp mang lệnh này tới Sở. Không hoàn tác được. Bản sao lưu và tệp đã chép ra ngoài phải xử "
                "lý riêng.",
                title=shown.title,
            ),
            self,
        )
        about.setWordWrap(True)
        filled = {line.label for part in shown.parts for line in part.lines if line.text != EMPTY}
        self.boxes = {
            each.name: QCheckBox(str(each.label).replace("&", "&&"), self)
            for each in kind.fields
            if str(each.label) in filled and not each.required
        }
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(tr("Lý do (văn bản, yêu cầu của ai)"))
        self.reason.setAccessibleName(tr("Lý do lược bỏ"))
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
        column.setSpacing(theme.GRID // 2)
        column.addWidget(about)
        for box in self.boxes.values():
            box.toggled.connect(lambda _on: self._enable())
            column.addWidget(box)
        if not self.boxes:
            column.addWidget(QLabel(tr("Bản ghi này không có giá trị nào lược bỏ được."), self))
        for widget in (self.reason, self.error, buttons):
            column.addWidget(widget)
        self.reason.textChanged.connect(lambda _text: self._enable())
        self.setMinimumWidth(480)
        self._enable()

    def chosen(self) -> list[str]:
        """Give the fields chosen."""
        return [name for name, box in self.boxes.items() if box.isChecked()]

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.chosen() and self.reason.text().strip()))

    def start(self) -> None:
        """Take the values out, off the window's thread."""
        names, reason, shown = self.chosen(), self.reason.text().strip(), self._shown
        self.go.setEnabled(False)

        def work(session: Session, _progress: Progress) -> int:
            from bgit_desktop.services import redaction

            return redaction.redact_values(session, shown.type, shown.id, names, reason).lines

        self._workspace.operations.run(tr("Lược bỏ giá trị"), work, self._done, failed=self._refused, writes=())

    def _done(self, lines: int) -> None:
        self.accept()
        self._workspace.messages.done(
            tr("Đã lược bỏ giá trị trong {count} dòng nhật ký; không lấy lại được.", count=lines)
        )
        self._workspace.changed.emit(ALL)

    def _refused(self, error: BgitError) -> None:
        self.error.setText(str(error))
        self.error.show()
        make_room(self)
        self._enable()
