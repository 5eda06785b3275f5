"""The report of an incident (Điều 7.2): first and final, with the contents of TT 20/2017/TT-BTTTT, Mẫu 03 and Mẫu 04.

What is not known yet is said to be so ("Chưa xác định"): a first report goes out in time rather
than complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bgit_desktop.documents.nd30.model import Block, Bullet, Document, Paragraph, Section
from bgit_desktop.documents.nd30.wording import cite_clause, long_time, sentence
from bgit_desktop.documents.reports.formalities import Formalities, document, join, lower_first, prose

UNKNOWN = "Chưa xác định"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or organisation to be reached; empty fields are said to be unknown."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class AffectedSystem:
    """The system an incident struck: name, operator, owner, security level (1–5), Internet provider."""

    name: str = ""
    operator: str = ""
    owner: str = ""
    level: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """All an incident report says; text fields may be empty.

    Attributes:
        formalities: issuer, addressees, signer, basis.
        final: a final report (Mẫu 04); otherwise the first (Mẫu 03) or, with ``first_report``, a follow-up.
        title: of the incident.
        category: its label ("Nhóm A - máy chủ").
        reporter: who reports; the organisation with its address, telephone, e-mail.
        detected_at: day and hour found.
        handled: whether it is dealt with already.
        contact: whom to ask; None for the reporter.
        system: struck by it.
        severity: label of our four-step scale.
        description: what happened.
        how_detected: IDS, log, notice from …
        informed: who was told, ready to print.
        head_informed_at, department_informed_at, fixed_at: moments.
        os_version, services, protection, public_ips, attachments: technical details.
        secrecy: whether secrecy is asked for; None where nothing was said.
        request: what help is asked for.
        cause, damage, action, result, lessons: known at the latest with the final report.
        first_report: the reference of the first report ("Báo cáo số 12/BC-VHTT ngày 05/6/2024").
        clause: under which it is reported.
    """

    formalities: Formalities
    final: bool
    title: str
    category: str
    reporter: Contact
    detected_at: datetime | None
    handled: bool
    contact: Contact | None = None
    system: AffectedSystem = AffectedSystem()
    severity: str = ""
    description: str = ""
    how_detected: str = ""
    informed: tuple[str, ...] = ()
    head_informed_at: datetime | None = None
    department_informed_at: datetime | None = None
    fixed_at: datetime | None = None
    os_version: str = ""
    services: str = ""
    protection: str = ""
    public_ips: str = ""
    attachments: tuple[str, ...] = ()
    secrecy: bool | None = None
    request: str = ""
    cause: str = ""
    damage: str = ""
    action: str = ""
    result: str = ""
    lessons: str = ""
    first_report: str = ""
    clause: str = "QyD.7.2"


def build(report: IncidentReport) -> Document:
    """Compose the report.

    Args:
        report: what it says.

    Returns:
        The document, without appendices.
    """
    formalities = report.formalities
    stage = "kết thúc" if report.final else "tiếp theo" if report.first_report else "ban đầu"
    kind = {"kết thúc": "Kết quả xử lý sự cố", "tiếp theo": "Diễn biến sự cố", "ban đầu": "Sự cố"}[stage]
    subject = f"{kind} công nghệ thông tin: {lower_first(report.title)}"
    cited = f"{cite_clause(report.clause)} Quy định ban hành kèm theo {_decision(formalities.legal_basis)}"
    opening = (
        f"Thực hiện chế độ báo cáo sự cố theo {cited}, {formalities.issuer} báo cáo {stage} về sự cố công "
        "nghệ thông tin "
        "như sau:"
    )
    body: list[Block] = [Paragraph(opening)]
    if report.first_report:
        body.append(Paragraph(f"Báo cáo này tiếp theo {report.first_report.rstrip('.')}."))
    body += [*_who(report), *_system(report), *_what(report)]
    body += _outcome(report) if report.final or report.result or report.action else []
    if not report.final:
        body += _details(report)
    receiver = join(formalities.addressees)
    end = "theo dõi, tổng hợp" if report.final else "xem xét, chỉ đạo và hỗ trợ xử lý"
    body.append(Paragraph(f"{formalities.issuer} báo cáo {receiver} {end}"))
    year = report.detected_at.year if report.detected_at else None
    return document(formalities, subject, body, year=year)


def _decision(basis: str) -> str:
    """Give number, date and issuer of the regulation, without what it issues."""
    return basis.partition(" ban hành ")[0]


def _lines(*facts: tuple[str, str]) -> list[Block]:
    return [Bullet(f"{name}: {sentence(value) if value.strip() else UNKNOWN + '.'}") for name, value in facts]


def _moment(at: datetime | None) -> str:
    return long_time(at) if at else ""


def _text(value: str) -> list[Block]:
    return prose(value) or [Paragraph(f"{UNKNOWN}.")]


def _who(report: IncidentReport) -> list[Block]:
    blocks: list[Block] = [Section(1, "I", "THÔNG TIN VỀ ĐƠN VỊ, CÁ NHÂN BÁO CÁO")]
    people = [("Đơn vị, cá nhân báo cáo", report.reporter)]
    if report.contact:
        people.append(("Người liên hệ", report.contact))
    for name, contact in people:
        parts = [contact.name]
        parts += [
            f"{what}: {value}"
            for what, value in (
                ("địa chỉ", contact.address),
                ("điện thoại", contact.phone),
                ("thư điện tử", contact.email),
            )
            if value
        ]
        blocks += _lines((name, "; ".join(part for part in parts if part)))
    return blocks


def _system(report: IncidentReport) -> list[Block]:
    system = report.system
    return [
        Section(1, "II", "HỆ THỐNG GẶP SỰ CỐ"),
        *_lines(
            ("Tên hệ thống", system.name),
            ("Đơn vị vận hành", system.operator),
            ("Chủ quản hệ thống", system.owner),
            ("Cấp độ an toàn hệ thống thông tin", system.level),
            ("Đơn vị cung cấp dịch vụ Internet, đường truyền", system.provider),
        ),
    ]


def _what(report: IncidentReport) -> list[Block]:
    state = "Đã xử lý" if report.handled else "Chưa xử lý xong"
    facts = [
        ("Loại sự cố", report.category),
        ("Thời điểm phát hiện", _moment(report.detected_at)),
        ("Cách phát hiện", report.how_detected),
        ("Tình trạng hiện nay", state),
    ]
    if report.severity:
        facts.insert(1, ("Mức độ (theo thang bốn mức của phần mềm)", report.severity))
    told = [
        ("Thời điểm báo cáo thủ trưởng cơ quan", _moment(report.head_informed_at)),
        ("Thời điểm báo cáo Sở", _moment(report.department_informed_at)),
    ]
    if report.informed:
        told.append(("Các cơ quan, đơn vị đã được thông báo", join(report.informed)))
    return [
        Section(1, "III", "NỘI DUNG SỰ CỐ"),
        *_lines(*facts),
        *_lines(*told),
        Section(2, "", "Mô tả sự cố"),
        *_text(report.description),
    ]


def _outcome(report: IncidentReport) -> list[Block]:
    blocks: list[Block] = [
        Section(1, "IV", "NGUYÊN NHÂN, BIỆN PHÁP VÀ KẾT QUẢ XỬ LÝ"),
        Section(2, "1", "Nguyên nhân"),
        *_text(report.cause),
        Section(2, "2", "Thiệt hại, ảnh hưởng"),
        *_text(report.damage),
        Section(2, "3", "Biện pháp đã thực hiện"),
        *_text(report.action),
        Section(2, "4", "Kết quả"),
        *_lines(("Thời điểm khắc phục xong", _moment(report.fixed_at))),
        *prose(report.result),
    ]
    if report.lessons.strip():
        blocks += [Section(2, "5", "Bài học, kiến nghị"), *prose(report.lessons)]
    return blocks


def _details(report: IncidentReport) -> list[Block]:
    label = "V" if report.result or report.action else "IV"
    secrecy = {True: "Có", False: "Không", None: "Không có yêu cầu"}[report.secrecy]
    blocks: list[Block] = [
        Section(1, label, "THÔNG TIN KỸ THUẬT VÀ KIẾN NGHỊ"),
        *_lines(
            ("Hệ điều hành, phiên bản", report.os_version),
            ("Các dịch vụ đang cung cấp", report.services),
            ("Biện pháp bảo đảm an toàn đã áp dụng", report.protection),
            ("Địa chỉ IP công cộng", report.public_ips),
            ("Tài liệu kèm theo", join(report.attachments) if report.attachments else "Không có"),
            ("Yêu cầu giữ bí mật thông tin sự cố", secrecy),
        ),
    ]
    if not (report.result or report.action):
        blocks += _lines(("Nguyên nhân ban đầu", report.cause), ("Thiệt hại, ảnh hưởng ban đầu", report.damage))
    blocks += _lines(("Kiến nghị, đề xuất hỗ trợ", report.request or "Không có"))
    return blocks
