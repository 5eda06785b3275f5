"""Files that are there whole or not at all.

A key file or package is written to a temporary file in the same folder, synced, renamed, and the folder
synced, so that a power cut, a full disk or a pulled USB stick leaves the old file or none, never half of
one.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when the ``with`` block has ended well.

    Args:
        path: the name it will have; a file there is replaced.
        private: only its owner may read it.

    Yields:
        The open file, empty.

    Raises:
        OSError: the folder is read-only, full or gone; nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            if not private and os.name == "posix":
                mask = os.umask(0)
                os.umask(mask)
                os.fchmod(file.fileno(), 0o666 & ~mask)
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows gives no handle to a folder; its rename is journaled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems of USB sticks cannot sync a folder; the file itself is synced already.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
