"""The facts of the status line: how far the Sở has received this unit's data, when a backup was last proved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bgit_desktop.core.operations import hlc_time
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.store import backup, journal
from bgit_desktop.store.records import conflict_count


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What the status line says.

    Attributes:
        received_until: day of the last own change that the Sở has confirmed; None before the first receipt, and in the
            Sở's own store.
        backup_tested: day on which a backup was last made and read again; None where never.
        conflicts: how many values that stand against each other wait for a person.
    """

    received_until: date | None
    backup_tested: date | None
    conflicts: int = 0


def facts(session: Session) -> StatusFacts:
    """Give the facts of the status line."""
    until = None if session.is_province else _received_until(session)
    return StatusFacts(until, backup_tested(session), conflict_count(session.store.db))


def _received_until(session: Session) -> date | None:
    own = journal.own_log(session.store.db)
    if own is None:
        return None
    row = session.store.db.execute(
        "SELECT op.hlc FROM ack JOIN op ON op.n = ((ack.log << 40) | ack.seq) WHERE ack.log = ? AND ack.peer = ? "
        "ORDER BY ack.seq DESC LIMIT 1",
        (own.n, session.store.meta("sender")),
    ).fetchone()
    if row is None:
        return None
    return datetime.fromisoformat(hlc_time(int(row[0])).replace("Z", "+00:00")).astimezone(LOCAL_TIME).date()


def backup_tested(session: Session) -> date | None:
    """Give the day on which a backup was last made and read again; None where never."""
    found = backup.list_backups(session.store.folder / "backups")  # each was opened and checked when it was made
    if not found:
        return None
    return datetime.fromtimestamp(found[-1].at / 1000, UTC).astimezone(LOCAL_TIME).date()
