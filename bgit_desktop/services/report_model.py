"""What a report is to the composer: its kind, its sections with words, its figures beside those of the last period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from bgit_desktop.core.fields import Record
from bgit_desktop.core.i18n import Label
from bgit_desktop.core.incident_timeline import STAGES

CountedBy = Literal["then", "now"]
"""Under which unit a record counts: the one whose it is, or what stands in the place of one that ended (the first of
several), so that both give the same sums."""

Kind: TypeAlias = str
"""Name of a kind: ``periodic``, ``incident``, ``officers``, ``summary``, or that of a paper (``services/papers``)."""

Group = Literal["report", "list", "form"]
"""How kinds are grouped where they are chosen: reports that are signed, lists and registers, forms and letters."""

RETURNED_WHOLE: Final = "report"
"""Section key of a reason for returning that concerns the whole report."""

GROUP_LABELS: Final[dict[Group, Label]] = {
    "report": Label("Báo cáo", "Reports"),
    "list": Label("Danh sách, sổ theo dõi", "Lists and registers"),
    "form": Label("Phiếu, công văn, biên bản", "Forms, letters, minutes"),
}
FORMATS: Final = ("pdf", "docx", "xlsx")
FROZEN: Final = ("signed", "sent", "received", "returned", "accepted")
"""States in which a report may no longer be edited; a correction is a new version."""


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A kind of report.

    Attributes:
        kind: what the command line calls it.
        name: its name in both languages.
        formats: what it can be written as, by extension.
        period_kind: what sort of period it is for: ``half_year_or_year``.
        administrative: whether it is an official document with the Quốc hiệu.
        clause: of the regulation.
        group: see :data:`Group`.
        province: only the Sở makes it.
        over_all: where no unit is named it covers all units of the store, and its words are the Sở's own.
        restricted: it opens restricted values, which the audit notes: the store is opened for writing.
        about: record type of the one record it can be made for (an incident, a meeting); "" where there is none.
        variants: the forms it has about one record (first, follow-up, final), by the word the command line takes.
    """

    kind: Kind
    name: Label
    clause: str
    formats: tuple[str, ...] = FORMATS
    period_kind: str = "half_year_or_year"
    administrative: bool = True
    group: Group = "report"
    province: bool = False
    over_all: bool = False
    about: str = ""
    variants: tuple[tuple[str, Label], ...] = ()
    restricted: bool = False

    @property
    def label(self) -> str:
        """Its name in the current language."""
        return str(self.name)


KINDS: Final = (
    ReportKind(
        "periodic", Label("Báo cáo 6 tháng, năm (Điều 7.1)", "Half-year and annual report (Điều 7.1)"), "QyD.7.1"
    ),
    ReportKind(
        "incident",
        Label("Báo cáo sự cố (Điều 7.2)", "Incident report (Điều 7.2)"),
        "QyD.7.2",
        over_all=True,
        about="incident",
        variants=tuple(STAGES.items()),
    ),
    ReportKind(
        "officers",
        Label("Danh sách cán bộ và tiêu chuẩn Điều 4", "List of officers with the standard of Điều 4"),
        "QyD.4",
        over_all=True,
    ),
    ReportKind(
        "summary",
        Label("Báo cáo tổng hợp toàn tỉnh (Điều 11.1)", "Summary over the province (Điều 11.1)"),
        "QyD.11.1",
        province=True,
        over_all=True,
    ),
)
"""The kinds that are composed from the log; the papers of ``services/papers`` come beside them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the words.

    Attributes:
        key: under which it is saved: ``general``, a clause's id, ``evaluation``, ``plan``, ``proposals`` …
        title: as the composer shows it.
        text: what a person saved, else what the records suggest.
        suggested: what the records suggest.
        earlier: what was saved for the period before; offered, never taken by itself.
    """

    key: str
    title: str
    text: str
    suggested: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure beside that of the period before.

    Attributes:
        key: under which it is frozen when the report is signed.
        label: what it counts.
        now: of the period; None where it is not known.
        before: of the period before; None where it is not known.
        type: record type of what it counts; "" where it counts no records.
        records: ids of exactly the records counted.
    """

    key: str
    label: str
    now: int | float | None
    before: int | float | None
    type: str = ""
    records: tuple[str, ...] = ()

    @classmethod
    def counting(cls, key: str, label: str, type_name: str, now: Iterable[Record], before: int | None) -> Figure:
        """Make the figure that is the number of some records, so that the two cannot disagree."""
        ids = tuple(str(each["id"]) for each in now)
        return cls(key, label, len(ids), before, type_name, ids)


@dataclass(frozen=True, slots=True)
class Composition:
    """A report as the composer shows it.

    Attributes:
        kind: its kind.
        period: its period.
        unit: code of the unit; "" for all units of the province.
        sections: the words, in order.
        figures: of this period and the one before.
        record: id of the saved report; "" where nothing was saved.
        version: from 1.
        status: of the saved report; ``draft`` where nothing was saved.
        basis: the guidance document that sets period and day; "" where there is none.
        due_on: ``YYYY-MM-DD`` set by it; "" where there is none.
        warnings: sentences worth reading before it goes out.
        returned: section → why the Sở returned it (this version, or the one it corrects); see :data:`RETURNED_WHOLE`.
    """

    kind: Kind
    period: str
    unit: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]
    record: str = ""
    version: int = 1
    status: str = "draft"
    basis: str = ""
    due_on: str = ""
    warnings: tuple[str, ...] = ()
    returned: Mapping[str, str] = field(default_factory=dict)

    @property
    def frozen(self) -> bool:
        """Whether it was signed, so that only a new version can be edited."""
        return self.status in FROZEN
