"""The catalogue of units on the command line."""

from __future__ import annotations

import subprocess
from pathlib import Path

PAPER = "Nghị quyết 1191/NQ-UBTVQH15"


def test_units_by_day(cli, province_store: Path) -> None:
    before = cli("units", "list", "--as-of", "31/12/2024", "--json", store=province_store)
    assert len(before.rows) == 30
    change = ("units", "change", "absorb", "--code", "221", "--into", "213", "--on", "2025-01-01", "--document", PAPER)
    seen = cli(*change, "--dry-run", store=province_store)
    assert seen.code == 0
    assert "Xem trước, chưa ghi gì." in seen.out
    assert "Hiệu lực đến: 31/12/2024" in seen.out
    assert len(cli("units", "list", "--as-of", "01/01/2025", "--json", store=province_store).rows) == 30
    done = cli(*change, "--json", store=province_store)
    assert (done.json["state"], done.json["applied"], done.json["on"]) == ("pending", True, "2025-01-01")
    assert {row["code"] for row in done.json["rows"]} >= {"221", "213"}
    after = cli("units", "list", "--as-of", "01/01/2025", "--json", store=province_store).rows
    assert len(after) == 29
    city = next(row for row in after if row["code"] == "213")
    assert city["predecessors"] == ["221"]
    assert len(cli("units", "list", "--as-of", "31/12/2024", "--json", store=province_store).rows) == 30
    cli(*change, store=province_store).refused("đã áp dụng")
    assert cli("records", "undo", store=province_store).code == 0
    assert len(cli("units", "list", "--as-of", "01/01/2025", "--json", store=province_store).rows) == 30
    assert "213" in cli("units", "list", store=province_store).out
    assert len(cli("units", "list", "--all", "--json", store=province_store).rows) > 100


def test_the_changes_made_ready(cli, province_store: Path) -> None:
    listed = cli("units", "changes", store=province_store)
    assert "yen-dung-luc-ngan-2025/221" in listed.out
    group = ("units", "changes", "--apply", "yen-dung-luc-ngan-2025")
    cli(*group, store=province_store).refused("Chưa có mã")
    typed = (*group, "--code", "yen-dung-luc-ngan-2025/219=224")
    assert "Xem trước" in cli(*typed, "--dry-run", store=province_store).out
    assert "2 thay đổi" in cli(*typed, store=province_store).out
    rows = {row["key"]: row["state"] for row in cli("units", "changes", "--json", store=province_store).rows}
    assert rows["yen-dung-luc-ngan-2025/221"] == rows["yen-dung-luc-ngan-2025/219"] == "done"
    assert rows["viet-yen-2024/222"] == "pending"
    later = ("units", "changes", "--apply", "so-tttt-2025", "--on", "10/3/2025", "--document", "NQ 01/NQ-HĐND")
    assert cli(*later, store=province_store).code == 0
    assert any(
        row["code"] == "STTTT"
        for row in cli("units", "list", "--as-of", "2025-03-09", "--json", store=province_store).rows
    )


def test_what_is_wrong_is_said(cli, province_store: Path, unit_store: Path) -> None:
    whole = ("units", "change", "end", "--code", "221", "--on", "2025-01-01", "--document", PAPER)
    cli(*whole, store=unit_store).refused("do Sở cập nhật")
    cli(*whole[:-3], "31/02/2025", *whole[-2:], store=province_store).refused("--on")
    cli(*whole[:-1], " ", store=province_store).refused("căn cứ pháp lý")
    cli("units", "change", "absorb", *whole[3:], store=province_store).refused("tiếp nhận")
    cli("units", "changes", "--apply", "khong-co", store=province_store).refused("khong-co")
    cli("units", "changes", "--dry-run", store=province_store).refused("--apply", 2)
    cli("units", "changes", "--apply", "so-tttt-2025", "--code", "224", store=province_store).refused("MÃ_THAY_ĐỔI")
    assert cli("units", "change", "end", "--help").code == 0


def test_reports_by_the_units_of_then_or_of_now(cli, province_store: Path, tmp_path: Path) -> None:
    for by in ("then", "now"):
        out = tmp_path / f"{by}.xlsx"
        answer = cli("report", "summary", "--period", "2024-H1", "--units", by, "--out", out, store=province_store)
        assert answer.code == 0
        assert out.stat().st_size > 0
    wrong = cli("report", "summary", "--period", "2024-H1", "--units", "later", "--out", out, store=province_store)
    wrong.refused("then", 2)


def test_a_unit_newer_than_the_program(cli, tmp_path: Path) -> None:
    new = tmp_path / "chu"
    cli("init", "--mode", "unit", "--unit", "224", store=new).refused("224")
    cli("init", "--mode", "unit", "--unit", "a b", "--unit-name", "Thị xã", store=new).refused("a b")
    name = "Ủy ban nhân dân thị xã Chũ"
    made = cli("init", "--mode", "unit", "--unit", "224", "--unit-name", name, "--json", store=new)
    assert made.code == 0, made.err
    assert (made.json["unit"], made.json["unit_name"]) == ("224", name)
    assert "gói trả lời" in made.json["warnings"][0]
    assert cli("info", "--json", store=new).json["unit_name"] == name
    out = tmp_path / "report.pdf"
    assert cli("report", "periodic", "--period", "2025-H1", "--out", out, store=new).code == 0
    text = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True).stdout.decode()
    assert "THỊ XÃ CHŨ" in text
    assert "Sở Thông tin và Truyền thông tỉnh Bắc Giang" in " ".join(text.split())
