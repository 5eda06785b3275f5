"""Figures by the units of then and of now: the same sums, other rows; and on both sides of the day a unit ended."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bgit_desktop.core.periods import Period
from bgit_desktop.core.statistics import verdict_figures
from bgit_desktop.core.unit_change_set import compose
from bgit_desktop.services import overview, records, report_documents, reports, unit_changes, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Gathered, gather
from bgit_desktop.services.report_model import CountedBy

PAPER = "Nghị quyết 1191/NQ-UBTVQH15"
H1 = Period(2024, 1)


def merge(session: Session, day: date = date(2024, 5, 1)) -> None:
    """Huyện Lạng Giang goes into Huyện Lục Nam in the middle of the half-year."""
    unit_changes.make(session, compose("absorb", day, PAPER, code="217", into=["218"]))


def sums(found: Gathered) -> tuple[int, ...]:
    judged = verdict_figures(found.verdicts)
    rows = (found.tasks, found.carried, found.incidents, found.trainings, found.difficulties, found.officers)
    return (*map(len, rows), judged.judged, judged.met)


def per_unit(found: Gathered) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in (*found.tasks, *found.incidents, *found.officers):
        counts[str(row["unit"])] = counts.get(str(row["unit"]), 0) + 1
    return counts


def both(session: Session) -> tuple[Gathered, Gathered]:
    then, now = (gather(session, H1, None, without=session.unit, counted_by=by) for by in ("then", "now"))  # type: ignore[arg-type]
    return then, now


def test_without_an_ended_unit_both_are_the_same(province: Session) -> None:
    then, now = both(province)
    assert then == now


def test_the_sums_are_the_same_and_every_record_has_its_unit(province: Session) -> None:
    before = sums(gather(province, H1, None, without=province.unit))
    merge(province)
    then, now = both(province)
    assert sums(then) == sums(now) == before
    assert set(per_unit(then)) == {"217", "218"}
    assert set(per_unit(now)) == {"218"}
    assert per_unit(now)["218"] == per_unit(then)["217"] + per_unit(then)["218"]
    assert {"217", "218"} <= set(then.units)
    assert "217" not in now.units
    assert len(then.units) == len(now.units) + 1
    # asked of one unit, the same holds
    alone = gather(province, H1, "218", counted_by="now")
    assert len(alone.tasks) == len(now.tasks)
    assert [row["assigned_on"] for row in alone.tasks] == sorted(row["assigned_on"] for row in alone.tasks)  # type: ignore[type-var]
    assert len(gather(province, H1, "218").tasks) + len(gather(province, H1, "217").tasks) == len(alone.tasks)


def test_officers_of_an_ended_unit_serve_where_its_place_is_taken(province: Session) -> None:
    eve, day = date(2024, 4, 30), date(2024, 5, 1)
    merge(province)

    def judged(on: date) -> dict[str, str]:
        found = verdicts.verdicts(province, as_of=on, clauses=("4",))
        return {each.subject: each.unit for each in found if each.verdict != "not_applicable"}

    before, after = judged(eve), judged(day)
    assert set(before.values()) == {"217", "218"}
    assert set(after) == set(before)
    assert set(after.values()) == {"218"}
    # asked for the successor alone, they are among its own
    assert set(judged(day)) == {
        each.subject
        for each in verdicts.verdicts(province, "218", day, clauses=("4",))
        if each.verdict != "not_applicable"
    }
    officers = records.listing(province, records.Query("officer", where=(("unit", "217"), ("end_date", None))))
    officer = officers[0]
    shown = verdicts.of_records(province, "officer", [str(officer["id"])], day, clauses=("4",))
    assert shown[str(officer["id"])][0].verdict != "not_applicable"
    # a unit that ended without a successor leaves them bound by nothing
    records.undo(province)
    unit_changes.make(province, compose("end", day, PAPER, code="217"))
    assert set(judged(day).values()) == {"218"}
    assert len(judged(day)) < len(after)


def test_the_denominators_on_both_sides(province: Session) -> None:
    merge(province)
    catalogue = province.catalogue()
    assert len(catalogue.bound_on(date(2024, 4, 30))) - len(catalogue.bound_on(date(2024, 5, 1))) == 1
    document, sheets = report_documents.summary(province, H1, {})
    assert document.body
    rows = {str(row[0]): row for row in sheets[0].rows}
    assert rows["Huyện Lạng Giang"][1] == "Đã kết thúc trong kỳ"
    _, counted_now = report_documents.summary(province, H1, {}, counted_by="now")
    assert "Huyện Lạng Giang" not in {str(row[0]) for row in counted_now[0].rows}
    # before the merger both owe a report; afterwards it is one unit's
    earlier = {str(row[0]): row for row in report_documents.summary(province, Period(2023, 2), {})[1][0].rows}
    assert earlier["Huyện Lạng Giang"][1] == "Chưa nhận"


def test_the_so_is_left_out_by_whatever_name(province: Session, office: Any) -> None:
    own = records.add(
        province,
        "task",
        {"title": "Việc của Sở", "clause": "QyD.9.1.a", "status": "doing", "assigned_on": "2024-06-03"},
    )
    office.Office(province, "SKHCN").add("task", title="Việc của Sở KH&CN", status="doing", assigned_on="2024-02-05")
    asked = compose("absorb", date(2024, 6, 1), PAPER, code="STTTT", into=["SKHCN"])
    earlier = sums(gather(province, H1, None, without=province.unit))
    unit_changes.make(province, asked)
    then, now = both(province)
    assert sums(then) == sums(now)
    assert sums(then)[0] == earlier[0] - 1  # Sở KH&CN is the Sở itself on the last day of the period
    assert not {"STTTT", "SKHCN"} & {*then.units, *now.units, *per_unit(then), *per_unit(now)}
    assert own not in {str(row["id"]) for row in now.tasks}
    assert {"STTTT", "SKHCN"}.isdisjoint(each.unit for each in (*then.verdicts, *now.verdicts))
    # before that day it was a unit like the others
    before = gather(province, Period(2023, 2), None, without=province.unit)
    assert "SKHCN" in before.units
    assert "STTTT" not in before.units


def test_what_is_printed_says_how_it_was_counted(province: Session, tmp_path: Path) -> None:
    merge(province)
    told = report_documents.summary(province, H1, {}, counted_by="now")[0]
    said = " ".join(str(block) for block in told.body)
    assert "Huyện Lạng Giang tính vào Huyện Lục Nam" in said
    assert "tính vào" not in " ".join(str(block) for block in report_documents.summary(province, H1, {})[0].body)
    for kind in ("summary", "officers", "incident"):
        for by in ("then", "now"):
            out = tmp_path / f"{kind}-{by}.pdf"
            assert reports.render(province, kind, "2024-H1", None, out, counted_by=by).stat().st_size > 1000
    composed = {by: reports.compose(province, "summary", "2024-H1", counted_by=by) for by in ("then", "now")}
    told_then, told_now = (
        [(each.key, each.now, each.before, sorted(each.records)) for each in composed[by].figures]
        for by in ("then", "now")
    )
    assert told_then == told_now


@pytest.mark.parametrize("by", ["then", "now"])
def test_tong_quan(province: Session, by: CountedBy) -> None:
    before = {line.code for line in overview.overview(province, counted_by=by).units}
    merge(province)
    lines = {line.code: line for line in overview.overview(province, counted_by=by).units}
    if by == "now":
        assert set(lines) == before - {"217"}
    else:
        assert set(lines) == before
        assert lines["217"].name == "Huyện Lạng Giang (đã kết thúc)"
        assert lines["217"].cells[-1].word == "—"
        assert lines["217"].cells[0].word != "—"


def test_an_ended_unit_is_told_so(district: Session, office: Any) -> None:
    assert "kết thúc" not in overview.overview(district).warning
    own = district.catalogue().by_code("217")
    heir = district.catalogue().by_code("218")
    assert own is not None
    assert heir is not None
    with district.store.write("receive", "", "Sở"):  # as the return package brings it
        from bgit_desktop.core.registry import TYPES
        from bgit_desktop.store import records as store_records

        store_records.update(
            district.store.db, TYPES["unit"], own.id, {"valid_to": "2024-06-30", "successors": [heir.id]}
        )
    assert "30/06/2024" in overview.overview(district).warning
    assert "Huyện Lục Nam" in overview.overview(district).warning


def test_papers_are_counted_alike(province: Session, tmp_path: Path) -> None:
    merge(province)
    rows = {}
    for by in ("then", "now"):
        out = tmp_path / f"{by}.pdf"
        reports.render(province, "task_register", "2024-H1", None, out, counted_by=by)  # type: ignore[arg-type]
        done = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, check=True)
        rows[by] = " ".join(done.stdout.decode().split())
    assert "Huyện Lạng Giang: " in rows["then"]
    assert "Huyện Lạng Giang: " not in rows["now"]
    assert rows["then"].count("Hỗ trợ cài đặt") == rows["now"].count("Hỗ trợ cài đặt") > 1
