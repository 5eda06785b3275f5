"""Whom to believe: the trust list of the province, and the decision on a window of a log.

Nothing here reads a file, a clock or a database: what is known comes in as small values, what is decided
goes out as small values. The decision table of EXCHANGE.md is :func:`decide_window`; the walk of trust
lists is :class:`TrustRules`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bgit_desktop.core.i18n import tr
from bgit_desktop.exchange.verdicts import Verdict

MAX_AHEAD_MS: Final = 48 * 3600 * 1000
"""How far a clock may run ahead before a person is asked, in milliseconds."""
_COUNTER_BITS = 16


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log is known.

    Attributes:
        seq: the last operation, 0 for none.
        hash: the chain's hash there (h_0 for none), 32 bytes.
    """

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Adopted:
    """What the first line of a new incarnation says of the previous one (kind ``n``).

    Attributes:
        incarnation: the previous incarnation.
        seq: the last of its operations that the new one builds on.
        hash: the chain's hash there, 32 bytes.
    """

    incarnation: int
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Revocation:
    """The end of a replica's credit.

    Attributes:
        incarnation: of the log that last_good points into.
        seq: the last operation still believed, 0 for none.
        hash: the chain's hash there, 32 bytes.
    """

    incarnation: int
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class KnownReplica:
    """What the receiver knows of a replica before a package comes.

    Attributes:
        heads: how far each of its incarnations is known; empty where nothing came yet.
        hash_at: gives the chain's hash of an incarnation at a sequence number, None where unknown; at 0 it
            gives h_0, from the keys in the trust list.
        revoked: set where the replica is revoked.
        frozen: a fork was found and no person has settled it yet.
    """

    heads: Mapping[int, Head]
    hash_at: Callable[[int, int], bytes | None]
    revoked: Revocation | None = None
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The piece of a log that a package brings; its chain has been verified.

    Attributes:
        incarnation: which log of the replica.
        from_seq: first operation.
        to_seq: last one; from_seq - 1 for none.
        hash_at: gives the window's hash at from_seq - 1 … to_seq.
        max_hlc: the highest hybrid clock in it, 0 for none.
        adopted: what its ``n`` line says, where it begins with one.
        created_ms: when the package was written by the sender's clock, milliseconds since 1970; 0 if not
    asked.
    """

    incarnation: int
    from_seq: int
    to_seq: int
    hash_at: Callable[[int], bytes]
    max_hlc: int = 0
    adopted: Adopted | None = None
    created_ms: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a window.

    Attributes:
        verdict: the code.
        reason: one sentence for the operator; "" where there is nothing to explain.
        apply_from: first operation to apply; beyond the window where nothing is.
        wanted: for ``held-gap`` the incarnation and sequence number to send from; else None.
        alarm: somebody must look at this now.
        warnings: sentences to show with an accepted package.
    """

    verdict: Verdict
    reason: str
    apply_from: int
    wanted: tuple[int, int] | None = None
    alarm: bool = False
    warnings: tuple[str, ...] = field(default=())


def decide_window(known: KnownReplica, window: Window, now_ms: int, *, any_clock: bool = False) -> Decision:
    """Decide on a window of a log, the rows of EXCHANGE.md's table in this order.

    1. Revoked replica: up to ``last_good``, with its hash, as usual; anything beyond, or not provably
       leading there, is ``rejected-revoked`` with an alarm.
    2. An older incarnation that brings new operations, or a different hash at a known sequence number:
       ``held-fork`` with an alarm. So is everything new of a replica that is frozen already.
    3. A new incarnation must begin with its ``n`` line; the previous log must be known up to what it adopts
       (``held-gap`` otherwise) with the same hash there (``held-fork``).
    4. ``from > head + 1``: ``held-gap``, asking for ``head + 1``.
    5. ``to ≤ head``: ``duplicate``.
    6. A clock more than 48 hours ahead of ours: ``held-clock``, unless a person said otherwise. A sender's
       clock that runs behind its own log only warns.
    7. Everything else is ``accepted``, from ``head + 1``.

    Args:
        known: what is known of the replica.
        window: what the package brings.
        now_ms: our clock, milliseconds since 1970 UTC.
        any_clock: a person accepted the clock.
    """
    problem = _revoked(known, window) or _incarnation(known, window)
    if problem is not None:
        return problem
    head = known.heads.get(window.incarnation, Head(0, b""))
    if window.from_seq > head.seq + 1:
        return _gap(window, window.incarnation, head.seq + 1)
    overlap = min(window.to_seq, head.seq)
    if not _same(known, window, window.from_seq - 1) or not _same(known, window, overlap):
        if known.revoked is not None:
            return _beyond(window)
        return _fork(
            window,
            tr("Nhật ký của máy này khác với những gì đã nhận: máy được khôi phục, sao chép hoặc giả mạo."),
        )
    if window.to_seq <= head.seq:
        reason = tr("Đã nhận đủ từ trước; không có gì thay đổi.")
        return Decision(Verdict.DUPLICATE, reason, window.to_seq + 1)
    if known.frozen:
        return _fork(
            window,
            tr("Máy này đang tạm dừng nhận vì nhật ký bị rẽ nhánh; hãy xử lý gói đang giữ trước."),
        )
    if window.max_hlc >> _COUNTER_BITS > now_ms + MAX_AHEAD_MS and not any_clock:
        return Decision(
            Verdict.HELD_CLOCK,
            tr("Đồng hồ của máy gửi chạy trước quá 48 giờ; hãy kiểm tra rồi chấp nhận nếu đúng."),
            window.to_seq + 1,
        )
    warnings: tuple[str, ...] = ()
    if window.created_ms and window.created_ms + MAX_AHEAD_MS < window.max_hlc >> _COUNTER_BITS:
        warnings = (tr("Đồng hồ của máy gửi chạy chậm hơn nhật ký của chính nó; hãy nhắc đơn vị chỉnh giờ."),)
    return Decision(Verdict.ACCEPTED, "", head.seq + 1, warnings=warnings)


def _revoked(known: KnownReplica, window: Window) -> Decision | None:
    good = known.revoked
    if good is None:
        return None
    if window.incarnation != good.incarnation:
        return None if window.incarnation < good.incarnation else _beyond(window)
    head = known.heads.get(window.incarnation, Head(0, b""))
    if window.to_seq > good.seq:
        return _beyond(window)
    if window.to_seq == good.seq and window.hash_at(good.seq) != good.hash:
        return _beyond(window)
    # New operations that stop short of last_good cannot be told from forged ones.
    return _beyond(window) if head.seq < window.to_seq < good.seq else None


def _incarnation(known: KnownReplica, window: Window) -> Decision | None:
    newest = max(known.heads, default=window.incarnation)
    head = known.heads.get(window.incarnation)
    if window.incarnation < newest and window.to_seq > (head.seq if head else 0):
        return _fork(
            window,
            tr("Gói mang thao tác mới của một đời nhật ký cũ: máy được khôi phục hoặc sao chép."),
        )
    if window.incarnation == 1 or head is not None or window.from_seq != 1 or window.to_seq < 1:
        return None
    adopted = window.adopted
    if adopted is None or adopted.incarnation >= window.incarnation:
        return Decision(
            Verdict.REJECTED_CORRUPT,
            tr("Đời nhật ký mới không bắt đầu bằng dòng nối với đời trước."),
            window.to_seq + 1,
        )
    before = known.heads.get(adopted.incarnation, Head(0, b""))
    if adopted.seq > before.seq:
        return _gap(window, adopted.incarnation, before.seq + 1)
    if adopted.seq and known.hash_at(adopted.incarnation, adopted.seq) != adopted.hash:
        return _fork(window, tr("Đời nhật ký mới nối với một nhật ký khác với những gì đã nhận."))
    return None


def _same(known: KnownReplica, window: Window, seq: int) -> bool:
    if seq < window.from_seq - 1:
        return True  # the window does not reach it
    ours = known.hash_at(window.incarnation, seq)
    return ours == window.hash_at(seq) or (ours is None and seq == 0)


def _gap(window: Window, incarnation: int, seq: int) -> Decision:
    return Decision(
        Verdict.HELD_GAP,
        tr(
            "Thiếu gói ở giữa: cần các thao tác từ số {seq} (đời nhật ký {incarnation}).",
            seq=seq,
            incarnation=incarnation,
        ),
        window.to_seq + 1,
        wanted=(incarnation, seq),
    )


def _fork(window: Window, reason: str) -> Decision:
    return Decision(Verdict.HELD_FORK, reason, window.to_seq + 1, alarm=True)


def _beyond(window: Window) -> Decision:
    return Decision(
        Verdict.REJECTED_REVOKED,
        tr("Khóa của máy gửi đã bị thu hồi và gói vượt quá thao tác cuối còn tin được."),
        window.to_seq + 1,
        alarm=True,
    )
