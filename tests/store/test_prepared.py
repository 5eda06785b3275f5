"""A window is taken in as a whole as it is line by line, whatever its lines are; nothing of it is lost on the way."""

from __future__ import annotations

import json
import marshal
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.core.operations import fields_text, line_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.strict_json import Columns, parse_lines
from bgit_desktop.store import apply, check, database, journal, search
from bgit_desktop.store.apply import Authority, BadOperation, BeyondAuthority
from bgit_desktop.store.database import Store
from bgit_desktop.store.prepared import Prepared
from bgit_desktop.store.preparing import prepare

ROWS = [f"018f0000-0000-7000-8000-0000000000{at:02x}" for at in range(12)]
TABLE = dict(zip(ROWS, ["task"] * 5 + ["officer"] * 3 + ["training"] * 2 + ["hologram"] * 2, strict=True))
TEXTS = st.sampled_from(["Việc", "Kiểm tra\nmáy chủ", "", "Đặng “Thị” Hòa \\ 05", "e\u0301 \U0001f600"])
FIELDS = {
    "task": {
        "title": TEXTS, "progress": st.integers(0, 100), "due_on": st.sampled_from(["2024-02-29", "2025-01-01"]),
        "officers": st.lists(st.sampled_from(ROWS), max_size=2), "chua_biet": TEXTS, "result": TEXTS,
    },
    "officer": {
        "full_name": TEXTS, "full_time": st.sampled_from([True, False, 1]), "birth_date": st.just("1985-03-02"),
    },
    "training": {"title": TEXTS, "hours": st.sampled_from([1.5, 2, 7.25]), "officer": st.sampled_from(ROWS)},
    "hologram": {"title": TEXTS},
}  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> list[bytes]:
    """Lines of one log: most insert a record each, some touch one again, some are spelled as we would not."""
    found = []
    for seq in range(1, draw(st.integers(1, 14)) + 1):
        clock, actor = draw(st.integers(0, 9)) << 16, draw(st.sampled_from(["Hà", 'Lê "An"']))
        if draw(st.integers(0, 9)) == 0:
            said = {"unit": "218", "replica": "khac", "incarnation": 1, "seq": seq, "hash": "00"}
            found.append(line_text(seq, clock, "m", None, None, fields_text(said), actor).encode())
            continue
        row = draw(st.sampled_from(ROWS))
        table = TABLE[row]
        kind = draw(st.sampled_from("iiiiiuud"))
        names = draw(st.lists(st.sampled_from(sorted(FIELDS[table])), unique=True)) if kind != "d" else []
        said = {name: draw(st.one_of(FIELDS[table][name], st.just(None)) if draw(st.booleans()) else FIELDS[table][name])
                for name in names}  # fmt: skip
        text = fields_text(said)
        match draw(st.integers(0, 7)):
            case 0:
                text = json.dumps(said, ensure_ascii=False)  # keys as they come, spaces
            case 1:
                text = json.dumps(said, sort_keys=True, separators=(",", ":"))  # letters escaped
        found.append(line_text(seq, clock, kind, table, row, text, actor).encode())
    return found


def made(folder: Path) -> Store:
    store = database.create(folder, lambda: 10**12)
    with store.write("init", "", "t"):
        journal.add_log(store.db, "24", "pc0", 1, bytes(32), own=True)
        journal.add_log(store.db, "217", "pc", 1, bytes(32))
    return store


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Store]:
    folder = tmp_path_factory.mktemp("stores")
    both = [made(folder / name) for name in ("whole", "line")]
    yield both
    for each in both:
        each.close()


def take(store: Store, all_lines: Sequence[bytes], slices: Sequence[slice]) -> None:
    for part in slices:
        raw = all_lines[part]
        log = journal.find_log(store.db, "pc", 1)
        assert log is not None
        window = prepare("217", Columns.of(parse_lines(raw)), raw)
        assert Prepared(*marshal.loads(marshal.dumps(tuple(window)))) == window
        apply.take_in(store.db, log, window, raw, 1, Authority("217", province=False))


def state(store: Store) -> list[object]:
    """What the store says of records, words, conflicts and lines: not how the lines are kept."""
    found: list[object] = []
    for name in sorted(TYPES.keys() & set(TABLE.values())):
        kind = TYPES[name]
        columns = ", ".join(f't."{each.name}"' for each in kind.fields)
        found += store.db.execute(
            f'SELECT id, _unit, {columns}, _sort, words FROM "{name}" t JOIN "{name}_fts" f ON f.rowid = t.n ORDER BY id'
        )
        assert search.verify(store.db, kind) == 0
    for table in ("conflict", "op_unknown", "seen"):
        found += store.db.execute(
            f"SELECT * FROM {table} ORDER BY 1, 2" if table != "op_unknown" else "SELECT n FROM op_unknown"
        )
    log = journal.find_log(store.db, "pc", 1)
    assert log is not None
    found += journal.lines(store.db, log.n, 1, log.head)
    found.append((log.head, log.head_hash))
    return found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(lines(), st.integers(0, 14))
def test_a_window_is_taken_in_as_its_lines_are_one_by_one(stores: Sequence[Store], told: list[bytes], cut: int) -> None:
    whole, line = stores
    results = []
    for store, slices in (
        (whole, [slice(0, cut), slice(cut, None)] if 0 < cut < len(told) else [slice(None)]),
        (line, [slice(at, at + 1) for at in range(len(told))]),
    ):
        store.db.execute("BEGIN IMMEDIATE")
        try:
            take(store, told, slices)
            results.append(state(store))
            log = journal.find_log(store.db, "pc", 1)
            assert log is not None
            assert list(journal.lines(store.db, log.n, 1, log.head)) == told
            assert check.broken_chains(store.db) == []
            assert list(check.wrong_records(store.db)) == []
            assert check.wrong_index(store.db) == {}
        finally:
            store.db.execute("ROLLBACK")
    assert results[0] == results[1]


def window(*told: tuple[str, str, dict[str, object]]) -> Prepared:
    raw = [
        line_text(seq, 5, kind, table, row, fields_text(said), "Hà").encode()
        for seq, (kind, row, said) in enumerate(told, 1)
        for table in [TABLE.get(row, "unit")]
    ]
    return prepare("217", Columns.of(parse_lines(raw)), raw)


def test_the_first_line_that_does_not_fit_is_named(stores: Sequence[Store]) -> None:
    log = journal.find_log(stores[0].db, "pc", 1)
    assert log is not None
    fits = ("i", ROWS[0], {"title": "Một"})
    cases = [
        ([fits, ("i", ROWS[1], {"title": 3}), ("u", ROWS[0], {"due_on": "x"})], BadOperation, (2, "task.title")),
        ([fits, ("u", ROWS[0], {"due_on": "x"}), ("i", ROWS[1], {"due_on": "y"})], BadOperation, (2, "task.due_on")),
        ([fits, ("i", ROWS[1], {"due_on": "2024-01-01"}), ("i", ROWS[2], {"due_on": "2024-13-01"})],
         BadOperation, (3, "task.due_on")),
        ([("i", ROWS[1], {"due_on": "2024-01-01", "officers": [1]}),
          ("i", ROWS[2], {"due_on": "x", "officers": []})], BadOperation, (1, "task.officers")),
        ([("i", ROWS[3], {"progress": True})], BadOperation, (1, "task.progress")),
        ([fits, ("i", "KHONG-PHAI-UUID", {})], BeyondAuthority, (2, "unit")),
        ([fits, ("i", "018f0000-0000-7000-8000-00000000ffff", {"title": 5})], BeyondAuthority, (2, "unit")),
        ([("i", ROWS[1], {"title": 3}), ("i", "018f0000-0000-7000-8000-00000000ffff", {})], BadOperation,
         (1, "task.title")),
    ]  # fmt: skip
    for told, error, said in cases:
        with pytest.raises(error) as refused:
            apply.take_in(stores[0].db, log, window(*told), [], 1, Authority("217", province=False))
        found = refused.value
        assert (found.seq, found.detail if isinstance(found, BadOperation) else found.table) == said


def test_a_line_left_to_its_row_is_found_and_written_out(tmp_path: Path) -> None:
    store = made(tmp_path / "store")
    told = [line_text(1, 5, "i", "task", ROWS[0], '{"title":"Việc"}', "Hà").encode()]
    with store.write("receive", "", "t"):
        take(store, told, [slice(None)])
    assert store.db.execute("SELECT fields FROM op WHERE n = (SELECT _op FROM task)").fetchall() == [(None,)]
    assert [
        each.fields for each in journal.history(store.db, TYPES["task"], bytes.fromhex(ROWS[0].replace("-", "")))
    ] == ['{"title":"Việc"}']
    with pytest.raises(Exception, match="identity"):
        store.db.execute("UPDATE task SET _op = NULL")
    store.db.execute("DROP TRIGGER task_identity")
    store.db.execute("UPDATE task SET _op = NULL")  # as another tool might
    assert check.wrong_index(store.db) == {"task": 1}
    check.rebuild_index(store.db, "task")
    assert check.wrong_index(store.db) == {}
    assert list(journal.lines(store.db, 2, 1, 1)) == told
    store.close()


@pytest.mark.parametrize("written_here", [True, False])
def test_a_record_that_stands_without_its_lines_is_folded_anew(tmp_path: Path, written_here: bool) -> None:
    """Lines of an own log that another one went on from are taken out before others bring the same record back."""
    store = made(tmp_path / "store")
    told = [line_text(1, 5, "i", "task", ROWS[0], '{"title":"Việc"}', "Hà").encode()]
    with store.write("edit", "", "Hà"):
        if written_here:
            raw = bytes.fromhex(ROWS[0].replace("-", ""))
            store.db.execute("INSERT INTO task(id, _unit, title) VALUES (?, '217', 'Khác')", (raw,))
        else:
            take(store, told, [slice(None)])
    with store.write("receive", "", "t"):
        for log in journal.logs(store.db):
            journal.cut_log(store.db, log, 0)
        store.db.execute("UPDATE session SET seq = 0")
        take(store, told, [slice(None)])
    assert store.db.execute("SELECT title FROM task").fetchall() == [("Việc",)]
    assert list(check.wrong_records(store.db)) == []
    assert check.wrong_index(store.db) == {}
    assert list(journal.lines(store.db, 2, 1, 1)) == told
    store.close()
