"""The report on one incident (Điều 7.2), first, follow-up or final, filled from the incident, its steps and its system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.incident_timeline import STAGES, Stage, stage_of, timeline
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import fold
from bgit_desktop.core.verdicts.scope import service_scope
from bgit_desktop.services import report_letterhead
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Row, cite_document
from bgit_desktop.services.report_rows import Labels, choice, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Document
    from bgit_desktop.documents.reports.incident import AffectedSystem, Contact
    from bgit_desktop.documents.xlsx_write import Sheet


def incident(
    session: Session, incident_id: str, *, stage: str = "", document: Record | None = None
) -> tuple[Document, list[Sheet]]:
    """Make the report on one incident.

    Args:
        session: the session.
        incident_id: the incident.
        stage: ``first``, ``follow_up`` or ``final``; "" for the one that is due (see :func:`stage_of`).
        document: the ``document`` record under which it is issued.

    Raises:
        NotFound: there is no such incident.
    """
    from bgit_desktop.documents.reports import incident as printed

    db = session.store.db
    row = records.get(db, TYPES["incident"], incident_id)
    steps = records.select(db, Query("incident_step", where=(("incident", incident_id),), sort="at"))
    due: Stage = next((each for each in STAGES if each == stage), stage_of(row, steps))
    labels, code = Labels.of(session), str(row["unit"])
    day = as_date(row["detected_at"]) or session.today()
    formalities = report_letterhead.formalities(session, code, day, document=document)
    reporter = ", ".join(filter(None, (text(row, "reporter"), formalities.issuer)))
    secret = row["confidential"]
    informed = text(row, "informed").strip()
    report = printed.IncidentReport(
        formalities=formalities,
        stage=due,
        title=text(row, "title"),
        category=labels.category(text(row, "category")),
        reporter=printed.Contact(reporter, formalities.letterhead.place),
        detected_at=statistics.moment(row["detected_at"]),
        handled=text(row, "status") == "closed",
        contact=_contact(session, code),
        system=_system(session, row),
        severity=choice("incident", "severity", row["severity"]),
        description=text(row, "description"),
        how_detected=choice("incident", "detected_by", row["detected_by"]),
        informed=(informed,) if informed else (),
        head_informed_at=statistics.moment(row["head_informed_at"]),
        department_informed_at=statistics.moment(row["department_informed_at"]),
        fixed_at=statistics.moment(row["fixed_at"]),
        os_version=text(row, "software"),
        services=text(row, "services"),
        protection=text(row, "protection"),
        public_ips=text(row, "public_ips"),
        attachments=_attached(session, incident_id, steps),
        secrecy=secret if isinstance(secret, bool) else None,
        request=text(row, "request"),
        cause=text(row, "cause"),
        cause_kind=_code(session, "incident_cause", text(row, "cause_kind")),
        damage=text(row, "damage"),
        action=text(row, "action"),
        handled_by=choice("incident", "handled_by", row["handled_by"]),
        result=text(row, "result"),
        course=tuple(
            (event.at, " - ".join(filter(None, (_words(event.what), event.person)))) for event in timeline(row, steps)
        ),
        first_report=_first_report(session, steps),
    )
    return printed.build(report), []


def _words(what: Label | str) -> str:
    return what.vi if isinstance(what, Label) else what


def _code(session: Session, table: str, code: str) -> str:
    return next((str(row["label"]) for row in session.codes(table) if row["code"] == code), code)


def _cited(session: Session, document_id: str) -> str:
    found = records.select(session.store.db, Query("document", where=(("id", document_id),))) if document_id else []
    return cite_document(found[0]) if found else ""


def _first_report(session: Session, steps: list[Row]) -> str:
    """Cite the first report: its document, else the moment at which it went out; "" where none was noted."""
    from bgit_desktop.documents.nd30.wording import long_time

    for step in steps:
        if text(step, "kind") == "first_report":
            cited, at = _cited(session, text(step, "document")), statistics.moment(step["at"])
            if cited:
                return f"Báo cáo số {cited}"
            return f"báo cáo ban đầu lúc {long_time(at)}" if at else "báo cáo ban đầu"
    return ""


def _attached(session: Session, incident_id: str, steps: list[Row]) -> tuple[str, ...]:
    """Cite the documents tied to the incident as evidence, and those of its steps."""
    tied = records.select(
        session.store.db, Query("evidence", where=(("record_type", "incident"), ("record", incident_id)))
    )
    names = [text(row, "document") for row in (*tied, *steps)]
    return tuple(filter(None, (_cited(session, each) for each in dict.fromkeys(names))))


def _contact(session: Session, unit: str) -> Contact | None:
    """Give the officer to be asked: one in service who administers systems before others."""
    from bgit_desktop.documents.reports.incident import Contact

    people = [
        each
        for each in records.select(session.store.db, Query("officer", where=(("unit", unit),), sort="full_name"))
        if not service_scope(each, session.today())
    ]
    people.sort(key=lambda each: text(each, "role") != "administration")
    if not people:
        return None
    one = people[0]
    name = ", ".join(filter(None, (text(one, "full_name"), text(one, "department"))))
    return Contact(name, "", text(one, "phone"), text(one, "email"))


def _system(session: Session, incident: Row) -> AffectedSystem:
    """Give what is known of the system struck: its row where the name names one, case and marks apart."""
    from bgit_desktop.documents.reports.incident import AffectedSystem

    unit, named = str(incident["unit"]), text(incident, "system")
    rows = records.select(session.store.db, Query("system", where=(("unit", unit),))) if named.strip() else []
    one = next((row for row in rows if fold(text(row, "name")) == fold(named)), None)
    owner = session.catalogue().by_code(unit, session.today())
    version = text(one, "version") if one else ""
    return AffectedSystem(
        name=f"{named} ({version})" if version else named,
        operator=owner.name if owner else "",
        owner=text(one, "owner") if one else "",
        level=f"Cấp độ {one['level']}" if one and one["level"] else "",
        provider=text(one, "provider") if one else "",
    )
