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
    redacted: list[int] = field(default_factory=list)


@dataclass
class Package:
    """What a package says."""

    manifest: dict[str, Any]
    comment: str
    logs: list[Log]
    trust: list[dict[str, Any]] = field(default_factory=list)
    signed_by: str = ""
    root: str = ""
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


NUMBERS = {
    "version": 1, "min_reader": 1, "incarnation": 1, "number": 0, "schema": 0, "from_seq": 1, "to_seq": 0, "trust_version": 0,
}  # fmt: skip
KINDS = ("baseline", "delta", "incident", "return", "enrol", "trust")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def check_manifest(found: dict[str, Any]) -> None:
    """Check the keys of the table in section 2 with their types and ranges."""
    for name, least in NUMBERS.items():
        need(type(found.get(name)) is int and found[name] >= least, name)
    for name in ("province", "unit", "replica"):
        need(isinstance(found.get(name), str) and CODE.fullmatch(found[name]), name)
    for name in ("base_hash", "head_hash"):
        need(is_hash(found.get(name)), name)
    need(found.get("kind") in KINDS and found["to_seq"] >= found["from_seq"] - 1, "kind or window")
    need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(found.get("created"))), "created")
    need(is_line(found.get("app"), 64), "app")
    for ack in found["acks"]:
        need(all(CODE.fullmatch(ack[name]) for name in ("unit", "replica")), "an acknowledgement")
        need(type(ack["incarnation"]) is int and ack["incarnation"] >= 1, "an acknowledgement")
        need(type(ack["seq"]) is int and ack["seq"] >= 0, "an acknowledgement")
        need(is_hash(ack["hash"]) or (ack["hash"] == "" and ack["seq"] == 0), "an acknowledgement")
        need(is_line(ack["verdict"], 64) and is_line(ack["reason"], 2000), "an acknowledgement")
    need(all(isinstance(each, str) for each in found["recipients"]), "recipients")
    payload = found["payload"]
    need(payload["codec"] in ("bz2", "zlib") and is_hash(payload["sha256"]), "payload")
    need(payload["size"] <= 288 << 20 and payload["plain_size"] <= LIMIT, "payload", "rejected-limits")
    for blob in found["blobs"]:
        need(is_hash(blob["sha256"]) and is_hash(blob["cipher_sha256"]) and type(blob["size"]) is int, "a blob")
    need(len({blob["sha256"] for blob in found["blobs"]}) == len(found["blobs"]), "a blob twice")
    wants = found.get("wants", [])
    need(len(wants) <= 200 and all(map(is_hash, wants)), "wants")
    if found["kind"] == "incident":
        need(found.get("incident") and is_line(found["incident"], 64), "incident")
    if found["kind"] == "enrol":
        keys = found.get("keys", {})
        need(keys.get("minisign") and keys.get("age") and ("root" in keys) == ("recovery" in keys), "keys")
        need(is_line(found.get("label"), 200) and len(found.get("earlier", [])) <= 64, "label or earlier keys")
    need(len(found.get("rotations", [])) <= 16, "rotations")


def is_hash(value: Any) -> bool:
    """Tell whether a value is a hash as the page writes it."""
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def is_line(value: Any, most: int) -> bool:
    """Tell whether a value is a text of one line."""
    return isinstance(value, str) and len(value) <= most and not CONTROL.search(value)


# -- 3. Signature -----------------------------------------------------------------------------------------------------


def holds(message: bytes, signature: bytes, public_key: str) -> bool:
    """Tell whether a signature is this key's."""
    try:
        verify(message, signature, public_key)
    except Refused:
        return False
    return True


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
        redacted = re.fullmatch(rb'\{"redacted":"([0-9a-f]{64})"\}', text)
        digest = bytes.fromhex(redacted[1].decode()) if redacted else sha256(text).digest()
        current = sha256(current + digest).digest()
        if redacted:
            log.redacted.append(seq)
            continue
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


# -- 7., 8. and 10. Keys ------------------------------------------------------------------------------------------------


def signatures_of(minisig: str) -> list[bytes]:
    """Take signature files apart that stand one after the other."""
    lines = minisig.split("\n")
    need(len(lines) % 4 == 1 and lines[-1] == "", "layout of signatures", "rejected-signature")
    return ["".join(f"{line}\n" for line in lines[at : at + 4]).encode() for at in range(0, len(lines) - 1, 4)]


def follow(manifest: dict[str, Any], key: str, root: str) -> list[str]:
    """Follow the statements about changed keys; gives the keys known, the newest last."""
    known = [key]
    for statement in manifest.get("rotations", []):
        text = statement["text"].encode()
        parts = signatures_of(statement["minisig"])
        if not holds(text, parts[0], root or key):
            continue
        said = strict(text)
        who = (said["province"], said["unit"], said["replica"])
        if said["format"] != "bgit-rotation" or who != tuple(
            manifest[name] for name in ("province", "unit", "replica")
        ):
            continue
        if said["what"] == "root" and root and said["old"] == root and holds(text, parts[1], said["minisign"]):
            root = said["minisign"]
        elif said["what"] == "pc" and said["old"] == key:
            key = said["minisign"]
            known.append(key)
    return known


def walk_trust(package: Package) -> None:
    """Check the trust lists of a return package, each by the root known until then."""
    version = 0
    for each in package.trust:
        text = each["trust"].encode()
        found = strict(text)
        need(found["format"] == "bgit-trust" and found["province"] == package.manifest["province"], "trust list")
        need(found["version"] > version, "trust lists in another order")
        version = found["version"]
        roots = list(dict.fromkeys((package.root, found["root"])))
        parts = signatures_of(each["minisig"])
        need(len(parts) == len(roots), "signatures of a trust list")
        for part, root in zip(parts, roots, strict=True):
            verify(text, part, root)
        package.root = found["root"]
        each["list"] = found


def digits(province: str, unit: str, keys: dict[str, str]) -> str:
    """Compute the 40 digits of an enrolment sheet."""
    parts = ["bgit-fingerprint-1", province, unit, keys["minisign"], keys["age"]]
    if "root" in keys:
        parts += [keys["root"], keys["recovery"]]
    number = int.from_bytes(sha256(b"\0".join(part.encode() for part in parts)).digest()) % 10**40
    text = f"{number:040}"
    return " ".join(text[at : at + 5] for at in range(0, 40, 5))


# -- all of it --------------------------------------------------------------------------------------------------------


def read(path: Path, public_key: str, identity_file: Path, root: str = "") -> Package:
    """Read a package.

    Args:
        path: the file.
        public_key: the sender's minisign key as known; of an enrolment file its own one counts.
        identity_file: an age identity file that may open it.
        root: the province's root key as known, where the sender is the province's PC.
    """
    listed = subprocess.run(["unzip", "-tq", path], capture_output=True, timeout=60)
    need(listed.returncode == 0, "unzip does not read it")
    members = members_of(path.read_bytes())
    raw = members["manifest.json"]
    manifest = strict(raw.removesuffix(b"\n"))
    need(isinstance(manifest, dict) and manifest.get("format") == "bgit-package", "format")
    check_manifest(manifest)
    signature = members["manifest.json.minisig"]
    known = [manifest["keys"]["minisign"]] if manifest["kind"] == "enrol" else follow(manifest, public_key, root)
    signer = next((each for each in reversed(known) if holds(raw, signature, each)), known[0])
    comment = verify(raw, signature, signer)
    need(manifest["min_reader"] <= 1, "made for a newer reader", "held-newer-format")
    payload = manifest["payload"]
    cipher = members["payload.age"]
    need(len(cipher) == payload["size"] and sha256(cipher).hexdigest() == payload["sha256"], "payload")
    blobs = [f"blob/{blob['sha256']}.age" for blob in manifest["blobs"]]
    need(list(members)[3:] == blobs, "blobs")
    package = Package(manifest, comment, [], signed_by=signer, root=root)
    if manifest["kind"] == "enrol":
        return package
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
        starts = [first_hash(manifest["province"], own, each).hex() for each in [public_key, *known]]
        need(own["base_hash"] in starts, "somebody else's log")
    for log in package.logs:
        check_log(log)
    if root:
        walk_trust(package)
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
