"""What becomes of a package: the verdicts of EXCHANGE.md's decision table.

The codes are part of the command line's output and of return packages; they are never renamed. A refusal
travels through the reader as :class:`PackageProblem`, which carries the verdict and one sentence why.
"""

from __future__ import annotations

from enum import StrEnum

from bgit_desktop.core.strict_json import JsonBeyondLimits, StrictJsonError
from bgit_desktop.errors import BgitError


class Verdict(StrEnum):
    """The decision on one package."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED_CORRUPT = "rejected-corrupt"
    REJECTED_SIGNATURE = "rejected-signature"
    REJECTED_REVOKED = "rejected-revoked"
    REJECTED_RECIPIENT = "rejected-recipient"
    REJECTED_AUTHORITY = "rejected-authority"
    REJECTED_LIMITS = "rejected-limits"
    HELD_UNKNOWN_KEY = "held-unknown-key"
    HELD_GAP = "held-gap"
    HELD_FORK = "held-fork"
    HELD_CLOCK = "held-clock"
    HELD_NEWER_FORMAT = "held-newer-format"

    @property
    def is_ok(self) -> bool:
        """Accepted, or known already."""
        return self in (Verdict.ACCEPTED, Verdict.DUPLICATE)

    @property
    def is_held(self) -> bool:
        """Kept, and tried again after every import."""
        return self.startswith("held-")

    @property
    def is_rejected(self) -> bool:
        """Refused for good and kept in quarantine."""
        return self.startswith("rejected-")


class PackageProblem(BgitError):
    """A package is not taken in.

    Attributes:
        verdict: the code; never ``accepted`` or ``duplicate``.
        reason: the sentence for the operator (the same as ``str(error)``).
    """

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.verdict = verdict
        self.reason = reason


def corrupt(reason: str) -> PackageProblem:
    """Make the problem of a file that is no package, or a damaged one."""
    return PackageProblem(Verdict.REJECTED_CORRUPT, reason)


def beyond_limits(reason: str) -> PackageProblem:
    """Make the problem of a package that passes a bound of the format."""
    return PackageProblem(Verdict.REJECTED_LIMITS, reason)


def json_problem(error: StrictJsonError) -> PackageProblem:
    """Give the package's problem that a refusal of its JSON amounts to."""
    return beyond_limits(str(error)) if isinstance(error, JsonBeyondLimits) else corrupt(str(error))
