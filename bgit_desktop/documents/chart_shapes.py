"""The shapes of the charts of :mod:`bgit_desktop.documents.charts`, set by hand for full control of labels."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Group, Line, Polygon, Rect, String, Wedge
from reportlab.lib.colors import HexColor

from bgit_desktop.documents import fonts
from bgit_desktop.documents.chart_model import GRID, INK, Chart, scale_of, share_text, swatch, value_text
from bgit_desktop.documents.nd30.measure import Face

_SIZE = 10.0
_SMALL = 9.0
_HATCH = 5.0
_WHITE = HexColor("#ffffff")
_DARK_PAPER = {INK: "#e8e8e8", GRID: "#5a5a5a"}


class _Pen:
    """Adds marks to a drawing in one font."""

    def __init__(self, width: float, height: float, *, sans: bool, colours: dict[str, str] | None = None) -> None:
        self.drawing = Drawing(width, height)
        self.face = Face(fonts.SANS if sans else fonts.SERIF)
        self.bold = Face(fonts.SANS_BOLD if sans else fonts.SERIF_BOLD)
        # Otherwise the renderer starts with Helvetica, which is not embedded.
        self.drawing.initialFontName = self.face.name
        self._colours = colours or {}

    def colour(self, name: str) -> Any:
        return HexColor(self._colours.get(name, name))

    def text(
        self, x: float, y: float, text: str, *, size: float = _SIZE, anchor: str = "start", bold: bool = False
    ) -> None:
        face = self.bold if bold else self.face
        text = fonts.printable(text, face.name)
        width = face.text_width(text, size)
        x -= {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.drawing.add(String(x, y, text, fontName=face.name, fontSize=size, fillColor=self.colour(INK)))

    def line(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, width: float = 0.6) -> None:
        self.drawing.add(Line(x1, y1, x2, y2, strokeColor=self.colour(colour), strokeWidth=width))

    def bar(self, x: float, y: float, width: float, height: float, index: int) -> None:
        fill, hatch = swatch(index)
        self.drawing.add(
            Rect(x, y, width, height, fillColor=HexColor(fill), strokeColor=self.colour(INK), strokeWidth=0.5)
        )
        for x1, y1, x2, y2 in _hatching(x, y, width, height, hatch):
            self.drawing.add(Line(x1, y1, x2, y2, strokeColor=HexColor("#000000"), strokeWidth=0.4))

    def legend(self, names: Sequence[str], x: float, y: float, width: float) -> float:
        """Draw swatches with names from (x, y) downwards, in rows; give the height used."""
        at, used = x, 14.0
        for index, name in enumerate(names):
            wide = 16 + self.face.text_width(fonts.printable(name, self.face.name), _SMALL) + 14
            if at > x and at + wide > x + width:
                at, used = x, used + 14
            self.bar(at, y - used + 2, 10, 9, index)
            self.text(at + 14, y - used + 3.5, name, size=_SMALL)
            at += wide
        return used


def draw(
    chart: Chart, width: float, height: float | None, *, sans: bool, colours: dict[str, str] | None = None
) -> Drawing:
    """Draw a chart; see :func:`bgit_desktop.documents.charts.draw`."""
    suited = {
        "bar": 40.0 + 22.0 * len(chart.categories),
        "share": max(160.0, 40.0 + 18.0 * len(chart.categories)),
    }.get(chart.kind, 230.0)
    height = height or suited + (18 if chart.title else 0)
    pen = _Pen(width, height, sans=sans, colours=colours)
    if chart.title:
        pen.text(width / 2, height - 13, chart.title, size=11, anchor="middle", bold=True)
        height -= 20
    if chart.kind == "bar":
        _bars(pen, chart, width, height)
    elif chart.kind == "share":
        _shares(pen, chart, width, height)
    else:
        _columns(pen, chart, width, height)
    return pen.drawing


def svg(chart: Chart, width: float, height: float | None, *, dark: bool) -> bytes:
    """Draw a chart as SVG; see :func:`bgit_desktop.documents.charts.svg`."""
    drawing = draw(chart, width, height, sans=True, colours=_DARK_PAPER if dark else None)
    text = renderSVG.drawToString(drawing)
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    # QtSvg knows no clip paths and would paint their rectangle black over the page.
    text = re.sub(r"<clipPath.*?</clipPath>", "", text, flags=re.DOTALL).replace("clip-path: url(#clip)", "")
    # The screen knows the family by its own name, and boldness as a weight.
    text = re.sub(r"font-family: ?LiberationSans-Bold", "font-family: Liberation Sans; font-weight: bold", text)
    text = re.sub(r"font-family: ?LiberationSans(?![-\w])", "font-family: Liberation Sans", text)
    return text.encode("utf-8")


def _bars(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    """Horizontal bars of one series, names at the left, values at their ends."""
    values = chart.series[0].values
    names = [pen.face.wrap(fonts.printable(name, pen.face.name), _SMALL, width * 0.36)[:2] for name in chart.categories]
    left = max((pen.face.text_width(line, _SMALL) for lines in names for line in lines), default=0.0) + 8
    bottom = 26.0 if chart.unit else 16.0
    right = width - 30
    end, step = scale_of(max(values, default=0.0))
    for at in range(round(end / step) + 1):
        x = left + (right - left) * at * step / end
        pen.line(x, bottom, x, height - 4, colour=GRID, width=0.4)
        pen.text(x, bottom - 11, value_text(at * step), size=_SMALL, anchor="middle")
    if chart.unit:
        pen.text((left + right) / 2, 3, f"({chart.unit})", size=_SMALL, anchor="middle")
    pitch = (height - 4 - bottom) / max(len(values), 1)
    for at, (lines, value) in enumerate(zip(names, values, strict=True)):
        middle = height - 4 - pitch * (at + 0.5)
        thick = min(pitch * 0.66, 18)
        if value:
            pen.bar(left, middle - thick / 2, (right - left) * value / end, thick, 0)
        pen.text(left + (right - left) * value / end + 4, middle - 3, value_text(value), size=_SMALL, bold=True)
        for row, line in enumerate(lines):
            pen.text(left - 5, middle - 3 + (len(lines) - 1) * 5 - row * 10, line, size=_SMALL, anchor="end")
    pen.line(left, bottom, left, height - 4)


def _columns(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    """Upright bars, side by side or stacked, with a legend under them."""
    stacked = chart.kind == "stacked"
    count = len(chart.categories)
    rows = list(zip(*(series.values for series in chart.series), strict=True))
    largest = max((sum(row) if stacked else max(row) for row in rows), default=0.0)
    end, step = scale_of(largest)
    left = pen.face.text_width(value_text(end), _SMALL) + 8
    pitch = (width - left - 4) / max(count, 1)
    names = [pen.face.wrap(fonts.printable(name, pen.face.name), _SMALL, pitch - 4)[:3] for name in chart.categories]
    deep = max(map(len, names), default=1) * 10.5
    legend = pen.legend(
        [series.name for series in chart.series], left, _legend_top(pen, chart, left, width), width - left
    )
    bottom = legend + deep + 10
    top = height - 14
    if chart.unit:
        pen.text(0, height - 9, f"({chart.unit})", size=_SMALL)
        top -= 8
    for at in range(round(end / step) + 1):
        y = bottom + (top - bottom) * at * step / end
        pen.line(left, y, width - 4, y, colour=GRID, width=0.4)
        pen.text(left - 4, y - 3, value_text(at * step), size=_SMALL, anchor="end")
    for at, (lines, row) in enumerate(zip(names, rows, strict=True)):
        start = left + pitch * at
        for index, line in enumerate(lines):
            pen.text(start + pitch / 2, bottom - 12 - index * 10.5, line, size=_SMALL, anchor="middle")
        if stacked:
            _stack(pen, row, start + pitch * 0.25, pitch * 0.5, bottom, (top - bottom) / end)
        else:
            _group(pen, row, start + pitch * 0.1, pitch * 0.8, bottom, (top - bottom) / end)
    pen.line(left, bottom, width - 4, bottom)


def _legend_top(pen: _Pen, chart: Chart, left: float, width: float) -> float:
    """Height the legend needs, which is where its top lies above the drawing's foot."""
    probe = _Pen(width, 10, sans=pen.face.name == fonts.SANS)
    return probe.legend([series.name for series in chart.series], left, 0, width - left)


def _stack(pen: _Pen, row: Sequence[float], x: float, width: float, bottom: float, scale: float) -> None:
    y = bottom
    for index, value in enumerate(row):
        if not value:
            continue
        tall = value * scale
        pen.bar(x, y, width, tall, index)
        if tall >= 11 and value != sum(row):  # the sum above the bar says it already
            _plate(pen, x + width / 2, y + tall / 2, value_text(value))
        y += tall
    pen.text(x + width / 2, y + 3, value_text(sum(row)), size=_SMALL, anchor="middle", bold=True)


def _group(pen: _Pen, row: Sequence[float], x: float, width: float, bottom: float, scale: float) -> None:
    each = width / max(len(row), 1)
    for index, value in enumerate(row):
        if value:
            pen.bar(x + each * index, bottom, each * 0.9, value * scale, index)
        pen.text(
            x + each * (index + 0.45),
            bottom + value * scale + 2.5,
            value_text(value),
            size=_SMALL - 1,
            anchor="middle",
        )


def _plate(pen: _Pen, x: float, y: float, text: str) -> None:
    """Write a value on a white plate, so that it can be read on any fill."""
    width = pen.face.text_width(text, _SMALL - 1) + 4
    pen.drawing.add(Rect(x - width / 2, y - 5, width, 10, fillColor=_WHITE, strokeColor=None))
    name = pen.face.name
    pen.drawing.add(
        String(x - width / 2 + 2, y - 3, text, fontName=name, fontSize=_SMALL - 1, fillColor=HexColor("#000000"))
    )


def _shares(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    """A disc cut into shares, names with number and share beside it."""
    values = chart.series[0].values
    whole = sum(values)
    radius = min(height / 2 - 8, width * 0.2)
    cx, cy = width * 0.27, height / 2
    angle = 90.0
    for index, value in enumerate(values):
        if not value or not whole:
            continue
        sweep = 360 * value / whole
        fill, hatch = swatch(index)
        pen.drawing.add(
            Wedge(
                cx,
                cy,
                radius,
                angle - sweep,
                angle,
                fillColor=HexColor(fill),
                strokeColor=pen.colour(INK),
                strokeWidth=0.6,
            )
        )
        pen.drawing.add(_wedge_hatching(cx, cy, radius, angle - sweep, angle, hatch))
        angle -= sweep
    x = width * 0.27 + width * 0.2 + 26
    y = cy + len(values) * 9.0 - 9
    for index, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        pen.bar(x, y - 1, 11, 10, index)
        line = pen.face.wrap(
            fonts.printable(f"{name}: {share_text(value, whole)}", pen.face.name), _SIZE, width - x - 18
        )[0]
        pen.text(x + 17, y, line)
        y -= 18


def _hatching(x: float, y: float, width: float, height: float, hatch: str) -> list[tuple[float, float, float, float]]:
    """Give the lines that hatch a rectangle."""
    lines: list[tuple[float, float, float, float]] = []
    if hatch == "-":
        count = int(height / _HATCH)
        return [(x, y + (at + 0.5) * _HATCH, x + width, y + (at + 0.5) * _HATCH) for at in range(count)]
    for way in {"/": (1,), "\\": (-1,), "x": (1, -1)}.get(hatch, ()):
        offset = -height + _HATCH / 2
        while offset < width:
            # The line starts at (offset, 0) and climbs 45°; keep what lies inside.
            low, high = max(0.0, -offset), min(height, width - offset)
            if high > low:
                x1, x2 = offset + low, offset + high
                if way < 0:
                    x1, x2 = width - x1, width - x2
                lines.append((x + x1, y + low, x + x2, y + high))
            offset += _HATCH
    return lines


def _wedge_hatching(cx: float, cy: float, radius: float, start: float, end: float, hatch: str) -> Group:
    """Hatch a share: rays for "/" and "\\", arcs for "-", both for "x"."""
    group = Group()
    rays = hatch in ("/", "\\", "x")
    arcs = hatch in ("-", "x")
    if rays:
        count = max(int((end - start) / 6), 1)
        for at in range(1, count):
            angle = math.radians(start + (end - start) * at / count)
            near = radius * 0.25
            group.add(
                Line(
                    cx + near * math.cos(angle),
                    cy + near * math.sin(angle),
                    cx + radius * math.cos(angle),
                    cy + radius * math.sin(angle),
                    strokeColor=HexColor("#000000"),
                    strokeWidth=0.4,
                )
            )
    if arcs:
        for part in (0.35, 0.55, 0.75, 0.9):
            steps = max(int((end - start) / 5), 2)
            points: list[float] = []
            for at in range(steps + 1):
                angle = math.radians(start + (end - start) * at / steps)
                points += [cx + radius * part * math.cos(angle), cy + radius * part * math.sin(angle)]
            back = [value for pair in reversed(list(zip(points[::2], points[1::2], strict=True))) for value in pair]
            group.add(Polygon(points + back, fillColor=None, strokeColor=HexColor("#000000"), strokeWidth=0.4))
    return group
