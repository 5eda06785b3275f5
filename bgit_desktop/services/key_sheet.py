"""The printed sheet that goes with an enrolment file: 40 digits to type from paper, a QR code, room for the stamp."""

from __future__ import annotations

from pathlib import Path

from bgit_desktop.services import keys
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_letterhead import formalities


def sheet(session: Session, out: Path) -> Path:
    """Print this PC's enrolment sheet as PDF; needs no passphrase.

    Args:
        session: the session.
        out: the file; one there is replaced.

    Returns:
        The file.

    Raises:
        EnvironmentProblem: it cannot be written; an earlier one is still there.
    """
    from bgit_desktop.documents.enrol_sheet import EnrolSheet, write_enrol_sheet
    from bgit_desktop.services.writing import whole_document

    own = keys.show(session)
    unit = session.catalogue().by_code(session.unit) or session.own_unit(session.today())
    name = unit.name if unit is not None else session.unit
    formal = formalities(session, session.unit, session.today())
    # what the code says is only a convenience for copying on paper: the digits are typed by a person all the same
    code = f"bgit-enrol;{session.province};{own.unit};{own.replica};{own.fingerprint.replace(' ', '')}"
    described = EnrolSheet(
        letterhead=formal.letterhead,
        unit=f"{name} (mã {own.unit})",
        pc=f"{own.label} ({own.replica})",
        digits=own.fingerprint,
        qr_text=code,
        made_on=session.today(),
        head_office=formal.signature.office,
        head_name=formal.signature.name,
        maker=session.actor,
        province=session.is_province,
    )
    with whole_document(out) as file:
        write_enrol_sheet(described, file)
    return out
