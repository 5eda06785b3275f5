"""Verdicts over a store: which records the rules get to see, whose verdicts a store gives, and a person's rulings."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest

from bgit_desktop.core.fields import MASK
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import detail, overview, records, report_standing, rulings, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query


def by_clause(found: list[Verdict]) -> dict[tuple[str, str], str]:
    return {(each.clause.removeprefix("QyD."), each.rule): each.verdict for each in found}


def officer(session: Session, name: str) -> str:
    (row,) = records.listing(session, Query("officer", where=(("full_name", name), ("unit", "217"))))
    return str(row["id"])


def test_the_clauses_of_a_unit(district: Session) -> None:
    found = by_clause([each for each in verdicts.verdicts(district, as_of="2024-06-30") if each.subject_type == "unit"])
    assert found == {
        ("6.2.a", ""): "met", ("6.2.b", ""): "met", ("6.2.c", ""): "met", ("6.2.d", ""): "missing",
        ("6.2.e", ""): "met", ("6.2.f", ""): "missing", ("6.2.g", ""): "met",
        ("7.1", "sending"): "missing", ("7.1", "receipt"): "missing",
    }  # fmt: skip


def test_the_clauses_of_an_officer(district: Session) -> None:
    found = verdicts.of_records(district, "officer", [officer(district, "Trần Văn Hùng")], "2024-06-30")
    (mine,) = found.values()
    assert by_clause(mine) == {
        ("4", ""): "missing", ("5.2", ""): "met", ("9.2.c", ""): "missing", ("10.2.a", ""): "missing",
        ("10.2.b", ""): "missing", ("10.2.d", ""): "not_met",
    }  # fmt: skip
    assert next(each for each in mine if each.clause == "QyD.10.2.d").owner == "agency"  # "không được cử"
    assert all(each in verdicts.verdicts(district, as_of="2024-06-30") for each in mine)


@pytest.mark.parametrize(("mode", "unit"), [("unit", "217"), ("unit", "SNV"), ("province", "STTTT")])
def test_a_new_store_has_no_failures(tmp_path: Path, office: ModuleType, mode: str, unit: str) -> None:
    with office.new_store(tmp_path / "new", mode, unit) as session:
        for day in ("2013-09-13", "2024-07-10", "2025-03-15", "2026-01-10"):
            for period in (None, "2023-H2", "2024"):
                found = verdicts.verdicts(session, as_of=day, period=period)
                assert found
                assert {each.verdict for each in found} <= {"missing", "not_applicable"}
        assert overview.overview(session).block("missing" if mode == "unit" else "standard")


def test_a_period_asked_for_and_one_long_past(district: Session) -> None:
    found = verdicts.verdicts(district, clauses=["6.2"], period="2023-H2")
    assert by_clause(found)["6.2.b", ""] == "met"  # the incident of November was handled
    assert by_clause(found)["6.2.c", ""] == "missing"
    assert {each.period for each in found} == {"2023-H2"}
    with pytest.raises(BadInput, match="2023-Q1"):
        verdicts.verdicts(district, period="2023-Q1")


@pytest.mark.parametrize("text", ["6.2.b", "QyD.6.2.b", "Điều 6.2.b"])
def test_clauses_as_people_write_them(district: Session, text: str) -> None:
    assert {each.clause for each in verdicts.verdicts(district, clauses=[text])} == {"QyD.6.2.b"}


def test_a_clause_that_no_rule_judges_is_named(district: Session) -> None:
    with pytest.raises(BadInput, match="12"):
        verdicts.verdicts(district, clauses=["12"])


def test_the_same_bytes_and_the_parts_make_the_whole(province: Session) -> None:
    def bytes_of(found: list[Verdict]) -> str:
        return json.dumps([each.as_json() for each in found], ensure_ascii=False)

    whole = verdicts.verdicts(province, as_of="2024-06-30")
    assert bytes_of(whole) == bytes_of(verdicts.verdicts(province, as_of="2024-06-30"))
    for clause in ("QyD.4", "QyD.6.2", "QyD.7.2", "QyD.10.2"):
        part = verdicts.verdicts(province, as_of="2024-06-30", clauses=[clause])
        assert part == [each for each in whole if each.clause == clause or each.clause.startswith(clause + ".")]
    assert verdicts.verdicts(province, "217", "2024-06-30") == [each for each in whole if each.unit == "217"]


def test_what_the_department_knows_and_what_only_the_unit_does(province: Session, office: ModuleType) -> None:
    records.add(
        province, "deadline", {"kind": "half_year", "period": "2024-H1", "due_on": "2024-06-20", "document": "45/STTTT"}
    )
    office.Office(province, "218").add(
        "report", kind="periodic", period="2024-H1", version=1, status="sent", sent_on="2024-06-18"
    )
    found = {unit: by_clause(verdicts.verdicts(province, unit, clauses=["7.1"])) for unit in ("217", "218")}
    assert found["217"] == {("7.1", "sending"): "missing", ("7.1", "receipt"): "not_met"}
    # it came in with a package of 10/07, after the last day, though it was sent in time
    assert found["218"] == {("7.1", "sending"): "met", ("7.1", "receipt"): "not_met"}
    giao_ban = verdicts.verdicts(province, clauses=["9.2.e"])
    assert [(each.unit, each.verdict) for each in giao_ban] == [("STTTT", "missing")] * 2


def test_the_board_of_the_department_and_the_verdicts_agree(province: Session, office: ModuleType) -> None:
    # 22/06/2024 is a Saturday: the report may come until Monday
    records.add(
        province, "deadline", {"kind": "half_year", "period": "2024-H1", "due_on": "2024-06-22", "document": "45/STTTT"}
    )
    for unit, day in (("217", "2024-06-24"), ("218", "2024-06-25")):
        made = office.Office(province, unit).add(
            "report", kind="periodic", period="2024-H1", version=1, status="received", sent_on=day, received_on=day
        )
        assert made
    units = [each.code for each in province.catalogue().bound_on(province.today()) if each.code != "STTTT"]
    stands = report_standing.standings(province, Period(2024, 1), units)
    found = {(each.unit, each.rule): each.verdict for each in verdicts.verdicts(province, clauses=["7.1"])}
    states = {"on_time": "met", "late": "not_met", "not_received": "not_met"}
    assert {unit: found[unit, "receipt"] for unit in units} == {unit: states[stands[unit].standing] for unit in units}
    assert (found["217", "sending"], stands["217"].sending) == ("met", "on_time")
    assert (found["218", "sending"], stands["218"].sending) == ("not_met", "late")


def test_sealed_discipline_is_never_judged(district: Session) -> None:
    hung = officer(district, "Trần Văn Hùng")
    for kind in ("award", "discipline"):
        records.add(
            district, "award", {"officer": hung, "kind": kind, "title": "Hình thức", "decided_on": "2024-03-01"}
        )
    assert any(row["kind"] == MASK for row in records.listing(district, Query("award")))
    found = verdicts.verdicts(district, clauses=["8.2"])
    assert [(each.subject_type, each.verdict) for each in found] == [("award", "missing")]
    assert "read-restricted" not in str(district.store.db.execute("SELECT * FROM audit").fetchall())


def test_a_clause_that_the_catalogue_ended(district: Session) -> None:
    (row,) = store_records.select(district.store.db, Query("clause", where=(("code", "QyD.6.2.d"),)))
    with district.store.write("receive", "Danh mục", "Sở"):
        store_records.update(district.store.db, TYPES["clause"], str(row["id"]), {"valid_to": "2024-05-31"})
    found = {each.clause: each for each in verdicts.verdicts(district, as_of="2024-06-30", clauses=["6.2"])}
    assert found["QyD.6.2.d"].verdict == "not_applicable"
    assert by_clause(verdicts.verdicts(district, as_of="2024-05-31", clauses=["6.2.d"]))["6.2.d", ""] == "missing"


def test_an_incident_of_another_year_is_judged_where_it_is_asked_for(district: Session) -> None:
    (old,) = records.listing(district, Query("incident", where=(("title", "Đứt cáp quang"),)))
    assert all(each.subject != old["id"] for each in verdicts.verdicts(district, clauses=["7.2"]))
    shown = detail.detail(district, "incident", str(old["id"])).verdicts
    assert [(each.rule, each.verdict) for each in shown] == [("head", "missing"), ("department", "missing")]


# -- rulings ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def near(district: Session) -> str:
    """An officer whose degree is near IT: Điều 4 needs review."""
    hung = officer(district, "Trần Văn Hùng")
    (row,) = records.listing(district, Query("qualification", where=(("officer", hung),)))
    records.change(district, "qualification", str(row["id"]), {"field": "near", "mode": "regular", "major": "ĐTVT"})
    return hung


def standard(session: Session, who: str) -> Verdict:
    return verdicts.of_records(session, "officer", [who], clauses=["QyD.4"])[who][0]


def test_a_ruling_settles_a_review_with_its_reason(district: Session, near: str) -> None:
    assert standard(district, near).verdict == "review"
    assert [(each.subject, each.clause) for each in rulings.waiting(district)] == [(near, "QyD.4")]
    paper = records.add(district, "document", {"number": "7/KL-UBND", "issued_on": "2024-07-09"})
    made = rulings.rule(district, "4", near, "met", " Chương trình đào tạo có phần CNTT. ", document=paper)
    row = records.show(district, "ruling", made)
    assert (row["clause"], row["subject_type"], row["decided_on"]) == ("QyD.4", "officer", "2024-07-10")
    assert (row["decided_by"], row["reason"]) == ("Nguyễn Thị Hà", "Chương trình đào tạo có phần CNTT.")
    settled = standard(district, near)
    assert settled.verdict == "met"
    assert "Chương trình đào tạo có phần CNTT." in settled.reasons[-2]
    assert "7/KL-UBND" in settled.reasons[-1]
    assert settled.mend == ("ruling", made)
    assert rulings.waiting(district) == []
    assert overview.overview(district).standard.met == 2  # type: ignore[union-attr]
    # before the day of the ruling it is still open, and it can be ruled again
    assert verdicts.of_records(district, "officer", [near], "2024-07-09", clauses=["4"])[near][0].verdict == "review"
    now = district.store.clock()
    district.store.clock = lambda: now + 60_000  # the later of two on one day counts
    rulings.rule(district, "QyD.4", near, "not_met", "Xét lại.", decided_by="Chánh Văn phòng")
    assert standard(district, near).verdict == "not_met"


@pytest.mark.parametrize(
    ("clause", "answer", "reason", "word"),
    [
        ("4", "missing", "Vì", "met"),
        ("4", "met", "  ", "lý do"),
        ("99", "met", "Vì", "99"),
    ],
)
def test_what_a_ruling_needs(district: Session, near: str, clause: str, answer: str, reason: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        rulings.rule(district, clause, near, answer, reason)
    assert records.count(district, Query("ruling")) == 0


def test_only_a_review_can_be_settled_and_only_ones_own(district: Session, province: Session, near: str) -> None:
    with pytest.raises(Refused, match="Đạt"):
        rulings.rule(district, "5.2", near, "not_met", "Vì")
    with pytest.raises(NotFound):
        rulings.rule(district, "4", "0190a0e0-0000-7000-8000-000000000000", "met", "Vì")
    with pytest.raises(NotFound, match=r"9\.2\.e"):
        rulings.rule(district, "9.2.e", near, "met", "Vì")
    with pytest.raises(Refused, match="đơn vị mình"):
        rulings.rule(district, "5", "218", "met", "Vì")
    # the Sở rules on any unit
    theirs = officer(province, "Trần Văn Hùng")
    (row,) = records.listing(province, Query("qualification", where=(("officer", theirs),)))
    with province.store.write("receive", "Nhập", "máy khác"):
        store_records.update(
            province.store.db, TYPES["qualification"], str(row["id"]), {"field": "near", "mode": "regular"}
        )
    rulings.rule(province, "4", theirs, "met", "Sở đã xem bảng điểm.")
    assert standard(province, theirs).verdict == "met"


def test_a_ruling_on_a_unit_by_its_code(district: Session, office: ModuleType) -> None:
    for at in range(8):
        office.Office(district, "217").add(
            "task", clause="QyD.6.2.g", title=f"Việc khác {at}", status="done", assigned_on="2024-07-02"
        )
    assert by_clause(verdicts.verdicts(district, clauses=["6.2.g"]))["6.2.g", ""] == "review"
    rulings.rule(district, "6.2.g", "217", "met", "Phục vụ bầu cử, đã có ý kiến của UBND huyện.")
    assert by_clause(verdicts.verdicts(district, clauses=["6.2.g"]))["6.2.g", ""] == "met"
