"""The Sở's Tổng quan and the compliance matrix over the province, against a plain SQL count over the same rows.

A Sở's store with 30 units and five years of records, 200,000 in all. Ours: what the two pages ask of the services when
they are opened, the catalogue read anew each time. Baseline: for each record type that the rules read,
``SELECT count(*)`` with the rows' texts looked at once. All in turn within one run; prints medians by the clock and in
processor time and the ratios, and gives 1 where one of them takes more than 300 ms of the processor.

    python tests/bench/bench_matrix.py [--officers 300] [--tasks 180000] [--rounds 5] [--store DIR]

"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

# A script is started by path, so neither the project nor its neighbours are on the path yet.
sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]

import bench_verdicts  # noqa: E402
import bulk_store  # noqa: E402

from bgit_desktop.core.periods import Period  # noqa: E402
from bgit_desktop.services import compliance, overview, setup  # noqa: E402
from bgit_desktop.services.context import Session, open_session  # noqa: E402
from bgit_desktop.store import records  # noqa: E402

LIMIT = 0.3
YEAR = Period(2024)
"""The year whose matrix is asked for: the last of those filled."""


def anew(session: Session, action: Callable[[], object]) -> Callable[[], object]:
    """Give an action before which the session forgets what it read, as a page that is opened finds it."""

    def run() -> object:
        session.forget()
        return action()

    return run


def main() -> int:
    """Measure and print; give 1 where it takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--officers", type=int, default=300)
    parser.add_argument("--tasks", type=int, default=180_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", type=Path, default=None, help="keep the store here and use it again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.store or Path(place) / "store"
        if not folder.exists():
            setup.create(folder, mode="province", unit="", passphrase=bulk_store.PASSPHRASE, actor="Sở", label="Máy 1")
            with open_session(folder) as session:
                bench_verdicts.fill(session, chosen.officers, chosen.tasks)
        with open_session(folder, write=False) as session:
            measured: dict[str, Callable[[], object]] = {
                "overview": anew(session, lambda: overview.overview(session)),
                "matrix": anew(session, lambda: compliance.compliance(session, YEAR)),
                "count": lambda: bench_verdicts.plain_count(session),
            }
            total = sum(records.totals(session.store.db).values())
            units = len(compliance.compliance(session, YEAR).matrix.units)
            taken: dict[str, list[tuple[float, float]]] = {name: [] for name in measured}
            for _ in range(chosen.rounds + 1):  # in turn, so that all meet the same machine; the first warms up
                for name, action in measured.items():
                    taken[name].append(bench_verdicts.timed(action, 1))
    medians = {
        name: [statistics.median(each[at] for each in found[1:]) for at in (0, 1)] for name, found in taken.items()
    }
    base = medians.pop("count")
    print(
        f"{total} records, {units} units; plain count {1000 * base[0]:.0f} ms ({1000 * base[1]:.0f} ms of the processor)"
    )
    for name, (clock, worked) in medians.items():
        print(
            f"{name}: {1000 * clock:.0f} ms ({1000 * worked:.0f} ms of the processor, limit {1000 * LIMIT:.0f}), "
            f"ratio {worked / base[1]:.1f} in processor time"
        )
    return int(any(worked > LIMIT for _, worked in medians.values()))


if __name__ == "__main__":
    raise SystemExit(main())
