"""Tổng quan: what is due, what is missing, what is open, what the Sở has received — and the Sở's own four questions.

Counts are made in SQL and only the few lines shown are read, so that it opens at once on a store of a hundred thousand
records. The verdicts are the one dear part; a window may ask for the rest first (``judged=False``).
"""

from __future__ import annotations

from datetime import date, timedelta

from bgit_desktop.core import statistics
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, as_date, period_or_none, show_date
from bgit_desktop.core.reporting import binds
from bgit_desktop.services import invitations, meetings, overview_province, report_saved, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_exchange import exchange_block
from bgit_desktop.services.overview_missing import missing_block
from bgit_desktop.services.overview_model import SHOWN, Block, Cell, Item, Overview, Tone, UnitLine
from bgit_desktop.services.overview_open import due_word, open_block
from bgit_desktop.services.report_letterhead import guidance
from bgit_desktop.services.report_model import CountedBy
from bgit_desktop.services.report_standing import PERIODIC, SENT
from bgit_desktop.store import figures, records
from bgit_desktop.store.records import Query

__all__ = ["SHOWN", "Block", "Cell", "Item", "Overview", "UnitLine", "overview", "year_chart"]


def overview(session: Session, *, judged: bool = True, counted_by: CountedBy = "now") -> Overview:
    """Give what Tổng quan shows.

    Args:
        session: the session.
        judged: judge the officers too; without it the block *Còn thiếu* names conflicts only.
        counted_by: whether the Sở's table has the units of each time or those of now.
    """
    today = session.today()
    # the Sở's page tells of Điều 4 only: who is to mend what else, the units' own pages tell
    found = verdicts.verdicts(session, clauses=("QyD.4",) if session.is_province else None) if judged else []
    standard = statistics.verdict_figures(found) if judged else None
    if session.is_province:
        return overview_province.overview(session, found, standard, counted_by)
    blocks = (_due(session, today), missing_block(session, found), open_block(session, today), exchange_block(session))
    warning = _ended(session, today) or _warning(session, today)
    return Overview(blocks, today.year, warning, standard=standard)


def _ended(session: Session, today: date) -> str:
    """Say to an ended unit that it has ended, and who carries on what it has left."""
    catalogue = session.catalogue()
    last = catalogue.ended_on(session.unit)
    if last is None or last >= today:
        return ""
    rows = [catalogue.by_code(code, today) for code in session.heirs().of(session.unit, today)]
    names = ", ".join(row.label for row in rows if row is not None)
    said = tr("Đơn vị này đã kết thúc ngày {day}.", day=show_date(last))
    return f"{said} {tr('Hồ sơ do {heirs} ghi tiếp.', heirs=names)}" if names else said


def year_chart(session: Session, year: int, width: float, height: float, *, dark: bool) -> bytes | None:
    """Draw the year's work by clause and status.

    Args:
        session: the session.
        year: the calendar year.
        width: of the picture's view box.
        height: of the picture's view box.
        dark: for a dark window.

    Returns:
        A UTF-8 SVG document; None where the year has no tasks.
    """
    from bgit_desktop.documents import charts

    window = Period(year).window()
    counted = figures.tasks_by_clause(
        session.store.db, window.start.isoformat(), window.end.isoformat(), session.today().isoformat()
    )
    shown = {clause: each for clause, each in counted.items() if each.total and clause}
    if not shown:
        return None
    series = (
        (tr("Hoàn thành"), "done"),
        (tr("Đang thực hiện"), "doing"),
        (tr("Chưa bắt đầu"), "planned"),
        (tr("Đã hủy"), "cancelled"),
    )
    chart = charts.Chart(
        "stacked",
        tuple(clause.partition(".")[2] or clause for clause in shown),
        tuple(
            charts.Series(name, tuple(float(getattr(each, field)) for each in shown.values())) for name, field in series
        ),
        tr("nhiệm vụ"),
    )
    return charts.svg(chart, width, height, dark=dark)


def _warning(session: Session, today: date) -> str:
    window = Period(today.year).window()
    counted = figures.tasks_by_clause(
        session.store.db, window.start.isoformat(), window.end.isoformat(), today.isoformat()
    )
    counts = {clause: each.total for clause, each in counted.items()}
    share = statistics.other_duties_share(counts)
    if share is None or not statistics.too_many_other_duties(counts):
        return ""
    return tr(
        "Năm {year}, nhiệm vụ khác (điểm g) chiếm {share} % số nhiệm vụ, vượt 40 %; hãy rà soát việc phân công.",
        year=today.year,
        share=round(share * 100),
    )


# -- Đến hạn ---------------------------------------------------------------------------------------------------------


def _due(session: Session, today: date) -> Block:
    found = (*_reports_due(session, today), *_invitations(session, today), *_conclusions(session, today))
    lines = sorted(found, key=lambda line: line[0])
    return Block(
        "due",
        tr("Đến hạn"),
        tuple(item for _, item in lines[:SHOWN]),
        len(lines),
        tr("Không có báo cáo, giấy mời hay kết luận giao ban nào đang chờ."),
        "reports",
    )


def _reports_due(session: Session, today: date) -> list[tuple[date, Item]]:
    """Give the periodic reports not sent yet: those with a day set, and the last period where none is set."""
    lines = []
    named: set[str] = set()
    rows = [
        row
        for kind in ("half_year", "year")
        for row in records.select(session.store.db, Query("deadline", where=(("kind", kind),)))
    ]
    for row in rows:
        if not binds(row, session.unit):
            continue
        code, basis, due = str(row["period"] or ""), str(row["document"] or "").strip(), as_date(row["due_on"])
        period = period_or_none(code)
        named.add(code)
        if period is not None and basis:
            asked = guidance(session, period, session.unit)
            due = asked.due_on
            if asked.extended:
                basis = tr("{document}; gia hạn: {reason}", document=basis, reason=asked.extended)
        if due is None or due < today - timedelta(days=366) or _is_sent(session, code):
            continue
        title = _report_title(code)
        arguments = {"kind": PERIODIC, "period": code}
        if not basis:
            word = tr("Chưa có căn cứ thời hạn")
            detail = tr("Ngày {day} chỉ là dự kiến, chưa có văn bản của Sở.", day=show_date(due))
            lines.append((due, Item(title, word, "circle-help", "quiet", detail, "reports", arguments)))
            continue
        word, icon, tone = due_word(due, today)
        detail = tr("Hạn {day}, theo {document}", day=show_date(due), document=basis)
        lines.append((due, Item(title, word, icon, tone, detail, "reports", arguments)))
    last = Period.half_year_of(today).previous
    if last.code not in named and not _is_sent(session, last.code):
        word, detail = tr("Chưa có căn cứ thời hạn"), tr("Sở chưa gửi văn bản hướng dẫn cho kỳ này.")
        arguments = {"kind": PERIODIC, "period": last.code}
        item = Item(_report_title(last.code), word, "circle-help", "quiet", detail, "reports", arguments)
        lines.append((date.max, item))
    return lines


def _report_title(period: str) -> str:
    named = period_or_none(period)
    return tr("Báo cáo {period}", period=named.label if named else period or "—")


def _is_sent(session: Session, period: str) -> bool:
    """Tell whether the newest version was sent; one that the Sở has returned is to be sent again."""
    found = report_saved.saved(session, PERIODIC, period, session.unit)
    return found is not None and found["status"] in SENT and found["status"] != "returned"


def _invitations(session: Session, today: date) -> list[tuple[date, Item]]:
    """Give the courses and giao ban to answer; a line opens the answer itself."""
    lines = []
    for each in invitations.invitations(session):
        event, start = each.event, each.event.start or date.max
        icon = "users" if event.type == "meeting" else "graduation-cap"
        by = each.answer_by or start
        tone: Tone = "quiet" if each.answers or (by - today).days > 7 else "warning"
        word, detail = invitations.state_words(each, today), invitations.detail_words(each)
        arguments = {"record": event.id, "act": "answer"}
        lines.append((start, Item(event.title, word, icon, tone, detail, event.type, arguments)))
    return lines


def _conclusions(session: Session, today: date) -> list[tuple[date, Item]]:
    """Give the conclusions of giao ban meant for this unit that it has not taken over as tasks."""
    lines = []
    for row in meetings.to_take(session):
        due = as_date(row["due_on"])
        tone: Tone = "bad" if due is not None and due < today else "warning"
        detail = tr("Kết luận giao ban, hạn {day}", day=show_date(due)) if due else tr("Kết luận giao ban")
        content, arguments = " ".join(str(row["content"]).split()), {"record": str(row["id"])}
        item = Item(content, tr("Chưa nhận thành nhiệm vụ"), "list-checks", tone, detail, "conclusion", arguments)
        lines.append((due or today, item))
    return lines
