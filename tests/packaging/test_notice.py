"""Every third-party part that travels with the program is named, with a licence text that is really there."""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from bgit_desktop.assets import resource_path

ROOT = Path(__file__).resolve().parents[2]
NOTICE = (ROOT / "resources" / "licences" / "NOTICE.md").read_text(encoding="utf-8")


def plain(name: str) -> str:
    """The name of a distribution in the form in which two spellings are equal (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def runtime_parts() -> set[str]:
    """Walk from the project's own requirements to everything they bring in; extras are left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    waiting = list(project["dependencies"])
    while waiting:
        requirement = waiting.pop()
        marker = requirement.partition(";")[2]
        if "extra ==" in marker or "python_version <" in marker or "python_full_version <" in marker:
            continue
        name = plain(re.match(r"[A-Za-z0-9._-]+", requirement)[0])  # type: ignore[index]
        if name not in found:
            found.add(name)
            waiting += requires(name) or []
    return found


def test_every_runtime_dependency_has_its_row() -> None:
    rows = {plain(row) for row in re.findall(r"^\| ([A-Za-z0-9._-]+)", NOTICE, flags=re.MULTILINE)}
    parts = runtime_parts()
    assert {"pyside6-essentials", "shiboken6", "et-xmlfile", "pillow", "cffi"} <= parts
    assert parts <= rows, f"name in resources/licences/NOTICE.md: {sorted(parts - rows)}"


def test_every_licence_text_named_is_there_and_every_text_is_named() -> None:
    named = set(re.findall(r"`([A-Za-z0-9.-]+\.txt)`", NOTICE))
    there = {path.name for path in resource_path("licences").glob("*.txt")}
    assert named == there
    for name in there:
        assert len(resource_path(f"licences/{name}").read_text(encoding="utf-8")) > 500, name


def test_the_gpl_is_the_gpl() -> None:
    assert (ROOT / "LICENSE").read_bytes() == resource_path("licences/GPL-3.0.txt").read_bytes()
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")[:100]


def test_the_right_to_replace_qt_is_told() -> None:
    qt = NOTICE[NOTICE.index("## Qt") : NOTICE.index("## Libraries")]
    assert "GNU Lesser General Public License, version 3" in " ".join(qt.split())
    assert "in their place" in " ".join(qt.split())
    assert "https://download.qt.io/" in qt


def test_every_icon_is_an_svg_in_the_text_colour() -> None:
    icons = sorted(resource_path("icons").glob("*.svg"))
    assert len(icons) > 40
    for icon in icons:
        text = icon.read_text(encoding="utf-8")
        assert 'stroke="currentColor"' in text, icon.name
        assert "@license lucide-static" in text, icon.name
