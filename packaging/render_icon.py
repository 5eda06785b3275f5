"""Render the program's icon from its SVG: PNGs for Linux, one ICO for Windows.

Run after a change of resources/icons/app/bgit-desktop.svg, from the virtual environment:
``python packaging/render_icon.py``. The results are committed, so that a build needs no display.
"""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons" / "app"
PNG_SIZES = (48, 256)
ICO_SIZES = (16, 24, 32, 48, 64, 256)


def render(source: Path, size: int, target: Path) -> None:
    """Draw the SVG at one size into a PNG with a transparent ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(source)).render(painter)
    painter.end()
    if not image.save(str(target)):
        raise SystemExit(f"cannot write {target}")


def main() -> None:
    """Write bgit-desktop-48.png, bgit-desktop-256.png and bgit-desktop.ico beside the SVG."""
    application = QGuiApplication([])
    source = FOLDER / "bgit-desktop.svg"
    pngs = {size: FOLDER / f"bgit-desktop-{size}.png" for size in {*PNG_SIZES, *ICO_SIZES}}
    for size, target in pngs.items():
        render(source, size, target)
    images = [Image.open(pngs[size]) for size in ICO_SIZES]
    images[-1].save(FOLDER / "bgit-desktop.ico", sizes=[(size, size) for size in ICO_SIZES], append_images=images[:-1])
    for size, target in pngs.items():
        if size not in PNG_SIZES:
            target.unlink()
    application.quit()


if __name__ == "__main__":
    main()
