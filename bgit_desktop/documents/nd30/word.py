"""The documents of the model as Word files (.docx), which the office edits further: the words and the form of the PDF.

The font is named Times New Roman, whose metrics ours has; head and signature are tables without lines; the page number
is a field in the header, hidden on the first page of the text and of each appendix; what lies across is a section of
its own; the header rows of tables repeat. Charts are pictures, as Word draws no vectors of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from bgit_desktop.documents import fonts, raster
from bgit_desktop.documents.nd30 import compose, head
from bgit_desktop.documents.nd30 import word_xml as xml
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import (
    Block,
    Bullet,
    Document,
    Figure,
    PageBreak,
    Paragraph,
    Run,
    Section,
    Signature,
    Table,
)
from bgit_desktop.documents.nd30.paint import PAGE_NUMBER_SIZE
from bgit_desktop.documents.nd30.strips import Geometry
from bgit_desktop.documents.nd30.word_tables import ruled_table
from bgit_desktop.documents.nd30.word_xml import Piece, clean

FONT = "Times New Roman"
_SPACES = nsdecls("w", "r", "wp", "a", "pic")
_SIGNING_ROOM = 58.0


def write_docx(document: Document, target: Path | BinaryIO) -> None:
    """Write a document as a Word file.

    Args:
        document: what it holds.
        target: a path, or a binary stream left open.

    Raises:
        OSError: the file cannot be written.
    """
    _Writer(document).file.save(str(target) if isinstance(target, Path) else target)


class _Writer:
    """Writes one document; ``file`` is the finished package."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._faces = Faces()
        self._pictures = 0
        self.file = docx.Document()
        headers = self._set_up()
        geometries = [compose.PORTRAIT, *(compose.geometry_of(each) for each in document.appendices)]
        parts = [self._main(), *(self._appendix(at) for at in range(len(document.appendices)))]
        *ended, last = (xml.section(headers, geometry) for geometry in geometries)
        # a part may end with a table, after which Word wants a paragraph; it also carries the section
        text = "".join(part + xml.gap(1, section=section) for part, section in zip(parts, [*ended, ""], strict=True))
        # parsed whole: moving long tables into the library's own tree takes many times as long
        self.file.part._element = parse_xml(f"<w:document {_SPACES}><w:body>{text}{last}</w:body></w:document>")

    # -- the package -------------------------------------------------------------------------------------------------

    def _set_up(self) -> str:
        """Make the package ours: properties, styles, header; give the sections' references to the headers."""
        document, file = self._document, self.file
        told = file.core_properties
        told.title, told.subject = document.title, " ".join(document.heading.subject.split())
        told.author = told.last_modified_by = document.letterhead.full_name
        told.language, told.comments = "vi-VN", ""
        told.created = told.modified = datetime.now(UTC).replace(tzinfo=None)
        package = file.part.package
        for name, relation in list(package.rels.items()):
            if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # of the library's own template
                del package.rels[name]
        self._styles()
        settings = file.settings.element
        compat = settings.find(qn("w:compat"))
        if compat is not None:  # without it Word opens the file as one of an old version
            compat.append(
                parse_xml(
                    f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode" '
                    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
                )
            )
        section = file.sections[0]
        section.first_page_header.is_linked_to_previous = False
        section.header.is_linked_to_previous = False
        number = f'<w:fldSimple w:instr=" PAGE ">{xml.run(Piece("2", PAGE_NUMBER_SIZE))}</w:fldSimple>'
        element = section.header._element
        for old in list(element):
            element.remove(old)
        for new in parse_xml(f"<w:hdr {_SPACES}>{xml.paragraph(number, align='center')}</w:hdr>"):
            element.append(new)
        return "".join(
            f'<w:headerReference w:type="{each.get(qn("w:type"))}" r:id="{each.get(qn("r:id"))}"/>'
            for each in section._sectPr.findall(qn("w:headerReference"))
        )

    def _styles(self) -> None:
        """Name our font everywhere; make the headings those of a report, so that Word's outline shows them."""
        named = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        size = round(compose.BODY_SIZE * 2)
        plain = f'{named}%s<w:color w:val="000000"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
        styles = self.file.styles.element
        default = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        _replace(default, "w:rPr", plain % "" + language)
        for style in styles.findall(qn("w:style")):
            name = style.get(qn("w:styleId"))
            if name in ("Heading1", "Heading2", "Heading3"):
                level = int(name[-1])
                _replace(style, "w:rPr", plain % ("<w:b/><w:bCs/>" if level < 3 else '<w:b w:val="0"/>'))
                _replace(style, "w:pPr", f'<w:keepNext/><w:outlineLvl w:val="{level - 1}"/>')
            elif name in ("Normal", "Header", "Footer", "DefaultParagraphFont"):
                for theme in style.findall(qn("w:rPr")):
                    style.remove(theme)
            elif name not in ("TableNormal", "NoList"):
                styles.remove(style)  # of the template; they name other fonts

    # -- the text ----------------------------------------------------------------------------------------------------

    def _main(self) -> str:
        document = self._document
        parts = [self._letterhead()]
        if document.heading.kind.strip():
            parts.append(self._heading())
        if document.addressees:
            parts.append(self._addressees())
        signing = self._signature()
        parts += self._blocks(compose.closed_body(document), compose.PORTRAIT, bound=bool(signing))
        return "".join([*parts, signing])

    def _letterhead(self) -> str:
        document, geometry = self._document, compose.PORTRAIT
        bold, regular = self._faces[fonts.SERIF_BOLD], self._faces[fonts.SERIF]
        right = bold.text_width(head.NATION, head.NATION_SIZE) + 4
        left = geometry.text_width - right
        names = []
        width = 0.0
        for face, name in ((regular, document.letterhead.parent), (bold, document.letterhead.issuer)):
            if name:
                lines = head.balanced(face, clean(name.upper()), head.ORGANISATION_SIZE, left - 6)
                width = face.text_width(lines[-1], head.ORGANISATION_SIZE)
                names.append(_centred("\n".join(lines), head.ORGANISATION_SIZE, bold=face is bold))
        motto = bold.text_width(head.MOTTO, head.MOTTO_SIZE)
        nation = [
            _centred(head.NATION, head.NATION_SIZE, bold=True),
            _centred(head.MOTTO, head.MOTTO_SIZE, bold=True),
            _rule(right, motto),
        ]
        number = _centred(clean(head.number_line(document)), head.NUMBER_SIZE, before=10)
        if about := head.subject_line(document):
            about = "\n".join(head.balanced(regular, clean(about), head.ABOUT_SIZE, left - 6))
            number += _centred(about, head.ABOUT_SIZE)
        date = _centred(clean(head.date_line(document)), head.DATE_SIZE, italic=True, before=10)
        rows = [
            xml.row([xml.cell("".join([*names, _rule(left, width * 0.4)]), left), xml.cell("".join(nation), right)]),
            xml.row([xml.cell(number, left), xml.cell(date, right)]),
        ]
        return xml.table(rows, (left, right), ruled=False)

    def _heading(self) -> str:
        heading, width = self._document.heading, compose.PORTRAIT.text_width
        bold = self._faces[fonts.SERIF_BOLD]
        lines = head.balanced(bold, clean(heading.subject), head.KIND_SIZE, width * 0.86)
        last = bold.text_width(lines[-1], head.KIND_SIZE)
        return (
            _centred(clean(heading.kind.upper()), head.KIND_SIZE, bold=True, before=18, keep=True)
            + _centred("\n".join(lines), head.KIND_SIZE, bold=True, keep=True)
            + _rule(width, last * 0.4, keep=True)
        )

    def _addressees(self) -> str:
        names, size = self._document.addressees, head.DATE_SIZE
        if len(names) == 1:
            return _centred(f"{head.ADDRESSEES_LABEL} {clean(names[0])}", size, before=12, after=6, keep=True)
        left = 60.0
        inner = left + self._faces[fonts.SERIF].text_width(f"{head.ADDRESSEES_LABEL} ", size)
        parts = [xml.paragraph([Piece(head.ADDRESSEES_LABEL, size)], left=left, before=12, keep=True)]
        parts += [
            xml.paragraph([Piece(clean(text), size)], left=inner, right=30, before=3, keep=True)
            for text in head.dashed(names)
        ]
        return "".join(parts) + xml.gap(6)

    def _blocks(self, blocks: Sequence[Block], geometry: Geometry, *, bound: bool = False) -> Iterator[str]:
        """Write blocks; the last one stays with what follows where it is ``bound``."""
        break_next = False
        for at, block in enumerate(blocks):
            if isinstance(block, PageBreak):
                break_next = True
                continue
            yield self._block(block, geometry, bound and at == len(blocks) - 1, break_next)
            break_next = False

    def _block(self, block: Block, geometry: Geometry, keep: bool, break_before: bool) -> str:
        match block:
            case Paragraph():
                runs = (Run(block.text),) if isinstance(block.text, str) else block.text
                align = {"justify": "both"}.get(block.align, block.align)
                first = compose.INDENT if block.indent and align in ("both", "left") else 0.0
                keep = keep or block.keep_with_next
                return _text(runs, align=align, first=first, keep=keep, break_before=break_before)
            case Section():
                run = Run(compose.section_title(block), bold=block.level < 3)
                return _text((run,), style=f"Heading{block.level}", keep=True, break_before=break_before)
            case Bullet():
                return _text(compose.bullet_runs(block), keep=keep, break_before=break_before)
            case Table():
                start = xml.paragraph(break_before=True, line=1, exact=True) if break_before else ""
                if block.caption:
                    caption = Piece(clean(block.caption), compose.CAPTION_SIZE, italic=True)
                    start += xml.paragraph([caption], align="center", before=6, after=3, keep=True)
                else:
                    start += xml.gap(6)
                return start + ruled_table(block, self._faces, geometry, keep=keep) + xml.gap(keep=keep)
            case Figure():
                return self._figure(block, geometry, keep=keep, break_before=break_before)
            case PageBreak():
                return ""

    def _figure(self, figure: Figure, geometry: Geometry, *, keep: bool, break_before: bool) -> str:
        drawing = figure.draw(geometry.text_width)
        caption = clean(figure.caption)
        relation, _ = self.file.part.get_or_add_image(BytesIO(raster.png(drawing)))
        self._pictures += 1
        shown = xml.picture(relation, self._pictures, drawing.width, drawing.height, caption or "Biểu đồ")
        parts = xml.paragraph(shown, align="center", before=8, keep=keep or bool(caption), break_before=break_before)
        if caption:
            piece = Piece(caption, compose.CAPTION_SIZE, italic=True)
            parts += xml.paragraph([piece], align="center", before=2, keep=keep)
        return parts

    # -- who signs ---------------------------------------------------------------------------------------------------

    def _signature(self) -> str:
        signers, half = self._document.signers, compose.PORTRAIT.text_width / 2
        copies = self._copies()
        if not signers:
            return xml.gap(12, keep=True) + copies if copies else ""
        if len(signers) == 1:
            left = copies or xml.paragraph()
            row = xml.row([xml.cell(left, half), xml.cell(_signer(signers[0]), half)])
            return xml.gap(12, keep=True) + xml.table([row], (half, half), ruled=False)
        rows = []
        for at in range(0, len(signers), 2):
            pair = signers[at : at + 2]
            wide = half * (3 - len(pair))
            bound = bool(copies) or at + 2 < len(signers)
            written = [_signer(each, before=10, keep=bound) for each in pair]
            rows.append(xml.row([xml.cell(inside, wide, span=3 - len(pair)) for inside in written]))
        below = xml.gap(12, keep=True) + copies if copies else ""
        return xml.gap(6, keep=True) + xml.table(rows, (half, half), ruled=False) + below

    def _copies(self) -> str:
        names = self._document.copies
        if not names:
            return ""
        title = Piece(head.COPIES_TITLE, head.COPIES_TITLE_SIZE, bold=True, italic=True)
        parts = [xml.paragraph([title], keep=True)]
        parts += [xml.paragraph([Piece(clean(text), head.COPIES_SIZE)], keep=True) for text in head.dashed(names)]
        return "".join(parts)

    # -- appendices --------------------------------------------------------------------------------------------------

    def _appendix(self, at: int) -> str:
        document, bold = self._document, self._faces[fonts.SERIF_BOLD]
        appendix = document.appendices[at]
        geometry = compose.geometry_of(appendix)
        title = head.balanced(bold, clean(appendix.title.upper()), head.KIND_SIZE, geometry.text_width * 0.9)
        parts = [
            _centred(head.appendix_name(document, at), head.KIND_SIZE, bold=True, keep=True, style="Heading1"),
            _centred("\n".join(title), head.KIND_SIZE, bold=True, keep=True),
            _centred(clean(head.appendix_tie(document)), head.KIND_SIZE, italic=True, after=6, keep=True),
            *self._blocks(appendix.body, geometry),
        ]
        return "".join(parts)


def _replace(parent: Any, name: str, inside: str) -> None:
    """Give an element a child anew, in the place of the old one."""
    old = parent.find(qn(name))
    new = parse_xml(f"<{name} {nsdecls('w')}>{inside}</{name}>")
    if old is None:
        parent.append(new)
    else:
        parent.replace(old, new)


def _centred(
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    style: str = "",
) -> str:
    piece = Piece(text, size, bold, italic)
    return xml.paragraph([piece], align="center", before=before, after=after, keep=keep, style=style)


def _rule(room: float, width: float, *, keep: bool = False) -> str:
    """Write a line of a width in the middle of a room."""
    side = (room - width) / 2
    return xml.paragraph([Piece("", 2)], left=side, right=side, before=1.5, line=4, exact=True, rule=True, keep=keep)


def _text(
    runs: Sequence[Run],
    *,
    align: str = "both",
    first: float = compose.INDENT,
    style: str = "",
    keep: bool = False,
    break_before: bool = False,
) -> str:
    """Write a paragraph of the body."""
    pieces = [
        Piece(("" if at == 0 else " ") + " ".join(clean(run.text).split(" ")), compose.BODY_SIZE, run.bold, run.italic)
        for at, run in enumerate(runs)
    ]
    return xml.paragraph(
        pieces,
        align=align,
        before=compose.GAP,
        line=compose.LEADING,
        first=first,
        style=style,
        keep=keep,
        together=keep,
        break_before=break_before,
    )


def _signer(signer: Signature, *, before: float = 0, keep: bool = False) -> str:
    """Write the paragraphs of one signer: office, note, room to sign, name, which may stay with what follows."""
    size = head.SIGNER_SIZE
    parts = [
        _centred(clean(text), size, bold=True, before=before if at == 0 else 0, keep=True)
        for at, text in enumerate(head.office_lines(signer))
    ]
    if signer.note:
        parts.append(_centred(clean(signer.note), size - 1, italic=True, keep=True))
    parts.append(_centred(clean(signer.name), size, bold=True, before=_SIGNING_ROOM, keep=keep))
    return "".join(parts)
