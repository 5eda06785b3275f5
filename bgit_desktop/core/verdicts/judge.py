"""All verdicts over the records of one unit or of the whole province, in one fixed order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from bgit_desktop.core.catalogue import Catalogue
from bgit_desktop.core.fields import Record
from bgit_desktop.core.text import collation_key, name_key
from bgit_desktop.core.verdicts import dieu4, dieu5
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.core.verdicts.scope import officer_scope, text_of


def _by(records: Iterable[Record], field: str) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        grouped[text_of(record, field)].append(record)
    return grouped


def judge(
    catalogue: Catalogue,
    day: date,
    *,
    units: Iterable[str],
    officers: Iterable[Record],
    qualifications: Iterable[Record] = (),
    certificates: Iterable[Record] = (),
    dedicated_units: Iterable[Record] = (),
    documents: Collection[str] | None = None,
) -> list[Verdict]:
    """Give every Điều 4 and Điều 5 verdict.

    Args:
        catalogue: the units.
        day: the day asked for.
        units: codes of the units asked about; each without a counting officer gets a verdict of its own.
        officers: all officers, with ``id`` and ``unit``; those of units not asked about are passed over.
        qualifications: their degrees.
        certificates: their certificates.
        dedicated_units: the units' Phòng and Trung tâm CNTT.
        documents: ids of the documents on file; None takes each named one as there.

    Returns:
        By unit (its code), then officer (tên, họ, đệm; id), then clause; a unit's own verdict before its
        officers'.
    """
    asked = sorted(set(units))
    officers_of = _by(officers, "unit")
    degrees_of = _by(qualifications, "officer")
    certificates_of = _by(certificates, "officer")
    dedicated_of = _by(dedicated_units, "unit")
    found: list[Verdict] = []
    for code in sorted(asked, key=lambda each: (collation_key(each), each)):
        people = sorted(
            officers_of.get(code, []),
            key=lambda each: (name_key(text_of(each, "full_name")), text_of(each, "id")),
        )
        dedicated = dedicated_of.get(code, [])
        own = dieu5.judge_unit(catalogue, code, people, day, dedicated_units=dedicated)
        if own is not None:
            found.append(own)
        for officer in people:
            identity = text_of(officer, "id")
            scope = officer_scope(catalogue, officer, day)
            found.append(
                dieu4.judge_officer(
                    catalogue,
                    officer,
                    degrees_of.get(identity, ()),
                    day,
                    certificates=certificates_of.get(identity, ()),
                    documents=documents,
                    scope=scope,
                )
            )
            found.append(dieu5.judge_officer(catalogue, officer, day, dedicated_units=dedicated, scope=scope))
    return found
