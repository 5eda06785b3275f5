"""The command line: declare the commands, read the words, run one handler.

Commands live in modules by group (``records``, ``exchange``, ``documents``, ``stores``); each declares its parsers and
sets the handler that :func:`run` calls. What handlers raise is turned into a sentence and an exit code by ``app.py``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bgit_desktop import __version__
from bgit_desktop.cli import (
    attachments,
    courses,
    cycle,
    documents,
    evaluation,
    evidence,
    exchange,
    keys,
    meetings,
    output,
    overviews,
    records,
    rulings,
    staff,
    stores,
    units,
)
from bgit_desktop.cli.call import DONE, Call, WindowCheck
from bgit_desktop.cli.parser import PROGRAM, GlobalOptions, Parser, add_global_options
from bgit_desktop.core.i18n import tr

_GROUPS = (
    stores,
    records,
    attachments,
    keys,
    exchange,
    documents,
    rulings,
    evidence,
    cycle,
    overviews,
    units,
    courses,
    meetings,
    evaluation,
    staff,
)  # fmt: skip
"""The groups of commands, in the order of the help page."""


def build() -> Parser:
    """Declare every command, with its help in the current language."""
    parser = Parser(
        prog=PROGRAM,
        description=tr("Quản lý cán bộ chuyên trách CNTT theo QĐ 445/2013/QĐ-UBND; không có lệnh thì mở cửa sổ."),
        epilog=tr(
            "Mã thoát: 0 xong · 1 bị từ chối, chưa thay đổi gì · 2 lệnh sai · 3 xong một phần · 70 lỗi chương trình."
        ),
    )
    parser.argument("--version", action="version", version=f"{PROGRAM} {__version__}", help=tr("phiên bản"))
    add_global_options(parser.add_argument_group(tr("Tùy chọn chung (đứng trước hoặc sau lệnh)")))
    commands = parser.commands("command", tr("Các lệnh"), tr("LỆNH"))
    for group in _GROUPS:
        group.declare(commands)
    return parser


def run(words: Sequence[str], options: GlobalOptions, window_check: WindowCheck | None = None) -> int:
    """Carry out one command.

    Args:
        words: the words without the global options.
        options: the global options.
        window_check: what ``self-test`` opens a window with.

    Returns:
        The exit code of DESIGN.md.

    Raises:
        WrongUsage: the words are no command.
        BgitError: the command was refused.
    """
    try:
        args: argparse.Namespace = build().parse_args(_sorted_falling(words))
    except SystemExit as ended:  # --help and --version have printed what was asked for
        return DONE if not ended.code else 2
    call = Call(options, args, window_check)
    code: int = args.handler(call)
    output.flush()
    return code


def _sorted_falling(words: Sequence[str]) -> list[str]:
    """Join ``--sort -FIELD`` into one word: a value that begins with a hyphen looks like an option."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "--sort" and word.startswith("-"):
            joined[-1] = f"--sort={word}"
        else:
            joined.append(word)
    return joined
