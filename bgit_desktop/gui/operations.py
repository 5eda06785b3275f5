"""Long work off the window's thread: what is being done after 300 ms, a way to stop it after 2 s.

``operations.run(title, work, then)`` calls ``work(session, progress)`` on another thread with a session (a database
connection) of its own and hands the result to ``then`` on the window's thread. A :class:`BgitError` becomes the
sentence on the message line (or goes to ``failed``), anything else is a bug: it is logged and a calm sentence takes
the same way. A dialog that was closed meanwhile hears nothing more.
While an operation that writes is under way, ``writing`` is true and pages keep their own changes back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError, Cancelled
from bgit_desktop.gui import theme
from bgit_desktop.services.context import Progress, Session

T = TypeVar("T")
Work = Callable[[Session, Progress], T]

SHOW_AFTER = 300
"""Milliseconds after which progress is shown."""
STOP_AFTER = 2000
"""Milliseconds after which the work can be stopped."""

log = logging.getLogger(__name__)


def gone(callback: Callable[..., object] | None) -> bool:
    """Whether what a callback speaks to, as its method or from within it, has been closed and deleted by now."""
    spoken_to = [getattr(callback, "__self__", None)]
    for cell in getattr(callback, "__closure__", None) or ():
        try:
            spoken_to.append(cell.cell_contents)
        except ValueError:  # never filled
            continue
    return any(isinstance(each, QObject) and not shiboken6.isValid(each) for each in spoken_to)


def bug_sentence() -> str:
    """Give the one calm sentence for a fault of ours; the log holds the rest."""
    return tr("Chương trình gặp lỗi ngoài dự kiến; dữ liệu đã lưu vẫn nguyên. Chi tiết ở tệp bgit-desktop.log.")


class Operation(QObject):
    """One piece of work under way; made by :class:`Operations`.

    Attributes:
        title: what is being done, in the user's words.
        finished: emitted when it ended, however it ended.
    """

    finished = Signal()
    _progressed = Signal(int, int, str)
    _ended = Signal(object, object)

    def __init__(
        self,
        parent: QObject,
        title: str,
        then: Callable[[Any], object] | None,
        failed: Callable[[BgitError], object] | None,
        writes: frozenset[str] | None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.then = then
        self.failed = failed
        self.writes = writes
        self.stopping = False
        self.done = 0
        self.of = 0
        self.what = ""
        self.started = monotonic()
        self.result: object = None
        self.error: BaseException | None = None
        self._progressed.connect(self._note)
        self._ended.connect(self._end)

    def stop(self) -> None:
        """Ask the work to stop; it does so at its next report of progress, and what it wrote is rolled back."""
        self.stopping = True

    def report(self, done: int, of: int, what: str) -> None:
        """Take a report of progress; called on the worker's thread.

        Raises:
            Cancelled: the user has asked to stop.
        """
        if self.stopping:
            raise Cancelled(tr("Đã dừng: {title}. Chưa có gì thay đổi.", title=self.title))
        self._progressed.emit(done, of, what)

    def _note(self, done: int, of: int, what: str) -> None:
        self.done, self.of, self.what = done, of, what

    def _end(self, result: object, error: BaseException | None) -> None:
        self.result, self.error = result, error
        self.finished.emit()


class _Task(QRunnable):
    """Runs the work on a thread of the pool."""

    def __init__(self, operation: Operation, session: Session | None, work: Callable[..., object]) -> None:
        super().__init__()
        self._operation = operation
        self._session = session
        self._work = work

    def run(self) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            if self._session is None:
                result = self._work(self._operation.report)
            else:
                with self._session.sibling() as own:
                    result = self._work(own, self._operation.report)
        except Exception as problem:  # noqa: BLE001 - handed to the window's thread, which logs what is a bug
            error = problem
        self._operation._ended.emit(result, error)


class Operations(QObject):
    """Runs work and tells who wants to know.

    Attributes:
        started: an operation has begun.
        ended: an operation has ended; whether others are under way is in :attr:`running`.
        changed: an operation that writes has changed records of these types (empty: perhaps any).
        problem: a sentence for the message line.
    """

    started = Signal()
    ended = Signal()
    changed = Signal(object)
    problem = Signal(str)

    def __init__(self, session: Session | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self.running: list[Operation] = []

    @property
    def writing(self) -> bool:
        """Whether an operation that changes the store is under way."""
        return any(each.writes is not None for each in self.running)

    def run(
        self,
        title: str,
        work: Work[T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[BgitError], object] | None = None,
        writes: Iterable[str] | None = None,
    ) -> Operation:
        """Do work on the store off the window's thread.

        Args:
            title: what is being done ("Nhập danh sách…"), shown with the progress.
            work: called on another thread with a session of its own and the progress callback.
            then: called on the window's thread with the result.
            failed: called on the window's thread with the error, also where the user stopped the work, so that what
                waits for the end is set free; the message line where None.
            writes: record types the work changes, so that lists are refreshed; an empty iterable for "perhaps any";
                None where it only reads.

        Returns:
            The operation, for tests and for those who want to stop it.
        """
        return self._start(title, self._session, work, then, failed, writes)

    def run_bare(
        self,
        title: str,
        work: Callable[[Progress], T],
        then: Callable[[T], object] | None = None,
        *,
        failed: Callable[[BgitError], object] | None = None,
    ) -> Operation:
        """Do work that needs no store (first start, reading a file) off the window's thread; see :meth:`run`."""
        return self._start(title, None, work, then, failed, None)

    def wait(self, milliseconds: int = 30_000) -> bool:
        """Wait for the work under way, before the window closes; False where it takes longer."""
        for each in self.running:
            each.stop()
        return self._pool.waitForDone(milliseconds)

    def _start(
        self,
        title: str,
        session: Session | None,
        work: Callable[..., Any],
        then: Callable[[Any], object] | None,
        failed: Callable[[BgitError], object] | None,
        writes: Iterable[str] | None,
    ) -> Operation:
        operation = Operation(self, title, then, failed, None if writes is None else frozenset(writes))
        operation.finished.connect(self._finish)
        self.running.append(operation)
        self.started.emit()
        self._pool.start(_Task(operation, session, work))
        return operation

    def _finish(self) -> None:
        operation = self.sender()
        assert isinstance(operation, Operation)  # only they are connected here
        self.running.remove(operation)
        self.ended.emit()
        error = operation.error
        if error is None:
            if operation.writes is not None:
                self.changed.emit(operation.writes)
            if operation.then is not None and not gone(operation.then):
                operation.then(operation.result)
        else:
            if not isinstance(error, BgitError):
                log.error("a bug in %s", operation.title, exc_info=error)
                error = BgitError(bug_sentence())
            if operation.failed is not None and not gone(operation.failed):
                operation.failed(error)
            else:
                self.problem.emit(str(error))
        operation.deleteLater()


class ProgressStrip(QFrame):
    """Shows the operation that has been under way longest: its title, how much is done, and a way to stop it."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._operations = operations
        self._built = False
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._look)
        operations.started.connect(self._timer.start)
        operations.ended.connect(self._look)
        self.hide()

    def _build(self) -> None:
        """Make the parts, when there is something to show for the first time."""
        self._built = True
        self._label = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setFixedHeight(12)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Tiến độ"))
        self._stop = QPushButton(tr("Dừng"), self)
        self._stop.clicked.connect(self._ask_to_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GRID, theme.GRID // 2, theme.GRID, theme.GRID // 2)
        row.setSpacing(theme.GRID)
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)

    def _look(self) -> None:
        running = self._operations.running
        if not running:
            self._timer.stop()
            self.hide()
            return
        first = running[0]
        age = (monotonic() - first.started) * 1000
        if age < SHOW_AFTER:
            self.hide()
            return
        if not self._built:
            self._build()
        self._label.setText(f"{first.title} — {first.what}" if first.what else first.title)
        self._bar.setRange(0, first.of)
        self._bar.setValue(first.done)
        self._stop.setVisible(age >= STOP_AFTER)
        self._stop.setEnabled(not first.stopping)
        self._stop.setText(tr("Đang dừng…") if first.stopping else tr("Dừng"))
        self.show()

    def _ask_to_stop(self) -> None:
        if self._operations.running:
            self._operations.running[0].stop()
            self._look()
