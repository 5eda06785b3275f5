"""The compliance matrix: units × clauses of a period; each cell says why and opens the place where it is mended (Điều 11.1)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.compliance import MatrixCell
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, period_or_none, show_date
from bgit_desktop.core.verdicts.model import OPEN, OWNER_LABELS, RULE_LABELS, STATE_LABELS, State, Verdict
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.period_choice import PeriodChoice
from bgit_desktop.gui.ruling_dialog import RulingDialog
from bgit_desktop.services import rulings
from bgit_desktop.services.compliance import Compliance, compliance
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.verdict_places import place_of

SIGNS: dict[State, tuple[str, Tone]] = {
    "met": ("circle-check", "good"),
    "not_met": ("circle-x", "bad"),
    "missing": ("circle-help", "warning"),
    "review": ("eye", "warning"),
    "not_applicable": ("circle-minus", "quiet"),
}
SHOWN = 12
"""Verdicts of a cell that are explained at once; a department may have dozens of incidents under one clause."""


class CompliancePage(Page):
    """Units by clauses."""

    help_topic = "compliance"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.found: Compliance | None = None
        period = Period.half_year_of(self.session.today())
        self.choice = PeriodChoice(self, period, self.ask)
        self.told = QLabel(self)
        self.told.setProperty("role", "quiet")
        self.print_button = button(self, "printer", tr("&In ma trận…"), self.print_matrix)
        self.open_button = button(self, "external-link", tr("&Mở nơi bổ sung"), self.mend, primary=True)
        self.table = CalmTable(tr("Ma trận thực hiện Quy định"), (), self)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.currentCellChanged.connect(lambda *_: self._explain())
        self.table.opened.connect(lambda _row: self.mend())
        self.why = QTextBrowser(self)
        self.why.setAccessibleName(tr("Vì sao"))
        self.why.setOpenLinks(False)
        self.why.anchorClicked.connect(lambda url: self._follow(url.toString()))
        self._build()
        self.ask()

    def _build(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        tools.addWidget(self.choice)
        tools.addSpacing(theme.GRID)
        tools.addWidget(self.told, 1)
        tools.addWidget(self.open_button)
        tools.addWidget(self.print_button)
        legend = QHBoxLayout()
        legend.setSpacing(theme.GRID)
        for state, label in STATE_LABELS.items():
            sign = QLabel(self)
            sign.setPixmap(tone_icon(*SIGNS[state]).pixmap(16, 16))
            legend.addWidget(sign)
            legend.addWidget(quiet(self, str(label)))
        legend.addStretch(1)
        below = QWidget(self)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.why)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([430, 150] if self.session.is_province else [130, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, theme.GRID // 2)
        whole.setSpacing(theme.GRID)
        whole.addLayout(tools)
        whole.addLayout(legend)
        whole.addWidget(splitter, 1)

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def period(self) -> Period:
        """The period chosen."""
        return self.choice.period

    def ask(self) -> None:
        """Judge the period, off the window's thread."""
        period = self.period

        def work(session: Session, _progress: Progress) -> Compliance:
            return compliance(session, period)

        self.workspace.operations.run(tr("Ma trận thực hiện Quy định"), work, self._take)

    def _take(self, found: Compliance) -> None:
        if found.period != self.period:
            return  # another one was chosen meanwhile
        at = (self.table.currentRow(), self.table.currentColumn())
        self.found = found
        matrix = found.matrix
        self.told.setText(tr("Tính đến ngày {day}. Chọn một ô để xem lý do.", day=show_date(found.day)))
        self.table.blockSignals(True)
        self.table.setColumnCount(1 + len(matrix.clauses))
        headers = [tr("Đơn vị"), *(clause.partition(".")[2] for clause in matrix.clauses)]
        self.table.setHorizontalHeaderLabels(headers)
        labels = self.session.clause_labels()
        for column, clause in enumerate(matrix.clauses, start=1):
            item = self.table.horizontalHeaderItem(column)
            if item is not None:  # the points of Điều 6 have one column for all kinds of units
                named = labels.get(clause) or labels.get(clause.replace("QyD.6.", "QyD.6.2.")) or ""
                item.setToolTip(named)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.setRowCount(len(matrix.units))
        for row, unit in enumerate(matrix.units):
            self.table.put(row, 0, found.names[unit])
            for column, clause in enumerate(matrix.clauses, start=1):
                self._put(row, column, matrix.cells.get((unit, clause)))
        self.table.blockSignals(False)
        if matrix.units and matrix.clauses:
            self.table.setCurrentCell(max(at[0], 0), max(at[1], 1))
        self._explain()
        self.workspace.status_changed.emit()

    def _put(self, row: int, column: int, cell: MatrixCell | None) -> None:
        if cell is None:
            item = self.table.put(row, column, "")
            item.setToolTip(tr("Không xét"))
            return
        counted = f"{cell.met}/{cell.judged}" if cell.judged > 1 else ""
        item = self.table.put(row, column, counted or " ", tip=str(STATE_LABELS[cell.state]))
        item.setIcon(tone_icon(*SIGNS[cell.state]))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{STATE_LABELS[cell.state]} {counted}")

    def _cell(self) -> tuple[str, str, MatrixCell | None]:
        row, column = self.table.currentRow(), self.table.currentColumn() - 1
        if self.found is None or not 0 <= row < len(self.found.matrix.units):
            return "", "", None
        matrix = self.found.matrix
        if not 0 <= column < len(matrix.clauses):
            return matrix.units[row], "", None
        unit, clause = matrix.units[row], matrix.clauses[column]
        return unit, clause, matrix.cells.get((unit, clause))

    def _explain(self) -> None:
        unit, clause, cell = self._cell()
        self.open_button.setEnabled(self._place() is not None)
        if self.found is None or not unit:
            self.why.setHtml("")
            return
        named = f"{self.found.names[unit]} — {tr('Điều {clause}', clause=clause.partition('.')[2])}" if clause else ""
        if cell is None:
            self.why.setHtml(f"<p>{escape(named or self.found.names[unit])}</p>")
            return
        parts = [f"<p><b>{escape(named)}: {escape(str(STATE_LABELS[cell.state]))}</b></p>"]
        parts += [
            _told(
                at,
                each,
                may_open=place_of(self.session, each) is not None,
                may_rule=rulings.may_rule(self.session, each),
            )
            for at, each in enumerate(cell.verdicts[:SHOWN])
        ]
        if len(cell.verdicts) > SHOWN:
            parts.append(f"<p>{escape(tr('… và {count} kết quả nữa.', count=len(cell.verdicts) - SHOWN))}</p>")
        self.why.setHtml("".join(parts))

    def refresh(self, types: frozenset[str]) -> None:
        """Judge anew."""
        del types
        self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show a ``period``."""
        period = period_or_none(str(arguments.get("period") or ""))
        if period is not None:
            self.choice.set(period)

    def status_text(self) -> str:
        """Say how many cells are not met."""
        if self.found is None:
            return ""
        failed = sum(cell.state == "not_met" for cell in self.found.matrix.cells.values())
        return tr("{count} ô chưa đạt", count=failed)

    # -- doing -------------------------------------------------------------------------------------------------------

    def _place(self) -> tuple[str, dict[str, object]] | None:
        _unit, _clause, cell = self._cell()
        for each in cell.verdicts if cell else ():
            place = place_of(self.session, each)
            if place is not None and each.verdict in OPEN:
                return place
        return None

    def mend(self) -> None:
        """Open the place where the worst verdict of the cell is put right."""
        place = self._place()
        if place is not None:
            self.workspace.go_to(place[0], **place[1])

    def _follow(self, link: str) -> None:
        """Open the place of a verdict, or settle it."""
        action, _, at = link.partition(":")
        _unit, _clause, cell = self._cell()
        assert cell is not None  # links are shown for a cell
        verdict = cell.verdicts[int(at)]
        if action == "rule":
            RulingDialog(self.workspace, verdict, self).open()
            return
        place = place_of(self.session, verdict)
        assert place is not None  # the link is shown where there is a place
        self.workspace.go_to(place[0], **place[1])

    def print_matrix(self) -> None:
        """Compose the printed matrix."""
        self.workspace.go_to("reports", kind="compliance_matrix", period=self.period.code)


def _told(at: int, verdict: Verdict, *, may_open: bool, may_rule: bool) -> str:
    """Explain a verdict in a paragraph, with links to the place where it is mended and to settle it."""
    owner = f" · {OWNER_LABELS[verdict.owner]}" if verdict.owner else ""
    rule = f", {RULE_LABELS[verdict.rule]}" if verdict.rule else ""
    head = f"{escape(verdict.name + rule)}: <b>{escape(str(STATE_LABELS[verdict.verdict]))}</b>{escape(owner)}"
    told = " ".join(escape(each) for each in verdict.reasons)
    missing = f" <i>{escape(tr('Còn thiếu: {what}.', what='; '.join(verdict.missing)))}</i>" if verdict.missing else ""
    link = ""
    if may_open:
        link = f' <a href="open:{at}">{escape(tr("Mở"))}</a>'
    if may_rule:
        link += f' &nbsp; <a href="rule:{at}">{escape(tr("Kết luận…"))}</a>'
    return f"<p>{head}<br>{told}{missing}{link}</p>"
