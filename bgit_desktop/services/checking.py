"""Checking what a form, the command line or an import gives, and who may write it.

Required fields, values of the right type, choices, codes and references that exist, moments in their order. A unit
writes its own records; the province writes its catalogue, its own records, and the fields of a unit's record that are
marked for it. What belonged to a unit that has ended is written by those that carry it on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bgit_desktop.core.fields import Field, Record, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.ids import is_id
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.text import in_sentence
from bgit_desktop.core.values import format_date, format_value, out_of_bounds, parse_text, too_long
from bgit_desktop.core.verdicts.dieu6 import IF_ANY
from bgit_desktop.errors import BadInput, BgitError, NotFound, Refused
from bgit_desktop.services.context import Session
from bgit_desktop.store import attachments, records
from bgit_desktop.store.attachments import is_reference
from bgit_desktop.store.codec import to_sql
from bgit_desktop.store.records import Query


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """Why a field's value is not accepted: the field's name and a sentence."""

    field: str
    reason: str


class Invalid(BadInput):
    """Several fields are wrong; ``problems`` names each."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(" ".join(problem.reason for problem in problems), field=problems[0].field)
        self.problems = tuple(problems)


def parse_assignments(kind: RecordType, assignments: Sequence[str]) -> dict[str, Value]:
    """Read ``field=value`` words of the command line.

    Raises:
        BadInput: a word has no ``=``, or a value is wrong.
        NotFound: a field does not exist.
    """
    values: dict[str, Value] = {}
    for word in assignments:
        name, sign, text = word.partition("=")
        if not sign:
            raise BadInput(tr("“{word}” không đúng; hãy ghi trường=giá trị.", word=word))
        field = field_of(kind, name)
        if name in values:
            raise BadInput(tr("Trường “{name}” được ghi hai lần; hãy bỏ bớt một.", name=name), field=name)
        values[name] = parse_text(field, text)
    return values


def field_of(kind: RecordType, name: str) -> Field:
    """Find a field by name.

    Raises:
        NotFound: the type has none of this name; the sentence lists those it has.
    """
    try:
        return kind.by_name[name]
    except KeyError:
        raise NotFound(
            tr(
                "“{type}” không có trường “{name}”. Các trường có: {fields}.",
                type=kind.name,
                name=name,
                fields=", ".join(kind.by_name),
            ),
            field=name,
        ) from None


def problems_of(
    session: Session, type_name: str, values: Mapping[str, Value], *, whole: bool = True
) -> list[FieldProblem]:
    """Check values as a form or an import gives them.

    Args:
        session: the session.
        type_name: the record type.
        values: field → value.
        whole: whether this is a whole record, so that required fields must be there.

    Returns:
        The problems, in the order of the form; empty where all is well.
    """
    kind = record_type(type_name)
    problems = []
    for field in kind.fields:
        value = values.get(field.name)
        empty = value is None or value == "" or value == []
        if empty and field.required and (whole or field.name in values):
            problems.append(FieldProblem(field.name, tr("“{label}” không được để trống.", label=field.label)))
        elif not empty:
            reason = _wrong(session, field, value)
            if reason:
                problems.append(FieldProblem(field.name, reason))
    return problems + _contradictions(kind, values) + _beyond_reason(session, kind, values)


_ORDERED = (
    ("start_date", "end_date"), ("start_on", "end_on"), ("assigned_on", "due_on"), ("issued_on", "expires_on"),
    ("valid_from", "valid_to"), ("window_start", "window_end"), ("detected_at", "fixed_at"),
    ("detected_at", "head_informed_at"), ("detected_at", "department_informed_at"),
)  # fmt: skip


def _contradictions(kind: RecordType, values: Mapping[str, Value]) -> list[FieldProblem]:
    """Find pairs of moments in the wrong order."""
    found = []
    for first, last in _ORDERED:
        one, other = values.get(first), values.get(last)
        if first in kind.by_name and last in kind.by_name and one and other and str(other) < str(one):
            found.append(
                FieldProblem(
                    last,
                    tr(
                        "“{last}” không được trước “{first}” ({value}).",
                        last=kind.by_name[last].label, first=kind.by_name[first].label,
                        value=format_value(kind.by_name[first], one),
                    ),
                )
            )  # fmt: skip
    return found


_OLDEST = "1900-01-01"


def _beyond_reason(session: Session, kind: RecordType, values: Mapping[str, Value]) -> list[FieldProblem]:
    """Find what is a value of its field and cannot be true: born tomorrow, the half-year 2024-H3."""
    found = []
    born = values.get("birth_date")
    if "birth_date" in kind.by_name and born and not _OLDEST <= str(born) < session.today().isoformat():
        reason = tr(
            "“{label}”: {value} không thể là ngày sinh; hãy kiểm tra lại năm.",
            label=kind.by_name["birth_date"].label, value=format_date(str(born)),
        )  # fmt: skip
        found.append(FieldProblem("birth_date", reason))
    if kind.name == "report" and (named := values.get("kind")):
        from bgit_desktop.services.reports import all_kinds  # the papers behind it are dear to load

        known = [each.kind for each in all_kinds()]
        if named not in known:
            reason = tr("“{label}”: “{value}” không có trong danh sách ({allowed}).",
                        label=kind.by_name["kind"].label, value=named, allowed=", ".join(known))  # fmt: skip
            found.append(FieldProblem("kind", reason))
    if kind.name == "criterion" and values.get("version") and (reason := _used_set(session, values["version"])):
        found.append(FieldProblem("version", reason))
    if kind.name == "evidence":
        whole = values.get("record_type") and values.get("record")
        if whole and not (values.get("document") or values.get("note")):
            reason = tr("Hãy chọn văn bản chứng minh, hoặc ghi chú chỉ rõ chứng cứ ở đâu.")
            found.append(FieldProblem("document", reason))
        named = values.get("record_type")
        if named and named not in TYPES:
            reason = tr("Không có loại bản ghi “{name}”. Các loại có: {types}.", name=named, types=", ".join(TYPES))
            found.append(FieldProblem("record_type", reason))
    if kind.name == "exemption" and values.get("clause") not in (None, "", IF_ANY):
        reason = tr("Chỉ Điều 6.1.d (“nếu có”) được khai báo không áp dụng; Điều 6.2.d và các điểm khác luôn bắt buộc.")
        found.append(FieldProblem("clause", reason))
    if kind.name == "deadline" and values.get("kind") in ("half_year", "year") and values.get("period"):
        try:
            fits = Period.parse(str(values["period"])).kind == values["kind"]
        except BadInput as error:
            found.append(FieldProblem("period", str(error)))
        else:
            if not fits:
                reason = tr("“{label}”: {value} không khớp với loại thời hạn đã chọn.",
                            label=kind.by_name["period"].label, value=values["period"])  # fmt: skip
                found.append(FieldProblem("period", reason))
    return found


def _used_set(session: Session, version: object) -> str:
    """Say why a set of criteria takes no change; "" where no final evaluation used it (Điều 9.2.d)."""
    used = Query("evaluation", where=(("version", str(version)), ("status", "final")))
    if not records.count(session.store.db, used):
        return ""
    return tr(
        "Bộ tiêu chí “{version}” đã dùng để chốt đánh giá, không sửa được nữa; hãy sao thành bộ mới.", version=version
    )


def _wrong(session: Session, field: Field, value: Value) -> str:
    """Say what is wrong with a value that is not empty; "" where nothing is."""
    if field.kind in ("ref", "refs"):
        ids = value if isinstance(value, list) else [str(value)]
        if strange := next((each for each in ids if not is_id(each)), None):
            return _no_record(field, strange)
    try:
        to_sql(replace(field, restricted=False), value)  # what is restricted is sealed after it was checked
    except BgitError as error:
        return str(error)
    if field.blob:
        there = is_reference(str(value)) and attachments.size(session.store.folder, str(value)) is not None
        return (
            ""
            if there
            else tr("“{label}”: không có bản quét mang mã {value} ở máy này.", label=field.label, value=value)
        )
    match field.kind:
        case "text" | "long":
            reason = too_long(field, value)
            return f"“{field.label}”: {reason}." if reason else ""
        case "int" | "number":
            reason = out_of_bounds(field, value)
            return f"“{field.label}”: {reason}." if reason else ""
        case "choice" | "list" if field.choices:
            known = [choice.value for choice in field.choices]
            given = value if isinstance(value, list) else [str(value)]
            if strange := next((each for each in given if each not in known), None):
                return tr(
                    "“{label}”: “{value}” không có trong danh sách ({allowed}).",
                    label=field.label, value=strange, allowed=", ".join(known),
                )  # fmt: skip
        case "code":
            known = [str(row["code"]) for row in session.codes(field.codes)]
            if value not in known:
                return tr(
                    "“{label}”: mã “{value}” không có trong danh mục ({allowed}).",
                    label=field.label,
                    value=value,
                    allowed=", ".join(known),
                )
        case "clause":
            if all(row["code"] != value for row in session.clauses()):
                return tr(
                    "“{label}”: không có điều khoản “{value}”; hãy ghi như QyD.6.2.b.", label=field.label, value=value
                )
        case "ref" | "refs":
            ids = value if isinstance(value, list) else [str(value)]
            found = records.titles(session.store.db, TYPES[field.target], ids)
            missing = [each for each in ids if each not in found]
            if missing:
                return _no_record(field, missing[0])
        case "list" if field.target == "unit" and isinstance(value, list):
            catalogue = session.catalogue()
            if strange := next((each for each in value if catalogue.by_code(each) is None), None):
                return tr(
                    "“{label}”: không có đơn vị mang mã “{code}” trong danh mục.", label=field.label, code=strange
                )
        case _:
            pass
    return ""


def _no_record(field: Field, record_id: str) -> str:
    return tr(
        "“{label}”: không có {type} nào mang mã {id}.",
        label=field.label, type=in_sentence(str(TYPES[field.target].label)), id=record_id,
    )  # fmt: skip


def may_write(session: Session, owner: str) -> bool:
    """Tell whether records of a unit are ours to write: our own, or those of a unit that ended and that we carry on."""
    return owner == session.unit or session.heirs().may_write(session.unit, owner, session.today())


def check_authority(session: Session, kind: RecordType, record: Record | None, names: Sequence[str]) -> None:
    """Refuse to write what is not ours to write.

    Args:
        session: the session.
        kind: the type.
        record: the record as it stands, None for a new one.
        names: the fields to be written.

    Raises:
        Refused: it belongs to the province, or to another unit.
    """
    for name in names:
        fixed = kind.by_name[name].fixed_when
        if fixed and record is not None and record.get(fixed[0]) in fixed[1]:
            raise Refused(
                tr(
                    "“{label}” không sửa được nữa: {type} đang ở tình trạng “{state}”.",
                    label=kind.by_name[name].label, type=str(kind.label).lower(),
                    state=kind.by_name[fixed[0]].choice_label(str(record[fixed[0]])),
                )
            )  # fmt: skip
    if kind.made:
        raise Refused(tr("“{type}” do chương trình tự ghi; hãy dùng lệnh “redact”.", type=kind.plural))
    if kind.scope == "province":
        if not session.is_province:
            raise Refused(
                tr("“{type}” do Sở cập nhật và gửi về trong gói trả lời; đơn vị không tự sửa được.", type=kind.plural)
            )
        if kind.name == "criterion" and record is not None and (reason := _used_set(session, record["version"])):
            raise Refused(reason)
        return
    if record is None or may_write(session, str(record["unit"])):
        return
    if session.is_province and names and all(kind.by_name[name].by_province for name in names):
        return
    raise Refused(
        tr(
            "Bản ghi này của đơn vị {unit}; chỉ đơn vị đó sửa được. Hãy đề nghị đơn vị sửa và gửi gói mới.",
            unit=record["unit"],
        )
    )
