"""Statements by which one key vouches for the next: how a PC goes on under new keys without a sheet of paper.

A statement is a small JSON text with a minisign signature. It travels in the manifests of the PC that made it
(``rotations``, in the order they were made), so that the very first package signed by a new key can be checked by
whoever knows only the old one. Who must have signed it:

* a unit's PC: its old key;
* the province's PC: the *root* key, whether the old key still exists or not. A stolen operational key can therefore
  never name its own successor;
* the root itself: the old root, then the new one.

What a key signed before its rotation stays good: the statement says how far the log had come, and beyond that a
signature by the old key counts for nothing. Nothing here reads a file, a clock or a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bgit_desktop.core.strict_json import StrictJsonError, parse_object
from bgit_desktop.errors import BadInput
from bgit_desktop.exchange import minisign
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest import SignedText
from bgit_desktop.exchange.minisign import SigningKey

FORMAT: Final = "bgit-rotation"
MAX_TEXT: Final = 2000
"""Characters of a statement at most."""

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Rotation:
    """A statement: the key ``old`` is followed by ``minisign``.

    Attributes:
        what: ``pc`` for the keys of a PC, ``root`` for the province's root key.
        province: code of the province.
        unit: code of the PC's unit; for a root, the province's.
        replica: id of the PC; for a root, of the PC on which it was changed.
        old: the signing key (for ``root`` the root key) that ends.
        minisign: the one that follows.
        age: the PC's new recipient; for a root "".
        incarnation: of the PC's log under way.
        seq: the last operation that the old key may have signed.
        hash: the chain's hash there, hex.
        issued: moment, ISO 8601 UTC with Z.
    """

    what: Literal["pc", "root"]
    province: str
    unit: str
    replica: str
    old: str
    minisign: str
    age: str
    incarnation: int
    seq: int
    hash: str
    issued: str

    def to_text(self) -> str:
        """Write the statement; done once, the text is what is signed."""
        data = {"format": FORMAT} | {name: getattr(self, name) for name in Rotation.__slots__}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def sign_rotation(rotation: Rotation, *signers: SigningKey) -> SignedText:
    """Sign a statement.

    Args:
        rotation: the statement.
        *signers: for a unit's PC its old key; for the province's PC the root; for a root the old one, then the new.
    """
    text = rotation.to_text()
    comment = f"{FORMAT} {rotation.what} unit={rotation.unit} replica={rotation.replica}"
    return SignedText(text, "".join(each.sign(text.encode(), comment).decode() for each in signers))


def walk(
    statements: Sequence[SignedText], *, province: str, unit: str, replica: str, key: str, root: str = ""
) -> tuple[Rotation, ...]:
    """Follow the statements from the keys known to those in force.

    A statement that does not begin at the key reached, or is not signed as it must be, is passed over: it may be one
    from before the key known, and it convinces nobody.

    Args:
        statements: as they came, in order.
        province: code of the province.
        unit: code of the PC's unit.
        replica: id of the PC.
        key: its signing key as known here.
        root: the province's root as pinned here, where the PC is the province's; else "".

    Returns:
        The statements about this PC's keys that hold, in order; the last one names its keys.
    """
    found: list[Rotation] = []
    for signed in statements:
        step = _read(signed, root if root else key)
        if step is None or (step.province, step.unit, step.replica) != (province, unit, replica):
            continue
        if step.what == "root":
            if root and step.old == root:
                root = step.minisign
        elif step.old == key and step.minisign != key:
            found.append(step)
            key = step.minisign
    return tuple(found)


def _read(signed: SignedText, signer: str) -> Rotation | None:
    """Read a statement that a key has signed; None where it has not. Nothing is parsed before the signature holds."""
    lines = signed.minisig.split("\n")
    parts = ["".join(f"{line}\n" for line in lines[at : at + 4]) for at in range(0, len(lines) - 1, 4)]
    try:
        text = signed.text.encode()
        if not 1 <= len(parts) <= 2 or lines[-1]:
            return None
        minisign.verify(text, parts[0].encode(), signer)
        data = parse_object(text, limit=4 * MAX_TEXT)
        step = _rotation(data)
        if len(parts) != (2 if step.what == "root" else 1):
            return None
        if step.what == "root":
            minisign.verify(text, parts[1].encode(), step.minisign)
    except (BadInput, StrictJsonError, UnicodeError):
        return None
    return step


def _rotation(data: dict[str, Any]) -> Rotation:
    """Build a statement from its object.

    Raises:
        BadInput: a key is missing or of another type.
    """
    names = ("province", "unit", "replica", "old", "minisign", "age", "hash", "issued")
    texts = {name: data.get(name) for name in names}
    numbers = [data.get("incarnation"), data.get("seq")]
    what = data.get("what")
    well = data.get("format") == FORMAT and all(type(each) is str for each in texts.values())
    if not well or what not in ("pc", "root") or not all(type(each) is int and each >= 0 for each in numbers):
        raise BadInput("")
    said = {name: str(text) for name, text in texts.items()}
    step = Rotation(what=what, incarnation=data["incarnation"], seq=data["seq"], **said)
    minisign.read_public_key(step.old)
    if not _HASH.fullmatch(step.hash) or (step.what == "pc") != bool(step.age):
        raise BadInput("")
    if step.age:
        PublicKeys(step.minisign, step.age).check()
    else:
        minisign.read_public_key(step.minisign)
    return step
