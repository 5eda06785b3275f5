"""Lists and import templates as .xlsx workbooks.

Cells are typed: dates are dates shown dd/mm/yyyy, numbers are numbers, telephone and ID numbers
stay text with their leading zeros. Text is never a formula, whatever it begins with (= + - @): it
is stored as a string and marked with Excel's quote prefix, so that editing the cell does not make
it one. Rows are streamed (``write_only``), so ten thousand of them need no more memory than one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bgit_desktop.documents.sheet_model import Cell, Column, Kind, Sheet

__all__ = ["Cell", "Column", "Kind", "Sheet", "write_template", "write_workbook"]

FONT = "Times New Roman"
HELP_SHEET = "Hướng dẫn"
CHOICES_SHEET = "Danh mục"
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_MAX_TEXT = 32_767
_TEMPLATE_ROWS = 2_000
_FORMATS = {
    "text": "@",
    "number": "#,##0.##",
    "date": "dd/mm/yyyy",
    "datetime": "hh:mm dd/mm/yyyy",
    "bool": "@",
}
_HINTS = {
    "text": "Chữ",
    "number": "Số",
    "date": "Ngày/tháng/năm: 05/02/2024",
    "datetime": "Giờ và ngày: 08:05 05/02/2024",
    "bool": "Có hoặc Không",
}


def write_workbook(sheets: Sequence[Sheet], target: Path | BinaryIO, *, author: str = "") -> None:
    """Write sheets into a workbook.

    Args:
        sheets: at least one.
        target: a path, or a binary stream left open.
        author: the organisation, for the file's properties.

    Raises:
        OSError: the file cannot be written.
    """
    book = _book(author)
    titles: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, _free_title(sheet.title, titles))
    book.save(target)


def write_template(sheet: Sheet, target: Path | BinaryIO, *, author: str = "") -> None:
    """Write an empty workbook to fill in: one sheet with the header and lists to choose from, one that explains.

    The example stands in the explaining sheet, one line per column, so that it can never be imported by mistake.

    Args:
        sheet: title and columns; its rows are written as given (usually none).
        target: a path, or a binary stream left open.
        author: the organisation, for the file's properties.

    Raises:
        OSError: the file cannot be written.
    """
    book = _book(author)
    titles: set[str] = set()
    tab = _write_sheet(book, sheet, _free_title(sheet.title, titles), template=True)
    lists: list[Column] = [column for column in sheet.columns if _choices(column)]
    first = len(sheet.preamble) + 2
    for at, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(at)
        rule = _validation(column, lists)
        rule.add(f"{letter}{first}:{letter}{first + _TEMPLATE_ROWS - 1}")
        tab.data_validations.append(rule)
    _write_help(book, sheet, _free_title(HELP_SHEET, titles))
    if lists:
        _write_choices(book, lists, _free_title(CHOICES_SHEET, titles))
    book.save(target)


class _Styles:
    """The few cell styles of a workbook, made once and shared by all its cells."""

    def __init__(self, tab: Any) -> None:
        edge = Side(style="thin", color="BFBFBF")
        box = Border(left=edge, right=edge, top=edge, bottom=edge)
        bold = Font(name=FONT, size=12, bold=True)
        head = Alignment(horizontal="center", vertical="center", wrap_text=True)
        fills = {"header": "E7E6E6", "required": "FFE699"}
        self._styles: dict[str, Any] = {}
        for kind, number_format in (
            *_FORMATS.items(),
            ("whole", "0"),
            ("thousands", "#,##0"),
            ("quoted", "@"),
        ):
            cell = WriteOnlyCell(tab)
            cell.font, cell.border, cell.number_format = Font(name=FONT, size=12), box, number_format
            horizontal = {"@": None, "dd/mm/yyyy": "center", "hh:mm dd/mm/yyyy": "center"}.get(number_format, "right")
            cell.alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=number_format == "@")
            cell.quotePrefix = kind == "quoted"
            self._styles[kind] = cell._style
        for name, colour in fills.items():
            cell = WriteOnlyCell(tab)
            cell.font, cell.border, cell.alignment = bold, box, head
            cell.fill = PatternFill("solid", start_color=colour)
            self._styles[name] = cell._style
        for name, size in (("title", 14), ("note", 12)):
            cell = WriteOnlyCell(tab)
            cell.font = Font(name=FONT, size=size, bold=name == "title")
            self._styles[name] = cell._style

    def fill(self, cell: Any, value: Cell, kind: Kind) -> Any:
        """Put a typed value and its style into a cell, which may be one used for the row before."""
        value = _typed(value, kind)
        style: str = kind
        if isinstance(value, str):
            style = "quoted" if value.startswith(_FORMULA_START) else "text"
            _set_text(cell, value)
        else:
            cell.value = value
            if isinstance(value, int):
                style = "thousands" if abs(value) >= 10_000 else "whole"
        cell._style = self._styles[style]
        return cell

    def text(self, tab: Any, text: str, style: str) -> Any:
        """Make a cell of text in one of the named styles."""
        cell = WriteOnlyCell(tab)
        _set_text(cell, text)
        cell._style = self._styles[style]
        return cell


def _book(author: str) -> Any:
    book = Workbook(write_only=True)
    book.properties.creator = author or "bgit-desktop"
    book.properties.language = "vi"
    normal: NamedStyle = book._named_styles["Normal"]
    normal.font = Font(name=FONT, size=12)
    return book


def _set_text(cell: Any, text: str) -> None:
    """Put text into a cell as text, never as a formula or a number."""
    # ``value`` would read "=…" as a formula and "#N/A" as an error.
    cell._value = _CONTROL.sub("", text)[:_MAX_TEXT] or None
    cell.data_type = "s" if cell._value else "n"


def _typed(value: Cell, kind: Kind) -> Cell:
    """Give a value the type of its column; what does not fit stays text."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, str):
        try:
            if kind == "date" and value:
                return date.fromisoformat(value)
            if kind == "datetime" and value:
                return datetime.fromisoformat(value)
        except ValueError:
            return value
    elif isinstance(value, int | float) and kind == "text":
        return str(value)
    return value


def _write_sheet(book: Any, sheet: Sheet, title: str, *, template: bool = False) -> Any:
    tab = book.create_sheet(title)
    styles = _Styles(tab)
    header_row = len(sheet.preamble) + 1
    last = get_column_letter(len(sheet.columns))
    widths = _widths(sheet)
    # In a streamed sheet all that stands before the rows must be set first.
    tab.freeze_panes = f"A{header_row + 1}"
    for at, width in enumerate(widths, 1):
        tab.column_dimensions[get_column_letter(at)].width = width
    if template:
        # So that a telephone number typed in keeps its leading zero.
        for at, column in enumerate(sheet.columns, 1):
            tab.column_dimensions[get_column_letter(at)].number_format = _FORMATS[column.kind]
    tab.page_setup.orientation = "landscape" if sum(widths) > 95 else "portrait"
    tab.page_setup.paperSize = 9
    tab.page_setup.fitToHeight = 0
    tab.sheet_properties.pageSetUpPr.fitToPage = True
    tab.print_title_rows = f"{header_row}:{header_row}"
    for at, line in enumerate(sheet.preamble):
        tab.append([styles.text(tab, line, "note" if at else "title")])
    tab.append(
        [
            styles.text(tab, column.label, "required" if template and column.required else "header")
            for column in sheet.columns
        ]
    )
    kinds = [column.kind for column in sheet.columns]
    cells = [WriteOnlyCell(tab) for _ in kinds]  # a row is written at once, so its cells serve again
    count = 0
    for row in sheet.rows:
        tab.append([styles.fill(cell, value, kind) for cell, value, kind in zip(cells, row, kinds, strict=True)])
        count += 1
    if not template:
        tab.auto_filter.ref = f"A{header_row}:{last}{header_row + count}"
    return tab


def _widths(sheet: Sheet) -> list[float]:
    """Give each column a width in characters from its header and first rows, 8 to 50."""
    widths: list[float] = []
    for at, column in enumerate(sheet.columns):
        if column.width is not None:
            widths.append(column.width)
            continue
        fixed = {"date": 12, "datetime": 18}.get(column.kind, 0)
        lengths = [len(str(row[at])) for row in sheet.rows[:200] if row[at] is not None]
        words = max((len(word) for word in column.label.split()), default=0)
        wide = max(fixed, words + 2, min(len(column.label), 18) + 2, *lengths, 0)
        widths.append(float(min(max(wide * 1.1, 8), 50)))
    return widths


def _choices(column: Column) -> tuple[str, ...]:
    return column.choices or (("Có", "Không") if column.kind == "bool" else ())


def _validation(column: Column, lists: Sequence[Column]) -> DataValidation:
    """Make the rule for a column of a template: what may be chosen, and the hint shown at the cell."""
    if column in lists:
        letter = get_column_letter(lists.index(column) + 1)
        rule = DataValidation(
            "list", f"'{CHOICES_SHEET}'!${letter}$1:${letter}${len(_choices(column))}", allow_blank=True
        )
    else:
        rule = DataValidation(allow_blank=True)
    # A warning, not a wall: the importer knows the usual synonyms and judges each value itself.
    rule.errorStyle = "warning"
    rule.errorTitle = column.label[:32]
    rule.error = "Giá trị không có trong danh mục của cột này."
    rule.showErrorMessage = column in lists
    hint = " ".join(part for part in (column.help, f"{_HINTS[column.kind]}.") if part)
    rule.promptTitle = column.label[:32]
    rule.prompt = hint[:255]
    rule.showInputMessage = True
    return rule


def _write_help(book: Any, sheet: Sheet, title: str) -> None:
    """Write the sheet that explains the columns, one line each."""
    tab = book.create_sheet(title)
    styles = _Styles(tab)
    for letter, width in zip("ABCDE", (26, 12, 34, 60, 34), strict=True):
        tab.column_dimensions[letter].width = width
    tab.page_setup.orientation = "landscape"
    tab.page_setup.paperSize = 9
    tab.page_setup.fitToHeight = 0
    tab.sheet_properties.pageSetUpPr.fitToPage = True
    notes = (
        f"Hướng dẫn nhập: {sheet.title}",
        "Mỗi dòng ở trang đầu là một bản ghi. Có thể đổi thứ tự các cột hoặc bỏ bớt cột không bắt buộc; giữ "
        "nguyên dòng tiêu đề.",
        "Ô để trống nghĩa là chưa có thông tin. Cột có tiêu đề nền vàng là bắt buộc.",
    )
    for at, line in enumerate(notes):
        tab.append([styles.text(tab, line, "note" if at else "title")])
    tab.append([])
    tab.append(
        [styles.text(tab, text, "header") for text in ("Tên cột", "Bắt buộc", "Kiểu dữ liệu", "Ghi chú", "Ví dụ")]
    )
    for column in sheet.columns:
        hint = f"Chọn trong danh mục ({len(_choices(column))} giá trị)" if column.choices else _HINTS[column.kind]
        allowed = "; ".join(column.choices[:12]) + ("…" if len(column.choices) > 12 else "")
        note = " ".join(part for part in (column.help, f"Giá trị: {allowed}." if allowed else "") if part)
        values = (column.label, "Có" if column.required else "", hint, note, column.example)
        tab.append([styles.text(tab, value, "text") for value in values])


def _write_choices(book: Any, lists: Sequence[Column], title: str) -> None:
    """Write the hidden sheet that holds what may be chosen, one column per list, without a header."""
    tab = book.create_sheet(title)
    tab.sheet_state = "hidden"
    for at in range(max(len(_choices(column)) for column in lists)):
        row = []
        for column in lists:
            cell = WriteOnlyCell(tab)
            if at < len(_choices(column)):
                _set_text(cell, _choices(column)[at])
            row.append(cell)
        tab.append(row)


def _free_title(title: str, taken: set[str]) -> str:
    """Give a tab title Excel accepts, not used before in this workbook."""
    base = _NO_TITLE.sub("-", title).strip().strip("'") or "Trang"
    name, count = base[:31], 2
    while name.casefold() in taken:
        tail = f" ({count})"
        name, count = base[: 31 - len(tail)] + tail, count + 1
    taken.add(name.casefold())
    return name
