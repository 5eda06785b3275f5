"""Ids of records and PCs: UUID version 7 (RFC 9562, 5.7): a time in front, so that new rows lie together."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_id(text: str) -> bool:
    """Tell whether a text can be a record's id: a UUID in lowercase letters with hyphens."""
    return _ID.fullmatch(text) is not None


def uuid7(milliseconds: int) -> str:
    """Make an id.

    Args:
        milliseconds: the time since 1970 UTC.

    Returns:
        A UUID as lowercase hyphenated text.
    """
    value = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return str(UUID(int=value))
