"""What a workbook's sheets hold, in plain values: reports and lists describe sheets without loading openpyxl."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["text", "number", "date", "datetime", "bool"]
Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: the field's name, as the command line calls it.
        label: the header.
        kind: how its cells are typed.
        width: in characters; None makes it from the first rows.
        choices: the values allowed, as they are shown; empty where anything goes.
        help: one sentence for whoever fills it in.
        required: marked in a template.
        example: a value as one would type it, for a template.
    """

    name: str
    label: str
    kind: Kind = "text"
    width: float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""
    required: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        title: of the tab; cut to Excel's 31 characters.
        columns: at least one.
        rows: cells by column; ISO text ("2024-02-05", "2024-02-05T08:05") in a date column becomes a date.
        preamble: lines printed above the header (title, filters); none keeps the header in row 1.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    preamble: tuple[str, ...] = ()


def plain_sheet(title: str, headers: Sequence[str], rows: Sequence[Sequence[Cell]], *preamble: str) -> Sheet:
    """Make a sheet whose columns are known by their headers alone, as a paper's tables are.

    Args:
        title: of the tab.
        headers: of the columns.
        rows: cells by column.
        *preamble: lines above the header.
    """
    return Sheet(title, tuple(Column(each, each) for each in headers), rows, preamble)
