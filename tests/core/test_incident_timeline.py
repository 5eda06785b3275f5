"""The course of an incident and the report that is due."""

from __future__ import annotations

from bgit_desktop.core.fields import Record
from bgit_desktop.core.incident_timeline import stage_of, timeline

INCIDENT: Record = {
    "detected_at": "2024-03-05T08:00", "head_informed_at": "2024-03-05T08:30",
    "department_informed_at": "2024-03-05T14:00", "fixed_at": None, "status": "handling",
}  # fmt: skip


def step(at: str | None, kind: str, text: str, record: str = "s") -> Record:
    return {"id": record, "at": at, "kind": kind, "description": text, "person": "Hà"}


def test_moments_and_steps_stand_in_one_order() -> None:
    steps = [
        step("2024-03-05T10:00", "handling", "Thay ổ cứng", "2"),
        step("2024-03-05T08:30", "informed", "Gọi nhà cung cấp", "1"),
        step(None, "note", "Chưa rõ giờ", "3"),
    ]
    events = timeline(INCIDENT, steps)
    assert [(each.kind, each.step) for each in events] == [
        ("detected_at", ""), ("head_informed_at", ""), ("informed", "1"), ("handling", "2"),
        ("department_informed_at", ""), ("note", "3"),
    ]  # fmt: skip
    assert events[-1].at is None
    assert [str(each.at) for each in events[:-1]] == sorted(str(each.at) for each in events[:-1])


def test_a_moment_that_is_none_is_left_out() -> None:
    assert timeline({"detected_at": "hôm qua", "head_informed_at": "2024-03-05"}, []) == []


def test_the_report_due_follows_from_status_and_what_went_out() -> None:
    assert stage_of(INCIDENT, []) == "first"
    assert stage_of(INCIDENT, [step("2024-03-05T09:00", "handling", "Xử lý")]) == "first"
    assert stage_of(INCIDENT, [step("2024-03-05T09:00", "first_report", "Báo cáo")]) == "follow_up"
    assert stage_of({**INCIDENT, "status": "closed"}, []) == "final"
