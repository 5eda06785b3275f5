"""The bootstrap script: what it decides without a network, and what it says when it cannot go on."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "bootstrap.py"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages are asked for on Linux only")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, over a project folder of its own."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "STAMP": tmp_path / ".venv" / "stamp.json",
        "PYTHON": tmp_path / ".venv" / "bin" / "python",
    }.items():
        monkeypatch.setattr(module, name, path)
    return module


def program(folder: Path, name: str, script: str) -> None:
    """A small program on the path in place of the system's own."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def test_it_needs_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 11))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


@LINUX
def test_missing_packages_know_the_names_of_later_releases(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(
        tmp_path / "bin",
        "dpkg-query",
        "echo 'libegl1 ii '; echo 'libglib2.0-0t64 ii '; echo 'age un '; exit 1",
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert bootstrap.missing_packages(["libegl1", "libglib2.0-0|libglib2.0-0t64", "age", "unzip"]) == ["age", "unzip"]


@LINUX
def test_nothing_is_installed_where_nothing_is_missing(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "dpkg-query", "echo 'libegl1 ii '")
    program(tmp_path / "bin", "apt-get", f"touch {tmp_path / 'called'}")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    bootstrap.install_packages(["libegl1"])
    assert not (tmp_path / "called").exists()


@LINUX
def test_apt_that_fails_is_told_in_one_line(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", "dpkg-query", "exit 1")
    program(tmp_path / "bin", "apt-get", "echo noise; echo 'E: no route to the mirror' >&2; exit 100")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.time, "sleep", lambda seconds: None)
    with pytest.raises(bootstrap.Stop, match=r"^apt-get update failed: E: no route to the mirror$"):
        bootstrap.install_packages(["libegl1"])


def test_the_stamp_fits_until_project_or_kind_change(bootstrap: ModuleType) -> None:
    bootstrap.VENV.mkdir()
    assert not bootstrap.stamp_fits(False)
    bootstrap.STAMP.write_text(json.dumps(bootstrap.stamp_wanted(False)), encoding="utf-8")
    assert bootstrap.stamp_fits(False)
    assert not bootstrap.stamp_fits(True), "what the program needs is not enough for the tests"
    bootstrap.STAMP.write_text(json.dumps(bootstrap.stamp_wanted(True)), encoding="utf-8")
    assert bootstrap.stamp_fits(False)
    (bootstrap.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert not bootstrap.stamp_fits(True)


def test_a_torn_stamp_is_no_stamp(bootstrap: ModuleType) -> None:
    bootstrap.VENV.mkdir()
    bootstrap.STAMP.write_text('{"project": "/a', encoding="utf-8")
    assert not bootstrap.stamp_fits(False)


def test_a_half_made_environment_does_not_count_as_working(bootstrap: ModuleType) -> None:
    bootstrap.PYTHON.parent.mkdir(parents=True)
    assert not bootstrap.works("pip")
    bootstrap.PYTHON.write_bytes(b"")
    assert not bootstrap.works("pip")


@LINUX
def test_no_window_without_a_display(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "prepare", lambda *packages, **options: None)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert bootstrap.main(["run", "--store", "somewhere"]) == 1
    shown = capsys.readouterr().err
    assert "no window" in shown
    assert shown.count("\n") == 1


def test_the_exit_code_of_the_tool_is_passed_on(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "prepare", lambda *packages, **options: None)
    monkeypatch.setattr(bootstrap, "PYTHON", Path(sys.executable))
    (bootstrap.ROOT / "test_red.py").write_text("def test_red():\n    assert 1 == 2\n", encoding="utf-8")
    assert bootstrap.main(["test", "-p", "no:cacheprovider", "-n", "0", str(bootstrap.ROOT / "test_red.py")]) == 1


def test_a_wrong_call_shows_the_usage() -> None:
    result = subprocess.run([sys.executable, str(SCRIPT), "teest"], capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: bootstrap.py demo|test|run")
