"""What this person's window remembers: the last store, the language, the columns of each list.

A small JSON file in the user's configuration folder. It holds nothing of the records; where it cannot be read or
written the window works with what it has, and remembers nothing.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

APPLICATION = "bgit-desktop"
FILE = "window.json"

log = logging.getLogger(__name__)


def default_store() -> Path:
    """Give the folder in which a store is made unless another one is chosen."""
    return user_folder() / "store"


def user_folder() -> Path:
    """Give the folder for the log where there is no store yet."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def _path() -> Path:
    chosen = os.environ.get("BGIT_CONFIG_DIR")
    if chosen:
        return Path(chosen) / FILE
    import platformdirs

    return Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)) / FILE


class Preferences:
    """The remembered settings; every change is written at once."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _path()
        self._values: dict[str, object] = {}
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = {}
        if isinstance(found, dict):
            self._values = found

    def text(self, key: str, default: str = "") -> str:
        """Give a text setting."""
        value = self._values.get(key, default)
        return value if isinstance(value, str) else default

    def texts(self, key: str) -> list[str] | None:
        """Give a list of texts; None where it was never set."""
        value = self._values.get(key)
        return [str(each) for each in value] if isinstance(value, list) else None

    def numbers(self, key: str) -> dict[str, int]:
        """Give a table of numbers by name."""
        value = self._values.get(key)
        return {str(k): v for k, v in value.items() if isinstance(v, int)} if isinstance(value, dict) else {}

    def set(self, key: str, value: str | list[str] | dict[str, int]) -> None:
        """Remember a setting."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(".part")
            part.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            part.replace(self._path)
        except OSError as error:
            log.warning("preferences not written: %s", error)
