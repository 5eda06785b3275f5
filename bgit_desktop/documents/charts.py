"""Charts drawn once with ``reportlab.graphics``: vectors in the PDF, the same drawing as SVG on the screen.

Reportlab is imported when a chart is drawn, so that :class:`~bgit_desktop.documents.chart_model.Chart` can be built
without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bgit_desktop.documents.chart_model import Chart as Chart
from bgit_desktop.documents.chart_model import Series as Series


def drawer(chart: Chart, *, height: float | None = None) -> Callable[[float], Any]:
    """Give the function a :class:`~bgit_desktop.documents.nd30.model.Figure` draws the chart with."""
    return lambda width: draw(chart, width, height)


def draw(chart: Chart, width: float, height: float | None = None, *, sans: bool = False) -> Any:
    """Draw a chart.

    Args:
        chart: what it shows.
        width: in points.
        height: in points; None takes what suits the kind and the number of categories.
        sans: set in Liberation Sans, for the screen; otherwise in Serif, as the document around it.

    Returns:
        A ``reportlab.graphics.shapes.Drawing``.
    """
    from bgit_desktop.documents import chart_shapes

    return chart_shapes.draw(chart, width, height, sans=sans)


def svg(chart: Chart, width: float, height: float | None = None, *, dark: bool = False) -> bytes:
    """Draw a chart for the screen.

    Args:
        chart: what it shows.
        width: in points, the size of the SVG's view box.
        height: in points, or None for what suits it.
        dark: light letters and lines, for a dark window.

    Returns:
        A UTF-8 SVG document that names the font family "Liberation Sans".
    """
    from bgit_desktop.documents import chart_shapes

    return chart_shapes.svg(chart, width, height, dark=dark)
