"""Training by the Sở (Điều 9.2.c, 10.2.d): courses and sessions, attendance, who was never trained, requests of units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from bgit_desktop.core.attendance import Event
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.values import format_datetime
from bgit_desktop.gui import list_actions, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.event_parts import AttendanceTable, EventPage
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import courses, invitations, records
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.courses import Untrained
from bgit_desktop.store.records import Query


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page shows."""

    rows: list[dict[str, Value]]
    events: list[Event]
    untrained: list[Untrained]
    requests: list[dict[str, Value]]
    names: dict[str, str]
    units: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is shown of the course chosen: its sessions, and who answered for the whole and for each."""

    id: str
    sessions: list[dict[str, Value]]
    attendance: list[courses.Attendance]


class TrainingBoardPage(EventPage):
    """Đào tạo, tập huấn của Sở."""

    help_topic = "training"
    shows = frozenset({"course", "course_session", "training", "training_request", "officer", "unit"})

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "course", [tr("Từ ngày"), tr("Lớp"), tr("Chủ đề")])
        self.sessions: list[dict[str, Value]] = []
        self.requests: list[dict[str, Value]] = []
        self.untrained: list[Untrained] = []
        self._starts: dict[str, date | None] = {}
        self._attendance: list[courses.Attendance] = []
        self.add_button = button(self, "plus", tr("&Thêm lớp…"), self.new_record, primary=True)
        self.edit_button = button(self, "pencil", tr("&Sửa…"), self.edit)
        self.session_button = button(self, "plus", tr("Thêm &buổi…"), self.add_session)
        self.plan_button = button(self, "printer", tr("&Kế hoạch…"), partial(self._paper, "course_plan"))
        self.summons_button = button(self, "mail", tr("Triệu tậ&p…"), partial(self._paper, "course_summons"))
        self.sign_button = button(self, "users", tr("Danh sách ký &nhận…"), partial(self._paper, "course_attendance"))
        self.result_button = button(self, "file-text", tr("Kết &quả…"), partial(self._paper, "course_result"))
        self.empty.setText(tr("Chưa có lớp tập huấn nào. Bấm “Thêm lớp…”; giấy mời tự đi trong gói trả lời."))
        self.tabs.addTab(self._session_side(), tr("Các buổi"))
        self.tabs.addTab(self._attendance_side(), tr("Tham dự"))
        self.tabs.addTab(self._untrained_side(), tr("Chưa được tập huấn"))
        self.tabs.addTab(self._request_side(), tr("Đề nghị đào tạo"))
        self._build(self._tools())
        self.ask()

    # -- layout ------------------------------------------------------------------------------------------------------

    def _session_side(self) -> QWidget:
        headers = [tr("Bắt đầu"), tr("Nội dung buổi"), tr("Địa điểm"), tr("Giảng viên"), tr("Số chỗ")]
        self.session_table = CalmTable(tr("Các buổi"), headers, self)
        self.session_table.opened.connect(self._edit_session)
        return self.session_table

    def _attendance_side(self) -> QWidget:
        side = QWidget(self)
        self.part = QComboBox(side)
        self.part.setAccessibleName(tr("Lớp hoặc buổi"))
        self.part.currentIndexChanged.connect(self._show_attendance)
        self.attendance = AttendanceTable(side)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.GRID // 2, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.part)
        column.addWidget(self.attendance, 1)
        return side

    def _untrained_side(self) -> QWidget:
        side = QWidget(self)
        self.topic = QComboBox(side)
        self.topic.setAccessibleName(tr("Chủ đề"))
        self.topic.addItem(tr("Mọi chủ đề"), "")
        for each in TOPICS:
            self.topic.addItem(str(each.label), each.value)
        self.topic.currentIndexChanged.connect(lambda _at: self._fill_untrained())
        self.untrained_note = quiet(side)
        headers = [tr("Đơn vị"), tr("Cán bộ"), tr("Chưa được tập huấn")]
        self.untrained_table = CalmTable(tr("Chưa được tập huấn"), headers, side)
        self.untrained_table.opened.connect(self._open_officer)
        row = QHBoxLayout()
        row.addWidget(self.topic)
        row.addWidget(self.untrained_note, 1)
        row.addWidget(button(side, "printer", tr("&In danh sách…"), partial(self._list, "never_trained")))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.GRID // 2, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(row)
        column.addWidget(self.untrained_table, 1)
        return side

    def _request_side(self) -> QWidget:
        side = QWidget(self)
        headers = [tr("Đơn vị"), tr("Cán bộ"), tr("Nội dung"), tr("Tình trạng"), tr("Ý kiến của Sở")]
        self.request_table = CalmTable(tr("Đề nghị đào tạo"), headers, side)
        self.request_table.opened.connect(lambda _row: self.answer())
        self.request_table.itemSelectionChanged.connect(self._enable)
        self.answer_button = button(side, "mail", tr("T&rả lời…"), self.answer)
        row = QHBoxLayout()
        row.addWidget(self.answer_button)
        row.addStretch(1)
        row.addWidget(button(side, "printer", tr("Tổng hợp &cử đi đào tạo…"), partial(self._list, "training_sent")))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, theme.GRID // 2, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(row)
        column.addWidget(self.request_table, 1)
        return side

    def _tools(self) -> QLayout:
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        for widget in (self.add_button, self.edit_button, self.session_button):
            tools.addWidget(widget)
        tools.addStretch(1)
        for widget in (self.plan_button, self.summons_button, self.sign_button, self.result_button):
            tools.addWidget(widget)
        return tools

    # -- showing -----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Read everything, off the window's thread."""

        def work(session: Session, _progress: Progress) -> _Read:
            rows = records.listing(session, Query("course", sort="-start_on"))
            asked = courses.requests(session)
            return _Read(
                rows,
                [invitations.find_event(session, str(row["id"])) for row in rows],
                courses.never_trained(session),
                asked,
                courses.officer_names(session, asked),
                courses.names_of(session, sorted({str(row["unit"]) for row in asked}), session.today()),
            )

        self.workspace.operations.run(tr("Đào tạo của Sở"), work, self._take)

    def _take(self, read: _Read) -> None:
        self.requests, self.untrained = read.requests, read.untrained
        self._starts = {each.id: each.start for each in read.events}
        self._fill_untrained()
        status = TYPES["training_request"].by_name["status"]
        self.request_table.setRowCount(len(read.requests))
        for row, each in enumerate(read.requests):
            self.request_table.put(row, 0, read.units[str(each["unit"])])
            self.request_table.put(row, 1, read.names.get(str(each["officer"]), ""))
            self.request_table.put(row, 2, str(each["content"]))
            self.request_table.put(row, 3, status.choice_label(str(each["status"] or "requested")))
            self.request_table.put(row, 4, str(each["answer"] or ""))
        self._fill(read.rows, self._put)

    def _put(self, at: int, row: dict[str, Value]) -> None:
        start = self._starts.get(str(row["id"]))
        self.table.put(at, 0, show_date(start) if start else "")
        self.table.put(at, 1, str(row["title"]))
        self.table.put(at, 2, courses.topic_labels().get(str(row["topic"]), ""))

    def _fill_untrained(self) -> None:
        topic, labels = str(self.topic.currentData()), courses.topic_labels()
        shown = [each for each in self.untrained if not topic or topic in each.topics]
        self.untrained_note.setText(tr("{count} cán bộ", count=len(shown)))
        self.untrained_table.setRowCount(len(shown))
        self._untrained_shown = shown
        for row, each in enumerate(shown):
            self.untrained_table.put(row, 0, each.unit)
            self.untrained_table.put(row, 1, each.name)
            self.untrained_table.put(row, 2, "; ".join(labels[name] for name in each.topics))

    def _choose(self) -> None:
        record = self.chosen_id()
        self._enable()
        if not record:
            self._show(None)
            return

        def work(session: Session, _progress: Progress) -> _Chosen:
            parts = invitations.course_sessions(session, record)
            asked = [record, *(str(part["id"]) for part in parts)]
            return _Chosen(record, parts, [courses.attendance(session, each) for each in asked])

        self.workspace.operations.run(tr("Đào tạo của Sở"), work, self._show)

    def _show(self, found: _Chosen | None) -> None:
        if found is not None and found.id != self.chosen_id():
            return  # another one was chosen meanwhile
        self.sessions = found.sessions if found else []
        self._attendance = found.attendance if found else []
        self.session_table.setRowCount(len(self.sessions))
        for row, each in enumerate(self.sessions):
            self.session_table.put(row, 0, format_datetime(str(each["starts_at"] or "")))
            for column, name in ((1, "title"), (2, "place"), (3, "teacher")):
                self.session_table.put(row, column, str(each[name] or ""))
            self.session_table.put(row, 4, str(each["capacity"] or ""), right=True)
        self.part.blockSignals(True)
        self.part.clear()
        for at, attended in enumerate(self._attendance):
            self.part.addItem(attended.event.title if at else tr("Cả lớp"))
        self.part.blockSignals(False)
        self._show_attendance()

    def _show_attendance(self) -> None:
        at = self.part.currentIndex()
        self.attendance.show_attendance(self._attendance[at] if 0 <= at < len(self._attendance) else None)

    def _enable(self) -> None:
        some = bool(self.chosen_id())
        for each in (
            self.edit_button, self.session_button, self.plan_button, self.summons_button, self.sign_button,
            self.result_button,
        ):  # fmt: skip
            each.setEnabled(some)
        self.answer_button.setEnabled(0 <= self.request_table.currentRow() < len(self.requests))

    def status_text(self) -> str:
        """Say how many courses there are."""
        return tr("{count} lớp tập huấn", count=len(self.rows))

    # -- doing -------------------------------------------------------------------------------------------------------

    def add_session(self) -> None:
        """Open the form of a new session of the course chosen."""
        if self.chosen_id():
            self.tabs.setCurrentIndex(0)
            self._form("course_session", None, {"course": self.chosen_id()})

    def _edit_session(self, at: int) -> None:
        if 0 <= at < len(self.sessions):
            self._form("course_session", str(self.sessions[at]["id"]))

    def answer(self) -> None:
        """Answer the training request chosen."""
        at = self.request_table.currentRow()
        if 0 <= at < len(self.requests):
            list_actions.answer_request(self, [str(self.requests[at]["id"])])

    def _open_officer(self, at: int) -> None:
        if 0 <= at < len(self._untrained_shown):
            self.workspace.go_to("officer", record=self._untrained_shown[at].officer)

    def _list(self, kind: str) -> None:
        self.workspace.go_to("reports", kind=kind, period=Period.half_year_of(self.session.today()).code)
