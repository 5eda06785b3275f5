"""The sort keys as stores held them before docs/adr/0020: longer, in the same order. The reference for the tests."""

from __future__ import annotations

import re
import unicodedata

from bgit_desktop.core.normal_form import nfc

_WEIGHTS = {letter: 0x20 + 2 * place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}
_TOKEN = re.compile(r"[0-9]+|[^\W0-9_]+")


def _letter(character: str) -> tuple[bytes, int]:
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
        if weight is not None:
            return bytes((weight,)), tone if candidate != base or not marks else 7
    return b"\xf0" + character.encode("utf-8", "surrogatepass"), 0


def _token_key(token: str) -> tuple[bytes, bytes]:
    if token[0] in "0123456789":
        digits = token.lstrip("0") or "0"
        zeros = min(len(token) - len(digits), 200)
        return bytes((0x10, min(len(digits), 255))) + digits.encode("ascii"), bytes((1 + zeros,))
    weights, tones, cases = b"", b"", b""
    for character in token:
        lower = character.lower()
        for single in lower:
            weight, tone = _letter(single)
            weights += weight
            tones += bytes((tone,)) if tone else b""
        cases += b"\1" if lower == character else b"\2"
    return weights + b"\1" + tones + b"\1", cases


def _join(words: list[str]) -> bytes:
    keys = [_token_key(token) for word in words for token in _TOKEN.findall(word)]
    return b"".join(places for places, _ in keys) + b"\0" + b"".join(cases for _, cases in keys).rstrip(b"\1")


def collation_key(text: str) -> bytes:
    """Give the key of a text."""
    return _join(nfc(text).split())


def name_key(full_name: str) -> bytes:
    """Give the key of a person's name."""
    name = nfc(full_name)
    in_brackets = re.compile(r"\([^()]*\)")
    words, extra = _TOKEN.findall(in_brackets.sub(" ", name)), _TOKEN.findall(" ".join(in_brackets.findall(name)))
    return _join([words[-1], *words[:-1], *extra] if words else extra)
