"""Return packages for several units at once: one file a unit, in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bgit_desktop.core.i18n import tr
from bgit_desktop.services import keys, packages
from bgit_desktop.services.along import ALL, Which
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.services.packages import Exported
from bgit_desktop.services.report_standing import day_of


@dataclass(frozen=True, slots=True)
class Answerable:
    """A unit that can be sent a return package: its code, its name, how the last one stands in words."""

    code: str
    name: str
    last: str


def answerable(session: Session) -> list[Answerable]:
    """Give the units with an enrolled PC, by name."""
    catalogue, today = session.catalogue(), session.today()
    enrolled = {each.unit for each in keys.list_keys(session) if each.status in ("enrolled", "frozen")}
    last: dict[str, str] = {}
    for row in packages.list_packages(session):
        if row.direction == "out" and row.kind == "return":
            last[row.recipient or row.unit] = day_of(row.at).strftime("%d/%m/%Y")
    found = []
    for code in enrolled - {session.unit}:
        unit = catalogue.by_code(code, today)
        word = tr("gần nhất {day}", day=last[code]) if code in last else tr("chưa gửi lần nào")
        found.append(Answerable(code, unit.label if unit else code, word))
    return sorted(found, key=lambda each: (each.name, each.code))


def file_name(code: str) -> str:
    """Give the file name of a unit's return package."""
    return f"tra-loi-{code.lower()}.bgpkg"


def reply_to(
    session: Session,
    keyring: Keyring,
    units: Sequence[str],
    folder: Path,
    progress: Progress = no_progress,
    *,
    attach: Which = "none",
    evaluations: bool = False,
) -> list[Exported]:
    """Write a return package for each of some units.

    Args:
        session: the Sở's session.
        keyring: the unlocked keys.
        units: their codes.
        folder: where the files go.
        progress: told how far it is; may stop between files.
        attach: which of the Sở's scans go along.
        evaluations: send each unit the points and ratings of its own officers along (restricted values).

    Raises:
        NotFound: a unit has no enrolled PC.
        EnvironmentProblem: a file cannot be written; those before it are there.
    """
    written = []
    chosen = (ALL,) if evaluations else ()
    for at, code in enumerate(units):
        progress(at, len(units), code)
        written.append(
            packages.reply(session, keyring, code, folder / file_name(code), attach=attach, restricted=chosen)
        )
    return written
