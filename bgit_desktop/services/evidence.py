"""Evidence (Điều 11.1): a record tied to a clause and to the document, and the page of it, that proves it.

One ``evidence`` record for each tie. It points to any record by type and id, which no reference field can, so what it
names is checked here; a record deleted later leaves its evidence, which then says so (``gone``) and comes back with the
record when the deletion is undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bgit_desktop.core.fields import MASK, Record, RecordType, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.registry import TYPES, record_type
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import Refused
from bgit_desktop.services import records
from bgit_desktop.services.checking import may_write
from bgit_desktop.services.context import Session
from bgit_desktop.services.display import Display
from bgit_desktop.services.lists import clause_name
from bgit_desktop.store import records as stored
from bgit_desktop.store.records import Query

NO_PROOF = frozenset({"evidence", "document", "clause", "code", "holiday", "legal_text", "unit"})
"""Types that evidence is not tied to: what proves, and the catalogue."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One tie, as it is read from either of its ends.

    Attributes:
        id: of the ``evidence`` record.
        type: record type of what is proved.
        record: its id.
        label: its name.
        clause: ``QyD.6.2.b``; "" for none.
        document: id of the document; "" for none.
        cited: the document's name; "" where it is not here.
        page: of the document.
        note: what else was written.
        gone: the record proved is not here any more.
        editable: whether the evidence is ours to change.
    """

    id: str
    type: str
    record: str
    label: str
    clause: str
    document: str
    cited: str
    page: str
    note: str
    gone: bool
    editable: bool

    @property
    def source(self) -> str:
        """What proves, in words: clause, document, page."""
        page = tr("trang {page}", page=self.page) if self.page else ""
        clause = clause_name(self.clause) if self.clause else ""
        return ", ".join(filter(None, (clause, self.cited, page))) or self.note or EMPTY


def may_prove(kind: RecordType, record: Record) -> bool:
    """Tell whether evidence can be tied to a record: not to what proves, nor to what is restricted.

    Evidence is in the log whole and goes out with it, so that it would tell of a record that stays on this PC.
    """
    return kind.name not in NO_PROOF and not kind.made and record.get(kind.title) != MASK


def listing(
    session: Session, *, clause: str = "", type_name: str = "", record: str = "", document: str = ""
) -> list[Proof]:
    """Give the evidence, all or that of a clause, of a record or of a document, by clause.

    Args:
        session: the session.
        clause: only this one and the points it contains.
        type_name: only of records of this type.
        record: only of this record.
        document: only from this document.
    """
    asked = {"record_type": type_name, "record": record, "document": document}
    where: tuple[tuple[str, Value], ...] = tuple((name, value) for name, value in asked.items() if value)
    rows = stored.select(session.store.db, Query("evidence", where=where, sort="clause"))
    if clause:
        rows = [row for row in rows if row["clause"] == clause or str(row["clause"] or "").startswith(clause + ".")]
    return _proofs(session, rows)


def proofs(session: Session, type_name: str, record: Record) -> list[Proof]:
    """Give the evidence that a record's pane shows: of it, from it where it is a document, under it where it is a clause."""
    if type_name == "document":
        return listing(session, document=str(record["id"]))
    if type_name == "clause":
        return listing(session, clause=str(record["code"]))
    if type_name == "evidence":
        return _proofs(session, [record])
    return listing(session, type_name=type_name, record=str(record["id"]))


def _proofs(session: Session, rows: Sequence[Record]) -> list[Proof]:
    db = session.store.db
    cited = stored.titles(db, TYPES["document"], sorted({str(row["document"]) for row in rows if row["document"]}))
    there: dict[str, dict[str, str]] = {}
    for name in {str(row["record_type"]) for row in rows} & set(TYPES):
        ids = [str(row["record"]) for row in rows if row["record_type"] == name and _is_id(str(row["record"]))]
        there[name] = stored.titles(db, TYPES[name], sorted(set(ids)))
    found = []
    for row in rows:
        name, record = str(row["record_type"]), str(row["record"])
        document = str(row["document"] or "")
        found.append(
            Proof(
                str(row["id"]), name, record, str(row["label"] or ""), str(row["clause"] or ""), document,
                cited.get(document, ""), str(row["page"] or ""), str(row["note"] or ""),
                record not in there.get(name, {}),
                may_write(session, str(row["unit"])),
            )
        )  # fmt: skip
    return found


def _is_id(text: str) -> bool:
    from bgit_desktop.core.ids import is_id

    return is_id(text)


def start_values(session: Session, type_name: str, record_id: str) -> dict[str, Value]:
    """Give what a new evidence of a record starts with: what it proves, its name, the clause it falls under.

    Raises:
        NotFound: there is no such record.
        Refused: evidence is not tied to records of this type.
    """
    kind = record_type(type_name)
    record = records.show(session, type_name, record_id)
    if record[kind.title] == MASK:
        raise Refused(tr("Bản ghi hạn chế chỉ ở máy này; hãy ghi văn bản ngay trong bản ghi, không gắn minh chứng."))
    if not may_prove(kind, record):
        raise Refused(tr("Không gắn minh chứng cho “{type}”; hãy gắn cho bản ghi mà nó chứng minh.", type=kind.plural))
    shown = Display(session).text(kind.by_name[kind.title], record[kind.title])
    clause = record.get("clause") if "clause" in kind.by_name else kind.clause
    known = session.clause_labels()
    return {
        "label": (shown or str(kind.label))[:200],
        "record_type": type_name,
        "record": record_id,
        "clause": clause if isinstance(clause, str) and clause in known else None,
    }


def add(session: Session, type_name: str, record_id: str, values: Mapping[str, Value]) -> str:
    """Tie a record to a clause and a document.

    Args:
        session: the session.
        type_name: type of the record proved.
        record_id: the record.
        values: ``clause``, ``document``, ``page``, ``note``; the clause is the record's own where it is not named.

    Returns:
        Id of the evidence.

    Raises:
        NotFound: there is no such record, type or field.
        Invalid: a value is wrong, or nothing was said that proves it.
        Refused: evidence is not tied to records of this type.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return records.add(session, "evidence", start_values(session, type_name, record_id) | given)
