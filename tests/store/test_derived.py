"""Words and sort keys are made anew when the way of making them is another than the store notes (docs/adr/0020)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import collation_key
from bgit_desktop.store import check, database, journal, search
from bgit_desktop.store.database import Store

TITLES = [
    "Vá lỗi",
    "Đổi mật khẩu",
    "Ánh xạ cổng",
    "An toàn thông tin",
    "Họp giao ban",
    "Lập kế hoạch 10",
    "Lập kế hoạch 9",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with database.create(tmp_path / "store") as made:
        with made.write("init", "", "test"):
            journal.add_log(made.db, "217", "pc", 1, bytes(32), own=True)
        with made.write("edit", "", "test"):
            made.db.executemany(
                "INSERT INTO task(id, _unit, title) VALUES (?, '217', ?)",
                [(at.to_bytes(16), title) for at, title in enumerate(TITLES)],
            )
    return tmp_path / "store"


def spoil(folder: Path, noted: str | None) -> None:
    """Leave words and keys as another program would have made them, and its note or none."""
    with database.open_store(folder) as store:
        store.db.execute("UPDATE task SET _sort = randomblob(8) WHERE n <> 2")
        store.db.execute("UPDATE task_fts SET words = 'qqq' WHERE rowid <= 3")
        store.db.execute("DELETE FROM task_fts WHERE rowid = 4")
        store.db.execute("INSERT INTO task_fts(rowid, words) VALUES (99, 'nobody')")
        store.db.execute("UPDATE unit SET _sort = NULL")
        store.db.execute("DELETE FROM meta WHERE key = 'derived'")
        if noted is not None:
            store.set_meta("derived", noted)


def wrong(store: Store) -> int:
    return sum(search.verify(store.db, kind) for kind in TYPES.values())


def found(store: Store, text: str) -> list[str]:
    rows = store.db.execute(
        "SELECT title FROM task JOIN task_fts ON task_fts.rowid = task.n WHERE task_fts MATCH ? ORDER BY _sort",
        (search.match_expression(text),),
    )
    return [title for (title,) in rows]


@pytest.mark.parametrize("noted", [None, "", "1 15.0.0 00000000"])
@pytest.mark.parametrize("slice_", [2, 3, 2000])
def test_a_store_made_otherwise_is_mended_once(
    folder: Path, noted: str | None, slice_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_SLICE", slice_)
    spoil(folder, noted)
    with database.open_store(folder) as store:
        assert wrong(store) == 0
        assert store.meta("derived") == search.derivation()
        titles = [title for (title,) in store.db.execute("SELECT title FROM task ORDER BY _sort, n")]
        assert titles == sorted(TITLES, key=collation_key)
        assert found(store, "lap ke") == ["Lập kế hoạch 9", "Lập kế hoạch 10"]
        assert found(store, "qqq") == []
        assert store.db.execute("SELECT max(n) FROM op").fetchone()[0] == journal.key(1, len(TITLES))  # no new line
    with database.open_store(folder) as store:
        assert store.db.total_changes == 0


def test_a_new_store_needs_nothing(tmp_path: Path) -> None:
    with database.create(tmp_path / "new") as store:
        assert search.is_current(store.db)
        assert wrong(store) == 0
    with database.open_store(tmp_path / "new") as store:
        assert store.db.total_changes == 0


def test_reading_does_not_write(folder: Path) -> None:
    spoil(folder, None)
    with database.open_store(folder, write=False) as store:
        assert store.db.total_changes == 0
        assert wrong(store) > 0
        assert check.wrong_index(store.db) == {}  # no fault: it is made anew when somebody writes
    with database.open_store(folder) as store:
        assert wrong(store) == 0


def test_what_makes_words_and_keys_is_part_of_the_note(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = [search.derivation()]
    monkeypatch.setattr(search, "DERIVATION", search.DERIVATION + 1)
    notes.append(search.derivation())
    monkeypatch.setattr(search.unicodedata, "unidata_version", "99.0.0")
    notes.append(search.derivation())
    monkeypatch.delitem(TYPES, "task")  # in place of a field that is searchable from now on
    notes.append(search.derivation())
    assert len(set(notes)) == 4


def test_what_is_cut_off_leaves_the_store_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(folder, None)
    with database.open_store(folder, write=False) as store:
        before = "\n".join(store.db.iterdump())
    rebuild = search.rebuild

    def stops(db: sqlite3.Connection, kind: RecordType) -> None:
        if kind.name == "unit":
            raise KeyboardInterrupt
        rebuild(db, kind)

    monkeypatch.setattr(search, "rebuild", stops)
    with pytest.raises(KeyboardInterrupt):
        database.open_store(folder)
    monkeypatch.undo()
    with database.open_store(folder, write=False) as store:
        assert "\n".join(store.db.iterdump()) == before
    with database.open_store(folder) as store:
        assert wrong(store) == 0


def test_only_what_differs_is_written(folder: Path) -> None:
    with database.open_store(folder) as store:
        store.db.execute("UPDATE task SET _sort = x'00' WHERE n = 3")
        before = store.db.total_changes
        search.rebuild(store.db, TYPES["task"])
        assert store.db.total_changes - before == 1
        assert wrong(store) == 0
