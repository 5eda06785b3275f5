"""Copies beside the store: thinned by age, opened as a test, gone back to in a new folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_world import HOUR, START, World

from bgit_desktop.errors import EnvironmentProblem, NotFound, Refused
from bgit_desktop.services import audit_log, copies, overview, records
from bgit_desktop.services.context import open_session
from bgit_desktop.store.backup import MOST_BYTES, NEWEST, Backup, list_backups, too_many

DAY = 24 * HOUR


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a",))
    yield made
    made.close()


def left(ages: list[int], size: int = 1) -> list[int]:
    """The ages that stay, oldest first; each in milliseconds."""
    found = [Backup(Path(str(age)), START - age) for age in sorted(ages, reverse=True)]
    gone = too_many(found, [size] * len(found), START)
    return [START - each.at for each in found if each not in gone]


def test_the_older_the_copies_the_fewer_stay() -> None:
    hourly = [n * HOUR for n in range(500 * 24)]
    stay = left(hourly)
    assert [age for age in stay if age <= 2 * DAY] == [n * HOUR for n in range(48, -1, -1)]
    days = [age for age in stay if 2 * DAY < age <= 14 * DAY]
    weeks = [age for age in stay if 14 * DAY < age <= 60 * DAY]
    months = [age for age in stay if age > 60 * DAY]
    assert (len(days), len(weeks), len(months)) == (13, 7, 12)
    assert max(stay) <= 400 * DAY


def test_the_newest_stay_however_old_or_large_they_are() -> None:
    assert len(left([800 * DAY + n for n in range(9)])) == NEWEST
    assert len(left([n * HOUR for n in range(9)], size=MOST_BYTES)) == NEWEST
    assert len(left([n * HOUR for n in range(9)], size=MOST_BYTES // 5)) == 5


def test_thinning_twice_takes_nothing_more() -> None:
    once = left([n * 5 * HOUR for n in range(900)])
    assert left(once) == once


def test_a_copy_is_opened_and_says_what_it_holds_and_a_damaged_one_counts_no_more(world: World) -> None:
    session = world["217a"].session
    records.add(session, "officer", {"full_name": "Nguyễn Thị Hà"})
    made = copies.copy_now(session)
    held = copies.look_at(made.path)
    assert (held.unit, held.records, held.head) == ("217", 1, 1)
    assert [each.occasion for each in copies.shown_copies(session)] == ["Làm bằng tay"]
    line = overview.overview(session, judged=False).block("exchange").items[-1]
    assert (line.page, line.tone) == ("backups", "good")
    data = bytearray(made.path.read_bytes())
    data[4096:8192] = bytes(4096)
    made.path.write_bytes(data)
    with pytest.raises(EnvironmentProblem, match="đã hỏng"):
        copies.look_at(made.path)
    assert list_backups(made.path.parent) == []
    with pytest.raises(NotFound):
        copies.look_at(made.path)


def test_a_copy_says_when_it_was_last_read(world: World) -> None:
    session = world["217a"].session
    made = copies.copy_now(session)
    assert [each.tested for each in copies.shown_copies(session)] == ["10/06/2024"]
    world.now += 3 * DAY
    copies.read_again(session, made.path)
    assert [each.tested for each in copies.shown_copies(session)] == ["13/06/2024"]
    (made.path.parent / "tested.json").write_text("[")
    assert [each.tested for each in copies.shown_copies(session)] == ["10/06/2024"]


def test_going_back_to_a_copy_makes_a_new_store_that_starts_a_new_incarnation_and_gets_back_what_it_had_sent(
    world: World,
) -> None:
    place = world["217a"]
    records.add(place.session, "officer", {"full_name": "Nguyễn Thị Hà"})
    made = copies.copy_now(place.session)
    records.add(place.session, "officer", {"full_name": "Trần Văn Hùng"})
    world.so.receive(*world.export("217a"))
    folder = world.folder / "217-moi"
    assert copies.restore_copy(made.path, folder) == ()
    with pytest.raises(Refused, match="không trống"):
        copies.restore_copy(made.path, folder)
    place.close()
    place.folder = folder
    session = place.session
    assert records.count(session, records.Query("officer")) == 1
    assert audit_log.audit_log(session)[0].what == "restore"
    records.add(session, "officer", {"full_name": "Lê Ánh"})
    verdicts = [str(each.verdict) for each in world.so.receive(*world.export("217a"))]
    assert set(verdicts) <= {"accepted", "duplicate"}  # its earlier life goes along
    assert "accepted" in verdicts
    place.receive(world.reply("217"))
    for each in (session, world.so.session):
        names = {str(row["full_name"]) for row in records.listing(each, records.Query("officer"))}
        assert names == {"Nguyễn Thị Hà", "Trần Văn Hùng", "Lê Ánh"}


def test_a_folder_that_cannot_be_filled_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = copies.copy_now(world["217a"].session)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(EnvironmentProblem, match="No space left"):
        copies.restore_copy(made.path, world.folder / "moi")
    assert not [path for path in world.folder.iterdir() if "moi" in path.name]


def test_the_restored_store_opens_with_its_own_folder(world: World) -> None:
    made = copies.copy_now(world["217a"].session)
    copies.restore_copy(made.path, world.folder / "moi")
    with open_session(world.folder / "moi") as session:
        assert session.store.folder == world.folder / "moi"
        assert (session.store.folder / "keys/key.age").is_file()
