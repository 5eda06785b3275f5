"""The way of a report (Điều 7.1): nháp → trình → đã ký → đã gửi → Sở nhận → trả lại / chấp nhận.

At signing the printed document itself is kept under its SHA-256, with the figures: what is printed again is that very
document, whatever the records say by then. A correction is the next version, and the difference can be printed
(``report report_changes``). The Sở returns a report with a reason for each section concerned.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from bgit_desktop.core.fields import Record, Value
from bgit_desktop.core.i18n import tr, vietnamese
from bgit_desktop.core.periods import Period
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import parse_date
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services import records as actions
from bgit_desktop.services import report_composer, reports
from bgit_desktop.services.checking import Invalid, check_authority, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.services.report_model import FROZEN
from bgit_desktop.services.report_standing import SENT
from bgit_desktop.store import attachments, records

_REPORT = TYPES["report"]


def new_version(session: Session, record: str) -> str:
    """Begin a correction of a signed report: the next version, with the same words, as a draft; figures are counted anew.

    Returns:
        The id of the new version; of the one there is already, where a correction was begun.

    Raises:
        Refused: the report is still a draft, or another unit's.
    """
    report = records.get(session.store.db, _REPORT, record)
    if report["status"] not in FROZEN:
        raise Refused(tr("Báo cáo chưa ký thì sửa thẳng vào bản nháp, không cần bản mới."))
    _own(session, report)
    newest = reports.saved(session, str(report["kind"]), str(report["period"]), str(report["unit"]))
    if newest is not None and newest["status"] not in FROZEN:
        return str(newest["id"])
    version = newest["version"] if newest and isinstance(newest["version"], int) else 1
    values = {"kind": report["kind"], "period": report["period"], "version": version + 1, "status": "draft"}
    return actions.add(session, "report", {**values, "narrative": report["narrative"]})


def submit(session: Session, record: str) -> None:
    """Mark a draft as put before the head.

    Raises:
        Refused: it is no draft.
    """
    report = records.get(session.store.db, _REPORT, record)
    if report["status"] not in ("draft", "submitted"):
        raise Refused(tr("Báo cáo đã ký không trình lại; hãy lập bản điều chỉnh."))
    actions.change(session, "report", record, {"status": "submitted", "submitted_on": session.today().isoformat()})


def sign(session: Session, record: str, number: str, issued_on: str, signer: str = "") -> None:
    """Mark a report as signed: number and date as văn thư gave them; the document and its figures are frozen.

    Args:
        session: the session.
        record: the report.
        number: số, ký hiệu, typed in from the paper.
        issued_on: ``YYYY-MM-DD``.
        signer: who signed.

    Raises:
        Refused: it was signed already, or is another unit's.
        BadInput: number or date is missing or wrong.
        EnvironmentProblem: the document cannot be kept.
    """
    report = records.get(session.store.db, _REPORT, record)
    if report["status"] in FROZEN:
        raise Refused(tr("Báo cáo này đã ký rồi."))
    _own(session, report)
    kind, period = str(report["kind"]), str(report["period"])
    composition = reports.compose(session, kind, period)
    paper: dict[str, Value] = {
        "number": number, "issued_on": issued_on or None, "signer": signer or None, "kind": "report",
        "issuer": _issuer(session), "subject": reports.title_of(kind, period),
    }  # fmt: skip
    problems = problems_of(session, "document", paper)
    if problems:
        raise Invalid(problems)
    if not issued_on:
        raise BadInput(tr("Hãy ghi ngày văn bản như trên bản đã ký."), field="issued_on")
    words = {each.key: each.text for each in composition.sections}
    printed = _printed(session, kind, period, words, paper)
    kept = attachments.keep_bytes(session.store.folder, printed)
    document = session.new_id()
    figures = [f"{each.key}={'' if each.now is None else each.now}" for each in composition.figures]
    values: dict[str, Value] = {
        "status": "signed", "document": document, "figures": figures, "signed_hash": kept.reference,
        "narrative": [f"{key}\n{text.strip()}" for key, text in words.items()],
    }  # fmt: skip
    check_authority(session, _REPORT, report, list(values))
    label = tr("Ký báo cáo {report}", report=reports.title_of(kind, period))
    with session.store.write("edit", label, session.actor):
        filled = {name: value for name, value in paper.items() if value is not None}
        records.insert(
            session.store.db, TYPES["document"], document, session.unit, {**filled, "attachment": kept.reference}
        )
        records.update(session.store.db, _REPORT, record, values)


def _printed(session: Session, kind: str, period: str, words: Mapping[str, str], paper: Record) -> bytes:
    from bgit_desktop.documents.nd30.compose import write_document

    with vietnamese():
        whose = reports.unit_of(session, reports.kind_of(session, kind), None)
        document, _sheets = report_composer.make(session, kind, Period.parse(period), whose, words, paper=paper)
        made = BytesIO()
        write_document(document, made)
    return made.getvalue()


def mark_sent(session: Session, record: str, day: str = "") -> None:
    """Mark a signed report as sent.

    Args:
        session: the session.
        record: the report.
        day: ``YYYY-MM-DD``; today where empty.

    Raises:
        Refused: it was not signed yet.
        BadInput: the day is none.
    """
    report = records.get(session.store.db, _REPORT, record)
    if report["status"] != "signed":
        raise Refused(tr("Chỉ đánh dấu đã gửi sau khi báo cáo đã ký và có số văn bản."))
    actions.change(session, "report", record, {"status": "sent", "sent_on": day_of(session, day)})


def decide(
    session: Session, record: str, status: str, *, day: str = "", reasons: Mapping[str, str] | None = None
) -> None:
    """Note what the Sở makes of a unit's report: ``received``, ``returned`` or ``accepted``.

    Args:
        session: the Sở's session.
        record: the report.
        status: what was decided.
        day: of receipt (for ``received``) or of the decision, ``YYYY-MM-DD``; today where empty.
        reasons: section → why it is returned; :data:`RETURNED_WHOLE` for the whole report.

    Raises:
        Refused: this is not the Sở's store, or the unit has not sent the report.
        BadInput: it is returned without a reason, or the day is none.
    """
    report = records.get(session.store.db, _REPORT, record)
    if not session.is_province or report["unit"] == session.unit:
        raise Refused(tr("Chỉ Sở ghi nhận, trả lại hoặc chấp nhận báo cáo của đơn vị."))
    if report["status"] not in SENT:
        raise Refused(tr("Đơn vị chưa gửi báo cáo này; chưa ghi nhận được."))
    given = {key: text.strip() for key, text in (reasons or {}).items() if text.strip()}
    if status == "returned" and not given:
        raise BadInput(tr("Trả lại báo cáo phải nêu lý do; hãy ghi lý do cho mục cần sửa."), field="return_reasons")
    when = day_of(session, day)
    values: dict[str, Value] = {"status": status}
    if status == "received":
        values["received_on"] = when
    else:
        values["decided_on"] = when
        values["return_reasons"] = [f"{key}\n{text}" for key, text in given.items()] or None
    actions.change(session, "report", record, values)


def day_of(session: Session, text: str) -> str:
    """Read a day somebody typed; today where it is empty.

    Raises:
        BadInput: it is no day.
    """
    if not text:
        return session.today().isoformat()
    try:
        return parse_date(text).isoformat()
    except ValueError as error:
        raise BadInput(tr("Ngày: {reason}.", reason=error)) from None


def _own(session: Session, report: Record) -> None:
    if report["unit"] != session.unit:
        raise Refused(tr("Báo cáo của đơn vị {unit} do đơn vị đó soạn; Sở chỉ xem và in.", unit=report["unit"]))


def _issuer(session: Session) -> str:
    from bgit_desktop.services.report_letterhead import formalities

    return formalities(session, session.unit, session.today()).letterhead.full_name
