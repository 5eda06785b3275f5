"""A person's ruling on a verdict that "Cần xem xét": what waits for one, and giving it with its reason."""

from __future__ import annotations

from datetime import date

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.judge import judge, within
from bgit_desktop.core.verdicts.model import STATE_LABELS, State, SubjectType, Verdict
from bgit_desktop.core.verdicts.rulings import ANSWERS
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services import verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.store import records

SUBJECTS: tuple[SubjectType, ...] = ("officer", "incident", "unit")
"""What a ruling may be about."""


def waiting(session: Session, unit: str | None = None, as_of: str | date | None = None) -> list[Verdict]:
    """Give the verdicts that wait for a person; see :func:`bgit_desktop.services.verdicts.verdicts`."""
    found = verdicts.verdicts(session, unit, as_of)
    return [each for each in found if each.verdict == "review" and each.subject_type in SUBJECTS]


def may_rule(session: Session, verdict: Verdict) -> bool:
    """Tell whether this store's people may settle a verdict, of today: the Sở any, a unit its own."""
    own = (session.is_province or verdict.unit == session.unit) and verdict.as_of == session.today().isoformat()
    return own and verdict.verdict == "review" and verdict.subject_type in SUBJECTS


def rule(
    session: Session,
    clause: str,
    subject: str,
    answer: str,
    reason: str,
    *,
    decided_by: str = "",
    decided_on: str | date | None = None,
    document: str | None = None,
) -> str:
    """Settle a verdict that needs review.

    Args:
        session: the session.
        clause: of the verdict, as people write it (``QyD.4``, ``4``).
        subject: id of the officer, incident or unit; a unit's code too.
        answer: ``met``, ``not_met`` or ``not_applicable``.
        reason: why; kept and shown wherever the verdict is.
        decided_by: who ruled; the name under which this store is used where "".
        decided_on: the day; today where None.
        document: id of the document, where there is one.

    Returns:
        The id of the ``ruling`` record.

    Raises:
        NotFound: there is no such subject.
        BadInput: clause, answer, reason or day is missing or wrong.
        Refused: the verdict does not need review, or is another unit's.
    """
    if answer not in ANSWERS:
        words = ", ".join(f"{each} ({STATE_LABELS[each]})" for each in ANSWERS)
        raise BadInput(
            tr("Kết luận “{answer}” không đúng; chọn một trong: {words}.", answer=answer, words=words), field="verdict"
        )
    if not reason.strip():
        raise BadInput(tr("Hãy ghi lý do kết luận; lý do được lưu cùng kết quả."), field="reason")
    (wanted,) = verdicts.read_clauses([clause])
    day = verdicts.read_day(session, decided_on)
    open_, subject_id = _open(session, wanted, subject, day)
    values: dict[str, Value] = {
        "clause": open_.clause, "subject_type": open_.subject_type, "subject": subject_id, "verdict": answer,
        "reason": reason.strip(), "decided_on": day.isoformat(), "decided_by": decided_by.strip() or session.actor,
        "document": document,
    }  # fmt: skip
    return actions.add(session, "ruling", {name: value for name, value in values.items() if value is not None})


def _open(session: Session, clause: str, subject: str, day: date) -> tuple[Verdict, str]:
    """Find the verdict that waits for a ruling, before any ruling."""
    kind, subject_id, unit = _subject(session, subject)
    if not session.is_province and unit != session.unit:
        raise Refused(tr("Chỉ kết luận được về đơn vị mình và cán bộ, sự cố của đơn vị mình."))
    if kind == "unit":
        facts = verdicts.gather(session, unit, day, clauses=[clause])
        found = judge(facts, [clause], subject="unit", with_rulings=False)
    else:
        found = verdicts.of_records(session, kind, [subject_id], day, clauses=[clause], with_rulings=False)[subject_id]
    mine = [each for each in found if each.subject == subject_id and within(each.clause, clause)]
    shown = "Điều " + clause.removeprefix("QyD.")
    if not mine:
        raise NotFound(tr("{clause} không có kết quả nào về đối tượng này.", clause=shown), field="clause")
    for each in mine:
        if each.verdict == "review":
            return each, subject_id
    states = ", ".join(sorted({str(STATE_LABELS[each.verdict]) for each in mine}))
    raise Refused(
        tr(
            "{clause}: kết quả là “{state}”, chỉ kết luận được khi “Cần xem xét”; hãy bổ sung hồ sơ.",
            clause=shown,
            state=states,
        )
    )


def _subject(session: Session, subject: str) -> tuple[SubjectType, str, str]:
    """Give kind, id and unit of what a ruling is about."""
    unit = session.catalogue().by_id(subject) or session.catalogue().by_code(subject, session.today())
    if unit is not None:
        return "unit", unit.id, unit.code
    for kind in ("officer", "incident"):
        try:
            row = records.get(session.store.db, TYPES[kind], subject)
        except NotFound:
            continue
        return verdicts.SUBJECTS[kind], subject, str(row["unit"])
    raise NotFound(tr("Không có cán bộ, sự cố hay đơn vị nào mang mã “{id}”.", id=subject), field="subject")


def answers() -> list[tuple[State, str]]:
    """Give what a person may rule, with its words."""
    return [(each, str(STATE_LABELS[each])) for each in ANSWERS]
