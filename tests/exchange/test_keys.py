"""Keys, key files and the 40 digits. Two tests pay for a scrypt, as the real thing does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.errors import BadInput, EnvironmentProblem, NotFound, WrongPassphrase
from bgit_desktop.exchange import age
from bgit_desktop.exchange.keys import (
    PrivateKeys,
    PublicKeys,
    fingerprint,
    parse_fingerprint,
    read_keys,
    read_recovery,
    read_root,
    same_fingerprint,
    write_keys,
    write_recovery,
    write_root,
)
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict

KEYS = PublicKeys("RWQAAAA", "age1abc")


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for scrypt: X25519 under a key made from the passphrase costs nothing."""
    identities: dict[str, pyrage.x25519.Identity] = {}

    def identity(passphrase: str) -> str:
        return str(identities.setdefault(passphrase, pyrage.x25519.Identity.generate()))

    def opened(data: bytes, passphrase: str) -> bytes:
        try:
            return age.decrypt(data, [identity(passphrase)])
        except PackageProblem:
            raise WrongPassphrase("") from None

    monkeypatch.setattr(
        age,
        "encrypt_with_passphrase",
        lambda plain, passphrase: age.encrypt(plain, [age.recipient_of(identity(passphrase))]),
    )
    monkeypatch.setattr(age, "decrypt_with_passphrase", opened)


@pytest.mark.skipif(shutil.which("age") is None, reason="age is not installed")
def test_the_real_key_file(tmp_path: Path, run: Callable[..., bytes]) -> None:
    keys, path = PrivateKeys.generate(), tmp_path / "key.age"
    write_keys(path, keys, "mật khẩu dài")
    assert path.stat().st_mode & 0o077 == 0
    assert read_keys(path, "mật khẩu dài".encode().decode()) == keys
    with pytest.raises(WrongPassphrase):
        read_keys(path, "mật khẩu ngắn")
    # Its plain text is an age identity file: age itself takes it to open what was sent to this PC.
    identity = tmp_path / "identity.txt"
    identity.write_bytes(pyrage.passphrase.decrypt(path.read_bytes(), "mật khẩu dài"))
    sealed = tmp_path / "payload.age"
    sealed.write_bytes(age.encrypt(b"xin ch\xc3\xa0o", [keys.public.age]))
    assert run("age", "-d", "-i", identity, sealed) == "xin chào".encode()
    assert f"# minisign public key: {keys.public.minisign}" in identity.read_text()
    back = run("age", "-r", keys.public.age, input=b"from age")
    assert age.decrypt(back, keys.identities) == b"from age"


def test_a_busy_moment_does_not_lock_anybody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library measures the machine anew at each attempt; a slow measure says nothing of the file."""
    real, asked = pyrage.passphrase.decrypt, []

    def busy(data: bytes, passphrase: str) -> bytes:
        asked.append(passphrase)
        if len(asked) < 4:
            raise pyrage.DecryptError("Excessive work parameter for passphrase.")
        return bytes(real(data, passphrase))

    sealed = pyrage.passphrase.encrypt(b"xin", "mật khẩu")
    monkeypatch.setattr(age, "_PAUSE", 0)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", busy)
    assert age.decrypt_with_passphrase(sealed, "mật khẩu") == b"xin"
    assert len(asked) == 4


def test_a_file_that_asks_for_too_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "_PAUSE", 0)
    stanza = b"-> scrypt " + b"A" * 22 + b" 30\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"
    with pytest.raises(EnvironmentProblem, match="máy mạnh hơn"):
        age.decrypt_with_passphrase(b"age-encryption.org/v1\n" + stanza + bytes(40), "x")
    for damaged in (b"", b"age-encryption.org/v1\n-> scrypt x", b"age-encryption.org/v1\n" + stanza[:40]):
        with pytest.raises(EnvironmentProblem):
            age.decrypt_with_passphrase(damaged, "x")
    with pytest.raises(BadInput):
        age.encrypt_with_passphrase(b"x", "")


def test_round_trips(tmp_path: Path, cheap: None) -> None:
    keys = replace(PrivateKeys.generate(), earlier=(age.generate_identity(),))
    write_keys(tmp_path / "key.age", keys, "p")
    assert read_keys(tmp_path / "key.age", "p") == keys
    root = SigningKey.generate()
    write_root(tmp_path / "root.age", root, "p")
    assert read_root(tmp_path / "root.age", "p") == root
    write_recovery(tmp_path / "recovery.age", keys.identity, "p")
    assert read_recovery(tmp_path / "recovery.age", "p") == keys.identity
    for read, name in [
        (read_keys, "root.age"),
        (read_keys, "recovery.age"),
        (read_root, "recovery.age"),
        (read_recovery, "root.age"),
    ]:
        with pytest.raises(EnvironmentProblem):
            read(tmp_path / name, "p")
    with pytest.raises(WrongPassphrase):
        read_keys(tmp_path / "key.age", "q")


def test_bad_key_files(tmp_path: Path, cheap: None) -> None:
    path = tmp_path / "key.age"
    with pytest.raises(NotFound):
        read_keys(path, "p")
    for text in (b"", b"# minisign secret: AAAA\n", b"# minisign secret: %\n", b"AGE-SECRET-KEY-1X\n", b"\xff\n"):
        path.write_bytes(age.encrypt_with_passphrase(text, "p"))
        with pytest.raises(EnvironmentProblem):
            read_keys(path, "p")
    path.write_bytes(bytes(100_000))
    with pytest.raises(EnvironmentProblem):
        read_keys(path, "p")


def test_a_key_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, cheap: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, path = PrivateKeys.generate(), tmp_path / "key.age"
    write_keys(path, keys, "p")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(EnvironmentProblem, match="đầy"):
            write_keys(path, PrivateKeys.generate(), "p")
    assert read_keys(path, "p") == keys
    assert [each.name for each in tmp_path.iterdir()] == ["key.age"]


def test_the_digits_are_those_of_the_format() -> None:
    digest = sha256(b"bgit-fingerprint-1\x0024\x00217\x00RWQAAAA\x00age1abc").digest()
    expected = str(int.from_bytes(digest, "big") % 10**40).zfill(40)
    found = fingerprint("24", "217", KEYS)
    assert found.replace(" ", "") == expected
    assert [len(group) for group in found.split(" ")] == [5] * 8


def test_every_key_changes_the_digits() -> None:
    province = replace(KEYS, root="RWroot", recovery="age1rec")
    variants = [
        ("24", "217", KEYS),
        ("25", "217", KEYS),
        ("24", "218", KEYS),
        ("24", "217", replace(KEYS, minisign="RWQAAAB")),
        ("24", "217", replace(KEYS, age="age1abd")),
        ("24", "217", province),
        ("24", "217", replace(province, root="RWroos")),
        ("24", "217", replace(province, recovery="age1red")),
    ]
    assert len({fingerprint(*each) for each in variants}) == len(variants)


@given(st.integers(0, 10**40 - 1), st.sampled_from([" ", "-", "", "\u00a0", " – ", ".", "\n"]))
def test_digits_are_read_as_people_type_them(number: int, between: str) -> None:
    digits = f"{number:040d}"
    typed = between.join(digits[at : at + 5] for at in range(0, 40, 5))
    expected = " ".join(digits[at : at + 5] for at in range(0, 40, 5))
    assert parse_fingerprint(typed) == expected
    assert same_fingerprint(typed, expected)
    other = ("1" if digits[0] == "0" else "0") + digits[1:]
    assert not same_fingerprint(other, expected)


@pytest.mark.parametrize("typed", ["", "1" * 39, "1" * 41, "O" * 40, "1" * 39 + "l", "x" + "1" * 40])
def test_what_is_no_fingerprint(typed: str) -> None:
    with pytest.raises(BadInput):
        parse_fingerprint(typed)


def test_damaged_is_told_from_not_for_us() -> None:
    mine, theirs = age.generate_identity(), age.generate_identity()
    sealed = age.encrypt(b"x" * 100, [age.recipient_of(mine)])
    assert age.decrypt(sealed, [theirs, mine]) == b"x" * 100

    def verdict(data: bytes, *identities: str) -> Verdict:
        with pytest.raises(PackageProblem) as caught:
            age.decrypt(data, identities)
        return caught.value.verdict

    assert verdict(sealed, theirs) is Verdict.REJECTED_RECIPIENT
    assert verdict(sealed) is Verdict.REJECTED_RECIPIENT
    for damaged in (
        b"",
        b"hello",
        sealed[:-1],
        sealed[:30],
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        sealed + b"x",
        bytes(pyrage.encrypt(b"x", [pyrage.x25519.Identity.from_str(mine).to_public()], armored=True)),
    ):
        assert verdict(damaged, mine) is Verdict.REJECTED_CORRUPT


@pytest.mark.parametrize("text", ["", "age1", "age1é", "AGE-SECRET-KEY-1X"])
def test_what_is_no_recipient_or_identity(text: str) -> None:
    with pytest.raises(BadInput):
        age.check_recipient(text)
    with pytest.raises(BadInput):
        age.recipient_of(text)
    with pytest.raises(BadInput):
        age.encrypt(b"", [text])
    with pytest.raises(BadInput):
        age.decrypt(b"age-encryption.org/v1\n", [text])


def test_nobody_to_encrypt_to() -> None:
    with pytest.raises(BadInput):
        age.encrypt(b"", [])


def test_secrets_are_not_shown() -> None:
    keys = PrivateKeys.generate()
    assert keys.identity not in repr(keys)
    assert repr(keys.signing.seed) not in repr(keys)
