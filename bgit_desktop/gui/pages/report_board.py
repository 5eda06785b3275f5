"""The Sở's board of a period: who is to report, who has, in time by sending and by receipt; what to do about the rest.

A unit's report is opened, accepted or returned from here; an exception is granted, overdue units are reminded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, period_or_none, show_date
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.period_choice import PeriodChoice
from bgit_desktop.gui.report_cycle_dialogs import DeadlinesDialog, ExtensionDialog, ReturnDialog
from bgit_desktop.services import deadlines, report_board, report_cycle, reports
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.overview_province import cell
from bgit_desktop.services.report_board import Board, BoardLine
from bgit_desktop.services.report_standing import PERIODIC, SENT

REPORT = frozenset({"report"})
_SENDING: dict[str, tuple[str, Tone]] = {
    "on_time": ("circle-check", "good"),
    "late": ("clock", "warning"),
    "no_deadline": ("circle-minus", "quiet"),
    "not_done": ("circle-minus", "quiet"),
    "excused": ("circle-minus", "quiet"),
}


def _sending_word(standing: str) -> str:
    return {
        "on_time": tr("Đúng hạn"), "late": tr("Gửi muộn"), "no_deadline": tr("Đã gửi"), "excused": tr("Được miễn"),
    }.get(standing, "")  # fmt: skip


class ReportBoardPage(Page):
    """Who has reported for a period."""

    help_topic = "reports"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.board: Board | None = None
        self._asked = 0
        last = Period.half_year_of(self.session.today()).previous
        self.choice = PeriodChoice(self, last, self.ask)
        self.figures = QLabel(self)
        self.figures.setProperty("role", "heading")
        self.figures.setWordWrap(True)
        self.issue_button = button(self, "calendar-days", tr("&Ban hành thời hạn…"), self.issue)
        self.letter_button = button(self, "printer", tr("&Công văn đôn đốc…"), self.letter)
        self.chased_button = button(self, "mail", tr("&Ghi đã đôn đốc"), self.chase)
        self.open_button = button(self, "eye", tr("&Mở báo cáo"), self.open_report, primary=True)
        self.accept_button = button(self, "shield-check", tr("C&hấp nhận"), self.accept)
        self.return_button = button(self, "undo-2", tr("&Trả lại…"), self.give_back)
        self.extend_button = button(self, "clock", tr("Gia &hạn, miễn…"), self.extend)
        headers = [
            tr("Đơn vị"), tr("Hạn nộp"), tr("Ngày gửi"), tr("Theo ngày gửi"), tr("Ngày nhận"), tr("Theo ngày nhận"),
            tr("Ghi chú"),
        ]  # fmt: skip
        self.table = CalmTable(tr("Tình hình gửi báo cáo"), headers, self)
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.opened.connect(lambda _row: self.open_report())
        self.note = quiet(self)
        self._build()
        self.ask()

    def _build(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.GRID // 2)
        first.addWidget(self.choice)
        first.addSpacing(theme.GRID)
        first.addWidget(self.figures, 1)
        for widget in (
            self.open_button, self.accept_button, self.return_button, self.extend_button,
        ):  # fmt: skip
            second.addWidget(widget)
        second.addStretch(1)
        for widget in (self.letter_button, self.chased_button, self.issue_button):
            second.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The period chosen."""
        return self.choice.period

    def ask(self) -> None:
        """Ask for the board, off the window's thread."""
        period = self.period

        def work(session: Session, _progress: Progress) -> Board:
            return report_board.board(session, period)

        self.workspace.operations.run(tr("Tình hình gửi báo cáo"), work, self._take)

    def _take(self, board: Board) -> None:
        if board.period != self.period:
            return  # another one was chosen meanwhile
        code = self._chosen_code()
        self.board = board
        self.figures.setText(
            tr(
                "Phải báo cáo {expected} · đã nhận {received} · đúng hạn {sending} (theo ngày gửi), {receipt} (theo ngày nhận)",
                expected=len(board.expected), received=len(board.received),
                sending=board.on_time("sending"), receipt=board.on_time("receipt"),
            )
        )  # fmt: skip
        bound = any(each.reported.due_on for each in board.lines)
        self.note.setText(
            ""
            if bound
            else tr("Chưa có căn cứ thời hạn cho kỳ này; không đơn vị nào bị coi là quá hạn. Bấm “Ban hành thời hạn…”.")
        )
        self.note.setVisible(not bound)
        self.table.setRowCount(len(board.lines))
        for row, line in enumerate(board.lines):
            self._put(row, line)
            if line.code == code:
                self.table.selectRow(row)
        if self.table.currentRow() < 0 and board.lines:
            self.table.selectRow(0)
        self._enable()
        self.workspace.status_changed.emit()

    def _put(self, row: int, line: BoardLine) -> None:
        reported = line.reported
        stands = cell(reported, self.session.today())
        days = [show_date(day) if day else "" for day in (reported.due_on, reported.sent_on, reported.on)]
        note = reported.due.excused or (
            tr("Gia hạn: {reason}", reason=reported.due.extended) if reported.due.extended else ""
        )
        cells = (
            line.name,
            days[0],
            days[1],
            _sending_word(reported.sending),
            days[2],
            stands.word,
            note or stands.detail,
        )
        for column, text in enumerate(cells):
            item = self.table.put(row, column, text)
            if column == 3 and text:
                item.setIcon(tone_icon(*_SENDING[reported.sending]))
            if column == 5:
                item.setIcon(tone_icon(stands.icon, stands.tone))

    def _chosen(self) -> BoardLine | None:
        at = self.table.currentRow()
        return self.board.lines[at] if self.board and 0 <= at < len(self.board.lines) else None

    def _chosen_code(self) -> str:
        line = self._chosen()
        return line.code if line else ""

    def _enable(self) -> None:
        line = self._chosen()
        reported = line.reported if line else None
        came = reported is not None and reported.status in SENT
        self.open_button.setEnabled(reported is not None and bool(reported.record))
        self.accept_button.setEnabled(came and reported is not None and reported.status != "accepted")
        self.return_button.setEnabled(came and reported is not None and reported.status != "returned")
        self.extend_button.setEnabled(reported is not None and reported.due_on is not None)
        self.chased_button.setEnabled(bool(self.board and self.board.overdue))
        self.letter_button.setEnabled(bool(self.board and self.board.overdue))

    def refresh(self, types: frozenset[str]) -> None:
        """Ask anew where what it shows may have changed."""
        if not types or types & {"report", "deadline", "extension", "unit"}:
            self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show a ``period``."""
        period = period_or_none(str(arguments.get("period") or ""))
        if period is not None:
            self.choice.set(period)

    def status_text(self) -> str:
        """Say how many units are overdue."""
        return tr("{count} đơn vị quá hạn", count=len(self.board.overdue)) if self.board else ""

    # -- doing -------------------------------------------------------------------------------------------------------

    def _done(self, action: Callable[[], object], said: str) -> None:
        if self.workspace.attempt(action):
            self.workspace.say_done(said)
            self.workspace.changed.emit(frozenset({"report", "deadline", "extension", "supervision"}))

    def open_report(self) -> None:
        """Open the unit's report in the composer."""
        line = self._chosen()
        if line is not None and line.reported.record:
            self.workspace.go_to("reports", kind=PERIODIC, period=self.period.code, unit=line.code)

    def accept(self) -> None:
        """Accept the unit's report."""
        line = self._chosen()
        if line is not None:
            record, said = line.reported.record, tr("Đã chấp nhận báo cáo của {unit}", unit=line.name)
            self._done(lambda: report_cycle.decide(self.session, record, "accepted"), said)

    def give_back(self) -> None:
        """Return the unit's report with reasons."""
        line = self._chosen()
        if line is None:
            return
        sections = reports.compose(self.session, PERIODIC, self.period.code, line.code).sections
        dialog = ReturnDialog(self, sections)
        record, said = line.reported.record, tr("Đã trả lại báo cáo của {unit}", unit=line.name)

        def finished(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                self._done(lambda: report_cycle.decide(self.session, record, "returned", reasons=dialog.reasons), said)
            dialog.deleteLater()

        dialog.finished.connect(finished)
        dialog.open()

    def extend(self) -> None:
        """Grant the unit an exception."""
        line = self._chosen()
        if line is None or line.reported.due_on is None:
            return
        dialog = ExtensionDialog(self, line.name, line.reported.due_on)
        period, code, said = self.period, line.code, tr("Đã ghi gia hạn cho {unit}", unit=line.name)

        def finished(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                reason, day, document = dialog.chosen
                self._done(lambda: report_board.extend(self.session, period, code, reason, day, document), said)
            dialog.deleteLater()

        dialog.finished.connect(finished)
        dialog.open()

    def issue(self) -> None:
        """Issue the deadlines of a year."""
        dialog = DeadlinesDialog(self, self.session)

        def finished(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                chosen = dialog.chosen
                said = tr("Đã ban hành thời hạn báo cáo năm {year}", year=chosen[0])
                self._done(lambda: deadlines.issue(self.session, *chosen), said)
            dialog.deleteLater()

        dialog.finished.connect(finished)
        dialog.open()

    def letter(self) -> None:
        """Compose the letter to the overdue units."""
        self.workspace.go_to("reports", kind="chase_letter", period=self.period.code)

    def chase(self) -> None:
        """Note that the overdue units were reminded."""
        period = self.period
        said = tr("Đã ghi việc đôn đốc vào sổ phối hợp, kiểm tra")
        self._done(lambda: report_board.chase(self.session, period), said)
