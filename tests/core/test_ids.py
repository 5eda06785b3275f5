"""Ids: one spelling, and many looked at in one go as each by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.ids import are_ids, is_id, uuid7

GOOD = "018f0000-0000-7000-8000-0000000000ff"
SPELLINGS = [
    GOOD,
    GOOD.upper(),
    GOOD[:-1],
    GOOD + "\n",
    f"{GOOD}\n{GOOD}",
    GOOD.replace("-", ""),
    "",
    "x" * 36,
    f" {GOOD[1:]}",
]


def test_an_id_is_one() -> None:
    assert is_id(uuid7(1_700_000_000_000))
    assert [each for each in SPELLINGS if is_id(each)] == [GOOD]


@given(st.lists(st.sampled_from([GOOD, *SPELLINGS]) | st.builds(uuid7, st.integers(0, 1 << 47))))
def test_many_are_ids_where_each_is(texts: list[str]) -> None:
    assert are_ids(texts) == all(map(is_id, texts))
