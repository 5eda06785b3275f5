"""Settings for many rows end with the block; shapes refuse what the readers refuse."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path

import pytest

from bgit_desktop.core.operations import fields_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.store import bulk, search
from bgit_desktop.store.codec import FromJson
from bgit_desktop.store.shapes import Shape, Shapes, WrongField

TASK = TYPES["task"]


def test_settings_and_cycles_are_as_before_even_after_an_error(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    db.execute("PRAGMA cache_size = -1234")

    def fails() -> None:
        with bulk.many_rows(db):
            assert db.execute("PRAGMA cache_size").fetchone() == (-bulk.CACHE_KIB,)
            assert not gc.isenabled()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert gc.isenabled()
    assert db.execute("PRAGMA cache_size").fetchone() == (-1234,)
    assert db.execute("PRAGMA wal_autocheckpoint").fetchone() == (1000,)
    db.close()


def test_a_long_log_is_copied_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE t (x)")
    log = tmp_path / "a.sqlite3-wal"
    for size, left in ((bulk.LONG_LOG // 2, True), (2 * bulk.LONG_LOG, False)):
        with bulk.many_rows(db):
            db.execute("INSERT INTO t VALUES (?)", (bytes(size),))
            assert log.stat().st_size > size
        assert bool(log.stat().st_size) == left
    db.close()


def test_values_come_with_their_columns() -> None:
    shapes = Shapes()
    ref = "018f0000-0000-7000-8000-000000000001"
    fields = {"unheard_of": 1, "title": "Việc", "document": ref, "due_on": "2024-02-29", "officers": [ref]}
    shape = shapes.of("task", fields)
    assert {TASK.fields[column].name: value for column, value in shape.cells(fields)} == {
        "title": "Việc", "document": bytes.fromhex(ref.replace("-", "")), "due_on": "2024-02-29",
        "officers": f'["{ref}"]',
    }  # fmt: skip
    assert shape.unknown
    assert shapes.of("task", fields) is shape


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("title", "Việc", 3),
        ("progress", 3, "3"),
        ("progress", 3, True),
        ("due_on", "2024-02-29", "2024-02-30"),
        ("document", "018f0000-0000-7000-8000-000000000001", "018F0000-0000-7000-8000-000000000001"),
        ("officers", [], "x"),
    ],
)
def test_a_wrong_value_is_named_although_its_shape_is_known(name: str, good: object, bad: object) -> None:
    shapes = Shapes()
    for value in (good, None, good):
        shapes.of("task", {name: value}).cells({name: value})
    with pytest.raises(WrongField, match=name):
        shapes.of("task", {name: bad}).cells({name: bad})


@pytest.mark.parametrize("name", sorted(TYPES))
def test_words_in_bulk_are_those_of_one_record(name: str) -> None:
    kind = TYPES[name]
    for missing in (None, 0):
        values = ['["Đội", "Tổ"]' if each.kind == "list" else f"Chữ {i}" for i, each in enumerate(kind.fields)]
        if missing is not None:
            values[missing] = None
        searched = [values[kind.fields.index(each)] for each in kind.searchable]
        columns = {at: [value] * 3 for at, value in enumerate(values) if value is not None}
        keys, words = search.derive(kind, columns, 3)
        assert words == [search.words_of(kind, searched)] * 3
        title = values[kind.fields.index(kind.by_name[kind.title])]
        assert keys == [None if title is None else search.sort_key(kind)(title)] * 3


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "Việc"},
        {"due_on": "2024-02-29", "officers": [], "progress": 100, "title": ""},
        {"document": "018f0000-0000-7000-8000-000000000001", "officers": ["018f0000-0000-7000-8000-000000000001"] * 2},
    ],
)
def test_the_length_of_the_canonical_text_is_known_beforehand(fields: dict[str, object]) -> None:
    shape = Shapes().of("task", fields)
    assert shape.spelling is not None
    values = [reader(value) for value, reader in zip(fields.values(), _readers(shape, len(fields)), strict=True)]
    assert shape.spelling.fixed + shape.spelling.rest([[each] for each in values]) == len(fields_text(fields))


def _readers(shape: Shape, count: int) -> list[FromJson]:
    checked = dict(shape.checked)
    return [checked.get(place, lambda value: value) for place in range(count)]


@pytest.mark.parametrize("fields", [{"title": None}, {"title": "a", "progress": 1}, {"unheard_of": "a"}])
def test_what_a_row_does_not_hold_has_no_length(fields: dict[str, object]) -> None:
    assert Shapes().of("task", fields).spelling is None


def test_a_fraction_and_a_truth_value_written_as_a_number_have_no_length() -> None:
    assert Shapes().of("training", {"hours": 7.5}).spelling is None
    assert Shapes().of("officer", {"full_time": 1}).spelling is None
