"""Operations: the lines of the journal.

One change of one record by one PC is one operation. As text it is a line of JSON without line breaks,
``[seq, hlc, kind, table, row, fields, actor]`` (EXCHANGE.md), and that text is what the chain hashes and what travels.
This module writes the line and knows the clock; lines from outside are read by :mod:`bgit_desktop.core.strict_json`, the
chain is :mod:`bgit_desktop.core.chain`, the meaning of many lines together :mod:`bgit_desktop.core.fold`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

INSERT, UPDATE, DELETE, MERGED, NEW_INCARNATION = "i", "u", "d", "m", "n"
RECORD_KINDS = frozenset({INSERT, UPDATE, DELETE})
KINDS = frozenset({INSERT, UPDATE, DELETE, MERGED, NEW_INCARNATION})

HLC_COUNTER_BITS = 16
MAX_CLOCK_AHEAD_MS = 48 * 3600 * 1000
"""A hybrid clock further ahead than this holds the package (EXCHANGE.md: 48 hours)."""

_quote = json.encoder.encode_basestring  # in C; letters stay as they are
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def fields_text(fields: dict[str, Any]) -> str:
    """Write the fields of a line in the canonical form: compact JSON, keys sorted, letters as they are."""
    return _encode(fields)


def json_text(value: str | None) -> str:
    """Write a text, or its absence, as JSON."""
    return "null" if value is None else _quote(value)


def line_text(seq: int, hlc: int, kind: str, table: str | None, row: str | None, fields: str, actor: str) -> str:
    """Write a line in the canonical form.

    Args:
        seq: number in the log.
        hlc: hybrid logical clock.
        kind: one of :data:`KINDS`.
        table: record type or None.
        row: UUID or None.
        fields: the fields already as JSON text, see :func:`fields_text`.
        actor: who did it.
    """
    return f'[{seq},{hlc},"{kind}",{json_text(table)},{json_text(row)},{fields},{json_text(actor)}]'


def hlc_at(milliseconds: int) -> int:
    """Give the smallest hybrid clock of a moment in milliseconds since 1970 UTC."""
    return milliseconds << HLC_COUNTER_BITS


def hlc_milliseconds(hlc: int) -> int:
    """Give the moment of a hybrid clock in milliseconds since 1970 UTC."""
    return hlc >> HLC_COUNTER_BITS


def hlc_time(hlc: int) -> str:
    """Give the moment of a hybrid clock as ISO 8601 UTC to the second (``2026-06-14T08:30:00Z``)."""
    return datetime.fromtimestamp(hlc_milliseconds(hlc) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
