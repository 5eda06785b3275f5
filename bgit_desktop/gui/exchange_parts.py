"""Parts of the pages that exchange packages: the list of packages, the strip that explains a verdict, pinning a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.calm_table import CalmTable as CalmTable
from bgit_desktop.gui.dialog_buttons import primary
from bgit_desktop.gui.overview_parts import tone_colour, tone_icon
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import keys
from bgit_desktop.services.exchange_board import ShownPackage
from bgit_desktop.services.verdict_words import Words, kind_word, words

DIGITS = 40


class PackageTable(CalmTable):
    """The packages that came and went, the newest first."""

    def __init__(self, parent: QWidget | None = None, *, province: bool = False) -> None:
        partner = tr("Đơn vị") if province else tr("Nơi gửi, nhận")
        headers = [tr("Lúc"), tr("Chiều"), tr("Tình trạng"), partner, tr("Loại"), tr("Dữ liệu"), tr("Cỡ"), tr("Tệp")]
        super().__init__(tr("Các gói đã nhận, đã xuất"), headers, parent)
        self.shown: list[ShownPackage] = []

    def show_packages(self, shown: list[ShownPackage]) -> None:
        """Show packages; the one chosen stays chosen."""
        chosen = self.chosen()
        self.shown = shown
        self.setRowCount(len(shown))
        for at, each in enumerate(shown):
            row, told = each.row, words(each.state)
            self.put(at, 0, each.at)
            self.put(at, 1, tr("Nhận") if row.direction == "in" else tr("Xuất"))
            self.put(at, 2, str(told.word), tip=str(told.meaning)).setIcon(tone_icon(told.icon, told.tone))
            self.put(at, 3, each.partner)
            self.put(at, 4, kind_word(row.kind))
            self.put(at, 5, window_text(row.from_seq, row.to_seq))
            self.put(at, 6, each.size, right=True)
            self.put(at, 7, row.file)
        for at, each in enumerate(shown):
            if chosen is not None and each.row.n == chosen.row.n:
                self.selectRow(at)

    def chosen(self) -> ShownPackage | None:
        """Give the package chosen."""
        at = self.currentRow()
        return self.shown[at] if 0 <= at < len(self.shown) and self.selectedItems() else None


def window_text(from_seq: int, to_seq: int) -> str:
    """Write the window of a log: "1–34"; "" for none."""
    return f"{from_seq}–{to_seq}" if to_seq >= from_seq > 0 else ""


class VerdictStrip(QFrame):
    """Explains the verdict of the file chosen, with the reason and what can be done, beside each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setAccessibleName(tr("Giải thích tình trạng của gói"))
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.GRID, theme.GRID // 2, theme.GRID, theme.GRID // 2)
        self._row.setSpacing(theme.GRID)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def explain(self, told: Words, reason: str, actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Explain a verdict.

        Args:
            told: its words.
            reason: what was noted for this very file.
            actions: buttons: their words and what they do.
        """
        self._icon.setPixmap(icons.pixmap(told.icon, tone_colour(told.tone)))
        advice = "" if str(told.advice) in reason else str(told.advice)
        said = " ".join(filter(None, (reason or str(told.meaning), advice)))
        self._text.setText(f"{told.word}: {said}" if said else str(told.word))
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for text, action in actions:
            button = QPushButton(text, self)
            button.clicked.connect(lambda _checked=False, do=action: do())
            self._row.addWidget(button)
            self.buttons.append(button)
        self.show()


class TrustDialog(QDialog):
    """Pins the key of another PC: what the file says, and the 40 digits typed from the printed sheet.

    Args:
        parent: the page.
        workspace: what the pages share.
        path: the enrolment file.
        done: called with the name of whose key was pinned.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, path: Path, done: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._path = path
        self._done = done
        offered = keys.read_enrolment(workspace.session, path)
        self.setWindowTitle(tr("Đăng ký khóa"))
        self._name = offered.unit_name or offered.unit
        about = QLabel(
            tr("Tệp {file}: {unit}, máy “{label}”.", file=path.name, unit=self._name, label=offered.label), self
        )
        about.setWordWrap(True)
        self._vouched = keys.vouched(workspace.session, offered)
        label = QLabel(tr("Gõ &40 chữ số trên phiếu in có dấu của đơn vị đó:"), self)
        self.digits = QPlainTextEdit(self)
        self.digits.setTabChangesFocus(True)
        self.digits.setFixedHeight(3 * theme.ROW_HEIGHT)
        self.digits.setPlaceholderText("12345 67890 …")
        label.setBuddy(self.digits)
        self.count = QLabel(self)
        self.count.setProperty("role", "quiet")
        self.error = QLabel(self)
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        note = QLabel(
            tr("Chỉ gõ từ phiếu giấy, không chép từ tệp hay thư điện tử: đó là cách để biết khóa đúng là của họ."),
            self,
        )
        note.setProperty("role", "quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.pin = primary(buttons, tr("Đă&ng ký"))
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([2 * theme.GRID] * 4))
        column.setSpacing(theme.GRID)
        for widget in (about, label, self.digits, self.count, self.error, note, buttons):
            column.addWidget(widget)
        if self._vouched:
            note.setText(
                tr("Máy này đã đăng ký và chỉ đổi khóa; khóa cũ bảo đảm cho khóa mới nên không phải gõ chữ số.")
            )
            for widget in (label, self.digits, self.count):
                widget.hide()
        self.setMinimumWidth(440)
        self.digits.textChanged.connect(self._count)
        self._count()
        self.digits.setFocus()

    def _typed(self) -> str:
        return "".join(each for each in self.digits.toPlainText() if each.isdigit())

    def _count(self) -> None:
        number = len(self._typed())
        self.count.setText(tr("Đã gõ {count}/{of} chữ số", count=number, of=DIGITS))
        self.pin.setEnabled(self._vouched or number == DIGITS)

    def _try(self) -> None:
        try:
            keys.trust(self._workspace.session, self._path, self._typed())
        except BgitError as error:
            self.error.setText(str(error))
            self.error.show()
            self.digits.setFocus()
            return
        self.accept()
        self._done(self._name)
