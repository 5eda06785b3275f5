"""From the cells under a header to rows of values, with every cell that could not be taken named.

A value that is wrong leaves its field empty, and the row stays; only where the record cannot be without the field
(a name, the hour an incident was found) the whole row is left out. Records are looked for later, in :mod:`.plan`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bgit_desktop.core.fields import Field, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.cells import is_empty, read_cell
from bgit_desktop.core.sheets.codes import Lookups
from bgit_desktop.core.sheets.dates import read_range
from bgit_desktop.core.sheets.extent import data_rows
from bgit_desktop.core.sheets.mapping import SheetMapping
from bgit_desktop.core.sheets.model import Cell, Problem, Sheet, Target, address, cell_text

_SEX: Target = ("officer", "sex")
_RANGES = {"start_on": "end_on", "start_date": "end_date", "assigned_on": "due_on"}


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of a sheet, read.

    Attributes:
        sheet: the sheet's title.
        number: the row, as Excel counts.
        type: the record type it makes.
        values: what it says; fields of which it says nothing are not there.
        problems: cells that were not taken.
        refused: whether the row is left out.
        columns: the column of every field the sheet has (shared by all its rows).
        cells: the row as it stands in the sheet.
    """

    sheet: str
    number: int
    type: str
    values: Mapping[Target, Value]
    problems: tuple[Problem, ...]
    refused: bool
    columns: Mapping[Target, int] = field(repr=False)
    cells: list[Cell] = field(repr=False)

    def problem(self, target: Target, reason: str, *, refused: bool = False) -> Problem:
        """Name the cell of a field in this row; the row's first cell where the sheet has no such column."""
        column = self.columns.get(target, min(self.columns.values(), default=0))
        cell = self.cells[column] if target in self.columns and column < len(self.cells) else None
        return Problem(self.sheet, address(self.number - 1, column), cell_text(cell), reason, refused)

    def own(self) -> dict[str, Value]:
        """Give the values of the row's own type by field name."""
        return {name: value for (kind, name), value in self.values.items() if kind == self.type}

    def inside(self, child: str) -> dict[str, Value]:
        """Give the values of a type that lives inside the row's own by field name."""
        return {name: value for (kind, name), value in self.values.items() if kind == child}


def field_left_empty(reason: str, declared: Field) -> str:
    """Complete a reason: the row is taken, the field stays empty."""
    return tr("{reason}. Chưa ghi gì vào “{field}”.", reason=_capital(reason), field=declared.label)


def row_left_out(reason: str) -> str:
    """Complete a reason: the row is not taken."""
    return tr("{reason}. Dòng này không được nhập.", reason=_capital(reason))


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _must_be_filled(declared: Field) -> bool:
    return declared.required and declared.default is None


def read_rows(sheet: Sheet, mapping: SheetMapping, lookups: Lookups) -> Iterator[SourceRow]:
    """Read the rows of a sheet.

    Args:
        sheet: the sheet.
        mapping: its columns.
        lookups: code tables and clauses.

    Yields:
        One row after the other, in the order of the sheet; rows that hold no record are left out.
    """
    columns = dict(sorted(mapping.targets.items(), key=lambda item: item[1]))
    declared = {target: TYPES[target[0]].by_name[target[1]] for target in columns}
    by_sex = [each for each in mapping.columns if each.implies and each.target is not None]
    for row in data_rows(sheet, mapping):
        filled = next((each for each in by_sex if not is_empty(sheet.cell(row, each.column))), None)
        if filled is None or filled.target is None:
            yield _read_row(sheet, row, mapping.type, columns, declared, lookups)
        else:
            here = {**columns, filled.target: filled.column}
            yield _read_row(sheet, row, mapping.type, here, declared, lookups, filled.implies)


def _read_row(
    sheet: Sheet,
    row: int,
    type_name: str,
    columns: Mapping[Target, int],
    declared: Mapping[Target, Field],
    lookups: Lookups,
    sex: str = "",
) -> SourceRow:
    values: dict[Target, Value] = {}
    wrong: list[tuple[Target, str]] = []
    for target, column in columns.items():
        cell = sheet.cell(row, column)
        if sex and target == _SEX:
            continue  # the cell holds a cross; the column says which
        try:
            value = read_cell(declared[target], cell, lookups)
        except ValueError as error:
            both = read_range(cell) if target[1] in _RANGES else None
            until = (target[0], _RANGES.get(target[1], ""))
            if both is not None and (until not in columns or is_empty(sheet.cell(row, columns[until]))):
                values[target], values[until] = both
            else:
                wrong.append((target, str(error)))
            continue
        if value is not None and value != []:
            values[target] = value
        elif target[0] == type_name and _must_be_filled(declared[target]):
            wrong.append((target, tr("“{field}” còn trống; hãy điền vào ô này", field=declared[target].label)))
    if sex:
        values.setdefault(_SEX, sex)
    refused = any(target[0] == type_name and declared[target].required for target, _ in wrong)
    problems = []
    for target, reason in wrong:
        needed = target[0] == type_name and declared[target].required
        if needed:
            reason = row_left_out(reason)
        else:
            # of a row that is left out anyway nothing else can be said to stay empty
            reason = _capital(reason) + "." if refused else field_left_empty(reason, declared[target])
        column = columns[target]
        shown = cell_text(sheet.cell(row, column))
        problems.append(Problem(sheet.name, address(row, column), shown, reason, needed))
    read = SourceRow(sheet.name, row + 1, type_name, values, tuple(problems), refused, columns, sheet.rows[row])
    return _without_columns(read)


def _without_columns(row: SourceRow) -> SourceRow:
    """Refuse a row where the sheet lacks a column its record cannot be without."""
    missing = [
        each for each in TYPES[row.type].fields if _must_be_filled(each) and (row.type, each.name) not in row.columns
    ]
    if not missing:
        return row
    labels = ", ".join(f"“{each.label}”" for each in missing)
    reason = tr("bảng không có cột {labels}; hãy thêm cột hoặc chọn lại cột cho trường này", labels=labels)
    problem = row.problem((row.type, missing[0].name), row_left_out(reason), refused=True)
    return SourceRow(
        row.sheet, row.number, row.type, row.values, (*row.problems, problem), True, row.columns, row.cells
    )
