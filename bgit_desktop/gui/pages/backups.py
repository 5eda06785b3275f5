"""The page Sao lưu và khôi phục: the tested copies beside the store, the file that leaves the PC, and going back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout

from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.exchange_parts import VerdictStrip
from bgit_desktop.gui.list_output import ask_target, documents_folder
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.restore_dialog import RestoreDialog
from bgit_desktop.services import copies
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.copies import Backup, Held, ShownCopy
from bgit_desktop.services.verdict_words import NOTHING, Words


class BackupsPage(Page):
    """Copies and backups."""

    help_topic = "backup"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.shown: list[ShownCopy] = []
        self._held: dict[Path, Held] = {}
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        for icon, text, action, first in (
            ("hard-drive", tr("Sao lưu &ra tệp…"), self.back_up, True),
            ("database-backup", tr("Chép &ngay một bản"), self.copy_now, False),
            ("undo-2", tr("&Khôi phục từ tệp…"), self.restore_file, False),
        ):
            tools.addWidget(button(self, icon, text, action, primary=first))
        tools.addStretch(1)
        about = quiet(
            self,
            tr(
                "Bản chép bên dưới nằm cùng ổ đĩa với dữ liệu, tự làm mỗi ngày và trước mỗi lần nhập; bản càng cũ giữ "
                "càng thưa. Hỏng ổ đĩa thì chỉ tệp sao lưu cất nơi khác mới cứu được: mỗi tuần hãy sao lưu ra USB."
            ),
        )
        headers = [tr("Lúc"), tr("Dịp"), tr("Cỡ"), tr("Đã mở thử"), tr("Bên trong")]
        self.table = CalmTable(tr("Các bản chép"), headers, self)
        self.table.itemSelectionChanged.connect(self._explain)
        self.table.opened.connect(lambda _row: self.look())
        self.empty = QLabel(tr("Chưa có bản chép nào."), self)
        self.empty.setProperty("role", "quiet")
        self.strip = VerdictStrip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addLayout(tools)
        column.addWidget(about)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        self.refresh(frozenset())

    # -- showing -----------------------------------------------------------------------------------------------------

    def refresh(self, types: frozenset[str]) -> None:
        """Read the folder anew."""
        del types
        chosen = self.chosen()
        self.shown = copies.shown_copies(self.session)
        self.empty.setVisible(not self.shown)
        self.table.setRowCount(len(self.shown))
        for at, each in enumerate(self.shown):
            self.table.put(at, 0, each.when)
            self.table.put(at, 1, each.occasion)
            self.table.put(at, 2, each.size, right=True)
            self.table.put(at, 3, tr("Đạt, {day}", day=each.tested)).setIcon(tone_icon("circle-check", "good"))
            held = self._held.get(each.path)
            self.table.put(at, 4, held_text(held) if held else "")
            if chosen is not None and chosen.path == each.path:
                self.table.selectRow(at)
        if chosen is None and self.shown:
            self.table.selectRow(0)
        self._explain()
        self.workspace.status_changed.emit()

    def status_text(self) -> str:
        """Say how many copies there are."""
        return tr("{count} bản chép", count=len(self.shown))

    def chosen(self) -> ShownCopy | None:
        """Give the copy chosen."""
        at = self.table.currentRow()
        return self.shown[at] if 0 <= at < len(self.shown) else None

    def _explain(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            self.strip.hide()
            return
        held = self._held.get(chosen.path)
        title = tr("Bản chép lúc {when}", when=chosen.when)
        told = Words(Label(title, title), "database-backup", "quiet", NOTHING)
        actions = [
            (tr("&Mở thử lại"), self.look),
            (tr("Khôi phục &bản này…"), lambda: self.restore(chosen.path)),
        ]
        tested = tr("Đã mở thử {day}, đạt.", day=chosen.tested)
        inside = f"{held_text(held)}." if held else tr("Mở thử lại để xem bên trong có gì.")
        self.strip.explain(told, f"{tested} {inside}", actions)

    # -- doing -------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Open the copy chosen, read all of it, and say what it holds."""
        chosen = self.chosen()
        if chosen is None:
            return
        path = chosen.path

        def done(held: Held) -> None:
            self._held[path] = held
            self.refresh(frozenset())

        def failed(error: Exception) -> None:
            self.workspace.messages.problem(str(error))
            self.refresh(frozenset())

        def work(own: Session, _progress: Progress) -> Held:
            return copies.read_again(own, path)

        self.workspace.operations.run(tr("Mở thử bản chép"), work, done, failed=failed)

    def copy_now(self) -> None:
        """Make a tested copy."""

        def done(_made: Backup) -> None:
            self.refresh(frozenset())
            self.workspace.messages.done(tr("Đã chép và mở thử một bản."))

        self.workspace.operations.run(tr("Chép dữ liệu"), lambda session, _p: copies.copy_now(session), done)

    def back_up(self) -> None:
        """Ask where to, then write the whole store into one encrypted file off the window's thread."""
        name = f"bgit-{self.session.unit}-{self.session.today():%Y-%m-%d}.bgbackup"
        out = ask_target(self.workspace, self, tr("Sao lưu ra tệp"), name, tr("Bản sao lưu (*.bgbackup)"))
        if out is not None:
            self.write_backup(out)

    def write_backup(self, target: Path) -> None:
        """Write the encrypted file."""

        def work(own: Session, progress: Progress) -> Path:
            from bgit_desktop.services import backup

            backup.backup(own, target, progress)
            return target

        def done(path: Path) -> None:
            self.workspace.messages.done(tr("Đã sao lưu và đọc lại thử: {path}", path=path))
            self.refresh(frozenset())

        self.workspace.operations.run(tr("Sao lưu"), work, done)

    def restore_file(self) -> None:
        """Ask for a backup file, and guide through going back to it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Chọn tệp sao lưu"), str(documents_folder()), tr("Bản sao lưu (*.bgbackup);;Mọi tệp (*)")
        )
        if chosen:
            self.restore(Path(chosen))

    def restore(self, path: Path) -> RestoreDialog:
        """Guide through going back to a backup file or a copy."""
        dialog = RestoreDialog(self, path)
        dialog.open()
        return dialog


def held_text(held: Held) -> str:
    """Say what a copy holds."""
    return tr(
        "Đơn vị {unit}, {count} bản ghi, sửa lần cuối {when}", unit=held.unit, count=held.records, when=held.changed
    )
