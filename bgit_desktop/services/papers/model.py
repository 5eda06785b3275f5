"""What a paper is: a kind of report with a function that makes it from the records.

A module of this package declares its papers in ``PAPERS``; :mod:`bgit_desktop.services.papers.registry` lists the
modules. A paper has everything a report has: the command line (``report KIND``), the composer with its editable words,
PDF, .docx and .xlsx. It is asked with a period alone, so without the one record it can be about it covers all of the
period; with nothing recorded it says so in a sentence and is still a document that can be printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bgit_desktop.core.fields import Record
from bgit_desktop.core.periods import Period
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_model import CountedBy, Figure, ReportKind

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Document
    from bgit_desktop.documents.xlsx_write import Sheet


@dataclass(frozen=True)
class Asked:
    """What a paper is asked for.

    Attributes:
        session: the store.
        period: the period.
        unit: code of the unit; "" for all units of the province.
        words: section → text as edited; empty where nothing was.
        record: id of the one record it is about; "" for all of the period.
        document: the ``document`` record under which it was issued; None while it has no number.
        version: of the report, from 1.
        counted_by: under which unit the records of one that ended count.
    """

    session: Session
    period: Period
    unit: str
    words: Mapping[str, str]
    record: str = ""
    document: Record | None = None
    version: int = 1
    counted_by: CountedBy = "then"


@dataclass(frozen=True, slots=True)
class Offered:
    """A section whose words can be edited: its key, its title, what the records suggest."""

    key: str
    title: str
    suggested: str = ""


@dataclass(frozen=True)
class Paper:
    """A kind of paper and how it is made.

    Attributes:
        kind: what the command line and the composer need to know.
        build: makes the document and the sheets of its workbook; raises NotFound where ``record`` names nothing.
        sections: the sections offered for editing, in order.
        figures: the figures the composer shows beside those of the period before.
    """

    kind: ReportKind
    build: Callable[[Asked], tuple[Document, list[Sheet]]]
    sections: Callable[[Asked], list[Offered]] = lambda _asked: []
    figures: Callable[[Asked], list[Figure]] = lambda _asked: []
