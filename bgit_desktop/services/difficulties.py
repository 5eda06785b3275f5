"""Difficulties that units put forward (Điều 11.2): the Sở's answer, what it puts to UBND tỉnh, what was settled."""

from __future__ import annotations

from collections.abc import Sequence

from bgit_desktop.core.fields import Value
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import parse_date
from bgit_desktop.errors import BadInput, Refused
from bgit_desktop.services.checking import Invalid, check_authority, problems_of
from bgit_desktop.services.context import Session
from bgit_desktop.store import records

SETTLED = ("answered", "forwarded", "closed")
"""States a difficulty can be brought to."""


def settle(
    session: Session, ids: Sequence[str], status: str, *, answer: str = "", document: str = "", on: str = ""
) -> None:
    """Answer difficulties, put them to UBND tỉnh, or note that they are settled; one action for all of them.

    Args:
        session: the Sở's session.
        ids: the difficulties.
        status: ``answered``, ``forwarded`` or ``closed``.
        answer: the answer's words; what was noted before stays where it is empty.
        document: số, ký hiệu, ngày of the answer, or of the letter to UBND tỉnh.
        on: the day, as typed; today where empty.

    Raises:
        NotFound: there is no such difficulty.
        Refused: this is not the Sở's store.
        BadInput: the answer is missing, or the day is none.
    """
    kind = TYPES["difficulty"]
    if not session.is_province:
        raise Refused(tr("Chỉ Sở trả lời khó khăn, vướng mắc của đơn vị."))
    if status not in SETTLED:
        raise BadInput(
            tr("Không có tình trạng “{status}”; chọn một trong: {known}.", status=status, known=", ".join(SETTLED))
        )
    rows = [records.get(session.store.db, kind, each) for each in ids]
    if not rows:
        raise BadInput(tr("Hãy chọn ít nhất một khó khăn, vướng mắc."))
    if status == "answered" and not answer.strip() and any(not row["answer"] for row in rows):
        raise BadInput(tr("Hãy ghi nội dung trả lời."), field="answer")
    try:
        day = parse_date(on).isoformat() if on else session.today().isoformat()
    except ValueError as error:
        raise BadInput(tr("Ngày: {reason}.", reason=error), field="answered_on") from None
    if day > session.today().isoformat():
        raise BadInput(tr("Ngày {day} chưa đến.", day=show_date(parse_date(day))), field="answered_on")
    values: dict[str, Value] = {"status": status, "answered_on": day}
    if answer.strip():
        values["answer"] = answer.strip()
    if document.strip():
        values["answer_document"] = document.strip()
    problems = problems_of(session, "difficulty", values, whole=False)
    if problems:
        raise Invalid(problems)
    for row in rows:
        check_authority(session, kind, row, list(values))
    label = tr("Trả lời khó khăn, vướng mắc ({count})", count=len(rows))
    with session.store.write("edit", label, session.actor):
        for row in rows:
            different = {name: value for name, value in values.items() if value != row[name]}
            if different:
                records.update(session.store.db, kind, str(row["id"]), different)
