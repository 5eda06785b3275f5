"""The lines of a payload: bounds hold, bombs cost no memory, and what goes in comes out."""

from __future__ import annotations

import bz2
import json
import random
import subprocess
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.strict_json import MAX_LINE
from bgit_desktop.exchange.manifest import MAX_PLAIN, SignedText
from bgit_desktop.exchange.payload import (
    FREE_SIZE,
    LogHeader,
    LogLines,
    compress,
    inflate,
    join_return,
    split_return,
)
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict

CORRUPT, LIMITS = Verdict.REJECTED_CORRUPT, Verdict.REJECTED_LIMITS
TEXT = b"[1]\n[2]\n[3]\n"
Z = zlib.compress(TEXT)
B = bz2.compress(TEXT)
BOMB = zlib.compress(bytes(64 << 20), 9)

CASES = {
    "more than stated": (Z, "zlib", len(TEXT) - 1, LIMITS),
    "more than stated, bz2": (B, "bz2", len(TEXT) - 4, LIMITS),
    "less than stated": (Z, "zlib", len(TEXT) + 1, CORRUPT),
    "less than stated, bz2": (B, "bz2", len(TEXT) + 1, CORRUPT),
    "cut": (Z[:-1], "zlib", len(TEXT), CORRUPT),
    "cut, bz2": (B[:-1], "bz2", len(TEXT), CORRUPT),
    "nothing": (b"", "zlib", 0, CORRUPT),
    "nothing, bz2": (b"", "bz2", 0, CORRUPT),
    "another codec": (Z, "bz2", len(TEXT), CORRUPT),
    "another codec, zlib": (B, "zlib", len(TEXT), CORRUPT),
    "a byte behind": (Z + b"x", "zlib", len(TEXT), CORRUPT),
    "a byte behind, bz2": (B + b"x", "bz2", len(TEXT), CORRUPT),
    "a second stream": (Z + Z, "zlib", len(TEXT), CORRUPT),
    "a second stream, bz2": (B + B, "bz2", len(TEXT), CORRUPT),
    "a second stream, both stated": (B + B, "bz2", 2 * len(TEXT), CORRUPT),
    "a byte behind a whole piece": (
        zlib.compress(random.Random(1).randbytes(65_520) + b"\n", 0) + b"x",
        "zlib",
        65_521,
        CORRUPT,
    ),
    "a checksum flipped": (Z[:-1] + bytes([Z[-1] ^ 1]), "zlib", len(TEXT), CORRUPT),
    "a checksum flipped, bz2": (B[:-2] + bytes([B[-2] ^ 1]) + B[-1:], "bz2", len(TEXT), CORRUPT),
    "no newline at the end": (zlib.compress(b"[1]\n[2]"), "zlib", 7, CORRUPT),
    "an empty line": (zlib.compress(b"[1]\n\n[2]\n"), "zlib", 9, CORRUPT),
    "an empty line first": (zlib.compress(b"\n[1]\n"), "zlib", 5, CORRUPT),
    "a line of more than 1 MiB": (zlib.compress(b"x" * (MAX_LINE + 1) + b"\n", 0), "zlib", MAX_LINE + 2, LIMITS),
    "a long line behind a short one": (
        zlib.compress(b"[1]\n" + b"x" * (MAX_LINE + 1) + b"\n", 0),
        "zlib",
        MAX_LINE + 6,
        LIMITS,
    ),
    "a bomb that states little": (BOMB, "zlib", 1000, LIMITS),
    "a bomb that states all": (BOMB, "zlib", 64 << 20, LIMITS),
    "a bomb that states too much": (BOMB, "zlib", MAX_PLAIN + 1, LIMITS),
    "a bomb in bz2": (bz2.compress(b"[1]\n" * (4 << 20)), "bz2", 16 << 20, LIMITS),
}


@pytest.mark.parametrize("name", CASES)
def test_refused_within_memory(name: str) -> None:
    data, codec, plain_size, verdict = CASES[name]
    tracemalloc.start()
    try:
        with pytest.raises(PackageProblem) as caught:
            inflate(data, codec, plain_size)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.verdict is verdict
    assert peak < 8 << 20


@pytest.mark.parametrize("length", [MAX_LINE - 1, MAX_LINE])
def test_a_line_as_long_as_allowed(length: int) -> None:
    plain = b"[1]\n" + random.Random(2).randbytes(length).replace(b"\n", b" ") + b"\n"
    assert list(inflate(zlib.compress(plain, 0), "zlib", len(plain))) == plain[:-1].split(b"\n")


def test_many_lines_across_pieces() -> None:
    lines = [b"%d" % number * 5 for number in range(300_000)]
    plain = b"".join(line + b"\n" for line in lines)
    for codec, packed in [("bz2", bz2.compress(plain)), ("zlib", zlib.compress(plain, 1))]:
        found = inflate(packed, codec, len(plain))  # type: ignore[arg-type]
        assert (len(found), list(found)) == (len(lines), lines)
        assert lines[7] in found
        assert b"none" not in found


def test_baselines_take_bz2_and_small_deltas_the_smaller() -> None:
    assert compress(b"[1]\n", baseline=True)[0] == "bz2"
    assert compress(b"[1]\n", baseline=False)[0] == "zlib"
    text = "".join(json.dumps([n, n * 7919, "Nguyễn"]) + "\n" for n in range(5000)).encode()
    for baseline in (True, False):
        codec, packed = compress(text, baseline=baseline)
        assert len(packed) <= min(len(bz2.compress(text)), len(zlib.compress(text, 9)))
        assert b"".join(line + b"\n" for line in inflate(packed, codec, len(text))) == text


def test_bunzip2_reads_a_baseline() -> None:
    packed = compress(TEXT, baseline=True)[1]
    assert subprocess.run(["bunzip2"], input=packed, capture_output=True, check=True).stdout == TEXT


def test_an_honest_payload_that_looks_like_a_bomb_still_opens() -> None:
    plain = b"[1,1]\n" * (FREE_SIZE // 2)
    codec, packed = compress(plain, baseline=True)
    assert len(inflate(packed, codec, len(plain))) == FREE_SIZE // 2


@given(st.lists(st.binary(min_size=1).filter(lambda line: b"\n" not in line)), st.booleans())
def test_round_trip(lines: list[bytes], baseline: bool) -> None:
    plain = b"".join(line + b"\n" for line in lines)
    codec, packed = compress(plain, baseline=baseline)
    assert list(inflate(packed, codec, len(plain))) == lines


@given(st.binary(max_size=200), st.sampled_from(["bz2", "zlib"]), st.integers(0, 300))
def test_no_error_but_ours(data: bytes, codec: str, size: int) -> None:
    with pytest.raises(PackageProblem):
        inflate(data, codec, size)  # type: ignore[arg-type]


HEADER = LogHeader("217", "pc-a", 1, 4, 5, "ab" * 32, "cd" * 32)
EMPTY = LogHeader("STTTT", "so", 1, 1, 0, "ab" * 32, "ab" * 32)


def test_a_return_payload_comes_apart_as_it_went_together() -> None:
    logs = (LogLines(EMPTY, []), LogLines(HEADER, [b"[4]", b"[5]"]))
    trust = (SignedText('{"a":"ệ"}', "minisig\n"),)
    lines = list(join_return(logs, trust))
    assert json.loads(lines[1])["log"]["unit"] == "217"
    assert split_return(lines) == (logs, trust)
    assert split_return([]) == ((), ())


def header(**changes: object) -> bytes:
    data = {
        "unit": "217",
        "replica": "pc",
        "incarnation": 1,
        "from_seq": 1,
        "to_seq": 0,
        "base_hash": "ab" * 32,
        "head_hash": "ab" * 32,
        **changes,
    }
    return json.dumps({"log": {key: value for key, value in data.items() if value is not None}}).encode()


BAD_RETURNS = {
    "a line before any header": [b'[4,5,"i"]'],
    "an object that is neither": [b'{"x":1}'],
    "fewer lines than said": [header(to_seq=3), b"[1]", b"[2]"],
    "far fewer lines than said": [header(to_seq=2**62), b"[1]"],
    "more lines than said": [header(to_seq=1), b"[1]", b"[2]"],
    "a key missing": [header(unit=None)],
    "a key too many": [header(more=1)],
    "a number that is a text": [header(from_seq="1")],
    "a number that is a bool": [header(incarnation=True)],
    "from 0": [header(from_seq=0, to_seq=-1)],
    "to before from": [header(from_seq=5, to_seq=3)],
    "incarnation 0": [header(incarnation=0)],
    "a hash in capitals": [header(base_hash="AB" * 32)],
    "a unit with a slash": [header(unit="../217")],
    "a log behind the trust list": [b'{"trust":"x","minisig":"y"}', header()],
    "a trust list that is an object": [b'{"trust":{},"minisig":"y"}'],
    "a trust list without signature": [b'{"trust":"x"}'],
}


@pytest.mark.parametrize("name", BAD_RETURNS)
def test_what_is_no_return_payload(name: str) -> None:
    with pytest.raises(PackageProblem) as caught:
        split_return(BAD_RETURNS[name])
    assert caught.value.verdict is CORRUPT


def test_equal_keys_in_a_header_pass_a_bound() -> None:
    with pytest.raises(PackageProblem) as caught:
        split_return([b'{"log":{"unit":"1","unit":"2"}}'])
    assert caught.value.verdict is LIMITS
