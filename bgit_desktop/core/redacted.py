"""A line of which only the digest is left: ``{"redacted":"<64 hex digits>"}``, byte for byte (see ``core/chain.py``).

By itself, because reading lines must not load the hashes: a start that only shows a list has no use for them.
"""

from __future__ import annotations

import re

match_redacted = re.compile(rb'\{"redacted":"([0-9a-f]{64})"\}').fullmatch
"""Gives the match of a line that is redacted, its first group the digest; None for any other."""


def is_redacted(line: bytes) -> bool:
    """Tell whether a line is one of which only the digest is left."""
    return line[:1] == b"{" and match_redacted(line) is not None


def redacted_line(digest: bytes) -> bytes:
    """Write what is left of a line: its digest."""
    return b'{"redacted":"' + digest.hex().encode() + b'"}'
