"""Papers of a course of the Sở (Điều 9.2.c): the plan, the summons, the list to sign, the results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bgit_desktop.core.attendance import Event, concerns
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import name_key
from bgit_desktop.services.courses import attendance, invited_units, names_of
from bgit_desktop.services.invitations import course_sessions, find_event
from bgit_desktop.services.papers import invited
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Appendix, Block, Document, GroupRow
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.sheet_model import Sheet

_PROGRAMME = ("Nội dung", "Chủ đề", "Thời gian", "Địa điểm", "Giảng viên", "Số chỗ")
_NONE = "Trong {period} chưa có lớp tập huấn nào được lập"


def _forms(asked: Asked) -> Formalities:
    return formalities(asked.session, asked.session.unit, asked.session.today(), document=asked.document)


def _topic(value: Value) -> str:
    return choice("course", "topic", value)


def _programme(asked: Asked, found: Sequence[Event]) -> list[tuple[str, ...] | GroupRow]:
    """Give the courses with their sessions as rows; a course without sessions is a row itself."""
    from bgit_desktop.documents.nd30.model import GroupRow

    rows: list[tuple[str, ...] | GroupRow] = []
    for event in found:
        course = invited.record_of(asked, event)
        topic, parts = _topic(course["topic"]), course_sessions(asked.session, event.id)
        if not parts:
            told = course["sessions"] if isinstance(course["sessions"], list) else []
            rows.append(("; ".join((event.title, *told)), topic, invited.days(event), event.place, "", ""))
            continue
        if len(found) > 1:
            rows.append(GroupRow(event.title))
        for part in parts:
            places = str(part["capacity"] or "")
            rows.append(
                (text(part, "title"), topic, invited.when(part), text(part, "place"), text(part, "teacher"), places)
            )
    return rows


def _programme_sheet(title: str, rows: Sequence[tuple[str, ...] | GroupRow], name: str) -> Sheet:
    from bgit_desktop.documents.sheet_model import plain_sheet

    return plain_sheet(name, _PROGRAMME, [row for row in rows if isinstance(row, tuple)], title)


def _programme_blocks(rows: Sequence[tuple[str, ...] | GroupRow]) -> Block:
    from bgit_desktop.documents.nd30.model import Column
    from bgit_desktop.documents.reports.formalities import numbered_table

    widths = (None, 25, 36, 26, 24, 12)
    columns = [
        Column(title, "right" if title == "Số chỗ" else "left", width)
        for title, width in zip(_PROGRAMME, widths, strict=True)
    ]
    return numbered_table(columns, rows, size=11)


# -- Kế hoạch tập huấn -----------------------------------------------------------------------------------------------

_PURPOSE = (
    "- Nâng cao kiến thức, kỹ năng cho đơn vị và cán bộ chuyên trách công nghệ thông tin trong các cơ quan nhà nước "
    "của tỉnh.\n"
    "- Nội dung thiết thực, gắn với nhiệm vụ của cán bộ; các đơn vị cử đúng thành phần, đủ số lượng."
)
_CARRYING_OUT = (
    "- Sở chuẩn bị nội dung, tài liệu, giảng viên và địa điểm; gửi giấy triệu tập và theo dõi việc tham dự.\n"
    "- Các đơn vị được mời cử cán bộ chuyên trách tham dự, đăng ký với Sở đúng hạn; vắng phải nêu lý do "
    "(Điều 10.2.d của Quy định).\n"
    "- Kinh phí thực hiện theo dự toán được giao."
)


def _plan(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Bullet, Document, Heading, Numbering, Paragraph, Run, Section
    from bgit_desktop.documents.nd30.wording import capitalised, quantity
    from bgit_desktop.documents.reports.formalities import join, lower_first, prose

    forms, found = _forms(asked), invited.events(asked, "course")
    title = invited.heading_of(asked, found, many="các lớp tập huấn, bồi dưỡng công nghệ thông tin")
    subject = f"Tổ chức {lower_first(title)}"
    rows = _programme(asked, found)
    body: list[Block] = [Paragraph((Run(f"Căn cứ {forms.legal_basis};", italic=True),))]
    if found:
        body.append(
            Paragraph(
                f"{forms.issuer} xây dựng kế hoạch tập huấn cho cán bộ chuyên trách công nghệ thông tin với các nội dung sau:"
            )
        )
        body += [Section(1, "I", "MỤC ĐÍCH, YÊU CẦU"), *prose(asked.words.get("purpose", _PURPOSE))]
        body += [Section(1, "II", "NỘI DUNG, THỜI GIAN, ĐỊA ĐIỂM"), _programme_blocks(rows)]
        body.append(Section(1, "III", "THÀNH PHẦN THAM DỰ"))
        names = {
            each.id: names_of(asked.session, invited_units(asked.session, each), each.start or asked.session.today())
            for each in found
        }
        for event in found:
            mine = list(names[event.id].values())
            told = (
                join(mine)
                if len(mine) <= invited.FEW
                else f"{quantity(len(mine), 'đơn vị')} thuộc phạm vi của Quy định"
            )
            head = f"{event.title}: " if len(found) > 1 else ""
            body.append(Bullet(capitalised(f"{head}cán bộ chuyên trách công nghệ thông tin của {told}.")))
        body += [Section(1, "IV", "TỔ CHỨC THỰC HIỆN"), *prose(asked.words.get("carrying_out", _CARRYING_OUT))]
        body.append(Paragraph(f"Trên đây là kế hoạch tập huấn của {forms.issuer}"))
    else:
        body.append(Paragraph(_NONE.format(period=asked.period.title)))
    made = Document(
        forms.letterhead, Numbering(forms.symbol, "KH", forms.number), Heading("Kế hoạch", subject), (), tuple(body),
        forms.signature, copies=(f"{forms.addressees[0]} (b/c)", "Các đơn vị liên quan", "Lưu: VT"), dated=forms.dated,
        year=asked.period.year,
    )  # fmt: skip
    return made, [_programme_sheet(subject, rows, "Kế hoạch tập huấn")]


def _plan_words(asked: Asked) -> list[Offered]:
    del asked
    return [
        Offered("purpose", "Mục đích, yêu cầu", _PURPOSE),
        Offered("carrying_out", "Tổ chức thực hiện", _CARRYING_OUT),
    ]


# -- Giấy triệu tập --------------------------------------------------------------------------------------------------

_SUMMONS = (
    "Đề nghị thủ trưởng các đơn vị cử cán bộ chuyên trách công nghệ thông tin tham dự đúng thành phần, đúng thời gian; đăng ký "
    "người tham dự, trường hợp không cử được thì nêu lý do, trên phần mềm và gửi gói dữ liệu về Sở."
)


def _summons(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Document, Heading, Numbering, Paragraph
    from bgit_desktop.documents.nd30.wording import short_date
    from bgit_desktop.documents.reports.formalities import join, lower_first, prose

    forms, found = _forms(asked), invited.events(asked, "course")
    names = invited.unit_names(asked, found)
    to, appendices = invited.addressees(names)
    rows = _programme(asked, found)
    title = invited.heading_of(asked, found, many="các lớp tập huấn công nghệ thông tin")
    subject = f"triệu tập tham dự {lower_first(title)}"
    courses = [invited.record_of(asked, each) for each in found]
    plans = list(dict.fromkeys(filter(None, (invited.cited(each, "plan") for each in courses))))
    body: list[Block] = []
    if found:
        basis = f"Thực hiện {join(plans)}" if plans else f"Căn cứ {forms.legal_basis}"
        body.append(
            Paragraph(
                f"{basis}, {forms.issuer} tổ chức {lower_first(title)} và triệu tập cán bộ chuyên trách công nghệ thông tin "
                "của các đơn vị tham dự, cụ thể như sau:"
            )
        )
        body.append(_programme_blocks(rows))
        until = sorted({day for each in courses if (day := as_date(each["answer_by"]))})
        if until:
            body.append(Paragraph(f"Thời hạn đăng ký: trước ngày {short_date(until[0])}."))
        body += prose(asked.words.get("request", _SUMMONS))
        body.append(Paragraph("Rất mong nhận được sự quan tâm, phối hợp của các đơn vị"))
    else:
        body.append(Paragraph(_NONE.format(period=asked.period.title)))
    made = Document(
        forms.letterhead, Numbering(forms.symbol, "", forms.number), Heading("", subject), to, tuple(body), forms.signature,
        copies=forms.copies, dated=forms.dated, year=asked.period.year, appendices=tuple(appendices),
    )  # fmt: skip
    return made, [_programme_sheet(subject, rows, "Triệu tập")]


def _summons_words(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("request", "Yêu cầu đối với đơn vị", _SUMMONS)]


# -- Danh sách ký nhận -----------------------------------------------------------------------------------------------

_SIGNED = ("Họ và tên", "Đơn vị", "Chữ ký")


def signing_rows(asked: Asked, event: Event) -> list[tuple[str, ...]]:
    """Give who is to sign: those who registered, and a line to fill in for each unit that named nobody."""
    session = asked.session
    name, value = ("meeting", event.id) if event.type == "meeting" else ("course", event.course or event.id)
    rows = [
        row
        for row in records.select(session.store.db, Query("training", where=((name, value),)))
        if concerns(row, event) and row["attendance"] != "absent"
    ]
    people = records.titles(session.store.db, TYPES["officer"], sorted({str(row["officer"]) for row in rows}))
    made: list[tuple[str, ...]] = []
    found = attendance(session, event.id)
    for answer in found.answers:
        if answer.state == "absent":
            continue
        mine = [row for row in rows if row["unit"] == answer.code]
        unit = found.names[answer.code]
        named = {
            str(row["officer"]): "" if row["attendance"] == "substitute" else people.get(str(row["officer"]), "")
            for row in mine
        }
        made += [
            (person, unit, "") for person in sorted(named.values(), key=lambda name: (not name, name_key(name)))
        ] or [("", unit, "")]
    return made


def _signing(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import (
        Column,
        Document,
        Heading,
        Numbering,
        PageBreak,
        Paragraph,
        Section,
        Signature,
    )  # fmt: skip
    from bgit_desktop.documents.reports.formalities import numbered_table
    from bgit_desktop.documents.sheet_model import plain_sheet

    forms, courses = _forms(asked), invited.events(asked, "course")
    body: list[Block] = []
    listed: list[tuple[str, ...]] = []
    columns = (Column("Họ và tên", width=56), Column("Đơn vị"), Column("Chữ ký", width=40))
    for course in courses:
        parts = course_sessions(asked.session, course.id)
        for event in [find_event(asked.session, str(part["id"])) for part in parts] or [course]:
            if body:
                body.append(PageBreak())
            record = invited.record_of(asked, event)
            time = invited.when(record) if event.type == "course_session" else invited.days(event)
            body.append(Section(2, "", event.title))
            told = "; ".join(filter(None, (f"Thời gian: {time}", f"địa điểm: {event.place}" if event.place else "")))
            body.append(Paragraph(f"{told}."))
            rows = signing_rows(asked, event)
            body.append(numbered_table(columns, rows, size=13))
            listed += [(event.title, *row) for row in rows]
    if not body:
        body.append(Paragraph(_NONE.format(period=asked.period.title) + "."))
    title = invited.heading_of(asked, courses, many="Tham dự tập huấn")
    made = Document(
        forms.letterhead, Numbering(""), Heading("Danh sách ký nhận", title), (), tuple(body),
        Signature("Người lập danh sách", note="(Ký, ghi rõ họ tên)"), copies=(), year=asked.period.year, end_mark=False,
    )  # fmt: skip
    return made, [plain_sheet("Ký nhận", ("Lớp, buổi", *_SIGNED), listed, title)]


# -- Kết quả tập huấn ------------------------------------------------------------------------------------------------

_RESULTS = ("Lớp", "Thời gian", "Đơn vị mời", "Đơn vị dự", "Đơn vị vắng", "Chưa trả lời", "Người dự", "Không được cử")


def _result(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Appendix, Bullet, Column, Paragraph
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import document, lower_first, numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    forms, found = _forms(asked), invited.events(asked, "course")
    counted = [attendance(asked.session, each.id) for each in found]
    rows = [
        (
            each.event.title, invited.days(each.event), str(len(each.answers)), str(each.count("present")),
            str(each.count("absent")), str(each.count("not_answered")), str(each.people),
            str(sum(one.not_sent for one in each.answers)),
        )
        for each in counted
    ]  # fmt: skip
    body: list[Block] = []
    appendices: list[Appendix] = []
    if rows:
        body.append(
            Paragraph(
                f"{forms.issuer} đã tổ chức {quantity(len(rows), 'lớp tập huấn')} với "
                f"{quantity(sum(each.people for each in counted), 'lượt người', none='00')} tham dự, kết quả như sau:"
            )
        )
        columns = [
            Column(title, "left" if at < 2 else "right", width)
            for at, (title, width) in enumerate(zip(_RESULTS, (None, 27, 15, 15, 15, 17, 15, 17), strict=True))
        ]
        body.append(numbered_table(columns, rows, size=11))
        for each in found:
            said = text(invited.record_of(asked, each), "result")
            if said:
                body.append(Bullet(f"{each.title}: {' '.join(said.split()).rstrip('.')}."))
        body += prose(asked.words.get("narrative", ""))
        body.append(Paragraph("Trên đây là kết quả tập huấn; danh sách đơn vị tham dự tại phụ lục kèm theo"))
        appendices = [
            Appendix(
                f"Tham dự {each.event.title}",
                (numbered_table(invited.attendance_columns(), invited.attendance_rows(each), size=11),),
            )
            for each in counted
        ]
    else:
        body.append(Paragraph(_NONE.format(period=asked.period.title)))
    title = invited.heading_of(asked, found, many="tập huấn, bồi dưỡng công nghệ thông tin")
    subject = f"Kết quả {lower_first(title)}"
    by_unit = [(each.event.title, *row) for each in counted for row in invited.attendance_rows(each)]
    sheets = [
        plain_sheet("Kết quả tập huấn", _RESULTS, rows, subject),
        plain_sheet("Theo đơn vị", ("Lớp", *invited.ATTENDANCE_HEADS), by_unit, subject),
    ]
    return document(forms, subject, body, appendices, year=asked.period.year), sheets


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


def _kind(name: str, label: Label, group: str = "form") -> ReportKind:
    return ReportKind(
        name, label, "QyD.9.2.c", group=group, province=True, over_all=True, about="course",  # type: ignore[arg-type]
    )  # fmt: skip


PAPERS = (
    Paper(
        _kind("course_plan", Label("Kế hoạch tập huấn (Điều 9.2.c)", "Training plan (Điều 9.2.c)")), _plan, _plan_words
    ),
    Paper(
        _kind("course_summons", Label("Công văn triệu tập tập huấn (Điều 9.2.c)", "Summons to a course (Điều 9.2.c)")),
        _summons,
        _summons_words,
    ),
    Paper(
        _kind("course_attendance", Label("Danh sách ký nhận tập huấn", "List to sign at a course"), "list"),
        _signing,
    ),
    Paper(
        _kind("course_result", Label("Kết quả tập huấn (Điều 9.2.c)", "Results of training (Điều 9.2.c)"), "report"),
        _result,
        _remarks,
    ),
)
