"""How official Vietnamese writes numbers, dates and numbers of documents (NĐ 30/2020/NĐ-CP, Phụ lục I, II).

Pure functions. The rule that people get wrong most often: days below 10 and the months 1 and 2 take
a leading zero, the other months do not ("ngày 05 tháng 02 năm 2024", "ngày 12 tháng 6 năm 2024").
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_CLAUSE = re.compile(r"(?P<document>QyD|QD)\.(?P<article>\d+)(?:\.(?P<clause>\d+))?(?:\.(?P<point>[a-z]))?")
_BLANK = "\u00a0" * 6


def day_text(day: int) -> str:
    """Write a day of the month: two digits always."""
    return f"{day:02d}"


def month_text(month: int) -> str:
    """Write a month: January and February with a leading zero, the others as they are."""
    return f"{month:02d}" if month < 3 else str(month)


def long_date(on: date | None, year: int | None = None) -> str:
    """Write the date of a document in words.

    Args:
        on: the date, or None where it is filled in by hand at signing.
        year: the year to print beside the blanks where the date is open.

    Returns:
        "ngày 05 tháng 02 năm 2024", or the same with room to write in.
    """
    if on is None:
        end = str(year) if year else "20" + _BLANK
        return f"ngày{_BLANK}tháng{_BLANK}năm {end}"
    return f"ngày {day_text(on.day)} tháng {month_text(on.month)} năm {on.year}"


def short_date(on: date) -> str:
    """Write a date inside running text: "03/9/2013", "05/02/2024"."""
    return f"{day_text(on.day)}/{month_text(on.month)}/{on.year}"


def table_date(on: date | None) -> str:
    """Write a date in a table cell: "05/06/2024"; empty where there is none."""
    return f"{on.day:02d}/{on.month:02d}/{on.year}" if on else ""


def table_time(at: datetime | None) -> str:
    """Write a moment in a table cell: "08:05 05/06/2024"; empty where there is none."""
    return f"{at.hour:02d}:{at.minute:02d} {table_date(at)}" if at else ""


def long_time(at: datetime) -> str:
    """Write a moment inside running text: "08 giờ 05 phút, ngày 05/6/2024"."""
    return f"{at.hour:02d} giờ {at.minute:02d} phút, ngày {short_date(at)}"


def quantity(number: int, noun: str = "", *, none: str = "không có") -> str:
    """Write a count as reports do: two digits below ten, points between thousands.

    Args:
        number: the count, zero or more.
        noun: what is counted, after a blank.
        none: how zero is said.

    Returns:
        "05 nhiệm vụ", "1.250 lượt", "không có nhiệm vụ".
    """
    figure = none if number == 0 else f"{number:02d}" if number < 10 else thousands(number)
    return f"{figure} {noun}".rstrip()


def thousands(number: int) -> str:
    """Write a whole number with points between thousands: 1250 → "1.250"."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float | Decimal, digits: int = 1) -> str:
    """Write a number with a decimal comma, without needless zeros: 2.5 → "2,5", 3.0 → "3"."""
    # half up, as people round; binary floats would make 31,2 of 31,25
    rounded = Decimal(str(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{rounded:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(part: int, whole: int, digits: int = 1) -> str:
    """Write a share: 1 of 3 → "33,3%"; "—" of nothing."""
    return f"{decimal(100 * Decimal(part) / whole, digits)}%" if whole else "—"


def number_text(number: str) -> str:
    """Write the number văn thư typed: below 10 with a leading zero; empty where none was given."""
    number = number.strip()
    return f"{int(number):02d}" if number.isdecimal() else number


def document_number(number: str, abbreviation: str, symbol: str) -> str:
    """Write number and symbol of a document, without blanks about "/" and "-".

    Args:
        number: as văn thư typed it; empty leaves room to write it in.
        abbreviation: of the kind of document ("BC"); empty for a công văn.
        symbol: of the issuing organisation ("VHTT").

    Returns:
        "05/BC-VHTT", or "        /BC-VHTT".
    """
    tail = "-".join(part for part in (abbreviation.strip(), symbol.strip()) if part)
    return f"{number_text(number) or _BLANK + '  '}/{tail}"


def roman(number: int) -> str:
    """Write a number from 1 to 399 in Roman figures."""
    text = ""
    for value, figure in _ROMAN:
        while number >= value:
            text += figure
            number -= value
    return text


def list_letter(index: int) -> str:
    """Give the letter of the point at ``index`` (from 0), in the order of the regulation: a b c d e f g, no đ."""
    return chr(ord("a") + index)


def period_name(period: str) -> str:
    """Name a reporting period in words.

    Args:
        period: "2024-H1", "2024-H2" or "2024".

    Returns:
        "6 tháng đầu năm 2024", "6 tháng cuối năm 2024", "năm 2024".
    """
    year, _, half = period.partition("-")
    if half:
        return f"6 tháng {'đầu' if half == 'H1' else 'cuối'} năm {year}"
    return f"năm {year}"


def cite_clause(clause: str) -> str:
    """Cite a clause of QĐ 445/2013/QĐ-UBND in words: "QyD.6.2.b" → "điểm b khoản 2 Điều 6".

    Args:
        clause: a clause id with its prefix (QyD: the annexed Quy định, QD: the Decision itself).

    Returns:
        The citation; the id itself where it has another form.
    """
    found = _CLAUSE.fullmatch(clause)
    if not found:
        return clause
    parts = []
    if found["point"]:
        parts.append(f"điểm {found['point']}")
    if found["clause"]:
        parts.append(f"khoản {found['clause']}")
    parts.append(f"Điều {found['article']}")
    return " ".join(parts)


def short_clause(clause: str) -> str:
    """Write a clause id for a table column: "QyD.6.2.b" → "6.2.b"."""
    return clause.partition(".")[2] or clause


def capitalised(text: str) -> str:
    """Give the text with its first letter in capitals, the rest as it is."""
    return text[:1].upper() + text[1:]


def finished(text: str) -> str:
    """Close the last paragraph of a document: it ends "./."."""
    return text.rstrip().rstrip(".;,/ ") + "./."


def sentence(text: str) -> str:
    """Give the text as a sentence: capital first, a full stop at its end unless it has an end already."""
    text = capitalised(text.strip())
    return text if not text or text[-1] in ".!?:;…" else text + "."
