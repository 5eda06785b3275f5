"""The compliance matrix: how each unit stands under each clause, made from verdicts (Điều 11.1). Pure; no reading.

A cell sums up all verdicts of a unit under a clause: its state is the worst of them, where what is known to fail comes
first, then what a person has to look at, then what is not known. Nothing that is only unknown is shown as failure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bgit_desktop.core.verdicts.model import State, Verdict

WORST_FIRST: Final[tuple[State, ...]] = ("not_met", "review", "missing", "met", "not_applicable")


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A unit under a clause.

    Attributes:
        state: the worst of its verdicts.
        met: how many are met.
        judged: how many apply.
        verdicts: all of them, the worst first.
    """

    state: State
    met: int
    judged: int
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True)
class Matrix:
    """Units by clauses.

    Attributes:
        units: codes, in the order asked.
        clauses: the clauses that judge any of them, in the order of the regulation.
        cells: (unit, clause) → cell; a pair that no rule judges has none.
    """

    units: tuple[str, ...]
    clauses: tuple[str, ...]
    cells: dict[tuple[str, str], MatrixCell]

    def share(self, clause: str) -> tuple[int, int]:
        """Count the units that meet a clause, and those to which it applies."""
        column = [self.cells[unit, clause] for unit in self.units if (unit, clause) in self.cells]
        asked = [each for each in column if each.state != "not_applicable"]
        return sum(each.state == "met" for each in asked), len(asked)


def clause_order(clause: str) -> tuple[tuple[int, str], ...]:
    """Give the key by which clauses stand in the order of the regulation: 4, 5.1, 6.2.a, 10.2.a."""
    parts = clause.partition(".")[2].split(".")
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in parts)


def column_of(clause: str) -> str:
    """Give the column a clause falls under: the points of 6.1, 6.2 and 9.1 are one column each, "QyD.6.a"."""
    for stem in ("QyD.6.1.", "QyD.6.2.", "QyD.9.1."):
        if clause.startswith(stem):
            return "QyD.6." + clause.removeprefix(stem)
    if clause.startswith("QyD.5."):
        return "QyD.5"
    return clause


def matrix(units: Sequence[str], verdicts: Iterable[Verdict]) -> Matrix:
    """Sum verdicts up.

    Args:
        units: codes of the rows, in order; verdicts of other units are passed over.
        verdicts: of any clauses.
    """
    wanted = set(units)
    grouped: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for each in verdicts:
        if each.unit in wanted:
            grouped[each.unit, column_of(each.clause)].append(each)
    cells = {}
    for key, found in grouped.items():
        found.sort(key=lambda each: WORST_FIRST.index(each.verdict))
        judged = [each for each in found if each.verdict != "not_applicable"]
        cells[key] = MatrixCell(
            judged[0].verdict if judged else "not_applicable",
            sum(each.verdict == "met" for each in judged),
            len(judged),
            tuple(found),
        )
    clauses = sorted({clause for _, clause in cells}, key=clause_order)
    return Matrix(tuple(units), tuple(clauses), cells)
