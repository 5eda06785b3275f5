"""Vietnamese alphabetical order."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.text import collation_key, name_key

IN_ORDER = [
    [
        "a",
        "ă",
        "â",
        "b",
        "c",
        "d",
        "đ",
        "e",
        "ê",
        "g",
        "h",
        "i",
        "k",
        "l",
        "m",
        "n",
        "o",
        "ô",
        "ơ",
        "p",
        "q",
        "r",
    ],
    ["s", "t", "u", "ư", "v", "x", "y"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "măng", "mân"],
    ["ba", "ba ba", "bà", "bà ba", "bà bà", "bán", "bạn", "bảng"],  # the letters of the first syllable first
    ["An", "Anh", "Ánh", "Ăn", "Ân"],
    ["phòng 2", "phòng 10", "phòng 100", "phòng a"],
    ["an", "aN", "An", "AN", "án"],
    ["cu", "cứ", "cy"],
    ["", "1", "a", "я"],
    ["Lạng Giang", "Lục Nam", "Lục Ngạn", "Sơn Động", "Tân Yên", "Việt Yên", "Yên Dũng", "Yên Thế"],
]


@pytest.mark.parametrize("ordered", IN_ORDER, ids=lambda words: "-".join(words)[:20])
def test_order(ordered: list[str]) -> None:
    shuffled = ordered[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=collation_key) == ordered


def test_the_place_of_the_tone_and_punctuation_do_not_matter() -> None:
    assert collation_key("hòa") == collation_key("hoà") == collation_key(" hoà. ")
    assert collation_key("hoa") < collation_key("hòa") < collation_key("hoai")


def test_leading_zeros_count_last() -> None:
    assert sorted(["08", "8", "9", "007"], key=collation_key) == ["007", "8", "08", "9"]


def test_people_are_sorted_by_ten_then_ho_then_dem() -> None:
    people = [
        "An",
        "Lê Văn An",
        "Nguyễn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Nguyễn Văn An (B)",
        "Trần An",
        "Nguyễn Thị Ánh",
        "Đỗ Ăn",
        "Lê Văn Ân",
        "Đặng Bình",
    ]
    shuffled = people[:]
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=name_key) == people


@given(st.text())
def test_any_text_has_a_key_and_its_form_does_not_matter(text: str) -> None:
    assert collation_key(text) == collation_key(unicodedata.normalize("NFC", text))
    assert b"\0" in name_key(text)


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_compare_as_numbers(one: int, other: int) -> None:
    assert (collation_key(f"số {one}") < collation_key(f"số {other}")) == (one < other)


@given(st.text(), st.text())
def test_a_first_word_decides_before_what_follows(one: str, other: str) -> None:
    if collation_key(one).split(b"\0")[0] < collation_key(other).split(b"\0")[0]:
        assert collation_key(one) < collation_key(other)
