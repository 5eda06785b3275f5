"""What an administrative document holds, in frozen dataclasses without any layout.

The services fill these from records; :mod:`bgit_desktop.documents.nd30.compose` sets them in the
form of NĐ 30/2020, Phụ lục I, :mod:`bgit_desktop.documents.nd30.word` writes the same for Word.
Texts are plain Vietnamese; capitals required by the form (organisations, kind, office) are made there.

How the kinds of document differ:

* báo cáo, kế hoạch, tờ trình, thông báo, giấy mời: ``Heading("Tờ trình", "Về việc …")`` and the abbreviation in
  ``Numbering`` (BC, KH, TTr, TB, GM); without Kính gửi where ``addressees`` is empty (thông báo, giấy mời). A căn cứ is
  a ``Paragraph`` of one italic ``Run``.
* công văn: ``Heading("", "đôn đốc báo cáo …")`` and ``Numbering("STTTT-CNTT", "")``: no tên loại, "V/v …" under Số.
* biên bản: ``Letterhead.place`` empty (no địa danh, ngày), the others who sign in ``cosigners`` in reading order, the
  chair or head in ``signature``; two stand side by side, a last odd one in the middle; Nơi nhận comes under them.
* phiếu and other forms without a number: ``Numbering("")``; ``end_mark=False`` where nothing is to end "./.";
  ``Signature("Người lập", note="(Ký, ghi rõ họ tên)")``; ``copies=()`` leaves Nơi nhận out.
* phụ lục: ``Appendix``, upright or across, each with its own page numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a document.

    Attributes:
        parent: cơ quan chủ quản ("Ủy ban nhân dân huyện Lạng Giang"); empty where there is none.
        issuer: cơ quan ban hành ("Phòng Văn hóa và Thông tin"). A line feed forces a break in either.
        place: địa danh ("Lạng Giang"); empty leaves place and date out, as a biên bản does.
        full_name: the issuer as running text names it ("Phòng Văn hóa và Thông tin huyện Lạng Giang").
    """

    parent: str
    issuer: str
    place: str
    full_name: str


@dataclass(frozen=True, slots=True)
class Numbering:
    """Số, ký hiệu. The number comes from văn thư; while it is empty there is room to write it in by hand.

    Attributes:
        symbol: of the issuing organisation ("VHTT"); empty on a form that bears no number.
        abbreviation: of the kind of document ("BC"); empty for a công văn.
        number: the number as typed in ("5", "05", "12a"), or empty.
    """

    symbol: str
    abbreviation: str = "BC"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Tên loại and trích yếu ("Báo cáo", "Kết quả ứng dụng công nghệ thông tin 6 tháng đầu năm 2024").

    Attributes:
        kind: tên loại; empty for a công văn, whose subject stands as "V/v …" under its number.
        subject: trích yếu, of a công văn without "V/v".
    """

    kind: str
    subject: str

    @property
    def kind_name(self) -> str:
        """Tên loại as running text names it ("Báo cáo", "Công văn")."""
        return self.kind.strip().capitalize() or "Công văn"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style inside a paragraph; stretches are parted by a blank, signs go with their word."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body: justified, first line indented, unless said otherwise."""

    text: str | tuple[Run, ...]
    align: Align = "justify"
    indent: bool = True
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the body: level 1 "I. …" and 2 "1. …" bold, level 3 "a) …" regular; stays with what follows."""

    level: Literal[1, 2, 3]
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """A paragraph opened by a dash (level 1) or a plus sign (level 2), as reports list things."""

    text: str | tuple[Run, ...]
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: its header.
        align: of its cells; headers are centred.
        width: in millimetres; None makes it from the content.
    """

    title: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row across all columns that heads the rows after it."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose header repeats on every page it runs over.

    Attributes:
        columns: at least one.
        rows: cells as text, as many as columns; or group rows.
        caption: printed above it in italics, kept with it.
        total: the last row is a sum, set in bold and kept with the row before.
        size: of the letters, in points.
        numbered: print a row (1), (2) … under the header, as official forms have it.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...] | GroupRow, ...]
    caption: str = ""
    total: bool = False
    size: float = 12
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, centred, with its caption under it.

    Attributes:
        draw: gives a ``reportlab.graphics.shapes.Drawing`` no wider than the width asked for, in points.
        caption: printed under it.
    """

    draw: Callable[[float], Any]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Paragraph | Section | Bullet | Table | Figure | PageBreak


@dataclass(frozen=True, slots=True)
class Signature:
    """Quyền hạn, chức vụ, họ tên of the signer.

    Attributes:
        office: chức vụ ("Trưởng phòng").
        name: without academic title; may be empty.
        authority: the lines above the office ("TM. Ủy ban nhân dân", "KT. Chủ tịch").
        note: printed in italics under the office of a form ("(Ký, ghi rõ họ tên)").
    """

    office: str
    name: str = ""
    authority: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Appendix:
    """A phụ lục: begins on its own page, has its own page numbers, may lie across.

    Attributes:
        title: printed in capitals.
        body: its blocks.
        landscape: for wide tables.
    """

    title: str
    body: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Attributes:
        letterhead: the organisations and the place.
        numbering: số, ký hiệu.
        heading: kind and subject.
        addressees: Kính gửi; one stands on the line itself, several as a list.
        body: the blocks; the last paragraph is closed with "./.".
        signature: of the head.
        copies: Nơi nhận, without dashes and signs: ("Như trên", "Lưu: VT, VHTT"); empty leaves it out.
        dated: the day of signing; None leaves room.
        year: printed where the day is left open.
        appendices: each on pages of its own.
        cosigners: who signs beside the head, in reading order (thư ký; bên giao, bên nhận).
        end_mark: close the last paragraph with "./.".
    """

    letterhead: Letterhead
    numbering: Numbering
    heading: Heading
    addressees: tuple[str, ...]
    body: tuple[Block, ...]
    signature: Signature
    copies: tuple[str, ...] = ("Như trên", "Lưu: VT")
    dated: date | None = None
    year: int | None = None
    appendices: tuple[Appendix, ...] = ()
    cosigners: tuple[Signature, ...] = ()
    end_mark: bool = True

    @property
    def signers(self) -> tuple[Signature, ...]:
        """All who sign, in reading order; the head last. Nobody where the head's office and name are empty."""
        head = (self.signature,) if self.signature.office or self.signature.name else ()
        return (*self.cosigners, *head)

    @property
    def title(self) -> str:
        """The document's name in one line ("Báo cáo kết quả …", "Công văn v/v …")."""
        subject = " ".join(self.heading.subject.split())
        joint = "" if self.heading.kind.strip() else "v/v "
        return f"{self.heading.kind_name} {joint}{subject[:1].lower()}{subject[1:]}".strip()
