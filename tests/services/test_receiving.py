"""Every row of the decision table of EXCHANGE.md through ``receive``, on real stores and real files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exchange_world import HOUR, PROVINCE, START, World, dump, keys_of, listing, pin, replica_of
from forging import ROW, forge, line, refused

from bgit_desktop.core.chain import chain_over, chain_start
from bgit_desktop.core.operations import fields_text, hlc_at, line_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.manifest import Ack
from bgit_desktop.services import check, packages, receipts, receiving, records, retract
from bgit_desktop.store import database, journal, peers, refold, upgrade
from bgit_desktop.store.records import Query
from bgit_desktop.store.schema import fields_sql


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    yield made
    made.close()


@pytest.fixture
def siblings() -> Iterator[World]:
    made = World.make(("217a", "217b", "218a"))
    yield made
    made.close()


def add(world: World, name: str, text: str = "Mạng đứt") -> str:
    world.now += 1000
    return records.add(world[name].session, "difficulty", {"description": text})


def sent(world: World, name: str = "217a", count: int = 1, *, full: bool = False) -> Path:
    for i in range(count):
        add(world, name, f"Khó khăn {i}")
    return world.export(name, full=full)[-1]


# -- accepted and duplicate -------------------------------------------------------------------------------------------


def test_accepted_then_duplicate_with_its_receipt_again(world: World) -> None:
    path = sent(world, count=3)
    first = world.so.receive(path)[0]
    assert (first.verdict, first.applied, first.detail.new, first.unit) == ("accepted", 3, 3, "217")
    assert first.batch is not None
    before = dump(world.so.session)
    again = world.so.receive(path)[0]
    assert (again.verdict, again.applied, again.batch) == ("duplicate", 0, None)
    assert "không có gì thay đổi" in again.reason
    assert dump(world.so.session) == before
    receipt = world.reply("217")
    assert [(ack["seq"], ack["verdict"]) for ack in packages.show(receipt)["acks"]] == [(3, "duplicate")]
    world["217a"].receive(receipt)
    assert world.export("217a") == []  # all of it is confirmed


def test_an_overlap_brings_its_tail(world: World) -> None:
    world.so.receive(sent(world, count=2))
    whole = sent(world, count=2, full=True)
    outcome = world.so.receive(whole)[0]
    assert (outcome.verdict, outcome.applied, outcome.from_seq, outcome.to_seq) == ("accepted", 2, 1, 4)


def test_a_folder_of_mixed_files(world: World, tmp_path: Path) -> None:
    first = sent(world, count=2)
    world.so.receive(first)
    world["217a"].receive(world.reply("217"))
    third, other = sent(world, count=1), sent(world, "218a", 2)
    folder = tmp_path / "usb"
    folder.mkdir()
    shutil.copy(third, folder / "a-sau.bgpkg")
    shutil.copy(first, folder / "b-trước.bgpkg")
    shutil.copy(other, folder / "tên lạ.txt")
    (folder / "thư.docx").write_bytes(b"PK\x03\x04 something else")
    (folder / "rỗng.bgpkg").write_bytes(b"")
    (folder / ".ẩn").write_bytes(b"hidden")
    (folder / "thư mục con").mkdir()
    outcomes = world.so.receive(folder)
    assert {each.file: each.verdict for each in outcomes} == {
        "a-sau.bgpkg": "accepted", "b-trước.bgpkg": "duplicate", "tên lạ.txt": "accepted",
        "thư.docx": "rejected-corrupt", "rỗng.bgpkg": "rejected-corrupt",
    }  # fmt: skip


def test_files_in_any_order_and_the_preview_says_the_same(world: World) -> None:
    """Three windows of one log, each resting on the one before, given backwards in one go."""
    paths = []
    log = journal.own_log(world["217a"].session.store.db)
    assert log is not None
    for first in (1, 3, 5):
        sent(world, count=2)
        now = journal.own_log(world["217a"].session.store.db)
        assert now is not None
        base = journal.hash_at(world["217a"].session.store.db, now, first - 1)
        window = list(journal.lines(world["217a"].session.store.db, now.n, first, first + 1))
        paths.append(forge(world, window, from_seq=first, base_hash=base, number=first))
    backwards = paths[::-1]
    before = dump(world.so.session)
    foreseen = world.so.receive(*backwards, dry_run=True)
    assert dump(world.so.session) == before
    assert not list((world.so.folder / "packages/in").iterdir())
    outcomes = world.so.receive(*backwards)
    said = [(each.file, each.verdict, each.applied, each.detail) for each in outcomes]
    assert said == [(each.file, each.verdict, each.applied, each.detail) for each in foreseen]
    assert {each.verdict for each in outcomes} == {"accepted"}


def test_a_preview_of_one_refused_and_one_good_file_of_a_pc(world: World, tmp_path: Path) -> None:
    """The first write of a preview is taken back as a whole, the next one by itself; what stood before stands after."""
    good = sent(world, count=2)
    log = journal.own_log(world["217a"].session.store.db)
    assert log is not None
    window = list(journal.lines(world["217a"].session.store.db, log.n, 1, 2))
    wrong = line_text(2, json.loads(window[1])[1], "i", "task", replica_of("217a"), '{"title":7}', "Hà").encode()
    bad = forge(world, [window[0], wrong], from_seq=1, number=9)
    before = dump(world.so.session)
    for files in ((bad, good), (good, bad)):
        foreseen = {each.file: each.verdict for each in world.so.receive(*files, dry_run=True)}
        assert foreseen[bad.name] in ("rejected-corrupt", "held-fork")
        assert foreseen[good.name] == "accepted"
        assert dump(world.so.session) == before
    assert not world.so.session.store.db.in_transaction
    assert world.so.receive(good)[0].verdict == "accepted"


# -- rejected ---------------------------------------------------------------------------------------------------------


def test_damaged_files(world: World, tmp_path: Path) -> None:
    data = sent(world, count=3).read_bytes()
    for name, wrong in {
        "cụt": data[: len(data) // 2],
        "thừa": data + b"\0",
        "lật": data[:700] + bytes([data[700] ^ 1]) + data[701:],
        "chữ": "Kính gửi Sở".encode(),
    }.items():
        path = tmp_path / f"{name}.bgpkg"
        path.write_bytes(wrong)
        outcome = world.so.receive(path)[0]
        assert outcome.verdict in ("rejected-corrupt", "rejected-signature"), name
        assert outcome.reason
    refused(world, path, "rejected-corrupt", "không phải")


def test_a_wrong_signature(world: World) -> None:
    refused(world, forge(world, [line(1)], keys=PrivateKeys.generate()), "rejected-signature", "Chữ ký")


def test_another_enrolled_unit_cannot_sign_for_this_one(world: World) -> None:
    refused(world, forge(world, [line(1)], keys=keys_of("218a")), "rejected-signature", "Chữ ký")


def test_made_for_somebody_else(world: World) -> None:
    refused(world, forge(world, [line(1)], to="218a"), "rejected-recipient", "không gửi cho máy này")


def test_a_unit_s_package_at_a_unit_and_a_return_at_the_province(world: World) -> None:
    answer = forge(world, [line(1)], kind="return")
    refused(world, answer, "rejected-recipient", "không gửi cho nơi đây")
    with world["217a"].session.store.write("keys", "", "x"):
        pin(world["217a"].session.store, "218a")
    refused(world, forge(world, [line(1)], "218a", to="217a"), "rejected-recipient", "không gửi cho nơi đây", at="217a")


def test_another_unit_s_record(world: World) -> None:
    theirs = add(world, "218a", "Của huyện khác")
    world.so.receive(world.export("218a")[-1])
    for kind, fields in (("u", {"description": "Sửa trộm"}), ("d", {}), ("i", {"description": "Chiếm"})):
        path = forge(world, [line(1), line(2, fields, row=theirs, kind=kind)])
        outcome = refused(world, path, "rejected-authority", "không thuộc quyền")
        assert outcome.alarm
    assert records.show(world.so.session, "difficulty", theirs)["description"] == "Của huyện khác"


def test_another_unit_s_record_that_has_not_come_yet(world: World) -> None:
    """Nobody can tell whose it is before its insert comes; then what the stranger wrote does not count."""
    theirs = add(world, "218a", "Của huyện khác")
    thief = forge(world, [line(1, {"description": "Sửa trộm"}, row=theirs, kind="u", ms=START + HOUR)])
    assert world.so.receive(thief)[0].verdict == "accepted"
    assert world.so.receive(world.export("218a")[-1])[0].verdict == "accepted"
    found = records.show(world.so.session, "difficulty", theirs)
    assert (found["description"], found["unit"]) == ("Của huyện khác", "218")
    assert records.conflicts_of(world.so.session, "difficulty", theirs) == {}
    assert check.check(world.so.session).problems == ()


@pytest.mark.parametrize("table", ["unit", "deadline", "course", "code", "clause"])
def test_a_unit_writes_the_catalogue(world: World, table: str) -> None:
    path = forge(world, [line(1), line(2, {}, table=table)])
    refused(world, path, "rejected-authority", table)


def test_the_shipped_catalogue_cannot_be_changed_by_a_unit(world: World) -> None:
    unit = records.listing(world.so.session, Query("unit"))[0]
    path = forge(world, [line(1, {"name": "Đổi tên"}, row=str(unit["id"]), kind="u", table="unit")])
    refused(world, path, "rejected-authority", "unit")


WRONG_TYPES: list[tuple[str, dict[str, Any]]] = [
    ("difficulty", {"description": 7}),
    ("difficulty", {"description": ["danh", "sách"]}),
    ("task", {"progress": "nhiều"}),
    ("task", {"assigned_on": "31/02/2024"}),
    ("task", {"assigned_on": "2024-02-31"}),
    ("task", {"officers": ["không phải mã"]}),
    ("task", {"document": "x"}),
    ("incident", {"detected_at": "2024-06-01 08:00"}),
    ("report", {"version": 1.5}),
    ("report", {"narrative": "một chuỗi"}),
    ("system", {"shared": "có"}),
]


@pytest.mark.parametrize(("table", "fields"), WRONG_TYPES)
def test_a_field_of_the_wrong_type(world: World, table: str, fields: dict[str, Any]) -> None:
    path = forge(world, [line(1), line(2, fields, table=table)])
    refused(world, path, "rejected-corrupt", f"Dòng 2 của nhật ký có giá trị sai kiểu ({table}.{next(iter(fields))})")


def test_a_row_that_is_no_uuid_or_two_types(world: World) -> None:
    for row in ("'; DROP TABLE task; --", ROW.format(1).upper(), ROW.format(1)[:-1]):
        refused(world, forge(world, [line(1, row=row)]), "rejected-corrupt", "Dòng 1")
    two = [line(1, row=ROW.format(1)), line(2, {"title": "x"}, row=ROW.format(1), table="task")]
    refused(world, forge(world, two), "rejected-corrupt", "Dòng 2")


RAW = [
    (b'[1,1,"i","difficulty","%s",{"description":"a","description":"b"},"x"]', "rejected-limits"),
    (b'[1,1,"i","difficulty","%s",{"description":NaN},"x"]', "rejected-limits"),
    (b'[1,1,"i","report","%s",{"version":18446744073709551616},"x"]', "rejected-limits"),
    (b'[1,9223372036854775808,"i","difficulty","%s",{},"x"]', "rejected-limits"),
    (b'[1,1,"i","difficulty","%s",{"description":"\\ud800"},"x"]', "rejected-limits"),
    (b'[1,1,"i","report","%s",{"narrative":[[["x"]]]},"x"]', "rejected-limits"),
    (b'[1,1,"x","difficulty","%s",{},"x"]', "rejected-corrupt"),
    (b'[1,1,"i","difficulty","%s",{}]', "rejected-corrupt"),
    (b'[2,1,"i","difficulty","%s",{},"x"]', "rejected-corrupt"),
    (b'{"seq":1}', "rejected-corrupt"),
    (b'[1,1,"m",null,null,{"replica":1},"x"]', "rejected-corrupt"),
]


@pytest.mark.parametrize(("raw", "verdict"), RAW)
def test_lines_beyond_the_bounds_or_of_no_form(world: World, raw: bytes, verdict: str) -> None:
    refused(world, forge(world, [raw.replace(b"%s", ROW.format(1).encode())]), verdict, "")


def test_a_bomb(world: World) -> None:
    huge = line(1, {"description": "0" * 900_000})
    lines = [huge.replace(b"[1,", b"[%d," % seq, 1) for seq in range(1, 5)]
    assert world.so.receive(forge(world, lines))[0].verdict in ("rejected-corrupt", "accepted")
    too_long = forge(world, [line(1, {"description": "0" * 1_100_000})])
    refused(world, too_long, "rejected-limits", "dài")


def test_sql_looking_names_do_no_harm(world: World) -> None:
    nasty = 'task"; DROP TABLE task; --'
    path = forge(world, [line(1, {nasty: "x"}), line(2, {}, table=nasty), line(3, {}, actor=nasty)])
    assert world.so.receive(path)[0].verdict == "accepted"
    assert check.check(world.so.session).problems == ()


# -- held -------------------------------------------------------------------------------------------------------------


def test_unknown_key_and_trusted_later(world: World) -> None:
    so = world.so
    with so.session.store.write("keys", "", "x"):
        so.session.store.db.execute("DELETE FROM peer WHERE replica = ?", (replica_of("217a"),))
    held = sent(world, count=2)
    refused(world, held, "held-unknown-key", "chưa được đăng ký")
    mine = receipts.code_of(world["217a"].session, packages.list_packages(world["217a"].session)[-1])
    assert receipts.code_of(so.session, packages.find_package(so.session, held.name)) != mine
    with so.session.store.write("keys", "", "x"):
        pin(so.session.store, "217a")
    outcomes = so.receive(sent(world, "218a"))  # any import tries what waits again
    assert [(each.file, each.verdict) for each in outcomes][1:] == [(held.name, "accepted")]
    assert [row.status for row in packages.list_packages(so.session) if row.file == held.name] == ["accepted"]
    assert receipts.code_of(so.session, packages.find_package(so.session, held.name)) == mine


def test_a_gap_and_its_filling(world: World) -> None:
    first = sent(world, count=2)
    world.so.receive(first)
    world["217a"].receive(world.reply("217"))
    retract.undo_batch(world.so.session, packages.list_packages(world.so.session)[0].batch or 0)
    later = sent(world, count=1)
    outcome = refused(world, later, "held-gap", "từ số 1")
    asked = packages.show(world.reply("217"))["acks"]
    assert [(ack["seq"], ack["verdict"]) for ack in asked] == [(0, "held-gap")]
    assert str(1) in outcome.reason
    outcomes = world.so.receive(first)  # explicitly, for it had been undone
    assert [(each.file, each.verdict) for each in outcomes] == [(first.name, "accepted"), (later.name, "accepted")]
    assert len(records.listing(world.so.session, Query("difficulty"))) == 3


def test_fast_forward(world: World) -> None:
    path = forge(world, [line(2**62)], from_seq=2**62, base_hash=b"\1" * 32)
    refused(world, path, "held-gap", "từ số 1")


def test_a_fork_freezes_the_pc_until_a_person_decides(world: World) -> None:
    world.so.receive(sent(world, count=3))
    start = chain_start(PROVINCE, "217", replica_of("217a"), 1, keys_of("217a").public.minisign)
    assert start
    forked = forge(world, [line(seq) for seq in range(1, 6)])
    outcome = refused(world, forked, "held-fork", "khác với những gì đã nhận")
    assert outcome.alarm
    found = peers.find_peer(world.so.session.store.db, replica_of("217a"))
    assert found is not None
    assert found.status == "frozen"
    honest = sent(world, count=1, full=True)
    refused(world, honest, "held-fork", "tạm dừng")
    assert world.so.receive(sent(world, "218a"))[0].verdict == "accepted"  # others are not touched
    with pytest.raises(Refused, match="held-fork"):
        receiving.accept(world.so.session, world.so.keyring, honest.name)
    receiving.accept(world.so.session, world.so.keyring, honest.name, as_restored=True)
    assert len(records.listing(world.so.session, Query("difficulty", where=(("unit", "217"),)))) == 4


def test_a_fork_within_one_go_stops_what_follows(world: World) -> None:
    world.so.receive(sent(world, count=1))
    forked = forge(world, [line(1), line(2)])
    honest = sent(world, count=2)
    outcomes = world.so.receive(forked, honest)
    assert [each.verdict for each in outcomes] == ["held-fork", "held-fork"]


def test_a_clock_far_ahead(world: World) -> None:
    world["217a"].skew = 72 * HOUR
    late = sent(world, count=1)
    refused(world, late, "held-clock", "48 giờ")
    with pytest.raises(Refused):
        receiving.accept(world.so.session, world.so.keyring, late.name, as_restored=True)
    outcome = receiving.accept(world.so.session, world.so.keyring, late.name)
    assert (outcome.verdict, outcome.applied, outcome.file) == ("accepted", 1, late.name)
    # the Sở's own clock is not carried away: what it writes is not held by others
    records.add(world.so.session, "course", {"title": "Tập huấn"})
    answer = world.reply("218")
    assert world["218a"].receive(answer)[0].verdict == "accepted"


def test_a_clock_in_the_past_only_warns(world: World) -> None:
    path = forge(world, [line(1)], created="2024-01-01T00:00:00Z")
    outcome = world.so.receive(path)[0]
    assert outcome.verdict == "accepted"
    assert "chạy chậm" in outcome.warnings[0]


def test_a_newer_format(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from bgit_desktop.exchange import manifest

    monkeypatch.setattr(manifest.Manifest, "to_bytes", _newer(manifest.Manifest.to_bytes))
    monkeypatch.setattr("bgit_desktop.exchange.package_writer.parse_manifest", lambda raw: None)
    path = forge(world, [line(1)])
    monkeypatch.undo()
    refused(world, path, "held-newer-format", "nâng cấp")


def _newer(write: Any) -> Any:
    def to_bytes(self: Any) -> bytes:
        data = json.loads(write(self))
        data["min_reader"] = 2
        data["a new key"] = {"deep": [1, 2]}
        return json.dumps(data).encode()

    return to_bytes


# -- taken back -------------------------------------------------------------------------------------------------------


def test_an_undone_package_is_taken_in_again_only_when_asked(world: World) -> None:
    so = world.so
    path = sent(world, count=2)
    batch = so.receive(path)[0].batch or 0
    other = sent(world, "218a", 2)
    so.receive(other)
    filled = listing(so.session, "difficulty")
    retract.undo_batch(so.session, batch)
    assert [row["unit"] for row in records.listing(so.session, Query("difficulty"))] == ["218", "218"]
    assert check.check(so.session).problems == ()
    so.receive(sent(world, "218a"))
    assert len(records.listing(so.session, Query("difficulty", where=(("unit", "217"),)))) == 0
    assert so.receive(path)[0].verdict == "accepted"
    assert len(listing(so.session, "difficulty")) > len(filled)
    assert check.check(so.session).problems == ()


def test_an_undone_package_cannot_come_back_as_another(world: World) -> None:
    batch = world.so.receive(sent(world, count=2))[0].batch or 0
    retract.undo_batch(world.so.session, batch)
    refused(world, forge(world, [line(1), line(2), line(3)]), "held-fork", "rút lại")


def test_taking_a_pc_s_life_back_takes_its_later_lives_back(world: World) -> None:
    first = sent(world, count=1)
    batch = world.so.receive(first)[0].batch or 0
    world["217a"].session.store.mark_older()
    second = sent(world, count=1)
    assert world.so.receive(second)[0].verdict == "accepted"
    retract.undo_batch(world.so.session, batch)
    assert records.listing(world.so.session, Query("difficulty")) == []
    assert [each.verdict for each in world.so.receive(second, first)] == ["accepted", "accepted"]
    assert len(records.listing(world.so.session, Query("difficulty"))) == 2


# -- what a newer version sends ---------------------------------------------------------------------------------------


def test_unknown_tables_and_columns_are_kept_byte_for_byte(world: World) -> None:
    odd = [
        b'[1, 5, "i", "difficulty", "%s", {"description": "a", "mood": "\xc4\x91"}, "x"]' % ROW.format(1).encode(),
        line(2, {"name": "Máy bay", "wings": [1, 2.5, True, None]}, table="drone"),
        line(3, {"wings": []}, kind="u", row=ROW.format(2), table="drone"),
        b'[4,6,"u","difficulty","%s",{"proposal":"\\u0111","mood":"x"},"x"]' % ROW.format(1).encode(),
    ]
    assert world.so.receive(forge(world, odd))[0].verdict == "accepted"
    db = world.so.session.store.db
    log = journal.find_log(db, replica_of("217a"), 1)
    assert log is not None
    assert list(journal.lines(db, log.n, 1, 4)) == odd
    assert records.show(world.so.session, "difficulty", ROW.format(1))["proposal"] == "đ"
    assert db.execute("SELECT count(*) FROM op_unknown").fetchone() == (4,)
    assert check.check(world.so.session).problems == ()
    batch = packages.list_packages(world.so.session)[-1].batch or 0
    retract.undo_batch(world.so.session, batch)
    assert list(journal.lines(db, log.n, 1, 4)) == odd


def test_they_are_folded_after_an_upgrade(world: World) -> None:
    """A version that knew neither ``task`` nor ``proposal`` took them in; this one folds them."""
    lines = [
        line(1, {"description": "a", "proposal": "Mua cáp"}),
        line(2, {"title": "Việc", "progress": 30}, table="task"),
        line(3, {"progress": "sai kiểu", "title": "Việc hai"}, table="task"),
    ]
    path = forge(world, [*lines[:2], line(3, {"title": "Việc hai", "progress": 5}, table="task")])
    assert world.so.receive(path)[0].verdict == "accepted"
    db = world.so.session.store.db
    db.execute(f"UPDATE op SET fields = {fields_sql()}")  # what an older program does not know, it keeps as it came
    expected = dump(world.so.session)
    with world.so.session.store.write("x", "", "x"):  # as the older program would have left it
        db.execute("UPDATE session SET applying = 1")
        db.execute("UPDATE difficulty SET proposal = NULL")
        db.execute("DELETE FROM task_fts")
        db.execute("DELETE FROM task")
        db.execute("INSERT INTO record_type VALUES (1007, 'task')")
        number = TYPES["task"].number
        db.execute("INSERT INTO op_unknown SELECT n FROM op WHERE tbl = ?", (number,))
        db.execute("INSERT INTO op_unknown SELECT n FROM op WHERE fields LIKE '%proposal%'")
        db.execute("UPDATE op SET tbl = 1007 WHERE tbl = ?", (number,))
        db.execute("UPDATE session SET applying = 0")
    done = upgrade.fold_unknown(db)
    assert done.new == 2
    found = dump(world.so.session)
    for name in ("op", "op_unknown"):
        assert found[name] == expected[name]
    assert records.show(world.so.session, "difficulty", ROW.format(1))["proposal"] == "Mua cáp"
    assert {row["title"]: row["progress"] for row in records.listing(world.so.session, Query("task"))} == {
        "Việc": 30,
        "Việc hai": 5,
    }
    assert check.check(world.so.session).problems == ()


def test_a_value_of_a_type_the_field_turns_out_not_to_have(world: World) -> None:
    assert world.so.receive(forge(world, [line(1, {"title": "Việc"}, table="task")]))[0].verdict == "accepted"
    db = world.so.session.store.db
    db.execute('UPDATE op SET fields = \'{"progress":"nhiều","title":"Việc"}\' WHERE row IS NOT NULL AND batch > 1')
    refold.refold(db, db.execute("SELECT tbl, row FROM op WHERE fields LIKE '%progress%'").fetchall())
    assert [row["progress"] for row in records.listing(world.so.session, Query("task"))] == [None]


# -- what a line inserted is kept once ---------------------------------------------------------------------------------


def test_lines_are_given_again_byte_for_byte_whether_their_fields_are_kept_or_not(world: World) -> None:
    odd = line_text(9, hlc_at(START) + 9, "i", "task", ROW.format(9), '{"title":"a" , "progress":1}', "Kẻ lạ").encode()
    lines = [
        line(1),
        line(2, {"description": 'Tường "lửa"\nhỏng'}),  # letters that are escaped
        line(3, {"title": "Việc", "progress": 0, "officers": [ROW.format(1), ROW.format(2)]}, table="task"),
        line(4, {"title": "Tập huấn", "hours": 7.5}, table="training"),
        line(5, {"title": "Tập huấn", "hours": 7}, table="training"),
        line(6, {"full_name": "Hà", "full_time": True, "assignment_document": ROW.format(7)}, table="officer"),
        line(7, {"number": "01/QĐ", "subject": None}, table="document"),
        line(8, {"title": "Mới", "from_a_newer_version": 1}, table="task"),
        odd,
        line(10, {}, table="task"),
        line(11, {"title": "Sửa ngay"}, table="task"),
        line(12, {"title": "Sửa rồi"}, row=ROW.format(11), table="task", kind="u"),
        line(13, {"title": "Xóa ngay"}, table="task"),
        line(14, {}, row=ROW.format(13), table="task", kind="d"),
    ]
    [outcome] = world.so.receive(forge(world, lines))
    assert outcome.verdict == "accepted"
    session = world.so.session
    db = session.store.db
    log = journal.find_log(db, replica_of("217a"), 1)
    assert log is not None

    def kept_in_the_row() -> list[int]:
        rows = db.execute("SELECT n FROM op WHERE fields IS NULL AND n >> 40 = ? ORDER BY n", (log.n,))
        return [journal.split(n)[1] for (n,) in rows]

    assert kept_in_the_row() == [1, 3, 5, 6, 10]
    assert list(journal.lines(db, log.n, 1, 14)) == lines
    world.so.receive(forge_more(world, lines, [line(15, {"progress": 9}, row=ROW.format(3), table="task", kind="u")]))
    assert kept_in_the_row() == [1, 5, 6, 10]
    assert check.check(session).problems == ()
    with session.store.write("x", "", "x"):  # as a person with another tool would
        db.execute("UPDATE task SET title = 'Khác' WHERE id = ?", (journal.uuid_bytes(ROW.format(10)),))
        db.execute("DELETE FROM officer")
    assert kept_in_the_row() == [1, 5]
    assert list(journal.lines(db, log.n, 1, 14)) == lines
    retract.undo_batch(session, outcome.batch or 0)
    assert kept_in_the_row() == []
    assert list(journal.lines(db, log.n, 1, 14)) == lines


def forge_more(world: World, before: list[bytes], lines: list[bytes]) -> Path:
    """Write the package that follows one of :func:`forge`."""
    start = chain_start(PROVINCE, "217", replica_of("217a"), 1, keys_of("217a").public.minisign)
    return forge(world, lines, number=2, from_seq=len(before) + 1, base_hash=chain_over(start, before))


# -- return packages --------------------------------------------------------------------------------------------------


def test_siblings_exchange_through_the_province(siblings: World) -> None:
    world = siblings
    shared = add(world, "217a")
    world.so.receive(*world.export("217a"))
    world["217b"].receive(world.reply("217"))
    records.change(world["217b"].session, "difficulty", shared, {"proposal": "Máy b"})
    records.change(world["217a"].session, "difficulty", shared, {"proposal": "Máy a"})
    outcomes = world.so.receive(*world.export("217a"), *world.export("217b"))
    assert sum(each.conflicts for each in outcomes) == 1
    answer = world.reply("217")
    for name in ("217a", "217b"):
        assert world[name].receive(answer)[0].verdict == "accepted"
        values = records.conflicts_of(world[name].session, "difficulty", shared)["proposal"]
        assert {each.value for each in values} == {"Máy a", "Máy b"}
    records.resolve(world["217b"].session, "difficulty", shared, {"proposal": "Máy a"})
    world.so.receive(*world.export("217b"))
    world["217a"].receive(world.reply("217"))
    for name in ("217a", "217b", "so"):
        assert records.conflicts_of(world[name].session, "difficulty", shared) == {}
        assert records.show(world[name].session, "difficulty", shared)["proposal"] == "Máy a"
        assert world[name].session.store.db.execute("SELECT count(*) FROM conflict").fetchone() == (0,)


def test_an_edit_after_a_conflict_settles_it(siblings: World) -> None:
    """Whoever writes the field having seen both values settles it, on the page of conflicts or in the form."""
    world = siblings
    shared = add(world, "217a")
    world.so.receive(*world.export("217a"))
    world["217b"].receive(world.reply("217"))
    for name in ("217a", "217b"):
        records.change(world[name].session, "difficulty", shared, {"proposal": name})
    world.so.receive(*world.export("217a"), *world.export("217b"))
    world["217a"].receive(world.reply("217"))
    records.change(world["217a"].session, "difficulty", shared, {"proposal": "Một ý kiến thứ ba"})
    assert world["217a"].session.store.db.execute("SELECT count(*) FROM conflict").fetchone() == (0,)
    assert check.check(world["217a"].session).problems == ()


@pytest.mark.parametrize("keep", [True, False])
def test_a_deletion_against_an_edit_is_settled_by_a_person_and_travels(siblings: World, keep: bool) -> None:
    world = siblings
    shared = add(world, "217a")
    world.so.receive(*world.export("217a"))
    world["217b"].receive(world.reply("217"))
    records.delete(world["217a"].session, "difficulty", [shared])
    records.change(world["217b"].session, "difficulty", shared, {"proposal": "Vẫn cần"})
    world.so.receive(*world.export("217a"), *world.export("217b"))
    answer = world.reply("217")
    for name in ("217a", "217b"):
        world[name].receive(answer)
        assert "" in records.conflicts_of(world[name].session, "difficulty", shared)
        assert records.show(world[name].session, "difficulty", shared)["proposal"] == "Vẫn cần"
    records.settle_deletion(world["217a"].session, "difficulty", shared, keep=keep)
    world.so.receive(*world.export("217a"))
    world["217b"].receive(world.reply("217"))
    for name in ("217a", "217b", "so"):
        session = world[name].session
        assert records.count(session, Query("difficulty")) == int(keep)
        assert session.store.db.execute("SELECT count(*) FROM conflict").fetchone() == (0,)
        assert check.check(session).problems == ()
    if keep:
        with pytest.raises(BadInput, match="không có gì cần giải quyết"):
            records.settle_deletion(world["217a"].session, "difficulty", shared, keep=True)


def test_a_new_pc_gets_both_lives_of_its_sibling_in_one_return(siblings: World) -> None:
    world = siblings
    add(world, "217a", "Đời một")
    world.so.receive(*world.export("217a"))
    world["217a"].session.store.mark_older()
    add(world, "217a", "Đời hai")
    world.so.receive(*world.export("217a"))
    assert world["217b"].receive(world.reply("217"))[0].verdict == "accepted"
    assert len(records.listing(world["217b"].session, Query("difficulty"))) == 2


def test_nonsense_about_the_sos_own_log_is_an_alarm(world: World) -> None:
    ack = Ack("STTTT", replica_of("so"), 1, 2**62, "0" * 64)
    outcome = world.so.receive(forge(world, [line(1)], acks=(ack,)))[0]
    assert (outcome.verdict, outcome.alarm) == ("accepted", True)
    ack = Ack("STTTT", replica_of("so"), 2**62, 5, "0" * 64)
    assert world.so.receive(forge(world, [line(1), line(2)], acks=(ack,), number=2))[0].alarm is False
    own = journal.own_log(world.so.session.store.db)
    assert own is not None
    assert own.incarnation <= 3


def test_logs_that_claim_to_know_the_future_do_no_harm(siblings: World) -> None:
    world = siblings
    row = add(world, "217a")
    world.so.receive(*world.export("217a"))
    future = {"unit": "217", "replica": replica_of("217a"), "incarnation": 1, "seq": 2**40, "hash": "0" * 64}
    mine = {**future, "replica": replica_of("217b")}
    lines = [
        line_text(1, hlc_at(START), "m", None, None, fields_text(mine), "x").encode(),
        line_text(2, hlc_at(START), "m", None, None, fields_text(future), "x").encode(),
        line(3, {"description": "Tôi biết tất cả"}, kind="u", row=row),
    ]
    assert world.so.receive(forge(world, lines, "217b"))[0].verdict == "accepted"
    world["217a"].receive(world.reply("217"))
    records.change(world["217a"].session, "difficulty", row, {"description": "Sau"})
    assert world.so.receive(*world.export("217a"))[0].verdict == "accepted"
    assert check.check(world.so.session).problems == ()


def test_the_store_is_opened_twice(world: World) -> None:
    from bgit_desktop.errors import EnvironmentProblem

    assert world.so.session.store.writable
    with pytest.raises(EnvironmentProblem, match="đang được"):
        database.open_store(world.so.folder, wait=0)
