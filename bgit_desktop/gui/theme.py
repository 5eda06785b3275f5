"""How the window looks: two palettes, one accent colour, one font, an 8 px grid.

Light and dark follow the system and change with it while the program runs. Only the palette and a short style sheet are
set; everything else is Qt's Fusion style, which looks the same on Windows and Linux and paints long lists fast.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from bgit_desktop.assets import resource_path

GRID = 8
"""Pixels all distances are multiples of (or half of it)."""

ROW_HEIGHT = 28
"""Pixels of a row in a list."""

STYLE = "fusion"
"""Qt's style that looks the same on every system."""

FONT_FAMILIES = ("Segoe UI", "Liberation Sans")
FONT_POINTS = 10


class Colours(NamedTuple):
    """The colours of one scheme, as #rrggbb.

    Attributes:
        window: behind everything.
        base: behind lists and fields.
        alternate: behind every other row.
        text: of text and icons.
        quiet: of secondary text; at least 4.5 : 1 against ``window``.
        border: of frames and separators.
        outline: of a field in which one types; at least 3 : 1 against ``window``.
        accent: the one accent colour: primary action and selection.
        on_accent: of text on it.
        link: of text that is pressed; at least 4.5 : 1 against ``base``.
        good: of the icon beside a word that says all is well.
        warning: of the icon beside a word that asks for care.
        bad: of the icon beside a word that says something is wrong, and of errors at a field.
        strip: behind the message line.
    """

    window: str
    base: str
    alternate: str
    text: str
    quiet: str
    border: str
    outline: str
    accent: str
    on_accent: str
    link: str
    good: str
    warning: str
    bad: str
    strip: str


LIGHT = Colours(
    window="#f5f6f8", base="#ffffff", alternate="#f8f9fb", text="#1b1f24", quiet="#5a616b", border="#d5d9df",
    outline="#858c96", accent="#1d5fb4", on_accent="#ffffff", link="#1d5fb4",
    good="#1a7f37", warning="#8a5a00", bad="#b3261e", strip="#e8eef7",
)  # fmt: skip
DARK = Colours(
    window="#1e2024", base="#17191c", alternate="#1b1d21", text="#e4e7eb", quiet="#a0a7b1", border="#3b4048",
    outline="#767e89", accent="#3371ca", on_accent="#ffffff", link="#7db0f5",
    good="#57ab5a", warning="#d4a72c", bad="#f47067", strip="#26303d",
)  # fmt: skip


def is_dark() -> bool:
    """Tell whether the scheme in use is dark."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Colours:
    """Give the colours of the scheme in use."""
    return DARK if is_dark() else LIGHT


def system_is_dark() -> bool:
    """Ask the system for its scheme; light where it has no answer."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def apply_theme(application: QApplication, *, dark: bool) -> None:
    """Set font, palette and style sheet.

    Args:
        application: the running application.
        dark: which scheme.
    """
    application.setFont(_font())
    scheme = DARK if dark else LIGHT
    application.setPalette(_palette(scheme))
    application.setStyleSheet(_style_sheet(scheme))


def _font() -> QFont:
    font = QFont(list(FONT_FAMILIES))
    font.setPointSize(FONT_POINTS)
    return font


def _palette(scheme: Colours) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    pairs = {
        role.Window: scheme.window,
        role.WindowText: scheme.text,
        role.Base: scheme.base,
        role.AlternateBase: scheme.alternate,
        role.Text: scheme.text,
        role.Button: scheme.window,
        role.ButtonText: scheme.text,
        role.BrightText: scheme.bad,
        role.Highlight: scheme.accent,
        role.HighlightedText: scheme.on_accent,
        role.Accent: scheme.accent,
        role.Link: scheme.link,
        role.LinkVisited: scheme.link,
        role.PlaceholderText: scheme.quiet,
        role.ToolTipBase: scheme.base,
        role.ToolTipText: scheme.text,
        role.Mid: scheme.border,
    }
    for each, colour in pairs.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, each, QColor(scheme.quiet))
    return palette


def _style_sheet(scheme: Colours) -> str:
    """Give the rules that a palette cannot say; by object name or property, so that lists keep their fast painting."""
    return f"""{_dark_outlines() if scheme is DARK else ""}
    QTabBar#pages {{ background: transparent; }}
    QTabBar#pages::tab {{ padding: 7px 12px; border: none; border-bottom: 2px solid transparent;
        color: {scheme.quiet}; }}
    QTabBar#pages::tab:selected {{ border-bottom: 2px solid {scheme.accent}; color: {scheme.text}; }}
    QTabBar#pages::tab:hover {{ color: {scheme.text}; }}
    QTabBar#pages:focus {{ outline: none; }}
    QTabBar#pages::tab:selected:focus {{ background: {scheme.strip}; }}
    QFrame#strip {{ background: {scheme.strip}; border: 1px solid {scheme.border}; border-radius: 4px; }}
    QFrame#card {{ background: {scheme.base}; border: 1px solid {scheme.border}; border-radius: 6px; }}
    QFrame#card QLabel {{ background: transparent; }}
    QLabel[role="quiet"] {{ color: {scheme.quiet}; }}
    QLabel[role="title"] {{ font-size: 13pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-weight: 600; }}
    QLabel[role="error"] {{ color: {scheme.bad}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QPushButton {{ padding: 4px 12px; min-height: 18px; }}
    QPushButton[role="primary"] {{ background: {scheme.accent}; color: {scheme.on_accent};
        border: 1px solid {scheme.accent}; border-radius: 3px; padding: 4px 14px; }}
    QPushButton[role="primary"]:focus {{ border: 2px solid {scheme.text}; padding: 3px 13px; }}
    QPushButton[role="primary"]:disabled {{ background: {scheme.border}; color: {scheme.quiet};
        border-color: {scheme.border}; }}
    QPushButton[role="link"] {{ border: none; color: {scheme.link}; text-align: left; padding: 2px 4px; }}
    QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ text-decoration: underline; }}
    QToolButton {{ padding: 4px 6px; border: 1px solid transparent; border-radius: 3px; }}
    QToolButton:hover, QToolButton:focus {{ border-color: {scheme.border}; background: {scheme.base}; }}
    QToolButton:pressed, QToolButton:open {{ background: {scheme.strip}; }}
    QToolButton[popupMode="2"] {{ padding-right: 16px; }}
    QToolButton::menu-indicator {{ subcontrol-position: right center; subcontrol-origin: padding; right: 4px; }}
    QToolButton#tab-close {{ padding: 1px; }}
    QToolBar {{ border: none; spacing: 0; padding: 0; }}
    QToolBar QToolButton {{ padding: 4px 3px; }}
    QToolBar QToolButton#qt_toolbar_ext_button {{ padding: 0; min-width: 20px; }}
    QListWidget::item {{ padding: 4px 2px; }}
    QHeaderView::section {{ background: {scheme.window}; color: {scheme.quiet}; border: none;
        border-bottom: 1px solid {scheme.border}; border-right: 1px solid {scheme.border}; padding: 4px 3px; }}
    QToolTip {{ background: {scheme.base}; color: {scheme.text}; border: 1px solid {scheme.border}; }}
    """


def _dark_outlines() -> str:
    """Give rules for the outlines of fields and boxes, which the style draws darker than a dark window: unseen."""
    edge = f"border: 1px solid {DARK.outline}; border-radius: 3px;"
    tick = resource_path("icons/app/tick.svg").as_posix()
    return f"""
    QLineEdit, QPlainTextEdit, QDateEdit {{ {edge} padding: 1px 3px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QDateEdit:focus {{ border-color: {DARK.link}; }}
    QLineEdit:disabled, QPlainTextEdit:disabled {{ border-color: {DARK.border}; }}
    QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ border: none; padding: 0; }}
    QCheckBox::indicator, QTreeView::indicator {{ {edge} width: 13px; height: 13px;
        background: {DARK.base}; }}
    QCheckBox::indicator:checked, QTreeView::indicator:checked {{
        background: {DARK.accent}; image: url("{tick}"); }}
    QTreeView::indicator:indeterminate {{ background: {DARK.border}; }}
    QCheckBox::indicator:focus {{ border-color: {DARK.link}; }}
    """
