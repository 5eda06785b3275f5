"""The documents of a demonstration: enrolment sheets, reports of the districts and of the Sở, lists for Excel."""

from __future__ import annotations

from pathlib import Path

from bgit_desktop.services import key_sheet, records, report_cycle, reports
from bgit_desktop.services.context import Session
from bgit_desktop.services.export_lists import export_types
from bgit_desktop.store.records import Query

_EVALUATION = (
    "Các nhiệm vụ theo Điều 6.2 được triển khai đúng kế hoạch; hệ thống dùng chung vận hành ổn định. Tồn tại: thiết bị "
    "mạng cấp xã cũ, việc cử cán bộ dự tập huấn còn chậm."
)


def sheet(session: Session, out: Path) -> Path:
    """Print the enrolment sheet of a store; gives the file."""
    return key_sheet.sheet(session, out)


def write_report(session: Session, number: str = "", signer: str = "") -> None:
    """Compose a district's report of the first half of 2024 and edit its words.

    Args:
        session: the district.
        number: as văn thư gave it; with it the report is signed and marked as sent, without it stays a draft.
        signer: who signed.
    """
    composed = reports.compose(session, "periodic", "2024-H1")
    words = {section.key: section.text for section in composed.sections}
    if "evaluation" in words:
        words["evaluation"] = _EVALUATION
    report = reports.save(session, composed, words)
    if number:
        report_cycle.submit(session, report)
        report_cycle.sign(session, report, number, "2024-07-05", signer)
        report_cycle.mark_sent(session, report)


def of_district(session: Session, code: str, folder: Path) -> list[Path]:
    """Print a district's reports; gives the files."""
    made = [
        reports.render(session, "periodic", period, None, folder / f"bao-cao-dinh-ky-{period}-{code}.pdf")
        for period in ("2024-H1", "2024-H2", "2024")
    ]
    made.append(reports.render(session, "incident", "2024", None, folder / f"so-su-co-2024-{code}.pdf"))
    made.append(reports.render(session, "officers", "2024", None, folder / f"danh-sach-can-bo-{code}.pdf"))
    urgent = records.listing(session, Query("incident", where=(("severity", "critical"), ("status", "handling"))))
    for incident in urgent[:1]:
        file = folder / f"bao-cao-su-co-{code}.pdf"
        made.append(reports.render(session, "incident", "2024", None, file, record=str(incident["id"])))
    return made


def of_province(session: Session, folder: Path) -> list[Path]:
    """Print the Sở's reports and the merged lists."""
    made = [
        reports.render(session, "summary", "2024", None, folder / "tong-hop-toan-tinh-2024.pdf"),
        reports.render(session, "summary", "2024-H1", None, folder / "tong-hop-toan-tinh-2024-H1.pdf"),
        reports.render(session, "summary", "2024", None, folder / "tong-hop-toan-tinh-2024.xlsx"),
        reports.render(session, "officers", "2024", None, folder / "danh-sach-can-bo-toan-tinh.pdf"),
    ]
    lists = folder / "danh-sach-toan-tinh.xlsx"
    export_types(session, ["officer", "task", "incident", "training"], lists)
    return [*made, lists]
