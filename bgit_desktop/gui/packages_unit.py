"""Gói dữ liệu of a unit: what would leave this PC, the Sở's answers, the two keys, what was exchanged."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.list_output import ask_target
from bgit_desktop.gui.overview_parts import tone_colour
from bgit_desktop.gui.package_actions import PackageActions
from bgit_desktop.gui.package_preview import PREVIEW_WRITES, PreviewDialog
from bgit_desktop.gui.packages_common import (
    History,
    OwnKeyCard,
    ask_files,
    button,
    card,
    outcome_sentence,
    pin_key,
    quiet,
)
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.scan_choice import LackingLine, ScanChoice
from bgit_desktop.services import exchange_board, keys, packages, receiving, restricted, scans_due, siblings
from bgit_desktop.services.along import ALL
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.exchange_board import ShownPackage
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.packages import Exported

NARROW = 1000
"""Below so many pixels the cards stand one under the other."""


class UnitPackages(QWidget):
    """The unit's side.

    Args:
        page: the page it stands on.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.GRID)
        self._make_send()
        self._make_receive()
        self.own = OwnKeyCard(page)
        self._make_sender_key()
        self._arrange(2)
        actions = PackageActions(page, (tr("&Xin gửi bù (xuất gói)…"), self.ask_again))
        self.history = History(page, actions.of)
        self.history.setMinimumHeight(180)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.GRID // 2, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addLayout(self._grid)
        heading = QLabel(tr("Các gói đã xuất, đã nhận"), inside)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        column.addWidget(self.history, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the cards in two columns where there is room, else one under the other."""
        super().resizeEvent(event)
        self._arrange(2 if event.size().width() >= NARROW else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._grid.columnCount() and self._grid.count():
            return
        cards = (self._send, self._receive, self.own.frame, self._sender)
        for at, each in enumerate(cards):
            self._grid.addWidget(each, at // columns, at % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))

    def _make_send(self) -> None:
        self._send, column = card(self, tr("Gửi Sở"))
        self.leaving = QLabel(self._send)
        self.leaving.setWordWrap(True)
        self._parts = quiet(self._send)
        self.full = QCheckBox(tr("Gửi lại &toàn bộ dữ liệu"), self._send)
        self.full.setToolTip(tr("Dùng khi Sở báo thiếu gói hoặc mất dữ liệu."))
        self.full.toggled.connect(self._show_leaving)
        self.to = QComboBox(self._send)
        self.to.setAccessibleName(tr("Nơi nhận gói"))
        self.to.setToolTip(
            tr("Máy cùng đơn vị nhận trực tiếp: gói mang đủ từ chỗ máy đó đã xác nhận. Sở vẫn đọc được gói này.")
        )
        self.to.currentIndexChanged.connect(self._show_scans)
        self.to.currentIndexChanged.connect(self._show_leaving)
        self.scans = ScanChoice(self._send)
        self.scans.changed.connect(self._show_leaving)
        self.restricted = QCheckBox(self._send)
        self.restricted.setToolTip(
            tr("Kỷ luật, số CCCD/CMND: chỉ gửi khi Sở có văn bản yêu cầu. Việc gửi được ghi lại.")
        )
        self.restricted.toggled.connect(self._show_leaving)
        self.export_button = button(self._send, "package", tr("&Xuất gói cho Sở…"), self.export, primary=True)
        row = QHBoxLayout()
        row.addWidget(self.export_button)
        row.addWidget(self.to)
        row.addWidget(self.full)
        row.addStretch(1)
        for widget in (self.leaving, self._parts, self.scans, self.restricted):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(row)

    def _make_receive(self) -> None:
        self._receive, column = card(self, tr("Nhận từ Sở"))
        column.addWidget(
            quiet(
                self._receive,
                tr(
                    "Gói trả lời mang xác nhận, danh mục, thời hạn, lớp tập huấn, ý kiến của Sở. "
                    "Gói của máy cùng đơn vị cũng nhận ở đây. Chọn hoặc thả tệp vào đây."
                ),
            )
        )
        self.last = QLabel(self._receive)
        self.last.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(button(self._receive, "inbox", tr("&Nhận gói…"), self.choose))
        row.addStretch(1)
        self.lacking = LackingLine(self._receive)
        column.addWidget(self.last)
        column.addWidget(self.lacking)
        column.addStretch(1)
        column.addLayout(row)

    def _make_sender_key(self) -> None:
        self._sender, column = card(self, tr("Khóa của Sở"))
        line = QHBoxLayout()
        self._sender_icon = QLabel(self._sender)
        self.sender_state = QLabel(self._sender)
        self.sender_state.setWordWrap(True)
        line.addWidget(self._sender_icon)
        line.addWidget(self.sender_state, 1)
        self._sender_about = quiet(self._sender)
        self.pin_button = button(self._sender, "shield-check", tr("Đăng ký khóa của &Sở…"), lambda: pin_key(self._page))
        row = QHBoxLayout()
        row.addWidget(self.pin_button)
        row.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._sender_about)
        column.addStretch(1)
        column.addLayout(row)

    # -- showing -----------------------------------------------------------------------------------------------------

    def show_all(self) -> None:
        """Read everything anew."""
        holding = restricted.count_here(self._page.session)
        self.restricted.setText(tr("Kèm giá trị hạn chế của {count} bản ghi", count=holding))
        self.restricted.setVisible(bool(holding))
        self._show_receivers()
        self._show_scans()
        self._show_leaving()
        self.own.show_key()
        self._show_sender()
        self.history.show_history()
        answers = [
            each for each in self.history.table.shown if each.row.kind == "return" and each.row.direction == "in"
        ]
        self.last.setText(
            tr("Gói trả lời gần nhất: {at}.", at=answers[0].at) if answers else tr("Chưa nhận gói trả lời nào.")
        )

    def _show_scans(self) -> None:
        session = self._page.session
        sender = next((each for each in keys.list_keys(session) if each.province), None)
        unit = session.unit if self._to() else sender.unit if sender else ""
        self.scans.show_scans(scans_due.offered(session, unit) if unit else [])
        found = scans_due.lacking(session)
        names = {each.unit: exchange_board.unit_name(session, each.unit) for each in found}
        self.lacking.show_lacking(scans_due.lacking_text(found), found, names)

    def _show_receivers(self) -> None:
        """Offer the unit's other PCs beside the Sở; where there is none, there is nothing to choose."""
        chosen = self._to()
        with QSignalBlocker(self.to):
            self.to.clear()
            self.to.addItem(tr("Cho Sở"), "")
            for peer in siblings.enrolled(self._page.session):
                label = siblings.label(self._page.session, peer)
                self.to.addItem(tr("Cho máy “{label}” cùng đơn vị", label=label), peer.replica)
            self.to.setCurrentIndex(max(0, self.to.findData(chosen)))
        self.to.setVisible(self.to.count() > 1)

    def _to(self) -> str:
        """Give the PC that the package is for; "" for the Sở."""
        return str(self.to.currentData() or "")

    def _show_leaving(self) -> None:
        self.export_button.setText(tr("&Xuất gói cho máy cùng đơn vị…") if self._to() else tr("&Xuất gói cho Sở…"))
        try:
            found = exchange_board.leaving(
                self._page.session, full=self.full.isChecked(), attach=self.scans.chosen(), restricted=self._chosen(),
                to=self._to(),
            )  # fmt: skip
        except BgitError as error:
            self.leaving.setText(str(error))
            self._parts.setText("")
            self.export_button.setEnabled(False)
            return
        self.export_button.setEnabled(found.any)
        if not found.any:
            self.leaving.setText(
                tr("Không có gì mới từ gói mà {machine} đã xác nhận.", machine=found.recipient)
                if self._to()
                else tr("Không có gì mới từ gói mà Sở đã xác nhận.")
            )
            self._parts.setText("")
            return
        self.leaving.setText(
            tr(
                "{count} thay đổi sẽ rời máy này, khoảng {size}, gửi {recipient}.",
                count=found.operations,
                size=found.size,
                recipient=found.recipient,
            )
        )
        parts = [f"{label} {count}" for label, count in found.parts]
        told = " · ".join([*parts, found.scans or tr("không kèm bản quét")])
        readers = tr("Chỉ mở được bằng: {readers}.", readers=", ".join(found.readers))
        self._parts.setText(f"{told}\n{tr('Thay đổi {since}.', since=found.since)} {readers}")

    def _chosen(self) -> tuple[str, ...]:
        """Give which restricted values are chosen."""
        return (ALL,) if self.restricted.isChecked() else ()

    def _show_sender(self) -> None:
        sender = next((each for each in keys.list_keys(self._page.session) if each.province), None)
        name, tone = ("shield-check", "good") if sender else ("circle-alert", "warning")
        self._sender_icon.setPixmap(icons.pixmap(name, tone_colour("good" if tone == "good" else "warning")))
        if sender is None:
            self.sender_state.setText(tr("Chưa đăng ký."))
            self._sender_about.setText(tr("Cần tệp khóa và phiếu in có dấu của Sở; gõ 40 chữ số từ phiếu."))
        else:
            self.sender_state.setText(
                tr("Đã đăng ký: {name}, máy “{label}”.", name=sender.unit_name, label=sender.label)
            )
            self._sender_about.setText(sender.fingerprint)
        self.pin_button.setVisible(sender is None)

    # -- doing -------------------------------------------------------------------------------------------------------

    def ask_again(self, chosen: ShownPackage) -> None:
        """Write a package that tells the sender of a held one from where to send: the Sở, or the unit's other PC."""
        at = self.to.findData(chosen.row.replica if chosen.row.kind != "return" else "")
        if at >= 0:
            self.to.setCurrentIndex(at)
        self.export()

    def export(self) -> None:
        """Ask where to, and write the package for the Sở, or for the PC chosen."""
        session = self._page.session
        part = "-may-cung-don-vi" if self._to() else ""
        name = f"{session.unit.lower()}{part}-{session.today():%Y%m%d}.bgpkg"
        out = ask_target(self._page.workspace, self._page, self._title(), name, tr("Gói dữ liệu (*.bgpkg)"))
        if out is not None:
            self._page.workspace.with_keyring(self._page, lambda keyring: self._export(keyring, out))

    def _title(self) -> str:
        return tr("Xuất gói cho máy cùng đơn vị") if self._to() else tr("Xuất gói cho Sở")

    def _export(self, keyring: Keyring, out: Path) -> None:
        full, attach, chosen, to = self.full.isChecked(), self.scans.chosen(), self._chosen(), self._to()

        def work(session: Session, progress: Progress) -> Exported:
            return packages.export_package(
                session, keyring, out, full=full, attach=attach, restricted=chosen, to=to, progress=progress
            )

        def done(exported: Exported) -> None:
            self.full.setChecked(False)
            self.scans.reset()
            self.restricted.setChecked(False)
            self.to.setCurrentIndex(0)
            size = exchange_board.size_text(exported.size)
            said = tr(
                "Đã xuất {name}: {count} thay đổi, {size}.",
                name=exported.path.name, count=exported.operations, size=size,
            )  # fmt: skip
            said += " " + (tr("Chép tệp này sang máy kia rồi nhận ở đó.") if to else tr("Chép tệp này gửi Sở."))
            if exported.also:  # what the Sở lacks from before a restore
                said += " " + tr("Gửi kèm: {names}.", names=", ".join(each.name for each in exported.also))
            self._page.workspace.messages.done(said)

        self._page.workspace.operations.run(self._title(), work, done, writes=())

    def choose(self) -> None:
        """Ask for return packages and take them in."""
        paths = ask_files(self._page, tr("Nhận gói trả lời của Sở"))
        if paths:
            self.take(paths)

    def take(self, paths: list[Path]) -> None:
        """Preview files, and take them in when asked to; an enrolment file leads to pinning its key."""
        self._page.workspace.with_keyring(self._page, lambda keyring: self._preview(keyring, paths))

    def _preview(self, keyring: Keyring, paths: list[Path]) -> None:
        def work(session: Session, progress: Progress) -> list[Outcome]:
            return receiving.receive(session, keyring, paths, dry_run=True, progress=progress)

        def done(outcomes: list[Outcome]) -> None:
            enrolments = [each.path for each in outcomes if each.kind == "enrol"]
            if enrolments and len(outcomes) == 1:
                pin_key(self._page, enrolments[0])
                return
            if outcomes and all(each.verdict == "duplicate" for each in outcomes):
                self._take(keyring, paths)  # nothing would change: there is nothing to decide
                return
            dialog = PreviewDialog(self._page, outcomes)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self._take(keyring, paths))
            dialog.open()

        self._page.workspace.operations.run(tr("Xem trước gói"), work, done, writes=PREVIEW_WRITES)

    def _take(self, keyring: Keyring, paths: list[Path]) -> None:
        def work(session: Session, progress: Progress) -> list[Outcome]:
            return receiving.receive(session, keyring, paths, progress=progress)

        def done(outcomes: list[Outcome]) -> None:
            said, well = outcome_sentence(outcomes)
            bar = self._page.workspace.messages
            (bar.done if well else bar.problem)(said)

        self._page.workspace.operations.run(tr("Nhận gói trả lời"), work, done, writes=())
