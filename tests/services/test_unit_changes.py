"""The Sở looks at the change set and applies it; undo takes it back; the districts' catalogue follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import keys, packages, receiving, records, reports, setup, shipped_changes, unit_changes
from bgit_desktop.services.checking import problems_of
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.report_documents import duties
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.unit_changes import Chosen, ProposedChange
from bgit_desktop.services.verdicts import verdicts
from bgit_desktop.store.records import Query

VIET_YEN = Chosen("viet-yen-2024/222")
YEN_DUNG = Chosen("yen-dung-luc-ngan-2025/221")
CHU = Chosen("yen-dung-luc-ngan-2025/219", code="224")
SO = Chosen("so-tttt-2025/STTTT")
PHONG = Chosen("phong-vhtt-2025/217-VHTT")
END_217 = Chosen("hop-nhat-2025/217")


def whole() -> list[Chosen]:
    return [CHU if change.key == CHU.key else Chosen(change.key) for change in unit_changes.shipped()]


def proposed(session: Session) -> dict[str, ProposedChange]:
    return {each.key: each for each in unit_changes.propose(session)}


def standing(catalogue: Catalogue) -> set[tuple[object, ...]]:
    return {(row.id, row.code, row.name, row.kind, row.valid_from, row.valid_to, row.successors) for row in catalogue}


@pytest.fixture
def so(province_store: Path) -> Iterator[Session]:
    with open_session(province_store) as session:
        yield session


def test_as_shipped_nothing_is_applied(so: Session) -> None:
    found = unit_changes.propose(so)
    assert [each.change.day for each in found] == sorted(each.change.day for each in found)
    states = {each.key: each.state for each in found}
    blocked = {key for key, state in states.items() if state == "blocked"}
    assert blocked == {CHU.key, "hop-nhat-2025/Ủy ban nhân dân thị xã Chũ"}
    assert set(states.values()) == {"pending", "blocked"}
    assert [each.key for each in found if each.asks_code] == [CHU.key]
    assert all(each.change.legal_basis and each.does and each.group_title for each in found)
    assert not any(row.valid_to for row in so.catalogue())


def test_a_proposal_names_whom_it_touches(province: Session) -> None:
    (touched,) = proposed(province)[END_217.key].touches
    assert (touched.code, touched.name, touched.machines) == ("217", "Huyện Lạng Giang", 0)
    officers = records.listing(province, Query("officer", where=(("unit", "217"),)))
    assert touched.officers == sum(row["end_date"] is None for row in officers) > 0
    open_tasks = [
        row
        for row in records.listing(province, Query("task", where=(("unit", "217"),)))
        if row["status"] in ("planned", "doing")
    ]
    assert touched.tasks == len(open_tasks) > 0
    into_city = proposed(province)[YEN_DUNG.key].touches
    assert [each.code for each in into_city] == ["221", "213"]


def test_one_action_applies_and_one_undo_takes_back(so: Session) -> None:
    before = standing(so.catalogue())
    done = unit_changes.apply(so, [VIET_YEN, YEN_DUNG, CHU, SO])
    assert done.changes == 4
    assert records.last_action(so) == "Thay đổi đơn vị: 4 thay đổi"
    batches = so.store.db.execute("SELECT count(DISTINCT batch) FROM op WHERE batch > 1").fetchone()[0]
    assert batches == 1
    catalogue = so.catalogue()
    on = catalogue.receiving_department(date(2025, 3, 1))
    assert on is not None
    assert on.code == "SKHCN"
    states = proposed(so)
    assert {states[each.key].state for each in (VIET_YEN, YEN_DUNG, CHU, SO)} == {"done"}
    assert states["hop-nhat-2025/Ủy ban nhân dân thị xã Chũ"].state == "pending"
    undone = records.undo(so)
    assert undone.records == done.records
    assert standing(so.catalogue()) == before
    assert proposed(so)[SO.key].state == "pending"
    assert unit_changes.apply(so, [SO]).changes == 1


def test_nothing_is_applied_twice(so: Session) -> None:
    unit_changes.apply(so, [VIET_YEN])
    head = so.store.db.execute("SELECT max(n) FROM op").fetchone()
    with pytest.raises(Refused):
        unit_changes.apply(so, [VIET_YEN])
    assert so.store.db.execute("SELECT max(n) FROM op").fetchone() == head
    assert unit_changes.apply(so, [VIET_YEN, YEN_DUNG]).changes == 1
    assert len([row for row in so.catalogue() if row.code == "222"]) == 2


def test_what_cannot_be_made_changes_nothing(so: Session) -> None:
    before = standing(so.catalogue())
    for chosen in ([YEN_DUNG, replace(CHU, code="")], [YEN_DUNG, replace(CHU, code="217")], [replace(CHU, code="a b")]):
        with pytest.raises(BadInput):
            unit_changes.apply(so, chosen)
    with pytest.raises(BadInput, match="Chũ"):
        unit_changes.apply(so, [Chosen("hop-nhat-2025/Ủy ban nhân dân thị xã Chũ")])
    with pytest.raises(NotFound):
        unit_changes.apply(so, [Chosen("nothing/1")])
    assert standing(so.catalogue()) == before
    assert records.last_action(so) == ""


def test_only_the_so_applies(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        assert len(unit_changes.propose(session)) == len(unit_changes.shipped())
        with pytest.raises(Refused):
            unit_changes.apply(session, [YEN_DUNG])


def test_the_so_types_day_and_document(so: Session) -> None:
    typed = replace(SO, day=date(2025, 3, 10), legal_basis="Nghị quyết 01/NQ-HĐND ngày 20/02/2025")
    shown = {each.key: each for each in unit_changes.propose(so, [typed])}[SO.key]
    assert "09/03/2025" in shown.does[0]
    unit_changes.apply(so, [typed])
    old = so.catalogue().by_code("STTTT")
    assert old is not None
    assert old.valid_to == date(2025, 3, 9)
    assert "01/NQ-HĐND" in old.document
    assert proposed(so)[SO.key].state == "done"


def test_the_whole_set_ends_the_district_level(so: Session) -> None:
    unit_changes.apply(so, whole())
    assert {each.state for each in unit_changes.propose(so)} == {"done"}
    catalogue = so.catalogue()
    assert catalogue.bound_on(date(2025, 7, 1)) == []
    assert len(catalogue.bound_on(date(2025, 6, 30))) == 29
    # figures asked of a day before stay what they were
    assert len(catalogue.bound_on(date(2024, 1, 31))) == 30
    town = catalogue.by_code("224")
    assert town is not None
    assert problems_of(so, "unit", records.show(so, "unit", town.id)) == []


def test_figures_and_verdicts_by_day_stay_right(province: Session) -> None:
    def judged(day: str) -> list[Verdict]:
        return verdicts(province, as_of=day, clauses=("4", "5"))

    def told(day: str) -> list[tuple[str, str, str, str]]:
        return [(each.unit, each.subject, each.clause, each.verdict) for each in judged(day)]

    before = {day: told(day) for day in ("2024-06-30", "2025-02-28")}
    half = reports.compose(province, "summary", "2024-H1")
    unit_changes.apply(province, whole())
    # units have another row since; what is told of their officers is the same
    assert _officers(before["2024-06-30"]) != set()
    assert _officers(told("2024-06-30")) == _officers(before["2024-06-30"])
    assert _officers(told("2025-02-28")) == _officers(before["2025-02-28"])
    assert {unit for unit, *_ in told("2024-06-30")} == {unit for unit, *_ in before["2024-06-30"]}
    assert {verdict for *_, verdict in told("2025-08-01")} == {"not_applicable"}
    assert reports.compose(province, "summary", "2024-H1").sections == half.sections


def _officers(told: list[tuple[str, str, str, str]]) -> set[tuple[str, str, str, str]]:
    return {each for each in told if each[0] in ("217", "218")}


def test_the_districts_catalogue_follows(
    enrolled_pair: Any, unit_keyring: Keyring, province_keyring: Keyring, tmp_path: Path
) -> None:
    with open_session(enrolled_pair.unit) as unit, open_session(enrolled_pair.province) as so:
        sent = packages.export_package(unit, unit_keyring, tmp_path / "to-so.bgpkg", full=True)
        assert receiving.receive(so, province_keyring, [sent.path])[0].is_ok
        (touched,) = proposed(so)[END_217.key].touches
        assert touched.machines == 1
        unit_changes.apply(so, whole())
        back = packages.reply(so, province_keyring, "217", tmp_path / "back.bgpkg")
        (outcome,) = receiving.receive(unit, unit_keyring, [back.path])
        assert outcome.is_ok, outcome.reason
        assert outcome.conflicts == 0
        assert standing(unit.catalogue()) == standing(so.catalogue())
        assert {each.state for each in unit_changes.propose(unit)} == {"done"}
        on = unit.catalogue().receiving_department(date(2025, 3, 1))
        assert on is not None
        assert on.code == "SKHCN"
        # the Sở thinks better of it: the undo travels too
        records.undo(so)
        again = packages.reply(so, province_keyring, "217", tmp_path / "again.bgpkg")
        assert receiving.receive(unit, unit_keyring, [again.path])[0].is_ok
        assert standing(unit.catalogue()) == standing(so.catalogue())
        assert not any(row.valid_to for row in unit.catalogue())
        # and the pair goes on working when every unit of it has ended
        unit_changes.apply(so, whole())
        assert keys.list_keys(so)
        more = packages.export_package(unit, unit_keyring, tmp_path / "more.bgpkg", full=True)
        assert receiving.receive(so, province_keyring, [more.path])[0].is_ok


def test_a_new_store_starts_with_the_units_as_shipped(so: Session) -> None:
    unit_changes.apply(so, whole())
    assert setup.check_unit("unit", "221").valid_to is None
    ending = shipped_changes.ending_of("221")
    assert ending is not None
    assert ending.last_day == date(2024, 12, 31)
    assert shipped_changes.ending_of("") is None


def test_the_store_of_the_so_goes_on_under_its_successor(so: Session) -> None:
    before, first = date(2025, 2, 28), date(2025, 3, 1)
    unit_changes.apply(so, [SO])
    assert [unit.code for day in (before, first) if (unit := so.own_unit(day))] == ["STTTT", "SKHCN"]
    told = [formalities(so, so.unit, day).letterhead.issuer for day in (before, first)]
    assert told == ["Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"]
    assert formalities(so, so.unit, first).addressees == formalities(so, so.unit, before).addressees
    assert [duties(so, so.unit, day)[0] for day in (before, first)] == ["QyD.9.1.a", "QyD.9.1.a"]


def test_a_units_pc_stays_the_units(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        unit = session.own_unit(date(2030, 1, 1))
        assert unit is not None
        assert unit.code == "217"
