"""The files that travel with the program are found in every kind of install."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bgit_desktop import assets

ROOT = Path(__file__).resolve().parents[2]
ASK = "from bgit_desktop.assets import *; print(resource_path('x.txt').read_text(), ui_path(), db_path(), sep='|')"


def lay_out(folder: Path, *, bundled: Path | None) -> None:
    """A minimal copy of the package, with its data in the given bundle folder or beside it."""
    (folder / "bgit_desktop").mkdir(parents=True)
    (folder / "bgit_desktop" / "__init__.py").write_text('__version__ = "0"\n', encoding="utf-8")
    shutil.copy(ROOT / "bgit_desktop" / "assets.py", folder / "bgit_desktop")
    for name in ("resources", "ui", "db"):
        ((bundled or folder) / name).mkdir(parents=True)
    ((bundled or folder) / "resources" / "x.txt").write_text("found", encoding="utf-8")


def ask(code: str, folder: Path) -> list[str]:
    result = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True, text=True, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout.strip().split("|")


def test_in_the_source_tree_and_an_editable_install(tmp_path: Path) -> None:
    lay_out(tmp_path, bundled=None)
    assert ask(ASK, tmp_path) == ["found", str(tmp_path / "ui"), str(tmp_path / "db")]


def test_in_a_wheel(tmp_path: Path) -> None:
    bundle = tmp_path / "bgit_desktop" / "_bundled"
    lay_out(tmp_path, bundled=bundle)
    assert ask(ASK, tmp_path) == ["found", str(bundle / "ui"), str(bundle / "db")]


def test_in_a_frozen_program(tmp_path: Path) -> None:
    frozen = tmp_path / "_internal"
    bundle = frozen / "bgit_desktop" / "_bundled"
    lay_out(tmp_path / "code", bundled=bundle)
    code = f"import sys; sys._MEIPASS = {str(frozen)!r}; {ASK}"
    assert ask(code, tmp_path / "code") == ["found", str(bundle / "ui"), str(bundle / "db")]


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-font"):
        assets.resource_path("fonts/no-such-font.ttf")


def test_wheel_and_frozen_program_carry_the_three_folders_where_assets_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert table == {name: f"bgit_desktop/{assets.BUNDLE}/{name}" for name in ("ui", "resources", "db")}
    spec = (ROOT / "packaging" / "bgit-desktop.spec").read_text(encoding="utf-8")
    assert "for source, target in INCLUDE.items()" in spec
