"""Settings of this PC: the user's name, the PC's name, who signs reports and from where."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import settings
from bgit_desktop.services.settings import Settings


class SettingsDialog(QDialog):
    """A few fields; nothing but the name is required."""

    def __init__(self, parent: QWidget | None, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setWindowTitle(tr("Thiết lập"))
        now = settings.read(workspace.session)
        self.fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(theme.GRID // 2)
        for name, label, hint in (
            ("actor", tr("Tên người &dùng (ghi vào lịch sử thay đổi) *"), ""),
            ("label", tr("Tên &máy này"), ""),
            ("signer_title", tr("&Chức vụ người ký báo cáo"), tr("Để trống: người đứng đầu phòng hoặc cơ quan")),
            ("signer_name", tr("&Họ tên người ký"), tr("Để trống: chừa chỗ ghi tay")),
            ("place", tr("Đị&a danh trước ngày tháng"), tr("Để trống: địa danh của đơn vị")),
        ):
            field = QLineEdit(getattr(now, name), self)
            field.setPlaceholderText(hint)
            field.setMinimumWidth(380)
            caption = QLabel(label, self)
            caption.setBuddy(field)
            form.addRow(caption, field)
            if name == "actor":
                self.missing = self._error_label()
                form.addRow(self.missing)
            self.fields[name] = field
        self.error = self._error_label()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        primary(buttons, tr("&Lưu thiết lập"))
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(buttons)

    def _save(self) -> None:
        values = {name: field.text().strip() for name, field in self.fields.items()}
        if not values["actor"]:
            self._say(self.missing, tr("Hãy ghi tên người dùng: mỗi thay đổi đều ghi tên người sửa."))
            self.fields["actor"].setFocus()
            return
        try:
            settings.save(self._workspace.session, Settings(**values))
        except BgitError as error:
            self._say(self.error, str(error))
            return
        self._workspace.messages.done(tr("Đã lưu thiết lập."))
        self.accept()

    def _error_label(self) -> QLabel:
        made = QLabel(self)
        made.setProperty("role", "error")
        made.setWordWrap(True)
        made.hide()
        return made

    def _say(self, where: QLabel, text: str) -> None:
        for each in (self.missing, self.error):
            each.setVisible(each is where)
        where.setText(text)
        make_room(self)
