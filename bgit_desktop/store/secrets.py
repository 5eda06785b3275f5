"""Restricted values: kept aside under the SHA-256 of salt ‖ value, while tables and journal hold that reference only.

So a line can travel, be chained and be checked, and tells nothing; the value goes into a package only where somebody
chose to, and deleting it here leaves the journal whole. The salt (32 random bytes) keeps anybody from finding the value
by trying all there are: there are few ID numbers and fewer disciplinary measures.
"""

from __future__ import annotations

import json
import os
import sqlite3
from dataclasses import dataclass
from hashlib import sha256

from bgit_desktop.core.fields import Field, RecordType, Value
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.strict_json import StrictJsonError, parse_object
from bgit_desktop.store.codec import is_reference
from bgit_desktop.store.journal import uuid_bytes, uuid_text
from bgit_desktop.store.schema import quote

SALT = 32
MAX_PLAIN = 64 * 1024
"""Bytes of a restricted value with its salt."""


def seal(db: sqlite3.Connection, value: Value) -> str:
    """Keep a value aside; within a transaction.

    Returns:
        Its reference, which is another one each time.
    """
    plain = os.urandom(SALT) + json.dumps({"value": value}, ensure_ascii=False, separators=(",", ":")).encode()
    reference = sha256(plain).hexdigest()
    db.execute("INSERT INTO secret VALUES (?, ?)", (reference, plain))
    return reference


def keep(db: sqlite3.Connection, reference: str, plain: bytes) -> bool:
    """Keep a value that came in a package, its hash checked; tells whether it is one. Within a transaction."""
    if sha256(plain).hexdigest() != reference or len(plain) > MAX_PLAIN or read(plain) is None:
        return False
    db.execute("INSERT OR IGNORE INTO secret VALUES (?, ?)", (reference, plain))
    return True


def read(plain: bytes) -> Value:
    """Read a value from salt ‖ JSON; None where it is damaged, for an empty value is never sealed."""
    try:
        found = parse_object(plain[SALT:], limit=MAX_PLAIN)
    except StrictJsonError:
        return None
    value = found.get("value")
    return value if set(found) == {"value"} and type(value) is str else None


def plain(db: sqlite3.Connection, reference: str) -> bytes | None:
    """Give salt ‖ value as it is kept; None where it is not here."""
    row = db.execute("SELECT plain FROM secret WHERE reference = ?", (reference,)).fetchone()
    return None if row is None else bytes(row[0])


def open_value(db: sqlite3.Connection, reference: str) -> Value:
    """Give a value; None where it is not here."""
    found = plain(db, reference)
    return None if found is None else read(found)


def drop(db: sqlite3.Connection, reference: str) -> bool:
    """Delete a value for good; tells whether it was here. Within a transaction."""
    return bool(db.execute("DELETE FROM secret WHERE reference = ?", (reference,)).rowcount)


def damaged(db: sqlite3.Connection) -> list[str]:
    """Give the references whose kept bytes are not those of their name."""
    rows = db.execute("SELECT reference, plain FROM secret ORDER BY reference")
    return [reference for reference, found in rows if sha256(found).hexdigest() != reference]


def fields(kind: RecordType) -> tuple[Field, ...]:
    """Give the restricted fields of a record type."""
    return tuple(each for each in kind.fields if each.restricted)


def references(db: sqlite3.Connection, kind: RecordType, record_id: str) -> dict[str, str]:
    """Give field → reference of the sealed values of a record."""
    names = [each.name for each in fields(kind)]
    if not names:
        return {}
    row = db.execute(
        f"SELECT {', '.join(map(quote, names))} FROM {quote(kind.name)} WHERE id = ?", (uuid_bytes(record_id),)
    ).fetchone()
    found = zip(names, row or (), strict=False)
    return {name: text for name, text in found if type(text) is str and is_reference(text)}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value of a record: type, id, field, reference; ``here`` where the value itself is kept."""

    type: str
    id: str
    field: str
    reference: str
    here: bool


def sealed(db: sqlite3.Connection, unit: str) -> list[Sealed]:
    """Give every sealed value of a unit's records."""
    kept = {row[0] for row in db.execute("SELECT reference FROM secret")}
    found = []
    for kind in TYPES.values():
        for each in fields(kind):
            rows = db.execute(
                f"SELECT id, {quote(each.name)} FROM {quote(kind.name)} "
                f"WHERE _unit = ? AND typeof({quote(each.name)}) = 'text' ORDER BY id",
                (unit,),
            )
            found += [
                Sealed(kind.name, uuid_text(raw), each.name, text, text in kept)
                for raw, text in rows
                if is_reference(text)
            ]
    return found
