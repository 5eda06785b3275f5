"""The lists of a periodic report: appendices across in the document, sheets of a workbook."""

from __future__ import annotations

from bgit_desktop.documents.nd30.model import Appendix, Column, GroupRow
from bgit_desktop.documents.nd30.wording import (
    capitalised,
    cite_clause,
    decimal,
    period_name,
    short_clause,
    table_date,
    table_time,
)
from bgit_desktop.documents.reports.formalities import lower_first, numbered_table, window_text
from bgit_desktop.documents.reports.periodic_model import IncidentRow, PeriodicReport, TrainingRow
from bgit_desktop.documents.sheet_model import Column as XColumn
from bgit_desktop.documents.sheet_model import Sheet


def appendices(report: PeriodicReport) -> list[Appendix]:
    """Give the lists that have rows as appendices lying across."""
    name = period_name(report.period)
    found: list[Appendix] = []
    if report.tasks:
        table = numbered_table(_TASK_COLUMNS, _task_rows(report), size=11)
        found.append(Appendix(f"Danh sách nhiệm vụ {name}", (table,), landscape=True))
    if report.incidents:
        table = numbered_table(INCIDENT_COLUMNS, map(incident_cells, report.incidents), size=11)
        found.append(Appendix(f"Danh sách sự cố công nghệ thông tin {name}", (table,), landscape=True))
    if report.trainings:
        table = numbered_table(_TRAINING_COLUMNS, map(_training_cells, report.trainings), size=11)
        found.append(Appendix(f"Danh sách tham gia đào tạo, tập huấn, giao ban {name}", (table,), landscape=True))
    return found


_TASK_COLUMNS = (
    Column("Nội dung nhiệm vụ"),
    Column("Giao bởi, ngày"),
    Column("Hạn", "center", 21),
    Column("Người thực hiện"),
    Column("Tình trạng", "center"),
    Column("Kết quả, văn bản"),
)
INCIDENT_COLUMNS = (
    Column("Sự cố"),
    Column("Loại"),
    Column("Hệ thống"),
    Column("Mức độ", "center"),
    Column("Phát hiện lúc", "center", 22),
    Column("Báo Sở lúc", "center", 22),
    Column("Khắc phục lúc", "center", 22),
    Column("Nguyên nhân, kết quả xử lý"),
)
_TRAINING_COLUMNS = (
    Column("Nội dung"),
    Column("Hình thức", "center"),
    Column("Đơn vị tổ chức"),
    Column("Cán bộ"),
    Column("Thời gian", "center", 24),
    Column("Số giờ", "right"),
    Column("Tham gia", "center"),
    Column("Kết quả, lý do vắng"),
)


def _task_rows(report: PeriodicReport) -> list[tuple[str, ...] | GroupRow]:
    """Give the tasks under their clauses, in the order of the clauses."""
    labels = {work.clause: work.label for work in report.clauses}
    order = {clause: at for at, clause in enumerate(labels)}
    rows: list[tuple[str, ...] | GroupRow] = []
    heading = ""
    for task in sorted(report.tasks, key=lambda task: (order.get(task.clause, len(order)), task.clause)):
        if task.clause != heading:
            heading = task.clause
            label = labels.get(task.clause, "")
            cited = capitalised(cite_clause(task.clause))
            rows.append(GroupRow(f"{cited}: {lower_first(label)}" if label else cited))
        given = ", ".join(part for part in (task.assigned_by, table_date(task.assigned_on)) if part)
        progress = f"{task.status}\n({task.progress}%)" if task.progress not in (None, 100) else task.status
        result = "; ".join(part for part in (task.result.rstrip("."), task.document) if part)
        rows.append((task.title, given, table_date(task.due_on), task.officers, progress, result))
    return rows


def incident_cells(row: IncidentRow) -> tuple[str, ...]:
    """Give the cells of an incident under :data:`INCIDENT_COLUMNS`."""
    told = "; ".join(part for part in (row.cause.rstrip("."), row.result.rstrip(".")) if part)
    times = (row.detected_at, row.department_informed_at, row.fixed_at)
    shown = [table_time(at).replace(" ", "\n") or "—" for at in times]
    return (row.title, row.category, row.system or "—", row.severity or "—", *shown, told or row.status)


def _training_cells(row: TrainingRow) -> tuple[str, ...]:
    start, end = table_date(row.start_on), table_date(row.end_on)
    when = start if end in ("", start) else f"{start} -\n{end}"
    hours = decimal(row.hours) if row.hours is not None else ""
    return (row.title, row.kind, row.organizer, row.officer, when, hours, row.attendance, row.note)


def sheets(report: PeriodicReport) -> list[Sheet]:
    """Give the report's lists for a workbook: figures by clause, tasks, incidents, trainings, difficulties.

    Args:
        report: what it says.

    Returns:
        A sheet per list; lists without rows are left out, save the figures.
    """
    title = f"Kết quả thực hiện nhiệm vụ chuyên trách CNTT {period_name(report.period)}"
    head = (title, f"{report.formalities.issuer}, số liệu {window_text(report.window_start, report.window_end)}")
    figures = Sheet(
        "Theo điều khoản",
        (
            XColumn("clause", "Điều khoản"),
            XColumn("label", "Nội dung", width=50),
            *(
                XColumn(name, label, "number")
                for name, label in (
                    ("total", "Tổng số"),
                    ("done", "Hoàn thành"),
                    ("doing", "Đang thực hiện"),
                    ("planned", "Chưa thực hiện"),
                    ("cancelled", "Đã hủy"),
                    ("overdue", "Quá hạn"),
                    ("previous", "Kỳ trước"),
                )
            ),
        ),
        [
            (short_clause(work.clause), work.label, work.total, *work.by_status, work.overdue, work.previous)
            for work in report.clauses
        ],
        head,
    )
    lists = [
        Sheet(
            "Nhiệm vụ",
            (
                XColumn("clause", "Điều khoản"),
                XColumn("title", "Nội dung nhiệm vụ", width=50),
                XColumn("assigned_by", "Giao bởi"),
                XColumn("assigned_on", "Ngày giao", "date"),
                XColumn("due_on", "Hạn", "date"),
                XColumn("officers", "Người thực hiện"),
                XColumn("status", "Tình trạng"),
                XColumn("progress", "Tiến độ (%)", "number"),
                XColumn("result", "Kết quả"),
                XColumn("document", "Văn bản"),
            ),
            [
                (
                    short_clause(row.clause),
                    row.title,
                    row.assigned_by,
                    row.assigned_on,
                    row.due_on,
                    row.officers,
                    row.status,
                    row.progress,
                    row.result,
                    row.document,
                )
                for row in report.tasks
            ],
            head,
        ),
        Sheet(
            "Sự cố",
            (
                XColumn("title", "Sự cố", width=40),
                XColumn("category", "Loại"),
                XColumn("system", "Hệ thống"),
                XColumn("severity", "Mức độ"),
                XColumn("detected_at", "Phát hiện lúc", "datetime"),
                XColumn("department_informed_at", "Báo Sở lúc", "datetime"),
                XColumn("fixed_at", "Khắc phục lúc", "datetime"),
                XColumn("cause", "Nguyên nhân"),
                XColumn("result", "Kết quả"),
                XColumn("status", "Tình trạng"),
            ),
            [
                (
                    row.title,
                    row.category,
                    row.system,
                    row.severity,
                    row.detected_at,
                    row.department_informed_at,
                    row.fixed_at,
                    row.cause,
                    row.result,
                    row.status,
                )
                for row in report.incidents
            ],
            head,
        ),
        Sheet(
            "Đào tạo",
            (
                XColumn("title", "Nội dung", width=40),
                XColumn("kind", "Hình thức"),
                XColumn("organizer", "Đơn vị tổ chức"),
                XColumn("officer", "Cán bộ"),
                XColumn("start_on", "Từ ngày", "date"),
                XColumn("end_on", "Đến ngày", "date"),
                XColumn("hours", "Số giờ", "number"),
                XColumn("attendance", "Tham gia"),
                XColumn("note", "Kết quả, lý do vắng"),
            ),
            [
                (
                    row.title,
                    row.kind,
                    row.organizer,
                    row.officer,
                    row.start_on,
                    row.end_on,
                    row.hours,
                    row.attendance,
                    row.note,
                )
                for row in report.trainings
            ],
            head,
        ),
        Sheet(
            "Khó khăn, vướng mắc",
            (
                XColumn("clause", "Điều khoản"),
                XColumn("description", "Khó khăn, vướng mắc", width=50),
                XColumn("proposal", "Đề xuất, kiến nghị", width=50),
                XColumn("status", "Tình trạng"),
            ),
            [(short_clause(row.clause), row.description, row.proposal, row.status) for row in report.difficulties],
            head,
        ),
    ]
    return [figures, *(sheet for sheet in lists if sheet.rows)]
