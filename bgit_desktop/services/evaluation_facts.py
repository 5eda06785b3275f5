"""What the measures of an evaluation look at: a period's records of all units, gathered once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bgit_desktop.core import evaluation as rules
from bgit_desktop.core.evaluation import DoneOn, Item, Outcome
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.services import verdicts as judging
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Gathered, Row, gather, made_on
from bgit_desktop.services.report_standing import Reported, day_of, standings
from bgit_desktop.store import arrivals

_CLAUSES = ("QyD.4", "QyD.6", "QyD.7.2")


@dataclass(frozen=True)
class EvaluationFacts:
    """The facts of one period; each measure reads its own part the first time it is asked."""

    session: Session
    period: Period
    unit: str | None

    @cached_property
    def found(self) -> Gathered:
        """The records of the period."""
        return gather(self.session, self.period, self.unit)

    @property
    def day(self) -> date:
        """The day that is judged: the last of the period, or today where it still runs."""
        return self.found.roster_day

    @cached_property
    def _verdicts(self) -> dict[tuple[str, str], list[Verdict]]:
        by_unit: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
        for each in judging.verdicts(self.session, self.unit, self.day, clauses=_CLAUSES, period=self.period):
            head = "QyD.6" if each.clause.startswith(("QyD.6", "QyD.9")) else each.clause
            by_unit[each.unit, head].append(each)
        return by_unit

    @cached_property
    def _reports(self) -> list[dict[str, Reported]]:
        half = self.period.half
        parts = (1, 2, 0) if half == 0 else (half,)
        units = (self.unit,) if self.unit else self.found.units
        return [standings(self.session, Period(self.period.year, part), units) for part in parts]

    @cached_property
    def _done(self) -> dict[str, DoneOn]:
        moments = arrivals.first_set(self.session.store.db, TYPES["task"], "status", ("done",))
        return {each: DoneOn(day_of(there), made_on(each)) for each, (there, _here) in moments.items()}

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str], list[Row]]:
        grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for name, rows in (("task", self.found.tasks), ("training", self.found.trainings)):
            for row in rows:
                grouped[name, str(row["unit"])].append(row)
        return grouped

    def _tasks(self, unit: str, officer: str) -> list[Row]:
        rows = self._by_unit["task", unit]
        return [row for row in rows if officer in (row["officers"] or ())] if officer else rows  # type: ignore[operator]

    def items(self, measure: str, unit: str, officer: str = "") -> list[Item]:
        """Give what a measure looks at for a unit or one of its officers.

        What only a unit can have (reports, incidents, coverage) is the unit's for its officers too.
        """
        match measure:
            case "reports_on_time":
                return [_report(each[unit], self.found.today) for each in self._reports if unit in each]
            case "incidents_on_time":
                judged = [each for each in self._verdicts[unit, "QyD.7.2"] if each.rule == "department"]
                return rules.of_verdicts(judged, "incident")
            case "coverage":
                return rules.coverage(self._verdicts[unit, "QyD.6"])
            case "tasks_done":
                return rules.tasks_done(self._tasks(unit, officer))
            case "tasks_on_time":
                return rules.tasks_on_time(self._tasks(unit, officer), self._done, self.day)
            case "attendance":
                rows = self._by_unit["training", unit]
                if officer:
                    return rules.attendance([row for row in rows if row["officer"] == officer], "officer")
                return rules.attendance(rows, "unit")
            case "standard":
                judged = [each for each in self._verdicts[unit, "QyD.4"] if not officer or each.subject == officer]
                return rules.of_verdicts(judged, "officer")
            case _:
                return []

    def officers(self) -> list[Row]:
        """Give the officers whom Điều 3.1 covers, by unit and name."""
        standard = self.found.standard
        return [
            row
            for row in self.found.officers
            if (verdict := standard.get(str(row["id"]))) is not None and verdict.verdict != "not_applicable"
        ]


def _report(reported: Reported, today: date) -> Item:
    """Take a periodic report by the day the unit sent it: the way to the Sở is not the unit's doing."""
    due = reported.due_on
    outcomes: dict[str, Outcome] = {"on_time": "good", "late": "bad", "excused": "excluded"}
    outcome: Outcome = "excluded" if reported.standing == "excused" else outcomes.get(reported.sending, "unknown")
    why = ""
    if reported.standing == "not_received":
        overdue = due is not None and due < today
        outcome, why = ("bad" if overdue else "excluded"), tr("chưa gửi")
    if due is None and outcome != "excluded":
        outcome, why = "unknown", tr("chưa có căn cứ thời hạn")
    return Item("report" if reported.record else "", reported.record, tr("Báo cáo định kỳ"), outcome, why)
