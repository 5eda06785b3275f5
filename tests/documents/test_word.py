"""Word files, opened with python-docx and set by LibreOffice: the words and the form of the PDF."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
import samples
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from PIL import Image

from bgit_desktop.documents import chart_model, charts, raster
from bgit_desktop.documents.nd30.compose import write_document
from bgit_desktop.documents.nd30.model import (
    Appendix,
    Bullet,
    Column,
    Document,
    GroupRow,
    Heading,
    Numbering,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
)
from bgit_desktop.documents.nd30.word import write_docx
from bgit_desktop.documents.reports import incident, officers, periodic, summary

MINUTES = Document(
    replace(samples.FORMALITIES.letterhead, place=""),
    Numbering("VHTT", "BB", "3"),
    Heading("Biên bản", "Bàn giao công việc"),
    (),
    (
        Paragraph("Hôm nay, hai bên cùng bàn giao:"),
        Table((Column("STT", "center"), Column("Tài sản")), ()),
        PageBreak(),
        Bullet((Run("Ghi chú:", bold=True), Run("ký tự lạ ✓ & <b> \x07"))),
        Paragraph("Biên bản lập thành 02 bản."),
    ),
    Signature("Trưởng phòng", "Lê Văn Cường"),
    cosigners=(
        Signature("Bên giao", "Nguyễn Văn An", note="(Ký, ghi rõ họ tên)"),
        Signature("Bên nhận", "Trần Thị Bình", note="(Ký, ghi rõ họ tên)"),
    ),
)
LETTER = Document(
    samples.PROVINCE.letterhead,
    Numbering("STTTT-CNTT", "", "412"),
    Heading("", "đôn đốc gửi báo cáo"),
    ("UBND các huyện, thành phố", "Các sở, cơ quan thuộc UBND tỉnh"),
    (Paragraph("Sở đề nghị các đơn vị gửi báo cáo."),),
    samples.PROVINCE.signature,
    appendices=(
        Appendix("Danh sách", (Table((Column("Mã"), Column("Tên")), (GroupRow("Huyện"), ("1", "a\nb"))),), True),
        Appendix("Mẫu báo cáo", (Paragraph("Nội dung mẫu"),)),
    ),
)
DOCUMENTS: dict[str, Callable[[], Document]] = {
    "periodic": lambda: periodic.build(samples.periodic()),
    "empty": lambda: periodic.build(samples.empty_periodic()),
    "summary": lambda: summary.build(samples.summary_report()),
    "officers": lambda: officers.build(samples.officers_report()),
    "incident": lambda: incident.build(samples.incident_report()),
    "minutes": lambda: MINUTES,
    "letter": lambda: LETTER,
}
BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def opened(document: Document) -> Any:
    made = BytesIO()
    write_docx(document, made)
    return docx.Document(made)


def texts(element: Any) -> Iterator[str]:
    """The text of every paragraph below an element, tables included, in reading order."""
    for paragraph in element.iter(qn("w:p")):
        parts = [" " if node.tag == qn("w:br") else node.text or "" for node in paragraph.iter(qn("w:t"), qn("w:br"))]
        yield "".join(parts)


def letters(text: str) -> list[str]:
    """All letters and figures, sorted: columns are read in another order from a page than from a file."""
    return sorted(filter(str.isalnum, text))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_words_are_those_of_the_pdf(name: str, tmp_path: Path, pdf: Callable[[Path], Any]) -> None:
    document = DOCUMENTS[name]()
    path = tmp_path / "x.pdf"
    write_document(document, path)
    page_words = pdf(path).words()
    # page numbers, repeated headers of tables and the charts' own letters are not in the Word file's text
    body = " ".join(texts(opened(document).element.body))
    on_paper = {word.text for word in page_words if word.y_min > 57 or word.page == 1}
    in_word = set(body.replace("\n", " ").split())
    assert in_word - on_paper == set()
    if name in ("empty", "incident", "minutes", "letter"):  # without charts, and tables of one page
        assert letters("".join(word.text for word in page_words if word.y_min > 57 or word.page == 1)) == letters(body)


def test_libreoffice_sets_it_in_our_form(tmp_path: Path, pdf: Callable[[Path], Any]) -> None:
    for name in ("summary", "letter", "minutes"):
        write_docx(DOCUMENTS[name](), tmp_path / f"{name}.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    done = subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *tmp_path.glob("*.docx")],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.returncode == 0
    file = pdf(tmp_path / "summary.pdf")
    flat = file.flat()
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Nơi nhận:",
        "Kính gửi: Ủy ban nhân dân tỉnh Bắc Giang", "xem xét, chỉ đạo./.", "KT. GIÁM ĐỐC", "Nguyễn Gia Phong",
    ):  # fmt: skip
        assert expected in flat
    names = {line.split()[0].partition("+")[2] for line in file._run("pdffonts", str(file.path)).splitlines()[2:]}
    assert {name.partition("-")[0] for name in names} <= {"LiberationSerif", "TimesNewRoman"}
    tops = {word.page: word.text for word in file.words() if word.y_max < 57}
    pages = int(file.info()["Pages"])
    assert 1 not in tops
    assert pages not in tops  # the appendix counts anew and hides its 1
    assert [tops[page] for page in range(2, pages)] == [str(page) for page in range(2, pages)]
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", file._run("pdfinfo", "-l", "99", str(file.path)))
    width, height = map(float, sizes[-1])
    assert (round(width), round(height)) == (842, 595)
    assert "Phụ lục I DANH SÁCH" in pdf(tmp_path / "letter.pdf").flat()
    assert int(pdf(tmp_path / "letter.pdf").info()["Pages"]) == 3
    minutes = pdf(tmp_path / "minutes.pdf").words()
    giving, taking = (next(word for word in minutes if word.text == text) for text in ("GIAO", "NHẬN"))
    assert giving.y_min == pytest.approx(taking.y_min, abs=0.5)
    assert giving.x_max < taking.x_min
    assert giving.page == 2


def test_only_times_new_roman_is_named() -> None:
    made = BytesIO()
    write_docx(DOCUMENTS["periodic"](), made)
    with zipfile.ZipFile(made) as package:
        for name in ("word/document.xml", "word/styles.xml", "word/header1.xml"):
            for fonts in etree.fromstring(package.read(name)).iter(qn("w:rFonts")):
                assert set(fonts.attrib.values()) == {"Times New Roman"}, name
        assert "docProps/thumbnail.jpeg" not in package.namelist()
        styles = etree.fromstring(package.read("word/styles.xml"))
        assert styles.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}") is not None
        assert styles.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"


def test_pages_have_the_margins_of_the_decree_and_a_number_field() -> None:
    file = opened(DOCUMENTS["periodic"]())
    first, *rest = file.sections
    assert first.page_width == pytest.approx(Mm(210), abs=700)  # a twentieth of a point
    assert first.page_height == pytest.approx(Mm(297), abs=700)
    for margin, wanted in (("top", 20), ("bottom", 20), ("left", 30), ("right", 15)):
        assert getattr(first, f"{margin}_margin") == pytest.approx(Mm(wanted), abs=700)
    assert rest
    for section in rest:
        assert section.page_width > section.page_height
        assert section._sectPr.find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
    for section in file.sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        field = section.header._element.find(f".//{qn('w:fldSimple')}")
        assert field.get(qn("w:instr")).strip() == "PAGE"
        assert section.header.paragraphs[0].alignment == 1  # centred
        assert not "".join(texts(section.first_page_header._element)).strip()


def test_tables_repeat_their_headers_and_have_lines_where_the_form_has_them() -> None:
    document = DOCUMENTS["periodic"]()
    head, *tables, signing = (table._tbl for table in opened(document).tables[: 2 + 4])
    for plain in (head, signing):
        borders = plain.tblPr.find(qn("w:tblBorders"))
        assert {borders.find(qn(f"w:{side}")).get(qn("w:val")) for side in BORDERS} == {"nil"}
    for table in tables:
        rows = table.findall(qn("w:tr"))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert table.tblPr.find(f"{qn('w:tblBorders')}/{qn('w:top')}").get(qn("w:val")) == "single"
    assert "TRƯỞNG PHÒNG" in " ".join(texts(signing))
    assert "Nơi nhận:" in " ".join(texts(signing))


def test_a_very_tall_row_may_be_divided() -> None:
    table = Table((Column("STT"), Column("Nội dung")), (("1", "dài " * 2000), ("2", "ngắn")))
    rows = opened(replace(LETTER, body=(table,), appendices=())).tables[1]._tbl.findall(qn("w:tr"))
    assert [row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows] == [True, False, True]


def test_the_last_paragraph_stays_with_the_signature() -> None:
    body = opened(DOCUMENTS["incident"]()).element.body
    signing = body.findall(qn("w:tbl"))[-1]
    gap = signing.getprevious()
    last = gap.getprevious()
    assert "".join(texts(last)) == "" or last.find(f".//{qn('w:t')}").text.endswith("./.")
    for paragraph in (last, gap):
        assert paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_properties_and_outline() -> None:
    file = opened(DOCUMENTS["periodic"]())
    told = file.core_properties
    assert told.title == "Báo cáo kết quả thực hiện nhiệm vụ chuyên trách công nghệ thông tin 6 tháng đầu năm 2024"
    assert told.author == "Phòng Văn hóa và Thông tin huyện Lạng Giang"
    assert told.language == "vi-VN"
    headings = [each.text for each in file.paragraphs if each.style.name == "Heading 1"]
    assert headings[:2] == ["I. TÌNH HÌNH CHUNG", "II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ"]
    assert "Phụ lục I" in headings


def test_charts_are_pictures_told_to_screen_readers() -> None:
    body = opened(DOCUMENTS["periodic"]()).element.body
    told = [each.get("descr") for each in body.iter(qn("wp:docPr"))]
    assert told == ["Biểu đồ 1. Nhiệm vụ theo điều khoản và tình trạng"]


@pytest.mark.parametrize("kind", ["bar", "grouped", "stacked", "share"])
def test_a_chart_is_drawn_as_png(kind: chart_model.Kind) -> None:
    chart = charts.Chart(kind, ("Yên Thế", "Lạng Giang"), (charts.Series("Hoàn thành", (3, 9)),), "nhiệm vụ")
    drawing = charts.draw(chart, 400)
    with Image.open(BytesIO(raster.png(drawing))) as picture:
        assert picture.size == (round(400 * raster.DPI / 72), round(drawing.height * raster.DPI / 72))
        shown = {colour for _, colour in picture.convert("RGB").getcolors(10**6) or []}
    blue = [colour for colour in shown if abs(colour[0] - 0x1F) < 12 and abs(colour[2] - 0x79) < 12]
    assert blue  # the first series
    assert any(max(colour) < 40 for colour in shown)  # letters
    assert any(min(colour) > 250 for colour in shown)  # paper
