"""The calendar: what is due when and by what document; a year at a time, from today on at first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.services import agenda
from bgit_desktop.services.agenda import Entry
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.overview_open import due_word

ICONS = {
    "report": "file-text",
    "course": "graduation-cap",
    "meeting": "users",
    "task": "list-checks",
    "conclusion": "list-checks",
    "review": "history",
    "supervision": "eye",
    "holiday": "calendar-days",
}


class AgendaPage(Page):
    """The calendar of a year."""

    help_topic = "calendar"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.entries: list[Entry] = []
        self.year = QSpinBox(self)
        self.year.setAccessibleName(tr("Năm"))
        self.year.setRange(2013, 2099)
        self.year.setValue(self.session.today().year)
        self.year.valueChanged.connect(lambda _year: self.ask())
        self.past = QCheckBox(tr("Cả việc đã &qua"), self)
        self.past.toggled.connect(lambda _on: self._fill())
        self.holidays = QCheckBox(tr("Cả ngày &nghỉ lễ"), self)
        self.holidays.toggled.connect(lambda _on: self._fill())
        self.told = QLabel(self)
        self.told.setProperty("role", "quiet")
        self.open_button = button(self, "external-link", tr("&Mở"), self.open_entry, primary=True)
        self.print_button = button(self, "printer", tr("&In lịch treo tường…"), self.print_sheet)
        headers = [tr("Ngày"), tr("Loại"), tr("Nội dung"), tr("Tình trạng"), tr("Căn cứ")]
        self.table = CalmTable(tr("Lịch công tác"), headers, self)
        self.table.opened.connect(lambda _row: self.open_entry())
        self.table.itemSelectionChanged.connect(self._enable)
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID)
        for widget in (self.year, self.past, self.holidays):
            tools.addWidget(widget)
        tools.addWidget(self.told, 1)
        tools.addWidget(self.open_button)
        tools.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        self._shown: list[Entry] = []
        self.ask()

    def ask(self) -> None:
        """Read the year, off the window's thread."""
        year = self.year.value()

        def work(session: Session, _progress: Progress) -> tuple[int, list[Entry]]:
            return year, agenda.entries(session, date(year, 1, 1), date(year, 12, 31))

        self.workspace.operations.run(tr("Lịch công tác"), work, self._take)

    def _take(self, read: tuple[int, list[Entry]]) -> None:
        if read[0] == self.year.value():
            self.entries = read[1]
            self._fill()

    def _fill(self) -> None:
        today = self.session.today()
        past, holidays = self.past.isChecked(), self.holidays.isChecked()
        self._shown = [
            each
            for each in self.entries
            if (holidays or each.kind != "holiday")
            and (past or each.day >= today or not (each.done or each.kind == "holiday"))
        ]
        self.table.setRowCount(len(self._shown))
        for row, each in enumerate(self._shown):
            self.table.put(row, 0, show_date(each.day))
            self.table.put(row, 1, str(agenda.KIND_LABELS[each.kind])).setIcon(tone_icon(ICONS[each.kind], "quiet"))
            self.table.put(row, 2, each.title)
            word, icon, tone = self._state(each, today)
            item = self.table.put(row, 3, word)
            if word:
                item.setIcon(tone_icon(icon, tone))
            basis = each.basis or (tr("Chưa có văn bản") if each.kind == "report" else "")
            self.table.put(row, 4, basis)
        if self._shown:
            self.table.selectRow(0)
        self.told.setText("" if self._shown else tr("Không có việc nào có thời hạn trong phần đang xem."))
        self._enable()
        self.workspace.status_changed.emit()

    @staticmethod
    def _state(entry: Entry, today: date) -> tuple[str, str, Tone]:
        if entry.kind == "holiday":
            return "", "circle-minus", "quiet"
        if entry.done:
            return tr("Đã xong"), "circle-check", "good"
        if entry.kind in ("course", "meeting") and entry.day < today:
            return tr("Đã qua"), "circle-minus", "quiet"
        if entry.kind == "report" and not entry.binding:
            return tr("Dự kiến"), "circle-help", "quiet"
        return due_word(entry.day, today)

    def _entry(self) -> Entry | None:
        at = self.table.currentRow()
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def _enable(self) -> None:
        entry = self._entry()
        self.open_button.setEnabled(entry is not None and bool(entry.page))

    def open_entry(self) -> None:
        """Open the place of the line chosen."""
        entry = self._entry()
        if entry is not None and entry.page:
            self.workspace.go_to(entry.page, **dict(entry.arguments))

    def print_sheet(self) -> None:
        """Compose the wall sheet of the year."""
        self.workspace.go_to("reports", kind="calendar_sheet", period=str(self.year.value()))

    def refresh(self, types: frozenset[str]) -> None:
        """Read anew."""
        del types
        self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show a ``year``."""
        year = arguments.get("year")
        if isinstance(year, int):
            self.year.setValue(year)

    def status_text(self) -> str:
        """Say how many lines there are."""
        return tr("{count} việc", count=len(self._shown))
