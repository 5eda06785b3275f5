"""The workforce need (Điều 9.2.b), assignment documents (10.2.a) and appraisals that wait for the Sở's comment (10.2.b)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QWidget

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.evaluation_dialogs import TextDialog
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.sheet import Sheet
from bgit_desktop.gui.staff_view import StaffView, new_headers, sign_of, state_word
from bgit_desktop.services import appraisals, workforce
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.workforce import Assignment, Need
from bgit_desktop.store import records

TYPES_SHOWN = frozenset(
    {"officer", "qualification", "training", "training_request", "code", "unit", "document", "appraisal", "ruling"}
)


class RequiredDialog(Sheet):
    """Sets how many officers a unit requires."""

    def __init__(self, parent: QWidget, name: str, number: int) -> None:
        super().__init__(parent, tr("Số cán bộ cần có: {unit}", unit=name), tr("&Ghi"))
        self._note(tr("Quy định không ấn định số người; phần mềm lấy 1 người một đơn vị nếu Sở không đặt số khác."))
        self.number = QSpinBox(self)
        self.number.setRange(0, 99)
        self.number.setValue(number)
        self._row(tr("&Số người"), self.number)
        self._end()
        self.setMinimumWidth(400)


@dataclass(frozen=True, slots=True)
class _Read:
    need: Need
    assignments: list[Assignment]
    waiting: list[dict[str, Value]]
    names: dict[str, str]


class WorkforceView(StaffView):
    """The view Nhu cầu đội ngũ."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._read: _Read | None = None
        self.part = QComboBox(self)
        self.part.setAccessibleName(tr("Phần xem"))
        for name, label in (
            ("units", tr("Thiếu người theo đơn vị")), ("people", tr("Nhu cầu đào tạo theo người")),
            ("papers", tr("Văn bản phân công")), ("appraisals", tr("Đánh giá chờ Sở nhận xét")),
        ):  # fmt: skip
            self.part.addItem(label, name)
        self.part.currentIndexChanged.connect(lambda _at: self._fill())
        self.told = QLabel(self)
        self.told.setProperty("role", "quiet")
        self.told.setWordWrap(True)
        self.required_button = button(self, "pencil", tr("&Đặt số cần có…"), self.required, primary=True)
        self.received_button = button(self, "package-check", tr("&Ghi đã nhận văn bản"), self.received, primary=True)
        self.comment_button = button(self, "pencil", tr("&Nhận xét…"), self.comment, primary=True)
        self.open_button = button(self, "external-link", tr("&Mở hồ sơ"), self.open_record)
        self.print_button = button(self, "printer", tr("&In…"), self.print_paper)
        self.table = CalmTable(tr("Nhu cầu đội ngũ"), (), self)
        self.table.opened.connect(lambda _row: self.open_record())
        self.table.itemSelectionChanged.connect(self._enable)
        self.row(self.part).addWidget(self.told, 1)
        self.row(
            self.required_button, self.received_button, self.comment_button, self.open_button, None, self.print_button
        )
        self.column.addWidget(self.table, 1)

    def ask(self) -> None:
        """Read need, documents and appraisals."""

        def work(session: Session, _progress: Progress) -> _Read:
            waiting = appraisals.waiting(session)
            names = records.titles(session.store.db, TYPES["officer"], [str(row["officer"]) for row in waiting])
            return _Read(workforce.need(session), workforce.assignments(session), waiting, names)

        self.workspace.operations.run(tr("Nhu cầu đội ngũ"), work, self._take)

    def _take(self, read: _Read) -> None:
        self._read = read
        self._fill()

    def show_part(self, name: str) -> None:
        """Show a part: ``units``, ``people``, ``papers``, ``appraisals``."""
        self.part.setCurrentIndex(max(0, self.part.findData(name)))

    def _fill(self) -> None:
        read = self._read
        if read is None:
            return
        at = self.table.currentRow()
        fill = {
            "units": self._units, "people": self._people, "papers": self._papers, "appraisals": self._appraisals,
        }[str(self.part.currentData())]  # fmt: skip
        self.table.clearContents()
        fill(read)
        if self.table.rowCount():
            self.table.selectRow(min(max(at, 0), self.table.rowCount() - 1))
        self._enable()
        self.workspace.status_changed.emit()

    def _headers(self, *headers: str) -> None:
        new_headers(self.table, headers)

    def _units(self, read: _Read) -> None:
        self._headers(tr("Đơn vị"), tr("Cần"), tr("Hiện có"), tr("Đạt Điều 4"), tr("Thiếu"))
        self.table.setRowCount(len(read.need.units))
        for row, each in enumerate(read.need.units):
            self.table.put(row, 0, each.name)
            for column, number in enumerate((each.required, each.there, each.qualified), start=1):
                self.table.put(row, column, str(number), right=True)
            item = self.table.put(row, 4, str(each.gap) if each.gap else "")
            item.setIcon(tone_icon(*(("circle-alert", "warning") if each.gap else ("circle-check", "good"))))
        self.told.setText(
            tr(
                "Thiếu {gap} người đạt Điều 4. Số cần có là 1 người một đơn vị, trừ khi Sở đặt số khác.",
                gap=read.need.gap,
            )
        )

    def _people(self, read: _Read) -> None:
        topics = {each.value: str(each.label) for each in TOPICS}
        self._headers(
            tr("Đơn vị"), tr("Cán bộ"), tr("Điều 4"), tr("Còn thiếu"), tr("Chưa được tập huấn"), tr("Đơn vị đề nghị")
        )
        self.table.setRowCount(len(read.need.in_need))
        for row, each in enumerate(read.need.in_need):
            self.table.put(row, 0, each.unit_name)
            self.table.put(row, 1, each.name)
            self.table.put(row, 2, state_word(each.verdict)).setIcon(tone_icon(*sign_of(each.verdict)))
            self.table.put(row, 3, "; ".join(each.missing))
            self.table.put(row, 4, ", ".join(topics[topic] for topic in each.topics))
            self.table.put(row, 5, "; ".join(each.asked))
        counts = ", ".join(f"{label} {read.need.never(topic)}" for topic, label in topics.items())
        self.told.setText(tr("Số người chưa được tập huấn: {counts}", counts=counts) if read.need.people else "")

    def _papers(self, read: _Read) -> None:
        self._headers(tr("Đơn vị"), tr("Cán bộ"), tr("Văn bản phân công"), tr("Đơn vị gửi ngày"), tr("Sở nhận ngày"))
        self.table.setRowCount(len(read.assignments))
        for row, each in enumerate(read.assignments):
            self.table.put(row, 0, each.unit_name)
            self.table.put(row, 1, each.name)
            item = self.table.put(row, 2, each.document or tr("Chưa có"))
            item.setIcon(tone_icon(*(("file-text", "good") if each.document else ("circle-alert", "warning"))))
            for column, text in ((3, each.sent_on), (4, each.received_on)):
                day = as_date(text)
                self.table.put(row, column, show_date(day) if day else "")
        lacking = sum(not each.document for each in read.assignments)
        self.told.setText(
            tr("{lacking}/{count} cán bộ chưa có văn bản phân công", lacking=lacking, count=len(read.assignments))
        )

    def _appraisals(self, read: _Read) -> None:
        self._headers(
            tr("Đơn vị"), tr("Cán bộ"), tr("Năm"), tr("Cơ quan xếp loại"), tr("Xin ý kiến ngày"), tr("Tóm tắt")
        )
        rating = TYPES["appraisal"].by_name["rating"]
        catalogue = self._page.session.catalogue()
        self.table.setRowCount(len(read.waiting))
        for row, each in enumerate(read.waiting):
            unit, day = catalogue.by_code(str(each["unit"])), as_date(each["asked_on"])
            self.table.put(row, 0, unit.label if unit else str(each["unit"]))
            self.table.put(row, 1, read.names.get(str(each["officer"]), ""))
            self.table.put(row, 2, str(each["year"]))
            self.table.put(row, 3, rating.choice_label(str(each["rating"])) if each["rating"] else "")
            self.table.put(row, 4, show_date(day) if day else "")
            self.table.put(row, 5, str(each["summary"] or ""))
        self.told.setText(
            tr("{count} bản đánh giá chờ Sở nhận xét; ý kiến có giá trị tham khảo.", count=len(read.waiting))
        )

    @property
    def _at(self) -> int:
        return self.table.currentRow() if 0 <= self.table.currentRow() < self.table.rowCount() else -1

    def _enable(self) -> None:
        part, any_ = self.part.currentData(), self._at >= 0
        for shown, widget in (
            ("units", self.required_button), ("papers", self.received_button), ("appraisals", self.comment_button),
        ):  # fmt: skip
            widget.setVisible(part == shown)
            widget.setEnabled(any_)
        if part == "papers" and self._read is not None and any_:
            self.received_button.setEnabled(bool(self._read.assignments[self._at].document))
        self.open_button.setEnabled(any_)
        self.print_button.setEnabled(part in ("units", "people") or (part == "appraisals" and any_))
        self.print_button.setVisible(part != "papers")

    # -- doing -------------------------------------------------------------------------------------------------------

    def required(self) -> None:
        """Set how many officers the unit chosen requires."""
        if self._read is None or self._at < 0:
            return
        unit = self._read.need.units[self._at]
        self.through(
            RequiredDialog(self, unit.name, unit.required),
            lambda dialog: workforce.set_required(self._page.session, unit.code, dialog.number.value()),
            tr("Đã đặt số cán bộ cần có của {unit}", unit=unit.name),
            "code",
        )

    def received(self) -> None:
        """Note that the assignment document was received today."""
        if self._read is None or self._at < 0:
            return
        each = self._read.assignments[self._at]
        said = tr("Đã ghi Sở nhận văn bản phân công của {name}", name=each.name)
        self.act(lambda: workforce.note_assignments(self._page.session, [each.officer]), said, "officer")

    def comment(self) -> None:
        """Comment on the appraisal chosen."""
        if self._read is None or self._at < 0:
            return
        row = self._read.waiting[self._at]
        name = self._read.names.get(str(row["officer"]), "")
        note = str(row["summary"] or "")
        self.through(
            TextDialog(self, tr("Nhận xét: {name}", name=name), tr("&Nhận xét của Sở"), tr("&Ghi nhận xét"), note),
            lambda dialog: appraisals.comment(self._page.session, str(row["id"]), dialog.text.toPlainText()),
            tr("Đã ghi nhận xét về {name}", name=name),
            "appraisal",
        )

    def open_record(self) -> None:
        """Open what the row is about."""
        if self._read is None or self._at < 0:
            return
        match self.part.currentData():
            case "units":
                self.workspace.go_to("officer", where={"unit": self._read.need.units[self._at].code})
            case "people":
                self.workspace.go_to("officer", record=self._read.need.in_need[self._at].id)
            case "papers":
                self.workspace.go_to("officer", record=self._read.assignments[self._at].officer)
            case _:
                self.workspace.go_to("appraisal", record=str(self._read.waiting[self._at]["id"]))

    def print_paper(self) -> None:
        """Make the paper of the part shown."""
        if self.part.currentData() == "appraisals" and self._read is not None and self._at >= 0:
            row = self._read.waiting[self._at]
            title = self._read.names.get(str(row["officer"]), "")
            self.print_about("appraisal_comment", "appraisal", str(row["id"]), title)
        else:
            self.compose("training_need", Period.half_year_of(self._page.session.today()))
