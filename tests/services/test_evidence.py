"""Evidence: tied from a record, read from the record, the document and the clause."""

from __future__ import annotations

from types import ModuleType

import pytest

from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import NotFound, Refused
from bgit_desktop.services import detail, evidence, records
from bgit_desktop.services.checking import Invalid
from bgit_desktop.services.context import Session
from bgit_desktop.store.records import Query


def first(session: Session, type_name: str) -> str:
    return str(records.listing(session, Query(type_name))[0]["id"])


def test_evidence_is_read_from_all_three_ends(district: Session) -> None:
    task, paper = first(district, "task"), first(district, "document")
    made = evidence.add(district, "task", task, {"document": paper, "page": "3"})
    clause = str(records.show(district, "task", task)["clause"])
    kept = records.show(district, "evidence", made)
    assert (kept["clause"], kept["label"]) == (clause, records.show(district, "task", task)["title"])
    for type_name, record in (("task", task), ("document", paper), ("evidence", made)):
        (proof,) = detail.detail(district, type_name, record).evidence
        assert (proof.id, proof.record, proof.document, proof.page, proof.gone) == (made, task, paper, "3", False)
    code = next(str(row["id"]) for row in records.listing(district, Query("clause")) if row["code"] == clause)
    assert [each.id for each in detail.detail(district, "clause", code).evidence] == [made]
    assert "evidence" not in {each.type for each in detail.detail(district, "document", paper).related}


def test_a_clause_gives_the_evidence_of_its_points(district: Session) -> None:
    paper = first(district, "document")
    for row in records.listing(district, Query("task")):
        evidence.add(district, "task", str(row["id"]), {"document": paper})
    every = records.count(district, Query("evidence"))
    assert len(evidence.listing(district, clause="QyD.6.2")) == every == 10
    assert len(evidence.listing(district, clause="QyD.6.2.b")) == 4
    assert evidence.listing(district, clause="QyD.6") != evidence.listing(district, clause="QyD.7")


def test_deleting_the_record_leaves_its_evidence_which_says_so(district: Session) -> None:
    task, paper = first(district, "task"), first(district, "document")
    evidence.add(district, "task", task, {"document": paper})
    records.delete(district, "task", [task])
    (proof,) = evidence.listing(district)
    assert proof.gone
    records.undo(district)
    (proof,) = evidence.listing(district)
    assert not proof.gone


def test_what_proves_nothing_is_refused(district: Session) -> None:
    task, paper = first(district, "task"), first(district, "document")
    with pytest.raises(Invalid, match="văn bản chứng minh"):
        evidence.add(district, "task", task, {"page": "3"})
    with pytest.raises(Invalid, match="nhiệm vụ"):
        records.add(district, "evidence", {"record_type": "nhiệm vụ", "record": task, "label": "x", "note": "y"})
    with pytest.raises(Refused, match="gắn cho bản ghi"):
        evidence.add(district, "document", paper, {"document": paper})
    with pytest.raises(NotFound):
        evidence.add(district, "task", "01890000-0000-7000-8000-000000000000", {"document": paper})
    with pytest.raises(Invalid, match=r"QyD\.99"):
        evidence.add(district, "task", task, {"document": paper, "clause": "QyD.99"})


def test_a_record_without_a_clause_takes_that_of_its_type(district: Session, office: ModuleType) -> None:
    officer = first(district, "officer")
    values = evidence.start_values(district, "officer", officer)
    assert values["clause"] in (TYPES["officer"].clause, None)
    assert values["record"] == officer


def test_what_is_restricted_is_tied_to_nothing_that_travels(district: Session) -> None:
    officer = first(district, "officer")
    award = records.add(district, "award", {"officer": officer, "kind": "discipline", "title": "Khiển trách"})
    assert not detail.detail(district, "award", award).may_prove
    with pytest.raises(Refused, match="hạn chế"):
        evidence.add(district, "award", award, {"note": "hồ sơ"})


def test_the_course_of_an_incident_stands_in_its_pane(district: Session) -> None:
    closed = next(str(row["id"]) for row in records.listing(district, Query("incident")) if row["head_informed_at"])
    records.add(
        district, "incident_step",
        {"incident": closed, "at": "2024-03-05T09:00", "kind": "handling", "description": "Thay ổ cứng"},
    )  # fmt: skip
    shown = detail.detail(district, "incident", closed)
    assert [each.text for each in shown.course] == [
        "Phát hiện sự cố", "Báo cáo thủ trưởng cơ quan", "Xử lý · Thay ổ cứng", "Báo cáo Sở", "Khắc phục xong",
    ]  # fmt: skip
    assert "incident_step" not in {each.type for each in shown.inside}
