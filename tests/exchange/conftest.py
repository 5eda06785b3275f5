"""PCs, keys and packages for the tests of the exchange; nothing here costs a scrypt."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.core.chain import chain_start
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.package_reader import OpenedPackage, Sender, open_package
from bgit_desktop.exchange.package_writer import Draft, WrittenPackage, write_package

PROVINCE = "24"
ROW = "018f0000-0000-7000-8000-{:012d}"


def log_line(seq: int, fields: dict[str, Any] | None = None, *, hlc: int | None = None, kind: str = "i") -> bytes:
    fields = {"title": f"Tập huấn số {seq}"} if fields is None else fields
    about = ["task", ROW.format(seq)] if kind in "iud" else [None, None]
    hlc = ((1_700_000_000_000 + seq) << 16) if hlc is None else hlc
    return json.dumps([seq, hlc, kind, *about, fields, "An"], ensure_ascii=False, separators=(",", ":")).encode()


def log_lines(count: int, first: int = 1) -> list[bytes]:
    return [log_line(seq) for seq in range(first, first + count)]


@dataclass(frozen=True)
class Pc:
    """One PC with its keys."""

    unit: str
    replica: str
    keys: PrivateKeys = field(default_factory=PrivateKeys.generate)

    @property
    def start(self) -> bytes:
        return chain_start(PROVINCE, self.unit, self.replica, 1, self.keys.signing.public)

    def draft(self, **changes: Any) -> Draft:
        draft = Draft(
            kind="baseline",
            province=PROVINCE,
            unit=self.unit,
            replica=self.replica,
            incarnation=1,
            number=1,
            created="2024-06-30T08:00:00Z",
            app="0.1.0",
            schema=1,
            from_seq=1,
            base_hash=self.start,
        )
        return replace(draft, **changes)

    def write(self, path: Path, lines: Sequence[bytes], to: Pc, **changes: Any) -> WrittenPackage:
        return write_package(path, self.draft(**changes), lines, self.keys.signing, [to.keys.public.age])


@dataclass(frozen=True)
class World:
    """Two units and the province that knows both."""

    unit: Pc
    other: Pc
    province: Pc

    def keys_for(self, province: str, unit: str, replica: str, incarnation: int) -> Sender | None:
        for pc in (self.unit, self.other):
            if (province, unit, replica, incarnation) == (PROVINCE, pc.unit, pc.replica, 1):
                return Sender.of(pc.keys.signing.public)
        return None

    def open(self, path: Path) -> OpenedPackage:
        return open_package(path, self.keys_for, self.province.keys.identities)


@pytest.fixture(scope="session")
def world() -> World:
    return World(Pc("217", "pc-217-a"), Pc("218", "pc-218-a"), Pc("STTTT", "pc-so"))


@pytest.fixture
def run() -> Callable[..., bytes]:
    """Run one of Debian's tools and give its output; the test fails where it fails."""

    def call(*command: object, input: bytes | None = None, check: bool = True) -> bytes:
        done = subprocess.run([str(each) for each in command], input=input, capture_output=True, timeout=60)
        assert not check or done.returncode == 0, done.stderr.decode()
        return done.stdout if check else bytes([done.returncode])

    return call
