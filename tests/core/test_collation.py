"""Vietnamese alphabetical order."""

from __future__ import annotations

import itertools
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.collation import collation_keys
from bgit_desktop.core.text import collation_key, name_key

from . import former_collation

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
    assert name_key(text) == name_key(unicodedata.normalize("NFC", text))


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_compare_as_numbers(one: int, other: int) -> None:
    assert (collation_key(f"số {one}") < collation_key(f"số {other}")) == (one < other)


@given(st.text(), st.text())
def test_a_first_word_decides_before_what_follows(one: str, other: str) -> None:
    if collation_key(one).split(b"\0")[0] < collation_key(other).split(b"\0")[0]:
        assert collation_key(one) < collation_key(other)


# -- the order is the one of the longer keys of before (docs/adr/0020) ---------------------------------------------------

SYLLABLES = [
    "an", "àn", "ạn", "anh", "ánh", "ăn", "ân", "đỗ", "do", "nguyễn", "nguyen", "quỳnh", "thịnhvượng", "hoàbình", "y",
    "ubnd", "müller", "łódź", "naïve", "я", "дом", "ß", "ǆ", "İ", "中", "²", "u\u031b\u0301", "e\u0302\u0323",
]  # fmt: skip


@st.composite
def words(draw: st.DrawFn) -> str:
    """Give a word: a syllable with capitals in any place, or a number, with leading zeros or not."""
    if draw(st.integers(0, 3)) == 0:
        digits = draw(st.sampled_from(["", "0", "5", "10", "12", "77", "300", "9" * 254, "9" * 255, "9" * 256]))
        return "0" * draw(st.sampled_from([0, 0, 0, 1, 2, 3, 199, 200, 201, 260])) + digits or "0"
    syllable = draw(st.sampled_from(SYLLABLES))
    capitals = draw(st.integers(0, (1 << len(syllable)) - 1)) if draw(st.booleans()) else draw(st.integers(0, 1))
    return "".join(each.upper() if capitals >> at & 1 else each for at, each in enumerate(syllable))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Give a text: words, some of them many times over, so that some capitals stand very far from the one before."""
    found = ""
    for word in draw(st.lists(words(), max_size=6)):
        times = draw(st.sampled_from([1] * 12 + [2, 126, 127, 253, 260]))
        found += (word + draw(st.sampled_from(["", " ", " ", " ", "-", " ("]))) * times
    return found


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Give two texts, most of them alike: the same with another case, tone, zero or ending."""
    one = draw(texts())
    if draw(st.integers(0, 4)) == 0 or not one:
        return one, draw(texts() | st.text())
    at = draw(st.integers(0, len(one) - 1))
    change = draw(st.integers(0, 5))
    if change == 0:
        return one, one[:at] + one[at].swapcase() + one[at + 1 :]
    if change == 1:
        return one, one[:at] + draw(st.sampled_from(["0", "00", "0" * 199, "\u0301", "\u0323", "a", "A", " "])) + one[
            at:
        ]
    if change == 2:
        return one, one[:at] + one[at + 1 :]
    if change == 3:
        return one, one[:at]
    if change == 4:
        return one, one[:at] + one[at:].swapcase()
    return one, one + draw(texts())


def compared(one: bytes, other: bytes) -> int:
    """Give −1, 0 or 1."""
    return (one > other) - (one < other)


@given(pairs())
def test_texts_are_in_the_order_of_before(two: tuple[str, str]) -> None:
    one, other = two
    was = compared(former_collation.collation_key(one), former_collation.collation_key(other))
    assert compared(collation_key(one), collation_key(other)) == was
    was = compared(former_collation.name_key(one), former_collation.name_key(other))
    assert compared(name_key(one), name_key(other)) == was


CASES = [
    *("".join(word) for word in itertools.product("aA", repeat=5)),
    *("a" * lower + "A" * upper for lower in (250, 251, 252, 253, 254, 505, 506, 507, 759) for upper in (0, 1, 2)),
    *("a" * lower + "Aa" * 2 for lower in (252, 253, 254, 505, 506)),
    *(f"a {'0' * zeros}7 {rest}" for zeros in (0, 1, 2, 3, 199, 200, 201) for rest in ("b", "B", "bB", "")),
    *(f"{'0' * one}7 {'0' * other}7 A" for one in range(4) for other in range(4)),
]


def test_every_place_of_a_capital_is_in_the_order_of_before() -> None:
    for one, other in itertools.combinations_with_replacement(CASES, 2):
        was = compared(former_collation.collation_key(one), former_collation.collation_key(other))
        assert compared(collation_key(one), collation_key(other)) == was, (one, other)


def test_keys_are_short() -> None:
    title = "Cài đặt lại phần mềm kế toán cho xã"
    assert len(title) == 35
    assert len(former_collation.collation_key(title)) == 55
    assert len(collation_key(title)) == 38  # a letter each, a byte a syllable, the capital
    assert (len(former_collation.name_key("Nguyễn Thị Hà")), len(name_key("Nguyễn Thị Hà"))) == (30, 18)


@given(st.lists(st.text(alphabet="aâĐ 12ế\u0301\u0302\nZ")))
def test_keys_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert collation_keys(texts) == list(map(collation_key, texts))
