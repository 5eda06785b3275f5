"""The fold: what a record is, given every operation on it.

State is a pure function of a *set* of operations, so that any order, repetition and loss of packages ends in the same
state once the same operations are in (EXCHANGE.md, "Fold"). For each field the *heads* are the operations on it which
no other operation on it had seen; one head gives its value, several with one value too, several with different values
give the value of ``max(hlc, replica, seq)`` and a conflict that stays until a person writes a value having seen them all.

Whether one operation had seen another is told by the caller (:data:`Saw`), who knows the logs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bgit_desktop.core.operations import DELETE, INSERT, UPDATE

EXISTENCE = ""
"""Stands for the record itself where a conflict is about deleting it."""


@dataclass(frozen=True, slots=True)
class FoldOp:
    """One operation as the fold needs it.

    Attributes:
        log: number of its log.
        seq: number in its log.
        hlc: hybrid clock.
        replica: id of the PC, to break ties the same way everywhere.
        kind: ``i``, ``u`` or ``d``.
        fields: field name → JSON value.
        actor: who wrote it.
    """

    log: int
    seq: int
    hlc: int
    replica: str
    kind: str
    fields: dict[str, Any]
    actor: str = ""

    @property
    def rank(self) -> tuple[int, str, int]:
        """What decides between concurrent values."""
        return (self.hlc, self.replica, self.seq)


Saw = Callable[[FoldOp, FoldOp], bool]
"""``saw(later, earlier)``: had the writer of ``later`` taken in ``earlier``?"""


@dataclass(frozen=True, slots=True)
class Folded:
    """A record after the fold.

    Attributes:
        alive: False where it is deleted or was never inserted.
        values: field → JSON value; a field never written is absent.
        conflicts: field → its heads, best first; :data:`EXISTENCE` for a deletion against an edit.
    """

    alive: bool
    values: dict[str, Any]
    conflicts: dict[str, tuple[FoldOp, ...]] = field(default_factory=dict)


def fold(ops: Sequence[FoldOp], saw: Saw, largest: frozenset[str] = frozenset()) -> Folded:
    """Fold all operations on one record.

    Args:
        ops: the active operations on the record, in any order.
        saw: which had seen which.
        largest: fields whose merge policy is ``max``: the larger value, never a conflict.

    Returns:
        The record.
    """
    if len({op.log for op in ops}) <= 1:
        return _fold_one_log(sorted(ops, key=lambda op: op.seq))
    by_field: dict[str, list[FoldOp]] = {}
    for op in ops:
        if op.kind != DELETE:
            for name in op.fields:
                by_field.setdefault(name, []).append(op)
    values: dict[str, Any] = {}
    conflicts: dict[str, tuple[FoldOp, ...]] = {}
    for name in sorted(by_field):
        heads = _heads(by_field[name], saw)
        if name in largest:
            values[name] = max((op.fields[name] for op in heads), key=_size)
            continue
        values[name] = heads[0].fields[name]
        if any(_differs(op.fields[name], values[name]) for op in heads[1:]):
            conflicts[name] = tuple(heads)
    alive, quarrel = _existence(ops, saw)
    if not alive:
        return Folded(False, values)
    if quarrel:
        conflicts[EXISTENCE] = quarrel
    return Folded(True, values, conflicts)


def _fold_one_log(ops: Sequence[FoldOp]) -> Folded:
    """The common case: one PC wrote it all, so each operation saw the ones before."""
    alive = False
    values: dict[str, Any] = {}
    for op in ops:
        if op.kind == DELETE:
            alive = False
        else:
            alive = alive or op.kind == INSERT
            values.update(op.fields)
    return Folded(alive, values)


def _heads(ops: Sequence[FoldOp], saw: Saw) -> list[FoldOp]:
    """Give the operations that no other one of them had seen, best first."""
    heads = [op for op in ops if not any(other is not op and saw(other, op) for other in ops)]
    # logs that claim to have seen each other's future leave none: then all of them stand
    return sorted(heads or ops, key=_order, reverse=True)


def _order(op: FoldOp) -> tuple[tuple[int, str, int], str]:
    """The rank, and what was written where two lives of one PC wrote at the same moment under the same number."""
    return op.rank, repr((op.kind, sorted(op.fields.items())))


def _differs(one: object, other: object) -> bool:
    return one != other or isinstance(one, bool) != isinstance(other, bool)


def _size(value: object) -> tuple[int, Any]:
    """Order values of one field for the policy ``max``; empty is smallest, numbers come before text."""
    if value is None:
        return (0, 0)
    return (1, value) if isinstance(value, (int, float)) else (2, str(value))


def _existence(ops: Sequence[FoldOp], saw: Saw) -> tuple[bool, tuple[FoldOp, ...]]:
    """Decide whether the record stands, and whether that is disputed.

    A deletion counts until an insert (an undeletion) or another deletion has seen it. It removes the record unless
    somebody inserted or edited it without knowing of the deletion and the deletion did not know of that.

    Returns:
        Whether it stands, and the deletions and edits that quarrel, best first.
    """
    inserts = [op for op in ops if op.kind == INSERT]
    if not inserts:
        return False, ()
    deletes = [
        op for op in ops if op.kind == DELETE and not any(saw(other, op) for other in inserts if other is not op)
    ]
    if not deletes:
        return True, ()
    writes = [op for op in ops if op.kind in (INSERT, UPDATE)]
    unseen = [
        op for op in writes if not any(saw(gone, op) for gone in deletes) and not all(saw(op, gone) for gone in deletes)
    ]
    if not unseen:
        return False, ()
    return True, tuple(sorted([*deletes, *_heads(unseen, saw)], key=_order, reverse=True))
