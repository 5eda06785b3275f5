import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.help import TOPICS, AboutDialog, HelpWindow, help_text
from bgit_desktop.gui.main_window import MENU, MainWindow
from bgit_desktop.gui.messages import MessageBar
from bgit_desktop.gui.operations import Operations, ProgressStrip
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.gui.window_menu import fill_menu
from bgit_desktop.services import records
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.store.records import Query

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window(qtbot: QtBot, session: Session, preferences: Preferences) -> Iterator[MainWindow]:
    made = MainWindow(session, preferences, "officer")
    made.show()
    assert QTest.qWaitForWindowActive(made)
    yield made
    assert made.operations.wait()
    shiboken6.delete(made)


def test_title_and_tabs_say_whose_it_is(window: MainWindow) -> None:
    assert window.windowTitle().startswith("bgit — ")
    assert "Lạng Giang" in window.windowTitle()
    names = [window.bar.tabText(at) for at in range(window.bar.count())]
    assert names == [
        "Tổng quan", "Cán bộ", "Nhiệm vụ (Điều 6.2)", "Sự cố", "Đào tạo", "Báo cáo", "Gói dữ liệu",
    ]  # fmt: skip


def test_the_so_has_units_too(qtbot: QtBot, province: Session, preferences: Preferences) -> None:
    window = MainWindow(province, preferences, "officer")
    assert window.bar.tabText(2) == "Nhiệm vụ (Điều 9.1)"
    assert {"Đơn vị", "Giao ban"} <= {window.bar.tabText(at) for at in range(window.bar.count())}
    assert window.operations.wait()
    shiboken6.delete(window)


def test_ctrl_digits_change_the_page(window: MainWindow) -> None:
    assert "incident" not in window._pages
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert window.bar.currentIndex() == 3
    assert window.current_page() is window.page("incident")


@pytest.mark.parametrize("keys", ["Ctrl+Y", "Ctrl+Shift+Z"])
def test_undo_and_redo_by_keys(qtbot: QtBot, window: MainWindow, session: Session, keys: str) -> None:
    made = records.add(session, "officer", {"full_name": "Nguyễn Thị Hà"})

    def there() -> bool:
        return any(each["id"] == made for each in records.listing(session, Query("officer")))

    QTest.keySequence(window, QKeySequence("Ctrl+Z"))
    qtbot.waitUntil(lambda: not there())
    assert window.workspace.messages.action_text == "Làm lại"
    QTest.keySequence(window, QKeySequence(keys))
    qtbot.waitUntil(there)
    assert "Đã làm lại" in window.workspace.messages.text


@pytest.mark.parametrize("name", ["overview", "task", "incident", "training", "reports", "packages"])
def test_every_page_opens(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.show_page(name)
    QTest.qWait(150)
    page = window.current_page()
    assert page is not None
    assert help_text(page.help_topic)


def test_the_menu_has_no_dead_entries(qtbot: QtBot, window: MainWindow) -> None:
    menu = QMenu(window)
    fill_menu(window, menu)
    lists = menu.actions()[0].menu()
    assert isinstance(lists, QMenu)
    for action in lists.actions():
        action.trigger()
        assert window.bar.count() == 8
        assert window.bar.tabText(7) == action.text()
    window._close_extra(7)
    assert window.bar.count() == 7


def test_the_status_line_tells_counts_receipt_and_backup(
    qtbot: QtBot, people: list[str], session: Session, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: "5 cán bộ" in window._status.text())
    assert "Sở chưa xác nhận" in window._status.text()
    assert "Chưa có bản sao lưu" in window._status.text()
    window._daily_backup()
    qtbot.waitUntil(lambda: "Sao lưu đã kiểm tra: hôm nay" in window._status.text(), timeout=10_000)


def test_every_control_has_a_name(window: MainWindow) -> None:
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.text() or button.accessibleName() or button.toolTip(), button


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_is_there_for_every_topic(language: str, request: pytest.FixtureRequest) -> None:
    if language == "en":
        request.getfixturevalue("english")
    for topic in TOPICS:
        text = help_text(topic)
        assert text.startswith("# ")
        assert len(text) > 150


def test_f1_opens_the_help_of_the_page(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChildren(HelpWindow)
    assert len(shown) == 1
    assert "Điều 4" in shown[0].browser.toPlainText()
    shown[0].close()


def test_about_names_the_licences(qtbot: QtBot, window: MainWindow) -> None:
    dialog = AboutDialog(window)
    assert "Qt" in dialog.browser.toPlainText()
    assert dialog.licences.count() > 10
    dialog.deleteLater()


# -- operations ------------------------------------------------------------------------------------------------------


def test_work_runs_on_another_thread_with_a_session_of_its_own(qtbot: QtBot, workspace: Workspace) -> None:
    seen: list[object] = []

    def work(session: Session, _progress: Progress) -> str:
        seen.extend([threading.get_ident(), session.store.db])
        return "xong"

    done: list[str] = []
    with qtbot.waitSignal(workspace.operations.ended):
        workspace.operations.run("Thử", work, done.append)
    assert done == ["xong"]
    assert seen[0] != threading.get_ident()
    assert seen[1] is not workspace.session.store.db


def test_a_bug_is_said_calmly_and_logged(qtbot: QtBot, workspace: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    def work(_session: Session, _progress: Progress) -> None:
        raise KeyError("ours")

    with qtbot.waitSignal(workspace.operations.problem):
        workspace.operations.run("Thử", work)
    assert "ngoài dự kiến" in workspace.messages.text
    assert "KeyError" not in workspace.messages.text
    assert "KeyError" in caplog.text


def test_progress_is_shown_late_and_work_can_be_stopped(qtbot: QtBot, workspace: Workspace) -> None:
    strip = ProgressStrip(workspace.operations)
    qtbot.addWidget(strip)
    go_on = threading.Event()

    def work(_session: Session, progress: Progress) -> None:
        for at in range(10_000):
            progress(at, 10_000, "bước")
            go_on.wait(0.02)

    operation = workspace.operations.run("Việc dài", work)
    assert not strip.isVisible()
    qtbot.waitUntil(strip.isVisible, timeout=3000)
    assert not strip._stop.isVisible()  # made with the first showing
    qtbot.waitUntil(strip._stop.isVisible, timeout=5000)
    with qtbot.waitSignal(workspace.operations.problem, timeout=5000) as stopped:
        strip._stop.click()
    assert stopped.args == ["Đã dừng: Việc dài. Chưa có gì thay đổi."]
    assert operation not in workspace.operations.running


def test_a_message_goes_and_a_problem_stays(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.done("Đã lưu")
    assert bar._timer.isActive()
    bar.problem("Không ghi được")
    assert not bar._timer.isActive()
    assert bar.text == "Không ghi được"


def test_preferences_survive_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text("{damaged", encoding="utf-8")
    preferences = Preferences(path)
    assert preferences.text("language", "vi") == "vi"
    preferences.set("language", "en")
    assert Preferences(path).text("language") == "en"


def test_operations_without_a_store_need_none(qtbot: QtBot) -> None:
    operations = Operations(None)
    done: list[int] = []
    with qtbot.waitSignal(operations.ended):
        operations.run_bare("Thử", lambda _progress: 7, done.append)
    assert done == [7]


# -- the real thing --------------------------------------------------------------------------------------------------

REAL = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from bgit_desktop.gui import application

def look():
    window = next(each for each in QApplication.topLevelWidgets() if each.windowTitle().startswith("bgit —"))
    page = window.current_page()
    print(QApplication.platformName(), page.model.rowCount(), window.isVisible(), flush=True)
    window.close()

kept = application.make_application()
QTimer.singleShot(1500, look)
application.run_and_exit(Path(sys.argv[1]), "vi", (), "officer")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="X11")
def test_the_real_window_under_x(people: list[str], session: Session, tmp_path: Path) -> None:
    session.close()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
    environment |= {"PYTHONPATH": str(ROOT), "BGIT_CONFIG_DIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    found = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", sys.executable, "-c", REAL, str(session.store.folder)],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == ["xcb", "5", "True"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("side", ["session", "province"])
def test_no_two_controls_of_a_page_answer_to_one_key(
    qtbot: QtBot, preferences: Preferences, request: pytest.FixtureRequest, language: str, side: str
) -> None:
    if language == "en":
        request.getfixturevalue("english")
    window = MainWindow(request.getfixturevalue(side), preferences, "overview")
    window.show()
    doubled: dict[str, list[str]] = {}
    for entry in window.entries:
        window.show_page(entry.name)
        QTest.qWait(100)
        keys = {"Alt+M": [str(MENU)]}
        for each in window.findChildren(QAbstractButton):
            key = QKeySequence.mnemonic(each.text()).toString() if each.isVisible() else ""
            if key:
                keys.setdefault(key, []).append(each.text())
        doubled |= {f"{entry.name} {key}": texts for key, texts in keys.items() if len(texts) > 1}
    assert not doubled
    assert window.operations.wait()
    shiboken6.delete(window)


def test_another_language_comes_back_to_the_page_that_was_shown(window: MainWindow) -> None:
    window.show_page("training")
    assert window.page_name == "training"
    window.show_page("system")
    assert window.page_name == "system"


def test_a_file_of_no_use_is_said_with_what_to_do(window: MainWindow) -> None:
    window.take_files(["/nowhere/bảng.docx"])
    assert "bảng.docx" in window.messages.text
    assert ".bgpkg" in window.messages.text
