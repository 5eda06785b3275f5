"""What the Sở issues before anybody reports: deadlines with their guidance document, courses, its own duties."""

from __future__ import annotations

from bgit_desktop.core.fields import Value
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.services.demo import wording
from bgit_desktop.store.records import Query

_GUIDANCE = {
    2023: "Công văn số 215/STTTT-CNTT ngày 10/02/2023 của Sở TT&TT",
    2024: "Công văn số 188/STTTT-CNTT ngày 05/02/2024 của Sở TT&TT",
}
_PERIODS = (
    ("half_year", "{year}-H1", "01-01", "06-30", "07-10"),
    ("half_year", "{year}-H2", "07-01", "12-31", None),
    ("year", "{year}", "01-01", "12-31", None),
)


def issue(session: Session) -> dict[str, str]:
    """Issue deadlines, courses and the giao ban.

    Returns:
        Key of a course (``course-0`` …) or giao ban (``meeting-2024-9`` …) → its id.
    """
    for year, document in _GUIDANCE.items():
        for kind, period, first, last, due in _PERIODS:
            values: dict[str, Value] = {
                "kind": kind,
                "period": period.format(year=year),
                "window_start": f"{year}-{first}",
                "window_end": f"{year}-{last}",
                "due_on": f"{year}-{due}" if due else f"{year + 1}-01-10",
                "document": document,
            }
            records.add(session, "deadline", values)
        incident: dict[str, Value] = {"kind": "incident", "period": str(year), "hours": 24, "document": document}
        records.add(session, "deadline", incident)
    found = {}
    for number, (title, topic, start, end, hours) in enumerate(wording.COURSES):
        found[f"course-{number}"] = records.add(
            session,
            "course",
            {
                "title": title,
                "topic": topic,
                "organizer": "Sở Thông tin và Truyền thông",
                "plan": f"Kế hoạch tập huấn năm {start[:4]}",
                "sessions": [f"{hours} giờ, hội trường Sở"],
                "invitees": [place.code for place in wording.PLACES],
                "start_on": start,
                "end_on": end,
            },
        )
    return found | _meetings(session)


def _meetings(session: Session) -> dict[str, str]:
    """Note the giao ban that were held, the last with its conclusions; gives key (``meeting-2024-9`` …) → id."""
    found = {}
    for year, month in wording.MEETINGS:
        day = f"{year}-{month:02d}-20"
        meeting: dict[str, Value] = {
            "title": wording.meeting_title(year, month),
            "kind": "half_year",
            "period": f"{year}-H{1 if month <= 6 else 2}",
            "starts_at": f"{day}T08:00",
            "ends_at": f"{day}T12:00",
            "place": "Hội trường Sở",
            "status": "held",
            "invitees": [place.code for place in wording.PLACES],
        }
        found[f"meeting-{year}-{month}"] = last = records.add(session, "meeting", meeting)
    for content, clause, due in wording.CONCLUSIONS:
        records.add(session, "conclusion", {"meeting": last, "content": content, "clause": clause, "due_on": due})
    return found


_OWN_DUTIES = (
    ("QyD.9.1.a", "Xây dựng Kế hoạch ứng dụng CNTT của tỉnh năm 2024", "2023-09-05", "done"),
    ("QyD.9.1.b", "Trình UBND tỉnh Quy chế quản lý mạng TSLCD", "2024-02-19", "done"),
    ("QyD.9.1.c", "Tổng hợp chỉ số chuyển đổi số các huyện", "2024-05-06", "done"),
    ("QyD.9.1.d", "Kiểm tra an toàn thông tin tại các huyện", "2024-07-15", "done"),
    ("QyD.9.1.e", "Nâng cấp hệ thống một cửa điện tử toàn tỉnh", "2024-08-12", "doing"),
    ("QyD.9.1.f", "Vận hành trung tâm dữ liệu tỉnh", "2024-01-08", "doing"),
    ("QyD.9.1.g", "Báo cáo năm 2023 gửi Bộ Thông tin và Truyền thông", "2023-12-18", "done"),
)


def own_duties(session: Session) -> int:
    """Note some duties of the Sở itself under Điều 9.1; gives how many."""
    for clause, title, day, status in _OWN_DUTIES:
        progress = 100 if status == "done" else 60
        values: dict[str, Value] = {"clause": clause, "title": title, "assigned_on": day, "status": status}
        records.add(session, "task", {**values, "assigned_by": "Giám đốc Sở", "progress": progress})
    return len(_OWN_DUTIES)


def take_note(session: Session) -> int:
    """Accept the reports that were sent, as the Sở does once it has read them; gives how many."""
    found = records.listing(session, Query("report", where=(("status", "sent"),)))
    for report in found:
        records.change(session, "report", str(report["id"]), {"status": "accepted"})
    return len(found)


def answer(session: Session) -> int:
    """Answer difficulties of the districts, where the Sở has an answer; gives how many."""
    count = 0
    for difficulty in records.listing(session, Query("difficulty")):
        text = wording.ANSWERS.get(str(difficulty["clause"]))
        if text and difficulty["status"] == "open":
            records.change(session, "difficulty", str(difficulty["id"]), {"answer": text, "status": "answered"})
            count += 1
    return count
