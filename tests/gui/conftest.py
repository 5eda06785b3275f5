"""What the window's tests share: a store of the district 217, a workspace without a window, a few records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bgit_desktop.assets import load_english
from bgit_desktop.core.i18n import use_language
from bgit_desktop.gui.application import silence
from bgit_desktop.gui.messages import MessageBar
from bgit_desktop.gui.operations import Operations
from bgit_desktop.gui.page import Workspace
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.services import records
from bgit_desktop.services.context import Session, open_session

PEOPLE = ("Nguyễn Thị Hà", "Trần Văn Hùng", "Lê Ánh", "Đặng Thị Hòa", "Phạm Văn Đức")


@pytest.fixture(autouse=True)
def _qt_speaks_english_again() -> Iterator[None]:
    """The translator belongs to the application, which all tests share."""
    yield
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        silence(existing)


@pytest.fixture
def session(unit_store: Path) -> Iterator[Session]:
    """The store of a district, open."""
    with open_session(unit_store) as opened:
        yield opened


@pytest.fixture
def province(province_store: Path) -> Iterator[Session]:
    """The Sở's store, open."""
    with open_session(province_store) as opened:
        yield opened


@pytest.fixture
def people(session: Session) -> list[str]:
    """Five officers, by id in the order of :data:`PEOPLE`; the last one has left."""
    ids = []
    for at, name in enumerate(PEOPLE):
        values: dict[str, object] = {"full_name": name, "sex": "male" if "Văn" in name else "female"}
        values["employment"] = "civil_servant"
        if at == 4:
            values["end_date"] = "2020-01-31"
        ids.append(records.add(session, "officer", values))  # type: ignore[arg-type]
    return ids


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Settings that remember nothing from elsewhere."""
    return Preferences(tmp_path / "config" / "window.json")


@pytest.fixture
def workspace(qtbot: QtBot, session: Session, preferences: Preferences) -> Iterator[Workspace]:
    """What pages share, without a window around."""
    yield from _workspace(qtbot, session, preferences)


@pytest.fixture
def province_workspace(qtbot: QtBot, province: Session, preferences: Preferences) -> Iterator[Workspace]:
    """The same for the Sở."""
    yield from _workspace(qtbot, province, preferences)


def _workspace(qtbot: QtBot, session: Session, preferences: Preferences) -> Iterator[Workspace]:
    holder = QWidget()
    qtbot.addWidget(holder)
    operations = Operations(session, holder)
    made = Workspace(session, MessageBar(holder), operations, preferences, holder)
    yield made
    assert operations.wait()
    for widget in QApplication.topLevelWidgets():  # before the store they read from is closed
        if widget is not holder and shiboken6.isValid(widget) and shiboken6.ownedByPython(widget):
            shiboken6.delete(widget)


@pytest.fixture
def english() -> None:
    """Speak English for one test."""
    use_language("en", load_english())
