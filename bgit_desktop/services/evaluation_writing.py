"""Writing evaluations (Điều 9.2.d, 9.2.f): a person's points with reasons, ratings, use; drafts made final."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bgit_desktop.core.evaluation import MANUAL, SubjectType, given, points_text, score, total, write_points
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import criteria as sets
from bgit_desktop.services import restricted
from bgit_desktop.services.checking import Invalid, check_authority, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.services.evaluation import RATING_LABELS, Assessed, assess, one
from bgit_desktop.services.evaluation_facts import EvaluationFacts
from bgit_desktop.store import records


def set_points(
    session: Session,
    period: Period,
    version: str,
    subject_type: SubjectType,
    key: str,
    code: str,
    points: Decimal | None,
    reason: str,
) -> str:
    """Take the points a person gives under a criterion, in place of computed ones too, with the reason.

    Args:
        session: the Sở's session.
        period: the period.
        version: the set of criteria.
        subject_type: ``unit`` or ``officer``.
        key: code of the unit, id of the officer.
        code: of the criterion.
        points: None takes back what a person gave.
        reason: why; it is kept beside the points.

    Returns:
        Id of the draft.

    Raises:
        Refused: a unit's store, or the result is final.
        BadInput: no reason, or points out of bounds.
        NotFound: no such criterion or subject.
    """
    check_authority(session, TYPES["evaluation"], None, [])
    found = one(session, period, version, subject_type, key)
    if found.status == "final":
        raise Refused(tr("Kết quả đánh giá của {name} đã chốt; không sửa điểm được nữa.", name=found.name))
    at = next((at for at, each in enumerate(found.points) if each.criterion.code == code), None)
    if at is None:
        raise NotFound(tr("Bộ tiêu chí “{version}” không có tiêu chí “{code}”.", version=version, code=code))
    criterion = found.points[at].criterion
    if points is not None and not (points.is_finite() and 0 <= points <= criterion.max_points):
        raise BadInput(
            tr(
                "Điểm của “{label}” phải từ 0 đến {most}.",
                label=criterion.label,
                most=points_text(criterion.max_points),
            ),
            field="points",
        )
    if points is not None and not reason.strip():
        raise BadInput(tr("Hãy ghi lý do cho điểm; điểm không có lý do thì không được ghi."), field="reason")
    changed = list(found.points)
    if points is None:
        items = EvaluationFacts(session, period, found.unit).items(criterion.measure, found.unit, found.subject)
        changed[at] = given(criterion, None, "") if criterion.measure == MANUAL else score(criterion, items)
    else:
        changed[at] = given(criterion, points, reason.strip(), changed[at].items)
    summed = total(changed, sets.thresholds(session))
    # a rating that nobody chose moves with the points
    made = replace(found, points=tuple(changed), total=summed, rating=summed.rating)
    return _save(session, period, version, [made], tr("Cho điểm {name}", name=found.name))[0]


def set_result(
    session: Session,
    period: Period,
    version: str,
    subject_type: SubjectType,
    key: str,
    values: Mapping[str, str],
) -> str:
    """Write what a person decides about a result: rating, comment, use made of it (Điều 9.2.f).

    Args:
        session: the Sở's session.
        period: the period.
        version: the set of criteria.
        subject_type: ``unit`` or ``officer``.
        key: code of the unit, id of the officer.
        values: ``rating``, ``comment``, ``use``; what is not named stays. The use can be noted once it is final, too.

    Returns:
        Id of the record.

    Raises:
        Refused: a unit's store, or the result is final and more than its use is to change.
        BadInput: no such rating.
    """
    check_authority(session, TYPES["evaluation"], None, [])
    found = one(session, period, version, subject_type, key)
    if found.status == "final" and set(values) - {"use"}:
        raise Refused(
            tr("Kết quả đánh giá của {name} đã chốt; chỉ ghi thêm được việc sử dụng kết quả.", name=found.name)
        )
    rating = values.get("rating", found.rating)
    if rating and rating not in RATING_LABELS:
        known = ", ".join(RATING_LABELS)
        raise BadInput(
            tr("Không có mức xếp loại “{name}”; các mức: {known}.", name=rating, known=known), field="rating"
        )
    made = replace(found, rating=rating, comment=values.get("comment", found.comment), use=values.get("use", found.use))
    return _save(session, period, version, [made], tr("Ghi kết quả đánh giá {name}", name=found.name))[0]


def finalize(
    session: Session,
    period: Period,
    version: str,
    subject_type: SubjectType,
    unit: str | None = None,
    *,
    document: str = "",
    decided_on: str = "",
) -> list[str]:
    """Make the drafts final: points, words and the records that counted stand from now on.

    Args:
        session: the Sở's session.
        period: the period.
        version: the set of criteria.
        subject_type: ``unit`` or ``officer``.
        unit: code of the one unit; None for all.
        document: by which the results were decided.
        decided_on: the day, ``YYYY-MM-DD``; today where empty.

    Returns:
        Ids of the records made final now.

    Raises:
        Refused: a unit's store; a person's points are wanting; nothing is to be made final.
    """
    check_authority(session, TYPES["evaluation"], None, [])
    found = [
        each for each in assess(session, period, version, subject_type, unit, reveal=True) if each.status != "final"
    ]
    if not found:
        raise Refused(tr("Không còn kết quả nào chưa chốt trong kỳ này."))
    waiting = [
        f"{each.name} ({point.criterion.code})"
        for each in found
        for point in each.points
        if point.points is None and point.criterion.measure == MANUAL
    ]
    if waiting:
        shown = ", ".join(waiting[:5]) + ("…" if len(waiting) > 5 else "")
        raise Refused(
            tr("Còn {count} điểm do người đánh giá cho chưa ghi: {names}. Hãy cho điểm rồi chốt.",
               count=len(waiting), names=shown)
        )  # fmt: skip
    day = decided_on or session.today().isoformat()
    done = [replace(each, status="final", decided_on=day, document=document or each.document) for each in found]
    return _save(session, period, version, done, tr("Chốt kết quả đánh giá {period}", period=period.label))


def _save(session: Session, period: Period, version: str, found: Sequence[Assessed], label: str) -> list[str]:
    kind, db = TYPES["evaluation"], session.store.db
    rows: list[tuple[str, dict[str, Value]]] = []
    for each in found:
        values: dict[str, Value] = {
            "period": period.code, "version": version, "subject_type": each.subject_type, "for_unit": each.unit,
            "subject": each.subject or None, "points": write_points(each.points),
            "total": f"{points_text(each.total.points)}/{points_text(each.total.of)}", "rating": each.rating or None,
            "comment": each.comment or None, "use": each.use or None, "status": each.status or "draft",
            "decided_on": each.decided_on or None, "document": each.document or None,
        }  # fmt: skip
        problems = problems_of(session, "evaluation", values)
        if problems:
            raise Invalid(problems)
        rows.append((each.record, values))
    ids = []
    with session.store.write("edit", label, session.actor):
        for record, values in rows:
            if record:
                # a value that stays keeps its reference, so that the journal tells only what changed
                before = records.get(db, kind, record)
                same = restricted.unchanged(session, kind, record, values)
                changed = {name: value for name, value in values.items() if value != before[name] and name not in same}
                if changed:
                    records.update(db, kind, record, restricted.seal(session, kind, changed, values))
            else:
                record = session.new_id()
                filled = {name: value for name, value in values.items() if value is not None}
                records.insert(db, kind, record, session.unit, restricted.seal(session, kind, filled, values))
            ids.append(record)
    return ids
