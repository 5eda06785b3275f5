"""Where a store may lie: a folder of this computer, opened by one program at a time.

SQLite's write-ahead log needs shared memory, which network drives do not give: a store there is refused with advice
rather than damaged later. One writer at a time holds the lock file ``store.lock``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem, NotFound
from bgit_desktop.store.lockfile import Busy, FileLock

DATABASE = "store.sqlite3"
LOCK = "store.lock"
FOLDERS = ("keys", "backups", "packages/in", "packages/out", "packages/quarantine", "attachments")

_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "ncpfs", "afs"}
_WINDOWS_REMOTE_DRIVE = 4  # GetDriveTypeW: DRIVE_REMOTE


def database_path(folder: Path) -> Path:
    """Give the database file of a store's folder.

    Raises:
        NotFound: the folder holds no store.
    """
    path = folder / DATABASE
    if not path.is_file():
        raise NotFound(
            tr(
                "Thư mục {folder} chưa có kho dữ liệu; hãy tạo bằng lệnh “init” hoặc chọn thư mục khác.",
                folder=folder,
            )
        )
    return path


def make_folders(folder: Path) -> None:
    """Create the folders of a store.

    Raises:
        EnvironmentProblem: the folder cannot be written.
    """
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không ghi được vào thư mục {folder}: {reason}. Hãy chọn thư mục khác.",
                folder=folder,
                reason=reason_of(error),
            )
        ) from error


def refuse_network_drive(folder: Path) -> None:
    """Refuse a folder on a network drive.

    Raises:
        EnvironmentProblem: it is one.
    """
    if _is_remote(folder.resolve()):
        raise EnvironmentProblem(
            tr(
                "Thư mục {folder} nằm trên ổ mạng, dữ liệu có thể hỏng khi mất mạng. "
                "Hãy đặt kho trên ổ đĩa của máy này và dùng gói dữ liệu để trao đổi.",
                folder=folder,
            )
        )


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        if str(folder).startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _WINDOWS_REMOTE_DRIVE)
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False  # no such table on this system: nothing to tell by
    best, kind = "", ""
    for line in mounts.splitlines():
        _, point, file_system, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        inside = point == "/" or str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, file_system
    return kind in _NETWORK_FILE_SYSTEMS


def lock(folder: Path, wait: float) -> FileLock:
    """Take the store's lock.

    Args:
        folder: the store.
        wait: seconds to wait for another program to finish.

    Raises:
        EnvironmentProblem: another program holds it, or the folder is read-only.
    """
    held = FileLock(folder / LOCK)
    if not os.access(folder, os.W_OK):
        raise read_only(folder)
    try:
        held.acquire(wait)
    except Busy:
        raise EnvironmentProblem(
            tr(
                "Kho dữ liệu {folder} đang được một cửa sổ hoặc lệnh khác mở; hãy đóng chương trình kia rồi thử lại.",
                folder=folder,
            )
        ) from None
    except OSError as error:
        raise read_only(folder) from error
    return held


def read_only(folder: Path) -> EnvironmentProblem:
    """Make the error for a folder that cannot be written."""
    return EnvironmentProblem(
        tr(
            "Thư mục {folder} chỉ cho đọc; hãy cấp quyền ghi cho thư mục hoặc chép kho dữ liệu sang chỗ khác.",
            folder=folder,
        )
    )
