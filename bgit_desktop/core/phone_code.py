"""The code of a package that is read out by telephone."""

from __future__ import annotations

import hashlib

_CODE_DIGITS = 12


def short_code(sha256: str, head_seq: int) -> tuple[str, ...]:
    """Make the code that is read out by telephone.

    Args:
        sha256: of the package file, hexadecimal.
        head_seq: the last operation the receiver holds.

    Returns:
        Three groups of four decimal digits: the first 12 digits of SHA-256(sha256 ‖ ":" ‖ head_seq) taken as a number.
    """
    digest = hashlib.sha256(f"{sha256.lower()}:{head_seq}".encode("ascii")).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"
    return tuple(digits[at : at + 4] for at in range(0, _CODE_DIGITS, 4))
