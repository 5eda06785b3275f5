"""Signatures: Debian's minisign believes ours, ours believes its, and no byte may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.errors import BadInput
from bgit_desktop.exchange.minisign import BadSignature, SigningKey, read_public_key, read_signature, verify

Run = Callable[..., bytes]
KEY = SigningKey(bytes(range(32)), bytes(8))
needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")


@needs_minisign
def test_minisign_verifies_ours(tmp_path: Path, run: Run) -> None:
    message = tmp_path / "manifest.json"
    message.write_bytes(b'{"a":1}\n')
    (tmp_path / "manifest.json.minisig").write_bytes(KEY.sign(message.read_bytes(), "unit=217 replica=pc window=1..9"))
    assert b"unit=217 replica=pc window=1..9" in run("minisign", "-Vm", message, "-P", KEY.public)
    message.write_bytes(b'{"a":2}\n')
    assert run("minisign", "-Vm", message, "-P", KEY.public, check=False) != b"\0"


@needs_minisign
def test_ours_verifies_minisign(tmp_path: Path, run: Run) -> None:
    run("minisign", "-G", "-W", "-p", tmp_path / "k.pub", "-s", tmp_path / "k.sec")
    message = tmp_path / "m"
    message.write_bytes(b"Xin ch\xc3\xa0o")
    run("minisign", "-S", "-s", tmp_path / "k.sec", "-m", message, "-t", "ghi chú")
    public = (tmp_path / "k.pub").read_text().splitlines()[1]
    assert verify(message.read_bytes(), (tmp_path / "m.minisig").read_bytes(), public) == "ghi chú"


def test_every_byte_of_a_signature_counts() -> None:
    good = KEY.sign(b"message", "unit=217")
    verify(b"message", good, KEY.public)
    for at in range(len(good)):
        for change in (0x01, 0x20, 0xFF):
            bad = good[:at] + bytes([good[at] ^ change]) + good[at + 1 :]
            with pytest.raises(BadSignature):
                verify(b"message", bad, KEY.public)
        with pytest.raises(BadSignature):
            verify(b"message", good[:at], KEY.public)


FORGED = {
    "something behind": lambda good: good + b"\n",
    "carriage returns": lambda good: good.replace(b"\n", b"\r\n"),
    "no prehash": lambda good: good.replace(b"\nRU", b"\nRW", 1),
    "spare bits of base64": lambda good: good.replace(good.split(b"\n")[3], good.split(b"\n")[3][:-3] + b"B=="),
    "too long": lambda good: good + b"x" * 3000,
    "no UTF-8": lambda good: b"\xff" + good,
}


@pytest.mark.parametrize("name", FORGED)
def test_other_layouts_are_refused(name: str) -> None:
    with pytest.raises(BadSignature):
        verify(b"message", FORGED[name](KEY.sign(b"message", "x")), KEY.public)


def test_another_key_is_refused_even_under_the_same_id() -> None:
    other = SigningKey(bytes(reversed(range(32))), KEY.key_id)
    with pytest.raises(BadSignature, match="không khớp"):
        verify(b"m", other.sign(b"m", "x"), KEY.public)
    with pytest.raises(BadSignature, match="khóa khác"):
        verify(b"m", SigningKey(KEY.seed, b"12345678").sign(b"m", "x"), KEY.public)


def test_the_comment_of_one_signature_cannot_go_to_another() -> None:
    first, second = KEY.sign(b"m", "window=1..9").split(b"\n"), KEY.sign(b"n", "window=10..19").split(b"\n")
    with pytest.raises(BadSignature):
        verify(b"m", b"\n".join([*first[:2], *second[2:]]), KEY.public)


@pytest.mark.parametrize("text", ["", "RW", "RWQ", KEY.public[:-1], KEY.public + "A", "é" * 56, KEY.public.lower()])
def test_what_is_no_public_key(text: str) -> None:
    with pytest.raises(BadInput):
        read_public_key(text)


def test_a_secret_is_not_shown() -> None:
    assert "seed" not in repr(KEY)


@given(st.binary(max_size=300))
def test_no_error_but_ours(data: bytes) -> None:
    with pytest.raises(BadSignature):
        read_signature(data)


@given(st.binary(max_size=100), st.text(st.characters(exclude_categories=["C", "Z"]), max_size=50))
def test_round_trip(message: bytes, comment: str) -> None:
    assert verify(message, KEY.sign(message, comment), KEY.public) == comment
