"""The parts of an administrative document that have a fixed place: head, number and date, kind, signature, appendix.

Sizes and styles are those of NĐ 30/2020, Phụ lục I, mục IV and VI: Quốc hiệu 13 bold capitals, Tiêu
ngữ 14 bold over a line of its own length, organisations 13, number 13, place and date 14 italic,
kind and subject 14 bold, signer 14 bold, "Nơi nhận" 12 bold italic with its list at 11.
"""

from __future__ import annotations

from collections.abc import Sequence

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30.measure import Face, Faces
from bgit_desktop.documents.nd30.model import Document, Signature
from bgit_desktop.documents.nd30.strips import Geometry, Rule, Strip, Text
from bgit_desktop.documents.nd30.wording import document_number, long_date, roman

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSEES_LABEL = "Kính gửi:"
NATION_SIZE = 13.0
MOTTO_SIZE = 14.0
ORGANISATION_SIZE = 13.0
NUMBER_SIZE = 13.0
ABOUT_SIZE = 12.0
DATE_SIZE = 14.0
KIND_SIZE = 14.0
SIGNER_SIZE = 14.0
COPIES_TITLE = "Nơi nhận:"
COPIES_TITLE_SIZE = 12.0
COPIES_SIZE = 11.0
_GUTTER = 6.0
_ASCENT = 0.89
_LINE = 0.8
_RULE_DROP = 6.5  # clear of the marks below letters
_SIGNING_ROOM = 72.0


def balanced(face: Face, text: str, size: float, width: float) -> list[str]:
    """Break a centred text into lines of about equal length.

    Args:
        face: it is set in.
        text: printable; line feeds force a break.
        size: in points.
        width: at most, in points.

    Returns:
        The fewest lines that fit, none much shorter than the others.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        count = len(face.wrap(part, size, width))
        narrow = face.text_width(part, size) / count
        while len(face.wrap(part, size, narrow)) > count and narrow < width:
            narrow += size / 4
        lines.extend(_and_moved(face.wrap(part, size, min(narrow, width)), face, size, width))
    return lines


def _and_moved(lines: list[str], face: Face, size: float, width: float) -> list[str]:
    """Let no line end with "và": official names break before it."""
    for at in range(len(lines) - 1):
        head, _, word = lines[at].rpartition(" ")
        moved = f"{word} {lines[at + 1]}"
        if head and word.casefold() == "và" and face.text_width(moved, size) <= width:
            lines[at : at + 2] = [head, moved]
    return lines


def centred(strip: Strip, face: Face, text: str, size: float, centre: float, drop: float) -> float:
    """Add a centred line to a strip and give its width."""
    width = face.text_width(text, size)
    strip.texts.append(Text(centre - width / 2, drop, face.name, size, text))
    return width


def letterhead(document: Document, faces: Faces, geometry: Geometry) -> Strip:
    """Set the organisations at the left, the Quốc hiệu at the right, number and date under them."""
    bold, regular, italic = faces[fonts.SERIF_BOLD], faces[fonts.SERIF], faces[fonts.SERIF_ITALIC]
    nation = bold.text_width(NATION, NATION_SIZE)
    right_centre = geometry.width - geometry.right - nation / 2
    left_width = min(geometry.text_width - nation - _GUTTER, nation)
    left_centre = geometry.left + left_width / 2
    strip = Strip(0)

    drop = NATION_SIZE * _ASCENT
    centred(strip, bold, NATION, NATION_SIZE, right_centre, drop)
    drop += MOTTO_SIZE * 1.25
    motto = centred(strip, bold, MOTTO, MOTTO_SIZE, right_centre, drop)
    strip.rules.append(
        Rule(right_centre - motto / 2, drop + _RULE_DROP, right_centre + motto / 2, drop + _RULE_DROP, _LINE)
    )
    deepest = drop + _RULE_DROP

    drop = 0.0
    width = 0.0
    head = document.letterhead
    for face, name in ((regular, head.parent), (bold, head.issuer)):
        if not name:
            continue
        clean = "\n".join(map(fonts.printable, name.upper().splitlines()))
        for line in balanced(face, clean, ORGANISATION_SIZE, left_width):
            drop += ORGANISATION_SIZE * (1.2 if drop else _ASCENT)
            width = centred(strip, face, line, ORGANISATION_SIZE, left_centre, drop)
    half = width * 0.4 / 2
    strip.rules.append(Rule(left_centre - half, drop + _RULE_DROP, left_centre + half, drop + _RULE_DROP, _LINE))
    deepest = max(deepest, drop + _RULE_DROP) + 20

    if number := number_line(document):
        centred(strip, regular, fonts.printable(number), NUMBER_SIZE, left_centre, deepest)
    if date := date_line(document):
        centred(strip, italic, fonts.printable(date), DATE_SIZE, right_centre, deepest)
    drop = deepest
    for line in balanced(regular, fonts.printable(subject_line(document)), ABOUT_SIZE, left_width):
        drop += ABOUT_SIZE * 1.25
        centred(strip, regular, line, ABOUT_SIZE, left_centre, drop)
    strip.height = drop + 6
    return strip


def number_line(document: Document) -> str:
    """Give "Số: 05/BC-VHTT"; empty for forms that bear no number (an enrolment sheet)."""
    numbering = document.numbering
    if not numbering.symbol:
        return ""
    return f"Số: {document_number(numbering.number, numbering.abbreviation, numbering.symbol)}"


def date_line(document: Document) -> str:
    """Give "Lạng Giang, ngày 05 tháng 6 năm 2024"; empty where no place is named."""
    place = document.letterhead.place
    return f"{place}, {long_date(document.dated, document.year)}" if place else ""


def subject_line(document: Document) -> str:
    """Give "V/v …", which stands under the number of a công văn; empty for documents with a tên loại."""
    heading = document.heading
    return "" if heading.kind.strip() or not heading.subject.strip() else f"V/v {heading.subject.strip()}"


def heading(document: Document, faces: Faces, geometry: Geometry) -> Strip:
    """Set tên loại and trích yếu, with the line under them."""
    bold = faces[fonts.SERIF_BOLD]
    centre = geometry.left + geometry.text_width / 2
    strip = Strip(0, before=14, keep_with_next=True)
    drop = KIND_SIZE
    centred(strip, bold, fonts.printable(document.heading.kind.upper()), KIND_SIZE, centre, drop)
    width = 0.0
    for line in balanced(bold, fonts.printable(document.heading.subject), KIND_SIZE, geometry.text_width * 0.86):
        drop += KIND_SIZE * 1.25
        width = centred(strip, bold, line, KIND_SIZE, centre, drop)
    half = width * 0.4 / 2
    strip.rules.append(Rule(centre - half, drop + _RULE_DROP, centre + half, drop + _RULE_DROP, _LINE))
    strip.height = drop + 12
    return strip


def addressees(names: tuple[str, ...], faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set Kính gửi: one recipient on the line itself, several as a list of "- …;" closed by a full stop."""
    regular = faces[fonts.SERIF]
    size = DATE_SIZE
    gap = regular.text_width(ADDRESSEES_LABEL + " ", size)
    lines: list[str] = []
    if len(names) == 1:
        lines = regular.wrap(fonts.printable(names[0]), size, geometry.text_width - 90 - gap)
    else:
        for text in dashed(names):
            lines += regular.wrap(fonts.printable(text), size, geometry.text_width - 110 - gap)
    widest = max((regular.text_width(line, size) for line in lines), default=0.0)
    x = geometry.left + (geometry.text_width - gap - widest) / 2
    leading = size * 1.3
    strip = Strip(leading, before=12, keep_with_next=True)
    strip.texts.append(Text(x, size, regular.name, size, ADDRESSEES_LABEL))
    shown = [strip]
    for at, line in enumerate(lines):
        own_line = at > 0 or len(names) > 1
        if own_line:
            strip = Strip(leading, keep_with_next=True)
            shown.append(strip)
        strip.texts.append(Text(x + gap, size, regular.name, size, line))
    shown[-1].height += 6
    return shown


def signature(document: Document, faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set who signs, and Nơi nhận: level with the head where he signs alone, under those who sign side by side.

    Args:
        document: with its signers and copies.
        faces: of the document.
        geometry: of the page.

    Returns:
        Strips that stay together; none where nobody signs and no copy goes out.
    """
    half = geometry.text_width / 2
    signers = document.signers
    strips: list[Strip] = []
    if len(signers) < 2:
        strip = Strip(0, before=12)
        drop = 0.0
        if signers:
            drop = _signers(strip, signers, faces, [geometry.left + half * 1.5], half, SIGNER_SIZE)
        if document.copies:
            drop = max(drop, _copies(strip, document.copies, faces, geometry.left, half - 10, SIGNER_SIZE))
        strip.height = drop + 4
        strips = [strip] if drop else []
    else:
        strips = signer_rows(signers, faces, geometry)
        if document.copies:
            strip = Strip(0, before=14)
            strip.height = _copies(strip, document.copies, faces, geometry.left, half, COPIES_TITLE_SIZE) + 4
            strips.append(strip)
    for strip in strips[:-1]:
        strip.keep_with_next = True
    return strips


def signer_rows(
    signers: Sequence[Signature], faces: Faces, geometry: Geometry, *, size: float = SIGNER_SIZE
) -> list[Strip]:
    """Set signers side by side, two a row, offices and names level; an odd last one stands in the middle.

    Args:
        signers: in reading order.
        faces: of the document.
        geometry: of the page.
        size: of the letters.

    Returns:
        A strip a row.
    """
    half = geometry.text_width / 2
    strips = []
    for at in range(0, len(signers), 2):
        row = signers[at : at + 2]
        centres = [geometry.left + half / 2, geometry.left + half * 1.5] if len(row) == 2 else [geometry.left + half]
        strip = Strip(0, before=14)
        strip.height = _signers(strip, row, faces, centres, half - 6, size) + 4
        strips.append(strip)
    return strips


def _signers(
    strip: Strip, signers: Sequence[Signature], faces: Faces, centres: Sequence[float], width: float, size: float
) -> float:
    """Set offices with their notes, room to sign, and names on one line; give the lowest baseline."""
    bold, italic = faces[fonts.SERIF_BOLD], faces[fonts.SERIF_ITALIC]
    lowest = 0.0
    for signer, centre in zip(signers, centres, strict=True):
        lines = [
            (bold, size, line)
            for text in office_lines(signer)
            for line in balanced(bold, fonts.printable(text), size, width)
        ]
        if signer.note:
            lines += [(italic, size - 1, line) for line in balanced(italic, signer.note, size - 1, width)]
        drop = size - size * 1.2
        for face, height, line in lines:
            drop += size * 1.2
            centred(strip, face, line, height, centre, drop)
        lowest = max(lowest, drop)
    lowest += _SIGNING_ROOM
    if not any(signer.name for signer in signers):
        return lowest
    lowest += size
    for signer, centre in zip(signers, centres, strict=True):
        if signer.name:
            centred(strip, bold, fonts.printable(signer.name), size, centre, lowest)
    return lowest


def office_lines(signer: Signature) -> list[str]:
    """Give authority and office as they are printed, in capitals."""
    return [text.upper() for text in (*signer.authority, signer.office) if text]


def _copies(strip: Strip, copies: tuple[str, ...], faces: Faces, x: float, width: float, drop: float) -> float:
    title, regular = faces[fonts.SERIF_BOLD_ITALIC], faces[fonts.SERIF]
    strip.texts.append(Text(x, drop, title.name, COPIES_TITLE_SIZE, COPIES_TITLE))
    for text in dashed(copies):
        for line in regular.wrap(fonts.printable(text), COPIES_SIZE, width):
            drop += COPIES_SIZE * 1.2
            strip.texts.append(Text(x, drop, regular.name, COPIES_SIZE, line))
    return drop


def dashed(names: Sequence[str]) -> list[str]:
    """Write a list of recipients: "- …;" each, a full stop after the last."""
    last = len(names) - 1
    return [f"- {name.strip().rstrip('.;')}{'.' if at == last else ';'}" for at, name in enumerate(names)]


def appendix_heading(document: Document, at: int, faces: Faces, geometry: Geometry) -> Strip:
    """Set "Phụ lục I", its title and the line that ties it to its document."""
    bold, italic = faces[fonts.SERIF_BOLD], faces[fonts.SERIF_ITALIC]
    appendix = document.appendices[at]
    centre = geometry.left + geometry.text_width / 2
    strip = Strip(0, keep_with_next=True)
    drop = KIND_SIZE
    centred(strip, bold, appendix_name(document, at), KIND_SIZE, centre, drop)
    for line in balanced(bold, fonts.printable(appendix.title.upper()), KIND_SIZE, geometry.text_width * 0.9):
        drop += KIND_SIZE * 1.25
        centred(strip, bold, line, KIND_SIZE, centre, drop)
    for line in balanced(italic, fonts.printable(appendix_tie(document)), KIND_SIZE, geometry.text_width * 0.95):
        drop += KIND_SIZE * 1.25
        centred(strip, italic, line, KIND_SIZE, centre, drop)
    strip.height = drop + 12
    return strip


def appendix_tie(document: Document) -> str:
    """Give the line that ties an appendix to its document: "(Kèm theo Báo cáo số … ngày … của …)"."""
    numbering = document.numbering
    number = document_number(numbering.number, numbering.abbreviation, numbering.symbol)
    told = f" số {number}" if numbering.symbol else ""
    when = long_date(document.dated, document.year)
    return f"(Kèm theo {document.heading.kind_name}{told} {when} của {document.letterhead.full_name})"


def appendix_name(document: Document, at: int) -> str:
    """Name an appendix: "Phụ lục" where there is one, "Phụ lục I", "Phụ lục II" … where there are several."""
    return f"Phụ lục {roman(at + 1)}" if len(document.appendices) > 1 else "Phụ lục"
