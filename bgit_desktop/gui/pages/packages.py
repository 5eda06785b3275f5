"""The tab Gói dữ liệu: a unit's exchange with the Sở, or the Sở's inbox."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui.package_preview import PREVIEW_WRITES
from bgit_desktop.gui.packages_province import ProvincePackages
from bgit_desktop.gui.packages_unit import UnitPackages
from bgit_desktop.gui.page import Page, Workspace


class PackagesPage(Page):
    """Shows the side this store is on; files dropped on the window come here."""

    help_topic = "packages"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.side: UnitPackages | ProvincePackages
        self.side = ProvincePackages(self) if self.session.is_province else UnitPackages(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.side)
        self.side.show_all()

    def refresh(self, types: frozenset[str]) -> None:
        """Read everything anew; what a preview rolled back has changed nothing."""
        if types != PREVIEW_WRITES:
            self.side.show_all()
        self.workspace.status_changed.emit()

    def open(self, arguments: Mapping[str, object]) -> None:
        """Show a ``package`` by its hash, or preview ``files``."""
        package, files = arguments.get("package"), arguments.get("files")
        if isinstance(package, str) and isinstance(self.side, ProvincePackages):
            self.side.choose(package)
        elif isinstance(package, str):
            self.side.history.choose(package)
        if isinstance(files, list):
            self.drop_files([str(each) for each in files])

    def drop_files(self, paths: list[str]) -> bool:
        """Take files dropped: the Sở previews them, a unit takes the Sở's answer in."""
        found = [Path(each) for each in paths]
        if isinstance(self.side, ProvincePackages):
            self.side.setCurrentIndex(0)
            self.side.inbox.add(found)
        else:
            self.side.take(found)
        return True

    def status_text(self) -> str:
        """Say how many packages came and went."""
        return tr("{count} gói", count=len(self.side.history.table.shown))
