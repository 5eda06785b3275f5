"""Where the frozen program starts; the same as ``python -m bgit_desktop``."""

import multiprocessing
import os
import sys

# A windowed program on Windows has no standard streams; what is printed then goes nowhere instead of failing.
if sys.stdout is None:
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (open as long as the process lives)
if sys.stderr is None:
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115

from bgit_desktop.app import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # large packages are read by a second process of this very program
    sys.exit(main())
