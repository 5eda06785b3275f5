"""What a window's lines will need when they are taken in, made of the lines alone.

Ids as bytes, values in the order of the columns, sort keys, folded words, and how each line is kept: a good part of
what a large window costs, and none of it rests on the database. So it can be made by whoever reads a package ahead, in
another process (``services/reading_ahead.py``), or just before :func:`bgit_desktop.store.apply.take_in`: the same code.

Nearly every line of a large window alone makes a record. These *lone* lines are worked on by columns: lines of one shape
(same type, same fields, values of the same types) lie together, and each step is done for all of them by one call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeAlias

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.ids import are_ids, is_id
from bgit_desktop.core.operations import DELETE, INSERT, MERGED, UPDATE, fields_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.strict_json import REDACTED, Line
from bgit_desktop.store import search
from bgit_desktop.store.codec import SqlValue, WrongType
from bgit_desktop.store.shapes import Frame, Shape, Shapes, WrongField

Cells: TypeAlias = list[tuple[int, SqlValue]]
"""(column, value) of the declared fields that a line sets."""


class BadOperation(ValueError):
    """A line names a row that is no UUID, or gives a field a value of the wrong type.

    Attributes:
        seq: number of the line.
        detail: table and field.
    """

    def __init__(self, seq: int, detail: str) -> None:
        super().__init__(f"{seq}: {detail}")
        self.seq = seq
        self.detail = detail


class Writer(NamedTuple):
    """What lines of one kind, on one table, by one person have in common."""

    kind: str
    table: str | None
    actor: str


class Fresh(NamedTuple):
    """Records of one type, each made by one line alone, in the order of their sort keys.

    Attributes:
        table: the record type.
        columns: the columns that any of them fills.
        rows: of each: id, unit, the values of those columns, sort key, the number of the line where that is left to
            the row.
        words: folded words of each.
    """

    table: str
    columns: list[int]
    rows: list[tuple[Any, ...]]
    words: list[str]

    def without(self, ids: Iterable[bytes]) -> Fresh:
        """Give the same without some of the records."""
        dropped = set(ids)
        kept = [at for at, row in enumerate(self.rows) if row[0] not in dropped]
        return Fresh(self.table, self.columns, [self.rows[at] for at in kept], [self.words[at] for at in kept])


class RowOps(NamedTuple):
    """The operations of a window on a record that more than one line is about, or one that does not insert it.

    Attributes:
        row: the record.
        table: its type.
        seq: number of the first of them.
        kinds: kind of each operation, in order.
        cells: what each sets.
        unmarked: any of them is more than an update of fields that the province may write.
    """

    row: bytes
    table: str
    seq: int
    kinds: list[str]
    cells: list[Cells]
    unmarked: bool

    def values(self, width: int) -> tuple[SqlValue, ...] | None:
        """Give all columns' values of a row that nobody else has written; None where it does not stand."""
        alive = False
        values: list[SqlValue] = [None] * width
        for op, cells in zip(self.kinds, self.cells, strict=True):
            alive = op == INSERT or (alive and op != DELETE)
            for column, value in cells:
                values[column] = value
        return tuple(values) if alive else None


class Prepared(NamedTuple):
    """A window of a log, ready to be taken in. Tuples, lists and scalars only: it travels by ``marshal``.

    Attributes:
        first: number of its first line.
        unit: the unit of the log.
        problem: the first line that does not fit the declarations: number, what; None for none.
        provincial: the first line on a table that only the province writes: number, table; None for none.
        latest: the highest hybrid clock.
        clocks: hybrid clock of each line.
        writers: kind, table and person of the lines, each combination once.
        written_by: for each line, which of ``writers``.
        rows: the record each line is on; None for lines about logs.
        fields: the fields of each line as they were spelled; None where the row itself will hold them: a lone line in
            canonical spelling (docs/adr/0015).
        fresh: records made by one line alone.
        others: the operations on all other records.
        odd: numbers of lines that are to be kept whole, for they are spelled otherwise than we do.
        unknown: numbers of lines with a table or a field that this version does not know.
        seen: what lines of kind ``m`` and ``n`` say: number, PC (None for the log's own), incarnation, up to where.
        redacted: numbers of lines of which only the digest came.
        orders: the lines that orders to redact name, order by order.
    """

    first: int
    unit: str
    problem: tuple[int, str] | None
    provincial: tuple[int, str] | None
    latest: int
    clocks: Sequence[int]
    writers: list[tuple[str, str | None, str]]
    written_by: list[int]
    rows: list[bytes | None]
    fields: list[str | None]
    fresh: list[tuple[Any, ...]]
    others: list[tuple[Any, ...]]
    odd: list[int]
    unknown: list[int]
    seen: list[tuple[int, str | None, int, int]]
    redacted: list[int]
    orders: list[list[str]]

    @property
    def last(self) -> int:
        """Number of its last line."""
        return self.first + len(self.rows) - 1

    def writer(self, seq: int) -> Writer:
        """Give kind, table and person of a line."""
        return Writer(*self.writers[self.written_by[seq - self.first]])

    def by_table(self) -> Iterator[tuple[str, list[bytes]]]:
        """Give the records its lines are on, by their type."""
        tables = [table for _, table, _ in self.writers]
        for table in dict.fromkeys(tables):
            if table is not None:
                those = {by for by, each in enumerate(tables) if each == table}
                on = [row for row, by in zip(self.rows, self.written_by, strict=True) if by in those]
                yield table, [row for row in on if row is not None]

    def spelled(self, at: int, line: bytes) -> str:
        """Give the fields of a line, where they were left to the row, as text.

        Args:
            at: the line's place in the window.
            line: the line; canonical.
        """
        frame = Frame.of(*self.writers[self.written_by[at]])
        head = f"[{self.first + at},{self.clocks[at]}{frame.opening}{UUID_SPACE},"
        return line[len(head.encode()) : -len(frame.closing.encode())].decode()


UUID_SPACE: Final = " " * 36 + '"'
REDACTION: Final = "redaction"
"""The record type whose inserts order lines to be redacted (:mod:`bgit_desktop.store.redact`)."""


def prepare(unit: str, ops: Sequence[Line], lines: Sequence[bytes]) -> Prepared:
    """Make what the lines of a window will need.

    Args:
        unit: the unit of the log.
        ops: what the lines say; at least one, numbered without a gap.
        lines: the lines as they came.

    Returns:
        The window. Where it has a ``problem``, what else it holds is not whole.
    """
    return _Preparing(unit, ops, lines).done()


class _Numbered(dict[tuple[str, str | None, str], int]):
    """Numbers things as they are first met."""

    def __missing__(self, key: tuple[str, str | None, str]) -> int:
        found = self[key] = len(self)
        return found


class _Group(NamedTuple):
    """Lone lines of one shape: their places in the window, and their values by column of the shape."""

    places: list[int]
    shape: Shape
    values: list[Sequence[Any]]


class _Preparing:
    """One window being worked on; see :func:`prepare`."""

    def __init__(self, unit: str, ops: Sequence[Line], lines: Sequence[bytes]) -> None:
        self._unit, self._lines = unit, lines
        seqs, self._clocks, kinds, tables, ids, self._fields, actors = zip(*ops, strict=True)
        self._first, count = seqs[0], len(seqs)
        numbered = _Numbered()
        self._by = list(map(numbered.__getitem__, zip(kinds, tables, actors, strict=True)))
        self._writers = list(map(Writer._make, numbered))
        self._frames = [Frame.of(*each) for each in self._writers]
        self._spelled: list[str | None] = [None] * count
        self._problem: tuple[int, str] | None = None
        self._rows = self._row_ids(ids)
        self._odd: list[int] = []
        self._unknown: list[int] = []
        self._seen: list[tuple[int, str | None, int, int]] = []
        self._others: dict[bytes, RowOps] = {}
        self._groups: dict[str, list[_Group]] = {}

    def done(self) -> Prepared:
        """Work through the window."""
        if self._problem is None:
            lone, rest = self._sorted_out()
            shapes = Shapes()
            for places in lone:
                self._take_lone(shapes, places)
            for at in rest:
                self._take(shapes, at)
        fresh = [] if self._problem else [_fresh(self, table, groups) for table, groups in self._groups.items()]
        return Prepared(
            self._first, self._unit, self._problem, self._provincial(), max(self._clocks), list(self._clocks),
            [(*each,) for each in self._writers], self._by, self._rows, self._spelled, fresh,
            [tuple(each) for each in self._others.values()], sorted(self._odd), sorted(self._unknown), self._seen,
            self._places_of(REDACTED), self._orders(),
        )  # fmt: skip

    # -- the window as a whole ----------------------------------------------------------------------------------------

    def _fault(self, at: int, detail: str) -> None:
        """Note what is wrong with a line; the first line counts."""
        if self._problem is None or self._first + at < self._problem[0]:
            self._problem = (self._first + at, detail)

    def _row_ids(self, ids: tuple[str | None, ...]) -> list[bytes | None]:
        named = [each for each in ids if each is not None]
        if not are_ids(named):
            at = next(at for at, each in enumerate(ids) if each is not None and not is_id(each))
            self._fault(at, f"{self._writers[self._by[at]].table}: row")
            return [None] * len(ids)
        raw = bytes.fromhex("".join(named).replace("-", ""))
        cut = iter([raw[at : at + 16] for at in range(0, len(raw), 16)])
        return list(cut) if len(named) == len(ids) else [None if each is None else next(cut) for each in ids]

    def _sorted_out(self) -> tuple[list[list[int]], list[int]]:
        """Give the places of lone lines that insert a record, those of one shape together; and all other places."""
        counts = Counter(self._rows)
        several = {row for row, count in counts.items() if count > 1} if len(counts) < len(self._rows) else set()
        inserts = [each.kind == INSERT and each.table in TYPES for each in self._writers]
        groups: dict[tuple[object, ...], list[int]] = {}
        rest: list[int] = []
        for at, (by, row, said) in enumerate(zip(self._by, self._rows, self._fields, strict=True)):
            if not inserts[by] or row in several:
                rest.append(at)
                continue
            key = (by, *said, *map(type, said.values()))
            group = groups.get(key)
            if group is None:
                groups[key] = [at]
            else:
                group.append(at)
        return list(groups.values()), rest

    def _provincial(self) -> tuple[int, str] | None:
        """Find the first line on a table that only the province writes."""
        found = {
            by: table
            for by, (_, table, _) in enumerate(self._writers)
            if table is not None and table in TYPES and TYPES[table].scope == "province"
        }
        if not found:
            return None
        at = next(at for at, by in enumerate(self._by) if by in found)
        return self._first + at, found[self._by[at]]

    def _places_of(self, kind: str) -> list[int]:
        """Give the numbers of the lines of a kind."""
        those = {by for by, each in enumerate(self._writers) if each.kind == kind}
        return [seq for seq, by in enumerate(self._by, self._first) if by in those] if those else []

    def _orders(self) -> list[list[str]]:
        those = {by for by, each in enumerate(self._writers) if each.kind == INSERT and each.table == REDACTION}
        if not those:
            return []
        named = [said.get("lines") for by, said in zip(self._by, self._fields, strict=True) if by in those]
        return [[each for each in lines if isinstance(each, str)] for lines in named if isinstance(lines, list)]

    # -- lone lines ---------------------------------------------------------------------------------------------------

    def _take_lone(self, shapes: Shapes, places: list[int]) -> None:
        """Check lone lines of one shape and bring their values into columns."""
        table = self._writers[self._by[places[0]]].table
        assert table is not None  # a line that inserts a record names its type
        fields = itemgetter(*places)(self._fields) if len(places) > 1 else (self._fields[places[0]],)
        try:
            shape = shapes.of(table, fields[0])
        except WrongField as error:
            self._fault(places[0], f"{table}.{error.name}")
            return
        values: list[Sequence[Any]] = list(zip(*map(dict.values, fields), strict=True))
        for place, reader in shape.checked:
            try:
                values[place] = list(map(reader, values[place]))
            except WrongType:
                at = next(at for at, value in zip(places, values[place], strict=True) if not _reads(reader, value))
                self._fault(at, f"{table}.{list(fields[0])[place]}")
                return
        self._groups.setdefault(table, []).append(_Group(places, shape, values))
        if shape.unknown:
            self._unknown += [self._first + at for at in places]
        if not self._are_canonical(places, shape, values):
            for i, at in enumerate(places):
                if not self._is_canonical(at, shape, [column[i] for column in values]):
                    self._spell(at)

    def _are_canonical(self, places: list[int], shape: Shape, values: list[Sequence[Any]]) -> bool:
        """Tell whether all of some lines of one shape are in canonical spelling.

        No line is shorter than its canonical spelling: so where they are together as long as that, each of them is.
        """
        if shape.spelling is None:
            return False
        text = b"".join([self._lines[at] for at in places]).decode()
        numbers = _digits([self._first + at for at in places]) + _digits([self._clocks[at] for at in places])
        frame = self._frames[self._by[places[0]]]
        wanted = len(places) * (frame.length + shape.spelling.fixed) + numbers + shape.spelling.rest(values)
        return len(text) == wanted and "\\" not in text

    def _is_canonical(self, at: int, shape: Shape, values: list[Any]) -> bool:
        return self._are_canonical([at], shape, [(value,) for value in values])

    # -- all other lines ----------------------------------------------------------------------------------------------

    def _spell(self, at: int) -> None:
        """Keep the fields of a line as they were spelled; the whole line where it is not as we would write it."""
        row, frame, line = self._rows[at], self._frames[self._by[at]], self._lines[at]
        head = f"[{self._first + at},{self._clocks[at]}{frame.opening}".encode()
        closing = frame.closing.encode()
        if row is not None:
            h = row.hex()
            head += f'{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}",'.encode()
        if line.startswith(head) and line.endswith(closing):
            self._spelled[at] = line[len(head) : -len(closing)].decode()
        else:
            self._spelled[at] = fields_text(self._fields[at])
            self._odd.append(self._first + at)

    def _take(self, shapes: Shapes, at: int) -> None:
        kind, table, _ = self._writers[self._by[at]]
        row, said = self._rows[at], self._fields[at]
        if kind == REDACTED:
            self._spelled[at] = "{}"
            self._odd.append(self._first + at)
            return
        if row is None or table is None:
            self._note_seen(at, kind, said)
        elif table in TYPES:
            try:
                shape = shapes.of(table, said)
                cells = shape.cells(said)
            except WrongField as error:
                self._fault(at, f"{table}.{error.name}")
                return
            if shape.unknown:
                self._unknown.append(self._first + at)
            self._add(at, row, table, cells, kind != UPDATE or not shape.marked)
        else:
            self._unknown.append(self._first + at)
            self._add(at, row, table, [], unmarked=True)
        self._spell(at)

    def _add(self, at: int, row: bytes, table: str, cells: Cells, unmarked: bool) -> None:
        """Add an operation to those on its record."""
        kind = self._writers[self._by[at]].kind
        found = self._others.get(row)
        if found is None:
            self._others[row] = RowOps(row, table, self._first + at, [kind], [cells], unmarked)
        elif found.table != table:  # no program of ours writes that
            self._fault(at, f"{table}: row")
        else:
            found.kinds.append(kind)
            found.cells.append(cells)
            if unmarked and not found.unmarked:
                self._others[row] = found._replace(unmarked=True)

    def _note_seen(self, at: int, kind: str, said: Mapping[str, Any]) -> None:
        """Read what a line of kind ``m`` or ``n`` says its writer had taken in."""
        incarnation = said.get("incarnation")
        replica, upto = (said.get("replica"), said.get("seq")) if kind == MERGED else (None, said.get("adopted_seq"))
        named = type(replica) is str if kind == MERGED else True
        if named and type(incarnation) is int and type(upto) is int:
            self._seen.append((self._first + at, replica, incarnation, upto))
        else:
            self._fault(at, kind)


def _digits(numbers: list[int]) -> int:
    """Count the digits of some numbers, none of them negative."""
    few, many = len(str(min(numbers))), len(str(max(numbers)))
    return few * len(numbers) if few == many else len("".join(map(str, numbers)))


def _reads(reader: Callable[[Any], SqlValue], value: Any) -> bool:
    try:
        reader(value)
    except WrongType:
        return False
    return True


def _fresh(window: _Preparing, table: str, groups: list[_Group]) -> tuple[Any, ...]:
    """Put the lone lines of one type together as rows of its table."""
    kind = TYPES[table]
    used = sorted({column for group in groups for _, column in group.shape.columns})
    found: list[tuple[Any, ...]] = []
    words: list[str] = []
    for places, shape, values in groups:
        by_column = {column: values[place] for place, column in shape.columns}
        keys, found_words = search.derive(kind, by_column, len(places))
        ids = [window._rows[at] for at in places]
        filled = [by_column.get(column, repeat(None)) for column in used]
        left = [window._first + at if window._spelled[at] is None else None for at in places]
        found += zip(ids, repeat(window._unit), *filled, keys, left, strict=False)  # a column nobody fills has no end
        words += found_words
    order = sorted(range(len(found)), key=[row[-2] or b"" for row in found].__getitem__)
    # In the order of their titles: what lies together in the sort index is written together.
    return (table, used, [found[at] for at in order], [words[at] for at in order])


def fresh_of(kind: RecordType, unit: str, rows: Mapping[bytes, tuple[SqlValue, ...]]) -> Fresh:
    """Put rows together that are new although more than one line made each of them."""
    columns = dict(enumerate(zip(*rows.values(), strict=True)))
    keys, words = search.derive(kind, columns, len(rows))
    used = [column for column, values in columns.items() if any(value is not None for value in values)]
    filled = [columns[column] for column in used]
    return Fresh(kind.name, used, list(zip(rows, repeat(unit), *filled, keys, repeat(None), strict=False)), words)
