"""What the migrations leave is what the declarations ask for; the triggers journal every way of writing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.store import database, journal, schema
from bgit_desktop.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = database.create(tmp_path / "store")
    with made.write("init", "", "test"):
        journal.add_log(made.db, "217", "pc", 1, bytes(32), own=True)
    yield made
    made.close()


@pytest.mark.parametrize("name", TYPES)
def test_migrated_table_is_the_declared_one(store: Store, name: str) -> None:
    kind = TYPES[name]
    columns = {row[1]: row[2] for row in store.db.execute(f"PRAGMA table_info({schema.quote(name)})")}
    assert columns.pop("n") == "INTEGER"
    assert columns.pop("id") == "BLOB"
    assert columns.pop("_unit") == "TEXT"
    assert columns.pop("_sort") == "BLOB"
    assert columns.pop("_op") == "INTEGER"
    assert columns == {each.name: schema.sql_type(each) for each in kind.fields}
    fresh = sqlite3.connect(":memory:")
    for statement in schema.table_sql(kind):
        fresh.execute(statement)
    wanted = {row[0] for row in fresh.execute("SELECT name FROM sqlite_master")}
    assert wanted <= {row[0] for row in store.db.execute("SELECT name FROM sqlite_master")}


def test_numbers_and_names_are_unique() -> None:
    assert len({kind.number for kind in TYPES.values()}) == len(TYPES)
    for kind in TYPES.values():
        assert kind.title in kind.by_name
        assert not {"id", "unit", "n", "_unit", "_sort", "_op"} & kind.by_name.keys()


def last_line(store: Store) -> list[object]:
    log = journal.own_log(store.db)
    assert log is not None
    return list(json.loads(next(journal.lines(store.db, log.n, log.head, log.head))))


def test_raw_sql_is_journaled_and_sealed(store: Store) -> None:
    with store.write("edit", "", "Hà"):
        store.db.execute("INSERT INTO task(id, _unit, title, progress) VALUES (?, '217', 'Vá lỗi', 5)", (bytes(16),))
    seq, _, kind, table, row, fields, actor = last_line(store)
    assert (seq, kind, table, row, fields, actor) == (
        1, "i", "task", "00000000-0000-0000-0000-000000000000", {"progress": 5, "title": "Vá lỗi"}, "Hà",
    )  # fmt: skip
    with store.write("edit", "", "Hà"):
        store.db.execute("UPDATE task SET progress = 5, title = 'Vá máy chủ'")
    assert last_line(store)[5] == {"title": "Vá máy chủ"}  # only what changed
    with store.write("edit", "", "Hà"):
        store.db.execute("DELETE FROM task")
    assert last_line(store)[2] == "d"


def test_every_kind_of_value_is_written_as_json(store: Store) -> None:
    raw = bytes(range(16))
    with store.write("edit", "", "a"):
        store.db.execute(
            "INSERT INTO officer(id, _unit, full_name, full_time, assignment_document, note) VALUES (?, '217', ?, 1, ?, ?)",
            (raw, 'Đỗ "Ò"', raw, "dòng 1\ndòng\t2 \\ \x07"),
        )
        store.db.execute(
            "INSERT INTO training(id, _unit, title, hours) VALUES (?, '217', 'x', 1.5)", (bytes(15) + b"\1",)
        )
        people = """INSERT INTO task(id, _unit, title, officers) VALUES (?, '217', 'x', '["a","b"]')"""
        store.db.execute(people, (bytes(15) + b"\2",))
    log = journal.own_log(store.db)
    assert log is not None
    fields = [json.loads(line)[5] for line in journal.lines(store.db, log.n, 1, 3)]
    assert fields[0] == {
        "full_name": 'Đỗ "Ò"', "full_time": True, "assignment_document": "00010203-0405-0607-0809-0a0b0c0d0e0f",
        "note": "dòng 1\ndòng\t2 \\ \x07",
    }  # fmt: skip
    assert fields[1]["hours"] == 1.5
    assert fields[2]["officers"] == ["a", "b"]


def test_an_identity_cannot_change(store: Store) -> None:
    with store.write("edit", "", "a"):
        store.db.execute("INSERT INTO task(id, _unit, title) VALUES (?, '217', 'x')", (bytes(16),))
    with pytest.raises(sqlite3.IntegrityError, match="identity"), store.write("edit", "", "a"):
        store.db.execute("UPDATE task SET _unit = '218'")


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    before = "\n".join(store.db.iterdump())
    with pytest.raises(sqlite3.IntegrityError), store.write("edit", "", "a"):
        store.db.executemany("INSERT INTO task(id, _unit, title) VALUES (?, '217', 'x')", [(bytes(16),)] * 2)
    assert "\n".join(store.db.iterdump()) == before


def test_changed_triggers_are_found(store: Store) -> None:
    store.db.execute("DROP TRIGGER officer_insert")
    store.close()
    with pytest.raises(EnvironmentProblem, match="nhật ký"):
        database.open_store(store.folder)


def test_triggers_of_an_older_program_are_replaced(store: Store) -> None:
    store.db.execute("DROP TRIGGER officer_insert")
    left = dict(store.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    store.set_meta("triggers", database._digest(left))
    store.close()
    with database.open_store(store.folder) as opened:
        assert "officer_insert" in database._triggers_in(opened.db)


def test_hash_at_any_position_equals_the_chain(store: Store) -> None:
    from bgit_desktop.core.chain import chain_hashes

    for part in range(3):
        with store.write("edit", "", "a"):
            store.db.executemany(
                "INSERT INTO task(id, _unit, title) VALUES (?, '217', 'x')",
                [(part.to_bytes(8) + i.to_bytes(8),) for i in range(700)],
            )
    log = journal.own_log(store.db)
    assert log is not None
    assert log.head == 2100
    hashes = [log.start, *chain_hashes(log.start, journal.lines(store.db, log.n, 1, log.head))]
    for seq in (0, 1, 699, 700, 701, 1023, 1024, 1025, 2047, 2099, 2100):
        assert journal.hash_at(store.db, log, seq) == hashes[seq]
    assert journal.hash_at(store.db, log, 2101) is None
