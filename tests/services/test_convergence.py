"""Whatever happens on the way, PCs that have the same operations show the same records, byte for byte."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import exchange_world
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services import check, receiving, records, retract, siblings
from bgit_desktop.store import journal, peers
from bgit_desktop.store.records import Query, conflicts
from bgit_desktop.store.schema import fields_sql

NIGHTLY = bool(os.environ.get("BGIT_NIGHTLY"))
ROUNDS = 14
TEXTS = ("Mạng đứt", "Máy in hỏng", "Thiếu cáp", "Chưa có kinh phí")
HOURS = (0, 1, -24, 47, 100, -8760)

_small = st.integers(0, 30)
_pc = st.integers(0, 3)


class Exchange(RuleBasedStateMachine):
    """Random histories of offices, sticks and restored PCs; the end delivers everything and compares."""

    def __init__(self) -> None:
        super().__init__()
        self.world: Any = None
        self.files: list[tuple[str, Path]] = []  # (unit or "so", file) under way
        self.copies: list[tuple[str, Path]] = []

    @initialize(names=st.sampled_from([("217a", "218a"), ("217a", "217b"), ("217a", "217b", "218a"),
                                       ("217a", "217b", "218a", "218b")]))  # fmt: skip
    def offices(self, names: tuple[str, ...]) -> None:
        self.world = exchange_world.World.make(names)

    def pc(self, number: int) -> Any:
        return self.world[self.world.names[number % len(self.world.names)]]

    def refusals(self) -> AbstractContextManager[object]:
        """What may come of writing on a record that a list shows: nothing is refused here."""
        return nullcontext()

    def tick(self, seconds: int = 1) -> None:
        self.world.now += seconds * 1000

    # -- people work --------------------------------------------------------------------------------------------------

    @rule(pc=_pc, text=st.sampled_from(TEXTS))
    def add(self, pc: int, text: str) -> None:
        self.tick()
        records.add(self.pc(pc).session, "difficulty", {"description": text})

    @rule(pc=_pc, version=st.integers(1, 9))
    def add_report(self, pc: int, version: int) -> None:
        self.tick()
        values = {"kind": "periodic", "period": "2024-H1", "version": version}
        records.add(self.pc(pc).session, "report", values)

    @rule(pc=_pc, which=_small, text=st.sampled_from((*TEXTS, None)),
          name=st.sampled_from(["description", "proposal", "clause", "status"]))  # fmt: skip
    def change(self, pc: int, which: int, text: str | None, name: str) -> None:
        self.tick()
        session = self.pc(pc).session
        found = records.listing(session, Query("difficulty"))
        if found:
            value = {"clause": "QyD.6.2.b", "status": "closed", "description": text or "Trống"}.get(name, text)
            with self.refusals():
                records.change(session, "difficulty", str(found[which % len(found)]["id"]), {name: value})

    @rule(pc=_pc, which=_small, version=st.integers(1, 9))
    def raise_version(self, pc: int, which: int, version: int) -> None:
        self.tick()
        session = self.pc(pc).session
        found = records.listing(session, Query("report"))
        if found:
            with self.refusals():
                records.change(session, "report", str(found[which % len(found)]["id"]), {"version": version})

    @rule(pc=_pc, which=_small)
    def delete(self, pc: int, which: int) -> None:
        self.tick()
        session = self.pc(pc).session
        found = records.listing(session, Query("difficulty"))
        if found:
            with self.refusals():
                records.delete(session, "difficulty", [str(found[which % len(found)]["id"])])

    @rule(pc=_pc)
    def undo(self, pc: int) -> None:
        self.tick()
        try:
            records.undo(self.pc(pc).session)
        except Refused:
            return

    @rule(pc=_pc)
    def redo(self, pc: int) -> None:
        self.tick()
        try:
            records.redo(self.pc(pc).session)
        except Refused:
            return

    @rule(pc=_pc, which=_small, text=st.sampled_from(TEXTS))
    def undo_and_redo_what_one_did(self, pc: int, which: int, text: str) -> None:
        """Redone at once, a person's action stands as if nothing had been: the list is the same, byte for byte."""
        self.change(pc, which, text, "proposal")
        session = self.pc(pc).session
        if not records.last_action(session):
            return
        before = exchange_world.listing(session, "difficulty"), exchange_world.listing(session, "report")
        self.tick()
        records.undo(session)
        self.tick()
        records.redo(session)
        assert (exchange_world.listing(session, "difficulty"), exchange_world.listing(session, "report")) == before

    @rule(pc=_pc, which=_small)
    def resolve(self, pc: int, which: int) -> None:
        """Settle a field for any of the values that stand, the provisional one or another."""
        self.tick()
        session = self.pc(pc).session
        for type_name, row, name in conflicts(session.store.db):
            if name:
                values = records.conflicts_of(session, type_name, row)[name]
                with self.refusals():
                    records.resolve(session, type_name, row, {name: values[which % len(values)].value})
                return

    @rule(pc=_pc, keep=st.booleans())
    def settle_deletion(self, pc: int, keep: bool) -> None:
        self.tick()
        session = self.pc(pc).session
        for type_name, row, name in conflicts(session.store.db):
            if not name:
                with self.refusals():
                    records.settle_deletion(session, type_name, row, keep=keep)
                return

    @rule(which=_small, text=st.sampled_from(TEXTS))
    def answer(self, which: int, text: str) -> None:
        self.tick()
        session = self.world.so.session
        found = records.listing(session, Query("difficulty"))
        if found:
            records.change(session, "difficulty", str(found[which % len(found)]["id"]), {"answer": text})

    @rule(text=st.sampled_from(TEXTS))
    def course(self, text: str) -> None:
        self.tick()
        records.add(self.world.so.session, "course", {"title": text})

    # -- sticks -------------------------------------------------------------------------------------------------------

    @rule(pc=_pc, full=st.booleans())
    def export(self, pc: int, full: bool) -> None:
        self.tick()
        self.files += [("so", each) for each in self.world.export(self.pc(pc).name, full=full)]

    @rule(pc=_pc, full=st.booleans(), everybody=st.booleans(), also_to_so=st.booleans())
    def give_straight_to_a_sibling(self, pc: int, full: bool, everybody: bool, also_to_so: bool) -> None:
        """A package goes from one PC of a unit to another on a stick; the Sở may get the same file, or never."""
        self.tick()
        place = self.pc(pc)
        unit = exchange_world.PLACES[place.name]
        others = [each for each in self.world.of_unit(unit) if each is not place]
        files = self.world.export(place.name, full=full, to=siblings.ALL) if everybody else []
        files = files or self.world.export(place.name, full=full)
        self.files += [("so" if also_to_so else unit, each) for each in files]
        for other in others if files else ():
            other.receive(*files)

    @rule(unit=_pc)
    def reply(self, unit: int) -> None:
        self.tick()
        code = self.world.units()[unit % len(self.world.units())]
        self.files.append((code, self.world.reply(code)))

    @rule(back=st.integers(0, 6), dry_run=st.booleans())
    def deliver(self, back: int, dry_run: bool) -> None:
        """Deliver one of the files under way: the newest, an older one, one that was delivered before."""
        self.tick(60)
        if self.files:
            to, file = self.files[-1 - back % len(self.files)]
            for place in [self.world.so] if to == "so" else self.world.of_unit(to):
                if dry_run:
                    before = exchange_world.dump(place.session)
                    foreseen = place.receive(file, dry_run=True)
                    assert exchange_world.dump(place.session) == before
                    assert [said(each) for each in place.receive(file)] == [said(each) for each in foreseen]
                else:
                    place.receive(file)

    @rule(pc=_pc)
    def there_and_back(self, pc: int) -> None:
        """An exchange as it should be: the package is taken in, the answer too."""
        self.tick(60)
        place = self.pc(pc)
        files = self.world.export(place.name)
        self.files += [("so", each) for each in files]
        if files:
            self.world.so.receive(*files)
        answer = self.world.reply(exchange_world.PLACES[place.name])
        self.files.append((exchange_world.PLACES[place.name], answer))
        place.receive(answer)

    @rule(back=st.integers(0, 3), pc=st.integers(0, 4))
    def retract(self, back: int, pc: int) -> None:
        self.tick()
        session = (self.world.so if pc == 4 else self.pc(pc)).session
        rows = peers.packages(session.store.db, "direction = 'in' AND batch IS NOT NULL AND status <> 'undone'")
        if rows:
            retract.undo_batch(session, rows[-1 - back % len(rows)].batch or 0)

    @rule(back=st.integers(0, 3), pc=st.integers(0, 4))
    def take_in_again(self, back: int, pc: int) -> None:
        """Redo a retracted import: a person gives the kept copy once more."""
        self.tick(60)
        place = self.world.so if pc == 4 else self.pc(pc)
        rows = peers.packages(place.session.store.db, "direction = 'in' AND status = 'undone'")
        if rows:
            place.receive(place.session.store.folder / rows[-1 - back % len(rows)].stored)

    @rule()
    def a_person_settles_forks(self) -> None:
        self.tick()
        self.settle_forks()

    # -- PCs go wrong -------------------------------------------------------------------------------------------------

    @rule(pc=_pc, hours=st.sampled_from(HOURS))
    def wrong_clock(self, pc: int, hours: int) -> None:
        self.pc(pc).skew = hours * exchange_world.HOUR

    @rule(pc=_pc)
    def copy_aside(self, pc: int) -> None:
        place = self.pc(pc)
        self.copies.append((place.name, place.copy_aside()))

    @rule(which=_small, state=st.sampled_from(["kept", "kept", "old", "none", "marked"]))
    def put_back(self, which: int, state: str) -> None:
        if self.copies:
            name, kept = self.copies[which % len(self.copies)]
            self.world[name].put_back(kept, state=state)

    @rule(pc=_pc, state=st.sampled_from(["kept", "none", "marked"]), sent=st.booleans(), goes_on=st.booleans(),
          given=st.booleans())  # fmt: skip
    def lose_a_week(self, pc: int, state: str, sent: bool, goes_on: bool, given: bool) -> None:
        """The disk fails: what was written since the last copy is gone, sent or not; work goes on from the copy."""
        place = self.pc(pc)
        kept = place.copy_aside()
        self.add(pc, TEXTS[0])
        self.change(pc, 0, TEXTS[1], "proposal")
        if sent:
            files = self.world.export(place.name)
            self.files += [("so", each) for each in files]
            self.world.so.receive(*files)
        if given:
            self.give_straight_to_a_sibling(pc, False, True, False)
        place.put_back(kept, state=state)
        if goes_on:
            self.change(pc, 0, TEXTS[2], "proposal")

    # -- the end ------------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if self.world is None:
            return
        try:
            self.settle()
            self.compare()
        finally:
            self.world.close()

    def settle(self) -> None:
        """Set the clocks right and carry packages both ways until nothing changes any more."""
        world = self.world
        world.now += (max(HOURS) + 1) * exchange_world.HOUR  # the time comes that a fast clock had told
        for place in world.places.values():
            place.skew = 0
        self.written = {
            name: {(kind, table, row, fields) for kind, table, row, fields in own_lines(world[name].session)}
            for name in world.names
        }
        before: object = None
        for turn in range(ROUNDS):
            self.tick(60)
            for name in world.names:
                files = world.export(name, full=turn == 0)
                if files:
                    world.so.receive(*files)
            self.settle_forks()
            if turn == 0:
                self.receive_again()
            for unit in world.units():
                file = world.reply(unit)
                for place in world.of_unit(unit):
                    place.receive(file)
            now = {name: heads(place.session) for name, place in world.places.items()}
            if now == before:
                return
            before = now
        raise AssertionError(f"no rest after {ROUNDS} rounds: {before}")

    def receive_again(self) -> None:
        """Take in again what was taken back, as a person may: a restored PC has nothing left to send it from."""
        for place in self.world.places.values():
            rows = peers.packages(place.session.store.db, "direction = 'in' AND status = 'undone'")
            place.receive(*(place.session.store.folder / row.stored for row in rows))

    def settle_forks(self) -> None:
        so = self.world.so
        for row in peers.packages(so.session.store.db, "direction = 'in' AND status = 'held-fork'"):
            try:
                receiving.accept(so.session, so.keyring, row.sha256, as_restored=True)
            except (Refused, NotFound):
                continue

    def compare(self) -> None:
        world = self.world
        for place in world.places.values():
            assert check.check(place.session).problems == ()
        for name in world.names:
            place = world[name]
            unit = exchange_world.PLACES[name]
            assert lines_of(place.session, unit) == lines_of(world.so.session, unit)
            for type_name in TYPES:
                here = exchange_world.listing(place.session, type_name, unit)
                there = exchange_world.listing(world.so.session, type_name, unit)
                assert here == there, type_name
            assert quarrels(place.session, unit) == quarrels(world.so.session, unit)
            lost = self.written[name] - set(record_lines(world.so.session))
            assert not lost, f"{name} had written {lost}"


def said(outcome: Any) -> tuple[object, ...]:
    return outcome.verdict, outcome.applied, outcome.conflicts, outcome.detail


def heads(session: Any) -> dict[tuple[str, int], int]:
    return {(log.replica, log.incarnation): log.head for log in journal.logs(session.store.db)}


def own_lines(session: Any) -> list[tuple[str, int, bytes, str]]:
    return [
        tuple(row)
        for row in session.store.db.execute(
            f"SELECT kind, tbl, row, {fields_sql()} FROM op JOIN log ON log.n = op.n >> 40 WHERE own = 1 AND log.n > 0 "
            "AND row IS NOT NULL"
        )
    ]


def record_lines(session: Any) -> list[tuple[str, int, bytes, str]]:
    return [
        tuple(row)
        for row in session.store.db.execute(
            f"SELECT kind, tbl, row, {fields_sql()} FROM op WHERE row IS NOT NULL AND active = 1"
        )
    ]


def lines_of(session: Any, unit: str) -> dict[tuple[str, int], list[bytes]]:
    """Every line of the logs of a unit's PCs; the Sở's own is compared by what it does."""
    db = session.store.db
    return {
        (log.replica, log.incarnation): list(journal.lines(db, log.n, 1, log.head))
        for log in journal.logs(db)
        if log.unit == unit and log.head
    }


def quarrels(session: Any, unit: str) -> list[tuple[str, str, str]]:
    db = session.store.db
    mine = {
        str(row["id"])
        for name in ("difficulty", "report")
        for row in records.listing(session, Query(name, where=(("unit", unit),)))
    }
    return [each for each in conflicts(db) if each[1] in mine]


TestExchange = Exchange.TestCase
TestExchange.settings = settings(
    max_examples=2000 if NIGHTLY else 200,
    derandomize=not NIGHTLY,  # the same histories each time: what fails here fails for whoever changed something
    stateful_step_count=40 if NIGHTLY else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    database=None,
    print_blob=True,
)
