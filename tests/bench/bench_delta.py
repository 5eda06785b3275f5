"""Size of a delta: 50 changed rows, and 50 new records with texts.

``python tests/bench/bench_delta.py [--rows 50]`` writes real packages, signed and encrypted to two recipients (the Sở's
operational and recovery keys), and prints the bytes of each file against the 7 kB asked for, and against the lines
alone, compressed by zlib. *Changed rows*: status, progress and result of a task, as a district changes them from one
package to the next. *New records* have all their fields; their titles and texts are sentences of the program's own
Vietnamese, each used once, so that they compress no better than prose does. Ids are random: sizes differ by some bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench_receive import NOW, rows

from bgit_desktop.assets import resource_path
from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.ids import uuid7
from bgit_desktop.core.operations import fields_text, hlc_at, line_text
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.package_writer import Draft, write_package

ASKED = 7_000
STEP_MS = 90_000


def changed(count: int) -> list[bytes]:
    """Make the lines of tasks that were brought up to date."""
    rng = random.Random(1)
    found = []
    for seq in range(1, count + 1):
        result = f"Đã xong tại {rng.randint(1, 20):02} xã"
        fields = {"progress": rng.randint(0, 100), "result": result, "status": "done"}
        found.append(_line(seq, "u", "task", uuid7(NOW - rng.randint(0, 10**10)), fields))
    return found


def sentences() -> list[str]:
    """Give Vietnamese sentences, no two alike."""
    found: set[str] = set()
    for path in sorted(resource_path("i18n/en").glob("*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return [each for each in sorted(found) if 40 <= len(each) <= 160]


def texts(count: int) -> list[bytes]:
    """Make the lines of new records."""
    prose = random.Random(2).sample(sentences(), 3 * count)
    found = []
    for seq, (table, row, values) in enumerate(rows(count, 1), 1):
        own = {name: prose.pop() for name in ("title", "result", "cause", "action") if name in values}
        found.append(_line(seq, "i", table, row, values | own))
    return found


def _line(seq: int, kind: str, table: str, row: str, fields: dict[str, object]) -> bytes:
    clock = hlc_at(NOW + STEP_MS * seq)
    return line_text(seq, clock, kind, table, row, fields_text(fields), "Nguyễn Thị Hà").encode()


def packed(folder: Path, lines: list[bytes]) -> int:
    """Write a delta of the lines; gives the file's bytes."""
    keys, replica = PrivateKeys.generate(), uuid7(NOW)
    readers = [PrivateKeys.generate().public.age for _ in range(2)]
    draft = Draft(
        kind="delta", province="24", unit="217", replica=replica, incarnation=1, number=2,
        created="2024-06-10T06:13:20Z", app="bench", schema=1, from_seq=1,
        base_hash=chain_start("24", "217", replica, 1, keys.public.minisign),
    )  # fmt: skip
    path = folder / "delta.bgpkg"
    write_package(path, draft, lines, keys.signing, readers)
    return path.stat().st_size


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50)
    count = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="bgit-bench-"))
    try:
        for name, lines in ((f"{count} changed rows", changed(count)), (f"{count} new records", texts(count))):
            size = packed(folder, lines)
            bare = len(zlib.compress(b"\n".join(lines), 9))
            verdict = "kept" if size <= ASKED else "missed"
            print(f"{name:18} {size:6} bytes    (asked: {ASKED}, {verdict})")
            print(f"{'its lines alone':18} {bare:6} bytes    ratio {size / bare:.2f}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
