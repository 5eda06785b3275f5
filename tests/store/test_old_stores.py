"""A store of every released schema opens for ever: records, history, chain and keys as they were."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from bgit_desktop.core.strict_json import Columns, parse_line
from bgit_desktop.services import check, records, undo
from bgit_desktop.services.context import open_session
from bgit_desktop.services.ownkeys import unlock
from bgit_desktop.store import apply, journal, migrations
from bgit_desktop.store.preparing import prepare
from bgit_desktop.store.records import Query

STORES = Path(__file__).resolve().parents[1] / "fixtures" / "stores"


def test_every_schema_has_its_old_store() -> None:
    # 2b: schema 2 as it was last, which leaves out of the journal what a received line inserted (docs/adr/0015)
    names = {path.stem.removeprefix("schema-") for path in STORES.glob("*.zip")}
    assert names == {*map(str, migrations.available()), "2b"}


@pytest.mark.parametrize("name", sorted(path.name for path in STORES.glob("*.zip")))
def test_an_old_store_opens_with_all_it_held(name: str, tmp_path: Path, passphrase: str) -> None:
    with zipfile.ZipFile(STORES / name) as archive:
        archive.extractall(tmp_path / "store")
    with open_session(tmp_path / "store") as session:
        (officer,) = records.listing(session, Query("officer", search="dang thuy"))
        assert (officer["full_name"], officer["phone"], officer["full_time"]) == ("Đặng Thuỳ Dương", "0912345678", True)
        (task,) = records.listing(session, Query("task"))
        assert task["officers"] == [officer["id"]]
        assert records.listing(session, Query("training"))[0]["hours"] == 7.5
        assert [each.kind for each in records.history(session, "officer", str(officer["id"]))] == ["i", "u"]
        assert undo.undo(session).records == 1  # the deletion
        assert records.count(session, Query("difficulty")) == 1
        raw = b'[1,5,"i","task","018f0000-0000-7000-8000-000000000001",{"title":"Vi\xe1\xbb\x87c"},"H\xc3\xa0"]'
        with session.store.write("receive", "", "test") as batch:
            log = journal.add_log(session.store.db, "217", "pc", 1, bytes(32))
            window = prepare("217", Columns.of([parse_line(raw)]), [raw])
            apply.take_in(session.store.db, log, window, [raw], batch, apply.Authority("217", province=False))
        assert list(journal.lines(session.store.db, log.n, 1, 1)) == [raw]
        assert records.count(session, Query("task")) == 2
        for found in records.listing(session, Query("system", where=(("unit", "217"),))):
            assert records.change(session, "system", str(found["id"]), {"owner": "UBND huyện"})
        assert check.check(session).problems == ()
        assert unlock(session, passphrase).private.public.minisign == session.store.meta("minisign")
