"""Any list shown in the window, printed as PDF.

An internal list carries its title, the filters in words and the day of printing; each page its
number out of how many. On request it takes the administrative form instead, with the Quốc hiệu
above and room for signatures below. A list that is too wide for the page lies across; one that is
wide even so is set smaller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30 import head
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import (
    Column,
    Document,
    GroupRow,
    Heading,
    Letterhead,
    Numbering,
    Signature,
    Table,
)
from bgit_desktop.documents.nd30.paginate import paginate
from bgit_desktop.documents.nd30.paint import Metadata, write_pdf
from bgit_desktop.documents.nd30.strips import MM, Geometry, Page, Strip, Text
from bgit_desktop.documents.nd30.tables import table_strips
from bgit_desktop.documents.nd30.wording import table_time, thousands

_PORTRAIT = Geometry(top=15 * MM, bottom=16 * MM, left=20 * MM, right=12 * MM)
_LANDSCAPE = _PORTRAIT.turned()
_SIZES = (11.0, 10.0, 9.0, 8.0)
_FOOT_SIZE = 9.0


@dataclass(frozen=True, slots=True)
class Officialdom:
    """What makes a printed list an administrative one.

    Attributes:
        letterhead: of the unit.
        numbering: số, ký hiệu; the abbreviation is "DS" for a danh sách.
        signature: of who answers for the list.
        copies: Nơi nhận.
    """

    letterhead: Letterhead
    numbering: Numbering
    signature: Signature
    copies: tuple[str, ...] = ("Lưu: VT",)


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list to print.

    Attributes:
        title: "Danh sách cán bộ chuyên trách công nghệ thông tin".
        unit: whose list it is ("UBND huyện Lạng Giang"); also the PDF's author.
        columns: header and alignment; widths come from the content.
        rows: cells as they are shown; group rows head the rows after them.
        printed_at: moment of printing, local time.
        filters: the filters in words ("Vị trí: Phòng VH&TT"), none where all is shown.
        official: administrative form, or None for an internal list.
    """

    title: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...] | GroupRow, ...]
    printed_at: datetime
    filters: tuple[str, ...] = ()
    official: Officialdom | None = None


def write_list(printed: PrintedList, target: Path | BinaryIO) -> int:
    """Write a list as PDF.

    Args:
        printed: the list.
        target: a path, or a binary stream left open.

    Returns:
        The number of pages.

    Raises:
        OSError: the file cannot be written.
    """
    return write_pdf(set_list(printed), Metadata(printed.title, printed.unit), target)


def set_list(printed: PrintedList) -> list[Page]:
    """Set a list on pages, across where it is wide, with a foot on each page.

    Args:
        printed: the list.

    Returns:
        The pages in order.
    """
    faces = Faces()
    geometry, size = _fitting(printed, faces)
    strips = _top(printed, faces, geometry)
    if printed.rows:
        # Rows are counted for the reader, so the list carries a number column of its own.
        strips += table_strips(_numbered(printed, size), faces, geometry)
    else:
        strip = Strip(24)
        head.centred(strip, faces[fonts.SERIF_ITALIC], _EMPTY, 13, _centre(geometry), 16)
        strips.append(strip)
    if printed.official:
        document = _as_document(printed, printed.official)
        strips[-1].keep_with_next = True
        strips += head.signature(document, faces, geometry)
    pages = paginate(strips, geometry)
    _feet(printed, pages, faces)
    return pages


_EMPTY = "(Không có dòng nào trong danh sách.)"


def _numbered(printed: PrintedList, size: float) -> Table:
    rows: list[tuple[str, ...] | GroupRow] = []
    count = 0
    for row in printed.rows:
        if isinstance(row, GroupRow):
            rows.append(row)
        else:
            count += 1
            rows.append((str(count), *row))
    return Table((Column("STT", "center", 11), *printed.columns), tuple(rows), size=size)


def _fitting(printed: PrintedList, faces: Faces) -> tuple[Geometry, float]:
    """Choose direction and size: upright if the columns fit well, else across, else across and smaller."""
    regular, bold = faces[fonts.SERIF], faces[fonts.SERIF_BOLD]
    need = 0.0
    least = 0.0
    for at, column in enumerate(printed.columns):
        cells = [fonts.printable(row[at]) for row in printed.rows if not isinstance(row, GroupRow)]
        title = fonts.printable(column.title)
        words = {word for cell in cells for word in cell.split()}
        longest = max(map(regular.width, words), default=0.0)
        low = max(longest, max(map(bold.width, title.split()), default=0.0))
        # Half of the longest cell is what a column wants: two lines are still read at a glance.
        wide = max((regular.text_width(cell, 1) for cell in cells), default=0.0)
        need += max(low, wide / 2) + 0.6
        least += low + 0.6
    room = 3.0
    if (need + room) * _SIZES[0] <= _PORTRAIT.text_width:
        return _PORTRAIT, _SIZES[0]
    for size in _SIZES:
        if (need + room) * size <= _LANDSCAPE.text_width:
            return _LANDSCAPE, size
    for size in _SIZES:
        if (least + room) * size <= _LANDSCAPE.text_width:
            return _LANDSCAPE, size
    return _LANDSCAPE, _SIZES[-1]


def _top(printed: PrintedList, faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set what stands above the list: unit or letterhead, title, filters, count."""
    bold, italic = faces[fonts.SERIF_BOLD], faces[fonts.SERIF_ITALIC]
    centre = _centre(geometry)
    strips: list[Strip] = []
    if printed.official:
        strips.append(head.letterhead(_as_document(printed, printed.official), faces, geometry))
    strip = Strip(0, before=8, keep_with_next=True)
    drop = 0.0
    if not printed.official:
        drop += 12
        unit = fonts.printable(printed.unit)
        strip.texts.append(Text(geometry.left, drop, fonts.SERIF_BOLD, 12, unit))
        drop += 10
    for line in head.balanced(bold, fonts.printable(printed.title.upper()), 14, geometry.text_width * 0.9):
        drop += 17
        head.centred(strip, bold, line, 14, centre, drop)
    count = sum(not isinstance(row, GroupRow) for row in printed.rows)
    notes = [f"Lọc theo: {'; '.join(printed.filters)}"] if printed.filters else []
    notes.append(f"Tổng số: {thousands(count)} dòng")
    for note in notes:
        for line in head.balanced(italic, fonts.printable(note), 12, geometry.text_width):
            drop += 15
            head.centred(strip, italic, line, 12, centre, drop)
    strip.height = drop + 10
    strips.append(strip)
    return strips


def _feet(printed: PrintedList, pages: list[Page], faces: Faces) -> None:
    """Write the day of printing and "Trang x/y" under each page; the number in the top margin gives way."""
    regular = faces[fonts.SERIF]
    left_text = fonts.printable(f"{printed.unit} - in lúc {table_time(printed.printed_at)}")
    for at, page in enumerate(pages, 1):
        geometry = page.geometry
        page.number = ""
        right_text = f"Trang {at}/{len(pages)}"
        x = geometry.width - geometry.right - regular.text_width(right_text, _FOOT_SIZE)
        foot = Strip(
            0,
            texts=[
                Text(geometry.left, 0, regular.name, _FOOT_SIZE, left_text),
                Text(x, 0, regular.name, _FOOT_SIZE, right_text),
            ],
        )
        page.placed.append((foot, geometry.height - 9 * MM))


def _as_document(printed: PrintedList, official: Officialdom) -> Document:
    return Document(
        letterhead=official.letterhead,
        numbering=official.numbering,
        heading=Heading("Danh sách", printed.title),
        addressees=(),
        body=(),
        signature=official.signature,
        copies=official.copies,
        year=printed.printed_at.year,
    )


def _centre(geometry: Geometry) -> float:
    return geometry.left + geometry.text_width / 2
