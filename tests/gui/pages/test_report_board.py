"""The Sở's board: two figures, exceptions, a report returned with reasons, deadlines issued."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from bgit_desktop.core.periods import Period
from bgit_desktop.gui.report_cycle_dialogs import DeadlinesDialog, ExtensionDialog, ReturnDialog
from bgit_desktop.services import deadlines, records, report_saved, reports
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query

Open = Callable[..., Any]
Settled = Callable[[Any], None]


def sent(office: ModuleType, province: Session) -> str:
    made: str = office.Office(province, "217").add(
        "report", kind="periodic", period="2024-H1", version=1, status="sent", sent_on="2024-06-18",
        narrative=["general\nĐã làm.", "plan\nTiếp tục."],
    )  # fmt: skip
    return made


def shown(province: Session, opened: Open, settled: Settled) -> tuple[Any, Any]:
    window = opened(province, "report_board")
    page = window.page("report_board")
    page.open({"period": "2024-H1"})
    settled(window)
    return window, page


def row_of(page: Any, name: str) -> int:
    return next(row for row in range(page.table.rowCount()) if name in page.table.item(row, 0).text())


def test_the_board_shows_who_is_late_only_once_a_document_sets_a_day(
    province: Session, opened: Open, settled: Settled, office: ModuleType
) -> None:
    sent(office, province)
    window, page = shown(province, opened, settled)
    assert not page.note.isHidden()
    assert not page.letter_button.isEnabled()
    deadlines.issue(province, 2024, "nd09", 5, "12/STTTT")
    page.refresh(frozenset())
    settled(window)
    assert page.note.isHidden()
    assert page.letter_button.isEnabled()
    row = row_of(page, "Lạng Giang")
    assert [page.table.item(row, at).text() for at in (1, 2, 3)] == ["19/06/2024", "18/06/2024", "Đúng hạn"]
    assert "đơn vị quá hạn" in page.status_text()
    page.chase()
    (log,) = records.listing(province, Query("supervision"))
    assert log["kind"] == "reminder"


def test_a_report_is_returned_with_a_reason_by_section(
    province: Session, opened: Open, settled: Settled, office: ModuleType
) -> None:
    record = sent(office, province)
    window, page = shown(province, opened, settled)
    page.table.selectRow(row_of(page, "Lạng Giang"))
    page.give_back()
    dialog = page.findChild(ReturnDialog)
    dialog.go.click()
    assert dialog.error.isVisible()
    dialog.section.setCurrentIndex(dialog.section.findData("plan"))
    dialog.reason.setPlainText("Chưa nêu kinh phí.")
    dialog.go.click()
    settled(window)
    report = records.show(province, "report", record)
    assert report["status"] == "returned"
    assert report_saved.reasons_of(report) == {"plan": "Chưa nêu kinh phí."}
    assert page.table.item(row_of(page, "Lạng Giang"), 5).text() == "Trả lại"


def test_an_exception_wants_a_reason(province: Session, opened: Open, settled: Settled) -> None:
    deadlines.issue(province, 2024, "nd09", 5, "12/STTTT")
    window, page = shown(province, opened, settled)
    page.table.selectRow(row_of(page, "Tân Yên"))
    page.extend()
    dialog = page.findChild(ExtensionDialog)
    dialog.go.click()
    assert dialog.error.isVisible()
    dialog.reason.setText("Lũ lụt")
    dialog.excused.setChecked(True)
    dialog.go.click()
    settled(window)
    assert page.table.item(row_of(page, "Tân Yên"), 5).text() == "Được miễn"


def test_the_dialog_shows_what_it_will_issue(province: Session, opened: Open, settled: Settled) -> None:
    window, page = shown(province, opened, settled)
    page.issue()
    dialog = page.findChild(DeadlinesDialog)
    dialog.year.setValue(2025)
    dialog.document.setText("12/STTTT-CNTT")
    assert [dialog.table.item(row, 4).text() for row in range(3)] == ["Thêm mới"] * 3
    dialog.go.click()
    settled(window)
    rows = records.listing(province, Query("deadline"))
    assert {row["period"] for row in rows} == {"2025-H1", "2025-H2", "2025"}


def test_the_district_sees_why_beside_the_section(district: Session, opened: Open, settled: Settled) -> None:
    from bgit_desktop.core.registry import TYPES
    from bgit_desktop.services import report_cycle
    from bgit_desktop.store import records as store_records

    record = reports.save(
        district, reports.compose(district, "periodic", "2024-H1"), {"general": "Một.", "plan": "Hai."}
    )
    report_cycle.sign(district, record, "5/BC-VHTT", "2024-07-08")
    report_cycle.mark_sent(district, record)
    with district.store.write("receive", "Nhập", "Sở"):  # as the return package does
        store_records.update(
            district.store.db,
            TYPES["report"],
            record,
            {"status": "returned", "return_reasons": ["plan\nThiếu kinh phí."]},
        )
    window = opened(district, "reports")
    page = window.page("reports")
    page.compose("periodic", "2024-H1")
    settled(window)
    assert page.composer.editor.isReadOnly()
    assert [action.text() for action in page.state_menu.actions()] == ["Lập bản điều chỉnh"]
    page.state_menu.actions()[0].trigger()
    settled(window)
    at = next(at for at, each in enumerate(page.composer.composition.sections) if each.key == "plan")
    page.composer.sections.setCurrentRow(at)
    assert page.composer.returned.text() == "Sở trả lại: Thiếu kinh phí."
    assert not page.composer.editor.isReadOnly()
    assert Period(2024, 1).code == page.composer.composition.period
