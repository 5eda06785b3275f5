"""The parts of an administrative document that have a fixed place: head, number and date, kind, signature, appendix.

Sizes and styles are those of NĐ 30/2020, Phụ lục I, mục IV and VI: Quốc hiệu 13 bold capitals, Tiêu
ngữ 14 bold over a line of its own length, organisations 13, number 13, place and date 14 italic,
kind and subject 14 bold, signer 14 bold, "Nơi nhận" 12 bold italic with its list at 11.
"""

from __future__ import annotations

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30.measure import Face, Faces
from bgit_desktop.documents.nd30.model import Document, Signature
from bgit_desktop.documents.nd30.strips import Geometry, Rule, Strip, Text
from bgit_desktop.documents.nd30.wording import document_number, long_date, roman

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_SIZE = 13.0
MOTTO_SIZE = 14.0
ORGANISATION_SIZE = 13.0
NUMBER_SIZE = 13.0
DATE_SIZE = 14.0
KIND_SIZE = 14.0
SIGNER_SIZE = 14.0
COPIES_TITLE_SIZE = 12.0
COPIES_SIZE = 11.0
_GUTTER = 6.0
_ASCENT = 0.89
_LINE = 0.8
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
    strip.rules.append(Rule(right_centre - motto / 2, drop + 5.5, right_centre + motto / 2, drop + 5.5, _LINE))
    deepest = drop + 5.5

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
    strip.rules.append(Rule(left_centre - half, drop + 5.5, left_centre + half, drop + 5.5, _LINE))
    deepest = max(deepest, drop + 5.5) + 20

    numbering = document.numbering
    if numbering.symbol:  # forms that are not numbered (an enrolment sheet) have none
        number = document_number(numbering.number, numbering.abbreviation, numbering.symbol)
        centred(strip, regular, fonts.printable(f"Số: {number}"), NUMBER_SIZE, left_centre, deepest)
    date = fonts.printable(f"{head.place}, {long_date(document.dated, document.year)}")
    centred(strip, italic, date, DATE_SIZE, right_centre, deepest)
    strip.height = deepest + 6
    return strip


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
    strip.rules.append(Rule(centre - half, drop + 5.5, centre + half, drop + 5.5, _LINE))
    strip.height = drop + 12
    return strip


def addressees(names: tuple[str, ...], faces: Faces, geometry: Geometry) -> list[Strip]:
    """Set Kính gửi: one recipient on the line itself, several as a list of "- …;" closed by a full stop."""
    regular = faces[fonts.SERIF]
    size = DATE_SIZE
    label = "Kính gửi:"
    gap = regular.text_width(label + " ", size)
    lines: list[str] = []
    if len(names) == 1:
        lines = regular.wrap(fonts.printable(names[0]), size, geometry.text_width - 90 - gap)
    else:
        for at, name in enumerate(names):
            end = "." if at == len(names) - 1 else ";"
            lines += regular.wrap(f"- {fonts.printable(name)}{end}", size, geometry.text_width - 110 - gap)
    widest = max((regular.text_width(line, size) for line in lines), default=0.0)
    x = geometry.left + (geometry.text_width - gap - widest) / 2
    leading = size * 1.3
    strip = Strip(leading, before=12, keep_with_next=True)
    strip.texts.append(Text(x, size, regular.name, size, label))
    shown = [strip]
    for at, line in enumerate(lines):
        own_line = at > 0 or len(names) > 1
        if own_line:
            strip = Strip(leading, keep_with_next=True)
            shown.append(strip)
        strip.texts.append(Text(x + gap, size, regular.name, size, line))
    shown[-1].height += 6
    return shown


def signature(document: Document, faces: Faces, geometry: Geometry) -> Strip:
    """Set Nơi nhận at the left and the signer at the right, level with each other."""
    bold = faces[fonts.SERIF_BOLD]
    strip = Strip(0, before=12)
    half = geometry.text_width / 2
    centre = geometry.left + half + half / 2
    first = SIGNER_SIZE
    drop = _signer(strip, document.signature, bold, centre, half, first)
    left = _copies(strip, document.copies, faces, geometry.left, half - 10, first)
    strip.height = max(drop, left) + 4
    return strip


def _signer(strip: Strip, signer: Signature, bold: Face, centre: float, width: float, drop: float) -> float:
    lines = [
        line
        for text in (*signer.authority, signer.office)
        for line in balanced(bold, fonts.printable(text.upper()), SIGNER_SIZE, width)
    ]
    for line in lines:
        centred(strip, bold, line, SIGNER_SIZE, centre, drop)
        drop += SIGNER_SIZE * 1.2
    drop += _SIGNING_ROOM - SIGNER_SIZE * 1.2
    if signer.name:
        drop += SIGNER_SIZE
        centred(strip, bold, fonts.printable(signer.name), SIGNER_SIZE, centre, drop)
    return drop


def _copies(strip: Strip, copies: tuple[str, ...], faces: Faces, x: float, width: float, drop: float) -> float:
    title, regular = faces[fonts.SERIF_BOLD_ITALIC], faces[fonts.SERIF]
    strip.texts.append(Text(x, drop, title.name, COPIES_TITLE_SIZE, "Nơi nhận:"))
    for at, name in enumerate(copies):
        end = "." if at == len(copies) - 1 else ";"
        text = fonts.printable(name).strip().rstrip(".;")
        for line in regular.wrap(f"- {text}{end}", COPIES_SIZE, width):
            drop += COPIES_SIZE * 1.2
            strip.texts.append(Text(x, drop, regular.name, COPIES_SIZE, line))
    return drop


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
    numbering = document.numbering
    number = document_number(numbering.number, numbering.abbreviation, numbering.symbol)
    kind = document.heading.kind.strip().capitalize()
    when = long_date(document.dated, document.year)
    tie = fonts.printable(f"(Kèm theo {kind} số {number} {when} của {document.letterhead.full_name})")
    for line in balanced(italic, tie, KIND_SIZE, geometry.text_width * 0.95):
        drop += KIND_SIZE * 1.25
        centred(strip, italic, line, KIND_SIZE, centre, drop)
    strip.height = drop + 12
    return strip


def appendix_name(document: Document, at: int) -> str:
    """Name an appendix: "Phụ lục" where there is one, "Phụ lục I", "Phụ lục II" … where there are several."""
    return f"Phụ lục {roman(at + 1)}" if len(document.appendices) > 1 else "Phụ lục"
