"""Conflicts of two PCs of one unit: listed with who, when and where; settled by one choice, which travels on."""

from collections.abc import Iterator

import pytest
from exchange_world import World

from bgit_desktop.errors import BadInput
from bgit_desktop.services import conflicts, overview, records, status, undo


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "217b"))
    yield made
    made.close()


def exchange(world: World) -> None:
    """Let everybody know everything: up to the Sở, back to both PCs."""
    for _ in range(2):
        for name in ("217a", "217b"):
            world.so.receive(*world.export(name))
        answer = world.reply("217")
        for name in ("217a", "217b"):
            world[name].receive(answer)


@pytest.fixture
def quarrel(world: World) -> str:
    """An officer whose telephone number two PCs changed without knowing of each other."""
    officer = records.add(world["217a"].session, "officer", {"full_name": "Nguyễn Thị Hà", "phone": "1"})
    exchange(world)
    world.now += 60_000
    records.change(world["217a"].session, "officer", officer, {"phone": "0912000001"})
    world.now += 60_000
    records.change(world["217b"].session, "officer", officer, {"phone": "0912000002"})
    exchange(world)
    return officer


def test_a_conflict_is_listed_with_both_values_their_authors_times_and_pcs(world: World, quarrel: str) -> None:
    for name in ("217a", "217b"):
        session = world[name].session
        assert conflicts.count(session) == 1
        (found,) = conflicts.standing(session)
        assert (found.type, found.record, found.field, found.title) == ("officer", quarrel, "phone", "Nguyễn Thị Hà")
        assert [each.text for each in found.rivals] == ["0912000002", "0912000001"]  # the later one stands meanwhile
        assert [each.actor for each in found.rivals] == ["Người ở 217b", "Người ở 217a"]
        assert all(each.when for each in found.rivals)
        assert {each.pc for each in found.rivals} >= {name}
        assert not found.refused
        assert status.facts(session).conflicts == 1
        lines = overview.overview(session, judged=False).block("missing").items
        assert [(each.page, each.word) for each in lines] == [("conflicts", "Chờ chọn")]


def test_the_so_sees_it_and_is_told_whose_it_is(world: World, quarrel: str) -> None:
    (found,) = conflicts.standing(world.so.session)
    assert "đơn vị 217" in found.refused
    assert {each.pc for each in found.rivals} == {"217a (Huyện Lạng Giang)", "217b (Huyện Lạng Giang)"}
    assert overview.overview(world.so.session, judged=False).block("packages").items[0].page == "conflicts"


def test_the_choice_settles_it_everywhere(world: World, quarrel: str) -> None:
    session = world["217a"].session
    (found,) = conflicts.standing(session)
    said = conflicts.settle(session, found, 1)
    assert said == "“Điện thoại” của “Nguyễn Thị Hà” là: 0912000001."
    assert conflicts.standing(session) == []
    exchange(world)
    for name in ("so", "217a", "217b"):
        assert conflicts.count(world[name].session) == 0
        assert records.show(world[name].session, "officer", quarrel)["phone"] == "0912000001"


def test_a_choice_can_be_undone(world: World, quarrel: str) -> None:
    session = world["217a"].session
    (found,) = conflicts.standing(session)
    conflicts.settle(session, found, 1)
    undo.undo(session)
    assert records.show(session, "officer", quarrel)["phone"] == "0912000002"


def test_what_changed_meanwhile_is_not_settled_blindly(world: World, quarrel: str) -> None:
    session = world["217a"].session
    (found,) = conflicts.standing(session)
    conflicts.settle(session, found, 0)
    with pytest.raises(BadInput, match="vừa thay đổi"):
        conflicts.settle(session, found, 1)


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_against_an_edit_says_what_was_edited(world: World, *, keep: bool) -> None:
    officer = records.add(world["217a"].session, "officer", {"full_name": "Trần Văn Hùng"})
    exchange(world)
    records.delete(world["217a"].session, "officer", [officer])
    records.change(world["217b"].session, "officer", officer, {"phone": "0912000003", "id_number": "024080001234"})
    exchange(world)
    session = world["217a"].session
    (found,) = conflicts.standing(session, "officer")
    assert found.field == ""
    assert sorted(each.text for each in found.rivals) == [
        "(đã xóa)",
        "Giữ: Số CCCD/CMND: •••••; Điện thoại: 0912000003",
    ]
    at = next(n for n, each in enumerate(found.rivals) if each.deletion != keep)
    conflicts.settle(session, found, at)
    exchange(world)
    for name in ("so", "217a", "217b"):
        assert conflicts.count(world[name].session) == 0
        assert bool(records.count(world[name].session, records.Query("officer"))) == keep


def test_the_list_is_bounded_but_the_count_is_whole(world: World) -> None:
    first = world["217a"].session
    ids = [records.add(first, "difficulty", {"description": str(n)}) for n in range(5)]
    exchange(world)
    for name in ("217a", "217b"):
        for each in ids:
            records.change(world[name].session, "difficulty", each, {"proposal": name})
    exchange(world)
    assert len(conflicts.standing(first, limit=3)) == 3
    assert conflicts.count(first) == 5
    assert conflicts.standing(first, "officer") == []
