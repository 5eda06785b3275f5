"""Lists in and out of Excel, verdicts and reports from the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.documents.sheet_model import Column, Sheet
from bgit_desktop.documents.xlsx_write import write_workbook

COUNTS = ("read", "created", "updated", "unchanged", "refused")


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    """A list of incidents as an office keeps it, with a title above the header."""
    columns = tuple(Column(name, name) for name in ("TT", "Phát hiện lúc", "Tên sự cố", "Loại", "Tình trạng"))
    write_workbook([Sheet("Sổ sự cố", columns, rows, ("SỔ THEO DÕI SỰ CỐ",))], path)
    return path


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "so.xlsx",
        ("1", "8h30 12/01/2024", "Máy chủ hỏng", "Máy chủ", "Đã khắc phục"),
        ("2", "31/02/2024 08:00", "Mất mạng", "Đường truyền", ""),
        ("3", "14:20 04/03/2024", "Đứt cáp", "Đường truyền", ""),
    )


def test_import(cli, unit_store: Path, incidents: Path) -> None:
    preview = cli("import-xlsx", incidents, "--dry-run", "--json", store=unit_store)
    assert preview.code == 3
    assert cli("records", "list", "incident", "--json", store=unit_store).out == ""
    done = cli("import-xlsx", incidents, "--json", store=unit_store, secret=None)
    assert (done.code, done.json) == (3, preview.json)
    assert set(done.json) == {*COUNTS, "problems"}
    assert [done.json[name] for name in COUNTS] == [3, 2, 0, 0, 1]
    problem = done.json["problems"][0]
    assert set(problem) == {"sheet", "cell", "value", "reason"}
    assert (problem["sheet"], problem["value"]) == ("Sổ sự cố", "31/02/2024 08:00")
    again = cli("import-xlsx", incidents, store=unit_store)
    assert again.code == 3
    assert re.search(r"^Sổ sự cố!B\d: .*31/02/2024", again.out)
    assert len(cli("records", "list", "incident", "--json", store=unit_store).rows) == 2
    assert cli("records", "undo", "--json", store=unit_store).json["records"] == 2


def test_an_import_without_refusals_ends_well(cli, unit_store: Path, tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", ("1", "8h30 12/01/2024", "Máy chủ hỏng", "Máy chủ", "Đã khắc phục"))
    assert cli("import-xlsx", good, "--type", "incident", store=unit_store).code == 0
    same = cli("import-xlsx", good, "--json", store=unit_store)
    assert (same.code, same.json["unchanged"]) == (0, 1)


def test_an_import_leaves_a_tested_copy_behind(cli, unit_store: Path, incidents: Path) -> None:
    assert list((unit_store / "backups").iterdir()) == []
    cli("import-xlsx", incidents, "--dry-run", store=unit_store)
    assert list((unit_store / "backups").iterdir()) == []
    cli("import-xlsx", incidents, store=unit_store)
    assert [each.suffix for each in (unit_store / "backups").iterdir()] == [".sqlite3"]


def test_export_comes_back_unchanged(cli, unit_store: Path, incidents: Path, tmp_path: Path) -> None:
    cli("import-xlsx", incidents, store=unit_store)
    cli("records", "add", "officer", "full_name=Nguyễn Thị Hà", "birth_date=12/03/1985", "phone=0912345678",
        store=unit_store)  # fmt: skip
    out = tmp_path / "out.xlsx"
    assert cli("export-xlsx", "incident", "officer", "--out", out, store=unit_store).code == 0
    found = cli("import-xlsx", out, "--json", store=unit_store)
    assert (found.code, found.json["problems"]) == (0, [])
    assert [found.json[name] for name in COUNTS] == [3, 0, 0, 3, 0]
    cli("export-xlsx", "nosuch", "--out", out, store=unit_store).refused("nosuch")


def test_template(cli, unit_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    assert cli("template", "task", "--out", out, "--json", store=unit_store).json == {"file": str(out)}
    assert out.read_bytes().startswith(b"PK")
    cli("template", "nosuch", "--out", tmp_path / "u.xlsx", store=unit_store).refused("nosuch")
    assert not (tmp_path / "u.xlsx").exists()


def test_verdicts(cli, unit_store: Path) -> None:
    officer = cli(
        "records", "add", "officer", "full_name=Nguyễn Thị Hà", "employment=civil_servant", store=unit_store
    ).out
    cli("records", "add", "qualification", f"officer={officer.strip()}", "level=college", "field=it", "mode=regular",
        store=unit_store)  # fmt: skip
    first = cli("verdicts", "--json", "--as-of", "2024-06-30", store=unit_store, secret=None)
    assert first.out == cli("verdicts", "--json", "--as-of", "30/06/2024", store=unit_store).out
    row = next(each for each in first.rows if each["clause"] == "QyD.4")
    assert set(row) == {
        "subject_type", "subject", "name", "unit", "clause", "verdict", "as_of", "reasons", "missing", "owner",
    }  # fmt: skip
    assert (row["subject_type"], row["subject"], row["verdict"]) == ("officer", officer.strip(), "not_met")
    assert (row["unit"], row["as_of"]) == ("217", "2024-06-30")
    assert "Chưa đạt" in cli("verdicts", store=unit_store).out
    assert "Not met" in cli("verdicts", "--lang", "en", store=unit_store).out
    some = cli(
        "verdicts", "--json", "--clause", "10.2.a", "--clause", "6.2.c", "--period", "2024-H1", store=unit_store
    ).rows
    assert [(each["clause"], each.get("period")) for each in some] == [("QyD.6.2.c", "2024-H1"), ("QyD.10.2.a", None)]
    assert "2024-H1: Thiếu căn cứ [Cán bộ]" in cli("verdicts", "--period", "2024-H1", store=unit_store).out
    cli("verdicts", "--clause", "12", store=unit_store).refused("12")
    cli("verdicts", "--period", "2024-Q1", store=unit_store).refused("2024-Q1")
    cli("verdicts", "--unit", "999", store=unit_store).refused("999")
    cli("verdicts", "--as-of", "31/02/2024", store=unit_store).refused("31/02/2024")


def test_a_ruling(cli, unit_store: Path) -> None:
    officer = cli(
        "records", "add", "officer", "full_name=Lê Ân", "employment=civil_servant", store=unit_store
    ).out.strip()
    cli("records", "add", "qualification", f"officer={officer}", "level=bachelor", "field=near", "mode=regular",
        store=unit_store)  # fmt: skip
    (waiting,) = cli("ruling", "list", "--json", store=unit_store, secret=None).rows
    assert (waiting["subject"], waiting["clause"]) == (officer, "QyD.4")
    assert officer in cli("ruling", "list", store=unit_store).out
    why = ("--verdict", "met", "--reason", "Đã xem bảng điểm", "--by", "Trưởng phòng", "--on", "30/06/2024")
    made = cli("ruling", "add", "4", officer, *why, "--json", store=unit_store).json["id"]
    (row,) = cli("verdicts", "--json", "--clause", "4", store=unit_store).rows
    assert row["verdict"] == "met"
    assert "Trưởng phòng: Đã xem bảng điểm" in row["reasons"][-1]
    assert cli("records", "show", "ruling", made, "--json", store=unit_store).json["decided_on"] == "2024-06-30"
    assert cli("ruling", "list", store=unit_store).out.strip() == "Không có kết quả nào chờ kết luận."
    cli("ruling", "add", "5.2", officer, *why, store=unit_store).refused("Cần xem xét")
    cli("ruling", "add", "4", "999", *why, store=unit_store).refused("999")
    cli("ruling", "add", "4", officer, "--verdict", "maybe", "--reason", "x", store=unit_store).refused("maybe")


def test_report_list(cli, unit_store: Path, province_store: Path) -> None:
    rows = cli("report", "--list", "--json", store=unit_store, secret=None).rows
    assert all(set(row) == {"kind", "label", "formats", "period_kind", "administrative"} for row in rows)
    kinds = {row["kind"] for row in rows}
    assert kinds < {row["kind"] for row in cli("report", "--list", "--json", store=province_store).rows}
    assert all(kind in cli("report", "--list", store=unit_store).out for kind in kinds)


@pytest.mark.parametrize("period", ["2024-H1", "2024"])
def test_every_kind_listed_works_with_a_period_alone(cli, province_store: Path, tmp_path: Path, period: str) -> None:
    for row in cli("report", "--list", "--json", store=province_store).rows:
        for suffix in row["formats"]:
            out = tmp_path / f"{row['kind']}.{suffix}"
            answer = cli("report", row["kind"], "--period", period, "--out", out, store=province_store, secret=None)
            assert answer.code == 0, answer
            assert out.read_bytes()[:2] in (b"%P", b"PK")


@pytest.mark.parametrize(
    ("words", "name", "word"),
    [
        (("nosuch", "--period", "2024"), "x.pdf", "nosuch"),
        (("periodic", "--period", "2024-H3"), "x.pdf", "2024-H3"),
        (("periodic", "--period", "2024"), "x.odt", ".odt"),
        (("periodic", "--period", "2024", "--unit", "215"), "x.pdf", "215"),
        (("incident", "--period", "2024", "--incident", "nosuch"), "x.pdf", "nosuch"),
        (("periodic", "--period", "2024"), "no/such/folder/x.pdf", "such/folder"),
    ],
)
def test_reports_refused(cli, unit_store: Path, tmp_path: Path, words: tuple[str, ...], name: str, word: str) -> None:
    cli("report", *words, "--out", tmp_path / name, store=unit_store).refused(word)
    assert [each.name for each in tmp_path.iterdir()] == ["unit"]
