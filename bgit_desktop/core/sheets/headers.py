"""Finding the table in a sheet: where its header is, what each column holds, which type of record a row makes.

Above the header stand titles, below it signatures; the header may take two rows, with a group ("Trình độ đào tạo") over
several columns. Every row near the top is tried as a header for every type; the one under which most columns
are recognised wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.cells import is_empty
from bgit_desktop.core.sheets.mapping import ColumnMapping, SheetMapping
from bgit_desktop.core.sheets.model import Cell, Sheet, Target, cell_text
from bgit_desktop.core.sheets.vocabulary import SERIAL_HEADERS, title_words, vocabulary
from bgit_desktop.core.text import fold

_ROWS_TRIED = 40
_SEXES = {"nam": "male", "nu": "female"}
_BY_SEX = (("officer", "birth_date"), ("officer", "sex"))
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d+)?\s*%?")
_DOUBT = 0.2
_MAIN = ("officer", "task", "incident", "training")
_LEAST = 1.6
"""Two headers recognised for certain, or nearly so."""


def _text(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _headers(sheet: Sheet, row: int, depth: int) -> list[tuple[int, str, str]]:
    """Give column, group and header of a header of one or two rows."""
    found = []
    group = ""
    for column in range(max(map(len, sheet.rows[row : row + depth]))):
        upper = _text(sheet.cell(row, column))
        if depth == 1:
            if upper:
                found.append((column, "", upper))
            continue
        lower = _text(sheet.cell(row + 1, column))
        group = upper or group
        if lower and lower != upper:
            found.append((column, group, lower))
        elif upper:
            found.append((column, "", upper))
    return found


def _columns(
    type_name: str, headers: Sequence[tuple[int, str, str]], sheet: Sheet, first_row: int
) -> tuple[ColumnMapping, ...]:
    """Give each column the field its header fits best; no field is given twice."""
    names = vocabulary(type_name)
    wishes: list[tuple[float, int, Target]] = []
    shown: dict[int, tuple[str, bool]] = {}
    for column, group, header in headers:
        matches = names.match(group, header)
        serial = fold(header) in SERIAL_HEADERS and not matches
        shown[column] = (f"{group} / {header}" if group else header, serial)
        wishes += [(score, column, target) for score, target in _by_cells(matches, sheet, first_row, column)]
    given: dict[int, tuple[float, Target]] = {}
    implied = _columns_by_sex(type_name, headers)
    for column, (target, _) in implied.items():
        given[column] = (1.0, target)
    for score, column, target in sorted(wishes, key=lambda wish: (-wish[0], wish[1])):
        if column not in given and all(target != other for _, other in given.values()):
            given[column] = (score, target)
    columns = []
    for column, (header, serial) in shown.items():
        score, (kind, field) = given.get(column, (0.0, ("", "")))
        sex = implied[column][1] if column in implied else ""
        columns.append(ColumnMapping(column, header, kind, field, round(score, 2), serial, sex))
    return tuple(columns)


def _by_cells(
    matches: Sequence[tuple[float, Target]], sheet: Sheet, first_row: int, column: int
) -> Sequence[tuple[float, Target]]:
    """Let the cells decide where a header may mean a number or a state: "Tiến độ" over 50 % or over "đang làm"."""
    kinds = [TYPES[kind].by_name[name].kind for _, (kind, name) in matches]
    if not ("int" in kinds and "choice" in kinds):
        return matches
    cells = [sheet.cell(row, column) for row in range(first_row, min(first_row + _ROWS_TRIED, len(sheet.rows)))]
    filled = [cell for cell in cells if not is_empty(cell)]
    if not filled:
        return matches
    numbers = sum(_PERCENT.fullmatch(cell_text(cell)) is not None for cell in filled)
    unlikely = "choice" if numbers * 2 > len(filled) else "int"
    return [
        (score - _DOUBT if kind == unlikely else score, target)
        for (score, target), kind in zip(matches, kinds, strict=True)
    ]


def _columns_by_sex(type_name: str, headers: Sequence[tuple[int, str, str]]) -> dict[int, tuple[Target, str]]:
    """Find the columns "Nam" and "Nữ" under "Ngày sinh" or "Giới tính": column → the field they share, the sex."""
    if type_name != "officer":
        return {}
    found = {}
    for column, group, header in headers:
        if group and fold(header) in _SEXES:
            matches = vocabulary(type_name).match("", group)
            if matches and matches[0][1] in _BY_SEX:
                found[column] = (matches[0][1], _SEXES[fold(header)])
    return found if len(found) > 1 else {}


def _required_missing(type_name: str, columns: Sequence[ColumnMapping]) -> int:
    given = {each.field for each in columns if each.type == type_name}
    return sum(
        field.required and field.default is None and field.name not in given for field in TYPES[type_name].fields
    )


def map_as(sheet: Sheet, type_name: str) -> SheetMapping | None:
    """Find the table of one type in a sheet.

    Args:
        sheet: the sheet.
        type_name: the record type that its rows are taken for.

    Returns:
        The best mapping; None where no row looks like a header of this type.
    """
    best: SheetMapping | None = None
    for row in range(min(len(sheet.rows), _ROWS_TRIED)):
        for depth in (1, 2):
            columns = _columns(type_name, _headers(sheet, row, depth), sheet, row + depth)
            score = sum(each.confidence for each in columns)
            if score == 0:
                continue
            score += 0.5 * any(each.serial for each in columns) - 0.1 * (depth - 1)
            score -= 0.5 * _required_missing(type_name, columns)
            if best is None or score > best.score:
                best = SheetMapping(sheet.name, type_name, row, row + depth, columns, round(score, 2))
    if best is None:
        return None
    title = TYPES[type_name].title
    only_title = any(each.field == title and each.confidence == 1.0 for each in best.columns)
    return best if best.recognised >= _LEAST or (best.recognised >= 1.0 and only_title) else None


def _title_bonus(sheet: Sheet, mapping: SheetMapping) -> float:
    """Reward words of the title or the tab that name the type: "SỔ THEO DÕI SỰ CỐ CNTT"."""
    if fold(sheet.name) in title_words(mapping.type):
        return 4.0
    above = [fold(_text(cell)) for row in sheet.rows[: mapping.header_row] for cell in row if isinstance(cell, str)]
    texts = [f" {text} " for text in (fold(sheet.name), *above) if text]
    return 2.0 if any(f" {word} " in text for word in title_words(mapping.type) for text in texts) else 0.0


def propose_mapping(sheet: Sheet, types: Sequence[str]) -> SheetMapping | None:
    """Find out what a sheet holds.

    Args:
        sheet: the sheet.
        types: the record types that may be in it. Where it is just one, the sheet is taken for that.

    Returns:
        The best mapping; None where the sheet holds no table of these types.
    """
    best: tuple[float, SheetMapping] | None = None
    for type_name in types:
        mapping = map_as(sheet, type_name)
        if mapping is None or (len(types) > 1 and mapping.recognised < _LEAST):
            continue
        score = mapping.score + _title_bonus(sheet, mapping) + (0.5 if type_name in _MAIN else 0.0)
        score -= _required_missing(type_name, mapping.columns)
        if best is None or score > best[0]:
            best = (score, mapping)
    return best[1] if best else None
