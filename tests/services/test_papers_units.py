"""The papers about units: whom the regulation binds on a day, and the sheet of a dedicated unit."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bgit_desktop.core.unit_change_set import compose
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services import records, reports, unit_changes
from bgit_desktop.services.context import Session

PAPER = "Nghị quyết 1191/NQ-UBTVQH15"


def printed(session: Session, tmp_path: Path, kind: str, period: str = "2024-H1", **options: Any) -> str:
    out = reports.render(session, kind, period, options.pop("unit", None), tmp_path / f"{kind}.pdf", **options)
    done = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_list_of_units_is_that_of_the_day(province: Session, tmp_path: Path) -> None:
    text = printed(province, tmp_path, "applicable_units")
    assert "đến ngày 30/6/2024 có 30 đơn vị thuộc phạm vi áp dụng" in text
    assert "01 thành phố và 09 huyện" in text
    assert "Trong kỳ không có thay đổi đơn vị" in text
    unit_changes.make(province, compose("absorb", date(2024, 3, 1), PAPER, code="221", into=["213"]))
    unit_changes.make(
        province,
        compose("kind", date(2024, 2, 1), "Nghị quyết 938/NQ-UBTVQH15", code="222", kind="town",
                name="Ủy ban nhân dân thị xã Việt Yên"),
    )  # fmt: skip
    unit_changes.make(
        province,
        compose(
            "split", date(2024, 7, 5), PAPER, code="219", into=["224"], name="Ủy ban nhân dân thị xã Chũ", kind="town"
        ),
    )
    text = printed(province, tmp_path, "applicable_units")
    assert "có 29 đơn vị" in text
    assert "Kết thúc; kế thừa: TP" in text
    assert "Đổi từ Ủy ban nhân dân" in text
    assert "938/NQ-UBTVQH15" in text
    assert "Chũ" not in text  # that is of the next period
    assert "có 30 đơn vị" in printed(province, tmp_path, "applicable_units", "2024-H2")
    assert "có 30 đơn vị" in printed(province, tmp_path, "applicable_units", "2023")
    for suffix in ("xlsx", "docx"):
        out = tmp_path / f"list.{suffix}"
        assert reports.render(province, "applicable_units", "2024", None, out).stat().st_size > 1000
    with pytest.raises(Refused):
        reports.render(province, "applicable_units", "2024", "217", tmp_path / "x.pdf")


def test_the_sheet_of_a_dedicated_unit(district: Session, tmp_path: Path, office: ModuleType) -> None:
    empty = printed(district, tmp_path, "unit_profile", "2015")
    assert "chưa ghi Phòng hoặc Trung tâm chuyên trách nào" in empty
    paper = records.add(district, "document", {"number": "15/QĐ-UBND", "issued_on": "2020-02-10"})
    made = records.add(
        district, "dedicated_unit",
        {"name": "Tổ Công nghệ thông tin", "kind": "division", "head": "Trần Văn Hùng", "headcount": 3,
         "document": paper, "start_date": "2020-03-01"},
    )  # fmt: skip
    text = printed(district, tmp_path, "unit_profile")
    for word in ("Ủy ban nhân dân huyện Lạng Giang (mã 217)", "Tổ Công", "15/QĐ-UBND ngày",
                 "Nguyễn Thị Hà", "Phòng Văn hóa và Thông tin"):  # fmt: skip
        assert word in text
    assert "Lê Văn Cũ" not in text
    assert "chưa ghi Phòng hoặc Trung tâm" in printed(district, tmp_path, "unit_profile", "2019")
    assert "Tổ Công" in printed(district, tmp_path, "unit_profile", "2019", record=made)
    with pytest.raises(NotFound):
        printed(district, tmp_path, "unit_profile", record="018f0000-0000-7000-8000-000000000000")
    for suffix in ("xlsx", "docx"):
        out = tmp_path / f"sheet.{suffix}"
        assert reports.render(district, "unit_profile", "2024", None, out).stat().st_size > 1000


def test_the_sheet_of_a_unit_that_ended(province: Session, tmp_path: Path) -> None:
    unit_changes.make(province, compose("absorb", date(2024, 5, 1), PAPER, code="217", into=["218"]))
    text = printed(province, tmp_path, "unit_profile", unit="217")
    assert "Kết thúc ngày 30/4/2024; kế thừa: Ủy ban nhân dân huyện Lục Nam" in text
    assert "Tiền thân: Ủy ban nhân dân huyện Lạng Giang" in printed(province, tmp_path, "unit_profile", unit="218")


def test_an_empty_store(tmp_path: Path, office: ModuleType) -> None:
    with office.new_store(tmp_path / "so", "province", "STTTT") as so:
        assert "Trong kỳ không có thay đổi" in printed(so, tmp_path, "applicable_units", "2024")
        assert "không có cán bộ chuyên trách nào" in printed(so, tmp_path, "unit_profile", "2024")
