"""The periodic report of a unit: 6 months, a year or on demand (Điều 7.1).

Narrative and figures stand side by side: the officer's own text by clause, the figures counted from
the records, the lists in appendices across. Where the records hold nothing, the report says so; no
table is ever printed empty.
"""

from __future__ import annotations

from bgit_desktop.documents import charts
from bgit_desktop.documents.nd30.model import Block, Bullet, Column, Document, Figure, Paragraph, Section
from bgit_desktop.documents.nd30.wording import (
    cite_clause,
    decimal,
    percent,
    period_name,
    quantity,
    sentence,
    short_clause,
    short_date,
)
from bgit_desktop.documents.reports.formalities import document, join, numbered_table, prose, window_text
from bgit_desktop.documents.reports.periodic_lists import appendices
from bgit_desktop.documents.reports.periodic_model import ClauseWork, IncidentRow, PeriodicReport, TrainingRow


def build(report: PeriodicReport) -> Document:
    """Compose the report.

    Args:
        report: what it says.

    Returns:
        The document, with the lists as appendices.
    """
    name = period_name(report.period)
    formalities = report.formalities
    subject = f"Kết quả thực hiện nhiệm vụ chuyên trách công nghệ thông tin {name}"
    if report.version > 1:
        subject += f" (bản điều chỉnh lần {report.version - 1})"
    opening = (
        f"Thực hiện {formalities.basis}, {formalities.issuer} báo cáo kết quả thực hiện nhiệm vụ chuyên trách "
        "công nghệ "
        f"thông tin (CNTT) {name} (số liệu {window_text(report.window_start, report.window_end)}) như sau:"
    )
    receiver = join(formalities.addressees)
    body: list[Block] = [
        Paragraph(opening),
        *_situation(report),
        *_work(report),
        *_incidents(report),
        *_trainings(report),
        *_closing_sections(report),
        Paragraph(
            f"Trên đây là báo cáo kết quả thực hiện nhiệm vụ chuyên trách CNTT {name} của {formalities.issuer}, "
            f"kính gửi {receiver} tổng hợp"
        ),
    ]
    return document(formalities, subject, body, appendices(report), year=report.window_end.year)


def _situation(report: PeriodicReport) -> list[Block]:
    heading, general = Section(1, "I", "TÌNH HÌNH CHUNG"), prose(report.general)
    day = short_date(report.window_end)
    if not report.staff:
        none = Paragraph(f"Tính đến ngày {day}, đơn vị chưa bố trí cán bộ chuyên trách CNTT.")
        return [heading, none, *general]
    count = quantity(len(report.staff), "cán bộ chuyên trách CNTT")
    blocks = [heading, Paragraph(f"Tính đến ngày {day}, đơn vị có {count} (Bảng 1)."), *general]
    columns = (
        Column("Họ và tên"),
        Column("Vị trí công tác"),
        Column("Trình độ chuyên môn"),
        Column("Văn bản phân công"),
        Column("Tiêu chuẩn theo Điều\u00a04", "center"),
    )
    rows = [
        (
            row.full_name,
            row.department,
            row.qualification or "Chưa có thông tin",
            row.assignment or "Chưa có",
            row.verdict,
        )
        for row in report.staff
    ]
    blocks.append(numbered_table(columns, rows, caption="Cán bộ chuyên trách công nghệ thông tin"))
    return blocks


def _work(report: PeriodicReport) -> list[Block]:
    blocks: list[Block] = [Section(1, "II", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ")]
    total = sum(work.total for work in report.clauses)
    if not total:
        blocks.append(Paragraph("Trong kỳ không có nhiệm vụ nào được ghi nhận."))
    else:
        blocks += _work_figures(report, total)
    for at, work in enumerate(report.clauses, 1):
        title = f"{work.label} ({cite_clause(work.clause)} Quy định)"
        blocks.append(Section(2, str(at), title))
        text = prose(work.narrative)
        if work.not_applicable:
            text.append(Paragraph(f"Không áp dụng đối với đơn vị. Căn cứ: {sentence(work.not_applicable)}"))
        elif not work.total:
            text = text or [Paragraph("Trong kỳ không phát sinh nhiệm vụ.")]
        elif not text:
            text.append(Paragraph(_counted(work)))
        blocks += text
    return blocks


def _counted(work: ClauseWork) -> str:
    """Say in words what the figures of a clause are."""
    parts = [
        f"{quantity(number)} {what}"
        for number, what in (
            (work.done, "đã hoàn thành"),
            (work.doing, "đang thực hiện"),
            (work.planned, "chưa thực hiện"),
            (work.cancelled, "đã hủy"),
        )
        if number
    ]
    late = f"; {quantity(work.overdue, 'nhiệm vụ')} quá hạn" if work.overdue else ""
    return f"Trong kỳ có {quantity(work.total, 'nhiệm vụ')}, trong đó {join(parts)}{late}."


def _work_figures(report: PeriodicReport, total: int) -> list[Block]:
    works = report.clauses
    done = sum(work.done for work in works)
    overdue = sum(work.overdue for work in works)
    late = f"; có {quantity(overdue, 'nhiệm vụ')} quá hạn" if overdue else "; không có nhiệm vụ quá hạn"
    text = (
        f"Trong kỳ, đơn vị thực hiện {quantity(total, 'nhiệm vụ')}, đã hoàn thành {quantity(done, 'nhiệm vụ')} "
        f"(đạt {percent(done, total)}){late}."
    )
    compared = [work.previous for work in works if work.previous is not None]
    if compared:
        text += f" Cùng kỳ trước: {quantity(sum(compared), 'nhiệm vụ')}."
    columns = [
        Column("Điều khoản", "center"),
        Column("Nội dung"),
        Column("Tổng số", "right"),
        Column("Hoàn thành", "right"),
        Column("Đang thực hiện", "right"),
        Column("Chưa thực hiện", "right"),
        Column("Đã hủy", "right"),
        Column("Quá hạn", "right"),
    ]
    rows = [
        [short_clause(work.clause), work.label, *(map(str, (work.total, *work.by_status, work.overdue)))]
        for work in works
    ]
    sums = [
        "",
        "Tổng cộng",
        str(total),
        *(str(sum(figures)) for figures in zip(*(work.by_status for work in works), strict=True)),
    ]
    sums.append(str(overdue))
    if compared:
        columns.append(Column("Kỳ trước", "right"))
        for row, work in zip(rows, works, strict=True):
            row.append("—" if work.previous is None else str(work.previous))
        sums.append(str(sum(compared)))
    table = numbered_table(
        columns, [tuple(row) for row in rows], caption="Nhiệm vụ theo điều khoản", total=tuple(sums), size=11
    )
    chart = charts.Chart(
        "stacked",
        tuple(short_clause(work.clause) for work in works),
        tuple(
            charts.Series(name, tuple(work.by_status[at] for work in works))
            for at, name in enumerate(("Hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Đã hủy"))
        ),
        "nhiệm vụ",
    )
    figure = Figure(charts.drawer(chart, height=190), "Nhiệm vụ theo điều khoản và tình trạng")
    return [Paragraph(text), table, figure]


def _incidents(report: PeriodicReport) -> list[Block]:
    blocks: list[Block] = [Section(1, "III", "TÌNH HÌNH SỰ CỐ CÔNG NGHỆ THÔNG TIN")]
    rows = report.incidents
    if not rows:
        return [*blocks, Paragraph("Trong kỳ không phát sinh sự cố.")]
    still = sum(row.open for row in rows)
    state = f"còn {quantity(still, 'sự cố')} đang xử lý" if still else "tất cả đã được khắc phục"
    blocks.append(Paragraph(f"Trong kỳ phát sinh {quantity(len(rows), 'sự cố')}, {state}. Cụ thể theo loại sự cố:"))
    kinds: dict[str, list[IncidentRow]] = {}
    for row in rows:
        kinds.setdefault(row.category, []).append(row)
    columns = (
        Column("Loại sự cố"),
        Column("Tổng số", "right"),
        Column("Đã khắc phục", "right"),
        Column("Đang xử lý", "right"),
    )
    counted = [
        (kind, str(len(each)), str(sum(not row.open for row in each)), str(sum(row.open for row in each)))
        for kind, each in sorted(kinds.items(), key=lambda item: -len(item[1]))
    ]
    total = ("Tổng cộng", str(len(rows)), str(len(rows) - still), str(still))
    blocks.append(numbered_table(columns, counted, caption="Sự cố theo loại", total=total))
    return blocks


def _trainings(report: PeriodicReport) -> list[Block]:
    blocks: list[Block] = [Section(1, "IV", "ĐÀO TẠO, TẬP HUẤN, GIAO BAN")]
    rows = report.trainings
    if not rows:
        return [
            *blocks,
            Paragraph("Trong kỳ cán bộ chuyên trách CNTT không có lượt tham gia đào tạo, tập huấn, giao ban."),
        ]
    present = sum(row.present for row in rows)
    absent = len(rows) - present
    text = f"Trong kỳ có {quantity(len(rows), 'lượt cán bộ')} được mời hoặc cử đi; tham gia {quantity(present, 'lượt')}"
    text += f", vắng {quantity(absent, 'lượt')}." if absent else ", không vắng lượt nào."
    blocks.append(Paragraph(text))
    kinds: dict[str, list[TrainingRow]] = {}
    for row in rows:
        kinds.setdefault(row.kind, []).append(row)
    for kind, each in kinds.items():
        hours = sum(row.hours or 0 for row in each if row.present)
        tail = f", {quantity(int(hours)) if hours == int(hours) else decimal(hours)} giờ" if hours else ""
        there = sum(row.present for row in each)
        came = f"tham gia {quantity(there, 'lượt')}" if there else "không tham gia"
        blocks.append(Bullet(f"{kind}: {quantity(len(each), 'lượt')}, {came}{tail}."))
    return blocks


def _closing_sections(report: PeriodicReport) -> list[Block]:
    blocks: list[Block] = []
    numerals = iter(("V", "VI", "VII", "VIII"))
    if report.evaluation.strip():
        blocks += [Section(1, next(numerals), "ĐÁNH GIÁ CHUNG"), *prose(report.evaluation)]
    blocks.append(Section(1, next(numerals), "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ"))
    if report.difficulties:
        columns = (Column("Khó khăn, vướng mắc"), Column("Điều khoản", "center"), Column("Đề xuất, kiến nghị"))
        rows = [
            (row.description, short_clause(row.clause) if row.clause else "—", row.proposal or "—")
            for row in report.difficulties
        ]
        blocks += [
            Paragraph("Trong quá trình thực hiện, đơn vị gặp một số khó khăn, vướng mắc sau:", keep_with_next=True),
            numbered_table(columns, rows),
        ]
    blocks += prose(report.proposals)
    if not report.difficulties and not report.proposals.strip():
        blocks.append(Paragraph("Trong kỳ đơn vị không có khó khăn, vướng mắc; không có đề xuất, kiến nghị."))
    if report.plan.strip():
        blocks += [Section(1, next(numerals), "PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TỚI"), *prose(report.plan)]
    return blocks
