"""The folder ``attachments/``: scans, each under the SHA-256 of its bytes.

A file goes in beside its name and is renamed when it is whole and synced, so that a name always stands for its bytes;
the same scan twice is one file. Whoever reads one gets it only if its bytes are still those of its name. A damaged one
heals when the same scan comes in again.
"""

from __future__ import annotations

import io
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal

from bgit_desktop.core.registry import TYPES
from bgit_desktop.store.codec import is_reference as is_reference
from bgit_desktop.store.schema import quote

FOLDER = "attachments"
MAX_SIZE = 200 << 20
"""The largest scan kept, in bytes: what a package can carry, encrypted."""

_PIECE = 1 << 20

State = Literal["present", "missing", "corrupt"]

BLOB_FIELDS = tuple((kind.name, each.name) for kind in TYPES.values() for each in kind.fields if each.blob)
"""The fields that hold the SHA-256 of a file: (record type, field)."""


class TooLarge(ValueError):
    """A file is larger than :data:`MAX_SIZE`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the folder: its SHA-256 (hex) and size in bytes; ``new`` where it was not there before."""

    reference: str
    size: int
    new: bool


def path_of(store: Path, reference: str) -> Path:
    """Give where a scan lies or would lie.

    Raises:
        ValueError: the reference is no SHA-256 in lowercase hex.
    """
    if not is_reference(reference):
        raise ValueError(reference)
    return store / FOLDER / reference


def keep(store: Path, source: IO[bytes]) -> Kept:
    """Put a file into the folder, under the SHA-256 of its bytes.

    Args:
        store: the store's folder.
        source: the open file.

    Raises:
        TooLarge: it is larger than may be kept.
        OSError: the disk is full or read-only; nothing is left behind.
    """
    import tempfile  # not at the start: few sessions take a scan in

    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=folder)
    beside = Path(name)
    try:
        digest, size = sha256(), 0
        with os.fdopen(handle, "wb") as file:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > MAX_SIZE:
                    raise TooLarge(size)
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        reference = digest.hexdigest()
        target = folder / reference
        new = state(store, reference) != "present"
        if new:
            os.replace(beside, target)
            _sync(folder)
        return Kept(reference, size, new)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def keep_bytes(store: Path, plain: bytes) -> Kept:
    """Put bytes into the folder; see :func:`keep`."""
    return keep(store, io.BytesIO(plain))


def _sync(folder: Path) -> None:
    if os.name != "posix":  # Windows gives no handle to a folder; its rename is journaled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot sync a folder
            os.fsync(handle)
    finally:
        os.close(handle)


def state(store: Path, reference: str) -> State:
    """Tell whether a scan is there and still what its name says; reads all of it."""
    path = path_of(store, reference)
    digest = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "corrupt"
    return "present" if digest.hexdigest() == reference else "corrupt"


def size(store: Path, reference: str) -> int | None:
    """Give a scan's size in bytes without reading it; None where it is not there."""
    try:
        return path_of(store, reference).stat().st_size
    except OSError:
        return None


def remove(store: Path, reference: str) -> bool:
    """Delete a scan for good; tells whether it was there.

    Raises:
        OSError: the folder is read-only.
    """
    path = path_of(store, reference)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


@dataclass(frozen=True, slots=True)
class Use:
    """A record that refers to a scan.

    Attributes:
        reference: SHA-256, hex.
        type: the record type.
        id: the record, 16 bytes.
        unit: whose record.
        title: what the record is called.
    """

    reference: str
    type: str
    id: bytes
    unit: str
    title: str


def uses(db: sqlite3.Connection, *, unit: str | None = None, reference: str | None = None) -> list[Use]:
    """Give the records that refer to scans, by title; those of one unit, or of one scan, where named."""
    found = []
    for name, field in BLOB_FIELDS:
        column, title = quote(field), quote(TYPES[name].title)
        rows = db.execute(
            f"SELECT {column}, id, _unit, {title} FROM {quote(name)} WHERE {column} IS NOT NULL "
            f"AND (:unit IS NULL OR _unit = :unit) AND (:reference IS NULL OR {column} = :reference) ORDER BY _sort, n",
            {"unit": unit, "reference": reference},
        )
        found += [Use(text, name, raw, whose, called or "") for text, raw, whose, called in rows if is_reference(text)]
    return found


# -- what went, what is asked for; within a transaction ----------------------------------------------------------------


def note_sent(db: sqlite3.Connection, recipient: str, references: list[str], now: int) -> None:
    """Note which blobs went to a unit; what it had asked for is no longer open."""
    db.executemany(
        "INSERT OR REPLACE INTO blob_sent(recipient, reference, at) VALUES (?, ?, ?)",
        [(recipient, each, now) for each in references],
    )
    db.executemany(
        "DELETE FROM blob_wanted WHERE unit = ? AND reference = ?", [(recipient, each) for each in references]
    )


def sent(db: sqlite3.Connection, recipient: str) -> set[str]:
    """Give the references of what went to a unit."""
    return {row[0] for row in db.execute("SELECT reference FROM blob_sent WHERE recipient = ?", (recipient,))}


def note_wanted(db: sqlite3.Connection, unit: str, references: tuple[str, ...], now: int) -> None:
    """Note what a unit says it lacks, in place of what it said before."""
    db.execute("DELETE FROM blob_wanted WHERE unit = ?", (unit,))
    db.executemany("INSERT OR REPLACE INTO blob_wanted VALUES (?, ?, ?)", [(unit, each, now) for each in references])


def wanted(db: sqlite3.Connection, unit: str) -> set[str]:
    """Give the references a unit has asked for and not been sent since."""
    return {row[0] for row in db.execute("SELECT reference FROM blob_wanted WHERE unit = ?", (unit,))}
