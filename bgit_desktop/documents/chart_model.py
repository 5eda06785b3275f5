"""What a chart shows, and how its series are told apart; drawn by :mod:`bgit_desktop.documents.charts`.

Reports are printed in black and white as often as in colour, so a series is told apart by how dark
it is and by its hatching, and every value stands beside its mark. The four kinds are bars by
category, grouped bars, stacked bars and shares of a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bgit_desktop.documents.nd30.wording import decimal, percent

Kind = Literal["bar", "grouped", "stacked", "share"]

# Fill and hatching of the series in order: from dark to light, so that grey prints differ too.
_PALETTE = (
    ("#1f4e79", ""),
    ("#9dc3e6", ""),
    ("#548235", "/"),
    ("#ffd966", "\\"),
    ("#7f7f7f", ""),
    ("#d9d9d9", "x"),
    ("#c55a11", "-"),
    ("#ffffff", "/"),
)
_INK = "#000000"
_GRID = "#bfbfbf"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures: its name and a value for each category of the chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows.

    Attributes:
        kind: "bar" (one series, horizontal), "grouped" and "stacked" (several series, upright), "share" (one series).
        categories: names along the axis, or of the shares.
        series: as many values as categories each.
        unit: of the values ("nhiệm vụ"), named in the axis title; may be empty.
        title: printed over it; may be empty where a caption stands under it.
    """

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"series {series.name}: {len(series.values)} values, {len(self.categories)} categories"
                )

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no category, or zeros only."""
        return not any(any(series.values) for series in self.series)


def swatch(index: int) -> tuple[str, str]:
    """Give fill colour ("#rrggbb") and hatching ("", "/", "\\\\", "x", "-") of the series at ``index``."""
    return _PALETTE[index % len(_PALETTE)]


def value_text(value: float) -> str:
    """Write a value beside its mark: "12", "2,5"."""
    return decimal(value)


def share_text(value: float, whole: float) -> str:
    """Write a share: "12 (48%)"."""
    return f"{value_text(value)} ({percent(round(value * 1000), round(whole * 1000), 0)})"


def scale_of(largest: float) -> tuple[float, float]:
    """Choose the end of an axis and its step.

    Args:
        largest: value to be shown, zero or more.

    Returns:
        (end, step): a step of 1, 2 or 5 times a power of ten, whole, with at most six steps to the end.
    """
    step = 1.0
    while True:
        for factor in (1, 2, 5):
            if step * factor * 6 >= largest:
                chosen = step * factor
                count = max(-(-largest // chosen), 1)
                return count * chosen, chosen
        step *= 10


INK = _INK
GRID = _GRID
