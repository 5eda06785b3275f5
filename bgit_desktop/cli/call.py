"""One call of the command line: its options, its streams, the store it works on and the passphrase.

Handlers get a :class:`Call` and give back the exit code. Reading opens the store without its lock, writing takes it.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bgit_desktop.cli.parser import GlobalOptions
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound, Refused
from bgit_desktop.services.context import Session, open_session
from bgit_desktop.store.database import database_problems

if TYPE_CHECKING:
    from bgit_desktop.services.ownkeys import Keyring

DONE, IN_PART = 0, 3
"""Exit codes of DESIGN.md: all done; rows refused, packages held or rejected."""

WindowCheck = Callable[[Session], str]
"""Opens the window on a store without a screen and tells in a sentence what it saw; raises where it cannot."""

_MAX_PASSPHRASE_FILE = 64 * 1024


def default_store() -> Path:
    """Give the folder of the usual store: ``BGIT_STORE``, else the place of this system for a program's data."""
    named = os.environ.get("BGIT_STORE")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("bgit-desktop", appauthor=False) / "store"


@dataclass
class Call:
    """One call of the command line.

    Attributes:
        options: the global options.
        args: the command's own arguments.
        window_check: what the self-test opens a window with; None where there is no window to open.
    """

    options: GlobalOptions
    args: argparse.Namespace
    window_check: WindowCheck | None = None
    _progress: bool = field(default=False, repr=False)

    @property
    def json(self) -> bool:
        """Whether to print JSON."""
        return self.options.json

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self.options.store or default_store()

    @contextmanager
    def store(self, *, write: bool = False) -> Iterator[Session]:
        """Open the store.

        Args:
            write: whether it is to be changed; takes the lock, waiting a few seconds for another program.

        Raises:
            NotFound: there is no store.
            EnvironmentProblem: it is locked, read-only, damaged, newer or on a network drive.
        """
        with database_problems(self.folder.absolute()), open_session(self.folder, write=write) as session:
            yield session

    def unit(self, session: Session, typed: str | None) -> str | None:
        """Give the code of the unit that was typed, spelt as the catalogue has it ("SLĐTBXH" is SLDTBXH).

        Args:
            session: the store.
            typed: the code; None where none was said, one that nobody has comes back as it is.
        """
        found = session.catalogue().by_typed_code(typed) if typed else None
        return found.code if found else typed

    def keyring(self, session: Session, *, root: bool = False) -> Keyring:
        """Unlock the keys of a store; takes about a second a key file.

        Args:
            session: the store.
            root: the Sở's root key too, where its file is there: for what signs the trust list.

        Raises:
            WrongPassphrase: the passphrase does not open them.
            Refused: there is no passphrase and nobody to ask.
        """
        from bgit_desktop.services.ownkeys import unlock

        return unlock(session, self.passphrase(), root=root and session.is_province)

    def passphrase(self, *, new: bool = False) -> str:
        """Give the passphrase: from the file, the environment, or asked on the terminal.

        Args:
            new: it is being chosen, so it is asked twice.

        Raises:
            BadInput: the file cannot be read or is empty, or the two entries differ.
            Refused: there is none and nobody to ask.
        """
        if self.options.passphrase_file is not None:
            return read_passphrase(self.options.passphrase_file)
        from_environment = os.environ.get("BGIT_PASSPHRASE")
        if from_environment:
            return from_environment
        if sys.stdin is None or not sys.stdin.isatty():
            raise Refused(tr("Lệnh này cần cụm mật khẩu: hãy đặt biến BGIT_PASSPHRASE hoặc dùng --passphrase-file."))
        typed = getpass.getpass(tr("Cụm mật khẩu: "))
        if new and getpass.getpass(tr("Gõ lại cụm mật khẩu: ")) != typed:
            raise BadInput(tr("Hai lần gõ cụm mật khẩu không giống nhau; hãy làm lại."))
        return typed


def read_passphrase(path: Path) -> str:
    """Read a passphrase file: its first line, without the line's end.

    Raises:
        NotFound: there is no such file.
        BadInput: it is no text, or its first line is empty.
        EnvironmentProblem: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_PASSPHRASE_FILE).decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(tr("Không tìm thấy tệp cụm mật khẩu {path}.", path=path)) from None
    except UnicodeDecodeError:
        raise BadInput(tr("Tệp cụm mật khẩu {path} không phải là văn bản UTF-8.", path=path)) from None
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không đọc được tệp {path}: {reason}.", path=path, reason=reason_of(error))
        ) from None
    lines = text.splitlines()
    if not lines or not lines[0]:
        raise BadInput(tr("Tệp cụm mật khẩu {path} không có gì ở dòng đầu.", path=path))
    return lines[0]


Handler = Callable[[Call], int]
"""Carries out one command and gives its exit code."""


def words_of(value: str | Sequence[str] | None) -> list[str]:
    """Give an argument that may be missing, single or repeated as a list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
