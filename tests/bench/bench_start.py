"""From the start of the process to the first painted list of 100,000 records, against a bare PySide6 window.

``python tests/bench/bench_start.py [--store DIR] [--officers 100000] [--runs 5]`` starts both kinds of process in turn and
prints medians of the time to the first paint by the clock and in processor time (the steadier one where the machine
does something else besides) and of the resident memory after it, the ratio (limit 1.5, goal 1.25) and the difference
(limit 40 MB), which is looked at again two seconds later.
The bare window is what any PySide6 program pays: an application and five small tables.
Needs a display (``xvfb-run -a python tests/bench/bench_start.py``); offscreen where there is none.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RATIO, MEGABYTES = 1.5, 40.0
LATER = 2000
"""Milliseconds after the first paint at which the memory is looked at once more."""

BARE = """
import os, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem, QTabWidget
application = QApplication([])
window, tabs = QMainWindow(), QTabWidget()
for number in range(5):
    table = QTableWidget(20, 8)
    for row in range(20):
        for column in range(8):
            table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
    tabs.addTab(table, f"Tab {number}")
window.setCentralWidget(tabs)
window.resize(1280, 680)
watched = tabs.widget(0).viewport()
"""

OURS = """
import gc, os, time
from pathlib import Path
import bgit_desktop.app
gc.disable()  # as the program does before it loads the window
from PySide6.QtCore import QEvent, QObject, QTimer
from bgit_desktop.gui.application import COLLECT_AFTER, choose_language, collect_again, make_application
from bgit_desktop.gui.preferences import Preferences
from bgit_desktop.services.context import open_session
preferences = Preferences(Path(os.environ["BENCH_STORE"]) / "none.json")
choose_language("vi", preferences)
application = make_application()
session = open_session(Path(os.environ["BENCH_STORE"]))
from bgit_desktop.gui.main_window import MainWindow
window = MainWindow(session, preferences, "officer")
watched = window.current_page().view.viewport()
QTimer.singleShot(COLLECT_AFTER, collect_again)
"""

REPORT = """
class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.painted:
            self.painted = True
            from PySide6.QtCore import QTimer
            QTimer.singleShot(int(os.environ["BENCH_AFTER"]), done)
        return False
def done():
    pages = int(open("/proc/self/statm").read().split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    print(time.time(), memory, time.process_time(), flush=True)
    os._exit(0)
watch = Watch()
watched.installEventFilter(watch)
window.show()
application.exec()
"""


def run(source: str, store: Path, after: int = 0) -> tuple[float, float, float]:
    """Start one process; give milliseconds to its first paint, its memory in MB, its processor time in milliseconds.

    Args:
        source: the program, without its end.
        store: the store it opens.
        after: milliseconds after the first paint at which all that is taken.
    """
    environment = dict(os.environ, BENCH_STORE=str(store), BENCH_AFTER=str(after), PYTHONPATH=str(ROOT))
    # an installed program is compiled once, as PySide6 is: compiled files are kept beside the store for the runs
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(store.parent / "compiled")
    if not environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    started = time.time()
    found = subprocess.run(
        [sys.executable, "-c", source + REPORT], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    moment, memory, worked = map(float, found.stdout.split()[-3:])
    return (moment - started) * 1000, memory, worked * 1000


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--officers", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    store = chosen.store
    if store is None:
        sys.path.insert(0, str(Path(__file__).parent))
        import bulk_store

        store = Path(tempfile.mkdtemp()) / "store"
        bulk_store.make(store, chosen.officers, 0)
    run(OURS, store)  # the files are read once before anything counts
    run(BARE, store)
    pairs = [(run(BARE, store), run(OURS, store)) for _ in range(chosen.runs)]
    bare, ours = ([pair[at] for pair in pairs] for at in (0, 1))
    times = [statistics.median(each[0] for each in found) for found in (ours, bare)]
    memory = [statistics.median(each[1] for each in found) for found in (ours, bare)]
    worked = [statistics.median(each[2] for each in found) for found in (ours, bare)]
    ratio, more = times[0] / times[1], memory[0] - memory[1]
    print(f"first paint: ours {times[0]:.0f} ms  bare {times[1]:.0f} ms  ratio {ratio:.2f} (limit {RATIO})")
    print(f"processor time to it: ours {worked[0]:.0f} ms  bare {worked[1]:.0f} ms  ratio {worked[0] / worked[1]:.2f}")
    print(f"memory: ours {memory[0]:.0f} MB  bare {memory[1]:.0f} MB  difference {more:.0f} MB (limit {MEGABYTES:.0f})")
    later = [statistics.median(run(source, store, LATER)[1] for _ in range(3)) for source in (OURS, BARE)]
    more_later = later[0] - later[1]
    print(f"memory {LATER} ms later, with the detail pane: ours {later[0]:.0f} MB  bare {later[1]:.0f} MB  "
          f"difference {more_later:.0f} MB")  # fmt: skip
    more = max(more, more_later)
    sys.exit(0 if ratio <= RATIO and more <= MEGABYTES else 1)


if __name__ == "__main__":
    main()
