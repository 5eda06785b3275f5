"""The session: one open store and whose it is.

Unit or province is a value here (:attr:`Session.mode`), not a second code path. Services take a session as their first
argument; the window and the command line each open one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import current_language
from bgit_desktop.core.ids import uuid7
from bgit_desktop.store import records
from bgit_desktop.store.database import CLI_LOCK_WAIT, Clock, Store, open_store, system_clock

if TYPE_CHECKING:
    from bgit_desktop.core.heirs import Heirs

Mode = Literal["unit", "province"]

LOCAL_TIME = timezone(timedelta(hours=7))
"""Indochina Time: Việt Nam has kept UTC+7 without daylight saving since 1975."""

Progress = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and what is being done; raises Cancelled to stop the work."""


def no_progress(_done: int, _of: int, _what: str) -> None:
    """Take no notice of progress."""


@dataclass
class Session:
    """An open store, and in whose name it is used.

    Attributes:
        store: the store.
        mode: ``unit`` or ``province``.
        unit: code of the unit whose PC this is; in provincial mode the Sở's.
        province: code of the province (statistics office), part of every package.
        replica: id of this PC.
        actor: the name under which changes are journaled.
    """

    store: Store
    mode: Mode
    unit: str
    province: str
    replica: str
    actor: str
    _catalogue: tuple[tuple[int, int], Catalogue] | None = field(default=None, repr=False)
    _heirs: tuple[Catalogue, Heirs] | None = field(default=None, repr=False)

    @property
    def is_province(self) -> bool:
        """Whether this is the Sở's store."""
        return self.mode == "province"

    def new_id(self) -> str:
        """Make an id for a new record."""
        return uuid7(self.store.clock())

    def today(self) -> date:
        """Give today's date in Việt Nam."""
        return self.moment().date()

    def moment(self) -> datetime:
        """Give the time now in Việt Nam."""
        return datetime.fromtimestamp(self.store.clock() / 1000, UTC).astimezone(LOCAL_TIME)

    def catalogue(self) -> Catalogue:
        """Give the units as the catalogue has them now; kept until anything changes."""
        # the journal would say whether a unit changed, but asking it reads all of it; the units are few
        looked = (self.store.data_version(), self.store.db.total_changes)
        if self._catalogue is None or looked != self._catalogue[0]:
            self._catalogue = (looked, Catalogue.from_records(records.select(self.store.db, records.Query("unit"))))
        return self._catalogue[1]

    def heirs(self) -> Heirs:
        """Give who carries on the records of units that have ended, as the catalogue has it now; kept like it."""
        from bgit_desktop.core.heirs import heirs_of

        catalogue = self.catalogue()
        if self._heirs is None or self._heirs[0] is not catalogue:
            self._heirs = (catalogue, heirs_of(catalogue))
        return self._heirs[1]

    def own_unit(self, day: date, catalogue: Catalogue | None = None) -> Unit | None:
        """Give the unit whose PC this is, as it stands on a day.

        The Sở's store outlives the Sở of the regulation: once that was absorbed, what took its place is meant. A
        unit's PC stays the unit's, ended or not.

        Args:
            day: the day.
            catalogue: the units, where the caller has them already.
        """
        catalogue = catalogue or self.catalogue()
        unit = catalogue.by_code(self.unit, day)
        if unit is None and (name := self.store.meta("unit_name")):
            return Unit.named(self.unit, name)  # newer than what the program ships: the Sở's catalogue is on its way
        if unit is None or not self.is_province:
            return unit
        return next(iter(catalogue.successors_on(unit, day)), unit)

    def forget(self) -> None:
        """Forget the catalogue: what it was read from was rolled back or taken back."""
        self._catalogue = None

    def codes(self, name: str) -> list[dict[str, Value]]:
        """Give the rows of a code table, in their order."""
        rows = records.select(self.store.db, records.Query("code", where=(("list", name),)))
        return sorted(rows, key=lambda row: (row["rank"] if isinstance(row["rank"], int) else 10**6, str(row["code"])))

    def clauses(self) -> list[dict[str, Value]]:
        """Give the clauses of the regulation, in order."""
        return records.select(self.store.db, records.Query("clause", sort="code"))

    def code_labels(self, name: str) -> dict[str, str]:
        """Give code → label of a code table in the current language."""
        column = "label_en" if current_language() == "en" else "label"
        return {str(row["code"]): str(row[column] or row["label"]) for row in self.codes(name)}

    def clause_labels(self) -> dict[str, str]:
        """Give clause id → label in the current language."""
        column = "label_en" if current_language() == "en" else "label"
        return {str(row["code"]): str(row[column] or row["label"]) for row in self.clauses()}

    def sibling(self) -> Session:
        """Give the same session over a connection of its own, for another thread."""
        return Session(self.store.sibling(), self.mode, self.unit, self.province, self.replica, self.actor)

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_session(
    folder: Path, *, write: bool = True, actor: str = "", clock: Clock = system_clock, wait: float = CLI_LOCK_WAIT
) -> Session:
    """Open a store and read whose it is.

    Args:
        folder: the store.
        write: whether it is to be changed (takes the lock).
        actor: the name for the journal; "" for the one noted in the store.
        clock: the time.
        wait: seconds to wait for another program.

    Raises:
        NotFound: there is no store.
        EnvironmentProblem: see :func:`bgit_desktop.store.database.open_store`.
    """
    store = open_store(folder, write=write, clock=clock, wait=wait)
    return session_of(store, actor)


def session_of(store: Store, actor: str = "") -> Session:
    """Make the session of an open store."""
    mode: Mode = "province" if store.meta("mode") == "province" else "unit"
    return Session(
        store,
        mode,
        store.meta("unit"),
        store.meta("province"),
        store.meta("replica"),
        actor or store.meta("actor", "bgit"),
    )
