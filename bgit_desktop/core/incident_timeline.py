"""The course of an incident: the four moments noted in it and the steps noted beside it, in one order.

What the detail pane shows and a report prints is made here, so that the two tell the same story. The stage of a report
(first, follow-up, final) follows from it as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.statistics import moment
from bgit_desktop.core.verdicts.scope import text_of

Stage = Literal["first", "follow_up", "final"]
STAGES: Final[dict[Stage, Label]] = {
    "first": Label("ban đầu (Mẫu 03)", "first (form 03)"),
    "follow_up": Label("diễn biến", "follow-up"),
    "final": Label("kết thúc (Mẫu 04)", "final (form 04)"),
}

MOMENTS: Final[dict[str, Label]] = {
    "detected_at": Label("Phát hiện sự cố", "Incident found"),
    "head_informed_at": Label("Báo cáo thủ trưởng cơ quan", "Head of the agency informed"),
    "department_informed_at": Label("Báo cáo Sở", "The Sở informed"),
    "fixed_at": Label("Khắc phục xong", "Fixed"),
}
"""The fields of an incident that say when something happened."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the course.

    Attributes:
        at: when; None where the moment noted cannot be read.
        what: what happened: a moment's label, or the words of a step.
        kind: field of the incident, or kind of the step.
        person: who did it; "" where that is not noted.
        step: id of the step; "" for a moment of the incident itself.
    """

    at: datetime | None
    what: Label | str
    kind: str
    person: str = ""
    step: str = ""


def timeline(incident: Record, steps: Iterable[Record]) -> list[Event]:
    """Give the course of an incident, earliest first; what has no readable moment stands last.

    Args:
        incident: the ``incident`` record.
        steps: its ``incident_step`` records.
    """
    events = [
        Event(at, label, name) for name, label in MOMENTS.items() if (at := moment(incident.get(name))) is not None
    ]
    events += [
        Event(
            moment(step.get("at")), text_of(step, "description"), text_of(step, "kind"), text_of(step, "person"),
            text_of(step, "id"),
        )
        for step in steps
    ]  # fmt: skip
    order = list(MOMENTS)
    return sorted(
        events,
        key=lambda each: (
            each.at is None, each.at or datetime.max, order.index(each.kind) if each.kind in MOMENTS else len(order),
            each.step,
        ),
    )  # fmt: skip


def stage_of(incident: Record, steps: Iterable[Record]) -> Stage:
    """Tell which report is due: the final one once it is closed, a follow-up once a first report went out, else the first."""
    if text_of(incident, "status") == "closed":
        return "final"
    sent = any(text_of(step, "kind") in ("first_report", "follow_up") for step in steps)
    return "follow_up" if sent else "first"
