"""Reading a package, every check in the order of EXCHANGE.md.

:class:`Opening` (:func:`open_package` in one step) goes through these stages; the first that fails raises a
:class:`PackageProblem` with the verdict, and nothing of a later stage has been read by then:

1. container — member names, order and sizes (``container.py``)
2. manifest — bounded to 64 KiB, its JSON strict; the only thing parsed before the signature holds
3. signature — by a key that the caller knows for this province, unit, replica and incarnation
4. format — ``min_reader`` above ours is held, now that somebody vouches for it
5. hashes — of the payload and of every blob, as the signed manifest lists them
6. decryption, 7. inflation within the bounds
8. chain — base hash, every line, head hash; the base of a log's first window is h_0 of the sender's own key
9. lines — strict JSON, sequence numbers without a gap

Fields against the declared tables, and the decision what to do with the window (``trust.py``), are the
caller's. An enrolment file is signed by the key it carries; it vouches for nothing until somebody typed the
digits from paper.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.i18n import tr
from bgit_desktop.exchange import age, minisign
from bgit_desktop.exchange.container import Container
from bgit_desktop.exchange.manifest import READER, Claim, Manifest, SignedText, parse_manifest, read_claim
from bgit_desktop.exchange.opened_log import KEEP_PARSED, open_log
from bgit_desktop.exchange.opened_log import OpenedLog as OpenedLog
from bgit_desktop.exchange.payload import SHORTEST, LogHeader, LogLines, inflate, split_return
from bgit_desktop.exchange.rotation import walk
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict, corrupt

_RETURNS = ("return", "trust")


@dataclass(frozen=True, slots=True)
class Sender:
    """What the receiver knows of the PC that a manifest names.

    Attributes:
        keys: the minisign public keys whose signatures count, the newest first.
        chain_key: the first minisign public key of the incarnation, which h_0 holds; where keys were rotated it
            may as well be another of ``keys``, as the receiver need not know in which life of the PC that was.
        root: the province's root key, where the PC is the province's: it alone vouches for its next keys.
    """

    keys: tuple[str, ...]
    chain_key: str
    root: str = ""

    @classmethod
    def of(cls, minisign_key: str) -> Sender:
        """Give a sender whose key was never rotated."""
        return cls((minisign_key,), minisign_key)


KeysFor = Callable[[str, str, str, int], Sender | None]
"""``keys_for(province, unit, replica, incarnation)``: None where that PC is not enrolled."""


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A package that passed every check of the format.

    Attributes:
        path: the file.
        sha256: of the file, hex.
        size: of the file in bytes.
        manifest: what it says, signed.
        signed_by: the minisign public key whose signature holds.
        trusted_comment: the signature's trusted comment.
        logs: the sender's own log; in a return package siblings' logs after it; none in an enrolment.
        trust: the trust lists in a return package, to be walked in order.
        identities: the age identities it was opened with.
    """

    path: Path
    sha256: str
    size: int
    manifest: Manifest
    signed_by: str
    trusted_comment: str
    logs: tuple[OpenedLog, ...]
    trust: tuple[SignedText, ...] = ()
    identities: Sequence[str] = field(default=(), repr=False)

    def blob(self, reference: str, identities: Sequence[str] = ()) -> bytes:
        """Decrypt one blob.

        Args:
            reference: its SHA-256 in the manifest.
            identities: the age identities that may open it; those the package was opened with where none are named.

        Returns:
            Its plain bytes, whose SHA-256 is the reference.

        Raises:
            PackageProblem: it was changed since the package was opened, is not for us, or is not what it is
            called.
            KeyError: the package holds no such blob.
        """
        with Container(self.path) as container:
            cipher = container.blob(reference)
        listed = {each.sha256: each.cipher_sha256 for each in self.manifest.blobs}
        if sha256(cipher).hexdigest() != listed[reference]:
            raise _bad_blob(reference)
        plain = age.decrypt(cipher, identities or self.identities)
        if sha256(plain).hexdigest() != reference:
            raise _bad_blob(reference)
        return plain


@dataclass(frozen=True, slots=True)
class Shown:
    """What a package says, without any store or key.

    Attributes:
        path: the file.
        sha256: of the file, hex.
        size: of the file in bytes.
        claim: who it says sent it.
        manifest: all of it; None where it asks for a newer reader.
        signature: ``not verified`` where no key is known, else ``valid`` or ``invalid``.
        trusted_comment: of the signature; to be believed only where it is valid.
    """

    path: Path
    sha256: str
    size: int
    claim: Claim
    manifest: Manifest | None
    signature: Literal["not verified", "valid", "invalid"]
    trusted_comment: str


class Opening:
    """A package on its way through the checks: stages 1 to 4 when it is made, the rest in two steps.

    What :meth:`inflate` does is done in C by and large, without Python's lock, and asks nobody anything: it may run
    in another thread while the package before is merged.

    Args:
        path: the file.
        keys_for: gives what is known of the sender; not asked for an enrolment file, which carries its own
        key.
        identities: the age identities of this PC; not needed for an enrolment file.

    Raises:
        PackageProblem: it is rejected or held, with the verdict and the reason.
        NotFound: there is no such file.
        EnvironmentProblem: the file cannot be read.
    """

    def __init__(self, path: Path, keys_for: KeysFor, identities: Sequence[str]) -> None:
        self._identities = identities
        self._lines: Collection[bytes] = ()
        self._sha256 = ""
        self._inflated = False
        self._container = Container(path)
        try:
            raw, signature = self._container.manifest(), self._container.signature()
            claim = read_claim(raw)
            manifest = parse_manifest(raw) if claim.min_reader <= READER else None
            sender = _sender(claim, manifest, keys_for)
            self._signed_by, self._comment = _verify(raw, signature, sender)
            if manifest is None or sender is None:
                raise PackageProblem(
                    Verdict.HELD_NEWER_FORMAT,
                    tr("Gói được tạo bằng phiên bản mới hơn; hãy nâng cấp chương trình rồi nhận lại."),
                )
            self.manifest, self._keys = manifest, sender
        except BaseException:
            self.close()
            raise

    @property
    def sender(self) -> Sender:
        """What was known of the sender when the file was begun."""
        return self._keys

    @property
    def identities(self) -> Sequence[str]:
        """The age identities it is opened with."""
        return self._identities

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._container.close()

    def inflate(self) -> None:
        """Go through stages 5 to 7: hashes, decryption, inflation.

        Raises:
            PackageProblem: as for the whole.
            EnvironmentProblem: the file cannot be read any more.
        """
        try:
            cipher = _checked_payload(self._container, self.manifest)
            if self.manifest.kind != "enrol":
                stated = self.manifest.payload
                self._lines = inflate(age.decrypt(cipher, self._identities), stated.codec, stated.plain_size)
                if len(self._lines) * SHORTEST > stated.plain_size:  # before something is kept for each line
                    raise corrupt(tr("Có dòng nhật ký không đúng khuôn dạng."))
            self._sha256 = self._container.sha256()
            self._inflated = True
        finally:
            self.close()

    def finish(self) -> OpenedPackage:
        """Go through what is left, and give the package.

        Raises:
            PackageProblem: as for the whole.
        """
        if not self._inflated:
            self.inflate()
        logs: tuple[OpenedLog, ...] = ()
        trust: tuple[SignedText, ...] = ()
        if self.manifest.kind != "enrol":
            logs, trust = _open_lines(self._lines, self.manifest, self._keys)
        return OpenedPackage(
            self._container.path, self._sha256, self._container.size, self.manifest, self._signed_by, self._comment,
            logs, trust, self._identities,
        )  # fmt: skip


def open_package(path: Path, keys_for: KeysFor, identities: Sequence[str]) -> OpenedPackage:
    """Read a package, every check of the format made in its order; arguments and errors as for :class:`Opening`."""
    return Opening(path, keys_for, identities).finish()


def show_package(path: Path, keys_for: KeysFor | None = None) -> Shown:
    """Tell what a package says; needs neither a store nor a key.

    Args:
        path: the file.
        keys_for: gives the sender's keys where some are known.

    Raises:
        PackageProblem: it is no package, or its manifest breaks a rule.
        NotFound: there is no such file.
        EnvironmentProblem: the file cannot be read.
    """
    with Container(path) as container:
        raw, signature = container.manifest(), container.signature()
        claim = read_claim(raw)
        manifest = parse_manifest(raw) if claim.min_reader <= READER else None
        state: Literal["not verified", "valid", "invalid"] = "not verified"
        comment = ""
        with contextlib.suppress(minisign.BadSignature):
            comment = minisign.read_signature(signature).trusted_comment
        try:
            sender = _sender(claim, manifest, keys_for) if keys_for or claim.kind == "enrol" else None
            if sender is not None:
                _verify(raw, signature, sender)
                state = "valid"
        except PackageProblem as problem:
            state = "invalid" if problem.verdict is Verdict.REJECTED_SIGNATURE else "not verified"
        return Shown(path, container.sha256(), container.size, claim, manifest, state, comment)


def _sender(claim: Claim, manifest: Manifest | None, keys_for: KeysFor | None) -> Sender | None:
    if manifest is not None and manifest.enrolment is not None:
        return Sender.of(manifest.enrolment.keys.minisign)
    if keys_for is None:
        return None
    known = keys_for(claim.province, claim.unit, claim.replica, claim.incarnation)
    if known is None or manifest is None or not manifest.rotations:
        return known
    steps = walk(
        manifest.rotations, province=claim.province, unit=claim.unit, replica=claim.replica, key=known.keys[0],
        root=known.root,
    )  # fmt: skip
    return replace(known, keys=(*(step.minisign for step in reversed(steps)), *known.keys))


def _verify(raw: bytes, signature: bytes, sender: Sender | None) -> tuple[str, str]:
    try:
        key_id = minisign.read_signature(signature).key_id
        if sender is None:
            raise PackageProblem(
                Verdict.HELD_UNKNOWN_KEY,
                tr("Máy gửi gói này chưa được đăng ký khóa; hãy nhận tệp đăng ký và phiếu của đơn vị trước."),
            )
        own = [each for each in sender.keys if minisign.read_public_key(each)[0] == key_id]
        key = next(iter(own), sender.keys[0])
        return key, minisign.verify(raw, signature, key)
    except minisign.BadSignature as error:
        raise PackageProblem(Verdict.REJECTED_SIGNATURE, str(error)) from None


def _checked_payload(container: Container, manifest: Manifest) -> bytes:
    listed = {each.sha256: each for each in manifest.blobs}
    if container.payload_size != manifest.payload.size or list(container.blobs) != list(listed):
        raise corrupt(tr("Các tệp trong gói không đúng như bản kê."))
    cipher = container.payload()
    if sha256(cipher).hexdigest() != manifest.payload.sha256:
        raise corrupt(tr("Phần dữ liệu của gói không khớp với bản kê đã ký."))
    for reference, member in container.blobs.items():
        blob = listed[reference]
        if member.size != blob.size or container.blob_sha256(reference) != blob.cipher_sha256:
            raise _bad_blob(reference)
    return cipher


def _open_lines(
    lines: Collection[bytes], manifest: Manifest, sender: Sender
) -> tuple[tuple[OpenedLog, ...], tuple[SignedText, ...]]:
    own = LogHeader(
        manifest.unit,
        manifest.replica,
        manifest.incarnation,
        manifest.from_seq,
        manifest.to_seq,
        manifest.base_hash,
        manifest.head_hash,
    )
    logs: tuple[LogLines, ...] = (LogLines(own, lines),)
    trust: tuple[SignedText, ...] = ()
    if manifest.kind in _RETURNS:
        logs, trust = split_return(lines)
        names = {(each.header.unit, each.header.replica, each.header.incarnation) for each in logs}
        if not logs or logs[0].header != own or len(names) != len(logs):
            raise corrupt(tr("Gói phản hồi không đúng khuôn dạng."))
    if own.from_seq == 1:
        parts = (manifest.province, own.unit, own.replica, own.incarnation)
        if all(chain_start(*parts, key).hex() != own.base_hash for key in {sender.chain_key, *sender.keys}):
            raise corrupt(tr("Nhật ký trong gói không phải của máy đã ký gói."))
    return tuple(open_log(each, keep=manifest.payload.plain_size <= KEEP_PARSED) for each in logs), trust


def _bad_blob(reference: str) -> PackageProblem:
    return corrupt(tr("Tệp đính kèm {name} trong gói bị hỏng.", name=f"{reference[:12]}…"))
