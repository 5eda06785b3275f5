"""Counts straight from the tables, for what is looked at often: Tổng quan must not read a hundred thousand records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from bgit_desktop.core.statistics import OPEN_TASKS, TaskFigures


def tasks_by_clause(
    db: sqlite3.Connection, start: str, end: str, today: str, unit: str | None = None
) -> dict[str, TaskFigures]:
    """Count the tasks of a window by clause and status, as :mod:`bgit_desktop.core.statistics` does.

    Args:
        db: the database.
        start: first day, ``YYYY-MM-DD``.
        end: last day.
        today: the day on which being overdue is asked.
        unit: code of one unit; all where None.
    """
    counts: dict[str, dict[str, int]] = {}
    late: dict[str, int] = {}
    for clause, status, number, overdue in db.execute(
        "SELECT clause, status, count(*), sum(due_on < ?) FROM task "
        "WHERE coalesce(assigned_on, due_on) BETWEEN ? AND ? AND (? IS NULL OR _unit = ?) GROUP BY clause, status",
        (today, start, end, unit, unit),
    ):
        name = str(clause or "")
        counts.setdefault(name, {})[str(status or "")] = int(number)
        if status in OPEN_TASKS:
            late[name] = late.get(name, 0) + int(overdue or 0)
    return {
        clause: TaskFigures(
            of.get("done", 0), of.get("doing", 0), of.get("planned", 0), of.get("cancelled", 0), late.get(clause, 0)
        )
        for clause, of in sorted(counts.items())
    }


def tasks_touching(
    db: sqlite3.Connection, start: str, end: str
) -> Iterator[tuple[int, bytes, str, str | None, str | None, str | None, str | None]]:
    """Give the tasks given between two days, or due then where no day is noted, or given before and under way.

    Returns:
        Row number, id, unit, clause, status, day given, day due; in no order.
    """
    return db.execute(
        "SELECT n, id, _unit, clause, status, assigned_on, due_on FROM task WHERE assigned_on BETWEEN ? AND ? "
        "OR assigned_on IS NULL AND due_on BETWEEN ? AND ? OR assigned_on < ? AND status = 'doing'",
        (start, end, start, end, start),
    )
