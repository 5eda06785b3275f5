"""Sending: what would leave this PC, the package for the Sở, the return package for a unit, and the list of all.

A unit sends everything since the last operation the Sở has confirmed; without a confirmation, everything (a
baseline). So delivery heals itself: what was lost is in the next package. The Sở's return package carries its
confirmations, its own log (catalogue, deadlines, answers), the logs of the unit's other PCs, and the trust list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import BY_NUMBER, TYPES
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.exchange.manifest import Ack, Kind
from bgit_desktop.exchange.package_reader import show_package
from bgit_desktop.exchange.package_writer import Draft
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services import along, siblings
from bgit_desktop.services.along import NOTHING, Along, Chosen
from bgit_desktop.services.answering import reply as reply
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.sending import Exported as Exported
from bgit_desktop.services.sending import all_acks, new_draft, own_log, send
from bgit_desktop.store import journal, peers, records
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import PackageRow, Peer


@dataclass(frozen=True, slots=True)
class Departure:
    """What would leave this PC.

    Attributes:
        kind: baseline or delta.
        from_seq: first operation.
        to_seq: last one; from_seq - 1 where there is nothing new.
        operations: how many.
        by_type: record type → how many of the operations touch it.
        recipient: name of the Sở, or of the unit's other PC.
        confirmed: last operation the recipient has confirmed.
        earlier: operations of this PC's earlier lives (before a restore) that go along in files of their own.
        along: the scans that would go along.
    """

    kind: Kind
    from_seq: int
    to_seq: int
    operations: int
    by_type: dict[str, int]
    recipient: str
    confirmed: int
    earlier: int = 0
    along: Along = NOTHING


def sender_peer(session: Session) -> Peer:
    """Give the Sở's PC as a unit has pinned it.

    Raises:
        Refused: its keys are not pinned yet.
    """
    found = peers.find_peer(session.store.db, session.store.meta("sender"))
    if found is None:
        raise Refused(
            tr("Chưa đăng ký khóa của Sở; hãy nhận tệp khóa và phiếu in của Sở, rồi đăng ký trước khi xuất gói.")
        )
    return found


def what_would_leave(
    session: Session, *, full: bool = False, attach: Chosen = "none", restricted: Sequence[str] = (), to: str = ""
) -> Departure:
    """Tell what the next package for the Sở would hold, or that for the unit's other PCs.

    Raises:
        Refused: this is the Sở's store, or the keys of whom it is for are not known yet.
        NotFound: there is no such PC.
        BadInput: the id of the PC is ambiguous.
    """
    if session.is_province:
        raise Refused(tr("Kho của Sở không xuất gói lên trên; hãy lập gói trả lời cho đơn vị."))
    receivers = _receivers(session, to)
    log = own_log(session)
    confirmed = siblings.confirmed(session, log, receivers)
    first = 1 if full else confirmed + 1
    rows = session.store.db.execute(
        "SELECT tbl, count(*) FROM op WHERE n BETWEEN ? AND ? GROUP BY tbl ORDER BY tbl",
        (journal.key(log.n, first), journal.key(log.n, log.head)),
    )
    by_type = {BY_NUMBER[number].name: int(count) for number, count in rows if number in BY_NUMBER}
    unit = session.catalogue().by_code(receivers[0].unit)
    names = ", ".join(tr("máy “{label}” của đơn vị", label=siblings.label(session, each)) for each in receivers)
    return Departure(
        "baseline" if first == 1 else "delta",
        first,
        log.head,
        log.head - first + 1,
        by_type,
        names if to else unit.name if unit else receivers[0].unit,
        confirmed,
        sum(each.head - start + 1 for each, start in _earlier(session, receivers, full=full)),
        along.choose(session, receivers[0].unit, attach, restricted),
    )


def _receivers(session: Session, to: str) -> list[Peer]:
    """Give whose confirmations say where the window begins: the Sở's, or those of the unit's other PCs."""
    return siblings.chosen(session, to) if to else [sender_peer(session)]


def _earlier(session: Session, receivers: Sequence[Peer], *, full: bool) -> list[tuple[Log, int]]:
    """Give the logs of this PC's earlier lives that a receiver does not have in full, and from where to send them."""
    own = [log for log in journal.logs(session.store.db) if log.own][:-1]
    found = [(log, 1 if full else siblings.confirmed(session, log, receivers) + 1) for log in own]
    return [(log, first) for log, first in found if first <= log.head]


def export_package(
    session: Session,
    keyring: Keyring,
    out: Path,
    *,
    full: bool = False,
    incident: str | None = None,
    attach: Chosen = "none",
    restricted: Sequence[str] = (),
    to: str = "",
    progress: Progress = no_progress,
) -> Exported:
    """Write the package for the Sở, or one for the unit's other PCs; all of them can open either.

    Args:
        session: the unit's session.
        keyring: the unlocked keys.
        out: the file; its name as the user chose it.
        full: everything again, confirmed or not.
        incident: id of an incident that this package reports as urgent.
        attach: which scans go along.
        restricted: ids of the records whose restricted values go along, or ``all``; none unless somebody chose them.
        to: "" for the Sở; ``sibling`` or a PC's id for the unit's other PCs: the window begins after what they have
            confirmed in packages of their own.
        progress: told how far it is.

    Raises:
        Refused: the keys of whom it is for are not known, or there is nothing new.
        NotFound: there is no such incident, or no such PC.
        BadInput: the id of the PC is ambiguous.
        EnvironmentProblem: the file cannot be written; nothing is noted as sent.
    """
    session.store.renew(session.actor)
    leaving = what_would_leave(session, full=full, attach=attach, restricted=restricted, to=to)
    receivers = _receivers(session, to)
    unit = receivers[0].unit
    log = own_log(session)
    if incident is not None:
        records.get(session.store.db, TYPES["incident"], incident)
    wants = () if incident else along.wants(session, unit)  # an urgent package stays small
    asked = wants or _waiting(session, to)
    if not (leaving.operations or leaving.earlier or full or along.has_any(leaving.along) or asked):
        if to:
            raise Refused(
                tr("Không có gì mới từ gói mà {machine} đã xác nhận; không cần xuất gói.", machine=leaving.recipient)
            )
        raise Refused(tr("Không có gì mới từ gói mà Sở đã xác nhận; không cần xuất gói."))
    progress(0, 2, tr("Đang gom dữ liệu"))
    kind: Kind = "incident" if incident is not None else leaving.kind
    recipients = [sender_peer(session).age]
    if recovery := session.store.meta("recovery"):
        recipients.append(recovery)
    recipients += [each.age for each in peers.peers(session.store.db, session.unit) if each.status == "enrolled"]
    progress(1, 2, tr("Đang ký và mã hóa"))
    also: list[Path] = []
    try:
        for each, first in _earlier(session, receivers, full=full):
            beside = out.with_name(f"{out.stem}-doi{each.incarnation}{out.suffix}")
            draft, lines = _window(session, "baseline" if first == 1 else "delta", each, first, direct=bool(to))
            send(session, beside, draft, lines, keyring, recipients, unit)
            also.append(beside)
        draft, lines = _window(session, kind, log, leaving.from_seq, incident or "", direct=bool(to))
        draft, blobs = replace(draft, wants=wants), along.files(session, leaving.along)
        written = send(session, out, draft, lines, keyring, recipients, unit, blobs=blobs)
    except BaseException:
        for beside in also:  # all of them or none; that they were noted does no harm
            beside.unlink(missing_ok=True)
        raise
    return replace(written, also=tuple(also), along=leaving.along, by_type=leaving.by_type)


def _window(
    session: Session, kind: Kind, log: Log, first: int, incident: str = "", *, direct: bool = False
) -> tuple[Draft, list[bytes]]:
    base = journal.hash_at(session.store.db, log, first - 1)
    assert base is not None  # our own log is whole
    lines = list(journal.lines(session.store.db, log.n, first, log.head))
    return new_draft(session, kind, log, first, base, incident, all_acks(session, direct=direct)), lines


def _waiting(session: Session, to: str) -> bool:
    """Tell whether a package is held for a gap: its sender must hear from where it shall send."""
    held = peers.packages(session.store.db, "direction = 'in' AND status = ?", (Verdict.HELD_GAP,))
    return any((each.kind == "return") == (not to) for each in held)


def list_packages(session: Session) -> list[PackageRow]:
    """Give every package that came or went, oldest first."""
    return peers.packages(session.store.db)


def find_package(session: Session, name: str) -> PackageRow:
    """Find a package that came in, by file name or the start of its SHA-256; the last one of that name.

    Raises:
        NotFound: there is none.
    """
    rows = [
        row
        for row in peers.packages(session.store.db, "direction = 'in'")
        if row.file == name or (len(name) >= 4 and row.sha256.startswith(name.lower()))
    ]
    if not rows:
        raise NotFound(tr("Không có gói nào tên hoặc mã là “{name}”; xem lệnh “package list”.", name=name))
    return rows[-1]


def show(path: Path) -> dict[str, Any]:
    """Tell what a package file says of itself; needs neither store nor key, so its signature is not checked here.

    Raises:
        PackageProblem: it is no package.
        NotFound: there is no such file.
    """
    shown = show_package(path)
    found: dict[str, Any] = {
        "file": path.name,
        "size": shown.size,
        "sha256": shown.sha256,
        "signature": shown.signature,
        "trusted_comment": shown.trusted_comment,
        "kind": shown.claim.kind,
        "province": shown.claim.province,
        "unit": shown.claim.unit,
        "replica": shown.claim.replica,
        "incarnation": shown.claim.incarnation,
        "min_reader": shown.claim.min_reader,
    }
    if manifest := shown.manifest:
        found |= {
            "number": manifest.number,
            "created": manifest.created,
            "app": manifest.app,
            "schema": manifest.schema,
            "from_seq": manifest.from_seq,
            "to_seq": manifest.to_seq,
            "base_hash": manifest.base_hash,
            "head_hash": manifest.head_hash,
            "trust_version": manifest.trust_version,
            "recipients": list(manifest.recipients),
            "payload": {name: getattr(manifest.payload, name) for name in ("codec", "size", "sha256", "plain_size")},
            "acks": [{name: getattr(ack, name) for name in Ack.__slots__} for ack in manifest.acks],
            "blobs": [blob.sha256 for blob in manifest.blobs],
        }
        if manifest.incident:
            found["incident"] = manifest.incident
    return found


def file_sha256(path: Path) -> str:
    """Give the SHA-256 of a file, hex.

    Raises:
        NotFound: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError as error:
        raise NotFound(tr("Không đọc được tệp {name}: {reason}.", name=path.name, reason=reason_of(error))) from error
    return digest.hexdigest()
