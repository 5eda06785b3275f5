"""The list of dedicated officers with the verdicts of Điều 4: a covering report and the list lying across."""

from __future__ import annotations

from collections import Counter
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
from bgit_desktop.documents.nd30.wording import percent, quantity, sentence, short_date, table_date
from bgit_desktop.documents.reports.formalities import Formalities, document, join, lower_first, numbered_table, prose
from bgit_desktop.documents.sheet_model import Column as XColumn
from bgit_desktop.documents.sheet_model import Sheet

# The verdicts of REGULATION.md in the order they are counted, with the words printed.
VERDICTS = {
    "met": "Đạt",
    "not_met": "Chưa đạt",
    "missing": "Thiếu căn cứ",
    "review": "Cần xem xét",
    "not_applicable": "Không áp dụng",
}


STANDARD = (
    "Tiêu chuẩn rà soát theo Điều 4 Quy định: có bằng đại học chuyên ngành CNTT (hoặc tin học) hệ chính quy trở lên; "
    "ưu tiên có thêm chứng chỉ chuyên môn (CCNA, Aptech…)."
)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer of the list; all but the dates and the verdict's code is text ready to print.

    Attributes:
        unit: its name; rows of several units are grouped by it.
        verdict: met, not_met, missing, review or not_applicable.
        reasons: sentences that explain the verdict in full, for the workbook.
        missing: what would decide it.
        deciding: the sentences that say why it is not better; printed.
    """

    unit: str
    full_name: str
    verdict: str
    birth_date: date | None = None
    sex: str = ""
    employment: str = ""
    grade: str = ""
    department: str = ""
    role: str = ""
    level: str = ""
    major: str = ""
    mode: str = ""
    institution: str = ""
    certificates: str = ""
    assignment: str = ""
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficersReport:
    """All the report on officers says.

    Attributes:
        formalities: issuer, addressees, signer, basis.
        as_of: the day judged.
        rows: the officers, in the order to be printed.
        units_without: units that have no officer on that day.
        narrative: text typed in, printed after the figures; may be empty.
        proposals: text typed in; may be empty.
    """

    formalities: Formalities
    as_of: date
    rows: tuple[OfficerRow, ...]
    units_without: tuple[str, ...] = ()
    narrative: str = ""
    proposals: str = ""


def build(report: OfficersReport) -> Document:
    """Compose the covering report and its appendix.

    Args:
        report: what it says.

    Returns:
        The document; without officers it has no appendix and says so.
    """
    formalities = report.formalities
    day = short_date(report.as_of)
    body: list[Block] = [
        Paragraph(
            f"Thực hiện {formalities.basis}, {formalities.issuer} báo cáo kết quả rà soát đội ngũ cán bộ chuyên trách "
            f"công nghệ thông tin (CNTT) tính đến ngày {day} như sau:"
        ),
        Section(1, "I", "SỐ LƯỢNG VÀ TIÊU CHUẨN CHUYÊN MÔN"),
        Paragraph(STANDARD),
        *_figures(report),
        *prose(report.narrative),
    ]
    if report.units_without:
        names = join(report.units_without)
        body.append(Paragraph(f"Đơn vị chưa bố trí cán bộ chuyên trách CNTT: {names}."))
    body.append(Section(1, "II", "NHỮNG VIỆC CẦN BỔ SUNG, LÀM RÕ"))
    body += _todo(report)
    if report.proposals.strip():
        body += [Section(1, "III", "ĐỀ XUẤT, KIẾN NGHỊ"), *prose(report.proposals)]
    attached = " (có danh sách kèm theo)" if report.rows else ""
    body.append(
        Paragraph(
            f"Trên đây là báo cáo kết quả rà soát đội ngũ cán bộ chuyên trách CNTT{attached}, "
            f"kính gửi {join(formalities.addressees)} xem xét, tổng hợp"
        )
    )
    subject = (
        f"Đội ngũ cán bộ chuyên trách công nghệ thông tin và tiêu chuẩn chuyên môn theo Điều 4, tính đến ngày {day}"
    )
    appendices = [_list(report)] if report.rows else []
    return document(formalities, subject, body, appendices, year=report.as_of.year)


def _figures(report: OfficersReport) -> list[Block]:
    if not report.rows:
        return [Paragraph("Tại thời điểm rà soát chưa có cán bộ chuyên trách CNTT nào được ghi nhận.")]
    count = Counter(row.verdict for row in report.rows)
    judged = len(report.rows) - count["not_applicable"]
    share = f" ({percent(count['met'], judged)})" if judged else ""
    text = (
        f"Tổng số có {quantity(len(report.rows), 'cán bộ')}; thuộc diện áp dụng tiêu chuẩn "
        f"{quantity(judged, 'cán bộ')}, "
        f"trong đó đạt tiêu chuẩn {quantity(count['met'], 'cán bộ')}{share}. Kết quả rà soát theo từng mức:"
    )
    rows = [
        (label, str(count[code]), percent(count[code], len(report.rows)))
        for code, label in VERDICTS.items()
        if count[code]
    ]
    columns = (Column("Kết quả rà soát theo Điều 4"), Column("Số cán bộ", "right"), Column("Tỷ lệ", "right"))
    total = ("Tổng cộng", str(len(report.rows)), "100%")
    blocks: list[Block] = [Paragraph(text, keep_with_next=True), numbered_table(columns, rows, total=total)]
    if len(report.rows) > 3:
        chart = charts.Chart(
            "share",
            tuple(label for code, label in VERDICTS.items() if count[code]),
            (charts.Series("Số cán bộ", tuple(count[code] for code in VERDICTS if count[code])),),
        )
        blocks.append(Figure(charts.drawer(chart, height=150), "Cơ cấu kết quả rà soát theo Điều 4"))
    return blocks


def _todo(report: OfficersReport) -> list[Block]:
    """Name each officer whose verdict is open or bad, with what is wanting."""
    blocks: list[Block] = []
    several = len({row.unit for row in report.rows}) > 1
    for row in report.rows:
        if row.verdict in ("met", "not_applicable"):
            continue
        told = f" ({lower_first(_deciding(row))})" if row.deciding else ""
        where = f" ({row.unit})" if several else ""
        blocks.append(Bullet(f"{row.full_name}{where}: {VERDICTS[row.verdict].lower()}{told}."))
    return blocks or [Paragraph("Không có.")]


def _deciding(row: OfficerRow) -> str:
    first, *rest = (text.strip().rstrip(".") for text in row.deciding)
    return "; ".join([first, *map(lower_first, rest)])


_COLUMNS = (
    Column("Họ và tên"),
    Column("Ngày sinh", "center", 21),
    Column("Chức danh, ngạch"),
    Column("Vị trí công tác"),
    Column("Nhiệm vụ được giao"),
    Column("Trình độ, chuyên ngành, hệ đào tạo"),
    Column("Chứng chỉ"),
    Column("Văn bản phân công"),
    Column("Điều\u00a04", "center", 19),
    Column("Lý do"),
)


def _list(report: OfficersReport) -> Appendix:
    several = len({row.unit for row in report.rows}) > 1
    rows: list[tuple[str, ...] | GroupRow] = []
    unit = ""
    for row in report.rows:
        if several and row.unit != unit:
            unit = row.unit
            rows.append(GroupRow(unit))
        degree = ", ".join(part for part in (row.level, row.major, row.mode.lower(), row.institution) if part)
        post = "\n".join(part for part in (row.employment, row.grade) if part)
        rows.append(
            (
                row.full_name,
                table_date(row.birth_date) or "—",
                post or "—",
                row.department or "—",
                row.role or "—",
                degree or "Chưa có thông tin",
                row.certificates or "—",
                row.assignment or "Chưa có",
                VERDICTS[row.verdict],
                sentence(_deciding(row)) if row.deciding else "—",
            )
        )
    table = numbered_table(_COLUMNS, rows, size=10)
    title = f"Danh sách cán bộ chuyên trách công nghệ thông tin tính đến ngày {short_date(report.as_of)}"
    return Appendix(title, (table,), landscape=True)


def sheets(report: OfficersReport) -> list[Sheet]:
    """Give the list for a workbook.

    Args:
        report: what it says.

    Returns:
        One sheet.
    """
    columns = (
        XColumn("unit", "Đơn vị"),
        XColumn("full_name", "Họ và tên"),
        XColumn("birth_date", "Ngày sinh", "date"),
        XColumn("sex", "Giới tính"),
        XColumn("employment", "Chức danh"),
        XColumn("grade", "Ngạch"),
        XColumn("department", "Vị trí công tác"),
        XColumn("role", "Nhiệm vụ được giao"),
        XColumn("level", "Trình độ"),
        XColumn("major", "Chuyên ngành"),
        XColumn("mode", "Hệ đào tạo"),
        XColumn("institution", "Cơ sở đào tạo"),
        XColumn("certificates", "Chứng chỉ"),
        XColumn("assignment", "Văn bản phân công"),
        XColumn("verdict", "Điều 4"),
        XColumn("reasons", "Lý do", width=50),
        XColumn("missing", "Cần bổ sung", width=40),
    )
    rows = [
        (
            row.unit,
            row.full_name,
            row.birth_date,
            row.sex,
            row.employment,
            row.grade,
            row.department,
            row.role,
            row.level,
            row.major,
            row.mode,
            row.institution,
            row.certificates,
            row.assignment,
            VERDICTS[row.verdict],
            "; ".join(row.reasons),
            "; ".join(row.missing),
        )
        for row in report.rows
    ]
    title = f"Danh sách cán bộ chuyên trách CNTT tính đến ngày {short_date(report.as_of)}"
    return [Sheet("Cán bộ chuyên trách", columns, rows, (title, report.formalities.issuer))]
