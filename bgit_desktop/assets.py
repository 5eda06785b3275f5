"""Finds the files that travel with the program: ``resources/``, ``ui/`` and ``db/``.

In the source tree and in an editable install they stand beside the package; a wheel carries them in
``bgit_desktop/_bundled/`` (hatchling's force-include table in pyproject.toml), and a frozen program in the
same place below its bundle folder, because the PyInstaller spec reads that table. This module sits at the
level of ``errors``: it imports the standard library only, so every layer may ask it where a file is.

A file that is not there is a damaged installation, not a user's mistake: ``FileNotFoundError`` goes up as a
bug.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

BUNDLE = "_bundled"
"""Folder inside the package that holds the three folders in a wheel and in a frozen program."""

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    """Give the folder that holds ``resources``, ``ui`` and ``db`` in this kind of install."""
    candidates = [_PACKAGE / BUNDLE, _PACKAGE.parent]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        candidates.insert(0, Path(frozen) / _PACKAGE.name / BUNDLE)
    for candidate in candidates:
        if (candidate / "resources").is_dir():
            return candidate
    raise FileNotFoundError("resources/ not found in: " + ", ".join(map(str, candidates)))


def _locate(folder: str, relative: str) -> Path:
    path = _root() / folder / relative if relative else _root() / folder
    if not path.exists():
        raise FileNotFoundError(str(path))
    return path


def resource_path(relative: str = "") -> Path:
    """Locate a file or folder of ``resources/``.

    Args:
        relative: path below ``resources/`` with forward slashes, such as ``"i18n/qt_vi.json"``.

    Returns:
        The path on disk; it exists.

    Raises:
        FileNotFoundError: the installation lacks it.
    """
    return _locate("resources", relative)


def ui_path(relative: str = "") -> Path:
    """Locate a Qt Designer form below ``ui/``; see :func:`resource_path`."""
    return _locate("ui", relative)


def db_path(relative: str = "") -> Path:
    """Locate a migration or a reference table below ``db/``; see :func:`resource_path`."""
    return _locate("db", relative)


def load_english() -> dict[str, str]:
    """Merge the fragments ``resources/i18n/en/*.json`` into one catalogue.

    Returns:
        Vietnamese source sentence → English sentence. A test sees to it that no two fragments disagree;
        if they do, the first by file name counts.
    """
    merged: dict[str, str] = {}
    for fragment in sorted(resource_path("i18n/en").glob("*.json"), reverse=True):
        merged.update(json.loads(fragment.read_text(encoding="utf-8")))
    return merged


def load_qt_vietnamese() -> dict[str, dict[str, str]]:
    """Read our Vietnamese translation of the strings of Qt's own widgets.

    Returns:
        Qt's context (a class name such as ``"QFileDialog"``) → English source → Vietnamese.
    """
    text = resource_path("i18n/qt_vi.json").read_text(encoding="utf-8")
    catalogue: dict[str, dict[str, str]] = json.loads(text)
    return catalogue
