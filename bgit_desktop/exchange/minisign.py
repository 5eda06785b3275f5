"""Signatures in the text format of minisign, so that ``minisign -Vm`` checks them without this program.

A public key is base64 of ``"Ed" ‖ key id (8) ‖ Ed25519 public key (32)``. A signature file has four lines::

    untrusted comment: <anything; here one fixed text>
    base64("ED" ‖ key id ‖ Ed25519 signature of BLAKE2b-512(message))
    trusted comment: <text>
    base64(Ed25519 signature of (the first signature ‖ the trusted text))

Only the prehashed form ("ED") is written and read. The untrusted comment is covered by no signature: in a
package it must be one of two known texts, so that no byte of a package can be changed unnoticed. The key id
is eight random bytes; it names the key and protects nothing.
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass, field
from hashlib import blake2b

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput

UNTRUSTED_COMMENTS = ("signature from bgit-desktop", "signature from minisign secret key")
"""The first is what we write, the second what minisign itself writes."""
MAX_SIGNATURE_SIZE = 2048
"""Bytes of one signature file at most."""

_PUBLIC, _PREHASHED = b"Ed", b"ED"


class BadSignature(BadInput):
    """A text is no signature of this format, or the signature does not hold."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 secret key under minisign's key id.

    Attributes:
        seed: the 32 secret bytes.
        key_id: the 8 bytes that name the key.
    """

    seed: bytes = field(repr=False)
    key_id: bytes

    @classmethod
    def generate(cls) -> SigningKey:
        """Make a new key from the system's random source."""
        return cls(os.urandom(32), os.urandom(8))

    @property
    def public(self) -> str:
        """The public key as ``minisign -P`` takes it ("RW…")."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return base64.b64encode(_PUBLIC + self.key_id + raw).decode()

    def sign(self, message: bytes, trusted_comment: str) -> bytes:
        """Sign a message.

        Args:
            message: the bytes as they are stored.
            trusted_comment: one line of text, covered by the signature.

        Returns:
            The signature file's bytes.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not trusted_comment.isprintable():
            raise ValueError("a trusted comment is one printable line")
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        signature = key.sign(blake2b(message).digest())
        overall = key.sign(signature + trusted_comment.encode())
        lines = (
            f"untrusted comment: {UNTRUSTED_COMMENTS[0]}",
            base64.b64encode(_PREHASHED + self.key_id + signature).decode(),
            f"trusted comment: {trusted_comment}",
            base64.b64encode(overall).decode(),
        )
        return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature file, read but not verified.

    Attributes:
        key_id: of the key that is said to have signed.
        signature: of the message's BLAKE2b-512.
        trusted_comment: the text that the second signature covers.
        overall: the second signature.
    """

    key_id: bytes
    signature: bytes
    trusted_comment: str
    overall: bytes


def read_public_key(text: str) -> tuple[bytes, bytes]:
    """Read a public key.

    Args:
        text: "RW…", 56 characters of base64.

    Returns:
        The key id (8 bytes) and the Ed25519 public key (32 bytes).

    Raises:
        BadInput: it is no minisign public key.
    """
    raw = _base64(text, 42) if text.isascii() else None
    if raw is None or raw[:2] != _PUBLIC:
        raise BadInput(tr("Khóa công khai minisign không hợp lệ."))
    return raw[2:10], raw[10:]


def read_signature(data: bytes) -> Signature:
    """Read a signature file, its layout to the byte.

    Args:
        data: the file's bytes.

    Returns:
        The signature, not verified yet.

    Raises:
        BadSignature: it is laid out otherwise.
    """
    try:
        lines = data.decode().split("\n") if len(data) <= MAX_SIGNATURE_SIZE else []
    except UnicodeDecodeError:
        lines = []
    trusted = "trusted comment: "
    if len(lines) != 5 or lines[4] or not lines[2].startswith(trusted):
        raise _no_signature()
    if lines[0] not in [f"untrusted comment: {each}" for each in UNTRUSTED_COMMENTS]:
        raise _no_signature()
    first, overall = _base64(lines[1], 74), _base64(lines[3], 64)
    if first is None or overall is None or first[:2] != _PREHASHED:
        raise _no_signature()
    return Signature(first[2:10], first[10:], lines[2].removeprefix(trusted), overall)


def verify(message: bytes, data: bytes, public_key: str) -> str:
    """Check a signature file against a message and a public key.

    Args:
        message: the bytes signed.
        data: the signature file's bytes.
        public_key: "RW…".

    Returns:
        The trusted comment.

    Raises:
        BadSignature: the text is no signature, another key made it, or it does not hold.
        BadInput: the public key is none.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signature = read_signature(data)
    key_id, raw = read_public_key(public_key)
    if signature.key_id != key_id:
        raise BadSignature(tr("Chữ ký được tạo bằng một khóa khác với khóa đã đăng ký."))
    try:
        key = Ed25519PublicKey.from_public_bytes(raw)
        key.verify(signature.signature, blake2b(message).digest())
        key.verify(signature.overall, signature.signature + signature.trusted_comment.encode())
    except (InvalidSignature, ValueError):
        raise BadSignature(tr("Chữ ký không khớp với nội dung.")) from None
    return signature.trusted_comment


def _base64(text: str, size: int) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    # Two texts may decode to the same bytes (spare bits at the end); only the canonical one counts.
    return raw if len(raw) == size and base64.b64encode(raw).decode() == text else None


def _no_signature() -> BadSignature:
    return BadSignature(tr("Tệp chữ ký không đúng khuôn dạng minisign."))
