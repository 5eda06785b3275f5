"""Papers of what the agency owes (Điều 10.2): the letter with assignment documents, the request for a comment, the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import workforce
from bgit_desktop.services.papers.model import Asked, Paper
from bgit_desktop.services.report_data import Row
from bgit_desktop.services.report_letterhead import formalities, short_name
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from datetime import date

    from bgit_desktop.documents.nd30.model import Block, Document
    from bgit_desktop.documents.xlsx_write import Sheet


def _day(asked: Asked) -> date:
    return min(asked.period.end, asked.session.today())


# -- Công văn gửi văn bản phân công (10.2.a) --------------------------------------------------------------------------

_ASSIGNED = ("Họ và tên", "Văn bản phân công", "Ngày gửi Sở", "Sở nhận")


def _transmittal(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Document, Heading, Numbering, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, table_date
    from bgit_desktop.documents.reports.formalities import join, numbered_table
    from bgit_desktop.documents.sheet_model import plain_sheet

    unit = asked.unit or asked.session.unit
    day = _day(asked)
    forms = formalities(asked.session, unit, day, document=asked.document)
    found = workforce.assignments(asked.session, unit, day)
    ready = [each for each in found if each.document]
    rows = [
        (
            each.name,
            each.document,
            table_date(as_date(each.sent_on)) or "—",
            table_date(as_date(each.received_on)) or "—",
        )
        for each in ready
    ]
    lacking = [each.name for each in found if not each.document]
    body: list[Block] = [Paragraph(f"Căn cứ điểm a khoản 2 Điều 10 của Quy định kèm theo {forms.legal_basis};")]
    if rows:
        body.append(
            Paragraph(
                f"{forms.issuer} gửi kèm 01 bản văn bản phân công nhiệm vụ của {quantity(len(rows), 'cán bộ')} chuyên trách "
                "công nghệ thông tin:"
            )
        )
        columns = (
            Column(_ASSIGNED[0]),
            Column(_ASSIGNED[1]),
            Column(_ASSIGNED[2], "center", 28),
            Column(_ASSIGNED[3], "center", 28),
        )
        body.append(numbered_table(columns, rows))
    else:
        body.append(Paragraph("Đơn vị chưa có văn bản phân công cán bộ chuyên trách công nghệ thông tin nào được ghi."))
    if lacking:
        body.append(Paragraph(f"Chưa có văn bản phân công: {join(lacking)}; {forms.issuer} sẽ gửi sau khi ban hành."))
    body.append(Paragraph("Đề nghị Sở tiếp nhận, theo dõi"))
    made = Document(
        forms.letterhead,
        Numbering(forms.symbol, "", forms.number),
        Heading("", "gửi văn bản phân công cán bộ chuyên trách công nghệ thông tin"),
        forms.addressees,
        tuple(body),
        forms.signature,
        copies=forms.copies,
        dated=forms.dated,
        year=day.year,
    )
    return made, [plain_sheet("Văn bản phân công", _ASSIGNED, rows, "Văn bản phân công cán bộ chuyên trách")]


# -- Phiếu xin ý kiến, phiếu nhận xét (10.2.b) ------------------------------------------------------------------------


def _appraisals(asked: Asked) -> list[Row]:
    """Give the one appraisal asked about, or those of the year.

    Raises:
        NotFound: there is no such appraisal.
    """
    db = asked.session.store.db
    if asked.record:
        return [dict(records.get(db, TYPES["appraisal"], asked.record))]
    own = asked.unit or ("" if asked.session.is_province else asked.session.unit)
    where = (("year", asked.period.year), *((("unit", own),) if own else ()))
    return records.select(db, Query("appraisal", where=where, sort="unit"))


def _appraisal(asked: Asked, *, comment: bool) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Document, Heading, Numbering, PageBreak, Paragraph, Section
    from bgit_desktop.documents.nd30.wording import short_date
    from bgit_desktop.documents.reports.formalities import prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, day = asked.session, _day(asked)
    rows = _appraisals(asked)
    if comment:
        rows = [row for row in rows if asked.record or row["asked_on"]]
    unit = session.unit if comment else str(rows[0]["unit"]) if rows else asked.unit or session.unit
    forms = formalities(session, unit, day, document=asked.document)
    names = records.titles(session.store.db, TYPES["officer"], [str(row["officer"]) for row in rows])
    body: list[Block] = []
    listed = []
    for row in rows:
        if body:
            body.append(PageBreak())
        name = names.get(str(row["officer"]), "……………………")
        where = short_name(session.catalogue(), str(row["unit"]), day)
        asked_on, commented_on = as_date(row["asked_on"]), as_date(row["commented_on"])
        rating = choice("appraisal", "rating", row["rating"]) or "chưa xếp loại"
        body += [
            Paragraph(f"Họ và tên cán bộ: {name}."),
            Paragraph(f"Đơn vị: {where}. Năm đánh giá: {row['year']}."),
            Section(2, "1", "Tóm tắt đánh giá của cơ quan quản lý cán bộ"),
            *(prose(text(row, "summary")) or [Paragraph("Chưa ghi.")]),
            Paragraph(f"Cơ quan dự kiến xếp loại: {rating}."),
        ]
        if comment:
            body.append(Section(2, "2", "Nhận xét của Sở"))
            body += prose(text(row, "comment")) or [Paragraph("…" * 32, indent=False)] * 4
            body.append(
                Paragraph(
                    "Nhận xét có giá trị tham khảo khi cơ quan quản lý cán bộ đánh giá, xếp loại (điểm b khoản 2 Điều 10 của "
                    "Quy định)"
                )
            )
        else:
            when = f" Ngày xin ý kiến: {short_date(asked_on)}." if asked_on else ""
            body.append(Section(2, "2", "Nội dung xin ý kiến"))
            body.append(
                Paragraph(
                    "Đề nghị Sở cho ý kiến nhận xét về việc thực hiện chuyên môn nghiệp vụ công nghệ thông tin của cán bộ "
                    f"nêu trên theo điểm b khoản 2 Điều 10 của Quy định.{when}"
                )
            )
            if text(row, "outcome"):
                body.append(Section(2, "3", "Tiếp thu nhận xét của Sở"))
                body.append(Paragraph(f"{choice('appraisal', 'outcome', row['outcome'])}. {text(row, 'note')}".strip()))
        shown = tuple(short_date(each) if each else "" for each in (asked_on, commented_on))
        listed.append((where, name, str(row["year"]), rating, *shown, text(row, "comment")))
    if not rows:
        none = (
            "không có cán bộ nào được xin ý kiến nhận xét" if comment else "không có bản đánh giá cán bộ nào được ghi"
        )
        body.append(Paragraph(f"Trong năm {asked.period.year} {none}."))
    kind = "Phiếu nhận xét" if comment else "Phiếu xin ý kiến"
    units = (session.catalogue().by_code(str(row["unit"]), day) for row in rows)
    to = {unit.name for unit in units if unit is not None}
    made = Document(
        forms.letterhead,
        Numbering(forms.symbol, "", forms.number),
        Heading(kind, "Về chuyên môn nghiệp vụ của cán bộ chuyên trách công nghệ thông tin"),
        (tuple(sorted(to)) if comment else forms.addressees) if rows else (),
        tuple(body),
        forms.signature,
        copies=forms.copies if rows else (),
        dated=forms.dated,
        year=day.year,
        end_mark=False,
    )
    headers = ("Đơn vị", "Cán bộ", "Năm", "Dự kiến xếp loại", "Xin ý kiến", "Nhận xét ngày", "Nhận xét của Sở")
    return made, [plain_sheet("Nhận xét", headers, listed, f"{kind} năm {asked.period.year}")]


def _request(asked: Asked) -> tuple[Document, list[Sheet]]:
    return _appraisal(asked, comment=False)


def _comment(asked: Asked) -> tuple[Document, list[Sheet]]:
    return _appraisal(asked, comment=True)


PAPERS = (
    Paper(
        ReportKind(
            "assignment_transmittal",
            Label("Công văn gửi văn bản phân công (Điều 10.2.a)", "Letter with assignment documents (Điều 10.2.a)"),
            "QyD.10.2.a", group="form",
        ),
        _transmittal,
    ),
    Paper(
        ReportKind(
            "appraisal_request",
            Label("Phiếu xin ý kiến Sở về cán bộ (Điều 10.2.b)", "Request for the Sở's comment (Điều 10.2.b)"),
            "QyD.10.2.b", group="form", about="appraisal",
        ),
        _request,
    ),
    Paper(
        ReportKind(
            "appraisal_comment",
            Label("Phiếu nhận xét cán bộ của Sở (Điều 10.2.b)", "The Sở's comment on an officer (Điều 10.2.b)"),
            "QyD.10.2.b", group="form", province=True, over_all=True, about="appraisal",
        ),
        _comment,
    ),
)  # fmt: skip
