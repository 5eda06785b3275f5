"""Printing what concerns one record, from the "In…" of its list: the list as shown, or a paper about the record chosen."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.text import fold
from bgit_desktop.gui import icons
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.list_output import PrintDialog, ask_target, open_file
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.page import Page
from bgit_desktop.services import record_papers
from bgit_desktop.services.record_papers import RecordPaper


def offer(page: ListPage) -> None:
    """Turn "In…" into a menu where there are papers about one record of the list's type; else it prints the list."""
    papers = record_papers.papers_about(page.session, page.kind.name)
    if not papers:
        return
    menu = QMenu(page)
    menu.setToolTipsVisible(True)
    whole = QAction(icons.icon("list-checks"), tr("&Danh sách đang hiện…"), menu)
    whole.triggered.connect(page.print_list)
    menu.addAction(whole)
    menu.addSection(tr("Về dòng đang chọn"))
    actions = []
    for paper in papers:
        action = QAction(icons.icon("file-text"), literal(paper.label) + "…", menu)
        action.triggered.connect(partial(ask, page, paper))
        menu.addAction(action)
        actions.append(action)

    def enable() -> None:
        whole.setEnabled(page.model.rowCount() > 0)
        for action in actions:
            action.setEnabled(page.current_id() is not None)

    menu.aboutToShow.connect(enable)
    page.print_action.triggered.disconnect()
    page.print_action.setMenu(menu)
    button = page.tools.widgetForAction(page.print_action)
    if isinstance(button, QToolButton):
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)


def ask(page: ListPage, paper: RecordPaper, _checked: bool = False) -> PrintDialog | None:
    """Ask whether to open or save a paper about the record chosen, then make it."""
    record_id = page.current_id()
    if record_id is None:
        return None
    row = page.view.currentIndex().row()
    return ask_about(page, paper, record_id, str(page.model.index(row, 0).data() or ""))


def ask_about(page: Page, paper: RecordPaper, record_id: str, title: str) -> PrintDialog:
    """Ask whether to open or save a paper about a record, then make it.

    Args:
        page: the page.
        paper: what to make.
        record_id: the record.
        title: its title, a few words of which name the file.
    """
    text = tr("{paper} cho dòng đang chọn: mở bản PDF để xem và in, hoặc lưu thành tệp.", paper=paper.label)
    dialog = PrintDialog(page, tr("In văn bản"), text, word="docx" in paper.formats)
    name = "-".join(filter(None, (paper.kind.replace("_", "-"), paper.variant, page.session.unit, _words(title))))

    def show() -> None:
        dialog.accept()
        _make(page, paper, record_id, Path(tempfile.mkdtemp(prefix="bgit-")) / f"{name}.pdf", opened=True)

    def save(suffix: str, filter_: str) -> None:
        target = ask_target(page.workspace, page, tr("Lưu văn bản"), name + suffix, filter_)
        if target is not None:
            dialog.accept()
            _make(page, paper, record_id, target, opened=False)

    dialog.open_button.clicked.connect(show)
    dialog.save_button.clicked.connect(lambda: save(".pdf", tr("Tệp PDF (*.pdf)")))
    dialog.word_button.clicked.connect(lambda: save(".docx", tr("Tệp Word (*.docx)")))
    dialog.open()
    return dialog


def _words(title: str) -> str:
    """Give a few words of a title for the file's name."""
    return "-".join(fold(title).split()[:6])


def _make(page: Page, paper: RecordPaper, record_id: str, target: Path, *, opened: bool) -> None:
    def then(_path: Path) -> None:
        if opened and open_file(target):
            page.workspace.messages.done(tr("Đã lập văn bản và mở bằng trình xem PDF."))
        else:
            page.workspace.messages.done(tr("Đã ghi {path}.", path=target), (tr("Mở"), lambda: open_file(target)))

    page.workspace.operations.run(
        tr("Lập văn bản"),
        lambda session, progress: record_papers.render(
            session, paper.kind, record_id, target, variant=paper.variant, progress=progress
        ),
        then,
    )
