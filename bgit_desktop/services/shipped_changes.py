"""What has become of the units of 2013, as shipped beside the catalogue; nothing of it is applied by itself.

The first start warns with it when somebody chooses a unit that has since ended; the Sở applies it in its catalogue
(:mod:`bgit_desktop.services.unit_changes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from bgit_desktop.services.unit_changes import shipped

_ENDING = ("absorb", "end")


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a unit.

    Attributes:
        last_day: the last day it stood.
        note: what became of it, in Vietnamese.
        legal_basis: the document.
    """

    last_day: date
    note: str
    legal_basis: str


@cache
def endings() -> dict[str, Ending]:
    """Give the ends of units known, by code."""
    return {
        change.code: Ending(change.eve, change.note, change.legal_basis)
        for change in shipped()
        if change.action in _ENDING and change.code
    }


def ending_of(code: str) -> Ending | None:
    """Give the end of a unit by its code; None where none is known."""
    return endings().get(code)
