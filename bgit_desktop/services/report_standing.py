"""Who has reported for a period, and whether in time (Điều 7.1).

A report is in when the Sở's store holds the unit's ``report`` record marked as sent (or further). It is late only where
a ``deadline`` row with a document sets a day; without one the answer is "chưa có căn cứ thời hạn".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Literal

from bgit_desktop.core.fields import Value
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.report_letterhead import guidance
from bgit_desktop.store import arrivals, records
from bgit_desktop.store.records import Query

Standing = Literal["on_time", "late", "no_deadline", "not_received"]
SENT: Final = ("sent", "received", "returned", "accepted")
PERIODIC: Final = "periodic"


@dataclass(frozen=True, slots=True)
class Reported:
    """How a unit's report for a period stands.

    Attributes:
        standing: on_time, late, no_deadline or not_received.
        on: the day it came in here; None where it has not.
        status: of the record (sent, received, returned, accepted), a draft's too; "" where there is none.
        record: its id; "" where there is none.
        due_on: the day set by a document; None where none is.
    """

    standing: Standing
    on: date | None
    status: str
    record: str
    due_on: date | None


def day_of(milliseconds: int) -> date:
    """Give the day in Việt Nam of a moment in milliseconds UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(LOCAL_TIME).date()


def standings(session: Session, period: Period, units: tuple[str, ...]) -> dict[str, Reported]:
    """Tell for each unit how its periodic report stands; the newest version counts."""
    rows = records.select(
        session.store.db, Query("report", where=(("kind", PERIODIC), ("period", period.code)), sort="version")
    )
    newest: dict[str, dict[str, Value]] = {}
    for row in rows:
        # a version that was sent is not hidden by a draft of the next one
        kept = newest.get(str(row["unit"]))
        if kept is None or row["status"] in SENT or kept["status"] not in SENT:
            newest[str(row["unit"])] = row
    arrived = arrivals.first_set(session.store.db, TYPES["report"], "status", SENT)
    return {code: _standing(session, period, code, newest.get(code), arrived) for code in units}


def _standing(
    session: Session,
    period: Period,
    unit: str,
    row: dict[str, Value] | None,
    arrived: dict[str, tuple[int, int]],
) -> Reported:
    due = guidance(session, period, unit).due_on
    if row is None or row["status"] not in SENT:
        return Reported("not_received", None, str(row["status"]) if row else "", str(row["id"]) if row else "", due)
    moments = arrived.get(str(row["id"]))
    on = day_of(moments[1]) if moments else None
    standing: Standing = "no_deadline" if due is None or on is None else "on_time" if on <= due else "late"
    return Reported(standing, on, str(row["status"]), str(row["id"]), due)


def data_until(session: Session) -> dict[str, date]:
    """Give for each unit the day until which its data have come in."""
    return {code: day_of(each.written_at) for code, each in arrivals.reach(session.store.db).items() if each.operations}
