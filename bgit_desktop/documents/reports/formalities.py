"""What all reports share: the formalities, prose typed by the officer, tables with a number column."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bgit_desktop.documents.nd30.model import (
    Appendix,
    Block,
    Bullet,
    Column,
    Document,
    Figure,
    GroupRow,
    Heading,
    Letterhead,
    Numbering,
    Paragraph,
    Signature,
    Table,
)
from bgit_desktop.documents.nd30.wording import sentence, short_date


@dataclass(frozen=True, slots=True)
class Formalities:
    """Who issues a report, to whom, on what basis, and who signs.

    Attributes:
        letterhead: organisations and place.
        symbol: of the issuer ("VHTT").
        addressees: Kính gửi.
        signature: of the head.
        legal_basis: the regulation, as running text cites it.
        number: typed in by văn thư; empty leaves room.
        dated: day of signing; None leaves room.
        year: printed where the day is open; None takes the period's year.
        copies: Nơi nhận.
        guidance: the receiving department's guidance document, as running text cites it; may be empty.
    """

    letterhead: Letterhead
    symbol: str
    addressees: tuple[str, ...]
    signature: Signature
    legal_basis: str
    number: str = ""
    dated: date | None = None
    year: int | None = None
    copies: tuple[str, ...] = ("Như trên", "Lưu: VT")
    guidance: str = ""

    @property
    def basis(self) -> str:
        """Regulation and guidance as the first sentence cites them."""
        return f"{self.legal_basis} và {self.guidance}" if self.guidance else self.legal_basis

    @property
    def issuer(self) -> str:
        """The issuer as running text names it."""
        return self.letterhead.full_name


def document(
    formalities: Formalities,
    subject: str,
    body: Iterable[Block],
    appendices: Iterable[Appendix] = (),
    *,
    year: int | None = None,
) -> Document:
    """Put a report together.

    Args:
        formalities: of the report.
        subject: trích yếu.
        body: its blocks.
        appendices: each on pages of its own.
        year: printed where the day of signing is open and the formalities name none.

    Returns:
        The document.
    """
    return Document(
        letterhead=formalities.letterhead,
        numbering=Numbering(formalities.symbol, "BC", formalities.number),
        heading=Heading("Báo cáo", subject),
        addressees=formalities.addressees,
        body=numbered_captions(body),
        signature=formalities.signature,
        copies=formalities.copies,
        dated=formalities.dated,
        year=formalities.year or year,
        appendices=tuple(appendices),
    )


def numbered_captions(body: Iterable[Block]) -> tuple[Block, ...]:
    """Number the captions of tables ("Bảng 1. …") and figures ("Biểu đồ 1. …") in the order they are printed.

    What a report leaves out for want of records leaves no gap in the numbers.
    """
    tables, figures = itertools.count(1), itertools.count(1)
    made: list[Block] = []
    for block in body:
        if isinstance(block, Table) and block.caption:
            block = replace(block, caption=f"Bảng {next(tables)}. {block.caption}")
        elif isinstance(block, Figure) and block.caption:
            block = replace(block, caption=f"Biểu đồ {next(figures)}. {block.caption}")
        made.append(block)
    return tuple(made)


def prose(text: str) -> list[Block]:
    """Turn text typed into a form into paragraphs: one a line; lines opened by a dash, plus or dot become bullets."""
    blocks: list[Block] = []
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        mark, rest = line[0], line[1:].strip()
        if mark in "-–•*" and rest:
            blocks.append(Bullet(rest))
        elif mark == "+" and rest:
            blocks.append(Bullet(rest, 2))
        else:
            blocks.append(Paragraph(sentence(line)))
    return blocks


def numbered_table(
    columns: Sequence[Column],
    rows: Iterable[tuple[str, ...] | GroupRow],
    *,
    caption: str = "",
    total: tuple[str, ...] | None = None,
    size: float = 12,
) -> Table:
    """Make a table with a number column in front, and a sum at its end where one is given."""
    numbered: list[tuple[str, ...] | GroupRow] = []
    count = 0
    for row in rows:
        if isinstance(row, GroupRow):
            numbered.append(row)
            continue
        count += 1
        numbered.append((str(count), *row))
    if total is not None:
        numbered.append(("", *total))
    return Table(
        (Column("STT", "center", 11), *columns), tuple(numbered), caption=caption, total=total is not None, size=size
    )


def window_text(start: date, end: date) -> str:
    """Name a data window: "từ ngày 01/01/2024 đến ngày 30/6/2024"."""
    return f"từ ngày {short_date(start)} đến ngày {short_date(end)}"


def join(parts: Iterable[str]) -> str:
    """Join parts of an enumeration: "a, b và c"."""
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} và {last}" if most else last


def lower_first(text: str) -> str:
    """Give a sentence so that it can follow another inside one, abbreviations kept."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
