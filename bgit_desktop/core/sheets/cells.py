"""Reading one cell for one field.

The field's own check (:mod:`bgit_desktop.core.values`) has the last word; before it stands what cells bring with them
that nobody types into a form: serial numbers for dates, numbers for telephone numbers and years, 0.5 for 50 %, a
dash for "nothing".
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from bgit_desktop.core.fields import Field, Value
from bgit_desktop.core.i18n import Language, current_language, tr
from bgit_desktop.core.sheets.codes import CodeTable, Lookups, find_clause
from bgit_desktop.core.sheets.dates import read_date, read_datetime
from bgit_desktop.core.sheets.model import Cell, cell_text
from bgit_desktop.core.values import parse_text
from bgit_desktop.errors import BadInput

_NOTHING = frozenset({"-", "--", "–", "—", "…", "...", ".", "/", "x/x", "n/a", "N/A"})
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!)")
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:giờ|h|tiếng)", re.IGNORECASE)


FORMULA = "="
"""What the text of a cell begins with whose formula no program has calculated yet."""


def is_empty(cell: Cell) -> bool:
    """Tell whether a cell says nothing: empty, white space, or a dash for "nothing"."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or cell.strip() in _NOTHING))


@lru_cache(maxsize=256)
def _choices(field: Field, _language: Language) -> CodeTable:
    return CodeTable.of_choices(field.choices)


def read_cell(field: Field, cell: Cell, lookups: Lookups) -> Value:
    """Read a cell.

    Args:
        field: what it is to fill. References come out as the text of the cell: records are found later.
        cell: the cell.
        lookups: code tables and clauses.

    Returns:
        The value; None where the cell says nothing.

    Raises:
        ValueError: it is no value of this field; the message gives the reason and what to do, without a full stop.
    """
    if is_empty(cell):
        return None
    text = cell_text(cell)
    if text.startswith(FORMULA):
        raise ValueError(tr("ô chứa công thức chưa được tính; hãy mở tệp bằng Excel, lưu lại rồi nhập"))
    if _ERROR.fullmatch(text):
        raise ValueError(tr("ô chứa lỗi công thức {text}; hãy sửa công thức hoặc ghi giá trị", text=text))
    match field.kind:
        case "date":
            return read_date(cell)
        case "datetime":
            return read_datetime(cell)
        case "choice":
            return _choices(field, current_language()).find(cell)
        case "code":
            table = lookups.codes.get(field.codes)
            return table.find(cell) if table is not None else text
        case "clause":
            return find_clause(text, lookups)
        case "ref" | "refs":
            return text
        case "bool":
            return cell if isinstance(cell, bool) else _checked(field, text)
        case "int":
            return _checked(field, _whole_number(field, cell, text))
        case "number":
            hours = _HOURS.fullmatch(text)
            return _checked(field, hours[1] if hours else text)
    return _checked(field, text)


def _whole_number(field: Field, cell: Cell, text: str) -> str:
    """Give the text of a whole number: a year out of a date, a percentage out of a fraction."""
    if field.name == "year":
        if isinstance(cell, date | datetime):
            return str(cell.year)
        years = set(_YEAR.findall(text))
        return years.pop() if len(years) == 1 else text
    if field.name == "progress" and isinstance(cell, int | float) and not isinstance(cell, bool) and 0 < cell <= 1:
        return str(round(cell * 100))  # a cell shown in per cent; 1 is all of it
    return text


def _checked(field: Field, text: str) -> Value:
    try:
        return parse_text(field, text)
    except BadInput as error:
        # the cell is named already, the field's name in front would say it twice
        raise ValueError(str(error).removeprefix(f"“{field.label}”: ").rstrip(".")) from None
