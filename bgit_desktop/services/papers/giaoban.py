"""Papers of a giao ban (Điều 9.2.e): the invitation, the minutes with two signers, the notice of conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bgit_desktop.core.attendance import Event
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.statistics import moment
from bgit_desktop.services import meetings
from bgit_desktop.services.courses import attendance, names_of, reasons_text
from bgit_desktop.services.papers import invited
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import text

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Block, Document, Letterhead, Numbering
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.sheet_model import Sheet

_NONE = "Trong {period} chưa có cuộc giao ban nào được ghi"
_ROOM = "……………………"


def _forms(asked: Asked, found: Sequence[Event]) -> Formalities:
    day = found[0].start if len(found) == 1 else None
    return formalities(asked.session, asked.session.unit, day or asked.session.today(), document=asked.document)


def _title(asked: Asked, found: Sequence[Event]) -> str:
    return _called(invited.heading_of(asked, found, many="Các cuộc họp giao ban"))


def _called(name: str) -> str:
    """Name a giao ban as official documents do: "Cuộc họp giao ban 6 tháng đầu năm 2024"."""
    return name if "họp" in name.casefold() else f"Cuộc họp {_lower(name)}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _numbering(forms: Formalities, abbreviation: str) -> Numbering:
    from bgit_desktop.documents.nd30.model import Numbering

    return Numbering(forms.symbol, abbreviation, forms.number)


# -- Giấy mời --------------------------------------------------------------------------------------------------------

_CLOSING = (
    "Đề nghị các đơn vị cử đúng thành phần, đến dự đúng giờ; xác nhận tham dự hoặc nêu lý do vắng trên phần mềm và gửi gói dữ "
    "liệu về Sở trước ngày họp."
)


def _invitation(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Bullet, Document, Heading, PageBreak, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found = invited.events(asked, "meeting")
    forms = _forms(asked, found)
    body: list[Block] = []
    appendices = []
    for event in found:
        row = invited.record_of(asked, event)
        names = invited.unit_names(asked, [event])
        if body:
            body.append(PageBreak())
        _, attached = invited.addressees(names)
        body.append(Paragraph(f"{forms.issuer} trân trọng kính mời:"))
        if attached:
            body.append(
                Bullet(
                    "Lãnh đạo phụ trách và cán bộ chuyên trách công nghệ thông tin của "
                    f"{quantity(len(names), 'đơn vị')} theo danh sách kèm theo."
                )
            )
            appendices += attached
        else:
            body.append(Bullet("Lãnh đạo phụ trách và cán bộ chuyên trách công nghệ thông tin của:"))
            body += [Bullet(f"{each}{';' if at < len(names) else '.'}", 2) for at, each in enumerate(names, 1)]
        body.append(Paragraph(f"Đến dự {_lower(_called(event.title))}."))
        facts = (
            ("Thời gian", invited.when(row) or invited.days(event)),
            ("Địa điểm", text(row, "place")),
            ("Chủ trì", text(row, "chair")),
        )
        body += [Bullet(f"{name}: {said}.") for name, said in facts if said]
        agenda = invited.lines(text(row, "agenda"))
        if agenda:
            body += [Paragraph("Nội dung:", keep_with_next=True), *agenda]
    if found:
        body += prose(asked.words.get("closing", _CLOSING))
        body.append(Paragraph("Rất mong các đơn vị quan tâm, tham dự đầy đủ"))
    else:
        body.append(Paragraph(_NONE.format(period=asked.period.title)))
    title = _title(asked, found)
    made = Document(
        forms.letterhead, _numbering(forms, "GM"), Heading("Giấy mời", title), (), tuple(body), forms.signature,
        copies=("Như thành phần mời", "Lãnh đạo Sở", "Lưu: VT"), dated=forms.dated, year=asked.period.year,
        appendices=tuple(appendices),
    )  # fmt: skip
    rows = [(event.title, name) for event in found for name in invited.unit_names(asked, [event])]
    return made, [plain_sheet("Thành phần mời", ("Cuộc họp", "Đơn vị"), rows, title)]


def _closing(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("closing", "Lời cuối giấy mời", _CLOSING)]


# -- Biên bản --------------------------------------------------------------------------------------------------------

_CONCLUSIONS = ("Nội dung", "Đơn vị thực hiện", "Hạn")


def _whom(asked: Asked, conclusion: Record, event: Event) -> str:
    named = conclusion["for_units"]
    if not isinstance(named, list) or not named:
        return "các đơn vị dự họp"
    return ", ".join(names_of(asked.session, list(named), event.start or asked.session.today()).values())


def _conclusion_rows(asked: Asked, event: Event) -> list[tuple[str, str, str]]:
    from bgit_desktop.documents.nd30.wording import table_date

    return [
        (" ".join(text(row, "content").split()), _whom(asked, row, event), table_date(as_date(row["due_on"])) or "—")
        for row in meetings.conclusions(asked.session, event.id)
    ]


def _minutes(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Document, Heading, Letterhead, PageBreak, Paragraph, Signature
    from bgit_desktop.documents.sheet_model import plain_sheet

    found = invited.events(asked, "meeting")
    forms = _forms(asked, found)
    body: list[Block] = []
    listed: list[tuple[str, ...]] = []
    rows = [invited.record_of(asked, each) for each in found]
    for event, row in zip(found, rows, strict=True):
        if body:
            body.append(PageBreak())
        body += _minutes_of(asked, event, row, forms.issuer)
        listed += [(event.title, *each) for each in _conclusion_rows(asked, event)]
    if found:
        end = moment(rows[0]["ends_at"]) if len(found) == 1 else None
        closed = f"{end.hour:02d} giờ {end.minute:02d} phút cùng ngày" if end else "…… giờ …… phút cùng ngày"
        body.append(
            Paragraph(
                f"Cuộc họp kết thúc vào {closed}. Biên bản đã được thông qua tại cuộc họp và lập thành 02 bản có giá trị như nhau"
            )
        )
    else:
        body.append(Paragraph(_NONE.format(period=asked.period.title)))
    one = rows[0] if len(rows) == 1 else {}
    head: Letterhead = Letterhead(forms.letterhead.parent, forms.letterhead.issuer, "", forms.letterhead.full_name)
    title = _title(asked, found)
    made = Document(
        head, _numbering(forms, "BB"), Heading("Biên bản", title), (), tuple(body),
        Signature("Chủ trì", text(one, "chair")), copies=("Lãnh đạo Sở", "Các đơn vị dự họp", "Lưu: VT"),
        cosigners=(Signature("Thư ký", text(one, "secretary")),),
    )  # fmt: skip
    return made, [plain_sheet("Kết luận", ("Cuộc họp", *_CONCLUSIONS), listed, title)]


def _minutes_of(asked: Asked, event: Event, row: Record, issuer: str) -> list[Block]:
    from bgit_desktop.documents.nd30.model import Bullet, Paragraph, Section
    from bgit_desktop.documents.nd30.wording import long_time, quantity

    start = moment(row["starts_at"])
    place = text(row, "place") or issuer
    body: list[Block] = [
        Paragraph(
            f"Vào {long_time(start) if start else _ROOM}, tại {place}, {issuer} tổ chức {_lower(_called(event.title))}."
        ),
        Section(1, "I", "THÀNH PHẦN"),
        Bullet(f"Chủ trì: {text(row, 'chair') or _ROOM};"),
        Bullet(f"Thư ký: {text(row, 'secretary') or _ROOM};"),
    ]
    found = attendance(asked.session, event.id)
    there = [found.names[each.code] for each in found.answers if each.state == "present"]
    people = found.people
    body.append(
        Bullet(
            f"Mời {quantity(len(found.answers), 'đơn vị', none='00')}, dự {quantity(len(there), 'đơn vị', none='00')} với "
            f"{quantity(people, 'người', none='00')}" + (f": {', '.join(there)}." if there else ".")
        )
    )
    absent = [
        ": ".join(filter(None, (found.names[each.code], reasons_text(each))))
        for each in found.answers
        if each.state == "absent"
    ]
    if absent:
        body.append(Bullet(f"Vắng: {'; '.join(absent)}."))
    body.append(Section(1, "II", "NỘI DUNG"))
    body += invited.lines(text(row, "agenda")) or [Paragraph(_ROOM)]
    body.append(Section(1, "III", "DIỄN BIẾN"))
    body += invited.lines(text(row, "minutes")) or [Paragraph(_ROOM)]
    body.append(Section(1, "IV", "KẾT LUẬN"))
    concluded = _conclusion_rows(asked, event)
    for at, (content, whom, due) in enumerate(concluded, 1):
        until = f"; hạn {due}" if due != "—" else ""
        body.append(Paragraph(f"{at}. {content.rstrip('.')} ({whom}{until})."))
    if not concluded:
        body.append(Paragraph("Không có kết luận nào được ghi."))
    return body


# -- Thông báo kết luận ----------------------------------------------------------------------------------------------

_ORDER = (
    "Các đơn vị nhận việc theo kết luận trên thành nhiệm vụ trên phần mềm, tổ chức thực hiện đúng hạn và báo cáo kết quả "
    "trong báo cáo định kỳ."
)


def _notice(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Document, Heading, Paragraph
    from bgit_desktop.documents.nd30.wording import short_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    found = invited.events(asked, "meeting")
    forms = _forms(asked, found)
    body: list[Block] = []
    listed: list[tuple[str, ...]] = []
    columns = (Column("Nội dung"), Column("Đơn vị thực hiện", width=48), Column("Hạn", "center", 24))
    for event in found:
        row, concluded = invited.record_of(asked, event), _conclusion_rows(asked, event)
        listed += [(event.title, *each) for each in concluded]
        chair = f", dưới sự chủ trì của {text(row, 'chair')}" if text(row, "chair") else ""
        place = f" tại {text(row, 'place')}" if text(row, "place") else ""
        day = f"Ngày {short_date(event.start)}, " if event.start else ""
        body.append(Paragraph(f"{day}{forms.issuer} đã tổ chức {_lower(_called(event.title))}{place}{chair}."))
        if concluded:
            body.append(Paragraph("Sau khi nghe các đơn vị báo cáo và thảo luận, cuộc họp kết luận như sau:"))
            body.append(numbered_table(columns, concluded, size=13))
        else:
            body.append(Paragraph("Cuộc họp không có kết luận nào được ghi."))
    if found:
        body += prose(asked.words.get("order", _ORDER))
        body.append(Paragraph(f"{forms.issuer} thông báo để các đơn vị biết, thực hiện"))
    else:
        body.append(Paragraph(_NONE.format(period=asked.period.title)))
    title = _title(asked, found)
    made = Document(
        forms.letterhead, _numbering(forms, "TB"), Heading("Thông báo", f"Kết luận {_lower(title)}"), (),
        tuple(body), forms.signature, copies=("Các đơn vị dự họp", "Lãnh đạo Sở", "Lưu: VT"), dated=forms.dated,
        year=asked.period.year,
    )  # fmt: skip
    return made, [plain_sheet("Kết luận", ("Cuộc họp", *_CONCLUSIONS), listed, title)]


def _order(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("order", "Tổ chức thực hiện", _ORDER)]


def _kind(name: str, label: Label) -> ReportKind:
    return ReportKind(name, label, "QyD.9.2.e", group="form", province=True, over_all=True, about="meeting")


PAPERS = (
    Paper(
        _kind("meeting_invitation", Label("Giấy mời giao ban (Điều 9.2.e)", "Invitation to a giao ban (Điều 9.2.e)")),
        _invitation,
        _closing,
    ),
    Paper(
        _kind("meeting_minutes", Label("Biên bản giao ban (Điều 9.2.e)", "Minutes of a giao ban (Điều 9.2.e)")),
        _minutes,
    ),
    Paper(
        _kind(
            "meeting_notice",
            Label("Thông báo kết luận giao ban (Điều 9.2.e)", "Notice of a giao ban's conclusions (Điều 9.2.e)"),
        ),
        _notice,
        _order,
    ),
)
