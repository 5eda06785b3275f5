"""Điều 5: where the dedicated officer works.

5.1, departments and provincial agencies: in the Phòng or Trung tâm CNTT where one stands that day (a
``dedicated_unit`` record of the agency, or a division that the catalogue marks), else in the Văn phòng Sở.
5.2, districts: in the Phòng Văn hóa và Thông tin or the division that the catalogue has put in its place. The
placement is the agency's doing (Điều 10.2.a), so a failure is never the officer's. A division that the
catalogue does not know is a question, not a failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bgit_desktop.core.catalogue import Catalogue, Unit, recognition_key
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.verdicts.model import OPEN, Check, Owner, State, Verdict
from bgit_desktop.core.verdicts.scope import (
    Scope,
    is_contract,
    officer_scope,
    service_scope,
    text_of,
    unit_code,
    unit_scope,
)

DEPARTMENTS: Final = "QyD.5.1"
DISTRICTS: Final = "QyD.5.2"
_OFFICE: Final = "Văn phòng"

_Outcome = tuple[State, str, "Owner | None"]


def clause_of(unit: Unit | None) -> str:
    """Give the clause that places a unit's officers: 5.2 for the district level, else 5.1."""
    return DISTRICTS if unit is not None and unit.is_district else DEPARTMENTS


def standing_dedicated(dedicated_units: Sequence[Record], day: date) -> list[Record]:
    """Give those of an agency's ``dedicated_unit`` records that stand on a day, by name."""
    found = []
    for record in dedicated_units:
        start, end = as_date(record.get("start_date")), as_date(record.get("end_date"))
        if (start is None or start <= day) and (end is None or day <= end):
            found.append(record)
    return sorted(found, key=lambda record: (text_of(record, "name"), text_of(record, "id")))


def _elsewhere(catalogue: Catalogue, unit: Unit, text: str, wanted: str, day: date, clause: str) -> _Outcome:
    """Judge a place that is not the wanted one: a known division fails, an unknown one is a question."""
    if catalogue.recognise(text, unit, day) is not None:
        return (
            "not_met",
            tr(
                "Đang bố trí tại {place}; {clause} yêu cầu bố trí tại {wanted}.",
                place=text,
                clause=clause,
                wanted=wanted,
            ),
            "agency",
        )
    old = catalogue.recognise(text, unit)
    if old is not None:
        return (
            "review",
            tr(
                "{place} không còn hoặc chưa có vào ngày {day}; nơi bố trí theo {clause} ngày đó là "
                "{wanted}. Hãy cập nhật nơi bố trí.",
                place=old.name,
                day=show_date(day),
                clause=clause,
                wanted=wanted,
            ),
            "agency",
        )
    return (
        "review",
        tr(
            "Danh mục không có “{place}” trong {unit}; {clause} yêu cầu bố trí tại {wanted}.",
            place=text,
            unit=unit.label,
            clause=clause,
            wanted=wanted,
        ),
        "agency",
    )


def _district(catalogue: Catalogue, unit: Unit, text: str, day: date) -> _Outcome:
    hosts = catalogue.it_hosts_of(unit, day)
    if not hosts:
        return (
            "missing",
            tr(
                "Danh mục chưa đánh dấu phòng nào của {unit} là nơi bố trí cán bộ chuyên trách "
                "vào ngày {day} (Điều 5.2).",
                unit=unit.name,
                day=show_date(day),
            ),
            "department",
        )
    wanted = " / ".join(host.name for host in hosts)
    found = catalogue.recognise(text, unit, day)
    if found is not None and found.it_host:
        return "met", tr("Bố trí tại {place}, đúng Điều 5.2.", place=found.name), None
    return _elsewhere(catalogue, unit, text, wanted, day, "Điều 5.2")


def _is_office(catalogue: Catalogue, unit: Unit, text: str, day: date) -> bool:
    office = catalogue.recognise(_OFFICE, unit, day)
    if office is not None:
        found = catalogue.recognise(text, unit, day)
        return found is not None and found.id == office.id
    # The catalogue lists no office for this agency: the word itself says it.
    return recognition_key(text).startswith(recognition_key(_OFFICE))


def _department(catalogue: Catalogue, unit: Unit, text: str, dedicated: Sequence[Record], day: date) -> _Outcome:
    hosts = catalogue.it_hosts_of(unit, day)
    names = [host.name for host in hosts]
    known = {recognition_key(name) for name in names}
    names += [text_of(each, "name") for each in dedicated if recognition_key(text_of(each, "name")) not in known]
    if not names:
        if _is_office(catalogue, unit, text, day):
            return (
                "met",
                tr(
                    "Bố trí tại {place}; cơ quan không có Phòng hoặc Trung tâm CNTT, đúng Điều 5.1.",
                    place=text,
                ),
                None,
            )
        return _elsewhere(catalogue, unit, text, tr("Văn phòng Sở"), day, "Điều 5.1")
    wanted = " / ".join(names)
    found = catalogue.recognise(text, unit, day)
    if (found is not None and found.it_host) or recognition_key(text) in {recognition_key(name) for name in names}:
        return (
            "met",
            tr("Bố trí tại {place}, là Phòng hoặc Trung tâm CNTT của cơ quan, đúng Điều 5.1.", place=text),
            None,
        )
    if _is_office(catalogue, unit, text, day):
        return (
            "not_met",
            tr(
                "Đang bố trí tại {place} trong khi cơ quan có {wanted}; Điều 5.1 giao nhiệm vụ "
                "chuyên trách cho đơn vị này.",
                place=text,
                wanted=wanted,
            ),
            "agency",
        )
    return _elsewhere(catalogue, unit, text, wanted, day, "Điều 5.1")


def _place_check(outcome: _Outcome) -> Check:
    state, explanation, _ = outcome
    return Check(tr("Nơi bố trí"), "note" if state == "not_applicable" else state, explanation)


def judge_officer(
    catalogue: Catalogue,
    officer: Record,
    day: date,
    *,
    dedicated_units: Sequence[Record] = (),
    scope: Scope | None = None,
) -> Verdict:
    """Judge where an officer is placed.

    Args:
        catalogue: the units.
        officer: the officer's record, with ``id`` and ``unit``.
        day: the day asked for.
        dedicated_units: the ``dedicated_unit`` records of the officer's agency.
        scope: :func:`~bgit_desktop.core.verdicts.scope.officer_scope`, where the caller has it already.
    """
    scope = scope or officer_scope(catalogue, officer, day)
    text = text_of(officer, "department").strip()
    missing: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    outcome: _Outcome
    if scope.excluded:
        outcome = "not_applicable", scope.excluded, None
    elif scope.unit is None:
        outcome = "missing", scope.unknown, "department"
        missing = (tr("đơn vị trong danh mục"),)
    elif not text:
        outcome = (
            "missing",
            tr("Chưa ghi nơi bố trí, nên chưa xét được {clause}.", clause=_shown(clause_of(scope.unit))),
            "agency",
        )
        missing = (tr("nơi bố trí của cán bộ"),)
    elif scope.unit.is_district:
        outcome = _district(catalogue, scope.unit, text, day)
    else:
        outcome = _department(catalogue, scope.unit, text, standing_dedicated(dedicated_units, day), day)
    if outcome[0] == "missing" and not missing:
        missing = (tr("nơi bố trí theo Điều 5 trong danh mục đơn vị"),)
    if scope.applies:
        checks = (_place_check(outcome),)
    reasons = [outcome[1]]
    if not scope.excluded:
        reasons.append(tr("Xét đến ngày {day}.", day=show_date(day)))
    if outcome[0] == "not_met":
        reasons.append(tr("Việc bố trí là trách nhiệm của cơ quan (Điều 10.2.a), không phải của cán bộ."))
    return Verdict(
        "officer",
        text_of(officer, "id"),
        text_of(officer, "full_name"),
        unit_code(officer),
        clause_of(scope.unit),
        outcome[0],
        day.isoformat(),
        tuple(reasons),
        missing,
        outcome[2],
        checks,
        mend=("officer", text_of(officer, "id")) if outcome[0] in OPEN else None,
    )


def _shown(clause: str) -> str:
    return "Điều " + clause.removeprefix("QyD.")


def judge_unit(
    catalogue: Catalogue,
    code: str,
    officers: Sequence[Record],
    day: date,
    *,
    dedicated_units: Sequence[Record] = (),
) -> Verdict | None:
    """Judge a unit in which no officer counts on a day.

    Args:
        catalogue: the units.
        code: the unit's code.
        officers: all its officers, those who left included.
        day: the day asked for.
        dedicated_units: its ``dedicated_unit`` records.

    Returns:
        None where an officer counts on that day (then the officers' own verdicts tell). Else ``met`` where a
        Phòng or Trung tâm CNTT of the agency has the task (5.1), ``not_met`` with the gap in days where the
        last officer left, ``review`` where there is only contract staff, and ``missing`` where nobody was
        ever recorded.
    """
    scope = unit_scope(catalogue, code, day)
    unit = scope.unit
    clause = clause_of(unit)
    serving = [officer for officer in officers if not service_scope(officer, day)]
    if scope.applies and any(not is_contract(officer) for officer in serving):
        return None
    missing: tuple[str, ...] = ()
    outcome: _Outcome
    dedicated = standing_dedicated(dedicated_units, day)
    ends = [
        end
        for officer in officers
        if not is_contract(officer) and (end := as_date(officer.get("end_date"))) is not None and end < day
    ]
    if scope.excluded:
        outcome = "not_applicable", scope.excluded, None
    elif unit is None:
        outcome = "missing", scope.unknown, "department"
        missing = (tr("đơn vị trong danh mục"),)
    elif dedicated and not unit.is_district:
        names = " / ".join(text_of(each, "name") for each in dedicated)
        outcome = (
            "met",
            tr("Nhiệm vụ chuyên trách được giao cho {names} (Điều 5.1); chưa ghi cán bộ cụ thể.", names=names),
            None,
        )
    elif serving:
        outcome = (
            "review",
            tr("Chỉ có lao động hợp đồng đảm nhiệm, không thuộc Điều 3.1; cần xem xét việc bố trí."),
            "agency",
        )
    elif ends:
        left = max(ends)
        outcome = (
            "not_met",
            tr(
                "Không còn cán bộ chuyên trách từ sau ngày {left}; đến ngày {day} đã {days} ngày "
                "chưa bố trí người thay ({clause}).",
                left=show_date(left),
                day=show_date(day),
                days=(day - left).days,
                clause=_shown(clause),
            ),
            "agency",
        )
        missing = (tr("văn bản phân công cán bộ (Điều 10.2.a)"),)
    else:
        outcome = (
            "missing",
            tr(
                "Chưa ghi cán bộ chuyên trách nào của {unit} tính đến ngày {day}, nên chưa xét được {clause}.",
                unit=unit.name,
                day=show_date(day),
                clause=_shown(clause),
            ),
            "agency",
        )
        missing = (tr("văn bản phân công cán bộ (Điều 10.2.a)"),)
    return Verdict(
        "unit",
        unit.id if unit else code,
        unit.name if unit else code,
        code,
        clause,
        outcome[0],
        day.isoformat(),
        (outcome[1],),
        missing,
        outcome[2],
        (),
        mend=("officer", "") if outcome[0] in OPEN else None,
    )
