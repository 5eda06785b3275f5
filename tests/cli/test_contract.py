"""Single differences from the contract that an outside tester met; each was a silent wrong before."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bgit_desktop import app

# -- words -----------------------------------------------------------------------------------------------------------


def pages(cli, lang: str, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the help page of every command and of every action."""
    answer = cli(*words, "--help", "--lang", lang)
    assert answer.code == 0
    yield words, answer.out
    listed = re.search(r"\n  (?:COMMAND|LỆNH|VIỆC|ACTION)\n((?:    .*\n)+)", answer.out)
    for name in re.findall(r"^    ([a-z][a-z-]*)(?:\s|$)", listed[1], re.MULTILINE) if listed else ():
        yield from pages(cli, lang, (*words, name))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_help_page_says_what_the_command_does_and_what_all_have_in_common(cli, lang: str) -> None:
    found = dict(pages(cli, lang))
    assert {("records", "add"), ("package", "accept"), ("key", "revoke"), ("report",), ("self-test",)} <= set(found)
    for words, page in found.items():
        flat = " ".join(page.split())
        assert all(option in flat for option in ("--store", "--lang", "--json", "--passphrase-file", " 70 ")), words
        blocks = page.split("\n\n")
        assert blocks[0].startswith("Usage:" if lang == "en" else "Cách dùng:")
        assert blocks[1].strip().endswith("."), f"{words} does not say what it does"
    assert "dedicated_unit" in found["records", "add"]
    assert "exists=true" in found["records", "resolve"]


def test_a_command_is_a_command_beside_a_file_of_its_name(cli, unit_store: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "_open_window", lambda *_, **__: pytest.fail("the window opened"))
    (tmp_path / "info").write_text("x")
    assert '"unit": "217"' in cli("info", "--json", store=unit_store).out


def test_nothing_to_search_for(cli, unit_store: Path) -> None:
    cli("search", " ", store=unit_store).refused("search", code=2)


def test_a_field_given_twice(cli, unit_store: Path) -> None:
    cli("records", "add", "officer", "full_name=A", "full_name=B", store=unit_store).refused("full_name")


def test_what_is_no_package_is_named(cli, tmp_path: Path) -> None:
    path = tmp_path / "thư.txt"
    path.write_text("x")
    cli("package", "show", path).refused("thư.txt")


def test_an_empty_folder_of_packages_is_said_to_be_empty(cli, province_store: Path, tmp_path: Path) -> None:
    (tmp_path / "trống").mkdir()
    answer = cli("package", "receive", tmp_path / "trống", store=province_store)
    assert (answer.code, answer.out) == (0, "")
    assert "trống" in answer.err


def test_falling_order_as_the_help_page_says(cli, unit_store: Path) -> None:
    for name, born in (("A", "1980-01-01"), ("B", "1990-01-01"), ("C", "1985-01-01")):
        cli("records", "add", "officer", f"full_name={name}", f"birth_date={born}", store=unit_store)
    rows = cli("records", "list", "officer", "--sort", "-birth_date", "--json", store=unit_store).rows
    assert [row["full_name"] for row in rows] == ["B", "C", "A"]


def test_a_unit_knows_nothing_of_another(cli, unit_store: Path) -> None:
    cli("verdicts", "--unit", "215", store=unit_store).refused("không có của 215")


def test_the_system_speaks_the_users_language(cli, unit_store: Path) -> None:
    path = unit_store / ("x" * 300 + ".bgbak")
    cli("backup", "--out", path, store=unit_store).refused("tên tệp quá dài")
    cli("backup", "--out", path, "--lang", "en", store=unit_store).refused("the name is too long")


# -- units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["SGDĐT", "sgddt", "SGDDT"])
def test_a_unit_by_its_official_abbreviation(cli, province_store: Path, tmp_path: Path, typed: str) -> None:
    found = {row["unit"] for row in cli("verdicts", "--json", "--unit", typed, store=province_store).rows}
    assert found == {"SGDDT"}
    out = tmp_path / "x.xlsx"
    assert cli("report", "periodic", "--period", "2024", "--unit", typed, "--out", out, store=province_store).code == 0
    assert cli("init", "--mode", "unit", "--unit", typed, "--json", store=tmp_path / "S").json["unit"] == "SGDDT"


def test_units_of_a_deadline_are_codes_that_there_are(cli, province_store: Path) -> None:
    words = ("records", "add", "deadline", "kind=year", "period=2024")
    made = cli(*words, "units=217,215", "--json", store=province_store).json["id"]
    assert cli("records", "show", "deadline", made, "--json", store=province_store).json["units"] == ["217", "215"]
    cli(*words, "units=217; 9999", store=province_store).refused("9999")
    cli("records", "add", "course", "title=Lớp", "invitees=215; ABC", store=province_store).refused("ABC")


# -- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("officer", "full_name=A", "birth_date=2990-01-01"), "Ngày sinh"),
        (("officer", "full_name=A", "birth_date=1811-01-01"), "Ngày sinh"),
        (("officer", "full_name=A", "phone=gọi sau"), "Điện thoại"),
        (("officer", "full_name=A", "email=không có"), "Thư điện tử"),
        (("officer", "full_name=A", "assignment_document=abc"), "không có văn bản nào mang mã abc"),
        (("task", "title=A", "clause=QyD.6.2.b", "officers=abc; def"), "không có cán bộ chuyên trách nào mang mã abc"),
    ],
)
def test_wrong_values_are_named(cli, unit_store: Path, words: tuple[str, ...], named: str) -> None:
    before = cli("info", "--json", store=unit_store).out
    cli("records", "add", *words, store=unit_store).refused(named)
    assert cli("info", "--json", store=unit_store).out == before


@pytest.mark.parametrize("values", [("kind=half_year", "period=2024-H3"), ("kind=year", "period=2024-H1")])
def test_a_deadlines_period_fits_its_kind(cli, province_store: Path, values: tuple[str, ...]) -> None:
    cli("records", "add", "deadline", *values, store=province_store).refused(values[1].removeprefix("period="))
    assert cli("records", "add", "deadline", "kind=ad_hoc", "period=quý I/2024", store=province_store).code == 0


# -- stores ----------------------------------------------------------------------------------------------------------


def test_init_warns_of_a_unit_that_ended(cli, tmp_path: Path) -> None:
    made = cli("init", "--mode", "unit", "--unit", "221", "--json", store=tmp_path / "S")
    assert made.code == 0
    assert "01/01/2025" in made.json["warnings"][0]
    assert "Yên Dũng" in made.err


def test_init_warns_of_a_folder_that_holds_something_else(cli, tmp_path: Path) -> None:
    (tmp_path / "thơ.txt").write_text("x")
    made = cli("init", "--mode", "unit", "--unit", "217", store=tmp_path)
    assert made.code == 0
    assert "tệp khác" in made.err
    assert (tmp_path / "thơ.txt").read_text() == "x"


def test_no_district_is_the_province(cli, tmp_path: Path) -> None:
    cli("init", "--mode", "province", "--unit", "217", store=tmp_path / "S").refused("cấp huyện")
    assert not (tmp_path / "S").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE op SET actor = actor || 'x' WHERE n = (SELECT max(n) FROM op)",
        "UPDATE op SET fields = substr(fields, 2) WHERE n = (SELECT max(n) FROM op)",
        "UPDATE op SET tbl = 9999 WHERE n = (SELECT max(n) FROM op)",
        "UPDATE op SET row = x'00' WHERE n = (SELECT max(n) FROM op)",
        "UPDATE op SET hlc = 'x' WHERE n = (SELECT max(n) FROM op)",
    ],
)
def test_check_survives_what_it_finds(cli, unit_store: Path, statement: str) -> None:
    cli("records", "add", "officer", "full_name=Lê Văn An", store=unit_store)
    with closing(sqlite3.connect(unit_store / "store.sqlite3")) as db, db:
        db.execute(statement)
    answer = cli("check", "--json", store=unit_store)
    assert answer.code == 1, answer
    assert answer.json["problems"]


@pytest.mark.parametrize("words", [("check",), ("records", "list", "officer"), ("verdicts",), ("search", "an")])
def test_a_damaged_page_is_the_disks_fault_and_not_ours(cli, unit_store: Path, words: tuple[str, ...]) -> None:
    cli("records", "add", "officer", "full_name=Lê Văn An", store=unit_store)
    path = unit_store / "store.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = db.execute("PRAGMA page_size").fetchone()[0]
        pages = [page for (page,) in db.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 1")]
    data = bytearray(path.read_bytes())
    for page in pages:
        data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    for beside in ("store.sqlite3-wal", "store.sqlite3-shm"):
        (unit_store / beside).unlink(missing_ok=True)
    answer = cli(*words, store=unit_store)
    assert answer.code == 1, answer
    assert "khôi phục" in answer.out + answer.err
