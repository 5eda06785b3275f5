"""Taking operations in: into the journal, then folded into the record tables.

:func:`take_in` stores a window of another log; :func:`refold` makes the rows anew from the journal after operations
were taken back or given again. Both run within the caller's transaction, with the triggers silent. Nothing here
decides whether a window may be taken in: that is the exchange's and the services' part.

Most rows are written by one PC only. Their fold is "the last value of each field", so that they go straight into the
table in bulk; only rows that several logs have touched take the slow way through :mod:`bgit_desktop.core.fold`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import TypeAlias

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.heirs import day_of
from bgit_desktop.core.operations import INSERT, MERGED, UPDATE, fields_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.strict_json import REDACTED, Line
from bgit_desktop.store import bulk, heirs, journal, redact, search
from bgit_desktop.store.codec import SqlValue
from bgit_desktop.store.journal import Log, key, uuid_bytes
from bgit_desktop.store.refold import Applied, Tally, refold_row
from bgit_desktop.store.schema import SEQ_BITS, quote
from bgit_desktop.store.search import Derived
from bgit_desktop.store.shapes import Frame, Ready, Shapes, WrongField
from bgit_desktop.store.window import BadOperation as BadOperation
from bgit_desktop.store.window import Inserted, RowOps, Window, as_row_ops

CLOCK_PULL_MS = 24 * 3600 * 1000
"""How far ahead of this PC's clock another one may pull its hybrid clock; half of what a receiver holds a package for."""

_CHUNK = 900  # rows asked for in one statement; SQLite's oldest limit of parameters is 999


# -- journal ---------------------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Incoming:
    """A window of a log that is taken in.

    Attributes:
        ops: its operations, read.
        raw: its lines as they came.
        rows: the record each of them is on; None for lines about logs.
        batch: under which batch they are kept.
        authority: what the log's writer may touch.
        derived: what was made of the lines beforehand, by sequence number.
    """

    ops: Sequence[Line]
    raw: Sequence[bytes]
    rows: Sequence[bytes | None]
    batch: int
    authority: Authority
    derived: Mapping[int, Ready]


FreshRow: TypeAlias = tuple[bytes, tuple[SqlValue, ...], Derived | None]
"""A row nobody had before: its id, its values, and what was derived from them beforehand."""


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
    ops: Sequence[Line],
    raw: Sequence[bytes],
    batch: int,
    authority: Authority,
    hash_at: Callable[[int], bytes] | None = None,
    derived: Mapping[int, Ready] = MappingProxyType({}),
) -> Applied:
    """Store operations that follow a log's head and bring the records up to date; within a transaction.

    Args:
        db: the database.
        log: the log they belong to; its ``head`` is one before the first of them.
        ops: the operations, read.
        raw: their lines as they came.
        batch: under which batch they are kept.
        authority: what the log's writer may touch.
        hash_at: gives the chain's hash after each of the lines; None where it is still to be computed.
        derived: sequence number → what :func:`bgit_desktop.store.beforehand.derive` made of the line.

    Returns:
        What changed.

    Raises:
        BadOperation: a line does not fit the declarations; the caller rolls back.
        BeyondAuthority: a line touches what is not its writer's; the caller rolls back.
    """
    if not ops:
        return Applied()
    db.execute("UPDATE session SET applying = 1")
    rows = _rows_of(ops)
    shared, known = _touched_before(db, log, ops[0][0], [row for row in rows if row is not None])
    by_row = _store(db, log, Incoming(ops, raw, rows, batch, authority, derived), shared | known)
    tally = Tally()
    fresh: dict[str, list[FreshRow]] = {}
    for row, found in by_row.items():
        if row not in shared and row not in known:
            if type(found) is tuple:
                table, seq, values = found
                ready = derived.get(seq)
                fresh.setdefault(table, []).append((row, values, ready[1:3] if ready else None))
                continue
            several = as_row_ops(found)
            if several.table in TYPES:
                standing = several.values(len(TYPES[several.table].fields))
                if standing is not None:
                    fresh.setdefault(several.table, []).append((row, standing, None))
            continue
        touched = as_row_ops(found)
        if row in shared:
            _check_owner(db, row, touched, authority, ops[-1][1])
            if touched.table in TYPES:
                refold_row(db, TYPES[touched.table], row, tally)
        elif touched.table in TYPES:
            _apply_alone(db, TYPES[touched.table], row, touched, tally)
    for table, standing_rows in fresh.items():
        _insert_fresh(db, TYPES[table], log.unit, standing_rows, tally)
    first, last = ops[0][0], ops[-1][0]
    redact.follow(db, log, ops, authority.unit, tally)
    if hash_at is None:
        hash_ = journal.store_chain(db, log.n, log.head, log.head_hash, raw)
    else:
        hash_ = journal.keep_chain(db, log.n, first, last, hash_at)
    db.execute(
        "UPDATE log SET head = ?, head_hash = ?, known = max(known, ?), updated = (SELECT now FROM session) WHERE n = ?",
        (last, hash_, last, log.n),
    )
    # A clock ahead of ours pulls ours along, so that what we write next is later than what we have seen; but a wrong
    # one that a person accepted must not make ours wrong for everybody: what had seen what never rests on clocks.
    db.execute(
        "UPDATE session SET applying = 0, hlc = max(hlc, min(?, (now + ?) << 16))",
        (max(op[1] for op in ops), CLOCK_PULL_MS),
    )
    return tally.result(len(ops))


def _store(db: sqlite3.Connection, log: Log, window: Incoming, touched: set[bytes]) -> dict[bytes, Inserted | RowOps]:
    """Check the lines against the declarations and write them into ``op``.

    The fields are kept as they were spelled, but for those of a canonical line that alone makes a row: they are what
    the row will hold (docs/adr/0015). A line that differs in anything else from our canonical spelling is kept whole
    beside it, so that every line can be given again byte for byte.

    Args:
        db: the database.
        log: the log.
        window: its lines.
        touched: rows that have lines already.

    Returns:
        The operations on records, by row.
    """
    kept = Window()
    again = "" if log.known < window.ops[0][0] else " ON CONFLICT (n) DO UPDATE SET active = 1, batch = excluded.batch"
    bulk.insert(  # as they are made: twenty thousand at once would only push each other out of the cache
        db,
        "INSERT INTO op(n, hlc, kind, tbl, row, fields, actor, batch) VALUES",
        _op_rows(db, log, window, touched, kept),
        again,
    )
    first = window.ops[0][0]
    db.executemany(  # of rows that a later line of the window touches too
        "UPDATE op SET fields = ? WHERE n = ? AND fields IS NULL",
        [
            (fields_text(window.ops[each.seq - first][5]), key(log.n, each.seq))
            for each in kept.by_row.values()
            if type(each) is RowOps
        ],
    )
    db.executemany("INSERT OR REPLACE INTO op_raw VALUES (?, ?)", kept.odd)
    db.executemany("INSERT OR REPLACE INTO op_unknown VALUES (?)", kept.unknown)
    db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", kept.seen)
    return kept.by_row


def _rows_of(ops: Sequence[Line]) -> list[bytes | None]:
    """Give the record each line is on.

    Raises:
        BadOperation: its id is no UUID.
    """
    found: list[bytes | None] = []
    for op in ops:
        try:
            found.append(None if op[4] is None else uuid_bytes(op[4]))
        except ValueError:
            raise BadOperation(op[0], f"{op[3]}: row") from None
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    """What lines of one kind, on one table, by one person have in common.

    Attributes:
        actor: number of the person.
        number: of the record type; 0 for none.
        declared: this version knows the record type.
        frame: how such a line is spelled.
        closing: the end of it, as bytes.
    """

    actor: int
    number: int
    declared: bool
    frame: Frame
    closing: bytes


def _writer(db: sqlite3.Connection, op: Line, numbers: dict[str, int], authority: Authority) -> _Writer:
    seq, _, kind, table, _, _, actor = op
    if table is not None and not authority.province and table in TYPES and TYPES[table].scope == "province":
        raise BeyondAuthority(seq, table)
    number = 0 if table is None else numbers.get(table) or journal.intern_type(db, table, numbers)
    frame = Frame.of(kind, table, actor)
    return _Writer(journal.intern_actor(db, actor), number, table in TYPES, frame, frame.closing.encode())


def _op_rows(
    db: sqlite3.Connection, log: Log, window: Incoming, touched: set[bytes], kept: Window
) -> Iterator[tuple[SqlValue, ...]]:
    """Give the rows of ``op``, filling ``kept`` on the way.

    Raises:
        BadOperation: a line does not fit the declarations.
        BeyondAuthority: it is on a table that only the province writes.
    """
    numbers = journal.type_numbers(db)
    writers: dict[tuple[str, str | None, str], _Writer] = {}
    shapes = Shapes()
    by_row, batch, made = kept.by_row, window.batch, window.derived
    base = key(log.n, 0)
    may_be_left = not next(column[3] for column in db.execute("PRAGMA table_info(op)") if column[1] == "fields")
    for op, line, row in zip(window.ops, window.raw, window.rows, strict=True):
        seq, hlc, kind, table, row_text, fields, actor = op
        n = base | seq
        writer = writers.get((kind, table, actor))
        if writer is None:
            writer = writers[kind, table, actor] = _writer(db, op, numbers, window.authority)
        if row is not None and table is not None:
            ready = made.get(seq)
            if ready is not None and row not in by_row:
                by_row[row] = (table, seq, ready[0])
                if ready[3] and may_be_left and row not in touched:
                    yield n, hlc, kind, writer.number, row, None, writer.actor, batch
                    continue
            elif writer.declared:
                try:
                    shape = shapes.of(table, fields)
                    values = shape.values(fields)
                except WrongField as error:
                    raise BadOperation(seq, f"{table}.{error.name}") from None
                if shape.unknown:
                    kept.unknown.append((n,))
                if kind == INSERT and row not in by_row:
                    by_row[row] = (table, seq, shape.in_order(values))
                    left = may_be_left and row not in touched
                    if left and writer.frame.is_canonical(line, seq, hlc, shape, values):
                        yield n, hlc, kind, writer.number, row, None, writer.actor, batch
                        continue
                else:
                    kept.add(row, op, shape.cells(values), kind != UPDATE or not shape.marked)
            else:
                kept.unknown.append((n,))
                kept.add(row, op, [], True)
            head = f'[{seq},{hlc}{writer.frame.opening}{row_text}",'.encode()
        elif kind == REDACTED:
            kept.odd.append((n, line))
            yield n, 0, REDACTED, 0, None, "{}", writer.actor, batch
            continue
        else:
            kept.seen.append(_seen(log, op))
            head = f"[{seq},{hlc}{writer.frame.opening}".encode()
        if line.startswith(head) and line.endswith(writer.closing):
            spelled = line[len(head) : -len(writer.closing)].decode()
        else:
            spelled = fields_text(fields)
            kept.odd.append((n, line))
        yield n, hlc, kind, writer.number, row, spelled, writer.actor, batch


def _seen(log: Log, op: Line) -> tuple[int, int, str, int, int]:
    """Read what a line of kind ``m`` or ``n`` says its writer had taken in, as a row of ``seen``.

    Raises:
        BadOperation: its fields are not those of EXCHANGE.md.
    """
    seq, kind, fields = op[0], op[2], op[5]
    if kind == MERGED:
        replica, incarnation, upto = fields.get("replica"), fields.get("incarnation"), fields.get("seq")
    else:
        replica, incarnation, upto = log.replica, fields.get("incarnation"), fields.get("adopted_seq")
    if type(replica) is not str or type(incarnation) is not int or type(upto) is not int:
        raise BadOperation(seq, kind)
    return (log.n, seq, replica, incarnation, upto)


def _check_owner(db: sqlite3.Connection, row: bytes, ops: RowOps, authority: Authority, last_hlc: int) -> None:
    """Refuse operations on a record that another unit inserted, unless the writer carries that unit's records on.

    Raises:
        BeyondAuthority: they are.
    """
    others = [
        str(unit)
        for (unit,) in db.execute(
            "SELECT log.unit FROM op JOIN log ON log.n = op.n >> ? WHERE op.row = ? AND op.kind = 'i' "
            "ORDER BY op.hlc, log.replica",
            (SEQ_BITS, row),
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


# -- records ---------------------------------------------------------------------------------------------------------


_FIRST_AND_LAST = (
    "SELECT row, (SELECT n FROM op WHERE op.row = asked.row ORDER BY n LIMIT 1), "
    "(SELECT n FROM op WHERE op.row = asked.row ORDER BY n DESC LIMIT 1) FROM asked"
)


def _touched_before(
    db: sqlite3.Connection, log: Log, first: int, rows: Sequence[bytes]
) -> tuple[set[bytes], set[bytes]]:
    """Tell which rows other logs have touched, and which only this log before this window."""
    shared: set[bytes] = set()
    known: set[bytes] = set()
    low, high = key(log.n, 0), key(log.n + 1, 0)
    edge = key(log.n, first)
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK]
        marks = ",".join(["(?)"] * len(part))
        # the first and the last line of a row say it: a row that was changed a thousand times costs no more than others
        for row, least, most in db.execute(f"WITH asked(row) AS (VALUES {marks}) {_FIRST_AND_LAST}", part):
            if least is None:
                continue
            if least < low or most >= high:
                shared.add(row)
            elif least < edge:
                known.add(row)
    return shared, known


def _insert_fresh(
    db: sqlite3.Connection,
    kind: RecordType,
    unit: str,
    rows: Sequence[FreshRow],
    tally: Tally,
) -> None:
    """Insert rows nobody had before, with their words and sort keys, in bulk."""
    derive = search.deriver(kind)
    # In the order of their titles: what lies together in the sort index is written together.
    keyed = [(derived or derive(values), row, values) for row, values, derived in rows]
    keyed.sort(key=lambda each: each[0][0] or b"")
    first = 1 + int(db.execute(f"SELECT coalesce(max(n), 0) FROM {quote(kind.name)}").fetchone()[0])
    used = _used_columns([values for _, _, values in keyed], len(kind.fields))
    columns = ", ".join(map(quote, ("n", "id", "_unit", *(kind.fields[at].name for at in used), "_sort")))
    marks = ",".join("?" * (len(used) + 4))
    pick = itemgetter(*used) if len(used) > 1 else lambda values: tuple(values[at] for at in used)
    db.executemany(
        f"INSERT INTO {quote(kind.name)}({columns}) VALUES ({marks})",
        ((n, row, unit, *pick(values), key) for n, ((key, _), row, values) in enumerate(keyed, first)),
    )
    db.executemany(
        f"INSERT INTO {quote(kind.name + '_fts')}(rowid, words) VALUES (?, ?)",
        ((n, words) for n, ((_, words), _, _) in enumerate(keyed, first)),
    )
    tally.add(kind.name, new=len(rows))


def _used_columns(rows: Sequence[tuple[SqlValue, ...]], width: int) -> list[int]:
    """Give the columns in which any row has a value: binding what nobody filled in costs a third of an insert."""
    used: set[int] = set()
    for values in rows:
        if len(used) == width:
            break
        used.update(at for at in range(width) if at not in used and values[at] is not None)
    return sorted(used)


def _apply_alone(db: sqlite3.Connection, kind: RecordType, row: bytes, ops: RowOps, tally: Tally) -> None:
    """Apply operations to a row that only this log has written."""
    table = quote(kind.name)
    found = db.execute(f"SELECT n FROM {table} WHERE id = ?", (row,)).fetchone()
    if found is None or any(each != UPDATE for each in ops.kinds):
        refold_row(db, kind, row, tally)
        return
    values = {kind.fields[column].name: value for cells in ops.cells for column, value in cells}
    if values:
        sets = ", ".join(f"{quote(name)} = ?" for name in values)
        db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row))
        search.reindex(db, kind, [found[0]])
        tally.add(kind.name, changed=1)
