"""Reading back what was saved of a report: its newest version, and its words by section."""

from __future__ import annotations

from collections.abc import Mapping

from bgit_desktop.core.fields import Value
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


def listing(session: Session) -> list[dict[str, Value]]:
    """Give the saved reports, the newest period and version first."""
    rows = records.select(session.store.db, Query("report", sort="-period"))
    rows.sort(key=lambda row: (str(row["period"]), str(row["kind"]), row["version"] or 0), reverse=True)
    return rows


def saved(session: Session, kind: str, period: str, unit: str) -> dict[str, Value] | None:
    """Give the newest version of a saved report; None where nothing was saved."""
    where: tuple[tuple[str, Value], ...] = (("kind", kind), ("period", period), ("unit", unit or session.unit))
    rows = records.select(session.store.db, Query("report", where=where))
    return max(rows, key=lambda row: row["version"] if isinstance(row["version"], int) else 0, default=None)


def words_of(report: Mapping[str, Value] | None) -> dict[str, str]:
    """Read the words of a saved report: section → text."""
    entries = report.get("narrative") if report else None
    found: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else ():
        key, _, text = entry.partition("\n")
        found[key] = text
    return found
