"""Opening a store and changing it: connection, lock, migrations, triggers, transactions.

Every change goes through :meth:`Store.write`: one ``BEGIN IMMEDIATE`` transaction that, before it commits, brings the
search index up to date and seals the new lines of the journal into the chain; afterwards the head is noted in a small
file outside the database, by which an older copy of the database is recognised (EXCHANGE.md, "Restore and clones").
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bgit_desktop.core.collation import collation_key
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.store import journal, location, migrations, schema, search
from bgit_desktop.store.lockfile import FileLock
from bgit_desktop.store.statefile import read_state, write_state

Clock = Callable[[], int]
"""Gives the time in milliseconds since 1970 UTC."""

CLI_LOCK_WAIT = 5.0
"""Seconds a command waits for another one to finish with the store."""


def system_clock() -> int:
    """Give the computer's time in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


_OWN_EDITS = ("edit", "import", "undo", "redo")
"""Kinds of batch whose operations are all of this PC and of the batch itself."""

_Statements = tuple[str, str, tuple[str, ...]]
"""How a write begins, ends, and is taken back."""

_TRANSACTION: Final[_Statements] = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_SAVEPOINT: Final[_Statements] = ("SAVEPOINT attempt", "RELEASE attempt", ("ROLLBACK TO attempt", "RELEASE attempt"))
# The first write of a preview is all there is to take back; a savepoint would keep each page it touches a second time.
_FIRST_LOOK: Final[_Statements] = ("SELECT 1", "SELECT 1", ("ROLLBACK", "BEGIN IMMEDIATE"))


class Store:
    """One open store: a folder with a database, keys, backups, packages and attachments.

    A store that is open for writing holds the folder's lock. Another thread works on the same store through
    :meth:`sibling`, which has its own connection.

    Attributes:
        folder: the store's folder.
        db: the SQLite connection (autocommit; transactions through :meth:`write`).
        clock: the time.
        writable: whether the lock is held.
        previewing: whether all that is written is rolled back in the end.
    """

    def __init__(self, folder: Path, db: sqlite3.Connection, clock: Clock, lock: FileLock | None) -> None:
        self.folder = folder
        self.db = db
        self.clock = clock
        self.writable = lock is not None
        self._lock = lock
        self.previewing = False
        self._looked_from = 0  # changes made before the preview under way
        self._older = self.writable and self._is_older_copy()

    def close(self) -> None:
        """Close the connection and let go of the lock; a second call does nothing."""
        self.db.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def sibling(self) -> Store:
        """Open a second connection for another thread of this program; it is closed by itself."""
        other = Store(self.folder, _connect(location.database_path(self.folder)), self.clock, None)
        other.writable = self.writable
        return other

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- small facts ---------------------------------------------------------------------------------------------

    def meta(self, key: str, default: str = "") -> str:
        """Give a setting of the store."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return default if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Set a setting of the store, within the transaction under way or one of its own."""
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def data_version(self) -> int:
        """Give a number that changes whenever another connection has changed the database."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def let_go(self) -> None:
        """Give back the memory of pages read: a whole index was walked, of which little is asked again."""
        self.db.execute("PRAGMA shrink_memory")

    def audit(self, actor: str, what: str, detail: str) -> None:
        """Note in the audit log what was done, within the transaction under way or one of its own."""
        self.db.execute(
            "INSERT INTO audit(at, actor, what, detail) VALUES (?, ?, ?, ?)",
            (self.clock(), actor, what, detail),
        )

    # -- changing ------------------------------------------------------------------------------------------------

    @contextmanager
    def write(self, kind: str, label: str, actor: str) -> Iterator[int]:
        """Change the store in one transaction.

        Args:
            kind: what sort of change: ``edit``, ``import``, ``receive``, ``undo``, ``redo``, ``init``.
            label: what was done, in the user's words, for "undo".
            actor: who does it.

        Yields:
            The number of the batch under which the operations are kept.

        Raises:
            EnvironmentProblem: the disk is full, the folder read-only, the database locked or damaged. Nothing changed.
        """
        if not self.writable:
            raise EnvironmentProblem(tr("Kho dữ liệu {folder} đang mở để xem; không ghi được.", folder=self.folder))
        from bgit_desktop.store import heirs, refold  # a start that only shows a list needs neither

        before = self._older
        begin, end, undo = _TRANSACTION
        if self.previewing:
            begin, end, undo = _FIRST_LOOK if self.db.total_changes == self._looked_from else _SAVEPOINT
        with database_problems(self.folder):
            self.db.execute(begin)
            try:
                batch = journal.begin(self.db, kind, label, actor, self.clock())
                if self._older:
                    self.start_incarnation(actor)
                yield batch
                if kind not in _OWN_EDITS or heirs.may_change_with(self.db, batch):
                    refold.refold(self.db, heirs.follow(self.db))
                refold.settle(self.db, batch)
                search.flush(self.db)
                head = journal.seal(self.db, self.clock())
                self.db.execute(
                    "DELETE FROM batch WHERE n = ? AND kind = 'edit' AND n NOT IN (SELECT batch FROM op WHERE batch = ?)",
                    (batch, batch),
                )
                self.db.execute(end)
            except BaseException:
                if self.db.in_transaction:
                    for statement in undo:
                        self.db.execute(statement)
                self._older = before
                raise
        if head is not None and not self.previewing:
            write_state(self.folder, head)

    @contextmanager
    def preview(self) -> Iterator[None]:
        """Run the real code for looking only: each ``write`` within works, and all of it is rolled back at the end.

        Raises:
            EnvironmentProblem: see :meth:`write`.
        """
        before = self._older
        with database_problems(self.folder):
            # Each statement within a savepoint cuts the statement journal back to where it was; one in memory is walked
            # from its beginning for that, so that twenty thousand rows took minutes. In a file it is one step.
            self.db.execute("PRAGMA temp_store = FILE")
            self.db.execute("BEGIN IMMEDIATE")
            self.previewing, self._looked_from = True, self.db.total_changes
            try:
                yield
            finally:
                self.previewing = False
                self._older = before
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                self.db.execute("PRAGMA temp_store = MEMORY")

    def renew(self, actor: str) -> None:
        """Begin the new incarnation now where one is due, so that what follows finds the log it will write to."""
        if self._older:
            with self.write("incarnation", "", actor):
                pass

    def mark_older(self, incarnation: int = 1) -> None:
        """Note that this database is older than what was sent from it: the next write starts a new incarnation.

        Args:
            incarnation: the highest incarnation of this PC that others have seen.
        """
        self.set_meta("restored", str(max(incarnation, self._seen_incarnation())))
        self._older = True

    def _seen_incarnation(self) -> int:
        noted = self.meta("restored")
        return int(noted) if noted.isdecimal() else 0

    # -- restored and copied databases -----------------------------------------------------------------------------

    def _is_older_copy(self) -> bool:
        """Tell whether the own log has been further than this database knows: it was restored from a backup."""
        log = journal.own_log(self.db)
        if log is None:
            return False
        noted = read_state(self.folder)
        if self.meta("restored") or noted is None:
            return bool(self.meta("restored"))
        here, there = (log.incarnation, log.head), (noted.incarnation, noted.seq)
        if noted.replica != log.replica or here > there:
            return False  # the program stopped between the commit and the note
        return here < there or log.head_hash != noted.hash

    def start_incarnation(self, actor: str, adopted: journal.Log | None = None, seq: int = 0) -> None:
        """Begin the next incarnation of this PC, so that no sequence number is used twice (EXCHANGE.md).

        Its number is above every one this PC is known to have had: in the database, in the state file, and in what
        others have confirmed. Within a transaction.

        Args:
            actor: who does it.
            adopted: the own log it goes on from; the newest where None.
            seq: up to where; the head where ``adopted`` is None.
        """
        from bgit_desktop.core.chain import chain_start

        old = adopted or journal.own_log(self.db)
        assert old is not None  # a store without a log is no older copy
        seq = seq if adopted else old.head
        hash_ = journal.hash_at(self.db, old, seq)
        assert hash_ is not None  # it lies within what is stored
        noted = read_state(self.folder)
        known = [each.incarnation for each in journal.logs(self.db) if each.replica == old.replica]
        if noted is not None and noted.replica == old.replica:
            known.append(noted.incarnation)
        number = max(*known, old.incarnation, self._seen_incarnation()) + 1
        start = chain_start(self.meta("province"), old.unit, old.replica, number, self.meta("minisign"))
        journal.start_incarnation(self.db, start, number, old, seq, hash_)
        journal.seal(self.db, self.clock())
        self.db.execute("DELETE FROM meta WHERE key = 'restored'")
        self._older = False
        self.audit(actor, "incarnation", f"{number} after {old.incarnation}:{seq}")


@contextmanager
def database_problems(folder: Path) -> Iterator[None]:
    """Turn SQLite's complaints about the machine into sentences; its complaints about our SQL stay bugs.

    Raises:
        EnvironmentProblem: disk full, read-only, locked, damaged, unreadable.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "disk is full" in text or "disk I/O error" in text:
            message = tr(
                "Ổ đĩa chứa {folder} đã đầy hoặc lỗi; chưa ghi gì. Hãy giải phóng chỗ trống rồi thử lại.",
                folder=folder,
            )
        elif "readonly" in text or "unable to open" in text:
            raise location.read_only(folder) from error
        elif "locked" in text:
            message = tr("Kho dữ liệu {folder} đang bận; hãy thử lại sau ít phút.", folder=folder)
        elif "malformed" in text or "not a database" in text or "encrypted" in text:
            message = tr("Tệp dữ liệu trong {folder} bị hỏng; hãy khôi phục từ bản sao lưu (restore).", folder=folder)
        else:
            raise
        raise EnvironmentProblem(message) from error


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, timeout=5.0, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")  # a year's log is worth a sync at each commit
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA cache_size = -16000")
    db.create_function("id_bytes", 1, bytes.fromhex, deterministic=True)
    db.create_function("vi_key", 1, lambda text: None if text is None else collation_key(str(text)), deterministic=True)
    return db


def create(folder: Path, clock: Clock = system_clock) -> Store:
    """Make an empty store with the shipped reference data, open for writing.

    Raises:
        EnvironmentProblem: there is a store already, or the folder cannot be written or lies on a network drive.
    """
    folder = folder.absolute()
    if (folder / location.DATABASE).exists() and not _never_finished(folder):
        raise EnvironmentProblem(
            tr("Thư mục {folder} đã có kho dữ liệu; hãy chọn thư mục khác hoặc mở kho đó.", folder=folder)
        )
    location.make_folders(folder)
    location.refuse_network_drive(folder)
    lock = location.lock(folder, CLI_LOCK_WAIT)
    try:
        for path in folder.glob(f"{location.DATABASE}*"):
            path.unlink()  # what a creation left that was cut off by a power failure
        with database_problems(folder):
            db = _connect(folder / location.DATABASE)
            migrations.migrate(db, folder, clock())
            search.note_derivation(db)
            _prepare(db, clock())
            return Store(folder, db, clock, lock)
    except BaseException:
        lock.release()
        raise


def open_store(folder: Path, *, write: bool = True, clock: Clock = system_clock, wait: float = CLI_LOCK_WAIT) -> Store:
    """Open a store; an older one is brought up to date after a backup.

    Args:
        folder: the store's folder.
        write: take the lock, so that it can be changed. A store that needs a migration is locked for that in any case.
        clock: the time.
        wait: seconds to wait for the lock.

    Raises:
        NotFound: there is no store.
        EnvironmentProblem: locked by another program, read-only, damaged, on a network drive, made by a newer program,
            or its triggers were changed by hand.
    """
    folder = folder.absolute()
    path = location.database_path(folder)
    location.refuse_network_drive(folder)
    lock = location.lock(folder, wait) if write else None
    try:
        with database_problems(folder):
            db = _connect(path)
            try:
                if migrations.check_version(db, folder):
                    if lock is None:
                        lock = location.lock(folder, wait)
                    migrations.migrate(db, folder, clock())
                if lock is not None and not _prepared(db):
                    _prepare(db, clock())
                _check_triggers(db, folder, repair=lock is not None)
                if lock is not None:
                    search.renew(db)
            except BaseException:
                db.close()
                raise
        store = Store(folder, db, clock, lock if write else None)
        if not write and lock is not None:
            lock.release()
        return store
    except BaseException:
        if lock is not None:
            lock.release()
        raise


def _never_finished(folder: Path) -> bool:
    """Tell whether the database in a folder was never made ready: it has no log of this PC, so nothing was written."""
    try:
        db = sqlite3.connect(folder / location.DATABASE)
        try:
            if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return True
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return {"log", "op"} <= tables and not db.execute("SELECT 1 FROM log WHERE n > 0").fetchone()
        finally:
            db.close()
    except sqlite3.DatabaseError:
        return False  # damaged, or in use: somebody must look at it


def _prepared(db: sqlite3.Connection) -> bool:
    row = db.execute("SELECT value FROM meta WHERE key = 'prepared'").fetchone()
    return row is not None and row[0] == str(migrations.version(db))


def _prepare(db: sqlite3.Connection, now: int) -> None:
    """Do what has to follow a migration; noted at the end, so that a power failure in between does no harm."""
    from bgit_desktop.store import reference, upgrade

    _install_triggers(db)
    reference.load(db, now)
    upgrade.fold_unknown(db)
    db.execute(
        "INSERT INTO meta VALUES ('prepared', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(migrations.version(db)),),
    )


def _triggers_in(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


def _digest(triggers: dict[str, str]) -> str:
    import hashlib  # dear to load, and only used where the triggers are others

    return hashlib.sha256("\n".join(f"{name}\n{triggers[name]}" for name in sorted(triggers)).encode()).hexdigest()


def _install_triggers(db: sqlite3.Connection) -> None:
    wanted = schema.all_triggers()
    db.execute("BEGIN IMMEDIATE")
    for name in _triggers_in(db):
        db.execute(f"DROP TRIGGER {schema.quote(name)}")
    for sql in wanted.values():
        db.execute(sql)
    db.execute(
        "INSERT INTO meta VALUES ('triggers', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_digest(wanted),),
    )
    db.execute("COMMIT")


def _check_triggers(db: sqlite3.Connection, folder: Path, *, repair: bool) -> None:
    """Compare the triggers in the file with the generated ones.

    Those of an older program (the file still holds what that program noted) are replaced; any other difference means
    that somebody changed them, and what was written since may be missing from the journal.
    """
    found, wanted = _triggers_in(db), schema.all_triggers()
    if found == wanted:
        return
    noted = db.execute("SELECT value FROM meta WHERE key = 'triggers'").fetchone()
    if noted is not None and noted[0] == _digest(found):
        if repair:
            _install_triggers(db)
        return
    raise EnvironmentProblem(
        tr(
            "Kho dữ liệu {folder} đã bị sửa bằng công cụ khác (bộ ghi nhật ký không còn nguyên); "
            "hãy khôi phục từ bản sao lưu gần nhất.",
            folder=folder,
        )
    )
