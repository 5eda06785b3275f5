"""The keys of other PCs as they change: learnt from statements in packages and from the Sở's trust list.

A person pins the first keys of a PC from paper. After that its keys change in three ways: its packages carry a
statement by the key known here (``exchange/rotation.py``); the trust list, signed by the pinned root, names others; or
a person types the digits of a new sheet. An earlier key stays good for what it signed before, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.i18n import tr
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.package_reader import OpenedPackage, Sender
from bgit_desktop.exchange.rotation import Rotation, walk
from bgit_desktop.exchange.trust_list import TrustedReplica, TrustList, TrustStep
from bgit_desktop.services import retract, trustlist
from bgit_desktop.services.context import Session
from bgit_desktop.services.ownkeys import keep_statements, statements
from bgit_desktop.store import journal, peers
from bgit_desktop.store.peers import EarlierKey, LastGood, Peer

_KEPT_STATEMENTS = 2
"""Statements that go along still when the Sở has confirmed the keys: its database may be put back from a backup."""


def sender(session: Session, peer: Peer) -> Sender:
    """Give the keys by which a PC's manifests are believed."""
    return Sender((peer.minisign, *(each.minisign for each in peer.earlier)), peer.first_minisign, _root(session, peer))


def _root(session: Session, peer: Peer) -> str:
    """Give the root key that alone vouches for a PC's keys: the Sở's, on a unit's PC; "" for any other."""
    is_sender = not session.is_province and peer.replica == session.store.meta("sender")
    return session.store.meta("root") if is_sender else ""


def start_of(session: Session, peer: Peer, incarnation: int, claimed: bytes | None) -> bytes:
    """Give h_0 of a log of which nothing has come yet.

    Args:
        session: the session.
        peer: whose log.
        incarnation: which one.
        claimed: the h_0 that a package says; it holds where any key that PC ever had gives it.
    """
    keys = (peer.first_minisign, peer.minisign, *(each.minisign for each in peer.earlier))
    found = [chain_start(session.province, peer.unit, peer.replica, incarnation, key) for key in keys]
    return claimed if claimed in found else found[0]


def overstepped(session: Session, opened: OpenedPackage) -> str:
    """Tell why a signature by an earlier key does not count; "" where it does, or is by the present key."""
    manifest = opened.manifest
    peer = peers.find_peer(session.store.db, manifest.replica)
    for each in peer.earlier if peer else ():
        if each.minisign != opened.signed_by:
            continue
        if (manifest.incarnation, manifest.to_seq) > (each.incarnation, each.seq):
            return tr(
                "Gói được ký bằng khóa cũ mà máy “{label}” đã thay; khóa cũ chỉ còn giá trị đến thao tác {seq}. "
                "Hãy gọi cho đơn vị: có thể khóa cũ đã bị lấy mất, hoặc máy được khôi phục từ bản sao lưu trước khi đổi "
                "khóa và phải làm khóa mới.",
                label=peer.label if peer else "",
                seq=each.seq,
            )
    return ""


def steps_to(session: Session, peer: Peer, told: tuple[SignedText, ...]) -> tuple[Rotation, ...]:
    """Follow statements from the keys pinned for a PC."""
    return walk(
        told,
        province=session.province,
        unit=peer.unit,
        replica=peer.replica,
        key=peer.minisign,
        root=_root(session, peer),
    )


def follow(session: Session, peer: Peer, steps: tuple[Rotation, ...]) -> Peer:
    """Pin the keys that statements lead to, within a transaction; gives the PC as it is known now."""
    for step in steps:
        ended = EarlierKey(peer.minisign, step.incarnation, step.seq)
        peer = replace(peer, minisign=step.minisign, age=step.age, earlier=(ended, *peer.earlier))
        session.store.audit(session.actor, "rotated", f"{peer.unit} {peer.replica} {step.old} → {step.minisign}")
    if steps:
        peers.pin_peer(session.store.db, peer)
    return peer


def learn(session: Session, opened: OpenedPackage) -> None:
    """Pin the sender's new keys where a package that is being taken in was signed with them; within a transaction."""
    peer = peers.find_peer(session.store.db, opened.manifest.replica)
    known = () if peer is None else (peer.minisign, *(each.minisign for each in peer.earlier))
    if peer is None or opened.signed_by in known:
        return
    steps = steps_to(session, peer, opened.manifest.rotations)
    ends = [step.minisign for step in steps]
    if opened.signed_by in ends:
        follow(session, peer, steps[: ends.index(opened.signed_by) + 1])


# -- the trust list on a unit's PC ------------------------------------------------------------------------------------


def take_lists(session: Session, lists: Sequence[SignedText], batch: int) -> list[str]:
    """Walk trust lists that came, and take over what the ones taken say; within a transaction.

    Args:
        session: the unit's session.
        lists: in the order they came.
        batch: under which operations are taken back.

    Returns:
        What must be looked at, in sentences.
    """
    alarms = []
    for outcome in trustlist.walk(session, lists):
        if outcome.step is TrustStep.ALARM:
            alarms.append(outcome.reason)
            session.store.audit(session.actor, "trust-alarm", outcome.reason)
        elif outcome.step is TrustStep.TAKEN and outcome.rules.current and outcome.rules.signed:
            signed, trust = outcome.rules.signed, outcome.rules.current
            peers.keep_trust(session.store.db, trust.version, signed.text, signed.minisig, session.store.clock())
            session.store.set_meta("root", outcome.rules.root)
            alarms += apply_list(session, trust, batch)
    return alarms


def apply_list(session: Session, trust: TrustList, own: int) -> list[str]:
    """Take over what a trust list says of the Sở's keys and of this unit's PCs; within a transaction.

    Args:
        session: the unit's session.
        trust: the list, signed by the pinned root.
        own: the batch under which operations are taken back.

    Returns:
        What must be looked at, in sentences.
    """
    store = session.store
    store.set_meta("recovery", trust.recovery)
    _take_operational(session, trust.operational)
    said: list[str] = []
    ours = {session.unit, *session.heirs().taken_over(session.unit, date.max)}
    for entry in trust.replicas:
        if entry.unit not in ours:
            continue
        if entry.replica == session.replica:
            said += _own_entry(session, entry)
        else:
            said += _sibling(session, entry, own)
    return said


def _take_operational(session: Session, keys: PublicKeys) -> None:
    """Pin the Sở's operational keys; a list from before a change that is known here says nothing new."""
    db = session.store.db
    peer = peers.find_peer(db, session.store.meta("sender"))
    if peer is None or keys.minisign in (peer.minisign, *(each.minisign for each in peer.earlier)):
        return
    newest = _newest(session, peer.replica)
    ended = EarlierKey(peer.minisign, *newest)
    peers.pin_peer(db, replace(peer, minisign=keys.minisign, age=keys.age, earlier=(ended, *peer.earlier)))
    session.store.audit(session.actor, "rotated", f"{peer.unit} {peer.replica} {peer.minisign} → {keys.minisign}")


def _newest(session: Session, replica: str) -> tuple[int, int]:
    """Give incarnation and last operation of the newest log known of a PC."""
    found = [(log.incarnation, log.known) for log in journal.logs(session.store.db) if log.replica == replica]
    return max(found, default=(1, 0))


def _own_entry(session: Session, entry: TrustedReplica) -> list[str]:
    if entry.status == "revoked":
        return [tr("Sở đã thu hồi khóa của máy này; hãy gọi cho Sở trước khi làm tiếp.")]
    if entry.minisign == session.store.meta("minisign") and len(statements(session)) > _KEPT_STATEMENTS:
        keep_statements(session, statements(session)[-_KEPT_STATEMENTS:])
    return []


def _label(session: Session, entry: TrustedReplica) -> str:
    return tr("Máy cùng đơn vị") if entry.unit == session.unit else tr("Máy của đơn vị tiền thân")


def _sibling(session: Session, entry: TrustedReplica, own: int) -> list[str]:
    """Pin another PC of this unit as the list has it; take back what a revoked one wrote after its last good line."""
    db = session.store.db
    before = peers.find_peer(db, entry.replica)
    good = None
    if entry.status == "revoked":
        good = LastGood(entry.incarnation, entry.last_good_seq, bytes.fromhex(entry.last_good_hash))
    until = {key: EarlierKey(key, *at) for key, at in zip(entry.earlier, entry.until, strict=False)}
    known = {each.minisign: each for each in before.earlier} if before else {}
    status = before.status if before and before.status != "revoked" else "enrolled"
    peer = Peer(
        replica=entry.replica,
        unit=entry.unit,
        incarnation=before.incarnation if before else entry.incarnation,
        label=before.label if before else _label(session, entry),
        first_minisign=before.first_minisign if before else (entry.earlier[-1] if entry.earlier else entry.minisign),
        minisign=entry.minisign,
        age=entry.age,
        status="revoked" if good else status,
        trusted_at=before.trusted_at if before else session.store.clock(),
        trusted_by=before.trusted_by if before else tr("danh sách tin cậy của Sở"),
        earlier=before.earlier
        if before and before.minisign == entry.minisign
        else tuple(
            known.get(key) or until.get(key) or EarlierKey(key, *_newest(session, entry.replica))
            for key in entry.earlier
        ),
        good=good,
    )
    if before is not None and entry.minisign in {each.minisign for each in before.earlier} and good is None:
        return []  # a list from before a change that is known here
    if peer == before:
        return []
    peers.pin_peer(db, peer)
    if good is None or (before is not None and before.good == good):
        return []
    operations = cut_after(session, peer, own).operations
    session.store.audit(session.actor, "revoked", f"{peer.unit} {peer.replica} {good.incarnation}:{good.seq}")
    return [
        tr(
            "Sở đã thu hồi khóa của máy “{label}”; đã rút lại {count} thao tác của máy đó sau thao tác {seq}.",
            label=peer.label,
            count=operations,
            seq=good.seq,
        )
    ]


def cut_after(session: Session, peer: Peer, own: int) -> retract.Retracted:
    """Take back what a revoked PC wrote after its last good operation, and in later lives; within a transaction."""
    good = peer.good
    assert good is not None  # it is revoked
    first: dict[int, int] = {}
    for log in journal.logs(session.store.db):
        if log.own or log.replica != peer.replica or log.incarnation < good.incarnation:
            continue
        seq = good.seq + 1 if log.incarnation == good.incarnation else 1
        if log.head >= seq:
            first[log.n] = seq
    return retract.take_back(session, first, own, keep_parts=True)
