"""Papers of Điều 7.2: the three stages of a report with what Mẫu 03 and 04 ask, the table of Mẫu 05."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

from bgit_desktop.services import record_papers, records, reports
from bgit_desktop.services.context import Session


def text_of(path: Path, order: str = "-layout") -> str:
    done = subprocess.run(["pdftotext", order, str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def printed(session: Session, tmp_path: Path, record: str, variant: str = "") -> str:
    return text_of(record_papers.render(session, "incident", record, tmp_path / "i.pdf", variant=variant))


FULL: dict[str, Any] = {
    "title": "Trang thông tin bị thay đổi giao diện", "category": "D5", "system": "cổng thông tin điện tử",
    "severity": "high", "detected_at": "2024-03-05T08:00", "head_informed_at": "2024-03-05T08:20",
    "status": "handling", "description": "Trang chủ hiện nội dung lạ.", "detected_by": "notice",
    "reporter": "Trần Văn Hùng", "informed": "Công an huyện; VNPT Bắc Giang", "software": "Ubuntu 20.04",
    "services": "HTTP, HTTPS", "protection": "Tường lửa, sao lưu hằng ngày", "public_ips": "203.0.113.5",
    "confidential": True, "request": "Hỗ trợ rà soát mã nguồn", "cause_kind": "attack", "handled_by": "helped",
}  # fmt: skip


def full(session: Session, office: ModuleType) -> str:
    add = office.Office(session, "217").add
    add("system", name="Cổng thông tin điện tử", owner="UBND huyện Lạng Giang", level=2, provider="VNPT Bắc Giang")
    return str(add("incident", **FULL))


def test_the_first_report_has_all_that_mau_03_asks(district: Session, tmp_path: Path, office: ModuleType) -> None:
    text = printed(district, tmp_path, full(district, office))
    for part in (
        "báo cáo ban đầu về sự cố", "Trần Văn Hùng, Phòng Văn hóa và Thông tin", "địa chỉ:", "Người liên hệ: Trần Văn Hùng",
        "Chủ quản hệ thống: UBND huyện Lạng Giang", "Cấp độ 2", "VNPT Bắc Giang", "08 giờ 00 phút, ngày 05/3/2024",
        "Cách phát hiện: Thông báo của cơ quan khác", "Chưa xử lý xong", "Công an huyện", "Ubuntu 20.04", "HTTP, HTTPS",
        "Tường lửa, sao lưu hằng ngày", "203.0.113.5", "Yêu cầu giữ bí mật thông tin sự cố: Có",
        "Hỗ trợ rà soát mã nguồn", "Tài liệu kèm theo: Không có",
    ):  # fmt: skip
        assert part in text, part


def test_once_a_first_report_went_out_a_follow_up_tells_the_course(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    record = full(district, office)
    add = office.Office(district, "217").add
    paper = add("document", number="12/BC-VHTT", issued_on="2024-03-05", kind="report")
    add("incident_step", incident=record, at="2024-03-05T09:00", kind="first_report", description="Gửi báo cáo ban đầu",
        document=paper)  # fmt: skip
    add("incident_step", incident=record, at="2024-03-05T10:00", kind="handling", description="Ngắt kết nối máy chủ",
        person="Trần Văn Hùng")  # fmt: skip
    text = printed(district, tmp_path, record)
    assert "báo cáo diễn biến về sự cố" in text
    assert "tiếp theo Báo cáo số 12/BC-VHTT ngày 05/3/2024" in text
    course = text.partition("DIỄN BIẾN")[2]
    assert course.index("08 giờ 20 phút") < course.index("09 giờ 00 phút") < course.index("Ngắt kết nối máy chủ - Trần")
    assert "Tài liệu kèm theo: 12/BC-VHTT" in text
    records.change(
        district, "incident", record, {"status": "closed", "fixed_at": "2024-03-05T18:00", "result": "Đã xong"}
    )
    final = printed(district, tmp_path, record)
    assert "báo cáo kết thúc về sự cố" in final
    assert "Nhóm nguyên nhân: Tấn công mạng" in final
    assert "Cách xử lý: Có hỗ trợ của đơn vị khác" in final
    assert "báo cáo ban đầu về sự cố" in printed(district, tmp_path, record, "first")
    assert "DIỄN BIẾN" not in printed(district, tmp_path, record, "first")


def table(session: Session, tmp_path: Path, unit: str | None = None, period: str = "2024-H1") -> str:
    return text_of(reports.render(session, "incident_half_year", period, unit, tmp_path / "t.pdf"), "-raw")


def test_the_half_year_table_has_every_row_of_mau_05(district: Session, tmp_path: Path, office: ModuleType) -> None:
    full(district, office)
    add = office.Office(district, "217").add
    add("incident", title="Máy in hỏng", category="X0", detected_at="2024-04-01T08:00", status="closed", damage="Không")
    text = table(district, tmp_path)
    rows = [str(row["label"]) for row in district.codes("incident_category") if str(row["code"]).startswith("D")]
    assert len(rows) == 10
    flat = text.replace(" ", "")
    for each in rows:
        assert each.split(",")[0].replace(" ", "") in flat, each
    assert "tổng hợp 03 sự cố: 02 mất an toàn, an ninh thông tin, 01 máy chủ" in text
    assert "Hỗ trợ rà soát mã nguồn" in text
    assert "Máy in hỏng" not in text
    figures = {each.key: each for each in reports.compose(district, "incident_half_year", "2024-H1").figures}
    assert (figures["incidents.security"].now, figures["incidents.technical"].now) == (2, 1)
    assert figures["incidents.helped"].now == len(figures["incidents.helped"].records) == 1


def test_over_the_province_the_table_names_the_unit_and_says_when_there_is_none(
    province: Session, tmp_path: Path, office: ModuleType
) -> None:
    office.Office(province, "218").add("incident", **FULL)
    assert "Huyện Lục Nam, Trang thông tin" in table(province, tmp_path)
    assert "Huyện Lục Nam" not in table(province, tmp_path, "217")
    assert "không phát sinh sự cố nào" in table(province, tmp_path, period="2022")


def test_over_the_province_what_still_runs_stands_first_with_its_unit(province: Session, tmp_path: Path) -> None:
    text = text_of(reports.render(province, "incident", "2024-H1", None, tmp_path / "r.pdf"))
    register = text.partition("DANH SÁCH SỰ CỐ")[2]
    places = [
        register.index(f"Huyện {name}: {state}")
        for state in ("chưa khắc phục xong", "đã khắc phục")
        for name in ("Lạng Giang", "Lục Nam")
    ]
    assert places == sorted(places)
