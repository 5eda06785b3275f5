"""The form of NĐ 30/2020, measured on the page with poppler."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import samples

from bgit_desktop.documents.nd30.compose import set_pages, write_document
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import (
    Appendix,
    Block,
    Column,
    Document,
    GroupRow,
    Heading,
    Numbering,
    PageBreak,
    Paragraph,
    Run,
    Section,
    Signature,
    Table,
)
from bgit_desktop.documents.nd30.strips import MM, Geometry
from bgit_desktop.documents.nd30.tables import table_strips

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
LONG = (
    "Phòng đã tham mưu cho UBND huyện ban hành kế hoạch ứng dụng công nghệ thông tin trong hoạt động của "
    "các cơ quan nhà "
    "nước trên địa bàn huyện và hướng dẫn các xã, thị trấn tổ chức thực hiện đúng thời hạn quy định của "
    "Ủy ban nhân dân tỉnh."
)


def make(*body: Block, **changes: object) -> Document:
    base = Document(
        samples.FORMALITIES.letterhead,
        Numbering("VHTT", "BC", "5"),
        Heading("Báo cáo", "Kết quả ứng dụng công nghệ thông tin 6 tháng đầu năm 2024"),
        samples.FORMALITIES.addressees,
        body,
        samples.FORMALITIES.signature,
        samples.FORMALITIES.copies,
        samples.FORMALITIES.dated,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.fixture
def written(tmp_path: Path, pdf: Callable) -> Callable:
    def write(document: Document):
        path = tmp_path / "out.pdf"
        write_document(document, path)
        return pdf(path)

    return write


def test_head_stands_where_the_decree_puts_it(written: Callable) -> None:
    words = written(make(Paragraph(LONG))).words()
    nation = [word for word in words if word.text in ("CỘNG", "NAM")]
    assert nation[0].x_min > 210 * MM / 2 - 40  # right half
    assert nation[1].x_max == pytest.approx(195 * MM, abs=1)  # up to the right margin of 15 mm
    assert nation[0].y_min == pytest.approx(20 * MM, abs=3)  # at the top margin
    motto = next(word for word in words if word.text == "Độc")
    assert motto.y_min > nation[0].y_min
    parent = next(word for word in words if word.text == "ỦY")
    assert parent.x_max < nation[0].x_min
    assert parent.y_min == pytest.approx(nation[0].y_min, abs=1)
    number = next(word for word in words if word.text == "05/BC-VHTT")
    place = next(word for word in words if word.text == "Lạng" and word.y_min > motto.y_max)
    assert number.y_max == pytest.approx(place.y_max, abs=1.5)  # the same line
    kind = [word for word in words if word.text in ("BÁO", "CÁO")]
    centre = (kind[0].x_min + kind[1].x_max) / 2
    assert centre == pytest.approx(30 * MM + 165 * MM / 2, abs=1)


def test_body_is_justified_with_an_indented_first_line(written: Callable) -> None:
    words = [word for word in written(make(Paragraph(LONG), Paragraph("Hết"))).words() if word.y_min > 200]
    first = next(word for word in words if word.text == "Phòng")
    assert first.x_min == pytest.approx(30 * MM + 12.7 * MM, abs=0.5)
    lines: dict[int, list] = {}
    for word in words:
        if first.y_min - 1 <= word.y_min <= first.y_min + 18 * 2 + 1:
            lines.setdefault(round(word.y_min), []).append(word)
    assert len(lines) == 3
    for line in lines.values():
        assert line[-1].x_max == pytest.approx(195 * MM, abs=0.6)


def test_text_ends_with_the_mark_and_copies_stand_level_with_the_office(written: Callable) -> None:
    file = written(make(Paragraph("Trên đây là báo cáo, kính gửi Sở tổng hợp.")))
    assert "tổng hợp./." in file.flat()
    words = file.words()
    copies = next(word for word in words if word.text == "Nơi")
    office = next(word for word in words if word.text == "TRƯỞNG")
    assert copies.x_min == pytest.approx(30 * MM, abs=0.5)
    assert office.x_min > 105 * MM
    assert copies.y_max == pytest.approx(office.y_max, abs=1.5)
    text = file.text("-layout")
    assert "- Như trên;" in text
    assert "- Lưu: VT, CNTT." in text


def test_every_vietnamese_letter_comes_back(written: Callable) -> None:
    both = " ".join(LETTERS + LETTERS.upper())
    runs = (Run(both), Run(both, bold=True), Run(both, italic=True), Run(both, bold=True, italic=True))
    file = written(make(Paragraph(runs, align="left")))
    text = "".join(file.text().split())
    assert text.count("".join((LETTERS + LETTERS.upper()).split())) == 4
    file.assert_embedded()


def test_decomposed_and_foreign_signs_are_printable(written: Callable) -> None:
    text = unicodedata.normalize("NFD", "Huyện Lạng Giang") + " ✓ ☐ 漢 hết"
    assert "Huyện Lạng Giang x [ ] ? hết" in written(make(Paragraph(text))).flat()


def test_page_numbers_are_centred_on_top_and_hidden_on_the_first(written: Callable) -> None:
    file = written(make(*[Paragraph(LONG)] * 25, appendices=(Appendix("Danh sách", (Paragraph(LONG),) * 40, True),)))
    words = file.words()
    tops = {word.page: word for word in words if word.y_max < 20 * MM}
    pages = int(file.info()["Pages"])
    body = len(set_pages(make(*[Paragraph(LONG)] * 25)))
    assert 1 not in tops
    assert body + 1 not in tops  # the appendix begins anew, its first page hidden too
    assert [tops[page].text for page in range(2, body + 1)] == [str(at) for at in range(2, body + 1)]
    assert [tops[page].text for page in range(body + 2, pages + 1)] == [str(at) for at in range(2, pages - body + 1)]
    assert (tops[2].x_min + tops[2].x_max) / 2 == pytest.approx(30 * MM + 165 * MM / 2, abs=1)
    assert tops[2].y_max - tops[2].y_min == pytest.approx(13 * 0.909, abs=0.2)  # poppler's box of 13 points


@pytest.mark.parametrize("count", range(14, 30))
def test_signature_never_stands_without_text(count: int) -> None:
    pages = set_pages(make(*[Paragraph(LONG if at % 3 else "Một dòng ngắn.") for at in range(count)]))
    last = pages[-1].placed
    assert any(text.text == "Nơi nhận:" for text in last[-1][0].texts)
    assert len(last) >= 3
    for page in pages:
        bottom = max(distance + strip.height for strip, distance in page.placed)
        assert bottom <= page.geometry.height - page.geometry.bottom + 0.1


def test_headings_stay_with_their_text() -> None:
    for count in range(8, 26):
        body = (
            [Paragraph(LONG)] * count
            + [Section(1, "II", "KẾT QUẢ"), Section(2, "1", "Tham mưu")]
            + [Paragraph(LONG)] * 9
        )
        for page in set_pages(make(*body))[:-1]:
            assert not page.placed[-1][0].keep_with_next


def test_table_header_repeats_and_rows_are_whole(written: Callable) -> None:
    rows = tuple((str(at), f"Nhiệm vụ số {at} " + "rất dài " * (at % 9), "05/02/2024") for at in range(1, 90))
    table = Table((Column("STT", "center"), Column("Nội dung"), Column("Hạn")), rows)
    file = written(make(table, Paragraph("Hết")))
    pages = file.text("-layout").split("\f")[:-1]
    carrying = [page for page in pages if "Nhiệm vụ số" in page]
    assert len(carrying) >= 4
    for page in carrying:
        assert page.count("Nội dung") == 1
    assert len([word for word in file.words() if word.text == "05/02/2024"]) == 89


def test_a_row_taller_than_a_page_runs_over_and_loses_nothing(written: Callable) -> None:
    text = " ".join(f"từ{at}" for at in range(2500))
    table = Table((Column("STT", "center"), Column("Nội dung")), (("1", text), ("2", "ngắn")))
    flat = written(make(Paragraph("Mở đầu"), table, Paragraph("Hết"))).flat()
    missing = [at for at in range(2500) if f"từ{at}" not in flat.split()]
    assert not missing


def test_columns_fill_the_width_and_long_words_are_cut() -> None:
    table = Table(
        (Column("Mã", "center"), Column("Băm"), Column("Ghi chú")),
        (("1", "a" * 300, "x"), GroupRow("Nhóm"), ("2", "b", "ghi chú dài hơn " * 10)),
    )
    geometry = Geometry()
    for strip in table_strips(table, Faces(), geometry):
        for text in strip.texts:
            assert text.x >= geometry.left
            assert (
                text.x + Faces()[text.font].text_width(text.text, text.size)
                <= geometry.left + geometry.text_width + 0.1
            )


def test_a_table_without_rows_says_so(written: Callable) -> None:
    assert (
        "STT Đơn vị Không có Hết./."
        in written(make(Table((Column("STT", "center"), Column("Đơn vị")), ()), Paragraph("Hết"))).flat()
    )


def test_a_header_does_not_break_at_a_no_break_blank(written: Callable) -> None:
    columns = (Column("Nội dung"), Column("Tiêu chuẩn theo Điều\u00a04", "center"))
    lines = written(make(Table(columns, (("Rất dài " * 30, "Đạt"),)), Paragraph("Hết"))).text("-layout").splitlines()
    assert any("Điều 4" in line.replace("\u00a0", " ") for line in lines)


def test_page_break_begins_a_page() -> None:
    pages = set_pages(make(Paragraph("Một"), PageBreak(), Paragraph("Hai")))
    assert len(pages) == 2
    assert pages[1].placed[0][0].texts[0].text.startswith("Hai")


def test_appendix_names_its_document_and_may_lie_across(written: Callable) -> None:
    appendices = (Appendix("Danh sách cán bộ", (Paragraph("a"),), True), Appendix("Danh sách sự cố", (Paragraph("b"),)))
    file = written(make(Paragraph("Hết"), appendices=appendices))
    flat = file.flat()
    assert "Phụ lục I DANH SÁCH CÁN BỘ" in flat
    assert "Phụ lục II DANH SÁCH SỰ CỐ" in flat
    assert "(Kèm theo Báo cáo số 05/BC-VHTT ngày 05 tháng 6 năm 2024 của Phòng Văn hóa và Thông tin" in flat
    assert file._run("pdfinfo", "-f", "2", "-l", "2", str(file.path)).count("841.89 x 595.276") == 1


def test_metadata_names_title_author_and_language(written: Callable) -> None:
    file = written(make(Paragraph("Hết")))
    info = file.info()
    assert info["Title"] == "Báo cáo kết quả ứng dụng công nghệ thông tin 6 tháng đầu năm 2024"
    assert info["Author"] == "Phòng Văn hóa và Thông tin huyện Lạng Giang"
    assert info["Page size"].startswith("595.276 x 841.89")
    assert b"/Lang (vi)" in file.path.read_bytes()


def test_several_addressees_make_a_list(written: Callable) -> None:
    text = written(make(Paragraph("Hết"), addressees=("Sở Nội vụ", "Sở Tài chính"))).flat()
    assert "Kính gửi: - Sở Nội vụ; - Sở Tài chính." in text


def test_signs_that_pdf_strings_must_escape(written: Callable) -> None:
    text = r"Đường dẫn C:\tệp (bản 1) \( \\ hết)"
    assert text in written(make(Paragraph(text, align="left"))).flat()


def test_an_official_letter_has_its_subject_under_the_number(written: Callable) -> None:
    file = written(
        make(
            Paragraph("Sở đề nghị các đơn vị gửi báo cáo."),
            numbering=Numbering("STTTT-CNTT", "", "412"),
            heading=Heading("", "đôn đốc gửi báo cáo 6 tháng đầu năm 2024 về ứng dụng công nghệ thông tin"),
            addressees=("UBND các huyện, thành phố", "Các sở, cơ quan thuộc UBND tỉnh"),
            appendices=(Appendix("Đơn vị chưa gửi", (Paragraph("a"),)),),
        )
    )
    words = file.words()
    number = next(word for word in words if word.text == "412/STTTT-CNTT")
    about = next(word for word in words if word.text == "V/v")
    assert 0 < about.y_min - number.y_min < 20
    assert about.x_max < 105 * MM
    flat = file.flat()
    assert "BÁO CÁO" not in flat
    assert "- UBND các huyện, thành phố; - Các sở, cơ quan thuộc UBND tỉnh." in flat
    assert "(Kèm theo Công văn số 412/STTTT-CNTT ngày" in flat
    assert file.info()["Title"].startswith("Công văn v/v đôn đốc gửi báo cáo")


def test_minutes_are_signed_side_by_side_without_a_date_line(written: Callable) -> None:
    file = written(
        make(
            Paragraph("Biên bản kết thúc lúc 16 giờ cùng ngày."),
            letterhead=replace(samples.FORMALITIES.letterhead, place=""),
            numbering=Numbering("VHTT", "BB", "3"),
            heading=Heading("Biên bản", "Bàn giao công việc giữa cán bộ chuyên trách"),
            addressees=(),
            cosigners=(
                Signature("Bên giao", "Nguyễn Văn An", note="(Ký, ghi rõ họ tên)"),
                Signature("Bên nhận", "Trần Thị Bình", note="(Ký, ghi rõ họ tên)"),
            ),
            signature=Signature("Trưởng phòng", "Lê Văn Cường"),
            copies=("Như trên", "Lưu: VT"),
        )
    )
    words = file.words()

    def at(text: str):
        return next(word for word in words if word.text == text)

    assert "Lạng Giang, ngày" not in file.flat()
    assert at("GIAO").y_min == pytest.approx(at("NHẬN").y_min, abs=0.5)
    assert at("An").y_min == pytest.approx(at("Bình").y_min, abs=0.5)
    assert at("GIAO").x_max < 30 * MM + 165 * MM / 2 < at("NHẬN").x_min
    head = [word for word in words if word.text in ("TRƯỞNG", "PHÒNG")][-2:]
    assert (head[0].x_min + head[1].x_max) / 2 == pytest.approx(30 * MM + 165 * MM / 2, abs=1)
    assert at("An").y_max < head[0].y_min < at("Cường").y_min < at("Nơi").y_min


def test_a_form_may_have_neither_end_mark_nor_copies_nor_signer(written: Callable) -> None:
    flat = written(
        make(Paragraph("Ý kiến khác: không."), end_mark=False, copies=(), signature=Signature(""), addressees=())
    ).flat()
    assert flat.endswith("Ý kiến khác: không.")
    assert "Nơi nhận" not in flat
