"""The incidents of a period (Điều 7.2): a covering report with the totals of TT 20/2017, Mẫu 05, and the register.

Where a report on one incident (:mod:`.incident`) goes out at once, this one sums a period up: by group of Điều 7.2, how
soon they were reported and mended, what still runs — open ones first, as whoever reads it has to act on those.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bgit_desktop.documents import charts
from bgit_desktop.documents.nd30.model import (
    Appendix,
    Block,
    Bullet,
    Column,
    Document,
    Figure,
    GroupRow,
    Paragraph,
    Section,
)
from bgit_desktop.documents.nd30.wording import cite_clause, period_name, quantity, table_time
from bgit_desktop.documents.reports.formalities import Formalities, document, join, numbered_table, prose, window_text
from bgit_desktop.documents.reports.periodic_lists import INCIDENT_COLUMNS, incident_cells
from bgit_desktop.documents.reports.periodic_model import IncidentRow
from bgit_desktop.documents.sheet_model import Column as XColumn
from bgit_desktop.documents.sheet_model import Sheet


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An incident with the short name of its unit; "" where the register is of one unit."""

    incident: IncidentRow
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """Incidents of one category in the period, and in the one before."""

    category: str
    total: int
    fixed: int
    previous: int


@dataclass(frozen=True, slots=True)
class IncidentRegister:
    """All the register says.

    Attributes:
        formalities: issuer, addressees, signer, basis.
        period: "2024-H1", "2024-H2", "2024".
        window_start, window_end: days it covers, both included.
        rows: the incidents, in the order to be printed.
        categories: counted by category.
        months: (month as printed, number) for the chart.
        timeliness: sentences on how soon the head and the Sở were told.
        narrative: text typed in, printed after the figures; may be empty.
        proposals: text typed in; may be empty.
    """

    formalities: Formalities
    period: str
    window_start: date
    window_end: date
    rows: tuple[RegisterRow, ...]
    categories: tuple[CategoryCount, ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    timeliness: tuple[str, ...] = ()
    narrative: str = ""
    proposals: str = ""


def build(report: IncidentRegister) -> Document:
    """Compose the report and the register as an appendix lying across.

    Args:
        report: what it says.

    Returns:
        The document; without incidents it says so and has no appendix.
    """
    formalities = report.formalities
    name = period_name(report.period)
    cited = f"{cite_clause('QyD.7.2')} Quy định ban hành kèm theo {formalities.basis.partition(' ban hành ')[0]}"
    body: list[Block] = [
        Paragraph(
            f"Thực hiện chế độ báo cáo sự cố theo {cited}, {formalities.issuer} báo cáo tình hình sự cố công nghệ "
            f"thông tin {name} (số liệu {window_text(report.window_start, report.window_end)}) như sau:"
        ),
        Section(1, "I", "TÌNH HÌNH SỰ CỐ"),
        *_figures(report),
        *prose(report.narrative),
    ]
    numerals = iter(("II", "III", "IV"))
    if report.rows:
        body += [Section(1, next(numerals), "THỜI GIAN BÁO CÁO VÀ KHẮC PHỤC")]
        body += [Bullet(text) for text in report.timeliness]
        body += [Section(1, next(numerals), "SỰ CỐ CHƯA KHẮC PHỤC XONG"), *_open(report)]
    if report.proposals.strip():
        body += [Section(1, next(numerals), "ĐỀ XUẤT, KIẾN NGHỊ"), *prose(report.proposals)]
    attached = " (có danh sách kèm theo)" if report.rows else ""
    body.append(
        Paragraph(
            f"Trên đây là báo cáo tình hình sự cố công nghệ thông tin {name}{attached}, kính gửi "
            f"{join(formalities.addressees)} theo dõi, tổng hợp"
        )
    )
    subject = f"Tình hình sự cố công nghệ thông tin {name}"
    appendices = [_register(report, name)] if report.rows else []
    return document(formalities, subject, body, appendices, year=report.window_end.year)


def _figures(report: IncidentRegister) -> list[Block]:
    before = sum(each.previous for each in report.categories)
    compared = f" Cùng kỳ trước: {quantity(before, 'sự cố')}."
    if not report.rows:
        return [Paragraph(f"Trong kỳ không phát sinh sự cố.{compared if before else ''}")]
    total, still = len(report.rows), sum(row.incident.open for row in report.rows)
    state = f"còn {quantity(still, 'sự cố')} đang xử lý" if still else "tất cả đã được khắc phục"
    columns = (
        Column("Loại sự cố"),
        Column("Tổng số", "right"),
        Column("Đã khắc phục", "right"),
        Column("Đang xử lý", "right"),
        Column("Kỳ trước", "right"),
    )
    rows = [
        (each.category, str(each.total), str(each.fixed), str(each.total - each.fixed), str(each.previous))
        for each in report.categories
    ]
    sums = ("Tổng cộng", str(total), str(total - still), str(still), str(before))
    blocks: list[Block] = [
        Paragraph(f"Trong kỳ phát sinh {quantity(total, 'sự cố')}, {state}.{compared}"),
        numbered_table(columns, rows, caption="Sự cố theo loại", total=sums),
    ]
    if total > 3:
        chart = charts.Chart(
            "grouped",
            tuple(month for month, _ in report.months),
            (charts.Series("Số sự cố", tuple(number for _, number in report.months)),),
            "sự cố",
        )
        blocks.append(Figure(charts.drawer(chart, height=150), "Sự cố theo tháng"))
    return blocks


def _open(report: IncidentRegister) -> list[Block]:
    blocks: list[Block] = []
    for row in report.rows:
        incident = row.incident
        if incident.open:
            where = f" ({row.unit})" if row.unit else ""
            found = f", phát hiện lúc {table_time(incident.detected_at)}" if incident.detected_at else ""
            blocks.append(Bullet(f"{incident.title}{where}: {incident.status.lower()}{found}."))
    return blocks or [Paragraph("Không có.")]


def _register(report: IncidentRegister, name: str) -> Appendix:
    rows: list[tuple[str, ...] | GroupRow] = []
    heading = ""
    for row in report.rows:
        state = "chưa khắc phục xong" if row.incident.open else "đã khắc phục"
        if row.unit and f"{row.unit}: {state}" != heading:
            heading = f"{row.unit}: {state}"
            rows.append(GroupRow(heading))
        rows.append(incident_cells(row.incident))
    return Appendix(
        f"Danh sách sự cố công nghệ thông tin {name}",
        (numbered_table(INCIDENT_COLUMNS, rows, size=11),),
        landscape=True,
    )


def sheets(report: IncidentRegister) -> list[Sheet]:
    """Give the register and the totals for a workbook.

    Args:
        report: what it says.

    Returns:
        Two sheets.
    """
    title = f"Tình hình sự cố công nghệ thông tin {period_name(report.period)}"
    head = (title, f"{report.formalities.issuer}, số liệu {window_text(report.window_start, report.window_end)}")
    several = any(row.unit for row in report.rows)
    columns = (
        *((XColumn("unit", "Đơn vị"),) if several else ()),
        XColumn("title", "Sự cố", width=40),
        XColumn("category", "Loại"),
        XColumn("system", "Hệ thống"),
        XColumn("severity", "Mức độ"),
        XColumn("detected_at", "Phát hiện lúc", "datetime"),
        XColumn("department_informed_at", "Báo Sở lúc", "datetime"),
        XColumn("fixed_at", "Khắc phục lúc", "datetime"),
        XColumn("cause", "Nguyên nhân", width=40),
        XColumn("result", "Kết quả", width=40),
        XColumn("status", "Tình trạng"),
    )
    rows = []
    for row in report.rows:
        one = row.incident
        cells = (
            one.title, one.category, one.system, one.severity, one.detected_at, one.department_informed_at,
            one.fixed_at, one.cause, one.result, one.status,
        )  # fmt: skip
        rows.append((row.unit, *cells) if several else cells)
    totals = (
        XColumn("category", "Loại sự cố", width=40),
        XColumn("total", "Tổng số", "number"),
        XColumn("fixed", "Đã khắc phục", "number"),
        XColumn("previous", "Kỳ trước", "number"),
    )
    counted = [(each.category, each.total, each.fixed, each.previous) for each in report.categories]
    return [Sheet("Sự cố", columns, rows, head), Sheet("Theo loại", totals, counted, head)]
