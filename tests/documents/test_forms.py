from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import samples
from reportlab.graphics.shapes import Rect

from bgit_desktop.core.phone_code import short_code
from bgit_desktop.documents import chart_model, charts
from bgit_desktop.documents.enrol_sheet import EnrolSheet, digit_groups, write_enrol_sheet
from bgit_desktop.documents.list_print import Officialdom, PrintedList, write_list
from bgit_desktop.documents.nd30.model import Column, Numbering, Signature
from bgit_desktop.documents.qr import qr_drawing
from bgit_desktop.documents.receipt import Receipt, write_receipt

DIGITS = "1234567890987654321012345678901122334455"


def sheet(**changes: object) -> EnrolSheet:
    values = {
        "letterhead": samples.FORMALITIES.letterhead,
        "unit": "UBND huyện Lạng Giang (mã 217)",
        "pc": "PC-VHTT-01",
        "digits": DIGITS,
        "qr_text": "bgit-enrol:24:217:" + DIGITS,
        "made_on": date(2024, 2, 5),
        "head_office": "Trưởng phòng",
    }
    return EnrolSheet(**{**values, **changes})  # type: ignore[arg-type]


def test_enrolment_sheet_is_one_page_with_the_digits_in_groups(tmp_path: Path, pdf: Callable) -> None:
    path = tmp_path / "sheet.pdf"
    assert write_enrol_sheet(sheet(), path) == 1
    file = pdf(path)
    file.assert_embedded()
    large = [word.text for word in file.words() if word.y_max - word.y_min > 30]
    assert large == list(digit_groups(DIGITS))
    assert "".join(large) == DIGITS
    text = file.flat()
    assert "PHIẾU ĐĂNG KÝ MÁY TÍNH" in text
    assert "(Ký tên, đóng dấu)" in text
    assert "ngày 05 tháng 02 năm 2024" in text


def test_the_sheet_of_the_province_tells_units_what_to_do(tmp_path: Path, pdf: Callable) -> None:
    path = tmp_path / "sheet.pdf"
    write_enrol_sheet(sheet(province=True), path)
    assert "PHIẾU CÔNG BỐ KHÓA" in pdf(path).flat()


@pytest.mark.parametrize("digits", ["", "12345", DIGITS[:-1] + "x", DIGITS + "1", "١" * 40])
def test_wrong_digits_print_nothing(digits: str) -> None:
    stream = io.BytesIO()
    with pytest.raises(ValueError, match="40 decimal digits"):
        write_enrol_sheet(sheet(digits=digits), stream)
    assert not stream.getvalue()


def test_qr_modules_are_those_of_the_code() -> None:
    import segno

    drawing = qr_drawing("bgit", 100)
    code = segno.make_qr("bgit", error="m")
    dark = sum(sum(row) for row in code.matrix)
    module = 100 / (len(code.matrix) + 8)
    area = sum(shape.width * shape.height for shape in drawing.contents if isinstance(shape, Rect))
    assert area == pytest.approx(dark * module * module)


def test_receipt_has_hash_counts_and_code(tmp_path: Path, pdf: Callable) -> None:
    receipt = Receipt(
        samples.PROVINCE.letterhead,
        "UBND huyện Lạng Giang",
        "PC-VHTT-01",
        "217-0003.bgpkg",
        "ab12" * 16,
        "Đã nhận",
        "1 - 1245",
        1245,
        1245,
        datetime(2024, 6, 14, 9, 5),
    )
    path = tmp_path / "receipt.pdf"
    assert write_receipt(receipt, path) == 1
    text = pdf(path).flat()
    assert "ab12" * 16 in text.replace(" ", "")
    assert " ".join(short_code("ab12" * 16, 1245)) in text
    assert "1.245" in text


def test_short_code_depends_on_hash_and_head() -> None:
    code = short_code("AB12" * 16, 7)
    assert [len(group) for group in code] == [4, 4, 4]
    assert code == short_code("ab12" * 16, 7)
    assert code != short_code("ab12" * 16, 8)
    assert code != short_code("ab13" * 16, 7)


COLUMNS = (Column("Họ và tên"), Column("Ngày sinh", "center"), Column("Vị trí"))
ROW = ("Nguyễn Thị Hà", "05/02/1985", "Phòng Văn hóa và Thông tin")


def printed(rows: int, columns: int = 3, **changes: object) -> PrintedList:
    values = {
        "title": "Danh sách cán bộ chuyên trách",
        "unit": "UBND huyện Lạng Giang",
        "columns": (COLUMNS * 3)[:columns],
        "rows": tuple((ROW * 3)[:columns] for _ in range(rows)),
        "printed_at": datetime(2024, 6, 5, 8, 5),
    }
    return PrintedList(**{**values, **changes})  # type: ignore[arg-type]


def test_list_says_filters_count_and_pages(tmp_path: Path, pdf: Callable) -> None:
    path = tmp_path / "list.pdf"
    pages = write_list(printed(120, filters=("Đang công tác", "Vị trí: Phòng VH&TT")), path)
    file = pdf(path)
    file.assert_embedded()
    text = file.flat()
    assert pages == int(file.info()["Pages"]) > 1
    assert "Lọc theo: Đang công tác; Vị trí: Phòng VH&TT" in text
    assert "Tổng số: 120 dòng" in text
    assert all(f"Trang {at}/{pages}" in text for at in range(1, pages + 1))
    assert "in lúc 08:05 05/06/2024" in text
    assert "CỘNG HÒA" not in text
    assert file.info()["Page size"].startswith("595.276 x 841.89")


def test_wide_list_lies_across(tmp_path: Path, pdf: Callable) -> None:
    path = tmp_path / "list.pdf"
    write_list(printed(5, 9), path)
    assert pdf(path).info()["Page size"].startswith("841.89 x 595.276")


def test_empty_list_says_so(tmp_path: Path, pdf: Callable) -> None:
    path = tmp_path / "list.pdf"
    write_list(printed(0), path)
    text = pdf(path).flat()
    assert "(Không có dòng nào trong danh sách.)" in text
    assert " STT " not in text


def test_official_list_has_the_national_name_and_a_signature(tmp_path: Path, pdf: Callable) -> None:
    path = tmp_path / "list.pdf"
    official = Officialdom(
        samples.FORMALITIES.letterhead, Numbering("VHTT", "DS", "3"), Signature("Trưởng phòng", "Hùng")
    )
    write_list(printed(3, official=official), path)
    text = pdf(path).flat()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Số: 03/DS-VHTT" in text
    assert "TRƯỞNG PHÒNG" in text


@pytest.mark.parametrize("kind", ["bar", "grouped", "stacked", "share"])
def test_charts_carry_labels_and_values_as_svg(kind: chart_model.Kind) -> None:
    series = (charts.Series("Hoàn thành", (12, 7)), charts.Series("Đang thực hiện", (3, 0)))
    chart = charts.Chart(
        kind, ("Lạng Giang", "Yên Thế"), series[:1] if kind in ("bar", "share") else series, "nhiệm vụ"
    )
    text = charts.svg(chart, 480).decode("utf-8")
    assert "Lạng Giang" in text
    assert "font-family: Liberation Sans" in text
    assert "LiberationSans" not in text
    assert "clip" not in text  # QtSvg would paint the clip path black
    assert ">12<" in text or "12 (63%)" in text


def test_axis_steps_are_whole_and_few() -> None:
    for largest in (0, 1, 4, 7, 23, 99, 1234):
        end, step = chart_model.scale_of(largest)
        assert end >= max(largest, 1)
        assert end / step <= 6
        assert step == int(step)


def test_chart_with_ragged_series_is_refused() -> None:
    with pytest.raises(ValueError, match="2 values, 1 categories"):
        charts.Chart("bar", ("a",), (charts.Series("s", (1, 2)),))
