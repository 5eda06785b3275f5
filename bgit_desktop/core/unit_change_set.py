"""A change set: what became of units, one row a unit, as it is shipped beside the catalogue or written by hand.

``db/reference/README.md`` says what the columns and the actions mean. What a change does to a catalogue is
:mod:`bgit_desktop.core.unit_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, cast

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput

Action = Literal["rename", "kind", "absorb", "split", "end"]

ACTIONS: Final = ("rename", "kind", "absorb", "split", "end")
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One change of one unit.

    Attributes:
        key: what it is known by: its group and the unit.
        group: the changes that one decision made together.
        title: what the group is called, in both languages: (vi, en).
        day: first day of the new state.
        action: rename, kind, absorb, split or end.
        code: the unit's code; "" for the unit called ``name``.
        into: code of what takes its place or comes out of it; "" where it is not known yet.
        name: name of the new state or the new unit.
        short_name: what lists show for ``name``.
        aliases: what else people call it.
        kind: kind of the new state or the new unit.
        note: what happened, in Vietnamese.
        legal_basis: the document.
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
                action=cast("Action", row["action"]),
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
