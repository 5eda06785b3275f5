"""The line at the foot of the window: what the Sở has received, when a backup was tested, what waits for a choice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.gui import icons, theme
from bgit_desktop.services.context import Session


class ConflictsButton(QPushButton):
    """Says how many conflicts wait, and opens their page; hidden while there are none."""

    def __init__(self, opens: Callable[[], object], parent: QWidget) -> None:
        super().__init__(icons.icon("triangle-alert", theme.colours().warning), "", parent)
        self.setProperty("role", "link")
        self.clicked.connect(lambda: opens())
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many wait."""
        self.setText(tr("{count} xung đột chờ chọn", count=count))
        self.setVisible(bool(count))


def write_facts(session: Session, conflicts: ConflictsButton) -> list[str]:
    """Give the facts of the status line, and show how many conflicts wait."""
    from bgit_desktop.services import status

    known = status.facts(session)
    conflicts.show_count(known.conflicts)
    parts = []
    if not session.is_province:
        day = known.received_until
        parts.append(
            tr("Sở đã nhận đến {day}", day=f"{day:%d/%m/%Y}") if day else tr("Sở chưa xác nhận gói nào của máy này")
        )
    day = known.backup_tested
    if day is None:
        parts.append(tr("Chưa có bản sao lưu đã kiểm tra"))
    else:
        words = tr("hôm nay") if day == session.today() else f"{day:%d/%m/%Y}"
        parts.append(tr("Sao lưu đã kiểm tra: {day}", day=words))
    return parts
