"""What a form, a command and an import refuse before it is stored: texts too long, strange entries of a declared list."""

from __future__ import annotations

from pathlib import Path

import pytest

from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import LONGEST, format_value, parse_text
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services import records
from bgit_desktop.services.checking import Invalid
from bgit_desktop.services.context import open_session
from bgit_desktop.services.outfile import refuse_own
from bgit_desktop.store import records as rows


def test_a_line_and_a_long_text_have_their_limits(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        for name, kind in (("proposal", "long"), ("title", "text")):
            type_name = "difficulty" if kind == "long" else "task"
            whole = {"description": "Mất mạng"} if kind == "long" else {"clause": "QyD.6.2.b"}
            assert TYPES[type_name].by_name[name].kind == kind
            most = LONGEST[kind]  # type: ignore[index]
            with pytest.raises(Invalid, match="nhiều nhất") as refused:
                records.add(session, type_name, {**whole, name: "ă" * (most + 1)})
            assert refused.value.problems[0].field == name
            records.add(session, type_name, {**whole, name: "ă" * most})


def test_one_that_is_stored_already_does_not_stop_other_changes(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        record_id = records.add(session, "task", {"title": "ngắn", "clause": "QyD.6.2.b"})
        with session.store.write("edit", "", "x"):  # as it comes out of a package
            rows.update(session.store.db, TYPES["task"], record_id, {"title": "d" * 900})
        assert records.change(session, "task", record_id, {"progress": 10})


def test_the_kinds_that_a_clause_binds_are_a_declared_list(province_store: Path) -> None:
    field = TYPES["clause"].by_name["kinds"]
    assert parse_text(field, "Huyện; town;Thành phố") == ["district", "town", "city"]
    assert format_value(field, ["district", "town"]) == "Huyện; Thị xã"
    with pytest.raises(BadInput, match="làng"):
        parse_text(field, "Huyện; làng")
    with open_session(province_store) as session:
        clause = session.clauses()[0]
        with pytest.raises(Invalid, match="làng"):
            records.change(session, "clause", str(clause["id"]), {"kinds": ["làng"]})
        assert records.change(session, "clause", str(clause["id"]), {"kinds": ["district"]})


def test_a_report_is_of_a_kind_there_is(unit_store: Path) -> None:
    with open_session(unit_store) as session:
        with pytest.raises(Invalid, match="periodic"):
            records.add(session, "report", {"kind": "Báo cáo", "period": "2024-H1"})
        record_id = records.add(session, "report", {"kind": "periodic", "period": "2024-H1"})
        with session.store.write("edit", "", "x"):
            rows.update(session.store.db, TYPES["report"], record_id, {"kind": "Báo cáo cũ"})
        assert records.change(session, "report", record_id, {"submitted_on": "2024-07-01"})


@pytest.mark.parametrize("name", ["store.sqlite3", "keys/key.age", "attachments", "packages/in/x.bgpkg"])
def test_nothing_is_written_over_the_stores_own_files(unit_store: Path, name: str) -> None:
    with pytest.raises(Refused, match="thuộc kho dữ liệu"):
        refuse_own(unit_store, unit_store / name)
    refuse_own(unit_store, unit_store / "packages" / "out" / "x.bgpkg")
