"""Scans of documents: put into a record, opened, saved, removed; which are missing, which are damaged.

A record holds the SHA-256 of a scan; the bytes lie in ``attachments/``. Taking a scan off a record leaves the file (the
change can be undone); only a redaction deletes it. Scans come from other offices too, so that a copy is opened only
where its first bytes say that it is a picture or a document, never a program.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bgit_desktop.core.fields import RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.sizes import size_text
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound, Refused
from bgit_desktop.services import records
from bgit_desktop.services.context import Session
from bgit_desktop.store import attachments as folder
from bgit_desktop.store.attachments import MAX_SIZE, Kept, State
from bgit_desktop.store.journal import uuid_text

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
)
"""What a scan begins with, and what its file is called; nothing else is handed to another program."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that a record refers to.

    Attributes:
        reference: its SHA-256, hex.
        type: the record type.
        record: id of the record.
        unit: whose record.
        title: what the record is called.
        size: bytes; None where the scan is not here.
    """

    reference: str
    type: str
    record: str
    unit: str
    title: str
    size: int | None


def scans(session: Session, *, unit: str | None = None) -> list[Scan]:
    """Give the scans that records refer to, all or those of one unit."""
    store = session.store
    return [
        Scan(use.reference, use.type, uuid_text(use.id), use.unit, use.title, folder.size(store.folder, use.reference))
        for use in folder.uses(store.db, unit=unit)
    ]


def missing(session: Session, *, unit: str | None = None) -> list[Scan]:
    """Give the scans that records refer to but that are not here: left out of the packages, or lost."""
    return [each for each in scans(session, unit=unit) if each.size is None]


def put(session: Session, path: Path) -> Kept:
    """Take a file into the folder, before a record refers to it.

    Raises:
        NotFound: there is no such file.
        BadInput: it is empty or larger than may be kept.
        EnvironmentProblem: it cannot be read, or the disk is full.
    """
    try:
        if path.stat().st_size == 0:
            raise BadInput(tr("Tệp {name} rỗng; hãy quét lại.", name=path.name), field="attachment")
        with path.open("rb") as source:
            return folder.keep(session.store.folder, source)
    except (FileNotFoundError, IsADirectoryError):
        raise NotFound(tr("Không tìm thấy tệp {name}.", name=path)) from None
    except folder.TooLarge:
        raise BadInput(
            tr(
                "Tệp {name} lớn hơn {limit}; hãy quét lại với độ phân giải thấp hơn.",
                name=path.name, limit=size_text(MAX_SIZE),
            ),
            field="attachment",
        ) from None  # fmt: skip
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không chép được tệp {name} vào kho: {reason}. Hãy kiểm tra tệp và chỗ trống trên ổ đĩa.",
                name=path.name, reason=reason_of(error),
            )
        ) from error  # fmt: skip


def field_of(kind: RecordType) -> str:
    """Give the field of a record type that holds a scan; "" where it has none."""
    return next((each.name for each in kind.fields if each.blob), "")


def attach(session: Session, type_name: str, record_id: str, path: Path) -> Kept:
    """Put a scan into a record; one that was there is replaced.

    Raises:
        NotFound: no such type, record or file.
        BadInput: the type has no scans, or the file is empty or too large.
        Refused: the record is not ours to write.
        EnvironmentProblem: the file cannot be read, or the disk is full.
    """
    kind = record_type(type_name)
    name = field_of(kind)
    if not name:
        raise BadInput(tr("“{type}” không có chỗ đính kèm bản quét; hãy đính kèm vào văn bản.", type=kind.label))
    records.show(session, type_name, record_id)
    kept = put(session, path)
    records.change(session, type_name, record_id, {name: kept.reference})
    return kept


def detach(session: Session, type_name: str, record_id: str) -> bool:
    """Take the scan off a record; the file stays, so that it can be undone.

    Returns:
        Whether there was one.

    Raises:
        NotFound: no such type or record.
        Refused: the record is not ours to write.
    """
    return records.change(session, type_name, record_id, {field_of(record_type(type_name)): None})


def with_files(session: Session, kind: RecordType, values: Mapping[str, Value]) -> dict[str, Value]:
    """Take in the files that ``field=@FILE`` of the command line names, and give the values with their SHA-256.

    Raises:
        NotFound: a file does not exist.
        BadInput: it is empty or too large.
        EnvironmentProblem: it cannot be read, or the disk is full.
    """
    found = dict(values)
    for each in kind.fields:
        value = found.get(each.name)
        if each.blob and isinstance(value, str) and value.startswith("@"):
            found[each.name] = put(session, Path(value[1:])).reference
    return found


def verified(session: Session, reference: str) -> Path:
    """Give where a scan lies, after reading all of it.

    Raises:
        NotFound: it is not here; the sentence says how to get it.
        EnvironmentProblem: its bytes have changed; the sentence names it and the records that refer to it.
    """
    try:
        found: State = folder.state(session.store.folder, reference)
    except ValueError:
        raise NotFound(tr("“{text}” không phải là mã SHA-256 của một bản quét.", text=reference)) from None
    if found == "missing":
        raise NotFound(
            tr(
                "Bản quét {name} chưa có ở máy này; gói đã gửi không kèm tệp. Gói sau có thể gửi bù.",
                name=reference[:12],
            )
        )
    if found == "corrupt":
        raise EnvironmentProblem(damaged(session, reference))
    return folder.path_of(session.store.folder, reference)


def damaged(session: Session, reference: str) -> str:
    """Say which scan is damaged and which records refer to it."""
    titles = ", ".join(dict.fromkeys(each.title for each in folder.uses(session.store.db, reference=reference)))
    return tr(
        "Tệp đính kèm {name} ({titles}) không còn đúng nội dung; "
        "hãy đính kèm lại bản quét hoặc khôi phục từ bản sao lưu.",
        name=reference[:12],
        titles=titles or tr("không văn bản nào dùng"),
    )


def extension(start: bytes) -> str:
    """Tell by its first bytes what a scan is (``.pdf``, ``.png`` …); "" for anything else."""
    return next((name for magic, name in _KINDS if start.startswith(magic)), "")


def save_copy(session: Session, reference: str, out: Path) -> Path:
    """Write a copy of a scan, read and compared first.

    Raises:
        NotFound: it is not here.
        EnvironmentProblem: it is damaged, or the copy cannot be written.
    """
    from bgit_desktop.exchange.atomic import whole_file

    source = verified(session, reference)
    try:
        with source.open("rb") as file, whole_file(out) as target:
            shutil.copyfileobj(file, target)
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không ghi được tệp {path}: {reason}.", path=out, reason=reason_of(error))
        ) from error
    return out


def copy_to_open(session: Session, reference: str) -> Path:
    """Make a read-only copy of a scan, under a readable name, for the program that shows it.

    Raises:
        NotFound: it is not here.
        EnvironmentProblem: it is damaged, or there is no room.
        Refused: it is neither a picture nor a PDF: only a copy may be saved.
    """
    import tempfile

    source = verified(session, reference)
    with source.open("rb") as file:
        ending = extension(file.read(16))
    if not ending:
        raise Refused(tr("Tệp này không phải ảnh hay PDF nên không mở trực tiếp; hãy lưu một bản rồi kiểm tra."))
    found = folder.uses(session.store.db, reference=reference)
    title = re.sub(r"[^\w.-]+", "-", found[0].title).strip("-.") if found else ""
    place = Path(tempfile.mkdtemp(prefix="bgit-"))
    target = save_copy(session, reference, place / f"{title[:80] or reference[:12]}{ending}")
    target.chmod(0o400)
    return target


def kinds_with_scans() -> tuple[str, ...]:
    """Give the record types that can hold a scan."""
    return tuple(name for name, kind in TYPES.items() if field_of(kind))


def scan_of(session: Session, type_name: str, record: Mapping[str, Value]) -> Scan | None:
    """Give the scan a record refers to; None for none."""
    kind = TYPES[type_name]
    name = field_of(kind)
    reference = record.get(name) if name else None
    if not isinstance(reference, str) or not folder.is_reference(reference):
        return None
    size = folder.size(session.store.folder, reference)
    title = str(record.get(kind.title) or "")
    return Scan(reference, type_name, str(record["id"]), str(record["unit"]), title, size)
