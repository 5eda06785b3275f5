"""Every verdict on a package in plain words: what it means, and what whoever reads it can do (EXCHANGE.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bgit_desktop.core.i18n import Label
from bgit_desktop.services.overview_model import Tone

Action = Literal["", "enrol", "accept", "restored", "undo", "resend", "upgrade"]
"""What the window offers: enrol the key, accept in spite of the clock, settle a restored PC, take back. To send again
and to upgrade are for the sender, or for another day."""


NOTHING: Final = Label("", "")


@dataclass(frozen=True, slots=True)
class Words:
    """How people read a verdict.

    Attributes:
        word: its short name, beside the icon.
        icon: of ``resources/icons``.
        tone: of the icon.
        meaning: one sentence.
        advice: the next step; may be empty.
        before: the next step while the file is only looked at, and no button that decides on it is there yet; may be
            empty, then it is ``advice``.
        action: what can be done here.
    """

    word: Label
    icon: str
    tone: Tone
    meaning: Label
    advice: Label = NOTHING
    action: Action = ""
    before: Label = NOTHING


VERDICTS: Final[dict[str, Words]] = {
    "accepted": Words(
        Label("Hợp lệ", "Accepted"),
        "circle-check",
        "good",
        Label(
            "Chữ ký đúng, dữ liệu nối tiếp đúng chỗ.",
            "The signature holds and the data follow on.",
        ),
        NOTHING,
        "undo",
    ),
    "duplicate": Words(
        Label("Đã có", "Known already"),
        "copy",
        "quiet",
        Label(
            "Dữ liệu trong gói đã nhận từ trước; không có gì thay đổi.",
            "All of it was received before; nothing changes.",
        ),
    ),
    "rejected-corrupt": Words(
        Label("Tệp hỏng", "Damaged"),
        "package-x",
        "bad",
        Label(
            "Tệp không phải gói dữ liệu, hoặc đã hỏng trên đường đi.", "It is no package, or was damaged on its way."
        ),
        Label(
            "Đề nghị nơi gửi gửi lại tệp, nên chép qua USB khác.",
            "Ask the sender to send the file again.",
        ),
        "resend",
    ),
    "rejected-signature": Words(
        Label("Sai chữ ký", "Bad signature"),
        "shield-alert",
        "bad",
        Label(
            "Chữ ký không khớp với khóa đã đăng ký của máy này.",
            "The signature is not by the key enrolled for this PC.",
        ),
        Label(
            "Gọi nơi gửi theo số điện thoại đã biết để đối chiếu.",
            "Telephone the sender at a number you know.",
        ),
        "resend",
    ),
    "rejected-revoked": Words(
        Label("Khóa đã thu hồi", "Key revoked"),
        "shield-alert",
        "bad",
        Label(
            "Gói ký bằng khóa đã bị thu hồi.",
            "It is signed by a key that was revoked.",
        ),
        Label(
            "Đơn vị phải đăng ký khóa mới rồi xuất lại.",
            "The unit must enrol a new key and export again.",
        ),
        "resend",
    ),
    "rejected-recipient": Words(
        Label("Gửi nhầm nơi", "Not for us"),
        "mail",
        "bad",
        Label(
            "Gói không gửi cho nơi này hoặc không mở được bằng khóa của máy này.",
            "It is not meant for this place or key.",
        ),
        Label("Kiểm tra lại nơi nhận, đề nghị gửi đúng nơi.", "Check whom it was meant for."),
        "resend",
    ),
    "rejected-authority": Words(
        Label("Vượt quyền", "Beyond authority"),
        "shield-alert",
        "bad",
        Label(
            "Gói sửa dữ liệu không thuộc quyền của đơn vị gửi; cả gói bị từ chối.",
            "It changes what its sender may not write; all of it is refused.",
        ),
        Label(
            "Gọi cho đơn vị để tìm hiểu nguyên nhân.",
            "Telephone the unit to find out why.",
        ),
        "resend",
    ),
    "rejected-limits": Words(
        Label("Vượt giới hạn", "Beyond limits"),
        "package-x",
        "bad",
        Label(
            "Gói lớn hoặc có cấu trúc bất thường, không được đọc tiếp.",
            "Its size or structure passes the limits.",
        ),
        Label(
            "Đề nghị nơi gửi xuất lại từ chương trình.",
            "Ask the sender to export it again.",
        ),
        "resend",
    ),
    "held-unknown-key": Words(
        Label("Chờ đăng ký khóa", "Key not enrolled"),
        "key-round",
        "warning",
        Label(
            "Máy gửi chưa được đăng ký khóa tại đây.",
            "The sending PC is not enrolled here.",
        ),
        Label(
            "Nhận tệp đăng ký và phiếu in của nơi gửi, đăng ký khóa; gói sẽ được xét lại.",
            "Enrol it from its file and printed sheet; the package is then tried again.",
        ),
        "enrol",
    ),
    "held-gap": Words(
        Label("Thiếu gói trước", "Earlier one missing"),
        "clock",
        "warning",
        Label(
            "Còn thiếu dữ liệu gửi trước gói này.",
            "Data sent before this package are missing.",
        ),
        Label(
            "Gói được giữ lại; nhận gói còn thiếu, hoặc bấm “Xin gửi bù” và gửi tệp đó đi.",
            "It is kept; take in the missing one, or press “Ask for the rest” and send that file.",
        ),
        "resend",
        Label(
            "Chọn thêm gói còn thiếu nếu có. Nếu không, cứ nhập: gói được giữ lại, và trong danh sách gói đã nhận có "
            "nút xin gửi bù.",
            "Add the missing one if you have it. If not, take this in: it is kept, and the list of packages received "
            "has a button that asks for the rest.",
        ),
    ),
    "held-fork": Words(
        Label("Nhật ký rẽ nhánh", "Two histories"),
        "triangle-alert",
        "bad",
        Label(
            "Cùng một số thứ tự có hai nội dung: máy đã được khôi phục, sao chép, hoặc khóa bị lạm dụng.",
            "One number stands for two contents: the PC was restored or copied, or its key misused.",
        ),
        Label(
            "Gọi cho đơn vị; nếu máy đã khôi phục từ bản sao lưu thì chọn “Máy đã khôi phục”.",
            "Telephone the unit; if the PC was restored from a backup choose “PC was restored”.",
        ),
        "restored",
        Label(
            "Gọi cho đơn vị. Nhập thì gói được giữ lại; trong danh sách gói đã nhận có nút “Máy đã khôi phục” và “Thu "
            "hồi khóa…”.",
            "Telephone the unit. Taken in, it is kept; the list of packages received has the buttons “PC was restored” "
            "and “Revoke key…”.",
        ),
    ),
    "held-clock": Words(
        Label("Đồng hồ sai", "Clock ahead"),
        "clock",
        "warning",
        Label(
            "Giờ của máy gửi nhanh hơn 48 giờ.",
            "The sender's clock is more than 48 hours ahead.",
        ),
        Label(
            "Nhắc đơn vị chỉnh giờ; có thể chấp nhận nếu biết rõ nguyên nhân.",
            "Tell the unit to set it; accept if you know the cause.",
        ),
        "accept",
        Label(
            "Nhắc đơn vị chỉnh giờ. Nhập thì gói được giữ lại; trong danh sách gói đã nhận có nút “Chấp nhận”.",
            "Tell the unit to set it. Taken in, the package is kept; the list of packages received has a button to "
            "accept it.",
        ),
    ),
    "held-newer-format": Words(
        Label("Cần bản mới", "Newer program needed"),
        "download",
        "warning",
        Label(
            "Gói do phiên bản mới hơn của chương trình tạo ra.",
            "It was made by a newer version of the program.",
        ),
        Label(
            "Cập nhật chương trình tại đây; gói được giữ lại.",
            "Upgrade here; the package is kept.",
        ),
        "upgrade",
    ),
    "settled": Words(
        Label("Đã giải quyết", "Settled"),
        "circle-check",
        "quiet",
        Label(
            "Nhật ký từng rẽ nhánh; máy gửi đã bắt đầu đời nhật ký mới và gửi lại. Gói này không còn chờ gì.",
            "Its log had forked; the PC has begun a new one and sent again. This package waits for nothing.",
        ),
    ),
    "outdated": Words(
        Label("Không cần nữa", "Not needed any more"),
        "circle-minus",
        "quiet",
        Label(
            "Đã nhận dữ liệu mới hơn của máy gửi, nên gói từng được giữ này không nhận được nữa và cũng không cần.",
            "Newer data of its sender came in, so that this held package can no longer be taken in, nor need be.",
        ),
    ),
    "exported": Words(
        Label("Đã xuất", "Exported"),
        "file-up",
        "quiet",
        Label(
            "Gói đã xuất, chờ bên nhận xác nhận.",
            "It went out and waits for a receipt.",
        ),
    ),
    "acknowledged": Words(
        Label("Đã xác nhận", "Acknowledged"),
        "package-check",
        "good",
        Label(
            "Bên nhận đã xác nhận có dữ liệu này.",
            "The receiver has confirmed to have it.",
        ),
    ),
    "undone": Words(
        Label("Đã rút lại", "Taken back"),
        "undo-2",
        "quiet",
        Label(
            "Đã rút lại; muốn nhận lại thì chọn lại đúng tệp.",
            "It was taken back; choose the file to receive it again.",
        ),
    ),
}

UNKNOWN: Final = Words(
    Label("Không rõ", "Unknown"),
    "circle-help",
    "quiet",
    Label(
        "Trạng thái do phiên bản khác ghi.",
        "A state noted by another version.",
    ),
)

ENROLMENT: Final = Words(
    Label("Tệp đăng ký khóa", "Enrolment file"),
    "key-round",
    "quiet",
    Label("Đây là tệp đăng ký khóa, không phải gói dữ liệu.", "This is an enrolment file, no package of data."),
    Label("Bấm “Đăng ký khóa này…” và gõ 40 chữ số từ phiếu in.", "Press “Enrol this key…” and type the 40 digits."),
    "enrol",
)

KINDS: Final[dict[str, Label]] = {
    "baseline": Label("Toàn bộ", "Baseline"),
    "delta": Label("Phần mới", "Delta"),
    "incident": Label("Sự cố khẩn", "Urgent incident"),
    "return": Label("Gói trả lời", "Return"),
    "enrol": Label("Tệp đăng ký khóa", "Enrolment file"),
    "trust": Label("Danh sách tin cậy", "Trust list"),
}


def words(verdict: str, kind: str = "") -> Words:
    """Give the words of a verdict; an enrolment file among packages is nothing wrong."""
    if kind == "enrol":
        return ENROLMENT
    return VERDICTS.get(verdict, UNKNOWN)


def kind_word(kind: str) -> str:
    """Give the word of a kind of package; "" for none."""
    return str(KINDS[kind]) if kind in KINDS else kind
