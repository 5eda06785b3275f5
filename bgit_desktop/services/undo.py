"""Undo: the last action of this PC taken back, journaled like any other change, so that it travels too."""

from __future__ import annotations

from dataclasses import dataclass

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import BY_NUMBER
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services.context import Session
from bgit_desktop.store import journal, records, refold


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone: the action in words, and how many records it touched."""

    label: str
    records: int


def last_action(session: Session) -> str:
    """Give in words the action that undo would take back; "" where there is none."""
    row = _last_batch(session)
    return "" if row is None else str(row[1])


def _last_batch(session: Session) -> tuple[int, str] | None:
    row = session.store.db.execute(
        "SELECT n, label FROM batch WHERE kind IN ('edit', 'import') AND undone_by IS NULL AND undoes IS NULL "
        "ORDER BY n DESC LIMIT 1"
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


def undo(session: Session) -> Undone:
    """Take back the last action of this PC that was not taken back yet.

    Each record becomes what it would be without that action; the change back is journaled like any other, so that it
    travels too.

    Raises:
        Refused: there is nothing to undo.
    """
    found = _last_batch(session)
    if found is None:
        raise Refused(tr("Không còn thao tác nào để hoàn tác."))
    batch, label = found
    db = session.store.db
    touched = db.execute("SELECT DISTINCT tbl, row FROM op WHERE batch = ? AND row IS NOT NULL", (batch,)).fetchall()
    with session.store.write("undo", tr("Hoàn tác: {label}", label=label), session.actor) as undoing:
        for number, raw in touched:
            _put_back(session, number, raw, batch)
        db.execute("UPDATE batch SET undone_by = ? WHERE n = ?", (undoing, batch))
        db.execute("UPDATE batch SET undoes = ? WHERE n = ?", (batch, undoing))
    return Undone(label, len(touched))


def _put_back(session: Session, number: int, raw: bytes, batch: int) -> None:
    db = session.store.db
    kind = BY_NUMBER[number]
    record_id = journal.uuid_text(raw)
    before = refold.fold_row(db, kind, raw, without_batch=batch)
    values = {name: before.values.get(name) for name in kind.by_name}
    try:
        now: dict[str, Value] | None = records.get(db, kind, record_id)
    except NotFound:
        now = None
    if not before.alive:
        if now is not None:
            records.delete(db, kind, record_id)
    elif now is None:
        kept = {name: value for name, value in values.items() if value is not None}
        records.insert(db, kind, record_id, refold.owner_of(db, raw), kept)
    else:
        different = {name: value for name, value in values.items() if value != now[name]}
        if different:
            records.update(db, kind, record_id, different)
