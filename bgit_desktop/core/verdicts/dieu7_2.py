"""Điều 7.2: whether an incident was reported in time to the head and to the Sở: two verdicts an incident.

"Kịp thời" has no number in the regulation: the limit is a ``deadline`` row of kind ``incident`` with hours and a document,
for the head, for the Sở or for both. An incident outside the five kinds of the regulation (category X…) falls under
Điều 6.x.b only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.reporting import binds
from bgit_desktop.core.values import format_datetime
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.model import Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import text_of, unit_scope

CLAUSE: Final = "QyD.7.2"
RULES: Final = ("head", "department")
_Rule = Literal["head", "department"]
_FIELDS: Final[dict[_Rule, str]] = {"head": "head_informed_at", "department": "department_informed_at"}
_OWNERS: Final[dict[_Rule, Owner]] = {"head": "officer", "department": "agency"}
_OTHER: Final = "X"
"""First letter of the categories that are none of the regulation's (code table ``incident_category``)."""


@dataclass(frozen=True, slots=True)
class _Answer:
    state: State
    reasons: tuple[str, ...]
    missing: tuple[str, ...] = ()
    owner: Owner | None = None


def judge_unit(facts: Facts, code: str) -> Iterator[Verdict]:
    """Judge a unit's incidents: those of the period asked for, and those of before that are still open.

    Args:
        facts: incidents and deadlines besides the catalogue.
        code: the unit's code.
    """
    window = facts.window(facts.period_of(code), code)
    rows = sorted(facts.of("incident", code), key=lambda row: (text_of(row, "detected_at"), text_of(row, "id")))
    for row in rows:
        found = as_date(row.get("detected_at"))
        if found is None or found > facts.day:
            continue
        still_open = found < window.start and row.get("status") != "closed"
        if facts.named or window.contains(found) or still_open:
            yield from judge_incident(facts, row)


def judge_incident(facts: Facts, incident: Record) -> Iterator[Verdict]:
    """Judge one incident: reported to the head, reported to the Sở."""
    code, day = text_of(incident, "unit"), as_date(incident.get("detected_at"))
    for rule in RULES:
        answer = _judge(facts, incident, code, day, rule)
        open_ = answer.state in ("missing", "not_met", "review")
        mend = ("incident", text_of(incident, "id")) if open_ else None
        if answer.owner == "department":
            mend = ("deadline", "") if facts.at_department else None
        yield Verdict(
            "incident", text_of(incident, "id"), text_of(incident, "title"), code, CLAUSE, answer.state,
            facts.day.isoformat(), answer.reasons, answer.missing, answer.owner, rule=rule, mend=mend,
        )  # fmt: skip


def limit_for(facts: Facts, code: str, rule: str, day: date) -> tuple[int, str] | None:
    """Give the hours that bind a unit and the document that sets them, or None.

    A row for this recipient goes before one for both, one that names the unit before one for all, and the shorter time
    before the longer. A row with a window binds the incidents found in it.
    """
    found = []
    for row in facts.by("deadline", "kind", "incident"):
        hours, document = row.get("hours"), text_of(row, "document").strip()
        start, end = as_date(row.get("window_start")), as_date(row.get("window_end"))
        if not isinstance(hours, int) or not document or not binds(row, code):
            continue
        if text_of(row, "recipient") not in ("", rule):
            continue
        if (start is not None and day < start) or (end is not None and end < day):
            continue
        found.append((not row.get("recipient"), not row.get("units"), hours, document))
    return min(found)[2:] if found else None


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and len(value) > 10 else None
    except ValueError:
        return None


def _judge(facts: Facts, incident: Record, code: str, day: date | None, rule: _Rule) -> _Answer:
    head = tr("Điều 7.2: sự cố phải báo cáo kịp thời cho {whom}.", whom=_whom(rule))
    if text_of(incident, "category").startswith(_OTHER):
        other = tr("Sự cố loại khác chỉ tính vào Điều 6.1.b, 6.2.b; Điều 7.2 không yêu cầu báo cáo.")
        return _Answer("not_applicable", (other,))
    found = _moment(incident.get("detected_at"))
    if day is None or found is None:
        return _Answer("missing", (head, tr("Chưa ghi giờ phát hiện.")), (tr("giờ phát hiện"),), "officer")
    scope = unit_scope(facts.catalogue, code, day)
    if scope.excluded:
        return _Answer("not_applicable", (scope.excluded,))
    if rule == "department" and facts.is_department(code, day):
        return _Answer("not_applicable", (tr("Sự cố của chính Sở, không phải báo cáo Sở."),))
    when = tr("Phát hiện {time}.", time=format_datetime(str(incident["detected_at"])))
    told = _moment(incident.get(_FIELDS[rule]))
    if told is not None and told.date() > facts.day:
        told = None
    limit = limit_for(facts, code, rule, day)
    owner = _OWNERS[rule]
    if told is None:
        missing = (tr("giờ báo cáo {whom}", whom=_whom(rule)),)
        reasons = (
            head,
            when,
            tr("Chưa ghi giờ báo cáo {whom} tính đến ngày {day}.", whom=_whom(rule), day=show_date(facts.day)),
        )
        return _Answer("missing", reasons, missing, owner)
    said = tr("Báo cáo {whom} {time}.", whom=_whom(rule), time=format_datetime(str(incident[_FIELDS[rule]])))
    if told < found:
        wrong = tr("Giờ báo cáo trước giờ phát hiện; hãy kiểm tra lại hai mốc giờ.")
        return _Answer("review", (head, when, said, wrong), (), owner)
    if limit is None:
        none = tr("Chưa có căn cứ thời hạn: Sở chưa ban hành số giờ báo cáo sự cố kèm văn bản.")
        return _Answer("missing", (head, when, said, none), (tr("văn bản định thời hạn"),), "department")
    hours, document = limit
    minutes = int((told - found).total_seconds() // 60)
    took = tr("Sau {hours} giờ {minutes} phút; thời hạn {limit} giờ theo {document}.",
              hours=minutes // 60, minutes=minutes % 60, limit=hours, document=document)  # fmt: skip
    if minutes <= hours * 60:
        return _Answer("met", (head, when, said, took))
    return _Answer("not_met", (head, when, said, took), (), owner)


def _whom(rule: _Rule) -> str:
    return tr("thủ trưởng cơ quan") if rule == "head" else tr("Sở")
