"""Evaluation (Điều 9.2.d): points by criteria from records, every point with the records that it counts.

A measure turns records into :class:`Item` s: what counted for, what counted against, what is not known and what does not
count. Points are the share of "for" among what is known, times the most points of the criterion. Where nothing is known
there are no points at all — never zero — and the result says so. The scale of ratings is a choice of this program, not of
the regulation; the Sở may set another (code table ``evaluation_rating``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date
from bgit_desktop.core.verdicts.absence import not_sent
from bgit_desktop.core.verdicts.model import Verdict

Outcome = Literal["good", "bad", "unknown", "excluded"]
SubjectType = Literal["unit", "officer"]

MANUAL: Final = "manual"
RATING_TABLE: Final = "evaluation_rating"
"""Code table in which the Sở keeps a scale of its own: code → least per cent (its ``rank``)."""
THRESHOLDS: Final[Mapping[str, int]] = {"excellent": 90, "good": 75, "fair": 50, "poor": 0}
"""Least per cent of the most points for each rating: this program's proposal, no number of the regulation."""
ENOUGH: Final = Decimal("0.5")
"""Share of the most points that must have points before a rating is proposed: this program's choice."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record as a measure sees it.

    Attributes:
        type: its record type; "" for what stands for no record (a report never sent, a point without work).
        id: its id.
        name: what a person calls it.
        outcome: for (``good``), against (``bad``), not known, or not counted.
        why: a word on it; may be empty.
    """

    type: str
    id: str
    name: str
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a set: see the record type ``criterion``."""

    code: str
    label: str
    measure: str
    max_points: Decimal
    subject_type: SubjectType
    clause: str = ""
    note: str = ""

    @classmethod
    def from_record(cls, record: Record) -> Criterion:
        """Build it from a record."""
        subject: SubjectType = "officer" if record.get("subject_type") == "officer" else "unit"
        return cls(
            str(record.get("code") or ""), str(record.get("label") or ""), str(record.get("measure") or MANUAL),
            Decimal(str(record.get("max_points") or 0)), subject, str(record.get("clause") or ""),
            str(record.get("note") or ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Points:
    """The points under one criterion.

    Attributes:
        criterion: the criterion.
        points: None where there are no data, or nobody has given any yet.
        said: how they came about, or what is missing.
        items: the records looked at.
        by_person: typed by a person, with the reason in :attr:`said`.
    """

    criterion: Criterion
    points: Decimal | None
    said: str
    items: tuple[Item, ...] = ()
    by_person: bool = False

    @property
    def counted(self) -> tuple[Item, ...]:
        """The records that decided."""
        return tuple(each for each in self.items if each.outcome in ("good", "bad"))


# -- measures --------------------------------------------------------------------------------------------------------


def of_verdicts(verdicts: Iterable[Verdict], kind: str) -> list[Item]:
    """Take verdicts as they are: met for, not met against, missing or to be reviewed not known."""
    outcomes: dict[str, Outcome] = {"met": "good", "not_met": "bad", "not_applicable": "excluded"}
    return [
        Item(
            kind, each.subject, each.name, outcomes.get(each.verdict, "unknown"), each.reasons[-1] if each.reasons else ""
        )
        for each in verdicts
    ]  # fmt: skip


def coverage(verdicts: Sequence[Verdict]) -> list[Item]:
    """Take the points of Điều 6: one with work done for, one with nothing recorded against.

    The measure is the share of points with work recorded, so that a point without any earns nothing; but where nothing
    was recorded under any point, nothing is known.
    """
    known = any(each.verdict in ("met", "not_met", "review") for each in verdicts)
    found = []
    for each in verdicts:
        outcome: Outcome = "bad" if known else "unknown"
        if each.verdict == "not_applicable":
            outcome = "excluded"
        elif each.verdict in ("met", "review"):  # more than 40 % under g asks for a look; the work was done
            outcome = "good"
        why = tr("chưa ghi nhận việc nào") if each.verdict == "missing" else ""
        found.append(Item("", "", each.clause.replace("QyD.", "Điều "), outcome, why))
    return found


@dataclass(frozen=True, slots=True)
class DoneOn:
    """When a task was marked done, and when its record was made."""

    done: date
    made: date | None


def tasks_done(tasks: Iterable[Record]) -> list[Item]:
    """Take tasks: done for, open against; cancelled ones do not count."""
    outcomes: dict[str, Outcome] = {"done": "good", "cancelled": "excluded"}
    return [_task(each, outcomes.get(str(each.get("status")), "bad")) for each in tasks]


def tasks_on_time(tasks: Iterable[Record], done: Mapping[str, DoneOn], day: date) -> list[Item]:
    """Take tasks that have a due date.

    Args:
        tasks: the tasks.
        done: task → when it was marked done.
        day: the day asked for.

    Returns:
        In time: marked done by the due date. Late: marked later, or open past it. Not known: noted afterwards as done
        already, so that nobody can tell when it was. Not yet due, cancelled, without a due date: not counted.
    """
    found = []
    for task in tasks:
        due, status = as_date(task.get("due_on")), task.get("status")
        if due is None or status == "cancelled":
            found.append(_task(task, "excluded", tr("không có hạn") if due is None else tr("đã hủy")))
            continue
        if status != "done":
            found.append(_task(task, "bad" if due < day else "excluded", tr("quá hạn") if due < day else ""))
            continue
        moment = done.get(str(task.get("id")))
        if moment is None or (moment.done > due and moment.made == moment.done):
            found.append(_task(task, "unknown", tr("ghi sau, không rõ ngày hoàn thành")))
        else:
            found.append(_task(task, "good" if moment.done <= due else "bad"))
    return found


def _task(task: Record, outcome: Outcome, why: str = "") -> Item:
    return Item("task", str(task.get("id")), str(task.get("title") or ""), outcome, why)


def attendance(trainings: Iterable[Record], subject_type: SubjectType) -> list[Item]:
    """Take invitations: present for; absent against, unless that is not the subject's doing.

    "Không được cử", on other duty and on leave are not the officer's failure (Điều 10.2.d); for the unit a substitute
    counts as present and only leave excuses an absence.
    """
    found = []
    for row in trainings:
        outcome: Outcome = "good"
        if row.get("attendance") == "substitute":
            outcome = "good" if subject_type == "unit" else "excluded"
        elif row.get("attendance") == "absent":
            kind = row.get("absence_kind")
            excused = kind == "leave" or (subject_type == "officer" and (kind == "duty" or not_sent(row)))
            outcome = "excluded" if excused else "bad"
        why = str(row.get("absence_reason") or "")
        found.append(Item("training", str(row.get("id")), str(row.get("title") or ""), outcome, why))
    return found


# -- points ----------------------------------------------------------------------------------------------------------


def score(criterion: Criterion, items: Sequence[Item]) -> Points:
    """Give the points that the items earn: the share of "for" among what is known, to one decimal."""
    good = sum(each.outcome == "good" for each in items)
    known = good + sum(each.outcome == "bad" for each in items)
    unknown = sum(each.outcome == "unknown" for each in items)
    if not known:
        said = tr("Chưa có dữ liệu: {count} hồ sơ chưa rõ.", count=unknown) if unknown else tr("Chưa có dữ liệu.")
        return Points(criterion, None, said, tuple(items))
    points = (criterion.max_points * good / known).quantize(Decimal("0.1"), ROUND_HALF_UP)
    said = tr("{good}/{known} đạt", good=good, known=known)
    if unknown:
        said += tr("; {count} hồ sơ chưa rõ, không tính", count=unknown)
    return Points(criterion, points, said, tuple(items))


def given(criterion: Criterion, points: Decimal | None, reason: str, items: Sequence[Item] = ()) -> Points:
    """Give the points a person typed; none where nobody has."""
    if points is None:
        return Points(criterion, None, tr("Chờ người đánh giá cho điểm."))
    return Points(criterion, points, reason, tuple(items), by_person=True)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum.

    Attributes:
        points: the sum of what there is.
        of: the most points of the criteria that have points.
        most: the most points of all criteria.
        without: codes of the criteria without points.
        rating: proposed by the scale; "" where too little is known.
    """

    points: Decimal
    of: Decimal
    most: Decimal
    without: tuple[str, ...]
    rating: str


def total(points: Sequence[Points], thresholds: Mapping[str, int] = THRESHOLDS) -> Total:
    """Add points up and propose a rating by their share of what could be had where something is known."""
    known = [each for each in points if each.points is not None]
    got = sum((each.points for each in known if each.points is not None), Decimal(0))
    of = sum((each.criterion.max_points for each in known), Decimal(0))
    most = sum((each.criterion.max_points for each in points), Decimal(0))
    without = tuple(each.criterion.code for each in points if each.points is None)
    rating = rating_of(got, of, thresholds) if most and of / most >= ENOUGH else ""
    return Total(got, of, most, without, rating)


def rating_of(points: Decimal, of: Decimal, thresholds: Mapping[str, int]) -> str:
    """Give the best rating whose least share the points reach; "" where there is nothing to share."""
    if not of:
        return ""
    share = 100 * points / of
    reached = [name for name in thresholds if share >= thresholds[name]]
    return max(reached, key=lambda name: thresholds[name], default="")


# -- as they are kept ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of the field ``points``: what was given, why, and the records that counted."""

    points: Decimal | None
    said: str
    by_person: bool
    items: tuple[Item, ...] = ()


_NONE: Final = "-"
_PERSON: Final = "*"
_AGAINST: Final = "-"


def points_text(points: Decimal) -> str:
    """Write points without needless zeros."""
    return format(points.normalize(), "f")


def write_points(points: Iterable[Points]) -> str:
    """Write points as a record keeps them: ``code=points | reason | type:id …``.

    A star follows what a person typed, a stroke goes before what counted against.
    """
    lines = []
    for each in points:
        number = _NONE if each.points is None else points_text(each.points)
        star = _PERSON if each.by_person else ""
        said = " ".join(each.said.replace("|", "/").split())
        counted = " ".join(
            f"{_AGAINST if item.outcome == 'bad' else ''}{item.type}:{item.id}" for item in each.counted if item.type
        )
        lines.append(f"{each.criterion.code}={number}{star} | {said}" + (f" | {counted}" if counted else ""))
    return "\n".join(lines)


def read_points(text: str) -> dict[str, Kept]:
    """Read them back, by criterion; a line that is none is left out, as a person may have typed in the field."""
    found = {}
    for line in text.splitlines():
        head, *rest = (part.strip() for part in line.split("|"))
        code, sign, number = head.partition("=")
        by_person = number.endswith(_PERSON)
        number = number.removesuffix(_PERSON).strip().replace(",", ".")
        try:
            points = None if number == _NONE else Decimal(number)
        except ArithmeticError:
            continue
        if not sign or (points is not None and not points.is_finite()):
            continue
        items = [_item(word) for word in (rest[1].split() if len(rest) > 1 else ())]
        found[code.strip()] = Kept(
            points, rest[0] if rest else "", by_person, tuple(each for each in items if each.type and each.id)
        )  # fmt: skip
    return found


def _item(word: str) -> Item:
    kind, _colon, record = word.removeprefix(_AGAINST).partition(":")
    return Item(kind, record, "", "bad" if word.startswith(_AGAINST) else "good")
