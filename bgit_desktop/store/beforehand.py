"""What a window's lines will need, made before they are taken in: by whoever reads a package ahead, or not at all.

Values in the order of the columns, sort keys and folded words are a good part of what a large window costs, and rest on
the lines alone. :func:`bgit_desktop.store.apply.take_in` uses what was made of lines that insert a record, and makes
itself what is not there: the same code, so that nothing depends on where it ran.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bgit_desktop.core.operations import INSERT
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.strict_json import Line
from bgit_desktop.store.search import Derived, deriver
from bgit_desktop.store.shapes import Frame, Ready, Shapes, WrongField


def derive(ops: Iterable[Line], lines: Iterable[bytes]) -> dict[int, Ready]:
    """Make what lines that insert a record will need.

    Args:
        ops: what the lines say.
        lines: the lines as they came.

    Returns:
        Sequence number → values, sort key, words, whether the line is canonical; nothing for lines that insert no
        declared record, that have fields unknown here or that do not fit: these are told when they are taken in.
    """
    shapes = Shapes()
    makers: dict[str, Callable[[Sequence[Any]], Derived]] = {}
    frames: dict[tuple[str, str], Frame] = {}
    found: dict[int, Ready] = {}
    for (seq, hlc, kind, table, _, fields, actor), line in zip(ops, lines, strict=True):
        if kind != INSERT or table is None or table not in TYPES:
            continue
        maker, frame = makers.get(table), frames.get((table, actor))
        if maker is None:
            maker = makers[table] = deriver(TYPES[table])
        if frame is None:
            frame = frames[table, actor] = Frame.of(kind, table, actor)
        try:
            shape = shapes.of(table, fields)
            values = shape.values(fields)
        except WrongField:
            continue
        if not shape.unknown:
            in_order = shape.in_order(values)
            found[seq] = (in_order, *maker(in_order), frame.is_canonical(line, seq, hlc, shape, values))
    return found
