"""The change set of the Sở: what has become of the units since 2013, to be looked at and applied.

:func:`propose` tells of each change what it would do and whom it touches; :func:`apply` makes those chosen in one
transaction, as ordinary edits of ``unit`` records: one undo takes all of them back, and the return packages carry them
to the units. Only the Sở applies.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count as numbers

from bgit_desktop.assets import db_path
from bgit_desktop.core import unit_change_words as words
from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.statistics import OPEN_INCIDENTS, OPEN_TASKS
from bgit_desktop.core.unit_change_set import UnitChange, check_code, read_changes
from bgit_desktop.core.unit_changes import Edit, Plan, State, after, plan, record_of
from bgit_desktop.core.values import format_value
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services.checking import check_authority
from bgit_desktop.services.context import Session
from bgit_desktop.store import peers, records
from bgit_desktop.store.records import Query

_UNIT = TYPES["unit"]


@dataclass(frozen=True, slots=True)
class Touched:
    """A unit that a change touches, and what hangs on it.

    Attributes:
        code: its code.
        name: its short name.
        machines: PCs whose keys are enrolled.
        officers: officers who have not left.
        tasks: tasks not finished.
        incidents: incidents not settled.
        difficulties: difficulties without an answer.
    """

    code: str
    name: str
    machines: int
    officers: int
    tasks: int
    incidents: int
    difficulties: int


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of the catalogue that a change writes.

    Attributes:
        name: the unit.
        code: its code.
        new: the row is new.
        fields: (label, before, after) of what is written, as people read it.
    """

    name: str
    code: str
    new: bool
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A change as the Sở looks at it.

    Attributes:
        change: the change, with its day and its legal basis.
        title: what it is, in one line.
        group_title: what its group is called.
        state: ``pending``, ``done`` or ``blocked``.
        does: what it does, in sentences; what it waits for where it is blocked.
        touches: the units it touches.
        asks_code: whether a code has to be typed in first.
        rows: what it writes.
    """

    change: UnitChange
    title: str
    group_title: str
    state: State
    does: tuple[str, ...]
    touches: tuple[Touched, ...]
    asks_code: bool
    rows: tuple[ChangedRow, ...] = ()

    @property
    def key(self) -> str:
        """What the change is known by."""
        return self.change.key


@dataclass(frozen=True, slots=True)
class Chosen:
    """A change that the Sở wants made.

    Attributes:
        key: which one.
        code: the code typed in, where the change has none.
        day: the day from the decision, where the Sở corrects it.
        legal_basis: the document, where the Sở completes it.
    """

    key: str
    code: str = ""
    day: date | None = None
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class AppliedChanges:
    """What was applied: the action in words, how many changes, how many unit records."""

    label: str
    changes: int
    records: int


@cache
def shipped() -> tuple[UnitChange, ...]:
    """Give the change set that every program ships."""
    with (db_path("reference") / "unit_changes.csv").open(encoding="utf-8", newline="") as lines:
        return read_changes(csv.DictReader(lines))


def propose(session: Session, chosen: Iterable[Chosen] = ()) -> list[ProposedChange]:
    """Give the changes by day, each with what it would do to the catalogue as it is.

    Args:
        session: the session; a unit may look too.
        chosen: days, codes and documents that were typed in.
    """
    catalogue = session.catalogue()
    typed = {each.key: each for each in chosen}
    touch = _toucher(session, catalogue)
    found = []
    for shipped_change in shipped():
        wrong = ""
        try:
            change = _completed(shipped_change, typed.get(shipped_change.key))
        except BadInput as error:  # shown beside the change, so that the others can be looked at
            change, wrong = shipped_change, str(error)
        planned = plan(change, catalogue, _placeholders())
        if wrong and planned.state != "done":
            planned = replace(planned, state="blocked", edits=(), problem=wrong)
        asks = planned.asks_code or (not shipped_change.into and change.action == "split" and planned.state != "done")
        found.append(_proposed(planned, catalogue, touch, asks=asks))
    return sorted(found, key=lambda each: each.change.day)


def look(session: Session, change: UnitChange) -> ProposedChange:
    """Give what a change that the Sở composes would do to the catalogue as it is."""
    catalogue = session.catalogue()
    planned = plan(change, catalogue, _placeholders())
    return _proposed(planned, catalogue, _toucher(session, catalogue), asks=False)


def _proposed(
    planned: Plan, catalogue: Catalogue, touch: Callable[[Plan], tuple[Touched, ...]], *, asks: bool
) -> ProposedChange:
    change = planned.change
    return ProposedChange(
        change,
        words.title(change, planned.unit, catalogue),
        words.group_title(change),
        planned.state,
        words.sentences(planned, catalogue),
        touch(planned),
        asks,
        _rows(planned, catalogue),
    )


def _rows(planned: Plan, catalogue: Catalogue) -> tuple[ChangedRow, ...]:
    """Give the rows a plan writes, field by field; units referred to by their code."""
    then = after(catalogue, planned.edits)

    def text(name: str, value: Value) -> str:
        field = _UNIT.by_name[name]
        if field.kind in ("ref", "refs"):
            rows = [
                then.by_id(each) for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)
            ]
            return ", ".join(f"{row.label} ({row.code})" for row in rows if row is not None)
        return format_value(field, value)

    found = []
    for edit in sorted(planned.edits, key=lambda edit: not edit.new):
        row, before = then.by_id(edit.id), catalogue.by_id(edit.id)
        assert row is not None  # the edit made it or it stood before
        old = record_of(before) if before is not None else {}
        fields = tuple(
            (str(_UNIT.by_name[name].label), text(name, old.get(name)), text(name, value))
            for name, value in sorted(edit.values.items(), key=lambda each: list(_UNIT.by_name).index(each[0]))
        )
        found.append(ChangedRow(row.name, row.code, edit.new, fields))
    return tuple(found)


def _placeholders() -> Callable[[], str]:
    """Make ids for records that are only thought of."""
    made = numbers(1)
    return lambda: f"00000000-0000-7000-8000-{next(made):012d}"


def _completed(change: UnitChange, chosen: Chosen | None) -> UnitChange:
    """Put in what was typed."""
    if chosen is None:
        return change
    code = check_code(chosen.code) if chosen.code.strip() and change.action == "split" else change.into
    return replace(
        change, into=code, day=chosen.day or change.day, legal_basis=chosen.legal_basis.strip() or change.legal_basis
    )


def _toucher(session: Session, catalogue: Catalogue) -> Callable[[Plan], tuple[Touched, ...]]:
    """Count once what hangs on each unit; gives what tells it of a plan."""
    db = session.store.db
    machines: dict[str, int] = {}
    for peer in peers.peers(db):
        if peer.status != "revoked":
            machines[peer.unit] = machines.get(peer.unit, 0) + 1
    today = session.today().isoformat()
    officers = records.group_count(db, Query("officer", standing_on=today), "unit")
    tasks = _sums(records.group_count(db, Query("task", where=(("status", each),)), "unit") for each in OPEN_TASKS)
    incidents = _sums(
        records.group_count(db, Query("incident", where=(("status", each),)), "unit") for each in OPEN_INCIDENTS
    )
    difficulties = records.group_count(db, Query("difficulty", where=(("status", "open"),)), "unit")

    def touched(planned: Plan) -> tuple[Touched, ...]:
        rows = [planned.unit] if planned.unit is not None and planned.state == "blocked" else []
        rows += [row for edit in planned.edits if not edit.new and (row := catalogue.by_id(edit.id)) is not None]
        units: dict[str, Unit] = {}
        for row in rows:
            around = catalogue.by_id(row.parent) if row.parent else None
            unit = around or row
            units.setdefault(unit.code, unit)
        return tuple(
            Touched(
                code, unit.label, machines.get(code, 0), officers.get(code, 0), tasks.get(code, 0),
                incidents.get(code, 0), difficulties.get(code, 0),
            )
            for code, unit in units.items()
        )  # fmt: skip

    return touched


def _sums(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for count in counts:
        for unit, number in count.items():
            found[unit] = found.get(unit, 0) + number
    return found


def apply(session: Session, chosen: Sequence[Chosen]) -> AppliedChanges:
    """Make the changes chosen, oldest first, in one transaction that one undo takes back.

    A change whose result already stands is passed over.

    Args:
        session: the Sở's session.
        chosen: the changes, with what was typed in.

    Returns:
        What was done.

    Raises:
        Refused: this is a unit's PC; or all of them stand already.
        NotFound: there is no such change.
        BadInput: one cannot be made (a code is missing or in use, a unit does not stand that day); nothing is changed.
    """
    check_authority(session, _UNIT, None, [])
    known = {change.key: change for change in shipped()}
    changes = []
    for each in chosen:
        if each.key not in known:
            raise NotFound(tr("Không có thay đổi đơn vị nào mang mã {key}.", key=each.key))
        changes.append(_completed(known[each.key], each))
    return _make(session, sorted(changes, key=lambda change: (change.day, list(known).index(change.key))))


def make(session: Session, change: UnitChange) -> AppliedChanges:
    """Make a change that the Sở composed; one undo takes it back, and the return packages carry it to the units.

    Raises:
        Refused: this is a unit's PC; or the change stands already.
        BadInput: it cannot be made; nothing is changed.
    """
    check_authority(session, _UNIT, None, [])
    return _make(session, [change])


def _make(session: Session, changes: Sequence[UnitChange]) -> AppliedChanges:
    """Make changes one after the other in one transaction."""
    now = session.catalogue()
    edits: dict[str, Edit] = {}
    titles = []
    for change in changes:
        planned = plan(change, now, session.new_id)
        title = words.title(change, planned.unit, now)
        if planned.state == "blocked":
            raise BadInput(tr("Chưa áp dụng được “{title}”: {problem}", title=title, problem=planned.problem))
        if planned.state == "done":
            continue
        for edit in planned.edits:
            earlier = edits.get(edit.id)
            values = {**earlier.values, **edit.values} if earlier else edit.values
            edits[edit.id] = Edit(edit.id, earlier.new if earlier else edit.new, values)
        titles.append(title)
        now = after(now, planned.edits)
    if not titles:
        raise Refused(tr("Các thay đổi đã chọn đều đã áp dụng; không có gì để ghi."))
    what = titles[0] if len(titles) == 1 else tr("{count} thay đổi", count=len(titles))
    label = tr("Thay đổi đơn vị: {what}", what=what)
    with session.store.write("edit", label, session.actor):
        _write(session, edits.values())
    return AppliedChanges(label, len(titles), len(edits))


def _write(session: Session, edits: Iterable[Edit]) -> None:
    """Write edits, each record once."""
    db = session.store.db
    for edit in sorted(edits, key=lambda edit: not edit.new):  # what others point to comes first
        if edit.new:
            given: dict[str, Value] = {name: value for name, value in edit.values.items() if value not in (None, [])}
            records.insert(db, _UNIT, edit.id, session.unit, given)
        else:
            records.update(db, _UNIT, edit.id, edit.values)
