"""What Tổng quan shows: blocks of lines, each line with its status in words and the place it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from bgit_desktop.core.statistics import VerdictFigures

Tone = Literal["good", "warning", "bad", "quiet"]

SHOWN: Final = 5
"""Lines of a block; the rest is behind the line that says how many there are."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a block.

    Attributes:
        text: what it is about.
        word: its status in words ("Quá hạn 3 ngày").
        icon: of ``resources/icons``, beside the word.
        tone: how the icon is coloured; the word says it too.
        detail: what stands under it: the document that set a day, the reason of a verdict.
        page: the page it opens; "" where it opens none.
        arguments: what that page is to show (``record``, ``where`` …).
    """

    text: str
    word: str = ""
    icon: str = "circle-minus"
    tone: Tone = "quiet"
    detail: str = ""
    page: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of Tổng quan.

    Attributes:
        key: ``due``, ``missing``, ``open``, ``exchange``, ``packages``, ``standard``, ``difficulties``.
        title: its heading.
        items: at most :data:`SHOWN` lines.
        total: how many there are in all.
        empty: what it says without lines.
        page: where all of them are seen; "" for nowhere.
        arguments: what that page is to show.
    """

    key: str
    title: str
    items: tuple[Item, ...]
    total: int
    empty: str
    page: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one unit stands for one period, in words with an icon."""

    word: str
    icon: str
    tone: Tone
    detail: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the Sở's table: its reports by period and until when its data have come in."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    data_until: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What Tổng quan shows.

    Attributes:
        blocks: in order.
        year: of the chart.
        warning: one sentence that must be read ("more than 40 % under point g"); "" for none.
        periods: (code, name) of the table's columns, the Sở only.
        units: the table's rows, the Sở only.
        standard: officers by their verdict under Điều 4; None where that was not asked.
    """

    blocks: tuple[Block, ...]
    year: int
    warning: str = ""
    periods: tuple[tuple[str, str], ...] = ()
    units: tuple[UnitLine, ...] = ()
    standard: VerdictFigures | None = None

    def block(self, key: str) -> Block:
        """Give a block by its key."""
        return next(each for each in self.blocks if each.key == key)
