"""Writing a package: lines in, one signed and encrypted file out, or nothing at all.

Payload and blobs are encrypted first (blobs into temporary files without a name), because the manifest lists their
digests; then the whole is written beside its final name, synced and renamed. A full disk or a pulled USB stick leaves
one clear sentence and no file.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from bgit_desktop.core.chain import chain_over
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem
from bgit_desktop.exchange import age
from bgit_desktop.exchange.atomic import whole_file
from bgit_desktop.exchange.container import (
    MANIFEST,
    PAYLOAD,
    SIGNATURE,
    blob_name,
    write_container,
)
from bgit_desktop.exchange.keys import PublicKeys
from bgit_desktop.exchange.manifest import (
    Ack,
    Blob,
    Enrolment,
    Kind,
    Manifest,
    Payload,
    SignedText,
    parse_manifest,
)
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.payload import (
    LogHeader,
    LogLines,
    compress,
    join_return,
)

_RETURNS = ("return", "trust")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the writer of a package says in its manifest; the rest follows from the lines.

    Attributes:
        kind: see :class:`Manifest`, as for all that follow.
        province: …
        unit: …
        replica: …
        incarnation: …
        number: …
        created: …
        app: …
        schema: …
        from_seq: sequence number of the first line; where there are no lines, head + 1.
        base_hash: the chain's hash before it, 32 raw bytes.
        trust_version: …
        acks: …
        wants: …
        incident: …
        enrolment: …
        rotations: …
    """

    kind: Kind
    province: str
    unit: str
    replica: str
    incarnation: int
    number: int
    created: str
    app: str
    schema: int
    from_seq: int
    base_hash: bytes
    trust_version: int = 0
    acks: tuple[Ack, ...] = ()
    wants: tuple[str, ...] = ()
    incident: str = ""
    enrolment: Enrolment | None = None
    rotations: tuple[SignedText, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenPackage:
    """A package that is on the disk.

    Attributes:
        path: where.
        manifest: what it says.
        sha256: of the file, hex.
        size: of the file in bytes.
    """

    path: Path
    manifest: Manifest
    sha256: str
    size: int


def write_package(
    path: Path,
    draft: Draft,
    lines: Collection[bytes],
    signer: SigningKey,
    recipients: Sequence[str],
    *,
    blobs: Iterable[tuple[str, bytes | Path]] = (),
    siblings: Sequence[LogLines] = (),
    trust: Sequence[SignedText] = (),
) -> WrittenPackage:
    """Write, sync and name a package.

    Args:
        path: its name (``*.bgpkg``); a file there is replaced.
        draft: what the manifest says.
        lines: the window's lines as stored, without newlines, from ``draft.from_seq`` on.
        signer: the PC's signing key.
        recipients: age recipients of payload and blobs.
        blobs: references with the plain bytes, or the file that holds them.
        siblings: in a return package, siblings' logs.
        trust: in a return package, the trust list(s).

    Raises:
        EnvironmentProblem: the disk is full, the folder read-only, the stick pulled, or a blob is damaged;
            nothing was written.
        BadInput: a recipient is none, or the manifest would be too long.
    """
    head = chain_over(draft.base_hash, lines)
    to_seq = draft.from_seq + len(lines) - 1
    header = LogHeader(
        draft.unit,
        draft.replica,
        draft.incarnation,
        draft.from_seq,
        to_seq,
        draft.base_hash.hex(),
        head.hex(),
    )
    text: Iterable[bytes] = lines
    if draft.kind in _RETURNS:
        text = join_return([LogLines(header, lines), *siblings], trust)
    elif draft.kind == "enrol":
        text = [_enrolment_line(draft)]
    plain = b"".join([each + b"\n" for each in text])
    codec, packed = compress(plain, baseline=draft.kind == "baseline")
    cipher = age.encrypt(packed, recipients)
    payload = Payload(codec, len(cipher), sha256(cipher).hexdigest(), len(plain))
    with contextlib.ExitStack() as stack:
        try:
            sealed = [_seal(stack, *each, recipients) for each in sorted(blobs, key=_reference)]
            manifest = Manifest(
                **{name: getattr(draft, name) for name in Draft.__slots__ if name != "base_hash"},
                to_seq=to_seq,
                base_hash=header.base_hash,
                head_hash=header.head_hash,
                recipients=tuple(recipients),
                payload=payload,
                blobs=tuple(blob for blob, _ in sealed),
            )
            raw = manifest.to_bytes()
            parse_manifest(raw)  # what we could not read ourselves is never written
            members: list[tuple[str, bytes | IO[bytes]]] = [
                (MANIFEST, raw),
                (SIGNATURE, signer.sign(raw, manifest.window)),
                (PAYLOAD, cipher),
                *((blob_name(blob.sha256), file) for blob, file in sealed),
            ]
            with whole_file(path) as target:
                write_container(target, members)
                size = target.tell()
                target.seek(0)
                digest = sha256()
                while piece := target.read(1 << 20):
                    digest.update(piece)
        except OSError as error:
            raise _not_exported(path, error) from None
    return WrittenPackage(path, manifest, digest.hexdigest(), size)


def _enrolment_line(draft: Draft) -> bytes:
    if draft.enrolment is None:
        raise ValueError("an enrolment needs its keys")
    keys = draft.enrolment.keys
    said = {name: getattr(keys, name) for name in PublicKeys.__slots__ if getattr(keys, name)}
    said |= {"province": draft.province, "unit": draft.unit, "replica": draft.replica}
    return json.dumps({"enrol": said}, ensure_ascii=False, separators=(",", ":")).encode()


def _reference(pair: tuple[str, bytes | Path]) -> str:
    return pair[0]


def _seal(
    stack: contextlib.ExitStack, reference: str, source: bytes | Path, recipients: Sequence[str]
) -> tuple[Blob, IO[bytes]]:
    """Encrypt one blob into a temporary file, which takes no name on the disk."""
    plain: IO[bytes] = stack.enter_context(io.BytesIO(source) if isinstance(source, bytes) else source.open("rb"))
    digest = sha256()
    while piece := plain.read(1 << 20):
        digest.update(piece)
    if digest.hexdigest() != reference:
        raise EnvironmentProblem(
            tr("Chưa xuất được gói: tệp đính kèm {name} bị hỏng hoặc đã bị thay đổi.", name=reference[:12])
        )
    plain.seek(0)
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    age.encrypt_stream(plain, file, recipients)
    size = file.tell()
    file.seek(0)
    cipher = sha256()
    while piece := file.read(1 << 20):
        cipher.update(piece)
    file.seek(0)
    return Blob(reference, size, cipher.hexdigest()), file


def _not_exported(path: Path, error: OSError) -> EnvironmentProblem:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG):
        reason = tr("ổ đĩa đã đầy; hãy giải phóng chỗ hoặc chọn ổ khác")
    elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        reason = tr("thư mục chỉ đọc; hãy chọn thư mục khác")
    elif error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EIO, errno.ENODEV, errno.ENXIO):
        reason = tr("không còn thấy thư mục hoặc USB; hãy cắm lại rồi xuất lại")
    else:
        reason = reason_of(error)
    return EnvironmentProblem(tr("Chưa xuất được gói {name}: {reason}.", name=path.name, reason=reason))
