"""``evidence …`` and the records behind a figure, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_evidence_is_added_and_listed(cli: Any, unit_store: Path) -> None:
    def new(type_name: str, *values: str) -> str:
        return str(cli("records", "add", type_name, *values, store=unit_store).out.strip())

    task = new("task", "clause=QyD.6.2.b", "title=Hỗ trợ một cửa", "status=done", "assigned_on=2024-02-01")
    paper = new("document", "number=12/KH-UBND", "issued_on=2024-01-15")
    add = ("evidence", "add", "task", task)
    cli(*add, store=unit_store).refused("văn bản chứng minh")
    cli(*add, "--document", "12/KH", store=unit_store).refused("12/KH")
    made = cli(*add, "--document", paper, "--page", "2", "--json", store=unit_store).json["id"]
    (row,) = cli("evidence", "list", "--clause", "QyD.6.2", "--json", store=unit_store).rows
    assert (row["id"], row["record"], row["clause"], row["cited"], row["page"], row["gone"]) == (
        made, task, "QyD.6.2.b", "12/KH-UBND", "2", False,
    )  # fmt: skip
    assert cli("evidence", "list", "--type", "task", "--id", task, "--json", store=unit_store).rows == [row]
    assert cli("evidence", "list", "--document", paper, "--json", store=unit_store).rows == [row]
    assert cli("evidence", "list", "--clause", "QyD.7", "--json", store=unit_store).out == ""
    assert cli("records", "delete", "task", task, store=unit_store).code == 0
    assert "bản ghi đã xóa" in cli("evidence", "list", store=unit_store).out


def test_the_records_behind_a_figure_are_listed(cli: Any, unit_store: Path) -> None:
    for at, status in enumerate(("done", "doing", "done")):
        values = ("clause=QyD.6.2.c", f"title=Việc {at}", f"status={status}", "assigned_on=2024-02-01")
        cli("records", "add", "task", *values, store=unit_store)
    asked = ("cycle", "records", "--period", "2024-H1", "--figure")
    rows = cli(*asked, "tasks.done", "--json", store=unit_store).rows
    assert [(row["title"], row["type"]) for row in sorted(rows, key=lambda row: row["title"])] == [
        ("Việc 0", "task"), ("Việc 2", "task"),
    ]  # fmt: skip
    assert "Việc 0" in cli(*asked, "QyD.6.2.c.total", store=unit_store).out
    cli(*asked, "tasks.none", store=unit_store).refused("tasks.done")


def test_a_paper_about_one_record_needs_no_period(cli: Any, unit_store: Path, tmp_path: Path) -> None:
    record = cli(
        "records", "add", "incident", "title=Máy chủ dừng", "category=A1", "detected_at=2024-03-05T08:00",
        store=unit_store,
    ).out.strip()  # fmt: skip
    out = tmp_path / "su-co.docx"
    made = ("report", "incident", "--record", record, "--out", str(out))
    assert cli(*made, "--variant", "final", store=unit_store).code == 0
    assert out.stat().st_size > 1000
    cli(*made, "--variant", "last", store=unit_store).refused("first, follow_up, final")
    cli("report", "task_register", "--record", record, "--out", str(out), store=unit_store).refused("lập theo kỳ")


def test_show_tells_the_course_of_an_incident_and_what_an_officer_did(cli: Any, unit_store: Path) -> None:
    def new(type_name: str, *values: str) -> str:
        return str(cli("records", "add", type_name, *values, store=unit_store).out.strip())

    incident = new("incident", "title=Mất mạng", "category=C1", "detected_at=2024-03-05T08:00")
    new("incident_step", f"incident={incident}", "at=2024-03-05T09:00", "kind=handling", "description=Gọi nhà mạng")
    shown = cli("records", "show", "incident", incident, store=unit_store).out
    course = shown.partition("Diễn biến:")[2]
    assert course.index("Phát hiện sự cố") < course.index("Gọi nhà mạng")
    officer = new("officer", "full_name=Nguyễn Thị Hà", "employment=civil_servant", "start_date=2020-01-01")
    new("task", "clause=QyD.6.2.c", "title=Cập nhật", "status=done", "assigned_on=2024-02-01", f"officers={officer}")
    assert "hoàn thành 1" in cli("records", "show", "officer", officer, store=unit_store).out
