"""Every figure of a report opens exactly the records it counts, on both sides and for every kind."""

from __future__ import annotations

from types import ModuleType

import pytest

from bgit_desktop.core import statistics
from bgit_desktop.core.periods import Period
from bgit_desktop.errors import NotFound
from bgit_desktop.services import records, reports
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import gather
from bgit_desktop.store.records import Query

SUMS = ("trainings.hours",)
"""Figures that add up a field of the records instead of counting them."""


@pytest.mark.parametrize("period", ["2024-H1", "2024", "2023-H2"])
@pytest.mark.parametrize("where", ["district", "province"])
def test_as_many_records_open_as_a_figure_says(where: str, period: str, request: pytest.FixtureRequest) -> None:
    session: Session = request.getfixturevalue(where)
    looked_at = 0
    for kind in reports.kinds(session):
        for figure in reports.compose(session, kind.kind, period).figures:
            if figure.key in SUMS or not figure.type:
                continue
            found = records.listing(session, Query(figure.type, ids=figure.records))
            assert {str(row["id"]) for row in found} == set(figure.records), figure.key
            assert len(found) == len(figure.records) == figure.now, figure.key
            looked_at += len(found)
    assert looked_at > 10


def test_the_figures_are_those_that_the_printed_report_counts(province: Session) -> None:
    for unit in ("217", None):
        found = gather(province, Period.parse("2024-H1"), unit)
        work = statistics.task_figures(found.tasks, found.roster_day)
        struck = statistics.incident_figures(found.incidents, found.window)
        taught = statistics.training_figures(found.trainings)
        standard = statistics.verdict_figures(found.verdicts)
        kind = "periodic" if unit else "summary"
        shown = {each.key: each.now for each in reports.compose(province, kind, "2024-H1", unit).figures}
        if unit:  # the summary leaves the Sở itself out, which has no records here
            assert shown["QyD.6.2.b.total"] == found.figures(["QyD.6.2.b"])["QyD.6.2.b"].total == 3
        assert (shown["tasks"], shown["tasks.done"], shown["tasks.overdue"]) == (work.total, work.done, work.overdue)
        assert (shown["incidents"], shown["incidents.open"]) == (struck.total, struck.open)
        assert (shown["trainings"], shown["trainings.present"]) == (taught.total, taught.present)
        assert shown["trainings.hours"] == taught.hours
        assert (shown["officers.met"], shown["officers.open"]) == (standard.met, standard.missing + standard.review)


def test_a_figure_that_is_none_names_those_there_are(district: Session, office: ModuleType) -> None:
    assert reports.figure(district, "periodic", "2024-H1", None, "tasks.done").now == 5
    with pytest.raises(NotFound, match=r"tasks\.done"):
        reports.figure(district, "periodic", "2024-H1", None, "task.done")


def test_only_some_records_are_asked_for_among_many(district: Session) -> None:
    every = records.listing(district, Query("task", sort="title"))
    some = tuple(str(row["id"]) for row in every[::2])
    asked = Query("task", sort="title", ids=some)
    assert [str(row["id"]) for row in records.listing(district, asked)] == list(some)
    assert records.count(district, asked) == len(some)
    assert records.count(district, Query("task", ids=())) == 0
    assert records.count(district, Query("task", search="máy chủ", ids=some)) <= 1
