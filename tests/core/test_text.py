"""Vietnamese text: the normal form, folding, telling names apart, telephone numbers."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.core.text import fold, fold_all, nfc, normalise_phone, same_text_key, search_terms

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"
LOWER = [unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES] + ["đ"]
ACCENTED = [x for letter in LOWER if not letter.isascii() for x in (letter, letter.upper())]
PLAIN = dict(zip("aăâeêioôơuưyđ", "aaaeeiooouuyd", strict=True))


def test_there_are_134_accented_letters() -> None:
    assert len(set(ACCENTED)) == 134


@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_survives_every_order_of_its_marks(letter: str) -> None:
    base, *marks = unicodedata.normalize("NFD", letter)
    for order in itertools.permutations(marks):
        assert nfc(base + "".join(order)) == letter
        composed_early = unicodedata.normalize("NFC", base + "".join(order[:1])) + "".join(order[1:])
        assert nfc(composed_early) == letter


@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_folds_to_its_plain_one(letter: str) -> None:
    undressed = unicodedata.normalize("NFD", letter.lower())[0]
    expected = PLAIN[undressed]
    assert fold(letter) == expected
    assert fold(unicodedata.normalize("NFD", letter)) == expected


def test_nfc_trims_and_respells_nothing() -> None:
    assert nfc("  hòa  hoà\t") == "  hòa  hoà\t"
    assert nfc("e\u0302\u0301 a\u0301\u0306") == "ế ắ"


@given(st.text())
def test_nfc_is_stable_and_canonical_for_text_it_need_not_repair(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet="".join(ACCENTED) + "abc 12-/.đĐ"))
def test_fold_of_vietnamese_is_plain_ascii_and_ignores_case_and_form(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert set(folded) <= set("abcdeghijklmnopqrstuvwxyz0123456789 ")
    assert fold(text.upper()) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường Số 12/UBND-VP", "duong so 12 ubnd vp"),
        ("Ðỗ Ɖình đức", "do dinh duc"),
        ("  Sở\u00a0TT&TT\n(Bắc  Giang) ", "so tt tt bac giang"),
        ("", ""),
        ("…—“”", ""),
        ("Ü ß ﬁ ²", "u ss fi 2"),
        ("ho\u200bà\u00ad", "hoa"),
    ],
)
def test_fold_examples(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.lists(st.text(alphabet=[*ACCENTED, *"abc 12-/.đĐ\n\t–ﬁ\u0301"]), max_size=6))
def test_many_texts_are_folded_as_each_is(texts: list[str]) -> None:
    assert fold_all(texts) == list(map(fold, texts))
    assert fold_all(texts * 100) == list(map(fold, texts)) * 100  # more than are folded at once


def test_search_terms() -> None:
    assert search_terms(" máy CHỦ, đường-truyền ") == ["may", "chu", "duong", "truyen"]
    assert search_terms(" .,; ") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Văn Hòa", "NGUYỄN  VĂN HOÀ", True),
        ("Thúy", "Thuý", True),
        ("khỏe", "khoẻ", True),
        ("Lê Thị Thủy", "Lê Thị Thuỷ ", True),
        ("Ðỗ", "Đỗ", True),
        ("tê\u0301", "te\u0301\u0302", True),
        ("hà", "ha", False),
        ("hà", "hả", False),
        ("qúy", "quý", False),
        ("Dung", "Đung", False),
        ("Hoa", "Hòa", False),
    ],
)
def test_same_text(one: str, other: str, same: bool) -> None:
    assert (same_text_key(one) == same_text_key(other)) is same


@given(st.text())
def test_same_text_ignores_spaces_around(text: str) -> None:
    assert same_text_key(f"  {text}\t") == same_text_key(text)


@given(st.text(alphabet="".join(ACCENTED) + "abcq đĐ"))
def test_same_text_ignores_case_and_form(text: str) -> None:
    assert same_text_key(text.upper()) == same_text_key(text)
    assert same_text_key(unicodedata.normalize("NFD", text)) == same_text_key(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("978111222", "0978111222"),
        ("0978111222", "0978111222"),
        ("+84 978111222", "0978111222"),
        ("+84 (0)978 111 222", "0978111222"),
        ("0084978111222", "0978111222"),
        ("84978111222", "0978111222"),
        ("841234567", "0841234567"),
        ("(0204)3881234", "02043881234"),
        ("0204 - 3881234", "02043881234"),
        ("2043881234", "02043881234"),
        ("0240 3 881 234", "02403881234"),
        ("0987 654 321", "0987654321"),
        ("0987.654.321", "0987654321"),
        ("978111222.0", "0978111222"),
        ("1681234567", "01681234567"),
        ("0978111222; 912345678", "0978111222; 0912345678"),
        ("0978111222/0204.3881.234", "0978111222; 02043881234"),
        ("0978111222 - 0912345678", "0978111222; 0912345678"),
        ("121234567", "121234567"),  # an identity number, not a telephone
        ("3881234", "3881234"),
        ("12.03.1985", "12.03.1985"),
        ("chưa có", "chưa có"),
        ("0978111222 (nhà riêng)", "0978111222 (nhà riêng)"),
        ("", ""),
        (" ; ", " ; "),
    ],
)
def test_phone(text: str, expected: str) -> None:
    assert normalise_phone(text) == expected


@given(st.text(alphabet="0123456789+-() .;/"))
def test_phone_is_stable_and_never_loses_a_significant_digit(text: str) -> None:
    once = normalise_phone(text)
    assert normalise_phone(once) == once
    if once != text:
        assert all(9 < len(number) < 12 for number in once.split("; "))
