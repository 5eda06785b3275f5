"""Roster reviews with what changed since the last, the workforce plan, assignment documents, awards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from exchange_world import World

from bgit_desktop.core import review as rules
from bgit_desktop.core.periods import Window
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import along, awards, packages, records, review, workforce
from bgit_desktop.services.context import Session
from bgit_desktop.store import attachments
from bgit_desktop.store import records as store_records
from bgit_desktop.store.records import Query


def mend(session: Session, type_name: str, record: str, **values: Any) -> None:
    """Write as a package of the unit would."""
    from bgit_desktop.core.registry import TYPES

    with session.store.write("receive", "Nhập", "máy khác"):
        store_records.update(session.store.db, TYPES[type_name], record, values)


def officer_of(session: Session, unit: str, name: str) -> str:
    rows = records.listing(session, Query("officer", where=(("unit", unit), ("full_name", name))))
    return str(rows[0]["id"])


def line_of(found: list[review.Result], name: str, unit: str = "217") -> review.Result:
    return next(each for each in found if each.name == name and each.unit == unit)


# -- rounds ----------------------------------------------------------------------------------------------------------


def test_a_round_freezes_the_roster_and_proposes_remedies(province: Session) -> None:
    made = review.open_round(province, due_on="2024-12-31", document="Công văn 12/STTTT")
    found = review.results(province, made)
    ha, hung = line_of(found, "Nguyễn Thị Hà"), line_of(found, "Trần Văn Hùng")
    assert (ha.then, ha.remedy, ha.status) == ("met", "none", "done")
    assert (hung.then, hung.remedy, hung.status, hung.due_on) == ("missing", "evidence", "open", "2024-12-31")
    assert not any(each.name == "Lê Văn Cũ" for each in found), "left before the day"
    empty = line_of(found, "", "219")
    assert (empty.then, empty.remedy, empty.now) == ("not_met", "recruit", "not_met")
    round_ = records.show(province, "review_round", made)
    frozen = attachments.path_of(province.store.folder, str(round_["snapshot"])).read_bytes()
    assert json.loads(frozen)["as_of"] == "2024-07-10"
    roster = review.frozen_roster(province, round_)
    assert roster is not None
    assert rules.write(roster) == frozen
    assert dict(roster.without)["219"]


def test_the_unit_answers_by_mending_its_records(province: Session) -> None:
    made = review.open_round(province)
    hung = officer_of(province, "217", "Trần Văn Hùng")
    (degree,) = records.listing(province, Query("qualification", where=(("officer", hung),)))
    (paper,) = records.listing(province, Query("document", where=(("number", "B123456"), ("unit", "217"))))
    mend(province, "qualification", str(degree["id"]), mode="regular", document=paper["id"])
    line = line_of(review.results(province, made), "Trần Văn Hùng")
    assert (line.then, line.now, line.status) == ("missing", "met", "open")
    assert review.settle(province, made) == 1
    assert line_of(review.results(province, made), "Trần Văn Hùng").status == "done"
    assert review.settle(province, made) == 0
    other = line_of(review.results(province, made), "Trần Văn Hùng", "218")
    assert review.set_result(province, other.id, {"remedy": "train", "due_on": "2025-01-31", "note": "Cử đi học"})
    review.close(province, made, "Còn 01 người phải đào tạo.")
    assert records.show(province, "review_round", made)["status"] == "closed"
    for again in (
        lambda: review.set_result(province, other.id, {"status": "done"}),
        lambda: review.settle(province, made),
        lambda: review.close(province, made, "x"),
    ):
        with pytest.raises(Refused, match="kết thúc"):
            again()


def test_the_difference_since_the_last_round(province: Session, office: ModuleType) -> None:
    first = review.open_round(province, as_of=date(2024, 6, 30))
    assert review.since_last(province, first) is None
    add = office.Office(province, "219").add
    add("officer", full_name="Vũ Thị Mới", employment="civil_servant", start_date="2024-07-01")
    hung, ha = (officer_of(province, "217", name) for name in ("Trần Văn Hùng", "Nguyễn Thị Hà"))
    mend(province, "officer", hung, end_date="2024-07-05")
    (degree,) = records.listing(province, Query("qualification", where=(("officer", ha),)))
    mend(province, "qualification", str(degree["id"]), mode="in_service")
    second = review.open_round(province)
    found = review.since_last(province, second)
    assert found is not None
    assert {(each.change, each.unit, each.name, each.before, each.after) for each in found.changes} == {
        ("joined", "219", "Vũ Thị Mới", "", "missing"),
        ("left", "217", "Trần Văn Hùng", "missing", ""),
        ("verdict", "217", "Nguyễn Thị Hà", "met", "not_met"),
        ("placed", "219", line_name(province, "219"), "", ""),
    }
    assert review.rounds(province)[0]["id"] == second
    snapshot = str(records.show(province, "review_round", first)["snapshot"])
    attachments.remove(province.store.folder, snapshot)
    with pytest.raises(NotFound, match="đã chốt"):
        review.since_last(province, second)


def line_name(session: Session, code: str) -> str:
    unit = session.catalogue().by_code(code)
    assert unit is not None
    return unit.label


def test_rounds_are_the_sos(district: Session, province: Session) -> None:
    with pytest.raises(Refused):
        review.open_round(district)
    with pytest.raises(Refused, match="Chưa tới ngày"):
        review.open_round(province, as_of=date(2030, 1, 1))


def test_moved_and_emptied() -> None:
    person = rules.Person("1", "Hà", "217", "met", "none")
    units = (("217", "Lạng Giang"), ("218", "Lục Nam"))
    before = rules.Roster("2024-01-01", units, (person,))
    after = rules.Roster("2024-07-01", units, (rules.Person("1", "Hà", "218", "met", "none"),))
    found = [(each.change, each.unit, each.before) for each in rules.difference(before, after)]
    assert found == [("moved", "218", "217"), ("placed", "218", ""), ("emptied", "217", "")]
    assert rules.read(rules.write(before)) == before
    for broken in (b"", b"[]", b'{"format": 2}', b'{"format": 1, "people": 3}'):
        assert rules.read(broken) is None


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a",))
    yield made
    made.close()


def test_the_frozen_roster_stays_at_the_so(world: World) -> None:
    records.add(world["217a"].session, "officer", {"full_name": "Nguyễn Thị Hà", "birth_date": "1985-03-02"})
    world.so.receive(*world.export("217a"))
    so = world.so.session
    made = review.open_round(so)
    snapshot = str(records.show(so, "review_round", made)["snapshot"])
    assert snapshot not in along.choose(so, "217", "all").references
    out = world.new_file("all")
    packages.reply(so, world.so.keyring, "217", out, attach="all")
    world["217a"].receive(out)
    unit = world["217a"].session
    assert records.show(unit, "review_round", made)["snapshot"] == snapshot
    assert attachments.state(unit.store.folder, snapshot) == "missing"
    assert along.wants(unit, "STTTT") == (), "nor is it asked for"


# -- the workforce plan ----------------------------------------------------------------------------------------------


def test_the_gap_is_what_is_required_less_who_qualifies(province: Session) -> None:
    found = workforce.need(province)
    by_code = {each.code: each for each in found.units}
    assert "STTTT" not in by_code
    assert (by_code["217"].required, by_code["217"].there, by_code["217"].qualified, by_code["217"].gap) == (1, 2, 1, 0)
    assert (by_code["219"].there, by_code["219"].gap) == (0, 1)
    assert "219" in {each.code for each in found.unplaced}
    workforce.set_required(province, "217", 3)
    assert {each.code: each.gap for each in workforce.need(province).units}["217"] == 2
    workforce.set_required(province, "217", 2)
    assert workforce.required_of(province) == {"217": 2}
    with pytest.raises(NotFound):
        workforce.set_required(province, "zzz", 2)
    with pytest.raises(BadInput):
        workforce.set_required(province, "217", -1)


def test_who_needs_which_training(province: Session, office: ModuleType) -> None:
    hung = officer_of(province, "217", "Trần Văn Hùng")
    office.Office(province, "217").add(
        "training_request", officer=hung, content="Quản trị mạng nâng cao", status="requested"
    )
    found = workforce.need(province)
    ha = next(each for each in found.people if each.name == "Nguyễn Thị Hà" and each.unit == "217")
    mine = next(each for each in found.people if each.id == hung)
    assert ha.missing == ()
    assert ha.topics == ("policy", "administration", "operation"), "trained in security"
    assert mine.missing
    assert "security" in mine.topics, "an absence is no training"
    assert mine.asked == ("Quản trị mạng nâng cao",)
    assert found.never("security") == 2
    assert len(workforce.need(province, "218").people) == 2


# -- assignment documents --------------------------------------------------------------------------------------------


def test_assignment_documents_are_sent_and_received(district: Session, province: Session) -> None:
    ha = officer_of(district, "217", "Nguyễn Thị Hà")
    hung = officer_of(district, "217", "Trần Văn Hùng")
    assert workforce.note_assignments(district, [ha], "2024-07-01") == 1
    found = {each.officer: each for each in workforce.assignments(district)}
    assert (found[ha].document, found[ha].sent_on) == ("15/QĐ-UBND ngày 10/02/2020", "2024-07-01")
    assert found[hung].document == ""
    with pytest.raises(Refused, match="Trần Văn Hùng"):
        workforce.note_assignments(district, [ha, hung])
    theirs = officer_of(province, "217", "Nguyễn Thị Hà")
    assert workforce.note_assignments(province, [theirs]) == 1
    assert workforce.note_assignments(province, [theirs]) == 0
    assert records.show(province, "officer", theirs)["assignment_received_on"] == "2024-07-10"
    assert {each.unit for each in workforce.assignments(province, "218")} == {"218"}


# -- awards ----------------------------------------------------------------------------------------------------------


def test_an_award_is_proposed_with_evidence_and_carried_out(district: Session) -> None:
    ha = officer_of(district, "217", "Nguyễn Thị Hà")
    paper = str(records.listing(district, Query("document"))[0]["id"])
    for wrong, error in (({"reason": " "}, BadInput), ({"level": "king"}, BadInput)):
        values = {"title": "Bằng khen", "level": "province", "reason": "Sáng kiến"} | wrong
        with pytest.raises(error):
            awards.propose(district, ha, **values)
    made = awards.propose(district, ha, "Bằng khen", "province", "Sáng kiến một cửa", [paper], "2024-06-01")
    (found,) = awards.proposals(district)
    assert (found.id, found.name, found.level, found.decided_on) == (made, "Nguyễn Thị Hà", "province", "")
    assert len(found.evidence) == 1
    assert awards.proposals(district, Window(date(2024, 7, 1), date(2024, 12, 31))) == [found], "it waits still"
    assert awards.proposals(district, Window(date(2023, 1, 1), date(2023, 12, 31))) == []
    assert awards.decide(district, made, "UBND tỉnh", "2024-07-01", executed_on="2024-07-08")
    (found,) = awards.proposals(district, Window(date(2024, 7, 1), date(2024, 12, 31)))
    assert (found.decided_on, found.executed_on, found.decision) == ("2024-07-01", "2024-07-08", "UBND tỉnh")


def test_disciplines_are_in_no_list_of_awards(district: Session) -> None:
    ha = officer_of(district, "217", "Nguyễn Thị Hà")
    records.add(district, "award", {"officer": ha, "kind": "discipline", "title": "Khiển trách"})
    assert awards.proposals(district) == []
