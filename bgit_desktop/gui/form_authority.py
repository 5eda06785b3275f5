"""Which fields of a record this user may write, and the sentence a form says about it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bgit_desktop.core.fields import Record, RecordType
from bgit_desktop.core.i18n import tr
from bgit_desktop.services.checking import may_write
from bgit_desktop.services.context import Session


def editable_fields(session: Session, kind: RecordType, record: Record | None) -> frozenset[str]:
    """Give the fields that may be written here; the services refuse all others in any case.

    Args:
        session: the session.
        kind: the record type.
        record: the record as it stands; None for a new one.
    """
    every = frozenset(each.name for each in kind.fields)
    if kind.scope == "province":
        return every if session.is_province else frozenset()
    if record is None or may_write(session, str(record.get("unit") or "")):
        return every
    if session.is_province:
        return frozenset(each.name for each in kind.fields if each.by_province)
    return frozenset()


def authority_note(kind: RecordType, editable: AbstractSet[str]) -> str:
    """Say what may be written in a form of this type."""
    if len(editable) == len(kind.fields):
        return tr("Trường có dấu * là bắt buộc. Ctrl+S để lưu.")
    if editable:
        return tr("Bản ghi của đơn vị khác: Sở chỉ ghi được các trường còn sáng.")
    if kind.scope == "province":
        return tr("Do Sở cập nhật và gửi về trong gói trả lời; ở đây chỉ để xem.")
    return tr("Bản ghi của đơn vị khác: chỉ đơn vị đó sửa được.")
