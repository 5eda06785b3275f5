"""Who is invited to a course, a session or a giao ban, what the units answered, who was never trained in a topic.

A unit answers with ``training`` records that name the event (Điều 9.2.c, 9.2.e); what it did not answer is not known,
never an absence. An answer for a whole course counts for each of its sessions. An absence whose kind is "không được cử"
is the agency's doing (Điều 10.2.d) and is counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.verdicts.absence import not_sent

EventType = Literal["course", "course_session", "meeting"]
Answered = Literal["present", "absent", "not_answered"]

ATTENDED: Final = ("present", "substitute")
_RANK: Final = {"present": 0, "substitute": 1, "absent": 2}


@dataclass(frozen=True, slots=True)
class Event:
    """What units are invited to.

    Attributes:
        type: course, session of a course, or giao ban.
        id: the record.
        title: as it is named in lists; a session with its course in front.
        start: first day; None where it is not set yet.
        end: last day; the first where only that is known.
        invitees: codes of the units invited; empty for every unit in scope.
        course: of a session, its course.
        hours: how long it takes, where beginning and end of each part are known.
        place: where.
        cancelled: it is not held.
    """

    type: EventType
    id: str
    title: str
    start: date | None
    end: date | None
    invitees: tuple[str, ...] = ()
    course: str = ""
    hours: float | None = None
    place: str = ""
    cancelled: bool = False

    def invites(self, codes: Iterable[str], *, bound: bool) -> bool:
        """Tell whether a unit is invited.

        Args:
            codes: its code, and those of the ended units it carries on.
            bound: whether the regulation binds it on that day; what counts where nobody is named.
        """
        return any(code in self.invitees for code in codes) if self.invitees else bound


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _codes(record: Record, name: str) -> tuple[str, ...]:
    value = record.get(name)
    return tuple(value) if isinstance(value, list) else ()


def _hours(record: Record) -> float | None:
    """Give the hours from beginning to end of one day; None where an end is missing or it runs overnight."""
    try:
        start = datetime.fromisoformat(_text(record, "starts_at"))
        end = datetime.fromisoformat(_text(record, "ends_at"))
    except ValueError:
        return None
    if end <= start or end.date() != start.date():
        return None
    return round((end - start).total_seconds() / 3600, 2)


def session_event(session: Record, course: Record) -> Event:
    """Give a session of a course as an event; without units of its own it invites those of the course."""
    start = as_date(session.get("starts_at"))
    return Event(
        "course_session", _text(session, "id"), f"{_text(course, 'title')} – {_text(session, 'title')}", start,
        as_date(session.get("ends_at")) or start, _codes(session, "invitees") or _codes(course, "invitees"),
        _text(course, "id"), _hours(session), _text(session, "place"),
    )  # fmt: skip


def course_event(course: Record, sessions: Sequence[Record]) -> Event:
    """Give a course as an event; days it does not name are those of its sessions."""
    parts = [session_event(each, course) for each in sessions]
    starts = [each.start for each in parts if each.start]
    ends = [each.end for each in parts if each.end]
    start = as_date(course.get("start_on")) or min(starts, default=None)
    end = as_date(course.get("end_on")) or max(ends, default=None) or start
    hours = [each.hours for each in parts]
    known = [each for each in hours if each is not None]
    invitees = _codes(course, "invitees")
    if not invitees and parts and all(_codes(each, "invitees") for each in sessions):
        invitees = tuple(dict.fromkeys(code for each in parts for code in each.invitees))
    places = dict.fromkeys(each.place for each in parts if each.place)
    return Event(
        "course", _text(course, "id"), _text(course, "title"), start, end, invitees,
        hours=sum(known) if known and len(known) == len(hours) else None, place="; ".join(places),
    )  # fmt: skip


def meeting_event(meeting: Record) -> Event:
    """Give a giao ban as an event."""
    start = as_date(meeting.get("starts_at"))
    return Event(
        "meeting", _text(meeting, "id"), _text(meeting, "title"), start, as_date(meeting.get("ends_at")) or start,
        _codes(meeting, "invitees"), "", _hours(meeting), _text(meeting, "place"), meeting.get("status") == "cancelled",
    )  # fmt: skip


def concerns(training: Record, event: Event) -> bool:
    """Tell whether a training record is an answer to an event."""
    if event.type == "meeting":
        return training.get("meeting") == event.id
    if event.type == "course":
        return training.get("course") == event.id
    named = training.get("session")
    return named == event.id or (not named and training.get("course") == event.course)


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """What one unit answered; people are counted, each once.

    Attributes:
        code: of the unit.
        present: officers who come or came.
        substitutes: somebody else came in the officer's place.
        absent: officers who do not come.
        not_sent: of the absent, those whom the agency did not send.
        reasons: the training records of the absences, for their reasons.
    """

    code: str
    present: int = 0
    substitutes: int = 0
    absent: int = 0
    not_sent: int = 0
    reasons: tuple[Record, ...] = ()

    @property
    def state(self) -> Answered:
        """Present where anybody came for the unit, absent where only absences were noted."""
        if self.present or self.substitutes:
            return "present"
        return "absent" if self.absent else "not_answered"


def unit_answers(
    event: Event, invited: Iterable[str], trainings: Iterable[Record], heirs: Mapping[str, Sequence[str]] | None = None
) -> tuple[UnitAnswer, ...]:
    """Give what each unit invited answered.

    Args:
        event: the event.
        invited: the units' codes, in the order wanted.
        trainings: training records of all units; those of other events are passed over.
        heirs: unit that has ended → the units that carry it on and answer for it.
    """
    codes = list(dict.fromkeys(invited))
    best: dict[str, dict[str, Record]] = defaultdict(dict)
    for row in trainings:
        if concerns(row, event):
            mine = best[_text(row, "unit")]
            officer = _text(row, "officer") or _text(row, "id")
            before = mine.get(officer)
            if before is None or _RANK[_attendance(row)] < _RANK[_attendance(before)]:
                mine[officer] = row
    found = []
    for code in codes:
        rows = list(best.get(code, {}).values())
        if not rows:
            others = [each for each in (heirs or {}).get(code, ()) if each not in codes]
            rows = [row for each in others for row in best.get(each, {}).values()]
        absent = [row for row in rows if _attendance(row) == "absent"]
        found.append(
            UnitAnswer(
                code,
                sum(_attendance(row) == "present" for row in rows),
                sum(_attendance(row) == "substitute" for row in rows),
                len(absent),
                sum(not_sent(row) for row in absent),
                tuple(absent),
            )
        )
    return tuple(found)


def _attendance(training: Record) -> str:
    """Give how somebody attended; a record that does not say so was made for who was there."""
    value = training.get("attendance")
    return value if isinstance(value, str) and value in _RANK else "present"


def topics_had(trainings: Iterable[Record], day: date) -> dict[str, frozenset[str]]:
    """Give the topics in which each officer was trained up to a day, as Điều 9.2.c is judged.

    Args:
        trainings: training records of any kind; meetings and absences do not count.
        day: the day asked for.

    Returns:
        Officer → topics; "" stands for a course whose topic was not noted.
    """
    had: dict[str, set[str]] = defaultdict(set)
    for row in trainings:
        start = as_date(row.get("start_on")) or as_date(row.get("end_on"))
        if row.get("kind") in (None, "course") and row.get("attendance") in ATTENDED and (not start or start <= day):
            had[_text(row, "officer")].add(_text(row, "topic"))
    return {officer: frozenset(topics) for officer, topics in had.items()}


def topics_missing(had: frozenset[str]) -> tuple[str, ...]:
    """Give the topics that are not among those somebody was trained in."""
    return tuple(each.value for each in TOPICS if each.value not in had)
