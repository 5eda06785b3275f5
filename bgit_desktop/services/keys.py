"""Keys as people handle them: show, print, send, and pin the keys of others from paper.

A unit pins the Sở's keys, the Sở every unit PC's, each from a file *and* the 40 digits of the printed sheet, which a
person types. Until both agree nothing of that PC is believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bgit_desktop import __version__
from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.exchange.keys import PublicKeys, fingerprint, same_fingerprint
from bgit_desktop.exchange.manifest import Enrolment, SignedText
from bgit_desktop.exchange.package_reader import open_package
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.exchange.trust_list import TrustRules
from bgit_desktop.exchange.verdicts import PackageProblem
from bgit_desktop.services import peer_keys
from bgit_desktop.services.context import Session
from bgit_desktop.services.ownkeys import Keyring, own_public, own_signing_keys, statements
from bgit_desktop.services.ownkeys import unlock as unlock
from bgit_desktop.services.trustlist import current_signed
from bgit_desktop.store import journal, migrations, peers
from bgit_desktop.store.peers import EarlierKey, Peer

_MOST_TRUST = 40_000
"""Bytes of a trust list that still finds room in an enrolment file's manifest (64 KiB with its escapes)."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The public side of this PC's keys.

    Attributes:
        unit: code of the unit.
        replica: id of this PC.
        incarnation: which life of this PC.
        label: what people call it.
        fingerprint: 40 digits in 8 groups.
        minisign_public_key: as ``minisign -P`` takes it.
        age_recipient: as ``age -r`` takes it.
    """

    unit: str
    replica: str
    incarnation: int
    label: str
    fingerprint: str
    minisign_public_key: str
    age_recipient: str


def show(session: Session) -> OwnKey:
    """Show this PC's keys; needs no passphrase."""
    public = own_public(session)
    log = journal.own_log(session.store.db)
    return OwnKey(
        session.unit,
        session.replica,
        log.incarnation if log else 1,
        session.store.meta("label"),
        fingerprint(session.province, session.unit, public),
        public.minisign,
        public.age,
    )


def export_enrolment(session: Session, keyring: Keyring, out: Path) -> Path:
    """Write the enrolment file: this PC's public keys, signed by themselves.

    Raises:
        EnvironmentProblem: the file cannot be written; nothing is left behind.
    """
    log = journal.own_log(session.store.db)
    assert log is not None  # a store has its log from setup on
    public = own_public(session)
    trust = current_signed(session, keyring) if session.is_province else None
    if trust is not None and len(trust.text.encode()) > _MOST_TRUST:
        trust = None  # it comes with the first return package
    draft = Draft(
        kind="enrol",
        province=session.province,
        unit=session.unit,
        replica=session.replica,
        incarnation=log.incarnation,
        number=1,
        created=stamp(session),
        app=f"bgit-desktop {__version__}",
        schema=migrations.version(session.store.db),
        from_seq=1,
        base_hash=log.start,
        enrolment=Enrolment(public, session.store.meta("label"), trust, own_signing_keys(session)[1:65]),
        rotations=statements(session),
    )
    write_package(out, draft, [], keyring.private.signing, [public.age])
    return out


def stamp(session: Session) -> str:
    """Give the time now as manifests write it."""
    return datetime.fromtimestamp(session.store.clock() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Offered:
    """An enrolment file that was read; nothing of it is believed yet.

    Attributes:
        unit: code of the unit it claims.
        unit_name: that unit's name in our catalogue; "" where it is unknown.
        replica: id of the PC.
        incarnation: which life of it.
        label: what people call it.
        keys: its public keys.
        fingerprint: what the printed sheet must say.
        trust: the province's trust list, from the Sở's file.
        rotations: statements that lead from earlier keys of the PC to these.
        earlier: signing keys its logs may begin with; the PC says so itself.
    """

    unit: str
    unit_name: str
    replica: str
    incarnation: int
    label: str
    keys: PublicKeys
    fingerprint: str
    trust: SignedText | None
    rotations: tuple[SignedText, ...] = ()
    earlier: tuple[str, ...] = ()


def read_enrolment(session: Session, path: Path) -> Offered:
    """Read an enrolment file.

    Raises:
        BadInput: it is another kind of file, damaged, or from another province.
        NotFound: there is no such file.
    """
    try:
        opened = open_package(path, lambda *_: None, ())
    except PackageProblem as error:
        raise BadInput(
            tr("Tệp {name} không dùng để đăng ký khóa được: {reason}", name=path.name, reason=error.reason)
        ) from None
    manifest = opened.manifest
    if manifest.kind != "enrol" or manifest.enrolment is None:
        raise BadInput(tr("Tệp {name} là gói dữ liệu, không phải tệp đăng ký khóa; hãy chọn tệp khác.", name=path.name))
    if manifest.province != session.province:
        raise BadInput(tr("Tệp {name} là của tỉnh khác (mã {code}).", name=path.name, code=manifest.province))
    found = session.catalogue().by_code(manifest.unit)
    keys = manifest.enrolment.keys
    return Offered(
        manifest.unit,
        found.name if found else "",
        manifest.replica,
        manifest.incarnation,
        manifest.enrolment.label,
        keys,
        fingerprint(manifest.province, manifest.unit, keys),
        manifest.enrolment.trust,
        manifest.rotations,
        manifest.enrolment.earlier,
    )


def vouched(session: Session, offered: Offered) -> bool:
    """Tell whether a key known here vouches for the keys offered (or they are the ones known): no digits are needed."""
    peer = peers.find_peer(session.store.db, offered.replica)
    if peer is None or peer.unit != offered.unit or peer.status == "revoked":
        return False
    steps = peer_keys.steps_to(session, peer, offered.rotations)
    reached = (steps[-1].minisign, steps[-1].age) if steps else (peer.minisign, peer.age)
    return reached == (offered.keys.minisign, offered.keys.age)


def trust(session: Session, path: Path, typed: str = "") -> Offered:
    """Pin another PC's keys: the digits were typed from its printed sheet, or a key known here vouches for them.

    Args:
        session: the session.
        path: the enrolment file.
        typed: the 40 digits; "" where the PC only changed its keys and said so with the old one.

    Returns:
        Whose keys were pinned.

    Raises:
        BadInput: the file is none, or the digits are not 40.
        Refused: the digits are another key's, or they are needed and were not typed; the unit is unknown, the PC was
            revoked, or the file is not of the kind needed here.
    """
    offered = read_enrolment(session, path)
    if not typed.strip():
        _follow(session, offered, path)
        return offered
    if not same_fingerprint(typed, offered.fingerprint):
        raise Refused(
            tr(
                "40 chữ số đã gõ không khớp với tệp {name}; hãy gõ lại theo phiếu in có dấu, "
                "nếu vẫn sai thì không dùng tệp này và gọi cho nơi gửi.",
                name=path.name,
            )
        )
    from_province = bool(offered.keys.root)
    if offered.replica == session.replica:
        raise Refused(tr("Tệp {name} là khóa của chính máy này.", name=path.name))
    if session.is_province and from_province:
        raise Refused(tr("Tệp {name} là khóa của Sở; kho của Sở chỉ đăng ký khóa của đơn vị.", name=path.name))
    if not session.is_province and not from_province and offered.unit != session.unit:
        raise Refused(tr("Tệp {name} là khóa của đơn vị khác; đơn vị chỉ đăng ký khóa của Sở.", name=path.name))
    if session.is_province and session.catalogue().by_code(offered.unit) is None:
        raise Refused(
            tr(
                "Đơn vị mang mã {code} chưa có trong danh mục; hãy thêm đơn vị trước khi đăng ký khóa.",
                code=offered.unit,
            )
        )
    _pin(session, offered)
    return offered


def _pin(session: Session, offered: Offered) -> None:
    db = session.store.db
    known = peers.find_peer(db, offered.replica)
    if known is not None and known.unit != offered.unit:
        raise Refused(tr("Máy “{label}” đã đăng ký cho đơn vị khác; tệp này không dùng được.", label=known.label))
    if known is not None and known.status == "revoked":
        raise Refused(
            tr(
                "Khóa của máy “{label}” đã bị thu hồi; máy đó phải tạo kho mới (mã máy mới) rồi đăng ký lại.",
                label=known.label,
            )
        )
    now = session.store.clock()
    with session.store.write("keys", tr("Đăng ký khóa"), session.actor) as batch:
        peers.pin_peer(db, _renewed(session, known, offered))
        if offered.keys.root:
            if session.store.meta("root") not in ("", offered.keys.root):
                peers.forget_trust(db)  # the lists of another root count for nothing now
            session.store.set_meta("sender", offered.replica)
            session.store.set_meta("root", offered.keys.root)
            session.store.set_meta("recovery", offered.keys.recovery)
            if offered.trust is not None:
                outcome = TrustRules.resume(session.province, offered.keys.root, None).take(offered.trust)
                if (current := outcome.rules.current) is not None:
                    peers.keep_trust(db, current.version, offered.trust.text, offered.trust.minisig, now)
                    peer_keys.apply_list(session, current, batch)  # it does not come again until it changes
        session.store.audit(session.actor, "trust", f"{offered.unit} {offered.replica} {offered.fingerprint}")


def _renewed(session: Session, known: Peer | None, offered: Offered) -> Peer:
    """Give a PC as it is to be pinned; one that lost its keys keeps its log, and the lost key signs nothing more."""
    keys, now = offered.keys, session.store.clock()
    fresh = Peer(
        offered.replica, offered.unit, offered.incarnation, offered.label, (keys.minisign, *offered.earlier)[-1],
        keys.minisign, keys.age, "enrolled", now, session.actor,
        tuple(EarlierKey(each, 0, 0) for each in offered.earlier if each != keys.minisign),
    )  # fmt: skip
    if known is None:
        return fresh
    earlier = known.earlier
    if known.minisign != keys.minisign:
        heads = [(log.incarnation, log.known) for log in journal.logs(session.store.db) if log.replica == known.replica]
        ended = EarlierKey(known.minisign, *max(heads, default=(1, 0)))
        earlier = (ended, *(each for each in known.earlier if each.minisign != keys.minisign))
    listed = {keys.minisign, *(each.minisign for each in earlier)}
    earlier = (*earlier, *(each for each in fresh.earlier if each.minisign not in listed))
    return replace(fresh, first_minisign=known.first_minisign, status=known.status, earlier=earlier)


def _follow(session: Session, offered: Offered, path: Path) -> None:
    """Pin keys for which a key known here vouches."""
    peer = peers.find_peer(session.store.db, offered.replica)
    if peer is None or not vouched(session, offered):
        raise Refused(
            tr(
                "Khóa trong tệp {name} chưa được khóa nào đã biết bảo đảm; hãy gõ 40 chữ số trên phiếu in có dấu.",
                name=path.name,
            )
        )
    with session.store.write("keys", tr("Đổi khóa"), session.actor) as batch:
        peer_keys.follow(session, peer, peer_keys.steps_to(session, peer, offered.rotations))
        if offered.trust is not None and peer.replica == session.store.meta("sender"):
            peer_keys.take_lists(session, [offered.trust], batch)
        session.store.audit(session.actor, "trust", f"{offered.unit} {offered.replica} vouched {offered.fingerprint}")


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A PC whose keys are known here.

    Attributes:
        unit: code of the unit.
        unit_name: its name.
        replica: id of the PC.
        label: what people call it.
        status: ``own``, ``enrolled``, ``frozen`` or ``revoked``.
        fingerprint: 40 digits; "" where only part of the keys is kept (the Sở's, on a unit's PC, has it).
        province: whether it is the Sở's.
        trusted_at: when it was pinned, milliseconds UTC; 0 for our own.
        trusted_by: who typed the digits.
    """

    unit: str
    unit_name: str
    replica: str
    label: str
    status: str
    fingerprint: str
    province: bool
    trusted_at: int
    trusted_by: str


def list_keys(session: Session) -> list[KnownKey]:
    """Give all keys known here, our own first."""
    own = show(session)
    catalogue = session.catalogue()

    def name(code: str) -> str:
        unit = catalogue.by_code(code)
        return unit.name if unit else code

    found = [
        KnownKey(own.unit, name(own.unit), own.replica, own.label, "own", own.fingerprint, session.is_province, 0, "")
    ]
    sender = session.store.meta("sender")
    for peer in peers.peers(session.store.db):
        is_sender = peer.replica == sender
        extra = (session.store.meta("root"), session.store.meta("recovery")) if is_sender else ("", "")
        digits = fingerprint(session.province, peer.unit, PublicKeys(peer.minisign, peer.age, *extra))
        found.append(
            KnownKey(
                peer.unit, name(peer.unit), peer.replica, peer.label, peer.status, digits, is_sender, peer.trusted_at,
                peer.trusted_by,
            )
        )  # fmt: skip
    return found
