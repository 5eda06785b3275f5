"""Copies of the database: made with SQLite's own backup call, opened and checked before they count.

A plain copy of a file in write-ahead mode misses what is still in the log; the backup call does not. The older they
are, the fewer are kept; the encrypted backup that leaves the PC is made by the services.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.store.schema import quote

_DAY = 24 * 3600 * 1000
AGES = ((2 * _DAY, 0), (14 * _DAY, _DAY), (60 * _DAY, 7 * _DAY), (400 * _DAY, 30 * _DAY))
"""(up to this age, one copy in so many milliseconds): all of two days, then one a day, a week, a month; then none."""

NEWEST = 3
"""So many of the newest stay whatever their age and size."""

MOST_BYTES = 2 << 30
"""What all copies together may take; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A tested copy of the database: its file, when it was made (milliseconds UTC), what for."""

    path: Path
    at: int
    occasion: str = ""


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
    found = list_backups(folder)
    for old in too_many(found, [each.path.stat().st_size for each in found], now):
        old.path.unlink(missing_ok=True)
    return Backup(path, now, occasion)


def too_many(found: Sequence[Backup], sizes: Sequence[int], now: int) -> list[Backup]:
    """Give the copies that are to go: the older they are, the fewer stay.

    Args:
        found: the copies, oldest first.
        sizes: their bytes.
        now: milliseconds since 1970 UTC.
    """
    kept: list[int] = []
    last_slot: tuple[int, int] | None = None
    for at in reversed(range(len(found))):  # the newest of a day, a week, a month stays
        age = now - found[at].at
        step = next((step for most, step in AGES if age <= most), None)
        slot = None if step in (None, 0) else (step or 0, found[at].at // (step or 1))
        fits = step == 0 or (slot is not None and slot != last_slot)
        if at >= len(found) - NEWEST or fits:
            kept.append(at)
            last_slot = slot
    total = 0
    stays = set()
    for place, at in enumerate(kept):
        total += sizes[at]
        if place < NEWEST or total <= MOST_BYTES:
            stays.add(at)
    return [each for at, each in enumerate(found) if at not in stays]


class Held(NamedTuple):
    """What a copy holds: unit, number of records, own head, moment of the last change (milliseconds UTC)."""

    unit: str
    records: int
    head: int
    changed: int


def look_at(path: Path) -> Held | None:
    """Open a copy, check all of it, and tell what it holds; None where it is damaged."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                return None
            unit = db.execute("SELECT value FROM meta WHERE key = 'unit'").fetchone()
            head = db.execute("SELECT head FROM log WHERE own = 1 ORDER BY incarnation DESC LIMIT 1").fetchone()
            changed = db.execute("SELECT coalesce(max(at), 0) FROM batch").fetchone()
            there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            kinds = [each.name for each in TYPES.values() if each.scope == "unit" and each.name in there]
            count = sum(db.execute(f"SELECT count(*) FROM {quote(name)}").fetchone()[0] for name in kinds)
    except sqlite3.Error:
        return None
    return Held(str(unit[0]) if unit else "", count, int(head[0]) if head else 0, int(changed[0]))


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
        found.append(Backup(path, round(at.timestamp() * 1000), path.stem[20:]))
    return found
