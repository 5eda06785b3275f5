"""Rounds of the staff review (Điều 10.1): the frozen results beside today's, remedies, what changed since the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QLabel

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import NotFound
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.gui.evaluation_dialogs import RemedyDialog, RoundDialog, TextDialog
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import button, quiet
from bgit_desktop.gui.page import Page
from bgit_desktop.gui.staff_view import StaffView, sign_of, state_word
from bgit_desktop.services import review
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.review import Result
from bgit_desktop.services.review_words import change_sentence

TYPES_SHOWN = frozenset(
    {"review_round", "review_result", "officer", "qualification", "dedicated_unit", "unit", "ruling"}
)


@dataclass(frozen=True, slots=True)
class _Read:
    wanted: str
    rounds: list[dict[str, Value]]
    results: list[Result]
    changed: str


class ReviewView(StaffView):
    """The view Rà soát đội ngũ."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.results: list[Result] = []
        self._rounds: list[dict[str, Value]] = []
        self.round = QComboBox(self)
        self.round.setAccessibleName(tr("Đợt rà soát"))
        self.round.setMinimumContentsLength(36)
        self.round.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.round.activated.connect(lambda _at: self.ask())
        self.told = QLabel(self)
        self.told.setProperty("role", "quiet")
        self.open_button = button(self, "plus", tr("&Mở đợt…"), self.open_round)
        self.remedy_button = button(self, "pencil", tr("&Khắc phục…"), self.remedy, primary=True)
        self.officer_button = button(self, "external-link", tr("Mở &hồ sơ"), self.open_officer)
        self.settle_button = button(self, "refresh-cw", tr("&Cập nhật theo hồ sơ"), self.settle)
        self.settle_button.setToolTip(tr("Ghi đã khắc phục cho những dòng mà hồ sơ đơn vị hiện nay đã đạt."))
        self.close_button = button(self, "lock", tr("K&ết thúc đợt…"), self.close_round)
        self.print_button = button(self, "printer", tr("&In biên bản"), self.print_minutes)
        self.changed = quiet(self)
        self.empty = quiet(self, tr("Chưa có đợt rà soát nào (Điều 10.1, phối hợp với Sở Nội vụ). Bấm “Mở đợt…”."))
        headers = [
            tr("Đơn vị"), tr("Cán bộ"), tr("Lúc chốt"), tr("Hiện nay"), tr("Hướng khắc phục"), tr("Hạn"), tr("Tình trạng"),
            tr("Ghi chú"),
        ]  # fmt: skip
        self.table = CalmTable(tr("Kết quả rà soát"), headers, self)
        self.table.opened.connect(lambda _row: self.remedy())
        self.table.itemSelectionChanged.connect(self._enable)
        self.row(self.round).addWidget(self.told, 1)
        self.row(
            self.remedy_button, self.officer_button, self.settle_button, None, self.open_button, self.print_button,
            self.close_button,
        )  # fmt: skip
        self.column.addWidget(self.changed)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.table, 1)

    @property
    def round_id(self) -> str:
        """Id of the round chosen; "" where there is none."""
        return str(self.round.currentData() or "")

    @property
    def chosen(self) -> Result | None:
        """The line chosen."""
        row = self.table.currentRow()
        return self.results[row] if 0 <= row < len(self.results) else None

    def ask(self) -> None:
        """Read the rounds and the lines of the one chosen."""
        wanted = self.round_id

        def work(session: Session, _progress: Progress) -> _Read:
            found = review.rounds(session)
            ids = [str(row["id"]) for row in found]
            chosen = wanted if wanted in ids else next(iter(ids), "")
            results = review.results(session, chosen) if chosen else []
            return _Read(chosen, found, results, _since(session, chosen) if chosen else "")

        self.workspace.operations.run(tr("Rà soát đội ngũ"), work, self._take)

    def _take(self, read: _Read) -> None:
        if self.round_id and self.round_id != read.wanted and self.round_id in [str(row["id"]) for row in read.rounds]:
            return  # another one was chosen meanwhile
        at = self.chosen.id if self.chosen else ""
        self._rounds, self.results = read.rounds, read.results
        self.round.clear()
        for row in read.rounds:
            self.round.addItem(str(row["title"]), str(row["id"]))
        self.round.setCurrentIndex(self.round.findData(read.wanted))
        self.empty.setVisible(not read.rounds)
        self.changed.setText(read.changed)
        self.changed.setVisible(bool(read.changed))
        remedies = TYPES["review_result"].by_name["remedy"]
        self.table.setRowCount(len(self.results))
        for line, each in enumerate(self.results):
            self.table.put(line, 0, each.unit_name)
            self.table.put(line, 1, each.name or tr("Chưa bố trí cán bộ"))
            for column, state in ((2, each.then), (3, each.now)):
                word = state_word(state) or tr("Đã thôi")
                self.table.put(line, column, word).setIcon(tone_icon(*sign_of(state)))
            self.table.put(line, 4, remedies.choice_label(each.remedy))
            due = as_date(each.due_on)
            self.table.put(line, 5, show_date(due) if due else "")
            open_ = each.status == "open"
            word = tr("Chưa xong") if open_ else (tr("Đã khắc phục") if each.remedy != "none" else "")
            self.table.put(line, 6, word).setIcon(
                tone_icon(*(("clock", "warning") if open_ else ("circle-check", "good")))
            )
            self.table.put(line, 7, each.note)
            if each.id == at:
                self.table.selectRow(line)
        if self.results and self.chosen is None:
            self.table.selectRow(0)
        waiting = sum(each.status == "open" for each in self.results)
        closed = self._closed
        state = tr("đã kết thúc") if closed else tr("còn {count} dòng chưa xong", count=waiting)
        self.told.setText(state if read.rounds else "")
        self._enable()
        self.workspace.status_changed.emit()

    @property
    def _closed(self) -> bool:
        return any(row["status"] == "closed" for row in self._rounds if row["id"] == self.round_id)

    def _enable(self) -> None:
        there, open_, line = bool(self.round_id), bool(self.round_id) and not self._closed, self.chosen
        self.remedy_button.setEnabled(open_ and line is not None)
        self.officer_button.setEnabled(line is not None)
        self.settle_button.setEnabled(open_)
        self.close_button.setEnabled(open_)
        self.print_button.setEnabled(there)

    # -- doing -------------------------------------------------------------------------------------------------------

    def open_round(self) -> None:
        """Open a round."""

        def act(dialog: RoundDialog) -> None:
            title, day, due, document = dialog.chosen
            made = review.open_round(self._page.session, title, date.fromisoformat(day), due, document)
            self.round.addItem(title, made)
            self.round.setCurrentIndex(self.round.findData(made))

        said = tr("Đã mở đợt rà soát và chốt danh sách")
        self.through(RoundDialog(self, self.today), act, said, "review_round", "review_result")

    def remedy(self) -> None:
        """Set the remedy of the line chosen."""
        line = self.chosen
        if line is None or not self.remedy_button.isEnabled():
            return
        values = {"remedy": line.remedy, "due_on": line.due_on, "status": line.status, "note": line.note}
        name, record = line.name or line.unit_name, line.id
        self.through(
            RemedyDialog(self, name, TYPES["review_result"].by_name["remedy"].choices, values),
            lambda dialog: review.set_result(self._page.session, record, dict(dialog.chosen)),
            tr("Đã ghi khắc phục của {name}", name=name),
            "review_result",
        )

    def open_officer(self) -> None:
        """Open the officer's record, or the unit's officers."""
        line = self.chosen
        if line is not None and line.officer and line.now:
            self.workspace.go_to("officer", record=line.officer)
        elif line is not None:
            self.workspace.go_to("officer", where={"unit": line.unit})

    def settle(self) -> None:
        """Mark as done what the records meet by now."""
        round_ = self.round_id
        said = tr("Đã cập nhật theo hồ sơ hiện nay")
        self.act(lambda: review.settle(self._page.session, round_), said, "review_result")

    def close_round(self) -> None:
        """Close the round with its conclusion."""
        round_ = self.round_id
        self.through(
            TextDialog(self, tr("Kết thúc đợt rà soát"), tr("&Kết luận"), tr("&Kết thúc đợt")),
            lambda dialog: review.close(self._page.session, round_, dialog.text.toPlainText()),
            tr("Đã kết thúc đợt rà soát"),
            "review_round",
        )

    def print_minutes(self) -> None:
        """Make the minutes of the round."""
        if self.round_id:
            self.print_about("review_minutes", "review_round", self.round_id, self.round.currentText())


def _since(session: Session, round_: str) -> str:
    try:
        found = review.since_last(session, round_)
    except NotFound as error:
        return str(error)
    if found is None:
        return tr("Đây là đợt đầu tiên, chưa có gì để so sánh.")
    names = {each.code: each.label for each in session.catalogue()}
    said = [f"{names.get(each.unit, each.unit)}: {change_sentence(each, names)}" for each in found.changes]
    shown = "; ".join(said[:6]) + (" …" if len(said) > 6 else "")
    return tr("So với “{title}”: {count} thay đổi.", title=found.title, count=len(said)) + (
        f" {shown}" if shown else ""
    )
