"""Điều 10.2.a, 10.2.b and 10.2.d: what the head of an agency owes, judged per officer.

10.2.a: the document by which the officer was given the task is on file and one copy was sent to the Sở. 10.2.b: the
year's appraisal asked the Sở's comment, which is advice. 10.2.d: the officer was sent to the courses and meetings that
the officer was invited to, and to the training asked for, in the year; where nothing of the kind was recorded the clause
had no occasion and gives no verdict. All of it is the agency's doing, never the officer's failure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.verdicts.absence import not_sent
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import Scope, text_of

ASSIGNMENT: Final = "QyD.10.2.a"
APPRAISAL: Final = "QyD.10.2.b"
SENDING: Final = "QyD.10.2.d"


@dataclass(frozen=True, slots=True)
class _Answer:
    state: State
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    owner: Owner | None = None
    mend: tuple[str, str] | None = None


def _verdict(facts: Facts, officer: Record, clause: str, answer: _Answer, *, yearly: bool = False) -> Verdict:
    return Verdict(
        "officer", text_of(officer, "id"), text_of(officer, "full_name"), text_of(officer, "unit"), clause,
        answer.state, facts.day.isoformat(), answer.reasons, answer.missing, answer.owner,
        period=str(facts.year) if yearly else "", mend=answer.mend,
    )  # fmt: skip


def _apart(facts: Facts, scope: Scope) -> _Answer | None:
    """Answer for an officer whom the clauses do not bind, or of whose unit nothing is known."""
    if scope.excluded:
        return _Answer("not_applicable", (scope.excluded,))
    if scope.unknown:
        mend = ("unit", "") if facts.at_department else None
        return _Answer("missing", (scope.unknown,), (tr("đơn vị trong danh mục"),), "department", mend)
    return None


# -- 10.2.a ----------------------------------------------------------------------------------------------------------


def judge_assignments(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge the assignment documents of a unit's officers (10.2.a).

    Args:
        facts: the officers; ``documents`` tells which are on file.
        code: the unit's code.
    """
    for officer, scope in facts.people(code):
        yield _verdict(facts, officer, ASSIGNMENT, _apart(facts, scope) or _assigned(facts, officer))


def _assigned(facts: Facts, officer: Record) -> _Answer:
    document, mend = text_of(officer, "assignment_document"), ("officer", text_of(officer, "id"))
    head = tr("Điều 10.2.a: có văn bản phân công và đã gửi Sở 01 bản; xét đến ngày {day}.", day=show_date(facts.day))
    sent = facts.dated_by(officer, "assignment_sent_on")
    if not document:
        missing = (tr("văn bản phân công"), *(() if sent else (tr("ngày gửi Sở"),)))
        return _Answer("missing", (head, tr("Chưa ghi văn bản phân công.")), missing, "agency", mend)
    if facts.documents is not None and document not in facts.documents:
        gone = tr("Văn bản phân công được ghi không còn trong hồ sơ.")
        return _Answer("missing", (head, gone), (tr("văn bản phân công"),), "agency", mend)
    received = facts.dated_by(officer, "assignment_received_on")
    if sent is None and received is None:
        unsent = tr("Có văn bản phân công; chưa ghi ngày gửi Sở.")
        return _Answer("missing", (head, unsent), (tr("ngày gửi Sở"),), "agency", mend)
    said = [tr("Đã gửi Sở ngày {day}.", day=show_date(sent))] if sent else []
    said.append(tr("Sở nhận ngày {day}.", day=show_date(received)) if received else tr("Sở chưa ghi ngày nhận."))
    return _Answer("met", (head, *said))


# -- 10.2.b ----------------------------------------------------------------------------------------------------------


def judge_appraisals(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge the year's appraisals of a unit's officers (10.2.b).

    Args:
        facts: the appraisals besides the officers.
        code: the unit's code.
    """
    for officer, scope in facts.people(code):
        yield _verdict(facts, officer, APPRAISAL, _apart(facts, scope) or _appraised(facts, officer), yearly=True)


def _appraised(facts: Facts, officer: Record) -> _Answer:
    identity, year = text_of(officer, "id"), facts.year
    head = tr(
        "Điều 10.2.b: khi đánh giá cán bộ năm {year}, cơ quan tham khảo ý kiến của Sở; xét đến ngày {day}.",
        year=year, day=show_date(facts.day),
    )  # fmt: skip
    rows = [row for row in facts.by("appraisal", "officer", identity) if row.get("year") == year]
    if not rows:
        none = tr("Chưa ghi đánh giá năm {year}.", year=year)
        return _Answer("missing", (head, none), (tr("đánh giá năm {year}", year=year),), "agency", ("appraisal", ""))
    # two people may have written one each: the one that got furthest counts
    row = max(rows, key=lambda each: (_commented(facts, each), _asked(facts, each) or date.min, text_of(each, "id")))
    asked, mend = _asked(facts, row), ("appraisal", text_of(row, "id"))
    if _commented(facts, row):
        day = facts.dated_by(row, "commented_on")
        said = tr("Sở đã nhận xét ngày {day}.", day=show_date(day)) if day else tr("Sở đã nhận xét.")
        return _Answer("met", (head, said))
    if asked is None:
        unasked = tr("Đã đánh giá nhưng chưa ghi việc tham khảo ý kiến của Sở; cần xem xét.")
        return _Answer("review", (head, unasked), (), "agency", mend)
    waiting = tr("Đã xin ý kiến ngày {day}, Sở chưa nhận xét.", day=show_date(asked))
    return _Answer("missing", (head, waiting), (tr("nhận xét của Sở"),), "department", mend)


def _asked(facts: Facts, appraisal: Record) -> date | None:
    return facts.dated_by(appraisal, "asked_on")


def _commented(facts: Facts, appraisal: Record) -> bool:
    day = as_date(appraisal.get("commented_on"))
    return (day is not None and day <= facts.day) or (day is None and bool(text_of(appraisal, "comment").strip()))


# -- 10.2.d ----------------------------------------------------------------------------------------------------------


def judge_sending(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge whether a unit's officers were sent where they were invited (10.2.d), in the year.

    Args:
        facts: trainings and training requests besides the officers.
        code: the unit's code.
    """
    for officer, scope in facts.people(code):
        identity = text_of(officer, "id")
        taken = [row for row in facts.by("training", "officer", identity) if _in_year(facts, row)]
        asked = [
            row
            for row in facts.by("training_request", "officer", identity)
            if (day := facts.dated_by(row, "requested_on")) is not None and day.year == facts.year
        ]
        if taken or asked:
            yield _verdict(facts, officer, SENDING, _apart(facts, scope) or _sent(facts, taken, asked), yearly=True)


def _in_year(facts: Facts, training: Record) -> bool:
    day = as_date(training.get("start_on")) or as_date(training.get("end_on"))
    return day is not None and day.year == facts.year and day <= facts.day


def _sent(facts: Facts, taken: list[Record], asked: list[Record]) -> _Answer:
    head = tr(
        "Điều 10.2.d: cơ quan tạo điều kiện để cán bộ dự họp, tập huấn, đào tạo; xét năm {year} đến ngày {day}.",
        year=facts.year, day=show_date(facts.day),
    )  # fmt: skip
    absent = [row for row in taken if row.get("attendance") == "absent"]
    kept = [row for row in absent if not_sent(row)]
    declined = [row for row in asked if row.get("status") == "declined"]
    reasons = [head]
    if kept or declined:
        reasons += [tr("Không được cử: {title}.", title=text_of(row, "title")) for row in kept]
        reasons += [
            tr("Đề nghị đào tạo không được chấp thuận: {content}.", content=text_of(row, "content")) for row in declined
        ]
        reasons.append(tr("Việc cử đi là trách nhiệm của cơ quan, không phải của cán bộ."))
        mend = ("training", text_of(kept[0], "id")) if kept else ("training_request", text_of(declined[0], "id"))
        return _Answer("not_met", tuple(reasons), (), "agency", mend)
    present = len(taken) - len(absent)
    if present:
        reasons.append(tr("Đã dự {count} lượt họp, giao ban, tập huấn.", count=present))
    if absent:
        reasons.append(
            tr("Vắng {count} lượt vì lý do khác: {titles}; cần xem xét.", count=len(absent),
               titles="; ".join(text_of(row, "title") for row in absent))
        )  # fmt: skip
        return _Answer("review", tuple(reasons), (), "agency", ("training", text_of(absent[0], "id")))
    if present or any(row.get("status") in ("approved", "done") for row in asked):
        granted = sum(row.get("status") in ("approved", "done") for row in asked)
        if granted:
            reasons.append(tr("Được cử đi {count} đề nghị đào tạo.", count=granted))
        return _Answer("met", tuple(reasons))
    reasons.append(tr("Đã đề nghị đào tạo, chưa có kết quả."))
    waiting = ("training_request", text_of(asked[0], "id"))
    return _Answer("missing", tuple(reasons), (tr("kết quả đề nghị đào tạo"),), "agency", waiting)
