"""The lines of a package: compressed, inflated within bounds, split.

A payload's plain text is lines of UTF-8, each ended by one newline. It is compressed as one bz2 or one zlib
stream. On the way back nothing is trusted: output is taken a piece at a time and never beyond the size the
signed manifest states, a line is at most 1 MiB, the stream must end exactly where the data ends, and a
payload that would blow up more than 200 times is refused before it is inflated (real lines shrink 4 to 12
times; the writer stores what would shrink more).

In a return package the lines of each log stand behind a header line ``{"log": {…}}``, and the trust list is
a last line ``{"trust": …, "minisig": …}``; :func:`join_return` and :func:`split_return` put them together
and apart. An enrolment's payload is one line ``{"enrol": …}`` that no reader needs.
"""

from __future__ import annotations

import bz2
import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, SupportsIndex

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.strict_json import MAX_LINE, StrictJsonError, parse_object
from bgit_desktop.exchange.manifest import MAX_PLAIN, Codec, SignedText
from bgit_desktop.exchange.verdicts import PackageProblem, beyond_limits, corrupt, json_problem

MAX_RATIO: Final = 200
FREE_SIZE: Final = 1 << 20
"""Up to here any ratio is allowed: a mebibyte harms nobody."""
SHORTEST: Final = len(b'[1,0,"m",null,null,{},""]\n')
"""Bytes of the shortest line a log can have; the other lines of a payload are longer."""
_PIECE = 1 << 16
_CUT = 1 << 20
_BOTH = 1 << 20


@dataclass(frozen=True, slots=True)
class LogHeader:
    """Whose lines follow, and which.

    Attributes:
        unit: code of the unit.
        replica: id of the PC.
        incarnation: number of its log.
        from_seq: first operation.
        to_seq: last one; from_seq - 1 for none.
        base_hash: the chain's hash before them, hex.
        head_hash: the chain's hash after them, hex.
    """

    unit: str
    replica: str
    incarnation: int
    from_seq: int
    to_seq: int
    base_hash: str
    head_hash: str

    def __len__(self) -> int:
        return self.to_seq - self.from_seq + 1


@dataclass(frozen=True, slots=True)
class LogLines:
    """One log of a return package: its header and its lines, without their newlines."""

    header: LogHeader
    lines: Collection[bytes]


class Lines(Collection[bytes]):
    """The lines of a payload, kept as one piece of memory and cut when asked for.

    Args:
        plain: the inflated payload, each line ended by a newline.
    """

    def __init__(self, plain: bytes | bytearray) -> None:
        self._plain = plain
        self._count = plain.count(b"\n")

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        """Go to another process as one piece of memory that need not be copied (PEP 574)."""
        from pickle import PickleBuffer  # not at the start: only large packages go there

        return _lines_of, (PickleBuffer(self._plain),)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        plain, at, stop = self._plain, 0, len(self._plain)
        while at < stop:  # a mebibyte at a time: split() is fast, and few copies live at once
            end = stop if at + _CUT >= stop else plain.find(b"\n", at + _CUT) + 1
            yield from bytes(plain[at : end - 1]).split(b"\n")
            at = end

    def __contains__(self, line: object) -> bool:
        return any(each == line for each in self)


def _lines_of(plain: bytes | bytearray | memoryview) -> Lines:
    return Lines(bytes(plain))


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def more(self, data: bytes, most: int) -> bytes: ...

    def hungry(self) -> bool: ...


class _Bz2:
    def __init__(self) -> None:
        self._stream = bz2.BZ2Decompressor()

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def more(self, data: bytes, most: int) -> bytes:
        return self._stream.decompress(data, most)

    def hungry(self) -> bool:
        return self._stream.needs_input


class _Zlib:
    def __init__(self) -> None:
        self._stream = zlib.decompressobj()
        self._full = False

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def more(self, data: bytes, most: int) -> bytes:
        found = self._stream.decompress(self._stream.unconsumed_tail + data, most)
        self._full = len(found) == most
        return found

    def hungry(self) -> bool:
        return not self._full and not self._stream.unconsumed_tail


_BLOCKS: Final = 3
"""Size of bz2's blocks in 100 kB: what it inflates from fits into a processor's own cache, a quarter faster than with 9;
a package of 20,000 lines is 6 % larger, one of less than 300 kB of lines no byte."""


def compress(plain: bytes, *, baseline: bool) -> tuple[Codec, bytes]:
    """Compress the lines of a package.

    Args:
        plain: the lines, each with its newline.
        baseline: bz2, best for much text; otherwise the smaller of bz2 and zlib.

    Returns:
        The codec and the compressed bytes.
    """
    found: tuple[Codec, bytes] = ("bz2", bz2.compress(plain, _BLOCKS))
    if not baseline and len(plain) <= _BOTH:
        other = zlib.compress(plain, 9)
        if len(other) < len(found[1]):
            found = ("zlib", other)
    if _blows_up(len(found[1]), len(plain)):
        return "zlib", zlib.compress(plain, 0)
    return found


def inflate(data: bytes, codec: Codec, plain_size: int) -> Lines:
    """Inflate a payload within its bounds.

    Args:
        data: the compressed bytes.
        codec: how they are compressed.
        plain_size: the size the signed manifest states.

    Returns:
        The lines.

    Raises:
        PackageProblem: ``rejected-limits`` where more comes out than stated, a line is too long or the
            ratio is that of a bomb; ``rejected-corrupt`` where the stream is damaged, cut, followed by
            anything, or shorter than stated, or where the last line has no newline.
    """
    if plain_size > MAX_PLAIN or _blows_up(len(data), plain_size):
        raise beyond_limits(tr("Gói nén quá mức cho phép (nghi là bom nén)."))
    stream: _Inflater = _Bz2() if codec == "bz2" else _Zlib()
    plain = bytearray()
    at = line_start = 0
    while not stream.eof:
        piece = b""
        if stream.hungry():
            piece = data[at : at + _PIECE]
            if not piece:
                raise _broken()
            at += len(piece)
        try:
            found = stream.more(piece, min(1 << 20, plain_size - len(plain) + 1))
        except (OSError, ValueError, EOFError, zlib.error):
            raise _broken() from None
        if len(plain) + len(found) > plain_size:
            raise beyond_limits(tr("Phần dữ liệu lớn hơn kích thước đã ký trong bản kê."))
        before = len(plain)
        plain += found
        first, newest = found.find(b"\n"), found.rfind(b"\n")
        # A piece is no longer than a line may be: only a line begun in an earlier piece can be too long.
        if (before + first if first >= 0 else len(plain)) - line_start > MAX_LINE:
            raise beyond_limits(tr("Gói có dòng dài hơn {limit} MiB.", limit=MAX_LINE >> 20))
        if newest >= 0:
            line_start = before + newest + 1
    if stream.unused_data or at != len(data) or len(plain) != plain_size or line_start != len(plain):
        raise _broken()
    if plain.startswith(b"\n") or b"\n\n" in plain:
        raise _broken()
    return Lines(plain)


def join_return(logs: Iterable[LogLines], trust: Sequence[SignedText] = ()) -> Iterator[bytes]:
    """Give the lines of a return package's payload.

    Args:
        logs: the sender's own log first, then siblings' logs.
        trust: the trust list; earlier versions in front of it where a new root came in between.

    Yields:
        The lines, without their newlines.
    """
    for log in logs:
        header = {name: getattr(log.header, name) for name in LogHeader.__slots__}
        yield _compact({"log": header})
        yield from log.lines
    for each in trust:
        yield _compact({"trust": each.text, "minisig": each.minisig})


def split_return(lines: Iterable[bytes]) -> tuple[tuple[LogLines, ...], tuple[SignedText, ...]]:
    """Take a return package's payload apart.

    Args:
        lines: its lines.

    Returns:
        The logs, and the signed trust lists in order.

    Raises:
        PackageProblem: ``rejected-corrupt`` or ``rejected-limits``.
    """
    source = iter(lines)
    logs: list[LogLines] = []
    trust: list[SignedText] = []
    for line in source:
        try:
            found = parse_object(line, limit=MAX_LINE)
        except StrictJsonError as error:
            raise json_problem(error) from None
        if set(found) == {"log"} and type(found["log"]) is dict and not trust:
            header = _header(found["log"])
            body: list[bytes] = []
            for _ in range(len(header)):
                following = next(source, None)
                if following is None:
                    raise _no_return()
                body.append(following)
            logs.append(LogLines(header, body))
        elif set(found) == {"trust", "minisig"} and all(type(each) is str for each in found.values()):
            trust.append(SignedText(found["trust"], found["minisig"]))
        else:
            raise _no_return()
    return tuple(logs), tuple(trust)


_CODE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")


def _header(data: dict[str, Any]) -> LogHeader:
    if set(data) != set(LogHeader.__slots__):
        raise _no_return()
    numbers = (data["incarnation"], data["from_seq"], data["to_seq"])
    texts = (data["unit"], data["replica"], data["base_hash"], data["head_hash"])
    if not all(type(each) is int for each in numbers) or not all(type(each) is str for each in texts):
        raise _no_return()
    header = LogHeader(**data)
    if (
        not all(_CODE.fullmatch(each) for each in texts[:2])
        or not all(_HASH.fullmatch(each) for each in texts[2:])
        or header.incarnation < 1
        or header.from_seq < 1
        or header.to_seq < header.from_seq - 1
    ):
        raise _no_return()
    return header


def _compact(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _blows_up(packed: int, plain: int) -> bool:
    return plain > FREE_SIZE and plain > MAX_RATIO * packed


def _broken() -> PackageProblem:
    return corrupt(tr("Phần dữ liệu nén bị hỏng hoặc không đúng kích thước."))


def _no_return() -> PackageProblem:
    return corrupt(tr("Gói phản hồi không đúng khuôn dạng."))
