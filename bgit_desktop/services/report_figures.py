"""The figures of a report beside those of the period before, each with exactly the records it counts.

A figure that counts records is made from those records (:meth:`Figure.counting`), so that what opens when a person asks
"which ones?" is what was counted. The predicates are those of :mod:`bgit_desktop.core.statistics`, which the printed
document counts with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bgit_desktop.core import statistics
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.verdicts.model import State
from bgit_desktop.services import report_documents
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Gathered, Row
from bgit_desktop.services.report_model import Figure, Kind
from bgit_desktop.services.report_rows import text


def figures(session: Session, kind: Kind, found: Gathered, before: Gathered, unit: str) -> list[Figure]:
    """Give the figures of a composed kind; who was in service in the period before is not asked.

    Args:
        session: the session.
        kind: ``periodic``, ``officers``, ``incident`` or ``summary``.
        found: the records of the period.
        before: those of the period before.
        unit: code of the unit; "" for all.
    """
    if kind == "officers":
        return _people(found)
    if kind == "incident":
        return [*_incidents(found, before), *_groups(found, before)]
    return [
        *_tasks(session, kind, found, before, unit),
        *_incidents(found, before),
        *_trainings(found, before),
        Figure.counting("difficulties", tr("Khó khăn, vướng mắc"), "difficulty", found.difficulties, None),
        *_people(found),
    ]


def _both(
    key: str, label: str, type_name: str, now: Iterable[Row], before: Iterable[Row], keep: Callable[[Row], bool]
) -> Figure:
    """Count the records of both periods that are to be kept."""
    return Figure.counting(key, label, type_name, (row for row in now if keep(row)), sum(map(keep, before)))


def _beginning(name: str, start: str, *, whole: bool = False) -> Callable[[Row], bool]:
    """Give the test whether a field's text begins so, or is just that."""
    return lambda row: text(row, name) == start if whole else text(row, name).startswith(start)


def _tasks(session: Session, kind: Kind, found: Gathered, before: Gathered, unit: str) -> list[Figure]:
    codes = report_documents.duties(session, unit, found.roster_day) if kind == "periodic" else []
    clauses = list(found.figures(codes)) if kind == "periodic" else []
    now, then = found.tasks, before.tasks
    overdue = [task for task in now if statistics.is_overdue(task, found.roster_day)]
    was_overdue = sum(statistics.is_overdue(task, before.roster_day) for task in then)
    return [
        _both("tasks", tr("Nhiệm vụ trong kỳ"), "task", now, then, lambda _row: True),
        *(
            _both(
                f"{code}.total", tr("Nhiệm vụ {clause}", clause=code.partition(".")[2]), "task", now, then,
                _beginning("clause", code, whole=True),
            )
            for code in clauses
        ),
        _both("tasks.done", tr("Đã hoàn thành"), "task", now, then, _beginning("status", "done")),
        Figure.counting("tasks.overdue", tr("Quá hạn"), "task", overdue, was_overdue),
        Figure.counting("tasks.carried", tr("Kỳ trước chuyển sang"), "task", found.carried, None),
    ]  # fmt: skip


def _incidents(found: Gathered, before: Gathered) -> list[Figure]:
    now = statistics.incidents_in(found.incidents, found.window)
    then = statistics.incidents_in(before.incidents, before.window)
    still = statistics.OPEN_INCIDENTS
    return [
        Figure.counting("incidents", tr("Sự cố"), "incident", now, len(then)),
        Figure.counting(
            "incidents.open", tr("Sự cố chưa khắc phục xong"), "incident",
            [row for row in now if text(row, "status") in still], sum(text(row, "status") in still for row in then),
        ),
    ]  # fmt: skip


def _groups(found: Gathered, before: Gathered) -> list[Figure]:
    groups = (
        ("A", tr("Nhóm A: máy chủ")),
        ("B", tr("Nhóm B: thiết bị WAN")),
        ("C", tr("Nhóm C: đường truyền")),
        ("D", tr("Nhóm D: an toàn, an ninh")),
        ("X", tr("Khác")),
    )
    return [
        _both(
            f"incidents.{letter}", label, "incident", found.incidents, before.incidents,
            _beginning("category", letter),
        )
        for letter, label in groups
    ]  # fmt: skip


def _trainings(found: Gathered, before: Gathered) -> list[Figure]:
    here = [row for row in found.trainings if statistics.attended(row)]
    learnt = statistics.training_figures(before.trainings)
    present = Figure.counting("trainings.present", tr("Lượt có mặt"), "training", here, learnt.present)
    hours = statistics.training_figures(found.trainings).hours
    return [
        Figure.counting("trainings", tr("Lượt tập huấn, giao ban"), "training", found.trainings, len(before.trainings)),
        present,
        Figure("trainings.hours", tr("Số giờ"), hours, learnt.hours, "training", present.records),
    ]


def _people(found: Gathered) -> list[Figure]:
    def of(key: str, label: str, *states: State) -> Figure:
        # whoever the clause does not apply to has no figure of his own
        rows = [{"id": officer} for officer, each in found.standard.items() if each.verdict in states]
        return Figure.counting(key, label, "officer", rows, None)

    return [
        Figure.counting("officers", tr("Cán bộ chuyên trách"), "officer", found.officers, None),
        of("officers.met", tr("Đạt Điều 4"), "met"),
        of("officers.not_met", tr("Chưa đạt Điều 4"), "not_met"),
        of("officers.open", tr("Thiếu căn cứ, cần xem xét"), "missing", "review"),
    ]
