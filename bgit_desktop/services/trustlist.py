"""The trust list on the Sở's side: made from the enrolled PCs, signed with the root key when one is at hand.

The list is made anew whenever what it says would differ from the newest one signed. Without the root key (it lies in
a safe) the newest signed list is sent on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bgit_desktop.core.chain import chain_start
from bgit_desktop.exchange.keys import ROOT_FILE, PublicKeys
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.trust_list import (
    TrustedReplica,
    TrustList,
    TrustOutcome,
    TrustRules,
    TrustStep,
    parse_trust_list,
    sign_trust_list,
)
from bgit_desktop.services.context import Session
from bgit_desktop.services.ownkeys import Keyring, own_public
from bgit_desktop.store import journal, peers
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import Peer


def held(session: Session) -> SignedText | None:
    """Give the newest signed list in the store."""
    found = peers.newest_trust(session.store.db)
    return None if found is None else SignedText(*found)


def held_version(session: Session) -> int:
    """Give the version of the newest list in the store, 0 for none."""
    found = held(session)
    return 0 if found is None else parse_trust_list(found.text).version


@dataclass(frozen=True, slots=True)
class Standing:
    """How the trust list stands.

    Attributes:
        version: of the newest one signed; 0 for none yet.
        issued: the day it was signed, ``YYYY-MM-DD``; "" for none.
        enrolled: how many PCs are believed now.
        revoked: how many are not any more.
        is_current: whether the newest list says what is so now; else the root key has to sign it anew.
        root_here: whether the root key's file lies on this PC.
    """

    version: int
    issued: str
    enrolled: int
    revoked: int
    is_current: bool
    root_here: bool


def standing(session: Session) -> Standing:
    """Tell how the Sở's trust list stands; needs no key."""
    newest = held(session)
    signed = None if newest is None else parse_trust_list(newest.text)
    known = peers.peers(session.store.db)
    revoked = sum(each.status == "revoked" for each in known)
    return Standing(
        signed.version if signed else 0,
        signed.issued[:10] if signed else "",
        len(known) - revoked,
        revoked,
        signed is not None and signed == _wanted(session, signed.version, signed.issued),
        (session.store.folder / "keys" / ROOT_FILE).is_file(),
    )


def current_signed(session: Session, keyring: Keyring) -> SignedText | None:
    """Give the trust list to send: the newest one, signed anew first where it no longer says what is so.

    Args:
        session: the Sở's session.
        keyring: the unlocked keys; without the root key nothing is signed anew.
    """
    newest = held(session)
    if keyring.root is None:
        return newest
    before = None if newest is None else parse_trust_list(newest.text)
    wanted = _wanted(session, 1 if before is None else before.version, "" if before is None else before.issued)
    if before == wanted:
        return newest
    with session.store.write("keys", "", session.actor):
        return _sign(session, wanted, 1 if before is None else before.version + 1, keyring.root)


def _sign(session: Session, wanted: TrustList, version: int, *roots: SigningKey) -> SignedText:
    now = session.store.clock()
    issued = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    signed = sign_trust_list(replace(wanted, version=version, issued=issued), *roots)
    peers.keep_trust(session.store.db, version, signed.text, signed.minisig, now)
    session.store.audit(session.actor, "trust-list", str(version))
    return signed


def change_root(session: Session, old: SigningKey, new: SigningKey) -> SignedText:
    """Sign a list that names another root, by the old root and by the new one; within a transaction.

    The store names the new root already. The list is sent along with every later one, because who knows only the old
    root believes the new one by it.
    """
    version = held_version(session) + 1
    signed = _sign(session, _wanted(session, version, ""), version, old, new)
    changed = [*json.loads(session.store.meta("root-changes", "[]")), version]
    session.store.set_meta("root-changes", json.dumps(changed))
    return signed


def chain(session: Session, keyring: Keyring) -> list[SignedText]:
    """Give the lists to send: those that changed the root, in order, then the newest one, signed anew where need be."""
    newest = current_signed(session, keyring)
    versions = json.loads(session.store.meta("root-changes", "[]"))
    changes = [SignedText(*each) for each in peers.trust_versions(session.store.db, versions)]
    return [*(each for each in changes if each != newest), *([newest] if newest else [])]


def walk(session: Session, lists: Sequence[SignedText]) -> tuple[TrustOutcome, ...]:
    """Walk trust lists that came, from the first one that our root leads on from.

    Lists in front that changed the root before ours was pinned from paper are none of our business: they are left out
    where all that follows holds without them.
    """
    rules = TrustRules.resume(session.province, session.store.meta("root"), held(session))
    whole = rules.walk(lists)
    for first in range(1, len(lists)):
        if all(each.step is not TrustStep.ALARM for each in whole):
            break
        part = rules.walk(lists[first:])
        if all(each.step is not TrustStep.ALARM for each in part) and part[-1].step is TrustStep.TAKEN:
            return part
    return whole


def _wanted(session: Session, version: int, issued: str) -> TrustList:
    db = session.store.db
    own = own_public(session)
    newest: dict[str, Log] = {log.replica: log for log in journal.logs(db)}  # a PC's logs come by incarnation
    replicas = tuple(_entry(session, peer, newest.get(peer.replica)) for peer in peers.peers(db))
    return TrustList(
        version, session.province, issued, own.root, PublicKeys(own.minisign, own.age), own.recovery, replicas
    )


def _entry(session: Session, peer: Peer, newest: Log | None) -> TrustedReplica:
    """Give a PC's entry: of a revoked one with the last operation still believed."""
    good = peer.good if peer.status == "revoked" else None
    keys = (peer.minisign, *(each.minisign for each in peer.earlier))
    chain_key = peer.first_minisign
    for key in keys if newest else ():
        if newest and chain_start(session.province, peer.unit, peer.replica, newest.incarnation, key) == newest.start:
            chain_key = key
    return TrustedReplica(
        unit=peer.unit,
        replica=peer.replica,
        incarnation=good.incarnation if good else newest.incarnation if newest else peer.incarnation,
        minisign=peer.minisign,
        age=peer.age,
        chain_key=chain_key,
        earlier=keys[1:],
        status="revoked" if peer.status == "revoked" else "enrolled",
        last_good_seq=good.seq if good else 0,
        last_good_hash=good.hash.hex() if good else "",
        until=tuple((each.incarnation, each.seq) for each in peer.earlier),
    )
