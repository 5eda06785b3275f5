"""When a report is due and whether it came in time (Điều 7.1): pure rules over ``deadline`` and ``extension`` records.

The regulation counts no days. A day binds a unit only where a ``deadline`` row cites the guidance document that set it;
a row without one is a draft and binds nobody. An ``extension`` moves the day for one unit, or excuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import Period, Preset, Window, WorkCalendar, as_date

Timeliness = Literal["on_time", "late", "no_deadline", "not_done", "excused"]


@dataclass(frozen=True, slots=True)
class Due:
    """What is asked of a unit for a period.

    Attributes:
        window: the days the figures cover; by the calendar where nothing is set.
        due_on: the last day to report, an extension and days off counted; None where no document sets one or it is excused.
        document: the guidance document; "" where there is none — then nothing binds.
        draft: a deadline is noted, but without a document.
        excused: the reason of an extension without a new day: nothing is asked of this unit; "" where it is asked.
        extended: the reason of an extension that moved the day; "" where none did.
        first_due_on: the day before the extension.
        moved_from: the day off on which it would have been due; None where it is due on the very day set.
    """

    window: Window
    due_on: date | None = None
    document: str = ""
    draft: bool = False
    excused: str = ""
    extended: str = ""
    first_due_on: date | None = None
    moved_from: date | None = None

    def judge(self, done_on: date | None) -> Timeliness:
        """Tell how a report that was sent, or came in, on a day stands; None: it has not."""
        if self.excused:
            return "excused"
        if done_on is None:
            return "not_done"
        if self.due_on is None:
            return "no_deadline"
        return "on_time" if done_on <= self.due_on else "late"


def binds(deadline: Record, unit: str) -> bool:
    """Tell whether a deadline row is meant for a unit: it names the unit, or none."""
    units = deadline.get("units")
    return not isinstance(units, list) or not units or unit in units


def due_for(
    period: Period,
    unit: str,
    deadlines: Iterable[Record],
    extensions: Iterable[Record] = (),
    calendar: WorkCalendar | None = None,
) -> Due:
    """Find what binds a unit for a period.

    Args:
        period: the period.
        unit: the unit's code.
        deadlines: ``deadline`` records; those of other kinds and periods are passed over.
        extensions: ``extension`` records.
        calendar: which days are worked: a last day that is a day off moves to the next working day (Civil Code 2015,
            Điều 148.5); None to leave it where it is.

    Returns:
        What is asked. Of several rows with a document the one with the latest day counts.
    """
    mine = [row for row in deadlines if row.get("kind") == period.kind and row.get("period") == period.code]
    return due_of(mine, period.window(), unit, extensions, calendar)


def due_of(
    deadlines: Iterable[Record],
    window: Window,
    unit: str,
    extensions: Iterable[Record] = (),
    calendar: WorkCalendar | None = None,
) -> Due:
    """Find what binds a unit among the deadlines of one report: a period's, or an ad hoc one's.

    Args:
        deadlines: its ``deadline`` records.
        window: the days of the data where no row sets them.
        unit: the unit's code.
        extensions: see :func:`due_for`.
        calendar: see :func:`due_for`.
    """
    mine = [row for row in deadlines if binds(row, unit)]
    mine.sort(key=lambda row: (str(row.get("due_on") or ""), str(row.get("id"))), reverse=True)
    bound = next((row for row in mine if str(row.get("document") or "").strip()), None)
    chosen = bound or next(iter(mine), None)
    if chosen is not None:
        start, end = as_date(chosen.get("window_start")), as_date(chosen.get("window_end"))
        window = Window(start or window.start, end or window.end)
    if bound is None:
        return Due(window, draft=chosen is not None)
    first = as_date(bound.get("due_on"))
    document = str(bound["document"]).strip()
    granted = [row for row in extensions if row.get("deadline") == bound.get("id") and row.get("for_unit") == unit]
    granted.sort(key=lambda row: (str(row.get("due_on") or "9999"), str(row.get("id"))))
    if not granted:
        return _on_working_day(Due(window, first, document, first_due_on=first), calendar)
    latest = granted[-1]
    moved, reason = as_date(latest.get("due_on")), str(latest.get("reason") or "").strip() or "—"
    if moved is None:
        return Due(window, None, document, excused=reason, first_due_on=first)
    return _on_working_day(Due(window, moved, document, extended=reason, first_due_on=first), calendar)


def _on_working_day(due: Due, calendar: WorkCalendar | None) -> Due:
    if calendar is None or due.due_on is None or calendar.is_working(due.due_on):
        return due
    return replace(due, due_on=calendar.next_working(due.due_on), moved_from=due.due_on)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A deadline as it could be issued: its period, its data window, the day it is due."""

    period: Period
    window: Window
    due_on: date


def propose(year: int, preset: Preset, days: int, calendar: WorkCalendar) -> tuple[Proposed, ...]:
    """Propose the deadlines of a year: both halves and the year.

    Args:
        year: the year.
        preset: which data windows: by the calendar, or those of NĐ 09/2019/NĐ-CP.
        days: calendar days from the cut-off of the data, which is not counted itself (Civil Code, Điều 147.2).
        calendar: days off; a term that would end on one runs to the next working day (Điều 148.5).

    Returns:
        The deadlines in order. At least one working day lies between cut-off and due day, as NĐ 09/2019 wants.
    """
    found = []
    for half in (1, 2, 0):
        period = Period(year, half)
        window = period.window(preset)
        due = calendar.end_of_term(window.end, days)
        while calendar.working_days_between(window.end, due) < 1:
            due = calendar.next_working(due + timedelta(days=1))
        found.append(Proposed(period, window, due))
    return tuple(found)
