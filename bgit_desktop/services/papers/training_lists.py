"""Papers over all training: who was never trained in a topic (Điều 9.2.c), who was sent to training (Điều 10.2.d)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.services import courses
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Appendix, Block, Document, GroupRow
    from bgit_desktop.documents.sheet_model import Sheet

_SENT = (
    "Đơn vị", "Được mời", "Đã trả lời", "Lượt dự", "Người dự", "Lượt vắng", "Không được cử", "Đề nghị đào tạo", "Được cử",
    "Không cử",
)  # fmt: skip
_REQUESTS = ("Đơn vị", "Cán bộ", "Nội dung đề nghị", "Chủ đề", "Ngày", "Tình trạng, lý do", "Ý kiến của Sở")


def _never(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Bullet, Column, GroupRow, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, short_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session = asked.session
    day = min(asked.period.end, max(session.today(), asked.period.start))
    forms = formalities(session, asked.unit or session.unit, day, document=asked.document)
    found = courses.never_trained(session, unit=asked.unit, day=day)
    labels = courses.topic_labels()
    body: list[Block] = []
    appendices: list[Appendix] = []
    plain: list[tuple[str, ...]] = []
    if found:
        units = len({each.code for each in found})
        body.append(
            Paragraph(
                f"Tính đến ngày {short_date(day)}, còn {quantity(len(found), 'cán bộ chuyên trách')} của "
                f"{quantity(units, 'đơn vị')} chưa được tập huấn ít nhất một chủ đề, trong đó:"
            )
        )
        for topic, label in labels.items():
            count = sum(topic in each.topics for each in found)
            body.append(Bullet(f"{label}: {quantity(count, 'cán bộ', none='00')}."))
        rows: list[tuple[str, ...] | GroupRow] = []
        unit = ""
        for each in found:
            if each.code != unit and not asked.unit:
                unit = each.code
                rows.append(GroupRow(each.unit))
            rows.append((each.name, *("x" if topic in each.topics else "" for topic in labels)))
            plain.append((each.unit, each.name, *("x" if topic in each.topics else "" for topic in labels)))
        columns = (Column("Họ và tên", width=50), *(Column(label, "center") for label in labels.values()))
        body += prose(asked.words.get("narrative", ""))
        body.append(Paragraph("Danh sách chi tiết tại phụ lục kèm theo"))
        table = numbered_table(columns, rows, size=12, caption="Dấu x: chưa được tập huấn chủ đề đó")
        appendices = [Appendix("Cán bộ chưa được tập huấn theo chủ đề", (table,))]
    else:
        body += prose(asked.words.get("narrative", ""))
        where = (("unit", asked.unit),) if asked.unit else ()
        anybody = records.count(session.store.db, Query("officer", where=where))
        said = (
            "mọi cán bộ chuyên trách đã được tập huấn đủ các chủ đề"
            if anybody
            else "không có cán bộ chuyên trách nào được ghi"
        )
        body.append(Paragraph(f"Tính đến ngày {short_date(day)}, {said}"))
    subject = "Cán bộ chuyên trách công nghệ thông tin chưa được tập huấn theo chủ đề"
    sheet = plain_sheet("Chưa được tập huấn", ("Đơn vị", "Họ và tên", *labels.values()), plain, subject)
    return document(forms, subject, body, appendices, year=asked.period.year), [sheet]


def _sent(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, table_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, name = asked.session, asked.period.title
    day = min(asked.period.end, max(session.today(), asked.period.start))
    forms = formalities(session, asked.unit or session.unit, day, document=asked.document)
    found = [
        each
        for each in courses.sent(session, asked.period, asked.unit)
        if each.invited or each.attended or each.absent or each.requests
    ]
    rows = [
        (
            each.name, *(str(number) for number in (
                each.invited, each.answered, each.attended, each.people, each.absent, each.not_sent, each.requests,
                each.approved, each.declined,
            )),
        )
        for each in found
    ]  # fmt: skip
    asked_for = [
        row for row in courses.requests(session, unit=asked.unit) if asked.period.contains(as_date(row["requested_on"]))
    ]
    people = courses.officer_names(session, asked_for)
    names = courses.names_of(session, sorted({str(row["unit"]) for row in asked_for}), day)
    wanted = [
        (
            names[str(row["unit"])], people.get(str(row["officer"]), ""), text(row, "content"),
            choice("training_request", "topic", row["topic"]), table_date(as_date(row["requested_on"])),
            ": ".join(filter(None, (choice("training_request", "status", row["status"]), text(row, "reason")))),
            text(row, "answer"),
        )
        for row in reversed(asked_for)
    ]  # fmt: skip
    body: list[Block] = []
    appendices: list[Appendix] = []
    if rows:
        totals = [sum(int(row[at]) for row in rows) for at in range(1, len(_SENT))]
        units = sum(bool(each.attended) for each in found)
        body.append(
            Paragraph(
                f"Trong {name}, cán bộ chuyên trách của {quantity(units, 'đơn vị', none='00')} đã dự "
                f"{quantity(totals[2], 'lượt', none='00')} tập huấn, họp, giao ban; vắng "
                f"{quantity(totals[4], 'lượt', none='00')}, trong đó {quantity(totals[5], 'lượt', none='00')} do cơ quan không "
                "cử (trách nhiệm của cơ quan theo Điều 10.2.d của Quy định). Có "
                f"{quantity(totals[6], 'đề nghị đào tạo', none='00')}: được cử "
                f"{quantity(totals[7], none='00')}, không cử {quantity(totals[8], none='00')}."
            )
        )
        columns = [
            Column(title, "left" if at == 0 else "right", width)
            for at, (title, width) in enumerate(zip(_SENT, (None, *[22] * 9), strict=True))
        ]
        total = ("Tổng cộng", *map(str, totals)) if len(rows) > 1 else None
        table = numbered_table(columns, rows, total=total, size=12)
        appendices.append(Appendix(f"Tổng hợp cử cán bộ đi đào tạo, tập huấn {name}", (table,), landscape=True))
        if wanted:
            heads = [
                Column(title, width=width)
                for title, width in zip(_REQUESTS, (34, 32, None, 26, 20, 40, 40), strict=True)
            ]
            appendices.append(
                Appendix(f"Đề nghị đào tạo {name}", (numbered_table(heads, wanted, size=11),), landscape=True)
            )
    else:
        body.append(Paragraph(f"Trong {name} không có lượt đào tạo, tập huấn hay đề nghị đào tạo nào được ghi."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là tình hình cử cán bộ chuyên trách đi đào tạo, tập huấn"))
    subject = f"Tổng hợp cử cán bộ chuyên trách đi đào tạo, tập huấn {name}"
    sheets = [plain_sheet("Cử đi đào tạo", _SENT, rows, subject), plain_sheet("Đề nghị", _REQUESTS, wanted, subject)]
    return document(forms, subject, body, appendices, year=asked.period.year), sheets


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


PAPERS = (
    Paper(
        ReportKind(
            "never_trained",
            Label(
                "Cán bộ chưa được tập huấn theo chủ đề (Điều 9.2.c)", "Officers never trained in a topic (Điều 9.2.c)"
            ),
            "QyD.9.2.c",
            group="list",
            over_all=True,
        ),
        _never,
        _remarks,
    ),
    Paper(
        ReportKind(
            "training_sent",
            Label("Tổng hợp cử đi đào tạo (Điều 10.2.d)", "Officers sent to training (Điều 10.2.d)"),
            "QyD.10.2.d",
            over_all=True,
        ),
        _sent,
        _remarks,
    ),
)
