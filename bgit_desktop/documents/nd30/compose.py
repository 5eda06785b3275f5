"""From a document to pages: each block becomes strips, the strips are set on pages, the pages painted.

Body text is 14 points, justified, first lines indented 1.27 cm, 6 points between paragraphs, 18
points from line to line (NĐ 30/2020, Phụ lục I, mục II.5). Paragraphs leave no line alone on a
page, headings stay with their text, and the signature never stands on a page without the last lines
of the text.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30 import head
from bgit_desktop.documents.nd30.measure import Faces, break_runs
from bgit_desktop.documents.nd30.model import (
    Align,
    Appendix,
    Block,
    Bullet,
    Document,
    Figure,
    PageBreak,
    Paragraph,
    Run,
    Section,
    Table,
)
from bgit_desktop.documents.nd30.paginate import paginate
from bgit_desktop.documents.nd30.paint import Metadata, write_pdf
from bgit_desktop.documents.nd30.strips import MM, Geometry, Page, Picture, Strip, Text
from bgit_desktop.documents.nd30.tables import table_strips
from bgit_desktop.documents.nd30.wording import finished

BODY_SIZE = 14.0
LEADING = 18.0
GAP = 6.0
INDENT = 12.7 * MM
CAPTION_SIZE = 13.0
PORTRAIT = Geometry()
LANDSCAPE = PORTRAIT.turned()


def write_document(document: Document, target: Path | BinaryIO) -> int:
    """Write a document as PDF.

    Args:
        document: what it holds.
        target: a path, or a binary stream left open.

    Returns:
        The number of pages.

    Raises:
        OSError: the file cannot be written.
    """
    subject = " ".join(document.heading.subject.split())
    metadata = Metadata(document.title, document.letterhead.full_name, subject)
    return write_pdf(set_pages(document), metadata, target)


def set_pages(document: Document) -> list[Page]:
    """Set a document on pages; appendices begin pages numbered anew.

    Args:
        document: what it holds.

    Returns:
        The pages in order.
    """
    faces = Faces()
    strips = [head.letterhead(document, faces, PORTRAIT)]
    if document.heading.kind.strip():
        strips.append(head.heading(document, faces, PORTRAIT))
    if document.addressees:
        strips += head.addressees(document.addressees, faces, PORTRAIT)
    body = body_strips(closed_body(document), faces, PORTRAIT)
    signing = head.signature(document, faces, PORTRAIT)
    for strip in body[-3:] if signing else []:
        strip.keep_with_next = True
    pages = paginate([*strips, *body, *signing], PORTRAIT)
    for at, appendix in enumerate(document.appendices):
        pages += _appendix_pages(document, at, appendix, faces)
    return pages


def geometry_of(appendix: Appendix) -> Geometry:
    """Give the page an appendix stands on: upright, or across for wide tables."""
    return LANDSCAPE if appendix.landscape else PORTRAIT


def _appendix_pages(document: Document, at: int, appendix: Appendix, faces: Faces) -> list[Page]:
    geometry = geometry_of(appendix)
    strips = [
        head.appendix_heading(document, at, faces, geometry),
        *body_strips(appendix.body, faces, geometry),
    ]
    return paginate(strips, geometry)


def closed_body(document: Document) -> tuple[Block, ...]:
    """Give the body with its last paragraph ended "./."; one that ends with a table or figure is left as it is."""
    body = document.body
    if not document.end_mark or not body or not isinstance(body[-1], Paragraph | Bullet):
        return body
    last = body[-1]
    if isinstance(last.text, str):
        return (*body[:-1], replace(last, text=finished(last.text)))
    *runs, run = last.text
    return (*body[:-1], replace(last, text=(*runs, replace(run, text=finished(run.text)))))


def body_strips(blocks: tuple[Block, ...], faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set blocks as strips.

    Args:
        blocks: in order.
        faces: of the document.
        geometry: of the pages.

    Returns:
        The strips in order.
    """
    strips: list[Strip] = []
    break_next = False
    for block in blocks:
        if isinstance(block, PageBreak):
            break_next = True
            continue
        made = _block_strips(block, faces, geometry)
        if break_next and made:
            made[0].page_break = True
            break_next = False
        strips += made
    return strips


def _block_strips(block: Block, faces: Faces, geometry: Geometry) -> list[Strip]:
    match block:
        case Paragraph(text, align, indent, keep):
            runs = (Run(text),) if isinstance(text, str) else text
            made = paragraph_strips(runs, faces, geometry, align=align, indent=INDENT if indent else 0.0)
            made[-1].keep_with_next |= keep
            return made
        case Section(level):
            run = Run(section_title(block), bold=level < 3)
            made = paragraph_strips((run,), faces, geometry)
            for strip in made:
                strip.keep_with_next = True
            return made
        case Bullet():
            return paragraph_strips(bullet_runs(block), faces, geometry)
        case Table():
            return _with_caption(block, faces, geometry)
        case Figure(draw, caption):
            return _figure_strips(draw(geometry.text_width), caption, faces, geometry)
        case PageBreak():
            return []


def section_title(section: Section) -> str:
    """Give a heading as it is printed: "I. …", "1. …", "a) …"."""
    mark = f"{section.label}{')' if section.level == 3 else '.'}" if section.label else ""
    return f"{mark} {section.title}".strip()


def bullet_runs(bullet: Bullet) -> tuple[Run, ...]:
    """Give a bullet's text with its dash or plus sign before it."""
    mark = "-" if bullet.level == 1 else "+"
    if isinstance(bullet.text, str):
        return (Run(f"{mark} {bullet.text}"),)
    return (Run(mark), *bullet.text)


def paragraph_strips(
    runs: tuple[Run, ...],
    faces: Faces,
    geometry: Geometry,
    *,
    align: Align = "justify",
    indent: float = INDENT,
    size: float = BODY_SIZE,
    leading: float = LEADING,
    before: float = GAP,
) -> list[Strip]:
    """Set a paragraph as one strip per line, with no first or last line alone on a page.

    Args:
        runs: its text.
        faces: of the document.
        geometry: of the page.
        align: justified lines are stretched except the last.
        indent: of the first line, in points.
        size: of the letters, in points.
        leading: from line to line, in points.
        before: room above it, in points.

    Returns:
        At least one strip.
    """
    width = geometry.text_width
    if align in ("center", "right"):
        indent = 0.0
    lines = break_runs(faces, runs, size, width, indent)
    count = len(lines)
    drop = leading - (leading - size) / 2 - size * 0.2
    strips: list[Strip] = []
    for at, line in enumerate(lines):
        x = geometry.left + (indent if at == 0 else 0.0)
        room = width - line.width - (indent if at == 0 else 0.0)
        spread = 0.0
        if align == "center":
            x += room / 2
        elif align == "right":
            x += room
        elif align == "justify" and not line.last and line.blanks:
            spread = room / line.blanks
        texts: list[Text] = []
        for face, text in line.parts:
            texts.append(Text(x, drop, face.name, size, text, spread))
            if len(line.parts) > 1:
                x += face.text_width(text, size) + spread * text.count(" ")
        keep = count > 1 and at in (0, count - 2)
        strips.append(Strip(leading, before if at == 0 else 0.0, texts, keep_with_next=keep))
    return strips


def _with_caption(table: Table, faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set a table with its caption above it and room around it."""
    strips: list[Strip] = []
    if table.caption:
        run = Run(fonts.printable(table.caption), italic=True)
        strips = paragraph_strips((run,), faces, geometry, align="center", size=CAPTION_SIZE)
        for strip in strips:
            strip.keep_with_next = True
    rows = table_strips(table, faces, geometry)
    rows[0].before = 4 if strips else 8
    return [*strips, *rows, Strip(4)]


def _figure_strips(drawing: object, caption: str, faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set a drawing in the middle, its caption under it."""
    width, height = drawing.width, drawing.height  # type: ignore[attr-defined]
    x = geometry.left + (geometry.text_width - width) / 2
    strip = Strip(height, before=8, pictures=[Picture(x, height, drawing)])
    if not caption:
        return [strip]
    strip.keep_with_next = True
    run = Run(fonts.printable(caption), italic=True)
    under = paragraph_strips((run,), faces, geometry, align="center", size=CAPTION_SIZE, before=2)
    return [strip, *under]
