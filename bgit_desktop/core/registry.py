"""All record types by name: the one place that lists them."""

from __future__ import annotations

from bgit_desktop.core.fields import RecordType
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.types import catalogue, duties, people, steering, work
from bgit_desktop.errors import NotFound

TYPES: dict[str, RecordType] = {
    each.name: each for each in (*people.TYPES, *work.TYPES, *duties.TYPES, *catalogue.TYPES, *steering.TYPES)
}
BY_NUMBER: dict[int, RecordType] = {each.number: each for each in TYPES.values()}


def record_type(name: str) -> RecordType:
    """Find a record type by the name the command line uses.

    Raises:
        NotFound: there is no such type; the sentence lists those there are.
    """
    try:
        return TYPES[name]
    except KeyError:
        raise NotFound(
            tr("Không có loại bản ghi “{name}”. Các loại có: {types}.", name=name, types=", ".join(TYPES))
        ) from None


def children_of(name: str) -> tuple[RecordType, ...]:
    """Give the types whose records live inside a record of the type named (degrees of an officer)."""
    return tuple(each for each in TYPES.values() if each.parent and each.by_name[each.parent].target == name)


def flat_children_of(name: str) -> tuple[RecordType, ...]:
    """Give the types whose records a row of the named type's Excel list may hold too."""
    return tuple(each for each in children_of(name) if each.flat)
