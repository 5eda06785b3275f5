"""The command line run in this process: what it prints, what it complains of, its exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.app import main
from bgit_desktop.exchange import keys as exchange_keys
from bgit_desktop.services import ownkeys


@dataclass(frozen=True)
class Answer:
    """What a command gave.

    Attributes:
        code: exit code.
        out: what it printed.
        err: what it said on the error stream.
    """

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object printed."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """The JSON objects printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def refused(self, word: str, code: int = 1) -> None:
        """Assert that it ended with one clear line that holds a word, and printed nothing."""
        assert (self.code, self.out) == (code, ""), self
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert word in lines[0], self.err
        assert "Traceback" not in self.err


Cli = Callable[..., Answer]


@pytest.fixture(scope="session")
def _opened_before() -> dict[tuple[str, bytes, str], Any]:
    return {}


@pytest.fixture
def _unlock_once(monkeypatch: pytest.MonkeyPatch, _opened_before: dict[tuple[str, bytes, str], Any]) -> None:
    """Opening a key file costs a second of scrypt: the same file is opened once for all tests with one passphrase."""

    def remembered(real: Callable[[Path, str], Any]) -> Callable[[Path, str], Any]:
        def read(path: Path, secret: str) -> Any:
            if not path.is_file():
                return real(path, secret)
            key = (real.__name__, path.read_bytes(), secret)
            if key not in _opened_before:
                _opened_before[key] = real(path, secret)
            return _opened_before[key]

        return read

    for module in (ownkeys, exchange_keys):
        for name in ("read_keys", "read_root"):
            monkeypatch.setattr(module, name, remembered(getattr(module, name)))


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, passphrase: str, _unlock_once: None
) -> Cli:
    """Run a command; ``store`` names the store, ``secret`` the passphrase (None for none)."""

    def run(*words: object, store: Path | None = None, secret: str | None = passphrase) -> Answer:
        if secret is None:
            monkeypatch.delenv("BGIT_PASSPHRASE", raising=False)
        else:
            monkeypatch.setenv("BGIT_PASSPHRASE", secret)
        capsys.readouterr()
        before = [] if store is None else ["--store", str(store)]
        code = main([*before, *map(str, words)])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run
