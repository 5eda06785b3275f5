"""Taking operations in: into the journal, then folded into the record tables.

:func:`take_in` stores a window of another log; :func:`refold` makes the rows anew from the journal after operations
were taken back or given again. Both run within the caller's transaction, with the triggers silent. Nothing here
decides whether a window may be taken in: that is the exchange's and the services' part.

Most rows are written by one PC only. Their fold is "the last value of each field", so that they go straight into the
table in bulk; only rows that several logs have touched take the slow way through :mod:`bgit_desktop.core.fold`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.heirs import day_of
from bgit_desktop.core.operations import INSERT, UPDATE
from bgit_desktop.core.registry import TYPES
from bgit_desktop.store import bulk, heirs, journal, redact, search
from bgit_desktop.store.codec import SqlValue
from bgit_desktop.store.journal import Log, key
from bgit_desktop.store.prepared import BadOperation as BadOperation
from bgit_desktop.store.prepared import Fresh, Prepared, RowOps
from bgit_desktop.store.preparing import fresh_of
from bgit_desktop.store.refold import Applied, Tally, refold_row
from bgit_desktop.store.schema import SEQ_BITS, of_row_sql, quote

CLOCK_PULL_MS = 24 * 3600 * 1000
"""How far ahead of this PC's clock another one may pull its hybrid clock; half of what a receiver holds a package for."""

_CHUNK = 900  # rows asked for in one statement; SQLite's oldest limit of parameters is 999


@dataclass(frozen=True, slots=True)
class Authority:
    """What the writer of a log may touch.

    Attributes:
        unit: the unit whose records it may write.
        province: it is the Sở's log: it may write provincial tables, and the fields of other units' records that are
            marked for it.
    """

    unit: str
    province: bool


class BeyondAuthority(ValueError):
    """A line touches another unit's record, or a table only the province writes.

    Attributes:
        seq: number of the line.
        table: the record type.
    """

    def __init__(self, seq: int, table: str) -> None:
        super().__init__(f"{seq}: {table}")
        self.seq = seq
        self.table = table


def take_in(
    db: sqlite3.Connection,
    log: Log,
    window: Prepared,
    raw: Sequence[bytes],
    batch: int,
    authority: Authority,
    hash_at: Callable[[int], bytes] | None = None,
) -> Applied:
    """Store operations that follow a log's head and bring the records up to date; within a transaction.

    Args:
        db: the database.
        log: the log they belong to; its ``head`` is one before the first of them.
        window: the operations, prepared for that log's unit.
        raw: their lines as they came.
        batch: under which batch they are kept.
        authority: what the log's writer may touch.
        hash_at: gives the chain's hash after each of the lines; None where it is still to be computed.

    Returns:
        What changed.

    Raises:
        BadOperation: a line does not fit the declarations; the caller rolls back.
        BeyondAuthority: a line touches what is not its writer's; the caller rolls back.
    """
    _check(window, authority)
    db.execute("UPDATE session SET applying = 1")
    shared, known = _touched_before(db, log, window)
    _store(db, log, window, raw, batch, shared | known)
    tally = Tally()
    _fold(db, log, window, authority, (shared, known), tally)
    redact.follow(db, log, window, authority.unit, tally)
    if hash_at is None:
        hash_ = journal.store_chain(db, log.n, log.head, log.head_hash, raw)
    else:
        hash_ = journal.keep_chain(db, log.n, window.first, window.last, hash_at)
    db.execute(
        "UPDATE log SET head = ?, head_hash = ?, known = max(known, ?), updated = (SELECT now FROM session) WHERE n = ?",
        (window.last, hash_, window.last, log.n),
    )
    # A clock ahead of ours pulls ours along, so that what we write next is later than what we have seen; but a wrong
    # one that a person accepted must not make ours wrong for everybody: what had seen what never rests on clocks.
    db.execute(
        "UPDATE session SET applying = 0, hlc = max(hlc, min(?, (now + ?) << 16))", (window.latest, CLOCK_PULL_MS)
    )
    return tally.result(len(window.rows))


def _check(window: Prepared, authority: Authority) -> None:
    """Refuse a window with a line that does not fit, or one on a table that is not its writer's.

    Raises:
        BadOperation: a line does not fit the declarations.
        BeyondAuthority: it is on a table that only the province writes.
    """
    problem, provincial = window.problem, None if authority.province else window.provincial
    if provincial is not None and (problem is None or provincial[0] <= problem[0]):
        raise BeyondAuthority(*provincial)
    if problem is not None:
        raise BadOperation(*problem)


# -- journal ---------------------------------------------------------------------------------------------------------


def _store(
    db: sqlite3.Connection, log: Log, window: Prepared, raw: Sequence[bytes], batch: int, touched: set[bytes]
) -> None:
    """Write the lines into ``op``.

    The fields are kept as they were spelled, but for those of a canonical line that alone makes a row: they are what
    the row will hold (docs/adr/0015). A line that differs in anything else from our canonical spelling is kept whole
    beside it, so that every line can be given again byte for byte.

    Args:
        db: the database.
        log: the log.
        window: its lines.
        raw: the lines as they came.
        batch: under which batch they are kept.
        touched: rows that have lines already.
    """
    first, base = window.first, key(log.n, 0)
    numbers = journal.type_numbers(db)
    kinds = [kind for kind, _, _ in window.writers]
    types = [0 if table is None else journal.intern_type(db, table, numbers) for _, table, _ in window.writers]
    actors = [journal.intern_actor(db, actor) for _, _, actor in window.writers]
    by = window.written_by
    again = "" if log.known < first else " ON CONFLICT (n) DO UPDATE SET active = 1, batch = excluded.batch"
    bulk.insert(  # as they are made: twenty thousand at once would only push each other out of the cache
        db,
        "INSERT INTO op(n, hlc, kind, tbl, row, fields, actor, batch) VALUES",
        zip(
            range(base | first, (base | window.last) + 1),
            window.clocks,
            map(kinds.__getitem__, by),
            map(types.__getitem__, by),
            window.rows,
            _fields(db, window, raw, touched),
            map(actors.__getitem__, by),
            repeat(batch),
            strict=False,  # the batch has no end
        ),
        again,
    )
    db.executemany(
        "INSERT OR REPLACE INTO op_raw VALUES (?, ?)", [(base | seq, raw[seq - first]) for seq in window.odd]
    )
    db.executemany("INSERT OR REPLACE INTO op_unknown VALUES (?)", [(base | seq,) for seq in window.unknown])
    db.executemany(
        "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
        [(log.n, seq, replica or log.replica, incarnation, upto) for seq, replica, incarnation, upto in window.seen],
    )


def _fields(db: sqlite3.Connection, window: Prepared, raw: Sequence[bytes], touched: set[bytes]) -> list[str | None]:
    """Give what ``op.fields`` holds of each line: of rows with lines already, and in an old store, all is written out."""
    old = next(bool(column[3]) for column in db.execute("PRAGMA table_info(op)") if column[1] == "fields")
    if not touched and not old:
        return window.fields
    return [
        window.spelled(at, raw[at]) if said is None and (old or row in touched) else said
        for at, (said, row) in enumerate(zip(window.fields, window.rows, strict=True))
    ]


# -- records ---------------------------------------------------------------------------------------------------------


def _fold(
    db: sqlite3.Connection,
    log: Log,
    window: Prepared,
    authority: Authority,
    touched: tuple[set[bytes], set[bytes]],
    tally: Tally,
) -> None:
    """Bring the records up to date that a window is about.

    Args:
        db: the database.
        log: the log.
        window: its lines.
        authority: what the log's writer may touch.
        touched: records that other logs have touched; those that only this log has touched before.
        tally: what is counted.
    """
    shared, known = touched
    standing: dict[str, dict[bytes, tuple[SqlValue, ...]]] = {}
    for ops in _on_touched(window, shared | known):
        if ops.row in shared:
            _check_owner(db, ops, authority, window.clocks[-1])
            if ops.table in TYPES:
                refold_row(db, TYPES[ops.table], ops.row, tally)
        elif ops.table in TYPES:
            if ops.row in known:
                _apply_alone(db, TYPES[ops.table], ops, tally)
            elif (values := ops.values(len(TYPES[ops.table].fields))) is not None:
                standing.setdefault(ops.table, {})[ops.row] = values
    for each in window.fresh:
        fresh = Fresh(*each)
        _insert_fresh(db, log, fresh.without(shared | known) if shared or known else fresh, tally)
    for table, rows in standing.items():
        _insert_fresh(db, log, fresh_of(TYPES[table], window.unit, rows), tally)


def _on_touched(window: Prepared, touched: set[bytes]) -> list[RowOps]:
    """Give the operations on each record but those that are made by one line alone and new, in the lines' order."""
    found = [RowOps(*each) for each in window.others]
    if touched:
        lone = {each.row for each in found}
        for seq, row in enumerate(window.rows, window.first):
            if row is not None and row in touched and row not in lone:
                found.append(RowOps(row, str(window.writer(seq).table), seq, [INSERT], [[]], unmarked=True))
        found.sort(key=lambda each: each.seq)
    return found


def _check_owner(db: sqlite3.Connection, ops: RowOps, authority: Authority, last_hlc: int) -> None:
    """Refuse operations on a record that another unit inserted, unless the writer carries that unit's records on.

    Raises:
        BeyondAuthority: they are.
    """
    if ops.table in TYPES:
        on_it = of_row_sql(TYPES[ops.table], ":row")
    else:  # a table of a newer version: all its lines are written out
        on_it = f"op.row = :row AND op.tbl = {journal.type_numbers(db)[ops.table]} AND op.fields IS NOT NULL"
    others = [
        str(unit)
        for (unit,) in db.execute(
            f"SELECT log.unit FROM op JOIN log ON log.n = op.n >> :bits WHERE {on_it} AND op.kind = 'i' "
            "ORDER BY op.hlc, log.replica",
            {"bits": SEQ_BITS, "row": ops.row},
        )
        if unit != authority.unit
    ]
    if not others:
        return
    if authority.province and (ops.table not in TYPES or TYPES[ops.table].scope == "province" or not ops.unmarked):
        return
    day = day_of(last_hlc)
    for known in (heirs.heirs, heirs.ever):
        found = known(db)
        if found.may_write(authority.unit, others[0], day) or all(
            found.may_write(each, authority.unit, date.max) for each in others
        ):
            return
    raise BeyondAuthority(ops.seq, ops.table)


_FIRST_AND_LAST = (
    "SELECT row, (SELECT n FROM op WHERE op.row = asked.row AND fields IS NOT NULL ORDER BY n LIMIT 1), "
    "(SELECT n FROM op WHERE op.row = asked.row AND fields IS NOT NULL ORDER BY n DESC LIMIT 1) FROM asked"
)


def _touched_before(db: sqlite3.Connection, log: Log, window: Prepared) -> tuple[set[bytes], set[bytes]]:
    """Tell which records of a window other logs have touched, and which only this log before this window.

    A record that stands although no line before the window is on it counts with the first: its lines were taken out of
    the journal, and it is not yet folded again (:mod:`bgit_desktop.services.incarnation`).
    """
    shared: set[bytes] = set()
    known: set[bytes] = set()
    low, high = key(log.n, 0), key(log.n + 1, 0)
    edge = key(log.n, window.first)
    for table, rows in window.by_table():
        standing = _standing(db, table, rows)
        found = {row: (n, n) for row, n in standing.items() if n is not None} | _first_and_last(db, rows)
        for row, (least, most) in found.items():
            if least < low or most >= high:
                shared.add(row)
            elif least < edge:
                known.add(row)
        shared |= standing.keys() - known
    return shared, known


def _standing(db: sqlite3.Connection, table: str, rows: Sequence[bytes]) -> dict[bytes, int | None]:
    """Give which of some records stand, and the key of the line that is left to the row; None where there is none."""
    found: dict[bytes, int | None] = {}
    for start in range(0, len(rows) if table in TYPES else 0, _CHUNK):
        part = rows[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        sql = f"SELECT r.id, op.n FROM {quote(table)} r LEFT JOIN op ON op.n = r._op AND op.row = r.id WHERE r.id IN ({marks})"
        found.update((bytes(row), n) for row, n in db.execute(sql, part))
    return found


def _first_and_last(db: sqlite3.Connection, rows: Sequence[bytes]) -> dict[bytes, tuple[int, int]]:
    """Give the keys of the first and the last line that is written out on each record that has any."""
    found: dict[bytes, tuple[int, int]] = {}
    written = list(_written(db, rows))
    for start in range(0, len(written), _CHUNK):
        part = written[start : start + _CHUNK]
        values = ",".join(["(?)"] * len(part))
        # the first and the last line say it: a row that was changed a thousand times costs no more than others
        for row, least, most in db.execute(f"WITH asked(row) AS (VALUES {values}) {_FIRST_AND_LAST}", part):
            found[bytes(row)] = (least, most)
    return found


def _written(db: sqlite3.Connection, rows: Sequence[bytes]) -> set[bytes]:
    """Tell which of some records have lines that are written out."""
    few = 2 * len(rows)  # ids begin with the time: where little lies between them, all of it is read in one go
    between = "SELECT row FROM op WHERE row BETWEEN ? AND ? AND fields IS NOT NULL LIMIT ?"
    there = [row for (row,) in db.execute(between, (min(rows), max(rows), few))] if rows else []
    if len(there) < few:
        return set(rows).intersection(there)
    found: set[bytes] = set()
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        marks = ",".join("?" * len(part))
        on_rows = f"SELECT DISTINCT row FROM op WHERE row IN ({marks}) AND fields IS NOT NULL"
        found.update(row for (row,) in db.execute(on_rows, part))
    return found


def _insert_fresh(db: sqlite3.Connection, log: Log, fresh: Fresh, tally: Tally) -> None:
    """Insert rows nobody had before, with their words and sort keys, in bulk."""
    kind = TYPES[fresh.table]
    first = 1 + int(db.execute(f"SELECT coalesce(max(n), 0) FROM {quote(kind.name)}").fetchone()[0])
    # Only the columns in which any row has a value: binding what nobody filled in costs a third of an insert.
    columns = ", ".join(map(quote, ("id", "_unit", *(kind.fields[at].name for at in fresh.columns), "_sort", "_op")))
    marks = "?," * (len(fresh.columns) + 3) + f"? + {key(log.n, 0)}"  # NULL where no line is left to the row
    db.executemany(f"INSERT INTO {quote(kind.name)}({columns}) VALUES ({marks})", fresh.rows)  # n: from first on
    db.executemany(
        f"INSERT INTO {quote(kind.name + '_fts')}(rowid, words) VALUES (?, ?)",
        zip(range(first, first + len(fresh.words)), fresh.words, strict=True),
    )
    tally.add(kind.name, new=len(fresh.rows))


def _apply_alone(db: sqlite3.Connection, kind: RecordType, ops: RowOps, tally: Tally) -> None:
    """Apply operations to a row that only this log has written."""
    table = quote(kind.name)
    found = db.execute(f"SELECT n FROM {table} WHERE id = ?", (ops.row,)).fetchone()
    if found is None or any(each != UPDATE for each in ops.kinds):
        refold_row(db, kind, ops.row, tally)
        return
    values = {kind.fields[column].name: value for cells in ops.cells for column, value in cells}
    if values:
        sets = ", ".join(f"{quote(name)} = ?" for name in values)
        db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), ops.row))
        search.reindex(db, kind, [found[0]])
        tally.add(kind.name, changed=1)
