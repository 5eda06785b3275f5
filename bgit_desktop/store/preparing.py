"""What a window's lines will need when they are taken in, made of the lines alone.

Ids as bytes, values in the order of the columns, sort keys, folded words, and how each line is kept: a good part of
what a large window costs, and none of it rests on the database. So it can be made by whoever reads a package ahead, in
another process (``services/reading_ahead.py``), or just before :func:`bgit_desktop.store.apply.take_in`: the same code.

Nearly every line of a large window alone makes a record. These *lone* lines are worked on by columns: lines of one shape
(same type, same fields, values of the same types) lie together, and each step is done for all of them by one call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.ids import are_ids, is_id
from bgit_desktop.core.operations import INSERT, MERGED, UPDATE, fields_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.strict_json import REDACTED, Columns
from bgit_desktop.store import search
from bgit_desktop.store.codec import SqlValue, WrongType
from bgit_desktop.store.prepared import REDACTION, Cells, Fresh, Prepared, RowOps, Writer
from bgit_desktop.store.shapes import Frame, Shape, Shapes, WrongField


def prepare(unit: str, said: Columns, lines: Sequence[bytes]) -> Prepared:
    """Make what the lines of a window will need.

    Args:
        unit: the unit of the log.
        said: what the lines say; at least one, numbered without a gap.
        lines: the lines as they came.

    Returns:
        The window. Where it has a ``problem``, what else it holds is not whole.
    """
    return _Preparing(unit, said, lines).done()


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

    def __init__(self, unit: str, said: Columns, lines: Sequence[bytes]) -> None:
        self._unit, self._lines = unit, lines
        seqs, self._clocks, kinds, tables, ids, self._fields, actors = said
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
            self._first, self._unit, self._problem, self._provincial(), max(self._clocks), self._clocks,
            [(*each,) for each in self._writers], self._by, self._rows, self._spelled, fresh,
            [tuple(each) for each in self._others.values()], sorted(self._odd), sorted(self._unknown), self._seen,
            self._places_of(REDACTED), self._orders(),
        )  # fmt: skip

    # -- the window as a whole ----------------------------------------------------------------------------------------

    def _fault(self, at: int, detail: str) -> None:
        """Note what is wrong with a line; the first line counts."""
        if self._problem is None or self._first + at < self._problem[0]:
            self._problem = (self._first + at, detail)

    def _row_ids(self, ids: list[str | None]) -> list[bytes | None]:
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
            if key in groups:
                groups[key].append(at)
            else:
                groups[key] = [at]
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
        if self._problem is not None:
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
