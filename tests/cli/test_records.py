"""Records from the command line, search, undo, history, conflicts; JSON to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bgit_desktop.services import keys, packages, receiving, records
from bgit_desktop.services.context import open_session


@pytest.fixture
def officer(cli, unit_store: Path) -> str:
    answer = cli(
        "records", "add", "officer", "full_name=Nguyễn Thị Hà", "birth_date=12/03/1985", "sex=nữ", store=unit_store
    )
    assert answer.code == 0
    return str(answer.out.strip())


def test_add_prints_the_id_alone(cli, unit_store: Path, officer: str) -> None:
    assert len(officer) == 36
    assert cli("records", "show", "officer", officer, "--json", store=unit_store).json["id"] == officer
    answer = cli("records", "add", "document", "number=12/QĐ-UBND", "--json", store=unit_store)
    assert list(answer.json) == ["id"]


def test_list_as_json(cli, unit_store: Path, officer: str) -> None:
    for name in ("Trần Văn An", "Bùi Thị Bích", "Đặng Văn Ca"):
        cli("records", "add", "officer", f"full_name={name}", store=unit_store)
    answer = cli("records", "list", "officer", "--json", store=unit_store)
    rows = answer.rows
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    first = next(row for row in rows if row["id"] == officer)
    assert (first["unit"], first["full_name"], first["birth_date"], first["sex"], first["phone"]) == (
        "217", "Nguyễn Thị Hà", "1985-03-12", "female", None,
    )  # fmt: skip
    for line, row in zip(answer.out.splitlines(), rows, strict=True):
        assert line == json.dumps(row, ensure_ascii=False, sort_keys=True)
    by_name = cli("records", "list", "officer", "--json", "--sort", "full_name", store=unit_store).rows
    assert [row["full_name"] for row in by_name] == ["Trần Văn An", "Bùi Thị Bích", "Đặng Văn Ca", "Nguyễn Thị Hà"]
    falling = cli("records", "list", "officer", "--json", "--sort=-full_name", "--limit", 1, store=unit_store).rows
    assert [row["full_name"] for row in falling] == ["Nguyễn Thị Hà"]


def test_list_with_conditions(cli, unit_store: Path, officer: str) -> None:
    cli("records", "add", "officer", "full_name=Trần Văn An", "sex=male", store=unit_store)

    def names(*conditions: str) -> list[str]:
        words = [word for each in conditions for word in ("--where", each)]
        return [row["full_name"] for row in cli("records", "list", "officer", "--json", *words, store=unit_store).rows]

    assert names("sex=Nữ") == ["Nguyễn Thị Hà"]
    assert names("sex=male", "unit=217") == ["Trần Văn An"]
    assert names("unit=215") == []
    assert names("birth_date=") == ["Trần Văn An"]
    assert names(f"id={officer}") == ["Nguyễn Thị Hà"]
    cli("records", "list", "officer", "--where", "id=abc", store=unit_store).refused("abc")
    cli("records", "list", "qualification", "--where", "officer=abc", store=unit_store).refused("abc")
    cli("records", "list", "officer", "--where", "nosuch=1", store=unit_store).refused("nosuch")
    cli("records", "list", "officer", "--sort", "nosuch", store=unit_store).refused("nosuch")


def test_list_in_words(cli, unit_store: Path, officer: str) -> None:
    assert "Chưa có sự cố nào" not in cli("records", "list", "officer", store=unit_store).out
    lines = cli("records", "list", "officer", store=unit_store).out.splitlines()
    assert lines[0].startswith("Mã ")
    assert officer in lines[2]
    assert "12/03/1985" in lines[2]
    assert lines[-1] == "1 bản ghi"
    assert "Chưa ghi sự cố nào" in cli("records", "list", "incident", store=unit_store).out
    assert "Full name" in cli("records", "list", "officer", "--lang", "en", store=unit_store).out


def test_show_in_words_with_what_lives_inside(cli, unit_store: Path, officer: str) -> None:
    cli("records", "add", "qualification", f"officer={officer}", "level=bachelor", "major=Tin học", store=unit_store)
    out = cli("records", "show", "officer", officer, store=unit_store).out
    assert "Ngày sinh" in out
    assert "Đại học" in out
    assert "Tin học" in out


def test_set_and_history(cli, unit_store: Path, officer: str) -> None:
    assert cli("records", "set", "officer", officer, "phone=+84 912 345 678", store=unit_store).code == 0
    same = cli("records", "set", "officer", officer, "phone=0912345678", "--json", store=unit_store)
    assert same.json == {"id": officer, "changed": False}
    cli("records", "set", "officer", officer, "birth_date=", store=unit_store)
    found = cli("records", "history", "officer", officer, "--json", store=unit_store).rows
    assert [each["kind"] for each in found] == ["i", "u", "u"]
    assert found[1]["values"] == {"phone": "0912345678"}
    assert found[2]["values"] == {"birth_date": None}
    assert {each["actor"] for each in found} == {"Nguyễn Văn An"}
    assert "Điện thoại: 0912345678" in cli("records", "history", "officer", officer, store=unit_store).out


def test_delete_and_undo(cli, unit_store: Path, officer: str) -> None:
    degree = cli(
        "records", "add", "qualification", f"officer={officer}", "level=bachelor", store=unit_store
    ).out.strip()
    before = [cli("records", "list", kind, "--json", store=unit_store).out for kind in ("officer", "qualification")]
    assert cli("records", "delete", "officer", officer, "--json", store=unit_store).json == {
        "id": officer,
        "deleted": 2,
    }
    cli("records", "show", "qualification", degree, store=unit_store).refused(degree)
    undone = cli("records", "undo", "--json", store=unit_store).json
    assert undone["records"] == 2
    after = [cli("records", "list", kind, "--json", store=unit_store).out for kind in ("officer", "qualification")]
    assert after == before


def test_redo(cli, unit_store: Path, officer: str) -> None:
    cli("records", "delete", "officer", officer, store=unit_store)
    cli("records", "undo", store=unit_store)
    redone = cli("records", "redo", "--json", store=unit_store).json
    assert redone["records"] == 1
    assert redone["redone"]
    cli("records", "redo", store=unit_store).refused("hoàn tác")


def test_undo_with_nothing_to_undo(cli, unit_store: Path) -> None:
    cli("records", "undo", store=unit_store).refused("hoàn tác")


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("add", "officer", "full_name="), "Họ và tên"),
        (("add", "officer", "full_name=A", "birth_date=31/02/1980"), "31/02/1980"),
        (("add", "officer", "full_name=A", "sex=x"), "Nam, Nữ"),
        (("add", "officer", "full_name=A", "grade_code=99.999"), "99.999"),
        (("add", "officer", "nosuch=1"), "nosuch"),
        (("add", "task", "title=A", "clause=QyD.6.2.đ"), "QyD.6.2.đ"),
        (("add", "qualification", "level=bachelor", "officer=0190b8a2-0000-7000-8000-000000000000"), "Cán bộ"),
        (
            ("add", "incident", "title=A", "category=A1", "detected_at=08:00 02/01/2024", "fixed_at=07:00 01/01/2024"),
            "Khắc phục",
        ),
        (("add", "deadline", "kind=year", "period=2024"), "Sở"),
        (("add", "nosuch", "a=b"), "nosuch"),
        (("show", "officer", "nosuch"), "nosuch"),
        (("set", "officer", "0190b8a2-0000-7000-8000-000000000000", "phone=1"), "0190b8a2"),
        (("delete", "officer", "nosuch"), "nosuch"),
        (("history", "officer", "nosuch"), "nosuch"),
        (("list", "nosuch"), "nosuch"),
    ],
)
def test_what_is_refused_changes_nothing(cli, unit_store: Path, words: tuple[str, ...], word: str) -> None:
    before = cli("info", "--json", store=unit_store).out
    cli("records", *words, store=unit_store).refused(word)
    assert cli("info", "--json", store=unit_store).out == before


def test_search_without_accents(cli, unit_store: Path, officer: str) -> None:
    cli("records", "add", "incident", "title=Máy chủ của bà Hà hỏng", "category=A1", "detected_at=08:00 01/02/2024",
        store=unit_store)  # fmt: skip
    found = cli("search", "ha", "--json", store=unit_store).rows
    assert [(row["type"], row["title"]) for row in found] == [
        ("officer", "Nguyễn Thị Hà"),
        ("incident", "Máy chủ của bà Hà hỏng"),
    ]
    assert [row["id"] for row in cli("search", "nguyen ha", "--type", "officer", "--json", store=unit_store).rows] == [
        officer
    ]
    assert len(cli("search", "ha", "--limit", 1, "--json", store=unit_store).rows) == 1
    assert officer in cli("search", "NGUYỄN", "thị", store=unit_store).out
    nothing = cli("search", "không có ai", store=unit_store)
    assert (nothing.code, nothing.out) == (0, "Không tìm thấy “không có ai”.\n")
    assert cli("search", "không có ai", "--json", store=unit_store).out == ""
    catalogue = cli("search", "lang giang", "--type", "unit", "--json", store=unit_store).rows
    assert "217" in [row["code"] for row in catalogue]


def test_a_conflict_is_shown_and_settled(cli, enrolled_pair, unit_keyring, province_keyring, tmp_path: Path) -> None:
    """The Sở answers a difficulty while the unit writes into the same field."""
    with open_session(enrolled_pair.unit) as unit, open_session(enrolled_pair.province) as province:
        found = records.add(unit, "difficulty", {"description": "Thiếu máy"})
        first = packages.export_package(unit, unit_keyring, tmp_path / "1.bgpkg")
        receiving.receive(province, province_keyring, [first.path])
        records.change(province, "difficulty", found, {"status": "answered"})
        records.change(unit, "difficulty", found, {"status": "closed"})
        back = packages.reply(province, province_keyring, "217", tmp_path / "2.bgpkg")
        assert [each.conflicts for each in receiving.receive(unit, unit_keyring, [back.path])] == [1]
        replicas = {keys.show(unit).replica, keys.show(province).replica}
    store = enrolled_pair.unit
    assert cli("info", "--json", store=store).json["conflicts"] == 1
    shown = cli("records", "show", "difficulty", found, "--json", store=store).json
    heads = shown["conflicts"]["status"]
    assert {each["value"] for each in heads} == {"answered", "closed"}
    assert {each["replica"] for each in heads} == replicas
    assert all(set(each) == {"value", "actor", "at", "replica"} for each in heads)
    assert "Xung đột: Tình trạng" in cli("records", "show", "difficulty", found, store=store).out
    listed = cli("records", "conflicts", "--json", store=store).json
    assert (listed["type"], listed["id"], listed["field"], listed["settled_here"]) == (
        "difficulty",
        found,
        "status",
        True,
    )
    assert {each["value"] for each in listed["values"]} == {"answered", "closed"}
    assert "1 xung đột." in cli("records", "conflicts", store=store).out
    assert cli("records", "conflicts", "officer", "--json", store=store).out == ""
    cli("records", "resolve", "difficulty", found, "proposal=x", store=store).refused("không có xung đột")
    assert cli("records", "resolve", "difficulty", found, "status=answered", store=store).code == 0
    settled = cli("records", "show", "difficulty", found, "--json", store=store).json
    assert (settled["status"], settled["conflicts"]) == ("answered", {})
    assert cli("info", "--json", store=store).json["conflicts"] == 0
