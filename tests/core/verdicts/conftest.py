"""A small province for the rules: districts, a department, the Sở; facts made from a few records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.periods import Period, WorkCalendar
from bgit_desktop.core.verdicts.facts import Facts

Record = dict[str, Value]
FactsOf = Callable[..., Facts]

BEGIN = date(2013, 9, 13)
CATALOGUE = Catalogue(
    [
        Unit("u217", "217", "UBND huyện Lạng Giang", "Lạng Giang", kind="district", valid_from=BEGIN),
        Unit(
            "u221", "221", "UBND huyện Yên Dũng", "Yên Dũng", kind="district", valid_from=BEGIN,
            valid_to=date(2024, 5, 31), successors=("u213",),
        ),
        Unit("u213", "213", "UBND thành phố Bắc Giang", "TP Bắc Giang", kind="city", valid_from=BEGIN),
        Unit("u500", "500", "UBND thị xã Chũ", "Chũ", kind="town", valid_from=date(2025, 1, 1)),
        Unit("u800", "800", "UBND huyện cũ", "Huyện cũ", kind="district", valid_to=date(2024, 3, 1)),
        Unit("snv", "SNV", "Sở Nội vụ", kind="department", valid_from=BEGIN),
        Unit(
            "stttt", "STTTT", "Sở Thông tin và Truyền thông", "Sở TT&TT", kind="department", valid_from=BEGIN,
            valid_to=date(2025, 2, 28), successors=("skhcn",),
        ),
        Unit("skhcn", "SKHCN", "Sở Khoa học và Công nghệ", "Sở KH&CN", kind="department", valid_from=BEGIN),
        Unit("out", "OUT", "Công ty ngoài phạm vi", kind="agency", in_scope=False),
    ]
)  # fmt: skip
TET = WorkCalendar(
    holidays=frozenset(date(2024, 2, day) for day in (8, 9, 12, 13, 14)), worked=frozenset({date(2024, 2, 17)})
)


@pytest.fixture(scope="session")
def facts_of() -> FactsOf:
    def make(
        unit: str = "217",
        day: str | date = "2024-06-30",
        *,
        period: str = "",
        at_department: bool = False,
        home: str | None = None,
        documents: set[str] | None = None,
        moments: dict[str, tuple[date, date]] | None = None,
        **records: list[Record],
    ) -> Facts:
        numbered: dict[str, list[Record]] = {
            name: [{"id": f"{name}{at:02}", "unit": unit} | row for at, row in enumerate(rows)]
            for name, rows in records.items()
        }
        return Facts(
            CATALOGUE,
            date.fromisoformat(day) if isinstance(day, str) else day,
            (unit,),
            numbered,
            calendar=TET,
            asked=Period.parse(period) if period else None,
            at_department=at_department,
            home=("STTTT" if at_department else unit) if home is None else home,
            documents=documents,
            moments=moments or {},
        )

    return make
