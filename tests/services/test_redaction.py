"""Redaction: the value leaves journal, record, index and packages; the chain holds, here and elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_world import World, listing

from bgit_desktop.core.fields import Value
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import attachments, check, packages, records, redaction, restricted
from bgit_desktop.services.context import Session
from bgit_desktop.store import journal, redact

PHONE = "0912345678"


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "217b", "218a"))
    yield made
    made.close()


def officer(session: Session, **more: Value) -> str:
    values = {"full_name": "Nguyễn Thị Hà", "phone": PHONE, "department": "Phòng Văn hóa và Thông tin"}
    return records.add(session, "officer", values | more)


def everything(session: Session) -> str:
    return "\n".join(session.store.db.iterdump())


def in_files(session: Session, text: str) -> list[Path]:
    session.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    names = ("store.sqlite3", "store.sqlite3-wal")
    found = [session.store.folder / name for name in names if (session.store.folder / name).exists()]
    return [path for path in found if text.encode() in path.read_bytes()]


def test_the_value_is_gone_and_the_rest_stands(world: World) -> None:
    session = world["217a"].session
    who = officer(session)
    records.change(session, "officer", who, {"phone": PHONE + "0", "note": "ghi chú"})
    before = records.show(session, "officer", who)
    log = journal.own_log(session.store.db)
    assert log is not None
    done = redaction.redact_values(session, "officer", who, ["phone"], "Đề nghị của cán bộ, 05/6/2024")
    assert done.lines == 2
    assert records.show(session, "officer", who) == {**before, "phone": None}
    assert PHONE not in everything(session)
    assert in_files(session, PHONE) == []
    assert journal.hash_at(session.store.db, log, log.head) == log.head_hash
    result = check.check(session)
    assert result.problems == ()
    assert result.checked["redacted"] == 2
    assert "2 dòng nhật ký đã lược bỏ" in check.summary(result)
    [(actor, detail)] = session.store.db.execute("SELECT actor, detail FROM audit WHERE what = 'redact'").fetchall()
    assert actor == session.actor
    assert "Đề nghị của cán bộ" in detail
    assert records.listing(session, records.Query("officer", search="0912345678")) == []


def test_the_order_travels_and_the_chain_verifies_everywhere(world: World) -> None:
    first, second, so = world["217a"], world["217b"], world.so
    who = officer(first.session)
    assert so.receive(*world.export("217a"))[0].verdict == "accepted"
    second.receive(world.reply("217"))
    assert records.show(second.session, "officer", who)["phone"] == PHONE
    redaction.redact_values(first.session, "officer", who, ["phone"], "hết nhu cầu")
    # confirmed lines are not sent again: the order alone goes
    assert so.receive(*world.export("217a"))[0].verdict == "accepted"
    second.receive(world.reply("217"))
    for place in (first, second, so):
        assert records.show(place.session, "officer", who)["phone"] is None
        assert records.show(place.session, "officer", who)["full_name"] == "Nguyễn Thị Hà"
        assert PHONE not in everything(place.session)
        assert check.check(place.session).problems == ()
    assert listing(first.session, "officer") == listing(second.session, "officer")
    assert listing(first.session, "officer") == listing(so.session, "officer", "217")


def test_a_window_with_redacted_lines_opens_at_somebody_new(world: World) -> None:
    unit, so = world["217a"], world.so
    who = officer(unit.session)
    redaction.redact_values(unit.session, "officer", who, ["phone"], "nhập nhầm")
    [path] = world.export("217a", full=True)
    [outcome] = so.receive(path)
    assert outcome.verdict == "accepted", outcome
    assert records.show(so.session, "officer", who)["phone"] is None
    assert listing(unit.session, "officer") == listing(so.session, "officer", "217")
    assert redact.count(so.session.store.db) == 1
    assert check.check(so.session).problems == ()
    # and on to the sibling
    world["217b"].receive(world.reply("217"))
    assert listing(world["217b"].session, "officer") == listing(unit.session, "officer")
    assert check.check(world["217b"].session).problems == ()


def test_a_late_copy_of_the_full_lines_does_not_bring_the_value_back(world: World) -> None:
    unit, so = world["217a"], world.so
    who = officer(unit.session)
    [full] = world.export("217a")
    redaction.redact_values(unit.session, "officer", who, ["phone"], "nhập nhầm")
    [later] = world.export("217a")
    so.receive(full)
    so.receive(later)
    assert so.receive(full)[0].verdict == "duplicate"
    assert records.show(so.session, "officer", who)["phone"] is None
    assert PHONE not in everything(so.session)
    # an order that is known before its lines come
    other = World.make(("217a",))
    try:
        assert other.so.receive(later)[0].verdict in ("accepted", "held-gap")
    finally:
        other.close()


def test_taking_back_and_in_again_keeps_it_redacted(world: World) -> None:
    from bgit_desktop.services import retract

    unit, so = world["217a"], world.so
    who = officer(unit.session)
    [full] = world.export("217a")
    [taken] = so.receive(full)
    redaction.redact_values(unit.session, "officer", who, ["phone"], "nhập nhầm")
    [later] = world.export("217a")
    so.receive(later)
    assert taken.batch is not None
    retract.undo_batch(so.session, taken.batch)
    so.receive(full)
    so.receive(later)
    assert records.show(so.session, "officer", who)["phone"] is None
    assert PHONE not in everything(so.session)
    assert check.check(so.session).problems == ()


def test_kept_packages_that_carried_it_are_deleted(world: World) -> None:
    unit = world["217a"]
    who = officer(unit.session)
    world.export("217a")
    assert len(list((unit.folder / "packages/out").iterdir())) == 1
    done = redaction.redact_values(unit.session, "officer", who, ["phone"], "nhập nhầm")
    assert done.copies == 1
    assert list((unit.folder / "packages/out").iterdir()) == []


def test_restricted_values_and_scans_go_too(world: World, tmp_path: Path) -> None:
    unit, so = world["217a"], world.so
    who = officer(unit.session, id_number="024085001234")
    paper = records.add(unit.session, "document", {"number": "12/QĐ"})
    scan = tmp_path / "s.pdf"
    scan.write_bytes(b"%PDF-1.4 x")
    attachments.attach(unit.session, "document", paper, scan)
    out = world.new_file("217a")
    packages.export_package(unit.session, unit.keyring, out, attach="all", restricted=[who])
    so.receive(out)
    assert restricted.reveal(so.session, "officer", who)["id_number"] == "024085001234"
    assert len(list((so.folder / "attachments").iterdir())) == 1
    redaction.redact_values(unit.session, "officer", who, ["id_number"], "hết nhu cầu")
    redaction.redact_values(unit.session, "document", paper, ["attachment"], "quét nhầm")
    so.receive(*world.export("217a"))
    for place in (unit, so):
        assert place.session.store.db.execute("SELECT count(*) FROM secret").fetchone()[0] == 0
        assert list((place.folder / "attachments").iterdir()) == []
        assert records.show(place.session, "document", paper)["attachment"] is None
        assert check.check(place.session).problems == ()


def test_a_unit_cannot_redact_what_is_not_its_own(world: World) -> None:
    one, other, so = world["217a"], world["218a"], world.so
    who = officer(one.session)
    so.receive(*world.export("217a"))
    log = journal.own_log(one.session.store.db)
    assert log is not None
    from bgit_desktop.core.registry import TYPES
    from bgit_desktop.store import records as rows

    with other.session.store.write("edit", "", "kẻ lạ"):
        rows.insert(
            other.session.store.db, TYPES["redaction"], other.session.new_id(), "218",
            {"reason": "x", "type": "officer", "record": who, "fields": ["phone"],
             "lines": [f"{log.replica}:1:1", "nonsense", "a:0:0"]},
        )  # fmt: skip
    assert so.receive(*world.export("218a"))[0].verdict == "accepted"
    assert records.show(so.session, "officer", who)["phone"] == PHONE
    assert redact.count(so.session.store.db) == 0
    with pytest.raises(Refused):
        redaction.redact_values(so.session, "officer", who, ["phone"], "x")


def test_what_is_refused(world: World) -> None:
    session = world["217a"].session
    who = officer(session)
    with pytest.raises(BadInput, match="lý do"):
        redaction.redact_values(session, "officer", who, ["phone"], "  ")
    with pytest.raises(NotFound, match="chưa từng"):
        redaction.redact_values(session, "officer", who, ["email"], "x")
    with pytest.raises(Refused, match="redact"):
        records.add(session, "redaction", {"reason": "x"})
    assert redact.count(session.store.db) == 0


def test_by_rule(world: World) -> None:
    session = world["217a"].session
    gone = officer(session, end_date="2015-02-01", birth_date="1960-01-01")
    stays = officer(session, end_date="2024-02-01")
    assert [each.id for each in redaction.due(session, "2020-01-01")] == [gone]
    redaction.retain(session, "2020-01-01")
    left = records.show(session, "officer", gone)
    assert (left["phone"], left["birth_date"], left["full_name"]) == (None, None, "Nguyễn Thị Hà")
    assert records.show(session, "officer", stays)["phone"] == PHONE
    assert redaction.due(session, "2020-01-01") == []
