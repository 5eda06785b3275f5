"""Numbers of bytes for the eye."""

from __future__ import annotations


def size_text(size: int) -> str:
    """Write a number of bytes for the eye, in thousands: ``850 B``, ``12 kB``, ``3,4 MB``."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")
