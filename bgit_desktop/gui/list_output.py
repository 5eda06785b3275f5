"""Printing and saving the list shown: where to, then off the window's thread, then a line that offers to open it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.filter_bar import FilterBar
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.table_model import TableModel
from bgit_desktop.services import printing
from bgit_desktop.services.outfile import refuse_own
from bgit_desktop.services.printing import ListShown


def open_file(path: Path) -> bool:
    """Open a file with the program the system has for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def documents_folder() -> Path:
    """Give the folder where this user keeps documents."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()


def ask_target(workspace: Workspace, parent: QWidget, title: str, name: str, filter_: str) -> Path | None:
    """Ask where to save; None where the user gives up, or chose a file of the store itself, which is said."""
    suffix = Path(name).suffix
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(documents_folder() / name), filter_)
    if not chosen:
        return None
    out = Path(chosen) if chosen.lower().endswith(suffix) else Path(chosen + suffix)
    try:
        refuse_own(workspace.session.store.folder, out)
    except BgitError as error:
        workspace.messages.problem(str(error))
        return None
    return out


class PrintDialog(QDialog):
    """Asks whether the PDF shall be opened, to look at and print, or saved.

    Args:
        parent: the page.
        title: what is printed.
        said: what comes of it, in a sentence.
        word: whether it can be saved for Word as well.
    """

    def __init__(self, parent: QWidget, title: str, said: str, *, word: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        text = QLabel(literal(said), self)
        text.setWordWrap(True)
        self.open_button = QPushButton(
            icons.icon("external-link", theme.colours().on_accent), tr("Mở để &xem và in"), self
        )
        self.open_button.setProperty("role", "primary")
        self.save_button = QPushButton(icons.icon("save"), tr("&Lưu PDF…"), self)
        self.word_button = QPushButton(icons.icon("file-text"), tr("Lưu &Word…"), self)
        self.word_button.setVisible(word)
        self.cancel_button = QPushButton(tr("&Hủy"), self)
        self.cancel_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        for button in (self.open_button, self.save_button, self.word_button, self.cancel_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(2 * theme.GRID)
        column.addWidget(text)
        column.addLayout(row)


def file_name(page: Page, shown: ListShown, suffix: str) -> str:
    """Give a name for the file: what it is, whose, of which day."""
    words = {"officer": "can-bo", "task": "nhiem-vu", "incident": "su-co", "training": "dao-tao"}
    name = words.get(shown.query.type, shown.query.type)
    return f"{name}-{page.session.unit}-{page.session.today():%Y-%m-%d}{suffix}"


def list_shown(model: TableModel, bar: FilterBar) -> ListShown:
    """Give the list as it stands on the screen: filters, order, columns."""
    query = replace(model.query, limit=None, offset=0)
    return ListShown(query, tuple(model.columns), model.state, tuple(bar.in_words()))


def print_list(page: Page, shown: ListShown, rows: int) -> PrintDialog:
    """Ask how, then print."""
    said = tr("Danh sách đang hiện ({count} dòng) được dàn thành tệp PDF khổ A4.", count=rows)
    dialog = PrintDialog(page, tr("In danh sách"), said)
    name = file_name(page, shown, ".pdf")

    def show() -> None:
        dialog.accept()
        _print(page, shown, Path(tempfile.mkdtemp(prefix="bgit-")) / name, opened=True)

    def save() -> None:
        target = ask_target(page.workspace, page, tr("Lưu danh sách thành PDF"), name, tr("Tệp PDF (*.pdf)"))
        if target is not None:
            dialog.accept()
            _print(page, shown, target, opened=False)

    dialog.open_button.clicked.connect(show)
    dialog.save_button.clicked.connect(save)
    dialog.open()
    return dialog


def _print(page: Page, shown: ListShown, target: Path, *, opened: bool) -> None:
    def then(pages: int) -> None:
        if opened and open_file(target):
            page.workspace.messages.done(tr("Đã dàn {count} trang và mở bằng trình xem PDF.", count=pages))
        else:
            page.workspace.messages.done(
                tr("Đã lưu {count} trang vào {path}.", count=pages, path=target),
                (tr("Mở"), lambda: open_file(target)),
            )

    page.workspace.operations.run(
        tr("Dàn trang danh sách"),
        lambda session, progress: printing.print_list(session, shown, target, progress),
        then,
    )


def export_excel(page: Page, shown: ListShown) -> None:
    """Ask where to, then save the list as a workbook."""
    target = ask_target(
        page.workspace,
        page,
        tr("Xuất danh sách ra Excel"),
        file_name(page, shown, ".xlsx"),
        tr("Sổ tính Excel (*.xlsx)"),
    )
    if target is not None:
        write_excel(page, shown, target)


def write_excel(page: Page, shown: ListShown, target: Path) -> None:
    """Save the list as a workbook off the window's thread."""

    def then(rows: int) -> None:
        page.workspace.messages.done(
            tr("Đã xuất {count} dòng vào {path}.", count=rows, path=target), (tr("Mở"), lambda: open_file(target))
        )

    page.workspace.operations.run(
        tr("Xuất Excel"),
        lambda session, progress: printing.export_xlsx(session, shown, target, progress),
        then,
    )
