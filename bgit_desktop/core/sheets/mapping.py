"""Which column of a sheet is which field: what the program proposes and a person confirms or corrects."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bgit_desktop.core.fields import Field
from bgit_desktop.core.registry import TYPES, flat_children_of
from bgit_desktop.core.sheets.model import Target

_DOCUMENT_DETAILS = ("issued_on",)  # of the document a row names, where a column of its own holds its date


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column is taken for.

    Attributes:
        column: counted from 0.
        header: its header as the sheet has it; the headers of both rows where there are two.
        type: the record type it fills, "" where the column is left out.
        field: the field, "" where the column is left out.
        confidence: 1 where the header is a known name of the field, less where it only contains one; 0 left out.
        serial: the column holds running numbers (STT).
        implies: the sex that the column stands for, where "Nam" and "Nữ" have a column each: the birth date, or a
            cross, is in the one that fits. Both then fill the same field.
    """

    column: int
    header: str
    type: str = ""
    field: str = ""
    confidence: float = 0.0
    serial: bool = False
    implies: str = ""

    @property
    def target(self) -> Target | None:
        """The field it fills; None where the column is left out."""
        return (self.type, self.field) if self.field else None


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How one sheet is to be read.

    Attributes:
        sheet: its title.
        type: the record type that a row makes.
        header_row: first row of the header, counted from 0.
        first_row: first row under the header, counted from 0.
        columns: every column that has a header.
        score: how well the header fits; only to compare.
    """

    sheet: str
    type: str
    header_row: int
    first_row: int
    columns: tuple[ColumnMapping, ...]
    score: float = 0.0

    @property
    def targets(self) -> dict[Target, int]:
        """The fields filled, with their columns."""
        found: dict[Target, int] = {}
        for each in self.columns:
            if each.target is not None:
                found.setdefault(each.target, each.column)
        return found

    @property
    def recognised(self) -> float:
        """The confidence of all columns together."""
        return sum(each.confidence for each in self.columns)

    @property
    def serial_column(self) -> int | None:
        """The column of running numbers."""
        return next((each.column for each in self.columns if each.serial), None)

    def with_column(self, column: int, target: Target | None) -> SheetMapping:
        """Take a column for another field, or leave it out; a column that filled this field before is left out.

        Args:
            column: counted from 0.
            target: the field, or None to leave the column out.
        """
        changed = []
        for each in self.columns:
            if each.column == column:
                kind, name = target or ("", "")
                each = replace(each, type=kind, field=name, confidence=1.0 if target else 0.0, serial=False)
                each = replace(each, implies="")
            elif target is not None and each.target == target:
                each = replace(each, type="", field="", confidence=0.0, implies="")
            changed.append(each)
        return replace(self, columns=tuple(changed))


def targets_of(type_name: str) -> list[tuple[Target, Field]]:
    """Give all fields that a row of a sheet may fill.

    They are the type's own, then those of the records inside it (a flat row of officers holds the degree and the
    certificates too), then the date of the document that a row names.
    """
    kind = TYPES[type_name]
    if not kind.from_sheets:
        return []
    found = [((type_name, field.name), field) for field in kind.fields if not field.restricted]
    for child in flat_children_of(type_name):
        found += [((child.name, field.name), field) for field in child.fields if field.name != child.parent]
    if document_field(type_name):
        document = TYPES["document"].by_name
        found += [(("document", name), document[name]) for name in _DOCUMENT_DETAILS]
    return found


def target_label(type_name: str, target: Target) -> str:
    """Give a target's name for people: the field's label, with its type where that is not the sheet's own."""
    kind = TYPES[target[0]]
    label = str(kind.by_name[target[1]].label)
    return label if target[0] == type_name else f"{kind.label}: {label}"


def document_field(type_name: str) -> str:
    """Give the field of a type that names the document a row goes by; "" where it has none."""
    for field in TYPES[type_name].fields:
        if field.kind == "ref" and field.target == "document":
            return field.name
    return ""
