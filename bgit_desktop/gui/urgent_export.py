"""Reporting one incident to the Sở at once: a small package of its own with the printed report beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sizes import size_text
from bgit_desktop.gui.list_output import ask_target, open_file
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
    """Ask where to, and write the urgent package of the incident shown, with its printed report beside it."""
    from bgit_desktop.services import (
        packages,
        urgent,
    )  # brings the whole exchange with it, which a detail pane does not need

    session = workspace.session
    name = f"{session.unit.lower()}-khan-{session.moment():%Y%m%d-%H%M}.bgpkg"
    out = ask_target(workspace, parent, tr("Báo cáo khẩn cho Sở"), name, tr("Gói dữ liệu (*.bgpkg)"))
    if out is None:
        return
    report = out.with_suffix(".pdf")

    def export(keyring: Keyring) -> None:
        def work(own: Session, progress: Progress) -> Exported:
            written = packages.export_package(own, keyring, out, incident=shown.id, progress=progress)
            urgent.print_report(own, shown.id, report, progress)
            return written

        def done(written: Exported) -> None:
            said = tr(
                "Đã xuất gói khẩn {name} ({size}); gửi ngay cho Sở. Báo cáo để ký, đóng dấu: {report}.",
                name=out.name, size=size_text(written.size), report=report.name,
            )  # fmt: skip
            workspace.messages.done(said, (tr("Mở báo cáo"), lambda: open_file(report)))

        workspace.operations.run(tr("Báo cáo khẩn cho Sở"), work, done, writes=())

    workspace.with_keyring(parent, export)
