"""What officers did while in charge, read from the store and put into words; the rules stand in ``core/tenure.py``."""

from __future__ import annotations

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.tenure import Tenure, tenures
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

_NEEDED = ("officers", "status", "assigned_on", "due_on")


def tenures_of(session: Session, officer: Record) -> list[Tenure]:
    """Give the times in charge of an officer, earliest first."""
    db, me = session.store.db, str(officer["id"])
    handovers = [
        row
        for name in ("from_officer", "to_officer")
        for row in records.select(db, Query("handover", where=((name, me),)))
    ]
    tasks = records.select(db, Query("task", where=(("officers", me),), fields=_NEEDED))
    known = {row["id"] for row in tasks}
    moved: set[str] = set()
    for row in handovers:
        listed = row["tasks"]
        moved.update(each for each in (listed if isinstance(listed, list) else ()) if each not in known)
    if moved:
        tasks += records.select(db, Query("task", ids=tuple(sorted(moved)), fields=_NEEDED))
    distinct: dict[Value, dict[str, Value]] = {row["id"]: row for row in handovers}
    return tenures(officer, tasks, distinct.values(), session.today())


def tenure_words(tenure: Tenure) -> tuple[str, str]:
    """Say a time in charge: its days, and what was done in it."""
    start = show_date(tenure.start) if tenure.start else "…"
    end = show_date(tenure.end) if tenure.end else tr("nay")
    counts = tenure.figures
    words = [tr("{count} nhiệm vụ", count=counts.total), tr("hoàn thành {count}", count=counts.done)]
    for number, text in (
        (counts.open, tr("đang mở {count}", count=counts.open)),
        (counts.overdue, tr("quá hạn {count}", count=counts.overdue)),
        (tenure.received, tr("nhận bàn giao {count}", count=tenure.received)),
        (tenure.handed, tr("đã bàn giao {count}", count=tenure.handed)),
    ):
        if number:
            words.append(text)
    return f"{start} – {end}", ", ".join(words)
