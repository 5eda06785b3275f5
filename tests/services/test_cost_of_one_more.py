"""One more small package costs what the first one did, whatever came before it: counted in steps of SQLite's machine.

Steps are counted, not seconds: a statement that goes through a table takes a few for each row there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from exchange_world import HOUR, World, replica_of

from bgit_desktop.services import records
from bgit_desktop.store import journal, peers
from bgit_desktop.store.peers import PackageRow

MANY = 1500

ALLOWED = 400
"""Steps that a second package of the same shape may take more: one more line here and there, a file name more."""


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("221a", "217a"))
    yield made
    made.close()


class Statements:
    """Counts the steps that each statement takes."""

    def __init__(self) -> None:
        self.steps: dict[str, int] = {}
        self._running = ""

    def began(self, sql: str) -> None:
        self._running = " ".join(sql.split())[:160]

    def step(self) -> int:
        self.steps[self._running] = self.steps.get(self._running, 0) + 1
        return 0


def steps_of(world: World, name: str, action: Callable[[], object]) -> Statements:
    db, counted = world[name].session.store.db, Statements()
    db.set_trace_callback(counted.began)
    db.set_progress_handler(counted.step, 1)
    try:
        action()
    finally:
        db.set_progress_handler(None, 0)
        db.set_trace_callback(None)
    return counted


def compare(before: Statements, after: Statements) -> None:
    """Fail where the second took more steps, and name the statements."""
    was, now = sum(before.steps.values()), sum(after.steps.values())
    grown = {sql: (before.steps.get(sql, 0), count) for sql, count in after.steps.items()}
    worst = sorted(grown.items(), key=lambda each: each[1][0] - each[1][1])[:5]
    assert now <= was + ALLOWED, (was, now, worst)


def pad(world: World, name: str) -> None:
    """Put into a store what years of packages leave: rows in every list, and a long log of its own."""
    session = world[name].session
    store, others = session.store, [replica_of(each) for each in world.places if each != name]
    own = journal.own_log(store.db)
    assert own is not None
    with store.write("edit", "", "test"):
        store.db.executemany(
            "INSERT INTO system(id, _unit, name) VALUES (?, ?, ?)",
            [((1 << 120 | at).to_bytes(16), session.unit, f"Phần mềm {at}") for at in range(MANY)],
        )
    with store.write("package", "", "test"):
        for at in range(MANY):
            status = ("accepted", "duplicate", "rejected-corrupt", "acknowledged")[at % 4]
            mine = at % 3 == 0
            replica = session.replica if mine else others[at % len(others)]
            kind = ("delta", "return")[at % 2]
            peers.note_package(
                store.db,
                PackageRow(
                    0, f"{at}.bgpkg", f"{at:064x}", "out" if mine else "in", kind, "221", replica, 1, at, at, at,
                    status, "", None, "", 1, world.now,
                ),
            )  # fmt: skip
        for kind in ("receive", "package", "export", "edit"):
            store.db.executemany(
                "INSERT INTO batch(at, kind, label, actor) VALUES (?, ?, '', 1)", [(world.now, kind)] * MANY
            )
        store.db.executemany(
            "INSERT INTO audit(at, actor, what, detail) VALUES (?, 'a', 'receive', 'x')", [(world.now,)] * MANY
        )
        store.db.executemany(  # of other PCs than those whose lines are compared
            "INSERT INTO seen VALUES (?, ?, 'another', 1, ?)", [(own.n, MANY * 9 + at, at) for at in range(MANY)]
        )


def small_package(world: World, record: str, text: str, name: str = "221a") -> Path:
    """A new record, and one more change of a record that both sides write."""
    world.now += 25 * HOUR
    records.add(world[name].session, "difficulty", {"description": "Mạng chậm"})
    records.change(world[name].session, "difficulty", record, {"description": text})
    return world.export(name)[-1]


def answered(world: World, record: str, text: str, unit: str = "221") -> Path:
    """A return package with one more answer to a record that both sides write."""
    world.now += 25 * HOUR
    records.change(world.so.session, "difficulty", record, {"answer": text})
    return world.reply(unit)


def test_one_more_package_at_the_so(world: World) -> None:
    record = records.add(world["221a"].session, "difficulty", {"description": "Mạng đứt"})
    for text in ("một", "hai"):
        world.so.receive(small_package(world, record, text))
        world["221a"].receive(answered(world, record, text))
    path = small_package(world, record, "ba")
    first = steps_of(world, "so", lambda: world.so.receive(path))
    world["221a"].receive(answered(world, record, "ba"))
    pad(world, "so")
    path = small_package(world, record, "tư")
    compare(first, steps_of(world, "so", lambda: world.so.receive(path)))


@pytest.mark.parametrize("name", ["221a", "217a"])
def test_one_more_return_package_at_a_unit(world: World, name: str) -> None:
    unit = name[:3]  # 217 has a second PC from which nothing came yet: its packages bring the unit's own lines back
    record = records.add(world[name].session, "difficulty", {"description": "Mạng đứt"})
    for text in ("một", "hai"):
        world.so.receive(small_package(world, record, text, name))
        world[name].receive(answered(world, record, text, unit))
    world.so.receive(small_package(world, record, "ba", name))
    path = answered(world, record, "ba", unit)
    first = steps_of(world, name, lambda: world[name].receive(path))
    pad(world, name)
    world.so.receive(small_package(world, record, "tư", name))  # with all of the unit's new lines
    path = answered(world, record, "tư", unit)
    compare(first, steps_of(world, name, lambda: world[name].receive(path)))


def test_one_more_package_after_a_large_one(world: World) -> None:
    record = records.add(world["221a"].session, "difficulty", {"description": "Mạng đứt"})
    for text in ("một", "hai"):
        world.so.receive(small_package(world, record, text))
        world["221a"].receive(answered(world, record, text))
    path = small_package(world, record, "ba")
    first = steps_of(world, "so", lambda: world.so.receive(path))
    pad(world, "221a")
    world.so.receive(small_package(world, record, "tư"))
    path = small_package(world, record, "năm")
    compare(first, steps_of(world, "so", lambda: world.so.receive(path)))


def test_one_more_reply(world: World) -> None:
    record = records.add(world["221a"].session, "difficulty", {"description": "Mạng đứt"})
    for text in ("một", "hai"):
        world.so.receive(small_package(world, record, text))
        world["221a"].receive(answered(world, record, text))
    world.so.receive(small_package(world, record, "ba"))
    first = steps_of(world, "so", lambda: answered(world, record, "ba"))
    pad(world, "so")
    world["221a"].receive(world.reply("221"))
    world.so.receive(small_package(world, record, "tư"))
    compare(first, steps_of(world, "so", lambda: answered(world, record, "tư")))
