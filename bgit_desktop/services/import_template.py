"""An empty workbook to fill in for a record type: its columns are those that the importer knows for certain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bgit_desktop.core.fields import Field
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.sheets.mapping import targets_of
from bgit_desktop.core.sheets.model import Target
from bgit_desktop.core.text import in_sentence
from bgit_desktop.errors import Refused
from bgit_desktop.services.context import Session
from bgit_desktop.services.writing import whole_document

if TYPE_CHECKING:
    from bgit_desktop.documents.xlsx_write import Column, Kind

_NOT_TYPED: Final = frozenset({"attachment", "signed_hash", "figures", "narrative"})
_CELL_KINDS: Final[dict[str, Kind]] = {
    "date": "date", "datetime": "datetime", "int": "number", "number": "number", "bool": "bool",
}  # fmt: skip
_EXAMPLES: Final[dict[Target, str]] = {
    ("officer", "full_name"): "Nguyễn Thị Hà",
    ("officer", "birth_date"): "12/03/1988",
    ("officer", "department"): "Phòng Văn hóa và Thông tin",
    ("officer", "assignment_document"): "12/QĐ-UBND ngày 05/01/2015",
    ("officer", "phone"): "0912 345 678",
    ("qualification", "major"): "Công nghệ thông tin",
    ("qualification", "institution"): "Đại học Thái Nguyên",
    ("qualification", "year"): "2012",
    ("certificate", "name"): "CCNA; MCSA",
    ("task", "clause"): "6.2.b",
    ("task", "officers"): "Nguyễn Thị Hà; Trần Văn Hùng",
    ("task", "assigned_on"): "05/02/2024",
    ("incident", "detected_at"): "08:15 12/01/2024",
    ("training", "officer"): "Nguyễn Thị Hà",
    ("training", "start_on"): "05/02/2024",
}


def template(session: Session, type_name: str, path: Path) -> None:
    """Write an empty workbook to fill in.

    Args:
        session: the session, for the code tables to choose from.
        type_name: the record type.
        path: the file to write; an existing one is replaced.

    Raises:
        NotFound: there is no such type.
        Refused: the type is not imported from Excel.
        EnvironmentProblem: the file cannot be written.
    """
    from bgit_desktop.documents.xlsx_write import Sheet, write_template

    kind = record_type(type_name)
    if type_name == "report" or not kind.from_sheets:
        raise Refused(tr("Không nhập “{type}” từ Excel được.", type=kind.plural))
    columns = tuple(_column(session, type_name, target, field) for target, field in _wanted(type_name))
    with whole_document(path) as file:
        write_template(Sheet(str(kind.plural), columns, ()), file)


def _wanted(type_name: str) -> list[tuple[Target, Field]]:
    """Give the columns: all a row may fill, but of certificates only the names, for a cell may list several."""
    labels: set[str] = set()
    found = []
    for target, field in targets_of(type_name):
        inside = target[0] != type_name
        if field.name in _NOT_TYPED or target[0] == "document" != type_name:
            continue
        if (inside and target[0] == "certificate" and field.name != "name") or str(field.label) in labels:
            continue
        labels.add(str(field.label))
        found.append((target, field))
    return found


def _column(session: Session, type_name: str, target: Target, field: Field) -> Column:
    from bgit_desktop.documents.xlsx_write import Column

    choices: tuple[str, ...] = ()
    if field.kind == "choice":
        choices = tuple(str(choice.label) for choice in field.choices)
    elif field.kind == "code":
        choices = tuple(session.code_labels(field.codes).values())
    elif field.kind == "clause":
        prefix = _duties(session)
        choices = tuple(each for each in session.clause_labels() if each.startswith(prefix + "."))
    required = field.required and field.default is None and target[0] == type_name
    return Column(
        name=field.name,
        label=str(field.label),
        kind=_CELL_KINDS.get(field.kind, "text"),
        choices=choices,
        help=_help(field),
        required=required,
        example=_EXAMPLES.get(target, choices[0] if choices else ""),
    )


def _duties(session: Session) -> str:
    catalogue = session.catalogue()
    unit = session.own_unit(session.today(), catalogue)
    return catalogue.duties_of(unit, session.today()) if unit is not None else "QyD.6.2"


def _help(field: Field) -> str:
    parts = [str(field.help)] if field.help else []
    if field.kind == "ref" and field.target == "document":
        parts.append(tr("Ghi số, ký hiệu và ngày của văn bản."))
    elif field.kind in ("ref", "refs") and field.target in TYPES:
        plural = in_sentence(str(TYPES[field.target].plural))
        parts.append(tr("Ghi tên như trong danh sách {type} của phần mềm.", type=plural))
    if field.kind in ("refs", "list") or field is TYPES["certificate"].by_name["name"]:
        parts.append(tr("Nhiều giá trị cách nhau bằng dấu chấm phẩy."))
    return " ".join(parts)
