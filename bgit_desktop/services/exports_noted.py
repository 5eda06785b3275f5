"""Every export of records is noted in the audit: who, what, how many, into which file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.services.context import Session
from bgit_desktop.store.database import database_problems


def note_export(session: Session, what: str, count: int, out: Path) -> None:
    """Note that records left the store in a file.

    A store on a read-only disk, or one that another program is just writing to, can still be read and printed; then
    nothing can be noted.

    Args:
        session: the session.
        what: record types or kind of list.
        count: rows.
        out: the file.
    """
    with suppress(EnvironmentProblem), database_problems(session.store.folder):
        session.store.audit(session.actor, "export-list", f"{what}: {count} → {out.name}")
