"""The composition root: the window or one command, and what becomes of errors.

No command, or only files, opens the window; anything else is a command. A ``BgitError`` is one sentence on the error
stream and its exit code. Anything else is a bug of ours: the traceback goes into a log file, the
user is told where it is (exit code 70). Qt is imported only for the window and the self-test.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bgit_desktop import __version__
from bgit_desktop.assets import load_english
from bgit_desktop.cli import output
from bgit_desktop.cli.parser import GlobalOptions, language_wanted, take_global_options
from bgit_desktop.core.i18n import Language, tr, use_language
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BgitError

if TYPE_CHECKING:
    from bgit_desktop.services.context import Session

BUG = 70
_INTERRUPTED = 1
_PACKAGE_SUFFIX = ".bgpkg"
_LOG = "bgit-desktop.log"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: the words after the program's name; those of the process where None.

    Returns:
        The exit code of DESIGN.md.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    _choose_language(language_wanted(words))
    try:
        options, rest = take_global_options(words)
        if _is_for_window(rest):
            return _open_window(options, rest, leave=argv is None)
        from bgit_desktop.cli.main import run as run_command  # all commands, which the window has no use for

        return run_command(rest, options, check_window)
    except BgitError as error:
        output.note(" ".join(str(error).split()))
        return error.exit_code
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    except KeyboardInterrupt:
        output.note(tr("Đã dừng theo yêu cầu; việc dở dang không được ghi."))
        return _INTERRUPTED
    except OSError as error:
        if error.filename is None and error.errno is None:
            return _bug(error)
        output.note(_system_sentence(error))
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: the user gets a sentence, we get the traceback
        return _bug(error)


def check_window(session: Session) -> str:
    """Open the main window on a store without a screen and paint it; for the self-test.

    Args:
        session: the store.

    Returns:
        A sentence with the Qt version and the size painted.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qVersion

    from bgit_desktop.gui.application import make_application
    from bgit_desktop.gui.main_window import MainWindow
    from bgit_desktop.gui.preferences import Preferences

    application = make_application()
    window = MainWindow(session, Preferences(session.store.folder / "window.json"), "overview")
    window.show()
    application.processEvents()
    picture = window.grab()
    if picture.isNull():
        raise RuntimeError("the window painted nothing")
    window.close()
    application.processEvents()
    return tr(
        "Qt {version}, cửa sổ {width}×{height}", version=qVersion(), width=picture.width(), height=picture.height()
    )


def _is_for_window(words: Sequence[str]) -> bool:
    """Tell whether the words ask for the window: none, or nothing but files (a package opened by double click).

    A bare word is a command even where a file of that name lies in the folder ("check").
    """
    return all(
        word.endswith(_PACKAGE_SUFFIX) or ((Path(word).suffix or Path(word).name != word) and Path(word).is_file())
        for word in words
    )


def _open_window(options: GlobalOptions, words: Sequence[str], *, leave: bool) -> int:
    """Open the window; a process of its own ends with it at once (``leave``).

    What a start makes stays, so that nothing is looked for among it: the window collects again once it is painted.
    """
    gc.disable()
    from bgit_desktop.gui.application import run, run_and_exit

    folder = options.store
    if folder is None and os.environ.get("BGIT_STORE"):
        from bgit_desktop.cli.call import default_store

        folder = default_store()
    files = [str(Path(each).absolute()) for each in words]
    if leave:
        run_and_exit(folder, options.lang, files)
    try:
        return run(folder, options.lang, files)
    finally:
        gc.enable()  # also where it ended before anything was painted: the process is the caller's


def _speak_utf8() -> None:
    """Print Vietnamese whatever the console's code page is; a letter it lacks must not stop a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _choose_language(wanted: Language | None) -> None:
    language: Language = wanted or "vi"
    use_language(language, load_english() if language == "en" else None)


def _let_go_of_output() -> None:
    """Point the output at nothing, so that Python does not complain of the closed pipe again at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # no real stream behind it: nothing will be written at exit


def _system_sentence(error: OSError) -> str:
    """Say what the system refused: which file and why."""
    reason = reason_of(error)
    if error.filename:
        return tr("Không đọc hoặc ghi được {path}: {reason}.", path=error.filename, reason=reason)
    return tr("Hệ thống không cho đọc hoặc ghi: {reason}.", reason=reason)


def _bug(error: BaseException) -> int:
    """Write the traceback into a log file and say where it is."""
    text = "".join(traceback.format_exception(error))
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = f"{stamp} bgit-desktop {__version__} Python {sys.version.split()[0]} {sys.platform}\n{text}\n"
    path = _write_log(entry)
    if path is None:
        output.note(
            tr("Chương trình gặp lỗi ({error}); dữ liệu đã ghi trước đó còn nguyên.", error=type(error).__name__)
        )
    else:
        output.note(
            tr(
                "Chương trình gặp lỗi; dữ liệu đã ghi trước đó còn nguyên. Chi tiết để báo người phát triển: {path}",
                path=path,
            )
        )
    return BUG


def _write_log(entry: str) -> Path | None:
    """Append to the log in the user's folder, else among temporary files; None where neither can be written."""
    import tempfile

    from platformdirs import user_log_path

    for folder in (user_log_path("bgit-desktop", appauthor=False), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / _LOG).open("a", encoding="utf-8") as log:
                log.write(entry)
        except OSError:
            continue
        return folder / _LOG
    return None
