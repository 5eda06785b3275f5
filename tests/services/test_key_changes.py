"""Keys that change, are lost, are stolen: a district and the Sở on real stores, real files, real key files."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from bgit_desktop.errors import BadInput, NotFound, Refused, WrongPassphrase
from bgit_desktop.exchange import age
from bgit_desktop.exchange.keys import PrivateKeys, PublicKeys, fingerprint
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.rotation import Rotation, sign_rotation
from bgit_desktop.exchange.trust_list import parse_trust_list, sign_trust_list
from bgit_desktop.services import (
    answering,
    check,
    key_sheet,
    keys,
    ownkeys,
    packages,
    receiving,
    records,
    recovering,
    revoking,
    rotating,
    trustlist,
)
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.ownkeys import Keyring, Offline
from bgit_desktop.store import journal, peers

SECRET = "mật khẩu thử nghiệm"


@dataclass
class Exchange:
    """A district and the Sở, each with its keys unlocked, and files that go to and fro."""

    unit: Session
    so: Session
    unit_keys: Keyring
    so_keys: Keyring
    folder: Path

    def __post_init__(self) -> None:
        self.numbers = itertools.count()

    def file(self) -> Path:
        return self.folder / f"{next(self.numbers)}.bgpkg"

    def add(self, text: str = "Mạng chậm") -> str:
        return records.add(self.unit, "difficulty", {"description": text})

    def export(self, *, full: bool = False) -> Path:
        return packages.export_package(self.unit, self.unit_keys, self.file(), full=full).path

    def sent(self, text: str = "Mạng chậm") -> Path:
        self.add(text)
        return self.export()

    def reply(self) -> Path:
        return packages.reply(self.so, self.so_keys, "217", self.file()).path

    def at_so(self, path: Path) -> Outcome:
        return receiving.receive(self.so, self.so_keys, [path])[0]

    def at_unit(self, path: Path) -> Outcome:
        return receiving.receive(self.unit, self.unit_keys, [path])[0]

    def rotate_unit(self) -> None:
        self.unit_keys = rotating.rotate(self.unit, self.unit_keys, SECRET).keyring

    def rotate_so(self) -> None:
        self.so_keys = rotating.rotate(self.so, self.so_keys, SECRET).keyring

    @property
    def peer(self) -> peers.Peer:
        found = peers.find_peer(self.so.store.db, self.unit.replica)
        assert found is not None
        return found

    @property
    def sender(self) -> peers.Peer:
        found = peers.find_peer(self.unit.store.db, self.so.replica)
        assert found is not None
        return found


@pytest.fixture
def pair(enrolled_pair, unit_keyring, province_keyring, tmp_path: Path) -> Iterator[Exchange]:
    with open_session(enrolled_pair.unit) as unit, open_session(enrolled_pair.province) as so:
        made = Exchange(unit, so, unit_keyring, province_keyring, tmp_path)
        yield made
        assert check.check(made.unit).problems == ()
        assert check.check(so).problems == ()
        made.unit.close()


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """New key files cost a second of scrypt each; what is tested here is when they are written, not how."""
    mark, real = b"age-encryption.org/v1\n-> scrypt quick\n", age.decrypt_with_passphrase

    def encrypt(plain: bytes, passphrase: str) -> bytes:
        return mark + sha256(passphrase.encode()).digest() + plain

    def decrypt(data: bytes, passphrase: str) -> bytes:
        if not data.startswith(mark):
            return real(data, passphrase)
        rest = data.removeprefix(mark)
        if rest[:32] != sha256(passphrase.encode()).digest():
            raise WrongPassphrase("x")
        return rest[32:]

    monkeypatch.setattr(age, "encrypt_with_passphrase", encrypt)
    monkeypatch.setattr(age, "decrypt_with_passphrase", decrypt)


def audited(session: Session, what: str) -> list[str]:
    return [text for (text,) in session.store.db.execute("SELECT detail FROM audit WHERE what = ?", (what,))]


# -- a unit changes its keys ------------------------------------------------------------------------------------------


def test_the_first_package_under_new_keys_speaks_for_itself(pair: Exchange) -> None:
    before = pair.sent()
    old = pair.unit_keys
    answer = pair.reply()  # encrypted to the old key
    pair.rotate_unit()
    assert pair.unit_keys.private.public.minisign == pair.unit.store.meta("minisign") != old.private.public.minisign
    after = pair.sent("Máy chủ hỏng")
    outcome = pair.at_so(after)
    assert (outcome.verdict, outcome.applied, outcome.alarm) == ("accepted", 2, False)
    assert (pair.peer.minisign, pair.peer.age) == (
        pair.unit_keys.private.public.minisign, pair.unit_keys.private.public.age,
    )  # fmt: skip
    assert [each.minisign for each in pair.peer.earlier] == [old.private.public.minisign]
    assert pair.peer.first_minisign == old.private.public.minisign
    assert pair.at_so(before).verdict == "duplicate"  # signed by the old key while it was the key
    assert pair.at_unit(answer).verdict in ("accepted", "duplicate")
    assert pair.at_unit(pair.reply()).verdict in ("accepted", "duplicate")
    assert packages.what_would_leave(pair.unit).confirmed == 2  # under the new key
    assert len(audited(pair.so, "rotated")) == 1
    assert len(audited(pair.unit, "rotate")) == 1
    reopened = ownkeys.unlock(pair.unit, SECRET)
    assert reopened.private.identities == (pair.unit_keys.private.identity, old.private.identity)


def test_a_reader_two_rotations_behind(pair: Exchange) -> None:
    pair.rotate_unit()
    pair.add()
    pair.rotate_unit()
    assert pair.at_so(pair.sent()).verdict == "accepted"
    assert len(pair.peer.earlier) == 2
    assert [each.seq for each in pair.peer.earlier] == [1, 0]
    listed = parse_trust_list((trustlist.current_signed(pair.so, pair.so_keys) or SignedText("", "")).text)
    entry = listed.find("217", pair.unit.replica)
    assert entry is not None
    assert entry.earlier == tuple(each.minisign for each in pair.peer.earlier)
    assert (entry.until, entry.chain_key) == (((1, 1), (1, 0)), pair.peer.first_minisign)


def test_what_a_stolen_old_key_signs_counts_for_nothing(pair: Exchange) -> None:
    old = pair.unit_keys
    pair.at_so(pair.sent())
    pair.rotate_unit()
    pair.at_so(pair.sent())
    head = journal.find_log(pair.so.store.db, pair.unit.replica, 1)
    pair.add("Kẻ trộm viết")
    stolen = packages.export_package(pair.unit, old, pair.file()).path
    outcome = pair.at_so(stolen)
    assert (outcome.verdict, outcome.alarm) == ("rejected-signature", True)
    assert "khóa cũ" in outcome.reason
    assert journal.find_log(pair.so.store.db, pair.unit.replica, 1) == head
    assert pair.at_so(pair.export()).verdict == "accepted"  # the same lines under the new key


def test_a_stolen_old_key_names_no_other_successor(pair: Exchange) -> None:
    old = pair.unit_keys
    pair.rotate_unit()
    pair.at_so(pair.sent())
    thief = PrivateKeys.generate()
    log = journal.own_log(pair.unit.store.db)
    assert log is not None
    said = Rotation(
        "pc", "24", "217", pair.unit.replica, old.private.public.minisign, thief.public.minisign, thief.public.age, 1,
        log.head, log.head_hash.hex(), "2024-06-10T06:13:20Z",
    )  # fmt: skip
    with pair.unit.store.write("keys", "", "kẻ trộm"):
        ownkeys.keep_statements(pair.unit, [sign_rotation(said, old.private.signing)])
    pair.add()
    forged = packages.export_package(pair.unit, Keyring(thief), pair.file()).path
    before = pair.peer
    assert pair.at_so(forged).verdict == "rejected-signature"
    assert pair.peer == before


def test_the_enrolment_file_of_changed_keys_needs_no_digits(pair: Exchange) -> None:
    pair.rotate_unit()
    path = keys.export_enrolment(pair.unit, pair.unit_keys, pair.file())
    assert keys.vouched(pair.so, keys.read_enrolment(pair.so, path))
    trusted = keys.trust(pair.so, path)
    assert trusted.keys == pair.unit_keys.private.public
    assert pair.peer.minisign == pair.unit_keys.private.public.minisign
    assert keys.trust(pair.so, path).replica == pair.unit.replica  # once more changes nothing
    assert len(pair.peer.earlier) == 1
    shown = keys.show(pair.unit)
    assert shown.fingerprint == fingerprint("24", "217", pair.unit_keys.private.public)


def test_an_enrolment_without_digits_that_nobody_vouches_for(pair: Exchange) -> None:
    with pair.unit.store.write("keys", "", "kẻ lạ"):
        stranger = Keyring(PrivateKeys.generate())
        ownkeys.note_keys(pair.unit, stranger.private.public)
    path = keys.export_enrolment(pair.unit, stranger, pair.file())
    before = pair.peer
    with pytest.raises(Refused, match="40 chữ số"):
        keys.trust(pair.so, path)
    assert pair.peer == before


# -- the power fails --------------------------------------------------------------------------------------------------


class PowerCut(Exception):
    pass


def test_the_power_fails_before_the_change(pair: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise PowerCut

    before = pair.unit.store.meta("minisign")
    with monkeypatch.context() as patch:
        patch.setattr(ownkeys, "note_keys", cut)
        with pytest.raises(PowerCut):
            pair.rotate_unit()
    assert pair.unit.store.meta("minisign") == before
    assert ownkeys.unlock(pair.unit, SECRET).private.public.minisign == before
    pair.rotate_unit()
    assert list((pair.unit.store.folder / "keys").glob("next-*")) == []
    assert pair.at_so(pair.sent()).verdict == "accepted"


def test_the_power_fails_right_after_the_change(pair: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pair.unit.store.meta("minisign")
    real, calls = ownkeys.settle, []

    def cut(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 2:  # the first one stands at the beginning
            raise PowerCut
        real(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(ownkeys, "settle", cut)
        with pytest.raises(PowerCut):
            pair.rotate_unit()
    assert pair.unit.store.meta("minisign") != before
    pair.unit_keys = ownkeys.unlock(pair.unit, SECRET)
    assert pair.unit_keys.private.public.minisign == pair.unit.store.meta("minisign")
    assert len(pair.unit_keys.private.identities) == 2
    assert pair.at_so(pair.sent()).verdict == "accepted"


def test_a_database_put_back_from_before_the_rotation(pair: Exchange, tmp_path: Path) -> None:
    pair.at_so(pair.sent())
    folder = pair.unit.store.folder
    pair.unit.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "store.sqlite3", tmp_path / "old.sqlite3")
    pair.rotate_unit()
    pair.at_so(pair.sent("Sau khi đổi khóa"))
    pair.unit.close()
    for name in ("store.sqlite3-wal", "store.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "old.sqlite3", folder / "store.sqlite3")
    pair.unit = open_session(folder)
    assert pair.unit.store.meta("minisign") != pair.unit_keys.private.public.minisign
    pair.unit_keys = ownkeys.unlock(pair.unit, SECRET)
    assert pair.unit.store.meta("minisign") == pair.unit_keys.private.public.minisign
    outcome = pair.at_so(pair.sent("Sau khi khôi phục"))
    assert (outcome.verdict, outcome.reason) == ("accepted", "")
    pair.at_unit(pair.reply())
    texts = {row[0] for row in pair.unit.store.db.execute("SELECT description FROM difficulty")}
    assert texts == {"Mạng chậm", "Sau khi đổi khóa", "Sau khi khôi phục"}


# -- lost keys --------------------------------------------------------------------------------------------------------


def test_a_forgotten_passphrase(pair: Exchange) -> None:
    pair.at_so(pair.sent())
    lost = pair.unit_keys
    done = rotating.replace_lost(pair.unit, "mật khẩu khác hẳn")
    assert (done.needs_sheet, done.incarnation) == (True, 2)
    pair.unit_keys = done.keyring
    with pytest.raises(WrongPassphrase):
        ownkeys.unlock(pair.unit, SECRET)
    assert len(list((pair.unit.store.folder / "keys").glob("lost-*.age"))) == 1
    path = pair.sent("Viết sau khi mất khóa")
    assert pair.at_so(path).verdict == "rejected-signature"
    file, sheet = keys.export_enrolment(pair.unit, pair.unit_keys, pair.file()), pair.folder / "phieu.pdf"
    key_sheet.sheet(pair.unit, sheet)
    assert sheet.read_bytes().startswith(b"%PDF-")
    with pytest.raises(Refused, match="40 chữ số"):
        keys.trust(pair.so, file)
    keys.trust(pair.so, file, keys.show(pair.unit).fingerprint)
    assert [(each.incarnation, each.seq) for each in pair.peer.earlier] == [(1, 1)]
    assert pair.at_so(path).verdict == "accepted"
    late = packages.export_package(pair.unit, lost, pair.file(), full=True)
    assert pair.at_so(late.path).verdict == "rejected-signature"  # whoever finds the lost key signs nothing with it
    for each in late.also:
        assert pair.at_so(each).verdict == "duplicate"
    assert pair.at_unit(pair.reply()).verdict in ("accepted", "duplicate")
    listed = parse_trust_list((trustlist.held(pair.so) or SignedText("", "")).text)
    entry = listed.find("217", pair.unit.replica)
    assert entry is not None
    assert (entry.incarnation, entry.chain_key) == (2, pair.unit_keys.private.public.minisign)


def test_the_sos_lost_key_and_its_recovery_key(pair: Exchange) -> None:
    on_its_way = pair.sent()
    with pytest.raises(Refused, match="khóa gốc"):
        rotating.replace_lost(pair.so, "mật khẩu khác hẳn")
    done = rotating.replace_lost(pair.so, "mật khẩu khác hẳn", pair.so_keys.root)
    assert (done.needs_sheet, done.incarnation) == (False, 1)
    pair.so_keys = done.keyring
    assert pair.at_so(on_its_way).verdict == "rejected-recipient"
    assert recovering.only_recovery_reads(pair.so, pair.so_keys, [on_its_way]) == [on_its_way]
    with pytest.raises(WrongPassphrase):
        recovering.with_recovery(pair.so, pair.so_keys, [on_its_way], "mật khẩu khác hẳn")
    with_it = recovering.with_recovery(pair.so, pair.so_keys, [on_its_way], "", Offline(None, SECRET))
    assert receiving.receive(pair.so, with_it, [on_its_way])[0].verdict == "accepted"
    assert pair.at_unit(pair.reply()).verdict in ("accepted", "duplicate")
    assert pair.sender.minisign == pair.so_keys.private.public.minisign
    after = pair.sent()
    assert recovering.only_recovery_reads(pair.so, pair.so_keys, [after]) == []
    assert pair.at_so(after).verdict == "accepted"


# -- the Sở changes its keys ------------------------------------------------------------------------------------------


def test_the_sos_keys_are_vouched_for_by_the_root(pair: Exchange) -> None:
    pair.at_so(pair.sent())
    old = pair.so_keys
    with pytest.raises(Refused, match="khóa gốc"):
        rotating.rotate(pair.so, replace(old, root=None), SECRET)
    pair.rotate_so()
    outcome = pair.at_unit(pair.reply())
    assert (outcome.verdict in ("accepted", "duplicate"), outcome.alarm) == (True, False)
    assert (pair.sender.minisign, pair.sender.age) == (
        pair.so_keys.private.public.minisign, pair.so_keys.private.public.age,
    )  # fmt: skip
    path = pair.sent()
    assert pair.so_keys.private.public.age in packages.show(path)["recipients"]
    assert pair.at_so(path).verdict == "accepted"
    deadline = {"kind": "half_year", "period": "2024-H1", "due_on": "2024-06-20"}
    records.add(pair.so, "deadline", deadline)
    forged = packages.reply(pair.so, replace(old, root=None), "217", pair.file()).path
    assert pair.at_unit(forged).verdict == "rejected-signature"  # the old key goes no further than its rotation


def test_the_old_operational_key_cannot_name_its_successor(pair: Exchange) -> None:
    thief = PrivateKeys.generate()
    log = journal.own_log(pair.so.store.db)
    assert log is not None
    said = Rotation(
        "pc", "24", pair.so.unit, pair.so.replica, pair.so_keys.private.public.minisign, thief.public.minisign,
        thief.public.age, 1, log.head, log.head_hash.hex(), "2024-06-10T06:13:20Z",
    )  # fmt: skip
    with pair.so.store.write("keys", "", "kẻ trộm"):
        ownkeys.keep_statements(pair.so, [sign_rotation(said, pair.so_keys.private.signing)])
    forged = packages.reply(pair.so, Keyring(thief), "217", pair.file()).path
    assert pair.at_unit(forged).verdict == "rejected-signature"
    assert pair.sender.minisign == pair.so_keys.private.public.minisign


def test_root_and_operational_key_changed_while_a_unit_was_away(pair: Exchange) -> None:
    first_root = pair.so.store.meta("root")
    for _ in range(2):
        done = rotating.rotate_root(pair.so, pair.so_keys, SECRET)
        assert done.before != done.after == pair.so.store.meta("root")
        pair.so_keys = done.keyring
        pair.rotate_so()
    assert ownkeys.unlock_root(pair.so, SECRET) == pair.so_keys.root
    assert pair.unit.store.meta("root") == first_root
    outcome = pair.at_unit(pair.reply())
    assert (outcome.verdict in ("accepted", "duplicate"), outcome.alarm) == (True, False)
    assert pair.unit.store.meta("root") == pair.so.store.meta("root")
    assert pair.sender.minisign == pair.so_keys.private.public.minisign
    assert pair.at_unit(pair.reply()).alarm is False
    assert pair.at_so(pair.sent()).verdict == "accepted"


def test_a_unit_that_pins_the_new_root_from_paper(pair: Exchange, unit_store: Path, unit_keyring: Keyring) -> None:
    pair.so_keys = rotating.rotate_root(pair.so, pair.so_keys, SECRET).keyring
    pair.rotate_so()
    pair.at_unit(pair.reply())
    enrolment = keys.export_enrolment(pair.so, pair.so_keys, pair.file())
    with open_session(unit_store) as fresh:  # the same district's PC, made anew: it never saw the old root
        keys.trust(fresh, enrolment, keys.show(pair.so).fingerprint)
        peers.forget_trust(fresh.store.db)
        outcome = receiving.receive(fresh, unit_keyring, [pair.reply()])[0]
        assert (outcome.verdict in ("accepted", "duplicate"), outcome.alarm) == (True, False)
        assert [(each.incarnation, each.seq) for each in peers.peers(fresh.store.db)[-1].earlier] == [(0, 0)]
        assert fresh.store.meta("root") == pair.so.store.meta("root")
        assert trustlist.held_version(fresh) == trustlist.held_version(pair.so)


def test_a_new_recovery_key(pair: Exchange) -> None:
    on_its_way = pair.sent()
    before = pair.so.store.meta("recovery")
    with pytest.raises(Refused):
        rotating.rotate_recovery(pair.so, pair.so_keys, SECRET)
    holding = ownkeys.unlock(pair.so, SECRET, root=True, recovery=True)
    done = rotating.rotate_recovery(pair.so, holding, SECRET)
    assert (done.before, done.after) == (before, pair.so.store.meta("recovery"))
    recoveries = ownkeys.unlock_recovery(pair.so, SECRET)
    assert [age.recipient_of(each) for each in recoveries] == [done.after, before]
    pair.at_unit(pair.reply())
    assert pair.unit.store.meta("recovery") == done.after
    assert done.after in packages.show(pair.export())["recipients"]
    only = Keyring(PrivateKeys.generate(), None, recoveries)
    assert receiving.receive(pair.so, only, [on_its_way])[0].verdict == "accepted"


def test_root_and_recovery_key_leave_the_pc(pair: Exchange, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    with pytest.raises(NotFound):
        rotating.move_offline(pair.so, SECRET, stick, "mật khẩu của két")
    stick.mkdir()
    with pytest.raises(Refused):
        rotating.move_offline(pair.unit, SECRET, stick, "x")
    written = rotating.move_offline(pair.so, SECRET, stick, "mật khẩu của két")
    assert [path.name for path in written] == ["root.age", "recovery.age"]
    assert not (pair.so.store.folder / "keys/root.age").exists()
    with pytest.raises(NotFound):
        rotating.move_offline(pair.so, SECRET, stick, "x")
    assert ownkeys.unlock(pair.so, SECRET, root=True).root is None
    safe = Offline(stick, "mật khẩu của két")
    pair.so_keys = ownkeys.unlock(pair.so, SECRET, root=True, recovery=True, offline=safe)
    assert pair.so_keys.root is not None
    done = rotating.rotate_root(pair.so, pair.so_keys, "mật khẩu mới của két", safe)
    with pytest.raises(WrongPassphrase):  # the new root lies under the new passphrase, not under that of the old one
        ownkeys.unlock_root(pair.so, "", safe)
    assert ownkeys.unlock_root(pair.so, "", Offline(stick, "mật khẩu mới của két")) == done.keyring.root
    assert not (pair.so.store.folder / "keys/root.age").exists()
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(stick / "root.age", other)
    rotating.rotate_root(pair.so, done.keyring, SECRET, safe)
    with pytest.raises(Refused, match="không phải khóa gốc"):
        ownkeys.unlock_root(pair.so, "", Offline(other, "mật khẩu mới của két"))


# -- trust lists that must not be believed ----------------------------------------------------------------------------


def test_an_older_and_another_list_of_the_same_version(pair: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    pair.at_so(pair.sent())
    assert pair.so_keys.root is not None
    pair.at_unit(pair.reply())
    held = trustlist.held(pair.unit)
    assert held is not None
    listed = parse_trust_list(held.text)
    other = sign_trust_list(replace(listed, issued="2024-06-10T06:13:20Z"), pair.so_keys.root)
    stranger = SigningKey.generate()
    newer = replace(listed, version=listed.version + 5)
    changed = replace(newer, root=stranger.public)
    for lists, alarm in (
        ([sign_trust_list(replace(listed, version=listed.version - 1), pair.so_keys.root)], False),
        ([held], False),
        ([other], True),
        ([sign_trust_list(newer, stranger)], True),
        ([sign_trust_list(changed, stranger)], True),
        ([sign_trust_list(changed, pair.so_keys.root)], True),
        ([SignedText("{}", "x")], True),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(answering.trustlist, "chain", lambda *_, lists=lists: lists)
            outcome = pair.at_unit(pair.reply())
        assert outcome.verdict in ("accepted", "duplicate")
        assert outcome.alarm is alarm, lists
        assert trustlist.held(pair.unit) == held
        assert pair.unit.store.meta("root") == pair.so.store.meta("root")
    assert len(audited(pair.unit, "trust-alarm")) == 5


# -- revocation -------------------------------------------------------------------------------------------------------


def test_revoke_takes_back_what_came_after(pair: Exchange) -> None:
    whole = pair.sent("Còn tin")
    pair.at_so(whole)
    pair.at_unit(pair.reply())
    later = pair.sent("Kẻ trộm viết")
    pair.at_so(later)
    seq = journal.find_log(pair.so.store.db, pair.unit.replica, 1)
    assert seq is not None
    points = revoking.candidates(pair.so, pair.unit.replica)
    assert [(each.seq, each.file) for each in points] == [(seq.head, later.name), (1, whole.name), (0, "")]
    with pytest.raises(Refused, match="không thể là"):
        revoking.revoke(pair.so, pair.unit.replica, seq.head + 1, pair.so_keys)
    with pytest.raises(BadInput):
        revoking.revoke(pair.so, pair.unit.replica, -1)
    with pytest.raises(Refused, match="chính máy này"):
        revoking.revoke(pair.so, pair.so.replica, 0)
    with pytest.raises(NotFound):
        revoking.revoke(pair.so, "nobody", 0)
    with pytest.raises(Refused, match="Chỉ Sở"):
        revoking.revoke(pair.unit, pair.so.replica, 0)
    done = revoking.revoke(pair.so, pair.unit.replica[:12], 1, pair.so_keys, reason="mất máy")
    assert (done.last_good, done.incarnation, done.files) == (1, 1, (later.name,))
    assert done.operations == seq.head - 1
    assert done.trust_version == trustlist.held_version(pair.so)
    texts = [row[0] for row in pair.so.store.db.execute("SELECT description FROM difficulty")]
    assert texts == ["Còn tin"]
    assert [row.status for row in packages.list_packages(pair.so) if row.direction == "in"] == ["accepted", "undone"]
    assert "mất máy" in audited(pair.so, "revoke")[0]
    assert revoking.taken_back(done.detail) == ["Khó khăn, vướng mắc: 1 bản ghi không còn"]
    entry = parse_trust_list((trustlist.held(pair.so) or SignedText("", "")).text).find("217", pair.unit.replica)
    assert entry is not None
    assert (entry.status, entry.incarnation, entry.last_good_seq, entry.last_good_hash) == (
        "revoked", 1, 1, done.last_good_hash,
    )  # fmt: skip

    assert pair.at_so(whole).verdict == "duplicate"  # at last_good
    for path in (later, pair.sent("Còn nữa"), pair.export(full=True)):  # beyond it
        outcome = pair.at_so(path)
        assert (outcome.verdict, outcome.alarm) == ("rejected-revoked", True)
    pair.unit_keys = rotating.rotate(pair.unit, pair.unit_keys, SECRET).keyring
    assert pair.at_so(pair.sent()).verdict == "rejected-revoked"
    file = keys.export_enrolment(pair.unit, pair.unit_keys, pair.file())
    for digits in ("", keys.show(pair.unit).fingerprint):
        with pytest.raises(Refused):
            keys.trust(pair.so, file, digits)
    with pytest.raises(NotFound):
        pair.reply()  # nobody is left to answer


def test_revoke_within_a_package(pair: Exchange) -> None:
    short = pair.sent("Một")
    for each in ("Hai", "Ba"):
        pair.add(each)
    path = pair.export()
    pair.at_so(path)
    done = revoking.revoke(pair.so, pair.unit.replica, 2)
    assert (done.operations, done.trust_version) == (1, 0)
    left = "SELECT description FROM difficulty ORDER BY description"
    assert [row[0] for row in pair.so.store.db.execute(left)] == ["Hai", "Một"]
    assert packages.list_packages(pair.so)[-1].status == "accepted"
    assert pair.at_so(path).verdict == "rejected-revoked"
    assert pair.at_so(short).verdict == "duplicate"  # a window that ends before last_good
    done = revoking.revoke(pair.so, pair.unit.replica, 0, pair.so_keys)  # a person may go further back
    assert done.operations == 2
    assert pair.so.store.db.execute("SELECT count(*) FROM difficulty").fetchone() == (0,)
    assert done.trust_version == 2


def test_a_replica_that_never_sent_anything(pair: Exchange) -> None:
    done = revoking.revoke(pair.so, pair.unit.replica, 0, pair.so_keys)
    assert (done.operations, done.files) == (0, ())
    with pytest.raises(Refused, match="Chưa nhận"):
        revoking.revoke(pair.so, pair.unit.replica, 1, pair.so_keys)
    assert pair.at_so(pair.sent()).verdict == "rejected-revoked"
    assert [each.status for each in keys.list_keys(pair.so)] == ["own", "revoked"]


def test_a_sibling_hears_of_a_revocation(pair: Exchange, tmp_path: Path) -> None:
    from bgit_desktop.services import setup

    made = setup.create(
        tmp_path / "217b", mode="unit", unit="217", passphrase=SECRET, actor="Lê Thị Cúc", label="Máy 2"
    )
    with open_session(made.folder) as second:
        ring = ownkeys.unlock(second, SECRET)
        so_file = keys.export_enrolment(pair.so, pair.so_keys, pair.file())
        keys.trust(second, so_file, keys.show(pair.so).fingerprint)
        keys.trust(pair.so, keys.export_enrolment(second, ring, pair.file()), keys.show(second).fingerprint)
        pair.at_so(pair.sent("Còn tin"))
        pair.at_so(pair.sent("Kẻ trộm viết"))
        receiving.receive(second, ring, [pair.reply()])
        texts = "SELECT description FROM difficulty ORDER BY n"
        assert len(second.store.db.execute(texts).fetchall()) == 2
        sibling = peers.find_peer(second.store.db, pair.unit.replica)
        assert sibling is not None  # pinned on the word of the root
        assert (sibling.minisign, sibling.status) == (pair.unit_keys.private.public.minisign, "enrolled")
        revoking.revoke(pair.so, pair.unit.replica, 1, pair.so_keys)
        outcome = receiving.receive(second, ring, [pair.reply()])[0]
        assert outcome.alarm
        assert "thu hồi" in outcome.reason
        assert [row[0] for row in second.store.db.execute(texts)] == ["Còn tin"]
        again = receiving.receive(second, ring, [pair.reply()])[0]
        assert not again.alarm
        assert (
            pair.unit_keys.private.public.age
            not in packages.show(packages.export_package(second, ring, pair.file(), full=True).path)["recipients"]
        )
        assert check.check(second).problems == ()


def test_statements_are_kept_short_once_confirmed(pair: Exchange) -> None:
    for _ in range(3):
        pair.rotate_unit()
    assert len(ownkeys.statements(pair.unit)) == 3
    pair.at_so(pair.sent())
    pair.at_unit(pair.reply())
    assert len(ownkeys.statements(pair.unit)) == 2
    assert pair.at_so(pair.sent()).verdict == "accepted"
    assert json.loads(pair.unit.store.meta("earlier"))[-1] == pair.peer.first_minisign


def test_public_keys_of_a_statement(pair: Exchange) -> None:
    pair.rotate_unit()
    signed = ownkeys.statements(pair.unit)[0]
    assert PublicKeys(json.loads(signed.text)["minisign"], json.loads(signed.text)["age"]) == (
        pair.unit_keys.private.public
    )
