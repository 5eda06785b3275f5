"""The tasks of many units, thinned out to what the rule of Điều 6 looks at: how many there are, and the latest by name.

A Sở's store holds tens of thousands of tasks a year, of which a verdict names three and counts the rest. So only these
are read as records; the one that comes first by id says for how many more it stands
(:data:`bgit_desktop.core.verdicts.dieu6.STANDS_FOR`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappush, heapreplace

from bgit_desktop.core.fields import Value
from bgit_desktop.core.periods import Window
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts import dieu6
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.services.context import Session
from bgit_desktop.store import figures, ordering
from bgit_desktop.store.journal import uuid_text


@dataclass(slots=True)
class _Group:
    """The tasks of one unit, clause and status: how many, the first by id, the latest given."""

    first: tuple[bytes, int]
    count: int = 0
    latest: list[tuple[str, bytes, int]] = field(default_factory=list)


def thinned(session: Session, facts: Facts, span: Window) -> list[dict[str, Value]]:
    """Read the tasks that stand for all those of the units asked about.

    Args:
        session: the session.
        facts: the units and their windows.
        span: the days from the first to the last window.
    """
    db, windows = session.store.db, {}
    for code in facts.units:
        window = dieu6.work_window(facts, facts.window(facts.period_of(code), code))
        windows[code] = window.start.isoformat(), window.end.isoformat()
    groups: dict[tuple[str, str | None, str | None], _Group] = {}
    rows = figures.tasks_touching(db, span.start.isoformat(), span.end.isoformat())
    for n, raw, unit, clause, status, assigned, due in rows:
        of_unit = windows.get(unit)
        if of_unit is None or not dieu6.touches(assigned or "", due or "", status, *of_unit):
            continue
        group = groups.get((unit, clause, status))
        if group is None:
            group = groups[unit, clause, status] = _Group((raw, n))
        group.count += 1
        if raw < group.first[0]:
            group.first = (raw, n)
        entry = (assigned or "", raw, n)
        if len(group.latest) < dieu6.NAMED:
            heappush(group.latest, entry)
        elif entry > group.latest[0]:
            heapreplace(group.latest, entry)
    numbers: list[int] = []
    stand_for: dict[str, int] = {}
    for group in groups.values():
        kept = {raw: n for _, raw, n in group.latest} | {group.first[0]: group.first[1]}
        numbers += kept.values()
        stand_for |= {uuid_text(raw): 1 for raw in kept}
        stand_for[uuid_text(group.first[0])] += group.count - len(kept)
    return [{**row, dieu6.STANDS_FOR: stand_for[str(row["id"])]} for row in ordering.read(db, TYPES["task"], numbers)]
