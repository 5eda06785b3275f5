"""The paper of Điều 11.2: difficulties put forward, what was proposed and answered; a unit's own, or the whole province's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_data import gather
from bgit_desktop.services.report_letterhead import formalities, short_name
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Appendix, Block, Document
    from bgit_desktop.documents.sheet_model import Sheet

_HEADS = ("Đơn vị", "Điều khoản", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị", "Trả lời của Sở", "Tình trạng")


def _summary(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Bullet, Column, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, short_clause, short_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, name = asked.session, asked.period.title
    found = gather(session, asked.period, asked.unit or None, people=False)
    forms = formalities(session, asked.unit or session.unit, found.roster_day, document=asked.document)
    catalogue = session.catalogue()
    rows = []
    states: list[str] = []
    for row in sorted(found.difficulties, key=lambda each: (str(each["unit"]), text(each, "clause"), str(each["id"]))):
        states.append(text(row, "status") or "open")
        day = as_date(row["answered_on"])
        answered = ", ".join(filter(None, (text(row, "answer_document"), f"ngày {short_date(day)}" if day else "")))
        answer = " ".join(filter(None, (text(row, "answer"), f"({answered})" if answered else "")))
        rows.append(
            (
                short_name(catalogue, str(row["unit"]), found.roster_day), short_clause(text(row, "clause")),
                text(row, "description"), text(row, "proposal"), answer, choice("difficulty", "status", states[-1]),
            )
        )  # fmt: skip
    body: list[Block] = []
    appendices: list[Appendix] = []
    if rows:
        units = len({row[0] for row in rows})
        of = "" if asked.unit else f" của {quantity(units, 'đơn vị')}"
        body.append(
            Paragraph(
                f"Trong {name} có {quantity(len(rows), 'khó khăn, vướng mắc')}{of} trong thực hiện Quy định: chờ trả lời "
                f"{quantity(states.count('open'), none='00')}, đã trả lời {quantity(states.count('answered'), none='00')}, "
                f"đã trình UBND tỉnh {quantity(states.count('forwarded'), none='00')}, đã giải quyết "
                f"{quantity(states.count('closed'), none='00')}."
            )
        )
        waiting = [
            row for row, state in zip(rows, states, strict=True) if state == ("open" if asked.unit else "forwarded")
        ]
        if waiting:
            who = "Sở" if asked.unit else "UBND tỉnh"
            body.append(Paragraph(f"Các nội dung đề nghị {who} xem xét, giải quyết:"))
            for unit, _, description, proposal, *_ in waiting:
                whose = "" if asked.unit else f"{unit}: "
                wanted = f" Đề xuất: {proposal.rstrip('.')}." if proposal else ""
                body.append(Bullet(f"{whose}{' '.join(description.split()).rstrip('.')}.{wanted}"))
        first = 1 if asked.unit else 0
        widths = (34, 20, None, 50, 54, 28)[first:]
        columns = [Column(title, width=width) for title, width in zip(_HEADS[first:], widths, strict=True)]
        table = numbered_table(columns, [row[first:] for row in rows], size=11)
        appendices = [Appendix(f"Bảng tổng hợp khó khăn, vướng mắc {name}", (table,), landscape=True)]
    else:
        body.append(Paragraph(f"Trong {name} không có khó khăn, vướng mắc nào được phản ánh."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là tổng hợp khó khăn, vướng mắc trong thực hiện Quy định"))
    subject = f"Tổng hợp khó khăn, vướng mắc {name}"
    made = document(forms, subject, body, appendices, year=asked.period.year)
    return made, [plain_sheet("Vướng mắc", _HEADS, rows, subject)]


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


PAPERS = (
    Paper(
        ReportKind(
            "difficulty_summary",
            Label("Tổng hợp khó khăn, vướng mắc (Điều 11.2)", "Summary of difficulties (Điều 11.2)"),
            "QyD.11.2",
            over_all=True,
        ),
        _summary,
        _remarks,
    ),
)
