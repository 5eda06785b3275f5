"""The outer shell of a package: a ZIP file of which nothing is left to chance.

A package is a ZIP whose members are *stored*: ``manifest.json``, ``manifest.json.minisig``,
``payload.age``, then ``blob/<64 hex digits>.age``. General ZIP readers disagree on what a strange archive
holds (two members of one name, bytes in front, sizes that lie), so this reader takes only the one form in
which there is nothing to disagree on:

1. The file ends with a 22-byte end record without comment, whose counts, size and offset fit the file
exactly. 2. The central directory lists the members in the order above; extra fields, comments, ZIP64,
encryption,
   compression, data descriptors, directories and other names are refused.
3. Each local header stands exactly where the previous member ended and says what the central one says.

What ZIP writers differ in (time stamp, version, attributes) is free, but only as far as every copy in the
file
agrees: a time stamp stands in both headers of a member; version and attributes are the same for all
members. So no byte can be changed alone. Any breach is ``rejected-corrupt``.

Only headers are read at first; each member is read when its turn in the order of checks has come.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.errors import EnvironmentProblem, NotFound
from bgit_desktop.exchange.verdicts import PackageProblem, corrupt

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.minisig"
PAYLOAD: Final = "payload.age"
MAX_MANIFEST: Final = 64 * 1024
MAX_SIGNATURE: Final = 2048
MAX_PAYLOAD: Final = 288 << 20
"""256 MiB of plain lines that would not compress at all, and age's own overhead."""
MAX_BLOB: Final = 256 << 20
MAX_BLOBS: Final = 1000

_FIRST = (MANIFEST, SIGNATURE, PAYLOAD)
_LIMITS = (MAX_MANIFEST, MAX_SIGNATURE, MAX_PAYLOAD)
_BLOB_NAME = re.compile(r"blob/([0-9a-f]{64})\.age")
_CHUNK = 1 << 20

# Local header: signature, version needed, flags, method, time, date, CRC, packed size, size, name and extra
# lengths.
_LOCAL = struct.Struct("<4s5H3L2H")
# Central: version made by, then as above, comment length, disk, internal and external attributes, offset.
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSIONS = (10, 20)
_FLAGS = (0, 0x800)  # 0x800: names are UTF-8; ours are ASCII, either may be said
_OUR_VERSION = 20
_OUR_TIME, _OUR_DATE = 0, 0x21  # 1980-01-01 00:00, the first moment ZIP knows: the same bytes every time


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside the package.

    Attributes:
        name: its name, one of the names of the format.
        size: its length in bytes.
        crc: CRC-32 of its bytes, as both headers say.
        start: where its bytes begin in the file.
    """

    name: str
    size: int
    crc: int
    start: int


def blob_name(reference: str) -> str:
    """Give the member name of a blob, from its reference (64 lowercase hex digits)."""
    return f"blob/{reference}.age"


class Container:
    """An open package file whose layout has been checked; use it in a ``with`` statement.

    Args:
        path: the file.

    Raises:
        PackageProblem: ``rejected-corrupt``, it is laid out otherwise.
        NotFound: there is no such file.
        EnvironmentProblem: the file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: IO[bytes] = path.open("rb")
        except (FileNotFoundError, IsADirectoryError):
            raise NotFound(tr("Không tìm thấy tệp {name}.", name=path.name)) from None
        except OSError as error:
            raise _unreadable(path, error) from None
        try:
            self.size = os.fstat(self._file.fileno()).st_size
            self.members = _members(self._file, self.size)
        except OSError as error:
            self._file.close()
            raise _unreadable(path, error) from None
        except PackageProblem:
            self._file.close()
            raise

    @property
    def blobs(self) -> dict[str, Member]:
        """The blobs by reference, in the order of the file."""
        return {each.name[5:69]: each for each in self.members[len(_FIRST) :]}

    def manifest(self) -> bytes:
        """Read ``manifest.json``."""
        return self._read(self.members[0])

    def signature(self) -> bytes:
        """Read ``manifest.json.minisig``."""
        return self._read(self.members[1])

    @property
    def payload_size(self) -> int:
        """Length of ``payload.age`` in bytes."""
        return self.members[2].size

    def payload(self) -> bytes:
        """Read ``payload.age``; only after the signature holds."""
        return self._read(self.members[2])

    def blob(self, reference: str) -> bytes:
        """Read one blob, still encrypted.

        Raises:
            KeyError: the package holds no such blob.
        """
        return self._read(self.blobs[reference])

    def blob_sha256(self, reference: str) -> str:
        """Give the SHA-256 of a blob's encrypted bytes in hex, without holding them in memory.

        Raises:
            PackageProblem: ``rejected-corrupt``, its CRC is wrong.
            KeyError: the package holds no such blob.
        """
        digest = sha256()
        for chunk in self._chunks(self.blobs[reference]):
            digest.update(chunk)
        return digest.hexdigest()

    def sha256(self) -> str:
        """Give the SHA-256 of the whole file in hex."""
        digest = sha256()
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            digest.update(chunk)
        return digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Container:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, member: Member) -> bytes:
        return b"".join(self._chunks(member))

    def _chunks(self, member: Member) -> Iterator[bytes]:
        crc, left = 0, member.size
        try:
            self._file.seek(member.start)
            while left:
                chunk = self._file.read(min(left, _CHUNK))
                if not chunk:
                    raise _no_package()
                crc = zlib.crc32(chunk, crc)
                left -= len(chunk)
                yield chunk
        except OSError as error:
            raise _unreadable(self.path, error) from None
        if crc != member.crc:
            raise corrupt(tr("Tệp {name} trong gói bị hỏng.", name=member.name))


def write_container(target: IO[bytes], members: Sequence[tuple[str, bytes | IO[bytes]]]) -> None:
    """Write the members as a package's ZIP.

    Args:
        target: an empty file, opened for writing.
        members: names and contents in the order of the format; a content is bytes or an open file, read
            from its present position to its end.

    Raises:
        OSError: the disk is full or gone.
    """
    central = bytearray()
    offset = 0
    for name, content in members:
        raw = name.encode("ascii")
        head = target.tell()
        target.write(bytes(_LOCAL.size + len(raw)))
        crc = size = 0
        for chunk in _pieces(content):
            crc = zlib.crc32(chunk, crc)
            size += len(chunk)
            target.write(chunk)
        common = (_OUR_VERSION, 0, 0, _OUR_TIME, _OUR_DATE, crc, size, size, len(raw), 0)
        end = target.tell()
        target.seek(head)
        target.write(_LOCAL.pack(_LOCAL_SIGN, *common) + raw)
        target.seek(end)
        central += _CENTRAL.pack(_CENTRAL_SIGN, _OUR_VERSION, *common, 0, 0, 0, 0, offset) + raw
        offset = end
    target.write(central)
    target.write(_END.pack(_END_SIGN, 0, 0, len(members), len(members), len(central), offset, 0))


def _pieces(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        while chunk := content.read(_CHUNK):
            yield chunk


def _members(file: IO[bytes], size: int) -> tuple[Member, ...]:
    if not _END.size + 3 * (_LOCAL.size + _CENTRAL.size) < size < 1 << 32:
        raise _no_package()
    file.seek(size - _END.size)
    sign, disk, start_disk, here, count, length, directory, comment = _END.unpack(_exactly(file, _END.size))
    most = (len(_FIRST) + MAX_BLOBS) * (_CENTRAL.size + 80)
    if (
        sign != _END_SIGN
        or (disk, start_disk, comment) != (0, 0, 0)
        or here != count
        or not len(_FIRST) <= count <= len(_FIRST) + MAX_BLOBS
        or length > most
        or directory + length + _END.size != size
    ):
        raise _no_package()
    file.seek(directory)
    central = _exactly(file, length)
    members: list[Member] = []
    common: set[tuple[int, ...]] = set()
    text: list[int] = []
    at = offset = 0
    for index in range(count):
        if len(central) < at + _CENTRAL.size:
            raise _no_package()
        entry = _CENTRAL.unpack_from(central, at)
        name_length = entry[10]
        raw_name = central[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
        at += _CENTRAL.size + name_length
        extra, note, disk, internal, external, said = entry[11:]
        _needed, flags, method, _time, _date, crc, packed, plain = entry[2:10]
        if (
            entry[0] != _CENTRAL_SIGN
            or (extra, note, disk, method, packed, said) != (0, 0, 0, 0, plain, offset)
            or entry[2] not in _VERSIONS
            or flags not in _FLAGS
        ):
            raise _no_package()
        name = _name(index, raw_name, members)
        if plain > (_LIMITS[index] if index < len(_FIRST) else MAX_BLOB):
            raise _no_package()
        # The local header says the same, and stands where the member before ended.
        start = offset + _LOCAL.size + name_length
        if start + plain > directory:
            raise _no_package()
        file.seek(offset)
        local = _exactly(file, _LOCAL.size + name_length)
        if local != _LOCAL.pack(_LOCAL_SIGN, *entry[2:11], 0) + raw_name:
            raise _no_package()
        members.append(Member(name, plain, crc, start))
        common.add((entry[1], entry[2], flags, external))
        text.append(internal)
        offset = start + plain
    # `zip` marks the two JSON and signature texts in the internal attributes, other writers mark nothing.
    marks = ([0] * count, [1, 1] + [0] * (count - 2))
    if offset != directory or at != length or len(common) != 1 or text not in marks:
        raise _no_package()
    return tuple(members)


def _name(index: int, raw: bytes, before: Sequence[Member]) -> str:
    name = raw.decode("latin-1")
    if index < len(_FIRST):
        if name == _FIRST[index]:
            return name
    elif _BLOB_NAME.fullmatch(name) and all(each.name != name for each in before):
        return name
    raise corrupt(tr("Gói chứa tệp lạ hoặc các tệp không đúng thứ tự."))


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise _no_package()
    return data


def _no_package() -> PackageProblem:
    return corrupt(tr("Tệp không phải là gói dữ liệu, hoặc bị cắt cụt, bị hỏng."))


def _unreadable(path: Path, error: OSError) -> EnvironmentProblem:
    return EnvironmentProblem(tr("Không đọc được tệp {name}: {reason}.", name=path.name, reason=reason_of(error)))
