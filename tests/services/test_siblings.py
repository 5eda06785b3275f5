"""PCs of one unit exchange directly: what one takes in of the other, what waits for the Sở, what the Sở's word decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import exchange_world
import pytest
from exchange_world import Place, World, replica_of
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services import packages, receiving, records, retract, settled, siblings
from bgit_desktop.services.exchange_board import packages_shown
from bgit_desktop.store import journal, peers
from bgit_desktop.store.peers import LastGood
from bgit_desktop.store.records import Query


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "217b", "218a"))
    yield made
    made.close()


def write(world: World, name: str, text: str) -> str:
    world.now += 1000
    return records.add(world[name].session, "difficulty", {"description": text})


def texts(place: Place) -> list[str]:
    rows = records.listing(place.session, Query("difficulty", where=(("unit", "217"),)))
    return sorted(str(row["description"]) for row in rows)


def give(world: World, name: str, to: str, **chosen: bool) -> list[str]:
    """Give a package straight to a sibling; the verdicts."""
    world.now += 1000
    files = world.export(name, to=replica_of(to), **chosen)
    return [each.verdict for each in world[to].receive(*files)]


def round_trip(world: World, *names: str) -> None:
    """Every PC sends to the Sở, and takes its answer in."""
    for name in names:
        world.now += 1000
        files = world.export(name)
        if files:
            world.so.receive(*files)
    world.now += 1000
    for unit in world.units():
        answer = world.reply(unit)
        for place in world.of_unit(unit):
            place.receive(answer)


def test_a_package_for_the_so_is_taken_in_by_a_sibling_too(world: World) -> None:
    write(world, "217a", "Mạng đứt")
    (file,) = world.export("217a")
    (foreseen,) = world["217b"].receive(file, dry_run=True)
    assert (foreseen.verdict, foreseen.applied) == ("accepted", 1)
    assert texts(world["217b"]) == []
    (outcome,) = world["217b"].receive(file)
    assert (outcome.verdict, outcome.applied, outcome.unit) == ("accepted", 1, "217")
    assert texts(world["217b"]) == ["Mạng đứt"]
    merged = [op for op in journal.lines(world["217b"].session.store.db, 1, 1, 9) if b'"m"' in op]
    assert len(merged) == 1
    assert replica_of("217a").encode() in merged[0]
    (shown,) = packages_shown(world["217b"].session)
    assert shown.partner == "máy “217a” của đơn vị"


def test_taken_back_it_can_be_given_again(world: World) -> None:
    write(world, "217a", "Mạng đứt")
    (file,) = world.export("217a")
    (outcome,) = world["217b"].receive(file)
    retract.undo_batch(world["217b"].session, outcome.batch or 0)
    assert texts(world["217b"]) == []
    assert [each.verdict for each in world["217b"].receive(file)] == ["accepted"]
    assert texts(world["217b"]) == ["Mạng đứt"]


@settings(max_examples=6, deadline=None, derandomize=True, database=None)
@given(order=st.permutations(["direct", "so", "answer", "again"]))
def test_in_any_order_with_the_so_the_second_is_a_duplicate(order: list[str]) -> None:
    world = World.make(("217a", "217b"))
    try:
        write(world, "217a", "Mạng đứt")
        (file,) = world.export("217a")
        for step in order:
            world.now += 1000
            if step == "so":
                world.so.receive(file)
                continue
            (outcome,) = world["217b"].receive(world.reply("217") if step == "answer" else file)
            assert outcome.verdict in ("accepted", "duplicate")
        round_trip(world, "217a", "217b")
        for place in world.places.values():
            lines = place.session.store.db.execute("SELECT count(*) FROM op WHERE row IS NOT NULL AND n >> 40 > 0")
            assert lines.fetchone() == (1,)
        assert texts(world["217a"]) == texts(world["217b"]) == texts(world.so) == ["Mạng đứt"]
    finally:
        world.close()


def test_what_the_so_has_confirmed_is_missing_and_the_whole_is_given_instead(world: World) -> None:
    write(world, "217a", "một")
    world.so.receive(*world.export("217a"))
    world["217a"].receive(world.reply("217"))
    write(world, "217a", "hai")
    (file,) = world.export("217a")
    (outcome,) = world["217b"].receive(file)
    assert outcome.verdict == "held-gap"
    assert "xuất đủ cho máy cùng đơn vị" in outcome.reason
    assert give(world, "217a", "217b") == ["accepted", "duplicate"], "the one held before counts now as well"
    assert texts(world["217b"]) == ["hai", "một"]


def test_a_sibling_is_sent_what_it_has_not_confirmed_itself(world: World) -> None:
    write(world, "217a", "một")
    give(world, "217a", "217b")
    write(world, "217b", "hai")
    give(world, "217b", "217a")
    write(world, "217a", "ba")
    leaving = packages.what_would_leave(world["217a"].session, to=siblings.ALL)
    assert leaving.kind == "delta"
    assert leaving.recipient == "máy “217b” của đơn vị"
    assert give(world, "217a", "217b") == ["accepted"]
    assert texts(world["217a"]) == texts(world["217b"]) == ["ba", "hai", "một"]
    row = packages.list_packages(world["217a"].session)[-1]
    assert (row.recipient, row.status) == ("217", "exported"), "a sibling's word is not the Sở's confirmation"
    give(world, "217b", "217a")
    with pytest.raises(Refused, match="đã xác nhận"):
        packages.export_package(
            world["217a"].session, world["217a"].keyring, world.folder / "nothing.bgpkg", to=replica_of("217b")
        )


def test_a_pc_of_another_unit_takes_nothing_in(world: World) -> None:
    write(world, "217a", "Mạng đứt")
    (file,) = world.export("217a", to="sibling")
    assert [each.verdict for each in world["218a"].receive(file)] == ["held-unknown-key"]
    exchange_world.pin(world["218a"].session.store, "217a")
    assert [each.verdict for each in world["218a"].receive(file)] == ["rejected-recipient"]
    world["218a"].session.store.db.execute("DELETE FROM peer WHERE unit = '218'")
    with pytest.raises(Refused, match="máy thứ hai"):
        packages.what_would_leave(world["218a"].session, to=siblings.ALL)
    with pytest.raises(NotFound, match="khong-co"):
        packages.what_would_leave(world["217a"].session, to="khong-co")
    with pytest.raises(Refused):
        siblings.chosen(world.so.session, siblings.ALL)


def test_a_pc_that_is_not_on_the_so_s_list_waits_whoever_has_pinned_it(world: World) -> None:
    write(world, "217a", "Mạng đứt")
    (file,) = world.export("217a")
    store = world["217b"].session.store
    kept = store.db.execute("SELECT * FROM trust_list").fetchone()
    peers.forget_trust(store.db)
    (outcome,) = world["217b"].receive(file)
    assert outcome.verdict == "held-unknown-key"
    assert "danh sách tin cậy của Sở" in outcome.reason
    store.db.execute("INSERT INTO trust_list VALUES (?, ?, ?, ?)", kept)
    assert [each.verdict for each in receiving.retry(world["217b"].session, world["217b"].keyring)] == ["accepted"]


def test_a_revoked_sibling_counts_up_to_its_last_good_line(world: World) -> None:
    write(world, "217a", "một")
    good = world.export("217a")
    log = journal.own_log(world["217a"].session.store.db)
    assert log is not None
    write(world, "217a", "hai")
    beyond = world.export("217a", full=True)
    store = world["217b"].session.store
    peer = peers.find_peer(store.db, replica_of("217a"))
    assert peer is not None
    peers.pin_peer(store.db, replace(peer, status="revoked", good=LastGood(1, log.head, log.head_hash)))
    (outcome,) = world["217b"].receive(*beyond)
    assert (outcome.verdict, outcome.alarm) == ("rejected-revoked", True)
    assert [each.verdict for each in world["217b"].receive(*good)] == ["accepted"]
    assert texts(world["217b"]) == ["một"]


def test_a_sibling_s_fork_waits_for_the_so_and_only_for_it(world: World) -> None:
    write(world, "217a", "một")
    round_trip(world, "217a", "217b")
    kept = world["217a"].copy_aside()
    write(world, "217a", "hai")
    round_trip(world, "217a", "217b")
    world["217a"].put_back(kept, state="old")  # a copy that nobody notices
    write(world, "217a", "hai khác")
    files = world.export("217a", full=True)
    (outcome,) = world["217b"].receive(*files)
    assert (outcome.verdict, outcome.alarm) == ("held-fork", True)
    assert "Chỉ Sở xử lý được" in outcome.reason
    row = packages.list_packages(world["217b"].session)[-1]
    with pytest.raises(Refused, match="Chỉ Sở xử lý được"):
        receiving.accept(world["217b"].session, world["217b"].keyring, row.sha256, as_restored=True)
    (at_so,) = world.so.receive(*files)
    assert at_so.verdict == "held-fork"
    receiving.accept(world.so.session, world.so.keyring, files[0].name, as_restored=True)
    for _ in range(2):
        round_trip(world, "217a", "217b")
    assert texts(world["217a"]) == texts(world["217b"]) == texts(world.so) == ["hai", "hai khác", "một"]
    peer = peers.find_peer(world["217b"].session.store.db, replica_of("217a"))
    assert peer is not None
    assert peer.status == "enrolled"
    for name in ("so", "217b"):  # its row says what became of it, and keeps the verdict of then
        shown = [each for each in packages_shown(world[name].session) if each.row.status == "held-fork"]
        assert {each.state for each in shown} == {"settled"}, name
        assert settled.waiting(world[name].session) == []
    write(world, "217a", "ba")
    assert give(world, "217a", "217b")[-1] == "accepted"


@pytest.mark.parametrize("state", ["kept", "old"])
def test_what_only_a_sibling_has_left_of_a_restored_pc_is_not_lost(world: World, state: str) -> None:
    first = write(world, "217a", "một")
    round_trip(world, "217a", "217b")
    kept = world["217a"].copy_aside()
    write(world, "217a", "chỉ đưa máy b")
    records.change(world["217a"].session, "difficulty", first, {"proposal": "chỉ máy b biết"})
    assert give(world, "217a", "217b") == ["accepted"]
    world["217a"].put_back(kept, state=state)
    write(world, "217a", "sau khôi phục")
    for _ in range(3):
        round_trip(world, "217a", "217b")
    everything = ["chỉ đưa máy b", "một", "sau khôi phục"]
    assert texts(world["217a"]) == texts(world["217b"]) == texts(world.so) == everything
    for place in world.places.values():
        if place.name != "218a":
            (row,) = records.listing(place.session, Query("difficulty", where=(("description", "một"),)))
            assert row["proposal"] == "chỉ máy b biết"
    assert listing_of(world, "217a") == listing_of(world, "217b")


def test_a_pc_put_back_to_before_it_had_ever_sent_hears_of_it_by_its_sibling_s_log(world: World) -> None:
    kept = world["217a"].copy_aside()
    write(world, "217a", "chỉ đưa máy b")
    give(world, "217a", "217b")
    world["217a"].put_back(kept, state="none")
    for _ in range(4):
        round_trip(world, "217a", "217b")
    assert texts(world["217a"]) == texts(world["217b"]) == texts(world.so) == ["chỉ đưa máy b"]
    log = journal.own_log(world["217a"].session.store.db)
    assert log is not None
    assert log.incarnation == 2


def listing_of(world: World, name: str) -> bytes:
    return exchange_world.listing(world[name].session, "difficulty", "217")


def test_what_the_so_has_of_a_restored_pc_stands_over_what_only_a_sibling_has(world: World) -> None:
    first = write(world, "217a", "một")
    round_trip(world, "217a", "217b")
    kept = world["217a"].copy_aside()
    records.change(world["217a"].session, "difficulty", first, {"proposal": "nhánh đã mất"})
    give(world, "217a", "217b")
    world["217a"].put_back(kept, state="old")
    records.change(world["217a"].session, "difficulty", first, {"proposal": "nhập lại"})
    for _ in range(3):
        round_trip(world, "217a", "217b")
    for name in ("so", "217a", "217b"):
        (row,) = records.listing(world[name].session, Query("difficulty", where=(("unit", "217"),)))
        assert row["proposal"] == "nhập lại", name
