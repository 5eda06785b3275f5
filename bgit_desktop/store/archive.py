"""A store as one stream of bytes, for the encrypted backup: a copy of the database, the packages, the attachments.

The stream is a gzipped tar. What is unpacked comes from a file that somebody may have tampered with, so that only plain
files below the three known places are taken, whatever the archive says.
"""

from __future__ import annotations

import sqlite3
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.store.backup import copy_to
from bgit_desktop.store.location import DATABASE

FOLDERS = ("packages", "attachments")
"""What goes in besides the database; copies in ``backups/`` and the keys do not."""

_FAST = 1  # compression level: the time counts, not the last tenth of the size


class BadArchive(ValueError):
    """The stream holds something that is no part of a store, or is damaged."""


def copy_for_archive(db: sqlite3.Connection, path: Path) -> None:
    """Copy an open database into a new file and test the copy.

    Raises:
        EnvironmentProblem: it cannot be copied, or the copy does not open.
        OSError: the file cannot be written.
    """
    try:
        copy_to(db, path)
    except sqlite3.Error as error:
        raise EnvironmentProblem(
            tr("Không chép được cơ sở dữ liệu ({reason}); chưa sao lưu gì. Hãy chạy check để kiểm tra.", reason=error)
        ) from error


def pack(folder: Path, database: Path, target: IO[bytes]) -> int:
    """Write a store as a stream.

    Args:
        folder: the store.
        database: a tested copy of its database.
        target: where to.

    Returns:
        How many files went in.

    Raises:
        OSError: a file cannot be read or the target not written.
    """
    count = 0
    with tarfile.open(fileobj=target, mode="w:gz", compresslevel=_FAST) as archive:
        archive.add(database, DATABASE, recursive=False)
        count += 1
        for name in FOLDERS:
            for path in sorted((folder / name).rglob("*")):
                if path.is_file() and not path.is_symlink():
                    archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
                    count += 1
    return count


def unpack(source: IO[bytes], folder: Path) -> int:
    """Read a store's stream into a folder.

    Args:
        source: the stream.
        folder: the new store's folder; it exists.

    Returns:
        How many files came out.

    Raises:
        BadArchive: the stream is damaged, or holds anything but plain files in their places.
        OSError: the disk is full.
    """
    count = 0
    try:
        with tarfile.open(fileobj=source, mode="r:gz") as archive:
            for member in archive:
                path = PurePosixPath(member.name)
                known = member.name == DATABASE or (path.parts[0] in FOLDERS and len(path.parts) > 1)
                if not member.isreg() or path.is_absolute() or ".." in path.parts or not known:
                    raise BadArchive(member.name)
                content = archive.extractfile(member)
                assert content is not None  # a plain file has content
                target = folder.joinpath(*path.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as file:
                    while piece := content.read(1 << 20):
                        file.write(piece)
                count += 1
    except (tarfile.TarError, EOFError, FileExistsError) as error:
        raise BadArchive(str(error)) from error
    if not (folder / DATABASE).is_file():
        raise BadArchive(DATABASE)
    return count
