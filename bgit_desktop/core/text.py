"""Vietnamese text: how it is stored, searched, told apart and normalised.

Text comes in from three input methods, Excel and old systems, so the same word may be spelled in several
sequences of code points. :func:`nfc` brings it to the one form that is stored; it never respells a word
(``hòa`` stays ``hòa``). For finding, :func:`fold` drops case, marks and punctuation; for telling whether two
people or units are the same, :func:`same_text_key` drops only what does not tell them apart. Sorting has a
module of its own, :mod:`bgit_desktop.core.collation`, whose two keys are given on here.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bgit_desktop.core.collation import collation_key, name_key
from bgit_desktop.core.normal_form import nfc

__all__ = [
    "collation_key",
    "fold",
    "fold_all",
    "name_key",
    "nfc",
    "normalise_phone",
    "same_text_key",
    "search_terms",
]

# Letters that carry a stroke do not decompose in Unicode: đ, and the two look-alikes that old fonts and
# keyboards give for it, eth (Ð ð) and the African D (Ɖ ɖ).
_STROKED_D: Final = str.maketrans("đĐÐðƉɖ", "dddddd")


def _fold_character(character: str) -> str:
    """Fold one character by the Unicode tables; the slow way from which the fast tables are made."""
    before, after = "", character
    while after != before:
        before = after
        letters = unicodedata.normalize("NFKD", after.translate(_STROKED_D).casefold())
        kept = []
        for letter in letters:
            category = unicodedata.category(letter)
            if category in ("Mn", "Cf"):  # a mark, or an invisible sign: nothing is left of it
                continue
            kept.append(letter if letter.isalnum() else " ")
        after = "".join(kept)
    return after


class _FoldTable(dict[int, str]):
    """A ``str.translate`` table that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLD_TABLE: Final = _FoldTable()


def _alphabet() -> str:
    """Give the 256 characters that nearly every text here is made of; NUL first, for the fast C path."""
    printable = "".join(chr(code) for code in range(0x20, 0x7F))
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    toned = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones]
    accented = "đ" + "".join(letter for letter in toned if not letter.isascii())
    page = "\0\t\n\r" + printable + accented + accented.upper() + "Ðð–—…“”‘’\u00a0"
    return page.ljust(256, "\ufffe")


# str.translate asks a dictionary for every character. A code page of our own turns the whole text into bytes
# in C, and bytes.translate folds those; characters outside the page take the dictionary. Measured: 3 times as
# fast, which counts when 600,000 rows are indexed during a merge.
_ALPHABET: Final = _alphabet()
_CODE_PAGE: Final = codecs.charmap_build(_ALPHABET)
_PAGE_FOLD: Final = bytes(ord(folded) if len(folded) == 1 else 0x20 for folded in map(_fold_character, _ALPHABET))

_LINE_BREAK: Final = _ALPHABET.index("\n")
_LINES_FOLD: Final = _PAGE_FOLD[:_LINE_BREAK] + b"\n" + _PAGE_FOLD[_LINE_BREAK + 1 :]
_AT_ONCE: Final = 256  # texts: where one of them has a letter of its own, so many are folded one by one


def fold(text: str) -> str:
    """Fold a text for searching.

    Args:
        text: any text, composed or not.

    Returns:
        Lower case without marks, đ as d, punctuation as spaces, single spaces between words, none at the
        ends.
    """
    try:
        folded = codecs.charmap_encode(text, "strict", _CODE_PAGE)[0].translate(_PAGE_FOLD).decode("ascii")
    except UnicodeEncodeError:
        folded = text.translate(_FOLD_TABLE)
    return " ".join(folded.split())


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold many texts, as :func:`fold` does each; several times as fast.

    Args:
        texts: any texts.

    Returns:
        The folded texts, in their order.
    """
    found: list[str] = []
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        joined = "\n".join(part)
        try:
            folded = codecs.charmap_encode(joined, "strict", _CODE_PAGE)[0].translate(_LINES_FOLD)
        except UnicodeEncodeError:  # a letter that is not on the page
            folded = b""
        if not folded or folded.count(b"\n") != len(part) - 1:  # or a line break within a text
            found += map(fold, part)
            continue
        while b"  " in folded:
            folded = folded.replace(b"  ", b" ")
        lines = folded.strip(b" ").replace(b" \n", b"\n").replace(b"\n ", b"\n").decode("ascii")
        found += lines.split("\n")
    return found


def search_terms(text: str) -> list[str]:
    """Split a query into the folded words to look for.

    Args:
        text: what the user typed.

    Returns:
        The words in their order; an empty list where nothing but spaces and punctuation was typed.
    """
    return fold(text).split()


_GLIDES: Final = ("oa", "oe", "uy")
_TONE_MARKS: Final = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TO_NEW_TONE: Final = {
    unicodedata.normalize("NFC", glide[0] + tone) + glide[1]: glide[0] + unicodedata.normalize("NFC", glide[1] + tone)
    for glide in _GLIDES
    for tone in _TONE_MARKS
}
# Not after q: there u belongs to the consonant, and qúy is a slip of the hand, not another way to write quý.
_OLD_TONE: Final = re.compile("(?<!q)(?:" + "|".join(_OLD_TO_NEW_TONE) + ")")
_SAME_D: Final = str.maketrans("ÐðƉɖ", "đđđđ")


def same_text_key(text: str) -> str:
    """Give the key under which two spellings of one name meet.

    Case, the order of marks, the place of the tone (hòa, hoà), look-alikes of đ and white space are levelled;
    tones themselves are not, since Hà and Ha are two names.

    Args:
        text: a name.

    Returns:
        A key to compare for equality; not meant to be shown.
    """
    levelled = " ".join(nfc(text).translate(_SAME_D).lower().split())
    return _OLD_TONE.sub(lambda found: _OLD_TO_NEW_TONE[found[0]], levelled)


# compiled when first used, not at every start
_PHONE_SIGNS: Final = r"\+?[0-9\s().\-–]+"
_PHONE_SEPARATOR: Final = r"\s*(?:[;,/|\n]|\s[-–]\s|\bhoặc\b|\bvà\b)\s*"
# What is left of a number without its leading zero: nine digits of a mobile phone, ten of a landline or of
# the mobile numbers in use until 2018 (012x, 016x, 018x, 019x).
_WITHOUT_ZERO: Final = r"[35789][0-9]{8}|2[0-9]{9}|1[2689][0-9]{8}"
_COMPLETE: Final = r"0[1-9][0-9]{8,9}"
_INTERNATIONAL: Final = r"(?:\+84|0084|84(?=[0-9]{9,10}$))0?"


def _one_phone(text: str) -> str | None:
    """Give one telephone number in its plain form, or None where the text is none."""
    text = text.strip()
    if not re.fullmatch(_PHONE_SIGNS, text):
        return None
    text = text.removesuffix(".0")  # a number cell read as a fraction
    digits = ("+" if text.startswith("+") else "") + re.sub(r"[^0-9]", "", text)
    digits = re.sub(_INTERNATIONAL, "0", digits, count=1)
    if re.fullmatch(_WITHOUT_ZERO, digits):
        digits = "0" + digits
    return digits if re.fullmatch(_COMPLETE, digits) else None


def normalise_phone(text: str) -> str:
    """Write telephone numbers the plain way: digits only, with the leading zero.

    ``+84`` becomes ``0``; the zero that a spreadsheet dropped comes back where the digits left can be nothing
    else.

    Args:
        text: one number, or several divided by ``;``, ``,``, ``/``, a dash between spaces, "hoặc" or "và".

    Returns:
        The numbers, several joined by ``"; "``; the text unchanged where any part is no such number.
    """
    single = _one_phone(text)
    if single is not None:
        return single
    parts = [part for part in re.split(_PHONE_SEPARATOR, text) if part.strip()]
    numbers = [_one_phone(part) for part in parts]
    if not numbers or None in numbers:
        return text
    return "; ".join(number for number in numbers if number is not None)


_TRUE_D: Final = str.maketrans("ÐðƉɖ", "ĐđĐđ")


def true_d(text: str) -> str:
    """Give a text with the letter đ where a look-alike was typed: eth, or the African D."""
    return text.translate(_TRUE_D)


def in_sentence(name: str) -> str:
    """Give a name as it stands within a sentence: a small first letter, while "CNTT" and "IT system" stay."""
    first = name.split(" ", 1)[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]
