"""The papers of Điều 3, 5, 8.1, 9.2 and 10: what they say with records, without any, about one record."""

from __future__ import annotations

import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bgit_desktop.core.periods import Period
from bgit_desktop.errors import NotFound
from bgit_desktop.services import awards, criteria, evaluation_writing, records, reports, review, workforce
from bgit_desktop.services.context import Session
from bgit_desktop.services.evaluation import assess
from bgit_desktop.store.records import Query

H1 = Period(2024, 1)
KINDS = (
    "officer_card", "unplaced_units", "training_need", "assignment_transmittal", "appraisal_request", "appraisal_comment",
    "evaluation_report", "emulation_table", "award_proposal", "review_minutes", "unit_card",
)  # fmt: skip


def printed(session: Session, tmp_path: Path, kind: str, period: str = "2024-H1", **options: Any) -> str:
    out = reports.render(session, kind, period, options.pop("unit", None), tmp_path / f"{kind}.pdf", **options)
    done = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def officer_of(session: Session, unit: str, name: str = "Nguyễn Thị Hà") -> str:
    rows = records.listing(session, Query("officer", where=(("unit", unit), ("full_name", name))))
    return str(rows[0]["id"])


@pytest.mark.parametrize("mode", ["unit", "province"])
def test_every_kind_is_a_document_in_an_empty_store_too(tmp_path: Path, office: ModuleType, mode: str) -> None:
    with office.new_store(tmp_path / "empty", mode, "217" if mode == "unit" else "STTTT") as session:
        offered = {each.kind for each in reports.kinds(session)}
        made = [kind for kind in KINDS if kind in offered]
        assert len(made) == (11 if mode == "province" else 6)
        for kind in made:
            for form in ("docx", "xlsx"):
                assert reports.render(session, kind, "2024", None, tmp_path / f"{kind}.{form}").stat().st_size > 1000
        none = {
            "officer_card": "không có cán bộ chuyên trách nào", "appraisal_request": "không có bản đánh giá cán bộ nào",
            "award_proposal": "không có đề nghị khen thưởng nào", "assignment_transmittal": "chưa có văn bản phân công",
        }  # fmt: skip
        if mode == "province":
            none |= {
                "evaluation_report": "chưa có bộ tiêu chí", "emulation_table": "chưa có kết quả đánh giá nào",
                "review_minutes": "không có đợt rà soát", "appraisal_comment": "không có cán bộ nào được xin ý kiến",
            }  # fmt: skip
        for kind, words in none.items():
            assert words in printed(session, tmp_path, kind), kind


def test_a_card_for_one_officer_or_a_page_for_each(district: Session, tmp_path: Path) -> None:
    ha = officer_of(district, "217")
    text = printed(district, tmp_path, "officer_card", record=ha)
    for word in ("PHIẾU THÔNG TIN", "Nguyễn Thị Hà", "02/03/1985", "15/QĐ-UBND", "Công nghệ thông tin", "NGƯỜI KHAI"):
        assert word in text
    assert "Trần Văn Hùng" not in text
    both = printed(district, tmp_path, "officer_card")
    assert "Nguyễn Thị Hà" in both
    assert "Trần Văn Hùng" in both
    assert "Lê Văn Cũ" not in both
    with pytest.raises(NotFound):
        printed(district, tmp_path, "officer_card", record="018f0000-0000-7000-8000-000000000000")


def test_units_without_an_officer_and_the_need_for_training(province: Session, tmp_path: Path) -> None:
    text = printed(province, tmp_path, "unplaced_units")
    assert "Tân Yên" in text
    assert "Lạng Giang" not in text.partition("thuộc Điều 3:")[2]
    found = workforce.need(province, day=date(2024, 6, 30))
    need = printed(province, tmp_path, "training_need")
    assert f"Còn thiếu {found.gap:02d} cán bộ" in need
    assert "Quy định không ấn định số người" in need
    assert "Chính sách, pháp luật" in need


def test_the_transmittal_lists_documents_and_says_who_has_none(district: Session, tmp_path: Path) -> None:
    workforce.note_assignments(district, [officer_of(district, "217")], "2024-06-01")
    text = printed(district, tmp_path, "assignment_transmittal")
    assert "15/QĐ-UBND" in text
    assert "01/06/2024" in text
    assert "Chưa có văn bản phân công: Trần Văn Hùng" in text


def test_request_and_comment(district: Session, province: Session, tmp_path: Path, office: ModuleType) -> None:
    values = {"year": 2024, "rating": "good", "summary": "Hoàn thành tốt nhiệm vụ.", "asked_on": "2024-06-20"}
    made = records.add(district, "appraisal", {"officer": officer_of(district, "217"), **values})
    text = printed(district, tmp_path, "appraisal_request", record=made)
    for word in ("PHIẾU XIN Ý KIẾN", "Nguyễn Thị Hà", "Hoàn thành tốt nhiệm vụ", "20/6/2024"):
        assert word in text
    theirs = office.Office(province, "217").add("appraisal", officer=officer_of(province, "217"), **values)
    assert "…………" in printed(province, tmp_path, "appraisal_comment", record=theirs), "room to write in"
    from bgit_desktop.services import appraisals

    assert [str(row["id"]) for row in appraisals.waiting(province)] == [theirs]
    appraisals.comment(province, theirs, "Nắm vững chuyên môn.")
    assert appraisals.waiting(province) == []
    assert "Nắm vững chuyên môn." in printed(province, tmp_path, "appraisal_comment", record=theirs)


def test_the_reports_on_evaluation_and_emulation(province: Session, tmp_path: Path) -> None:
    criteria.make_sample(province, "2024")
    assert "Tạm tính" in printed(province, tmp_path, "evaluation_report")
    for each in assess(province, H1, "2024", "unit"):
        evaluation_writing.set_points(province, H1, "2024", "unit", each.key, "A8", Decimal("7.5"), "Theo biên bản")
    evaluation_writing.finalize(province, H1, "2024", "unit", "217")
    ha = officer_of(province, "217")
    evaluation_writing.set_result(province, H1, "2024", "unit", "217", {"use": "Đề nghị tặng cờ"})
    text = printed(province, tmp_path, "evaluation_report")
    for word in ("Bộ tiêu chí 2024", "7,5", "Đã chốt", "không coi là 0 điểm"):
        assert word in text
    assert "Nguyễn Thị Hà" not in text
    for code in ("B5", "B6"):
        for row in assess(province, H1, "2024", "officer", "217"):
            evaluation_writing.set_points(province, H1, "2024", "officer", row.key, code, Decimal(9), "x")
    evaluation_writing.finalize(province, H1, "2024", "officer", "217")
    assert "Nguyễn Thị Hà" in printed(province, tmp_path, "evaluation_report")
    table = printed(province, tmp_path, "emulation_table")
    for word in ("Tập thể", "Cá nhân", "Đề nghị tặng cờ", "Nguyễn Thị Hà"):
        assert word in table
    assert ha


def test_a_proposal_of_awards_is_by_level(district: Session, tmp_path: Path) -> None:
    ha, hung = officer_of(district, "217"), officer_of(district, "217", "Trần Văn Hùng")
    paper = str(records.listing(district, Query("document"))[0]["id"])
    one = awards.propose(district, ha, "Bằng khen", "province", "Sáng kiến một cửa", [paper], "2024-06-01")
    awards.propose(district, hung, "Giấy khen", "department", "Xử lý sự cố", (), "2024-06-02")
    text = printed(district, tmp_path, "award_proposal")
    for word in ("TỜ TRÌNH", "Đề nghị UBND tỉnh khen thưởng: 01 cá nhân", "Sáng kiến một cửa", "Giấy khen", "Chưa kèm"):
        assert word in text
    assert "Giấy khen" not in printed(district, tmp_path, "award_proposal", record=one)
    awards.decide(district, one, "UBND tỉnh", "2024-07-01")
    assert "Bằng khen" not in printed(district, tmp_path, "award_proposal")


def test_the_minutes_of_a_review(province: Session, tmp_path: Path, office: ModuleType) -> None:
    review.open_round(province, as_of=date(2024, 3, 31))
    office.Office(province, "219").add(
        "officer", full_name="Vũ Thị Mới", employment="civil_servant", start_date="2024-05-01"
    )
    made = review.open_round(province, as_of=date(2024, 6, 30), due_on="2024-12-31")
    text = printed(province, tmp_path, "review_minutes")
    assert text == printed(province, tmp_path, "review_minutes", record=made), "the latest of the period"
    for word in (
        "Sở Nội vụ",
        "Tổng số rà soát: 05 cán bộ",
        "Vũ Thị Mới: mới vào danh sách",
        "Bổ sung căn cứ",
        "31/12/2024",
    ):
        assert word in text, word


def test_a_units_card_has_its_people_and_the_log(province: Session, tmp_path: Path) -> None:
    values: dict[str, Any] = {"kind": "coordination", "held_on": "2024-05-06", "subject": "Họp bàn kế hoạch 2025"}
    records.add(province, "supervision", {**values, "for_units": ["217"]})
    text = printed(province, tmp_path, "unit_card", unit="217")
    for word in ("Huyện Lạng Giang".upper(), "Nguyễn Thị Hà", "0912345678", "Họp bàn kế hoạch 2025", "06/05/2024"):
        assert word in text.upper() or word in text, word
    assert "Họp bàn" not in printed(province, tmp_path, "unit_card", unit="218")
