"""Whom Điều 4 and Điều 5 bind on a day: the question put before either is asked (Điều 2, 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a clause applies.

    Attributes:
        unit: the unit's row of that day, where there is one.
        excluded: the sentence that says why it does not apply; "" where it does.
        unknown: what keeps the question open; "" where nothing does.
    """

    unit: Unit | None
    excluded: str = ""
    unknown: str = ""

    @property
    def applies(self) -> bool:
        """The clause binds the subject."""
        return not self.excluded and not self.unknown


def unit_scope(catalogue: Catalogue, code: str, day: date) -> Scope:
    """Ask whether a unit is bound on a day: it stands, and the regulation covers it (Điều 2)."""
    unit = catalogue.by_code(code, day)
    if unit is None:
        return Scope(None, unknown=tr("Danh mục chưa có đơn vị mang mã {code}.", code=code or "—"))
    if unit.valid_to is not None and unit.valid_to < day:
        return Scope(
            unit,
            tr(
                "{unit} kết thúc ngày {ended}, trước ngày xét {day}; Quy định không còn áp dụng (Điều 2).",
                unit=unit.name,
                ended=show_date(unit.valid_to),
                day=show_date(day),
            ),
        )
    if unit.valid_from is not None and day < unit.valid_from:
        return Scope(
            unit,
            tr(
                "{unit} có hiệu lực từ ngày {start}, sau ngày xét {day}; Quy định chưa áp dụng (Điều 2).",
                unit=unit.name,
                start=show_date(unit.valid_from),
                day=show_date(day),
            ),
        )
    if not unit.in_scope:
        return Scope(unit, tr("{unit} không thuộc phạm vi áp dụng của Quy định (Điều 2).", unit=unit.name))
    return Scope(unit)


def service_scope(officer: Record, day: date) -> str:
    """Say why an officer does not count on a day by the dates of service, or give ""."""
    start, end = as_date(officer.get("start_date")), as_date(officer.get("end_date"))
    if end is not None and end < day:
        return tr("Thôi nhiệm vụ ngày {end}, trước ngày xét {day}.", end=show_date(end), day=show_date(day))
    if start is not None and day < start:
        return tr("Nhận nhiệm vụ từ ngày {start}, sau ngày xét {day}.", start=show_date(start), day=show_date(day))
    return ""


def is_contract(officer: Record) -> bool:
    """Tell whether the officer works under a contract, whom Điều 3.1 does not cover."""
    return officer.get("employment") == "contract"


def officer_scope(catalogue: Catalogue, officer: Record, day: date) -> Scope:
    """Ask whether an officer is bound on a day: the unit is, the officer serves, under no contract (3.1)."""
    scope = unit_scope(catalogue, unit_code(officer), day)
    if scope.excluded:
        return scope
    away = service_scope(officer, day)
    if away:
        return Scope(scope.unit, away)
    if is_contract(officer):
        return Scope(
            scope.unit,
            tr("Lao động hợp đồng không thuộc Điều 3.1 (cán bộ chuyên trách là công chức, viên chức)."),
        )
    return scope


def unit_code(record: Record) -> str:
    """Give the code of the unit a record belongs to."""
    code = record.get("unit")
    return code if isinstance(code, str) else ""


def text_of(record: Record, name: str) -> str:
    """Give a text value of a record, "" where it is empty."""
    value = record.get(name)
    return value if isinstance(value, str) else ""
