"""Packages that no program of ours would write, for the tests of the exchange."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from exchange_world import PROVINCE, START, World, dump, keys_of, replica_of

from bgit_desktop.core.chain import chain_start
from bgit_desktop.core.operations import fields_text, hlc_at, line_text
from bgit_desktop.exchange.keys import PrivateKeys
from bgit_desktop.exchange.package_writer import Draft, write_package
from bgit_desktop.services import check, packages, receiving

ROW = "018f0000-0000-7000-8000-9{:011d}"


def line(seq: int, fields: dict[str, Any] | None = None, *, row: str = "", kind: str = "i", table: str = "difficulty",
         ms: int = START, actor: str = "Kẻ lạ") -> bytes:  # fmt: skip
    fields = {"description": f"Dòng {seq}"} if fields is None else fields
    return line_text(seq, hlc_at(ms) + seq, kind, table, row or ROW.format(seq), fields_text(fields), actor).encode()


def forge(world: World, lines: list[bytes], name: str = "217a", *, keys: PrivateKeys | None = None, to: str = "so",
          **changes: Any) -> Path:  # fmt: skip
    """Write a package that is signed as it should be, with lines that no program of ours would write."""
    unit = "218" if name.startswith("218") else "217"
    own = keys_of(name)
    start = chain_start(PROVINCE, unit, replica_of(name), changes.get("incarnation", 1), own.public.minisign)
    draft = Draft(
        kind="delta", province=PROVINCE, unit=unit, replica=replica_of(name), incarnation=1, number=1,
        created="2024-06-10T06:13:20Z", app="kẻ lạ", schema=1, from_seq=1, base_hash=start,
    )  # fmt: skip
    path = world.new_file(f"forged-{name}")
    signer = (keys or own).signing
    write_package(path, replace(draft, **changes), lines, signer, [keys_of(to).public.age])
    return path


def refused(world: World, path: Path, verdict: str, words: str, *, at: str = "so") -> receiving.Outcome:
    """Receive a file and assert that it is not taken in: verdict, reason, nothing changed, a copy and an audit row."""
    place = world[at]
    before = dump(place.session)
    foreseen = place.receive(path, dry_run=True)[0]
    assert dump(place.session) == before
    outcome = place.receive(path)[0]
    assert (outcome.verdict, outcome.applied, outcome.batch) == (verdict, 0, None)
    assert (foreseen.verdict, foreseen.reason) == (outcome.verdict, outcome.reason)
    assert words in outcome.reason
    assert outcome.reason.endswith(".")
    after = dump(place.session)
    frozen = verdict == "held-fork"
    assert {k: v for k, v in after.items() if not (frozen and k == "peer")} == {
        k: v for k, v in before.items() if not (frozen and k == "peer")
    }
    row = packages.list_packages(place.session)[-1]
    assert (row.file, row.status, row.reason, row.direction) == (path.name, verdict, outcome.reason, "in")
    folder = "quarantine" if verdict.startswith("rejected") else "in"
    assert row.stored == f"packages/{folder}/{row.sha256}.bgpkg"
    assert (place.folder / row.stored).read_bytes() == path.read_bytes()
    what = [what for (what,) in place.session.store.db.execute("SELECT what FROM audit ORDER BY rowid")]
    assert verdict in what
    assert check.check(place.session).problems == ()
    return outcome
