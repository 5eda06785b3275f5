"""The inbox: what came, what became of it, and the copy that is kept.

Every file gets a row in the list of packages and stays as a copy under ``packages/``: rejected ones in quarantine, the
others, held ones among them, in ``in``.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BgitError, EnvironmentProblem, Refused
from bgit_desktop.exchange.package_reader import show_package
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services.context import Session
from bgit_desktop.services.packages import file_sha256, find_package
from bgit_desktop.store import peers
from bgit_desktop.store.peers import PackageRow
from bgit_desktop.store.refold import Applied


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        file: its name.
        path: where it lay.
        verdict: the code of EXCHANGE.md's table.
        applied: operations taken in.
        conflicts: conflicts that are new.
        unit: code of the sender's unit; "" where the file does not say.
        replica: the sender's PC.
        batch: under which the operations are kept; None where none are.
        reason: one sentence; "" where there is nothing to explain.
        kind: baseline, delta, incident or return.
        from_seq: first operation of the window.
        to_seq: last one.
        detail: what changed, by record type.
        alarm: somebody must look at this now.
        warnings: sentences that go with an accepted package.
        forked: the PC whose log forked; "" where none did.
        incident: id of the incident that an urgent package reports; "" for any other package.
    """

    file: str
    path: Path
    verdict: str
    applied: int = 0
    conflicts: int = 0
    unit: str = ""
    replica: str = ""
    batch: int | None = None
    reason: str = ""
    kind: str = ""
    from_seq: int = 0
    to_seq: int = 0
    detail: Applied = Applied()  # noqa: RUF009 - frozen, so that all may share it
    alarm: bool = False
    warnings: tuple[str, ...] = ()
    forked: str = ""
    incident: str = ""

    @property
    def is_ok(self) -> bool:
        """Taken in, or known already."""
        return Verdict(self.verdict).is_ok


def keep(session: Session, path: Path, outcome: Outcome) -> None:
    """Keep a copy of a file that was not taken in and a row in the list; a file held before takes its old row."""
    with session.store.write("package", "", session.actor):
        sha256 = note(session, path, outcome)
        peer = peers.find_peer(session.store.db, outcome.forked) if outcome.forked else None
        if peer is not None and peer.status != "restored":  # a person has settled that already
            peers.set_peer_status(session.store.db, peer.replica, "frozen")  # until a person has settled it
        if not outcome.is_ok:
            session.store.audit(session.actor, str(outcome.verdict), f"{path.name} {sha256} {outcome.reason}")


def note(session: Session, path: Path, outcome: Outcome) -> str:
    """Keep a copy of a file and note it in the list, within a transaction; gives its SHA-256.

    Raises:
        EnvironmentProblem: the copy cannot be written.
    """
    verdict = Verdict(outcome.verdict)
    sha256 = file_sha256(path)
    folder = "packages/quarantine" if verdict.is_rejected else "packages/in"
    stored = f"{folder}/{sha256}.bgpkg"
    if not session.store.previewing:
        _copy(session, path, session.store.folder / stored)
    before = peers.held(session.store.db, sha256)
    number, incarnation = _numbers(path)
    peers.note_package(
        session.store.db,
        PackageRow(
            n=before[0].n if before else 0,
            file=before[0].file if before else path.name,
            sha256=sha256,
            direction="in",
            kind=outcome.kind,
            unit=outcome.unit,
            replica=outcome.replica,
            incarnation=incarnation,
            number=number,
            from_seq=outcome.from_seq,
            to_seq=outcome.to_seq,
            status=str(verdict),
            reason=outcome.reason,
            batch=outcome.batch,
            stored=stored,
            size=path.stat().st_size,
            at=session.store.clock(),
        ),
    )
    return sha256


def _copy(session: Session, path: Path, target: Path) -> None:
    """Copy a file beside its place, then into it.

    Raises:
        EnvironmentProblem: the disk is full or the folder read-only.
    """
    if target.exists():
        return
    beside = target.with_suffix(".new")
    try:
        shutil.copyfile(path, beside)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise EnvironmentProblem(
            tr(
                "Không lưu được bản gốc của gói vào {folder}: {reason}. Hãy giải phóng chỗ trống rồi nhận lại.",
                folder=session.store.folder,
                reason=reason_of(error),
            )
        ) from error


def _numbers(path: Path) -> tuple[int, int]:
    try:
        shown = show_package(path)
    except BgitError:
        return 0, 0
    return (shown.manifest.number if shown.manifest else 0), shown.claim.incarnation


def discard(session: Session, package: str) -> PackageRow:
    """Delete a file that was not taken in: from quarantine, or one held for a key that nobody will enrol.

    The row goes too; that the file came, why it was not taken in and who deleted it stays in the audit log.

    Args:
        session: the session.
        package: its file name or the start of its SHA-256.

    Raises:
        NotFound: there is no such package.
        Refused: it was taken in, or is held for a decision on a PC that is enrolled here.
        EnvironmentProblem: the file cannot be deleted.
    """
    row = find_package(session, package)
    same = peers.packages(session.store.db, "direction = 'in' AND stored = ?", (row.stored,))  # it may have come twice
    if not all(is_discardable(each) for each in same):
        raise Refused(
            tr(
                "Gói {name} đang ở trạng thái {status}; chỉ xóa được tệp bị từ chối, hoặc tệp của máy chưa đăng ký khóa.",
                name=row.file,
                status=row.status,
            )
        )
    try:
        (session.store.folder / row.stored).unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không xóa được {name}: {reason}.", name=row.file, reason=reason_of(error))
        ) from error
    with session.store.write("discard", tr("Xóa tệp {name}", name=row.file), session.actor):
        for each in same:
            peers.forget_package(session.store.db, each.n)
        session.store.audit(session.actor, "discard", f"{row.file} {row.sha256} {row.status} {row.reason}")
    return row


def is_discardable(row: PackageRow) -> bool:
    """Tell whether a file may be deleted: nothing that is enrolled here rests on it."""
    rejected = row.status.startswith("rejected-") or row.status == Verdict.HELD_UNKNOWN_KEY
    return row.direction == "in" and rejected and bool(row.stored)
