"""All conflicts of the store in one place: which values stand against each other, by whom, and settling one of them.

Finding them costs one fold a record, so that the list is read off the window's thread and its length is bounded; the
number of all of them is a count.
"""

from __future__ import annotations

from dataclasses import dataclass

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import detail, records
from bgit_desktop.services.checking import check_authority
from bgit_desktop.services.context import Session
from bgit_desktop.services.detail import Rival
from bgit_desktop.services.display import Display
from bgit_desktop.store.records import conflict_count, conflicts

MOST = 500
"""Conflicts that are listed at once; who has settled them sees the next."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One conflict that waits for a person.

    Attributes:
        type: the record type.
        type_label: its name.
        record: id of the record.
        title: what the record is called.
        unit: code of the unit it belongs to.
        unit_label: its name.
        field: the field; "" where the record was deleted in one place and edited in another.
        label: the field's name, or what is to be decided.
        rivals: the values, the one shown meanwhile first.
        refused: why it cannot be settled here; "" where it can.
    """

    type: str
    type_label: str
    record: str
    title: str
    unit: str
    unit_label: str
    field: str
    label: str
    rivals: tuple[Rival, ...]
    refused: str = ""


def count(session: Session) -> int:
    """Count the conflicts that wait for a person."""
    return conflict_count(session.store.db)


def standing(session: Session, type_name: str = "", limit: int = MOST) -> list[Standing]:
    """Give the conflicts, by type and record.

    Args:
        session: the session.
        type_name: only of this record type; "" for all.
        limit: at most so many.

    Raises:
        NotFound: there is no such type.
    """
    kind = record_type(type_name) if type_name else None
    display = Display(session)
    found: list[Standing] = []
    seen: set[tuple[str, str]] = set()
    for name, record_id, _ in conflicts(session.store.db, kind):
        if (name, record_id) not in seen and len(found) < limit:
            seen.add((name, record_id))
            found += _of_record(session, name, record_id, display)
    return found[:limit]


def _of_record(session: Session, type_name: str, record_id: str, display: Display) -> list[Standing]:
    kind = TYPES[type_name]
    try:
        record = records.show(session, type_name, record_id)
    except NotFound:
        return []
    found = []
    for each in detail.conflicts(session, kind, record_id, display):
        refused = ""
        try:
            check_authority(session, kind, record, [each.field] if each.field else [])
        except Refused as error:
            refused = str(error)
        unit = str(record["unit"])
        found.append(
            Standing(
                type_name, str(kind.label), record_id,
                display.text(kind.by_name[kind.title], record[kind.title]) or EMPTY,
                unit, display.units.get(unit, unit), each.field, each.label, each.rivals, refused,
            )
        )  # fmt: skip
    return found


def settle(session: Session, shown: Standing, at: int) -> str:
    """Let one of the values stand; what was a deletion deletes the record, what stood against it keeps it.

    Args:
        session: the session.
        shown: the conflict as it was listed.
        at: which of its values.

    Returns:
        What was done, in one sentence.

    Raises:
        BadInput: it was settled meanwhile, or another value has come: look again.
        Refused: not ours to settle.
    """
    kind = TYPES[shown.type]
    now = {each.field: each for each in detail.conflicts(session, kind, shown.record, Display(session))}
    if shown.field not in now or now[shown.field].rivals != shown.rivals:
        raise BadInput(tr("Xung đột này vừa thay đổi hoặc đã được giải quyết; hãy xem lại các giá trị rồi chọn."))
    chosen = shown.rivals[at]
    if not shown.field:
        records.settle_deletion(session, shown.type, shown.record, keep=not chosen.deletion)
        if chosen.deletion:
            return tr("Đã xóa “{title}”.", title=shown.title)
        return tr("Đã giữ “{title}”.", title=shown.title)
    records.resolve(session, shown.type, shown.record, {shown.field: chosen.value})
    return tr("“{label}” của “{title}” là: {value}.", label=shown.label, title=shown.title, value=chosen.text)
