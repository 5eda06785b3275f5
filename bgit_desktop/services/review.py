"""Reviews of the staff with Sở Nội vụ (Điều 10.1): a frozen roster, a result for each person, remedies, the difference.

Opening a round freezes the roster of a day with its verdicts as a file named by its SHA-256, so that nobody can change
afterwards what was reviewed. The file stays on the Sở's PCs. A unit answers by mending its records; what the records say
now stands beside what they said then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.review import Difference, Person, Roster, difference, overall, read, remedy_for, write
from bgit_desktop.core.system_reasons import reason_of
from bgit_desktop.core.text import name_key
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.core.verdicts.scope import service_scope
from bgit_desktop.errors import EnvironmentProblem, NotFound, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services import verdicts as judging
from bgit_desktop.services.checking import Invalid, check_authority, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.store import attachments, records
from bgit_desktop.store.records import Query

PARTNER: Final = "Sở Nội vụ"


def roster(session: Session, day: date) -> Roster:
    """Give the roster of a day: the units bound, their officers in service, the verdicts of Điều 4 and 5."""
    catalogue = session.catalogue()
    own = session.own_unit(day, catalogue)
    left_out = {session.unit, own.code if own else session.unit}
    units = [(each.code, each.label) for each in catalogue.bound_on(day) if each.code not in left_out]
    judged: dict[str, list[Verdict]] = {}
    for each in judging.verdicts(session, None, day, clauses=judging.STAFF):
        if each.subject_type == "officer":
            judged.setdefault(each.subject, []).append(each)
    order = {code: at for at, (code, _name) in enumerate(units)}
    rows = [
        row
        for row in records.select(session.store.db, Query("officer"))
        if row["unit"] in order and not service_scope(row, day)
    ]
    rows.sort(key=lambda row: (order[str(row["unit"])], name_key(str(row["full_name"])), str(row["id"])))
    return Roster(day.isoformat(), tuple(units), tuple(_person(row, judged.get(str(row["id"]), [])) for row in rows))


def _person(row: Record, verdicts: list[Verdict]) -> Person:
    return Person(
        str(row["id"]), str(row["full_name"]), str(row["unit"]), overall(verdicts), remedy_for(verdicts),
        str(row["birth_date"] or ""), str(row["employment"] or ""), str(row["department"] or ""),
        tuple((each.clause, each.verdict) for each in verdicts),
        tuple(dict.fromkeys(word for each in verdicts for word in each.missing)),
    )  # fmt: skip


def open_round(
    session: Session, title: str = "", as_of: date | None = None, due_on: str = "", document: str = ""
) -> str:
    """Open a round: freeze the roster of a day, write a result for each person and each unit without one.

    Args:
        session: the Sở's session.
        title: of the round; named by its day where empty.
        as_of: the day; today where None.
        due_on: by when remedies are due; "" while nobody set a day.
        document: by which the review was ordered.

    Returns:
        Id of the round.

    Raises:
        Refused: a unit's store, or a day that has not come.
        EnvironmentProblem: the frozen roster cannot be written.
    """
    kind, result = TYPES["review_round"], TYPES["review_result"]
    check_authority(session, kind, None, [])
    day = as_of or session.today()
    if day > session.today():
        raise Refused(tr("Chưa tới ngày {day}; hãy chọn ngày đã qua hoặc hôm nay.", day=show_date(day)))
    frozen = roster(session, day)
    values: dict[str, Value] = {
        "title": title.strip() or f"Rà soát đội ngũ chuyên trách CNTT tính đến {day.strftime('%d/%m/%Y')}",
        "as_of": day.isoformat(), "due_on": due_on or None, "partner": PARTNER, "status": "open",
        "document": document or None,
    }  # fmt: skip
    problems = problems_of(session, kind.name, values)
    if problems:
        raise Invalid(problems)
    try:
        values["snapshot"] = attachments.keep_bytes(session.store.folder, write(frozen)).reference
    except OSError as error:
        raise EnvironmentProblem(
            tr(
                "Không ghi được danh sách đã chốt ({reason}); hãy giải phóng chỗ trống rồi thử lại.",
                reason=reason_of(error),
            )
        ) from error
    made = session.new_id()
    rows: list[dict[str, Value]] = [
        {"for_unit": each.unit, "officer": each.id, "verdict": each.verdict, "remedy": each.remedy,
         "note": "; ".join(each.missing) or None}
        for each in frozen.people
    ]  # fmt: skip
    rows += [
        {"for_unit": code, "verdict": "not_met", "remedy": "recruit", "note": tr("Chưa bố trí cán bộ chuyên trách")}
        for code, _name in frozen.without
    ]
    with session.store.write("edit", tr("Mở đợt rà soát {title}", title=values["title"]), session.actor):
        _insert(session, kind.name, made, values)
        for row in rows:
            status = "done" if row["remedy"] == "none" else "open"
            row |= {"review_round": made, "due_on": (due_on if status == "open" else "") or None, "status": status}
            _insert(session, result.name, session.new_id(), row)
    return made


def _insert(session: Session, type_name: str, record: str, values: Mapping[str, Value]) -> None:
    filled = {name: value for name, value in values.items() if value is not None}
    records.insert(session.store.db, TYPES[type_name], record, session.unit, filled)


def rounds(session: Session) -> list[dict[str, Value]]:
    """Give the rounds, the latest day first."""
    return records.select(session.store.db, Query("review_round", sort="-as_of"))


@dataclass(frozen=True, slots=True)
class Result:
    """A line of a round.

    Attributes:
        id: of the ``review_result``.
        unit, unit_name: whose.
        officer: id; "" for a unit without an officer.
        name: of the officer; "" for such a unit.
        then: the frozen answer.
        now: the answer of the records as they are today; "" where the person is no longer there.
        remedy, due_on, status, note: of the record.
    """

    id: str
    unit: str
    unit_name: str
    officer: str
    name: str
    then: str
    now: str
    remedy: str
    due_on: str
    status: str
    note: str


def results(session: Session, review_round: str) -> list[Result]:
    """Give the lines of a round by unit and name, with what the records say today.

    Raises:
        NotFound: there is no such round.
    """
    round_ = records.get(session.store.db, TYPES["review_round"], review_round)
    today = roster(session, session.today())
    now = {each.id: each.verdict for each in today.people}
    placed = {each.unit for each in today.people}
    day = date.fromisoformat(str(round_["as_of"]))
    catalogue = session.catalogue()
    rows = records.select(session.store.db, Query("review_result", where=(("review_round", review_round),)))
    people = [str(row["officer"]) for row in rows if row["officer"]]
    names = records.titles(session.store.db, TYPES["officer"], people)
    frozen = frozen_roster(session, round_)
    if frozen is not None:
        names = {each.id: each.full_name for each in frozen.people} | names
    found = []
    for row in rows:
        code, officer = str(row["for_unit"]), str(row["officer"] or "")
        unit = catalogue.by_code(code, day)
        answer = now.get(officer, "") if officer else ("met" if code in placed else "not_met")
        found.append(
            Result(
                str(row["id"]), code, unit.label if unit else code, officer, names.get(officer, ""), str(row["verdict"]),
                answer, str(row["remedy"] or "none"), str(row["due_on"] or ""), str(row["status"] or "open"),
                str(row["note"] or ""),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: (each.unit, not each.officer, name_key(each.name), each.id))


def set_result(session: Session, record: str, values: Mapping[str, Value]) -> bool:
    """Write the remedy of one line: ``remedy``, ``due_on``, ``status``, ``note``.

    Raises:
        Refused: a unit's store, or the round is closed.
        NotFound: there is no such line.
        Invalid: a value is wrong.
    """
    row = records.get(session.store.db, TYPES["review_result"], record)
    _open_round_of(session, str(row["review_round"]))
    return actions.change(session, "review_result", record, values)


def _open_round_of(session: Session, review_round: str) -> dict[str, Value]:
    check_authority(session, TYPES["review_round"], None, [])
    found = records.get(session.store.db, TYPES["review_round"], review_round)
    if found["status"] == "closed":
        raise Refused(tr("Đợt rà soát đã kết thúc; không sửa được nữa."))
    return found


def settle(session: Session, review_round: str) -> int:
    """Mark as done the open lines that the units' records answer by now, as judged today.

    Returns:
        How many lines were marked.

    Raises:
        Refused: a unit's store, or the round is closed.
        NotFound: there is no such round.
    """
    _open_round_of(session, review_round)
    answered = [each for each in results(session, review_round) if each.status == "open" and each.now == "met"]
    if answered:
        with session.store.write("edit", tr("Cập nhật kết quả rà soát"), session.actor):
            for each in answered:
                records.update(session.store.db, TYPES["review_result"], each.id, {"status": "done"})
    return len(answered)


def close(session: Session, review_round: str, conclusion: str, document: str = "") -> bool:
    """Close a round with its conclusion; what is open still stays as it is, with its due day.

    Raises:
        Refused: a unit's store, or it is closed already.
        NotFound: there is no such round.
    """
    _open_round_of(session, review_round)
    values: dict[str, Value] = {"status": "closed", "conclusion": conclusion.strip() or None}
    return actions.change(session, "review_round", review_round, values | ({"document": document} if document else {}))


def frozen_roster(session: Session, review_round: Record) -> Roster | None:
    """Give the roster a round froze; None where its file is not on this PC or is damaged."""
    reference = str(review_round["snapshot"] or "")
    if not reference or attachments.state(session.store.folder, reference) != "present":
        return None
    return read(attachments.path_of(session.store.folder, reference).read_bytes())


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the round before: its title, and the differences by unit."""

    title: str
    changes: tuple[Difference, ...]


def since_last(session: Session, review_round: str) -> Since | None:
    """Tell what changed since the round before; None where there is none.

    Raises:
        NotFound: there is no such round, or a frozen roster is not on this PC.
    """
    found = records.get(session.store.db, TYPES["review_round"], review_round)
    earlier = [
        row
        for row in rounds(session)
        if (str(row["as_of"]), str(row["id"])) < (str(found["as_of"]), review_round) and row["id"] != review_round
    ]
    if not earlier:
        return None
    last = max(earlier, key=lambda row: (str(row["as_of"]), str(row["id"])))
    before, after = frozen_roster(session, last), frozen_roster(session, found)
    if before is None or after is None:
        raise NotFound(tr("Danh sách đã chốt của đợt rà soát không có ở máy này hoặc đã hỏng; không so sánh được."))
    return Since(str(last["title"]), tuple(difference(before, after)))
