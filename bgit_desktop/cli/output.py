"""Printing: JSON in one fixed spelling, tables with aligned columns, progress on a terminal.

JSON lines have sorted keys and letters as they are, so that two stores in the same state print the same bytes.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bgit_desktop.core.values import EMPTY

_WIDEST = 48
"""Characters after which a cell of a table is cut."""


def line(text: str = "") -> None:
    """Print one line."""
    print(text)


def note(text: str) -> None:
    """Say something beside the result, on the error stream."""
    print(text, file=sys.stderr)


def json_line(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line."""
    print(json.dumps(value, ensure_ascii=False, sort_keys=True))


def width(text: str) -> int:
    """Give how many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows under a head in aligned columns.

    Args:
        head: the columns' names.
        rows: the cells as text; empty ones are shown as a dash.
        right: numbers of the columns that are aligned to the right.
    """
    cells = [[_cell(each) for each in row] for row in rows]
    widths = [max([width(head[i]), *(width(row[i]) for row in cells)]) for i in range(len(head))]
    print(_row(head, widths, right))
    print("  ".join("─" * each for each in widths))
    for row in cells:
        print(_row(row, widths, right))


def pairs(rows: Sequence[tuple[str, str]]) -> None:
    """Print names and values in two columns; a value of several lines stays under its first."""
    widest = max((width(name) for name, _ in rows), default=0)
    for name, value in rows:
        lines = (value or EMPTY).splitlines()
        print(f"{name}{' ' * (widest - width(name))}  {lines[0]}")
        for more in lines[1:]:
            print(f"{' ' * widest}  {more}")


def _cell(text: str) -> str:
    flat = " ".join(text.split())
    if not flat:
        return EMPTY
    return flat if width(flat) <= _WIDEST else flat[: _WIDEST - 1] + "…"


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[int]) -> str:
    parts = []
    for i, (text, wide) in enumerate(zip(cells, widths, strict=True)):
        gap = " " * (wide - width(text))
        parts.append(gap + text if i in right else text + gap)
    return "  ".join(parts).rstrip()


class TerminalProgress:
    """Shows how far long work is, on a terminal only; a stream that is read by a program stays clean."""

    def __init__(self) -> None:
        self._shown = 0

    def __call__(self, done: int, of: int, what: str) -> None:
        """Overwrite the line with the latest state."""
        if sys.stderr is None or not sys.stderr.isatty():
            return
        text = f"{what} {done}/{of}" if of else what
        sys.stderr.write("\r" + text + " " * max(0, self._shown - width(text)))
        sys.stderr.flush()
        self._shown = width(text)

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0


def flush() -> None:
    """Write out what is still held back, so that a full disk or a closed pipe shows now and not at exit."""
    sys.stdout.flush()
