"""The matrix sums verdicts up: the worst decides, what does not apply leaves the denominators."""

from __future__ import annotations

from bgit_desktop.core.compliance import clause_order, column_of, matrix
from bgit_desktop.core.verdicts.model import State, Verdict


def verdict(unit: str, clause: str, state: State) -> Verdict:
    return Verdict("unit", unit, unit, unit, clause, state, "2024-06-30")


def test_the_worst_decides_and_unknown_is_no_failure() -> None:
    found = matrix(["217", "218", "219"], [
        verdict("217", "QyD.4", "met"), verdict("217", "QyD.4", "missing"), verdict("217", "QyD.4", "review"),
        verdict("218", "QyD.4", "missing"), verdict("218", "QyD.4", "not_met"), verdict("219", "QyD.4", "not_applicable"),
        verdict("999", "QyD.4", "not_met"),
    ])  # fmt: skip
    assert [found.cells[unit, "QyD.4"].state for unit in found.units] == ["review", "not_met", "not_applicable"]
    assert (found.cells["217", "QyD.4"].met, found.cells["217", "QyD.4"].judged) == (1, 3)
    assert found.share("QyD.4") == (0, 2), "what does not apply is no denominator"
    assert [each.verdict for each in found.cells["217", "QyD.4"].verdicts] == ["review", "missing", "met"]


def test_points_of_all_kinds_of_units_share_their_columns() -> None:
    found = matrix(["217", "SNV", "STTTT"], [
        verdict("217", "QyD.6.2.d", "met"), verdict("SNV", "QyD.6.1.d", "not_applicable"),
        verdict("STTTT", "QyD.9.1.d", "met"), verdict("217", "QyD.5.2", "met"), verdict("SNV", "QyD.5.1", "met"),
    ])  # fmt: skip
    assert found.clauses == ("QyD.5", "QyD.6.d")
    assert found.share("QyD.6.d") == (2, 2)


def test_clauses_stand_in_the_order_of_the_regulation() -> None:
    clauses = ["QyD.10.2.a", "QyD.9.2.e", "QyD.4", "QyD.6.b", "QyD.6.a", "QyD.7.1", "QyD.5"]
    assert sorted(clauses, key=clause_order) == [
        "QyD.4", "QyD.5", "QyD.6.a", "QyD.6.b", "QyD.7.1", "QyD.9.2.e", "QyD.10.2.a",
    ]  # fmt: skip
    assert column_of("QyD.9.2.c") == "QyD.9.2.c"
