"""Papers about the staff: the officer's card (3.1), units without an officer (5), the training need (9.2.b)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.verdicts.model import STATE_LABELS
from bgit_desktop.core.verdicts.scope import is_contract, service_scope
from bgit_desktop.services import workforce
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_data import Row, gather
from bgit_desktop.services.report_letterhead import formalities, short_name
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import Labels, choice, officer_row, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from datetime import date

    from bgit_desktop.documents.nd30.model import Appendix, Block, Document
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.xlsx_write import Sheet

_TOPICS = {each.value: each.label.vi for each in TOPICS}


def _day(asked: Asked) -> date:
    return min(asked.period.end, asked.session.today())


def _forms(asked: Asked, unit: str = "") -> Formalities:
    return formalities(asked.session, unit or asked.unit or asked.session.unit, _day(asked), document=asked.document)


def _state(state: str) -> str:
    return next((label.vi for name, label in STATE_LABELS.items() if name == state), "—")


# -- Phiếu thông tin cán bộ chuyên trách (3.1) ------------------------------------------------------------------------


def _officers(asked: Asked) -> list[Row]:
    """Give the one officer asked about, or the roster.

    Raises:
        NotFound: there is no such officer.
    """
    if asked.record:
        return [dict(records.get(asked.session.store.db, TYPES["officer"], asked.record))]
    return gather(asked.session, asked.period, asked.unit or None).officers


def _card(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import (
        Document,
        Heading,
        Numbering,
        PageBreak,
        Paragraph,
        Signature,
    )
    from bgit_desktop.documents.sheet_model import plain_sheet

    rows = _officers(asked)
    forms = _forms(asked, str(rows[0]["unit"]) if asked.record else "")
    body: list[Block] = []
    listed: list[tuple[str, ...]] = []
    found = gather(asked.session, asked.period, str(rows[0]["unit"]) if asked.record else asked.unit or None)
    labels = Labels.of(asked.session)
    for row in rows:
        if body:
            body.append(PageBreak())
        cells = _fields(asked, row, found, labels)
        listed.append(tuple(value for _name, value in cells))
        body += _card_blocks(asked, row, cells)
    if not rows:
        body.append(Paragraph(f"Trong {asked.period.title} không có cán bộ chuyên trách nào được ghi."))
    made = Document(
        forms.letterhead,
        Numbering(""),
        Heading("Phiếu thông tin", "Cán bộ chuyên trách công nghệ thông tin"),
        (),
        tuple(body),
        Signature("Thủ trưởng đơn vị", note="(Ký, đóng dấu)"),
        copies=(),
        year=asked.period.year,
        cosigners=(Signature("Người khai", note="(Ký, ghi rõ họ tên)"),) if rows else (),
        end_mark=False,
    )
    return made, [plain_sheet("Phiếu cán bộ", _CARD, listed, f"Cán bộ chuyên trách {asked.period.title}")]


_CARD = (
    "Đơn vị", "Họ và tên", "Ngày sinh", "Giới tính", "Diện", "Ngạch, chức danh nghề nghiệp", "Vai trò", "Nơi bố trí",
    "Thời gian làm chuyên trách", "Văn bản phân công", "Trình độ, chuyên ngành", "Hệ, cơ sở đào tạo", "Chứng chỉ",
    "Điện thoại", "Thư điện tử", "Đối chiếu Điều 4",
)  # fmt: skip


def _fields(asked: Asked, row: Row, found: object, labels: Labels) -> list[tuple[str, str]]:
    from bgit_desktop.documents.nd30.wording import table_date
    from bgit_desktop.services.report_data import Gathered

    assert isinstance(found, Gathered)
    unit = short_name(asked.session.catalogue(), text(row, "unit"), found.roster_day)
    shown = officer_row(found, labels, row, unit)
    start, end = as_date(row["start_date"]), as_date(row["end_date"])
    span = f"từ {table_date(start)}" if start else ""
    span += f" đến {table_date(end)}" if end else ""
    values = (
        unit, shown.full_name, table_date(shown.birth_date), shown.sex, shown.employment, shown.grade, shown.role,
        shown.department, span.strip(), shown.assignment, ", ".join(filter(None, (shown.level, shown.major))),
        ", ".join(filter(None, (shown.mode, shown.institution))), shown.certificates, text(row, "phone"),
        text(row, "email"), _state(shown.verdict),
    )  # fmt: skip
    return list(zip(_CARD, values, strict=True))


def _card_blocks(asked: Asked, row: Row, cells: list[tuple[str, str]]) -> list[Block]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph, Section, Table
    from bgit_desktop.documents.nd30.wording import table_date

    blocks: list[Block] = [
        Section(2, "1", "Thông tin chung"),
        Table(
            (Column("Mục", width=58), Column("Nội dung")), tuple((name, value or "Chưa ghi") for name, value in cells)
        ),
        Section(2, "2", "Đào tạo, tập huấn đã dự"),
    ]
    trained = records.select(
        asked.session.store.db, Query("training", where=(("officer", str(row["id"])),), sort="-start_on", limit=12)
    )
    rows = tuple(
        (
            text(each, "title"), _TOPICS.get(text(each, "topic"), "—"), table_date(as_date(each["start_on"])),
            choice("training", "attendance", each["attendance"]) or "Có mặt",
        )
        for each in trained
    )  # fmt: skip
    columns = (
        Column("Nội dung"),
        Column("Chủ đề", width=44),
        Column("Ngày", "center", 26),
        Column("Tham dự", width=26),
    )
    blocks.append(Table(columns, rows) if rows else Paragraph("Chưa ghi lượt nào."))
    return blocks


# -- Danh sách đơn vị chưa bố trí cán bộ ------------------------------------------------------------------------------


def _unplaced(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, short_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table
    from bgit_desktop.documents.sheet_model import plain_sheet

    day = _day(asked)
    forms = _forms(asked)
    catalogue = asked.session.catalogue()
    found = workforce.need(asked.session, day=day).unplaced
    rows = []
    for each in found:
        unit = catalogue.by_code(each.code, day)
        host = catalogue.it_host_of(unit, day) if unit else None
        rows.append((each.name, host.name if host else "—", _since(asked, each.code, day)))
    subject = f"Các đơn vị chưa bố trí cán bộ chuyên trách công nghệ thông tin, tính đến ngày {short_date(day)}"
    body: list[Block] = []
    if rows:
        body.append(
            Paragraph(
                f"Thực hiện {forms.legal_basis}, đến ngày {short_date(day)} còn {quantity(len(rows), 'đơn vị')} chưa bố "
                "trí cán bộ chuyên trách công nghệ thông tin thuộc Điều 3:"
            )
        )
        columns = (Column("Đơn vị", width=48), Column("Nơi bố trí theo Điều 5", width=48), Column("Tình hình"))
        body.append(numbered_table(columns, rows))
    else:
        body.append(Paragraph(f"Đến ngày {short_date(day)} không có đơn vị nào chưa bố trí cán bộ chuyên trách."))
    body.append(Paragraph("Trên đây là danh sách đơn vị chưa bố trí cán bộ chuyên trách công nghệ thông tin"))
    sheet = plain_sheet("Chưa bố trí", ("Đơn vị", "Nơi bố trí theo Điều 5", "Tình hình"), rows, subject)
    return document(forms, subject, body, year=day.year), [sheet]


def _since(asked: Asked, unit: str, day: date) -> str:
    """Say since when a unit has no officer, and how many it has under a contract."""
    from bgit_desktop.documents.nd30.wording import quantity, table_date

    rows = records.select(asked.session.store.db, Query("officer", where=(("unit", unit),)))
    there = [row for row in rows if not service_scope(row, day)]
    contract = sum(is_contract(row) for row in there)
    ended = [
        end for row in rows if not is_contract(row) and (end := as_date(row["end_date"])) is not None and end < day
    ]
    said = f"Trống từ sau ngày {table_date(max(ended))}" if ended else "Chưa từng ghi cán bộ nào"
    return f"{said}; có {quantity(contract, 'lao động hợp đồng')}, không thuộc Điều 3.1" if contract else said


# -- Phụ lục nhu cầu đào tạo (9.2.b) ---------------------------------------------------------------------------------

_NEED = ("Đơn vị", "Họ và tên", "Điều 4", "Còn thiếu so với Điều 4", "Chủ đề chưa được tập huấn", "Đơn vị đề nghị")


def _training_need(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Column, GroupRow, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, short_date
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    day, forms = _day(asked), _forms(asked)
    found = workforce.need(asked.session, asked.unit or None, day)
    body: list[Block] = [
        Paragraph(
            f"Thực hiện {forms.legal_basis}, {forms.issuer} tổng hợp nhu cầu nhân lực và đào tạo, bồi dưỡng cán bộ "
            f"chuyên trách công nghệ thông tin tính đến ngày {short_date(day)} như sau:"
        )
    ]
    gap_rows = [
        (each.name, *map(str, (each.required, each.there, each.qualified, each.gap)))
        for each in found.units
        if each.gap
    ]
    if gap_rows:
        columns = (
            Column("Đơn vị"),
            *(Column(title, "right", 24) for title in ("Cần", "Hiện có", "Đạt Điều 4", "Thiếu")),
        )
        sums = (
            "Tổng cộng",
            *(str(sum(int(row[at]) for row in gap_rows)) for at in range(1, 5)),
        )
        body.append(
            Paragraph(
                f"Còn thiếu {quantity(found.gap, 'cán bộ')} đạt tiêu chuẩn tại {quantity(len(gap_rows), 'đơn vị')}. Số cần "
                "có được tính 01 người mỗi đơn vị, trừ đơn vị Sở đặt số khác; Quy định không ấn định số người:"
            )
        )
        body.append(numbered_table(columns, gap_rows, total=sums))
    else:
        body.append(Paragraph("Không có đơn vị nào thiếu cán bộ đạt tiêu chuẩn."))
    if found.people:
        topic_rows = [(label, str(found.never(topic)), str(len(found.people))) for topic, label in _TOPICS.items()]
        body.append(Paragraph("Nhu cầu tập huấn theo chủ đề:", keep_with_next=True))
        body.append(
            numbered_table(
                (Column("Chủ đề"), Column("Chưa được tập huấn", "right", 40), Column("Tổng số cán bộ", "right", 40)),
                topic_rows,
            )
        )
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là nhu cầu nhân lực và đào tạo, bồi dưỡng cán bộ chuyên trách công nghệ thông tin"))
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    unit = ""
    for one in found.in_need:
        if one.unit_name != unit and not asked.unit:
            rows.append(GroupRow(one.unit_name))
        unit = one.unit_name
        cells = (
            one.name, _state(one.verdict), "; ".join(one.missing) or "—",
            ", ".join(_TOPICS[each] for each in one.topics) or "—", "; ".join(one.asked) or "—",
        )  # fmt: skip
        rows.append(cells)
        plain.append((one.unit_name, *cells))
    appendices: list[Appendix] = []
    title = f"Nhu cầu đào tạo, bồi dưỡng cán bộ chuyên trách tính đến ngày {short_date(day)}"
    if plain:
        widths = (44, 26, None, 62, 48)
        columns = tuple(Column(name, width=width) for name, width in zip(_NEED[1:], widths, strict=True))
        appendices.append(Appendix(title, (numbered_table(columns, rows, size=11),), landscape=True))
    subject = "Nhu cầu nhân lực và đào tạo cán bộ chuyên trách công nghệ thông tin"
    made = document(forms, subject, body, appendices, year=day.year)
    return made, [plain_sheet("Nhu cầu đào tạo", _NEED, plain, title)]


def _narrative(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, đề xuất")]


PAPERS = (
    Paper(
        ReportKind(
            "officer_card", Label("Phiếu thông tin cán bộ chuyên trách (Điều 3.1)", "Officer's card (Điều 3.1)"), "QyD.3.1",
            group="form", over_all=True, about="officer", administrative=True,
        ),
        _card,
    ),
    Paper(
        ReportKind(
            "unplaced_units",
            Label("Đơn vị chưa bố trí cán bộ chuyên trách (Điều 5)", "Units without a dedicated officer (Điều 5)"),
            "QyD.5", group="list", province=True, over_all=True,
        ),
        _unplaced,
    ),
    Paper(
        ReportKind(
            "training_need", Label("Nhu cầu nhân lực, đào tạo (Điều 9.2.b)", "Workforce and training need (Điều 9.2.b)"),
            "QyD.9.2.b", group="list", over_all=True,
        ),
        _training_need,
        _narrative,
    ),
)  # fmt: skip
