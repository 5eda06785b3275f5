"""The papers about one record: the report of an incident, the minutes of a handover, the invitation to a meeting.

Which there are follows from the kinds of report that name the record's type (``ReportKind.about``), so that a new paper
stands in the menu of its list and on the command line without more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput
from bgit_desktop.services import reports
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.store import records

FORMATS: Final = ("pdf", "docx")
"""What a paper about one record can be written as."""


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """A paper that can be made for a record.

    Attributes:
        kind: the kind of report.
        variant: which of its forms; "" for the only one, or the one that is due.
        label: its name.
        formats: what it can be written as.
    """

    kind: str
    variant: str
    label: str
    formats: tuple[str, ...]


def papers_about(session: Session, type_name: str) -> list[RecordPaper]:
    """Give the papers that can be made for a record of a type here, each form of one by itself."""
    found = []
    for kind in reports.kinds(session):
        if kind.about != type_name:
            continue
        formats = tuple(each for each in FORMATS if each in kind.formats)
        forms = [(name, tr("{paper}: {form}", paper=kind.label, form=form)) for name, form in kind.variants]
        found += [RecordPaper(kind.kind, name, label, formats) for name, label in (forms or [("", kind.label)])]
    return found


def period_of(record: Record, type_name: str, session: Session) -> Period:
    """Give the half-year a record belongs to: that of its first date, else the one that runs."""
    dated = (each.name for each in TYPES[type_name].fields if each.kind in ("date", "datetime"))
    day = next((day for name in dated if (day := as_date(record.get(name))) is not None), session.today())
    return Period.half_year_of(day)


def render(
    session: Session, kind: str, record_id: str, out: Path, *, variant: str = "", progress: Progress = no_progress
) -> Path:
    """Write a paper about one record.

    Args:
        session: the session.
        kind: the kind of report.
        record_id: the record.
        out: the file; ``.pdf`` or ``.docx``.
        variant: which of its forms; "" for the one that is due.
        progress: told how far it is.

    Returns:
        The file.

    Raises:
        BadInput: the paper is not about one record, or the file's extension is wrong.
        NotFound: there is no such kind or record.
        EnvironmentProblem: the file cannot be written.
    """
    chosen = reports.kind_of(session, kind)
    if not chosen.about:
        raise BadInput(tr("“{report}” lập theo kỳ, không lập cho riêng một bản ghi.", report=chosen.label))
    record = records.get(session.store.db, TYPES[chosen.about], record_id)
    period = period_of(record, chosen.about, session)
    unit = str(record["unit"]) if session.is_province and not chosen.province else None
    return reports.render(session, kind, period.code, unit, out, record=record_id, variant=variant, progress=progress)
