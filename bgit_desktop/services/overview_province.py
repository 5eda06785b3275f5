"""Tổng quan of the Sở: who has sent what, what waits for a decision, what is open, who meets Điều 4."""

from __future__ import annotations

from datetime import date

from bgit_desktop.core import statistics
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, show_date
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.services import settled
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_exchange import backup_line, conflict_lines
from bgit_desktop.services.overview_model import SHOWN, Block, Cell, Item, Overview, UnitLine
from bgit_desktop.services.overview_open import open_incidents
from bgit_desktop.services.report_data import Places
from bgit_desktop.services.report_model import CountedBy
from bgit_desktop.services.report_standing import Reported, data_until, day_of, joined, standings
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

_NOT_ASKED = Cell("—", "circle-minus", "quiet")

COLUMNS = 3
"""Half-years shown: the one under way and those before it."""


def overview(
    session: Session,
    verdicts: list[Verdict],
    standard: statistics.VerdictFigures | None,
    counted_by: CountedBy = "now",
) -> Overview:
    """Give the Sở's Tổng quan.

    Args:
        session: the Sở's session.
        verdicts: of all officers and units; empty where they were not asked.
        standard: the officers' verdicts under Điều 4, counted.
        counted_by: ``then`` shows the units that ended since the first period too; ``now`` counts their reports with
            those of the units that stand in their place.
    """
    today = session.today()
    periods = [Period.half_year_of(today)]
    while len(periods) < COLUMNS:
        periods.insert(0, periods[0].previous)
    catalogue = session.catalogue()
    own = session.own_unit(today)
    left_out = {session.unit, own.code if own else session.unit}
    since = catalogue.bound_between(periods[0].start, today)
    places = Places.of(session, today if counted_by == "now" else None)
    shown = {place: catalogue.by_code(place, today) for place in places.units(each.code for each in since)}
    if counted_by == "now":
        shown = {code: unit for code, unit in shown.items() if unit is not None and unit.stands_on(today)}
    units = [unit for code, unit in shown.items() if unit is not None and code not in left_out]
    until = data_until(session)
    cells: dict[str, list[Cell]] = {each.code: [] for each in units}
    for period in periods:
        owing = {each.code for each in catalogue.bound_on(min(period.end, today))}
        stands = standings(session, period, sorted(owing))
        for code, found in cells.items():
            told = joined(stands[each] for each in places.members(code) if each in stands)
            found.append(cell(told, today) if told else _NOT_ASKED)
    lines = tuple(
        UnitLine(
            each.code,
            each.label if each.stands_on(today) else tr("{unit} (đã kết thúc)", unit=each.label),
            tuple(cells[each.code]),
            max((until[code] for code in places.members(each.code) if code in until), default=None),
        )
        for each in units
    )
    blocks = (_packages(session), _open(session), _standard(session, verdicts, standard), _difficulties(session))
    named = tuple((period.code, short_name(period)) for period in periods)
    return Overview(blocks, today.year, periods=named, units=lines, standard=standard)


def short_name(period: Period) -> str:
    """Name a half-year shortly, for the head of a column."""
    if period.half == 1:
        return tr("6T đầu {year}", year=period.year)
    return tr("6T cuối {year}", year=period.year) if period.half else str(period.year)


def cell(reported: Reported, today: date) -> Cell:
    """Say how a unit's report stands: never "late" without a document that sets a day.

    Args:
        reported: see :func:`bgit_desktop.services.report_standing.standings`.
        today: the day of asking.
    """
    on = show_date(reported.on) if reported.on else ""
    if reported.status == "returned":
        return Cell(tr("Trả lại"), "undo-2", "warning", tr("Nhận ngày {day}; chờ bản điều chỉnh", day=on))
    match reported.standing:
        case "on_time":
            return Cell(tr("Đúng hạn"), "circle-check", "good", tr("Nhận ngày {day}", day=on))
        case "late":
            return Cell(tr("Nhận muộn"), "clock", "warning", tr("Nhận ngày {day}", day=on))
        case "no_deadline":
            return Cell(tr("Đã nhận"), "circle-check", "good", tr("Nhận ngày {day}; chưa có căn cứ thời hạn", day=on))
        case "excused":
            return Cell(tr("Được miễn"), "circle-minus", "quiet", reported.due.excused)
    if today <= reported.due.window.end:
        return Cell(tr("Chưa đến kỳ"), "circle-minus", "quiet")
    if reported.due_on is not None and today <= reported.due_on:
        return Cell(tr("Chưa đến hạn"), "clock", "quiet", tr("Hạn {day}", day=show_date(reported.due_on)))
    if reported.due_on is None:
        return Cell(tr("Chưa nhận"), "circle-minus", "quiet", tr("Chưa có căn cứ thời hạn"))
    return Cell(tr("Chưa nhận"), "circle-alert", "bad", tr("Hạn {day}", day=show_date(reported.due_on)))


def _packages(session: Session) -> Block:
    held = settled.waiting(session)
    catalogue, today = session.catalogue(), session.today()
    lines = conflict_lines(session)
    for row in reversed(held[-SHOWN:]):
        unit = catalogue.by_code(row.unit, today)
        day = show_date(day_of(row.at))
        lines.append(
            Item(
                f"{unit.label if unit else row.unit or tr('Chưa rõ đơn vị')} — {row.file}",
                tr("Giữ lại"), "package", "warning", row.reason or tr("Nhận ngày {day}", day=day), "packages",
                {"package": row.sha256},
            )
        )  # fmt: skip
    total = len(held) + len(lines) - len(held[-SHOWN:])
    if not lines:
        lines.append(Item(tr("Không có gói nào bị giữ lại."), "", "circle-check", "good", "", "packages"))
    lines.append(backup_line(session))  # always: the Sở's store is the only one that holds all units' data together
    return Block("packages", tr("Gói chờ quyết định, sao lưu"), tuple(lines), total, "", "packages")


def _open(session: Session) -> Block:
    lines, count = open_incidents(session, named=True)
    empty = tr("Toàn tỉnh không có sự cố đang mở.")
    return Block("open", tr("Sự cố đang mở trong tỉnh"), tuple(lines), count, empty, "incident")


def _standard(session: Session, verdicts: list[Verdict], standard: statistics.VerdictFigures | None) -> Block:
    title, empty = tr("Tiêu chuẩn Điều 4"), tr("Chưa có dữ liệu cán bộ nào.")
    if standard is None or not standard.judged:
        return Block("standard", title, (), 0, empty, "officer")
    by_unit = {code: each for code, each in statistics.units_meeting(verdicts).items() if each.judged}
    full = sum(each.met == each.judged for each in by_unit.values())
    catalogue, today = session.catalogue(), session.today()
    lines = [
        Item(
            tr("Cán bộ đạt tiêu chuẩn"), share_text(standard.met, standard.judged), "circle-check", "good",
            tr("Chưa đạt {not_met}, thiếu căn cứ {missing}, cần xem xét {review}",
               not_met=standard.not_met, missing=standard.missing, review=standard.review),
            "officer",
        ),
        Item(
            tr("Đơn vị có mọi cán bộ đạt"), share_text(full, len(by_unit)), "building-2", "good", "", "officer",
        ),
    ]  # fmt: skip
    short = sorted(
        (each for each in by_unit.items() if each[1].met < each[1].judged), key=lambda each: each[1].share or 0
    )
    for code, each in short[: SHOWN - len(lines)]:
        unit = catalogue.by_code(code, today)
        icon = "circle-x" if each.not_met else "circle-help"
        lines.append(
            Item(
                unit.label if unit else code, tr("{met}/{judged} đạt", met=each.met, judged=each.judged), icon,
                "bad" if each.not_met else "warning", "", "officer", {"where": {"unit": code}},
            )
        )  # fmt: skip
    return Block("standard", title, tuple(lines), 2 + len(short), empty, "officer")


def share_text(part: int, whole: int) -> str:
    """Write a share: "12/20 (60 %)"."""
    return f"{part}/{whole} ({round(100 * part / whole)} %)" if whole else "—"


def _difficulties(session: Session) -> Block:
    query = Query("difficulty", where=(("status", "open"),), limit=SHOWN)
    catalogue, today = session.catalogue(), session.today()
    lines = []
    for row in records.select(session.store.db, query):
        unit = catalogue.by_code(str(row["unit"]), today)
        lines.append(
            Item(
                f"{unit.label if unit else row['unit']}: {row['description']}",
                tr("Chờ trả lời"), "message-square-warning", "warning", str(row["proposal"] or ""), "difficulty",
                {"record": str(row["id"])},
            )
        )  # fmt: skip
    return Block(
        "difficulties", tr("Vướng mắc chưa trả lời"), tuple(lines), records.count(session.store.db, query),
        tr("Không có khó khăn, vướng mắc nào chờ trả lời."), "difficulty", {"where": {"status": "open"}},
    )  # fmt: skip
