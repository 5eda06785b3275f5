"""The power fails, the disk is full, the folder turns read-only, two programs open one store: nothing is lost.

The work runs in a forked process, which is killed at a random moment (SIGKILL leaves no time to tidy up), or in a mount
namespace of its own with a tiny disk. Where the system permits no namespace, those cases are skipped.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import random
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from exchange_world import World, dump

from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BgitError, EnvironmentProblem
from bgit_desktop.services import backup, check, importing, packages, records, retract
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.store import database, location, migrations, peers
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, kills and mounts as Linux does")

NIGHTLY = bool(os.environ.get("BGIT_NIGHTLY"))
MOMENTS = 40 if NIGHTLY else 4  # of each kind of work
CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a",))
    yield made
    made.close()


def fill(world: World, count: int) -> None:
    """Add many records in one go."""
    session = world["217a"].session
    with session.store.write("edit", "Thêm nhiều", session.actor):
        for i in range(count):
            values = {"description": f"Khó khăn số {i} " + "x" * 150, "status": "open"}
            store_records.insert(session.store.db, TYPES["difficulty"], session.new_id(), session.unit, values)


def fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Run work in another process; gives its id and the end of the pipe on which it tells."""
    read, write = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(write)
        except BaseException:  # noqa: BLE001 - told, and the process ends
            os.write(2, traceback.format_exc().encode())
            os._exit(70)
        os._exit(0)
    os.close(write)
    return child, read


def told(read: int) -> bytes:
    pieces = []
    while piece := os.read(read, 1 << 16):
        pieces.append(piece)
    os.close(read)
    return b"".join(pieces)


def killed_at_random(work: Callable[[int], None], longest: float, seed: int) -> tuple[bytes, bool]:
    """Kill the work at a random moment after it says that it begins; gives what it told and whether it had ended."""
    child, read = fork(work)
    assert os.read(read, 1) == b"!"
    time.sleep(random.Random(seed).uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return told(read), os.WIFEXITED(status)


def sound(folder: Path) -> None:
    with open_session(folder) as session:
        assert check.check(session).problems == ()


def sound_open(session: Session) -> None:
    assert check.check(session).problems == ()


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_adding(world: World, seed: int) -> None:
    place = world["217a"]
    place.close()

    def work(tell: int) -> None:
        with open_session(place.folder) as session:
            os.write(tell, b"!")
            for i in range(10_000):
                os.write(tell, records.add(session, "difficulty", {"description": f"Việc {i}"}).encode())

    acknowledged, _ = killed_at_random(work, 0.4, seed)
    sound(place.folder)
    ids = {acknowledged[at : at + 36].decode() for at in range(0, len(acknowledged) // 36 * 36, 36)}
    kept = {str(row["id"]) for row in records.listing(place.session, Query("difficulty"))}
    assert ids <= kept
    assert len(kept - ids) <= 1  # at most the one that was written and not yet told
    records.add(place.session, "difficulty", {"description": "Sau khi mất điện"})


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_importing(world: World, tmp_path: Path, seed: int) -> None:
    place = world["217a"]
    place.close()
    path = tmp_path / "can-bo.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Ngày sinh", "Số điện thoại"])
    for i in range(150):
        book.active.append([i + 1, f"Nguyễn Văn {i}", f"01/02/{1960 + i % 40}", f"09123{i:05}"])
    book.save(path)

    def work(tell: int) -> None:
        with open_session(place.folder) as session:
            os.write(tell, b"!")
            importing.import_file(session, path, type_name="officer")

    killed_at_random(work, 0.6, seed)
    sound(place.folder)
    assert len(records.listing(place.session, Query("officer"))) in (0, 150)
    result = importing.import_file(place.session, path, type_name="officer")
    assert result.created + result.unchanged + result.updated == 150
    assert len(records.listing(place.session, Query("officer"))) == 150


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_receiving(world: World, seed: int) -> None:
    fill(world, 1500)
    path = world.export("217a")[-1]
    so = world.so
    so.close()

    def work(tell: int) -> None:
        os.write(tell, b"!")
        so.receive(path)

    killed_at_random(work, 0.7, seed)
    sound(so.folder)
    so.close()
    count = len(records.listing(so.session, Query("difficulty")))
    assert count in (0, 1500)
    noted = packages.list_packages(so.session)
    assert [row.status for row in noted] == (["accepted"] if count else [])  # both or neither
    assert so.receive(path)[0].verdict == ("duplicate" if count else "accepted")
    assert len(records.listing(so.session, Query("difficulty"))) == 1500
    assert not list(so.folder.glob("packages/**/*.new"))


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_exporting(world: World, tmp_path: Path, seed: int) -> None:
    fill(world, 1500)
    place = world["217a"]
    out = tmp_path / "gói.bgpkg"
    place.close()

    def work(tell: int) -> None:
        session = place.session
        os.write(tell, b"!")
        packages.export_package(session, place.keyring, out)

    killed_at_random(work, 0.25, seed)
    sound(place.folder)
    if out.exists():  # whole or not at all
        assert world.so.receive(out)[0].verdict == "accepted"
    packages.export_package(place.session, place.keyring, out)
    assert world.so.receive(out)[0].is_ok
    assert len(records.listing(world.so.session, Query("difficulty"))) == 1500


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_undoing(world: World, seed: int) -> None:
    """An import taken back and in again, and an own action undone: each whole or not at all."""
    fill(world, 1500)
    path = world.export("217a")[-1]
    so = world.so
    batch = so.receive(path)[0].batch or 0
    records.add(so.session, "course", {"title": "Tập huấn"})
    so.close()

    def work(tell: int) -> None:
        with open_session(so.folder, clock=so.clock) as session:
            os.write(tell, b"!")
            records.undo(session)
            retract.undo_batch(session, batch)
            os.write(tell, b".")

    acknowledged, _ = killed_at_random(work, 0.7, seed)
    sound(so.folder)
    left = len(records.listing(so.session, Query("difficulty")))
    [status] = [row.status for row in packages.list_packages(so.session)]
    assert (left, status) in ((1500, "accepted"), (0, "undone"))
    assert not acknowledged or left == 0
    assert left == 0 or records.listing(so.session, Query("course")) == [] or records.undo(so.session).records == 1
    if left:
        retract.undo_batch(so.session, batch)
    assert so.receive(path)[0].verdict == "accepted"
    assert len(records.listing(so.session, Query("difficulty"))) == 1500
    sound_open(so.session)


MIGRATION = """BEGIN IMMEDIATE;
CREATE TABLE heavy AS SELECT o.n AS n, hex(randomblob(200)) AS x FROM op o;
ALTER TABLE difficulty ADD COLUMN later TEXT;
UPDATE heavy SET x = x || 'a';
DROP TABLE heavy;
PRAGMA user_version = 2;
COMMIT;
"""


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_migrating(world: World, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 1500)
    place = world["217a"]
    place.close()
    newest = max(migrations.available())
    later = tmp_path / "later.sql"
    later.write_text(MIGRATION.replace("user_version = 2", f"user_version = {newest + 1}"))
    shipped = migrations.available()
    monkeypatch.setattr(migrations, "available", lambda: {**shipped, newest + 1: later})

    def work(tell: int) -> None:
        os.write(tell, b"!")
        open_session(place.folder).close()

    killed_at_random(work, 0.15, seed)
    sound(place.folder)
    assert migrations.version(place.session.store.db) == newest + 1
    assert len(records.listing(place.session, Query("difficulty"))) == 1500
    assert list((place.folder / "backups").glob("*schema*.sqlite3"))


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_while_a_store_is_made(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "store"

    def work(tell: int) -> None:
        os.write(tell, b"!")
        database.create(folder).close()

    killed_at_random(work, 0.12, seed)
    database.create(folder).close()  # the same folder can be used again


# -- disks ------------------------------------------------------------------------------------------------------------


def in_a_namespace(work: Callable[[Callable[..., None]], Any]) -> Any:
    """Run work in a mount namespace; it gets a ``mount`` function. Skips where this system permits none."""
    libc = ctypes.CDLL(None, use_errno=True)

    def mount(source: str, target: Path, kind: str, flags: int = 0, options: str = "") -> None:
        if libc.mount(source.encode(), str(target).encode(), kind.encode(), flags, options.encode() or None):
            raise OSError(ctypes.get_errno(), "mount")

    def inside(tell: int) -> None:
        ours = (os.getuid(), os.getgid())
        if libc.unshare(CLONE_NEWNS | (CLONE_NEWUSER if ours[0] else 0)):
            os.write(tell, pickle.dumps(("no", "unshare is not permitted here")))
            return
        try:
            if ours[0]:
                Path("/proc/self/setgroups").write_text("deny")
                Path("/proc/self/uid_map").write_text(f"0 {ours[0]} 1")
                Path("/proc/self/gid_map").write_text(f"0 {ours[1]} 1")
            mount("none", Path("/"), "", MS_REC | MS_PRIVATE)
        except OSError as error:
            os.write(tell, pickle.dumps(("no", f"mounting is not permitted here: {error}")))
            return
        try:
            os.write(tell, pickle.dumps(("yes", work(mount))))
        except BaseException:  # noqa: BLE001 - told to the process that asked
            os.write(tell, pickle.dumps(("failed", traceback.format_exc())))

    child, read = fork(inside)
    said = told(read)
    os.waitpid(child, 0)
    state, result = pickle.loads(said)
    if state == "no":
        pytest.skip(result)
    assert state == "yes", result
    return result


def problem_of(work: Callable[[], object]) -> str:
    try:
        work()
    except EnvironmentProblem as error:
        return str(error)
    except BgitError as error:
        return f"another error: {error!r}"
    return ""


def test_a_full_disk_while_exporting(world: World, tmp_path: Path) -> None:
    fill(world, 1500)
    place = world["217a"]
    place.close()
    disk = tmp_path / "usb"
    disk.mkdir()

    def work(mount: Callable[..., None]) -> Any:
        mount("tmpfs", disk, "tmpfs", 0, "size=16k")
        before = dump(place.session)
        text = problem_of(lambda: packages.export_package(place.session, place.keyring, disk / "gói.bgpkg"))
        return text, list(os.listdir(disk)), dump(place.session) == before, len(packages.list_packages(place.session))

    text, left, same, noted = in_a_namespace(work)
    assert "đầy" in text
    assert text.count(".") <= 2
    assert (left, same, noted) == ([], True, 0)


def test_a_disk_of_one_megabyte_fills_up(world: World, tmp_path: Path) -> None:
    """Package after package onto one stick: every file on it is whole, and what did not fit is not noted as sent."""
    fill(world, 1500)
    place = world["217a"]
    place.close()
    disk = tmp_path / "usb"
    disk.mkdir()

    def work(mount: Callable[..., None]) -> Any:
        mount("tmpfs", disk, "tmpfs", 0, "size=1m")
        text, turn = "", 0
        while not text and turn < 500:
            turn += 1
            out = disk / f"{turn}.bgpkg"
            text = problem_of(lambda: packages.export_package(place.session, place.keyring, out, full=True))  # noqa: B023
        same = {row.file for row in packages.list_packages(place.session)} == set(os.listdir(disk))
        verdicts = {each.verdict for each in world.so.receive(disk)}
        problems = check.check(place.session).problems
        (disk / "1.bgpkg").unlink()
        again = problem_of(lambda: packages.export_package(place.session, place.keyring, out, full=True))
        return text, turn, same, verdicts, problems, again

    text, turn, same, verdicts, problems, again = in_a_namespace(work)
    assert "đầy" in text
    assert turn > 2
    assert (same, verdicts, problems, again) == (True, {"accepted", "duplicate"}, (), "")


@pytest.mark.parametrize("spare", [0, 100, 400, 900])
def test_a_full_disk_while_receiving(world: World, tmp_path: Path, spare: int) -> None:
    fill(world, 1500)
    path = world.export("217a")[-1]
    so = world.so
    so.close()
    disk = tmp_path / "disk"
    disk.mkdir()

    def work(mount: Callable[..., None]) -> Any:
        mount("tmpfs", disk, "tmpfs", 0, "size=64m")
        so.folder = Path(shutil.copytree(so.folder, disk / "so"))
        backup.before_risk(so.session, "receive")
        before = dump(so.session)
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with (disk / "ballast").open("wb") as ballast:
            ballast.write(b"\0" * (free - spare * 1024))
        text = problem_of(lambda: so.receive(path))
        same = dump(so.session) == before
        problems = check.check(so.session).problems
        left = [str(each) for each in so.folder.glob("packages/**/*.new")]
        (disk / "ballast").unlink()
        again = so.receive(path)[0].verdict
        return text, same, problems, left, again

    text, same, problems, left, again = in_a_namespace(work)
    assert "chỗ trống" in text
    assert (same, problems, left, again) == (True, (), [], "accepted")


def test_a_read_only_folder(world: World, tmp_path: Path) -> None:
    fill(world, 5)
    place = world["217a"]
    other = tmp_path / "usb"
    other.mkdir()
    shutil.copytree(world.so.folder, other / "kho")
    place.close()

    def work(mount: Callable[..., None]) -> Any:
        mount(str(other), other, "", MS_BIND)
        mount("", other, "", MS_BIND | MS_REMOUNT | MS_RDONLY)
        before = dump(place.session)
        exported = problem_of(lambda: packages.export_package(place.session, place.keyring, other / "a.bgpkg"))
        same = dump(place.session) == before
        opened = problem_of(lambda: open_session(other / "kho"))
        looked = problem_of(lambda: open_session(other / "kho", write=False))
        made = problem_of(lambda: database.create(other / "mới"))
        return exported, same, opened, looked, made, sorted(os.listdir(other))

    exported, same, opened, looked, made, left = in_a_namespace(work)
    assert "chỉ đọc" in exported
    assert same
    for text in (opened, looked):
        assert "chỉ cho đọc" in text, (opened, looked)
    assert "Không ghi được vào thư mục" in made
    assert left == ["kho"]
    sound(place.folder)


# -- two programs -----------------------------------------------------------------------------------------------------


def test_two_processes_open_one_store(world: World) -> None:
    place = world["217a"]
    fill(world, 3)
    place.close()

    def work(tell: int) -> None:
        with open_session(place.folder) as session:
            os.write(tell, b"!")
            for _ in range(50):
                records.add(session, "difficulty", {"description": "từ chương trình kia"})
                time.sleep(0.01)

    child, read = fork(work)
    try:
        assert os.read(read, 1) == b"!"
        with pytest.raises(EnvironmentProblem, match="đang được một cửa sổ hoặc lệnh khác mở"):
            open_session(place.folder, wait=0.05)
        with open_session(place.folder, write=False) as reader:  # looking is allowed meanwhile
            assert len(records.listing(reader, Query("difficulty"))) >= 3
            with pytest.raises(EnvironmentProblem, match="đang mở để xem"):
                records.add(reader, "difficulty", {"description": "x"})
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
    sound(place.folder)  # the lock went with its process
    location.lock(place.folder, 1).release()
    assert peers.peers(place.session.store.db)


def test_a_store_of_a_newer_program(world: World) -> None:
    place = world["217a"]
    place.close()
    db = sqlite3.connect(place.folder / "store.sqlite3")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(EnvironmentProblem, match="phiên bản mới hơn"):
        open_session(place.folder)
