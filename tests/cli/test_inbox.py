"""What is done with files that came, the audit log, and the copies beside the store, from the command line."""

from pathlib import Path

from bgit_desktop.services import copies, packages, records
from bgit_desktop.services.context import open_session


def test_a_rejected_file_is_explained_deleted_and_stays_in_the_audit_log(cli, enrolled_pair, tmp_path: Path) -> None:
    junk = tmp_path / "anh.bgpkg"
    junk.write_bytes(b"no package")
    came = cli("package", "receive", junk, store=enrolled_pair.province)
    assert came.code == 3
    assert "→ Đề nghị nơi gửi gửi lại tệp" in came.out
    assert cli("package", "discard", "anh.bgpkg", "--json", store=enrolled_pair.province).json["file"] == "anh.bgpkg"
    cli("package", "discard", "anh.bgpkg", store=enrolled_pair.province).refused("Không có gói nào")
    told = cli("audit", "anh.bgpkg", "--json", store=enrolled_pair.province).rows
    assert [each["what"] for each in told] == ["discard", "rejected-corrupt"]
    assert "Xóa tệp cách ly" in cli("audit", "--limit", "1", store=enrolled_pair.province).out
    cli("package", "retry", store=enrolled_pair.province).refused("Không có gói nào đang được giữ")


def test_a_preview_says_what_changes_by_type_and_a_receipt_is_printed(
    cli, enrolled_pair, unit_keyring, tmp_path: Path
) -> None:
    with open_session(enrolled_pair.unit) as unit:
        records.add(unit, "officer", {"full_name": "Nguyễn Thị Hà"})
        records.add(unit, "task", {"clause": "QyD.6.2.a", "title": "Kế hoạch"})
        file = packages.export_package(unit, unit_keyring, tmp_path / "1.bgpkg").path
    shown = cli("package", "receive", file, "--dry-run", store=enrolled_pair.province)
    assert "\n    Cán bộ: 1 mới\n    Nhiệm vụ: 1 mới\n" in shown.out
    cli("package", "receipt", "1.bgpkg", "--out", tmp_path / "x.pdf", store=enrolled_pair.province).refused("1.bgpkg")
    assert cli("package", "receive", file, store=enrolled_pair.province).code == 0
    printed = cli("package", "receipt", "1.bgpkg", "--out", tmp_path / "x.pdf", "--json", store=enrolled_pair.province)
    assert len(printed.json["code"].replace(" ", "")) == 12
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


def test_the_copies_are_listed_and_one_is_restored_into_a_new_folder(cli, unit_store: Path, tmp_path: Path) -> None:
    with open_session(unit_store) as session:
        made = copies.copy_now(session).path
    assert [each["file"] for each in cli("backup", "--list", "--json", store=unit_store).rows] == [str(made)]
    back = cli("restore", made, "--json", store=tmp_path / "moi")
    assert (back.code, back.json["unit"], back.json["problems"]) == (0, "217", [])
    assert cli("info", "--json", store=tmp_path / "moi").json["unit"] == "217"
    cli("restore", made, store=tmp_path / "moi").refused("không trống")
