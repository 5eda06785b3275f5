"""Reading a stored day: what the catalogue of units needs of dates before the first page is painted."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


def as_date(value: object) -> date | None:
    """Read a stored date or time.

    Args:
        value: ``YYYY-MM-DD``, ``YYYY-MM-DDTHH:MM``, a date, or anything else.

    Returns:
        The day; None where the value is empty or is no date.
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return _read_date(value[:10]) if isinstance(value, str) else None


@lru_cache(maxsize=16384)
def _read_date(text: str) -> date | None:
    """Read a day; the same few thousand days are read again and again."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
