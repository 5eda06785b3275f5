"""The fonts of every printed page: Liberation Serif and Sans 2.1.5, which ship with the program.

Liberation Serif has the metrics of Times New Roman, which NĐ 30/2020 asks for, and all 134
Vietnamese letters. The faces are registered with reportlab once per process and embedded as
subsets, so that a page looks the same on a PC that has no Vietnamese font. The faces lack some
signs (✓ ☐ ☒); :func:`printable` replaces what cannot be drawn.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from bgit_desktop.assets import resource_path

SERIF = "LiberationSerif"
SERIF_BOLD = "LiberationSerif-Bold"
SERIF_ITALIC = "LiberationSerif-Italic"
SERIF_BOLD_ITALIC = "LiberationSerif-BoldItalic"
SANS = "LiberationSans"
SANS_BOLD = "LiberationSans-Bold"
SANS_ITALIC = "LiberationSans-Italic"
SANS_BOLD_ITALIC = "LiberationSans-BoldItalic"

_FILES = {
    SERIF: "LiberationSerif-Regular.ttf",
    SERIF_BOLD: "LiberationSerif-Bold.ttf",
    SERIF_ITALIC: "LiberationSerif-Italic.ttf",
    SERIF_BOLD_ITALIC: "LiberationSerif-BoldItalic.ttf",
    SANS: "LiberationSans-Regular.ttf",
    SANS_BOLD: "LiberationSans-Bold.ttf",
    SANS_ITALIC: "LiberationSans-Italic.ttf",
    SANS_BOLD_ITALIC: "LiberationSans-BoldItalic.ttf",
}

# Signs people paste which the faces lack, and what is written instead.
_SUBSTITUTES = str.maketrans(
    {
        "✓": "x",
        "✔": "x",
        "☑": "[x]",
        "☒": "[x]",
        "☐": "[ ]",
        "✗": "x",
        "➔": "→",
        "\t": " ",
        "\u200b": None,
        "\ufeff": None,
    }
)


def path(name: str) -> Path:
    """Give the file of a face of ours."""
    return resource_path(f"fonts/{_FILES[name]}")


@cache
def font(name: str) -> TTFont:
    """Give a face of ours, reading and registering it with reportlab at its first use.

    Args:
        name: one of the names of this module.

    Returns:
        The registered face; ``.face.charWidths`` are the advance widths in 1/1000 of the size.
    """
    face = TTFont(name, str(path(name)))
    pdfmetrics.registerFont(face)
    return face


def register_all() -> None:
    """Register all eight faces, for drawings that name a font themselves."""
    for name in _FILES:
        font(name)


def printable(text: str, name: str = SERIF) -> str:
    """Give the text as the face can draw it: NFC, line ends as blanks, signs without a glyph replaced.

    Args:
        text: any text.
        name: the face it will be set in.

    Returns:
        Text every letter of which has a glyph; a letter unknown to the face becomes "?".
    """
    if text.isascii() and text.isprintable():
        return text
    text = " ".join(unicodedata.normalize("NFC", text).translate(_SUBSTITUTES).splitlines())
    glyphs = font(name).face.charToGlyph
    return "".join(letter if ord(letter) in glyphs else "?" for letter in text)
