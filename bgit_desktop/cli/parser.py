"""The words of the command line, read in the user's language.

``argparse`` speaks English through gettext, for which there is no Vietnamese catalogue. :class:`Parser` builds its help
from our own headings and turns argparse's complaints into one sentence of ours; wrong usage is an exception
(:class:`~bgit_desktop.errors.WrongUsage`, exit code 2) and not a ``SystemExit``.

The global options (``--store``, ``--lang``, ``--json``, ``--passphrase-file``) may stand anywhere: they are taken out
of the words first, so that each command need not know them.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, cast

from bgit_desktop.core.i18n import LANGUAGES, Language, tr
from bgit_desktop.errors import WrongUsage

PROGRAM = "bgit-desktop"


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` that speaks both languages and raises instead of exiting."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Help)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.group = self.add_argument_group(tr("Tham số và tùy chọn"))
        self.group.add_argument("-h", "--help", action="help", help=tr("xem hướng dẫn này"))

    def argument(self, *names: str, **options: Any) -> None:
        """Add an argument under our own heading."""
        self.group.add_argument(*names, **options)

    def commands(self, name: str, title: str, metavar: str) -> Any:
        """Add a set of commands, one of which must follow."""
        return self.add_subparsers(
            dest=name, required=True, title=title, metavar=metavar, parser_class=Parser, action=_Commands
        )

    def error(self, message: str) -> NoReturn:
        """Raise argparse's complaint as a sentence in the user's language.

        Raises:
            WrongUsage: always.
        """
        raise WrongUsage(tr("{problem} Xem hướng dẫn: {command} --help", problem=_sentence(message), command=self.prog))


class _Commands(argparse._SubParsersAction):  # type: ignore[type-arg]
    """Gives the page of each command what every page needs: what it does, the options and exit codes common to all."""

    def add_parser(self, name: str, **options: Any) -> Any:
        about: str = options.get("help") or name
        options.setdefault("description", about[:1].upper() + about[1:] + ".")
        options.setdefault("epilog", common_help())
        return super().add_parser(name, **options)


def common_help() -> str:
    """Give what the help page of every command ends with."""
    return tr(
        "Tùy chọn chung, đứng trước hoặc sau lệnh: --store DIR, --lang vi|en, --json, --passphrase-file F "
        "(hoặc biến BGIT_PASSPHRASE). Mã thoát: 0 xong · 1 bị từ chối, chưa thay đổi gì · 2 lệnh sai · "
        "3 xong một phần · 70 lỗi chương trình."
    )


class _Help(argparse.HelpFormatter):
    """Says "usage:" in the user's language, and keeps two columns apart by 30 characters."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line with our own prefix."""
        super().add_usage(usage, actions, groups, tr("Cách dùng: ") if prefix is None else prefix)


def _sentence(message: str) -> str:
    """Put one of argparse's complaints into our words; one we do not know is quoted."""
    known: list[tuple[str, Callable[[re.Match[str]], str]]] = [
        (r"the following arguments are required: (.+)", lambda m: tr("Còn thiếu: {names}.", names=m[1])),
        (r"unrecognized arguments: (.+)", lambda m: tr("Không hiểu: {words}.", words=m[1])),
        (
            r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
            lambda m: tr("{name}: không có {value}; các giá trị có: {choices}.", name=m[1], value=m[2], choices=m[3]),
        ),
        (
            r"argument (.+?): invalid .+ value: (.+)",
            lambda m: tr("{name}: {value} không đúng.", name=m[1], value=m[2]),
        ),
        (r"argument (.+?): expected .+", lambda m: tr("{name}: còn thiếu giá trị.", name=m[1])),
        (
            r"argument (.+?): not allowed with argument (.+)",
            lambda m: tr("{name} không dùng cùng với {other}.", name=m[1], other=m[2]),
        ),
        (r"one of the arguments (.+) is required", lambda m: tr("Cần một trong: {names}.", names=m[1])),
    ]
    for pattern, words in known:
        if match := re.fullmatch(pattern, message):
            return words(match)
    return tr("Lệnh viết chưa đúng ({reason}).", reason=message)


@dataclass(frozen=True, slots=True)
class GlobalOptions:
    """What may stand before or after every command.

    Attributes:
        store: the store's folder; None for the usual one.
        lang: the language; None where it was not said.
        json: print JSON.
        passphrase_file: the file that holds the passphrase.
    """

    store: Path | None = None
    lang: Language | None = None
    json: bool = False
    passphrase_file: Path | None = None


def add_global_options(parser: argparse._ActionsContainer) -> None:
    """Declare the global options, for taking them out and for the help page."""
    parser.add_argument("--store", metavar="DIR", type=Path, help=tr("thư mục kho dữ liệu"))
    parser.add_argument("--lang", choices=LANGUAGES, help=tr("ngôn ngữ: vi hoặc en"))
    parser.add_argument("--json", action="store_true", help=tr("in ra JSON"))
    parser.add_argument(
        "--passphrase-file", metavar="F", type=Path, help=tr("tệp chứa cụm mật khẩu (hoặc biến BGIT_PASSPHRASE)")
    )


def take_global_options(words: Sequence[str]) -> tuple[GlobalOptions, list[str]]:
    """Take the global options out of the words, wherever they stand before a ``--``.

    Returns:
        The options, and the words that are left in their order.

    Raises:
        WrongUsage: one lacks its value, or the language is unknown.
    """
    end = words.index("--") if "--" in words else len(words)
    finder = Parser(prog=PROGRAM)
    add_global_options(finder.group)
    # -h belongs to the command it follows; it must not be answered here
    before = ["\0" + word if word in ("-h", "--help") else word for word in words[:end]]
    found, rest = finder.parse_known_args(before)
    options = GlobalOptions(found.store, cast("Language | None", found.lang), found.json, found.passphrase_file)
    return options, [word.removeprefix("\0") for word in rest] + list(words[end:])


def language_wanted(words: Sequence[str]) -> Language | None:
    """Give the language asked for with ``--lang``, before anything else is read; None where none is."""
    for at, word in enumerate(words):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        for language in LANGUAGES:
            if value == language:
                return language
    return None
