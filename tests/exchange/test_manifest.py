"""The manifest: written once, read strictly, unknown keys ignored."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.errors import BadInput
from bgit_desktop.exchange.age import generate_identity, recipient_of
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest import (
    Ack,
    Blob,
    Enrolment,
    Manifest,
    Payload,
    SignedText,
    parse_manifest,
    read_claim,
)
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict

H = "ab" * 32
MANIFEST = Manifest(
    kind="delta",
    province="24",
    unit="217",
    replica="pc-a",
    incarnation=2,
    number=7,
    created="2024-06-30T08:00:00Z",
    app="0.1.0",
    schema=3,
    from_seq=5,
    to_seq=9,
    base_hash=H,
    head_hash="cd" * 32,
    trust_version=4,
    acks=(Ack("STTTT", "so", 1, 12, H, "accepted", "đã nhận"), Ack("218", "x", 1, 0, "")),
    recipients=("age1xyz",),
    payload=Payload("bz2", 1000, H, 5000),
    blobs=(Blob(H, 300, "cd" * 32),),
)
AGE = recipient_of(generate_identity())
KEYS = PublicKeys(SigningKey(bytes(32), bytes(8)).public, AGE)


def test_round_trip() -> None:
    assert parse_manifest(MANIFEST.to_bytes()) == MANIFEST
    incident = replace(MANIFEST, kind="incident", incident="018f0000-0000-7000-8000-000000000001")
    assert parse_manifest(incident.to_bytes()) == incident


def test_an_enrolment_carries_keys() -> None:
    for keys in (KEYS, replace(KEYS, root=KEYS.minisign, recovery=AGE)):
        enrolment = Enrolment(keys, "Máy một cửa", SignedText("{}", "sig"))
        manifest = replace(MANIFEST, kind="enrol", enrolment=enrolment, blobs=())
        assert parse_manifest(manifest.to_bytes()) == manifest
        assert json.loads(manifest.to_bytes())["keys"]["minisign"] == KEYS.minisign


def test_every_key_of_the_format_is_there() -> None:
    assert list(json.loads(MANIFEST.to_bytes())) == [
        "format", "version", "min_reader", "kind", "province", "unit", "replica", "incarnation", "number", "created",
        "app", "schema", "from_seq", "to_seq", "base_hash", "head_hash", "trust_version", "acks", "recipients",
        "payload", "blobs",
    ]  # fmt: skip


def test_the_claim_is_read_from_a_manifest_of_the_future() -> None:
    data = {
        "format": "bgit-package",
        "min_reader": 9,
        "province": "24",
        "unit": "217",
        "replica": "pc",
        "incarnation": 1,
        "kind": "something",
    }
    claim = read_claim(json.dumps(data).encode())
    assert (claim.unit, claim.min_reader, claim.kind) == ("217", 9, "something")


def changed(**changes: Any) -> bytes:
    data = json.loads(MANIFEST.to_bytes()) | changes
    return json.dumps({key: value for key, value in data.items() if value != "GONE"}).encode()


def test_unknown_keys_are_ignored() -> None:
    assert parse_manifest(changed(future={"a": [1.5]}, version=3)) == replace(MANIFEST, version=3)


@pytest.mark.parametrize("key", list(json.loads(MANIFEST.to_bytes())))
def test_every_key_is_required_and_has_its_type(key: str) -> None:
    for value in ("GONE", None, [[]], {"x": []}, 1.5, True, -1, "\n"):
        with pytest.raises(PackageProblem) as caught:
            parse_manifest(changed(**{key: value}))
        assert caught.value.verdict is Verdict.REJECTED_CORRUPT


CORRUPT = {
    "another format": {"format": "zip"},
    "an unknown kind": {"kind": "letter"},
    "a unit with a slash": {"unit": "../217"},
    "a unit with a NUL": {"unit": "217\0"},
    "an empty replica": {"replica": ""},
    "incarnation 0": {"incarnation": 0},
    "from 0": {"from_seq": 0},
    "to before from": {"to_seq": 3},
    "a hash too short": {"base_hash": "ab"},
    "a hash in capitals": {"head_hash": "AB" * 32},
    "a hash with a newline": {"head_hash": H + "\n"},
    "31/02": {"created": "2024-02-31T08:00:00Z"},
    "local time": {"created": "2024-06-30T08:00:00"},
    "digits of another script": {"created": "٢٠٢٤-06-30T08:00:00Z"},
    "another codec": {"payload": {"codec": "lzma", "size": 1, "sha256": H, "plain_size": 1}},
    "a payload without size": {"payload": {"codec": "bz2", "sha256": H, "plain_size": 1}},
    "a blob without digest": {"blobs": [{"sha256": H, "size": 1}]},
    "a blob twice": {"blobs": [{"sha256": H, "size": 1, "cipher_sha256": H}] * 2},
    "an ack without replica": {"acks": [{"unit": "217"}]},
    "an incident without row": {"kind": "incident"},
    "an incident with an empty row": {"kind": "incident", "incident": ""},
    "an enrolment without keys": {"kind": "enrol"},
    "an enrolment with a false key": {"kind": "enrol", "keys": {"minisign": "RWx", "age": AGE}, "label": ""},
    "a root without recovery": {
        "kind": "enrol",
        "label": "",
        "keys": {"minisign": KEYS.minisign, "age": AGE, "root": KEYS.minisign},
    },
    "a recipient that is a number": {"recipients": [1]},
}


@pytest.mark.parametrize("name", CORRUPT)
def test_corrupt(name: str) -> None:
    with pytest.raises(PackageProblem) as caught:
        parse_manifest(changed(**CORRUPT[name]))
    assert caught.value.verdict is Verdict.REJECTED_CORRUPT


RAW = MANIFEST.to_bytes().decode()
LIMITS = {
    "equal keys": RAW.replace('"unit"', '"unit":"216","unit"', 1),
    "equal keys deep inside": RAW.replace('"codec":', '"codec":"zlib","codec":', 1),
    "NaN": RAW.replace('"number":7', '"number":NaN'),
    "2^63": RAW.replace('"number":7', f'"number":{1 << 63}'),
    "2^64 in a key unknown": RAW.replace('"number":7', f'"number":7,"x":{1 << 64}'),
    "half a surrogate pair": RAW.replace('"app":"0.1.0"', '"app":"\\ud800"'),
    "five levels": RAW.replace('"number":7', '"number":7,"x":[[[[1]]]]'),
    "a nesting bomb": RAW.replace('"number":7', '"number":' + "[" * 60_000),
    "over 64 KiB": RAW.replace('"app":"0.1.0"', '"app":"' + "x" * 65_536 + '"'),
    "a payload over 256 MiB": RAW.replace('"plain_size":5000', f'"plain_size":{(256 << 20) + 1}'),
    "a payload file over 256 MiB": RAW.replace('"size":1000', f'"size":{1 << 40}'),
    "a blob over 256 MiB": RAW.replace('"size":300', f'"size":{1 << 40}'),
}


@pytest.mark.parametrize("name", LIMITS)
def test_beyond_limits(name: str) -> None:
    assert LIMITS[name] != RAW
    with pytest.raises(PackageProblem) as caught:
        parse_manifest(LIMITS[name].encode())
    assert caught.value.verdict is Verdict.REJECTED_LIMITS


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf" + RAW.encode(),
        b"\xff" + RAW.encode(),
        RAW.encode() + b"x",
        RAW.encode() + b"\n",
        b"[]",
        RAW.encode()[:-3],
    ],
)
def test_no_manifest(data: bytes) -> None:
    with pytest.raises(PackageProblem) as caught:
        read_claim(data)
    assert caught.value.verdict is Verdict.REJECTED_CORRUPT


def test_a_manifest_too_long_is_not_written() -> None:
    blobs = tuple(Blob(f"{number:064x}", 1, H) for number in range(500))
    with pytest.raises(BadInput):
        replace(MANIFEST, blobs=blobs).to_bytes()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(json.loads(RAW))), values)
def test_no_error_but_ours(key: str, value: Any) -> None:
    data = json.dumps(json.loads(RAW) | {key: value}).encode()
    try:
        found = parse_manifest(data)
    except PackageProblem:
        return
    assert parse_manifest(found.to_bytes()) == found
