"""Vietnamese alphabetical order as byte strings that compare in that order.

The order of the dictionary: the letters a ă â b c d đ e ê g …, compared syllable by syllable; where the
letters of a syllable are the same, its tone (ngang, huyền, hỏi, ngã, sắc, nặng); then the next syllable. Runs
of digits compare as numbers and stand before letters. Case, lower before upper, decides last. A key is laid
out as::

    syllable … 0x00 case …       syllable = letters 0x01 tones 0x01   |   0x10 length digits

so that SQLite can keep it in a BLOB column and sort by it. A list of people is sorted by tên, then họ, then
đệm.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bgit_desktop.core.normal_form import nfc

_LETTERS: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Final = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_OTHER_MARK: Final = 7
_END: Final = 0x01
_NUMBER: Final = 0x10
_FIRST_LETTER: Final = 0x20
_OTHER_LETTER: Final = 0xF0
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
        cases.append(1 if lower == character else 2)
    weights.append(_END)
    tones.append(_END)
    return bytes(weights + tones), bytes(cases)


class _Parts(dict[str, bytes]):
    """One part of the keys of words, each made when it is first met; as a dictionary, so that a hit stays in C.

    Args:
        part: 0 for the places in the alphabet, 1 for the cases.
    """

    def __init__(self, part: int) -> None:
        super().__init__()
        self._part = part

    def __missing__(self, word: str) -> bytes:
        if len(self) > _KEPT_WORDS:
            self.clear()
        found = self[word] = b"".join(_token_key(token)[self._part] for token in _TOKEN.findall(word))
        return found


_KEPT_WORDS: Final = 32_768
_PLACES: Final = _Parts(0)
_CASES: Final = _Parts(1)


def _join(words: list[str]) -> bytes:
    places = b"".join(map(_PLACES.__getitem__, words))
    # Trailing 0x01 (lower case) says nothing: a shorter string sorts first anyway. Most keys end here.
    return places + b"\0" + b"".join(map(_CASES.__getitem__, words)).rstrip(b"\x01")


def collation_key(text: str) -> bytes:
    """Give the key that sorts texts in Vietnamese order.

    Args:
        text: any text.

    Returns:
        Bytes to compare. Texts that differ only in punctuation, white space or the place of the tone have one
        key.
    """
    return _join(nfc(text).split())


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
