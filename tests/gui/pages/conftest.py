"""A window over a store with records, and what tests do with it: wait for its work, look at its pages."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from bgit_desktop.gui.application import make_application
from bgit_desktop.gui.main_window import MainWindow
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.services.context import Session

Open = Callable[[Session, str], MainWindow]


def _helper(name: str) -> ModuleType:
    """Load what the tests of the services share."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[2] / "services" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


_helper("exchange_world")  # imported by the tests of the exchange


@pytest.fixture(scope="session")
def office() -> ModuleType:
    return _helper("office")


@pytest.fixture
def district(tmp_path: Path, office: ModuleType) -> Session:
    session: Session = office.new_store(tmp_path / "217", "unit", "217")
    office.Office(session, "217").year()
    return session


@pytest.fixture
def province(tmp_path: Path, office: ModuleType) -> Session:
    session: Session = office.new_store(tmp_path / "so", "province", "STTTT")
    for unit in ("217", "218"):
        office.Office(session, unit).year()
    return session


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the window has no work under way."""

    def idle() -> None:
        assert not window.operations.running

    qtbot.waitUntil(idle, timeout=20_000)


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[MainWindow], None]:
    return lambda window: settle(qtbot, window)


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Opens a window over a session; closed with its session at the end."""
    made: list[MainWindow] = []

    def open_window(session: Session, page: str) -> MainWindow:
        make_application()
        window = MainWindow(session, Preferences(tmp_path / "preferences.ini"), page)
        window.show()
        settle(qtbot, window)
        made.append(window)
        return window

    yield open_window
    for window in made:
        settle(qtbot, window)
        session = window.session
        window.close()
        # the window goes first: its timers must not meet a closed store
        with qtbot.waitSignal(window.destroyed):
            window.deleteLater()
        session.close()
