"""Adding, changing, deleting, undoing, settling: what a form or the command line does, on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import records as service
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.verdicts import of_records, verdicts
from bgit_desktop.store.records import Query


@pytest.fixture
def unit(unit_store: Path) -> Iterator[Session]:
    with open_session(unit_store) as session:
        yield session


@pytest.fixture
def province(province_store: Path) -> Iterator[Session]:
    with open_session(province_store) as session:
        yield session


def officer(session: Session, **values: object) -> str:
    return service.add(session, "officer", {"full_name": "Nguyễn Thị Hà", **values})  # type: ignore[dict-item]


def test_added_record_has_its_defaults_and_its_unit(unit: Session) -> None:
    task = service.add(unit, "task", {"clause": "QyD.6.2.b", "title": "Hỗ trợ xã Tân Hưng"})
    found = service.show(unit, "task", task)
    assert (found["status"], found["unit"], found["progress"]) == ("planned", "217", None)


def test_all_problems_come_at_once_in_the_order_of_the_form(unit: Session) -> None:
    with pytest.raises(service.Invalid) as caught:
        service.add(
            unit,
            "incident",
            {"category": "Z9", "severity": "huge", "detected_at": "2024-01-12T08:15", "fixed_at": "2024-01-11T08:15"},
        )
    assert [problem.field for problem in caught.value.problems] == ["title", "category", "severity", "fixed_at"]
    assert service.count(unit, Query("incident")) == 0


@pytest.mark.parametrize(
    ("type_name", "values", "field"),
    [
        ("task", {"clause": "QyD.6.2.đ", "title": "x"}, "clause"),
        ("task", {"clause": "QyD.6.2.a", "title": "x", "progress": 101}, "progress"),
        ("task", {"clause": "QyD.6.2.a", "title": "x", "officers": ["00000000-0000-7000-8000-000000000000"]}, "officers"),
        ("task", {"clause": "QyD.6.2.a", "title": "x", "assigned_on": "2024-02-30"}, "assigned_on"),
        ("officer", {"full_name": ""}, "full_name"),
        ("officer", {"full_name": "A", "sex": "x"}, "sex"),
        ("officer", {"full_name": "A", "assignment_document": "12/QĐ"}, "assignment_document"),
    ],
)  # fmt: skip
def test_wrong_values_name_their_field(unit: Session, type_name: str, values: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        service.add(unit, type_name, values)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_unknown_names_are_refused_with_those_there_are(unit: Session) -> None:
    with pytest.raises(NotFound, match="officer"):
        service.add(unit, "cadre", {})
    with pytest.raises(NotFound, match="full_name"):
        service.add(unit, "officer", {"fullname": "A"})
    with pytest.raises(NotFound):
        service.show(unit, "officer", "no-id")


def test_change_tells_whether_anything_was_different(unit: Session) -> None:
    who = officer(unit, phone="0912345678")
    assert not service.change(unit, "officer", who, {"phone": "0912345678"})
    assert service.change(unit, "officer", who, {"phone": None})
    assert [entry.kind for entry in service.history(unit, "officer", who)] == ["i", "u"]
    assert service.history(unit, "officer", who)[1].values == {"phone": None}


def test_delete_takes_what_lives_inside_and_one_undo_brings_all_back(unit: Session) -> None:
    who = officer(unit)
    degree = service.add(unit, "qualification", {"officer": who, "level": "bachelor", "major": "CNTT"})
    before = (service.show(unit, "officer", who), service.show(unit, "qualification", degree))
    assert service.delete(unit, "officer", [who]) == 2
    assert service.count(unit, Query("qualification")) == 0
    undone = service.undo(unit)
    assert undone.records == 2
    assert (service.show(unit, "officer", who), service.show(unit, "qualification", degree)) == before


def test_undo_goes_back_step_by_step_and_then_says_there_is_nothing(unit: Session) -> None:
    who = officer(unit)
    service.change(unit, "officer", who, {"phone": "0911111111"})
    service.change(unit, "officer", who, {"phone": "0922222222"})
    service.undo(unit)
    assert service.show(unit, "officer", who)["phone"] == "0911111111"
    service.undo(unit)
    assert service.show(unit, "officer", who)["phone"] is None
    service.undo(unit)
    with pytest.raises(NotFound):
        service.show(unit, "officer", who)
    with pytest.raises(Refused, match="hoàn tác"):
        service.undo(unit)


def said(unit: Session) -> str:
    """The one difficulty there is."""
    (row,) = service.listing(unit, Query("difficulty"))
    return str(row["description"])


def test_redo_does_again_what_was_undone_last_step_by_step(unit: Session) -> None:
    record = service.add(unit, "difficulty", {"description": "một"})
    service.change(unit, "difficulty", record, {"description": "hai"})
    service.delete(unit, "difficulty", [record])
    for _ in range(3):
        service.undo(unit)
    assert service.listing(unit, Query("difficulty")) == []
    labels = []
    shown = []
    for _ in range(2):
        labels.append(service.redo(unit).label)
        shown.append(said(unit))
    assert shown == ["một", "hai"]
    assert service.redo(unit).records == 1
    assert service.listing(unit, Query("difficulty")) == []
    with pytest.raises(Refused, match="vừa hoàn tác"):
        service.redo(unit)
    assert service.last_action(unit) != labels[0]
    service.undo(unit)  # what was redone can be undone again, and redone again
    assert said(unit) == "hai"
    service.undo(unit)
    assert said(unit) == "một"
    service.redo(unit)
    assert said(unit) == "hai"
    kinds = [
        row[0] for row in unit.store.db.execute("SELECT kind FROM op WHERE row IS NOT NULL AND n >> 40 > 0 ORDER BY n")
    ]
    assert kinds == list("iud" + "iud" + "iud" + "iuu"), "undo and redo are lines of the journal like any other"


def test_redo_is_refused_once_something_else_was_done(unit: Session) -> None:
    record = service.add(unit, "difficulty", {"description": "một"})
    service.change(unit, "difficulty", record, {"description": "hai"})
    service.undo(unit)
    service.add(unit, "difficulty", {"description": "khác"})
    with pytest.raises(Refused, match="thay đổi khác"):
        service.redo(unit)
    service.undo(unit)  # … but that other thing, undone, can be done again
    service.redo(unit)
    assert sorted(str(row["description"]) for row in service.listing(unit, Query("difficulty"))) == ["khác", "một"]
    with pytest.raises(Refused, match="thay đổi khác"):
        service.redo(unit)


def test_undo_survives_reopening(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        who = officer(session)
        service.delete(session, "officer", [who])
    with open_session(unit_store) as session:
        service.undo(session)
        assert service.show(session, "officer", who)["full_name"] == "Nguyễn Thị Hà"


def test_a_unit_does_not_write_the_catalogue_nor_the_province_a_units_record(unit: Session, province: Session) -> None:
    with pytest.raises(Refused, match="Sở"):
        service.add(unit, "deadline", {"kind": "year", "period": "2024"})
    deadline = service.add(province, "deadline", {"kind": "year", "period": "2024"})
    assert service.show(province, "deadline", deadline)["unit"] == "STTTT"
    unit_row = service.listing(province, Query("unit", where=(("code", "217"),)))[0]
    assert service.change(province, "unit", str(unit_row["id"]), {"short_name": "Lạng Giang"})
    catalogue_unit = province.catalogue().by_code("217")
    assert catalogue_unit is not None
    assert catalogue_unit.short_name == "Lạng Giang"  # the session's catalogue follows


def test_settling_needs_a_conflict(unit: Session) -> None:
    who = officer(unit)
    with pytest.raises(BadInput, match="xung đột"):
        service.resolve(unit, "officer", who, {"phone": "0912345678"})


def test_search_finds_without_marks_and_filters_combine(unit: Session) -> None:
    officer(unit, department="Phòng VH&TT", sex="female")
    service.add(unit, "officer", {"full_name": "Đặng Thuỳ Dương", "sex": "female"})
    service.add(unit, "officer", {"full_name": "Trần Văn Hùng", "sex": "male"})
    names = [row["full_name"] for row in service.listing(unit, Query("officer", search="dang thuy"))]
    assert names == ["Đặng Thuỳ Dương"]
    assert service.count(unit, Query("officer", where=(("sex", "female"),))) == 2
    assert service.count(unit, Query("officer", search="nguyen", where=(("sex", "male"),))) == 0
    ordered = [row["full_name"] for row in service.listing(unit, Query("officer", sort="full_name"))]
    assert ordered == ["Đặng Thuỳ Dương", "Nguyễn Thị Hà", "Trần Văn Hùng"]


def test_verdicts_of_some_officers_are_those_of_all(unit: Session) -> None:
    who = officer(unit, employment="civil_servant", department="Phòng VH&TT")
    service.add(unit, "qualification", {"officer": who, "level": "college", "field": "it", "mode": "regular"})
    some = of_records(unit, "officer", [who])[who]
    assert some == [each for each in verdicts(unit) if each.subject == who]
    assert {each.clause: each.verdict for each in some}["QyD.4"] == "not_met"
