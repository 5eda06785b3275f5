"""Reading the next package while the present one is merged.

Of the time a package takes, a good part is spent in hashing, decrypting and inflating it. That is C code which lets go
of Python's lock, so that one thread can do it for the next file while this one merges the present. Only that part runs
ahead: the sender's keys are looked up here (what is merged in between cannot change which keys are pinned), and the
chain, the lines and every decision come when it is the file's turn. At most one package is ahead, and none that is
large: two of them in memory are as much as a small PC should be asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Final

from bgit_desktop.errors import BgitError
from bgit_desktop.exchange.package_reader import OpenedPackage, Opening

LARGEST: Final = 32 << 20
"""Bytes of lines up to which a package is read ahead."""

Begin = Callable[[Path], Opening]
"""Begins to open a file: the first stages, which ask for the sender's keys."""


class ReadingAhead:
    """Opens files one after the other, each while the one before is still worked on.

    Args:
        begin: begins to open a file.
    """

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading-ahead")
        self._ahead: tuple[Path, Opening, Future[None]] | None = None

    def __enter__(self) -> ReadingAhead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()
        self._thread.shutdown()

    def open(self, path: Path, following: Path | None = None) -> OpenedPackage:
        """Open a file, and begin with the one that will be asked for next.

        Args:
            path: the file.
            following: the next one; None for none.

        Raises:
            PackageProblem: the file is rejected or held, with the verdict and the reason.
            NotFound: there is no such file.
            EnvironmentProblem: it cannot be read.
        """
        opening = self._taken(path)
        if following is not None:
            self._read_ahead(following)
        return opening.finish()

    def _taken(self, path: Path) -> Opening:
        """Give a file as far as it was read, waiting for what is under way."""
        if self._ahead is not None and self._ahead[0] == path:
            _, opening, reading = self._ahead
            self._ahead = None
            reading.result()
            return opening
        self._drop()
        opening = self._begin(path)
        opening.inflate()
        return opening

    def _read_ahead(self, path: Path) -> None:
        try:
            opening = self._begin(path)
        except BgitError:
            return  # it is told when the file's turn comes and it is opened again
        if opening.manifest.payload.plain_size > LARGEST:
            opening.close()
        else:
            self._ahead = (path, opening, self._thread.submit(opening.inflate))

    def _drop(self) -> None:
        """Let go of what was read and is not wanted now."""
        if self._ahead is not None:
            _, opening, reading = self._ahead
            self._ahead = None
            if reading.cancel():
                opening.close()
            else:
                reading.exception()  # waited for; whatever it is, nobody asked for this file
