"""Giao ban of the Sở (Điều 9.2.e): the meetings, and of the one chosen its agenda, who comes, its conclusions.

What a conclusion has come to in each unit is read from the units' tasks. Forms are those of the lists; the papers are
made for the meeting chosen and use the words saved for its period in the composer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import format_datetime
from bgit_desktop.core.verdicts.model import STATE_LABELS, Verdict
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.event_parts import AttendanceTable, EventPage
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import courses, meeting_agenda, meetings, verdicts
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.meetings import UnitProgress
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.overview_province import short_name

STATUS: dict[str, tuple[str, Tone]] = {
    "planned": ("clock", "quiet"),
    "held": ("circle-check", "good"),
    "cancelled": ("circle-minus", "quiet"),
}


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows: all giao ban, and whether one was held in this half-year and the last."""

    rows: list[dict[str, Value]]
    held: list[Verdict]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is shown of the giao ban chosen."""

    id: str
    attendance: courses.Attendance
    progress: list[meetings.Progress]


class MeetingsPage(EventPage):
    """The tab Giao ban of the Sở."""

    help_topic = "meetings"
    shows = frozenset({"meeting", "conclusion", "task", "training", "unit"})

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "meeting", [tr("Ngày"), tr("Cuộc giao ban"), tr("Tình trạng")])
        self.progress: list[tuple[meetings.Progress, UnitProgress]] = []
        self.held = QLabel(self)
        self.held.setProperty("role", "heading")
        self.held.setWordWrap(True)
        self.add_button = button(self, "plus", tr("&Thêm cuộc họp…"), self.new_record, primary=True)
        self.edit_button = button(self, "pencil", tr("&Sửa…"), self.edit)
        self.agenda_button = button(self, "list-checks", tr("&Lập chương trình từ việc tồn đọng"), self.prepare)
        self.held_button = button(self, "circle-check", tr("Đã &họp"), self.hold)
        self.conclude_button = button(self, "plus", tr("Thêm &kết luận…"), self.conclude)
        self.invite_button = button(self, "printer", tr("In &giấy mời…"), partial(self._paper, "meeting_invitation"))
        self.minutes_button = button(self, "file-text", tr("&Biên bản…"), partial(self._paper, "meeting_minutes"))
        self.notice_button = button(
            self, "file-text", tr("Thông báo kết l&uận…"), partial(self._paper, "meeting_notice")
        )
        self.empty.setText(str(TYPES["meeting"].empty or ""))
        self.agenda = QPlainTextEdit(self)
        self.agenda.setReadOnly(True)
        self.agenda.setAccessibleName(tr("Chương trình họp"))
        self.agenda.setPlaceholderText(tr("Chưa có chương trình; lập từ việc tồn đọng hoặc bấm “Sửa…”."))
        self.attendance = AttendanceTable(self)
        self._build_conclusions()
        self.tabs.addTab(self.agenda, tr("Chương trình họp"))
        self.tabs.addTab(self.attendance, tr("Thành phần, tham dự"))
        self.tabs.addTab(self.conclusion_side, tr("Kết luận, tiến độ"))
        self._build(self.held, *self._tools())
        self.ask()

    def _build_conclusions(self) -> None:
        self.conclusion_side = QWidget(self)
        headers = [tr("Kết luận"), tr("Hạn"), tr("Đơn vị"), tr("Tình trạng"), tr("Kết quả")]
        self.conclusions = CalmTable(tr("Kết luận, tiến độ"), headers, self.conclusion_side)
        self.conclusions.setWordWrap(False)
        self.conclusions.itemSelectionChanged.connect(self._enable)
        self.conclusions.opened.connect(lambda _row: self.open_task())
        side = self.conclusion_side
        self.take_button = button(side, "list-checks", tr("Thành nhiệm &vụ của Sở"), self.take)
        self.task_button = button(side, "external-link", tr("Mở nh&iệm vụ"), self.open_task)
        self.change_button = button(side, "pencil", tr("Sửa kết luậ&n…"), self.change_conclusion)
        self.told = quiet(side)
        row = QHBoxLayout()
        row.setSpacing(theme.GRID // 2)
        for widget in (self.take_button, self.task_button, self.change_button):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.GRID // 2, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.told)
        column.addWidget(self.conclusions, 1)
        column.addLayout(row)

    def _tools(self) -> tuple[QLayout, QLayout]:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.GRID // 2)
        for widget in (self.add_button, self.edit_button, self.agenda_button, self.held_button, self.conclude_button):
            first.addWidget(widget)
        first.addStretch(1)
        for widget in (self.invite_button, self.minutes_button, self.notice_button):
            second.addWidget(widget)
        second.addStretch(1)
        return first, second

    # -- showing -----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Read the giao ban, off the window's thread."""

        def work(session: Session, _progress: Progress) -> _Read:
            return _Read(meetings.meetings(session), verdicts.verdicts(session, clauses=("QyD.9.2.e",)))

        self.workspace.operations.run(tr("Giao ban"), work, self._take)

    def _take(self, read: _Read) -> None:
        told = [f"{short_name(Period.parse(each.period))}: {STATE_LABELS[each.verdict]}" for each in read.held]
        self.held.setText(tr("Giao ban trong kỳ (Điều 9.2.e): {states}", states=" · ".join(told)) if told else "")
        self.held.setToolTip("\n".join(reason for each in read.held for reason in each.reasons))
        self.held.setVisible(bool(told))
        self._fill(read.rows, self._put)

    def _put(self, at: int, row: dict[str, Value]) -> None:
        state = str(row["status"])
        self.table.put(at, 0, format_datetime(str(row["starts_at"] or "")))
        self.table.put(at, 1, str(row["title"]))
        item = self.table.put(at, 2, TYPES["meeting"].by_name["status"].choice_label(state))
        item.setIcon(tone_icon(*STATUS.get(state, ("circle-minus", "quiet"))))

    def _choose(self) -> None:
        row = self.chosen()
        self.agenda.setPlainText(str(row["agenda"] or "") if row else "")
        self._enable()
        if row is None:
            self._show(None)
            return
        record = str(row["id"])

        def work(session: Session, _progress: Progress) -> _Chosen:
            return _Chosen(record, courses.attendance(session, record), meetings.progress(session, record))

        self.workspace.operations.run(tr("Giao ban"), work, self._show)

    def _show(self, found: _Chosen | None) -> None:
        if found is not None and found.id != self.chosen_id():
            return  # another one was chosen meanwhile
        self.attendance.show_attendance(found.attendance if found else None)
        self.progress = [(each, unit) for each in (found.progress if found else ()) for unit in each.units]
        status = TYPES["task"].by_name["status"]
        self.conclusions.setRowCount(len(self.progress))
        for row, (each, unit) in enumerate(self.progress):
            content = " ".join(str(each.conclusion["content"]).split())
            due = as_date(each.conclusion["due_on"])
            self.conclusions.put(row, 0, _short(content), tip=content)
            self.conclusions.put(row, 1, show_date(due) if due else "")
            self.conclusions.put(row, 2, unit.name)
            word = status.choice_label(unit.status) if unit.task else tr("Chưa nhận việc")
            if unit.progress and unit.status == "doing":
                word += f" ({unit.progress} %)"
            if unit.overdue:
                word += f", {tr('quá hạn')}"
            done = unit.status == "done"
            tone: Tone = "bad" if unit.overdue else "good" if done else "quiet"
            icon = (
                "circle-alert" if unit.overdue else "circle-check" if done else "clock" if unit.task else "circle-help"
            )
            self.conclusions.put(row, 3, word).setIcon(tone_icon(icon, tone))
            self.conclusions.put(row, 4, unit.result)
        self.told.setText(
            " · ".join(
                tr(
                    "{content}: {taken}/{all} đơn vị đã nhận, {done} hoàn thành",
                    content=_short(str(each.conclusion["content"])), taken=each.taken, all=len(each.units), done=each.done,
                )
                for each in (found.progress if found else ())
            )
            or tr("Chưa có kết luận nào. Bấm “Thêm kết luận…”.")
        )  # fmt: skip
        if self.progress:
            self.conclusions.selectRow(0)
        self._enable()

    def _line(self) -> tuple[meetings.Progress, UnitProgress] | None:
        at = self.conclusions.currentRow()
        return self.progress[at] if 0 <= at < len(self.progress) else None

    def _enable(self) -> None:
        row, line = self.chosen(), self._line()
        for each in (
            self.edit_button,
            self.invite_button,
            self.minutes_button,
            self.notice_button,
            self.conclude_button,
        ):
            each.setEnabled(row is not None)
        self.agenda_button.setEnabled(row is not None and row["status"] == "planned")
        self.held_button.setEnabled(row is not None and row["status"] == "planned")
        own = line is not None and any(each.code == self.session.unit for each in line[0].units if each.task)
        self.take_button.setEnabled(line is not None and not own)
        self.task_button.setEnabled(line is not None and bool(line[1].task))
        self.change_button.setEnabled(line is not None)

    def status_text(self) -> str:
        """Say how many giao ban there are."""
        return tr("{count} cuộc giao ban", count=len(self.rows))

    # -- doing -------------------------------------------------------------------------------------------------------

    def _do(self, action: Callable[[], object], said: str, types: frozenset[str]) -> None:
        if self.workspace.attempt(action):
            self.workspace.say_done(said)
            self.workspace.changed.emit(types)

    def prepare(self) -> None:
        """Put what is overdue into the agenda."""
        record = self.chosen_id()
        said = tr("Đã đưa việc tồn đọng vào chương trình")
        self.tabs.setCurrentWidget(self.agenda)
        self._do(lambda: meeting_agenda.prepare(self.session, record), said, frozenset({"meeting"}))

    def hold(self) -> None:
        """Mark the giao ban as held."""
        record = self.chosen_id()
        self._do(lambda: meetings.hold(self.session, record), tr("Đã ghi là đã họp"), frozenset({"meeting"}))

    def conclude(self) -> None:
        """Open the form of a new conclusion."""
        if self.chosen_id():
            self.tabs.setCurrentWidget(self.conclusion_side)
            self._form("conclusion", None, {"meeting": self.chosen_id()})

    def change_conclusion(self) -> None:
        """Open the form of the conclusion chosen."""
        line = self._line()
        if line is not None:
            self._form("conclusion", str(line[0].conclusion["id"]))

    def take(self) -> None:
        """Make the Sở's own task from the conclusion chosen."""
        line = self._line()
        if line is not None:
            record, said = str(line[0].conclusion["id"]), tr("Đã nhận kết luận thành nhiệm vụ")
            self._do(lambda: meetings.take(self.session, record), said, frozenset({"task", "conclusion"}))

    def open_task(self) -> None:
        """Open the task that a unit made from the conclusion."""
        line = self._line()
        if line is not None and line[1].task:
            self.workspace.go_to("task", record=line[1].task)


def _short(text: str) -> str:
    flat = " ".join(text.split()).rstrip(".")
    return flat if len(flat) <= 40 else flat[:39] + "…"
