"""Bad input, case by case: one clear sentence, exit code 1 or 3, nothing changed."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bgit_desktop.exchange import atomic
from bgit_desktop.services.context import open_session
from bgit_desktop.store import location, migrations


@pytest.fixture
def package(cli, enrolled_pair, tmp_path: Path) -> Path:
    """A baseline of the unit with one officer."""
    cli("records", "add", "officer", "full_name=Nguyễn Thị Hà", store=enrolled_pair.unit)
    file = tmp_path / "217.bgpkg"
    assert cli("package", "export", "--out", file, store=enrolled_pair.unit).code == 0
    return file


def state(cli, store: Path) -> tuple[str, ...]:
    """What a store says of its records and its log."""
    return (
        cli("info", "--json", store=store).out,
        cli("records", "list", "officer", "--json", store=store).out,
    )


Damage = Callable[[bytes], bytes]


def flip(place: float) -> Damage:
    """Flip a bit somewhere in the file."""

    def damage(data: bytes) -> bytes:
        at = int(len(data) * place)
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return damage


@pytest.mark.parametrize(
    ("damage", "verdicts"),
    [
        pytest.param(lambda data: data[:-1], {"rejected-corrupt"}, id="cut-by-one-byte"),
        pytest.param(lambda data: data[: len(data) // 2], {"rejected-corrupt"}, id="cut-in-half"),
        pytest.param(lambda data: b"", {"rejected-corrupt"}, id="empty"),
        pytest.param(lambda data: data + b"\0", {"rejected-corrupt"}, id="a-byte-more"),
        pytest.param(flip(0.1), {"rejected-corrupt", "rejected-signature"}, id="flipped-in-front"),
        pytest.param(flip(0.5), {"rejected-corrupt", "rejected-signature"}, id="flipped-in-the-middle"),
        pytest.param(flip(0.98), {"rejected-corrupt", "rejected-signature"}, id="flipped-at-the-end"),
    ],
)
def test_a_damaged_package(cli, enrolled_pair, package: Path, damage: Damage, verdicts: set[str]) -> None:
    before = state(cli, enrolled_pair.province)
    package.write_bytes(damage(package.read_bytes()))
    answer = cli("package", "receive", package, "--json", store=enrolled_pair.province)
    assert answer.code == 3
    assert answer.json["verdict"] in verdicts
    assert answer.json["reason"]
    assert (answer.json["applied"], answer.json["batch"]) == (0, None)
    assert state(cli, enrolled_pair.province) == before
    assert list((enrolled_pair.province / "packages" / "quarantine").iterdir())


def test_a_renamed_package_still_works(cli, enrolled_pair, package: Path) -> None:
    renamed = package.rename(package.with_name("217 (1).bgpkg.txt"))
    answer = cli("package", "receive", renamed, "--json", store=enrolled_pair.province)
    assert (answer.code, answer.json["verdict"]) == (0, "accepted")


def test_a_package_of_an_unknown_key(cli, package: Path, province_store: Path) -> None:
    before = state(cli, province_store)
    answer = cli("package", "receive", package, "--json", store=province_store)
    assert (answer.code, answer.json["verdict"]) == (3, "held-unknown-key")
    assert answer.json["reason"]
    assert state(cli, province_store) == before


def test_a_package_for_somebody_else(cli, enrolled_pair, package: Path) -> None:
    """The unit takes its own package for the Sở for one of the Sở's."""
    before = state(cli, enrolled_pair.unit)
    answer = cli("package", "receive", package, "--json", store=enrolled_pair.unit)
    assert answer.code == 3
    assert answer.json["verdict"].startswith(("rejected-", "held-"))
    assert answer.json["reason"]
    assert state(cli, enrolled_pair.unit) == before


@pytest.mark.parametrize(
    "words",
    [("package", "export", "--out", "x.bgpkg"), ("package", "receive", "FILE"), ("key", "export", "--out", "x.bgpkg")],
)
def test_a_wrong_passphrase(
    cli, enrolled_pair, package: Path, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = state(cli, enrolled_pair.unit)
    given = [str(package) if word == "FILE" else word for word in words]
    cli(*given, store=enrolled_pair.unit, secret="không phải mật khẩu").refused("Mật khẩu không đúng")
    assert not Path("x.bgpkg").exists()
    assert state(cli, enrolled_pair.unit) == before


def test_no_passphrase_and_nobody_to_ask(cli, enrolled_pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("package", "export", "--out", tmp_path / "x.bgpkg")
    cli(*words, store=enrolled_pair.unit, secret=None).refused("BGIT_PASSPHRASE")
    cli(*words, "--passphrase-file", tmp_path / "no", store=enrolled_pair.unit, secret=None).refused("Không tìm thấy")
    for content, word in ((b"", "dòng đầu"), (b"\xff\xfe\x00", "UTF-8")):
        (tmp_path / "secret").write_bytes(content)
        given = ("--passphrase-file", tmp_path / "secret")
        cli(*words, *given, store=enrolled_pair.unit, secret=None).refused(word)


def test_a_wrong_passphrase_for_a_backup(cli, unit_store: Path, tmp_path: Path) -> None:
    cli("backup", "--out", tmp_path / "b.bgbak", store=unit_store)
    target = tmp_path / "new"
    cli("restore", tmp_path / "b.bgbak", store=target, secret="không phải").refused("Mật khẩu không đúng")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.bgbak", "unit"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:-100], id="cut"),
        pytest.param(flip(0.3), id="flipped-key"),
        pytest.param(flip(0.7), id="flipped-payload"),
        pytest.param(lambda data: b"not a backup", id="another-file"),
        pytest.param(lambda data: b"", id="empty"),
    ],
)
def test_a_damaged_backup(cli, unit_store: Path, tmp_path: Path, damage: Damage) -> None:
    file = tmp_path / "b.bgbak"
    cli("backup", "--out", file, store=unit_store)
    file.write_bytes(damage(file.read_bytes()))
    cli("restore", file, store=tmp_path / "new").refused("b.bgbak")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["b.bgbak", "unit"]
    cli("restore", tmp_path / "no", store=tmp_path / "new").refused("Không tìm thấy")


def test_a_store_opened_twice(cli, unit_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bgit_desktop.cli import call

    monkeypatch.setattr(call, "open_session", lambda folder, write: open_session(folder, write=write, wait=0.1))
    with open_session(unit_store):
        cli("records", "add", "officer", "full_name=A", store=unit_store).refused("đang được")
        assert cli("records", "list", "officer", "--json", store=unit_store).code == 0  # reading needs no lock
    assert cli("records", "add", "officer", "full_name=A", store=unit_store).code == 0


def test_a_store_held_by_another_process(cli, unit_store: Path) -> None:
    holder = (
        "import sys, pathlib; from bgit_desktop.services.context import open_session\n"
        "with open_session(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(unit_store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline().strip() == b"held"
        cli("records", "add", "officer", "full_name=A", store=unit_store).refused("đang được")
        other.stdin.close()
        assert other.wait(10) == 0
    assert cli("records", "list", "officer", "--json", store=unit_store).out == ""


def test_a_read_only_folder(cli, unit_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system tells it; root may write anywhere, so the question itself is answered here."""
    monkeypatch.setattr(location.os, "access", lambda path, mode: mode != os.W_OK)
    cli("records", "add", "officer", "full_name=A", store=unit_store).refused("chỉ cho đọc")
    monkeypatch.undo()
    assert cli("records", "list", "officer", "--json", store=unit_store).out == ""


def mounted(script: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script with mounts of its own; skips where the system lets nobody have them."""
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    if not shutil.which("unshare") or subprocess.run([*own, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no mounts of one's own here")
    command = [*own, "sh", "-ec", script, "sh", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as on Linux")
def test_a_folder_mounted_read_only(cli, unit_store: Path) -> None:
    script = (
        'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; '
        '"$2" -m bgit_desktop --store "$1" records add officer full_name=A'
    )
    found = mounted(script, str(unit_store), sys.executable)
    assert found.returncode == 1, found
    assert found.stderr.count("\n") == 1
    assert "chỉ cho đọc" in found.stderr
    assert cli("records", "list", "officer", "--json", store=unit_store).out == ""


def test_a_store_of_a_newer_program(cli, unit_store: Path) -> None:
    newest = max(migrations.available())
    with closing(sqlite3.connect(unit_store / "store.sqlite3")) as db:
        db.execute(f"PRAGMA user_version = {newest + 1}")
    before = (unit_store / "store.sqlite3").read_bytes()
    cli("records", "add", "officer", "full_name=A", store=unit_store).refused("mới hơn")
    cli("info", store=unit_store).refused("cập nhật chương trình")
    assert (unit_store / "store.sqlite3").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_a_database_that_is_none(cli, unit_store: Path, content: bytes) -> None:
    (unit_store / "store.sqlite3").write_bytes(content)
    answer = cli("records", "list", "officer", store=unit_store)
    assert (answer.code, answer.out) == (1, "")
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64])
def test_a_file_that_is_no_workbook(cli, unit_store: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ds.xlsx"
    file.write_bytes(content)
    cli("import-xlsx", file, store=unit_store).refused("ds.xlsx")
    cli("import-xlsx", tmp_path / "nowhere.xlsx", store=unit_store).refused("nowhere.xlsx")
    assert cli("info", "--json", store=unit_store).json["head"] == 0


@pytest.mark.parametrize("words", [("package", "export"), ("backup",), ("key", "export"), ("key", "sheet")])
def test_a_disk_that_fills_up_at_the_end(
    cli, enrolled_pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """The last write fails: the file under that name is the old one, and nothing is noted as sent."""
    folder = tmp_path / "usb"
    folder.mkdir()
    out = folder / "x.pdf"
    out.write_bytes(b"what was there")
    cli("records", "add", "officer", "full_name=A", store=enrolled_pair.unit)
    before = state(cli, enrolled_pair.unit)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(atomic.os, "fsync", full)
    cli(*words, "--out", out, store=enrolled_pair.unit).refused("x.pdf")
    assert [(each.name, each.read_bytes()) for each in folder.iterdir()] == [("x.pdf", b"what was there")]
    assert cli("package", "list", "--json", store=enrolled_pair.unit).out == ""
    assert state(cli, enrolled_pair.unit) == before


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as on Linux")
@pytest.mark.parametrize(
    "command",
    ["package export --out", "backup --out", "report periodic --period 2024 --out", "export-xlsx officer --out"],
)
def test_a_full_disk(cli, enrolled_pair, tmp_path: Path, passphrase: str, command: str, monkeypatch) -> None:
    """A real file system of 8 KiB, of which nothing is left."""
    cli("records", "add", "officer", "full_name=A", store=enrolled_pair.unit)
    usb = tmp_path / "usb"
    usb.mkdir()
    monkeypatch.setenv("BGIT_PASSPHRASE", passphrase)
    suffix = "xlsx" if "xlsx" in command else "pdf"
    script = (
        'mount -t tmpfs -o size=8k tmpfs "$1"; head -c 100000 /dev/zero > "$1/full" 2>/dev/null || true; '
        f'code=0; "$2" -m bgit_desktop --store "$3" {command} "$1/x.{suffix}" || code=$?; ls -A "$1"; exit $code'
    )
    found = mounted(script, str(usb), sys.executable, str(enrolled_pair.unit))
    assert found.returncode == 1, found
    assert found.stderr.count("\n") == 1, found.stderr
    assert "Không ghi được" in found.stderr or "Chưa xuất" in found.stderr or "đầy" in found.stderr, found.stderr
    assert found.stdout == "full\n"
    assert cli("package", "list", "--json", store=enrolled_pair.unit).out == ""
