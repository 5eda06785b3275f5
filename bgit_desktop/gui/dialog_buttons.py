"""The primary button of a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton


def primary(box: QDialogButtonBox, text: str) -> QPushButton:
    """Add the primary action of a dialog; its look is set before it is first polished."""
    made = QPushButton(text)
    made.setProperty("role", "primary")
    made.setDefault(True)
    box.addButton(made, QDialogButtonBox.ButtonRole.AcceptRole)
    return made
