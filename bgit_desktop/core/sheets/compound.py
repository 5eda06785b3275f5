"""Cells that hold more than one thing: a document with its day, several certificates, several people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bgit_desktop.core.fields import Value
from bgit_desktop.core.sheets.dates import read_date
from bgit_desktop.core.text import fold

_DAY = re.compile(
    r"[,;(]?\s*\b(?:ký\s+|ban hành\s+)?(?:ngày|ngay)\s*"
    r"(?P<day>\d[\d/.\-]*(?:\s+tháng\s+\d{1,2}\s+năm\s+\d{4})?)\s*\)?",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(r"[\s,;(]+(?P<day>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})\)?\s*$")
_PARTIAL_DAY = re.compile(r"[\s,;(]+(?:tháng|năm|T)\s*(?P<day>(?:\d{1,2}[/.\-])?\d{4})\)?\s*$", re.IGNORECASE)
_ISSUER = re.compile(r"\s*(?:,\s*)?\bcủa\s+(?P<issuer>.+)$", re.IGNORECASE)
_INTRODUCTION = re.compile(
    r"^(?:theo\s+)?(?:quyết định|qđ|công văn|cv|văn bản|kế hoạch|kh|thông báo|tb|tờ trình|ttr)?"
    r"\s*(?:số|so)?\s*[:.]?\s*(?=\d)",
    re.IGNORECASE,
)
_NUMBER_WITH_SIGNS = re.compile(r"^\d+[\w]*\s*/\s*\S")
_SPACES_AT_SIGNS = re.compile(r"\s*([/\-–])\s*")
_SEVERAL = re.compile(r"[;,\n+&]|(?<!đ)/|\bvà\b|\s-\s", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_TITLE_OF_PERSON = re.compile(
    r"^(?:(?:ông|bà|anh|chị|cô|chú|đ/c|đc|đồng chí|đ\.c)\.?\s+|\d{1,2}\s*[.)]\s*|[-•*]\s*)", re.IGNORECASE
)
_NO_CERTIFICATE = frozenset({"khong", "khong co", "chua", "chua co", "ko", "k", "0", "khong co chung chi"})
_KINDS: Final = {
    "QD": "decision", "KH": "plan", "BC": "report", "TB": "notice", "GM": "invitation", "TTR": "proposal",
    "BB": "minutes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as a cell names it.

    Attributes:
        number: số, ký hiệu.
        values: what else the cell says of it, by field of type ``document``.
        wrong_day: why the day in it was not taken, or "".
    """

    number: str
    values: dict[str, Value] = field(default_factory=dict)
    wrong_day: str = ""


def split_document(text: str, *, diploma: bool = False) -> DocumentText | None:
    """Read "12/QĐ-UBND ngày 05/01/2015" and its like.

    Args:
        text: the cell.
        diploma: it names a diploma, whose number is of any form.

    Returns:
        The document; None where the text names none ("Có", "Đã phân công").
    """
    values: dict[str, Value] = {}
    wrong = ""
    rest = " ".join(text.split())
    for pattern in (_DAY, _BARE_DAY, _PARTIAL_DAY):
        if found := pattern.search(rest):
            try:
                values["issued_on"] = read_date(found["day"].rstrip("./-"))
            except ValueError as error:
                wrong = str(error)
            rest = f"{rest[: found.start()]} {rest[found.end() :]}".strip(" ,;()")
            break
    if found := _ISSUER.search(rest):
        values["issuer"] = found["issuer"].strip(" ,;.")
        rest = rest[: found.start()].strip(" ,;")
    number = _INTRODUCTION.sub("", rest).strip(" ,;.") or rest
    if _NUMBER_WITH_SIGNS.match(number):
        number = _SPACES_AT_SIGNS.sub(r"\1", number)
    if not any(character.isdigit() for character in number):
        return None
    kind = "diploma" if diploma else _kind_of(number)
    if kind:
        values["kind"] = kind
    return DocumentText(number, values, wrong)


def _kind_of(number: str) -> str:
    """Tell the kind of a document from the letters after its number (NĐ 30/2020, Phụ lục III)."""
    signs = number.partition("/")[2]
    for part in re.split(r"[/\-–\s]", signs):
        kind = _KINDS.get(fold(part).upper())
        if kind:
            return kind
    return ""


def document_key(number: str) -> str:
    """Give the key under which two spellings of a document's number meet."""
    return fold(number).replace(" ", "")


def split_certificates(text: str) -> list[str]:
    """Give the names of the certificates a cell lists; none for "không". What stands in brackets is not split."""
    names: list[str] = []
    masked = _IN_BRACKETS.sub(lambda found: "x" * len(found[0]), text)
    at = 0
    for start, end in [*((found.start(), found.end()) for found in _SEVERAL.finditer(masked)), (len(text), len(text))]:
        name = " ".join(text[at:start].split()).strip(" .-–•")
        at = end
        if name and fold(name) not in _NO_CERTIFICATE and all(fold(name) != fold(other) for other in names):
            names.append(name)
    return names


def split_people(text: str) -> list[str]:
    """Give the names a cell lists, without forms of address and numbering."""
    return [name for name in (bare_name(part) for part in _SEVERAL.split(text)) if name]


def bare_name(text: str) -> str:
    """Give a person's name without "Đ/c", "Ông", "1." in front."""
    before, name = "", " ".join(text.split())
    while before != name:
        before, name = name, _TITLE_OF_PERSON.sub("", name).strip()
    return name
