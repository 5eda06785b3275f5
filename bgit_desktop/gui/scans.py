"""The scan of a record in the detail pane: its line with the actions, choosing, opening, saving, removing."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sizes import size_text
from bgit_desktop.errors import BgitError
from bgit_desktop.gui.list_output import ask_target, documents_folder, open_file
from bgit_desktop.gui.page import Workspace
from bgit_desktop.services import attachments
from bgit_desktop.services.detail import Detail

SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif")
"""Files that are taken for scans when they are dropped."""


def scan_html(shown: Detail) -> str:
    """Write the line of the scan with its actions; "" for a record type without scans."""
    if not attachments.field_of(TYPES[shown.type]):
        return ""
    scan, links, about = shown.scan, [], ""
    if scan is None:
        about = tr("chưa có")
        if shown.editable:
            links.append(("add", tr("Đính kèm tệp…")))
    elif scan.size is None:
        about = tr("chưa có tệp ở máy này")
        if shown.editable:
            links += [("add", tr("Đính kèm lại…")), ("remove", tr("Bỏ"))]
    else:
        about = size_text(scan.size)
        links += [("open", tr("Mở")), ("save", tr("Lưu một bản…"))]
        if shown.editable:
            links += [("add", tr("Thay…")), ("remove", tr("Bỏ"))]
    actions = " &nbsp;".join(f"<a href='scan:{name}'>{escape(text)}</a>" for name, text in links)
    hint = f" <span class=quiet>{escape(tr('hoặc thả tệp vào đây'))}</span>" if shown.editable else ""
    return f"<p class=part>{escape(tr('Bản quét'))}</p><p>{escape(about)} &nbsp;{actions}{hint}</p>"


def ask_scan(parent: QWidget) -> Path | None:
    """Ask for a scan; None where the user gives up."""
    names = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    chosen, _ = QFileDialog.getOpenFileName(
        parent, tr("Chọn bản quét"), str(documents_folder()), tr("Bản quét ({names});;Mọi tệp (*)", names=names)
    )
    return Path(chosen) if chosen else None


def do(workspace: Workspace, parent: QWidget, shown: Detail, action: str) -> None:
    """Carry out what a link of the scan's line says; a problem goes to the message line."""
    try:
        match action:
            case "add":
                path = ask_scan(parent)
                if path is not None:
                    take(workspace, shown, path)
            case "remove":
                attachments.detach(workspace.session, shown.type, shown.id)
                workspace.changed.emit(frozenset({shown.type}))
                workspace.say_done(tr("Đã bỏ bản quét của “{title}”", title=shown.title))
            case "open":
                assert shown.scan is not None  # the link is shown for a scan
                open_file(attachments.copy_to_open(workspace.session, shown.scan.reference))
            case "save":
                assert shown.scan is not None  # the link is shown for a scan
                _save(workspace, parent, shown.scan)
            case _:
                raise AssertionError(action)  # a link we did not write
    except BgitError as error:
        workspace.messages.problem(str(error))


def take(workspace: Workspace, shown: Detail, path: Path) -> None:
    """Put a file into the record shown.

    Raises:
        BgitError: it cannot be.
    """
    kept = attachments.attach(workspace.session, shown.type, shown.id, path)
    workspace.changed.emit(frozenset({shown.type}))
    workspace.say_done(tr("Đã đính kèm {name} ({size})", name=path.name, size=size_text(kept.size)))


def _save(workspace: Workspace, parent: QWidget, scan: attachments.Scan) -> None:
    source = attachments.verified(workspace.session, scan.reference)
    with source.open("rb") as file:
        ending = attachments.extension(file.read(16))
    name = "".join(c if c.isalnum() or c in ".-" else "-" for c in scan.title) or scan.reference[:12]
    out = ask_target(workspace, parent, tr("Lưu một bản"), name + ending, tr("Mọi tệp (*)"))
    if out is not None:
        attachments.save_copy(workspace.session, scan.reference, out)
        workspace.messages.done(tr("Đã ghi {path}.", path=out))


def dropped(workspace: Workspace, shown: Detail | None, paths: list[str]) -> bool:
    """Take a scan dropped on the list; tells whether it was one for the record shown."""
    if shown is None or not shown.editable or len(paths) != 1 or not attachments.field_of(TYPES[shown.type]):
        return False
    path = Path(paths[0])
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        take(workspace, shown, path)
    except BgitError as error:
        workspace.messages.problem(str(error))
    return True
