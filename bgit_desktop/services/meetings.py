"""Giao ban of the Sở (Điều 9.2.e): agenda, minutes, conclusions, and how units carry the conclusions out.

A conclusion is the Sở's record. Whoever it is for takes it over as a task of its own whose ``source`` names it; how far
it has got is read from those tasks and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bgit_desktop.core import statistics
from bgit_desktop.core.attendance import meeting_event
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services.checking import Invalid, check_authority, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.services.courses import invited_units, names_of
from bgit_desktop.services.invitations import is_invited, own_codes
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

TITLE_LENGTH = 120
"""Letters of a conclusion that name its task; all of it stands in the description."""


# -- the meeting -----------------------------------------------------------------------------------------------------


def meetings(session: Session) -> list[dict[str, Value]]:
    """Give the giao ban, the latest first."""
    return records.select(session.store.db, Query("meeting", sort="-starts_at"))


def hold(session: Session, meeting: str, *, minutes: str = "") -> None:
    """Mark a giao ban as held.

    Args:
        session: the Sở's session.
        meeting: the giao ban.
        minutes: what was said; what is noted already stays where it is empty.

    Raises:
        NotFound: there is no such giao ban.
        Refused: it is still to come or was cancelled, or this is not the Sở's store.
    """
    row = actions.show(session, "meeting", meeting)
    if row["status"] == "cancelled":
        raise Refused(tr("Cuộc giao ban này đã hoãn, hủy; hãy sửa tình trạng và ngày họp trước."))
    day = as_date(row["starts_at"])
    if day is not None and day > session.today():
        raise Refused(tr("Cuộc giao ban ngày {day} chưa đến ngày họp.", day=show_date(day)))
    values: dict[str, Value] = {"status": "held"}
    if minutes.strip():
        values["minutes"] = minutes.strip()
    actions.change(session, "meeting", meeting, values)


def conclude(
    session: Session,
    meeting: str,
    content: str,
    *,
    clause: str = "",
    units: Sequence[str] = (),
    due_on: str = "",
) -> str:
    """Note a conclusion of a giao ban.

    Args:
        session: the Sở's session.
        meeting: the giao ban.
        content: what is to be done.
        clause: the point it falls under; "" for none in particular.
        units: codes of the units it is for; empty for all that were invited.
        due_on: ``YYYY-MM-DD``; "" for no day.

    Returns:
        Id of the conclusion.

    Raises:
        NotFound: there is no such giao ban.
        Invalid: a value is wrong.
        Refused: this is not the Sở's store.
    """
    actions.show(session, "meeting", meeting)
    values: dict[str, Value] = {
        "meeting": meeting, "content": content.strip(), "clause": clause or None, "for_units": list(units) or None,
        "due_on": due_on or None,
    }  # fmt: skip
    return actions.add(session, "conclusion", values)


# -- conclusions and their tasks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """How far one unit is with a conclusion.

    Attributes:
        code: of the unit.
        name: of the unit.
        task: id of its task; "" where it has not taken the conclusion over.
        status: of the task; "" without one.
        progress: in per cent, where noted.
        due_on: of the task, else of the conclusion.
        overdue: the day has passed and the task is not done; never without a day.
        result: what came of it.
    """

    code: str
    name: str
    task: str
    status: str
    progress: int | None
    due_on: date | None
    overdue: bool
    result: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A conclusion and how far its units are.

    Attributes:
        conclusion: the record.
        units: those it is for.
    """

    conclusion: Record
    units: tuple[UnitProgress, ...]

    @property
    def taken(self) -> int:
        """How many units took it over."""
        return sum(bool(each.task) for each in self.units)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(each.status == "done" for each in self.units)

    @property
    def overdue(self) -> int:
        """How many are overdue, not taken over included."""
        return sum(each.overdue for each in self.units)

    @property
    def carried_out(self) -> bool:
        """Whether every unit is done, or gave a reason for cancelling."""
        return bool(self.units) and all(each.status in ("done", "cancelled") for each in self.units)


def conclusions(session: Session, meeting: str = "") -> list[dict[str, Value]]:
    """Give the conclusions of a giao ban, or all; by day due."""
    where: tuple[tuple[str, Value], ...] = (("meeting", meeting),) if meeting else ()
    return records.select(session.store.db, Query("conclusion", where=where, sort="due_on"))


def progress(session: Session, meeting: str = "") -> list[Progress]:
    """Give how far the conclusions of a giao ban, or of all, are carried out by each unit they are for.

    Args:
        session: the Sở's session; a unit's knows its own tasks only.
        meeting: the giao ban; "" for all.
    """
    held = {str(row["id"]): row for row in meetings(session)}
    found = [row for row in conclusions(session, meeting) if str(row["meeting"]) in held]
    tasks = _tasks(session) if found else {}
    return [
        Progress(row, _unit_progress(session, row, held[str(row["meeting"])], tasks.get(str(row["id"]), [])))
        for row in found
    ]


_LEAST_ID = "00000000-0000-0000-0000-000000000000"


def _tasks(session: Session) -> dict[str, list[dict[str, Value]]]:
    """Give the tasks made from conclusions, by conclusion: one reading, as no index helps to find them one by one."""
    found: dict[str, list[dict[str, Value]]] = {}
    for row in records.select(session.store.db, Query("task", ranges=(("source", _LEAST_ID, None),))):
        found.setdefault(str(row["source"]), []).append(row)
    return found


def _unit_progress(
    session: Session, conclusion: Record, meeting: Record, rows: Sequence[dict[str, Value]]
) -> tuple[UnitProgress, ...]:
    named = conclusion["for_units"]
    event = meeting_event(meeting)
    codes = list(named) if isinstance(named, list) and named else invited_units(session, event)
    tasks: dict[str, dict[str, Value]] = {}
    for row in rows:
        tasks.setdefault(str(row["unit"]), row)
    today, heirs = session.today(), session.heirs()
    codes += [code for code in tasks if code == session.unit and code not in codes]
    names = names_of(session, codes, event.start or today)
    wanted = as_date(conclusion["due_on"])
    found = []
    for code in codes:
        task = tasks.get(code) or next((tasks[each] for each in heirs.of(code, today) if each in tasks), None)
        if task is None:
            overdue = wanted is not None and wanted < today
            found.append(UnitProgress(code, names[code], "", "", None, wanted, overdue, ""))
            continue
        per_cent = task["progress"]
        found.append(
            UnitProgress(
                code, names[code], str(task["id"]), str(task["status"]),
                per_cent if isinstance(per_cent, int) else None, as_date(task["due_on"]) or wanted,
                statistics.is_overdue(task, today), str(task["result"] or ""),
            )
        )  # fmt: skip
    return tuple(found)


def is_for(session: Session, conclusion: Record, meeting: Record) -> bool:
    """Tell whether a conclusion is for this unit."""
    named = conclusion["for_units"]
    if isinstance(named, list) and named:
        return any(code in named for code in own_codes(session))
    return not session.is_province and is_invited(session, meeting_event(meeting))


def taken_as(session: Session, conclusion: str) -> str:
    """Give the id of this unit's task for a conclusion; "" where there is none."""
    rows = records.select(session.store.db, Query("task", where=(("source", conclusion),)))
    codes = own_codes(session)
    return next((str(row["id"]) for row in rows if row["unit"] in codes), "")


def to_take(session: Session) -> list[dict[str, Value]]:
    """Give the conclusions meant for this unit for which it has no task yet, the one due first in front."""
    held = {str(row["id"]): row for row in meetings(session) if row["status"] != "cancelled"}
    meant = [
        row
        for row in conclusions(session)
        if str(row["meeting"]) in held and is_for(session, row, held[str(row["meeting"])])
    ]
    tasks, codes = _tasks(session) if meant else {}, own_codes(session)
    return [row for row in meant if not any(task["unit"] in codes for task in tasks.get(str(row["id"]), ()))]


def take(session: Session, conclusion: str, *, clause: str = "") -> str:
    """Make this unit's own task from a conclusion.

    Args:
        session: a unit's session, or the Sở's for a task of its own.
        conclusion: the conclusion.
        clause: under which the task stands; "" for the point that the conclusion names, else that of meetings (e).

    Returns:
        Id of the task.

    Raises:
        NotFound: there is no such conclusion.
        Refused: it is not for this unit, or was taken over already.
        Invalid: the clause is none.
    """
    row = actions.show(session, "conclusion", conclusion)
    meeting = actions.show(session, "meeting", str(row["meeting"]))
    if not session.is_province and not is_for(session, row, meeting):
        raise Refused(tr("Kết luận này không giao cho đơn vị."))
    if taken_as(session, conclusion):
        raise Refused(tr("Kết luận này đã được nhận thành nhiệm vụ."))
    content = " ".join(str(row["content"]).split())
    day = as_date(meeting["starts_at"])
    said = f"Kết luận {meeting['title']}" + (f" ({meeting['notice']})" if meeting["notice"] else "")
    values: dict[str, Value] = {
        "clause": clause or clause_for(session, str(row["clause"] or "")),
        "title": content if len(content) <= TITLE_LENGTH else content[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…",
        "description": str(row["content"]),
        "assigned_by": said,
        "assigned_on": day.isoformat() if day else None,
        "due_on": row["due_on"] if not day or not row["due_on"] or str(row["due_on"]) >= day.isoformat() else None,
        "status": "planned",
        "source": conclusion,
    }
    return actions.add(session, "task", values)


def clause_for(session: Session, clause: str) -> str:
    """Give the clause under which this unit's task stands for a conclusion's clause.

    A point of Điều 6 is that of the unit's own paragraph (6.1 or 6.2); the Sở's own task stands under its point of 9.1,
    else under 9.2.e.
    """
    unit = session.own_unit(session.today())
    duties = session.catalogue().duties_of(unit, session.today()) if unit else "QyD.6.2"
    if duties == "QyD.9.1":
        return clause if clause.startswith("QyD.9.") else "QyD.9.2.e"
    article, _, point = clause.rpartition(".")
    if article in ("QyD.6.1", "QyD.6.2"):
        return f"{duties}.{point}"
    return f"{duties}.e"


def set_agenda(session: Session, meeting: str, lines: Sequence[str]) -> int:
    """Put lines at the end of a giao ban's agenda; those that stand there already are left out.

    Returns:
        How many were put in.

    Raises:
        NotFound: there is no such giao ban.
        Refused: this is not the Sở's store.
        BadInput: nothing new is proposed.
    """
    row = actions.show(session, "meeting", meeting)
    check_authority(session, TYPES["meeting"], row, ["agenda"])
    there = str(row["agenda"] or "").splitlines()
    new = [line for line in lines if line not in there]
    if not new:
        raise BadInput(tr("Không có việc tồn đọng nào mới để đưa vào chương trình."))
    text = "\n".join([*there, *new])
    problems = problems_of(session, "meeting", {"agenda": text}, whole=False)
    if problems:
        raise Invalid(problems)
    actions.change(session, "meeting", meeting, {"agenda": text})
    return len(new)
