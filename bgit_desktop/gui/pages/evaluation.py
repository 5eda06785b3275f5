"""The Sở's tab Đánh giá: evaluation, reviews of the staff, awards and emulation, the workforce need."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import period_or_none
from bgit_desktop.gui import awards_view, evaluation_view, review_view, theme, workforce_view
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.staff_view import StaffView


class EvaluationPage(Page):
    """The tab Đánh giá."""

    help_topic = "evaluation"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.evaluation = evaluation_view.EvaluationView(self)
        self.review = review_view.ReviewView(self)
        self.awards = awards_view.AwardsView(self)
        self.workforce = workforce_view.WorkforceView(self)
        self._views: dict[str, tuple[StaffView, frozenset[str]]] = {
            "evaluation": (self.evaluation, evaluation_view.TYPES_SHOWN),
            "review": (self.review, review_view.TYPES_SHOWN),
            "awards": (self.awards, awards_view.TYPES_SHOWN),
            "workforce": (self.workforce, workforce_view.TYPES_SHOWN),
        }
        self._stale = set(self._views)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        titles = (tr("Đánh giá"), tr("Rà soát đội ngũ"), tr("Khen thưởng, thi đua"), tr("Nhu cầu đội ngũ"))
        for (view, _types), title in zip(self._views.values(), titles, strict=True):
            self.tabs.addTab(view, title)
        self.tabs.currentChanged.connect(lambda _at: self._ask())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.addWidget(self.tabs)
        self._ask()

    @property
    def _shown(self) -> str:
        return list(self._views)[self.tabs.currentIndex()]

    def _ask(self) -> None:
        name = self._shown
        if name in self._stale:
            self._stale.discard(name)
            self._views[name][0].ask()
        self.workspace.status_changed.emit()

    def refresh(self, types: frozenset[str]) -> None:
        """Read anew what is shown; the other views when they are next shown."""
        self._stale |= {name for name, (_view, shown) in self._views.items() if not types or types & shown}
        self._ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show a ``view`` (evaluation, review, awards, workforce), a ``part`` of the last, a ``period``."""
        name = str(arguments.get("view") or "")
        if name in self._views:
            self.tabs.setCurrentIndex(list(self._views).index(name))
        if arguments.get("part"):
            self.workforce.show_part(str(arguments["part"]))
        period = period_or_none(str(arguments.get("period") or ""))
        if period is not None:
            self.evaluation.choice.set(period)
            self.awards.choice.set(period)

    def status_text(self) -> str:
        """Say how many results are final."""
        rows = self.evaluation.rows if self._shown == "evaluation" else []
        final = sum(each.status == "final" for each in rows)
        return tr("đã chốt {final}/{count} kết quả", final=final, count=len(rows)) if rows else ""
