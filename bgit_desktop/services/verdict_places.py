"""Where a verdict is put right: the page of the window, and what it is to show."""

from __future__ import annotations

from bgit_desktop.core.periods import period_or_none
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.services.context import Session


def place_of(session: Session, verdict: Verdict) -> tuple[str, dict[str, object]] | None:
    """Give the page that opens the place where a verdict is put right.

    Args:
        session: the session: in the Sở's store another unit's records are looked at, never begun.
        verdict: the verdict.

    Returns:
        The page's name and its arguments: a record to choose, or the values a new one starts with; None where
        nothing is to be done there.
    """
    if verdict.mend is None:
        return None
    name, record = verdict.mend
    if name == "report":
        period = period_or_none(verdict.period)
        return "reports", {"kind": "periodic", "period": period.code} if period is not None else {}
    if record:
        return name, {"record": record}
    if TYPES[name].scope == "unit" and not _is_own(session, verdict.unit):
        return name, {"where": {"unit": verdict.unit}}
    if name == "task":
        return name, {"where": {"clause": verdict.clause}, "new": {"clause": verdict.clause}}
    if verdict.subject_type == "officer" and "officer" in TYPES[name].by_name:
        return name, {"new": {"officer": verdict.subject}}
    return name, {}


def _is_own(session: Session, code: str) -> bool:
    own = session.own_unit(session.today())
    return code == session.unit or (own is not None and own.code == code)
