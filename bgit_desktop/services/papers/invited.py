"""What papers about courses and giao ban share: who is invited, when and where, in the words of official documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bgit_desktop.core.attendance import Event
from bgit_desktop.core.fields import Record
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.statistics import moment
from bgit_desktop.services.courses import Attendance, events_in, invited_units, reasons_text
from bgit_desktop.services.invitations import find_event
from bgit_desktop.services.papers.model import Asked
from bgit_desktop.services.report_rows import text
from bgit_desktop.store import records

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Appendix, Block, Column

FEW = 12
"""Up to so many units are named in a letter itself; more stand in a list attached."""

LIST_ATTACHED = "Các đơn vị theo danh sách kèm theo"


def events(asked: Asked, type_name: str) -> list[Event]:
    """Give the one event asked about, or those of the period, by day.

    Raises:
        NotFound: there is no such course or giao ban.
    """
    if asked.record:
        records.get(asked.session.store.db, TYPES[type_name], asked.record)
        return [find_event(asked.session, asked.record)]
    return [each for each in events_in(asked.session, asked.period) if each.type == type_name]


def record_of(asked: Asked, event: Event) -> Record:
    """Give the record behind an event."""
    return records.get(asked.session.store.db, TYPES[event.type], event.id)


def unit_names(asked: Asked, found: Iterable[Event]) -> list[str]:
    """Give the full names of all units invited to some events."""
    catalogue, named = asked.session.catalogue(), []
    for event in found:
        for code in invited_units(asked.session, event):
            unit = catalogue.by_code(code, event.start or asked.session.today())
            named.append(unit.name if unit else code)
    return list(dict.fromkeys(named))


def addressees(names: Sequence[str]) -> tuple[tuple[str, ...], list[Appendix]]:
    """Give Kính gửi, and the list attached where there are too many to name."""
    from bgit_desktop.documents.nd30.model import Appendix, Column
    from bgit_desktop.documents.reports.formalities import numbered_table

    if len(names) <= FEW:
        return tuple(names) or ("Các đơn vị thuộc phạm vi quản lý",), []
    rows = [(each,) for each in names]
    return (LIST_ATTACHED,), [Appendix("Danh sách các đơn vị", (numbered_table([Column("Đơn vị")], rows),))]


def when(record: Record) -> str:
    """Say when something takes place: its hours where they are known, else its days."""
    from bgit_desktop.documents.nd30.wording import long_time, short_date

    start, end = moment(record.get("starts_at")), moment(record.get("ends_at"))
    if start is None:
        return ""
    if end is None:
        return long_time(start)
    if end.date() == start.date():
        return f"từ {_hour(start)} đến {_hour(end)}, ngày {short_date(start.date())}"
    return f"từ {long_time(start)} đến {long_time(end)}"


def _hour(at: datetime) -> str:
    return f"{at.hour:02d} giờ {at.minute:02d} phút"


def days(event: Event) -> str:
    """Say on which days an event takes place: "từ ngày 14/5/2024 đến ngày 15/5/2024"."""
    from bgit_desktop.documents.nd30.wording import short_date

    if event.start is None:
        return "thời gian sẽ thông báo sau"
    if event.end is None or event.end == event.start:
        return f"ngày {short_date(event.start)}"
    return f"từ ngày {short_date(event.start)} đến ngày {short_date(event.end)}"


ATTENDANCE_HEADS = ("Đơn vị", "Trả lời", "Có mặt", "Người dự thay", "Vắng", "Lý do vắng")
_STATES = {"present": "Dự", "absent": "Vắng", "not_answered": "Chưa trả lời"}


def attendance_rows(found: Attendance) -> list[tuple[str, ...]]:
    """Give who of the units invited came, by unit."""
    return [
        (
            found.names[each.code], _STATES[each.state], str(each.present or ""), str(each.substitutes or ""),
            str(each.absent or ""), reasons_text(each),
        )
        for each in found.answers
    ]  # fmt: skip


def attendance_columns() -> tuple[Column, ...]:
    """Give the columns for :func:`attendance_rows`."""
    from bgit_desktop.documents.nd30.model import Column

    widths = (None, 24, 15, 19, 13, 38)
    aligned = ("left", "left", "right", "right", "right", "left")
    return tuple(
        Column(title, align, width)  # type: ignore[arg-type]
        for title, align, width in zip(ATTENDANCE_HEADS, aligned, widths, strict=True)
    )


def lines(words: str) -> list[Block]:
    """Turn an agenda or minutes into blocks: one a line, closed as an enumeration is."""
    from bgit_desktop.documents.reports.formalities import prose

    given = [line.strip() for line in words.splitlines() if line.strip()]
    closed = []
    for line, following in zip(given, [*given, ""][1:], strict=True):
        below = following[:1] in tuple("-–•*+")
        end = "" if line[-1] in ".;:!?…" else ":" if below and line[0] not in "-–•*+" else ";" if below else "."
        closed.append(line + end)
    return prose("\n".join(closed))


def heading_of(asked: Asked, found: Sequence[Event], *, many: str) -> str:
    """Name one event, or all of the period."""
    return found[0].title if len(found) == 1 else f"{many} {asked.period.title}"


def cited(record: Record, name: str) -> str:
    """Give a document noted in words ("12/KH-STTTT ngày 05/3/2024"); "" where none is."""
    return text(record, name).strip()
