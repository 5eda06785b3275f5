"""The workforce plan (Điều 9.2.b): who is wanting where, which skills, who needs training in what; who lacks a document.

The regulation sets no number of officers a unit must have. One a unit is taken as required — a choice of this program —
unless the Sở wrote another number into the code table ``staff_required`` (code: the unit's, rank: the number).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.verdicts.scope import officer_scope
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import verdicts as judging
from bgit_desktop.services.checking import check_authority
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_data import Row
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

REQUIRED: Final = 1
REQUIRED_TABLE: Final = "staff_required"
_OPEN_REQUESTS: Final = ("requested", "approved")


@dataclass(frozen=True, slots=True)
class UnitNeed:
    """A unit's need: officers required, there, meeting Điều 4; how many are wanting."""

    code: str
    name: str
    required: int
    there: int
    qualified: int

    @property
    def gap(self) -> int:
        """How many qualified officers are wanting."""
        return max(0, self.required - self.qualified)


@dataclass(frozen=True, slots=True)
class PersonNeed:
    """What an officer needs.

    Attributes:
        id, name, unit, unit_name: who.
        verdict: of Điều 4.
        missing: what Điều 4 lacks, in words; empty where it is met.
        topics: the topics in which the officer was never trained.
        asked: what the unit asked training for and did not get yet.
    """

    id: str
    name: str
    unit: str
    unit_name: str
    verdict: str
    missing: tuple[str, ...]
    topics: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """The need of a day: by unit, by person, by topic (how many were never trained, how many asked)."""

    day: date
    units: tuple[UnitNeed, ...]
    people: tuple[PersonNeed, ...]

    @property
    def gap(self) -> int:
        """Qualified officers wanting in all units."""
        return sum(each.gap for each in self.units)

    @property
    def unplaced(self) -> tuple[UnitNeed, ...]:
        """The units without an officer."""
        return tuple(each for each in self.units if not each.there)

    def never(self, topic: str) -> int:
        """Count the officers never trained in a topic."""
        return sum(topic in each.topics for each in self.people)

    @property
    def in_need(self) -> tuple[PersonNeed, ...]:
        """The people who need anything."""
        return tuple(each for each in self.people if each.missing or each.topics or each.asked)


def need(session: Session, unit: str | None = None, day: date | None = None) -> Need:
    """Give the workforce need of all units or of one.

    Raises:
        NotFound: there is no such unit.
    """
    on = day or session.today()
    catalogue = session.catalogue()
    own = session.own_unit(on, catalogue)
    left_out = {session.unit, own.code if own else session.unit} if session.is_province and unit is None else set()
    bound = [each for each in catalogue.bound_on(on) if each.code not in left_out]
    if unit is not None or not session.is_province:
        code = unit or session.unit
        if catalogue.by_code(code) is None:
            raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=code))
        bound = [each for each in bound if each.code == code]
    names = {each.code: each.label for each in bound}
    standard = {each.subject: each for each in judging.verdicts(session, unit, on, clauses=("QyD.4",))}
    trained: dict[str, set[str]] = {}
    for row in records.select(
        session.store.db, Query("training", fields=("officer", "topic", "attendance", "start_on"))
    ):
        if row["topic"] and row["attendance"] != "absent" and str(row["start_on"] or "") <= on.isoformat():
            trained.setdefault(str(row["officer"]), set()).add(str(row["topic"]))
    asked: dict[str, list[str]] = {}
    for row in records.select(session.store.db, Query("training_request")):
        if row["status"] in _OPEN_REQUESTS:
            asked.setdefault(str(row["officer"]), []).append(str(row["content"]))
    people = []
    for row in records.select(session.store.db, Query("officer", sort="full_name")):
        code, record = str(row["unit"]), str(row["id"])
        verdict = standard.get(record)
        if code not in names or verdict is None or not officer_scope(catalogue, row, on).applies:
            continue
        lacks = () if verdict.verdict in ("met", "not_applicable") else verdict.missing or verdict.reasons[1:2]
        topics = tuple(each.value for each in TOPICS if each.value not in trained.get(record, set()))
        people.append(
            PersonNeed(
                record, str(row["full_name"]), code, names[code], verdict.verdict, lacks, topics,
                tuple(asked.get(record, ())),
            )
        )  # fmt: skip
    people.sort(key=lambda each: list(names).index(each.unit))
    required = required_of(session)
    units = tuple(
        UnitNeed(
            code, name, required.get(code, REQUIRED), sum(each.unit == code for each in people),
            sum(each.unit == code and each.verdict == "met" for each in people),
        )
        for code, name in names.items()
    )  # fmt: skip
    return Need(on, units, tuple(people))


def required_of(session: Session) -> dict[str, int]:
    """Give the numbers the Sở set for single units: code → officers required."""
    return {str(row["code"]): row["rank"] for row in session.codes(REQUIRED_TABLE) if isinstance(row["rank"], int)}


def set_required(session: Session, unit: str, number: int) -> None:
    """Set how many officers a unit requires; it goes to the units with the catalogue.

    Raises:
        Refused: a unit's store.
        NotFound: there is no such unit.
        BadInput: not a number from 0 to 99.
    """
    kind = TYPES["code"]
    check_authority(session, kind, None, [])
    found = session.catalogue().by_code(unit)
    if found is None:
        raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=unit))
    if not 0 <= number <= 99:
        raise BadInput(tr("Số cán bộ cần có phải từ 0 đến 99."), field="rank")
    kept = next((row for row in session.codes(REQUIRED_TABLE) if row["code"] == unit), None)
    with session.store.write("edit", tr("Đặt số cán bộ cần có của {unit}", unit=found.label), session.actor):
        if kept is None:
            values: dict[str, Value] = {"list": REQUIRED_TABLE, "code": unit, "label": found.label, "rank": number}
            records.insert(session.store.db, kind, session.new_id(), session.unit, values)
        else:
            records.update(session.store.db, kind, str(kept["id"]), {"rank": number})


# -- assignment documents (Điều 10.2.a) ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assignment:
    """An officer's assignment document: cited, sent by the unit, received by the Sở (``YYYY-MM-DD`` or "")."""

    officer: str
    name: str
    unit: str
    unit_name: str
    document: str
    sent_on: str
    received_on: str


def assignments(session: Session, unit: str | None = None, day: date | None = None) -> list[Assignment]:
    """Give the assignment documents of the officers whom Điều 3.1 covers on a day, by unit and name."""
    from bgit_desktop.services.report_data import cite_document

    on = day or session.today()
    catalogue = session.catalogue()
    own = unit if unit is not None or session.is_province else session.unit
    where = (("unit", own),) if own else ()
    rows = [
        row
        for row in records.select(session.store.db, Query("officer", where=where, sort="full_name"))
        if officer_scope(catalogue, row, on).applies
    ]
    cited: dict[str, str] = {}
    for paper in {str(row["assignment_document"]) for row in rows if row["assignment_document"]}:
        found: list[Row] = records.select(session.store.db, Query("document", where=(("id", paper),)))
        if found:
            cited[paper] = cite_document(found[0])
    made = []
    for row in rows:
        known = catalogue.by_code(str(row["unit"]), on)
        made.append(
            Assignment(
                str(row["id"]), str(row["full_name"]), str(row["unit"]), known.label if known else str(row["unit"]),
                cited.get(str(row["assignment_document"] or ""), ""), str(row["assignment_sent_on"] or ""),
                str(row["assignment_received_on"] or ""),
            )
        )  # fmt: skip
    return sorted(made, key=lambda each: each.unit)


def note_assignments(session: Session, officers: Sequence[str], on: str = "") -> int:
    """Note that the documents were sent (a unit's store) or received (the Sở's).

    Args:
        session: the session.
        officers: ids of the officers.
        on: the day, ``YYYY-MM-DD``; today where empty.

    Returns:
        How many were noted anew.

    Raises:
        Refused: an officer has no assignment document recorded, or is not ours to write.
        NotFound: there is no such officer.
    """
    kind = TYPES["officer"]
    name = "assignment_received_on" if session.is_province else "assignment_sent_on"
    found = [records.get(session.store.db, kind, each) for each in officers]
    for row in found:
        check_authority(session, kind, row, [name])
        if not row["assignment_document"]:
            raise Refused(tr("Chưa ghi văn bản phân công của {name}; hãy ghi văn bản trước.", name=row["full_name"]))
    day = on or session.today().isoformat()
    changed = [row for row in found if row[name] != day]
    if changed:
        label = tr("Ghi ngày nhận văn bản phân công") if session.is_province else tr("Ghi ngày gửi văn bản phân công")
        with session.store.write("edit", label, session.actor):
            for row in changed:
                records.update(session.store.db, kind, str(row["id"]), {name: day})
    return len(changed)
