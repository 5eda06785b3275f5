"""Printing from a list: the list, and each paper about the record chosen, as PDF and Word."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui import record_papers as printing
from bgit_desktop.gui.detail_pane import DetailPane
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.record_form import RecordForm
from bgit_desktop.services import record_papers, records, reports
from bgit_desktop.services.context import Session


def page_of(qtbot: QtBot, workspace: Workspace, type_name: str) -> ListPage:
    page = ListPage(workspace, TYPES[type_name])
    qtbot.addWidget(page)
    workspace.changed.connect(page.refresh)
    page.resize(1366, 700)
    page.show()
    qtbot.waitUntil(lambda: isinstance(page._detail, DetailPane), timeout=5000)
    return page


def incident(session: Session) -> str:
    return records.add(
        session, "incident", {"title": "Máy chủ dừng", "category": "A1", "detected_at": "2024-03-05T08:00"}
    )


def test_a_list_whose_records_have_papers_offers_each_form(
    qtbot: QtBot, workspace: Workspace, session: Session
) -> None:
    incident(session)
    page = page_of(qtbot, workspace, "incident")
    qtbot.waitUntil(lambda: page.print_action.menu() is not None)
    menu = page.print_action.menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[0] == "&Danh sách đang hiện…"
    assert [each for each in texts if "Mẫu 03" in each]
    assert [each for each in texts if "diễn biến" in each]
    assert [each for each in texts if "Mẫu 04" in each]
    assert not record_papers.papers_about(session, "system")


def test_a_paper_about_the_record_chosen_is_written_as_pdf_and_word(
    qtbot: QtBot, workspace: Workspace, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = incident(session)
    page = page_of(qtbot, workspace, "incident")
    assert page.select(chosen)
    paper = next(each for each in record_papers.papers_about(session, "incident") if each.variant == "first")
    for suffix, button in ((".pdf", "save_button"), (".docx", "word_button")):
        out = tmp_path / f"su-co{suffix}"
        answer = Mock(return_value=out)
        monkeypatch.setattr(printing, "ask_target", answer)
        dialog = printing.ask(page, paper)
        assert dialog is not None
        getattr(dialog, button).click()
        qtbot.waitUntil(lambda out=out: out.exists() and str(out) in workspace.messages.text, timeout=20000)
        assert answer.call_args.args[3] == f"incident-first-217-may-chu-dung{suffix}"
    assert (tmp_path / "su-co.pdf").read_bytes().startswith(b"%PDF-")
    with ZipFile(tmp_path / "su-co.docx") as book:
        assert "máy chủ dừng" in book.read("word/document.xml").decode()


def test_every_paper_about_a_record_is_in_the_menu_of_its_list(session: Session, province: Session) -> None:
    for opened in (session, province):
        kinds = [each for each in reports.kinds(opened) if each.about]
        assert {each.kind for each in kinds} >= {"incident", "handover_minutes"}
        for kind in kinds:
            offered = [each for each in record_papers.papers_about(opened, kind.about) if each.kind == kind.kind]
            assert len(offered) == max(1, len(kind.variants))
            assert all("pdf" in each.formats and "xlsx" not in each.formats for each in offered)


def test_counted_records_alone_are_listed_until_the_filter_is_dropped(
    qtbot: QtBot, workspace: Workspace, session: Session, people: list[str]
) -> None:
    page = page_of(qtbot, workspace, "officer")
    page.open({"records": (people[0], people[2]), "counted": "Đạt Điều 4"})
    qtbot.waitUntil(lambda: page.model.known and page.model.rowCount() == 2)
    assert page.filter.only.isVisibleTo(page)
    assert page.filter.only.text() == "Đạt Điều 4"
    assert page.filter.in_words() == ["Đạt Điều 4"]
    page.filter.only.click()
    qtbot.waitUntil(lambda: page.model.known and page.model.rowCount() == 5)
    assert page.filter.only.isHidden()


def test_at_the_so_open_incidents_stand_first(qtbot: QtBot, province_workspace: Workspace, province: Session) -> None:
    for title, status, day in (
        ("Cũ", "open", "2024-01-02"),
        ("Mới", "closed", "2024-06-02"),
        ("Vừa", "handling", "2024-03-02"),
    ):
        records.add(
            province, "incident",
            {"title": title, "category": "A1", "status": status, "detected_at": f"{day}T08:00"},
        )  # fmt: skip
    page = page_of(qtbot, province_workspace, "incident")
    qtbot.waitUntil(lambda: page.model.known and page.model.rowCount() == 3)
    at = page.model.columns.index("title")
    assert [page.model.index(row, at).data() for row in range(3)] == ["Cũ", "Vừa", "Mới"]


def test_a_piece_of_evidence_is_attached_from_the_pane(qtbot: QtBot, workspace: Workspace, session: Session) -> None:
    chosen = incident(session)
    page = page_of(qtbot, workspace, "incident")
    assert page.select(chosen)
    pane = page._detail
    assert isinstance(pane, DetailPane)
    qtbot.waitUntil(lambda: "Gắn minh chứng" in pane.text)
    pane._follow(QUrl("prove:"))
    form = next(each for each in pane.findChildren(RecordForm) if each.isVisible())
    assert set(form._cells) == {"label", "clause", "document", "page", "note"}
    assert (form.editor("label").value(), form.editor("clause").value()) == ("Máy chủ dừng", "QyD.7.2")
    form.editor("page").set_value("4")
    assert not form.save()
    assert "văn bản chứng minh" in form.error_at("document")
    form.editor("note").set_value("ảnh chụp màn hình")
    assert form.save()
    qtbot.waitUntil(lambda: "Minh chứng (1)" in pane.text and "trang 4" in pane.text)
    listed = page_of(qtbot, workspace, "evidence")
    assert listed.add_action not in listed.tools.actions()
    qtbot.waitUntil(lambda: "Là minh chứng cho" in listed._detail.text)  # type: ignore[union-attr]
    assert "Sự cố: Máy chủ dừng" in listed._detail.text  # type: ignore[union-attr]
