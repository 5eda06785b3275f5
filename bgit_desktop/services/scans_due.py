"""Scans in words for the pages that exchange packages: those that may go along, and those that are not here.

Which scans this PC lacks follows from the records; when they were last asked for is read from the package that asked,
of which a copy is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.sizes import size_text
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import BgitError
from bgit_desktop.exchange.package_reader import show_package
from bgit_desktop.services import attachments
from bgit_desktop.services.along import STAYS
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_standing import day_of
from bgit_desktop.store import attachments as folder
from bgit_desktop.store import peers


@dataclass(frozen=True, slots=True)
class Offer:
    """A scan of our own records that may go along with a package.

    Attributes:
        reference: its SHA-256, hex.
        title: what the records that refer to it are called.
        size: bytes; None where it is not here.
        asked: the recipient says that it lacks it.
        went: it has gone there before.
    """

    reference: str
    title: str
    size: int | None
    asked: bool
    went: bool

    @property
    def is_new(self) -> bool:
        """Whether "new" takes it along."""
        return self.size is not None and (self.asked or not self.went)

    @property
    def text(self) -> str:
        """How it is listed: its record, its size, how it stands."""
        size = tr("không có ở máy này") if self.size is None else size_text(self.size)
        state = tr("Sở đang thiếu") if self.asked else tr("đã gửi") if self.went else ""
        return " · ".join(filter(None, (self.title or EMPTY, size, state)))


def offered(session: Session, recipient: str) -> list[Offer]:
    """Give the scans of our own records, those that are asked for or never went first."""
    went, asked = folder.sent(session.store.db, recipient), folder.wanted(session.store.db, recipient)
    titles: dict[str, list[str]] = {}
    sizes: dict[str, int | None] = {}
    for each in attachments.scans(session, unit=session.unit):
        if each.type in STAYS:
            continue
        titles.setdefault(each.reference, []).append(each.title)
        sizes[each.reference] = each.size
    found = [
        Offer(each, ", ".join(filter(None, titles[each])), sizes[each], each in asked, each in went) for each in titles
    ]
    return sorted(found, key=lambda each: not each.is_new)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A scan that a record refers to and that is not here.

    Attributes:
        title: what the record is called.
        unit: whose record.
        asked_on: the day of the last package to that unit, where it asked for the scan.
        askable: whether the next package asks for it; the scans of this unit's other PCs do not come by package.
    """

    title: str
    unit: str
    asked_on: date | None
    askable: bool

    @property
    def state(self) -> str:
        """Say whether it was asked for."""
        if self.asked_on is not None:
            return tr("đã xin trong gói ngày {day}", day=show_date(self.asked_on))
        return tr("gói kế tiếp sẽ xin") if self.askable else tr("chép từ máy cùng đơn vị đã đính kèm")


def lacking(session: Session) -> list[Lacking]:
    """Give the scans that are not here, by unit."""
    missing = [each for each in attachments.missing(session) if each.type not in STAYS]
    asked = {unit: _last_asked(session, unit) for unit in {each.unit for each in missing} - {session.unit}}
    found = [
        Lacking(
            each.title, each.unit,
            asked[each.unit][0] if each.unit in asked and each.reference in asked[each.unit][1] else None,
            each.unit != session.unit,
        )
        for each in missing
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.unit, each.title))


def _last_asked(session: Session, unit: str) -> tuple[date | None, frozenset[str]]:
    """Give the day of the last package to a unit, and the scans it asked for."""
    sent = [
        row
        for row in peers.packages(session.store.db, "direction = 'out' AND kind <> 'incident'")
        if row.recipient == unit and row.stored
    ]
    if not sent:
        return None, frozenset()
    try:
        manifest = show_package(session.store.folder / sent[-1].stored).manifest
    except BgitError:  # the copy was cleared away: what it asked for is not known
        return None, frozenset()
    return day_of(sent[-1].at), frozenset(manifest.wants if manifest else ())


def lacking_text(found: list[Lacking]) -> str:
    """Say in one sentence what this PC lacks; "" for nothing."""
    if not found:
        return ""
    asked = sum(each.asked_on is not None for each in found)
    later = sum(each.asked_on is None and each.askable for each in found)
    parts = [
        tr("{count} bản đã xin", count=asked) if asked else "",
        tr("{count} bản gói kế tiếp sẽ xin", count=later) if later else "",
    ]
    told = tr("Máy này còn thiếu {count} bản quét mà bản ghi có nêu", count=len(found))
    more = ", ".join(filter(None, parts))
    return f"{told}: {more}." if more else f"{told}."
