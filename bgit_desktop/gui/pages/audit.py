"""The page Nhật ký kiểm tra: what was done with keys, packages, restricted values and backups; by whom and when."""

from __future__ import annotations

import re

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.services import audit_log
from bgit_desktop.services.audit_log import Entry
from bgit_desktop.services.context import Progress, Session

_HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")
"""A SHA-256, of which the table shows the start; the line below it shows all."""

SEARCH_AFTER = 200
"""Milliseconds after the last key at which the log is searched."""


class AuditPage(Page):
    """The audit log, the newest first, with a search."""

    help_topic = "audit"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.shown: list[Entry] = []
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Tìm trong nhật ký (không cần dấu)"))
        self.search.setAccessibleName(tr("Tìm trong nhật ký"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER)
        self._timer.timeout.connect(self.ask)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        headers = [tr("Lúc"), tr("Người"), tr("Việc"), tr("Nội dung")]
        self.table = CalmTable(tr("Nhật ký kiểm tra"), headers, self)
        self.table.itemSelectionChanged.connect(self._explain)
        self.detail = QLabel(self)
        self.detail.setWordWrap(True)
        self.detail.setAccessibleName(tr("Nội dung của dòng đang chọn"))
        self.detail.setTextInteractionFlags(self.detail.textInteractionFlags().TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        self.ask()

    def ask(self) -> None:
        """Read the log off the window's thread; the answer to an older question is not shown."""
        text = self.search.text()

        def work(session: Session, _progress: Progress) -> list[Entry]:
            return audit_log.audit_log(session, text)

        def done(found: list[Entry]) -> None:
            if text == self.search.text():
                self._show(found)

        self.workspace.operations.run(tr("Nhật ký kiểm tra"), work, done)

    def refresh(self, types: frozenset[str]) -> None:
        """Read it anew."""
        del types
        self.ask()

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def status_text(self) -> str:
        """Say how many entries are shown."""
        return tr("{count} dòng", count=len(self.shown))

    def _show(self, found: list[Entry]) -> None:
        self.shown = found
        self.table.setRowCount(len(found))
        for at, each in enumerate(found):
            self.table.put(at, 0, each.when)
            self.table.put(at, 1, each.actor)
            sign = tone_icon(each.icon, "bad" if each.serious else "quiet")
            self.table.put(at, 2, each.label).setIcon(sign)
            self.table.put(at, 3, _HASH.sub(r"\1…", each.detail), tip=each.detail)
        self._explain()
        self.workspace.status_changed.emit()

    def _explain(self) -> None:
        at = self.table.currentRow()
        chosen = self.shown[at] if 0 <= at < len(self.shown) else None
        self.detail.setVisible(chosen is not None)
        if chosen is not None:
            self.detail.setText(f"{chosen.label}: {chosen.detail}")
