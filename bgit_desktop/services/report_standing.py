"""Who has reported for a period, and whether in time (Điều 7.1): two figures, by sending and by receipt.

A report is in when the store holds the unit's ``report`` record marked as sent (or further). Sending is the day the unit
noted; receipt the day the Sở noted, else the day the package came in here. It is late only where a ``deadline`` row with
a document sets a day; without one the answer is "chưa có căn cứ thời hạn".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, Literal

from bgit_desktop.core.fields import Value
from bgit_desktop.core.periods import Period, as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.reporting import Due, Timeliness
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.report_letterhead import dues
from bgit_desktop.store import arrivals, records
from bgit_desktop.store.records import Query

Standing = Literal["on_time", "late", "no_deadline", "not_received", "excused"]
SENT: Final = ("sent", "received", "returned", "accepted")
PERIODIC: Final = "periodic"
_WORST: Final[tuple[Standing, ...]] = ("not_received", "late", "no_deadline", "on_time", "excused")


@dataclass(frozen=True, slots=True)
class Reported:
    """How a unit's report for a period stands.

    Attributes:
        standing: by receipt.
        on: the day it was received; None where it has not come in.
        status: of the record (sent, received, returned, accepted), a draft's too; "" where there is none.
        record: its id; "" where there is none.
        due: what was asked.
        sent_on: the day the unit sent it; None where that is not known.
        sending: in time by the day of sending.
    """

    standing: Standing
    on: date | None
    status: str
    record: str
    due: Due
    sent_on: date | None = None
    sending: Timeliness = "not_done"

    @property
    def due_on(self) -> date | None:
        """The day set by a document; None where none is."""
        return self.due.due_on


def day_of(milliseconds: int) -> date:
    """Give the day in Việt Nam of a moment in milliseconds UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(LOCAL_TIME).date()


def standings(session: Session, period: Period, units: Iterable[str]) -> dict[str, Reported]:
    """Tell for each unit how its periodic report stands; the newest version that was sent counts."""
    units = tuple(units)
    rows = records.select(
        session.store.db, Query("report", where=(("kind", PERIODIC), ("period", period.code)), sort="version")
    )
    newest: dict[str, dict[str, Value]] = {}
    first: dict[str, dict[str, Value]] = {}
    for row in rows:
        unit = str(row["unit"])
        # a version that was sent is not hidden by a draft of the next one
        kept = newest.get(unit)
        if kept is None or row["status"] in SENT or kept["status"] not in SENT:
            newest[unit] = row
        if row["status"] in SENT:
            first.setdefault(unit, row)  # a correction asked for later does not make the report late
    arrived = arrivals.first_set(session.store.db, TYPES["report"], "status", SENT) if newest else {}
    asked = dues(session, period, units)
    return {code: _standing(asked[code], newest.get(code), first.get(code), arrived) for code in units}


def _standing(
    due: Due,
    newest: dict[str, Value] | None,
    first: dict[str, Value] | None,
    arrived: dict[str, tuple[int, int]],
) -> Reported:
    if newest is None or first is None:
        status, record = (str(newest["status"]), str(newest["id"])) if newest else ("", "")
        return Reported("excused" if due.excused else "not_received", None, status, record, due)
    moments = arrived.get(str(first["id"]))
    on = as_date(first["received_on"]) or (day_of(moments[1]) if moments else None)
    sent_on = as_date(first["sent_on"]) or (day_of(moments[0]) if moments else None)
    receipt = due.judge(on)
    standing: Standing = "no_deadline" if receipt == "not_done" else receipt
    return Reported(standing, on, str(newest["status"]), str(newest["id"]), due, sent_on, due.judge(sent_on))


def joined(found: Iterable[Reported]) -> Reported | None:
    """Give how the reports of units that count as one stand: all are in, and the worst and the last of them tell.

    Returns:
        None where nothing was owed: none of them stood.
    """
    ranked = sorted(found, key=lambda each: _WORST.index(each.standing))
    if not ranked:
        return None
    worst = ranked[0]
    if len(ranked) == 1 or worst.on is None:
        return worst
    return replace(
        worst,
        on=max((each.on for each in ranked if each.on), default=None),
        sent_on=max((each.sent_on for each in ranked if each.sent_on), default=None),
    )


def data_until(session: Session) -> dict[str, date]:
    """Give for each unit the day until which its data have come in."""
    return {code: day_of(each.written_at) for code, each in arrivals.reach(session.store.db).items() if each.operations}
