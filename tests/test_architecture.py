"""The house rules that a machine can check: layers, who may use which library, sizes, start-up, both languages."""

import ast
import json
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from bgit_desktop.assets import load_english, resource_path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "bgit_desktop"

# Left may import right; store, exchange and documents never import one another; assets sits with errors.
LEVELS = [{"app", "cli", "__main__"}, {"gui"}, {"services"}, {"store", "exchange", "documents"}, {"core"}]
LEVELS.append({"errors", "assets"})

ONLY_USER = {
    "PySide6": {"gui", "app"},
    "shiboken6": {"gui", "app"},
    "sqlite3": {"store"},
    "cryptography": {"exchange"},
    "pyrage": {"exchange"},
    "reportlab": {"documents"},
    "openpyxl": {"documents"},
    "python_calamine": {"documents"},
    "docx": {"documents"},
    "PIL": {"documents"},
    "segno": {"documents"},
}
# What reads or writes the world has no place in core.
OUTSIDE_WORLD = {
    "io", "os", "pathlib", "shutil", "tempfile", "glob", "socket", "subprocess", "urllib", "http", "zipfile",
    "threading", "asyncio", "multiprocessing", "logging", "locale", "getpass",
}  # fmt: skip
HEAVY = {
    "reportlab", "openpyxl", "python_calamine", "pyrage", "cryptography", "segno", "PIL", "docx", "peewee", "lxml",
    "asyncio", "xml.dom", "multiprocessing",
}  # fmt: skip
HARD_LIMIT = 450  # lines; 400 is what we aim at. Declarations (core/types) may be as long as the regulation is.


@dataclass(frozen=True)
class Module:
    """One source file, parsed."""

    path: Path
    name: str
    layer: str
    tree: ast.Module
    lines: int

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module named by an import statement or import_module(), wherever it stands, with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}:{node.lineno}: relative import"
                assert node.module is not None
                yield node.module, node.lineno
                if node.module == "bgit_desktop":
                    for alias in node.names:
                        yield f"bgit_desktop.{alias.name}", node.lineno
            elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, node.lineno


@dataclass
class Sentence:
    """A tr() literal: where it stands and which values are filled in."""

    places: list[str] = field(default_factory=list)
    values: set[str] = field(default_factory=set)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


@cache
def modules() -> tuple[Module, ...]:
    """All modules of the package."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        text = path.read_text(encoding="utf-8")
        name = ".".join(("bgit_desktop", *parts)).removesuffix(".__init__")
        found.append(Module(path, name, parts[0], ast.parse(text), len(text.splitlines())))
    assert len(found) > 20
    return tuple(found)


def level(layer: str) -> int:
    """The place of a layer, 0 = outermost."""
    return next(number for number, layers in enumerate(LEVELS) if layer in layers)


def test_every_module_has_its_layer() -> None:
    known = set().union(*LEVELS) | {"__init__"}
    assert {module.layer for module in modules()} <= known


def test_layers_import_downwards_only() -> None:
    wrong = []
    for module in modules():
        for target, line in module.imports():
            parts = target.split(".")
            if parts[0] != "bgit_desktop" or len(parts) == 1 or parts[1] == module.layer:
                continue
            if parts[1].startswith("__"):  # bgit_desktop.__version__
                continue
            siblings = level(module.layer) == level(parts[1]) == 0  # app and cli make one layer
            if not siblings and level(module.layer) >= level(parts[1]):
                wrong.append(f"{module.path.relative_to(ROOT)}:{line} imports {target}")
    assert not wrong, "\n".join(wrong)


def test_libraries_are_used_by_their_layer_only() -> None:
    wrong = [
        f"{module.path.relative_to(ROOT)}:{line} imports {target}"
        for module in modules()
        for target, line in module.imports()
        if module.layer not in ONLY_USER.get(target.split(".")[0], {module.layer})
    ]
    assert not wrong, "\n".join(wrong)


def test_core_touches_nothing_outside() -> None:
    wrong = []
    for module in modules():
        if module.layer != "core":
            continue
        wrong += [f"{module.name}:{line} {name}" for name, line in module.imports() if name in OUTSIDE_WORLD]
        wrong += [
            f"{module.name}:{node.lineno} {node.func.id}()"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("open", "print", "input")
        ]
    assert not wrong, "\n".join(wrong)


def test_assets_and_errors_use_the_standard_library_only() -> None:
    for module in modules():
        if module.layer in ("assets", "errors"):
            assert {name.split(".")[0] for name, _ in module.imports()} <= set(sys.stdlib_module_names)


def test_only_declared_libraries_are_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[A-Za-z0-9_-]+", entry)[0].lower() for entry in project["dependencies"]}  # type: ignore[index]
    imported_as = {"pyside6-essentials": "pyside6", "python-docx": "docx", "pillow": "pil"}
    declared = {imported_as.get(name, name).replace("-", "_") for name in names}
    wrong = [
        f"{module.path.relative_to(ROOT)}:{line} imports {target}"
        for module in modules()
        for target, line in module.imports()
        if (top := target.split(".")[0]) not in sys.stdlib_module_names
        and top != "bgit_desktop"
        and top.lower() not in declared
    ]
    assert not wrong, "\n".join(wrong)


def test_modules_are_small_and_named_for_their_idea() -> None:
    long = {
        module.name: module.lines
        for module in modules()
        if module.lines > HARD_LIMIT and not module.name.startswith("bgit_desktop.core.types")
    }
    assert not long
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert not [module.name for module in modules() if module.path.stem in vague]


def test_no_star_imports() -> None:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                assert "*" not in {alias.name for alias in node.names}, f"{module.name}:{node.lineno}"


def test_every_module_tells_its_story() -> None:
    assert not [module.name for module in modules() if not ast.get_docstring(module.tree)]


@pytest.mark.parametrize("folder", ["packaging", "ui", "resources", "db", "tests"])
def test_folders_that_are_no_packages(folder: str) -> None:
    assert (ROOT / folder).is_dir()
    assert not list((ROOT / folder).rglob("__init__.py"))


def loaded_after(statement: str) -> set[str]:
    """The modules a fresh Python holds after a statement."""
    code = f"{statement}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stdout.splitlines()[-1]))


def test_the_command_line_starts_without_qt_and_without_heavy_libraries() -> None:
    loaded = loaded_after("import bgit_desktop.app")
    assert not loaded & (HEAVY | {"PySide6"})


def test_the_window_starts_without_heavy_libraries() -> None:
    names = [module.name for module in modules() if module.layer == "gui"]
    loaded = loaded_after("\n".join(f"import {name}" for name in names))
    assert "PySide6.QtWidgets" in loaded
    assert not loaded & HEAVY


# --- both languages ---------------------------------------------------------------------------


@cache
def sentences() -> dict[str, Sentence]:
    """Every sentence that goes through tr(), with the values filled in."""
    found: dict[str, Sentence] = {}
    for module in modules():
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr"):
                continue
            place = f"{module.path.relative_to(ROOT)}:{node.lineno}"
            assert len(node.args) == 1, f"{place}: tr() takes one sentence"
            text = node.args[0]
            assert isinstance(text, ast.Constant), f"{place}: the sentence must be a literal"
            assert isinstance(text.value, str), f"{place}: the sentence must be a literal"
            names = {keyword.arg or "**" for keyword in node.keywords}
            sentence = found.setdefault(text.value, Sentence())
            sentence.places.append(place)
            sentence.values |= names
            wanted = placeholders(text.value)
            assert "**" in names or names == wanted, f"{place}: {sorted(names)} given for {sorted(wanted)}"
    return found


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_sentence_has_its_english() -> None:
    english = load_english()
    missing = {text: sentence.places for text, sentence in sentences().items() if not english.get(text)}
    assert not missing, json.dumps(missing, ensure_ascii=False, indent=1)


def test_the_english_catalogue_holds_nothing_dead() -> None:
    dead = set(load_english()) - set(sentences())
    assert not dead, "\n".join(sorted(dead))


def test_both_languages_fill_in_the_same_values() -> None:
    wrong = [(vi, en) for vi, en in load_english().items() if placeholders(vi) != placeholders(en)]
    assert not wrong


def test_no_two_fragments_translate_one_sentence_differently() -> None:
    first: dict[str, tuple[str, str]] = {}
    for fragment in sorted(resource_path("i18n/en").glob("*.json")):
        pairs = json.loads(fragment.read_text(encoding="utf-8"), object_pairs_hook=list)
        for (one, _), (other, _) in pairwise(sorted(pairs)):
            assert one != other, f"{fragment.name} holds {one!r} twice"
        for source, english in pairs:
            before = first.setdefault(source, (english, fragment.name))
            assert before[0] == english, f"{source!r} in {before[1]} and {fragment.name}"


def test_nothing_is_translated_before_the_language_is_chosen() -> None:
    """A tr() at module or class level, or in a default, is evaluated once, at import: always Vietnamese."""
    wrong = []
    for module in modules():
        inside: set[int] = set()
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside |= {id(child) for statement in node.body for child in ast.walk(statement)}
            elif isinstance(node, ast.Lambda):
                inside |= {id(child) for child in ast.walk(node.body)}
        wrong += [
            f"{module.path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "tr"
            and id(node) not in inside
        ]
    assert not wrong
