"""Undo and redo: the last action of this PC taken back, or done again, journaled like any other change.

What is undone last can be redone while nothing else has changed the records since. An action that was redone stands as
if it had never been undone: the two lines of work behind it cancel each other, and it can be undone again.
"""

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


@dataclass(frozen=True, slots=True)
class Redone:
    """What was done again: the action in words, and how many records it touched."""

    label: str
    records: int


def redo(session: Session) -> Redone:
    """Do again what was undone last.

    Raises:
        Refused: nothing was undone, or records were changed since.
    """
    db = session.store.db
    found = db.execute(
        "SELECT u.n, b.n, b.label FROM batch u JOIN batch b ON b.n = u.undoes "
        "WHERE u.kind = 'undo' AND u.undone_by IS NULL ORDER BY u.n DESC LIMIT 1"
    ).fetchone()
    if found is None:
        raise Refused(tr("Không có thao tác nào vừa hoàn tác để làm lại."))
    undoing, batch, label = found
    since = db.execute(
        "SELECT label FROM batch WHERE n > ? AND kind NOT IN ('undo', 'redo') "
        "AND EXISTS (SELECT 1 FROM op WHERE op.batch = batch.n AND op.row IS NOT NULL) ORDER BY n DESC LIMIT 1",
        (undoing,),
    ).fetchone()
    if since is not None:
        raise Refused(
            tr(
                "Không làm lại được “{label}”: sau khi hoàn tác đã có thay đổi khác ({other}). Hãy nhập lại nếu cần.",
                label=label,
                other=since[0],
            )
        )
    touched = db.execute(
        "SELECT DISTINCT tbl, row FROM op WHERE batch IN (?, ?) AND row IS NOT NULL", (batch, undoing)
    ).fetchall()
    with session.store.write("redo", tr("Làm lại: {label}", label=label), session.actor) as redoing:
        db.execute("UPDATE batch SET undone_by = NULL WHERE n = ?", (batch,))  # before the fold, which counts it again
        for number, raw in touched:
            _put_back(session, number, raw, undoing)
        db.execute("UPDATE batch SET undone_by = ? WHERE n = ?", (redoing, undoing))
        db.execute("UPDATE batch SET undoes = ? WHERE n = ?", (undoing, redoing))
    return Redone(str(label), len(touched))


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
        records.insert(db, kind, record_id, refold.owner_of(db, kind, raw), kept)
    else:
        different = {name: value for name, value in values.items() if value != now[name]}
        if different:
            records.update(db, kind, record_id, different)
