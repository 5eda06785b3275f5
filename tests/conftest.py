"""What every test shares: no display, no passphrase from outside, Vietnamese as the language, stores to work on.

Making keys costs seconds (scrypt), so stores are made once a session and each test gets copies: ``unit_store``,
``province_store``, ``enrolled_pair``. Unlocking costs as much: ``unit_keyring`` and ``province_keyring`` are unlocked
once and fit every copy.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# Set before anything imports Qt. A display of one's own can be asked for with QT_QPA_PLATFORM=xcb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QPA_PLATFORMTHEME", "")

from bgit_desktop.core.i18n import use_language

# How long an example takes says something of the machine, not of the program.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

if TYPE_CHECKING:
    from bgit_desktop.services.ownkeys import Keyring

# The services are imported by the fixtures that need them, so that the tests of a lower layer do not load them.

PASSPHRASE = "mật khẩu thử nghiệm"


@dataclass(frozen=True)
class Pair:
    """A district (217, Lạng Giang) and the Sở, each with the other's keys pinned.

    Attributes:
        unit: the district's store.
        province: the Sở's store.
    """

    unit: Path
    province: Path


@pytest.fixture(autouse=True)
def _vietnamese_afterwards() -> Iterator[None]:
    """The language is the one state of the whole process: no test may leave it changed."""
    yield
    use_language("vi")


@pytest.fixture(autouse=True)
def _no_passphrase_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BGIT_PASSPHRASE", raising=False)
    monkeypatch.delenv("BGIT_STORE", raising=False)


@pytest.fixture(scope="session")
def passphrase() -> str:
    """The passphrase of every store made here."""
    return PASSPHRASE


@pytest.fixture(scope="session")
def _made_unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from bgit_desktop.services import setup

    folder = tmp_path_factory.mktemp("made") / "unit"
    setup.create(folder, mode="unit", unit="217", passphrase=PASSPHRASE, actor="Nguyễn Văn An", label="Máy văn phòng")
    return folder


@pytest.fixture(scope="session")
def _made_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from bgit_desktop.services import setup

    folder = tmp_path_factory.mktemp("made") / "province"
    setup.create(folder, mode="province", passphrase=PASSPHRASE, actor="Trần Thị Bình", label="Máy của Sở")
    return folder


@pytest.fixture(scope="session")
def unit_keyring(_made_unit: Path) -> Keyring:
    """The district's keys, unlocked."""
    from bgit_desktop.services.context import open_session
    from bgit_desktop.services.ownkeys import unlock

    with open_session(_made_unit, write=False) as session:
        return unlock(session, PASSPHRASE)


@pytest.fixture(scope="session")
def province_keyring(_made_province: Path) -> Keyring:
    """The Sở's keys, unlocked, the root key too."""
    from bgit_desktop.services.context import open_session
    from bgit_desktop.services.ownkeys import unlock

    with open_session(_made_province, write=False) as session:
        return unlock(session, PASSPHRASE, root=True)


@pytest.fixture(scope="session")
def _made_pair(
    tmp_path_factory: pytest.TempPathFactory,
    _made_unit: Path,
    _made_province: Path,
    unit_keyring: Keyring,
    province_keyring: Keyring,
) -> Pair:
    from bgit_desktop.services import keys
    from bgit_desktop.services.context import open_session

    folder = tmp_path_factory.mktemp("pair")
    pair = Pair(folder / "unit", folder / "province")
    shutil.copytree(_made_unit, pair.unit)
    shutil.copytree(_made_province, pair.province)
    with open_session(pair.unit) as unit, open_session(pair.province) as province:
        of_unit = keys.export_enrolment(unit, unit_keyring, folder / "unit.bgpkg")
        of_province = keys.export_enrolment(province, province_keyring, folder / "province.bgpkg")
        keys.trust(unit, of_province, keys.show(province).fingerprint)
        keys.trust(province, of_unit, keys.show(unit).fingerprint)
    return pair


@pytest.fixture
def unit_store(tmp_path: Path, _made_unit: Path) -> Path:
    """An empty store of the district 217; it knows nobody's keys."""
    return Path(shutil.copytree(_made_unit, tmp_path / "unit"))


@pytest.fixture
def province_store(tmp_path: Path, _made_province: Path) -> Path:
    """An empty store of the Sở; it knows nobody's keys."""
    return Path(shutil.copytree(_made_province, tmp_path / "province"))


@pytest.fixture
def enrolled_pair(tmp_path: Path, _made_pair: Pair) -> Pair:
    """The district 217 and the Sở, enrolled with each other, without records."""
    return Pair(
        Path(shutil.copytree(_made_pair.unit, tmp_path / "pair" / "unit")),
        Path(shutil.copytree(_made_pair.province, tmp_path / "pair" / "province")),
    )
