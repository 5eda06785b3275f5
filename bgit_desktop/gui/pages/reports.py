"""The page of reports: what was composed, a new one for a period, its words, its printing, its way to the Sở.

The list and the composer take turns in one place. Composing, printing and saving go through ``services/reports``; what
takes long runs off the window's thread. A PDF is opened with the system's own viewer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.list_output import ask_target, open_file
from bgit_desktop.gui.list_parts import EmptyState
from bgit_desktop.gui.overview_parts import tone_colour
from bgit_desktop.gui.page import Page, Workspace
from bgit_desktop.gui.report_composer import Composer
from bgit_desktop.gui.report_cycle_dialogs import ReturnDialog
from bgit_desktop.gui.report_parts import STATUS_ICONS, BeginBar, ReportList, SignDialog, status_word
from bgit_desktop.gui.units_choice import chosen_units
from bgit_desktop.services import report_cycle, reports
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.report_model import Composition, Figure

REPORT = frozenset({"report", "document"})


class ReportsPage(Page):
    """The tab Báo cáo."""

    help_topic = "reports"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.begin = BeginBar(self.session, self)
        self.begin.asked.connect(self.compose)
        self.list = ReportList(self.session, self)
        self.list.asked.connect(self.compose)
        self.composer = Composer(self)
        self.composer.changed.connect(self._enable)
        self.composer.save_asked.connect(self.save)
        self.composer.figures.opened.connect(self._open_figure)
        self._empty = EmptyState(self)
        self._empty.teach_only(str(TYPES["report"].empty or ""))
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._state_icon = QLabel(self)
        self._state = QLabel(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._list_side())
        self.stack.addWidget(self._composer_side())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self._show_list()

    # -- layout ------------------------------------------------------------------------------------------------------

    def _list_side(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID)
        first = QHBoxLayout()
        first.addWidget(self.begin, 1)
        if self.session.is_province:
            first.addWidget(
                self._button("list-checks", tr("&Theo dõi các đơn vị"), lambda: self.workspace.go_to("report_board"))
            )
        column.addLayout(first)
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)
        return side

    def _composer_side(self) -> QWidget:
        side = QWidget(self)
        back = self._button("chevron-left", tr("&Danh sách báo cáo"), self.leave)
        self.save_button = self._button("save", tr("&Lưu nháp"), self.save)
        self.save_button.setToolTip(tr("Lưu nháp (Ctrl+S)"))
        self.preview_button = self._button("eye", tr("&Xem bản in"), self.preview)
        self.pdf_button = self._button("printer", tr("Xuất &PDF…"), lambda: self.export("pdf"))
        self.pdf_button.setProperty("role", "primary")
        self.pdf_button.setIcon(icons.icon("printer", theme.colours().on_accent))
        self.docx_button = self._button("file-text", tr("Xuất &Word…"), lambda: self.export("docx"))
        self.xlsx_button = self._button("file-spreadsheet", tr("Xuất &Excel…"), lambda: self.export("xlsx"))
        self.state_button = self._button("arrow-right", tr("Đánh dấ&u"), None)
        self.state_menu = QMenu(self.state_button)
        self.state_button.setMenu(self.state_menu)
        head = QHBoxLayout()
        head.setSpacing(theme.GRID // 2)
        for widget in (back, self._title, self._state_icon, self._state):
            head.addWidget(widget)
        head.insertSpacing(1, theme.GRID)
        head.insertSpacing(3, theme.GRID)
        head.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(theme.GRID // 2)
        exports = (self.pdf_button, self.docx_button, self.xlsx_button)
        for button in (self.save_button, self.preview_button, *exports, self.state_button):
            tools.addWidget(button)
        tools.addStretch(1)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, theme.GRID // 2)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.composer, 1)
        QShortcut(QKeySequence("Esc"), side, self.leave)
        return side

    def _button(self, icon: str, text: str, action: object) -> QPushButton:
        made = QPushButton(icons.icon(icon), text, self)
        if action is not None:
            made.clicked.connect(lambda: action())  # type: ignore[operator]
        return made

    # -- the list ----------------------------------------------------------------------------------------------------

    def _show_list(self) -> None:
        count = self.list.show_reports()
        self._empty.setVisible(not count)
        self.list.setVisible(bool(count))
        self.stack.setCurrentIndex(0)
        self.workspace.status_changed.emit()

    def refresh(self, types: frozenset[str]) -> None:
        """Read the list anew; what is being typed in the composer is left alone."""
        if self.stack.currentIndex() == 0:
            if not types or types & REPORT:
                self._show_list()
        elif not self.composer.dirty:
            self._again()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show a report: by ``record``, or by ``kind`` and ``period``."""
        self.leave()
        record, kind, period = arguments.get("record"), arguments.get("kind"), arguments.get("period")
        if isinstance(record, str):
            self.list.open_record(record)
        elif isinstance(kind, str) and isinstance(period, str):
            self.begin.choose(Period.parse(period))
            self.compose(kind, period, str(arguments.get("unit") or ""))

    def new_record(self) -> None:
        """Go to the row that begins a report."""
        self.leave()
        self.begin.kind.setFocus()

    def status_text(self) -> str:
        """Say how many reports there are."""
        return tr("{count} báo cáo", count=self.list.rowCount())

    # -- the composer ------------------------------------------------------------------------------------------------

    def compose(self, kind: str, period: str, unit: str = "", *, again: bool = False) -> None:
        """Compose a report and show it.

        Args:
            kind: its kind.
            period: its period.
            unit: code of the unit; "" for one's own, or all.
            again: it is shown already; whoever has gone back to the list meanwhile stays there.
        """
        whose = unit if self.session.is_province and unit != self.session.unit else ""

        counted_by = chosen_units(self.begin.counted_by)

        def work(session: Session, _progress: Progress) -> Composition:
            return reports.compose(session, kind, period, whose or None, counted_by=counted_by)

        def then(composition: Composition) -> None:
            if not again or self.stack.currentIndex() == 1:
                self._show_composition(composition)

        self.workspace.operations.run(tr("Tổng hợp số liệu"), work, then)

    def _again(self) -> None:
        shown = self.composer.composition
        if shown is not None:
            self.compose(shown.kind, shown.period, shown.unit, again=True)

    def _show_composition(self, composition: Composition) -> None:
        if self.composer.dirty:
            return  # something was typed meanwhile: what the user sees stands
        own = composition.unit in ("", self.session.unit)
        self.composer.show_composition(composition, editable=own and not composition.frozen)
        unit = self.session.catalogue().by_code(composition.unit, self.session.today()) if composition.unit else None
        name = reports.title_of(composition.kind, composition.period)
        self._title.setText(f"{unit.label}: {name}" if unit is not None and not own else name)
        word = status_word(composition.status)
        if composition.version > 1:
            word = tr("{state}, bản {version}", state=word, version=composition.version)
        icon, tone = STATUS_ICONS.get(composition.status, ("circle-minus", "quiet"))
        self._state_icon.setPixmap(icons.pixmap(icon, tone_colour(tone)))
        self._state.setText(word if composition.record else tr("Chưa lưu"))
        self._fill_states(composition, own)
        self.stack.setCurrentIndex(1)
        self.composer.sections.setFocus()
        self._enable()

    def _enable(self) -> None:
        composition = self.composer.composition
        writable = composition is not None and not self.composer.editor.isReadOnly()
        self.save_button.setEnabled(writable and (self.composer.dirty or not (composition and composition.record)))

    def _fill_states(self, composition: Composition, own: bool) -> None:
        """Offer the steps that can be taken now."""
        self.state_menu.clear()
        steps: list[tuple[str, str, object]] = []
        status, record = composition.status, composition.record
        if own:
            if status == "draft":
                steps.append(("arrow-right", tr("Đã trình lãnh đạo"), self._submit))
            if status in ("draft", "submitted"):
                steps.append(("circle-check", tr("Đã ký: ghi số, ngày văn bản…"), self.sign))
            if status == "signed":
                steps.append(("file-up", tr("Đã gửi Sở"), lambda: self._step(report_cycle.mark_sent, tr("Đã gửi Sở"))))
            if composition.frozen:
                steps.append(("copy", tr("Lập bản điều chỉnh"), self._new_version))
        elif record and status in ("sent", "received", "returned", "accepted"):
            for icon, text, value in (
                ("inbox", tr("Sở đã nhận"), "received"),
                ("shield-check", tr("Chấp nhận"), "accepted"),
                ("undo-2", tr("Trả lại đơn vị…"), "returned"),
            ):
                if value != status:
                    act = self._give_back if value == "returned" else partial(self._decide, value, text)
                    steps.append((icon, text, act))
        for icon, text, action in steps:
            made = QAction(icons.icon(icon), text, self.state_menu)
            made.triggered.connect(lambda _checked=False, do=action: do())
            self.state_menu.addAction(made)
        self.state_button.setVisible(bool(steps))

    def _open_figure(self, figure: Figure) -> None:
        """Show exactly the records that a figure counts."""
        self.workspace.go_to(figure.type, records=figure.records, counted=figure.label)

    # -- saving and steps --------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save the draft.

        Returns:
            Whether nothing typed is left unsaved.
        """
        composition = self.composer.composition
        QGuiApplication.inputMethod().commit()  # what an input method still holds belongs to the words
        if composition is None or self.composer.editor.isReadOnly():
            return True
        if self.workspace.operations.writing:
            self.workspace.messages.note(tr("Đang có việc ghi dữ liệu; hãy đợi xong rồi lưu."))
            return False
        words = dict(self.composer.words)
        if not self.workspace.attempt(lambda: reports.save(self.session, composition, words)):
            return False
        self.composer.dirty = False
        self.workspace.say_done(tr("Đã lưu nháp báo cáo"))
        self.workspace.changed.emit(REPORT)
        self._again()
        return True

    def leave(self) -> None:
        """Go back to the list; a draft with unsaved words is saved first."""
        if self.stack.currentIndex() == 0:
            return
        QGuiApplication.inputMethod().commit()
        if self.composer.dirty and not self.save():
            return
        self._show_list()

    def may_close(self) -> bool:
        """Save what was typed, so that nothing is lost."""
        QGuiApplication.inputMethod().commit()
        return not self.composer.dirty or self.save()

    def _saved_record(self) -> str:
        """Give the id of the saved report, saving it first where something is not; "" where that failed."""
        composition = self.composer.composition
        if composition is None:
            return ""
        if (self.composer.dirty or not composition.record) and not self.composer.editor.isReadOnly():
            if not self.save():
                return ""
            found = reports.saved(self.session, composition.kind, composition.period, composition.unit)
            return str(found["id"]) if found else ""
        return composition.record

    def _step(self, action: object, said: str) -> None:
        record = self._saved_record()
        if record and self.workspace.attempt(lambda: action(self.session, record)):  # type: ignore[operator]
            self.workspace.say_done(tr("Báo cáo: {state}", state=said))
            self.workspace.changed.emit(REPORT)
            self._again()

    def _submit(self) -> None:
        self._step(report_cycle.submit, tr("Đã trình lãnh đạo"))

    def _new_version(self) -> None:
        self._step(report_cycle.new_version, tr("Lập bản điều chỉnh"))

    def _decide(self, status: str, said: str) -> None:
        self._step(lambda session, record: report_cycle.decide(session, record, status), said)

    def _give_back(self) -> None:
        composition = self.composer.composition
        if composition is None:
            return
        dialog = ReturnDialog(self, composition.sections)

        def done(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                reasons = dialog.reasons
                self._step(
                    lambda session, record: report_cycle.decide(session, record, "returned", reasons=reasons),
                    tr("Trả lại đơn vị"),
                )
            dialog.deleteLater()

        dialog.finished.connect(done)
        dialog.open()

    def sign(self) -> None:
        """Take number and date as văn thư wrote them, and freeze the report."""
        dialog = SignDialog(self, self.session.today())

        def done(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                number, signer = dialog.number.text().strip(), dialog.signer.text().strip()
                day = dialog.day.date().toPython()
                self._step(
                    lambda session, record: report_cycle.sign(session, record, number, str(day), signer),
                    tr("Đã ký, số {number}", number=number),
                )
            dialog.deleteLater()

        dialog.finished.connect(done)
        dialog.open()

    # -- printing ----------------------------------------------------------------------------------------------------

    def preview(self) -> None:
        """Print into a temporary file and open it with the system's viewer."""
        composition = self.composer.composition
        if composition is not None:
            folder = Path(tempfile.mkdtemp(prefix="bgit-"))
            self._print(folder / f"{file_name(composition)}.pdf")

    def export(self, suffix: str) -> None:
        """Ask for a file and print into it."""
        composition = self.composer.composition
        if composition is None:
            return
        kinds = {
            "pdf": tr("Tệp PDF (*.pdf)"),
            "docx": tr("Văn bản Word (*.docx)"),
            "xlsx": tr("Bảng tính Excel (*.xlsx)"),
        }
        out = ask_target(self.workspace, self, tr("Xuất báo cáo"), f"{file_name(composition)}.{suffix}", kinds[suffix])
        if out is not None:
            self._print(out)

    def _print(self, out: Path) -> None:
        composition = self.composer.composition
        if composition is None:
            return
        words = dict(self.composer.words)
        counted_by = chosen_units(self.begin.counted_by)

        def work(session: Session, progress: Progress) -> Path:
            return reports.render(
                session, composition.kind, composition.period, composition.unit or None, out, words=words,
                counted_by=counted_by, progress=progress,
            )  # fmt: skip

        self.workspace.operations.run(tr("Trình bày báo cáo"), work, self._printed, failed=self._not_printed)

    def _printed(self, out: Path) -> None:
        self.workspace.messages.done(tr("Đã ghi {name}", name=out.name), (tr("Mở tệp"), lambda: open_file(out)))
        if out.parent.name.startswith("bgit-"):
            open_file(out)

    def _not_printed(self, error: BgitError) -> None:
        self.workspace.messages.problem(str(error))


def file_name(composition: Composition) -> str:
    """Give a file name for a report, without marks, as USB sticks and mail want it."""
    names = {"periodic": "bao-cao", "incident": "su-co", "officers": "can-bo", "summary": "tong-hop"}
    return "-".join(
        filter(
            None,
            (
                names.get(composition.kind, composition.kind.replace("_", "-")),
                composition.unit.lower(),
                composition.period.lower(),
            ),
        )
    )
