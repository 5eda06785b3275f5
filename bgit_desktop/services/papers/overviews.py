"""Papers that look over everything: the compliance matrix (Điều 11.1) and the calendar of a year as a wall sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core.compliance import MatrixCell
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.verdicts.model import STATE_LABELS
from bgit_desktop.services import agenda
from bgit_desktop.services.compliance import Compliance, compliance
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Block, Document, GroupRow
    from bgit_desktop.documents.sheet_model import Sheet

SIGNS = {"met": "Đ", "not_met": "C", "missing": "T", "review": "X", "not_applicable": "–"}
"""What stands in a cell; explained under the table. Letters, because the fonts of documents have no check marks."""


def _sign(cell: MatrixCell | None) -> str:
    if cell is None:
        return ""
    counted = f" {cell.met}/{cell.judged}" if cell.judged > 1 else ""
    return SIGNS[cell.state] + counted


def _matrix(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, Paragraph
    from bgit_desktop.documents.nd30.wording import percent, quantity, short_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found = compliance(asked.session, asked.period, asked.unit)
    name, matrix = asked.period.title, found.matrix
    own = asked.unit or asked.session.unit
    forms = formalities(asked.session, own, found.day, document=asked.document)
    body: list[Block] = [
        Paragraph(
            f"Kết quả thực hiện Quy định {name}, tính đến ngày {short_date(found.day)}, của "
            f"{quantity(len(matrix.units), 'đơn vị')}:"
        )
    ]
    rows = []
    for clause in matrix.clauses:
        met, judged = matrix.share(clause)
        states = [matrix.cells[unit, clause].state for unit in matrix.units if (unit, clause) in matrix.cells]
        counts = [str(states.count(state)) for state in ("not_met", "missing", "review", "not_applicable")]
        rows.append((_named(clause), str(met), *counts, percent(met, judged) if judged else "—"))
    columns = (
        Column("Điều khoản"), Column("Đạt", "right"), Column("Chưa đạt", "right"), Column("Thiếu căn cứ", "right"),
        Column("Cần xem xét", "right"), Column("Không áp dụng", "right"), Column("Tỷ lệ đạt", "right"),
    )  # fmt: skip
    body.append(numbered_table(columns, rows, caption="Số đơn vị theo kết quả ở từng điều khoản"))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là kết quả thực hiện Quy định theo từng đơn vị, từng điều khoản"))
    heads = ("Đơn vị", *(_named(clause) for clause in matrix.clauses))
    cells = [
        (found.names[unit], *(_sign(matrix.cells.get((unit, clause))) for clause in matrix.clauses))
        for unit in matrix.units
    ]
    wide = [Column(heads[0], width=34), *(Column(each, "center") for each in heads[1:])]
    legend = "; ".join(f"{SIGNS[state]}: {label.vi.lower()}" for state, label in STATE_LABELS.items())
    appendix = Appendix(
        f"Ma trận thực hiện Quy định {name}",
        (
            numbered_table(wide, cells, size=9),
            Paragraph(f"Ghi chú: {legend}. Hai số sau chữ là số lượt đạt trên số lượt được xét.", indent=False),
        ),
        landscape=True,
    )
    subject = f"Kết quả thực hiện Quy định quản lý chuyên môn về công nghệ thông tin {name}"
    made = document(forms, subject, body, [appendix], year=asked.period.year)
    return made, [plain_sheet("Ma trận", heads, cells, f"Ma trận thực hiện {name}", legend), _reasons(found)]


def _named(clause: str) -> str:
    return "Điều " + clause.partition(".")[2]


def _reasons(found: Compliance) -> Sheet:
    """Give each verdict that is not met with its reasons, so that a cell can be explained on paper too."""
    from bgit_desktop.documents.sheet_model import plain_sheet

    rows = []
    for unit in found.matrix.units:
        for clause in found.matrix.clauses:
            cell = found.matrix.cells.get((unit, clause))
            for each in cell.verdicts if cell else ():
                if each.verdict in ("not_met", "missing", "review"):
                    rows.append(
                        (
                            found.names[unit], _named(each.clause), each.name, STATE_LABELS[each.verdict].vi,
                            " ".join(each.reasons), "; ".join(each.missing),
                        )
                    )  # fmt: skip
    return plain_sheet("Lý do", ("Đơn vị", "Điều khoản", "Đối tượng", "Kết quả", "Lý do", "Còn thiếu"), rows)


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


def _calendar(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, GroupRow, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, short_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, name = asked.session, asked.period.title
    forms = formalities(session, session.unit, session.today(), document=asked.document)
    found = [each for each in agenda.entries(session, asked.period.start, asked.period.end) if each.kind != "holiday"]
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    month = 0
    for each in found:
        if each.day.month != month:
            month = each.day.month
            rows.append(GroupRow(f"Tháng {month}/{each.day.year}"))
        note = each.basis or ("Chưa có văn bản, chỉ là dự kiến" if each.kind == "report" else "")
        cells = (
            f"{_WEEKDAYS[each.day.weekday()]}, {short_date(each.day)}",
            agenda.KIND_LABELS[each.kind].vi,
            each.title,
            note,
        )
        rows.append(cells)
        plain.append(cells)
    body: list[Block] = [
        Paragraph(
            f"{name[:1].upper()}{name[1:]} có {quantity(len(found), 'việc')} có thời hạn theo dữ liệu đến ngày "
            f"{short_date(session.today())}."
            if found
            else f"Trong {name} chưa có việc nào ghi thời hạn."
        ),
        *prose(asked.words.get("narrative", "")),
        Paragraph("Lịch này được cập nhật khi có thời hạn, giấy mời mới"),
    ]
    columns = (Column("Ngày", width=40), Column("Loại", width=38), Column("Nội dung"), Column("Căn cứ", width=62))
    title = f"Lịch công tác chuyên trách công nghệ thông tin {name}"
    appendix = [Appendix(title, (numbered_table(columns, rows, size=13),), landscape=True)] if found else []
    made = document(forms, title, body, appendix, year=asked.period.year)
    return made, [plain_sheet("Lịch", ("Ngày", "Loại", "Nội dung", "Căn cứ"), plain, title)]


_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


PAPERS = (
    Paper(
        ReportKind(
            "compliance_matrix",
            Label("Ma trận thực hiện Quy định (Điều 11.1)", "Compliance matrix (Điều 11.1)"),
            "QyD.11.1",
            over_all=True,
        ),
        _matrix,
        _remarks,
    ),
    Paper(
        ReportKind(
            "calendar_sheet", Label("Lịch công tác (bản treo tường)", "Calendar (wall sheet)"), "QyD.7", group="list",
        ),
        _calendar,
        _remarks,
    ),
)  # fmt: skip
