"""Who carries on the records of a unit that has ended, and from which day: read from the dated catalogue.

A unit has ended when the last of its rows has a last day. From the day after, the units that its rows (or those of the
successor) name may write its records as it could itself, and so may whatever took their place later: the right goes
down the line and is never lost, so that what an heir wrote still counts after the heir has ended too. A unit that was
split and goes on has no heirs. Divisions have no records of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.operations import hlc_milliseconds

_LOCAL_TIME = timezone(timedelta(hours=7))

Since = dict[str, dict[str, date]]
"""Code of a unit that ended → code of an heir → first day on which the heir may write its records."""


@dataclass(frozen=True, slots=True)
class Heirs:
    """The heirs of all units.

    Attributes:
        since: see :data:`Since`.
    """

    since: Mapping[str, Mapping[str, date]]

    def may_write(self, heir: str, owner: str, day: date) -> bool:
        """Tell whether a unit may write another's records on a day."""
        first = self.since.get(owner, {}).get(heir)
        return first is not None and first <= day

    def wrote_rightly(self, heir: str, owner: str, hlc: int) -> bool:
        """Tell whether a unit might write another's record at the moment of a hybrid clock."""
        return bool(self.since.get(owner)) and self.may_write(heir, owner, day_of(hlc))

    def of(self, owner: str, day: date) -> list[str]:
        """Give the units that may write a unit's records on a day, the one named first in front."""
        return [heir for heir, first in self.since.get(owner, {}).items() if first <= day]

    def taken_over(self, heir: str, day: date) -> list[str]:
        """Give the units whose records a unit may write on a day, by code."""
        return sorted(owner for owner, found in self.since.items() if heir in found and found[heir] <= day)


NOBODY = Heirs({})


def day_of(hlc: int) -> date:
    """Give the day in Việt Nam of a hybrid clock."""
    return datetime.fromtimestamp(hlc_milliseconds(hlc) / 1000, UTC).astimezone(_LOCAL_TIME).date()


def heirs_of(catalogue: Catalogue) -> Heirs:
    """Find the heirs of every unit of a catalogue."""
    rows = [unit for unit in catalogue if unit.code and not unit.is_division]
    by_id = {unit.id: unit for unit in rows}
    by_code: dict[str, list[Unit]] = defaultdict(list)
    named: dict[str, list[str]] = defaultdict(list)  # row → rows that say they came from it
    for unit in rows:
        by_code[unit.code].append(unit)
        for before in unit.predecessors:
            named[before].append(unit.id)
    direct: Since = {}
    for code, states in by_code.items():
        last = catalogue.ended_on(code)
        if last is None:
            continue
        found = dict.fromkeys(
            by_id[each].code
            for state in sorted(states, key=lambda state: state.valid_to or date.max, reverse=True)
            for each in (*state.successors, *named[state.id])
            if each in by_id and by_id[each].code != code
        )
        direct[code] = dict.fromkeys(found, last + timedelta(days=1))
    return Heirs(_down_the_line(direct))


def ever_heirs(edges: Iterable[tuple[str, str, date]]) -> Heirs:
    """Give the heirs that follow from all that was ever said: (unit, successor, last day of the unit).

    Used to decide whether a log may be believed, not what its lines do: what the Sở once granted and took back again
    was no trespass.
    """
    direct: Since = {}
    for owner, heir, last in edges:
        if owner != heir:
            found = direct.setdefault(owner, {})
            found[heir] = min(found.get(heir, date.max), last + timedelta(days=1))
    return Heirs(_down_the_line(direct))


def _down_the_line(direct: Since) -> Since:
    """Follow heirs to their heirs: each right begins when the last step to it was taken."""
    found: Since = {}
    for owner in direct:
        reached: dict[str, date] = {}
        waiting = list(direct[owner].items())
        while waiting:
            heir, first = waiting.pop(0)
            if heir == owner or (heir in reached and reached[heir] <= first):
                continue
            reached[heir] = first
            waiting += [(later, max(first, then)) for later, then in direct.get(heir, {}).items()]
        if reached:
            found[owner] = reached
    return found
