"""Changes of units, looked at before they are made: what a merger, a split or a new name does to the catalogue.

A change set is shipped beside the catalogue (``db/reference/unit_changes.csv``) and applied only where the Sở chooses
to. :func:`plan` turns one change into the edits of ``unit`` records that bring it about: a row that ends stands until
the day before, a new row stands from that day, and the two point to each other. What already stands is never made a
second time: a change is done where the catalogue shows its result, be it on another day that the Sở has corrected or
by another hand. Changes may be applied in any order; a row that is divided by a later choice of an earlier change keeps
the end and the successors it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from bgit_desktop.core.catalogue import Catalogue, Unit, recognition_key
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.unit_change_set import Action, UnitChange

State = Literal["pending", "done", "blocked"]


@dataclass(frozen=True, slots=True)
class Edit:
    """What is written to one ``unit`` record.

    Attributes:
        id: the record.
        new: whether it is a new record.
        values: field → value.
    """

    id: str
    new: bool
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change would do to a catalogue.

    Attributes:
        change: the change.
        state: ``pending`` (the edits bring it about), ``done`` (the catalogue shows its result), ``blocked``.
        unit: the row it starts from; None where there is none yet.
        edits: what is to be written.
        problem: why it is blocked, in a sentence.
        asks_code: whether a code has to be typed in first.
    """

    change: UnitChange
    state: State
    unit: Unit | None = None
    edits: tuple[Edit, ...] = ()
    problem: str = ""
    asks_code: bool = False


def rows_of(catalogue: Catalogue, code: str) -> list[Unit]:
    """Give the dated rows of one unit, oldest first."""
    return [row for row in catalogue if row.code == code]


def subject(change: UnitChange, catalogue: Catalogue) -> Unit | None:
    """Find the row a change starts from: the one of the day before, else of the day, else the latest."""
    code = change.code
    if not code:
        named = called(change.name, catalogue)
        if named is None:
            return None
        code = named.code
    rows = rows_of(catalogue, code)
    for day in (change.eve, change.day):
        for row in reversed(rows):
            if row.stands_on(day):
                return row
    return rows[-1] if rows else None


def called(name: str, catalogue: Catalogue) -> Unit | None:
    """Find the unit (no division) of this official name, the latest row of it."""
    wanted = recognition_key(name)
    rows = [row for row in catalogue if not row.is_division and recognition_key(row.name) == wanted]
    return rows[-1] if rows else None


def record_of(unit: Unit) -> dict[str, Value]:
    """Give a unit as the values of its record."""
    return {
        "code": unit.code or None,
        "name": unit.name,
        "short_name": unit.short_name or None,
        "aliases": list(unit.aliases) or None,
        "kind": unit.kind,
        "parent": unit.parent,
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "in_scope": unit.in_scope,
        "it_host": unit.it_host,
        "predecessors": list(unit.predecessors) or None,
        "successors": list(unit.successors) or None,
        "document": unit.document or None,
    }


def after(catalogue: Catalogue, edits: Iterable[Edit]) -> Catalogue:
    """Give the catalogue as it is when edits have been made."""
    records: dict[str, Record] = {unit.id: record_of(unit) for unit in catalogue}
    for edit in edits:
        records[edit.id] = {**records.get(edit.id, {}), **edit.values}
    return Catalogue.from_records({**values, "id": row} for row, values in records.items())


def plan(change: UnitChange, catalogue: Catalogue, new_id: Callable[[], str]) -> Plan:
    """Find what a change would do.

    Args:
        change: the change.
        catalogue: the units as they are.
        new_id: makes the id of a new record.

    Returns:
        Its edits; none where its result already stands or where it cannot be made.
    """
    unit = subject(change, catalogue)
    if change.action == "new":
        return _plan_new(change, catalogue, unit, new_id)
    if unit is None:
        if change.code:
            return Plan(change, "blocked", problem=tr("Danh mục không có đơn vị mang mã {code}.", code=change.code))
        return Plan(
            change,
            "blocked",
            problem=tr("Danh mục chưa có {name}; hãy áp dụng cả thay đổi lập ra đơn vị này.", name=change.name),
        )
    if _is_done(change, catalogue, unit):
        return Plan(change, "done", unit)
    draft = _Draft(change, catalogue, unit, new_id)
    problem = _STEPS[change.action](draft)
    if problem:
        asks = change.action == "split" and not change.into
        return Plan(change, "blocked", unit, problem=problem, asks_code=asks)
    return Plan(change, "pending", unit, tuple(draft.edits.values()))


def _plan_new(change: UnitChange, catalogue: Catalogue, there: Unit | None, new_id: Callable[[], str]) -> Plan:
    """Find what a new unit does: one row, under the unit above it where it has one."""
    if there is not None:
        if recognition_key(there.name) == recognition_key(change.name) and there.valid_from == change.day:
            return Plan(change, "done", there)
        said = tr("Mã {code} đã dùng cho {unit}; hãy nhập mã khác.", code=change.code, unit=there.name)
        return Plan(change, "blocked", problem=said)
    parent, problem = _parent(change, catalogue)
    if problem:
        return Plan(change, "blocked", problem=problem)
    row = new_id()
    given: dict[str, Value] = {
        "code": change.code, "name": change.name, "short_name": change.short_name or None,
        "aliases": list(change.aliases) or None, "kind": change.kind, "parent": parent,
        "valid_from": change.day.isoformat(), "in_scope": change.in_scope, "it_host": change.it_host,
        "document": change.legal_basis,
    }  # fmt: skip
    made = Edit(row, new=True, values={name: value for name, value in given.items() if value is not None})
    return Plan(change, "pending", None, (made,))


def _parent(change: UnitChange, catalogue: Catalogue) -> tuple[str | None, str]:
    """Give the record of the unit above on the day, or why there is none."""
    if not change.parent:
        missing = change.action == "new" and change.kind == "division"
        return None, tr("Phòng, ban, trung tâm phải có đơn vị cấp trên.") if missing else ""
    above = catalogue.by_code(change.parent, change.day)
    if above is None:
        return None, tr("Danh mục không có đơn vị mang mã {code}.", code=change.parent)
    if not above.stands_on(change.day):
        return None, tr("{unit} không tồn tại vào ngày {day}.", unit=above.name, day=show_date(change.day))
    return above.id, ""


def _is_done(change: UnitChange, catalogue: Catalogue, unit: Unit) -> bool:
    """Tell whether the catalogue shows the result of a change, whatever the day it was entered under."""
    rows = rows_of(catalogue, unit.code)
    if change.composed and change.action in ("rename", "kind", "move"):
        rows = [row for row in rows if row.stands_on(change.day)]  # a unit may take an old name again
    match change.action:
        case "new":
            return True
        case "move":
            above = catalogue.by_code(change.parent, change.day) if change.parent else None
            return all(row.parent == (above.id if above else None) for row in rows)
        case "rename":
            return any(recognition_key(row.name) == recognition_key(change.name) for row in rows)
        case "kind":
            named = [row for row in rows if not change.composed or not change.name or _is_called(row, change.name)]
            return any(row.kind == change.kind for row in named)
        case "end":
            if change.composed and change.heirs:
                known = {heir.code for row in rows if row.valid_to is not None for heir in _heirs(row, catalogue)}
                return rows[-1].valid_to is not None and known.issuperset(change.heirs)
            return rows[-1].valid_to is not None
        case "absorb":
            heirs = {heir.code for row in rows if row.valid_to is not None for heir in _heirs(row, catalogue)}
            return change.into in heirs
        case "split":
            wanted = recognition_key(change.name)
            return any(recognition_key(heir.name) == wanted for row in rows for heir in _heirs(row, catalogue))


def _is_called(unit: Unit, name: str) -> bool:
    return recognition_key(unit.name) == recognition_key(name)


def _heirs(unit: Unit, catalogue: Catalogue) -> list[Unit]:
    return [other for other in catalogue if other.id in unit.successors or unit.id in other.predecessors]


@dataclass
class _Draft:
    """The edits of one change while they are thought out."""

    change: UnitChange
    catalogue: Catalogue
    unit: Unit
    new_id: Callable[[], str]
    edits: dict[str, Edit] = field(default_factory=dict)

    def set(self, row: Unit, **values: Value) -> None:
        """Change fields of a row; what is so already is left out."""
        now = record_of(row)
        different = {name: value for name, value in values.items() if value != now[name]}
        if different:
            before = self.edits[row.id].values if row.id in self.edits else {}
            self.edits[row.id] = Edit(row.id, new=False, values={**before, **different})

    def add(self, **values: Value) -> str:
        """Add a row that stands from the day of the change."""
        row = self.new_id()
        whole = {"valid_from": self.change.day.isoformat(), "document": self.change.legal_basis, **values}
        given: dict[str, Value] = {name: value for name, value in whole.items() if value is not None}
        self.edits[row] = Edit(row, new=True, values=given)
        return row

    def close(self, *successors: str) -> None:
        """End the unit's row on the eve, with its divisions; what takes its place is noted, in front."""
        eve, unit = self.change.eve, self.unit
        last = unit.valid_to if unit.valid_to is not None and unit.valid_to < eve else eve
        heirs = list(dict.fromkeys((*successors, *unit.successors))) or None
        document = unit.document
        if self.change.legal_basis not in document:
            document = f"{document}; {self.change.legal_basis}" if document else self.change.legal_basis
        self.set(unit, valid_to=last.isoformat(), successors=heirs, document=document)
        for division in self.catalogue.divisions_of(unit, eve):
            if division.valid_to is None or division.valid_to > eve:
                self.set(division, valid_to=last.isoformat())


def _with(ids: tuple[str, ...], one: str) -> list[str]:
    return [*ids, *([] if one in ids else [one])]


def _not_standing(draft: _Draft) -> str:
    return tr("{unit} không tồn tại vào ngày {day}.", unit=draft.unit.name, day=show_date(draft.change.eve))


def _restate(draft: _Draft) -> str:
    """Give a unit another name, kind or unit above it: its row ends, one under the same code goes on."""
    change, unit = draft.change, draft.unit
    state: dict[str, Value] = {"kind": change.kind or unit.kind}
    if change.name:
        old_names = [name for name in (unit.short_name, *unit.aliases) if name and name not in change.aliases]
        state["name"], state["short_name"] = change.name, change.short_name or None
        # people go on writing the old names for a while: they mean this unit
        state["aliases"] = [*change.aliases, *dict.fromkeys(old_names)] or None
    if change.action == "move":
        state["parent"], problem = _parent(change, draft.catalogue)
        if problem or state["parent"] == unit.id:
            return problem or tr("Đơn vị không thể trực thuộc chính nó.")
    if unit.valid_from == change.day:
        draft.set(unit, **state, document=change.legal_basis)
        return ""
    if not unit.stands_on(change.eve) or not unit.stands_on(change.day):
        return _not_standing(draft)
    row = draft.add(
        **{
            **record_of(unit),
            **state,
            "valid_from": change.day.isoformat(),
            "predecessors": [unit.id],
            "document": change.legal_basis,
        }
    )
    draft.set(unit, valid_to=change.eve.isoformat(), successors=[row])
    return ""


def _absorb(draft: _Draft) -> str:
    """End a unit; another, made where there is none yet, stands in its place."""
    change, unit = draft.change, draft.unit
    target = draft.catalogue.by_code(change.into, change.day)
    if change.into == unit.code:
        return tr("Đơn vị không thể nhập vào chính nó.")
    if target is None and not change.name:
        said = tr("Danh mục không có đơn vị mang mã {code}.", code=change.into)
        return f"{said} {tr('Nếu là đơn vị mới, hãy nhập tên của nó.')}"
    if target is not None and not target.stands_on(change.day):
        return tr("{unit} không tồn tại vào ngày {day}.", unit=target.name, day=show_date(change.day))
    if not unit.stands_on(change.eve) and (target is None or unit.valid_to is None or unit.valid_to > change.eve):
        return _not_standing(draft)
    if target is not None:
        draft.close(target.id)
        draft.set(target, predecessors=_with(target.predecessors, unit.id))
        return ""
    row = draft.add(
        code=change.into,
        name=change.name,
        short_name=change.short_name or None,
        aliases=list(change.aliases) or None,
        kind=change.kind or unit.kind,
        parent=unit.parent,
        # the row it replaces may have been ended already by a change of a later day
        valid_to=unit.valid_to.isoformat() if unit.valid_to is not None and unit.valid_to > change.eve else None,
        in_scope=unit.in_scope,
        it_host=unit.it_host,
        predecessors=[unit.id],
    )
    draft.close(row)
    return ""


def _split(draft: _Draft) -> str:
    """Make a new unit out of one that goes on."""
    change, unit = draft.change, draft.unit
    if not unit.stands_on(change.eve):
        return _not_standing(draft)
    there = called(change.name, draft.catalogue)
    if there is not None:
        draft.set(there, predecessors=_with(there.predecessors, unit.id))
        draft.set(unit, successors=_with(unit.successors, there.id))
        return ""
    if not change.into:
        return tr("Chưa có mã của {name}; hãy nhập mã trước khi áp dụng.", name=change.name)
    taken = draft.catalogue.by_code(change.into)
    if taken is not None:
        return tr("Mã {code} đã dùng cho {unit}; hãy nhập mã khác.", code=change.into, unit=taken.name)
    row = draft.add(
        code=change.into,
        name=change.name,
        short_name=change.short_name or None,
        aliases=list(change.aliases) or None,
        kind=change.kind or unit.kind,
        parent=unit.parent,
        in_scope=unit.in_scope,
        it_host=False,
        predecessors=[unit.id],
    )
    draft.set(unit, successors=_with(unit.successors, row))
    return ""


def _end(draft: _Draft) -> str:
    """End a unit; others may take its place."""
    change, unit = draft.change, draft.unit
    ended = unit.valid_to is not None and unit.valid_to <= change.eve
    if not unit.stands_on(change.eve) and not (ended and change.heirs):
        return _not_standing(draft)
    heirs = []
    for code in change.heirs:
        heir = draft.catalogue.by_code(code, change.day)
        if heir is None:
            return tr("Danh mục không có đơn vị mang mã {code}.", code=code)
        if heir.code == unit.code or not heir.stands_on(change.day):
            return tr("{unit} không tồn tại vào ngày {day}.", unit=heir.name, day=show_date(change.day))
        draft.set(heir, predecessors=_with(heir.predecessors, unit.id))
        heirs.append(heir.id)
    draft.close(*heirs)
    return ""


_STEPS: Final[dict[Action, Callable[[_Draft], str]]] = {
    "rename": _restate,
    "kind": _restate,
    "move": _restate,
    "absorb": _absorb,
    "split": _split,
    "end": _end,
}
