"""What the other side says it has of our log.

A confirmation counts only where its hash is that of our own chain, and only from the newest package of that PC: it may
be further than the one before or, after the other side was restored or took a package back, less far. One beyond our
own head means that this database is older than what was sent: a restored copy, which must start a new incarnation
(EXCHANGE.md, "Restore and clones").
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bgit_desktop.core.i18n import tr
from bgit_desktop.exchange.manifest import Ack, Manifest
from bgit_desktop.services.context import Session
from bgit_desktop.store import journal, peers
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import Confirmation

_FAR = 1000
"""A confirmation of an incarnation further ahead than this is nonsense, not a restored copy."""


def take_confirmations(session: Session, manifest: Manifest) -> tuple[bool, list[str]]:
    """Note what a package confirms of our own logs, and of the logs we pass on between a unit's PCs.

    Args:
        session: the session, within a transaction.
        manifest: the signed manifest.

    Returns:
        Whether it is the newest package of that PC, so that its word counts; what must be looked at, in sentences.
    """
    alarms: list[str] = []
    if _is_stale(session, manifest):
        return False, alarms
    peers.forget_confirmations(session.store.db, manifest.replica)  # what is not mentioned, it does not have (any more)
    for ack in manifest.acks:
        of_sibling = manifest.kind == "return" and ack.unit == session.unit
        if ack.replica == session.replica or session.is_province or of_sibling:
            sentence = _take(session, manifest, ack)
            if sentence:
                alarms.append(sentence)
                session.store.audit(session.actor, "confirmation-alarm", sentence)
    return True, alarms


@dataclass(frozen=True, slots=True)
class OlderCopy:
    """What a package's confirmations give away of this database: it is older than what was sent from this PC.

    Attributes:
        sentence: what must be looked at.
        heard: what the sender has of this PC's logs.
    """

    sentence: str
    heard: tuple[Ack, ...]


def notice_older(session: Session, manifest: Manifest, told: Sequence[Ack] = ()) -> OlderCopy | None:
    """Notice from a package that this database is an older copy; within a transaction.

    What its sender confirms says so, or what siblings whose logs it brings had ``told`` in lines of kind ``m``.

    On the Sở's PC a confirmation that contradicts the own log says the same: the copy has gone on writing under numbers
    that were used. (A unit's PC learns that from the Sở, which holds its package as a fork.)
    """
    db = session.store.db
    own = journal.own_log(db)
    assert own is not None  # a store has its log from setup on
    heard = tuple(
        ack
        for ack in (*manifest.acks, *told)
        if ack.replica == session.replica and ack.incarnation <= own.incarnation + _FAR
    )
    for ack in heard:
        log = journal.find_log(db, ack.replica, ack.incarnation)
        unheard = log is None and ack.incarnation > own.incarnation
        newest = log is not None and log.n == own.n
        beyond = unheard or (newest and ack.seq > own.known)
        if beyond and not session.is_province:
            sentence = tr(
                "Nơi kia đã nhận đến thao tác {theirs} của máy này, nhưng kho chỉ có đến {ours}: "
                "kho này là bản cũ được khôi phục; máy sẽ tự mở đời nhật ký mới và nhận lại phần đã gửi.",
                theirs=ack.seq,
                ours=log.head if log else 0,
            )
        elif beyond or (newest and session.is_province and _contradicts(session, own, ack)):
            sentence = tr(
                "Nơi kia đã nhận của máy này đến thao tác {theirs}, khác với nhật ký trong kho (đến {ours}): kho này là "
                "bản cũ được khôi phục; máy tự mở đời nhật ký mới và gửi lại. Những gì đã ghi rồi mất thì phải nhập lại.",
                theirs=ack.seq,
                ours=log.head if log else 0,
            )
        else:
            continue
        session.store.mark_older(max(each.incarnation for each in heard))  # no number is used twice
        session.store.audit(session.actor, "older-copy", sentence)
        return OlderCopy(sentence, heard)
    return None


def _contradicts(session: Session, own: Log, ack: Ack) -> bool:
    hash_ = journal.hash_at(session.store.db, own, ack.seq)
    return bool(ack.seq) and hash_ is not None and hash_.hex() != ack.hash


def _is_stale(session: Session, manifest: Manifest) -> bool:
    """Tell whether a newer package of that PC has come before, and note this one where none has."""
    key = f"newest {manifest.replica}"
    noted = session.store.meta(key)
    if noted:
        incarnation, number, created = json.loads(noted)
        if (manifest.incarnation, 0) < (incarnation, 0):
            return True
        if manifest.incarnation == incarnation and manifest.number <= number and manifest.created <= created:
            return True
    session.store.set_meta(key, json.dumps([manifest.incarnation, manifest.number, manifest.created]))
    return False


def _take(session: Session, manifest: Manifest, ack: Ack) -> str:
    db = session.store.db
    log = journal.find_log(db, ack.replica, ack.incarnation)
    if log is not None and log.own and session.is_province and ack.seq > log.known and log != journal.own_log(db):
        # of an earlier life of the Sở's PC the unit has all that is left of it here, and more
        peers.confirm(
            db, Confirmation(log.n, manifest.replica, log.known, log.head_hash, session.store.clock(), "", "")
        )
        return ""
    if log is None or ack.seq > log.known:
        return ""
    hash_ = journal.hash_at(db, log, ack.seq)
    if hash_ is None or (ack.seq and hash_.hex() != ack.hash):
        if manifest.kind == "return" and not log.own:
            return ""  # of a sibling: what we have of it gives way when the Sở passes its own on
        return tr("Xác nhận của nơi nhận không khớp với nhật ký của máy này; hãy gọi cho Sở để đối chiếu.")
    peers.confirm(
        db, Confirmation(log.n, manifest.replica, ack.seq, hash_, session.store.clock(), ack.verdict, ack.reason)
    )
    if log.own and manifest.kind == "return":
        peers.mark_acknowledged(db, ack.incarnation, ack.seq, session.replica)
    return ""
