"""docs/regulation.md is the traceability matrix: each clause has a row, and what the row names exists and works."""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType

import pytest

from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.judge import RULES
from bgit_desktop.services import records, reports
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query

ROOT = Path(__file__).resolve().parents[1]
Row = dict[str, list[str]]


def table() -> dict[str, Row]:
    """Read the page's table: clause → column → names."""
    lines = [
        line for line in (ROOT / "docs" / "regulation.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"
    ]
    head, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if not set(line) <= set("|-")
    )
    names = ("types", "pages", "papers", "rules", "tests")
    assert len(head) == 1 + len(names)
    found: dict[str, Row] = {}
    for clause, *cells in rows:
        assert clause not in found, clause
        found[clause] = {
            name: [each.strip() for each in cell.split(",") if each.strip() not in ("", "–")]
            for name, cell in zip(names, cells, strict=True)
        }
    return found


TABLE = table()


def leaves() -> set[str]:
    """Give the clauses that have no points of their own."""
    with (ROOT / "db" / "reference" / "clauses.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    return {code for code in codes if not any(other.startswith(code + ".") for other in codes)}


def test_every_clause_has_a_row_and_no_row_is_for_nothing() -> None:
    assert set(TABLE) == leaves()


@pytest.mark.parametrize("clause", TABLE)
def test_what_a_row_names_exists(clause: str) -> None:
    row = TABLE[clause]
    assert row["types"], "no clause is without a record"
    assert set(row["types"]) <= set(TYPES)
    assert row["pages"], "no clause is without a place in the window"
    known = {kind.kind for kind in reports.all_kinds()}
    assert set(row["papers"]) <= known, set(row["papers"]) - known
    judged = {each for rule in RULES for each in rule.clauses}
    assert set(row["rules"]) <= judged
    for path in row["tests"]:
        assert (ROOT / path).is_file(), path


def test_every_paper_and_every_record_type_serves_a_clause() -> None:
    named = {name for row in TABLE.values() for name in row["papers"]}
    assert {kind.kind for kind in reports.all_kinds()} == named
    typed = {name for row in TABLE.values() for name in row["types"]}
    assert set(TYPES) - typed == {"code", "redaction"}, "tables that serve the program itself"


def test_every_page_named_opens_in_one_of_the_windows(tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    from bgit_desktop.gui import page_registry

    names: set[str] = set()
    for mode, unit in (("unit", "217"), ("province", "STTTT")):
        with _store(tmp_path / mode, mode, unit) as session:
            entries = page_registry.tabs(session, session.catalogue())
            entries += page_registry.other_lists(session) + page_registry.tools(session)
            names |= {entry.name for entry in entries}
    wanted = {name for row in TABLE.values() for name in row["pages"]}
    assert wanted <= names, wanted - names


@pytest.mark.parametrize("clause", sorted(leaves()))
def test_a_verdict_is_given_where_a_rule_is_named(clause: str, tmp_path: Path) -> None:
    from bgit_desktop.services import verdicts

    for rule in TABLE[clause]["rules"]:
        with _store(tmp_path, "unit" if not rule.startswith("QyD.9") else "province", "217") as session:
            verdicts.verdicts(session, clauses=[rule])
            assert records.listing(session, Query("clause", where=(("code", clause),))), (
                "the clause is in the catalogue"
            )


def _store(folder: Path, mode: str, unit: str) -> Session:
    return _office().new_store(folder / "store", mode, unit if mode == "unit" else "STTTT")  # type: ignore[no-any-return]


def _office() -> ModuleType:
    import importlib.util

    spec = importlib.util.spec_from_file_location("office_for_regulation", ROOT / "tests" / "services" / "office.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
