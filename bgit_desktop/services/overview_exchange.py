"""The block *Trao đổi với Sở*: what went out last, what the Sở has confirmed, what came back."""

from __future__ import annotations

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.services import settled
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_model import Block, Item, Tone
from bgit_desktop.services.report_standing import day_of
from bgit_desktop.services.reports import title_of
from bgit_desktop.services.status import backup_tested, facts
from bgit_desktop.services.verdict_words import words
from bgit_desktop.store import journal, peers, records
from bgit_desktop.store.records import Query


def exchange_block(session: Session) -> Block:
    """Give the block; a unit that has not pinned the Sở's keys is told to, as nothing can be sent before."""
    lines = [*_returned(session), *_sent(session), *_came_back(session), backup_line(session)]
    if not session.store.meta("sender"):
        lines.insert(
            0,
            Item(
                tr("Khóa của Sở"), tr("Chưa đăng ký"), "key-round", "warning",
                tr("Cần tệp khóa và phiếu in của Sở trước khi xuất gói đầu tiên."), "packages",
            ),
        )  # fmt: skip
    return Block(
        "exchange", tr("Trao đổi với Sở"), tuple(lines), len(lines), tr("Chưa trao đổi gói nào với Sở."), "packages"
    )


STALE_AFTER = 7
"""Days without a tested backup after which Tổng quan warns."""


def backup_line(session: Session) -> Item:
    """Give the line that says when a backup was last made and read again."""
    day = backup_tested(session)
    text = tr("Sao lưu đã kiểm tra")
    if day is None:
        return Item(text, tr("Chưa có"), "database-backup", "warning", "", "backups")
    if day == session.today():
        return Item(text, tr("hôm nay"), "database-backup", "good", "", "backups")
    fresh = (session.today() - day).days <= STALE_AFTER
    return Item(text, show_date(day), "database-backup", "good" if fresh else "warning", "", "backups")


def conflict_lines(session: Session) -> list[Item]:
    """Give the line that says how many values stand against each other; none where none do."""
    count = records.conflict_count(session.store.db)
    if not count:
        return []
    text = tr("{count} giá trị được nhập khác nhau ở hai nơi", count=count)
    return [Item(text, tr("Chờ chọn"), "triangle-alert", "warning", "", "conflicts")]


def _returned(session: Session) -> list[Item]:
    rows = records.select(session.store.db, Query("report", where=(("status", "returned"),), sort="-period", limit=2))
    return [
        Item(
            title_of(str(row["kind"]), str(row["period"])), tr("Sở trả lại"), "undo-2", "warning", "",
            "reports", {"record": str(row["id"])},
        )
        for row in rows
    ]  # fmt: skip


def _sent(session: Session) -> list[Item]:
    db = session.store.db
    log = journal.own_log(db)
    if log is None:
        return []
    confirmed = peers.confirmation(db, log.n, session.store.meta("sender"))
    reached = confirmed.seq if confirmed else 0
    out = "direction = 'out' AND kind IN ('baseline', 'delta', 'incident') AND recipient <> ?"
    last = peers.packages(db, out, (session.unit,))  # what went to a PC of the unit itself is not for the Sở
    lines = []
    if last:
        when = show_date(day_of(last[-1].at))
        waits = last[-1].to_seq > reached
        word, icon = (tr("Chờ Sở xác nhận"), "clock") if waits else (tr("Sở đã nhận"), "package-check")
        tone: Tone = "quiet" if waits else "good"
        lines.append(_line(tr("Gói xuất gần nhất: {day}", day=when), word, icon, tone, last[-1].file))
    fresh = max(log.head - max(reached, last[-1].to_seq if last else 0), 0)
    if fresh:
        lines.append(
            _line(
                tr("Thay đổi chưa xuất"),
                tr("{count} thay đổi", count=fresh),
                "package",
                "warning" if last else "quiet",
                "",
            )
        )
    until = facts(session).received_until
    if until is not None:
        lines.append(_line(tr("Sở đã nhận dữ liệu"), tr("đến {day}", day=show_date(until)), "circle-check", "good", ""))
    else:
        lines.append(_line(tr("Sở đã nhận dữ liệu"), tr("Chưa có xác nhận nào"), "circle-minus", "quiet", ""))
    return lines


def _came_back(session: Session) -> list[Item]:
    rows = peers.packages(session.store.db, "direction = 'in' AND kind = 'return'")
    lines = []
    for row in rows[-1:]:
        told = words(row.status)
        day = show_date(day_of(row.at))
        text = tr("Gói trả lời gần nhất: {day}", day=day)
        if row.status in ("accepted", "duplicate"):
            lines.append(_line(text, tr("Đã nhận"), "inbox", "good", row.file))
        else:
            arguments = {"package": row.sha256}
            lines.append(Item(text, str(told.word), told.icon, told.tone, row.reason, "packages", arguments))
    held = sum(settled.state(session, row).startswith("held-") for row in rows[:-1])
    if held:
        lines.append(_line(tr("Gói trả lời đang được giữ"), tr("{count} gói", count=held), "package", "warning", ""))
    return lines


def _line(text: str, word: str, icon: str, tone: Tone, detail: str) -> Item:
    return Item(text, word, icon, tone, detail, "packages")
