"""Offices with records: a district's store, and the Sở's with two districts and itself."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from bgit_desktop.services.context import Session


def _helper(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


_helper("exchange_world")  # imported by the tests of the exchange, one of which cannot take fixtures
_helper("forging")
_helper("test_convergence")  # its histories are made longer by the tests of units that end


@pytest.fixture(scope="session")
def office() -> ModuleType:
    return _helper("office")


@pytest.fixture
def district(tmp_path: Path, office: ModuleType) -> Iterator[Session]:
    with office.new_store(tmp_path / "217", "unit", "217") as session:
        office.Office(session, "217").year()
        yield session


@pytest.fixture
def province(tmp_path: Path, office: ModuleType) -> Iterator[Session]:
    with office.new_store(tmp_path / "so", "province", "STTTT") as session:
        for unit in ("217", "218"):
            office.Office(session, unit).year()
        yield session
