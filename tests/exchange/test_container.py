"""The ZIP shell: other ZIP tools read ours, ours reads theirs, and everything odd is refused."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bgit_desktop.errors import EnvironmentProblem, NotFound
from bgit_desktop.exchange.container import MAX_MANIFEST, Container, write_container
from bgit_desktop.exchange.verdicts import PackageProblem, Verdict

BLOB = "blob/" + "ab" * 32 + ".age"
MEMBERS = [
    ("manifest.json", b'{"a":1}'),
    ("manifest.json.minisig", b"sign\n"),
    ("payload.age", b"age\x00\x01"),
    (BLOB, b"blob"),
]
THREE = MEMBERS[:3]


def packed(members: list[tuple[str, bytes]] = MEMBERS) -> bytes:
    file = io.BytesIO()
    write_container(file, members)
    return file.getvalue()


def read_all(path: Path) -> dict[str, bytes]:
    with Container(path) as container:
        found = {
            "manifest.json": container.manifest(),
            "manifest.json.minisig": container.signature(),
            "payload.age": container.payload(),
        }
        return found | {f"blob/{each}.age": container.blob(each) for each in container.blobs}


def refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p.bgpkg"
    path.write_bytes(data)
    with pytest.raises(PackageProblem) as caught:
        read_all(path)
    assert caught.value.verdict is Verdict.REJECTED_CORRUPT


def accepted(tmp_path: Path, data: bytes) -> dict[str, bytes]:
    path = tmp_path / "p.bgpkg"
    path.write_bytes(data)
    return read_all(path)


def test_ours_reads_ours(tmp_path: Path) -> None:
    assert accepted(tmp_path, packed()) == dict(MEMBERS)
    assert accepted(tmp_path, packed(THREE)) == dict(THREE)
    assert packed() == packed(), "the same members give the same bytes"


def test_unzip_and_python_read_ours(tmp_path: Path, run: Callable[..., bytes]) -> None:
    path = tmp_path / "p.bgpkg"
    path.write_bytes(packed())
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {each: archive.read(each) for each in archive.namelist()} == dict(MEMBERS)
    assert b"No errors detected" in run("unzip", "-t", path)


def python_zip(members: list[tuple[str, bytes]] = MEMBERS, **changes: object) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2024, 6, 30, 8, 15, 20))
            for key, value in changes.items():
                setattr(info, key, value)
            archive.writestr(info, content)
    return file.getvalue()


def test_ours_reads_what_python_writes(tmp_path: Path) -> None:
    assert accepted(tmp_path, python_zip()) == dict(MEMBERS)
    assert accepted(tmp_path, python_zip(external_attr=0o644 << 16, create_system=0)) == dict(MEMBERS)


@pytest.mark.skipif(shutil.which("zip") is None, reason="zip is not installed")
def test_ours_reads_what_zip_writes(tmp_path: Path) -> None:
    for name, content in THREE:
        (tmp_path / name).write_bytes(content)
    subprocess.run(["zip", "-q", "-0", "-X", "out.zip", *dict(THREE)], cwd=tmp_path, check=True)
    assert accepted(tmp_path, (tmp_path / "out.zip").read_bytes()) == dict(THREE)


@pytest.mark.parametrize("data", [packed(), packed(THREE), python_zip(THREE)], ids=["ours", "no blob", "python's"])
def test_every_byte_and_every_length_counts(tmp_path: Path, data: bytes) -> None:
    for at in range(len(data)):
        for change in (0x01, 0x80, 0xFF):
            refused(tmp_path, data[:at] + bytes([data[at] ^ change]) + data[at + 1 :])
        refused(tmp_path, data[:at])


def patched(where: str, index: int, offset: int, form: str, value: int) -> bytes:
    """Write one number into a local ("PK34") or central ("PK12") header, or the end record ("PK56")."""
    data = bytearray(packed())
    sign = {"local": b"PK\x03\x04", "central": b"PK\x01\x02", "end": b"PK\x05\x06"}[where]
    at = -1
    for _ in range(index + 1):
        at = data.index(sign, at + 1)
    struct.pack_into(form, data, at + offset, value)
    return bytes(data)


def both(local: int, central: int, form: str, value: int) -> bytes:
    data = bytearray(patched("local", 0, local, form, value))
    struct.pack_into(form, data, data.index(b"PK\x01\x02") + central, value)
    return bytes(data)


def with_extra() -> bytes:
    return python_zip(extra=b"\x99\x99\x00\x00")


def compressed() -> bytes:
    return python_zip(compress_type=zipfile.ZIP_DEFLATED)


def streamed() -> bytes:
    """Sizes in data descriptors, as a writer makes them that cannot seek."""

    class NoSeek(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    file = NoSeek()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in MEMBERS:
            archive.writestr(name, content)
    return file.getvalue()


def commented(member: bool) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in MEMBERS:
            info = zipfile.ZipInfo(name)
            info.comment = b"hello" if member else b""
            archive.writestr(info, content)
        archive.comment = b"" if member else b"hello"
    return file.getvalue()


def gap() -> bytes:
    """A byte between two members, every offset correct."""
    data = packed(THREE)
    first = 30 + len("manifest.json") + len(THREE[0][1])
    out = bytearray(data[:first] + b"x" + data[first:])
    at = -1
    for index in range(3):
        at = out.index(b"PK\x01\x02", at + 1)
        offset = struct.unpack_from("<L", out, at + 42)[0]
        struct.pack_into("<L", out, at + 42, offset + (1 if index else 0))
    end = out.index(b"PK\x05\x06")
    struct.pack_into("<L", out, end + 16, struct.unpack_from("<L", out, end + 16)[0] + 1)
    return bytes(out)


def renamed(name: str) -> list[tuple[str, bytes]]:
    return [*THREE, (name, b"x")]


CASES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"Kinh gui So Thong tin va Truyen thong\n" * 20,
    "an empty archive": lambda: b"PK\x05\x06" + bytes(18),
    "bytes in front": lambda: b"x" + packed(),
    "bytes behind": lambda: packed() + b"x",
    "two archives": lambda: packed() + packed(),
    "compressed members": compressed,
    "extra fields": with_extra,
    "data descriptors": streamed,
    "a comment of the archive": lambda: commented(False),
    "comments of members": lambda: commented(True),
    "a gap between members": gap,
    "encrypted flag": lambda: both(6, 8, "<H", 1),
    "another flag": lambda: both(6, 8, "<H", 2),
    "a version that asks for ZIP64": lambda: both(4, 6, "<H", 45),
    "method deflate said": lambda: both(8, 10, "<H", 8),
    "a size that lies": lambda: both(22, 24, "<L", 3),
    "a packed size that lies": lambda: both(18, 20, "<L", 3),
    "ZIP64 sizes": lambda: both(22, 24, "<L", 0xFFFFFFFF),
    "an offset that lies": lambda: patched("central", 1, 42, "<L", 0),
    "an internal attribute": lambda: patched("central", 2, 36, "<H", 1),
    "one member with other attributes": lambda: patched("central", 1, 38, "<L", 0o644 << 16),
    "a disk number": lambda: patched("end", 0, 4, "<H", 1),
    "fewer members said": lambda: patched("end", 0, 10, "<H", 3),
    "a directory of another size": lambda: patched("end", 0, 12, "<L", 10),
    "a member less": lambda: packed(MEMBERS[:2]),
    "the wrong order": lambda: packed([MEMBERS[1], MEMBERS[0], MEMBERS[2]]),
    "a member twice": lambda: packed([*MEMBERS, MEMBERS[3]]),
    "a manifest twice": lambda: packed([*THREE, MEMBERS[0]]),
    "a foreign member": lambda: packed(renamed("readme.txt")),
    "a path upwards": lambda: packed(renamed("../evil")),
    "a path upwards in a blob's name": lambda: packed(renamed("blob/../" + "a" * 61 + ".age")),
    "an absolute path": lambda: packed(renamed("/etc/passwd")),
    "a folder": lambda: packed(renamed("blob/")),
    "a blob in capitals": lambda: packed(renamed("blob/" + "AB" * 32 + ".age")),
    "a blob of another length": lambda: packed(renamed("blob/" + "ab" * 31 + ".age")),
    "a manifest over 64 KiB": lambda: packed([("manifest.json", b"x" * (MAX_MANIFEST + 1)), *MEMBERS[1:]]),
    "a signature of 3,000 bytes": lambda: packed([MEMBERS[0], ("manifest.json.minisig", b"x" * 3000), MEMBERS[2]]),
    "a CRC that is wrong in both places": lambda: both(14, 16, "<L", zlib.crc32(b"other")),
}


@pytest.mark.parametrize("name", CASES)
def test_refused(tmp_path: Path, name: str) -> None:
    refused(tmp_path, CASES[name]())


def test_nothing_but_the_headers_is_read_at_first(tmp_path: Path) -> None:
    data = bytearray(packed())
    data[data.index(b"age\x00\x01")] ^= 1
    path = tmp_path / "p.bgpkg"
    path.write_bytes(bytes(data))
    with Container(path) as container:
        assert container.manifest() == MEMBERS[0][1]
        with pytest.raises(PackageProblem, match=r"payload\.age"):
            container.payload()


def test_a_file_cut_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.bgpkg"
    path.write_bytes(packed([*THREE[:2], ("payload.age", bytes(1 << 20))]))
    with Container(path) as container, path.open("r+b") as file:
        file.truncate(1000)
        with pytest.raises(PackageProblem):
            container.payload()


def test_no_file_and_no_permission(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Container(tmp_path / "none.bgpkg")
    with pytest.raises((NotFound, EnvironmentProblem)):
        Container(tmp_path)


@given(st.binary(max_size=400))
def test_no_error_but_ours(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    refused(tmp_path_factory.getbasetemp(), data)


@given(st.integers(0, len(packed()) - 1), st.binary(min_size=1, max_size=12))
def test_pieces_written_over(tmp_path_factory: pytest.TempPathFactory, at: int, piece: bytes) -> None:
    good = packed()
    data = good[:at] + piece + good[at + len(piece) :]
    if data != good:
        refused(tmp_path_factory.getbasetemp(), data)
