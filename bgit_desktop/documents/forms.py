"""Small printed forms (enrolment sheet, receipt) built from the strips of the NĐ 30 engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bgit_desktop.documents import fonts
from bgit_desktop.documents.nd30 import head
from bgit_desktop.documents.nd30.compose import PORTRAIT, paragraph_strips
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import Document, Heading, Letterhead, Numbering, Run, Signature
from bgit_desktop.documents.nd30.strips import Rule, Strip, Text

SIZE = 13.0
LEADING = 17.0


def form_head(letterhead: Letterhead, title: str, subject: str, dated: date, faces: Faces) -> list[Strip]:
    """Set letterhead and title of a form that carries no number.

    Args:
        letterhead: of the unit.
        title: in capitals when printed.
        subject: under it.
        dated: the day.
        faces: of the document.

    Returns:
        Two strips.
    """
    document = Document(letterhead, Numbering(""), Heading(title, subject), (), (), Signature(""), dated=dated)
    return [head.letterhead(document, faces, PORTRAIT), head.heading(document, faces, PORTRAIT)]


def facts(pairs: Sequence[tuple[str, str]], faces: Faces, width: float) -> list[Strip]:
    """Set lines "name: value", the value in bold, wrapped to a width.

    Args:
        pairs: names and values.
        faces: of the document.
        width: in points, from the left margin.

    Returns:
        One strip per line.
    """
    regular, bold = faces[fonts.SERIF], faces[fonts.SERIF_BOLD]
    strips: list[Strip] = []
    for name, value in pairs:
        label = fonts.printable(f"{name}:")
        offset = regular.text_width(label + " ", SIZE)
        for at, line in enumerate(bold.wrap(fonts.printable(value), SIZE, width - offset)):
            strip = Strip(LEADING, before=3 if at == 0 else 0)
            if at == 0:
                strip.texts.append(Text(PORTRAIT.left, SIZE, regular.name, SIZE, label))
            strip.texts.append(Text(PORTRAIT.left + offset, SIZE, bold.name, SIZE, line))
            strips.append(strip)
    return strips


def steps(title: str, lines: Sequence[str], faces: Faces) -> list[Strip]:
    """Set numbered instructions under a bold title."""
    strips = paragraph_strips(
        (Run(title, bold=True),), faces, PORTRAIT, indent=0, size=SIZE, leading=LEADING, before=12
    )
    for at, line in enumerate(lines, 1):
        runs = (Run(f"{at}. {line}"),)
        strips += paragraph_strips(runs, faces, PORTRAIT, indent=0, size=SIZE, leading=LEADING, before=4)
    return strips


def boxed_groups(groups: Sequence[str], per_row: int, size: float, faces: Faces) -> Strip:
    """Set groups of digits in large type inside a box.

    Args:
        groups: the groups in order.
        per_row: how many stand on a line.
        size: of the digits, in points.
        faces: of the document.

    Returns:
        One strip as wide as the text.
    """
    bold = faces[fonts.SANS_BOLD]
    left, width = PORTRAIT.left, PORTRAIT.text_width
    rows = [groups[at : at + per_row] for at in range(0, len(groups), per_row)]
    pitch = width / per_row
    height = len(rows) * size * 1.6 + size * 0.4
    strip = Strip(height, before=10)
    for at, row in enumerate(rows):
        drop = size * 1.36 + at * size * 1.6
        for column, group in enumerate(row):
            head.centred(strip, bold, group, size, left + pitch * (column + 0.5), drop)
    for x in (left, left + width):
        strip.rules.append(Rule(x, 0, x, height, 1.2))
    for drop in (0.0, height):
        strip.rules.append(Rule(left, drop, left + width, drop, 1.2))
    return strip
