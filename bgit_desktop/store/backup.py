"""Copies of the database: made with SQLite's own backup call, opened and checked before they count.

A plain copy of a file in write-ahead mode misses what is still in the log; the backup call does not. Only the last
few copies of each occasion are kept here; the encrypted backup that leaves the PC is made by the services.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import EnvironmentProblem

KEEP = 10
"""How many copies stay in ``backups/``; the oldest go first, never the last one."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A tested copy of the database: its file and when it was made (milliseconds UTC)."""

    path: Path
    at: int


def copy_database(db: sqlite3.Connection, folder: Path, occasion: str, now: int) -> Backup:
    """Copy a database into a folder, test the copy, thin out older ones.

    Args:
        db: the open database.
        folder: where to; made if need be.
        occasion: what for, part of the file's name (``daily``, ``receive``, ``schema-3``).
        now: milliseconds since 1970 UTC.

    Returns:
        The copy, which opened and passed SQLite's quick check.

    Raises:
        EnvironmentProblem: it could not be written or does not open; nothing is left behind.
    """
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
    path = folder / f"{stamp}-{occasion}.sqlite3"
    beside = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_to(db, beside)
        os.replace(beside, path)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):  # the folder itself may be what is wrong
            beside.unlink(missing_ok=True)
        raise EnvironmentProblem(
            tr(
                "Không sao lưu được vào {folder}: {reason}. Chưa thay đổi gì; hãy giải phóng chỗ trống rồi thử lại.",
                folder=folder,
                reason=error,
            )
        ) from error
    for old in list_backups(folder)[:-KEEP]:
        old.path.unlink(missing_ok=True)
    return Backup(path, now)


def copy_to(db: sqlite3.Connection, path: Path) -> None:
    """Copy an open database into a new file and test the copy.

    Raises:
        sqlite3.Error: it could not be copied, or the copy fails SQLite's quick check.
        OSError: the file cannot be written.
    """
    path.unlink(missing_ok=True)
    copy = sqlite3.connect(path, isolation_level=None)
    try:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
    finally:
        copy.close()


def list_backups(folder: Path) -> list[Backup]:
    """Give the copies in a folder, oldest first."""
    found = []
    for path in sorted(folder.glob("*.sqlite3")):
        try:
            at = datetime.strptime(path.name[:19] + "000", "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC)
        except ValueError:
            continue  # somebody's own file: left alone
        found.append(Backup(path, round(at.timestamp() * 1000)))
    return found
