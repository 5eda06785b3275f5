"""Workbooks as they come: good ones in every form, and files that are none, of which one clear sentence comes back."""

import io
import os
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.documents import sheet_read
from bgit_desktop.documents.sheet_read import read_workbook
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound

SAMPLES = Path(__file__).parents[1] / "fixtures" / "xlsx"
STAFF = SAMPLES / "danh-sach-can-bo-lang-giang.xlsx"
LOG = SAMPLES / "so-theo-doi-su-co-2024.xlsx"


def write(path: Path, fill: dict[str, object], **formats: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in fill.items():
        sheet[place] = value  # type: ignore[assignment]
    for place, number_format in formats.items():
        sheet[place].number_format = number_format
    book.save(path)
    return path


def test_the_staff_list() -> None:
    book = read_workbook(STAFF)
    [sheet] = book.sheets
    assert (book.name, sheet.name) == ("danh-sach-can-bo-lang-giang.xlsx", "DS CBCT CNTT")
    assert len(sheet.rows) == 15
    assert sheet.cell(3, 0) == "DANH SÁCH CÁN BỘ CHUYÊN TRÁCH CÔNG NGHỆ THÔNG TIN"
    assert sheet.rows[7][:4] == [1, "Nguyễn Thị Hà", date(1988, 3, 12), "Nữ"]
    assert sheet.cell(7, 13) == 912345678
    assert sheet.cell(11, 2) == 1979
    assert sheet.cell(7, 9) is None
    assert sheet.cell(99, 0) is sheet.cell(0, 99) is sheet.cell(-1, 0) is None


@pytest.mark.parametrize("ending", [".xls", ".ods"])
def test_older_and_free_formats_give_the_same_cells(ending: str) -> None:
    [sheet] = read_workbook(STAFF.with_suffix(ending)).sheets
    [wanted] = read_workbook(STAFF).sheets
    for row in range(len(wanted.rows)):
        for column in range(16):
            assert sheet.cell(row, column) == wanted.cell(row, column)


def test_the_incident_log() -> None:
    [sheet] = read_workbook(LOG).sheets
    assert sheet.cell(4, 1) == datetime(2024, 3, 4, 14, 20)
    assert sheet.cell(3, 1) == "08h15 ngày 12/01/2024"
    assert sheet.cell(4, 7) is None


def test_values_keep_their_types(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {
            "A1": "Nguye\u0302\u0303n\u00a0Hà ", "B1": 2016, "C1": 0.5, "D1": True, "E1": datetime(2024, 6, 15, 8, 15),
            "F1": datetime(2024, 6, 15), "G1": time(8, 30), "H1": "   ", "I1": "a\r\nb",
        },
    )  # fmt: skip
    [sheet] = read_workbook(path).sheets
    row = sheet.rows[0]
    assert row[:8] == ["Nguyễn Hà", 2016, 0.5, True, datetime(2024, 6, 15, 8, 15), date(2024, 6, 15), time(8, 30), None]
    assert type(row[1]) is int
    assert row[8] == "a\nb"


def test_merged_cells_hidden_sheets_and_empty_ends(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Hiện"
    sheet["B3"] = "Phòng VH&TT"
    sheet["C3"], sheet["C4"], sheet["C5"] = "a", "b", "c"
    sheet.merge_cells("B3:B5")
    sheet["A1"] = "Tiêu đề"
    sheet.merge_cells("A1:C1")
    sheet["A9"].border = openpyxl.styles.Border(left=openpyxl.styles.Side("thin"))
    for title, state in (("Ẩn", "hidden"), ("Ẩn kỹ", "veryHidden")):
        other = book.create_sheet(title)
        other["A1"] = "x"
        other.sheet_state = state
    book.save(tmp_path / "m.xlsx")
    [found] = read_workbook(tmp_path / "m.xlsx").sheets
    assert found.name == "Hiện"
    assert [found.cell(row, 1) for row in range(2, 5)] == ["Phòng VH&TT"] * 3
    assert found.rows[0] == ["Tiêu đề", None, None]
    assert len(found.rows) == 5


@pytest.mark.parametrize("name", ["danh-sach.xlsx.txt", "danh-sach", "danh-sach.xls"])
def test_a_workbook_under_another_name_is_read_all_the_same(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(STAFF.read_bytes())
    assert len(read_workbook(tmp_path / name).sheets[0].rows) == 15


def archive(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_x_", "."), content)
    return data.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "rỗng"),
        (b"\0" * 5000, "rỗng"),
        (b"STT;Ho va ten\n1;Nguyen Van A\n", "không phải là bảng tính"),
        (b"%PDF-1.7\n...", "không phải là bảng tính"),
        (archive(word__document_x_xml=b"<x/>"), "không phải là bảng tính"),
        (archive(manifest_x_json=b"{}"), "không phải là bảng tính"),
        (OLE + b"\0" * 3000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100, "mật khẩu"),
        (OLE + b"\0" * 3000, "hỏng"),
        (archive(xl__workbook_x_xml=b"<not xml"), "hỏng"),
        (archive(content_x_xml=b"<not xml"), "hỏng"),
        (STAFF.read_bytes()[:3000], "hỏng"),
        (STAFF.read_bytes()[:-30], "hỏng"),
        (b"PK\x03\x04", "hỏng"),
    ],
)
def test_what_is_no_workbook_is_refused_with_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=reason) as caught:
        read_workbook(path)
    assert str(caught.value).startswith("Tệp danh-sach.xlsx ")
    assert "hãy" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    data = bytearray(STAFF.read_bytes())
    with zipfile.ZipFile(STAFF) as made:
        part = made.getinfo("xl/worksheets/sheet1.xml")
    data[part.header_offset + 100 + part.compress_size // 2] ^= 0x10
    path = tmp_path / "x.xlsx"
    path.write_bytes(bytes(data))
    with pytest.raises(BadInput, match="hỏng"):
        read_workbook(path)


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="không có dữ liệu"):
        read_workbook(write(tmp_path / "x.xlsx", {}))


def test_a_workbook_far_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="quá lớn"):
        read_workbook(write(tmp_path / "wide.xlsx", {"A1": 1, "XFD1048576": 2}))
    read_workbook(write(tmp_path / "long.xlsx", {"A1": 1, "A100000": 2}))
    monkeypatch.setattr(sheet_read, "MAX_UNPACKED", 1000)
    with pytest.raises(BadInput, match="quá lớn"):
        read_workbook(STAFF)
    monkeypatch.setattr(sheet_read, "MAX_FILE", 100)
    with pytest.raises(BadInput, match=r"quá lớn \(0 MB"):
        read_workbook(STAFF)


def test_a_file_that_is_not_there_or_not_to_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Không có tệp"):
        read_workbook(tmp_path / "x.xlsx")
    with pytest.raises(BadInput, match="không phải là bảng tính"):
        read_workbook(tmp_path)
    if sys.platform != "win32" and os.geteuid() != 0:
        path = write(tmp_path / "y.xlsx", {"A1": 1})
        path.chmod(0)
        with pytest.raises(EnvironmentProblem, match="Không đọc được"):
            read_workbook(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_a_sentence_or_a_workbook_never_anything_else(folder: Path, data: st.DataObject) -> None:
    source = bytearray((STAFF if data.draw(st.booleans()) else LOG).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(source)))
    content = bytes(source[: cut if data.draw(st.booleans()) else None])
    path = folder / "damaged.xlsx"
    path.write_bytes(content)
    sentence = "hãy"
    try:
        read_workbook(path)
    except BadInput as error:
        sentence = str(error)
    assert "hãy" in sentence
