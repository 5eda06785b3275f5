"""The table of forgeries: each file with its verdict through ``receive``, and nothing in the store has changed."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from exchange_world import PROVINCE, World, dump, keys_of, replica_of
from forging import ROW, forge, line, refused

from bgit_desktop.core.chain import chain_over, chain_start
from bgit_desktop.exchange import age
from bgit_desktop.exchange.container import write_container
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.services import check, records
from bgit_desktop.store import journal

NIGHTLY = bool(os.environ.get("BGIT_NIGHTLY"))
NAMES = ("manifest.json", "manifest.json.minisig", "payload.age")


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    for name in made.names:
        records.add(made[name].session, "difficulty", {"description": f"Của {name}"})
        made.so.receive(*made.export(name))
    yield made
    assert check.check(made.so.session).problems == ()
    made.close()


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(world: World, members: list[tuple[str, bytes]]) -> Path:
    path = world.new_file("packed")
    file = io.BytesIO()
    write_container(file, members)
    path.write_bytes(file.getvalue())
    return path


def honest(world: World) -> Path:
    """A package that would be taken in: the next operation of 217a."""
    records.add(world["217a"].session, "difficulty", {"description": "Việc kế tiếp"})
    return world.export("217a")[-1]


def resigned(world: World, signer: SigningKey, **changes: Any) -> Path:
    """Change an honest package's manifest and sign it."""
    parts = parts_of(honest(world))
    manifest = json.dumps(json.loads(parts["manifest.json"]) | changes).encode()
    return packed(
        world, [(NAMES[0], manifest), (NAMES[1], signer.sign(manifest, "x")), (NAMES[2], parts["payload.age"])]
    )


def own(name: str = "217a") -> SigningKey:
    return keys_of(name).signing


def swapped(world: World) -> Path:
    parts, other = parts_of(honest(world)), parts_of(world.export("218a", full=True)[-1])
    return packed(world, [(each, (other if each == "payload.age" else parts)[each]) for each in NAMES])


def zipped(world: World, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]) -> Path:
    return packed(world, change(list(parts_of(honest(world)).items())))


def by_python(world: World, **options: Any) -> Path:
    """Pack an honest package's parts again with Python's own ZIP writer."""
    parts = parts_of(honest(world))
    path = world.new_file("zip")
    with zipfile.ZipFile(path, "w", options.get("method", zipfile.ZIP_STORED)) as archive:
        archive.comment = options.get("comment", b"")
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = options.get("method", zipfile.ZIP_STORED)
            info.extra = options.get("extra", b"")
            archive.writestr(info, content)
    return path


def plain_payload(world: World, plain: bytes, packed_as: bytes | None = None, stated: int | None = None) -> Path:
    """Sign any payload as 217a, everything around it as it should be."""
    raw = zlib.compress(plain) if packed_as is None else packed_as
    cipher = age.encrypt(raw, [keys_of("so").public.age])
    said = {
        "codec": "zlib", "size": len(cipher), "sha256": sha256(cipher).hexdigest(),
        "plain_size": len(plain) if stated is None else stated,
    }  # fmt: skip
    start = chain_start(PROVINCE, "217", replica_of("217a"), 1, keys_of("217a").public.minisign)
    lines = plain.split(b"\n")[:-1]
    parts = parts_of(honest(world))
    changes = {"payload": said, "from_seq": 1, "to_seq": len(lines), "base_hash": start.hex()}
    changes["head_hash"] = chain_over(start, lines).hex()
    manifest = json.dumps(json.loads(parts["manifest.json"]) | changes).encode()
    return packed(world, [(NAMES[0], manifest), (NAMES[1], own().sign(manifest, "x")), (NAMES[2], cipher)])


def raw_line(world: World, fields: str, table: str = "difficulty", row: str = "") -> Path:
    text = f'[1,1,"i",{json.dumps(table)},{json.dumps(row or ROW.format(1))},{fields},"x"]'
    return plain_payload(world, text.encode() + b"\n")


def patched(world: World, sign: bytes, offset: int, value: int) -> Path:
    """Make a header of the ZIP lie about a size."""
    path = honest(world)
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.rindex(sign) + offset, value)
    path.write_bytes(data)
    return path


def appended(world: World, more: bytes) -> Path:
    path = honest(world)
    path.write_bytes(path.read_bytes() + more)
    return path


def of_218(world: World) -> str:
    [found] = [each for each in records.listing(world.so.session, records.Query("difficulty")) if each["unit"] == "218"]
    return str(found["id"])


def next_lines(world: World, *lines: bytes) -> Path:
    log = journal.own_log(world["217a"].session.store.db)
    assert log is not None
    return forge(world, list(lines), from_seq=log.head + 1, base_hash=log.head_hash)


BLOB = "blob/" + "ab" * 32 + ".age"
DEEP = "[" * 5 + "1" + "]" * 5

FORGERIES: dict[str, tuple[Callable[[World], Path], str]] = {
    # who signs
    "re-signed by a stranger": (lambda w: resigned(w, PrivateKeys.generate().signing), "rejected-signature"),
    "re-signed by another enrolled unit": (lambda w: resigned(w, own("218a")), "rejected-signature"),
    "re-signed by another enrolled unit as its own": (
        lambda w: resigned(w, own("218a"), unit="218", replica=replica_of("218a"), from_seq=1, to_seq=1),
        "rejected-corrupt",
    ),
    "in the name of a PC that nobody knows": (lambda w: resigned(w, own(), replica="la"), "held-unknown-key"),
    "in the name of this PC at another unit": (lambda w: resigned(w, own(), unit="218"), "held-unknown-key"),
    "of another province": (lambda w: resigned(w, own(), province="25"), "held-unknown-key"),
    # what is inside
    "the payload of another package": (swapped, "rejected-corrupt"),
    "a changed byte of the payload": (
        lambda w: zipped(w, lambda m: [*m[:2], (m[2][0], m[2][1][:-1] + bytes([m[2][1][-1] ^ 1]))]),
        "rejected-corrupt",
    ),
    "a blob that the manifest does not list": (lambda w: zipped(w, lambda m: [*m, (BLOB, b"x")]), "rejected-corrupt"),
    "a blob that is listed and missing": (
        lambda w: resigned(w, own(), blobs=[{"sha256": "ab" * 32, "size": 1, "cipher_sha256": "ab" * 32}]),
        "rejected-corrupt",
    ),
    "not addressed to the Sở": (lambda w: forge(w, [line(1)], to="218a"), "rejected-recipient"),
    # the log
    "a fork": (lambda w: forge(w, [line(1), line(2)]), "held-fork"),
    "fast-forward to 2^62": (
        lambda w: forge(w, [line(1 << 62)], from_seq=1 << 62, base_hash=b"\1" * 32), "held-gap",
    ),
    "a window that says it ends at 2^62": (lambda w: resigned(w, own(), to_seq=1 << 62), "rejected-corrupt"),
    "a clock of the year 2300": (lambda w: next_lines(w, line(2, ms=10_413_792_000_000)), "held-clock"),
    # what it writes
    "another unit's record": (
        lambda w: next_lines(w, line(2, {"description": "Sửa trộm"}, kind="u", row=of_218(w))), "rejected-authority",
    ),
    "another unit's record deleted": (lambda w: next_lines(w, line(2, {}, kind="d", row=of_218(w))), "rejected-authority"),
    "the catalogue": (lambda w: next_lines(w, line(2, {"name": "Xã lạ"}, table="unit")), "rejected-authority"),
    "a deadline of the Sở": (lambda w: next_lines(w, line(2, {}, table="deadline")), "rejected-authority"),
    "a row's id that looks like SQL": (
        lambda w: next_lines(w, line(2, row="x'); DROP TABLE op; --")), "rejected-corrupt",
    ),
    "a field of the wrong type": (lambda w: next_lines(w, line(2, {"description": 7})), "rejected-corrupt"),
    # the ZIP
    "duplicate members": (lambda w: zipped(w, lambda m: [*m, m[2]]), "rejected-corrupt"),
    "the manifest twice": (lambda w: zipped(w, lambda m: [m[0], m[0], *m[1:]]), "rejected-corrupt"),
    "a ../ name": (lambda w: zipped(w, lambda m: [*m, ("blob/../../../x.age", b"x")]), "rejected-corrupt"),
    "an absolute name": (lambda w: zipped(w, lambda m: [*m[:2], ("/payload.age", m[2][1])]), "rejected-corrupt"),
    "members in another order": (lambda w: zipped(w, lambda m: [m[1], m[0], m[2]]), "rejected-corrupt"),
    "compressed members": (lambda w: by_python(w, method=zipfile.ZIP_DEFLATED), "rejected-corrupt"),
    "a ZIP comment": (lambda w: by_python(w, comment=b"x"), "rejected-corrupt"),
    "an extra field": (lambda w: by_python(w, extra=b"\xfe\xca\0\0"), "rejected-corrupt"),
    "a local size that lies": (lambda w: patched(w, b"PK\3\4", 22, 1 << 30), "rejected-corrupt"),
    "a central size that lies": (lambda w: patched(w, b"PK\1\2", 24, 1 << 30), "rejected-corrupt"),
    "a directory that lies": (lambda w: patched(w, b"PK\5\6", 16, 5), "rejected-corrupt"),
    "a trailing byte": (lambda w: appended(w, b"\0"), "rejected-corrupt"),
    # the bounds
    "a 1000:1 bomb that says so": (lambda w: plain_payload(w, bytes(8 << 20) + b"\n"), "rejected-limits"),
    "a 1000:1 bomb that lies": (lambda w: plain_payload(w, bytes(8 << 20) + b"\n", stated=900), "rejected-limits"),
    "a payload of 1 TiB": (lambda w: plain_payload(w, line(1) + b"\n", stated=1 << 40), "rejected-limits"),
    "a second stream": (
        lambda w: plain_payload(w, line(1) + b"\n", zlib.compress(line(1) + b"\n") + zlib.compress(b"x")),
        "rejected-corrupt",
    ),
    "a byte behind the stream": (
        lambda w: plain_payload(w, line(1) + b"\n", zlib.compress(line(1) + b"\n") + b"\0"), "rejected-corrupt",
    ),
    "a line over a mebibyte": (
        lambda w: raw_line(w, f'{{"description":"{os.urandom(550_000).hex()}"}}'), "rejected-limits",
    ),
    "millions of lines": (lambda w: plain_payload(w, b"0\n" * 500_000), "rejected-corrupt"),
    "nesting": (lambda w: raw_line(w, f'{{"description":{DEEP}}}'), "rejected-limits"),
    "a nesting bomb": (lambda w: raw_line(w, '{"description":' + "[" * 90_000), "rejected-limits"),
    "NaN": (lambda w: raw_line(w, '{"version":NaN}', "report"), "rejected-limits"),
    "2^64": (lambda w: raw_line(w, f'{{"version":{1 << 64}}}', "report"), "rejected-limits"),
    "a lone surrogate": (lambda w: raw_line(w, '{"description":"\\ud800"}'), "rejected-limits"),
    "a member of an object twice": (lambda w: raw_line(w, '{"description":"a","description":"b"}'), "rejected-limits"),
    "a manifest with a key twice": (
        lambda w: zipped(w, lambda m: [(m[0][0], m[0][1].replace(b'"unit"', b'"unit":"218","unit"', 1)), *m[1:]]),
        "rejected-limits",
    ),
    "a manifest of nested arrays": (
        lambda w: zipped(w, lambda m: [(m[0][0], b'{"format":' + b"[" * 60_000), *m[1:]]), "rejected-limits",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery(world: World, name: str) -> None:
    make, verdict = FORGERIES[name]
    refused(world, make(world), verdict, "")


def test_sql_looking_names_and_replays_do_no_harm(world: World) -> None:
    """A type that nobody knows is kept as it came, for a newer version; a replay is answered as before."""
    nasty = 'task"; DROP TABLE task; --'
    path = next_lines(world, line(2, {nasty: "x"}, table=nasty), line(3, {nasty: nasty}, actor=nasty))
    first = world.so.receive(path)[0]
    assert (first.verdict, first.applied) == ("accepted", 2)
    before = dump(world.so.session)
    again = world.so.receive(path)[0]
    assert (again.verdict, again.applied) == ("duplicate", 0)
    assert dump(world.so.session) == before


def test_the_honest_package_beside_them_is_taken_in(world: World) -> None:
    """Else the table would prove nothing: the same builders without a forgery give what is accepted."""
    for path in (by_python(world), zipped(world, lambda members: members), resigned(world, own())):
        assert world.so.receive(path)[0].verdict == "accepted"
    assert world.so.receive(next_lines(world, line(5)))[0].verdict == "accepted"
    assert world.so.receive(plain_payload(world, line(1) + b"\n"))[0].verdict == "held-fork"  # whole, but another log


def test_every_byte_and_every_length_through_receive(world: World) -> None:
    """One file after the other as a person would give them; CI takes every 23rd byte, the nightly run all of them."""
    good = honest(world).read_bytes()
    path = world.folder / "bad.bgpkg"
    before = dump(world.so.session)
    for at in range(0, len(good), 1 if NIGHTLY else 23):
        for bad in (good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :], good[:at]):
            path.write_bytes(bad)
            outcome = world.so.receive(path)[0]
            assert outcome.verdict.startswith("rejected-"), at
            assert outcome.applied == 0
            assert outcome.reason
    assert dump(world.so.session) == before
    path.write_bytes(good)
    assert world.so.receive(path)[0].verdict == "accepted"
