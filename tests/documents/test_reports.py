from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import samples

from bgit_desktop.documents.nd30.compose import write_document
from bgit_desktop.documents.nd30.model import Document
from bgit_desktop.documents.reports import incident, officers, periodic, periodic_lists, summary
from bgit_desktop.documents.reports.formalities import prose
from bgit_desktop.documents.xlsx_write import write_workbook


def flat(document: Document, tmp_path: Path, pdf: Callable) -> str:
    path = tmp_path / "report.pdf"
    write_document(document, path)
    file = pdf(path)
    file.assert_embedded()
    return file.flat()


def test_periodic_report_says_figures_and_narrative(tmp_path: Path, pdf: Callable) -> None:
    text = flat(periodic.build(samples.periodic(30)), tmp_path, pdf)
    for part in (
        "KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "Thực hiện Quyết định số 445/2013/QĐ-UBND ngày 03 tháng 9 năm 2013 của UBND tỉnh Bắc Giang",
        "số liệu từ ngày 01/01/2024 đến ngày 30/6/2024",
        "thực hiện 30 nhiệm vụ, đã hoàn thành 15 nhiệm vụ (đạt 50%)",
        "(điểm b khoản 2 Điều 6 Quy định)",
        "Kế hoạch số 15/KH-UBND ngày 12/01/2024",
        "02 sự cố, còn 01 sự cố đang xử lý",
        "Biểu đồ 1. Nhiệm vụ theo điều khoản",
        "Phụ lục III DANH SÁCH THAM GIA ĐÀO TẠO",
        "tổng hợp./.",
    ):
        assert part in text, part
    assert text.count("cài đặt, cấu hình phần mềm") == 30


def test_empty_report_says_so_and_prints_no_table(tmp_path: Path, pdf: Callable) -> None:
    document = periodic.build(samples.empty_periodic())
    text = flat(document, tmp_path, pdf)
    assert "Trong kỳ không phát sinh sự cố." in text
    assert "Trong kỳ không có nhiệm vụ nào được ghi nhận." in text
    assert "đơn vị chưa bố trí cán bộ chuyên trách CNTT" in text
    assert not document.appendices
    assert " STT " not in text


def test_a_clause_declared_not_applicable_names_its_basis() -> None:
    report = samples.empty_periodic()
    works = (replace(report.clauses[0], not_applicable="đơn vị không cung cấp dịch vụ công"), *report.clauses[1:])
    texts = [getattr(block, "text", "") for block in periodic.build(replace(report, clauses=works)).body]
    assert "Không áp dụng đối với đơn vị. Căn cứ: Đơn vị không cung cấp dịch vụ công." in texts


def test_a_correction_says_which_version_it_is() -> None:
    document = periodic.build(replace(samples.periodic(3), version=2))
    assert document.heading.subject.endswith("(bản điều chỉnh lần 1)")


def test_first_incident_report_asks_what_mau_03_asks(tmp_path: Path, pdf: Callable) -> None:
    text = flat(incident.build(samples.incident_report()), tmp_path, pdf)
    for part in (
        "khoản 2 Điều 7 Quy định ban hành kèm theo Quyết định số 445/2013/QĐ-UBND",
        "08 giờ 05 phút, ngày 05/3/2024",
        "Chưa xử lý xong",
        "Hệ điều hành, phiên bản: Chưa xác định.",
        "Yêu cầu giữ bí mật",
        "VNPT Bắc Giang và Công an huyện",
    ):
        assert part in text, part
    assert "KẾT QUẢ XỬ LÝ" not in text


def test_final_incident_report_refers_to_the_first_and_gives_the_result(tmp_path: Path, pdf: Callable) -> None:
    text = flat(incident.build(samples.incident_report(final=True)), tmp_path, pdf)
    assert "tiếp theo Báo cáo số 12/BC-VHTT ngày 05/3/2024." in text
    assert "Đứt cáp quang" in text
    assert "15 giờ 30 phút, ngày 05/3/2024" in text


def test_officers_report_has_a_landscape_list_with_reasons(tmp_path: Path, pdf: Callable) -> None:
    document = officers.build(samples.officers_report())
    assert document.appendices[0].landscape
    text = flat(document, tmp_path, pdf)
    for label in officers.VERDICTS.values():
        assert label in text
    assert "trong đó đạt tiêu chuẩn 03 cán bộ (30%)" in text
    assert "Đơn vị chưa bố trí cán bộ chuyên trách CNTT: UBND huyện Sơn Động." in text


def test_officers_report_without_officers(tmp_path: Path, pdf: Callable) -> None:
    text = flat(officers.build(replace(samples.officers_report(), rows=())), tmp_path, pdf)
    assert "chưa có cán bộ chuyên trách CNTT nào được ghi nhận" in text
    assert "Phụ lục" not in text


def test_summary_counts_who_reported_and_draws_the_chart(tmp_path: Path, pdf: Callable) -> None:
    text = flat(summary.build(samples.summary_report()), tmp_path, pdf)
    assert "Trong kỳ có 10 đơn vị thuộc phạm vi báo cáo; đã nhận báo cáo của 08 đơn vị (80%)" in text
    assert "Các đơn vị chưa gửi báo cáo: Lục Nam và Hiệp Hòa." in text
    assert "Đã nhận, chưa có căn cứ thời hạn" in text
    assert "Biểu đồ 1. Nhiệm vụ trong kỳ theo đơn vị" in text
    assert "KT. GIÁM ĐỐC" in text


def test_summary_of_nothing(tmp_path: Path, pdf: Callable) -> None:
    report = replace(samples.summary_report(), units=(), clauses=(), incidents=(), difficulties=())
    document = summary.build(report)
    assert not document.appendices
    assert "Trong kỳ không phát sinh sự cố." in flat(document, tmp_path, pdf)


def test_lists_become_sheets(tmp_path: Path) -> None:
    path = tmp_path / "lists.xlsx"
    write_workbook(
        [
            *periodic_lists.sheets(samples.periodic(12)),
            *officers.sheets(samples.officers_report()),
            *summary.sheets(samples.summary_report()),
        ],
        path,
    )
    book = openpyxl.load_workbook(path)
    tasks = book["Nhiệm vụ"]
    assert tasks.max_row == 2 + 1 + 12
    assert tasks.freeze_panes == "A4"
    assert book["Cán bộ chuyên trách"]["F4"].value == "01.003 - Chuyên viên"
    assert book["Theo đơn vị"]["E4"].data_type == "n"
    assert "Theo điều khoản (2)" in book.sheetnames


def test_prose_typed_by_hand() -> None:
    kinds = [(type(block).__name__, block.text) for block in prose("mở đầu\n- một;\n+ hai\n\n  cuối.")]
    assert kinds == [("Paragraph", "Mở đầu."), ("Bullet", "một;"), ("Bullet", "hai"), ("Paragraph", "Cuối.")]


def test_captions_are_numbered_as_they_come(tmp_path: Path, pdf: Callable) -> None:
    whole = flat(periodic.build(samples.periodic()), tmp_path, pdf)
    assert [whole.index(f"Bảng {at}. {title}") for at, title in ((1, "Cán bộ"), (2, "Nhiệm vụ"), (3, "Sự cố"))]
    without = flat(periodic.build(replace(samples.periodic(), staff=())), tmp_path, pdf)
    assert "Bảng 1. Nhiệm vụ theo điều khoản" in without
    assert "Bảng 2. Sự cố theo loại" in without
    assert "Biểu đồ 1. Nhiệm vụ theo điều khoản và tình trạng" in without
