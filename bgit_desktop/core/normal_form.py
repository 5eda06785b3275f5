"""The one form in which text is stored: Unicode NFC with Vietnamese marks in their proper order."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_COMBINING: Final = re.compile("[\u0300-\u036f]")
# The circumflex, the breve and the tone marks above have the same combining class, so NFC keeps e + acute +
# circumflex as é with a stray circumflex. Horn and dot below have classes of their own and sort themselves.
_TONE_BEFORE_HAT: Final = re.compile(
    "([aeoAEO])([\u0300\u0301\u0303\u0309])(\u0302)|([aA])([\u0300\u0301\u0303\u0309])(\u0306)"
)


def _hat_first(found: re.Match[str]) -> str:
    base, tone, hat = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
    return f"{base}{hat}{tone}"


def nfc(text: str) -> str:
    """Compose a text and repair marks typed in the wrong order; nothing else is changed.

    Args:
        text: any text.

    Returns:
        The text in NFC, with e + U+0301 + U+0302 (and the like) as ế. Applying it twice changes nothing more.
    """
    if text.isascii():
        return text
    if unicodedata.is_normalized("NFC", text):
        if not _COMBINING.search(text):
            return text
    else:
        text = unicodedata.normalize("NFC", text)
        if not _COMBINING.search(text):
            return text
    return unicodedata.normalize("NFC", _TONE_BEFORE_HAT.sub(_hat_first, unicodedata.normalize("NFD", text)))
