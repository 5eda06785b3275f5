"""The minutes of a handover between officers (Điều 6.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.services.papers.model import Asked, Paper
from bgit_desktop.services.report_data import Row, gather
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import text
from bgit_desktop.services.tenures import tenures_of
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Block, Document
    from bgit_desktop.documents.sheet_model import Sheet


def _handovers(asked: Asked) -> list[Row]:
    """Give the one handover asked about, or those of the period.

    Raises:
        NotFound: there is no such handover.
    """
    db = asked.session.store.db
    if asked.record:
        return [dict(records.get(db, TYPES["handover"], asked.record))]
    window = gather(asked.session, asked.period, asked.unit or None, people=False).window
    where = (("unit", asked.unit),) if asked.unit else ()
    span = (("handed_on", window.start.isoformat(), window.end.isoformat()),)
    return records.select(db, Query("handover", where=where, sort="handed_on", ranges=span))


def _titles(asked: Asked, type_name: str, row: Row, name: str) -> list[str]:
    value = row[name]
    ids = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    found = records.titles(asked.session.store.db, TYPES[type_name], ids)
    return [found[each] for each in ids if each in found]


def _in_charge(asked: Asked, row: Row) -> list[Block]:
    """Say what the giver did until the day of the handover, where anything was noted."""
    from bgit_desktop.documents.nd30.model import Paragraph
    from bgit_desktop.documents.nd30.wording import quantity, short_date

    given = records.select(asked.session.store.db, Query("officer", where=(("id", row["from_officer"]),)))
    times = tenures_of(asked.session, given[0]) if given else []
    day = as_date(row["handed_on"])
    # several handovers on one day end one time
    found = next((each for each in times if day and each.end == day - timedelta(days=1)), None)
    if found is None or not (found.figures.total or found.handed):
        return []
    since = f"từ ngày {short_date(found.start)} " if found.start else ""
    return [
        Paragraph(
            f"Trong thời gian phụ trách ({since}đến trước ngày bàn giao), bên giao đã thực hiện "
            f"{quantity(found.figures.total, 'nhiệm vụ', none='00')}, hoàn thành "
            f"{quantity(found.figures.done, none='00')}; bàn giao lại {quantity(found.handed, 'nhiệm vụ', none='00')}."
        )
    ]


def _handover(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import (
        Bullet,
        Document,
        Heading,
        Letterhead,
        Numbering,
        PageBreak,
        Paragraph,
        Section,
        Signature,
    )
    from bgit_desktop.documents.nd30.wording import short_date
    from bgit_desktop.documents.reports.formalities import prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    rows = _handovers(asked)
    unit = str(rows[0]["unit"]) if rows else asked.unit or asked.session.unit
    day = as_date(rows[0]["handed_on"]) if rows else None
    forms = formalities(asked.session, unit, day or asked.session.today(), document=asked.document)
    body: list[Block] = []
    givers: list[str] = []
    takers: list[str] = []
    witness = ""
    listed = []
    for row in rows:
        giver = ", ".join(_titles(asked, "officer", row, "from_officer")) or "……………………"
        taker = ", ".join(_titles(asked, "officer", row, "to_officer")) or "……………………"
        givers.append(giver)
        takers.append(taker)
        witness = witness or text(row, "witness")
        on = as_date(row["handed_on"])
        if body:
            body.append(PageBreak())
        body += [
            Paragraph(
                f"Ngày {short_date(on) if on else '……/……/………'}, tại {forms.issuer}, chúng tôi tiến hành bàn giao: "
                f"{text(row, 'title')}."
            ),
            Bullet(f"Bên giao: {giver};"),
            Bullet(f"Bên nhận: {taker}."),
        ]
        body += _in_charge(asked, row)
        parts = (
            ("Nhiệm vụ bàn giao", _titles(asked, "task", row, "tasks")),
            ("Sự cố đang xử lý", _titles(asked, "incident", row, "incidents")),
            ("Hệ thống, thiết bị bàn giao", _titles(asked, "system", row, "systems")),
        )
        for at, (heading, items) in enumerate(parts, start=1):
            body.append(Section(2, str(at), heading))
            body += [Bullet(f"{item};" if number < len(items) else f"{item}.") for number, item in enumerate(items, 1)]
            if not items:
                body.append(Paragraph("Không có."))
        body.append(Section(2, "4", "Hồ sơ, tài liệu, tài khoản"))
        body += prose(text(row, "papers")) or [Paragraph("Không có.")]
        if text(row, "note"):
            body += [Section(2, "5", "Ý kiến khác"), *prose(text(row, "note"))]
        body.append(
            Paragraph(
                "Kết quả triển khai ứng dụng công nghệ thông tin trước ngày bàn giao do bên giao chịu trách nhiệm, từ ngày "
                "bàn giao do bên nhận chịu trách nhiệm (Điều 6.3 của Quy định). Biên bản được lập thành 03 bản, mỗi bên giữ "
                "01 bản, 01 bản lưu cơ quan"
            )
        )
        counts = tuple(str(len(items)) for _, items in parts)
        listed.append((short_date(on) if on else "", text(row, "title"), giver, taker, *counts))
    if not rows:
        body.append(Paragraph(f"Trong {asked.period.title} không có lần bàn giao nào được ghi"))
    head = forms.letterhead
    made = Document(
        Letterhead(head.parent, head.issuer, "", head.full_name),
        Numbering(forms.symbol, "BB", forms.number),
        Heading("Biên bản", "Bàn giao nhiệm vụ chuyên trách công nghệ thông tin"),
        (),
        tuple(body),
        Signature("Thủ trưởng đơn vị", forms.signature.name) if rows else forms.signature,
        copies=(),
        cosigners=(
            Signature("Bên giao", givers[0] if len(set(givers)) == 1 else ""),
            Signature("Bên nhận", takers[0] if len(set(takers)) == 1 else ""),
            *((Signature("Người chứng kiến", witness),) if witness else ()),
        )
        if rows
        else (),
    )
    headers = ("Ngày", "Nội dung", "Bên giao", "Bên nhận", "Nhiệm vụ", "Sự cố", "Hệ thống")
    return made, [plain_sheet("Bàn giao", headers, listed, f"Bàn giao {asked.period.title}")]


PAPERS = (
    Paper(
        ReportKind(
            "handover_minutes",
            Label("Biên bản bàn giao (Điều 6.3)", "Minutes of a handover (Điều 6.3)"),
            "QyD.6.3",
            group="form",
            about="handover",
        ),
        _handover,
    ),
)
