"""From gathered records and edited words to the reports that are printed: one function a kind.

What a person wrote comes in as ``words`` (section → text); everything else is counted from the records at this moment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import Period, as_date
from bgit_desktop.services import report_letterhead, report_rows
from bgit_desktop.services.context import Session
from bgit_desktop.services.incident_timeliness import timeliness_lines
from bgit_desktop.services.report_data import Gathered, Places, Row, gather
from bgit_desktop.services.report_model import CountedBy
from bgit_desktop.services.report_rows import Labels, choice, text
from bgit_desktop.services.report_standing import data_until, joined, standings

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Document
    from bgit_desktop.documents.reports.formalities import Formalities
    from bgit_desktop.documents.xlsx_write import Sheet

Words = Mapping[str, str]


def duties(session: Session, unit: str, day: date) -> list[str]:
    """Give the points of the duties that bind a unit on a day, in order."""
    catalogue = session.catalogue()
    found = session.own_unit(day) if unit == session.unit else catalogue.by_code(unit, day)
    stem = catalogue.duties_of(found, day) if found is not None else "QyD.6.2"
    return [
        str(row["code"]) for row in session.clauses() if str(row["code"]).startswith(stem + ".") and _stands(row, day)
    ]


def _stands(clause: Record, day: date) -> bool:
    start, end = as_date(clause.get("valid_from")), as_date(clause.get("valid_to"))
    return (start is None or start <= day) and (end is None or day <= end)


def _formalities(session: Session, unit: str, found: Gathered, document: Record | None) -> Formalities:
    # on the last day of the period the office that did the work stands, even where another has taken its place since
    return report_letterhead.formalities(
        session, unit, found.roster_day, guided_by=found.guide.document, document=document
    )


def periodic(
    session: Session,
    period: Period,
    unit: str,
    words: Words,
    *,
    document: Record | None = None,
    version: int = 1,
    counted_by: CountedBy = "then",
) -> tuple[Document, list[Sheet]]:
    """Make the periodic report of a unit (Điều 7.1)."""
    from bgit_desktop.documents.reports import periodic as printed
    from bgit_desktop.documents.reports import periodic_lists as lists
    from bgit_desktop.documents.reports.periodic_model import ClauseWork, PeriodicReport

    found = gather(session, period, unit, counted_by=counted_by)
    before = gather(session, period.previous, unit, people=False, counted_by=counted_by)
    labels = Labels.of(session)
    clauses = duties(session, unit, found.roster_day)
    earlier = before.figures(clauses)
    works = [
        ClauseWork(
            clause=clause,
            label=labels.clauses.get(clause, clause),
            narrative=words.get(clause, ""),
            done=each.done,
            doing=each.doing,
            planned=each.planned,
            cancelled=each.cancelled,
            overdue=each.overdue,
            previous=earlier[clause].total if before.tasks and clause in earlier else (0 if before.tasks else None),
        )
        for clause, each in found.figures(clauses).items()
    ]
    report = PeriodicReport(
        formalities=_formalities(session, unit, found, document),
        period=period.code,
        window_start=found.window.start,
        window_end=found.window.end,
        clauses=tuple(works),
        staff=tuple(report_rows.staff_row(found, labels, each) for each in found.officers),
        tasks=tuple(report_rows.task_row(found, each) for each in found.tasks),
        incidents=tuple(report_rows.incident_row(labels, each) for each in found.incidents),
        trainings=tuple(report_rows.training_row(found, each) for each in found.trainings),
        difficulties=tuple(map(report_rows.difficulty_row, found.difficulties)),
        general=words.get("general", ""),
        evaluation=words.get("evaluation", ""),
        plan=words.get("plan", ""),
        proposals=words.get("proposals", ""),
        version=version,
    )
    return printed.build(report), lists.sheets(report)


def officers(
    session: Session,
    period: Period,
    unit: str | None,
    words: Words,
    *,
    document: Record | None = None,
    counted_by: CountedBy = "then",
) -> tuple[Document, list[Sheet]]:
    """Make the list of officers with their verdicts, of one unit or of all."""
    from bgit_desktop.documents.reports import officers as printed

    found = gather(session, period, unit, counted_by=counted_by)
    labels, day = Labels.of(session), found.roster_day
    named = {code: report_letterhead.short_name(session.catalogue(), code, day) for code in found.units}
    have = {str(each["unit"]) for each in found.officers}
    # of a unit that has sent nothing it is not known whether it has officers
    known = {unit} if unit is not None else set(data_until(session))
    report = printed.OfficersReport(
        formalities=_formalities(session, unit or session.unit, found, document),
        as_of=day,
        rows=tuple(
            report_rows.officer_row(found, labels, each, named.get(str(each["unit"]), str(each["unit"])))
            for each in found.officers
        ),
        units_without=tuple(name for code, name in named.items() if code not in have and code in known),
        narrative=words.get("narrative", ""),
        proposals=words.get("proposals", ""),
    )
    return printed.build(report), printed.sheets(report)


def incident_register(
    session: Session,
    period: Period,
    unit: str | None,
    words: Words,
    *,
    document: Record | None = None,
    counted_by: CountedBy = "then",
) -> tuple[Document, list[Sheet]]:
    """Make the report on all incidents of a period, of one unit or of all; open ones first."""
    from bgit_desktop.documents.reports import incident_register as printed

    found = gather(session, period, unit, people=False, counted_by=counted_by)
    before = gather(session, period.previous, unit, people=False, counted_by=counted_by)
    labels, day = Labels.of(session), found.roster_day
    order = {code: at for at, code in enumerate(found.units)}
    rows = sorted(
        found.incidents,
        key=lambda row: (
            text(row, "status") not in statistics.OPEN_INCIDENTS,
            order.get(str(row["unit"]), len(order)) if unit is None else 0,
            str(row["detected_at"]),
        ),
    )
    figures = statistics.incident_figures(found.incidents, found.window)
    earlier = statistics.incident_figures(before.incidents, before.window)
    fixed = Counter(text(row, "category") for row in rows if text(row, "status") not in statistics.OPEN_INCIDENTS)
    own = unit or session.unit
    report = printed.IncidentRegister(
        formalities=_formalities(session, own, found, document),
        period=period.code,
        window_start=found.window.start,
        window_end=found.window.end,
        rows=tuple(
            printed.RegisterRow(
                report_rows.incident_row(labels, each),
                "" if unit else report_letterhead.short_name(session.catalogue(), str(each["unit"]), day),
            )
            for each in rows
        ),
        categories=tuple(
            printed.CategoryCount(
                labels.category(code), figures.by_category.get(code, 0), fixed[code], earlier.by_category.get(code, 0)
            )
            for code in {**figures.by_category, **earlier.by_category}
        ),
        months=tuple((f"{int(month[5:])}/{month[:4]}", number) for month, number in figures.by_month.items()),
        timeliness=timeliness_lines(session, found),
        narrative=words.get("narrative", ""),
        proposals=words.get("proposals", ""),
    )
    return printed.build(report), printed.sheets(report)


def summary(
    session: Session,
    period: Period,
    words: Words,
    *,
    document: Record | None = None,
    counted_by: CountedBy = "then",
) -> tuple[Document, list[Sheet]]:
    """Make the province's summary over all units (Điều 11.1)."""
    from bgit_desktop.documents.reports import summary as printed
    from bgit_desktop.documents.reports import summary_model as model

    found = gather(session, period, None, without=session.unit, counted_by=counted_by)
    labels, day, catalogue = Labels.of(session), found.roster_day, session.catalogue()
    tasks = _by_unit(found.tasks)
    incidents, trainings = _by_unit(found.incidents), _by_unit(found.trainings)
    difficulties, people = _by_unit(found.difficulties), _by_unit(found.officers)
    standing = statistics.units_meeting(found.verdicts)
    until = data_until(session)
    places = found.places
    owing = tuple(each.code for each in catalogue.bound_on(day) if each.code not in places.left_out)
    reported = standings(session, period, owing)
    # a unit is called what it was called then: on the last day, or on its own last one
    named = found.today if counted_by == "now" else day
    units = []
    for code in found.units:
        work = statistics.task_figures(tasks[code], day)
        struck = statistics.incident_figures(incidents[code], found.window)
        taught = statistics.training_figures(trainings[code])
        degrees = standing.get(code, statistics.VerdictFigures())
        told = joined(reported[each] for each in places.members(code) if each in reported)
        units.append(
            model.UnitSummary(
                name=report_letterhead.short_name(catalogue, code, named),
                standing=told.standing if told else "ended",
                received_on=told.on if told else None,
                sent_on=told.sent_on if told else None,
                sending=told.sending if told else "not_done",
                data_until=max((until[each] for each in places.members(code) if each in until), default=None),
                officers=len(people[code]),
                officers_judged=degrees.judged,
                officers_met=degrees.met,
                tasks=work.total,
                tasks_done=work.done,
                tasks_doing=work.doing,
                tasks_overdue=work.overdue,
                incidents=struck.total,
                incidents_open=struck.open,
                trainings=taught.total,
                trainings_present=taught.present,
                difficulties=len(difficulties[code]),
            )
        )
    figures = found.figures(())
    struck = statistics.incident_figures(found.incidents, found.window)
    fixed = Counter(
        text(row, "category") for row in found.incidents if text(row, "status") not in statistics.OPEN_INCIDENTS
    )
    report = model.SummaryReport(
        formalities=_formalities(session, session.unit, found, document),
        period=period.code,
        window_start=found.window.start,
        window_end=found.window.end,
        units=tuple(units),
        clauses=tuple(
            model.ClauseSummary(
                clause, labels.clauses.get(clause, clause), each.total, each.done,
                len({str(row["unit"]) for row in found.tasks if row["clause"] == clause}),
            )
            for clause, each in figures.items()
        ),
        incidents=tuple(
            model.IncidentSummary(labels.category(code), number, fixed[code])
            for code, number in struck.by_category.items()
        ),
        difficulties=tuple(
            model.DifficultySummary(
                report_letterhead.short_name(catalogue, str(row["unit"]), named),
                text(row, "description"), text(row, "proposal"), text(row, "clause"),
                choice("difficulty", "status", row["status"]),
            )
            for row in found.difficulties
        ),
        general=words.get("general", ""),
        evaluation=words.get("evaluation", ""),
        plan=words.get("plan", ""),
        proposals=words.get("proposals", ""),
        counted=_counted(session, found, places),
    )  # fmt: skip
    return printed.build(report), printed.sheets(report)


def _counted(session: Session, found: Gathered, places: Places) -> str:
    """Say under which units ended ones were counted; "" where every unit counts under itself."""
    catalogue = session.catalogue()
    ended = [each.code for each in catalogue.bound_between(found.window.start, found.roster_day)]
    moved = [
        f"{report_letterhead.short_name(catalogue, code, found.window.end)} tính vào "
        f"{report_letterhead.short_name(catalogue, places.of_ended[code], found.today)}"
        for code in ended
        if code in places.of_ended
    ]
    return "; ".join(moved)


def _by_unit(rows: list[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[str(row["unit"])].append(row)
    return grouped
