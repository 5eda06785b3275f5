"""What a unit's and the Sở's page of packages share: the history with its explanation, own key, pinning keys, undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.values import format_date
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.exchange_parts import PackageTable, TrustDialog, VerdictStrip
from bgit_desktop.gui.list_output import ask_target, documents_folder, open_file
from bgit_desktop.gui.messages import Action
from bgit_desktop.gui.page import ALL, Page
from bgit_desktop.gui.passphrase import UsbKeysDialog
from bgit_desktop.services import exchange_board, keys, packages, receiving, trustlist
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.exchange_board import ShownPackage
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.trustlist import Standing
from bgit_desktop.services.verdict_words import words


def ask_files(parent: QWidget, title: str) -> list[Path]:
    """Ask for packages; a name that a chat program has changed is shown too."""
    chosen, _ = QFileDialog.getOpenFileNames(
        parent, title, str(documents_folder()), tr("Gói dữ liệu (*.bgpkg *.bgpkg.txt);;Mọi tệp (*)")
    )
    return [Path(each) for each in chosen]


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(documents_folder()))
    return Path(chosen) if chosen else None


def card(parent: QWidget, title: str) -> tuple[QFrame, QVBoxLayout]:
    """Make a card with a heading."""
    frame = QFrame(parent)
    frame.setObjectName("card")
    heading = QLabel(title, frame)
    heading.setProperty("role", "heading")
    column = QVBoxLayout(frame)
    column.setContentsMargins(*([theme.GRID * 3 // 2] * 4))
    column.setSpacing(theme.GRID // 2)
    column.addWidget(heading)
    frame.setAccessibleName(title)
    return frame, column


def button(
    parent: QWidget, icon: str, text: str, action: Callable[[], object], *, primary: bool = False
) -> QPushButton:
    """Make a button with an icon."""
    made = QPushButton(icons.icon(icon, theme.colours().on_accent if primary else ""), text, parent)
    if primary:
        made.setProperty("role", "primary")
    made.clicked.connect(lambda: action())
    return made


def quiet(parent: QWidget, text: str = "") -> QLabel:
    """Make a line of secondary text."""
    made = QLabel(text, parent)
    made.setProperty("role", "quiet")
    made.setWordWrap(True)
    return made


class OwnKeyCard:
    """This PC's key: its 40 digits, the sheet to print, the enrolment file.

    Args:
        page: the page it stands on.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self.frame, column = card(page, tr("Khóa của máy này"))
        self._digits = QLabel(self.frame)
        self._digits.setWordWrap(True)
        self._digits.setAccessibleName(tr("40 chữ số của khóa"))
        self._about = quiet(self.frame)
        row = QHBoxLayout()
        row.addWidget(button(self.frame, "printer", tr("&In phiếu khóa…"), self.sheet))
        row.addWidget(button(self.frame, "key-round", tr("Xuất tệp đăng &ký…"), self.enrolment))
        row.addWidget(button(self.frame, "shield-check", tr("Đổi khó&a…"), self.change))
        self._trust = quiet(self.frame)
        self._trust.setVisible(page.session.is_province)
        if page.session.is_province:
            self.usb = button(self.frame, "hard-drive", tr("&Mở khóa trên USB…"), self.unlock_usb)
            row.addWidget(self.usb)
        row.addStretch(1)
        column.addWidget(self._digits)
        column.addWidget(self._about)
        column.addWidget(self._trust)
        column.addStretch(1)
        column.addLayout(row)

    def show_key(self) -> None:
        """Read the key anew."""
        own = keys.show(self._page.session)
        self._digits.setText(own.fingerprint)
        self._about.setText(
            tr("Máy “{label}”. Gửi nơi nhận cả tệp đăng ký và phiếu in đã ký, đóng dấu.", label=own.label)
        )
        if self._page.session.is_province:
            found = trustlist.standing(self._page.session)
            self._trust.setText("\n".join(trust_sentences(found)))
            self.usb.setVisible(not found.root_here)  # what lies on the PC is unlocked with its own key

    def unlock_usb(self) -> UsbKeysDialog:
        """Unlock root and recovery key from their stick, for as long as the window is open."""
        workspace = self._page.workspace

        def opened(keyring: Keyring) -> None:
            workspace.keep_keyring(keyring)
            workspace.messages.done(
                tr(
                    "Khóa trên USB đã mở đến khi đóng cửa sổ: gói trả lời sẽ mang danh sách tin cậy mới ký, và gói gửi tới "
                    "khóa cũ đã mất cũng mở được (chọn lại tệp đó ở Hộp gói đến). Xong việc hãy rút USB và đóng cửa sổ."
                )
            )

        dialog = UsbKeysDialog(self._page, workspace.operations, opened)
        dialog.setModal(True)
        dialog.open()
        return dialog

    def change(self) -> None:
        """Change the keys."""
        from bgit_desktop.gui.key_changes import change_own_keys

        change_own_keys(self._page, self.show_key)

    def sheet(self) -> None:
        """Print the enrolment sheet."""
        code = self._page.session.unit.lower()
        out = ask_target(
            self._page.workspace, self._page, tr("In phiếu khóa"), f"phieu-khoa-{code}.pdf", tr("Tệp PDF (*.pdf)")
        )
        if out is None:
            return

        def work(session: Session, _progress: Progress) -> Path:
            from bgit_desktop.services import key_sheet

            return key_sheet.sheet(session, out)

        def done(path: Path) -> None:
            bar = self._page.workspace.messages
            bar.done(tr("Đã ghi {name}", name=path.name), (tr("Mở tệp"), lambda: open_file(path)))

        self._page.workspace.operations.run(tr("In phiếu khóa"), work, done)

    def enrolment(self) -> None:
        """Write the enrolment file."""
        code = self._page.session.unit.lower()
        filter_ = tr("Tệp đăng ký khóa (*.bgpkg)")
        out = ask_target(
            self._page.workspace, self._page, tr("Xuất tệp đăng ký"), f"dang-ky-khoa-{code}.bgpkg", filter_
        )
        if out is not None:
            self._page.workspace.with_keyring(self._page, lambda keyring: self._write(keyring, out))

    def _write(self, keyring: Keyring, out: Path) -> None:
        def work(session: Session, _progress: Progress) -> Path:
            return keys.export_enrolment(session, keyring, out)

        def done(path: Path) -> None:
            said = tr("Đã ghi {name}. Gửi kèm phiếu khóa in ra giấy.", name=path.name)
            self._page.workspace.messages.done(said)

        self._page.workspace.operations.run(tr("Xuất tệp đăng ký"), work, done, writes=())


def trust_sentences(found: Standing) -> list[str]:
    """Say how the Sở's trust list stands, and where its root key lies."""
    said = [
        tr(
            "Danh sách tin cậy: phiên bản {version}, ký ngày {day}; {enrolled} máy được tin, {revoked} máy đã thu hồi.",
            version=found.version, day=format_date(found.issued), enrolled=found.enrolled, revoked=found.revoked,
        )
        if found.version
        else tr("Danh sách tin cậy chưa ký lần nào; lập gói trả lời đầu tiên sẽ ký.")
    ]  # fmt: skip
    if found.version and not found.is_current:
        said.append(tr("Từ đó đã có máy đăng ký, đổi khóa hay bị thu hồi: sẽ ký lại khi lập gói trả lời có khóa gốc."))
    said.append(
        tr("Khóa gốc còn nằm trên máy này; hãy chuyển sang USB và cất két (Đổi khóa…).")
        if found.root_here
        else tr("Khóa gốc không nằm trên máy này. Cần ký danh sách tin cậy thì bấm “Mở khóa trên USB…”.")
    )
    return said


class History(QWidget):
    """The packages that came and went, with the strip that explains the one chosen and what can be done with it.

    Args:
        page: the page it stands on.
        actions: gives what can be done with a package.
    """

    def __init__(self, page: Page, actions: Callable[[ShownPackage], Sequence[Action]]) -> None:
        super().__init__(page)
        self._page = page
        self._actions = actions
        self.table = PackageTable(self, province=page.session.is_province)
        self.strip = VerdictStrip(self)
        self.empty = quiet(self, tr("Chưa có gói nào được nhận hay xuất."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        self.table.itemSelectionChanged.connect(self._explain)

    def show_history(self) -> None:
        """Read the list anew."""
        shown = exchange_board.packages_shown(self._page.session)
        self.table.show_packages(shown)
        self.empty.setVisible(not shown)
        self.table.setVisible(bool(shown))
        self._explain()

    def choose(self, sha256: str) -> None:
        """Choose a package by the start of its hash."""
        for at, each in enumerate(self.table.shown):
            if each.row.sha256.startswith(sha256):
                self.table.selectRow(at)
                self.table.setFocus()
                return

    def _explain(self) -> None:
        chosen = self.table.chosen()
        if chosen is None:
            self.strip.hide()
            return
        row = chosen.row
        reason = row.reason
        if row.to_seq and row.status in ("exported", "acknowledged", "accepted", "duplicate"):
            from bgit_desktop.services.receipts import code_of

            told = words(row.status)
            code = tr("Mã đối chiếu qua điện thoại: {code}.", code=code_of(self._page.session, row))
            reason = " ".join(filter(None, (reason or str(told.meaning), code)))
        if chosen.state != row.status:  # it waits for nothing: the reason of then would only mislead
            reason = ""
        self.strip.explain(words(chosen.state), reason, self._actions(chosen))


def pin_key(page: Page, path: Path | None = None) -> None:
    """Pin another PC's key: ask for the file where none is given, then for the digits of the sheet."""
    if path is None:
        filter_ = tr("Tệp đăng ký khóa (*.bgpkg *.bgpkg.txt);;Mọi tệp (*)")
        chosen, _ = QFileDialog.getOpenFileName(page, tr("Chọn tệp đăng ký khóa"), str(documents_folder()), filter_)
        if not chosen:
            return
        path = Path(chosen)

    def done(name: str) -> None:
        page.workspace.messages.done(tr("Đã đăng ký khóa của {name}.", name=name))
        page.workspace.changed.emit(ALL)
        if any(each.status == "held-unknown-key" for each in packages.list_packages(page.session)):
            from bgit_desktop.gui.package_actions import receive_again

            receive_again(page, tr("Thử lại gói đang giữ"), receiving.retry)

    try:
        dialog = TrustDialog(page, page.workspace, path, done)
    except BgitError as error:
        page.workspace.messages.problem(str(error))
        return
    dialog.open()


def outcome_sentence(outcomes: list[Outcome]) -> tuple[str, bool]:
    """Say in one sentence what became of some files, and whether all went well."""
    good = [each for each in outcomes if each.is_ok]
    applied = sum(each.applied for each in outcomes)
    said = tr("Đã nhận {good}/{all} gói, {count} thay đổi.", good=len(good), all=len(outcomes), count=applied)
    conflicts = sum(each.conflicts for each in outcomes)
    if conflicts:
        said += " " + tr("{count} giá trị mâu thuẫn cần chọn.", count=conflicts)
    bad = [each for each in outcomes if not each.is_ok]
    if bad:
        said += " " + f"{bad[0].file}: {words(bad[0].verdict).word}. {bad[0].reason}"
    warned = [sentence for each in good for sentence in each.warnings]
    alarms = [each.reason for each in good if each.alarm]
    return " ".join([said, *alarms, *warned]), not bad and not alarms
