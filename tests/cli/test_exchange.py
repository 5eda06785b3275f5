"""Keys and packages from the command line: enrolment, export, receive, list, reply, undo; JSON to the letter."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

OUTCOME = {"file", "verdict", "applied", "conflicts", "unit", "replica", "batch", "reason"}
ROW = {"file", "sha256", "direction", "kind", "unit", "replica", "from_seq", "to_seq", "status", "batch", "at"}


@pytest.fixture
def pair(cli, enrolled_pair):
    """The pair, the unit with one officer."""
    assert cli("records", "add", "officer", "full_name=Nguyễn Thị Hà", store=enrolled_pair.unit).code == 0
    return enrolled_pair


def receive(cli, store: Path, *files: object, code: int = 0) -> list[dict[str, Any]]:
    answer = cli("package", "receive", *files, "--json", store=store)
    assert answer.code == code, answer
    assert all(set(each) == OUTCOME for each in answer.rows)
    return answer.rows


def test_enrolment(cli, unit_store: Path, province_store: Path, tmp_path: Path) -> None:
    file, sheet = tmp_path / "unit.bgpkg", tmp_path / "sheet.pdf"
    exported = cli("key", "export", "--out", file, "--json", store=unit_store).json
    shown = cli("key", "show", "--json", store=unit_store, secret=None).json
    names = ("fingerprint", "minisign_public_key", "age_recipient")
    assert [exported[name] for name in names] == [shown[name] for name in names]
    assert cli("key", "sheet", "--out", sheet, store=unit_store, secret=None).code == 0
    assert sheet.read_bytes().startswith(b"%PDF-")
    wrong = shown["fingerprint"][:-1] + str((int(shown["fingerprint"][-1]) + 1) % 10)
    cli("key", "trust", file, "--fingerprint", wrong, store=province_store).refused("không khớp")
    cli("key", "trust", file, "--fingerprint", "12345", store=province_store).refused("40")
    assert len(cli("key", "list", "--json", store=province_store).rows) == 1
    typed = shown["fingerprint"].replace(" ", " - ")
    trusted = cli("key", "trust", file, "--fingerprint", typed, "--json", store=province_store).json
    assert (trusted["unit"], trusted["replica"]) == ("217", shown["replica"])
    listed = cli("key", "list", "--json", store=province_store).rows
    assert [(each["unit"], each["status"]) for each in listed] == [("STTTT", "own"), ("217", "enrolled")]
    assert "đã đăng ký" in cli("key", "list", store=province_store).out


def test_a_unit_without_the_sos_key_cannot_export(cli, unit_store: Path, tmp_path: Path) -> None:
    cli("package", "export", "--out", tmp_path / "p.bgpkg", store=unit_store).refused("đăng ký khóa")
    assert not (tmp_path / "p.bgpkg").exists()


def test_there_and_back(cli, pair, tmp_path: Path) -> None:
    file, back = tmp_path / "217.bgpkg", tmp_path / "back.bgpkg"
    exported = cli("package", "export", "--out", file, "--json", store=pair.unit).json
    assert (exported["kind"], exported["from_seq"]) == ("baseline", 1)
    shown = cli("package", "show", file, "--json", secret=None).json
    assert (shown["unit"], shown["kind"], shown["to_seq"]) == ("217", "baseline", exported["to_seq"])
    assert "baseline" in cli("package", "show", file, secret=None).out

    preview = receive(cli, pair.province, file, "--dry-run")[0]
    assert (preview["verdict"], preview["batch"]) == ("accepted", None)
    assert cli("package", "list", "--json", store=pair.province).out == ""
    taken = receive(cli, pair.province, file)[0]
    assert (taken["file"], taken["verdict"], taken["unit"]) == ("217.bgpkg", "accepted", "217")
    assert taken["applied"] == exported["operations"] == preview["applied"]
    assert isinstance(taken["batch"], int)
    assert receive(cli, pair.province, file)[0]["verdict"] == "duplicate"

    same = [cli("records", "list", "officer", "--json", store=store).out for store in (pair.unit, pair.province)]
    assert same[0] == same[1] != ""
    assert "217" in cli("records", "list", "officer", "--json", "--where", "unit=217", store=pair.province).out

    assert cli("package", "reply", "217", "--out", back, store=pair.province).code == 0
    assert receive(cli, pair.unit, back)[0]["verdict"] == "accepted"
    rows = cli("package", "list", "--json", store=pair.unit, secret=None).rows
    assert all(set(row) == ROW for row in rows)
    assert [(row["direction"], row["status"], row["kind"]) for row in rows] == [
        ("out", "acknowledged", "baseline"),
        ("in", "accepted", "return"),
    ]
    assert rows[0]["sha256"] == exported["sha256"]
    assert rows[0]["at"].endswith("Z")
    assert "217.bgpkg" in cli("package", "list", store=pair.unit).out

    cli("records", "add", "officer", "full_name=Trần Văn An", store=pair.unit)
    delta = cli("package", "export", "--out", tmp_path / "2.bgpkg", "--json", store=pair.unit).json
    assert (delta["kind"], delta["from_seq"] > 1) == ("delta", True)
    full = cli("package", "export", "--out", tmp_path / "3.bgpkg", "--full", "--json", store=pair.unit).json
    assert (full["kind"], full["from_seq"]) == ("baseline", 1)


def test_nothing_new(cli, pair, tmp_path: Path) -> None:
    cli("package", "export", "--out", tmp_path / "1.bgpkg", store=pair.unit)
    receive(cli, pair.province, tmp_path / "1.bgpkg")
    cli("package", "reply", "217", "--out", tmp_path / "back.bgpkg", store=pair.province)
    receive(cli, pair.unit, tmp_path / "back.bgpkg")
    cli("package", "export", "--out", tmp_path / "2.bgpkg", store=pair.unit).refused("Không có gì mới")
    assert not (tmp_path / "2.bgpkg").exists()
    assert cli("package", "export", "--full", "--out", tmp_path / "2.bgpkg", store=pair.unit).code == 0


def test_an_urgent_incident(cli, pair, tmp_path: Path) -> None:
    cli("package", "export", "--incident", "nosuch", "--out", tmp_path / "x.bgpkg", store=pair.unit).refused("nosuch")
    incident = cli(
        "records", "add", "incident", "title=Mất điện", "category=A1", "detected_at=08:00 01/02/2024", store=pair.unit
    ).out.strip()
    file = tmp_path / "urgent.bgpkg"
    exported = cli("package", "export", "--incident", incident, "--out", file, "--json", store=pair.unit).json
    assert exported["kind"] == "incident"
    assert cli("package", "show", file, "--json").json["incident"] == incident
    assert receive(cli, pair.province, file)[0]["verdict"] == "accepted"
    assert cli("records", "show", "incident", incident, "--json", store=pair.province).json["title"] == "Mất điện"


def test_a_folder_and_a_mixed_result(cli, pair, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    cli("package", "export", "--out", folder / "217.bgpkg", store=pair.unit)
    (folder / "thư.txt").write_text("không phải gói")
    found = receive(cli, pair.province, folder, code=3)
    assert {each["file"]: each["verdict"] for each in found} == {"217.bgpkg": "accepted", "thư.txt": "rejected-corrupt"}
    assert all(each["reason"] for each in found if each["verdict"] != "accepted")
    words = cli("package", "receive", folder, store=pair.province)
    assert words.code == 3
    assert "217.bgpkg: duplicate" in words.out
    assert "thư.txt: rejected-corrupt" in words.out
    cli("package", "receive", tmp_path / "nowhere", store=pair.province).refused("nowhere")


def test_undo_of_a_batch(cli, pair, tmp_path: Path) -> None:
    file = tmp_path / "217.bgpkg"
    cli("package", "export", "--out", file, store=pair.unit)
    batch = receive(cli, pair.province, file)[0]["batch"]
    assert cli("package", "undo", batch, "--json", store=pair.province).json["batches"] == [batch]
    assert cli("records", "list", "officer", "--json", store=pair.province).out == ""
    assert cli("package", "list", "--json", store=pair.province).rows[-1]["status"] == "undone"
    cli("package", "undo", batch, store=pair.province).refused(str(batch))
    cli("package", "undo", 999, store=pair.province).refused("999")
    assert receive(cli, pair.province, file)[0]["verdict"] == "accepted"
    assert len(cli("records", "list", "officer", "--json", store=pair.province).rows) == 1


def test_accept_needs_a_held_package(cli, pair, tmp_path: Path) -> None:
    cli("package", "accept", "nosuch", store=pair.province).refused("nosuch")
    cli("package", "export", "--out", tmp_path / "217.bgpkg", store=pair.unit)
    sha256 = cli("package", "list", "--json", store=pair.unit).rows[0]["sha256"]
    receive(cli, pair.province, tmp_path / "217.bgpkg")
    cli("package", "accept", sha256[:12], store=pair.province).refused("accepted")


def test_the_sides_are_not_mixed_up(cli, pair, tmp_path: Path) -> None:
    cli("package", "export", "--out", tmp_path / "x.bgpkg", store=pair.province).refused("Sở")
    cli("package", "reply", "217", "--out", tmp_path / "x.bgpkg", store=pair.unit).refused("Sở")
    cli("package", "reply", "215", "--out", tmp_path / "x.bgpkg", store=pair.province).refused("215")
    assert list(tmp_path.glob("*.bgpkg")) == []


def test_restored_from_a_backup_and_sent_again(cli, pair, tmp_path: Path) -> None:
    """What was sent after the backup comes back from the Sở; nothing is lost on either side."""
    backup, restored = tmp_path / "b.bgbak", tmp_path / "restored"
    cli("backup", "--out", backup, store=pair.unit)
    cli("records", "add", "officer", "full_name=Sau bản sao lưu", store=pair.unit)
    cli("package", "export", "--out", tmp_path / "1.bgpkg", store=pair.unit)
    receive(cli, pair.province, tmp_path / "1.bgpkg")
    shutil.rmtree(pair.unit)
    cli("restore", backup, store=restored)
    cli("records", "add", "officer", "full_name=Viết ở máy khôi phục", store=restored)
    cli("package", "reply", "217", "--out", tmp_path / "back.bgpkg", store=pair.province)
    receive(cli, restored, tmp_path / "back.bgpkg")
    cli("package", "export", "--out", tmp_path / "2.bgpkg", store=restored)
    receive(cli, pair.province, tmp_path / "2.bgpkg")  # now the Sở knows that the PC lacks what it had sent
    cli("package", "reply", "217", "--out", tmp_path / "back2.bgpkg", store=pair.province)
    receive(cli, restored, tmp_path / "back2.bgpkg")
    lists = [cli("records", "list", "officer", "--json", store=store).out for store in (restored, pair.province)]
    assert lists[0] == lists[1]
    assert {json.loads(line)["full_name"] for line in lists[0].splitlines()} == {
        "Nguyễn Thị Hà", "Sau bản sao lưu", "Viết ở máy khôi phục",
    }  # fmt: skip
    assert [cli("check", store=store).code for store in (restored, pair.province)] == [0, 0]


def test_two_pcs_of_one_unit_exchange_directly_once_the_so_s_list_names_both(cli, pair, tmp_path: Path) -> None:
    second = tmp_path / "second"
    assert cli("init", "--mode", "unit", "--unit", "217", "--label", "Máy thứ hai", store=second).code == 0
    for store, other, file in (
        (second, pair.province, tmp_path / "second.bgpkg"), (pair.province, second, tmp_path / "so.bgpkg"),
    ):  # fmt: skip
        digits = cli("key", "export", "--out", file, "--json", store=store).json["fingerprint"]
        assert cli("key", "trust", file, "--fingerprint", digits, store=other).code == 0
    first, direct, back = tmp_path / "first.bgpkg", tmp_path / "direct.bgpkg", tmp_path / "back.bgpkg"
    cli("package", "export", "--out", direct, "--to", "sibling", store=pair.unit).refused("máy thứ hai")
    assert cli("package", "export", "--out", first, store=pair.unit).code == 0
    taken = receive(cli, second, first, code=3)[0]
    assert taken["verdict"] == "rejected-recipient", "it was made before its sender knew of this PC"
    receive(cli, pair.province, first)
    assert cli("package", "reply", "217", "--out", back, store=pair.province).code == 0
    receive(cli, pair.unit, back)
    cli("records", "add", "officer", "full_name=Trần Văn Bảo", store=pair.unit)
    cli("package", "export", "--out", direct, "--to", "khong-co", store=pair.unit).refused("khong-co")
    cli("package", "export", "--out", direct, "--to", "sibling", "--incident", "x", store=pair.unit).refused("--to")
    exported = cli("package", "export", "--out", direct, "--to", "sibling", "--json", store=pair.unit).json
    assert (exported["kind"], exported["from_seq"], exported["unit"]) == ("baseline", 1, "217")
    assert receive(cli, second, direct)[0]["verdict"] == "accepted"
    assert receive(cli, second, back)[0]["verdict"] == "accepted"
    assert receive(cli, second, direct)[0]["verdict"] == "duplicate"
    assert receive(cli, pair.province, direct)[0]["verdict"] == "accepted", "the Sở can read it as well"
    lists = {cli("records", "list", "officer", "--json", store=each).out for each in (pair.unit, second, pair.province)}
    assert len(lists) == 1
