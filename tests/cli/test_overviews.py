"""``matrix`` and ``calendar`` from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_the_matrix_and_the_calendar_of_a_unit(cli: Any, unit_store: Path) -> None:
    (row,) = cli("matrix", "--period", "2024-H1", "--json", store=unit_store).rows
    assert row["unit"] == "217"
    assert row["cells"]["QyD.6.d"]["verdict"] == "missing"
    cli("matrix", "--period", "H1", store=unit_store).refused("H1")
    days = cli("calendar", "--from", "2026-01-01", "--to", "2026-12-31", "--holidays", "--json", store=unit_store).rows
    assert {each["kind"] for each in days} == {"holiday"}
    assert cli("calendar", store=unit_store).code == 0
    cli("calendar", "--from", "2026-02-30", store=unit_store).refused("2026-02-30")
    cli("calendar", "--from", "2026-03-01", "--to", "2026-01-01", store=unit_store).refused("Từ ngày")
