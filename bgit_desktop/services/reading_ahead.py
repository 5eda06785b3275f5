"""Reading the next package while the present one is merged.

Of the time a package takes, half is spent before the database is asked for anything: hashing, decrypting, inflating,
following the chain, reading the lines, making sort keys and search words. All of that rests on the file alone, so that
it can be done for the next file while this one is merged. A small file is inflated by a thread (C code that lets go of
Python's lock); one of many lines is opened whole by a second process, which makes the figure of EXCHANGE.md on a PC of
two cores. The sender's keys are looked up here (what is merged in between cannot change which keys are pinned), and
every decision comes when it is the file's turn. Whatever goes wrong ahead, the file is opened again in its turn, and
what is wrong is said then. At most one package is ahead, and none that is very large: two of them in memory are as much
as a small PC should be asked for.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from bgit_desktop.errors import BgitError
from bgit_desktop.exchange.opened_log import OpenedLog
from bgit_desktop.exchange.package_reader import OpenedPackage, Opening, Sender
from bgit_desktop.store.beforehand import derive

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

LARGEST: Final = 32 << 20
"""Bytes of lines up to which a package is read ahead."""
WORTH_A_PROCESS: Final = 2 << 20
"""Bytes of lines from which on a second process reads it; starting one costs a few tenths of a second."""

Begin = Callable[[Path], Opening]
"""Begins to open a file: the first stages, which ask for the sender's keys."""

_Carried = tuple[OpenedPackage, tuple[bytes | None, ...]]


class ReadingAhead:
    """Opens files one after the other, each while the one before is still worked on.

    Args:
        begin: begins to open a file.
    """

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading-ahead")
        self._process: ProcessPoolExecutor | None = None
        self._alone: bool | None = None
        self._ahead: tuple[Path, Opening, Future[None]] | None = None
        self._whole: tuple[Path, Future[_Carried]] | None = None

    def __enter__(self) -> ReadingAhead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()
        self._thread.shutdown()
        if self._process is not None:
            self._process.shutdown(cancel_futures=True)

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
        opened = self._opened_whole(path)
        if opened is not None:
            if following is not None:
                self._read_ahead(following)
            return opened
        opening = self._taken(path)
        if following is not None:
            self._read_ahead(following)
        return opening.finish()

    def _opened_whole(self, path: Path) -> OpenedPackage | None:
        """Give a file that the second process has opened; None where it has not, or met with anything wrong."""
        if self._whole is None or self._whole[0] != path:
            return None
        future = self._whole[1]
        self._whole = None
        try:
            return _unpacked(future.result())
        except (BgitError, BrokenExecutor, OSError, ValueError):
            return None

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
        self._drop()
        try:
            opening = self._begin(path)
        except BgitError:
            return  # it is told when the file's turn comes and it is opened again
        size = opening.manifest.payload.plain_size
        if size > LARGEST or (size >= WORTH_A_PROCESS and self._hand_over(path, opening)):
            opening.close()
        else:
            self._ahead = (path, opening, self._thread.submit(opening.inflate))

    def _hand_over(self, path: Path, opening: Opening) -> bool:
        """Let the second process open a file; False where there can be none."""
        if self._alone is None:
            self._alone = not _second_process_works()
        if self._alone:
            return False
        import multiprocessing  # not at the start: most sessions take in no large package
        from concurrent.futures import ProcessPoolExecutor

        try:
            if self._process is None:
                self._process = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            self._whole = path, self._process.submit(_open_whole, path, opening.sender, opening.identities)
        except (OSError, BrokenExecutor, RuntimeError):
            self._alone = True
            return False
        return True

    def _drop(self) -> None:
        """Let go of what was read and is not wanted now."""
        if self._whole is not None:
            self._whole[1].cancel()
            self._whole = None
        if self._ahead is not None:
            _, opening, reading = self._ahead
            self._ahead = None
            if reading.cancel():
                opening.close()
            else:
                reading.exception()  # waited for; whatever it is, nobody asked for this file


def _second_process_works() -> bool:
    """Tell whether there is a second processor to read on, and this is not itself such a process."""
    if (os.cpu_count() or 1) < 2:
        return False
    from multiprocessing import parent_process

    return parent_process() is None


# -- in the second process -------------------------------------------------------------------------------------------


def _open_whole(path: Path, sender: Sender, identities: Sequence[str]) -> _Carried:
    """Open a file with every check, and make what its lines will need; runs in the second process."""
    opened = Opening(path, lambda *_: sender, identities).finish()
    packed = []
    logs = []
    for log in opened.logs:
        packed.append(_packed(log))
        logs.append(replace(log, parsed=None))
    return replace(opened, logs=tuple(logs)), tuple(packed)


def _packed(log: OpenedLog) -> bytes | None:
    if log.parsed is None:
        return None
    made: Any = (log.parsed, derive(log.parsed, log.lines))  # nothing but what marshal knows
    return marshal.dumps(made)


def _unpacked(carried: _Carried) -> OpenedPackage:
    """Put together what came over; the lines travel by ``marshal``, which is three times as fast for them."""
    opened, packed = carried
    logs = []
    for log, data in zip(opened.logs, packed, strict=True):
        if data is None:
            logs.append(log)
        else:
            parsed, derived = marshal.loads(data)
            logs.append(replace(log, parsed=parsed, derived=derived))
    return replace(opened, logs=tuple(logs))
