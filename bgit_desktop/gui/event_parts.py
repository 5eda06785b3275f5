"""What the pages Giao ban and Đào tạo của Sở share: who answered an invitation, and the papers about one event."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, as_date
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.list_output import ask_target, open_file
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import quiet
from bgit_desktop.gui.page import Page
from bgit_desktop.services import reports
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.courses import Attendance, reasons_text
from bgit_desktop.services.overview_model import Tone

STATES: dict[str, tuple[str, Tone]] = {
    "present": ("circle-check", "good"),
    "absent": ("circle-x", "warning"),
    "not_answered": ("circle-help", "quiet"),
}


def state_word(state: str) -> str:
    """Say how a unit answered."""
    return {"present": tr("Dự"), "absent": tr("Vắng")}.get(state, tr("Chưa trả lời"))


class AttendanceTable(QWidget):
    """Who of the units invited comes or came, with the sums above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: QLabel = quiet(self)
        headers = [tr("Đơn vị"), tr("Trả lời"), tr("Số người dự"), tr("Lý do vắng")]
        self.table = CalmTable(tr("Thành phần, tham dự"), headers, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.GRID // 2, 0, 0)
        column.setSpacing(theme.GRID // 2)
        column.addWidget(self.figures)
        column.addWidget(self.table, 1)

    def show_attendance(self, found: Attendance | None) -> None:
        """Show the answers; None for none chosen."""
        answers = found.answers if found else ()
        self.table.setRowCount(len(answers))
        for row, each in enumerate(answers):
            assert found is not None  # it has answers
            self.table.put(row, 0, found.names[each.code])
            self.table.put(row, 1, state_word(each.state)).setIcon(tone_icon(*STATES[each.state]))
            people = each.present + each.substitutes
            self.table.put(row, 2, str(people) if people else "", right=True)
            self.table.put(row, 3, reasons_text(each))
        self.figures.setText(
            tr(
                "Mời {invited} đơn vị: dự {present}, vắng {absent}, chưa trả lời {open}.",
                invited=len(answers), present=found.count("present"), absent=found.count("absent"),
                open=found.count("not_answered"),
            )
            if found
            else ""
        )  # fmt: skip


def period_of(day: object, session: Session) -> str:
    """Give the half-year of a day, today's where there is none."""
    return Period.half_year_of(as_date(day) or session.today()).code


def print_about(page: Page, kind: str, record: str, period: str) -> None:
    """Make a paper about one record, open it for a look and print, and offer to save it for Word.

    Args:
        page: the page.
        kind: the kind of paper.
        record: the record.
        period: its period, whose saved words are used.
    """
    out = Path(tempfile.mkdtemp(prefix="bgit-")) / f"{kind.replace('_', '-')}-{period.lower()}.pdf"

    def work(session: Session, progress: Progress) -> Path:
        return reports.render(session, kind, period, None, out, record=record, progress=progress)

    def save() -> None:
        target = ask_target(
            page.workspace, page, tr("Lưu văn bản"), out.with_suffix(".docx").name, tr("Văn bản Word (*.docx)")
        )
        if target is not None:
            page.workspace.operations.run(
                tr("Trình bày văn bản"),
                lambda session, progress: reports.render(
                    session, kind, period, None, target, record=record, progress=progress
                ),
                lambda path: page.workspace.messages.done(
                    tr("Đã ghi {name}", name=path.name), (tr("Mở tệp"), lambda: open_file(path))
                ),
            )

    def then(path: Path) -> None:
        open_file(path)
        page.workspace.messages.done(
            tr("Đã lập {name}; tệp PDF được mở để xem và in.", name=reports.kind_of(page.session, kind).label),
            (tr("Lưu Word…"), save),
        )

    page.workspace.operations.run(tr("Trình bày văn bản"), work, then)
