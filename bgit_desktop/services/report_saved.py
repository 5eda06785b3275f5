"""Reading back what was saved of a report: its newest version, its words by section, what was frozen at signing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_model import FROZEN
from bgit_desktop.store import attachments, records
from bgit_desktop.store.records import Query


def listing(session: Session) -> list[dict[str, Value]]:
    """Give the saved reports, the newest period and version first."""
    rows = records.select(session.store.db, Query("report", sort="-period"))
    rows.sort(key=lambda row: (str(row["period"]), str(row["kind"]), row["version"] or 0), reverse=True)
    return rows


def versions(session: Session, kind: str, period: str, unit: str) -> list[dict[str, Value]]:
    """Give the versions of a report, the first one first."""
    where: tuple[tuple[str, Value], ...] = (("kind", kind), ("period", period), ("unit", unit or session.unit))
    rows = records.select(session.store.db, Query("report", where=where))
    return sorted(rows, key=lambda row: (row["version"] if isinstance(row["version"], int) else 0, str(row["id"])))


def saved(session: Session, kind: str, period: str, unit: str) -> dict[str, Value] | None:
    """Give the newest version of a saved report; None where nothing was saved."""
    found = versions(session, kind, period, unit)
    return found[-1] if found else None


def words_of(report: Mapping[str, Value] | None) -> dict[str, str]:
    """Read the words of a saved report: section → text."""
    entries = report.get("narrative") if report else None
    found: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else ():
        key, _, text = entry.partition("\n")
        found[key] = text
    return found


def frozen_file(session: Session, report: Record | None) -> Path | None:
    """Give the document as it was signed; None where the report is not signed or the file is not on this PC."""
    if report is None or report.get("status") not in FROZEN:
        return None
    reference = str(report.get("signed_hash") or "")
    if not attachments.is_reference(reference) or attachments.state(session.store.folder, reference) != "present":
        return None
    return attachments.path_of(session.store.folder, reference)


def figures_of(report: Record) -> dict[str, str]:
    """Read the frozen figures of a report: key → value as text."""
    entries = report.get("figures")
    pairs = (entry.partition("=") for entry in entries) if isinstance(entries, list) else ()
    return {key: value for key, _, value in pairs}


def reasons_of(report: Record | None) -> dict[str, str]:
    """Read why a report was returned: section → reason."""
    entries = report.get("return_reasons") if report else None
    pairs = (entry.partition("\n") for entry in entries) if isinstance(entries, list) else ()
    return {key: text for key, _, text in pairs}
