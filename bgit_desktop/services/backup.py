"""Backups: one encrypted file that leaves the PC, read back when it is written.

The copies beside the store are :mod:`bgit_desktop.services.copies`.

**The file.** A ZIP of stored members: ``backup.json`` (what it is, readable without any key), ``keys/*`` (each already
under the passphrase) and ``payload.age``, a store's stream (``store/archive.py``) encrypted to this PC's own age
recipient: making a backup needs no passphrase, reading it does. It is written beside and renamed, so that a full disk
leaves nothing.

**Restoring** goes into a new folder only. The restored store is marked: it is older than what the PC may have sent, so
that its first write starts a new incarnation (EXCHANGE.md, "Restore and clones").
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from bgit_desktop import __version__
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound, Refused
from bgit_desktop.services.context import Progress, Session, no_progress, open_session
from bgit_desktop.services.copies import before_risk as before_risk
from bgit_desktop.services.copies import daily as daily
from bgit_desktop.services.copies import last_tested as last_tested
from bgit_desktop.services.copies import new_folder
from bgit_desktop.store import journal, location, migrations
from bgit_desktop.store.archive import BadArchive, copy_for_archive, pack, unpack

_FORMAT, _VERSION = "bgit-backup", 1
_ABOUT, _PAYLOAD, _KEYS = "backup.json", "payload.age", "keys/"
_KEY_FILES = ("key.age", "root.age", "recovery.age")
_MAX_ABOUT = 64 * 1024
_MAX_KEY = 64 * 1024


# -- the encrypted file ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """A backup file that was written and read back: where, its size in bytes, its SHA-256."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup file says of itself.

    Attributes:
        unit: code of the unit.
        unit_name: its name.
        mode: unit or province.
        created: when, ISO 8601 UTC.
        app: the program that made it.
        schema: number of its last migration.
        payload_sha256: of ``payload.age``, hex.
    """

    unit: str
    unit_name: str
    mode: str
    created: str
    app: str
    schema: int
    payload_sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A store made from a backup: its folder, its unit, what was found wrong in it (one sentence each)."""

    folder: Path
    unit: str
    problems: tuple[str, ...]


def backup(session: Session, out: Path, progress: Progress = no_progress) -> Written:
    """Write the whole store into one encrypted file and read it back.

    Args:
        session: the session; reading is enough.
        out: the file; one there is replaced.
        progress: told how far it is.

    Raises:
        EnvironmentProblem: the disk is full or read-only; an earlier file of that name is still there.
        Cancelled: the user stopped it.
    """
    from bgit_desktop.exchange.age import encrypt_stream
    from bgit_desktop.exchange.atomic import whole_file
    from bgit_desktop.services.ownkeys import settle

    folder = session.store.folder
    settle(session)  # the key file that goes in must be the one that opens the copy
    with _disk_problems(out), tempfile.TemporaryDirectory(prefix=".backup-", dir=folder / "backups") as scratch:
        progress(0, 4, tr("Đang chép cơ sở dữ liệu"))
        copy = Path(scratch) / location.DATABASE
        copy_for_archive(session.store.db, copy)
        progress(1, 4, tr("Đang gom tệp"))
        plain, sealed = Path(scratch) / "payload", Path(scratch) / _PAYLOAD
        with plain.open("wb") as target:
            pack(folder, copy, target)
        copy.unlink()
        progress(2, 4, tr("Đang mã hóa"))
        with plain.open("rb") as source, sealed.open("wb") as target:
            encrypt_stream(source, target, [session.store.meta("age")])
        plain.unlink()
        progress(3, 4, tr("Đang ghi tệp sao lưu"))
        about = _about(session, sealed)
        with whole_file(out, private=True) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_ABOUT, json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True))
                for name in _KEY_FILES:
                    if (folder / "keys" / name).is_file():
                        archive.write(folder / "keys" / name, _KEYS + name)
                archive.write(sealed, _PAYLOAD)
            file.seek(0)
            _read_back(Path(out.name), file.read())
            file.seek(0, os.SEEK_END)
    if session.store.writable:
        session.store.audit(session.actor, "backup", out.name)
    return Written(out, out.stat().st_size, _digest(out))


def _about(session: Session, sealed: Path) -> dict[str, Any]:
    log = journal.own_log(session.store.db)
    unit = session.catalogue().by_code(session.unit)
    return {
        "format": _FORMAT,
        "version": _VERSION,
        "created": datetime.fromtimestamp(session.store.clock() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "app": f"bgit-desktop {__version__}",
        "schema": migrations.version(session.store.db),
        "province": session.province,
        "mode": session.mode,
        "unit": session.unit,
        "unit_name": unit.name if unit else session.unit,
        "replica": session.replica,
        "incarnation": log.incarnation if log else 0,
        "head": log.head if log else 0,
        "payload": {"size": sealed.stat().st_size, "sha256": _digest(sealed)},
    }


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _disk_problems(path: Path) -> Iterator[None]:
    """Turn a full or read-only disk into a sentence that names the file.

    Raises:
        EnvironmentProblem: the system refused to write.
    """
    try:
        yield
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không ghi được {path}: {reason}. Chưa sao lưu hay khôi phục gì; "
                "hãy giải phóng chỗ trống hoặc chọn ổ khác.",
                path=path,
                reason=reason_of(error),
            )
        ) from error


# -- reading it ------------------------------------------------------------------------------------------------------


def describe(file: Path) -> Contents:
    """Tell what a backup file holds; needs no passphrase.

    Raises:
        NotFound: there is no such file.
        BadInput: it is no backup of this program, or damaged.
        Refused: a newer program made it.
    """
    return _read_back(file, _bytes(file))[0]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise NotFound(tr("Không tìm thấy tệp sao lưu {name}.", name=file.name)) from None
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không đọc được tệp {path}: {reason}.", path=file, reason=reason_of(error))
        ) from None


def _damaged(file: Path) -> BadInput:
    return BadInput(
        tr("Tệp {name} không phải là bản sao lưu của chương trình này hoặc đã hỏng; hãy chọn bản khác.", name=file.name)
    )


def _read_back(file: Path, data: bytes) -> tuple[Contents, dict[str, bytes], bytes]:
    """Take a backup file apart: what it says, its key files, its payload.

    Raises:
        BadInput: it is none, or damaged.
        Refused: a newer program made it.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {each.filename: each for each in archive.infolist()}
            keys = {_KEYS + name for name in _KEY_FILES}
            stored = all(each.compress_type == zipfile.ZIP_STORED for each in members.values())
            if len(members) != len(archive.infolist()) or not stored or not {_ABOUT, _PAYLOAD} <= members.keys():
                raise _damaged(file)
            if members[_ABOUT].file_size > _MAX_ABOUT or not members.keys() <= keys | {_ABOUT, _PAYLOAD}:
                raise _damaged(file)
            about = json.loads(archive.read(_ABOUT))
            if about["format"] != _FORMAT:
                raise _damaged(file)
            if about["version"] > _VERSION:
                raise Refused(
                    tr(
                        "Tệp {name} do phiên bản mới hơn của chương trình tạo ra; hãy cập nhật chương trình.",
                        name=file.name,
                    )
                )
            if any(members[name].file_size > _MAX_KEY for name in keys & members.keys()):
                raise _damaged(file)
            contents = Contents(
                str(about["unit"]),
                str(about["unit_name"]),
                str(about["mode"]),
                str(about["created"]),
                str(about["app"]),
                int(about["schema"]),
                str(about["payload"]["sha256"]),
            )
            payload = archive.read(_PAYLOAD)
            found = {name.removeprefix(_KEYS): archive.read(name) for name in sorted(keys & members.keys())}
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, OSError, NotImplementedError):
        raise _damaged(file) from None
    if hashlib.sha256(payload).hexdigest() != contents.payload_sha256:
        raise _damaged(file)
    return contents, found, payload


def restore(file: Path, folder: Path, passphrase: str, progress: Progress = no_progress) -> Restored:
    """Make a store from a backup file, in a new folder.

    Args:
        file: the backup.
        folder: the new store; it must not exist or be empty.
        passphrase: that of the keys at the time of the backup.
        progress: told how far it is.

    Returns:
        The store, marked as restored.

    Raises:
        WrongPassphrase: it does not open the keys.
        BadInput: the file is no backup, or damaged.
        Refused: the folder is not empty, or a newer program made the backup.
        EnvironmentProblem: the disk is full, or the folder lies on a network drive. Nothing is left behind.
    """
    contents, key_files, payload = _read_back(file, _bytes(file))
    with _disk_problems(folder), new_folder(folder) as beside:
        problems = _rebuild(file, beside, key_files, payload, passphrase, progress)
    return Restored(folder.absolute(), contents.unit, problems)


def _rebuild(
    file: Path, folder: Path, key_files: dict[str, bytes], payload: bytes, passphrase: str, progress: Progress
) -> tuple[str, ...]:
    """Unpack into a folder, check, mark as restored; gives what is wrong in it."""
    from bgit_desktop.exchange.age import decrypt
    from bgit_desktop.exchange.keys import KEY_FILE, read_keys
    from bgit_desktop.exchange.verdicts import PackageProblem
    from bgit_desktop.services.check import check

    progress(0, 3, tr("Đang mở khóa"))
    location.make_folders(folder)
    for name, content in key_files.items():
        (folder / "keys" / name).write_bytes(content)
    if KEY_FILE not in key_files:
        raise _damaged(file)
    keys = read_keys(folder / "keys" / KEY_FILE, passphrase)
    progress(1, 3, tr("Đang giải mã và ghi"))
    try:
        unpack(BytesIO(decrypt(payload, keys.identities)), folder)
    except (PackageProblem, BadArchive):
        raise _damaged(file) from None
    progress(2, 3, tr("Đang kiểm tra kho dữ liệu"))
    with open_session(folder) as session:
        problems = check(session).problems
        session.store.set_meta("restored", "1")
        session.store.audit(session.actor, "restore", file.name)
        session.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return problems
