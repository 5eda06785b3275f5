"""The Sở's pages Giao ban and Đào tạo của Sở: agenda, attendance, conclusions and tasks, papers; the lists behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bgit_desktop.gui import record_papers
from bgit_desktop.gui.list_output import PrintDialog
from bgit_desktop.gui.record_form import RecordForm
from bgit_desktop.gui.reply_dialogs import RequestDialog
from bgit_desktop.services import meetings, records
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query

Open = Callable[..., Any]
Settled = Callable[[Any], None]


def meeting_of(province: Session, **values: Any) -> str:
    base = {
        "title": "Giao ban 6 tháng", "kind": "half_year", "period": "2024-H1", "starts_at": "2024-06-20T08:00",
        "invitees": ["217", "218"],
    }  # fmt: skip
    return records.add(province, "meeting", base | values)


@pytest.fixture
def shown_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What would have been opened with the system's viewer."""
    found: list[Path] = []
    monkeypatch.setattr(record_papers, "open_file", lambda path: found.append(path) or True)
    return found


def cells(table: Any, row: int) -> list[str]:
    return [table.item(row, at).text() for at in range(table.columnCount())]


def test_a_meeting_from_its_agenda_to_tasks(
    province: Session, opened: Open, settled: Settled, office: ModuleType, shown_files: list[Path]
) -> None:
    earlier = meeting_of(
        province, title="Giao ban năm 2023", starts_at="2024-01-10T08:00", status="held", period="2023-H2"
    )
    meeting = meeting_of(province)
    conclusion = meetings.conclude(province, earlier, "Rà soát cấp độ", units=["217", "218"], due_on="2024-03-31")
    task = office.Office(province, "217").add(
        "task", clause="QyD.6.2.e", title="Rà soát", status="doing", progress=40, assigned_on="2024-01-11", due_on="2024-12-31",
        source=conclusion,
    )  # fmt: skip
    window = opened(province, "meetings")
    page = window.page("meetings")
    settled(window)
    assert page.chosen_id() == meeting
    assert "6T đầu 2024: Thiếu căn cứ" in page.held.text()
    page.agenda_button.click()
    settled(window)
    assert "- Rà soát cấp độ (hạn 31/03/2024; 1/2 đơn vị đã nhận việc, 0 hoàn thành)" in page.agenda.toPlainText()
    page.held_button.click()
    settled(window)
    assert records.show(province, "meeting", meeting)["status"] == "held"
    assert not page.held_button.isEnabled()
    assert "6T đầu 2024: Đạt" in page.held.text()
    page.open({"record": earlier})
    settled(window)
    page.tabs.setCurrentIndex(2)
    assert [cells(page.conclusions, row)[2:4] for row in range(page.conclusions.rowCount())] == [
        ["Huyện Lạng Giang", "Đang thực hiện (40 %)"],
        ["Huyện Lục Nam", "Chưa nhận việc, quá hạn"],
    ]
    assert page.task_button.isEnabled()
    page.take_button.click()
    settled(window)
    assert page.conclusions.rowCount() == 3
    assert not page.take_button.isEnabled()
    page.minutes_button.click()
    page.findChild(PrintDialog).open_button.click()
    settled(window)
    (made,) = shown_files
    assert made.name == "meeting-minutes-STTTT-giao-ban-nam-2023.pdf"
    assert made.stat().st_size > 1000
    page.conclusions.selectRow(0)
    page.open_task()
    settled(window)
    assert window.page("task").current_id() == task


def test_what_is_not_ready_is_said_and_forms_open(province: Session, opened: Open, settled: Settled) -> None:
    window = opened(province, "meetings")
    page = window.page("meetings")
    settled(window)
    assert not page.empty.isHidden()
    assert not page.invite_button.isEnabled()
    page.add_button.click()
    form = page.findChild(RecordForm)
    assert form.kind.name == "meeting"
    form.close()
    meeting_of(province, starts_at="2024-09-20T08:00")
    page.refresh(frozenset({"meeting"}))
    settled(window)
    page.held_button.click()
    assert "chưa đến ngày họp" in window.workspace.messages.text
    page.conclude_button.click()
    assert page.findChildren(RecordForm)[-1].kind.name == "conclusion"


def test_attendance_tells_absent_from_not_answered(
    province: Session, opened: Open, settled: Settled, office: ModuleType
) -> None:
    meeting = meeting_of(province)
    person = records.listing(province, Query("officer", where=(("unit", "217"),)))[0]["id"]
    office.Office(province, "217").add(
        "training", officer=person, title="Giao ban", kind="giao_ban", meeting=meeting, attendance="absent",
        absence_kind="not_sent",
    )  # fmt: skip
    window = opened(province, "meetings")
    settled(window)
    table = window.page("meetings").attendance.table
    assert [cells(table, row)[:2] for row in range(table.rowCount())] == [
        ["Huyện Lạng Giang", "Vắng"],
        ["Huyện Lục Nam", "Chưa trả lời"],
    ]
    assert cells(table, 0)[3] == "Không được cử"


def test_the_training_page_shows_courses_who_is_left_and_answers_requests(
    province: Session, opened: Open, settled: Settled, office: ModuleType, shown_files: list[Path]
) -> None:
    course = records.add(province, "course", {"title": "ATTT", "topic": "security", "invitees": ["217"]})
    records.add(province, "course_session", {"course": course, "title": "Buổi 1", "starts_at": "2024-05-14T08:00"})
    person = records.listing(province, Query("officer", where=(("unit", "217"),), search="Hà"))[0]["id"]
    office.Office(province, "217").add(
        "training", officer=person, title="ATTT", kind="course", topic="security", course=course, attendance="present",
        start_on="2024-05-14",
    )  # fmt: skip
    request = office.Office(province, "217").add("training_request", officer=person, content="CCNA", status="requested")
    window = opened(province, "training")
    settled(window)
    (action,) = window.page("training").more.actions
    assert action.isEnabled()
    action.trigger()
    settled(window)
    page = window.page("training_board")
    assert cells(page.table, 0) == ["14/05/2024", "ATTT", "An toàn thông tin"]
    assert cells(page.session_table, 0)[:2] == ["08:00 14/05/2024", "Buổi 1"]
    assert [page.part.itemText(at) for at in range(page.part.count())] == ["Cả lớp", "ATTT – Buổi 1"]
    page.part.setCurrentIndex(1)
    assert cells(page.attendance.table, 0)[:3] == ["Huyện Lạng Giang", "Dự", "1"]
    page.topic.setCurrentIndex(page.topic.findData("security"))
    assert page.untrained_note.text() == "3 cán bộ"
    page.sign_button.click()
    page.findChild(PrintDialog).open_button.click()
    settled(window)
    assert [path.name for path in shown_files] == ["course-attendance-STTTT-attt.pdf"]
    page.request_table.selectRow(0)
    page.answer_button.click()
    dialog = page.findChild(RequestDialog)
    dialog.answer.setPlainText("Đồng ý.")
    dialog.go.click()
    settled(window)
    assert records.show(province, "training_request", request)["answer"] == "Đồng ý."
    assert cells(page.request_table, 0)[4] == "Đồng ý."
