"""A window of a log, ready to be taken in: what was made of its lines alone (:mod:`bgit_desktop.store.preparing`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from bgit_desktop.core.operations import DELETE, INSERT
from bgit_desktop.store.codec import SqlValue
from bgit_desktop.store.shapes import Frame

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
