"""Answers in lists: a unit to an invitation and a conclusion, the Sở to difficulties and training requests."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.answer_dialog import AnswerDialog
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.reply_dialogs import DifficultyDialog, RequestDialog
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query


def from_so(session: Session, type_name: str, **values: Any) -> str:
    made = session.new_id()
    with session.store.write("receive", "Gói trả lời", "Sở"):
        store_records.insert(session.store.db, TYPES[type_name], made, "STTTT", values)
    return made


def listing(qtbot: QtBot, workspace: Workspace, name: str) -> ListPage:
    page = ListPage(workspace, TYPES[name])
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    qtbot.waitUntil(lambda: page.model.known and not workspace.operations.running)
    return page


def check(dialog: AnswerDialog, at: int) -> None:
    dialog.officers.item(at).setCheckState(Qt.CheckState.Checked)


def test_an_invitation_is_answered_from_the_line_of_the_overview(
    qtbot: QtBot, workspace: Workspace, people: list[str]
) -> None:
    session = workspace.session
    course = from_so(session, "course", title="Tập huấn ATTT", topic="security", start_on="2099-05-14")
    from_so(session, "course_session", course=course, title="Buổi 1", starts_at="2099-05-14T08:00")
    page = listing(qtbot, workspace, "course")
    page.open({"record": course, "act": "answer"})
    dialog = page.findChild(AnswerDialog)
    assert dialog is not None
    assert dialog.officers.count() == 4, "who has left is not asked"
    dialog.go.click()
    assert "ít nhất một cán bộ" in dialog.error.text()
    check(dialog, 0)
    dialog.attendance.setCurrentIndex(dialog.attendance.findData("absent"))
    dialog.go.click()
    assert "lý do" in dialog.error.text()
    dialog.absence.setCurrentIndex(dialog.absence.findData("not_sent"))
    dialog.go.click()
    (row,) = records.listing(session, Query("training"))
    assert (row["course"], row["attendance"], row["absence_kind"], row["session"]) == (
        course,
        "absent",
        "not_sent",
        None,
    )
    page.open({"record": course, "act": "answer"})
    again = page.findChildren(AnswerDialog)[-1]
    assert "Vắng" in again.officers.item(0).text()
    again.part.setCurrentIndex(1)
    check(again, 1)
    again.go.click()
    assert len(records.listing(session, Query("training"))) == 2


def test_a_conclusion_becomes_a_task_with_one_click(qtbot: QtBot, workspace: Workspace) -> None:
    session = workspace.session
    meeting = from_so(
        session, "meeting", title="Giao ban", kind="half_year", starts_at="2024-06-20T08:00", status="held"
    )
    conclusion = from_so(session, "conclusion", meeting=meeting, content="Rà soát cấp độ", for_units=["217"])
    page = listing(qtbot, workspace, "conclusion")
    qtbot.waitUntil(lambda: page.current_id() == conclusion)
    (action,) = page.more.actions
    assert action.text() == "Nhận thành nhiệm vụ"
    action.trigger()
    (task,) = records.listing(session, Query("task"))
    assert (task["source"], task["title"]) == (conclusion, "Rà soát cấp độ")
    action.trigger()
    assert "đã được nhận" in workspace.messages.text
    assert len(records.listing(session, Query("task"))) == 1


def test_the_so_answers_difficulties_together(qtbot: QtBot, province_workspace: Workspace) -> None:
    session = province_workspace.session
    ids = [records.add(session, "difficulty", {"description": text}) for text in ("Thiếu máy chủ", "Thiếu người")]
    page = listing(qtbot, province_workspace, "difficulty")
    page.view.selectAll()
    (action,) = page.more.actions
    action.trigger()
    dialog = page.findChild(DifficultyDialog)
    assert dialog is not None
    dialog.go.click()
    assert dialog.error.isVisible()
    dialog.answer.setPlainText("Sở sẽ hỗ trợ.")
    dialog.document.setText("45/STTTT")
    dialog.go.click()
    rows = [records.show(session, "difficulty", each) for each in ids]
    assert {(row["status"], row["answer"], row["answer_document"]) for row in rows} == {
        ("answered", "Sở sẽ hỗ trợ.", "45/STTTT")
    }


def test_the_so_answers_a_training_request(qtbot: QtBot, province_workspace: Workspace) -> None:
    session = province_workspace.session
    officer = records.add(session, "officer", {"full_name": "Nguyễn Thị Hà", "employment": "civil_servant"})
    request = records.add(session, "training_request", {"officer": officer, "content": "CCNA"})
    page = listing(qtbot, province_workspace, "training_request")
    page.open({"record": request, "act": "answer"})
    dialog = page.findChild(RequestDialog)
    assert dialog is not None
    dialog.answer.setPlainText("Đồng ý.")
    dialog.go.click()
    assert records.show(session, "training_request", request)["answer"] == "Đồng ý."


@pytest.mark.parametrize("name", ["task", "officer", "incident"])
def test_other_lists_have_no_further_actions(qtbot: QtBot, workspace: Workspace, name: str) -> None:
    assert listing(qtbot, workspace, name).more.actions == []
