"""Where a command writes: never over the store's own data, never under a name that misleads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

OWN = ("store.sqlite3", "store.lock", "keys/key.age", "keys/new.age", "attachments/x", "packages/in/x")


@pytest.mark.parametrize(
    "words", [("backup",), ("package", "export"), ("key", "export"), ("report", "periodic", "--period", "2024")]
)
def test_the_stores_own_files_are_not_overwritten(cli, unit_store: Path, words: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in sorted(unit_store.rglob("*")) if path.is_file()}
    for inside in OWN:
        cli(*words, "--out", unit_store / inside, store=unit_store).refused("thuộc kho dữ liệu")
    assert {path: path.read_bytes() for path in sorted(unit_store.rglob("*")) if path.is_file()} == before


def test_not_by_another_way_either(cli, unit_store: Path, tmp_path: Path) -> None:
    os.symlink(unit_store, tmp_path / "link")
    cli("backup", "--out", tmp_path / "link" / "store.sqlite3", store=unit_store).refused("thuộc kho dữ liệu")


def test_a_folder_for_backups_and_for_packages_sent_may_be_used(cli, unit_store: Path) -> None:
    assert cli("backup", "--out", unit_store / "backups" / "b.bgbak", store=unit_store).code == 0
    assert cli("key", "export", "--out", unit_store / "packages" / "out" / "217.bgpkg", store=unit_store).code == 0


@pytest.mark.parametrize(
    "words", [("backup",), ("template", "officer"), ("export-xlsx", "officer"), ("key", "sheet"), ("key", "export")]
)
def test_a_folder_is_no_file(cli, unit_store: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "x.xlsx").mkdir()
    cli(*words, "--out", tmp_path / "x.xlsx", store=unit_store).refused("là thư mục")
    ending = ".pdf" if words == ("key", "sheet") else ".xlsx"
    cli(*words, "--out", tmp_path / "no" / f"x{ending}", store=unit_store).refused("Không có thư mục")


@pytest.mark.parametrize(
    ("words", "name", "ending"),
    [
        (("template", "officer"), "x.pdf", ".xlsx"),
        (("export-xlsx", "officer"), "x.csv", ".xlsx"),
        (("key", "sheet"), "x.xlsx", ".pdf"),
    ],
)
def test_the_name_tells_what_is_in_the_file(
    cli, unit_store: Path, tmp_path: Path, words: tuple[str, ...], name: str, ending: str
) -> None:
    cli(*words, "--out", tmp_path / name, store=unit_store).refused(ending)
    assert not (tmp_path / name).exists()
