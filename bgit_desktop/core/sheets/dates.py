"""Dates and times in the notations that offices write into cells.

A date comes as a date cell, as a bare serial number (a cell formatted as a number), or as text: 05/11/1991,
5.11.1991, "ngày 5 tháng 11 năm 1991", 1991-11-05. Nothing is guessed: "1979", "3/1985" and "05/11/91" name no day, and
a day alone names no hour. Each function either gives the value or says, in a sentence, why it is none (REGULATION.md,
"Partial dates").
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sheets.model import Cell, cell_text
from bgit_desktop.core.text import fold
from bgit_desktop.core.values import parse_date, parse_datetime

_EPOCH = datetime(1899, 12, 30)
_SERIALS = range(4000, 80000)  # 1910 to 2119; what lies below 2200 is a year
_YEARS = range(1900, 2201)
_WORDS = re.compile(r"\bngày\b|\bngay\b", re.IGNORECASE)
_IN_WORDS = re.compile(r"(\d{1,2})\s+(?:tháng|thang)\s+(\d{1,2})\s+(?:năm|nam)\s+(\d{4})", re.IGNORECASE)
_SPACED = re.compile(r"(?<=\d)\s*([/.\-])\s*(?=\d)")
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_MONTH = re.compile(r"(?:(?:thang|t) ?)?(\d{1,2}) (?:nam )?(\d{4})")
_YEAR = re.compile(r"(?:sinh |ns |nam )*(\d{4})")
_DATE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}"
_RANGE = re.compile(rf"(?:từ\s+)?({_DATE})\s*(?:đến|tới|[-–—])\s*({_DATE})", re.IGNORECASE)
_RANGE_OF_DAYS = re.compile(r"(\d{1,2})(?:[/.](\d{1,2}))?\s*[-–—]\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


def _tidy(text: str) -> str:
    text = _IN_WORDS.sub(r"\1/\2/\3", _WORDS.sub(" ", text))
    return " ".join(_SPACED.sub(r"\1", text).split())


def _of_number(value: float) -> datetime | None:
    """Read a serial number; the fraction is the time of day, to the minute."""
    if int(value) not in _SERIALS:
        return None
    return _EPOCH + timedelta(minutes=round(value * 24 * 60))


def _number_in(text: str) -> float | None:
    return float(text.replace(",", ".")) if re.fullmatch(r"\d{4,5}([.,]\d+)?", text) else None


def _partial(text: str) -> str:
    """Say what is missing of a date; "" where it does not look like part of one."""
    folded = fold(text)
    if (found := _YEAR.fullmatch(folded)) and int(found[1]) in _YEARS:
        return tr("“{text}” mới chỉ có năm, chưa có ngày và tháng; hãy ghi đủ như 31/12/1990", text=text)
    if (found := _MONTH.fullmatch(folded)) and int(found[2]) in _YEARS and 1 <= int(found[1]) <= 12:
        return tr("“{text}” chưa có ngày; hãy ghi đủ như 31/12/1990", text=text)
    if _SHORT_YEAR.fullmatch(text):
        return tr("“{text}” ghi năm bằng hai chữ số, không rõ thế kỷ; hãy ghi đủ như 31/12/1990", text=text)
    return ""


def read_date(cell: Cell) -> str:
    """Read a date.

    Args:
        cell: a cell that is not empty.

    Returns:
        ``YYYY-MM-DD``.

    Raises:
        ValueError: it is no date or only part of one; the message says so, without a full stop.
    """
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = cell_text(cell)
    if not isinstance(cell, bool | time):
        number = float(cell) if isinstance(cell, int | float) else _number_in(text)
        moment = None if number is None else _of_number(number)
        if moment is not None:
            return moment.date().isoformat()
    tidy = _MIDNIGHT.sub("", _tidy(text))
    if partial := _partial(tidy):
        raise ValueError(partial)
    return parse_date(tidy).isoformat()


def read_datetime(cell: Cell) -> str:
    """Read a date with hour and minute.

    Args:
        cell: a cell that is not empty. A date cell without a time of day has no hour.

    Returns:
        ``YYYY-MM-DDTHH:MM``.

    Raises:
        ValueError: it is none, or the hour is missing; the message says so, without a full stop.
    """
    moment: datetime | None = None
    text = cell_text(cell)
    if isinstance(cell, datetime):
        moment = cell + timedelta(seconds=30)  # 14:19:59.999 is what Excel makes of 14:20
    elif isinstance(cell, date):
        raise ValueError(_hour_missing(text))
    elif not isinstance(cell, bool | time):
        number = float(cell) if isinstance(cell, int | float) else _number_in(text)
        moment = None if number is None else _of_number(number)
        if moment is not None and number is not None and number.is_integer():
            raise ValueError(_hour_missing(format(moment, "%d/%m/%Y")))
    if moment is not None:
        return moment.strftime("%Y-%m-%dT%H:%M")
    tidy = _tidy(re.sub(r"\s[-–—]\s|[();]", " ", text))
    if partial := _partial(tidy):
        raise ValueError(partial)
    try:
        parse_date(tidy)
    except ValueError:
        return parse_datetime(tidy)
    raise ValueError(_hour_missing(text))


def _hour_missing(text: str) -> str:
    return tr("“{text}” chưa có giờ phút; hãy ghi đủ như 08:30 31/12/2024", text=text)


def read_range(cell: Cell) -> tuple[str, str] | None:
    """Read two dates from one cell: "từ 12/3/2024 đến 14/3/2024", "12-14/3/2024".

    Returns:
        Both as ``YYYY-MM-DD``; None where the cell does not hold two dates in their order.
    """
    if not isinstance(cell, str):
        return None
    text = _tidy(cell)
    try:
        if found := _RANGE.fullmatch(text):
            first, last = parse_date(found[1]), parse_date(found[2])
        elif found := _RANGE_OF_DAYS.fullmatch(text):
            day, month, until, of_month, year = found.groups()
            first = parse_date(f"{day}/{month or of_month}/{year}")
            last = parse_date(f"{until}/{of_month}/{year}")
        else:
            return None
    except ValueError:
        return None
    return (first.isoformat(), last.isoformat()) if first <= last else None
