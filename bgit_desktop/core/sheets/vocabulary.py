"""The names a header may call a field by: label, alias, field name; case, marks and punctuation apart."""

from __future__ import annotations

import re
from functools import lru_cache

from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.mapping import targets_of
from bgit_desktop.core.sheets.model import Target
from bgit_desktop.core.text import fold

SERIAL_HEADERS = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "no", "s tt"})
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_ENOUGH = 0.6
"""Share of a header's words that a name must make up. Below it "Trình độ ngoại ngữ" would pass for "Trình độ"."""


class Vocabulary:
    """The names of all fields that a row of one type may fill.

    Args:
        type_name: the record type.
    """

    def __init__(self, type_name: str) -> None:
        self._exact: dict[str, list[Target]] = {}
        for target, field in targets_of(type_name):
            for name in (field.label.vi, field.label.en, *field.aliases, field.name):
                known = self._exact.setdefault(fold(name), [])
                if target not in known:
                    known.append(target)
        self._within = [
            (name, len(name.split()), targets)
            for name, targets in self._exact.items()
            if len(name.split()) > 1 or len(name) > 4
        ]

    @lru_cache(maxsize=512)  # noqa: B019 - there is one vocabulary per type, kept for good
    def match(self, group: str, header: str) -> tuple[tuple[float, Target], ...]:
        """Find the fields a header may mean.

        Args:
            group: the header above it that spans several columns, or "".
            header: the header itself.

        Returns:
            Confidence and field, best first; of equals the one declared first.
        """
        bare = _IN_BRACKETS.sub(" ", header).strip() or header
        found: dict[Target, float] = {}
        for texts, weight in (((header,), 1.0), ((bare,), 0.97), ((f"{group} {bare}", f"{bare} {group}"), 0.98)):
            for text in texts if group or weight != 0.98 else ():
                for target in self._exact.get(fold(text), ()):
                    found[target] = max(found.get(target, 0.0), weight)
        if not found:
            for text in (bare, f"{group} {bare}"):
                self._match_within(fold(text), found)
        return tuple(sorted(((score, target) for target, score in found.items()), key=lambda pair: -pair[0]))

    def _match_within(self, folded: str, found: dict[Target, float]) -> None:
        padded, words = f" {folded} ", len(folded.split())
        for name, length, targets in self._within:
            if length >= _ENOUGH * words and f" {name} " in padded:
                for target in targets:
                    found[target] = max(found.get(target, 0.0), 0.4 + 0.4 * length / words)


@lru_cache(maxsize=64)
def vocabulary(type_name: str) -> Vocabulary:
    """Give the vocabulary of a type."""
    return Vocabulary(type_name)


@lru_cache(maxsize=64)
def title_words(type_name: str) -> tuple[str, ...]:
    """Give what the title of a sheet of this type may contain, folded, longest first."""
    kind = TYPES[type_name]
    names = {fold(name) for name in (*kind.aliases, kind.plural.vi, kind.plural.en, kind.label.vi, kind.label.en)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
