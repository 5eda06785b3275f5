"""Proposals of awards by level (Điều 8.1), and the emulation list from final results (Điều 9.2.f)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSplitter

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, Window, as_date, show_date
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.evaluation_view import number
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.period_choice import PeriodChoice
from bgit_desktop.gui.staff_view import StaffView
from bgit_desktop.services import awards, criteria
from bgit_desktop.services.awards import Proposal, Standing
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.evaluation import RATING_LABELS

TYPES_SHOWN = frozenset({"award", "evidence", "evaluation", "criterion", "document"})


@dataclass(frozen=True, slots=True)
class _Read:
    period: Period
    proposals: list[Proposal]
    standings: list[Standing]


class AwardsView(StaffView):
    """The view Khen thưởng, thi đua."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._all: list[Proposal] = []
        self.proposals: list[Proposal] = []
        self.standings: list[Standing] = []
        self.choice = PeriodChoice(self, Period.half_year_of(page.session.today()).previous, self.ask)
        self.level = QComboBox(self)
        self.level.setAccessibleName(tr("Cấp xét"))
        self.level.addItem(tr("Mọi cấp xét"), "")
        for value, label in awards.LEVELS.items():
            self.level.addItem(str(label), value)
        self.level.currentIndexChanged.connect(lambda _at: self._fill())
        self.told = QLabel(self)
        self.told.setProperty("role", "quiet")
        self.open_button = button(self, "external-link", tr("&Mở đề nghị"), self.open_award, primary=True)
        self.letter_button = button(self, "printer", tr("&Tờ trình…"), self.letter)
        self.table_button = button(self, "printer", tr("Bảng thi &đua…"), self.print_table)
        headers = [
            tr("Cấp xét"), tr("Đơn vị"), tr("Cán bộ"), tr("Danh hiệu"), tr("Minh chứng"), tr("Đề nghị ngày"), tr("Tình trạng"),
        ]  # fmt: skip
        self.table = CalmTable(tr("Đề nghị khen thưởng"), headers, self)
        self.table.opened.connect(lambda _row: self.open_award())
        self.table.itemSelectionChanged.connect(self._enable)
        headers = [tr("Hạng"), tr("Đối tượng"), tr("Tổng"), tr("Xếp loại"), tr("Khen thưởng"), tr("Sử dụng")]
        self.emulation = CalmTable(tr("Bảng thi đua"), headers, self)
        self.none = quiet(self, tr("Thi đua: chưa có kết quả đánh giá nào được chốt trong kỳ này."))
        self.row(self.choice, self.level).addWidget(self.told, 1)
        self.row(self.open_button, None, self.letter_button, self.table_button)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.emulation)
        self.column.addWidget(split, 1)
        self.column.addWidget(self.none)

    def ask(self) -> None:
        """Read proposals and standings."""
        period = self.choice.period

        def work(session: Session, _progress: Progress) -> _Read:
            found = awards.proposals(session, Window(period.start, period.end))
            version = criteria.version_for(session, period)
            return _Read(period, found, awards.emulation(session, period, version) if version else [])

        self.workspace.operations.run(tr("Khen thưởng, thi đua"), work, self._take)

    def _take(self, read: _Read) -> None:
        if read.period != self.choice.period:
            return
        self._all, self.standings = read.proposals, read.standings
        self.none.setVisible(not self.standings)
        self.emulation.setRowCount(len(self.standings))
        for row, each in enumerate(self.standings):
            total = f"{number(each.result.total.points)}/{number(each.result.total.of)}"
            self.emulation.put(row, 0, str(each.rank or ""), right=True)
            self.emulation.put(row, 1, each.result.name)
            self.emulation.put(row, 2, total, right=True)
            self.emulation.put(row, 3, str(RATING_LABELS.get(each.result.rating, "")))
            self.emulation.put(row, 4, "; ".join(each.awards))
            self.emulation.put(row, 5, each.result.use)
        self._fill()

    def _fill(self) -> None:
        level = self.level.currentData()
        self.proposals = [each for each in self._all if not level or each.level == level]
        self.table.setRowCount(len(self.proposals))
        for row, each in enumerate(self.proposals):
            proposed = as_date(each.proposed_on)
            cells = (
                str(awards.LEVELS.get(each.level, "")), each.unit_name, each.name, each.title, "; ".join(each.evidence),
                show_date(proposed) if proposed else "",
            )  # fmt: skip
            for column, text in enumerate(cells):
                self.table.put(row, column, text, tip=each.reason if column == 3 else "")
            decided = as_date(each.decided_on)
            if decided is None:
                self.table.put(row, 6, tr("Chờ xét")).setIcon(tone_icon("clock", "warning"))
            elif each.executed_on:
                self.table.put(row, 6, tr("Đã thi hành")).setIcon(tone_icon("circle-check", "good"))
            else:
                said = tr("Đã quyết định {day}, chưa ghi thi hành", day=show_date(decided))
                self.table.put(row, 6, said).setIcon(tone_icon("circle-check", "quiet"))
        if self.proposals:
            self.table.selectRow(0)
        waiting = sum(not each.decided_on for each in self._all)
        self.told.setText(tr("{count} đề nghị, {waiting} chờ xét", count=len(self._all), waiting=waiting))
        self._enable()
        self.workspace.status_changed.emit()

    def _enable(self) -> None:
        self.open_button.setEnabled(0 <= self.table.currentRow() < len(self.proposals))
        self.letter_button.setEnabled(any(not each.decided_on for each in self._all))
        self.table_button.setEnabled(bool(self.standings))

    def open_award(self) -> None:
        """Open the proposal in its list."""
        row = self.table.currentRow()
        if 0 <= row < len(self.proposals):
            self.workspace.go_to("award", record=self.proposals[row].id)

    def letter(self) -> None:
        """Compose the proposal of awards."""
        self.compose("award_proposal", self.choice.period)

    def print_table(self) -> None:
        """Compose the table of emulation."""
        self.compose("emulation_table", self.choice.period)
