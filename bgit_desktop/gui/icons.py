"""Icons: Lucide SVG drawn in the text colour of the palette, sharp at any scale.

An icon is made when it is first asked for and kept for its colour; a change of the scheme makes new ones
(:func:`forget_icons`). Qt paints them only when they are shown, so that a start pays for the few it shows.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bgit_desktop.assets import resource_path


class _SvgEngine(QIconEngine):
    """Draws one SVG in one colour; greyed where the control is disabled, light on a selection."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        colour = self._colour or QGuiApplication.palette().color(QPalette.ColorRole.Text).name()
        if mode == QIcon.Mode.Selected:
            colour = QGuiApplication.palette().color(QPalette.ColorRole.HighlightedText).name()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        _renderer(self._name, colour).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _SvgEngine(self._name, self._colour)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


@lru_cache(maxsize=256)
def icon(name: str, colour: str = "") -> QIcon:
    """Give an icon.

    Args:
        name: file name in ``resources/icons`` without ``.svg``.
        colour: ``#rrggbb``; "" for the text colour.

    Raises:
        FileNotFoundError: there is no such icon: a bug of ours.
    """
    resource_path(f"icons/{name}.svg")
    return QIcon(_SvgEngine(name, colour or QColor(QGuiApplication.palette().color(QPalette.ColorRole.Text)).name()))


def pixmap(name: str, colour: str = "", size: int = 16) -> QPixmap:
    """Give an icon as a pixmap for a label, sharp on the screen in use."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
    return icon(name, colour).pixmap(QSize(size, size), ratio)


def application_icon() -> QIcon:
    """Give the program's own mark."""
    return QIcon(str(resource_path("icons/app/bgit-desktop-256.png")))


def forget_icons() -> None:
    """Forget the icons made: the text colour has changed."""
    icon.cache_clear()
