"""Điều 7.1: whether a report was sent, and came in, by the day that a guidance document set: two verdicts a period.

The regulation counts no days ("định kỳ 6 tháng, cả năm hoặc đột xuất"): without a ``deadline`` row that cites its document
the answer is ``missing``, "chưa có căn cứ thời hạn", never "late". A day off moves the last day to the next working day
(Civil Code 2015, Điều 148.5). The first version sent counts: a correction asked for later does not make a report late.
What a unit did not send only its own store knows; the Sở's knows what did not come in.

Judged without a period asked for are the half-year or year that ended last — in January to June the annual report of the
year before — and what a deadline with a document asks for besides; of ad hoc reports those that a document made due in
the last half-year or to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, Window, show_date
from bgit_desktop.core.reporting import Due, due_of
from bgit_desktop.core.verdicts.facts import PERIODIC, SENT, Facts, names_of
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import text_of

CLAUSE: Final = "QyD.7.1"
RULES: Final = ("sending", "receipt")
AD_HOC: Final = "ad_hoc"
"""Kind of a deadline, and of a report, that the Sở asked for besides the periodic ones; its period is a name."""
_LATELY: Final = timedelta(days=183)
_Rule = Literal["sending", "receipt"]


@dataclass(frozen=True, slots=True)
class _Answer:
    state: State
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    owner: Owner | None = None
    mend: tuple[str, str] | None = None


def periods_due(facts: Facts, code: str) -> tuple[Period, ...]:
    """Give the periods judged for a unit, in order of their end."""
    if facts.asked is not None:
        return (facts.asked,)
    half = Period.half_year_of(facts.day)
    last = half.previous
    ended = last if last.half == 1 else Period(last.year)
    reported = {text_of(row, "period") for row in facts.of("report", code) if row.get("kind") == PERIODIC}
    found = {ended}
    for each in (last, half, Period(facts.day.year)):
        if facts.due(each, code).document or (each.half and each.code in reported):
            found.add(each)
    return tuple(sorted(found, key=lambda each: (each.end, each.half == 0)))


def judge_unit(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge a unit's periodic reports by sending and by receipt.

    Args:
        facts: reports, deadlines, extensions and the work calendar besides the catalogue.
        code: the unit's code; the Sở does not report to itself.
    """
    if facts.is_department(code, facts.day):
        return
    periods = [(each.code, str(each.label), facts.due(each, code)) for each in periods_due(facts, code)]
    for name, label, due in (*periods, *_ad_hoc(facts, code)):
        first, newest = _versions(facts, code, name)
        unit = facts.catalogue.by_code(code, due.window.end)
        apart = _not_asked(facts, code, due.window) or _excused(due)
        for rule in RULES:
            if apart:
                answer = _Answer("not_applicable", (apart,))
            elif unit is None:
                unknown = tr("Danh mục chưa có đơn vị mang mã {code}.", code=code or "—")
                answer = _Answer("missing", (unknown,), (tr("đơn vị trong danh mục"),), "department", ("unit", ""))
            else:
                answer = _judge(facts, code, due, rule, first, newest)
            head = tr(
                "Điều 7.1: báo cáo {period} phải {done} đúng hạn; xét đến ngày {day}.",
                period=label, day=show_date(facts.day),
                done=tr("gửi") if rule == "sending" else tr("đến Sở"),
            )  # fmt: skip
            yield Verdict(
                "unit", unit.id if unit else code, unit.name if unit else code, code, CLAUSE, answer.state,
                facts.day.isoformat(), (head, *answer.reasons), answer.missing, answer.owner,
                rule=rule, period=name, mend=answer.mend,
            )  # fmt: skip


def _ad_hoc(facts: Facts, code: str) -> list[tuple[str, str, Due]]:
    """Give the ad hoc reports that a document asks of a unit: name, name in a sentence, what is asked."""
    rows: dict[str, list[Record]] = {}
    for row in facts.by("deadline", "kind", AD_HOC):
        rows.setdefault(text_of(row, "period").strip(), []).append(row)
    wanted = facts.asked.window() if facts.asked is not None else Window(facts.day - _LATELY, date.max)
    found = []
    for name, mine in rows.items():
        due = due_of(mine, Window(facts.day, facts.day), code, facts.all("extension"), facts.calendar)
        # without a document, or a day, nobody is asked yet
        if due.document and wanted.contains(due.first_due_on):
            found.append((name, tr("đột xuất {name}", name=name or due.document), due))
    return sorted(found, key=lambda each: (each[2].first_due_on or date.max, each[0]))


def _versions(facts: Facts, code: str, name: str) -> tuple[Record | None, Record | None]:
    """Give the first version of a report that was sent by the day, and the newest version there is."""
    rows = [
        row
        for row in facts.of("report", code)
        if row.get("kind") in (PERIODIC, AD_HOC) and text_of(row, "period").strip() == name
    ]
    rows.sort(key=lambda row: (row.get("version") if isinstance(row.get("version"), int) else 1, text_of(row, "id")))
    sent = [row for row in rows if row.get("status") in SENT and not _later(facts.known_sent(row), facts.day)]
    return next(iter(sent), None), rows[-1] if rows else None


def _later(day: date | None, than: date) -> bool:
    return day is not None and day > than


def _not_asked(facts: Facts, code: str, window: Window) -> str:
    """Say why nothing is asked of a unit for a window: out of scope, not there yet, ended; "" where it is."""
    unit = facts.catalogue.by_code(code, window.end)
    if unit is None:
        return ""
    if not unit.in_scope:
        return tr("{unit} không thuộc phạm vi áp dụng của Quy định (Điều 2).", unit=unit.name)
    if unit.valid_from is not None and unit.valid_from > window.end:
        return tr(
            "{unit} có từ ngày {start}, sau kỳ số liệu; không phải báo cáo kỳ này.",
            unit=unit.name, start=show_date(unit.valid_from),
        )  # fmt: skip
    if unit.valid_to is None or unit.valid_to >= window.end:
        return ""
    ended = show_date(unit.valid_to)
    if unit.valid_to < window.start:
        return tr(
            "{unit} kết thúc ngày {ended}, trước kỳ số liệu; không phải báo cáo kỳ này.", unit=unit.name, ended=ended
        )
    heirs = facts.catalogue.successors_on(unit, window.end)
    if heirs:
        return tr(
            "{unit} kết thúc ngày {ended}, trong kỳ số liệu; báo cáo kỳ này do {heirs} kế thừa thực hiện.",
            unit=unit.name, ended=ended, heirs=names_of(heirs),
        )  # fmt: skip
    return tr(
        "{unit} kết thúc ngày {ended}, trong kỳ số liệu; danh mục chưa ghi đơn vị kế thừa.", unit=unit.name, ended=ended
    )


def _excused(due: Due) -> str:
    if not due.excused:
        return ""
    return tr("Sở miễn báo cáo kỳ này: {reason} (thời hạn theo {document}).", reason=due.excused, document=due.document)


def _judge(facts: Facts, code: str, due: Due, rule: _Rule, first: Record | None, newest: Record | None) -> _Answer:
    record = ("report", text_of(newest, "id") if newest is not None else "")
    on = None
    if first is not None:
        on = facts.sent_on(first) if rule == "sending" else facts.received_on(first)
    said = _said(rule, on)
    if due.due_on is None:
        return _no_ground(facts, due, said)
    last, limit = due.due_on, _limit(due)
    if on is not None:
        if on <= last:
            return _Answer("met", (limit, said))
        days = (on - last).days
        return _Answer("not_met", (limit, said, tr("Chậm {days} ngày.", days=days)), (), "agency", record)
    if facts.day <= last:
        return _Answer("missing", (limit, tr("Chưa đến hạn.")), (_wanted(rule),), "agency", record)
    return _past(facts, code, rule, limit, record, sent=first is not None)


def _past(facts: Facts, code: str, rule: _Rule, limit: str, record: tuple[str, str], *, sent: bool) -> _Answer:
    """Answer where the last day is over and the day of sending, or of receipt, is not known."""
    wanted = (_wanted(rule),)
    if rule == "receipt":
        if facts.at_department and not sent:
            return _Answer("not_met", (limit, tr("Quá hạn, Sở chưa nhận được báo cáo.")), wanted, "agency", record)
        if sent:
            return _Answer("missing", (limit, tr("Đã gửi; chưa có xác nhận Sở đã nhận.")), wanted, "department", record)
        return _Answer("missing", (limit, tr("Chưa gửi, nên chưa có ngày Sở nhận.")), wanted, "agency", record)
    if sent:
        return _Answer("missing", (limit, tr("Báo cáo đã gửi nhưng chưa ghi ngày gửi.")), wanted, "agency", record)
    if facts.at_department or facts.home != code:
        unknown = tr("Chưa nhận được báo cáo; ngày gửi chỉ có trong sổ của đơn vị.")
        return _Answer("missing", (limit, unknown), wanted, "agency", record)
    return _Answer("not_met", (limit, tr("Quá hạn, chưa gửi báo cáo.")), wanted, "agency", record)


def _no_ground(facts: Facts, due: Due, said: str) -> _Answer:
    reasons = [tr("Chưa có căn cứ thời hạn: Sở chưa ban hành thời hạn kèm văn bản hướng dẫn cho kỳ này.")]
    if due.draft:
        reasons.append(tr("Thời hạn đã ghi chưa có văn bản hướng dẫn nên chưa ràng buộc đơn vị."))
    reasons.append(said)
    mend = ("deadline", "") if facts.at_department else None
    return _Answer(
        "missing", tuple(each for each in reasons if each), (tr("văn bản định thời hạn"),), "department", mend
    )


def _limit(due: Due) -> str:
    assert due.due_on is not None  # asked by _judge
    text = tr("Hạn {day} theo {document}.", day=show_date(due.moved_from or due.due_on), document=due.document)
    if due.extended and due.first_due_on is not None:
        text += " " + tr("Đã gia hạn từ {first}: {reason}.", first=show_date(due.first_due_on), reason=due.extended)
    if due.moved_from is not None:
        moved = tr("Hạn rơi vào ngày nghỉ, chuyển sang {day} (Điều 148.5 Bộ luật Dân sự).", day=show_date(due.due_on))
        text += " " + moved
    return text


def _said(rule: _Rule, on: date | None) -> str:
    if on is None:
        return ""
    return (
        tr("Đã gửi ngày {day}.", day=show_date(on))
        if rule == "sending"
        else tr("Sở nhận ngày {day}.", day=show_date(on))
    )


def _wanted(rule: _Rule) -> str:
    return tr("ngày gửi báo cáo") if rule == "sending" else tr("ngày Sở nhận báo cáo")
