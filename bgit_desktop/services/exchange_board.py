"""What the pages Gói dữ liệu and Đơn vị show: packages and keys with names and days instead of codes and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bgit_desktop.core.catalogue import Unit
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sizes import size_text as size_text
from bgit_desktop.services import keys, packages, settled, siblings
from bgit_desktop.services.along import Along, Chosen, has_any
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.inbox import Outcome
from bgit_desktop.services.keys import KnownKey
from bgit_desktop.services.report_standing import Reported, day_of, standings
from bgit_desktop.services.status import facts
from bgit_desktop.store import arrivals, peers
from bgit_desktop.store.peers import PackageRow

BYTES_OF_OPERATION = 75
"""About what an operation takes in a package, compressed and encrypted: measured, for the estimate only."""

BYTES_OF_PACKAGE = 2500
"""Manifest, signature and age header."""


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """A package in the list.

    Attributes:
        row: as it is noted.
        partner: the other side: the unit it came from or is for; for a PC of the unit itself, that PC.
        at: when, ``HH:MM dd/MM/yyyy``.
        size: as people read it.
        state: how it stands today: its status, or that it waits for nothing any more (``services/settled.py``).
    """

    row: PackageRow
    partner: str
    at: str
    size: str
    state: str


def packages_shown(session: Session) -> list[ShownPackage]:
    """Give the packages that came and went, the newest first."""
    catalogue, today = session.catalogue(), session.today()
    shown = []
    for row in reversed(packages.list_packages(session)):
        code = row.unit if row.direction == "in" else row.recipient or row.unit
        unit = catalogue.by_code(code, today)
        partner = unit.label if unit else code
        if code == session.unit and not session.is_province and row.kind in siblings.ORDINARY:
            partner = _sibling(session, row)
        state = settled.state(session, row)
        shown.append(ShownPackage(row, partner, moment_text(row.at), size_text(row.size), state))
    return shown


def _sibling(session: Session, row: PackageRow) -> str:
    """Name the PC of this very unit that a package came from, or that packages of this kind are for."""
    peer = peers.find_peer(session.store.db, row.replica) if row.direction == "in" else None
    if peer is None:
        return tr("Máy cùng đơn vị")
    return tr("máy “{label}” của đơn vị", label=siblings.label(session, peer))


def moment_text(milliseconds: int) -> str:
    """Write a moment in milliseconds UTC for the eye, in Việt Nam's time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(LOCAL_TIME).strftime("%H:%M %d/%m/%Y")


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave this PC, in words.

    Attributes:
        operations: how many changes.
        kind: baseline or delta.
        parts: (record type's label, number of changes).
        size: estimated.
        recipient: name of the Sở.
        scans: the scans that would go along, in words; "" for none.
        any: whether there is anything to send.
        since: from when the changes are, in words.
        readers: who will be able to open the file.
    """

    operations: int
    kind: str
    parts: tuple[tuple[str, int], ...]
    size: str
    recipient: str
    scans: str = ""
    any: bool = True
    since: str = ""
    readers: tuple[str, ...] = ()


def leaving(
    session: Session, *, full: bool = False, attach: Chosen = "none", restricted: Sequence[str] = (), to: str = ""
) -> Leaving:
    """Tell what the next package would hold; arguments and errors as for ``packages.what_would_leave``."""
    found = packages.what_would_leave(session, full=full, attach=attach, restricted=restricted, to=to)
    size = BYTES_OF_PACKAGE + BYTES_OF_OPERATION * found.operations + found.along.size
    parts = [(str(TYPES[name].plural), count) for name, count in found.by_type.items()]
    notes = found.operations - sum(count for _, count in parts)
    if notes > 0:  # lines that say which packages were taken in
        parts.append((tr("Xác nhận đã nhận gói"), notes))
    something = bool(found.operations or has_any(found.along))
    scans = scans_text(found.along)
    until = None if to else facts(session).received_until
    since = tr("từ sau ngày {day} mà Sở đã xác nhận", day=f"{until:%d/%m/%Y}") if until else tr("từ đầu")
    if to:
        since = tr("từ sau thao tác {seq} mà máy đó đã xác nhận", seq=found.confirmed)
    return Leaving(
        found.operations, found.kind, tuple(parts), size_text(size), found.recipient, scans, something,
        tr("từ đầu") if found.kind == "baseline" else since, _readers(session),
    )  # fmt: skip


def _readers(session: Session) -> tuple[str, ...]:
    """Give who will be able to open the next package."""
    sender = packages.sender_peer(session)
    found = [tr("máy “{label}” của Sở", label=sender.label)]
    if session.store.meta("recovery"):
        found.append(tr("khóa dự phòng của tỉnh"))
    siblings = [each for each in peers.peers(session.store.db, session.unit) if each.status == "enrolled"]
    return (*found, *(tr("máy “{label}” của đơn vị", label=each.label) for each in siblings))


def scans_text(chosen: Along) -> str:
    """Say which scans go along: "12 bản quét, 8,4 MB; 3 bản quét khác đi gói sau"."""
    said = []
    if chosen.references:
        count = len(chosen.references)
        said.append(tr("{count} bản quét, {size}", count=count, size=size_text(chosen.size)))
    if chosen.left_out:
        said.append(tr("{count} bản quét khác đi gói sau", count=chosen.left_out))
    if chosen.absent:
        said.append(tr("{count} bản quét không có ở máy này", count=chosen.absent))
    if chosen.restricted:
        said.append(tr("{count} giá trị hạn chế", count=len(chosen.restricted)))
    return "; ".join(said)


def unit_name(session: Session, code: str) -> str:
    """Give a unit's short name today; the code where it is not known."""
    unit = session.catalogue().by_code(code, session.today())
    return unit.label if unit else code


def machine_names(session: Session) -> dict[str, str]:
    """Give the labels of the PCs whose keys are known, by their id."""
    return {each.replica: each.label for each in keys.list_keys(session)}


@dataclass(frozen=True, slots=True)
class TypeChange:
    """What a package changes among the records of one type."""

    label: str
    new: int
    changed: int
    deleted: int
    conflicts: int


def changes_by_type(outcome: Outcome) -> list[TypeChange]:
    """Give what a package changes, or would change, by record type."""
    quarrels = dict(outcome.detail.quarrels)
    return [
        TypeChange(str(TYPES[name].plural) if name in TYPES else name, new, changed, deleted, quarrels.get(name, 0))
        for name, new, changed, deleted in outcome.detail.by_type
    ]


def changes_text(outcome: Outcome) -> str:
    """Say which records a package touches: "Nhiệm vụ: 12 mới, 3 sửa; Sự cố: 1 mới"."""
    parts = []
    for each in changes_by_type(outcome):
        numbers = [
            tr("{count} mới", count=each.new) if each.new else "",
            tr("{count} sửa", count=each.changed) if each.changed else "",
            tr("{count} xóa", count=each.deleted) if each.deleted else "",
            tr("{count} xung đột", count=each.conflicts) if each.conflicts else "",
        ]
        parts.append(f"{each.label}: {', '.join(filter(None, numbers))}")
    return "; ".join(parts)


# -- units -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the Sở's page shows it.

    Attributes:
        unit: its row of the catalogue.
        stands: whether it stands and is in scope today.
        keys: the PCs enrolled for it.
        received_on: the day its data last came in; None where none did.
        data_until: the day until which they reach.
        last: the report of the last half-year.
        held: packages from it that wait for a decision.
        heirs: what stands in its place today; "" while it stands, or where nothing does.
    """

    unit: Unit
    stands: bool
    keys: tuple[KnownKey, ...]
    received_on: date | None
    data_until: date | None
    last: Reported | None
    held: int
    heirs: str = ""


def unit_rows(session: Session, *, ended: bool = False) -> list[UnitRow]:
    """Give the units with their keys and how fresh their data are.

    Args:
        session: the Sở's session.
        ended: those too that have ended, have not begun or are out of scope.
    """
    catalogue, today = session.catalogue(), session.today()
    known: dict[str, list[KnownKey]] = {}
    for key in keys.list_keys(session):
        if key.status != "own":
            known.setdefault(key.unit, []).append(key)
    reach = arrivals.reach(session.store.db)
    units = [each for each in catalogue if not each.is_division and each.code != session.unit]
    last = standings(session, Period.half_year_of(today).previous, tuple(each.code for each in units if each.code))
    held: dict[str, int] = {}
    for row in settled.waiting(session):
        held[row.unit] = held.get(row.unit, 0) + 1
    rows = []
    for each in units:
        stands = each.in_scope and each.stands_on(today)
        if not stands and not ended:
            continue
        came = reach.get(each.code)
        gone = each.valid_to is not None and each.valid_to < today
        rows.append(
            UnitRow(
                each,
                stands,
                tuple(known.get(each.code, ())),
                day_of(came.taken_at) if came and came.taken_at else None,
                day_of(came.written_at) if came and came.operations else None,
                last.get(each.code),
                held.get(each.code, 0),
                ", ".join(heir.label for heir in catalogue.successors_on(each, today)) if gone else "",
            )
        )
    return rows
