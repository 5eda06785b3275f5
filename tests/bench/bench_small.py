"""Small packages: does the cost of one more grow, and what does a delta cost in a large store?

``python tests/bench/bench_small.py [--packages 400] [--rows 60000]``; the figures asked for are those of
``--packages 3300 --rows 600000``.

1. As many packages of 10 changed rows each, received one by one into one store. Printed: the median of the last 100
   against that of the first 100 (asked: at most 1.15 ×).
2. A store with as many rows, then deltas of 50 changed rows, each received by itself. Printed: the median by the clock
   (asked: at most 100 ms), beside the same 50 upserts into a plain table of as many rows. The first receive of a day
   also copies a large store (``services/backup.before_risk``): that is printed by itself and not in the median.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from bench_receive import NOW, make_packages, province, rows

from bgit_desktop.core.chain import chain_over, chain_start
from bgit_desktop.core.ids import uuid7
from bgit_desktop.core.operations import fields_text, hlc_at, line_text
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.services.context import Session
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.receiving import receive
from bgit_desktop.store import peers
from bgit_desktop.store.peers import Peer

EDGE = 100


class Sender:
    """A district's PC that writes package after package.

    Args:
        session: the Sở's, which pins its key.
        reader: the Sở's keys.
        folder: where the packages go.
    """

    def __init__(self, session: Session, reader: PrivateKeys, folder: Path) -> None:
        self._keys, self._replica, self._folder, self._reader = PrivateKeys.generate(), uuid7(NOW), folder, reader
        public = self._keys.public
        self._hash = chain_start(session.province, "217", self._replica, 1, public.minisign)
        self._seq = self._number = 0
        self._rng = random.Random(3)
        self._rows: list[str] = []
        peer = Peer(self._replica, "217", 1, "", public.minisign, public.minisign, public.age, "enrolled", NOW, "bench")
        with session.store.write("keys", "", "bench"):
            peers.pin_peer(session.store.db, peer)

    def new(self, count: int) -> Path:
        """Write a package of new tasks."""
        made = [each for each in rows(count * 2, 7) if each[0] == "task"][:count]
        self._rows += [row for _, row, _ in made]
        return self._package([("i", row, values) for _, row, values in made])

    def changes(self, count: int) -> Path:
        """Write a package of changes to tasks sent before."""
        those = self._rng.sample(self._rows, count)
        return self._package([("u", row, {"progress": self._rng.randint(0, 100)}) for row in those])

    def _package(self, operations: list[tuple[str, str, dict[str, object]]]) -> Path:
        first = self._seq + 1
        lines = [
            line_text(seq, hlc_at(NOW + seq), kind, "task", row, fields_text(values), "Hà").encode()
            for seq, (kind, row, values) in enumerate(operations, first)
        ]
        self._number += 1
        draft = Draft(
            kind="delta" if self._number > 1 else "baseline", province="24", unit="217", replica=self._replica,
            incarnation=1, number=self._number, created="2024-06-10T06:13:20Z", app="bench", schema=1, from_seq=first,
            base_hash=self._hash,
        )  # fmt: skip
        path = self._folder / f"s{self._number:05}.bgpkg"
        write_package(path, draft, lines, self._keys.signing, [self._reader.public.age])
        self._seq += len(lines)
        self._hash = chain_over(self._hash, lines)
        return path


def received(session: Session, keys: PrivateKeys, path: Path) -> float:
    """Take one file in; gives seconds."""
    began = time.perf_counter()
    outcomes = receive(session, Keyring(keys), [path])
    spent = time.perf_counter() - began
    assert [each.verdict for each in outcomes] == ["accepted"], outcomes
    return spent


def one_more(folder: Path, packages: int) -> None:
    """Measure whether one more package costs more."""
    session, keys = province(folder / "small")
    with session:
        sender = Sender(session, keys, folder)
        received(session, keys, sender.new(200))
        spent = [received(session, keys, sender.changes(10)) for _ in range(packages)]
    first, last = statistics.median(spent[:EDGE]), statistics.median(spent[-EDGE:])
    print(f"{packages} small packages: first {EDGE} {first * 1e3:.1f} ms each, last {EDGE} {last * 1e3:.1f} ms each")
    print(f"ratio    {last / first:7.2f}    (asked: at most 1.15)")


def large(folder: Path, count: int) -> None:
    """Measure a delta of 50 rows in a large store."""
    session, keys = province(folder / "large")
    with session:
        packages = max(1, count // 20_000)
        receive(session, Keyring(keys), make_packages(folder, session, keys, packages, count // packages))
        sender = Sender(session, keys, folder)
        received(session, keys, sender.new(1000))
        copying = received(session, keys, sender.changes(50))
        spent = statistics.median(received(session, keys, sender.changes(50)) for _ in range(15))
    plain = _plain(folder, count)
    print(f"delta of 50 rows into {count} rows: {spent * 1e3:.1f} ms    (asked: at most 100)")
    print(f"the first one of them {copying * 1e3:.1f} ms; plain upserts of 50 rows {plain * 1e3:.1f} ms")


def _plain(folder: Path, count: int) -> float:
    db = sqlite3.connect(folder / "plain.sqlite3", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE task (id TEXT PRIMARY KEY, progress INTEGER)")
    ids = [uuid7(NOW + at) for at in range(count)]
    db.execute("BEGIN")
    db.executemany("INSERT INTO task VALUES (?, 0)", ((each,) for each in ids))
    db.execute("COMMIT")
    spent = []
    for _ in range(15):
        those = [(each, 5) for each in random.Random(1).sample(ids, 50)]
        began = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO task VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET progress = 5", those)
        db.execute("COMMIT")
        spent.append(time.perf_counter() - began)
    db.close()
    return statistics.median(spent)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=400)
    parser.add_argument("--rows", type=int, default=60_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bgit-bench-"))
    try:
        one_more(folder, asked.packages)
        large(folder, asked.rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
