"""What taking files in would do: the table of a preview, and a unit's dialog before anything is merged."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import theme
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.exchange_parts import CalmTable, VerdictStrip, window_text
from bgit_desktop.gui.messages import Action
from bgit_desktop.gui.overview_parts import tone_icon
from bgit_desktop.gui.packages_common import pin_key
from bgit_desktop.gui.page import Page
from bgit_desktop.services import exchange_board
from bgit_desktop.services.detail import unknown_pc
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.verdict_words import kind_word, words

PREVIEW_WRITES = frozenset({"package"})
"""A preview is written and rolled back: others wait for it, no list has changed after it."""


class PreviewTable(CalmTable):
    """The files dropped, in the order of urgency: incidents first, then as they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        headers = [
            tr("Kết quả"), tr("Đơn vị"), tr("Máy"), tr("Loại"), tr("Dữ liệu"), tr("Mới"), tr("Sửa đổi"), tr("Xung đột"),
            tr("Tệp"),
        ]  # fmt: skip
        super().__init__(tr("Các tệp chờ nhập"), headers, parent)
        self.outcomes: list[Outcome] = []

    def show_outcomes(self, page: Page, outcomes: list[Outcome]) -> None:
        """Show what would become of each file."""
        self.outcomes = sorted(outcomes, key=lambda each: each.kind != "incident")
        machines = exchange_board.machine_names(page.session)
        self.setRowCount(len(self.outcomes))
        for at, each in enumerate(self.outcomes):
            told, detail = words(each.verdict, each.kind), each.detail
            cell = self.put(at, 0, str(told.word), tip=each.reason or str(told.meaning))
            cell.setIcon(tone_icon(told.icon, told.tone))
            self.put(at, 1, exchange_board.unit_name(page.session, each.unit) if each.unit else "")
            self.put(at, 2, machines.get(each.replica) or unknown_pc(each.replica))
            self.put(at, 3, kind_word(each.kind))
            self.put(at, 4, window_text(each.from_seq, each.to_seq))
            for column, number in ((5, detail.new), (6, detail.changed + detail.deleted), (7, each.conflicts)):
                self.put(at, column, str(number) if each.verdict == "accepted" else "", right=True)
            self.put(at, 8, each.file)
        if self.outcomes:
            self.selectRow(0)

    def chosen(self) -> Outcome | None:
        """Give the file chosen."""
        at = self.currentRow()
        return self.outcomes[at] if 0 <= at < len(self.outcomes) else None


def explain(page: Page, strip: VerdictStrip, chosen: Outcome | None) -> None:
    """Say in the strip what a file would change by record type, or why it would not be taken in."""
    if chosen is None:
        strip.hide()
        return
    told = words(chosen.verdict, chosen.kind)
    if str(told.before):
        told = replace(told, advice=told.before)
    actions: list[Action] = []
    if chosen.kind == "enrol":
        actions.append((tr("&Đăng ký khóa này…"), lambda: pin_key(page, chosen.path)))
    elif told.action == "enrol":
        actions.append((tr("&Đăng ký khóa…"), lambda: pin_key(page)))
    changes = exchange_board.changes_text(chosen)
    reason = "" if chosen.kind == "enrol" else chosen.reason
    strip.explain(told, " ".join(filter(None, (reason, changes, *chosen.warnings))), actions)


def take_words(outcomes: list[Outcome]) -> tuple[str, bool]:
    """Give the words of the button that takes files in, and whether there is anything to do."""
    ready = sum(each.verdict == "accepted" for each in outcomes)
    # without a valid one the others can still be noted: held ones are kept, and tried again later
    held = sum(each.verdict.startswith(("held-", "rejected-")) for each in outcomes)
    told = tr("&Nhập {count} gói hợp lệ", count=ready) if ready else tr("&Ghi nhận {count} tệp", count=held)
    return told, bool(ready or held)


class PreviewDialog(QDialog):
    """What the files would change here; nothing is merged before the button is pressed.

    Args:
        page: the page it stands on.
        outcomes: of the preview.
    """

    def __init__(self, page: Page, outcomes: list[Outcome]) -> None:
        super().__init__(page)
        self._page = page
        self.setWindowTitle(tr("Xem trước khi nhập"))
        about = QLabel(tr("Chưa nhập gì. Đây là những gì các tệp sẽ thay đổi trên máy này:"), self)
        about.setWordWrap(True)
        self.table = PreviewTable(self)
        self.strip = VerdictStrip(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        words_, possible = take_words(outcomes)
        self.take_button = primary(buttons, words_)
        self.take_button.setEnabled(possible)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        for widget in (about, self.table, self.strip, buttons):
            column.addWidget(widget)
        self.resize(min(880, page.width()), 360)
        self.table.itemSelectionChanged.connect(lambda: explain(page, self.strip, self.table.chosen()))
        self.table.show_outcomes(page, outcomes)
        explain(page, self.strip, self.table.chosen())
