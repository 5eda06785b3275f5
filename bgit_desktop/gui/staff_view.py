"""What the views of the Sở's tab Đánh giá share: their period, asking off the window's thread, dialogs that lead to an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from bgit_desktop.core.periods import Period
from bgit_desktop.core.verdicts.model import STATE_LABELS
from bgit_desktop.gui import theme
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.pages.compliance import SIGNS
from bgit_desktop.gui.record_papers import ask_about
from bgit_desktop.gui.sheet import Sheet
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.record_papers import papers_about

D = TypeVar("D", bound=Sheet)


def state_word(state: str) -> str:
    """Name an answer; "" for none."""
    label = {str(name): label for name, label in STATE_LABELS.items()}.get(state)
    return str(label) if label else ""


def sign_of(state: str) -> tuple[str, Tone]:
    """Give the icon and tone of an answer."""
    return next((sign for name, sign in SIGNS.items() if name == state), ("circle-minus", "quiet"))


def new_headers(table: QTableWidget, headers: Sequence[str]) -> None:
    """Give a table other columns; the headers are new ones, as numbers of other columns had theirs aside."""
    table.setColumnCount(len(headers))
    for at, text in enumerate(headers):
        table.setHorizontalHeaderItem(at, QTableWidgetItem(text))


class StaffView(QWidget):
    """A view of the tab.

    Args:
        page: the page it stands on.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.workspace = page.workspace
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, theme.GRID, 0, 0)
        self.column.setSpacing(theme.GRID)

    @property
    def today(self) -> QDate:
        """Today in Việt Nam."""
        day = self._page.session.today()
        return QDate(day.year, day.month, day.day)

    def row(self, *widgets: QWidget | None) -> QHBoxLayout:
        """Put widgets side by side; None is the room between those on the left and those on the right."""
        made = QHBoxLayout()
        made.setSpacing(theme.GRID // 2)
        for widget in widgets:
            if widget is None:
                made.addStretch(1)
            else:
                made.addWidget(widget)
        self.column.addLayout(made)
        return made

    def ask(self) -> None:
        """Read anew what is shown."""
        raise NotImplementedError

    def through(self, dialog: D, action: Callable[[D], object], said: str, *types: str) -> None:
        """Open a dialog and act on what was chosen; one sentence says that it was done, or why not."""

        def finished(result: int) -> None:
            if result:
                self.act(lambda: action(dialog), said, *types)
            dialog.deleteLater()

        dialog.finished.connect(finished)
        dialog.open()

    def act(self, action: Callable[[], object], said: str, *types: str) -> None:
        """Do something and say so."""
        if self.workspace.attempt(action):
            self.workspace.say_done(said)
            self.workspace.changed.emit(frozenset(types))

    def compose(self, kind: str, period: Period) -> None:
        """Open a paper in the composer."""
        self.workspace.go_to("reports", kind=kind, period=period.code)

    def print_about(self, kind: str, type_name: str, record: str, title: str) -> None:
        """Ask whether to open or save a paper about one record, then make it."""
        for paper in papers_about(self._page.session, type_name):
            if paper.kind == kind:
                ask_about(self._page, paper, record, title)
