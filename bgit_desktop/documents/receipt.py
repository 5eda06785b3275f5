"""The printable receipt of a package received, for units to which no file goes back.

It carries the package's hash, what was taken in, and a short code made from both: the unit's
program computes the same code from the package it sent, so that twelve digits read out over the
telephone prove what the Sở received.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bgit_desktop.core.phone_code import short_code
from bgit_desktop.documents import forms
from bgit_desktop.documents.nd30 import head
from bgit_desktop.documents.nd30.compose import PORTRAIT
from bgit_desktop.documents.nd30.measure import Faces
from bgit_desktop.documents.nd30.model import Letterhead, Signature
from bgit_desktop.documents.nd30.paginate import paginate
from bgit_desktop.documents.nd30.paint import Metadata, write_pdf
from bgit_desktop.documents.nd30.strips import Strip
from bgit_desktop.documents.nd30.wording import table_time, thousands


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt says.

    Attributes:
        letterhead: of the receiver, the Sở.
        unit: the sender's name.
        pc: the sender's PC.
        file_name: of the package.
        sha256: of the package file, 64 hexadecimal digits.
        verdict: in words ("Đã nhận và nhập vào kho dữ liệu").
        window: the operations it carries ("1 - 245").
        applied: changes taken in.
        head_seq: the last operation of that PC the receiver holds.
        received_at: local time.
        receiver: who took it in; may be empty.
        reason: why it was held or refused; may be empty.
    """

    letterhead: Letterhead
    unit: str
    pc: str
    file_name: str
    sha256: str
    verdict: str
    window: str
    applied: int
    head_seq: int
    received_at: datetime
    receiver: str = ""
    reason: str = ""


def write_receipt(receipt: Receipt, target: Path | BinaryIO) -> int:
    """Write the receipt as PDF, A4.

    Args:
        receipt: what it says.
        target: a path, or a binary stream left open.

    Returns:
        The number of pages, one.

    Raises:
        OSError: the file cannot be written.
    """
    faces = Faces()
    strips: list[Strip] = forms.form_head(
        receipt.letterhead, "Giấy biên nhận", "Tiếp nhận gói dữ liệu", receipt.received_at.date(), faces
    )
    grouped = " ".join(receipt.sha256[at : at + 8] for at in range(0, len(receipt.sha256), 8))
    pairs = [
        ("Đơn vị gửi", receipt.unit),
        ("Máy tính", receipt.pc),
        ("Tệp", receipt.file_name),
        ("Mã băm SHA-256", grouped),
        ("Kết quả", receipt.verdict),
    ]
    if receipt.reason:
        pairs.append(("Lý do", receipt.reason))
    pairs += [
        ("Thao tác trong gói", receipt.window),
        ("Thay đổi đã nhập", thousands(receipt.applied)),
        ("Sở đã có đến thao tác số", thousands(receipt.head_seq)),
        ("Tiếp nhận lúc", table_time(receipt.received_at)),
    ]
    strips += forms.facts(pairs, faces, PORTRAIT.text_width)
    strips.append(forms.boxed_groups(short_code(receipt.sha256, receipt.head_seq), 3, 34, faces))
    strips += forms.steps("Cách đối chiếu", _STEPS, faces)
    strips += head.signer_rows(
        (
            Signature("Đại diện đơn vị gửi", note="(Ký, ghi rõ họ tên)"),
            Signature("Người tiếp nhận", receipt.receiver, note="(Ký, ghi rõ họ tên)"),
        ),
        faces,
        PORTRAIT,
        size=forms.SIZE,
    )
    metadata = Metadata(f"Giấy biên nhận gói dữ liệu: {receipt.file_name}", receipt.letterhead.full_name)
    return write_pdf(paginate(strips, PORTRAIT), metadata, target)


_STEPS = (
    "Mã 12 chữ số trong khung được tính từ mã băm của tệp và số thao tác Sở đã có. Có thể đọc mã này qua điện thoại.",
    "Tại đơn vị, mở trang Gói dữ liệu, chọn gói đã xuất và so mã biên nhận hiển thị với mã được đọc; "
    "trùng nghĩa là Sở đã nhận "
    "đúng tệp đó.",
)
