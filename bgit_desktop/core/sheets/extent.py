"""Which rows under a header are records, and which are numbering, headings, totals, signatures or nothing at all.

Lists end in various ways: a row "Tổng cộng: 05 người", an empty row, "Người lập biểu … TRƯỞNG PHÒNG" with names under
it. Where the rows are numbered (STT), the last number tells where the list ends; signatures and totals are known by
their words in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bgit_desktop.core.sheets.cells import is_empty
from bgit_desktop.core.sheets.mapping import SheetMapping
from bgit_desktop.core.sheets.model import Cell, Sheet, cell_text
from bgit_desktop.core.text import fold

_TOTAL = re.compile(r"(tổng cộng|tổng số|tổng|cộng)\b\s*(:|\d|\(|$|số|cộng|toàn)", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(nguoi lap|lap bieu|nguoi tong hop|thu truong|truong phong|pho truong phong|chanh van phong|giam doc|chu tich"
    r"|pho chu tich|pho giam doc|xac nhan|noi nhan|ky ten|ky ghi ro|da ky|(kt|tm|tl|tuq) "
    r"|.*\bngay\b.*\bthang\b.*\bnam\b)"
)
_FOOTNOTE = re.compile(r"(ghi chu|luu y|chu thich)\b.")
_ROMAN = re.compile(r"[IVX]+|[A-Z]")
_ROMAN_HEADING = re.compile(r"([IVX]+|[A-Z])\s*[.)/]\s*\S")
_FEW = 3
"""A signature block or a total fills at most so many cells of its row."""


def _number(cell: Cell) -> bool:
    return not isinstance(cell, bool) and re.fullmatch(r"\d{1,6}[.)]?", cell_text(cell)) is not None


def _filled(sheet: Sheet, row: int) -> list[tuple[int, Cell]]:
    return [(column, cell) for column, cell in enumerate(sheet.rows[row]) if not is_empty(cell)]


def _is_numbering(cells: list[tuple[int, Cell]]) -> bool:
    """Tell a row that numbers the columns: (1) (2) (3) …, or 1 2 3 …, or A B 1 2 3."""
    texts = [cell_text(cell).strip("() ") for _, cell in cells]
    if len(texts) < 3:
        return False
    numbers = [int(text) for text in texts if text.isdigit()]
    letters = [text for text in texts if re.fullmatch(r"[A-D]", text)]
    return len(numbers) + len(letters) == len(texts) and numbers == list(range(1, len(numbers) + 1))


def _is_heading(cells: list[tuple[int, Cell]], serial: int | None) -> bool:
    """Tell a row that heads a group: "I | Khối phòng ban", "A. Các xã"."""
    texts = [cell_text(cell) for _, cell in cells]
    if len(cells) == 1:
        return _ROMAN_HEADING.match(texts[0]) is not None
    return serial is not None and cells[0][0] == serial and len(cells) == 2 and _ROMAN.fullmatch(texts[0]) is not None


def _ends_table(cells: list[tuple[int, Cell]]) -> bool:
    texts = [fold(cell_text(cell)) for _, cell in cells if isinstance(cell, str)]
    return bool(texts) and len(cells) <= _FEW and any(_SIGNATURE.match(text) for text in texts)


def _is_total(cells: list[tuple[int, Cell]], mapped: int) -> bool:
    first = next((cell for _, cell in cells if isinstance(cell, str)), "")
    return len(cells) <= max(_FEW, mapped // 2) and _TOTAL.match(first.strip()) is not None


def data_rows(sheet: Sheet, mapping: SheetMapping) -> Iterator[int]:
    """Give the rows that hold records, counted from 0.

    Args:
        sheet: the sheet.
        mapping: where its header is and what its columns hold.
    """
    serial = mapping.serial_column
    columns = set(mapping.targets.values())
    rows = range(mapping.first_row, len(sheet.rows))
    numbered = [row for row in rows if serial is not None and _number(sheet.cell(row, serial))]
    last_number = numbered[-1] if numbered else None
    gap = False
    for row in rows:
        cells = _filled(sheet, row)
        without_number = serial is not None and not _number(sheet.cell(row, serial))
        if not cells:
            gap = True
        elif row == mapping.first_row and _is_numbering(cells):
            continue
        elif last_number is not None and row > last_number and gap:
            return
        elif serial is not None and not without_number:
            if any(column in columns for column, _ in cells):
                yield row
        elif _is_total(cells, len(columns)):
            gap = True
        elif _ends_table(cells):
            return
        elif len(cells) == 1 and _FOOTNOTE.match(fold(cell_text(cells[0][1]))):
            gap = True
        elif not _is_heading(cells, serial) and any(column in columns for column, _ in cells):
            yield row
