"""All rules, and all verdicts over the records of one unit or of the whole province, in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.text import collation_key
from bgit_desktop.core.verdicts import dieu4, dieu5, dieu6, dieu7_1, dieu7_2, dieu8, dieu9, dieu10
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import SubjectType, Verdict
from bgit_desktop.core.verdicts.rulings import settled
from bgit_desktop.core.verdicts.scope import text_of

Needs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it judges under which clauses, and which records it looks at.

    Attributes:
        clauses: the clauses, without the points that they contain.
        subject: what it judges.
        judge: gives the verdicts of one unit's subjects.
        needs: record type → the fields it reads, besides ``id`` and ``unit``.
    """

    clauses: tuple[str, ...]
    subject: SubjectType
    judge: Callable[[Facts, str], Iterable[Verdict]]
    needs: Needs

    def concerns(self, clauses: Iterable[str]) -> bool:
        """Tell whether the rule may give a verdict under one of some clauses, or under one that contains it."""
        return any(within(mine, each) or within(each, mine) for each in clauses for mine in self.clauses)


def within(clause: str, whole: str) -> bool:
    """Tell whether a clause is another one or a part of it: ``QyD.6.2.b`` is within ``QyD.6``."""
    return clause == whole or clause.startswith(whole + ".")


def _standards(facts: Facts, code: str) -> Iterator[Verdict]:
    for officer, scope in facts.people(code):
        identity = text_of(officer, "id")
        yield dieu4.judge_officer(
            facts.catalogue,
            officer,
            facts.by("qualification", "officer", identity),
            facts.day,
            certificates=facts.by("certificate", "officer", identity),
            scope=scope,
        )


def _unit_places(facts: Facts, code: str) -> Iterator[Verdict]:
    people = [officer for officer, _ in facts.people(code)]
    found = dieu5.judge_unit(facts.catalogue, code, people, facts.day, dedicated_units=facts.of("dedicated_unit", code))
    if found is not None:
        yield found


def _places(facts: Facts, code: str) -> Iterator[Verdict]:
    dedicated = facts.of("dedicated_unit", code)
    for officer, scope in facts.people(code):
        yield dieu5.judge_officer(facts.catalogue, officer, facts.day, dedicated_units=dedicated, scope=scope)


def _needs(**fields: str) -> Needs:
    return MappingProxyType({name: tuple(words.split()) for name, words in fields.items()})


_SERVICE: Final = "full_name employment start_date end_date"
_DEADLINES: Final = "kind period window_start window_end due_on hours recipient document units"
_EXTENSIONS: Final = "deadline for_unit due_on reason"
_REPORTS: Final = "kind period version status sent_on received_on"

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        ("QyD.4",), "officer", _standards,
        _needs(officer=_SERVICE, qualification="officer level major field mode year document", certificate="officer name"),
    ),
    Rule(
        ("QyD.5.1", "QyD.5.2"), "unit", _unit_places,
        _needs(officer=_SERVICE, dedicated_unit="name start_date end_date"),
    ),
    Rule(
        ("QyD.5.1", "QyD.5.2"), "officer", _places,
        _needs(officer=_SERVICE + " department", dedicated_unit="name start_date end_date"),
    ),
    Rule(
        ("QyD.6.1", "QyD.6.2", "QyD.9.1"), "unit", dieu6.judge_unit,
        _needs(
            task="clause title status assigned_on due_on", training="start_on end_on attendance",
            report="status sent_on", incident="detected_at status", plan="clause status start_date",
            exemption="clause reason start_date end_date", deadline=_DEADLINES, extension=_EXTENSIONS,
        ),
    ),
    Rule(
        ("QyD.7.1",), "unit", dieu7_1.judge_unit,
        _needs(report=_REPORTS, deadline=_DEADLINES, extension=_EXTENSIONS),
    ),
    Rule(
        ("QyD.7.2",), "incident", dieu7_2.judge_unit,
        _needs(
            incident="title category detected_at head_informed_at department_informed_at status", deadline=_DEADLINES,
            extension=_EXTENSIONS,
        ),
    ),
    Rule(("QyD.8.2",), "award", dieu8.judge_unit, _needs(award="kind title decided_on executed_on")),
    Rule(
        ("QyD.9.2.c",), "officer", dieu9.judge_officers,
        _needs(
            officer=_SERVICE, course="invitees start_on",
            training="officer title kind topic start_on end_on attendance absence_kind absence_reason",
        ),
    ),
    Rule(
        ("QyD.9.2.e",), "unit", dieu9.judge_meetings,
        _needs(meeting="title kind period starts_at status", deadline=_DEADLINES, extension=_EXTENSIONS),
    ),
    Rule(
        ("QyD.10.2.a",), "officer", dieu10.judge_assignments,
        _needs(officer=_SERVICE + " assignment_document assignment_sent_on assignment_received_on"),
    ),
    Rule(
        ("QyD.10.2.b",), "officer", dieu10.judge_appraisals,
        _needs(officer=_SERVICE, appraisal="officer year asked_on comment commented_on"),
    ),
    Rule(
        ("QyD.10.2.d",), "officer", dieu10.judge_sending,
        _needs(
            officer=_SERVICE, training_request="officer content requested_on status",
            training="officer title kind topic start_on end_on attendance absence_kind absence_reason",
        ),
    ),
)  # fmt: skip
"""Every rule there is. A new one is a pure function over :class:`Facts` and one entry here."""

RULING: Final[Needs] = _needs(
    ruling="clause subject_type subject verdict reason decided_on decided_by document", document="number issued_on"
)
"""What a person's ruling on a verdict needs, whatever the clause."""


def rules_for(clauses: Iterable[str], subject: SubjectType | None = None) -> tuple[Rule, ...]:
    """Give the rules that judge some clauses, all where none is named, of one kind of subjects or of every kind."""
    wanted = tuple(clauses)
    return tuple(
        rule for rule in RULES if (subject is None or rule.subject == subject) and (not wanted or rule.concerns(wanted))
    )


def judge(
    facts: Facts, clauses: Iterable[str] = (), *, subject: SubjectType | None = None, with_rulings: bool = True
) -> list[Verdict]:
    """Give the verdicts.

    Args:
        facts: what there is to judge by.
        clauses: only these and what they contain (``QyD.6`` has ``QyD.6.2.b``); all where none is named.
        subject: only verdicts on subjects of this kind.
        with_rulings: put a person's ruling in the place of "Cần xem xét".

    Returns:
        By unit (its code); in a unit its own verdicts by clause, then its officers' (tên, họ, đệm; id), then its
        incidents' and awards' by day; each by clause.
    """
    wanted = tuple(clauses)
    rules = rules_for(wanted, subject)
    found: list[Verdict] = []
    for code in sorted(set(facts.units), key=lambda each: (collation_key(each), each)):
        subjects: dict[tuple[int, str], list[Verdict]] = {}
        for rule in rules:
            rank = _RANKS[rule.subject]
            for each in rule.judge(facts, code):
                if not wanted or any(within(each.clause, clause) for clause in wanted):
                    subjects.setdefault((rank, each.subject), []).append(each)
        for _, verdicts in sorted(subjects.items(), key=lambda entry: entry[0][0]):
            verdicts.sort(key=lambda each: clause_key(each.clause))
            found += verdicts
    if facts.ended:
        found = [_in_force(facts, each) for each in found]
    return [settled(facts, each) for each in found] if with_rulings else found


_RANKS: Final[dict[SubjectType, int]] = {"unit": 0, "officer": 1, "incident": 2, "award": 3}


@lru_cache(maxsize=512)
def clause_key(clause: str) -> tuple[tuple[int, str], ...]:
    """Give the key that sorts clauses as the regulation has them: 6.2.b before 10.2.a."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in clause.split("."))


def _in_force(facts: Facts, verdict: Verdict) -> Verdict:
    """Say of a clause that the catalogue ended before the day that it no longer applies."""
    ended = facts.ended.get(verdict.clause)
    if ended is None or verdict.verdict == "not_applicable":
        return verdict
    reason = tr(
        "{clause} hết hiệu lực ngày {ended} theo danh mục điều khoản.",
        clause="Điều " + verdict.clause.removeprefix("QyD."), ended=show_date(ended),
    )  # fmt: skip
    return replace(verdict, verdict="not_applicable", reasons=(reason,), missing=(), owner=None, checks=(), mend=None)
