"""Units or officers × criteria: every point opens the records it counts; points by hand, results, making final (Điều 9.2.d)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QMenu, QPushButton, QSplitter

from bgit_desktop.core.evaluation import Item, Points, SubjectType, points_text
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import RATINGS
from bgit_desktop.gui import icons
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.evaluation_dialogs import FinalDialog, NameDialog, PointsDialog, ResultDialog, ScaleDialog
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.period_choice import PeriodChoice
from bgit_desktop.gui.staff_view import StaffView, new_headers
from bgit_desktop.services import criteria, evaluation, evaluation_writing
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.evaluation import RATING_LABELS, Assessed
from bgit_desktop.services.overview_model import Tone

TYPES_SHOWN = frozenset(
    {"evaluation", "criterion", "code", "task", "training", "incident", "report", "officer", "unit", "deadline"}
)
_STATUS: dict[str, tuple[str, Tone]] = {
    "": ("circle-minus", "quiet"),
    "draft": ("pencil", "warning"),
    "final": ("lock", "good"),
}
_SIGNS: dict[str, tuple[str, Tone]] = {"good": ("circle-check", "good"), "bad": ("circle-x", "bad")}


@dataclass(frozen=True, slots=True)
class _Read:
    asked: tuple[Period, str, SubjectType]
    versions: list[str]
    rows: list[Assessed]


def number(value: Decimal | None) -> str:
    """Write points; a dash where there are none, which is not zero."""
    return "—" if value is None else points_text(value).replace(".", ",")


class EvaluationView(StaffView):
    """The view Đánh giá."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.rows: list[Assessed] = []
        self.items: list[Item] = []
        self._revealed = False
        self.choice = PeriodChoice(self, Period.half_year_of(page.session.today()).previous, self._other)
        self.sets = QComboBox(self)
        self.sets.setAccessibleName(tr("Bộ tiêu chí"))
        self.sets.setMinimumContentsLength(8)
        self.subject = QComboBox(self)
        self.subject.setAccessibleName(tr("Đối tượng"))
        self.subject.addItem(tr("Đơn vị"), "unit")
        self.subject.addItem(tr("Cán bộ"), "officer")
        self.sets.activated.connect(lambda _at: self._other())
        self.subject.currentIndexChanged.connect(lambda _at: self._other())
        self.told = QLabel(self)
        self.told.setProperty("role", "quiet")
        self.points_button = button(self, "pencil", tr("&Cho điểm…"), self.give, primary=True)
        self.result_button = button(self, "shield-check", tr("&Xếp loại, sử dụng…"), self.result)
        self.reveal_button = button(self, "eye", tr("Xe&m điểm đã ghi"), self.reveal)
        self.reveal_button.setToolTip(
            tr("Điểm, xếp loại cán bộ là giá trị hạn chế; việc xem được ghi vào nhật ký kiểm tra.")
        )
        self.sets_button = QPushButton(icons.icon("settings"), tr("&Bộ tiêu chí"), self)
        self.sets_button.setMenu(self._menu())
        self.print_button = button(self, "printer", tr("&In báo cáo…"), self.print_report)
        self.final_button = button(self, "lock", tr("C&hốt…"), self.finalize)
        self.empty = quiet(
            self, tr("Chưa có bộ tiêu chí nào. Bấm “Bộ tiêu chí”, chọn “Lập bộ mẫu…”, rồi sửa theo văn bản của Sở.")
        )
        self.table = CalmTable(tr("Điểm theo tiêu chí"), (), self)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.currentCellChanged.connect(lambda *_: self._explain())
        self.table.opened.connect(lambda _row: self.give())
        self.why = quiet(self)
        self.evidence = CalmTable(tr("Hồ sơ được tính"), [tr("Loại"), tr("Hồ sơ"), tr("Tính"), tr("Ghi chú")], self)
        self.evidence.opened.connect(self.open_record)
        top = self.row(self.choice, self.sets, self.subject)
        top.addWidget(self.told, 1)
        self.row(
            self.points_button,
            self.result_button,
            self.reveal_button,
            None,
            self.sets_button,
            self.print_button,
            self.final_button,
        )
        self.column.addWidget(self.empty)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.evidence)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        self.column.addWidget(split, 1)
        self.column.insertWidget(3, self.why)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(icons.icon("plus"), tr("&Lập bộ mẫu…"), self.make_sample)
        menu.addAction(icons.icon("copy"), tr("&Sao thành bộ mới…"), self.copy_set)
        menu.addAction(icons.icon("pencil"), tr("S&ửa tiêu chí của bộ đang chọn"), self.edit_set)
        menu.addAction(icons.icon("chart-column"), tr("&Thang xếp loại…"), self.scale)
        return menu

    # -- showing -----------------------------------------------------------------------------------------------------

    @property
    def asked(self) -> tuple[Period, str, SubjectType]:
        """Period, set of criteria, units or officers."""
        subject: SubjectType = "officer" if self.subject.currentData() == "officer" else "unit"
        return self.choice.period, self.sets.currentText(), subject

    def _other(self) -> None:
        self._revealed = False
        self.ask()

    def ask(self) -> None:
        """Read the points, off the window's thread."""
        (period, version, subject), reveal = self.asked, self._revealed

        def work(session: Session, _progress: Progress) -> _Read:
            known = criteria.versions(session)
            chosen = version if version in known else criteria.version_for(session, period)
            rows = evaluation.assess(session, period, chosen, subject, reveal=reveal) if chosen else []
            return _Read((period, chosen, subject), known, rows)

        self.workspace.operations.run(tr("Đánh giá"), work, self._take)

    def _take(self, read: _Read) -> None:
        if (read.asked[0], read.asked[2]) != (self.asked[0], self.asked[2]):
            return
        self.sets.clear()
        self.sets.addItems(read.versions)
        self.sets.setCurrentText(read.asked[1])
        chosen = self.chosen
        at = max(0, self.table.currentColumn()), chosen.key if chosen else ""
        self.rows = read.rows
        self.empty.setVisible(not read.versions)
        codes = next((each.points for each in self.rows if each.points), ())
        headers = [
            tr("Đối tượng"),
            *(each.criterion.code for each in codes),
            tr("Tổng"),
            tr("Xếp loại"),
            tr("Tình trạng"),
        ]
        new_headers(self.table, headers)
        for column, each in enumerate(codes, start=1):
            head = self.table.horizontalHeaderItem(column)
            if head is not None:
                head.setToolTip(f"{each.criterion.label} ({number(each.criterion.max_points)})")
        self.table.setRowCount(len(self.rows))
        for row, one in enumerate(self.rows):
            self._put(row, one, len(codes))
        row = next((row for row, one in enumerate(self.rows) if one.key == at[1]), 0)
        if self.rows:
            self.table.setCurrentCell(row, min(at[0] or 1, len(headers) - 1))
        self._explain()
        final = sum(each.status == "final" for each in self.rows)
        self.told.setText(
            tr("{count} đối tượng, đã chốt {final}", count=len(self.rows), final=final) if self.rows else ""
        )
        self.workspace.status_changed.emit()

    def _put(self, row: int, one: Assessed, count: int) -> None:
        name = one.name if not one.subject else f"{one.name} ({one.unit_name})"
        self.table.put(row, 0, name)
        for column in range(1, count + 1):
            points = one.points[column - 1] if one.points else None
            text = "•••" if points is None else number(points.points)
            item = self.table.put(row, column, text, right=True, tip=points.said if points else "")
            if points is not None and points.by_person:
                item.setIcon(tone_icon("user", "quiet"))
        total = f"{number(one.total.points)}/{number(one.total.of)}" if one.points and one.total.of else ""
        self.table.put(row, count + 1, "•••" if one.hidden else total, right=True)
        rating = "•••" if one.hidden else str(RATING_LABELS.get(one.rating, ""))
        self.table.put(row, count + 2, rating, tip=one.comment)
        words = {"": tr("Tạm tính"), "draft": tr("Dự thảo"), "final": tr("Đã chốt")}
        self.table.put(row, count + 3, words.get(one.status, "")).setIcon(
            tone_icon(*_STATUS.get(one.status, _STATUS[""]))
        )

    @property
    def chosen(self) -> Assessed | None:
        """The unit or officer of the row chosen."""
        row = self.table.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    @property
    def point(self) -> Points | None:
        """The points of the cell chosen."""
        one, column = self.chosen, self.table.currentColumn()
        return one.points[column - 1] if one is not None and 1 <= column <= len(one.points) else None

    def _explain(self) -> None:
        one, point = self.chosen, self.point
        open_ = one is not None and one.status != "final" and not one.hidden
        self.points_button.setEnabled(open_ and point is not None)
        self.result_button.setEnabled(one is not None and not one.hidden)
        self.reveal_button.setVisible(self.asked[2] == "officer")
        self.reveal_button.setEnabled(any(each.hidden for each in self.rows))
        self.final_button.setEnabled(any(each.status != "final" for each in self.rows))
        self.print_button.setEnabled(bool(self.rows))
        self.items = evaluation.evidence(self._page.session, point) if point is not None else []
        if one is None:
            self.why.setText("")
        elif point is None:
            lacking = ", ".join(one.total.without)
            said = tr("Điểm đã ghi là giá trị hạn chế; bấm “Xem điểm đã ghi”.") if one.hidden else one.comment
            self.why.setText(
                said or (tr("Chưa có điểm: {codes}; không tính là 0 điểm.", codes=lacking) if lacking else "")
            )
        else:
            criterion = point.criterion
            self.why.setText(
                f"{criterion.code}. {criterion.label} — "
                + tr(
                    "{points}/{most} điểm. {said}",
                    points=number(point.points),
                    most=number(criterion.max_points),
                    said=point.said,
                )
            )
        self.evidence.setRowCount(len(self.items))
        for row, each in enumerate(self.items):
            label = str(TYPES[each.type].label) if each.type in TYPES else ""
            self.evidence.put(row, 0, label)
            self.evidence.put(row, 1, each.name)
            word = tr("Tính đạt") if each.outcome == "good" else tr("Tính chưa đạt")
            self.evidence.put(row, 2, word).setIcon(tone_icon(*_SIGNS.get(each.outcome, ("circle-minus", "quiet"))))
            self.evidence.put(row, 3, each.why)

    def open_record(self, row: int) -> None:
        """Open a record that counts."""
        each = self.items[row]
        if each.type in TYPES and each.id:
            self.workspace.go_to(each.type, record=each.id)

    # -- doing -------------------------------------------------------------------------------------------------------

    def give(self) -> None:
        """Give points under the criterion chosen."""
        one, point = self.chosen, self.point
        if one is None or point is None or not self.points_button.isEnabled():
            return
        (period, version, subject), key, code = self.asked, one.key, point.criterion.code
        self.through(
            PointsDialog(self, one.name, point),
            lambda dialog: evaluation_writing.set_points(
                self._page.session, period, version, subject, key, code, *dialog.chosen
            ),
            tr("Đã ghi điểm {code} của {name}", code=code, name=one.name),
            "evaluation",
        )

    def result(self) -> None:
        """Write rating, comment and use of the result chosen."""
        one = self.chosen
        if one is None:
            return
        (period, version, subject), key = self.asked, one.key
        values = {"rating": one.rating, "comment": one.comment, "use": one.use}
        self.through(
            ResultDialog(self, one.name, RATINGS, values, final=one.status == "final"),
            lambda dialog: evaluation_writing.set_result(
                self._page.session, period, version, subject, key, dialog.chosen
            ),
            tr("Đã ghi kết quả của {name}", name=one.name),
            "evaluation",
        )

    def reveal(self) -> None:
        """Open what is kept on officers; the audit notes it."""
        self._revealed = True
        self.ask()

    def finalize(self) -> None:
        """Make the results of the period final."""
        period, version, subject = self.asked
        count = sum(each.status != "final" for each in self.rows)
        self.through(
            FinalDialog(self, count, self.today),
            lambda dialog: evaluation_writing.finalize(
                self._page.session, period, version, subject, document=dialog.chosen[0], decided_on=dialog.chosen[1]
            ),
            tr("Đã chốt kết quả đánh giá {period}", period=period.label),
            "evaluation",
        )

    def print_report(self) -> None:
        """Compose the report on evaluation."""
        self.compose("evaluation_report", self.choice.period)

    def make_sample(self) -> None:
        """Make the sample set."""
        note = tr("Lập 14 tiêu chí cho đơn vị và cán bộ, mỗi bên 100 điểm; Sở xem, sửa và ban hành trước khi dùng.")
        dialog = NameDialog(self, tr("Lập bộ tiêu chí mẫu"), note, str(self.choice.period.year))
        made = partial(self._made, lambda name: criteria.make_sample(self._page.session, name))
        self.through(dialog, made, tr("Đã lập bộ tiêu chí mẫu"), "criterion")

    def copy_set(self) -> None:
        """Copy the set chosen to a new one."""
        version = self.sets.currentText()
        if not version:
            self.make_sample()
            return
        note = tr(
            "Sao bộ “{version}” thành bộ mới để sửa; bộ đã dùng để chốt đánh giá thì giữ nguyên.", version=version
        )
        dialog = NameDialog(self, tr("Sao bộ tiêu chí"), note, "")
        made = partial(self._made, lambda name: criteria.copy_set(self._page.session, version, name))
        self.through(dialog, made, tr("Đã sao bộ tiêu chí"), "criterion")

    def _made(self, make: object, dialog: NameDialog) -> None:
        assert callable(make)
        name = dialog.name.text().strip()
        make(name)
        self.sets.addItem(name)
        self.sets.setCurrentText(name)

    def edit_set(self) -> None:
        """Open the criteria of the set chosen in their list."""
        version = self.sets.currentText()
        if version:
            self.workspace.go_to("criterion", where={"version": version})
        else:
            self.make_sample()

    def scale(self) -> None:
        """Set the scale of ratings."""
        least = criteria.thresholds(self._page.session)
        self.through(
            ScaleDialog(self, RATINGS, least),
            lambda dialog: criteria.set_thresholds(self._page.session, dialog.chosen),
            tr("Đã đặt thang xếp loại"),
            "code",
        )
