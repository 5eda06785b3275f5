"""The parts of Tổng quan: a line that opens its place, a block of such lines, the year's chart, the Sở's table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.values import EMPTY
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.calm_table import CalmTable
from bgit_desktop.services.overview_model import Block, Item, Overview, Tone

ICON = 16


def tone_colour(tone: Tone) -> str:
    """Give the colour of the icon beside a word; the word says the same."""
    scheme = theme.colours()
    return {"good": scheme.good, "warning": scheme.warning, "bad": scheme.bad, "quiet": scheme.quiet}[tone]


def tone_icon(name: str, tone: Tone) -> QIcon:
    """Give an icon in the colour of its tone."""
    return icons.icon(name, tone_colour(tone))


class LineButton(QAbstractButton):
    """One line: what it is about, its status as icon and word at the right, a quiet second line where there is one.

    Args:
        item: what it shows.
        opens: called when it is pressed; None where it opens nothing.
        parent: its block.
    """

    def __init__(self, item: Item, opens: Callable[[], object] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setAccessibleName(", ".join(part for part in (item.text, item.word, item.detail) if part))
        self.setToolTip("\n".join(part for part in (item.text, item.detail) if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if opens is None:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda: opens())
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Give one row, and a smaller one under it for the detail."""
        height = theme.ROW_HEIGHT if not self.item.detail else 2 * self.fontMetrics().height() + theme.GRID
        return QSize(240, max(theme.ROW_HEIGHT, height))

    def minimumSizeHint(self) -> QSize:
        """Give the height of the hint and a width that still shows the word."""
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        scheme = theme.colours()
        inside = self.rect().adjusted(theme.GRID // 2, 1, -theme.GRID // 2, -1)
        if self.hasFocus() or (self.underMouse() and self.focusPolicy() != Qt.FocusPolicy.NoFocus):
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(QRectF(inside).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        metrics = self.fontMetrics()
        first = QRect(inside.left() + theme.GRID // 2, inside.top(), inside.width() - theme.GRID, metrics.height() + 4)
        if not self.item.detail:
            first.setHeight(inside.height())
        right = self._paint_word(painter, first, metrics)
        room = QRect(first.left(), first.top(), right - first.left() - theme.GRID, first.height())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, middle, metrics.elidedText(self.item.text, Qt.TextElideMode.ElideRight, room.width()))
        if self.item.detail:
            below = QRect(first.left(), first.bottom(), first.width(), inside.bottom() - first.bottom())
            painter.setPen(scheme.quiet)
            told = " ".join(self.item.detail.split())
            painter.drawText(below, middle, metrics.elidedText(told, Qt.TextElideMode.ElideRight, below.width()))
        painter.end()

    def _paint_word(self, painter: QPainter, room: QRect, metrics: QFontMetrics) -> int:
        """Paint icon and word at the right; gives where they begin."""
        if not self.item.word:
            return room.right()
        width = min(metrics.horizontalAdvance(self.item.word) + 2, room.width() * 3 // 5)
        left = room.right() - width
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        word = metrics.elidedText(self.item.word, Qt.TextElideMode.ElideRight, width)
        painter.drawText(
            QRect(left, room.top(), width + 1, room.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            word,
        )
        top = room.top() + (room.height() - ICON) // 2
        left -= ICON + theme.GRID // 2
        tone_icon(self.item.icon, self.item.tone).paint(painter, QRect(left, top, ICON, ICON))
        return left


class BlockCard(QFrame):
    """A block: its heading with the number, its lines, and a way to all of them."""

    def __init__(self, go_to: Callable[[str, dict[str, object]], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._go_to = go_to
        self._heading = QLabel(self)
        self._heading.setProperty("role", "heading")
        self._all = QPushButton(self)
        self._all.setProperty("role", "link")
        self._all.clicked.connect(self._open_all)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.GRID, 0, 0, 0)
        head.addWidget(self._heading, 1)
        head.addWidget(self._all)
        room = self._all.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # headings side by side stand in one row
        self._all.setSizePolicy(room)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GRID // 2, theme.GRID, theme.GRID // 2, theme.GRID // 2)
        column.setSpacing(theme.GRID // 2)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addStretch(1)
        self.block: Block | None = None

    def show_block(self, block: Block) -> None:
        """Show a block."""
        self.block = block
        self._heading.setText(f"{block.title} ({block.total})" if block.total else block.title)
        self.setAccessibleName(self._heading.text())
        self._all.setText(tr("Xem tất cả"))
        self._all.setAccessibleName(tr("Xem tất cả: {title}", title=block.title))
        self._all.setVisible(bool(block.page) and block.total > len(block.items))
        while (old := self._lines.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for item in block.items:
            self._lines.addWidget(self._line(item))
        if not block.items:
            empty = QLabel(block.empty, self)
            empty.setProperty("role", "quiet")
            empty.setWordWrap(True)
            empty.setContentsMargins(theme.GRID, 0, theme.GRID, theme.GRID)
            self._lines.addWidget(empty)

    def _line(self, item: Item) -> LineButton:
        if not item.page:
            return LineButton(item, None, self)
        return LineButton(item, lambda: self._go_to(item.page, dict(item.arguments)), self)

    def _open_all(self) -> None:
        if self.block is not None:
            self._go_to(self.block.page, dict(self.block.arguments))

    def lines(self) -> list[LineButton]:
        """Give the lines shown."""
        items = [self._lines.itemAt(at) for at in range(self._lines.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, LineButton)]


class SvgPicture(QWidget):
    """A picture drawn as SVG, kept in proportion and sharp at any scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def load(self, picture: bytes) -> None:
        """Show a picture."""
        self._renderer.load(QByteArray(picture))
        self._renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        if self._renderer.isValid():
            painter = QPainter(self)
            self._renderer.render(painter, QRectF(self.rect()))
            painter.end()


class ChartCard(QFrame):
    """The year's work by clause."""

    HEIGHT = 190

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.heading = QLabel(self)
        self.heading.setProperty("role", "heading")
        self.picture = SvgPicture(self)
        self.picture.setMinimumHeight(self.HEIGHT)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*([theme.GRID * 3 // 2] * 4))
        column.addWidget(self.heading)
        column.addWidget(self.picture, 1)
        column.addWidget(self.empty)
        column.addStretch(0)
        self.setMaximumHeight(self.HEIGHT + 120)

    def show_chart(self, year: int, picture: bytes | None) -> None:
        """Show the chart of a year; a year without tasks says what to do."""
        self.heading.setText(tr("Nhiệm vụ năm {year} theo điều khoản", year=year))
        self.picture.setVisible(picture is not None)
        self.picture.setAccessibleName(self.heading.text())
        self.empty.setVisible(picture is None)
        self.empty.setText(tr("Năm {year} chưa ghi nhiệm vụ nào. Mỗi việc ghi một dòng ở trang Nhiệm vụ.", year=year))
        if picture is not None:
            self.picture.load(picture)


class UnitTable(CalmTable):
    """Who has sent what: a row a unit, a column a period, word and icon in each cell."""

    def __init__(self, open_unit: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(tr("Tình hình gửi báo cáo của các đơn vị"), (), parent)
        self._open_unit = open_unit
        self._codes: list[str] = []
        self.opened.connect(self._open)

    def show_units(self, overview: Overview) -> None:
        """Show the Sở's table."""
        self._codes = [line.code for line in overview.units]
        headers = [tr("Đơn vị"), *(name for _, name in overview.periods), tr("Dữ liệu đến")]
        self.setColumnCount(len(headers))
        self.setHorizontalHeaderLabels([header[:1].upper() + header[1:] for header in headers])
        self.setRowCount(len(overview.units))
        for row, line in enumerate(overview.units):
            self._put(row, 0, line.name)
            for column, cell in enumerate(line.cells, 1):
                made = self._put(row, column, cell.word, cell.detail)
                made.setIcon(tone_icon(cell.icon, cell.tone))
            until = show_date(line.data_until) if line.data_until else EMPTY
            self._put(row, len(headers) - 1, until, "" if line.data_until else tr("Chưa nhận gói nào"))

    def _put(self, row: int, column: int, text: str, detail: str = "") -> QTableWidgetItem:
        made = self.put(row, column, text, tip=f"{text}\n{detail}".strip())
        made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}. {detail}" if detail else text)
        return made

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._codes):
            self._open_unit(self._codes[row])
