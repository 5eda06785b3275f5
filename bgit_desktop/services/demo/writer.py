"""Writes the entries of a sample district through the services, as its officer would through the window."""

from __future__ import annotations

from collections.abc import Iterable

from bgit_desktop.core.fields import Value
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.services.demo.calendar import ENROLMENT, StoryClock
from bgit_desktop.services.demo.district import Entry, Ref


class Writer:
    """Adds entries and remembers the ids others point to.

    Args:
        known: keys that are there already → ids.
        clock: set to the day of each entry, so that the journal notes it then.
    """

    def __init__(self, known: dict[str, str], clock: StoryClock) -> None:
        self._ids = dict(known)
        self._clock = clock

    def write(self, session: Session, entries: Iterable[Entry]) -> int:
        """Add entries in their order; gives how many."""
        count = 0
        for entry in entries:
            self._clock.go_to(max(entry.on, ENROLMENT))
            values = {name: self._resolve(value) for name, value in entry.values.items() if value is not None}
            record_id = records.add(session, entry.type, values)
            if entry.key:
                self._ids[entry.key] = record_id
            count += 1
        return count

    def _resolve(self, value: Value | Ref | list[Ref]) -> Value:
        if isinstance(value, Ref):
            return self._ids[value.key]
        if isinstance(value, list):
            return [self._ids[each.key] if isinstance(each, Ref) else each for each in value]
        return value
