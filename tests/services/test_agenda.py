"""The calendar: what is due when and by what document, for a unit and for the Sở; and the matrix over real stores."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from types import ModuleType

from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import agenda, deadlines, records, reports
from bgit_desktop.services.compliance import compliance
from bgit_desktop.services.context import Session
from bgit_desktop.store import records as store_records

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def from_the_so(session: Session, type_name: str, **values: object) -> str:
    """Put in a record of the Sở's as a return package does."""
    made = session.new_id()
    with session.store.write("receive", "Nhập", "Sở"):
        store_records.insert(session.store.db, TYPES[type_name], made, "STTTT", values)  # type: ignore[arg-type]
    return made


def lines(session: Session, kind: str) -> list[agenda.Entry]:
    return [each for each in agenda.entries(session, *YEAR) if each.kind == kind]


def test_a_unit_sees_what_is_asked_of_it_and_nothing_of_others(district: Session, office: ModuleType) -> None:
    bound = from_the_so(
        district, "deadline", kind="half_year", period="2024-H1", due_on="2024-06-19", document="12/STTTT"
    )
    from_the_so(district, "deadline", kind="year", period="2024", due_on="2024-12-19")
    from_the_so(
        district, "deadline", kind="half_year", period="2024-H2", due_on="2024-12-19", document="1", units=["218"]
    )
    from_the_so(district, "extension", deadline=bound, for_unit="217", due_on="2024-07-01", reason="Lũ lụt")
    from_the_so(district, "course", title="ATTT", start_on="2024-05-05", invitees=["217"], summons="5/GTT")
    from_the_so(district, "course", title="Không mời", start_on="2024-05-05", invitees=["218"])
    course = from_the_so(district, "course", title="Một cửa", start_on="2024-08-01")
    from_the_so(
        district, "course_session", course=course, title="Buổi 1", starts_at="2024-08-01T08:00", place="Hội trường"
    )
    meeting = from_the_so(
        district, "meeting", title="Giao ban", starts_at="2024-07-20T14:00", invitation="9/GM", status="planned"
    )
    from_the_so(district, "meeting", title="Đã hủy", starts_at="2024-07-21T14:00", status="cancelled")
    from_the_so(district, "conclusion", meeting=meeting, content="Rà soát mật khẩu\nchi tiết", due_on="2024-08-15")
    reports_due = [(each.day, each.basis, each.binding) for each in lines(district, "report")]
    assert reports_due == [(date(2024, 7, 1), "12/STTTT", True), (date(2024, 12, 19), "", False)]
    assert [each.title for each in lines(district, "course")] == ["ATTT", "08:00 Một cửa: Buổi 1, Hội trường"]
    assert [(each.title, each.basis) for each in lines(district, "meeting")] == [("14:00 Giao ban", "9/GM")]
    assert [each.title for each in lines(district, "conclusion")] == ["Rà soát mật khẩu"]
    assert {each.title for each in lines(district, "task")} >= {"Bảo trì máy chủ UBND huyện"}
    days = [each.day for each in agenda.entries(district, *YEAR)]
    assert days == sorted(days)


def test_the_so_sees_all_and_prints_the_wall_sheet(province: Session, tmp_path: Path) -> None:
    deadlines.issue(province, 2024, "nd09", 5, "12/STTTT-CNTT")
    records.add(province, "meeting", {"title": "Giao ban", "kind": "half_year", "starts_at": "2024-07-20T14:00"})
    assert len(lines(province, "report")) == 3
    out = reports.render(province, "calendar_sheet", "2024", None, tmp_path / "l.pdf")
    text = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True).stdout.decode()
    assert "Tháng 6/2024" in text
    assert "Thứ Bảy, 20/7/2024" in " ".join(text.split())


def test_the_matrix_has_each_bound_unit_once_and_the_so_last(province: Session, tmp_path: Path) -> None:
    found = compliance(province, Period(2024, 1))
    assert len(set(found.matrix.units)) == len(found.matrix.units)
    assert found.matrix.units[-1] == "STTTT"
    assert {"QyD.4", "QyD.5", "QyD.6.a", "QyD.7.1", "QyD.7.2", "QyD.10.2.a"} <= set(found.matrix.clauses)
    assert all(cell.state != "not_met" for (unit, _), cell in found.matrix.cells.items() if unit == "219"), (
        "a unit that sent nothing is not known, never failed, while no document sets a day"
    )
    out = reports.render(province, "compliance_matrix", "2024-H1", None, tmp_path / "m.xlsx")
    assert out.stat().st_size > 5000


def test_a_unit_judges_itself(district: Session) -> None:
    assert compliance(district, Period(2024, 1)).matrix.units == ("217",)
