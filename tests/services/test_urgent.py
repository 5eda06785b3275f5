"""An urgent incident: a small package, an alarm with its name at the Sở, its printed report."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_world import World

from bgit_desktop.errors import NotFound
from bgit_desktop.services import packages, records, urgent

VALUES = {
    "title": "Máy chủ một cửa ngừng hoạt động", "category": "A1", "severity": "critical", "status": "open",
    "detected_at": "2024-06-10T08:00", "description": "Không truy cập được từ 8 giờ sáng.",
}  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    made = World.make(("217a", "218a"))
    yield made
    made.close()


def reported(world: World) -> tuple[Path, str]:
    unit = world["217a"]
    incident = records.add(unit.session, "incident", VALUES)
    out = world.new_file("khan")
    packages.export_package(unit.session, unit.keyring, out, incident=incident)
    return out, incident


def test_it_is_small_and_alarms_once(world: World) -> None:
    out, incident = reported(world)
    assert out.stat().st_size < 5000
    for dry_run in (True, False):
        [outcome] = world.so.receive(out, dry_run=dry_run)
        assert (outcome.verdict, outcome.alarm, outcome.incident) == ("accepted", True, incident)
        assert "SỰ CỐ KHẨN" in outcome.reason
        assert VALUES["title"] in outcome.reason
        assert "08:00 10/06/2024" in outcome.reason
    [again] = world.so.receive(out)
    assert (again.verdict, again.alarm) == ("duplicate", False)


def test_an_incident_that_is_not_in_it(world: World) -> None:
    _, incident = reported(world)
    assert "không thấy sự cố" in urgent.told(world.so.session, incident, "217")
    world.so.receive(*world.export("217a"))
    assert "không thấy sự cố" in urgent.told(world.so.session, incident, "218")
    with pytest.raises(NotFound):
        packages.export_package(world["218a"].session, world["218a"].keyring, world.new_file("x"), incident=incident)


def test_its_report_is_printed(world: World, tmp_path: Path) -> None:
    out, incident = reported(world)
    world.so.receive(out)
    written = urgent.print_report(world.so.session, incident, tmp_path / "su-co.pdf")
    assert written.read_bytes().startswith(b"%PDF-")
    tool = shutil.which("pdftotext")
    if tool is not None:
        text = subprocess.run([tool, str(written), "-"], capture_output=True, check=True).stdout.decode()
        assert VALUES["description"].rstrip(".") in " ".join(text.split())
