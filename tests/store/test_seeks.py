"""What is asked at every change and with every package is answered by an index, however much there is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.core.fold import FoldOp
from bgit_desktop.core.strict_json import Columns, parse_line
from bgit_desktop.store import apply, database, heirs, journal, peers, refold
from bgit_desktop.store.database import Store
from bgit_desktop.store.peers import PackageRow
from bgit_desktop.store.preparing import prepare


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = database.create(tmp_path / "store")
    with made.write("init", "", "test"):
        journal.add_log(made.db, "217", "pc", 1, bytes(32), own=True)
    yield made
    made.close()


def plans(db: sqlite3.Connection, action: object) -> list[str]:
    """Run something and give how SQLite goes about the statements that it runs, but for those on nothing but one row."""
    ran: list[str] = []
    db.set_trace_callback(ran.append)
    action()  # type: ignore[operator]
    db.set_trace_callback(None)
    return [row[3] for sql in ran for row in db.execute("EXPLAIN QUERY PLAN " + sql)]


def steps(db: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> int:
    """Count the steps of SQLite's machine that a statement takes."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    db.set_progress_handler(step, 1)
    db.execute(sql, values).fetchall()
    db.set_progress_handler(None, 0)
    return taken


# -- packages ---------------------------------------------------------------------------------------------------------


def package(n: int, status: str, direction: str = "in", replica: str = "other") -> PackageRow:
    return PackageRow(
        0, f"{n}.bgpkg", f"{n:064x}", direction, "delta", "217", replica, 1, n, n, n, status, "", None, "", 1, 1
    )


def test_held_packages_are_found_without_the_others(store: Store) -> None:
    states = ["accepted", "held-gap", "held", "held-fork", "helder", "held-clock", "rejected-corrupt", "exported"]
    with store.write("package", "", "test"):
        for n, status in enumerate(states):
            peers.note_package(store.db, package(n, status))
        peers.note_package(store.db, package(99, "held-gap", "out"))
    assert [row.status for row in peers.held(store.db)] == ["held-gap", "held-fork", "held-clock"]
    assert [row.n for row in peers.held(store.db, f"{3:064x}")] == [4]
    assert peers.held(store.db, f"{0:064x}") == []
    assert plans(store.db, lambda: peers.held(store.db)) == [
        "SEARCH package USING INDEX package_status (status>? AND status<?)",
        "USE TEMP B-TREE FOR ORDER BY",
    ]
    assert (
        plans(store.db, lambda: peers.held(store.db, "x"))[0] == "SEARCH package USING INDEX package_sha256 (sha256=?)"
    )


def test_packages_are_marked_and_the_last_one_found_by_index(store: Store) -> None:
    with store.write("package", "", "test"):
        for n in range(3):
            peers.note_package(store.db, package(n, "exported", "out", "pc"))
            peers.note_package(store.db, package(10 + n, ("accepted", "held-gap", "duplicate")[n]))
    last = peers.last_from(store.db, "other")
    assert last is not None
    assert last.status == "duplicate"
    assert peers.last_from(store.db, "nobody") is None
    assert plans(store.db, lambda: peers.last_from(store.db, "other")) == [
        "SEARCH package USING INDEX package_replica (replica=?)"
    ]
    with store.write("package", "", "test"):
        marked = plans(store.db, lambda: peers.mark_acknowledged(store.db, 1, 1, "pc"))
    assert marked == ["SEARCH package USING INDEX package_status (status=?)"]
    assert [row.status for row in peers.packages(store.db, "direction = 'out'")] == ["acknowledged"] * 2 + ["exported"]


# -- who had seen what ------------------------------------------------------------------------------------------------


def test_what_a_log_has_seen_is_found_by_index(store: Store) -> None:
    log = journal.own_log(store.db)
    assert log is not None
    (seen_by,) = plans(store.db, lambda: journal.seen_by(store.db, log, log))
    assert seen_by == "SEARCH seen USING COVERING INDEX seen_of (replica=? AND incarnation=? AND log=?)"
    for sql, values in ((refold.SEEN_LINES, (1, 1)), (refold.ADOPTED, (1,))):
        plan = [row[3] for row in store.db.execute("EXPLAIN QUERY PLAN " + sql, values)]
        assert not any(each.startswith("SCAN") for each in plan), plan


def test_asking_for_nothing_reads_nothing(store: Store) -> None:
    assert plans(store.db, lambda: refold.Sight(store.db)) == []


class FormerSight:
    """How it was answered when all of ``seen`` was read first; the reference."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.seen: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.adopted: dict[int, tuple[int, int]] = {}
        for log, seq, other, upto, same in db.execute(
            "SELECT s.log, s.seq, l.n, s.seen_seq, l.replica = own.replica "
            "FROM seen s JOIN log l USING (replica, incarnation) JOIN log own ON own.n = s.log "
            "WHERE l.replica <> own.replica OR l.incarnation < own.incarnation ORDER BY s.log, s.seq"
        ):
            self.seen.setdefault((log, other), []).append((seq, upto))
            if same and seq == 1:
                self.adopted[log] = (other, upto)

    def upto(self, log: int, seq: int, other: int) -> int:
        direct = max((upto for at, upto in self.seen.get((log, other), []) if at < seq), default=0)
        if log in self.adopted and seq > 1:
            before, adopted = self.adopted[log]
            return max(direct, self.upto(before, adopted + 1, other))
        return direct


REPLICAS = [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2), ("c", 1)]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 9), st.integers(0, 5), st.integers(0, 12)), max_size=25),
    st.lists(st.tuples(st.integers(0, 12)), min_size=3, max_size=3),
)
def test_sight_is_as_it_was(lines: list[tuple[int, int, int, int]], lives: list[tuple[int]]) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE log (n INTEGER PRIMARY KEY, replica TEXT, incarnation INTEGER)")
    db.execute(
        "CREATE TABLE seen (log INTEGER, seq INTEGER, replica TEXT, incarnation INTEGER, seen_seq INTEGER NOT NULL, "
        "PRIMARY KEY (log, seq, replica, incarnation)) WITHOUT ROWID"
    )
    db.executemany("INSERT INTO log VALUES (?, ?, ?)", [(n, *each) for n, each in enumerate(REPLICAS, 1)])
    db.executemany(  # line 1 of a later life is about the one before, and nothing else is
        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
        [(log, seq + 1, *REPLICAS[other], upto) for log, seq, other, upto in lines],
    )
    for log, (upto,) in zip((2, 3, 5), lives, strict=True):
        db.execute("INSERT INTO seen VALUES (?, 1, ?, ?, ?)", (log, *REPLICAS[log - 2], upto))
    former, sight = FormerSight(db), refold.Sight(db)
    for later in range(1, 7):
        for earlier in range(1, 7):
            if later == earlier:
                continue
            for seq in (1, 2, 5, 11):
                reach = former.upto(later, seq, earlier)
                for asked in (1, 2, 6, 13):
                    ops = [FoldOp(log, at, 0, "", "u", {}) for log, at in ((later, seq), (earlier, asked))]
                    assert sight.saw(*ops) == (reach >= asked)


# -- the journal ------------------------------------------------------------------------------------------------------


def test_lines_on_units_and_the_last_change_are_found_by_index(store: Store) -> None:
    plan = [row[3] for row in store.db.execute("EXPLAIN QUERY PLAN " + heirs.unit_lines_sql())]
    assert plan[0] == "SCAN op USING INDEX op_unit"
    numbers = {number for (number,) in store.db.execute("SELECT DISTINCT tbl FROM op WHERE tbl + 0 = 12")}
    assert numbers == {heirs._UNIT.number}
    for table in ("batch", "audit"):
        (only,) = [row[3] for row in store.db.execute(f"EXPLAIN QUERY PLAN SELECT max(at) FROM {table}")]
        assert only == f"SEARCH {table} USING COVERING INDEX {table}_at"


def take_in(store: Store, replica: str, lines: list[tuple[str, str, dict[str, object]]]) -> None:
    """Take lines of another log in: kind, row and fields of each, all on tasks."""
    log = journal.find_log(store.db, replica, 1)
    with store.write("receive", "", "test") as batch:
        log = log or journal.add_log(store.db, "217", replica, 1, bytes(32))
        raw = [
            json.dumps(
                [seq, (1 << 40) + seq, kind, "task", row, fields, "B"], ensure_ascii=False, separators=(",", ":")
            )
            for seq, (kind, row, fields) in enumerate(lines, log.head + 1)
        ]
        encoded = [each.encode() for each in raw]
        window = prepare("217", Columns.of(map(parse_line, encoded)), encoded)
        apply.take_in(store.db, log, window, encoded, batch, apply.Authority("217", province=False))


ROW = "018f0000-0000-7000-8000-000000000001"


def change(store: Store, value: int) -> None:
    with store.write("edit", "", "A"):
        store.db.execute("UPDATE task SET progress = ?", (value,))


def test_one_more_change_of_a_record_costs_no_more(store: Store) -> None:
    take_in(store, "other", [("i", ROW, {"title": "Vá lỗi"})])
    counts = []
    for value in range(1, 200):
        change(store, value)
        if value in (30, 199):
            counts.append(steps(store.db, "UPDATE task SET progress = 500 + ?", (value,)))
    assert counts[0] == counts[1]


def test_a_line_is_written_out_whatever_came_before_the_change(store: Store) -> None:
    take_in(store, "other", [("i", ROW, {"title": "Vá lỗi"})])
    for _ in range(40):  # lines that change nothing
        take_in(store, "other", [("u", ROW, {"title": "Vá lỗi"})])
    change(store, 1)
    assert store.db.execute("SELECT count(*) FROM op WHERE fields IS NULL").fetchone() == (0,)
    log = journal.find_log(store.db, "other", 1)
    assert log is not None
    lines = list(journal.lines(store.db, log.n, 1, log.head))
    assert len(lines) == 41
    assert json.loads(lines[0])[5] == {"title": "Vá lỗi"}
