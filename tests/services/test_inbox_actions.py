"""What a person does with the inbox: try again, delete, print a receipt, read the audit log."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_world import World, pin, replica_of

import bgit_desktop
from bgit_desktop.core.phone_code import short_code
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services import audit_log, exchange_board, inbox, packages, receipts, receiving, records, retract
from bgit_desktop.services.verdict_words import VERDICTS


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make()
    yield made
    made.close()


def stranger(world: World) -> Path:
    """A package of a PC that the Sở has not enrolled."""
    records.add(world["218a"].session, "officer", {"full_name": "Hoàng Văn Nam"})
    with world.so.session.store.write("keys", "", "test"):
        world.so.session.store.db.execute("DELETE FROM peer WHERE replica = ?", (replica_of("218a"),))
    (file,) = world.export("218a")
    return file


def test_a_held_package_goes_in_once_its_key_is_enrolled_and_somebody_tries_again(world: World) -> None:
    (held,) = world.so.receive(stranger(world))
    assert held.verdict == "held-unknown-key"
    (still,) = receiving.retry(world.so.session, world.so.keyring)
    assert (still.verdict, still.file) == ("held-unknown-key", held.file)
    with world.so.session.store.write("keys", "", "test"):
        pin(world.so.session.store, "218a")
    (went,) = receiving.retry(world.so.session, world.so.keyring)
    assert (went.verdict, went.applied) == ("accepted", 1)
    with pytest.raises(NotFound):
        receiving.retry(world.so.session, world.so.keyring)


def test_held_packages_are_tried_again_after_an_import_that_brings_nothing_new(world: World) -> None:
    records.add(world["217a"].session, "officer", {"full_name": "Nguyễn Thị Hà"})
    (known,) = world.export("217a")
    world.so.receive(known)
    world.so.receive(stranger(world))
    with world.so.session.store.write("keys", "", "test"):
        pin(world.so.session.store, "218a")
    assert [each.verdict for each in world.so.receive(known)] == ["duplicate", "accepted"]


def test_a_rejected_file_is_deleted_from_quarantine_and_the_audit_keeps_why(world: World) -> None:
    junk = world.folder / "anh.bgpkg"
    junk.write_bytes(b"no package")
    world.so.receive(junk)
    world.so.receive(junk)
    kept = list((world.so.folder / "packages/quarantine").iterdir())
    assert len(kept) == 1
    assert len(packages.list_packages(world.so.session)) == 2
    row = inbox.discard(world.so.session, "anh.bgpkg")
    assert row.status == "rejected-corrupt"
    assert not list((world.so.folder / "packages/quarantine").iterdir())
    assert packages.list_packages(world.so.session) == []
    told = audit_log.audit_log(world.so.session, "anh.bgpkg xoa")
    assert told[0].what == "discard"
    assert row.sha256 in told[0].detail
    with pytest.raises(NotFound):
        inbox.discard(world.so.session, "anh.bgpkg")


def test_a_file_of_an_unknown_pc_can_be_deleted_but_nothing_that_was_taken_in(world: World) -> None:
    records.add(world["217a"].session, "officer", {"full_name": "Nguyễn Thị Hà"})
    (good,) = world.export("217a")
    world.so.receive(good)
    with pytest.raises(Refused, match="accepted"):
        inbox.discard(world.so.session, good.name)
    file = stranger(world)
    world.so.receive(file)
    inbox.discard(world.so.session, file.name)
    assert [row.file for row in packages.list_packages(world.so.session)] == [good.name]


def test_both_sides_make_the_same_code_for_the_telephone(world: World, tmp_path: Path) -> None:
    records.add(world["217a"].session, "officer", {"full_name": "Nguyễn Thị Hà"})
    (file,) = world.export("217a")
    (got,) = world.so.receive(file)
    ours = receipts.code_of(world["217a"].session, packages.list_packages(world["217a"].session)[-1])
    theirs = receipts.code_of(world.so.session, packages.find_package(world.so.session, file.name))
    assert ours == theirs == " ".join(short_code(packages.file_sha256(file), got.to_seq))
    assert receipts.write_receipt(world.so.session, file.name, tmp_path / "1.pdf").read_bytes().startswith(b"%PDF")
    assert got.batch is not None
    retract.undo_batch(world.so.session, got.batch)
    assert receipts.write_receipt(world.so.session, file.name, tmp_path / "2.pdf").read_bytes().startswith(b"%PDF")


def test_a_preview_counts_new_changed_and_conflicting_by_type() -> None:
    world = World.make(("217a", "217b"))
    try:
        first, second = world["217a"], world["217b"]
        officer = records.add(first.session, "officer", {"full_name": "Nguyễn Thị Hà"})
        world.so.receive(*world.export("217a"))
        second.receive(world.reply("217"))
        for place in (first, second):
            records.change(place.session, "officer", officer, {"phone": f"09 {place.name}"})
        records.add(second.session, "task", {"clause": "QyD.6.2.a", "title": "Kế hoạch"})
        world.so.receive(*world.export("217a"))
        (shown,) = world.so.receive(*world.export("217b"), dry_run=True)
        found = {each.label: each for each in exchange_board.changes_by_type(shown)}
        assert (found["Cán bộ"].changed, found["Cán bộ"].conflicts) == (1, 1)
        assert (found["Nhiệm vụ"].new, found["Nhiệm vụ"].conflicts) == (1, 0)
        assert exchange_board.changes_text(shown) == "Cán bộ: 1 sửa, 1 xung đột; Nhiệm vụ: 1 mới"
        assert records.count(world.so.session, records.Query("task")) == 0
    finally:
        world.close()


# -- the audit log ---------------------------------------------------------------------------------------------------


def test_every_code_of_the_audit_log_has_words() -> None:
    codes = set()
    for path in Path(bgit_desktop.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "audit":
                what = node.args[1]
                if isinstance(what, ast.Constant):
                    codes.add(str(what.value))
    assert len(codes) > 20
    assert codes == set(audit_log.ACTIONS)


def test_the_audit_log_says_in_words_what_was_refused_and_names_pcs(world: World) -> None:
    world.so.receive(stranger(world))
    newest = audit_log.audit_log(world.so.session)[0]
    assert newest.what == "held-unknown-key"
    assert newest.label == f"Gói không nhập: {str(VERDICTS['held-unknown-key'].word).lower()}"
    assert not newest.serious
    assert audit_log.audit_log(world.so.session, "khong co chu nay") == []
    assert len(audit_log.audit_log(world.so.session, limit=1)) == 1
