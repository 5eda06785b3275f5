"""Training by the Sở (Điều 9.2.c, 10.2.d): courses and sessions, attendance, who was never trained, requests of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from bgit_desktop.core.attendance import Event
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.values import format_datetime
from bgit_desktop.gui import list_actions, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.event_parts import AttendanceTable, period_of, print_about
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.services import courses, invitations, records
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.courses import Untrained
from bgit_desktop.store.records import Query

SHOWN = frozenset({"course", "course_session", "training", "training_request", "officer", "unit"})


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


class TrainingBoardPage(Page):
    """Đào tạo, tập huấn của Sở."""

    help_topic = "training"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.rows: list[dict[str, Value]] = []
        self.sessions: list[dict[str, Value]] = []
        self.requests: list[dict[str, Value]] = []
        self.untrained: list[Untrained] = []
        self._attendance: list[courses.Attendance] = []
        self._wanted = ""
        self.add_button = button(self, "plus", tr("&Thêm lớp…"), self.new_record, primary=True)
        self.edit_button = button(self, "pencil", tr("&Sửa…"), self.edit)
        self.session_button = button(self, "plus", tr("Thêm &buổi…"), self.add_session)
        self.plan_button = button(self, "printer", tr("&Kế hoạch…"), partial(self._paper, "course_plan"))
        self.summons_button = button(self, "mail", tr("Triệu tậ&p…"), partial(self._paper, "course_summons"))
        self.sign_button = button(self, "users", tr("Danh sách ký &nhận…"), partial(self._paper, "course_attendance"))
        self.result_button = button(self, "file-text", tr("Kết &quả…"), partial(self._paper, "course_result"))
        self.table = CalmTable(tr("Lớp tập huấn của Sở"), [tr("Từ ngày"), tr("Lớp"), tr("Chủ đề")], self)
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.opened.connect(lambda _row: self.edit())
        self.empty = quiet(self, tr("Chưa có lớp tập huấn nào. Bấm “Thêm lớp…”; giấy mời tự đi trong gói trả lời."))
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self._session_side(), tr("Các buổi"))
        self.tabs.addTab(self._attendance_side(), tr("Tham dự"))
        self.tabs.addTab(self._untrained_side(), tr("Chưa được tập huấn"))
        self.tabs.addTab(self._request_side(), tr("Đề nghị đào tạo"))
        self._build()
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

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        for widget in (self.add_button, self.edit_button, self.session_button):
            tools.addWidget(widget)
        tools.addStretch(1)
        for widget in (self.plan_button, self.summons_button, self.sign_button, self.result_button):
            tools.addWidget(widget)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, theme.GRID // 2)
        whole.setSpacing(theme.GRID)
        whole.addLayout(tools)
        whole.addWidget(splitter, 1)

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
        chosen = self._wanted or self.chosen_id()
        self._wanted = ""
        self.rows, self.requests, self.untrained = read.rows, read.requests, read.untrained
        self.empty.setVisible(not read.rows)
        self.table.setVisible(bool(read.rows))
        topics = courses.topic_labels()
        self.table.blockSignals(True)
        self.table.setRowCount(len(read.rows))
        for row, (each, event) in enumerate(zip(read.rows, read.events, strict=True)):
            self.table.put(row, 0, show_date(event.start) if event.start else "")
            self.table.put(row, 1, str(each["title"]))
            self.table.put(row, 2, topics.get(str(each["topic"]), ""))
        at = next((row for row, each in enumerate(read.rows) if each["id"] == chosen), 0)
        self.table.blockSignals(False)
        if read.rows:
            self.table.selectRow(at)
        self._fill_untrained()
        status = TYPES["training_request"].by_name["status"]
        self.request_table.setRowCount(len(read.requests))
        for row, each in enumerate(read.requests):
            self.request_table.put(row, 0, read.units[str(each["unit"])])
            self.request_table.put(row, 1, read.names.get(str(each["officer"]), ""))
            self.request_table.put(row, 2, str(each["content"]))
            self.request_table.put(row, 3, status.choice_label(str(each["status"] or "requested")))
            self.request_table.put(row, 4, str(each["answer"] or ""))
        self._choose()
        self.workspace.status_changed.emit()

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

    def chosen(self) -> dict[str, Value] | None:
        """Give the course chosen."""
        at = self.table.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def chosen_id(self) -> str:
        """Give the id of the course chosen; "" for none."""
        row = self.chosen()
        return str(row["id"]) if row else ""

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

    def refresh(self, types: frozenset[str]) -> None:
        """Read anew where what is shown may have changed."""
        if not types or types & SHOWN:
            self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Choose a ``record``."""
        record = arguments.get("record")
        if isinstance(record, str):
            self._wanted = record
            self.ask()

    def status_text(self) -> str:
        """Say how many courses there are."""
        return tr("{count} lớp tập huấn", count=len(self.rows))

    # -- doing -------------------------------------------------------------------------------------------------------

    def _form(self, name: str, record: str | None = None, values: dict[str, Value] | None = None) -> None:
        from bgit_desktop.gui.record_form import RecordForm

        def open_form() -> None:
            form = RecordForm(self.workspace, TYPES[name], record_id=record, values=values, parent=self)
            form.saved.connect(partial(self._saved, name))
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()

        self.workspace.attempt(open_form)

    def _saved(self, name: str, record: str) -> None:
        if name == "course":
            self._wanted = record
        self.workspace.changed.emit(frozenset({name}))

    def new_record(self) -> None:
        """Open the form of a new course."""
        self._form("course")

    def edit(self) -> None:
        """Open the form of the course chosen."""
        if self.chosen_id():
            self._form("course", self.chosen_id())

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

    def _paper(self, kind: str) -> None:
        row = self.chosen()
        if row is not None:
            day = as_date(row["start_on"]) or next((as_date(each["starts_at"]) for each in self.sessions), None)
            print_about(self, kind, str(row["id"]), period_of(day, self.session))

    def _list(self, kind: str) -> None:
        self.workspace.go_to("reports", kind=kind, period=period_of(None, self.session))
