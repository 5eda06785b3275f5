"""A unit's own results (Điều 9.2.d): what the Sở made final about the unit and its officers; to be read only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout

from bgit_desktop.core.evaluation import read_points
from bgit_desktop.core.fields import MASK, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.evaluation_view import number
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.services import evaluation, restricted
from bgit_desktop.services.evaluation import RATING_LABELS
from bgit_desktop.services.reports import period_label
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


class OwnEvaluationPage(Page):
    """The unit's own results."""

    help_topic = "evaluation"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.rows: list[dict[str, Value]] = []
        self.told = quiet(self)
        self.reveal_button = button(self, "eye", tr("&Xem điểm cán bộ"), self.reveal)
        self.reveal_button.setToolTip(
            tr("Điểm, xếp loại cán bộ là giá trị hạn chế; việc xem được ghi vào nhật ký kiểm tra.")
        )
        headers = [tr("Kỳ"), tr("Đối tượng"), tr("Tổng"), tr("Xếp loại"), tr("Ngày chốt"), tr("Văn bản"), tr("Sử dụng")]
        self.table = CalmTable(tr("Kết quả đánh giá"), headers, self)
        self.table.itemSelectionChanged.connect(self._explain)
        self.points = CalmTable(
            tr("Điểm theo tiêu chí"), [tr("Mã"), tr("Tiêu chí"), tr("Điểm"), tr("Cách tính, lý do")], self
        )
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.reveal_button)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.points)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addLayout(row)
        column.addWidget(split, 1)
        self._show(evaluation.own_results(self.session))

    def refresh(self, types: frozenset[str]) -> None:
        """Read the results anew."""
        if not types or types & {"evaluation", "criterion"}:
            self._show(evaluation.own_results(self.session))

    def reveal(self) -> None:
        """Open what was sent along about officers; the audit notes it."""
        self._show([restricted.revealed(self.session, "evaluation", row) for row in self.rows])
        if any(row["points"] == MASK for row in self.rows):
            self.workspace.messages.note(
                tr("Sở chưa gửi kèm điểm của một số cán bộ; hãy đề nghị Sở gửi trong gói trả lời.")
            )

    def _show(self, rows: list[dict[str, Value]]) -> None:
        self.rows = rows
        people = [str(row["subject"]) for row in rows if row["subject"] not in (None, MASK)]
        names = records.titles(self.session.store.db, TYPES["officer"], people)
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            day = as_date(row["decided_on"])
            who = tr("Đơn vị")
            if row["subject_type"] == "officer":
                who = names.get(str(row["subject"]), tr("Cán bộ (chưa xem)"))
            rating = str(row["rating"] or "")
            shown = MASK if rating == MASK else str(RATING_LABELS.get(rating, ""))
            cells = (
                period_label(str(row["period"])), who, str(row["total"] or "").replace(".", ","), shown,
                show_date(day) if day else "", str(row["document"] or ""), str(row["use"] or ""),
            )  # fmt: skip
            for column, text in enumerate(cells):
                self.table.put(at, column, text)
        if rows:
            self.table.selectRow(max(0, self.table.currentRow()))
        self.told.setText(
            tr("Kết quả Sở đã chốt về đơn vị và cán bộ của đơn vị (Điều 9.2.d).")
            if rows
            else tr("Chưa nhận được kết quả đánh giá nào; kết quả Sở chốt sẽ đến trong gói trả lời.")
        )
        self.reveal_button.setEnabled(any(row["points"] == MASK for row in rows))
        self._explain()

    def _explain(self) -> None:
        at = self.table.currentRow()
        row = self.rows[at] if 0 <= at < len(self.rows) else None
        kept = read_points(str(row["points"])) if row is not None and row["points"] not in (None, MASK) else {}
        where = (("version", row["version"] if row else None),)
        labels = {
            str(each["code"]): str(each["label"])
            for each in records.select(self.session.store.db, Query("criterion", where=where))
        }
        self.points.setRowCount(len(kept))
        for line, (code, each) in enumerate(kept.items()):
            self.points.put(line, 0, code)
            self.points.put(line, 1, labels.get(code, ""))
            self.points.put(line, 2, number(each.points), right=True)
            self.points.put(line, 3, each.said)

    def status_text(self) -> str:
        """Say how many results there are."""
        return tr("{count} kết quả", count=len(self.rows)) if self.rows else ""
