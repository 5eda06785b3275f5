"""Redacted lines: the chain goes on over their digest; nothing that only looks like one is taken for one."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.chain import chain_over, line_digest
from bgit_desktop.core.redacted import is_redacted, redacted_line
from bgit_desktop.core.strict_json import REDACTED, MalformedJson, parse_line
from bgit_desktop.exchange.opened_log import open_log
from bgit_desktop.exchange.payload import LogHeader, LogLines
from bgit_desktop.exchange.verdicts import PackageProblem

START = bytes(32)


def line(seq: int) -> bytes:
    return f'[{seq},{seq},"i","task","018f0000-0000-7000-8000-{seq:012d}",{{"title":"Việc {seq}"}},"Hà"]'.encode()


def log(lines: list[bytes], head: bytes) -> LogLines:
    return LogLines(LogHeader("217", "pc", 1, 1, len(lines), START.hex(), head.hex()), lines)


@given(st.integers(1, 30), st.sets(st.integers(1, 30)), st.booleans())
def test_any_lines_may_be_redacted(count: int, chosen: set[int], keep: bool) -> None:
    lines = [line(seq) for seq in range(1, count + 1)]
    head = chain_over(START, lines)
    left = [redacted_line(sha256(each).digest()) if seq in chosen else each for seq, each in enumerate(lines, 1)]
    opened = open_log(log(left, head), keep=keep)
    for seq, (_, _, said) in enumerate(opened.operations(), 1):
        assert said[0] == seq
        assert (said[2] == REDACTED) == (seq in chosen)
    assert opened.tail(count)[1].seqs == [count]


def test_another_digest_breaks_the_chain() -> None:
    lines = [line(1), line(2)]
    head = chain_over(START, lines)
    with pytest.raises(PackageProblem):
        open_log(log([line(1), redacted_line(sha256(b"other").digest())], head), keep=True)


@pytest.mark.parametrize(
    "text",
    [
        b'{"redacted": "' + b"a" * 64 + b'"}',
        b'{"redacted":"' + b"A" * 64 + b'"}',
        b'{"redacted":"' + b"a" * 63 + b'"}',
        b'{"redacted":"' + b"a" * 64 + b'"} ',
        b' {"redacted":"' + b"a" * 64 + b'"}',
        b'{"redacted":"' + b"a" * 64 + b'","seq":1}',
    ],
)
def test_only_the_one_spelling_counts(text: bytes) -> None:
    assert not is_redacted(text)
    assert line_digest(text) == sha256(text).digest()
    with pytest.raises(MalformedJson):
        parse_line(text)
