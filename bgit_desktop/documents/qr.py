"""QR codes as vector drawings, for sheets that are printed and read back with a camera or by eye."""

from __future__ import annotations

from typing import Any

import segno
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import black

from bgit_desktop.documents import fonts

_QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks for


def qr_drawing(text: str, side: float) -> Any:
    """Draw a QR code.

    Args:
        text: what it says.
        side: of the drawing with its white border, in points.

    Returns:
        A ``reportlab.graphics.shapes.Drawing``; error correction level M.
    """
    matrix = segno.make_qr(text, error="m").matrix
    module = side / (len(matrix) + 2 * _QUIET)
    drawing = Drawing(side, side)
    fonts.font(fonts.SERIF)
    drawing.initialFontName = fonts.SERIF
    for row, cells in enumerate(matrix):
        start = None
        for column, dark in enumerate([*cells, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                # One bar for a run of dark modules leaves no hairlines between them.
                x = (start + _QUIET) * module
                y = side - (row + 1 + _QUIET) * module
                width = (column - start) * module
                drawing.add(Rect(x, y, width, module, fillColor=black, strokeColor=None, strokeWidth=0))
                start = None
    return drawing
