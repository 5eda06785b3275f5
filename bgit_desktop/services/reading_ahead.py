"""Reading the next packages while the present one is merged.

Of the time a package takes, more than half is spent before the database is asked for anything: hashing, decrypting,
inflating, following the chain, reading the lines, making sort keys and search words. All of that rests on the file
alone, so that it can be done for the next files while this one is merged. A small file is inflated by a thread (C code
that lets go of Python's lock); one of many lines is opened whole by another process, and two of them at once where they
are not too large (docs/adr/0019, 0021). The sender's keys are looked up here (what is merged in between cannot change
which keys are pinned), and every decision comes when it is the file's turn. Whatever goes wrong ahead, the file is
opened again in its turn, and what is wrong is said then.
"""

from __future__ import annotations

import gc
import marshal
import os
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bgit_desktop.errors import BgitError
from bgit_desktop.exchange.opened_log import OpenedLog
from bgit_desktop.exchange.package_reader import OpenedPackage, Opening, Sender
from bgit_desktop.services.shelf import Shelf, leave
from bgit_desktop.store.preparing import prepare

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

AT_ONCE: Final = 2
"""Large files that are read ahead at most, each by a process of its own: one alone is slower than the merging."""
LARGEST: Final = 32 << 20
"""Bytes of lines that are read ahead at most, of all files together."""
WORTH_A_PROCESS: Final = 2 << 20
"""Bytes of lines from which on a second process reads it; starting one costs a few tenths of a second."""

_ROOM: Final = 3
"""How much larger than its lines a package may be when it is ready to be taken in."""

Begin = Callable[[Path], Opening]
"""Begins to open a file: the first stages, which ask for the sender's keys."""

_Carried = tuple[int, list[bytes]]
"""How many pieces an opened package came in; they themselves, where they did not fit onto the shelf."""


class _Whole(NamedTuple):
    """A file that another process opens: what comes of it, where to, and how many bytes of lines it has."""

    future: Future[_Carried]
    shelf: Shelf
    size: int

    def take(self) -> OpenedPackage:
        """Give the package, waiting for it."""
        try:
            count, pieces = self.future.result()
            if pieces:
                return _unpacked(pieces)
            with self.shelf.pieces(count) as lying:
                return _unpacked(lying)
        finally:
            self.shelf.close()

    def drop(self) -> None:
        """Nobody wants it any more."""
        self.future.cancel()
        self.shelf.close()


class ReadingAhead:
    """Opens files one after the other, each while the one before is still worked on.

    Args:
        begin: begins to open a file.
    """

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading-ahead")
        self._processes: ProcessPoolExecutor | None = None
        self._alone: bool | None = None
        self._ahead: tuple[Path, Opening, Future[None]] | None = None
        self._whole: dict[Path, _Whole] = {}

    def __enter__(self) -> ReadingAhead:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()
        self._thread.shutdown()
        if self._processes is not None:
            self._processes.shutdown(cancel_futures=True)

    def open(self, path: Path, following: Sequence[Path] = ()) -> OpenedPackage:
        """Open a file, and begin with those that will be asked for next.

        Args:
            path: the file.
            following: the next ones, in their order.

        Raises:
            PackageProblem: the file is rejected or held, with the verdict and the reason.
            NotFound: there is no such file.
            EnvironmentProblem: it cannot be read.
        """
        opened = self._opened_whole(path) or self._taken(path)
        self._look_ahead(following[:AT_ONCE])
        return opened.finish() if isinstance(opened, Opening) else opened

    def _opened_whole(self, path: Path) -> OpenedPackage | None:
        """Give a file that another process has opened; None where it has not, or met with anything wrong."""
        found = self._whole.pop(path, None)
        if found is None:
            return None
        try:
            return found.take()
        except (BgitError, BrokenExecutor, OSError, ValueError):
            return None

    def _taken(self, path: Path) -> Opening:
        """Give a file as far as it was read, waiting for what is under way; begin with it where nothing is."""
        if self._ahead is not None and self._ahead[0] == path:
            _, opening, reading = self._ahead
            self._ahead = None
            reading.result()
            return opening
        self._drop_small()
        return self._begin(path)

    def _look_ahead(self, following: Sequence[Path]) -> None:
        for path in [each for each in self._whole if each not in following]:
            self._whole.pop(path).drop()
        for path in following:
            if path in self._whole or (self._ahead is not None and self._ahead[0] == path):
                continue
            if not self._read_ahead(path, first=path == following[0]):
                return  # a file further on is not worth more than the one before it

    def _read_ahead(self, path: Path, *, first: bool) -> bool:
        """Begin with a file; gives whether another process is at it."""
        try:
            opening = self._begin(path)
        except BgitError:
            return False  # it is told when the file's turn comes and it is opened again
        size = opening.manifest.payload.plain_size
        room = LARGEST - sum(each.size for each in self._whole.values())
        if WORTH_A_PROCESS <= size <= room and self._hand_over(path, opening, size):
            opening.close()
            return True
        if first and size <= LARGEST:
            self._drop_small()
            self._ahead = (path, opening, self._thread.submit(opening.inflate))
        else:
            opening.close()
        return False

    def _hand_over(self, path: Path, opening: Opening, size: int) -> bool:
        """Let another process open a file; False where there can be none."""
        if self._alone is None:
            self._alone = not _second_process_works()
        if self._alone:
            return False
        import multiprocessing  # not at the start: most sessions take in no large package
        from concurrent.futures import ProcessPoolExecutor

        try:
            if self._processes is None:
                spawn = multiprocessing.get_context("spawn")
                self._processes = ProcessPoolExecutor(AT_ONCE, mp_context=spawn, initializer=_step_back)
            shelf = Shelf(_ROOM * size)
        except (OSError, RuntimeError):
            self._alone = True
            return False
        try:
            future = self._processes.submit(_open_whole, path, opening.sender, opening.identities, shelf.name)
        except (BrokenExecutor, RuntimeError):
            shelf.close()
            self._alone = True
            return False
        self._whole[path] = _Whole(future, shelf, size)
        return True

    def _drop(self) -> None:
        """Let go of what was read and is not wanted now."""
        for each in self._whole.values():
            each.drop()
        self._whole.clear()
        self._drop_small()

    def _drop_small(self) -> None:
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


# -- in the other processes ------------------------------------------------------------------------------------------


def _step_back() -> None:
    """Let the process that merges go first, and search for no cycles: twenty thousand lines hold none."""
    gc.disable()
    if hasattr(os, "nice"):  # not on Windows
        os.nice(5)


def _open_whole(path: Path, sender: Sender, identities: Sequence[str], shelf: str) -> _Carried:
    """Open a file with every check, and make what its lines will need; runs in another process."""
    opened = Opening(path, lambda *_: sender, identities).finish()
    opened = replace(opened, logs=tuple(replace(log, parsed=None, prepared=_packed(log)) for log in opened.logs))
    apart: list[pickle.PickleBuffer] = []
    head = pickle.dumps(opened, protocol=5, buffer_callback=apart.append)
    pieces: list[bytes | memoryview] = [head, *(memoryview(each) for each in apart)]
    return len(pieces), [] if leave(shelf, pieces) else [bytes(each) for each in pieces]


def _packed(log: OpenedLog) -> Any:
    if log.parsed is None or not log.parsed.seqs:  # a return package may have nothing new of one of its logs
        return None
    made: Any = tuple(prepare(log.header.unit, log.parsed, list(log.lines)))  # nothing but what marshal knows
    return pickle.PickleBuffer(marshal.dumps(made))


def _unpacked(pieces: Sequence[bytes | memoryview]) -> OpenedPackage:
    """Put together what came over; the lines travel by ``marshal``, which is three times as fast for them.

    What each of them says does not come along: hardly anybody asks for it, and who does reads them again.
    """
    opened: OpenedPackage = pickle.loads(pieces[0], buffers=pieces[1:])
    logs = [
        log if log.prepared is None else replace(log, prepared=marshal.loads(log.prepared))  # type: ignore[arg-type]  # as it was packed
        for log in opened.logs
    ]
    return replace(opened, logs=tuple(logs))
