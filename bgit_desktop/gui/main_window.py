"""The window: tabs above, the page below, the quiet line between, facts at the bottom.

It owns the workspace its pages share. Pages are made when first shown; a page that is not on the screen when records
change is refreshed when it is shown again. Lists without a tab of their own are opened from the menu in one extra tab.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.i18n import Label, tr
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.messages import MessageBar
from bgit_desktop.gui.operations import Operations, ProgressStrip
from bgit_desktop.gui.page import ALL, Page, Workspace
from bgit_desktop.gui.page_registry import PageEntry, other_lists, tabs, tools
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.gui.status_line import ConflictsButton, write_facts
from bgit_desktop.services import lists
from bgit_desktop.services.context import Progress, Session

RESTART = 87
"""Exit code of the event loop by which the window asks to be opened again (another language)."""

STATUS_AFTER = 80
"""Milliseconds after a change at which the status line is written: the rows come first."""
BACKUP_AFTER = 5000
"""Milliseconds after the start at which the day's copy is made, where one is due."""

MENU = Label("Khác", "More")
"""Name of the menu beside the tabs; Alt+M opens it on every page, so it takes no letter of a page's own buttons."""

DEFAULT_SIZE = (1280, 680)
SMALLEST = (760, 420)


class MainWindow(QMainWindow):
    """The program's one window over one open store.

    Args:
        session: the store; the window closes it at the end.
        preferences: what it remembers.
        page: name of the page shown first.
    """

    def __init__(self, session: Session, preferences: Preferences, page: str = "overview") -> None:
        super().__init__()
        self.session = session
        self.preferences = preferences
        own = lists.own_part(session)
        self.entries: list[PageEntry] = tabs(session, own)
        self.lists: list[PageEntry] = other_lists(session)
        self.tools: list[PageEntry] = tools(session)
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, frozenset[str]] = {}
        self._extra: PageEntry | None = None
        self.next_store: Path | None = None
        self.setWindowIcon(icons.application_icon())
        self.setWindowTitle(self._title(own))
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(*DEFAULT_SIZE)

        self.messages = MessageBar(self)
        self.operations = Operations(session, self)
        self.workspace = Workspace(session, self.messages, self.operations, preferences, self)
        self.workspace.changed.connect(self._records_changed)
        self.workspace.open_page.connect(self._open_page)
        self.workspace.status_changed.connect(self._write_status)
        self.workspace.open_store.connect(self.open_store)
        self._status_timer = QTimer(self)
        self._status_timer.setSingleShot(True)
        self._status_timer.setInterval(STATUS_AFTER)
        self._status_timer.timeout.connect(self._put_status)
        self._build()
        self._shortcuts()
        self.show_page(page)
        QTimer.singleShot(BACKUP_AFTER, self._daily_backup)

    # -- layout ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.bar = QTabBar(self)
        self.bar.setObjectName("pages")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setAccessibleName(tr("Các trang"))
        for number, entry in enumerate(self.entries, 1):
            at = self.bar.addTab(entry.label)
            self.bar.setTabToolTip(at, f"{entry.label} (Ctrl+{number})")
        self.bar.currentChanged.connect(self._tab_chosen)
        self.bar.tabCloseRequested.connect(self._close_extra)
        self.menu_button = QToolButton(self)
        self.menu_button.setText(str(MENU))
        self.menu_button.setIcon(icons.icon("settings"))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setAutoRaise(True)
        self.menu_button.setToolTip(tr("Danh sách khác, sao lưu, kiểm tra, ngôn ngữ, trợ giúp (Alt+M)"))
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_menu(menu))
        self.menu_button.setMenu(menu)
        self.stack = QStackedWidget(self)
        self.progress = ProgressStrip(self.operations, self)
        self._status = QLabel(self)
        self._status.setProperty("role", "quiet")
        self._status.setAccessibleName(tr("Tình trạng"))

        top = QHBoxLayout()
        top.setContentsMargins(theme.GRID, theme.GRID // 2, theme.GRID, 0)
        top.addWidget(self.bar, 1)
        top.addWidget(self.menu_button)
        middle = QVBoxLayout()
        middle.setContentsMargins(theme.GRID, theme.GRID // 2, theme.GRID, 0)
        middle.setSpacing(theme.GRID // 2)
        middle.addWidget(self.messages)
        middle.addWidget(self.progress)
        middle.addWidget(self.stack, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.GRID * 3 // 2, theme.GRID // 2, theme.GRID, theme.GRID // 2)
        self.conflicts_button = ConflictsButton(lambda: self.show_page("conflicts"), self)
        foot.addWidget(self._status, 1)
        foot.addWidget(self.conflicts_button)
        whole.addLayout(foot)
        frame = QWidget(self)
        frame.setLayout(whole)
        self.setCentralWidget(frame)

    def _fill_menu(self, menu: QMenu) -> None:
        """Make the menu when it is first opened."""
        if menu.isEmpty():
            from bgit_desktop.gui.window_menu import fill_menu

            fill_menu(self, menu)

    def _title(self, catalogue: Catalogue) -> str:
        unit = catalogue.by_code(self.session.unit, self.session.today())
        if unit is None or unit.valid_to is not None:  # newer than what is shipped; or the Sở may have been absorbed
            unit = self.session.own_unit(self.session.today())
        if unit is None:
            return "bgit"
        host = catalogue.it_host_of(unit, self.session.today())
        name = unit.name if host is None else f"{unit.name} · {host.label}"
        return f"bgit — {name}"

    def _shortcuts(self) -> None:
        def on(keys: str | QKeySequence.StandardKey, action: object) -> None:
            QShortcut(QKeySequence(keys), self, activated=action)  # type: ignore[call-overload]

        for number in range(1, 10):
            on(f"Ctrl+{number}", lambda at=number - 1: self._choose_tab(at))
        on(QKeySequence.StandardKey.New, lambda: self._with_page("new_record"))
        on(QKeySequence.StandardKey.Find, lambda: self._with_page("start_search"))
        on(QKeySequence.StandardKey.Undo, self.workspace.undo)
        for keys in ("Ctrl+Shift+Z", "Ctrl+Y"):  # both, whatever the system's own habit
            on(keys, self.workspace.redo)
        on("F1", self.show_help)
        on("Alt+M", self.menu_button.showMenu)
        on("F5", self._reread)

    # -- pages -------------------------------------------------------------------------------------------------------

    def current_page(self) -> Page | None:
        """Give the page on the screen."""
        page = self.stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def page_name(self) -> str:
        """Name of the page on the screen."""
        shown = self.current_page()
        return next((name for name, page in self._pages.items() if page is shown), self.entries[0].name)

    def page(self, name: str) -> Page:
        """Give a page, making it where it is shown for the first time.

        Raises:
            KeyError: there is no page of that name: a bug of ours.
        """
        if name not in self._pages:
            entry = next((each for each in (*self.entries, *self.lists, *self.tools) if each.name == name), None)
            if entry is None:
                raise KeyError(name)
            made = entry.make(self.workspace)
            self._pages[name] = made
            self.stack.addWidget(made)
        return self._pages[name]

    def show_page(self, name: str, arguments: Mapping[str, object] | None = None) -> None:
        """Bring a page to the front.

        Args:
            name: its name.
            arguments: what it shall show; see :meth:`Workspace.go_to`.
        """
        at = self._tab_of(name)
        page = self.page(name)
        self.bar.blockSignals(True)
        self.bar.setCurrentIndex(at)
        self.bar.blockSignals(False)
        self.stack.setCurrentWidget(page)
        stale = self._stale.pop(name, None)
        if stale is not None:
            page.refresh(stale)
        if arguments:
            page.open(arguments)
        self._write_status()

    def _tab_of(self, name: str) -> int:
        """Give the tab of a page, adding the extra one for a list from the menu."""
        for at, entry in enumerate(self.entries):
            if entry.name == name:
                return at
        entry = next(each for each in (*self.lists, *self.tools) if each.name == name)
        at = len(self.entries)
        if self._extra is None:
            self.bar.blockSignals(True)
            self.bar.addTab(entry.label)
            self.bar.blockSignals(False)
            self._add_close_button(at)
        self.bar.setTabText(at, entry.label)
        self._extra = entry
        return at

    def _add_close_button(self, at: int) -> None:
        close = QToolButton(self.bar)
        close.setAutoRaise(True)
        close.setObjectName("tab-close")
        close.setIcon(icons.icon("x"))
        close.setAccessibleName(tr("Đóng danh sách"))
        close.setToolTip(tr("Đóng danh sách"))
        close.clicked.connect(lambda: self._close_extra(at))
        self.bar.setTabButton(at, QTabBar.ButtonPosition.RightSide, close)

    def _close_extra(self, at: int) -> None:
        if self._extra is None or at != len(self.entries):
            return
        name, self._extra = self._extra.name, None
        self.bar.removeTab(at)
        page = self._pages.pop(name, None)
        self._stale.pop(name, None)
        if page is not None:
            self.stack.removeWidget(page)
            page.deleteLater()
        self.show_page(self.entries[max(0, self.bar.currentIndex())].name)

    def _tab_chosen(self, at: int) -> None:
        if 0 <= at < len(self.entries):
            self.show_page(self.entries[at].name)
        elif self._extra is not None:
            self.show_page(self._extra.name)

    def _choose_tab(self, at: int) -> None:
        if at < self.bar.count():
            self.bar.setCurrentIndex(at)

    def _open_page(self, name: str, arguments: Mapping[str, object]) -> None:
        self.show_page(name, arguments)

    def _with_page(self, what: str) -> None:
        page = self.current_page()
        if page is not None:
            getattr(page, what)()

    # -- keeping up --------------------------------------------------------------------------------------------------

    def _records_changed(self, types: frozenset[str]) -> None:
        shown = self.current_page()
        for name, page in self._pages.items():
            if page is shown:
                page.refresh(types)
            else:
                before = self._stale.get(name)
                self._stale[name] = types if before is None else (before | types if before and types else ALL)
        self._write_status()

    def _reread(self) -> None:
        self._records_changed(ALL)

    def _write_status(self) -> None:
        self._status_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Write the status line, which is only kept up while the window is on the screen."""
        super().showEvent(event)
        self._write_status()

    def _put_status(self) -> None:
        if not self.isVisible():
            return
        page = self.current_page()
        first = page.status_text() if page is not None else ""
        self._status.setText(" · ".join(filter(None, [first, *write_facts(self.session, self.conflicts_button)])))

    def _daily_backup(self) -> None:
        """Make the day's tested copy off the window's thread."""

        def work(session: Session, _progress: Progress) -> bool:
            from bgit_desktop.services import backup

            return backup.daily(session) is not None

        if self.isVisible():
            self.operations.run(tr("Sao lưu hằng ngày"), work, lambda _made: self._write_status())

    # -- help, files, end --------------------------------------------------------------------------------------------

    def show_help(self) -> None:
        """Show the help of the page on the screen."""
        from bgit_desktop.gui.help import show_help

        page = self.current_page()
        show_help(self, page.help_topic if page is not None else "index")

    def take_files(self, paths: list[str]) -> None:
        """Take files given on the command line or dropped: packages go to their page, others to the page shown."""
        packages = [path for path in paths if ".bgpkg" in Path(path).name.lower() or Path(path).is_dir()]
        if packages:
            self.show_page("packages", {"files": packages})
            return
        page = self.current_page()
        if paths and (page is None or not page.drop_files(paths)):
            self.messages.problem(
                tr(
                    "Không dùng được tệp {name} ở trang này. Tệp Excel thả vào trang có danh sách cần nhập; gói .bgpkg "
                    "thả vào trang nào cũng được.",
                    name=Path(paths[0]).name,
                )
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files be dropped anywhere on the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files dropped."""
        self.take_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def changeEvent(self, event: QEvent) -> None:
        """Paint icons anew when the scheme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            icons.forget_icons()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless something typed would be lost or work cannot be stopped."""
        for name, page in self._pages.items():
            if not page.may_close():
                self.show_page(name)
                event.ignore()
                return
        if not self.operations.wait():
            self.messages.problem(tr("Đang có việc chưa dừng được; hãy đợi ít phút rồi đóng lại."))
            event.ignore()
            return
        event.accept()

    def reopen(self) -> None:
        """Close, and be opened again: in another language every text is made anew."""
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        if self.close():
            QCoreApplication.exit(RESTART)
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, True)

    def open_store(self, folder: Path) -> None:
        """Close, and be opened again over another store."""
        self.next_store = folder
        self.reopen()
