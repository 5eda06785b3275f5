"""A person's ruling on "Cần xem xét": it takes the place of that answer and keeps its reason.

A ruling of the Sở goes before one of the unit itself, a later one before an earlier one; what was decided after the day
asked for does not count, nor, for a verdict on a period or a year, what was decided before that began. A verdict that is
not ``review`` is never touched: once the records say more, they decide.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final, cast

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, as_date, show_date
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import text_of, unit_code

ANSWERS: Final[tuple[State, ...]] = ("met", "not_met", "not_applicable")
"""What a person may rule."""


def ruling_on(facts: Facts, verdict: Verdict) -> Record | None:
    """Find the ruling that settles a verdict on the day, or None."""
    begins = facts.window(Period.parse(verdict.period), verdict.unit).start if verdict.period else date.min
    best: tuple[tuple[bool, date, str], Record] | None = None
    for row in facts.by("ruling", "subject", verdict.subject):
        decided = facts.dated_by(row, "decided_on")
        if (
            decided is None
            or decided < begins
            or row.get("clause") != verdict.clause
            or row.get("verdict") not in ANSWERS
        ):
            continue
        whose = unit_code(row)
        by_department = facts.is_department(whose, decided)
        if not by_department and whose != verdict.unit:
            continue
        rank = (by_department, decided, text_of(row, "id"))
        if best is None or rank > best[0]:
            best = rank, row
    return best[1] if best else None


def settled(facts: Facts, verdict: Verdict) -> Verdict:
    """Give a verdict as a person settled it; itself where nobody did or nothing is to be settled."""
    if verdict.verdict != "review":
        return verdict
    row = ruling_on(facts, verdict)
    if row is None:
        return verdict
    answer = cast(State, row["verdict"])
    decided = as_date(row.get("decided_on")) or facts.day
    reasons = [
        *verdict.reasons,
        tr(
            "Đã kết luận ngày {day}, người kết luận {who}: {reason}",
            day=show_date(decided), who=text_of(row, "decided_by") or "—", reason=text_of(row, "reason"),
        ),
    ]  # fmt: skip
    document = text_of(row, "document")
    if document:
        reasons.append(tr("Văn bản kết luận: {document}.", document=_cited(facts, document)))
    owner: Owner | None = (verdict.owner or "agency") if answer == "not_met" else None
    return replace(
        verdict, verdict=answer, reasons=tuple(reasons), missing=(), owner=owner, mend=("ruling", text_of(row, "id"))
    )


def _cited(facts: Facts, document: str) -> str:
    for row in facts.by("document", "id", document):
        day = as_date(row.get("issued_on"))
        return f"{text_of(row, 'number')}, {show_date(day)}" if day else text_of(row, "number")
    return document
