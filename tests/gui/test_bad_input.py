"""What people type wrong in forms, and what becomes of records others refer to."""

import unicodedata

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.record_form import RecordForm
from bgit_desktop.services import detail, records
from bgit_desktop.services.context import Session


def filled(workspace: Workspace, kind: str, **typed: str) -> RecordForm:
    form = RecordForm(workspace, TYPES[kind])
    for name, text in typed.items():
        target = form.editor(name).target()
        if isinstance(target, QComboBox):
            target.setEditText(text)
        else:
            assert isinstance(target, QLineEdit)
            target.setText(text)
    return form


@pytest.mark.parametrize(
    ("kind", "field", "typed", "said"),
    [
        ("officer", "birth_date", "31/02/1990", "không có trong lịch"),
        ("officer", "birth_date", "29/2/2023", "không có trong lịch"),
        ("officer", "birth_date", "hôm qua", "không phải là ngày"),
        ("officer", "birth_date", "31/12/2999", "không thể là ngày sinh"),
        ("task", "progress", "năm mươi", "không phải là số"),
        ("task", "progress", "150", "từ 0 đến 100"),
        ("task", "clause", "lung tung", "không có trong danh sách"),
        ("incident", "detected_at", "25:00 01/01/2024", "giờ 25:00 không đúng"),
    ],
)
def test_a_wrong_value_is_said_under_its_field(
    qtbot: QtBot, workspace: Workspace, kind: str, field: str, typed: str, said: str
) -> None:
    form = filled(workspace, kind, **{field: typed})
    assert not form.save()
    assert said in form.error_at(field)
    assert form.editor(field).wrong
    form.editor(field).target().setFocus()
    form.editor(field).changed.emit()
    assert not form.editor(field).wrong


def test_a_leap_day_is_taken(qtbot: QtBot, workspace: Workspace) -> None:
    assert filled(workspace, "officer", full_name="Hà", birth_date="29/2/2000").save()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Thử"), "Nguyễn Thị Thử"),
        ("Ðặng Thị Bé", "Đặng Thị Bé"),
        ("  Lê   Ánh\t", "Lê Ánh"),
    ],
)
def test_names_are_kept_in_one_form(
    qtbot: QtBot, workspace: Workspace, session: Session, typed: str, kept: str
) -> None:
    form = filled(workspace, "officer", full_name=typed)
    found: list[str] = []
    form.saved.connect(found.append)
    assert form.save()
    assert records.show(session, "officer", found[0])["full_name"] == kept


def test_saving_says_what_was_done_and_offers_to_undo_it(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    form = filled(workspace, "officer", full_name="Hà")
    found: list[str] = []
    form.saved.connect(found.append)
    assert form.save()
    assert workspace.messages.text == "Đã thêm 1 cán bộ chuyên trách"
    assert workspace.messages.action_text == "Hoàn tác"
    workspace.messages.clear()
    again = RecordForm(workspace, TYPES["officer"], record_id=found[0])
    assert again.save()
    assert not workspace.messages.text, "nothing was different, so there is nothing to undo"


def test_a_system_keeps_its_capital_letters_in_a_sentence(qtbot: QtBot, workspace: Workspace) -> None:
    assert RecordForm(workspace, TYPES["system"]).windowTitle() == "Thêm hệ thống CNTT"


def test_a_deleted_person_is_still_named_where_others_refer_to_him(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    task = records.add(session, "task", {"clause": "QyD.6.2.b", "title": "Sửa mạng", "officers": [people[1]]})
    records.delete(session, "officer", [people[1]])
    told = [line.text for part in detail.detail(session, "task", task).parts for line in part.lines]
    assert "Trần Văn Hùng (đã xóa)" in told
    form = RecordForm(workspace, TYPES["task"], record_id=task)
    assert form.save(), "an old reference does not keep anybody from saving"
    assert records.show(session, "task", task)["officers"] == [people[1]]


def test_a_list_that_is_only_read_offers_to_look_not_to_edit(qtbot: QtBot, workspace: Workspace) -> None:
    page = ListPage(workspace, TYPES["course"])
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.model.known)
    assert page.edit_action.iconText() == "Xem"
    assert "Sở cập nhật" in page.empty.text.text()
