"""``python -m bgit_desktop``: the same as the command ``bgit-desktop``."""

import sys

from bgit_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
