"""The first start: a short guide from "whose PC is this" to a store with keys and a sheet to print.

Three steps: unit or province and which unit; your name, this PC's name, where the data lies; the passphrase. Then the
store is made off the window's thread, and the last page offers the sheet with the 40 digits to print and the enrolment
file to send to the Sở. Nothing is written before the third step is confirmed.
"""

from __future__ import annotations

import platform
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.first_start_steps import DoneStep, PassphraseStep, PersonStep, UnitStep
from bgit_desktop.gui.list_output import documents_folder, open_file
from bgit_desktop.gui.messages import MessageBar
from bgit_desktop.gui.operations import Operations, ProgressStrip
from bgit_desktop.services.context import Progress
from bgit_desktop.services.outfile import refuse_own

if TYPE_CHECKING:
    from bgit_desktop.services.setup import Created


class FirstStart(QDialog):
    """The guide.

    Args:
        folder: where the store will lie unless another folder is chosen.

    Attributes:
        created: the store made; None before.
    """

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.created: Created | None = None
        self.setWindowTitle(tr("bgit — thiết lập lần đầu"))
        self.setWindowIcon(icons.application_icon())
        self.operations = Operations(None, self)
        self.messages = MessageBar(self)
        self.operations.problem.connect(self.messages.problem)
        self.unit_step = UnitStep(self)
        self.person_step = PersonStep(folder, platform.node(), self)
        self.passphrase_step = PassphraseStep(self)
        self.done_step = DoneStep(self)
        self.steps = QStackedWidget(self)
        self._order: list[UnitStep | PersonStep | PassphraseStep | DoneStep] = [
            self.unit_step,
            self.person_step,
            self.passphrase_step,
            self.done_step,
        ]
        for step in self._order:
            self.steps.addWidget(step)
        self._where = QLabel(self)
        self._where.setProperty("role", "quiet")
        self.back_button = QPushButton(tr("&Quay lại"), self)
        self.back_button.clicked.connect(self._back)
        self.next_button = QPushButton(self)
        self.next_button.setProperty("role", "primary")
        self.next_button.clicked.connect(self.go_on)
        for button in (self.back_button, self.next_button):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self._where, 1)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addWidget(self.messages)
        column.addWidget(ProgressStrip(self.operations, self))
        column.addWidget(self.steps, 1)
        column.addLayout(row)
        self.done_step.print_asked.connect(self._print_sheet)
        self.done_step.save_asked.connect(self._save_enrolment)
        fit(self, 640, 470)
        self._show(0)

    def _show(self, at: int) -> None:
        self.steps.setCurrentIndex(at)
        last = at == len(self._order) - 1
        self._where.setText("" if last else tr("Bước {step}/3", step=at + 1))
        self.back_button.setVisible(0 < at < 3)
        words = [tr("&Tiếp tục"), tr("&Tiếp tục"), tr("&Tạo kho dữ liệu"), tr("&Bắt đầu dùng")]
        self.next_button.setText(words[at])
        self._order[at].begin()

    def _back(self) -> None:
        self._show(max(0, self.steps.currentIndex() - 1))

    def go_on(self) -> None:
        """Go to the next step where this one is complete; what is missing is said at its field."""
        at = self.steps.currentIndex()
        step = self._order[at]
        if isinstance(step, DoneStep):
            self.accept()
        elif step.complete():
            if isinstance(step, PassphraseStep):
                self._create()
            else:
                self._show(at + 1)

    def _create(self) -> None:
        mode, unit, name = self.unit_step.mode, self.unit_step.code, self.unit_step.name
        folder, actor, label = self.person_step.folder, self.person_step.actor, self.person_step.label
        passphrase = self.passphrase_step.passphrase
        self.next_button.setEnabled(False)
        self.back_button.setEnabled(False)

        def work(progress: Progress) -> Created:
            from bgit_desktop.services import setup

            return setup.create(
                folder, mode=mode, unit=unit, unit_name=name, passphrase=passphrase, actor=actor, label=label,
                progress=progress,
            )  # fmt: skip

        self.operations.run_bare(tr("Tạo kho dữ liệu và khóa"), work, self._created, failed=self._failed)

    def _created(self, created: Created) -> None:
        self.created = created
        self.next_button.setEnabled(True)
        self.messages.clear()
        self.done_step.fill(created)
        self._show(3)

    def _failed(self, error: BgitError) -> None:
        self.next_button.setEnabled(True)
        self.back_button.setEnabled(True)
        self.messages.problem(str(error))

    def _print_sheet(self) -> None:
        assert self.created is not None  # the step is shown afterwards only
        folder = self.created.folder

        def work(_progress: Progress) -> Path:
            from bgit_desktop.services import key_sheet
            from bgit_desktop.services.context import open_session

            target = documents_folder() / f"phieu-dang-ky-{self.unit_step.code}.pdf"
            with open_session(folder) as session:
                return key_sheet.sheet(session, target)

        def then(path: Path) -> None:
            if open_file(path):
                self.messages.done(tr("Đã mở phiếu để in: {path}.", path=path))
            else:
                self.messages.done(tr("Đã lưu phiếu: {path}. Hãy mở và in.", path=path))

        self.operations.run_bare(tr("Dàn trang phiếu"), work, then)

    def _save_enrolment(self) -> None:
        assert self.created is not None  # the step is shown afterwards only
        folder, passphrase = self.created.folder, self.passphrase_step.passphrase
        name = f"dang-ky-{self.created.unit}.bgpkg"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Lưu tệp đăng ký gửi Sở"), str(documents_folder() / name), tr("Gói dữ liệu (*.bgpkg)")
        )
        if not chosen:
            return
        try:
            refuse_own(folder, Path(chosen))
        except BgitError as error:
            self.messages.problem(str(error))
            return
        self.save_enrolment(folder, passphrase, Path(chosen))

    def save_enrolment(self, folder: Path, passphrase: str, target: Path) -> None:
        """Write the enrolment file off the window's thread."""

        def work(_progress: Progress) -> Path:
            from bgit_desktop.services import keys, ownkeys
            from bgit_desktop.services.context import open_session

            with open_session(folder) as session:
                keyring = ownkeys.unlock(session, passphrase, root=session.is_province)
                return keys.export_enrolment(session, keyring, target)

        self.operations.run_bare(
            tr("Ghi tệp đăng ký"),
            work,
            lambda path: self.messages.done(tr("Đã lưu tệp đăng ký: {path}. Hãy gửi cho Sở.", path=path)),
        )

    def reject(self) -> None:
        """Leave the guide: not while the store is being made; a store that was made is opened."""
        if self.operations.running:
            return
        if self.created is not None:
            self.accept()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.next_button.isEnabled():
                self.go_on()
            return
        super().keyPressEvent(event)


def guide(folder: Path) -> Path | None:
    """Lead through the first start.

    Args:
        folder: where the store will lie unless another folder is chosen.

    Returns:
        The store made, or None where the user left the guide.
    """
    dialog = FirstStart(folder)
    dialog.exec()
    return dialog.created.folder if dialog.created is not None else None
