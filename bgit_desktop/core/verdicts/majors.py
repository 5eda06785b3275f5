"""Which majors count as IT: suggestions only, a person decides.

The list is that of TT 45/2017/TT-BTTTT, with the majors that border on it (teaching informatics,
electronics and telecommunications, mathematics-informatics). A new name of an old major is common ("Công
nghệ phần mềm"), so a major is recognised by the words it contains.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from bgit_desktop.core.text import fold

# Asked first: "Sư phạm Tin học" has "tin hoc" in it too.
_NEAR: Final = re.compile(r"\b(su pham|sp tin|vien thong|dtvt|toan tin|toan va tin|toan co tin)\b")
_IT: Final = re.compile(
    r"\b(cntt|tin hoc|cong nghe thong tin|khoa hoc may tinh|ky thuat may tinh|mang may tinh|ky thuat phan mem"
    r"|cong nghe phan mem|he thong thong tin|httt|htttql|an toan thong tin|an ninh thong tin|an ninh mang"
    r"|cong nghe truyen thong|cong nghe ky thuat may tinh|may tinh|toan ung dung)\b"
)


@lru_cache(maxsize=4096)
def suggest_field(major: str) -> Literal["it", "near"] | None:
    """Suggest the value of a degree's ``field`` from its major.

    Args:
        major: the major as the diploma or a list has it.

    Returns:
        ``it``, ``near``, or None where the list says nothing about it.
    """
    words = fold(major)
    if _NEAR.search(words):
        return "near"
    return "it" if _IT.search(words) else None
