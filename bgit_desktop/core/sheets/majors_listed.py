"""Majors that TT 45/2017/TT-BTTTT lists by name, for filling in what an Excel list has no column for.

An office's list has the major but not its group (Nhóm ngành). Where the major is, word for word, one of the names of
the circular's list or one of the two named as bordering on it, the import fills the group in and says so in a note;
for anything else it stays empty, and a person decides (``core/verdicts/majors.py`` gives the wider suggestion).
"""

from __future__ import annotations

from typing import Final, Literal

from bgit_desktop.core.text import fold

_IT: Final = (
    "Tin học", "Điện tử tin học", "Khoa học máy tính", "Truyền thông và mạng máy tính", "Kỹ thuật phần mềm",
    "Hệ thống thông tin", "Công nghệ thông tin", "CNTT", "An toàn thông tin", "Công nghệ kỹ thuật máy tính",
    "Công nghệ truyền thông", "Hệ thống thông tin quản lý", "HTTT quản lý", "Kỹ thuật máy tính", "Tin học ứng dụng",
    "Toán ứng dụng",
)  # fmt: skip
_NEAR: Final = ("Sư phạm Tin học", "Sư phạm Tin", "Điện tử - Viễn thông", "Điện tử Viễn thông")
_GROUPS: Final[dict[str, Literal["it", "near"]]] = {
    **{fold(name): "it" for name in _IT},
    **{fold(name): "near" for name in _NEAR},
}


def listed_field(major: str) -> Literal["it", "near"] | None:
    """Give the group of a major that is listed by name.

    Args:
        major: as the list has it; case, marks and punctuation do not count.

    Returns:
        ``it``, ``near``, or None where the list does not name it.
    """
    return _GROUPS.get(fold(major))
