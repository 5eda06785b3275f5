#!/usr/bin/env python
"""Coverage-guided fuzzing of everything that reads bytes from outside: no exception but ours may leave it.

The first byte of an input chooses the target, the rest is its data: a whole file, a manifest, a signature, an age file, a
compressed payload, the lines of a log, the payload of a return package, a trust list, a statement about keys, and lines
that an enrolled PC has signed in a package that is otherwise as it should be. Run it with atheris (the extra ``fuzz``)::

    pip install -e ".[fuzz]"
    python tests/fuzz/fuzz_reader.py -max_total_time=600 -max_len=8192 NEW tests/fuzz/corpus

``NEW`` is a folder for what it finds on the way. What is worth keeping is taken over by ``-merge=1
tests/fuzz/corpus NEW``; the file of a crash goes into the corpus too, once it is mended. The ordinary tests run the corpus
without atheris (``tests/exchange/test_fuzz_corpus.py``). ``--seeds FOLDER`` writes the inputs to begin with.
"""

from __future__ import annotations

import bz2
import contextlib
import importlib
import json
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

if __name__ == "__main__" and "--seeds" not in sys.argv:
    import atheris

    with atheris.instrument_imports(include=["bgit_desktop"]):
        for name in ("package_reader", "rotation", "trust_list"):
            importlib.import_module(f"bgit_desktop.exchange.{name}")

from bgit_desktop.core.chain import chain_hashes, chain_start
from bgit_desktop.core.strict_json import StrictJsonError, parse_line, parse_lines
from bgit_desktop.errors import BgitError
from bgit_desktop.exchange import age, minisign
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.manifest import SignedText, parse_manifest, read_claim
from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.opened_log import open_log
from bgit_desktop.exchange.package_reader import Sender, open_package, show_package
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.exchange.payload import LogHeader, LogLines, inflate, split_return
from bgit_desktop.exchange.rotation import walk
from bgit_desktop.exchange.trust_list import TrustRules, parse_trust_list

FIXTURES = Path(__file__).parents[1] / "fixtures" / "packages"
KEYS = json.loads((FIXTURES / "keys.json").read_text(encoding="utf-8"))
IDENTITIES = [KEYS["province"]["identity"], KEYS["unit"]["identity"]]
SIGNER = SigningKey(bytes(range(32)), bytes(8))
HASH = "ab" * 32


@cache
def scratch() -> Path:
    """Give a file of this process to write packages into; in memory where there is one."""
    shm = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="bgit-fuzz-", dir=shm if shm.is_dir() else None)) / "fuzz.bgpkg"


def as_file(data: bytes) -> None:
    """Read a whole file, with a key known for any sender."""
    scratch().write_bytes(data)
    for key in (KEYS["unit"]["minisign"], KEYS["province"]["minisign"]):
        try:
            open_package(scratch(), lambda *_, key=key: Sender(  # type: ignore[misc]
                (key,), key, KEYS["root"]), IDENTITIES)  # fmt: skip
        except BgitError:
            continue
    show_package(scratch())


def as_manifest(data: bytes) -> None:
    """Read a manifest; what is read is written and read again as the same."""
    read_claim(data)
    manifest = parse_manifest(data)
    assert parse_manifest(manifest.to_bytes()) == manifest


def as_signature(data: bytes) -> None:
    """Read a signature and a public key."""
    with contextlib.suppress(BgitError):
        minisign.read_public_key(data.decode("latin-1"))
    minisign.verify(b"message", data, KEYS["unit"]["minisign"])
    raise AssertionError("somebody signed what nobody signed")


def as_age(data: bytes) -> None:
    """Decrypt an age file."""
    age.decrypt(b"age-encryption.org/v1\n" + data, IDENTITIES)


def as_packed(data: bytes) -> None:
    """Inflate a payload; the first two bytes say the codec and about the size."""
    codec = "bz2" if data[:1] < b"\x80" else "zlib"
    size = int.from_bytes(data[1:3], "little")
    lines = inflate(data[3:], codec, size)  # type: ignore[arg-type]  # one of the two
    assert sum(len(each) + 1 for each in lines) == size
    assert all(list(lines))


def lines_of(data: bytes) -> list[bytes]:
    """Cut lines as :func:`inflate` would give them."""
    return [each for each in data.split(b"\n") if each]


def taken(found: Iterator[object]) -> tuple[list[object], type[StrictJsonError] | None]:
    """Give what comes before the trouble, and which trouble."""
    before: list[object] = []
    try:
        for each in found:
            before.append(each)
    except StrictJsonError as error:
        return before, type(error)
    return before, None


def as_lines(data: bytes) -> None:
    """Read lines fast and one by one: both must say the same."""
    lines = lines_of(data)
    slowly, trouble = taken(map(parse_line, lines))
    fast, same_trouble = taken(parse_lines(lines))
    assert (fast, same_trouble) == (slowly, trouble)
    hashes = list(chain_hashes(bytes(32), lines))
    if lines:
        header = LogHeader("217", "pc", 1, 1, len(lines), bytes(32).hex(), hashes[-1].hex())
        opened = open_log(LogLines(header, lines), keep=len(data) % 2 == 0)
        assert [line for line, _, _ in opened.operations()] == lines


def as_return(data: bytes) -> None:
    """Take the payload of a return package apart."""
    logs, _ = split_return(lines_of(data))
    for each in logs:
        open_log(each, keep=True)


def as_trust(data: bytes) -> None:
    """Read a trust list that the root has signed, and one that nobody has."""
    text = data.decode("utf-8", "surrogatepass")
    signature = SIGNER.sign(data, "x").decode()
    for root in (SIGNER.public, KEYS["root"]):
        TrustRules("24", root).take(SignedText(text, signature))
    trust = parse_trust_list(text)
    assert parse_trust_list(trust.to_text()) == trust


def as_statement(data: bytes) -> None:
    """Follow a statement about keys that the old key has signed."""
    text = data.decode("utf-8", "surrogatepass")
    signature = SIGNER.sign(data, "x").decode()
    for minisig in (signature, signature * 2, signature[:-1]):
        for root in ("", SIGNER.public):
            said = SignedText(text, minisig)
            walk([said], province="24", unit="217", replica="pc-217-a", key=SIGNER.public, root=root)


def as_signed(data: bytes) -> None:
    """Read lines that an enrolled PC has put into an honest package."""
    start = chain_start("24", "217", "pc", 1, SIGNER.public)
    draft = Draft(
        kind="delta", province="24", unit="217", replica="pc", incarnation=1, number=1, created="2024-06-10T06:13:20Z",
        app="x", schema=1, from_seq=1, base_hash=start,
    )  # fmt: skip
    write_package(scratch(), draft, lines_of(data), SIGNER, [age.recipient_of(IDENTITIES[0])])
    opened = open_package(scratch(), lambda *_: Sender.of(SIGNER.public), IDENTITIES)
    assert list(opened.logs[0].lines) == lines_of(data)


TARGETS: tuple[Callable[[bytes], None], ...] = (
    as_file, as_manifest, as_signature, as_age, as_packed, as_lines, as_return, as_trust, as_statement, as_signed,
)  # fmt: skip


def one_input(data: bytes) -> None:
    """Run one input; a refusal in our own words is what is expected, anything else is a finding."""
    if not data:
        return
    try:
        TARGETS[data[0] % len(TARGETS)](data[1:])
    except (BgitError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError) and data[0] % len(TARGETS) not in _DECODED_HERE:
            raise


_DECODED_HERE = (TARGETS.index(as_trust), TARGETS.index(as_statement))  # the text is decoded by this script


def seeds() -> list[bytes]:
    """Give inputs to begin with: the packages kept as fixtures, their parts, and lines of every kind."""
    found: list[tuple[Callable[[bytes], None], bytes]] = []
    for path in sorted(FIXTURES.glob("*.bgpkg")):
        found.append((as_file, path.read_bytes()))
        with zipfile.ZipFile(path) as archive:
            found.append((as_manifest, archive.read("manifest.json")))
            found.append((as_signature, archive.read("manifest.json.minisig")))
            cipher = archive.read("payload.age")
        found.append((as_age, cipher.removeprefix(b"age-encryption.org/v1\n")))
        packed = age.decrypt(cipher, IDENTITIES) if "enrol" not in path.name else b""
        if packed:
            plain = bz2.decompress(packed) if packed[:2] == b"BZ" else zlib.decompress(packed)
            codec = b"\0" if packed[:2] == b"BZ" else b"\xff"
            found.append((as_packed, codec + (len(plain) & 0xFFFF).to_bytes(2, "little") + packed))
            found += [(target, plain[:4000].rpartition(b"\n")[0]) for target in (as_lines, as_signed)]
            if "return" in path.name:
                found.append((as_return, plain))
                last = json.loads(plain.splitlines()[-1])
                found.append((as_trust, last["trust"].encode()))
    row = "018f0000-0000-7000-8000-000000000001"
    odd = [
        f'[1,65536,"i","task","{row}",{{"title":"\\u0111","officers":["a",null,1.5,true]}},"An"]',
        f'[2,65537,"u","task","{row}",{{}},""]',
        f'[3,65538,"d","task","{row}",{{}},"An"]',
        f'[4,65539,"m",null,null,{{"unit":"218","replica":"pc","incarnation":1,"seq":4,"hash":"{HASH}"}},"An"]',
        f'{{"redacted":"{HASH}"}}',
        '[1, 1e999, "i", "a", "b", {"a": NaN, "a": -Infinity}, "x"]',
    ]
    first = f'[1,1,"n",null,null,{{"incarnation":1,"adopted_seq":3,"adopted_hash":"{HASH}"}},"An"]'
    for target in (as_lines, as_signed):
        found += [(target, text.encode()) for text in ("\n".join(odd), "\n".join(odd[:5]), first)]
    keys = PrivateKeys.generate().public
    statement = {
        "format": "bgit-rotation", "what": "pc", "province": "24", "unit": "217", "replica": "pc-217-a",
        "old": SIGNER.public, "minisign": keys.minisign, "age": keys.age, "incarnation": 1, "seq": 3, "hash": HASH,
        "issued": "2024-06-30T08:00:00Z",
    }  # fmt: skip
    found += [(as_statement, json.dumps(statement | {"what": what}).encode()) for what in ("pc", "root")]
    return [bytes([TARGETS.index(target)]) + data for target, data in found]


if __name__ == "__main__":
    if "--seeds" in sys.argv:
        into = Path(sys.argv[sys.argv.index("--seeds") + 1])
        for number, seed in enumerate(seeds()):
            (into / f"seed-{number:02}").write_bytes(seed)
    else:
        atheris.Setup(sys.argv, one_input)
        atheris.Fuzz()
