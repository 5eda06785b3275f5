"""The keys of this PC: made at setup, unlocked once a run, signed with and read with from then on.

A unit's PC has one file, ``keys/key.age``. The Sở's has two more, ``root.age`` (signs the trust list) and
``recovery.age`` (reads what the other key no longer can): both belong on a USB stick in a safe, not on the PC. Whatever
needs them takes the folder they lie in just then (``offline``).

A key file and the database cannot change in one step, so new keys are first written beside the old ones under a name
made from the new key (``next-….age``). The moment the database names the new key is the moment of the change; the file
takes its place right after it, or, where the power failed in between, the next time anybody looks (:func:`settle`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem, NotFound, Refused
from bgit_desktop.exchange import age
from bgit_desktop.exchange.keys import (
    KEY_FILE,
    RECOVERY_FILE,
    PrivateKeys,
    PublicKeys,
    fingerprint,
    read_keys,
    read_recoveries,
    read_root,
    write_keys,
    write_recovery,
    write_root,
)
from bgit_desktop.exchange.keys import (
    ROOT_FILE as ROOT_FILE,
)
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.rotation import Rotation, walk
from bgit_desktop.services.context import Mode, Session

STATEMENTS = 12
"""Statements about changed keys that go along with every package, at most: a reader further behind needs the sheet."""


@dataclass(frozen=True, slots=True)
class MadeKeys:
    """Keys just made and written: what others may know of them."""

    public: PublicKeys
    fingerprint: str


def make_keys(folder: Path, mode: Mode, province: str, unit: str, passphrase: str) -> MadeKeys:
    """Make the keys of a new store and write them under a passphrase; takes seconds.

    Raises:
        EnvironmentProblem: the files cannot be written.
    """
    keys = folder / "keys"
    private = PrivateKeys.generate()
    public = private.public
    write_keys(keys / KEY_FILE, private, passphrase)
    if mode == "province":
        root, recovery = SigningKey.generate(), age.generate_identity()
        write_root(keys / ROOT_FILE, root, passphrase)
        write_recovery(keys / RECOVERY_FILE, recovery, passphrase)
        public = PublicKeys(public.minisign, public.age, root.public, age.recipient_of(recovery))
    return MadeKeys(public, fingerprint(province, unit, public))


@dataclass(frozen=True, slots=True)
class Keyring:
    """The secret keys of this PC, unlocked; kept for the run, never written.

    Attributes:
        private: keys to sign and read with.
        root: the root key, where this is the Sở's PC and the file was there.
        recovery: the Sở's recovery identities, where they were asked for.
    """

    private: PrivateKeys
    root: SigningKey | None = None
    recovery: tuple[str, ...] = ()

    @property
    def identities(self) -> tuple[str, ...]:
        """All identities that may open a package for this PC."""
        return (*self.private.identities, *self.recovery)


@dataclass(frozen=True, slots=True)
class Offline:
    """Where the Sở's root and recovery key lie just now.

    Attributes:
        folder: the USB stick; None for the store's own ``keys`` folder.
        passphrase: theirs; "" where it is the one of the PC's key.
    """

    folder: Path | None = None
    passphrase: str = ""

    def path(self, session: Session, name: str) -> Path:
        """Give the place of a key file."""
        return (self.folder or session.store.folder / "keys") / name


HERE = Offline()


def unlock(
    session: Session, passphrase: str, *, root: bool = False, recovery: bool = False, offline: Offline = HERE
) -> Keyring:
    """Unlock the keys; takes about a second a file, so once a run and off the GUI thread.

    Args:
        session: the session.
        passphrase: what the user typed.
        root: unlock the root key too, where its file is there.
        recovery: unlock the recovery key too, where its file is there.
        offline: where those two lie.

    Raises:
        WrongPassphrase: it does not open the file.
        NotFound: the key file is gone.
        EnvironmentProblem: the file is damaged.
        Refused: the file is another PC's.
    """
    folder = session.store.folder / "keys"
    settle(session, offline)
    private = read_keys(folder / KEY_FILE, passphrase)
    if private.public.minisign != session.store.meta("minisign") and not _take_up(session, private):
        raise Refused(
            tr("Tệp khóa trong {folder} không phải của kho dữ liệu này; hãy chép lại đúng tệp key.age.", folder=folder)
        )
    return Keyring(
        private,
        unlock_root(session, passphrase, offline) if root and session.is_province else None,
        unlock_recovery(session, passphrase, offline) if recovery and session.is_province else (),
    )


def unlock_all(session: Session, passphrase: str, offline: Offline) -> Keyring:
    """Unlock the Sở's keys together with root and recovery key from the folder where they lie.

    Raises:
        NotFound: neither of the two is there.
        WrongPassphrase: a passphrase does not open its file.
        Refused: a file is another PC's or another root.
    """
    keyring = unlock(session, passphrase, root=True, recovery=True, offline=offline)
    if keyring.root is None and not keyring.recovery:
        raise NotFound(
            tr("Không thấy {root} hay {recovery} trong {folder}; hãy chọn đúng thư mục trên USB.",
               root=ROOT_FILE, recovery=RECOVERY_FILE, folder=offline.path(session, ROOT_FILE).parent)
        )  # fmt: skip
    return keyring


def unlock_root(session: Session, passphrase: str, offline: Offline = HERE) -> SigningKey | None:
    """Unlock the root key alone; None where its file is not there.

    Raises:
        WrongPassphrase: it does not open the file.
        Refused: it is another root.
    """
    path = offline.path(session, ROOT_FILE)
    if not path.is_file():
        return None
    root = read_root(path, offline.passphrase or passphrase)
    if root.public != session.store.meta("root", root.public):
        raise Refused(
            tr("Tệp {path} không phải khóa gốc đang dùng của tỉnh; hãy dùng đúng USB cất khóa gốc.", path=path)
        )
    return root


def unlock_recovery(session: Session, passphrase: str, offline: Offline = HERE) -> tuple[str, ...]:
    """Unlock the recovery key alone; nothing where its file is not there.

    Raises:
        WrongPassphrase: it does not open the file.
    """
    path = offline.path(session, RECOVERY_FILE)
    return read_recoveries(path, offline.passphrase or passphrase) if path.is_file() else ()


def own_public(session: Session) -> PublicKeys:
    """Give the public keys of this PC, as noted in the store; needs no passphrase."""
    store = session.store
    if not session.is_province:  # root and recovery key noted in a unit's store are the Sở's, pinned from paper
        return PublicKeys(store.meta("minisign"), store.meta("age"), "", "")
    return PublicKeys(store.meta("minisign"), store.meta("age"), store.meta("root"), store.meta("recovery"))


# -- keys that change -------------------------------------------------------------------------------------------------


def next_path(folder: Path, public: str) -> Path:
    """Give the place of a key file that has not taken its name yet."""
    return folder / f"next-{sha256(public.encode()).hexdigest()[:16]}.age"


def settle(session: Session, offline: Offline = HERE) -> None:
    """Give the key files of a change their names, where the database has changed and they have not.

    Raises:
        EnvironmentProblem: the folder is read-only.
    """
    store = session.store
    wanted = [(store.folder / "keys", KEY_FILE, store.meta("minisign"))]
    if session.is_province:
        for folder in {store.folder / "keys", offline.folder or store.folder / "keys"}:
            wanted += [(folder, ROOT_FILE, store.meta("root")), (folder, RECOVERY_FILE, store.meta("recovery"))]
    for folder, name, public in wanted:
        path = next_path(folder, public)
        if path.is_file():
            try:
                path.replace(folder / name)
            except OSError as error:
                raise EnvironmentProblem(
                    tr(
                        "Chưa đổi được tên tệp khóa {name}: {reason}.",
                        name=path.name,
                        reason=reason_of(error),
                    )
                ) from None


def statements(session: Session) -> tuple[SignedText, ...]:
    """Give the statements that lead to this PC's keys, as they go along with its packages."""
    return tuple(SignedText(*each) for each in json.loads(session.store.meta("rotations", "[]")))


def keep_statements(session: Session, kept: Iterable[SignedText]) -> None:
    """Note the statements that lead to this PC's keys, within a transaction."""
    listed = [[each.text, each.minisig] for each in kept][-STATEMENTS:]
    session.store.set_meta("rotations", json.dumps(listed, ensure_ascii=False))


def own_signing_keys(session: Session) -> tuple[str, ...]:
    """Give every signing key this PC has had, the present one first."""
    return (session.store.meta("minisign"), *json.loads(session.store.meta("earlier", "[]")))


def note_keys(session: Session, public: PublicKeys) -> None:
    """Note other keys as this PC's, within a transaction."""
    store = session.store
    store.set_meta("earlier", json.dumps(own_signing_keys(session)))
    store.set_meta("minisign", public.minisign)
    store.set_meta("age", public.age)


def _take_up(session: Session, private: PrivateKeys) -> bool:
    """Take up keys that followed those this database knows: it was put back from before a rotation.

    Returns:
        Whether the key file's own statements lead from the keys noted here to its own.
    """
    told = [SignedText(*each) for each in private.rotations]
    steps: tuple[Rotation, ...] = walk(
        told,
        province=session.province,
        unit=session.unit,
        replica=session.replica,
        key=session.store.meta("minisign"),
        root=session.store.meta("root") if session.is_province else "",
    )
    if not steps or steps[-1].minisign != private.public.minisign:
        return False
    if session.store.writable and not session.store.previewing:
        with session.store.write("keys", "", session.actor):
            for step in steps:
                note_keys(session, PublicKeys(step.minisign, step.age))
            keep_statements(session, told)
            session.store.audit(session.actor, "rotate", f"taken up from the key file: {private.public.minisign}")
    return True
