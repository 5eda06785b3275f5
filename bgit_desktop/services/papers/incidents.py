"""The half-year table of incidents (Điều 7.2): rows and columns of TT 20/2017/TT-BTTTT, Mẫu 05, and groups A to C."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bgit_desktop.core import statistics
from bgit_desktop.core.i18n import Label
from bgit_desktop.services.papers.model import Asked, Offered, Paper
from bgit_desktop.services.report_data import Gathered, Row, gather
from bgit_desktop.services.report_letterhead import formalities, short_name
from bgit_desktop.services.report_model import Figure, ReportKind
from bgit_desktop.services.report_rows import choice, text

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Block, Document
    from bgit_desktop.documents.sheet_model import Sheet

_HEADERS: Final = (
    "Loại sự cố",
    "Số lượng",
    "Tự xử lý",
    "Có hỗ trợ của tổ chức khác",
    "Có hỗ trợ của nước ngoài",
    "Đề nghị hỗ trợ",
    "Có thiệt hại",
)
_HANDLED: Final = ("self", "helped", "foreign")
_NAMES: Final = {"A": "Máy chủ", "B": "Thiết bị kết nối mạng WAN", "C": "Đường truyền"}


@dataclass(frozen=True)
class _Line:
    """A row of the table: a category and the incidents of it."""

    label: str
    rows: list[Row]

    @property
    def cells(self) -> tuple[str, ...]:
        by = [text(row, "handled_by") for row in self.rows]
        asked = sum(bool(text(row, "request").strip()) for row in self.rows)
        hurt = sum(bool(text(row, "damage").strip()) for row in self.rows)
        return (self.label, str(len(self.rows)), *(str(by.count(each)) for each in _HANDLED), str(asked), str(hurt))


def _gathered(asked: Asked) -> Gathered:
    return gather(asked.session, asked.period, asked.unit or None, people=False, counted_by=asked.counted_by)


def _lines(asked: Asked, found: Gathered) -> tuple[list[_Line], list[_Line]]:
    """Give the rows of group D, one for each kind of attack the code table has, then those of groups A to C."""
    of: dict[str, list[Row]] = {}
    for row in found.incidents:
        of.setdefault(text(row, "category"), []).append(row)
    codes = [(str(row["code"]), str(row["label"])) for row in asked.session.codes("incident_category")]
    known = {code for code, _ in codes}
    attacks = [_Line(label, of.get(code, [])) for code, label in codes if code.startswith("D")]
    attacks += [_Line(code, rows) for code, rows in sorted(of.items()) if code.startswith("D") and code not in known]
    technical = [
        _Line(name, [row for row in found.incidents if text(row, "category").startswith(letter)])
        for letter, name in _NAMES.items()
    ]
    return attacks, technical


def _total(lines: list[_Line]) -> tuple[str, ...]:
    return _Line("Tổng cộng", [row for line in lines for row in line.rows]).cells


def _half_year(asked: Asked) -> tuple[Document, list[Sheet]]:
    from bgit_desktop.documents.nd30.model import Column, Paragraph, Section
    from bgit_desktop.documents.nd30.wording import quantity
    from bgit_desktop.documents.reports.formalities import document, numbered_table, prose, window_text
    from bgit_desktop.documents.sheet_model import plain_sheet

    found, name = _gathered(asked), asked.period.title
    unit = asked.unit or asked.session.unit
    forms = formalities(asked.session, unit, found.roster_day, guided_by=found.guide.document, document=asked.document)
    attacks, technical = _lines(asked, found)
    both = [*attacks, *technical]
    count = sum(len(line.rows) for line in both)
    span = window_text(found.window.start, found.window.end)
    body: list[Block] = []
    if count:
        secure = sum(len(line.rows) for line in attacks)
        body.append(
            Paragraph(
                f"Trong {name} ({span}), {forms.issuer} tổng hợp {quantity(count, 'sự cố')}: "
                f"{quantity(secure, none='00')} mất an toàn, an ninh thông tin, "
                f"{quantity(count - secure, none='00')} máy chủ, thiết bị WAN, đường truyền."
            )
        )
        widths = (None, 15, 13, 21, 19, 17, 15)
        columns = [
            Column(title, "left" if at == 0 else "right", width)
            for at, (title, width) in enumerate(zip(_HEADERS, widths, strict=True))
        ]
        parts = (
            ("I", "SỰ CỐ MẤT AN TOÀN, AN NINH THÔNG TIN (NHÓM D)", attacks, "theo các loại của Mẫu 05"),
            ("II", "SỰ CỐ KỸ THUẬT (NHÓM A, B, C)", technical, "theo nhóm"),
        )
        for numeral, title, lines, how in parts:
            table = numbered_table(
                columns, [line.cells for line in lines], caption=f"Số sự cố {how}", total=_total(lines), size=11
            )
            body += [Section(1, numeral, title), table]
        body += [Section(1, "III", "THIỆT HẠI VÀ ĐỀ NGHỊ HỖ TRỢ"), *_told(asked, found)]
    else:
        body.append(Paragraph(f"Trong {name} ({span}) không phát sinh sự cố nào thuộc các nhóm A, B, C, D."))
    body += prose(asked.words.get("narrative", ""))
    body.append(Paragraph("Trên đây là tổng hợp sự cố công nghệ thông tin trong kỳ"))
    subject = f"Tổng hợp sự cố công nghệ thông tin theo Mẫu 05, {name}"
    made = document(forms, subject, body, year=found.window.end.year)
    rows = [line.cells for line in both]
    return made, [plain_sheet("Mẫu 05", _HEADERS, [*rows, _total(both)], subject, f"{forms.issuer}, số liệu {span}")]


def _told(asked: Asked, found: Gathered) -> list[Block]:
    """Name the incidents that did damage, or for which help is asked, with what was noted."""
    from bgit_desktop.documents.nd30.model import Bullet, Paragraph
    from bgit_desktop.documents.nd30.wording import table_time

    blocks: list[Block] = []
    for row in found.incidents:
        if text(row, "category").startswith("X"):
            continue
        noted = [
            f"{label}: {text(row, field).strip().rstrip('.')}"
            for field, label in (("damage", "thiệt hại"), ("request", "đề nghị"))
            if text(row, field).strip()
        ]
        if noted:
            at = statistics.moment(row["detected_at"])
            whose = "" if asked.unit else short_name(asked.session.catalogue(), str(row["unit"]), found.roster_day)
            head = ", ".join(filter(None, (whose, text(row, "title"), table_time(at) if at else "")))
            handled = choice("incident", "handled_by", row["handled_by"]).lower()
            blocks.append(Bullet(f"{head} - {'; '.join(filter(None, (*noted, handled)))}."))
    return blocks or [Paragraph("Không có thiệt hại, đề nghị nào được ghi.")]


def _figures(asked: Asked) -> list[Figure]:
    from bgit_desktop.core.i18n import tr

    found = _gathered(asked)
    before = gather(asked.session, asked.period.previous, asked.unit or None, people=False, counted_by=asked.counted_by)

    def among(rows: list[Row], letters: str) -> list[Row]:
        return [row for row in rows if text(row, "category")[:1] in tuple(letters)]

    def handled(rows: list[Row], how: str) -> list[Row]:
        return [row for row in among(rows, "ABCD") if text(row, "handled_by") == how]

    figures = [
        Figure.counting(
            f"incidents.{key}",
            label,
            "incident",
            among(found.incidents, letters),
            len(among(before.incidents, letters)),
        )
        for key, label, letters in (
            ("security", tr("Mất an toàn, an ninh (nhóm D)"), "D"),
            ("technical", tr("Máy chủ, thiết bị WAN, đường truyền"), "ABC"),
        )
    ]
    return figures + [
        Figure.counting(
            f"incidents.{how}", label, "incident", handled(found.incidents, how), len(handled(before.incidents, how))
        )
        for how, label in (
            ("self", tr("Tự xử lý")),
            ("helped", tr("Có hỗ trợ của tổ chức khác")),
            ("foreign", tr("Có hỗ trợ của nước ngoài")),
        )
    ]


def _remarks(asked: Asked) -> list[Offered]:
    del asked
    return [Offered("narrative", "Nhận xét, kiến nghị")]


PAPERS = (
    Paper(
        ReportKind(
            "incident_half_year",
            Label("Tổng hợp sự cố theo Mẫu 05 (Điều 7.2)", "Table of incidents, form 05 (Điều 7.2)"),
            "QyD.7.2",
            group="list",
            over_all=True,
        ),
        _half_year,
        _remarks,
        _figures,
    ),
)
