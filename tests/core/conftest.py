"""The shipped catalogue as the program sees it, without a store."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.fields import LIST_KINDS, Value
from bgit_desktop.core.registry import TYPES

REFERENCE = Path(__file__).parents[2] / "db" / "reference"


def read_csv(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def unit_records() -> list[dict[str, Value]]:
    """The rows of units.csv as records; a unit's id is "id-" and its code."""
    fields = TYPES["unit"].by_name
    records: list[dict[str, Value]] = []
    for row in read_csv("units.csv"):
        record: dict[str, Value] = {"id": "id-" + row["code"]}
        for name, text in row.items():
            if not text:
                record[name] = None
            elif fields[name].kind in LIST_KINDS:
                record[name] = text.split("|")
            elif fields[name].kind == "bool":
                record[name] = text == "true"
            elif fields[name].kind == "ref":
                record[name] = "id-" + text
            else:
                record[name] = text
        records.append(record)
    return records


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    return Catalogue.from_records(unit_records())


@pytest.fixture(scope="session")
def read_reference() -> Callable[[str], list[dict[str, str]]]:
    """Gives the rows of a file of db/reference."""
    return read_csv


@pytest.fixture(scope="session")
def shipped_units() -> list[dict[str, Value]]:
    return unit_records()
