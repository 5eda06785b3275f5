"""The verdicts: the facts gathered for the pure rules of ``core/verdicts``, no more of them than the rules asked for read.

One gathering serves all rules: of each record type only the fields that a rule names are read, and of what grows from
year to year (tasks, incidents, training) only the rows of the period and the year judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, Window, WorkCalendar, as_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import parse_date
from bgit_desktop.core.verdicts.facts import SENT, Facts
from bgit_desktop.core.verdicts.judge import RULES, RULING, judge, rules_for, within
from bgit_desktop.core.verdicts.model import SubjectType, Verdict
from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services import duty_tasks
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_standing import day_of
from bgit_desktop.store import arrivals, records
from bgit_desktop.store.records import Query

STAFF: Final = ("QyD.4", "QyD.5")
"""The clauses about who the officers are and where they work."""

SUBJECTS: Final[Mapping[str, SubjectType]] = {"officer": "officer", "incident": "incident", "award": "award"}
"""Record types whose records are judged one by one."""

_Rows = list[dict[str, Value]]


def verdicts(
    session: Session,
    unit: str | None = None,
    as_of: str | date | None = None,
    *,
    clauses: Iterable[str] | None = None,
    period: str | Period | None = None,
) -> list[Verdict]:
    """Judge the units, their officers, incidents and awards.

    Args:
        session: the session; the Sở's judges all units bound on that day, a unit's only itself.
        unit: code of the one unit asked about.
        as_of: the day; today where None.
        clauses: only these and the points they contain (``QyD.6.2``, ``6.2.b``); all where None.
        period: the reporting period judged, for the clauses that have one; the one that contains the day where None.

    Returns:
        The verdicts, by unit, person and clause; the same every time.

    Raises:
        NotFound: there is no such unit here.
        BadInput: the day is none, or no rule judges a clause named, or the period is written in another way.
    """
    wanted = read_clauses(clauses or ())
    facts = gather(session, unit, as_of, clauses=wanted, period=period)
    return judge(facts, wanted)


def gather(
    session: Session,
    unit: str | None = None,
    as_of: str | date | None = None,
    *,
    clauses: Sequence[str] = (),
    period: str | Period | None = None,
) -> Facts:
    """Gather what the rules for some clauses look at; see :func:`verdicts`."""
    day = read_day(session, as_of)
    asked = Period.parse(period) if isinstance(period, str) else period
    units = _units(session, unit, day, asked)
    return _Gatherer(session, day, units, asked, clauses).all_of_units()


def of_records(
    session: Session,
    subject: SubjectType,
    ids: Iterable[str],
    as_of: str | date | None = None,
    *,
    clauses: Iterable[str] | None = None,
    with_rulings: bool = True,
) -> dict[str, list[Verdict]]:
    """Judge some officers, incidents or awards, for the rows a list shows and for the detail pane.

    Args:
        session: the session.
        subject: ``officer``, ``incident`` or ``award``: the record type.
        ids: the records.
        as_of: the day; today where None.
        clauses: only these; all where None.
        with_rulings: put a person's ruling in the place of "Cần xem xét".

    Returns:
        Record's id → the verdicts about it; a record that is not here has none.
    """
    wanted = read_clauses(clauses or ())
    rows: _Rows = []
    for record_id in dict.fromkeys(ids):
        rows += records.select(session.store.db, Query(subject, where=(("id", record_id),)))
    day = read_day(session, as_of)
    if subject == "officer":
        rows = _seated(rows, _seats(session, day))
    units = tuple(sorted({str(row["unit"]) for row in rows}))
    facts = _Gatherer(session, day, units, None, wanted, subject).of_subjects(rows)
    found: dict[str, list[Verdict]] = {str(row["id"]): [] for row in rows}
    for each in judge(facts, wanted, subject=subject, with_rulings=with_rulings):
        found[each.subject].append(each)
    return found


def read_day(session: Session, as_of: str | date | None) -> date:
    """Give the day asked for.

    Raises:
        BadInput: it is no day.
    """
    if as_of is None or as_of == "":
        return session.today()
    if isinstance(as_of, date):
        return as_of
    try:
        return parse_date(as_of)
    except ValueError as error:
        raise BadInput(tr("Ngày xét: {reason}.", reason=error)) from None


def read_clauses(clauses: Iterable[str]) -> tuple[str, ...]:
    """Read clauses as people write them: ``QyD.6.2.b``, ``6.2.b``, ``Điều 6.2.b``.

    Raises:
        BadInput: no rule judges one of them.
    """
    judged = sorted({clause for rule in RULES for clause in rule.clauses}, key=str)
    found = []
    for text in clauses:
        clause = "QyD." + text.strip().removeprefix("Điều ").removeprefix("QyD.").strip(". ")
        if not any(within(clause, each) or within(each, clause) for each in judged):
            shown = ", ".join(each.removeprefix("QyD.") for each in judged)
            raise BadInput(
                tr("Không có quy tắc xét điều khoản “{clause}”. Xét được: {clauses}.", clause=text, clauses=shown),
                field="clause",
            )
        found.append(clause)
    return tuple(found)


def _units(session: Session, unit: str | None, day: date, asked: Period | None) -> tuple[str, ...]:
    catalogue = session.catalogue()
    with_officers = records.group_count(session.store.db, Query("officer"), "unit")
    if unit is not None:
        if catalogue.by_code(unit) is None and unit != session.unit:
            raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=unit))
        if not session.is_province and unit != session.unit and unit not in with_officers:
            raise NotFound(
                tr("Kho này chỉ có dữ liệu của đơn vị {own}, không có của {unit}.", own=session.unit, unit=unit)
            )
        return (unit,)
    if not session.is_province:
        return (session.unit,)
    bound = catalogue.bound_on(day)
    if asked is not None:
        bound += catalogue.bound_on(max(asked.start, min(day, asked.end)))
    return tuple(sorted({each.code for each in bound} | {code for code in with_officers if code}))


_PEOPLE: Final = frozenset({"officer", "qualification", "certificate"})
"""What an officer brings along to the unit that took the place of one that ended."""


def _seats(session: Session, day: date) -> dict[str, str]:
    """Give for each unit that ended before a day the one that stands in its place: there its officers serve now."""
    catalogue = session.catalogue()
    places = {code: catalogue.in_its_place(code, day) for code in session.heirs().since}
    return {code: place for code, place in places.items() if place != code}


def _seated(rows: _Rows, seats: Mapping[str, str]) -> _Rows:
    return [{**row, "unit": seats[str(row["unit"])]} if str(row["unit"]) in seats else row for row in rows]


class _Gatherer:
    """Reads the records that some rules need, narrowed to what can count."""

    def __init__(
        self,
        session: Session,
        day: date,
        units: tuple[str, ...],
        asked: Period | None,
        clauses: Sequence[str],
        subject: SubjectType | None = None,
    ) -> None:
        self.db = session.store.db
        self.session = session
        self.subject = subject
        needs: dict[str, set[str]] = {}
        for rule in rules_for(clauses, subject):
            for name, fields in rule.needs.items():
                needs.setdefault(name, set()).update(fields)
        self.needs = {name: tuple(sorted(fields)) for name, fields in needs.items()}
        self.unit = units[0] if len(units) == 1 else None
        self.seats = {} if self.unit and session.heirs().of(self.unit, day) else _seats(session, day)
        self.facts = Facts(
            session.catalogue(), day, units,
            {name: self.read(name) for name in ("deadline", "extension") if name in self.needs},
            asked=asked, at_department=session.is_province, home=session.unit, named=subject is not None, ended=self._ended(day),
        )  # fmt: skip
        self.span = self._span()

    def all_of_units(self) -> Facts:
        """Give the facts about whole units."""
        return self._facts({name: list(self._narrowed(name)) for name in self.needs if name not in self.facts.records})

    def of_subjects(self, rows: _Rows) -> Facts:
        """Give the facts about some records; what hangs on an officer is asked for one by one where they are few."""
        found: dict[str, _Rows] = {str(self.subject): rows}
        for name in self.needs:
            if name in self.facts.records or name in found:
                continue
            if "officer" in TYPES[name].by_name and len(rows) <= _FEW:
                found[name] = [row for each in rows for row in self.read(name, ("officer", each["id"]))]
            else:
                found[name] = list(self._narrowed(name))
        return self._facts(found)

    def read(
        self,
        name: str,
        *where: tuple[str, Value],
        ranges: tuple[tuple[str, Value, Value], ...] = (),
        either: tuple[Query, ...] = (),
    ) -> _Rows:
        """Read the needed fields of a type; of the one unit asked about where the type is the units'."""
        own: list[tuple[tuple[str, Value], ...]] = [()]
        if self.unit is not None and TYPES[name].scope == "unit" and name != "ruling":
            left = [code for code, place in self.seats.items() if place == self.unit and name in _PEOPLE]
            own = [(("unit", code),) for code in (self.unit, *left)]
        fields = self.needs[name] if name in self.needs else RULING[name]
        rows: _Rows = []
        for whose in own:
            query = Query(name, where=(*whose, *where), ranges=ranges, fields=fields, either=either)
            rows += records.select(self.db, query)
        return _seated(rows, self.seats) if name == "officer" and self.seats else rows

    def _narrowed(self, name: str) -> Iterator[dict[str, Value]]:
        """Read what can count of a type."""
        start, end = self.span.start.isoformat(), self.span.end.isoformat()
        before = (self.span.start - timedelta(days=1)).isoformat()
        match name:
            case "task" if self.unit is None and self.subject is None:
                yield from duty_tasks.thinned(self.session, self.facts, self.span)
            case "task":
                given = Query(name, ranges=(("assigned_on", start, end),))
                due = Query(name, where=(("assigned_on", None),), ranges=(("due_on", start, end),))
                going_on = Query(name, where=(("status", "doing"),), ranges=(("assigned_on", None, before),))
                yield from self.read(name, either=(given, due, going_on))
            case "incident":
                found = Query(name, ranges=(("detected_at", start + "T00:00", end),))
                earlier = tuple(
                    Query(name, where=(("status", status),), ranges=(("detected_at", None, before),))
                    for status in ("open", "handling")
                )
                yield from self.read(name, either=(found, *earlier))
            case "plan":
                yield from self.read(name, ranges=(("start_date", start, end),))
            case "award":
                yield from self.read(name, ("kind", "award"))
            case "appraisal":
                yield from self.read(name, ("year", self.facts.year))
            case _:
                yield from self.read(name)

    def _span(self) -> Window:
        """Give the days from the earliest to the latest that a window of the period judged has for any unit."""
        windows = [self.facts.window(self.facts.period_of(code), code) for code in self.facts.units]
        if not windows:
            return Window(self.facts.day, self.facts.day)
        return Window(min(each.start for each in windows), max(each.end for each in windows))

    def _facts(self, found: Mapping[str, Sequence[Record]]) -> Facts:
        rulings = self.read("ruling")
        cited = {str(row["document"]) for row in rulings if row["document"]}
        papers = [row for each in sorted(cited) for row in self.read("document", ("id", each))]
        known = {**self.facts.records, **found, "ruling": rulings, "document": papers}
        moments: dict[str, tuple[date, date]] = {}
        if "report" in known:
            for record_id, (there, here) in arrivals.first_set(self.db, TYPES["report"], "status", SENT).items():
                moments[record_id] = (day_of(there), day_of(here))
        holidays = records.select(self.db, Query("holiday")) if "deadline" in known else []
        return replace(
            self.facts, records=known, moments=moments, calendar=WorkCalendar.from_records(holidays),
            documents=self._on_file(known.get("officer", ())),
        )  # fmt: skip

    def _on_file(self, officers: Sequence[Record]) -> frozenset[str]:
        """Give which of the officers' assignment documents are on file."""
        named = sorted({str(row["assignment_document"]) for row in officers if row.get("assignment_document")})
        return frozenset(records.titles(self.db, TYPES["document"], named))

    def _ended(self, day: date) -> dict[str, date]:
        """Give the clauses that the catalogue ended before the day, each with its last day in force."""
        before = (day - timedelta(days=1)).isoformat()
        rows = records.select(
            self.db, Query("clause", ranges=(("valid_to", None, before),), fields=("code", "valid_to"))
        )
        ended: dict[str, date] = {}
        for row in rows:
            last, code = as_date(row["valid_to"]), str(row["code"])
            if last is not None and not records.count(
                self.db, Query("clause", where=(("code", code),), standing_on=day.isoformat())
            ):
                ended[code] = max(last, ended.get(code, last))
        return ended


_FEW: Final = 50
"""Up to so many officers what hangs on each is asked for one by one, rather than read for all."""
