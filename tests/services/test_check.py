"""``check`` finds what was broken, and ``--repair`` mends what follows from the journal."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bgit_desktop.services import check, records
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.store.records import Query


@pytest.fixture
def filled(unit_store: Path) -> Path:
    """A store with two officers, one of them changed, and a deleted one."""
    with open_session(unit_store) as session:
        one = records.add(session, "officer", {"full_name": "Nguyễn Thị Hà", "birth_date": "1985-03-12"})
        records.add(session, "officer", {"full_name": "Trần Văn Đức"})
        gone = records.add(session, "officer", {"full_name": "Lê Văn Tạm"})
        records.change(session, "officer", one, {"phone": "0912345678"})
        records.delete(session, "officer", [gone])
    return unit_store


def tamper(folder: Path, *statements: str) -> None:
    """Change the database with the triggers silent, as a foreign tool could."""
    with closing(sqlite3.connect(folder / "store.sqlite3")) as db, db:
        db.execute("UPDATE session SET applying = 1")
        for each in statements:
            db.execute(each)
        db.execute("UPDATE session SET applying = 0")


def problems(folder: Path) -> tuple[str, ...]:
    with open_session(folder, write=False) as session:
        return check.check(session).problems


def names(session: Session) -> list[object]:
    return [each["full_name"] for each in records.listing(session, Query("officer", sort="full_name"))]


def test_two_units_that_carry_one_code_on_one_day_are_named(province_store: Path) -> None:
    with open_session(province_store) as session:
        assert check.check(session).problems == ()
        values = {"kind": "department", "code": "217", "valid_from": "2015-01-01"}
        records.add(session, "unit", {**values, "name": "Sở Trùng mã"})
        found = check.check(session).problems
    assert len(found) == 1
    assert "mang mã 217 từ ngày 01/01/2015" in found[0]
    assert "Sở Trùng mã" in found[0]


def test_a_sound_store(filled: Path) -> None:
    with open_session(filled, write=False) as session:
        result = check.check(session)
    assert result.problems == ()
    assert result.checked["operations"] == 5
    assert result.checked["logs"] == 1
    assert "5 thao tác" in check.summary(result)


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE op SET fields = replace(fields, 'Hà', 'Hồng') WHERE kind = 'i'", "Chuỗi nhật ký"),
        ("UPDATE op SET hlc = hlc + 1 WHERE n = (SELECT max(n) FROM op)", "Chuỗi nhật ký"),
        ("DELETE FROM op WHERE n = (SELECT max(n) FROM op)", "thiếu thao tác"),
        ("UPDATE log SET head_hash = zeroblob(32) WHERE own = 1", "Chuỗi nhật ký"),
        (
            "UPDATE officer SET full_name = 'Người khác' WHERE full_name = 'Trần Văn Đức'",
            "không khớp nhật ký (full_name)",
        ),
        ("UPDATE officer SET phone = NULL", "không khớp nhật ký (phone)"),
        ("DELETE FROM officer WHERE full_name = 'Trần Văn Đức'", "không khớp nhật ký (có hay không)"),
        ("INSERT INTO officer(id, _unit, full_name) VALUES (randomblob(16), '217', 'Ma')", "không có trong nhật ký"),
        ("INSERT INTO conflict SELECT 1, id, 'phone' FROM officer LIMIT 1", "không khớp nhật ký (phone)"),
        ("UPDATE officer_fts SET words = 'x'", "Chỉ mục tìm kiếm"),
        ("UPDATE officer SET _sort = x'00'", "Chỉ mục tìm kiếm"),
        ("INSERT INTO dirty VALUES (1, 1)", "bỏ dở"),
    ],
)
def test_each_fault_has_its_sentence(filled: Path, statement: str, word: str) -> None:
    tamper(filled, statement)
    assert any(word in problem for problem in problems(filled)), problems(filled)


def test_repair_makes_records_and_index_anew(filled: Path) -> None:
    tamper(
        filled,
        "UPDATE officer SET full_name = 'Người khác' WHERE full_name = 'Trần Văn Đức'",
        "DELETE FROM officer WHERE full_name = 'Nguyễn Thị Hà'",
        "UPDATE officer_fts SET words = 'x'",
    )
    with open_session(filled) as session:
        result = check.repair(session)
        assert result.problems == ()
        assert [each.split()[3] for each in result.repaired] == ["2", "chỉ"]
        assert names(session) == ["Trần Văn Đức", "Nguyễn Thị Hà"]
        found = records.listing(session, Query("officer", search="tran van duc"))
        assert [each["full_name"] for each in found] == ["Trần Văn Đức"]
    assert problems(filled) == ()


def test_repair_leaves_what_the_journal_does_not_know(filled: Path) -> None:
    tamper(filled, "INSERT INTO officer(id, _unit, full_name) VALUES (randomblob(16), '217', 'Ma')")
    with open_session(filled) as session:
        result = check.repair(session)
        assert "Ma" in names(session)
    assert any("không có trong nhật ký" in each for each in result.problems)


def test_a_changed_attachment(filled: Path) -> None:
    good = filled / "attachments" / ("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.pdf")
    good.write_bytes(b"abc")
    assert problems(filled) == ()
    good.write_bytes(b"abd")
    assert any("Tệp đính kèm ba7816bf" in each for each in problems(filled))


def test_a_key_file_that_is_none(filled: Path) -> None:
    key = filled / "keys" / "key.age"
    key.write_bytes(b"not a key")
    assert any("không phải là tệp age" in each for each in problems(filled))
    key.unlink()
    assert any("Không đọc được tệp khóa" in each for each in problems(filled))


def test_an_older_copy_of_the_database(filled: Path, tmp_path: Path) -> None:
    older = (filled / "store.sqlite3").read_bytes()
    with open_session(filled) as session:
        records.add(session, "officer", {"full_name": "Sau bản sao"})
    (filled / "store.sqlite3").write_bytes(older)
    assert any("bản cũ hơn" in each for each in problems(filled))
