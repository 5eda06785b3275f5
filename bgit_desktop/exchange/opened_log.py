"""One log of a package: its chain followed from the base to the head, its lines read and counted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from bgit_desktop.core.chain import DIGEST_SIZE, chain_hashes
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.operations import NEW_INCARNATION
from bgit_desktop.core.strict_json import REDACTED, Block, Columns, Line, StrictJsonError, parse_blocks
from bgit_desktop.exchange.payload import LogHeader, LogLines
from bgit_desktop.exchange.trust import Adopted, Window
from bgit_desktop.exchange.verdicts import corrupt, json_problem

_SOME: Final = 4096

KEEP_PARSED: Final = 8 << 20
"""Up to this many bytes of lines are kept parsed; longer ones are parsed again, to save memory."""


@dataclass(frozen=True, slots=True)
class OpenedLog:
    """One log of an opened package; its chain and lines have been checked.

    Attributes:
        header: whose, and which window.
        lines: the lines as they travel, without their newlines.
        max_hlc: the highest hybrid clock in them, 0 for none.
        adopted: what the ``n`` line at its beginning says of the previous incarnation.
        hashes: the chain's hash before the first line and after each, 32 bytes each, in one piece.
        parsed: what the lines say; None where they are long and are read again.
        prepared: what whoever read the file ahead made of the lines for whoever takes them in; None for nothing.
    """

    header: LogHeader
    lines: Collection[bytes]
    max_hlc: int
    adopted: Adopted | None
    hashes: bytes
    parsed: Columns | None
    prepared: tuple[Any, ...] | None = None

    def hash_at(self, seq: int) -> bytes:
        """Give the chain's hash at from_seq - 1 … to_seq, 32 raw bytes."""
        at = (seq - self.header.from_seq + 1) * DIGEST_SIZE
        if not 0 <= at < len(self.hashes):
            raise IndexError(seq)
        return self.hashes[at : at + DIGEST_SIZE]

    def operations(self) -> Iterator[tuple[bytes, bytes, Line]]:
        """Yield each line, the chain's hash after it, and what it says."""
        at = DIGEST_SIZE
        for line, found in zip(self.lines, self._said().lines(), strict=True):
            yield line, self.hashes[at : at + DIGEST_SIZE], found
            at += DIGEST_SIZE

    def tail(self, seq: int) -> tuple[list[bytes], Columns]:
        """Give the lines from a sequence number on, and what they say."""
        known = max(0, seq - self.header.from_seq)
        return list(islice(self.lines, known, None)), self._said().since(known)

    def _said(self) -> Columns:
        if self.parsed is not None:
            return self.parsed
        said = Columns([], [], [], [], [], [], [])
        for block in _numbered(self.lines, self.header.from_seq):
            said.extend(block)
        return said

    def window(self, created_ms: int = 0) -> Window:
        """Give what :func:`~bgit_desktop.exchange.trust.decide_window` needs.

        Args:
            created_ms: the manifest's ``created`` in milliseconds since 1970; 0 where it is not to be asked.
        """
        header = self.header
        return Window(
            header.incarnation,
            header.from_seq,
            header.to_seq,
            self.hash_at,
            self.max_hlc,
            self.adopted,
            created_ms,
        )


def open_log(log: LogLines, *, keep: bool) -> OpenedLog:
    """Check the chain and the lines of a log.

    Args:
        log: the log as it came.
        keep: keep the lines parsed.

    Raises:
        PackageProblem: ``rejected-corrupt`` or ``rejected-limits``.
    """
    header = log.header
    base = bytes.fromhex(header.base_hash)
    if len(log.lines) != len(header):
        raise corrupt(tr("Số dòng nhật ký trong gói không đúng như bản kê."))
    hashes = bytearray(base)  # 32 bytes a line and no object each: a payload may claim millions of lines
    hashed = chain_hashes(base, log.lines)
    while some := b"".join(islice(hashed, _SOME)):
        hashes += some
    if hashes[-DIGEST_SIZE:].hex() != header.head_hash:
        raise corrupt(tr("Chuỗi băm của nhật ký trong gói không khớp."))
    said = Columns([], [], [], [], [], [], [])
    seq, max_hlc, adopted = header.from_seq, 0, None
    try:
        for block in _numbered(log.lines, header.from_seq):
            seqs, clocks, kinds, _, _, fields, _ = block
            if seqs != tuple(range(seq, seq + len(seqs))):
                raise corrupt(tr("Số thứ tự các dòng nhật ký không liên tục."))
            max_hlc = max(max_hlc, *clocks)
            if NEW_INCARNATION in kinds:
                if kinds.index(NEW_INCARNATION) or NEW_INCARNATION in kinds[1:] or seq != 1:
                    raise corrupt(tr("Có dòng nhật ký không đúng khuôn dạng."))
                adopted = _adopted(fields[0])
            if keep:
                said.extend(block)
            seq += len(seqs)
    except StrictJsonError as error:
        raise json_problem(error) from None
    return OpenedLog(header, log.lines, max_hlc, adopted, bytes(hashes), said if keep else None)


def _numbered(lines: Iterable[bytes], first: int) -> Iterator[Block]:
    """Read lines; a redacted one, which says nothing, gets the number of its place."""
    for block in parse_blocks(lines):
        seqs, *rest = block
        if REDACTED in rest[1]:
            seqs = tuple(
                first + at if kind == REDACTED else seq
                for at, (seq, kind) in enumerate(zip(seqs, rest[1], strict=True))
            )
        first += len(seqs)
        yield seqs, *rest


def _adopted(fields: Mapping[str, Any]) -> Adopted:
    incarnation, seq, head = (fields.get(name) for name in ("incarnation", "adopted_seq", "adopted_hash"))
    if type(incarnation) is not int or type(seq) is not int or type(head) is not str or seq < 0:
        raise corrupt(tr("Có dòng nhật ký không đúng khuôn dạng."))
    try:
        digest = bytes.fromhex(head)
    except ValueError:
        raise corrupt(tr("Có dòng nhật ký không đúng khuôn dạng.")) from None
    return Adopted(incarnation, seq, digest)
