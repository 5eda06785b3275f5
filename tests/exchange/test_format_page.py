"""A reader written from docs/format.md alone: minisign, age and the standard library, nothing of ours.

Only what makes the package to read (the fixture, write_package) uses the package under test.
"""

from __future__ import annotations

import bz2
import json
import re
import shutil
import struct
import subprocess
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.exchange.package_writer import write_package

from .conftest import World, log_lines

TOOLS = ("minisign", "age")
pytestmark = pytest.mark.skipif(any(shutil.which(each) is None for each in TOOLS), reason="a tool is missing")


def holds(name: str, key: str, work: Path) -> bool:
    done = subprocess.run(["minisign", "-Vm", name, "-P", key], cwd=work, check=False, capture_output=True)
    return done.returncode == 0


def follow(manifest: dict[str, Any], key: str, work: Path) -> list[str]:
    # 10. Statements about changed keys
    found = []
    for statement in manifest.get("rotations", []):
        (work / "statement").write_text(statement["text"], encoding="utf-8")
        (work / "statement.minisig").write_text(statement["minisig"], encoding="utf-8")
        if not holds("statement", key, work):
            continue
        said = json.loads(statement["text"])
        assert (said["format"], said["what"]) == ("bgit-rotation", "pc")
        assert [said[name] for name in ("unit", "replica")] == [manifest[name] for name in ("unit", "replica")]
        if said["old"] == key:
            key = said["minisign"]
            found.append(key)
    return found


def read(path: Path, public_key: str, identity: str, work: Path) -> tuple[dict[str, Any], list[list[Any]]]:
    # 1. Container
    data = path.read_bytes()
    sign, disk, start, here, count, size, at, comment = struct.unpack("<4s4H2LH", data[-22:])
    assert (sign, disk, start, here, comment) == (b"PK\x05\x06", 0, 0, count, 0)
    assert at + size + 22 == len(data)
    members: dict[str, bytes] = {}
    offset = 0
    while offset < at:
        head = struct.unpack_from("<4s5H3L2H", data, offset)
        assert head[0] == b"PK\x03\x04"
        assert head[3] == head[10] == 0
        assert head[7] == head[8]
        begin = offset + 30 + head[9]
        name = data[offset + 30 : begin].decode()
        members[name] = data[begin : begin + head[8]]
        assert zlib.crc32(members[name]) == head[6]
        offset = begin + head[8]
    assert offset == at
    assert list(members)[:3] == ["manifest.json", "manifest.json.minisig", "payload.age"]
    assert len(members) == count
    # 2. and 3. Manifest and signature
    for name in list(members)[:3]:
        (work / name).write_bytes(members[name])
    manifest = json.loads(members["manifest.json"])
    known = [public_key, *follow(manifest, public_key, work)]
    assert any(holds("manifest.json", key, work) for key in known)
    assert manifest["format"] == "bgit-package"
    assert manifest["min_reader"] <= 1
    # 4. Payload
    said = manifest["payload"]
    assert len(members["payload.age"]) == said["size"]
    assert sha256(members["payload.age"]).hexdigest() == said["sha256"]
    (work / "identity.txt").write_text(identity + "\n")
    opened = subprocess.run(
        ["age", "-d", "-i", "identity.txt", "payload.age"], cwd=work, check=True, capture_output=True
    )
    plain = (bz2 if said["codec"] == "bz2" else zlib).decompress(opened.stdout)
    assert len(plain) == said["plain_size"]
    lines = plain.split(b"\n")
    assert lines.pop() == b""
    # 5. Log and chain
    parts = [manifest["province"], manifest["unit"], manifest["replica"], str(manifest["incarnation"])]
    starts = [sha256(b"\0".join(part.encode() for part in ("bgit-log-1", *parts, key))).hexdigest() for key in known]
    if manifest["from_seq"] == 1:
        assert manifest["base_hash"] in starts
    current = bytes.fromhex(manifest["base_hash"])
    operations = []
    for seq, line in enumerate(lines, manifest["from_seq"]):
        redacted = re.fullmatch(rb'\{"redacted":"([0-9a-f]{64})"\}', line)
        digest = bytes.fromhex(redacted[1].decode()) if redacted else sha256(line).digest()
        current = sha256(current + digest).digest()
        operations.append([seq, "redacted"] if redacted else json.loads(line))
        assert operations[-1][0] == seq
    assert seq == manifest["to_seq"]
    assert current.hex() == manifest["head_hash"]
    # 4. Blobs
    listed = manifest["blobs"]
    assert list(members)[3:] == [f"blob/{each['sha256']}.age" for each in listed]
    for each in listed:
        cipher = members[f"blob/{each['sha256']}.age"]
        assert (len(cipher), sha256(cipher).hexdigest()) == (each["size"], each["cipher_sha256"])
        (work / "blob.age").write_bytes(cipher)
        blob = subprocess.run(
            ["age", "-d", "-i", "identity.txt", "blob.age"], cwd=work, check=True, capture_output=True
        )
        assert sha256(blob.stdout).hexdigest() == each["sha256"]
    return manifest, operations


@pytest.mark.parametrize("kind", ["baseline", "delta"])
def test_the_page_is_enough(world: World, tmp_path: Path, kind: str) -> None:
    lines = log_lines(30)
    written = world.unit.write(tmp_path / "p.bgpkg", lines, world.province, kind=kind)
    keys = world.unit.keys.public
    manifest, operations = read(written.path, keys.minisign, world.province.keys.identity, tmp_path)
    assert (manifest["unit"], manifest["to_seq"]) == ("217", 30)
    assert operations == [json.loads(line) for line in lines]


def test_the_page_is_enough_for_redacted_lines_and_blobs(world: World, tmp_path: Path) -> None:
    lines = log_lines(5)
    left = [*lines[:2], b'{"redacted":"' + sha256(lines[2]).hexdigest().encode() + b'"}', *lines[3:]]
    scan = b"%PDF-1.4 a scan"
    blobs = [(sha256(scan).hexdigest(), scan)]
    whole = world.unit.write(tmp_path / "whole.bgpkg", lines, world.province)
    recipients = [world.province.keys.public.age]
    written = write_package(
        tmp_path / "p.bgpkg", world.unit.draft(), left, world.unit.keys.signing, recipients, blobs=blobs
    )
    assert written.manifest.head_hash == whole.manifest.head_hash
    keys = world.unit.keys.public
    manifest, operations = read(written.path, keys.minisign, world.province.keys.identity, tmp_path)
    assert [each["sha256"] for each in manifest["blobs"]] == [blobs[0][0]]
    assert [each[0] for each in operations] == [1, 2, 3, 4, 5]
    assert operations[2] == [3, "redacted"]
    assert operations[3] == json.loads(lines[3])


def test_the_page_is_enough_after_keys_have_changed(world: World, tmp_path: Path) -> None:
    written = world.unit.write_under_new_keys(tmp_path / "p.bgpkg", log_lines(3), world.province, times=2)
    keys = world.unit.keys.public
    manifest, operations = read(written.path, keys.minisign, world.province.keys.identity, tmp_path)
    assert len(manifest["rotations"]) == 2
    assert len(operations) == 3
    with pytest.raises(AssertionError):
        read(written.path, world.other.keys.public.minisign, world.province.keys.identity, tmp_path)
