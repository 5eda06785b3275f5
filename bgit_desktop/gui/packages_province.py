"""Hộp gói đến of the Sở: files dropped here, one row each with what would become of it; merged only when asked to.

Dropping makes a preview: the same code as taking in, rolled back. Each row says unit, PC, window and verdict in words,
what it would change, and — for the row chosen — the reason and what can be done. "Nhập N gói hợp lệ" takes them in.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.exchange_parts import VerdictStrip
from bgit_desktop.gui.list_output import ask_target, open_file
from bgit_desktop.gui.package_actions import PackageActions
from bgit_desktop.gui.package_preview import PREVIEW_WRITES, PreviewTable, explain, take_words
from bgit_desktop.gui.packages_common import (
    History,
    OwnKeyCard,
    ask_files,
    ask_folder,
    button,
    outcome_sentence,
)
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.scan_choice import LackingLine
from bgit_desktop.services import exchange_board, receiving, replies, scans_due
from bgit_desktop.services.along import Which
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.outfile import refuse_own
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.packages import Exported
from bgit_desktop.services.urgent import print_report


class Inbox(QWidget):
    """The preview of files dropped, and the button that takes them in.

    Args:
        page: the page it stands on.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.paths: list[Path] = []
        self.table = PreviewTable(self)
        self.strip = VerdictStrip(self)
        self.table.itemSelectionChanged.connect(self._explain)
        self.take_button = button(self, "package-check", "", self.take, primary=True)
        self.clear_button = button(self, "x", tr("&Bỏ danh sách"), self.clear)
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        tools.addWidget(button(self, "file-down", tr("Chọn &tệp…"), self.choose_files))
        tools.addWidget(button(self, "folder-open", tr("Chọn t&hư mục…"), self.choose_folder))
        tools.addSpacing(theme.GRID)
        tools.addWidget(self.take_button)
        tools.addWidget(self.clear_button)
        tools.addStretch(1)
        tools.addWidget(button(self, "mail", tr("&Gói trả lời cho đơn vị…"), self.answer))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._drop_here())
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(tools)
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)
        self.clear()

    def _drop_here(self) -> QWidget:
        frame = QWidget(self)
        sign = QLabel(frame)
        sign.setPixmap(icons.pixmap("inbox", theme.colours().quiet, 48))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text = QLabel(
            tr(
                "Thả tệp hoặc thư mục gói của các đơn vị vào đây, hoặc bấm “Chọn tệp…”.\n"
                "Chưa nhập gì trước khi bấm “Nhập”."
            ),
            frame,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        column = QVBoxLayout(frame)
        column.addStretch(1)
        column.addWidget(sign)
        column.addWidget(text)
        column.addStretch(2)
        return frame

    # -- the preview -------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files."""
        self.add(ask_files(self._page, tr("Chọn gói của các đơn vị")))

    def choose_folder(self) -> None:
        """Ask for a folder; whatever lies in it is looked at."""
        folder = ask_folder(self._page, tr("Chọn thư mục có gói của các đơn vị"))
        if folder is not None:
            self.add([folder])

    def add(self, paths: list[Path]) -> None:
        """Add files or folders and preview all."""
        if not paths:
            return
        self.paths += [path for path in paths if path not in self.paths]
        self.preview()

    def preview(self) -> None:
        """Tell what taking the files in would do; nothing is merged."""
        if self.paths:
            self._page.workspace.with_keyring(self._page, self._preview)

    def _preview(self, keyring: Keyring) -> None:
        paths = list(self.paths)

        def work(session: Session, progress: Progress) -> list[Outcome]:
            return receiving.receive(session, keyring, paths, dry_run=True, progress=progress)

        self._page.workspace.operations.run(tr("Xem trước gói"), work, self.show_preview, writes=PREVIEW_WRITES)

    def show_preview(self, outcomes: list[Outcome]) -> None:
        """Show a preview."""
        self.table.show_outcomes(self._page, outcomes)
        self._stack.setCurrentIndex(1 if outcomes else 0)
        self._enable()
        self._explain()
        self.table.setFocus()

    def _enable(self) -> None:
        told, possible = take_words(self.table.outcomes)
        self.take_button.setText(told)
        self.take_button.setEnabled(possible)
        self.take_button.setVisible(bool(self.table.outcomes))
        self.clear_button.setVisible(bool(self.table.outcomes))

    def clear(self) -> None:
        """Forget the files dropped."""
        self.paths = []
        self.table.show_outcomes(self._page, [])
        self._stack.setCurrentIndex(0)
        self.strip.hide()
        self._enable()

    def _explain(self) -> None:
        explain(self._page, self.strip, self.table.chosen())

    # -- taking in ---------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Take the files in: those that hold are merged, the others kept and noted with their reason."""
        self._page.workspace.with_keyring(self._page, self._take)

    def _take(self, keyring: Keyring) -> None:
        paths = list(self.paths)

        def work(session: Session, progress: Progress) -> list[Outcome]:
            return receiving.receive(session, keyring, paths, progress=progress)

        self._page.workspace.operations.run(tr("Nhập gói"), work, self._taken, writes=())

    def _taken(self, outcomes: list[Outcome]) -> None:
        self.clear()
        said, well = outcome_sentence(outcomes)
        bar = self._page.workspace.messages
        urgent = [each.incident for each in outcomes if each.incident and each.verdict == "accepted"]
        if urgent:
            bar.problem(said, (tr("&In báo cáo sự cố…"), lambda: self.print_incident(urgent[0])))
        else:
            (bar.done if well else bar.problem)(said)

    def print_incident(self, incident: str) -> None:
        """Write the report of an urgent incident and show it."""
        name = f"bao-cao-su-co-{self._page.session.today():%Y%m%d}.pdf"
        out = ask_target(self._page.workspace, self._page, tr("In báo cáo sự cố"), name, tr("Tệp PDF (*.pdf)"))
        if out is not None:
            self._page.workspace.operations.run(
                tr("In báo cáo sự cố"),
                lambda session, progress: print_report(session, incident, out, progress),
                lambda written: open_file(written),
            )

    # -- answering ---------------------------------------------------------------------------------------------------

    def answer(self) -> None:
        """Ask which units are answered and where the files go."""
        units = replies.answerable(self._page.session)
        if not units:
            self._page.workspace.messages.note(
                tr("Chưa đơn vị nào đăng ký khóa; đăng ký ở trang Đơn vị trước khi lập gói trả lời.")
            )
            return
        dialog = ReplyDialog(self._page, units)

        def done(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                self.answer_to(
                    dialog.chosen(), "new" if dialog.scans.isChecked() else "none",
                    evaluations=dialog.evaluations.isChecked(),
                )  # fmt: skip
            dialog.deleteLater()

        dialog.finished.connect(done)
        dialog.open()

    def answer_to(self, units: list[str], attach: Which = "none", *, evaluations: bool = False) -> None:
        """Ask for the folder and write the return packages of some units."""
        folder = ask_folder(self._page, tr("Ghi gói trả lời vào thư mục"))
        if folder is None:
            return
        try:
            refuse_own(self._page.session.store.folder, folder)
        except BgitError as error:
            self._page.workspace.messages.problem(str(error))
            return
        self._page.workspace.with_keyring(
            self._page,
            lambda keyring: self.write_replies(keyring, units, folder, attach, evaluations=evaluations),
        )

    def write_replies(
        self, keyring: Keyring, units: list[str], folder: Path, attach: Which = "none", *, evaluations: bool = False
    ) -> None:
        """Write the return packages of some units into a folder."""

        def work(session: Session, progress: Progress) -> list[Exported]:
            return replies.reply_to(session, keyring, units, folder, progress, attach=attach, evaluations=evaluations)

        def done(written: list[Exported]) -> None:
            said = tr("Đã ghi {count} gói trả lời vào {folder}.", count=len(written), folder=folder)
            self._page.workspace.messages.done(said)

        self._page.workspace.operations.run(tr("Lập gói trả lời"), work, done, writes=())


class ReplyDialog(QDialog):
    """Chooses the units that get a return package; all of them at first."""

    def __init__(self, parent: QWidget, units: list[replies.Answerable]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Gói trả lời cho đơn vị"))
        label = QLabel(tr("&Đơn vị nhận gói trả lời:"), self)
        self.list = QListWidget(self)
        label.setBuddy(self.list)
        for each in units:
            item = QListWidgetItem(f"{each.name} — {each.last}")
            item.setData(Qt.ItemDataRole.UserRole, each.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.scans = QCheckBox(tr("Kèm bản quét &mới của Sở hoặc đơn vị đang thiếu"), self)
        self.evaluations = QCheckBox(tr("Kèm điểm, xếp loại cán bộ của &chính đơn vị đó (giá trị hạn chế)"), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.write = primary(buttons, "")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.list.itemChanged.connect(lambda _item: self._count())
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        for widget in (label, self.list, self.scans, self.evaluations, buttons):
            column.addWidget(widget)
        self.setMinimumSize(420, 360)
        self._count()

    def chosen(self) -> list[str]:
        """Give the codes of the units chosen."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        number = len(self.chosen())
        self.write.setText(tr("&Xuất {count} gói trả lời…", count=number))
        self.write.setEnabled(bool(number))


class ProvincePackages(QTabWidget):
    """The Sở's side: the inbox, what came and went, this PC's key.

    Args:
        page: the page it stands on.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.setDocumentMode(True)
        self.inbox = Inbox(page)
        ask_again = tr("&Xin gửi bù (gói trả lời)…")
        actions = PackageActions(page, (ask_again, lambda chosen: self.inbox.answer_to([chosen.row.unit])))
        self.history = History(page, actions.of)
        self.own = OwnKeyCard(page)
        key = QWidget(self)
        column = QVBoxLayout(key)
        column.setContentsMargins(0, theme.GRID, 0, 0)
        column.addWidget(self.own.frame)
        column.addStretch(1)
        shown = QWidget(self)
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(0, theme.GRID, 0, 0)
        inside.addWidget(self.history)
        self.lacking = LackingLine(shown)
        inside.addWidget(self.lacking)
        self.addTab(self.inbox, tr("Hộp gói đến"))
        self.addTab(shown, tr("Đã nhận, đã xuất"))
        self.addTab(key, tr("Khóa của Sở"))

    def show_all(self) -> None:
        """Read everything anew; the preview of files dropped is asked for again."""
        self.history.show_history()
        self.own.show_key()
        session = self._page.session
        found = scans_due.lacking(session)
        names = {each.unit: exchange_board.unit_name(session, each.unit) for each in found}
        self.lacking.show_lacking(scans_due.lacking_text(found), found, names)
        held = sum(each.state.startswith("held-") for each in self.history.table.shown)
        self.setTabText(
            1, tr("Đã nhận, đã xuất ({count} chờ quyết định)", count=held) if held else tr("Đã nhận, đã xuất")
        )

    def choose(self, sha256: str) -> None:
        """Show a package of the history."""
        self.setCurrentIndex(1)
        self.history.choose(sha256)
