"""Receive of 30 baselines × 20,000 operations against a plain sqlite3 upsert of the same rows, in one run.

``python tests/bench/bench_receive.py [--packages 30] [--operations 20000]`` prints ours, the baseline and the ratio
(baseline's time ÷ ours; 1.0 would be as fast as the plain upsert), what a preview of the last packages costs against
receiving them, and the size of the two databases, their logs written back. Ours is ``services.receiving.receive``:
signature, hash, decryption, inflation, chain, types, authority, journal, fold, search index, a backup before, one
transaction a package. The baseline writes the same rows with ``executemany`` upserts, one transaction a package, on the
same kind of database (WAL, synchronous=FULL), without journal, index or search: into ``id TEXT PRIMARY KEY``, unit and
the declared fields, the id and every value as they stand in the lines (nothing is turned into anything else; making
the rows is not timed). The plain upsert of one half of the packages comes before ours, that of the other half after it,
so that what else the machine does meets both. Ours takes all files in one go, as a folder is given to it. A third of
them is looked at, then taken in, in a store of its own. Measured by the clock and by the processor time of the process
that writes; what the other processes read ahead is in the first only, as far as it is waited for.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bgit_desktop.assets import resource_path
from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.ids import uuid7
from bgit_desktop.core.operations import fields_text, hlc_at, line_text
from bgit_desktop.core.registry import TYPES
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.services.context import Session, session_of
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.receiving import receive
from bgit_desktop.store import database, journal, peers
from bgit_desktop.store.peers import Peer
from bgit_desktop.store.schema import quote, sql_type

NOW = 1_718_000_000_000


@cache
def words() -> list[str]:
    """Give the words of the program's own Vietnamese sentences."""
    found: set[str] = set()
    for path in sorted(resource_path("i18n/en").glob("*.json")):
        for sentence in json.loads(path.read_text(encoding="utf-8")):
            found.update(word for word in sentence.split() if word.isalpha())
    return sorted(found)


def rows(count: int, seed: int) -> list[tuple[str, str, dict[str, object]]]:
    """Make realistic records: mostly tasks, some incidents and trainings."""
    rng = random.Random(seed)
    found: list[tuple[str, str, dict[str, object]]] = []
    for i in range(count):
        title, text = (" ".join(rng.choices(words(), k=rng.randint(4, most))) for most in (12, 16))
        day = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        if i % 10 < 8:
            values = {
                "clause": f"QyD.6.2.{rng.choice('abcdefg')}", "title": title, "assigned_on": day, "due_on": day,
                "status": rng.choice(["done", "doing"]), "progress": rng.randint(0, 100), "scope": f"Xã số {rng.randint(1, 25)}",
                "mode": rng.choice(["guide", "support", "operate"]), "assigned_by": "Trưởng phòng", "result": text,
            }  # fmt: skip
            left_out = ("scope", "mode", "assigned_by", "due_on")
        else:
            values = {
                "title": title, "category": f"{rng.choice('ABCD')}{rng.randint(1, 9)}", "system": "Máy chủ một cửa",
                "severity": rng.choice(["low", "medium", "high"]), "status": "closed",
                "detected_at": f"{day}T08:{rng.randint(10, 59)}", "fixed_at": f"{day}T16:{rng.randint(10, 59)}",
                "cause": text, "action": " ".join(rng.choices(words(), k=8)),
            }  # fmt: skip
            left_out = ("severity", "fixed_at", "system")
        for name in left_out:  # as people do
            if rng.random() < 0.2:
                del values[name]
        found.append(("task" if i % 10 < 8 else "incident", uuid7(NOW + i), values))
    return found


def make_packages(folder: Path, session: Session, reader: PrivateKeys, packages: int, operations: int) -> list[Path]:
    """Write one baseline for each of as many PCs, and pin their keys."""
    codes = [unit.code for unit in session.catalogue() if not unit.is_division and unit.code != session.unit]
    paths = []
    for i in range(packages):
        unit, keys, replica = codes[i % len(codes)], PrivateKeys.generate(), uuid7(NOW + i)
        public = keys.public
        start = chain_start(session.province, unit, replica, 1, public.minisign)
        lines = [
            line_text(seq, hlc_at(NOW + seq), "i", table, row, fields_text(values), "Hà").encode()
            for seq, (table, row, values) in enumerate(rows(operations, i), start=1)
        ]
        draft = Draft(
            kind="baseline", province=session.province, unit=unit, replica=replica, incarnation=1, number=1,
            created="2024-06-10T06:13:20Z", app="bench", schema=1, from_seq=1, base_hash=start,
        )  # fmt: skip
        path = folder / f"{i:02}.bgpkg"
        write_package(path, draft, lines, keys.signing, [reader.public.age])
        paths.append(path)
        peer = Peer(replica, unit, 1, "", public.minisign, public.minisign, public.age, "enrolled", NOW, "bench")
        with session.store.write("keys", "", "bench"):
            peers.pin_peer(session.store.db, peer)
    return paths


def province(folder: Path, keys: PrivateKeys | None = None, like: Session | None = None) -> tuple[Session, PrivateKeys]:
    """Make a province's store with keys that were never under a passphrase (scrypt is not what is measured).

    Args:
        folder: where.
        keys: its keys; new ones where None.
        like: a store whose pinned keys it has too.
    """
    keys = keys or PrivateKeys.generate()
    store = database.create(folder, lambda: NOW + 86_400_000)
    with store.write("init", "", "bench"):
        for key, value in {"mode": "province", "unit": "STTTT", "province": "24", "replica": uuid7(NOW)}.items():
            store.set_meta(key, value)
        store.set_meta("age", keys.public.age)
        start = chain_start("24", "STTTT", store.meta("replica"), 1, keys.public.minisign)
        journal.add_log(store.db, "STTTT", store.meta("replica"), 1, start, own=True)
        for peer in peers.peers(like.store.db) if like is not None else ():
            peers.pin_peer(store.db, peer)
    return session_of(store, "bench"), keys


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Spent:
        return cls(time.perf_counter(), time.process_time())

    def since(self, began: Spent) -> Spent:
        return Spent(self.clock - began.clock, self.processor - began.processor)

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.clock + other.clock, self.processor + other.processor)


class Plain:
    """Plain tables, upserted into.

    Args:
        path: the database.
    """

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self._statements: dict[str, str] = {}
        for name in ("task", "incident"):
            fields = TYPES[name].fields
            columns = ", ".join(f"{quote(each.name)} {sql_type(each)}" for each in fields)
            self.db.execute(f"CREATE TABLE {name} (id TEXT PRIMARY KEY, unit TEXT, {columns})")
            sets = ", ".join(f"{quote(each.name)} = excluded.{quote(each.name)}" for each in fields)
            marks = ", ".join("?" * (len(fields) + 2))
            self._statements[name] = f"INSERT INTO {name} VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets}"

    def upsert(self, seed: int, operations: int) -> Spent:
        """Write the rows of one package; gives the time it takes."""
        by_table: dict[str, list[tuple[object, ...]]] = {"task": [], "incident": []}
        for table, row, values in rows(operations, seed):
            by_table[table].append((row, "217", *(values.get(each.name) for each in TYPES[table].fields)))
        began = Spent.now()
        self.db.execute("BEGIN IMMEDIATE")
        for table, those in by_table.items():
            self.db.executemany(self._statements[table], those)
        self.db.execute("COMMIT")
        return Spent.now().since(began)


def timed(session: Session, keys: PrivateKeys, paths: list[Path], operations: int) -> Spent:
    """Receive files; gives the time it takes."""
    began = Spent.now()
    outcomes = receive(session, Keyring(keys), paths)
    spent = Spent.now().since(began)
    assert all(each.verdict == "accepted" and each.applied == operations for each in outcomes), outcomes
    return spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=30)
    parser.add_argument("--operations", type=int, default=20_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bgit-bench-"))
    try:
        session, keys = province(folder / "province")
        paths = make_packages(folder, session, keys, asked.packages, asked.operations)
        plain_db = Plain(folder / "plain.sqlite3")
        half = asked.packages // 2
        plain = sum((plain_db.upsert(at, asked.operations) for at in range(half)), Spent(0.0, 0.0))
        ours = timed(session, keys, paths, asked.operations)
        plain = sum((plain_db.upsert(at, asked.operations) for at in range(half, asked.packages)), plain)
        few = paths[: max(1, asked.packages // 3)]
        other, other_keys = province(folder / "other", keys, session)
        began = Spent.now()
        receive(other, Keyring(other_keys), few, dry_run=True)
        preview = Spent.now().since(began)
        last = timed(other, other_keys, few, asked.operations)
        other.close()
        total = asked.packages * asked.operations
        for db in (session.store.db, plain_db.db):
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (folder / "province" / "store.sqlite3").stat().st_size
        plain_size = (folder / "plain.sqlite3").stat().st_size
        print("            clock  /operation   processor  /operation")
        for name, spent in (("receive", ours), ("plain", plain)):
            print(
                f"{name:8} {spent.clock:7.2f} s {spent.clock / total * 1e6:8.1f} µs"
                f"   {spent.processor:7.2f} s {spent.processor / total * 1e6:8.1f} µs"
            )
        print(
            f"ratio    {plain.clock / ours.clock:7.2f}                {plain.processor / ours.processor:7.2f}"
            "        (asked: at least 0.25, then 0.4; goal 0.6)"
        )
        print(f"preview of {len(few)} {preview.clock:.2f} s, processor {preview.processor:.2f} s (asked: no slower)")
        print(f"receiving them {last.clock:.2f} s, processor {last.processor:.2f} s")
        print(f"ratio    {preview.clock / last.clock:7.2f}                {preview.processor / last.processor:7.2f}")
        print(
            f"store size  {size / 1e6:8.1f} MB against {plain_size / 1e6:.1f} MB plain: {size / plain_size:.2f} (asked: 2)"
        )
        session.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
