"""What a workbook is once it has been read: sheets of plain values, and how their cells are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.values import format_date, format_datetime

Cell: TypeAlias = str | int | float | bool | date | datetime | time | None
"""The value of a cell as the workbook holds it; text is in normal form (NFC), an empty cell is None."""

Target: TypeAlias = tuple[str, str]
"""A field of a record type: ("officer", "full_name")."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet.

    Attributes:
        name: its tab's title.
        rows: from row 1 and column A on; rows may differ in length.
    """

    name: str
    rows: list[list[Cell]]

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell by its row and column, counted from 0; None outside."""
        if not 0 <= row < len(self.rows):
            return None
        cells = self.rows[row]
        return cells[column] if 0 <= column < len(cells) else None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook.

    Attributes:
        name: the file's name.
        sheets: the visible sheets, in order.
    """

    name: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that was not taken as it stands.

    Attributes:
        sheet: the sheet's title.
        cell: its address, such as C12.
        value: what stands in it, for the eye.
        reason: what is wrong, what became of it, what to do: one or two sentences.
        refused: whether the whole row was left out for it; otherwise only this field stayed empty.
    """

    sheet: str
    cell: str
    value: str
    reason: str
    refused: bool = False

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}: {self.reason}"

    def as_json(self) -> dict[str, str]:
        """Give what ``import-xlsx --json`` prints of it."""
        return {"sheet": self.sheet, "cell": self.cell, "value": self.value, "reason": self.reason}


def column_letters(column: int) -> str:
    """Give the letters of a column counted from 0: A, …, Z, AA, …"""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Give the address of a cell by its row and column, both counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def cell_text(cell: Cell) -> str:
    """Give a cell as text, the way people would write it; "" where it is empty."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case bool():
            return tr("Có") if cell else tr("Không")
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            return format_datetime(cell.strftime("%Y-%m-%dT%H:%M"))
        case date():
            return format_date(cell.isoformat())
        case time():
            return cell.strftime("%H:%M")
    return str(cell)
