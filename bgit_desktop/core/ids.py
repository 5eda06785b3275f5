"""Ids of records and PCs: UUID version 7 (RFC 9562, 5.7): a time in front, so that new rows lie together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import SystemRandom

_random_bits = SystemRandom().getrandbits  # what secrets uses; that module and uuid cost the start 12 ms
_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_ID = re.compile(_FORM)
_IDS = re.compile(rf"(?:{_FORM}\n)*+")
_LENGTH = 37  # with the line break after it


def is_id(text: str) -> bool:
    """Tell whether a text can be a record's id: a UUID in lowercase letters with hyphens."""
    return _ID.fullmatch(text) is not None


def are_ids(texts: Sequence[str]) -> bool:
    """Tell whether all of some texts can be records' ids; one look at thousands of them."""
    joined = "\n".join(texts) + "\n"
    return not texts or (len(joined) == _LENGTH * len(texts) and _IDS.fullmatch(joined) is not None)


def uuid7(milliseconds: int) -> str:
    """Make an id.

    Args:
        milliseconds: the time since 1970 UTC.

    Returns:
        A UUID as lowercase hyphenated text.
    """
    value = (milliseconds & ((1 << 48) - 1)) << 80 | _random_bits(80)
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    h = f"{value:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"
