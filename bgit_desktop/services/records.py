"""Records, one function per user action: list, show, add, change, delete, history, settle a conflict, undo, redo.

What is given is checked in :mod:`bgit_desktop.services.checking`; undo and redo are :mod:`bgit_desktop.services.undo`. The
window and the command line find all of it here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bgit_desktop.core.fields import MASK, RecordType, Value
from bgit_desktop.core.fold import EXISTENCE
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.operations import INSERT, hlc_time
from bgit_desktop.core.registry import children_of, record_type
from bgit_desktop.core.text import in_sentence
from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services import restricted
from bgit_desktop.services.checking import FieldProblem as FieldProblem
from bgit_desktop.services.checking import Invalid, check_authority, field_of, problems_of
from bgit_desktop.services.checking import parse_assignments as parse_assignments
from bgit_desktop.services.context import Session
from bgit_desktop.services.undo import Undone as Undone
from bgit_desktop.services.undo import last_action as last_action
from bgit_desktop.services.undo import redo as redo
from bgit_desktop.services.undo import undo as undo
from bgit_desktop.store import journal, records, refold, secrets
from bgit_desktop.store.journal import uuid_bytes
from bgit_desktop.store.records import Query

# -- reading ---------------------------------------------------------------------------------------------------------


def listing(session: Session, query: Query) -> list[dict[str, Value]]:
    """Give the records a query asks for.

    Raises:
        NotFound: the type or a field does not exist.
    """
    record_type(query.type)
    return records.select(session.store.db, query)


def count(session: Session, query: Query) -> int:
    """Count the records a query asks for."""
    return records.count(session.store.db, query)


def show(session: Session, type_name: str, record_id: str) -> dict[str, Value]:
    """Give one record.

    Raises:
        NotFound: the type or the record does not exist.
    """
    return records.get(session.store.db, record_type(type_name), record_id)


def children(session: Session, type_name: str, record_id: str) -> dict[str, list[dict[str, Value]]]:
    """Give the records that live inside one (degrees and certificates of an officer), by type."""
    return {
        kind.name: records.select(
            session.store.db, Query(kind.name, where=((kind.parent, record_id),), sort=kind.default_sort)
        )
        for kind in children_of(type_name)
    }


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that stand against each other in a field.

    Attributes:
        value: the value; None where the record was deleted or the field emptied.
        actor: who wrote it.
        at: when, ISO 8601 UTC.
        replica: on which PC.
        deletion: whether it is a deletion of the record.
        wrote: what an edit that stands against a deletion wrote, field → value; empty elsewhere.
    """

    value: Value
    actor: str
    at: str
    replica: str
    deletion: bool = False
    wrote: Mapping[str, Value] = field(default_factory=dict)


def conflicts_of(session: Session, type_name: str, record_id: str) -> dict[str, list[ConflictValue]]:
    """Give the conflicts of a record: field → the values, the provisional one first; "" for delete against edit."""
    kind = record_type(type_name)
    folded = refold.fold_row(session.store.db, kind, uuid_bytes(record_id))
    return {
        name: [
            ConflictValue(
                op.fields.get(name), op.actor, hlc_time(op.hlc), op.replica, op.kind == "d",
                _masked(kind, op.fields) if name == EXISTENCE else {},
            )
            for op in heads
        ]
        for name, heads in sorted(folded.conflicts.items())
        if name == EXISTENCE or name in kind.by_name
    }  # fmt: skip


def _masked(kind: RecordType, written: Mapping[str, Value]) -> dict[str, Value]:
    """Give the declared fields of an operation; of a restricted one only that it was written."""
    return {
        name: MASK if kind.by_name[name].restricted and value is not None else value
        for name, value in written.items()
        if name in kind.by_name
    }


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a record, for people.

    Attributes:
        at: when, ISO 8601 UTC.
        actor: who.
        unit: of which unit.
        replica: on which PC.
        kind: ``i`` added, ``u`` changed, ``d`` deleted.
        values: field → new value.
        active: False where the change was taken back with its package.
    """

    at: str
    actor: str
    unit: str
    replica: str
    kind: str
    values: dict[str, Value]
    active: bool


def history(session: Session, type_name: str, record_id: str) -> list[HistoryEntry]:
    """Give every change of a record, oldest first.

    Raises:
        NotFound: nothing was ever recorded under this id.
    """
    kind = record_type(type_name)
    try:
        changes = journal.history(session.store.db, kind, uuid_bytes(record_id))
    except ValueError:
        changes = []
    if not changes:
        raise NotFound(tr("Không có {type} nào mang mã {id}.", type=in_sentence(str(kind.label)), id=record_id))
    return [
        HistoryEntry(
            hlc_time(change.hlc),
            change.actor,
            change.unit,
            change.replica,
            change.kind,
            json.loads(change.fields),
            change.active,
        )
        for change in changes
    ]


# -- writing ---------------------------------------------------------------------------------------------------------


def add(session: Session, type_name: str, values: Mapping[str, Value]) -> str:
    """Add a record.

    Args:
        session: the session.
        type_name: the record type.
        values: field → value; defaults of the declaration fill what is not named.

    Returns:
        The new record's id.

    Raises:
        Invalid: values are missing or wrong.
        Refused: not ours to write.
        NotFound: the type or a field does not exist.
    """
    kind = record_type(type_name)
    check_authority(session, kind, None, [])
    for name in values:
        field_of(kind, name)
    whole = {each.name: each.default for each in kind.fields if each.default is not None} | dict(values)
    problems = problems_of(session, type_name, whole)
    if problems:
        raise Invalid(problems)
    filled = {name: value for name, value in whole.items() if value is not None}
    record_id = session.new_id()
    title = MASK if restricted.applies(kind.by_name[kind.title], whole) else whole.get(kind.title)
    with session.store.write("edit", _label(tr("Thêm"), kind, title), session.actor):
        sealed = restricted.seal(session, kind, filled, whole)
        records.insert(session.store.db, kind, record_id, session.unit, sealed)
    return record_id


def change(session: Session, type_name: str, record_id: str, values: Mapping[str, Value]) -> bool:
    """Change fields of a record.

    Returns:
        Whether anything was different from before.

    Raises:
        Invalid: values are wrong.
        Refused: not ours to write.
        NotFound: type, field or record does not exist.
    """
    kind = record_type(type_name)
    for name in values:
        field_of(kind, name)
    before = records.get(session.store.db, kind, record_id)
    wanted = {name: (None if value in ("", []) else value) for name, value in values.items()}
    same = restricted.unchanged(session, kind, record_id, wanted)
    different = {name: value for name, value in wanted.items() if value != before[name] and name not in same}
    if not different:
        return False
    restricted.check_fixed(kind, before, different)
    check_authority(session, kind, before, list(different))
    problems = [p for p in problems_of(session, type_name, {**before, **different}) if p.field in different]
    if problems:
        raise Invalid(problems)
    with session.store.write("edit", _label(tr("Sửa"), kind, before[kind.title]), session.actor):
        records.update(session.store.db, kind, record_id, restricted.seal(session, kind, different, before))
    return True


def delete(session: Session, type_name: str, ids: Sequence[str]) -> int:
    """Delete records together with those that live inside them; one undo brings all of it back.

    Returns:
        How many records were deleted, those inside included.

    Raises:
        NotFound: one does not exist; nothing is deleted.
        Refused: one is not ours.
    """
    kind = record_type(type_name)
    found = [records.get(session.store.db, kind, each) for each in ids]
    for record in found:
        check_authority(session, kind, record, [])
    name = found[0][kind.title] if len(found) == 1 else tr("{count} bản ghi", count=len(found))
    deleted = 0
    with session.store.write("edit", _label(tr("Xóa"), kind, name), session.actor):
        for record in found:
            record_id = str(record["id"])
            for child in children_of(kind.name):
                inside = records.select(session.store.db, Query(child.name, where=((child.parent, record_id),)))
                for each in inside:
                    records.delete(session.store.db, child, str(each["id"]))
                deleted += len(inside)
            records.delete(session.store.db, kind, record_id)
            deleted += 1
    return deleted


def resolve(session: Session, type_name: str, record_id: str, values: Mapping[str, Value]) -> None:
    """Settle conflicts of a record: write the values chosen, having seen all the others.

    Args:
        session: the session.
        type_name: the record type.
        record_id: the record.
        values: field → the value that shall stand; it may be the provisional one.

    Raises:
        BadInput: a field named has no conflict.
        Invalid: a value is wrong.
        Refused: not ours to settle.
    """
    kind = record_type(type_name)
    record = records.get(session.store.db, kind, record_id)
    open_fields = conflicts_of(session, type_name, record_id)
    for name in values:
        field = field_of(kind, name)
        if name not in open_fields:
            raise BadInput(tr("“{label}” không có xung đột cần giải quyết.", label=field.label), field=name)
    check_authority(session, kind, record, list(values))
    checked = {name: value for name, value in values.items() if not _is_head(kind, open_fields[name], name, value)}
    problems = problems_of(session, type_name, checked, whole=False)
    if problems:
        raise Invalid(problems)
    with session.store.write("edit", _label(tr("Giải quyết xung đột"), kind, record[kind.title]), session.actor):
        references = secrets.references(session.store.db, kind, record_id)
        for name, given in values.items():
            value = _to_stand(session, kind, record, open_fields[name], name, given)
            # the trigger journals only what differs: a provisional value that is to stand is touched first
            if value == references.get(name, record[name]):
                journal.rewrite(session.store.db, kind, uuid_bytes(record_id), {name: value})
            else:
                records.update(session.store.db, kind, record_id, {name: value})
        refold.refold(session.store.db, [(kind.number, uuid_bytes(record_id))])


def settle_deletion(session: Session, type_name: str, record_id: str, *, keep: bool) -> None:
    """Settle a record that was deleted in one place and edited in another.

    Args:
        session: the session.
        type_name: the record type.
        record_id: the record.
        keep: let it stand; else delete it, as :func:`delete` does.

    Raises:
        BadInput: nothing of the kind waits for this record.
        Refused: not ours to settle.
    """
    kind = record_type(type_name)
    record = records.get(session.store.db, kind, record_id)
    if EXISTENCE not in conflicts_of(session, type_name, record_id):
        raise BadInput(tr("Bản ghi này không bị xóa ở nơi khác; không có gì cần giải quyết."))
    if not keep:
        delete(session, type_name, [record_id])
        return
    check_authority(session, kind, record, [])
    with session.store.write("edit", _label(tr("Giữ"), kind, record[kind.title]), session.actor):
        row = uuid_bytes(record_id)
        journal.rewrite(session.store.db, kind, row, {}, INSERT)  # an insert that has seen the deletion
        refold.refold(session.store.db, [(kind.number, row)])


def _is_head(kind: RecordType, heads: Sequence[ConflictValue], name: str, value: Value) -> bool:
    """Tell whether a restricted field is settled by the reference of one of the values that stand."""
    declared = kind.by_name.get(name)
    return declared is not None and bool(declared.restricted) and any(each.value == value for each in heads)


def _to_stand(
    session: Session,
    kind: RecordType,
    record: Mapping[str, Value],
    heads: Sequence[ConflictValue],
    name: str,
    value: Value,
) -> Value:
    """Give what the column shall hold: a restricted value sealed, unless it is one that stands already."""
    if value is None or _is_head(kind, heads, name, value):
        return value
    return restricted.seal(session, kind, {name: value}, record)[name]


def _label(verb: str, kind: RecordType, title: object) -> str:
    return f"{verb} {in_sentence(str(kind.label))}" + (f": {title}" if title else "")
