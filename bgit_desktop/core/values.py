"""One field's value between people and the store: read what was typed, check it, write it for the eye.

Dates are typed as 31/12/2024, 31-12-2024 or 2024-12-31, times as "8h30 31/12/2024", "08:30 31/12/2024" or ISO. A day that
does not exist (31/02) is refused with the reason, never mended. References and codes are checked by the services,
which know the records.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from bgit_desktop.core.fields import Field, Kind, Value
from bgit_desktop.core.i18n import current_language, tr
from bgit_desktop.core.text import fold, nfc, normalise_phone, true_d
from bgit_desktop.errors import BadInput

EMPTY = "—"
"""How an empty value is shown."""

# patterns as text: compiled when first used, not at every start
_ISO_DATE = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_VN_DATE = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})"
_TIME = re.compile(r"(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{1,2})?\s*(?:phút|p|'|:\d\d)?", re.IGNORECASE)
_EMAIL = r"[^\s@,;]+@[^\s@,;]+"
_TRUE = {"1", "true", "co", "x", "yes", "dung", "chuyen trach"}
_FALSE = {"0", "false", "khong", "no", "sai", "kiem nhiem", "kn"}


def parse_date(text: str) -> date:
    """Read a full date.

    Raises:
        ValueError: it is none; the message is a sentence for the user.
    """
    text = text.strip()
    if match := re.fullmatch(_ISO_DATE, text):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(_VN_DATE, text):
        day, month, year = map(int, match.groups())
    else:
        raise ValueError(tr("“{text}” không phải là ngày; hãy ghi như 31/12/2024", text=text))
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(tr("ngày {text} không có trong lịch; hãy kiểm tra lại", text=text)) from None


def parse_datetime(text: str) -> str:
    """Read a date with hour and minute, in either order.

    Returns:
        ``YYYY-MM-DDTHH:MM``.

    Raises:
        ValueError: date or time is missing or wrong; the message is a sentence for the user.
    """
    text = " ".join(text.replace("T", " ").replace("ngày", " ").replace(",", " ").split())
    found = re.search(_ISO_DATE, text) or re.search(_VN_DATE, text)
    if found is None:
        raise ValueError(tr("“{text}” không phải là ngày giờ; hãy ghi như 08:30 31/12/2024", text=text))
    day = parse_date(found.group())
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" lúc")
    match = _TIME.fullmatch(rest.strip())
    if match is None:
        raise ValueError(tr("“{text}” chưa có giờ phút; hãy ghi như 08:30 31/12/2024", text=text))
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(tr("giờ {text} không đúng; hãy kiểm tra lại", text=rest))
    return f"{day.isoformat()}T{hour:02}:{minute:02}"


def parse_text(field: Field, text: str) -> Value:
    """Read what a person typed for a field.

    Args:
        field: the field.
        text: as typed; white space around it does not count.

    Returns:
        The value; None for empty text.

    Raises:
        BadInput: it is not a value of this field; the sentence names the field and the reason.
    """
    text = _clean(text, several_lines=field.kind == "long")
    if not text:
        return None
    try:
        return _parse(field, text)
    except ValueError as error:
        raise BadInput(f"“{field.label}”: {error}.", field=field.name) from None


def _clean(text: str, *, several_lines: bool) -> str:
    """Normalise, and drop control characters that no keyboard gives."""
    text = true_d(nfc(text)).replace("\r\n", "\n")
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.strip() if several_lines else " ".join(kept.split())


def _parse(field: Field, text: str) -> Value:
    match field.kind:
        case "date":
            return parse_date(text).isoformat()
        case "datetime":
            return parse_datetime(text)
        case "int":
            return _bounded(field, _integer(text))
        case "number":
            return _bounded(field, _number(text))
        case "bool":
            folded = fold(text)
            if folded in _TRUE or folded in _FALSE:
                return folded in _TRUE
            raise ValueError(tr("“{text}” không rõ; hãy ghi “có” hoặc “không”", text=text))
        case "choice":
            return choice_value(field, text)
        case "refs" | "list":
            return _list(field, text)
        case "ref":
            return text.lower()
    if field.name == "phone":
        return _phone(text)
    return _email(text) if field.name == "email" else text


def _phone(text: str) -> str:
    """Give a telephone number the plain way; a note beside it may stay, but there must be digits."""
    if not any(letter.isdecimal() for letter in text):
        raise ValueError(tr("“{text}” không phải là số điện thoại; hãy ghi như 0912345678", text=text))
    return normalise_phone(text)


def _email(text: str) -> str:
    """Accept one e-mail address, or several divided by a comma, a semicolon or white space."""
    if any(re.fullmatch(_EMAIL, each) is None for each in re.split(r"[\s,;]+", text.strip(" ,;"))):
        raise ValueError(tr("“{text}” không phải là địa chỉ thư điện tử; hãy ghi như ten@bacgiang.gov.vn", text=text))
    return text


def choice_value(field: Field, text: str) -> str:
    """Find the choice meant by its value, label or alias, marks and case apart.

    Raises:
        ValueError: there is none; the message lists those there are.
    """
    folded = fold(text)
    for choice in field.choices:
        names = (choice.value, choice.label.vi, choice.label.en, *choice.aliases)
        if text == choice.value or folded in map(fold, names):
            return choice.value
    wanted = ", ".join(str(choice.label) for choice in field.choices)
    raise ValueError(tr("“{text}” không có trong danh sách; hãy chọn một trong: {wanted}", text=text, wanted=wanted))


def _integer(text: str) -> int:
    cleaned = text.replace(" ", "").rstrip("%")
    if re.fullmatch(r"[+-]?\d{1,15}", cleaned) is None:
        raise ValueError(tr("“{text}” không phải là số nguyên", text=text))
    return int(cleaned)


def _number(text: str) -> int | float:
    cleaned = text.replace(" ", "").replace(",", ".")
    if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", cleaned) is None:
        raise ValueError(tr("“{text}” không phải là số", text=text))
    value = float(cleaned)
    return int(value) if value.is_integer() else value


def _bounded(field: Field, value: int | float) -> int | float:
    if reason := out_of_bounds(field, value):
        raise ValueError(reason)
    return value


def out_of_bounds(field: Field, value: Value) -> str:
    """Say that a number lies outside the bounds its field declares; "" where it does not."""
    low, high = field.minimum, field.maximum
    assert isinstance(value, (int, float))  # of an int or number field
    if (low is None or value >= low) and (high is None or value <= high):
        return ""
    return tr("{value} phải nằm trong khoảng từ {low} đến {high}", value=value, low=_plain(low), high=_plain(high))


LONGEST: Final[Mapping[Kind, int]] = {"text": 500, "long": 20_000}
"""Characters a text may have: a line is shown in a table and printed in a column, a long text on a page or two."""


def too_long(field: Field, value: Value) -> str:
    """Say that a text is longer than its field takes; "" where it is not."""
    longest = LONGEST.get(field.kind)
    if longest is None or not isinstance(value, str) or len(value) <= longest:
        return ""
    return tr(
        "dài {count} ký tự, nhiều nhất {most}; hãy rút gọn hoặc ghi phần còn lại vào ghi chú, bản quét đính kèm",
        count=show_count(len(value)), most=show_count(longest),
    )  # fmt: skip


def _plain(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _list(field: Field, text: str) -> list[str]:
    if text.startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
            raise ValueError(tr("“{text}” không phải là danh sách", text=text))
    else:
        separator = r"[,;\n]" if field.target else r"[;\n]"  # an id or a code holds no comma
        found = [each.strip() for each in re.split(separator, text) if each.strip()]
    return [choice_value(field, each) for each in found] if field.choices else found


def format_date(text: str) -> str:
    """Write ``YYYY-MM-DD`` as dd/MM/yyyy; anything else as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else text


def format_datetime(text: str) -> str:
    """Write ``YYYY-MM-DDTHH:MM`` as ``HH:MM dd/MM/yyyy``; anything else as it is."""
    day, sign, hour = text.partition("T")
    return f"{hour} {format_date(day)}" if sign else format_date(text)


def show_number(value: int | float) -> str:
    """Write a number for the eye: no power of ten, no zeros at the end, a decimal comma in Vietnamese."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if current_language() == "vi" else text


def show_count(count: int) -> str:
    """Write a whole number for the eye, thousands apart: "1.398", in English "1,398"."""
    text = f"{count:,}"
    return text.replace(",", ".") if current_language() == "vi" else text


def format_value(field: Field, value: Value) -> str:
    """Write a value for the eye, without :data:`EMPTY`: an empty one is "".

    Codes, clauses and references come out as they are stored; the services replace them by their labels.
    """
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return tr("Có") if value else tr("Không")
    if isinstance(value, list):
        return "; ".join(map(field.choice_label, value))
    match field.kind:
        case "date":
            return format_date(str(value))
        case "datetime":
            return format_datetime(str(value))
        case "choice":
            return field.choice_label(str(value))
        case "number":
            return show_number(value) if isinstance(value, int | float) else str(value)
    return str(value)
