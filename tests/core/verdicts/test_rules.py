"""What holds for all rules: nothing fails for want of records, the order of records is nothing, needs are declared; rulings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.core.fields import Value
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.dieu6 import STANDS_FOR
from bgit_desktop.core.verdicts.facts import Facts
from bgit_desktop.core.verdicts.judge import RULES, RULING, clause_key, judge, within
from bgit_desktop.core.verdicts.model import OPEN, RULE_LABELS

Record = dict[str, Value]
FactsOf = Callable[..., Facts]
UNITS = ("217", "221", "500", "SNV", "STTTT", "SKHCN", "OUT", "777")

HUNG: Record = {
    "id": "o1", "full_name": "Trần Văn Hùng", "employment": "civil_servant", "department": "Tổ tin học",
    "assignment_document": "d1", "assignment_sent_on": None,
}  # fmt: skip
RECORDS: dict[str, list[Record]] = {
    "officer": [HUNG, HUNG | {"id": "o2", "employment": "contract"}, HUNG | {"id": "o3", "full_name": "Lê Ân"}],
    "qualification": [{"officer": "o1", "level": "bachelor", "major": "CNTT", "field": "near", "mode": "regular", "year": 2010}],
    "certificate": [{"officer": "o1", "name": "CCNA"}],
    "dedicated_unit": [{"name": "Trung tâm Tin học", "start_date": "2020-01-01"}],
    "task": [
        {"clause": f"QyD.6.2.{point}", "title": f"Việc {n}", "status": status, "assigned_on": f"2024-0{n}-05"}
        for n, (point, status) in enumerate(zip("gggab", ("done", "doing", "done", "planned", "cancelled"), strict=True), 1)
    ],
    "training": [
        {"officer": "o1", "title": "Lớp 1", "kind": "course", "start_on": "2024-03-01", "attendance": "absent"},
        {"officer": "o3", "title": "Lớp 2", "kind": "course", "topic": "policy", "start_on": "2024-03-01",
         "attendance": "present"},
    ],
    "report": [
        {"kind": "periodic", "period": "2024-H1", "version": n, "status": "sent", "sent_on": f"2024-07-0{n}"} for n in (1, 2)
    ],
    "incident": [
        {"title": f"Sự cố {n}", "category": "A1", "status": "open", "detected_at": f"2024-06-0{n}T08:00",
         "head_informed_at": f"2024-06-0{n}T07:00"}
        for n in (1, 2)
    ],
    "plan": [{"clause": "QyD.6.2.a", "status": "approved", "start_date": "2024-02-01"}],
    "exemption": [{"clause": "QyD.6.2.d", "reason": "Không có", "start_date": "2024-01-01"}],
    "deadline": [
        {"kind": "half_year", "period": "2024-H1", "due_on": "2024-06-20", "document": "45/STTTT"},
        {"kind": "incident", "hours": 4, "document": "45/STTTT"},
    ],
    "extension": [{"deadline": "deadline00", "for_unit": "217", "due_on": "2024-06-25", "reason": "Mưa lũ"}],
    "course": [{"start_on": "2024-03-01", "invitees": ["217"]}],
    "meeting": [{"title": "Giao ban", "kind": "half_year", "starts_at": "2024-06-05T08:00", "status": "held"}],
    "award": [{"kind": "award", "title": "Giấy khen", "decided_on": "2024-03-01"}],
    "appraisal": [{"officer": "o1", "year": 2024}, {"officer": "o3", "year": 2024, "asked_on": "2024-05-01"}],
    "training_request": [{"officer": "o1", "content": "Mạng", "requested_on": "2024-02-01", "status": "declined"}],
}  # fmt: skip


def test_nothing_recorded_is_never_a_failure(facts_of: FactsOf) -> None:
    @settings(max_examples=150, deadline=None)
    @given(
        unit=st.sampled_from(UNITS),
        day=st.dates(date(2012, 1, 1), date(2030, 12, 31)),
        period=st.none() | st.builds(Period, st.integers(2013, 2029), st.sampled_from([0, 1, 2])),
        at_department=st.booleans(),
    )
    def check(unit: str, day: date, period: Period | None, at_department: bool) -> None:
        found = judge(replace(facts_of(unit, day, at_department=at_department), asked=period))
        assert not [each for each in found if each.verdict in ("not_met", "review")]
        for each in found:
            assert each.reasons
            assert (each.verdict == "missing") == bool(each.missing), each

    check()


def test_a_failure_has_an_owner_and_a_place_to_mend(facts_of: FactsOf) -> None:
    found = judge(facts_of("217", "2024-08-01", **RECORDS)) + judge(facts_of("SNV", "2024-08-01", **RECORDS))
    assert {each.verdict for each in found} == {"met", "not_met", "missing", "review", "not_applicable"}
    for each in found:
        assert (each.owner is not None) == (each.verdict in OPEN), each
        assert each.mend is not None or each.verdict not in OPEN or each.owner == "department", each
        if each.mend is not None:
            assert each.mend[0] in TYPES
        assert each.rule in ("", *RULE_LABELS)
        assert each.as_of == "2024-08-01"


def test_the_order_of_the_records_is_nothing(facts_of: FactsOf) -> None:
    facts = facts_of("217", "2024-08-01", **RECORDS)
    turned = replace(facts, records={name: list(rows)[::-1] for name, rows in facts.records.items()})
    assert judge(turned) == judge(facts)


def test_by_unit_then_officers_then_incidents_then_awards(facts_of: FactsOf) -> None:
    facts = replace(facts_of("217", "2024-08-01", **RECORDS), units=("500", "217", "217"))
    found = judge(facts)
    assert [each.unit for each in found] == sorted(each.unit for each in found)
    own = [each for each in found if each.unit == "217"]
    ranks = ["unit", "officer", "incident", "award"]
    assert [ranks.index(each.subject_type) for each in own] == sorted(ranks.index(each.subject_type) for each in own)
    clauses = [clause_key(each.clause) for each in own if each.subject == "o1"]
    assert clauses == sorted(clauses)
    assert [each.name for each in own if each.clause == "QyD.4"] == ["Lê Ân", "Trần Văn Hùng", "Trần Văn Hùng"]


@pytest.mark.parametrize(
    "clause", ["QyD.4", "QyD.5", "QyD.6.2", "QyD.6.2.b", "QyD.7", "QyD.9.2", "QyD.10.2.d", "QyD.8.2"]
)
def test_asking_for_a_clause_gives_what_asking_for_all_gives_of_it(facts_of: FactsOf, clause: str) -> None:
    facts = facts_of("217", "2024-08-01", **RECORDS)
    expected = [each for each in judge(facts) if within(each.clause, clause)]
    assert expected
    assert judge(facts, [clause]) == expected


class Watched(dict[str, Value]):
    """A record that remembers which fields were asked for."""

    asked: set[str]

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Value:
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.clauses[0] + " " + rule.subject)
def test_a_rule_reads_no_more_than_it_says(facts_of: FactsOf, rule: Any) -> None:
    seen: dict[str, set[str]] = {name: set() for name in RECORDS}
    for unit in ("217", "STTTT"):
        facts = facts_of(unit, "2024-08-01", at_department=unit == "STTTT", **RECORDS)
        watched: dict[str, list[Watched]] = {}
        for name, rows in facts.records.items():
            watched[name] = [Watched(row) for row in rows]
            for row in watched[name]:
                row.asked = seen[name]
        list(rule.judge(replace(facts, records=watched), unit))
    for name, fields in seen.items():
        assert fields - {"id", "unit", STANDS_FOR} <= set(rule.needs.get(name, ())), name
    for name, declared in (*rule.needs.items(), *RULING.items()):
        assert set(declared) <= set(TYPES[name].by_name), name


def test_a_clause_that_ended_no_longer_applies(facts_of: FactsOf) -> None:
    facts = replace(facts_of("217", "2024-08-01", **RECORDS), ended={"QyD.6.2.g": date(2024, 7, 31)})
    found = {each.clause: each for each in judge(facts, ["QyD.6"])}
    assert found["QyD.6.2.g"].verdict == "not_applicable"
    assert "31/07/2024" in found["QyD.6.2.g"].reasons[0]
    assert found["QyD.6.2.c"].verdict == "missing"


# -- rulings ---------------------------------------------------------------------------------------------------------

REVIEW: dict[str, list[Record]] = {
    "officer": [HUNG],
    "qualification": RECORDS["qualification"],
}


def ruling(verdict: str = "met", on: str = "2024-06-01", unit: str = "217", **more: Value) -> Record:
    row: Record = {"clause": "QyD.4", "subject_type": "officer", "subject": "o1", "verdict": verdict, "unit": unit}
    return row | {"reason": f"Lý do {verdict}", "decided_on": on, "decided_by": "Giám đốc"} | more


RULINGS: list[tuple[str, list[Record], str]] = [
    ("none", [], "review"),
    ("the unit's own", [ruling()], "met"),
    ("not met", [ruling("not_met")], "not_met"),
    ("not applicable", [ruling("not_applicable")], "not_applicable"),
    ("the Sở's", [ruling(unit="STTTT")], "met"),
    ("the Sở's goes before a later one of the unit", [ruling("not_met", unit="STTTT"), ruling("met", "2024-06-20")], "not_met"),
    ("the later of two", [ruling("not_met", "2024-06-02"), ruling("met", "2024-06-10")], "met"),
    ("decided on the day asked for", [ruling(on="2024-08-01")], "met"),
    ("decided after the day asked for", [ruling(on="2024-08-02")], "review"),
    ("no day", [ruling(decided_on=None)], "review"),
    ("another unit's", [ruling(unit="213")], "review"),
    ("a department that will be the Sở", [ruling(unit="SKHCN")], "review"),
    ("about another clause", [ruling(clause="QyD.5.2")], "review"),
    ("about another officer", [ruling(subject="o2")], "review"),
    ("an answer nobody may give", [ruling("review")], "review"),
    ("missing is no ruling", [ruling("missing")], "review"),
    ("another unit's beside the unit's own", [ruling("not_met", unit="213"), ruling()], "met"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in RULINGS], ids=[case[0] for case in RULINGS])
def test_rulings(facts_of: FactsOf, rows: list[Record], expected: str) -> None:
    for order in (rows, rows[::-1]):
        facts = facts_of("217", "2024-08-01", ruling=order, **{name: list(each) for name, each in REVIEW.items()})
        (verdict,) = judge(facts, ["QyD.4"])
        assert verdict.verdict == expected
        assert judge(facts, ["QyD.4"], with_rulings=False)[0].verdict == "review"
        if expected != "review":
            assert f"Lý do {expected}" in verdict.reasons[-1]
            assert "Giám đốc" in verdict.reasons[-1]
            assert verdict.mend is not None
            assert verdict.mend[0] == "ruling"
            assert (verdict.owner is None) == (expected != "not_met")


@pytest.mark.parametrize(
    ("on", "day", "expected"),
    [
        ("2024-05-01", "2024-12-31", "met"),
        ("2023-12-31", "2024-12-31", "review"),  # it was about the year before
        ("2024-05-01", "2025-03-01", "missing"),  # there is no appraisal of 2025 yet, and nothing to settle
    ],
)
def test_a_ruling_on_a_year_does_not_settle_the_next(facts_of: FactsOf, on: str, day: str, expected: str) -> None:
    about = ruling(on=on, clause="QyD.10.2.b")
    facts = facts_of("217", day, officer=[HUNG], appraisal=[{"officer": "o1", "year": 2024}], ruling=[about])
    (verdict,) = judge(facts, ["QyD.10.2.b"])
    assert (verdict.verdict, verdict.period) == (expected, day[:4])


def test_a_ruling_names_its_document_and_touches_nothing_but_a_review(facts_of: FactsOf) -> None:
    paper: Record = {"id": "d7", "number": "12/KL-STTTT", "issued_on": "2024-06-01"}
    facts = facts_of("217", "2024-08-01", ruling=[ruling(document="d7")], document=[paper], **REVIEW)
    assert "12/KL-STTTT, 01/06/2024" in judge(facts, ["QyD.4"])[0].reasons[-1]
    better = dict(RECORDS["qualification"][0]) | {"field": "other"}
    facts = facts_of("217", "2024-08-01", ruling=[ruling()], officer=[HUNG], qualification=[better])
    assert judge(facts, ["QyD.4"])[0].verdict == "not_met"  # once the records say more, they decide


def test_the_former_department_keeps_its_rulings_when_another_takes_its_place(facts_of: FactsOf) -> None:
    facts = facts_of("217", "2025-08-01", ruling=[ruling(on="2024-06-01", unit="STTTT")], **REVIEW)
    assert judge(facts, ["QyD.4"])[0].verdict == "met"
    later = (date(2025, 3, 1) + timedelta(days=30)).isoformat()
    facts = facts_of("217", "2025-08-01", ruling=[ruling(on=later, unit="SKHCN")], **REVIEW)
    assert judge(facts, ["QyD.4"])[0].verdict == "met"
