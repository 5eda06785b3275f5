"""The Sở's tab Đánh giá and a unit's own results, in the window."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui.evaluation_dialogs import (
    FinalDialog,
    NameDialog,
    PointsDialog,
    RemedyDialog,
    ResultDialog,
    RoundDialog,
    ScaleDialog,
    TextDialog,
)
from bgit_desktop.gui.list_output import PrintDialog
from bgit_desktop.gui.workforce_view import RequiredDialog
from bgit_desktop.services import awards, criteria, evaluation_writing, records, workforce
from bgit_desktop.services.context import Session
from bgit_desktop.services.evaluation import assess
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query

Open = Callable[..., Any]
Settled = Callable[[Any], None]
H1 = Period(2024, 1)


def shown(session: Session, opened: Open, settled: Settled, **arguments: object) -> tuple[Any, Any]:
    window = opened(session, "evaluations")
    page = window.page("evaluations")
    page.open(arguments)
    settled(window)
    return window, page


def cell(view: Any, name: str, code: str) -> tuple[int, int]:
    headers = [view.table.horizontalHeaderItem(at).text() for at in range(view.table.columnCount())]
    row = next(row for row in range(view.table.rowCount()) if name in view.table.item(row, 0).text())
    return row, headers.index(code)


def test_from_the_sample_set_to_the_final_result(province: Session, opened: Open, settled: Settled) -> None:
    window, page = shown(province, opened, settled, period="2024-H1")
    view = page.evaluation
    assert view.empty.isVisible()
    view.make_sample()
    dialog = view.findChild(NameDialog)
    dialog.name.clear()
    dialog.go.click()
    assert dialog.error.isVisible()
    dialog.name.setText("2024")
    dialog.go.click()
    settled(window)
    assert not view.empty.isVisible()
    row, column = cell(view, "Lạng Giang", "A4")
    assert view.table.item(row, column).text() == "10,7"
    view.table.setCurrentCell(row, column)
    assert view.evidence.rowCount() == 7
    assert "5/7" in view.why.text()
    row, column = cell(view, "Tân Yên", "A4")
    assert view.table.item(row, column).text() == "—", "no data is not zero"
    row, column = cell(view, "Lạng Giang", "A8")
    view.table.setCurrentCell(row, column)
    view.give()
    dialog = view.findChild(PointsDialog)
    dialog.points.setValue(8.5)
    dialog.go.click()
    assert dialog.error.isVisible(), "points want a reason"
    dialog.reason.setPlainText("Theo biên bản")
    dialog.go.click()
    settled(window)
    assert view.table.item(row, column).text() == "8,5"
    view.result()
    dialog = view.findChild(ResultDialog)
    dialog.rating.setCurrentIndex(dialog.rating.findData("good"))
    dialog.go.click()
    settled(window)
    view.finalize()
    view.findChild(FinalDialog).go.click()
    settled(window)
    assert "A8" in page.workspace.messages.text, "a person's points are wanting elsewhere"
    evaluation_writing.finalize(province, H1, "2024", "unit", "217")
    page.refresh(frozenset({"evaluation"}))
    settled(window)
    assert view.table.item(row, view.table.columnCount() - 1).text() == "Đã chốt"
    assert not view.points_button.isEnabled()
    assert "đã chốt 1/" in page.status_text()


def test_a_record_that_counts_is_opened(province: Session, opened: Open, settled: Settled) -> None:
    criteria.make_sample(province, "2024")
    window, page = shown(province, opened, settled, period="2024-H1")
    view = page.evaluation
    view.table.setCurrentCell(*cell(view, "Lạng Giang", "A4"))
    view.open_record(0)
    settled(window)
    assert window.current_page().kind.name == "task"


def test_the_scale_and_a_copy(province: Session, opened: Open, settled: Settled) -> None:
    criteria.make_sample(province, "2024")
    window, page = shown(province, opened, settled)
    view = page.evaluation
    view.scale()
    dialog = view.findChild(ScaleDialog)
    dialog.least["good"].setValue(95)
    dialog.go.click()
    assert dialog.error.isVisible()
    dialog.least["good"].setValue(70)
    dialog.go.click()
    settled(window)
    assert criteria.thresholds(province)["good"] == 70
    view.copy_set()
    dialog = view.findChild(NameDialog)
    dialog.name.setText("2025")
    dialog.go.click()
    settled(window)
    assert view.sets.currentText() == "2025"


def test_officers_points_are_shown_once_asked_for(province: Session, opened: Open, settled: Settled) -> None:
    criteria.make_sample(province, "2024")
    who = assess(province, H1, "2024", "officer", "217")[0]
    evaluation_writing.set_points(province, H1, "2024", "officer", who.key, "B5", Decimal(7), "Bí mật")
    window, page = shown(province, opened, settled, period="2024-H1")
    view = page.evaluation
    view.subject.setCurrentIndex(1)
    settled(window)
    row, column = cell(view, who.name, "B5")
    assert view.table.item(row, column).text() == "—"
    assert view.table.item(row, view.table.columnCount() - 2).text() == "•••"
    view.reveal()
    settled(window)
    assert view.table.item(row, column).text() == "7"
    read = province.store.db.execute("SELECT count(*) FROM audit WHERE what = 'read-restricted'").fetchone()[0]
    assert read >= 1


def test_a_review_round_in_the_window(province: Session, opened: Open, settled: Settled) -> None:
    window, page = shown(province, opened, settled, view="review")
    view = page.review
    assert view.empty.isVisible()
    view.open_round()
    view.findChild(RoundDialog).go.click()
    settled(window)
    assert view.table.rowCount() > 4
    assert "đợt đầu tiên" in view.changed.text()
    row = next(row for row, each in enumerate(view.results) if each.name == "Trần Văn Hùng")
    assert view.table.item(row, 2).text() == "Thiếu căn cứ"
    view.table.selectRow(row)
    view.remedy()
    dialog = view.findChild(RemedyDialog)
    dialog.remedy.setCurrentIndex(dialog.remedy.findData("train"))
    dialog.settled.setChecked(True)
    dialog.go.click()
    settled(window)
    assert [view.table.item(row, at).text() for at in (4, 6)] == ["Đào tạo, bồi dưỡng", "Đã khắc phục"]
    view.settle()
    settled(window)
    view.print_minutes()
    paper = page.findChild(PrintDialog)
    assert paper.isVisible()
    paper.reject()
    view.close_round()
    dialog = view.findChild(TextDialog)
    dialog.go.click()
    assert dialog.error.isVisible()
    dialog.text.setPlainText("Đã rà soát xong.")
    dialog.go.click()
    settled(window)
    assert not view.remedy_button.isEnabled()
    assert "đã kết thúc" in view.told.text()


def test_awards_and_emulation(province: Session, opened: Open, settled: Settled, office: ModuleType) -> None:
    ha = assess_officer(province)
    office.Office(province, "217").add(
        "award", officer=ha, kind="award", title="Bằng khen", proposal_level="province", reason="Sáng kiến",
        proposed_on="2024-06-03",
    )  # fmt: skip
    window, page = shown(province, opened, settled, view="awards", period="2024-H1")
    view = page.awards
    assert view.table.rowCount() == 1
    assert view.none.isVisible()
    view.level.setCurrentIndex(view.level.findData("department"))
    assert view.table.rowCount() == 0
    view.level.setCurrentIndex(0)
    criteria.make_sample(province, "2024")
    evaluation_writing.set_points(province, H1, "2024", "unit", "217", "A8", Decimal(8), "x")
    evaluation_writing.finalize(province, H1, "2024", "unit", "217")
    page.refresh(frozenset({"evaluation"}))
    settled(window)
    assert view.emulation.rowCount() == len(awards.emulation(province, H1, "2024")) == 1


def assess_officer(session: Session) -> str:
    rows = records.listing(session, Query("officer", where=(("unit", "217"), ("full_name", "Nguyễn Thị Hà"))))
    return str(rows[0]["id"])


def test_the_workforce(province: Session, opened: Open, settled: Settled, office: ModuleType) -> None:
    ha = assess_officer(province)
    made = office.Office(province, "217").add(
        "appraisal", officer=ha, year=2024, summary="Hoàn thành tốt.", asked_on="2024-06-20"
    )
    window, page = shown(province, opened, settled, view="workforce")
    view = page.workforce
    row = next(row for row in range(view.table.rowCount()) if "Tân Yên" in view.table.item(row, 0).text())
    assert view.table.item(row, 4).text() == "1"
    view.table.selectRow(row)
    view.required()
    dialog = view.findChild(RequiredDialog)
    dialog.number.setValue(3)
    dialog.go.click()
    settled(window)
    assert view.table.item(row, 4).text() == "3"
    view.show_part("people")
    assert view.table.rowCount() == len(workforce.need(province).in_need)
    view.show_part("papers")
    row = next(row for row, each in enumerate(view._read.assignments) if each.officer == ha)
    view.table.selectRow(row)
    view.received()
    settled(window)
    assert records.show(province, "officer", ha)["assignment_received_on"] == "2024-07-10"
    view.show_part("appraisals")
    assert view.table.rowCount() == 1
    view.comment()
    dialog = view.findChild(TextDialog)
    dialog.text.setPlainText("Nắm vững chuyên môn.")
    dialog.go.click()
    settled(window)
    assert records.show(province, "appraisal", made)["comment"] == "Nắm vững chuyên môn."
    assert view.table.rowCount() == 0


def test_a_unit_sees_its_own_final_results(district: Session, opened: Open, settled: Settled) -> None:
    with district.store.write("receive", "Nhập", "Sở"):  # as the return package does
        for at, (unit, status) in enumerate((("217", "final"), ("217", "draft"), ("218", "final"))):
            values = {
                "period": "2024-H1", "version": "2024", "subject_type": "unit", "for_unit": unit, "status": status,
                "points": "A1=20 | 1/1 đạt\nA2=- | Chưa có dữ liệu.", "total": f"2{at}/20", "rating": "good",
                "decided_on": "2024-07-09",
            }  # fmt: skip
            store_records.insert(district.store.db, TYPES["evaluation"], district.new_id(), "STTTT", values)
    _window, page = shown(district, opened, settled)
    assert page.table.rowCount() == 1
    assert page.table.item(0, 3).text() == "Hoàn thành tốt nhiệm vụ"
    assert [page.points.item(row, 2).text() for row in range(2)] == ["20", "—"]
    assert not page.reveal_button.isEnabled()
