"""The smaller parts of the page of reports: the row that begins one, the list of those saved, the dialog at signing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import EMPTY
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.dialog_room import make_room
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.units_choice import units_choice
from bgit_desktop.services import reports
from bgit_desktop.services.context import Session
from bgit_desktop.services.overview_model import Tone
from bgit_desktop.services.report_model import GROUP_LABELS

STATUS_ICONS: dict[str, tuple[str, Tone]] = {
    "draft": ("pencil", "quiet"),
    "submitted": ("arrow-right", "quiet"),
    "signed": ("circle-check", "good"),
    "sent": ("file-up", "good"),
    "received": ("inbox", "good"),
    "returned": ("undo-2", "warning"),
    "accepted": ("shield-check", "good"),
}


def status_word(status: str) -> str:
    """Give the word of a report's state."""
    return TYPES["report"].by_name["status"].choice_label(status)


class BeginBar(QFrame):
    """Begins a report: kind, year, half, unit (the Sở only).

    Attributes:
        asked: (kind, period, unit code or "").
    """

    asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        today = session.today()
        self.kind = self._combo(tr("Loại báo cáo"))
        self._kinds = {each.kind: each for each in reports.kinds(session)}
        for at, group in enumerate(GROUP_LABELS):
            if at:
                self.kind.insertSeparator(self.kind.count())
            for each in self._kinds.values():
                if each.group == group:
                    self.kind.addItem(each.label, each.kind)
        self.part = self._combo(tr("Kỳ báo cáo"))
        for label, value in ((tr("6 tháng đầu năm"), 1), (tr("6 tháng cuối năm"), 2), (tr("Cả năm"), 0)):
            self.part.addItem(label, value)
        self.year = self._combo(tr("Năm"))
        for year in range(today.year + 1, 2012, -1):
            self.year.addItem(str(year), year)
        self.unit = self._combo(tr("Đơn vị"))
        self._fill_units(session, today)
        self.counted_by = units_choice(self, "then")
        last = Period.half_year_of(today)
        self.choose(last if today > last.start.replace(month=last.start.month + 4) else last.previous)
        self.begin = QPushButton(icons.icon("plus", theme.colours().on_accent), tr("&Lập báo cáo"), self)
        self.begin.setProperty("role", "primary")
        self.begin.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        for widget in (self.kind, self.part, self.year, self.unit, self.counted_by, self.begin):
            row.addWidget(widget)
        row.addStretch(1)
        self.unit.setVisible(session.is_province)
        self.counted_by.setVisible(bool(session.heirs().since))  # as long as no unit has ended, both are the same
        self.kind.currentIndexChanged.connect(lambda _at: self._kind_chosen())
        self._kind_chosen()

    def _combo(self, name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.setMinimumContentsLength(6)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _fill_units(self, session: Session, today: date) -> None:
        self.unit.addItem(tr("Sở (của mình)"), session.unit)
        known = session.catalogue().bound_between(date.min, today)
        for each in sorted(known, key=lambda unit: not unit.stands_on(today)):
            if each.code != session.unit:
                gone = not each.stands_on(today)
                self.unit.addItem(tr("{unit} (đã kết thúc)", unit=each.label) if gone else each.label, each.code)

    def _kind_chosen(self) -> None:
        """Offer all units where the kind can be over all; the summary is over all only."""
        kind = self._kinds.get(str(self.kind.currentData()))
        over_all = kind is not None and kind.over_all
        self.unit.setEnabled(kind is not None and not (kind.province and over_all))
        self.unit.setItemText(0, tr("Mọi đơn vị") if over_all else tr("Sở (của mình)"))

    def choose(self, period: Period) -> None:
        """Choose a period."""
        self.part.setCurrentIndex(self.part.findData(period.half))
        self.year.setCurrentIndex(self.year.findData(period.year))

    def _ask(self) -> None:
        period = Period(self.year.currentData(), self.part.currentData())
        unit = str(self.unit.currentData()) if self.unit.isVisible() and self.unit.currentIndex() > 0 else ""
        self.asked.emit(str(self.kind.currentData()), period.code, unit)


class ReportList(CalmTable):
    """The reports saved, the newest period first.

    Attributes:
        asked: (kind, period, unit code) of the report chosen.
    """

    asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Các báo cáo đã lập"), (), parent)
        self._session = session
        self._rows: list[tuple[str, str, str, str]] = []
        self.opened.connect(self._open)

    def show_reports(self) -> int:
        """Read the reports anew; gives how many there are."""
        session = self._session
        found = reports.listing(session)
        names: dict[str, str] = {each.kind: each.label for each in reports.all_kinds()}
        papers = reports.numbers(session, found)
        catalogue, today = session.catalogue(), session.today()
        headers = [tr("Loại báo cáo"), tr("Kỳ"), tr("Bản"), tr("Tình trạng"), tr("Số, ký hiệu")]
        if session.is_province:
            headers.insert(0, tr("Đơn vị"))
        self.setColumnCount(len(headers))
        self.setHorizontalHeaderLabels(headers)
        self.setRowCount(len(found))
        self._rows = []
        for at, row in enumerate(found):
            code, kind, period = str(row["unit"]), str(row["kind"]), str(row["period"])
            self._rows.append((kind, period, code, str(row["id"])))
            unit = catalogue.by_code(code, today)
            status = str(row["status"] or "draft")
            cells = [names.get(kind, kind), _period_name(period), str(row["version"] or 1), status_word(status)]
            cells.append(papers.get(str(row["id"])) or EMPTY)
            if session.is_province:
                cells.insert(0, unit.label if unit else code)
            for column, text in enumerate(cells):
                item = self.put(at, column, text, right=headers[column] == tr("Bản"))
                if headers[column] == tr("Tình trạng"):
                    item.setIcon(tone_icon(*STATUS_ICONS.get(status, ("circle-minus", "quiet"))))
        return len(found)

    def chosen(self) -> str:
        """Give the id of the report chosen; "" where none is."""
        at = self.currentRow()
        return self._rows[at][3] if 0 <= at < len(self._rows) else ""

    def open_record(self, record: str) -> None:
        """Open a report by its id."""
        for at, row in enumerate(self._rows):
            if row[3] == record:
                self._open(at)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self._rows):
            kind, period, unit, _ = self._rows[at]
            self.asked.emit(kind, period, unit)


def _period_name(code: str) -> str:
    label = str(reports.period_label(code))
    return label[:1].upper() + label[1:]


class SignDialog(QDialog):
    """Takes what văn thư wrote on the paper: số, ký hiệu, ngày, and who signed."""

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Ghi số, ngày văn bản"))
        self.number = QLineEdit(self)
        self.number.setPlaceholderText("05/BC-VHTT")
        self.day = QDateEdit(QDate(today.year, today.month, today.day), self)
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setCalendarPopup(True)
        self.signer = QLineEdit(self)
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        note = QLabel(tr("Sau khi ghi, số liệu được chốt; sửa nữa phải lập bản điều chỉnh."), self)
        note.setProperty("role", "quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        primary(buttons, tr("Ghi đã &ký"))
        buttons.accepted.connect(self._check)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID // 2)
        for text, widget in (
            (tr("&Số, ký hiệu (do văn thư cấp) *"), self.number),
            (tr("&Ngày ký *"), self.day),
            (tr("N&gười ký"), self.signer),
        ):
            label = QLabel(text, self)
            label.setBuddy(widget)
            column.addWidget(label)
            column.addWidget(widget)
            if widget is self.number:
                column.addWidget(self.error)
        column.addWidget(note)
        column.addWidget(buttons)
        self.setMinimumWidth(380)

    def _check(self) -> None:
        if not self.number.text().strip():
            self.error.setText(tr("“{label}” không được để trống.", label=tr("Số, ký hiệu")))
            self.error.show()
            make_room(self)
            self.number.setFocus()
            return
        self.accept()
