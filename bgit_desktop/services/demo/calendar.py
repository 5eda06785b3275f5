"""The clock of a demonstration: it stands where the sample's story is, so that the journal and the packages tell it.

Everything that takes the time takes it from the session, so that two years pass in half a minute.
"""

from __future__ import annotations

from datetime import date, datetime, time

from bgit_desktop.services.context import LOCAL_TIME

ENROLMENT = date(2023, 2, 15)
"""Stores are made, keys exchanged, deadlines and courses issued."""

FIRST_PACKAGES = date(2024, 7, 5)
"""The districts sign their half-year report and send the baseline."""

SECOND_PACKAGES = date(2024, 12, 20)
"""The districts send what is new; the reports are printed."""

_TICK = 211  # milliseconds that pass at each look: no two moments are the same


class StoryClock:
    """Gives milliseconds since 1970 UTC, as ``open_session`` wants it."""

    def __init__(self) -> None:
        self._now = 0
        self.go_to(ENROLMENT)

    def __call__(self) -> int:
        """Give the time; a little passes."""
        self._now += _TICK
        return self._now

    def go_to(self, day: date) -> None:
        """Stand at nine o'clock in the morning of a day, in Việt Nam."""
        self._now = round(datetime.combine(day, time(9), LOCAL_TIME).timestamp() * 1000)
