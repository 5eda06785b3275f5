from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from bgit_desktop.core.fields import Value
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import NotFound
from bgit_desktop.gui.field_editors import ChoiceEditor, DateEditor, LineEditor
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.record_form import RecordForm
from bgit_desktop.gui.ref_editors import RefEditor, RefsEditor
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.services.lists import Query


def form_of(qtbot: QtBot, workspace: Workspace, type_name: str, **arguments: object) -> RecordForm:
    form = RecordForm(workspace, TYPES[type_name], **arguments)  # type: ignore[arg-type]
    form.show()
    form.activateWindow()
    assert QTest.qWaitForWindowActive(form)
    return form


def line(form: RecordForm, name: str) -> LineEditor | DateEditor:
    editor = form.editor(name)
    assert isinstance(editor, LineEditor | DateEditor)
    return editor


@pytest.mark.parametrize("type_name", [name for name in TYPES if name != "report"])
def test_every_type_has_a_form_and_keeps_what_it_shows(qtbot: QtBot, workspace: Workspace, type_name: str) -> None:
    form = form_of(qtbot, workspace, type_name)
    assert form.findChildren(QComboBox) or form.editor(TYPES[type_name].title)
    assert not form.dirty


def test_saves_a_new_record(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    form = form_of(qtbot, workspace, "officer")
    line(form, "full_name").line.setText("  Nguyễn  Thị Hà ")
    line(form, "birth_date").line.setText("5/3/1988")
    line(form, "phone").line.setText("+84 912 345 678")
    with qtbot.waitSignal(form.saved) as saved:
        assert form.save()
    found = records.show(session, "officer", saved.args[0])
    assert (found["full_name"], found["birth_date"], found["phone"]) == ("Nguyễn Thị Hà", "1988-03-05", "0912345678")


def test_errors_stand_under_their_fields_and_the_first_is_focused(qtbot: QtBot, workspace: Workspace) -> None:
    form = form_of(qtbot, workspace, "officer")
    line(form, "birth_date").line.setText("31/02/1990")
    assert not form.save()
    assert form.error_at("full_name") == "“Họ và tên” không được để trống."
    assert "31/02/1990" in form.error_at("birth_date")
    qtbot.waitUntil(lambda: form.focusWidget() is form.editor("full_name").target())
    line(form, "birth_date").line.setText("28/02/1990")
    assert form.error_at("birth_date") == ""


def test_moments_in_the_wrong_order_are_said_at_the_field(qtbot: QtBot, workspace: Workspace) -> None:
    form = form_of(qtbot, workspace, "task")
    line(form, "title").line.setText("Cài đặt máy trạm")
    form.editor("clause").set_value("QyD.6.2.b")
    line(form, "assigned_on").line.setText("10/02/2024")
    line(form, "due_on").line.setText("09/02/2024")
    assert not form.save()
    assert "10/02/2024" in form.error_at("due_on")


def test_enter_does_not_save_and_ctrl_s_does(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    form = form_of(qtbot, workspace, "document")
    line(form, "number").line.setText("12/QĐ-UBND")
    QTest.keyClick(line(form, "number").line, Qt.Key.Key_Return)
    assert records.count(session, Query("document")) == 0
    assert form.isVisible()
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(line(form, "number").line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert records.count(session, Query("document")) == 1


def test_escape_asks_only_where_something_would_be_lost(qtbot: QtBot, workspace: Workspace) -> None:
    form = form_of(qtbot, workspace, "document")
    form.reject()
    assert not form.isVisible()
    form = form_of(qtbot, workspace, "document")
    line(form, "number").line.setText("12/QĐ")
    form.reject()
    assert form.isVisible()
    assert form.drop_button.isVisible()
    form.reject()  # a second Esc takes the question back
    assert not form.drop_button.isVisible()
    form.reject()
    form.drop_button.click()
    assert not form.isVisible()


def test_long_choices_are_found_without_marks(qtbot: QtBot, workspace: Workspace) -> None:
    form = form_of(qtbot, workspace, "task")
    editor = form.editor("clause")
    assert isinstance(editor, ChoiceEditor)
    completer = editor.box.completer()
    completer.setCompletionPrefix("dieu 6.2.b")
    assert completer.completionCount() == 1
    assert completer.currentCompletion().startswith("Điều 6.2.b")
    editor.box.setEditText("không có điều này")
    assert not form.save()
    assert "không có điều này" in form.error_at("clause")


def test_a_new_document_is_taken_in_place(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    form = form_of(qtbot, workspace, "officer")
    editor = form.editor("assignment_document")
    assert isinstance(editor, RefEditor)
    editor.new_button.click()
    inner = next(each for each in form.findChildren(RecordForm) if each.isVisible())
    line(inner, "number").line.setText("05/QĐ-UBND")
    assert inner.save()
    chosen = editor.value()
    assert records.show(session, "document", str(chosen))["number"] == "05/QĐ-UBND"
    editor.line.setText("không phải văn bản nào")
    assert not form.save()
    assert form.error_at("assignment_document")


def test_several_people_are_chosen_and_taken_out(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    form = form_of(qtbot, workspace, "task")
    editor = form.editor("officers")
    assert isinstance(editor, RefsEditor)
    editor.set_value([people[0], people[1]])
    assert editor.value() == [people[0], people[1]]
    editor.chosen.setCurrentRow(0)
    QTest.keyClick(editor.chosen, Qt.Key.Key_Delete)
    assert editor.value() == [people[1]]
    editor.line.setText("chưa chọn")
    assert not form.save()
    assert form.error_at("officers")


def test_a_reference_is_found_by_words(qtbot: QtBot, workspace: Workspace, people: list[str]) -> None:
    form = form_of(qtbot, workspace, "training")
    editor = form.editor("officer")
    assert isinstance(editor, RefEditor)
    QTest.keyClicks(editor.line, "hung")
    assert editor.line._found.rowCount() == 1
    with qtbot.waitSignal(editor.line.picked):
        editor.line._pick(editor.line._found.index(0, 0))
    assert editor.value() == people[1]


@pytest.mark.parametrize(("typed", "value"), [("Có", True), ("Không", False), ("—", None)])
def test_yes_no_can_stay_unknown(qtbot: QtBot, workspace: Workspace, typed: str, value: Value) -> None:
    form = form_of(qtbot, workspace, "officer")
    editor = form.editor("full_time")
    assert isinstance(editor, ChoiceEditor)
    editor.box.setCurrentText(typed)
    assert editor.value() is value


def test_a_unit_reads_what_the_so_keeps(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    unit = records.listing(session, Query("unit", limit=1))[0]
    form = form_of(qtbot, workspace, "unit", record_id=str(unit["id"]))
    assert not form.save_button.isVisible()
    assert not form.editor("name").isEnabled()
    assert not form.save()


def test_a_record_that_is_gone_is_said(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    with pytest.raises(NotFound):
        RecordForm(workspace, TYPES["officer"], record_id=session.new_id())


def test_speaks_english(qtbot: QtBot, workspace: Workspace, english: None) -> None:
    form = form_of(qtbot, workspace, "officer")
    assert form.windowTitle() == "Add dedicated officer"
    line(form, "birth_date").line.setText("31/02/1990")
    assert not form.save()
    assert "Full name" in form.error_at("full_name")
    assert "31/02/1990" in form.error_at("birth_date")


def test_fields_of_other_points_are_folded_until_asked_for(qtbot: QtBot, workspace: Workspace) -> None:
    form = form_of(qtbot, workspace, "task")

    def shown() -> set[str]:
        return {name for name, cell in form._cells.items() if cell.editor.isVisibleTo(form)}

    assert not shown() & {"scope", "mode", "advice_kind", "outcome", "quantity", "source"}
    form.editor("clause").set_value("QyD.6.2.b")
    assert shown() >= {"scope", "mode", "systems", "quantity"}
    assert not shown() & {"advice_kind", "source"}
    form.editor("scope").set_value("Xã Tân Dĩnh")
    form.editor("clause").set_value("QyD.6.2.a")
    assert shown() >= {"advice_kind", "outcome", "issued_document", "scope"}  # what holds a value stays
    assert "mode" not in shown()
    assert "(" in form._body.more.text()
    form._body.more.click()
    assert shown() == set(form._cells)
    assert form._body.more.isHidden()


def test_a_scan_is_taken_with_the_new_document(
    qtbot: QtBot, workspace: Workspace, session: Session, tmp_path: Path
) -> None:
    scan = tmp_path / "quyet-dinh.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF")
    form = form_of(qtbot, workspace, "document")
    line(form, "number").line.setText("05/QĐ-UBND")
    editor = form.editor("attachment")
    editor._take(f"@{scan}")  # type: ignore[attr-defined]
    assert form.dirty
    with qtbot.waitSignal(form.saved) as saved:
        assert form.save()
    kept = records.show(session, "document", saved.args[0])["attachment"]
    assert (session.store.folder / "attachments" / str(kept)).read_bytes() == scan.read_bytes()
    form = form_of(qtbot, workspace, "document")
    line(form, "number").line.setText("06/QĐ-UBND")
    form.editor("attachment")._take(f"@{tmp_path / 'gone.pdf'}")  # type: ignore[attr-defined]
    assert not form.save()
    assert "gone.pdf" in form._problem.text()
