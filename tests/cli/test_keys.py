"""``key rotate``, ``revoke``, ``offline`` and ``trust`` without digits from the command line; real key files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROTATED = {
    "unit", "replica", "incarnation", "label", "fingerprint", "minisign_public_key", "age_recipient", "kind", "before",
    "after", "needs_sheet",
}  # fmt: skip
REVOKED = {
    "unit", "replica", "label", "incarnation", "last_good", "last_good_hash", "operations", "files", "trust_version",
    "by_type",
}  # fmt: skip


@pytest.fixture
def pair(cli, enrolled_pair):
    """The pair, the unit with one officer."""
    assert cli("records", "add", "officer", "full_name=Nguyễn Thị Hà", store=enrolled_pair.unit).code == 0
    return enrolled_pair


def receive(cli, store: Path, file: Path, *more: object) -> tuple[str, int]:
    answer = cli("package", "receive", file, *more, "--json", store=store)
    return answer.rows[0]["verdict"], answer.code


def test_a_unit_rotates_and_is_revoked(cli, pair, tmp_path: Path) -> None:
    before = cli("key", "show", "--json", store=pair.unit).json
    rotated = cli("key", "rotate", "--json", store=pair.unit)
    assert rotated.code == 0, rotated
    assert set(rotated.json) == ROTATED
    shown = cli("key", "show", "--json", store=pair.unit).json
    assert (rotated.json["before"], rotated.json["after"], rotated.json["kind"], rotated.json["needs_sheet"]) == (
        before["minisign_public_key"], shown["minisign_public_key"], "pc", False,
    )  # fmt: skip
    assert (shown["replica"], shown["incarnation"]) == (before["replica"], 1)
    first, file = tmp_path / "1.bgpkg", tmp_path / "key.bgpkg"
    assert cli("package", "export", "--out", first, store=pair.unit).code == 0
    assert receive(cli, pair.province, first) == ("accepted", 0)
    assert cli("key", "export", "--out", file, store=pair.unit).code == 0
    assert cli("key", "trust", file, "--json", store=pair.province).json["fingerprint"] == shown["fingerprint"]
    cli("key", "rotate", store=pair.unit, secret="mật khẩu sai rồi").refused("khẩu không đúng")
    cli("key", "rotate", "--root", store=pair.unit).refused("khóa gốc")

    cli("key", "revoke", shown["replica"], "--last-good", 0, store=pair.unit).refused("Chỉ Sở")
    cli("key", "revoke", "nobody", "--last-good", 0, store=pair.province).refused("nobody")
    cli("key", "revoke", shown["replica"], "--last-good", 99, store=pair.province).refused("99")
    assert cli("key", "revoke", shown["replica"], store=pair.province).code == 2
    revoked = cli("key", "revoke", shown["replica"], "--last-good", 0, "--json", store=pair.province)
    assert revoked.code == 0, revoked
    assert set(revoked.json) == REVOKED
    assert (revoked.json["operations"], revoked.json["files"], revoked.json["by_type"]) == (
        1, ["1.bgpkg"], {"officer": [0, 0, 1]},
    )  # fmt: skip
    assert cli("records", "list", "officer", "--json", store=pair.province).out == ""
    assert receive(cli, pair.province, first) == ("rejected-revoked", 3)
    assert cli("key", "list", "--json", store=pair.province).rows[-1]["status"] == "revoked"
    assert "đã thu hồi" in cli("key", "list", store=pair.province).out
    assert "rejected-revoked" in cli("package", "receive", first, store=pair.province).out
    assert cli("check", store=pair.province).code == 0


def test_lost_keys_of_a_unit_and_a_new_passphrase(cli, pair, tmp_path: Path) -> None:
    fresh, file, package = tmp_path / "new.txt", tmp_path / "key.bgpkg", tmp_path / "p.bgpkg"
    fresh.write_text("một câu thật dài khác\n", encoding="utf-8")
    lost = cli("key", "rotate", "--lost", "--new-passphrase-file", fresh, "--json", store=pair.unit, secret=None)
    assert lost.code == 0, lost
    assert (lost.json["kind"], lost.json["needs_sheet"], lost.json["incarnation"]) == ("lost", True, 2)
    cli("package", "export", "--out", package, store=pair.unit).refused("khẩu không đúng")
    secret = "một câu thật dài khác"
    assert cli("package", "export", "--out", package, store=pair.unit, secret=secret).code == 0
    assert receive(cli, pair.province, package) == ("rejected-signature", 3)
    assert cli("key", "export", "--out", file, store=pair.unit, secret=secret).code == 0
    cli("key", "trust", file, store=pair.province).refused("40 chữ số")
    digits = cli("key", "show", "--json", store=pair.unit).json["fingerprint"]
    assert cli("key", "trust", file, "--fingerprint", digits, store=pair.province).code == 0
    earlier = package.with_name("p-doi1.bgpkg")
    assert earlier in list(tmp_path.iterdir())
    assert receive(cli, pair.province, earlier) == ("accepted", 0)
    assert receive(cli, pair.province, package)[0] in ("accepted", "duplicate")
    assert json.loads(cli("records", "list", "officer", "--json", store=pair.province).out)["unit"] == "217"


def test_the_ceremonies_of_the_province(cli, pair, tmp_path: Path) -> None:
    stick, own, back, on_its_way = tmp_path / "usb", tmp_path / "own.txt", tmp_path / "b.bgpkg", tmp_path / "1.bgpkg"
    stick.mkdir()
    own.write_text("mật khẩu cất trong két\n", encoding="utf-8")
    safe = ("--offline", stick, "--offline-passphrase-file", own)
    cli("package", "export", "--out", on_its_way, store=pair.unit)
    moved = cli("key", "offline", "--out", stick, "--offline-passphrase-file", own, "--json", store=pair.province)
    assert moved.json == {"files": [str(stick / "root.age"), str(stick / "recovery.age")]}
    cli("key", "rotate", store=pair.province).refused("khóa gốc")
    root = cli("key", "rotate", "--root", *safe, "--json", store=pair.province)
    assert (root.code, root.json["kind"]) == (0, "root"), root
    lost = cli("key", "rotate", "--lost", *safe, "--json", store=pair.province)
    assert (lost.code, lost.json["needs_sheet"]) == (0, False), lost
    assert receive(cli, pair.province, on_its_way) == ("rejected-recipient", 3)
    assert receive(cli, pair.province, on_its_way, *safe) == ("accepted", 0)
    assert cli("package", "reply", "217", "--out", back, *safe, store=pair.province).code == 0
    assert receive(cli, pair.unit, back)[0] == "accepted"
    shown = cli("key", "show", "--json", store=pair.province).json
    pinned = [each for each in cli("key", "list", "--json", store=pair.unit).rows if each["province"]]
    assert pinned[0]["fingerprint"] == shown["fingerprint"]
