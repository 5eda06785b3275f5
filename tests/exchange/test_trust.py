"""The decision table of EXCHANGE.md, one case a row, on a log of ten operations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.exchange.trust import Adopted, Decision, Head, KnownReplica, Revocation, Window, decide_window
from bgit_desktop.exchange.verdicts import Verdict

NOW = 1_700_000_000_000
HOUR = 3_600_000


def h(seq: int, log: str = "true") -> bytes:
    """The chain's hash of a log at a sequence number; every log begins alike."""
    return f"{'true' if seq == 0 else log}:{seq}".encode()


def known(head: int = 10, *, incarnation: int = 1, **changes: object) -> KnownReplica:
    heads = {incarnation: Head(head, h(head))} if head else {}
    about = KnownReplica(heads, lambda _, seq: h(seq) if seq <= head else None)
    return replace(about, **changes)  # type: ignore[arg-type]


def window(first: int, last: int, *, log: str = "true", base: str | None = None, **changes: object) -> Window:
    def hash_at(seq: int) -> bytes:
        return h(seq, base or log) if seq < first else h(seq, log)

    return replace(Window(1, first, last, hash_at, max_hlc=NOW << 16), **changes)  # type: ignore[arg-type]


def decide(about: KnownReplica, piece: Window, **changes: bool) -> Decision:
    return decide_window(about, piece, NOW, **changes)


ROWS: dict[str, tuple[KnownReplica, Window, Verdict, int]] = {
    # name: what is known, what comes, the verdict, the first operation applied (beyond the window: none)
    "the first baseline": (known(0), window(1, 5), Verdict.ACCEPTED, 1),
    "an empty first baseline": (known(0), window(1, 0), Verdict.DUPLICATE, 1),
    "the next delta": (known(), window(11, 12), Verdict.ACCEPTED, 11),
    "to = head, same hashes": (known(), window(1, 10), Verdict.DUPLICATE, 11),
    "to < head, same hashes": (known(), window(3, 7), Verdict.DUPLICATE, 8),
    "nothing new": (known(), window(11, 10), Verdict.DUPLICATE, 11),
    "from ≤ head < to, overlap equal": (known(), window(5, 15), Verdict.ACCEPTED, 11),
    "a baseline again, longer": (known(), window(1, 15), Verdict.ACCEPTED, 11),
    "from = head + 2": (known(), window(12, 15), Verdict.HELD_GAP, 16),
    "from > head + 1, nothing known": (known(0), window(2, 5), Verdict.HELD_GAP, 6),
    "fast forward to 2^62": (known(), window(2**62, 2**62), Verdict.HELD_GAP, 2**62 + 1),
    "a different hash below head": (known(), window(3, 7, log="fork"), Verdict.HELD_FORK, 8),
    "a different hash in the overlap": (known(), window(5, 15, log="fork"), Verdict.HELD_FORK, 16),
    "a different base behind head": (known(), window(11, 12, base="fork"), Verdict.HELD_FORK, 13),
    "a different base in the middle": (known(), window(5, 7, base="fork"), Verdict.HELD_FORK, 8),
    "nothing new on another base": (known(), window(11, 10, log="fork"), Verdict.HELD_FORK, 11),
    "an older incarnation, nothing new": (
        known(heads={1: Head(10, h(10)), 2: Head(3, h(3))}),
        window(1, 10),
        Verdict.DUPLICATE,
        11,
    ),
    "an older incarnation with new operations": (
        known(heads={1: Head(10, h(10)), 2: Head(3, h(3))}),
        window(9, 12),
        Verdict.HELD_FORK,
        13,
    ),
    "an incarnation never seen below a known one": (
        known(heads={2: Head(3, h(3))}),
        window(1, 2),
        Verdict.HELD_FORK,
        3,
    ),
    "a new incarnation that adopts what we have": (
        known(),
        window(1, 2, incarnation=2, adopted=Adopted(1, 10, h(10))),
        Verdict.ACCEPTED,
        1,
    ),
    "a new incarnation that lost what we have": (
        known(),
        window(1, 2, incarnation=2, adopted=Adopted(1, 6, h(6))),
        Verdict.ACCEPTED,
        1,
    ),
    "a new incarnation that adopts nothing": (
        known(),
        window(1, 2, incarnation=2, adopted=Adopted(1, 0, h(0))),
        Verdict.ACCEPTED,
        1,
    ),
    "a new incarnation that adopts what we lack": (
        known(),
        window(1, 2, incarnation=2, adopted=Adopted(1, 14, h(14))),
        Verdict.HELD_GAP,
        3,
    ),
    "a new incarnation of a replica never seen that adopts": (
        known(0),
        window(1, 2, incarnation=2, adopted=Adopted(1, 14, h(14))),
        Verdict.HELD_GAP,
        3,
    ),
    "a new incarnation that adopts another log": (
        known(),
        window(1, 2, incarnation=2, adopted=Adopted(1, 6, h(6, "fork"))),
        Verdict.HELD_FORK,
        3,
    ),
    "a new incarnation without its first line": (known(), window(1, 2, incarnation=2), Verdict.REJECTED_CORRUPT, 3),
    "a new incarnation that adopts itself": (
        known(),
        window(1, 2, incarnation=2, adopted=Adopted(2, 6, h(6))),
        Verdict.REJECTED_CORRUPT,
        3,
    ),
    "the middle of a new incarnation": (known(), window(4, 5, incarnation=2), Verdict.HELD_GAP, 6),
    "frozen, something new": (known(frozen=True), window(11, 12), Verdict.HELD_FORK, 13),
    "frozen, nothing new": (known(frozen=True), window(1, 10), Verdict.DUPLICATE, 11),
    "48 hours ahead": (known(), window(11, 12, max_hlc=(NOW + 48 * HOUR) << 16), Verdict.ACCEPTED, 11),
    "48 hours ahead and a bit": (known(), window(11, 12, max_hlc=(NOW + 48 * HOUR + 1) << 16), Verdict.HELD_CLOCK, 13),
    "a clock of 2^62": (known(), window(11, 12, max_hlc=2**62), Verdict.HELD_CLOCK, 13),
    "a gap and a clock": (known(), window(12, 12, max_hlc=2**62), Verdict.HELD_GAP, 13),
    "a clock ahead in what we have": (known(), window(1, 10, max_hlc=2**62), Verdict.DUPLICATE, 11),
    "a clock in the past": (known(), window(11, 12, max_hlc=1), Verdict.ACCEPTED, 11),
    "revoked, up to last_good, known": (known(revoked=Revocation(1, 10, h(10))), window(1, 10), Verdict.DUPLICATE, 11),
    "revoked, up to last_good, new": (known(revoked=Revocation(1, 12, h(12))), window(11, 12), Verdict.ACCEPTED, 11),
    "revoked, below last_good, known": (known(revoked=Revocation(1, 10, h(10))), window(3, 7), Verdict.DUPLICATE, 8),
    "revoked, beyond last_good": (
        known(revoked=Revocation(1, 10, h(10))),
        window(11, 11),
        Verdict.REJECTED_REVOKED,
        12,
    ),
    "revoked, across last_good": (
        known(revoked=Revocation(1, 12, h(12))),
        window(11, 13),
        Verdict.REJECTED_REVOKED,
        14,
    ),
    "revoked, up to last_good, another hash": (
        known(revoked=Revocation(1, 12, h(12))),
        window(11, 12, log="fork", base="true"),
        Verdict.REJECTED_REVOKED,
        13,
    ),
    "revoked, short of last_good, unproven": (
        known(revoked=Revocation(1, 14, h(14))),
        window(11, 12),
        Verdict.REJECTED_REVOKED,
        13,
    ),
    "revoked, a different hash below head": (
        known(revoked=Revocation(1, 10, h(10))),
        window(3, 7, log="fork"),
        Verdict.REJECTED_REVOKED,
        8,
    ),
    "revoked, a later incarnation": (
        known(revoked=Revocation(1, 10, h(10))),
        window(1, 2, incarnation=2, adopted=Adopted(1, 10, h(10))),
        Verdict.REJECTED_REVOKED,
        3,
    ),
    "revoked from the beginning": (known(0, revoked=Revocation(1, 0, h(0))), window(1, 1), Verdict.REJECTED_REVOKED, 2),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str) -> None:
    about, piece, verdict, apply_from = ROWS[name]
    found = decide(about, piece)
    assert (found.verdict, found.apply_from) == (verdict, apply_from)
    assert found.alarm == (verdict in (Verdict.HELD_FORK, Verdict.REJECTED_REVOKED))
    assert bool(found.reason) == (verdict is not Verdict.ACCEPTED)
    assert (found.wanted is not None) == (verdict is Verdict.HELD_GAP)


def test_a_gap_asks_for_what_follows_the_head() -> None:
    assert decide(known(), window(12, 15)).wanted == (1, 11)
    assert decide(known(0), window(2, 5)).wanted == (1, 1)
    later = window(1, 2, incarnation=2, adopted=Adopted(1, 14, h(14)))
    assert decide(known(), later).wanted == (1, 11)


def test_a_person_may_accept_a_clock() -> None:
    piece = window(11, 12, max_hlc=2**62)
    assert decide(known(), piece, any_clock=True).verdict is Verdict.ACCEPTED


def test_a_clock_behind_its_own_log_warns() -> None:
    assert decide(known(), window(11, 12, created_ms=NOW - 49 * HOUR)).warnings
    assert not decide(known(), window(11, 12, created_ms=NOW - 47 * HOUR)).warnings


def test_a_first_window_on_another_start_is_a_fork() -> None:
    assert decide(known(0), window(1, 2, base="other")).verdict is Verdict.ACCEPTED  # h(0) is the same for all
    about = known(0, hash_at=lambda _, seq: b"another start" if seq == 0 else None)
    assert decide(about, window(1, 2)).verdict is Verdict.HELD_FORK


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 6)), max_size=12), st.integers(1, 12))
def test_any_order_of_honest_windows_applies_each_operation_once(pieces: list[tuple[int, int]], length: int) -> None:
    """Lost, doubled, overlapping and reordered windows of one log never fork and never apply anything twice."""
    head, applied = 0, []
    for first, count in [*pieces, (1, length)]:
        last = min(first + count - 1, 12)
        found = decide(known(head), window(first, max(last, first - 1)))
        assert found.verdict in (Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.HELD_GAP)
        if found.verdict is Verdict.ACCEPTED:
            applied += range(found.apply_from, last + 1)
            head = last
    assert applied == list(range(1, head + 1))
    assert head >= length


def test_verdicts_fall_into_three_kinds() -> None:
    for verdict in Verdict:
        assert [verdict.is_ok, verdict.is_held, verdict.is_rejected].count(True) == 1
    assert str(Verdict.HELD_GAP) == "held-gap"
