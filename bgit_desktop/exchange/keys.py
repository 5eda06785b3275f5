"""The keys of one PC, the files they rest in, and the 40 digits printed on the enrolment sheet.

Every PC has one signing key (Ed25519, minisign) and one identity to read with (X25519, age), together in
``key.age``: an age file under a passphrase whose plain text is an age identity file, so that
``age -d key.age > identity.txt`` gives an identity that age itself takes; the signing key stands in a
comment line of it. The province has two more files of the same kind: ``root.age`` (signs the trust list,
kept offline; no identity) and ``recovery.age`` (an identity alone, kept offline).

**Fingerprint.** What an officer types from paper, 40 decimal digits in 8 groups of 5::

    d = SHA-256("bgit-fingerprint-1" ‖ 00 ‖ province ‖ 00 ‖ unit ‖ 00 ‖ minisign key ‖ 00 ‖ age recipient
                [‖ 00 ‖ root key ‖ 00 ‖ recovery recipient])
    digits = d as a big-endian integer, modulo 10^40, written with leading zeros

The part in brackets is there for the province only. 40 digits are 132 bits: nobody finds a second key for
them.
"""

from __future__ import annotations

import base64
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound
from bgit_desktop.exchange import age, minisign
from bgit_desktop.exchange.atomic import whole_file
from bgit_desktop.exchange.minisign import SigningKey

KEY_FILE: Final = "key.age"
ROOT_FILE: Final = "root.age"
RECOVERY_FILE: Final = "recovery.age"

_DOMAIN = b"bgit-fingerprint-1"
_DIGITS, _GROUP = 40, 5
_TITLE = "# bgit-desktop key file 1"
_SECRET = "# minisign secret: "
_ROTATION = "# rotation: "
_MAX_KEY_FILE = 64 * 1024


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others must know of a PC.

    Attributes:
        minisign: its signing key, "RW…".
        age: its recipient, "age1…".
        root: the province's root key, "RW…"; empty for a unit.
        recovery: the province's offline recovery recipient, "age1…"; empty for a unit.
    """

    minisign: str
    age: str
    root: str = ""
    recovery: str = ""

    def check(self) -> PublicKeys:
        """Give the keys back where each is one of its kind.

        Raises:
            BadInput: one of them is none, or only one of the province's two is there.
        """
        minisign.read_public_key(self.minisign)
        age.check_recipient(self.age)
        if bool(self.root) != bool(self.recovery):
            raise BadInput(tr("Khóa gốc và khóa dự phòng của tỉnh phải đi cùng nhau."))
        if self.root:
            minisign.read_public_key(self.root)
            age.check_recipient(self.recovery)
        return self


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """The secret keys of one PC.

    Attributes:
        signing: the signing key.
        identity: the age identity, "AGE-SECRET-KEY-1…".
        earlier: identities from before a rotation, which still open older packages.
        rotations: the statements that lead to these keys: (text, signature), the oldest first. They stand in the key
            file too, so that a database put back from before a rotation can take them up.
    """

    signing: SigningKey
    identity: str = field(repr=False)
    earlier: tuple[str, ...] = field(default=(), repr=False)
    rotations: tuple[tuple[str, str], ...] = ()

    @classmethod
    def generate(cls) -> PrivateKeys:
        """Make new keys."""
        return cls(SigningKey.generate(), age.generate_identity())

    @property
    def public(self) -> PublicKeys:
        """What others must know."""
        return PublicKeys(self.signing.public, age.recipient_of(self.identity))

    @property
    def identities(self) -> tuple[str, ...]:
        """All identities that may open a package for this PC."""
        return (self.identity, *self.earlier)


def write_keys(path: Path, keys: PrivateKeys, passphrase: str) -> None:
    """Write a PC's key file under a passphrase; takes a second or two.

    Args:
        path: ``keys/key.age`` of the store; a file there is replaced.
        keys: the keys.
        passphrase: not empty.

    Raises:
        BadInput: the passphrase is empty.
        EnvironmentProblem: the file cannot be written; an older one is still there.
    """
    _write(path, keys.signing, keys.identities, passphrase, keys.rotations)


def read_keys(path: Path, passphrase: str) -> PrivateKeys:
    """Open a PC's key file; takes a second or two, so once per process and off the GUI thread.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        NotFound: there is no such file.
        EnvironmentProblem: it is damaged or cannot be read.
    """
    signing, identities, rotations = _read(path, passphrase)
    if signing is None or not identities:
        raise _damaged(path)
    return PrivateKeys(signing, identities[0], identities[1:], rotations)


def write_root(path: Path, root: SigningKey, passphrase: str) -> None:
    """Write the province's root key under a passphrase.

    Raises:
        BadInput: the passphrase is empty.
        EnvironmentProblem: the file cannot be written.
    """
    _write(path, root, (), passphrase)


def read_root(path: Path, passphrase: str) -> SigningKey:
    """Open the province's root key.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        NotFound: there is no such file.
        EnvironmentProblem: it is damaged or cannot be read.
    """
    signing, _, _ = _read(path, passphrase)
    if signing is None:
        raise _damaged(path)
    return signing


def write_recovery(path: Path, identity: str, passphrase: str, *, earlier: tuple[str, ...] = ()) -> None:
    """Write the province's recovery identity under a passphrase, and those before it.

    Raises:
        BadInput: the passphrase is empty.
        EnvironmentProblem: the file cannot be written.
    """
    _write(path, None, (identity, *earlier), passphrase)


def read_recovery(path: Path, passphrase: str) -> str:
    """Open the province's recovery identity ("AGE-SECRET-KEY-1…"); errors as for :func:`read_recoveries`."""
    return read_recoveries(path, passphrase)[0]


def read_recoveries(path: Path, passphrase: str) -> tuple[str, ...]:
    """Open the province's recovery identity and those it had before, the newest first.

    Raises:
        WrongPassphrase: the passphrase does not open it.
        NotFound: there is no such file.
        EnvironmentProblem: it is damaged or cannot be read.
    """
    _, identities, _ = _read(path, passphrase)
    if not identities:
        raise _damaged(path)
    return identities


def fingerprint(province: str, unit: str, keys: PublicKeys) -> str:
    """Give the 40 digits of the enrolment sheet.

    Args:
        province: code of the province.
        unit: code of the unit.
        keys: the PC's public keys; for the province with root and recovery.

    Returns:
        8 groups of 5 digits, a space between groups.
    """
    parts = [province, unit, keys.minisign, keys.age]
    if keys.root:
        parts += [keys.root, keys.recovery]
    digest = sha256(b"\0".join((_DOMAIN, *(part.encode() for part in parts)))).digest()
    return _grouped(f"{int.from_bytes(digest, 'big') % 10**_DIGITS:0{_DIGITS}d}")


def parse_fingerprint(text: str) -> str:
    """Read 40 digits as somebody typed them, with any spaces, dashes and dots between.

    Returns:
        8 groups of 5 digits, a space between groups.

    Raises:
        BadInput: there are more or fewer digits, or something that is no digit.
    """
    digits = re.sub(r"[\s.\-‐‑‒–—_/]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]*", digits):
        raise BadInput(tr("Dấu vân tay khóa chỉ gồm chữ số; hãy gõ lại theo phiếu."), field="fingerprint")
    if len(digits) != _DIGITS:
        raise BadInput(
            tr(
                "Dấu vân tay khóa phải có {want} chữ số, đã gõ {got}; hãy gõ lại theo phiếu.",
                want=_DIGITS,
                got=len(digits),
            ),
            field="fingerprint",
        )
    return _grouped(digits)


def same_fingerprint(typed: str, expected: str) -> bool:
    """Tell whether two fingerprints are equal, in constant time.

    Raises:
        BadInput: one of them is not 40 digits.
    """
    return hmac.compare_digest(parse_fingerprint(typed), parse_fingerprint(expected))


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + _GROUP] for at in range(0, _DIGITS, _GROUP))


def _write(
    path: Path,
    signing: SigningKey | None,
    identities: tuple[str, ...],
    passphrase: str,
    rotations: tuple[tuple[str, str], ...] = (),
) -> None:
    lines = [_TITLE]
    if signing is not None:
        lines += [_SECRET + base64.b64encode(signing.seed + signing.key_id).decode()]
        lines += [f"# minisign public key: {signing.public}"]
    for each in rotations:
        lines += [_ROTATION + " ".join(base64.b64encode(part.encode()).decode() for part in each)]
    for identity in identities:
        lines += [f"# public key: {age.recipient_of(identity)}", identity]
    data = age.encrypt_with_passphrase("".join(f"{line}\n" for line in lines).encode(), passphrase)
    try:
        with whole_file(path, private=True) as file:
            file.write(data)
    except OSError as error:
        raise EnvironmentProblem(
            tr("Chưa ghi được tệp khóa {name}: {reason}.", name=path.name, reason=reason_of(error))
        ) from None


def _read(path: Path, passphrase: str) -> tuple[SigningKey | None, tuple[str, ...], tuple[tuple[str, str], ...]]:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_KEY_FILE + 1)
    except FileNotFoundError:
        raise NotFound(tr("Không tìm thấy tệp khóa {name}.", name=path.name)) from None
    except OSError as error:
        raise EnvironmentProblem(
            tr("Không đọc được tệp {name}: {reason}.", name=path.name, reason=reason_of(error))
        ) from None
    if len(data) > _MAX_KEY_FILE:
        raise _damaged(path)
    signing: SigningKey | None = None
    identities: list[str] = []
    rotations: list[tuple[str, str]] = []
    try:
        for line in age.decrypt_with_passphrase(data, passphrase).decode("ascii").splitlines():
            if line.startswith(_SECRET):
                secret = base64.b64decode(line.removeprefix(_SECRET), validate=True)
                if len(secret) != 40:
                    raise _damaged(path)
                signing = SigningKey(secret[:32], secret[32:])
            elif line.startswith(_ROTATION):
                text, signature = (
                    base64.b64decode(part, validate=True).decode() for part in line.removeprefix(_ROTATION).split(" ")
                )
                rotations.append((text, signature))
            elif line and not line.startswith("#"):
                age.recipient_of(line)
                identities.append(line)
    except (ValueError, BadInput):
        raise _damaged(path) from None
    return signing, tuple(identities), tuple(rotations)


def _damaged(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        tr("Tệp khóa {name} không chứa khóa cần dùng; hãy khôi phục từ bản sao lưu.", name=path.name)
    )
