"""Evaluation: points from records, a person's points with reasons, final results, officers' values kept closed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from exchange_world import World

from bgit_desktop.core.evaluation import SubjectType
from bgit_desktop.core.fields import MASK
from bgit_desktop.core.periods import Period
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import (
    awards,
    criteria,
    deadlines,
    evaluation,
    evaluation_writing,
    packages,
    records,
    restricted,
)
from bgit_desktop.services.context import Session
from bgit_desktop.services.evaluation import Assessed, assess
from bgit_desktop.store.records import Query

H1 = Period(2024, 1)


def audit(session: Session, what: str) -> list[str]:
    return [row[0] for row in session.store.db.execute("SELECT detail FROM audit WHERE what = ? ORDER BY n", (what,))]


def of(found: list[Assessed], key: str) -> Assessed:
    return next(each for each in found if each.key == key)


def points(found: Assessed) -> dict[str, Decimal | None]:
    return {each.criterion.code: each.points for each in found.points}


@pytest.fixture
def sets(province: Session) -> Session:
    criteria.make_sample(province, "2024")
    return province


def officer_of(session: Session, unit: str, name: str = "Nguyễn Thị Hà") -> str:
    rows = records.listing(session, Query("officer", where=(("unit", unit), ("full_name", name))))
    return str(rows[0]["id"])


def give_all(session: Session, subject_type: SubjectType, value: str = "8") -> None:
    for each in assess(session, H1, "2024", subject_type):
        for code in ("A8",) if subject_type == "unit" else ("B5", "B6"):
            evaluation_writing.set_points(
                session, H1, "2024", subject_type, each.key, code, Decimal(value), "Theo biên bản họp"
            )


def test_the_sample_adds_up_to_a_hundred_for_units_and_for_officers(sets: Session) -> None:
    for subject in ("unit", "officer"):
        assert sum(each.max_points for each in criteria.criteria(sets, "2024", subject)) == 100  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Đã có"):
        criteria.make_sample(sets, "2024")
    with pytest.raises(NotFound, match="2024"):
        criteria.criteria(sets, "2023", "unit")


def test_points_come_from_the_records_of_the_period(sets: Session, office: ModuleType) -> None:
    deadlines.issue(sets, 2024, "nd09", 5, "12/STTTT")
    office.Office(sets, "217").add(
        "report", kind="periodic", period="2024-H1", version=1, status="sent", sent_on="2024-06-18"
    )
    found = assess(sets, H1, "2024", "unit")
    assert "STTTT" not in [each.unit for each in found]
    mine, other = of(found, "217"), of(found, "218")
    assert points(mine)["A1"] == 20
    assert points(other)["A1"] == 0, "overdue and not sent"
    # 9 tasks of the half-year, one cancelled: 5 done, 1 planned, 1 doing; 1 doing carried over is not of the period
    done = next(each for each in mine.points if each.criterion.code == "A4")
    assert done.points == (Decimal(15) * 5 / 7).quantize(Decimal("0.1"))
    shown = evaluation.evidence(sets, done)
    assert len(shown) == 7
    assert {each.type for each in shown} == {"task"}
    assert {"Hỗ trợ cài đặt phần mềm một cửa", "Bảo trì máy chủ UBND huyện"} <= {each.name for each in shown}
    empty = of(found, "219")
    assert set(points(empty).values()) == {None, Decimal(0)}, "only the report not sent is known"
    assert all("Chưa có dữ liệu" in each.said for each in empty.points if each.criterion.code in ("A4", "A6"))
    assert empty.rating == "", "nothing is proposed of so little"


def test_without_a_guidance_document_nobody_is_late(sets: Session) -> None:
    found = of(assess(sets, H1, "2024", "unit"), "218")
    assert points(found)["A1"] is None


def test_an_absence_because_nobody_sent_the_officer_is_not_the_officers(sets: Session) -> None:
    hung = officer_of(sets, "217", "Trần Văn Hùng")
    found = of(assess(sets, H1, "2024", "officer"), hung)
    assert points(found)["B3"] is None
    unit = of(assess(sets, H1, "2024", "unit"), "217")
    assert points(unit)["A6"] == 5, "one present, one not sent"
    assert points(of(assess(sets, H1, "2024", "officer"), officer_of(sets, "217")))["B4"] == 10


def test_a_person_gives_points_with_a_reason(sets: Session) -> None:
    give = lambda value, reason, code="A8": evaluation_writing.set_points(  # noqa: E731
        sets, H1, "2024", "unit", "217", code, None if value is None else Decimal(value), reason
    )
    for value, reason, error in (("8", " ", BadInput), ("11", "x", BadInput), ("-1", "x", BadInput)):
        with pytest.raises(error):
            give(value, reason)
    with pytest.raises(NotFound, match="Z9"):
        give("8", "x", "Z9")
    record = give("8", "Sáng kiến cấp tỉnh")
    assert give("9", "Chấm lại") == record
    found = of(assess(sets, H1, "2024", "unit"), "217")
    assert (found.record, found.status) == (record, "draft")
    mine = next(each for each in found.points if each.criterion.code == "A8")
    assert (mine.points, mine.said, mine.by_person) == (9, "Chấm lại", True)
    give("1", "Kiểm tra thực tế", "A4")
    assert points(of(assess(sets, H1, "2024", "unit"), "217"))["A4"] == 1, (
        "a person's points stand in place of computed ones"
    )
    give(None, "", "A4")
    assert points(of(assess(sets, H1, "2024", "unit"), "217"))["A4"] == Decimal("10.7")


def test_a_final_result_stands_as_it_was(sets: Session, office: ModuleType) -> None:
    with pytest.raises(Refused, match="A8"):
        evaluation_writing.finalize(sets, H1, "2024", "unit", "217")
    evaluation_writing.set_points(sets, H1, "2024", "unit", "217", "A8", Decimal(8), "Theo biên bản")
    evaluation_writing.finalize(sets, H1, "2024", "unit", "217", document="05/QĐ-STTTT", decided_on="2024-07-09")
    before = of(assess(sets, H1, "2024", "unit"), "217")
    assert (before.status, before.decided_on, before.document) == ("final", "2024-07-09", "05/QĐ-STTTT")
    office.Office(sets, "217").add("task", clause="QyD.6.2.a", title="Mới", status="doing", assigned_on="2024-06-01")
    after = of(assess(sets, H1, "2024", "unit"), "217")
    assert points(after) == points(before)
    done = next(each for each in after.points if each.criterion.code == "A4")
    assert len(evaluation.evidence(sets, done)) == 7
    assert all(each.name for each in evaluation.evidence(sets, done)), "titles are looked up"
    with pytest.raises(Refused, match="đã chốt"):
        evaluation_writing.set_points(sets, H1, "2024", "unit", "217", "A8", Decimal(1), "x")
    with pytest.raises(Refused, match="đã chốt"):
        evaluation_writing.set_result(sets, H1, "2024", "unit", "217", {"rating": "good"})
    evaluation_writing.set_result(sets, H1, "2024", "unit", "217", {"use": "Xét thi đua năm 2024"})
    assert of(assess(sets, H1, "2024", "unit"), "217").use == "Xét thi đua năm 2024"


def test_a_set_that_was_used_is_copied_not_changed(sets: Session) -> None:
    criterion = str(records.listing(sets, Query("criterion", where=(("code", "A8"),)))[0]["id"])
    assert records.change(sets, "criterion", criterion, {"max_points": 12})
    evaluation_writing.set_points(sets, H1, "2024", "unit", "217", "A8", Decimal(8), "Theo biên bản")
    evaluation_writing.finalize(sets, H1, "2024", "unit", "217")
    with pytest.raises(Refused, match="sao thành bộ mới"):
        records.change(sets, "criterion", criterion, {"max_points": 15})
    with pytest.raises(Refused):
        records.delete(sets, "criterion", [criterion])
    with pytest.raises(BadInput, match="sao thành bộ mới"):
        records.add(
            sets, "criterion", {"version": "2024", "code": "A9", "label": "x", "max_points": 1, "subject_type": "unit"}
        )
    assert criteria.copy_set(sets, "2024", "2025") == 14
    copied = records.listing(sets, Query("criterion", where=(("code", "A8"), ("version", "2025"))))[0]
    assert copied["max_points"] == 12
    assert records.change(sets, "criterion", str(copied["id"]), {"max_points": 15})
    assert criteria.versions(sets) == ["2025", "2024"]


def test_the_scale_is_the_sos_to_change(sets: Session) -> None:
    assert criteria.thresholds(sets)["good"] == 75
    criteria.set_thresholds(sets, {"good": 70})
    assert criteria.thresholds(sets) == {"excellent": 90, "good": 70, "fair": 50, "poor": 0}
    criteria.set_thresholds(sets, {"good": 72})
    assert criteria.thresholds(sets)["good"] == 72
    for wrong in ({"good": 95}, {"great": 1}, {"excellent": 101}, {"poor": 5}):
        with pytest.raises(BadInput):
            criteria.set_thresholds(sets, wrong)


def test_officers_values_are_closed_until_somebody_asks(sets: Session) -> None:
    ha = officer_of(sets, "217")
    record = evaluation_writing.set_points(sets, H1, "2024", "officer", ha, "B5", Decimal(7), "Tham mưu tốt")
    shown = records.show(sets, "evaluation", record)
    assert {shown[name] for name in ("subject", "points", "total")} == {MASK}
    assert shown["for_unit"] == "217"
    read = len(audit(sets, "read-restricted"))
    found = of(assess(sets, H1, "2024", "officer"), ha)
    assert found.hidden
    assert points(found)["B5"] is None, "a person's points are not shown"
    assert len(audit(sets, "read-restricted")) == read
    found = of(assess(sets, H1, "2024", "officer", reveal=True), ha)
    assert (found.hidden, points(found)["B5"]) == (False, 7)
    assert record in audit(sets, "read-restricted")[-1]
    assert evaluation_writing.set_points(sets, H1, "2024", "officer", ha, "B6", Decimal(9), "x") == record
    give_all(sets, "officer")
    evaluation_writing.finalize(sets, H1, "2024", "officer")
    closed = of(assess(sets, H1, "2024", "officer"), ha)
    assert (closed.status, closed.points, closed.rating) == ("final", (), "")
    opened = evaluation.one(sets, H1, "2024", "officer", ha)
    assert opened.rating
    assert points(opened)["B5"] == 8


def test_the_emulation_list_has_final_results_by_points_and_awards(sets: Session, office: ModuleType) -> None:
    assert awards.emulation(sets, H1, "2024") == []
    give_all(sets, "unit")
    evaluation_writing.set_points(sets, H1, "2024", "unit", "218", "A8", Decimal(2), "x")
    evaluation_writing.finalize(sets, H1, "2024", "unit", "217")
    evaluation_writing.finalize(sets, H1, "2024", "unit", "218")
    add = office.Office(sets, "217").add
    add("award", officer=officer_of(sets, "217"), kind="award", title="Giấy khen", decided_on="2024-05-01")
    found = awards.emulation(sets, H1, "2024")
    assert [(each.rank, each.result.unit) for each in found] == [(1, "217"), (2, "218")]
    assert found[0].awards == ("Giấy khen (Nguyễn Thị Hà)",)


def test_a_unit_writes_no_evaluation(district: Session) -> None:
    with pytest.raises(Refused):
        criteria.make_sample(district, "2024")
    with pytest.raises(Refused):
        criteria.set_thresholds(district, {"good": 70})


# -- travelling ------------------------------------------------------------------------------------------------------


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    yield made
    made.close()


def test_an_officers_evaluation_travels_only_where_somebody_chose(world: World) -> None:
    unit = world["217a"].session
    values: dict[str, Any] = {"full_name": "Nguyễn Thị Hà", "employment": "civil_servant", "start_date": "2020-01-01"}
    who = records.add(unit, "officer", values)
    world.so.receive(*world.export("217a"))
    so = world.so.session
    criteria.make_sample(so, "2024")
    for code in ("B5", "B6"):
        evaluation_writing.set_points(so, H1, "2024", "officer", who, code, Decimal(7), "Bí mật nội bộ")
    evaluation_writing.set_points(so, H1, "2024", "unit", "217", "A8", Decimal(7), "Công khai")
    (of_officer,) = evaluation_writing.finalize(so, H1, "2024", "officer", "217")
    (of_unit,) = evaluation_writing.finalize(so, H1, "2024", "unit", "217")
    world["217a"].receive(world.reply("217"))
    world["218a"].receive(world.reply("218"))
    for name in ("217a", "218a"):
        session = world[name].session
        assert "Công khai" in str(records.show(session, "evaluation", of_unit)["points"])
        assert set(restricted.reveal(session, "evaluation", of_officer).values()) == {None}
    assert {str(row["id"]) for row in evaluation.own_results(unit)} == {of_officer, of_unit}
    assert evaluation.own_results(world["218a"].session) == []
    place, out = world.so, world.new_file("chosen")
    with pytest.raises(Refused, match="218"):
        packages.reply(so, place.keyring, "218", out, restricted=[of_officer])
    packages.reply(so, place.keyring, "218", out, restricted=["all"])
    world["218a"].receive(out)
    assert set(restricted.reveal(world["218a"].session, "evaluation", of_officer).values()) == {None}
    out = world.new_file("chosen")
    packages.reply(so, place.keyring, "217", out, restricted=["all"])
    world["217a"].receive(out)
    seen = restricted.reveal(world["217a"].session, "evaluation", of_officer)
    assert seen["subject"] == who
    assert "Bí mật nội bộ" in str(seen["points"])
    assert any("→ 217" in each for each in audit(so, "send-restricted"))
