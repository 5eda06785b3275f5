"""Asks for the passphrase of this PC's keys and unlocks them off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room
from bgit_desktop.gui.operations import Operations
from bgit_desktop.services.context import Progress, Session

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
        for each in (label, self.field, self.error, note, buttons):
            column.addWidget(each)

    def _try(self) -> None:
        from bgit_desktop.services import ownkeys

        passphrase = self.field.text()
        if not passphrase:
            self._say(tr("Hãy nhập mật khẩu."))
            return
        self.unlock.setEnabled(False)
        self.error.hide()

        def work(session: Session, _progress: Progress) -> Keyring:
            # the Sở's return packages carry the trust list, which the root key signs
            return ownkeys.unlock(session, passphrase, root=session.is_province)

        self._operations.run(tr("Mở khóa"), work, self._opened, failed=self._refused)

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


def ask_passphrase(parent: QWidget, operations: Operations, then: Callable[[Keyring], object]) -> None:
    """Ask for the passphrase; ``then`` gets the keys once it is right, and is not called if the user gives up."""
    dialog = PassphraseDialog(parent, operations, then)
    dialog.setModal(True)
    dialog.open()
