"""A change of units that the Sở composes: what kind, of which unit, from which day, by which document.

Only the fields that the kind of change has are shown. On the right stands what it would do to the catalogue as it is,
made anew a moment after the last key press by the code that will make the change.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.unit_change_set import ACTION_LABELS, OFFERED, Action, UnitChange, compose, field_label
from bgit_desktop.errors import BadInput, BgitError
from bgit_desktop.gui import theme
from bgit_desktop.gui.detail_html import style
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import fit
from bgit_desktop.gui.field_editors import DateEditor
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.unit_change_html import change_html
from bgit_desktop.services import unit_changes
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.unit_changes import AppliedChanges, ProposedChange

LOOK_AGAIN_AFTER = 400
"""Milliseconds after the last key press until the effect of what was typed is shown."""

_SEPARATOR = " — "


class CodeLine(QLineEdit):
    """A line for codes of units: finds a unit by code or by words of its name, and takes its code.

    Args:
        session: the session.
        parent: the dialog.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        rows = {unit.code: unit.label for unit in session.catalogue() if unit.code}
        offered = QStringListModel([f"{code}{_SEPARATOR}{label}" for code, label in rows.items()], self)
        completer = QCompleter(offered, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(10)
        completer.activated[QModelIndex].connect(  # type: ignore[index]
            lambda _index: QTimer.singleShot(0, lambda: self.setText(", ".join(self.codes())))
        )
        self.setCompleter(completer)
        self.setPlaceholderText(tr("Mã, hoặc gõ tên để tìm"))

    def codes(self) -> list[str]:
        """Give the codes typed, divided by commas."""
        return [each.partition(_SEPARATOR)[0].strip() for each in self.text().split(",") if each.strip()]


class UnitChangeForm(QDialog):
    """Composes a change and makes it.

    Args:
        parent: the page.
        workspace: what the pages share.
        code: of the unit it starts from; "" for none.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, code: str = "") -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._given = code
        self.proposed: ProposedChange | None = None
        self.setWindowTitle(tr("Soạn thay đổi đơn vị"))
        fit(self, 1020, 600)
        session = workspace.session
        self.action = QComboBox(self)
        self.action.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.action.setMinimumContentsLength(18)
        for action, label in ACTION_LABELS.items():
            self.action.addItem(str(label), action)
        self.code = CodeLine(session, self)
        self.into = CodeLine(session, self)
        self.parent_code = CodeLine(session, self)
        self.name, self.short_name, self.aliases, self.basis = (QLineEdit(self) for _ in range(4))
        self.aliases.setPlaceholderText(tr("Cách nhau bằng dấu phẩy"))
        self.kind = QComboBox(self)
        self.kind.addItem("", "")
        for choice in TYPES["unit"].by_name["kind"].choices:
            self.kind.addItem(str(choice.label), choice.value)
        self.in_scope, self.it_host = QCheckBox(self), QCheckBox(self)
        self.in_scope.setChecked(True)
        self.day = DateEditor(TYPES["unit"].by_name["valid_from"], self)
        self._rows: dict[str, QWidget] = {
            "code": self.code, "into": self.into, "kind": self.kind, "name": self.name, "short_name": self.short_name,
            "aliases": self.aliases, "parent": self.parent_code, "in_scope": self.in_scope, "it_host": self.it_host,
            "day": self.day, "legal_basis": self.basis,
        }  # fmt: skip
        self.labels: dict[str, QLabel] = {}
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        caption = QLabel(tr("&Thay đổi"), self)
        caption.setBuddy(self.action)
        self.form.addRow(caption, self.action)
        for name, widget in self._rows.items():
            said = self.labels[name] = QLabel(self)
            said.setBuddy(self.day.line if widget is self.day else widget)
            self.form.addRow(said, widget)
        self.about = QTextBrowser(self)
        self.about.setAccessibleName(tr("Thay đổi này làm gì"))
        self.about.setOpenLinks(False)
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
        self.code.setText(code)
        self.action.setCurrentIndex(self.action.findData("rename" if code else "new"))
        self.action.currentIndexChanged.connect(lambda _at: self._show_fields())
        self.kind.currentIndexChanged.connect(lambda _at: self._note())
        for box in (self.in_scope, self.it_host):
            box.toggled.connect(lambda _on: self._note())
        for line in (self.code, self.into, self.parent_code, self.name, self.short_name, self.aliases, self.basis):
            line.textChanged.connect(self._note)
        self.day.line.textChanged.connect(self._note)
        self._show_fields()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        left = QWidget(self)
        fields = QVBoxLayout(left)
        fields.setContentsMargins(0, 0, theme.GRID, 0)
        fields.addLayout(self.form)
        fields.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(left)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(scroll)
        splitter.addWidget(self.about)
        splitter.setSizes([480, 510])
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        column.addWidget(splitter, 1)
        column.addWidget(self.error)
        column.addWidget(buttons)

    # -- looking -----------------------------------------------------------------------------------------------------

    def chosen_action(self) -> Action:
        """Give the kind of change."""
        action: Action = self.action.currentData()
        return action

    def _show_fields(self) -> None:
        action = self.chosen_action()
        if action == "new" and self.code.text() == self._given:
            self.code.clear()
        elif action != "new" and not self.code.text():
            self.code.setText(self._given)
        shown = {*OFFERED[action], "day", "legal_basis"}
        for name, widget in self._rows.items():
            self.form.setRowVisible(widget, name in shown)
            self.labels[name].setText(str(field_label(action, name)))
        self._note()

    def _note(self) -> None:
        self.error.hide()
        self.apply_button.setEnabled(False)
        self._timer.start()

    def composed(self) -> UnitChange:
        """Give the change as it is typed.

        Raises:
            BadInput: something is missing or wrong.
        """
        action = self.chosen_action()
        offered = OFFERED[action]
        codes = self.code.codes()

        def text(name: str, line: QLineEdit) -> str:
            return line.text() if name in offered else ""

        day: date | None = as_date(self.day.value())
        return compose(
            action, day, self.basis.text(),
            code=codes[0] if codes else "",
            into=self.into.codes() if "into" in offered else (),
            name=text("name", self.name),
            short_name=text("short_name", self.short_name),
            aliases=text("aliases", self.aliases).split(","),
            kind=self.kind.currentData() if "kind" in offered else "",
            parent=(self.parent_code.codes() or [""])[0] if "parent" in offered else "",
            in_scope=self.in_scope.isChecked(),
            it_host=self.it_host.isChecked() and "it_host" in offered,
        )  # fmt: skip

    def ask(self) -> None:
        """Ask what the change would do, off the window's thread; say what is still missing."""
        self.proposed = None
        try:
            change = self.composed()
        except BadInput as error:
            self.about.document().setDefaultStyleSheet(style())
            self.about.setHtml(f"<p class=quiet>{error}</p>")
            return

        def work(session: Session, _progress: Progress) -> ProposedChange:
            return unit_changes.look(session, change)

        self._workspace.operations.run(tr("Soạn thay đổi đơn vị"), work, self._take, failed=self._say)

    def _take(self, found: ProposedChange) -> None:
        with suppress(BadInput):
            if found.change != self.composed():
                return  # something else was typed since
            self.proposed = found
            self.about.document().setDefaultStyleSheet(style())
            self.about.setHtml(change_html(found))
            self.apply_button.setEnabled(found.state == "pending")

    # -- making ------------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Make the change as it was shown; what keeps it from being made is said here, and nothing is changed then."""
        if self.proposed is None:
            return
        change = self.proposed.change
        self.apply_button.setEnabled(False)
        self.error.hide()

        def work(session: Session, _progress: Progress) -> AppliedChanges:
            return unit_changes.make(session, change)

        self._workspace.operations.run(
            tr("Áp dụng thay đổi đơn vị"), work, self._done, failed=self._say, writes={"unit"}
        )

    def _done(self, done: AppliedChanges) -> None:
        said = tr(
            "{label}: đã ghi {records} dòng danh mục; gói trả lời tới sẽ mang tới các đơn vị. Ctrl+Z để hoàn tác.",
            label=done.label,
            records=done.records,
        )
        self._workspace.say_done(said)
        self.accept()

    def _say(self, error: BgitError) -> None:
        self.error.setText(str(error))
        self.error.show()
        self.apply_button.setEnabled(self.proposed is not None)  # what failed may be tried again
