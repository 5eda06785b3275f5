"""Codes, choices and clauses as people write them into cells: "ĐH", "Mất ATTT - thay đổi giao diện", "Điểm b".

A choice is looked up by the whole text. A code may also be one part of it ("Mất ATTT - thay đổi giao diện": the last
part is the most particular) or its beginning ("Cử nhân Tin học"). A name inside a text does not count: "Trên đại học"
is no "đại học"; and a text that lists two codes ("Đại học, Thạc sĩ") means neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bgit_desktop.core.fields import Choice, Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sheets.model import Cell, cell_text
from bgit_desktop.core.text import fold, nfc

_LIST = re.compile(r"[;,/\n+]|\bvà\b")
_DETAIL = re.compile(r"\s[-–—]\s|[:()]")
_SAMPLE = 12
"""How many of the allowed values a message lists."""


class CodeTable:
    """What may stand in one column: codes with all their names.

    Args:
        entries: code, label to show, further names; the first to claim a name keeps it.
        parts: whether a part or the beginning of a text may name the code.
    """

    def __init__(self, entries: Iterable[tuple[str, str, Sequence[str]]], *, parts: bool = False) -> None:
        self._parts = parts
        self._labels: list[str] = []
        self._names: dict[str, str] = {}
        self._numbers: dict[float, str] = {}
        later: list[tuple[str, str]] = []
        for code, label, names in entries:
            self._labels.append(label)
            for name in (code, label):
                self._names.setdefault(fold(name), code)
            later += [(name, code) for name in names]
            if re.fullmatch(r"\d+\.\d+", code):
                self._numbers[float(code)] = code
                later.append((code.replace(".", ""), code))
        for name, code in later:  # a label is stronger than another code's alias
            self._names.setdefault(fold(name), code)
        self._names.pop("", None)

    @classmethod
    def of_choices(cls, choices: Sequence[Choice]) -> CodeTable:
        """Build the table of a field's choices."""
        return cls((each.value, str(each.label), (each.label.vi, each.label.en, *each.aliases)) for each in choices)

    @classmethod
    def of_records(cls, rows: Iterable[Record]) -> CodeTable:
        """Build the table from records of type ``code``."""
        entries = []
        for row in rows:
            aliases = row.get("aliases")
            names = [str(row.get("label_en") or ""), *(aliases if isinstance(aliases, list) else [])]
            entries.append((str(row["code"]), str(row.get("label") or row["code"]), names))
        return cls(entries, parts=True)

    def find(self, cell: Cell) -> str:
        """Find the code that a cell means.

        Raises:
            ValueError: none, or it is not clear which; the message lists what may stand there.
        """
        if isinstance(cell, int | float) and not isinstance(cell, bool) and float(cell) in self._numbers:
            return self._numbers[float(cell)]  # 01.003 typed into a number cell
        text = cell_text(cell)
        found = self._names.get(fold(text)) or (self._by_parts(text) if self._parts else None)
        if found is None:
            wanted = ", ".join(self._labels[:_SAMPLE]) + (", …" if len(self._labels) > _SAMPLE else "")
            raise ValueError(
                tr("“{text}” không có trong danh mục; hãy ghi một trong: {wanted}", text=text, wanted=wanted)
            )
        return found

    def _by_parts(self, text: str) -> str | None:
        found = {self._by_detail(part) for part in _LIST.split(text)} - {None}
        return found.pop() if len(found) == 1 else None

    def _by_detail(self, text: str) -> str | None:
        parts = [fold(part) for part in _DETAIL.split(text)]
        whole = next((self._names[part] for part in reversed(parts) if part in self._names), None)
        return whole or self._by_beginning(fold(text))

    def _by_beginning(self, folded: str) -> str | None:
        words = folded.split()
        for count in range(len(words) - 1, 0, -1):
            name = " ".join(words[:count])
            if len(name) > 1 and name in self._names:
                return self._names[name]
        return None


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the cells of a sheet are looked up in.

    Attributes:
        codes: the code tables by name (``degree_level`` …).
        clauses: ids of the clauses there are, such as ``QyD.6.2.b``.
        duties: the clause whose letters a bare letter means: ``QyD.6.2`` for a district, ``QyD.6.1`` for a department.
    """

    codes: Mapping[str, CodeTable] = field(default_factory=dict)
    clauses: frozenset[str] = frozenset()
    duties: str = "QyD.6.2"


_FULL = re.compile(r"(?:qyd\s*)?(\d{1,2})\s*[.\s]\s*(\d)(?:\s*[.\s]?\s*([a-zđ]))?")
_SPOKEN = re.compile(r"(?:điểm\s+)?(?:([a-zđ])\s+)?khoản\s+(\d)\s+điều\s+(\d{1,2})")
_LETTER = re.compile(r"(?:điểm\s+)?([a-zđ])")


def find_clause(text: str, lookups: Lookups) -> str:
    """Find the clause that a text means: "6.2.b", "Điều 6.2.b", "điểm b khoản 2 Điều 6", "Điểm b", "b".

    Raises:
        ValueError: there is none; the message says what to write. The regulation has no letter đ.
    """
    for known in (text.strip(), "QyD." + text.strip()):
        if known in lookups.clauses:
            return known
    plain = " ".join(re.sub(r"[^\w\s.]|_", " ", nfc(text).lower()).replace(".", " . ").split())
    plain = re.sub(r"\s*\.\s*", ".", plain).strip(".")
    spoken = _SPOKEN.fullmatch(plain.replace(".", " "))
    plain = re.sub(r"^(?:điều|khoản|mục|qyd\.?)\s*", "", plain)
    wanted = ""
    if spoken:
        wanted = ".".join(part for part in ("QyD", spoken[3], spoken[2], spoken[1] or "") if part)
    elif found := _LETTER.fullmatch(plain):
        wanted = f"{lookups.duties}.{found[1]}"
    elif found := _FULL.fullmatch(re.sub(r"\s*điểm\s*", " ", plain).strip()):
        wanted = ".".join(part for part in ("QyD", found[1], found[2], found[3] or "") if part)
    if wanted in lookups.clauses:
        return wanted
    example = lookups.duties.removeprefix("QyD.")
    raise ValueError(
        tr(
            "“{text}” không phải là điều khoản của Quy định; hãy ghi như {example}.a … {example}.g (không có điểm đ)",
            text=text, example=example,
        )
    )  # fmt: skip
