"""The list shown in the window, printed as PDF or saved as a workbook, as it is filtered and sorted.

Brings the records, their display values and the document writers together; reportlab and openpyxl load when they are
first used. Both write whole files or none: a full disk leaves what was there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bgit_desktop.core.fields import Field, RecordType, Value
from bgit_desktop.core.i18n import tr, vietnamese
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.verdicts.model import STATE_LABELS, State
from bgit_desktop.services import lists, verdicts
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.display import Display
from bgit_desktop.services.exports_noted import note_export
from bgit_desktop.store import ordering
from bgit_desktop.store.records import Query

VERDICT = "verdict"
"""Name of the column with the verdict under Điều 4."""

_SLICE = 1000

TITLES = {
    "officer": "Danh sách cán bộ chuyên trách công nghệ thông tin",
    "task": "Sổ theo dõi nhiệm vụ",
    "incident": "Sổ theo dõi sự cố",
    "training": "Danh sách đào tạo, tập huấn",
    "document": "Danh mục văn bản",
    "system": "Danh mục hệ thống công nghệ thông tin",
    "difficulty": "Khó khăn, vướng mắc",
    "dedicated_unit": "Danh sách đơn vị chuyên trách công nghệ thông tin",
}
"""Titles of printed lists; documents are always in Vietnamese. Others carry the type's plural."""


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list as it is on the screen.

    Attributes:
        query: which records in which order.
        columns: names of fields, ``unit`` or ``verdict``.
        state: only officers with this verdict under Điều 4.
        filters: the filters in words.
    """

    query: Query
    columns: tuple[str, ...]
    state: State | None = None
    filters: tuple[str, ...] = ()


def print_list(session: Session, shown: ListShown, out: Path, progress: Progress = no_progress) -> int:
    """Print a list as PDF.

    Args:
        session: the session.
        shown: the list.
        out: the file to write; replaced where it is there.
        progress: told how many rows are done.

    Returns:
        The number of pages.

    Raises:
        EnvironmentProblem: the file cannot be written.
        Cancelled: the user stopped it.
    """
    kind = TYPES[shown.query.type]
    records = _records(session, kind, shown, progress)
    texts = _texts(session, kind, shown.columns, records)

    from bgit_desktop.documents.list_print import PrintedList, write_list
    from bgit_desktop.documents.nd30.model import Column
    from bgit_desktop.services.writing import whole_document

    columns = tuple(
        Column(_header(kind, name), "right" if _is_number(kind, name) else "left") for name in shown.columns
    )
    printed = PrintedList(
        TITLES.get(kind.name, kind.plural.vi),
        unit_name(session),
        columns,
        tuple(tuple(row) for row in texts),
        session.moment().replace(tzinfo=None),
        shown.filters,
    )
    progress(len(records), len(records), tr("Đang dàn trang"))
    with whole_document(out) as file:
        pages = write_list(printed, file)
    note_export(session, kind.name, len(records), out)
    return pages


def export_xlsx(session: Session, shown: ListShown, out: Path, progress: Progress = no_progress) -> int:
    """Save a list as a workbook with typed cells.

    Returns:
        The number of rows.

    Raises:
        EnvironmentProblem: the file cannot be written.
        Cancelled: the user stopped it.
    """
    kind = TYPES[shown.query.type]
    records = _records(session, kind, shown, progress)
    texts = _texts(session, kind, shown.columns, records)

    from bgit_desktop.documents.xlsx_write import Column, Sheet, write_workbook
    from bgit_desktop.services.writing import whole_document

    columns = tuple(Column(name, _header(kind, name), _cell_kind(kind.by_name.get(name))) for name in shown.columns)
    rows = [
        [_cell(kind.by_name.get(name), record, text) for name, text in zip(shown.columns, row, strict=True)]
        for record, row in zip(records, texts, strict=True)
    ]
    # the header stays in row 1, so that the file can be read back by the importer
    sheet = Sheet(kind.plural.vi, columns, rows)
    progress(len(records), len(records), tr("Đang ghi tệp"))
    with whole_document(out) as file:
        write_workbook([sheet], file, author=unit_name(session))
    note_export(session, kind.name, len(rows), out)
    return len(rows)


def unit_name(session: Session) -> str:
    """Give the name of the unit whose store this is."""
    unit = session.own_unit(session.today())
    return unit.name if unit is not None else session.unit


def _records(session: Session, kind: RecordType, shown: ListShown, progress: Progress) -> list[dict[str, Value]]:
    numbers = lists.order(session, shown.query, shown.state)
    found: list[dict[str, Value]] = []
    for start in range(0, len(numbers), _SLICE):
        progress(start, len(numbers), tr("Đang đọc danh sách"))
        found += ordering.read(session.store.db, kind, numbers[start : start + _SLICE])
    return found


def _texts(
    session: Session, kind: RecordType, columns: Sequence[str], records: list[dict[str, Value]]
) -> list[list[str]]:
    """Give the cells in Vietnamese, whatever language the window speaks."""
    with vietnamese():
        return _vietnamese_texts(session, kind, columns, records)


def _vietnamese_texts(
    session: Session, kind: RecordType, columns: Sequence[str], records: list[dict[str, Value]]
) -> list[list[str]]:
    display = Display(session)
    fields = [kind.by_name.get(name) for name in columns]
    display.prepare([field for field in fields if field is not None], records)
    states = _states(session) if VERDICT in columns else {}
    rows = []
    for record in records:
        row = []
        for name, field in zip(columns, fields, strict=True):
            if name == VERDICT:
                row.append(states.get(str(record["id"]), ""))
            elif field is None:
                row.append(display.units.get(str(record["unit"]), str(record["unit"])))
            else:
                row.append(display.text(field, record[field.name]))
        rows.append(row)
    return rows


def _states(session: Session) -> dict[str, str]:
    """Give the words of every officer's verdict under Điều 4, in Vietnamese: it goes into a document."""
    found = verdicts.verdicts(session, clauses=("QyD.4",))
    return {each.subject: STATE_LABELS[each.verdict].vi for each in found if each.clause == "QyD.4"}


def _header(kind: RecordType, name: str) -> str:
    if name == VERDICT:
        return "Điều 4"
    return "Đơn vị" if name == lists.UNIT else kind.by_name[name].label.vi


def _is_number(kind: RecordType, name: str) -> bool:
    return name in kind.by_name and kind.by_name[name].kind in ("int", "number")


def _cell_kind(field: Field | None) -> Literal["text", "number", "date", "datetime"]:
    kinds: dict[str, Literal["number", "date", "datetime"]] = {
        "int": "number",
        "number": "number",
        "date": "date",
        "datetime": "datetime",
    }
    return kinds.get(field.kind, "text") if field is not None else "text"


def _cell(field: Field | None, record: dict[str, Value], text: str) -> str | int | float | None:
    """Give dates and numbers as they are, everything else as people read it."""
    if field is not None and field.kind in ("int", "number", "date", "datetime"):
        value = record[field.name]
        assert not isinstance(value, list)  # such fields hold one value
        return value
    return text or None
