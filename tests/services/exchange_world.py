"""PCs of two units and a Sở on real stores and real files, with keys that no passphrase protects (scrypt is slow)."""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import Refused
from bgit_desktop.exchange import age
from bgit_desktop.exchange.keys import PrivateKeys, PublicKeys
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.trust_list import TrustedReplica, TrustList, sign_trust_list
from bgit_desktop.services import packages, receiving
from bgit_desktop.services.context import Session, open_session, session_of
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.store import database, journal, peers, records
from bgit_desktop.store.peers import Peer
from bgit_desktop.store.records import Query
from bgit_desktop.store.schema import fields_sql

START = 1_718_000_000_000
PROVINCE, SO = "24", "STTTT"
PLACES = {
    "so": SO, "217a": "217", "217b": "217", "218a": "218", "218b": "218", "221a": "221", "213a": "213", "219a": "219",
    "skhcn": "SKHCN",
}  # fmt: skip
HOUR = 3_600_000


def replica_of(name: str) -> str:
    return f"018f0000-0000-7000-8000-{list(PLACES).index(name):012d}"


@cache
def keys_of(name: str) -> PrivateKeys:
    return PrivateKeys.generate()


def memory_folder(prefix: str) -> Path:
    """A folder in memory where there is one: these tests sync a few thousand times."""
    shm = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix=prefix, dir=shm if shm.is_dir() else None))


@cache
def templates() -> Path:
    """Make each store once: its own keys noted, the keys of the others pinned."""
    folder = memory_folder("bgit-templates-")
    recovery = age.recipient_of(age.generate_identity())
    root = SigningKey.generate()
    trust = sign_trust_list(trust_list(root.public, recovery), root)
    for name, unit in PLACES.items():
        store = database.create(folder / name, lambda: START)
        public = keys_of(name).public
        (folder / name / "keys" / "key.age").write_bytes(b"age-encryption.org/v1\n-> scrypt of the tests\n")
        with store.write("init", "", name):
            for key, value in {
                "mode": "province" if name == "so" else "unit", "unit": unit, "province": PROVINCE,
                "replica": replica_of(name), "actor": f"Người ở {name}", "minisign": public.minisign,
                "age": public.age, "recovery": recovery, "label": name, "root": root.public,
            }.items():  # fmt: skip
                store.set_meta(key, value)
            if name != "so":
                store.set_meta("sender", replica_of("so"))
            peers.keep_trust(store.db, 1, trust.text, trust.minisig, START)
            start = chain_start(PROVINCE, unit, replica_of(name), 1, public.minisign)
            journal.add_log(store.db, unit, replica_of(name), 1, start, own=True)
            for other in PLACES:
                if other != name and (name == "so" or other == "so" or PLACES[other] == unit):
                    pin(store, other)
        store.close()
    return folder


def trust_list(root: str, recovery: str) -> TrustList:
    """The Sở's list of all PCs of the units."""
    listed = tuple(
        TrustedReplica(unit, replica_of(name), 1, keys.minisign, keys.age, keys.minisign)
        for name, unit in PLACES.items()
        if name != "so"
        for keys in [keys_of(name).public]
    )
    public = keys_of("so").public
    operational = PublicKeys(public.minisign, public.age)
    return TrustList(1, PROVINCE, "2024-06-10T06:13:20Z", root, operational, recovery, listed)


def pin(store: database.Store, name: str) -> None:
    public = keys_of(name).public
    peers.pin_peer(
        store.db,
        Peer(
            replica_of(name), PLACES[name], 1, name, public.minisign, public.minisign, public.age, "enrolled", START,
            "paper",
        ),
    )  # fmt: skip


@dataclass
class Place:
    """One PC: its folder, its clock, and its session while it is open."""

    name: str
    folder: Path
    world: World
    skew: int = 0
    _session: Session | None = None

    def clock(self) -> int:
        return self.world.now + self.skew

    @property
    def session(self) -> Session:
        if self._session is None:
            self._session = open_session(self.folder, clock=self.clock)
        return self._session

    @property
    def keyring(self) -> Keyring:
        return Keyring(keys_of(self.name))

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def receive(self, *paths: Path, dry_run: bool = False) -> list[Outcome]:
        return receiving.receive(self.session, self.keyring, list(paths), dry_run=dry_run)

    def copy_aside(self) -> Path:
        """Copy the database and the state file aside, as an office does with its folder."""
        self.close()
        kept = self.world.folder / f"copy-{next(self.world.numbers)}"
        kept.mkdir()
        shutil.copy(self.folder / "store.sqlite3", kept)
        if (self.folder / "keys/state.json").exists():
            shutil.copy(self.folder / "keys/state.json", kept)
        return kept

    def put_back(self, kept: Path, *, state: str) -> None:
        """Put an older copy of the database back.

        Args:
            kept: the copy.
            state: ``kept`` leaves the state file of today, ``old`` puts the copy's back too, ``none`` loses it,
                ``marked`` marks the copy as ``restore`` does.
        """
        self.close()
        for name in ("store.sqlite3-wal", "store.sqlite3-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copy(kept / "store.sqlite3", self.folder)
        today = self.folder / "keys/state.json"
        if state in ("none", "marked"):
            today.unlink(missing_ok=True)
        if state == "old" and (kept / "state.json").exists():
            shutil.copy(kept / "state.json", today)
        if state == "marked":
            self.session.store.set_meta("restored", "1")
            self.close()


@dataclass
class World:
    """The PCs, the Sở, and the packages under way."""

    folder: Path
    names: Sequence[str]
    now: int = START
    places: dict[str, Place] = field(default_factory=dict)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    @classmethod
    def make(cls, names: Sequence[str] = ("217a", "218a")) -> World:
        world = cls(memory_folder("bgit-world-"), names)
        for name in ("so", *names):
            shutil.copytree(templates() / name, world.folder / name)
            world.places[name] = Place(name, world.folder / name, world)
        return world

    @property
    def so(self) -> Place:
        return self.places["so"]

    def __getitem__(self, name: str) -> Place:
        return self.places[name]

    def close(self) -> None:
        for place in self.places.values():
            place.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_file(self, name: str) -> Path:
        return self.folder / f"{next(self.numbers):03}-{name}.bgpkg"

    def export(self, name: str, *, full: bool = False, to: str = "") -> list[Path]:
        """Export at a PC; no file where there is nothing new."""
        place = self.places[name]
        out = self.new_file(name)
        try:
            done = packages.export_package(place.session, place.keyring, out, full=full, to=to)
        except Refused:
            return []
        return [*done.also, done.path]

    def reply(self, unit: str) -> Path:
        out = self.new_file(f"tra-loi-{unit}")
        packages.reply(self.so.session, self.so.keyring, unit, out)
        return out

    def units(self) -> list[str]:
        return sorted({PLACES[name] for name in self.names})

    def of_unit(self, unit: str) -> list[Place]:
        return [self.places[name] for name in self.names if PLACES[name] == unit]


def listing(session: Session, type_name: str, unit: str = "") -> bytes:
    """A list as ``records list --json`` gives it."""
    where = (("unit", unit),) if unit and TYPES[type_name].scope == "unit" else ()
    rows = records.select(session.store.db, Query(type_name, where=where))
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def dump(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a package may change: record tables, journal, logs, conflicts, keys, confirmations."""
    db = session.store.db
    tables = [*TYPES, "op_raw", "op_unknown", "log", "seen", "conflict", "peer", "ack", "trust_list", "chain"]
    found = {name: sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in tables}
    lines = db.execute(f"SELECT n, hlc, kind, tbl, row, {fields_sql()}, actor, batch, active FROM op ORDER BY n")
    return {**found, "op": lines.fetchall()}


def session_for(store: database.Store) -> Session:
    return session_of(store)
