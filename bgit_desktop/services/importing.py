"""Excel import: read a workbook, propose a mapping, show what would happen, do it in one transaction.

:func:`preview` and :func:`apply` give the same result; only the second writes. The window lets a person correct the
mapping and choose whom a row without a birth date means in between; the command line takes both as proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, flat_children_of, record_type
from bgit_desktop.core.sheets.codes import CodeTable, Lookups
from bgit_desktop.core.sheets.headers import propose_mapping
from bgit_desktop.core.sheets.mapping import SheetMapping
from bgit_desktop.core.sheets.model import Problem, Sheet, Workbook, address
from bgit_desktop.core.sheets.plan import Choices, ImportPlan, PlannedRow, plan_import
from bgit_desktop.core.sheets.rows import SourceRow, read_rows
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services.checking import check_authority, problems_of
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.copies import before_risk
from bgit_desktop.services.import_template import template as template
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

_FIRST = ("document", "system", "course", "officer")
"""Types that other sheets of the same workbook may name; their sheets are taken first."""
_FOUND = ("ref", "refs", "code", "clause")
"""Kinds whose values were looked up, and so are right."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do. Rows read = created + updated + unchanged + refused.

    Attributes:
        file: the workbook's name.
        read: rows that hold a record.
        created: rows that made a new record.
        updated: rows that changed one (or added a degree, a certificate, a document to it).
        unchanged: rows that said nothing new.
        refused: rows left out.
        problems: every cell not taken, refused rows included.
        notes: values the program filled in by itself, and columns it left out, for a person to check.
        rows: every row and what becomes of it, for the preview.
    """

    file: str
    read: int
    created: int
    updated: int
    unchanged: int
    refused: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    rows: tuple[PlannedRow, ...]

    def as_json(self) -> dict[str, int | list[dict[str, str]]]:
        """Give what ``import-xlsx --json`` prints (DESIGN.md), the same with ``--dry-run``."""
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "problems": [problem.as_json() for problem in self.problems],
        }

    def summary(self) -> str:
        """Give the counts as one sentence."""
        return tr(
            "Đọc {read} dòng: thêm mới {created}, cập nhật {updated}, không đổi {unchanged}, không nhập {refused}.",
            read=self.read, created=self.created, updated=self.updated, unchanged=self.unchanged, refused=self.refused,
        )  # fmt: skip


def read_workbook(path: Path) -> Workbook:
    """Read a workbook; nothing of it is judged yet.

    Raises:
        NotFound: there is no such file.
        BadInput: it is no workbook, locked, damaged, empty or too large.
        EnvironmentProblem: the machine does not let it be read.
    """
    from bgit_desktop.documents.sheet_read import read_workbook as read

    return read(path)


def importable_types(session: Session) -> list[str]:
    """Give the types an Excel list may hold here: a unit's own records, in the province the catalogue too."""
    return [name for name, kind in TYPES.items() if (kind.scope == "unit" or session.is_province) and name != "report"]


def propose(session: Session, workbook: Workbook, type_name: str | None = None) -> list[SheetMapping]:
    """Find the tables of a workbook and say what each column holds.

    Args:
        session: the session.
        workbook: the workbook.
        type_name: take its sheets for this type; None to find out.

    Returns:
        One mapping for each sheet that holds a table; the other sheets are passed over.

    Raises:
        NotFound: there is no such type.
        Refused: records of this type cannot be imported here.
        BadInput: no sheet holds a table that is recognised.
    """
    types = importable_types(session)
    if type_name is not None:
        check_authority(session, record_type(type_name), None, [])
        if type_name not in types:
            raise Refused(tr("Không nhập “{type}” từ Excel được.", type=TYPES[type_name].plural))
        types = [type_name]
    found = [mapping for sheet in workbook.sheets if (mapping := propose_mapping(sheet, types)) is not None]
    if found:
        # the page of help in a template names a few fields too: beside a list of the same type it is none
        best = {each.type: max(other.recognised for other in found if other.type == each.type) for each in found}
        return [each for each in found if each.recognised >= best[each.type] / 2]
    if type_name is None:
        raise BadInput(
            tr(
                "Tệp {name} không có bảng nào nhận ra được; hãy chọn loại danh sách, "
                "hoặc dùng biểu mẫu do phần mềm xuất.",
                name=workbook.name,
            )
        )
    raise BadInput(
        tr(
            "Tệp {name} không có bảng nào giống danh sách “{type}”; hãy kiểm tra dòng tiêu đề hoặc chọn loại khác.",
            name=workbook.name, type=TYPES[type_name].plural,
        )
    )  # fmt: skip


def preview(
    session: Session,
    workbook: Workbook,
    mappings: Sequence[SheetMapping],
    choices: Choices | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Say what an import would do; nothing is written.

    Args:
        session: the session.
        workbook: the workbook.
        mappings: the sheets to take and what their columns hold.
        choices: whom rows without a birth date mean: (sheet, row) → id of an officer, or ``"new"``.
        progress: told how far it is.

    Raises:
        Refused: records of a type in it are not ours to write.
        Cancelled: the progress said so.
    """
    return _result(workbook, mappings, _plan(session, workbook, mappings, choices, progress))


def apply(
    session: Session,
    workbook: Workbook,
    mappings: Sequence[SheetMapping],
    choices: Choices | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Import: what :func:`preview` shows, in one transaction that one undo takes back.

    Raises:
        Refused: records of a type in it are not ours to write.
        EnvironmentProblem: disk full, store read-only; nothing is changed.
        Cancelled: the progress said so; nothing is changed.
    """
    store = session.store
    version = store.data_version()
    plan = _plan(session, workbook, mappings, choices, progress)
    if plan.changes:
        before_risk(session, "import")
        with store.write("import", tr("Nhập Excel: {name}", name=workbook.name), session.actor):
            if store.data_version() != version:  # another connection wrote while we planned
                plan = _plan(session, workbook, mappings, choices, progress)
            _write(session, plan, progress)
    return _result(workbook, mappings, plan)


def import_file(session: Session, path: Path, *, type_name: str | None = None, dry_run: bool = False) -> ImportResult:
    """Import a file as proposed, for the command line.

    Args:
        session: the session.
        path: the workbook.
        type_name: take it for a list of this type; None to find out.
        dry_run: only say what would happen.

    Raises:
        NotFound: no such file or type.
        BadInput: it is no workbook, or holds no table that is recognised.
        Refused: records of this type cannot be imported here.
        EnvironmentProblem: the file cannot be read or the store not written.
    """
    workbook = read_workbook(path)
    mappings = propose(session, workbook, type_name)
    return (preview if dry_run else apply)(session, workbook, mappings)


def _write(session: Session, plan: ImportPlan, progress: Progress) -> None:
    changes = plan.changes
    for done, change in enumerate(changes):
        if done % 256 == 0:
            progress(done, len(changes), tr("Đang ghi"))
        kind = TYPES[change.type]
        if change.kind == "insert":
            records.insert(session.store.db, kind, change.id, session.unit, change.values)
        else:
            records.update(session.store.db, kind, change.id, change.values)
    progress(len(changes), len(changes), tr("Đang ghi"))


def _columns_left_out(mappings: Sequence[SheetMapping]) -> list[Problem]:
    """Name the columns that no field is known for, so that nothing is dropped unseen."""
    reason = tr("Cột này không được nhập vì không ứng với trường nào; có thể chọn trường cho cột khi xem trước.")
    return [
        Problem(mapping.sheet, address(mapping.first_row - 1, each.column), each.header, reason)
        for mapping in mappings
        for each in mapping.columns
        if each.target is None and not each.serial
    ]


def _result(workbook: Workbook, mappings: Sequence[SheetMapping], plan: ImportPlan) -> ImportResult:
    return ImportResult(
        workbook.name,
        len(plan.rows),
        plan.count("created"),
        plan.count("updated"),
        plan.count("unchanged"),
        plan.count("refused"),
        plan.problems,
        (*_columns_left_out(mappings), *plan.notes),
        plan.rows,
    )


def _plan(
    session: Session,
    workbook: Workbook,
    mappings: Sequence[SheetMapping],
    choices: Choices | None,
    progress: Progress,
) -> ImportPlan:
    for mapping in mappings:
        check_authority(session, record_type(mapping.type), None, [])
    ordered = sorted(mappings, key=lambda each: _FIRST.index(each.type) if each.type in _FIRST else len(_FIRST))
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    lookups = _lookups(session, {mapping.type for mapping in mappings})
    return plan_import(
        _rows(sheets, ordered, lookups, progress),
        {name: _existing(session, name) for name in _concerned(mapping.type for mapping in mappings)},
        new_id=session.new_id,
        choices=choices,
        check=_contradictions(session),
    )


def _rows(
    sheets: Mapping[str, Sheet], mappings: Sequence[SheetMapping], lookups: Lookups, progress: Progress
) -> Iterator[SourceRow]:
    """Read the rows one by one, so that planning goes on at the same pace."""
    total = sum(max(0, len(sheets[mapping.sheet].rows) - mapping.first_row) for mapping in mappings)
    done = 0
    for mapping in mappings:
        for row in read_rows(sheets[mapping.sheet], mapping, lookups):
            if done % 256 == 0:
                progress(done, total, tr("Đang đối chiếu"))
            done += 1
            yield row
    progress(total, total, tr("Đang đối chiếu"))


def _concerned(types: Iterable[str]) -> list[str]:
    """Give the types an import may touch: those of its rows, those inside them, those they name."""
    found: dict[str, None] = {}
    for name in types:
        for kind in (TYPES[name], *flat_children_of(name)):
            found[kind.name] = None
            found.update((field.target, None) for field in kind.fields if field.kind in ("ref", "refs"))
    return list(found)


def _existing(session: Session, type_name: str) -> list[dict[str, Value]]:
    """Give the records an import may match: a unit's own; of the catalogue all."""
    own = (("unit", session.unit),) if TYPES[type_name].scope == "unit" else ()
    return records.select(session.store.db, Query(type_name, where=own))


def _lookups(session: Session, types: Iterable[str]) -> Lookups:
    kinds = [kind for name in types for kind in (TYPES[name], *flat_children_of(name))]
    tables = {field.codes for kind in kinds for field in kind.fields if field.kind == "code"}
    catalogue = session.catalogue()
    unit = session.own_unit(session.today(), catalogue)
    return Lookups(
        codes={name: CodeTable.of_records(session.codes(name)) for name in sorted(tables)},
        clauses=frozenset(str(row["code"]) for row in session.clauses()),
        duties=catalogue.duties_of(unit, session.today()) if unit is not None else "QyD.6.2",
    )


def _contradictions(session: Session) -> Callable[[str, Mapping[str, Value]], list[tuple[str, str]]]:
    """Give the check of the form; references are left out, for records still to be made are not in the store yet."""

    def check(type_name: str, values: Mapping[str, Value]) -> list[tuple[str, str]]:
        fields = TYPES[type_name].fields
        plain = {each.name: values[each.name] for each in fields if each.kind not in _FOUND and each.name in values}
        return [(found.field, found.reason) for found in problems_of(session, type_name, plain, whole=False)]

    return check
