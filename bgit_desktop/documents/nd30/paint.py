"""Painting pages set: the only module of the engine that writes a PDF.

Fonts are embedded as subsets with a ToUnicode table, so that text can be searched and copied.
Reportlab's text object sets each line anew (face, word space, escape); here the codes of each word
are remembered per document and lines are put together from them, which makes painting faster than
``Canvas.drawString``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30.strips import MM, Page, Rule, Text

PAGE_NUMBER_SIZE = 13
_NUMBER_BASELINE = 12.5 * MM


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the PDF says of itself: title, author (the organisation), subject, keywords."""

    title: str
    author: str
    subject: str = ""
    keywords: tuple[str, ...] = ()


def write_pdf(pages: Sequence[Page], metadata: Metadata, target: Path | BinaryIO) -> int:
    """Paint pages into a PDF file.

    Args:
        pages: at least one.
        metadata: of the file.
        target: a path, or a binary stream left open.

    Returns:
        The number of pages.

    Raises:
        OSError: the file cannot be written.
    """
    fonts.font(fonts.SERIF)
    # Without a first font of ours reportlab would name Helvetica, which is not embedded.
    canvas = Canvas(
        str(target) if isinstance(target, Path) else target,
        lang="vi",
        pageCompression=1,
        initialFontName=fonts.SERIF,
    )
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    canvas.setKeywords(list(metadata.keywords))
    canvas.setCreator("bgit-desktop")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    painter = _Painter(canvas)
    for page in pages:
        painter.paint(page)
    canvas.save()
    return len(pages)


class _Painter:
    """Paints pages on one canvas, remembering the codes of the words of its document."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._codes: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}

    def paint(self, page: Page) -> None:
        """Paint one page and go on to the next."""
        canvas = self._canvas
        geometry = page.geometry
        canvas.setPageSize((geometry.width, geometry.height))
        lines: dict[float, list[tuple[float, float, float, float]]] = {}
        out = ["BT"]
        if page.number:
            face = fonts.font(fonts.SERIF).face
            wide = sum(face.charWidths[ord(figure)] for figure in page.number) * PAGE_NUMBER_SIZE / 1000
            x = geometry.left + (geometry.text_width - wide) / 2
            number = Text(x, 0, fonts.SERIF, PAGE_NUMBER_SIZE, page.number)
            self._text(out, (number,), geometry.height - _NUMBER_BASELINE)
        for strip, distance in page.placed:
            top = geometry.height - distance
            for shade in strip.shades:
                canvas.setFillGray(shade.grey)
                canvas.rect(shade.x, top - shade.drop - shade.height, shade.width, shade.height, stroke=0, fill=1)
            for rule in strip.rules:
                lines.setdefault(rule.width, []).append(_segment(rule, top))
            for picture in strip.pictures:
                picture.drawing.drawOn(canvas, picture.x, top - picture.drop)
            if strip.texts:
                self._text(out, strip.texts, top)
        out.append("ET")
        canvas.setFillGray(0)
        canvas.setStrokeGray(0)
        for width, segments in lines.items():
            canvas.setLineWidth(width)
            canvas.lines(segments)
        # Canvas has no call that takes ready-made text operators; its page code is a list of them.
        canvas._code.append("\n".join(out))
        canvas.showPage()

    def _text(self, out: list[str], texts: Sequence[Text], top: float) -> None:
        """Add the operators that set lines of text."""
        codes = self._codes
        for x, drop, font, size, text, spread in texts:
            known = codes.get(font)
            if known is None:
                known = codes[font] = {}
            out.append(f"1 0 0 1 {x:.2f} {top - drop:.2f} Tm {spread:.3f} Tw")
            current = ""
            pending: list[str] = []
            blank: tuple[tuple[str, str], ...] = ()
            for word in text.split(" "):
                stretches = known.get(word)
                if stretches is None:
                    stretches = known[word] = self._encode(font, word)
                for name, piece in (*blank, *stretches) if blank else stretches:
                    if name != current:
                        if pending:
                            out.append(f"({''.join(pending)}) Tj")
                            pending = []
                        out.append(f"{name} {size:g} Tf")
                        current = name
                    pending.append(piece)
                if not blank:
                    blank = known.get(" ") or known.setdefault(" ", self._encode(font, " "))
            if pending:
                out.append(f"({''.join(pending)}) Tj")

    def _encode(self, font: str, word: str) -> tuple[tuple[str, str], ...]:
        """Give a word as (subset font, escaped codes) stretches, drawing its letters into the subset."""
        canvas: Any = self._canvas
        face = fonts.font(font)
        document = canvas._doc
        return tuple(
            (face.getSubsetInternalName(subset, document), canvas._escape(codes))
            for subset, codes in face.splitString(word, document)
        )


def _segment(rule: Rule, top: float) -> tuple[float, float, float, float]:
    """Give a rule as reportlab takes it, from the page's lower edge."""
    return rule.x1, top - rule.drop1, rule.x2, top - rule.drop2
