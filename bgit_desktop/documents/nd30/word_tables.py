"""Ruled tables for Word: the column widths of the PDF, header rows that repeat, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30 import word_xml as xml
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import Align, GroupRow, Table
from bgit_desktop.documents.nd30.strips import Geometry
from bgit_desktop.documents.nd30.tables import EMPTY_ROW, PAD, Cells, column_numbers, printable_cells, table_widths
from bgit_desktop.documents.nd30.word_xml import Piece

_GREY = "EBEBEB"


def ruled_table(table: Table, faces: Faces, geometry: Geometry, *, keep: bool = False) -> str:
    """Write a table.

    Args:
        table: with cells of any text.
        faces: of the document, for the widths.
        geometry: of the pages it stands on.
        keep: its last row stays with what follows.

    Returns:
        WordprocessingML.
    """
    titles, rows = printable_cells(table)
    widths = table_widths(table, titles, rows, faces, geometry)
    setter = _Rows(table.size, widths, faces, geometry)
    middle: list[Align] = ["center"] * len(titles)
    made = [setter.row(titles, middle, bold=True, header=True)]
    if table.numbered:
        made.append(setter.row(column_numbers(len(titles)), middle, header=True))
    if not rows:
        made.append(setter.across(EMPTY_ROW, align="center", keep=keep))
    aligns = [column.align for column in table.columns]
    last = len(rows) - 1
    for at, row in enumerate(rows):
        if isinstance(row, GroupRow):
            made.append(setter.across(row.text, bold=True, keep=keep or at < last))
        else:
            # No row alone at the head of the next page: the last two stay together.
            bound = (keep and at == last) or (at == last - 1 and last > 1)
            made.append(setter.row(row, aligns, bold=table.total and at == last, keep=bound))
    return xml.table(made, widths, ruled=True, pad=PAD)


class _Rows:
    """Writes the rows of one table."""

    def __init__(self, size: float, widths: Sequence[float], faces: Faces, geometry: Geometry) -> None:
        self._size = size
        self._widths = widths
        self._face = faces[fonts.SERIF]
        self._half_page = geometry.text_height / 2

    def row(
        self, cells: Cells, aligns: Sequence[Align], *, bold: bool = False, header: bool = False, keep: bool = False
    ) -> str:
        """Write a row; one taller than half a page may be divided."""
        written = []
        deepest = 1
        for text, width, align in zip(cells, self._widths, aligns, strict=True):
            deepest = max(deepest, len(self._face.wrap(text, self._size, width - 2 * PAD)))
            inside = self._paragraph(text, align, bold=bold, keep=keep or header)
            written.append(xml.cell(inside, width, centred=True, shade=_GREY if header else ""))
        whole = deepest * self._size * 1.2 <= self._half_page
        return xml.row(written, whole=whole, header=header)

    def across(self, text: str, *, align: Align = "left", bold: bool = False, keep: bool = False) -> str:
        """Write a row over all columns."""
        inside = self._paragraph(text, align, bold=bold, keep=keep)
        return xml.row([xml.cell(inside, sum(self._widths), span=len(self._widths), centred=True)])

    def _paragraph(self, text: str, align: Align, *, bold: bool, keep: bool) -> str:
        how = "both" if align == "justify" else align
        return xml.paragraph([Piece(text, self._size, bold)], align=how, keep=keep)
