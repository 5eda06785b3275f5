"""The errors a user can meet, named for whose fault they are.

Every class carries one sentence, already in the user's language: what it concerns (file, sheet, row, field), the
reason, and what to do. Anything that is not a :class:`BgitError` is a bug of ours (exit code 70); it must not be
raised for bad data, a wrong passphrase or a full disk.
"""

from __future__ import annotations


class BgitError(Exception):
    """Base of all errors meant for the user; ``str(error)`` is the sentence to show.

    Attributes:
        exit_code: what the command line returns for it (DESIGN.md: 1 refused, 2 wrong usage).
    """

    exit_code = 1


class Refused(BgitError):
    """The request is understood but may not be carried out now; nothing was changed."""


class BadInput(BgitError):
    """Data given by the user is wrong: a value, a file, a date of 31/02.

    Attributes:
        field: name of the declared field concerned, or None where it is a whole file.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(BadInput):
    """The record, file, unit or package named does not exist."""


class WrongPassphrase(BgitError):
    """The passphrase does not open the key file."""


class EnvironmentProblem(BgitError):
    """The machine is in the way: full disk, read-only folder, locked or damaged store, newer version, network drive."""


class Cancelled(BgitError):
    """The user stopped a long operation; it was rolled back."""


class WrongUsage(BgitError):
    """The command line was called wrongly."""

    exit_code = 2
