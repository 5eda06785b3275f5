"""The province's summary over all units for a period (Điều 11.1): who reported, the work, incidents, officers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bgit_desktop.documents import charts
from bgit_desktop.documents.nd30.model import Appendix, Block, Column, Document, Figure, Paragraph, Section
from bgit_desktop.documents.nd30.wording import percent, period_name, quantity, short_clause, table_date
from bgit_desktop.documents.reports.formalities import document, join, numbered_table, prose, window_text
from bgit_desktop.documents.reports.summary_model import STANDINGS, SummaryReport, UnitSummary
from bgit_desktop.documents.sheet_model import Column as XColumn
from bgit_desktop.documents.sheet_model import Sheet


def build(report: SummaryReport) -> Document:
    """Compose the summary.

    Args:
        report: what it says.

    Returns:
        The document, with the figures by unit as an appendix lying across.
    """
    name = period_name(report.period)
    formalities = report.formalities
    body: list[Block] = [
        Paragraph(
            f"Thực hiện {formalities.basis}, {formalities.issuer} tổng hợp, báo cáo kết quả thực hiện nhiệm vụ "
            "của đơn vị "
            f"và cán bộ chuyên trách công nghệ thông tin (CNTT) {name} (số liệu "
            f"{window_text(report.window_start, report.window_end)}) như sau:"
        ),
        Section(1, "I", "TÌNH HÌNH CHUNG"),
        *prose(report.general),
        *([Paragraph(f"Số liệu tính theo đơn vị hiện nay: {report.counted}.")] if report.counted else []),
        *_received(report),
        Section(1, "II", "ĐỘI NGŨ CÁN BỘ CHUYÊN TRÁCH CÔNG NGHỆ THÔNG TIN"),
        *_officers(report),
        Section(1, "III", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ"),
        *_work(report),
        Section(1, "IV", "SỰ CỐ VÀ AN TOÀN THÔNG TIN"),
        *_incidents(report),
        Section(1, "V", "KHÓ KHĂN, VƯỚNG MẮC CỦA CÁC ĐƠN VỊ"),
        *_difficulties(report),
    ]
    numerals = iter(("VI", "VII", "VIII"))
    for title, text in (
        ("ĐÁNH GIÁ CHUNG", report.evaluation),
        ("PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI", report.plan),
        ("ĐỀ XUẤT, KIẾN NGHỊ", report.proposals),
    ):
        if text.strip():
            body += [Section(1, next(numerals), title), *prose(text)]
    attached = " (có biểu tổng hợp kèm theo)" if report.units else ""
    body.append(
        Paragraph(
            f"Trên đây là báo cáo tổng hợp kết quả thực hiện nhiệm vụ chuyên trách CNTT {name}{attached}, "
            f"{formalities.issuer} kính báo cáo {join(formalities.addressees)} xem xét, chỉ đạo"
        )
    )
    subject = f"Tổng hợp kết quả thực hiện nhiệm vụ chuyên trách công nghệ thông tin {name}"
    appendices = [_by_unit(report)] if report.units else []
    return document(formalities, subject, body, appendices, year=report.window_end.year)


def _received(report: SummaryReport) -> list[Block]:
    units = report.units
    if not units:
        return [Paragraph("Trong kỳ không có đơn vị nào thuộc phạm vi báo cáo.")]
    excused = [unit.name for unit in units if unit.standing == "excused"]
    asked = [unit for unit in units if unit.standing not in ("excused", "ended")]
    got = [unit for unit in asked if unit.standing != "not_received"]
    text = f"Trong kỳ có {quantity(len(asked), 'đơn vị', none='00')} thuộc phạm vi báo cáo; "
    if not asked:
        text += "không đơn vị nào phải báo cáo"
    elif got:
        text += f"đã nhận báo cáo của {quantity(len(got), 'đơn vị')} ({percent(len(got), len(asked))})"
    else:
        text += "chưa nhận được báo cáo của đơn vị nào"
    judged = [unit for unit in got if unit.standing in ("on_time", "late")]
    if judged:
        on_time = sum(unit.standing == "on_time" for unit in judged)
        sent = sum(unit.sending == "on_time" for unit in judged)
        text += (
            f", trong đó đúng hạn {quantity(on_time, 'đơn vị', none='00')}, "
            f"quá hạn {quantity(len(judged) - on_time, 'đơn vị', none='00')} theo ngày Sở nhận "
            f"(theo ngày đơn vị gửi: đúng hạn {quantity(sent, 'đơn vị', none='00')})"
        )
    rows = [(unit.name, STANDINGS[unit.standing], *(table_date(day) or "—" for day in _days(unit))) for unit in units]
    columns = (
        Column("Đơn vị"),
        Column("Tình trạng báo cáo"),
        Column("Ngày gửi", "center", 24),
        Column("Ngày nhận", "center", 24),
        Column("Dữ liệu đến ngày", "center", 28),
    )
    blocks: list[Block] = [
        Paragraph(text + "."),
        numbered_table(columns, rows, caption="Tình hình gửi báo cáo của các đơn vị"),
    ]
    late = [unit.name for unit in units if unit.standing == "not_received"]
    if late and got:
        blocks.append(Paragraph(f"Các đơn vị chưa gửi báo cáo: {join(late)}."))
    if excused:
        blocks.append(Paragraph(f"Các đơn vị được miễn báo cáo kỳ này: {join(excused)}."))
    return blocks


def _days(unit: UnitSummary) -> tuple[date | None, date | None, date | None]:
    return unit.sent_on, unit.received_on, unit.data_until


def _officers(report: SummaryReport) -> list[Block]:
    total = sum(unit.officers for unit in report.units)
    if not total:
        return [Paragraph("Chưa có cán bộ chuyên trách CNTT nào được ghi nhận.")]
    judged = sum(unit.officers_judged for unit in report.units)
    met = sum(unit.officers_met for unit in report.units)
    # of a unit whose data have not come it is not known whether it has officers
    known = [unit for unit in report.units if unit.data_until is not None or unit.officers]
    without = [unit.name for unit in known if not unit.officers]
    text = (
        f"Toàn tỉnh có {quantity(total, 'cán bộ chuyên trách CNTT')}; trong số {quantity(judged, 'cán bộ')} "
        "thuộc diện áp "
        f"dụng tiêu chuẩn tại Điều 4 Quy định có {quantity(met, 'cán bộ')} đạt tiêu chuẩn ({percent(met, judged)})."
    )
    if without:
        text += f" Đơn vị chưa có cán bộ chuyên trách: {join(without)}."
    if len(known) < len(report.units):
        silent = quantity(len(report.units) - len(known), "đơn vị")
        text += f" Còn {silent} chưa gửi dữ liệu nên chưa được tính."
    return [Paragraph(text)]


_UPRIGHT = 8
"""Names of so many units fit under upright bars; more are listed along the side."""


def _chart(units: Sequence[UnitSummary]) -> charts.Chart:
    """Chart the tasks of the units that have any; a row of thirty names would be read by nobody."""
    shown = [unit for unit in units if unit.tasks]
    names = tuple(unit.name for unit in shown)
    if len(shown) > _UPRIGHT:
        return charts.Chart("bar", names, (charts.Series("Nhiệm vụ", tuple(unit.tasks for unit in shown)),), "nhiệm vụ")
    rest = tuple(max(unit.tasks - unit.tasks_done - unit.tasks_doing, 0) for unit in shown)
    return charts.Chart(
        "stacked",
        names,
        (
            charts.Series("Hoàn thành", tuple(unit.tasks_done for unit in shown)),
            charts.Series("Đang thực hiện", tuple(unit.tasks_doing for unit in shown)),
            charts.Series("Còn lại", rest),
        ),
        "nhiệm vụ",
    )


def _work(report: SummaryReport) -> list[Block]:
    units = report.units
    total = sum(unit.tasks for unit in units)
    if not total:
        return [Paragraph("Trong kỳ không có nhiệm vụ nào được ghi nhận.")]
    done = sum(unit.tasks_done for unit in units)
    overdue = sum(unit.tasks_overdue for unit in units)
    late = quantity(overdue, "nhiệm vụ")
    blocks: list[Block] = [
        Paragraph(
            f"Các đơn vị đã thực hiện {quantity(total, 'nhiệm vụ')}, hoàn thành {quantity(done, 'nhiệm vụ')} "
            f"({percent(done, total)}); {late} quá hạn."
        )
    ]
    blocks.append(Figure(charts.drawer(_chart(units)), "Nhiệm vụ trong kỳ theo đơn vị"))
    if report.clauses:
        rows = [
            (
                short_clause(row.clause),
                row.label,
                str(row.tasks),
                str(row.done),
                percent(row.done, row.tasks),
                str(row.units),
            )
            for row in report.clauses
        ]
        tasks, finished = sum(row.tasks for row in report.clauses), sum(row.done for row in report.clauses)
        columns = (
            Column("Điều khoản", "center"),
            Column("Nội dung"),
            Column("Tổng số", "right"),
            Column("Hoàn thành", "right"),
            Column("Tỷ lệ", "right"),
            Column("Số đơn vị", "right"),
        )
        sums = ("", "Tổng cộng", str(tasks), str(finished), percent(finished, tasks), "")
        blocks.append(numbered_table(columns, rows, caption="Nhiệm vụ theo điều khoản", total=sums, size=11))
    return blocks


def _incidents(report: SummaryReport) -> list[Block]:
    total = sum(row.total for row in report.incidents)
    if not total:
        return [Paragraph("Trong kỳ không phát sinh sự cố.")]
    fixed = sum(row.fixed for row in report.incidents)
    rest = f"; còn {quantity(total - fixed, 'sự cố')} đang xử lý" if total > fixed else ""
    columns = (
        Column("Loại sự cố"),
        Column("Tổng số", "right"),
        Column("Đã khắc phục", "right"),
        Column("Đang xử lý", "right"),
    )
    rows = [
        (row.category, str(row.total), str(row.fixed), str(row.total - row.fixed))
        for row in report.incidents
        if row.total
    ]
    sums = ("Tổng cộng", str(total), str(fixed), str(total - fixed))
    return [
        Paragraph(f"Trong kỳ phát sinh {quantity(total, 'sự cố')}, đã khắc phục {quantity(fixed, 'sự cố')}{rest}."),
        numbered_table(columns, rows, caption="Sự cố theo loại", total=sums),
    ]


def _difficulties(report: SummaryReport) -> list[Block]:
    if not report.difficulties:
        return [Paragraph("Trong kỳ các đơn vị không phản ánh khó khăn, vướng mắc.")]
    columns = (
        Column("Đơn vị"),
        Column("Khó khăn, vướng mắc"),
        Column("Đề xuất, kiến nghị"),
        Column("Tình trạng", "center"),
    )
    rows = [(row.unit, row.description, row.proposal or "—", row.status or "—") for row in report.difficulties]
    return [
        Paragraph(f"Các đơn vị phản ánh {quantity(len(rows), 'khó khăn, vướng mắc')}, cụ thể:", keep_with_next=True),
        numbered_table(columns, rows, size=11),
    ]


_HEADERS = (
    "Cán bộ chuyên trách",
    "Đạt Điều 4",
    "Nhiệm vụ",
    "Hoàn thành",
    "Đang thực hiện",
    "Quá hạn",
    "Sự cố",
    "Sự cố chưa xong",
    "Lượt tập huấn, giao ban",
    "Lượt tham gia",
    "Khó khăn, vướng mắc",
)


def _figures(unit: UnitSummary) -> tuple[int, ...]:
    return (
        unit.officers,
        unit.officers_met,
        unit.tasks,
        unit.tasks_done,
        unit.tasks_doing,
        unit.tasks_overdue,
        unit.incidents,
        unit.incidents_open,
        unit.trainings,
        unit.trainings_present,
        unit.difficulties,
    )


def _shown(unit: UnitSummary) -> tuple[str, ...]:
    """Write a unit's figures; of one whose data have not come nothing is known, which is not zero."""
    figures = _figures(unit)
    if unit.data_until is None and not any(figures):
        return tuple("—" for _ in figures)
    return tuple(map(str, figures))


def _by_unit(report: SummaryReport) -> Appendix:
    columns = (Column("Đơn vị"), Column("Báo cáo", "center"), *(Column(title, "right") for title in _HEADERS))
    rows = [(unit.name, STANDINGS[unit.standing], *_shown(unit)) for unit in report.units]
    sums = [sum(figures) for figures in zip(*map(_figures, report.units), strict=True)]
    table = numbered_table(columns, rows, total=("Tổng cộng", "", *map(str, sums)), size=11)
    title = f"Tổng hợp kết quả theo đơn vị {period_name(report.period)}"
    return Appendix(title, (table,), landscape=True)


def sheets(report: SummaryReport) -> list[Sheet]:
    """Give the summary's figures for a workbook: by unit, by clause, incidents, difficulties.

    Args:
        report: what it says.

    Returns:
        A sheet per list; lists without rows are left out, save the units.
    """
    title = f"Tổng hợp kết quả thực hiện nhiệm vụ chuyên trách CNTT {period_name(report.period)}"
    head = (title, f"{report.formalities.issuer}, số liệu {window_text(report.window_start, report.window_end)}")
    units = Sheet(
        "Theo đơn vị",
        (
            XColumn("name", "Đơn vị"),
            XColumn("standing", "Báo cáo"),
            XColumn("received_on", "Ngày nhận", "date"),
            XColumn("data_until", "Dữ liệu đến ngày", "date"),
            *(XColumn(f"figure_{at}", label, "number") for at, label in enumerate(_HEADERS)),
        ),
        [
            (unit.name, STANDINGS[unit.standing], unit.received_on, unit.data_until, *_figures(unit))
            for unit in report.units
        ],
        head,
    )
    lists = [
        Sheet(
            "Theo điều khoản",
            (
                XColumn("clause", "Điều khoản"),
                XColumn("label", "Nội dung", width=50),
                XColumn("tasks", "Tổng số", "number"),
                XColumn("done", "Hoàn thành", "number"),
                XColumn("units", "Số đơn vị", "number"),
            ),
            [(short_clause(row.clause), row.label, row.tasks, row.done, row.units) for row in report.clauses],
            head,
        ),
        Sheet(
            "Sự cố",
            (
                XColumn("category", "Loại sự cố", width=40),
                XColumn("total", "Tổng số", "number"),
                XColumn("fixed", "Đã khắc phục", "number"),
            ),
            [(row.category, row.total, row.fixed) for row in report.incidents],
            head,
        ),
        Sheet(
            "Khó khăn, vướng mắc",
            (
                XColumn("unit", "Đơn vị"),
                XColumn("clause", "Điều khoản"),
                XColumn("description", "Khó khăn, vướng mắc", width=50),
                XColumn("proposal", "Đề xuất, kiến nghị", width=50),
                XColumn("status", "Tình trạng"),
            ),
            [
                (row.unit, short_clause(row.clause), row.description, row.proposal, row.status)
                for row in report.difficulties
            ],
            head,
        ),
    ]
    return [units, *(sheet for sheet in lists if sheet.rows)]
