"""The printed enrolment sheet: 40 digits that a person at the other end types from paper.

The digits are a hash over province, unit and public keys; typing them, rather than trusting the
file that came along, is what makes an enrolment file worth its keys. The unit's sheet goes to the
Sở, stamped and signed by the head; the Sở's sheet goes to the units, which pin the province's root
key with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from bgit_desktop.documents import forms
from bgit_desktop.documents.nd30 import head
from bgit_desktop.documents.nd30.compose import PORTRAIT
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import Letterhead, Signature
from bgit_desktop.documents.nd30.paginate import paginate
from bgit_desktop.documents.nd30.paint import Metadata, write_pdf
from bgit_desktop.documents.nd30.strips import MM, Picture, Strip
from bgit_desktop.documents.nd30.wording import table_date
from bgit_desktop.documents.qr import qr_drawing

DIGITS = 40
_GROUP = 5
_QR_SIDE = 46 * MM


@dataclass(frozen=True, slots=True)
class EnrolSheet:
    """What the sheet says.

    Attributes:
        letterhead: of the unit, or of the Sở.
        unit: name and code as printed ("UBND huyện Lạng Giang (mã 217)").
        pc: the PC's own name and replica id, as far as people need to tell PCs apart.
        digits: 40 decimal digits; blanks between them are ignored.
        qr_text: what the QR code says.
        made_on: day of printing.
        head_office, head_name: who stamps and signs ("Chánh Văn phòng"); the name may be empty.
        maker: who printed it; may be empty.
        province: the Sở's sheet for units to type, instead of a unit's for the Sở.
        note: further lines (fingerprint of the file that goes with it); may be empty.
    """

    letterhead: Letterhead
    unit: str
    pc: str
    digits: str
    qr_text: str
    made_on: date
    head_office: str = "Thủ trưởng đơn vị"
    head_name: str = ""
    maker: str = ""
    province: bool = False
    note: str = ""


def digit_groups(digits: str) -> tuple[str, ...]:
    """Split the 40 digits into 8 groups of 5.

    Args:
        digits: with or without blanks.

    Returns:
        Eight groups.

    Raises:
        ValueError: there are not 40 decimal digits.
    """
    plain = "".join(digits.split())
    if len(plain) != DIGITS or not (plain.isascii() and plain.isdecimal()):
        raise ValueError(f"an enrolment sheet carries {DIGITS} decimal digits, not {digits!r}")
    return tuple(plain[at : at + _GROUP] for at in range(0, DIGITS, _GROUP))


def write_enrol_sheet(sheet: EnrolSheet, target: Path | BinaryIO) -> int:
    """Write the sheet as PDF, A4.

    Args:
        sheet: what it says.
        target: a path, or a binary stream left open.

    Returns:
        The number of pages, one.

    Raises:
        ValueError: the digits are not 40 decimal digits.
        OSError: the file cannot be written.
    """
    groups = digit_groups(sheet.digits)
    faces = Faces()
    if sheet.province:
        title, subject = "Phiếu công bố khóa", "Khóa của Sở dùng để trao đổi gói dữ liệu với các đơn vị"
        purpose = "Các đơn vị nhập dãy số dưới đây để xác nhận khóa của Sở"
    else:
        title, subject = "Phiếu đăng ký máy tính", "Trao đổi gói dữ liệu với Sở"
        purpose = "Đăng ký khóa của máy tính này với Sở để ký và nhận gói dữ liệu"
    strips = forms.form_head(sheet.letterhead, title, subject, sheet.made_on, faces)
    pairs = [
        ("Đơn vị", sheet.unit),
        ("Máy tính", sheet.pc),
        ("Mục đích", purpose),
        ("Ngày lập", table_date(sheet.made_on)),
    ]
    if sheet.note:
        pairs.append(("Ghi chú", sheet.note))
    strips += _beside_code(forms.facts(pairs, faces, PORTRAIT.text_width - _QR_SIDE - 8), sheet.qr_text)
    strips.append(forms.boxed_groups(groups, 4, 34, faces))
    strips += forms.steps("Cách dùng phiếu", _PROVINCE_STEPS if sheet.province else _UNIT_STEPS, faces)
    strips += head.signer_rows(
        (
            Signature("Người lập phiếu", sheet.maker, note="(Ký, ghi rõ họ tên)"),
            Signature(sheet.head_office, sheet.head_name, note="(Ký tên, đóng dấu)"),
        ),
        faces,
        PORTRAIT,
        size=forms.SIZE,
    )
    metadata = Metadata(f"{title}: {sheet.unit}", sheet.letterhead.full_name, subject)
    return write_pdf(paginate(strips, PORTRAIT), metadata, target)


_UNIT_STEPS = (
    "In phiếu này, trình thủ trưởng đơn vị ký tên, đóng dấu và gửi bản giấy về Sở. Tệp đăng ký gửi riêng "
    "qua thư điện tử "
    "hoặc USB.",
    "Người tiếp nhận tại Sở mở tệp đăng ký trong phần mềm, đọc dãy 40 chữ số trên bản giấy có dấu và tự "
    "gõ vào ô xác nhận, "
    "từng nhóm 5 chữ số; không chép từ tệp hay tin nhắn.",
    "Phần mềm chỉ nhận máy tính này khi dãy số gõ vào trùng với tệp. Nếu báo không khớp: không chấp nhận "
    "tệp, gọi lại cho "
    "đơn vị theo số điện thoại đã biết.",
)
_PROVINCE_STEPS = (
    "Sở in phiếu này, ký tên, đóng dấu và gửi bản giấy đến từng đơn vị. Tệp khóa của Sở gửi riêng qua "
    "thư điện tử hoặc USB.",
    "Cán bộ chuyên trách mở tệp khóa trong phần mềm, đọc dãy 40 chữ số trên bản giấy có dấu và tự gõ vào "
    "ô xác nhận, từng "
    "nhóm 5 chữ số; không chép từ tệp hay tin nhắn.",
    "Phần mềm chỉ tin khóa của Sở khi dãy số gõ vào trùng với tệp. Nếu báo không khớp: không chấp nhận "
    "tệp, gọi lại cho Sở "
    "theo số điện thoại đã biết.",
)


def _beside_code(lines: list[Strip], text: str) -> list[Strip]:
    """Set lines at the left and the QR code at the right of them, as one strip."""
    strip = Strip(0, before=10)
    drop = 6.0
    for line in lines:
        drop += line.before
        strip.texts += [mark._replace(drop=mark.drop + drop) for mark in line.texts]
        drop += line.height
    x = PORTRAIT.width - PORTRAIT.right - _QR_SIDE
    strip.height = max(drop, _QR_SIDE)
    strip.pictures.append(Picture(x, _QR_SIDE, qr_drawing(text, _QR_SIDE)))
    return [strip]
