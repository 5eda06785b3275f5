"""The small file beside the keys that tells a restored or copied database from the real one (EXCHANGE.md).

It holds the head of this PC's own log: ``{"replica", "incarnation", "last_seq", "last_hash"}``. A database whose own log ends
before it is an older copy: the next write starts a new incarnation.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

STATE_FILE = "keys/state.json"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends: replica, incarnation, last sequence number, hash of the chain there."""

    replica: str
    incarnation: int
    seq: int
    hash: bytes


def write_state(folder: Path, head: Head) -> None:
    """Note the head of the own log; written beside and renamed, so that it is whole or old.

    A failure here is not the user's loss (the database has committed), so it is not raised: the file then lags and
    at worst one incarnation is started without need.
    """
    path = folder / STATE_FILE
    text = json.dumps(
        {
            "replica": head.replica,
            "incarnation": head.incarnation,
            "last_seq": head.seq,
            "last_hash": head.hash.hex(),
        }
    )
    beside = path.with_suffix(".new")
    with contextlib.suppress(OSError):
        beside.write_text(text, encoding="ascii")
        os.replace(beside, path)


def read_state(folder: Path) -> Head | None:
    """Read the head noted last; None where there is none or it cannot be read."""
    try:
        data = json.loads((folder / STATE_FILE).read_text(encoding="ascii"))
        return Head(
            str(data["replica"]),
            int(data["incarnation"]),
            int(data["last_seq"]),
            bytes.fromhex(data["last_hash"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
