"""What the composer of each kind of report offers: sections, suggested words, figures; and the finished document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bgit_desktop.core import statistics
from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import NotFound
from bgit_desktop.services import incident_reports, report_documents, report_figures, report_narrative, report_saved
from bgit_desktop.services.context import Session
from bgit_desktop.services.papers.model import Asked, Paper
from bgit_desktop.services.papers.registry import papers
from bgit_desktop.services.report_data import Gathered, gather
from bgit_desktop.services.report_model import FROZEN, Composition, CountedBy, Figure, Kind, Section
from bgit_desktop.store import records

if TYPE_CHECKING:
    from bgit_desktop.documents.nd30.model import Document
    from bgit_desktop.documents.xlsx_write import Sheet


def compose(session: Session, kind: Kind, period: Period, unit: str, counted_by: CountedBy = "then") -> Composition:
    """Compose a report; see :func:`bgit_desktop.services.reports.compose`."""
    if kind in papers():
        return _compose_paper(session, papers()[kind], period, unit, counted_by)
    without = session.unit if kind == "summary" else ""
    found = gather(session, period, unit or None, without=without, counted_by=counted_by)
    before = gather(session, period.previous, unit or None, people=False, without=without, counted_by=counted_by)
    report = report_saved.saved(session, kind, period.code, unit)
    words = report_saved.words_of(report)
    earlier = report_saved.words_of(report_saved.saved(session, kind, period.previous.code, unit))
    offered = _offered(session, kind, found, unit)
    sections = tuple(
        Section(key, title, words.get(key, suggested), suggested, earlier.get(key, ""))
        for key, title, suggested in offered
    )
    figures = tuple(report_figures.figures(session, kind, found, before, unit))
    return Composition(
        kind=kind,
        period=period.code,
        unit=unit,
        sections=sections,
        figures=figures,
        record=str(report["id"]) if report else "",
        version=_version(report),
        status=str(report["status"] or "draft") if report else "draft",
        basis=found.guide.document,
        due_on=found.guide.due_on.isoformat() if found.guide.due_on else "",
        warnings=(*_moved(report, figures), *_warnings(found, kind)),
        returned=_returned(session, report),
    )


def _compose_paper(session: Session, paper: Paper, period: Period, unit: str, counted_by: CountedBy) -> Composition:
    """Compose a paper: its sections with what was saved, else what the records suggest."""
    kind = paper.kind.kind
    report = report_saved.saved(session, kind, period.code, unit)
    words = report_saved.words_of(report)
    earlier = report_saved.words_of(report_saved.saved(session, kind, period.previous.code, unit))
    asked = Asked(session, period, unit, words, counted_by=counted_by)
    return Composition(
        kind=kind,
        period=period.code,
        unit=unit,
        sections=tuple(
            Section(
                each.key, each.title, words.get(each.key, each.suggested), each.suggested, earlier.get(each.key, "")
            )
            for each in paper.sections(asked)
        ),
        figures=tuple(paper.figures(asked)),
        record=str(report["id"]) if report else "",
        version=_version(report),
        status=str(report["status"] or "draft") if report else "draft",
        returned=_returned(session, report),
    )


def _returned(session: Session, report: Record | None) -> dict[str, str]:
    """Give why a report was returned; of a correction not sent yet, why the version before was."""
    if report is None:
        return {}
    if report["status"] in FROZEN:
        return report_saved.reasons_of(report) if report["status"] == "returned" else {}
    earlier = report_saved.versions(session, str(report["kind"]), str(report["period"]), str(report["unit"]))[:-1]
    return report_saved.reasons_of(earlier[-1]) if earlier and earlier[-1]["status"] == "returned" else {}


def _moved(report: Record | None, figures: tuple[Figure, ...]) -> list[str]:
    """Name the figures that the log would give otherwise now than when the report was signed."""
    if report is None or report["status"] not in FROZEN:
        return []
    then = report_saved.figures_of(report)
    moved = []
    for figure in figures:
        now = "" if figure.now is None else str(figure.now)
        if figure.key in then and then[figure.key] != now:
            told = tr("{figure} {then}, nay {now}", figure=figure.label, then=then[figure.key] or "—", now=now or "—")
            moved.append(told)
    if not moved:
        return []
    return [tr("Số liệu trong sổ đã khác bản đã ký ({figures}); cần thì lập bản điều chỉnh.", figures="; ".join(moved))]


def _version(report: Mapping[str, Value] | None) -> int:
    number = report["version"] if report else 1
    return number if isinstance(number, int) else 1


def _offered(session: Session, kind: Kind, found: Gathered, unit: str) -> list[tuple[str, str, str]]:
    """Give the sections of a kind: key, title, suggested text."""
    proposals = ("proposals", tr("Đề xuất, kiến nghị"), "")
    if kind in ("officers", "incident"):
        return [("narrative", tr("Nhận xét"), ""), proposals]
    # the summary counts all this by itself, and single tasks of units are no plan of the Sở
    general = "" if kind == "summary" else report_narrative.general_text(found)
    plan = "" if kind == "summary" else report_narrative.plan_text(found)
    first = ("general", tr("Tình hình chung"), general)
    rest = [
        ("evaluation", tr("Đánh giá chung"), report_narrative.evaluation_text(found)),
        ("plan", tr("Phương hướng kỳ tới"), plan),
        proposals,
    ]
    if kind == "summary":
        return [first, *rest]
    labels = session.clause_labels()
    clauses = [
        (clause, f"{clause.partition('.')[2]}  {labels.get(clause, '')}", report_narrative.clause_text(found, clause))
        for clause in report_documents.duties(session, unit, found.roster_day)
    ]
    return [first, *clauses, *rest]


def _warnings(found: Gathered, kind: Kind) -> list[str]:
    warnings = []
    if kind == "periodic" and not found.guide.document:
        warnings.append(
            tr("Chưa có căn cứ thời hạn: Sở chưa gửi văn bản hướng dẫn cho kỳ này; số liệu lấy theo năm dương lịch.")
        )
    if found.window.end > found.today:
        warnings.append(tr("Kỳ báo cáo chưa kết thúc; số liệu mới tính đến hôm nay."))
    counts = {clause: each.total for clause, each in found.figures(()).items()}
    share = statistics.other_duties_share(counts)
    if kind == "periodic" and share is not None and statistics.too_many_other_duties(counts):
        warnings.append(tr("Nhiệm vụ khác (điểm g) chiếm {share} % số nhiệm vụ, vượt 40 %.", share=round(share * 100)))
    unfiled = [task for task in found.tasks if not str(task["clause"] or "").startswith("QyD.")]
    if unfiled:
        warnings.append(tr("{count} nhiệm vụ chưa gắn với điều khoản nào.", count=len(unfiled)))
    return warnings


def make(
    session: Session,
    kind: Kind,
    period: Period,
    unit: str,
    words: Mapping[str, str] | None,
    record: str = "",
    *,
    paper: Record | None = None,
    counted_by: CountedBy = "then",
    variant: str = "",
) -> tuple[Document, list[Sheet]]:
    """Make the finished document and the sheets of its workbook.

    Args:
        session: the session.
        kind: the kind.
        period: the period.
        unit: code of the unit; "" for all.
        words: section → text; None for what was saved, else what the records suggest.
        record: id of the one record it is about; "" for all of the period.
        paper: the document under which it is issued; None for the one recorded.
        counted_by: under which unit the records of one that ended count.
        variant: which of the forms of a paper about one record; "" for the one that is due.

    Raises:
        NotFound: there is no such record.
    """
    report = report_saved.saved(session, kind, period.code, unit)
    if words is None:
        words = {each.key: each.text for each in compose(session, kind, period, unit, counted_by).sections}
    paper = paper or _paper(session, report)
    if kind in papers():
        return papers()[kind].build(Asked(session, period, unit, words, record, paper, _version(report), counted_by))
    match kind:
        case "periodic":
            return report_documents.periodic(
                session, period, unit, words, document=paper, version=_version(report), counted_by=counted_by
            )
        case "officers":
            return report_documents.officers(
                session, period, unit or None, words, document=paper, counted_by=counted_by
            )
        case "summary":
            return report_documents.summary(session, period, words, document=paper, counted_by=counted_by)
        case _:
            if record:
                return incident_reports.incident(session, record, stage=variant)
            return report_documents.incident_register(
                session, period, unit or None, words, document=paper, counted_by=counted_by
            )


def _paper(session: Session, report: Mapping[str, Value] | None) -> Record | None:
    """Give the document under which a report was issued, where it was."""
    name = report.get("document") if report else None
    if not isinstance(name, str) or not name:
        return None
    try:
        return records.get(session.store.db, TYPES["document"], name)
    except NotFound:
        return None
