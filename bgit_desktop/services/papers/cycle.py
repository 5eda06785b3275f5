"""Papers of the reporting cycle (Điều 7.1, 11.1): the board of a period, the letter to who is late, what a correction changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import Label
from bgit_desktop.services import report_saved
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_board import Board, BoardLine, board
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_standing import PERIODIC

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Block, Document
    from bgit_desktop.documents.xlsx_write import Sheet

_SENDING = {"on_time": "Đúng hạn", "late": "Quá hạn", "no_deadline": "Chưa có căn cứ thời hạn", "not_done": ""}


def _board(asked: Asked) -> Board:
    return board(asked.session, asked.period)


def _line(each: BoardLine) -> tuple[str, ...]:
    from bgit_desktop.documents.nd30.wording import table_date
    from bgit_desktop.documents.reports.summary_model import STANDINGS

    reported = each.reported
    note = reported.due.excused or (f"Gia hạn: {reported.due.extended}" if reported.due.extended else "")
    if reported.status == "returned":
        note = "; ".join(filter(None, (note, "Sở đã trả lại, chờ bản điều chỉnh")))
    return (
        each.name,
        table_date(reported.due_on) or "—",
        table_date(reported.sent_on) or "—",
        _SENDING.get(reported.sending, ""),
        table_date(reported.on) or "—",
        STANDINGS[reported.standing],
        note,
    )


_COLUMNS = ("Đơn vị", "Hạn nộp", "Ngày gửi", "Theo ngày gửi", "Ngày nhận", "Theo ngày nhận", "Ghi chú")


def _status(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, Paragraph
    from bgit_desktop.documents.nd30.wording import percent, quantity
    from bgit_desktop.documents.reports.formalities import document, join, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found, name = _board(asked), asked.period.title
    day = min(found.today, asked.period.end)
    forms = formalities(asked.session, asked.session.unit, day, document=asked.document)
    body: list[Block] = []
    if not found.lines:
        body.append(Paragraph(f"Trong {name} không có đơn vị nào thuộc phạm vi báo cáo."))
    else:
        got, asked_of = len(found.received), len(found.expected)
        text = f"Chế độ báo cáo {name}: {quantity(asked_of, 'đơn vị', none='00')} phải báo cáo, "
        text += f"đã nhận {quantity(got, none='00')} ({percent(got, asked_of)})" if asked_of else "không đơn vị nào"
        text += (
            f"; đúng hạn theo ngày đơn vị gửi {quantity(found.on_time('sending'), none='00')}, "
            f"theo ngày Sở nhận {quantity(found.on_time('receipt'), none='00')}."
        )
        body.append(Paragraph(text))
        late = [each.name for each in found.overdue]
        if late:
            body.append(Paragraph(f"Các đơn vị quá hạn chưa gửi: {join(late)}."))
        if any(each.reported.due_on is None and each.reported.standing != "excused" for each in found.lines):
            body.append(
                Paragraph("Đơn vị chưa có văn bản hướng dẫn định ra thời hạn thì không tính đúng hạn hay quá hạn.")
            )
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là tình hình gửi báo cáo định kỳ của các đơn vị"))
    rows = [_line(each) for each in found.lines]
    widths = (None, 24, 24, 26, 24, 34, 46)
    columns = [
        Column(title, "left" if at in (0, 3, 5, 6) else "center", width)
        for at, (title, width) in enumerate(zip(_COLUMNS, widths, strict=True))
    ]
    title = f"Theo dõi báo cáo định kỳ {name}"
    appendices = [Appendix(title, (numbered_table(columns, rows, size=12),), landscape=True)] if rows else []
    made = document(forms, f"Tình hình thực hiện chế độ báo cáo {name}", body, appendices, year=asked.period.year)
    return made, [plain_sheet("Theo dõi báo cáo", _COLUMNS, rows, title)]


def _narrative(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


def _letter(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Document, Heading, Numbering, Paragraph
    from bgit_desktop.documents.nd30.wording import short_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found, name = _board(asked), asked.period.title
    late = found.overdue
    forms = formalities(asked.session, asked.session.unit, found.today, document=asked.document)
    basis = next((each.reported.due.document for each in late), "")
    cited = f", theo {basis}" if basis else ""
    body: list[Block] = [
        Paragraph(f"Căn cứ {forms.legal_basis}{cited}, các đơn vị có trách nhiệm gửi báo cáo {name} về {forms.issuer}.")
    ]
    if late:
        body.append(
            Paragraph(
                f"Đến ngày {short_date(found.today)}, {forms.issuer} chưa nhận được báo cáo của các đơn vị sau đây:"
            )
        )
        rows = [
            (each.name, short_date(each.reported.due_on), f"{(found.today - each.reported.due_on).days} ngày")
            for each in late
            if each.reported.due_on is not None
        ]
        columns = (Column("Đơn vị"), Column("Hạn nộp", "center", 32), Column("Đã quá hạn", "right", 32))
        body.append(numbered_table(columns, rows))
        body += prose(asked.words.get("request", _REQUEST))
        body.append(Paragraph("Rất mong nhận được sự quan tâm, phối hợp của các đơn vị"))
    else:
        rows = []
        body.append(Paragraph(f"Đến ngày {short_date(found.today)}, không có đơn vị nào quá hạn gửi báo cáo {name}"))
    names = tuple(each.name for each in late) or ("Các đơn vị thuộc phạm vi báo cáo",)
    made = Document(
        forms.letterhead,
        Numbering(forms.symbol, "", forms.number),
        Heading("", f"đôn đốc gửi báo cáo {name}"),
        names,
        tuple(body),
        forms.signature,
        copies=forms.copies,
        dated=forms.dated,
        year=found.today.year,
    )
    headers = ("Đơn vị", "Hạn nộp", "Đã quá hạn")
    return made, [plain_sheet("Đôn đốc", headers, rows, f"Đơn vị quá hạn gửi báo cáo {name}")]


_REQUEST = (
    "Đề nghị thủ trưởng các đơn vị nêu trên chỉ đạo cán bộ chuyên trách công nghệ thông tin khẩn trương hoàn thành và gửi "
    "báo cáo về Sở; trường hợp có khó khăn, vướng mắc, đề nghị nêu rõ lý do bằng văn bản."
)


def _request(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("request", "Yêu cầu đối với đơn vị", _REQUEST)]


# -- what a correction changed ---------------------------------------------------------------------------------------


def _changes(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph, Section
    from bgit_desktop.documents.reports.formalities import document, numbered_table
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, period, unit = asked.session, asked.period, asked.unit or asked.session.unit
    forms = formalities(session, unit, session.today(), document=asked.document)
    found = report_saved.versions(session, PERIODIC, period.code, unit)
    subject = f"Nội dung điều chỉnh báo cáo {period.title}"
    if len(found) < 2:
        text = f"Báo cáo {period.title} chưa có bản điều chỉnh nào; không có nội dung để đối chiếu"
        return document(forms, subject, [Paragraph(text)], year=period.year), [
            plain_sheet("Đối chiếu", _CHANGED, (), subject)
        ]
    before, after = found[-2], found[-1]
    words = _changed_words(asked, before, after)
    figures = _changed_figures(asked, before, after)
    body: list[Block] = [
        Paragraph(
            f"{forms.issuer} báo cáo các nội dung của bản {after['version']} khác với bản {before['version']} "
            f"của báo cáo {period.title} như sau:"
        ),
        Section(1, "I", "LỜI VĂN"),
    ]
    columns = (Column("Mục", width=38), Column(f"Bản {before['version']}"), Column(f"Bản {after['version']}"))
    body.append(numbered_table(columns, words) if words else Paragraph("Lời văn không thay đổi."))
    body.append(Section(1, "II", "SỐ LIỆU"))
    heads = (
        Column("Chỉ tiêu"),
        Column(f"Bản {before['version']}", "right", 26),
        Column(f"Bản {after['version']}", "right", 26),
    )
    body.append(numbered_table(heads, figures) if figures else Paragraph("Số liệu không thay đổi."))
    body.append(Paragraph("Các nội dung khác giữ nguyên như bản trước"))
    rows = (*(("Lời văn", *row) for row in words), *(("Số liệu", *row) for row in figures))
    made = document(forms, subject, body, year=period.year)
    return made, [plain_sheet("Đối chiếu", _CHANGED, rows, subject)]


_CHANGED = ("Phần", "Mục, chỉ tiêu", "Bản trước", "Bản sau")


def _changed_words(asked: Asked, before: Mapping[str, Value], after: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    from bgit_desktop.services import reports

    titles = {
        each.key: each.title
        for each in reports.compose(asked.session, PERIODIC, asked.period.code, asked.unit or None).sections
    }
    old, new = report_saved.words_of(before), report_saved.words_of(after)
    keys = [*titles, *(key for key in (*old, *new) if key not in titles)]
    return [
        (titles.get(key, key), old.get(key, "").strip() or "—", new.get(key, "").strip() or "—")
        for key in dict.fromkeys(keys)
        if old.get(key, "").strip() != new.get(key, "").strip()
    ]


def _changed_figures(
    asked: Asked, before: Mapping[str, Value], after: Mapping[str, Value]
) -> list[tuple[str, str, str]]:
    from bgit_desktop.services import reports

    composed = reports.compose(asked.session, PERIODIC, asked.period.code, asked.unit or None).figures
    labels = {each.key: each.label for each in composed}
    old = report_saved.figures_of(before)
    new = report_saved.figures_of(after) or {each.key: "" if each.now is None else str(each.now) for each in composed}
    return [
        (labels.get(key, key), old.get(key, "") or "—", new.get(key, "") or "—")
        for key in dict.fromkeys((*labels, *old, *new))
        if old.get(key, "") != new.get(key, "") and (key in old or key in new)
    ]


PAPERS = (
    Paper(
        ReportKind(
            "report_changes",
            Label("Nội dung điều chỉnh báo cáo (bản sau so với bản trước)", "What a correction of a report changed"),
            "QyD.7.1",
        ),
        _changes,
    ),
    Paper(
        ReportKind(
            "report_status",
            Label("Tình hình gửi báo cáo của các đơn vị (Điều 7.1)", "Who has reported (Điều 7.1)"),
            "QyD.7.1",
            province=True,
            over_all=True,
        ),
        _status,
        _narrative,
    ),
    Paper(
        ReportKind(
            "chase_letter",
            Label("Công văn đôn đốc gửi báo cáo (Điều 11.1)", "Letter to units whose reports are overdue (Điều 11.1)"),
            "QyD.11.1",
            group="form",
            province=True,
            over_all=True,
        ),
        _letter,
        _request,
    ),
)
