"""The mergers of 2024–2025, each from the Sở's catalogue to a unit's store: verdicts, denominators, letterheads, records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import exchange_world
import pytest

from bgit_desktop.core.periods import Period
from bgit_desktop.core.verdicts.scope import unit_scope
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services import exchange_board, overview, records, reports, unit_changes, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import gather
from bgit_desktop.services.report_documents import duties
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.unit_changes import Chosen
from bgit_desktop.store.records import Query

EVE_2025, NEW_2025 = date(2024, 12, 31), date(2025, 1, 1)
Make = Callable[..., Any]


@pytest.fixture
def make() -> Iterator[Make]:
    worlds: list[Any] = []

    def world(*names: str) -> Any:
        worlds.append(exchange_world.World.make(names))
        return worlds[-1]

    yield world
    for each in worlds:
        each.close()


def go_to(world: Any, day: date) -> None:
    """Let the time pass until noon of a day."""
    world.now = int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp() * 1000)


def send(world: Any, name: str) -> Any:
    world.now += 1000
    (outcome,) = world.so.receive(*world.export(name))
    assert outcome.verdict == Verdict.ACCEPTED, outcome.reason
    return outcome


def answer(world: Any, unit: str) -> None:
    world.now += 1000
    file = world.reply(unit)
    for place in world.of_unit(unit):
        (outcome,) = place.receive(file)
        assert outcome.is_ok, outcome.reason


def a_year(session: Session) -> dict[str, str]:
    """What is open at the end of a unit's life: an officer who serves, a task, an incident, a difficulty."""
    host = session.catalogue().it_host_of(session.own_unit(session.today()), session.today())  # type: ignore[arg-type]
    assert host is not None
    officer = records.add(
        session, "officer",
        {"full_name": "Ngô Văn Dũng", "employment": "civil_servant", "department": host.name, "start_date": "2020-01-01"},
    )  # fmt: skip
    records.add(session, "qualification", {"officer": officer, "level": "college", "major": "Tin học", "field": "it"})
    task = {"title": "Nâng cấp mạng", "clause": "QyD.6.2.b", "status": "doing", "assigned_on": "2024-06-01"}
    incident = {"title": "Đứt cáp", "category": "C1", "status": "open", "detected_at": "2024-06-09T08:00"}
    return {
        "officer": officer,
        "task": records.add(session, "task", task),
        "incident": records.add(session, "incident", incident),
        "difficulty": records.add(session, "difficulty", {"description": "Thiếu máy chủ"}),
    }


def judged(session: Session, officer: str, day: date) -> tuple[str, str]:
    """Under which unit an officer is judged on a day, and how."""
    (found,) = verdicts.of_records(session, "officer", [officer], day, clauses=("4",))[officer]
    return found.unit, found.verdict


def bound(session: Session, day: date) -> int:
    return len(session.catalogue().bound_on(day))


def same_units(one: Session, other: Session) -> None:
    assert list(one.catalogue()) == list(other.catalogue())


def test_yen_dung_into_tp_bac_giang(make: Make) -> None:
    world = make("221a", "213a")
    so, city = world.so.session, world["213a"].session
    left = a_year(world["221a"].session)
    send(world, "221a")
    go_to(world, date(2024, 12, 20))
    unit_changes.apply(so, [Chosen("yen-dung-luc-ngan-2025/221")])
    answer(world, "213")
    same_units(so, city)
    assert records.count(city, Query("task")) == 0  # nothing passes before the day
    go_to(world, date(2025, 1, 2))
    answer(world, "213")
    for session in (so, city):
        assert (bound(session, EVE_2025), bound(session, NEW_2025)) == (30, 29)
        assert judged(session, left["officer"], EVE_2025) == ("221", "not_met")
        assert judged(session, left["officer"], NEW_2025) == ("213", "not_met")
        assert unit_scope(session.catalogue(), "221", EVE_2025).applies
        assert "31/12/2024" in unit_scope(session.catalogue(), "221", NEW_2025).excluded
        heads = [formalities(session, "221", day).letterhead for day in (EVE_2025, NEW_2025)]
        assert heads[0].parent == "Ủy ban nhân dân huyện Yên Dũng"
        assert heads[0].issuer == "Phòng Văn hóa và Thông tin"
        assert formalities(session, "213", NEW_2025).letterhead.place == "Bắc Giang"
    # what was open is carried on, under the old unit's name
    for type_name, change in (
        ("officer", {"department": "Phòng Văn hóa và Thông tin TP Bắc Giang"}),
        ("task", {"status": "done", "result": "Đã nâng cấp"}),
        ("incident", {"status": "closed", "fixed_at": "2025-01-02T10:00"}),
        ("difficulty", {"proposal": "Dùng chung máy chủ của thành phố"}),
    ):
        assert records.show(city, type_name, left[type_name])["unit"] == "221"
        assert records.change(city, type_name, left[type_name], change)
    degree = records.add(city, "qualification", {"officer": left["officer"], "level": "bachelor", "field": "it"})
    assert records.show(city, "qualification", degree)["unit"] == "213"
    # its own report may be counted with or without what it took over, and the old unit's asked for by itself
    now, then = (gather(city, Period(2024), "213", counted_by=by) for by in ("now", "then"))  # type: ignore[arg-type]
    assert [str(row["id"]) for row in now.tasks] == [left["task"]]
    assert then.tasks == []
    assert len(now.officers) == 1
    assert reports.compose(city, "periodic", "2024", "221").unit == "221"
    with pytest.raises(NotFound):
        reports.compose(city, "periodic", "2024", "217")
    shown = {row.unit.code: row for row in exchange_board.unit_rows(so, ended=True)}
    assert (shown["221"].heirs, shown["221"].stands, shown["213"].heirs) == ("TP Bắc Giang", False, "")
    assert send(world, "213a").warnings == ()
    assert records.show(so, "task", left["task"])["result"] == "Đã nâng cấp"
    assert records.show(so, "incident", left["incident"])["unit"] == "221"
    # a stranger to it has no such right, and the old unit's PC no successor's
    assert not so.heirs().may_write("219", "221", NEW_2025)
    assert so.heirs().taken_over("221", NEW_2025) == []


def test_luc_ngan_gives_birth_to_chu(make: Make) -> None:
    world = make("219a")
    so, district = world.so.session, world["219a"].session
    left = a_year(district)
    send(world, "219a")
    go_to(world, date(2025, 1, 2))
    unit_changes.apply(so, [Chosen("yen-dung-luc-ngan-2025/219", code="224")])
    answer(world, "219")
    same_units(so, district)
    for session in (so, district):
        assert (bound(session, EVE_2025), bound(session, NEW_2025)) == (30, 31)
        assert "chưa áp dụng" in unit_scope(session.catalogue(), "224", EVE_2025).excluded
        assert unit_scope(session.catalogue(), "224", NEW_2025).applies
        assert formalities(session, "224", NEW_2025).letterhead.issuer == "Ủy ban nhân dân thị xã Chũ"
        assert formalities(session, "224", NEW_2025).letterhead.place == "Chũ"
        assert judged(session, left["officer"], NEW_2025) == ("219", "not_met")
        # the district goes on: its records stay its own
        assert session.heirs().of("219", NEW_2025) == []
    town = [each for each in verdicts.verdicts(so, "224", NEW_2025, clauses=("5",)) if each.subject_type == "unit"]
    assert town
    assert {each.verdict for each in town} <= {"not_met", "missing"}
    assert {each.verdict for each in verdicts.verdicts(so, "224", EVE_2025, clauses=("5",))} <= {"not_applicable"}
    records.change(district, "task", left["task"], {"status": "done"})
    assert send(world, "219a").warnings == ()


def test_so_tttt_into_so_khcn(make: Make) -> None:
    world = make("217a", "skhcn")
    so, district, heir = world.so.session, world["217a"].session, world["skhcn"].session
    own = records.add(so, "task", {"title": "Kế hoạch 5 năm", "clause": "QyD.9.1.a", "status": "doing"})
    eve, day = date(2025, 3, 9), date(2025, 3, 10)
    go_to(world, date(2025, 3, 11))
    unit_changes.apply(so, [Chosen("so-tttt-2025/STTTT", day=day, legal_basis="Nghị quyết 01/NQ-HĐND ngày 20/02/2025")])
    for unit in ("217", "SKHCN"):
        answer(world, unit)
    for session in (so, district, heir):
        same_units(so, session)
        asked = [formalities(session, "217", on).addressees[0] for on in (eve, day)]
        assert asked == [
            "Sở Thông tin và Truyền thông tỉnh Bắc Giang",
            "Sở Khoa học và Công nghệ tỉnh Bắc Giang",
        ]
        assert (bound(session, eve), bound(session, day)) == (30, 29)
    # the Sở's own store goes on as its successor: letterhead and duties
    heads = [formalities(so, so.unit, on).letterhead.issuer for on in (eve, day)]
    assert heads == ["Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"]
    assert duties(so, so.unit, day)[0] == "QyD.9.1.a"
    assert duties(heir, "SKHCN", eve)[0] == "QyD.6.1.a"
    # what Sở TT&TT left open is the successor's to carry on; a district's it is not
    with pytest.raises(Refused):
        records.change(district, "task", own, {"status": "done"})
    records.change(heir, "task", own, {"status": "done"})
    send(world, "skhcn")
    assert records.show(so, "task", own)["status"] == "done"
    assert records.show(so, "task", own)["unit"] == "STTTT"


def test_the_end_of_the_district_level(make: Make) -> None:
    world = make("217a")
    so, district = world.so.session, world["217a"].session
    left = a_year(district)
    send(world, "217a")
    eve, day = date(2025, 6, 30), date(2025, 7, 1)
    go_to(world, date(2025, 7, 2))
    districts = {unit.code for unit in so.catalogue() if unit.is_district}
    assert len(districts) == 10
    unit_changes.apply(
        so, [Chosen(f"hop-nhat-2025/{code}") for code in sorted(districts - {"213", "221"}) if code != "219"]
    )
    answer(world, "217")
    same_units(so, district)
    for session in (so, district):
        assert bound(session, eve) == 30
        assert bound(session, day) == 30 - 7
        assert judged(session, left["officer"], eve) == ("217", "not_met")
        assert judged(session, left["officer"], day) == ("217", "not_applicable")
        assert session.heirs().of("217", day) == []
    assert "30/06/2025" in overview.overview(district).warning
    # nothing is lost: what the PC still writes is taken in, with a warning
    records.change(district, "task", left["task"], {"status": "done"})
    assert send(world, "217a").warnings == ()
    records.add(district, "difficulty", {"description": "Bàn giao máy chủ cho xã nào?"})
    (warned,) = send(world, "217a").warnings
    assert "30/06/2025" in warned
    assert records.count(so, Query("difficulty")) == 2
