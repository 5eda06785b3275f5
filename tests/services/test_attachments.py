"""Scans: kept by their SHA-256, chosen into packages, taken in by the Sở, fetched later, named where damaged."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from exchange_world import World
from hypothesis import given, settings
from hypothesis import strategies as st

from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound, Refused
from bgit_desktop.exchange.manifest import Blob
from bgit_desktop.services import along, attachments, backup, check, packages, receiving, records, scans_due
from bgit_desktop.services.context import Session
from bgit_desktop.store import attachments as folder

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    yield made
    made.close()


def scan(world: World, content: bytes = PDF, name: str = "quyet-dinh.pdf") -> Path:
    path = world.folder / name
    path.write_bytes(content)
    return path


def document(session: Session, number: str = "12/QĐ-UBND") -> str:
    return records.add(session, "document", {"number": number, "kind": "decision"})


def files(session: Session) -> set[str]:
    return {path.name for path in (session.store.folder / "attachments").iterdir()}


# -- the folder ------------------------------------------------------------------------------------------------------


def test_a_scan_lies_under_its_hash_and_once(world: World) -> None:
    session = world["217a"].session
    first, second = document(session), document(session, "13/QĐ-UBND")
    kept = attachments.attach(session, "document", first, scan(world))
    again = attachments.attach(session, "document", second, scan(world, name="ban-khac.pdf"))
    assert kept.reference == again.reference == sha256(PDF).hexdigest()
    assert (kept.new, again.new) == (True, False)
    assert files(session) == {kept.reference}
    assert records.show(session, "document", first)["attachment"] == kept.reference
    assert check.check(session).problems == ()


@settings(max_examples=30, deadline=None)
@given(content=st.binary(max_size=3000))
def test_what_goes_in_comes_out(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    store = tmp_path_factory.mktemp("store")
    kept = folder.keep_bytes(store, content)
    assert kept.reference == sha256(content).hexdigest()
    assert folder.path_of(store, kept.reference).read_bytes() == content
    assert folder.state(store, kept.reference) == "present"


def test_undo_brings_a_removed_scan_back(world: World) -> None:
    session = world["217a"].session
    made = document(session)
    kept = attachments.attach(session, "document", made, scan(world))
    assert attachments.detach(session, "document", made)
    assert not attachments.detach(session, "document", made)
    records.undo(session)
    assert records.show(session, "document", made)["attachment"] == kept.reference
    assert attachments.verified(session, kept.reference).read_bytes() == PDF


def test_a_damaged_scan_is_named_and_heals(world: World) -> None:
    session = world["217a"].session
    kept = attachments.attach(session, "document", document(session), scan(world))
    path = folder.path_of(session.store.folder, kept.reference)
    path.write_bytes(b"x" + PDF[1:])
    [problem] = check.check(session).problems
    assert kept.reference[:12] in problem
    assert "12/QĐ-UBND" in problem
    for use in (attachments.verified, attachments.copy_to_open):
        with pytest.raises(EnvironmentProblem, match="12/QĐ-UBND"):
            use(session, kept.reference)
    with pytest.raises(EnvironmentProblem, match="12/QĐ-UBND"):
        packages.export_package(session, world["217a"].keyring, world.folder / "p.bgpkg", attach="all")
    assert not (world.folder / "p.bgpkg").exists()
    assert attachments.put(session, scan(world)).new
    assert check.check(session).problems == ()


def test_what_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world["217a"].session
    made = document(session)
    with pytest.raises(NotFound, match="khong-co"):
        attachments.attach(session, "document", made, world.folder / "khong-co.pdf")
    with pytest.raises(BadInput, match="rỗng"):
        attachments.attach(session, "document", made, scan(world, b""))
    with pytest.raises(BadInput, match="đính kèm"):
        attachments.attach(session, "task", made, scan(world))
    with pytest.raises(BadInput, match="bản quét"):
        records.change(session, "document", made, {"attachment": "a" * 64})
    with pytest.raises(NotFound, match="SHA-256"):
        attachments.verified(session, "../../store.sqlite3")
    monkeypatch.setattr(folder, "MAX_SIZE", 10)
    with pytest.raises(BadInput, match="lớn hơn"):
        attachments.attach(session, "document", made, scan(world))
    assert files(session) == set()


def test_only_pictures_and_documents_are_opened(world: World) -> None:
    session = world["217a"].session
    made = document(session, "15/QĐ-UBND: ../x")
    kept = attachments.attach(session, "document", made, scan(world))
    copy = attachments.copy_to_open(session, kept.reference)
    assert copy.name == "15-QĐ-UBND-..-x.pdf"
    assert copy.read_bytes() == PDF
    program = attachments.attach(session, "document", made, scan(world, b"MZ\x90\0 a program", "qd.pdf"))
    with pytest.raises(Refused, match="không mở"):
        attachments.copy_to_open(session, program.reference)
    assert attachments.save_copy(session, program.reference, world.folder / "x").read_bytes() == b"MZ\x90\0 a program"


# -- packages --------------------------------------------------------------------------------------------------------


def test_nothing_goes_along_unless_chosen_and_is_fetched_later(world: World) -> None:
    unit, so = world["217a"], world.so
    kept = attachments.attach(unit.session, "document", document(unit.session), scan(world))
    [first] = world.export("217a")
    assert so.receive(first)[0].verdict == "accepted"
    assert files(so.session) == set()
    [absent] = attachments.missing(so.session)
    assert (absent.reference, absent.unit, absent.title) == (kept.reference, "217", "12/QĐ-UBND")
    with pytest.raises(NotFound, match="Gói sau"):
        attachments.verified(so.session, kept.reference)
    # the Sở's answer says what it lacks; nothing else is new, and the scan goes with the next package
    assert unit.receive(world.reply("217"))[0].is_ok
    assert folder.wanted(unit.session.store.db, "STTTT") == {kept.reference}
    leaving = packages.what_would_leave(unit.session, attach="new")
    assert leaving.along == along.Along((kept.reference,), len(PDF))
    out = world.new_file("217a")
    packages.export_package(unit.session, unit.keyring, out, attach="new")
    [outcome] = so.receive(out)
    assert outcome.is_ok
    assert "1 bản quét" in outcome.reason
    assert attachments.verified(so.session, kept.reference).read_bytes() == PDF
    assert attachments.missing(so.session) == []
    assert folder.wanted(unit.session.store.db, "STTTT") == set()
    assert packages.what_would_leave(unit.session, attach="new").along.references == ()
    assert packages.what_would_leave(unit.session, attach="all").along.references == (kept.reference,)


def test_what_was_sent_and_lost_is_asked_for_again(world: World) -> None:
    unit, so = world["217a"], world.so
    kept = attachments.attach(unit.session, "document", document(unit.session), scan(world))
    packages.export_package(unit.session, unit.keyring, world.folder / "lost.bgpkg", attach="new")
    assert packages.what_would_leave(unit.session, attach="new").along.references == ()
    [again] = world.export("217a")
    so.receive(again)
    unit.receive(world.reply("217"))
    assert packages.what_would_leave(unit.session, attach="new").along.references == (kept.reference,)


def test_the_sos_own_scans_travel_too(world: World) -> None:
    unit, so = world["217a"], world.so
    kept = attachments.attach(so.session, "document", document(so.session, "9/HD-STTTT"), scan(world))
    out = world.new_file("reply")
    packages.reply(so.session, so.keyring, "217", out, attach="all")
    assert unit.receive(out)[0].verdict == "accepted"
    assert attachments.verified(unit.session, kept.reference).read_bytes() == PDF


def test_a_preview_keeps_no_file(world: World) -> None:
    unit, so = world["217a"], world.so
    attachments.attach(unit.session, "document", document(unit.session), scan(world))
    out = world.new_file("217a")
    packages.export_package(unit.session, unit.keyring, out, attach="all")
    [shown] = so.receive(out, dry_run=True)
    assert "1 bản quét" in shown.reason
    assert files(so.session) == set()


def test_so_many_a_package_and_the_rest_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    unit = world["217a"]
    monkeypatch.setattr(along, "MOST_BLOBS", 2)
    for number in range(3):
        made = document(unit.session, f"{number}/QĐ")
        attachments.attach(unit.session, "document", made, scan(world, PDF + bytes([number])))
    chosen = along.choose(unit.session, "STTTT", "new")
    assert (len(chosen.references), chosen.left_out) == (2, 1)
    packages.export_package(unit.session, unit.keyring, world.folder / "1.bgpkg", attach="new")
    assert len(along.choose(unit.session, "STTTT", "new").references) == 1


def test_a_blob_that_is_not_what_it_is_called(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from bgit_desktop.exchange import package_writer

    unit, so = world["217a"], world.so
    attachments.attach(unit.session, "document", document(unit.session), scan(world))
    real = package_writer._seal

    def lying(stack, reference, source, recipients):  # type: ignore[no-untyped-def]  # as the real one
        blob, file = real(stack, sha256(b"other").hexdigest(), b"other", recipients)
        return Blob(reference, blob.size, blob.cipher_sha256), file

    monkeypatch.setattr(package_writer, "_seal", lying)
    out = world.new_file("217a")
    packages.export_package(unit.session, unit.keyring, out, attach="all")
    before = records.count(so.session, records.Query("document"))
    [outcome] = so.receive(out)
    assert outcome.verdict == "rejected-corrupt"
    assert records.count(so.session, records.Query("document")) == before
    assert files(so.session) == set()


def test_a_strange_blob_is_not_kept(world: World) -> None:
    unit, so = world["217a"], world.so
    made = document(unit.session)
    attachments.attach(unit.session, "document", made, scan(world))
    out = world.new_file("217a")
    chosen = along.choose(unit.session, "STTTT", "all")
    attachments.detach(unit.session, "document", made)
    original = along.choose
    along.choose = lambda *_: chosen  # type: ignore[assignment]  # as a program would that sends what nobody refers to
    try:
        packages.export_package(unit.session, unit.keyring, out, attach="all")
    finally:
        along.choose = original
    [outcome] = so.receive(out)
    assert outcome.verdict == "accepted"
    assert "Bỏ qua 1 tệp" in outcome.reason
    assert files(so.session) == set()


def test_an_urgent_package_stays_small_and_asks_for_nothing(world: World) -> None:
    unit, so = world["217a"], world.so
    for number in range(60):
        made = document(so.session, f"{number}/HD")
        attachments.attach(so.session, "document", made, scan(world, PDF + bytes([number])))
    unit.receive(world.reply("217"))
    world.export("217a")
    incident = records.add(
        unit.session, "incident",
        {"title": "Máy chủ một cửa ngừng", "category": "A1", "severity": "critical", "status": "open",
         "detected_at": "2024-06-10T08:00", "description": "Không truy cập được từ 8 giờ sáng."},
    )  # fmt: skip
    out = world.new_file("khan")
    exported = packages.export_package(unit.session, unit.keyring, out, incident=incident)
    assert exported.kind == "incident"
    assert out.stat().st_size < 5000
    [outcome] = receiving.receive(so.session, so.keyring, [out])
    assert outcome.verdict == "accepted"


def test_a_backup_holds_the_scans(unit_store: Path, tmp_path: Path, passphrase: str) -> None:
    from bgit_desktop.services.context import open_session

    source = tmp_path / "s.pdf"
    source.write_bytes(PDF)
    with open_session(unit_store) as session:
        kept = attachments.attach(session, "document", document(session), source)
        backup.backup(session, tmp_path / "b.bgbackup")
    restored = backup.restore(tmp_path / "b.bgbackup", tmp_path / "again", passphrase)
    assert restored.problems == ()
    with open_session(restored.folder, write=False) as session:
        assert attachments.verified(session, kept.reference).read_bytes() == PDF


# -- one by one, and what is still to come ---------------------------------------------------------------------------


def test_scans_are_chosen_one_by_one_and_the_rest_is_asked_for_and_fetched_later(world: World) -> None:
    unit, so = world["217a"], world.so
    kept = [
        attachments.attach(unit.session, "document", document(unit.session, number), scan(world, PDF + number.encode()))
        for number in ("12/QĐ-UBND", "13/QĐ-UBND")
    ]
    first, second = (each.reference for each in kept)
    offers = scans_due.offered(unit.session, "STTTT")
    assert [(each.title, each.is_new, each.asked) for each in offers] == [
        ("12/QĐ-UBND", True, False), ("13/QĐ-UBND", True, False),
    ]  # fmt: skip
    assert offers[0].text == "12/QĐ-UBND · 10 kB"
    with pytest.raises(NotFound):
        along.choose(unit.session, "STTTT", ("ab" * 32,))
    out = world.new_file("mot")
    done = packages.export_package(unit.session, unit.keyring, out, attach=(second,))
    assert done.along.references == (second,)
    so.receive(out)
    [lacks] = scans_due.lacking(so.session)
    assert (lacks.title, lacks.unit, lacks.state) == ("12/QĐ-UBND", "217", "gói kế tiếp sẽ xin")
    unit.receive(world.reply("217"))
    [lacks] = scans_due.lacking(so.session)
    assert lacks.state.startswith("đã xin trong gói ngày ")
    assert scans_due.lacking_text([lacks]) == "Máy này còn thiếu 1 bản quét mà bản ghi có nêu: 1 bản đã xin."
    found = {each.reference: each for each in scans_due.offered(unit.session, "STTTT")}
    assert (found[first].asked, found[first].is_new) == (True, True)
    assert (found[second].went, found[second].is_new) == (True, False)
    out = world.new_file("hai")
    packages.export_package(unit.session, unit.keyring, out, attach="new")
    so.receive(out)
    assert scans_due.lacking(so.session) == []
    assert scans_due.lacking_text([]) == ""


def test_a_damaged_scan_is_named_with_its_record_by_the_export_and_by_check(world: World) -> None:
    unit = world["217a"]
    kept = attachments.attach(unit.session, "document", document(unit.session), scan(world))
    folder.path_of(unit.session.store.folder, kept.reference).write_bytes(b"%PDF-1.4\nkhac")
    out = world.new_file("hong")
    with pytest.raises(EnvironmentProblem, match="12/QĐ-UBND") as refused:
        packages.export_package(unit.session, unit.keyring, out, attach=(kept.reference,))
    assert not out.exists()
    assert check.check(unit.session).problems == (str(refused.value),)
