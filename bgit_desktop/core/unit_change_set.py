"""A change set: what became of units, one row a unit, as it is shipped beside the catalogue or written by hand.

``db/reference/README.md`` says what the columns and the actions mean. What a change does to a catalogue is
:mod:`bgit_desktop.core.unit_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.errors import BadInput

Action = Literal["new", "rename", "kind", "move", "absorb", "split", "end"]

ACTIONS: Final[tuple[Action, ...]] = ("new", "rename", "kind", "move", "absorb", "split", "end")
ACTION_LABELS: Final[dict[Action, Label]] = {
    "new": Label("Lập mới", "New unit"),
    "rename": Label("Đổi tên", "New name"),
    "kind": Label("Đổi loại (huyện thành thị xã)", "New kind (huyện to thị xã)"),
    "move": Label("Chuyển cấp trên trực thuộc", "Moved under another unit"),
    "absorb": Label("Nhập vào đơn vị khác, hợp nhất", "Absorbed or merged"),
    "split": Label("Tách ra đơn vị mới (vẫn còn)", "Split: a new unit comes out"),
    "end": Label("Kết thúc, chia cho đơn vị khác", "Ended, or divided among others"),
}
OFFERED: Final[dict[Action, tuple[str, ...]]] = {
    "new": ("code", "name", "short_name", "aliases", "kind", "parent", "in_scope", "it_host"),
    "rename": ("code", "name", "short_name", "aliases"),
    "kind": ("code", "kind", "name", "short_name", "aliases"),
    "move": ("code", "parent"),
    "absorb": ("code", "into", "name", "short_name", "aliases", "kind"),
    "split": ("code", "into", "name", "short_name", "aliases", "kind"),
    "end": ("code", "into"),
}
"""What can be said of each kind of change, besides the day and the document."""
NEEDED: Final[dict[Action, tuple[str, ...]]] = {
    "new": ("code", "name", "kind"),
    "rename": ("code", "name"),
    "kind": ("code", "kind"),
    "move": ("code",),
    "absorb": ("code", "into"),
    "split": ("code", "into", "name"),
    "end": ("code",),
}
FIELD_LABELS: Final[dict[str, Label]] = {
    "code": Label("Mã đơn vị", "Code of the unit"),
    "into": Label("Mã đơn vị tiếp nhận", "Code of the receiving unit"),
    "name": Label("Tên đơn vị mới", "Name of the new unit"),
    "short_name": Label("Tên ngắn", "Short name"),
    "aliases": Label("Tên gọi khác", "Other names"),
    "kind": Label("Loại", "Kind"),
    "parent": Label("Mã đơn vị cấp trên", "Code of the unit above"),
    "in_scope": Label("Thuộc phạm vi áp dụng", "In scope"),
    "it_host": Label("Nơi bố trí cán bộ chuyên trách", "Hosts the dedicated officer"),
    "day": Label("Từ ngày", "From"),
    "legal_basis": Label("Căn cứ pháp lý", "Legal basis"),
}
COMPOSED: Final = ""
"""The group of a change that the Sở composed itself; what is shipped stands in named groups."""
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One change of one unit.

    Attributes:
        key: what it is known by: its group and the unit.
        group: the changes that one decision made together.
        title: what the group is called, in both languages: (vi, en).
        day: first day of the new state.
        action: see :data:`ACTION_LABELS`.
        code: the unit's code, a new unit's too; "" for the unit called ``name``.
        into: code of what takes its place or comes out of it, several divided by ``|`` where it ends; "" where it is
            not known yet.
        name: name of the new state or the new unit.
        short_name: what lists show for ``name``.
        aliases: what else people call it.
        kind: kind of the new state or the new unit.
        note: what happened, in Vietnamese.
        legal_basis: the document.
        parent: code of the unit above a new or moved one; "" for none.
        in_scope: a new unit is bound by the regulation (Điều 2).
        it_host: Điều 5 places the officer in a new division.
    """

    key: str
    group: str
    title: tuple[str, str]
    day: date
    action: Action
    code: str
    into: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    kind: str
    note: str
    legal_basis: str
    parent: str = ""
    in_scope: bool = True
    it_host: bool = False

    @property
    def composed(self) -> bool:
        """The Sở composed it; it does not come from the change set as shipped."""
        return self.group == COMPOSED

    @property
    def heirs(self) -> tuple[str, ...]:
        """The codes in ``into``."""
        return tuple(each for each in self.into.split("|") if each)

    @property
    def eve(self) -> date:
        """The last day of the old state."""
        return self.day - timedelta(days=1)


def read_changes(rows: Iterable[Mapping[str, str]]) -> tuple[UnitChange, ...]:
    """Read a change set, by day; changes of one day stay in the order of the rows.

    Raises:
        ValueError: a row has an action or a date that is none.
    """
    found: list[UnitChange] = []
    titles: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row["action"] not in ACTIONS:
            raise ValueError(f"unknown action {row['action']!r} in {row['change']}")
        title = titles.setdefault(row["change"], (row["title"], row["title_en"]))
        found.append(
            UnitChange(
                key=f"{row['change']}/{row['code'] or row['name']}",
                group=row["change"],
                title=title,
                day=date.fromisoformat(row["date"]),
                action=row["action"],
                code=row["code"],
                into=row["into"],
                name=row["name"],
                short_name=row["short_name"],
                aliases=tuple(each for each in row["aliases"].split("|") if each),
                kind=row["kind"],
                note=row["note"],
                legal_basis=row["legal_basis"],
            )
        )
    return tuple(sorted(found, key=lambda change: change.day))


def compose(
    action: Action,
    day: date | None,
    legal_basis: str,
    *,
    code: str = "",
    into: Sequence[str] = (),
    name: str = "",
    short_name: str = "",
    aliases: Sequence[str] = (),
    kind: str = "",
    parent: str = "",
    in_scope: bool = True,
    it_host: bool = False,
) -> UnitChange:
    """Compose a change from what somebody typed.

    Raises:
        BadInput: something is missing or cannot be a code; ``field`` names it.
    """
    given = {"code": code.strip(), "into": "|".join(into), "name": name.strip(), "kind": kind}
    for field in NEEDED[action]:
        if not given[field]:
            raise BadInput(tr("Chưa có “{label}”.", label=field_label(action, field)), field=field)
    if day is None:
        raise BadInput(tr("Chưa có ngày của thay đổi (ngày đầu của trạng thái mới)."), field="day")
    if not legal_basis.strip():
        raise BadInput(
            tr("Chưa có căn cứ pháp lý: số, ký hiệu, ngày của văn bản quyết định thay đổi."), field="legal_basis"
        )
    if action != "end" and len(into) > 1:
        raise BadInput(tr("Chỉ khi đơn vị kết thúc mới có nhiều đơn vị tiếp nhận."), field="into")
    return UnitChange(
        key=f"{action}/{code}", group=COMPOSED, title=("", ""), day=day, action=action, code=check_code(code),
        into="|".join(check_code(each) for each in into), name=name.strip(), short_name=short_name.strip(),
        aliases=tuple(each.strip() for each in aliases if each.strip()), kind=kind, note="",
        legal_basis=legal_basis.strip(), parent=check_code(parent) if parent.strip() else "", in_scope=in_scope,
        it_host=it_host,
    )  # fmt: skip


def field_label(action: Action, field: str) -> Label:
    """Give what a field is called for a kind of change."""
    if action == "split" and field == "into":
        return Label("Mã đơn vị mới", "Code of the new unit")
    if action == "new" and field == "code":
        return Label("Mã đơn vị mới", "Code of the new unit")
    if action in ("rename", "kind") and field == "name":
        return Label("Tên mới", "New name")
    if action == "absorb" and field == "name":
        return Label("Tên (nếu lập mới)", "Name (where it is new)")
    return FIELD_LABELS[field]


def check_code(text: str) -> str:
    """Read a code as somebody typed it.

    Raises:
        BadInput: it cannot be a unit's code.
    """
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise BadInput(
            tr(
                "Mã đơn vị “{code}” không đúng; mã gồm chữ không dấu, chữ số, dấu chấm, gạch, tối đa 64 ký tự.",
                code=code,
            )
        )
    return code
