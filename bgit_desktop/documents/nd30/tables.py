"""Ruled tables as strips, one per row, set by hand for speed.

Columns take their width from what they hold: each gets at least its longest word, and the room left
goes to the columns whose text would wrap. Cells are centred in the height of their row; a row
taller than half a page is divided into its lines, each a strip of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30.measure import Face, Faces
from bgit_desktop.documents.nd30.model import Align, Column, GroupRow, Table
from bgit_desktop.documents.nd30.strips import MM, Geometry, Rule, Shade, Strip, Text

PAD = 3.2
_LEADING = 1.2
_RULE = 0.5
_ASCENT = 0.82
_HEADER_GREY = 0.92

EMPTY_ROW = "Không có"
"""What a table without rows says."""

Cells = tuple[str, ...]


def table_strips(
    table: Table,
    faces: Faces,
    geometry: Geometry,
    *,
    regular: str = fonts.SERIF,
    bold: str = fonts.SERIF_BOLD,
) -> list[Strip]:
    """Set a table.

    Args:
        table: with cells of any text.
        faces: of the document.
        geometry: of the pages it stands on.
        regular: face of the cells.
        bold: face of header, groups and sum.

    Returns:
        The header's strips, then one strip per row (or per line of a very tall row).
    """
    size = table.size
    titles, rows = printable_cells(table)
    widths = table_widths(table, titles, rows, faces, geometry, (regular, bold))
    edges = [geometry.left]
    for width in widths:
        edges.append(edges[-1] + width)
    setter = _Rows(edges, size, faces[regular], faces[bold])
    middle: list[Align] = ["center"] * len(titles)
    header = [setter.row(titles, middle, bold=True)]
    if table.numbered:
        header.append(setter.row(column_numbers(len(titles)), middle))
    header[0].rules.append(Rule(edges[0], 0, edges[-1], 0, _RULE))
    for strip in header:
        strip.keep_with_next = True
        strip.shades.append(Shade(edges[0], 0, edges[-1] - edges[0], strip.height, _HEADER_GREY))
    repeated = tuple(header)
    strips: list[Strip] = list(header)
    aligns = tuple(column.align for column in table.columns)
    count = len(rows)
    if not rows:
        strips.append(setter.empty())
    for at, row in enumerate(rows):
        if isinstance(row, GroupRow):
            made = [setter.group(row.text)]
            made[0].keep_with_next = at + 1 < count
        else:
            strip = setter.row(row, aligns, bold=table.total and at == count - 1)
            made = [strip]
            if strip.height > geometry.text_height / 2:
                made = setter.divided(row, aligns)
            # No row alone at the head of the next page: the last two stay together.
            made[-1].keep_with_next = at == count - 2 and len(made) == 1 and count > 2
        for strip in made:
            strip.header = repeated
        strips.extend(made)
    return strips


def printable_cells(table: Table) -> tuple[Cells, list[Cells | GroupRow]]:
    """Give a table's header and rows as they can be printed."""
    rows: list[Cells | GroupRow] = [
        GroupRow(_clean(row.text)) if isinstance(row, GroupRow) else tuple(map(_clean, row)) for row in table.rows
    ]
    return tuple(_clean(column.title) for column in table.columns), rows


def column_numbers(count: int) -> Cells:
    """Give the row (1), (2) … that official forms have under the header."""
    return tuple(f"({at})" for at in range(1, count + 1))


def table_widths(
    table: Table,
    titles: Cells,
    rows: Sequence[Cells | GroupRow],
    faces: Faces,
    geometry: Geometry,
    names: tuple[str, str] = (fonts.SERIF, fonts.SERIF_BOLD),
) -> list[float]:
    """Share the width between the margins among a table's columns, see :func:`column_widths`."""
    cells = [row for row in rows if isinstance(row, tuple)]
    return column_widths(table.columns, titles, cells, faces, table.size, geometry, names)


def column_widths(
    columns: Sequence[Column],
    titles: Cells,
    rows: Sequence[Cells],
    faces: Faces,
    size: float,
    geometry: Geometry,
    names: tuple[str, str],
) -> list[float]:
    """Share the width between the margins among columns.

    Args:
        columns: with the widths their author fixed.
        titles: the header, printable.
        rows: the cells, printable.
        faces: of the document.
        size: of the letters.
        geometry: of the page.
        names: the faces of cells and of the header.

    Returns:
        Widths in points; their sum is the text width.
    """
    regular, bold = faces[names[0]], faces[names[1]]
    total = geometry.text_width
    least: list[float] = []
    wanted: list[float] = []
    for at, column in enumerate(columns):
        if column.width is not None:
            least.append(column.width * MM)
            wanted.append(column.width * MM)
            continue
        cells = {row[at] for row in rows}
        words = {word for cell in cells for word in _words(cell)}
        word = max(map(regular.width, words), default=0.0)
        if rows:  # the last row may be a sum, set in bold
            word = max(word, max(map(bold.width, _words(rows[-1][at]))))
        word *= size
        head = max(map(bold.width, _words(titles[at]))) * size
        # A header is better broken than made the widest thing of its column; very long words are cut.
        wide = max((regular.text_width(line, size) for cell in cells for line in cell.split("\n")), default=0.0)
        low = min(max(word, head), total / 4) + 2 * PAD + 1
        least.append(low)
        wanted.append(max(low, min(wide + 2 * PAD + 1, total)))
    free = [at for at, column in enumerate(columns) if column.width is None]
    if sum(wanted) <= total or not free:
        return _spread(wanted, free or list(range(len(columns))), total)
    room = total - sum(least)
    if room <= 0:
        scale = total / sum(least)
        return [width * scale for width in least]
    # Columns that want little more get all they want; the exponent keeps one long text from starving the others.
    hunger = [(want - low) ** 0.75 for want, low in zip(wanted, least, strict=True)]
    widths = list(least)
    open_columns = sorted((at for at in free if hunger[at] > 0), key=lambda at: (wanted[at] - least[at]) / hunger[at])
    weight = sum(hunger[at] for at in open_columns)
    for at in open_columns:
        share = min(room * hunger[at] / weight, wanted[at] - least[at])
        widths[at] += share
        room -= share
        weight -= hunger[at]
    return _spread(widths, free, total)


def _spread(widths: list[float], free: list[int], total: float) -> list[float]:
    """Give the room left over to the columns that may grow, in proportion."""
    spare = total - sum(widths)
    base = sum(widths[at] for at in free)
    return [width + spare * width / base if at in free else width for at, width in enumerate(widths)]


class _Rows:
    """Sets the rows of one table."""

    def __init__(self, edges: list[float], size: float, regular: Face, bold: Face) -> None:
        self._edges = edges
        self._size = size
        self._regular = regular
        self._bold = bold
        self._leading = size * _LEADING

    def row(self, cells: Cells, aligns: Sequence[Align], *, bold: bool = False) -> Strip:
        """Set a row, its cells centred in its height."""
        face = self._bold if bold else self._regular
        lines = [self._wrap(face, cell, at) for at, cell in enumerate(cells)]
        deepest = max(map(len, lines))
        height = deepest * self._leading + 2 * PAD
        strip = Strip(height)
        for at, broken in enumerate(lines):
            drop = PAD + (deepest - len(broken)) * self._leading / 2
            self._cell(strip, face, at, aligns[at], broken, drop)
        self._grid(strip)
        strip.rules.append(Rule(self._edges[0], height, self._edges[-1], height, _RULE))
        return strip

    def divided(self, cells: Cells, aligns: Sequence[Align]) -> list[Strip]:
        """Set a very tall row as one strip per line, so that it may run over pages."""
        lines = [self._wrap(self._regular, cell, at) for at, cell in enumerate(cells)]
        deepest = max(map(len, lines))
        strips: list[Strip] = []
        for index in range(deepest):
            first, last = index == 0, index == deepest - 1
            strip = Strip(self._leading + PAD * (first + last), keep_with_next=index in (0, deepest - 2))
            for at, broken in enumerate(lines):
                if index < len(broken):
                    self._cell(strip, self._regular, at, aligns[at], [broken[index]], PAD if first else 0)
            self._grid(strip)
            bottom = Rule(self._edges[0], strip.height, self._edges[-1], strip.height, _RULE)
            if last:
                strip.rules.append(bottom)
            else:
                strip.closing = bottom
            strips.append(strip)
        return strips

    def group(self, text: str) -> Strip:
        """Set a row across all columns."""
        left = self._edges[0]
        lines = self._bold.wrap(text, self._size, self._edges[-1] - left - 2 * PAD)
        strip = self._across(len(lines))
        for index, line in enumerate(lines):
            strip.texts.append(self._text(self._bold, left + PAD, PAD + index * self._leading, line))
        return strip

    def empty(self) -> Strip:
        """Set the row that says that there is none."""
        strip = self._across(1)
        x = (self._edges[0] + self._edges[-1] - self._regular.text_width(EMPTY_ROW, self._size)) / 2
        strip.texts.append(self._text(self._regular, x, PAD, EMPTY_ROW))
        return strip

    def _across(self, count: int) -> Strip:
        """Make a row over all columns for so many lines."""
        left, right = self._edges[0], self._edges[-1]
        height = count * self._leading + 2 * PAD
        strip = Strip(height, rules=[Rule(x, 0, x, height, _RULE) for x in (left, right)])
        strip.rules.append(Rule(left, height, right, height, _RULE))
        return strip

    def _wrap(self, face: Face, cell: str, at: int) -> list[str]:
        return face.wrap(cell, self._size, self._edges[at + 1] - self._edges[at] - 2 * PAD) if cell else [""]

    def _grid(self, strip: Strip) -> None:
        strip.rules.extend(Rule(x, 0, x, strip.height, _RULE) for x in self._edges)

    def _text(self, face: Face, x: float, drop: float, line: str) -> Text:
        return Text(x, drop + self._size * _ASCENT + (self._leading - self._size) / 2, face.name, self._size, line)

    def _cell(self, strip: Strip, face: Face, at: int, align: Align, lines: list[str], drop: float) -> None:
        left, right = self._edges[at] + PAD, self._edges[at + 1] - PAD
        for line in lines:
            if line:
                x = left
                if align == "center":
                    x = (left + right - face.text_width(line, self._size)) / 2
                elif align == "right":
                    x = right - face.text_width(line, self._size)
                strip.texts.append(self._text(face, x, drop, line))
            drop += self._leading


def _words(text: str) -> list[str]:
    """Part a cell where its lines may break; a no-break blank ("Điều 4") holds."""
    return text.replace("\n", " ").split(" ")


def _clean(text: str) -> str:
    """Make a cell printable, keeping the line feeds that part its lines."""
    if "\n" in text:
        return "\n".join(map(fonts.printable, text.strip().splitlines()))
    return fonts.printable(text)
