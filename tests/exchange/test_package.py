"""Whole packages: the check by hand of EXCHANGE.md, every byte, and the table of forgeries."""

from __future__ import annotations

import bz2
import io
import json
import shutil
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.core.chain import chain_over
from bgit_desktop.errors import EnvironmentProblem, NotFound
from bgit_desktop.exchange import age
from bgit_desktop.exchange.container import write_container
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.manifest import Ack, Enrolment, SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.package_reader import Sender, open_package, show_package
from bgit_desktop.exchange.package_writer import write_package
from bgit_desktop.exchange.payload import LogHeader, LogLines
from bgit_desktop.exchange.trust import KnownReplica, decide_window
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict

from .conftest import PROVINCE, Pc, World, log_line, log_lines

Run = Callable[..., bytes]
TOOLS = ("unzip", "minisign", "age", "bunzip2", "sha256sum")
needs_tools = pytest.mark.skipif(any(shutil.which(each) is None for each in TOOLS), reason="a tool is missing")


def flipped_at_the_end(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def verdict_of(world: World, path: Path) -> Verdict:
    with pytest.raises(PackageProblem) as caught:
        world.open(path)
    assert caught.value.reason == str(caught.value) != ""
    return caught.value.verdict


@needs_tools
def test_the_check_by_hand(world: World, tmp_path: Path, run: Run) -> None:
    lines = log_lines(300)
    written = world.unit.write(tmp_path / "p.bgpkg", lines, world.province)
    assert written.sha256 == sha256(written.path.read_bytes()).hexdigest()
    assert written.size == written.path.stat().st_size
    assert b"No errors detected" in run("unzip", "-t", written.path)
    run("unzip", "-q", written.path, "-d", tmp_path / "out")
    out = tmp_path / "out"
    said = run("minisign", "-Vm", out / "manifest.json", "-P", world.unit.keys.signing.public).decode()
    assert "unit=217 replica=pc-217-a incarnation=1 window=1..300" in said
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert run("sha256sum", out / "payload.age").decode().split()[0] == manifest["payload"]["sha256"]
    (out / "identity.txt").write_text(world.province.keys.identity + "\n")
    packed = run("age", "-d", "-i", out / "identity.txt", out / "payload.age")
    assert run("bunzip2", input=packed) == b"".join(line + b"\n" for line in lines)


def test_what_is_written_is_read(world: World, tmp_path: Path) -> None:
    path = tmp_path / "p.bgpkg"
    acks = (Ack("STTTT", "pc-so", 1, 4, "ab" * 32, "accepted"),)
    first = world.unit.write(path, log_lines(20), world.province, acks=acks, trust_version=3)
    opened = world.open(path)
    assert (opened.manifest, opened.sha256, opened.size) == (first.manifest, first.sha256, first.size)
    assert opened.signed_by == world.unit.keys.signing.public
    (log,) = opened.logs
    assert list(log.lines) == log_lines(20)
    assert log.hash_at(0) == world.unit.start
    assert log.hash_at(20).hex() == first.manifest.head_hash
    assert [(seq, line) for line, _, (seq, *_rest) in log.operations()] == list(enumerate(log_lines(20), 1))
    assert [each for _, each, _ in log.operations()][6] == chain_over(world.unit.start, log_lines(7)) == log.hash_at(7)
    assert log.max_hlc == (1_700_000_000_020) << 16
    for outside in (-1, 21):
        with pytest.raises(IndexError):
            log.hash_at(outside)

    base = bytes.fromhex(first.manifest.head_hash)
    second = world.unit.write(path, log_lines(5, 21), world.province, kind="delta", from_seq=21, base_hash=base)
    assert (second.manifest.from_seq, second.manifest.to_seq) == (21, 25)
    assert world.open(path).logs[0].hash_at(20) == base

    empty = world.unit.write(path, [], world.province, kind="delta", from_seq=26, base_hash=base)
    assert (empty.manifest.to_seq, empty.manifest.head_hash) == (25, base.hex())
    assert world.open(path).logs[0].window().to_seq == 25


def test_an_opened_window_goes_to_the_decision(world: World, tmp_path: Path) -> None:
    world.unit.write(tmp_path / "p.bgpkg", log_lines(3), world.province)
    window = world.open(tmp_path / "p.bgpkg").logs[0].window()
    about = KnownReplica({}, lambda _, seq: world.unit.start if seq == 0 else None)
    assert decide_window(about, window, 1_700_000_000_000).verdict is Verdict.ACCEPTED


def test_an_incident_package_is_small(world: World, tmp_path: Path) -> None:
    row = "018f0000-0000-7000-8000-000000000001"
    written = world.unit.write(tmp_path / "p.bgpkg", log_lines(2), world.province, kind="incident", incident=row)
    assert world.open(written.path).manifest.incident == row
    assert written.size < 5000


def test_a_delta_of_fifty_rows_is_small(world: World, tmp_path: Path) -> None:
    lines = [
        log_line(n, {"phone": f"09{n * 7919 % 10**8:08d}", "note": f"Đổi số của cán bộ thứ {n}"}, kind="u")
        for n in range(1, 51)
    ]
    written = world.unit.write(tmp_path / "p.bgpkg", lines, world.province, kind="delta")
    assert written.size <= 7000


def test_blobs_travel_and_are_checked(world: World, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"salt" + bytes(300_000))
    names = [sha256(scan.read_bytes()).hexdigest(), sha256(b"saltsecret").hexdigest()]
    to = [world.province.keys.public.age]
    path = tmp_path / "p.bgpkg"
    blobs: list[tuple[str, bytes | Path]] = [(names[0], scan), (names[1], b"saltsecret")]
    written = write_package(path, world.unit.draft(), log_lines(2), world.unit.keys.signing, to, blobs=blobs)
    opened = world.open(path)
    assert {each.sha256 for each in written.manifest.blobs} == set(names)
    assert opened.blob(names[1], world.province.keys.identities) == b"saltsecret"
    assert opened.blob(names[0], world.province.keys.identities) == scan.read_bytes()
    with pytest.raises(KeyError):
        opened.blob("ab" * 32, world.province.keys.identities)
    with pytest.raises(PackageProblem) as caught:
        opened.blob(names[0], world.other.keys.identities)
    assert caught.value.verdict is Verdict.REJECTED_RECIPIENT
    with pytest.raises(EnvironmentProblem, match=names[0][:12]):
        write_package(path, world.unit.draft(), [], world.unit.keys.signing, to, blobs=[(names[0], b"changed")])
    assert world.open(path).sha256 == written.sha256, "the failed export left the old file"


def test_a_return_package(world: World, tmp_path: Path) -> None:
    so, sibling = world.province, world.other
    trust = (SignedText('{"format":"bgit-trust"}', "minisig"),)
    lines = log_lines(4)
    header = LogHeader(
        sibling.unit, sibling.replica, 1, 1, 4, sibling.start.hex(), chain_over(sibling.start, lines).hex()
    )
    path = tmp_path / "r.bgpkg"
    draft = so.draft(kind="return", acks=(Ack("217", "pc-217-a", 1, 20, "ab" * 32, "accepted", ""),))
    write_package(
        path,
        draft,
        log_lines(2),
        so.keys.signing,
        [world.unit.keys.public.age],
        siblings=[LogLines(header, lines)],
        trust=trust,
    )
    opened = open_package(path, lambda *_: Sender.of(so.keys.signing.public), world.unit.keys.identities)
    assert [len(each.lines) for each in opened.logs] == [2, 4]
    assert opened.logs[1].hash_at(4).hex() == header.head_hash
    assert opened.trust == trust
    assert opened.manifest.acks == draft.acks
    broken = replace(header, head_hash="ab" * 32)
    write_package(path, draft, [], so.keys.signing, [world.unit.keys.public.age], siblings=[LogLines(broken, lines)])
    with pytest.raises(PackageProblem, match="Chuỗi băm"):
        open_package(path, lambda *_: Sender.of(so.keys.signing.public), world.unit.keys.identities)


def test_an_enrolment_is_signed_by_the_key_it_carries(world: World, tmp_path: Path) -> None:
    pc = Pc("219", "pc-219")
    written = pc.write(tmp_path / "e.bgpkg", [], pc, kind="enrol", enrolment=Enrolment(pc.keys.public, "Máy mới"))
    opened = world.open(written.path)
    assert opened.manifest.enrolment == Enrolment(pc.keys.public, "Máy mới")
    assert opened.logs == ()
    assert show_package(written.path).signature == "valid"
    write_package(
        written.path,
        pc.draft(kind="enrol", enrolment=Enrolment(world.other.keys.public)),
        [],
        pc.keys.signing,
        [pc.keys.public.age],
    )
    assert verdict_of(world, written.path) is Verdict.REJECTED_SIGNATURE
    assert show_package(written.path).signature == "invalid"


def test_a_rotated_key_and_its_older_windows(world: World, tmp_path: Path) -> None:
    new = SigningKey.generate()
    old = world.unit.keys.signing
    sender = Sender((new.public, old.public), old.public)
    for signer in (new, old):
        write_package(tmp_path / "p.bgpkg", world.unit.draft(), log_lines(2), signer, [world.province.keys.public.age])
        opened = open_package(tmp_path / "p.bgpkg", lambda *_: sender, world.province.keys.identities)
        assert opened.signed_by == signer.public


def test_show_needs_neither_store_nor_key(world: World, tmp_path: Path) -> None:
    path = tmp_path / "p.bgpkg"
    written = world.unit.write(path, log_lines(2), world.province)
    shown = show_package(path)
    assert (shown.manifest, shown.signature, shown.sha256) == (written.manifest, "not verified", written.sha256)
    assert "window=1..2" in shown.trusted_comment
    assert show_package(path, world.keys_for).signature == "valid"
    assert show_package(path, lambda *_: Sender.of(world.other.keys.signing.public)).signature == "invalid"
    assert show_package(path, lambda *_: None).signature == "not verified"


def test_every_byte_and_every_length_of_a_package_counts(world: World, tmp_path: Path) -> None:
    written = world.unit.write(tmp_path / "p.bgpkg", log_lines(2), world.province)
    good, path = written.path.read_bytes(), tmp_path / "q.bgpkg"
    path.write_bytes(good)
    world.open(path)
    with path.open("r+b", buffering=0) as file:
        for at in range(len(good)):
            file.seek(at)
            file.write(bytes([good[at] ^ 0xFF]))
            assert verdict_of(world, path).is_rejected
            file.seek(at)
            file.write(good[at : at + 1])
    world.open(path)
    with path.open("r+b", buffering=0) as file:
        for length in range(len(good) - 1, -1, -1):
            file.truncate(length)
            assert verdict_of(world, path) is Verdict.REJECTED_CORRUPT


class Forge:
    """An attacker who holds a unit's key, or none, and packs what he likes."""

    def __init__(self, world: World, tmp_path: Path) -> None:
        self.world, self.path = world, tmp_path / "forged.bgpkg"
        self.honest = world.unit.write(tmp_path / "honest.bgpkg", log_lines(20), world.province)
        with zipfile.ZipFile(self.honest.path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.manifest: dict[str, Any] = json.loads(self.parts["manifest.json"])

    def pack(
        self,
        manifest: dict[str, Any] | bytes,
        payload: bytes | None = None,
        *,
        signer: SigningKey | None = None,
        more: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        raw = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
        file = io.BytesIO()
        signature = (signer or self.world.unit.keys.signing).sign(raw, "forged")
        write_container(
            file,
            [
                ("manifest.json", raw),
                ("manifest.json.minisig", signature),
                ("payload.age", self.parts["payload.age"] if payload is None else payload),
                *more,
            ],
        )
        self.path.write_bytes(file.getvalue())

    def changed(self, *, signer: SigningKey | None = None, **changes: Any) -> None:
        self.pack(self.manifest | changes, signer=signer)

    def lines(
        self,
        lines: Sequence[bytes] | bytes,
        *,
        plain_size: int | None = None,
        packed: bytes | None = None,
        to: str = "",
        **changes: Any,
    ) -> None:
        """An enrolled unit signs whatever lines it likes, everything around them correct."""
        plain = lines if isinstance(lines, bytes) else b"".join(line + b"\n" for line in lines)
        packed = zlib.compress(plain) if packed is None else packed
        cipher = age.encrypt(packed, [to or self.world.province.keys.public.age])
        payload = {
            "codec": "zlib",
            "size": len(cipher),
            "sha256": sha256(cipher).hexdigest(),
            "plain_size": len(plain) if plain_size is None else plain_size,
        }
        split = plain.split(b"\n")[:-1]
        about = {"payload": payload, "to_seq": len(split), "head_hash": chain_over(self.world.unit.start, split).hex()}
        self.pack(self.manifest | about | changes, cipher)

    def claims_to_be_other(self, signer: SigningKey) -> None:
        other = self.world.other
        self.changed(unit=other.unit, replica=other.replica, signer=signer)


def newer(signer: SigningKey | None = None) -> Callable[[Forge], None]:
    return lambda f: f.pack(
        {
            "format": "bgit-package",
            "min_reader": 2,
            "kind": "hologram",
            "province": PROVINCE,
            "unit": "217",
            "replica": "pc-217-a",
            "incarnation": 1,
            "odd": [[1]],
        },
        signer=signer,
    )


STRANGER = SigningKey(bytes(32), bytes(8))
S, C, L = Verdict.REJECTED_SIGNATURE, Verdict.REJECTED_CORRUPT, Verdict.REJECTED_LIMITS


def with_fields(fields: str) -> list[bytes]:
    return [log_line(1, {"x": 0}).replace(b'{"x":0}', fields.encode())]


FORGERIES: dict[str, tuple[Callable[[Forge], None], Verdict]] = {
    "renamed to .txt, a text": (lambda f: f.path.write_bytes(b"Kinh gui So"), C),
    "an unknown unit": (lambda f: f.changed(unit="299", signer=STRANGER), Verdict.HELD_UNKNOWN_KEY),
    "an unknown replica": (lambda f: f.changed(replica="pc-x"), Verdict.HELD_UNKNOWN_KEY),
    "an unknown incarnation": (lambda f: f.changed(incarnation=2), Verdict.HELD_UNKNOWN_KEY),
    "another province": (lambda f: f.changed(province="25"), Verdict.HELD_UNKNOWN_KEY),
    "signed by a stranger": (lambda f: f.changed(signer=STRANGER), S),
    "signed by another enrolled unit": (lambda f: f.changed(signer=f.world.other.keys.signing), S),
    "a stranger under the unit's key id": (
        lambda f: f.changed(signer=SigningKey(bytes(32), f.world.unit.keys.signing.key_id)),
        S,
    ),
    "re-signed by another enrolled unit as its own": (lambda f: f.claims_to_be_other(f.world.other.keys.signing), C),
    "claims to be another unit": (lambda f: f.claims_to_be_other(f.world.unit.keys.signing), S),
    "a signature that is none": (
        lambda f: f.path.write_bytes(f.honest.path.read_bytes().replace(b"trusted comment: ", b"Trusted comment: ")),
        C,
    ),
    "a payload swapped": (
        lambda f: f.pack(f.parts["manifest.json"], age.encrypt(b"x", [f.world.province.keys.public.age])),
        C,
    ),
    "a payload swapped, same size": (
        lambda f: f.pack(f.parts["manifest.json"], flipped_at_the_end(f.parts["payload.age"])),
        C,
    ),
    "a blob that is not listed": (lambda f: f.pack(f.manifest, more=[("blob/" + "ab" * 32 + ".age", b"x")]), C),
    "a blob that is missing": (
        lambda f: f.changed(blobs=[{"sha256": "ab" * 32, "size": 1, "cipher_sha256": "ab" * 32}]),
        C,
    ),
    "a blob of another size": (
        lambda f: f.pack(
            f.manifest | {"blobs": [{"sha256": "ab" * 32, "size": 2, "cipher_sha256": "ab" * 32}]},
            more=[("blob/" + "ab" * 32 + ".age", b"x")],
        ),
        C,
    ),
    "a blob exchanged": (
        lambda f: f.pack(
            f.manifest | {"blobs": [{"sha256": "ab" * 32, "size": 1, "cipher_sha256": "ab" * 32}]},
            more=[("blob/" + "ab" * 32 + ".age", b"x")],
        ),
        C,
    ),
    "not addressed to us": (
        lambda f: f.lines(log_lines(2), to=f.world.other.keys.public.age),
        Verdict.REJECTED_RECIPIENT,
    ),
    "a payload that is no age file": (
        lambda f: f.pack(
            f.manifest | {"payload": f.manifest["payload"] | {"size": 5, "sha256": sha256(b"hello").hexdigest()}},
            b"hello",
        ),
        C,
    ),
    "another head hash": (lambda f: f.changed(head_hash="ab" * 32), C),
    "another base hash": (lambda f: f.changed(base_hash="ab" * 32), C),
    "a window moved": (lambda f: f.changed(from_seq=2, to_seq=21), C),
    "a window too long": (lambda f: f.changed(to_seq=21), C),
    "a window up to 2^62": (lambda f: f.changed(to_seq=1 << 62), C),
    "lines exchanged": (lambda f: f.lines(list(reversed(log_lines(2)))), C),
    "a sequence number left out": (lambda f: f.lines([log_line(1), log_line(3)]), C),
    "a sequence number of 2^62": (lambda f: f.lines([log_line(1 << 62, hlc=5)]), C),
    "a line that is none": (lambda f: f.lines([b'{"log":{}}']), C),
    "an empty line": (lambda f: f.lines([log_line(1), b""]), C),
    "a kind that is none": (lambda f: f.lines([log_line(1, kind="z")]), C),
    "a first line of an incarnation in the middle": (
        lambda f: f.lines(
            [log_line(1), log_line(2, {"incarnation": 1, "adopted_seq": 0, "adopted_hash": ""}, kind="n")]
        ),
        C,
    ),
    "a first line of an incarnation without its fields": (lambda f: f.lines([log_line(1, {}, kind="n")]), C),
    "a second stream behind": (
        lambda f: f.lines(log_lines(2), packed=zlib.compress(b"".join(x + b"\n" for x in log_lines(2))) * 2),
        C,
    ),
    "another codec than said": (
        lambda f: f.lines(log_lines(2), packed=bz2.compress(b"".join(x + b"\n" for x in log_lines(2)))),
        C,
    ),
    "a payload shorter than said": (lambda f: f.lines(log_lines(2), plain_size=10_000), C),
    "a payload longer than said": (lambda f: f.lines(log_lines(2), plain_size=10), L),
    "a 1000:1 bomb that says so": (lambda f: f.lines(bytes(32 << 20) + b"\n"), L),
    "a 1000:1 bomb that lies": (lambda f: f.lines(bytes(32 << 20) + b"\n", plain_size=1000), L),
    "a payload of 1 TiB said": (lambda f: f.lines(log_lines(2), plain_size=1 << 40), L),
    "nesting of five": (lambda f: f.lines(with_fields('{"a":[[[1]]]}')), L),
    "a nesting bomb": (lambda f: f.lines(with_fields('{"a":' + "[" * 90_000)), L),
    "equal keys": (lambda f: f.lines(with_fields('{"a":1,"a":2}')), L),
    "NaN": (lambda f: f.lines(with_fields('{"a":NaN}')), L),
    "Infinity": (lambda f: f.lines(with_fields('{"a":Infinity}')), L),
    "2^64": (lambda f: f.lines(with_fields(f'{{"a":{1 << 64}}}')), L),
    "half a surrogate pair": (lambda f: f.lines(with_fields('{"a":"\\udfff"}')), L),
    "half a surrogate pair in the manifest": (lambda f: f.pack(json.dumps(f.manifest | {"app": "\ud800"}).encode()), L),
    "a nesting bomb in the manifest": (lambda f: f.pack(b'{"format":' + b"[" * 60_000), L),
    "equal keys in the manifest": (
        lambda f: f.pack(f.parts["manifest.json"].replace(b'"unit"', b'"unit":"218","unit"', 1)),
        L,
    ),
    "a bomb for a reader of manifests": (lambda f: f.pack(b'{"a":' + b"9" * 60_000 + b"}"), L),
    "a manifest that is none": (lambda f: f.pack(b"hello"), C),
    "another format": (lambda f: f.changed(format="tar"), C),
    "a newer format": (newer(), Verdict.HELD_NEWER_FORMAT),
    "a newer format nobody signed": (newer(STRANGER), S),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery(world: World, tmp_path: Path, name: str) -> None:
    make, verdict = FORGERIES[name]
    forge = Forge(world, tmp_path)
    make(forge)
    assert verdict_of(world, forge.path) is verdict


def test_the_forger_packs_what_opens_where_nothing_is_forged(world: World, tmp_path: Path) -> None:
    forge = Forge(world, tmp_path)
    forge.changed()
    assert len(world.open(forge.path).logs[0].lines) == 20
    forge.lines(log_lines(3))
    assert len(world.open(forge.path).logs[0].lines) == 3


@pytest.mark.parametrize("payload", [[], [b'{"log":{}}'], [b'{"trust":"x","minisig":"y"}'], log_lines(20)])
def test_a_return_package_without_its_own_log(world: World, tmp_path: Path, payload: list[bytes]) -> None:
    forge = Forge(world, tmp_path)
    forge.lines(payload, kind="return")
    assert verdict_of(world, forge.path) is Verdict.REJECTED_CORRUPT


@pytest.mark.parametrize(("number", "words"), [(28, "đầy"), (30, "chỉ đọc"), (2, "USB"), (5, "USB"), (77, "bad state")])
def test_a_disk_that_fails_leaves_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, "File descriptor in bad state")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        with pytest.raises(EnvironmentProblem, match=words):
            world.unit.write(tmp_path / "p.bgpkg", log_lines(2), world.province)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(EnvironmentProblem, match="USB"):
        world.unit.write(tmp_path / "gone" / "p.bgpkg", log_lines(2), world.province)


def test_a_full_disk(world: World) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(OSError, match="No space"), full.open("wb", buffering=0) as target:
        write_container(target, [("manifest.json", b"x")])


def test_a_missing_file(world: World, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        world.open(tmp_path / "none.bgpkg")


def test_long_logs_are_parsed_again_instead_of_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bgit_desktop.exchange.package_reader.KEEP_PARSED", 100)
    world.unit.write(tmp_path / "p.bgpkg", log_lines(20), world.province)
    (log,) = world.open(tmp_path / "p.bgpkg").logs
    assert log.parsed is None
    assert [found[0] for _, _, found in log.operations()] == list(range(1, 21))


def test_a_baseline_of_twenty_thousand_opens_whole(world: World, tmp_path: Path) -> None:
    lines = [
        log_line(n, {"full_name": f"Nguyễn Văn {n}", "birth_date": "1980-05-06", "phone": f"09{n:08d}"})
        for n in range(1, 20_001)
    ]
    world.unit.write(tmp_path / "p.bgpkg", lines, world.province)
    (log,) = world.open(tmp_path / "p.bgpkg").logs
    assert [found[0] for _, _, found in log.operations()] == list(range(1, 20_001))


def test_verdicts_are_light_to_import(run: Run) -> None:
    code = (
        "import sys, bgit_desktop.exchange.package_reader\n"
        "print('pyrage' in sys.modules, 'cryptography' in sys.modules)"
    )
    assert run(sys.executable, "-c", code).split() == [b"False", b"False"]


def test_keys_of_a_session_stay_out_of_the_package(world: World, tmp_path: Path) -> None:
    keys = PrivateKeys.generate()
    pc = Pc("217", "pc-z", keys)
    data = pc.write(tmp_path / "p.bgpkg", log_lines(2), world.province).path.read_bytes()
    assert keys.signing.seed not in data
    assert keys.identity.encode() not in data
