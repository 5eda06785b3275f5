"""A reader of packages written from docs/format.md alone.

It uses Debian's ``minisign``, ``age`` and ``unzip`` and Python's standard library, and imports nothing of the program
it is meant to check. Run by itself it prints what a package holds::

    python independent_reader.py FILE PUBLIC_KEY IDENTITY_FILE
"""

from __future__ import annotations

import base64
import bz2
import json
import re
import struct
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")
HASH = re.compile(r"[0-9a-f]{64}")
LIMIT = 256 << 20


class Refused(Exception):
    """A MUST of the page is broken; the verdict in brackets there comes first."""

    def __init__(self, verdict: str, why: str) -> None:
        super().__init__(f"{verdict}: {why}")
        self.verdict = verdict


@dataclass
class Log:
    """One log of a package: its header (section 6) and its lines as they are."""

    header: dict[str, Any]
    lines: list[bytes]


@dataclass
class Package:
    """What a package says."""

    manifest: dict[str, Any]
    comment: str
    logs: list[Log]
    trust: list[dict[str, str]] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)


def need(holds: object, why: str, verdict: str = "rejected-corrupt") -> None:
    """Refuse where something does not hold."""
    if not holds:
        raise Refused(verdict, why)


# -- 1. Container -----------------------------------------------------------------------------------------------------


def members_of(data: bytes) -> dict[str, bytes]:
    """Take the ZIP apart, every rule of section 1 checked."""
    need(22 <= len(data) < 1 << 32, "size of the file")
    sign, disk, start, here, count, size, at, comment = struct.unpack("<4s4H2LH", data[-22:])
    need((sign, disk, start, comment) == (b"PK\x05\x06", 0, 0, 0) and here == count, "end record")
    need(at + size + 22 == len(data), "directory's place")
    found: dict[str, bytes] = {}
    offset, entry, alike = 0, at, None
    for number in range(count):
        need(entry + 46 <= len(data) - 22, "directory is cut")
        central = struct.unpack("<4s6H3L5H2L", data[entry : entry + 46])
        (sign, made, needed, flags, method, time, date, crc, packed, plain, name_length, extra, comment, disk, internal,
         external, local_at) = central  # fmt: skip
        name = data[entry + 46 : entry + 46 + name_length]
        need(sign == b"PK\x01\x02" and method == 0 and packed == plain, "directory entry")
        need((extra, comment, disk) == (0, 0, 0) and flags in (0, 0x800) and needed in (10, 20), "directory entry")
        need(local_at == offset, "local header's place")
        local = struct.unpack("<4s5H3L2H", data[offset : offset + 30])
        same = (b"PK\x03\x04", needed, flags, 0, time, date, crc, packed, plain, name_length, 0)
        need(local == same and data[offset + 30 : offset + 30 + name_length] == name, "local header")
        alike = alike or (made, needed, flags, external)
        need(alike == (made, needed, flags, external), "members differ in what they must share")
        need(internal in (0, 1) and (internal == 0 or number < 2), "internal attributes")
        begin = offset + 30 + name_length
        body = data[begin : begin + plain]
        need(len(body) == plain and zlib.crc32(body) == crc, f"CRC of {name!r}")
        need(name.decode("ascii", "replace") not in found, "a name twice")
        found[name.decode("ascii", "replace")] = body
        offset, entry = begin + plain, entry + 46 + name_length
    need(offset == at and entry == len(data) - 22, "bytes between or behind")
    names = list(found)
    need(names[:3] == ["manifest.json", "manifest.json.minisig", "payload.age"], "names")
    need(all(re.fullmatch(r"blob/[0-9a-f]{64}\.age", each) for each in names[3:]), "names of blobs")
    need(len(found["manifest.json"]) <= 64 << 10 and len(found["manifest.json.minisig"]) <= 2 << 10, "sizes")
    return found


# -- 2. Strict JSON ---------------------------------------------------------------------------------------------------


def strict(text: bytes) -> Any:
    """Read JSON with the bounds of section 2."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(found)) == len(found), "a key twice", "rejected-limits")
        return dict(found)

    def constant(name: str) -> None:
        raise Refused("rejected-limits", name)

    try:
        found = json.loads(text.decode(), object_pairs_hook=pairs, parse_constant=constant)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Refused("rejected-corrupt", str(error)) from None
    bounded(found, 1)
    return found


def bounded(value: Any, depth: int) -> None:
    """Check nesting, integers, floats and texts."""
    if isinstance(value, dict | list):
        need(depth <= 4, "nesting", "rejected-limits")
        for each in [*value, *value.values()] if isinstance(value, dict) else value:
            bounded(each, depth + 1)
    elif isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Refused("rejected-limits", "half a surrogate pair") from None
    elif isinstance(value, int):
        need(-(2**63) <= value < 2**63, "an integer over 63 bits", "rejected-limits")
    elif isinstance(value, float):
        need(value - value == 0, "a float that overflows", "rejected-limits")


# -- 3. Signature -----------------------------------------------------------------------------------------------------


def verify(message: bytes, signature: bytes, public_key: str) -> str:
    """Verify with Debian's minisign; gives the trusted comment."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "manifest.json")
        path.write_bytes(message)
        Path(folder, "manifest.json.minisig").write_bytes(signature)
        done = subprocess.run(["minisign", "-Vm", path, "-P", public_key], capture_output=True, timeout=60)
    need(done.returncode == 0, done.stderr.decode().strip(), "rejected-signature")
    lines = signature.decode().split("\n")
    need(len(lines) == 5 and lines[2].startswith("trusted comment: "), "layout", "rejected-signature")
    need(base64.b64decode(lines[1])[:2] == b"ED", "not prehashed", "rejected-signature")
    return lines[2].removeprefix("trusted comment: ")


# -- 4. Payload -------------------------------------------------------------------------------------------------------


def decrypt(data: bytes, identity_file: Path) -> bytes:
    """Decrypt with Debian's age."""
    done = subprocess.run(["age", "-d", "-i", identity_file], input=data, capture_output=True, timeout=300)
    verdict = "rejected-recipient" if b"no identity matched" in done.stderr else "rejected-corrupt"
    need(done.returncode == 0, done.stderr.decode().strip(), verdict)
    return done.stdout


def inflate(data: bytes, codec: str, size: int) -> list[bytes]:
    """Inflate one stream to exactly ``size`` bytes; gives the lines."""
    need(size <= LIMIT and (size <= 1 << 20 or size <= 200 * len(data)), "a bomb", "rejected-limits")
    if codec == "bz2":
        packed: Any = bz2.BZ2Decompressor()
        plain = packed.decompress(data, size + 1)
    else:
        packed = zlib.decompressobj()
        plain = packed.decompress(data, size + 1)
    need(len(plain) <= size, "more comes out than stated", "rejected-limits")
    need(packed.eof and not packed.unused_data and len(plain) == size, "stream")
    if not plain:
        return []
    lines = plain.split(b"\n")
    need(lines.pop() == b"" and all(lines), "lines")
    need(max(map(len, lines)) <= 1 << 20, "a line over 1 MiB", "rejected-limits")
    return lines


# -- 5. Log and chain -------------------------------------------------------------------------------------------------


def first_hash(province: str, header: dict[str, Any], public_key: str) -> bytes:
    """Compute h_0 of a log."""
    parts = ["bgit-log-1", province, header["unit"], header["replica"], str(header["incarnation"]), public_key]
    return sha256(b"\0".join(part.encode() for part in parts)).digest()


def check_log(log: Log) -> None:
    """Check the chain and the shape of each line."""
    header = log.header
    need(len(log.lines) == header["to_seq"] - header["from_seq"] + 1, "number of lines")
    current = bytes.fromhex(header["base_hash"])
    for seq, text in enumerate(log.lines, header["from_seq"]):
        current = sha256(current + sha256(text).digest()).digest()
        found = strict(text)
        need(isinstance(found, list) and len(found) == 7, "a line's shape")
        number, hlc, kind, table, row, fields, actor = found
        need(number == seq and type(number) is int, "numbering")
        need(type(hlc) is int and hlc >= 0 and kind in "iudmn" and isinstance(actor, str), "a line's shape")
        need(isinstance(fields, dict), "a line's shape")
        if kind in "iud":
            need(isinstance(table, str) and table and isinstance(row, str) and row, "table and row")
        else:
            need(table is None and row is None and (kind == "m" or seq == 1), "a line about logs")
        for value in fields.values():
            for each in value if isinstance(value, list) else [value]:
                need(not isinstance(each, dict | list), "a field's value")
    need(current.hex() == header["head_hash"], "chain")


# -- all of it --------------------------------------------------------------------------------------------------------


def read(path: Path, public_key: str, identity_file: Path) -> Package:
    """Read a package.

    Args:
        path: the file.
        public_key: the sender's minisign key.
        identity_file: an age identity file that may open it.
    """
    listed = subprocess.run(["unzip", "-tq", path], capture_output=True, timeout=60)
    need(listed.returncode == 0, "unzip does not read it")
    members = members_of(path.read_bytes())
    raw = members["manifest.json"]
    manifest = strict(raw)
    need(isinstance(manifest, dict) and manifest.get("format") == "bgit-package", "format")
    comment = verify(raw, members["manifest.json.minisig"], public_key)
    need(manifest["min_reader"] <= 1, "made for a newer reader", "held-newer-format")
    for name in ("province", "unit", "replica"):
        need(CODE.fullmatch(manifest[name]), name)
    for name in ("base_hash", "head_hash"):
        need(HASH.fullmatch(manifest[name]), name)
    need(manifest["from_seq"] >= 1 and manifest["to_seq"] >= manifest["from_seq"] - 1, "window")
    payload = manifest["payload"]
    cipher = members["payload.age"]
    need(len(cipher) == payload["size"] and sha256(cipher).hexdigest() == payload["sha256"], "payload")
    blobs = [f"blob/{blob['sha256']}.age" for blob in manifest["blobs"]]
    need(list(members)[3:] == blobs, "blobs")
    package = Package(manifest, comment, [])
    for name, blob in zip(blobs, manifest["blobs"], strict=True):
        need(sha256(members[name]).hexdigest() == blob["cipher_sha256"], "a blob")
        plain = decrypt(members[name], identity_file)
        need(sha256(plain).hexdigest() == blob["sha256"], "a blob's reference")
        package.blobs[blob["sha256"]] = plain
    lines = inflate(decrypt(cipher, identity_file), payload["codec"], payload["plain_size"])
    names = ("unit", "replica", "incarnation", "from_seq", "to_seq", "base_hash", "head_hash")
    own = {name: manifest[name] for name in names}
    if manifest["kind"] in ("return", "trust"):
        split_return(lines, own, package)
    else:
        package.logs.append(Log(own, lines))
    if own["from_seq"] == 1:
        need(first_hash(manifest["province"], own, public_key).hex() == own["base_hash"], "somebody else's log")
    for log in package.logs:
        check_log(log)
    return package


def split_return(lines: list[bytes], own: dict[str, Any], package: Package) -> None:
    """Take a return package's lines apart (section 6)."""
    rest = iter(lines)
    for text in rest:
        found = strict(text)
        if set(found) == {"log"} and not package.trust:
            header = found["log"]
            need(set(header) == set(own), "a log's header")
            package.logs.append(Log(header, [next(rest) for _ in range(header["to_seq"] - header["from_seq"] + 1)]))
        else:
            need(set(found) == {"trust", "minisig"}, "a line between logs")
            package.trust.append(found)
    need(package.logs and package.logs[0].header == own, "the province's own log comes first")
    known = {(log.header["unit"], log.header["replica"], log.header["incarnation"]) for log in package.logs}
    need(len(known) == len(package.logs), "a log twice")


if __name__ == "__main__":
    read_package = read(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    print(json.dumps(read_package.manifest, ensure_ascii=False, indent=1))
    for each_log in read_package.logs:
        print(json.dumps(each_log.header, ensure_ascii=False))
        for each_line in each_log.lines:
            print(each_line.decode())
