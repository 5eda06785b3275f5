"""``course …``, ``training …``, ``difficulty …``: training (Điều 9.2.c, 10.2.d), answers to invitations, Điều 11.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call, words_of
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import Period, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.types.duties import TOPICS
from bgit_desktop.core.values import EMPTY
from bgit_desktop.errors import NotFound
from bgit_desktop.services.context import Session

if TYPE_CHECKING:
    from bgit_desktop.services.courses import Attendance


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    _course(commands)
    _training(commands)
    _difficulty(commands)


def _course(commands: Any) -> None:
    group: Parser = commands.add_parser(
        "course",
        help=tr("đào tạo của Sở: tham dự, ai chưa được tập huấn, đề nghị đào tạo (thêm lớp: records add course)"),
    )
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    shown: Parser = actions.add_parser("attendance", help=tr("đơn vị nào dự, vắng, chưa trả lời một lớp hoặc một buổi"))
    shown.argument("id", metavar="ID", help=tr("mã lớp hoặc buổi"))
    shown.set_defaults(handler=_attendance)
    never: Parser = actions.add_parser("never-trained", help=tr("cán bộ chưa được tập huấn theo chủ đề"))
    never.argument("--unit", metavar="U", help=tr("mã đơn vị; mặc định mọi đơn vị"))
    never.argument(
        "--topic", metavar="T", default="", help=tr("chủ đề: {names}", names=", ".join(each.value for each in TOPICS))
    )
    never.set_defaults(handler=_never)
    sent: Parser = actions.add_parser("sent", help=tr("tổng hợp cử đi đào tạo, tập huấn theo đơn vị (Điều 10.2.d)"))
    sent.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    sent.argument("--unit", metavar="U", help=tr("mã đơn vị; mặc định mọi đơn vị"))
    sent.set_defaults(handler=_sent)
    requests: Parser = actions.add_parser("requests", help=tr("các đề nghị đào tạo"))
    requests.argument("--unit", metavar="U", help=tr("mã đơn vị; mặc định mọi đơn vị"))
    requests.argument("--open", action="store_true", help=tr("chỉ đề nghị Sở chưa trả lời"))
    requests.set_defaults(handler=_requests)
    reply: Parser = actions.add_parser("answer-request", help=tr("Sở trả lời một đề nghị đào tạo"))
    reply.argument("id", metavar="ID", help=tr("mã đề nghị"))
    reply.argument("--text", metavar="LỜI", required=True, help=tr("nội dung trả lời"))
    reply.set_defaults(handler=_answer_request)


def _training(commands: Any) -> None:
    from bgit_desktop.services.invitations import ABSENCES, ATTENDANCES

    group: Parser = commands.add_parser("training", help=tr("giấy mời dự tập huấn, giao ban và trả lời của đơn vị"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    listed: Parser = actions.add_parser("invitations", help=tr("các lớp, cuộc giao ban mời đơn vị này"))
    listed.set_defaults(handler=_invitations)
    reply: Parser = actions.add_parser("answer", help=tr("đăng ký, xác nhận dự hoặc báo vắng; in mã các lượt"))
    reply.argument("id", metavar="ID", help=tr("mã lớp, buổi hoặc cuộc giao ban"))
    reply.argument("--officer", metavar="ID", action="append", required=True, help=tr("mã cán bộ (lặp lại được)"))
    reply.argument("--attendance", choices=ATTENDANCES, default="present", help=tr("tham dự; mặc định present"))
    reply.argument("--absence", choices=ABSENCES, default="", help=tr("nhóm lý do vắng"))
    reply.argument("--reason", metavar="R", default="", help=tr("lý do vắng"))
    reply.set_defaults(handler=_answer)


def _difficulty(commands: Any) -> None:
    group: Parser = commands.add_parser("difficulty", help=tr("Sở trả lời, trình khó khăn, vướng mắc (Điều 11.2)"))
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))
    for name, help_text in (
        ("answer", tr("trả lời đơn vị")),
        ("forward", tr("trình UBND tỉnh")),
        ("close", tr("đã giải quyết")),
    ):
        parser: Parser = actions.add_parser(name, help=help_text)
        parser.argument("id", metavar="ID", nargs="+", help=tr("mã khó khăn, vướng mắc"))
        parser.argument("--text", metavar="LỜI", default="", help=tr("nội dung trả lời"))
        parser.argument("--document", metavar="D", default="", help=tr("số, ký hiệu, ngày văn bản"))
        parser.argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
        parser.set_defaults(handler=_settle)


def _unit(call: Call, session: Session) -> str:
    code = call.unit(session, call.args.unit)
    if code and session.catalogue().by_code(code) is None:
        raise NotFound(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=code))
    return code or ""


def _attendance(call: Call) -> int:
    from bgit_desktop.services import courses

    with call.store() as session:
        found = courses.attendance(session, call.args.id)
    return print_attendance(call, found)


def print_attendance(call: Call, found: Attendance) -> int:
    """Print who answered what."""
    from bgit_desktop.services.courses import reasons_text

    words = {"present": tr("Dự"), "absent": tr("Vắng"), "not_answered": tr("Chưa trả lời")}
    rows = []
    for each in found.answers:
        reasons = reasons_text(each)
        if call.json:
            output.json_line(
                {
                    "unit": each.code, "name": found.names[each.code], "state": each.state, "present": each.present,
                    "substitutes": each.substitutes, "absent": each.absent, "not_sent": each.not_sent,
                    "reasons": reasons or None,
                }
            )  # fmt: skip
        rows.append(
            [each.code, found.names[each.code], words[each.state], str(each.present + each.substitutes), reasons]
        )
    if not call.json:
        output.line(found.event.title)
        output.table([tr("Mã"), tr("Đơn vị"), tr("Trả lời"), tr("Số người dự"), tr("Lý do vắng")], rows)
        output.line(
            tr(
                "Mời {invited} đơn vị: dự {present}, vắng {absent}, chưa trả lời {open}.",
                invited=len(found.answers), present=found.count("present"), absent=found.count("absent"),
                open=found.count("not_answered"),
            )
        )  # fmt: skip
    return DONE


def _never(call: Call) -> int:
    from bgit_desktop.services import courses

    with call.store() as session:
        found = courses.never_trained(session, unit=_unit(call, session), topic=call.args.topic)
    if call.json:
        for each in found:
            output.json_line(
                {"officer": each.officer, "name": each.name, "unit": each.code, "topics": list(each.topics)}
            )
        return DONE
    labels = courses.topic_labels()
    rows = [[each.unit, each.name, "; ".join(labels[topic] for topic in each.topics)] for each in found]
    output.table([tr("Đơn vị"), tr("Cán bộ"), tr("Chưa được tập huấn")], rows)
    return DONE


def _sent(call: Call) -> int:
    from dataclasses import asdict

    from bgit_desktop.services import courses

    with call.store() as session:
        found = courses.sent(session, Period.parse(call.args.period), _unit(call, session))
    if call.json:
        for each in found:
            shown = asdict(each)
            output.json_line({"unit": shown.pop("code"), **shown})
        return DONE
    rows = [
        [each.code, each.name]
        + [
            str(number)
            for number in (
                each.invited, each.answered, each.attended, each.absent, each.not_sent, each.requests, each.approved,
                each.declined,
            )
        ]
        for each in found
    ]  # fmt: skip
    headers = [
        tr("Mã"), tr("Đơn vị"), tr("Được mời"), tr("Đã trả lời"), tr("Lượt dự"), tr("Lượt vắng"), tr("Không được cử"),
        tr("Đề nghị"), tr("Được cử"), tr("Không cử"),
    ]  # fmt: skip
    output.table(headers, rows)
    return DONE


def _requests(call: Call) -> int:
    from bgit_desktop.services import courses

    with call.store() as session:
        rows = courses.requests(session, unit=_unit(call, session), open_only=call.args.open)
        names = courses.officer_names(session, rows)
    if call.json:
        for row in rows:
            output.json_line({**row, "officer_name": names.get(str(row["officer"]))})
        return DONE
    status = TYPES["training_request"].by_name["status"]
    shown = [
        [
            str(row["id"]), str(row["unit"]), names.get(str(row["officer"]), EMPTY), str(row["content"]),
            status.choice_label(str(row["status"])), str(row["answer"] or EMPTY),
        ]
        for row in rows
    ]  # fmt: skip
    headers = [tr("Mã"), tr("Đơn vị"), tr("Cán bộ"), tr("Nội dung"), tr("Tình trạng"), tr("Trả lời")]
    output.table(headers, shown)
    return DONE


def _answer_request(call: Call) -> int:
    from bgit_desktop.services import courses

    with call.store(write=True) as session:
        courses.answer_request(session, call.args.id, call.args.text)
    return _said(call, [str(call.args.id)])


def _invitations(call: Call) -> int:
    from bgit_desktop.services import invitations

    with call.store() as session:
        found = invitations.invitations(session)
        today = session.today()
    rows = []
    for each in found:
        event = each.event
        if call.json:
            output.json_line(
                {
                    "id": event.id, "type": event.type, "title": event.title,
                    "start_on": event.start.isoformat() if event.start else None,
                    "end_on": event.end.isoformat() if event.end else None, "organizer": each.organizer,
                    "answer_by": each.answer_by.isoformat() if each.answer_by else None,
                    "answers": [row["id"] for row in each.answers],
                }
            )  # fmt: skip
        start = show_date(event.start) if event.start else EMPTY
        rows.append([event.id, start, event.title, invitations.state_words(each, today)])
    if not call.json:
        output.table([tr("Mã"), tr("Ngày"), tr("Lớp, cuộc giao ban"), tr("Tình trạng")], rows)
    return DONE


def _answer(call: Call) -> int:
    from bgit_desktop.services import invitations

    args = call.args
    with call.store(write=True) as session:
        made = invitations.answer(
            session, args.id, words_of(args.officer), args.attendance, absence_kind=args.absence, reason=args.reason
        )
    return _said(call, made)


def _settle(call: Call) -> int:
    from bgit_desktop.services import difficulties

    args = call.args
    status = {"answer": "answered", "forward": "forwarded", "close": "closed"}[args.action]
    with call.store(write=True) as session:
        difficulties.settle(session, args.id, status, answer=args.text, document=args.document, on=args.on)
    return _said(call, list(args.id))


def _said(call: Call, records: list[str]) -> int:
    for each in records:
        if call.json:
            output.json_line({"id": each})
        else:
            output.line(each)
    return DONE
