"""The Sở's tab Đơn vị: every unit with its validity, its keys and how fresh its data are; keys are enrolled here.

The catalogue itself is edited where all records are: "Sửa danh mục" opens the unit in the list of units, with its form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QMenu, QVBoxLayout

from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.core.periods import Period, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import fold
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.captions import literal
from bgit_desktop.gui.exchange_parts import CalmTable, VerdictStrip
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, pin_key
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.unit_change_form import UnitChangeForm
from bgit_desktop.gui.unit_changes_dialog import UnitChangesDialog
from bgit_desktop.services import exchange_board
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.exchange_board import UnitRow
from bgit_desktop.services.overview_model import Cell
from bgit_desktop.services.overview_province import cell, short_name
from bgit_desktop.services.verdict_words import NOTHING, Words


class UnitsPage(Page):
    """The units of the province."""

    help_topic = "units"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.rows: list[UnitRow] = []
        self._shown: list[UnitRow] = []
        self._wanted = ""
        self._period = Period.half_year_of(self.session.today()).previous
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Tìm đơn vị (không cần dấu)"))
        self.search.setAccessibleName(tr("Tìm đơn vị"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.ended = QCheckBox(tr("Cả đơn vị đã kết thúc, ngoài phạm vi"), self)
        self.ended.toggled.connect(lambda _on: self.ask())
        enrol = button(self, "key-round", tr("Đăng ký &khóa đơn vị…"), lambda: pin_key(self), primary=True)
        self.edit_button = button(self, "pencil", tr("&Sửa danh mục…"), self.edit)
        self.add_button = button(self, "plus", tr("&Thêm đơn vị…"), self.new_record)
        self.changes_button = button(self, "history", tr("Tha&y đổi đơn vị"), lambda: None)
        changes = QMenu(self.changes_button)
        changes.addAction(tr("&Soạn thay đổi: đổi tên, chuyển, nhập, tách, kết thúc…"), self.compose_change)
        changes.addAction(tr("&Các thay đổi 2024–2025 có sẵn…"), self.look_at_changes)
        self.changes_button.setMenu(changes)
        above = QHBoxLayout()
        above.setSpacing(theme.GRID)
        above.addWidget(self.search, 1)
        above.addWidget(self.ended)
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        for widget in (enrol, self.edit_button, self.add_button, self.changes_button):
            tools.addWidget(widget)
        tools.addStretch(1)
        headers = [
            tr("Đơn vị"), tr("Mã đơn vị"), tr("Loại"), tr("Khóa"), tr("Nhận gần nhất"), tr("Dữ liệu đến"),
            tr("Báo cáo {period}", period=short_name(self._period)), tr("Hiệu lực"),
        ]  # fmt: skip
        self.table = CalmTable(tr("Đơn vị"), headers, self)
        self.table.opened.connect(lambda _row: self.edit())
        self.table.itemSelectionChanged.connect(self._explain)
        self.strip = VerdictStrip(self)
        self._none = QLabel(tr("Không có đơn vị nào khớp."), self)
        self._none.setProperty("role", "quiet")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        column.addLayout(above)
        column.addLayout(tools)
        column.addWidget(self._none)
        column.addWidget(self.table, 1)
        column.addWidget(self.strip)
        self._none.hide()
        self.ask()

    # -- showing -----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the units, off the window's thread."""
        ended = self.ended.isChecked()

        def work(session: Session, _progress: Progress) -> list[UnitRow]:
            return exchange_board.unit_rows(session, ended=ended)

        self.workspace.operations.run(tr("Đơn vị"), work, self._take)

    def refresh(self, types: frozenset[str]) -> None:
        """Ask anew."""
        del types
        self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Choose a ``unit`` by its code."""
        unit = arguments.get("unit")
        if isinstance(unit, str):
            self._wanted = unit
            self.search.clear()
            self._choose()

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def new_record(self) -> None:
        """Open the form of a new unit."""
        self.workspace.go_to("unit", new={"kind": "division"})

    def status_text(self) -> str:
        """Say how many units are shown, and how many of them have sent data."""
        sent = sum(row.received_on is not None for row in self._shown)
        return tr("{count} đơn vị, {sent} đã gửi dữ liệu", count=len(self._shown), sent=sent)

    def _take(self, rows: list[UnitRow]) -> None:
        chosen = self.chosen()
        self._wanted = self._wanted or (chosen.unit.code if chosen else "")
        self.rows = rows
        self._fill()
        self._choose()

    def _choose(self) -> None:
        for at, row in enumerate(self._shown):
            if row.unit.code == self._wanted:
                self.table.selectRow(at)
                self._wanted = ""
                return

    def chosen(self) -> UnitRow | None:
        """Give the unit chosen."""
        at = self.table.currentRow()
        return self._shown[at] if 0 <= at < len(self._shown) and self.table.selectedItems() else None

    def _fill(self) -> None:
        words = fold(self.search.text()).split()
        self._shown = [
            row
            for row in self.rows
            if all(word in fold(f"{row.unit.code} {row.unit.name} {row.unit.short_name}") for word in words)
        ]
        self._none.setVisible(bool(self.rows) and not self._shown)
        self.table.setRowCount(len(self._shown))
        kinds = TYPES["unit"].by_name["kind"]
        for at, row in enumerate(self._shown):
            unit = row.unit
            self.table.put(at, 0, unit.label, tip=unit.name)
            self.table.put(at, 1, unit.code)
            self.table.put(at, 2, kinds.choice_label(unit.kind))
            self._put_cell(at, 3, key_cell(row))
            self.table.put(at, 4, show_date(row.received_on) if row.received_on else "")
            self.table.put(at, 5, show_date(row.data_until) if row.data_until else "")
            self._put_cell(
                at, 6, cell(row.last, self.session.today()) if row.last else Cell("", "circle-minus", "quiet")
            )
            self.table.put(at, 7, validity(row))
        self._explain()
        self.workspace.status_changed.emit()

    def _put_cell(self, row: int, column: int, found: Cell) -> None:
        tip = f"{found.word}\n{found.detail}".strip()
        item = self.table.put(row, column, found.word, tip=tip)
        if found.word:
            item.setIcon(tone_icon(found.icon, found.tone))

    def _explain(self) -> None:
        row = self.chosen()
        self.edit_button.setEnabled(row is not None)
        if row is None:
            self.strip.hide()
            return
        sentences = [f"{each.label}: {each.fingerprint}" for each in row.keys]
        if row.held:
            sentences.append(tr("{count} gói chờ quyết định.", count=row.held))
        found = key_cell(row)
        told = Words(Label(row.unit.label, row.unit.label), found.icon, found.tone, NOTHING)
        actions: list[tuple[str, Callable[[], object]]] = [
            (tr("&Cán bộ của đơn vị"), lambda: self.workspace.go_to("officer", where={"unit": row.unit.code})),
            (tr("Ghi &phối hợp…"), lambda: self._coordinate(row.unit.code)),
            (tr("Phiếu đơn &vị…"), lambda: self._card(row.unit.code)),
        ]
        if not row.keys:
            actions.insert(0, (tr("Đăng &ký khóa…"), lambda: pin_key(self)))
        for each in row.keys:
            if each.status != "revoked":
                said = (
                    tr("Thu &hồi khóa…")
                    if len(row.keys) == 1
                    else tr("Thu hồi khóa {label}…", label=literal(each.label))
                )
                actions.append((said, partial(self.revoke, each.replica, f"{row.unit.label}, {each.label}")))
        self.strip.explain(told, " · ".join(sentences) or found.word, actions)

    def _coordinate(self, code: str) -> None:
        """Begin an entry of the coordination log (Điều 9.2.a)."""
        day = self.session.today().isoformat()
        self.workspace.go_to("supervision", new={"kind": "coordination", "for_units": [code], "held_on": day})

    def _card(self, code: str) -> None:
        """Compose the unit's card with its log."""
        half = Period.half_year_of(self.session.today())
        self.workspace.go_to("reports", kind="unit_card", period=half.code, unit=code)

    def compose_change(self) -> UnitChangeForm:
        """Open the form of a change of the unit chosen, or of a new unit."""
        row = self.chosen()
        dialog = UnitChangeForm(self, self.workspace, row.unit.code if row is not None else "")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def look_at_changes(self) -> UnitChangesDialog:
        """Open the change set that has been made ready: mergers, splits, new names."""
        dialog = UnitChangesDialog(self, self.workspace)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def revoke(self, replica: str, name: str) -> None:
        """Ask up to which package a PC is believed, and revoke its key."""
        from bgit_desktop.gui.key_changes import revoke_key

        revoke_key(self, replica, name)

    def edit(self) -> None:
        """Open the unit in the catalogue."""
        row = self.chosen()
        if row is not None:
            self.workspace.go_to("unit", record=row.unit.id)


def key_cell(row: UnitRow) -> Cell:
    """Say in words how a unit's keys stand."""
    if not row.keys:
        return Cell(tr("Chưa đăng ký"), "circle-minus", "quiet", tr("Gói của đơn vị sẽ bị giữ lại."))
    if any(each.status == "frozen" for each in row.keys):
        return Cell(tr("Tạm dừng"), "triangle-alert", "bad", tr("Nhật ký rẽ nhánh, chờ quyết định."))
    if all(each.status == "revoked" for each in row.keys):
        return Cell(tr("Đã thu hồi"), "shield-alert", "bad")
    if len(row.keys) == 1:
        return Cell(tr("Đã đăng ký"), "shield-check", "good", row.keys[0].label)
    return Cell(tr("{count} máy", count=len(row.keys)), "shield-check", "good")


def validity(row: UnitRow) -> str:
    """Write the days between which a unit stands; "" where it always does."""
    start, end = row.unit.valid_from, row.unit.valid_to
    if end is not None:
        said = tr("đến {day}", day=show_date(end))
        return f"{said} → {row.heirs}" if row.heirs else said
    return tr("từ {day}", day=show_date(start)) if start is not None else ""
