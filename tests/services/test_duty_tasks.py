"""The thinned tasks of the Sở's store: every verdict is word for word what all tasks would give."""

from __future__ import annotations

import itertools

import pytest

from bgit_desktop.core.registry import TYPES
from bgit_desktop.services import duty_tasks, verdicts
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

DAYS = (None, "2023-11-20", "2024-02-01", "2024-05-05", "2024-06-30", "2024-07-01")


def fill(session: Session) -> None:
    many = itertools.product(("217", "218"), "abcg", ("planned", "doing", "done", "cancelled"), DAYS, range(4))
    with session.store.write("import", "many", "test"):
        for at, (unit, point, status, day, again) in enumerate(many):
            if status != "done" and (point == "a" or again):
                continue
            values = {"clause": f"QyD.6.2.{point}", "title": f"Việc {at}", "status": status, "due_on": "2024-03-01"}
            if day is not None:
                values["assigned_on"] = day
            records.insert(session.store.db, TYPES["task"], session.new_id(), unit, dict(values))


@pytest.mark.parametrize(
    ("day", "period"), [("2024-06-30", "2024-H1"), ("2024-02-15", "2024-H1"), ("2024-12-31", "2024")]
)
def test_thinned_tasks_give_the_same_words(
    province: Session, monkeypatch: pytest.MonkeyPatch, day: str, period: str
) -> None:
    fill(province)
    thin = verdicts.verdicts(province, as_of=day, period=period, clauses=["6"])
    read = len(verdicts.gather(province, as_of=day, period=period, clauses=["QyD.6"]).all("task"))
    every = records.select(province.store.db, Query("task"))
    monkeypatch.setattr(duty_tasks, "thinned", lambda *_: every)
    assert thin == verdicts.verdicts(province, as_of=day, period=period, clauses=["6"])
    assert any("; …" in reason for each in thin for reason in each.reasons)  # more than a verdict names
    assert read < len(every) / 2
