"""Điều 9.2.c and 9.2.e: who was never trained, and whether the Sở held its giao ban.

9.2.c, per officer: the regulation sets no number of years or courses, so that time alone fails nobody. Trained in any
topic meets it; the topics in which the officer never was are named. Where the Sở invited the unit to no course, the
evidence is the Sở's to complete. "Không được cử" is the agency's doing and is judged under Điều 10.2.d.

9.2.e, per period: the half-year that contains the day and the one before it, or the period asked for. A period that is
over without a giao ban fails only where the log of giao ban was kept at that time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, Window, as_date, show_date
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.verdicts.absence import not_sent
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import Scope, text_of

TRAINING: Final = "QyD.9.2.c"
MEETING: Final = "QyD.9.2.e"
_ATTENDED: Final = ("present", "substitute")


def judge_officers(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge for each officer of a unit whether the Sở's training reached that officer (9.2.c).

    Args:
        facts: trainings and courses besides the officers.
        code: the unit's code.
    """
    courses = [row for row in facts.all("course") if _invites(row, code) and _began(row, facts.day)]
    for officer, scope in facts.people(code):
        yield judge_trained(facts, officer, scope, len(courses))


def _invites(course: Record, code: str) -> bool:
    invited = course.get("invitees")
    return not isinstance(invited, list) or not invited or code in invited


def _began(course: Record, day: date) -> bool:
    start = as_date(course.get("start_on"))
    return start is not None and start <= day


def judge_trained(facts: Facts, officer: Record, scope: Scope, invitations: int) -> Verdict:
    """Judge one officer under 9.2.c.

    Args:
        facts: the facts.
        officer: the officer.
        scope: whether the clauses bind the officer.
        invitations: how many courses that have begun invited the officer's unit.
    """
    identity = text_of(officer, "id")
    state: State
    owner: Owner | None = None
    missing: tuple[str, ...] = ()
    mend: tuple[str, str] | None = None
    reasons: list[str]
    if scope.excluded:
        state, reasons = "not_applicable", [scope.excluded]
    else:
        taken = [row for row in facts.by("training", "officer", identity) if _is_course(row) and _was(row, facts.day)]
        present = [row for row in taken if row.get("attendance") in _ATTENDED]
        absent = [row for row in taken if row.get("attendance") == "absent"]
        reasons = [tr("Điều 9.2.c: cán bộ được tập huấn, bồi dưỡng; xét đến ngày {day}.", day=show_date(facts.day))]
        if present:
            state = "met"
            reasons += _topics(present)
        elif any(not not_sent(row) for row in absent):
            state, owner, mend = "review", "agency", ("training", text_of(absent[-1], "id"))
            reasons.append(tr("Được mời nhưng vắng, lý do khác; chưa dự lớp nào. Cần xem xét."))
        elif absent:
            state, owner, mend = "missing", "agency", ("training", "")
            missing = (tr("một lớp tập huấn đã dự"),)
            reasons.append(tr("Chưa dự lớp nào vì không được cử; trách nhiệm cử đi học xét ở Điều 10.2.d."))
        elif invitations:
            state, owner, mend = "missing", "agency", ("training", "")
            missing = (tr("kết quả tham dự lớp tập huấn"),)
            reasons.append(
                tr("Sở đã mời đơn vị {count} lớp; chưa ghi cán bộ này dự hay vắng lớp nào.", count=invitations)
            )
        else:
            state, owner = "missing", "department"
            mend = ("course", "") if facts.at_department else ("training", "")
            missing = (tr("lớp tập huấn của Sở mời đơn vị"),)
            reasons.append(tr("Chưa dự lớp nào; chưa có lớp nào của Sở mời đơn vị."))
    return Verdict(
        "officer", identity, text_of(officer, "full_name"), text_of(officer, "unit"), TRAINING, state,
        facts.day.isoformat(), tuple(reasons), missing, owner, mend=mend,
    )  # fmt: skip


def _is_course(training: Record) -> bool:
    return training.get("kind") in (None, "course")


def _was(training: Record, day: date) -> bool:
    start = as_date(training.get("start_on")) or as_date(training.get("end_on"))
    return start is None or start <= day


def _topics(present: list[Record]) -> list[str]:
    had = {text_of(row, "topic") for row in present}
    known = [str(each.label) for each in TOPICS if each.value in had]
    never = [str(each.label) for each in TOPICS if each.value not in had]
    said = [tr("Đã dự {count} lớp.", count=len(present))]
    if known:
        said[0] = tr("Đã dự {count} lớp: {topics}.", count=len(present), topics=", ".join(known).lower())
    if never:
        said.append(tr("Chưa tập huấn chủ đề: {topics}.", topics=", ".join(never).lower()))
    return said


# -- 9.2.e -----------------------------------------------------------------------------------------------------------


def judge_meetings(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge the Sở's giao ban by period (9.2.e); nothing for any other unit.

    Args:
        facts: the meetings besides the catalogue.
        code: the unit's code.
    """
    unit = facts.department(facts.day)
    if unit is None or unit.code != code:
        return
    period = facts.period_of(code)
    for each in (period,) if facts.asked is not None else (period.previous, period):
        window = facts.window(each, code)
        state, reasons, mend = _held(facts, each, window)
        head = tr(
            "Điều 9.2.e: Sở họp giao ban {period} ({start}–{end}); xét đến ngày {day}.",
            period=each.label, start=show_date(window.start), end=show_date(window.end), day=show_date(facts.day),
        )  # fmt: skip
        missing = (tr("cuộc giao ban của kỳ"),) if state == "missing" else ()
        yield Verdict(
            "unit", unit.id, unit.name, code, MEETING, state, facts.day.isoformat(), (head, *reasons), missing,
            None if state == "met" else "department", period=each.code, mend=mend,
        )  # fmt: skip


def belongs(meeting: Record, period: Period, window: Window) -> bool:
    """Tell whether a giao ban is one of a period: it names it, or is of a fitting kind and lies in its days.

    The annual giao ban of the year end is that of the second half-year as well.
    """
    named = text_of(meeting, "period").strip().upper()
    kind = text_of(meeting, "kind")
    if kind == "ad_hoc":
        return False
    if named == period.code:
        return True
    if not window.contains(as_date(meeting.get("starts_at"))):
        return False
    if kind == "year":
        return period.half != 1
    return not named and period.half != 0


def _held(facts: Facts, period: Period, window: Window) -> tuple[State, list[str], tuple[str, str] | None]:
    rows = sorted(facts.all("meeting"), key=lambda row: (text_of(row, "starts_at"), text_of(row, "id")))
    mine = [row for row in rows if belongs(row, period, window)]
    held = [row for row in mine if row.get("status") == "held" and facts.dated_by(row, "starts_at") is not None]
    if held:
        return "met", [tr("Đã họp ngày {day}: {title}.", **_named(row)) for row in held], None
    planned = [row for row in mine if row.get("status") == "planned"]
    coming = [row for row in planned if (as_date(row.get("starts_at")) or facts.day) > facts.day]
    if coming:
        later = tr("Chưa đến ngày: dự kiến {day}, {title}.", **_named(coming[0]))
        return "missing", [later], ("meeting", text_of(coming[0], "id"))
    if planned:
        past = tr("Đã qua ngày dự kiến {day} mà chưa ghi là đã họp: {title}.", **_named(planned[-1]))
        return "missing", [past], ("meeting", text_of(planned[-1], "id"))
    reasons = [tr("Cuộc giao ban {title} ngày {day} đã hoãn hoặc hủy.", **_named(row)) for row in mine]
    ad_hoc = [row for row in rows if row.get("kind") == "ad_hoc" and window.contains(as_date(row.get("starts_at")))]
    if ad_hoc:
        reasons.append(tr("Chỉ có {count} cuộc giao ban đột xuất.", count=len(ad_hoc)))
    if facts.day <= window.end:
        return "missing", [*reasons, tr("Chưa ghi cuộc giao ban nào; kỳ chưa kết thúc.")], ("meeting", "")
    kept = [day for row in rows if (day := as_date(row.get("starts_at"))) is not None and day <= window.end]
    if not kept:
        return "missing", [*reasons, tr("Chưa ghi cuộc giao ban nào của kỳ này và các kỳ trước.")], ("meeting", "")
    return "not_met", [*reasons, tr("Kỳ đã kết thúc mà không có cuộc giao ban nào.")], ("meeting", "")


def _named(meeting: Record) -> dict[str, object]:
    day = as_date(meeting.get("starts_at"))
    return {"day": show_date(day) if day else "—", "title": text_of(meeting, "title")}
