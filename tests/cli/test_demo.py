"""The demonstration runs the main job: every store sound, the same records on both sides, reports to print."""

from __future__ import annotations

from pathlib import Path

from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import records
from bgit_desktop.services.check import check
from bgit_desktop.services.context import open_session
from bgit_desktop.services.demo.district import Log
from bgit_desktop.services.demo.readme import PASSPHRASE
from bgit_desktop.services.demo.wording import PLACES, YEN_THE
from bgit_desktop.services.ownkeys import unlock
from bgit_desktop.store.records import Query

OWN = [name for name, kind in TYPES.items() if kind.scope == "unit"]


def test_the_same_seed_makes_the_same_entries() -> None:
    assert Log(YEN_THE, 445).entries() == Log(YEN_THE, 445).entries()
    assert Log(YEN_THE, 445).entries() != Log(YEN_THE, 446).entries()


def test_the_demonstration(cli, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    answer = cli("demo", "--out", out, "--json", secret=None)
    assert answer.code == 0, answer
    made = answer.json
    assert sorted(made["stores"]) == ["215", "217", "223", "STTTT"]
    assert {"README.txt", "packages", "province", "reports", "units"} <= {each.name for each in out.iterdir()}
    assert PASSPHRASE in (out / "README.txt").read_text(encoding="utf-8")

    verdicts = [each["verdict"] for each in made["packages"]]
    assert verdicts.count("duplicate") == 1
    assert verdicts.count("rejected-corrupt") == 1
    assert set(verdicts) == {"accepted", "duplicate", "rejected-corrupt"}
    assert all(count > 200 for count in made["counts"].values())
    for path in made["reports"]:
        assert Path(path).read_bytes()[:2] in (b"%P", b"PK")
        assert Path(path).stat().st_size > 4000

    with open_session(out / "province", write=False) as province:
        assert check(province).problems == ()
        for place in PLACES:
            with open_session(out / "units" / place.code, write=False) as unit:
                assert check(unit).problems == ()
                unlock(unit, PASSPHRASE)
                for name in OWN:
                    there = records.listing(province, Query(name, where=(("unit", place.code),)))
                    assert there == records.listing(unit, Query(name, where=(("unit", place.code),))), (
                        place.code,
                        name,
                    )
        urgent = records.listing(province, Query("incident", where=(("severity", "critical"), ("status", "handling"))))
        assert "223" in [each["unit"] for each in urgent]
        answered = records.listing(province, Query("difficulty", where=(("status", "answered"),)))
        assert answered
        assert all(each["answer"] for each in answered)
        reports = {str(each["unit"]): each["status"] for each in records.listing(province, Query("report"))}
        assert reports == {"217": "accepted", "215": "accepted", "223": "draft"}
        clauses = {str(each["clause"]) for each in records.listing(province, Query("task"))}
        assert clauses >= {f"QyD.6.2.{letter}" for letter in "abcdefg"}

    assert cli("demo", "--out", out).code == 1
