"""Vietnamese alphabetical order as byte strings that compare in that order.

The order of the dictionary: the letters a ă â b c d đ e ê g …, compared syllable by syllable; where the
letters of a syllable are the same, its tone (ngang, huyền, hỏi, ngã, sắc, nặng); then the next syllable. Runs
of digits compare as numbers and stand before letters. Case, lower before upper, decides last. A key is laid
out as::

    syllable … [0x00 capital …]

    syllable = letters end   |   0x10 length digits
    end      = 0x01  (no tone)   |   2 × tone  (the only one)   |   2 × tone + 1, further tones, 0x01
    capital  = 0x01 …, 0xFE - lower ones before it   |   the same, 0xFF, 1 + leading zeros  (a number with two or more)

so that SQLite can keep it in a BLOB column and sort by it. Every end is below 0x10, with which a number begins, and
letters begin at 0x20. Of the case only where a capital stands is written, as how many lower ones precede it (where two
texts differ first, the one whose capital comes sooner sorts later); a number counts as one place, and with one leading
zero as a capital. A list of people is sorted by tên, then họ, then đệm.

The bytes are kept in stores: whoever changes them raises ``DERIVATION`` in ``store/search.py``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from bgit_desktop.core.normal_form import nfc

_K = TypeVar("_K", str, bytes)

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_OTHER_MARK: Final = 7
_NO_TONE: Final = 0x01
_TONES_END: Final = 0x01
_NUMBER: Final = 0x10
_FIRST_LETTER: Final = 0x20
_OTHER_LETTER: Final = 0xF0
_LOWER: Final = 1
_UPPER: Final = 2
_SKIP: Final = 0x01
_CAPITAL: Final = 0xFE
_ZEROS: Final = 0xFF
_MOST_LOWER: Final = _CAPITAL - _SKIP - 1
_WEIGHTS: Final = {letter: _FIRST_LETTER + 2 * place for place, letter in enumerate(_LETTERS)}

# A token is a run of digits or a run of letters; everything else only separates.
_TOKEN: Final = re.compile(r"[0-9]+|[^\W0-9_]+")
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")


def _letter(character: str) -> tuple[bytes, int]:
    """Give the weight and the tone of a lower-case letter (0 for none)."""
    weight = _WEIGHTS.get(character)
    if weight is not None:
        return bytes((weight,)), 0
    base, marks, tone = "", "", 0
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        elif unicodedata.combining(part):
            marks += part
        else:
            base += part
    for candidate in (unicodedata.normalize("NFC", base + marks), base):
        weight = _WEIGHTS.get(candidate)
        if weight is not None:  # a foreign mark (ü) sorts with its letter, after all tones
            return bytes((weight,)), tone if candidate != base or not marks else _OTHER_MARK
    return bytes((_OTHER_LETTER,)) + character.encode("utf-8", "surrogatepass"), 0


@lru_cache(maxsize=32_768)
def _token_key(token: str) -> tuple[bytes, bytes]:
    """Give the two parts of a token's key: its place in the alphabet, and its case."""
    if token[0] in "0123456789":
        digits = token.lstrip("0") or "0"
        zeros = min(len(token) - len(digits), 200)
        return bytes((_NUMBER, min(len(digits), 255))) + digits.encode("ascii"), bytes((1 + zeros,))
    weights, tones, cases = bytearray(), bytearray(), bytearray()
    for character in token:
        lower = character.lower()
        for single in lower:
            weight, tone = _letter(single)
            weights += weight
            if tone:
                tones.append(tone)
        cases.append(_LOWER if lower == character else _UPPER)
    return bytes(weights) + _end(tones), bytes(cases)


def _end(tones: bytearray) -> bytes:
    """Give what ends a run of letters; it compares as the tones do, one that has no more of them first."""
    if not tones:
        return bytes((_NO_TONE,))
    if len(tones) == 1:
        return bytes((2 * tones[0],))
    return bytes((2 * tones[0] + 1, *tones[1:], _TONES_END))


def _capitals(cases: bytes) -> bytes:
    """Give the end of a key: where its capitals stand.

    Args:
        cases: a byte a place: 1 for lower case, 2 for upper case, 1 + leading zeros for a number; not empty, and the last
            is not 1.
    """
    found = bytearray((0,))
    lower = 0
    for case in cases:
        if case == _LOWER:
            lower += 1
            continue
        skipped, lower = divmod(lower, _MOST_LOWER + 1)
        found += bytes((_SKIP,)) * skipped
        found.append(_CAPITAL - lower)
        if case > _UPPER:
            found += bytes((_ZEROS, case))
        lower = 0
    return bytes(found)


class _Kept(dict[_K, bytes]):
    """What was made before, each when it is first met; as a dictionary, so that a hit stays in C.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[_K], bytes]) -> None:
        super().__init__()
        self._make: Callable[[_K], bytes] = make

    def __missing__(self, key: _K) -> bytes:
        if len(self) > _MOST_KEPT:
            self.clear()
        found = self[key] = self._make(key)
        return found


def _part(part: int) -> Callable[[str], bytes]:
    return lambda word: b"".join(_token_key(token)[part] for token in _TOKEN.findall(word))


_MOST_KEPT: Final = 32_768
_place: Final = _Kept(_part(0)).__getitem__
_case: Final = _Kept(_part(1)).__getitem__
_CAPITALS: Final = _Kept(_capitals)


def _join(words: list[str]) -> bytes:
    places = b"".join(map(_place, words))
    # What follows the last capital says nothing. Most texts have none but the first letter, or those of a few names.
    cases = b"".join(map(_case, words)).rstrip(b"\x01")
    return places + _CAPITALS[cases] if cases else places


def collation_key(text: str) -> bytes:
    """Give the key that sorts texts in Vietnamese order.

    Args:
        text: any text.

    Returns:
        Bytes to compare. Texts that differ only in punctuation, white space or the place of the tone have one
        key.
    """
    return _join(nfc(text).split())


def collation_keys(texts: Sequence[str]) -> list[bytes]:
    """Give the keys of many texts, as :func:`collation_key` does each; a quarter faster where all are composed."""
    joined = "\n".join(texts)
    if nfc(joined) == joined:  # a text that is composed stays so between line breaks
        return [_join(text.split()) for text in texts]
    return list(map(collation_key, texts))


def name_key(full_name: str) -> bytes:
    """Give the key that sorts people: by tên (the last word), then họ (the first), then đệm (the middle).

    Args:
        full_name: a full name; what stands in brackets after it does not count as the tên.

    Returns:
        Bytes to compare with other keys of this function.
    """
    name = nfc(full_name)
    if "(" in name:
        bare = _IN_BRACKETS.sub(" ", name)
        words, extra = _TOKEN.findall(bare), _TOKEN.findall(" ".join(_IN_BRACKETS.findall(name)))
    else:
        words, extra = _TOKEN.findall(name), []
    if not words:
        return _join(extra)
    return _join([words[-1], *words[:-1], *extra])
