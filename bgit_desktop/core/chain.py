"""The hash chain of one PC's log (EXCHANGE.md, "One mechanism").

Each incarnation of a replica starts its own chain; every line of its log adds one link::

    h_0 = SHA-256("bgit-log-1" ‖ 00 ‖ province ‖ 00 ‖ unit ‖ 00 ‖ replica ‖ 00 ‖ incarnation ‖ 00 ‖ key)
    h_i = SHA-256(h_{i-1} ‖ SHA-256(line_i))

Digests are raw (32 bytes) in the chain and lowercase hex in manifests. Because a link takes the *digest* of a
line, a line may be redacted to its digest (:func:`chain_link`) and the chain still verifies. A redacted line stands and
travels as ``{"redacted":"<64 hex digits>"}``, byte for byte; every other line is an array.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from bgit_desktop.core.redacted import match_redacted

DIGEST_SIZE = 32
_DOMAIN = b"bgit-log-1"


def line_digest(line: bytes) -> bytes:
    """Give the SHA-256 of a line; of a redacted one the digest it states."""
    found = match_redacted(line) if line[:1] == b"{" else None
    return sha256(line).digest() if found is None else bytes.fromhex(found[1].decode())


def chain_start(province: str, unit: str, replica: str, incarnation: int, minisign_key: str) -> bytes:
    """Give h_0 of one incarnation's log.

    Args:
        province: code of the province.
        unit: code of the unit the replica belongs to.
        replica: id of the replica (the PC).
        incarnation: its number, written in decimal into the hash.
        minisign_key: the first minisign public key of this incarnation, base64 as ``minisign -P`` takes it.

    Returns:
        32 raw bytes.
    """
    parts = (province, unit, replica, str(incarnation), minisign_key)
    return sha256(b"\0".join((_DOMAIN, *(part.encode() for part in parts)))).digest()


def chain_link(previous: bytes, line_digest: bytes) -> bytes:
    """Give h_i from h_{i-1} and the SHA-256 of line i (all that is left of a redacted line)."""
    return sha256(previous + line_digest).digest()


def chain_hashes(start: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the chain's hash after each line.

    Args:
        start: the hash before the first of the lines (h_0, or ``base_hash`` of a window).
        lines: the lines as stored, without their newline.

    Yields:
        32 raw bytes for each line.
    """
    current = start
    for line in lines:
        digest = line_digest(line) if line[:1] == b"{" else sha256(line).digest()
        current = sha256(current + digest).digest()
        yield current


def chain_over(start: bytes, lines: Iterable[bytes]) -> bytes:
    """Give the chain's hash after all the lines; ``start`` itself where there are none."""
    current = start
    for current in chain_hashes(start, lines):  # noqa: B007 - the last one is the result
        pass
    return current
