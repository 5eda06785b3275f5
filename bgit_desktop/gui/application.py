"""Starts the window and ends it: application object, language, theme, first start, log of our own faults.

What is imported at the start decides how soon the first list is painted: widgets and SQLite, nothing else; the rest is
imported where it is used. After an orderly shutdown the process ends with ``os._exit``: tearing Python and Qt down
would only cost time.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

import shiboken6
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from bgit_desktop.assets import load_english
from bgit_desktop.core.i18n import Language, current_language, tr, use_language
from bgit_desktop.errors import BgitError, NotFound
from bgit_desktop.gui import icons, theme
from bgit_desktop.gui.operations import bug_sentence
from bgit_desktop.gui.preferences import Preferences, default_store, user_folder
from bgit_desktop.services.context import Session, open_session

if TYPE_CHECKING:
    from bgit_desktop.gui.qt_translation import QtVietnamese

LOG_FILE = "bgit-desktop.log"
SPEAK_AFTER = 30
"""Milliseconds after the window is shown at which Qt's own texts are translated: no dialog is open before."""
COLLECT_AFTER = 1000
"""Milliseconds after the window is shown at which Python's garbage is collected again: the start makes none."""
LOG_MOST = 500_000
"""Bytes from which the log begins anew; the one before is kept."""
LOCK_WAIT = 0.5
"""Seconds the window waits for another program to let go of the store."""

_translators: list[QtVietnamese] = []  # the one installed in the application, which is one in the process, too

log = logging.getLogger(__name__)


def choose_language(lang: str | None, preferences: Preferences) -> None:
    """Set the language: the one asked for, else the remembered one, else Vietnamese."""
    wanted = lang or preferences.text("language", "vi")
    language: Language = "en" if wanted == "en" else "vi"
    use_language(language, load_english() if language == "en" else None)


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Make the application object, or give the one there is, with locale and theme; :func:`speak` does the rest."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
        if application.style().objectName().lower() != theme.STYLE:
            application.setStyle(theme.STYLE)
    else:
        # asking for the style afterwards costs 5 ms: Python would be given the whole class
        application = QApplication([sys.argv[0], f"-style={theme.STYLE}", *arguments])
    application.setApplicationName("bgit-desktop")
    application.setApplicationDisplayName("bgit")
    application.setDesktopFileName("bgit-desktop")
    application.setWindowIcon(icons.application_icon())
    _choose_locale()
    follow_system(application)
    return application


def _choose_locale() -> None:
    """Let calendars and file dialogs name months and days in the language chosen, the day before the month."""
    if current_language() == "vi":
        QLocale.setDefault(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
    else:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def speak(application: QApplication) -> None:
    """Let Qt's own buttons and dialogs speak the language chosen."""
    silence(application)
    _choose_locale()
    if current_language() == "vi":
        from bgit_desktop.gui.qt_translation import install_qt_vietnamese

        _translators.append(install_qt_vietnamese(application))


def silence(application: QApplication) -> None:
    """Let Qt's own buttons and dialogs speak English, as they come."""
    if _translators:
        from bgit_desktop.gui.qt_translation import remove_qt_vietnamese

        remove_qt_vietnamese(application, _translators.pop())


def follow_system(application: QApplication) -> None:
    """Use the system's scheme, light or dark, now and when it changes."""
    theme.apply_theme(application, dark=theme.system_is_dark())
    application.styleHints().colorSchemeChanged.connect(
        lambda _scheme: theme.apply_theme(application, dark=theme.system_is_dark())
    )


def collect_again() -> None:
    """Let Python look for what can be freed again, except among what the start has made, which stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def keep_log(folder: Path) -> None:
    """Write warnings and faults of ours to a file beside the data."""
    path = folder / LOG_FILE
    kept = {each.baseFilename for each in logging.getLogger().handlers if isinstance(each, logging.FileHandler)}
    if str(path.absolute()) in kept:
        return  # the window was opened again in another language
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LOG_MOST:
            path.replace(path.with_suffix(".old.log"))
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        return  # a read-only folder is said elsewhere; the log is only for us
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)


def install_fault_hook(say: Callable[[str], None]) -> None:
    """Send faults of ours to the log and one calm sentence to the user; never a traceback."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(1)
            return
        if isinstance(error, BgitError):
            say(str(error))
            return
        log.error("a bug", exc_info=(kind, error, trace))
        say(bug_sentence())

    sys.excepthook = hook


@dataclass
class Program:
    """One run of the window program, through changes of the language.

    Attributes:
        preferences: what is remembered between runs.
        folder: the store.
        files: files still to be handed to the window.
        page: the page shown first; after a change of the language, the one that was on the screen.
    """

    preferences: Preferences
    folder: Path
    files: list[str]
    page: str

    def run(self, application: QApplication) -> int:
        """Open the window, again after each change of the language, until it is closed."""
        while True:
            code = self._once(application)
            from bgit_desktop.gui.main_window import RESTART

            if code != RESTART:
                return code
            choose_language(None, self.preferences)

    def _once(self, application: QApplication) -> int:
        session = self._open(application)
        if session is None:
            return 1
        from bgit_desktop.gui.main_window import MainWindow

        with session:
            keep_log(session.store.folder)
            window = MainWindow(session, self.preferences, self.page)
            install_fault_hook(window.messages.problem)
            window.show()
            QTimer.singleShot(SPEAK_AFTER, lambda: speak(application))
            QTimer.singleShot(COLLECT_AFTER, collect_again)
            if self.files:
                files, self.files = self.files, []
                QTimer.singleShot(0, lambda: window.take_files(files))
            code = application.exec()
            window.operations.wait()
            self.page = window.page_name
            shiboken6.delete(window)  # before the store it reads from is closed
            return code

    def _open(self, application: QApplication) -> Session | None:
        """Open the store, or make one with the guide; None where neither came about."""
        try:
            session = open_session(self.folder, wait=LOCK_WAIT)
        except NotFound:
            from bgit_desktop.gui.first_start import guide

            collect_again()
            speak(application)
            made = guide(self.folder)
            if made is None:
                return None
            self.folder = made
            try:
                session = open_session(made, wait=LOCK_WAIT)
            except BgitError as error:
                refuse(str(error))
                return None
        except BgitError as error:
            refuse(str(error))
            return None
        self.preferences.set("store", str(self.folder))
        return session


def refuse(sentence: str) -> None:
    """Say why the window cannot open: the one message box, for there is no window to say it in."""
    collect_again()
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, "bgit", sentence)
    close = box.addButton(tr("Đóng"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.exec()


def run(folder: Path | None = None, lang: str | None = None, files: Sequence[str] = (), page: str = "overview") -> int:
    """Open the window and stay until it is closed.

    Args:
        folder: the store; None for the last one used, else the default folder.
        lang: ``vi`` or ``en``; None for the remembered one.
        files: files given on the command line, such as a package double-clicked.
        page: the page shown first.

    Returns:
        The exit code: 0, or 1 where no store was opened.
    """
    preferences = Preferences()
    choose_language(lang, preferences)
    application = make_application()
    keep_log(user_folder())
    install_fault_hook(refuse)
    remembered = preferences.text("store")
    store = folder or (Path(remembered) if remembered else default_store())
    return Program(preferences, store, list(files), page).run(application)


def run_and_exit(
    folder: Path | None = None, lang: str | None = None, files: Sequence[str] = (), page: str = "overview"
) -> NoReturn:
    """Like :func:`run`, then end the process at once: the store is closed, tearing down Qt would only cost time."""
    code = run(folder, lang, files, page)
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
