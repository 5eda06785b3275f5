"""The papers of training, giao ban and difficulties, read back from the PDF as a văn thư would."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from bgit_desktop.core.i18n import vietnamese
from bgit_desktop.core.periods import Period
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import difficulties, meetings, records, report_composer, reports
from bgit_desktop.services.context import Session
from bgit_desktop.services.papers.invited import lines
from bgit_desktop.store.records import Query

KINDS = (
    "course_plan", "course_summons", "course_attendance", "course_result", "never_trained", "training_sent",
    "meeting_invitation", "meeting_minutes", "meeting_notice", "difficulty_summary",
)  # fmt: skip


def text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def printed(session: Session, kind: str, out: Path, record: str = "", unit: str | None = None) -> str:
    return text_of(reports.render(session, kind, "2024-H1", unit, out / f"{kind}.pdf", record=record))


@pytest.fixture
def meeting(province: Session, office: ModuleType) -> str:
    made = records.add(
        province, "meeting",
        {
            "title": "Giao ban 6 tháng đầu năm 2024", "kind": "half_year", "period": "2024-H1",
            "starts_at": "2024-06-20T08:00", "ends_at": "2024-06-20T11:30", "place": "Hội trường Sở",
            "chair": "Nguyễn Văn Minh", "secretary": "Trần Thị Bình", "invitees": ["217", "218"],
            "agenda": "Kiểm điểm công tác\n- Sự cố mạng\n- Báo cáo", "minutes": "Lạng Giang báo cáo.",
        },
    )  # fmt: skip
    person = records.listing(province, Query("officer", where=(("unit", "217"),), search="Hà"))[0]["id"]
    for unit, attendance, kind in (("217", "present", None), ("218", "absent", "not_sent")):
        office.Office(province, unit).add(
            "training", officer=person, title="Giao ban", kind="giao_ban", meeting=made, attendance=attendance,
            absence_kind=kind, start_on="2024-06-20",
        )  # fmt: skip
    meetings.conclude(province, made, "Rà soát cấp độ an toàn.", units=["217"], due_on="2024-08-31")
    return made


@pytest.fixture
def course(province: Session, office: ModuleType) -> str:
    made = records.add(
        province, "course",
        {
            "title": "Lớp tập huấn ATTT", "topic": "security", "plan": "Kế hoạch số 15/KH-STTTT",
            "invitees": ["217", "218"], "answer_by": "2024-05-10", "result": "Cấp 12 giấy chứng nhận",
        },
    )  # fmt: skip
    for title, start in (("Buổi một", "2024-05-14T08:00"), ("Buổi hai", "2024-05-15T13:30")):
        records.add(
            province, "course_session", {"course": made, "title": title, "starts_at": start, "teacher": "Lê Nam"}
        )
    person = records.listing(province, Query("officer", where=(("unit", "217"),), search="Hà"))[0]["id"]
    office.Office(province, "217").add(
        "training", officer=person, title="ATTT", kind="course", topic="security", course=made, attendance="present",
        start_on="2024-05-14",
    )  # fmt: skip
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_store_gives_a_document_that_says_so(kind: str, tmp_path: Path, office: ModuleType) -> None:
    with office.new_store(tmp_path / "so", "province", "STTTT") as session, vietnamese():
        document, sheets = report_composer.make(session, kind, Period.parse("2023"), "", None)
        assert document.body
        assert all(not sheet.rows for sheet in sheets)
        said = " ".join(str(getattr(block, "text", "")) for block in document.body)
        assert "chưa có" in said or "không có" in said, said


def test_the_invitation_names_who_when_where_and_the_agenda(province: Session, meeting: str, tmp_path: Path) -> None:
    text = printed(province, "meeting_invitation", tmp_path, meeting)
    assert "GIẤY MỜI Cuộc họp giao ban 6 tháng đầu năm 2024" in text
    assert "/GM-STTTT" in text
    assert "+ Ủy ban nhân dân huyện Lạng Giang;" in text
    assert "từ 08 giờ 00 phút đến 11 giờ 30 phút, ngày 20/6/2024" in text
    assert "Kiểm điểm công tác: - Sự cố mạng; - Báo cáo." in text


def test_the_minutes_have_two_signers_and_the_notice_the_conclusions(
    province: Session, meeting: str, tmp_path: Path
) -> None:
    minutes = printed(province, "meeting_minutes", tmp_path, meeting)
    assert "THƯ KÝ CHỦ TRÌ" in minutes
    assert "Trần Thị Bình Nguyễn Văn Minh" in minutes
    assert "Vắng: Huyện Lục Nam: Không được cử." in minutes
    assert "1. Rà soát cấp độ an toàn (Huyện Lạng Giang; hạn 31/08/2024)." in minutes
    notice = printed(province, "meeting_notice", tmp_path)
    assert "/TB-STTTT" in notice
    assert "Rà soát cấp độ an toàn. Huyện Lạng Giang 31/08/2024" in notice


def test_plan_and_summons_show_sessions_and_units(province: Session, course: str, tmp_path: Path) -> None:
    plan = printed(province, "course_plan", tmp_path, course)
    assert "KẾ HOẠCH Tổ chức lớp tập huấn ATTT" in plan
    assert "Cán bộ chuyên trách công nghệ thông tin của Huyện Lạng Giang và Huyện Lục Nam." in plan
    assert "Buổi hai" in plan
    summons = printed(province, "course_summons", tmp_path, course)
    assert "Thực hiện Kế hoạch số 15/KH-STTTT" in summons
    assert "trước ngày 10/5/2024" in summons
    assert "- Ủy ban nhân dân huyện Lạng Giang;" in summons


def test_the_list_to_sign_names_who_registered_and_leaves_room_for_the_others(
    province: Session, course: str, tmp_path: Path
) -> None:
    text = printed(province, "course_attendance", tmp_path, course)
    assert text.count("STT Họ và tên Đơn vị Chữ ký 1 Nguyễn Thị Hà Huyện Lạng Giang 2 Huyện Lục Nam") == 2
    assert "./." not in text


def test_results_and_totals_agree_with_the_records(
    province: Session, course: str, meeting: str, tmp_path: Path
) -> None:
    result = printed(province, "course_result", tmp_path, course)
    assert "01 lớp tập huấn với 01 lượt người tham dự" in result
    assert "Cấp 12 giấy chứng nhận" in result
    assert "Huyện Lục Nam Chưa trả lời" in result
    sent = printed(province, "training_sent", tmp_path)
    assert "của 02 đơn vị đã dự" in sent
    one = printed(province, "training_sent", tmp_path, unit="218")
    assert "Phòng Văn hóa và Thông tin" in one
    never = printed(province, "never_trained", tmp_path, unit="217")
    assert "An toàn thông tin: 01 cán bộ." in never


def test_difficulties_put_to_the_committee_are_asked_for_in_the_letter(province: Session, tmp_path: Path) -> None:
    ids = [str(row["id"]) for row in records.listing(province, Query("difficulty", where=(("unit", "217"),)))]
    difficulties.settle(province, ids, "forwarded", document="46/TTr-STTTT")
    text = printed(province, "difficulty_summary", tmp_path)
    assert "Các nội dung đề nghị UBND tỉnh xem xét, giải quyết:" in text
    assert "Huyện Lạng Giang: Thiếu thiết bị lưu trữ sao lưu. Đề xuất: Đề nghị Sở hỗ trợ 01 thiết bị NAS." in text
    assert "46/TTr-STTTT" in text


def test_what_a_paper_cannot_be_about_is_said(
    province: Session, district: Session, meeting: str, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        reports.render(province, "meeting_minutes", "2024-H1", None, tmp_path / "x.pdf", record="nowhere")
    with pytest.raises(NotFound):
        reports.render(province, "course_plan", "2024-H1", None, tmp_path / "x.pdf", record=meeting)
    with pytest.raises(BadInput):
        reports.render(province, "never_trained", "2024-H1", None, tmp_path / "x.pdf", record=meeting)
    with pytest.raises(Refused):
        reports.render(province, "course_plan", "2024-H1", "217", tmp_path / "x.pdf")
    with pytest.raises(NotFound):
        reports.render(district, "meeting_minutes", "2024-H1", None, tmp_path / "x.pdf")
    assert reports.render(district, "difficulty_summary", "2024-H1", None, tmp_path / "y.pdf").stat().st_size > 1000


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("", []),
        ("  \n", []),
        ("Khai mạc", ["Khai mạc."]),
        ("Sự cố\n- Mạng\n- Máy chủ\nKết luận!", ["Sự cố:", "Mạng;", "Máy chủ.", "Kết luận!"]),
    ],
)
def test_an_agenda_is_closed_as_an_enumeration(words: str, closed: list[str]) -> None:
    assert [getattr(block, "text", "") for block in lines(words)] == closed
