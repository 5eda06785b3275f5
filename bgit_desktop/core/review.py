"""Reviews of the staff (Điều 10.1): the frozen roster of a day, the remedy a verdict calls for, what changed since the last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

from bgit_desktop.core.verdicts.model import State, Verdict

FORMAT: Final = 1
Remedy = Literal["none", "evidence", "train", "reassign", "recruit"]
Change = Literal["joined", "left", "moved", "verdict", "placed", "emptied"]


@dataclass(frozen=True, slots=True)
class Person:
    """An officer on the frozen roster, with the verdicts of that day: clause → answer."""

    id: str
    full_name: str
    unit: str
    verdict: str
    remedy: str
    birth_date: str = ""
    employment: str = ""
    department: str = ""
    verdicts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The frozen roster: the day, the units bound on it (code → name), their officers by unit and name."""

    as_of: str
    units: tuple[tuple[str, str], ...]
    people: tuple[Person, ...]

    @property
    def without(self) -> tuple[tuple[str, str], ...]:
        """The units without an officer."""
        placed = {each.unit for each in self.people}
        return tuple(each for each in self.units if each[0] not in placed)


def overall(verdicts: Iterable[Verdict]) -> State:
    """Give the answer over Điều 4 and 5 together: the worst of those that apply; not applicable where none does."""
    order: dict[State, int] = {"met": 0, "missing": 1, "review": 2, "not_met": 3}
    found = [each.verdict for each in verdicts if each.verdict != "not_applicable"]
    return max(found, key=lambda state: order[state], default="not_applicable")


def remedy_for(verdicts: Sequence[Verdict]) -> Remedy:
    """Propose what is to be done: a failed standard asks for training, a wrong place for placing anew, the rest for evidence."""
    if any(each.verdict == "not_met" and each.clause == "QyD.4" for each in verdicts):
        return "train"
    if any(each.verdict == "not_met" for each in verdicts):
        return "reassign"
    if any(each.verdict in ("missing", "review") for each in verdicts):
        return "evidence"
    return "none"


def write(roster: Roster) -> bytes:
    """Write a roster so that the same roster gives the same bytes."""
    return json.dumps({"format": FORMAT, **asdict(roster)}, ensure_ascii=False, sort_keys=True, indent=1).encode()


def read(content: bytes) -> Roster | None:
    """Read a roster; None where the bytes are none of this format."""
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            return None
        people = tuple(
            Person(
                **{
                    **each,
                    "verdicts": tuple((clause, state) for clause, state in each["verdicts"]),
                    "missing": tuple(each["missing"]),
                }
            )
            for each in found["people"]
        )
        return Roster(str(found["as_of"]), tuple((code, name) for code, name in found["units"]), people)
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two rosters.

    Attributes:
        change: joined, left, moved to another unit, verdict changed; a unit that got its first officer or lost its last.
        unit: code of the unit now (of a person who left: then).
        name: of the person or the unit.
        before, after: verdicts or units' codes; "" where there is none.
    """

    change: Change
    unit: str
    name: str
    before: str = ""
    after: str = ""


def difference(before: Roster, after: Roster) -> list[Difference]:
    """Tell what changed from one roster to the next: people first, by unit and name, then units."""
    old: Mapping[str, Person] = {each.id: each for each in before.people}
    new: Mapping[str, Person] = {each.id: each for each in after.people}
    found: list[Difference] = []
    for each in after.people:
        was = old.get(each.id)
        if was is None:
            found.append(Difference("joined", each.unit, each.full_name, "", each.verdict))
            continue
        if was.unit != each.unit:
            found.append(Difference("moved", each.unit, each.full_name, was.unit, each.unit))
        if was.verdict != each.verdict:
            found.append(Difference("verdict", each.unit, each.full_name, was.verdict, each.verdict))
    found += [
        Difference("left", each.unit, each.full_name, each.verdict, "") for each in before.people if each.id not in new
    ]
    empty_then, empty_now = dict(before.without), dict(after.without)
    known_then, known_now = dict(before.units), dict(after.units)
    found += [
        Difference("placed", code, known_now[code])
        for code in empty_then
        if code in known_now and code not in empty_now
    ]
    found += [
        Difference("emptied", code, name)
        for code, name in empty_now.items()
        if code in known_then and code not in empty_then
    ]
    return found
