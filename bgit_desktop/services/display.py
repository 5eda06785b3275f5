"""Records as people read them: codes by their labels, references by the titles of what they point to.

``core/values.format_value`` writes one value; what it cannot know (the label of a code, the name behind an id) is
looked up here, for many rows at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property

from bgit_desktop.core.fields import MASK, Field, Record, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sizes import size_text
from bgit_desktop.core.values import format_value
from bgit_desktop.services.context import Session
from bgit_desktop.store import journal, records
from bgit_desktop.store.codec import is_reference
from bgit_desktop.store.journal import uuid_bytes


class Display:
    """Writes values of one session's records; labels are read once and kept.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._codes: dict[str, dict[str, str]] = {}
        self._titles: dict[str, dict[str, str]] = {}

    @cached_property
    def units(self) -> dict[str, str]:
        """The units' short names by code."""
        return {each.code: each.short_name or each.name for each in self._session.catalogue()}

    def rows(self, fields: Sequence[Field], found: Sequence[Record]) -> list[list[str]]:
        """Write some fields of some records; an empty value is ""."""
        self.prepare(fields, found)
        return [[self.text(field, record.get(field.name)) for field in fields] for record in found]

    def prepare(self, fields: Iterable[Field], found: Sequence[Record]) -> None:
        """Look up all titles the records refer to, one query a target."""
        for field in fields:
            if field.kind in ("ref", "refs"):
                wanted: set[str] = set()
                for record in found:
                    wanted.update(_ids(record.get(field.name)))
                self._look_up(field.target, wanted)

    def text(self, field: Field, value: Value) -> str:
        """Write one value; an unknown code or reference comes out as it is stored."""
        if value is None:
            return ""
        if field.restricted and (value == MASK or is_reference(str(value))):
            return MASK
        if field.blob:
            from bgit_desktop.store import attachments

            size = attachments.size(self._session.store.folder, str(value)) if is_reference(str(value)) else None
            return tr("có, {size}", size=size_text(size)) if size is not None else tr("chưa có tệp ở máy này")
        match field.kind:
            case "code":
                if field.codes not in self._codes:
                    self._codes[field.codes] = self._session.code_labels(field.codes)
                return self._codes[field.codes].get(str(value), str(value))
            case "ref" | "refs":
                ids = _ids(value)
                self._look_up(field.target, set(ids))
                titles = self._titles[field.target]
                return "; ".join(titles.get(each) or each for each in ids)
            case "text" if field.target == "type" and str(value) in TYPES:
                return str(TYPES[str(value)].label)
            case _:
                return format_value(field, value)

    def _look_up(self, target: str, wanted: set[str]) -> None:
        known = self._titles.setdefault(target, {})
        missing = sorted(wanted - known.keys())
        if missing:
            known.update(titles(self._session, TYPES[target], missing))


def titles(session: Session, kind: RecordType, ids: Sequence[str]) -> dict[str, str]:
    """Give the titles of records referred to, also of those that were deleted; "" for one never heard of."""
    found = records.titles(session.store.db, kind, ids)
    return {each: found[each] if each in found else _deleted_title(session, kind, each) for each in ids}


def _deleted_title(session: Session, kind: RecordType, record_id: str) -> str:
    """Give the last title of a record that is no longer there, as the journal has it."""
    try:
        row = uuid_bytes(record_id)
    except ValueError:
        return ""
    for change in reversed(journal.history(session.store.db, kind, row)):
        title = json.loads(change.fields).get(kind.title)
        if isinstance(title, str) and title and not is_reference(title):
            return tr("{title} (đã xóa)", title=title)
    return ""


def _ids(value: Value) -> list[str]:
    if value is None or value == MASK or is_reference(str(value)):
        return []
    return value if isinstance(value, list) else [str(value)]
