"""The words a report begins with: plain Vietnamese made from the period's records, for the officer to edit.

What the document counts and tabulates by itself is not said again; the words name what was done — documents advised on,
whom the support reached, what came over from the last period. They are only ever offered: what a person wrote and saved
stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bgit_desktop.core import statistics
from bgit_desktop.documents.nd30.wording import percent, quantity
from bgit_desktop.services.report_data import Gathered, Row
from bgit_desktop.services.report_rows import choice, text

ATTENDANCE: Final = ("QyD.6.1.e", "QyD.6.2.e")
"""The clauses under which officers attend meetings and training."""

NOTABLE: Final = 5
"""Tasks named by title under one clause; the appendix lists all."""


def clause_text(found: Gathered, clause: str) -> str:
    """Say what was done under one clause; "" where nothing was recorded."""
    tasks = [task for task in found.tasks if text(task, "clause") == clause]
    carried = [task for task in found.carried if text(task, "clause") == clause]
    attended = _attended(found) if clause in ATTENDANCE else ""
    if not tasks:
        return "\n".join(filter(None, (attended, _carried(carried))))
    figures = statistics.task_figures(tasks, found.roster_day)
    parts = [
        f"{quantity(number)} {what}"
        for number, what in (
            (figures.done, "đã hoàn thành"),
            (figures.doing, "đang thực hiện"),
            (figures.planned, "chưa thực hiện"),
            (figures.cancelled, "đã hủy"),
        )
        if number
    ]
    late = f"; {quantity(figures.overdue, 'nhiệm vụ')} quá hạn" if figures.overdue else ""
    # "trong đó" is for a whole in parts; of one kind it is enough to say which
    all_of_them = "đều " if figures.total > 1 else ""
    told = f", trong đó {', '.join(parts)}" if len(parts) > 1 else f", {all_of_them}{parts[0].partition(' ')[2]}"
    lines = [f"Trong kỳ có {quantity(figures.total, 'nhiệm vụ')}{told}{late}."]
    if clause.endswith(".b"):
        lines += _support(tasks)
    if clause.endswith(".a"):
        lines += _advised(found, tasks)
    lines += _notable(found, tasks)
    lines += filter(None, [attended, _carried(carried)])
    return "\n".join(lines)


def _attended(found: Gathered) -> str:
    """Say how the officers took part in meetings and training; they are recorded apart from the tasks."""
    figures = statistics.training_figures(found.trainings)
    if not figures.total:
        return ""
    absent = f"; vắng {quantity(figures.absent, 'lượt')}" if figures.absent else ""
    return (
        f"Cán bộ chuyên trách được mời, cử dự {quantity(figures.total, 'lượt')} họp, giao ban, tập huấn; "
        f"có mặt {quantity(figures.present, 'lượt', none='00')}{absent}."
    )


def _carried(tasks: Sequence[Row]) -> str:
    if not tasks:
        return ""
    first = "; ".join(text(task, "title").rstrip(".") for task in tasks[:3])
    more = "; …" if len(tasks) > 3 else ""
    return f"Kỳ trước chuyển sang {quantity(len(tasks), 'nhiệm vụ')} chưa hoàn thành: {first}{more}."


def _support(tasks: Sequence[Row]) -> list[str]:
    modes = Counter(text(task, "mode") for task in tasks)
    told = [
        f"{choice('task', 'mode', mode).lower()} {quantity(modes[mode], 'lượt')}"
        for mode in ("guide", "support", "operate")
        if modes[mode]
    ]
    places = {text(task, "scope") for task in tasks} - {""}
    reach = f" tại {quantity(len(places), 'đơn vị, địa bàn')}" if len(places) > 1 else ""
    return [f"Theo hình thức: {', '.join(told)}{reach}."] if told else []


def _advised(found: Gathered, tasks: Sequence[Row]) -> list[str]:
    issued = sum(bool(found.names.get(text(task, "document"))) for task in tasks)
    return [f"Có {quantity(issued, 'văn bản')} được ban hành theo tham mưu."] if issued else []


def _notable(found: Gathered, tasks: Sequence[Row]) -> list[str]:
    """Name the tasks that left something behind: a document, else a result; finished ones first."""

    def weight(task: Row) -> tuple[bool, bool, bool]:
        return (not task["document"], text(task, "status") != "done", not text(task, "result"))

    chosen = [task for task in sorted(tasks, key=weight) if text(task, "status") != "cancelled"][:NOTABLE]
    lines = []
    for task in chosen:
        result = text(task, "result").strip().partition("\n")[0].rstrip(".")
        paper = found.names.get(text(task, "document"), "")
        tail = f": {result[:1].lower()}{result[1:]}" if result else ""
        lines.append(f"- {text(task, 'title').rstrip('.')}{tail}{f' ({paper})' if paper else ''}.")
    heading = "Cụ thể:" if len(lines) == len(tasks) else "Một số nhiệm vụ tiêu biểu:"
    return [heading, *lines] if lines else []


def general_text(found: Gathered) -> str:
    """Say how the officers stand under Điều 4; how many there are, the document says by itself."""
    figures = statistics.verdict_figures(found.verdicts)
    if not figures.judged:
        return ""
    said = (
        f"Trong số {quantity(figures.judged, 'cán bộ')} thuộc diện áp dụng tiêu chuẩn tại Điều 4 Quy định, "
        f"có {quantity(figures.met, 'cán bộ')} đạt tiêu chuẩn ({percent(figures.met, figures.judged)})"
    )
    rest = [
        f"{quantity(number, 'cán bộ')} {what}"
        for number, what in (
            (figures.not_met, "chưa đạt"),
            (figures.missing, "còn thiếu căn cứ"),
            (figures.review, "cần xem xét"),
        )
        if number
    ]
    return "; ".join([said, *rest]) + "."


def evaluation_text(found: Gathered) -> str:
    """Say what the figures mean: what is done, what is late, whether "other duties" crowd out the post."""
    if not found.tasks:
        return ""
    figures = statistics.task_figures(found.tasks, found.roster_day)
    lines = [
        f"- Đã hoàn thành {quantity(figures.done, 'nhiệm vụ')} trên {quantity(figures.total, 'nhiệm vụ')} "
        f"({percent(figures.done, figures.total)})."
    ]
    if figures.overdue:
        lines.append(f"- Còn {quantity(figures.overdue, 'nhiệm vụ')} quá hạn, cần tập trung xử lý dứt điểm.")
    counts = Counter(text(task, "clause") for task in found.tasks)
    share = statistics.other_duties_share(dict(counts))
    if share is not None and statistics.too_many_other_duties(dict(counts)):
        lines.append(
            f"- Nhiệm vụ khác (điểm g) chiếm {percent(round(share * 1000), 1000)} số nhiệm vụ, vượt 40%; "
            "đề nghị rà soát việc phân công để cán bộ tập trung cho nhiệm vụ chuyên trách."
        )
    return "\n".join(lines)


def plan_text(found: Gathered) -> str:
    """Say what goes on: the tasks that are open at the end of the period."""
    waiting = [task for task in (*found.carried, *found.tasks) if text(task, "status") in statistics.OPEN_TASKS]
    if not waiting:
        return ""
    waiting.sort(key=lambda task: (str(task["due_on"] or "9999"), str(task["id"])))
    lines = [f"- {text(task, 'title').rstrip('.')}." for task in waiting[:NOTABLE]]
    return "\n".join([f"Tiếp tục thực hiện {quantity(len(waiting), 'nhiệm vụ')} đang dở dang, trọng tâm:", *lines])
