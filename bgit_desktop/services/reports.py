"""Reports, one function per user action: choose a kind, compose it for a period, edit and save its words, print it.

The words of a report are kept in a ``report`` record (``narrative``: one entry a section, its key, a line break, the
text). Figures are counted anew each time until the report is signed; what is printed of a signed report is the very
document that was signed. The steps from nháp to chấp nhận are in :mod:`bgit_desktop.services.report_cycle`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr, vietnamese
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.errors import BadInput, NotFound, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services.context import Progress, Session, no_progress
from bgit_desktop.services.report_model import FORMATS as FORMATS
from bgit_desktop.services.report_model import KINDS as KINDS
from bgit_desktop.services.report_model import Composition, CountedBy, ReportKind
from bgit_desktop.services.report_model import Figure as Figure
from bgit_desktop.services.report_model import Section as Section
from bgit_desktop.services.report_saved import frozen_file
from bgit_desktop.services.report_saved import listing as listing
from bgit_desktop.services.report_saved import saved as saved
from bgit_desktop.services.report_saved import words_of as words_of
from bgit_desktop.services.writing import whole_document
from bgit_desktop.store import records


def all_kinds() -> tuple[ReportKind, ...]:
    """Give every kind of report and paper, in the order in which they are offered."""
    from bgit_desktop.services.papers.registry import papers

    return (*KINDS, *(paper.kind for paper in papers().values()))


def kinds(session: Session) -> list[ReportKind]:
    """Give the kinds of report this store can make."""
    return [each for each in all_kinds() if session.is_province or not each.province]


def kind_of(session: Session, name: str) -> ReportKind:
    """Find a kind by name.

    Raises:
        NotFound: there is none; the sentence lists those there are.
    """
    for each in kinds(session):
        if each.kind == name:
            return each
    known = ", ".join(each.kind for each in kinds(session))
    raise NotFound(tr("Không có loại báo cáo “{name}”. Các loại có: {known}.", name=name, known=known))


def unit_of(session: Session, kind: ReportKind, unit: str | None) -> str:
    """Give whose report is meant: "" for all units of the province.

    Raises:
        NotFound: there is no such unit, or no data of it here.
        Refused: the kind is over all units.
    """
    if kind.province and kind.over_all:
        if unit:
            raise Refused(tr("“{report}” gồm mọi đơn vị; hãy bỏ lựa chọn đơn vị.", report=kind.label))
        return ""
    if unit:
        if session.catalogue().by_code(unit) is None:
            raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=unit))
        if not session.is_province and unit not in (
            session.unit,
            *session.heirs().taken_over(session.unit, session.today()),
        ):
            raise NotFound(
                tr("Kho này chỉ có dữ liệu của đơn vị {own}, không có của {unit}.", own=session.unit, unit=unit)
            )
        return unit
    return "" if session.is_province and kind.over_all else session.unit


# -- the saved words -------------------------------------------------------------------------------------------------


def save(session: Session, composition: Composition, words: Mapping[str, str]) -> str:
    """Save the words of a report as a draft.

    Args:
        session: the session.
        composition: what was composed.
        words: section → text; what is the same as the records suggest is saved too, so that it no longer moves.

    Returns:
        The report's id.

    Raises:
        Refused: it was signed already, or belongs to another unit.
    """
    if composition.unit and composition.unit != session.unit:
        raise Refused(tr("Báo cáo của đơn vị {unit} do đơn vị đó soạn; Sở chỉ xem và in.", unit=composition.unit))
    if composition.frozen:
        raise Refused(tr("Báo cáo đã ký không sửa được nữa; hãy lập bản điều chỉnh (bản tiếp theo)."))
    narrative: list[str] = [f"{key}\n{text.strip()}" for key, text in words.items()]
    if composition.record:
        actions.change(session, "report", composition.record, {"narrative": narrative})
        return composition.record
    values: dict[str, Value] = {
        "kind": composition.kind, "period": composition.period, "version": composition.version, "status": "draft",
        "narrative": narrative,
    }  # fmt: skip
    return actions.add(session, "report", values)


def period_label(code: str) -> str:
    """Name a period in the current language; as it stands where it is written otherwise."""
    try:
        return str(Period.parse(code).label)
    except BadInput:
        return code


def title_of(kind: str, period: str) -> str:
    """Name a report: its kind and period."""
    found = next((each.label for each in all_kinds() if each.kind == kind), kind)
    return f"{found} — {period_label(period)}"


def numbers(session: Session, rows: Sequence[Mapping[str, Value]]) -> dict[str, str]:
    """Give số, ký hiệu of the reports that were issued: report → number."""
    papers = {str(row["id"]): str(row["document"]) for row in rows if row["document"]}
    titles = records.titles(session.store.db, TYPES["document"], sorted(set(papers.values())))
    return {report: titles.get(paper, "") for report, paper in papers.items()}


# -- composing -------------------------------------------------------------------------------------------------------


def compose(
    session: Session, kind: str, period: str, unit: str | None = None, *, counted_by: CountedBy = "then"
) -> Composition:
    """Compose a report for a period: its sections with words to edit, its figures beside those of the period before.

    Args:
        session: the session.
        kind: see :func:`kinds`.
        period: ``2024-H1``, ``2024-H2`` or ``2024``.
        unit: code of the unit; None for one's own, or all units where the kind is over all.
        counted_by: under which unit the records of one that ended count: itself, or what stands in its place now.

    Raises:
        BadInput: the period is written wrongly.
        NotFound: no such kind or unit.
    """
    from bgit_desktop.services import report_composer

    chosen = kind_of(session, kind)
    whose = unit_of(session, chosen, unit)
    return report_composer.compose(session, chosen.kind, Period.parse(period), whose, counted_by)


def figure(session: Session, kind: str, period: str, unit: str | None, key: str) -> Figure:
    """Give one figure of a report with the records it counts.

    Args:
        session: the session.
        kind: see :func:`kinds`.
        period: ``2024-H1``, ``2024-H2`` or ``2024``.
        unit: see :func:`compose`.
        key: the figure's key.

    Raises:
        BadInput: the period is written wrongly.
        NotFound: no such kind or unit; the report has no such figure, or it counts no records.
    """
    shown = [each for each in compose(session, kind, period, unit).figures if each.type]
    for each in shown:
        if each.key == key:
            return each
    known = ", ".join(each.key for each in shown) or "—"
    raise NotFound(
        tr("Báo cáo không có số liệu “{key}” đếm từ bản ghi. Các số liệu có: {known}.", key=key, known=known)
    )


# -- printing --------------------------------------------------------------------------------------------------------


def render(
    session: Session,
    kind: str,
    period: str,
    unit: str | None,
    out: Path,
    *,
    record: str = "",
    variant: str = "",
    words: Mapping[str, str] | None = None,
    counted_by: CountedBy = "then",
    progress: Progress = no_progress,
) -> Path:
    """Write a report.

    Args:
        session: the session.
        kind: see :func:`kinds`.
        period: ``2024-H1``, ``2024-H2`` or ``2024``.
        unit: see :func:`compose`.
        out: the file; ``.pdf``, ``.docx`` or ``.xlsx``.
        record: the one record it is about, where the kind can be about one (an incident, a meeting); "" for all.
        variant: which of the forms it has about one record (:attr:`ReportKind.variants`); "" for the one that is due.
        words: section → text as it stands in the composer; None for what was saved, else what the records suggest.
        counted_by: see :func:`compose`.
        progress: told how far it is.

    Returns:
        The file.

    Raises:
        BadInput: the period or the file's extension is wrong.
        NotFound: no such kind, unit or record.
        EnvironmentProblem: the file cannot be written.
    """
    from bgit_desktop.services import report_composer

    chosen, suffix = kind_of(session, kind), out.suffix.lower().removeprefix(".")
    _check_format(chosen, suffix)
    if record and not chosen.about:
        raise BadInput(tr("“{report}” lập theo kỳ, không lập cho riêng một bản ghi.", report=chosen.label))
    if variant and variant not in dict(chosen.variants if record else ()):
        known = ", ".join(name for name, _ in chosen.variants) or "—"
        raise BadInput(tr("“{report}” không có dạng “{name}” cho một bản ghi. Các dạng có: {known}.",
                          report=chosen.label, name=variant, known=known))  # fmt: skip
    if record and suffix == "xlsx":
        raise BadInput(tr("Văn bản về một bản ghi không có .xlsx; danh sách của cả kỳ mới có."))
    when = Period.parse(period)
    whose = unit_of(session, chosen, unit)
    as_signed = suffix == "pdf" and not record and counted_by == "then"
    signed = frozen_file(session, saved(session, kind, when.code, whose)) if as_signed else None
    if signed is not None:
        with whole_document(out) as file:
            file.write(signed.read_bytes())
        return out
    progress(0, 3, tr("Tổng hợp số liệu"))
    with vietnamese():
        document, sheets = report_composer.make(
            session, chosen.kind, when, whose, words, record, variant=variant, counted_by=counted_by
        )
    progress(1, 3, tr("Trình bày văn bản"))
    if suffix == "pdf":
        from bgit_desktop.documents.nd30.compose import write_document

        with whole_document(out) as file:
            write_document(document, file)
    elif suffix == "docx":
        from bgit_desktop.documents.nd30.word import write_docx

        with whole_document(out) as file:
            write_docx(document, file)
    else:
        from bgit_desktop.documents.xlsx_write import write_workbook

        with whole_document(out) as file:
            write_workbook(sheets, file)
    progress(3, 3, out.name)
    return out


def _check_format(kind: ReportKind, suffix: str) -> None:
    if suffix not in kind.formats:
        raise BadInput(
            tr(
                "Không xuất được tệp .{suffix}; hãy đặt tên tệp kết thúc bằng một trong các đuôi: {formats}.",
                suffix=suffix or "?",
                formats=", ".join(f".{each}" for each in kind.formats),
            )
        )
