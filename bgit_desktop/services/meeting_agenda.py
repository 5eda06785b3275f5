"""What a giao ban has to talk about, proposed from what is overdue (Điều 9.2.e).

Conclusions not carried out, reports overdue, tasks overdue by unit, open incidents, difficulties nobody answered. The
lines are in Vietnamese whatever language the window speaks: they are kept in the meeting and go to every unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from bgit_desktop.core import statistics
from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.periods import Period, as_date, period_or_none, show_date
from bgit_desktop.services import meetings
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_board import board
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

Topic = Literal["conclusions", "reports", "tasks", "incidents", "difficulties"]

SHOWN: Final = 10
"""Single matters named under a heading; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One point of the agenda.

    Attributes:
        topic: what it is about.
        heading: the point.
        matters: the single matters under it.
    """

    topic: Topic
    heading: str
    matters: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The point as lines of the agenda."""
        named = tuple(f"- {each}" for each in self.matters[:SHOWN])
        more = len(self.matters) - SHOWN
        return (self.heading, *named, *((f"- và {more} mục khác",) if more > 0 else ()))


def proposals(session: Session, meeting: str = "") -> list[Proposal]:
    """Give what a giao ban could talk about; only points under which there is something.

    Args:
        session: the Sở's session.
        meeting: the giao ban it is for: its own conclusions are left out, its period's reports looked at; "" for none.
    """
    made = (
        _conclusions(session, meeting),
        _reports(session, meeting),
        _tasks(session),
        _incidents(session),
        _difficulties(session),
    )
    return [each for each in made if each.matters]


def _unit(session: Session, catalogue: Catalogue, code: str) -> str:
    unit = catalogue.by_code(code, session.today())
    return unit.label if unit else code


def _conclusions(session: Session, meeting: str) -> Proposal:
    today = session.today()
    matters = []
    for each in meetings.progress(session):
        due = as_date(each.conclusion["due_on"])
        late = each.overdue or (due is not None and due < today)
        if str(each.conclusion["meeting"]) == meeting or each.carried_out or not (late or due is None):
            continue
        content = " ".join(str(each.conclusion["content"]).split()).rstrip(".")
        hint = f"{each.taken}/{len(each.units)} đơn vị đã nhận việc, {each.done} hoàn thành"
        day = f"hạn {show_date(due)}; " if due else ""
        matters.append(f"{content} ({day}{hint})")
    return Proposal("conclusions", "Kết luận giao ban chưa thực hiện xong", tuple(matters))


def _reports(session: Session, meeting: str) -> Proposal:
    last = Period.half_year_of(session.today()).previous
    periods = [last]
    if last.half == 2:
        periods.append(Period(last.year))
    row = (
        next(iter(records.select(session.store.db, Query("meeting", where=(("id", meeting),)))), None)
        if meeting
        else None
    )
    named = period_or_none(str(row["period"] or "")) if row else None
    if named is not None and named not in periods:
        periods.insert(0, named)
    matters = []
    for period in periods:
        late = board(session, period).overdue
        if late:
            matters.append(f"{period.title}: {', '.join(each.name for each in late)}")
    return Proposal("reports", "Đơn vị quá hạn gửi báo cáo định kỳ", tuple(matters))


def _tasks(session: Session) -> Proposal:
    db, until = session.store.db, (session.today() - timedelta(days=1)).isoformat()
    counted: dict[str, int] = {}
    for status in statistics.OPEN_TASKS:
        query = Query("task", where=(("status", status),), ranges=(("due_on", None, until),))
        for code, count in records.group_count(db, query, "unit").items():
            counted[code] = counted.get(code, 0) + count
    catalogue = session.catalogue()
    worst = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    matters = tuple(f"{_unit(session, catalogue, code)}: {count:02d} nhiệm vụ" for code, count in worst)
    return Proposal("tasks", "Nhiệm vụ quá hạn của các đơn vị", matters)


def _incidents(session: Session) -> Proposal:
    db, catalogue = session.store.db, session.catalogue()
    rows = [
        row
        for status in statistics.OPEN_INCIDENTS
        for row in records.select(db, Query("incident", where=(("status", status),), sort="detected_at"))
    ]
    rows.sort(key=lambda row: (str(row["detected_at"]), str(row["id"])))
    matters = []
    for row in rows:
        day = as_date(row["detected_at"])
        since = f" (phát hiện {show_date(day)})" if day else ""
        matters.append(f"{_unit(session, catalogue, str(row['unit']))}: {row['title']}{since}")
    return Proposal("incidents", "Sự cố chưa khắc phục xong", tuple(matters))


def _difficulties(session: Session) -> Proposal:
    rows = [row for row in records.select(session.store.db, Query("difficulty")) if row["status"] in (None, "open")]
    catalogue = session.catalogue()
    matters = tuple(
        f"{_unit(session, catalogue, str(row['unit']))}: {' '.join(str(row['description']).split())}" for row in rows
    )
    return Proposal("difficulties", "Khó khăn, vướng mắc chưa được trả lời", matters)


def prepare(session: Session, meeting: str) -> int:
    """Put what is overdue into a giao ban's agenda.

    Returns:
        How many lines were put in.

    Raises:
        NotFound: there is no such giao ban.
        Refused: this is not the Sở's store.
        BadInput: nothing is overdue that does not stand there already.
    """
    lines = [line for each in proposals(session, meeting) for line in each.lines]
    return meetings.set_agenda(session, meeting, lines)
