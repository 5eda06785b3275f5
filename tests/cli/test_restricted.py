"""Restricted values from the command line: masked unless asked for, sent only where chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

CCCD = "024085001234"


def test_masked_seen_and_sent(cli: Any, enrolled_pair: Any, tmp_path: Path) -> None:
    unit, so = enrolled_pair.unit, enrolled_pair.province
    added = cli("records", "add", "officer", "full_name=Nguyễn Thị Hà", "sex=male", f"id_number={CCCD}", store=unit)
    who = added.out.strip()
    assert added.err == ""
    assert "giới tính" in cli("records", "set", "officer", who, "sex=female", f"id_number={CCCD}", store=unit).err
    assert cli("records", "show", "officer", who, "--json", store=unit).json["id_number"] == "•••••"
    assert CCCD not in cli("records", "history", "officer", who, store=unit).out
    assert cli("records", "show", "officer", who, "--restricted", "--json", store=unit).json["id_number"] == CCCD
    [row] = cli("records", "list", "officer", "--restricted", "--json", store=unit).rows
    assert row["id_number"] == CCCD

    said = cli("package", "export", "--out", tmp_path / "1.bgpkg", "--json", store=unit).json
    assert (said["restricted"], said["by_type"]) == (0, {"officer": 2})
    assert said["recipients"]
    cli("package", "receive", tmp_path / "1.bgpkg", store=so)
    assert cli("records", "show", "officer", who, "--restricted", "--json", store=so).json["id_number"] == "•••••"
    cli("package", "reply", "217", "--out", tmp_path / "r.bgpkg", store=so)
    cli("package", "receive", tmp_path / "r.bgpkg", store=unit)

    said = cli("package", "export", "--out", tmp_path / "2.bgpkg", "--restricted", who, "--json", store=unit).json
    assert said["restricted"] == 1
    assert cli("package", "receive", tmp_path / "2.bgpkg", store=so).code == 0
    assert cli("records", "show", "officer", who, "--restricted", "--json", store=so).json["id_number"] == CCCD


def test_what_a_reply_carries_is_chosen(cli: Any, enrolled_pair: Any, tmp_path: Path) -> None:
    """Of the Sở's restricted values only a unit's own officers' evaluations go out, and those only where chosen."""
    unit, so = enrolled_pair.unit, enrolled_pair.province
    who = cli("records", "add", "officer", "full_name=Lê Thị Bé", f"id_number={CCCD}", store=unit).out.strip()
    cli("package", "export", "--out", tmp_path / "1.bgpkg", "--restricted", who, store=unit)
    assert cli("package", "receive", tmp_path / "1.bgpkg", store=so).code == 0
    reply = ("package", "reply", "217", "--out")
    cli(*reply, tmp_path / "x.bgpkg", "--restricted", who, store=so).refused(who)
    assert not (tmp_path / "x.bgpkg").exists()
    words = ("period=2024", "version=1", "subject_type=officer", "for_unit=217", f"subject={who}", "total=87,5")
    made = cli("records", "add", "evaluation", *words, "status=final", store=so).out.strip()
    for chosen, total in (((), "•••••"), (("--restricted", made), "87,5")):
        out = tmp_path / f"{len(chosen)}.bgpkg"
        cli(*reply, out, *chosen, store=so)
        assert cli("package", "receive", out, store=unit).code == 0
        seen = cli("records", "show", "evaluation", made, "--restricted", "--json", store=unit).json
        assert seen["total"] == total


def test_discipline_is_sealed_whole(cli: Any, unit_store: Path) -> None:
    who = cli("records", "add", "officer", "full_name=Trần Văn Đức", store=unit_store).out.strip()
    words = (f"officer={who}", "kind=discipline", "title=Khiển trách", "decided_on=2024-05-06")
    made = cli("records", "add", "award", *words, store=unit_store).out.strip()
    shown = cli("records", "show", "award", made, store=unit_store)
    assert shown.code == 0
    assert not any(word in shown.out for word in ("Đức", "Khiển trách", "Kỷ luật\n", "06/05/2024"))
    assert cli("search", "khien trach", "--json", store=unit_store).out == ""
    assert "Khiển trách" in cli("records", "show", "award", made, "--restricted", store=unit_store).out


def test_a_value_is_redacted_for_good(cli: Any, unit_store: Path) -> None:
    words = ("full_name=Lê Văn Cũ", "phone=0912345678", "end_date=2015-02-28")
    made = cli("records", "add", "officer", *words, store=unit_store).out.strip()
    cli("records", "redact", "officer", made, "phone", "--reason", " ", store=unit_store).refused("lý do")
    done = cli("records", "redact", "officer", made, "phone", "--reason", "Đề nghị", "--json", store=unit_store)
    assert (done.json["lines"], done.json["fields"]) == (1, ["phone"])
    shown = cli("records", "show", "officer", made, "--json", store=unit_store).json
    assert (shown["phone"], shown["full_name"]) == (None, "Lê Văn Cũ")
    checked = cli("check", store=unit_store)
    assert checked.code == 0
    assert "1 dòng nhật ký đã lược bỏ" in checked.out
    cli("records", "set", "officer", made, "email=cu@langgiang.gov.vn", store=unit_store)
    [due] = cli("records", "retain", "--before", "2020-01-01", "--dry-run", "--json", store=unit_store).rows
    assert due["fields"] == ["email"]
    cli("records", "retain", "--before", "2020-01-01", store=unit_store)
    assert cli("records", "show", "officer", made, "--json", store=unit_store).json["email"] is None
    cli("records", "add", "redaction", "reason=x", store=unit_store).refused("redact")
