"""The Sở composes changes of its own: looked at, made, undone, shipped; through the code that applies the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bgit_desktop.core.catalogue import Unit
from bgit_desktop.core.unit_change_set import Action, UnitChange, compose
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services import records, unit_changes
from bgit_desktop.services.context import Session, open_session

DAY = date(2025, 1, 1)
EVE = date(2024, 12, 31)
PAPER = "Nghị quyết 1191/NQ-UBTVQH15 ngày 28/9/2024"


@pytest.fixture
def so(province_store: Path) -> Iterator[Session]:
    with open_session(province_store) as session:
        yield session


def change(action: Action, code: str, **more: object) -> UnitChange:
    return compose(action, DAY, PAPER, code=code, **more)  # type: ignore[arg-type]


def unit(session: Session, code: str, day: date) -> Unit:
    found = session.catalogue().by_code(code, day)
    assert found is not None
    return found


def test_each_kind_of_change_by_day(so: Session) -> None:
    unit_changes.make(so, change("new", "BTTTT", name="Ban Chuyển đổi số", kind="agency"))
    assert unit(so, "BTTTT", DAY).valid_from == DAY
    unit_changes.make(so, change("new", "BTTTT-TT", name="Trung tâm Dữ liệu", kind="division", parent="BTTTT"))
    assert unit(so, "BTTTT-TT", DAY).parent == unit(so, "BTTTT", DAY).id

    unit_changes.make(so, change("rename", "SGTVT", name="Sở Xây dựng và Giao thông", short_name="Sở XD&GT"))
    assert [unit(so, "SGTVT", day).name for day in (EVE, DAY)] == ["Sở Giao thông vận tải", "Sở Xây dựng và Giao thông"]
    assert unit(so, "SGTVT", DAY).predecessors == (unit(so, "SGTVT", EVE).id,)

    unit_changes.make(so, change("kind", "222", kind="town", name="Ủy ban nhân dân thị xã Việt Yên"))
    assert [unit(so, "222", day).kind for day in (EVE, DAY)] == ["district", "town"]

    office = unit(so, "STTTT", EVE)
    moved = so.catalogue().divisions_of(office, EVE)[0]
    unit_changes.make(so, change("move", moved.code, parent="SKHCN"))
    assert unit(so, moved.code, EVE).parent == office.id
    assert unit(so, moved.code, DAY).parent == unit(so, "SKHCN", DAY).id

    unit_changes.make(so, change("absorb", "221", into=["213"]))
    assert unit(so, "221", DAY).valid_to == EVE
    assert so.heirs().of("221", DAY) == ["213"]

    unit_changes.make(so, change("split", "219", into=["224"], name="Ủy ban nhân dân thị xã Chũ", kind="town"))
    assert unit(so, "219", DAY).stands_on(DAY)
    assert unit(so, "224", DAY).valid_from == DAY
    assert so.heirs().of("219", DAY) == []

    unit_changes.make(so, change("end", "220", into=["217", "218"]))
    assert so.heirs().of("220", DAY) == ["217", "218"]
    assert so.heirs().of("220", EVE) == []
    assert unit(so, "220", DAY).document.endswith(PAPER)


def test_a_new_unit_may_take_the_place_of_several(so: Session) -> None:
    unit_changes.make(so, change("absorb", "SXD", into=["SXDGT"], name="Sở Xây dựng (hợp nhất)", kind="department"))
    unit_changes.make(so, change("absorb", "SGTVT", into=["SXDGT"]))
    made = unit(so, "SXDGT", DAY)
    assert made.predecessors == (unit(so, "SXD", EVE).id, unit(so, "SGTVT", EVE).id)
    assert so.heirs().taken_over("SXDGT", DAY) == ["SGTVT", "SXD"]


def test_looking_changes_nothing_and_foretells_what_is_written(so: Session) -> None:
    before = list(so.catalogue())
    wanted = change("absorb", "221", into=["213"])
    seen = unit_changes.look(so, wanted)
    assert list(so.catalogue()) == before
    assert seen.state == "pending"
    assert {row.code for row in seen.rows} >= {"221", "213"}
    (ended,) = [row for row in seen.rows if row.code == "221"]
    assert ("Hiệu lực đến", "", "31/12/2024") in ended.fields
    assert any("ghi tiếp" in sentence for sentence in seen.does)
    done = unit_changes.make(so, wanted)
    assert done.records == len(seen.rows)
    assert unit_changes.look(so, wanted).state == "done"
    with pytest.raises(Refused):
        unit_changes.make(so, wanted)
    records.undo(so)
    assert list(so.catalogue()) == before


def test_the_preview_counts_what_hangs_on_a_unit(province: Session) -> None:
    wanted = compose("end", date(2024, 7, 1), PAPER, code="217")
    (touched,) = [each for each in unit_changes.look(province, wanted).touches if each.code == "217"]
    assert touched.officers
    assert touched.tasks
    assert any("Không có đơn vị kế thừa" in sentence for sentence in unit_changes.look(province, wanted).does)


@pytest.mark.parametrize(
    ("action", "code", "more", "word"),
    [
        ("new", "217", {"name": "Khác", "kind": "district"}, "đã dùng"),
        ("new", "P1", {"name": "Phòng A", "kind": "division"}, "cấp trên"),
        ("new", "P1", {"name": "Phòng A", "kind": "division", "parent": "XYZ"}, "XYZ"),
        ("rename", "999", {"name": "Khác"}, "999"),
        ("absorb", "221", {"into": ["221"]}, "chính nó"),
        ("absorb", "221", {"into": ["KHONGCO"]}, "nhập tên"),
        ("move", "STTTT", {"parent": "STTTT"}, "chính nó"),
        ("split", "219", {"into": ["217"], "name": "Thị xã"}, "đã dùng"),
        ("end", "221", {"into": ["KHONGCO"]}, "KHONGCO"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_written(
    so: Session, action: Action, code: str, more: dict[str, object], word: str
) -> None:
    seen = unit_changes.look(so, change(action, code, **more))
    assert seen.state == "blocked"
    with pytest.raises(BadInput, match=word):
        unit_changes.make(so, change(action, code, **more))
    assert records.last_action(so) == ""


@pytest.mark.parametrize(
    ("action", "field", "more"),
    [
        ("new", "name", {"kind": "agency"}),
        ("absorb", "into", {}),
        ("rename", "name", {}),
        ("rename", "into", {"name": "A", "into": ["1", "2"]}),
    ],
)
def test_what_is_missing_is_named(action: Action, field: str, more: dict[str, object]) -> None:
    with pytest.raises(BadInput) as refused:
        change(action, "217", **more)
    assert refused.value.field == field
    with pytest.raises(BadInput, match="căn cứ pháp lý"):
        compose("end", DAY, " ", code="217")
    with pytest.raises(BadInput, match="ngày"):
        compose("end", None, PAPER, code="217")


def test_a_unit_composes_nothing(unit_store: Path) -> None:
    with open_session(unit_store) as session, pytest.raises(Refused):
        unit_changes.make(session, change("end", "221"))


def test_a_name_may_come_back(so: Session) -> None:
    unit_changes.make(so, change("rename", "STC", name="Sở Tài chính và Kế hoạch"))
    back = compose("rename", date(2026, 1, 1), PAPER, code="STC", name="Sở Tài chính")
    unit_changes.make(so, back)
    assert unit(so, "STC", date(2026, 1, 1)).name == "Sở Tài chính"
    assert unit(so, "STC", date(2025, 6, 1)).name == "Sở Tài chính và Kế hoạch"
