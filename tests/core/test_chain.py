"""The chain against digests worked out by hand with hashlib."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.chain import chain_hashes, chain_link, chain_over, chain_start


def test_start_is_the_digest_written_in_the_format() -> None:
    expected = sha256(b"bgit-log-1\x0024\x00217\x00pc-1\x003\x00RWQabc").digest()
    assert chain_start("24", "217", "pc-1", 3, "RWQabc") == expected


def test_every_part_of_the_start_counts() -> None:
    parts = [
        ("24", "217", "pc", 1, "RW"),
        ("25", "217", "pc", 1, "RW"),
        ("24", "218", "pc", 1, "RW"),
        ("24", "217", "pd", 1, "RW"),
        ("24", "217", "pc", 2, "RW"),
        ("24", "217", "pc", 1, "RX"),
    ]
    assert len({chain_start(*each) for each in parts}) == len(parts)


def test_a_link_takes_the_digest_of_the_line() -> None:
    start = bytes(32)
    first = sha256(start + sha256(b"[1]").digest()).digest()
    second = sha256(first + sha256(b"[2]").digest()).digest()
    assert list(chain_hashes(start, [b"[1]", b"[2]"])) == [first, second]
    assert chain_over(start, [b"[1]", b"[2]"]) == second
    assert chain_over(start, []) == start


@given(st.lists(st.binary(max_size=20), max_size=8), st.integers(0, 8))
def test_a_redacted_line_leaves_the_chain_whole(lines: list[bytes], at: int) -> None:
    current = bytes(32)
    for index, line in enumerate(lines):
        digest = sha256(line).digest()
        current = chain_link(current, digest) if index == at else chain_over(current, [line])
    assert current == chain_over(bytes(32), lines)
