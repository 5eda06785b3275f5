"""``meeting …``: giao ban of the Sở (Điều 9.2.e): agenda, attendance, conclusions and how far they are carried out."""

from __future__ import annotations

from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call, words_of
from bgit_desktop.cli.courses import print_attendance
from bgit_desktop.cli.parser import Parser
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import as_date, show_date
from bgit_desktop.core.registry import TYPES
from bgit_desktop.core.values import EMPTY


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser(
        "meeting", help=tr("giao ban: chương trình, tham dự, kết luận, tiến độ (thêm cuộc họp: records add meeting)")
    )
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))

    def about(name: str, help_text: str, handler: object, *, one: bool = True) -> Parser:
        parser: Parser = actions.add_parser(name, help=help_text)
        if one:
            parser.argument("id", metavar="ID", help=tr("mã cuộc giao ban"))
        parser.set_defaults(handler=handler)
        return parser

    about("list", tr("các cuộc giao ban, mới nhất trước"), _list, one=False)
    agenda = about("agenda", tr("việc tồn đọng nên đưa vào chương trình"), _agenda)
    agenda.argument("--write", action="store_true", help=tr("ghi vào chương trình của cuộc giao ban"))
    hold = about("hold", tr("đánh dấu đã họp"), _hold)
    hold.argument("--minutes", metavar="LỜI", default="", help=tr("diễn biến; \\n là xuống dòng"))
    about("attendance", tr("đơn vị nào dự, vắng, chưa trả lời"), _attendance)
    conclude = about("conclude", tr("ghi một kết luận; in mã kết luận"), _conclude)
    conclude.argument("--content", metavar="LỜI", required=True, help=tr("nội dung"))
    conclude.argument("--clause", metavar="C", default="", help=tr("điều khoản, ví dụ QyD.6.2.e"))
    conclude.argument(
        "--unit", metavar="U", action="append", help=tr("mã đơn vị (lặp lại được); mặc định mọi đơn vị mời")
    )
    conclude.argument("--due-on", metavar="DATE", default="", help=tr("hạn"))
    shown = about("conclusions", tr("kết luận và tiến độ của từng đơn vị"), _conclusions, one=False)
    shown.argument("id", metavar="ID", nargs="?", default="", help=tr("mã cuộc giao ban; mặc định mọi cuộc"))
    about("pending", tr("kết luận giao cho đơn vị này mà chưa nhận thành nhiệm vụ"), _pending, one=False)
    take: Parser = actions.add_parser("take", help=tr("nhận một kết luận thành nhiệm vụ; in mã nhiệm vụ"))
    take.argument("id", metavar="ID", help=tr("mã kết luận"))
    take.argument("--clause", metavar="C", default="", help=tr("điều khoản của nhiệm vụ; mặc định theo kết luận"))
    take.set_defaults(handler=_take)


def _made(call: Call, record: str) -> int:
    if call.json:
        output.json_line({"id": record})
    else:
        output.line(record)
    return DONE


def _list(call: Call) -> int:
    from bgit_desktop.services import meetings

    with call.store() as session:
        rows = meetings.meetings(session)
    if call.json:
        for row in rows:
            output.json_line({name: row[name] for name in ("id", "title", "kind", "period", "starts_at", "status")})
        return DONE
    status = TYPES["meeting"].by_name["status"]
    shown = [
        [str(row["id"]), _day(row["starts_at"]), str(row["title"]), status.choice_label(str(row["status"]))]
        for row in rows
    ]
    output.table([tr("Mã"), tr("Ngày"), tr("Cuộc giao ban"), tr("Tình trạng")], shown)
    return DONE


def _day(value: object) -> str:
    day = as_date(value)
    return show_date(day) if day else EMPTY


def _agenda(call: Call) -> int:
    from bgit_desktop.services import meeting_agenda
    from bgit_desktop.services import records as actions

    record = str(call.args.id)
    with call.store(write=call.args.write) as session:
        actions.show(session, "meeting", record)
        found = meeting_agenda.proposals(session, record)
        if call.args.write:
            meeting_agenda.prepare(session, record)
    for each in found:
        if call.json:
            output.json_line({"topic": each.topic, "heading": each.heading, "matters": list(each.matters)})
        else:
            for line in each.lines:
                output.line(line)
    if not found and not call.json:
        output.line(tr("Không có việc tồn đọng nào."))
    return DONE


def _hold(call: Call) -> int:
    from bgit_desktop.services import meetings

    with call.store(write=True) as session:
        meetings.hold(session, call.args.id, minutes=str(call.args.minutes).replace("\\n", "\n"))
    return _made(call, str(call.args.id))


def _attendance(call: Call) -> int:
    from bgit_desktop.services import courses
    from bgit_desktop.services import records as actions

    with call.store() as session:
        actions.show(session, "meeting", call.args.id)
        found = courses.attendance(session, call.args.id)
    return print_attendance(call, found)


def _conclude(call: Call) -> int:
    from bgit_desktop.services import meetings
    from bgit_desktop.services.report_cycle import day_of

    args = call.args
    with call.store(write=True) as session:
        units = [str(call.unit(session, each)) for each in words_of(args.unit)]
        due = day_of(session, args.due_on) if args.due_on else ""
        content = str(args.content).replace("\\n", "\n")
        record = meetings.conclude(session, args.id, content, clause=args.clause, units=units, due_on=due)
    return _made(call, record)


def _conclusions(call: Call) -> int:
    from bgit_desktop.services import meetings
    from bgit_desktop.services import records as actions

    with call.store() as session:
        if call.args.id:
            actions.show(session, "meeting", call.args.id)
        found = meetings.progress(session, call.args.id)
    status = TYPES["task"].by_name["status"]
    rows = []
    for each in found:
        record = each.conclusion
        if call.json:
            output.json_line(
                {
                    "id": record["id"], "meeting": record["meeting"], "content": record["content"],
                    "due_on": record["due_on"], "taken": each.taken, "done": each.done, "overdue": each.overdue,
                    "units": [
                        {
                            "unit": unit.code, "task": unit.task or None, "status": unit.status or None,
                            "progress": unit.progress, "overdue": unit.overdue,
                        }
                        for unit in each.units
                    ],
                }
            )  # fmt: skip
        for unit in each.units:
            state = status.choice_label(unit.status) if unit.task else tr("Chưa nhận việc")
            late = tr("quá hạn") if unit.overdue else ""
            rows.append([str(record["content"]).splitlines()[0][:50], _day(record["due_on"]), unit.name, state, late])
    if not call.json:
        output.table([tr("Kết luận"), tr("Hạn"), tr("Đơn vị"), tr("Tình trạng"), tr("Ghi chú")], rows)
    return DONE


def _pending(call: Call) -> int:
    from bgit_desktop.services import meetings

    with call.store() as session:
        rows = meetings.to_take(session)
    if call.json:
        for row in rows:
            output.json_line({name: row[name] for name in ("id", "meeting", "content", "clause", "due_on")})
        return DONE
    shown = [[str(row["id"]), _day(row["due_on"]), str(row["content"]).splitlines()[0]] for row in rows]
    output.table([tr("Mã"), tr("Hạn"), tr("Kết luận")], shown)
    return DONE


def _take(call: Call) -> int:
    from bgit_desktop.services import meetings

    with call.store(write=True) as session:
        task = meetings.take(session, call.args.id, clause=call.args.clause)
    return _made(call, task)
