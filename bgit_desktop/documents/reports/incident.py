"""The report of an incident (Điều 7.2): first, follow-up, final, as TT 20/2017/TT-BTTTT, Mẫu 03 and Mẫu 04 ask.

What is not known yet is said to be so ("Chưa xác định"): a first report goes out in time rather
than complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bgit_desktop.core.incident_timeline import Stage
from bgit_desktop.documents.nd30.model import Block, Bullet, Document, Paragraph, Section
from bgit_desktop.documents.nd30.wording import cite_clause, long_time, roman, sentence
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
        stage: first (Mẫu 03), follow-up or final report (Mẫu 04).
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
        cause_kind: group of the cause; label.
        handled_by: whether it was dealt with alone or with help; label.
        course: what happened when, ready to print, in order; not in a first report.
        first_report: the reference of the first report ("Báo cáo số 12/BC-VHTT ngày 05/6/2024").
        clause: under which it is reported.
    """

    formalities: Formalities
    stage: Stage
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
    cause_kind: str = ""
    handled_by: str = ""
    course: tuple[tuple[datetime | None, str], ...] = ()
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
    stage, kind = _STAGES[report.stage]
    subject = f"{kind} công nghệ thông tin: {lower_first(report.title)}"
    cited = f"{cite_clause(report.clause)} Quy định ban hành kèm theo {_decision(formalities.legal_basis)}"
    opening = (
        f"Thực hiện chế độ báo cáo sự cố theo {cited}, {formalities.issuer} báo cáo {stage} về sự cố công "
        "nghệ thông tin "
        "như sau:"
    )
    body: list[Block] = [Paragraph(opening)]
    final = report.stage == "final"
    if report.first_report and report.stage != "first":
        body.append(Paragraph(f"Báo cáo này tiếp theo {report.first_report.rstrip('.')}."))
    parts = [_who(report), _system(report), _what(report)]
    if report.course and report.stage != "first":
        parts.append(_course(report))
    if final or report.result or report.action:
        parts.append(_outcome(report))
    if not final:
        parts.append(_details(report))
    for at, part in enumerate(parts, start=1):
        body += [Section(1, roman(at), part[0]), *part[1]]
    receiver = join(formalities.addressees)
    end = "theo dõi, tổng hợp" if final else "xem xét, chỉ đạo và hỗ trợ xử lý"
    body.append(Paragraph(f"{formalities.issuer} báo cáo {receiver} {end}"))
    year = report.detected_at.year if report.detected_at else None
    return document(formalities, subject, body, year=year)


_STAGES: Final = {
    "first": ("ban đầu", "Sự cố"),
    "follow_up": ("diễn biến", "Diễn biến sự cố"),
    "final": ("kết thúc", "Kết quả xử lý sự cố"),
}
"""How a report of a stage is called in its first sentence, and what its subject begins with."""

_Part = tuple[str, list[Block]]
"""A numbered part: its title and what stands under it."""


def _decision(basis: str) -> str:
    """Give number, date and issuer of the regulation, without what it issues."""
    return basis.partition(" ban hành ")[0]


def _lines(*facts: tuple[str, str]) -> list[Block]:
    return [Bullet(f"{name}: {sentence(value) if value.strip() else UNKNOWN + '.'}") for name, value in facts]


def _moment(at: datetime | None) -> str:
    return long_time(at) if at else ""


def _text(value: str) -> list[Block]:
    return prose(value) or [Paragraph(f"{UNKNOWN}.")]


def _who(report: IncidentReport) -> _Part:
    blocks: list[Block] = []
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
    return "THÔNG TIN VỀ ĐƠN VỊ, CÁ NHÂN BÁO CÁO", blocks


def _system(report: IncidentReport) -> _Part:
    system = report.system
    lines = _lines(
        ("Tên hệ thống", system.name),
        ("Đơn vị vận hành", system.operator),
        ("Chủ quản hệ thống", system.owner),
        ("Cấp độ an toàn hệ thống thông tin", system.level),
        ("Đơn vị cung cấp dịch vụ Internet, đường truyền", system.provider),
    )
    return "HỆ THỐNG GẶP SỰ CỐ", lines


def _what(report: IncidentReport) -> _Part:
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
    blocks = [*_lines(*facts), *_lines(*told), Section(2, "", "Mô tả sự cố"), *_text(report.description)]
    return "NỘI DUNG SỰ CỐ", blocks


def _course(report: IncidentReport) -> _Part:
    return "DIỄN BIẾN", [
        Bullet(f"{long_time(at) if at else UNKNOWN + ' thời điểm'}: {sentence(what)}") for at, what in report.course
    ]


def _outcome(report: IncidentReport) -> _Part:
    blocks: list[Block] = [
        Section(2, "1", "Nguyên nhân"),
        *(_lines(("Nhóm nguyên nhân", report.cause_kind)) if report.cause_kind else ()),
        *_text(report.cause),
        Section(2, "2", "Thiệt hại, ảnh hưởng"),
        *_text(report.damage),
        Section(2, "3", "Biện pháp đã thực hiện"),
        *(_lines(("Cách xử lý", report.handled_by)) if report.handled_by else ()),
        *_text(report.action),
        Section(2, "4", "Kết quả"),
        *_lines(("Thời điểm khắc phục xong", _moment(report.fixed_at))),
        *prose(report.result),
    ]
    if report.lessons.strip():
        blocks += [Section(2, "5", "Bài học, kiến nghị"), *prose(report.lessons)]
    return "NGUYÊN NHÂN, BIỆN PHÁP VÀ KẾT QUẢ XỬ LÝ", blocks


def _details(report: IncidentReport) -> _Part:
    secrecy = {True: "Có", False: "Không", None: "Không có yêu cầu"}[report.secrecy]
    blocks = _lines(
        ("Hệ điều hành, phiên bản", report.os_version),
        ("Các dịch vụ đang cung cấp", report.services),
        ("Biện pháp bảo đảm an toàn đã áp dụng", report.protection),
        ("Địa chỉ IP công cộng", report.public_ips),
        ("Tài liệu kèm theo", join(report.attachments) if report.attachments else "Không có"),
        ("Yêu cầu giữ bí mật thông tin sự cố", secrecy),
    )
    if not (report.result or report.action):
        blocks += _lines(
            ("Nguyên nhân ban đầu", report.cause or report.cause_kind), ("Thiệt hại, ảnh hưởng ban đầu", report.damage)
        )
    blocks += _lines(("Kiến nghị, đề xuất hỗ trợ", report.request or "Không có"))
    return "THÔNG TIN KỸ THUẬT VÀ KIẾN NGHỊ", blocks
