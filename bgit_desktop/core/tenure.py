"""What an officer did while in charge (Điều 6.3): tasks by the days between two handovers.

A handover cuts the time of both officers at its day: what was assigned before is the giver's, what is assigned from that
day on the receiver's. A task that was handed over while open counts for the receiver from then on, with whatever becomes
of it; of the giver it is only said that it was handed over, so that nobody answers for what came after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.statistics import TaskFigures, task_day, task_figures
from bgit_desktop.core.verdicts.scope import text_of


@dataclass(frozen=True, slots=True)
class Tenure:
    """The time of an officer between two handovers.

    Attributes:
        start: first day; None where nothing says when it began.
        end: last day, the day before the handover; None while it lasts.
        figures: the tasks that count, by status.
        received: how many of them were taken over from somebody.
        handed: tasks given away at its end, which count for the receiver.
        tasks: ids of the tasks that count.
        handover: id of the handover that ends it; "" while it lasts.
    """

    start: date | None
    end: date | None
    figures: TaskFigures
    received: int
    handed: int
    tasks: tuple[str, ...]
    handover: str = ""


def tenures(officer: Record, tasks: Iterable[Record], handovers: Iterable[Record], today: date) -> list[Tenure]:
    """Give the times of an officer with what was done in each, earliest first.

    Args:
        officer: the ``officer`` record.
        tasks: the unit's tasks.
        handovers: the unit's handovers.
        today: the day on which being overdue is asked; for a time that has ended, its last day where that is earlier.
    """
    me = text_of(officer, "id")
    mine = sorted(
        (
            (day, row)
            for row in handovers
            if me in (row.get("from_officer"), row.get("to_officer"))
            and (day := as_date(row.get("handed_on"))) is not None
        ),
        key=lambda pair: (pair[0], text_of(pair[1], "id")),
    )
    given = {each: day for day, row in mine if row.get("from_officer") == me for each in _ids(row)}
    taken = {each: day for day, row in mine if row.get("to_officer") == me for each in _ids(row)}
    rows = list(tasks)
    left = as_date(officer.get("end_date"))
    cuts: list[tuple[date, str]] = []
    for day, row in mine:
        if not cuts or cuts[-1][0] != day:
            cuts.append((day, text_of(row, "id")))
    found = []
    start = as_date(officer.get("start_date"))
    for day, handover in [*cuts, (None, "")]:
        end = day - timedelta(days=1) if day is not None else left
        if day is None or start is None or start < day:
            found.append(_tenure(me, rows, start, end, handover, given, taken, today))
        start = day
    # the time after giving everything away holds nothing, unless something was done in it
    return [each for each in found if each.tasks or each.handed or each.handover or len(found) == 1]


def _ids(handover: Record) -> Collection[str]:
    tasks = handover.get("tasks")
    return tasks if isinstance(tasks, list) else ()


def _tenure(
    me: str,
    rows: list[Record],
    start: date | None,
    end: date | None,
    handover: str,
    given: dict[str, date],
    taken: dict[str, date],
    today: date,
) -> Tenure:
    def inside(day: date | None) -> bool:
        return day is not None and (start is None or start <= day) and (end is None or day <= end)

    counted: list[Record] = []
    received = handed = 0
    for task in rows:
        task_id, officers = text_of(task, "id"), task.get("officers")
        on = taken.get(task_id)
        here = (
            inside(on) if on is not None else isinstance(officers, list) and me in officers and inside(task_day(task))
        )
        if not here:
            continue
        away = given.get(task_id)
        if away is not None and (on is None or on < away):
            handed += 1
            continue
        counted.append(task)
        received += on is not None
    day = min(today, end) if end is not None else today
    return Tenure(
        start,
        end,
        task_figures(counted, day),
        received,
        handed,
        tuple(text_of(each, "id") for each in counted),
        handover,
    )
