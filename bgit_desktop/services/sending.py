"""Writing a package and noting that it went out: both or neither; for units and for the Sở alike."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bgit_desktop import __version__
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.exchange.manifest import Ack, Kind
from bgit_desktop.exchange.package_writer import Draft, WrittenPackage, write_package
from bgit_desktop.services import siblings, trustlist
from bgit_desktop.services.along import NOTHING, Along
from bgit_desktop.services.context import Session
from bgit_desktop.services.keys import stamp
from bgit_desktop.services.ownkeys import Keyring, statements
from bgit_desktop.store import attachments, journal, migrations, peers, secrets
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import PackageRow


@dataclass(frozen=True, slots=True)
class Exported:
    """A package that was written.

    Attributes:
        path: where.
        kind: baseline, delta, incident or return.
        from_seq: first operation of the window.
        to_seq: last one.
        operations: how many.
        size: bytes of the file.
        sha256: of the file, hex.
        unit: whom it is for: the Sở's code, or the unit's.
        also: files written beside it, which must go along: what the Sở lacks of this PC's earlier lives.
        along: the scans and restricted values in it.
        by_type: record type → how many of the operations touch it.
        recipients: the age recipients who can open it.
    """

    path: Path
    kind: str
    from_seq: int
    to_seq: int
    operations: int
    size: int
    sha256: str
    unit: str
    also: tuple[Path, ...] = ()
    along: Along = NOTHING
    by_type: dict[str, int] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()


def own_log(session: Session) -> Log:
    """Give this PC's log of the incarnation under way."""
    log = journal.own_log(session.store.db)
    assert log is not None  # a store has its log from setup on
    return log


def new_draft(
    session: Session, kind: Kind, log: Log, from_seq: int, base: bytes, incident: str, acks: tuple[Ack, ...]
) -> Draft:
    """Begin a package: all that its manifest says but what follows from the lines."""
    return Draft(
        kind=kind,
        province=session.province,
        unit=session.unit,
        replica=session.replica,
        incarnation=log.incarnation,
        number=int(session.store.meta("packages", "0")) + 1,
        created=stamp(session),
        app=f"bgit-desktop {__version__}",
        schema=migrations.version(session.store.db),
        from_seq=from_seq,
        base_hash=base,
        trust_version=trustlist.held_version(session),
        acks=acks,
        incident=incident,
        rotations=statements(session),
    )


def send(
    session: Session,
    out: Path,
    draft: Draft,
    lines: Sequence[bytes],
    keyring: Keyring,
    recipients: Sequence[str],
    unit: str,
    **extra: Any,
) -> Exported:
    """Write the file and note it; both or neither."""
    with session.store.write("export", tr("Xuất gói {name}", name=out.name), session.actor):
        written = write_package(out, draft, lines, keyring.private.signing, list(dict.fromkeys(recipients)), **extra)
        stored = f"packages/out/{written.sha256}.bgpkg"
        try:
            shutil.copyfile(out, session.store.folder / stored)
        except OSError as error:
            out.unlink(missing_ok=True)  # sent and noted, or neither
            raise EnvironmentProblem(
                tr(
                    "Chưa xuất gói: không giữ được bản sao trong {folder} ({reason}). "
                    "Hãy giải phóng chỗ trống rồi thử lại.",
                    folder=session.store.folder,
                    reason=reason_of(error),
                )
            ) from error
        session.store.set_meta("packages", str(draft.number))
        peers.note_package(session.store.db, _row(session, written, unit, stored))
        went = [each.sha256 for each in written.manifest.blobs]
        attachments.note_sent(session.store.db, unit, went, session.store.clock())
        session.store.audit(session.actor, "export", f"{out.name} {written.sha256} → {unit}, {len(went)} blobs")
        closed = set(went) and set(went) & {each.reference for each in secrets.sealed(session.store.db, session.unit)}
        if closed:
            session.store.audit(
                session.actor, "send-restricted", f"{written.sha256} → {unit}: {' '.join(sorted(closed))}"
            )
    to_seq = written.manifest.to_seq
    return Exported(
        out, draft.kind, draft.from_seq, to_seq, to_seq - draft.from_seq + 1, written.size, written.sha256, unit,
        recipients=written.manifest.recipients,
    )  # fmt: skip


def _row(session: Session, written: WrittenPackage, unit: str, stored: str) -> PackageRow:
    manifest = written.manifest
    return PackageRow(
        n=0,
        file=written.path.name,
        sha256=written.sha256,
        direction="out",
        kind=manifest.kind,
        unit=manifest.unit,
        replica=manifest.replica,
        incarnation=manifest.incarnation,
        number=manifest.number,
        from_seq=manifest.from_seq,
        to_seq=manifest.to_seq,
        status="exported",
        reason="",
        batch=None,
        stored=stored,
        size=written.size,
        at=session.store.clock(),
        recipient=unit,
    )


def all_acks(session: Session, unit: str | None = None, *, direct: bool = False) -> tuple[Ack, ...]:
    """Give what this PC has taken in of others, with the verdict on the last package from each.

    Args:
        session: the session.
        unit: only the logs of this unit; all but our own where None.
        direct: for a PC of this unit: what came directly from it counts too.
    """
    db = session.store.db
    found = []
    known = set()
    for log in journal.logs(db):
        if log.own or (unit is not None and log.unit != unit):
            continue
        known.add(log.replica)
        verdict, reason = _last_verdict(session, log.replica)
        seq, hash_ = (log.head, log.head_hash) if direct else siblings.told_the_so(session, log)
        found.append(Ack(log.unit, log.replica, log.incarnation, seq, hash_.hex() if seq else "", verdict, reason))
    for peer in peers.peers(db, unit):
        verdict, reason = _last_verdict(session, peer.replica)
        if peer.replica not in known and verdict:
            found.append(Ack(peer.unit, peer.replica, peer.incarnation, 0, "", verdict, reason))
    return tuple(found)


def _last_verdict(session: Session, replica: str) -> tuple[str, str]:
    last = peers.last_from(session.store.db, replica)
    return (last.status, last.reason) if last else ("", "")
