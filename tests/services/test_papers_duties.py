"""The papers of Điều 6: the register, the documents advised on, support by place, the minutes of a handover."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services import detail, records, reports
from bgit_desktop.services.checking import Invalid
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query


def printed(session: Session, tmp_path: Path, kind: str, period: str = "2024-H1", **options: Any) -> str:
    out = reports.render(session, kind, period, options.pop("unit", None), tmp_path / f"{kind}.pdf", **options)
    done = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_register_has_every_task_of_the_period_under_its_clause(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    office.Office(district, "217").add(
        "task", clause="QyD.6.2.b", title="Hướng dẫn một cửa", status="done", assigned_on="2024-02-01", quantity=12.5,
        quantity_unit="lượt",
    )  # fmt: skip
    text = printed(district, tmp_path, "task_register")
    assert "đã theo dõi 09 nhiệm vụ" in text
    assert "Điểm b khoản 2 Điều 6" in text
    assert "12,5 lượt" in text
    assert "SỔ THEO DÕI NHIỆM VỤ 6 THÁNG ĐẦU NĂM 2024" in text


def test_the_register_over_all_units_names_each(province: Session, tmp_path: Path) -> None:
    text = printed(province, tmp_path, "task_register")
    assert "Huyện Lạng Giang: " in text
    assert "Huyện Lục Nam: " in text
    assert "Huyện Lục Nam: " not in printed(province, tmp_path, "task_register", unit="217")


def test_what_became_of_the_advice_is_counted(district: Session, tmp_path: Path, office: ModuleType) -> None:
    add = office.Office(district, "217").add
    issued = add("document", number="45/KH-UBND", issued_on="2024-03-05", kind="plan")
    for outcome in ("accepted", "changed", "declined", None):
        add(
            "task", clause="QyD.6.2.a", title=f"Kế hoạch {outcome}", status="done", assigned_on="2024-02-01",
            advice_kind="plan", submitted_on="2024-02-20", outcome=outcome, issued_document=issued,
            intermediary="Trưởng phòng",
        )  # fmt: skip
    text = printed(district, tmp_path, "advice_list")
    assert "được chấp thuận 01, chấp thuận có sửa đổi 01, không chấp thuận 01" in text
    assert "45/KH-UBND" in text
    assert "(qua Trưởng phòng)" in text


def test_support_is_summed_by_place(district: Session, tmp_path: Path, office: ModuleType) -> None:
    add = office.Office(district, "217").add
    for mode, count in (("guide", 3), ("guide", 4), ("operate", 1)):
        add("task", clause="QyD.6.2.b", title="Hỗ trợ", status="done", assigned_on="2024-02-01", scope="Xã Mỹ Thái",
            mode=mode, quantity=count)  # fmt: skip
    text = printed(district, tmp_path, "support_by_place")
    assert re.search(r"Xã Mỹ Thái\s+2\s+0\s+1\s+3\s+8", text), text[-900:]


def test_the_minutes_of_a_handover_name_what_is_handed_over_and_who_signs(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    add = office.Office(district, "217").add
    giver, taker = (str(row["id"]) for row in records.listing(district, Query("officer"))[:2])
    tasks = [str(row["id"]) for row in records.listing(district, Query("task"))[:2]]
    system = add("system", name="Máy chủ một cửa", kind="server")
    made = add(
        "handover", title="Bàn giao quản trị", from_officer=giver, to_officer=taker, handed_on="2024-06-03", tasks=tasks,
        systems=[system], papers="Sổ theo dõi", witness="Phạm Văn Sơn",
    )  # fmt: skip
    text = printed(district, tmp_path, "handover_minutes", record=made)
    names = [str(records.show(district, "officer", each)["full_name"]) for each in (giver, taker)]
    for word in (
        "BIÊN BẢN",
        "Ngày 03/6/2024",
        "Máy chủ một cửa",
        "BÊN GIAO",
        "NGƯỜI CHỨNG KIẾN",
        "Phạm Văn Sơn",
        *names,
    ):
        assert word in text
    assert printed(district, tmp_path, "handover_minutes") == text, "the one of the period"
    assert "không có lần bàn giao nào" in printed(district, tmp_path, "handover_minutes", "2023-H1")
    with pytest.raises(NotFound):
        printed(district, tmp_path, "handover_minutes", record=giver)
    with pytest.raises(BadInput, match="theo kỳ"):
        printed(district, tmp_path, "task_register", record=made)


def test_the_minutes_say_what_the_giver_did_while_in_charge(
    district: Session, tmp_path: Path, office: ModuleType
) -> None:
    own = office.Office(district, "217")
    officers = {str(row["full_name"]): str(row["id"]) for row in records.listing(district, Query("officer"))}
    giver, taker = officers["Nguyễn Thị Hà"], officers["Trần Văn Hùng"]
    still = [
        str(row["id"]) for row in records.listing(district, Query("task")) if row["status"] in ("doing", "planned")
    ]
    minutes = own.add(
        "handover",
        title="Bàn giao công việc",
        from_officer=giver,
        to_officer=taker,
        handed_on="2024-07-01",
        tasks=still,
    )
    text = printed(district, tmp_path, "handover_minutes", record=minutes)
    assert "bên giao đã thực hiện 07 nhiệm vụ, hoàn thành 06; bàn giao lại 03 nhiệm vụ" in text
    shown = detail.detail(district, "officer", taker)
    part = next(each for each in shown.parts if each.heading == "Nhiệm vụ đã làm trong thời gian phụ trách")
    assert any("nhận bàn giao 3" in each.text for each in part.lines)


def test_only_one_point_can_be_declared_away(district: Session) -> None:
    for clause in ("QyD.6.2.d", "QyD.6.1.a"):
        with pytest.raises(Invalid, match=r"Điều 6\.2\.d"):
            records.add(
                district, "exemption", {"clause": clause, "reason": "Không có dịch vụ", "start_date": "2024-01-01"}
            )
    assert records.add(
        district, "exemption", {"clause": "QyD.6.1.d", "reason": "Không có dịch vụ", "start_date": "2024-01-01"}
    )
