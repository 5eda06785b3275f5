"""Strips: the horizontal slices a document is made of between composing and painting.

A strip is a line of a paragraph, a row of a table, a chart: something that is never divided between
two pages. It carries its marks with offsets from its own top, so that setting it on a page is only
remembering where its top lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

MM = 72 / 25.4


class Text(NamedTuple):
    """A line of text: left edge, baseline below the strip's top, face, size, and the stretch of each blank."""

    x: float
    drop: float
    font: str
    size: float
    text: str
    spread: float = 0.0


class Rule(NamedTuple):
    """A straight line, offsets counted down from the strip's top."""

    x1: float
    drop1: float
    x2: float
    drop2: float
    width: float


class Shade(NamedTuple):
    """A grey rectangle under the text; grey 0 black … 1 white."""

    x: float
    drop: float
    width: float
    height: float
    grey: float


class Picture(NamedTuple):
    """A reportlab drawing, its lower left corner ``drop`` below the strip's top."""

    x: float
    drop: float
    drawing: Any


@dataclass(slots=True)
class Strip:
    """One slice of a document.

    Attributes:
        height: in points.
        before: room above it, dropped at the top of a page.
        texts: its lines of text.
        rules: its straight lines.
        shades: its grey grounds.
        pictures: its drawings.
        keep_with_next: never the last strip of a page.
        header: strips repeated when a page begins with this one.
        closing: line drawn at its bottom when a page ends with it.
        page_break: begins a new page.
    """

    height: float
    before: float = 0.0
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    shades: list[Shade] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    keep_with_next: bool = False
    header: tuple[Strip, ...] = ()
    closing: Rule | None = None
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Geometry:
    """A page: size and margins in points. The defaults are A4 with the margins of NĐ 30/2020 (20, 20, 30, 15 mm)."""

    width: float = 210 * MM
    height: float = 297 * MM
    top: float = 20 * MM
    bottom: float = 20 * MM
    left: float = 30 * MM
    right: float = 15 * MM

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height between the margins."""
        return self.height - self.top - self.bottom

    def turned(self) -> Geometry:
        """The same page lying across, with the same margins."""
        return Geometry(self.height, self.width, self.top, self.bottom, self.left, self.right)


@dataclass(slots=True)
class Page:
    """A page set: strips with the distance of their tops from the page's upper edge, in points.

    Attributes:
        geometry: its size and margins.
        number: printed in the top margin, or empty.
        placed: (strip, distance) in order.
    """

    geometry: Geometry
    number: str
    placed: list[tuple[Strip, float]] = field(default_factory=list)
