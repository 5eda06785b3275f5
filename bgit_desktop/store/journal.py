"""The journal: own lines are sealed into the chain, any window of any log can be read again as it travelled.

The triggers write rows into ``op``; :func:`begin` tells them when, who and under which batch, :func:`seal` runs the
chain over what they wrote. The hash at every position is not kept: checkpoints are (``chain``), and the hash between
them is computed forward from the nearest one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.ids import is_id
from bgit_desktop.core.operations import MERGED, NEW_INCARNATION, UPDATE, fields_text, line_text
from bgit_desktop.core.registry import BY_NUMBER, TYPES
from bgit_desktop.core.strict_json import Line
from bgit_desktop.store.schema import SEQ_BITS, fields_sql, of_row_sql
from bgit_desktop.store.statefile import Head

CHECKPOINT = 1024
"""Lines between two checkpoints of the chain."""

SHIPPED_LOG = 0
"""The log of the reference data every program ships; never exported, seen by everybody."""

FIRST_FOREIGN_TYPE = 1000


@dataclass(frozen=True, slots=True)
class Log:
    """One log: an incarnation of a PC.

    Attributes:
        n: its number in this database.
        unit: code of the unit.
        replica: id of the PC.
        incarnation: which life of that PC, from 1.
        start: hash the chain starts from.
        head: last operation applied.
        head_hash: hash of the chain at ``head``.
        known: last operation stored; more than ``head`` where a batch was undone.
        own: whether it is this PC's.
        updated: when it last grew, milliseconds UTC.
    """

    n: int
    unit: str
    replica: str
    incarnation: int
    start: bytes
    head: int
    head_hash: bytes
    known: int
    own: bool
    updated: int


_LOG = "SELECT n, unit, replica, incarnation, start, head, head_hash, known, own, updated FROM log"


def _log(row: tuple[Any, ...]) -> Log:
    n, unit, replica, incarnation, start, head, head_hash, known, own, updated = row
    return Log(n, unit, replica, incarnation, start, head, head_hash, known, bool(own), updated)


def key(log: int, seq: int) -> int:
    """Give the key of an operation in ``op``."""
    return (log << SEQ_BITS) | seq


def split(n: int) -> tuple[int, int]:
    """Give log and sequence number of an operation's key."""
    return n >> SEQ_BITS, n & ((1 << SEQ_BITS) - 1)


def uuid_text(raw: bytes) -> str:
    """Write a 16-byte UUID as text."""
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def uuid_bytes(text: str) -> bytes:
    """Read a UUID in its one spelling: lowercase, hyphenated.

    Raises:
        ValueError: it is not one.
    """
    if not is_id(text):
        raise ValueError(text)
    return bytes.fromhex(text.replace("-", ""))


# -- logs -----------------------------------------------------------------------------------------------------------


def logs(db: sqlite3.Connection) -> list[Log]:
    """Give every log but the shipped one, by unit, PC and incarnation."""
    return [_log(row) for row in db.execute(_LOG + " WHERE n > 0 ORDER BY unit, replica, incarnation")]


def own_log(db: sqlite3.Connection) -> Log | None:
    """Give this PC's log of the incarnation under way; None before ``init`` has ended."""
    row = db.execute(_LOG + " WHERE own = 1 ORDER BY incarnation DESC LIMIT 1").fetchone()
    return None if row is None else _log(row)


def find_log(db: sqlite3.Connection, replica: str, incarnation: int) -> Log | None:
    """Find a log by PC and incarnation."""
    row = db.execute(_LOG + " WHERE replica = ? AND incarnation = ?", (replica, incarnation)).fetchone()
    return None if row is None else _log(row)


def add_log(
    db: sqlite3.Connection,
    unit: str,
    replica: str,
    incarnation: int,
    start: bytes,
    *,
    own: bool = False,
    lost: bool = False,
) -> Log:
    """Add an empty log; an own one becomes the log the triggers write to, unless it is a lost one that comes back."""
    cursor = db.execute(
        "INSERT INTO log(n, unit, replica, incarnation, start, head_hash, own) "
        "VALUES ((SELECT max(coalesce(max(n), 0), 0) + 1 FROM log), ?, ?, ?, ?, ?, ?)",
        (unit, replica, incarnation, start, start, int(own or lost)),
    )
    n = int(cursor.lastrowid or 0)
    if own:
        db.execute("UPDATE session SET log = ?, seq = 0", (n,))
    found = find_log(db, replica, incarnation)
    assert found is not None  # just added
    return found


# -- own lines ------------------------------------------------------------------------------------------------------


def intern_actor(db: sqlite3.Connection, name: str) -> int:
    """Give the number of an actor, adding it where it is new."""
    row = db.execute("SELECT n FROM actor WHERE name = ?", (name,)).fetchone()
    if row is not None:
        return int(row[0])
    return int(db.execute("INSERT INTO actor(name) VALUES (?)", (name,)).lastrowid or 0)


def type_numbers(db: sqlite3.Connection) -> dict[str, int]:
    """Give the numbers of all record types met, declared or not, by name."""
    numbers = dict(db.execute("SELECT name, n FROM record_type"))
    numbers.update((name, kind.number) for name, kind in TYPES.items())
    return numbers


def intern_type(db: sqlite3.Connection, name: str, numbers: dict[str, int]) -> int:
    """Give the number of a record type of a newer version, adding it where it is new."""
    if name not in numbers:
        numbers[name] = max(FIRST_FOREIGN_TYPE, *numbers.values()) + 1
        db.execute("INSERT INTO record_type VALUES (?, ?)", (numbers[name], name))
    return numbers[name]


def begin(db: sqlite3.Connection, kind: str, label: str, actor: str, now: int) -> int:
    """Open a batch and tell the triggers about it; within a transaction.

    Returns:
        The batch's number.
    """
    who = intern_actor(db, actor)
    batch = int(
        db.execute("INSERT INTO batch(at, kind, label, actor) VALUES (?, ?, ?, ?)", (now, kind, label, who)).lastrowid
        or 0
    )
    db.execute("UPDATE session SET now = ?, actor = ?, batch = ?, applying = 0", (now, who, batch))
    return batch


def append(db: sqlite3.Connection, kind: str, fields: dict[str, Any]) -> int:
    """Write an own line that is about logs, not records (``m`` or ``n``); within a transaction.

    Returns:
        Its sequence number.
    """
    db.execute("UPDATE session SET seq = seq + 1, hlc = max(hlc + 1, now << 16)")
    log, seq, hlc, actor, batch = db.execute("SELECT log, seq, hlc, actor, batch FROM session").fetchone()
    db.execute(
        "INSERT INTO op(n, hlc, kind, fields, actor, batch) VALUES (?, ?, ?, ?, ?, ?)",
        (key(log, seq), hlc, kind, fields_text(fields), actor, batch),
    )
    return int(seq)


def rewrite(db: sqlite3.Connection, kind: RecordType, row: bytes, fields: dict[str, Any], op: str = UPDATE) -> None:
    """Write that values stand although they do not change (a conflict settled for the provisional value).

    With ``op`` insert, that the record itself stands although somebody deleted it.
    """
    at = append(db, op, fields)
    log = db.execute("SELECT log FROM session").fetchone()[0]
    db.execute("UPDATE op SET tbl = ?, row = ? WHERE n = ?", (kind.number, row, key(log, at)))


def write_again(db: sqlite3.Connection, op: Line) -> None:
    """Write an operation of our own that had to be cut out of an older incarnation once more, as a new line."""
    _, _, kind, table, row, fields, _ = op
    at = append(db, kind, fields)
    log = db.execute("SELECT log FROM session").fetchone()[0]
    number = intern_type(db, table or "", type_numbers(db))
    db.execute("UPDATE op SET tbl = ?, row = ? WHERE n = ?", (number, uuid_bytes(row or ""), key(log, at)))


def note_merge_again(db: sqlite3.Connection, fields: dict[str, Any]) -> None:
    """Write a line of kind ``m`` that had to be cut out of an older incarnation once more."""
    own = own_log(db)
    assert own is not None  # there was one to cut it out of
    at = append(db, MERGED, fields)
    replica, incarnation, seq = fields["replica"], fields["incarnation"], fields["seq"]
    db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", (own.n, at, replica, incarnation, seq))


def drop_log(db: sqlite3.Connection, log: Log) -> None:
    """Take a whole log out; only for an own one that nobody else has ever taken in."""
    window = (key(log.n, 0), key(log.n + 1, 0) - 1)
    for table in ("op", "op_raw", "op_unknown"):
        db.execute(f"DELETE FROM {table} WHERE n BETWEEN ? AND ?", window)
    for table in ("chain", "seen", "ack"):
        db.execute(f"DELETE FROM {table} WHERE log = ?", (log.n,))
    db.execute("DELETE FROM log WHERE n = ?", (log.n,))


def cut_log(db: sqlite3.Connection, log: Log, seq: int) -> None:
    """Take the lines after a position out of an own log."""
    hash_ = hash_at(db, log, seq)
    assert hash_ is not None  # the position lies within what is stored
    window = (key(log.n, seq + 1), key(log.n + 1, 0) - 1)
    for table in ("op", "op_raw", "op_unknown"):
        db.execute(f"DELETE FROM {table} WHERE n BETWEEN ? AND ?", window)
    for table in ("chain", "seen", "ack"):
        db.execute(f"DELETE FROM {table} WHERE log = ? AND seq > ?", (log.n, seq))
    db.execute("UPDATE log SET head = ?, known = ?, head_hash = ? WHERE n = ?", (seq, seq, hash_, log.n))


def note_merge(db: sqlite3.Connection, taken: Log, seq: int, hash_: bytes) -> None:
    """Write that this PC has taken in another log up to a position (kind ``m``); within a transaction."""
    own = own_log(db)
    assert own is not None  # nothing is taken in before init has ended
    at = append(
        db,
        MERGED,
        {
            "unit": taken.unit,
            "replica": taken.replica,
            "incarnation": taken.incarnation,
            "seq": seq,
            "hash": hash_.hex(),
        },
    )
    db.execute(
        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
        (own.n, at, taken.replica, taken.incarnation, seq),
    )


def seen_by(db: sqlite3.Connection, log: Log, other: Log) -> int:
    """Give up to where the writer of a log says that it has taken in another one, 0 for not at all."""
    row = db.execute(
        "SELECT max(seen_seq) FROM seen WHERE log = ? AND replica = ? AND incarnation = ?",
        (log.n, other.replica, other.incarnation),
    ).fetchone()
    return int(row[0] or 0)


def start_incarnation(db: sqlite3.Connection, start: bytes, number: int, old: Log, seq: int, hash_: bytes) -> Log:
    """Begin this PC's next incarnation; within a transaction.

    Args:
        db: the database.
        start: hash its chain starts from.
        number: which incarnation.
        old: the own log it goes on from.
        seq: the last operation of that log that it adopts.
        hash_: hash of that log's chain there.
    """
    new = add_log(db, old.unit, old.replica, number, start, own=True)
    adopted = {"incarnation": old.incarnation, "adopted_seq": seq, "adopted_hash": hash_.hex()}
    at = append(db, NEW_INCARNATION, adopted)
    db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", (new.n, at, old.replica, old.incarnation, seq))
    return new


def seal(db: sqlite3.Connection, now: int) -> Head | None:
    """Run the chain over the own lines written since the last seal; within a transaction.

    Returns:
        The own log's head, None before ``init`` has ended.
    """
    log = own_log(db)
    if log is None:
        return None
    last = int(db.execute("SELECT seq FROM session").fetchone()[0])
    if last > log.head:
        head_hash = store_chain(db, log.n, log.head, log.head_hash, lines(db, log.n, log.head + 1, last))
        db.execute(
            "UPDATE log SET head = ?, known = ?, head_hash = ?, updated = ? WHERE n = ?",
            (last, last, head_hash, now, log.n),
        )
        return Head(log.replica, log.incarnation, last, head_hash)
    return Head(log.replica, log.incarnation, log.head, log.head_hash)


def store_chain(db: sqlite3.Connection, log: int, seq: int, hash_: bytes, window: Iterable[bytes]) -> bytes:
    """Run the chain over lines that follow ``seq`` and keep its checkpoints.

    Returns:
        The hash after the last line.
    """
    from bgit_desktop.core.chain import chain_over

    block: list[bytes] = []
    points = []
    for line in window:
        block.append(line)
        if (seq + len(block)) % CHECKPOINT == 0:
            hash_ = chain_over(hash_, block)
            seq += len(block)
            points.append((log, seq, hash_))
            block.clear()
    hash_ = chain_over(hash_, block)
    points.append((log, seq + len(block), hash_))
    db.executemany("INSERT OR REPLACE INTO chain VALUES (?, ?, ?)", points)
    return hash_


def keep_chain(db: sqlite3.Connection, log: int, first: int, last: int, hash_at: Callable[[int], bytes]) -> bytes:
    """Keep the checkpoints of a chain that was computed already.

    Args:
        db: the database.
        log: number of the log.
        first: first sequence number of the window.
        last: last one.
        hash_at: gives the chain's hash after a line of the window.

    Returns:
        The hash after the last line.
    """
    at = [*range(first + -first % CHECKPOINT, last, CHECKPOINT), last]
    db.executemany("INSERT OR REPLACE INTO chain VALUES (?, ?, ?)", [(log, seq, hash_at(seq)) for seq in at])
    return hash_at(last)


# -- reading --------------------------------------------------------------------------------------------------------


def lines(db: sqlite3.Connection, log: int, first: int, last: int) -> Iterator[bytes]:
    """Give the lines of a window of a log exactly as they travel, in order.

    Args:
        db: the database.
        log: number of the log.
        first: first sequence number.
        last: last sequence number, included.
    """
    names = {number: kind.name for number, kind in BY_NUMBER.items()} | dict(
        db.execute("SELECT n, name FROM record_type")
    )
    actors = dict(db.execute("SELECT n, name FROM actor"))
    rows = db.execute(
        f"SELECT op.n, hlc, kind, tbl, row, {fields_sql()}, actor, line FROM op LEFT JOIN op_raw USING (n) "
        "WHERE op.n BETWEEN ? AND ? ORDER BY op.n",
        (key(log, first), key(log, last)),
    )
    mask = (1 << SEQ_BITS) - 1
    for n, hlc, kind, table, row, fields, actor, raw in rows:
        if raw is not None:
            yield raw
            continue
        text = line_text(
            n & mask,
            hlc,
            kind,
            names[table] if table else None,
            None if row is None else uuid_text(row),
            fields,
            actors[actor],
        )
        yield text.encode()


def hash_at(db: sqlite3.Connection, log: Log, seq: int) -> bytes | None:
    """Give the hash of a log's chain at a position; None beyond what is stored."""
    from bgit_desktop.core.chain import chain_over

    if seq > log.known:
        return None
    if seq == log.head:
        return log.head_hash
    row = db.execute(
        "SELECT seq, hash FROM chain WHERE log = ? AND seq <= ? ORDER BY seq DESC LIMIT 1", (log.n, seq)
    ).fetchone()
    at, hash_ = (0, log.start) if row is None else (int(row[0]), bytes(row[1]))
    return chain_over(hash_, lines(db, log.n, at + 1, seq)) if at < seq else hash_


@dataclass(frozen=True, slots=True)
class Change:
    """One operation of a record's history, for people.

    Attributes:
        n: its key.
        hlc: hybrid clock.
        kind: ``i``, ``u`` or ``d``.
        fields: what it set, as JSON text.
        actor: who.
        replica: which PC.
        unit: of which unit.
        batch: under which batch it came.
        active: False where it was taken back.
    """

    n: int
    hlc: int
    kind: str
    fields: str
    actor: str
    replica: str
    unit: str
    batch: int
    active: bool


def history(db: sqlite3.Connection, kind: RecordType, row: bytes) -> list[Change]:
    """Give every operation on a record, oldest first."""
    return [
        Change(n, hlc, op, fields, actor, replica, unit, batch, bool(active))
        for n, hlc, op, fields, actor, replica, unit, batch, active in db.execute(
            f"SELECT op.n, op.hlc, op.kind, {fields_sql()}, actor.name, log.replica, log.unit, op.batch, op.active "
            "FROM op JOIN actor ON actor.n = op.actor JOIN log ON log.n = op.n >> :bits "
            f"WHERE {of_row_sql(kind, ':row')} ORDER BY op.hlc, op.n",
            {"bits": SEQ_BITS, "row": row},
        )
    ]
