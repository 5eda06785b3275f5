"""``cycle …`` from the command line: draft to sent in a district, deadlines to board at the Sở."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_a_district_takes_a_report_from_draft_to_sent_and_corrects_it(cli: Any, unit_store: Path) -> None:
    record = cli("cycle", "draft", "--period", "2024-H1", "--text", "general=Đã làm.", store=unit_store).out.strip()
    cli("cycle", "send", record, store=unit_store).refused("đã ký")
    assert cli("cycle", "submit", record, store=unit_store).code == 0
    cli("cycle", "sign", record, "--number", "5/BC", "--on", "31/02/2024", store=unit_store).refused("31/02")
    assert cli("cycle", "sign", record, "--number", "5/BC", "--on", "08/07/2024", store=unit_store).code == 0
    assert cli("cycle", "send", record, "--on", "2024-07-09", store=unit_store).code == 0
    shown = cli("records", "show", "report", record, "--json", store=unit_store).json
    assert (shown["status"], shown["sent_on"], shown["version"]) == ("sent", "2024-07-09", 1)
    second = cli("cycle", "correct", record, "--json", store=unit_store).json["id"]
    assert cli("records", "show", "report", second, "--json", store=unit_store).json["version"] == 2
    cli("cycle", "accept", record, store=unit_store).refused("Chỉ Sở")
    cli("cycle", "draft", "--period", "2024-H1", "--text", "nowhere=x", store=unit_store).refused("nowhere")


def test_the_so_issues_extends_and_sees_the_board(cli: Any, province_store: Path) -> None:
    drafts = cli("cycle", "deadlines", "--year", "2024", "--dry-run", "--json", store=province_store)
    assert [each["period"] for each in drafts.rows] == ["2024-H1", "2024-H2", "2024"]
    assert cli("records", "list", "deadline", "--json", store=province_store).out == ""
    done = cli("cycle", "deadlines", "--year", "2024", "--document", "12/STTTT", "--days", "7", store=province_store)
    assert done.code == 0
    assert len(cli("records", "list", "deadline", "--json", store=province_store).rows) == 3
    extend = ("cycle", "extend", "--period", "2024-H1", "--unit", "217", "--reason", "Lũ lụt")
    assert cli(*extend, "--due-on", "2024-09-10", store=province_store).code == 0
    cli("cycle", "extend", "--period", "2024-H1", "--unit", "nowhere", "--reason", "x", store=province_store).refused(
        "nowhere"
    )
    rows = {
        row["unit"]: row for row in cli("cycle", "board", "--period", "2024-H1", "--json", store=province_store).rows
    }
    assert (rows["217"]["due_on"], rows["217"]["receipt"], rows["218"]["due_on"]) == (
        "2024-09-10", "not_received", "2024-06-21",
    )  # fmt: skip
    assert cli("cycle", "chase", "--period", "2024-H1", "--json", store=province_store).code == 0
    cli("cycle", "chase", "--period", "2024-H9", store=province_store).refused("2024-H9")
