"""Asks for the passphrase of this PC's keys and unlocks them off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room
from bgit_desktop.gui.operations import Operations
from bgit_desktop.services.context import Session

if TYPE_CHECKING:
    from bgit_desktop.services.ownkeys import Keyring


class PassphraseDialog(QDialog):
    """One field; a wrong passphrase is said under it and nothing is lost."""

    def __init__(self, parent: QWidget, operations: Operations, then: Callable[[Keyring], object]) -> None:
        super().__init__(parent)
        self._operations = operations
        self._then = then
        self.setWindowTitle(tr("Mở khóa dữ liệu"))
        label = QLabel(tr("&Mật khẩu của khóa trên máy này"), self)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMinimumWidth(320)
        label.setBuddy(self.field)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        note = QLabel(tr("Cần mật khẩu để ký và giải mã gói dữ liệu. Chỉ hỏi một lần cho đến khi đóng cửa sổ."), self)
        note.setProperty("role", "quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.unlock = primary(buttons, tr("Mở &khóa"))
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        for each in (label, self.field, *self._more(), self.error, note, buttons):
            column.addWidget(each)

    def _more(self) -> list[QWidget]:
        """Give what is asked for besides."""
        return []

    def _try(self) -> None:
        passphrase = self.field.text()
        if not passphrase:
            self._say(tr("Hãy nhập mật khẩu."))
            return
        self.unlock.setEnabled(False)
        self.error.hide()

        unlock = self._unlocking(passphrase)
        self._operations.run(tr("Mở khóa"), lambda own, _progress: unlock(own), self._opened, failed=self._refused)

    def _unlocking(self, passphrase: str) -> Callable[[Session], Keyring]:
        """Give what unlocks the keys, off the window's thread."""
        from bgit_desktop.services import ownkeys

        # the Sở's return packages carry the trust list, which the root key signs
        return lambda session: ownkeys.unlock(session, passphrase, root=session.is_province)

    def _opened(self, keyring: Keyring) -> None:
        if self.isVisible():
            self.accept()
            self._then(keyring)

    def _refused(self, error: BgitError) -> None:
        self.unlock.setEnabled(True)
        self._say(str(error))
        self.field.selectAll()
        self.field.setFocus()

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()
        make_room(self)


class UsbKeysDialog(PassphraseDialog):
    """Unlocks the Sở's root and recovery key too, from the USB stick on which they are kept."""

    def _more(self) -> list[QWidget]:
        self.setWindowTitle(tr("Mở khóa gốc, khóa dự phòng trên USB"))
        self._folder: Path | None = None
        choose = QPushButton(icons.icon("folder-open"), tr("&Chọn USB…"), self)
        choose.clicked.connect(lambda: self._choose())
        self.place = QLabel(tr("chưa chọn"), self)
        where = QWidget(self)
        row = QHBoxLayout(where)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        row.addWidget(choose)
        label = QLabel(tr("Mật khẩu của khóa &gốc (để trống nếu giống mật khẩu trên)"), self)
        self.safe = QLineEdit(self)
        self.safe.setEchoMode(QLineEdit.EchoMode.Password)
        label.setBuddy(self.safe)
        heading = QLabel(tr("Thư mục trên USB có root.age, recovery.age"), self)
        return [heading, where, label, self.safe]

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Thư mục chứa khóa gốc"))
        if chosen:
            self.use_folder(Path(chosen))

    def use_folder(self, folder: Path) -> None:
        """Take root and recovery key from a folder."""
        self._folder = folder
        self.place.setText(str(folder))

    def _try(self) -> None:
        if self._folder is None:
            self._say(tr("Hãy chọn thư mục trên USB."))
            return
        super()._try()

    def _unlocking(self, passphrase: str) -> Callable[[Session], Keyring]:
        from bgit_desktop.services import ownkeys

        offline = ownkeys.Offline(self._folder, self.safe.text())
        return lambda session: ownkeys.unlock_all(session, passphrase, offline)


def ask_passphrase(parent: QWidget, operations: Operations, then: Callable[[Keyring], object]) -> None:
    """Ask for the passphrase; ``then`` gets the keys once it is right, and is not called if the user gives up."""
    dialog = PassphraseDialog(parent, operations, then)
    dialog.setModal(True)
    dialog.open()
