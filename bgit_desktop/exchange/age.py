"""Encryption in the age format (age-encryption.org/v1), so that ``age -d`` opens it without this program.

Payloads are encrypted to X25519 recipients, key files under a passphrase (scrypt: about a second and some
hundreds of megabytes, so a process unlocks once). This module turns the library's one kind of error into
three: not for us, damaged, wrong passphrase.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from typing import IO

from bgit_desktop.core.i18n import tr
from bgit_desktop.errors import BadInput, EnvironmentProblem, WrongPassphrase
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict, corrupt

_INTRO = b"age-encryption.org/v1\n"
# The library tells its cases apart only by their text (pyrage wraps the Rust crate `age`); tests pin these.
_NO_MATCH = "No matching keys found"
_WRONG_PASSPHRASE = "Decryption failed"
_TOO_MUCH_WORK = "Excessive work"

_ATTEMPTS, _PAUSE = 20, 0.1
"""The library takes the measure of the machine by a moment of work: a busy moment makes it refuse our own key file."""


def generate_identity() -> str:
    """Make a new X25519 identity ("AGE-SECRET-KEY-1…")."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Give the recipient ("age1…") that belongs to an identity.

    Raises:
        BadInput: it is no identity.
    """
    from pyrage import IdentityError, x25519

    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError:
        raise BadInput(tr("Khóa bí mật age không hợp lệ.")) from None


def check_recipient(recipient: str) -> str:
    """Give the recipient back where it is one ("age1…", X25519).

    Raises:
        BadInput: it is none.
    """
    from pyrage import RecipientError, x25519

    try:
        if recipient == str(x25519.Recipient.from_str(recipient)):
            return recipient
    except RecipientError:
        pass
    raise BadInput(tr("Khóa công khai age không hợp lệ."))


def encrypt(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt to recipients.

    Args:
        plain: what to encrypt.
        recipients: "age1…", at least one.

    Raises:
        BadInput: one of them is no recipient, or there is none.
    """
    import pyrage

    return bytes(pyrage.encrypt(plain, _recipients(recipients)))


def encrypt_stream(source: IO[bytes], target: IO[bytes], recipients: Sequence[str]) -> None:
    """Encrypt a file to recipients, a piece at a time.

    Raises:
        BadInput: one of them is no recipient, or there is none.
        OSError: the disk is full or gone.
    """
    import pyrage

    keys = _recipients(recipients)
    try:
        pyrage.encrypt_io(source, target, keys)
    except pyrage.EncryptError as error:  # the library hides the OSError of a write
        raise OSError(str(error)) from error


def decrypt(data: bytes, identities: Sequence[str]) -> bytes:
    """Decrypt with the first identity that fits.

    Args:
        data: an age file, binary (not armored).
        identities: "AGE-SECRET-KEY-1…".

    Raises:
        PackageProblem: ``rejected-recipient`` where no identity fits, ``rejected-corrupt`` where it is
        damaged.
        BadInput: one of the identities is none.
    """
    import pyrage
    from pyrage import x25519

    if not data.startswith(_INTRO):
        raise corrupt(tr("Phần dữ liệu không phải là tệp age."))
    try:
        keys = [x25519.Identity.from_str(each) for each in identities]
    except pyrage.IdentityError:
        raise BadInput(tr("Khóa bí mật age không hợp lệ.")) from None
    try:
        return bytes(pyrage.decrypt(data, keys))
    except pyrage.DecryptError as error:
        if _NO_MATCH in str(error):
            raise PackageProblem(
                Verdict.REJECTED_RECIPIENT,
                tr("Gói không gửi cho máy này: không có khóa nào của máy mở được phần dữ liệu."),
            ) from None
        raise corrupt(tr("Phần dữ liệu mã hóa bị hỏng hoặc đã bị sửa.")) from None


def encrypt_with_passphrase(plain: bytes, passphrase: str) -> bytes:
    """Encrypt under a passphrase; takes a second or two.

    Raises:
        BadInput: the passphrase is empty.
    """
    from pyrage import passphrase as scrypt

    if not passphrase:
        raise BadInput(tr("Mật khẩu không được để trống."), field="passphrase")
    return bytes(scrypt.encrypt(plain, _normal(passphrase)))


def decrypt_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Decrypt under a passphrase; takes a second or two.

    Raises:
        WrongPassphrase: it does not open the file.
        EnvironmentProblem: the file is damaged, or was made to cost more work than this machine should do.
    """
    import pyrage
    from pyrage import passphrase as scrypt

    if not data.startswith(_INTRO + b"-> scrypt "):
        raise EnvironmentProblem(tr("Tệp khóa không phải là tệp age có mật khẩu; hãy khôi phục từ bản sao lưu."))
    for attempt in range(_ATTEMPTS):
        try:
            return bytes(scrypt.decrypt(data, _normal(passphrase)))
        except pyrage.DecryptError as error:
            if _WRONG_PASSPHRASE in str(error):
                raise WrongPassphrase(tr("Mật khẩu không đúng.")) from None
            if _TOO_MUCH_WORK not in str(error):
                raise EnvironmentProblem(tr("Tệp khóa bị hỏng; hãy khôi phục từ bản sao lưu.")) from None
        if attempt < _ATTEMPTS - 1:
            time.sleep(_PAUSE)
    raise EnvironmentProblem(tr("Tệp khóa được tạo trên máy mạnh hơn nhiều; không mở được trên máy này."))


def _recipients(recipients: Sequence[str]) -> list[object]:
    from pyrage import x25519

    if not recipients:
        raise BadInput(tr("Gói phải có ít nhất một nơi nhận."))
    return [x25519.Recipient.from_str(check_recipient(each)) for each in recipients]


def _normal(passphrase: str) -> str:
    # The same words typed on another system may come in another Unicode form.
    return unicodedata.normalize("NFC", passphrase)
