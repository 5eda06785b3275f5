"""The compliance matrix of a period: units × clauses, each cell with its verdicts and the place where they are mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bgit_desktop.core.compliance import Matrix, matrix
from bgit_desktop.core.periods import Period
from bgit_desktop.services import verdicts
from bgit_desktop.services.context import Session

PERIODIC: Final = ("QyD.6", "QyD.7", "QyD.8", "QyD.9", "QyD.10")


@dataclass(frozen=True)
class Compliance:
    """The matrix with the names of its rows.

    Attributes:
        matrix: units × clauses.
        names: unit's code → short name on that day.
        period: the period judged.
        day: the day judged: the period's last, or today where that is earlier.
    """

    matrix: Matrix
    names: dict[str, str]
    period: Period
    day: date


def compliance(session: Session, period: Period, unit: str = "") -> Compliance:
    """Judge all clauses for a period.

    Args:
        session: the session; a unit's store judges itself.
        period: the period.
        unit: code of one unit; "" for all.
    """
    today = session.today()
    day = period.end if period.end < today else max(today, period.start)
    catalogue = session.catalogue()
    whose = unit or ("" if session.is_province else session.unit)
    found = verdicts.verdicts(session, whose or None, day, period=period)
    if whose:
        codes = [whose]
    else:
        own = session.own_unit(day, catalogue)
        codes = [each.code for each in catalogue.bound_on(day) if own is None or each.code != own.code]
        codes.append(own.code if own else session.unit)
    names = {}
    for code in codes:
        row = catalogue.by_code(code, day)
        names[code] = row.label if row else code
    return Compliance(matrix(codes, found), names, period, day)
