"""Packages written by earlier code still open; the files are never made anew."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from bgit_desktop.exchange.package_reader import OpenedPackage, Sender, open_package
from bgit_desktop.exchange.trust_list import TrustRules, TrustStep

from .conftest import log_lines

FOLDER = Path(__file__).parents[1] / "fixtures" / "packages"
KEYS = json.loads((FOLDER / "keys.json").read_text())


def opened(name: str, sender: str, reader: str) -> OpenedPackage:
    return open_package(FOLDER / name, lambda *_: Sender.of(KEYS[sender]["minisign"]), [KEYS[reader]["identity"]])


def test_version_1_baseline() -> None:
    found = opened("v1-baseline.bgpkg", "unit", "province")
    assert list(found.logs[0].lines) == log_lines(40)
    (blob,) = found.manifest.blobs
    assert sha256(found.blob(blob.sha256, [KEYS["province"]["identity"]])).hexdigest() == blob.sha256


def test_version_1_incident() -> None:
    found = opened("v1-incident.bgpkg", "unit", "province")
    assert found.manifest.incident.endswith("42")
    assert list(found.logs[0].lines) == log_lines(3, 41)


def test_version_1_return() -> None:
    found = opened("v1-return.bgpkg", "province", "unit")
    assert [each.header.unit for each in found.logs] == ["STTTT", "218"]
    assert TrustRules("24", KEYS["root"]).take(found.trust[0]).step is TrustStep.TAKEN
    assert found.manifest.acks[0].seq == 40


def test_version_1_enrolment() -> None:
    found = opened("v1-enrol.bgpkg", "unit", "province")
    assert found.manifest.enrolment is not None
    assert found.manifest.enrolment.keys.root == KEYS["root"]
    assert found.manifest.enrolment.label == "Máy của Sở"
