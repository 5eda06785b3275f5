"""Charts as PNG pictures, for files that hold no vectors (Word).

Draws the shapes our charts are made of with Pillow, in our own fonts; nothing else is needed on the PC. The picture is
drawn at twice its size and reduced, which smooths slanting lines.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from reportlab.graphics.shapes import Group, Line, Polygon, Rect, String, Wedge

from bgit_desktop.documents import fonts

DPI = 240
_OVERSIZE = 2


def png(drawing: Any) -> bytes:
    """Draw a picture on white.

    Args:
        drawing: a ``reportlab.graphics.shapes.Drawing`` of lines, rectangles, polygons, wedges, texts and groups.

    Returns:
        A PNG file of :data:`DPI` dots to the inch.

    Raises:
        TypeError: it holds another shape, or a group that is turned or moved.
    """
    scale = DPI / 72
    size = (round(drawing.width * scale), round(drawing.height * scale))
    large = Image.new("RGB", (size[0] * _OVERSIZE, size[1] * _OVERSIZE), "white")
    pen = _Pen(ImageDraw.Draw(large), scale * _OVERSIZE, large.height)
    pen.draw(drawing)
    made = BytesIO()
    reduced = large.resize(size, Image.Resampling.LANCZOS)
    # Charts have few colours: a palette makes a small file.
    reduced.quantize(64).save(made, "PNG", dpi=(DPI, DPI), optimize=True)
    return made.getvalue()


class _Pen:
    """Draws shapes with the foot of the picture at y = 0, as reportlab counts."""

    def __init__(self, canvas: ImageDraw.ImageDraw, scale: float, height: int) -> None:
        self._canvas = canvas
        self._scale = scale
        self._height = height
        self._fonts: dict[tuple[str, float], ImageFont.FreeTypeFont] = {}

    def draw(self, group: Any) -> None:
        """Draw all shapes of a drawing or group."""
        if tuple(group.transform) != (1, 0, 0, 1, 0, 0):
            raise TypeError("a group that is turned or moved is not drawn")
        for shape in group.contents:
            self._shape(shape)

    def _shape(self, shape: Any) -> None:
        match shape:
            case Rect():
                left, right, foot, top = shape.x, shape.x + shape.width, shape.y, shape.y + shape.height
                self._area([(left, foot), (right, foot), (right, top), (left, top)], shape)
            case Wedge():
                points = shape.asPolygon().points
                self._area(list(zip(points[::2], points[1::2], strict=True)), shape)
            case Polygon():
                self._area(list(zip(shape.points[::2], shape.points[1::2], strict=True)), shape)
            case Line():
                ends = [self._at(shape.x1, shape.y1), self._at(shape.x2, shape.y2)]
                self._canvas.line(ends, _rgb(shape.strokeColor), self._width(shape))
            case String():
                face = self._font(shape.fontName, shape.fontSize)
                self._canvas.text(self._at(shape.x, shape.y), shape.text, _rgb(shape.fillColor), face, "ls")
            case Group():
                self.draw(shape)
            case _:
                raise TypeError(f"{type(shape).__name__} is not drawn")

    def _area(self, points: list[tuple[float, float]], shape: Any) -> None:
        corners = [self._at(x, y) for x, y in points]
        if shape.fillColor is not None:
            self._canvas.polygon(corners, fill=_rgb(shape.fillColor))
        if shape.strokeColor is not None:
            self._canvas.line([*corners, corners[0]], _rgb(shape.strokeColor), self._width(shape), "curve")

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self._scale, self._height - y * self._scale

    def _width(self, shape: Any) -> int:
        width: float = shape.strokeWidth * self._scale
        return max(1, round(width))

    def _font(self, name: str, size: float) -> ImageFont.FreeTypeFont:
        known = self._fonts.get((name, size))
        if known is None:
            known = self._fonts[name, size] = ImageFont.truetype(
                str(fonts.path(name)), size * self._scale, layout_engine=ImageFont.Layout.BASIC
            )
        return known


def _rgb(colour: Any) -> tuple[int, int, int]:
    return round(colour.red * 255), round(colour.green * 255), round(colour.blue * 255)
