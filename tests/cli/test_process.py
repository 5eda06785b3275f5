"""The program as a process of its own: streams, encodings, closed pipes, its own faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bgit_desktop import app
from bgit_desktop.cli import stores


def bgit(*words: object, env: dict[str, str] | None = None, **options: object) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BGIT_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "bgit_desktop", *map(str, words)],
        capture_output=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**clean, **(env or {})},
        **options,  # type: ignore[call-overload]
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_vietnamese_whatever_the_console(unit_store: Path, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    found = bgit("info", "--store", unit_store, env=env)
    assert found.returncode == 0, found
    assert "Ủy ban nhân dân huyện Lạng Giang" in found.stdout.decode("utf-8")
    wrong = bgit("nosuch", env=env)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert "LỆNH: không có 'nosuch'" in wrong.stderr.decode("utf-8")


def test_vietnamese_arguments(unit_store: Path) -> None:
    added = bgit("--store", unit_store, "records", "add", "officer", "full_name=Nguyễn Thị Hòa")
    assert added.returncode == 0, added
    found = bgit("--store", unit_store, "search", "nguyen hoa", "--json")
    assert "Nguyễn Thị Hòa" in found.stdout.decode("utf-8")


def test_a_reader_that_leaves_early(province_store: Path) -> None:
    command = f'"{sys.executable}" -m bgit_desktop --store "{province_store}" records list code --json | head -n 1'
    found = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert found.stdout.count(b"\n") == 1
    assert found.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written(unit_store: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "bgit_desktop", "--store", str(unit_store), "info"]
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert found.returncode == 1
    assert found.stderr.count(b"\n") == 1, found.stderr


def test_no_passphrase_without_a_terminal(tmp_path: Path) -> None:
    found = bgit("init", "--mode", "unit", "--unit", "217", "--store", tmp_path / "s")
    assert found.returncode == 1
    assert "BGIT_PASSPHRASE" in found.stderr.decode("utf-8")
    assert not (tmp_path / "s").exists()


def test_a_fault_of_ours_is_logged_and_said_calmly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], unit_store: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def faulty(call: object) -> int:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(stores, "_info", faulty)
    assert app.main(["info", "--store", str(unit_store)]) == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err
    log = next((tmp_path / "state").rglob("bgit-desktop.log"))
    assert str(log) in said.err
    assert "ZeroDivisionError: ours" in log.read_text(encoding="utf-8")


def test_a_fault_where_nothing_can_be_logged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unit_store: Path
) -> None:
    def faulty(call: object) -> int:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(stores, "_info", faulty)
    monkeypatch.setattr(app, "_write_log", lambda entry: None)
    assert app.main(["info", "--store", str(unit_store)]) == 70
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_stopped_by_the_user(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], unit_store: Path
) -> None:
    def stopped(call: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(stores, "_info", stopped)
    assert app.main(["info", "--store", str(unit_store)]) == 1
    assert "Đã dừng" in capsys.readouterr().err


def test_the_passphrase_is_asked_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from bgit_desktop.cli import call

    answers = ["một hai ba bốn", "không giống"]
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return answers[len(asked) - 1]

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(call.sys, "stdin", Terminal())
    monkeypatch.setattr(call.getpass, "getpass", ask)
    assert app.main(["init", "--mode", "unit", "--unit", "217", "--store", str(tmp_path / "s")]) == 1
    assert asked == ["Cụm mật khẩu: ", "Gõ lại cụm mật khẩu: "]
    assert "không giống nhau" in capsys.readouterr().err
    assert not (tmp_path / "s").exists()
