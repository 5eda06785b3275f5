"""What taking a package in costs in memory, measured in processes of their own."""

from __future__ import annotations

import bz2
import os
import pickle
import random
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from exchange_world import PROVINCE, START, World, keys_of, replica_of

from bgit_desktop.core.chain import chain_over, chain_start
from bgit_desktop.core.operations import fields_text, hlc_at, line_text
from bgit_desktop.exchange import package_writer
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.exchange.payload import LogHeader

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the most memory a process had")

MIB = 1024  # in KiB, as /proc counts
HONEST, ABOVE = 200 * MIB, 64 * MIB

MEASURED = """
import pickle, re, sys
from pathlib import Path
from bgit_desktop.services.context import open_session
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.receiving import receive
keys = pickle.loads(Path(sys.argv[1]).read_bytes())
with open_session(Path(sys.argv[2]), clock=lambda: int(sys.argv[4])) as session:
    outcome = receive(session, Keyring(keys), [Path(sys.argv[3])])[0]
# ru_maxrss would count what the parent had before this program took its place
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(outcome.verdict, outcome.applied, most[1])
"""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World.make(("217a",))
    made.so.close()
    yield made
    made.close()


def measured(world: World, path: Path) -> tuple[str, int, int]:
    """Receive a file in a new process; gives verdict, operations, and the most memory it had, in KiB."""
    keys = world.folder / "keys.pickle"
    keys.write_bytes(pickle.dumps(keys_of("so")))
    command = [sys.executable, "-c", MEASURED, keys, world.so.folder, path, str(world.now)]
    done = subprocess.run(command, capture_output=True, timeout=300, env={**os.environ, "PYTHONPATH": os.getcwd()})
    assert done.returncode == 0, done.stderr.decode()
    verdict, applied, most = done.stdout.decode().split()
    return verdict, int(applied), int(most)


def draft() -> Draft:
    start = chain_start(PROVINCE, "217", replica_of("217a"), 1, keys_of("217a").public.minisign)
    return Draft(
        kind="baseline", province=PROVINCE, unit="217", replica=replica_of("217a"), incarnation=1, number=1,
        created="2024-06-10T06:13:20Z", app="thử", schema=1, from_seq=1, base_hash=start,
    )  # fmt: skip


def lines(count: int) -> list[bytes]:
    text = "Hỗ trợ cài đặt phần mềm một cửa điện tử cho xã "
    return [
        line_text(
            seq, hlc_at(START) + seq, "i", "task", f"018f0000-0000-7000-8000-8{seq:011d}",
            fields_text({"title": f"{text}{seq}", "clause": "QyD.6.2.b", "result": f"{text * 3}{seq * 7919}"}), "Hà",
        ).encode()
        for seq in range(1, count + 1)
    ]  # fmt: skip


def bomb(world: World, monkeypatch: pytest.MonkeyPatch, packed: bytes, codec: str, stated: int) -> Path:
    """Sign a payload that is not what an honest writer would make of its lines."""
    path = world.folder / "bomb.bgpkg"
    real = package_writer.Payload
    monkeypatch.setattr(package_writer, "compress", lambda plain, baseline: (codec, packed))
    monkeypatch.setattr(package_writer, "Payload", lambda c, size, digest, _: real(c, size, digest, stated))
    write_package(path, draft(), [], keys_of("217a").signing, [keys_of("so").public.age])
    monkeypatch.undo()
    return path


def zeros(make: Callable[[], object], mebibytes: int, unit: bytes) -> bytes:
    packer = make()
    piece = unit * ((1 << 20) // len(unit))
    found = b"".join(packer.compress(piece) for _ in range(mebibytes))  # type: ignore[attr-defined]
    return found + packer.flush()  # type: ignore[attr-defined, no-any-return]


def test_an_honest_baseline_and_the_bombs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = world.folder / "honest.bgpkg"
    write_package(path, draft(), lines(20_000), keys_of("217a").signing, [keys_of("so").public.age])
    world.so.close()
    verdict, applied, honest = measured(world, path)
    assert (verdict, applied) == ("accepted", 20_000)
    assert honest < HONEST, f"{honest / MIB:.0f} MiB"
    row = b'[1,1,"i","task","018f0000-0000-7000-8000-000000000001",{},"x"]\n'
    short = b"0\n" * (8 << 20) + random.Random(2).randbytes(100_000).hex().encode() + b"\n"
    bombs = {
        "bz2 of zeros": ("bz2", zeros(bz2.BZ2Compressor, 100, b"\0"), 1000),
        "zlib of zeros": ("zlib", zeros(zlib.compressobj, 300, b"\0"), 1000),
        "stated in full": ("bz2", zeros(bz2.BZ2Compressor, 60, row), 60 << 20),
        "millions of lines": ("zlib", zlib.compress(short), len(short)),
        "one long line": ("zlib", zlib.compress(random.Random(1).randbytes(20 << 20).hex().encode(), 1), 40 << 20),
    }
    for name, (codec, packed, stated) in bombs.items():
        found, _, most = measured(world, bomb(world, monkeypatch, packed, codec, stated))
        assert found in ("rejected-limits", "rejected-corrupt"), name
        assert most < honest + ABOVE, f"{name}: {most / MIB:.0f} MiB against {honest / MIB:.0f}"


def test_the_honest_writer_agrees_with_the_chain() -> None:
    """What the measured package holds is what the page of the format says."""
    made = replace(draft(), kind="delta")
    few = lines(3)
    header = LogHeader("217", made.replica, 1, 1, 3, made.base_hash.hex(), chain_over(made.base_hash, few).hex())
    current = made.base_hash
    for each in few:
        current = sha256(current + sha256(each).digest()).digest()
    assert current.hex() == header.head_hash
