"""``review …`` and ``staff …``: rounds of the staff review (Điều 10.1), workforce need (9.2.b), documents (10.2.a, 10.2.b)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.verdicts.model import STATE_LABELS
from bgit_desktop.errors import BadInput

if TYPE_CHECKING:
    from bgit_desktop.core.fields import Value


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    _declare_reviews(commands.add_parser("review", help=tr("rà soát đội ngũ với Sở Nội vụ (Điều 10.1)")))
    _declare_staff(commands.add_parser("staff", help=tr("nhu cầu đội ngũ (9.2.b), văn bản phân công, nhận xét (10.2)")))


def _declare_reviews(group: Parser) -> None:
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    open_: Parser = actions.add_parser("open", help=tr("mở đợt rà soát, chốt danh sách; in mã đợt"))
    open_.argument("--as-of", metavar="DATE", default="", help=tr("tính đến ngày; mặc định hôm nay"))
    open_.argument("--title", metavar="T", default="", help=tr("tên đợt"))
    open_.argument("--due-on", metavar="DATE", default="", help=tr("hạn khắc phục"))
    open_.argument("--document", metavar="D", default="", help=tr("văn bản"))
    open_.set_defaults(handler=_open)
    actions.add_parser("list", help=tr("các đợt rà soát")).set_defaults(handler=_rounds)

    def one(name: str, help_text: str, handler: Any) -> Parser:
        parser: Parser = actions.add_parser(name, help=help_text)
        parser.argument("id", metavar="ID", help=tr("mã đợt hoặc mã dòng kết quả"))
        parser.set_defaults(handler=handler)
        return parser

    one("show", tr("kết quả từng người: lúc chốt và hiện nay"), _show)
    one("diff", tr("thay đổi so với đợt trước"), _diff)
    one("settle", tr("ghi đã khắc phục những dòng mà hồ sơ hiện nay đã đạt"), _settle)
    close = one("close", tr("kết thúc đợt"), _close)
    close.argument("--conclusion", metavar="C", required=True, help=tr("kết luận"))
    close.argument("--document", metavar="D", default="", help=tr("văn bản"))
    remedy = one("remedy", tr("ghi hướng khắc phục, hạn, kết quả của một dòng"), _remedy)
    remedy.argument("--remedy", metavar="R", default=None, help="none, evidence, train, reassign, recruit")
    remedy.argument("--due-on", metavar="DATE", default=None, help=tr("hạn khắc phục"))
    remedy.argument("--done", action="store_true", help=tr("đã khắc phục"))
    remedy.argument("--note", metavar="N", default=None, help=tr("ghi chú"))


def _declare_staff(group: Parser) -> None:
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    need: Parser = actions.add_parser("need", help=tr("thiếu người, thiếu kỹ năng, cần đào tạo gì"))
    need.argument("--unit", metavar="U", default="", help=tr("mã đơn vị"))
    need.set_defaults(handler=_need)
    required: Parser = actions.add_parser("required", help=tr("đặt số cán bộ cần có của một đơn vị (mặc định 1)"))
    required.argument("unit", metavar="U", help=tr("mã đơn vị"))
    required.argument("number", metavar="N", type=int, help=tr("số người"))
    required.set_defaults(handler=_required)
    papers: Parser = actions.add_parser("assignments", help=tr("văn bản phân công: ai có, ngày gửi, ngày Sở nhận"))
    papers.argument("--unit", metavar="U", default="", help=tr("mã đơn vị"))
    papers.argument("--lacking", action="store_true", help=tr("chỉ những người còn thiếu"))
    papers.set_defaults(handler=_assignments)
    note: Parser = actions.add_parser(
        "note-assignments", help=tr("đơn vị ghi đã gửi, Sở ghi đã nhận văn bản phân công")
    )
    note.argument("officers", metavar="OFFICER", nargs="+", help=tr("mã cán bộ"))
    note.argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
    note.set_defaults(handler=_note)
    comment: Parser = actions.add_parser("comment", help=tr("Sở nhận xét một bản đánh giá cán bộ (Điều 10.2.b)"))
    comment.argument("id", metavar="APPRAISAL", help=tr("mã bản đánh giá"))
    comment.argument("text", metavar="TEXT", help=tr("nhận xét"))
    comment.argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
    comment.set_defaults(handler=_comment)


def _day(session: Any, text: str) -> str:
    from bgit_desktop.services.report_cycle import day_of

    return day_of(session, text) if text else ""


def _said(call: Call, record: str, said: str) -> int:
    if call.json:
        output.json_line({"id": record})
    else:
        output.line(said)
    return DONE


# -- rounds ----------------------------------------------------------------------------------------------------------


def _open(call: Call) -> int:
    from bgit_desktop.services import review

    args = call.args
    with call.store(write=True) as session:
        day = date.fromisoformat(_day(session, args.as_of)) if args.as_of else None
        made = review.open_round(session, args.title, day, _day(session, args.due_on), args.document)
    return _said(call, made, made)


def _rounds(call: Call) -> int:
    from bgit_desktop.services import review

    with call.store() as session:
        found = review.rounds(session)
    if call.json:
        for row in found:
            output.json_line(row)
    else:
        cells = [[str(row[name] or "") for name in ("id", "as_of", "title", "status", "due_on")] for row in found]
        output.table([tr("Mã"), tr("Tính đến ngày"), tr("Tên đợt"), tr("Tình trạng"), tr("Hạn")], cells)
    return DONE


def _show(call: Call) -> int:
    from dataclasses import asdict

    from bgit_desktop.services import review

    with call.store() as session:
        found = review.results(session, call.args.id)
    if call.json:
        for each in found:
            output.json_line(asdict(each))
        return DONE
    rows = [
        [each.id, each.unit_name, each.name or tr("chưa có cán bộ"), _state(each.then), _state(each.now), each.remedy,
         each.due_on, each.status]
        for each in found
    ]  # fmt: skip
    headers = [
        tr("Mã"),
        tr("Đơn vị"),
        tr("Cán bộ"),
        tr("Lúc chốt"),
        tr("Hiện nay"),
        tr("Khắc phục"),
        tr("Hạn"),
        tr("Tình trạng"),
    ]
    output.table(headers, rows)
    return DONE


def _state(state: str) -> str:
    return next((str(label) for name, label in STATE_LABELS.items() if name == state), state or "—")


def _diff(call: Call) -> int:
    from dataclasses import asdict

    from bgit_desktop.services import review
    from bgit_desktop.services.review_words import change_sentence

    with call.store() as session:
        found = review.since_last(session, call.args.id)
        names = {each.code: each.label for each in session.catalogue()}
    if call.json:
        for each in found.changes if found else ():
            output.json_line(asdict(each))
        return DONE
    if found is None:
        output.line(tr("Chưa có đợt rà soát nào trước đợt này."))
        return DONE
    output.line(tr("So với “{title}”: {count} thay đổi.", title=found.title, count=len(found.changes)))
    for each in found.changes:
        output.line(f"{names.get(each.unit, each.unit)}: {change_sentence(each, names)}")
    return DONE


def _settle(call: Call) -> int:
    from bgit_desktop.services import review

    with call.store(write=True) as session:
        count = review.settle(session, call.args.id)
    if call.json:
        output.json_line({"count": count})
    else:
        output.line(tr("Đã ghi khắc phục xong {count} dòng.", count=count))
    return DONE


def _close(call: Call) -> int:
    from bgit_desktop.services import review

    with call.store(write=True) as session:
        review.close(session, call.args.id, call.args.conclusion, call.args.document)
    return _said(call, call.args.id, tr("Đã kết thúc đợt rà soát."))


def _remedy(call: Call) -> int:
    from bgit_desktop.services import review

    args = call.args
    with call.store(write=True) as session:
        values: dict[str, Value] = {}
        if args.remedy is not None:
            values["remedy"] = args.remedy
        if args.due_on is not None:
            values["due_on"] = _day(session, args.due_on) or None
        if args.note is not None:
            values["note"] = args.note
        if args.done:
            values["status"] = "done"
        if not values:
            raise BadInput(tr("Hãy ghi ít nhất một trong --remedy, --due-on, --done, --note."))
        review.set_result(session, args.id, values)
    return _said(call, args.id, tr("Đã ghi."))


# -- the workforce ---------------------------------------------------------------------------------------------------


def _need(call: Call) -> int:
    from dataclasses import asdict

    from bgit_desktop.core.types.duties import TOPICS
    from bgit_desktop.services import workforce

    with call.store() as session:
        unit = call.unit(session, call.args.unit) if call.args.unit else None
        found = workforce.need(session, unit)
    if call.json:
        for each in found.units:
            output.json_line({"kind": "unit", **asdict(each), "gap": each.gap})
        for one in found.in_need:
            output.json_line({"kind": "officer", **asdict(one)})
        return DONE
    topics = {each.value: str(each.label) for each in TOPICS}
    units = [
        [each.code, each.name, str(each.required), str(each.there), str(each.qualified), str(each.gap)]
        for each in found.units
    ]
    output.table([tr("Mã"), tr("Đơn vị"), tr("Cần"), tr("Hiện có"), tr("Đạt Điều 4"), tr("Thiếu")], units)
    people = [
        [
            one.unit_name,
            one.name,
            _state(one.verdict),
            "; ".join(one.missing),
            ", ".join(topics[each] for each in one.topics),
        ]
        for one in found.in_need
    ]
    output.table([tr("Đơn vị"), tr("Cán bộ"), tr("Điều 4"), tr("Còn thiếu"), tr("Chưa được tập huấn")], people)
    output.note(tr("Số cần có là 1 người một đơn vị, trừ khi Sở đặt số khác; Quy định không ấn định số người."))
    return DONE


def _required(call: Call) -> int:
    from bgit_desktop.services import workforce

    with call.store(write=True) as session:
        workforce.set_required(session, call.args.unit, call.args.number)
    return _said(call, call.args.unit, tr("Đã ghi."))


def _assignments(call: Call) -> int:
    from dataclasses import asdict

    from bgit_desktop.services import workforce

    with call.store() as session:
        unit = call.unit(session, call.args.unit) if call.args.unit else None
        found = workforce.assignments(session, unit)
    if call.args.lacking:
        found = [each for each in found if not (each.document and (each.sent_on or each.received_on))]
    if call.json:
        for each in found:
            output.json_line(asdict(each))
        return DONE
    rows = [
        [each.officer, each.unit_name, each.name, each.document or "—", each.sent_on, each.received_on]
        for each in found
    ]
    output.table([tr("Mã"), tr("Đơn vị"), tr("Cán bộ"), tr("Văn bản"), tr("Ngày gửi"), tr("Sở nhận")], rows)
    return DONE


def _note(call: Call) -> int:
    from bgit_desktop.services import workforce

    with call.store(write=True) as session:
        count = workforce.note_assignments(session, call.args.officers, _day(session, call.args.on))
    if call.json:
        output.json_line({"count": count})
    else:
        output.line(tr("Đã ghi ngày cho {count} người.", count=count))
    return DONE


def _comment(call: Call) -> int:
    from bgit_desktop.services import appraisals

    with call.store(write=True) as session:
        appraisals.comment(session, call.args.id, call.args.text, _day(session, call.args.on))
    return _said(call, call.args.id, tr("Đã ghi."))
