"""Printing from a list: the list, and each paper about the record chosen, as PDF and Word."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock
from zipfile import ZipFile

import pytest
from pytestqt.qtbot import QtBot

from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui import record_papers as printing
from bgit_desktop.gui.detail_pane import DetailPane
from bgit_desktop.gui.list_page import ListPage
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import record_papers, records, reports
from bgit_desktop.services.context import Session


def page_of(qtbot: QtBot, workspace: Workspace, type_name: str) -> ListPage:
    page = ListPage(workspace, TYPES[type_name])
    qtbot.addWidget(page)
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
