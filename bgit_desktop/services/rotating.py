"""New keys for this PC, for the Sở's root, for the recovery key: made, vouched for, written, noted.

**A PC's keys** are followed by others with a statement of the old signing key (on the Sở's PC: of the root key), which
from then on goes along with every package and enrolment file. Older packages stay readable, because the key file keeps
the earlier identities. **Lost keys** have nobody to vouch for them: a unit's PC begins a new incarnation under its new
key and needs a new sheet; the Sở's PC needs the root key, and the recovery key for packages sent to the old one.
**The root** is followed by another one in a trust list that both have signed.

The order of writing is told in ``ownkeys``: whenever the power fails, the store has the old keys or the new ones.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem, NotFound, Refused
from bgit_desktop.exchange import age
from bgit_desktop.exchange.atomic import whole_file
from bgit_desktop.exchange.keys import (
    KEY_FILE,
    RECOVERY_FILE,
    ROOT_FILE,
    PrivateKeys,
    read_recoveries,
    read_root,
    write_keys,
    write_recovery,
    write_root,
)
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.rotation import Rotation, sign_rotation
from bgit_desktop.services import ownkeys, trustlist
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.keys import stamp
from bgit_desktop.services.ownkeys import HERE, STATEMENTS, Keyring, Offline
from bgit_desktop.store import journal


@dataclass(frozen=True, slots=True)
class Rotated:
    """Keys that were changed.

    Attributes:
        keyring: the new keys, unlocked.
        before: the signing key that ended; for the root and the recovery key theirs.
        after: the one that follows.
        incarnation: of this PC's log now.
        needs_sheet: nobody vouches for the new key: a new sheet must be printed and the key enrolled again.
    """

    keyring: Keyring
    before: str
    after: str
    incarnation: int
    needs_sheet: bool = False


def rotate(session: Session, keyring: Keyring, passphrase: str, progress: Progress = no_progress) -> Rotated:
    """Make new keys for this PC, vouched for by the old ones (the Sở's by the root); takes seconds.

    Args:
        session: the session.
        keyring: the unlocked keys; on the Sở's PC with the root key.
        passphrase: protects the new key file: the same one or another.
        progress: told how far it is.

    Raises:
        Refused: the Sở's root key is not at hand.
        EnvironmentProblem: the key file cannot be written; the old keys stay.
    """
    if session.is_province and keyring.root is None:
        raise _no_root()
    ownkeys.settle(session)
    signer = keyring.root if session.is_province and keyring.root else keyring.private.signing
    session.store.renew(session.actor)
    progress(0, 2, tr("Đang tạo khóa (mất vài giây)"))
    made = PrivateKeys.generate()
    before = session.store.meta("minisign")
    with session.store.write("keys", tr("Đổi khóa"), session.actor):
        told = [*ownkeys.statements(session), _statement(session, made, signer)][-STATEMENTS:]
        made = replace(
            made,
            earlier=keyring.private.identities,
            rotations=tuple((each.text, each.minisig) for each in told),
        )
        incarnation = _install(session, made, passphrase, told, f"{before} → {made.public.minisign}")
    ownkeys.settle(session)
    fresh = replace(keyring, private=made)
    if session.is_province:
        progress(1, 2, tr("Đang ký danh sách tin cậy"))
        trustlist.current_signed(session, fresh)
    return Rotated(fresh, before, made.public.minisign, incarnation)


def replace_lost(
    session: Session, passphrase: str, root: SigningKey | None = None, progress: Progress = no_progress
) -> Rotated:
    """Make new keys where the old ones are gone: forgotten passphrase, damaged key file; takes seconds.

    A unit's PC goes on as its next incarnation and must be enrolled again from a new sheet. On the Sở's PC the root key
    vouches for the new keys, and the units learn them from the next return package. The old key file is kept aside: it
    opens older packages should its passphrase come back to mind.

    Args:
        session: the session.
        passphrase: protects the new key file.
        root: the Sở's root key.
        progress: told how far it is.

    Raises:
        Refused: the Sở's root key is not at hand.
        EnvironmentProblem: a file cannot be written; nothing has changed.
    """
    if session.is_province and root is None:
        raise _no_root()
    ownkeys.settle(session)
    session.store.renew(session.actor)
    progress(0, 2, tr("Đang tạo khóa (mất vài giây)"))
    made = PrivateKeys.generate()
    before = session.store.meta("minisign")
    _keep_aside(session, before)
    with session.store.write("keys", tr("Làm khóa mới"), session.actor):
        told: list[SignedText] = []
        if root is not None:
            told = [*ownkeys.statements(session), _statement(session, made, root)][-STATEMENTS:]
            made = replace(made, rotations=tuple((each.text, each.minisig) for each in told))
        incarnation = _install(session, made, passphrase, told, f"lost {before} → {made.public.minisign}")
        if root is None:
            session.store.start_incarnation(session.actor)
            incarnation += 1
    ownkeys.settle(session)
    fresh = Keyring(made, root)
    if root is not None:
        progress(1, 2, tr("Đang ký danh sách tin cậy"))
        trustlist.current_signed(session, fresh)
    log = journal.own_log(session.store.db)
    incarnation = log.incarnation if log else incarnation
    return Rotated(fresh, before, made.public.minisign, incarnation, needs_sheet=root is None)


def _statement(session: Session, made: PrivateKeys, signer: SigningKey) -> SignedText:
    log = journal.own_log(session.store.db)
    assert log is not None  # a store has its log from setup on
    public = made.public
    said = Rotation(
        "pc", session.province, session.unit, session.replica, session.store.meta("minisign"), public.minisign,
        public.age, log.incarnation, log.head, log.head_hash.hex(), stamp(session),
    )  # fmt: skip
    return sign_rotation(said, signer)


def _install(session: Session, made: PrivateKeys, passphrase: str, told: list[SignedText], detail: str) -> int:
    """Write the key file beside the old one and note the new keys; within a transaction, whose end makes them valid."""
    folder = session.store.folder / "keys"
    for orphan in folder.glob("next-*.age"):  # of an attempt that the power ended
        if orphan != ownkeys.next_path(folder, session.store.meta("minisign")):
            with suppress(OSError):
                orphan.unlink()
    write_keys(ownkeys.next_path(folder, made.public.minisign), made, passphrase)
    ownkeys.note_keys(session, made.public)
    ownkeys.keep_statements(session, told)
    session.store.audit(session.actor, "rotate", detail)
    log = journal.own_log(session.store.db)
    return log.incarnation if log else 1


def _keep_aside(session: Session, public: str) -> None:
    folder = session.store.folder / "keys"
    if not (folder / KEY_FILE).is_file():
        return
    kept = folder / ownkeys.next_path(folder, public).name.replace("next-", "lost-")
    try:
        with whole_file(kept, private=True) as target, (folder / KEY_FILE).open("rb") as source:
            shutil.copyfileobj(source, target)
    except OSError as error:
        raise EnvironmentProblem(
            tr("Chưa ghi được tệp khóa {name}: {reason}.", name=kept.name, reason=reason_of(error))
        ) from None


# -- the Sở's keys in the safe ----------------------------------------------------------------------------------------


def rotate_root(session: Session, keyring: Keyring, passphrase: str, offline: Offline = HERE) -> Rotated:
    """Make a new root key and sign a trust list with the old one and the new one; takes seconds.

    Args:
        session: the Sở's session.
        keyring: the unlocked keys with the root key.
        passphrase: protects the new root.
        offline: where the root key lies.

    Raises:
        Refused: this is no Sở's store, or the root key is not at hand.
        EnvironmentProblem: the file cannot be written; the old root stays.
    """
    if not session.is_province or keyring.root is None:
        raise _no_root()
    old, new = keyring.root, SigningKey.generate()
    target = offline.path(session, ROOT_FILE)
    session.store.renew(session.actor)
    trustlist.current_signed(session, keyring)
    log = journal.own_log(session.store.db)
    assert log is not None  # a store has its log from setup on
    said = Rotation(
        "root", session.province, session.unit, session.replica, old.public, new.public, "", log.incarnation, log.head,
        log.head_hash.hex(), stamp(session),
    )  # fmt: skip
    with session.store.write("keys", tr("Đổi khóa gốc"), session.actor):
        write_root(ownkeys.next_path(target.parent, new.public), new, passphrase)
        session.store.set_meta("root", new.public)
        trustlist.change_root(session, old, new)
        ownkeys.keep_statements(session, [*ownkeys.statements(session), sign_rotation(said, old, new)])
        session.store.audit(session.actor, "rotate-root", f"{old.public} → {new.public}")
    ownkeys.settle(session, offline)
    return Rotated(replace(keyring, root=new), old.public, new.public, log.incarnation)


def rotate_recovery(session: Session, keyring: Keyring, passphrase: str, offline: Offline = HERE) -> Rotated:
    """Make a new recovery key; the earlier ones stay in its file, for older packages.

    Args:
        session: the Sở's session.
        keyring: the unlocked keys with root and recovery key.
        passphrase: protects the file.
        offline: where the file lies.

    Raises:
        Refused: this is no Sở's store, or one of the two keys is not at hand.
        EnvironmentProblem: the file cannot be written; the old key stays.
    """
    if not session.is_province or keyring.root is None or not keyring.recovery:
        raise _no_root()
    made = age.generate_identity()
    before, after = session.store.meta("recovery"), age.recipient_of(made)
    target = offline.path(session, RECOVERY_FILE)
    with session.store.write("keys", tr("Đổi khóa dự phòng"), session.actor):
        beside = ownkeys.next_path(target.parent, after)
        write_recovery(beside, made, passphrase, earlier=keyring.recovery)
        session.store.set_meta("recovery", after)
        session.store.audit(session.actor, "rotate-recovery", f"{before} → {after}")
    ownkeys.settle(session, offline)
    fresh = replace(keyring, recovery=(made, *keyring.recovery))
    trustlist.current_signed(session, fresh)
    log = journal.own_log(session.store.db)
    return Rotated(fresh, before, after, log.incarnation if log else 1)


def move_offline(session: Session, passphrase: str, folder: Path, own: str) -> tuple[Path, ...]:
    """Move root and recovery key from the PC to a USB stick, under a passphrase of their own.

    Args:
        session: the Sở's session.
        passphrase: that of the two files now.
        folder: on the stick; it must exist.
        own: their passphrase from then on.

    Returns:
        The files written; each was read back before the one on the PC was removed.

    Raises:
        Refused: this is no Sở's store.
        NotFound: the folder is not there, or neither file is on this PC.
        EnvironmentProblem: a file cannot be written; the ones on the PC stay.
    """
    if not session.is_province:
        raise Refused(tr("Chỉ máy của Sở có khóa gốc và khóa dự phòng."))
    keys = session.store.folder / "keys"
    if not folder.is_dir():
        raise NotFound(tr("Không có thư mục {path}.", path=folder))
    ownkeys.settle(session)
    here = [name for name in (ROOT_FILE, RECOVERY_FILE) if (keys / name).is_file()]
    if not here or folder.resolve() == keys.resolve():
        raise NotFound(tr("Khóa gốc và khóa dự phòng không nằm trên máy này; chúng đã được cất riêng."))
    for name in here:
        if name == ROOT_FILE:
            root = read_root(keys / name, passphrase)
            write_root(folder / name, root, own)
            whole = read_root(folder / name, own) == root
        else:
            first, *earlier = read_recoveries(keys / name, passphrase)
            write_recovery(folder / name, first, own, earlier=tuple(earlier))
            whole = read_recoveries(folder / name, own) == (first, *earlier)
        if not whole:
            raise EnvironmentProblem(tr("Tệp {path} ghi ra không đọc lại được; hãy dùng USB khác.", path=folder / name))
    for name in here:
        (keys / name).unlink()
    session.store.audit(session.actor, "keys-offline", " ".join(here))
    return tuple(folder / name for name in here)


def _no_root() -> Refused:
    return Refused(
        tr("Việc này cần khóa gốc của tỉnh; hãy cắm USB cất khóa gốc (root.age, recovery.age) và chỉ đúng thư mục.")
    )
