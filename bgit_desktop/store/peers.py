"""What a store knows of others: their keys, what they have confirmed, which packages came and went, the trust list.

Plain rows in, plain rows out; whom to believe is decided by ``exchange/trust.py``, when to write by the services.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class EarlierKey:
    """A signing key that another followed.

    Attributes:
        minisign: the key.
        incarnation: of the log under way when it ended.
        seq: the last operation that it may have signed; what goes beyond is not its to sign.
    """

    minisign: str
    incarnation: int
    seq: int


@dataclass(frozen=True, slots=True)
class LastGood:
    """The end of a revoked PC's credit.

    Attributes:
        incarnation: of the log.
        seq: the last operation still believed, 0 for none.
        hash: the chain's hash there.
    """

    incarnation: int
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Peer:
    """Another PC whose keys a person has pinned.

    Attributes:
        replica: its id.
        unit: code of its unit.
        incarnation: the one under way when it was pinned.
        label: what people call it.
        first_minisign: its first signing key; the chain of its log starts from it.
        minisign: its signing key now.
        age: its recipient.
        status: ``enrolled``, ``frozen`` (a fork waits for a person) or ``revoked``.
        trusted_at: when it was pinned, milliseconds UTC.
        trusted_by: who typed the digits.
        earlier: the signing keys before this one, the newest first.
        good: where revoked, the last operation still believed.
    """

    replica: str
    unit: str
    incarnation: int
    label: str
    first_minisign: str
    minisign: str
    age: str
    status: str
    trusted_at: int
    trusted_by: str
    earlier: tuple[EarlierKey, ...] = ()
    good: LastGood | None = None


_PEER = (
    "SELECT replica, unit, incarnation, label, first_minisign, minisign, age, status, trusted_at, trusted_by, earlier, "
    "good FROM peer"
)


def _peer(row: tuple[Any, ...]) -> Peer:
    last = json.loads(row[-1]) if row[-1] else None
    earlier = tuple(EarlierKey(*each) for each in json.loads(row[-2]))
    good = None if last is None else LastGood(last[0], last[1], bytes.fromhex(last[2]))
    replica, unit, incarnation, label, first, minisign, age, status, at, by = row[:10]
    return Peer(replica, unit, incarnation, label, first, minisign, age, status, at, by, earlier, good)


def peers(db: sqlite3.Connection, unit: str | None = None) -> list[Peer]:
    """Give the PCs whose keys are known, all or one unit's."""
    rows = db.execute(_PEER + " WHERE ? IS NULL OR unit = ? ORDER BY unit, trusted_at", (unit, unit))
    return [_peer(row) for row in rows]


def find_peer(db: sqlite3.Connection, replica: str) -> Peer | None:
    """Give a PC by its id."""
    row = db.execute(_PEER + " WHERE replica = ?", (replica,)).fetchone()
    return None if row is None else _peer(row)


def pin_peer(db: sqlite3.Connection, peer: Peer) -> None:
    """Keep a PC's keys; those known before for the same PC are replaced."""
    *plain, earlier, good = _values(peer)
    db.execute(
        "INSERT OR REPLACE INTO peer(replica, unit, incarnation, label, first_minisign, minisign, age, status, "
        "trusted_at, trusted_by, earlier, good) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *plain,
            json.dumps([_values(each) for each in earlier]),
            json.dumps([good.incarnation, good.seq, good.hash.hex()]) if good else "",
        ),
    )


def set_peer_status(db: sqlite3.Connection, replica: str, status: str) -> None:
    """Note that a PC is enrolled, frozen or revoked."""
    db.execute("UPDATE peer SET status = ? WHERE replica = ?", (status, replica))


def _values(row: Any) -> list[Any]:
    return [getattr(row, name) for name in type(row).__slots__]


# -- what others have confirmed ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How far another PC has one of our logs.

    Attributes:
        log: number of the log here.
        peer: id of the other PC.
        seq: last operation it has.
        hash: the chain's hash there.
        at: when we learned it, milliseconds UTC.
        verdict: of the last package it had from us.
        reason: why, in words.
    """

    log: int
    peer: str
    seq: int
    hash: bytes
    at: int
    verdict: str
    reason: str


def confirmation(db: sqlite3.Connection, log: int, peer: str) -> Confirmation | None:
    """Give what a PC has confirmed of a log."""
    row = db.execute(
        "SELECT log, peer, seq, hash, at, verdict, reason FROM ack WHERE log = ? AND peer = ?", (log, peer)
    ).fetchone()
    return None if row is None else Confirmation(*row)


def confirm(db: sqlite3.Connection, found: Confirmation) -> None:
    """Note a confirmation in place of the one before, be it further or (after a restore) less far."""
    db.execute(
        "INSERT INTO ack(log, peer, seq, hash, at, verdict, reason) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (log, peer) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at, "
        "verdict = excluded.verdict, reason = excluded.reason",
        tuple(_values(found)),
    )


def forget_confirmations(db: sqlite3.Connection, peer: str) -> None:
    """Forget what a PC has confirmed: what it does not confirm again is sent again."""
    db.execute("DELETE FROM ack WHERE peer = ?", (peer,))


# -- packages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package that came or went.

    Attributes:
        n: its number here.
        file: its name as it came or went.
        sha256: of the whole file, hex.
        direction: ``in`` or ``out``.
        kind: baseline, delta, incident, return.
        unit: of the sender.
        replica: of the sender.
        incarnation: of the sender's log.
        number: running number of the sender's packages.
        from_seq: window.
        to_seq: window.
        status: ``exported``, ``acknowledged``, a verdict's code, or ``undone``.
        reason: why, in words.
        batch: under which its operations are kept; None where none are.
        stored: where its copy lies, relative to the store; "" where none is kept.
        size: bytes of the file.
        at: when, milliseconds UTC.
        recipient: code of the unit a package that went out is for; "" for one that came.
    """

    n: int
    file: str
    sha256: str
    direction: str
    kind: str
    unit: str
    replica: str
    incarnation: int
    number: int
    from_seq: int
    to_seq: int
    status: str
    reason: str
    batch: int | None
    stored: str
    size: int
    at: int
    recipient: str = ""


_PACKAGE = (
    "SELECT n, file, sha256, direction, kind, unit, replica, incarnation, number, from_seq, to_seq, status, reason, "
    "batch, stored, size, at, recipient FROM package"
)


def packages(db: sqlite3.Connection, where: str = "1", values: Sequence[object] = ()) -> list[PackageRow]:
    """Give packages, oldest first.

    Args:
        db: the database.
        where: an SQL condition of ours, with ``?`` for values.
        values: the values.
    """
    return [PackageRow(*row) for row in db.execute(f"{_PACKAGE} WHERE {where} ORDER BY n", tuple(values))]


def held(db: sqlite3.Connection, sha256: str | None = None) -> list[PackageRow]:
    """Give the packages that came and are held, oldest first; or the one file with this hash, where it is."""
    where = "direction = 'in' AND status >= 'held-' AND status < 'held.'"  # a range, which the index on status answers
    return packages(db, where) if sha256 is None else packages(db, where + " AND sha256 = ?", (sha256,))


def last_from(db: sqlite3.Connection, replica: str) -> PackageRow | None:
    """Give the last package that came from a PC with what it wrote; None where none did."""
    kinds = "kind IN ('baseline', 'delta', 'incident')"
    row = db.execute(
        f"{_PACKAGE} WHERE direction = 'in' AND {kinds} AND replica = ? ORDER BY n DESC LIMIT 1", (replica,)
    ).fetchone()
    return None if row is None else PackageRow(*row)


def note_package(db: sqlite3.Connection, row: PackageRow) -> int:
    """Keep a package; ``n`` 0 gives it the next number. The same file noted as held before takes its old place.

    Returns:
        Its number.
    """
    values = _values(row)[1:]
    if row.n:
        db.execute(
            "UPDATE package SET file=?, sha256=?, direction=?, kind=?, unit=?, replica=?, incarnation=?, number=?, "
            "from_seq=?, to_seq=?, status=?, reason=?, batch=?, stored=?, size=?, at=?, recipient=? WHERE n=?",
            (*values, row.n),
        )
        return row.n
    marks = ", ".join("?" * len(values))
    cursor = db.execute(
        "INSERT INTO package(file, sha256, direction, kind, unit, replica, incarnation, number, from_seq, to_seq, "
        f"status, reason, batch, stored, size, at, recipient) VALUES ({marks})",
        values,
    )
    return int(cursor.lastrowid or 0)


def forget_package(db: sqlite3.Connection, n: int) -> None:
    """Take a package off the list."""
    db.execute("DELETE FROM package WHERE n = ?", (n,))


def mark_acknowledged(db: sqlite3.Connection, incarnation: int, seq: int, replica: str) -> int:
    """Mark our packages whose windows another PC has confirmed; gives how many."""
    return db.execute(
        # by status: of this PC's packages there are ever more, of those not yet confirmed a few
        "UPDATE package SET status = 'acknowledged' WHERE direction = 'out' AND status = 'exported' "
        "AND +replica = ? AND incarnation = ? AND kind IN ('baseline', 'delta', 'incident') AND to_seq <= ?",
        (replica, incarnation, seq),
    ).rowcount


# -- the trust list ---------------------------------------------------------------------------------------------------


def newest_trust(db: sqlite3.Connection) -> tuple[str, str] | None:
    """Give the newest trust list held: its exact text and signature."""
    row = db.execute("SELECT signed, minisig FROM trust_list ORDER BY version DESC LIMIT 1").fetchone()
    return None if row is None else (str(row[0]), str(row[1]))


def trust_versions(db: sqlite3.Connection, versions: Sequence[int]) -> list[tuple[str, str]]:
    """Give some trust lists by version: exact text and signature, in order."""
    marks = ",".join("?" * len(versions)) or "NULL"
    rows = db.execute(f"SELECT signed, minisig FROM trust_list WHERE version IN ({marks}) ORDER BY version", versions)
    return [(str(text), str(minisig)) for text, minisig in rows]


def forget_trust(db: sqlite3.Connection) -> None:
    """Forget the trust lists held: another root was pinned from paper."""
    db.execute("DELETE FROM trust_list")


def keep_trust(db: sqlite3.Connection, version: int, text: str, minisig: str, now: int) -> None:
    """Keep a trust list."""
    db.execute("INSERT OR REPLACE INTO trust_list VALUES (?, ?, ?, ?)", (version, text, minisig, now))
