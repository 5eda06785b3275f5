"""Why somebody was absent: "không được cử" is the agency's doing, never the officer's (Điều 10.2.d)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bgit_desktop.core.fields import Record
from bgit_desktop.core.text import fold

_NOT_SENT: Final = ("khong duoc cu", "khong cu", "chua duoc cu", "co quan khong cu")


@lru_cache(maxsize=1024)
def says_not_sent(reason: str) -> bool:
    """Tell whether a reason, as somebody wrote it, says that the agency did not send the officer."""
    words = fold(reason)
    return any(each in words for each in _NOT_SENT)


def not_sent(training: Record) -> bool:
    """Tell whether an absence is the agency's doing: by its kind, or by the words of its reason."""
    kind, reason = training.get("absence_kind"), training.get("absence_reason")
    if kind:
        return kind == "not_sent"
    return isinstance(reason, str) and says_not_sent(reason)
