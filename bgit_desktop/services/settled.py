"""Held packages that nobody has to decide on any more: what has become of their sender's log since.

A package keeps the verdict it was given. But where its sender has begun a new life, or has sent something newer, it
waits for nothing: the list says so, and nothing counts it among what waits for a person.
"""

from __future__ import annotations

import json
from typing import Final

from bgit_desktop.errors import BgitError
from bgit_desktop.exchange.package_reader import show_package
from bgit_desktop.exchange.verdicts import Verdict
from bgit_desktop.services.context import Session
from bgit_desktop.store import journal, peers
from bgit_desktop.store.peers import PackageRow

SETTLED: Final = "settled"
"""A fork that is over: the PC has begun a new life."""

OUTDATED: Final = "outdated"
"""Held, but what is known by now is newer: it can never be taken in any more."""

_WAITS_FOR_THE_LOG = (Verdict.HELD_GAP, Verdict.HELD_FORK, Verdict.HELD_CLOCK)


def state(session: Session, row: PackageRow) -> str:
    """Give how a package stands today: its status, or :data:`SETTLED` or :data:`OUTDATED` in its place."""
    if row.direction != "in" or row.status not in _WAITS_FOR_THE_LOG:
        return row.status
    if row.kind == "return":
        noted = session.store.meta(f"newest {row.replica}")
        newest = tuple(json.loads(noted)[:2]) if noted else (0, 0)
        return OUTDATED if newest > (row.incarnation, row.number) else row.status
    logs = {each.incarnation: each for each in journal.logs(session.store.db) if each.replica == row.replica}
    head = logs[row.incarnation].head if row.incarnation in logs else 0
    if not any(each.incarnation > row.incarnation and each.head for each in logs.values()):
        return row.status
    if row.status != Verdict.HELD_FORK:
        return OUTDATED if row.to_seq <= head else row.status
    if row.to_seq <= head or _ruled(session, row) or _parts_before(session, row):
        return SETTLED
    return row.status


def waiting(session: Session) -> list[PackageRow]:
    """Give the packages that are held and still wait for something, oldest first."""
    held = peers.held(session.store.db)
    return [row for row in held if state(session, row) == row.status]


def _ruled(session: Session, row: PackageRow) -> bool:
    """Tell whether a person has said of this package that its PC was restored."""
    said = f"% {row.sha256} as-restored"
    return bool(
        session.store.db.execute(
            "SELECT 1 FROM audit WHERE what = 'accept' AND detail LIKE ? LIMIT 1", (said,)
        ).fetchone()
    )


def _parts_before(session: Session, row: PackageRow) -> bool:
    """Tell whether a package begins on another branch than the one known, so that nothing of it ever fits."""
    try:
        manifest = show_package(session.store.folder / row.stored).manifest
    except BgitError:
        return False  # its copy was cleaned away: what its status says is all there is
    log = journal.find_log(session.store.db, row.replica, row.incarnation)
    if manifest is None or log is None:
        return False
    known = journal.hash_at(session.store.db, log, row.from_seq - 1)
    return known is not None and known.hex() != manifest.base_hash
