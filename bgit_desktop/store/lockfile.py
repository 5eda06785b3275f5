"""The lock of a store: one writer at a time, by the operating system's lock on a file.

The lock is let go of by the system when the process ends, however it ends, so that nothing stale is left behind. A few
lines of our own instead of a library: that one loads asyncio, a twelfth of the window's time to its first paint.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_PAUSE = 0.05
"""Seconds between two tries."""


class Busy(Exception):
    """Another process, or another part of this one, holds the lock."""


class FileLock:
    """An exclusive lock on a file, which is made where it is missing and left in place.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self, timeout: float) -> None:
        """Take the lock.

        Args:
            timeout: seconds to keep trying; 0 for one try.

        Raises:
            Busy: it was held all that time.
            OSError: the file cannot be opened.
        """
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        until = time.monotonic() + timeout
        while not _try_lock(file):
            if time.monotonic() >= until:
                os.close(file)
                raise Busy
            time.sleep(_PAUSE)
        self._file = file

    def release(self) -> None:
        """Let go of the lock; a second call does nothing."""
        if self._file is not None:
            file, self._file = self._file, None
            os.close(file)  # closing lets go of it on every system


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
