"""Papers of the duties (Điều 6): the register of tasks, the documents advised on, support by place, handover minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_data import Gathered, Row, cite_document, gather
from bgit_desktop.services.report_letterhead import formalities, short_name
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Appendix, Block, Document, GroupRow
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.sheet_model import Sheet

_REGISTER = (
    "Điểm",
    "Nhiệm vụ",
    "Giao bởi, ngày",
    "Hạn",
    "Người thực hiện",
    "Tình trạng",
    "Số lượng",
    "Kết quả, văn bản",
)
_ADVICE = ("Loại văn bản", "Nội dung tham mưu", "Người tham mưu", "Ngày trình", "Kết quả", "Văn bản đã ban hành")
_SUPPORT = ("Đơn vị, xã được hỗ trợ", "Hướng dẫn", "Hỗ trợ", "Trực tiếp", "Số việc", "Số lượt")


def _forms(asked: Asked, found: Gathered) -> Formalities:
    unit = asked.unit or asked.session.unit
    return formalities(asked.session, unit, found.roster_day, document=asked.document)


def _gathered(asked: Asked) -> Gathered:
    unit = asked.unit or None
    return gather(asked.session, asked.period, unit, people=False, counted_by=asked.counted_by)


def _whose(asked: Asked, found: Gathered, row: Record) -> str:
    """Name a record's unit where the paper is over all units; "" where it is over one."""
    return "" if asked.unit else short_name(asked.session.catalogue(), str(row["unit"]), found.roster_day)


def _issued(asked: Asked, rows: Iterable[Row], name: str) -> dict[str, str]:
    """Cite the documents that a field of the rows names: id → "12/KH-UBND ngày 05/3/2024"."""
    papers = sorted({text(row, name) for row in rows} - {""})
    cited = {}
    for paper in papers:
        found = records.select(asked.session.store.db, Query("document", where=(("id", paper),)))
        if found:
            cited[paper] = cite_document(found[0])
    return cited


def _names(found: Gathered, row: Row) -> str:
    officers = row["officers"]
    return ", ".join(found.names.get(each, "") for each in officers) if isinstance(officers, list) else ""


def _quantity(row: Row) -> str:
    number = row["quantity"]
    shown = f"{number:g}".replace(".", ",") if isinstance(number, int | float) else ""
    return " ".join(filter(None, (shown, text(row, "quantity_unit") if shown else "")))


def _sum_of(rows: Iterable[Row]) -> float:
    return sum(float(row["quantity"]) for row in rows if isinstance(row["quantity"], int | float))


def _in_the_name_of(
    asked: Asked, subject: str, body: list[Block], appendix: Appendix | None, found: Gathered
) -> Document:
    from bgit_desktop.documents.reports.formalities import document

    return document(_forms(asked, found), subject, body, [appendix] if appendix else [], year=found.window.end.year)


# -- Sổ theo dõi nhiệm vụ --------------------------------------------------------------------------------------------


def _register(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.core import statistics
    from bgit_desktop.documents.nd30.model import Appendix, Column, GroupRow, Paragraph
    from bgit_desktop.documents.nd30.wording import capitalised, cite_clause, quantity, short_clause, table_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found, name = _gathered(asked), asked.period.title
    labels = asked.session.clause_labels()
    tasks = sorted(found.tasks, key=lambda row: (str(row["clause"] or "~"), str(row["assigned_on"]), str(row["id"])))
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    heading: str | None = None
    for task in tasks:
        clause = text(task, "clause")
        if clause != heading:
            heading = clause
            rows.append(
                GroupRow(
                    f"{capitalised(cite_clause(clause))}: {labels.get(clause, '')}" if clause else "Chưa gắn điều khoản"
                )
            )
        given = ", ".join(filter(None, (text(task, "assigned_by"), table_date(as_date(task["assigned_on"])))))
        progress = task["progress"]
        state = choice("task", "status", task["status"])
        if isinstance(progress, int) and 0 < progress < 100:
            state = f"{state} ({progress}%)"
        title = ": ".join(filter(None, (_whose(asked, found, task), text(task, "title"))))
        result = "; ".join(
            filter(None, (text(task, "result").rstrip("."), found.names.get(text(task, "document"), "")))
        )
        cells = (
            title, given, table_date(as_date(task["due_on"])), _names(found, task), state, _quantity(task), result,
        )  # fmt: skip
        rows.append(cells)
        plain.append((short_clause(clause), *cells))
    counted = statistics.task_figures(found.tasks, found.roster_day)
    body: list[Block] = []
    if tasks:
        body.append(
            Paragraph(
                f"Trong {name} đã theo dõi {quantity(counted.total, 'nhiệm vụ')}: hoàn thành "
                f"{quantity(counted.done, none='00')}, đang thực hiện {quantity(counted.doing, none='00')}, chưa bắt đầu "
                f"{quantity(counted.planned, none='00')}, đã hủy {quantity(counted.cancelled, none='00')}; quá hạn "
                f"{quantity(counted.overdue, none='00')}. Chi tiết tại sổ theo dõi kèm theo."
            )
        )
    else:
        body.append(Paragraph(f"Trong {name} không có nhiệm vụ nào được ghi."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là sổ theo dõi nhiệm vụ chuyên trách công nghệ thông tin trong kỳ"))
    widths = (None, 34, 21, 32, 26, 22, 48)
    columns = [
        Column(title, "center" if title in ("Hạn", "Tình trạng") else "left", width)
        for title, width in zip(_REGISTER[1:], widths, strict=True)
    ]
    title = f"Sổ theo dõi nhiệm vụ {name}"
    appendix = Appendix(title, (numbered_table(columns, rows, size=11),), landscape=True) if tasks else None
    made = _in_the_name_of(asked, f"Theo dõi nhiệm vụ chuyên trách công nghệ thông tin {name}", body, appendix, found)
    return made, [plain_sheet("Sổ nhiệm vụ", _REGISTER, plain, title)]


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét")]


# -- Danh mục văn bản đã tham mưu ------------------------------------------------------------------------------------


def _advised(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, table_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found, name = _gathered(asked), asked.period.title
    tasks = [row for row in found.tasks if text(row, "clause").endswith(".a") or row["advice_kind"]]
    tasks.sort(
        key=lambda row: (text(row, "advice_kind"), str(row["submitted_on"] or row["assigned_on"]), str(row["id"]))
    )
    issued = _issued(asked, tasks, "issued_document")
    rows = []
    for task in tasks:
        through = text(task, "intermediary")
        people = _names(found, task) + (f" (qua {through})" if through else "")
        title = ": ".join(filter(None, (_whose(asked, found, task), text(task, "title"))))
        rows.append(
            (
                choice("task", "advice_kind", task["advice_kind"]) or "Chưa ghi", title, people,
                table_date(as_date(task["submitted_on"])) or "—",
                choice("task", "outcome", task["outcome"]) or "Chưa ghi",
                issued.get(text(task, "issued_document"), "") or found.names.get(text(task, "document"), "") or "—",
            )
        )  # fmt: skip
    body: list[Block] = []
    if tasks:
        by = [text(row, "outcome") for row in tasks]
        body.append(
            Paragraph(
                f"Trong {name} đã tham mưu {quantity(len(tasks), 'văn bản')}: được chấp thuận "
                f"{quantity(by.count('accepted'), none='00')}, chấp thuận có sửa đổi {quantity(by.count('changed'), none='00')}, "
                f"không chấp thuận {quantity(by.count('declined'), none='00')}, đang chờ hoặc chưa ghi kết quả "
                f"{quantity(len(by) - sum(map(by.count, ('accepted', 'changed', 'declined'))), none='00')}."
            )
        )
    else:
        body.append(Paragraph(f"Trong {name} không có văn bản tham mưu nào được ghi."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là danh mục văn bản đã tham mưu trong kỳ"))
    columns = [
        Column(title, "center" if title == "Ngày trình" else "left", width)
        for title, width in zip(_ADVICE, (30, None, 46, 24, 32, 44), strict=True)
    ]
    title = f"Danh mục văn bản đã tham mưu {name}"
    appendix = Appendix(title, (numbered_table(columns, rows, size=12),), landscape=True) if rows else None
    made = _in_the_name_of(
        asked, f"Các văn bản về ứng dụng công nghệ thông tin đã tham mưu {name}", body, appendix, found
    )
    return made, [plain_sheet("Văn bản tham mưu", _ADVICE, rows, title)]


# -- Tổng hợp hướng dẫn, hỗ trợ theo đơn vị, xã (điểm b) --------------------------------------------------------------


def _supported(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found, name = _gathered(asked), asked.period.title
    tasks = [row for row in found.tasks if text(row, "clause").endswith(".b")]
    places: dict[str, list[Row]] = defaultdict(list)
    for task in tasks:
        place = text(task, "scope").strip() or "Chưa ghi phạm vi"
        places[": ".join(filter(None, (_whose(asked, found, task), place)))].append(task)
    rows: list[tuple[str, ...]] = []
    for place in sorted(places):
        mine = places[place]
        modes = [text(row, "mode") for row in mine]
        counts = (modes.count("guide"), modes.count("support"), modes.count("operate"), len(mine))
        rows.append((place, *map(str, counts), f"{_sum_of(mine):g}"))
    body: list[Block] = []
    if rows:
        total = ("Tổng cộng", *(str(sum(int(row[at]) for row in rows)) for at in range(1, 5)), f"{_sum_of(tasks):g}")
        columns = [Column(title, "left" if at == 0 else "right") for at, title in enumerate(_SUPPORT)]
        body.append(
            Paragraph(
                f"Trong {name} đã hướng dẫn, hỗ trợ hoặc trực tiếp vận hành tại {quantity(len(rows), 'đơn vị, xã')}, gồm "
                f"{quantity(len(tasks), 'việc')}:"
            )
        )
        body.append(numbered_table(columns, rows, total=total))
    else:
        body.append(Paragraph(f"Trong {name} không có việc nào thuộc điểm b được ghi."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là kết quả hướng dẫn, hỗ trợ vận hành các hệ thống công nghệ thông tin trong kỳ"))
    subject = f"Kết quả hướng dẫn, hỗ trợ vận hành hệ thống công nghệ thông tin {name}"
    return _in_the_name_of(asked, subject, body, None, found), [plain_sheet("Hỗ trợ theo nơi", _SUPPORT, rows, subject)]


PAPERS = (
    Paper(
        ReportKind(
            "task_register", Label("Sổ theo dõi nhiệm vụ (Điều 6)", "Register of tasks (Điều 6)"), "QyD.6", group="list",
            over_all=True,
        ),
        _register,
        _remarks,
    ),
    Paper(
        ReportKind(
            "advice_list",
            Label("Danh mục văn bản đã tham mưu (Điều 6, điểm a)", "Documents advised on (Điều 6, point a)"),
            "QyD.6.2.a",
            group="list",
            over_all=True,
        ),
        _advised,
        _remarks,
    ),
    Paper(
        ReportKind(
            "support_by_place",
            Label("Hướng dẫn, hỗ trợ theo đơn vị, xã (Điều 6, điểm b)", "Support by unit and commune (Điều 6, point b)"),
            "QyD.6.2.b",
            group="list",
            over_all=True,
        ),
        _supported,
        _remarks,
    ),
)  # fmt: skip
