"""Restricted values: sealed in tables, journal and packages; seen and sent only where somebody chose to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from exchange_world import World
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.core.fields import MASK, SEALABLE, Value
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services import check, packages, records, restricted
from bgit_desktop.services.context import Session
from bgit_desktop.services.export_lists import export_types
from bgit_desktop.store import journal, secrets
from bgit_desktop.store.records import Query

CCCD = "024085001234"
DISCIPLINE = {
    "kind": "discipline", "title": "Khiển trách", "level": "Chủ tịch UBND huyện", "decided_on": "2024-05-06",
    "executed_on": "2024-05-10",
}  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "217b", "218a"))
    yield made
    made.close()


def officer(session: Session, **more: Value) -> str:
    return records.add(session, "officer", {"full_name": "Nguyễn Thị Hà", "birth_date": "1985-03-12", **more})


def discipline(session: Session, who: str) -> str:
    paper = records.add(session, "document", {"number": "77/QĐ-KL"})
    return records.add(session, "award", {"officer": who, "document": paper, **DISCIPLINE})


def lines(session: Session) -> str:
    log = journal.own_log(session.store.db)
    assert log is not None
    return b"\n".join(journal.lines(session.store.db, log.n, 1, log.head)).decode()


def audit(session: Session, what: str) -> list[str]:
    return [row[0] for row in session.store.db.execute("SELECT detail FROM audit WHERE what = ? ORDER BY n", (what,))]


def test_declared_kinds_can_hold_a_reference() -> None:
    for kind in TYPES.values():
        for each in kind.fields:
            if each.restricted:
                assert each.kind in SEALABLE, f"{kind.name}.{each.name}"
                assert not each.searchable
                assert not each.filter or isinstance(each.restricted, tuple)


def test_nothing_of_a_restricted_value_is_in_journal_tables_or_index(world: World) -> None:
    session = world["217a"].session
    who = officer(session, id_number=CCCD)
    made = discipline(session, who)
    text = lines(session)
    assert CCCD not in text
    assert not any(str(value) in text for value in DISCIPLINE.values())
    dump = "\n".join(line for line in session.store.db.iterdump() if '"secret"' not in line)
    assert CCCD not in dump
    assert "Khiển trách" not in dump
    shown = records.show(session, "award", made)
    assert {shown[name] for name in ("officer", "document", *DISCIPLINE)} == {MASK}
    assert records.show(session, "officer", who)["id_number"] == MASK
    assert check.check(session).problems == ()


def test_the_reference_is_the_hash_of_salt_and_value(world: World) -> None:
    session = world["217a"].session
    one, other = officer(session, id_number=CCCD), officer(session, id_number=CCCD)
    [first] = secrets.references(session.store.db, TYPES["officer"], one).values()
    [second] = secrets.references(session.store.db, TYPES["officer"], other).values()
    assert first != second  # nobody can tell that they are equal
    plain = secrets.plain(session.store.db, first)
    assert plain is not None
    assert sha256(plain).hexdigest() == first
    assert json.loads(plain[32:]) == {"value": CCCD}


def test_who_saw_a_value_is_noted(world: World) -> None:
    session = world["217a"].session
    made = discipline(session, officer(session))
    seen = restricted.reveal(session, "award", made)
    assert {name: seen[name] for name in DISCIPLINE} == DISCIPLINE
    assert audit(session, "read-restricted") == [
        f"award {made} {' '.join(sorted(['officer', 'document', *DISCIPLINE]))}"
    ]


def test_an_award_is_open(world: World) -> None:
    session = world["217a"].session
    who = officer(session)
    records.add(session, "award", {"officer": who, "kind": "award", "title": "Giấy khen", "decided_on": "2024-01-02"})
    assert "Giấy khen" in lines(session)
    [found] = records.listing(session, Query("award", where=(("officer", who),)))
    assert found["decided_on"] == "2024-01-02"


def test_changing_a_sealed_record(world: World) -> None:
    session = world["217a"].session
    who = officer(session, id_number=CCCD)
    made = discipline(session, who)
    before = lines(session)
    assert not records.change(session, "award", made, {"title": MASK, "level": DISCIPLINE["level"]})
    assert lines(session) == before
    assert records.change(session, "award", made, {"title": "Cảnh cáo", "level": MASK})
    assert restricted.reveal(session, "award", made)["title"] == "Cảnh cáo"
    assert "Cảnh cáo" not in lines(session)
    with pytest.raises(BadInput, match="Loại"):
        records.change(session, "award", made, {"kind": "award"})
    with pytest.raises(BadInput, match="kiểu"):
        records.change(session, "award", made, {"decided_on": "31/02"})
    assert records.change(session, "officer", who, {"id_number": None})
    assert records.show(session, "officer", who)["id_number"] is None
    records.undo(session)
    assert restricted.reveal(session, "officer", who)["id_number"] == CCCD
    records.delete(session, "award", [made])
    records.undo(session)
    assert restricted.reveal(session, "award", made)["title"] == "Cảnh cáo"


def test_it_stays_home_unless_chosen(world: World) -> None:
    unit, so = world["217a"], world.so
    who = officer(unit.session, id_number=CCCD)
    made = discipline(unit.session, who)
    [first] = world.export("217a")
    assert so.receive(first)[0].verdict == "accepted"
    assert records.show(so.session, "officer", who)["id_number"] == MASK
    assert restricted.reveal(so.session, "officer", who) == {"id_number": None}
    assert "CREATE TABLE" not in "".join(audit(so.session, "take-restricted"))
    leaving = packages.what_would_leave(unit.session, full=True)
    assert leaving.along.restricted == ()

    out = world.new_file("217a")
    exported = packages.export_package(unit.session, unit.keyring, out, restricted=[made])
    assert len(exported.along.restricted) == 7
    assert len(audit(unit.session, "send-restricted")) == 1
    [outcome] = so.receive(out)
    assert outcome.is_ok
    assert "7 giá trị hạn chế" in outcome.reason
    assert restricted.reveal(so.session, "award", made)["title"] == "Khiển trách"
    assert restricted.reveal(so.session, "officer", who) == {"id_number": None}
    assert check.check(so.session).problems == ()
    with pytest.raises(NotFound, match="hạn chế"):
        packages.what_would_leave(unit.session, restricted=["018f0000-0000-7000-8000-000000000000"])


def test_stores_in_the_same_state_list_the_same(world: World) -> None:
    from exchange_world import listing

    unit, so = world["217a"], world.so
    discipline(unit.session, officer(unit.session, id_number=CCCD))
    so.receive(*world.export("217a"))
    for name in ("officer", "award", "document"):
        assert listing(unit.session, name) == listing(so.session, name, "217")


def test_two_pcs_settle_a_conflict_without_telling(world: World) -> None:
    first, second, so = world["217a"], world["217b"], world.so
    who = officer(first.session)
    so.receive(*world.export("217a"))
    second.receive(world.reply("217"))
    records.change(first.session, "officer", who, {"id_number": CCCD})
    records.change(second.session, "officer", who, {"id_number": "024085009999"})
    so.receive(*world.export("217a"), *world.export("217b"))
    first.receive(world.reply("217"))
    heads = records.conflicts_of(first.session, "officer", who)["id_number"]
    assert len(heads) == 2
    assert all(str(each.value) not in (CCCD, "024085009999") for each in heads)
    mine = next(each for each in heads if each.replica == first.session.replica)
    records.resolve(first.session, "officer", who, {"id_number": mine.value})
    assert records.conflicts_of(first.session, "officer", who) == {}
    assert restricted.reveal(first.session, "officer", who)["id_number"] == CCCD
    assert check.check(first.session).problems == ()


def test_a_plain_value_in_a_line_is_refused(world: World) -> None:
    unit, so = world["217a"], world.so
    officer(unit.session)
    db = unit.session.store.db
    with unit.session.store.write("edit", "", "foreign"):
        db.execute("UPDATE officer SET id_number = ?", (CCCD,))
    [outcome] = so.receive(*world.export("217a"))
    assert outcome.verdict == "rejected-corrupt"
    assert "id_number" in outcome.reason


def test_masked_in_the_workbook(world: World, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    session = world["217a"].session
    discipline(session, officer(session, id_number=CCCD))
    export_types(session, ["officer", "award"], tmp_path / "x.xlsx")
    cells = [cell.value for sheet in load_workbook(tmp_path / "x.xlsx") for row in sheet.iter_rows() for cell in row]
    assert MASK in cells
    assert audit(session, "export-list") == ["officer award: 2 → x.xlsx"]
    assert not {CCCD, "Khiển trách"} & set(map(str, cells))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (CCCD, []),
        ("024185001234", ["giới tính"]),
        ("024090001234", ["năm sinh"]),
        ("123456789", []),
        ("12", ["9 chữ số"]),
    ],
)
def test_an_id_number_only_warns(number: str, words: list[str]) -> None:
    values: dict[str, Value] = {"id_number": number, "birth_date": "1985-03-12", "sex": "male"}
    said = restricted.warnings_of(TYPES["officer"], values)
    assert len(said) == len(words)
    assert all(word in text for word, text in zip(words, said, strict=True))


@settings(max_examples=50, deadline=None)
@given(value=st.text(min_size=1, max_size=300).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_what_is_sealed_is_opened_again(value: str) -> None:
    import sqlite3

    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE secret (reference TEXT PRIMARY KEY, plain BLOB NOT NULL)")
    reference = secrets.seal(db, value)
    assert secrets.open_value(db, reference) == value
    plain = secrets.plain(db, reference)
    assert plain is not None
    assert not secrets.keep(db, reference, plain[:-1])
    assert secrets.drop(db, reference)
    assert secrets.open_value(db, reference) is None
    assert secrets.keep(db, reference, plain)
