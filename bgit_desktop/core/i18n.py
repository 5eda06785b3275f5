"""The two languages: Vietnamese stands in the code, English in a catalogue.

``tr()`` takes the Vietnamese sentence as it stands in the source and gives it back, filled in, in the language
chosen; ``Label`` carries both languages where they are declared side by side (record types and fields). Loading the
English catalogue is left to :mod:`bgit_desktop.assets`; this module only holds it, and is the one piece of state that
the whole process shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from string import Formatter
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

_language: Language = "vi"
_english: Mapping[str, str] = {}
# Of one thread: a document is written in the background while the window goes on in its own language.
_vietnamese: ContextVar[bool] = ContextVar("_vietnamese", default=False)


def use_language(language: Language, english: Mapping[str, str] | None = None) -> None:
    """Choose the language of the process.

    Args:
        language: ``"vi"`` or ``"en"``.
        english: the English catalogue, Vietnamese source text → English; kept from before where None.
    """
    global _language, _english
    _language = language
    if english is not None:
        _english = english


def current_language() -> Language:
    """Give the language chosen with :func:`use_language`; Vietnamese inside :func:`vietnamese`."""
    return "vi" if _vietnamese.get() else _language


@contextmanager
def vietnamese() -> Iterator[None]:
    """Speak Vietnamese whatever language the window speaks: official documents have no other."""
    token = _vietnamese.set(True)
    try:
        yield
    finally:
        _vietnamese.reset(token)


def tr(text: str, /, **values: object) -> str:
    """Translate a sentence and fill in its ``{names}``.

    Args:
        text: the Vietnamese source sentence; a literal, so that the tests can find it.
        **values: what stands in the braces; English writes ``{count:report|reports}`` where the word follows the number.

    Returns:
        The sentence in the current language; the Vietnamese one where English has none.
    """
    if current_language() == "en":
        text = _english.get(text, text)
    if not values:
        return text
    return _AGREEING.format(text, **values) if "|" in text else text.format(**values)


class _Agreeing(Formatter):
    """Fills sentences in: after a number stands the first word for one, the second for any other."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, sign, many = format_spec.partition("|")
        if not sign:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value) == '1' else many}"


_AGREEING = _Agreeing()


@dataclass(frozen=True, slots=True)
class Label:
    """A name shown to people, in both languages."""

    vi: str
    en: str

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.vi
