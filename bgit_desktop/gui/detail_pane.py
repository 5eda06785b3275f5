"""The detail pane: one record to read, with what can be done from it.

One text browser: its links are the actions, so that Tab and Enter reach them all and a screen reader reads them in
order. It shows the verdicts with their checks and reasons (officers), conflicts to settle, degrees and certificates to
add, change or delete in place, what refers to the record, its values, and who changed what when.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.text import in_sentence
from bgit_desktop.errors import BgitError, NotFound
from bgit_desktop.gui import scans, urgent_export
from bgit_desktop.gui.detail_html import HISTORY_SHOWN, detail_html, load_icons
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.redact_dialog import RedactDialog
from bgit_desktop.services import detail as details
from bgit_desktop.services import records
from bgit_desktop.services.detail import Detail


class DetailPane(QFrame):
    """Shows the record chosen in a list.

    Args:
        workspace: what the pages share.
        kind: the record type of the list.

    Attributes:
        edit_asked: the record shown shall be opened in its form.
    """

    edit_asked = Signal()

    def __init__(self, workspace: Workspace, kind: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.kind = kind
        self._id: str | None = None
        self._detail: Detail | None = None
        self._all_history = False
        self.setObjectName("card")
        self.setMinimumWidth(220)
        self.browser = QTextBrowser(self)
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName(tr("Chi tiết của dòng đang chọn"))
        self.browser.anchorClicked.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.browser)
        load_icons(self.browser.document())
        self.show_record(None)

    @property
    def text(self) -> str:
        """What is read in the pane."""
        return self.browser.toPlainText()

    def show_record(self, record_id: str | None) -> None:
        """Show a record; None for none."""
        if record_id != self._id:
            self._all_history = False
        place = self.browser.verticalScrollBar().value() if record_id == self._id else 0
        self._id = record_id
        self._detail = None
        if record_id is None:
            self._write(f"<p class=quiet>{tr('Chọn một dòng để xem chi tiết.')}</p>")
            return
        try:
            self._detail = details.detail(self.workspace.session, self.kind.name, record_id)
            changes = details.history(self.workspace.session, self.kind.name, record_id)
        except NotFound:
            self._write(f"<p class=quiet>{tr('Bản ghi này đã bị xóa.')}</p>")
            return
        shown = changes if self._all_history else changes[:HISTORY_SHOWN]
        self._write(detail_html(self._detail, shown, len(changes)))
        self.browser.verticalScrollBar().setValue(place)

    def take_dropped(self, paths: list[str]) -> bool:
        """Take a scan dropped on the page for the record shown; False where it is none or has no place for it."""
        return scans.dropped(self.workspace, self._detail, paths)

    def _write(self, html: str) -> None:
        from bgit_desktop.gui.detail_html import style

        self.browser.document().setDefaultStyleSheet(style())
        load_icons(self.browser.document())
        self.browser.setHtml(html)

    # -- actions -----------------------------------------------------------------------------------------------------

    def _follow(self, url: QUrl) -> None:
        action, *words = url.toString().split(":")
        match action, words:
            case "edit-this", _:
                self.edit_asked.emit()
            case "add", [type_name]:
                self._open_form(type_name, None)
            case "edit", [type_name, record_id]:
                self._open_form(type_name, record_id)
            case "delete", [type_name, record_id]:
                self._delete(type_name, record_id)
            case "go", [type_name, record_id]:
                self._go(type_name, record=record_id)
            case "prove", _:
                self._prove()
            case "new", [type_name, field]:
                self._go(type_name, new={field: self._pointing(type_name, field)})
            case "history", _:
                self._all_history = True
                self.show_record(self._id)
            case "scan", [what]:
                assert self._detail is not None  # links are shown for a record
                scans.do(self.workspace, self, self._detail, what)
            case "urgent", _:
                assert self._detail is not None  # links are shown for a record
                urgent_export.report_urgently(self.workspace, self, self._detail)
            case "redact", _:
                assert self._detail is not None  # links are shown for a record
                RedactDialog(self.workspace, self, self._detail).open()
            case "rule", [at]:
                self._rule(int(at))
            case "settle", [field, at]:
                self._settle(field, int(at))
            case "keep", [answer]:
                self._keep(keep=answer == "yes")
            case _:
                raise AssertionError(url.toString())  # a link we did not write

    def _go(self, type_name: str, **arguments: object) -> None:
        record = arguments.get("record")
        if isinstance(record, str) and TYPES[type_name].parent:  # it is seen in the pane of what it lives in
            type_name, arguments["record"] = details.place_of(self.workspace.session, type_name, record)
        self.workspace.go_to("reports" if type_name == "report" else type_name, **arguments)

    def _pointing(self, type_name: str, field: str) -> Value:
        assert self._id is not None  # links are shown for a record
        return [self._id] if TYPES[type_name].by_name[field].kind == "refs" else self._id

    def _open_form(self, type_name: str, record_id: str | None) -> None:
        from bgit_desktop.gui.record_form import RecordForm

        kind = TYPES[type_name]
        values: dict[str, Value] = {kind.parent: self._id} if record_id is None else {}

        def open_form() -> None:
            form = RecordForm(self.workspace, kind, record_id=record_id, values=values, parent=self)
            form.saved.connect(lambda _id: self._changed(type_name))
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()

        self.workspace.attempt(open_form)

    def _prove(self) -> None:
        """Open the form of a new evidence of the record shown."""
        from bgit_desktop.gui.record_form import RecordForm
        from bgit_desktop.services import evidence

        record_id = self._id
        assert record_id is not None  # links are shown for a record

        def open_form() -> None:
            values = evidence.start_values(self.workspace.session, self.kind.name, record_id)
            form = RecordForm(self.workspace, TYPES["evidence"], values=values, parent=self)
            form.saved.connect(lambda _id: self._changed("evidence"))
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()

        self.workspace.attempt(open_form)

    def _delete(self, type_name: str, record_id: str) -> None:
        def do() -> None:
            records.delete(self.workspace.session, type_name, [record_id])
            self._changed(type_name)
            self.workspace.say_done(tr("Đã xóa 1 {type}", type=in_sentence(str(TYPES[type_name].label))))

        self.workspace.attempt(do)

    def _rule(self, at: int) -> None:
        from bgit_desktop.gui.ruling_dialog import RulingDialog

        assert self._detail is not None  # links are shown for a record
        dialog = RulingDialog(self.workspace, self._detail.verdicts[at], self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _settle(self, field: str, at: int) -> None:
        """Let one of the values that stand against each other stand."""
        assert self._detail is not None  # links are shown for a record
        assert self._id is not None
        conflict = next(each for each in self._detail.conflicts if each.field == field)
        record_id = self._id
        value = conflict.rivals[at].value

        def do() -> None:
            records.resolve(self.workspace.session, self.kind.name, record_id, {field: value})
            self._changed(self.kind.name)
            self.workspace.say_done(tr("Đã giải quyết xung đột của “{label}”", label=conflict.label))

        try:
            do()
        except BgitError as error:
            self.workspace.messages.problem(str(error))

    def _keep(self, *, keep: bool) -> None:
        """Settle a record that was deleted in one place and edited in another."""
        record_id = self._id
        assert record_id is not None  # links are shown for a record

        def do() -> None:
            records.settle_deletion(self.workspace.session, self.kind.name, record_id, keep=keep)
            self._changed(self.kind.name)
            self.workspace.say_done(tr("Đã giữ bản ghi") if keep else tr("Đã xóa bản ghi"))

        self.workspace.attempt(do)

    def _changed(self, type_name: str) -> None:
        self.workspace.changed.emit(frozenset({type_name, self.kind.name}))
