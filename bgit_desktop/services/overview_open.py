"""The block *Đang mở*: open incidents, worst first, and overdue tasks; only the lines shown are read."""

from __future__ import annotations

from datetime import date, timedelta

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.values import format_datetime, show_count
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_model import SHOWN, Block, Item, Tone
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


def due_word(due: date, today: date) -> tuple[str, str, Tone]:
    """Say how far off a day is: word, icon, tone."""
    days = (due - today).days
    if days < 0:
        return tr("Quá hạn {days} ngày", days=show_count(-days)), "circle-alert", "bad"
    if days == 0:
        return tr("Hạn hôm nay"), "clock", "warning"
    return tr("Còn {days} ngày", days=show_count(days)), "clock", "warning" if days <= 7 else "quiet"


def open_block(session: Session, today: date) -> Block:
    """Give the open incidents, then the overdue tasks, longest open first."""
    incidents, open_count = open_incidents(session)
    tasks, late_count = _overdue(session, today)
    return Block(
        "open",
        tr("Đang mở"),
        (*incidents, *tasks)[:SHOWN],
        open_count + late_count,
        tr("Không có sự cố đang mở, không có nhiệm vụ quá hạn."),
        "incident" if open_count else "task",
    )


def open_incidents(session: Session, *, named: bool = False) -> tuple[list[Item], int]:
    """Give the open incidents, worst and oldest first, and how many there are.

    Args:
        session: the session.
        named: put the unit's name before each.
    """
    db = session.store.db
    rows: list[dict[str, Value]] = []
    count = 0
    for status in statistics.OPEN_INCIDENTS:
        where = (("status", status),)
        count += records.count(db, Query("incident", where=where))
        rows += records.select(db, Query("incident", where=where, sort="detected_at", limit=SHOWN))
    worst = {"critical": 0, "high": 1, "medium": 2, "low": 3}
    rows.sort(key=lambda row: (worst.get(str(row["severity"]), 4), str(row["detected_at"])))
    catalogue = session.catalogue()
    lines = []
    for row in rows[:SHOWN]:
        unit = catalogue.by_code(str(row["unit"]), session.today())
        title = f"{unit.label if unit else row['unit']}: {row['title']}" if named else str(row["title"])
        handling = row["status"] == "handling"
        lines.append(
            Item(
                title,
                tr("Đang xử lý") if handling else tr("Chưa xử lý"),
                "siren",
                "warning" if handling else "bad",
                tr("Phát hiện {time}", time=format_datetime(str(row["detected_at"] or ""))),
                "incident",
                {"record": str(row["id"])},
            )
        )
    return lines, count


def _overdue(session: Session, today: date) -> tuple[list[Item], int]:
    db = session.store.db
    rows: list[dict[str, Value]] = []
    count = 0
    until = (today - timedelta(days=1)).isoformat()
    for status in statistics.OPEN_TASKS:
        query = Query(
            "task", where=(("status", status),), ranges=(("due_on", None, until),), sort="due_on", limit=SHOWN
        )
        count += records.count(db, query)
        rows += records.select(db, query)
    rows.sort(key=lambda row: (str(row["due_on"]), str(row["id"])))
    lines = []
    for row in rows[:SHOWN]:
        due = as_date(row["due_on"]) or today
        word, icon, tone = due_word(due, today)
        clause = str(row["clause"] or "").replace("QyD.", "Điều ")
        detail = tr("{clause}, hạn {day}", clause=clause, day=show_date(due))
        lines.append(Item(str(row["title"]), word, icon, tone, detail, "task", {"record": str(row["id"])}))
    return lines, count
