"""Why PySide6 is pinned: 6.12.0 on CPython 3.11 loses a reference to None at each of these calls.

Each loop runs in a process of its own, because the failure is an abort of the interpreter after some 7,000
calls. Run them before any change of the pin in pyproject.toml.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

SET_TEXT = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel()
for number in range(20_000):
    label.setText(str(number))
print("done", label.text())
"""

DRAW_LINE = """
from PySide6.QtGui import QGuiApplication, QImage, QPainter
application = QGuiApplication([])
image = QImage(64, 64, QImage.Format.Format_RGB32)
painter = QPainter(image)
for number in range(20_000):
    painter.drawLine(0, 0, number % 64, 63)
painter.end()
print("done", number)
"""


@pytest.mark.parametrize("loop", [SET_TEXT, DRAW_LINE], ids=["setText", "drawLine"])
def test_twenty_thousand_calls_survive(loop: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", loop],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert (result.returncode, result.stdout.split()) == (0, ["done", "19999"]), result.stderr[-2000:]


def test_the_pin_stands_in_the_project_file() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"PySide6-Essentials==6.11.3", "shiboken6==6.11.3"} <= set(project["project"]["dependencies"])
