"""The real tools that judge our PDFs: poppler's pdftotext, pdffonts and pdfinfo."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@dataclass(frozen=True)
class Word:
    """A word on a page as pdftotext -bbox sees it, in points from the upper left corner."""

    page: int
    text: str
    x_min: float
    y_min: float
    x_max: float
    y_max: float


class Pdf:
    """A PDF file seen through poppler."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _run(self, *command: str) -> str:
        return subprocess.run([*command], check=True, capture_output=True, text=True, timeout=60).stdout

    def text(self, *options: str) -> str:
        return self._run("pdftotext", *options, str(self.path), "-")

    def flat(self) -> str:
        """All text in the order it was painted, with single blanks between words."""
        return " ".join(self.text("-raw").split())

    def info(self) -> dict[str, str]:
        lines = (line.partition(":") for line in self._run("pdfinfo", str(self.path)).splitlines())
        return {name: value.strip() for name, _, value in lines}

    def fonts(self) -> list[list[str]]:
        """Rows of pdffonts: name, type, encoding, emb, sub, uni, object."""
        rows = self._run("pdffonts", str(self.path)).splitlines()[2:]
        return [re.split(r"\s+", row.strip()) for row in rows]

    def words(self) -> list[Word]:
        found: list[Word] = []
        page = 0
        for line in self.text("-bbox").splitlines():
            if "<page " in line:
                page += 1
            match = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>', line)
            if match:
                found.append(Word(page, html.unescape(match[5]), *(float(match[at]) for at in range(1, 5))))
        return found

    def assert_embedded(self) -> None:
        """Every font is embedded as a subset with a ToUnicode table, and is one of ours."""
        rows = self.fonts()
        assert rows
        for row in rows:
            assert "Liberation" in row[0], row
            assert row[-5:-2] == ["yes", "yes", "yes"], row


@pytest.fixture(scope="session")
def poppler() -> None:
    missing = [tool for tool in ("pdftotext", "pdffonts", "pdfinfo") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"poppler-utils is not installed: {', '.join(missing)}")


@pytest.fixture
def pdf(poppler: None) -> Callable[[Path], Pdf]:
    return Pdf
