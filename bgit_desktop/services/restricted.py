"""Restricted values for people: sealed when they are written, shown when somebody asks, which is noted in the audit."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bgit_desktop.core.fields import MASK, Field, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.errors import BadInput
from bgit_desktop.services.context import Session
from bgit_desktop.store import secrets
from bgit_desktop.store.codec import is_reference

_NINE_OR_TWELVE = re.compile(r"\d{9}|\d{12}")


def applies(field: Field, values: Mapping[str, Value]) -> bool:
    """Tell whether a field is restricted in a record of these values (its plain ones, or masked where sealed)."""
    if not isinstance(field.restricted, tuple):
        return field.restricted
    name, value = field.restricted
    return values.get(name) in (value, MASK)


def has_any(kind: RecordType) -> bool:
    """Tell whether records of a type may hold restricted values."""
    return bool(secrets.fields(kind))


def seal(
    session: Session, kind: RecordType, values: Mapping[str, Value], whole: Mapping[str, Value]
) -> dict[str, Value]:
    """Put references in the place of restricted values; within the transaction that writes them.

    Args:
        session: the session.
        kind: the record type.
        values: what is to be written.
        whole: the record as it will be.
    """
    return {
        name: secrets.seal(session.store.db, value)
        if value is not None and applies(kind.by_name[name], whole)
        else value
        for name, value in values.items()
    }


def check_fixed(kind: RecordType, before: Mapping[str, Value], values: Mapping[str, Value]) -> None:
    """Refuse to turn a restricted record into an open one, or the reverse: its history would tell.

    Raises:
        BadInput: the field that decides is to change.
    """
    for each in secrets.fields(kind):
        if isinstance(each.restricted, tuple) and each.restricted[0] in values:
            label = kind.by_name[each.restricted[0]].label
            if MASK in (before.get(each.restricted[0]), values[each.restricted[0]]) or each.restricted[1] in (
                before.get(each.restricted[0]), values[each.restricted[0]],
            ):  # fmt: skip
                raise BadInput(
                    tr("Không đổi được “{label}” của bản ghi đã có; hãy xóa và thêm bản ghi mới.", label=label),
                    field=each.restricted[0],
                )


def unchanged(session: Session, kind: RecordType, record_id: str, values: Mapping[str, Value]) -> set[str]:
    """Give the restricted fields whose new value is the one they have: masked, or equal to what is kept."""
    kept = secrets.references(session.store.db, kind, record_id)
    return {
        name
        for name, value in values.items()
        if kind.by_name[name].restricted
        and (value == MASK or (name in kept and value is not None and value == secrets.open_value(session.store.db, kept[name])))
    }  # fmt: skip


def reveal(session: Session, type_name: str, record_id: str) -> dict[str, Value]:
    """Give the restricted values of a record in plain, and note in the audit who saw them.

    Returns:
        Field → value; None where the value is not kept on this PC. Only fields that hold a sealed value.

    Raises:
        NotFound: there is no such type.
    """
    kind = record_type(type_name)
    db = session.store.db
    found = secrets.references(db, kind, record_id)
    values = {name: secrets.open_value(db, reference) for name, reference in found.items()}
    if values:
        session.store.audit(session.actor, "read-restricted", f"{type_name} {record_id} {' '.join(sorted(values))}")
    return values


def revealed(session: Session, type_name: str, record: Mapping[str, Value]) -> dict[str, Value]:
    """Give a record with its restricted values in plain where they are kept here; noted in the audit."""
    seen = reveal(session, type_name, str(record["id"]))
    return {**record, **{name: value for name, value in seen.items() if value is not None}}


def warnings_of(kind: RecordType, values: Mapping[str, Value]) -> list[str]:
    """Say what looks wrong in values that are accepted all the same: an ID number against birth date and sex."""
    number = values.get("id_number")
    if kind.name != "officer" or not isinstance(number, str) or number == MASK or is_reference(number):
        return []
    digits = number.replace(" ", "").replace(".", "")
    if not _NINE_OR_TWELVE.fullmatch(digits):
        return [tr("Số CMND có 9 chữ số, số CCCD có 12 chữ số; hãy kiểm tra lại số vừa ghi.")]
    if len(digits) == 9:
        return []
    century, year = divmod(int(digits[3]), 2)
    said = []
    birth = values.get("birth_date")
    if isinstance(birth, str) and birth != MASK and birth[:4] != f"{19 + century}{digits[4:6]}":
        said.append(tr("Số CCCD không khớp năm sinh; hãy kiểm tra lại."))
    if values.get("sex") in ("male", "female") and (values["sex"] == "female") != bool(year):
        said.append(tr("Số CCCD không khớp giới tính; hãy kiểm tra lại."))
    return said


def count_here(session: Session) -> int:
    """Count the records of this unit that hold restricted values kept on this PC."""
    found = secrets.sealed(session.store.db, session.unit)
    return len({(each.type, each.id) for each in found if each.here})


def kinds() -> tuple[str, ...]:
    """Give the record types that may hold restricted values."""
    return tuple(name for name, kind in TYPES.items() if has_any(kind))
