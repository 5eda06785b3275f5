"""Verdicts in the detail pane: what is said, where it is put right, and settling what needs review."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.detail_pane import DetailPane
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.ruling_dialog import RulingDialog
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query


@pytest.fixture
def near(session: Session, people: list[str]) -> str:
    values = {"officer": people[0], "level": "bachelor", "major": "ĐTVT", "field": "near", "mode": "regular"}
    records.add(session, "qualification", values)  # type: ignore[arg-type]
    return people[0]


def pane_of(qtbot: QtBot, workspace: Workspace, type_name: str, record: str) -> DetailPane:
    pane = DetailPane(workspace, TYPES[type_name])
    qtbot.addWidget(pane)
    workspace.changed.connect(lambda _types: pane.show_record(record))
    pane.show_record(record)
    return pane


def test_an_officers_verdicts_are_all_there(qtbot: QtBot, workspace: Workspace, near: str) -> None:
    text = pane_of(qtbot, workspace, "officer", near).text
    for clause in ("Điều 4:", "Điều 5.2:", "Điều 9.2.c:", "Điều 10.2.a:", "Điều 10.2.b:"):
        assert clause in text
    assert "Chưa ghi văn bản phân công." in text


def test_what_does_not_apply_for_one_reason_is_one_line(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    text = pane_of(qtbot, workspace, "officer", people[4]).text  # has left
    assert "Điều 4; Điều 5.2; Điều 9.2.c; Điều 10.2.a; Điều 10.2.b" in text
    assert text.count("31/01/2020, trước ngày xét") == 1


def test_a_review_is_settled_with_a_reason(qtbot: QtBot, workspace: Workspace, session: Session, near: str) -> None:
    pane = pane_of(qtbot, workspace, "officer", near)
    assert "Kết luận…" in pane.text
    pane._rule(0)
    (dialog,) = pane.findChildren(RulingDialog)
    dialog.go.click()
    assert dialog.error.text() == "Hãy chọn kết luận."
    dialog.answer.setCurrentIndex(dialog.answer.findData("met"))
    dialog.go.click()
    assert "lý do" in dialog.error.text()
    assert records.count(session, Query("ruling")) == 0
    dialog.reason.setPlainText("Bảng điểm có các môn CNTT.")
    dialog.by.setText("Chánh Văn phòng")
    dialog.go.click()
    (row,) = records.listing(session, Query("ruling"))
    assert (row["clause"], row["verdict"], row["decided_by"]) == ("QyD.4", "met", "Chánh Văn phòng")
    assert workspace.messages.text == "" or "Đã ghi kết luận" in workspace.messages.text
    assert "Chánh Văn phòng: Bảng điểm có các môn CNTT." in pane.text
    assert "Kết luận…" not in pane.text
    assert "Xem kết luận" in pane.text


def test_what_changed_meanwhile_is_said_in_the_dialog(
    qtbot: QtBot, workspace: Workspace, session: Session, near: str
) -> None:
    pane = pane_of(qtbot, workspace, "officer", near)
    pane._rule(0)
    (dialog,) = pane.findChildren(RulingDialog)
    (row,) = records.listing(session, Query("qualification"))
    records.change(session, "qualification", str(row["id"]), {"field": "other"})
    dialog.answer.setCurrentIndex(1)
    dialog.reason.setPlainText("Vì")
    dialog.go.click()
    assert "Chưa đạt" in dialog.error.text()
    assert dialog.isVisible()
    assert not pane.findChildren(QMessageBox)


def test_an_incident_shows_both_figures(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    values = {"title": "Máy chủ ngừng", "category": "A1", "detected_at": "2024-06-03T08:00"}
    made = records.add(session, "incident", values)  # type: ignore[arg-type]
    text = pane_of(qtbot, workspace, "incident", made).text
    assert "Điều 7.2, báo cáo thủ trưởng: " in text
    assert "Điều 7.2, báo cáo Sở: " in text
    assert "Chưa ghi giờ báo cáo Sở" in text


def test_the_place_to_mend_is_one_click_away(qtbot: QtBot, workspace: Workspace, near: str) -> None:
    pane = pane_of(qtbot, workspace, "officer", near)
    html = pane.browser.toHtml()
    assert 'href="new:appraisal:officer"' in html
    asked: list[tuple[str, object]] = []
    workspace.open_page.connect(lambda page, arguments: asked.append((page, arguments)))
    pane._go("appraisal", new={"officer": near})
    assert asked == [("appraisal", {"new": {"officer": near}})]
