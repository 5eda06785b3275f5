"""Who issues a report, to whom, and who signs: read from the catalogue and the store's settings.

A district's report goes out under the Phòng in which Điều 5.2 places the officer, a department's under the department.
Nothing here knows an organisation by name: UBND tỉnh, the receiving Sở and the Phòng are dated rows of the catalogue, and
the regulation is a dated legal text. Số and ký hiệu are văn thư's: they are printed only where the document issued was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

from bgit_desktop.core.catalogue import Catalogue, Unit
from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import Period, WorkCalendar, as_date
from bgit_desktop.core.reporting import Due, due_for
from bgit_desktop.core.text import fold
from bgit_desktop.services import legal_texts
from bgit_desktop.services.context import Session
from bgit_desktop.store import records
from bgit_desktop.store.records import Query

if TYPE_CHECKING:
    from bgit_desktop.documents.reports.formalities import Formalities

SETTINGS: Final = ("signer_name", "signer_title", "place")
"""Settings of the store (its ``meta``) that fill in the signature and the place where they are given."""

_COMMITTEE: Final = "Ủy ban nhân dân "
_LEVELS: Final = ("huyện ", "thành phố ", "thị xã ", "tỉnh ")
# Who heads an organisation, by how its name begins.
_HEADS: Final = (
    ("Phòng", "Trưởng phòng"),
    ("Trung tâm", "Giám đốc"),
    ("Sở", "Giám đốc"),
    ("Văn phòng", "Chánh Văn phòng"),
    ("Thanh tra", "Chánh Thanh tra"),
    ("Ban", "Trưởng ban"),
)


def dues(session: Session, period: Period, units: Iterable[str]) -> dict[str, Due]:
    """Give what is asked of each unit for a period; one reading for all of them."""
    deadlines = records.select(
        session.store.db, Query("deadline", where=(("kind", period.kind), ("period", period.code)))
    )
    if not deadlines:
        return {unit: due_for(period, unit, ()) for unit in units}
    extensions = records.select(session.store.db, Query("extension"))
    calendar = WorkCalendar.from_records(records.select(session.store.db, Query("holiday")))
    return {unit: due_for(period, unit, deadlines, extensions, calendar) for unit in units}


def guidance(session: Session, period: Period, unit: str) -> Due:
    """Give what is asked of a unit for a period; a deadline without a document binds nobody."""
    return dues(session, period, (unit,))[unit]


def formalities(
    session: Session, unit_code: str, day: date, *, guided_by: str = "", document: Record | None = None
) -> Formalities:
    """Give letterhead, addressees and signature of a report.

    Args:
        session: the session.
        unit_code: who reports.
        day: the day on which units, Phòng and receiving Sở are to stand.
        guided_by: the guidance document, as running text cites it.
        document: the ``document`` record under which the report was issued, where there is one.
    """
    from bgit_desktop.documents.nd30.model import Letterhead, Signature
    from bgit_desktop.documents.reports.formalities import Formalities

    catalogue = session.catalogue()
    own = unit_code == session.unit
    unit = session.own_unit(day) if own else catalogue.by_code(unit_code, day)
    name = unit.name if unit else unit_code
    host = catalogue.it_host_of(unit, day) if unit is not None and unit.is_district else None
    receiver = catalogue.receiving_department(day)
    above = catalogue.province(day)
    committee = above.name if above is not None else "Ủy ban nhân dân tỉnh"
    province = _of(committee)
    settings = {key: session.store.meta(key) if own else "" for key in SETTINGS}
    if host is not None and unit is not None:
        head = Letterhead(name, host.name, settings["place"] or district_place(name), f"{host.name} {_of(name)}")
    elif unit is not None and unit.is_district:
        head = Letterhead("", name, settings["place"] or district_place(name), name)
    else:
        full = name if province in name else f"{name} {province}"
        head = Letterhead(committee, name, settings["place"] or district_place(committee), full)
    to = receiver.name if receiver is not None and receiver.id != (unit.id if unit else "") else ""
    number, dated = _issued(document)
    office = settings["signer_title"] or _office(head.issuer)
    cited = guided_by if not guided_by or (guided_by[:1].isalpha() and " " in guided_by) else f"văn bản số {guided_by}"
    return Formalities(
        letterhead=head,
        symbol=symbol(unit, host),
        addressees=(f"{to} {province}" if to else committee,),
        signature=Signature(office, settings["signer_name"], (*_authority(unit, host), *_for_the_head(office))),
        number=number,
        dated=dated,
        copies=_copies(unit, host),
        legal_basis=legal_texts.regulation(session, day),
        guidance=cited,
    )


def district_place(name: str) -> str:
    """Give the place of a district or province: "Ủy ban nhân dân huyện Lạng Giang" → "Lạng Giang"."""
    short = name.removeprefix(_COMMITTEE)
    for level in _LEVELS:
        short = short.removeprefix(level)
    return short


def _of(name: str) -> str:
    """Give what follows a Phòng's name in running text: "huyện Lạng Giang"."""
    return name.removeprefix(_COMMITTEE)


def _office(issuer: str) -> str:
    return next((office for start, office in _HEADS if issuer.startswith(start)), "Chủ tịch")


def _authority(unit: Unit | None, host: Unit | None) -> tuple[str, ...]:
    return ("TM. Ủy ban nhân dân",) if host is None and unit is not None and unit.is_district else ()


def _for_the_head(office: str) -> tuple[str, ...]:
    """Give "KT. …" where a deputy signs; one who is in charge ("phụ trách") signs for nobody."""
    deputy = office.casefold().startswith("phó ") and "phụ trách" not in office.casefold()
    return (f"KT. {office[4:]}",) if deputy else ()


def _copies(unit: Unit | None, host: Unit | None) -> tuple[str, ...]:
    if host is not None:
        return ("Như trên", f"UBND {_of(unit.name if unit else '')} (b/c)", "Lưu: VT")
    return ("Như trên", "Lưu: VT")


def symbol(unit: Unit | None, host: Unit | None) -> str:
    """Give the abbreviation by which văn thư names the issuer: "VHTT", "SNV", "SKHĐT"."""
    if host is not None:
        return host.code.rpartition("-")[2]
    if unit is None:
        return ""
    if unit.is_district:
        return "UBND"
    same = [
        alias
        for alias in unit.aliases
        if alias.isalpha() and fold(alias).replace(" ", "") == fold(unit.code).replace(" ", "")
    ]
    return next(iter(same), unit.code)


def _issued(document: Record | None) -> tuple[str, date | None]:
    """Give number and date of the document issued; the symbol after the stroke is printed from the catalogue."""
    if document is None:
        return "", None
    return str(document.get("number") or "").partition("/")[0].strip(), as_date(document.get("issued_on"))


def short_name(catalogue: Catalogue, code: str, day: date) -> str:
    """Give a unit's short name on a day, its code where it is not known."""
    unit = catalogue.by_code(code, day)
    return unit.label if unit is not None else code
