"""Điều 8.2: whether an award that was decided was carried out by the officer's agency.

Discipline is restricted: what is sealed is never opened for a verdict, so only awards are judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import text_of

CLAUSE: Final = "QyD.8.2"


def judge_unit(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge the awards of a unit's officers: those decided in the year, and older ones not carried out yet.

    Args:
        facts: the awards besides the catalogue.
        code: the unit's code.
    """
    rows = sorted(facts.of("award", code), key=lambda row: (text_of(row, "decided_on"), text_of(row, "id")))
    for row in rows:
        if row.get("kind") != "award":
            continue
        decided, executed = facts.dated_by(row, "decided_on"), facts.dated_by(row, "executed_on")
        if decided is not None and (facts.named or decided.year == facts.year or executed is None):
            yield judge_award(facts, row)


def judge_award(facts: Facts, award: Record) -> Verdict:
    """Judge one award that was decided by the day asked for."""
    decided, executed = facts.dated_by(award, "decided_on"), facts.dated_by(award, "executed_on")
    state: State = "met"
    missing: tuple[str, ...] = ()
    owner: Owner | None = None
    reasons = [tr("Điều 8.2: cơ quan thực hiện quyết định khen thưởng; xét đến ngày {day}.", day=show_date(facts.day))]
    if decided is not None:
        reasons.append(tr("Quyết định ngày {day}.", day=show_date(decided)))
    if executed is None:
        state, owner, missing = "missing", "agency", (tr("ngày thi hành quyết định"),)
        reasons.append(tr("Chưa ghi ngày thi hành."))
    elif decided is not None and executed < decided:
        state, owner = "review", "agency"
        reasons.append(tr("Ngày thi hành {day} trước ngày quyết định; hãy kiểm tra lại.", day=show_date(executed)))
    else:
        reasons.append(tr("Đã thi hành ngày {day}.", day=show_date(executed)))
    return Verdict(
        "award", text_of(award, "id"), text_of(award, "title"), text_of(award, "unit"), CLAUSE, state,
        facts.day.isoformat(), tuple(reasons), missing, owner,
        mend=None if state == "met" else ("award", text_of(award, "id")),
    )  # fmt: skip
