"""Going back to a backup, step by step: what it holds, into which new folder, what happens with the exchange then."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.packages_common import ask_folder, button, quiet
from bgit_desktop.gui.page import Page
from bgit_desktop.services import backup, copies
from bgit_desktop.services.context import Progress
from bgit_desktop.services.detail import local_words


class RestoreDialog(QDialog):
    """Restores a backup into a new folder; the store in use is not touched.

    Args:
        page: the page it stands on.
        path: a backup file, or a copy beside the store.
    """

    def __init__(self, page: Page, path: Path) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self.path = path
        self.is_copy = path.suffix == ".sqlite3"
        session = page.session
        self.folder = session.store.folder.with_name(
            f"{session.store.folder.name}-{session.moment():%Y%m%d-%H%M}"
        ).absolute()
        self.restored: Path | None = None
        self.setWindowTitle(tr("Khôi phục"))
        self.what = QLabel(tr("Đang mở thử {name}…", name=path.name), self)
        self.what.setWordWrap(True)
        self.where = QLabel(str(self.folder), self)
        self.where.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.where, 1)
        self._choose = button(self, "folder-open", tr("&Chọn nơi khác…"), self.choose)
        row.addWidget(self._choose)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(tr("Khôi phục vào thư mục mới"), row)
        if self.is_copy:
            self.passphrase.hide()
        else:
            form.addRow(tr("&Mật khẩu của khóa lúc sao lưu"), self.passphrase)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = primary(self._buttons, tr("&Khôi phục"))
        self.go.setEnabled(False)
        self._buttons.accepted.connect(self.start)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addWidget(self.what)
        column.addLayout(form)
        self._about = quiet(self, self._what_then())
        for widget in (self._about, self.error, self._buttons):
            column.addWidget(widget)
        self.setMinimumWidth(560)
        self._look()

    def _what_then(self) -> str:
        first = tr("Kho đang dùng không bị đụng tới. Sau khi mở kho khôi phục, đừng dùng kho cũ nữa.")
        if self._page.session.is_province:
            then = tr(
                "Nhận lại các gói đơn vị gửi sau ngày sao lưu (thư mục packages/in của kho cũ, hoặc xin đơn vị). Lần ghi "
                "đầu tiên mở đời nhật ký mới; sau đó lập gói trả lời cho mọi đơn vị."
            )
        else:
            then = tr(
                "Lần ghi đầu tiên mở đời nhật ký mới. Hãy xuất gói cho Sở rồi nhận gói trả lời: những gì đã gửi sau ngày "
                "sao lưu sẽ trở về; những gì chưa gửi thì phải nhập lại."
            )
        return f"{first} {then}"

    # -- looking -----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        path = self.path

        def work(_progress: Progress) -> str:
            if self.is_copy:
                held = copies.look_at(path)
                return tr(
                    "Bản chép {name}: đơn vị {unit}, {count} bản ghi, sửa lần cuối {when}. Đã mở thử: đạt.",
                    name=path.name, unit=held.unit, count=held.records, when=held.changed,
                )  # fmt: skip
            found = backup.describe(path)
            return tr(
                "Tệp sao lưu {name}: {unit}, lúc {when}, do {app} tạo. Tệp nguyên vẹn; nội dung được kiểm tra khi mở bằng "
                "mật khẩu.",
                name=path.name, unit=found.unit_name, when=local_words(found.created), app=found.app,
            )  # fmt: skip

        self._page.workspace.operations.run_bare(tr("Mở thử bản sao lưu"), work, self._looked, failed=self._unreadable)

    def _looked(self, said: str) -> None:
        self.what.setText(said)
        self.go.setEnabled(True)

    def _unreadable(self, error: BgitError) -> None:
        self.what.setText(str(error))

    def choose(self) -> None:
        """Ask in which folder the new store is made."""
        chosen = ask_folder(self, tr("Chọn thư mục để khôi phục vào"))
        if chosen is not None:
            self.use_folder(chosen if not any(chosen.iterdir()) else chosen / self.folder.name)

    def use_folder(self, folder: Path) -> None:
        """Restore into this folder."""
        self.folder = folder
        self.where.setText(str(folder))

    # -- doing -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Restore, or open the store that was restored."""
        if self.restored is not None:
            self.accept()
            self._page.workspace.open_store.emit(self.restored)
            return
        secret, path, folder = self.passphrase.text(), self.path, self.folder
        if not self.is_copy and not secret:
            self._say(tr("Hãy nhập mật khẩu."))
            return
        self.go.setEnabled(False)
        self.error.hide()

        def work(progress: Progress) -> tuple[str, ...]:
            if self.is_copy:
                return copies.restore_copy(path, folder, progress)
            return backup.restore(path, folder, secret, progress).problems

        self._page.workspace.operations.run_bare(tr("Khôi phục"), work, self._done, failed=self._refused)

    def _done(self, problems: tuple[str, ...]) -> None:
        self.restored = self.folder
        said = tr("Đã khôi phục vào {folder}.", folder=self.folder)
        checked = tr("Đã kiểm tra: dữ liệu nguyên vẹn.") if not problems else " ".join(problems[:3])
        self.what.setText(f"{said} {checked}")
        self._choose.setEnabled(False)
        self.passphrase.setEnabled(False)
        self.go.setText(tr("&Mở kho vừa khôi phục"))
        self.go.setEnabled(True)

    def _refused(self, error: BgitError) -> None:
        self.go.setEnabled(True)
        self._say(str(error))

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()
