"""A PC that was restored or copied: recognised, goes on as a new incarnation, and nothing is lost on either side."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from exchange_world import World, listing, replica_of

from bgit_desktop.services import check, packages, receiving, records
from bgit_desktop.store import journal, peers
from bgit_desktop.store.records import Query


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    yield made
    for place in made.places.values():
        assert check.check(place.session).problems == ()
    made.close()


def add(world: World, name: str, text: str) -> str:
    world.now += 1000
    return records.add(world[name].session, "difficulty", {"description": text})


def texts(world: World, name: str, unit: str = "217") -> list[object]:
    found = records.listing(world[name].session, Query("difficulty", where=(("unit", unit),)))
    return sorted(str(row["description"]) for row in found)


def both_ways(world: World, name: str = "217a") -> list[str]:
    files = world.export(name)
    verdicts = [each.verdict for each in world.so.receive(*files)] if files else []
    world[name].receive(world.reply("217"))
    return verdicts


def incarnation(world: World, name: str = "217a") -> int:
    log = journal.own_log(world[name].session.store.db)
    assert log is not None
    return log.incarnation


def same(world: World) -> None:
    assert listing(world["217a"].session, "difficulty") == listing(world.so.session, "difficulty", "217")


@pytest.mark.parametrize("state", ["kept", "none", "marked", "old"])
def test_what_was_sent_comes_back(world: World, state: str) -> None:
    add(world, "217a", "một")
    both_ways(world)
    kept = world["217a"].copy_aside()
    add(world, "217a", "hai")
    add(world, "217a", "ba")
    both_ways(world)
    world["217a"].put_back(kept, state=state)
    assert texts(world, "217a") == ["một"]
    for _ in range(3):
        both_ways(world)
    assert texts(world, "217a") == texts(world, "so") == ["ba", "hai", "một"]
    assert incarnation(world) == 2
    add(world, "217a", "bốn")
    assert both_ways(world) == ["accepted"]
    same(world)


def test_an_older_copy_is_noticed_at_the_first_write(world: World) -> None:
    add(world, "217a", "một")
    kept = world["217a"].copy_aside()
    add(world, "217a", "hai")
    world["217a"].put_back(kept, state="kept")
    assert "bản cũ hơn" in check.check(world["217a"].session).problems[0]
    assert incarnation(world) == 1
    add(world, "217a", "hai, viết lại")
    assert incarnation(world) == 2
    lines = list(world["217a"].session.store.db.execute("SELECT detail FROM audit WHERE what = 'incarnation'"))
    assert lines == [("2 after 1:1",)]


@pytest.mark.parametrize("state", ["none", "old"])
def test_a_fork_is_settled_and_both_branches_stay(world: World, state: str) -> None:
    shared = add(world, "217a", "một")
    both_ways(world)
    kept = world["217a"].copy_aside()
    add(world, "217a", "chỉ Sở biết")
    records.change(world["217a"].session, "difficulty", shared, {"proposal": "Trước khi hỏng"})
    world.so.receive(*world.export("217a"))
    world["217a"].put_back(kept, state=state)
    add(world, "217a", "viết sau khi khôi phục")
    records.change(world["217a"].session, "difficulty", shared, {"proposal": "Sau khi khôi phục"})
    forked = world.export("217a")
    outcome = world.so.receive(*forked)[0]
    assert (outcome.verdict, outcome.alarm, outcome.forked) == ("held-fork", True, replica_of("217a"))
    add(world, "217a", "viết tiếp khi đang bị tạm dừng")
    assert [each.verdict for each in world.so.receive(*world.export("217a"))] == ["held-fork"]
    receiving.accept(world.so.session, world.so.keyring, forked[0].name, as_restored=True)
    world["217a"].receive(world.reply("217"))
    assert incarnation(world) == 2
    assert both_ways(world) == ["accepted"]
    found = peers.find_peer(world.so.session.store.db, replica_of("217a"))
    assert found is not None
    assert found.status == "enrolled"
    everything = ["chỉ Sở biết", "một", "viết sau khi khôi phục", "viết tiếp khi đang bị tạm dừng"]
    for name in ("217a", "so"):
        assert texts(world, name) == everything
        values = records.conflicts_of(world[name].session, "difficulty", shared)["proposal"]
        assert {each.value for each in values} == {"Trước khi hỏng", "Sau khi khôi phục"}
    same(world)


def test_a_settled_fork_stays_settled_until_the_pc_has_heard_of_it(world: World) -> None:
    add(world, "217a", "một")
    both_ways(world)
    kept = world["217a"].copy_aside()
    add(world, "217a", "hai")
    both_ways(world)
    world["217a"].put_back(kept, state="old")
    add(world, "217a", "ba")
    forked = world.export("217a")[-1]
    assert world.so.receive(forked)[0].verdict == "held-fork"
    receiving.accept(world.so.session, world.so.keyring, forked.name, as_restored=True)
    add(world, "217a", "bốn, trước khi có gói trả lời")
    assert both_ways(world) == ["held-fork"]
    assert both_ways(world) == ["accepted"]
    assert texts(world, "217a") == texts(world, "so") == ["ba", "bốn, trước khi có gói trả lời", "hai", "một"]
    same(world)


def test_a_restored_pc_gets_again_what_it_had_confirmed() -> None:
    """Its packages are held, so that the Sở cannot hear from them that the answers of before are lost too."""
    world = World.make(("217a", "217b"))
    try:
        kept = world["217a"].copy_aside()
        for name in ("217a", "217b", "217a", "217b"):
            add(world, name, f"ở {name}")
            both_ways(world, name)
        world["217a"].put_back(kept, state="none")
        add(world, "217a", "viết trên bản cũ")
        forked = world.export("217a")[-1]
        assert world.so.receive(forked)[0].verdict == "held-fork"
        receiving.accept(world.so.session, world.so.keyring, forked.name, as_restored=True)
        assert world["217a"].receive(world.reply("217"))[0].verdict == "accepted"
        assert both_ways(world) == ["accepted"]
        assert texts(world, "217a") == texts(world, "so") == ["viết trên bản cũ", *["ở 217a"] * 2, *["ở 217b"] * 2]
    finally:
        world.close()


def test_restored_twice(world: World) -> None:
    """The second copy is so old that it has never heard of the life that came after the first restore."""
    add(world, "217a", "một")
    both_ways(world)
    kept = world["217a"].copy_aside()
    add(world, "217a", "hai")
    both_ways(world)
    world["217a"].put_back(kept, state="marked")
    add(world, "217a", "ba, đời hai")
    world.so.receive(*world.export("217a"))
    assert incarnation(world) == 2
    world["217a"].put_back(kept, state="marked")
    add(world, "217a", "bốn, lại đời hai")
    world.so.receive(*world.export("217a"))
    for _ in range(3):
        for row in packages.list_packages(world.so.session):
            if row.status == "held-fork":
                receiving.accept(world.so.session, world.so.keyring, row.sha256, as_restored=True)
        both_ways(world)
    assert texts(world, "217a") == texts(world, "so") == ["ba, đời hai", "bốn, lại đời hai", "hai", "một"]
    assert incarnation(world) >= 3


def test_a_copy_from_before_the_second_life_takes_a_number_of_its_own() -> None:
    """The Sở's answer speaks of both lives, the older one first, and is itself held for a gap."""
    world = World.make(("217a", "217b"))
    try:
        kept = world["217a"].copy_aside()
        add(world, "217a", "một")
        both_ways(world)
        world["217a"].session.store.mark_older()
        for text in ("hai, đời hai", "ba"):
            add(world, "217a", text)
            add(world, "217b", f"máy b: {text}")
            both_ways(world, "217b")  # so that both have confirmed the Sở's own lines, which are not sent again
            both_ways(world)
        both_ways(world, "217b")
        world["217a"].put_back(kept, state="none")
        assert world["217a"].receive(world.reply("217"))[0].verdict == "held-gap"
        for _ in range(4):
            both_ways(world, "217b")
            both_ways(world)
        assert incarnation(world) == 3
        everything = ["ba", "hai, đời hai", "máy b: ba", "máy b: hai, đời hai", "một"]
        assert texts(world, "217a") == texts(world, "217b") == texts(world, "so") == everything
        assert "held-fork" not in {row.status for row in packages.list_packages(world.so.session)}
    finally:
        world.close()


def test_what_the_province_lacks_of_an_earlier_life_goes_along(world: World) -> None:
    add(world, "217a", "một")
    add(world, "217a", "hai")
    world["217a"].session.store.mark_older()
    add(world, "217a", "ba")
    leaving = packages.what_would_leave(world["217a"].session)
    assert (leaving.operations, leaving.earlier) == (2, 2)
    earlier, newest = world.export("217a")
    assert earlier.name.endswith("-doi1.bgpkg")
    assert [each.verdict for each in world.so.receive(newest)] == ["held-gap"]
    assert [each.verdict for each in world.so.receive(earlier)] == ["accepted", "accepted"]
    assert texts(world, "so") == ["ba", "hai", "một"]
    world["217a"].receive(world.reply("217"))
    assert world.export("217a") == []


def test_sent_before_the_restore_and_delivered_after_it(world: World) -> None:
    add(world, "217a", "một")
    both_ways(world)
    kept = world["217a"].copy_aside()
    add(world, "217a", "hai, còn nằm trong USB")
    late = world.export("217a")
    world["217a"].put_back(kept, state="marked")
    add(world, "217a", "ba")
    assert both_ways(world) == ["accepted"]
    assert world.so.receive(*late)[0].verdict == "held-fork"
    outcome = receiving.accept(world.so.session, world.so.keyring, late[0].name, as_restored=True)
    assert (outcome.verdict, outcome.applied) == ("accepted", 1)
    both_ways(world)
    assert texts(world, "217a") == texts(world, "so") == ["ba", "hai, còn nằm trong USB", "một"]


def test_what_an_earlier_life_had_taken_in_stays_seen() -> None:
    """Two second lives from one copy: the third goes on from what both went on from, and has seen the sibling's record."""
    world = World.make(("217a", "217b"))
    try:
        row = add(world, "217b", "của máy b")
        world.so.receive(*world.export("217b"))
        world["217a"].receive(world.reply("217"))
        both_ways(world)
        kept = world["217a"].copy_aside()
        for text in ("đời hai thứ nhất", "đời hai thứ hai"):
            world["217a"].put_back(kept, state="marked")
            add(world, "217a", text)
            files = world.export("217a")
            outcomes = world.so.receive(*files)
        assert outcomes[-1].verdict == "held-fork"
        receiving.accept(world.so.session, world.so.keyring, files[-1].name, as_restored=True)
        world["217a"].receive(world.reply("217"))
        assert incarnation(world) == 3
        records.change(world["217a"].session, "difficulty", row, {"description": "sửa ở máy a"})
        both_ways(world)
        both_ways(world, "217b")
        for name in ("217a", "217b", "so"):
            session = world[name].session
            assert check.check(session).problems == ()
            assert records.conflicts_of(session, "difficulty", row) == {}
            assert texts(world, name) == ["sửa ở máy a", "đời hai thứ hai", "đời hai thứ nhất"]
    finally:
        world.close()


def test_a_sibling_takes_in_what_the_sos_operator_has_settled() -> None:
    """It has the new life of the restored PC already when the lines come that were sent before the restore."""
    world = World.make(("217a", "217b"))
    try:
        kept = world["217a"].copy_aside()
        add(world, "217a", "còn nằm trong USB")
        late = world.export("217a")
        world["217a"].put_back(kept, state="marked")
        add(world, "217a", "sau khi khôi phục")
        world.so.receive(*world.export("217a"))
        assert world["217b"].receive(world.reply("217"))[0].verdict == "accepted"
        assert world.so.receive(*late)[0].verdict == "held-fork"
        receiving.accept(world.so.session, world.so.keyring, late[0].name, as_restored=True)
        answer = world.reply("217")
        assert [world[name].receive(answer)[0].verdict for name in ("217a", "217b")] == ["accepted", "accepted"]
        for name in ("217a", "217b", "so"):
            assert texts(world, name) == ["còn nằm trong USB", "sau khi khôi phục"]
    finally:
        world.close()


def test_a_copied_folder_on_two_pcs(world: World) -> None:
    """Both go on under one name; the second to come is the fork, and loses nothing."""
    add(world, "217a", "một")
    both_ways(world)
    world["217a"].close()
    twin = world.folder / "twin"
    shutil.copytree(world["217a"].folder, twin)
    add(world, "217a", "máy cũ")
    both_ways(world)
    world["217a"].close()
    world["217a"].folder, original = twin, world["217a"].folder
    add(world, "217a", "máy mới")
    files = world.export("217a")
    assert world.so.receive(*files)[0].verdict == "held-fork"
    receiving.accept(world.so.session, world.so.keyring, files[0].name, as_restored=True)
    world["217a"].receive(world.reply("217"))
    both_ways(world)
    assert texts(world, "217a") == texts(world, "so") == ["máy cũ", "máy mới", "một"]
    world["217a"].close()
    world["217a"].folder = original


def test_the_province_s_own_store_is_the_older_one(world: World) -> None:
    """Units' packages are taken in, an alarm says so, and the Sở goes on as a new incarnation that units take in."""
    add(world, "217a", "một")
    both_ways(world)
    kept = world.so.copy_aside()
    records.add(world.so.session, "course", {"title": "Tập huấn trước khi hỏng"})
    add(world, "217a", "hai")
    both_ways(world)
    world.so.put_back(kept, state="none")
    add(world, "217a", "ba")
    outcomes = world.so.receive(*world.export("217a", full=True))
    assert outcomes[0].verdict == "accepted"
    assert outcomes[0].alarm
    assert "bản cũ" in outcomes[0].reason
    assert texts(world, "so") == ["ba", "hai", "một"]
    records.add(world.so.session, "course", {"title": "Tập huấn sau khi khôi phục"})
    assert incarnation(world, "so") == 2
    assert world["217a"].receive(world.reply("217"))[0].verdict == "accepted"
    courses = {row["title"] for row in records.listing(world["217a"].session, Query("course"))}
    assert courses == {"Tập huấn trước khi hỏng", "Tập huấn sau khi khôi phục"}
    assert world["218a"].receive(world.reply("218"))[0].verdict == "accepted"


@pytest.mark.parametrize("state", ["none", "old"])
@pytest.mark.parametrize("more", [1, 6])
def test_the_province_s_copied_store_has_gone_on_writing(world: World, state: str, more: int) -> None:
    """Its old numbers name other lines at a unit by now, and at another unit the new ones: both are reached again."""
    add(world, "217a", "một")
    both_ways(world)
    so = world.so
    shared = records.add(so.session, "course", {"title": "Tập huấn chung"})
    world["217a"].receive(world.reply("217"))
    kept = so.copy_aside()
    lost = [records.add(so.session, "course", {"title": f"Mất {i}"}) for i in range(3)]
    records.change(so.session, "course", shared, {"result": "ghi rồi mất"})
    world["217a"].receive(world.reply("217"))
    so.put_back(kept, state=state)
    for i in range(more):
        records.add(so.session, "course", {"title": f"Viết sau {i}"})
    records.change(so.session, "course", shared, {"result": "ghi lại"})
    assert [each.verdict for each in world["218a"].receive(world.reply("218"))] == ["accepted"]
    held = world["217a"].receive(world.reply("217"))[0]
    assert (held.verdict, held.alarm) == ("held-fork", True)
    receiving.accept(world["217a"].session, world["217a"].keyring, held.file, as_restored=True)
    add(world, "217a", "hai")
    told = so.receive(*world.export("217a"))[0]
    assert (told.verdict, told.alarm) == ("accepted", True)
    assert "bản cũ" in told.reason
    assert incarnation(world, "so") == 2
    assert so.receive(*world.export("217a", full=True))[0].verdict == "duplicate"
    assert incarnation(world, "so") == 2
    for name, unit in (("217a", "217"), ("218a", "218")):
        outcome = world[name].receive(world.reply(unit))[0]
        assert (outcome.verdict, outcome.alarm) == ("accepted", False), name
        found = {str(row["id"]): row for row in records.listing(world[name].session, Query("course"))}
        theirs = {str(row["id"]): row for row in records.listing(so.session, Query("course"))}
        assert {key: row for key, row in found.items() if key not in lost} == theirs
        assert records.conflicts_of(world[name].session, "course", shared) == {}
    records.change(so.session, "course", shared, {"result": "và tiếp"})
    for name, unit in (("217a", "217"), ("218a", "218")):
        assert [each.verdict for each in so.receive(*world.export(name))] in ([], ["accepted"])
        assert world[name].receive(world.reply(unit))[0].verdict == "accepted"
        assert records.show(world[name].session, "course", shared)["result"] == "và tiếp"
        assert records.conflicts_of(world[name].session, "course", shared) == {}
    assert len(packages.show(world.reply("217"))["acks"]) == 1
    same(world)


def test_a_preview_does_not_begin_a_new_life(world: World) -> None:
    add(world, "217a", "một")
    both_ways(world)
    kept = world["217a"].copy_aside()
    add(world, "217a", "hai")
    world.so.receive(*world.export("217a"))
    world["217a"].put_back(kept, state="none")
    answer = world.reply("217")
    world["217a"].receive(answer, dry_run=True)
    add(world, "217a", "ba")
    assert incarnation(world) == 1
