"""Reading the workbooks that offices keep: .xlsx, and what python-calamine knows besides (.xls, .xlsb, .ods).

A file is known by its content, not by its name: chat programs append .txt, and a Word file may be called .xlsx. What
is no workbook, is locked with a password, empty, cut short or far too large is refused with one sentence before its
cells are looked at; the reader is never shown a sheet so wide and long that it would take all memory.

Values come out typed: dates as dates, numbers as numbers (whole ones as ``int``), text in normal form. A cell merged
over several rows counts for each of them. Hidden sheets are passed over. Formulas give the result that Excel saved; one
without a result is marked, so that its cell is named and not taken for empty.

All text passes through :func:`_text`. That is the seam for lists in TCVN3 and VNI fonts: what their bytes mean is told
by the font of the cell, which this reader does not give; the font would be read beside the value with openpyxl and the
text be decoded there, before anything else sees it.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sheets.cells import FORMULA
from bgit_desktop.core.sheets.model import Cell, Sheet, Workbook
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.core.text import nfc
from bgit_desktop.documents.formulas import column_number, uncalculated
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_FILE = 32 * 1024 * 1024
"""Bytes of the file. A list of 100,000 rows takes about 10 MB."""
MAX_UNPACKED = 384 * 1024 * 1024
"""Bytes of its parts unpacked."""
MAX_CELLS = 4_000_000
"""Cells between A1 and the last one filled; the reader holds each of them."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FILLED_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>')
_CHUNK = 1 << 20
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, OverflowError, RuntimeError,
    ValueError, OSError,
)  # fmt: skip
"""What zipfile says of a damaged archive, depending on the byte that is wrong."""


def read_workbook(path: Path) -> Workbook:
    """Read a workbook.

    Args:
        path: the file; its name does not matter.

    Returns:
        The visible sheets that hold anything, in order.

    Raises:
        NotFound: there is no such file.
        BadInput: it is no workbook, or one that cannot be read; the sentence says which and what to do.
        EnvironmentProblem: the machine does not let it be read.
    """
    data = _bytes(path)
    _refuse_unreadable(path.name, data)
    sheets = _sheets(path.name, data)
    if not any(cell is not None for sheet in sheets for row in sheet.rows for cell in row):
        raise BadInput(tr("Tệp {name} không có dữ liệu nào; hãy chọn tệp có danh sách.", name=path.name))
    return Workbook(nfc(path.name), tuple(sheets))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise BadInput(
                tr(
                    "Tệp {name} quá lớn ({size} MB, tối đa {limit} MB); hãy tách thành nhiều tệp.",
                    name=path.name, size=size >> 20, limit=MAX_FILE >> 20,
                )
            )  # fmt: skip
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFound(tr("Không có tệp {path}; hãy kiểm tra lại đường dẫn.", path=path)) from None
    except IsADirectoryError:
        raise _no_workbook(path.name) from None
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không đọc được tệp {path} ({reason}); hãy đóng Excel nếu tệp đang mở rồi thử lại.",
                path=path, reason=reason_of(error),
            )
        ) from error  # fmt: skip


def _no_workbook(name: str) -> BadInput:
    return BadInput(
        tr("Tệp {name} không phải là bảng tính Excel; hãy mở bằng Excel và lưu lại dạng .xlsx rồi nhập.", name=name)
    )


def _damaged(name: str) -> BadInput:
    return BadInput(
        tr("Tệp {name} bị hỏng hoặc chép chưa hết; hãy chép lại, hoặc mở bằng Excel và lưu lại rồi nhập.", name=name)
    )


def _locked(name: str) -> BadInput:
    return BadInput(
        tr("Tệp {name} được khóa bằng mật khẩu; hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi nhập.", name=name)
    )


def _refuse_unreadable(name: str, data: bytes) -> None:
    """Refuse what can be told from the outside of the file."""
    if not data.strip(b"\0"):
        raise BadInput(tr("Tệp {name} rỗng; hãy chép lại tệp rồi nhập.", name=name))
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked(name)
        return
    if not data.startswith(b"PK"):
        raise _no_workbook(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_parts(name, archive)
    except _BROKEN_ARCHIVE as error:
        if "encrypted" in str(error) or "password" in str(error):
            raise _locked(name) from None
        raise _damaged(name) from error


def _refuse_parts(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    excel = any(part.startswith("xl/workbook.") for part in names)
    if not excel and "content.xml" not in names:
        raise _no_workbook(name)
    too_large = BadInput(
        tr("Bảng tính {name} quá lớn để nhập một lần; hãy tách thành nhiều tệp hoặc xóa các dòng trống.", name=name)
    )
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large
    for part in parts:
        rows, columns = 0, 0
        with archive.open(part) as stream:  # reading to the end checks the CRC
            tail = b""
            while chunk := stream.read(_CHUNK):
                if _WORKSHEET.fullmatch(part.filename):
                    text = tail + chunk
                    for found in _FILLED_CELL.finditer(text):
                        rows, columns = max(rows, int(found[2])), max(columns, column_number(found[1]))
                    tail = text[-512:]
        if rows * columns > MAX_CELLS:
            raise too_large


def _guarded(name: str, step: Callable[[], list[Sheet]]) -> list[Sheet]:
    """Run the reader; whatever it says of a file that it cannot read becomes our sentence.

    Its panics do not derive from ``Exception``; they concern the file, not us.
    """
    from python_calamine import CalamineError, PasswordError

    try:
        return step()
    except PasswordError:
        raise _locked(name) from None
    except (CalamineError, ValueError, OSError) as error:
        raise _damaged(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise _damaged(name) from error
        raise


def _sheets(name: str, data: bytes) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    without_result = uncalculated(data)

    def step() -> list[Sheet]:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            wanted = [
                each.name
                for each in book.sheets_metadata
                if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
            ]
            return [_sheet(book, each, without_result.get(nfc(each), set())) for each in wanted]

    return _guarded(name, step)


def _sheet(book: CalamineWorkbook, title: str, without_result: set[tuple[int, int]]) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _mark_formulas(rows, without_result)
    _spread_merged(sheet, rows)
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return Sheet(nfc(title), rows)


def _mark_formulas(rows: list[list[Cell]], without_result: set[tuple[int, int]]) -> None:
    """Let a formula without a result be seen, in rows that hold something else as well (a form filled in halfway)."""
    filled = {row for row, _ in without_result if row < len(rows) and any(cell is not None for cell in rows[row])}
    for row, column in without_result:
        if row in filled and column < len(rows[row]) and rows[row][column] is None:
            rows[row][column] = FORMULA


def _spread_merged(sheet: CalamineSheet, rows: list[list[Cell]]) -> None:
    """Give each row of a merged cell its value; sideways it stays with the first column."""
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        if value is None:
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] is None:
                row[left] = value


def _text(text: str) -> str | None:
    """Bring text into normal form; the seam for legacy encodings (see the module)."""
    return nfc(text.replace("\r\n", "\n").replace("_x000D_", "").replace("\xa0", " ")).strip() or None


def _cell(value: str | int | float | bool | time | date | datetime | timedelta) -> Cell:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value
