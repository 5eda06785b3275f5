"""The Sở's board of a period: which reports are expected, which came in, in time by sending and by receipt (Điều 7.1, 11.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.reporting import Timeliness
from bgit_desktop.errors import Refused
from bgit_desktop.services.checking import check_authority
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_standing import Reported, standings
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A unit on the board: its code, its name on that day, how its report stands."""

    code: str
    name: str
    reported: Reported


@dataclass(frozen=True, slots=True)
class Board:
    """A period's board.

    Attributes:
        period: the period.
        lines: the units bound on the last day of the period, by code.
        today: the day of asking.
    """

    period: Period
    lines: tuple[BoardLine, ...]
    today: date

    @property
    def expected(self) -> tuple[BoardLine, ...]:
        """The units that are to report: all but the excused."""
        return tuple(each for each in self.lines if each.reported.standing != "excused")

    @property
    def received(self) -> tuple[BoardLine, ...]:
        """The units whose report came in."""
        return tuple(each for each in self.expected if each.reported.standing != "not_received")

    def on_time(self, by: str) -> int:
        """Count the reports in time, ``by`` ``sending`` or ``receipt``."""
        return sum(_by(each.reported, by) == "on_time" for each in self.received)

    @property
    def overdue(self) -> tuple[BoardLine, ...]:
        """The units whose day has passed and whose report has not come in; none without a document that set a day."""
        return tuple(
            each
            for each in self.expected
            if each.reported.standing == "not_received" and each.reported.due_on and each.reported.due_on < self.today
        )


def _by(reported: Reported, by: str) -> Timeliness | str:
    return reported.sending if by == "sending" else reported.standing


def board(session: Session, period: Period) -> Board:
    """Give the board of a period."""
    today = session.today()
    day = min(period.end, today) if period.start <= today else period.start
    catalogue = session.catalogue()
    own = session.own_unit(day, catalogue)
    left_out = {session.unit, own.code if own else session.unit} if session.is_province else set()
    units = [each for each in catalogue.bound_on(day) if each.code not in left_out]
    stands = standings(session, period, (each.code for each in units))
    return Board(period, tuple(BoardLine(each.code, each.label, stands[each.code]) for each in units), today)


def chase(session: Session, period: Period, document: str = "", on: str = "") -> str:
    """Note that the units whose reports are overdue were reminded (Điều 11.1).

    Args:
        session: the Sở's session.
        period: the period.
        document: số, ký hiệu of the letter, where văn thư gave one.
        on: the day, ``YYYY-MM-DD``; today where empty.

    Returns:
        Id of the ``supervision`` record.

    Raises:
        Refused: this is a unit's store, or nobody is late.
    """
    kind = TYPES["supervision"]
    check_authority(session, kind, None, [])
    late = board(session, period).overdue
    if not late:
        raise Refused(tr("Không có đơn vị nào quá hạn mà chưa gửi báo cáo kỳ này."))
    subject = tr("Đôn đốc gửi báo cáo {period}", period=period.label)
    content = "\n".join(
        tr("{unit}: hạn {day}", unit=each.name, day=show_date(each.reported.due_on))
        for each in late
        if each.reported.due_on is not None
    )
    record = session.new_id()
    with session.store.write("edit", subject, session.actor):
        records.insert(
            session.store.db, kind, record, session.unit,
            {
                "kind": "reminder", "for_units": [each.code for each in late],
                "held_on": on or session.today().isoformat(), "subject": subject, "period": period.code,
                "content": content, "status": "open", **({"document": document} if document else {}),
            },
        )  # fmt: skip
    return record


def extend(session: Session, period: Period, unit: str, reason: str, due_on: str = "", document: str = "") -> str:
    """Move a unit's day for a period, or excuse it.

    Args:
        session: the Sở's session.
        period: the period.
        unit: code of the unit.
        reason: why.
        due_on: the new day, ``YYYY-MM-DD``; "" excuses the unit from this report.
        document: the document that grants it.

    Returns:
        Id of the ``extension`` record.

    Raises:
        Refused: this is a unit's store, or no deadline with a document was issued for the period.
        BadInput: reason or day is missing or wrong.
    """
    from bgit_desktop.services import records as actions

    rows = records.select(session.store.db, Query("deadline", where=(("kind", period.kind), ("period", period.code))))
    bound = [row for row in rows if str(row["document"] or "").strip() and (not row["units"] or unit in row["units"])]  # type: ignore[operator]
    if not bound:
        raise Refused(
            tr("Chưa ban hành thời hạn nào (có văn bản) cho {period}; không có gì để gia hạn.", period=period.label)
        )
    latest = max(bound, key=lambda row: str(row["due_on"] or ""))
    values = {"deadline": latest["id"], "for_unit": unit, "reason": reason, "due_on": due_on or None}
    return actions.add(session, "extension", {**values, "document": document or None})
