"""Whole lists as a workbook: one sheet a record type, every field a column, in the words the importer reads back.

Printing and saving the list *shown* is :mod:`bgit_desktop.services.printing`; this is what ``export-xlsx`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bgit_desktop.core.fields import MASK, Field, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import record_type
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.display import Display
from bgit_desktop.services.exports_noted import note_export
from bgit_desktop.services.writing import whole_document
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.sheet_model import Cell, Kind, Sheet

_KINDS: dict[str, Kind] = {"date": "date", "datetime": "datetime", "int": "number", "number": "number", "bool": "bool"}


def export_types(session: Session, names: Sequence[str], out: Path, progress: Progress = no_progress) -> dict[str, int]:
    """Write all records of some types into a workbook.

    Args:
        session: the session.
        names: the record types, in the order of the sheets.
        out: the ``.xlsx`` file; one there is replaced.
        progress: told how far it is.

    Returns:
        Record type → number of rows.

    Raises:
        NotFound: there is no such type.
        EnvironmentProblem: the file cannot be written; an earlier one is still there.
    """
    from bgit_desktop.documents.xlsx_write import write_workbook

    kinds = [record_type(name) for name in dict.fromkeys(names)]
    sheets, counts = [], {}
    for done, kind in enumerate(kinds):
        progress(done, len(kinds), str(kind.plural))
        sheets.append(_sheet(session, kind.name))
        counts[kind.name] = len(sheets[-1].rows)
    with whole_document(out) as file:
        write_workbook(sheets, file)
    note_export(session, " ".join(counts), sum(counts.values()), out)
    return counts


def _sheet(session: Session, name: str) -> Sheet:
    from bgit_desktop.documents.sheet_model import Column, Sheet

    kind = record_type(name)
    found = records.select(session.store.db, Query(name, sort=kind.default_sort))
    display = Display(session)
    display.prepare(kind.fields, found)
    columns = [Column(each.name, str(each.label), _KINDS.get(each.kind, "text")) for each in kind.fields]
    rows = [[_cell(display, field, record[field.name]) for field in kind.fields] for record in found]
    if session.is_province and kind.scope == "unit":
        columns.insert(0, Column("unit", tr("Đơn vị")))
        for record, row in zip(found, rows, strict=True):
            row.insert(0, display.units.get(str(record["unit"]), str(record["unit"])))
    return Sheet(str(kind.plural), tuple(columns), rows)


def _cell(display: Display, field: Field, value: Value) -> Cell:
    if value is None or isinstance(value, list) or field.kind not in _KINDS or value == MASK:
        return display.text(field, value) or None
    return value
