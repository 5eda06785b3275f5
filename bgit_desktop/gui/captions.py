"""Names of things as captions of controls."""

from __future__ import annotations


def literal(name: str) -> str:
    """Give a name so that a control shows it as it is: its "&" ("Phòng VH&TT") marks no key."""
    return name.replace("&", "&&")
