"""Papers of evaluation and emulation: the report (9.2.d), the table of emulation (9.2.f), the proposal of awards (8.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import Window, as_date
from bgit_desktop.services import awards, criteria
from bgit_desktop.services.evaluation import RATING_LABELS, Assessed, assess
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind

if TYPE_CHECKING:
    from datetime import date

    from bgit_desktop.documents.nd30.model import Appendix, Block, Document
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.xlsx_write import Sheet


def _day(asked: Asked) -> date:
    return min(asked.period.end, asked.session.today())


def _forms(asked: Asked) -> Formalities:
    return formalities(asked.session, asked.unit or asked.session.unit, _day(asked), document=asked.document)


def _rating(code: str) -> str:
    label = RATING_LABELS.get(code)
    return label.vi if label else "—"


def _number(value: object) -> str:
    from bgit_desktop.documents.nd30.wording import decimal

    return "—" if value is None else decimal(value)  # type: ignore[arg-type]


# -- Báo cáo đánh giá (9.2.d) ----------------------------------------------------------------------------------------


def _report(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Bullet, Column, Paragraph, Section
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    forms, name, version = _forms(asked), asked.period.title, criteria.version_for(asked.session, asked.period)
    subject = f"Kết quả đánh giá đơn vị, cán bộ chuyên trách công nghệ thông tin {name}"
    body: list[Block] = [
        Paragraph(
            f"Thực hiện điểm d khoản 2 Điều 9 của Quy định kèm theo {forms.legal_basis}, {forms.issuer} báo cáo kết quả "
            f"đánh giá {name} như sau:"
        )
    ]
    if not version:
        body.append(Paragraph(f"Trong {name} chưa có bộ tiêu chí đánh giá nào được ban hành"))
        return document(forms, subject, body, year=asked.period.year), [
            plain_sheet("Đánh giá", ("Đối tượng",), (), subject)
        ]
    rows = assess(asked.session, asked.period, version, "unit")
    people = [
        each for each in assess(asked.session, asked.period, version, "officer", reveal=True) if each.status == "final"
    ]
    chosen = criteria.criteria(asked.session, version, "unit")
    final = [each for each in rows if each.status == "final"]
    body.append(Section(1, "I", "TIÊU CHÍ"))
    body.append(
        Paragraph(f"Bộ tiêu chí {version}, tổng điểm tối đa {_number(sum(each.max_points for each in chosen))}:")
    )
    named = [f"{each.code}. {each.label}: tối đa {_number(each.max_points)} điểm" for each in chosen]
    body += [Bullet(f"{each}{'.' if at == len(named) else ';'}") for at, each in enumerate(named, start=1)]
    scale = criteria.thresholds(asked.session)
    shares = "; ".join(f"{_rating(code).lower()} từ {least}%" for code, least in scale.items() if least)
    body.append(
        Paragraph(
            f"Xếp loại theo tỷ lệ điểm đạt trên tổng điểm của các tiêu chí có dữ liệu: {shares}. Tiêu chí chưa có dữ liệu "
            "không tính điểm, không coi là 0 điểm."
        )
    )
    body.append(Section(1, "II", "KẾT QUẢ"))
    body.append(
        Paragraph(
            f"Có {quantity(len(rows), 'đơn vị', none='00')} thuộc diện đánh giá, đã chốt kết quả "
            f"{quantity(len(final), 'đơn vị', none='00')}"
            + (f" và {quantity(len(people), 'cán bộ')}" if people else "")
            + "."
        )
    )
    body += _ratings_table(final, people)
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph(f"Trên đây là kết quả đánh giá {name}"))
    codes = [each.code for each in chosen]
    cells = [_cells(each, codes) for each in rows]
    columns = (
        Column("Đơn vị"), *(Column(code, "right", 15) for code in codes), Column("Tổng", "right", 22),
        Column("Xếp loại", width=36), Column("Tình trạng", width=22),
    )  # fmt: skip
    headers = ("Đối tượng", *codes, "Tổng", "Xếp loại", "Tình trạng")
    title = f"Điểm đánh giá đơn vị {name}"
    appendices: list[Appendix] = []
    if cells:
        appendices.append(Appendix(title, (numbered_table(columns, cells, size=11),), landscape=True))
    sheets = [plain_sheet("Đơn vị", headers, cells, title)]
    if people:
        codes = [each.criterion.code for each in people[0].points]
        cells = [(each.unit_name, *_cells(each, codes)[:-1]) for each in people]
        columns = (
            Column("Đơn vị", width=44), Column("Cán bộ"), *(Column(code, "right", 15) for code in codes),
            Column("Tổng", "right", 22), Column("Xếp loại", width=36),
        )  # fmt: skip
        title = f"Điểm đánh giá cán bộ {name}"
        appendices.append(Appendix(title, (numbered_table(columns, cells, size=11),), landscape=True))
        sheets.append(plain_sheet("Cán bộ", ("Đơn vị", "Cán bộ", *codes, "Tổng", "Xếp loại"), cells, title))
    return document(forms, subject, body, appendices, year=asked.period.year), sheets


def _cells(each: Assessed, codes: list[str]) -> tuple[str, ...]:
    points = {one.criterion.code: one.points for one in each.points}
    summed = f"{_number(each.total.points)}/{_number(each.total.of)}" if each.total.of else "—"
    state = {"final": "Đã chốt", "draft": "Dự thảo"}.get(each.status, "Tạm tính")
    return (each.name, *(_number(points.get(code)) for code in codes), summed, _rating(each.rating), state)


def _ratings_table(units: list[Assessed], people: list[Assessed]) -> list[Block]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph
    from bgit_desktop.documents.reports.formalities import numbered_table

    if not units and not people:
        return [Paragraph("Chưa có kết quả nào được chốt.")]
    columns = [Column("Xếp loại"), Column("Đơn vị", "right", 32)]
    if people:
        columns.append(Column("Cán bộ", "right", 32))
    rows = []
    for code in (*RATING_LABELS, ""):
        counts = [sum(each.rating == code for each in found) for found in (units, people)]
        if code or any(counts):
            shown = _rating(code) if code else "Chưa xếp loại (chưa đủ dữ liệu)"
            rows.append((shown, *map(str, counts[: len(columns) - 1])))
    return [numbered_table(columns, rows)]


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


# -- Bảng tổng hợp thi đua (9.2.f) -----------------------------------------------------------------------------------

_EMULATION = ("Hạng", "Đối tượng", "Điểm", "Xếp loại", "Khen thưởng trong kỳ", "Sử dụng kết quả")


def _emulation(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, GroupRow, Paragraph, Table
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import document, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    forms, name, version = _forms(asked), asked.period.title, criteria.version_for(asked.session, asked.period)
    subject = f"Tổng hợp kết quả thi đua trong quản lý, ứng dụng công nghệ thông tin {name}"
    found = awards.emulation(asked.session, asked.period, version, reveal=True) if version else []
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    for heading, subject_type in (("Tập thể", "unit"), ("Cá nhân", "officer")):
        mine = [each for each in found if each.result.subject_type == subject_type]
        if mine:
            rows.append(GroupRow(heading))
        for each in mine:
            result = each.result
            shown = result.name if subject_type == "unit" else f"{result.name} ({result.unit_name})"
            cells = (
                str(each.rank or "—"), shown, f"{_number(result.total.points)}/{_number(result.total.of)}",
                _rating(result.rating), "; ".join(each.awards) or "—", result.use or "—",
            )  # fmt: skip
            rows.append(cells)
            plain.append(cells)
    body: list[Block] = []
    if plain:
        units = sum(each.result.subject_type == "unit" for each in found)
        body.append(
            Paragraph(
                f"Trên cơ sở kết quả đánh giá {name} theo bộ tiêu chí {version}, {forms.issuer} tổng hợp kết quả của "
                f"{quantity(units, 'tập thể', none='00')} và {quantity(len(found) - units, 'cá nhân', none='00')} làm căn "
                "cứ xét thi đua (điểm f khoản 2 Điều 9 của Quy định), có bảng kèm theo."
            )
        )
    else:
        body.append(Paragraph(f"Trong {name} chưa có kết quả đánh giá nào được chốt để xét thi đua."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là bảng tổng hợp kết quả thi đua"))
    widths = (14, None, 26, 44, 62, 56)
    columns = tuple(
        Column(title, "center" if at in (0, 2) else "left", width)
        for at, (title, width) in enumerate(zip(_EMULATION, widths, strict=True))
    )
    title = f"Bảng tổng hợp thi đua {name}"
    appendices = [Appendix(title, (Table(columns, tuple(rows), size=11),), landscape=True)] if plain else []
    made = document(forms, subject, body, appendices, year=asked.period.year)
    return made, [plain_sheet("Thi đua", _EMULATION, plain, title)]


# -- Tờ trình đề nghị khen thưởng (8.1) -------------------------------------------------------------------------------

_PROPOSED = ("Đơn vị", "Họ và tên", "Hình thức đề nghị", "Thành tích", "Minh chứng", "Ngày đề nghị")
_LEVELS = (
    ("province", "Đề nghị UBND tỉnh khen thưởng"), ("department", "Đề nghị Sở khen thưởng"),
    ("agency", "Thuộc thẩm quyền của cơ quan"), ("", "Chưa ghi cấp xét"),
)  # fmt: skip


def _proposal(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import (
        Appendix,
        Bullet,
        Column,
        Document,
        GroupRow,
        Heading,
        Numbering,
        Paragraph,
    )
    from bgit_desktop.documents.nd30.wording import quantity, table_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    forms, period = _forms(asked), asked.period
    found = [
        each
        for each in awards.proposals(asked.session, Window(period.start, period.end), asked.unit or None)
        if each.proposed_on and not each.decided_on and (not asked.record or each.id == asked.record)
    ]
    if asked.record and not found:
        found = [each for each in awards.proposals(asked.session) if each.id == asked.record]
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    counts = []
    for level, heading in _LEVELS:
        mine = [each for each in found if each.level == level]
        if not mine:
            continue
        rows.append(GroupRow(heading))
        counts.append(f"{heading}: {quantity(len(mine), 'cá nhân')}")
        for each in mine:
            cells = (
                each.unit_name, each.name, each.title, each.reason or "—", "; ".join(each.evidence) or "Chưa kèm",
                table_date(as_date(each.proposed_on)),
            )  # fmt: skip
            rows.append(cells)
            plain.append((heading, *cells))
    body: list[Block] = [Paragraph(f"Căn cứ khoản 1 Điều 8 của Quy định kèm theo {forms.legal_basis};")]
    if plain:
        body.append(
            Paragraph(
                f"Xét thành tích trong quản lý, triển khai ứng dụng công nghệ thông tin, {forms.issuer} kính trình xem xét "
                f"khen thưởng {quantity(len(plain), 'cá nhân')} (có danh sách kèm theo), gồm:"
            )
        )
        body += [Bullet(f"{each}{'.' if at == len(counts) else ';'}") for at, each in enumerate(counts, start=1)]
        body += prose(asked.words.get("narrative", ""))
        body.append(Paragraph("Kính trình xem xét, quyết định"))
    else:
        body.append(Paragraph(f"Trong {period.title} không có đề nghị khen thưởng nào chờ xét"))
    widths = (36, 36, 40, None, 46, 24)
    columns = tuple(
        Column(title, "center" if title == "Ngày đề nghị" else "left", width)
        for title, width in zip(_PROPOSED, widths, strict=True)
    )
    title = "Danh sách đề nghị khen thưởng"
    appendices = (Appendix(title, (numbered_table(columns, rows, size=11),), landscape=True),) if plain else ()
    made = Document(
        forms.letterhead,
        Numbering(forms.symbol, "TTr", forms.number),
        Heading("Tờ trình", f"Về việc đề nghị khen thưởng trong lĩnh vực công nghệ thông tin {period.title}"),
        forms.addressees,
        tuple(body),
        forms.signature,
        copies=forms.copies,
        dated=forms.dated,
        year=period.year,
        appendices=appendices,
    )
    return made, [plain_sheet("Đề nghị khen thưởng", ("Cấp xét", *_PROPOSED), plain, title)]


PAPERS = (
    Paper(
        ReportKind(
            "evaluation_report", Label("Báo cáo đánh giá đơn vị, cán bộ (Điều 9.2.d)", "Evaluation report (Điều 9.2.d)"),
            "QyD.9.2.d", province=True, over_all=True, restricted=True,
        ),
        _report,
        _remarks,
    ),
    Paper(
        ReportKind(
            "emulation_table", Label("Bảng tổng hợp thi đua (Điều 9.2.f)", "Table of emulation (Điều 9.2.f)"), "QyD.9.2.f",
            group="list", province=True, over_all=True, restricted=True,
        ),
        _emulation,
        _remarks,
    ),
    Paper(
        ReportKind(
            "award_proposal", Label("Tờ trình đề nghị khen thưởng (Điều 8.1)", "Proposal of awards (Điều 8.1)"), "QyD.8.1",
            group="form", over_all=True, about="award",
        ),
        _proposal,
        _remarks,
    ),
)  # fmt: skip
