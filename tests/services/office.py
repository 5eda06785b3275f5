"""A district's office with a year of records, and the Sở with three of them: what the reports are tested on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bgit_desktop.core.ids import uuid7
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import records
from bgit_desktop.services.context import Session, session_of
from bgit_desktop.store import database, journal
from bgit_desktop.store import records as store_records

NOW = int(datetime(2024, 7, 10, 2, 0, tzinfo=UTC).timestamp() * 1000)


def new_store(folder: Path, mode: str, unit: str, now: int = NOW) -> Session:
    """Make a store without keys: nothing here signs or decrypts."""
    store = database.create(folder, lambda: now)
    replica = uuid7(now)
    with store.write("init", "Tạo kho dữ liệu", "Nguyễn Thị Hà"):
        for key, value in {
            "mode": mode, "unit": unit, "province": "24", "replica": replica, "actor": "Nguyễn Thị Hà",
        }.items():  # fmt: skip
            store.set_meta(key, value)
        journal.add_log(store.db, unit, replica, 1, b"\0" * 32, own=True)
    return session_of(store)


class Office:
    """Adds records: to a unit's own store, or to the province's as if they had come in packages."""

    def __init__(self, session: Session, unit: str) -> None:
        self.session = session
        self.unit = unit

    def add(self, type_name: str, /, **values: Any) -> str:
        if self.unit == self.session.unit:
            return records.add(self.session, type_name, values)
        made = self.session.new_id()
        with self.session.store.write("receive", "Nhập", "máy khác"):
            store_records.insert(self.session.store.db, TYPES[type_name], made, self.unit, values)
        return made

    def year(self) -> None:
        """Put in the records of a year up to the middle of 2024."""
        decision = self.add("document", number="15/QĐ-UBND", issued_on="2020-02-10", kind="decision")
        diploma = self.add("document", number="B123456", issued_on="2010-07-01", kind="diploma")
        plan = self.add("document", number="12/KH-UBND", issued_on="2024-01-15", kind="plan")
        ha = self.add(
            "officer", full_name="Nguyễn Thị Hà", birth_date="1985-03-02", employment="civil_servant",
            grade_code="01.003", role="state_management", department="Phòng Văn hóa và Thông tin",
            start_date="2020-02-15", assignment_document=decision, phone="0912345678",
        )  # fmt: skip
        self.add("qualification", officer=ha, level="bachelor", major="Công nghệ thông tin", field="it",
                 mode="regular", institution="Đại học Bách khoa Hà Nội", year=2008, document=diploma)  # fmt: skip
        hung = self.add(
            "officer", full_name="Trần Văn Hùng", birth_date="1990-11-20", employment="civil_servant",
            role="administration", department="Phòng Văn hóa và Thông tin", start_date="2021-03-01",
        )  # fmt: skip
        self.add("qualification", officer=hung, level="bachelor", major="Tin học", field="it", mode="unknown")
        self.add("certificate", officer=hung, name="CCNA", issuer="Cisco", issued_on="2019-05-05")
        self.add(
            "officer", full_name="Lê Văn Cũ", employment="civil_servant", department="Phòng Văn hóa và Thông tin",
            start_date="2015-01-01", end_date="2021-02-28",
        )  # fmt: skip
        tasks = (
            ("QyD.6.2.a", "Tham mưu Kế hoạch ứng dụng CNTT năm 2024", "done", "2024-01-05", "2024-01-31", plan,
             "Đã ban hành kế hoạch", None, None),
            ("QyD.6.2.a", "Tham mưu Quy chế sử dụng thư điện tử công vụ", "doing", "2024-05-20", "2024-06-25", None,
             None, None, None),
            ("QyD.6.2.b", "Hỗ trợ cài đặt phần mềm một cửa", "done", "2024-02-12", None, None,
             "Đã cài đặt tại 03 xã", "support", "Xã Tân Dĩnh"),
            ("QyD.6.2.b", "Hướng dẫn sử dụng chữ ký số", "done", "2024-03-18", None, None, None, "guide",
             "Thị trấn Vôi"),
            ("QyD.6.2.b", "Bảo trì máy chủ UBND huyện", "planned", "2024-06-03", "2024-08-30", None, None, "operate",
             "UBND huyện"),
            ("QyD.6.2.c", "Cập nhật số liệu lên Cổng thông tin", "done", "2024-04-01", None, None, None, None, None),
            ("QyD.6.2.d", "Kiểm tra dịch vụ công trực tuyến mức 3", "cancelled", "2024-04-02", None, None, None, None,
             None),
            ("QyD.6.2.g", "Phục vụ hội nghị trực tuyến", "done", "2024-05-05", None, None, None, None, None),
            ("QyD.6.2.b", "Nâng cấp mạng nội bộ", "doing", "2023-10-10", "2023-12-20", None, None, None, None),
            ("QyD.6.2.a", "Tham mưu dự toán CNTT năm 2024", "done", "2023-09-01", None, None, None, None, None),
        )  # fmt: skip
        for clause, title, status, assigned, due, document, result, mode, scope in tasks:
            self.add(
                "task", clause=clause, title=title, status=status, assigned_on=assigned, due_on=due,
                document=document, result=result, mode=mode, scope=scope, officers=[ha],
                assigned_by="Trưởng phòng",
            )  # fmt: skip
        self.add("incident", title="Máy chủ một cửa ngừng hoạt động", category="A1", severity="high",
                 system="Máy chủ một cửa", detected_at="2024-03-05T08:00", head_informed_at="2024-03-05T08:30",
                 department_informed_at="2024-03-05T14:00", fixed_at="2024-03-06T10:00", cause="Hỏng ổ cứng",
                 action="Thay ổ cứng, phục hồi dữ liệu", result="Hoạt động bình thường", status="closed")  # fmt: skip
        self.add("incident", title="Máy trạm nhiễm mã độc", category="D3", severity="medium",
                 detected_at="2024-06-28T15:20", status="handling")  # fmt: skip
        self.add("incident", title="Đứt cáp quang", category="C1", detected_at="2023-11-02T07:00", status="closed",
                 fixed_at="2023-11-02T16:00")  # fmt: skip
        self.add("training", officer=ha, title="Tập huấn an toàn thông tin", kind="course", topic="security",
                 organizer="Sở TT&TT", start_on="2024-05-14", end_on="2024-05-15", hours=16)  # fmt: skip
        self.add("training", officer=hung, title="Giao ban 6 tháng", kind="giao_ban", start_on="2024-06-20", hours=4,
                 attendance="absent", absence_reason="Không được cử")  # fmt: skip
        self.add("difficulty", clause="QyD.6.2.b", description="Thiếu thiết bị lưu trữ sao lưu",
                 proposal="Đề nghị Sở hỗ trợ 01 thiết bị NAS")  # fmt: skip
