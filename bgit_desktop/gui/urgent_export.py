"""Reporting one incident to the Sở at once: a small package of its own, from the incident's detail pane."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sizes import size_text
from bgit_desktop.gui.list_output import ask_target
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services.context import Progress, Session
from bgit_desktop.services.detail import Detail

if TYPE_CHECKING:
    from bgit_desktop.services.ownkeys import Keyring
    from bgit_desktop.services.packages import Exported


def urgent_html(shown: Detail) -> str:
    """Write the link that reports an incident at once; "" for any other record."""
    if shown.type != "incident" or not shown.editable:
        return ""
    return f"<p><a href='urgent:'>{escape(tr('Báo cáo khẩn cho Sở (gói riêng)…'))}</a></p>"


def report_urgently(workspace: Workspace, parent: QWidget, shown: Detail) -> None:
    """Ask where to, and write the urgent package of the incident shown."""
    from bgit_desktop.services import packages  # brings the whole exchange with it, which a detail pane does not need

    session = workspace.session
    name = f"{session.unit.lower()}-khan-{session.moment():%Y%m%d-%H%M}.bgpkg"
    out = ask_target(parent, tr("Báo cáo khẩn cho Sở"), name, tr("Gói dữ liệu (*.bgpkg)"))
    if out is None:
        return

    def export(keyring: Keyring) -> None:
        def work(own: Session, progress: Progress) -> Exported:
            return packages.export_package(own, keyring, out, incident=shown.id, progress=progress)

        def done(written: Exported) -> None:
            said = tr("Đã xuất gói khẩn {name} ({size}); gửi ngay cho Sở.", name=out.name, size=size_text(written.size))
            workspace.messages.done(said)

        workspace.operations.run(tr("Báo cáo khẩn cho Sở"), work, done, writes=())

    workspace.with_keyring(parent, export)
