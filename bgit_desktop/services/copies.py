"""Tested copies of the database beside the store: one a day, one before anything risky, thinned out by age.

A copy is opened and read before it counts. It helps when the database is damaged or much was changed by mistake; it
lies on the same disk, so that the encrypted file (:mod:`bgit_desktop.services.backup`) is for a lost disk.

**Going back to a copy** makes a new store in a new folder, with the keys and scans of this one. It is older than what
the PC has sent, so that its first write starts a new incarnation (EXCHANGE.md, "Restore and clones").
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.sizes import size_text
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem, NotFound, Refused
from bgit_desktop.exchange.atomic import whole_file
from bgit_desktop.services.context import LOCAL_TIME, Progress, Session, no_progress, open_session
from bgit_desktop.store import backup as copies
from bgit_desktop.store import location
from bgit_desktop.store.backup import Backup as Backup
from bgit_desktop.store.statefile import read_state

RISK_INTERVAL = 3600 * 1000
"""Milliseconds for which one tested copy serves several risky steps."""

LARGE_STORE = 64 << 20
LARGE_INTERVAL = 24 * 3600 * 1000
"""The same for a store of more than ``LARGE_STORE`` bytes: copying hundreds of megabytes takes seconds, a delta a tenth
of one. Each step is a transaction that can be undone besides; the copy is for a damaged file."""


def last_tested(session: Session) -> Backup | None:
    """Give the newest copy in ``backups/``; every one there was opened and checked when it was made."""
    found = copies.list_backups(_folder(session))
    return found[-1] if found else None


def before_risk(session: Session, occasion: str) -> Backup:
    """Make a tested copy before an import or a package is taken in.

    Args:
        session: the session.
        occasion: ``import`` or ``receive``; part of the file's name.

    Returns:
        The copy; an earlier one where it is younger than an hour (a large store: a day) or nothing has changed since.

    Raises:
        EnvironmentProblem: the copy cannot be made; the risky step must not begin.
    """
    newest = last_tested(session)
    now = session.store.clock()
    db = session.store.db
    size = int(db.execute("PRAGMA page_count").fetchone()[0]) * int(db.execute("PRAGMA page_size").fetchone()[0])
    interval = LARGE_INTERVAL if size > LARGE_STORE else RISK_INTERVAL
    if newest is not None and (0 <= now - newest.at < interval or _last_change(session) < newest.at):
        return newest
    return copies.copy_database(db, _folder(session), occasion, now)


def daily(session: Session) -> Backup | None:
    """Make a tested copy once a day, where anything has changed since the last one.

    Returns:
        The copy; None where none was needed.

    Raises:
        EnvironmentProblem: the copy cannot be made.
    """
    newest = last_tested(session)
    if newest is not None:
        made_on = datetime.fromtimestamp(newest.at / 1000, UTC).astimezone(LOCAL_TIME).date()
        if made_on >= session.today() or _last_change(session) < newest.at:
            return None
    return copies.copy_database(session.store.db, _folder(session), "daily", session.store.clock())


def _folder(session: Session) -> Path:
    return session.store.folder / "backups"


def _last_change(session: Session) -> int:
    """When the store was last changed, milliseconds UTC."""
    found = session.store.db.execute(
        "SELECT max((SELECT coalesce(max(at), 0) FROM batch), (SELECT coalesce(max(at), 0) FROM audit))"
    ).fetchone()
    return int(found[0])


def copy_now(session: Session) -> Backup:
    """Make a tested copy because somebody asks for one.

    Raises:
        EnvironmentProblem: the copy cannot be made.
    """
    return copies.copy_database(session.store.db, _folder(session), "manual", session.store.clock())


# -- looking at them and going back ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy as people read it.

    Attributes:
        path: the file.
        when: local time, in words.
        occasion: what it was made for, in words.
        size: in words.
        tested: the day on which all of it was last read, dd/MM/yyyy; that of its making where it was not since.
    """

    path: Path
    when: str
    occasion: str
    size: str
    tested: str


def shown_copies(session: Session) -> list[ShownCopy]:
    """Give the copies beside the store, the newest first."""
    words = {
        "daily": tr("Hằng ngày"),
        "import": tr("Trước khi nhập Excel"),
        "receive": tr("Trước khi nhận gói"),
        "undo": tr("Trước khi rút lại gói"),
        "revoke": tr("Trước khi thu hồi khóa"),
        "manual": tr("Làm bằng tay"),
    }
    found = []
    tested = _tested(session)
    for each in reversed(copies.list_backups(_folder(session))):
        moment, read = (
            datetime.fromtimestamp(at / 1000, UTC).astimezone(LOCAL_TIME)
            for at in (each.at, max(each.at, tested.get(each.path.name, 0)))
        )
        occasion = words.get(each.occasion, tr("Trước khi nâng cấp") if each.occasion.startswith("schema") else "")
        size = size_text(each.path.stat().st_size)
        found.append(ShownCopy(each.path, f"{moment:%H:%M %d/%m/%Y}", occasion or each.occasion, size, show_date(read)))
    return found


_TESTED = "tested.json"
"""Beside the copies: when each was last opened and read again, milliseconds UTC, by file name."""


def _tested(session: Session) -> dict[str, int]:
    try:
        found = json.loads((_folder(session) / _TESTED).read_bytes())
    except (OSError, ValueError):
        return {}  # never noted, or spoilt: the copies then count as tested when they were made
    return {name: at for name, at in found.items() if isinstance(at, int)} if isinstance(found, dict) else {}


def read_again(session: Session, path: Path) -> Held:
    """Open a copy beside the store, read all of it, note the day, and tell what it holds.

    Raises:
        NotFound: there is no such file.
        EnvironmentProblem: it is damaged, or the day cannot be noted.
    """
    held = look_at(path)
    there = {each.path.name for each in copies.list_backups(_folder(session))}
    noted = {name: at for name, at in _tested(session).items() if name in there}
    noted[path.name] = session.store.clock()
    try:
        with whole_file(_folder(session) / _TESTED) as file:
            file.write(json.dumps(noted).encode())
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không ghi được tệp {path}: {reason}.", path=_folder(session) / _TESTED, reason=reason_of(error))
        ) from error
    return held


@dataclass(frozen=True, slots=True)
class Held:
    """What a copy holds: its unit, how many records, its own log's last operation, when it was last changed."""

    unit: str
    records: int
    head: int
    changed: str


def look_at(path: Path) -> Held:
    """Open a copy, read all of it, and tell what it holds; one that is damaged is set aside and counts no more.

    Raises:
        NotFound: there is no such file.
        EnvironmentProblem: it is damaged.
    """
    if not path.is_file():
        raise NotFound(tr("Không tìm thấy tệp sao lưu {name}.", name=path.name))
    found = copies.look_at(path)
    if found is None:
        path.replace(path.with_suffix(".damaged"))
        raise EnvironmentProblem(tr("Bản sao {name} đã hỏng, không dùng được; hãy chọn bản khác.", name=path.name))
    moment = datetime.fromtimestamp(found.changed / 1000, UTC).astimezone(LOCAL_TIME)
    return Held(found.unit, found.records, found.head, f"{moment:%H:%M %d/%m/%Y}")


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill beside a new store's place; it takes that place at the end, or nothing is left.

    Raises:
        Refused: there is something in that place.
        EnvironmentProblem: it lies on a network drive.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            tr(
                "Thư mục {folder} không trống; hãy khôi phục vào thư mục mới để không mất dữ liệu đang có.",
                folder=folder,
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    location.refuse_network_drive(folder)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".restore", dir=folder.parent))
    try:
        yield beside
        if folder.exists():
            folder.rmdir()
        os.replace(beside, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def restore_copy(path: Path, folder: Path, progress: Progress = no_progress) -> tuple[str, ...]:
    """Make a store in a new folder from a copy beside another store, with that store's keys and scans.

    Args:
        path: the copy, in the ``backups`` folder of its store.
        folder: the new store; it must not exist or be empty.
        progress: told how far it is.

    Returns:
        What is wrong in it, one sentence each.

    Raises:
        NotFound: there is no such copy.
        EnvironmentProblem: it is damaged, the disk is full, or the folder lies on a network drive.
        Refused: the folder is not empty.
    """
    from bgit_desktop.services.check import check

    look_at(path)
    source = path.absolute().parent.parent
    noted = read_state(source)
    try:
        with new_folder(folder) as beside:
            progress(0, 3, tr("Đang chép cơ sở dữ liệu"))
            location.make_folders(beside)
            shutil.copyfile(path, beside / location.DATABASE)
            progress(1, 3, tr("Đang chép khóa và bản quét"))
            for each in sorted((source / "keys").glob("*.age")):
                shutil.copyfile(each, beside / "keys" / each.name)
            for each in sorted((source / "attachments").iterdir()):
                if each.is_file():
                    shutil.copyfile(each, beside / "attachments" / each.name)
            progress(2, 3, tr("Đang kiểm tra kho dữ liệu"))
            with open_session(beside) as session:
                problems = check(session).problems
                session.store.mark_older(noted.incarnation if noted else 1)
                session.store.audit(session.actor, "restore", path.name)
                session.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không ghi được {path}: {reason}. Chưa sao lưu hay khôi phục gì; "
                "hãy giải phóng chỗ trống hoặc chọn ổ khác.",
                path=folder,
                reason=error.strerror or error,
            )
        ) from error
    return problems
