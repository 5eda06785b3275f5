"""The operations of one window of a log, sorted by the record they are on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from bgit_desktop.core.operations import DELETE, INSERT
from bgit_desktop.core.strict_json import Line
from bgit_desktop.store.codec import SqlValue


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


@dataclass(slots=True)
class RowOps:
    """The operations of one window on one row, and their values as the columns take them.

    Attributes:
        table: the record type.
        seq: number of the first of them.
        kinds: kind of each operation, in order.
        cells: for each operation, (column, value) pairs of the declared fields.
        unmarked: whether any of them is more than an update of fields that the province may write.
    """

    table: str
    seq: int
    kinds: list[str]
    cells: list[list[tuple[int, SqlValue]]]
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


Inserted: TypeAlias = tuple[str, int, tuple[SqlValue, ...]]
"""A row that one line of the window inserts and no other touches, as most do: type, number of the line, all columns."""


def as_row_ops(found: Inserted | RowOps) -> RowOps:
    """Give a row's operations in the general form."""
    if isinstance(found, RowOps):
        return found
    table, seq, values = found
    return RowOps(table, seq, [INSERT], [list(enumerate(values))], True)


@dataclass(frozen=True, slots=True)
class Window:
    """What is left of a window's lines beside their rows in ``op``: by record, and rows of the other tables."""

    by_row: dict[bytes, Inserted | RowOps] = field(default_factory=dict)
    odd: list[tuple[int, bytes]] = field(default_factory=list)
    unknown: list[tuple[int]] = field(default_factory=list)
    seen: list[tuple[int, int, str, int, int]] = field(default_factory=list)

    def add(self, row: bytes, op: Line, cells: list[tuple[int, SqlValue]], unmarked: bool) -> None:
        """Add an operation to those on its row.

        Args:
            row: the record.
            op: the operation.
            cells: (column, value) of the declared fields it sets.
            unmarked: it is more than an update of fields that the province may write.

        Raises:
            BadOperation: the row is of another record type already; no program of ours writes that.
        """
        seq, kind, table = op[0], op[2], str(op[3])
        if row not in self.by_row:
            self.by_row[row] = RowOps(table, seq, [kind], [cells], unmarked)
            return
        found = self.by_row[row] = as_row_ops(self.by_row[row])
        if found.table != table:
            raise BadOperation(seq, f"{table}: row")
        found.kinds.append(kind)
        found.cells.append(cells)
        found.unmarked = found.unmarked or unmarked
