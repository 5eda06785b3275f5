"""Evaluating units and officers (Điều 9.2.d): points from the records and from people, drafts, final results.

What comes from records is computed anew until a result is final; then points, words and the records that counted stand as
they were. Points and ratings of officers are restricted values: they are opened only where somebody asks to see them,
which the audit notes, and travel only where somebody chose (ADR 11, 16).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bgit_desktop.core.evaluation import (
    MANUAL,
    Criterion,
    Item,
    Kept,
    Points,
    SubjectType,
    Total,
    given,
    read_points,
    score,
    total,
)
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import RATINGS
from bgit_desktop.errors import NotFound
from bgit_desktop.services import criteria as sets
from bgit_desktop.services import restricted
from bgit_desktop.services.context import Session
from bgit_desktop.services.evaluation_facts import EvaluationFacts
from bgit_desktop.store import records, secrets
from bgit_desktop.store.records import Query

RATING_LABELS: Final = {each.value: each.label for each in RATINGS}


@dataclass(frozen=True, slots=True)
class Assessed:
    """How a unit or an officer came out.

    Attributes:
        subject_type: ``unit`` or ``officer``.
        unit: code of the unit.
        unit_name: its name.
        subject: id of the officer; "" for a unit.
        name: of the unit or the officer.
        points: by criterion, in the order of the set; none where they are hidden.
        total: their sum.
        record: id of the ``evaluation`` record; "" while nothing was saved.
        status: ``draft`` or ``final``; "" while nothing was saved.
        rating: a person's, else the one proposed.
        comment, use, document, decided_on: of the record.
        hidden: restricted values are kept that nobody asked to see, or that are not on this PC.
    """

    subject_type: SubjectType
    unit: str
    unit_name: str
    subject: str
    name: str
    points: tuple[Points, ...]
    total: Total
    record: str = ""
    status: str = ""
    rating: str = ""
    comment: str = ""
    use: str = ""
    document: str = ""
    decided_on: str = ""
    hidden: bool = False

    @property
    def key(self) -> str:
        """What names it: the unit's code, the officer's id."""
        return self.subject or self.unit


def assess(
    session: Session,
    period: Period,
    version: str,
    subject_type: SubjectType,
    unit: str | None = None,
    *,
    reveal: bool = False,
) -> list[Assessed]:
    """Evaluate the units, or their officers, by a set of criteria.

    Args:
        session: the Sở's session.
        period: the period.
        version: the set of criteria.
        subject_type: ``unit`` or ``officer``.
        unit: code of the one unit; None for all.
        reveal: open what is kept on officers; noted in the audit.

    Raises:
        NotFound: there is no such set or unit.
    """
    chosen = sets.criteria(session, version, subject_type)
    if unit is not None and session.catalogue().by_code(unit) is None:
        raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=unit))
    facts = EvaluationFacts(session, period, unit)
    scale = sets.thresholds(session)
    kept = _kept(session, period, version, subject_type)
    found = []
    for code, unit_name, subject, name in _subjects(session, facts, subject_type):
        row = kept.get(subject or code)
        hidden = False
        if row is not None and subject:
            if reveal:
                row = restricted.revealed(session, "evaluation", row)
            hidden = not reveal or secrets.open_value(session.store.db, _reference(session, row)) is None
        points = _points(chosen, facts, code, subject, row, hidden=hidden)
        found.append(_assessed(subject_type, code, unit_name, subject, name, points, row, scale, hidden=hidden))
    return found


def _subjects(session: Session, facts: EvaluationFacts, subject_type: SubjectType) -> list[tuple[str, str, str, str]]:
    """Give unit, its name, officer and name of whom the regulation covers on the day; the Sở not among the units."""
    catalogue, day = session.catalogue(), facts.day
    own = session.own_unit(day, catalogue)
    left_out = {session.unit, own.code if own else session.unit} if session.is_province else set()
    names = {each.code: each.label for each in catalogue.bound_on(day) if each.code not in left_out}
    if facts.unit is not None:
        names = {code: name for code, name in names.items() if code == facts.unit}
    if subject_type == "unit":
        return [(code, name, "", name) for code, name in names.items()]
    return [
        (str(row["unit"]), names[str(row["unit"])], str(row["id"]), str(row["full_name"]))
        for row in facts.officers()
        if row["unit"] in names
    ]


def _kept(session: Session, period: Period, version: str, subject_type: SubjectType) -> dict[str, dict[str, Value]]:
    """Give the saved evaluations by unit's code or officer's id; the newest where there are two."""
    where = (("period", period.code), ("version", version), ("subject_type", subject_type))
    rows = records.select(session.store.db, Query("evaluation", where=where))
    if subject_type == "unit":
        return {str(row["for_unit"]): row for row in rows}
    found = {}
    for row in rows:
        # whose it is must be known to write it; nothing of it is shown
        whose = secrets.references(session.store.db, TYPES["evaluation"], str(row["id"])).get("subject")
        officer = secrets.open_value(session.store.db, whose) if whose else None
        if isinstance(officer, str):
            found[officer] = row
    return found


def _reference(session: Session, row: Record) -> str:
    found = secrets.references(session.store.db, TYPES["evaluation"], str(row["id"]))
    return found.get("points") or found.get("subject", "")


def _points(
    chosen: Sequence[Criterion],
    facts: EvaluationFacts,
    unit: str,
    officer: str,
    row: Record | None,
    *,
    hidden: bool,
) -> tuple[Points, ...]:
    final = row is not None and row["status"] == "final"
    if hidden and final:
        return ()
    kept = read_points(str(row["points"] or "")) if row is not None and not hidden else {}
    if final:
        return tuple(_frozen(each, kept.get(each.code)) for each in chosen)
    found = []
    for each in chosen:
        items = facts.items(each.measure, unit, officer)
        typed = kept.get(each.code)
        if typed is not None and typed.by_person:
            found.append(given(each, typed.points, typed.said, items))
        else:
            found.append(given(each, None, "") if each.measure == MANUAL else score(each, items))
    return tuple(found)


def _frozen(criterion: Criterion, kept: Kept | None) -> Points:
    if kept is None:
        return Points(criterion, None, tr("Chưa có dữ liệu."))
    return Points(criterion, kept.points, kept.said, kept.items, kept.by_person)


def _assessed(
    subject_type: SubjectType,
    unit: str,
    unit_name: str,
    subject: str,
    name: str,
    points: tuple[Points, ...],
    row: Record | None,
    scale: Mapping[str, int],
    *,
    hidden: bool,
) -> Assessed:
    summed = total(points, scale)
    made = Assessed(subject_type, unit, unit_name, subject, name, points, summed, rating=summed.rating, hidden=hidden)
    if row is None:
        return made
    open_ = {} if hidden else {key: str(row[key] or "") for key in ("rating", "comment", "use")}
    made = replace(
        made, record=str(row["id"]), status=str(row["status"] or "draft"), decided_on=str(row["decided_on"] or ""),
        document=str(row["document"] or ""), comment=open_.get("comment", ""), use=open_.get("use", ""),
    )  # fmt: skip
    return replace(made, rating=open_.get("rating", "") or ("" if hidden else summed.rating))


def one(
    session: Session, period: Period, version: str, subject_type: SubjectType, key: str, *, reveal: bool = True
) -> Assessed:
    """Evaluate one unit (by code) or officer (by id).

    Raises:
        NotFound: the regulation does not cover it on that day, or it is not there.
    """
    unit = key
    if subject_type == "officer":
        unit = str(records.get(session.store.db, TYPES["officer"], key)["unit"])
    for each in assess(session, period, version, subject_type, unit):
        if each.key == key:
            return _opened(session, each, period, version) if reveal else each
    raise NotFound(tr("“{key}” không thuộc diện đánh giá của kỳ này.", key=key))


def _opened(session: Session, found: Assessed, period: Period, version: str) -> Assessed:
    """Open one officer's values, so that the audit names no others."""
    if not found.hidden:
        return found
    row = restricted.revealed(session, "evaluation", records.get(session.store.db, TYPES["evaluation"], found.record))
    chosen = sets.criteria(session, version, found.subject_type)
    facts = EvaluationFacts(session, period, found.unit)
    points = _points(chosen, facts, found.unit, found.subject, row, hidden=False)
    return _assessed(
        found.subject_type, found.unit, found.unit_name, found.subject, found.name, points, row,
        sets.thresholds(session), hidden=False,
    )  # fmt: skip


def evidence(session: Session, points: Points) -> list[Item]:
    """Give the records that decided a criterion's points, each with its title."""
    named = []
    for each in points.counted:
        name = each.name
        if not name and each.type in TYPES:
            name = records.titles(session.store.db, TYPES[each.type], [each.id]).get(each.id, "")
        named.append(replace(each, name=name or each.id))
    return named


# -- a unit's own results --------------------------------------------------------------------------------------------


def own_results(session: Session) -> list[dict[str, Value]]:
    """Give the final results about this unit and its officers, the newest period first.

    What is about officers shows values only once somebody asks (:func:`services.restricted.reveal`), and only where the
    Sở sent them along.
    """
    where = (("for_unit", session.unit), ("status", "final"))
    return records.select(session.store.db, Query("evaluation", where=where, sort="-period"))


def ids_of_unit(session: Session, unit: str) -> list[str]:
    """Give the final officer evaluations of one unit whose values may be sent along to that unit."""
    where = (("for_unit", unit), ("status", "final"), ("subject_type", "officer"))
    return [str(row["id"]) for row in records.select(session.store.db, Query("evaluation", where=where))]
