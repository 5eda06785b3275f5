"""The plan of an import: for every row what it creates or changes, or why it is left out. Nothing is written here.

Every row of the sheet comes out as one of four: created, updated, unchanged, refused. A blank cell never empties a
field. The same person is who has the same name and birth date (REGULATION.md). Where a birth date is missing, in the
row or in the record of that name, a person must choose, with one exception that needs no decision: everything the row
says stands already in the one record of that name. That is why the same file imported again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, children_of
from bgit_desktop.core.sheets.compound import split_certificates
from bgit_desktop.core.sheets.known import Change, Known, differences
from bgit_desktop.core.sheets.majors_listed import listed_field
from bgit_desktop.core.sheets.model import Problem
from bgit_desktop.core.sheets.references import Draft, References
from bgit_desktop.core.sheets.rows import SourceRow, row_left_out
from bgit_desktop.core.values import format_date

Outcome = Literal["created", "updated", "unchanged", "refused"]
Choices = Mapping[tuple[str, int], str]
"""Whom a row means, as a person chose: (sheet, row) → the record's id, or :data:`NEW`."""

NEW = "new"
Check = Callable[[str, Mapping[str, Value]], Sequence[tuple[str, str]]]
"""Gives field and reason of what contradicts itself in a whole record (an end before its beginning)."""


def _no_check(_type: str, _values: Mapping[str, Value]) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row.

    Attributes:
        sheet: the sheet's title.
        number: the row, as Excel counts.
        type: the record type.
        title: what the record is called.
        outcome: created, updated, unchanged or refused.
        changes: records to make or change; none unless created or updated.
        candidates: ids of the officers of this name, where a person must choose.
    """

    sheet: str
    number: int
    type: str
    title: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        rows: every row read, in the order of the sheets.
        problems: cells not taken, in that order.
        notes: values the program filled in by itself, for a person to check.
    """

    rows: tuple[PlannedRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    @property
    def changes(self) -> list[Change]:
        """Everything to write, in order."""
        return [change for row in self.rows for change in row.changes]

    def count(self, outcome: Outcome) -> int:
        """Count the rows that come out a given way."""
        return sum(row.outcome == outcome for row in self.rows)


def plan_import(
    rows: Iterable[SourceRow],
    existing: Mapping[str, Sequence[Record]],
    *,
    new_id: Callable[[], str],
    choices: Choices | None = None,
    check: Check = _no_check,
) -> ImportPlan:
    """Match rows with the records there are.

    Args:
        rows: the rows read, sheets of officers before those that name them.
        existing: the records of every type concerned.
        new_id: gives the id of a new record.
        choices: whom rows without a birth date mean.
        check: finds contradictions in a whole record.

    Returns:
        The plan; the same rows and records give the same plan but for the new ids.
    """
    planner = _Planner(Known(existing), new_id, choices or {}, check)
    planned = [planner.plan(row) for row in rows]
    return ImportPlan(tuple(planned), tuple(planner.problems), tuple(planner.notes))


class _Planner:
    """Plans one row after the other; later rows see what earlier ones will have made."""

    def __init__(self, known: Known, new_id: Callable[[], str], choices: Choices, check: Check) -> None:
        self._known = known
        self._new_id = new_id
        self._choices = choices
        self._check = check
        self._references = References(known, new_id)
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def plan(self, row: SourceRow) -> PlannedRow:
        """Plan one row."""
        draft = Draft(row, refused=row.refused)
        title = str(row.values.get((row.type, TYPES[row.type].title)) or "")
        notes: list[Problem] = []
        created = False
        candidates: tuple[str, ...] = ()
        own = {} if draft.refused else self._own_values(draft)
        if not draft.refused:
            if row.type == "officer":
                record_id, candidates = self._whom(draft, own)
            else:
                record_id = next(iter(self._known.same(row.type, own)), None)
            if candidates:
                draft.refused = self._must_choose(draft, own, candidates)
            else:
                created = record_id is None
                self._write_own(draft, record_id, own, notes)
        self.problems += [*row.problems, *draft.problems]
        if draft.refused:
            return PlannedRow(row.sheet, row.number, row.type, title, "refused", (), candidates)
        for change in draft.changes:
            self._known.take(change)
        self.notes += notes
        outcome: Outcome = "created" if created else "updated" if draft.changes else "unchanged"
        return PlannedRow(row.sheet, row.number, row.type, title, outcome, tuple(draft.changes))

    def _own_values(self, draft: Draft) -> dict[str, Value]:
        """Give the row's own values, its references found."""
        kind = TYPES[draft.row.type]
        values: dict[str, Value] = {}
        for name, value in draft.row.own().items():
            if kind.by_name[name].kind in ("ref", "refs"):
                value = self._references.resolve(draft, (kind.name, name), str(value))
            if value is not None and value != []:
                values[name] = value
        return values

    # -- whom a row of officers means ----------------------------------------------------------------------------

    def _whom(self, draft: Draft, own: Mapping[str, Value]) -> tuple[str | None, tuple[str, ...]]:
        """Find the officer a row means.

        Returns:
            The officer's id, None for a new one; and those to choose from where a person must.
        """
        named = self._known.people(str(own["full_name"]))
        chosen = self._choices.get((draft.row.sheet, draft.row.number))
        if chosen == NEW:
            # a second import of the same choice must not make the person twice
            return next((each for each in named if self._says_nothing_new(draft, own, each)), None), ()
        if chosen is not None and self._known.get("officer", chosen):
            return chosen, ()
        born = own.get("birth_date")
        dates = {each: self._known.get("officer", each).get("birth_date") for each in named}
        if born is not None:
            same = [each for each in named if dates[each] == born]
            if same:
                return same[0], ()
        doubtful = tuple(each for each in named if born is None or dates[each] is None)
        if len(doubtful) == 1 and len(named) == 1 and self._says_nothing_new(draft, own, doubtful[0]):
            return doubtful[0], ()
        return None, doubtful

    def _says_nothing_new(self, draft: Draft, own: Mapping[str, Value], officer: str) -> bool:
        trial = Draft(draft.row, list(draft.changes))
        self._write_own(trial, officer, own, [])
        return not trial.changes

    def _must_choose(self, draft: Draft, own: Mapping[str, Value], candidates: Sequence[str]) -> bool:
        born = [self._known.get("officer", each).get("birth_date") for each in candidates]
        shown = ", ".join(format_date(str(day)) if day else tr("không rõ ngày sinh") for day in born)
        missing = tr("dòng này thiếu ngày sinh") if own.get("birth_date") is None else tr("hồ sơ thiếu ngày sinh")
        reason = tr(
            "đã có {count} cán bộ tên “{name}” ({shown}) mà {missing} nên không rõ có phải một người; hãy chọn người "
            "khi xem trước, hoặc ghi đủ ngày sinh rồi nhập lại",
            count=len(candidates), name=own["full_name"], shown=shown, missing=missing,
        )  # fmt: skip
        draft.problems.append(draft.row.problem(("officer", "full_name"), row_left_out(reason), refused=True))
        return True

    # -- what a row writes ---------------------------------------------------------------------------------------

    def _write_own(self, draft: Draft, record_id: str | None, own: Mapping[str, Value], notes: list[Problem]) -> None:
        type_name = draft.row.type
        before = self._known.get(type_name, record_id) if record_id else {}
        wanted = self._consistent(draft, before, {**self._defaults(draft.row, before, own), **own})
        if record_id is None:
            record_id = self._new_id()
            draft.changes.append(Change("insert", type_name, record_id, wanted))
        elif new := differences(type_name, before, wanted):
            draft.changes.append(Change("update", type_name, record_id, new))
        for child in children_of(type_name):
            inside = draft.row.inside(child.name)
            if child.name == "certificate":
                self._certificates(draft, record_id, inside)
            elif inside:
                self._qualification(draft, record_id, inside, notes)

    @staticmethod
    def _defaults(row: SourceRow, before: Record, own: Mapping[str, Value]) -> dict[str, Value]:
        """Give what a row leaves unsaid: the declared defaults of a new record.

        An incident with the time of its repair is closed, where the sheet has no column for that.
        """
        silent = row.type == "incident" and "status" not in own and "fixed_at" in own
        if before:
            fixed_now = silent and not before.get("fixed_at") and before.get("status") != "closed"
            return {"status": "closed"} if fixed_now else {}
        defaults: dict[str, Value] = {
            each.name: each.default for each in TYPES[row.type].fields if each.default is not None
        }
        if silent:
            defaults["status"] = "closed"
        return defaults

    def _consistent(self, draft: Draft, before: Record, values: dict[str, Value]) -> dict[str, Value]:
        """Leave out values that contradict the record as a whole, and name their cells."""
        kept = dict(values)
        for name, reason in self._check(draft.row.type, {**before, **values}):
            if name in kept and (draft.row.type, name) in draft.row.values:
                del kept[name]
                draft.reject((draft.row.type, name), reason.rstrip("."))
        return kept

    def _child(self, draft: Draft, type_name: str, values: Mapping[str, Value]) -> bool:
        """Make a record inside the row's own, or change the one that is there; tell whether it was made."""
        ids = self._known.same(type_name, values)
        if not ids:
            draft.changes.append(Change("insert", type_name, self._new_id(), dict(values)))
            return True
        if new := differences(type_name, self._known.get(type_name, ids[0]), values):
            draft.changes.append(Change("update", type_name, ids[0], new))
        return False

    def _certificates(self, draft: Draft, officer: str, inside: Mapping[str, Value]) -> None:
        names = split_certificates(str(inside.get("name") or ""))
        details = {name: value for name, value in inside.items() if name != "name"}
        if details and len(names) != 1:
            for name in details:
                reason = (
                    tr("ô chứng chỉ ghi {count} chứng chỉ, không rõ số liệu này của chứng chỉ nào", count=len(names))
                    if names
                    else tr("dòng này không ghi tên chứng chỉ")
                )
                draft.reject(("certificate", name), reason)
            details = {}
        for name in names:
            self._child(draft, "certificate", {"officer": officer, "name": name, **details})

    def _qualification(self, draft: Draft, officer: str, inside: Mapping[str, Value], notes: list[Problem]) -> None:
        target = ("qualification", "level")
        if "level" not in inside:
            if target not in draft.row.columns or not any(
                problem.cell == draft.row.problem(target, "").cell for problem in draft.row.problems
            ):
                reason = tr("dòng này ghi bằng cấp mà không rõ trình độ; hãy ghi Trung cấp, Cao đẳng, Đại học …")
                draft.reject(target, reason)
            return
        values: dict[str, Value] = {"officer": officer, **inside}
        document = inside.get("document")
        if document is not None:
            values["document"] = self._references.resolve(draft, ("qualification", "document"), str(document))
        values = {name: value for name, value in values.items() if value is not None}
        if not self._known.same("qualification", values) and "field" not in values:
            suggested = listed_field(str(values.get("major") or ""))
            if suggested:
                values["field"] = suggested
                notes.append(self._field_note(draft.row, suggested))
        self._child(draft, "qualification", values)

    @staticmethod
    def _field_note(row: SourceRow, suggested: str) -> Problem:
        label = TYPES["qualification"].by_name["field"].choice_label(suggested)
        reason = tr(
            "Nhóm ngành được ghi là “{label}” vì chuyên ngành có tên trong danh mục của Thông tư 45/2017; "
            "hãy kiểm tra lại.",
            label=label,
        )
        return row.problem(("qualification", "major"), reason)
