"""``manifest.json``: what a package says of itself, signed as the raw bytes it is.

A manifest is written once (:meth:`Manifest.to_bytes`) and read in two steps, because at first nobody has
vouched for
it: :func:`read_claim` takes from it whose key must be looked up and which reader it asks for;
:func:`parse_manifest` reads the rest. Unknown keys are ignored, so a later version may add some.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.strict_json import StrictJsonError, parse_object
from bgit_desktop.errors import BadInput
from bgit_desktop.exchange.container import MAX_BLOB, MAX_MANIFEST, MAX_PAYLOAD
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest_fields import (
    HASH,
    code_of,
    hash_of,
    inner_of,
    int_of,
    objects_of,
    one_line_of,
    text_of,
    wrong,
)
from bgit_desktop.exchange.minisign import read_public_key
from bgit_desktop.exchange.verdicts import beyond_limits, corrupt, json_problem

FORMAT: Final = "bgit-package"
VERSION: Final = 1
READER: Final = 1
"""What this program can read; a manifest whose ``min_reader`` is higher is held."""
MAX_PLAIN: Final = 256 << 20
MAX_ROTATIONS: Final = 16
"""Statements about changed keys in one manifest; each is signed, and checking one costs two signatures."""

MAX_EARLIER: Final = 64
"""Earlier signing keys in one enrolment file."""

MAX_WANTS: Final = 200
"""References of blobs that one manifest asks for."""

Kind = Literal["baseline", "delta", "incident", "return", "enrol", "trust"]
Codec = Literal["bz2", "zlib"]

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who a manifest says sent it; nothing is believed yet.

    Attributes:
        province: code of the province.
        unit: code of the unit.
        replica: id of the PC.
        incarnation: number of its log.
        min_reader: the least reader it asks for.
        kind: what it says it is; any text, as a later version may have others.
    """

    province: str
    unit: str
    replica: str
    incarnation: int
    min_reader: int
    kind: str


@dataclass(frozen=True, slots=True)
class Payload:
    """The encrypted lines.

    Attributes:
        codec: how the lines are compressed.
        size: bytes of ``payload.age``.
        sha256: its SHA-256, hex.
        plain_size: bytes of the lines, uncompressed.
    """

    codec: Codec
    size: int
    sha256: str
    plain_size: int


@dataclass(frozen=True, slots=True)
class Blob:
    """An attachment or restricted value that travels along.

    Attributes:
        sha256: its reference in the journal, the SHA-256 of its plain bytes (salt ‖ value), hex.
        size: bytes of ``blob/<sha256>.age``.
        cipher_sha256: the SHA-256 of ``blob/<sha256>.age``, hex.
    """

    sha256: str
    size: int
    cipher_sha256: str


@dataclass(frozen=True, slots=True)
class Ack:
    """An acknowledgement: how far the sender of a package has taken in somebody's log.

    Attributes:
        unit: whose log.
        replica: whose log.
        incarnation: which log.
        seq: the last operation taken in, 0 for none.
        hash: the chain's hash there, hex; empty where seq is 0.
        verdict: of the last package received from there, or "".
        reason: why, in words, or "".
    """

    unit: str
    replica: str
    incarnation: int
    seq: int
    hash: str
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignedText:
    """A signed text that travels inside another: the trust list.

    Attributes:
        text: the exact text signed.
        minisig: one minisign signature file, or two one after the other (a new root, signed by the old one
    too).
    """

    text: str
    minisig: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an enrolment file adds to the manifest.

    Attributes:
        keys: the PC's public keys; the province's with root and recovery.
        label: what people call the PC.
        trust: the province's current trust list, or None.
        earlier: signing keys the PC had before; they sign nothing any more, but its logs may begin with them (h_0).
    """

    keys: PublicKeys
    label: str = ""
    trust: SignedText | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A package's manifest; the meaning of each key is in docs/format.md.

    Attributes:
        kind: what the package is for.
        province: code of the province.
        unit: code of the sender's unit.
        replica: id of the sender's PC.
        incarnation: number of its log, from 1.
        number: running number of the replica's packages.
        created: moment of writing, ISO 8601 UTC to the second, with Z.
        app: version of the program that wrote it.
        schema: version of the sender's database.
        from_seq: first operation of the window.
        to_seq: last one; from_seq - 1 where the window is empty.
        base_hash: the chain's hash before from_seq, hex.
        head_hash: the chain's hash after to_seq, hex.
        trust_version: version of the trust list the sender holds, 0 for none.
        acks: what the sender has taken in of others.
        recipients: the age recipients the payload is encrypted to.
        payload: the encrypted lines.
        blobs: what travels along.
        incident: for kind ``incident``, the row id of the incident; else "".
        enrolment: for kind ``enrol``, the keys.
        rotations: statements that lead from earlier keys of the sender to the one that signs, in order.
        wants: references of blobs that the sender lacks of the recipient's records.
        version: of the format.
        min_reader: the least reader that understands the package.
    """

    kind: Kind
    province: str
    unit: str
    replica: str
    incarnation: int
    number: int
    created: str
    app: str
    schema: int
    from_seq: int
    to_seq: int
    base_hash: str
    head_hash: str
    trust_version: int
    acks: tuple[Ack, ...]
    recipients: tuple[str, ...]
    payload: Payload
    blobs: tuple[Blob, ...] = ()
    incident: str = ""
    enrolment: Enrolment | None = None
    rotations: tuple[SignedText, ...] = ()
    wants: tuple[str, ...] = ()
    version: int = VERSION
    min_reader: int = READER

    @property
    def window(self) -> str:
        """The trusted comment of the signature: unit, replica and window."""
        return (
            f"unit={self.unit} replica={self.replica} incarnation={self.incarnation} "
            f"window={self.from_seq}..{self.to_seq}"
        )

    def to_bytes(self) -> bytes:
        """Write the manifest; done once, the bytes are what is signed."""
        data: dict[str, Any] = {"format": FORMAT}
        for name in ("version", "min_reader", *_PLAIN_KEYS):
            data[name] = getattr(self, name)
        data["acks"] = [{name: getattr(each, name) for name in Ack.__slots__} for each in self.acks]
        data["recipients"] = list(self.recipients)
        data["payload"] = {name: getattr(self.payload, name) for name in Payload.__slots__}
        data["blobs"] = [{name: getattr(each, name) for name in Blob.__slots__} for each in self.blobs]
        if self.kind == "incident":
            data["incident"] = self.incident
        if self.enrolment is not None:
            keys = self.enrolment.keys
            data["keys"] = {"minisign": keys.minisign, "age": keys.age}
            if keys.root:
                data["keys"] |= {"root": keys.root, "recovery": keys.recovery}
            data["label"] = self.enrolment.label
            if self.enrolment.earlier:
                data["earlier"] = list(self.enrolment.earlier)
            if self.enrolment.trust is not None:
                data["trust"] = {"text": self.enrolment.trust.text, "minisig": self.enrolment.trust.minisig}
        if self.rotations:
            data["rotations"] = [{"text": each.text, "minisig": each.minisig} for each in self.rotations]
        if self.wants:
            data["wants"] = list(self.wants)
        raw = (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
        if len(raw) > MAX_MANIFEST:
            raise BadInput(tr("Gói có quá nhiều tệp đính kèm hoặc nơi nhận; hãy chia thành nhiều gói."))
        return raw


_PLAIN_KEYS = (
    *("kind", "province", "unit", "replica", "incarnation", "number", "created", "app", "schema"),
    *("from_seq", "to_seq", "base_hash", "head_hash", "trust_version"),
)


def read_claim(data: bytes) -> Claim:
    """Read whom a manifest claims to come from, and which reader it asks for.

    Args:
        data: the bytes of ``manifest.json``, unsigned so far.

    Raises:
        PackageProblem: ``rejected-corrupt`` or ``rejected-limits``.
    """
    found = _object(data)
    return Claim(
        province=code_of(found, "province"),
        unit=code_of(found, "unit"),
        replica=code_of(found, "replica"),
        incarnation=int_of(found, "incarnation", 1),
        min_reader=int_of(found, "min_reader", 1),
        kind=one_line_of(found, "kind", 32),
    )


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest of a version this program knows.

    Args:
        data: the bytes of ``manifest.json``; whether the signature holds is not asked here.

    Raises:
        PackageProblem: ``rejected-corrupt`` or ``rejected-limits``.
    """
    found = _object(data)
    kind: Any = found.get("kind")
    if kind not in get_args(Kind):
        wrong("kind")
    created = text_of(found, "created", 20)
    try:
        if not _TIME.fullmatch(created):
            wrong("created")
        datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        wrong("created")
    manifest = Manifest(
        kind=kind,
        province=code_of(found, "province"),
        unit=code_of(found, "unit"),
        replica=code_of(found, "replica"),
        incarnation=int_of(found, "incarnation", 1),
        number=int_of(found, "number", 0),
        created=created,
        app=one_line_of(found, "app", 64),
        schema=int_of(found, "schema", 0),
        from_seq=int_of(found, "from_seq", 1),
        to_seq=int_of(found, "to_seq", 0),
        base_hash=hash_of(found, "base_hash"),
        head_hash=hash_of(found, "head_hash"),
        trust_version=int_of(found, "trust_version", 0),
        acks=tuple(read_ack(each) for each in objects_of(found, "acks")),
        recipients=_recipients(found),
        payload=_payload(found),
        blobs=tuple(_blob(each) for each in objects_of(found, "blobs")),
        incident=one_line_of(found, "incident", 64) if kind == "incident" else "",
        enrolment=_enrolment(found) if kind == "enrol" else None,
        rotations=_rotations(found),
        wants=_wants(found),
        version=int_of(found, "version", 1),
        min_reader=int_of(found, "min_reader", 1),
    )
    if manifest.to_seq < manifest.from_seq - 1:
        wrong("to_seq")
    if kind == "incident" and not manifest.incident:
        wrong("incident")
    if len({each.sha256 for each in manifest.blobs}) != len(manifest.blobs):
        wrong("blobs")
    return manifest


def read_ack(found: Mapping[str, Any]) -> Ack:
    """Read one acknowledgement.

    Raises:
        PackageProblem: ``rejected-corrupt``.
    """
    seq = int_of(found, "seq", 0)
    head = "" if seq == 0 and found.get("hash") == "" else hash_of(found, "hash")
    return Ack(
        unit=code_of(found, "unit"),
        replica=code_of(found, "replica"),
        incarnation=int_of(found, "incarnation", 1),
        seq=seq,
        hash=head,
        verdict=one_line_of(found, "verdict", 64),
        reason=one_line_of(found, "reason", 2000),
    )


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = parse_object(data.removesuffix(b"\n"), limit=MAX_MANIFEST)
    except StrictJsonError as error:
        raise json_problem(error) from None
    if found.get("format") != FORMAT:
        wrong("format")
    return found


def _payload(found: Mapping[str, Any]) -> Payload:
    data = inner_of(found, "payload")
    codec: Any = data.get("codec")
    if codec not in get_args(Codec):
        wrong("payload.codec")
    payload = Payload(codec, int_of(data, "size", 0), hash_of(data, "sha256"), int_of(data, "plain_size", 0))
    if payload.plain_size > MAX_PLAIN or payload.size > MAX_PAYLOAD:
        raise beyond_limits(tr("Gói lớn hơn mức cho phép ({limit} MiB).", limit=MAX_PLAIN >> 20))
    return payload


def _blob(data: Mapping[str, Any]) -> Blob:
    blob = Blob(hash_of(data, "sha256"), int_of(data, "size", 0), hash_of(data, "cipher_sha256"))
    if blob.size > MAX_BLOB:
        raise beyond_limits(tr("Tệp đính kèm lớn hơn mức cho phép ({limit} MiB).", limit=MAX_BLOB >> 20))
    return blob


def _enrolment(found: Mapping[str, Any]) -> Enrolment:
    data = inner_of(found, "keys")
    names = ("minisign", "age", "root", "recovery")
    texts = {name: text_of(data, name, 128) if name in data else "" for name in names}
    try:
        keys = PublicKeys(**texts).check()
    except BadInput as error:
        raise corrupt(str(error)) from None
    trust = None
    if "trust" in found:
        signed = inner_of(found, "trust")
        trust = SignedText(text_of(signed, "text", MAX_MANIFEST), text_of(signed, "minisig", 4096))
    return Enrolment(keys, one_line_of(found, "label", 200), trust, _earlier(found))


def _earlier(found: Mapping[str, Any]) -> tuple[str, ...]:
    data = found.get("earlier", [])
    if type(data) is not list or len(data) > MAX_EARLIER or not all(type(each) is str for each in data):
        wrong("earlier")
    try:
        for each in data:
            read_public_key(each)
    except BadInput:
        wrong("earlier")
    return tuple(data)


def _rotations(found: Mapping[str, Any]) -> tuple[SignedText, ...]:
    if "rotations" not in found:
        return ()
    listed = objects_of(found, "rotations")
    if len(listed) > MAX_ROTATIONS:
        wrong("rotations")
    return tuple(SignedText(text_of(each, "text", 2000), text_of(each, "minisig", 4096)) for each in listed)


def _wants(found: Mapping[str, Any]) -> tuple[str, ...]:
    data = found.get("wants", [])
    if type(data) is not list or len(data) > MAX_WANTS:
        wrong("wants")
    if not all(type(each) is str and HASH.fullmatch(each) for each in data):
        wrong("wants")
    return tuple(data)


def _recipients(found: Mapping[str, Any]) -> tuple[str, ...]:
    data = found.get("recipients")
    if type(data) is not list or not all(type(each) is str and each.isascii() for each in data):
        wrong("recipients")
    return tuple(data)
