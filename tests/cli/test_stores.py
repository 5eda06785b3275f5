"""``init``, ``info``, ``backup``, ``restore``, ``check``, ``demo``, ``self-test`` from the command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from bgit_desktop.cli.call import default_store
from bgit_desktop.errors import BadInput
from bgit_desktop.services import selftest
from bgit_desktop.services.context import Session


def test_init_makes_a_store(cli, tmp_path: Path, passphrase: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"\ufeff{passphrase}\r\nnot this line\n", encoding="utf-8")
    store = tmp_path / "store"
    made = cli(
        "init", "--mode", "unit", "--unit", "217", "--passphrase-file", secret, "--json", store=store, secret=None
    )
    assert made.code == 0, made
    assert {"mode", "unit", "replica", "fingerprint"} <= set(made.json)
    assert sorted(each.name for each in store.iterdir() if each.is_dir()) == [
        "attachments",
        "backups",
        "keys",
        "packages",
    ]
    assert (store / "keys" / "key.age").read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")
    info = cli("info", "--json", store=store, secret=None).json
    assert (info["mode"], info["unit"], info["replica"]) == ("unit", "217", made.json["replica"])
    shown = cli("key", "show", "--json", store=store, secret=None).json
    assert shown["fingerprint"] == made.json["fingerprint"]
    assert {"fingerprint", "minisign_public_key", "age_recipient"} <= set(shown)
    again = cli("init", "--mode", "unit", "--unit", "217", store=store)
    again.refused("đã có kho dữ liệu")
    assert cli("key", "export", "--out", tmp_path / "e.bgpkg", store=store).code == 0


@pytest.mark.parametrize(
    ("words", "secret", "word"),
    [
        (("--unit", "999"), "mật khẩu đủ dài", "999"),
        (("--unit", "217-VHTT"), "mật khẩu đủ dài", "217-VHTT"),
        (("--unit", "217"), "ngắn", "ít nhất"),
        (("--unit", "217"), None, "BGIT_PASSPHRASE"),
    ],
)
def test_init_refused_leaves_nothing(cli, tmp_path: Path, words, secret: str | None, word: str) -> None:
    cli("init", "--mode", "unit", *words, store=tmp_path / "store", secret=secret).refused(word)
    assert not (tmp_path / "store").exists()


def test_info(cli, unit_store: Path, province_store: Path) -> None:
    cli("records", "add", "officer", "full_name=A", store=unit_store)
    found = cli("info", "--json", store=unit_store).json
    assert {"mode", "unit", "replica", "incarnation", "head", "counts", "conflicts"} <= set(found)
    assert (found["incarnation"], found["head"], found["conflicts"], found["counts"]["officer"]) == (1, 1, 0, 1)
    assert cli("info", "--json", store=province_store).json["mode"] == "province"
    out = cli("info", store=unit_store).out
    assert "217 — Ủy ban nhân dân huyện Lạng Giang" in out
    assert "Cán bộ" in out


def test_the_usual_store(monkeypatch: pytest.MonkeyPatch, cli, unit_store: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("BGIT_STORE", str(unit_store))
    assert cli("info", "--json").json["unit"] == "217"
    monkeypatch.delenv("BGIT_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_store().name == "store"
    cli("info", "--store", tmp_path / "nowhere").refused("chưa có kho dữ liệu")


def test_backup_and_restore(cli, unit_store: Path, tmp_path: Path) -> None:
    cli("records", "add", "officer", "full_name=Nguyễn Thị Hà", store=unit_store)
    (unit_store / "packages" / "in" / "x.bgpkg").write_bytes(b"a package")
    before = cli("records", "list", "officer", "--json", store=unit_store).out
    file, new = tmp_path / "b.bgbak", tmp_path / "deep" / "new"
    made = cli("backup", "--out", file, "--json", store=unit_store, secret=None)
    assert made.json["size"] == file.stat().st_size
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["backup.json", "keys/key.age", "payload.age"]
        about = json.loads(archive.read("backup.json"))
    assert (about["format"], about["version"], about["unit"]) == ("bgit-backup", 1, "217")
    assert b"Nguy" not in file.read_bytes()
    assert cli("restore", file, "--json", store=new).json["unit"] == "217"
    assert cli("records", "list", "officer", "--json", store=new).out == before
    assert (new / "packages" / "in" / "x.bgpkg").read_bytes() == b"a package"
    assert cli("check", store=new).code == 0
    cli("restore", file, store=new).refused("không trống")
    assert cli("records", "list", "officer", "--json", store=new).out == before


def test_a_restored_store_goes_on_as_a_new_incarnation(cli, unit_store: Path, tmp_path: Path) -> None:
    cli("records", "add", "officer", "full_name=A", store=unit_store)
    cli("backup", "--out", tmp_path / "b.bgbak", store=unit_store)
    cli("restore", tmp_path / "b.bgbak", store=tmp_path / "new")
    assert cli("info", "--json", store=tmp_path / "new").json["incarnation"] == 1
    cli("records", "add", "officer", "full_name=B", store=tmp_path / "new")
    found = cli("info", "--json", store=tmp_path / "new").json
    assert (found["incarnation"], found["counts"]["officer"]) == (2, 2)
    assert cli("check", store=tmp_path / "new").code == 0
    cli("records", "add", "officer", "full_name=C", store=tmp_path / "new")
    assert cli("info", "--json", store=tmp_path / "new").json["incarnation"] == 2


def test_check(cli, unit_store: Path) -> None:
    answer = cli("check", "--json", store=unit_store)
    assert (answer.code, answer.json["problems"]) == (0, [])
    assert "nguyên vẹn" in cli("check", store=unit_store).out
    (unit_store / "keys" / "key.age").write_bytes(b"x")
    found = cli("check", store=unit_store)
    assert found.code == 1
    assert "không phải là tệp age" in found.out
    assert cli("check", "--json", store=unit_store).json["problems"] == [found.out.strip()]


def test_the_demo_refuses_a_folder_in_use(cli, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    cli("demo", "--out", tmp_path).refused("không trống")
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_self_test(cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(window: object) -> list[selftest.Result]:
        assert callable(window)
        return [selftest.Result("Một", True, "ổn"), selftest.Result("Hai", False, "hỏng hẳn")]

    monkeypatch.setattr(selftest, "run", run)
    answer = cli("self-test")
    assert answer.code == 1
    assert answer.out.splitlines() == ["ĐẠT  Một: ổn", "HỎNG  Hai: hỏng hẳn"]
    assert [row["passed"] for row in cli("self-test", "--json").rows] == [True, False]


def test_every_part_of_the_self_test_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def window(session: Session) -> str:
        seen.append(session.unit)
        raise BadInput("no screen here")

    results = list(selftest.run(window))
    assert len(results) == 12
    assert [each.name for each in results if not each.passed] == ["Cửa sổ"]
    assert results[-1].detail == "BadInput: no screen here"
    assert seen == ["217"]
