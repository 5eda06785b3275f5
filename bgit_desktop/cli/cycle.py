"""``cycle …``: the way of a report from draft to accepted, the deadlines of a year, who is late (Điều 7.1, 11.1)."""

from __future__ import annotations

from typing import Any

from bgit_desktop.cli import output
from bgit_desktop.cli.call import DONE, Call, words_of
from bgit_desktop.cli.parser import Parser
from bgit_desktop.cli.records import print_list
from bgit_desktop.core.i18n import tr
from bgit_desktop.core.periods import PRESETS, Period, show_date
from bgit_desktop.errors import BadInput, NotFound


def declare(commands: Any) -> None:
    """Declare the commands of this module."""
    group: Parser = commands.add_parser(
        "cycle", help=tr("chế độ báo cáo: thời hạn, soạn, ký, gửi, nhận, trả lại, đôn đốc")
    )
    actions = group.commands("action", tr("Các việc"), tr("VIỆC"))

    draft: Parser = actions.add_parser("draft", help=tr("lưu bản nháp báo cáo soạn từ sổ ghi; in mã báo cáo"))
    draft.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    draft.argument("--kind", metavar="KIND", default="periodic", help=tr("loại báo cáo; mặc định periodic"))
    draft.argument("--text", metavar="MỤC=LỜI", action="append", help=tr("lời văn của một mục (lặp lại được)"))
    draft.set_defaults(handler=_draft)

    def step(name: str, help_text: str) -> Parser:
        parser: Parser = actions.add_parser(name, help=help_text)
        parser.argument("id", metavar="ID", help=tr("mã báo cáo"))
        parser.set_defaults(handler=_step)
        return parser

    step("submit", tr("đã trình lãnh đạo"))
    sign = step("sign", tr("đã ký: ghi số, ngày; chốt văn bản và số liệu"))
    sign.argument("--number", metavar="N", required=True, help=tr("số, ký hiệu do văn thư cấp"))
    sign.argument("--on", metavar="DATE", required=True, help=tr("ngày văn bản"))
    sign.argument("--signer", metavar="TÊN", default="", help=tr("người ký"))
    step("send", tr("đã gửi Sở")).argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
    step("correct", tr("lập bản điều chỉnh (bản tiếp theo); in mã bản mới"))
    step("receive", tr("Sở ghi nhận đã nhận")).argument(
        "--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay")
    )
    step("accept", tr("Sở chấp nhận"))
    step("return", tr("Sở trả lại, nêu lý do theo mục")).argument(
        "--reason", metavar="MỤC=LÝ DO", action="append", required=True, help=tr("lý do; không có MỤC= là cả báo cáo")
    )

    board: Parser = actions.add_parser("board", help=tr("đơn vị nào phải báo cáo, đã gửi, đã nhận, đúng hạn"))
    board.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    board.set_defaults(handler=_board)

    counted: Parser = actions.add_parser("records", help=tr("đúng những bản ghi mà một số liệu của báo cáo đã đếm"))
    counted.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    counted.argument(
        "--figure", metavar="KEY", required=True, help=tr("mã số liệu, ví dụ tasks.done; ghi sai thì được liệt kê")
    )
    counted.argument("--kind", metavar="KIND", default="periodic", help=tr("loại báo cáo; mặc định periodic"))
    counted.argument("--unit", metavar="U", help=tr("chỉ một đơn vị (mã)"))
    counted.set_defaults(handler=_records)

    deadlines: Parser = actions.add_parser("deadlines", help=tr("ban hành thời hạn báo cáo của một năm"))
    deadlines.argument("--year", metavar="Y", type=int, required=True, help=tr("năm"))
    deadlines.argument(
        "--preset", metavar="X", default="nd09", help=tr("cách tính kỳ: {names}", names=", ".join(PRESETS))
    )
    deadlines.argument("--days", metavar="N", type=int, default=5, help=tr("số ngày từ ngày chốt số liệu; mặc định 5"))
    deadlines.argument(
        "--document", metavar="D", default="", help=tr("văn bản hướng dẫn; bỏ trống là dự kiến, chưa ràng buộc")
    )
    deadlines.argument("--dry-run", action="store_true", help=tr("chỉ xem trước, không ghi gì"))
    deadlines.set_defaults(handler=_deadlines)

    extend: Parser = actions.add_parser("extend", help=tr("gia hạn hoặc miễn báo cáo cho một đơn vị"))
    extend.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    extend.argument("--unit", metavar="U", required=True, help=tr("mã đơn vị"))
    extend.argument("--reason", metavar="R", required=True, help=tr("lý do"))
    extend.argument("--due-on", metavar="DATE", default="", help=tr("hạn mới; bỏ trống là miễn báo cáo kỳ này"))
    extend.argument("--document", metavar="D", default="", help=tr("văn bản đồng ý"))
    extend.set_defaults(handler=_extend)

    chase: Parser = actions.add_parser(
        "chase", help=tr("ghi đã đôn đốc các đơn vị quá hạn (in công văn: report chase_letter)")
    )
    chase.argument("--period", metavar="P", required=True, help=tr("kỳ: 2024-H1, 2024-H2 hoặc 2024"))
    chase.argument("--document", metavar="D", default="", help=tr("số, ký hiệu công văn"))
    chase.argument("--on", metavar="DATE", default="", help=tr("ngày; mặc định hôm nay"))
    chase.set_defaults(handler=_chase)


def _said(call: Call, record: str, text: str) -> int:
    if call.json:
        output.json_line({"id": record})
    else:
        output.line(text)
    return DONE


def _draft(call: Call) -> int:
    from bgit_desktop.services import reports

    with call.store(write=True) as session:
        composition = reports.compose(session, call.args.kind, call.args.period)
        words = {each.key: each.text for each in composition.sections}
        for pair in words_of(call.args.text):
            key, sign, text = pair.partition("=")
            if not sign or key not in words:
                raise NotFound(tr("Báo cáo không có mục “{key}”. Các mục có: {keys}.", key=key, keys=", ".join(words)))
            words[key] = text.replace("\\n", "\n")
        record = reports.save(session, composition, words)
    return _said(call, record, record)


def _step(call: Call) -> int:
    from bgit_desktop.services import report_cycle as cycle

    record, args = str(call.args.id), call.args
    with call.store(write=True) as session:
        match args.action:
            case "submit":
                cycle.submit(session, record)
            case "sign":
                cycle.sign(session, record, args.number, cycle.day_of(session, args.on), args.signer)
            case "send":
                cycle.mark_sent(session, record, args.on)
            case "correct":
                record = cycle.new_version(session, record)
                return _said(call, record, record)
            case "receive":
                cycle.decide(session, record, "received", day=args.on)
            case "accept":
                cycle.decide(session, record, "accepted")
            case _:
                cycle.decide(session, record, "returned", reasons=_reasons(words_of(args.reason)))
    return _said(call, record, tr("Đã ghi."))


def _reasons(pairs: list[str]) -> dict[str, str]:
    from bgit_desktop.services.report_model import RETURNED_WHOLE

    found = {}
    for pair in pairs:
        key, sign, text = pair.partition("=")
        found[key if sign else RETURNED_WHOLE] = text if sign else key
    return found


def _records(call: Call) -> int:
    from bgit_desktop.core.registry import TYPES
    from bgit_desktop.services import records, reports
    from bgit_desktop.store.records import Query

    args = call.args
    with call.store() as session:
        figure = reports.figure(session, args.kind, args.period, call.unit(session, args.unit), args.figure)
        kind = TYPES[figure.type]
        found = records.listing(session, Query(kind.name, sort=kind.default_sort, ids=figure.records))
        if call.json:
            for record in found:
                output.json_line({**record, "type": kind.name})
        else:
            output.line(f"{figure.label}: {figure.now}")
            print_list(session, kind, found)
    return DONE


def _period(call: Call) -> Period:
    return Period.parse(call.args.period)


def _board(call: Call) -> int:
    from bgit_desktop.documents.reports.summary_model import STANDINGS
    from bgit_desktop.services import report_board

    with call.store() as session:
        found = report_board.board(session, _period(call))
    rows = []
    for each in found.lines:
        reported = each.reported
        days = [day.isoformat() if day else None for day in (reported.due_on, reported.sent_on, reported.on)]
        if call.json:
            output.json_line(
                {
                    "unit": each.code, "name": each.name, "due_on": days[0], "sent_on": days[1], "received_on": days[2],
                    "sending": reported.sending, "receipt": reported.standing, "status": reported.status or None,
                    "record": reported.record or None, "document": reported.due.document or None,
                }
            )  # fmt: skip
        shown = [show_date(day) if day else "—" for day in (reported.due_on, reported.sent_on, reported.on)]
        rows.append([each.code, each.name, *shown, STANDINGS[reported.standing]])
    if not call.json:
        headers = [tr("Mã"), tr("Đơn vị"), tr("Hạn nộp"), tr("Ngày gửi"), tr("Ngày nhận"), tr("Tình trạng")]
        output.table(headers, rows)
        output.line(
            tr(
                "Phải báo cáo {expected}, đã nhận {received}; đúng hạn theo ngày gửi {sending}, theo ngày nhận {receipt}.",
                expected=len(found.expected), received=len(found.received),
                sending=found.on_time("sending"), receipt=found.on_time("receipt"),
            )
        )  # fmt: skip
    return DONE


def _deadlines(call: Call) -> int:
    from bgit_desktop.services import deadlines

    args = call.args
    with call.store(write=not args.dry_run) as session:
        planned = deadlines.plan(session, args.year, args.preset, args.days, args.document)
        if not args.dry_run:
            deadlines.issue(session, args.year, args.preset, args.days, args.document)
    for each in planned:
        window, due = each.proposed.window, each.proposed.due_on
        if call.json:
            output.json_line(
                {
                    "period": each.proposed.period.code, "window_start": window.start.isoformat(),
                    "window_end": window.end.isoformat(), "due_on": due.isoformat(), "changed": each.differs,
                }
            )  # fmt: skip
        else:
            state = tr("không đổi") if not each.differs else tr("sửa") if each.existing else tr("thêm")
            output.line(
                f"{each.proposed.period.code}  {show_date(window.start)}–{show_date(window.end)}  "
                + tr("hạn {day}", day=show_date(due)) + f"  {state}"
            )  # fmt: skip
    if not call.json and not args.document:
        output.note(tr("Chưa có văn bản hướng dẫn: các thời hạn này là dự kiến, chưa ràng buộc đơn vị nào."))
    return DONE


def _extend(call: Call) -> int:
    from bgit_desktop.services import report_board
    from bgit_desktop.services.report_cycle import day_of

    args = call.args
    with call.store(write=True) as session:
        if session.catalogue().by_code(args.unit) is None:
            raise BadInput(tr("Không có đơn vị mang mã “{code}” trong danh mục.", code=args.unit))
        due = day_of(session, args.due_on) if args.due_on else ""
        record = report_board.extend(session, _period(call), args.unit, args.reason, due, args.document)
    return _said(call, record, record)


def _chase(call: Call) -> int:
    from bgit_desktop.services import report_board
    from bgit_desktop.services.report_cycle import day_of

    with call.store(write=True) as session:
        on = day_of(session, call.args.on)
        record = report_board.chase(session, _period(call), call.args.document, on)
    return _said(call, record, record)
