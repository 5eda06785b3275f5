"""One record as the detail pane shows it: values, what lives inside it, what refers to it, conflicts, history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bgit_desktop.core.fields import Field, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.incident_timeline import timeline
from bgit_desktop.core.registry import TYPES, children_of
from bgit_desktop.core.values import EMPTY
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.services import attachments, evidence, records, verdicts
from bgit_desktop.services.attachments import Scan
from bgit_desktop.services.checking import may_write
from bgit_desktop.services.context import LOCAL_TIME, Session
from bgit_desktop.services.display import Display
from bgit_desktop.services.evidence import Proof
from bgit_desktop.services.lists import clause_name, reference_label
from bgit_desktop.services.records import ConflictValue
from bgit_desktop.store import ordering, peers
from bgit_desktop.store.records import Query
from bgit_desktop.store.records import count as count_records

RELATED = 5
"""How many referring records are shown of a type."""

WROTE_SHOWN = 4
"""How many fields of an edit are named where it stands against a deletion."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field and its value in words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the lines under it."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """A record that lives inside this one: its id and how it reads in one line."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one type that live inside this one or refer to it.

    Attributes:
        type: the record type.
        field: the field by which they point here.
        rows: the first of them.
        total: how many there are.
    """

    type: str
    field: str
    rows: tuple[Inside, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of an incident's course; ``step`` is "" for a moment noted in the incident itself."""

    when: str
    text: str
    step: str


@dataclass(frozen=True, slots=True)
class Rival:
    """One of the values that stand against each other.

    Attributes:
        value: the value; None for a deletion, or what stands against one.
        text: how people read it.
        actor: who wrote it.
        when: local time, in words.
        deletion: whether it is a deletion of the record.
        pc: what people call the PC it was written on, with its unit where that is another one.
    """

    value: Value
    text: str
    actor: str
    when: str
    deletion: bool
    pc: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with concurrent values, the provisional one first; ``field`` is "" for delete against edit."""

    field: str
    label: str
    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history.

    Attributes:
        when: local time, in words.
        who: name and unit.
        what: "Thêm", "Sửa", "Xóa".
        lines: label, value before, value after.
        active: False where it was taken back with its package.
    """

    when: str
    who: str
    what: str
    lines: tuple[tuple[str, str, str], ...]
    active: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """All of it.

    Attributes:
        type, id, unit, title: of the record.
        parts: its values.
        editable: whether it is ours to write.
        inside: what lives inside it.
        related: what refers to it.
        verdicts: about it.
        conflicts: values that stand against each other.
        scan: of a document.
        evidence: what ties it to clauses and documents.
        may_prove: whether evidence can be tied to it here.
        course: of an incident.
    """

    type: str
    id: str
    unit: str
    title: str
    parts: tuple[Part, ...]
    editable: bool
    inside: tuple[Group, ...] = ()
    related: tuple[Group, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    may_rule: bool = False
    conflicts: tuple[Conflict, ...] = field(default=())
    scan: Scan | None = None
    own: bool = True
    evidence: tuple[Proof, ...] = ()
    may_prove: bool = False
    course: tuple[Moment, ...] = ()


def detail(session: Session, type_name: str, record_id: str) -> Detail:
    """Gather one record for the detail pane; its history is asked for by itself (:func:`history`).

    Raises:
        NotFound: there is no such record.
    """
    kind = TYPES[type_name]
    record = records.show(session, type_name, record_id)
    display = Display(session)
    own = session.is_province if kind.scope == "province" else may_write(session, str(record["unit"]))
    return Detail(
        type_name,
        record_id,
        display.units.get(str(record["unit"]), str(record["unit"])),
        display.text(kind.by_name[kind.title], record[kind.title]) or EMPTY,
        (*_parts(kind, record, display), *(tenure_parts(session, record) if type_name == "officer" else ())),
        own,
        tuple(_inside(session, kind, record_id, display)),
        tuple(_related(session, kind, record_id)),
        _verdicts(session, type_name, record_id),
        session.is_province or record["unit"] == session.unit,
        tuple(conflicts(session, kind, record_id, display)),
        attachments.scan_of(session, type_name, record),
        record["unit"] == session.unit,
        tuple(evidence.proofs(session, type_name, record)),
        evidence.may_prove(kind, record),
        tuple(course_of(session, record, display)) if type_name == "incident" else (),
    )


def course_of(session: Session, record: dict[str, Value], display: Display) -> list[Moment]:
    """Give the course of an incident in words: its moments and its steps in one order."""
    kind = TYPES["incident_step"]
    steps = records.children(session, "incident", str(record["id"]))[kind.name]
    moments = []
    for event in timeline(record, steps):
        label = display.text(kind.by_name["kind"], event.kind) if event.step else ""
        words = [label, str(event.what), event.person]
        when = f"{event.at:%H:%M %d/%m/%Y}" if event.at else EMPTY
        moments.append(Moment(when, " · ".join(filter(None, words)), event.step))
    return moments


def _verdicts(session: Session, type_name: str, record_id: str) -> tuple[Verdict, ...]:
    subject = verdicts.SUBJECTS.get(type_name)
    return tuple(verdicts.of_records(session, subject, [record_id]).get(record_id, ())) if subject else ()


def _parts(kind: RecordType, record: dict[str, Value], display: Display) -> tuple[Part, ...]:
    grouped: dict[str, list[Line]] = {}
    for each in kind.fields:
        if each.name == kind.title or each.blob or each.by_program:
            continue  # a scan and evidence have lines of their own, with what can be done
        heading = str(each.section) if each.section else ""
        text = _text(each, record[each.name], display)
        grouped.setdefault(heading, []).append(Line(str(each.label), text or EMPTY))
    return tuple(Part(heading, tuple(lines)) for heading, lines in grouped.items())


def tenure_parts(session: Session, officer: dict[str, Value]) -> tuple[Part, ...]:
    """Give what an officer did in each time in charge, cut at the handovers (Điều 6.3); nothing for one without tasks."""
    from bgit_desktop.services.tenures import tenure_words, tenures_of

    found = tenures_of(session, officer)
    if not any(each.tasks or each.handed for each in found):
        return ()
    lines = tuple(Line(span, said) for span, said in map(tenure_words, found))
    return (Part(tr("Nhiệm vụ đã làm trong thời gian phụ trách"), lines),)


def _inside(session: Session, kind: RecordType, record_id: str, display: Display) -> list[Group]:
    groups = []
    for name, rows in records.children(session, kind.name, record_id).items():
        child = TYPES[name]
        if name == "incident_step":  # stands in the course, between the moments of the incident
            continue
        shown = tuple(Inside(str(row["id"]), _one_line(child, row, display)) for row in rows)
        groups.append(Group(name, child.parent, shown, len(rows)))
    return groups


def _one_line(kind: RecordType, record: dict[str, Value], display: Display) -> str:
    """Write a degree or certificate in one line: its columns, without the parent."""
    parts = [display.text(each, record[each.name]) for each in kind.columns if each.name != kind.parent]
    return " · ".join(part for part in parts if part) or EMPTY


def _related(session: Session, kind: RecordType, record_id: str) -> list[Group]:
    """Find what refers to a record: the tasks and trainings of an officer, what rests on a document."""
    groups = []
    inside = {each.name for each in children_of(kind.name)}
    for other in TYPES.values():
        if other.name in inside or other.name == "evidence":  # which stands in a part of its own
            continue
        for each in other.fields:
            if each.kind not in ("ref", "refs") or each.target != kind.name:
                continue
            total = count_records(session.store.db, Query(other.name, where=((each.name, record_id),)))
            if total:
                found = ordering.referring(session.store.db, other, each.name, record_id, RELATED)
                rows = tuple(Inside(str(row["id"]), reference_label(other, row)) for row in found)
                groups.append(Group(other.name, each.name, rows, total))
    return groups


def place_of(session: Session, type_name: str, record_id: str) -> tuple[str, str]:
    """Give the record in whose pane one is seen that lives inside it, by type and id; itself where it is gone."""
    kind = TYPES[type_name]
    found = records.listing(session, Query(type_name, where=(("id", record_id),)))
    parent = found[0][kind.parent] if found else None
    return (kind.by_name[kind.parent].target, str(parent)) if parent else (type_name, record_id)


def conflicts(session: Session, kind: RecordType, record_id: str, display: Display) -> list[Conflict]:
    """Give the conflicts of a record in words."""
    found = []
    names: dict[str, str] | None = None
    for name, values in records.conflicts_of(session, kind.name, record_id).items():
        names = names if names is not None else pc_names(session)
        declared = kind.by_name.get(name)
        rivals = tuple(
            Rival(
                each.value,
                _rival_text(kind, declared, each, display),
                each.actor,
                local_words(each.at),
                each.deletion,
                names.get(each.replica) or unknown_pc(each.replica),
            )
            for each in values
        )
        found.append(Conflict(name, str(declared.label) if declared else tr("Xóa hay giữ bản ghi"), rivals))
    return found


def _rival_text(kind: RecordType, declared: Field | None, rival: ConflictValue, display: Display) -> str:
    """Say one of the values; of an edit that stands against a deletion, what it wrote."""
    if rival.deletion:
        return tr("(đã xóa)")
    if declared is not None:
        return _text(declared, rival.value, display)
    wrote = [
        f"{each.label}: {_text(each, rival.wrote[each.name], display)}"
        for each in kind.fields
        if each.name in rival.wrote
    ]
    more = len(wrote) - WROTE_SHOWN
    said = "; ".join(wrote[:WROTE_SHOWN]) + ("; …" if more > 0 else "")
    return tr("Giữ: {what}", what=said) if said else tr("Giữ bản ghi")


def pc_names(session: Session) -> dict[str, str]:
    """Give what people call the PCs known here, by their id; another unit's with its unit."""
    units = Display(session).units
    found = {session.replica: session.store.meta("label") or tr("máy này")}
    for peer in peers.peers(session.store.db):
        name = units.get(peer.unit, peer.unit)
        found[peer.replica] = peer.label if peer.unit == session.unit else f"{peer.label} ({name})"
    return found


def unknown_pc(replica: str) -> str:
    """Name a PC whose key is not known here; "" where not even its id is."""
    return tr("máy chưa rõ tên ({id}…)", id=replica[:8]) if replica else ""


def _text(declared: Field | None, value: Value, display: Display) -> str:
    if declared is not None and declared.kind == "clause" and isinstance(value, str):
        return clause_name(value)
    return (display.text(declared, value) if declared is not None else str(value or "")) or EMPTY


SHIPPED = "1970-"
"""How the moment begins that the records shipped with the program carry."""


def history(session: Session, type_name: str, record_id: str) -> list[Change]:
    """Give the changes of a record, newest first, each with the values before and after.

    Raises:
        NotFound: nothing was ever recorded under this id.
    """
    kind = TYPES[type_name]
    display = Display(session)
    words = {"i": tr("Thêm"), "u": tr("Sửa"), "d": tr("Xóa")}
    before: dict[str, Value] = {}
    changes = []
    for entry in records.history(session, type_name, record_id):
        lines = []
        for name, value in entry.values.items():
            declared = kind.by_name.get(name)
            if declared is None:
                continue  # a field of a newer version
            old = _text(declared, before.get(name), display)
            lines.append((str(declared.label), old, _text(declared, value, display)))
            before[name] = value
        unit = display.units.get(entry.unit, entry.unit)
        who = f"{entry.actor} ({unit})" if unit else entry.actor
        when = tr("Có sẵn khi cài đặt") if entry.at.startswith(SHIPPED) else local_words(entry.at)
        changes.append(Change(when, who, words.get(entry.kind, entry.kind), tuple(lines), entry.active))
    return changes[::-1]


def local_words(at: str) -> str:
    """Write a moment (ISO 8601 UTC) in local time as people read it."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(LOCAL_TIME)
    return f"{moment:%H:%M %d/%m/%Y}"
