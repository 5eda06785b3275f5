"""The independent reader on real packages of real stores, and the check by hand just as EXCHANGE.md writes it."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import pty
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

from bgit_desktop.exchange.minisign import SigningKey
from bgit_desktop.exchange.package_writer import write_package
from bgit_desktop.services import keys, packages, receiving, records, redaction, rotating
from bgit_desktop.services.context import open_session
from bgit_desktop.services.ownkeys import Keyring
from bgit_desktop.store import journal

from .conftest import World, log_lines

TOOLS = ("minisign", "age", "unzip")
pytestmark = pytest.mark.skipif(any(shutil.which(each) is None for each in TOOLS), reason="a tool is missing")
HERE = Path(__file__).parent
PASSPHRASE = "mật khẩu thử nghiệm"


@pytest.fixture(scope="session")
def reader() -> ModuleType:
    spec = importlib.util.spec_from_file_location("independent_reader", HERE / "independent_reader.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["independent_reader"] = module
    spec.loader.exec_module(module)
    return module


def test_it_imports_nothing_of_ours() -> None:
    tree = ast.parse((HERE / "independent_reader.py").read_text(encoding="utf-8"))
    named = {
        name.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names


def test_baseline_delta_and_return(
    reader: ModuleType, enrolled_pair: object, unit_keyring: Keyring, province_keyring: Keyring, tmp_path: Path
) -> None:
    identities = {}
    for name, ring in (("unit", unit_keyring), ("so", province_keyring)):
        identities[name] = tmp_path / f"{name}.txt"
        identities[name].write_text(ring.private.identity + "\n")
    pair = enrolled_pair
    with open_session(pair.unit) as unit, open_session(pair.province) as so:  # type: ignore[attr-defined]
        officer = records.add(unit, "officer", {"full_name": "Nguyễn Thị Đẹp", "birth_date": "1985-03-12"})
        for i in range(40):
            records.add(unit, "difficulty", {"description": f"Khó khăn “{i}” \\ \t 😀"})
        first = packages.export_package(unit, unit_keyring, tmp_path / "1.bgpkg").path
        receiving.receive(so, province_keyring, [first])
        records.add(so, "course", {"title": "Tập huấn"})
        answer = packages.reply(so, province_keyring, "217", tmp_path / "2.bgpkg").path
        receiving.receive(unit, unit_keyring, [answer])
        records.change(unit, "officer", officer, {"phone": "0912345678"})
        second = packages.export_package(unit, unit_keyring, tmp_path / "3.bgpkg").path
        own = journal.own_log(unit.store.db)
        assert own is not None
        written = list(journal.lines(unit.store.db, own.n, 1, own.head))
        theirs = journal.own_log(so.store.db)
        assert theirs is not None
        answered = list(journal.lines(so.store.db, theirs.n, 1, theirs.head))
        of_unit, of_so = keys.show(unit).minisign_public_key, keys.show(so).minisign_public_key

    baseline = reader.read(first, of_unit, identities["so"])
    assert (baseline.manifest["kind"], baseline.logs[0].lines) == ("baseline", written[:41])
    assert json.loads(written[0])[5]["full_name"] == "Nguyễn Thị Đẹp"
    delta = reader.read(second, of_unit, identities["so"])
    assert (delta.manifest["kind"], delta.logs[0].lines) == ("delta", written[41:])
    assert delta.manifest["base_hash"] == baseline.manifest["head_hash"]
    returned = reader.read(answer, of_so, identities["unit"])
    assert returned.logs[0].lines == answered
    assert [ack["seq"] for ack in returned.manifest["acks"]] == [41]
    assert json.loads(returned.trust[0]["trust"])["format"] == "bgit-trust"

    with pytest.raises(reader.Refused) as caught:
        reader.read(first, SigningKey.generate().public, identities["so"])
    assert caught.value.verdict == "rejected-signature"
    with pytest.raises(reader.Refused) as caught:
        reader.read(answer, of_so, identities["so"])
    assert caught.value.verdict == "rejected-recipient"
    data = first.read_bytes()
    for at in range(0, len(data), 397):
        (tmp_path / "x.bgpkg").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(reader.Refused):
            reader.read(tmp_path / "x.bgpkg", of_unit, identities["so"])


def test_redactions_rotations_trust_lists_and_enrolments(
    reader: ModuleType, enrolled_pair: object, unit_keyring: Keyring, province_keyring: Keyring, tmp_path: Path
) -> None:
    pair = enrolled_pair
    with open_session(pair.unit) as unit, open_session(pair.province) as so:  # type: ignore[attr-defined]
        first_key, so_key = keys.show(unit).minisign_public_key, keys.show(so).minisign_public_key
        root = unit.store.meta("root")
        officer = records.add(unit, "officer", {"full_name": "Nguyễn Thị Đẹp", "phone": "0912345678"})
        records.add(unit, "difficulty", {"description": "Mạng chậm"})
        redaction.redact_values(unit, "officer", officer, ["phone"], "Đề nghị của cán bộ")
        changed = rotating.rotate(unit, unit_keyring, PASSPHRASE).keyring
        sent = packages.export_package(unit, changed, tmp_path / "1.bgpkg").path
        enrolment = keys.export_enrolment(unit, changed, tmp_path / "e.bgpkg")
        digits, second_key = keys.show(unit).fingerprint, keys.show(unit).minisign_public_key
        receiving.receive(so, province_keyring, [sent])
        province = rotating.rotate_root(so, province_keyring, PASSPHRASE).keyring
        province = rotating.rotate(so, province, PASSPHRASE).keyring
        answer = packages.reply(so, province, "217", tmp_path / "2.bgpkg").path
        sos = keys.export_enrolment(so, province, tmp_path / "so.bgpkg")
        so_digits, new_root = keys.show(so).fingerprint, so.store.meta("root")
    identities = {}
    for name, ring in (("unit", changed), ("so", province)):
        identities[name] = tmp_path / f"{name}.txt"
        identities[name].write_text("\n".join(ring.private.identities) + "\n")

    found = reader.read(sent, first_key, identities["so"])
    assert found.signed_by == second_key != first_key
    assert found.logs[0].redacted == [1]
    assert b"0912345678" not in b"".join(found.logs[0].lines)
    returned = reader.read(answer, so_key, identities["unit"], root)
    assert returned.signed_by == province.private.public.minisign != so_key
    assert returned.root == new_root != root
    newest = returned.trust[-1]["list"]
    assert [each["minisign"] for each in newest["replicas"]] == [second_key]
    assert newest["replicas"][0]["earlier"] == [first_key]
    for path, expected in ((enrolment, digits), (sos, so_digits)):
        manifest = reader.read(path, "", identities["unit"]).manifest
        assert reader.digits(manifest["province"], manifest["unit"], manifest["keys"]) == expected
    with pytest.raises(reader.Refused) as caught:
        reader.read(answer, so_key, identities["unit"], SigningKey.generate().public)
    assert caught.value.verdict == "rejected-signature"
    with pytest.raises(reader.Refused) as caught:
        reader.read(sent, so_key, identities["so"])
    assert caught.value.verdict == "rejected-signature"


@pytest.mark.parametrize("kind", ["baseline", "delta"])
def test_redacted_lines_and_blobs(reader: ModuleType, world: World, tmp_path: Path, kind: str) -> None:
    lines = log_lines(5)
    left = [*lines[:2], b'{"redacted":"' + sha256(lines[2]).hexdigest().encode() + b'"}', *lines[3:]]
    scan = b"%PDF-1.4 a scan"
    reference = sha256(scan).hexdigest()
    whole = world.unit.write(tmp_path / "whole.bgpkg", lines, world.province, kind=kind)
    written = write_package(
        tmp_path / "p.bgpkg", world.unit.draft(kind=kind), left, world.unit.keys.signing,
        [world.province.keys.public.age], blobs=[(reference, scan)],
    )  # fmt: skip
    assert written.manifest.head_hash == whole.manifest.head_hash
    (tmp_path / "so.txt").write_text(world.province.keys.identity + "\n")
    found = reader.read(written.path, world.unit.keys.public.minisign, tmp_path / "so.txt")
    assert (found.logs[0].lines, found.logs[0].redacted) == (left, [3])
    assert found.blobs == {reference: scan}


def typed(command: str, folder: Path, answer: str) -> bytes:
    """Run a command line of the shell on a terminal of its own, and type an answer to what it asks."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvp("sh", ["sh", "-c", command])
    said = b""
    try:
        while b"passphrase" not in said:
            said += os.read(terminal, 1024)
        os.write(terminal, answer.encode() + b"\n")
        while piece := os.read(terminal, 1024):
            said += piece
    except OSError:  # the other end is closed: the command has ended
        pass
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0, said.decode(errors="replace")
    return said


def test_the_check_by_hand_of_exchange_md(
    enrolled_pair: object, unit_keyring: Keyring, passphrase: str, tmp_path: Path
) -> None:
    """``unzip p.bgpkg; minisign -Vm manifest.json -P KEY; sha256sum payload.age; age -d -i identity.txt payload.age |
    bunzip2``, with the identity out of the store's own key file.
    """
    pair = enrolled_pair
    with open_session(pair.unit) as unit:  # type: ignore[attr-defined]
        for i in range(30):
            records.add(unit, "difficulty", {"description": f"Khó khăn {i}"})
        packages.export_package(unit, unit_keyring, tmp_path / "p.bgpkg")
        own = journal.own_log(unit.store.db)
        assert own is not None
        written = list(journal.lines(unit.store.db, own.n, 1, own.head))
        key = keys.show(unit).minisign_public_key
    shutil.copy(pair.province / "keys" / "key.age", tmp_path)  # type: ignore[attr-defined]
    typed("age -d key.age > identity.txt", tmp_path, passphrase)

    def shell(command: str) -> bytes:
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=tmp_path, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    shell("unzip p.bgpkg")
    assert b"Signature and comment signature verified" in shell(f"minisign -Vm manifest.json -P {key}")
    stated = json.loads((tmp_path / "manifest.json").read_text())["payload"]
    assert shell("sha256sum payload.age").split()[0].decode() == stated["sha256"]
    plain = shell("age -d -i identity.txt payload.age | bunzip2")
    assert plain == b"".join(line + b"\n" for line in written)
