"""The Sở's training (Điều 9.2.c, 10.2.d): attendance by course and session, who was never trained, requests and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bgit_desktop.core.attendance import Event, UnitAnswer, topics_had, topics_missing, unit_answers
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import name_key
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.verdicts.absence import not_sent
from bgit_desktop.core.verdicts.scope import service_scope
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services.context import Session
from bgit_desktop.services.invitations import find_event
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who of the units invited to an event answered what.

    Attributes:
        event: the event.
        answers: by unit, in the order of the catalogue.
        names: code → name of the unit on that day.
    """

    event: Event
    answers: tuple[UnitAnswer, ...]
    names: Mapping[str, str]

    def count(self, state: str) -> int:
        """Count the units in a state: ``present``, ``absent`` or ``not_answered``."""
        return sum(each.state == state for each in self.answers)

    @property
    def people(self) -> int:
        """Officers and substitutes who come or came."""
        return sum(each.present + each.substitutes for each in self.answers)


def invited_units(session: Session, event: Event) -> list[str]:
    """Give the codes of the units invited to an event: those named, else all in scope on its day but the Sở itself."""
    catalogue, day = session.catalogue(), event.start or session.today()
    if event.invitees:
        return list(event.invitees)
    own = session.own_unit(day) if session.is_province else None
    receiver = catalogue.receiving_department(day)
    left_out = {each.code for each in (own, receiver) if each is not None}
    return [each.code for each in catalogue.bound_on(day) if each.code not in left_out]


def attendance(session: Session, record: str) -> Attendance:
    """Give the attendance at a course, a session or a giao ban.

    Args:
        session: the Sở's session, or a unit's, which knows its own answers only.
        record: id of the event.

    Raises:
        NotFound: there is no such event.
    """
    event = find_event(session, record)
    codes = invited_units(session, event)
    name, value = ("meeting", event.id) if event.type == "meeting" else ("course", event.course or event.id)
    rows = records.select(session.store.db, Query("training", where=((name, value),)))
    day, heirs = session.today(), session.heirs()
    carried = {code: heirs.of(code, day) for code in codes}
    return Attendance(event, unit_answers(event, codes, rows, carried), names_of(session, codes, event.start or day))


def names_of(session: Session, codes: list[str], day: date) -> dict[str, str]:
    """Give the units' short names on a day, the code where one is not known."""
    catalogue = session.catalogue()
    found = {code: catalogue.by_code(code, day) for code in codes}
    return {code: unit.label if unit else code for code, unit in found.items()}


def reasons_text(answer: UnitAnswer) -> str:
    """Say why officers of a unit were absent: the kind and the words noted."""
    kinds = TYPES["training"].by_name["absence_kind"]
    told = []
    for row in answer.reasons:
        kind = kinds.choice_label(str(row["absence_kind"])) if row.get("absence_kind") else ""
        reason = str(row.get("absence_reason") or "")
        told.append(
            f"{kind} ({reason})" if kind and reason and reason.casefold() != kind.casefold() else kind or reason
        )
    counted = Counter(each or tr("không ghi lý do") for each in told)
    return "; ".join(f"{text} ×{count}" if count > 1 else text for text, count in sorted(counted.items()))


# -- who was never trained -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Untrained:
    """An officer in service who was never trained in some topics.

    Attributes:
        officer: the officer's id.
        name: the officer.
        code: code of the unit.
        unit: its name.
        topics: the topics, in their order.
    """

    officer: str
    name: str
    code: str
    unit: str
    topics: tuple[str, ...]


def never_trained(
    session: Session, *, unit: str = "", topic: str = "", day: date | None = None, bound: bool = True
) -> list[Untrained]:
    """Give the officers who were never trained in a topic, by unit and name.

    Args:
        session: the session.
        unit: code of the one unit asked for; "" for all.
        topic: the one topic asked for; "" for any.
        day: up to which day; today where None.
        bound: leave out who is not bound by the regulation (contract staff, people who have left).

    Raises:
        BadInput: there is no such topic.
    """
    if topic and topic not in {each.value for each in TOPICS}:
        known = ", ".join(each.value for each in TOPICS)
        raise BadInput(tr("Không có chủ đề “{topic}”. Các chủ đề: {known}.", topic=topic, known=known), field="topic")
    when = day or session.today()
    where: tuple[tuple[str, Value], ...] = (("unit", unit),) if unit else ()
    db = session.store.db
    fields = ("officer", "kind", "attendance", "start_on", "end_on", "topic")
    had = topics_had(records.select(db, Query("training", where=where, fields=fields)), when)
    catalogue = session.catalogue()
    standing = {each.code: each for each in catalogue.bound_on(when)}
    found = []
    for row in records.select(db, Query("officer", where=where)):
        code = str(row["unit"])
        if (bound and service_scope(row, when)) or code not in standing:
            continue
        missing = topics_missing(had.get(str(row["id"]), frozenset()))
        if topic:
            missing = tuple(each for each in missing if each == topic)
        if missing:
            found.append(Untrained(str(row["id"]), str(row["full_name"]), code, standing[code].label, missing))
    return sorted(found, key=lambda each: (each.code, name_key(each.name), each.officer))


def topic_labels() -> dict[str, str]:
    """Give topic → label in the current language."""
    return {each.value: str(each.label) for each in TOPICS}


# -- sent to training, requests (Điều 10.2.d) ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """How a unit sent its officers to training in a period.

    Attributes:
        code: of the unit.
        name: of the unit.
        invited: courses and giao ban of the period to which it was invited.
        answered: of those, the ones it answered.
        attended: attendances at courses, meetings and giao ban.
        people: officers who attended any of them.
        absent: absences.
        not_sent: of those, because the agency did not send the officer.
        requests: training requests made in the period.
        approved: of those, approved or done.
        declined: of those, declined.
    """

    code: str
    name: str
    invited: int = 0
    answered: int = 0
    attended: int = 0
    people: int = 0
    absent: int = 0
    not_sent: int = 0
    requests: int = 0
    approved: int = 0
    declined: int = 0


def events_in(session: Session, period: Period) -> list[Event]:
    """Give the courses and giao ban that begin in a period and were not cancelled, by day."""
    db = session.store.db
    ids = [
        str(row["id"]) for name in ("course", "meeting") for row in records.select(db, Query(name, fields=("title",)))
    ]
    events = [find_event(session, each) for each in ids]
    inside = [each for each in events if not each.cancelled and period.contains(each.start)]
    return sorted(inside, key=lambda each: (each.start or date.max, each.title, each.id))


def sent(session: Session, period: Period, unit: str = "") -> list[Sent]:
    """Give how units sent their officers to training in a period (Điều 10.2.d).

    Args:
        session: the session.
        period: the period.
        unit: code of the one unit asked for; "" for all that are bound on its last day.
    """
    db, window = session.store.db, period.window()
    day = min(max(session.today(), window.start), window.end)
    catalogue = session.catalogue()
    receiver = catalogue.receiving_department(day)
    standing = [each.code for each in catalogue.bound_on(day) if receiver is None or each.code != receiver.code]
    codes = [unit] if unit else standing
    names = names_of(session, codes, day)
    invited: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for event in events_in(session, period):
        for each in attendance(session, event.id).answers:
            invited[each.code] += 1
            answered[each.code] += each.state != "not_answered"
    where: tuple[tuple[str, Value], ...] = (("unit", unit),) if unit else ()
    span = (window.start.isoformat(), window.end.isoformat())
    trainings = _by_unit(records.select(db, Query("training", where=where, ranges=(("start_on", *span),))))
    asked = _by_unit(records.select(db, Query("training_request", where=where, ranges=(("requested_on", *span),))))
    found = []
    for code in codes:
        mine, wanted = trainings.get(code, []), asked.get(code, [])
        absent = [row for row in mine if row["attendance"] == "absent"]
        there = [row for row in mine if row["attendance"] != "absent"]
        states = Counter(str(row["status"]) for row in wanted)
        found.append(
            Sent(
                code, names[code], invited[code], answered[code], len(there), len({row["officer"] for row in there}),
                len(absent), sum(not_sent(row) for row in absent), len(wanted), states["approved"] + states["done"],
                states["declined"],
            )
        )  # fmt: skip
    return found


def _by_unit(rows: list[dict[str, Value]]) -> dict[str, list[dict[str, Value]]]:
    found: dict[str, list[dict[str, Value]]] = {}
    for row in rows:
        found.setdefault(str(row["unit"]), []).append(row)
    return found


def requests(session: Session, *, unit: str = "", open_only: bool = False) -> list[dict[str, Value]]:
    """Give the training requests, the newest first.

    Args:
        session: the session.
        unit: code of the one unit asked for; "" for all.
        open_only: only those the Sở has not answered.
    """
    where: tuple[tuple[str, Value], ...] = (("unit", unit),) if unit else ()
    rows = records.select(session.store.db, Query("training_request", where=where, sort="-requested_on"))
    return [row for row in rows if not open_only or not row["answer"]]


def officer_names(session: Session, rows: list[dict[str, Value]] | tuple[Record, ...]) -> dict[str, str]:
    """Give the names of the officers that records name."""
    ids = sorted({str(row["officer"]) for row in rows if row.get("officer")})
    return records.titles(session.store.db, TYPES["officer"], ids)


def answer_request(session: Session, record: str, text: str) -> None:
    """Note the Sở's answer to a unit's training request.

    Raises:
        NotFound: there is no such request.
        Refused: this is not the Sở's store.
        BadInput: the answer is empty.
    """
    try:
        actions.show(session, "training_request", record)
    except NotFound:
        raise NotFound(tr("Không có đề nghị đào tạo nào mang mã {id}.", id=record)) from None
    if not session.is_province:
        raise Refused(tr("Chỉ Sở trả lời đề nghị đào tạo."))
    if not text.strip():
        raise BadInput(tr("Hãy ghi nội dung trả lời."), field="answer")
    actions.change(session, "training_request", record, {"answer": text.strip()})
