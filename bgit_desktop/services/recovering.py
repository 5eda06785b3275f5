"""Reading packages for which only the recovery key is left: the Sở's own key was lost, they were sent to it.

Every package for the Sở is encrypted to its recovery key too, which lies in a safe. It is unlocked only where a package
needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bgit_desktop.errors import BgitError
from bgit_desktop.exchange import age
from bgit_desktop.exchange.package_reader import show_package
from bgit_desktop.services import ownkeys, receiving
from bgit_desktop.services.context import Session
from bgit_desktop.services.ownkeys import HERE, Keyring, Offline


def only_recovery_reads(session: Session, keyring: Keyring, paths: Sequence[Path]) -> list[Path]:
    """Give the files that none of this PC's own keys open, but the recovery key may.

    What a manifest says of its recipients is not checked here: the worst is that a key is unlocked for nothing.

    Raises:
        NotFound: a path does not exist.
    """
    if not session.is_province:
        return []
    own = {age.recipient_of(each) for each in keyring.private.identities}
    found = []
    for path in receiving.gather(paths):
        try:
            manifest = show_package(path).manifest
        except BgitError:
            continue
        if manifest is not None and manifest.recipients and not own & set(manifest.recipients):
            found.append(path)
    return found


def with_recovery(
    session: Session, keyring: Keyring, paths: Sequence[Path], passphrase: str, offline: Offline = HERE
) -> Keyring:
    """Unlock the recovery key where one of some files needs it and its file is at hand; a second or two.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        NotFound: a path does not exist.
    """
    if keyring.recovery or not only_recovery_reads(session, keyring, paths):
        return keyring
    return replace(keyring, recovery=ownkeys.unlock_recovery(session, passphrase, offline))
