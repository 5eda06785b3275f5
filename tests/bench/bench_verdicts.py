"""All verdicts over the province against a plain SQL count over the same rows.

A Sở's store with 3,000 officers in its units, their degrees, courses and appraisals, and five years of tasks, incidents
and reports. Ours: everything that ``verdicts`` does, from the open store to the list of verdicts. Baseline: for each
record type that the rules read, ``SELECT count(*)`` with the rows' texts looked at once. Prints both medians, the ratio
and the number of verdicts; gives 1 where 3,000 officers take more than a second.

    python tests/bench/bench_verdicts.py [--officers 3000] [--rounds 5] [--clause C ...]

"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# A script is started by path, so neither the project nor its neighbours are on the path yet.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

import bulk_store  # noqa: E402

from bgit_desktop.core.fields import Value  # noqa: E402
from bgit_desktop.core.ids import uuid7  # noqa: E402
from bgit_desktop.core.registry import TYPES  # noqa: E402
from bgit_desktop.core.verdicts.judge import RULES  # noqa: E402
from bgit_desktop.services import setup, verdicts  # noqa: E402
from bgit_desktop.services.context import Session, open_session  # noqa: E402
from bgit_desktop.store import records  # noqa: E402
from bgit_desktop.store.schema import quote  # noqa: E402

LIMIT = 1.0
DAY = "2024-11-30"
YEARS = range(2020, 2025)


class _Filler:
    """Writes records of the units into the store, with ids in a row."""

    def __init__(self, session: Session, rng: random.Random) -> None:
        self.session, self.rng, self.made = session, rng, 0

    def add(self, type_name: str, unit: str, **values: Value) -> str:
        self.made += 1
        record_id = uuid7(bulk_store.NOW + self.made)
        records.insert(
            self.session.store.db, TYPES[type_name], record_id, unit,
            {name: value for name, value in values.items() if value is not None},
        )  # fmt: skip
        return record_id

    def day(self, year: int) -> str:
        return f"{year}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"


def fill(session: Session, officers: int, tasks: int) -> int:
    """Fill a Sở's store; gives the number of records made."""
    rng = random.Random(445)
    filler = _Filler(session, rng)
    day = session.today()
    codes = [each.code for each in session.catalogue().bound_on(day)]
    with session.store.write("import", "bench", session.actor):
        for year in YEARS:
            for half in (1, 2):
                due = f"{year}-06-20" if half == 1 else f"{year}-12-20"
                filler.add(
                    "deadline", session.unit, kind="half_year", period=f"{year}-H{half}", due_on=due,
                    document="12/STTTT-CNTT",
                )  # fmt: skip
            for topic in ("policy", "security", "operation"):
                filler.add(
                    "course", session.unit, title=f"Tập huấn {topic} {year}", topic=topic, start_on=f"{year}-04-10"
                )
            filler.add(
                "meeting",
                session.unit,
                title=f"Giao ban {year}",
                kind="half_year",
                starts_at=f"{year}-06-05T08:00",
                status="held",
            )
        for at in range(officers):
            _officer(filler, rng, codes[at % len(codes)])
        for at in range(tasks):
            _work(filler, rng, codes[at % len(codes)], at)
    session.store.db.execute("ANALYZE")
    return filler.made


def _officer(filler: _Filler, rng: random.Random, unit: str) -> None:
    values = bulk_store.officer(rng)
    paper = filler.add("document", unit, number=f"{rng.randint(1, 900)}/QĐ-UBND", issued_on="2020-02-01")
    officer = filler.add(
        "officer", unit, **values, assignment_document=paper if rng.random() < 0.8 else None,
        assignment_sent_on="2020-02-05" if rng.random() < 0.7 else None,
    )  # fmt: skip
    for year in (2005, 2015):
        filler.add(
            "qualification", unit, officer=officer, level=rng.choice(["bachelor", "master", "college"]),
            major=rng.choice(["CNTT", "Luật", "Điện tử viễn thông"]), field=rng.choice(["it", "near", None]),
            mode=rng.choice(["regular", "in_service", "unknown"]), year=year, document=paper,
        )  # fmt: skip
    for year in YEARS:
        filler.add(
            "training", unit, officer=officer, title=f"Tập huấn an toàn thông tin {year}", kind="course",
            topic=rng.choice(["policy", "security", "operation"]), start_on=filler.day(year),
            attendance=rng.choice(["present", "present", "absent"]), absence_kind=rng.choice(["not_sent", "duty", None]),
        )  # fmt: skip
        filler.add(
            "appraisal", unit, officer=officer, year=year, summary="Hoàn thành tốt nhiệm vụ",
            asked_on=filler.day(year) if rng.random() < 0.6 else None,
        )  # fmt: skip


def _work(filler: _Filler, rng: random.Random, unit: str, at: int) -> None:
    year = YEARS[at % len(YEARS)]
    level = "QyD.6.2" if unit.isdigit() else "QyD.6.1"
    status = rng.choice(["planned", "doing", "done", "done"]) if year == YEARS[-1] else "done"
    filler.add(
        "task", unit, clause=f"{level}.{rng.choice('abcdefg')}", title=rng.choice(bulk_store.WORK),
        assigned_on=filler.day(year), due_on=filler.day(year), status=status,
    )  # fmt: skip
    if at % 12 == 0:
        found = filler.day(year) + "T08:00"
        filler.add(
            "incident", unit, title="Máy chủ ngừng hoạt động", category=rng.choice(["A1", "C1", "D3", "X0"]),
            detected_at=found, head_informed_at=found[:10] + "T09:30", status="closed",
        )  # fmt: skip
    if at % 100 == 0:
        filler.add(
            "report", unit, kind="periodic", period=f"{year}-H1", status="sent", sent_on=f"{year}-06-18",
        )  # fmt: skip


def plain_count(session: Session) -> int:
    """Count the rows of every type that a rule reads, each row's texts looked at once."""
    counted = 0
    for name in sorted({name for rule in RULES for name in rule.needs}):
        fields = {field for rule in RULES for field in rule.needs.get(name, ())}
        looked = " + ".join(f"coalesce(length({quote(field)}), 0)" for field in sorted(fields))
        row = session.store.db.execute(f"SELECT count(*), sum({looked}) FROM {quote(name)}").fetchone()
        counted += int(row[0])
    return counted


def timed(action: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Give the medians of some runs in seconds: by the clock, of the processor."""
    taken = []
    for _ in range(rounds):
        start, worked = time.perf_counter(), time.process_time()
        action()
        taken.append((time.perf_counter() - start, time.process_time() - worked))
    clock, processor = zip(*taken, strict=True)
    return statistics.median(clock), statistics.median(processor)


def main() -> int:
    """Measure and print; give 1 where it takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--officers", type=int, default=3000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clause", action="append", default=None)
    parser.add_argument("--store", type=Path, default=None, help="keep the store here and use it again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.store or Path(place) / "store"
        if not folder.exists():
            setup.create(folder, mode="province", unit="", passphrase=bulk_store.PASSPHRASE, actor="Sở", label="Máy 1")
            with open_session(folder) as session:
                print(f"{fill(session, chosen.officers, chosen.tasks)} records")
        with open_session(folder, write=False) as session:
            found = verdicts.verdicts(session, None, DAY, clauses=chosen.clause)
            ours = timed(lambda: verdicts.verdicts(session, None, DAY, clauses=chosen.clause), chosen.rounds)
            base = timed(lambda: plain_count(session), chosen.rounds)
            rows = plain_count(session)
    print(
        f"{chosen.officers} officers, {rows} rows, medians of {chosen.rounds}: {len(found)} verdicts in "
        f"{1000 * ours[0]:.0f} ms ({1000 * ours[1]:.0f} ms of the processor), plain count {1000 * base[0]:.0f} ms "
        f"({1000 * base[1]:.0f} ms), ratio {ours[1] / base[1]:.1f} in processor time (limit {LIMIT:g} s by the clock)"
    )
    return int(ours[0] > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
