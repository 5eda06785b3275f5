"""Ending the credit of a PC whose key is stolen or whose log cannot be trusted any more.

Up to the last good operation the PC's log stays what it is; what it wrote after that is taken back and named to the
person who decides, and nothing more of it is taken in. The decision goes to the units with the next trust list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import trustlist
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.copies import before_risk
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.peer_keys import cut_after
from bgit_desktop.store import journal, peers
from bgit_desktop.store.journal import Log
from bgit_desktop.store.peers import LastGood, Peer
from bgit_desktop.store.refold import Applied


@dataclass(frozen=True, slots=True)
class Revoked:
    """A PC whose key was revoked.

    Attributes:
        unit: code of its unit.
        replica: its id.
        label: what people call it.
        incarnation: of the log in which the last good operation stands.
        last_good: its number, 0 for none.
        last_good_hash: the chain's hash there, hex.
        operations: how many were taken back.
        files: the packages they came in.
        detail: what became of the records.
        trust_version: of the trust list that says so; 0 where the root key was not there to sign it.
    """

    unit: str
    replica: str
    label: str
    incarnation: int
    last_good: int
    last_good_hash: str
    operations: int
    files: tuple[str, ...]
    detail: Applied
    trust_version: int


def taken_back(detail: Applied) -> list[str]:
    """Say which records changed when operations were taken back, one sentence a record type."""
    said = []
    for name, _, changed, gone in detail.by_type:
        label = str(TYPES[name].plural) if name in TYPES else name
        parts = [
            tr("{count} bản ghi không còn", count=gone) if gone else "",
            tr("{count} bản ghi trở lại như trước", count=changed) if changed else "",
        ]
        said.append(f"{label}: {', '.join(filter(None, parts))}")
    return said


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point up to which a PC's log may still be believed: the end of a package that was taken in.

    Attributes:
        incarnation: of the log.
        seq: the last operation; 0 for none at all.
        file: the package; "" for none at all.
        at: when it came, ``HH:MM dd/MM/yyyy``; "" for none at all.
    """

    incarnation: int
    seq: int
    file: str
    at: str


def candidates(session: Session, replica: str) -> list[Candidate]:
    """Give the packages taken in from a PC as points to go back to, the newest first, and the beginning last."""
    rows = peers.packages(session.store.db, "direction = 'in' AND status = 'accepted' AND replica = ?", (replica,))
    found = [
        Candidate(row.incarnation, row.to_seq, row.file, _moment(row.at)) for row in reversed(rows) if row.to_seq > 0
    ]
    return [*found, Candidate(1, 0, "", "")]


def _moment(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(LOCAL_TIME).strftime("%H:%M %d/%m/%Y")


def revoke(
    session: Session,
    replica: str,
    last_good: int,
    keyring: Keyring | None = None,
    *,
    incarnation: int | None = None,
    reason: str = "",
) -> Revoked:
    """Revoke a PC's key.

    Args:
        session: the Sở's session.
        replica: the PC's id, or the start of it.
        last_good: the last operation still believed; 0 for none.
        keyring: with the root key the new trust list is signed at once; without it, when next it is at hand.
        incarnation: of the log that ``last_good`` counts in; the newest one known where None.
        reason: why, for the audit log.

    Raises:
        Refused: this is no Sở's store, the PC is this one, or ``last_good`` lies beyond what is known.
        NotFound: no such PC is known.
        BadInput: ``last_good`` is negative, or the start of the id fits several PCs.
    """
    if not session.is_province:
        raise Refused(tr("Chỉ Sở thu hồi được khóa; đơn vị hãy báo ngay cho Sở."))
    peer = find(session, replica)
    good = _last_good(session, peer, last_good, incarnation)
    before_risk(session, "revoke")
    label = tr("Thu hồi khóa máy {label}", label=peer.label)
    with session.store.write("revoke", label, session.actor) as own:
        revoked = replace(peer, status="revoked", good=good)
        peers.pin_peer(session.store.db, revoked)
        found = cut_after(session, revoked, own)
        said = (
            f"{peer.unit} {peer.replica} {good.incarnation}:{good.seq} {good.hash.hex()} −{found.operations} {reason}"
        )
        session.store.audit(session.actor, "revoke", said.strip())
    session.forget()
    version = 0
    if keyring is not None and keyring.root is not None:
        trustlist.current_signed(session, keyring)
        version = trustlist.held_version(session)
    return Revoked(
        peer.unit, peer.replica, peer.label, good.incarnation, good.seq, good.hash.hex(), found.operations, found.files,
        found.detail, version,
    )  # fmt: skip


def find(session: Session, replica: str) -> Peer:
    """Find another PC by its id or the start of it.

    Raises:
        Refused: it is this PC.
        NotFound: none is known.
        BadInput: several are.
    """
    if replica == session.replica:
        raise Refused(tr("Đây là khóa của chính máy này; hãy đổi khóa (key rotate) thay vì thu hồi."))
    known = peers.peers(session.store.db)
    found = [each for each in known if each.replica == replica] or [
        each for each in known if len(replica) >= 4 and each.replica.startswith(replica)
    ]
    if not found:
        raise NotFound(tr("Không có máy nào mang mã “{replica}”; xem lệnh “key list”.", replica=replica))
    if len(found) > 1:
        raise BadInput(tr("Có {count} máy mang mã bắt đầu bằng “{replica}”.", count=len(found), replica=replica))
    return found[0]


def _last_good(session: Session, peer: Peer, seq: int, incarnation: int | None) -> LastGood:
    db = session.store.db
    if seq < 0:
        raise BadInput(tr("Thao tác cuối còn tin được phải từ 0 trở lên."), field="last-good")
    logs = {log.incarnation: log for log in journal.logs(db) if log.replica == peer.replica}
    number = incarnation if incarnation is not None else max((n for n, log in logs.items() if log.known), default=1)
    log: Log | None = logs.get(number)
    if log is None:
        if seq:
            raise Refused(
                tr("Chưa nhận thao tác nào của máy “{label}” (đời nhật ký {number}).", label=peer.label, number=number)
            )
        return LastGood(number, 0, chain_start(session.province, peer.unit, peer.replica, number, peer.first_minisign))
    hash_ = journal.hash_at(db, log, seq)
    if hash_ is None:
        raise Refused(
            tr(
                "Máy “{label}” mới gửi đến thao tác {head}; thao tác cuối còn tin được không thể là {seq}.",
                label=peer.label,
                head=log.known,
                seq=seq,
            )
        )
    return LastGood(number, seq, hash_)
