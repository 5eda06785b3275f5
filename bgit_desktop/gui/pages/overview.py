"""Tổng quan: four questions at a glance — what is due, what is missing, what is open, what the Sở has received.

The Sở's page answers its own: who has sent what, which packages wait for a decision, what is open over the province,
who meets Điều 4, who awaits an answer. Everything is asked off the window's thread; what was shown stays until the new
answer is there, so that nothing flickers.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.overview_parts import BlockCard, ChartCard, UnitTable
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.units_choice import chosen_units, units_choice
from bgit_desktop.services import overview
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.overview_model import Overview

CHART_SIZE = (860.0, 190.0)
"""The chart's view box; the widget scales it."""

NARROW = 640
"""Below so many pixels the blocks stand in one column."""


class OverviewPage(Page):
    """The first page of the window."""

    help_topic = "overview"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.shown: Overview | None = None
        self._asking = False
        self._stale = False
        self._warning = QFrame(self)
        self._warning.setObjectName("strip")
        self._warning_text = QLabel(self._warning)
        self._warning_text.setWordWrap(True)
        self._warning_icon = QLabel(self._warning)
        row = QHBoxLayout(self._warning)
        row.setContentsMargins(theme.GRID, theme.GRID // 2, theme.GRID, theme.GRID // 2)
        row.addWidget(self._warning_icon)
        row.addWidget(self._warning_text, 1)
        self._warning.hide()
        self.cards = [BlockCard(self._go_to, self) for _ in range(4)]
        self.chart = None if self.session.is_province else ChartCard(self)
        self.counted_by = units_choice(self, "now")
        self.counted_by.setVisible(self.session.is_province)
        self.units = UnitTable(self._open_unit, self) if self.session.is_province else None
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.GRID)
        self._columns = 0
        self._build()
        self.ask()

    def _build(self) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.GRID // 2, theme.GRID)
        column.setSpacing(theme.GRID)
        column.addWidget(self._warning)
        column.addLayout(self._grid)
        if self.chart is not None:
            column.addWidget(self.chart, 1)
        else:
            column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.GRID)
        if self.units is not None:
            whole.addWidget(self._unit_card(self.units), 5)
            whole.addWidget(scroll, 4)
        else:
            whole.addWidget(scroll, 1)
        self._arrange(self._wanted_columns())

    def _unit_card(self, table: UnitTable) -> QWidget:
        card = QFrame(self)
        card.setObjectName("card")
        heading = QLabel(tr("Tình hình gửi báo cáo của các đơn vị"), card)
        heading.setProperty("role", "heading")
        self.counted_by.currentIndexChanged.connect(lambda _at: self.ask())
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.counted_by)
        column = QVBoxLayout(card)
        column.setContentsMargins(*([theme.GRID] * 4))
        column.addLayout(head)
        column.addWidget(table, 1)
        table.setFrameShape(QFrame.Shape.NoFrame)
        return card

    def _wanted_columns(self) -> int:
        return 1 if self.session.is_province or self.width() < NARROW else 2

    def _arrange(self, columns: int) -> None:
        """Set the blocks in one or two columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the blocks in as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange(self._wanted_columns())

    def changeEvent(self, event: QEvent) -> None:
        """Draw the chart anew when the scheme changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.shown is not None:
            self.ask()

    # -- asking ------------------------------------------------------------------------------------------------------

    def refresh(self, types: frozenset[str]) -> None:
        """Ask anew: any change of records may concern this page."""
        del types
        self.ask()

    def ask(self) -> None:
        """Ask for what is shown; one question at a time, and once more where something changed meanwhile."""
        if self._asking:
            self._stale = True
            return
        self._asking = True
        counted_by = chosen_units(self.counted_by)
        self.workspace.operations.run(
            tr("Tổng quan"),
            lambda session, _progress: overview.overview(session, counted_by=counted_by),
            self._show,
            failed=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.workspace.messages.problem(str(error))

    def _show(self, found: Overview) -> None:
        self._asking = False
        self.shown = found
        for card, block in zip(self.cards, found.blocks, strict=True):
            card.show_block(block)
        self._warning.setVisible(bool(found.warning))
        self._warning_text.setText(found.warning)
        self._warning_icon.setPixmap(icons.pixmap("triangle-alert", theme.colours().warning))
        if self.units is not None:
            self.units.show_units(found)
        self.workspace.status_changed.emit()
        if self._stale:
            self._stale = False
            self.ask()
        elif self.chart is not None:
            self._ask_chart(found.year)

    def _ask_chart(self, year: int) -> None:
        dark = theme.is_dark()

        def work(session: Session, _progress: Progress) -> bytes | None:
            return overview.year_chart(session, year, *CHART_SIZE, dark=dark)

        chart = cast(ChartCard, self.chart)
        self.workspace.operations.run(tr("Vẽ biểu đồ"), work, lambda picture: chart.show_chart(year, picture))

    # -- going elsewhere ---------------------------------------------------------------------------------------------

    def _go_to(self, page: str, arguments: dict[str, object]) -> None:
        self.workspace.go_to(page, **arguments)

    def _open_unit(self, code: str) -> None:
        self.workspace.go_to("units", unit=code)

    def status_text(self) -> str:
        """Say in the status line how much waits."""
        if self.shown is None:
            return ""
        waiting = sum(block.total for block in self.shown.blocks if block.key in ("due", "missing", "open", "packages"))
        return tr("{count} việc cần xem", count=waiting) if waiting else tr("Không có việc nào chờ")
