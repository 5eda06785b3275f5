"""What a change of units does to the catalogue as shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from bgit_desktop.assets import load_english
from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import use_language
from bgit_desktop.core.unit_change_set import UnitChange, check_code, read_changes
from bgit_desktop.core.unit_change_words import sentences, title
from bgit_desktop.core.unit_changes import Plan, after, plan
from bgit_desktop.core.verdicts import dieu5
from bgit_desktop.errors import BadInput

Read = Callable[[str], list[dict[str, str]]]

VIET_YEN = "viet-yen-2024/222"
YEN_DUNG = "yen-dung-luc-ngan-2025/221"
CHU = "yen-dung-luc-ngan-2025/219"
SO = "so-tttt-2025/STTTT"
PHONG = "phong-vhtt-2025/217-VHTT"
END_217 = "hop-nhat-2025/217"
END_CHU = "hop-nhat-2025/Ủy ban nhân dân thị xã Chũ"


@pytest.fixture(scope="module")
def changes(read_reference: Read) -> dict[str, UnitChange]:
    rows = read_reference("unit_changes.csv")
    found = {change.key: change for change in read_changes(rows)}
    assert len(found) == len(rows)
    return found


_ids = count(1)


def planned(change: UnitChange, catalogue: Catalogue) -> Plan:
    return plan(change, catalogue, lambda: f"new-{next(_ids)}")


def applied(catalogue: Catalogue, changes: Iterable[UnitChange]) -> Catalogue:
    for change in changes:
        found = planned(change, catalogue)
        assert found.state == "pending", (change.key, found.problem)
        catalogue = after(catalogue, found.edits)
        assert planned(change, catalogue).state == "done", change.key
    return catalogue


def unit(catalogue: Catalogue, code: str, day: date) -> Unit:
    found = catalogue.by_code(code, day)
    assert found is not None
    return found


def codes(units: Iterable[Unit]) -> list[str]:
    return [each.code for each in units]


def test_a_district_becomes_a_town_under_the_same_code(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    then = applied(shipped, [changes[VIET_YEN]])
    old, new = unit(then, "222", date(2024, 1, 31)), unit(then, "222", date(2024, 2, 1))
    assert (old.kind, old.name, old.valid_to) == ("district", "Ủy ban nhân dân huyện Việt Yên", date(2024, 1, 31))
    assert (new.kind, new.label, new.valid_from) == ("town", "Thị xã Việt Yên", date(2024, 2, 1))
    assert old.successors == (new.id,)
    assert new.predecessors == (old.id,)
    assert new.document.startswith("Nghị quyết 938")
    assert len(then.bound_on(date(2024, 1, 31))) == len(then.bound_on(date(2024, 2, 1)))
    # its divisions stay, and both names go on being understood
    assert codes(then.divisions_of(new, date(2024, 6, 30))) == codes(shipped.divisions_of(old))
    for name in ("Thị xã Việt Yên", "UBND huyện Việt Yên", "Việt Yên"):
        assert then.recognise(name, day=date(2024, 6, 30)) is new
        assert then.recognise(name) is new


def test_a_district_goes_into_a_city(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    then = applied(shipped, [changes[YEN_DUNG]])
    last, first = date(2024, 12, 31), date(2025, 1, 1)
    assert "221" in codes(then.bound_on(last))
    assert "221" not in codes(then.bound_on(first))
    old, city = unit(then, "221", last), unit(then, "213", first)
    assert then.successors_on(old, first) == [city]
    assert city.predecessors == (old.id,)
    assert not then.divisions_of(old, first)
    assert len(then.divisions_of(old, last)) == 13
    assert "Nghị quyết 1191" in old.document


def test_a_town_comes_out_of_a_district_that_stays(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    waiting = planned(changes[CHU], shipped)
    assert (waiting.state, waiting.asks_code) == ("blocked", True)
    assert "mã" in waiting.problem
    then = applied(shipped, [replace(changes[CHU], into="224")])
    first = date(2025, 1, 1)
    town, district = unit(then, "224", first), unit(then, "219", first)
    assert district.valid_to is None
    assert (town.kind, town.predecessors, town.valid_from) == ("town", (district.id,), first)
    assert town.id in district.successors
    assert then.successors_on(district, first) == [district]
    assert town not in then.bound_on(date(2024, 12, 31))
    assert town in then.bound_on(first)
    assert "chưa có" in planned(changes[END_CHU], shipped).problem
    assert planned(changes[END_CHU], then).state == "pending"


def test_a_code_in_use_is_refused(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    found = planned(replace(changes[CHU], into="217"), shipped)
    assert found.state == "blocked"
    assert "Lạng Giang" in found.problem
    for text in ("", "thị xã", "22 4", "x" * 65):
        with pytest.raises(BadInput):
            check_code(text)
    assert check_code(" 224 ") == "224"


def test_the_receiving_department_follows(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    found = planned(changes[SO], shipped)
    assert any("Điều 9" in said and "Khoa học" in said for said in sentences(found, shipped))
    then = applied(shipped, [changes[SO]])
    before, on = then.receiving_department(date(2025, 2, 28)), then.receiving_department(date(2025, 3, 1))
    assert before is not None
    assert on is not None
    assert (before.code, on.code) == ("STTTT", "SKHCN")
    assert then.duties_of(on, date(2025, 3, 1)) == "QyD.9.1"
    assert then.duties_of(unit(then, "SKHCN", date(2025, 2, 1)), date(2025, 2, 1)) == "QyD.6.1"


def test_the_placement_follows_the_division_that_took_its_place(
    shipped: Catalogue, changes: dict[str, UnitChange]
) -> None:
    then = applied(shipped, [changes[PHONG]])
    first = changes[PHONG].day
    eve = first - timedelta(days=1)
    host = then.it_host_of(unit(then, "217", first), first)
    assert host is not None
    assert (host.code, host.parent) == ("217-VHKHTT", unit(then, "217", first).id)
    officer: dict[str, Value] = {"id": "o", "unit": "217", "full_name": "Nguyễn Văn An", "employment": "civil_servant"}

    def verdicts(place: str) -> list[str]:
        return [dieu5.judge_officer(then, officer | {"department": place}, day).verdict for day in (eve, first)]

    assert verdicts("Phòng VH&TT") == ["met", "review"]
    assert verdicts("P. VHKH&TT huyện Lạng Giang") == ["review", "met"]


def test_the_whole_set_in_any_order_leaves_the_same_days(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    whole = [replace(change, into="224") if change.key == CHU else change for change in changes.values()]
    forward = applied(shipped, whole)
    # the town can only end when it is there
    backward = applied(shipped, sorted(whole, key=lambda change: (change.key == END_CHU, -change.day.toordinal())))

    def days(catalogue: Catalogue) -> set[tuple[object, ...]]:
        return {(row.code, row.name, row.kind, row.valid_from, row.valid_to) for row in catalogue}

    assert days(forward) == days(backward)
    assert forward.bound_on(date(2025, 7, 1)) == []
    assert [unit.code for unit in forward.standing_on(date(2025, 7, 1))] == ["UBNDTBN"]
    bound = {day: len(forward.bound_on(day)) for day in (date(2024, 6, 30), date(2025, 2, 1), date(2025, 6, 30))}
    assert bound == {date(2024, 6, 30): 30, date(2025, 2, 1): 30, date(2025, 6, 30): 29}
    assert all(row.valid_from is None or row.valid_to is None or row.valid_from <= row.valid_to for row in forward)
    for row in forward:
        assert all(forward.by_id(each) is not None for each in (*row.predecessors, *row.successors))


def test_what_stands_is_not_made_again(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    then = applied(shipped, [replace(changes[SO], day=date(2025, 3, 10))])
    again = planned(changes[SO], then)  # the Sở corrected the day
    assert (again.state, again.edits) == ("done", ())
    assert sentences(again, then) == ("Danh mục đã thể hiện thay đổi này; không áp dụng lần nữa.",)
    assert planned(changes[END_217], then).state == "pending"


def test_a_unit_ended_by_hand_keeps_its_day_and_gets_its_successor(
    shipped: Catalogue, changes: dict[str, UnitChange]
) -> None:
    rows = [replace(row, valid_to=date(2024, 11, 30)) if row.code == "221" else row for row in shipped]
    then = applied(Catalogue(rows), [changes[YEN_DUNG]])
    old = unit(then, "221", date(2024, 11, 30))
    assert old.valid_to == date(2024, 11, 30)
    assert codes(then.successors_on(old, date(2025, 1, 1))) == ["213"]


def test_a_unit_that_does_not_stand_that_day_is_not_changed(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    ended = applied(shipped, [changes[END_217]])
    late = planned(replace(changes[PHONG], day=date(2025, 8, 1)), ended)
    assert late.state == "blocked"
    assert "31/07/2025" in late.problem
    nobody = planned(replace(changes[PHONG], code="999-VHTT"), shipped)
    assert nobody.state == "blocked"
    assert "999-VHTT" in nobody.problem


def test_a_new_name_on_the_day_the_row_begins_changes_the_row(
    shipped: Catalogue, changes: dict[str, UnitChange]
) -> None:
    change = replace(changes[VIET_YEN], action="rename", day=date(2013, 9, 13), kind="")
    then = applied(shipped, [change])
    assert len(then) == len(shipped)
    assert unit(then, "222", date(2013, 9, 13)).label == "Thị xã Việt Yên"
    assert unit(then, "222", date(2013, 9, 13)).kind == "district"


def test_changes_are_told_in_both_languages(shipped: Catalogue, changes: dict[str, UnitChange]) -> None:
    found = planned(changes[END_217], shipped)
    assert title(changes[END_217], found.unit, shipped) == "Huyện Lạng Giang kết thúc"
    assert sentences(found, shipped) == (
        "Ủy ban nhân dân huyện Lạng Giang kết thúc sau ngày 30/06/2025.",
        "13 phòng, trung tâm trực thuộc kết thúc cùng ngày.",
        "Không có đơn vị kế thừa: không ai ghi tiếp được vào hồ sơ của Huyện Lạng Giang.",
    )
    made = sentences(planned(changes[PHONG], shipped), shipped)
    assert "nơi bố trí cán bộ chuyên trách theo Điều 5" in made[1]
    use_language("en", load_english())
    assert title(changes[END_217], found.unit, shipped) == "Huyện Lạng Giang ends"


def test_a_set_with_an_unknown_action_is_no_set(read_reference: Read) -> None:
    rows = [{**read_reference("unit_changes.csv")[0], "action": "merge"}]
    with pytest.raises(ValueError, match="merge"):
        read_changes(rows)
