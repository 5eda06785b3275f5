"""The three tables of the import: columns and their fields, rows and their outcome, cells that were not taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.mapping import SheetMapping, target_label, targets_of
from bgit_desktop.core.sheets.model import Workbook
from bgit_desktop.core.sheets.plan import NEW, PlannedRow
from bgit_desktop.gui import icons, theme
from bgit_desktop.services import lists
from bgit_desktop.services.context import Session
from bgit_desktop.services.importing import ImportResult

SAMPLES = 3
"""Values shown of a column."""
MOST_ROWS = 2000
"""Rows shown of a preview; the summary counts them all."""


class _Table(QTableWidget):
    """A calm table that is only read, but for the boxes in it."""

    def __init__(self, headers: list[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, len(headers), parent)
        self.setHorizontalHeaderLabels(headers)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def put(self, row: int, column: int, text: str, icon: str = "", colour: str = "") -> None:
        """Write a cell."""
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        if icon:
            item.setIcon(icons.icon(icon, colour))
        self.setItem(row, column, item)


class MappingTable(_Table):
    """The columns of the sheets, a few of their values, and the field each is taken for.

    Attributes:
        changed: sheet, column and target of a column that is to be taken for another field.
    """

    changed = Signal(str, int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            [tr("Trang tính"), tr("Tiêu đề cột"), tr("Ví dụ"), tr("Nhập vào trường")], tr("Cột và trường"), parent
        )
        for column, width in enumerate((120, 200, 240)):
            self.setColumnWidth(column, width)

    def fill(self, workbook: Workbook, mappings: list[SheetMapping]) -> None:
        """Show the mapping."""
        sheets = {sheet.name: sheet for sheet in workbook.sheets}
        self.setRowCount(sum(len(mapping.columns) for mapping in mappings))
        row = 0
        for mapping in mappings:
            offered = [(target, target_label(mapping.type, target)) for target, _field in targets_of(mapping.type)]
            sheet = sheets[mapping.sheet]
            for column in mapping.columns:
                found = [sheet.cell(at, column.column) for at in range(mapping.first_row, mapping.first_row + SAMPLES)]
                self.put(row, 0, f"{mapping.sheet} → {TYPES[mapping.type].plural}")
                self.put(row, 1, column.header)
                self.put(row, 2, " · ".join(str(value) for value in found if value not in (None, "")))
                box = QComboBox(self)
                box.setAccessibleName(tr("Trường của cột {header}", header=column.header))
                box.addItem(tr("(số thứ tự)") if column.serial else tr("(không nhập)"), None)
                for target, label in offered:
                    box.addItem(label, target)
                wanted = next((at for at, (target, _) in enumerate(offered, 1) if target == column.target), 0)
                box.setCurrentIndex(wanted)
                box.activated.connect(
                    lambda _at, box=box, sheet=mapping.sheet, number=column.column: self.changed.emit(
                        sheet, number, box.currentData()
                    )
                )
                self.setCellWidget(row, 3, box)
                row += 1


_OUTCOMES = {
    "created": ("plus", "good"),
    "updated": ("pencil", "text"),
    "unchanged": ("check", "quiet"),
    "refused": ("circle-x", "bad"),
}


def outcome_words(row: PlannedRow) -> str:
    """Say what becomes of a row."""
    words = {
        "created": tr("Thêm mới"),
        "updated": tr("Cập nhật"),
        "unchanged": tr("Không đổi"),
        "refused": tr("Không nhập"),
    }
    return words[row.outcome]


class RowTable(_Table):
    """Every row and what becomes of it; where a name fits several people, the person to choose.

    Attributes:
        chosen: sheet, row and the id chosen ("new" for a new person, "" for none).
    """

    chosen = Signal(str, int, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__([tr("Kết quả"), tr("Dòng"), tr("Tên"), tr("Ghi chú")], tr("Các dòng"), parent)
        self._session = session
        for column, width in enumerate((130, 140, 260)):
            self.setColumnWidth(column, width)

    def fill(self, result: ImportResult, choices: dict[tuple[str, int], str]) -> None:
        """Show the rows, those that need a person first."""
        order = {"refused": 0, "created": 1, "updated": 2, "unchanged": 3}
        waiting = sorted(result.rows, key=lambda each: (not each.candidates, order[each.outcome]))[:MOST_ROWS]
        reasons: dict[tuple[str, int], str] = {}
        for problem in result.problems:
            number = int("".join(filter(str.isdigit, problem.cell)) or 0)
            reasons.setdefault((problem.sheet, number), problem.reason)
        scheme = theme.colours()
        self.setRowCount(0)
        self.setRowCount(len(waiting))
        for at, row in enumerate(waiting):
            name, colour = _OUTCOMES[row.outcome]
            self.put(at, 0, outcome_words(row), name, getattr(scheme, colour))
            self.put(at, 1, f"{row.sheet}!{row.number}")
            self.put(at, 2, row.title)
            if row.candidates or (row.sheet, row.number) in choices:
                self.setCellWidget(at, 3, self._people(row, choices.get((row.sheet, row.number), "")))
            else:
                self.put(at, 3, reasons.get((row.sheet, row.number), ""))

    def _people(self, row: PlannedRow, chosen: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(tr("Dòng {row} là ai?", row=row.number))
        box.addItem(tr("Chọn: là ai?"), "")
        kind = TYPES["officer"]
        offered = [*row.candidates] or ([chosen] if chosen and chosen != NEW else [])
        for each in offered:
            label = lists.person_label(self._session, kind, each)
            box.addItem(label, each)
        box.addItem(tr("Người mới"), NEW)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.activated.connect(lambda _at: self.chosen.emit(row.sheet, row.number, str(box.currentData())))
        return box


class ProblemTable(_Table):
    """Every cell that was not taken as it stands, with the reason; then what the program filled in by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([tr("Ô"), tr("Giá trị"), tr("Lý do và cách sửa")], tr("Các ô cần xem lại"), parent)
        self.setColumnWidth(0, 190)
        self.setColumnWidth(1, 180)
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def fill(self, result: ImportResult) -> None:
        """Show the problems, then the notes."""
        scheme = theme.colours()
        entries = [*result.problems, *result.notes][:MOST_ROWS]
        self.setRowCount(len(entries))
        for at, each in enumerate(entries):
            icon = ("circle-x", scheme.bad) if each.refused else ("circle-alert", scheme.warning)
            if at >= len(result.problems):
                icon = ("info", scheme.quiet)
            self.put(at, 0, f"{each.sheet}!{each.cell}", *icon)
            self.put(at, 1, each.value)
            self.put(at, 2, each.reason)
