"""Whether the incidents of a period were reported in time, told in sentences: the two figures of Điều 7.2.

Counted from the verdicts (``core/verdicts/dieu7_2.py``), so that a report and the detail pane can never disagree. Nobody is
late without a limit in hours that a document sets, and an hour that was not noted is told as not noted.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from bgit_desktop.core import statistics
from bgit_desktop.core.verdicts import dieu7_2
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.documents.nd30.wording import decimal, quantity
from bgit_desktop.services import verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Gathered

_WHOM: Final = {"head": "Báo cáo thủ trưởng cơ quan", "department": "Báo cáo Sở"}


def timeliness_lines(session: Session, found: Gathered) -> tuple[str, ...]:
    """Tell how soon incidents were reported and mended, and how many in time to the head and to the Sở.

    Args:
        session: the session.
        found: the records of the period.
    """
    figures = statistics.timeliness(found.incidents)
    ids = [str(row["id"]) for row in found.incidents]
    judged = [each for rows in verdicts.of_records(session, "incident", ids).values() for each in rows]
    lines = []
    for rule, gap in (("head", figures.to_head), ("department", figures.to_department)):
        counted = _counted([each for each in judged if each.clause == dieu7_2.CLAUSE and each.rule == rule])
        lines.append(f"{_WHOM[rule]}: {counted}{_lasted(gap)}.")
    fixed = _lasted(figures.to_fix).removeprefix("; ")
    lines.append(f"Khắc phục xong: {fixed or 'chưa ghi nhận thời điểm ở sự cố nào'}.")
    return tuple(lines)


def _counted(rows: list[Verdict]) -> str:
    states = Counter(_state(each) for each in rows)
    words = (
        ("met", "kịp thời"),
        ("not_met", "quá thời hạn"),
        ("no_limit", "chưa có căn cứ thời hạn nên không xét đúng hạn, quá hạn"),
        ("not_told", "chưa ghi giờ báo cáo"),
        ("review", "cần xem lại mốc giờ"),
    )
    told = [f"{quantity(states[key], 'sự cố')} {word}" for key, word in words if states[key]]
    return ", ".join(told) or "không có sự cố nào phải báo cáo"


def _state(verdict: Verdict) -> str:
    if verdict.verdict == "missing":
        return "no_limit" if verdict.owner == "department" else "not_told"
    return verdict.verdict


def _lasted(gap: statistics.Gap) -> str:
    """Say how long it took where that is known."""
    if gap.median_hours is None or gap.longest_hours is None:
        return ""
    unknown = f", {quantity(gap.unknown, 'sự cố')} chưa ghi thời điểm" if gap.unknown else ""
    return (
        f"; trung vị {decimal(gap.median_hours)} giờ, lâu nhất {decimal(gap.longest_hours)} giờ "
        f"({quantity(gap.known, 'sự cố')} có ghi thời điểm{unknown})"
    )
