"""The verdicts of Điều 4 and Điều 5: records gathered for the pure rules of ``core/verdicts``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.values import parse_date
from bgit_desktop.core.verdicts.judge import judge
from bgit_desktop.core.verdicts.model import Verdict
from bgit_desktop.errors import BadInput, NotFound
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query


def verdicts(session: Session, unit: str | None = None, as_of: str | date | None = None) -> list[Verdict]:
    """Judge every officer, and every unit that has none.

    Args:
        session: the session; the Sở's judges all units bound on that day, a unit's only itself.
        unit: code of the one unit asked about.
        as_of: the day; today where None.

    Returns:
        The verdicts, by unit, person and clause; the same every time.

    Raises:
        NotFound: there is no such unit here.
        BadInput: the day is none.
    """
    day = read_day(session, as_of)
    catalogue = session.catalogue()
    if unit is not None:
        if catalogue.by_code(unit) is None:
            raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=unit))
        units = [unit]
    elif session.is_province:
        units = sorted({each.code for each in catalogue.bound_on(day)} | set(_units_with_officers(session)))
    else:
        units = [session.unit]
    return _judge(session, day, units, _of_units(session, "officer", units))


def of_officers(session: Session, ids: Iterable[str], as_of: str | date | None = None) -> dict[str, list[Verdict]]:
    """Judge some officers, for the rows a list shows.

    Returns:
        Officer's id → the verdicts about that officer.
    """
    day = read_day(session, as_of)
    officers: list[dict[str, Value]] = []
    for record_id in ids:
        officers += records.select(session.store.db, Query("officer", where=(("id", record_id),)))
    found = _judge(session, day, sorted({str(each["unit"]) for each in officers}), officers)
    return {
        str(officer["id"]): [each for each in found if each.subject_type == "officer" and each.subject == officer["id"]]
        for officer in officers
    }


def read_day(session: Session, as_of: str | date | None) -> date:
    """Give the day asked for.

    Raises:
        BadInput: it is no day.
    """
    if as_of is None or as_of == "":
        return session.today()
    if isinstance(as_of, date):
        return as_of
    try:
        return parse_date(as_of)
    except ValueError as error:
        raise BadInput(tr("Ngày xét: {reason}.", reason=error)) from None


def _judge(session: Session, day: date, units: list[str], officers: list[dict[str, Value]]) -> list[Verdict]:
    one = len(officers) <= 50  # few people: ask for their degrees one by one rather than read the province's
    return judge(
        session.catalogue(),
        day,
        units=units,
        officers=officers,
        qualifications=_inside(session, "qualification", officers)
        if one
        else _of_units(session, "qualification", units),
        certificates=_inside(session, "certificate", officers) if one else _of_units(session, "certificate", units),
        dedicated_units=_of_units(session, "dedicated_unit", units),
    )


def _units_with_officers(session: Session) -> list[str]:
    return [code for code in records.group_count(session.store.db, Query("officer"), "unit") if code]


def _of_units(session: Session, type_name: str, units: list[str]) -> list[dict[str, Value]]:
    if len(units) == 1:
        return records.select(session.store.db, Query(type_name, where=(("unit", units[0]),)))
    return records.select(session.store.db, Query(type_name))


def _inside(session: Session, type_name: str, officers: list[dict[str, Value]]) -> list[dict[str, Value]]:
    found: list[dict[str, Value]] = []
    for officer in officers:
        found += records.select(session.store.db, Query(type_name, where=(("officer", officer["id"]),)))
    return found
