"""Điều 6.1, 6.2 and 9.1: whether each point of a unit's duties has work done in the period (coverage).

One task of the point that is done, or under way, covers it; what is only planned does not, and what nobody recorded is
``missing``, never a failure. Besides tasks there count: a plan noted for the point, for point b an incident handled, for
point e the courses and meetings attended, for point f (9.1.g for the Sở) the reports sent. Point d of 6.1 binds "nếu có":
a unit may declare that it does not apply; no other point can be declared away. More than 40 % of the tasks under point
g asks for a look at how work is given out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Final

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, Window, as_date, show_date
from bgit_desktop.core.statistics import OTHER_DUTIES_LIMIT, other_duties_share, too_many_other_duties
from bgit_desktop.core.verdicts.facts import SENT, Facts
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import text_of, unit_scope

POINTS: Final = "abcdefg"
IF_ANY: Final = "QyD.6.1.d"
"""The one point that binds only where there is something to do ("nếu có")."""
_OTHER: Final = "g"
_HANDLED: Final = ("handling", "closed")
_PLANNED: Final = ("submitted", "approved", "done")
NAMED: Final = 3
"""How many tasks a verdict names."""
STANDS_FOR: Final = "stands_for"
"""Key under which a task may say for how many it stands, itself included, where not all were read."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What a unit did in a window."""

    tasks: dict[str, list[Record]]
    attended: int
    reports: int
    incidents: int
    plans: Counter[str]

    def share(self) -> float | None:
        return other_duties_share({clause: _count(rows) for clause, rows in self.tasks.items()})

    def too_many(self) -> bool:
        return too_many_other_duties({clause: _count(rows) for clause, rows in self.tasks.items()})


def judge_unit(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge each point of a unit's duties for the period asked for.

    Args:
        facts: tasks, trainings, reports, incidents, plans and exemptions besides the catalogue and the deadlines.
        code: the unit's code.
    """
    period = facts.period_of(code)
    window = facts.window(period, code)
    day = facts.inside(window)
    scope = unit_scope(facts.catalogue, code, day)
    if scope.unit is None:
        return  # whose duties these are is not known; Điều 5 says so once
    duties = facts.catalogue.duties_of(scope.unit, day)
    until = work_window(facts, window)
    work = None if scope.excluded else _work(facts, code, until)
    for point in POINTS:
        clause = f"{duties}.{point}"
        if work is None:
            answer = _Answer("not_applicable", (scope.excluded,))
        else:
            answer = _judge_point(facts, code, clause, period, until, work)
        yield Verdict(
            "unit", scope.unit.id, scope.unit.name, code, clause, answer.state, facts.day.isoformat(), answer.reasons,
            answer.missing, answer.owner, period=period.code, mend=answer.mend,
        )  # fmt: skip


def work_window(facts: Facts, window: Window) -> Window:
    """Give the part of a window up to the day asked for: work done later does not count yet."""
    return Window(window.start, max(window.start, min(window.end, facts.day)))


@dataclass(frozen=True, slots=True)
class _Answer:
    state: State
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    owner: Owner | None = None
    mend: tuple[str, str] | None = None


def touches(assigned: str, due: str, status: object, start: str, end: str) -> bool:
    """Tell whether a task belongs to a window: given in it, else due in it, or given before and under way.

    Stored days are compared as they are written: there are tens of thousands of tasks.

    Args:
        assigned: the day it was given; "" where none is noted.
        due: the day it is due.
        status: how it stands.
        start: first day of the window.
        end: its last day.
    """
    if not assigned:
        return start <= due <= end
    return start <= assigned <= end or (assigned < start and status == "doing")


def _count(tasks: Sequence[Record]) -> int:
    """Count tasks, with those that were not read."""
    return sum(found if isinstance(found := task.get(STANDS_FOR), int) else 1 for task in tasks)


def _work(facts: Facts, code: str, window: Window) -> _Work:
    tasks: dict[str, list[Record]] = {}
    start, end = window.start.isoformat(), window.end.isoformat()
    for task in facts.of("task", code):
        if touches(text_of(task, "assigned_on"), text_of(task, "due_on"), task.get("status"), start, end):
            tasks.setdefault(text_of(task, "clause"), []).append(task)
    attended = sum(
        row.get("attendance") in ("present", "substitute") and window.contains(_day_of(row))
        for row in facts.of("training", code)
    )
    reports = sum(row.get("status") in SENT and window.contains(facts.sent_on(row)) for row in facts.of("report", code))
    incidents = sum(
        row.get("status") in _HANDLED and window.contains(as_date(row.get("detected_at")))
        for row in facts.of("incident", code)
    )
    plans = Counter(
        text_of(row, "clause")
        for row in facts.of("plan", code)
        if row.get("status") in _PLANNED and window.contains(as_date(row.get("start_date")))
    )
    return _Work(tasks, attended, reports, incidents, plans)


def _day_of(training: Record) -> date | None:
    return as_date(training.get("start_on")) or as_date(training.get("end_on"))


def _judge_point(facts: Facts, code: str, clause: str, period: Period, window: Window, work: _Work) -> _Answer:
    shown = "Điều " + clause.removeprefix("QyD.")
    rule = tr(
        "{clause}: xét việc đã làm trong {period}, từ {start} đến {end}.",
        clause=shown, period=period.label, start=show_date(window.start), end=show_date(window.end),
    )  # fmt: skip
    tasks = work.tasks.get(clause, [])
    exempt = _exemption(facts, code, clause, window.end)
    reasons = [rule]
    if exempt is not None and clause == IF_ANY:
        reasons.append(
            tr(
                "Đơn vị khai báo không áp dụng từ {day}: {basis}",
                day=show_date(as_date(exempt.get("start_date")) or window.start), basis=text_of(exempt, "reason"),
            )
        )  # fmt: skip
        if tasks:
            reasons.append(tr("Trong kỳ vẫn ghi {count} nhiệm vụ của điểm này.", count=_count(tasks)))
        return _Answer("not_applicable", tuple(reasons), mend=("exemption", text_of(exempt, "id")))
    if exempt is not None:
        reasons.append(
            tr("Có khai báo không áp dụng nhưng điểm này luôn bắt buộc; khai báo không làm thay đổi kết quả.")
        )
    done = [task for task in tasks if task.get("status") == "done"]
    doing = [task for task in tasks if task.get("status") == "doing"]
    found = _found(clause, work, done, doing)
    if found:
        return _covered(clause, work, [*reasons, *found])
    planned = [task for task in tasks if task.get("status") == "planned"]
    if planned:
        reasons.append(
            tr("Mới có {count} nhiệm vụ chưa bắt đầu: {titles}.", count=_count(planned), titles=_titles(planned))
        )
        missing = tr("kết quả của nhiệm vụ đã ghi")
        mend = ("task", text_of(planned[0], "id"))
    else:
        if tasks:
            reasons.append(tr("{count} nhiệm vụ của điểm này đã hủy.", count=_count(tasks)))
        reasons.append(tr("Chưa ghi nhiệm vụ nào trong kỳ."))
        missing = tr("nhiệm vụ đã làm trong kỳ")
        mend = ("task" if _where(clause) == "incident" else _where(clause), "")
    owner: Owner = "department" if clause.startswith("QyD.9.1") else "officer"
    return _Answer("missing", tuple(reasons), (missing,), owner, mend)


def _covered(clause: str, work: _Work, reasons: list[str]) -> _Answer:
    """Answer for a point with work; of point g only where it does not crowd out the rest."""
    if clause.endswith("." + _OTHER) and not clause.startswith("QyD.9.1") and work.too_many():
        reasons.append(
            tr(
                "Nhiệm vụ khác (điểm g) chiếm {share} % số nhiệm vụ của kỳ, quá {limit} %; cần xem lại việc phân công.",
                share=round(100 * (work.share() or 0)), limit=round(100 * OTHER_DUTIES_LIMIT),
            )
        )  # fmt: skip
        return _Answer("review", tuple(reasons), owner="agency", mend=("task", ""))
    return _Answer("met", tuple(reasons))


def _found(clause: str, work: _Work, done: Sequence[Record], doing: Sequence[Record]) -> list[str]:
    """Say what covers a point; empty where nothing does."""
    found = []
    if done:
        found.append(tr("Đã hoàn thành {count} nhiệm vụ: {titles}.", count=_count(done), titles=_titles(done)))
    if doing:
        found.append(tr("Đang thực hiện {count} nhiệm vụ: {titles}.", count=_count(doing), titles=_titles(doing)))
    if work.plans[clause]:
        found.append(tr("Đã trình hoặc ban hành {count} kế hoạch, đề án.", count=work.plans[clause]))
    kind = _where(clause)
    if kind == "incident" and work.incidents:
        found.append(tr("Đã xử lý {count} sự cố.", count=work.incidents))
    if kind == "training" and work.attended:
        found.append(tr("Đã dự {count} lượt họp, giao ban, tập huấn.", count=work.attended))
    if kind == "report" and work.reports:
        found.append(tr("Đã gửi {count} báo cáo.", count=work.reports))
    return found


def _where(clause: str) -> str:
    """Give the record type that covers a point besides tasks; it is also where the point is put right."""
    if clause in ("QyD.6.1.e", "QyD.6.2.e"):
        return "training"
    if clause in ("QyD.6.1.f", "QyD.6.2.f", "QyD.9.1.g"):
        return "report"
    return "incident" if clause in ("QyD.6.1.b", "QyD.6.2.b") else "task"


def _exemption(facts: Facts, code: str, clause: str, day: date) -> Record | None:
    standing = []
    for row in facts.of("exemption", code):
        start, end = as_date(row.get("start_date")), as_date(row.get("end_date"))
        if row.get("clause") == clause and (start is None or start <= day) and (end is None or day <= end):
            standing.append(row)
    return max(standing, key=lambda row: (text_of(row, "start_date"), text_of(row, "id")), default=None)


def _titles(tasks: Sequence[Record]) -> str:
    latest = nlargest(NAMED, tasks, key=lambda each: (text_of(each, "assigned_on"), text_of(each, "id")))
    names = "; ".join(text_of(each, "title") for each in reversed(latest))
    return names if _count(tasks) <= NAMED else names + "; …"
