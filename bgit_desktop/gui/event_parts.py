"""What the pages Giao ban and Đào tạo của Sở share: a list of events, who answered, the papers about one event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QSplitter, QTabWidget, QVBoxLayout, QWidget

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.gui import theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import quiet
from bgit_desktop.gui.page import Page, Workspace
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


class EventPage(Page):
    """A page with a list of events at the left and what belongs to the one chosen at the right.

    Args:
        workspace: what the pages share.
        type_name: record type of the events.
        headers: of the list.

    Attributes:
        rows: the events, as the list shows them.
        table: the list.
        tabs: what belongs to the one chosen.
    """

    shows: frozenset[str] = frozenset()
    """Record types that the page shows something of."""

    def __init__(self, workspace: Workspace, type_name: str, headers: Sequence[str]) -> None:
        super().__init__(workspace)
        self.rows: list[dict[str, Value]] = []
        self._type = type_name
        self._wanted = ""
        self.table = CalmTable(str(TYPES[type_name].plural), headers, self)
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.opened.connect(lambda _row: self.edit())
        self.empty = quiet(self)
        self.tabs = QTabWidget(self)

    def _build(self, *tools: QLayout | QWidget) -> None:
        """Put the tools over the list and its tabs."""
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.tabs)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        splitter.setSizes([440, 860])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, theme.GRID // 2)
        whole.setSpacing(theme.GRID)
        for each in tools:
            if isinstance(each, QLayout):
                whole.addLayout(each)
            else:
                whole.addWidget(each)
        whole.addWidget(splitter, 1)

    def ask(self) -> None:
        """Read what is shown, off the window's thread."""
        raise NotImplementedError

    def _choose(self) -> None:
        """Show what belongs to the event chosen."""
        raise NotImplementedError

    def _fill(self, rows: list[dict[str, Value]], put: Callable[[int, dict[str, Value]], object]) -> None:
        """Fill the list; the event chosen stays chosen."""
        wanted, self._wanted = self._wanted or self.chosen_id(), ""
        self.rows = rows
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            put(at, row)
        if rows:
            self.table.selectRow(next((at for at, row in enumerate(rows) if row["id"] == wanted), 0))
        self.table.blockSignals(False)
        self._choose()
        self.workspace.status_changed.emit()

    def chosen(self) -> dict[str, Value] | None:
        """Give the event chosen."""
        at = self.table.currentRow()
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def chosen_id(self) -> str:
        """Give the id of the event chosen; "" for none."""
        row = self.chosen()
        return str(row["id"]) if row else ""

    def refresh(self, types: frozenset[str]) -> None:
        """Read anew where what is shown may have changed."""
        if not types or types & self.shows:
            self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Choose a ``record``."""
        record = arguments.get("record")
        if isinstance(record, str):
            self._wanted = record
            self.ask()

    def _form(self, name: str, record: str | None = None, values: dict[str, Value] | None = None) -> None:
        """Open the form of a record, new or there already."""
        from bgit_desktop.gui.record_form import RecordForm

        def open_form() -> None:
            form = RecordForm(self.workspace, TYPES[name], record_id=record, values=values, parent=self)
            form.saved.connect(lambda saved: self._saved(name, saved))
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()

        self.workspace.attempt(open_form)

    def _saved(self, name: str, record: str) -> None:
        if name == self._type:
            self._wanted = record
        self.workspace.changed.emit(frozenset({name}))

    def new_record(self) -> None:
        """Open the form of a new event."""
        self._form(self._type)

    def edit(self) -> None:
        """Open the form of the event chosen."""
        if self.chosen_id():
            self._form(self._type, self.chosen_id())

    def _paper(self, kind: str) -> None:
        """Ask whether to open or save a paper about the event chosen."""
        from bgit_desktop.gui import record_papers
        from bgit_desktop.services.record_papers import papers_about

        row = self.chosen()
        if row is not None:
            paper = next(each for each in papers_about(self.session, self._type) if each.kind == kind)
            record_papers.ask_about(self, paper, str(row["id"]), str(row["title"]))
