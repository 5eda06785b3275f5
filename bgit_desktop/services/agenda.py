"""The calendar: what is due when, by what document — a unit's own, or the Sở's over all units (one page, one wall sheet).

Everything is read from records that are there for another purpose: deadlines, courses and their sessions, giao ban,
conclusions, tasks, review remedies, supervision, training requests. Days off come from the table of holidays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label, current_language, tr
from bgit_desktop.core.periods import as_date, period_or_none
from bgit_desktop.core.reporting import binds
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_letterhead import guidance
from bgit_desktop.services.report_standing import PERIODIC, SENT
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

Kind = Literal["report", "course", "meeting", "task", "conclusion", "review", "supervision", "holiday"]

KIND_LABELS: Final[dict[Kind, Label]] = {
    "report": Label("Báo cáo", "Report"),
    "course": Label("Tập huấn", "Course"),
    "meeting": Label("Giao ban", "Giao ban"),
    "task": Label("Nhiệm vụ", "Task"),
    "conclusion": Label("Kết luận giao ban", "Conclusion"),
    "review": Label("Khắc phục sau rà soát", "Remedy after a review"),
    "supervision": Label("Theo dõi, kiểm tra", "Supervision"),
    "holiday": Label("Nghỉ lễ, làm bù", "Holiday"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the calendar.

    Attributes:
        day: the day.
        kind: what it is.
        title: what is due or takes place.
        basis: the document that set the day; "" where none did.
        binding: whether a document set it, or it is only noted.
        done: whether nothing is left to do.
        page: where it opens, with ``arguments``.
        arguments: what that page is to show.
    """

    day: date
    kind: Kind
    title: str
    basis: str = ""
    binding: bool = True
    done: bool = False
    page: str = ""
    arguments: tuple[tuple[str, str], ...] = ()


def entries(session: Session, start: date, end: date) -> list[Entry]:
    """Give the lines of the calendar between two days, both counted, by day.

    Args:
        session: the session; the Sở's calendar covers what it asks of all units, a unit's what is asked of it.
        start: the first day.
        end: the last day.
    """
    found = [
        each
        for source in (
            _reports,
            _courses,
            _sessions,
            _meetings,
            _conclusions,
            _tasks,
            _reviews,
            _supervision,
            _holidays,
        )
        for each in source(session)
        if start <= each.day <= end
    ]
    return sorted(found, key=lambda each: (each.day, list(KIND_LABELS).index(each.kind), each.title))


def _rows(session: Session, type_name: str, **where: str) -> list[dict[str, object]]:
    query = Query(type_name, where=tuple(where.items()))
    return [dict(row) for row in records.select(session.store.db, query)]


def _mine(session: Session, row: Record | dict[str, object], name: str) -> bool:
    """Tell whether a record of the Sở concerns this store: at the Sở all do, a unit is named, or everybody is."""
    units = row.get(name)
    return session.is_province or not isinstance(units, list) or not units or session.unit in units


def _reports(session: Session) -> Iterator[Entry]:
    sent = {
        str(row["period"])
        for row in records.select(session.store.db, Query("report", where=(("kind", PERIODIC), ("unit", session.unit))))
        if row["status"] in SENT
    }
    for row in records.select(session.store.db, Query("deadline")):
        due, code = as_date(row["due_on"]), str(row["period"] or "")
        if due is None or row["kind"] == "incident" or not (session.is_province or binds(row, session.unit)):
            continue
        basis, period = str(row["document"] or "").strip(), period_or_none(code)
        if period is not None and basis and not session.is_province:
            asked = guidance(session, period, session.unit)
            if asked.excused:
                continue
            due = asked.due_on or due
        title = tr("Hạn gửi báo cáo {period}", period=period.label if period else code)
        done = not session.is_province and code in sent
        page = "report_board" if session.is_province else "reports"
        arguments = (("period", code),) if session.is_province else (("kind", PERIODIC), ("period", code))
        yield Entry(due, "report", title, basis, bool(basis), done, page, arguments if period else ())


def _page(session: Session, type_name: str) -> str:
    """Give the page where an event is worked on: the Sở has pages of its own for them."""
    return {"course": "training_board", "meeting": "meetings"}[type_name] if session.is_province else type_name


def _courses(session: Session) -> Iterator[Entry]:
    page = _page(session, "course")
    with_sessions = {str(row["course"]) for row in _rows(session, "course_session")}
    for row in _rows(session, "course"):
        start = as_date(row["start_on"])
        if start is None or str(row["id"]) in with_sessions or not _mine(session, row, "invitees"):
            continue
        basis = str(row["summons"] or row["plan"] or "")
        yield Entry(start, "course", str(row["title"]), basis, bool(basis), False, page, (("record", str(row["id"])),))


def _sessions(session: Session) -> Iterator[Entry]:
    page = _page(session, "course")
    courses = {str(row["id"]): row for row in _rows(session, "course")}
    for row in _rows(session, "course_session"):
        day, course = as_date(row["starts_at"]), courses.get(str(row["course"]))
        if (
            day is None
            or course is None
            or not (_mine(session, course, "invitees") and _mine(session, row, "invitees"))
        ):
            continue
        at = str(row["starts_at"])[11:16]
        place = f", {row['place']}" if row["place"] else ""
        basis = str(course["summons"] or course["plan"] or "")
        title = f"{at} {course['title']}: {row['title']}{place}"
        yield Entry(day, "course", title, basis, bool(basis), False, page, (("record", str(row["course"])),))


def _meetings(session: Session) -> Iterator[Entry]:
    page = _page(session, "meeting")
    for row in _rows(session, "meeting"):
        day = as_date(row["starts_at"])
        if day is None or row["status"] == "cancelled" or not _mine(session, row, "invitees"):
            continue
        place = f", {row['place']}" if row["place"] else ""
        title = f"{str(row['starts_at'])[11:16]} {row['title']}{place}"
        basis, done = str(row["invitation"] or ""), row["status"] == "held"
        yield Entry(day, "meeting", title, basis, bool(basis), done, page, (("record", str(row["id"])),))


def _conclusions(session: Session) -> Iterator[Entry]:
    meetings = {str(row["id"]): row for row in _rows(session, "meeting")}
    taken = {
        str(row["source"]) for row in _rows(session, "task") if row["source"] and row["status"] in ("done", "cancelled")
    }
    for row in _rows(session, "conclusion"):
        day, meeting = as_date(row["due_on"]), meetings.get(str(row["meeting"]), {})
        named = row if row["for_units"] else {"for_units": meeting.get("invitees")}
        if day is None or not _mine(session, named, "for_units"):
            continue
        basis = str(meeting.get("notice") or "")
        done = not session.is_province and str(row["id"]) in taken
        arguments = (("record", str(row["id"])),)
        yield Entry(
            day, "conclusion", str(row["content"]).splitlines()[0], basis, bool(basis), done, "conclusion", arguments
        )


def _tasks(session: Session) -> Iterator[Entry]:
    for status in statistics.OPEN_TASKS:
        for row in _rows(session, "task", unit=session.unit, status=status):
            due = as_date(row["due_on"])
            if due is not None:
                yield Entry(due, "task", str(row["title"]), "", False, False, "task", (("record", str(row["id"])),))


def _reviews(session: Session) -> Iterator[Entry]:
    rounds = {str(row["id"]): row for row in _rows(session, "review_round")}
    for row in _rows(session, "review_result", status="open"):
        due = as_date(row["due_on"])
        if (
            due is None
            or row["remedy"] in (None, "none")
            or not (session.is_province or row["for_unit"] == session.unit)
        ):
            continue
        parent = rounds.get(str(row["review_round"]), {})
        title = tr("Khắc phục: {round}", round=parent.get("title") or "")
        if session.is_province:
            title = f"{title} ({row['for_unit']})"
        yield Entry(
            due, "review", title, str(parent.get("document") or ""), bool(parent.get("document")), False,
            "review_result", (("record", str(row["id"])),),
        )  # fmt: skip


def _supervision(session: Session) -> Iterator[Entry]:
    for row in _rows(session, "supervision", status="open"):
        due = as_date(row["due_on"])
        if due is not None and _mine(session, row, "for_units"):
            arguments = (("record", str(row["id"])),) if session.is_province else ()
            page = "supervision" if session.is_province else ""
            yield Entry(
                due, "supervision", str(row["subject"]), str(row["document"] or ""), bool(row["document"]), False, page,
                arguments,
            )  # fmt: skip


def _holidays(session: Session) -> Iterator[Entry]:
    name = "label_en" if current_language() == "en" else "label"
    for row in _rows(session, "holiday"):
        day = as_date(row["day"])
        if day is not None:
            title = str(row[name] or row["label"])
            yield Entry(day, "holiday", tr("Làm bù: {title}", title=title) if row["working"] else title, done=True)
