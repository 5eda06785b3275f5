"""``evaluate``, ``award``, ``review`` and ``staff`` from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def add(cli: Any, store: Path, *words: str) -> str:
    return str(cli("records", "add", *words, store=store).out.strip())


def test_the_so_evaluates_from_the_sample_to_the_final_result(cli: Any, province_store: Path, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return cli("evaluate", *words, store=province_store)

    run("list", "--period", "2024-H1").refused("evaluate sample")
    assert run("sample", "2024").code == 0
    run("sample", "2024").refused("Đã có bộ")
    rows = {row["subject"]: row for row in run("list", "--period", "2024-H1", "--json").rows}
    assert rows["217"]["status"] is None
    assert [each["points"] for each in rows["217"]["points"]] == [None] * 8
    assert "không phải 0 điểm" in run("list", "--period", "2024-H1", "--unit", "217").err
    give = ("points", "--period", "2024-H1", "217", "A8")
    run(*give, "8").refused("lý do")
    run(*give, "tám", "--reason", "x").refused("tám")
    record = run(*give, "8,5", "--reason", "Theo biên bản").out.strip()
    run("final", "--period", "2024-H1").refused("A8")
    assert run("result", "--period", "2024-H1", "217", "--rating", "good", "--comment", "Tốt").out.strip() == record
    run("result", "--period", "2024-H1", "217").refused("--rating")
    assert run("final", "--period", "2024-H1", "--unit", "217", "--document", "5/QĐ", "--json").json["count"] == 1
    shown = cli("records", "show", "evaluation", record, "--json", store=province_store).json
    assert (shown["status"], shown["rating"], shown["document"]) == ("final", "good", "5/QĐ")
    evidence = run("evidence", "--period", "2024-H1", "217", "A8")
    assert "Theo biên bản" in evidence.out
    run("evidence", "--period", "2024-H1", "217", "Z1").refused("Z1")
    assert [row["rank"] for row in run("emulation", "--period", "2024-H1", "--json").rows] == [1]
    criterion = cli("records", "list", "criterion", "--json", store=province_store).rows[0]["id"]
    cli("records", "set", "criterion", criterion, "max_points=3", store=province_store).refused("sao thành bộ mới")
    assert run("copy", "2024", "2025").code == 0
    assert run("scale", "good=70", "--json").json == {"excellent": 90, "good": 70, "fair": 50, "poor": 0}
    run("scale", "good=x").refused("good=x")
    out = tmp_path / "danh-gia.pdf"
    for kind in ("evaluation_report", "emulation_table"):
        assert cli("report", kind, "--period", "2024-H1", "--out", str(out), store=province_store).code == 0
    assert out.stat().st_size > 2000


def test_a_review_round(cli: Any, province_store: Path) -> None:
    def run(*words: str) -> Any:
        return cli("review", *words, store=province_store)

    made = run("open", "--due-on", "31/12/2026").out.strip()
    assert [row["id"] for row in run("list", "--json").rows] == [made]
    lines = run("show", made, "--json").rows
    assert all(row["remedy"] == "recruit" for row in lines)
    first = lines[0]["id"]
    run("remedy", first).refused("--remedy")
    run("remedy", first, "--remedy", "magic").refused("magic")
    assert run("remedy", first, "--note", "Đã tuyển", "--done").code == 0
    assert next(row for row in run("show", made, "--json").rows if row["id"] == first)["status"] == "done"
    assert "Chưa có đợt" in run("diff", made).out
    assert run("settle", made, "--json").json["count"] == 0
    assert run("close", made, "--conclusion", "Xong").code == 0
    run("close", made, "--conclusion", "Xong").refused("kết thúc")
    assert run("diff", run("open").out.strip()).code == 0
    run("open", "--as-of", "2999-01-01").refused("2999")


def test_a_unit_proposes_an_award_and_sends_its_documents(cli: Any, unit_store: Path) -> None:
    who = add(cli, unit_store, "officer", "full_name=Nguyễn Thị Hà", "employment=civil_servant")
    paper = add(cli, unit_store, "document", "number=15/QĐ-UBND")
    propose = ("award", "propose", who, "--title", "Bằng khen", "--level", "province", "--document", paper)
    cli(*propose, "--reason", " ", store=unit_store).refused("thành tích")
    award = cli(*propose, "--reason", "Sáng kiến", store=unit_store).out.strip()
    (row,) = cli("award", "list", "--json", store=unit_store).rows
    assert (row["id"], row["level"], row["evidence"]) == (award, "province", ["15/QĐ-UBND"])
    assert cli("award", "decide", award, "--level", "UBND tỉnh", "--on", "2024-07-01", store=unit_store).code == 0
    note = ("staff", "note-assignments", who, "--on", "2024-06-01")
    cli(*note, store=unit_store).refused("văn bản phân công")
    assert len(cli("staff", "assignments", "--lacking", "--json", store=unit_store).rows) == 1
    cli("records", "set", "officer", who, f"assignment_document={paper}", store=unit_store)
    assert cli(*note, "--json", store=unit_store).json["count"] == 1
    assert cli("staff", "assignments", "--lacking", "--json", store=unit_store).out == ""
    kinds = {row["kind"] for row in cli("staff", "need", "--json", store=unit_store).rows}
    assert kinds == {"unit", "officer"}
    cli("staff", "required", "217", "2", store=unit_store).refused("Sở")
    cli("staff", "comment", who, "x", store=unit_store).refused("Chỉ Sở")
    cli("evaluate", "sample", "2024", store=unit_store).refused("Sở")
