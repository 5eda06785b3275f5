"""JSON from outside, read strictly: the lines of a log, manifests, trust lists.

Python's own reader is lenient where an attacker could use it: it keeps the last of two equal keys, reads
``NaN`` and numbers of any length, lets half a surrogate pair through, and recurses as deep as the text
says. Here each of these is refused, and :class:`JsonBeyondLimits` (somebody tries it on) is kept apart from
:class:`MalformedJson` (not the format at all), because the decision table of EXCHANGE.md gives them
different verdicts.

A log has hundreds of thousands of lines, so :func:`parse_line` lets the C reader do the work and looks for
trouble with a few C-speed counts; only a line on which a count cannot decide (an escape, a colon after a
quote, many brackets) is read again the slow, exact way. The counts never decide wrongly:

- *Depth*: four opening brackets in all cannot nest five deep. With more, the text is measured outside its
  strings **before** it is parsed, so that no nesting can exhaust the stack.
- *Equal keys*: every key is followed by a colon. Where no white space stands before any colon, each key
  shows as ``":``. If there are only as many ``":`` as there are keys in the result, no key came twice.
- *Half surrogate pairs* can only come from an escape ``\\ud…``; raw ones are no UTF-8.

:func:`parse_lines` and :func:`parse_blocks` do the same for many lines in a fraction of the time: they give the C reader
a block of lines at once, as the elements of one array, and read the block again line by line wherever anything in it is
out of the ordinary. That an element is exactly a line needs no trust: each line begins with ``[`` and ends with ``]``,
and wherever a new line would begin inside an element, its ``[`` stands in a place (the line's array, its fields,
a list in a field) where the ordinary form has no array. So every element begins and ends within one line, and
there are as many as lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, compress, islice
from math import isfinite
from typing import Any, Final, NamedTuple, NoReturn, TypeAlias

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.redacted import is_redacted
from bgit_desktop.errors import BgitError

MAX_DEPTH: Final = 4
MAX_LINE: Final = 1 << 20
"""Bytes a line of a log may have, without its newline."""
INT_LIMIT: Final = 1 << 63

Scalar: TypeAlias = str | int | float | bool | None
FieldValue: TypeAlias = Scalar | list[Scalar]
Line: TypeAlias = tuple[int, int, str, str | None, str | None, dict[str, FieldValue], str]
"""``(seq, hlc, kind, table, row, fields, actor)`` of a log's line."""

Block: TypeAlias = tuple[tuple[Any, ...], ...]
"""The columns of some lines, in the order of :class:`Columns`."""

REDACTED: Final = "x"
REDACTED_LINE: Final[Line] = (0, 0, REDACTED, None, None, {}, "")
"""What a redacted line says: nothing; its number is its place."""

_RECORD_KINDS: Final = frozenset("iud")
LINE_KINDS: Final = frozenset("iudmn")
"""insert, update, delete, "took in another log up to …" (m), first line of a new incarnation (n)."""


class StrictJsonError(BgitError):
    """JSON from outside that is refused; the message says why."""


class MalformedJson(StrictJsonError):
    """Not JSON, not UTF-8, or not of the shape expected (verdict ``rejected-corrupt``)."""


class JsonBeyondLimits(StrictJsonError):
    """Equal keys, NaN, a large number, half a surrogate pair, too deep, too long (``rejected-limits``)."""


class Columns(NamedTuple):
    """What many lines say, column by column: seven lists of one length."""

    seqs: list[int]
    clocks: list[int]
    kinds: list[str]
    tables: list[str | None]
    rows: list[str | None]
    fields: list[dict[str, FieldValue]]
    actors: list[str]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Columns:
        """Give what some lines say as columns."""
        found = list(lines)
        return cls(*map(list, zip(*found, strict=True))) if found else cls([], [], [], [], [], [], [])

    def lines(self) -> Iterator[Line]:
        """Give what each line says."""
        return zip(*self, strict=True)

    def since(self, at: int) -> Columns:
        """Give the same from a place on."""
        return Columns._make(column[at:] for column in self) if at else self

    def extend(self, block: Block) -> None:
        """Add what the next lines say."""
        for column, more in zip(self, block, strict=True):
            column.extend(more)  # type: ignore[attr-defined]  # each is a list


def parse_object(data: bytes, *, limit: int) -> dict[str, Any]:
    """Read one JSON object, every bound checked.

    Args:
        data: the bytes as they came; UTF-8 without a byte order mark.
        limit: the most bytes they may have.

    Returns:
        The object; integers are within 64 bits signed, floats finite, strings encodable, nesting at most 4.

    Raises:
        MalformedJson: it is not UTF-8, not JSON or not an object.
        JsonBeyondLimits: a bound is passed.
    """
    if len(data) > limit:
        _too_long()
    text = _decode(data)
    if _too_deep(text):
        _deep()
    found = _scan(text, exact=True)
    if type(found) is not dict:
        raise MalformedJson(tr("Nội dung không phải là một đối tượng JSON."))
    _check_strings(found)
    for value in _leaves(found):
        _check_number(value)
    return found


def parse_line(line: bytes) -> Line:
    """Read one line of a log, every bound checked.

    Args:
        line: the line as it travels, without its newline.

    Returns:
        ``(seq, hlc, kind, table, row, fields, actor)``. A field's value is a scalar or a list of scalars;
        ``table`` and ``row`` are None in lines of kind ``m`` and ``n``.

    Raises:
        MalformedJson: it is not UTF-8, not JSON or not a line.
        JsonBeyondLimits: a bound is passed.
    """
    if is_redacted(line):
        return REDACTED_LINE
    if len(line) > MAX_LINE:
        _too_long()
    text = _decode(line)
    if text.count("[") + text.count("{") > MAX_DEPTH and _too_deep(text):
        _deep()
    data = _scan(text)
    if type(data) is not list or len(data) != 7:
        _no_line()
    seq, hlc, kind, table, row, fields, actor = data
    if type(fields) is not dict:
        _no_line()
    if text.count('":') != len(fields) or " :" in text or "\t" in text or "\r" in text:
        _scan(text, exact=True)
    if "\\u" in text:
        _check_strings(data)
    if type(seq) is not int or type(hlc) is not int or type(actor) is not str or type(kind) is not str:
        _no_line()
    if not (0 < seq < INT_LIMIT and 0 <= hlc < INT_LIMIT):
        if seq >= INT_LIMIT or hlc >= INT_LIMIT:
            _too_large()
        _no_line()
    if kind in _RECORD_KINDS:
        if type(table) is not str or type(row) is not str or not table or not row:
            _no_line()
    elif kind in LINE_KINDS:
        if table not in (None, "") or row not in (None, ""):  # another writer may leave them empty rather than null
            _no_line()
        table = row = None
    else:
        _no_line()
    if not _PLAIN.issuperset(map(type, fields.values())):
        for value in fields.values():
            _check_field(value)
    return seq, hlc, kind, table, row, fields, actor


def parse_lines(lines: Iterable[bytes]) -> Iterator[Line]:
    """Read many lines, each as :func:`parse_line` does.

    Args:
        lines: the lines as they travel, without their newlines.

    Yields:
        What each says.

    Raises:
        MalformedJson: the next line is not UTF-8, not JSON or not a line.
        JsonBeyondLimits: a bound is passed.
    """
    source = iter(lines)
    while block := list(islice(source, _BLOCK)):
        yield from zip(*found, strict=True) if (found := _ordinary(block)) else map(parse_line, block)


def parse_blocks(lines: Iterable[bytes]) -> Iterator[Block]:
    """Read many lines, some dozens at a time, and give what they say column by column.

    Args:
        lines: the lines as they travel, without their newlines.

    Yields:
        The columns of :class:`Columns` for the next lines.

    Raises:
        MalformedJson: one of the next lines is not UTF-8, not JSON or not a line.
        JsonBeyondLimits: a bound is passed.
    """
    source = iter(lines)
    while block := list(islice(source, _BLOCK)):
        yield _ordinary(block) or tuple(zip(*map(parse_line, block), strict=True))


def _ordinary(block: list[bytes]) -> Block | None:
    """Read a block of lines at once; None where one of them must be looked at by itself."""
    joined = b"[" + b",\n".join(block) + b"]"
    between = len(block) - 1
    if joined[:2] != b"[[" or joined[-2:] != b"]]" or len(joined) > MAX_LINE:
        return None
    if joined.count(b"],\n[") != between or joined.count(b"\n") != between:
        return None
    if b"\t" in joined or b"\r" in joined or (b"\\" in joined and b"\\u" in joined) or b" :" in joined:
        return None  # an escape that may be half a letter, white space that may stand before a colon
    try:
        data = _scan(joined.decode())
    except (StrictJsonError, UnicodeDecodeError, RecursionError):
        return None
    if len(data) != len(block) or set(map(type, data)) != {list} or set(map(len, data)) != {7}:
        return None
    columns = tuple(zip(*data, strict=True))
    seqs, clocks, kinds, tables, rows, fields, actors = columns
    if not (_all_are(int, seqs, clocks) and _all_are(str, kinds, actors) and _all_are(dict, fields)):
        return None
    if min(seqs) <= 0 or min(clocks) < 0 or max(max(seqs), max(clocks)) >= INT_LIMIT:
        return None
    if not (_RECORD_KINDS.issuperset(kinds) and _all_are(str, tables, rows) and all(tables) and all(rows)):
        for kind, table, row in zip(kinds, tables, rows, strict=True):
            named = type(table) is str and type(row) is str and table and row
            if not (named if kind in _RECORD_KINDS else kind in _LOG_KINDS and table is None and row is None):
                return None
    values = list(chain.from_iterable(map(dict.values, fields)))
    if not all(map(_is_plain, compress(values, map(_NOT_PLAIN.__contains__, map(type, values))))):
        return None
    if joined.count(b'":') != len(values):
        return None
    return columns


def _all_are(of: type, *columns: tuple[Any, ...]) -> bool:
    return {of}.issuperset(map(type, chain.from_iterable(columns)))


def _is_plain(value: Any) -> bool:
    of = type(value)
    if of is int:
        return bool(-INT_LIMIT <= value < INT_LIMIT)
    if of is float:
        return isfinite(value)
    return of is list and _PLAIN.issuperset(map(type, value))


_BLOCK: Final = 64  # lines; more are not read faster
_LOG_KINDS: Final = LINE_KINDS - _RECORD_KINDS
_PLAIN: Final = frozenset((str, bool, type(None)))
_NOT_PLAIN: Final = frozenset((int, float, list, dict))  # what else JSON gives
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def _refuse_constant(_name: str) -> NoReturn:
    raise JsonBeyondLimits(tr("Có giá trị không phải là số (NaN hoặc Infinity)."))


def _refuse_equal_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonBeyondLimits(tr("Có một khóa xuất hiện hai lần trong cùng một đối tượng."))
    return found


_fast = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode
_exact = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_refuse_equal_keys).raw_decode


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        start = error.start
        if data[start] == 0xED and data[start + 1 : start + 2] >= b"\xa0":
            _surrogate()
        raise MalformedJson(tr("Nội dung không phải là văn bản UTF-8.")) from None


def _scan(text: str, *, exact: bool = False) -> Any:
    try:
        found, end = (_exact if exact else _fast)(text, 0)
    except json.JSONDecodeError:
        _no_json()
    except ValueError:  # more digits than int() reads
        _too_large()
    if end != len(text):
        _no_json()
    return found


def _too_deep(text: str) -> bool:
    depth = 0
    for bracket in _BRACKET.finditer(_STRING.sub("", text)):
        if bracket[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        else:
            depth -= 1
    return False


def _check_strings(data: Any) -> None:
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=True).encode()
    except UnicodeEncodeError:
        _surrogate()


def _leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _leaves(each)
    else:
        yield data


def _check_number(value: Any) -> None:
    if type(value) is int:
        if not -INT_LIMIT <= value < INT_LIMIT:
            _too_large()
    elif type(value) is float and not isfinite(value):
        _too_large()


def _check_field(value: Any) -> None:
    if type(value) is dict:
        _no_line()
    for each in value if type(value) is list else (value,):
        if type(each) in (list, dict):
            _no_line()
        _check_number(each)


def _no_json() -> NoReturn:
    raise MalformedJson(tr("Nội dung không phải là JSON hợp lệ."))


def _no_line() -> NoReturn:
    raise MalformedJson(tr("Có dòng nhật ký không đúng khuôn dạng."))


def _too_large() -> NoReturn:
    raise JsonBeyondLimits(tr("Có số vượt quá 63 bit."))


def _too_long() -> NoReturn:
    raise JsonBeyondLimits(tr("Nội dung dài hơn mức cho phép."))


def _deep() -> NoReturn:
    raise JsonBeyondLimits(tr("Dữ liệu lồng nhau quá {depth} mức.", depth=MAX_DEPTH))


def _surrogate() -> NoReturn:
    raise JsonBeyondLimits(tr("Văn bản chứa nửa cặp ký tự thay thế Unicode."))
