"""WordprocessingML of paragraphs, tables and sections as text, which is parsed once a document: fast for long tables.

Lengths are in points here and in twentieths of a point in the file. Elements stand in the order that the schema of
ISO/IEC 29500 asks for; Word refuses files where they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30.strips import Geometry

BLACK_LINE = 'w:val="single" w:sz="{size}" w:space="{space}" w:color="000000"'
_DRAWING = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{x}" cy="{y}"/>'
    '<wp:docPr id="{number}" name="Biểu đồ {number}" descr={told}/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" '
    'name="Biểu đồ {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch>'
    '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r>"
)
_EMU = 12700  # English Metric Units to the point


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one style; line feeds break the line."""

    text: str
    size: float
    bold: bool = False
    italic: bool = False


def twips(points: float) -> int:
    """Give points as twentieths of a point."""
    return round(points * 20)


def paragraph(
    pieces: Sequence[Piece] | str = (),
    *,
    align: str = "left",
    before: float = 0,
    after: float = 0,
    line: float = 0,
    exact: bool = False,
    left: float = 0,
    right: float = 0,
    first: float = 0,
    style: str = "",
    keep: bool = False,
    together: bool = False,
    rule: bool = False,
    break_before: bool = False,
    section: str = "",
) -> str:
    """Write a paragraph.

    Args:
        pieces: its text, parted as it stands; or runs written already.
        align: left, center, right or both.
        before, after: room above and under it.
        line: least height of a line, or the height itself where ``exact``; 0 for single spacing.
        exact: see ``line``.
        left, right, first: indents, ``first`` of the first line.
        style: id of a paragraph style.
        keep: keep it with the next paragraph.
        together: never divide it between pages.
        rule: a line over it, from indent to indent.
        break_before: begin a page.
        section: the section it ends, written already.
    """
    parts = [f'<w:pStyle w:val="{style}"/>' if style else ""]
    parts.append("<w:keepNext/>" if keep else "")
    parts.append("<w:keepLines/>" if together else "")
    parts.append("<w:pageBreakBefore/>" if break_before else "")
    if rule:
        parts.append(f"<w:pBdr><w:top {BLACK_LINE.format(size=6, space=1)}/></w:pBdr>")
    spacing = f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}"'
    how = "exact" if exact else "atLeast"
    parts.append(f'{spacing} w:line="{twips(line)}" w:lineRule="{how}"/>' if line else f"{spacing}/>")
    if left or right or first:
        parts.append(f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" w:firstLine="{twips(first)}"/>')
    parts.append(f'<w:jc w:val="{align}"/>' if align != "left" else "")
    parts.append(section)
    inside = pieces if isinstance(pieces, str) else "".join(map(run, pieces))
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{inside}</w:p>"


def run(piece: Piece) -> str:
    """Write a run."""
    style = ("<w:b/><w:bCs/>" if piece.bold else "") + ("<w:i/><w:iCs/>" if piece.italic else "")
    size = round(piece.size * 2)
    lines = (f'<w:t xml:space="preserve">{escape(text)}</w:t>' for text in piece.text.split("\n"))
    return f'<w:r><w:rPr>{style}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>{"<w:br/>".join(lines)}</w:r>'


def clean(text: str) -> str:
    """Give text as it is printed, line by line: the words of the PDF and of the Word file are the same."""
    return "\n".join(map(fonts.printable, text.split("\n")))


def picture(relation: str, number: int, width: float, height: float, told: str) -> str:
    """Write a run with a picture in the line.

    Args:
        relation: id of the picture's part.
        number: of the picture in the document, from 1.
        width, height: in points.
        told: what it shows, for screen readers.
    """
    x, y = round(width * _EMU), round(height * _EMU)
    return _DRAWING.format(x=x, y=y, number=number, told=quoteattr(told), relation=relation)


def cell(inside: str, width: float, *, span: int = 1, centred: bool = False, shade: str = "") -> str:
    """Write a table cell.

    Args:
        inside: its paragraphs.
        width: in points.
        span: columns it runs over.
        centred: in the height of the row.
        shade: its ground, as six hexadecimal digits.
    """
    spanning = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    middle = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{spanning}{ground}{middle}</w:tcPr>{inside}</w:tc>'


def row(cells: Sequence[str], *, whole: bool = True, header: bool = False) -> str:
    """Write a table row.

    Args:
        cells: written already.
        whole: never divided between pages.
        header: repeated on every page the table runs over.
    """
    marks = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if header else "")
    return f"<w:tr>{f'<w:trPr>{marks}</w:trPr>' if marks else ''}{''.join(cells)}</w:tr>"


def table(rows: Sequence[str], widths: Sequence[float], *, ruled: bool, pad: float = 0) -> str:
    """Write a table of fixed widths.

    Args:
        rows: written already.
        widths: of the columns, in points.
        ruled: with thin black lines, or none at all.
        pad: room inside the cells, in points.
    """
    line = BLACK_LINE.format(size=4, space=0) if ruled else 'w:val="nil"'
    sides = ("top", "left", "bottom", "right")
    borders = "".join(f"<w:{side} {line}/>" for side in (*sides, "insideH", "insideV"))
    margins = "".join(f'<w:{side} w:w="{twips(pad)}" w:type="dxa"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def gap(height: float = 4, *, keep: bool = False, section: str = "") -> str:
    """Write an empty paragraph of a few points: tables that touch would grow into one."""
    return paragraph([Piece("", 2)], line=height, exact=True, keep=keep, section=section)


def section(headers: str, page: Geometry) -> str:
    """Write a section: its headers, size and margins; it counts its pages from 1 and hides the first number."""
    across = ' w:orient="landscape"' if page.width > page.height else ""
    header = twips(page.top / 2 - 3)  # the number in the middle of the top margin
    return (
        f'<w:sectPr>{headers}<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{across}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{twips(page.left)}" w:header="{header}" w:footer="{header}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )
