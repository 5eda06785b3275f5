"""Papers about units: whom the regulation binds on a day (Điều 1–2), and a unit's dedicated IT unit (Điều 3.2)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import name_key
from bgit_desktop.core.verdicts.scope import service_scope
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_data import Row, cite_document
from bgit_desktop.services.report_letterhead import formalities
from bgit_desktop.services.report_model import ReportKind
from bgit_desktop.services.report_rows import choice, text
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Block, Document, GroupRow
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.xlsx_write import Sheet

_KINDS = ("department", "agency", "city", "town", "district")


def _day(asked: Asked) -> date:
    """Give the day the paper is about: the period's last, or today while it runs."""
    return max(asked.period.start, min(asked.period.end, asked.session.today()))


def _form(forms: Formalities, kind: str, subject: str, body: list[Block], year: int) -> Document:
    """Make a list or form: it goes along with a document and bears no number of its own."""
    from bgit_desktop.documents.nd30.model import Document, Heading, Numbering
    from bgit_desktop.documents.reports.formalities import numbered_captions

    return Document(
        forms.letterhead, Numbering(""), Heading(kind, subject), (), numbered_captions(body), forms.signature,
        copies=(), year=year, end_mark=False,
    )  # fmt: skip


# -- Danh sách đơn vị thuộc phạm vi áp dụng --------------------------------------------------------------------------


def _applicable(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, GroupRow, Paragraph, Section
    from bgit_desktop.documents.nd30.wording import quantity, short_date, table_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, day = asked.session, _day(asked)
    catalogue = session.catalogue()
    forms = formalities(session, session.unit, day)
    bound = catalogue.bound_on(day)
    body: list[Block] = [
        Paragraph(
            f"Căn cứ {forms.legal_basis}, đến ngày {short_date(day)} có "
            f"{quantity(len(bound), 'đơn vị', none='00')} thuộc phạm vi áp dụng{_by_kind(bound)}."
        )
    ]
    rows: list[tuple[str, ...] | GroupRow] = []
    plain: list[tuple[str, ...]] = []
    for kind in _KINDS:
        of_kind = [unit for unit in bound if unit.kind == kind]
        if of_kind:
            rows.append(GroupRow(choice("unit", "kind", kind)))
        for unit in of_kind:
            hosts = ", ".join(host.name for host in catalogue.it_hosts_of(unit, day))
            cells = (unit.code, unit.name, hosts or "—", table_date(unit.valid_from), unit.document)
            rows.append(cells)
            plain.append((*cells[:2], choice("unit", "kind", kind), *cells[2:]))
    if rows:
        body.append(
            numbered_table(
                (
                    Column("Mã", width=24), Column("Tên đơn vị"), Column("Nơi bố trí (Điều 5)", width=32),
                    Column("Từ ngày", "center", 22), Column("Căn cứ", width=41),
                ),
                rows,
                caption=f"Các đơn vị thuộc phạm vi áp dụng đến ngày {short_date(day)}",
                size=11,
            )
        )  # fmt: skip
    body.append(Section(1, "", f"THAY ĐỔI ĐƠN VỊ {asked.period.title.upper()}"))
    changes = _changes(catalogue, asked.period.start, day)
    if changes:
        columns = (
            Column("Ngày", "center", 22), Column("Đơn vị", width=42), Column("Thay đổi"), Column("Căn cứ", width=42),
        )  # fmt: skip
        table = [(table_date(on), name, what, basis) for on, name, what, basis in changes]
        body.append(numbered_table(columns, table, caption="Thay đổi đơn vị trong kỳ", size=11))
    else:
        body.append(Paragraph("Trong kỳ không có thay đổi đơn vị."))
    body += prose(asked.words.get("narrative", ""))
    title = f"Đơn vị thuộc phạm vi áp dụng đến ngày {short_date(day)}"
    made = _form(forms, "Danh sách", title, body, day.year)
    sheets = [
        plain_sheet("Đơn vị", ("Mã", "Tên đơn vị", "Loại", "Nơi bố trí (Điều 5)", "Từ ngày", "Căn cứ"), plain, title),
        plain_sheet(
            "Thay đổi",
            ("Ngày", "Đơn vị", "Thay đổi", "Căn cứ"),
            [(table_date(on), *rest) for on, *rest in changes],
            f"Thay đổi đơn vị {asked.period.title}",
        ),
    ]
    return made, sheets


def _by_kind(bound: list[Unit]) -> str:
    """Count the units by kind: ", gồm 18 sở, ngành, 02 …"."""
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import join, lower_first

    counts = Counter(unit.kind for unit in bound)
    told = [quantity(counts[kind], lower_first(choice("unit", "kind", kind))) for kind in _KINDS if counts[kind]]  # type: ignore[index]
    return f", gồm {join(told)}" if told else ""


def _changes(catalogue: Catalogue, start: date, end: date) -> list[tuple[date, str, str, str]]:
    """Give what became of units in a window: day, unit, what, legal basis; by day and code."""
    found: list[tuple[date, str, str, str, str]] = []
    for unit in catalogue:
        if unit.is_division or not unit.in_scope:
            continue
        before = [row for each in unit.predecessors if (row := catalogue.by_id(each)) is not None]
        if unit.valid_from is not None and start <= unit.valid_from <= end:
            old = next((row for row in before if row.code == unit.code), None)
            origin = ", ".join(row.label for row in before if row.code != unit.code)
            if old is not None:
                what = f"Đổi từ {old.name}" if old.name != unit.name else "Đổi loại hoặc cơ quan cấp trên"
            else:
                what = f"Lập mới, từ {origin}" if origin else "Lập mới"
            found.append((unit.valid_from, unit.code, unit.name, what, unit.document))
        if unit.valid_to is not None and start <= unit.valid_to + timedelta(days=1) <= end:
            day = unit.valid_to + timedelta(days=1)
            now = catalogue.by_code(unit.code, day)
            if now is not None and now.stands_on(day):
                continue  # the row that goes on under the same code tells of it
            heirs = ", ".join(row.label for row in catalogue.successors_on(unit, day))
            what = f"Kết thúc; kế thừa: {heirs}" if heirs else "Kết thúc, không có đơn vị kế thừa"
            found.append((day, unit.code, unit.name, what, unit.document.rpartition("; ")[2]))
    return [(on, name, what, basis) for on, _, name, what, basis in sorted(found)]


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Ghi chú")]


# -- Phiếu đơn vị chuyên trách ---------------------------------------------------------------------------------------


def _profile(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph, Section
    from bgit_desktop.documents.nd30.wording import short_date, table_date
    from bgit_desktop.documents.reports.formalities import numbered_table, prose
    from bgit_desktop.documents.sheet_model import plain_sheet

    session, day = asked.session, _day(asked)
    code = asked.unit or session.unit
    catalogue = session.catalogue()
    if asked.record:
        shown = [records.get(session.store.db, TYPES["dedicated_unit"], asked.record)]
        code = str(shown[0]["unit"])
    else:
        rows = records.select(session.store.db, Query("dedicated_unit", where=(("unit", code),), sort="name"))
        shown = [row for row in rows if _stands(row, day)]
    forms = formalities(session, code, day)
    unit = catalogue.by_code(code, day)
    body: list[Block] = [Section(1, "I", "CƠ QUAN"), *_about(catalogue, unit, code, day)]
    body.append(Section(1, "II", "PHÒNG, TRUNG TÂM CHUYÊN TRÁCH CÔNG NGHỆ THÔNG TIN (KHOẢN 2 ĐIỀU 3)"))
    cells = [
        (
            text(row, "name"), choice("dedicated_unit", "kind", row["kind"]), text(row, "head"),
            str(row["headcount"]) if row["headcount"] is not None else "", _paper(asked, row),
            table_date(as_date(row["start_date"])),
        )
        for row in shown
    ]  # fmt: skip
    if cells:
        columns = (
            Column("Tên"), Column("Loại", width=19), Column("Người đứng đầu", width=30), Column("Số người", "right", 15),
            Column("Văn bản giao nhiệm vụ", width=34), Column("Từ ngày", "center", 22),
        )  # fmt: skip
        body.append(numbered_table(columns, cells, size=11))
    else:
        body.append(Paragraph(f"Đến ngày {short_date(day)} chưa ghi Phòng hoặc Trung tâm chuyên trách nào."))
    staff = _staff(asked, code, day)
    body.append(Section(1, "III", "CÁN BỘ CHUYÊN TRÁCH"))
    if staff:
        heads = (Column("Họ và tên"), Column("Nơi làm việc", width=50), Column("Vai trò", width=46))
        body.append(numbered_table(heads, staff, size=11))
    else:
        body.append(Paragraph(f"Đến ngày {short_date(day)} không có cán bộ chuyên trách nào đang công tác."))
    body += prose(asked.words.get("narrative", ""))
    title = f"Đơn vị chuyên trách công nghệ thông tin đến ngày {short_date(day)}"
    made = _form(forms, "Phiếu", title, body, day.year)
    headers = ("Tên", "Loại", "Người đứng đầu", "Số người", "Văn bản giao nhiệm vụ", "Từ ngày")
    return made, [
        plain_sheet("Đơn vị chuyên trách", headers, cells, title),
        plain_sheet("Cán bộ", ("Họ và tên", "Nơi làm việc", "Vai trò"), staff, title),
    ]


def _stands(row: Row, day: date) -> bool:
    start, end = as_date(row["start_date"]), as_date(row["end_date"])
    return (start is None or start <= day) and (end is None or day <= end)


def _about(catalogue: Catalogue, unit: Unit | None, code: str, day: date) -> list[Block]:
    """Say which office it is, since when, by what document, and where Điều 5 places its officers."""
    from bgit_desktop.documents.nd30.model import Bullet
    from bgit_desktop.documents.nd30.wording import short_date

    if unit is None:
        return [Bullet(f"Mã đơn vị: {code}")]
    lines = [
        f"Tên cơ quan: {unit.name} (mã {unit.code})",
        f"Loại: {choice('unit', 'kind', unit.kind)}"
        + ("" if unit.in_scope else "; không thuộc phạm vi áp dụng của Quy định"),
    ]
    if unit.valid_from is not None:
        basis = f", theo {unit.document}" if unit.document else ""
        lines.append(f"Từ ngày {short_date(unit.valid_from)}{basis}")
    origin = [row.name for each in unit.predecessors if (row := catalogue.by_id(each)) is not None]
    if origin:
        lines.append(f"Tiền thân: {', '.join(origin)}")
    if unit.valid_to is not None and unit.valid_to < day:
        heirs = ", ".join(row.name for row in catalogue.successors_on(unit, day))
        lines.append(f"Kết thúc ngày {short_date(unit.valid_to)}" + (f"; kế thừa: {heirs}" if heirs else ""))
    hosts = ", ".join(host.name for host in catalogue.it_hosts_of(unit, day))
    lines.append(f"Nơi bố trí cán bộ chuyên trách (Điều 5): {hosts or 'chưa ghi trong danh mục'}")
    return [Bullet(line) for line in lines]


def _paper(asked: Asked, row: Row) -> str:
    found = records.select(asked.session.store.db, Query("document", where=(("id", row["document"]),)))
    return cite_document(found[0]) if row["document"] and found else ""


def _staff(asked: Asked, code: str, day: date) -> list[tuple[str, str, str]]:
    """Give a unit's officers in service on a day, by tên, họ, đệm."""
    rows = records.select(asked.session.store.db, Query("officer", where=(("unit", code),)))
    serving = [row for row in rows if not service_scope(row, day)]
    serving.sort(key=lambda row: (name_key(text(row, "full_name")), str(row["id"])))
    return [
        (text(row, "full_name"), text(row, "department"), choice("officer", "role", row["role"])) for row in serving
    ]


PAPERS = (
    Paper(
        ReportKind(
            "applicable_units",
            Label("Danh sách đơn vị thuộc phạm vi áp dụng (Điều 1–2)", "Units bound by the regulation (Điều 1–2)"),
            "QyD.2",
            group="list",
            province=True,
            over_all=True,
        ),
        _applicable,
        _remarks,
    ),
    Paper(
        ReportKind(
            "unit_profile",
            Label("Phiếu đơn vị chuyên trách CNTT (Điều 3.2)", "Sheet of a dedicated IT unit (Điều 3.2)"),
            "QyD.3.2",
            group="form",
            about="dedicated_unit",
        ),
        _profile,
        _remarks,
    ),
)
