"""Reporting periods, their data windows, and counting days (Điều 7.1).

A period is written ``2024-H1``, ``2024-H2`` or ``2024``. Which days its data cover is a choice of the Sở's
guidance document; two presets are offered, the calendar's and that of NĐ 09/2019/NĐ-CP. Days are counted as
the Civil Code 2015 has it: the first day is not counted (Điều 147.2), and a term that would end on a day off
runs to the next working day (Điều 148.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bgit_desktop.core.days import as_date as as_date
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.errors import BadInput

Preset = Literal["calendar", "nd09"]
PRESETS: Final[tuple[Preset, ...]] = ("calendar", "nd09")
PRESET_LABELS: Final[dict[Preset, Label]] = {
    "calendar": Label("Theo năm dương lịch (01/01–30/6, 01/7–31/12)", "Calendar (1 Jan–30 Jun, 1 Jul–31 Dec)"),
    "nd09": Label("Theo Nghị định 09/2019 (15/12–14/6, 15/6–14/12)", "Decree 09/2019 (15 Dec–14 Jun, 15 Jun–14 Dec)"),
}

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:-H([12]))?")
_YEARS: Final = range(2000, 2100)


def show_date(day: date) -> str:
    """Write a day the Vietnamese way, dd/MM/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose data a report covers, both ends counted."""

    start: date
    end: date

    def contains(self, day: date | str | None) -> bool:
        """Tell whether a day, or a stored date or time, lies in the window; nothing does if it is empty."""
        found = as_date(day)
        return found is not None and self.start <= found <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period.

    Attributes:
        year: the calendar year it is named after.
        half: 1 or 2, or 0 for the whole year.
    """

    year: int
    half: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period as the command line and the records write it.

        Args:
            text: ``2024-H1``, ``2024-H2`` or ``2024``.

        Raises:
            BadInput: it is written in another way or the year is out of range.
        """
        found = _WRITTEN.fullmatch(text.strip().upper())
        if found is None or int(found[1]) not in _YEARS:
            raise BadInput(
                tr(
                    "Kỳ báo cáo “{text}” không đúng; hãy viết 2024-H1 (6 tháng đầu năm), "
                    "2024-H2 (6 tháng cuối năm) hoặc 2024 (cả năm).",
                    text=text,
                ),
                field="period",
            )
        return cls(int(found[1]), int(found[2] or 0))

    @classmethod
    def half_year_of(cls, day: date) -> Period:
        """Give the calendar half-year in which a day lies."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    @property
    def code(self) -> str:
        """The period as it is stored: ``2024-H1``, ``2024-H2``, ``2024``."""
        return f"{self.year}-H{self.half}" if self.half else str(self.year)

    def __str__(self) -> str:
        return self.code

    @property
    def kind(self) -> Literal["half_year", "year"]:
        """What a ``deadline`` record calls this kind of period."""
        return "half_year" if self.half else "year"

    @property
    def start(self) -> date:
        """First day by the calendar."""
        return date(self.year, 7 if self.half == 2 else 1, 1)

    @property
    def end(self) -> date:
        """Last day by the calendar."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def window(self, preset: Preset = "calendar") -> Window:
        """Give the data window of a preset.

        Args:
            preset: ``calendar``, or ``nd09`` for Điều 12 of NĐ 09/2019/NĐ-CP.
        """
        if preset == "calendar":
            return Window(self.start, self.end)
        start = date(self.year, 6, 15) if self.half == 2 else date(self.year - 1, 12, 15)
        end = date(self.year, 6, 14) if self.half == 1 else date(self.year, 12, 14)
        return Window(start, end)

    def contains(self, day: date | str | None) -> bool:
        """Tell whether a day, or a stored date or time, lies in the period by the calendar."""
        return self.window().contains(day)

    @property
    def previous(self) -> Period:
        """The period of the same length just before."""
        if self.half == 2:
            return Period(self.year, 1)
        return Period(self.year - 1, 2 if self.half else 0)

    @property
    def following(self) -> Period:
        """The period of the same length just after."""
        if self.half == 1:
            return Period(self.year, 2)
        return Period(self.year + 1, 1 if self.half else 0)

    @property
    def label(self) -> Label:
        """The period's name in both languages."""
        if self.half == 1:
            return Label(f"6 tháng đầu năm {self.year}", f"first half of {self.year}")
        if self.half == 2:
            return Label(f"6 tháng cuối năm {self.year}", f"second half of {self.year}")
        return Label(f"năm {self.year}", f"year {self.year}")

    @property
    def title(self) -> str:
        """The period's Vietnamese name, as official documents write it."""
        return self.label.vi


def period_or_none(text: str) -> Period | None:
    """Read a period; None where it is written otherwise (an ad hoc report's own name)."""
    try:
        return Period.parse(text)
    except BadInput:
        return None


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: Monday to Friday, without the holidays, with the days worked instead.

    Attributes:
        holidays: days off besides the week-ends.
        worked: week-end days that are worked, by a yearly swap.
    """

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @classmethod
    def from_records(cls, records: Iterable[Record]) -> WorkCalendar:
        """Build the calendar from ``holiday`` records; rows without a day are passed over."""
        holidays: set[date] = set()
        worked: set[date] = set()
        for record in records:
            day = as_date(record.get("day"))
            if day is not None:
                (worked if record.get("working") else holidays).add(day)
        return cls(frozenset(holidays), frozenset(worked))

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day in self.worked or (day.weekday() < 5 and day not in self.holidays)

    def next_working(self, day: date) -> date:
        """Give the day itself where it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def end_of_term(self, start: date, days: int) -> date:
        """Give the last day of a term of calendar days.

        Args:
            start: the day the term is counted from; not counted itself (Civil Code, Điều 147.2).
            days: length of the term in days.

        Returns:
            The last day, moved to the next working day where it is a day off (Điều 148.5).
        """
        return self.next_working(start + timedelta(days=days))

    def add_working_days(self, start: date, days: int) -> date:
        """Give the working day that is ``days`` working days after ``start``, which is not counted."""
        day = start
        for _ in range(days):
            day = self.next_working(day + timedelta(days=1))
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days strictly between two days.

        NĐ 09/2019/NĐ-CP wants at least one between the cut-off of the data and the day a report is due.
        """
        return sum(self.is_working(start + timedelta(days=offset)) for offset in range(1, (end - start).days))
