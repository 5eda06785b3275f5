"""The page Xung đột: every value that stands against another, and one click that lets one of them stand.

Left the list, right the values of the one chosen, each with who wrote it, when and on which PC, and its button. After a
choice the next conflict is shown, so that a stack of them is worked off with one key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import quiet
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.services import conflicts
from bgit_desktop.services.conflicts import Standing
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.detail import Rival


class ConflictsPage(Page):
    """All conflicts of the store."""

    help_topic = "conflicts"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.shown: list[Standing] = []
        self._total = 0
        self._asking = False
        self._stale = False
        headers = [tr("Bản ghi"), tr("Trường"), tr("Các giá trị")]
        if self.session.is_province:
            headers.insert(1, tr("Đơn vị chọn"))
        self.table = CalmTable(tr("Các xung đột"), headers, self)
        self.table.itemSelectionChanged.connect(self._explain)
        self.table.opened.connect(lambda _row: self._open_record())
        self.empty = QLabel(self)
        self.empty.setProperty("role", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.hide()
        self.choice = Choice(self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.table)
        splitter.addWidget(self.choice)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([720, 480])
        self._splitter = splitter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.addWidget(self.empty, 1)
        column.addWidget(splitter, 1)
        self.ask()

    # -- showing -----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the conflicts, off the window's thread."""
        if self._asking:
            self._stale = True
            return
        self._asking = True

        def work(session: Session, _progress: Progress) -> tuple[list[Standing], int]:
            return conflicts.standing(session), conflicts.count(session)

        self.workspace.operations.run(tr("Xung đột"), work, self._take, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.workspace.messages.problem(str(error))

    def refresh(self, types: frozenset[str]) -> None:
        """Ask anew: any change may settle a conflict."""
        del types
        self.ask()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Nothing is chosen from elsewhere: the page opens on its first conflict."""

    def status_text(self) -> str:
        """Say how many wait, and how many of them are listed where that is not all."""
        if len(self.shown) < self._total:
            return tr("{shown} trong {count} xung đột", shown=len(self.shown), count=self._total)
        return tr("{count} xung đột", count=self._total) if self._total else tr("Không có xung đột")

    def _take(self, found: tuple[list[Standing], int]) -> None:
        self._asking = False
        at = max(0, self.table.currentRow())
        before = self.chosen()
        self.shown, self._total = found
        self._fill()
        same = [n for n, each in enumerate(self.shown) if before is not None and _key(each) == _key(before)]
        if self.shown:
            self.table.selectRow(same[0] if same else min(at, len(self.shown) - 1))
        self._explain()
        self.workspace.status_changed.emit()
        if self._stale:
            self._stale = False
            self.ask()

    def _fill(self) -> None:
        self.empty.setVisible(not self.shown)
        self.empty.setText(
            tr(
                "Không có xung đột nào.\n"
                "Xung đột xuất hiện khi hai máy cùng sửa một ô mà chưa biết của nhau; không giá trị nào bị mất."
            )
        )
        self._splitter.setVisible(bool(self.shown))
        self.table.setRowCount(len(self.shown))
        for at, each in enumerate(self.shown):
            cells = [
                f"{_short(each.title, 30)} ({each.type_label.lower()})",
                each.label,
                "  /  ".join(_short(rival.text, 40) for rival in each.rivals),
            ]
            if self.session.is_province:
                cells.insert(1, each.unit_label)
            here = not each.refused
            sign = tone_icon("triangle-alert" if here else "clock", "warning" if here else "quiet")
            self.table.put(at, 0, cells[0], tip=f"{each.title}\n{each.refused}".strip()).setIcon(sign)
            for column, text in enumerate(cells[1:], 1):
                self.table.put(at, column, text)

    def chosen(self) -> Standing | None:
        """Give the conflict chosen."""
        at = self.table.currentRow()
        return self.shown[at] if 0 <= at < len(self.shown) else None

    def _explain(self) -> None:
        chosen = self.chosen()
        self.choice.setVisible(chosen is not None)
        if chosen is not None:
            self.choice.show_conflict(chosen, self.settle, self._open_record)

    # -- doing -------------------------------------------------------------------------------------------------------

    def settle(self, at: int) -> None:
        """Let a value of the conflict chosen stand."""
        chosen = self.chosen()
        if chosen is None or chosen.refused or not 0 <= at < len(chosen.rivals):
            return

        def do() -> None:
            try:
                done = conflicts.settle(self.session, chosen, at)
            except BadInput:
                self.ask()
                raise
            self.workspace.changed.emit(frozenset({chosen.type}))
            self.workspace.say_done(done)
            self.table.setFocus()

        self.workspace.attempt(do)

    def _open_record(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        kind = TYPES[chosen.type]
        if not kind.parent:
            self.workspace.go_to("reports" if chosen.type == "report" else chosen.type, record=chosen.record)
            return
        from bgit_desktop.services import records  # a degree is seen with its officer

        parent = records.show(self.session, chosen.type, chosen.record)[kind.parent]
        self.workspace.go_to(kind.by_name[kind.parent].target, record=str(parent))


def _key(each: Standing) -> tuple[str, str, str]:
    return each.type, each.record, each.field


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


class Choice(QFrame):
    """The values of one conflict, each with its button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(280)
        self.buttons: list[QPushButton] = []
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_conflict(self, each: Standing, settle: Callable[[int], object], open_record: Callable[[], object]) -> None:
        """Show a conflict.

        Args:
            each: the conflict.
            settle: called with the number of the value chosen.
            open_record: shows the record.
        """
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.GRID // 2, 0)
        column.setSpacing(theme.GRID)
        heading = QLabel(f"{each.title}: {each.label}", inside)
        heading.setProperty("role", "heading")
        heading.setWordWrap(True)
        column.addWidget(heading)
        told = (
            tr("Hai nơi ghi khác nhau khi chưa biết của nhau. Chọn giá trị đúng; giá trị kia vẫn còn trong lịch sử.")
            if each.field
            else tr("Một nơi đã xóa bản ghi, nơi khác vẫn sửa. Chọn giữ hay xóa; hoàn tác được.")
        )
        column.addWidget(quiet(inside, told))
        self.buttons = []
        for at, rival in enumerate(each.rivals):
            column.addWidget(self._rival(inside, each, at, rival, settle))
        if each.refused:
            column.addWidget(quiet(inside, each.refused))
        row = QHBoxLayout()
        link = QPushButton(icons.icon("eye"), tr("&Mở bản ghi"), inside)
        link.clicked.connect(lambda: open_record())
        row.addWidget(link)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _rival(
        self, parent: QWidget, each: Standing, at: int, rival: Rival, settle: Callable[[int], object]
    ) -> QWidget:
        frame = QFrame(parent)
        frame.setObjectName("strip")
        text = QLabel(rival.text, frame)
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        who = quiet(frame, tr("{actor}, lúc {when}, máy {pc}", actor=rival.actor, when=rival.when, pc=rival.pc))
        column = QVBoxLayout(frame)
        column.setContentsMargins(*([theme.GRID] * 4))
        column.setSpacing(theme.GRID // 2)
        column.addWidget(text)
        column.addWidget(who)
        row = QHBoxLayout()
        if each.field:
            words = tr("&{number}. Chọn giá trị này", number=at + 1)
        else:
            words = (
                tr("&{number}. Xóa bản ghi", number=at + 1) if rival.deletion else tr("&{number}. Giữ", number=at + 1)
            )
        button = QPushButton(words, frame)
        button.setVisible(not each.refused)
        button.setAccessibleName(f"{words.replace('&', '')}: {rival.text}")
        button.clicked.connect(lambda: settle(at))
        row.addWidget(button)
        if at == 0 and each.field:
            row.addWidget(quiet(frame, tr("đang hiện tạm")))
        row.addStretch(1)
        column.addLayout(row)
        self.buttons.append(button)
        return frame
