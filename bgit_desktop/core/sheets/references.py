"""Finding what a cell names: officers by name, documents by number, other records by title.

A document that is not there yet is made from what the cell says of it; a person is not, for a name alone is too little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bgit_desktop.core.fields import Field, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.sheets.compound import split_document, split_people
from bgit_desktop.core.sheets.known import Change, Known, differences
from bgit_desktop.core.sheets.model import Problem, Target
from bgit_desktop.core.sheets.rows import SourceRow, field_left_empty, row_left_out


@dataclass(slots=True)
class Draft:
    """What one row comes to, while it is being planned.

    Attributes:
        row: the row.
        changes: records to make or change, in order.
        problems: cells that were not taken, beyond those found in reading.
        refused: whether the row is left out after all.
    """

    row: SourceRow
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False

    def reject(self, target: Target, reason: str) -> None:
        """Leave a field empty, or the whole row out where the record cannot be without it."""
        declared = TYPES[target[0]].by_name[target[1]]
        needed = target[0] == self.row.type and declared.required
        text = row_left_out(reason) if needed else field_left_empty(reason, declared)
        self.problems.append(self.row.problem(target, text, refused=needed))
        self.refused = self.refused or needed


class References:
    """Turns the texts of a row's reference cells into ids.

    Args:
        known: the records there are.
        new_id: gives the id of a document to be made.
    """

    def __init__(self, known: Known, new_id: Callable[[], str]) -> None:
        self._known = known
        self._new_id = new_id

    def resolve(self, draft: Draft, target: Target, text: str) -> Value:
        """Find what a cell names.

        Args:
            draft: the row's plan; takes the document to be made, and the problem where nothing is found.
            target: the reference field.
            text: the cell.

        Returns:
            The id, the ids, or None.
        """
        declared = TYPES[target[0]].by_name[target[1]]
        if declared.target == "document":
            return self._document(draft, target, text)
        if declared.kind == "refs":
            found = [self._record(draft, target, declared, name) for name in split_people(text)]
            ids = list(dict.fromkeys(each for each in found if each is not None))
            return ids or None
        return self._record(draft, target, declared, text)

    def _record(self, draft: Draft, target: Target, declared: Field, text: str) -> str | None:
        kind = declared.target
        if self._known.get(kind, text.lower()):
            return text.lower()
        ids = self._known.people(text) if kind == "officer" else self._known.titled(kind, text)
        if len(ids) == 1:
            return ids[0]
        label = str(TYPES[kind].label).lower()
        if ids:
            reason = tr(
                "có {count} {type} cùng tên “{text}”, không rõ là ai; hãy nhập dòng này bằng tay",
                count=len(ids), type=label, text=text,
            )  # fmt: skip
        else:
            reason = tr("chưa có {type} “{text}”; hãy thêm rồi nhập lại tệp này", type=label, text=text)
        draft.reject(target, reason)
        return None

    def _document(self, draft: Draft, target: Target, text: str) -> str | None:
        diploma = target[0] == "qualification"
        named = split_document(text, diploma=diploma)
        if named is None:
            draft.reject(target, tr("“{text}” không có số văn bản; hãy ghi như 12/QĐ-UBND ngày 05/01/2015", text=text))
            return None
        values: dict[str, Value] = {"number": named.number, **named.values}
        if not diploma:
            values.update(draft.row.inside("document"))
        if named.wrong_day and "issued_on" not in values:
            issued = TYPES["document"].by_name["issued_on"]
            draft.problems.append(draft.row.problem(target, field_left_empty(named.wrong_day, issued)))
        record_id, change = self._find_or_make(draft, values)
        if change is not None:
            draft.changes.append(change)
        return record_id

    def _find_or_make(self, draft: Draft, values: dict[str, Value]) -> tuple[str, Change | None]:
        """Numbers begin anew each year: the same number with another day is another document."""
        day = values.get("issued_on")
        ids = self._known.same("document", values)
        days = {each: self._known.get("document", each).get("issued_on") for each in ids}
        fitting = [each for each in ids if day is not None and days[each] == day]
        if not fitting and day is None and len(ids) == 1:
            fitting = ids
        if not fitting and day is not None:
            fitting = [each for each in ids if days[each] is None]
        if fitting:
            new = differences("document", self._known.get("document", fitting[0]), values)
            return fitting[0], Change("update", "document", fitting[0], new) if new else None
        for change in draft.changes:
            if change.type == "document" and change.values == values:
                return change.id, None
        made = self._new_id()
        return made, Change("insert", "document", made, values)
