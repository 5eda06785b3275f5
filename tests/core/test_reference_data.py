"""The shipped CSV files are whole and agree with the declarations and the regulation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import fold, nfc

Read = Callable[[str], list[dict[str, str]]]
LETTERS = "abcdefg"
FILES = {"units.csv": "unit", "clauses.csv": "clause", "codes.csv": "code", "holidays.csv": "holiday",
         "legal_texts.csv": "legal_text"}  # fmt: skip


@pytest.mark.parametrize(("file", "table"), FILES.items())
def test_columns_are_fields_and_values_are_of_their_kind(read_reference: Read, file: str, table: str) -> None:
    fields = TYPES[table].by_name
    for row in read_reference(file):
        assert set(row) <= set(fields)
        for name, text in row.items():
            field = fields[name]
            assert text == nfc(text).strip()
            if field.required:
                assert text, (row, name)
            if text and field.kind == "date":
                assert as_date(text) is not None
            if text and field.kind == "choice":
                assert text in {choice.value for choice in field.choices}
            if field.kind == "bool":
                assert text in ("true", "false")


def test_unit_codes_are_unique_and_every_reference_exists(read_reference: Read) -> None:
    units = read_reference("units.csv")
    codes = [row["code"] for row in units]
    assert len(codes) == len(set(codes))
    assert all(code.isascii() and code for code in codes)
    for row in units:
        named = [row["parent"], *row["predecessors"].split("|"), *row["successors"].split("|")]
        assert {code for code in named if code} <= set(codes)
        assert (row["kind"] == "division") == bool(row["parent"])
        if row["parent"]:
            assert row["code"].startswith(row["parent"] + "-")


def test_the_units_of_2013(read_reference: Read) -> None:
    units = {row["code"]: row for row in read_reference("units.csv")}
    districts = {code for code, row in units.items() if row["kind"] in ("district", "city", "town")}
    assert districts == {"213", "215", "216", "217", "218", "219", "220", "221", "222", "223"}
    assert [code for code in districts if units[code]["kind"] == "city"] == ["213"]
    departments = {code for code, row in units.items() if row["kind"] in ("department", "agency")}
    assert departments == {
        *("VPUBND", "SNV", "STP", "SKHDT", "STC", "SCT", "SNN", "SGTVT", "SXD", "STNMT", "STTTT", "SLDTBXH"),
        *("SVHTTDL", "SKHCN", "SGDDT", "SYT", "SNGV", "TTT", "BDT", "BQLKCN"),
    }
    assert {(row["valid_from"], row["valid_to"]) for row in units.values()} == {("2013-09-13", "")}
    assert {code for code, row in units.items() if row["in_scope"] == "false" and row["kind"] != "division"} == {
        "UBNDT"
    }


def test_the_clauses_are_those_of_the_text(read_reference: Read) -> None:
    codes = [row["code"] for row in read_reference("clauses.csv")]
    parts = {1: 0, 2: 0, 3: 2, 4: 0, 5: 2, 6: 3, 7: 2, 8: 2, 9: 2, 10: 2, 11: 2}
    letters = {"6.1": LETTERS, "6.2": LETTERS, "9.1": LETTERS, "9.2": "abcdef", "10.2": "abcd"}
    expected = ["QD.1", "QD.2", "QD.3"]
    for article, count in parts.items():
        expected.append(f"QyD.{article}")
        for part in range(1, count + 1):
            expected.append(f"QyD.{article}.{part}")
            expected += [f"QyD.{article}.{part}.{letter}" for letter in letters.get(f"{article}.{part}", "")]
    assert codes == expected


def test_clauses_bind_kinds_of_units(read_reference: Read) -> None:
    kinds = {choice.value for choice in TYPES["unit"].by_name["kind"].choices} - {"division"}
    for row in read_reference("clauses.csv"):
        bound = set(row["kinds"].split("|"))
        assert bound <= kinds
        assert row["valid_from"] == "2013-09-13"
        if row["code"].startswith("QyD.6.2"):
            assert bound == {"district", "city", "town"}
        if row["code"].startswith("QyD.6.1"):
            assert bound == {"department", "agency"}


def test_code_tables(read_reference: Read) -> None:
    tables: dict[str, list[dict[str, str]]] = {}
    for row in read_reference("codes.csv"):
        tables.setdefault(row["list"], []).append(row)
    named = {field.codes for each in TYPES.values() for field in each.fields if field.kind == "code"}
    assert named <= set(tables)
    for rows in tables.values():
        assert len({row["code"] for row in rows}) == len(rows)
        assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
        assert all(row["label_en"] for row in rows)
        spellings = [
            fold(spelling)
            for row in rows
            for spelling in {fold(row["label"]), *map(fold, row["aliases"].split("|"))} - {""}
        ]
        assert len(spellings) == len(set(spellings)), sorted({each for each in spellings if spellings.count(each) > 1})
    assert [row["code"] for row in tables["degree_level"]] == [
        "secondary",
        "college",
        "bachelor",
        "master",
        "doctorate",
    ]
    assert [row["code"] for row in tables["incident_category"]] == [
        *("A1", "B1", "C1"),
        *(f"D{number}" for number in range(1, 11)),
        "X0",
    ]


NEW_YEAR = ["2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05"]
NEW_YEAR += ["2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17"]
NEW_YEAR += ["2027-02-06"]
GIO_TO = ["2013-04-19", "2014-04-09", "2015-04-28", "2016-04-16", "2017-04-06", "2018-04-25", "2019-04-14"]
GIO_TO += ["2020-04-02", "2021-04-21", "2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07", "2026-04-26"]
GIO_TO += ["2027-04-16"]


def test_holidays(read_reference: Read) -> None:
    rows = read_reference("holidays.csv")
    days = [row["day"] for row in rows]
    assert days == sorted(set(days))
    assert [row["day"] for row in rows if row["label"] == "Tết Âm lịch (mùng 1)"] == NEW_YEAR
    assert [row["day"] for row in rows if row["label"] == "Giỗ Tổ Hùng Vương"] == GIO_TO
    for year in range(2013, 2028):
        assert {f"{year}-01-01", f"{year}-04-30", f"{year}-05-01", f"{year}-09-02"} <= set(days)
    for row in rows:
        if row["label"].startswith("Nghỉ bù"):
            assert date.fromisoformat(row["day"]).weekday() < 5


def test_every_holiday_on_a_week_end_has_a_day_in_lieu(read_reference: Read) -> None:
    rows = read_reference("holidays.csv")
    weekend = sum(date.fromisoformat(row["day"]).weekday() >= 5 for row in rows)
    lieu = [row for row in rows if row["label"].startswith("Nghỉ bù")]
    assert len(lieu) == weekend > 0
    for row in lieu:
        day = date.fromisoformat(row["day"])
        week = {(day - timedelta(days=back)).isoformat() for back in range(1, 8)}
        assert week & {each["day"] for each in rows}


def test_the_change_set_names_units_that_are_there(read_reference: Read) -> None:
    codes = {row["code"] for row in read_reference("units.csv")}
    kinds = {choice.value for choice in TYPES["unit"].by_name["kind"].choices}
    changes = read_reference("unit_changes.csv")
    dates = [row["date"] for row in changes]
    assert dates == sorted(dates)
    for row in changes:
        assert row["action"] in ("rename", "kind", "absorb", "split", "end")
        assert as_date(row["date"]) is not None
        assert row["legal_basis"]
        assert not row["kind"] or row["kind"] in kinds
        assert not row["code"] or row["code"] in codes
        if row["action"] == "absorb" and row["into"] not in codes:
            assert row["name"]
            assert row["kind"]
    ended = {row["code"] for row in changes if row["action"] in ("end", "absorb")}
    assert {"213", "215", "216", "217", "218", "219", "220", "221", "222", "223", "STTTT"} <= ended
