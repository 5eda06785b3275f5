"""Wrong usage ends with 2 and one sentence in the user's language; global options stand anywhere; help is complete."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from bgit_desktop import app
from bgit_desktop.cli.main import build
from bgit_desktop.cli.parser import take_global_options
from bgit_desktop.core.i18n import current_language
from bgit_desktop.errors import WrongUsage

COMMANDS = """
init --mode unit --unit 217
info
records list TYPE
records show TYPE ID
records add TYPE f=v
records set TYPE ID f=v
records delete TYPE ID
records history TYPE ID
records resolve TYPE ID f=v
records undo
records redo
import-xlsx FILE --type T --dry-run
template TYPE --out F.xlsx
export-xlsx TYPE TYPE --out F.xlsx
search TEXT --type T --limit 3
verdicts --unit U --as-of DATE --period 2024-H1 --clause 6.2
ruling add 4 ID --verdict met --reason TEXT
ruling list
key show
key export --out F
key sheet --out F.pdf
key trust F --fingerprint DIGITS
key list
package export --out F --full
package export --out F --incident ID
package show F
package receive F F --dry-run
package list
package accept PKG --as-restored
package undo 5
package reply UNIT --out F
report KIND --period 2024-H1 --unit U --out F.pdf
report --list
backup --out F
restore F
check
demo --out DIR
self-test
"""


@pytest.mark.parametrize("line", COMMANDS.strip().splitlines())
def test_every_command_of_the_design_is_declared(line: str) -> None:
    assert callable(build().parse_args(line.split()).handler)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["nosuch"], "'nosuch'"),
        (["records"], "VIỆC"),
        (["records", "list"], "TYPE"),
        (["records", "add", "officer"], "f=v"),
        (["records", "add", "officer", "full_name"], "full_name"),
        (["records", "list", "officer", "--limit", "0"], "--limit"),
        (["records", "list", "officer", "--limit", "x"], "--limit"),
        (["init", "--mode", "district"], "--mode"),
        (["init", "--mode", "unit"], "--unit"),
        (["package", "export"], "--out"),
        (["package", "export", "--out", "f", "--full", "--incident", "x"], "--full"),
        (["package", "undo", "x"], "BATCH"),
        (["key", "turn"], "'turn'"),
        (["key", "revoke", "x"], "--last-good"),
        (["report", "periodic"], "--period, --out"),
        (["info", "--nosuch"], "--nosuch"),
        (["info", "--lang", "fr"], "--lang"),
        (["info", "--store"], "--store"),
        (["restore", "f"], "--store"),
    ],
)
def test_wrong_usage(cli, words: list[str], word: str) -> None:
    cli(*words).refused(word, code=2)


def test_the_sentence_speaks_the_language_asked_for(cli) -> None:
    assert "Còn thiếu: TYPE" in cli("records", "show").err
    assert "Missing: TYPE" in cli("records", "show", "--lang", "en").err
    assert "Missing: TYPE" in cli("--lang=en", "records", "show").err


@pytest.mark.parametrize(
    "words",
    [
        ["--store", "S", "--json", "--lang", "en", "--passphrase-file", "P", "records", "set", "T", "I", "a=b", "c=d"],
        ["records", "set", "T", "I", "a=b", "c=d", "--store", "S", "--json", "--lang", "en", "--passphrase-file", "P"],
        ["records", "--json", "set", "T", "--store=S", "I", "a=b", "--lang=en", "c=d", "--passphrase-file=P"],
    ],
)
def test_global_options_stand_anywhere(words: list[str]) -> None:
    options, rest = take_global_options(words)
    assert rest == ["records", "set", "T", "I", "a=b", "c=d"]
    assert (options.store, options.json, options.lang) == (Path("S"), True, "en")
    assert options.passphrase_file == Path("P")


def test_words_after_two_dashes_are_left_alone() -> None:
    options, rest = take_global_options(["search", "--", "--json"])
    assert (options.json, rest) == (False, ["search", "--", "--json"])


def test_unknown_options_keep_their_place() -> None:
    assert take_global_options(["records", "list", "task", "--where", "a=b", "-h"])[1][3:] == ["--where", "a=b", "-h"]


def test_a_global_option_without_value() -> None:
    with pytest.raises(WrongUsage):
        take_global_options(["info", "--lang"])


@pytest.mark.parametrize(
    "words", [["--help"], ["records", "--help"], ["package", "export", "-h"], ["report", "--help"]]
)
def test_help_is_in_the_language(cli, words: list[str]) -> None:
    vietnamese, english = cli(*words), cli(*words, "--lang", "en")
    assert (vietnamese.code, english.code) == (0, 0)
    assert vietnamese.out.startswith("Cách dùng: bgit-desktop")
    assert english.out.startswith("Usage: bgit-desktop")
    for text in (vietnamese.out, english.out):
        assert "positional arguments" not in text
        assert "show this help message and exit" not in text
    assert current_language() == "en"


def test_version(cli) -> None:
    from bgit_desktop import __version__

    assert cli("--version").out == f"bgit-desktop {__version__}\n"


@pytest.mark.parametrize("with_file", [False, True])
def test_no_command_opens_the_window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, with_file: bool) -> None:
    import bgit_desktop.gui.application as application

    seen: list[tuple[object, ...]] = []
    monkeypatch.setattr(application, "run", lambda *words: seen.append(words) or 0)
    package_file = tmp_path / "217.bgpkg.txt"
    package_file.write_bytes(b"")
    words = [str(package_file)] if with_file else []
    assert app.main([*words, "--store", str(tmp_path), "--lang", "en"]) == 0
    assert seen == [(tmp_path, "en", words)]
    assert gc.isenabled()
    assert app.main([str(tmp_path / "moved-away.bgpkg")]) == 0
    assert seen[1] == (None, None, [str(tmp_path / "moved-away.bgpkg")])
