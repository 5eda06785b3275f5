"""The change set of units: the Sở looks at what each change does, and applies those it chooses as one action.

On the left the changes by day, under the decision that made them; on the right what the one chosen does, its legal
basis and whom it touches. The day and the document can be corrected there, and a code that is missing typed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.detail_html import style
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.field_editors import DateEditor
from bgit_desktop.gui.operations import ProgressStrip
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.unit_change_html import change_html, group_html, state_word
from bgit_desktop.services import unit_changes
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.unit_changes import AppliedChanges, Chosen, ProposedChange

_KEY = Qt.ItemDataRole.UserRole
_TITLE, _DAY, _STATE = range(3)

LOOK_AGAIN_AFTER = 400
"""Milliseconds after the last key press until the effect of what was typed is shown."""

FEW = 3
"""Groups of so many changes are open at first."""


class UnitChangesDialog(QDialog):
    """Looks at changes of units and applies them.

    Args:
        parent: the page.
        workspace: what the pages share.
    """

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._typed: dict[str, Chosen] = {}
        self._filling = False
        self.proposed: dict[str, ProposedChange] = {}
        self.items: dict[str, QTreeWidgetItem] = {}
        self.setWindowTitle(tr("Thay đổi đơn vị"))
        fit(self, 1020, 600)
        self.tree = self._make_tree()
        self.about = QTextBrowser(self)
        self.about.setAccessibleName(tr("Thay đổi này làm gì"))
        self.about.setOpenLinks(False)
        self.code = QLineEdit(self)
        self.code.setPlaceholderText(tr("Mã theo Tổng cục Thống kê"))
        self.day = DateEditor(TYPES["unit"].by_name["valid_from"], self)
        self.basis = QLineEdit(self)
        self.form = QFormLayout()
        for caption, widget, target in (
            (tr("&Mã đơn vị mới"), self.code, self.code),
            (tr("&Từ ngày"), self.day, self.day.line),
            (tr("&Căn cứ pháp lý"), self.basis, self.basis),
        ):
            label = QLabel(caption, self)
            label.setBuddy(target)
            self.form.addRow(label, widget)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.apply_button = primary(buttons, tr("Á&p dụng"))
        buttons.accepted.connect(self.apply)
        buttons.rejected.connect(self.reject)
        self._lay_out(buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_AGAIN_AFTER)
        self._timer.timeout.connect(self.ask)
        for line in (self.code, self.day.line, self.basis):
            line.textChanged.connect(self._note)
        self._count()
        self.ask()

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName(tr("Thay đổi đơn vị"))
        tree.setHeaderLabels([tr("Thay đổi"), tr("Từ ngày"), tr("Tình trạng")])
        tree.setAlternatingRowColors(True)
        tree.setUniformRowHeights(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_DAY, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_STATE, QHeaderView.ResizeMode.ResizeToContents)
        tree.currentItemChanged.connect(lambda _now, _before: self._show_current())
        tree.itemChanged.connect(lambda _item, _column: self._count())
        return tree

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        intro = QLabel(
            tr("Đánh dấu những thay đổi cần đưa vào danh mục. Mọi thay đổi được ghi một lần và hoàn tác được một lần."),
            self,
        )
        intro.setProperty("role", "quiet")
        intro.setWordWrap(True)
        right = QWidget(self)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.GRID)
        beside.addWidget(self.about, 1)
        beside.addLayout(self.form)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(right)
        splitter.setSizes([590, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addWidget(intro)
        column.addWidget(ProgressStrip(self._workspace.operations, self))
        column.addWidget(splitter, 1)
        column.addWidget(self.error)
        column.addWidget(buttons)

    # -- looking -----------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask what the changes would do, with what was typed in; off the window's thread."""
        typed = list(self._typed.values())

        def work(session: Session, _progress: Progress) -> list[ProposedChange]:
            return unit_changes.propose(session, typed)

        self._workspace.operations.run(tr("Thay đổi đơn vị"), work, self._take, failed=self._say)

    def _take(self, found: list[ProposedChange]) -> None:
        self.proposed = {each.key: each for each in found}
        with self._quietly():
            if not self.items:
                self._fill(found)
            for each in found:
                self._show_state(each)
        first = self.tree.topLevelItem(0)
        if self.tree.currentItem() is None and first is not None:
            self.tree.setCurrentItem(first)
        else:
            self._tell()
        self._count()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Fill something without taking it for the user's doing."""
        before, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = before

    def _fill(self, found: list[ProposedChange]) -> None:
        groups: dict[str, list[ProposedChange]] = {}
        for each in found:
            groups.setdefault(each.change.group, []).append(each)
        for members in groups.values():
            above: QTreeWidget | QTreeWidgetItem = self.tree
            if len(members) > 1:
                above = QTreeWidgetItem(self.tree, [members[0].group_title])
                above.setToolTip(_TITLE, members[0].group_title)
                above.setSizeHint(_TITLE, QSize(0, theme.ROW_HEIGHT))
                if any(each.state != "done" for each in members):
                    above.setFlags(above.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
                    above.setCheckState(_TITLE, Qt.CheckState.Unchecked)
            for each in members:
                item = QTreeWidgetItem(above)
                item.setData(_TITLE, _KEY, each.key)
                item.setSizeHint(_TITLE, QSize(0, theme.ROW_HEIGHT))
                if each.state != "done":
                    item.setCheckState(_TITLE, Qt.CheckState.Unchecked)
                self.items[each.key] = item
            if isinstance(above, QTreeWidgetItem):
                above.setExpanded(len(members) <= FEW)
                above.setText(_DAY, show_date(members[0].change.day))

    def _show_state(self, each: ProposedChange) -> None:
        item = self.items[each.key]
        item.setText(_TITLE, each.title)
        item.setToolTip(_TITLE, each.title)
        item.setText(_DAY, show_date(each.change.day))
        word, icon, tone = state_word(each)
        item.setText(_STATE, word)
        item.setIcon(_STATE, tone_icon(icon, tone))

    def current(self) -> ProposedChange | None:
        """Give the change looked at; None where a group is."""
        item = self.tree.currentItem()
        return self.proposed.get(item.data(_TITLE, _KEY)) if item is not None else None

    def _show_current(self) -> None:
        each = self.current()
        with self._quietly():
            if each is not None:
                typed = self._typed.get(each.key)
                self.code.setText(typed.code if typed else "")
                self.day.set_value(each.change.day.isoformat())
                self.basis.setText(each.change.legal_basis)
                self.basis.setCursorPosition(0)
        changeable = each is not None and each.state != "done"
        self.form.setRowVisible(self.code, changeable and each is not None and each.asks_code)
        self.form.setRowVisible(self.day, changeable)
        self.form.setRowVisible(self.basis, changeable)
        self._tell()

    def _tell(self) -> None:
        each = self.current()
        item = self.tree.currentItem()
        if each is not None:
            html = change_html(each)
        elif item is not None:
            html = group_html([self.proposed[key] for key, each in self.items.items() if each.parent() is item])
        else:
            html = ""
        self.about.document().setDefaultStyleSheet(style())
        self.about.setHtml(html)

    def _note(self) -> None:
        """Keep what is typed for the change looked at; its effect is shown a moment later."""
        each = self.current()
        if self._filling or each is None:
            return
        try:
            value = self.day.value()
        except BadInput as error:
            self._say(error)
            return
        self.error.hide()
        self._typed[each.key] = Chosen(each.key, self.code.text(), as_date(value), self.basis.text())
        self._timer.start()

    # -- applying ----------------------------------------------------------------------------------------------------

    def chosen(self) -> list[Chosen]:
        """Give the changes marked, with what was typed in."""
        return [
            self._typed.get(key, Chosen(key))
            for key, item in self.items.items()
            if item.checkState(_TITLE) == Qt.CheckState.Checked and self.proposed[key].state != "done"
        ]

    def _count(self) -> None:
        if self._filling:
            return
        count = len(self.chosen())
        self.apply_button.setText(tr("Á&p dụng {count} thay đổi", count=count) if count else tr("Á&p dụng"))
        self.apply_button.setEnabled(count > 0)

    def apply(self) -> None:
        """Apply the changes marked; what keeps them from it is said here, and nothing is changed then."""
        try:
            self.day.value()
        except BadInput as error:
            self._say(error)
            return
        chosen = self.chosen()
        self.error.hide()
        self.apply_button.setEnabled(False)

        def work(session: Session, _progress: Progress) -> AppliedChanges:
            return unit_changes.apply(session, chosen)

        self._workspace.operations.run(
            tr("Áp dụng thay đổi đơn vị"), work, self._done, failed=self._failed, writes={"unit"}
        )

    def _done(self, done: AppliedChanges) -> None:
        said = tr(
            "Đã áp dụng {count} thay đổi vào danh mục đơn vị ({records} dòng); gói trả lời tới sẽ mang tới các đơn vị.",
            count=done.changes,
            records=done.records,
        )
        self._workspace.say_done(said)
        self.accept()

    def _failed(self, error: BgitError) -> None:
        self._count()
        self._say(error)
        waiting = [key for key, item in self.items.items() if item.checkState(_TITLE) == Qt.CheckState.Checked]
        for key in waiting:
            if self.proposed[key].asks_code and self.proposed[key].state == "blocked":
                self.tree.setCurrentItem(self.items[key])
                self.code.setFocus()

    def _say(self, error: BgitError) -> None:
        self.error.setText(str(error))
        self.error.show()
