"""Papers of the Sở on units: the minutes of a roster review with its table (10.1), a unit's card with its log (9.2.a)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.model import STATE_LABELS
from bgit_desktop.errors import NotFound
from bgit_desktop.services import review, workforce
from bgit_desktop.services.papers.model import Asked, Paper
from bgit_desktop.services.report_data import Row
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text
from bgit_desktop.services.review_words import change_sentence
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from datetime import date

    from bgit_desktop.core.catalogue import Unit
    from bgit_desktop.documents.nd30.model import Block, Document
    from bgit_desktop.documents.xlsx_write import Sheet

_TABLE = ("Họ và tên", "Lúc chốt", "Hiện nay", "Hướng khắc phục", "Hạn", "Tình trạng", "Ghi chú")


def _state(state: str) -> str:
    return next((label.vi for name, label in STATE_LABELS.items() if name == state), "—")


def _round(asked: Asked) -> Row | None:
    """Give the round asked about, else the latest of the period.

    Raises:
        NotFound: there is no such round.
    """
    if asked.record:
        return dict(records.get(asked.session.store.db, TYPES["review_round"], asked.record))
    start, end = asked.period.start.isoformat(), asked.period.end.isoformat()
    return next((row for row in review.rounds(asked.session) if start <= str(row["as_of"]) <= end), None)


def _minutes(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import (
        Appendix,
        Column,
        Document,
        GroupRow,
        Heading,
        Letterhead,
        Numbering,
        Paragraph,
        Section,
        Signature,
    )
    from bgit_desktop.documents.nd30.wording import quantity, short_date, table_date
    from bgit_desktop.documents.reports.formalities import join, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, found = asked.session, _round(asked)
    day = (as_date(found["as_of"]) if found else None) or min(asked.period.end, session.today())
    forms = formalities(session, session.unit, day, document=asked.document)
    partner = text(found, "partner") if found else review.PARTNER
    body: list[Block] = []
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    if found is None:
        body.append(Paragraph(f"Trong {asked.period.title} không có đợt rà soát đội ngũ nào được mở"))
    else:
        lines = review.results(session, str(found["id"]))
        people = [each for each in lines if each.officer]
        empty = [each.unit_name for each in lines if not each.officer]
        counts = Counter(each.then for each in people)
        body += [
            Paragraph(
                f"Thực hiện khoản 1 Điều 10 của Quy định kèm theo {forms.legal_basis}, {forms.issuer} phối hợp với {partner} "
                f"rà soát đội ngũ cán bộ chuyên trách công nghệ thông tin, tính đến ngày {short_date(day)}."
            ),
            Section(1, "I", "KẾT QUẢ RÀ SOÁT"),
            Paragraph(f"Tổng số rà soát: {quantity(len(people), 'cán bộ', none='00')}, trong đó:"),
            *_counted(counts),
            Paragraph(
                f"Đơn vị chưa bố trí cán bộ: {join(empty)}." if empty else "Không có đơn vị nào chưa bố trí cán bộ."
            ),
        ]
        body += _changed(asked, str(found["id"]))
        body.append(Section(1, "III", "KHẮC PHỤC"))
        waiting = [each for each in lines if each.status == "open"]
        done = sum(each.status == "done" and each.remedy != "none" for each in lines)
        due = as_date(found["due_on"])
        until = f", hạn chung {short_date(due)}" if due else ""
        body.append(
            Paragraph(
                f"Đã khắc phục {quantity(done, 'trường hợp', none='00')}, còn {quantity(len(waiting), none='00')}{until}. "
                "Chi tiết tại bảng kèm theo."
            )
        )
        if text(found, "conclusion"):
            body += [Section(1, "IV", "KẾT LUẬN"), *prose(text(found, "conclusion"))]
        body.append(Paragraph("Biên bản được lập thành 02 bản, mỗi cơ quan giữ 01 bản"))
        unit = ""
        for each in lines:
            if each.unit != unit:
                unit = each.unit
                rows.append(GroupRow(each.unit_name))
            cells = (
                each.name or "Chưa bố trí cán bộ", _state(each.then), _state(each.now) if each.now else "Đã thôi",
                choice("review_result", "remedy", each.remedy), table_date(as_date(each.due_on)) or "—",
                choice("review_result", "status", each.status) if each.remedy != "none" else "—", each.note or "—",
            )  # fmt: skip
            rows.append(cells)
            plain.append((each.unit_name, *cells))
    title = f"Bảng rà soát đội ngũ tính đến ngày {short_date(day)}"
    widths = (48, 26, 26, 36, 24, 28, None)
    columns = tuple(Column(name, width=width) for name, width in zip(_TABLE, widths, strict=True))
    appendices = (Appendix(title, (numbered_table(columns, rows, size=11),), landscape=True),) if plain else ()
    head = forms.letterhead
    made = Document(
        Letterhead(head.parent, head.issuer, "", head.full_name),
        Numbering(forms.symbol, "BB", forms.number),
        Heading("Biên bản", "Rà soát đội ngũ cán bộ chuyên trách công nghệ thông tin"),
        (),
        tuple(body),
        Signature(f"Đại diện {head.issuer}", forms.signature.name),
        copies=(),
        year=day.year,
        appendices=appendices,
        cosigners=(Signature(f"Đại diện {partner}"),) if found else (),
    )
    return made, [plain_sheet("Rà soát", ("Đơn vị", *_TABLE), plain, title)]


def _counted(counts: Counter[str]) -> list[Block]:
    from bgit_desktop.documents.nd30.model import Bullet
    from bgit_desktop.documents.nd30.wording import quantity

    said = [f"{_state(state)}: {quantity(counts[state])}" for state in STATE_LABELS if counts[state]]
    return [Bullet(f"{each}{'.' if at == len(said) else ';'}") for at, each in enumerate(said, start=1)]


def _changed(asked: Asked, round_: str) -> list[Block]:
    from bgit_desktop.documents.nd30.model import Bullet, Paragraph, Section

    blocks: list[Block] = [Section(1, "II", "THAY ĐỔI SO VỚI ĐỢT TRƯỚC")]
    names = {each.code: each.label for each in asked.session.catalogue()}
    try:
        since = review.since_last(asked.session, round_)
    except NotFound as error:
        return [*blocks, Paragraph(str(error))]
    if since is None:
        return [*blocks, Paragraph("Đây là đợt rà soát đầu tiên được ghi.")]
    if not since.changes:
        return [*blocks, Paragraph(f"Không có thay đổi so với “{since.title}”.")]
    blocks.append(Paragraph(f"So với “{since.title}”:"))
    said = [f"{names.get(each.unit, each.unit)}: {change_sentence(each, names)}" for each in since.changes]
    return [*blocks, *(Bullet(f"{each}{'.' if at == len(said) else ';'}") for at, each in enumerate(said, start=1))]


# -- Phiếu đơn vị ----------------------------------------------------------------------------------------------------


def _unit_card(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Document, Heading, Numbering, PageBreak, Paragraph, Signature
    from bgit_desktop.documents.sheet_model import plain_sheet

    session = asked.session
    day = min(asked.period.end, session.today())
    forms = formalities(session, session.unit, day, document=asked.document)
    catalogue = session.catalogue()
    own = session.own_unit(day, catalogue)
    units = [
        each
        for each in catalogue.bound_on(day)
        if (each.code == asked.unit if asked.unit else own is None or each.code != own.code)
    ]
    log = records.select(session.store.db, Query("supervision", where=(("kind", "coordination"),), sort="-held_on"))
    body: list[Block] = []
    listed: list[tuple[str, ...]] = []
    for unit in units:
        if body:
            body.append(PageBreak())
        body += _unit_blocks(asked, unit, day, [row for row in log if unit.code in (row["for_units"] or ())], listed)  # type: ignore[operator]
    if not units:
        body.append(Paragraph("Không có đơn vị nào thuộc phạm vi áp dụng trong kỳ."))
    made = Document(
        forms.letterhead, Numbering(""), Heading("Phiếu đơn vị", "Theo dõi phối hợp quản lý chuyên môn công nghệ thông tin"),
        (), tuple(body), Signature("Người lập", note="(Ký, ghi rõ họ tên)"), copies=(), year=day.year, end_mark=False,
    )  # fmt: skip
    headers = ("Đơn vị", "Ngày", "Nội dung", "Kết quả")
    return made, [plain_sheet("Phối hợp", headers, listed, "Nhật ký phối hợp")]


def _unit_blocks(asked: Asked, unit: Unit, day: date, log: list[Row], listed: list[tuple[str, ...]]) -> list[Block]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph, Section, Table
    from bgit_desktop.documents.nd30.wording import table_date
    from bgit_desktop.documents.reports.formalities import numbered_table

    session = asked.session
    host = session.catalogue().it_host_of(unit, day)
    facts = (
        ("Mã đơn vị", unit.code),
        ("Loại", choice("unit", "kind", unit.kind)),
        ("Nơi bố trí cán bộ (Điều 5)", host.name if host else "—"),
        ("Căn cứ pháp lý", unit.document or "—"),
    )
    blocks: list[Block] = [
        Section(1, "", unit.name),
        Table((Column("Mục", width=58), Column("Nội dung")), facts),
        Section(2, "1", "Cán bộ chuyên trách, đầu mối liên hệ"),
    ]
    people = {each.officer: each for each in workforce.assignments(session, unit.code, day)}
    rows = []
    for row in records.select(session.store.db, Query("officer", where=(("unit", unit.code),), sort="full_name")):
        if str(row["id"]) in people:
            paper = people[str(row["id"])].document or "Chưa có"
            contact = "\n".join(filter(None, (text(row, "phone"), text(row, "email")))) or "—"
            rows.append((text(row, "full_name"), choice("officer", "role", row["role"]) or "—", contact, paper))
    columns = (Column("Họ và tên"), Column("Vai trò"), Column("Liên hệ"), Column("Văn bản phân công"))
    blocks.append(numbered_table(columns, rows) if rows else Paragraph("Chưa bố trí cán bộ chuyên trách."))
    blocks.append(Section(2, "2", "Nhật ký phối hợp (điểm a khoản 2 Điều 9)"))
    entries = [
        (
            table_date(as_date(row["held_on"])),
            text(row, "subject"),
            text(row, "conclusion") or text(row, "content") or "—",
        )
        for row in log
    ]
    listed += [(unit.label, *each) for each in entries]
    logged = (Column("Ngày", "center", 26), Column("Nội dung"), Column("Kết quả"))
    blocks.append(numbered_table(logged, entries) if entries else Paragraph("Chưa ghi lần phối hợp nào."))
    return blocks


PAPERS = (
    Paper(
        ReportKind(
            "review_minutes", Label("Biên bản rà soát đội ngũ (Điều 10.1)", "Minutes of a staff review (Điều 10.1)"),
            "QyD.10.1", group="form", province=True, over_all=True, about="review_round",
        ),
        _minutes,
    ),
    Paper(
        ReportKind(
            "unit_card", Label("Phiếu đơn vị, nhật ký phối hợp (Điều 9.2.a)", "Unit card with its log (Điều 9.2.a)"),
            "QyD.9.2.a", group="form", over_all=True,
        ),
        _unit_card,
    ),
)  # fmt: skip
