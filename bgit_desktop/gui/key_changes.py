"""Dialogs for keys that change and keys that end: new keys for this PC or the Sở's safe, and a PC's revocation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room
from bgit_desktop.gui.packages_common import ask_folder, button, quiet
from bgit_desktop.gui.page import ALL, Page
from bgit_desktop.services import revoking
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.ownkeys import ROOT_FILE, Keyring, Offline
from bgit_desktop.services.revoking import Candidate, Revoked
from bgit_desktop.services.rotating import Rotated

OWN, LOST, ROOT, RECOVERY, AWAY = "own", "lost", "root", "recovery", "away"


class KeyDialog(QDialog):
    """Changes keys: which, under which passphrase, and where the Sở's root key lies just now.

    Args:
        page: the page it stands on.
        done: called with the new keys, or None where this PC's keys did not change.
    """

    def __init__(self, page: Page, done: Callable[[Keyring | None], object]) -> None:
        super().__init__(page)
        self._page = page
        self._done = done
        self._folder: Path | None = None
        province = page.session.is_province
        self.setWindowTitle(tr("Đổi khóa"))
        self.which = QComboBox(self)
        self.which.addItem(tr("Đổi khóa của máy này"), OWN)
        self.which.addItem(tr("Làm khóa mới vì khóa cũ đã mất hoặc quên mật khẩu"), LOST)
        if province:
            self.which.addItem(tr("Đổi khóa gốc của tỉnh"), ROOT)
            self.which.addItem(tr("Đổi khóa dự phòng của tỉnh"), RECOVERY)
            self.which.addItem(tr("Chuyển khóa gốc và khóa dự phòng sang USB"), AWAY)
        self.which.currentIndexChanged.connect(self._explain)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.about = quiet(self)
        self.passphrase, self.new, self.again, self.safe = (self._secret() for _ in range(4))
        self._labels = {each: QLabel(self) for each in (self.passphrase, self.new, self.again, self.safe)}
        self._form = QFormLayout()
        self._form.addRow(tr("&Việc cần làm"), self.which)
        for field in (self.passphrase, self.new, self.again):
            self._labels[field].setBuddy(field)
            self._form.addRow(self._labels[field], field)
        self.folder = QLabel(self)
        self.folder.setWordWrap(True)
        choose = button(self, "folder-open", tr("&Chọn USB…"), self.choose_folder)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        self._where = QWidget(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._where.setLayout(row)
        self._where_label = QLabel(self)
        self._labels[self.safe].setBuddy(self.safe)
        self._form.addRow(self._where_label, self._where)
        self._form.addRow(self._labels[self.safe], self.safe)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.change = primary(buttons, "")
        buttons.accepted.connect(self.start)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addLayout(self._form)
        for widget in (self.about, self.error, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(690)
        self._explain()

    def _secret(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def choose_folder(self) -> None:
        """Ask where root and recovery key lie, or shall lie."""
        chosen = ask_folder(self, tr("Thư mục chứa khóa gốc"))
        if chosen is not None:
            self.use_folder(chosen)

    def use_folder(self, folder: Path) -> None:
        """Take root and recovery key from a folder."""
        self._folder = folder
        self._say_where()

    def kind(self) -> str:
        """Give what is to be done."""
        return str(self.which.currentData())

    def _explain(self) -> None:
        province = self._page.session.is_province
        told = {
            OWN: tr("Khóa gốc bảo đảm cho khóa mới; đơn vị nhận khóa mới qua gói trả lời. Gói cũ vẫn đọc được.")
            if province
            else tr("Khóa cũ bảo đảm cho khóa mới; gói xuất kế tiếp tự báo cho Sở. Gói cũ vẫn đọc được."),
            LOST: tr(
                "Khóa gốc bảo đảm cho khóa mới. Gói đã gửi đến khóa cũ được mở bằng khóa dự phòng: bấm “Mở khóa trên "
                "USB…” rồi chọn lại các gói đó ở Hộp gói đến."
            )
            if province
            else tr(
                "Không ai bảo đảm cho khóa mới: sau đó in phiếu khóa, ký, đóng dấu, gửi Sở cùng tệp đăng ký để "
                "đăng ký lại. Số liệu trên máy vẫn còn."
            ),
            ROOT: tr(
                "Khóa gốc cũ và mới cùng ký danh sách tin cậy. Làm khi có mặt người giữ két; in lại phiếu khóa của Sở."
            ),
            RECOVERY: tr("Gói lập sau khi đơn vị nhận gói trả lời sẽ mở được bằng khóa dự phòng mới; khóa cũ vẫn giữ."),
            AWAY: tr(
                "Chọn thư mục trên USB và mật khẩu riêng (nếu muốn). Bản trên máy bị xóa sau khi đọc thử lại "
                "bản trên USB."
            ),
        }
        kind = self.kind()
        self.about.setText(told[kind])
        self.change.setText(
            tr("&Chuyển khóa") if kind == AWAY else tr("Làm khóa &mới") if kind == LOST else tr("Đổ&i khóa")
        )
        self._labels[self.passphrase].setText(tr("&Mật khẩu đang dùng"))
        fresh = tr("Mật khẩu mới") if kind == LOST else tr("Mật khẩu mới (để trống: &giữ nguyên)")
        self._labels[self.new].setText(fresh)
        self._labels[self.again].setText(tr("Gõ &lại mật khẩu mới"))
        self._labels[self.safe].setText(
            tr("Mật khẩu riêng cho &khóa gốc (nếu khác)") if kind == AWAY else tr("Mật khẩu của &khóa gốc (nếu khác)")
        )
        self._where_label.setText(tr("Chuyển vào thư mục") if kind == AWAY else tr("Khóa gốc nằm"))
        self._say_where()
        # only what this task asks for: a field that is not read misleads
        self._form.setRowVisible(self.passphrase, kind != LOST)
        for field in (self.new, self.again):
            self._form.setRowVisible(field, kind != AWAY)
        for widget in (self._where, self.safe):
            self._form.setRowVisible(widget, province)
        self.error.hide()
        make_room(self)

    def _say_where(self) -> None:
        here = (self._page.session.store.folder / "keys" / ROOT_FILE).is_file() and self.kind() != AWAY
        self.folder.setText(str(self._folder or (tr("trên máy này") if here else tr("chưa chọn"))))

    # -- doing -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Change the keys, off the window's thread."""
        kind, secret, new = self.kind(), self.passphrase.text(), self.new.text()
        if kind == LOST:
            secret = ""  # its field is hidden: what was typed for another task does not count
        if kind == AWAY:
            new = ""
        elif new != self.again.text():
            self._say(tr("Hai lần gõ mật khẩu mới không giống nhau."))
            return
        if kind == AWAY and self._folder is None:
            self._say(tr("Hãy chọn thư mục trên USB."))
            return
        if not (new if kind == LOST else secret):
            self._say(tr("Hãy đặt mật khẩu mới.") if kind == LOST else tr("Hãy nhập mật khẩu."))
            return
        offline = Offline(self._folder, self.safe.text())
        self.change.setEnabled(False)
        self.error.hide()

        def work(session: Session, progress: Progress) -> Rotated | None:
            return change_keys(session, kind, secret, new, offline, progress)

        self._page.workspace.operations.run(
            tr("Đổi khóa"), work, self._changed, failed=self._refused, writes=frozenset({"keys"})
        )

    def _changed(self, done: Rotated | None) -> None:
        kind = self.kind()
        self.accept()
        messages = self._page.workspace.messages
        if done is None:
            messages.done(tr("Đã chuyển khóa gốc và khóa dự phòng vào {folder}.", folder=self._folder or ""))
        elif done.needs_sheet:
            messages.done(tr("Đã làm khóa mới. Hãy in phiếu khóa và xuất tệp đăng ký để Sở đăng ký lại máy này."))
        else:
            messages.done(tr("Đã đổi khóa."))
        self._done(done.keyring if done is not None and kind in (OWN, LOST) else None)

    def _refused(self, error: BgitError) -> None:
        self.change.setEnabled(True)
        self._say(str(error))

    def _say(self, text: str) -> None:
        self.error.setText(text)
        self.error.show()
        make_room(self)


def change_keys(
    session: Session, kind: str, secret: str, new: str, offline: Offline, progress: Progress
) -> Rotated | None:
    """Do what the dialog was asked for.

    Args:
        session: the session.
        kind: one of ``own``, ``lost``, ``root``, ``recovery``, ``away``.
        secret: the passphrase in force.
        new: the new one; "" for the same.
        offline: where root and recovery key lie; for ``away`` where they shall go.
        progress: told how far it is.

    Returns:
        What was changed; None where keys were only moved.

    Raises:
        BgitError: a passphrase is wrong, a key is not at hand, a file cannot be written.
    """
    from bgit_desktop.services import ownkeys, rotating, setup

    if new:
        setup.check_passphrase(new)
    if kind == AWAY:
        rotating.move_offline(session, secret, offline.folder or Path(), offline.passphrase or secret)
        return None
    if kind == LOST:
        root = ownkeys.unlock_root(session, secret or new, offline) if session.is_province else None
        return rotating.replace_lost(session, new, root, progress)
    keyring = ownkeys.unlock(session, secret, root=True, recovery=kind == RECOVERY, offline=offline)
    if kind == ROOT:
        return rotating.rotate_root(session, keyring, new or offline.passphrase or secret, offline)
    if kind == RECOVERY:
        return rotating.rotate_recovery(session, keyring, new or offline.passphrase or secret, offline)
    return rotating.rotate(session, keyring, new or secret, progress)


class RevokeDialog(QDialog):
    """Ends a PC's credit: the last package that is still believed is chosen from a list.

    Args:
        page: the page it stands on.
        replica: id of the PC.
        name: what people call it.
    """

    def __init__(self, page: Page, replica: str, name: str) -> None:
        super().__init__(page)
        self._page = page
        self._replica = replica
        self.setWindowTitle(tr("Thu hồi khóa"))
        about = QLabel(
            tr(
                "Thu hồi khóa của {name}. Mọi thay đổi máy đó gửi sau gói được chọn sẽ bị rút lại, gói mới bị từ chối. "
                "Máy này không đăng ký lại được; muốn dùng tiếp phải tạo kho mới.",
                name=name,
            ),
            self,
        )
        about.setWordWrap(True)
        label = QLabel(tr("&Gói cuối còn tin được:"), self)
        self.list = QListWidget(self)
        label.setBuddy(self.list)
        self.points = revoking.candidates(page.session, replica)
        for each in self.points:
            self.list.addItem(QListWidgetItem(point_text(each)))
        self.list.setCurrentRow(0)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(tr("Lý do (mất máy, mất USB, cán bộ chuyển công tác…)"))
        self.reason.setAccessibleName(tr("Lý do thu hồi"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.revoke = primary(buttons, tr("Thu &hồi khóa"))
        buttons.accepted.connect(self.start)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        for widget in (about, label, self.list, self.reason, buttons):
            column.addWidget(widget)
        self.setMinimumSize(520, 380)

    def start(self) -> None:
        """Ask for the passphrase, as the trust list is to be signed, and revoke."""
        point, reason = self.points[max(0, self.list.currentRow())], self.reason.text().strip()
        self.accept()
        self._page.workspace.with_keyring(self._page, lambda keyring: self._revoke(keyring, point, reason))

    def _revoke(self, keyring: Keyring, point: Candidate, reason: str) -> None:
        def work(session: Session, _progress: Progress) -> Revoked:
            return revoking.revoke(
                session, self._replica, point.seq, keyring, incarnation=point.incarnation, reason=reason
            )

        def done(found: Revoked) -> None:
            said = tr(
                "Đã thu hồi khóa của máy “{label}”; đã rút lại {count} thao tác trong {files} gói.",
                label=found.label,
                count=found.operations,
                files=len(found.files),
            )
            said = " ".join([said, *(f"{each}." for each in revoking.taken_back(found.detail))])
            if not found.trust_version:
                said += " " + tr("Danh sách tin cậy sẽ ký lại khi lập gói trả lời với khóa gốc.")
            self._page.workspace.messages.done(said)
            self._page.workspace.changed.emit(ALL)

        self._page.workspace.operations.run(tr("Thu hồi khóa"), work, done, writes=())


def point_text(point: Candidate) -> str:
    """Say a point up to which a PC may still be believed."""
    if not point.file:
        return tr("Không tin gói nào: rút lại tất cả")
    return tr("{at} — {file} (đến thao tác {seq})", at=point.at, file=point.file, seq=point.seq)


def change_own_keys(page: Page, done: Callable[[], object]) -> None:
    """Open the dialog that changes this PC's keys; the window goes on with the new ones."""

    def keep(keyring: Keyring | None) -> None:
        page.workspace.keep_keyring(keyring)
        done()

    KeyDialog(page, keep).open()


def revoke_key(page: Page, replica: str, name: str) -> None:
    """Open the dialog that revokes a PC's key."""
    RevokeDialog(page, replica, name).open()
