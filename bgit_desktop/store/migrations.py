"""Numbered SQL migrations: each one transaction, a backup before, a newer store refused.

``db/migrations/NNNN_name.sql`` holds its own ``BEGIN IMMEDIATE … PRAGMA user_version = N; COMMIT;`` because
``executescript`` commits whatever transaction is open.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from bgit_desktop.assets import db_path
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import EnvironmentProblem


def available() -> dict[int, Path]:
    """Give the migrations this program ships, by number."""
    found = {}
    for path in sorted(db_path("migrations").glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_\w+\.sql", path.name)
        if match:
            found[int(match[1])] = path
    return found


def version(db: sqlite3.Connection) -> int:
    """Give the number of the last migration a database has had."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def check_version(db: sqlite3.Connection, folder: Path) -> bool:
    """Tell whether a database needs migrating.

    Raises:
        EnvironmentProblem: a newer program made it, or the file is empty: a store always has had its first migration.
    """
    has, newest = version(db), max(available())
    if not has:
        raise EnvironmentProblem(
            tr("Tệp dữ liệu trong {folder} bị hỏng; hãy khôi phục từ bản sao lưu (restore).", folder=folder)
        )
    if has > newest:
        raise EnvironmentProblem(
            tr(
                "Kho dữ liệu {folder} do phiên bản mới hơn của chương trình tạo ra (lược đồ {has}, bản này biết đến {newest}); "
                "hãy cập nhật chương trình rồi mở lại.",
                folder=folder,
                has=has,
                newest=newest,
            )
        )
    return has < newest


def migrate(db: sqlite3.Connection, folder: Path, now: int) -> None:
    """Bring a database up to date; what it held is copied into ``backups/`` first.

    Args:
        db: the open database.
        folder: the store.
        now: milliseconds since 1970 UTC, for the backup's name.
    """
    has = version(db)
    if has:
        from bgit_desktop.store.backup import copy_database

        copy_database(db, folder / "backups", f"schema-{has}", now)
    for number, path in available().items():
        if number > has:
            try:
                db.executescript(path.read_text(encoding="utf-8"))
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
