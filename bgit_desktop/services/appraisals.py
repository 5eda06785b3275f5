"""Appraisals of officers (Điều 10.2.b): the agency asks for the Sở's comment, the Sở comments; advice, not a veto."""

from __future__ import annotations

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


def waiting(session: Session) -> list[dict[str, Value]]:
    """Give the appraisals that ask for a comment and have none, the longest waiting first."""
    rows = records.select(session.store.db, Query("appraisal", sort="asked_on"))
    return [row for row in rows if row["asked_on"] and not str(row["comment"] or "").strip()]


def comment(session: Session, appraisal: str, text: str, on: str = "") -> bool:
    """Write the Sở's comment on an appraisal.

    Args:
        session: the Sở's session.
        appraisal: id of the appraisal.
        text: the comment.
        on: the day, ``YYYY-MM-DD``; today where empty.

    Raises:
        Refused: this is a unit's store.
        BadInput: there is no text.
    """
    if not session.is_province:
        raise Refused(tr("Chỉ Sở ghi nhận xét; đơn vị ghi việc xin ý kiến và tiếp thu."))
    if not text.strip():
        raise BadInput(tr("Hãy ghi nội dung nhận xét."), field="comment")
    values: dict[str, Value] = {"comment": text.strip(), "commented_on": on or session.today().isoformat()}
    return actions.change(session, "appraisal", appraisal, values)
