"""Copies before anything risky, and what a backup file may hold."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bgit_desktop.errors import BadInput, EnvironmentProblem, Refused
from bgit_desktop.services import backup, records
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.store.archive import BadArchive, pack, unpack

HOUR = 3600 * 1000
DAY = 24 * HOUR


class Clock:
    """A clock that tests set: 15 June 2024, 09:00 in Việt Nam."""

    def __init__(self) -> None:
        self.now = 1_718_416_800_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(unit_store: Path, clock: Clock) -> Session:
    with closing(sqlite3.connect(unit_store / "store.sqlite3")) as db, db:
        db.execute("UPDATE batch SET at = 0")  # the store was made today; here it is 2024
        db.execute("UPDATE audit SET at = 0")
    with open_session(unit_store, clock=clock) as opened:
        yield opened


def copies(session: Session) -> list[str]:
    return sorted(path.name[20:] for path in (session.store.folder / "backups").glob("*.sqlite3"))


def test_a_copy_before_something_risky(session: Session, clock: Clock) -> None:
    assert backup.last_tested(session) is None
    officer = records.add(session, "officer", {"full_name": "Nguyễn Thị Hà"})
    made = backup.before_risk(session, "import")
    assert made == backup.last_tested(session)
    with closing(sqlite3.connect(made.path)) as copy:
        assert copy.execute("SELECT full_name FROM officer").fetchall() == [("Nguyễn Thị Hà",)]
    records.change(session, "officer", officer, {"note": "x"})
    clock.now += HOUR - 1
    assert backup.before_risk(session, "receive") == made
    clock.now += 2
    assert backup.before_risk(session, "receive") != made
    assert copies(session) == ["import.sqlite3", "receive.sqlite3"]


def test_no_second_copy_of_what_has_not_changed(session: Session, clock: Clock) -> None:
    records.add(session, "officer", {"full_name": "A"})
    clock.now += 1000
    made = backup.before_risk(session, "import")
    clock.now += 30 * DAY
    assert backup.before_risk(session, "import") == made
    records.add(session, "officer", {"full_name": "B"})
    assert backup.before_risk(session, "import") != made


def test_a_copy_a_day(session: Session, clock: Clock) -> None:
    records.add(session, "officer", {"full_name": "A"})
    clock.now += 1000
    assert backup.daily(session) is not None
    records.add(session, "officer", {"full_name": "B"})
    clock.now += 6 * HOUR
    assert backup.daily(session) is None
    clock.now += 10 * HOUR  # 01:00 of the next day in Việt Nam
    assert backup.daily(session) is not None
    clock.now += DAY
    assert backup.daily(session) is None  # nothing has changed


def test_a_copy_that_cannot_be_made(session: Session, tmp_path: Path) -> None:
    folder = session.store.folder / "backups"
    folder.rmdir()
    folder.write_text("in the way")
    records.add(session, "officer", {"full_name": "A"})
    with pytest.raises(EnvironmentProblem, match="sao lưu"):
        backup.before_risk(session, "import")


def rewrite(file: Path, **members: bytes | None) -> None:
    """Change members of a backup; None takes one away."""
    with zipfile.ZipFile(file) as archive:
        found: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    found.update(members)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in found.items():
            if data is not None:
                archive.writestr(name, data)


def test_what_a_backup_says_of_itself(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "b.bgbak"
    written = backup.backup(session, file)
    assert written.size == file.stat().st_size
    contents = backup.describe(file)
    assert (contents.unit, contents.mode) == ("217", "unit")
    assert contents.created == "2024-06-15T02:00:00Z"
    assert list((session.store.folder / "backups").iterdir()) == []  # no plain copy is left behind


def test_a_backup_of_a_newer_program(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "b.bgbak"
    backup.backup(session, file)
    with zipfile.ZipFile(file) as archive:
        about = json.loads(archive.read("backup.json"))
    rewrite(file, **{"backup.json": json.dumps({**about, "version": 2}).encode()})
    with pytest.raises(Refused, match="mới hơn"):
        backup.restore(file, tmp_path / "new", "x")


@pytest.mark.parametrize(
    "members",
    [
        {"payload.age": b"age-encryption.org/v1\n"},
        {"payload.age": None},
        {"backup.json": b"{}"},
        {"backup.json": b"[]"},
        {"backup.json": b"\xff"},
        {"backup.json": b" " * 70_000},
        {"../outside": b"x"},
        {"keys/other.age": b"x"},
    ],
)
def test_a_backup_of_another_shape(session: Session, tmp_path: Path, members: dict[str, bytes | None]) -> None:
    file = tmp_path / "b.bgbak"
    backup.backup(session, file)
    rewrite(file, **members)
    with pytest.raises(BadInput, match=r"b\.bgbak"):
        backup.restore(file, tmp_path / "new", "x")
    assert not (tmp_path / "new").exists()


def test_a_backup_without_its_key(session: Session, tmp_path: Path, passphrase: str) -> None:
    file = tmp_path / "b.bgbak"
    backup.backup(session, file)
    rewrite(file, **{"keys/key.age": None})
    with pytest.raises(BadInput, match=r"b\.bgbak"):
        backup.restore(file, tmp_path / "new", passphrase)
    assert [each.name for each in tmp_path.iterdir() if "new" in each.name] == []


# -- the stream inside -----------------------------------------------------------------------------------------------


def tar(*members: tuple[str, bytes | str]) -> io.BytesIO:
    """A stream as somebody else could make it; a text is where a link points to."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            if isinstance(content, str):
                info.type, info.linkname = tarfile.SYMTYPE, content
                archive.addfile(info)
            else:
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
    made.seek(0)
    return made


@pytest.mark.parametrize(
    "members",
    [
        [("../outside", b"x")],
        [("/etc/outside", b"x")],
        [("packages/../../outside", b"x")],
        [("packages", b"x")],
        [("keys/key.age", b"x")],
        [("packages/in/link", "/etc/passwd")],
        [("store.sqlite3", b"x"), ("store.sqlite3", b"y")],
        [("packages/in/a.bgpkg", b"x")],
    ],
)
def test_a_stream_with_anything_else_is_refused(tmp_path: Path, members: list[tuple[str, bytes | str]]) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    with pytest.raises(BadArchive):
        unpack(tar(*members), folder)
    assert {each.name for each in tmp_path.iterdir()} == {"new"}


def test_a_damaged_stream(tmp_path: Path) -> None:
    whole = tar(("store.sqlite3", bytes(range(256)) * 400)).getvalue()
    for data in (b"", b"not gzip", whole[: len(whole) // 2], whole[:40] + b"\0\0\0\0" + whole[44:]):
        folder = tmp_path / f"new{len(data)}"
        folder.mkdir()
        with pytest.raises(BadArchive):
            unpack(io.BytesIO(data), folder)


def test_a_stream_comes_out_as_it_went_in(tmp_path: Path) -> None:
    store, new = tmp_path / "store", tmp_path / "new"
    for name, content in (
        ("packages/in/a.bgpkg", b"a"),
        ("attachments/abc.pdf", b"b"),
        ("backups/c", b"c"),
        ("keys/k", b"k"),
    ):
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_bytes(content)
    (tmp_path / "copy").write_bytes(b"database")
    stream = io.BytesIO()
    assert pack(store, tmp_path / "copy", stream) == 3
    stream.seek(0)
    new.mkdir()
    assert unpack(stream, new) == 3
    found = {path.relative_to(new).as_posix(): path.read_bytes() for path in new.rglob("*") if path.is_file()}
    assert found == {"store.sqlite3": b"database", "packages/in/a.bgpkg": b"a", "attachments/abc.pdf": b"b"}
