"""Redaction: a value leaves every place it stands in, by rule or on request; the journal's chain still holds.

The lines that carried the value are reduced to their digest; what else they said is written once more, in new lines.
An order (a record of type ``redaction``, which names lines and no values) travels with the next package, so that the Sở and
the unit's other PCs do the same. What cannot be reached are copies that left the store: backups, packages on sticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.retention import RULES
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services.checking import check_authority, field_of
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.store import attachments as folder
from bgit_desktop.store import records, redact, refold
from bgit_desktop.store.journal import uuid_bytes
from bgit_desktop.store.records import Query
from bgit_desktop.store.refold import Tally
from bgit_desktop.store.schema import SEQ_BITS

_MOST_LINES = 4000  # named by one order: a line of the journal is at most 1 MiB


@dataclass(frozen=True, slots=True)
class Redacted:
    """What a redaction did: the fields, how many lines are reduced, how many copies of packages were deleted."""

    fields: tuple[str, ...]
    lines: int
    copies: int


def redact_values(session: Session, type_name: str, record_id: str, names: Sequence[str], reason: str) -> Redacted:
    """Take values of a record out of the record, the journal, the index and the kept packages, for good.

    Args:
        session: the session.
        type_name: the record type.
        record_id: the record.
        names: the fields whose values go.
        reason: why, for the audit; it travels.

    Raises:
        NotFound: type, field or record does not exist, or the fields never had a value.
        BadInput: no reason is given, or the record has too long a history.
        Refused: the record is not ours.
        EnvironmentProblem: the disk is full or read-only; nothing has changed.
    """
    kind = record_type(type_name)
    for name in names:
        field_of(kind, name)
    if not reason.strip():
        raise BadInput(tr("Hãy ghi lý do lược bỏ (văn bản, yêu cầu của ai)."), field="reason")
    db = session.store.db
    record = records.get(db, kind, record_id)
    check_authority(session, kind, record, [])
    if record["unit"] != session.unit:
        raise Refused(tr("Bản ghi này của đơn vị {unit}; chỉ đơn vị đó lược bỏ được.", unit=record["unit"]))
    raw = uuid_bytes(record_id)
    named = redact.lines_with(db, kind, raw, session.unit, names)
    if not named:
        raise NotFound(tr("Các trường này của bản ghi chưa từng có giá trị; không có gì để lược bỏ."))
    if len(named) > _MOST_LINES:
        raise BadInput(tr("Bản ghi có quá nhiều lần sửa ({count}); hãy lược bỏ từng trường.", count=len(named)))
    before = refold.fold_row(db, kind, raw).values
    kept: dict[str, Value] = {name: None if name in names else before.get(name) for name in kind.by_name}
    with session.store.write("redact", tr("Lược bỏ giá trị"), session.actor):
        db.execute("UPDATE session SET applying = 1")
        _forget_labels(session, named)
        touched = redact.order(db, session.unit, named)
        redact.fold_again(db, touched, Tally())
        db.execute("UPDATE session SET applying = 0")
        after = refold.fold_row(db, kind, raw)
        if not after.alive:
            filled = {name: value for name, value in kept.items() if value is not None}
            records.insert(db, kind, record_id, session.unit, filled)
        else:
            lost = {name: value for name, value in kept.items() if value != after.values.get(name)}
            if lost:
                records.update(db, kind, record_id, lost)
        order: dict[str, Value] = {
            "reason": reason.strip(), "type": kind.name, "record": record_id, "fields": sorted(names), "lines": named,
        }  # fmt: skip
        records.insert(db, TYPES[redact.TYPE], session.new_id(), session.unit, order)
        copies = redact.packages_with(db, named)
        session.store.audit(
            session.actor, "redact", f"{kind.name} {record_id} {' '.join(sorted(names))}: {len(named)} lines. {reason}"
        )
    redact.remove_copies(session.store.folder, copies)
    sweep(session)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Redacted(tuple(sorted(names)), len(named), len(copies))


def _forget_labels(session: Session, named: Sequence[str]) -> None:
    """Take the names of records out of the words of the actions that wrote these lines."""
    for text in named:
        replica, incarnation, seq = text.split(":")
        session.store.db.execute(
            "UPDATE batch SET label = ? WHERE kind = 'edit' AND n IN (SELECT op.batch FROM op JOIN log "
            "ON op.n = (log.n << ?) | ? WHERE log.replica = ? AND log.incarnation = ?)",
            (tr("Sửa (đã lược bỏ giá trị)"), SEQ_BITS, int(seq), replica, int(incarnation)),
        )


def sweep(session: Session) -> int:
    """Delete the scans that only redacted lines referred to; gives how many."""
    db, removed = session.store.db, 0
    for (reference,) in db.execute("SELECT reference FROM blob_drop").fetchall():
        if not folder.uses(db, reference=reference):
            removed += folder.remove(session.store.folder, reference)
        db.execute("DELETE FROM blob_drop WHERE reference = ?", (reference,))
    return removed


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose values are to go by rule.

    Attributes:
        type: the record type.
        id: the record.
        title: what it is called.
        fields: those that still hold a value.
        ended: the day it ended.
        rule: the rule in words.
    """

    type: str
    id: str
    title: str
    fields: tuple[str, ...]
    ended: str
    rule: Label


def due(session: Session, before: str) -> list[Due]:
    """Give this unit's records that ended before a day (``YYYY-MM-DD``) and hold values that a rule names."""
    found = []
    for rule in RULES:
        kind = TYPES[rule.type]
        own = Query(rule.type, where=(("unit", session.unit),), sort=rule.ended)
        for record in records.select(session.store.db, own):
            ended = record[rule.ended]
            held = tuple(name for name in rule.fields if record[name] is not None)
            if isinstance(ended, str) and ended < before and held:
                found.append(Due(rule.type, str(record["id"]), str(record[kind.title] or ""), held, ended, rule.label))
    return found


def retain(session: Session, before: str, reason: str = "", progress: Progress = no_progress) -> list[Due]:
    """Redact what is due by rule; gives what was redacted.

    Args:
        session: the session.
        before: the day, ``YYYY-MM-DD``.
        reason: why, beside the rule; it travels.
        progress: told how far it is.

    Raises:
        EnvironmentProblem: the disk is full or read-only; what was redacted before stays so.
    """
    found = due(session, before)
    why = tr("Quy tắc lưu giữ: kết thúc trước {day}", day=before)
    for done, each in enumerate(found):
        progress(done, len(found), tr("Đang lược bỏ giá trị"))
        redact_values(session, each.type, each.id, each.fields, f"{why}. {reason}" if reason else why)
    return found
