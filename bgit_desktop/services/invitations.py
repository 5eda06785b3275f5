"""Invitations of the Sở to courses, sessions and giao ban: what a unit has to answer, and its answer (Điều 6.x.e, 10.2.d).

An invitation is the Sở's record and comes with every return package. The answer is the unit's own: one ``training``
record an officer, which names the event and takes its title, kind, topic, organizer, days and hours over. Answering
again changes the records there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bgit_desktop.core.attendance import Event, concerns, course_event, meeting_event, session_event
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import name_key
from bgit_desktop.core.verdicts.absence import says_not_sent
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services.checking import Invalid, may_write, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

PAST_DAYS: Final = 60
"""Days after an event during which a unit that has not answered is still asked to."""

ATTENDANCES: Final = tuple(each.value for each in TYPES["training"].by_name["attendance"].choices)
ABSENCES: Final = tuple(each.value for each in TYPES["training"].by_name["absence_kind"].choices)


@dataclass(frozen=True, slots=True)
class Invitation:
    """An event to which this unit is invited.

    Attributes:
        event: the event.
        organizer: who holds it.
        answer_by: until when it is to be answered; None where no day was set.
        answers: the unit's training records about it.
    """

    event: Event
    organizer: str
    answer_by: date | None
    answers: tuple[Record, ...]


def course_sessions(session: Session, course: str) -> list[dict[str, Value]]:
    """Give the sessions of a course, in their order."""
    return records.select(session.store.db, Query("course_session", where=(("course", course),), sort="starts_at"))


def find_event(session: Session, record: str) -> Event:
    """Give the course, session or giao ban with an id.

    Raises:
        NotFound: there is none.
    """
    db = session.store.db
    for name in ("meeting", "course", "course_session"):
        try:
            row = records.get(db, TYPES[name], record)
        except NotFound:
            continue
        if name == "meeting":
            return meeting_event(row)
        if name == "course":
            return course_event(row, course_sessions(session, record))
        return session_event(row, records.get(db, TYPES["course"], str(row["course"])))
    raise NotFound(tr("Không có lớp tập huấn, buổi hay cuộc giao ban nào mang mã {id}.", id=record))


def own_codes(session: Session) -> tuple[str, ...]:
    """Give the unit's code and those of the ended units it carries on."""
    return (session.unit, *session.heirs().taken_over(session.unit, session.today()))


def is_invited(session: Session, event: Event) -> bool:
    """Tell whether this unit is invited to an event."""
    day = event.start or session.today()
    return event.invites(
        own_codes(session), bound=any(u.code == session.unit for u in session.catalogue().bound_on(day))
    )


def invitations(session: Session) -> list[Invitation]:
    """Give the courses and giao ban to which this unit is invited: those to come, and lately past ones not answered."""
    db, today = session.store.db, session.today()
    since = today - timedelta(days=PAST_DAYS)
    found = []
    receiver = session.catalogue().receiving_department(today)
    host = receiver.label if receiver else tr("Sở")
    events = [
        (course_event(row, course_sessions(session, str(row["id"]))), row)
        for row in records.select(db, Query("course"))
        if (as_date(row["end_on"]) or as_date(row["start_on"]) or today) >= since
    ]
    events += [(meeting_event(row), row) for row in records.select(db, Query("meeting"))]
    for event, row in events:
        if event.start is None or event.end is None or event.end < since or event.cancelled:
            continue
        if not is_invited(session, event):
            continue
        answers = answers_of(session, event)
        if event.end < today and answers:
            continue
        organizer = str(row.get("organizer") or host)
        found.append(Invitation(event, organizer, as_date(row.get("answer_by")), tuple(answers)))
    return sorted(found, key=lambda each: (each.event.start or date.max, each.event.id))


def answers_of(session: Session, event: Event) -> list[dict[str, Value]]:
    """Give this unit's training records about an event."""
    name, value = ("meeting", event.id) if event.type == "meeting" else ("course", event.course or event.id)
    rows = records.select(session.store.db, Query("training", where=((name, value),)))
    codes = own_codes(session)
    return [row for row in rows if row["unit"] in codes and concerns(row, event)]


def answer(
    session: Session,
    event: str,
    officers: Sequence[str],
    attendance: str = "present",
    *,
    absence_kind: str = "",
    reason: str = "",
) -> list[str]:
    """Answer an invitation for some officers: one training record each, made or changed in one action.

    Args:
        session: the unit's session.
        event: the course, session or giao ban.
        officers: the unit's officers.
        attendance: ``present``, ``absent`` or ``substitute``.
        absence_kind: why absent: ``not_sent``, ``duty``, ``leave`` or ``other``.
        reason: the same in words.

    Returns:
        Ids of the training records.

    Raises:
        NotFound: there is no such event or officer.
        BadInput: nobody is named, a value is none of those there are, or an absence has no reason.
        Refused: the unit is not invited, the event was cancelled, or an officer is another unit's.
    """
    found = find_event(session, event)
    if found.cancelled:
        raise Refused(tr("“{event}” đã hoãn hoặc hủy; không phải trả lời.", event=found.title))
    if not session.is_province and not is_invited(session, found):
        raise Refused(
            tr(
                "Đơn vị không có trong thành phần mời của “{event}”. Nếu vẫn dự, ghi ở trang Đào tạo.",
                event=found.title,
            )
        )
    values = _values(session, found, officers, attendance, absence_kind, reason)
    kind = TYPES["training"]
    label = tr("Trả lời giấy mời: {event}", event=found.title)
    answered = {str(row["officer"]): row for row in answers_of(session, found) if _exactly(row, found)}
    made: list[str] = []
    with session.store.write("edit", label, session.actor):
        for officer in dict.fromkeys(officers):
            there = answered.get(officer)
            if there is not None:
                names = ("attendance", "absence_kind", "absence_reason")
                different = {name: values[name] for name in names if values[name] != there[name]}
                if different:
                    records.update(session.store.db, kind, str(there["id"]), different)
                made.append(str(there["id"]))
                continue
            record = session.new_id()
            filled = {name: value for name, value in {**values, "officer": officer}.items() if value is not None}
            records.insert(session.store.db, kind, record, session.unit, filled)
            made.append(record)
    return made


def _exactly(training: Record, event: Event) -> bool:
    """Tell whether a record answers this very event: an answer for a session is none for its whole course."""
    if event.type == "course":
        return not training.get("session")
    return event.type == "meeting" or training.get("session") == event.id


def _values(
    session: Session, event: Event, officers: Sequence[str], attendance: str, absence_kind: str, reason: str
) -> dict[str, Value]:
    if not officers:
        raise BadInput(tr("Hãy chọn ít nhất một cán bộ."), field="officer")
    kind = TYPES["officer"]
    for officer in officers:
        row = records.get(session.store.db, kind, officer)
        if not may_write(session, str(row["unit"])):
            raise Refused(
                tr("{name} là cán bộ của đơn vị khác; chỉ trả lời cho cán bộ của mình.", name=row["full_name"])
            )
    if attendance == "absent" and not absence_kind:
        if not reason.strip():
            raise BadInput(tr("Vắng phải nêu lý do: chọn nhóm lý do hoặc ghi rõ."), field="absence_kind")
        absence_kind = "not_sent" if says_not_sent(reason) else "other"
    absent = attendance == "absent"
    values: dict[str, Value] = _taken_over(session, event) | {
        "attendance": attendance,
        "absence_kind": absence_kind if absent else None,
        "absence_reason": (reason.strip() or None) if absent else None,
    }
    problems = problems_of(session, "training", {**values, "officer": officers[0]})
    if problems:
        raise Invalid(problems)
    return values


def _taken_over(session: Session, event: Event) -> dict[str, Value]:
    """Give what a training record takes over from the event."""
    db = session.store.db
    receiver = session.catalogue().receiving_department(event.start or session.today())
    host = receiver.label if receiver else None
    values: dict[str, Value] = {
        "title": event.title,
        "kind": "giao_ban" if event.type == "meeting" else "course",
        "organizer": host,
        "start_on": event.start.isoformat() if event.start else None,
        "end_on": event.end.isoformat() if event.end else None,
        "hours": event.hours,
    }
    if event.type == "meeting":
        values["meeting"] = event.id
        return values
    course = records.get(db, TYPES["course"], event.course or event.id)
    values |= {"course": course["id"], "topic": course["topic"], "organizer": course["organizer"] or host}
    if event.type == "course_session":
        values["session"] = event.id
    return values


def people(session: Session) -> list[tuple[str, str]]:
    """Give the officers for whom this unit can answer, id and name: all in service today, contract staff too."""
    rows = [
        row
        for code in own_codes(session)
        for row in records.select(
            session.store.db,
            Query("officer", where=(("unit", code),), standing_on=session.today().isoformat(), fields=("full_name",)),
        )
    ]
    rows.sort(key=lambda row: (name_key(str(row["full_name"])), str(row["id"])))
    return [(str(row["id"]), str(row["full_name"])) for row in rows]


def state_words(invitation: Invitation, today: date) -> str:
    """Say how an invitation stands: answered for how many, or for how long it has waited."""
    event = invitation.event
    if invitation.answers:
        coming = sum(row["attendance"] != "absent" for row in invitation.answers)
        if not coming:
            return tr("Đã báo vắng")
        return tr("Đã đăng ký {count} người", count=coming)
    start = event.start or today
    if event.end is not None and event.end < today:
        return tr("Chưa xác nhận")
    days = (start - today).days
    return tr("Đang diễn ra") if days <= 0 else tr("Chưa trả lời, còn {days} ngày", days=days)


def detail_words(invitation: Invitation) -> str:
    """Say who invites, when and where, and until when to answer."""
    event = invitation.event
    start = show_date(event.start) if event.start else "—"
    words = (
        tr("Giao ban của {organizer}, ngày {day}", organizer=invitation.organizer, day=start)
        if event.type == "meeting"
        else tr("Lớp của {organizer}, từ {day}", organizer=invitation.organizer, day=start)
    )
    if invitation.answer_by and not invitation.answers:
        words += "; " + tr("trả lời trước {day}", day=show_date(invitation.answer_by))
    return words
