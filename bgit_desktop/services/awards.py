"""Awards (Điều 8.1): proposed with evidence, put to a level, decided, carried out; the list of emulation (Điều 9.2.f)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, Window, as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput
from bgit_desktop.services import records as actions
from bgit_desktop.services.checking import Invalid, check_authority, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.services.evaluation import Assessed, assess
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

CLAUSE: Final = "QyD.8.1"
LEVELS: Final = {each.value: each.label for each in TYPES["award"].by_name["proposal_level"].choices}


def propose(
    session: Session,
    officer: str,
    title: str,
    level: str,
    reason: str,
    documents: Sequence[str] = (),
    proposed_on: str = "",
) -> str:
    """Propose an award, with the documents that bear it out.

    Args:
        session: the session of the officer's unit.
        officer: id of the officer.
        title: the award proposed.
        level: put to whom: ``department``, ``province`` or ``agency``.
        reason: what for.
        documents: ids of documents that prove it; each becomes an ``evidence`` record under 8.1.
        proposed_on: the day, ``YYYY-MM-DD``; today where empty.

    Returns:
        Id of the ``award`` record.

    Raises:
        BadInput: there is no reason.
        Invalid: a value is wrong.
        Refused: the officer is another unit's.
    """
    if not reason.strip():
        raise BadInput(tr("Hãy ghi thành tích, lý do đề nghị khen thưởng."), field="reason")
    check_authority(session, TYPES["officer"], records.get(session.store.db, TYPES["officer"], officer), [])
    values: dict[str, Value] = {
        "officer": officer, "kind": "award", "title": title.strip() or None, "proposal_level": level,
        "reason": reason.strip(), "proposed_on": proposed_on or session.today().isoformat(),
    }  # fmt: skip
    made = session.new_id()
    proofs: list[dict[str, Value]] = [
        {"label": title.strip(), "record_type": "award", "record": made, "clause": CLAUSE, "document": each}
        for each in documents
    ]
    problems = problems_of(session, "award", values)
    for each in proofs:
        problems += problems_of(session, "evidence", each)
    if problems:
        raise Invalid(problems)
    with session.store.write("edit", tr("Đề nghị khen thưởng: {title}", title=title.strip()), session.actor):
        records.insert(session.store.db, TYPES["award"], made, session.unit, values)
        for each in proofs:
            records.insert(session.store.db, TYPES["evidence"], session.new_id(), session.unit, each)
    return made


def decide(
    session: Session, award: str, level: str, decided_on: str, document: str = "", executed_on: str = ""
) -> bool:
    """Note the decision on a proposal, and its execution, in the unit's own record.

    Raises:
        Refused: another unit's record.
        Invalid: a value is wrong.
    """
    values: dict[str, Value] = {"level": level, "decided_on": decided_on}
    if document:
        values["document"] = document
    if executed_on:
        values["executed_on"] = executed_on
    return actions.change(session, "award", award, values)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An award as the review list shows it.

    Attributes:
        id: of the award.
        officer, name, unit, unit_name: whose.
        title, level, reason, proposed_on: what is proposed, to whom, what for, when.
        decided_on, executed_on: what became of it; "" while nothing has.
        decision: who decided, with the document; "".
        evidence: how many documents bear it out.
    """

    id: str
    officer: str
    name: str
    unit: str
    unit_name: str
    title: str
    level: str
    reason: str
    proposed_on: str
    decided_on: str
    executed_on: str
    decision: str
    evidence: tuple[str, ...]


def proposals(session: Session, window: Window | None = None, unit: str | None = None) -> list[Proposal]:
    """Give the awards (never disciplines) proposed or decided, by level, unit and name.

    Args:
        session: the session.
        window: only those proposed or decided in it, and those that wait still; all where None.
        unit: of one unit; of all where None.
    """
    db, catalogue, today = session.store.db, session.catalogue(), session.today()
    where: tuple[tuple[str, Value], ...] = (("kind", "award"), *((("unit", unit),) if unit else ()))
    rows = [row for row in records.select(db, Query("award", where=where)) if _within(row, window)]
    names = records.titles(db, TYPES["officer"], sorted({str(row["officer"]) for row in rows}))
    proofs: dict[str, list[str]] = {}
    for each in records.select(db, Query("evidence", where=(("record_type", "award"),))):
        if each["document"]:
            proofs.setdefault(str(each["record"]), []).append(str(each["document"]))
    papers = {str(row["document"]) for row in rows if row["document"]} | {
        one for all_ in proofs.values() for one in all_
    }
    titles = records.titles(db, TYPES["document"], sorted(papers))
    found = []
    for row in rows:
        known = catalogue.by_code(str(row["unit"]), today)
        decision = ", ".join(filter(None, (str(row["level"] or ""), titles.get(str(row["document"] or ""), ""))))
        found.append(
            Proposal(
                str(row["id"]), str(row["officer"]), names.get(str(row["officer"]), ""), str(row["unit"]),
                known.label if known else str(row["unit"]), str(row["title"]), str(row["proposal_level"] or ""),
                str(row["reason"] or ""), str(row["proposed_on"] or ""), str(row["decided_on"] or ""),
                str(row["executed_on"] or ""), decision,
                tuple(titles[each] for each in proofs.get(str(row["id"]), ()) if each in titles),
            )
        )  # fmt: skip
    order = {"province": 0, "department": 1, "agency": 2}
    return sorted(found, key=lambda each: (order.get(each.level, 3), each.unit, each.name, each.id))


def _within(row: Row, window: Window | None) -> bool:
    if window is None:
        return True
    days = [day for day in (as_date(row["proposed_on"]), as_date(row["decided_on"])) if day is not None]
    waits = row["proposed_on"] and not row["decided_on"] and days and days[0] <= window.end
    return bool(waits) or any(window.contains(day) for day in days)


Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the emulation list: the place (0 where there is no rating), the result, the awards in the period."""

    rank: int
    result: Assessed
    awards: tuple[str, ...]


def emulation(session: Session, period: Period, version: str, *, reveal: bool = False) -> list[Standing]:
    """Give the units, and where asked the officers, of the final evaluations by their points, with their awards.

    Args:
        session: the Sở's session.
        period: the period.
        version: the set of criteria.
        reveal: officers too, whose values are opened and noted in the audit.
    """
    given = [each for each in proposals(session, Window(period.start, period.end)) if each.decided_on]
    found: list[Standing] = []
    for subject in ("unit", "officer") if reveal else ("unit",):
        rows = assess(session, period, version, "officer" if subject == "officer" else "unit", reveal=reveal)
        final = [each for each in rows if each.status == "final" and not each.hidden]
        final.sort(key=lambda each: (not each.rating, -_share(each), each.unit, each.name))
        rank, last = 0, -1.0
        for at, each in enumerate(final, start=1):
            if not each.rating:  # too little is known to be put before or after anybody
                rank = 0
            elif _share(each) != last:  # equal points share a place
                rank, last = at, _share(each)
            mine = [one for one in given if (one.officer == each.subject if each.subject else one.unit == each.unit)]
            found.append(
                Standing(
                    rank, each, tuple(f"{one.title} ({one.name})" if not each.subject else one.title for one in mine)
                )
            )
    return found


def _share(result: Assessed) -> float:
    return float(result.total.points / result.total.of) if result.total.of else 0.0
