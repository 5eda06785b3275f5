"""What an ended unit has left is carried on by its successor, and by nobody else, in whatever order things come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import exchange_world
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule
from test_convergence import NIGHTLY, Exchange

from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import Refused
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services import check, records, retract
from bgit_desktop.services.context import Session
from bgit_desktop.store import peers
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query

OLD, HEIR, OTHER = "217", "218", "213"


@pytest.fixture
def world() -> Iterator[Any]:
    made = exchange_world.World.make(("217a", "218a"))
    yield made
    made.close()


def end(session: Session, into: tuple[str, ...] = (HEIR,), last: str = "2024-06-09") -> None:
    """End the old unit in the catalogue: the last day, the successors."""
    catalogue = session.catalogue()
    old = catalogue.by_code(OLD)
    assert old is not None
    heirs = [row.id for code in into if (row := catalogue.by_code(code)) is not None]
    records.change(session, "unit", old.id, {"valid_to": last, "successors": heirs})


def difficulty(session: Session, text: str = "Thiếu máy tính") -> str:
    return records.add(session, "difficulty", {"description": text})


def send(world: Any, name: str) -> list[Any]:
    world.now += 1000
    return world.so.receive(*world.export(name))


def answer(world: Any, unit: str) -> list[Any]:
    world.now += 1000
    file = world.reply(unit)
    return [each for place in world.of_unit(unit) for each in place.receive(file)]


def shown(session: Session, record: str) -> dict[str, Any]:
    return records.show(session, "difficulty", record)


def taken_over(world: Any) -> str:
    """The old unit writes and sends, ends, and its successor hears of it; gives a record of the old unit."""
    left = difficulty(world["217a"].session)
    assert send(world, "217a")[0].verdict == Verdict.ACCEPTED
    end(world.so.session)
    (taken,) = answer(world, HEIR)
    assert taken.verdict == Verdict.ACCEPTED, taken.reason
    return left


def test_the_heir_carries_on_what_was_left(world: Any) -> None:
    left = taken_over(world)
    heir, so = world["218a"].session, world.so.session
    assert shown(heir, left)["unit"] == OLD
    records.change(heir, "difficulty", left, {"proposal": "Cấp thêm 05 máy"})
    (sent,) = send(world, "218a")
    assert (sent.verdict, sent.conflicts) == (Verdict.ACCEPTED, 0), sent.reason
    assert shown(so, left)["proposal"] == "Cấp thêm 05 máy"
    assert shown(so, left)["unit"] == OLD
    # one undo takes it back, here and there
    records.undo(heir)
    assert shown(heir, left)["proposal"] is None
    send(world, "218a")
    assert shown(so, left)["proposal"] is None
    for place in world.places.values():
        assert check.check(place.session).problems == ()


def test_the_answers_of_the_so_come_along(world: Any) -> None:
    left = difficulty(world["217a"].session)
    send(world, "217a")
    so, heir = world.so.session, world["218a"].session
    records.change(so, "difficulty", left, {"answer": "Sẽ cấp trong quý III"})
    answer(world, HEIR)  # the Sở's log comes to every unit, before the record it answers does
    assert records.count(heir, Query("difficulty")) == 0
    end(so)
    answer(world, HEIR)
    assert shown(heir, left)["answer"] == "Sẽ cấp trong quý III"
    records.change(so, "difficulty", left, {"answer": "Đã cấp"})
    records.change(heir, "difficulty", left, {"status": "closed"})
    answer(world, HEIR)
    send(world, "218a")
    assert shown(heir, left) == shown(so, left)
    assert (shown(so, left)["answer"], shown(so, left)["status"]) == ("Đã cấp", "closed")


def test_an_heir_may_delete_and_bring_back(world: Any) -> None:
    left = taken_over(world)
    heir, so = world["218a"].session, world.so.session
    records.delete(heir, "difficulty", [left])
    send(world, "218a")
    assert records.count(so, Query("difficulty")) == 0
    records.undo(heir)
    send(world, "218a")
    assert shown(so, left) == shown(heir, left)
    assert shown(so, left)["unit"] == OLD
    for place in world.places.values():
        assert check.check(place.session).problems == ()


def test_nobody_else_may(world: Any) -> None:
    left = difficulty(world["217a"].session)
    send(world, "217a")
    end(world.so.session, into=(OTHER,))
    answer(world, HEIR)
    heir = world["218a"].session
    assert records.count(heir, Query("difficulty")) == 0
    # a PC that writes on another's record all the same is refused with everything it sent
    with heir.store.write("edit", "", "kẻ gian"):
        store_records.insert(heir.store.db, TYPES["difficulty"], left, OLD, {"description": "của tôi"})
    (sent,) = send(world, "218a")
    assert sent.verdict == Verdict.REJECTED_AUTHORITY
    assert shown(world.so.session, left)["description"] == "Thiếu máy tính"


def test_not_before_the_day(world: Any) -> None:
    left = difficulty(world["217a"].session)
    send(world, "217a")
    today = datetime.fromtimestamp(world.now / 1000, UTC).date()
    end(world.so.session, last=today.isoformat())
    answer(world, HEIR)
    assert records.count(world["218a"].session, Query("difficulty")) == 0  # it is sent from the day on
    world.now += 25 * exchange_world.HOUR
    answer(world, HEIR)
    records.change(world["218a"].session, "difficulty", left, {"proposal": "Đã tiếp nhận"})
    assert send(world, "218a")[0].verdict == Verdict.ACCEPTED
    assert shown(world.so.session, left)["proposal"] == "Đã tiếp nhận"
    # with a clock of yesterday it could not have been written
    assert not world.so.session.heirs().may_write(HEIR, OLD, today)


def test_the_split_of_a_unit_that_ends_has_several_heirs(world: Any) -> None:
    left = difficulty(world["217a"].session)
    send(world, "217a")
    end(world.so.session, into=(OTHER, HEIR))
    answer(world, HEIR)
    records.change(world["218a"].session, "difficulty", left, {"proposal": "Phần của Lục Nam"})
    assert send(world, "218a")[0].verdict == Verdict.ACCEPTED
    assert shown(world.so.session, left)["proposal"] == "Phần của Lục Nam"
    assert world.so.session.heirs().of(OLD, date(2024, 6, 10)) == [OTHER, HEIR]


def test_two_heirs_who_wrote_at_once_agree_by_writing_the_same() -> None:
    world = exchange_world.World.make(("217a", "218a", "213a"))
    try:
        left = difficulty(world["217a"].session)
        send(world, "217a")
        end(world.so.session, into=(OTHER, HEIR))
        for unit, text in ((HEIR, "Phần của Lục Nam"), (OTHER, "Phần của thành phố")):
            answer(world, unit)
            name = f"{unit}a"
            records.change(world[name].session, "difficulty", left, {"proposal": text})
            assert send(world, name)[0].verdict == Verdict.ACCEPTED
        so = world.so.session
        assert set(records.conflicts_of(so, "difficulty", left)) == {"proposal"}
        records.change(world["213a"].session, "difficulty", left, {"proposal": "Phần của Lục Nam"})
        send(world, "213a")
        assert records.conflicts_of(so, "difficulty", left) == {}
        assert shown(so, left)["proposal"] == "Phần của Lục Nam"
    finally:
        world.close()


def test_two_who_wrote_at_once_are_in_conflict_and_the_heir_settles_it(world: Any) -> None:
    left = taken_over(world)
    old, heir, so = world["217a"].session, world["218a"].session, world.so.session
    records.change(old, "difficulty", left, {"proposal": "Ý kiến cũ"})
    world.now += 1000
    records.change(heir, "difficulty", left, {"proposal": "Ý kiến mới"})
    send(world, "218a")
    (late,) = send(world, "217a")
    assert (late.verdict, late.conflicts) == (Verdict.ACCEPTED, 1)
    answer(world, HEIR)
    assert set(records.conflicts_of(heir, "difficulty", left)) == {"proposal"}
    records.resolve(heir, "difficulty", left, {"proposal": "Ý kiến mới"})
    send(world, "218a")
    assert records.conflicts_of(so, "difficulty", left) == {}
    assert shown(so, left) == shown(heir, left)


def test_what_an_ended_unit_still_sends_is_taken_in_with_a_warning(world: Any) -> None:
    taken_over(world)
    answer(world, OLD)
    late = difficulty(world["217a"].session, "Ghi sau ngày kết thúc")
    (sent,) = send(world, "217a")
    assert sent.verdict == Verdict.ACCEPTED
    assert len(sent.warnings) == 1
    assert "Huyện Lạng Giang" in sent.warnings[0]
    assert "Huyện Lục Nam" in sent.warnings[0]
    answer(world, HEIR)
    assert shown(world["218a"].session, late)["description"] == "Ghi sau ngày kết thúc"


def test_the_so_thinks_better_of_it(world: Any) -> None:
    left = taken_over(world)
    heir, so = world["218a"].session, world.so.session
    records.change(heir, "difficulty", left, {"proposal": "Đã sửa"})
    before = shown(so, left)
    send(world, "218a")
    records.undo(so)  # the end of the unit
    assert shown(so, left) == before  # what the successor wrote no longer counts …
    records.change(heir, "difficulty", left, {"description": "Sửa nữa"})
    mine = difficulty(heir, "Của mình")
    (sent,) = send(world, "218a")
    assert sent.verdict == Verdict.ACCEPTED  # … but what it wrote in good faith does not cut it off
    assert shown(so, mine)["unit"] == HEIR
    assert shown(so, left) == before
    answer(world, HEIR)
    with pytest.raises(Refused):
        records.change(heir, "difficulty", left, {"proposal": "Không còn quyền"})
    assert shown(heir, left) == before
    end(so)
    assert (shown(so, left)["proposal"], shown(so, left)["description"]) == ("Đã sửa", "Sửa nữa")
    answer(world, HEIR)
    assert shown(heir, left) == shown(so, left)
    for place in world.places.values():
        assert check.check(place.session).problems == ()


def test_an_heir_of_an_heir(world: Any) -> None:
    left = difficulty(world["217a"].session)
    send(world, "217a")
    so = world.so.session
    end(so, into=(OTHER,))
    catalogue = so.catalogue()
    middle, last = catalogue.by_code(OTHER), catalogue.by_code(HEIR)
    assert middle is not None
    assert last is not None
    records.change(so, "unit", middle.id, {"valid_to": "2024-06-08", "successors": [last.id]})
    answer(world, HEIR)
    records.change(world["218a"].session, "difficulty", left, {"proposal": "Qua hai lần sáp nhập"})
    assert send(world, "218a")[0].verdict == Verdict.ACCEPTED
    assert shown(so, left)["proposal"] == "Qua hai lần sáp nhập"


# -- whatever the order ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def past() -> Iterator[tuple[Any, list[Path]]]:
    """Packages of both units, with everything that two units can do to one record."""
    world = exchange_world.World.make(("217a", "218a"))
    files: list[Path] = []

    def carry(name: str) -> None:
        world.now += 60_000
        made = world.export(name, full=True)
        files.extend(made)
        world.so.receive(*made)

    old, heir, so = world["217a"], world["218a"], world.so
    left = difficulty(old.session)
    kept = difficulty(old.session, "Đường truyền chậm")
    carry("217a")
    end(so.session)
    answer(world, HEIR)
    records.change(heir.session, "difficulty", left, {"proposal": "của bên nhận"})
    records.delete(heir.session, "difficulty", [kept])
    carry("218a")
    world.now += 60_000
    records.change(old.session, "difficulty", left, {"proposal": "của bên cũ", "clause": "QyD.6.2.b"})
    records.change(old.session, "difficulty", kept, {"proposal": "vẫn cần"})
    carry("217a")
    answer(world, HEIR)
    records.undo(heir.session)  # brings back what was deleted
    carry("218a")
    yield world, files
    world.close()


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_any_order_and_repetition_ends_alike(past: tuple[Any, list[Path]], data: st.DataObject) -> None:
    told, files = past
    wanted = exchange_world.listing(told.so.session, "difficulty")
    quarrel = store_records.conflicts(told.so.session.store.db)
    assert quarrel
    # a Sở that begins again from nothing hears of everything in another order
    fresh = exchange_world.World.make(())
    fresh.now = told.now
    so = fresh.so
    try:
        order = data.draw(st.lists(st.sampled_from(range(len(files))), max_size=6))
        when = data.draw(st.integers(0, len(order)))
        for at in range(len(order) + 1):
            if at == when:
                end(so.session)
            if at < len(order):
                so.receive(files[order[at]])
        so.receive(*files)  # what was refused before the end of the unit was known is sent again
        assert exchange_world.listing(so.session, "difficulty") == wanted
        assert store_records.conflicts(so.session.store.db) == quarrel
        assert check.check(so.session).problems == ()
        batches = [row.batch for row in peers.packages(so.session.store.db, "batch IS NOT NULL")]
        retract.undo_batch(so.session, data.draw(st.sampled_from(batches)) or 0)
        so.receive(*files)
        assert exchange_world.listing(so.session, "difficulty") == wanted
        assert check.check(so.session).problems == ()
    finally:
        fresh.close()


class Merging(Exchange):
    """Random histories in which the Sở ends a unit, thinks better of it, and ends it again."""

    @rule(last=st.sampled_from(["2024-06-01", "2024-06-12", None]))
    def unite(self, last: str | None) -> None:
        self.tick()
        session = self.world.so.session
        old, heir = (session.catalogue().by_code(code) for code in (OLD, HEIR))
        assert old is not None
        assert heir is not None
        values = {"valid_to": last, "successors": [heir.id] if last else []}
        records.change(session, "unit", old.id, values)

    def refusals(self) -> AbstractContextManager[object]:
        """Another unit's record is seen as long as it is here, and written only by whom the catalogue names."""
        return suppress(Refused)

    def compare(self) -> None:
        so = self.world.so.session
        for place in self.world.places.values():
            assert check.check(place.session).problems == ()
        for name in self.world.names:
            session, unit = self.world[name].session, exchange_world.PLACES[name]
            whose = [unit] if unit == OLD else [OLD, HEIR]
            united = bool(so.heirs().taken_over(HEIR, so.today()))
            if (unit == OLD) == united:
                continue  # the ended unit does not hear of its heir; an heir no longer of what was given back
            for code in whose:
                assert exchange_world.listing(session, "difficulty", code) == exchange_world.listing(
                    so, "difficulty", code
                )


TestMerging = Merging.TestCase
TestMerging.settings = settings(Exchange.TestCase.settings, max_examples=500 if NIGHTLY else 20)
