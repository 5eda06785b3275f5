"""All verdicts together: order, determinism, speed, both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bgit_desktop.core import i18n
from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.judge import judge

DAY = date(2024, 6, 30)
Record = dict[str, Value]
ENGLISH = Path(__file__).parents[3] / "resources" / "i18n" / "en"

CATALOGUE = Catalogue(
    unit
    for number in range(30)
    for unit in (
        Unit(f"u{number}", str(200 + number), f"UBND huyện {number}", kind="district"),
        Unit(f"p{number}", f"{200 + number}-VHTT", "Phòng VH&TT", parent=f"u{number}", it_host=True),
    )
)
PEOPLE: list[Record] = [
    {
        "id": f"o{number:04d}",
        "unit": str(200 + number % 29),
        "full_name": f"Nguyễn Văn {'ABCDEĐ'[number % 6]}",
        "employment": ("civil_servant", "contract", None)[number % 3],
        "department": ("Phòng VH&TT", "Tổ tin học", None)[number % 7 % 3],
    }
    for number in range(3000)
]
DEGREES: list[Record] = [
    {
        "id": f"q{number}",
        "officer": f"o{number % 3000:04d}",
        "level": ("bachelor", "master", "college")[number % 3],
        "major": ("CNTT", "Luật", "Điện tử viễn thông")[number % 5 % 3],
        "field": ("it", None, "near", "other")[number % 4],
        "mode": ("regular", "unknown", "in_service")[number % 7 % 3],
        "year": 2000 + number % 30,
        "document": "d" if number % 2 else None,
    }
    for number in range(6000)
]
CERTIFICATES: list[Record] = [{"id": f"c{n}", "officer": f"o{n:04d}", "name": "CCNA"} for n in range(0, 3000, 5)]


STAFF = ("QyD.4", "QyD.5")


def facts(units: list[str], **records: list[Record]) -> Facts:
    return Facts(CATALOGUE, DAY, tuple(units), records)


def everything(people: list[Record], degrees: list[Record]) -> bytes:
    units = [str(200 + number) for number in range(30)]
    found = judge(facts(units, officer=people, qualification=degrees, certificate=CERTIFICATES), STAFF)
    return json.dumps([each.as_json() for each in found], ensure_ascii=False).encode()


def test_the_same_bytes_whatever_the_order_of_the_records() -> None:
    assert everything(PEOPLE, DEGREES) == everything(PEOPLE[::-1], DEGREES[::-1])


def test_order_and_units_without_officers() -> None:
    few: list[Record] = [
        {"id": "b", "unit": "201", "full_name": "Lê Ân", "employment": "civil_servant"},
        {"id": "a", "unit": "201", "full_name": "Trần An", "employment": "civil_servant"},
        {"id": "z", "unit": "299", "full_name": "Không hỏi", "employment": "civil_servant"},
    ]
    found = judge(facts(["201", "200", "201"], officer=few), STAFF)
    assert [(each.unit, each.subject, each.clause) for each in found] == [
        ("200", "u0", "QyD.5.2"),
        ("201", "a", "QyD.4"),
        ("201", "a", "QyD.5.2"),
        ("201", "b", "QyD.4"),
        ("201", "b", "QyD.5.2"),
    ]


@pytest.fixture
def english() -> Iterator[None]:
    before = i18n.current_language()
    catalogue: dict[str, str] = {}
    for each in ENGLISH.glob("*.json"):
        catalogue |= json.loads(each.read_text(encoding="utf-8"))
    i18n.use_language("en", catalogue)
    yield
    i18n.use_language(before)


@pytest.mark.usefixtures("english")
def test_reasons_are_in_the_language_chosen() -> None:
    found = judge(facts(["201"], officer=PEOPLE, qualification=DEGREES))
    assert all("Chưa" not in reason for each in found for reason in each.reasons)
    assert any("degree" in reason for each in found for reason in each.reasons)
