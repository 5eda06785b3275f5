"""The pages of the calendar and of the matrix: what is shown, why, and the way to the record."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from bgit_desktop.gui.record_form import RecordForm
from bgit_desktop.gui.ruling_dialog import RulingDialog
from bgit_desktop.services import deadlines
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query

Open = Callable[..., Any]
Settled = Callable[[Any], None]


def test_a_cell_says_why_and_opens_the_place(district: Session, opened: Open, settled: Settled) -> None:
    window = opened(district, "compliance")
    page = window.page("compliance")
    page.open({"period": "2024-H1"})
    settled(window)
    column = 1 + page.found.matrix.clauses.index("QyD.10.2.a")
    page.table.setCurrentCell(0, column)
    assert "Thiếu căn cứ" in page.why.toPlainText()
    assert page.open_button.isEnabled()
    page.open_button.click()
    settled(window)
    assert window.page_name == "officer"


def test_a_review_of_the_unit_itself_is_settled_in_its_cell(
    district: Session, office: ModuleType, opened: Open, settled: Settled
) -> None:
    for at in range(8):
        values = {"clause": "QyD.6.2.g", "title": f"Việc khác {at}", "status": "done", "assigned_on": "2024-07-02"}
        office.Office(district, "217").add("task", **values)
    window = opened(district, "compliance")
    page = window.page("compliance")
    settled(window)
    page.table.setCurrentCell(0, 1 + page.found.matrix.clauses.index("QyD.6.g"))
    assert "Cần xem xét" in page.why.toPlainText()
    page._follow("rule:0")
    (dialog,) = page.findChildren(RulingDialog)
    dialog.answer.setCurrentIndex(dialog.answer.findData("met"))
    dialog.reason.setPlainText("Phục vụ bầu cử, đã có ý kiến của UBND huyện.")
    dialog.go.click()
    settled(window)
    assert "Phục vụ bầu cử" in page.why.toPlainText()
    assert "Kết luận…" not in page.why.toPlainText()
    page.open({"period": "2024-H1"})
    settled(window)
    assert "Kết luận…" not in page.why.toPlainText()  # what is long past is not settled as of today


def test_the_so_sees_every_unit_and_goes_to_the_printed_matrix(
    province: Session, opened: Open, settled: Settled
) -> None:
    window = opened(province, "compliance")
    page = window.page("compliance")
    settled(window)
    assert page.table.rowCount() == len(page.found.matrix.units) > 25
    page.print_button.click()
    settled(window)
    assert window.page_name == "reports"
    assert window.current_page().composer.composition.kind == "compliance_matrix"


def test_the_so_looks_at_a_units_records_and_begins_none(province: Session, opened: Open, settled: Settled) -> None:
    window = opened(province, "compliance")
    page = window.page("compliance")
    settled(window)
    page.table.setCurrentCell(page.found.matrix.units.index("218"), 1 + page.found.matrix.clauses.index("QyD.6.c"))
    page.open_button.click()
    settled(window)
    assert window.page_name == "task"
    assert window.current_page().filter.query(Query("task")).where == (("unit", "218"),)
    assert not window.current_page().findChildren(RecordForm)


def test_the_calendar_hides_what_is_past_and_opens_lines(province: Session, opened: Open, settled: Settled) -> None:
    deadlines.issue(province, 2024, "nd09", 5, "12/STTTT-CNTT")
    window = opened(province, "agenda")
    page = window.page("agenda")
    settled(window)
    few = page.table.rowCount()
    page.past.setChecked(True)
    page.holidays.setChecked(True)
    assert page.table.rowCount() > few
    page.holidays.setChecked(False)
    row = next(row for row in range(page.table.rowCount()) if "Hạn gửi" in page.table.item(row, 2).text())
    page.table.selectRow(row)
    page.open_button.click()
    settled(window)
    assert window.page_name == "report_board"
