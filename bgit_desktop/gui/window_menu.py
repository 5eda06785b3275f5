"""The menu behind "Khác": lists without a tab, backup, check, language, help, about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QMenu

from bgit_desktop.core.i18n import current_language, tr
from bgit_desktop.gui import icons
from bgit_desktop.gui.messages import MessageBar
from bgit_desktop.gui.operations import Operations
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.page_registry import PageEntry
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.services.context import Progress, Session

if TYPE_CHECKING:
    from bgit_desktop.services.check import CheckResult


class Shell(Protocol):
    """What the menu needs of the window it stands in."""

    session: Session
    preferences: Preferences
    workspace: Workspace
    messages: MessageBar
    operations: Operations
    lists: list[PageEntry]
    tools: list[PageEntry]

    def show_page(self, name: str, /) -> None:
        """Bring a page to the front."""

    def show_help(self) -> None:
        """Show the help of the page on the screen."""

    def reopen(self) -> None:
        """Close, and be opened again in another language."""


def fill_menu(window: Shell, menu: QMenu) -> None:
    """Fill the menu; every entry does what it says."""
    lists = menu.addMenu(icons.icon("list-checks"), tr("&Danh sách khác"))
    for entry in window.lists:
        lists.addAction(icons.icon(entry.icon), entry.label, partial(window.show_page, entry.name))
    for entry in window.tools:
        menu.addAction(icons.icon(entry.icon), entry.label, partial(window.show_page, entry.name))
    menu.addSeparator()
    menu.addAction(icons.icon("undo-2"), tr("&Hoàn tác (Ctrl+Z)"), window.workspace.undo)
    menu.addAction(icons.icon("redo-2"), tr("Làm &lại (Ctrl+Y)"), window.workspace.redo)
    menu.addSeparator()
    menu.addAction(icons.icon("shield-check"), tr("&Kiểm tra dữ liệu"), lambda: check(window))
    menu.addAction(icons.icon("trash-2"), tr("Lược bỏ theo thời &hạn…"), lambda: _retain(window))
    menu.addAction(icons.icon("settings"), tr("&Thiết lập…"), lambda: _settings(window))
    menu.addSeparator()
    languages = menu.addMenu(tr("&Ngôn ngữ / Language"))
    for code, name in (("vi", "Tiếng Việt"), ("en", "English")):
        action = languages.addAction(name, partial(_use, window, code))
        action.setCheckable(True)
        action.setChecked(current_language() == code)
    menu.addSeparator()
    menu.addAction(icons.icon("circle-help"), tr("T&rợ giúp trang này (F1)"), window.show_help)
    menu.addAction(icons.icon("info"), tr("&Giới thiệu và giấy phép"), lambda: _about(window))


def _use(window: Shell, code: str) -> None:
    if code == current_language():
        return
    window.preferences.set("language", code)
    window.reopen()


def _settings(window: Shell) -> None:
    from bgit_desktop.gui.settings_dialog import SettingsDialog

    SettingsDialog(window.messages.window(), window.workspace).open()


def _retain(window: Shell) -> None:
    from bgit_desktop.gui.retain_dialog import RetainDialog

    RetainDialog(window.messages.window(), window.workspace).open()


def _about(window: Shell) -> None:
    from bgit_desktop.gui.help import show_about

    show_about(window.messages.window())


def check(window: Shell) -> None:
    """Check the store off the window's thread and say what was found."""

    def work(own: Session, _progress: Progress) -> CheckResult:
        from bgit_desktop.services import check as checking

        return checking.check(own)

    def then(result: CheckResult) -> None:
        if result.problems:
            window.messages.problem("\n".join(result.problems[:5]))
        else:
            window.messages.done(
                tr("Dữ liệu nguyên vẹn: cơ sở dữ liệu, chuỗi nhật ký, chỉ mục và tệp đính kèm đều khớp.")
            )

    window.operations.run(tr("Kiểm tra dữ liệu"), work, then)
