"""Scans from the command line: ``attachment=@FILE``, ``attachment …``, ``--attach``."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

PDF = b"%PDF-1.7\n" + b"scan" * 500
HASH = sha256(PDF).hexdigest()


def test_from_a_file_to_the_sos_store(cli: Any, enrolled_pair: Any, tmp_path: Path) -> None:
    unit, so = enrolled_pair.unit, enrolled_pair.province
    source = tmp_path / "qd.pdf"
    source.write_bytes(PDF)
    made = cli("records", "add", "document", "number=12/QĐ-UBND", f"attachment=@{source}", store=unit).out.strip()
    assert cli("records", "show", "document", made, "--json", store=unit).json["attachment"] == HASH
    [row] = cli("attachment", "list", "--json", store=unit).rows
    assert (row["record"], row["size"], row["title"]) == (made, len(PDF), "12/QĐ-UBND")

    cli("package", "export", "--out", tmp_path / "1.bgpkg", store=unit)
    assert cli("package", "receive", tmp_path / "1.bgpkg", store=so).code == 0
    [row] = cli("attachment", "list", "--missing", "--json", store=so).rows
    assert (row["reference"], row["unit"]) == (HASH, "217")
    cli("attachment", "save", HASH, "--out", tmp_path / "x.pdf", store=so).refused("chưa có ở máy này")
    cli("package", "reply", "217", "--out", tmp_path / "r.bgpkg", store=so)
    assert cli("package", "receive", tmp_path / "r.bgpkg", store=unit).code == 0

    said = cli("package", "export", "--out", tmp_path / "2.bgpkg", "--attach", "new", "--json", store=unit).json
    assert (said["attachments"], said["attachment_bytes"]) == (1, len(PDF))
    assert cli("package", "show", tmp_path / "2.bgpkg", "--json").json["blobs"] == [HASH]
    assert cli("package", "receive", tmp_path / "2.bgpkg", store=so).code == 0
    cli("attachment", "save", HASH, "--out", tmp_path / "x.pdf", store=so)
    assert (tmp_path / "x.pdf").read_bytes() == PDF
    assert cli("check", store=so).code == 0


def test_what_is_refused_changes_nothing(cli: Any, unit_store: Path, tmp_path: Path) -> None:
    cli("records", "add", "document", "number=1", f"attachment=@{tmp_path / 'none.pdf'}", store=unit_store).refused(
        "none"
    )
    assert cli("records", "list", "document", "--json", store=unit_store).out == ""
    cli("package", "export", "--out", tmp_path / "x", "--attach", "some", store=unit_store).refused("--attach", 2)


def test_added_and_taken_off(cli: Any, unit_store: Path, tmp_path: Path) -> None:
    source = tmp_path / "qd.pdf"
    source.write_bytes(PDF)
    made = cli("records", "add", "document", "number=5/KH", store=unit_store).out.strip()
    assert cli("attachment", "add", made, source, "--json", store=unit_store).json["sha256"] == HASH
    assert "5/KH" in cli("attachment", "list", store=unit_store).out
    assert cli("attachment", "remove", made, "--json", store=unit_store).json["removed"] is True
    assert cli("attachment", "list", "--json", store=unit_store).out == ""
