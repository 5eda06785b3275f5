"""What goes along with a package besides its lines: scans, chosen by a person, and what becomes of them on arrival.

Nothing goes along unless somebody chose it: ``none``, ``new`` (never sent there, or asked for), or ``all``. A package
carries so many; the rest goes with the next. Whoever lacks a scan lists it in its own next package (``wants``), so that
what was left out or lost is fetched later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.sizes import size_text
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound
from bgit_desktop.exchange.manifest import MAX_WANTS, Manifest
from bgit_desktop.exchange.package_reader import OpenedPackage
from bgit_desktop.services import attachments
from bgit_desktop.services.context import Session
from bgit_desktop.store import attachments as folder
from bgit_desktop.store import secrets

Which = Literal["none", "new", "all"]

Chosen: TypeAlias = Which | tuple[str, ...]
"""A choice of scans; or each by its reference."""

ALL = "all"

STAYS = frozenset({"review_round"})
"""Record types whose files stay where they were made: the frozen roster of a review holds every unit's people."""

MOST_BLOBS = 200
"""So many blobs go into one package: the signed manifest, which lists them, is at most 64 KiB."""

MOST_BYTES = 1 << 30
"""So many bytes of scans go into one package; a file for e-mail or an old stick stays below 4 GB by far."""


@dataclass(frozen=True, slots=True)
class Along:
    """The scans that go along.

    Attributes:
        references: their SHA-256.
        size: their bytes together.
        left_out: how many more would be due; they go with the next package.
        absent: how many are due but not here, or not in order.
        restricted: references of the restricted values that go along.
    """

    references: tuple[str, ...] = ()
    size: int = 0
    left_out: int = 0
    absent: int = 0
    restricted: tuple[str, ...] = ()


NOTHING = Along()


def has_any(chosen: Along) -> bool:
    """Tell whether anything goes along."""
    return bool(chosen.references or chosen.restricted)


def which_of(text: str) -> Which:
    """Read a choice of the command line.

    Raises:
        BadInput: it is none.
    """
    for each in get_args(Which):
        if text == each:
            found: Which = each
            return found
    raise BadInput(tr("“{text}” không đúng; hãy ghi none, new hoặc all.", text=text))


def choose(session: Session, recipient: str, which: Chosen, restricted: Sequence[str] = ()) -> Along:
    """Choose our own records' scans and restricted values for a package.

    Args:
        session: the session.
        recipient: code of the unit it is for.
        which: none of the scans, those that never went there or were asked for, all, or these.
        restricted: ids of the records whose restricted values go along, or ``all``.

    Raises:
        NotFound: a record named holds no restricted value that is kept here; a scan named is of none of our records.
    """
    found = _scans(session, recipient, which)
    return replace(found, restricted=_restricted(session, restricted)) if restricted else found


def _restricted(session: Session, chosen: Sequence[str]) -> tuple[str, ...]:
    here = [each for each in secrets.sealed(session.store.db, session.unit) if each.here]
    for wanted in chosen:
        if wanted != ALL and all(each.id != wanted for each in here):
            raise NotFound(tr("Bản ghi {id} không có giá trị hạn chế nào giữ ở máy này.", id=wanted))
    return tuple(sorted(each.reference for each in here if ALL in chosen or each.id in chosen))[:MOST_BLOBS]


def _scans(session: Session, recipient: str, which: Chosen) -> Along:
    if which in ("none", ()):
        return NOTHING
    db = session.store.db
    due = dict.fromkeys(each.reference for each in folder.uses(db, unit=session.unit) if each.type not in STAYS)
    if isinstance(which, tuple):
        if strange := next((each for each in which if each not in due), None):
            raise NotFound(tr("Không bản ghi nào của đơn vị nêu bản quét {name}.", name=strange[:12]))
        due = dict.fromkeys(each for each in due if each in which)
    if which == "new":
        went, asked = folder.sent(db, recipient), folder.wanted(db, recipient)
        due = dict.fromkeys(each for each in due if each not in went or each in asked)
    taken: list[str] = []
    size = left_out = absent = 0
    for each in due:
        bytes_ = folder.size(session.store.folder, each)
        if bytes_ is None:
            absent += 1
        elif len(taken) >= MOST_BLOBS or (taken and size + bytes_ > MOST_BYTES):
            left_out += 1
        else:
            taken.append(each)
            size += bytes_
    return Along(tuple(taken), size, left_out, absent)


def files(session: Session, along: Along) -> list[tuple[str, bytes | Path]]:
    """Give the scans with where they lie, each read and compared, and the restricted values.

    Raises:
        EnvironmentProblem: one is damaged; the sentence names it.
        NotFound: one is gone.
    """
    found: list[tuple[str, bytes | Path]] = [(each, attachments.verified(session, each)) for each in along.references]
    for each in along.restricted:
        plain = secrets.plain(session.store.db, each)
        assert plain is not None  # chosen a moment ago from what is here
        found.append((each, plain))
    return found


def wants(session: Session, unit: str) -> tuple[str, ...]:
    """Give the scans of a unit's records that are not here, to be asked for in a package to it."""
    missing = attachments.missing(session, unit=unit)
    absent = dict.fromkeys(each.reference for each in missing if each.type not in STAYS)
    return tuple(sorted(absent))[:MAX_WANTS]


def arrive(session: Session, opened: OpenedPackage) -> list[str]:
    """Take in what came along with a package, and note what its sender lacks; within the transaction that takes it in.

    Only what the sender's records refer to is kept. A preview writes no file.

    Returns:
        Sentences for the person who takes it in.

    Raises:
        PackageProblem: a blob is not what it is called; the whole package is refused.
        EnvironmentProblem: the disk is full.
    """
    manifest: Manifest = opened.manifest
    store = session.store
    folder.note_wanted(store.db, manifest.unit, manifest.wants, store.clock())
    if not manifest.blobs:  # most packages: looking through the records would cost more with each package
        return []
    known = {each.reference for each in folder.uses(store.db, unit=manifest.unit)}
    closed = {each.reference for each in secrets.sealed(store.db, manifest.unit)}
    count = size = strange = values = 0
    for blob in manifest.blobs:
        if blob.sha256 in closed and blob.size < 2 * secrets.MAX_PLAIN:
            kept = secrets.keep(store.db, blob.sha256, opened.blob(blob.sha256))
            values, strange = values + kept, strange + (not kept)
            continue
        if blob.sha256 not in known:
            strange += 1
            continue
        plain = opened.blob(blob.sha256)
        count, size = count + 1, size + len(plain)
        if not store.previewing:
            _keep(session, plain)
    said = []
    if count:
        said.append(tr("Kèm {count} bản quét ({size}).", count=count, size=size_text(size)))
    if values:
        said.append(tr("Kèm {count} giá trị hạn chế.", count=values))
        store.audit(session.actor, "take-restricted", f"{opened.sha256} {manifest.unit}: {values}")
    if strange:
        said.append(tr("Bỏ qua {count} tệp kèm theo không thuộc bản ghi nào của đơn vị gửi.", count=strange))
    return said


def _keep(session: Session, plain: bytes) -> None:
    try:
        folder.keep_bytes(session.store.folder, plain)
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không ghi được bản quét vào {folder}: {reason}. Hãy giải phóng chỗ trống rồi nhận lại.",
                folder=session.store.folder / folder.FOLDER, reason=reason_of(error),
            )
        ) from error  # fmt: skip
