"""An urgent incident: what the Sở is told when its package comes, and the incident's printed report."""

from __future__ import annotations

from pathlib import Path

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import NotFound
from bgit_desktop.services import reports
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.display import Display
from bgit_desktop.store import records


def told(session: Session, incident: str, unit: str) -> str:
    """Say which incident a package reports, for the alarm; within the transaction that takes it in.

    Args:
        session: the Sở's session.
        incident: id of the incident, as the signed manifest names it.
        unit: code of the sender's unit.
    """
    try:
        record = records.get(session.store.db, TYPES["incident"], incident)
    except NotFound:
        record = {}
    if record.get("unit") != unit:
        return tr("Gói khẩn của đơn vị {unit} nhưng không thấy sự cố được nêu; hãy gọi cho đơn vị.", unit=unit)
    display, fields = Display(session), TYPES["incident"].by_name

    def text(name: str) -> str:
        value: Value = record[name]
        return display.text(fields[name], value) or EMPTY

    return tr(
        "SỰ CỐ KHẨN của {unit}: {title}; mức độ {severity}, phát hiện lúc {detected}, {status}.",
        unit=display.units.get(unit, unit), title=text("title"), severity=text("severity").lower(),
        detected=text("detected_at"), status=text("status").lower(),
    )  # fmt: skip


def print_report(session: Session, incident: str, out: Path, progress: Progress = no_progress) -> Path:
    """Write the report of one incident as a PDF.

    Args:
        session: the session.
        incident: id of the incident.
        out: the file, ``.pdf``.
        progress: told how far it is.

    Raises:
        NotFound: there is no such incident.
        EnvironmentProblem: the file cannot be written.
    """
    record = records.get(session.store.db, TYPES["incident"], incident)
    year = str(record["detected_at"] or session.today())[:4]
    return reports.render(session, "incident", year, str(record["unit"]), out, record=incident, progress=progress)
