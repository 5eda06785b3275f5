"""The Sở issues the deadlines of a year (Điều 7.1): both halves and the year, from a preset, with their document.

A deadline without its guidance document may be noted as a draft, but binds nobody until the document is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import PRESETS, Preset, WorkCalendar
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.reporting import Proposed, propose
from bgit_desktop.errors import BadInput
from bgit_desktop.services.checking import check_authority
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

_DEADLINE = TYPES["deadline"]
_YEARS = range(2013, 2100)


@dataclass(frozen=True, slots=True)
class Planned:
    """A deadline to be issued, and the one there is already for its period.

    Attributes:
        proposed: what is to be issued.
        existing: id of the ``deadline`` that is changed; "" where one is added.
        differs: whether issuing changes anything.
    """

    proposed: Proposed
    existing: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued: how many deadlines were added and how many changed."""

    added: int
    changed: int


def calendar(session: Session) -> WorkCalendar:
    """Give the days off and worked, from the editable table of holidays."""
    return WorkCalendar.from_records(records.select(session.store.db, Query("holiday")))


def plan(session: Session, year: int, preset: str, days: int, document: str = "") -> list[Planned]:
    """Propose the deadlines of a year beside those there are.

    Args:
        session: the session.
        year: the year.
        preset: ``calendar`` or ``nd09``.
        days: calendar days from the cut-off to the day the report is due.
        document: the guidance document; "" for drafts that bind nobody (a document noted before stays).

    Raises:
        BadInput: year, preset or days are out of range.
    """
    if year not in _YEARS:
        raise BadInput(tr("Năm {year} không hợp lệ.", year=year), field="period")
    chosen: Preset | None = next((each for each in PRESETS if each == preset), None)
    if chosen is None:
        raise BadInput(tr("Không có cách tính kỳ “{name}”; hãy chọn: {names}.", name=preset, names=", ".join(PRESETS)))
    if not 1 <= days <= 120:
        raise BadInput(tr("Số ngày phải từ 1 đến 120."), field="due_on")
    general = [row for row in records.select(session.store.db, Query("deadline")) if not row["units"]]
    found = []
    for proposed in propose(year, chosen, days, calendar(session)):
        row = next(
            (
                each
                for each in general
                if each["kind"] == proposed.period.kind and each["period"] == proposed.period.code
            ),
            None,
        )
        values = _values(proposed, document)
        differs = row is None or any(row[name] != value for name, value in values.items())
        found.append(Planned(proposed, str(row["id"]) if row else "", differs))
    return found


def _values(proposed: Proposed, document: str) -> dict[str, str]:
    return {
        "window_start": proposed.window.start.isoformat(),
        "window_end": proposed.window.end.isoformat(),
        "due_on": proposed.due_on.isoformat(),
        **({"document": document.strip()} if document.strip() else {}),  # what stands there is never emptied
    }


def issue(session: Session, year: int, preset: str, days: int, document: str = "") -> Issued:
    """Issue the deadlines of a year in one action that one undo takes back.

    Args:
        session: the Sở's session.
        year: see :func:`plan`.
        preset: see :func:`plan`.
        days: see :func:`plan`.
        document: see :func:`plan`.

    Raises:
        Refused: this is a unit's store.
        BadInput: see :func:`plan`.
    """
    check_authority(session, _DEADLINE, None, [])
    planned = [each for each in plan(session, year, preset, days, document) if each.differs]
    if not planned:
        return Issued(0, 0)
    with session.store.write("edit", tr("Ban hành thời hạn báo cáo năm {year}", year=year), session.actor):
        for each in planned:
            values = _values(each.proposed, document)
            if each.existing:
                records.update(session.store.db, _DEADLINE, each.existing, dict(values))
            else:
                period = each.proposed.period
                records.insert(
                    session.store.db, _DEADLINE, session.new_id(), session.unit,
                    {"kind": period.kind, "period": period.code, **values},
                )  # fmt: skip
    added = sum(not each.existing for each in planned)
    return Issued(added, len(planned) - added)
