"""Taking packages in: each file checked, decided on, and merged in a transaction of its own.

The order for one file: the format (``exchange/package.py``), the decision on each log's window
(``exchange/trust.py``), then the operations into the journal and the records (``store/apply.py``). A preview is the
same code, rolled back. What is not taken in changes nothing but a row in the list of packages: a rejected file is
kept in quarantine, a held one is kept and tried again after every import. A district takes in the Sở's return package
by the same way; it brings confirmations and the trust list as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BgitError, NotFound, Refused
from bgit_desktop.exchange.package_reader import Opening, show_package
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict
from bgit_desktop.services import siblings
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.copies import before_risk
from bgit_desktop.services.inbox import Outcome, keep
from bgit_desktop.services.merging import NO_LEAVE, Leave, merge, sender_of
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.packages import file_sha256, find_package
from bgit_desktop.services.reading_ahead import AT_ONCE, ReadingAhead
from bgit_desktop.services.redaction import sweep
from bgit_desktop.store import bulk, peers
from bgit_desktop.store.peers import PackageRow


def gather(paths: Sequence[Path]) -> list[Path]:
    """Give the files meant: a folder stands for what lies directly in it, whatever it is called.

    Raises:
        NotFound: one does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        elif path.exists():
            found.append(path)
        else:
            raise NotFound(tr("Không có tệp hoặc thư mục {path}.", path=path))
    return found


def receive(
    session: Session,
    keyring: Keyring,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> list[Outcome]:
    """Take in files, or tell what taking them in would do.

    Args:
        session: the session.
        keyring: the unlocked keys.
        paths: files, and folders whose files are meant.
        dry_run: change nothing.
        progress: told how far it is; may cancel between files.

    Returns:
        One outcome for each file, in the order of ``gather``; then one for each package held before that went in now.

    Raises:
        NotFound: a path does not exist.
        EnvironmentProblem: the disk is full or read-only. What was taken in before stays.
        Cancelled: the user stopped; what was taken in before stays.
    """
    files = gather(paths)
    if not dry_run:
        before_risk(session, "receive")
    claims = {path: _claimed_order(path) for path in files}
    waiting = sorted(files, key=claims.__getitem__)
    outcomes: dict[Path, Outcome] = {}
    later: list[Outcome] = []
    with _reader(session, keyring) as reader, bulk.many_rows(session.store.db):
        turn = _Turn(session, reader, outcomes, progress, len(files), set(files))
        if not dry_run:
            later = turn.take(waiting)
        else:
            # A PC's packages are looked at together and taken back before the next one's: what one PC sends changes
            # nothing for another, and a transaction over all of them grows beyond what the page cache holds.
            groups = [list(group) for _, group in groupby(waiting, key=lambda path: claims[path][0])]
            for at, group in enumerate(groups, 1):
                with session.store.preview():
                    known = {each.path for each in later}
                    found = turn.take(group, [path for each in groups[at : at + AT_ONCE] for path in each])
                    later += [each for each in found if each.path not in known]
                session.forget()
    if dry_run:
        return [replace(each, batch=None) for each in [*(outcomes[path] for path in files), *later]]
    sweep(session)
    return [outcomes[path] for path in files] + later


@dataclass
class _Turn:
    """Files that are taken in one after the other; see :func:`receive`.

    Attributes:
        session: the session.
        reader: opens the files.
        outcomes: file → what became of it; filled in.
        progress: told how far it is.
        total: how many files there are in all.
        given: all files of this call: none of them is tried a second time as a held one.
    """

    session: Session
    reader: ReadingAhead
    outcomes: dict[Path, Outcome]
    progress: Progress
    total: int
    given: set[Path]

    def take(self, waiting: list[Path], after: Sequence[Path] = ()) -> list[Outcome]:
        """Take files in, those that came before their predecessors once more; then what was held.

        Args:
            waiting: the files, in order.
            after: the files that come after them.

        Returns:
            The outcomes of packages held before that go in now.
        """
        self.session.store.renew(self.session.actor)
        mine = list(waiting)
        while waiting:
            again: list[Path] = []
            for at, path in enumerate(waiting, 1):
                self.progress(self._done(), self.total, path.name)
                outcome = _receive_one(self.session, self.reader, path, [*waiting[at : at + AT_ONCE], *after])
                self.outcomes[path] = outcome
                if outcome.verdict == Verdict.HELD_GAP:
                    again.append(path)
                elif not outcome.is_ok:
                    keep(self.session, path, outcome)
            if len(again) == len(waiting):
                break
            waiting = again  # a window that came before its predecessor in this very batch
        for path in waiting:
            keep(self.session, path, self.outcomes[path])
        if any(self.outcomes[path].is_ok for path in mine):
            return _retry_held(self.session, self.reader, self.given)
        return []

    def _done(self) -> int:
        return sum(outcome.verdict != Verdict.HELD_GAP for outcome in self.outcomes.values())


def _claimed_order(path: Path) -> tuple[str, int, int, str]:
    """Order files by what they claim, so that windows of one log come in a row; nothing else rests on it."""
    try:
        shown = show_package(path)
    except BgitError:
        return ("", 0, 0, path.name)
    manifest = shown.manifest
    return (shown.claim.replica, shown.claim.incarnation, manifest.from_seq if manifest else 0, path.name)


def _reader(session: Session, keyring: Keyring) -> ReadingAhead:
    identities = keyring.identities
    return ReadingAhead(lambda path: Opening(path, lambda *claim: sender_of(session, *claim), identities))


# -- one file ---------------------------------------------------------------------------------------------------------


def _receive_one(
    session: Session, reader: ReadingAhead, path: Path, following: Sequence[Path] = (), leave: Leave = NO_LEAVE
) -> Outcome:
    try:
        opened = reader.open(path, following)
        return merge(session, opened, path, leave)
    except PackageProblem as problem:  # a blob is decrypted only when it is wanted
        return _refused(path, problem)


def _refused(path: Path, problem: PackageProblem) -> Outcome:
    """Give the outcome of a file that did not pass the checks of the format, with what it claims to be."""
    try:
        shown = show_package(path)
    except BgitError:
        return Outcome(path.name, path, problem.verdict, reason=problem.reason)
    window = (shown.manifest.from_seq, shown.manifest.to_seq) if shown.manifest else (0, 0)
    return Outcome(
        path.name, path, problem.verdict, unit=shown.claim.unit, replica=shown.claim.replica, reason=problem.reason,
        kind=shown.claim.kind, from_seq=window[0], to_seq=window[1],
    )  # fmt: skip


# -- what waits -------------------------------------------------------------------------------------------------------


def _retry_held(session: Session, reader: ReadingAhead, just_tried: set[Path]) -> list[Outcome]:
    """Try the packages held before, again and again while one of them goes in."""
    found: list[Outcome] = []
    tried = {file_sha256(path) for path in just_tried}
    again = True
    while again:
        again = False
        for row in peers.held(session.store.db):
            path = session.store.folder / row.stored
            if row.sha256 in tried and row.status != Verdict.HELD_GAP:
                continue
            if not path.is_file():
                continue  # somebody cleaned the folder: it must be sent again
            outcome = replace(_receive_one(session, reader, path), file=row.file)
            if outcome.is_ok:
                found.append(outcome)
                again = True
            elif outcome.verdict != row.status:
                keep(session, path, outcome)
    return found


def retry(session: Session, keyring: Keyring) -> list[Outcome]:
    """Try every held package once more: a key was enrolled, the program upgraded, a clock has caught up.

    Returns:
        One outcome for each: those that went in, then those that are held still.

    Raises:
        NotFound: nothing is held.
        EnvironmentProblem: the disk is full or read-only. What was taken in before stays.
    """
    held = peers.held(session.store.db)
    if not held:
        raise NotFound(tr("Không có gói nào đang được giữ lại."))
    before_risk(session, "receive")
    session.store.renew(session.actor)
    with _reader(session, keyring) as reader, bulk.many_rows(session.store.db):
        went = _retry_held(session, reader, set())
    sweep(session)
    left = {row.n: row for row in peers.packages(session.store.db) if row.status not in _OK}
    return went + [_as_outcome(session, left[row.n]) for row in held if row.n in left]


_OK = frozenset(str(each) for each in Verdict if each.is_ok)


def _as_outcome(session: Session, row: PackageRow, reason: str = "") -> Outcome:
    """Give a package that was not taken in as its row in the list has it."""
    return Outcome(
        row.file, session.store.folder / row.stored, row.status, unit=row.unit, replica=row.replica, kind=row.kind,
        from_seq=row.from_seq, to_seq=row.to_seq, reason=reason or row.reason,
    )  # fmt: skip


# -- a person decides -------------------------------------------------------------------------------------------------


def accept(session: Session, keyring: Keyring, package: str, *, as_restored: bool = False) -> Outcome:
    """Take in a held package because a person says so.

    Args:
        session: the session.
        keyring: the unlocked keys.
        package: file name or the start of the SHA-256.
        as_restored: the sender's PC was restored or copied, which explains its fork.

    Raises:
        NotFound: there is no such package.
        Refused: it is not one that a person may accept.
    """
    row = find_package(session, package)
    path = session.store.folder / row.stored
    if as_restored and not session.is_province and row.kind in siblings.ORDINARY:
        raise Refused(tr("Gói {name}: {advice}", name=row.file, advice=siblings.advice(Verdict.HELD_FORK)[0]))
    clock = row.status == Verdict.HELD_CLOCK and not as_restored
    if clock or (row.status == Verdict.HELD_FORK and as_restored):
        before_risk(session, "receive")
        session.store.renew(session.actor)
        with _reader(session, keyring) as reader:
            leave = Leave(any_clock=clock, as_restored=as_restored)
            outcome = replace(_receive_one(session, reader, path, leave=leave), file=row.file)
            if as_restored:
                outcome = _settled(session, row, outcome)
            elif not outcome.is_ok:
                keep(session, path, outcome)
            session.store.audit(
                session.actor, "accept", f"{row.file} {row.sha256} {'as-restored' if as_restored else 'clock'}"
            )
            if outcome.is_ok:
                _retry_held(session, reader, {path})
        return outcome
    raise Refused(
        tr(
            "Gói {name} đang ở trạng thái {status}; không chấp nhận bằng tay được. Lý do: {reason}",
            name=row.file,
            status=row.status,
            reason=row.reason,
        )
    )


def _settled(session: Session, row: PackageRow, outcome: Outcome) -> Outcome:
    """Note that a PC was restored, which settles its fork; nothing more where the package went in after all."""
    with session.store.write("accept", "", session.actor):
        peers.set_peer_status(session.store.db, outcome.forked or row.replica, "restored")
        if outcome.is_ok:
            return outcome
        reason = tr("Đã ghi nhận máy gửi được khôi phục; gói trả lời kế tiếp sẽ giúp máy đó bắt đầu lại và gửi bù.")
        peers.note_package(session.store.db, replace(row, reason=reason))
    return _as_outcome(session, row, reason)
