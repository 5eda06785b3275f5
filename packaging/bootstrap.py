"""Set up bgit-desktop on a machine that has nothing but Python 3.11, and do one thing with it.

    python3 packaging/bootstrap.py demo        the main job end to end on sample data, into ./demo
    python3 packaging/bootstrap.py test        the tests
    python3 packaging/bootstrap.py run         the window

also ``setup`` (prepare only), ``lint``, ``types``, ``build`` (a frozen folder in ./dist) and ``bench``. What
stands after the command goes on to the tool behind it: ``test tests/core -k fold``, ``run info``.

Only the standard library is used. On Debian and Ubuntu the system packages that are missing are installed (as
root or with sudo); everything Python goes into ``.venv`` of the project. A stamp in it tells what it was made
from, so that a second run starts at once and needs no network. On Windows only ``.venv`` is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "bgit-stamp.json"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST_PYTHON = (3, 11)
PROOF = ("PySide6.QtWidgets", "openpyxl", "reportlab", "pyrage", "cryptography.x509", "bgit_desktop")

# Debian's names; where a later release renamed one, either counts as installed and the first is asked for.
QT_LIBRARIES = (
    "libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0|libglib2.0-0t64",
    "libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0",
    "fonts-liberation2|fonts-liberation",
)  # fmt: skip
# A display; the tools of the check by hand; readers of what we write (PDF, xlsx).
TEST_TOOLS = (
    "xvfb", "xauth", "minisign", "age", "unzip", "poppler-utils", "libreoffice-calc", "libreoffice-writer",
)  # fmt: skip
BUILD_TOOLS = ("binutils", f"libpython3.{sys.version_info.minor}|libpython3.{sys.version_info.minor}t64")


class Stop(Exception):
    """Set-up cannot go on; the text is the one line to show."""


# --- the system ------------------------------------------------------------


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"bootstrap: {text}", flush=True)


def installed_packages(names: Iterable[str]) -> set[str]:
    """Ask dpkg, without any network, which of these Debian packages are installed."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *names],
        capture_output=True,
        text=True,
        check=False,  # it fails as soon as one name is unknown, and still lists the others
    )
    rows = (line.split() for line in answer.stdout.splitlines())
    return {row[0] for row in rows if len(row) > 1 and row[1].startswith("ii")}


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Give those of the wanted packages (``name|other name``) that have to be installed."""
    alternatives = [entry.split("|") for entry in wanted]
    present = installed_packages(name for names in alternatives for name in names)
    return [names[0] for names in alternatives if not present.intersection(names)]


def quiet(command: Sequence[str]) -> tuple[bool, str]:
    """Run a command without showing what it prints.

    Returns:
        Whether it succeeded, and the last line that says something (its error, where it failed).
    """
    result = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL
    )
    lines = [line.strip() for line in (result.stdout + "\n" + result.stderr).splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "e:"))]
    return result.returncode == 0, (errors or lines or [f"exit code {result.returncode}"])[-1]


def attempt(what: str, command: Sequence[str], *, tries: int = 3) -> None:
    """Run a command that needs the network, again after a pause where it fails."""
    last = ""
    for number in range(tries):
        if number:
            say(f"{what} failed ({last}); trying again")
            time.sleep(5 * number)
        succeeded, last = quiet(command)
        if succeeded:
            return
    raise Stop(f"{what} failed: {last}")


def install_packages(wanted: Sequence[str]) -> None:
    """Install what is missing of these Debian packages; other systems are told what they need."""
    if not sys.platform.startswith("linux"):
        return
    if not shutil.which("apt-get"):
        say("no apt-get here; Qt needs the libraries that Debian calls " + " ".join(wanted))
        return
    missing = missing_packages(wanted)
    if not missing:
        return
    rise: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise Stop("missing system packages; as root run: apt-get install " + " ".join(missing))
        rise = ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
    apt = [*rise, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    say(f"installing {len(missing)} system packages: {' '.join(missing)}")
    attempt("apt-get update", [*apt, "update"])
    attempt("apt-get install", [*apt, "install", "-y", "--no-install-recommends", *missing])
    still = missing_packages(wanted)
    if still:
        raise Stop("still missing after apt-get install: " + " ".join(still))


# --- the virtual environment -----------------------------------------------


def stamp_wanted(development: bool) -> dict[str, object]:
    """Describe what the virtual environment has to be made from."""
    digest = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return {"project": str(ROOT), "pyproject": digest, "python": sys.version, "development": development}


def stamp_fits(development: bool) -> bool:
    """Tell whether a finished set-up stands for this project file and Python; development holds all."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return found in (stamp_wanted(True), stamp_wanted(development))


def works(*modules: str) -> bool:
    """Tell whether the Python of the virtual environment starts and finds these modules."""
    if not PYTHON.exists():
        return False
    try:
        return quiet([str(PYTHON), "-c", "import " + ", ".join(modules)])[0]
    except OSError:
        return False


def make_environment() -> None:
    """Create ``.venv`` unless a working one is there; one half made is thrown away."""
    if works("pip"):
        return
    if VENV.exists():
        say("the virtual environment is damaged; making it anew")
        shutil.rmtree(VENV)
    if not quiet([sys.executable, "-c", "import venv, ensurepip"])[0]:
        install_packages(("python3-venv", "python3-pip"))
        if not quiet([sys.executable, "-c", "import venv, ensurepip"])[0]:
            raise Stop(f"{sys.executable} has no venv and ensurepip; call Debian's own /usr/bin/python3")
    say("making the virtual environment .venv")
    succeeded, last = quiet([sys.executable, "-m", "venv", str(VENV)])
    if not succeeded:
        raise Stop(f"the virtual environment could not be made: {last}")


def fill_environment(development: bool) -> None:
    """Make the virtual environment if need be and install the program, editable, with its libraries."""
    make_environment()
    say("installing the program and its libraries into .venv (some minutes the first time)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    attempt("pip install", [*pip, "install", "--editable", f"{ROOT}[dev]" if development else str(ROOT)])


def prepare(packages: Sequence[str] = (), *, development: bool = False) -> None:
    """Bring system packages and virtual environment to what the command needs.

    Args:
        packages: Debian packages beyond Qt's libraries.
        development: with the tools for tests, checks and builds, not only what the program needs.
    """
    install_packages((*QT_LIBRARIES, *packages))
    tools = ("pytest", "mypy") if development else ()
    if stamp_fits(development) and works("PySide6", "bgit_desktop", *tools):
        return
    STAMP.unlink(missing_ok=True)
    if shutil.which("apt-get"):
        install_packages(("ca-certificates",))
    fill_environment(development)
    if not works(*PROOF):
        say("a library is damaged, as after a broken-off installation; starting anew")
        shutil.rmtree(VENV)
        fill_environment(development)
        if not works(*PROOF):
            raise Stop("installed, but PySide6.QtWidgets does not load; is a system library missing?")
    STAMP.write_text(json.dumps(stamp_wanted(development)), encoding="utf-8")


# --- the commands ----------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """Give the environment for our tools: UTF-8 everywhere, whatever the bare system has set."""
    env = {**os.environ, "PYTHONUTF8": "1", **more}
    locale = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or ""
    if not WINDOWS and "utf" not in locale.lower():
        env["LC_ALL"] = "C.UTF-8"
    return env


def call(command: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Run a command in the project folder with its output shown; give its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=env or environment(), check=False).returncode


def setup(_arguments: list[str]) -> int:
    """Prepare everything for development, and do nothing more."""
    prepare((*TEST_TOOLS, *BUILD_TOOLS), development=True)
    say("ready: " + str(PYTHON))
    return 0


def demo(arguments: list[str]) -> int:
    """Carry out the main job on sample data."""
    prepare()
    options = arguments if "--out" in arguments else ["--out", "demo", *arguments]
    return call([str(PYTHON), "-m", "bgit_desktop", "demo", *options])


def run(arguments: list[str]) -> int:
    """Open the window, or carry out a command of the program."""
    prepare()
    with_value = ("--store", "--lang", "--passphrase-file")
    words = [w for i, w in enumerate(arguments) if i == 0 or arguments[i - 1] not in with_value]
    window = all(word.startswith("-") for word in words) and not {"-h", "--help", "--version"} & set(words)
    if window and sys.platform.startswith("linux"):
        if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
            raise Stop("there is no display here (DISPLAY and WAYLAND_DISPLAY are not set), so no window")
    return call([str(PYTHON), "-m", "bgit_desktop", *arguments])


def test(arguments: list[str]) -> int:
    """Run the tests without a display, two at a time."""
    prepare(TEST_TOOLS, development=True)
    runtime = VENV / "runtime"  # Qt warns where a session gives it no folder of its own
    runtime.mkdir(mode=0o700, exist_ok=True)
    workers = [] if any(a.startswith("-n") or a == "--pdb" for a in arguments) else ["-n", "2"]
    env = environment(QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(runtime))
    return call([str(PYTHON), "-m", "pytest", *workers, *arguments], env)


def lint(arguments: list[str]) -> int:
    """Check the style of the code."""
    prepare(development=True)
    return call([str(PYTHON), "-m", "ruff", "check", *(arguments or ["."])])


def types(arguments: list[str]) -> int:
    """Check the types of the code."""
    prepare(development=True)
    return call([str(PYTHON), "-m", "mypy", *arguments])


def build(arguments: list[str]) -> int:
    """Freeze the program into dist/bgit-desktop and let it test itself."""
    prepare(BUILD_TOOLS, development=True)
    spec = str(ROOT / "packaging" / "bgit-desktop.spec")
    command = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *arguments, spec]
    code = call(command)
    if code:
        return code
    folder = ROOT / "dist" / "bgit-desktop"
    program = folder / ("bgit.exe" if WINDOWS else "bgit-desktop")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    say(f"built {folder} ({size / 1e6:.0f} MB); its self-test:")
    return call([str(program), "self-test"], environment(QT_QPA_PLATFORM="offscreen"))


def bench(arguments: list[str]) -> int:
    """Measure: the scripts of tests/bench, all or those named, on a virtual display where there is none."""
    prepare(TEST_TOOLS, development=True)
    scripts = sorted((ROOT / "tests" / "bench").glob("bench_*.py"))
    names = {script.stem.removeprefix("bench_"): script for script in scripts}
    chosen = [script for name, script in names.items() if not arguments or name in arguments]
    if not chosen:
        raise Stop(f"no such measurement; there are: {', '.join(names)}")
    display = ["xvfb-run", "-a"] if shutil.which("xvfb-run") and not os.environ.get("DISPLAY") else []
    codes = [call([*display, str(PYTHON), str(script)]) for script in chosen]
    return max(codes)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo, "test": test, "run": run, "setup": setup, "lint": lint, "types": types, "build": build,
    "bench": bench,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Carry out one command.

    Args:
        arguments: the command and what goes on to the tool behind it.

    Returns:
        The exit code: that of the tool, 1 where the set-up failed, 2 for a wrong call.
    """
    if sys.version_info < OLDEST_PYTHON:
        print(f"bootstrap: Python 3.11 or later is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    if not arguments or arguments[0] not in COMMANDS:
        asked = bool(arguments) and arguments[0] in ("-h", "--help")
        print(__doc__ if asked else f"usage: bootstrap.py {'|'.join(COMMANDS)} [arguments]",
              file=sys.stdout if asked else sys.stderr)  # fmt: skip
        return 0 if asked else 2
    try:
        return COMMANDS[arguments[0]](list(arguments[1:]))
    except Stop as stop:
        print(f"bootstrap: {shlex.join(arguments[:1])}: {stop}", file=sys.stderr)
        return 1
    except OSError as error:  # a read-only folder, a full disk, a program that is not there
        print(f"bootstrap: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
