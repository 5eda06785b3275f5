"""What a verdict is: an answer with its rule, its inputs, its date and what is missing.

There are five answers. Unknown is never shown as failure: what is not recorded is ``missing``, what only a
person can decide is ``review``. What does not meet a clause has an owner: the officer, the agency (Điều
10.2.a, 10.2.d) or the Sở (Điều 9.2.c). The same records give the same words, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.verdicts.states import STATE_LABELS as STATE_LABELS
from bgit_desktop.core.verdicts.states import State as State

Owner = Literal["officer", "agency", "department"]
SubjectType = Literal["officer", "unit", "incident", "award"]
CheckState = Literal["met", "not_met", "missing", "review", "note"]

OPEN: Final[frozenset[str]] = frozenset({"not_met", "missing", "review"})
"""Answers after which something is to be done."""

CHECK_LABELS: Final[dict[CheckState, Label]] = {
    "met": STATE_LABELS["met"],
    "not_met": STATE_LABELS["not_met"],
    "missing": STATE_LABELS["missing"],
    "review": STATE_LABELS["review"],
    "note": Label("Thông tin", "Note"),
}
OWNER_LABELS: Final[dict[Owner, Label]] = {
    "officer": Label("Cán bộ", "Officer"),
    "agency": Label("Cơ quan quản lý cán bộ", "Employing agency"),
    "department": Label("Sở", "The Sở"),
}

RULE_LABELS: Final[dict[str, Label]] = {
    "sending": Label("theo ngày gửi", "by sending"),
    "receipt": Label("theo ngày nhận", "by receipt"),
    "head": Label("báo cáo thủ trưởng", "to the head"),
    "department": Label("báo cáo Sở", "to the Sở"),
}
"""Names of the two figures of 7.1 and 7.2."""

# From best to worst. Inside one degree the worst check decides: a known failure beats anything, and what is
# known to be borderline beats what is merely not recorded. Between degrees the best one decides.
_ORDER: Final[dict[str, int]] = {"met": 0, "note": 0, "missing": 1, "review": 2, "not_met": 3}


def severity(state: str) -> int:
    """Give how far a state is from being met: met 0, missing 1, review 2, not met 3."""
    return _ORDER[state]


def worst(states: Iterable[CheckState]) -> State:
    """Give the state that decides where all must hold."""
    found: State = "met"
    for state in states:
        if state != "note" and severity(state) > severity(found):
            found = state
    return found


@dataclass(frozen=True, slots=True)
class Check:
    """One part of a verdict, for the detail pane.

    Attributes:
        label: what is checked.
        state: how it came out; ``note`` decides nothing.
        explanation: a sentence with the input it was judged by.
    """

    label: str
    state: CheckState
    explanation: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement on one subject under one clause on one day.

    Attributes:
        subject_type: ``officer``, ``unit``, ``incident`` or ``award``.
        subject: id of the record judged.
        name: its name.
        unit: code of the unit it belongs to.
        clause: of the regulation: ``QyD.4``, ``QyD.5.2``, ``QyD.6.2.b``, ``QyD.7.1`` …
        verdict: the answer.
        as_of: the day it was asked for, ``YYYY-MM-DD``.
        reasons: sentences in the user's language: rule, inputs, date.
        missing: what would have to be recorded to say more.
        owner: who has to act; None where nobody has to.
        checks: the parts, for the detail pane; not in :meth:`as_json`.
        rule: tells two verdicts under one clause apart (``sending`` and ``receipt`` of 7.1, ``head`` and
            ``department`` of 7.2); "" where a clause has one.
        period: the reporting period judged (``2024-H1``); "" where the clause is judged on a day.
        mend: where it is put right: a record type, and the id of a record or "" for a new one; None where nothing
            is to be done. Not in :meth:`as_json`.
    """

    subject_type: SubjectType
    subject: str
    name: str
    unit: str
    clause: str
    verdict: State
    as_of: str
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    owner: Owner | None = None
    checks: tuple[Check, ...] = ()
    rule: str = ""
    period: str = ""
    mend: tuple[str, str] | None = None

    def as_json(self) -> dict[str, object]:
        """Give the object that ``verdicts --json`` prints; ``rule`` and ``period`` only where they say something."""
        more = {name: value for name, value in (("rule", self.rule), ("period", self.period)) if value}
        return {
            "subject_type": self.subject_type,
            "subject": self.subject,
            "name": self.name,
            "unit": self.unit,
            "clause": self.clause,
            "verdict": self.verdict,
            "as_of": self.as_of,
            "reasons": list(self.reasons),
            "missing": list(self.missing),
            "owner": self.owner,
            **more,
        }
