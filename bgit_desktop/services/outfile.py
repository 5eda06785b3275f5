"""Where a file may be written: anywhere but over what the store itself holds."""

from __future__ import annotations

from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import Refused
from bgit_desktop.store import location

_OWN = ("keys", "attachments", "packages/in", "packages/quarantine")
"""Folders of a store that only the program writes into."""


def refuse_own(store: Path, out: Path) -> None:
    """Refuse to write over the store's own data.

    Args:
        store: the store's folder.
        out: the file, or a folder that files are to go into.

    Raises:
        Refused: it is one of the store's own files, or lies in a folder that only the program writes into.
    """
    folder, target = store.resolve(), out.resolve()
    database = Path(location.DATABASE).stem + "."
    own = target.name.startswith(database) if target.parent == folder else False
    if own or any(target.is_relative_to(folder / name) for name in _OWN):
        raise Refused(tr("{path} thuộc kho dữ liệu của chương trình; hãy ghi ra nơi khác.", path=out))
